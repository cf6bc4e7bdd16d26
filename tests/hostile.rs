//! The corpus of hostile files: every reader reads each of its own. What a fuzzer found stays there (CONTRIBUTING.md).
#![allow(clippy::disallowed_methods, clippy::panic, reason = "tests make files and fail by panicking")]

#[path = "common/readers.rs"]
mod readers;

use readers::READERS;
use std::fs;
use std::path::{Path, PathBuf};

fn corpus(name: &str) -> PathBuf {
    Path::new("tests/hostile").join(name)
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    let mut files: Vec<PathBuf> = entries.map(|e| e.expect("an entry").path()).collect();
    files.sort();
    files
}

/// Reads every file of a reader's corpus, also cut off at a few places and with a byte changed.
fn read_corpus(name: &str) {
    let read = readers::reader(name);
    let files = files(&corpus(name));
    assert!(!files.is_empty(), "{name} has no corpus");
    for path in files {
        let bytes = fs::read(&path).expect("a file");
        let told = std::panic::catch_unwind(|| {
            read(&bytes);
            read(&bytes[..bytes.len() / 2]);
            read(&bytes[..bytes.len().saturating_sub(1)]);
        });
        assert!(told.is_ok(), "{} was not read as it must be", path.display());
    }
}

macro_rules! each_reader {
    ($($name:ident)*) => {
        $(#[test]
        fn $name() {
            read_corpus(stringify!($name));
        })*

        #[test]
        fn every_reader_has_a_test() {
            let tested = [$(stringify!($name)),*];
            let all: Vec<&str> = READERS.iter().map(|(name, _)| *name).collect();
            assert_eq!(all, tested);
        }
    };
}

each_reader! {
    roster_list roster_folder roster_zip form dates names json_copy bundle bundle_raw bundle_sealed sqlite sheet
    talk_protocol word_list school_words line mask search
}

#[test]
fn every_reader_has_a_fuzz_target_and_a_corpus() {
    let all: Vec<String> = READERS.iter().map(|(name, _)| (*name).to_string()).collect();
    for name in &all {
        assert!(Path::new("fuzz/fuzz_targets").join(format!("{name}.rs")).is_file(), "{name} has no fuzz target");
    }
    for folder in files(Path::new("tests/hostile")) {
        let name = folder.file_name().expect("a name").to_string_lossy().into_owned();
        assert!(all.contains(&name), "{name} is no reader");
    }
}

//! The corpus of hostile files: every reader reads each of its own. What a fuzzer found stays there (CONTRIBUTING.md).
#![allow(clippy::disallowed_methods, clippy::panic, reason = "tests make files and fail by panicking")]

#[path = "common/readers.rs"]
mod readers;

use readers::{Place, READERS, Template};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use uncover::exchange::{bundle, json};

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

/// Reads what a fuzzer found or kept: `UNCOVER_REPLAY=fuzz/corpus cargo test --test hostile replay -- --ignored`.
#[test]
#[ignore = "reads files of a fuzzer"]
fn replay() {
    let from = std::env::var("UNCOVER_REPLAY").expect("UNCOVER_REPLAY names a folder with a folder a reader");
    let mut bad = Vec::new();
    for (name, read) in READERS {
        let folder = Path::new(&from).join(name);
        for path in if folder.is_dir() { files(&folder) } else { Vec::new() } {
            let bytes = fs::read(&path).expect("a file");
            if std::panic::catch_unwind(|| read(&bytes)).is_err() {
                bad.push(path);
            }
        }
    }
    assert!(bad.is_empty(), "not read as they must be: {bad:#?}");
}

/// Writes the good files of the corpus that no editor can write, for a fuzzer to begin with.
#[test]
#[ignore = "writes into the corpus; needed when a format changes"]
fn write_the_good_ones() {
    let put = |name: &str, file: &str, bytes: &[u8]| {
        fs::create_dir_all(corpus(name)).expect("a folder");
        fs::write(corpus(name).join(file), bytes).expect("written");
    };
    let place = Place::new(Template::School);
    let to = place.folder.path().join("out");
    for (lines, file) in [(false, "whole.json"), (true, "whole.jsonl")] {
        let wish = json::Wish { names: true, seed: 3, made: 1_794_840_060_000, lines };
        json::write(&place.reader(), &to, true, &wish, &mut |_| {}).expect("a copy");
        put("json_copy", file, &fs::read(&to).expect("the copy"));
    }
    for (passphrase, file) in [(None, "plain"), (Some("seven grey geese".to_string()), "sealed")] {
        let wish =
            bundle::Wish { names: true, known: vec![], by: "A".into(), made: 1_794_840_060_000, passphrase, work: 1 };
        bundle::write(&place.reader(), &to, true, &wish, &mut |_, _| {}).expect("a bundle");
        let bytes = fs::read(&to).expect("the bundle");
        put("bundle_raw", file, &bytes);
        if wish.passphrase.is_none() {
            let start = bytes.iter().position(|b| *b == b'\n').expect("a magic line") + 1;
            let mut text = Vec::new();
            std::io::Read::read_to_end(&mut flate2::read::GzDecoder::new(&bytes[start..]), &mut text).expect("lines");
            put("bundle", "whole", &text);
            put("bundle_sealed", "whole", &[&[0], text.as_slice()].concat());
            put("bundle_sealed", "changed", &[&[1, 200, 0, 1], text.as_slice()].concat());
        }
    }
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    for (name, bytes) in
        [("School.csv", "SIS ID,Name\n1,Oak\n"), ("Section.csv", "SIS ID,School SIS ID,Section Name\n11,1,Maths A\n")]
    {
        zip.start_file(name, options).expect("begun");
        zip.write_all(bytes.as_bytes()).expect("written");
    }
    put("roster_zip", "sds.zip", &zip.finish().expect("finished").into_inner());
}

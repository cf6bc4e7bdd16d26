//! Files for the readers that `tests/hostile.rs` and `fuzz/` hold to account:
//!
//! `cargo run --example hostile_files -- read FOLDER` reads what a fuzzer found or kept (a folder a reader, such as
//! `fuzz/corpus`) and names what is not read as it must be; `-- write` makes anew those good files of the corpus that no
//! editor can write, which is needed when a format changes.

#![allow(clippy::print_stdout, clippy::disallowed_methods, clippy::panic, reason = "it makes files and prints figures")]

#[path = "../tests/common/readers.rs"]
mod readers;

use readers::{Place, READERS, Template};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use uncover::exchange::{bundle, json};

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match words.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["read", from] => read(Path::new(from)),
        ["write"] => {
            write();
            ExitCode::SUCCESS
        }
        _ => {
            println!("hostile_files read FOLDER, or hostile_files write");
            ExitCode::from(2)
        }
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> =
        fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    files.sort();
    files
}

fn read(from: &Path) -> ExitCode {
    let (mut all, mut bad) = (0, 0);
    for (name, read) in READERS {
        for path in files(&from.join(name)) {
            let bytes = fs::read(&path).expect("a file");
            all += 1;
            if std::panic::catch_unwind(|| read(&bytes)).is_err() {
                bad += 1;
                println!("not read as it must be: {}", path.display());
            }
        }
    }
    println!("{all} files read, {bad} not as they must be");
    if all == 0 || bad > 0 { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

fn write() {
    let put = |name: &str, file: &str, bytes: &[u8]| {
        fs::create_dir_all(Path::new("tests/hostile").join(name)).expect("a folder");
        fs::write(Path::new("tests/hostile").join(name).join(file), bytes).expect("written");
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

//! Rosters that are broken or meant to do harm: each is refused with a sentence that says where, and changes nothing.
#![allow(clippy::disallowed_methods, clippy::panic, reason = "tests make files and fail by panicking")]

use proptest::prelude::*;
use std::fs;
use std::io::Write;
use std::path::Path;
use uncover::exchange::roster::{self, Roster, Wish};
use uncover::store::roster::Known;

fn read(path: &Path) -> Result<Roster, String> {
    roster::read(path, &Wish::default(), &mut |_| {}).map_err(|refused| refused.to_string())
}

/// The sentence with which a file of these bytes is refused.
fn refused(name: &str, bytes: &[u8]) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join(name);
    fs::write(&path, bytes).expect("written");
    sentence(read(&path))
}

fn sentence(result: Result<Roster, String>) -> String {
    let sentence = result.expect_err("refused");
    assert!(sentence.contains("Nothing was changed.") && sentence.ends_with('.'), "{sentence}");
    assert!(sentence.len() < 1_000 && !sentence.contains('\n'), "{sentence}");
    sentence
}

const SCHOOL: &str = "SIS ID,Name\n1,Oak\n";
const SECTION: &str = "SIS ID,School SIS ID,Section Name\n11,1,Maths A\n";

/// The sentence for a roster in a folder with this table instead of the good one.
fn refused_table(section: &[u8]) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("School.csv"), SCHOOL).expect("written");
    fs::write(folder.path().join("Section.csv"), section).expect("written");
    sentence(read(folder.path()))
}

fn has(text: &str, part: &str) {
    assert!(text.contains(part), "“{part}” is not in: {text}");
}

#[test]
fn broken_tables_are_named_with_file_and_line() {
    has(&refused_table(b""), "section.csv line 1 is empty");
    has(&refused_table(b"SIS ID,School SIS ID\n1,1\n"), "line 1 has no heading “Section Name”");
    has(&refused_table(b"SIS ID,School SIS ID,Section Name,sis_id\n"), "twice");
    has(
        &refused_table(b"SIS ID,School SIS ID,Section Name\n11,1,\"Maths\n12,1,Art\n"),
        "section.csv line 2 opens a quotation mark",
    );
    has(
        &refused_table(b"SIS ID,School SIS ID,Section Name\n11,1,\"Maths\" A\n"),
        "section.csv line 2 has more text behind",
    );
    has(&refused_table(b"SIS ID,School SIS ID,Section Name\n11,1,Ma\0ths\n"), "section.csv line 2 holds a zero byte");
    has(&refused_table(b"SIS ID,School SIS ID,Section Name\n11,1,Maths\n12,1"), "line 3 ends after 2 of 3 cells");
    has(&refused_table(b"SIS ID;School SIS ID;Section Name\n11;1;Maths\n"), "commas were expected");
    has(&refused_table(b"\xff\xfeS\0I\0\x00\xd8,\0"), "section.csv line 1 cannot be read");
    let long = format!("SIS ID,School SIS ID,Section Name\n11,1,{}\n", "x".repeat(70_000));
    has(&refused_table(long.as_bytes()), "section.csv line 2 has a cell of more than 64 KiB");
    has(
        &refused_table(format!("SIS ID,School SIS ID,Section Name{}\n", ",".repeat(5_000)).as_bytes()),
        "more text than a row",
    );
    let long = format!("SIS ID,School SIS ID,Section Name\n11,1,{}\n", "x".repeat(300));
    has(&refused_table(long.as_bytes()), "longer than 200 letters");
}

#[test]
fn what_is_no_roster_says_what_was_expected() {
    let folder = tempfile::tempdir().expect("a folder");
    has(&sentence(read(&folder.path().join("nothing"))), "cannot be read");
    has(&sentence(read(folder.path())), "holds no tables");
    fs::write(folder.path().join("a.csv"), "x\n").expect("written");
    fs::write(folder.path().join("b.csv"), "x\n").expect("written");
    has(&sentence(read(folder.path())), "orgs.csv, users.csv, classes.csv");
    has(&refused("users.csv", b"sourcedId,givenName\nu1,Ida\n"), "the folder or zip with all its tables was expected");
    has(&refused("list.csv", b"\n\n"), "is empty");
    has(&refused("list.csv", b"room\n"), "holds no class");
    has(&refused("file.db", b"SQLite format 3\0 and more"), "zero byte");
}

fn zip_of(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    for (name, bytes) in entries {
        zip.start_file(*name, options).expect("begun");
        zip.write_all(bytes).expect("written");
    }
    zip.finish().expect("finished").into_inner()
}

fn good_zip() -> Vec<u8> {
    zip_of(&[("School.csv", SCHOOL.as_bytes()), ("Section.csv", SECTION.as_bytes())])
}

#[test]
fn archives_that_are_cut_off_or_damaged_are_refused() {
    let good = good_zip();
    for keep in 4..good.len() {
        refused("roster.zip", &good[..keep]);
    }
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("roster.zip");
    let mut read_anyway = 0;
    for place in 0..good.len() {
        let mut bytes = good.clone();
        bytes[place] ^= 0xFF;
        fs::write(&path, &bytes).expect("written");
        match read(&path) {
            // A changed time or attribute changes no word.
            Ok(roster) => {
                read_anyway += 1;
                assert!(roster.classes.len() == 1 && roster.classes[0].label == "Maths A");
            }
            Err(error) => has(&error, "Nothing was changed."),
        }
    }
    assert!(read_anyway < good.len() / 2, "{read_anyway} of {}", good.len());
}

#[test]
fn archives_that_lead_out_repeat_or_overflow_are_refused() {
    let school = SCHOOL.as_bytes();
    for name in ["../School.csv", "a/../../School.csv", "/etc/School.csv", "..\\School.csv", "C:School.csv"] {
        // The writer refuses such names or makes them harmless, so a harmless one of the same length is written over.
        let harmless = "x".repeat(name.len());
        let bytes = zip_of(&[(&harmless, school)]);
        let mut at = 0;
        let mut hostile = bytes.clone();
        while let Some(found) = bytes[at..].windows(name.len()).position(|w| w == harmless.as_bytes()) {
            hostile[at + found..at + found + name.len()].copy_from_slice(name.as_bytes());
            at += found + name.len();
        }
        has(&refused("r.zip", &hostile), "leads out of the archive");
    }
    has(&refused("r.zip", &zip_of(&[("a/School.csv", school), ("b/School.csv", school)])), "is there twice");
    let names: Vec<String> = (0..1_001).map(|n| format!("{n}.csv")).collect();
    let many: Vec<(&str, &[u8])> = names.iter().map(|n| (n.as_str(), &b"x"[..])).collect();
    has(&refused("r.zip", &zip_of(&many)), "more than 1000 entries");
    has(&refused("r.zip", &zip_of(&[("inner.zip", &good_zip())])), "holds no tables");
}

#[test]
fn a_zip_bomb_is_refused_without_filling_the_memory() {
    // One cell of 64 MiB of the same letter packs to some 64 KiB.
    let mut section = b"SIS ID,School SIS ID,Section Name\n11,1,".to_vec();
    section.resize(64 << 20, b'x');
    let bytes = zip_of(&[("School.csv", SCHOOL.as_bytes()), ("Section.csv", &section)]);
    assert!(bytes.len() < 1 << 20, "{}", bytes.len());
    has(&refused("r.zip", &bytes), "section.csv line 2 has a cell of more than 64 KiB");
}

#[test]
fn nothing_that_a_screen_must_not_get_comes_out_of_a_roster() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("list.csv");
    let bytes = "room,teacher\n\u{1b}[2JRoom\u{202e} 4,Ms\u{9b}31m Alvarez\u{200b}\nRoom 5,\u{7}\n".as_bytes();
    fs::write(&path, bytes).expect("written");
    let roster = read(&path).expect("a roster");
    let (_, report) = roster::plan(&roster, &Known::default()).expect("a plan");
    let texts = roster.classes.iter().map(|c| c.label.clone()).chain(roster.teachers.iter().map(|t| t.name.clone()));
    for text in texts.chain(report.lines()) {
        assert!(!text.chars().any(uncover::domain::text::is_unsafe), "{text:?}");
    }
    assert_eq!(roster.classes[0].label, "[2JRoom 4");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read_or_refused(
        name in prop::sample::select(vec!["Section.csv", "School.csv", "list.csv", "TeacherRoster.csv"]),
        start in prop::sample::select(vec![&b""[..], b"PK\x03\x04", b"SIS ID,School SIS ID,Section Name\n", b"room;teacher\n", b"\xff\xfe"]),
        bytes in prop::collection::vec(any::<u8>(), 0..400),
        alone in any::<bool>(),
    ) {
        let folder = tempfile::tempdir().expect("a folder");
        let with = |name: &str, bytes: &[u8]| fs::write(folder.path().join(name), bytes).expect("written");
        if !alone {
            with("School.csv", SCHOOL.as_bytes());
            with("Section.csv", SECTION.as_bytes());
            with("Teacher.csv", b"SIS ID,First Name,Last Name\n");
        }
        with(name, &[start, &bytes].concat());
        let path = if alone { folder.path().join(name) } else { folder.path().to_path_buf() };
        match read(&path) {
            Ok(roster) => {
                let (ops, report) = roster::plan(&roster, &Known::default()).expect("a plan");
                prop_assert!(!ops.is_empty() && report.new_rooms.len() == roster.classes.len());
            }
            Err(error) => prop_assert!(error.contains("Nothing was changed."), "{}", error),
        }
    }
}

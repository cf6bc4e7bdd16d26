//! Bringing in and taking out in a real terminal: pick, dry run, import, see the room; export; stop half way.
#![cfg(unix)]
#![allow(clippy::panic, reason = "a test says what was wrong")]

#[path = "common/pty.rs"]
mod pty;

use pty::Pty;
use std::fmt::Write;
use std::fs;
use std::path::Path;

const DOWN: &str = "\x1b[B";

/// The program with a home folder of its own.
fn start(home: &Path) -> Pty {
    Pty::start(&home.join(".data"), &[], 100, 30, &[("HOME", &home.to_string_lossy())])
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).expect("read").flatten().map(|e| e.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn rooms_come_in_tables_go_out_and_what_is_stopped_changes_nothing() {
    let home = tempfile::tempdir().expect("a folder");
    let school = home.path().join("School");
    fs::create_dir(&school).expect("made");
    fs::write(school.join("rooms.csv"), "Room,Teacher,Grade\nRoom 4,Ms Wren,4\nRoom 9,Mr Teal,5\n,Nobody,1\n")
        .expect("written");
    let mut form = String::from("Timestamp,Room,Notes\n");
    for n in 0..15_000 {
        writeln!(form, "2026-10-{:02} 9:{:02},Room {},line {n} of many", 1 + n % 28, n % 60, n % 40).expect("written");
    }
    fs::write(school.join("walks.csv"), form).expect("written");

    // Pick, dry run, import, see the room.
    let mut p = start(home.path());
    p.wait("Start a walk now").send("x").wait("what comes into this file").send("\r").wait("Take this whole folder");
    p.wait("> School/").send("\r").wait("rooms.csv").send("rooms").wait_gone("walks.csv").send("\r");
    p.wait("Room 4: grade 4 · Ms Wren").wait("rooms.csv line 4").wait("Nothing was changed yet");
    p.send("y").wait("Ctrl-Z takes all of it back").send("1").wait("Rooms seen      0 of 2");

    // Stop a form while it is saved: there is no note, and what holds the writer let go of it.
    p.send("x").wait("Visits and notes").send(DOWN).wait("> Visits and notes").send("\r").wait("walks.csv");
    p.send("walks").wait_gone("rooms.csv").send("\r").wait("y takes it in").send("y").wait("Taking in walks.csv");
    p.wait("Saving").send("\x1b").wait("It was stopped. Nothing was changed.").send("3").wait("0 notes");

    // The same whole; then tables.
    p.send("1").wait("In and out").send("x").wait("> Visits and notes").send("\r").wait("walks.csv");
    p.send("walks")
        .wait_gone("rooms.csv")
        .send("\r")
        .wait("y takes it in")
        .send("y")
        .wait("Ctrl-Z takes all of it back");
    p.send("3").wait("of many").send("1").wait("In and out").send("x").wait("> Visits and notes");
    p.send(DOWN).send(DOWN).wait("> Tables").send("\r").wait("> Write it into this folder").send("\r");
    p.wait("The name of the file").send("\x15out.csv\r").wait("15000 notes are in");
    assert_eq!(names(&school), ["out-marks.csv", "out-tags.csv", "out.csv", "rooms.csv", "walks.csv"]);
    let out = fs::read_to_string(school.join("out.csv")).expect("written");
    assert!(out.lines().count() == 15_001 && !out.contains("Room 4"), "{}", out.lines().take(3).collect::<String>());

    // It is all there the next time, and the last folder is where one begins.
    p.send("\x1b").wait("what comes into this file").send("\x1b").wait("Rooms seen").send("q");
    assert_eq!(p.exit(), 0);
    let mut p = start(home.path());
    p.wait("In and out").send("x").wait("> Rooms and teachers").send("\r").wait("out-marks.csv").send("\x1b");
    p.wait("what comes into this file").send("\x03\x03");
    assert_eq!(p.exit(), 0);
}

#[test]
fn ending_the_program_stops_what_is_written_and_leaves_no_part_of_it() {
    let home = tempfile::tempdir().expect("a folder");
    let mut p = start(home.path());
    p.wait("Start a walk now").send("x").wait("> Rooms and teachers").send("\x1b[F").wait("> A bundle").send("\r");
    p.wait("> Write it into this folder").send("\r").wait("The name of the file").send("\x15b.bundle\r");
    p.wait("With names?").send("\r").wait("With names?").send("y").wait("A passphrase for b.bundle");
    p.send("three words\r").wait("The same again").send("three words\r").wait("Writing b.bundle").send("\x03\x03");
    assert_eq!(p.exit(), 0);
    assert!(!String::from_utf8_lossy(&p.raw).contains("three words"), "the passphrase was shown");
    assert!(names(home.path()).iter().all(|n| !n.ends_with(".part")), "{:?}", names(home.path()));
}

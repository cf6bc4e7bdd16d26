//! A talk on a projector, in a real terminal that loses its program in the middle. By itself, because a program that is
//! started holds the locks of files that other tests have open for a moment.
#![cfg(unix)]
#![allow(clippy::panic, reason = "a test says what was wrong")]

#[path = "common/pty.rs"]
mod pty;
#[path = "common/talk.rs"]
mod talk;

use pty::Pty;
use uncover::store::api::{Answer, Ask};

/// 16 November 2026, UTC milliseconds.
const NOW: i64 = 1_794_840_060_000;

#[test]
fn a_killed_program_shows_nothing_else_when_it_opens_again() {
    let data = tempfile::tempdir().expect("a folder");
    let path = data.path().join("walks.db");
    let file = path.display().to_string();
    talk::make(&path, data.path(), NOW, true);
    let never = ["Uncover", "Home", "Patterns", "Larkspur", "Room 12", "backup", "Start a walk"];
    let nothing_else = |p: &Pty| {
        let raw = String::from_utf8_lossy(&p.raw).into_owned();
        for word in never {
            assert!(!raw.contains(word), "{word} was written to the terminal");
        }
    };

    let mut p = Pty::start(data.path(), &["--file", &file], 100, 30, &[]);
    p.wait("What was done").wait("12 visits in 3 rooms");
    p.send("\t\t\t").wait("In your own words").send("They freeze when I ask\r").wait("“They freeze");
    p.send("\t").wait("What goes well").send("\t").wait("What may be worth").send(" ").wait("Students of [teacher]");
    p.send("and mine ar").wait("and mine ar");
    // A draft is at most a second old: until it is on the disk, wait for it.
    let drafted = || {
        let reader = uncover::store::Reader::open(&path).expect("read");
        match reader.answer(&Ask::Resume) {
            Answer::Resume(resume) => resume.drafts.iter().any(|d| d.text.contains("and mine ar")),
            _ => false,
        }
    };
    let end = std::time::Instant::now() + std::time::Duration::from_secs(30);
    while !drafted() {
        assert!(std::time::Instant::now() < end, "the draft was not kept");
        std::thread::yield_now();
    }
    nothing_else(&p);
    p.kill();

    let mut p = Pty::start(data.path(), &["--file", &file], 100, 30, &[]);
    p.wait("Students of [teacher]").wait("and mine ar");
    p.send("e too\r").wait("“and mine are too”");
    for keys in ["\x10", "\x1bOP", "\x1bOP", "\x0c", "x", "?", "?", "\x1a", "\x19"] {
        p.send(keys);
    }
    p.resize(80, 24);
    p.send("\x1b").wait("leave it open");
    nothing_else(&p);
    p.send("l").wait("The screen is covered.");
    nothing_else(&p);
    p.send("\x03");
    p.wait("5 Talk");
    p.send("\x03\x03");
    assert_eq!(p.exit(), 0);
}

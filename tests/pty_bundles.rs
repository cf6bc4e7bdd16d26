//! A passphrase is asked for on the terminal and never shown; a room is made one by an answer.
#![cfg(unix)]
#![allow(clippy::panic, reason = "a test says what was wrong")]

#[path = "common/pty.rs"]
mod pty;

use pty::Pty;
use std::path::Path;

fn run(data: &Path, arguments: &[&str]) -> Pty {
    Pty::start(data, arguments, 100, 30, &[])
}

#[test]
fn a_passphrase_is_typed_unseen_and_equal_rooms_are_asked_about() {
    let folder = tempfile::tempdir().expect("a folder");
    let (ann, ben) = (folder.path().join("ann"), folder.path().join("ben"));
    for (who, note) in [("ann", "reads aloud"), ("ben", "asks why")] {
        let csv = folder.path().join(format!("{who}.csv"));
        std::fs::write(&csv, format!("date,time,room,note\n2026-03-09,09:30,Room 12,{note}\n")).expect("written");
        let mut p = run(&folder.path().join(who), &["import", "notes", &csv.to_string_lossy(), "--date-order", "ymd"]);
        assert_eq!(p.exit(), 0, "{}", p.screen());
    }
    let bundle = folder.path().join("a.bundle").to_string_lossy().into_owned();
    let mut p = run(&ann, &["export", "bundle", "--with-names", "--to", &bundle]);
    p.wait("Passphrase for the bundle (not shown):").send("secret wordx\x7f\r");
    p.wait("The same again:").send("secret word\r");
    assert_eq!(p.exit(), 0, "{}", p.screen());
    assert!(p.screen().contains("Your colleague takes it in with “uncover merge”."), "{}", p.screen());
    assert!(!String::from_utf8_lossy(&p.raw).contains("secret"), "it was shown");

    let mut p = run(&ben, &["merge", &bundle]);
    p.wait("Passphrase of a.bundle (not shown):").send("secret word\r");
    assert_eq!(p.exit(), 0, "{}", p.screen());
    let screen = p.screen().replace('\n', " ");
    assert!(screen.contains("New: 1 note, 1 visit"), "{screen}");
    assert!(screen.contains("“Room 12” is there twice, from two laptops: is it the same room?"), "{screen}");

    let mut p = run(&ben, &["merge", "--ask"]);
    p.wait("is it the same room? y yes").send("y\r");
    assert_eq!(p.exit(), 0, "{}", p.screen());
    let mut p = run(&ben, &["merge", "--ask"]);
    p.wait("There are no rooms or people of equal name");
    assert_eq!(p.exit(), 0);

    // Given up: nothing is written.
    let other = folder.path().join("b.bundle");
    let mut p = run(&ann, &["export", "bundle", "--to", &other.to_string_lossy()]);
    p.wait("Passphrase for the bundle").send("\x03");
    assert_eq!(p.exit(), 1);
    assert!(!other.exists());
}

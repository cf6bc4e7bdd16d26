//! A passphrase is asked for on the terminal and never shown; a room is made one by an answer.
#![cfg(unix)]
#![allow(clippy::panic, reason = "a test says what was wrong")]

#[path = "common/pty.rs"]
mod pty;

use pty::Pty;
use std::path::Path;
use uncover::domain::act::{Act, Op, Stream, Verb};
use uncover::domain::id::IdSource;
use uncover::domain::schema::{Kind, classroom, note, visit};
use uncover::domain::time::Hlc;
use uncover::store::{Core, OpenOptions};

fn run(data: &Path, arguments: &[&str]) -> Pty {
    Pty::start(data, arguments, 100, 30, &[])
}

/// A room of a name that both laptops have, typed by hand on each, with a visit and a note.
fn room_and_note(data: &Path, text: &str) {
    let options = OpenOptions { data_dir: data.into(), now: 1_780_000_000_000, ids: IdSource::System };
    let mut core = Core::open(&data.join("uncover.db"), &options).expect("a file");
    let mut ids = IdSource::System;
    let (room, stay, line) = (ids.next_uid(), ids.next_uid(), ids.next_uid());
    let ops = vec![
        Op::new(Kind::Classroom, room).in_stream(Stream::Names).text(classroom::LABEL, "Room 12"),
        Op::new(Kind::Visit, stay).refer(visit::CLASSROOM, room).int(visit::STARTED, 1_780_000_000_000),
        Op::new(Kind::Note, line).refer(note::VISIT, stay).text(note::TEXT, text),
    ];
    core.apply(&Act { clock: Hlc(1_780_000_000_000 << 16), verb: Verb::WriteVisit, ops }).expect("saved");
    core.close().expect("closed");
}

#[test]
fn a_passphrase_is_typed_unseen_and_equal_rooms_are_asked_about() {
    let folder = tempfile::tempdir().expect("a folder");
    let (ann, ben) = (folder.path().join("ann"), folder.path().join("ben"));
    for (data, note) in [(&ann, "reads aloud"), (&ben, "asks why")] {
        room_and_note(data, note);
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

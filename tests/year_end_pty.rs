//! A year's end and a copy on a drive, in the built program.
#![cfg(unix)]
#![allow(
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test says what was wrong and reads the clock the program reads"
)]

#[path = "common/pty.rs"]
mod pty;

use pty::Pty;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};
use uncover::domain::act::{Act, Op, Stream, Value, Verb};
use uncover::domain::id::{IdSource, Uid};
use uncover::domain::schema::{Kind, classroom, note, tag, teacher, visit, walk};
use uncover::domain::time::Hlc;
use uncover::store::{Core, OpenOptions, Reader, check};

const DAY: i64 = 86_400_000;

struct Desk {
    folder: tempfile::TempDir,
}

fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970");
    i64::try_from(since.as_millis()).expect("a time")
}

fn uid(kind: Kind, n: i64) -> Uid {
    Uid::of_content(format!("{kind:?} {n}").as_bytes())
}

impl Desk {
    /// A school year of weekly visits to four rooms, over since 100 days.
    fn new(settings: &[(&str, String)]) -> Desk {
        let desk = Desk { folder: tempfile::tempdir().expect("a folder") };
        let options = OpenOptions { data_dir: desk.data(), now: now(), ids: IdSource::System };
        let mut core = Core::open(&desk.file(), &options).expect("a file");
        let mut ops = vec![Op::new(Kind::Tag, uid(Kind::Tag, 0)).text(tag::NAME, "wait")];
        for n in 0..4 {
            let (room, who) = (uid(Kind::Classroom, n), uid(Kind::Teacher, n));
            let who_word = ["Wren", "Hale", "Okafor", "Lind"][usize::try_from(n).expect("small")];
            ops.push(
                Op::new(Kind::Teacher, who).in_stream(Stream::Names).text(teacher::NAME, format!("Ms {who_word}")),
            );
            let names = Op::new(Kind::Classroom, room).in_stream(Stream::Names);
            let names = names.text(classroom::LABEL, format!("Chamber {}", 40 + n));
            ops.push(names.set(classroom::TEACHERS, Value::Members(vec![(who, 1)])));
            ops.push(Op::new(Kind::Classroom, room).text(classroom::GRADE, (n + 3).to_string()));
        }
        for week in 0..30 {
            let at = now() - (100 + (29 - week) * 7) * DAY;
            let (w, v) = (uid(Kind::Walk, week), uid(Kind::Visit, week));
            ops.push(
                Op::new(Kind::Walk, w).int(walk::DAY, at / DAY).int(walk::STARTED, at).int(walk::ENDED, at + 3_600_000),
            );
            let stay =
                Op::new(Kind::Visit, v).refer(visit::WALK, w).int(visit::STARTED, at).int(visit::ENDED, at + 600_000);
            ops.push(stay.refer(visit::CLASSROOM, uid(Kind::Classroom, week % 4)));
            let text = if week == 5 { "Lind waits five seconds".into() } else { format!("line{week} of the week") };
            ops.push(Op::new(Kind::Note, uid(Kind::Note, week)).refer(note::VISIT, v).text(note::TEXT, text));
        }
        core.apply(&Act { clock: Hlc(now() << 16), verb: Verb::ImportNotes, ops }).expect("saved");
        for (key, value) in settings {
            core.set(key, value).expect("set");
        }
        core.close().expect("closed");
        desk
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("school.db")
    }

    fn start(&self, drives: &str) -> Pty {
        let file = self.file().display().to_string();
        let environment = [("UNCOVER_DRIVES_FOR_TESTS", drives), ("TZ", "UTC")];
        let mut pty = Pty::start(&self.data(), &["--file", &file], 100, 30, &environment);
        pty.wait("Start").wait("Open");
        pty
    }

    /// Whether a word stands in a byte of the file or of what lies beside it; backups are not looked at.
    fn says(&self, word: &str) -> bool {
        let entries = std::fs::read_dir(self.folder.path()).expect("a folder");
        let beside = entries.map(|e| e.expect("an entry").path()).filter(|p| p.is_file());
        let emergency = [self.data().join("emergency.json")];
        beside.chain(emergency).any(|p| has(&p, word))
    }
}

fn has(path: &Path, word: &str) -> bool {
    std::fs::read(path).is_ok_and(|bytes| bytes.windows(word.len()).any(|part| part == word.as_bytes()))
}

/// Files below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|e| e.path()).flat_map(|p| if p.is_dir() { files(&p) } else { vec![p] }).collect()
}

#[test]
fn a_year_is_ended_in_the_program() {
    let desk = Desk::new(&[]);
    let mut p = desk.start("");
    p.wait("Year's end").wait("the last visit was on").send("y").wait("Hand over");

    // Cut off: the list first, then by two keys that are no Enter.
    p.send("j\r")
        .wait("Unlink visits before which day?")
        .send("1 January 2020\r")
        .wait("No visit before 1 January 2020");
    p.send("\r").wait("Unlink visits before which day?").wait("Enter alone takes").send("\r").wait("Copies elsewhere");
    p.wait("30 visits in 4 rooms: the label and who taught there go").wait("x  does it");
    p.send("\r\r\rx").wait("Cut these visits off from rooms and teachers for good?");
    p.send("\r\rn").wait_gone("for good?").wait("Nothing was changed yet");
    assert!(desk.says("Chamber 41"));
    p.send("xy").wait("The file as it was before is in").wait("Copies that still hold it");
    p.send("\x1b").wait_gone("Undo does not lead behind it").wait("Hand over");
    // The year is no longer offered, the rooms go on, the visits have none.
    assert!(!p.screen().contains("Not now"), "{}", p.screen());
    p.send("1").wait("Rooms seen").wait("0 of 4");
    assert!(!p.screen().contains("Year's end"), "{}", p.screen());
    p.send("3").wait("of the week");
    assert!(!p.screen().contains("Chamber"), "{}", p.screen());
    p.send("\x1a").wait("nothing that can be taken back");

    // A file for the successor.
    let next = desk.folder.path().join("next").join("next.db");
    p.send("1").wait("Rooms seen").send("y").wait("Hand over").send("jj\r").wait("successor's file to be?");
    p.send("\x15")
        .send(&next.display().to_string())
        .send("\r")
        .wait("For your successor")
        .wait("holds 4 rooms, 4 teachers, 1 tag");
    p.send("\x1b").wait_gone("For your successor");

    // A person who asks, with every line in which the name stands, without a backup.
    p.send("j\r").wait("Remove for good: what?").send("\x1b[B\x1b[B\x1b[B\r").wait("Which teacher?").line("lind");
    p.wait("A word of the name also stands in 1 note")
        .send("m")
        .wait("1 teacher and 1 note")
        .send("b")
        .wait("first: no");
    p.send("x").wait("is made first").send("y").wait("Removed for good");
    assert!(!p.screen().contains("The file as it was"), "{}", p.screen());
    p.send("\x1b").wait_gone("Undo does not lead");
    p.send("\x03\x03");
    assert_eq!(p.exit(), 0);

    for gone in ["Lind", "five seconds"] {
        assert!(!desk.says(gone), "{gone}");
    }
    assert!(desk.says("Okafor") && desk.says("line7 of the week"), "what stays is there");
    assert!(files(&desk.data().join("backups")).iter().any(|copy| has(copy, "five seconds")), "the backup made before");
    assert!(check::check(&desk.file()).expect("checked").sound && check::check(&next).expect("checked").sound);
    assert!(has(&next, "Chamber 41") && !has(&next, "of the week"));
    let reader = Reader::open(&desk.file()).expect("a reader");
    assert_eq!(reader.fitting(Kind::Teacher, "Lind").expect("asked"), []);
}

#[test]
fn while_a_walk_runs_nothing_is_removed() {
    let desk = Desk::new(&[]);
    let mut p = desk.start("");
    p.send("s").wait("Esc").send("half a line").wait("half a line");
    p.send("\x1b").wait("everything").send("\x10").wait("everything").send("year's end").send("\r").wait("Hand over");
    p.send("j\r").wait("A walk is under way. End it first");
    p.send("\x03\x03");
    assert_eq!(p.exit(), 0);
    assert!(desk.says("Chamber 41"));
}

#[test]
fn a_copy_goes_to_a_drive_by_one_key() {
    let old = (now() - 20 * DAY).to_string();
    let desk = Desk::new(&[("drive.at", old), ("drive.name", "T7".into())]);
    let (one, two) = (desk.folder.path().join("T7"), desk.folder.path().join("CAMERA"));
    std::fs::create_dir(&one).expect("plugged in");
    let drives = std::env::join_paths([&one, &two]).expect("paths").to_string_lossy().into_owned();
    let mut p = desk.start(&drives);
    p.wait("Copy on a drive").wait("20 days ago, on “T7”");
    p.send("b").wait("A verified copy is on “T7”").wait_gone("20 days ago");
    let copies = files(&one);
    let [copy] = copies.as_slice() else { panic!("{copies:?}") };
    assert!(copy.parent().is_some_and(|folder| folder.ends_with("T7/Uncover backups")), "{copy:?}");
    assert!(check::check(copy).expect("checked").sound && has(copy, "Chamber 41"));

    // Two drives: the one from last time stands first.
    std::fs::create_dir(&two).expect("plugged in");
    p.send("b")
        .wait("Copy to which drive?")
        .wait("as last time")
        .send("\x1b[B\r")
        .wait("A verified copy is on “CAMERA”");
    assert_eq!((files(&one).len(), files(&two).len()), (1, 1));

    // What goes later is said to be in these copies.
    p.send("y").wait("the last one on").send("j\r").wait("which day?").send("\r").wait("Copies that still hold it");
    p.wait("CAMERA/Uncover backups/school-")
        .wait("T7/Uncover backups/school-")
        .send("\x1bq")
        .send("1")
        .wait("Rooms seen");

    // Pulled out while the list of drives is open: a sentence, and nothing is made in the drive's place.
    p.send("b").wait("Copy to which drive?").wait("as last time");
    std::fs::remove_dir_all(&two).expect("pulled out");
    p.send("\r").wait("The drive “CAMERA” is gone");
    assert!(!two.exists());
    std::fs::remove_dir_all(&one).expect("pulled out");
    p.send("b").wait("No drive is plugged in").send("q");
    assert_eq!(p.exit(), 0);
}

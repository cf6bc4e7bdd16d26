//! What goes for good when somebody asks for it, a year's end, and a successor's file: by the store and by the command line.
#![allow(clippy::disallowed_methods, clippy::panic, reason = "tests make files and fail by panicking")]

#[path = "common/program.rs"]
mod program;

use proptest::prelude::*;
use std::path::{Path, PathBuf};
use std::process::Command;
use uncover::domain::act::{Act, Op, Stream, Value, Verb};
use uncover::domain::acts;
use uncover::domain::id::{IdSource, Uid};
use uncover::domain::schema::talking::{invitation, team};
use uncover::domain::schema::{Field, Kind, classroom, mark, note, pattern, reply, sheet, tag, teacher, visit, walk};
use uncover::domain::time::Hlc;
use uncover::exchange::leaving::{self, Question, Wish};
use uncover::store::api::{Answer, Ask};
use uncover::store::retention::Leaving;
use uncover::store::{Core, OpenOptions, Reader, check};

/// 2026-03-02, 09:00 UTC, and a day.
const MONDAY: i64 = 1_772_442_000_000;
const DAY: i64 = 86_400_000;
/// The Monday as a local day.
const DAY_NUMBER: i64 = 20_514;

fn uid(kind: Kind, n: u64) -> Uid {
    Uid::of_content(format!("{kind:?} {n}").as_bytes())
}

/// A word that stands in one thing alone.
fn word(kind: Kind, n: u64) -> String {
    format!("{:?}w{}", kind, uid(kind, n).to_text().replace('-', "")).to_lowercase()
}

struct Place(tempfile::TempDir);

impl Place {
    fn new() -> Place {
        Place(tempfile::tempdir().expect("a folder"))
    }

    fn file(&self) -> PathBuf {
        self.0.path().join("a.db")
    }

    fn open(&self) -> Core {
        let options =
            OpenOptions { data_dir: self.0.path().join("data"), now: MONDAY + 40 * DAY, ids: IdSource::System };
        Core::open(&self.file(), &options).expect("a file")
    }

    fn reader(&self) -> Reader {
        Reader::open(&self.file()).expect("a reader")
    }

    fn command(&self, words: &[&str]) -> Command {
        let mut command = program::command(self.0.path(), "data");
        command.args(["--file", "a.db"]).args(words).env("TZ", "UTC");
        command
    }

    fn done(&self, words: &[&str]) -> String {
        program::done(&mut self.command(words))
    }

    fn could_not(&self, words: &[&str]) -> String {
        program::could_not(&mut self.command(words))
    }

    /// Which of these words stand in a byte of a file below the folder, and where.
    fn found(&self, words: &[String]) -> Vec<(String, PathBuf)> {
        let mut places = vec![self.0.path().to_path_buf()];
        let mut found = Vec::new();
        while let Some(place) = places.pop() {
            if place.is_dir() {
                places.extend(std::fs::read_dir(&place).expect("a folder").map(|e| e.expect("an entry").path()));
                continue;
            }
            let bytes = std::fs::read(&place).expect("a file");
            let bytes = String::from_utf8_lossy(&bytes).to_lowercase();
            found.extend(words.iter().filter(|w| bytes.contains(w.as_str())).map(|w| (w.clone(), place.clone())));
        }
        found
    }
}

fn set(field: Field, members: &[Uid]) -> (Field, Value) {
    (field, Value::Members(members.iter().map(|uid| (*uid, 1)).collect()))
}

fn op(kind: Kind, n: u64) -> Op {
    Op::new(kind, uid(kind, n))
}

fn named(kind: Kind, n: u64, field: Field, name: &str) -> Op {
    op(kind, n).in_stream(Stream::Names).text(field, name)
}

/// Four rooms with a teacher each (room 3 has the teacher of room 0), four walks a week apart with a visit in each of two
/// rooms, and on each visit two notes, a mark, a reply and an invitation of the room's teacher.
fn school(core: &mut Core) -> Hlc {
    let mut ops = Vec::new();
    for n in 0..4 {
        ops.push(named(Kind::Teacher, n, teacher::NAME, &format!("Ms {}", word(Kind::Teacher, n))));
        let (field, who) = set(classroom::TEACHERS, &[uid(Kind::Teacher, n % 3)]);
        let label = format!("Room {}", word(Kind::Classroom, n));
        ops.push(named(Kind::Classroom, n, classroom::LABEL, &label).set(field, who));
        ops.push(op(Kind::Classroom, n).text(classroom::GRADE, format!("grade{n}")));
    }
    let (field, members) = set(team::MEMBERS, &[uid(Kind::Teacher, 0), uid(Kind::Teacher, 1)]);
    ops.push(op(Kind::Team, 0).in_stream(Stream::Names).set(field, members));
    ops.push(op(Kind::Sheet, 0).text(sheet::NAME, "own").text(sheet::TITLE, "Own").text(sheet::BODY, "name = \"own\""));
    ops.push(op(Kind::Tag, 0).text(tag::NAME, word(Kind::Tag, 0)).text(tag::MEANING, word(Kind::Tag, 1)));
    for w in 0..4 {
        let at = MONDAY + i64::try_from(w).expect("small") * 7 * DAY;
        ops.push(
            op(Kind::Walk, w)
                .int(walk::DAY, DAY_NUMBER + i64::try_from(w).expect("small") * 7)
                .text(walk::FOCUS, word(Kind::Walk, w))
                .refer(walk::SHEET, uid(Kind::Sheet, 0))
                .int(walk::STARTED, at)
                .int(walk::ENDED, at + 3_600_000),
        );
        for v in [2 * w, 2 * w + 1] {
            ops.extend(visited(w, v, v % 4, at));
        }
    }
    let (field, notes) = set(pattern::EVIDENCE, &[uid(Kind::Note, 0), uid(Kind::Note, 9)]);
    ops.push(op(Kind::Pattern, 0).text(pattern::STATEMENT, word(Kind::Pattern, 0)).set(field, notes));
    core.apply(&Act { clock: Hlc(MONDAY << 16), verb: Verb::ImportNotes, ops }).expect("saved");
    Hlc(MONDAY << 16)
}

fn visited(w: u64, v: u64, room: u64, at: i64) -> Vec<Op> {
    let mut ops = vec![
        op(Kind::Visit, v)
            .refer(visit::WALK, uid(Kind::Walk, w))
            .refer(visit::CLASSROOM, uid(Kind::Classroom, room))
            .int(visit::STARTED, at)
            .int(visit::ENDED, at + 600_000),
        op(Kind::Mark, v).refer(mark::VISIT, uid(Kind::Visit, v)).text(mark::LOOK_FOR, word(Kind::Mark, v)),
        op(Kind::Reply, v).refer(reply::VISIT, uid(Kind::Visit, v)).text(reply::TEXT, word(Kind::Reply, v)),
        op(Kind::Invitation, v)
            .in_stream(Stream::Private)
            .refer(invitation::TEACHER, uid(Kind::Teacher, room % 3))
            .int(invitation::AT, at - DAY)
            .refer(invitation::VISIT, uid(Kind::Visit, v))
            .text(invitation::QUESTION, word(Kind::Invitation, v)),
    ];
    for n in [2 * v, 2 * v + 1] {
        ops.push(
            op(Kind::Note, n)
                .refer(note::VISIT, uid(Kind::Visit, v))
                .int(note::AT, 1)
                .text(note::TEXT, word(Kind::Note, n)),
        );
    }
    ops
}

/// The words of visits, and of what hangs on them.
fn words_of(visits: &[u64]) -> Vec<String> {
    let hang = visits.iter().flat_map(|v| {
        let own = [Kind::Mark, Kind::Reply, Kind::Invitation].map(|kind| word(kind, *v));
        own.into_iter().chain([word(Kind::Note, 2 * v), word(Kind::Note, 2 * v + 1)])
    });
    hang.collect()
}

fn sound(file: &Path) {
    let report = check::check(file).expect("a report");
    assert!(report.sound, "{:?}", report.lines);
}

#[test]
fn a_walk_goes_with_all_that_hangs_on_it_also_what_was_taken_back() {
    let place = Place::new();
    let mut core = place.open();
    let clock = school(&mut core);
    let late = op(Kind::Note, 90).refer(note::VISIT, uid(Kind::Visit, 2)).text(note::TEXT, word(Kind::Note, 90));
    let clock = clock.next(MONDAY);
    core.apply(&Act { clock, verb: Verb::AddNote, ops: vec![late] }).expect("saved");
    core.undo(clock.next(MONDAY)).expect("undone");
    core.close().expect("closed");
    let mut words = words_of(&[2, 3]);
    words.extend([word(Kind::Walk, 1), word(Kind::Note, 90)]);
    assert_eq!(place.found(&words).len(), words.len(), "all stand in the file");
    let before = std::fs::read(place.file()).expect("bytes");

    let told = place.done(&["purge", "--walk", "2"]);
    assert!(
        told.contains("1 walkthrough, 2 visits, 5 notes, 2 marks, 2 replies of teachers and 2 invitations"),
        "{told}"
    );
    assert!(told.contains("Nothing was changed yet") && told.contains("No backup on this laptop holds it."), "{told}");
    assert_eq!(std::fs::read(place.file()).expect("bytes"), before);

    let told = place.done(&["purge", "--walk", "2026-03-09", "--yes", "--no-backup"]);
    assert!(told.contains("Removed for good"), "{told}");
    assert_eq!(place.found(&words), []);
    assert_eq!(place.found(&words_of(&[0, 1, 4, 5, 6, 7])).len(), 30, "the others stay");
    sound(&place.file());
    assert!(place.could_not(&["purge", "--walk", "2026-03-09"]).contains("There was no walk on 2026-03-09"));
    assert!(place.could_not(&["purge", "--walk", "9"]).contains("there are 3 walks"));
}

#[test]
fn a_backup_comes_first_and_every_copy_that_still_holds_it_is_named() {
    let place = Place::new();
    let mut core = place.open();
    school(&mut core);
    core.close().expect("closed");
    place.done(&["backup"]);
    let told = place.done(&["purge", "--before", "2026-03-10", "--yes"]);
    let words = words_of(&[0, 1, 2, 3]);
    let holding: std::collections::BTreeSet<PathBuf> = place.found(&words).into_iter().map(|(_, path)| path).collect();
    assert!(!holding.is_empty() && !holding.contains(&place.file()));
    for path in &holding {
        assert!(told.contains(&path.display().to_string()), "{} is not in {told}", path.display());
    }
    for path in &holding {
        sound(path);
        std::fs::remove_file(path).expect("deleted");
    }
    assert_eq!(place.found(&words), []);
    assert_eq!(place.found(&words_of(&[4, 5, 6, 7])).len(), 20);
    let kept = [word(Kind::Pattern, 0), word(Kind::Tag, 0), word(Kind::Teacher, 1), word(Kind::Classroom, 1)];
    assert_eq!(place.found(&kept).len(), 4);
    sound(&place.file());
}

#[test]
fn a_teacher_goes_by_name_and_their_visits_stay_cut_off_or_go_too() {
    let place = Place::new();
    let mut core = place.open();
    let clock = school(&mut core);
    let other = format!("then {} came in", word(Kind::Teacher, 0));
    let told = op(Kind::Note, 80).refer(note::VISIT, uid(Kind::Visit, 1)).text(note::TEXT, other);
    core.apply(&Act { clock: clock.next(MONDAY), verb: Verb::AddNote, ops: vec![told] }).expect("saved");
    core.close().expect("closed");
    let name = word(Kind::Teacher, 0);
    let said = place.done(&["purge", "--teacher", &name]);
    assert!(said.contains("1 teacher, 4 replies of teachers and 4 invitations"), "{said}");
    assert!(said.contains("2 rooms then without that teacher") && said.contains("1 team then without"), "{said}");
    assert!(said.contains("A word of the name also stands in 1 note, which stay; --with-mentions"), "{said}");

    let id = uid(Kind::Teacher, 0).to_text();
    place.done(&["purge", "--teacher", &id, "--with-mentions", "--yes", "--no-backup"]);
    let mut gone = vec![name.clone()];
    gone.extend([0, 3, 4, 7].iter().flat_map(|v| [word(Kind::Reply, *v), word(Kind::Invitation, *v)]));
    assert_eq!(place.found(&gone), []);
    assert_eq!(place.found(&[word(Kind::Note, 0), word(Kind::Note, 15), word(Kind::Teacher, 1)]).len(), 3);
    sound(&place.file());
    assert!(place.could_not(&["purge", "--teacher", &name]).contains("There is no teacher"));

    place.done(&["purge", "--teacher", &word(Kind::Teacher, 1), "--with-visits", "--yes", "--no-backup"]);
    assert_eq!(place.found(&words_of(&[1, 5])), []);
    assert_eq!(place.found(&[word(Kind::Note, 0), word(Kind::Note, 12)]).len(), 2);
    sound(&place.file());
}

#[test]
fn a_room_goes_with_its_visits() {
    let place = Place::new();
    let mut core = place.open();
    school(&mut core);
    core.close().expect("closed");
    let label = format!("room {}", word(Kind::Classroom, 2));
    place.done(&["purge", "--room", &label, "--yes", "--no-backup"]);
    let mut gone = words_of(&[2, 6]);
    gone.push(word(Kind::Classroom, 2));
    assert_eq!(place.found(&gone), []);
    assert_eq!(place.found(&words_of(&[0, 1, 3, 4, 5, 7])).len(), 30);
    sound(&place.file());
}

#[test]
fn what_does_not_fit_is_a_sentence_and_wrong_usage_is_2() {
    let place = Place::new();
    assert!(place.could_not(&["purge", "--walk", "1", "--yes"]).contains("There is no file"));
    assert!(!place.file().exists(), "none is made");
    let mut core = place.open();
    school(&mut core);
    core.close().expect("closed");
    let several = place.could_not(&["purge", "--teacher", "ms"]);
    assert!(several.contains("fits several") && several.contains(&uid(Kind::Teacher, 2).to_text()), "{several}");
    assert!(place.could_not(&["purge", "--teacher", " "]).contains("There is no teacher"));
    assert!(place.could_not(&["purge", "--room", "Attic"]).contains("There is no room “Attic”"));
    assert!(place.could_not(&["purge", "--before", "soon"]).contains("is no day"));
    assert!(place.could_not(&["purge", "--before", "2020-01-01", "--yes"]).contains("Nothing in the file fits"));
    assert!(place.could_not(&["unlink", "--before", "2020-01-01"]).contains("No visit before 1 January 2020"));
    for words in [
        &["purge"][..],
        &["purge", "--walk", "1", "--room", "x"],
        &["purge", "--walk", "1", "--with-visits"],
        &["purge", "--walk", "1", "--backup-first", "--no-backup"],
        &["unlink"],
        &["handover"],
    ] {
        program::ended(&mut place.command(words), 2);
    }
}

#[test]
fn a_window_that_has_the_file_open_is_not_disturbed() {
    let place = Place::new();
    let mut core = place.open();
    school(&mut core);
    let refused = place.could_not(&["purge", "--walk", "1", "--yes", "--no-backup"]);
    assert!(refused.contains("another") || refused.contains("Another"), "{refused}");
    core.close().expect("closed");
    assert_eq!(place.found(&words_of(&[0])).len(), 5);
}

#[test]
fn at_a_years_end_visits_have_neither_room_nor_teacher_and_the_rooms_go_on() {
    let place = Place::new();
    let mut core = place.open();
    school(&mut core);
    core.close().expect("closed");
    // Rooms 0 and 1 are visited on the first and third Monday, 2 and 3 on the others: all since.
    let refused = place.could_not(&["unlink", "--before", "2026-03-10"]);
    assert!(refused.contains("4 visits in 4 rooms that were also visited since"), "{refused}");
    let told = place.done(&["unlink", "--before", "2026-03-20"]);
    assert!(told.contains("4 visits in 2 rooms") && told.contains("2 visits in 2 rooms that were also"), "{told}");
    place.done(&["unlink", "--before", "2026-03-20", "--yes", "--no-backup"]);
    sound(&place.file());
    let file = rusqlite::Connection::open(place.file()).expect("it opens");
    let rows = |sql: &str| -> Vec<(Option<String>, Option<String>)> {
        let mut statement = file.prepare(sql).expect("SQL");
        let rows = statement.query_map([], |r| Ok((r.get(0)?, r.get(1)?))).expect("rows");
        rows.collect::<Result<_, _>>().expect("rows")
    };
    let visits = rows(
        "SELECT c.label, c.grade FROM visit v JOIN classroom c ON c.id = v.classroom WHERE c.grade < 'grade2' ORDER BY 2",
    );
    assert_eq!(visits.len(), 4);
    assert!(visits.iter().all(|(label, _)| label.is_none()), "{visits:?}");
    let whose = rows(
        "SELECT t.name, c.grade FROM visit v JOIN classroom c ON c.id = v.classroom
         JOIN classroom_teacher x ON x.classroom = c.id JOIN teacher t ON t.id = x.teacher ORDER BY c.grade",
    );
    assert_eq!(whose.len(), 8, "there were teachers");
    assert!(whose.iter().all(|(name, grade)| name.is_some() == (grade.as_deref() >= Some("grade2"))), "{whose:?}");
    let rooms = rows(
        "SELECT c.label, t.name FROM classroom c JOIN classroom_teacher x ON x.classroom = c.id
         JOIN teacher t ON t.id = x.teacher WHERE c.retired IS NOT 1 AND c.label IS NOT NULL",
    );
    assert_eq!(rooms.len(), 4, "every room goes on with its teacher: {rooms:?}");
    // Nothing in the log leads from a visit to a room in use: what it once named says nothing any more.
    let traces = rows(
        "SELECT o.fields, NULL FROM op o JOIN entity e ON e.id = o.entity WHERE e.kind IN (2, 21) AND o.fields IS NOT NULL
         AND o.entity IN (SELECT json_extract(p.fields, '$.c') FROM op p JOIN entity f ON f.id = p.entity
           WHERE f.kind = 7 AND p.fields IS NOT NULL) AND json_extract(o.fields, '$.n') IS NOT NULL",
    );
    assert_eq!(traces.len(), 2, "only the two rooms that were visited since: {traces:?}");
    assert_eq!(place.found(&[word(Kind::Invitation, 0), word(Kind::Invitation, 5)]), []);
    assert_eq!(place.found(&[word(Kind::Note, 0), word(Kind::Reply, 0), word(Kind::Invitation, 2)]).len(), 3);
    assert!(place.could_not(&["unlink", "--before", "2026-03-20"]).contains("Nothing was changed."), "nothing is left");
}

#[test]
fn a_successor_gets_the_school_and_nothing_that_was_seen() {
    let place = Place::new();
    let mut core = place.open();
    let clock = school(&mut core);
    let retired = op(Kind::Classroom, 3).int(classroom::RETIRED, 1);
    core.apply(&Act { clock: clock.next(MONDAY), verb: Verb::EditRoom, ops: vec![retired] }).expect("saved");
    core.set("agreed.purpose", "agreedpurpose").expect("set");
    core.set("theme", "darksetting").expect("set");
    core.close().expect("closed");
    let told = place.done(&["handover", "--to", "next/b.db"]);
    assert!(told.contains("holds 3 rooms, 3 teachers, 1 look-for sheet, 1 tag and the agreements"), "{told}");
    assert!(place.could_not(&["handover", "--to", "next/b.db"]).contains("already a file"));
    let next = place.0.path().join("next");
    let names: Vec<_> = std::fs::read_dir(&next).expect("a folder").map(|e| e.expect("an entry").file_name()).collect();
    assert!(names.iter().all(|n| n.to_string_lossy().starts_with("b.db")), "{names:?}");
    let bytes = String::from_utf8_lossy(&std::fs::read(next.join("b.db")).expect("bytes")).to_lowercase();
    let mut none = words_of(&(0..8).collect::<Vec<_>>());
    none.extend((0..4).map(|w| word(Kind::Walk, w)));
    none.extend([word(Kind::Pattern, 0), word(Kind::Classroom, 3), word(Kind::Teacher, 3), "darksetting".into()]);
    let held: Vec<_> = none.iter().filter(|word| bytes.contains(word.as_str())).collect();
    assert!(held.is_empty(), "{held:?}");
    let there = (0..3).flat_map(|n| [word(Kind::Teacher, n), word(Kind::Classroom, n)]);
    let there = there.chain([word(Kind::Tag, 0), word(Kind::Tag, 1), "agreedpurpose".into(), "name = \\\"own".into()]);
    for word in there {
        assert!(bytes.contains(&word), "{word}");
    }
    let words = ["--file", "next/b.db", "check"];
    let output = Command::new(env!("CARGO_BIN_EXE_uncover")).args(words).current_dir(place.0.path()).output();
    assert_eq!(output.expect("it runs").status.code(), Some(0));
    let options = OpenOptions { data_dir: next.join("data"), now: MONDAY, ids: IdSource::System };
    match Reader::open(&next.join("b.db")).expect("a reader").answer(&Ask::Sheets) {
        Answer::Sheets(sheets) => assert_eq!(sheets.iter().map(|s| s.name.as_str()).collect::<Vec<_>>(), ["own"]),
        other => panic!("{other:?}"),
    }
    let mut core = Core::open(&next.join("b.db"), &options).expect("it opens");
    assert_eq!(core.undo_state().expect("a state").undo, None, "nothing to take back");
    let op = op(Kind::Walk, 50).text(walk::FOCUS, "the first");
    core.apply(&Act { clock: Hlc(1).next(MONDAY + DAY), verb: Verb::PlanWalk, ops: vec![op] }).expect("it goes on");
    core.close().expect("closed");
}

/// The same as on the command line, as the program asks for it.
fn program(place: &Place, drives: Vec<PathBuf>) -> leaving::Place {
    let data_dir = place.0.path().join("data");
    leaving::Place {
        file: place.file(),
        options: OpenOptions { data_dir, now: MONDAY + 41 * DAY, ids: IdSource::System },
        drives,
        test_drives: None,
        offset_of: |_| 0,
        told: leaving::Told::InTheProgram,
    }
}

#[test]
fn the_program_removes_what_it_showed_or_nothing() {
    let place = Place::new();
    let mut core = place.open();
    school(&mut core);
    let wish = Wish::Before(chrono::NaiveDate::from_ymd_opt(2026, 3, 5).expect("a day"));
    let program = program(&place, Vec::new());
    let shown = program.plan(wish).expect("a list").lines;
    let told = place.done(&["purge", "--before", "2026-03-05"]);
    assert!(shown.iter().all(|line| told.contains(line)), "{shown:?}\n{told}");

    let none = |_| {};
    let locked = program.carry_out(wish, true, Some(&shown), &none).expect_err("another window has it");
    assert!(locked.starts_with("Another window"), "{locked}");
    let extra = op(Kind::Note, 90).refer(note::VISIT, uid(Kind::Visit, 0)).text(note::TEXT, word(Kind::Note, 90));
    core.apply(&Act { clock: Hlc((MONDAY + 31 * DAY) << 16), verb: Verb::AddNote, ops: vec![extra] }).expect("saved");
    core.close().expect("closed");
    let bytes = std::fs::read(place.file()).expect("bytes");
    let other = program.carry_out(wish, true, Some(&shown), &none).expect_err("it is more now");
    assert!(other.contains("changed meanwhile") && std::fs::read(place.file()).expect("bytes") == bytes);

    let shown = program.plan(wish).expect("a list").lines;
    let way = std::cell::RefCell::new(Vec::new());
    let done = program.carry_out(wish, true, Some(&shown), &|step| way.borrow_mut().push(step)).expect("removed");
    assert!(matches!(way.borrow().as_slice(), [leaving::Way::BackingUp, leaving::Way::Removing(_)]));
    assert!(done.copies.iter().any(|line| line.contains("before-removal")), "{done:?}");
    let found = place.found(&[word(Kind::Note, 90), word(Kind::Walk, 0)]);
    assert!(found.iter().all(|(_, path)| path.starts_with(place.0.path().join("data").join("backups"))), "{found:?}");
    sound(&place.file());
}

#[test]
fn while_a_talk_is_open_the_program_removes_nothing() {
    let place = Place::new();
    let mut core = place.open();
    let clock = school(&mut core);
    let begun = vec![acts::talk_started(uid(Kind::Talk, 1), MONDAY)];
    core.apply(&Act { clock: clock.next(MONDAY), verb: Verb::StartTalk, ops: begun }).expect("saved");
    let wish = Wish::Unlink(chrono::NaiveDate::from_ymd_opt(2026, 6, 5).expect("a day"));
    let leaving::Answer::No(why) = program(&place, Vec::new()).answer(Question::Plan(wish)) else {
        panic!("it is open")
    };
    assert!(why.starts_with("A talk was begun and has not ended."), "{why}");
    let ended = vec![acts::talk_ended(uid(Kind::Talk, 1), Some(MONDAY + 1))];
    core.apply(&Act { clock: clock.next(MONDAY + DAY), verb: Verb::EndTalk, ops: ended }).expect("saved");
    let answer = program(&place, Vec::new()).answer(Question::Plan(wish));
    assert!(matches!(answer, leaving::Answer::Planned { .. }), "{answer:?}");
}

#[test]
fn copies_on_drives_that_are_plugged_in_are_looked_at_too() {
    let place = Place::new();
    let mut core = place.open();
    school(&mut core);
    core.close().expect("closed");
    let drive = place.0.path().join("stick").join("Uncover backups");
    std::fs::create_dir_all(&drive).expect("plugged in");
    uncover::store::backup::backup_to(&place.file(), &drive.join("a-1.uncover")).expect("a copy");
    std::fs::write(drive.join("letter.txt"), "no copy").expect("written");
    let wish = Wish::Room(uid(Kind::Classroom, 0));
    let program = program(&place, vec![drive.clone(), place.0.path().join("none")]);
    let leaving::Answer::Planned { copies, .. } = program.answer(Question::Plan(wish)) else { panic!("a list") };
    let named: Vec<&String> = copies.iter().filter(|line| line.starts_with("  ")).collect();
    assert_eq!(named, [&format!("  {}", drive.join("a-1.uncover").display())]);
}

#[test]
fn days_of_visits_are_known_until_they_are_cut_off() {
    let place = Place::new();
    let mut core = place.open();
    school(&mut core);
    let days = || {
        let mut reader = place.reader();
        reader.set_now(MONDAY + 40 * DAY);
        match reader.answer(&Ask::Home { today: (0, 1), lately: 0, due: None }) {
            Answer::Home(home) => home.visited,
            other => panic!("{other:?}"),
        }
    };
    let weeks = |all: &[i64]| all.iter().map(|w| DAY_NUMBER + 7 * w).collect::<Vec<_>>();
    assert_eq!(days(), weeks(&[0, 1, 2, 3]));
    core.close().expect("closed");
    // The rooms of the second and the fourth week were visited since, so they stay.
    let wish = Wish::Unlink(chrono::NaiveDate::from_ymd_opt(2026, 3, 17).expect("a day"));
    program(&place, Vec::new()).carry_out(wish, false, None, &|_| {}).expect("cut off");
    assert_eq!(days(), weeks(&[1, 3]));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    /// Whatever goes: the state stays what the log folds to, and the file holds the words of what stayed and no others.
    #[test]
    fn what_is_left_is_the_fold_of_what_is_left(which in 0..5u8, n in 0..4u64, more in any::<bool>()) {
        let place = Place::new();
        let mut core = place.open();
        school(&mut core);
        let leaving = match which {
            0 => Leaving::Walk(uid(Kind::Walk, n)),
            1 => Leaving::Room(uid(Kind::Classroom, n)),
            2 => Leaving::Teacher { teacher: uid(Kind::Teacher, n), visits: more, mentions: !more },
            3 => {
                let day = DAY_NUMBER + i64::try_from(n).expect("small") * 7;
                Leaving::Before { day, moment: day * DAY }
            }
            _ => Leaving::Teacher { teacher: uid(Kind::Teacher, n), visits: more, mentions: more },
        };
        let going = place.reader().going(leaving).expect("a list");
        let gone: Vec<Uid> = going.things.iter().map(|(_, uid)| *uid).collect();
        let before = core.dump().expect("a dump");
        prop_assert_eq!(core.remove(MONDAY + 41 * DAY, going.changes.clone(), &going.things).expect("removed"), None);
        let after = core.dump().expect("a dump");
        prop_assert_eq!(before == after, gone.is_empty());
        core.rebuild(|_| {}).expect("folded");
        prop_assert_eq!(after, core.dump().expect("a dump"));
        core.close().expect("closed");
        for kind in [Kind::Note, Kind::Mark, Kind::Reply, Kind::Invitation, Kind::Walk, Kind::Teacher, Kind::Classroom] {
            for n in 0..16 {
                let most = match kind { Kind::Note => 16, Kind::Mark | Kind::Reply | Kind::Invitation => 8, _ => 4 };
                if n < most {
                    let is_there = !place.found(&[word(kind, n)]).is_empty();
                    prop_assert_eq!(is_there, !gone.contains(&uid(kind, n)), "{:?} {}", kind, n);
                }
            }
        }
        sound(&place.file());
    }
}

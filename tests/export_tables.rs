//! The tables and the page of Markdown of a made-up school: everything countable is in them, no name is, and no formula.
#![allow(clippy::panic, reason = "tests make files and fail by panicking")]

mod common;

use common::MORNING;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use uncover::domain::act::{Act, Stream, Value, Verb};
use uncover::domain::acts;
use uncover::domain::id::{IdSource, Uid};
use uncover::domain::note::NoteKind;
use uncover::domain::schema::{self, Kind};
use uncover::domain::text::is_unsafe;
use uncover::domain::time::Hlc;
use uncover::exchange::demo::{self, DemoOptions};
use uncover::exchange::tables::csv::{self, Wish};
use uncover::exchange::tables::markdown;
use uncover::exchange::whole::ExportError;
use uncover::exchange::write::WriteError;
use uncover::store::api::{Answer, Ask, Info};
use uncover::store::{Core, OpenOptions, Reader};

const FORMULA: &str = "=HYPERLINK(\"http://x\",\"a\") said Zwingenberg, \u{1b}[2J";

struct School {
    folder: tempfile::TempDir,
    reader: Reader,
    names: BTreeSet<String>,
}

fn school() -> School {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("walks.db");
    let options = OpenOptions { data_dir: folder.path().join("data"), now: MORNING.utc, ids: IdSource::Seeded(1_000) };
    let mut core = Core::open(&path, &options).expect("the file opens");
    let mut all: Vec<Act> = demo::acts(&DemoOptions { notes: None, a_visit: None, seed: 1, now: MORNING }).collect();
    let (teacher, note) = (first(&all, Kind::Teacher), first(&all, Kind::Note));
    let ops = vec![
        acts::teacher_named(teacher, "Ms. Zwingenberg"),
        acts::note_reworded(note, NoteKind::Evidence, None, FORMULA, vec![]),
    ];
    let clock = all.last().expect("acts").clock.next(MORNING.utc);
    all.push(Act { clock, verb: Verb::EditPerson, ops });
    core.apply_many(&all).expect("saved");
    core.close().expect("closed");
    let names = all.iter().flat_map(|a| &a.ops).filter_map(|op| {
        let named = matches!(op.kind, Kind::Teacher | Kind::Observer | Kind::School | Kind::Classroom);
        op.fields.iter().find_map(|(field, value)| match value {
            Value::Text(name) if named && [schema::teacher::NAME, schema::classroom::LABEL].contains(field) => {
                Some(name.clone())
            }
            _ => None,
        })
    });
    School { names: names.collect(), reader: Reader::open(&path).expect("it can be read"), folder }
}

fn first(all: &[Act], kind: Kind) -> Uid {
    all.iter().flat_map(|a| &a.ops).find(|o| o.kind == kind).expect("the demo has one").entity
}

fn info(reader: &Reader) -> Info {
    match reader.answer(&Ask::Info) {
        Answer::Info(info) => info,
        other => panic!("{other:?}"),
    }
}

fn rows(path: &Path) -> Vec<BTreeMap<String, String>> {
    let mut reader = ::csv::Reader::from_path(path).expect("a table");
    reader.deserialize().collect::<Result<_, _>>().expect("every row has every column")
}

#[test]
fn every_note_tag_and_mark_has_its_row() {
    let school = school();
    let path = school.folder.path().join("walks.csv");
    let made = csv::write(&school.reader, &path, false, Wish { seed: 1, bom: false }, &mut |_| {}).expect("written");
    let (notes, tags, marks) = (rows(&made.notes.0), rows(&made.tags.0), rows(&made.marks.0));
    let info = info(&school.reader);
    let follow_ups = info.notes - notes.len() as u64;
    assert!(follow_ups < 30, "only follow-ups are left out, not {follow_ups}");
    assert_eq!(made.notes.1, notes.len() as u64);
    assert_eq!(info.marks, marks.len() as u64);
    assert_eq!(notes.iter().map(|n| &n["visit"]).collect::<BTreeSet<_>>().len() as u64, info.visits);
    // The list of tags in a note's row and the rows of the second table say the same.
    let listed: usize = notes.iter().map(|n| n["tags"].split("; ").filter(|t| !t.is_empty()).count()).sum();
    assert_eq!(listed, tags.len());
    assert!(tags.len() > 300, "{}", tags.len());
    let known: BTreeSet<&String> = notes.iter().map(|n| &n["note"]).collect();
    assert!(tags.iter().all(|t| known.contains(&t["note"])));
    assert!(notes.iter().all(|n| n["room"].starts_with("Room ") && n["day"].len() == 10), "{:?}", notes.first());
    assert!(marks.iter().any(|m| m["way"] == "tick" && m["value"] == "not seen" && !m["label"].is_empty()));
}

#[test]
fn no_name_no_formula_and_no_escape_sequence_is_in_any_of_them() {
    let school = school();
    let path = school.folder.path().join("walks.csv");
    let made = csv::write(&school.reader, &path, false, Wish { seed: 1, bom: true }, &mut |_| {}).expect("written");
    let page = school.folder.path().join("walks.md");
    let wish = markdown::Wish { seed: 1, made: MORNING.today() };
    let read = markdown::write(&school.reader, &page, false, wish, &mut |_| {}).expect("written");
    assert_eq!(read.notes, made.notes.1);
    for file in [&made.notes.0, &made.tags.0, &made.marks.0, &page] {
        let text = fs::read_to_string(file).expect("text");
        for name in school.names.iter().filter(|n| !n.starts_with("Room")) {
            assert!(!text.contains(name.as_str()), "{name} is in {}", file.display());
        }
        let raw = text.chars().find(|c| is_unsafe(*c) && !matches!(c, '\n' | '\r' | '\u{feff}'));
        assert_eq!(raw, None, "{}", file.display());
    }
    assert!(fs::read(&made.notes.0).expect("bytes").starts_with("\u{feff}".as_bytes()));
    let notes = fs::read_to_string(&made.notes.0).expect("text");
    assert!(notes.contains("'=HYPERLINK"), "the formula is there as text");
    assert!(!notes.contains(",=HYPERLINK") && !notes.contains("\"=HYPERLINK"));
}

#[test]
fn rooms_are_letters_in_another_order_each_time() {
    let school = school();
    let rooms = |seed| {
        let path = school.folder.path().join(format!("{seed}.csv"));
        let made = csv::write(&school.reader, &path, false, Wish { seed, bom: false }, &mut |_| {}).expect("written");
        rows(&made.notes.0).into_iter().map(|n| n["room"].clone()).collect::<Vec<_>>()
    };
    assert_ne!(rooms(2), rooms(3));
}

#[test]
fn where_one_of_the_three_stands_already_nothing_is_written() {
    let school = school();
    let path = school.folder.path().join("walks.csv");
    let marks = school.folder.path().join("walks-marks.csv");
    fs::write(&marks, "mine").expect("written");
    let refused = csv::write(&school.reader, &path, false, Wish { seed: 1, bom: false }, &mut |_| {});
    match refused {
        Err(ExportError::Write(WriteError::Exists(which))) => assert_eq!(which, marks),
        other => panic!("{other:?}"),
    }
    assert_eq!(fs::read_to_string(&marks).expect("text"), "mine");
    assert!(!path.exists() && !school.folder.path().join("walks-tags.csv").exists());
    csv::write(&school.reader, &path, true, Wish { seed: 1, bom: false }, &mut |_| {}).expect("written over");
}

#[test]
fn the_page_has_a_heading_for_every_visit() {
    let school = school();
    let page = school.folder.path().join("walks.md");
    let wish = markdown::Wish { seed: 1, made: MORNING.today() };
    let made = markdown::write(&school.reader, &page, false, wish, &mut |_| {}).expect("written");
    let text = fs::read_to_string(&page).expect("text");
    let count = |start: &str| text.lines().filter(|l| l.starts_with(start)).count() as u64;
    assert_eq!(count("## Visit "), made.visits);
    assert_eq!(made.visits, info(&school.reader).visits);
    assert!(text.starts_with("---\ntitle: Walkthroughs\n"));
    assert!(count("- ") > made.notes, "notes and what was marked");
    assert!(!text.contains("follow-up:"));
}

/// A file with two walks, the later day first, a walk that was deleted, a visit on no walk and a room that was skipped;
/// each visit has a note that says which it is.
fn out_of_order(folder: &Path) -> Reader {
    let path = folder.join("few.db");
    let options = OpenOptions { data_dir: folder.join("data"), now: MORNING.utc, ids: IdSource::Seeded(1_000) };
    let mut core = Core::open(&path, &options).expect("the file opens");
    let mut ids = IdSource::Seeded(5);
    let [late, early, gone] = [(); 3].map(|()| ids.next_uid());
    let mut ops = Vec::new();
    for (walk, day) in [(late, 20_500), (early, 20_400), (gone, 20_450)] {
        ops.push(acts::plan(walk, &acts::PlanFacts { day, ..Default::default() }));
    }
    let visits = [
        (Some(late), "late 1"),
        (Some(early), "early 1"),
        (Some(gone), "gone"),
        (None, "alone"),
        (Some(late), "late 2"),
    ];
    for (walk, said) in visits {
        let uid = ids.next_uid();
        ops.push(acts::visit_entered(uid, &acts::VisitStart { walk, started: MORNING.utc, ..Default::default() }));
        let note = acts::NoteFacts { visit: Some(uid), text: said.into(), ..Default::default() };
        ops.push(acts::note_written(ids.next_uid(), &note));
    }
    let skipped = acts::VisitStart { walk: Some(early), started: MORNING.utc, ..Default::default() };
    ops.push(acts::room_skipped(ids.next_uid(), &skipped, "a test"));
    ops.push(acts::deleted(Kind::Walk, gone, Stream::Shared, true));
    let clock = Hlc(0).next(MORNING.utc);
    core.apply_many(&[Act { clock, verb: Verb::EditPerson, ops }]).expect("saved");
    core.close().expect("closed");
    Reader::open(&path).expect("it can be read")
}

#[test]
fn visits_come_by_the_day_of_their_walk_and_not_as_they_were_entered() {
    let folder = tempfile::tempdir().expect("a folder");
    let reader = out_of_order(folder.path());
    let path = folder.path().join("walks.csv");
    let made = csv::write(&reader, &path, false, Wish { seed: 1, bom: false }, &mut |_| {}).expect("written");
    let told: Vec<String> = rows(&made.notes.0)
        .iter()
        .map(|n| format!("{} {} {} {}", n["visit"], n["walk"], n["day"], n["text"]))
        .collect();
    assert_eq!(
        told,
        ["1   alone", "2 1 2025-11-08 early 1", "3 2 2026-02-16 late 1", "4 2 2026-02-16 late 2"],
        "what hung on a deleted walk and the skipped room are left out"
    );
    let page = folder.path().join("walks.md");
    let wish = markdown::Wish { seed: 1, made: MORNING.today() };
    markdown::write(&reader, &page, false, wish, &mut |_| {}).expect("written");
    let text = fs::read_to_string(&page).expect("text");
    let headings: Vec<&str> = text.lines().filter(|l| l.starts_with("# ")).collect();
    assert_eq!(headings, ["# Without a walk", "# 2025-11-08", "# 2026-02-16"]);
    assert!(text.contains("\nvisits: 4\n"), "{text}");
}

//! The JSON export of a made-up school: everything is in it, and without names no name is.
#![allow(clippy::disallowed_methods, clippy::panic, reason = "tests make files and fail by panicking")]

mod common;

use common::MORNING;
use serde_json::Value as Json;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use uncover::domain::act::{Act, Op, Value, Verb};
use uncover::domain::acts;
use uncover::domain::id::{IdSource, Uid};
use uncover::domain::note::NoteKind;
use uncover::domain::schema::Kind;
use uncover::domain::text::is_unsafe;
use uncover::domain::time::Hlc;
use uncover::exchange::demo::{self, DemoOptions};
use uncover::exchange::json::{self, Counts, Wish};
use uncover::exchange::whole::ExportError;
use uncover::exchange::write::WriteError;
use uncover::store::api::{Answer, Ask, Info};
use uncover::store::{Core, OpenOptions, Reader};

/// A line that a screen must not get raw.
const HOSTILE: &str = "escape \u{1b}]0;x\u{7} turned \u{202e}round \u{9b}2J \"quoted\" \\ and\nbroken";

struct School {
    folder: tempfile::TempDir,
    reader: Reader,
    /// Every name that was ever given to a teacher, observer, school or room.
    names: BTreeSet<String>,
}

/// What the demo makes, and then what happens in a file: a teacher is renamed, another deleted, a room gets the name of
/// a letter, and notes, a tag and a skipped room mention all of them.
fn school() -> School {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("walks.db");
    let options = OpenOptions { data_dir: folder.path().join("data"), now: MORNING.utc, ids: IdSource::Seeded(1_000) };
    let mut core = Core::open(&path, &options).expect("the file opens");
    let mut all: Vec<Act> = demo::acts(&DemoOptions { notes: None, a_visit: None, seed: 1, now: MORNING }).collect();
    let mut clock = all.last().expect("acts").clock;
    for ops in afterwards(&all) {
        clock = clock.next(MORNING.utc);
        all.push(Act { clock: Hlc(clock.0), verb: Verb::EditPerson, ops });
    }
    core.apply_many(&all).expect("saved");
    core.set("agreed.seen-by", "Mr. Quarrelsome and you").expect("set");
    core.set("agreed.until", "2027-06-30").expect("set");
    core.close().expect("closed");
    let names = all.iter().flat_map(|a| &a.ops).filter_map(name_in).collect();
    School { folder, reader: Reader::open(&path).expect("it can be read"), names }
}

fn first(all: &[Act], kind: Kind, skip: usize) -> Uid {
    let mut found = all.iter().flat_map(|a| &a.ops).filter(|o| o.kind == kind).map(|o| o.entity);
    found.nth(skip).expect("the demo has one")
}

fn afterwards(all: &[Act]) -> Vec<Vec<Op>> {
    let texts = "Zwingenberg said Quarrelsome would come; Mx. Unheardof as well";
    let (teacher, gone) = (first(all, Kind::Teacher, 0), first(all, Kind::Teacher, 3));
    let note =
        |skip, text: &str| acts::note_reworded(first(all, Kind::Note, skip), NoteKind::Evidence, None, text, vec![]);
    vec![
        vec![acts::teacher_named(teacher, "Ms. Zwingenberg"), acts::teacher_named(gone, "Mr. Quarrelsome")],
        vec![acts::teacher_named(teacher, "Ms. Afterwards")],
        vec![acts::deleted(Kind::Teacher, gone, uncover::domain::act::Stream::Names, true)],
        vec![note(0, texts), note(1, HOSTILE)],
        vec![
            acts::reply_reworded(first(all, Kind::Reply, 0), texts),
            acts::reply_reworded(first(all, Kind::Reply, 1), HOSTILE),
        ],
        vec![
            acts::tag_meaning(first(all, Kind::Tag, 0), texts),
            acts::tag_named(first(all, Kind::Tag, 1), "quarrelsome-day"),
        ],
    ]
}

fn name_in(op: &Op) -> Option<String> {
    let column = match op.kind {
        Kind::School | Kind::Teacher | Kind::Observer => "name",
        Kind::Classroom => "label",
        _ => return None,
    };
    op.fields.iter().find_map(|(field, value)| match value {
        Value::Text(text) if field.column == column => Some(text.clone()),
        _ => None,
    })
}

impl School {
    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn export(&self, name: &str, names: bool, seed: u64) -> (Counts, String, Json) {
        let path = self.path(name);
        let wish = Wish { names, seed, made: MORNING.utc, lines: false };
        let counts = json::write(&self.reader, &path, false, &wish, &mut |_| {}).expect("written");
        let text = fs::read_to_string(&path).expect("UTF-8");
        let document = serde_json::from_str(&text).expect("JSON");
        (counts, text, document)
    }

    fn info(&self) -> Info {
        match self.reader.answer(&Ask::Info) {
            Answer::Info(info) => info,
            other => panic!("{other:?}"),
        }
    }
}

fn list<'j>(document: &'j Json, name: &str) -> &'j Vec<Json> {
    document[name].as_array().unwrap_or_else(|| panic!("{name} is a list"))
}

fn words(text: &str) -> BTreeSet<String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase).collect()
}

fn strings(json: &Json, out: &mut Vec<String>) {
    match json {
        Json::String(text) => out.push(text.clone()),
        Json::Array(all) => all.iter().for_each(|j| strings(j, out)),
        Json::Object(all) => all.iter().for_each(|(_, j)| strings(j, out)),
        _ => {}
    }
}

/// No name stands in the document, whole or in part: not as it is written, nor as a word of its own.
fn holds_no_name(text: &str, document: &Json, names: &BTreeSet<String>) {
    let mut all = Vec::new();
    strings(document, &mut all);
    let lower = text.to_lowercase();
    let used: BTreeSet<String> = all.iter().flat_map(|t| words(t)).collect();
    for name in names {
        assert!(!lower.contains(&name.to_lowercase()), "“{name}” is in the export");
        let everyday = ["room", "school", "hill", "two", "old", "ms", "mr", "mrs", "mx", "street", "lane"];
        let telling = |w: &String| w.chars().count() > 2 && !everyday.contains(&w.as_str());
        for part in words(name).into_iter().filter(telling) {
            let place = ["School", "Room"].iter().any(|w| name.contains(w));
            assert!(place || !used.contains(&part), "“{part}” of “{name}” is in the export");
        }
    }
}

#[test]
fn without_names_there_is_no_name_anywhere() {
    let school = school();
    let (_, text, document) = school.export("a.json", false, 11);
    assert!(school.names.len() > 20 && school.names.contains("Mr. Quarrelsome"), "{:?}", school.names);
    holds_no_name(&text, &document, &school.names);
    for never in ["unheardof", "\"hunch\"", "\"boot\"", "\"steady\"", "\"acts\"", "follow-up\"", "\"body\""] {
        assert!(!text.to_lowercase().contains(never), "{never}");
    }
    assert!(text.contains("[teacher] said [teacher] would come"));
    assert_eq!(document["names"], Json::Bool(false));
    let start = text.lines().nth(1).expect("a first field");
    assert!(start.starts_with("\"read_first\":") && start.contains("no names"), "{start}");
}

#[test]
fn a_complete_copy_is_complete() {
    let school = school();
    let (counts, text, document) = school.export("a.json", true, 11);
    let info = school.info();
    for name in &school.names {
        assert!(text.contains(name.as_str()), "“{name}” is missing");
    }
    assert!(text.contains("\"hunch\":") && text.contains("\"follow-up\""));
    assert_eq!(list(&document, "acts").len() as u64, info.acts);
    assert_eq!(counts.get("notes"), info.notes);
    let operations: usize = list(&document, "acts").iter().map(|a| list(a, "operations").len()).sum();
    assert_eq!(operations as u64, info.operations);
    assert!(text.lines().nth(1).is_some_and(|l| l.contains("who may read all")), "says who may see it");
}

#[test]
fn everything_that_info_counts_is_there() {
    let school = school();
    let info = school.info();
    let follow_ups = {
        let (_, _, complete) = school.export("complete.json", true, 1);
        list(&complete, "notes").iter().filter(|n| n["kind"] == "follow-up").count() as u64
    };
    assert!(follow_ups > 0);
    for names in [false, true] {
        let (counts, _, document) = school.export(&format!("{names}.json"), names, 1);
        let notes = if names { info.notes } else { info.notes - follow_ups };
        for (word, n) in [
            ("schools", info.schools),
            ("classrooms", info.classrooms),
            ("teachers", info.teachers),
            ("observers", info.observers),
            ("walkthroughs", info.walkthroughs),
            ("visits", info.visits),
            ("notes", notes),
            ("marks", info.marks),
            ("tags", info.tags),
            ("patterns", info.patterns),
            ("replies", info.replies),
            ("teams", info.teams),
            ("talks", info.talks),
            ("voices", info.voices),
            ("problems", info.problems),
            ("trials", info.trials),
        ] {
            assert!(n > 0, "{word}");
            assert_eq!(counts.get(word), n, "{word}, names: {names}");
            assert_eq!(document["counts"][word], n, "{word}, names: {names}");
            let skipped = if word == "visits" { counts.get("skipped_rooms") } else { 0 };
            assert_eq!(list(&document, word).len() as u64, n + skipped, "{word}, names: {names}");
        }
    }
}

#[test]
fn what_hangs_on_a_deleted_talk_and_counts_of_small_teams_do_not_leave() {
    let school = school();
    let hanging = ["voices", "polls", "problems", "trials", "check_ins", "promises"];
    let (_, _, whole) = school.export("before.json", false, 1);
    assert!(hanging.iter().all(|name| !list(&whole, name).is_empty()));
    let all: Vec<Act> = demo::acts(&DemoOptions { notes: None, a_visit: None, seed: 1, now: MORNING }).collect();
    let change = |op: Op| {
        let path = school.path("walks.db");
        let options = OpenOptions { data_dir: school.path("data"), now: MORNING.utc, ids: IdSource::Seeded(7) };
        let mut core = Core::open(&path, &options).expect("the file opens");
        let clock = Hlc(core.newest_clock().expect("a clock") + 1);
        core.apply(&Act { clock, verb: Verb::EditTeam, ops: vec![op] }).expect("saved");
        core.close().expect("closed");
    };
    change(acts::team_made(first(&all, Kind::Team, 0), "Grades 3 and 4", Some(4)));
    let (_, _, document) = school.export("small.json", false, 1);
    assert!(list(&document, "polls").is_empty() && list(&document, "voices").len() == 14);
    let (_, _, document) = school.export("complete.json", true, 1);
    assert_eq!(list(&document, "polls").len(), 2, "a complete copy is complete");
    change(acts::deleted(Kind::Talk, first(&all, Kind::Talk, 0), uncover::domain::act::Stream::Shared, true));
    for names in [false, true] {
        let (_, _, document) = school.export(&format!("{names}.json"), names, 1);
        for name in hanging {
            assert!(list(&document, name).is_empty(), "{name}, names: {names}");
        }
        assert_eq!(list(&document, "talks").len(), 1, "the other talk is still there");
    }
}

#[test]
fn who_may_see_it_and_until_when_stand_at_its_head() {
    let school = school();
    let (_, _, masked) = school.export("masked.json", false, 3);
    assert_eq!(masked["agreements"]["kept_until"], "2027-06-30");
    assert_eq!(masked["agreements"]["seen_by"], "[teacher] and you");
    assert_eq!(masked["agreements"]["foot"], "Who may see this: [teacher] and you. To be kept until 30 June 2027.");
    let (_, _, whole) = school.export("whole.json", true, 3);
    assert_eq!(whole["agreements"]["seen_by"], "Mr. Quarrelsome and you");
    assert_eq!(
        (&whole["agreements"]["longest_visit_minutes"], &whole["agreements"]["names"]),
        (&10.into(), &"not-on-paper".into())
    );
}

#[test]
fn every_reference_leads_somewhere() {
    let school = school();
    for names in [false, true] {
        let (_, _, document) = school.export(&format!("{names}.json"), names, 5);
        let ids =
            |kind: &str| -> BTreeSet<String> { list(&document, kind).iter().map(|e| e["id"].to_string()).collect() };
        let (rooms, visits, notes, tags) = (ids("classrooms"), ids("visits"), ids("notes"), ids("tags"));
        assert_eq!(notes.len(), list(&document, "notes").len());
        let teachers = ids("teachers");
        for room in list(&document, "classrooms") {
            for teacher in list(room, "teachers") {
                assert!(names || teachers.contains(&teacher.to_string()), "{room}");
            }
        }
        for visit in list(&document, "visits") {
            assert!(rooms.contains(&visit["classroom"].to_string()), "{visit}");
        }
        for note in list(&document, "notes") {
            assert!(visits.contains(&note["visit"].to_string()), "{note}");
            let all = note["tags"].as_array().into_iter().flatten();
            assert!(all.into_iter().all(|t| tags.contains(&t.to_string())), "{note}");
        }
        let evidence: Vec<&Json> = list(&document, "patterns").iter().flat_map(|p| list(p, "evidence")).collect();
        assert!(!evidence.is_empty());
        assert!(evidence.iter().all(|e| notes.contains(&e["note"].to_string())));
    }
}

#[test]
fn a_seed_gives_the_same_and_another_seed_another_order() {
    let school = school();
    let (_, first, _) = school.export("a.json", false, 7);
    let (_, again, _) = school.export("b.json", false, 7);
    let (_, other, document) = school.export("c.json", false, 8);
    assert_eq!(first, again);
    assert_ne!(first, other);
    // The list itself is in the order of the letters, so its order tells nothing.
    let ids: Vec<&str> = list(&document, "classrooms").iter().map(|r| r["id"].as_str().expect("a label")).collect();
    assert_eq!(ids.first(), Some(&"Room A"));
    let mut sorted = ids.clone();
    sorted.sort_by_key(|id| (id.len(), *id));
    assert_eq!(ids, sorted);
}

#[test]
fn no_character_of_a_note_reaches_a_screen_raw_and_all_come_back() {
    let school = school();
    for names in [false, true] {
        let (_, text, document) = school.export(&format!("{names}.json"), names, 1);
        assert!(!text.chars().any(|c| c != '\n' && is_unsafe(c)), "names: {names}");
        assert!(list(&document, "notes").iter().any(|n| n["text"] == HOSTILE), "names: {names}");
    }
}

#[test]
fn a_file_that_is_there_stays_unless_told_otherwise() {
    let school = school();
    let path = school.path("old.json");
    fs::write(&path, "old").expect("written");
    let wish = Wish { names: false, seed: 1, made: MORNING.utc, lines: false };
    let error = json::write(&school.reader, &path, false, &wish, &mut |_| {}).expect_err("it is there");
    assert!(matches!(error, ExportError::Write(WriteError::Exists(_))), "{error}");
    assert_eq!(fs::read_to_string(&path).expect("it is there"), "old");
    json::write(&school.reader, &path, true, &wish, &mut |_| {}).expect("told otherwise");
    assert!(fs::read_to_string(&path).expect("it is there").ends_with("}\n"));
}

#[test]
fn a_folder_in_the_way_is_a_sentence() {
    let school = school();
    let path = school.path("new.json");
    fs::create_dir(&path).expect("a folder in the way");
    let before = entries(school.folder.path());
    let wish = Wish { names: true, seed: 1, made: MORNING.utc, lines: false };
    let error = json::write(&school.reader, &path, true, &wish, &mut |_| {}).expect_err("a folder is there");
    assert!(error.to_string().contains("Your notes are as they were"), "{error}");
    assert_eq!(entries(school.folder.path()), before);
}

#[test]
fn a_damaged_file_gives_a_sentence_and_leaves_nothing() {
    let school = school();
    let path = school.path("walks.db");
    let mut bytes = fs::read(&path).expect("the file");
    let (from, to) = (bytes.len() / 2, bytes.len() * 2 / 3);
    bytes[from..to].fill(0x5a);
    let damaged = school.path("damaged.db");
    fs::write(&damaged, bytes).expect("written");
    let before = entries(school.folder.path());
    let reader = Reader::open(&damaged).expect("its beginning is sound");
    for names in [false, true] {
        let wish = Wish { names, seed: 1, made: MORNING.utc, lines: false };
        let error = json::write(&reader, &school.path("new.json"), false, &wish, &mut |_| {}).expect_err("damaged");
        assert!(matches!(&error, ExportError::Read(t) if t.what.contains("damaged")), "{error}");
        let now: BTreeSet<String> = entries(school.folder.path());
        let left: Vec<_> = now.difference(&before).filter(|n| !n.starts_with("damaged.db")).collect();
        assert!(left.is_empty(), "{left:?}");
    }
}

fn entries(folder: &Path) -> BTreeSet<String> {
    fs::read_dir(folder)
        .expect("a folder")
        .map(|e| e.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect()
}

#[test]
fn every_field_is_explained_in_the_page() {
    let page = include_str!("../docs/json.md");
    let (_, _, document) = school().export("a.json", true, 1);
    let fields = document.as_object().expect("an object");
    let mut all: BTreeSet<&String> = fields.keys().collect();
    for list in fields.values().filter_map(Json::as_array) {
        all.extend(list.iter().filter_map(Json::as_object).flat_map(|entry| entry.keys()));
    }
    all.extend(list(&document, "sheets")[0]["definition"].as_object().expect("an object").keys());
    assert!(all.len() > 50, "{all:?}");
    for field in all {
        assert!(page.contains(&format!("`{field}`")), "`{field}` is not in docs/json.md");
    }
}

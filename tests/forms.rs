//! Forms and hand-made sheets: from a CSV file to visits, notes and ticks, again the next week, and back by one undo.
#![allow(clippy::disallowed_methods, clippy::panic, reason = "tests make files and fail by panicking")]

mod common;

use common::MORNING;
use pretty_assertions::assert_eq;
use proptest::prelude::*;
use std::fs;
use std::path::PathBuf;
use uncover::domain::act::{Act, Stream, Verb};
use uncover::domain::acts::{self, RoomFacts};
use uncover::domain::id::{IdSource, Uid};
use uncover::domain::note::NoteKind;
use uncover::domain::schema::Kind;
use uncover::domain::time::Hlc;
use uncover::exchange::forms::{self, Around, Column, Order, Report, Split, Taken, Wish};
use uncover::store::api::{Answer, Ask, VisitView};
use uncover::store::{Core, OpenOptions, Reader};

const DOC: &str = include_str!("../docs/forms.md");

/// Seven rows that say something, one that does not, and an empty one.
const WALKS: &str = "Timestamp,Email Address,Teacher / Room,Grade,Subject,Period,What are students being asked to do?,\
What are students doing / saying?,What is the teacher doing / saying?,Look-fors seen [check all that apply],I wonder…,Next steps\n\
9/14/2026 8:52:10,lead@example.org,Room 4,4,Reading,1,Find six words,\"17 of 22 writing\nS6: \"\"do we write too?\"\"\",reads aloud,\
\"Cites the text, Works alone\",what if pairs read first,\n\
9/14/2026 9:07:41,lead@example.org,Room 9,4,Reading,1,Draw the story,20 of 21 drawing,\"moves round; speaks with 5\",Works alone,,\n\
,,,,,,,,,,,\n\
9/14/2026 9:24:03,lead@example.org,Room 12,5,Math,2,Twelve items,8 hands up,at the front,Works alone,who decides,send the article\n\
9/15/2026 8:49:30,coach@example.org,room 4,4,Reading,2,The same sheet,14 of 22 writing,checks homework,Works alone,,\n\
9/15/2026 10:02:44,coach@example.org,,,,,,,,,,\n\
9/16/2026 8:58:00,coach@example.org,Room 30,5,Social studies,1,Choose a map,“it shows the river”,repeats answers,\"Explains thinking, Cites the text\",,\n";

/// A file, and a folder for forms beside it.
struct Place {
    folder: tempfile::TempDir,
    core: Core,
    clock: i64,
}

impl Place {
    fn new() -> Place {
        let folder = tempfile::tempdir().expect("a folder");
        let options = OpenOptions { data_dir: folder.path().join("data"), now: MORNING.utc, ids: IdSource::Seeded(5) };
        let core = Core::open(&folder.path().join("walks.db"), &options).expect("the file opens");
        Place { folder, core, clock: 0 }
    }

    fn reader(&self) -> Reader {
        Reader::open(&self.folder.path().join("walks.db")).expect("it can be read")
    }

    fn clock(&mut self) -> Hlc {
        self.clock = Hlc(self.core.newest_clock().expect("a clock").max(self.clock)).next(MORNING.utc).0;
        Hlc(self.clock)
    }

    fn form(&self, bytes: &[u8]) -> PathBuf {
        let path = self.folder.path().join("walks.csv");
        fs::write(&path, bytes).expect("written");
        path
    }

    fn try_plan(&self, bytes: &[u8], wish: &Wish) -> Result<Taken, String> {
        let open = forms::open(&self.form(bytes)).map_err(|r| r.to_string())?;
        let reader = self.reader();
        let wish = forms::recall(&open, &reader.settings().expect("settings"), wish.clone());
        let form = forms::read(&open, &wish, &mut |_| {}).map_err(|r| r.to_string())?;
        let list = |question| reader.answer(&question);
        let (Answer::Observers(observers), Answer::Tags(tags), Answer::Sheets(sheets)) =
            (list(Ask::Observers), list(Ask::Tags), list(Ask::Sheets))
        else {
            panic!("the file answers");
        };
        let around = Around {
            known: reader.known().expect("rooms"),
            observers,
            tags,
            sheets,
            now: MORNING.utc,
            follow_ups_stay: 1_000_000,
            offset: &|_| -4 * 3_600,
            there: &|kind, uids| reader.there(kind, uids),
        };
        forms::plan(&form, &wish, &around).map_err(|t| format!("{} {} {}", t.what, t.notes, t.todo))
    }

    fn plan(&self, bytes: &[u8], wish: &Wish) -> Taken {
        self.try_plan(bytes, wish).expect("a form")
    }

    fn refused(&self, bytes: &[u8], wish: &Wish) -> String {
        let sentence = self.try_plan(bytes, wish).err().expect("refused");
        assert!(sentence.contains("Nothing was changed."), "{sentence}");
        assert!(sentence.len() < 1_500 && !sentence.contains('\n'), "{sentence}");
        sentence
    }

    fn take(&mut self, bytes: &[u8], wish: &Wish) -> Report {
        let Taken { ops, report } = self.plan(bytes, wish);
        if !ops.is_empty() {
            let clock = self.clock();
            self.core.apply(&Act { clock, verb: Verb::ImportNotes, ops }).expect("saved");
        }
        let open = forms::open(&self.folder.path().join("walks.csv")).expect("a form");
        if let Some((key, value)) = forms::remember(&open, wish) {
            self.core.set(&key, &value).expect("kept");
        }
        report
    }

    /// All visits, the earliest first.
    fn visits(&self) -> Vec<VisitView> {
        let reader = self.reader();
        let Answer::Visits(rows) = reader.answer(&Ask::Visits { before: None, limit: 100 }) else { panic!("visits") };
        let view = |uid| match reader.answer(&Ask::Visit(uid)) {
            Answer::Visit(Some(view)) => view,
            other => panic!("{other:?}"),
        };
        let mut all: Vec<VisitView> = rows.rows.iter().map(|v| view(v.uid)).collect();
        all.sort_by_key(|v| v.visit.started);
        all
    }

    fn texts(&self) -> Vec<String> {
        self.visits().iter().flat_map(|v| v.notes.iter().map(|n| n.text.clone())).collect()
    }
}

fn has(text: &str, part: &str) {
    assert!(text.contains(part), "“{part}” is not in: {text}");
}

fn map(pairs: &[(&str, &str)]) -> Wish {
    let column = |word: &str| Column::parse(word).expect("a column");
    Wish { map: pairs.iter().map(|(h, c)| ((*h).to_string(), column(c))).collect(), ..Wish::default() }
}

#[test]
fn a_form_becomes_walks_visits_notes_and_ticks() {
    let mut place = Place::new();
    let report = place.take(WALKS.as_bytes(), &Wish::default());
    assert_eq!((report.rows, report.visits, report.walks, report.empty, report.skips.count), (7, 5, 3, 1, 1));
    assert_eq!(report.skips.list()[0].words(), "walks.csv line 8: tells nothing but when it was written");
    let of = |kind: NoteKind| report.kinds[kind as usize];
    let kinds = [NoteKind::Evidence, NoteKind::Quote, NoteKind::Count, NoteKind::Wondering, NoteKind::FollowUp].map(of);
    assert_eq!(kinds, [11, 2, 3, 2, 1]);
    assert_eq!((report.seen, report.new_rooms.len()), (7, 4), "room 4 is Room 4");
    let visits = place.visits();
    // 8:52:10 four hours west of Greenwich.
    assert_eq!(visits[0].visit.started, Some(1_789_390_330_000));
    assert_eq!(visits[0].visit.ended, None);
    let first: Vec<&str> = visits[0].notes.iter().map(|n| n.text.as_str()).collect();
    assert_eq!(
        first,
        ["Find six words", "17 of 22 writing", "\"do we write too?\"", "reads aloud", "what if pairs read first"]
    );
    let bytes = fs::read(place.folder.path().join("walks.db")).expect("read");
    assert!(!bytes.windows(11).any(|w| w == b"example.org"), "no address came in");
}

#[test]
fn what_is_private_and_what_names_keep_to_their_logs() {
    let place = Place::new();
    let text = "Date,Room,Teacher,Observer,Notes,Follow-up\n2026-09-14,Room 4,Ms Fox,Kim Lee,ten read,send it\n";
    let ops = place.plan(text.as_bytes(), &Wish::default()).ops;
    for op in &ops {
        let stream = match op.kind {
            Kind::Teacher | Kind::Observer | Kind::Classroom => Stream::Names,
            Kind::Note if op.fields.iter().any(|(f, _)| f.column == "expires") => Stream::Private,
            _ => Stream::Shared,
        };
        assert_eq!(op.stream, stream, "{op:?}");
    }
    assert_eq!(ops.iter().filter(|op| op.stream == Stream::Private).count(), 1);
}

#[test]
fn the_same_rows_again_add_nothing_and_next_week_adds_what_is_new() {
    let mut place = Place::new();
    place.take(WALKS.as_bytes(), &Wish::default());
    assert_eq!(place.plan(WALKS.as_bytes(), &Wish::default()).ops, []);
    let more = format!("{WALKS}9/21/2026 8:50:00,,Room 9,4,Reading,1,Read on,all read,,Talks to a peer,,\n");
    let report = place.take(more.as_bytes(), &Wish::default());
    assert_eq!((report.visits, report.visits_there, report.walks, report.notes()), (1, 5, 1, 2));
    assert!(report.new_rooms.is_empty());
    assert_eq!(place.plan(more.as_bytes(), &Wish::default()).ops, []);
}

#[test]
fn one_undo_takes_everything_back_and_it_can_come_again() {
    let mut place = Place::new();
    let empty = place.core.dump().expect("a dump").len();
    place.take(WALKS.as_bytes(), &Wish::default());
    let (there, full) = (place.texts(), place.core.dump().expect("a dump").len());
    assert!(full > empty && there.len() == 19);
    let clock = place.clock();
    let turned = place.core.undo(clock).expect("undone");
    has(&turned.words, "take in notes");
    assert!(place.visits().is_empty());
    assert_eq!(place.reader().known().expect("rooms").rooms.len(), 0);
    let again = place.take(WALKS.as_bytes(), &Wish::default());
    assert_eq!((again.visits, again.notes()), (5, 19));
    assert_eq!(place.texts(), there);
}

#[test]
fn a_deleted_visit_does_not_come_back() {
    let mut place = Place::new();
    place.take(WALKS.as_bytes(), &Wish::default());
    let gone = place.visits()[0].visit.uid;
    let clock = place.clock();
    let ops = vec![acts::deleted(Kind::Visit, gone, Stream::Shared, true)];
    place.core.apply(&Act { clock, verb: Verb::DeleteVisit, ops }).expect("saved");
    let taken = place.plan(WALKS.as_bytes(), &Wish::default());
    assert_eq!((taken.report.visits_gone, taken.ops.len()), (1, 0));
}

#[test]
fn a_cell_that_holds_very_many_tags_is_refused() {
    let tags = |n: usize| (0..n).map(|n| format!("tag{n};")).collect::<String>();
    let form = |n: usize| format!("Date,Room,Notes,Tags\n2026-09-14,Room 4,ten read,{}\n", tags(n));
    assert_eq!(Place::new().plan(form(200).as_bytes(), &Wish::default()).report.new_tags.len(), 200);
    has(&Place::new().refused(form(201).as_bytes(), &Wish::default()), "Line 2 has more than 200 tags");
}

#[test]
fn ambiguous_days_are_asked() {
    let place = Place::new();
    let text = "Date,Room,Notes\n3/4/2026,Room 4,ten read\n5/6/2026,Room 9,two talk\n";
    let sentence = place.refused(text.as_bytes(), &Wish::default());
    has(&sentence, "walks.csv line 2: “3/4/2026” can be 3 April 2026 or 4 March 2026");
    has(&sentence, "--date-order dmy");
    for (order, day) in [(Order::Dmy, "2026-04-03"), (Order::Mdy, "2026-03-04")] {
        let wish = Wish { order: Some(order), ..Wish::default() };
        let mut place = Place::new();
        place.take(text.as_bytes(), &wish);
        let started = place.visits()[0].visit.started.expect("a time");
        assert_eq!(uncover::domain::time::local_time(started, -4 * 3_600).date_naive().to_string(), day);
        // The answer is remembered for this form.
        assert_eq!(place.plan(text.as_bytes(), &Wish::default()).ops, []);
    }
    let mixed = "Date,Room,Notes\n13/4/2026,Room 4,ten read\n5/16/2026,Room 9,two talk\n";
    has(&place.refused(mixed.as_bytes(), &Wish::default()), "on line 2 has the day first");
    has(&place.refused(b"Room,Notes\nRoom 4,ten read\n", &Wish::default()), "--date 2026-09-14");
}

#[test]
fn a_mapping_in_another_language_is_remembered() {
    let mut place = Place::new();
    let text = "Jour;Salle;Élèves;Autre\n2026-09-14;Salle 4;ils lisent;x\n";
    has(&place.refused(text.as_bytes(), &Wish::default()), "“Élèves”");
    let wish = map(&[("jour", "date"), ("Salle", "room"), ("eleves", "about-students")]);
    assert_eq!(place.take(text.as_bytes(), &wish).notes(), 1);
    let more = format!("{text}2026-09-15;salle 4;ils parlent;y\n");
    let report = place.take(more.as_bytes(), &Wish::default());
    assert_eq!((report.notes(), report.visits, report.new_rooms.len()), (1, 1, 0));
    assert_eq!(report.columns[3].1, "left out: not known here; you can say what it is");
    has(&place.refused(text.as_bytes(), &map(&[("Raum", "room")])), "There is no heading “Raum”");
}

#[test]
fn a_row_a_note_with_an_own_number_of_the_visit() {
    let mut place = Place::new();
    let text = "obs_id,student_text,teacher_text,student_on_task\n4,Yeah.,Why?,0.5\n4,Yeah.,Because.,1\n7,No.,n/a,1\n";
    let day = Wish { day: chrono::NaiveDate::from_ymd_opt(2026, 9, 14), ..Wish::default() };
    let report = place.take(text.as_bytes(), &day);
    assert_eq!((report.visits, report.notes(), report.untimed), (2, 5, 2));
    assert_eq!(report.columns[3].1, "left out: it holds only numbers");
    assert_eq!(place.plan(text.as_bytes(), &day).ops, []);
}

#[test]
fn microsoft_forms_and_their_observers() {
    let mut place = Place::new();
    let text = "ID,Start time,Completion time,Email,Name,Room,Heads,Length,Notes,Tags\n\
                1,9/14/26 8:52:10,9/14/26 9:01:00,a@b.org,Kim Lee,Room 4,22,10 min,ten read,\"wait time; talk\"\n\
                2,9/14/26 9:10:00,9/14/26 9:20:00,anonymous,anonymous,Room 9,,,two talk,Talk\n";
    let report = place.take(text.as_bytes(), &Wish::default());
    assert_eq!((report.visits, report.new_observers, report.new_tags.len()), (2, 1, 2));
    let visits = place.visits();
    assert_eq!(visits[0].visit.ended.zip(visits[0].visit.started).map(|(e, s)| e - s), Some(600_000));
    assert_eq!(visits[0].notes[0].tags.len(), 2);
    assert_eq!(visits[1].notes[0].tags.len(), 1);
}

#[test]
fn rooms_are_matched_by_the_door_and_teachers_only_within_one() {
    let mut place = Place::new();
    let mut ids = IdSource::Seeded(77);
    let (room, fox) = (ids.next_uid(), ids.next_uid());
    let mut ops = acts::room(room, &RoomFacts { label: "Room 4".into(), teachers: vec![fox], ..RoomFacts::default() });
    ops.push(acts::teacher_named(fox, "Ms Fox"));
    let clock = place.clock();
    place.core.apply(&Act { clock, verb: Verb::AddRooms, ops }).expect("saved");
    let text = "Date,Room,Teacher,Notes\n\
                2026-09-14,ROOM 4,ms fox,one\n2026-09-15,Room 4,,two\n2026-09-16,Room 4,Mr Bell,three\n2026-09-17,Room 9,Ms Fox,four\n";
    let report = place.take(text.as_bytes(), &Wish::default());
    assert_eq!(report.new_rooms, ["Room 4", "Room 9"]);
    let known = place.reader().known().expect("rooms");
    assert_eq!(known.rooms.len(), 3);
    let foxes = known.teachers.values().filter(|t| t.name == "Ms Fox").count();
    assert_eq!(foxes, 2, "the same name in another room is somebody else");
    let of_fox: Vec<Uid> = known.rooms.iter().filter(|r| r.teachers.contains(&fox)).map(|r| r.uid).collect();
    assert_eq!(of_fox, [room]);
}

#[test]
fn what_was_not_checked_was_not_looked_for_unless_told() {
    let text =
        "Date,Room,Look-fors\n2026-09-14,Room 4,\"Cites the text; Works alone\"\n2026-09-14,Room 9,Works alone\n";
    let plain = Place::new().take(text.as_bytes(), &Wish::default());
    assert_eq!((plain.seen, plain.not_seen), (3, 0));
    let wish = Wish { unchecked_not_seen: Some(true), ..Wish::default() };
    let told = Place::new().take(text.as_bytes(), &wish);
    assert_eq!((told.seen, told.not_seen), (3, 1));
    // A sheet that ships is used where all labels are on it.
    let known = "Date,Room,Look-fors\n2026-09-14,Room 4,points to the text or the work\n";
    let sheet = Place::new().take(known.as_bytes(), &Wish::default()).sheet;
    assert_eq!(sheet, Some(("Learning walk".into(), false)));
    // More answers than a sheet can hold become notes.
    let mut many = String::from("Date,Room,Look-fors\n");
    for n in 0..70 {
        many.push_str(&format!("2026-09-14,Room {n},\"Common, answer {n}\"\n"));
    }
    let report = Place::new().take(many.as_bytes(), &Wish::default());
    assert_eq!((report.seen, report.notes()), (70 + 59, 11));
}

#[test]
fn every_encoding_and_delimiter_gives_the_same() {
    let table =
        |d: &str| ["Date", "Room", "Notes"].join(d) + "\r\n" + &["2026-09-14", "Salle é", "Zoë lit"].join(d) + "\r\n";
    let wide = |text: &str, be: bool| -> Vec<u8> {
        let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
        units.flat_map(|u: u16| if be { u.to_be_bytes() } else { u.to_le_bytes() }).collect()
    };
    let narrow = |text: &str| -> Vec<u8> { text.chars().map(|c| u8::try_from(u32::from(c)).expect("Latin")).collect() };
    let mut files = vec![format!("\u{feff}{}", table(",")).into_bytes(), narrow(&table(";"))];
    files.extend([wide(&table("\t"), false), wide(&table("|"), true)]);
    files.extend([",", ";", "\t", "|"].map(|d| table(d).into_bytes()));
    let ops = |bytes: &[u8]| Place::new().plan(bytes, &Wish::default()).ops;
    let first = ops(&files[0]);
    assert!(!first.is_empty());
    for file in &files {
        assert_eq!(ops(file), first);
    }
}

#[test]
fn broken_and_hostile_files_are_refused_with_their_line() {
    let place = Place::new();
    let head = "Date,Room,Notes\n2026-09-14,Room 4,ten read\n";
    let refused = |tail: &[u8]| place.refused(&[head.as_bytes(), tail].concat(), &Wish::default());
    has(&refused(b"2026-09-15,Room 4,\"open\n"), "line 3 opens a quotation mark that is never closed");
    has(&refused(b"2026-09-15,\"Room\" 4,x\n"), "line 3 has more text behind a closing quotation mark");
    has(&refused(b"2026-09-15,Room 4,a\0b\n"), "line 3 holds a zero byte");
    has(&refused(b"2026-09-15,Roo"), "line 3 ends after 2 of 3 cells");
    has(
        &refused(format!("2026-09-15,Room 4,{}\n", "x".repeat(70_000)).as_bytes()),
        "line 3 has a cell of more than 64 KiB",
    );
    has(&place.refused(b"", &Wish::default()), "is empty");
    has(&place.refused(b"a,b\n1,2\n", &Wish::default()), "No column of walks.csv is known");
    has(&place.refused(b"PK\x03\x04 rest", &Wish::default()), "no whole zip archive");
    has(&place.refused("x,".repeat(400).as_bytes(), &Wish::default()), "300");
    assert!(forms::open(&place.folder.path().join("none.csv")).is_err());
    // What is wrong with one row costs that row alone.
    let rows = format!("{head}soon,Room 4,x\n2026-09-15,Room 4,y,z\n2026-09-16,Room 4,w\n");
    let report = place.plan(rows.as_bytes(), &Wish::default()).report;
    let why: Vec<String> = report.skips.list().iter().map(|s| s.words()).collect();
    assert_eq!(
        why,
        [
            "walks.csv line 4: has 4 cells where there are 3 headings",
            "walks.csv line 3: the day “soon” cannot be read as a date (month first)"
        ]
    );
    assert_eq!(report.visits, 2);
}

#[test]
fn answers_are_split_as_told() {
    let text = "Date,Room,Notes\n2026-09-14,Room 4,\"one; two. Three “a; b. C”\nfour\"\n";
    let notes = |split| {
        let mut place = Place::new();
        place.take(text.as_bytes(), &Wish { split: Some(split), ..Wish::default() });
        let mut texts = place.texts();
        texts.sort();
        texts
    };
    assert_eq!(notes(Split::Lines), ["four", "one; two. Three “a; b. C”"]);
    assert_eq!(notes(Split::Clauses), ["four", "one", "two. Three “a; b. C”"]);
    assert_eq!(notes(Split::Sentences), ["Three “a; b. C”", "four", "one; two."]);
    assert_eq!(notes(Split::Cell), ["one; two. Three “a; b. C” four"]);
}

#[test]
fn the_documented_example_is_what_happens() {
    let block = |fence: &str| DOC.split(fence).nth(1).and_then(|rest| rest.split("```").next()).expect("a block");
    let report = Place::new().plan(block("```csv\n").as_bytes(), &Wish::default()).report;
    let shown = block("```text\n");
    let mut lines = report.lines();
    lines.push(String::new());
    lines.push("This is what would come in. Nothing was changed yet: the same without --dry-run takes it in.\n".into());
    assert_eq!(lines.join("\n"), shown);
    for (column, word, ..) in forms::COLUMNS {
        assert!(DOC.contains(&format!("`{word}`")), "{column:?} is in docs/forms.md");
    }
}

/// What a file that holds nothing says.
fn nothing() -> Around<'static> {
    Around {
        known: Default::default(),
        observers: Vec::new(),
        tags: Vec::new(),
        sheets: Vec::new(),
        now: MORNING.utc,
        follow_ups_stay: 1_000_000,
        offset: &|_| 0,
        there: &|_, _| Ok(Default::default()),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn any_bytes_are_taken_or_refused(
        bytes in prop::collection::vec(any::<u8>(), 0..200),
        rows in "([0-9/.:\" ,;a-zé\n-]{0,120})",
    ) {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("x.csv");
        for file in [bytes, format!("Date,Room,Notes,Look-fors,Tags\n{rows}").into_bytes()] {
            fs::write(&path, &file).expect("written");
            let read = forms::open(&path).and_then(|open| forms::read(&open, &Wish::default(), &mut |_| {}));
            match read {
                Err(refused) => prop_assert!(refused.to_string().contains("Nothing was changed.")),
                Ok(form) => {
                    let taken = forms::plan(&form, &Wish::default(), &nothing()).expect("a plan");
                    prop_assert!(taken.report.lines().iter().all(|line| !line.chars().any(char::is_control)));
                }
            }
        }
    }
}

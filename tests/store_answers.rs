//! What the store answers, on a small school whose numbers can be counted by hand.

#![allow(clippy::panic, reason = "a test says what it got, and its child what it saved")]

use std::path::Path;
use uncover::domain::act::{Act, Op, Stream, Value, Verb};
use uncover::domain::id::{IdSource, Uid};
use uncover::domain::mark::{Tick, Way};
use uncover::domain::pattern::{Numbers, PatternStatus, Role};
use uncover::domain::schema::*;
use uncover::domain::time::Hlc;
use uncover::store::api::*;
use uncover::store::{Core, OpenOptions, Reader};

const DAY: i64 = 86_400_000;
const START: i64 = 20_600 * DAY;

fn uid(kind: Kind, n: u64) -> Uid {
    Uid::of_content(format!("{kind:?} {n}").as_bytes())
}

struct School {
    _folder: tempfile::TempDir,
    core: Core,
    clock: i64,
}

impl School {
    /// Four rooms with three teachers (room 4 has none), and a walk through all four, room 4 skipped.
    fn new() -> School {
        let folder = tempfile::tempdir().expect("a folder");
        let options = OpenOptions { data_dir: folder.path().join("data"), now: START, ids: IdSource::System };
        let core = Core::open(&folder.path().join("a.uncover"), &options).expect("opened");
        let mut school = School { _folder: folder, core, clock: 0 };
        let mut ops = Vec::new();
        for n in 1..=4 {
            ops.push(Op::new(Kind::Classroom, uid(Kind::Classroom, n)).text(classroom::LABEL, format!("Room {n}")));
            if n < 4 {
                ops.push(Op::new(Kind::Teacher, uid(Kind::Teacher, n)).text(teacher::NAME, format!("Teacher {n}")));
                let teachers = Value::Members(vec![(uid(Kind::Teacher, n), 1)]);
                ops.push(Op::new(Kind::Classroom, uid(Kind::Classroom, n)).set(classroom::TEACHERS, teachers));
            }
        }
        ops.push(
            Op::new(Kind::Walk, uid(Kind::Walk, 1))
                .int(walk::DAY, 20_600)
                .text(walk::FOCUS, "What are students asked?")
                .int(walk::STARTED, START),
        );
        for n in 1..=4u64 {
            let started = START + n as i64 * 600_000;
            let mut op = Op::new(Kind::Visit, uid(Kind::Visit, n))
                .refer(visit::WALK, uid(Kind::Walk, 1))
                .refer(visit::CLASSROOM, uid(Kind::Classroom, n))
                .int(visit::STARTED, started)
                .int(visit::ENDED, started + 300_000);
            if n == 4 {
                op = op.text(visit::SKIPPED, "test");
            }
            ops.push(op);
        }
        school.act(Verb::StartWalk, ops);
        school
    }

    fn act(&mut self, verb: Verb, ops: Vec<Op>) {
        self.clock += 1;
        self.core.apply(&Act { clock: Hlc(((START + self.clock) << 16) | 1), verb, ops }).expect("applied");
    }

    fn undo(&mut self) {
        self.clock += 1;
        self.core.undo(Hlc(((START + self.clock) << 16) | 1)).expect("undone");
    }

    fn note(&mut self, n: u64, visit: u64, text: &str) {
        let op = Op::new(Kind::Note, uid(Kind::Note, n)).refer(note::VISIT, uid(Kind::Visit, visit));
        self.act(Verb::AddNote, vec![op.int(note::AT, n as i64 * 1_000).text(note::TEXT, text)]);
    }

    fn reader(&self) -> Reader {
        let mut reader = Reader::open(self.core.path()).expect("opened");
        reader.set_now(START + DAY);
        reader
    }

    fn found(&self, filter: Filter) -> Vec<String> {
        match self.reader().answer(&Ask::Notes { filter, from: From::Newest, limit: 50 }) {
            Answer::Notes(page) => page.rows.into_iter().map(|r| r.text).collect(),
            other => panic!("no notes: {other:?}"),
        }
    }

    fn pattern(&self) -> PatternView {
        match self.reader().answer(&Ask::Pattern { pattern: uid(Kind::Pattern, 1), evidence: 10 }) {
            Answer::Pattern(Some(view)) => view,
            other => panic!("no pattern: {other:?}"),
        }
    }
}

fn search(text: &str) -> Filter {
    Filter { search: text.into(), ..Filter::default() }
}

fn tagged(n: u64, tag: u64, on: i64) -> Op {
    Op::new(Kind::Note, uid(Kind::Note, n)).set(note::TAGS, Value::Members(vec![(uid(Kind::Tag, tag), on)]))
}

#[test]
fn a_patterns_numbers_count_visits_over_teachers_with_their_denominator() {
    let mut school = School::new();
    for (n, visit) in [(1, 1), (2, 1), (3, 2), (4, 3)] {
        school.note(n, visit, &format!("note {n}"));
    }
    let role = |n, role: Role| (uid(Kind::Note, n), role as i64);
    let evidence = vec![role(1, Role::Supports), role(2, Role::Complicates), role(3, Role::Complicates)];
    let op = Op::new(Kind::Pattern, uid(Kind::Pattern, 1))
        .text(pattern::STATEMENT, "Answers are short")
        .set(pattern::EVIDENCE, Value::Members(evidence));
    school.act(Verb::CreatePattern, vec![op]);
    // Visit 1 has both and supports; visit 2 complicates; visit 3 says nothing; visit 4 was skipped and is none.
    let view = school.pattern();
    let expected = Numbers { supporting: 1, complicating: 1, looked: 2, visits: 3, teachers: 1, observers: 0 };
    assert_eq!(view.pattern.numbers, Some(expected));
    let Answer::PatternList(rows) = school.reader().answer(&Ask::PatternList) else { panic!("no list") };
    assert_eq!(rows, [PatternRow { numbers: None, ..view.pattern.clone() }], "the same without its numbers");
    assert_eq!((view.supports_count, view.complicates_count), (1, 2));
    assert_eq!(view.weeks.iter().map(|(_, some, all)| (*some, *all)).collect::<Vec<_>>(), [(1, 3)]);

    let mark = |n, visit, value| {
        Op::new(Kind::Mark, uid(Kind::Mark, n))
            .refer(mark::VISIT, uid(Kind::Visit, visit))
            .text(mark::LOOK_FOR, "cites")
            .int(mark::WAY, Way::Tick as i64)
            .int(mark::VALUE, value)
    };
    let marks =
        vec![mark(1, 3, Tick::Seen as i64), mark(2, 4, Tick::Seen as i64), mark(3, 2, Tick::NotLookedFor as i64)];
    // Where a note supports it and its look-for was seen too, it is one visit all the same.
    let marks = [marks, vec![mark(4, 1, Tick::Seen as i64)]].concat();
    school.act(Verb::MarkLookFor, marks);
    let look_for = Op::new(Kind::Pattern, uid(Kind::Pattern, 1)).text(pattern::LOOK_FOR, "cites");
    school.act(Verb::EditPattern, vec![look_for]);
    let expected = Numbers { supporting: 2, complicating: 1, looked: 3, visits: 3, teachers: 2, observers: 0 };
    assert_eq!((school.pattern().pattern.numbers, school.pattern().put_in), (Some(expected), 3));

    let status =
        |status: PatternStatus| vec![Op::new(Kind::Pattern, uid(Kind::Pattern, 1)).int(pattern::STATUS, status as i64)];
    school.act(Verb::SetPatternStatus, status(PatternStatus::Discussed));
    school.act(Verb::SetPatternStatus, status(PatternStatus::SetAside));
    school.undo();
    let view = school.pattern();
    assert_eq!(view.pattern.status, PatternStatus::Discussed);
    assert_eq!(view.history.iter().map(|(_, s)| *s).collect::<Vec<_>>(), [PatternStatus::Discussed]);
}

#[test]
fn what_was_deleted_leaves_search_lists_and_counts_and_comes_back_with_undo() {
    let mut school = School::new();
    school.act(Verb::CreateTag, vec![Op::new(Kind::Tag, uid(Kind::Tag, 1)).text(tag::NAME, "wait-time")]);
    school.note(1, 1, "waits three seconds");
    school.note(2, 2, "waits not at all");
    school.act(Verb::TagNotes, vec![tagged(1, 1, 1), tagged(2, 1, 1)]);
    let counts = |school: &School| match school.reader().answer(&Ask::Tags) {
        Answer::Tags(tags) => tags.iter().map(|t| (t.notes, t.visits)).collect::<Vec<_>>(),
        other => panic!("no tags: {other:?}"),
    };
    assert_eq!((school.found(search("waits")).len(), counts(&school)), (2, vec![(2, 2)]));
    school.act(Verb::DeleteNote, vec![Op::new(Kind::Note, uid(Kind::Note, 1)).int(DELETED, 1)]);
    assert_eq!((school.found(search("waits")).len(), counts(&school)), (1, vec![(1, 1)]));
    school.undo();
    assert_eq!((school.found(search("waits")).len(), counts(&school)), (2, vec![(2, 2)]));
    school.act(Verb::DeleteVisit, vec![Op::new(Kind::Visit, uid(Kind::Visit, 2)).int(DELETED, 1)]);
    assert_eq!((school.found(Filter::default()).len(), counts(&school)), (1, vec![(1, 1)]));
    school.act(Verb::DeleteWalk, vec![Op::new(Kind::Walk, uid(Kind::Walk, 1)).int(DELETED, 1)]);
    assert_eq!((school.found(Filter::default()).len(), counts(&school)), (0, vec![(0, 0)]));
}

#[test]
fn merged_tags_and_rooms_are_found_under_what_they_became() {
    let mut school = School::new();
    let named = |n, name: &str| Op::new(Kind::Tag, uid(Kind::Tag, n)).text(tag::NAME, name);
    school.act(Verb::CreateTag, vec![named(1, "wait-time"), named(2, "waiting"), named(3, "three-seconds")]);
    let below = Op::new(Kind::Tag, uid(Kind::Tag, 3)).refer(tag::PARENT, uid(Kind::Tag, 1));
    school.act(Verb::EditTag, vec![below]);
    school.note(1, 1, "both");
    school.note(2, 2, "below");
    school.act(Verb::TagNotes, vec![tagged(1, 1, 1), tagged(1, 2, 1), tagged(2, 3, 1)]);
    school.act(Verb::MergeTags, vec![Op::new(Kind::Tag, uid(Kind::Tag, 2)).refer(tag::MERGED, uid(Kind::Tag, 1))]);
    let by_tag = |n| Filter { tag: Some(IdText(uid(Kind::Tag, n))), ..Filter::default() };
    assert_eq!(school.found(by_tag(1)), ["below", "both"]);
    assert_eq!(school.found(by_tag(2)), ["below", "both"]);
    let Answer::Tags(tags) = school.reader().answer(&Ask::Tags) else { panic!("no tags") };
    let rows: Vec<_> = tags.iter().map(|t| (t.name.as_str(), t.notes, t.visits)).collect();
    assert_eq!(rows, [("three-seconds", 1, 1), ("wait-time", 1, 1)]);
    let merge = Op::new(Kind::Classroom, uid(Kind::Classroom, 1)).refer(classroom::MERGED, uid(Kind::Classroom, 2));
    school.act(Verb::EditRoom, vec![merge]);
    let room = Filter { room: Some(IdText(uid(Kind::Classroom, 2))), ..Filter::default() };
    assert_eq!(school.found(room).len(), 2);
    let Answer::Rooms(rooms) = school.reader().answer(&Ask::Rooms { limit: 10 }) else { panic!("no rooms") };
    assert_eq!(rooms.iter().map(|r| r.label.as_str()).collect::<Vec<_>>(), ["Room 2", "Room 3", "Room 4"]);
}

#[test]
fn follow_ups_expire_from_lists_at_once_and_from_the_file_for_good() {
    let mut school = School::new();
    let follow_up = |n, expires| {
        Op::new(Kind::Note, uid(Kind::Note, n))
            .in_stream(Stream::Private)
            .refer(note::VISIT, uid(Kind::Visit, 1))
            .int(note::KIND, 5)
            .text(note::TEXT, format!("ask about zebrafish {n}"))
            .int(note::EXPIRES, expires)
    };
    school.act(Verb::AddNote, vec![follow_up(1, START + 5), follow_up(2, START + 2 * DAY), follow_up(3, 0)]);
    assert_eq!(school.found(search("zebrafish")).len(), 2);
    assert_eq!(school.core.expire_follow_ups(START + DAY).expect("expired"), 1);
    let path = school.core.path().to_path_buf();
    let mut texts = String::new();
    let reader = school.reader();
    reader
        .each_act(true, true, |act| {
            act.ops.iter().for_each(|op| texts.push_str(&op.to_string()));
            std::ops::ControlFlow::Continue(())
        })
        .expect("read");
    drop(reader);
    assert!(!texts.contains("zebrafish 1") && texts.contains("zebrafish 2"));
    assert!(uncover::store::check::check(&path).expect("checked").sound);
    school.core.close().expect("closed");
    assert_eq!(raw_count(&path, b"zebrafish 1"), 0, "not in the raw bytes either");
    assert!(raw_count(&path, b"zebrafish 2") > 0);
}

fn raw_count(path: &Path, wanted: &[u8]) -> usize {
    std::fs::read(path).expect("readable").windows(wanted.len()).filter(|w| *w == wanted).count()
}

#[test]
fn a_visit_has_its_number_and_what_the_teacher_said() {
    let mut school = School::new();
    school.note(1, 3, "reads aloud");
    let evidence = Value::Members(vec![(uid(Kind::Note, 1), Role::Complicates as i64)]);
    let pattern = Op::new(Kind::Pattern, uid(Kind::Pattern, 1)).text(pattern::STATEMENT, "a");
    school.act(Verb::CreatePattern, vec![pattern.set(pattern::EVIDENCE, evidence)]);
    let said = |n: u64, at: i64, text: &str| {
        let op = Op::new(Kind::Reply, uid(Kind::Reply, n)).refer(reply::VISIT, uid(Kind::Visit, 3));
        op.int(reply::AT, at).text(reply::TEXT, text)
    };
    school.act(Verb::WriteReply, vec![said(1, 20, "it was a review lesson")]);
    school.act(Verb::WriteReply, vec![said(2, 10, "pairs came after you left")]);
    let visit = |school: &School, n| match school.reader().answer(&Ask::Visit(uid(Kind::Visit, n))) {
        Answer::Visit(Some(view)) => view,
        other => panic!("no visit: {other:?}"),
    };
    let texts = |school: &School| visit(school, 3).replies.into_iter().map(|r| r.text).collect::<Vec<_>>();
    let view = visit(&school, 3);
    assert_eq!((view.visit.number, view.notes[0].number), (Some(3), Some(3)));
    assert_eq!(visit(&school, 4).visit.number, None, "a skipped room is no visit");
    assert_eq!(
        view.evidence.iter().map(|e| (e.note, e.role)).collect::<Vec<_>>(),
        [(uid(Kind::Note, 1), Role::Complicates)]
    );
    assert_eq!(texts(&school), ["pairs came after you left", "it was a review lesson"]);
    school.act(Verb::EditReply, vec![Op::new(Kind::Reply, uid(Kind::Reply, 1)).text(reply::TEXT, "a review")]);
    school.act(Verb::DeleteReply, vec![Op::new(Kind::Reply, uid(Kind::Reply, 2)).int(DELETED, 1)]);
    assert_eq!(texts(&school), ["a review"]);
    school.undo();
    school.undo();
    assert_eq!(texts(&school), ["pairs came after you left", "it was a review lesson"]);
    assert!(!visit(&school, 3).replies.iter().any(|r| r.two_versions));
}

#[test]
fn home_and_today_say_what_is_left() {
    let mut school = School::new();
    school.note(1, 1, "reads page 44");
    school.note(2, 2, "asks why");
    school.act(Verb::CreateTag, vec![Op::new(Kind::Tag, uid(Kind::Tag, 1)).text(tag::NAME, "why")]);
    school.act(Verb::TagNotes, vec![tagged(2, 1, 1)]);
    let reader = school.reader();
    let Answer::Home(home) = reader.answer(&Ask::Home { today: (START, START + DAY), lately: START, due: None }) else {
        panic!("no home")
    };
    assert!(!home.empty);
    assert_eq!((home.notes, home.visits_today, home.untagged_today, home.slips_today), (2, 3, 1, 2));
    assert_eq!((home.rooms, home.rooms_seen, home.not_lately), (4, 3, vec!["Room 4".to_string()]));
    let Answer::Today(today) = reader.answer(&Ask::Today { from: START, to: START + DAY }) else { panic!("no today") };
    let untagged: Vec<_> = today.iter().map(|v| v.untagged.len()).collect();
    assert_eq!(untagged, [1, 0, 0]);
    let slips: Vec<_> = today.iter().map(|v| v.wants_slip).collect();
    assert_eq!(slips, [true, true, false], "nothing was kept of the third, so there is nothing for a slip");
}

#[test]
fn visits_come_in_pages_newest_first_and_those_without_a_time_last() {
    let mut school = School::new();
    let timeless = |n| Op::new(Kind::Visit, uid(Kind::Visit, n)).refer(visit::WALK, uid(Kind::Walk, 1));
    school.act(Verb::AddNote, vec![timeless(5), timeless(6)]);
    let reader = school.reader();
    let mut before = None;
    let mut pages = Vec::new();
    loop {
        let Answer::Visits(page) = reader.answer(&Ask::Visits { before, limit: 2 }) else { panic!("no visits") };
        pages.push(page.rows.iter().map(|v| v.uid).collect::<Vec<_>>());
        before = page.older;
        if before.is_none() {
            break;
        }
    }
    let expected: [&[u64]; 3] = [&[3, 2], &[1, 6], &[5]];
    let expected = expected.map(|page| page.iter().map(|n| uid(Kind::Visit, *n)).collect::<Vec<_>>());
    assert_eq!(pages, expected, "the skipped room is no visit");
}

#[test]
fn a_note_keeps_its_earlier_texts_and_an_empty_file_answers_everything() {
    let mut school = School::new();
    school.note(1, 1, "first");
    for text in ["second", "third"] {
        school.act(Verb::EditNote, vec![Op::new(Kind::Note, uid(Kind::Note, 1)).text(note::TEXT, text)]);
    }
    let Answer::NoteHistory(texts) = school.reader().answer(&Ask::NoteHistory(uid(Kind::Note, 1))) else {
        panic!("no history")
    };
    assert_eq!(texts.into_iter().map(|(_, t)| t).collect::<Vec<_>>(), ["second", "first"]);

    let folder = tempfile::tempdir().expect("a folder");
    let options = OpenOptions { data_dir: folder.path().join("data"), now: START, ids: IdSource::System };
    let path = folder.path().join("empty.uncover");
    let _core = Core::open(&path, &options).expect("opened");
    let reader = Reader::open(&path).expect("opened");
    let filter = Filter { tag: Some(IdText(uid(Kind::Tag, 1))), search: "x \"y z\"".into(), ..Filter::default() };
    for ask in [
        Ask::Resume,
        Ask::Home { today: (0, DAY), lately: 0, due: Some((0, DAY)) },
        Ask::Notes { filter: filter.clone(), from: From::Newest, limit: 5 },
        Ask::Notes { filter: Filter::default(), from: From::Around(uid(Kind::Note, 1)), limit: 5 },
        Ask::NotesCount { filter, cap: 5 },
        Ask::Visit(uid(Kind::Visit, 1)),
        Ask::Walk(uid(Kind::Walk, 1)),
        Ask::Walks { before: None, limit: 5 },
        Ask::Rooms { limit: 5 },
        Ask::Observers,
        Ask::Tags,
        Ask::TopTags(5),
        Ask::Patterns,
        Ask::PatternList,
        Ask::Pattern { pattern: uid(Kind::Pattern, 1), evidence: 5 },
        Ask::FilterChoices,
        Ask::Views,
        Ask::Today { from: 0, to: DAY },
        Ask::Hunch { focus: "x".into() },
        Ask::Info,
        Ask::NoteHistory(uid(Kind::Note, 1)),
        Ask::Coverage { since: 0 },
    ] {
        let answer = reader.answer(&ask);
        assert!(!matches!(answer, Answer::Failed(_)), "{ask:?}: {answer:?}");
    }
}

/// Words of every frequency, in a file large enough that each is found in another way.
#[test]
fn a_rare_a_middling_and_a_common_word_are_found_in_the_same_order() {
    let mut school = School::new();
    let text = |n: u64| {
        let old = n < 9_000;
        let rare = if n.is_multiple_of(1_000) { "rare" } else { "" };
        let middling = if old && n.is_multiple_of(3) { "middling" } else { "" };
        format!("note {n} common {rare} {middling}")
    };
    let ops = (0..12_000u64).map(|n| {
        let op = Op::new(Kind::Note, uid(Kind::Note, n)).refer(note::VISIT, uid(Kind::Visit, n % 3 + 1));
        op.int(note::AT, (n / 3) as i64).text(note::TEXT, text(n))
    });
    school.act(Verb::AddNote, ops.collect());
    let newest_first = |word: &str| -> Vec<String> {
        // Visit 3 is the newest, then 2, then 1; later in a visit is newer.
        let mut all: Vec<u64> = (0..12_000).filter(|n| text(*n).contains(word)).collect();
        all.sort_by_key(|n| std::cmp::Reverse((n % 3, n / 3)));
        all.into_iter().map(text).map(|t| t.trim().to_string()).collect()
    };
    for (word, count) in [("rare", 12), ("middling", 3_000), ("common", 12_000)] {
        let expected = newest_first(word);
        assert_eq!(expected.len(), count);
        let (mut found, mut from) = (Vec::new(), From::Newest);
        while let Answer::Notes(page) = school.reader().answer(&Ask::Notes { filter: search(word), from, limit: 700 }) {
            found.extend(page.rows.iter().map(|r| r.text.trim().to_string()));
            match page.rows.last().filter(|_| page.more_below) {
                Some(last) => from = From::After(last.key),
                None => break,
            }
        }
        assert_eq!(found, expected, "{word}");
        let oldest = school.reader().answer(&Ask::Notes { filter: search(word), from: From::Oldest, limit: 5 });
        let Answer::Notes(page) = oldest else { panic!("no notes: {oldest:?}") };
        let oldest: Vec<String> = page.rows.iter().map(|r| r.text.trim().to_string()).collect();
        assert_eq!(oldest, expected[count - 5..], "{word} from the oldest");
    }
}

#[test]
fn every_filter_finds_the_same_by_list_and_by_walking() {
    let mut school = School::new();
    for n in 0..30 {
        school.note(n, n % 3 + 1, &format!("note {n} {}", if n % 2 == 0 { "even" } else { "odd" }));
    }
    let all = school.found(Filter::default());
    assert_eq!(all.len(), 30);
    let even = school.found(search("even"));
    assert_eq!(even, all.iter().filter(|t| t.contains("even")).cloned().collect::<Vec<_>>());
    let visit = Filter { visit: Some(IdText(uid(Kind::Visit, 2))), ..search("odd") };
    let expected: Vec<_> =
        (0..30u64).rev().filter(|n| n % 3 == 1 && n % 2 == 1).map(|n| format!("note {n} odd")).collect();
    assert_eq!(school.found(visit), expected);
    let period = Filter { from: Some(START + 1_200_000), to: Some(START + 1_800_000), ..Filter::default() };
    assert_eq!(school.found(period).len(), 10);
    let unknown = Filter { tag: Some(IdText(uid(Kind::Tag, 99))), ..Filter::default() };
    assert!(school.found(unknown).is_empty());
}

#[test]
fn sheets_are_those_of_the_newest_walks_each_once() {
    let mut school = School::new();
    let used = |school: &School| match school.reader().answer(&Ask::Sheets) {
        Answer::Sheets(sheets) => sheets.into_iter().map(|s| s.body).collect::<Vec<_>>(),
        other => panic!("no sheets: {other:?}"),
    };
    assert_eq!(used(&school), Vec::<String>::new());
    let walked = |n: u64, day: i64, body: &str| {
        let (sheet, op) = uncover::domain::acts::sheet_used("ours", "Ours", body);
        vec![op, Op::new(Kind::Walk, uid(Kind::Walk, n)).int(walk::DAY, day).refer(walk::SHEET, sheet)]
    };
    for (n, day, body) in [(2, 20_601, "a"), (3, 20_603, "b"), (4, 20_602, "c"), (5, 20_604, "a")] {
        school.act(Verb::PlanWalk, walked(n, day, body));
    }
    assert_eq!(used(&school), ["a", "b", "c"]);
    // A walk that was taken back counts no more; the same sheet is then known from an older one.
    school.undo();
    assert_eq!(used(&school), ["b", "c", "a"]);
    for n in 10..40 {
        school.act(Verb::PlanWalk, walked(n, 20_700, &n.to_string()));
    }
    assert_eq!(used(&school).len(), 12);
}

#[test]
fn a_visit_written_afterwards_without_a_length_is_over() {
    let mut school = School::new();
    let paper = Op::new(Kind::Visit, uid(Kind::Visit, 5)).refer(visit::WALK, uid(Kind::Walk, 1));
    school.act(Verb::WriteVisit, vec![paper.int(visit::STARTED, START + 3_600_000).int(visit::ORIGIN, 2)]);
    school.note(1, 5, "reads aloud");
    let reader = school.reader();
    let Answer::Today(today) = reader.answer(&Ask::Today { from: START, to: START + DAY }) else { panic!("no today") };
    assert!(today.iter().any(|t| t.visit.uid == uid(Kind::Visit, 5) && t.untagged.len() == 1), "it is to be finished");
    let due = Some((START, START + DAY));
    let Answer::Home(home) = reader.answer(&Ask::Home { today: (START, START + DAY), lately: START, due }) else {
        panic!("no home")
    };
    assert_eq!((home.visits_today, home.papers_due.len()), (4, 1));
    let Answer::Resume(resume) = reader.answer(&Ask::Resume) else { panic!("no resume") };
    assert_eq!(resume.visit.map(|v| v.visit.uid), Some(uid(Kind::Visit, 3)), "nobody stands in its room");
}

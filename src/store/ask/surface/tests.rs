//! What is noticed, decided and kept, and what patterns and hunches say, on a school small enough to count by hand.

#![allow(clippy::panic, reason = "a test says what it got")]

use super::*;
use crate::domain::act::{Act, Op, Value, Verb};
use crate::domain::acts;
use crate::domain::id::IdSource;
use crate::domain::mark::{Tick, Way};
use crate::domain::note::NoteKind;
use crate::domain::pattern::{Numbers, PatternKind, Role};
use crate::domain::schema::*;
use crate::domain::suggestion::AgainstHunch;
use crate::insight::suggest::{Ground, Rests, SignKey, Suggestion};
use crate::store::api::{Answer, Ask, Event, GroundVisit, HunchCheck, Lane, PatternView, Question};
use crate::store::{Core, OpenOptions, Store};
use std::sync::Mutex;
use std::sync::mpsc::channel;

/// What `fresh` makes of two suggestions.
fn counted_two(reader: &Reader, today: i64) -> Res<Surface> {
    fresh_of(reader, today, reader.with_facts(|facts| two(facts, 0))?)
}

const HOUR: i64 = 3_600_000;
const DAY: i64 = 20_600;
const START: i64 = DAY * 24 * HOUR + 9 * HOUR;

fn uid(kind: Kind, n: u64) -> Uid {
    Uid::of_content(format!("{kind:?} {n}").as_bytes())
}

struct School {
    folder: tempfile::TempDir,
    core: Core,
    reader: Reader,
    clock: i64,
}

impl School {
    /// A walk through three rooms of two teachers at nine, ten and thirteen o'clock.
    fn new() -> School {
        let folder = tempfile::tempdir().expect("a folder");
        let (core, reader) = open(folder.path());
        let mut school = School { folder, core, reader, clock: 0 };
        let mut ops = vec![
            Op::new(Kind::Walk, uid(Kind::Walk, 1)).int(walk::DAY, DAY).text(walk::FOCUS, "Who talks?"),
            acts::walk_started(uid(Kind::Walk, 1), START),
        ];
        for n in 1..=3u64 {
            let teacher = uid(Kind::Teacher, n.min(2));
            ops.push(Op::new(Kind::Teacher, teacher).text(teacher::NAME, format!("Teacher {}", n.min(2))));
            ops.push(
                Op::new(Kind::Classroom, uid(Kind::Classroom, n))
                    .text(classroom::LABEL, format!("Room {n}"))
                    .text(classroom::GRADE, "4")
                    .set(classroom::TEACHERS, Value::Members(vec![(teacher, 1)])),
            );
            let hour = [0, 1, 4][n as usize - 1];
            ops.push(
                Op::new(Kind::Visit, uid(Kind::Visit, n))
                    .refer(visit::WALK, uid(Kind::Walk, 1))
                    .refer(visit::CLASSROOM, uid(Kind::Classroom, n))
                    .int(visit::STARTED, START + hour * HOUR),
            );
        }
        school.act(Verb::StartWalk, ops);
        school
    }

    fn act(&mut self, verb: Verb, ops: Vec<Op>) {
        self.clock += 1;
        self.core.apply(&Act { clock: Hlc((START + self.clock) << 16), verb, ops }).expect("applied");
    }

    fn undo(&mut self) {
        self.clock += 1;
        self.core.undo(Hlc((START + self.clock) << 16)).expect("undone");
    }

    /// Note n in a visit, n minutes after it began, with tags.
    fn note(&mut self, n: u64, visit: u64, tags: &[u64]) {
        let op = Op::new(Kind::Note, uid(Kind::Note, n)).refer(note::VISIT, uid(Kind::Visit, visit));
        let mut ops = vec![op.int(note::AT, n as i64 * 60_000).text(note::TEXT, format!("note {n}"))];
        let tags: Vec<Uid> = tags.iter().map(|t| uid(Kind::Tag, *t)).collect();
        ops.push(acts::note_tagged(uid(Kind::Note, n), NoteKind::Evidence, &tags, true));
        self.act(Verb::AddNote, ops);
    }

    fn tag(&mut self, n: u64, parent: Option<u64>) {
        let op = acts::tag_named(uid(Kind::Tag, n), &format!("tag-{n}"));
        self.act(Verb::CreateTag, vec![op.maybe(tag::PARENT, parent.map(|p| Value::Ref(uid(Kind::Tag, p))))]);
    }

    fn decide(&mut self, key: &str, decision: Decision, until: Option<i64>) {
        let decided = Decided { decision, until, why: "not now".into(), pattern: None };
        self.act(Verb::DismissSuggestion, vec![acts::decided(key, &decided)]);
    }

    fn shown(&self, today: i64) -> Vec<String> {
        let surface = counted_two(&self.reader, today).expect("counted");
        surface.suggestions.into_iter().map(|s| s.key).collect()
    }

    fn ask(&self, ask: Ask) -> Answer {
        match self.reader.answer(&ask) {
            Answer::Failed(trouble) => panic!("{trouble:?}"),
            answer => answer,
        }
    }

    fn pattern(&self) -> PatternView {
        match self.ask(Ask::Pattern { pattern: uid(Kind::Pattern, 1), evidence: 10 }) {
            Answer::Pattern(Some(view)) => view,
            other => panic!("{other:?}"),
        }
    }

    fn hunches(&self) -> Vec<HunchCheck> {
        let Answer::HunchCheck(found) = self.ask(Ask::HunchCheck) else { panic!("another answer") };
        found
    }
}

fn open(folder: &std::path::Path) -> (Core, Reader) {
    let core = Core::open(&folder.join("a.uncover"), &options(folder)).expect("a file");
    let mut reader = Reader::open(&folder.join("a.uncover")).expect("opened");
    reader.set_now(START + 100 * HOUR);
    (core, reader)
}

fn options(folder: &std::path::Path) -> OpenOptions {
    OpenOptions { data_dir: folder.join("data"), now: START, ids: IdSource::System }
}

/// An engine that always finds the same two things, resting on all visits there are.
fn two(facts: &Facts, _: i32) -> Vec<Suggestion> {
    let visits: Vec<i64> =
        (0..facts.visits.len() * 100).rev().filter_map(|n| facts.visits.id(n % facts.visits.len())).collect();
    let made = |key: &str, sort| Suggestion {
        key: key.into(),
        sort,
        title: "one-word answers".into(),
        reason: "In many visits.".into(),
        statement: None,
        share: None,
        against: None,
        exact: Vec::new(),
        rests: Rests::default(),
        grounds: vec![Ground { heading: "seen".into(), visits: visits.clone(), count: 300, signs: Vec::new() }],
        sign: None,
        pattern: None,
        weight: 1.0,
    };
    vec![made("repeats/tag:a", Sort::Repeats), made("blind-spot/hours:late", Sort::BlindSpot)]
}

#[test]
fn what_was_dismissed_is_gone_until_it_is_brought_back_and_what_was_put_off_comes_on_its_day() {
    let mut school = School::new();
    let both = ["repeats/tag:a", "blind-spot/hours:late"];
    assert_eq!(school.shown(DAY), both);
    school.decide(both[0], Decision::Dismissed, None);
    school.decide(both[1], Decision::PutOff, Some(DAY + 7));
    // What was decided of two notes is no suggestion.
    school.decide("like/a/b", Decision::Dismissed, None);
    assert_eq!(school.shown(DAY), [""; 0]);
    assert_eq!(school.shown(DAY + 6), [""; 0]);
    assert_eq!(school.shown(DAY + 7), [both[1]]);
    let counts = |day| {
        let surface = counted_two(&school.reader, day).expect("counted");
        (surface.dismissed, surface.put_off, surface.accepted)
    };
    assert_eq!([counts(DAY), counts(DAY + 7)], [(1, 1, 0), (1, 0, 0)]);
    let Answer::Decided(rows) = school.ask(Ask::Decided) else { panic!("another answer") };
    assert_eq!(rows.iter().map(|r| r.topic.as_str()).collect::<Vec<_>>(), [both[1], both[0]], "newest first");
    assert_eq!((rows[0].decided.until, rows[1].decided.why.as_str()), (Some(DAY + 7), "not now"));
    school.act(Verb::RecallSuggestion, vec![acts::undecided(both[0])]);
    assert_eq!(school.shown(DAY), [both[0]]);
    school.undo();
    assert_eq!(school.shown(DAY), [""; 0]);
}

#[test]
fn what_was_counted_is_kept_bounded_for_the_next_start_less_what_was_decided_since() {
    let mut school = School::new();
    assert_eq!(kept(&school.reader, DAY).expect("answered"), Surface::default());
    let counted = counted_two(&school.reader, DAY).expect("counted");
    assert_eq!(counted.suggestions[0].grounds[0].visits.len(), 300);
    write_kept(&school.core.connection, school.reader.take_kept().expect("something new")).expect("kept");
    // The same again is not written again.
    counted_two(&school.reader, DAY).expect("counted");
    assert_eq!(school.reader.take_kept(), None);
    school.decide("repeats/tag:a", Decision::Accepted, None);
    let School { folder, core, reader, .. } = school;
    drop(reader);
    core.close().expect("closed");
    let (mut core, reader) = open(folder.path());
    let Answer::Surface(again) = reader.answer(&Ask::Surface { today: DAY, kept: true }) else { panic!("no surface") };
    assert_eq!((again.fresh, again.counted, again.accepted), (false, Some(START + 100 * HOUR), 1));
    assert_eq!(again.suggestions.len(), 1);
    assert_eq!((again.suggestions[0].grounds[0].visits.len(), again.suggestions[0].grounds[0].count), (VISITS, 300));
    // Words of a follow-up could be in it: it goes with them.
    let expiring = Op::new(Kind::Note, uid(Kind::Note, 9)).refer(note::VISIT, uid(Kind::Visit, 1));
    let expiring = expiring.text(note::TEXT, "ask").int(note::KIND, 5).int(note::EXPIRES, START);
    core.apply(&Act { clock: Hlc(i64::MAX / 2), verb: Verb::AddNote, ops: vec![expiring] }).expect("applied");
    assert_eq!(core.expire_follow_ups(START + 1).expect("gone"), 1);
    assert_eq!(kept(&reader, DAY).expect("answered").counted, None);
}

#[test]
fn the_writer_keeps_what_the_slow_thread_counted() {
    let school = School::new();
    let School { folder, core, reader, .. } = school;
    drop(reader);
    core.close().expect("closed");
    let path = folder.path().join("a.uncover");
    let (tell, events) = channel();
    let tell = Mutex::new(tell);
    let sink = Box::new(move |event| drop(tell.lock().expect("whole").send(event)));
    let store = Store::open(&path, options(folder.path()), sink).expect("opened");
    store.ask(Question { number: 1, lane: Lane::Surface, ask: Ask::Surface { today: DAY, kept: false } });
    let counted = loop {
        if let Event::Answer { number: 1, answer } = events.recv().expect("an event") {
            break answer;
        }
    };
    let Answer::Surface(counted) = *counted else { panic!("{counted:?}") };
    assert!(counted.fresh);
    store.close();
    let kept = kept(&Reader::open(&path).expect("opened"), DAY).expect("answered");
    assert_eq!((kept.counted, kept.suggestions), (counted.counted, counted.suggestions));
}

#[test]
fn a_new_note_reads_its_visit_and_no_other() {
    let mut school = School::new();
    school.tag(1, None);
    let seen = |school: &School| {
        school.reader.with_facts(|f| f.signs.iter().map(|s| s.seen.count()).collect::<Vec<_>>()).expect("facts")
    };
    assert_eq!((seen(&school), school.reader.facts_read()), (vec![], (1, 0)));
    school.note(1, 1, &[1]);
    assert_eq!((seen(&school), school.reader.facts_read()), (vec![1], (1, 1)));
    // Nothing happened: nothing is read.
    assert_eq!((seen(&school), school.reader.facts_read()), (vec![1], (1, 1)));
    // A tag that was not there before changes nothing of other visits.
    school.tag(2, Some(1));
    school.note(2, 3, &[2]);
    assert_eq!((seen(&school), school.reader.facts_read()), (vec![2, 1], (1, 2)));
    school.undo();
    assert_eq!((seen(&school), school.reader.facts_read()), (vec![1], (1, 3)));
    // One tag put into another: every visit may show something else.
    let merge = Op::new(Kind::Tag, uid(Kind::Tag, 1)).refer(tag::MERGED, uid(Kind::Tag, 2));
    school.act(Verb::MergeTags, vec![merge]);
    assert_eq!((seen(&school), school.reader.facts_read()), (vec![1], (2, 3)));
}

#[test]
fn a_pattern_tied_to_a_tag_rests_on_every_note_with_it_or_below_it() {
    let mut school = School::new();
    school.tag(1, None);
    school.tag(2, Some(1));
    school.note(1, 1, &[1]);
    school.note(2, 2, &[2]);
    school.note(3, 2, &[1, 2]);
    // Gone through, and without it: it looked, and complicates nothing.
    school.tag(3, None);
    school.note(4, 3, &[3]);
    let pattern = uid(Kind::Pattern, 1);
    school.act(
        Verb::CreatePattern,
        vec![
            acts::pattern_stated(pattern, "Short answers", PatternKind::Need),
            acts::pattern_tag(pattern, Some(uid(Kind::Tag, 1))),
        ],
    );
    let view = school.pattern();
    assert_eq!(view.pattern.tag, Some((uid(Kind::Tag, 1), "tag-1".to_string())));
    let numbers = Numbers { supporting: 2, complicating: 0, looked: 3, visits: 3, teachers: 2, observers: 0 };
    assert_eq!(view.pattern.numbers, Some(numbers));
    assert_eq!(view.put_in, 0);
    let listed = |view: &PatternView| view.supports.iter().map(|n| n.text.clone()).collect::<Vec<_>>();
    assert_eq!((listed(&view), view.supports_count), (["note 3", "note 2", "note 1"].map(String::from).to_vec(), 3));
    let expected =
        Rests { visits: 2, teachers: 2, largest: 1, observers: 0, weeks: 1, hours: [1, 1, 0], not_looked: 0 };
    assert_eq!(view.rests, expected);
    assert_eq!(view.weeks.iter().map(|(_, some, all)| (*some, *all)).collect::<Vec<_>>(), [(2, 3)]);

    // Put in by hand, a note counts once; said to complicate, it is not listed as a support.
    school
        .act(Verb::AddEvidence, vec![acts::pattern_evidence(pattern, &[uid(Kind::Note, 1)], Some(Role::Complicates))]);
    school.act(Verb::AddEvidence, vec![acts::pattern_evidence(pattern, &[uid(Kind::Note, 2)], Some(Role::Supports))]);
    school.act(Verb::WriteReply, vec![acts::reply_written(uid(Kind::Reply, 1), uid(Kind::Visit, 2), "They knew.", 5)]);
    school.act(Verb::WriteReply, vec![acts::reply_written(uid(Kind::Reply, 2), uid(Kind::Visit, 3), "Busy.", 6)]);
    let view = school.pattern();
    assert_eq!((listed(&view), view.supports_count), (["note 3", "note 2"].map(String::from).to_vec(), 2));
    assert_eq!((view.complicates.len(), view.complicates_count, view.put_in), (1, 1, 0));
    let said = |view: &PatternView| view.replies.iter().map(|r| r.text.clone()).collect::<Vec<_>>();
    assert_eq!(said(&view), ["They knew."]);
    // The same words to another of its visits are not listed twice.
    let again = [("They knew. ", 7), ("No time.", 8)];
    for (n, (text, at)) in (3..).zip(again) {
        school.act(Verb::WriteReply, vec![acts::reply_written(uid(Kind::Reply, n), uid(Kind::Visit, 2), text, at)]);
    }
    assert_eq!(said(&school.pattern()), ["No time.", "They knew. "]);

    // A note without the tag is counted because it was put in; those with it are counted by the tag.
    school.act(Verb::AddEvidence, vec![acts::pattern_evidence(pattern, &[uid(Kind::Note, 4)], Some(Role::Supports))]);
    let view = school.pattern();
    let numbers = view.pattern.numbers.expect("counted");
    assert_eq!((view.put_in, numbers.supporting, numbers.looked), (1, 3, 3));
}

#[test]
fn a_ground_shows_the_notes_and_marks_that_are_meant_of_all_who_wrote_the_visit_down() {
    let mut school = School::new();
    school.tag(1, None);
    school.tag(2, Some(1));
    school.note(1, 1, &[2]);
    school.note(2, 1, &[]);
    school.note(3, 2, &[1]);
    let mark = |n, visit, tick: Tick| {
        Op::new(Kind::Mark, uid(Kind::Mark, n))
            .refer(mark::VISIT, uid(Kind::Visit, visit))
            .text(mark::LOOK_FOR, "cites")
            .int(mark::WAY, Way::Tick as i64)
            .int(mark::VALUE, tick as i64)
    };
    school.act(Verb::MarkLookFor, vec![mark(1, 1, Tick::NotSeen), mark(2, 2, Tick::Seen), mark(3, 3, Tick::NotSeen)]);
    // Visits 1 and 2 are one, written down by two.
    school.act(Verb::JoinVisits, vec![acts::visit_same(uid(Kind::Visit, 2), Some(uid(Kind::Visit, 1)))]);
    let ids = school.reader.with_facts(|f| f.visits.iter().map(|v| v.id).collect::<Vec<_>>()).expect("facts");
    assert_eq!(ids.len(), 2);
    let ground = |signs: Vec<SignKey>| {
        let Answer::Ground(rows) = school.ask(Ask::Ground { visits: ids.clone(), signs, limit: 9 }) else {
            panic!("another answer")
        };
        let words = |g: &GroundVisit| g.notes.iter().map(|n| n.text.clone()).collect::<Vec<_>>().join(", ");
        rows.iter().map(|g| (g.visit.room.clone(), words(g), g.marked.clone())).collect::<Vec<_>>()
    };
    let row = |room: &str, notes: &str, marked: Option<&str>| (room.into(), notes.into(), marked.map(Into::into));
    let tag = SignKey::Tag(uid(Kind::Tag, 1).to_text());
    assert_eq!(ground(vec![tag]), [row("Room 1", "note 1, note 3", None), row("Room 3", "", None)]);
    assert_eq!(ground(Vec::new())[0], row("Room 1", "note 1, note 2, note 3", None));
    let cites = SignKey::LookFor("cites".into());
    let marked = [row("Room 1", "", Some("seen")), row("Room 3", "", Some("looked for and not seen"))];
    assert_eq!(ground(vec![cites]), marked);
}

#[test]
fn a_hunch_is_shown_once_its_walk_is_closed_with_what_went_to_it() {
    let mut school = School::new();
    school.tag(1, None);
    school.act(Verb::PlanWalk, vec![acts::hunch(uid(Kind::Walk, 1), "The teacher talks most", "Wait time", START)]);
    for (n, visit, tags) in [(1, 1, &[1][..]), (2, 2, &[]), (3, 2, &[1]), (4, 3, &[])] {
        school.note(n, visit, tags);
    }
    for n in 1..=2 {
        let pattern = uid(Kind::Pattern, n);
        let stated = acts::pattern_stated(pattern, "Teachers talk", PatternKind::Need);
        let evidence = acts::pattern_evidence(pattern, &[uid(Kind::Note, n + 1)], Some(Role::Supports));
        school.act(Verb::CreatePattern, vec![stated, evidence]);
    }
    let answer = acts::pattern_to_hunch(uid(Kind::Pattern, 1), uid(Kind::Walk, 1), Some(AgainstHunch::Confirms));
    school.act(Verb::AnswerHunch, vec![answer]);
    assert!(school.hunches().is_empty(), "sealed");
    assert!(school.pattern().hunches.is_empty());
    school.act(Verb::CloseWalk, vec![acts::walk_closed(uid(Kind::Walk, 1), START + HOUR)]);
    let [check] = &school.hunches()[..] else { panic!("one walk") };
    assert_eq!((check.day, check.focus.as_str(), check.fix.as_str()), (DAY, "Who talks?", "Wait time"));
    let answers: Vec<_> = check.patterns.iter().map(|(row, answer)| (row.uid, *answer)).collect();
    let confirms = Some(AgainstHunch::Confirms);
    assert_eq!(answers, [(uid(Kind::Pattern, 2), None), (uid(Kind::Pattern, 1), confirms)]);
    // Notes 1 and 3 are tagged, 2 and 3 stand in patterns; 2 alone in the one that was expected.
    assert_eq!((check.worked, check.to_hunch), (3, 1));
    assert_eq!(school.pattern().hunches, [("Who talks?".to_string(), AgainstHunch::Confirms)]);
}

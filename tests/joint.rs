//! Visits that two observers wrote down, on a real file: what is proposed, what a yes and a no do, how they are compared.

#![allow(clippy::panic, reason = "a test says what it got")]

use std::path::PathBuf;
use uncover::domain::act::{Act, Op, Stream, Value, Verb};
use uncover::domain::acts::{decided, same_visit_topic, visit_same};
use uncover::domain::id::{IdSource, Uid};
use uncover::domain::schema::*;
use uncover::domain::suggestion::{Decided, Decision};
use uncover::domain::time::Hlc;
use uncover::store::api::*;
use uncover::store::{Core, OpenOptions, Reader};

const DAY: i64 = 86_400_000;
const MINUTE: i64 = 60_000;
/// Nine o'clock on some day.
const NINE: i64 = 20_600 * DAY + 9 * 60 * MINUTE;

fn uid(kind: Kind, n: u64) -> Uid {
    Uid::of_content(format!("{kind:?} {n}").as_bytes())
}

fn visit_uid(n: u64) -> Uid {
    uid(Kind::Visit, n)
}

struct School {
    _folder: tempfile::TempDir,
    path: PathBuf,
    core: Core,
    clock: i64,
}

/// A visit of so many minutes, so many after nine.
#[derive(Clone, Copy)]
struct Stay {
    room: u64,
    from: i64,
    minutes: i64,
    observer: Option<u64>,
    origin: i64,
    period: Option<&'static str>,
}

const STAY: Stay = Stay { room: 1, from: 0, minutes: 10, observer: Some(1), origin: 0, period: None };

impl School {
    fn new() -> School {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.uncover");
        let options = OpenOptions { data_dir: folder.path().join("data"), now: NINE, ids: IdSource::System };
        let core = Core::open(&path, &options).expect("opened");
        let mut school = School { _folder: folder, path, core, clock: 0 };
        let mut ops = Vec::new();
        for n in 1..=3 {
            ops.push(Op::new(Kind::Classroom, uid(Kind::Classroom, n)).text(classroom::LABEL, format!("Room {n}")));
            ops.push(Op::new(Kind::Observer, uid(Kind::Observer, n)).text(observer::NAME, format!("Observer {n}")));
        }
        let (sheet, op) =
            uncover::domain::acts::sheet_used("s", "A sheet", uncover::domain::sheet::Sheet::built_in()[0].1);
        ops.push(op);
        ops.push(
            Op::new(Kind::Walk, uid(Kind::Walk, 1))
                .int(walk::DAY, 20_600)
                .int(walk::STARTED, NINE)
                .refer(walk::SHEET, sheet),
        );
        school.act(Verb::StartWalk, ops);
        school
    }

    fn act(&mut self, verb: Verb, ops: Vec<Op>) {
        self.clock += 1;
        self.core.apply(&Act { clock: Hlc(((NINE + self.clock) << 16) | 1), verb, ops }).expect("applied");
    }

    fn undo(&mut self) {
        self.clock += 1;
        self.core.undo(Hlc(((NINE + self.clock) << 16) | 1)).expect("undone");
    }

    fn visit(&mut self, n: u64, stay: Stay) {
        let started = NINE + stay.from * MINUTE;
        let present = |n: u64| Value::Members(vec![(uid(Kind::Observer, n), 1)]);
        let op = Op::new(Kind::Visit, visit_uid(n))
            .refer(visit::WALK, uid(Kind::Walk, 1))
            .refer(visit::CLASSROOM, uid(Kind::Classroom, stay.room))
            .int(visit::STARTED, started)
            .int(visit::ENDED, started + stay.minutes * MINUTE)
            .int(visit::ORIGIN, stay.origin)
            .maybe(visit::PERIOD, stay.period.map(|p| Value::Text(p.into())))
            .maybe(visit::OBSERVERS, stay.observer.map(present));
        self.act(Verb::EnterRoom, vec![op]);
    }

    fn mark(&mut self, n: u64, visit: u64, look_for: &str, value: i64) {
        let op = Op::new(Kind::Mark, uid(Kind::Mark, n * 1_000 + visit))
            .refer(mark::VISIT, visit_uid(visit))
            .text(mark::LOOK_FOR, look_for)
            .int(mark::WAY, 1)
            .int(mark::VALUE, value);
        self.act(Verb::MarkLookFor, vec![op]);
    }

    fn join(&mut self, visit: u64, with: u64) {
        self.act(Verb::JoinVisits, vec![visit_same(visit_uid(visit), Some(visit_uid(with)))]);
    }

    fn reader(&self) -> Reader {
        let mut reader = Reader::open(&self.path).expect("opened");
        reader.set_now(NINE + DAY);
        reader
    }

    fn proposals(&self) -> Vec<JointProposal> {
        match self.reader().answer(&Ask::JointProposals) {
            Answer::JointProposals(all) => all,
            other => panic!("no proposals: {other:?}"),
        }
    }

    /// The numbers of the visits of each proposal.
    fn pairs(&self) -> Vec<(u64, u64)> {
        let number = |visit: &VisitRow| (0..100).find(|n| visit_uid(*n) == visit.uid).expect("one of ours");
        self.proposals().iter().map(|p| (number(&p.first), number(&p.second))).collect()
    }

    fn joined(&self) -> Vec<JointRow> {
        match self.reader().answer(&Ask::JointVisits) {
            Answer::JointVisits(all) => all,
            other => panic!("no visits: {other:?}"),
        }
    }

    fn side_by_side(&self, n: u64) -> JointView {
        match self.reader().answer(&Ask::JointVisit(vec![visit_uid(n)])) {
            Answer::JointVisit(Some(view)) => view,
            other => panic!("no visit: {other:?}"),
        }
    }
}

#[test]
fn the_same_room_at_the_same_time_by_somebody_else_is_proposed() {
    let mut school = School::new();
    school.visit(1, STAY);
    school.visit(2, Stay { from: 1, observer: Some(2), ..STAY });
    school.visit(3, Stay { from: 3, observer: Some(2), room: 2, ..STAY });
    school.visit(4, Stay { from: 12, observer: Some(2), ..STAY });
    school.visit(5, Stay { from: 13, observer: Some(2), ..STAY });
    assert_eq!(school.pairs(), [(1, 2)], "not another room, not after it, not the same observer");
    let proposal = school.proposals().remove(0);
    assert_eq!((proposal.moves, proposal.dismissed), (vec![visit_uid(2)], false));
    school
        .act(Verb::DeleteVisit, vec![uncover::domain::acts::deleted(Kind::Visit, visit_uid(2), Stream::Shared, true)]);
    assert!(school.pairs().is_empty());
}

#[test]
fn who_is_not_known_can_be_somebody_else_but_one_laptop_records_one_visit_at_a_time() {
    let mut school = School::new();
    school.visit(1, Stay { observer: None, ..STAY });
    school.visit(2, Stay { observer: None, from: 2, ..STAY });
    assert!(school.pairs().is_empty());
    school.visit(3, Stay { observer: None, origin: 2, from: 5, ..STAY });
    assert_eq!(school.pairs(), [(2, 3), (1, 3)]);
}

#[test]
fn the_same_people_on_another_laptop_are_proposed() {
    let mut school = School::new();
    school.visit(1, STAY);
    school.visit(2, Stay { from: 1, ..STAY });
    assert!(school.pairs().is_empty());
    // As a colleague's log brings it: the acts of visit 2 belong to another replica.
    let file = rusqlite::Connection::open(&school.path).expect("opened");
    file.execute_batch("PRAGMA foreign_keys = OFF").expect("off");
    file.execute("INSERT INTO replica(id, uid, stream, mine) VALUES(900, ?1, 0, 0)", [visit_uid(77).0])
        .expect("a replica");
    let entity: i64 =
        file.query_row("SELECT id FROM entity WHERE uid = ?1", [visit_uid(2).0], |r| r.get(0)).expect("there");
    let act: i64 = file.query_row("SELECT act FROM op WHERE entity = ?1", [entity], |r| r.get(0)).expect("an act");
    let theirs = (900_i64 << 40) | 1;
    file.execute("UPDATE op SET act = ?1 WHERE act = ?2", [theirs, act]).expect("moved");
    file.execute("UPDATE act SET id = ?1 WHERE id = ?2", [theirs, act]).expect("moved");
    drop(file);
    assert_eq!(school.pairs(), [(1, 2)]);
}

#[test]
fn about_when_is_compared_by_day_and_period_or_by_half_an_hour() {
    let mut school = School::new();
    let paper = Stay { origin: 2, observer: Some(2), ..STAY };
    school.visit(1, Stay { period: Some("Period 2"), ..STAY });
    school.visit(2, Stay { from: 100, period: Some("period 2"), ..paper });
    school.visit(3, Stay { from: 5, period: Some("Period 3"), ..paper });
    assert_eq!(school.pairs(), [(1, 2)]);
    let mut school = School::new();
    school.visit(1, Stay { period: Some("Period 2"), ..STAY });
    school.visit(2, Stay { from: 35, ..paper });
    school.visit(3, Stay { from: 90, observer: Some(3), ..paper });
    assert_eq!(school.pairs(), [(1, 2)]);
}

#[test]
fn rooms_that_turned_out_to_be_one_are_one() {
    let mut school = School::new();
    school.visit(1, STAY);
    school.visit(2, Stay { room: 2, observer: Some(2), from: 2, ..STAY });
    assert!(school.pairs().is_empty());
    let op = Op::new(Kind::Classroom, uid(Kind::Classroom, 2)).refer(classroom::MERGED, uid(Kind::Classroom, 1));
    school.act(Verb::EditRoom, vec![op]);
    assert_eq!(school.pairs(), [(1, 2)]);
}

#[test]
fn a_yes_joins_and_can_be_taken_back_and_a_no_is_remembered() {
    let mut school = School::new();
    school.visit(1, STAY);
    school.visit(2, Stay { observer: Some(2), from: 1, ..STAY });
    school.join(2, 1);
    assert!(school.pairs().is_empty());
    assert_eq!(school.joined().len(), 1);
    assert!(school.side_by_side(2).joined && school.side_by_side(2).visits.len() == 2);
    school.undo();
    assert_eq!((school.pairs(), school.joined().len()), (vec![(1, 2)], 0));
    let no = Decided { decision: Decision::Dismissed, until: None, why: String::new(), pattern: None };
    let topic = same_visit_topic(visit_uid(2), visit_uid(1));
    school.act(Verb::DismissSuggestion, vec![decided(&topic, &no)]);
    assert!(school.proposals()[0].dismissed);
    school.undo();
    assert!(!school.proposals()[0].dismissed);
    assert_eq!(school.side_by_side(1).visits.len(), 1);
}

#[test]
fn three_observers_are_one_visit_however_they_were_joined() {
    // A row of them, and a circle as two laptops can make it.
    for links in [&[(2, 1), (3, 2)][..], &[(2, 1), (3, 1)], &[(1, 2), (2, 3), (3, 1)], &[(1, 2), (2, 1), (3, 2)]] {
        let mut school = School::new();
        for n in 1..=3 {
            school.visit(n, Stay { observer: Some(n), from: n as i64, ..STAY });
        }
        assert_eq!(school.pairs().len(), 3);
        for (visit, with) in links {
            school.join(*visit, *with);
        }
        assert!(school.pairs().is_empty(), "{links:?}");
        let joined = school.joined();
        assert_eq!((joined.len(), joined[0].visits.len()), (1, 3), "{links:?}");
        assert_eq!(joined[0].visits[0].uid, visit_uid(1), "the first to begin stands first");
        for n in 1..=3 {
            assert_eq!(school.side_by_side(n).visits.len(), 3);
        }
    }
}

#[test]
fn a_third_who_comes_later_is_proposed_once_with_the_visit_that_is_one() {
    let mut school = School::new();
    for n in 1..=3 {
        school.visit(n, Stay { observer: Some(n), from: n as i64, ..STAY });
    }
    school.join(2, 1);
    assert_eq!(school.pairs(), [(1, 3)]);
    school.act(Verb::PartVisits, vec![visit_same(visit_uid(2), None)]);
    school.join(3, 2);
    let proposal = school.proposals().remove(0);
    assert_eq!(proposal.moves, [visit_uid(2), visit_uid(3)], "all of it moves");
}

#[test]
fn look_fors_are_compared_and_counted_over_visits_that_both_looked() {
    let mut school = School::new();
    for pair in 0..10 {
        let (one, other) = (pair * 2 + 1, pair * 2 + 2);
        school.visit(one, Stay { from: pair as i64 * 20, ..STAY });
        school.visit(other, Stay { from: pair as i64 * 20, observer: Some(2), ..STAY });
        school.mark(1, one, "cites-text", 1);
        school.mark(1, other, "cites-text", if pair < 7 { 1 } else { 2 });
        school.mark(2, one, "peer-talk", 3);
        school.mark(2, other, "peer-talk", 2);
        school.join(other, one);
    }
    let rows = school.joined();
    assert_eq!(rows.len(), 10);
    assert_eq!((rows[0].looked, rows[0].differ, rows[0].only_one), (1, 1, 1), "the newest");
    assert_eq!((rows[9].looked, rows[9].differ, rows[9].only_one), (1, 0, 1));
    let Answer::Agreement(found) = school.reader().answer(&Ask::Agreement) else { panic!("no agreement") };
    assert_eq!((found.visits, found.look_fors.len()), (10, 1));
    let line = &found.look_fors[0];
    assert_eq!((line.name.as_str(), line.same, line.of), ("points to the text or the work", 7, 10));
    let figures = line.figures.expect("ten visits");
    assert!((figures.pabak.expect("a figure").value - 0.4).abs() < 1e-9);
}

#[test]
fn tags_are_counted_only_where_both_tagged() {
    let mut school = School::new();
    school.visit(1, STAY);
    school.visit(2, Stay { observer: Some(2), ..STAY });
    school.join(2, 1);
    let tag_uid = uid(Kind::Tag, 1);
    school.act(Verb::CreateTag, vec![Op::new(Kind::Tag, tag_uid).text(tag::NAME, "wait-time")]);
    let note = |n: u64, visit: u64| {
        Op::new(Kind::Note, uid(Kind::Note, n))
            .refer(note::VISIT, visit_uid(visit))
            .text(note::TEXT, "a line")
            .set(note::TAGS, Value::Members(vec![(tag_uid, 1)]))
    };
    school.act(Verb::AddNote, vec![note(1, 1)]);
    let tags = |school: &School| match school.reader().answer(&Ask::Agreement) {
        Answer::Agreement(found) => found.tags.iter().map(|t| (t.name.clone(), t.same, t.of)).collect::<Vec<_>>(),
        other => panic!("no agreement: {other:?}"),
    };
    assert!(tags(&school).is_empty());
    school.act(Verb::AddNote, vec![note(2, 2)]);
    assert_eq!(tags(&school), [("wait-time".to_string(), 1, 1)]);
}

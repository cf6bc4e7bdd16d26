//! Facts are what a naive recount of the tables gives, and renewing them after a change gives what reading them anew
//! gives.

use super::*;
use crate::domain::act::{Act, Op, Stream, Value, Verb};
use crate::domain::id::{IdSource, Uid};
use crate::domain::mark::{Way, says};
use crate::domain::schema::{self, Field, Kind, Shape, mark, note};
use crate::domain::time::Hlc;
use crate::insight::facts::SignId;
use crate::store::{Core, OpenOptions, Reader};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

fn uid(kind: Kind, n: u8) -> Uid {
    Uid::of_content(&[kind as u8, n])
}

fn open(folder: &std::path::Path) -> (Core, Reader) {
    let options = OpenOptions { data_dir: folder.join("data"), now: 0, ids: IdSource::System };
    let path = folder.join("a.uncover");
    let core = Core::open(&path, &options).expect("a file");
    (core, Reader::open(&path).expect("opened"))
}

/// A visit in words: day, minute, grade, subject, period, teachers, observers, signs seen, signs looked for.
type Plain = (Option<i32>, Option<u16>, [String; 3], Vec<u32>, Vec<u32>, BTreeSet<SignId>, BTreeSet<SignId>);

/// Facts without places: by visit what was seen there, patterns with their visits, rooms.
type Bare = (BTreeMap<i64, Plain>, Vec<(Uid, Vec<i64>, Vec<i64>)>, Vec<([String; 3], Option<i32>)>);

fn plain(facts: &Facts) -> Bare {
    let text =
        |list: &[String], place: Option<u16>| place.and_then(|p| list.get(usize::from(p)).cloned()).unwrap_or_default();
    let texts = |g, s, p| [text(&facts.grades, g), text(&facts.subjects, s), text(&facts.periods, p)];
    let mut order: Vec<_> = facts.visits.iter().map(|v| (v.day, v.minute, v.id)).collect();
    assert!(order.is_sorted(), "oldest first");
    order.dedup();
    assert_eq!(order.len(), facts.visits.len());
    let signs = |place: usize, of: fn(&Sign) -> &Visits, tags: bool| {
        let here = facts.signs.iter().filter(|s| of(s).has(place));
        here.filter(|s| tags || matches!(s.id, SignId::LookFor(_))).map(|s| s.id.clone()).collect::<BTreeSet<_>>()
    };
    let visits = facts.visits.iter().enumerate().map(|(place, v)| {
        let (seen, looked) = (signs(place, |s| &s.seen, true), signs(place, |s| &s.looked, false));
        assert_eq!(v.tagged, seen.iter().any(|s| matches!(s, SignId::Tag(_))), "visit {}", v.id);
        let words = texts(v.grade, v.subject, v.period);
        (v.id, (v.day, v.minute, words, v.teachers.to_vec(), v.observers.to_vec(), seen, looked))
    });
    let ids = |set: &Visits| {
        let mut ids: Vec<i64> = set.iter().map(|p| facts.visits.id(p).expect("a visit")).collect();
        ids.sort_unstable();
        ids
    };
    let patterns = facts.patterns.iter().map(|p| (p.uid, ids(&p.supports), ids(&p.complicates))).collect();
    let rooms = facts.rooms.iter().map(|r| (texts(r.grade, r.subject, r.period), r.last)).collect();
    (visits.collect(), patterns, rooms)
}

/// A table as it stands: the named columns of every row.
fn table(c: &Connection, columns: &str, from: &str) -> Vec<Vec<rusqlite::types::Value>> {
    let mut statement = c.prepare(&format!("SELECT {columns} FROM {from}")).expect("SQL");
    let count = statement.column_count();
    let rows = statement.query_map([], |r| (0..count).map(|i| r.get(i)).collect());
    rows.expect("rows").collect::<Result<_, _>>().expect("rows")
}

fn int(value: &rusqlite::types::Value) -> Option<i64> {
    if let rusqlite::types::Value::Integer(n) = value { Some(*n) } else { None }
}

fn chain(map: &BTreeMap<i64, i64>, mut id: i64) -> i64 {
    for _ in 0..32 {
        match map.get(&id) {
            Some(next) if *next != id => id = *next,
            _ => break,
        }
    }
    id
}

/// The visit that a visit is the same as, through any chain; of a ring the lowest number.
fn same_root(same: &BTreeMap<i64, i64>, visit: i64) -> i64 {
    let (mut met, mut at) = (Vec::new(), visit);
    while !met.contains(&at) {
        met.push(at);
        at = same.get(&at).copied().unwrap_or(at);
    }
    met.into_iter().skip_while(|id| *id != at).min().unwrap_or(visit)
}

fn links(c: &Connection, column: &str, from: &str) -> BTreeMap<i64, i64> {
    let rows = table(c, &format!("id, {column}"), &format!("{from} WHERE {column} IS NOT NULL"));
    rows.iter().filter_map(|r| Some((int(&r[0])?, int(&r[1])?))).collect()
}

/// What was seen in which visit, counted note by note and mark by mark.
fn recount(c: &Connection) -> BTreeMap<i64, BTreeSet<SignId>> {
    let gone: BTreeSet<i64> = table(c, "id", "walk WHERE deleted = 1").iter().filter_map(|r| int(&r[0])).collect();
    let there = table(
        c,
        "id, walk",
        "visit WHERE deleted IS NOT 1 AND skipped IS NULL AND (walk IS NOT NULL OR classroom IS NOT NULL
         OR started IS NOT NULL)",
    );
    let there: BTreeSet<i64> =
        there.iter().filter(|r| int(&r[1]).is_none_or(|w| !gone.contains(&w))).filter_map(|r| int(&r[0])).collect();
    let same = links(c, "same_as", "(SELECT id, same_as FROM visit WHERE deleted IS NOT 1)");
    let (merged, parents) = (links(c, "merged_into", "tag"), links(c, "parent", "tag"));
    let live: BTreeMap<i64, Uid> = table(
        c,
        "t.id, e.uid",
        "tag t JOIN entity e ON e.id = t.id WHERE name IS NOT NULL AND deleted IS NOT 1
            AND merged_into IS NULL",
    )
    .into_iter()
    .filter_map(|r| match (&r[0], &r[1]) {
        (rusqlite::types::Value::Integer(id), rusqlite::types::Value::Blob(b)) => {
            Some((*id, Uid(b.as_slice().try_into().ok()?)))
        }
        _ => None,
    })
    .collect();
    let mut seen: BTreeMap<i64, BTreeSet<SignId>> = BTreeMap::new();
    let group = |visit: i64| {
        let root = same_root(&same, visit);
        there.iter().copied().filter(|v| same_root(&same, *v) == root).min_by_key(|v| (*v != root, *v))
    };
    for visit in &there {
        seen.entry(group(*visit).expect("itself")).or_default();
    }
    for row in table(c, "n.visit, x.tag", "note n JOIN note_tag x ON x.note = n.id WHERE n.hidden = 0") {
        let (visit, tag) = (int(&row[0]).expect("a visit"), int(&row[1]).expect("a tag"));
        if !there.contains(&visit) {
            continue;
        }
        let mut at = chain(&merged, tag);
        let mut passed = BTreeSet::new();
        while let Some(uid) = live.get(&at).filter(|_| passed.insert(at)) {
            seen.entry(group(visit).expect("itself")).or_default().insert(SignId::Tag(*uid));
            match parents.get(&at) {
                Some(parent) => at = chain(&merged, *parent),
                None => break,
            }
        }
    }
    for row in table(c, "visit, look_for, way, value", "mark WHERE deleted IS NOT 1 AND way IS NOT 9") {
        let (Some(visit), rusqlite::types::Value::Text(look_for)) = (int(&row[0]), &row[1]) else { continue };
        let said = Way::from_number(int(&row[2]).unwrap_or(0)).and_then(|w| says(w, int(&row[3]).unwrap_or(0)));
        if there.contains(&visit) && said == Some(true) && !look_for.is_empty() {
            let signs = seen.entry(group(visit).expect("itself")).or_default();
            signs.insert(SignId::LookFor(look_for.clone()));
        }
    }
    seen
}

fn value(field: Field) -> BoxedStrategy<Value> {
    match field.shape {
        _ if field == note::VISIT => (0u8..4).prop_map(|n| Value::Ref(uid(Kind::Visit, n))).boxed(),
        _ if field == mark::WAY => (1i64..6).prop_map(Value::Int).boxed(),
        Shape::Int => prop_oneof![4 => (0i64..3).prop_map(Value::Int), 3 => Just(Value::Null)].boxed(),
        Shape::Text | Shape::Versions => {
            prop_oneof![4 => "[ab]{0,1}".prop_map(Value::Text), 2 => Just(Value::Null)].boxed()
        }
        Shape::Ref(kind) => {
            prop_oneof![4 => (0u8..4).prop_map(move |n| Value::Ref(uid(kind, n))), 2 => Just(Value::Null)].boxed()
        }
        Shape::Members(kind, _) => {
            let member = (0u8..4, 0i64..3).prop_map(move |(n, number)| (uid(kind, n), number));
            prop::collection::vec(member, 0..3).prop_map(Value::Members).boxed()
        }
    }
}

fn op() -> impl Strategy<Value = Op> {
    let kinds = [Kind::Note; 5].into_iter().chain([Kind::Visit; 4]).chain([Kind::Mark; 3]).chain([Kind::Tag; 2]);
    let kinds: Vec<Kind> = Kind::ALL.iter().copied().chain(kinds).collect();
    prop::sample::select(kinds).prop_flat_map(|kind| {
        let fields = prop::sample::subsequence(kind.fields().to_vec(), 1..=kind.fields().len());
        (0u8..4, fields).prop_flat_map(move |(n, fields)| {
            let values: Vec<_> = fields.iter().map(|f| value(*f)).collect();
            values.prop_map(move |values| {
                let start = Op::new(kind, uid(kind, n)).in_stream(Stream::Shared);
                fields.iter().zip(values).fold(start, |op, (field, value)| op.set(*field, value))
            })
        })
    })
}

/// What happens to the file between two readings.
#[derive(Debug, Clone)]
enum Step {
    Acts(Vec<Op>),
    Undo,
    Redo,
    Expire,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        9 => prop::collection::vec(op(), 1..4).prop_map(Step::Acts),
        2 => Just(Step::Undo),
        1 => Just(Step::Redo),
        1 => Just(Step::Expire),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]
    #[test]
    fn renewed_facts_are_those_read_anew_and_those_counted_naively(steps in prop::collection::vec(step(), 1..24)) {
        let folder = tempfile::tempdir().expect("a folder");
        let (mut core, reader) = open(folder.path());
        for (n, step) in (1i64..).zip(steps) {
            let clock = Hlc(n << 20);
            match step {
                Step::Acts(ops) => drop(core.apply(&Act { clock, verb: Verb::AddNote, ops })),
                Step::Undo => drop(core.undo(clock)),
                Step::Redo => drop(core.redo(clock)),
                Step::Expire => drop(core.expire_follow_ups(1)),
            }
            let renewed = reader.with_facts(plain).expect("renewed");
            let anew = Held::read(&reader.connection, 0).expect("read");
            prop_assert_eq!(&renewed, &plain(anew.facts()));
            let seen: BTreeMap<i64, BTreeSet<SignId>> = renewed.0.into_iter().map(|(id, v)| (id, v.5)).collect();
            prop_assert_eq!(seen, recount(&reader.connection));
        }
    }
}

#[test]
fn a_visit_gets_its_teachers_when_its_room_is_told_of_later() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut core, reader) = open(folder.path());
    let (room, teacher) = (uid(Kind::Classroom, 1), uid(Kind::Teacher, 1));
    let act = |n: i64, op: Op| Act { clock: Hlc(n << 20), verb: Verb::AddNote, ops: vec![op] };
    core.apply(&act(1, Op::new(Kind::School, uid(Kind::School, 1)).int(schema::DELETED, 0))).expect("saved");
    reader.with_facts(plain).expect("read");
    let visit = Op::new(Kind::Visit, uid(Kind::Visit, 1)).int(schema::visit::STARTED, 1);
    core.apply(&act(2, visit.refer(schema::visit::CLASSROOM, room))).expect("saved");
    reader.with_facts(plain).expect("renewed");
    let told = Op::new(Kind::Classroom, room).set(schema::classroom::TEACHERS, Value::Members(vec![(teacher, 1)]));
    core.apply(&act(3, told)).expect("saved");
    let renewed = reader.with_facts(plain).expect("renewed");
    assert_eq!(renewed, plain(Held::read(&reader.connection, 0).expect("read").facts()));
    assert!(renewed.0.values().all(|visit| visit.3.len() == 1), "{:?}", renewed.0);
}

#[test]
fn of_very_many_signs_those_seen_most_are_kept() {
    let id = |n: usize| SignId::LookFor(format!("{n:05}"));
    let marked = |n: usize| Marked { seen: Visits::up_to(n % 7), looked: Visits::up_to(7) };
    let many: Signs = (0..signs::MOST + 500).map(|n| (id(n), marked(n))).collect();
    let (kept, trimmed) = signs::list(many, &Things::default(), &Visits::default(), 7);
    assert_eq!((kept.len(), trimmed), (signs::MOST, true));
    let seen_in = |n: u32| kept.iter().filter(|s| s.seen.count() == n).count();
    assert_eq!((seen_in(6), seen_in(0)), ((signs::MOST + 500) / 7, 0), "those seen in fewest visits go first");
    assert_eq!(
        [0, 20_000, 83_333, 5_000_000].map(signs::most),
        [2_000, 2_000, 603, 200],
        "fewer where each takes more"
    );
}

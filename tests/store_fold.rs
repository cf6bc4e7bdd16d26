//! The log and its fold: whatever is done, the state kept is the state the log folds to, and undo leads back.

use proptest::prelude::*;
use std::path::Path;
use uncover::domain::act::{Act, Op, Stream, Value, Verb};
use uncover::domain::id::{IdSource, Uid};
use uncover::domain::schema::{Kind, Shape, note};
use uncover::domain::time::Hlc;
use uncover::store::{Core, OpenOptions};

fn options(folder: &Path) -> OpenOptions {
    OpenOptions { data_dir: folder.join("data"), now: 1_780_000_000_000, ids: IdSource::System }
}

fn open(folder: &Path) -> Core {
    Core::open(&folder.join("a.uncover"), &options(folder)).expect("a file")
}

fn uid(kind: Kind, n: u8) -> Uid {
    Uid::of_content(&[kind as u8, n])
}

/// Few things of every kind, so that acts meet.
fn uids(kind: Kind) -> impl Strategy<Value = Uid> {
    (0u8..4).prop_map(move |n| uid(kind, n))
}

fn value(shape: Shape) -> BoxedStrategy<Value> {
    match shape {
        Shape::Int => prop_oneof![4 => (0i64..3).prop_map(Value::Int), 1 => Just(Value::Null)].boxed(),
        Shape::Text | Shape::Versions => {
            prop_oneof![4 => "[a-c ]{0,6}".prop_map(Value::Text), 1 => Just(Value::Null)].boxed()
        }
        Shape::Ref(kind) => prop_oneof![4 => uids(kind).prop_map(Value::Ref), 1 => Just(Value::Null)].boxed(),
        Shape::Members(kind, _) => prop::collection::vec((uids(kind), 0i64..3), 0..3).prop_map(Value::Members).boxed(),
    }
}

fn op() -> impl Strategy<Value = Op> {
    // Notes, visits and tags are where most depends on each other.
    let kinds = prop::sample::select(
        Kind::ALL.iter().copied().chain([Kind::Note; 8]).chain([Kind::Visit; 3]).collect::<Vec<_>>(),
    );
    (kinds, 0..3usize).prop_flat_map(|(kind, stream)| {
        let fields = prop::sample::subsequence(kind.fields().to_vec(), 1..=kind.fields().len());
        (uids(kind), fields).prop_flat_map(move |(uid, fields)| {
            let values: Vec<_> = fields.iter().map(|f| value(f.shape)).collect();
            values.prop_map(move |values| {
                let stream = [Stream::Shared, Stream::Names, Stream::Private][stream];
                let start = Op::new(kind, uid).in_stream(stream);
                fields.iter().zip(values).fold(start, |op, (field, value)| op.set(*field, value))
            })
        })
    })
}

#[derive(Debug, Clone)]
enum Step {
    Act(Vec<Op>),
    Undo,
    Redo,
    Reopen,
    Purge(Vec<(Kind, Uid)>),
}

/// Things of every kind, perhaps never mentioned before.
fn things() -> impl Strategy<Value = Vec<(Kind, Uid)>> {
    let kinds = prop::sample::select(Kind::ALL.iter().copied().chain([Kind::Note; 8]).collect::<Vec<_>>());
    prop::collection::vec(kinds.prop_flat_map(|kind| uids(kind).prop_map(move |uid| (kind, uid))), 1..3)
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => prop::collection::vec(op(), 1..4).prop_map(Step::Act),
        3 => Just(Step::Undo),
        2 => Just(Step::Redo),
        1 => Just(Step::Reopen),
        1 => things().prop_map(Step::Purge),
    ]
}

fn act(clock: i64, ops: Vec<Op>) -> Act {
    Act { clock: Hlc(clock << 16), verb: Verb::EditNote, ops }
}

/// The state without rows that say nothing, which first mentions leave behind.
fn said(core: &Core) -> Vec<String> {
    let silent = |line: &String| {
        let Some((table, row)) = line.split_once(' ') else { return false };
        // A note that is only mentioned says that it is hidden.
        let row = if table == "note" { row.trim_end_matches("1|") } else { row };
        Kind::ALL.iter().any(|k| k.table() == table) && row.split('|').skip(1).all(|v| matches!(v, "-" | ""))
    };
    core.dump().expect("a dump").into_iter().filter(|line| !silent(line)).collect()
}

fn assert_folds(core: &mut Core) {
    let kept = core.dump().expect("a dump");
    core.rebuild(|_| {}).expect("rebuilt");
    pretty_assertions::assert_eq!(kept, core.dump().expect("a dump"));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn the_state_is_always_the_fold_of_the_log(steps in prop::collection::vec(step(), 1..24)) {
        let folder = tempfile::tempdir().expect("a folder");
        let mut core = open(folder.path());
        let mut clock = 1;
        for step in steps {
            clock += 1;
            match step {
                Step::Act(ops) => { core.apply(&act(clock, ops)).expect("applied"); }
                Step::Undo => { let _ = core.undo(Hlc(clock << 16)); }
                Step::Redo => { let _ = core.redo(Hlc(clock << 16)); }
                Step::Purge(things) => { core.purge(Hlc(clock << 16), Verb::Purge, &things).expect("removed"); }
                Step::Reopen => {
                    let before = core.undo_state().expect("a state");
                    core.close().expect("closed");
                    core = open(folder.path());
                    prop_assert_eq!(before, core.undo_state().expect("a state"));
                }
            }
        }
        assert_folds(&mut core);
        let report = uncover::store::check::check(core.path()).expect("a report");
        prop_assert!(report.sound, "{:?}", report.lines);
    }

    #[test]
    fn undoing_all_leaves_the_start_and_redoing_all_the_end(acts in prop::collection::vec(prop::collection::vec(op(), 1..4), 1..12)) {
        let folder = tempfile::tempdir().expect("a folder");
        let mut core = open(folder.path());
        let mut states = vec![said(&core)];
        let mut clock = 1;
        for ops in &acts {
            clock += 1;
            core.apply(&act(clock, ops.clone())).expect("applied");
            states.push(said(&core));
        }
        for expected in states.iter().rev().skip(1) {
            clock += 1;
            let turned = core.undo(Hlc(clock << 16)).expect("undone");
            prop_assert!(turned.kept.is_empty());
            pretty_assertions::assert_eq!(expected, &said(&core));
        }
        prop_assert!(core.undo(Hlc((clock + 1) << 16)).is_err());
        for expected in states.iter().skip(1) {
            clock += 1;
            core.redo(Hlc(clock << 16)).expect("redone");
            pretty_assertions::assert_eq!(expected, &said(&core));
        }
        prop_assert!(core.redo(Hlc((clock + 1) << 16)).is_err());
        assert_folds(&mut core);
    }

    #[test]
    fn the_order_of_arrival_does_not_matter(
        acts in prop::collection::vec(prop::collection::vec(op(), 1..3), 1..10), seed in any::<u64>(),
        gone in prop::option::of(things()),
    ) {
        // A text that is edited names the versions it replaces, so that its order is part of what it says.
        let acts: Vec<Act> = acts.into_iter().zip(1..).map(|(mut ops, clock)| {
            for op in &mut ops {
                op.fields.retain(|(field, _)| field.shape != Shape::Versions);
            }
            act(clock, ops)
        }).collect();
        let mut acts = acts;
        if let Some(things) = gone {
            acts.push(Act::for_good(Hlc(((acts.len() as i64 / 2) << 16) + 1), Verb::Purge, &things));
        }
        let mut shuffled = acts.clone();
        let mut state = seed;
        for i in (1..shuffled.len()).rev() {
            shuffled.swap(i, (uncover::domain::id::split_mix(&mut state) % (i as u64 + 1)) as usize);
        }
        // Numbers are given in the order of arrival; so every thing is mentioned first in one fixed act.
        let first = act(0, Kind::ALL.iter().flat_map(|k| (0..4).map(|n| Op::new(*k, uid(*k, n)))).collect());
        let dumps: Vec<Vec<String>> = [acts, shuffled].iter().map(|order| {
            let folder = tempfile::tempdir().expect("a folder");
            let mut core = open(folder.path());
            core.apply(&first).expect("applied");
            for act in order {
                core.apply(act).expect("applied");
                core.apply(act).expect("the same again is harmless");
            }
            core.dump().expect("a dump")
        }).collect();
        pretty_assertions::assert_eq!(&dumps[0], &dumps[1]);
    }
}

#[test]
fn undo_is_named_and_a_new_act_clears_redo() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut core = open(folder.path());
    let tag = uid(Kind::Tag, 1);
    let visit = uid(Kind::Visit, 1);
    let name = Op::new(Kind::Tag, tag).text(uncover::domain::schema::tag::NAME, "wait-time");
    core.apply(&Act { clock: Hlc(1 << 16), verb: Verb::CreateTag, ops: vec![name] }).expect("applied");
    let notes =
        (0..10).map(|n| Op::new(Kind::Note, uid(Kind::Note, n)).refer(note::VISIT, visit).text(note::TEXT, "x"));
    core.apply(&Act { clock: Hlc(2 << 16), verb: Verb::AddNote, ops: notes.collect() }).expect("applied");
    let tags = (0..10).map(|n| Op::new(Kind::Note, uid(Kind::Note, n)).set(note::TAGS, Value::Members(vec![(tag, 1)])));
    core.apply(&Act { clock: Hlc(3 << 16), verb: Verb::TagNotes, ops: tags.collect() }).expect("applied");
    assert_eq!(core.undo_state().expect("a state").undo.as_deref(), Some("tag 10 notes #wait-time"));
    assert_eq!(core.undo(Hlc(4 << 16)).expect("undone").words, "tag 10 notes #wait-time");
    let state = core.undo_state().expect("a state");
    assert_eq!(
        (state.undo.as_deref(), state.redo.as_deref()),
        (Some("write 10 notes"), Some("tag 10 notes #wait-time"))
    );
    let more = Op::new(Kind::Note, uid(Kind::Note, 11)).refer(note::VISIT, visit).text(note::TEXT, "y");
    core.apply(&Act { clock: Hlc(5 << 16), verb: Verb::AddNote, ops: vec![more] }).expect("applied");
    assert_eq!(core.undo_state().expect("a state").redo, None);
    assert!(core.redo(Hlc(6 << 16)).is_err());
}

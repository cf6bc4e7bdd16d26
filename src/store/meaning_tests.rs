use super::*;
use crate::domain::act::{Act, Op, Value, Verb};
use crate::domain::id::{IdSource, Uid};
use crate::domain::schema::{DELETED, Kind, note, visit};
use crate::domain::time::Hlc;
use crate::insight::semantics::labelled;
use crate::insight::semantics::meaning::dot;
use crate::store::OpenOptions;
use proptest::prelude::*;
use std::collections::BTreeSet;

fn open(folder: &std::path::Path) -> Core {
    let options = OpenOptions { data_dir: folder.join("data"), now: 0, ids: IdSource::System };
    Core::open(&folder.join("a.uncover"), &options).expect("a file")
}

fn uid(n: u8) -> Uid {
    Uid::of_content(&[n])
}

fn visit_uid() -> Uid {
    Uid::of_content(b"visit")
}

fn said(n: u8, text: &str) -> Op {
    Op::new(Kind::Note, uid(n)).refer(note::VISIT, visit_uid()).text(note::TEXT, text)
}

#[derive(Debug, Clone)]
enum Step {
    Say(u8, &'static str),
    Delete(u8, bool),
    Kind(u8, i64),
    Undo,
    Redo,
    /// So many steps of filling in.
    Fill(usize),
    /// Own regions are drawn, so many at most.
    Draw(i64),
    /// A note's words are emptied for good.
    Strike(u8),
    Reopen,
    Rebuild,
}

fn step() -> impl Strategy<Value = Step> {
    let words = prop::sample::select(vec!["a long pause", "reads aloud", "the", "copies the board", "S4 waits", ""]);
    prop_oneof![
        6 => (0u8..12, words).prop_map(|(n, text)| Step::Say(n, text)),
        2 => (0u8..12, any::<bool>()).prop_map(|(n, gone)| Step::Delete(n, gone)),
        1 => (0u8..12, prop::sample::select(vec![0, 5])).prop_map(|(n, kind)| Step::Kind(n, kind)),
        2 => Just(Step::Undo),
        1 => Just(Step::Redo),
        4 => (1usize..4).prop_map(Step::Fill),
        1 => (0i64..9).prop_map(Step::Draw),
        1 => (0u8..12).prop_map(Step::Strike),
        1 => Just(Step::Reopen),
        1 => Just(Step::Rebuild),
    ]
}

/// Everything kept, in order.
fn kept(core: &Core) -> Vec<(i64, i64, Sketch)> {
    let mut statement = core.connection.prepare("SELECT id >> 32, notes FROM meaning WHERE id >= 0").expect("SQL");
    let rows = statement.query_map([], |r| Ok((r.get::<_, i64>(0)?, r.get::<_, Vec<u8>>(1)?))).expect("rows");
    let mut all = Vec::new();
    for row in rows {
        let (region, block) = row.expect("a row");
        all.extend(entries(&block).map(|(note, sketch)| (region, note, sketch)));
    }
    all.sort_by_key(|(_, note, _)| *note);
    all
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn whatever_is_done_the_kept_meanings_are_those_of_the_texts(steps in prop::collection::vec(step(), 1..40)) {
        let folder = tempfile::tempdir().expect("a folder");
        let mut core = open(folder.path());
        let mut filling = Filling::default();
        let start = Op::new(Kind::Visit, visit_uid()).int(visit::STARTED, 1);
        let acts = std::iter::once(vec![start]).chain(std::iter::repeat_with(Vec::new));
        let mut clock = 0_i64;
        let mut tick = || { clock += 1; Hlc(clock << 16) };
        core.apply(&Act { clock: tick(), verb: Verb::EditNote, ops: acts.take(1).flatten().collect() }).expect("saved");
        for step in steps {
            let mut save = |core: &mut Core, op: Op| {
                core.apply(&Act { clock: tick(), verb: Verb::EditNote, ops: vec![op] }).expect("saved");
            };
            match step {
                Step::Say(n, text) => save(&mut core, said(n, text)),
                Step::Delete(n, gone) => save(&mut core, Op::new(Kind::Note, uid(n)).int(DELETED, i64::from(gone))),
                Step::Kind(n, kind) => save(&mut core, Op::new(Kind::Note, uid(n)).set(note::KIND, Value::Int(kind))),
                Step::Undo => drop(core.undo(tick())),
                Step::Redo => drop(core.redo(tick())),
                Step::Fill(steps) => {
                    for _ in 0..steps {
                        filling.step(&mut core).expect("filled");
                    }
                    continue;
                }
                Step::Draw(most) => {
                    let tools = Tools::shared().expect("the table");
                    core.begin().expect("begun");
                    let drawn = regions::draw(&core.connection, tools, most);
                    core.end(drawn).expect("drawn");
                }
                Step::Strike(n) => {
                    drop(core.purge(tick(), Verb::Purge, &[(Kind::Note, uid(n))]));
                    let id: Option<i64> = core
                        .connection
                        .query_row("SELECT id FROM entity WHERE uid = ?1", [uid(n).0], |r| r.get(0))
                        .optional()
                        .expect("read");
                    prop_assert!(!id.is_some_and(|id| regions::were_drawn_from(&core.connection, id).expect("read")));
                }
                Step::Reopen => {
                    core.close().expect("closed");
                    core = open(folder.path());
                    filling = Filling::default();
                }
                Step::Rebuild => core.rebuild(|_| {}).expect("folded"),
            }
            filling.saved();
            prop_assert_eq!(wrong(&core.connection).expect("read"), 0);
        }
        while filling.step(&mut core).expect("filled") {}
        prop_assert_eq!(wrong(&core.connection).expect("read"), 0);
        let before = kept(&core);
        core.rebuild(|_| {}).expect("folded");
        prop_assert_eq!(kept(&core), Vec::new());
        core.fill_meanings().expect("filled");
        // Regions drawn from the notes are drawn anew later.
        let without_region = |all: Vec<(i64, i64, Sketch)>| all.into_iter().map(|(_, n, s)| (n, s)).collect::<Vec<_>>();
        prop_assert_eq!(without_region(kept(&core)), without_region(before));
    }

    #[test]
    fn no_block_makes_it_fail(bytes in prop::collection::vec(any::<u8>(), 0..100)) {
        prop_assert_eq!(entries(&bytes).count(), bytes.len() / ENTRY);
    }
}

#[test]
fn more_notes_than_a_block_holds_lie_in_several_and_are_taken_out_of_any() {
    let folder = tempfile::tempdir().expect("a folder");
    let core = open(folder.path());
    let notes: Vec<(i64, Sketch)> = (1..=450).map(|n| (n, Sketch(n as u128))).collect();
    append(&core.connection, 255, &notes[..250]).expect("written");
    append(&core.connection, 255, &notes[250..]).expect("written");
    append(&core.connection, 0, &[(999, Sketch(7))]).expect("written");
    let blocks: i64 = core.connection.query_row("SELECT count(*) FROM meaning", [], |r| r.get(0)).expect("a number");
    assert_eq!(blocks, 4);
    for note in [1, 200, 201, 450] {
        remove(&core.connection, 255, note).expect("taken out");
    }
    remove(&core.connection, 3, 5).expect("nothing there");
    let left = kept(&core);
    assert_eq!(left.len(), 447);
    assert!(left.iter().all(|(region, note, sketch)| [1, 200, 201, 450].iter().all(|gone| gone != note)
        && (*region == 255 || *note == 999)
        && (sketch.0 == *note as u128 || *note == 999)));
}

#[test]
fn meanings_kept_by_another_table_are_made_anew() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut core = open(folder.path());
    let ops = vec![Op::new(Kind::Visit, visit_uid()).int(visit::STARTED, 1), said(1, "a long pause")];
    core.apply(&Act { clock: Hlc(1 << 16), verb: Verb::EditNote, ops }).expect("saved");
    core.fill_meanings().expect("filled");
    assert_eq!(kept(&core).len(), 1);
    set_local(&core.connection, "meaning", "0-old").expect("set");
    append(&core.connection, 9, &[(1, Sketch(1)), (77, Sketch(2))]).expect("written");
    core.fill_meanings().expect("filled");
    assert_eq!((kept(&core).len(), wrong(&core.connection).expect("read")), (1, 0));
}

#[test]
fn a_follow_up_has_no_kept_meaning() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut core = open(folder.path());
    let follow_up = said(1, "send the article").int(note::KIND, FOLLOW_UP).int(note::EXPIRES, 5);
    let ops = vec![Op::new(Kind::Visit, visit_uid()).int(visit::STARTED, 1), follow_up, said(2, "send the letter")];
    core.apply(&Act { clock: Hlc(1 << 16), verb: Verb::EditNote, ops }).expect("saved");
    core.fill_meanings().expect("filled");
    assert_eq!(kept(&core).len(), 1);
    let late = Op::new(Kind::Note, uid(2)).int(note::KIND, FOLLOW_UP);
    core.apply(&Act { clock: Hlc(2 << 16), verb: Verb::EditNote, ops: vec![late] }).expect("saved");
    core.fill_meanings().expect("filled");
    assert_eq!((kept(&core).len(), wrong(&core.connection).expect("read")), (0, 0));
}

/// Of the five notes nearest to each text, which part lies in the regions that are looked through; and which part of all
/// notes these hold.
fn found_of_nearest(core: &Core, texts: &[String]) -> (f32, f32) {
    let tools = Tools::shared().expect("the table");
    let regions = regions::of(&core.connection, tools).expect("read");
    let vectors: Vec<Vec<f32>> = texts.iter().map(|text| tools.meanings.vector(text)).collect();
    let (mut found, mut read) = (0, 0);
    for asked in &vectors {
        let standing = tools.standing(asked, &regions);
        let near: BTreeSet<u16> = standing.regions.into_iter().take(standing.least).collect();
        let mut others: Vec<(f32, bool)> = vectors
            .iter()
            .filter(|other| *other != asked)
            .map(|other| (dot(asked, other), near.contains(&regions.of(other))))
            .collect();
        read += others.iter().filter(|(_, near)| *near).count();
        others.sort_by(|a, b| b.0.total_cmp(&a.0));
        found += others.iter().take(5).filter(|(_, near)| *near).count();
    }
    let all = vectors.len() as f32;
    (found as f32 / (5.0 * all), read as f32 / (all * all))
}

#[test]
fn regions_drawn_from_the_notes_find_more_of_the_nearest_while_reading_less() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut core = open(folder.path());
    let read = |set: &str| labelled::read(set).expect("a table").into_iter().map(|l| l.text).collect::<Vec<String>>();
    let texts =
        [include_str!("../../tests/semantics/notes.tsv"), include_str!("../../tests/semantics/dev.tsv")].map(read);
    let texts = texts.concat();
    let visit = Op::new(Kind::Visit, visit_uid()).int(visit::STARTED, 1);
    let said = texts.iter().map(|text| {
        Op::new(Kind::Note, Uid::of_content(text.as_bytes())).refer(note::VISIT, visit_uid()).text(note::TEXT, text)
    });
    let ops = std::iter::once(visit).chain(said).collect();
    core.apply(&Act { clock: Hlc(1 << 16), verb: Verb::EditNote, ops }).expect("saved");
    core.fill_meanings().expect("filled");
    let before = found_of_nearest(&core, &texts);

    core.begin().expect("begun");
    let drawn = regions::draw(&core.connection, Tools::shared().expect("the table"), 96);
    core.end(drawn).expect("drawn");
    core.fill_meanings().expect("filled");

    let after = found_of_nearest(&core, &texts);
    assert!(after.0 > before.0 && after.1 < before.1, "{before:?}, then {after:?}");
    assert_eq!((kept(&core).len(), wrong(&core.connection).expect("read")), (texts.len(), 0));
}

//! Several laptops: whatever each writes and in whatever order bundles go round, all come to the same, and no text is lost.

#[path = "common/laptops.rs"]
mod laptops;

use laptops::{Laptop, START, op, uid};
use proptest::prelude::*;
use rusqlite::Connection;
use std::path::PathBuf;
use uncover::domain::act::{Op, Stream, Verb};
use uncover::domain::id::Uid;
use uncover::domain::schema::{Kind, classroom, note, tag, teacher, visit};
use uncover::exchange::bundle::{self, Wish, report};
use uncover::store::bundle::{Refusal, take_back};
use uncover::store::{Reader, check};

#[derive(Debug, Clone)]
enum Step {
    Act(usize, Vec<Op>),
    /// A text that nobody else writes.
    Word(usize, u8),
    Undo(usize),
    /// Removes note 3 for good.
    Purge(usize),
    Reopen(usize),
    /// One makes a bundle, complete or of what another lacks.
    Give(usize, Option<usize>),
    /// One takes in any bundle made so far, perhaps once more.
    Take(usize, prop::sample::Index),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (0..3usize, prop::collection::vec(op(), 1..4)).prop_map(|(l, ops)| Step::Act(l, ops)),
        4 => (0..3usize, 0u8..4).prop_map(|(l, n)| Step::Word(l, n)),
        1 => (0..3usize).prop_map(Step::Undo),
        1 => (0..3usize).prop_map(Step::Purge),
        1 => (0..3usize).prop_map(Step::Reopen),
        3 => (0..3usize, prop::option::of(0..3usize)).prop_map(|(l, o)| Step::Give(l, o)),
        5 => (0..3usize, any::<prop::sample::Index>()).prop_map(|(l, i)| Step::Take(l, i)),
    ]
}

/// All give to all until nothing is new.
fn settle(laptops: &mut [Laptop], file: &std::path::Path) {
    for _ in 0..12 {
        let mut new = false;
        for from in 0..laptops.len() {
            laptops[from].give(file, Vec::new(), true);
            for to in (0..laptops.len()).filter(|to| *to != from) {
                let taken = laptops[to].take(file).expect("taken in");
                new |= !taken.is_nothing();
            }
        }
        if !new {
            return;
        }
    }
    unreachable!("they never come to rest");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 60, ..ProptestConfig::default() })]

    #[test]
    fn three_laptops_come_to_the_same_and_lose_no_text(
        steps in prop::collection::vec(step(), 4..28), skews in prop::array::uniform3(-7_200_000i64..7_200_000),
    ) {
        let folder = tempfile::tempdir().expect("a folder");
        let mut laptops: Vec<Laptop> = skews.iter().map(|skew| Laptop::new(*skew)).collect();
        let mut bundles: Vec<PathBuf> = Vec::new();
        let mut written: Vec<(u8, String)> = Vec::new();
        let mut purged: Vec<u8> = Vec::new();
        for (step, count) in steps.into_iter().zip(0..) {
            match step {
                Step::Act(l, ops) => laptops[l].act(Verb::EditNote, ops),
                Step::Word(l, n) => {
                    let word = format!("word-{count}-of-{l}");
                    let op = Op::new(Kind::Note, uid(Kind::Note, n)).refer(note::VISIT, uid(Kind::Visit, 0));
                    laptops[l].act(Verb::EditNote, vec![op.text(note::TEXT, &word)]);
                    written.push((n, word));
                }
                Step::Undo(l) => {
                    let clock = laptops[l].clock();
                    let _ = laptops[l].core().undo(clock);
                }
                Step::Purge(l) => {
                    let clock = laptops[l].clock();
                    laptops[l].core().purge(clock, Verb::Purge, &[(Kind::Note, uid(Kind::Note, 3))]).expect("gone");
                    purged.push(3);
                }
                Step::Reopen(l) => {
                    laptops[l].close();
                    laptops[l].open();
                }
                Step::Give(l, other) => {
                    let known = other.map(|o| laptops[o].have()).unwrap_or_default();
                    let file = folder.path().join(format!("{count}.bundle"));
                    laptops[l].give(&file, known, true);
                    bundles.push(file);
                }
                Step::Take(l, index) if !bundles.is_empty() => {
                    match laptops[l].take(&bundles[index.index(bundles.len())]) {
                        Ok(_) | Err(Refusal::Gap) => {}
                        Err(refusal) => prop_assert!(false, "{refusal}"),
                    }
                }
                Step::Take(..) => {}
            }
        }
        settle(&mut laptops, &folder.path().join("last.bundle"));
        let states: Vec<_> = laptops.iter().map(Laptop::state).collect();
        pretty_assertions::assert_eq!(&states[0], &states[1]);
        pretty_assertions::assert_eq!(&states[0], &states[2]);
        for laptop in &mut laptops {
            let log = laptop.log();
            for (n, word) in &written {
                prop_assert_eq!(log.contains(word.as_str()), !purged.contains(n), "{}", word);
            }
            let kept = laptop.core().dump().expect("a dump");
            laptop.core().rebuild(|_| {}).expect("folded");
            pretty_assertions::assert_eq!(kept, laptop.core().dump().expect("a dump"));
        }
    }
}

fn begin(laptop: &mut Laptop) {
    let visit = Op::new(Kind::Visit, uid(Kind::Visit, 0)).int(visit::STARTED, START);
    let one = Op::new(Kind::Note, uid(Kind::Note, 1)).refer(note::VISIT, uid(Kind::Visit, 0));
    laptop.act(Verb::AddNote, vec![visit, one.text(note::TEXT, "waits five seconds").int(note::AT, 0)]);
}

fn reword(laptop: &mut Laptop, text: &str) {
    laptop.act(Verb::EditNote, vec![Op::new(Kind::Note, uid(Kind::Note, 1)).text(note::TEXT, text)]);
}

#[test]
fn a_note_worded_on_two_laptops_keeps_both_and_the_report_says_so() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("a.bundle");
    let (mut a, mut b) = (Laptop::new(0), Laptop::new(-90_000_000));
    begin(&mut a);
    a.give(&file, Vec::new(), false);
    let first = b.take(&file).expect("taken in");
    assert_eq!((first.new.get(&Kind::Note), first.new.get(&Kind::Visit)), (Some(&1), Some(&1)));
    assert!(first.ahead.is_some(), "b's clock is a day behind");
    reword(&mut a, "waits six seconds");
    reword(&mut b, "waits seven seconds");
    b.act(Verb::EditVisit, vec![Op::new(Kind::Visit, uid(Kind::Visit, 0)).int(visit::HEADS, 20)]);
    a.act(Verb::EditVisit, vec![Op::new(Kind::Visit, uid(Kind::Visit, 0)).int(visit::HEADS, 24)]);
    let known = b.have();
    a.give(&file, known, false);
    let second = b.take(&file).expect("taken in");
    let lines = report::lines(&second, 0).join("\n");
    assert!(lines.contains("Worded on both laptops: the text of 1 note."), "{lines}");
    assert!(
        lines.contains("Changed on both laptops, differently: head count of 1 visit. The newer one stands."),
        "{lines}"
    );
    assert!(lines.contains("Changed: 1 note, 1 visit."), "{lines}");
    let c = Connection::open(b.path()).expect("it opens");
    let forked: i64 = c.query_row("SELECT forked FROM note WHERE forked = 1", [], |r| r.get(0)).expect("both are kept");
    assert_eq!(forked, 1);
    for text in ["five", "six", "seven"] {
        assert!(b.log().contains(text), "{text}");
    }
    assert!(b.take(&file).expect("again").is_nothing());
}

#[test]
fn names_go_only_when_told_and_private_things_never() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("a.bundle");
    let (mut a, mut b) = (Laptop::new(0), Laptop::new(0));
    begin(&mut a);
    let name = Op::new(Kind::Teacher, uid(Kind::Teacher, 1)).in_stream(Stream::Names).text(teacher::NAME, "Ms Example");
    let hunch = Op::new(Kind::Note, uid(Kind::Note, 9)).in_stream(Stream::Private).text(note::TEXT, "only for me");
    a.act(Verb::EditPerson, vec![name, hunch]);
    a.give(&file, Vec::new(), false);
    b.take(&file).expect("taken in");
    assert!(!b.log().contains("Ms Example") && !b.log().contains("only for me"));
    a.give(&file, b.have(), true);
    b.take(&file).expect("names follow without a gap");
    assert!(b.log().contains("Ms Example") && !b.log().contains("only for me"));
}

#[test]
fn a_bundle_that_continues_another_waits_for_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let (first, second) = (folder.path().join("1.bundle"), folder.path().join("2.bundle"));
    let (mut a, mut b) = (Laptop::new(0), Laptop::new(0));
    begin(&mut a);
    a.give(&first, Vec::new(), false);
    let known = a.have();
    reword(&mut a, "waits six seconds");
    a.give(&second, known, false);
    assert_eq!(b.take(&second), Err(Refusal::Gap));
    b.take(&first).expect("the first one");
    b.take(&second).expect("now it fits");
    assert!(b.log().contains("six"));
}

#[test]
fn tags_of_equal_name_become_one_and_equal_rooms_are_asked_about() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("a.bundle");
    let (mut a, mut b) = (Laptop::new(0), Laptop::new(0));
    for (laptop, n, name) in [(&mut a, 1, "Wait-Time"), (&mut b, 2, "wait-time")] {
        laptop.act(Verb::CreateTag, vec![Op::new(Kind::Tag, uid(Kind::Tag, n)).text(tag::NAME, name)]);
        let room = Op::new(Kind::Classroom, uid(Kind::Classroom, n)).in_stream(Stream::Names);
        laptop.act(Verb::AddRooms, vec![room.text(classroom::LABEL, "Room 12")]);
        let teacher = Op::new(Kind::Teacher, uid(Kind::Teacher, n)).in_stream(Stream::Names);
        let teacher = teacher.text(teacher::NAME, "Ms Example").text(teacher::SOURCE, format!("id:{n}"));
        laptop.act(Verb::EditPerson, vec![teacher]);
    }
    a.give(&file, Vec::new(), true);
    let taken = b.take(&file).expect("taken in");
    assert_eq!(taken.tags_joined.len(), 1);
    let lowest = uid(Kind::Tag, 1).min(uid(Kind::Tag, 2));
    let merged: Vec<String> =
        b.state().into_iter().filter(|l| l.starts_with("tag ") && l.contains("merged_into=")).collect();
    assert!(merged.iter().any(|l| l.contains(&format!("merged_into={}", lowest.to_text()))), "{merged:?}");
    let equal = Reader::open(&b.path()).expect("a reader").equal_names().expect("pairs");
    assert_eq!(equal.len(), 1, "a roster tells the two teachers apart: {equal:?}");
    assert_eq!((equal[0].kind, equal[0].name.as_str()), (Kind::Classroom, "Room 12"));
    assert!(report::to_decide(&equal, 2).join("\n").contains("“Room 12” is there twice"));
    b.core().set(&equal[0].apart(), "yes").expect("kept");
    assert_eq!(Reader::open(&b.path()).expect("a reader").equal_names().expect("pairs"), []);
}

#[test]
fn what_is_removed_on_one_laptop_goes_on_the_others_and_does_not_come_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let (old, new) = (folder.path().join("old.bundle"), folder.path().join("new.bundle"));
    let (mut a, mut b, mut c) = (Laptop::new(0), Laptop::new(0), Laptop::new(0));
    begin(&mut a);
    a.give(&old, Vec::new(), false);
    b.take(&old).expect("taken in");
    reword(&mut b, "waits six seconds");
    let clock = a.clock();
    a.core().purge(clock, Verb::Purge, &[(Kind::Note, uid(Kind::Note, 1))]).expect("removed");
    a.give(&new, Vec::new(), false);
    let taken = b.take(&new).expect("taken in");
    assert_eq!(taken.emptied, 1);
    assert!(report::lines(&taken, 0).join("\n").contains("1 thing was removed for good"));
    b.close();
    let bytes = String::from_utf8_lossy(&std::fs::read(b.path()).expect("bytes")).into_owned();
    assert!(!bytes.contains("five seconds") && !bytes.contains("six seconds"));
    c.take(&new).expect("taken in");
    c.take(&old).expect("the older one, with the words still in it, is no trouble");
    assert!(!c.log().contains("five seconds"));
    let text: Option<String> = Connection::open(c.path())
        .expect("it opens")
        .query_row("SELECT text FROM note", [], |r| r.get(0))
        .expect("a row");
    assert_eq!(text, None);
}

#[test]
fn a_newer_versions_things_and_fields_are_kept_and_passed_on() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("a.bundle");
    let (mut a, mut b, mut c) = (Laptop::new(0), Laptop::new(0), Laptop::new(0));
    begin(&mut a);
    a.close();
    {
        // What a newer version would have written: a kind, a field that names a thing, a verb.
        let file = Connection::open(a.path()).expect("it opens");
        file.execute("INSERT INTO entity(uid, kind) VALUES(?1, 77)", [uid(Kind::Note, 200).0]).expect("a thing");
        let thing = file.last_insert_rowid();
        let act: i64 = file.query_row("SELECT max(id) FROM act", [], |r| r.get(0)).expect("an act");
        file.execute("INSERT INTO act(id, hlc, verb) VALUES(?1, ?2, 999)", [act + 1, (START + 5) << 16])
            .expect("an act");
        let note: i64 = file.query_row("SELECT max(id) FROM note", [], |r| r.get(0)).expect("a note");
        let fields = format!("{{\"zz\":{{\"$\":{thing}}},\"k\":1}}");
        file.execute("INSERT INTO op VALUES(?1, 0, ?2, ?3)", (act + 1, note, fields)).expect("an operation");
        file.execute("INSERT INTO op VALUES(?1, 1, ?2, ?3)", (act + 1, thing, "{\"a\":\"new words\"}"))
            .expect("another");
    }
    a.open();
    a.give(&file, Vec::new(), false);
    let taken = b.take(&file).expect("taken in");
    assert!(taken.unread);
    assert!(b.state().iter().any(|l| l.starts_with("note ") && l.contains("kind=Integer(1)")), "what is known counts");
    // Other things first, so that numbers differ.
    c.act(Verb::CreateTag, vec![Op::new(Kind::Tag, uid(Kind::Tag, 1)).text(tag::NAME, "x")]);
    b.give(&file, Vec::new(), false);
    c.take(&file).expect("passed on");
    let log = c.log();
    assert!(log.contains("new words"), "{log}");
    let c = Connection::open(c.path()).expect("it opens");
    let named: i64 = c
        .query_row("SELECT json_extract(fields, '$.zz.$') FROM op WHERE fields LIKE '%zz%'", [], |r| r.get(0))
        .expect("a mark");
    let uid_there: [u8; 16] =
        c.query_row("SELECT uid FROM entity WHERE id = ?1", [named], |r| r.get(0)).expect("a thing");
    assert_eq!(Uid(uid_there), uid(Kind::Note, 200));
}

#[test]
fn a_merge_is_taken_back_until_something_else_is_done() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("a.bundle");
    let (mut a, mut b) = (Laptop::new(0), Laptop::new(0));
    begin(&mut a);
    a.give(&file, Vec::new(), false);
    b.act(Verb::CreateTag, vec![Op::new(Kind::Tag, uid(Kind::Tag, 1)).text(tag::NAME, "x")]);
    let before = b.state();
    let taken = b.take(&file).expect("taken in");
    let backup = taken.backup.expect("made before");
    assert_eq!(laptops::state(&Connection::open(&backup).expect("it opens")), before);
    b.close();
    let aside = take_back(&b.path(), START + 9).expect("taken back").expect("the file is kept");
    assert!(aside.exists());
    assert_eq!(b.state(), before);
    assert!(take_back(&b.path(), START + 9).is_err(), "only once");
    // It may come again, and then something is done.
    b.open();
    b.take(&file).expect("again");
    b.act(Verb::EditTag, vec![Op::new(Kind::Tag, uid(Kind::Tag, 1)).text(tag::NAME, "y")]);
    b.close();
    let refused = take_back(&b.path(), START + 9).expect_err("something was done");
    assert!(refused.to_string().contains("something was done since"), "{refused}");
    assert!(check::check(&b.path()).expect("a report").sound);
}

#[test]
fn a_copied_file_that_both_go_on_writing_in_is_no_trouble() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("a.bundle");
    let (mut a, mut b) = (Laptop::new(0), Laptop::new(0));
    begin(&mut a);
    a.close();
    b.core = None;
    std::fs::copy(a.path(), b.path()).expect("copied");
    a.open();
    b.open();
    reword(&mut a, "waits six seconds");
    reword(&mut b, "waits seven seconds");
    a.give(&file, Vec::new(), false);
    b.take(&file).expect("the copy has logs of its own");
    b.give(&file, Vec::new(), false);
    a.take(&file).expect("and back");
    assert_eq!(a.state(), b.state());
    assert!(a.log().contains("seven") && b.log().contains("six"));
}

#[test]
fn an_older_state_gets_back_from_a_colleague_what_it_lost() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("a.bundle");
    let (mut a, mut b) = (Laptop::new(0), Laptop::new(0));
    begin(&mut a);
    a.close();
    let old = folder.path().join("old.db");
    std::fs::copy(a.path(), &old).expect("copied");
    a.open();
    reword(&mut a, "waits six seconds");
    a.give(&file, Vec::new(), false);
    b.take(&file).expect("taken in");
    a.close();
    std::fs::copy(&old, a.path()).expect("put back");
    a.open();
    b.give(&file, Vec::new(), false);
    a.take(&file).expect("its own acts come back");
    assert!(a.log().contains("six"));
    reword(&mut a, "waits eight seconds");
    a.give(&file, Vec::new(), false);
    b.take(&file).expect("and go on in logs of their own");
    assert_eq!(a.state(), b.state());
}

#[test]
fn a_sealed_bundle_opens_with_its_passphrase_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("a.bundle");
    let mut a = Laptop::new(0);
    begin(&mut a);
    let reader = Reader::open(&a.path()).expect("a reader");
    let passphrase = Some("three small words".to_string());
    let wish = Wish { by: "A".into(), made: 5, passphrase, work: 2, ..Wish::default() };
    bundle::write(&reader, &file, false, &wish, &mut |_, _| {}).expect("a bundle");
    let bytes = String::from_utf8_lossy(&std::fs::read(&file).expect("bytes")).into_owned();
    assert!(!bytes.contains("five seconds") && !bytes.contains("uncover-bundle"));
    let open = bundle::open(&file, || Ok("three small words".into())).expect("it opens");
    assert_eq!((open.header.by.as_str(), open.header.made, open.header.outline.notes), ("A", 5, 1));
    assert_eq!(open.pieces().filter(|p| p.is_ok()).count(), 5);
    let Err(wrong) = bundle::open(&file, || Ok("three other words".into())) else { unreachable!("it opened") };
    assert!(wrong.to_string().contains("The passphrase does not open the bundle. Nothing was changed."), "{wrong}");
}

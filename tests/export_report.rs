//! The report to print: all in one file, no names, nothing that rests on too few.
#![allow(clippy::disallowed_methods, clippy::panic, reason = "tests make files and fail by panicking")]

mod common;

use common::MORNING;
use std::collections::BTreeSet;
use uncover::domain::act::{Act, Op, Value, Verb};
use uncover::domain::acts;
use uncover::domain::id::{IdSource, Uid};
use uncover::domain::note::NoteKind;
use uncover::domain::schema::Kind;
use uncover::exchange::demo::{self, DemoOptions};
use uncover::exchange::report::{self, Wish};
use uncover::store::report::Span;
use uncover::store::{Core, OpenOptions, Reader};

const TERM: Span = Span::Days(None, None);

struct School {
    _folder: tempfile::TempDir,
    reader: Reader,
    names: BTreeSet<String>,
    patterns: Vec<Uid>,
}

/// A made-up term in which every note of a pattern's tag names a teacher, and one carries markup.
fn school() -> School {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("walks.db");
    let options = OpenOptions { data_dir: folder.path().join("data"), now: MORNING.utc, ids: IdSource::Seeded(1_000) };
    let mut core = Core::open(&path, &options).expect("opened");
    let mut all: Vec<Act> = demo::acts(&DemoOptions { notes: None, a_visit: None, seed: 1, now: MORNING }).collect();
    let named = |op: &Op| {
        let named = matches!(op.kind, Kind::School | Kind::Teacher | Kind::Observer | Kind::Classroom);
        op.fields.iter().find_map(|(f, v)| match v {
            Value::Text(text) if named && matches!(f.column, "name" | "label") => Some((op.kind, text.clone())),
            _ => None,
        })
    };
    let named: Vec<(Kind, String)> = all.iter().flat_map(|a| &a.ops).filter_map(named).collect();
    let teacher = named.iter().find(|(kind, _)| *kind == Kind::Teacher).map(|(_, n)| n.clone()).expect("a teacher");
    let notes: Vec<Uid> = all.iter().flat_map(|a| &a.ops).filter(|o| o.kind == Kind::Note).map(|o| o.entity).collect();
    let text = format!("{teacher} says <script>alert(1)</script> \u{202e}& waits");
    let ops = notes.iter().map(|n| acts::note_reworded(*n, NoteKind::Evidence, None, &text, vec![])).collect();
    let clock = all.last().expect("acts").clock.next(MORNING.utc);
    let patterns: BTreeSet<Uid> =
        all.iter().flat_map(|a| &a.ops).filter(|o| o.kind == Kind::Pattern).map(|o| o.entity).collect();
    all.push(Act { clock, verb: Verb::EditNote, ops });
    core.apply_many(&all).expect("saved");
    core.close().expect("closed");
    let names = named.into_iter().map(|(_, name)| name).collect();
    let reader = Reader::open(&path).expect("opened");
    School { _folder: folder, reader, names, patterns: patterns.into_iter().collect() }
}

impl School {
    fn page(&self, span: Span, pattern: Option<Uid>) -> (String, report::Made) {
        report::page(&self.reader, Wish { span, pattern, made: MORNING.today() }).expect("read")
    }
}

#[test]
fn a_term_is_one_file_without_names_and_says_who_may_see_it() {
    let school = school();
    let (page, made) = school.page(TERM, None);
    assert!(made.visits.is_some_and(|n| n > 40) && made.patterns > 1, "{made:?}");
    for never in ["http", "<script", "src=", "url(", "@import", "<link", "onload", "\u{202e}"] {
        assert!(!page.contains(never), "{never}");
    }
    for name in &school.names {
        assert!(!page.contains(name.as_str()), "“{name}” is in it");
    }
    for part in
        ["Who may see this", "[teacher] says", "&#60;script&#62;", "visits that looked for it", "Made on 16 November"]
    {
        assert!(page.contains(part), "{part} is not in {page}");
    }
    assert_eq!(page.matches("<svg").count(), page.matches("</svg>").count());
    assert!(page.contains("<svg") && page.contains("prefers-color-scheme: dark"));
}

#[test]
fn one_pattern_is_told_with_its_parts_and_nothing_else() {
    let school = school();
    let (page, made) = school.page(TERM, school.patterns.first().copied());
    assert_eq!(made.patterns, 1);
    assert!(page.contains("One pattern.") && page.contains("By week") && !page.contains("What was noted"), "{page}");
}

#[test]
fn of_a_walk_with_too_few_visits_nothing_is_told() {
    let school = school();
    let walks = school.reader.walks_begun().expect("read");
    let told: Vec<bool> = walks.iter().map(|w| school.page(Span::Walk(w.uid), None).1.visits.is_some()).collect();
    assert!(told.contains(&false), "{told:?}");
    for walk in walks.iter().zip(&told).filter(|(_, told)| !**told).map(|(walk, _)| walk) {
        let (page, _) = school.page(Span::Walk(walk.uid), None);
        assert!(page.contains("too few to tell anything") && page.contains("Who may see this"), "{page}");
        for never in ["<table", "<svg", "blockquote>", "Not visited", " of the "] {
            assert!(!page.contains(never), "{never} in {page}");
        }
    }
    let none = Span::Days(Some(0), Some(1));
    assert!(school.page(none, None).1.visits.is_none(), "days without a visit");
}

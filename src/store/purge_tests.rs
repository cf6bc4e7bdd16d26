//! What goes for good is gone: from the log, the state, the search, and from every byte of every file.

use super::*;
use crate::domain::act::Op;
use crate::domain::id::{IdSource, split_mix};
use crate::domain::schema::{note, teacher};
use crate::store::api::{Answer, Ask, Draft, From, IdText, SavedView};
use crate::store::{OpenOptions, Reader};
use std::path::{Path, PathBuf};

fn open(folder: &Path) -> Core {
    let options = OpenOptions { data_dir: folder.join("data"), now: 0, ids: IdSource::System };
    Core::open(&folder.join("a.db"), &options).expect("a file")
}

fn uid(n: u64) -> Uid {
    Uid::of_content(&n.to_be_bytes())
}

fn at(clock: i64) -> Hlc {
    Hlc(clock << 16)
}

/// A word that stands in one note alone, and in nothing else.
fn word(n: u64) -> String {
    let mut state = n;
    (0..3).map(|_| format!("{:016x}", split_mix(&mut state))).collect()
}

/// Of very different lengths, so that pages are split and overflow.
fn text(n: u64, again: &str) -> String {
    let mut state = n;
    let more = split_mix(&mut state) % if n.is_multiple_of(50) { 9_000 } else { 300 };
    format!("{again}{} {}", word(n), "x".repeat(usize::try_from(more).unwrap_or(0)))
}

fn wording(clock: i64, n: u64, again: &str) -> Act {
    let op = Op::new(Kind::Note, uid(n)).refer(note::VISIT, uid(0)).text(note::TEXT, text(n, again));
    Act { clock: at(clock), verb: Verb::EditNote, ops: vec![op] }
}

/// Which of these words stand in any file below a folder.
fn found<'w>(folder: &Path, words: &'w [String]) -> Vec<(&'w str, PathBuf)> {
    let mut places = vec![folder.to_path_buf()];
    let mut found = Vec::new();
    while let Some(place) = places.pop() {
        if place.is_dir() {
            places.extend(std::fs::read_dir(&place).expect("a folder").map(|e| e.expect("an entry").path()));
            continue;
        }
        let bytes = std::fs::read(&place).expect("a file");
        let bytes = String::from_utf8_lossy(&bytes);
        for word in words {
            // Half of it would be telling as well, as an index cuts words.
            if bytes.contains(&word[..word.len() / 2]) {
                found.push((word.as_str(), place.clone()));
            }
        }
    }
    found
}

fn searched(folder: &Path, word: &str) -> usize {
    let reader = Reader::open(&folder.join("a.db")).expect("a reader");
    let filter = Filter { search: word.into(), ..Filter::default() };
    match reader.answer(&Ask::Notes { filter, from: From::Newest, limit: 50 }) {
        Answer::Notes(page) => page.rows.len(),
        other => unreachable!("{other:?}"),
    }
}

#[test]
fn no_byte_of_what_was_removed_is_left_in_any_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    let mut core = open(folder);
    let acts: Vec<Act> = (1..=700).map(|n| wording(n, (n as u64 * 7_919) % 701, "")).collect();
    for few in acts.chunks(40) {
        core.apply_many(few).expect("saved");
    }
    core.index_notes().expect("indexed");
    core.fill_meanings().expect("filled");
    for n in 1..60 {
        core.apply(&wording(2_000 + n, (n as u64 * 7_919) % 701, "again ")).expect("saved");
    }
    let gone: Vec<u64> = (1..700).step_by(23).map(|n| (n * 7_919) % 701).collect();
    let words: Vec<String> = gone.iter().map(|n| word(*n)).collect();
    let first = gone[0];
    core.save_draft(&Draft { field: "note".into(), becomes: Some(uid(first)), text: word(first), ..Draft::default() })
        .expect("kept");
    core.save_draft(&Draft { field: "prompt".into(), text: text(first, "again "), ..Draft::default() }).expect("kept");
    core.save_draft(&Draft { field: "plan.focus".into(), text: "what students do".into(), ..Draft::default() })
        .expect("kept");
    let kept = wording(9_000, 5_000, "kept ");
    let lost = wording(9_001, first, "held ");
    let data_dir = core.options.data_dir.clone();
    emergency::keep(&core.path, &data_dir, &[&lost, &kept]).expect("a place");
    let things: Vec<(Kind, Uid)> = gone.iter().map(|n| (Kind::Note, uid(*n))).collect();
    assert_eq!(searched(folder, &words[3]), 1);
    assert!(found(folder, &words).len() > words.len(), "they stand in the file before");

    core.purge(at(10_000), Verb::Purge, &things).expect("removed");

    assert_eq!(found(folder, &words), []);
    assert_eq!(searched(folder, &words[3]), 0);
    assert_eq!(searched(folder, &word(4)), 1, "others are still found");
    let fields: Vec<String> =
        crate::store::local::drafts(&core.connection).expect("drafts").into_iter().map(|d| d.field).collect();
    assert_eq!(fields, ["plan.focus"]);
    assert_eq!(meaning::wrong(&core.connection).expect("a count"), 0);
    let options = core.options.clone();
    assert_eq!(emergency::swallow(&mut core, &options).expect("read"), 1, "the other line is still there");
    let held: i64 = core
        .connection
        .query_row("SELECT count(*) FROM note WHERE text LIKE 'kept%'", [], |r| r.get(0))
        .expect("a row");
    assert_eq!(held, 1);
    let dump = core.dump().expect("a dump");
    core.rebuild(|_| {}).expect("folded");
    assert_eq!(dump, core.dump().expect("a dump"));
    core.close().expect("closed");
    assert_eq!(found(folder, &words), []);
    let report = crate::store::check::check(&folder.join("a.db")).expect("a report");
    assert!(report.sound, "{:?}", report.lines);
}

#[test]
fn a_strike_is_out_of_the_log_at_once_and_out_of_the_file_at_the_end() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    let mut core = open(folder);
    (1..40).for_each(|n| drop(core.apply(&wording(n, n as u64, "")).expect("saved")));
    let act = Act::for_good(at(50), Verb::StrikeVoice, &[(Kind::Note, uid(7))]);
    core.apply(&act).expect("struck");
    assert!(core.is_scrub_due(true));
    core.scrub(false).expect("cut off");
    assert!(!core.is_scrub_due(true) && core.is_scrub_due(false), "what is left waits for the end");
    let log = std::fs::read(folder.join("a.db-wal")).expect("a log");
    assert!(!log.windows(20).any(|w| w == &word(7).as_bytes()[..20]));
    // The laptop goes off before the end: the next opening knows.
    drop(core);
    let mut core = open(folder);
    assert!(core.is_scrub_due(false));
    core.scrub(true).expect("written anew");
    assert!(!core.is_scrub_due(false));
    assert_eq!(found(folder, &[word(7)]), []);
    let mode: i64 = core.connection.query_row("PRAGMA secure_delete", [], |r| r.get(0)).expect("a mode");
    assert_eq!(mode, 2, "the usual setting again");
}

#[test]
fn a_reader_keeps_the_log_and_it_is_cut_off_later() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut core = open(folder.path());
    core.apply(&wording(1, 1, "")).expect("saved");
    let reader = Reader::open(&folder.path().join("a.db")).expect("a reader");
    reader
        .at_one_moment(|_| {
            let act = Act::for_good(at(2), Verb::StrikeVoice, &[(Kind::Note, uid(1))]);
            reader.connection.query_row("SELECT count(*) FROM note", [], |r| r.get::<_, i64>(0)).expect("a row");
            core.apply(&act).expect("struck");
            core.scrub(false).expect("tried");
            assert!(core.is_scrub_due(true), "still to do");
        })
        .expect("a moment");
    core.scrub(true).expect("done");
    assert_eq!(found(folder.path(), &[word(1)]), []);
}

#[test]
fn nothing_comes_back_and_no_undo_leads_behind_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut core = open(folder.path());
    core.apply(&wording(1, 1, "")).expect("saved");
    core.apply(&wording(2, 2, "")).expect("saved");
    let things = [(Kind::Note, uid(1)), (Kind::Note, uid(3))];
    core.purge(at(3), Verb::Purge, &things).expect("removed");
    core.purge(at(3), Verb::Purge, &things).expect("again does no harm");
    assert_eq!(core.undo_state().expect("a state").undo, None);
    let refused = core.undo(at(4)).expect_err("refused");
    assert!(refused.what.contains("cannot be taken back"), "{refused}");
    let before = core.dump().expect("a dump");
    // A screen that still showed it rewords it; another, never seen here before, comes from elsewhere.
    core.apply(&wording(5, 1, "late ")).expect("saved");
    core.apply(&wording(6, 3, "late ")).expect("saved");
    assert_eq!(core.dump().expect("a dump"), before);
    core.scrub(true).expect("done");
    let rows: i64 = core
        .connection
        .query_row("SELECT count(*) FROM op WHERE fields LIKE '%late%'", [], |r| r.get(0))
        .expect("a row");
    assert_eq!(rows, 0);
    assert!(core.purge(at(7), Verb::EditNote, &things).is_err(), "only its own verbs remove");
}

#[test]
fn views_that_name_it_go_and_others_stay() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut core = open(folder.path());
    let name = Op::new(Kind::Teacher, uid(1)).in_stream(Stream::Names).text(teacher::NAME, "Ms Example");
    core.apply(&Act { clock: at(1), verb: Verb::EditPerson, ops: vec![name] }).expect("saved");
    let view = |name: &str, search: &str, walk| SavedView {
        name: name.into(),
        filter: Filter { search: search.into(), walk, ..Filter::default() },
    };
    let here = Some(IdText(uid(1)));
    for view in
        [view("a", "ms example", None), view("MS EXAMPLE", "", None), view("b", "", here), view("c", "why", None)]
    {
        core.save_view(&view).expect("kept");
    }
    core.purge(at(2), Verb::Purge, &[(Kind::Teacher, uid(1))]).expect("removed");
    let left: Vec<String> =
        crate::store::local::views(&core.connection).expect("views").into_iter().map(|v| v.name).collect();
    assert_eq!(left, ["c"]);
    let stream: i64 = core
        .connection
        .query_row("SELECT r.stream FROM act a JOIN replica r ON r.id = a.id >> 40 WHERE a.verb = 126", [], |r| {
            r.get(0)
        })
        .expect("a row");
    assert_eq!(stream, 0, "colleagues who have the name learn that it goes");
}

//! The store with its threads: what is acknowledged is there, whatever happens to the process or the file.

#![allow(clippy::panic, clippy::print_stdout, reason = "a test says what it got, and its child what it saved")]

use std::io::{BufRead, BufReader, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;
use uncover::domain::act::{Act, Op, Value, Verb};
use uncover::domain::id::{IdSource, Uid};
use uncover::domain::schema::{Kind, classroom, note, tag, visit, walk};
use uncover::domain::time::Hlc;
use uncover::store::api::*;
use uncover::store::{Core, OpenOptions, Reader, Store, backup};

const START: i64 = 1_780_000_000_000;

fn options(folder: &Path) -> OpenOptions {
    OpenOptions { data_dir: folder.join("data"), now: START, ids: IdSource::System }
}

fn open(folder: &Path) -> (Store, Receiver<Event>) {
    let (tell, events) = channel();
    let tell = Mutex::new(tell);
    let sink = Box::new(move |event| {
        // The test may have heard enough and gone.
        let _ = tell.lock().expect("no poison").send(event);
    });
    (Store::open(&folder.join("a.uncover"), options(folder), sink).expect("opened"), events)
}

/// The first event that is wanted; the others are passed over.
fn hear<T>(events: &Receiver<Event>, wanted: impl Fn(Event) -> Option<T>) -> T {
    loop {
        let event = events.recv_timeout(Duration::from_secs(60)).expect("an event within a minute");
        if let Some(found) = wanted(event) {
            return found;
        }
    }
}

fn uid(kind: Kind, n: u64) -> Uid {
    Uid::of_content(format!("{kind:?} {n}").as_bytes())
}

fn add_note(n: u64, text: &str) -> Act {
    let op = Op::new(Kind::Note, uid(Kind::Note, n))
        .refer(note::VISIT, uid(Kind::Visit, 1))
        .int(note::AT, n as i64 * 1_000)
        .text(note::TEXT, text);
    Act { clock: Hlc((n as i64 + 10) << 16), verb: Verb::AddNote, ops: vec![op] }
}

/// A walk with a room, a visit and a tag.
fn begin() -> Act {
    let ops = vec![
        Op::new(Kind::Classroom, uid(Kind::Classroom, 1)).text(classroom::LABEL, "Room 12").text(classroom::GRADE, "4"),
        Op::new(Kind::Walk, uid(Kind::Walk, 1)).int(walk::DAY, 20_000).int(walk::STARTED, START),
        Op::new(Kind::Visit, uid(Kind::Visit, 1))
            .refer(visit::WALK, uid(Kind::Walk, 1))
            .refer(visit::CLASSROOM, uid(Kind::Classroom, 1))
            .int(visit::STARTED, START),
        Op::new(Kind::Tag, uid(Kind::Tag, 1)).text(tag::NAME, "wait-time"),
    ];
    Act { clock: Hlc(1 << 16), verb: Verb::StartWalk, ops }
}

fn ask(store: &Store, events: &Receiver<Event>, number: u64, ask: Ask) -> Answer {
    store.ask(Question { number, lane: Lane::Other, ask });
    hear(events, |event| match event {
        Event::Answer { number: n, answer } if n == number => Some(*answer),
        _ => None,
    })
}

fn search(text: &str) -> Ask {
    Ask::Notes { filter: Filter { search: text.into(), ..Filter::default() }, from: From::Newest, limit: 50 }
}

fn texts(answer: Answer) -> Vec<String> {
    match answer {
        Answer::Notes(page) => page.rows.into_iter().map(|row| row.text).collect(),
        other => panic!("no notes: {other:?}"),
    }
}

#[test]
fn what_is_written_is_found_undone_and_still_there_after_opening_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let (store, events) = open(folder.path());
    store.write(Write::Act(begin()));
    for (n, text) in ["reads page 44 aloud", "élèves cite the text", "waits three seconds"].iter().enumerate() {
        store.write(Write::Act(add_note(n as u64, text)));
    }
    let last = add_note(2, "").clock;
    hear(&events, |e| matches!(e, Event::Saved { clock, .. } if clock == last).then_some(()));
    assert_eq!(texts(ask(&store, &events, 1, search("eleves ci"))), ["élèves cite the text"]);
    assert_eq!(texts(ask(&store, &events, 2, search(""))).len(), 3);
    assert_eq!(texts(ask(&store, &events, 3, search("\"44 aloud\""))), ["reads page 44 aloud"]);
    let members = Value::Members(vec![(uid(Kind::Tag, 1), 1)]);
    let ops = (0..3).map(|n| Op::new(Kind::Note, uid(Kind::Note, n)).set(note::TAGS, members.clone())).collect();
    store.write(Write::Act(Act { clock: Hlc(100 << 16), verb: Verb::TagNotes, ops }));
    store.write(Write::Draft(Draft { field: "note".into(), text: "half a li".into(), cursor: 9, ..Draft::default() }));
    store.write(Write::Undo(Hlc(101 << 16)));
    let words = hear(&events, |e| match e {
        Event::Turned { words, .. } => Some(words),
        _ => None,
    });
    assert_eq!(words, "tag 3 notes #wait-time");
    store.close();

    let (store, events) = open(folder.path());
    let Answer::Resume(resume) = ask(&store, &events, 1, Ask::Resume) else { panic!("no resume") };
    assert_eq!(resume.drafts.iter().map(|d| d.text.as_str()).collect::<Vec<_>>(), ["half a li"]);
    assert_eq!(resume.undo.redo.as_deref(), Some("tag 3 notes #wait-time"));
    let visit = resume.visit.expect("the visit that was going on");
    assert_eq!((visit.visit.room.as_str(), visit.notes.len()), ("Room 12", 3));
    store.write(Write::Redo(Hlc(102 << 16)));
    hear(&events, |e| matches!(e, Event::Turned { redo: true, .. }).then_some(()));
    let Answer::Tags(tags) = ask(&store, &events, 2, Ask::Tags) else { panic!("no tags") };
    assert_eq!(tags.iter().map(|t| (t.notes, t.visits)).collect::<Vec<_>>(), [(3, 1)]);
}

#[test]
fn pages_run_both_ways_without_gap_or_overlap() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.uncover");
    let mut core = Core::open(&path, &options(folder.path())).expect("opened");
    core.apply(&begin()).expect("applied");
    let acts: Vec<Act> = (0..23).map(|n| add_note(n, &format!("note {n}"))).collect();
    core.apply_many(&acts).expect("applied");
    let reader = Reader::open(&path).expect("opened");
    let page = |filter: &Filter, from| match reader.answer(&Ask::Notes { filter: filter.clone(), from, limit: 5 }) {
        Answer::Notes(page) => page,
        other => panic!("no notes: {other:?}"),
    };
    // Along the time index, and from a list that is known to be short.
    for filter in [Filter::default(), Filter { search: "note".into(), ..Filter::default() }] {
        let (mut down, mut from) = (Vec::new(), From::Newest);
        loop {
            let page = page(&filter, from);
            from = From::After(page.rows.last().expect("rows").key);
            down.extend(page.rows);
            if !page.more_below {
                break;
            }
        }
        let expected: Vec<String> = (0..23).rev().map(|n| format!("note {n}")).collect();
        assert_eq!(down.iter().map(|r| r.text.clone()).collect::<Vec<_>>(), expected);
        let (mut up, mut from) = (Vec::new(), From::Oldest);
        loop {
            let page = page(&filter, from);
            from = From::Before(page.rows.first().expect("rows").key);
            up.splice(0..0, page.rows);
            if !page.more_above {
                break;
            }
        }
        assert_eq!(up, down);
        let around = page(&filter, From::Around(uid(Kind::Note, 10)));
        assert_eq!(around.rows.iter().map(|r| r.text.as_str()).collect::<Vec<_>>()[2], "note 10");
        assert!(around.more_above && around.more_below);
    }
}

#[test]
fn a_second_window_reads_and_is_told_why_it_cannot_write() {
    let folder = tempfile::tempdir().expect("a folder");
    let (first, events) = open(folder.path());
    first.write(Write::Act(begin()));
    first.write(Write::Act(add_note(1, "from the first window")));
    hear(&events, |e| matches!(e, Event::Saved { clock, .. } if clock == add_note(1, "").clock).then_some(()));
    let (second, told) = open(folder.path());
    assert!(!second.is_writable());
    hear(&told, |e| matches!(e, Event::Trouble(t) if t.sort == TroubleSort::Locked).then_some(()));
    assert_eq!(texts(ask(&second, &told, 1, search("first"))), ["from the first window"]);
    second.write(Write::Act(add_note(2, "from the second window")));
    hear(&told, |e| matches!(e, Event::NotSaved { .. }).then_some(()));
    second.close();
    first.close();
    let (third, _) = open(folder.path());
    assert!(third.is_writable());
}

#[test]
fn a_file_of_another_program_and_a_newer_one_are_refused_untouched() {
    let folder = tempfile::tempdir().expect("a folder");
    let options = options(folder.path());
    let other = folder.path().join("other.db");
    let c = rusqlite::Connection::open(&other).expect("made");
    c.execute_batch("CREATE TABLE t(x)").expect("made");
    drop(c);
    assert_eq!(Core::open(&other, &options).expect_err("refused").sort, TroubleSort::Other);
    let newer = folder.path().join("newer.uncover");
    Core::open(&newer, &options).expect("made").close().expect("closed");
    let c = rusqlite::Connection::open(&newer).expect("opened");
    c.execute_batch("PRAGMA user_version = 99").expect("set");
    drop(c);
    assert_eq!(Core::open(&newer, &options).expect_err("refused").sort, TroubleSort::Newer);
    assert_eq!(Reader::open(&newer).expect_err("refused").sort, TroubleSort::Newer);
    let text = folder.path().join("text.uncover");
    let mut file = std::fs::File::create(&text).expect("made");
    file.write_all("not a database at all, but long enough to look at".repeat(50).as_bytes()).expect("written");
    assert!(Core::open(&text, &options).is_err());
    assert!(std::fs::read_to_string(&text).expect("still text").starts_with("not a database"));
}

#[cfg(unix)]
#[test]
fn nobody_else_may_read_any_file_and_a_read_only_one_is_only_read() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().expect("a folder");
    let (store, events) = open(folder.path());
    store.write(Write::Act(begin()));
    store.write(Write::Backup);
    hear(&events, |e| matches!(e, Event::BackedUp { .. }).then_some(()));
    let mut files = Vec::new();
    let mut folders = vec![folder.path().to_path_buf()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(next).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    assert!(files.len() >= 5, "{files:?}");
    for file in &files {
        let mode = std::fs::metadata(file).expect("there").permissions().mode() & 0o777;
        assert_eq!(mode, 0o600, "{}", file.display());
    }
    store.close();
    let path = folder.path().join("a.uncover");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o400)).expect("set");
    let (store, events) = open(folder.path());
    assert!(!store.is_writable());
    hear(&events, |e| matches!(e, Event::Trouble(t) if t.sort == TroubleSort::ReadOnly).then_some(()));
}

#[test]
fn a_backup_restores_what_was_there_and_keeps_the_other_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.uncover");
    let options = options(folder.path());
    let count = || {
        let reader = Reader::open(&path).expect("opened");
        texts(reader.answer(&search(""))).len()
    };
    let mut core = Core::open(&path, &options).expect("opened");
    core.apply_many(&[begin(), add_note(1, "before")]).expect("applied");
    let copy = folder.path().join("copy.uncover");
    backup::backup_to(&path, &copy).expect("backed up");
    assert!(backup::backup_to(&path, &copy).is_err(), "never over another file");
    core.apply(&add_note(2, "after")).expect("applied");
    core.close().expect("closed");
    assert_eq!(count(), 2);
    let aside = backup::restore(&copy, &path, START).expect("restored").expect("kept");
    assert!(aside.exists());
    assert_eq!(count(), 1);
    // A sequence number of the rewound log is never used again.
    let mut core = Core::open(&path, &options).expect("opened");
    core.apply(&add_note(3, "on the restored file")).expect("applied");
    core.close().expect("closed");
    let replicas = |path: &Path| {
        let mut found = std::collections::BTreeSet::new();
        let reader = Reader::open(path).expect("opened");
        reader
            .each_act(true, true, |act| {
                found.insert((act.replica, act.sequence, act.clock));
                std::ops::ControlFlow::Continue(())
            })
            .expect("read");
        found
    };
    let (old, new) = (replicas(&aside), replicas(&path));
    assert!(old.symmetric_difference(&new).all(|a| !old.iter().any(|b| b != a && (a.0, a.1) == (b.0, b.1))));
}

const CHILD: &str = "UNCOVER_TEST_WRITES_TO";

/// Not a test by itself: the process that is killed by the next one.
#[test]
fn child_that_writes_until_it_is_killed() {
    let Ok(folder) = std::env::var(CHILD) else { return };
    let (store, events) = open(Path::new(&folder));
    let Answer::Resume(resume) = ask(&store, &events, 1, Ask::Resume) else { panic!("no resume") };
    let mut n = resume.clock.map_or(0, |c| (c.0 >> 16) as u64);
    loop {
        n += 1;
        let act = add_note(n, &format!("line {n}"));
        let clock = act.clock;
        store.write(Write::Act(act));
        hear(&events, |e| matches!(e, Event::Saved { clock: c, .. } if c == clock).then_some(()));
        println!("saved {n}");
    }
}

#[test]
fn nothing_acknowledged_is_lost_when_the_process_is_killed() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut acknowledged = Vec::new();
    for round in 1..=10 {
        let mut child = Command::new(std::env::current_exe().expect("this test"))
            .args(["child_that_writes_until_it_is_killed", "--exact", "--nocapture"])
            .env(CHILD, folder.path())
            .stdout(Stdio::piped())
            .spawn()
            .expect("started");
        let lines = BufReader::new(child.stdout.take().expect("its output")).lines();
        let saved = |line: String| line.split("saved ").nth(1).and_then(|n| n.trim().parse::<u64>().ok());
        acknowledged.extend(lines.map_while(Result::ok).filter_map(saved).take(round * 3));
        child.kill().expect("killed");
        child.wait().expect("ended");
    }
    let path = folder.path().join("a.uncover");
    let report = uncover::store::check::check(&path).expect("checked");
    assert!(report.sound, "{:?}", report.lines);
    let mut stored = std::collections::HashSet::new();
    let reader = Reader::open(&path).expect("opened");
    reader
        .each(Kind::Note, true, true, |record| {
            stored.insert(record.uid);
            std::ops::ControlFlow::Continue(())
        })
        .expect("read");
    assert_eq!(acknowledged.len(), 165);
    let lost: Vec<_> = acknowledged.iter().filter(|n| !stored.contains(&uid(Kind::Note, **n))).collect();
    assert!(lost.is_empty(), "{lost:?}");
}

#[test]
fn a_newer_question_of_a_lane_takes_the_place_of_older_ones() {
    let folder = tempfile::tempdir().expect("a folder");
    let (store, events) = open(folder.path());
    store.write(Write::Act(begin()));
    store.write(Write::Act(add_note(1, "reads page 44 aloud")));
    hear(&events, |e| matches!(e, Event::Saved { clock, .. } if clock == add_note(1, "").clock).then_some(()));
    for number in 1..=300 {
        store.ask(Question { number, lane: Lane::NotesPage, ask: search("reads") });
    }
    let mut answered = Vec::new();
    while answered.last() != Some(&300) {
        let found = hear(&events, |event| match event {
            Event::Answer { number, answer } => Some((number, texts(*answer))),
            _ => None,
        });
        assert_eq!(found.1, ["reads page 44 aloud"]);
        answered.push(found.0);
    }
    assert!(answered.is_sorted(), "{answered:?}");
}

#[test]
fn a_draft_goes_with_the_note_it_becomes() {
    let folder = tempfile::tempdir().expect("a folder");
    let (store, events) = open(folder.path());
    let draft = |field: &str, becomes| Draft { field: field.into(), text: "re".into(), becomes, ..Draft::default() };
    store.write(Write::Act(begin()));
    store.write(Write::Draft(draft("note", Some(uid(Kind::Note, 1)))));
    store.write(Write::Draft(draft("plan.focus", None)));
    store.write(Write::Act(add_note(1, "reads")));
    hear(&events, |e| matches!(e, Event::Saved { clock, .. } if clock == add_note(1, "").clock).then_some(()));
    let Answer::Resume(resume) = ask(&store, &events, 1, Ask::Resume) else { panic!("no resume") };
    assert_eq!(resume.drafts.iter().map(|d| d.field.as_str()).collect::<Vec<_>>(), ["plan.focus"]);
}

#[test]
fn before_something_is_removed_no_backup_is_made_at_the_end() {
    let folder = tempfile::tempdir().expect("a folder");
    let backups = |folder: &Path| backup::list(&folder.join("a.uncover"), &folder.join("data")).len();
    for (n, without) in [(1, true), (2, false)] {
        let (store, events) = open(folder.path());
        let before = backups(folder.path());
        store.write(Write::Act(if n == 1 { begin() } else { add_note(n, "reads aloud") }));
        hear(&events, |event| matches!(event, Event::Saved { .. }).then_some(()));
        if without {
            store.close_without_backup()
        } else {
            store.close()
        }
        assert_eq!(backups(folder.path()), before + usize::from(!without));
    }
}

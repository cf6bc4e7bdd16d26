//! In and out inside the program, over a real file and real folders: what comes in is on the screens, one step takes it
//! back, what is stopped has changed nothing.
#![allow(clippy::panic, reason = "a test says what was wrong")]

mod common;
#[path = "common/world.rs"]
mod world;

use common::MORNING;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use uncover::domain::act::{Act, Op, Verb};
use uncover::domain::id::IdSource;
use uncover::domain::schema::{Kind, note};
use uncover::domain::time::Hlc;
use uncover::exchange::forms;
use uncover::exchange::inout::out::Wish;
use uncover::exchange::inout::{Around, Doing, Far, Format, Outcome, Passphrase, Task, with_writer, without_writer};
use uncover::exchange::roster;
use uncover::store::api::{Event, Trouble, Write};
use uncover::store::long::Long;
use uncover::store::{Core, OpenOptions, Store};
use world::World;

const LIST: &str =
    "Room,Teacher,Grade,Subject\nRoom 4,Ms Wren,4,Reading\nRoom 9,Mr Teal,5,Mathematics\n,Mr Nobody,5,Art\n";
const FORM: &str =
    "Timestamp,Room,What did you see?\n2026-11-02 9:00,Room 4,reads page 44 aloud\n2026-11-03 9:30,Room 9,asks why\n";

/// A world with a folder of files to bring in.
fn world(files: &[(&str, &str)]) -> (World, PathBuf) {
    let mut world = World::new(100, 30);
    world.carries = true;
    let folder = world.folder().join("school");
    fs::create_dir(&folder).expect("made");
    for (name, text) in files {
        fs::write(folder.join(name), text).expect("written");
    }
    (world, folder)
}

/// Goes to the files of the choice so far down the list, in a folder.
fn go(world: &mut World, choice: usize, folder: &Path) {
    let down = "<Down>".repeat(choice);
    world.keys(&format!("<Esc><Esc><Esc>1x<Home>{down}<Enter>{}<Enter>", folder.display()));
}

#[test]
fn a_list_of_rooms_comes_in_is_seen_and_is_taken_back_in_one_step() {
    let (mut world, folder) = world(&[("rooms.csv", LIST), ("notes.pdf", "x")]);
    go(&mut world, 0, &folder);
    world.shows("1 other file is not");
    world.keys("<Enter>");
    for words in
        ["Room 4: grade 4 · Reading · Ms Wren", "Rows not taken (1)", "rooms.csv line 4", "Nothing was changed yet"]
    {
        world.shows(words);
    }
    world.keys("y");
    world.shows("Taken in as one change: Ctrl-Z takes all of it back.");
    world.keys("1");
    world.shows("Rooms seen      0 of 2");
    world.keys("<Ctrl-Z>");
    common::assert_shown(&world.app, "Rooms seen", false);
    // The same again finds it anew, and a second time nothing.
    world.keys("<Ctrl-Y>");
    go(&mut world, 0, &folder);
    world.keys("<Enter>");
    world.shows("Everything is there already: nothing would change.");
}

#[test]
fn a_form_comes_in_with_a_column_that_was_named_and_that_is_remembered() {
    let form = FORM.replace("What did you see?", "Shoe size").replace("Room,", "Salle,");
    let (mut world, folder) = world(&[("walks.csv", &form)]);
    go(&mut world, 1, &folder);
    world.keys("<Enter>");
    world.shows("walks.csv cannot be read yet");
    world.keys("cSalle<Enter>the room<Enter>").keys("cShoe<Enter>notes about the students<Enter>");
    world.shows("notes about the students (as you said)");
    world.keys("y").keys("3");
    world.shows("reads page 44 aloud");
    world.shows("2 notes");
    go(&mut world, 1, &folder);
    world.keys("<Enter>");
    world.shows("the room (as you said)");
    world.shows("Everything is there already");
}

#[test]
fn the_columns_of_a_list_can_be_said_too() {
    let (mut world, folder) =
        world(&[("liste.csv", "Local;Nom du prof;Heure\nSalle 1;Mme Wren;2\nSalle 2;M. Teal;3\n")]);
    go(&mut world, 0, &folder);
    world.keys("<Enter>");
    world.shows("It has no headings that are known");
    world.keys("cNom<Enter>teaches<Enter>");
    world.shows("names no column for the room");
    world.shows("c says what a column is.");
    world.keys("cLocal<Enter>the room<Enter>");
    world.shows("Salle 1: ");
    world.shows("Mme Wren");
    world.shows("New rooms (2)");
    world.keys("y");
    world.shows("Taken in as one change");
}

#[test]
fn tables_are_written_replaced_only_after_a_question_and_never_over_the_notes() {
    let (mut world, folder) = world(&[("walks.csv", FORM)]);
    go(&mut world, 1, &folder);
    world.keys("<Enter>y");
    go(&mut world, 3, &folder);
    world.keys("<Enter><Ctrl-U>out.csv<Enter>");
    world.shows("2 notes are in");
    let table = fs::read_to_string(folder.join("out.csv")).expect("written");
    assert!(table.contains("reads page 44 aloud"));
    assert!(table.starts_with("\u{feff}note,visit"), "a spreadsheet knows by the mark that it is UTF-8");
    fs::write(folder.join("out.csv"), "mine").expect("written");
    go(&mut world, 3, &folder);
    world.keys("<Enter><Ctrl-U>out.csv<Enter>");
    world.shows("Replace “out.csv”?");
    world.keys("<Enter><Esc>");
    assert_eq!(fs::read_to_string(folder.join("out.csv")).expect("there"), "mine");
    let file = world.path().to_path_buf();
    go(&mut world, 3, file.parent().expect("a folder"));
    world.keys("<Enter><Ctrl-U>walks.db<Enter>");
    world.shows("holds notes");
}

#[test]
fn a_report_is_of_all_walks_of_one_of_some_days_or_of_one_pattern() {
    let (mut world, folder) = world(&[("walks.csv", FORM)]);
    go(&mut world, 1, &folder);
    world.keys("<Enter>y3<Space>p<Enter>Reading aloud begins every lesson<Enter>");
    let mut report = |chosen: &str, name: &str| {
        world.keys("<Esc><Esc><Esc>1x<Home>").keys(&"<Down>".repeat(5)).keys("<Enter>");
        world.shows("A report of …");
        world.keys(chosen);
        world.keys(&format!("{}<Enter><Enter><Ctrl-U>{name}<Enter>", folder.display()));
        world.shows("A report");
        fs::read_to_string(folder.join(name)).expect("written")
    };
    let title = |page: &str| page.split("<h1>").nth(1).and_then(|t| t.split("</h1>").next()).map(String::from);
    let all = report("<Enter>", "all.html");
    assert_eq!(title(&all).as_deref(), Some("Walkthroughs from 2 November 2026 to 3 November 2026"));
    let one = report("One walk<Enter>2 November<Enter>", "one.html");
    assert_eq!(title(&one).as_deref(), Some("Walkthrough of 2 November 2026"));
    let days = report("days<Enter>gibberish<Enter><Enter><Ctrl-U>3 November 2026<Enter><Enter>", "days.html");
    assert_eq!(title(&days).as_deref(), Some("Walkthroughs of 3 November 2026"));
    let pattern = report("One pattern<Enter>aloud<Enter>", "pattern.html");
    assert!(title(&pattern).is_some_and(|t| t.starts_with("One pattern. ")));
}

#[test]
fn a_colleagues_bundle_is_looked_at_taken_in_and_nothing_new_the_second_time() {
    let (mut ann, folder) = world(&[("walks.csv", FORM)]);
    go(&mut ann, 1, &folder);
    ann.keys("<Enter>y");
    go(&mut ann, 10, &folder);
    ann.keys("<Enter><Ctrl-U>a.bundle<Enter>three words<Enter>three words<Enter>");
    ann.shows("Tell the passphrase by another way");

    let (mut ben, _) = world(&[]);
    go(&mut ben, 2, &folder);
    ben.keys("<Enter>");
    ben.shows("The passphrase of a.bundle");
    ben.keys("wrong words<Enter>");
    ben.shows("The passphrase does not open the bundle.");
    let before = ben.core.as_ref().expect("open").dump().expect("read");
    ben.keys("three words<Enter>");
    ben.shows("New: 2 notes, 2 visits");
    ben.shows("Nothing was changed yet");
    assert_eq!(ben.core.as_ref().expect("open").dump().expect("read"), before, "looking changes nothing");
    ben.keys("y").keys("3");
    ben.shows("2 notes");
    go(&mut ben, 2, &folder);
    ben.keys("<Enter>three words<Enter>");
    ben.shows("Nothing is new.");
}

/// A file with a core, and what it holds.
fn file(folder: &Path) -> Core {
    let options = OpenOptions { data_dir: folder.join("data"), now: MORNING.utc, ids: IdSource::Seeded(5) };
    Core::open(&folder.join("walks.db"), &options).expect("the file opens")
}

fn around(folder: &Path, tell: impl Fn(Far, &AtomicBool) + Send + Sync + 'static) -> Around {
    let stop = Arc::new(AtomicBool::new(false));
    let flag = Arc::clone(&stop);
    Around {
        file: folder.join("walks.db"),
        now: MORNING,
        offset_at: |_| MORNING.offset,
        stop,
        tell: Arc::new(move |far| tell(far, &flag)),
    }
}

/// Stops as soon as something was told of what is being done.
fn at_once(doing: Doing) -> impl Fn(Far, &AtomicBool) + Send + Sync {
    move |far, stop| {
        if far.doing == doing {
            stop.store(true, Ordering::SeqCst);
        }
    }
}

fn never(_: Far, _: &AtomicBool) {}

fn sentence(outcome: &Outcome) -> &str {
    match outcome {
        Outcome::Refused(why) => &why.sentence,
        other => panic!("{other:?}"),
    }
}

/// A form of many rows.
fn long_form(folder: &Path, rows: usize) -> PathBuf {
    let mut text = String::from("Timestamp,Room,Notes\n");
    for n in 0..rows {
        text += &format!("2026-10-{:02} {}:{:02},Room {},line {n}\n", 1 + n % 28, 8 + n % 7, n % 60, n % 50);
    }
    let path = folder.join("long.csv");
    fs::write(&path, text).expect("written");
    path
}

#[test]
fn what_is_stopped_while_it_is_saved_has_changed_nothing_and_the_next_one_works() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut core = file(folder.path());
    let from = long_form(folder.path(), 3_000);
    let before = core.dump().expect("read");
    let task = Task::Notes { from, wish: forms::Wish::default(), take: true };
    let (outcome, kinds) = with_writer(&task, &mut core, &around(folder.path(), at_once(Doing::Saving)));
    assert_eq!((sentence(&outcome), kinds.len()), ("It was stopped. Nothing was changed.", 0));
    assert_eq!(core.dump().expect("read"), before);
    assert_eq!(core.newest_clock().expect("a clock"), 0, "not in the log either");

    let (outcome, kinds) = with_writer(&task, &mut core, &around(folder.path(), never));
    assert!(matches!(&outcome, Outcome::Paper(paper) if paper.changes), "{outcome:?}");
    assert!(!kinds.is_empty());
}

#[test]
fn a_merge_that_is_stopped_has_changed_nothing_and_one_of_several_bundles_is_one_step() {
    let folder = tempfile::tempdir().expect("a folder");
    let (ann, ben) = (folder.path().join("ann"), folder.path().join("ben"));
    let shared = folder.path().join("shared");
    for made in [&ann, &ben, &shared] {
        fs::create_dir(made).expect("made");
    }
    let mut core = file(&ann);
    let from = long_form(folder.path(), 3_000);
    let task = Task::Notes { from, wish: forms::Wish::default(), take: true };
    with_writer(&task, &mut core, &around(&ann, never));
    let mut wish = Wish::new(Format::Bundle, shared.join("a.bundle"));
    // Plain: this is about merging, not about the seal.
    wish.passphrase = None;
    let made = without_writer(&Task::Out(wish), &around(&ann, never));
    assert!(matches!(made, Outcome::Paper(_)), "{made:?}");
    fs::write(shared.join("broken.bundle"), "no bundle").expect("written");

    let mut core = file(&ben);
    let before = core.dump().expect("read");
    let take = |take| Task::Bundles { from: shared.clone(), passphrase: None, take };
    let (outcome, _) = with_writer(&take(true), &mut core, &around(&ben, at_once(Doing::Saving)));
    assert_eq!(sentence(&outcome), "It was stopped. Nothing was changed.");
    assert_eq!(core.dump().expect("read"), before);
    let (outcome, kinds) = with_writer(&take(false), &mut core, &around(&ben, never));
    assert!(kinds.is_empty() && matches!(&outcome, Outcome::Paper(p) if p.changes), "{outcome:?}");
    assert_eq!(core.dump().expect("read"), before);
    let (outcome, kinds) = with_writer(&take(true), &mut core, &around(&ben, never));
    let Outcome::Paper(paper) = outcome else { panic!("{outcome:?}") };
    assert!(paper.lines.iter().any(|l| l.contains("This is not a bundle of Uncover.")), "{:#?}", paper.lines);
    assert!(paper.lines.iter().any(|l| l.contains("3000 notes")) && !kinds.is_empty(), "{:#?}", paper.lines);
}

#[test]
fn an_export_that_is_stopped_leaves_no_file_behind() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut core = file(folder.path());
    let from = long_form(folder.path(), 10_500);
    let task = Task::Notes { from, wish: forms::Wish::default(), take: true };
    with_writer(&task, &mut core, &around(folder.path(), never));
    let out = folder.path().join("out");
    fs::create_dir(&out).expect("made");
    for (format, name) in [
        (Format::Csv, "a.csv"),
        (Format::Json, "a.json"),
        (Format::Markdown, "a.md"),
        (Format::Qdpx, "a.qdpx"),
        (Format::Bundle, "a.bundle"),
    ] {
        let task = Task::Out(Wish::new(format, out.join(name)));
        let outcome = without_writer(&task, &around(folder.path(), at_once(Doing::Writing)));
        assert_eq!(sentence(&outcome), "It was stopped. Nothing was written.", "{format:?}");
        assert_eq!(fs::read_dir(&out).expect("read").count(), 0, "{format:?}");
    }
}

#[test]
fn sentences_of_the_program_name_no_option_of_the_command_line() {
    let folder = tempfile::tempdir().expect("a folder");
    drop(file(folder.path()));
    let look = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::write(&path, text).expect("written");
        let notes = Task::Notes { from: path.clone(), wish: forms::Wish::default(), take: false };
        let rooms = Task::Rooms { from: path, wish: roster::Wish::default(), take: false };
        [notes, rooms].map(|task| format!("{:?}", without_writer(&task, &around(folder.path(), never))))
    };
    for (name, text) in [
        ("ambiguous.csv", "Timestamp,Room,Notes\n3/4/2026,Room 1,a\n"),
        ("unknown.csv", "Quand,Salle\nx,y\n"),
        ("no-day.csv", "Room,Notes\nRoom 1,a\n"),
        ("future.csv", "Date,Room,Notes\n2031-01-02,Room 1,a\n"),
        ("list.csv", "Room 1,Ms Wren\nRoom 2,Mr Teal\n"),
    ] {
        for said in look(name, text) {
            assert!(!said.contains("--"), "{name}: {said}");
        }
    }
    let secret = Passphrase("three words".into());
    assert!(!format!("{secret:?}").contains("three"));
}

/// Something long that begins, and ends only when told to.
struct Waiting {
    begun: Sender<()>,
    go_on: Receiver<()>,
    over: Sender<bool>,
}

impl Long for Waiting {
    fn run(&mut self, _: &mut Core) -> Result<Vec<Kind>, Trouble> {
        self.begun.send(()).expect("heard");
        self.go_on.recv().expect("told");
        Ok(vec![Kind::Classroom])
    }

    fn over(self: Box<Self>, how: Result<(), Trouble>) {
        self.over.send(how.is_ok()).expect("heard");
    }
}

#[test]
fn what_is_written_meanwhile_waits_and_is_saved_after_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let options = OpenOptions { data_dir: folder.path().join("data"), now: MORNING.utc, ids: IdSource::System };
    let (told, events) = channel();
    let sink = Box::new(move |event| drop(told.send(event)));
    let store = Store::open(&folder.path().join("walks.db"), options, sink).expect("the file opens");
    let ((begun, has_begun), (go, go_on), (over, is_over)) = (channel(), channel(), channel());
    store.long(Box::new(Waiting { begun, go_on, over }));
    has_begun.recv().expect("it begins");
    let clock = Hlc(0).next(MORNING.utc);
    let line = IdSource::System.next_uid();
    let ops = vec![Op::new(Kind::Note, line).text(note::TEXT, "asks why")];
    store.write(Write::Act(Act { clock, verb: Verb::AddNote, ops }));
    assert!(events.try_iter().all(|event| !matches!(event, Event::Saved { .. })), "the writer is held");
    go.send(()).expect("it goes on");
    assert_eq!(is_over.recv(), Ok(true));
    let mut order = Vec::new();
    while order.len() < 2 {
        match events.recv().expect("an event") {
            Event::Worked { .. } => order.push("worked"),
            Event::Saved { clock: saved, .. } if saved == clock => order.push("saved"),
            _ => {}
        }
    }
    assert_eq!(order, ["worked", "saved"]);
    store.close();
}

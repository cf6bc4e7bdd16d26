//! Marking by keys, over a real file: every way, crashes and changed clocks, bursts, and a lesson of codes counted a
//! second time by other means.
#![allow(clippy::panic, reason = "a test says what was wrong")]

mod common;
#[path = "common/world.rs"]
mod world;

use pretty_assertions::assert_eq;
use std::collections::{BTreeMap, BTreeSet};
use uncover::app::recording::LiveVisit;
use uncover::app::screens::walk::{Beginning, start};
use uncover::domain::id::split_mix;
use uncover::domain::mark::{Detail, Mark, Way};
use uncover::domain::marking::Told;
use uncover::domain::sheet::Sheet;
use uncover::store::api::{Answer, Ask};
use world::World;

const ALL_WAYS: &str = include_str!("sheets/all-ways.toml");
const CODES: &str = include_str!("../assets/sheets/copus.toml");

/// In a room, with a sheet.
fn room(sheet: &str, columns: u16, rows: u16) -> World {
    let mut world = World::new(columns, rows);
    let parsed = Sheet::parse("a sheet", sheet).expect("a sound sheet");
    let beginning = Beginning {
        sheet: Some((parsed.id, parsed.title, sheet.to_string())),
        focus: "Who talks?".into(),
        ..Beginning::default()
    };
    start(&mut world.app, beginning);
    world.wait(0);
    world
}

fn visit(world: &World) -> &LiveVisit {
    world.app.recording.as_ref().and_then(|r| r.visit.as_ref()).expect("a visit")
}

/// The marks of the visit as the file has them, in the order of their ids.
fn on_disk(world: &World) -> Vec<Mark> {
    match world.reader.answer(&Ask::Visit(visit(world).uid)) {
        Answer::Visit(Some(view)) => sorted(view.marks),
        other => panic!("no visit: {other:?}"),
    }
}

fn sorted(mut marks: Vec<Mark>) -> Vec<Mark> {
    marks.sort_by_key(|m| m.uid);
    marks
}

fn result(world: &World, look_for: &str) -> String {
    let visit = visit(world);
    let sheet = world.app.recording.as_ref().and_then(|r| r.sheet.as_ref()).expect("a sheet");
    let there = |note| visit.note(note).is_some();
    let told = Told { sums: &visit.sums, length: Some(visit.elapsed(world.now)), there: &there };
    told.result(sheet.look_for(look_for).expect("on the sheet")).unwrap_or_default()
}

/// A lesson's beginning, with every way marked.
fn some_of_everything(world: &mut World) {
    world.keys("<Tab>t").wait(20_000).keys("<Tab>1;2half a li").wait(5_000);
    world.keys("<Tab>n19/24<Enter>").wait(30_000).keys("<Tab>s<Tab>w<Tab>b<Tab>e<Tab>x").wait(10_500);
    world.keys("<Tab>q").wait(1_400).keys("<Tab>a<Tab>l<Tab>9S3 “how stories end”<Enter>").wait(60_000);
    world.keys("<Tab>g<Tab>p<Tab>n21<Enter>").wait(3_000);
}

#[test]
fn every_way_is_marked_by_keys_and_seen() {
    let mut world = room(ALL_WAYS, 140, 40);
    some_of_everything(&mut world);
    world.shows("half a li");
    for (look_for, said) in [
        ("cites", "seen, 0:20"),
        ("questions", "1 time"),
        ("teacher", "0:55 of 2:09"),
        ("students", "1:14 of 2:09"),
        ("on-task", "19, 21 of 24"),
        ("grouping", "whole class from 0:55, pairs from 2:06"),
        ("tools", "a book from 0:55, a book and a screen from 0:55"),
        ("demand", "explaining"),
        ("codes", "listen in 1, talk in groups in 1 of 2 intervals"),
        ("wait", "1 timed, median 1.4 s: students answer 1"),
        ("learning", "answered in a note"),
    ] {
        assert_eq!(result(&world, look_for), said, "{look_for}");
    }
    assert_eq!(visit(&world).heads, Some(24), "the first total is the head count");
    assert_eq!(sorted(visit(&world).marks.clone()), on_disk(&world));
    insta::assert_snapshot!("marks_140", world.screen());
    world.keys("<Tab>");
    insta::assert_snapshot!("marking_140", world.screen());
    world.input(uncover::app::input::Input::Resize(80, 24));
    insta::assert_snapshot!("marking_80", world.screen());
    world.keys("<Esc>");
    insta::assert_snapshot!("marks_80", world.screen());
    world.keys("<Tab>n");
    insta::assert_snapshot!("scan_80", world.screen());
}

#[test]
fn sixty_look_fors_are_all_seen_while_marking_on_a_small_screen() {
    let way = |i: usize| ["tick", "tally", "timer"][i % 3];
    let one = |i: usize| format!("[[look_for]]\nid = \"l{i}\"\nlabel = \"sign {i}\"\nway = \"{}\"\n", way(i));
    let all: String = (0..60).map(one).collect();
    let mut world = room(&format!("format = 1\nid = \"many\"\ntitle = \"Many\"\n{all}"), 80, 24);
    world.keys("<Tab><Tab>12");
    for i in 0..60 {
        world.shows(&format!("sign {i}"));
    }
}

#[test]
fn what_is_asked_goes_back_to_the_line_and_waits() {
    let mut world = room(ALL_WAYS, 100, 30);
    world.keys("T asks").wait(1_000).keys("<Tab>9to read<Esc>");
    assert_eq!(world.app.walk.note.text(), "T asks");
    world.keys("<Tab>n30/24<Enter>");
    world.shows("30 of 24 cannot be");
    world.keys("<Esc><Tab>9 aloud<Enter> why<Enter>");
    let notes: Vec<String> = visit(&world).notes.iter().map(|n| n.text.clone()).collect();
    assert_eq!(notes, ["asks why", "to read aloud"]);
    let mark = &visit(&world).marks[0];
    assert_eq!(mark.detail, Detail::Note(visit(&world).notes[1].uid));
    world.keys("<Tab><Tab><Backspace>");
    assert_eq!(visit(&world).marks.len(), 1, "a note was written since");
    world.keys("<Esc><Ctrl-Z><Tab><Tab><Backspace>");
    assert_eq!((visit(&world).marks.len(), visit(&world).notes.len()), (0, 0), "the answer goes with its mark");
    assert_eq!(on_disk(&world), []);
}

/// A scan that counts those who are not doing it.
const OTHERS: &str = "format = 1\nid = \"scan\"\ntitle = \"Scan\"\n[[look_for]]\nid = \"on-task\"\nkey = \"s\"\n\
    label = \"on task\"\nway = \"scan\"\nsettings = { counts = \"not-doing\" }\n";

#[test]
fn a_scan_of_the_others_asks_for_them_and_says_what_it_keeps() {
    let mut world = room(OTHERS, 80, 24);
    world.keys("<Tab>s");
    world.shows("how many are NOT doing it, of how many?");
    world.shows("such as 5/24");
    assert!(!world.screen().contains("19/24"), "nothing asks for those who do it");
    world.keys("19/24");
    world.shows("= 5 of 24 on task");
    world.keys("<Ctrl-U>30/24<Enter>");
    world.shows("30 of 24 cannot be: type how many are not doing it, of those present");
    world.keys("<Ctrl-U>five<Enter>");
    world.shows("how many are not doing it, such as 5");
    world.keys("<Ctrl-U>5/24");
    world.shows("= 19 of 24 on task");
    world.keys("<Enter>");
    assert_eq!(result(&world, "on-task"), "19 of 24");
    world.keys("<Tab>s4");
    world.shows("= 20 of 24 on task");
}

#[test]
fn a_deleted_answer_leaves_the_prompt_open_in_the_evening_too() {
    let mut world = room(ALL_WAYS, 100, 30);
    world.keys("<Tab>9to read<Enter>");
    let open = |world: &World| match world.reader.answer(&Ask::Today { from: 0, to: i64::MAX }) {
        Answer::Today(visits) => !visits[0].marked.contains(&"learning".to_string()),
        other => panic!("{other:?}"),
    };
    world.keys("<Up><Ctrl-D>");
    assert_eq!(result(&world, "learning"), "");
    world.keys("<Ctrl-N>");
    assert!(open(&world));
    world.keys("<Ctrl-Z><Ctrl-Z>").keys("<Ctrl-N>");
    assert!(!open(&world));
}

#[test]
fn a_half_typed_answer_survives_a_crash() {
    let mut world = room(ALL_WAYS, 100, 30);
    world.keys("<Tab>9how stories e").wait(400);
    let mut world = world.killed_and_reopened();
    world.keys("2");
    world.shows("what are you learning?");
    world.keys("nd<Enter>");
    assert_eq!(visit(&world).notes[0].text, "how stories end");
    assert_eq!(result(&world, "learning"), "answered in a note");
    world.keys("<Tab>9to wr<Esc>T asks").wait(400);
    let mut world = world.killed_and_reopened();
    world.keys("2 why<Enter><Tab>9ite<Enter>");
    let notes: Vec<String> = visit(&world).notes.iter().map(|n| n.text.clone()).collect();
    assert_eq!(notes, ["how stories end", "asks why", "to write"], "both lines are where they were");
}

#[test]
fn a_half_typed_number_survives_a_crash() {
    let mut world = room(ALL_WAYS, 100, 30);
    world.keys("T asks<Tab>n19/").wait(400);
    let mut world = world.killed_and_reopened();
    world.keys("2");
    world.shows("at the task: how many of how many?");
    world.shows("> 19/");
    world.keys("24<Enter>");
    assert_eq!(result(&world, "on-task"), "19 of 24");
    assert_eq!(world.app.walk.note.text(), "T asks", "the line beside it waited");
    world.keys("<Tab>n2").wait(400).keys("<Esc>");
    let mut world = world.killed_and_reopened();
    world.keys("2");
    assert!(!world.screen().contains("at the task: how many"), "what was given up does not come back");
    world.keys("<Tab>n2").wait(400).keys("<Ctrl-N>");
    let mut world = world.killed_and_reopened();
    world.keys("2b");
    assert!(!world.screen().contains("at the task: how many"), "nor what was left with the room");
}

#[test]
fn marks_are_taken_back_one_by_one() {
    let mut world = room(ALL_WAYS, 100, 30);
    some_of_everything(&mut world);
    let all = on_disk(&world).len();
    assert_eq!(all, 15);
    world.keys("<Tab><Tab>").keys(&"<Backspace>".repeat(8)).keys(&"<Ctrl-Z>".repeat(8));
    assert_eq!(on_disk(&world), []);
    assert_eq!(visit(&world).marks, []);
    assert!(visit(&world).notes.is_empty());
    world.keys("<Backspace>");
    world.shows("is not a mark of this visit");
}

#[test]
fn leaving_stops_timers_and_coming_back_does_not_start_them() {
    let mut world = room(ALL_WAYS, 100, 30);
    world.keys("<Tab>t<Tab>v<Tab>q").wait(60_300);
    world.keys("<Ctrl-N>");
    // Somebody sets the clock while we stand in the corridor.
    world.now.utc -= 3_600_000;
    world.wait(45_000).keys("b").wait(30_000);
    assert!(!visit(&world).marks.iter().any(Mark::is_running));
    assert_eq!(visit(&world).elapsed(world.now), 90_300, "the time away does not count");
    assert_eq!(visit(&world).sums.get("teacher").total, 60_300);
    world.keys("<Tab>t").wait(10_000).keys("<Ctrl-N>ey");
    let uid = {
        let Answer::Walks(walks) = world.reader.answer(&Ask::Walks { before: None, limit: 1 }) else { panic!("walks") };
        let Answer::Walk(Some(walk)) = world.reader.answer(&Ask::Walk(walks[0].uid)) else { panic!("a walk") };
        walk.visits[0].uid
    };
    let Answer::Visit(Some(view)) = world.reader.answer(&Ask::Visit(uid)) else { panic!("a visit") };
    let timed: Vec<Option<i64>> = view.marks.iter().filter(|m| m.look_for == "teacher").map(Mark::length).collect();
    assert_eq!(timed, [Some(60_300), Some(10_000)]);
    let length = view.visit.ended.expect("left") - view.visit.started.expect("begun") - view.visit.paused;
    assert_eq!(length, 100_300);
}

#[test]
fn timers_are_right_after_a_crash_a_sleep_and_a_set_clock() {
    let mut world = room(ALL_WAYS, 100, 30);
    world.wait(4_700).keys("<Tab>s<Tab>q").wait(10_050);
    let mut world = world.killed_and_reopened();
    // The lid was closed for twenty minutes, the wall clock set back by two hours.
    world.now.steady += 1_200_000;
    world.now.utc += 1_200_000 - 7_200_000;
    world.keys("2");
    world.shows("20:10 on");
    let mut world = world.killed_and_reopened();
    world.now.steady += 30_000;
    world.keys("2<Tab>s<Tab>a");
    assert_eq!(visit(&world).sums.get("students").total, 1_240_050);
    assert_eq!(visit(&world).sums.get("wait").waits[0].length, 1_240_050);
    assert_eq!(sorted(visit(&world).marks.clone()), on_disk(&world));
}

#[test]
fn twenty_marks_a_second_for_a_minute_lose_nothing() {
    let mut world = room(ALL_WAYS, 80, 24);
    world.keys("<Ctrl-F>24<Enter><Tab><Tab>");
    let mut seed = 11;
    let mut pressed = BTreeMap::<char, usize>::new();
    for i in 0..1_200 {
        let keys: Vec<char> = "22222tsvnwpbecxlgqaA1".chars().collect();
        let key = keys[usize::try_from(split_mix(&mut seed) % 21).expect("small")];
        *pressed.entry(key).or_default() += 1;
        world.keys(&key.to_string());
        if key == 'n' {
            world.keys("19<Enter>");
        }
        world.wait(50);
        if i == 600 {
            let before = sorted(visit(&world).marks.clone());
            world = world.killed_and_reopened();
            world.keys("2<Tab><Tab>");
            assert_eq!(sorted(visit(&world).marks.clone()), before);
        }
    }
    let of = |way: Way| visit(&world).marks.iter().filter(|m| m.way == way).count();
    assert_eq!(of(Way::Tally), pressed[&'2']);
    assert_eq!(of(Way::Scan), pressed[&'n']);
    assert_eq!(of(Way::Choice), "wpbe".chars().map(|k| pressed[&k]).sum::<usize>());
    assert_eq!(sorted(visit(&world).marks.clone()), on_disk(&world));
    assert!(visit(&world).marks.len() > 600, "{}", visit(&world).marks.len());
}

#[test]
fn one_mark_and_staying_look_different_on_a_small_screen() {
    let mut world = room(ALL_WAYS, 80, 24);
    world.keys("T asks<Tab>");
    world.shows("the next key marks  T asks");
    world.shows("Tab stay");
    world.keys("<Tab>");
    world.shows("keys mark until Esc  T asks");
    assert!(!world.screen().contains("Tab stay"));
    world.keys("<Tab>");
    assert!(world.app.walk.marking.is_some_and(|m| m.stay), "once more changes nothing");
}

#[test]
fn help_while_marking_lists_the_keys_that_work_there() {
    let mut world = room(ALL_WAYS, 80, 24);
    world.keys("<Tab><Tab>?");
    world.shows("2 questions");
    world.shows("Ctrl-Y");
    for wrong in ["Go to Home", "Search all notes", "Leave this place"] {
        assert!(!world.screen().contains(wrong), "{wrong}: {}", world.screen());
    }
    world.keys("copying");
    world.shows("c copying");
}

#[test]
fn a_wait_started_anew_is_said() {
    let mut world = room(ALL_WAYS, 100, 30);
    world.keys("<Tab>q").wait(2_000);
    assert!(!world.screen().contains("Started anew"));
    world.keys("<Tab>q");
    world.shows("Started anew: the wait after a question. The wait before is not kept.");
    world.wait(1_000).keys("<Tab>a");
    assert_eq!(visit(&world).sums.get("wait").waits.iter().map(|w| w.length).collect::<Vec<_>>(), [1_000]);
}

#[test]
fn an_undo_from_the_line_names_what_was_marked() {
    let mut world = room(ALL_WAYS, 100, 30);
    world.keys("<Tab>t").wait(5_000).keys("<Tab>t").wait(5_000).keys("<Ctrl-Z>");
    world.shows("Taken back: mark a look-for (teacher talk).");
    assert!(visit(&world).marks[0].is_running(), "the stop was taken back");
    assert_eq!(visit(&world).sums.get("teacher").timed(visit(&world).elapsed(world.now)), 10_000);
    // What was taken back in this way is not taken back once more, key by key.
    world.keys("<Tab><Tab><Ctrl-Z>");
    assert_eq!(visit(&world).marks, []);
    assert_eq!(on_disk(&world), []);
}

#[test]
fn taking_back_while_marking_and_undo_are_one_history() {
    let mut world = room(ALL_WAYS, 100, 30);
    world.keys("<Tab><Tab>").keys(&"2".repeat(22)).keys(&"<Ctrl-Z>".repeat(24));
    assert_eq!((visit(&world).marks.len(), on_disk(&world).len()), (0, 0), "nothing comes back");
    world.shows("is not a mark of this visit");
    world.keys("<Ctrl-Y><Ctrl-Y><Ctrl-Y>");
    assert_eq!(on_disk(&world).len(), 3, "what was taken back is done again");
    world.keys("<Ctrl-Z>");
    assert_eq!((visit(&world).marks.len(), on_disk(&world).len()), (2, 2));
    world.keys("<Esc><Ctrl-Z>");
    assert_eq!((visit(&world).marks.len(), on_disk(&world).len()), (1, 1), "the line goes on where marking stopped");
    world.keys("T waits<Enter><Tab><Tab><Ctrl-Z>");
    assert_eq!((visit(&world).notes.len(), on_disk(&world).len()), (1, 1), "a note is not taken back while marking");
    world.keys("l<Ctrl-Z>");
    world.shows("Taken back: mark a look-for (students: listen).");
}

#[test]
fn an_undo_is_seen_before_the_store_has_answered() {
    let mut world = room(ALL_WAYS, 100, 30);
    world.keys("<Tab><Tab>222");
    let undo = uncover::app::input::Key::ctrl('z');
    for left in [2, 1] {
        uncover::app::update::update(&mut world.app, uncover::app::input::Input::Key(undo), world.now);
        assert_eq!(visit(&world).marks.len(), left);
    }
    world.keys("2");
    assert_eq!(sorted(visit(&world).marks.clone()), on_disk(&world));
    assert_eq!(on_disk(&world).len(), 2);
}

#[test]
fn an_answer_of_the_store_that_is_older_takes_no_mark_away() {
    let mut world = room(ALL_WAYS, 100, 30);
    world.keys("<Tab>2");
    let Answer::Resume(older) = world.reader.answer(&Ask::Resume) else { panic!("where it stopped") };
    world.keys("<Tab>2<Tab>t");
    uncover::app::screens::walk::resumed(&mut world.app, older);
    assert_eq!(sorted(visit(&world).marks.clone()), on_disk(&world));
    assert_eq!(visit(&world).sums.get("questions").times, 2);
}

#[test]
fn every_way_is_in_the_export() {
    let mut world = room(ALL_WAYS, 100, 30);
    some_of_everything(&mut world);
    world.keys("<Ctrl-N>");
    let path = world.path().with_file_name("all.json");
    let wish = uncover::exchange::json::Wish { names: true, seed: 1, made: world.now.utc, lines: false };
    uncover::exchange::json::write(&world.reader, &path, false, &wish, &mut |_| {}).expect("written");
    let text = std::fs::read_to_string(&path).expect("there");
    let all: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let note = all["notes"][0]["id"].as_str().expect("a note").to_string();
    let marks: Vec<String> = all["marks"]
        .as_array()
        .expect("marks")
        .iter()
        .map(|mark| {
            let mut mark = mark.clone();
            let fields = mark.as_object_mut().expect("fields");
            fields.remove("id");
            fields.remove("visit");
            mark.to_string().replace(&note, "the note")
        })
        .collect();
    insta::assert_snapshot!("export", marks.join("\n"));
    let look_fors = &all["sheets"][0]["definition"]["look_fors"];
    assert_eq!(look_fors[6]["options"][1]["label"], "pairs");
    assert_eq!((&look_fors[5]["settings"]["every"], &look_fors[2]["settings"]["set"]), (&60.into(), &"talk".into()));
}

#[test]
fn the_page_of_the_visit_at_hand_takes_no_mark_away() {
    let mut world = room(ALL_WAYS, 100, 30);
    world.keys("<Tab>2");
    let Answer::Visit(Some(older)) = world.reader.answer(&Ask::Visit(visit(&world).uid)) else { panic!("a visit") };
    world.keys("<Tab>t");
    world.app.reload_visit(&older);
    assert_eq!(sorted(visit(&world).marks.clone()), on_disk(&world));
    world.keys("<Ctrl-Z>");
    let Answer::Visit(Some(undone)) = world.reader.answer(&Ask::Visit(visit(&world).uid)) else { panic!("a visit") };
    world.app.reload_visit(&undone);
    assert_eq!(sorted(visit(&world).marks.clone()), on_disk(&world));
    assert_eq!(visit(&world).sums.get("teacher").since, None);
    // What the answer knows already is not counted twice.
    assert_eq!(visit(&world).sums, uncover::domain::marking::Sums::of(&visit(&world).marks));
    // Nor does it bring back what was changed on the page a moment ago.
    let on_page = visit(&world).uid;
    uncover::app::screens::visit::open(&mut world.app, on_page, None);
    world.wait(2_000).keys("<Home>e<Ctrl-U>0:00 0:01<Enter>");
    assert_eq!(visit(&world).sums.get("questions").times, 2);
    assert_eq!(visit(&world).sums, uncover::domain::marking::Sums::of(&visit(&world).marks));
    world.app.reload_visit(&undone);
    assert_eq!(sorted(visit(&world).marks.clone()), on_disk(&world));
}

// ── A lesson in codes ───────────────────────────────────────────────────────────────────────────────────────────────

/// What the observer did, and when: milliseconds since the lesson began.
#[derive(Debug, Clone, Copy)]
enum Did {
    Code(char),
    /// In the interval just gone.
    Late(char),
    AsBefore,
}

const EVERY: i64 = 120_000;
const LESSON: i64 = 50 * 60_000;

/// A lesson of fifty minutes: a few codes in each interval, some pressed twice, some late, some copied.
fn lesson() -> Vec<(i64, Did)> {
    let keys: Vec<char> = "licwoaqdprtzxLWDFPCAMONZX".chars().collect();
    let mut seed = 2_013;
    let mut below = |n: u64| split_mix(&mut seed) % n;
    let mut log = Vec::new();
    for interval in 0..LESSON / EVERY {
        let mut at = interval * EVERY;
        for _ in 0..3 + below(6) {
            at += 1_000 + i64::try_from(below(12_000)).expect("small");
            let key = keys[usize::try_from(below(25)).expect("small")];
            let did = match below(10) {
                0 if interval > 0 => Did::AsBefore,
                1 | 2 if interval > 0 => Did::Late(key),
                _ => Did::Code(key),
            };
            log.push((at, did));
        }
    }
    log
}

/// The same log counted by other means: a table of interval and key that is ticked and wiped.
fn counted(log: &[(i64, Did)]) -> BTreeMap<char, usize> {
    let mut table: BTreeSet<(i64, char)> = BTreeSet::new();
    for (at, did) in log {
        let row = at / EVERY;
        let cell = match did {
            Did::Code(key) => (row, *key),
            Did::Late(key) => (row - 1, *key),
            Did::AsBefore => {
                let above: Vec<char> = table.iter().filter(|(r, _)| *r == row - 1).map(|(_, k)| *k).collect();
                table.extend(above.into_iter().map(|k| (row, k)));
                continue;
            }
        };
        if !table.remove(&cell) {
            table.insert(cell);
        }
    }
    let mut counts = BTreeMap::new();
    for (_, key) in table {
        *counts.entry(key).or_default() += 1;
    }
    counts
}

#[test]
fn a_lesson_in_twenty_five_codes_equals_a_count_by_hand() {
    let log = lesson();
    let mut world = room(CODES, 80, 24);
    world.keys("<Tab><Tab>");
    let mut now = 0;
    for (i, (at, did)) in log.iter().enumerate() {
        world.wait(at - now);
        now = *at;
        match did {
            Did::Code(key) => world.keys(&key.to_string()),
            Did::Late(key) => world.keys(&format!(",{key},")),
            Did::AsBefore => world.keys("="),
        };
        if i == log.len() / 2 {
            insta::assert_snapshot!("codes_80", world.screen());
            world.input(uncover::app::input::Input::Resize(140, 40));
            insta::assert_snapshot!("codes_140", world.screen());
            world = world.killed_and_reopened();
            world.keys("2<Tab><Tab>");
        }
    }
    world.wait(LESSON - now);
    let by_hand = counted(&log);
    let visit = visit(&world);
    let sheet = Sheet::parse("codes", CODES).expect("sound");
    let told = Told { sums: &visit.sums, length: Some(visit.elapsed(world.now)), there: &|_| true };
    let mut table = String::from("key  code  by hand  in the program  of\n");
    let mut same = true;
    for look_for in &sheet.look_fors {
        for option in &look_for.options {
            let hand = by_hand.get(&option.key).copied().unwrap_or(0);
            let marked = visit.sums.get(&look_for.id).intervals_with(&option.id);
            same &= hand == marked;
            let of = told.intervals(look_for);
            table.push_str(&format!("{:<4} {:<5} {hand:>7}  {marked:>14}  {of:>2}\n", option.key, option.code));
        }
    }
    assert!(same, "the two counts differ:\n{table}");
    assert_eq!(sorted(visit.marks.clone()), on_disk(&world));
    assert_eq!(visit.marks.len(), by_hand.values().sum::<usize>());
    insta::assert_snapshot!("codes_table", table);
}

mod any {
    use super::common::{Fake, empty_home};
    use super::*;
    use proptest::prelude::*;
    use uncover::app::input::{Code, Input, Key};
    use uncover::domain::text::is_unsafe;

    fn input() -> impl Strategy<Value = Input> {
        let key = |code, ctrl| Input::Key(Key { code, ctrl, alt: false, shift: false });
        let typed = "12tsvnwpbecxlgqaA9,=;/ 024icwodrzLWDFPCMONZX?".chars().collect::<Vec<_>>();
        prop_oneof![
            12 => prop::sample::select(typed).prop_map(move |c| key(Code::Char(c), false)),
            3 => prop::sample::select(vec![Code::Tab, Code::Enter, Code::Esc, Code::Backspace]).prop_map(move |c| key(c, false)),
            1 => prop::sample::select(vec!['z', 'y', 'n']).prop_map(move |c| key(Code::Char(c), true)),
            1 => (1u16..160, 1u16..50).prop_map(|(c, r)| Input::Resize(c, r)),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]
        /// Any keys, any sizes, any pauses: nothing panics, and the sums kept are those of the marks.
        #[test]
        fn any_marking_at_any_size(codes in any::<bool>(), inputs in prop::collection::vec((input(), 0i64..40_000), 1..120)) {
            let mut fake = Fake::new(100, 30, empty_home());
            let body = if codes { CODES } else { ALL_WAYS };
            let sheet = Some((String::from("any"), String::from("Any"), body.to_string()));
            start(&mut fake.app, Beginning { sheet, ..Beginning::default() });
            fake.keys("<Tab><Tab>");
            for (input, wait) in inputs {
                fake.wait(wait);
                fake.input(input);
                let screen = fake.screen();
                prop_assert!(!screen.chars().any(|c| c != '\n' && is_unsafe(c)));
                if let Some(visit) = fake.app.recording.as_ref().and_then(|r| r.visit.as_ref()) {
                    for look_for in ["questions", "teacher", "students", "on-task", "codes", "wait", "grouping"] {
                        let anew = uncover::domain::marking::Sums::of(&visit.marks);
                        prop_assert_eq!(visit.sums.get(look_for), anew.get(look_for));
                    }
                }
            }
        }
    }
}

#[test]
fn a_look_for_settled_in_the_evening_undone_and_settled_again_is_kept() {
    let mut world = room(include_str!("../assets/sheets/rounds.toml"), 100, 30);
    world.keys("one line #tag<Enter><Ctrl-N>");
    let visit = visit(&world).uid;
    let ticks = |world: &World| match world.reader.answer(&Ask::Visit(visit)) {
        Answer::Visit(Some(view)) => view.marks.iter().map(|m| m.value).collect::<Vec<_>>(),
        other => panic!("no visit: {other:?}"),
    };
    world.keys("ey").keys("f");
    world.keys("n");
    assert_eq!(ticks(&world), [Some(2)]);
    world.keys("<Ctrl-Z>");
    assert_eq!(ticks(&world), []);
    world.keys("y");
    assert_eq!(ticks(&world), [Some(1)]);
}

#[test]
fn a_room_with_marks_is_a_visit_and_is_not_skipped() {
    let mut world = room(ALL_WAYS, 100, 30);
    world.keys("<Tab>1");
    let marked = on_disk(&world);
    world.keys("<Ctrl-P>skip this<Enter><Enter>");
    assert!(world.app.in_visit() && world.app.notice.is_some());
    assert_eq!(on_disk(&world), marked);
    world.keys("<Tab><Ctrl-Z><Esc><Ctrl-P>skip this<Enter><Enter>");
    assert!(!world.app.in_visit(), "without marks and notes it is skipped");
}

#[test]
fn a_count_still_being_typed_is_kept_on_leaving_the_room() {
    let mut world = room(ALL_WAYS, 100, 30);
    world.keys("<Tab>n19/24<Ctrl-N>");
    assert_eq!(result(&world, "on-task"), "19 of 24");
    assert_eq!(on_disk(&world).len(), 1);
}

#[test]
fn a_follow_up_that_becomes_evidence_while_walking_stays() {
    let mut world = room(ALL_WAYS, 100, 30);
    world.keys("!send the article<Enter><Up><Ctrl-U>T reads aloud<Enter>");
    let Answer::Visit(Some(view)) = world.reader.answer(&Ask::Visit(visit(&world).uid)) else { panic!("no visit") };
    let kept: Vec<_> = view.notes.iter().map(|n| (n.text.as_str(), n.expires)).collect();
    assert_eq!(kept, [("reads aloud", None)]);
}

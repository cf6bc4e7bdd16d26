//! The main job, shorter than in life: plan, record, lose power, go on, finish the day, find, tag, name a pattern.
#![allow(clippy::panic, reason = "a test says what was wrong")]

mod common;
#[path = "common/world.rs"]
mod world;

use uncover::store::api::{Answer, Ask, Filter, From};
use world::World;

fn count(world: &World, filter: Filter) -> usize {
    match world.reader.answer(&Ask::NotesCount { filter, cap: 10_000 }) {
        Answer::NotesCount { count, .. } => count,
        other => panic!("no count: {other:?}"),
    }
}

fn all_texts(world: &World) -> Vec<String> {
    match world.reader.answer(&Ask::Notes { filter: Filter::default(), from: From::Newest, limit: 200 }) {
        Answer::Notes(page) => page.rows.into_iter().map(|r| r.text).collect(),
        other => panic!("no notes: {other:?}"),
    }
}

/// Three rooms of a planned walk, four lines each, with marks.
fn recorded() -> World {
    let mut w = World::new(110, 34);
    w.keys("p<Tab>What are students asked to do?<Tab><Enter><Tab>Room 1<Enter>Room 2<Enter>Room 3<Enter>");
    w.keys("<Down><Down>We are here to learn.<Down><Down>They copy.<Down>A protocol.<Ctrl-S>");
    for room in 1..=3 {
        w.keys("<Enter>").shows(&format!("Room {room}"));
        w.wait(9_000).keys("T asks 3 questions #questions<Enter>");
        w.wait(9_000).keys("S4 “because it says so”<Enter>");
        w.wait(9_000).keys("19 of 24 writing #writing<Enter>");
        w.keys("<Tab>1<Tab>5<Tab>5");
        if room == 3 {
            w.keys("? what if pairs re").wait(1_000);
            w = w.killed_and_reopened();
            w.shows("Resume");
            w.shows("what if pairs re");
            w.keys("<Enter>ad first<Enter>");
        } else {
            w.wait(9_000).keys("? what if pairs read first<Enter>");
        }
        w.keys("<Ctrl-N>u");
        w.keys("wwhat the others did<Enter>");
    }
    w.keys("ey");
    w
}

#[test]
fn a_walk_is_recorded_finished_found_tagged_and_becomes_a_pattern() {
    let mut w = recorded();
    assert_eq!(count(&w, Filter::default()), 15);
    assert_eq!(all_texts(&w).iter().filter(|t| *t == "what if pairs read first").count(), 3);
    w.shows("Finish today");

    w.keys("cy").shows("They copy.");
    w.keys("<Esc>3").shows("19 of 24 writing");
    w.keys("/writ<Enter>").shows("3 found");
    w.keys("fkind<Enter>count<Enter>froom<Enter>Room 2<Enter>").shows("1 found");
    w.keys("xx<Esc><Esc><Esc><Esc>3<Home>");
    w.keys(&"<Space>".repeat(10)).keys("tevening<Enter>");
    let evening = Filter { search: String::new(), tagged: Some(true), ..Filter::default() };
    assert!(count(&w, evening) >= 10);

    w.keys("u<Home><Space><Space>p<Enter>Answers are short<Enter>");
    w.keys("4").shows("Possible: Answers are short");
    let Answer::Patterns(patterns) = w.reader.answer(&Ask::Patterns) else { panic!("no patterns") };
    assert_eq!(patterns.len(), 1);

    w.keys("<Ctrl-Z>").shows("Taken back: make a pattern");
    w.keys("<Ctrl-Z>").shows("Taken back: tag 10 notes");
    w.keys("<Ctrl-Z><Ctrl-Y>").shows("Done again");
    assert_eq!(count(&w, Filter::default()), 15, "undo of tags and patterns loses no note");
}

#[test]
fn a_visit_is_written_afterwards_and_opened_for_its_lines() {
    let mut w = recorded();
    w.keys("wRoom 9<Enter>yesterday<Enter>9:30<Enter>12<Enter><Enter>").shows("Room 9");
    w.keys("nT reads aloud<Enter>").shows("reads aloud");
    assert_eq!(count(&w, Filter::default()), 16);
    w.keys("<Esc>1wRoom 9<Enter>soonish<Enter><Enter><Enter><Enter>").shows("is no day");
    w.shows("Room 9");
}

#[test]
fn undo_names_what_it_took_back_also_on_the_page_of_what_has_gone() {
    let mut w = recorded();
    w.keys("3<Home><Space><Space>p<Enter>Answers are short<Enter>4<Enter>").shows("Supports 2");
    w.keys("<Ctrl-Z>").shows("Taken back: make a pattern");
}

#[test]
fn everything_can_be_taken_back_one_step_after_the_other() {
    let mut w = recorded();
    for _ in 0..200 {
        if w.app.undo.undo.is_none() {
            break;
        }
        w.keys("<Ctrl-Z>");
        if w.app.recording.is_some() && w.app.screen == uncover::app::Screen::Walk {
            w.app.walk.note.clear();
        }
    }
    assert_eq!(w.app.undo.undo, None);
    assert_eq!(count(&w, Filter::default()), 0);
    assert!(w.app.recording.is_none());
}

#[test]
fn names_and_rooms_stay_out_of_patterns() {
    let mut w = recorded();
    w.keys("3<Home><Space><Space>p<Enter>Answers are short<Enter>4");
    let screen = w.screen();
    let numbers: Vec<&str> = screen.lines().filter(|l| l.contains("visits")).collect();
    assert!(!numbers.is_empty());
    assert!(numbers.iter().all(|l| !l.contains("Room 1 ") && !l.contains("Room 2 ")), "{numbers:?}");
}

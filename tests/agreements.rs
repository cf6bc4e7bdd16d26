//! What was agreed with staff holds on every screen and every paper.
#![allow(clippy::panic, reason = "a test says what was wrong")]

mod common;
#[path = "common/world.rs"]
mod world;

use uncover::app::Screen;
use uncover::app::input::Input;
use world::World;

/// Parts of the names of rooms and teachers that stand nowhere else.
const NAMES: [&str; 5] = ["Q7", "Q8", "Q9", "Larkspur", "Dunlin"];

/// A walk through two of three rooms, with names off from the start.
fn walked() -> World {
    let mut w = World::new(140, 40);
    w.keys("aj<Enter><Esc>p<Tab>What is asked?<Tab><Enter><Tab>");
    w.keys("Room Q7, Ms. Larkspur, 4, Reading<Enter>Room Q8, Mr. Dunlin, 5, Science<Enter>Room Q9<Enter><Ctrl-S>");
    w
}

fn lines(w: &mut World) {
    w.wait(9_000).keys("T asks 3 questions #questions<Enter>");
    w.wait(9_000).keys("19 of 24 writing<Enter>! send it<Enter><Tab>1<Tab>5");
}

/// Nothing on the screen names a room or a teacher, but for lines and columns where rooms are asked for.
fn names_nobody(w: &World, allowed: impl Fn(&str, usize) -> bool, what: &str) {
    for line in w.screen().lines() {
        for name in NAMES {
            let found = line.find(name).map(|at| line.get(..at).unwrap_or("").chars().count());
            assert!(found.is_none_or(|at| allowed(line, at)), "{what}: {line}\n{}", w.screen());
        }
    }
}

fn nowhere(_: &str, _: usize) -> bool {
    false
}

/// Coverage and the route are about rooms.
fn coverage(line: &str, _: usize) -> bool {
    line.contains("Not seen lately") || line.contains("  Next  ")
}

#[test]
fn with_names_off_no_screen_but_plan_route_and_coverage_names_a_room() {
    let mut w = walked();
    let route = |line: &str, at: usize| at < 46 && !line.contains("Before you forget");
    names_nobody(&w, route, "before the first room");
    for visit in ["Visit 1", "Visit 2"] {
        w.keys("<Enter>");
        lines(&mut w);
        w.shows(visit);
        names_nobody(&w, |_, at| at < 26, "the route beside the notes");
        w.input(Input::Resize(80, 24));
        w.shows(visit);
        names_nobody(&w, |line, _| line.contains("   next Room"), "the route in one line");
        w.input(Input::Resize(140, 40));
        w.keys("<Ctrl-L>s");
        names_nobody(&w, nowhere, "the cover, turned");
        w.keys("x");
        place(&mut w, Screen::Home);
        w.shows(visit);
        names_nobody(&w, coverage, "Home while walking");
        place(&mut w, Screen::Walk);
        w.keys("<Ctrl-N>u").shows(&format!("about {visit}"));
        names_nobody(&w, route, "the corridor");
    }
    w.keys("ey");
    names_nobody(&w, coverage, "Home");
    every_place(&mut w);
}

/// Goes to a place from anywhere.
fn place(w: &mut World, screen: Screen) {
    w.app.go(screen);
    w.input(Input::Tick);
}

fn every_place(w: &mut World) {
    w.keys("3<Home><Space><Space>p<Enter>Answers are short<Enter>u");
    w.shows("Visit 2");
    names_nobody(w, nowhere, "Notes");
    w.keys("f");
    names_nobody(w, nowhere, "what notes can be filtered by");
    w.keys("<Esc>l");
    names_nobody(w, nowhere, "the tag list");
    w.keys("<Esc><Home><Enter>").shows("Visit 2");
    names_nobody(w, nowhere, "a visit");
    w.keys("1f").shows("Visit ");
    for _ in 0..30 {
        names_nobody(w, nowhere, "Finish today");
        w.keys("<Enter>");
    }
    w.keys("4<Enter>").shows("Visit ");
    names_nobody(w, nowhere, "a pattern");
    for screen in [Screen::Patterns, Screen::Talk, Screen::Try, Screen::Agreements, Screen::Visit] {
        place(w, screen);
        w.keys("?");
        names_nobody(w, nowhere, "a place with its help");
        w.keys("<Esc>");
        names_nobody(w, nowhere, "a place");
    }
    w.keys("3").input(Input::Resize(80, 24));
    names_nobody(w, nowhere, "Notes, narrow");
}

#[test]
fn no_paper_names_a_room_or_a_teacher_until_that_is_agreed() {
    let mut w = walked();
    w.keys("<Enter>");
    lines(&mut w);
    w.keys("<Ctrl-N>uey3<Home><Enter>cs<Enter><Enter><Enter>1p<Ctrl-T><Ctrl-O>");
    assert_eq!(w.exports.len(), 8, "copy, slip, page for staff, sheet, each in two forms");
    for paper in &w.exports {
        let all = format!("{} {}", paper.name, paper.body);
        assert!(NAMES.iter().all(|name| !all.contains(name)), "{all}");
        let foot = paper.body.replace('\n', " ");
        assert!(foot.contains("the people who walked"), "who may see it: {}", paper.name);
    }
    w.exports.clear();
    // On again: the copy for the room's own teacher names the room.
    w.keys("<Esc>1a<Home>j<Enter>3<Home><Enter>c");
    assert!(w.exports.iter().all(|p| p.body.contains("Room Q7") && !p.body.contains("Larkspur")));
}

#[test]
fn a_visit_past_what_was_agreed_says_so_without_colour() {
    let mut w = World::new(100, 30);
    w.keys("s").wait(601_000);
    w.shows("past the agreed 10");
    w.keys("<Ctrl-U><Ctrl-N>ey1a<Enter><Ctrl-U>20<Enter>1s").wait(601_000);
    let header = w.screen().lines().next().unwrap_or_default().to_string();
    assert!(!header.contains("past"), "{header}");
}

#[test]
fn agreements_are_there_when_the_file_is_opened_again() {
    let mut w = World::new(100, 30);
    w.keys("sT reads<Enter><Ctrl-N>ey");
    w.keys("aG<Enter>30 June 2026<Enter><Enter>k<Enter>you and the team<Enter>");
    let mut w = w.killed_and_reopened();
    place(&mut w, Screen::Home);
    w.shows("30 June 2026 is over");
    w.keys("a").shows("you and the team");
}

#[test]
fn what_the_teacher_said_and_changed_marks_are_taken_back_by_name() {
    let mut w = walked();
    w.keys("<Enter>");
    lines(&mut w);
    w.keys("<Ctrl-N>uey3<Home><Enter>wIt was a review.<Enter>").shows("“It was a review.”");
    w.keys("<Home>J").shows("asks 3 questions; 19 of 24 writing");
    w.keys("<Ctrl-Z>").shows("Taken back: join two notes");
    w.shows("asks 3 questions   #questions");
    w.keys("<Ctrl-Z>").shows("Taken back: write down what the teacher said");
    assert!(!w.screen().contains("It was a review."));
    w.keys("<Ctrl-Y>").shows("“It was a review.”");
    w.keys("<Home>").shows("seen");
    let at = w.screen().lines().position(|l| l.contains(": seen")).unwrap_or(0);
    let first = w.screen().lines().position(|l| l.contains("> ")).unwrap_or(0);
    w.keys(&"j".repeat(at.saturating_sub(first))).keys("e").shows("looked for, not seen");
    w.keys("<Ctrl-Z>").shows("Taken back: change a mark");
}

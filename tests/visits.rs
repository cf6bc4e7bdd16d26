//! The way to every visit, also to one that holds no typed line; and what is given away of it.
#![allow(clippy::panic, reason = "a test says what was wrong")]

mod common;
#[path = "common/world.rs"]
mod world;

use uncover::app::Screen;
use uncover::app::input::Input;
use uncover::app::screens::walk::{Beginning, start};
use uncover::domain::sheet::Sheet;
use world::World;

const CODES: &str = include_str!("../assets/sheets/copus.toml");

/// A visit that holds codes for an interval and no line.
fn only_marks() -> World {
    let mut w = World::new(100, 30);
    let parsed = Sheet::parse("a sheet", CODES).expect("a sound sheet");
    let sheet = Some((parsed.id, parsed.title, CODES.to_string()));
    start(&mut w.app, Beginning { sheet, ..Beginning::default() });
    w.wait(2_000).keys("<Tab>l").wait(130_000).keys("<Ctrl-R>Room 5<Enter><Ctrl-N>ey");
    w.app.go(Screen::Home);
    w.wait(0);
    w
}

#[test]
fn what_home_offers_of_a_visit_with_marks_alone_finish_today_goes_through() {
    let mut w = only_marks();
    w.shows("1 slip");
    w.keys("f");
    for _ in 0..40 {
        if w.screen().contains("make the slip") {
            break;
        }
        w.keys("<Enter>");
    }
    w.keys("p").shows("The first fact for the slip");
    w.keys("<Enter>").shows("One wondering for the slip");
    w.keys("<End>no wondering<Enter>");
    let slip = w.exports.iter().find(|e| e.name.starts_with("slip") && e.name.ends_with(".txt")).expect("a slip");
    assert!(
        slip.body.contains("listening, taking notes") && slip.body.contains("This slip leaves out no line."),
        "{}",
        slip.body
    );
    w.app.go(Screen::Home);
    w.wait(0);
    assert!(!w.screen().contains("1 slip"), "{}", w.screen());
}

#[test]
fn a_visit_in_which_nothing_was_kept_is_offered_no_slip() {
    let mut w = World::new(100, 30);
    w.keys("s").wait(60_000).keys("<Ctrl-N>ey1");
    assert!(!w.screen().contains("Finish today"), "{}", w.screen());
}

#[test]
fn every_visit_is_in_the_list_and_opens() {
    let mut w = only_marks();
    w.keys("v").shows("16 Nov  9:41  Room 5");
    w.shows("no typed line");
    w.keys("<Enter>").shows("visit 1 of the walk");
    assert_eq!(w.app.screen, Screen::Visit);
    // From everywhere by its name; with names off it goes by its number.
    w.keys("1aj<Home>j<Enter>3<Ctrl-P>list all visits<Enter>").shows("16 Nov  9:41  Visit 1");
    assert!(!w.screen().contains("Room 5   no"), "{}", w.screen());
}

#[test]
fn papers_of_two_walks_on_a_day_are_told_apart() {
    let mut w = World::new(100, 30);
    for line in ["T reads page 44", "19 of 24 writing"] {
        w.keys("1s").keys(line).keys("<Enter>").wait(60_000).keys("<Ctrl-N>ey").wait(600_000);
    }
    // The first key opens the cover.
    w.keys("<Esc>");
    for open in ["<Home>", "<End>"] {
        w.keys("3").keys(open).keys("<Enter>cs<Enter><Enter>");
    }
    let mut names: Vec<&str> = w.exports.iter().map(|e| e.name.as_str()).collect();
    names.sort_unstable();
    let whole = names.len();
    names.dedup();
    assert_eq!((names.len(), whole), (8, 8), "{names:?}");
    for (time, line) in [("0941", "reads page 44"), ("0952", "19 of 24")] {
        let clock = format!("9:{}", &time[2..]);
        let of: Vec<_> = w.exports.iter().filter(|e| e.name.contains(time)).collect();
        assert_eq!(of.len(), 4, "{names:?}");
        for paper in of {
            let body = paper.body.to_lowercase();
            let told = body.contains("visit 1") && body.contains(&clock) && body.contains(line);
            assert!(told, "{}: {}", paper.name, paper.body);
        }
    }
    // In Notes, by number, the time of the row tells which.
    w.keys("1aj<Home>j<Enter>3");
    for size in [(100, 30), (80, 24)] {
        w.input(Input::Resize(size.0, size.1));
        let rows: Vec<String> = w.screen().lines().filter(|l| l.contains("Visit 1")).map(String::from).collect();
        assert!(rows.iter().any(|r| r.contains("9:41")) && rows.iter().any(|r| r.contains("9:52")), "{}", w.screen());
    }
}

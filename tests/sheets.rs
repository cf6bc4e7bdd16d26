//! Sheets of one's own, from the folder into a walk and back again, over a real file.
#![allow(clippy::panic, reason = "a test says what was wrong")]

mod common;
#[path = "common/world.rs"]
mod world;

use std::fs;
use uncover::domain::sheet::Sheet;
use world::World;

fn put(world: &World, name: &str, text: &str) {
    let folder = &world.app.places.sheets;
    fs::create_dir_all(folder).expect("a folder");
    fs::write(folder.join(name), text).expect("written");
}

fn used(world: &World) -> Option<String> {
    world.app.recording.as_ref().and_then(|r| r.sheet.as_ref()).map(|s| s.title.clone())
}

fn template(title: &str) -> String {
    Sheet::template("our-sheet").expect("an id").replace("title = \"Our sheet\"", &format!("title = \"{title}\""))
}

#[test]
fn a_sheet_of_ones_own_comes_first_and_a_broken_one_is_named() {
    let mut world = World::new(100, 30);
    put(&world, "our-sheet.toml", &template("Reading in year 4"));
    put(&world, "broken.toml", "format = 1\nid = \"broken\"\ntitle = 5\n");
    world.keys("p<Tab><Tab>");
    insta::assert_snapshot!("plan_sheets_100", world.screen());
    world.keys("<Enter>");
    world.shows("> Reading in year 4");
    world.shows("We want to see together what students are asked to do.");
    world.keys("<Ctrl-S>");
    assert_eq!(used(&world).as_deref(), Some("Reading in year 4"));
}

#[test]
fn a_sheet_is_found_by_typing() {
    let mut world = World::new(80, 24);
    world.keys("p<Tab><Tab>cop");
    insta::assert_snapshot!("plan_sheets_typing_80", world.screen());
    world.keys("<Enter>");
    world.shows("> COPUS");
    // What is typed and left there counts, as with rooms.
    world.keys("talk<Tab>");
    world.shows("Talk time and wait time   4 look-fors, 10 min");
    world.keys("<Up>zzz");
    world.shows("No sheet has these words");
    world.keys("<Enter>");
    world.shows("No sheet has these words in its title.");
    world.keys("<Down><Ctrl-S>");
    assert_eq!(used(&world).as_deref(), Some("Talk time and wait time"));
}

#[test]
fn enter_goes_through_all_and_to_none() {
    let mut world = World::new(80, 24);
    world.keys("p<Tab><Tab>");
    world.shows("none: lines only");
    for (_, text) in Sheet::built_in() {
        world.keys("<Enter>");
        let title = Sheet::parse("s", text).expect("a sound sheet").title;
        world.shows(&format!("> {}", title.chars().take(20).collect::<String>()));
    }
    world.keys("<Enter>");
    world.shows("none: lines only");
}

#[test]
fn a_walk_like_the_last_one_has_its_very_sheet_even_when_the_file_is_gone() {
    let mut world = World::new(100, 30);
    put(&world, "our-sheet.toml", &template("Reading in year 4"));
    world.keys("p<Tab><Tab><Enter><Ctrl-S>seen<Enter>");
    let mut world = end_walk(world);
    fs::remove_dir_all(&world.app.places.sheets).expect("removed");
    world.keys("1s");
    assert_eq!(used(&world).as_deref(), Some("Reading in year 4"));
    let mut world = end_walk(world);
    world.keys("1p<Tab><Tab>");
    world.shows("Reading in year 4");
    world.shows("used before");
    // The folder has another edition of it: that one comes first, the one used stays within reach.
    put(&world, "our-sheet.toml", &template("Reading in year 4, spring"));
    world.keys("<Esc>p");
    world.shows("yours");
    world.keys("reading");
    world.shows("older edition");
}

/// Ends the walk under way.
fn end_walk(mut world: World) -> World {
    world.keys("<Ctrl-N>e<Enter>y");
    assert!(world.app.recording.is_none(), "{}", world.screen());
    world
}

#[test]
fn a_file_that_is_changed_while_the_plan_is_open_is_read_again() {
    let mut world = World::new(100, 30);
    put(&world, "our-sheet.toml", &template("Before"));
    world.keys("p<Tab><Tab><Enter>");
    world.shows("> Before");
    put(&world, "our-sheet.toml", &template("After"));
    world.keys("<Esc>p");
    world.shows("> After ");
}

#[test]
fn a_pattern_can_rest_on_a_look_for_of_ones_own_sheet() {
    let mut world = World::new(100, 40);
    put(
        &world,
        "our-sheet.toml",
        &template("Reading in year 4").replace("student gives a reason", "reasons of my own"),
    );
    world.keys("4nstudents give reasons<Enter>");
    world.keys("1p<Esc>4");
    world.keys("freasons of my own");
    world.shows("reasons of my own");
    world.shows("Reading in year 4");
}

#[test]
fn an_interrupted_plan_has_its_sheet_again() {
    let mut world = World::new(100, 30);
    put(&world, "our-sheet.toml", &template("Reading in year 4"));
    world.keys("p<Tab>What do they read?<Tab>");
    world.keys("<Enter>").wait(2_000);
    world.shows("> Reading in year 4");
    let mut world = world.killed_and_reopened();
    world.keys("p");
    world.shows("What do they read?");
    world.shows("Reading in year 4");
    // Taken back to none, it stays so.
    world.keys("<Tab><Tab>copus<Enter><Enter><Enter>").wait(2_000);
    world.shows("none: lines only");
    let mut world = world.killed_and_reopened();
    world.keys("p");
    world.shows("none: lines only");
}

//! A talk on a projector, with a real file behind it.
#![allow(clippy::panic, reason = "a test says what was wrong")]

mod common;
#[path = "common/talk.rs"]
mod talk;
#[path = "common/world.rs"]
mod world;

use common::MORNING;
use uncover::app::Screen;
use uncover::app::input::Input;
use uncover::app::screens::talk::run;
use uncover::store::api::{Answer, Ask, TalkAnswer, TalkAsk, TalkView};
use world::World;

/// A world in which the talk has just begun.
fn begun() -> (World, talk::Made) {
    let mut made = None;
    let mut world = World::with_file(100, 30, |path, data| {
        made = Some(talk::make(path, data, MORNING.utc, false));
    });
    let made = made.expect("the file was made");
    run::begin(&mut world.app, made.talk);
    world.input(Input::Tick);
    (world, made)
}

fn view(world: &World, made: &talk::Made) -> TalkView {
    let ask = Ask::Talking(TalkAsk::Talk { talk: made.talk, examples: 10 });
    match world.reader.answer(&ask) {
        Answer::Talking(TalkAnswer::Talk(Some(view))) => *view,
        other => panic!("no talk: {other:?}"),
    }
}

fn shows_no_name(world: &World) {
    let shown = world.screen();
    for name in talk::NAMES {
        assert!(!shown.contains(name) && !shown.contains("Larkspur"), "{name}:\n{shown}");
    }
}

#[test]
fn a_whole_talk_in_fast_motion() {
    let (mut world, made) = begun();
    assert_eq!(world.app.screen, Screen::TalkRun);
    world.shows("12 visits in 3 rooms");
    world.keys("<Tab><Tab><Tab>").shows("In your own words");
    for said in ["They freeze when I ask<Enter>", "v<Tab>pairs first<Enter>", "why always mine?<Enter>"] {
        world.keys(said);
    }
    world.wait(2_000).keys("<Space>").shows("What goes well in many rooms");
    world.keys("<Space>").shows("Talk before writing helps the shy ones.");
    shows_no_name(&world);
    world.keys("<Space><Space>").shows("Possible: Students of [teacher] answer in one word.");
    world.shows("We saw it in 7 of the 12 visits");
    world.shows("asks 0 times");
    shows_no_name(&world);
    world.keys("<lt><lt>=").shows("same thing");
    world.keys("Mine do too<Enter>+").shows("connects");
    world.keys("<Ctrl-O>").shows("I expected:");
    shows_no_name(&world);
    world.keys("<Tab><Tab>Our students have no time to find words.<Enter>").shows("the team's words");
    world.wait(2_000).keys("<Tab>").shows("Is this a real problem here?");
    world.keys("000123<Enter>").shows("All 6 stand at three or more.");
    world.keys("<Ctrl-G>").shows("Agreed");
    world.keys("<Tab><Tab><Tab><Tab>I ask for tables<Ctrl-R>3 dec<Enter><Enter>").shows("I ask for tables");
    world.wait(2_000).keys("<Space>").shows("That was all");
    let kept = view(&world, &made);
    assert_eq!((kept.voices.len(), kept.polls.len(), kept.problems.len(), kept.promises.len()), (4, 1, 1, 1));
    assert!(!kept.patterns_first && kept.problems[0].agreed.is_some() && kept.hunch.is_some());
    assert_eq!(kept.voices.iter().filter(|v| v.before_patterns).count(), 3);
    world.keys("qe").shows("The screen is covered.");
    world.keys("x");
    assert_eq!(world.app.screen, Screen::Talk);
    assert!(view(&world, &made).talk.ended.is_some());
}

#[test]
fn undo_stops_where_the_talk_began() {
    let (mut world, made) = begun();
    world.keys("<Tab><Tab><Tab>one<Enter>two<Enter><Ctrl-Z>").shows("Taken back: write down what was said.");
    assert_eq!(view(&world, &made).voices.len(), 1);
    world.keys("<Ctrl-Y>").shows("Done again");
    assert_eq!(view(&world, &made).voices.len(), 2);
    for _ in 0..20 {
        world.keys("<Ctrl-Z>");
    }
    world.shows("Nothing of this talk is left to take back.");
    let kept = view(&world, &made);
    assert_eq!((kept.voices.len(), kept.step, kept.patterns.len()), (0, 0, 2));
    assert!(kept.talk.started.is_some(), "the talk still runs");
}

#[test]
fn what_is_struck_is_in_no_byte_of_the_file() {
    let (mut world, made) = begun();
    world.keys("<Tab><Tab><Tab>a xylophone word<Enter>another<Enter><lt><lt><Ctrl-D>").shows("Strike this for good?");
    world.keys("y");
    assert!(!world.screen().contains("xylophone"));
    assert_eq!(view(&world, &made).voices.len(), 1);
    let path = world.path.clone();
    drop(world.core.take());
    for suffix in ["", "-wal"] {
        let file = format!("{}{suffix}", path.display());
        let bytes = std::fs::read(file).unwrap_or_default();
        assert!(!bytes.windows(9).any(|w| w == b"xylophone"), "{suffix}");
    }
}

#[test]
fn a_killed_program_opens_at_the_step_with_the_half_typed_line() {
    let (mut world, _) = begun();
    world.keys("<Tab><Tab><Tab>They freeze when I ask<Enter>");
    world.wait(2_000).keys("<Tab><Tab><Space>and mine ar").wait(1_000);
    let mut world = world.killed_and_reopened();
    run::hold(&mut world.app);
    world.input(Input::Tick);
    assert_eq!(world.app.screen, Screen::TalkRun);
    world.shows("Students of [teacher]");
    world.shows("and mine ar");
    world.keys("e too<Enter>").shows("“and mine are too”");
    // What was done before the end of the program is still of this talk.
    world.keys("<Ctrl-Z><Ctrl-Z>").shows("Taken back: go on in the talk.");
}

//! Talk protocols of one's own, from the folder into the program.
#![allow(clippy::panic, reason = "a test says what was wrong")]

mod common;
#[path = "common/world.rs"]
mod world;

use std::fs;
use uncover::app::talk_protocols;
use uncover::domain::talk_protocol::TalkProtocol;
use world::World;

#[test]
fn ones_own_come_first_a_broken_one_is_named_and_steps_of_others_are_not_offered() {
    let mut world = World::new(80, 24);
    let folder = world.app.places.talks.clone();
    fs::create_dir_all(&folder).expect("a folder");
    let own = TalkProtocol::template("our-talk").expect("an id");
    fs::write(folder.join("our-talk.toml"), &own).expect("written");
    fs::write(folder.join("broken.toml"), own.replace("shows = \"strengths\"", "")).expect("written");
    assert_eq!(world.app.talk_protocols.by_id("our-talk"), None, "it is read when it is asked for");
    talk_protocols::ask_own(&mut world.app);
    world.wait(0);
    let known = &world.app.talk_protocols;
    let ids: Vec<(&str, bool)> = known.all().iter().map(|c| (c.protocol.id.as_str(), c.own)).collect();
    assert_eq!(ids.first(), Some(&("our-talk", true)));
    assert_eq!(ids.len(), 1 + TalkProtocol::built_in().len() - 2);
    assert!(!ids.iter().any(|(id, _)| ["fist-to-five", "dot-vote"].contains(id)), "{ids:?}");
    assert!(known.broken[0].why.contains("that shows “patterns”; expected a step before it that shows “strengths”"));
    assert_eq!(known.broken.len(), 1);
    let pulse = known.by_id("pulse").expect("it comes with the program");
    assert_eq!(pulse.minutes, 6);
}

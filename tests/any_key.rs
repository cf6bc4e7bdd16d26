//! Any key at any moment, at any size: nothing panics, and nothing unsafe reaches the screen.
#![allow(clippy::panic, reason = "a test says what was wrong")]

mod common;
#[path = "common/world.rs"]
mod world;

use common::Fake;
use proptest::prelude::*;
use uncover::app::input::{Code, Input, Key};
use uncover::domain::text::is_unsafe;
use uncover::store::api::Home;

fn key() -> impl Strategy<Value = Key> {
    let code = prop_oneof![
        8 => prop::sample::select("abcdefghijklmnopqrstuvwxyzKTGJD0123456789 /?+-#;<>\"“é字".chars().collect::<Vec<_>>()).prop_map(Code::Char),
        6 => prop::sample::select(vec![
            Code::Enter, Code::Esc, Code::Tab, Code::Up, Code::Down, Code::Left, Code::Right, Code::Backspace,
            Code::Delete, Code::Home, Code::End, Code::PageUp, Code::PageDown, Code::F(1), Code::Insert,
        ]),
        1 => any::<char>().prop_map(Code::Char),
    ];
    (code, prop::bool::weighted(0.2), prop::bool::weighted(0.05), any::<bool>())
        .prop_map(|(code, ctrl, alt, shift)| Key { code, ctrl, alt, shift })
}

fn input() -> impl Strategy<Value = Input> {
    prop_oneof![
        20 => key().prop_map(Input::Key),
        1 => any::<String>().prop_map(Input::Paste),
        1 => (0u16..200, 0u16..60).prop_map(|(c, r)| Input::Resize(c, r)),
        1 => Just(Input::Tick),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]
    #[test]
    fn any_key_at_any_moment(empty in any::<bool>(), inputs in prop::collection::vec(input(), 1..200)) {
        let mut fake = Fake::new(80, 24, Home { empty, rooms: 3, ..Home::default() });
        for input in inputs {
            fake.now.utc += 700;
            fake.now.steady += 700;
            fake.input(input);
            if fake.app.size.0 > 0 && fake.app.size.1 > 0 {
                let screen = fake.screen();
                prop_assert!(!screen.chars().any(|c| c != '\n' && is_unsafe(c)));
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]
    /// The same with a file behind the screens, begun in each of the places.
    #[test]
    fn any_key_over_a_real_file(place in 0usize..8, inputs in prop::collection::vec(input(), 1..150)) {
        let mut world = world::World::new(100, 30);
        world.keys("p<Tab>What is asked?<Tab><Enter><Tab>Room 1<Enter>Room 2<Enter><Ctrl-S><Enter>");
        world.keys("T asks 3 #questions<Enter>S4 “no”<Enter>19 of 24 writing #writing<Enter>? why<Enter>! later<Enter>");
        world.keys("<Tab>1<Ctrl-N>uey3<Home><Space><Space>p<Enter>Answers are short<Enter>u");
        world.keys(["1", "2", "3", "4", "f", "l", "3<Enter>", "1a"][place]);
        for input in inputs {
            world.now.utc += 700;
            world.now.steady += 700;
            world.input(input);
            if world.app.size.0 > 0 && world.app.size.1 > 0 {
                let screen = world.screen();
                prop_assert!(!screen.chars().any(|c| c != '\n' && is_unsafe(c)));
            }
            if world.quit {
                break;
            }
        }
    }
}

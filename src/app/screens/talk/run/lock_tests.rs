//! The lock: whatever is pressed and whatever happens, a running talk shows nothing else, and is left by two keys only.

use super::Asked;
use super::sample::{NAMES, desk, spoken, view};
use crate::app::Screen;
use crate::app::input::{Code, Input, Key, Mouse, MouseDid};
use crate::app::layers::Layer;
use crate::app::look::Look;
use crate::app::screens::inout::Running;
use crate::app::screens::sample::{Desk, NOW};
use crate::app::update::update;
use crate::domain::schema::Kind;
use crate::domain::time::{Hlc, Now};
use crate::exchange::inout::{Outcome, Why};
use crate::store::api::*;
use crate::ui::screens::picture;
use proptest::prelude::*;

/// What no picture may hold: names and rooms of the file, other places, paths.
const NEVER: [&str; 8] =
    ["Hazelmere", "/home", "Uncover", "Patterns", "Notes", "backup", "tag 10 notes", "nobody chose"];
const NAMED: [&str; 4] = ["Larkspur", "Wren", "Room 12", "Ana "];

fn key() -> impl Strategy<Value = Key> {
    let letters: Vec<char> = "abcdefghijklmnopqrstuvwxyzKTGJD0123456789 /?+-*=#;<>\"“é字vqleyle".chars().collect();
    let code = prop_oneof![
        8 => prop::sample::select(letters).prop_map(Code::Char),
        8 => prop::sample::select(vec![
            Code::Enter, Code::Esc, Code::Tab, Code::Up, Code::Down, Code::Left, Code::Right, Code::Backspace,
            Code::Delete, Code::Home, Code::End, Code::PageUp, Code::PageDown, Code::F(1), Code::Insert,
        ]),
        1 => any::<char>().prop_map(Code::Char),
    ];
    (code, prop::bool::weighted(0.25), prop::bool::weighted(0.05), any::<bool>())
        .prop_map(|(code, ctrl, alt, shift)| Key { code, ctrl, alt, shift })
}

fn happening() -> impl Strategy<Value = Input> {
    let gone = "The file /home/x/walks.db of Hazelmere Elementary is gone.";
    let trouble = |sort| Trouble::new(sort, gone, "Room 12", "Ask Ms Wren");
    let why = trouble(TroubleSort::DiskFull);
    prop_oneof![
        Just(Input::Tick),
        Just(Input::Resumed),
        Just(Input::Done(Ok("Made /home/x/visit-12.html".into()))),
        Just(Input::Done(Err("Room 12: /home/x is full".into()))),
        Just(Input::Paste(" pasted by Ana Larkspur of Room 12 ".into())),
        (0u16..200, 0u16..60).prop_map(|(c, r)| Input::Resize(c, r)),
        (0u16..80, 0u16..24).prop_map(|(x, y)| Input::Mouse(Mouse { did: MouseDid::WheelUp, x, y })),
        Just(Input::Store(Event::Trouble(trouble(TroubleSort::Backup)))),
        Just(Input::Store(Event::NotSaved { clock: Hlc(7), why, emergency: Some("/home/x/emergency".into()) })),
        Just(Input::Store(Event::NotTurned { redo: false, why: "/home/x".into() })),
        Just(Input::Store(Event::Recovered)),
        // An export that was begun before the talk is over, or asks something.
        Just(Input::Over(1, Box::new(Outcome::There("“/home/x/Room 12.csv” is there already.".into())))),
        Just(Input::Over(1, Box::new(Outcome::Refused(Why::new("/home/x of Hazelmere is full."))))),
        Just(Input::Store(Event::Worked {
            newest: Hlc(8),
            changes: Changes { kinds: vec![Kind::Classroom, Kind::Talk], revision: 4 },
            undo: UndoState { undo: Some("tag 10 notes #Larkspur".into()), redo: None },
        })),
        Just(Input::Store(Event::Saved {
            clock: Hlc(7),
            changes: Changes { kinds: vec![Kind::Note, Kind::Talk], revision: 3 },
            undo: UndoState { undo: Some("tag 10 notes #Larkspur".into()), redo: None },
        })),
    ]
}

fn input() -> impl Strategy<Value = Input> {
    prop_oneof![12 => key().prop_map(Input::Key), 1 => happening()]
}

/// Whether this key may lead out now: the second of two, and one of those that are named.
fn leads_out(desk: &Desk, input: &Input) -> bool {
    let asked = matches!(desk.app.talk.run.asked, Some(Asked::Leave { .. }));
    asked && matches!(input, Input::Key(k) if matches!(k.typed(), Some('l' | 'e')))
}

/// `changed`: somebody typed into a pasted name, so that it is another word.
fn shows_nothing_else(desk: &Desk, changed: bool) -> Result<(), TestCaseError> {
    if desk.app.size.0 == 0 || desk.app.size.1 == 0 {
        return Ok(());
    }
    let shown = picture(&desk.app);
    for never in NEVER {
        prop_assert!(!shown.contains(never), "{}:\n{}", never, shown);
    }
    for name in NAMED.into_iter().chain(NAMES.map(|(_, name)| name)).filter(|_| !changed) {
        prop_assert!(!shown.contains(name), "{}:\n{}", name, shown);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]
    #[test]
    fn only_two_keys_lead_out(at in 0usize..14, said in any::<bool>(), inputs in prop::collection::vec(input(), 1..90)) {
        let mut talk = if said { spoken("share-with-staff") } else { view("share-with-staff") };
        talk.step = at;
        let mut desk = desk((80, 24), Look::default(), talk);
        let title = "Writing Room 12.csv".to_string();
        let export = Running { number: 1, title, far: None, holds: false, stopping: false, does: true };
        desk.app.inout.running = Some(export);
        let mut now = NOW;
        let (mut pasted, mut changed) = (false, false);
        shows_nothing_else(&desk, changed)?;
        for input in inputs {
            now = Now { utc: now.utc + 40_000, steady: now.steady + 40_000, ..now };
            let may = leads_out(&desk, &input);
            changed |= pasted && matches!(&input, Input::Key(k) if k.typed().is_some() || k.ctrl
                || matches!(k.code, Code::Backspace | Code::Delete));
            pasted |= matches!(input, Input::Paste(_));
            update(&mut desk.app, input.clone(), now);
            desk.sort();
            if desk.app.screen != Screen::TalkRun {
                prop_assert!(may, "{:?} led to {:?}", input, desk.app.screen);
                let covered = matches!(desk.app.layers.last(), Some(Layer::Cover(c)) if c.plain);
                prop_assert!(covered, "no cover");
                shows_nothing_else(&desk, changed)?;
                return Ok(());
            }
            let only_cover = desk.app.layers.iter().all(|l| matches!(l, Layer::Cover(c) if c.plain));
            prop_assert!(only_cover, "{:?} opened something", input);
            shows_nothing_else(&desk, changed)?;
        }
    }
}

#[test]
fn where_steps_of_every_protocol_lead_nothing_is_named() {
    for protocol in crate::domain::talk_protocol::TalkProtocol::built_in() {
        for at in 0..=protocol.steps.len() {
            let mut talk = spoken(&protocol.id);
            talk.step = at;
            let mut desk = desk((100, 30), Look::default(), talk);
            for _ in 0..6 {
                let shown = picture(&desk.app);
                assert!(
                    !NEVER.iter().chain(&NAMED).any(|never| shown.contains(never)),
                    "{} {at}\n{shown}",
                    protocol.id
                );
                desk.keys("<Space>");
            }
        }
    }
}

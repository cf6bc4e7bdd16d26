//! A desk with the page "In and out" open, and made-up answers of what is carried out.

use super::choices::Choice;
use crate::app::Screen;
use crate::app::effect::Effect;
use crate::app::input::Input;
use crate::app::look::Look;
use crate::app::screens::sample::{Desk, NOW};
use crate::app::update::update;
use crate::exchange::inout::{Doing, Entry, Far, Listing, Outcome, Paper, Task};
use std::path::PathBuf;

/// A desk that keeps what it was asked to carry out.
pub struct InOutDesk {
    pub desk: Desk,
    pub carried: Vec<(u64, Task)>,
    pub stopped: Vec<u64>,
}

impl InOutDesk {
    pub fn new(size: (u16, u16), look: Look) -> InOutDesk {
        let mut desk = InOutDesk { desk: Desk::new(size, look), carried: Vec::new(), stopped: Vec::new() };
        desk.desk.app.started = true;
        super::open(&mut desk.desk.app);
        desk.sort();
        desk
    }

    fn sort(&mut self) {
        for effect in self.desk.app.take_effects() {
            match effect {
                Effect::Carry { number, task } => self.carried.push((number, task)),
                Effect::StopCarrying(number) => self.stopped.push(number),
                _ => {}
            }
        }
    }

    pub fn keys(&mut self, keys: &str) -> &mut InOutDesk {
        for key in crate::app::keys::parse_keys(keys).expect("keys") {
            update(&mut self.desk.app, Input::Key(key), NOW);
            self.sort();
        }
        self
    }

    pub fn task(&self) -> &Task {
        &self.carried.last().expect("something is carried out").1
    }

    /// What was asked last is over.
    pub fn over(&mut self, outcome: Outcome) -> &mut InOutDesk {
        let number = self.carried.last().expect("something is carried out").0;
        update(&mut self.desk.app, Input::Over(number, Box::new(outcome)), NOW);
        self.sort();
        self
    }

    pub fn far(&mut self, doing: Doing, done: u64, all: Option<u64>) {
        let number = self.carried.last().expect("something is carried out").0;
        update(&mut self.desk.app, Input::Far(number, Far { doing, done, all }), NOW);
    }

    /// Goes on with a choice, as far as its files.
    pub fn choose(&mut self, choice: Choice) -> &mut InOutDesk {
        assert_eq!(self.desk.app.screen, Screen::InOut);
        self.desk.app.inout.selected = Choice::ALL.iter().position(|c| *c == choice).expect("a choice");
        self.keys("<Enter>")
    }
}

/// A folder with these entries; those that end in / are folders.
pub fn listing(folder: &str, names: &[&str], others: usize) -> Outcome {
    let entry = |name: &&str| Entry {
        name: name.trim_end_matches('/').into(),
        path: PathBuf::from(folder).join(name.trim_end_matches('/')),
        folder: name.ends_with('/'),
    };
    let entries = names.iter().map(entry).collect();
    Outcome::Folder(Listing { folder: folder.into(), entries, others, cut: false })
}

/// A report of so many lines.
pub fn paper(lines: usize) -> Outcome {
    let mut all =
        vec!["a list: 0 schools, 40 classes, 38 teachers".to_string(), String::new(), "New rooms (40)".into()];
    all.extend((1..=lines).map(|n| format!("  Room {n}: grade 4 · Reading")));
    all.extend([String::new(), "Rows not taken (1)".into(), "  rooms.csv line 7: has no room".into()]);
    Outcome::Paper(Paper {
        lines: all,
        end: "This is what would change. Nothing was changed yet.".into(),
        changes: true,
        ..Paper::default()
    })
}

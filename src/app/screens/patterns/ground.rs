//! What a suggestion rests on: its visits and their notes, read part by part; moving among them on its page.

use super::super::{forms, visit};
use super::noticed;
use crate::app::{App, Screen};
use crate::domain::id::Uid;
use crate::insight::suggest::{GROUNDS, Ground};
use crate::store::api::{Ask, GroundVisit, Lane};

/// Visits read of each part beside the list; on its page, and for keeping it, all that are named.
const BESIDE: usize = 12;

/// The grounds that were read.
#[derive(Debug, Default)]
pub struct Grounds {
    /// The suggestion they belong to.
    key: String,
    /// Its grounds as it had them when they were asked for.
    of: Vec<Ground>,
    limit: usize,
    /// The visits of its grounds, as far as they were ever read, in their order.
    parts: Vec<Vec<GroundVisit>>,
    /// How many of them came since they were asked for last.
    came: usize,
}

impl Grounds {
    /// The parts of a suggestion, as far as they were read.
    pub fn of(&self, key: &str) -> &[Vec<GroundVisit>] {
        if self.key == key { &self.parts } else { &[] }
    }

    /// Whether all there is to read of a suggestion's grounds was read.
    pub fn whole(&self, key: &str) -> bool {
        self.key == key && self.limit >= GROUNDS && self.came >= self.of.len()
    }

    /// The next part came.
    fn take(&mut self, visits: Vec<GroundVisit>) {
        match self.parts.get_mut(self.came) {
            Some(part) => *part = visits,
            None => self.parts.push(visits),
        }
        self.came += 1;
    }

    /// All visits that are held.
    pub fn held(&mut self) -> impl Iterator<Item = &mut GroundVisit> {
        self.parts.iter_mut().flatten()
    }
}

/// Reads the grounds of the suggestion that keys are about, where they are not there yet.
pub fn ask(app: &mut App) {
    let limit = if app.screen == Screen::Suggestion { GROUNDS } else { BESIDE };
    if let Some(suggestion) = noticed::current(app) {
        let key = suggestion.key.clone();
        ask_for(app, &key, limit);
    }
}

/// Reads the grounds of a suggestion, each with so many visits at most.
pub fn ask_for(app: &mut App, key: &str, limit: usize) {
    let Some(suggestion) = app.patterns.noticed.get(key) else { return };
    let grounds = &app.patterns.grounds;
    if grounds.key == key && grounds.limit >= limit && grounds.of == suggestion.grounds {
        return;
    }
    // What is on the screen stays there until the same part comes anew.
    let parts = if grounds.key == key { grounds.parts.clone() } else { Vec::new() };
    if parts.is_empty() {
        app.patterns.ground_at = 0;
    }
    let of = suggestion.grounds.clone();
    app.patterns.grounds = Grounds { key: key.to_string(), of, limit, parts, came: 0 };
    ask_part(app);
}

/// Asks for the next part; those without a visit need no asking.
fn ask_part(app: &mut App) {
    let grounds = &mut app.patterns.grounds;
    while let Some(ground) = grounds.of.get(grounds.came) {
        if ground.visits.is_empty() {
            grounds.take(Vec::new());
            continue;
        }
        let visits = ground.visits.iter().take(grounds.limit).copied().collect();
        let ask = Ask::Ground { visits, signs: ground.signs.clone(), limit: grounds.limit };
        app.ask(Lane::Ground, ask);
        return;
    }
    grounds.parts.truncate(grounds.came);
}

pub fn came(app: &mut App, visits: Vec<GroundVisit>) {
    if app.patterns.grounds.came < app.patterns.grounds.of.len() {
        app.patterns.grounds.take(visits);
        ask_part(app);
    }
}

/// Visits and notes changed: what was read is read anew.
pub fn forget(app: &mut App) {
    app.patterns.grounds.limit = 0;
}

/// All visits on the page of the suggestion that is open.
fn visits(app: &App) -> impl Iterator<Item = &GroundVisit> {
    let key = app.patterns.noticed.open.as_ref().map_or("", |s| s.key.as_str());
    app.patterns.grounds.of(key).iter().flatten()
}

pub fn step(app: &mut App, by: isize) {
    let (at, count) = (app.patterns.ground_at, visits(app).count());
    let next = forms::moved(at, by, count);
    app.patterns.peek(by, at == next);
    app.patterns.ground_at = next;
}

/// Opens the marked visit, at the first of its notes that is meant.
pub fn open_visit(app: &mut App) {
    let marked = visits(app).nth(app.patterns.ground_at);
    let found: Option<(Uid, Option<Uid>)> = marked.map(|v| (v.visit.uid, v.notes.first().map(|n| n.uid)));
    match found {
        Some((place, note)) => visit::open(app, place, note),
        None => app.tell("No visit of it is here to open."),
    }
}

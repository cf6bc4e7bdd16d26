//! Visits on their way from rows to operations, and the walks they are of.

use super::plan::content;
use super::rooms::Told;
use crate::domain::act::{Op, Value};
use crate::domain::acts::{self, VisitStart};
use crate::domain::id::Uid;
use crate::domain::note::{About, NoteKind};
use crate::domain::schema::visit;
use crate::domain::time::UtcMs;
use crate::exchange::roster::table::heading;
use chrono::NaiveDate;
use std::collections::{HashMap, HashSet};

/// A note before it is an operation.
pub struct Line {
    pub uid: Uid,
    pub kind: NoteKind,
    pub about: Option<About>,
    pub text: String,
    pub tags: Vec<Uid>,
}

/// A visit with all its rows.
pub struct Draft {
    pub uid: Uid,
    pub day: NaiveDate,
    pub focus: String,
    pub start: VisitStart,
    pub room: Told,
    pub minutes: Option<i64>,
    pub heads: Option<i64>,
    pub period: String,
    pub untimed: bool,
    pub lines: Vec<Line>,
    pub seen: Vec<String>,
    /// A column of look-fors stands in its rows.
    pub checked: bool,
    /// How often a text of a column came.
    pub times: HashMap<Uid, usize>,
}

/// The new visits of one walk.
#[derive(Default)]
pub struct Day {
    pub focus: String,
    pub from: UtcMs,
    pub to: UtcMs,
    visits: usize,
    pub route: Vec<Uid>,
    on_route: HashSet<Uid>,
    pub observers: Vec<Uid>,
    pub marked: bool,
}

impl Day {
    pub fn take(&mut self, draft: &Draft) {
        let started = draft.start.started;
        let ended = started + draft.minutes.unwrap_or(0) * 60_000;
        (self.from, self.to) =
            if self.visits == 0 { (started, ended) } else { (self.from.min(started), self.to.max(ended)) };
        self.visits += 1;
        if self.focus.is_empty() {
            self.focus.clone_from(&draft.focus);
        }
        if let Some(room) = draft.start.classroom.filter(|room| self.on_route.insert(*room)) {
            self.route.push(room);
        }
        for observer in &draft.start.observers {
            if !self.observers.contains(observer) {
                self.observers.push(*observer);
            }
        }
    }

    pub fn is_empty(&self) -> bool {
        self.visits == 0
    }
}

impl Draft {
    /// A line, whose id follows from its column, its text and how often the text came before.
    pub fn add(&mut self, named: &str, kind: NoteKind, about: Option<About>, text: String, tags: &[Uid]) {
        let named = heading(named);
        // Under an id, so that no text is in memory twice.
        let time = self.times.entry(content(&["times", &named, &text])).or_insert(0);
        *time += 1;
        let uid = content(&["note", &self.uid.to_text(), &named, &text, &time.to_string()]);
        // A follow-up is the writer's own: never tagged.
        let tags = if kind == NoteKind::FollowUp { Vec::new() } else { tags.to_vec() };
        self.lines.push(Line { uid, kind, about, text, tags });
    }

    pub fn op(&self, walk: Uid) -> Op {
        let start = VisitStart { walk: Some(walk), ..self.start.clone() };
        acts::visit_written(self.uid, &start, self.minutes, 1)
            .maybe(visit::HEADS, self.heads.map(Value::Int))
            .maybe(visit::PERIOD, (!self.period.is_empty()).then(|| Value::Text(self.period.clone())))
    }
}

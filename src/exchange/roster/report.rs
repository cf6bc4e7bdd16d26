//! What a roster changes, in words: the same before it is taken in and after.

use super::Roster;
use super::skips::Skips;
use crate::domain::text::{count, fold, visible};
use std::collections::HashSet;

/// One line: a room or a person, and what is to be said of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub name: String,
    pub says: String,
}

impl Entry {
    pub fn new(name: &str, says: String) -> Entry {
        Entry { name: name.into(), says }
    }

    fn words(&self) -> String {
        let (name, says) = (visible(&self.name), visible(&self.says));
        if says.is_empty() { name } else { format!("{name}: {says}") }
    }
}

/// All that a roster changes.
#[derive(Debug, Clone, Default)]
pub struct Report {
    pub what: String,
    pub new_schools: Vec<String>,
    pub new_teachers: Vec<String>,
    pub new_rooms: Vec<Entry>,
    pub changed: Vec<Entry>,
    /// Rooms typed by hand that the roster has as well.
    pub by_hand: Vec<Entry>,
    pub retired: Vec<Entry>,
    pub back: Vec<Entry>,
    /// Rooms of which it says nothing new.
    pub same: usize,
    /// How much is to be written; 0: nothing.
    pub operations: usize,
    pub skips: Skips,
    pub remarks: Vec<String>,
}

impl Report {
    /// The beginning of a report: what came.
    pub fn of(roster: &Roster) -> Report {
        let size = [
            count(roster.schools.len(), "school", "schools"),
            count(roster.classes.len(), "class", "classes"),
            count(roster.teachers.len(), "teacher", "teachers"),
        ];
        Report {
            what: format!("{}: {}", roster.format, size.join(", ")),
            skips: roster.skips.clone(),
            remarks: roster.remarks.clone(),
            ..Report::default()
        }
    }

    /// A teacher with the same id and another name. Quite another name is worth a look.
    pub fn renamed(&mut self, before: &str, now: &str) {
        self.changed.push(Entry::new(now, format!("until now “{before}”")));
        let words = |name: &str| fold(name).split(' ').map(String::from).collect::<HashSet<_>>();
        if words(before).is_disjoint(&words(now)) {
            self.remarks.push(format!("Please look: “{before}” is called “{now}” in this roster, with the same id."));
        }
    }

    /// The report as lines, every entry on its own.
    pub fn lines(&self) -> Vec<String> {
        let mut lines = vec![visible(&self.what)];
        let names = |names: &[String]| names.iter().map(|n| visible(n)).collect::<Vec<_>>();
        let entries = |entries: &[Entry]| entries.iter().map(Entry::words).collect::<Vec<_>>();
        section(&mut lines, "New schools", names(&self.new_schools));
        section(&mut lines, "New rooms", entries(&self.new_rooms));
        section(&mut lines, "New teachers", names(&self.new_teachers));
        section(&mut lines, "Changed", entries(&self.changed));
        section(&mut lines, "Typed by hand before, now known to be the roster's", entries(&self.by_hand));
        section(&mut lines, "In use again", entries(&self.back));
        section(&mut lines, "Retired: no longer offered for a route; their visits stay", entries(&self.retired));
        if self.same > 0 {
            lines.push(String::new());
            lines.push(format!("As before: {}", count(self.same, "room", "rooms")));
        }
        let skipped: Vec<String> = self.skips.list().iter().map(super::Skipped::words).collect();
        let more = self.skips.count - skipped.len();
        if self.skips.count > 0 {
            lines.push(String::new());
            lines.push(format!("Rows not taken ({})", self.skips.count));
            lines.extend(skipped.into_iter().map(|s| format!("  {s}")));
            if more > 0 {
                lines.push(format!("  and {more} more"));
            }
        }
        if self.skips.students + self.skips.others > 0 {
            lines.push(String::new());
            lines.push(format!(
                "Left out: rows about students ({}) and about people who do not teach ({}). Nothing of them is kept.",
                self.skips.students, self.skips.others
            ));
        }
        if !self.remarks.is_empty() {
            lines.push(String::new());
            lines.extend(self.remarks.iter().map(|r| visible(r)));
        }
        lines
    }

    /// The whole in one line: "28 new, 3 changed, 2 retired, 0 as before, 1 row not taken".
    pub fn in_short(&self) -> String {
        format!(
            "Rooms: {} new, {} changed, {} retired, {} in use again, {} as before. Rows not taken: {}.",
            self.new_rooms.len(),
            self.changed.len() + self.by_hand.len(),
            self.retired.len(),
            self.back.len(),
            self.same,
            self.skips.count
        )
    }
}

fn section(lines: &mut Vec<String>, title: &str, entries: Vec<String>) {
    if !entries.is_empty() {
        lines.push(String::new());
        lines.push(format!("{title} ({})", entries.len()));
        lines.extend(entries.into_iter().map(|e| format!("  {e}")));
    }
}

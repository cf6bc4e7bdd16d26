//! Marks of a made-up visit, in keeping with the lines that were written in it.

use super::Demo;
use super::visit::{Moment, Written};
use crate::domain::act::{Op, Verb};
use crate::domain::acts;
use crate::domain::id::Uid;
use crate::domain::mark::{Detail, Mark, Tick, Way};
use crate::domain::time::UtcMs;

/// Lines of which themes show that a look-for was seen; for tallies, how often it happens at most when they do not.
const SEEN_IN: &[(&str, &[&str], i64)] = &[
    ("task-beyond-recall", &["thinking-task"], 0),
    ("cites-text", &["cites-text"], 0),
    ("own-words", &["writing", "thinking-task"], 0),
    ("peer-talk", &["peer-talk", "group-work"], 0),
    ("explains-thinking", &["long-answer"], 1),
    ("waits", &["wait-long"], 1),
    ("questions", &["questions", "one-word", "wait-short", "wait-long"], 3),
    ("goes-on-alone", &["finds-a-way"], 0),
];

/// A visit's place in time.
pub struct Stay {
    pub visit: Uid,
    pub started: UtcMs,
    /// Milliseconds in the room.
    pub length: i64,
}

impl Demo {
    /// Adds the marks made in the room to `moments`; what is settled on leaving comes back.
    pub fn marks(&mut self, stay: &Stay, written: &[Written], moments: &mut Vec<Moment>) -> Vec<Op> {
        let mut settled = Vec::new();
        let look_fors: Vec<(String, Way)> =
            self.world.look_fors.look_fors.iter().map(|l| (l.id.clone(), l.way)).collect();
        for (id, way) in look_fors {
            let (themes, other) = SEEN_IN.iter().find(|(l, _, _)| *l == id).map_or((&[][..], 0), |(_, t, n)| (*t, *n));
            let seen: Vec<i64> = written
                .iter()
                .filter(|w| w.at_ms < stay.length)
                .filter(|w| self.words.themes().get(w.theme).is_some_and(|t| themes.contains(&t.id.as_str())))
                .map(|w| w.at_ms)
                .collect();
            match way {
                Way::Tick => settled.extend(self.tick(stay, &id, seen.first(), moments)),
                Way::Tally => self.tally(stay, &id, &seen, other, moments),
                // This sheet has ticks and tallies; times are taken in `timed`.
                Way::Timer | Way::Scan | Way::Choice | Way::Scale | Way::Interval | Way::Response | Way::Prompt => {}
            }
        }
        settled
    }

    /// A tick where it was seen; else, on leaving, looked for and not seen, or not looked for, or nothing yet.
    fn tick(&mut self, stay: &Stay, id: &str, seen: Option<&i64>, moments: &mut Vec<Moment>) -> Option<Op> {
        if let Some(at) = seen {
            let at = (at + self.chance.between(2, 6) * 1_000).min(stay.length);
            let op = self.mark(stay, Some(at), id, Way::Tick, Tick::Seen as i64);
            moments.push((at, Verb::MarkLookFor, op));
            return None;
        }
        let value = match self.chance.below(20) {
            0 => return None,
            1..=11 => Tick::NotSeen,
            _ => Tick::NotLookedFor,
        };
        Some(self.mark(stay, None, id, Way::Tick, value as i64))
    }

    fn tally(&mut self, stay: &Stay, id: &str, seen: &[i64], other: i64, moments: &mut Vec<Moment>) {
        let mut times: Vec<i64> = seen.to_vec();
        for _ in 0..self.chance.between(0, other) {
            times.push(self.chance.between(10, stay.length / 1_000 - 5) * 1_000);
        }
        for at in times {
            let op = self.mark(stay, Some(at), id, Way::Tally, 1);
            moments.push((at, Verb::MarkLookFor, op));
        }
    }

    fn mark(&mut self, stay: &Stay, at: Option<i64>, id: &str, way: Way, value: i64) -> Op {
        let uid = self.chance.uid(stay.started + at.unwrap_or(stay.length));
        let made = Mark { uid, look_for: id.into(), way, at_ms: at, value: Some(value), detail: Detail::None };
        acts::marked(stay.visit, &made)
    }
}

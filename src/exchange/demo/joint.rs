//! Visits that two observers wrote down: of a made-up walk that two went on together, each with their own lines and marks.

use super::Demo;
use super::chance::Chance;
use super::marks::Stay;
use super::visit::{Done, Entry, Moment, Written};
use super::walk::Walk;
use crate::domain::act::{Op, Value, Verb};
use crate::domain::acts;
use crate::domain::id::Uid;
use crate::domain::mark::{Detail, Mark, Tick, Way};
use crate::domain::schema::{Field, Kind, mark, note};
use crate::domain::time::UtcMs;
use std::collections::HashMap;

/// The walk of the school of a term that two went on together, counted from 0.
const TOGETHER: usize = 10;
/// From this many notes on there are several such walks, about so many; each is one that has a companion and a sheet.
const SIZED: usize = 3_000;
const WALKS: usize = 7;
const EVERY: usize = 6;
/// Of this many visits, counted over the file, nobody has said of one whether it is one or two; the school of a term has one.
const DOZEN: usize = 12;
const UNDECIDED: usize = 11;
/// How often the second marks a tick as the first did, and the opposite; else nobody looked. Percent.
const SAME: usize = 66;
const OPPOSITE: usize = 24;

/// What the second observer made of a visit.
pub struct Second {
    pub visit: Uid,
    /// Milliseconds after the first one entered.
    offset: i64,
    /// Settled on leaving.
    settled: Vec<Op>,
    /// Somebody says in the evening that it is one visit.
    joined: bool,
}

impl Demo {
    /// Whether two observers go on a walk together and both write.
    pub fn is_together(&self, number: usize, notes: Option<usize>) -> bool {
        match notes {
            None => number == TOGETHER,
            Some(notes) => {
                let step = (self.calendar.walks / EVERY / WALKS).max(1);
                notes >= SIZED && number.is_multiple_of(EVERY) && (number / EVERY).is_multiple_of(step)
            }
        }
    }

    /// Gives some of the lines of a visit to the second observer and adds what they marked. Chance is taken from a source of
    /// its own, so that the rest of the school stays as it is.
    pub fn second(
        &mut self,
        (walk, period): (&Walk, &str),
        (entry, stay): (&Entry, &Stay),
        settled: &[Op],
        written: &mut [Written],
        moments: &mut Vec<Moment>,
    ) -> Option<Second> {
        let observer = walk.companion?;
        let place = self.next_visit;
        let mut chance = Chance::new(self.chance.clone().next(), 5);
        let offset = chance.between(4, 40) * 1_000;
        let uid = chance.uid(entry.started + offset);
        let mut start = walk.visit_start(Some(entry.classroom), entry.started + offset);
        start.observers = vec![observer];
        let enter = acts::visit_entered(uid, &start).text(crate::domain::schema::visit::PERIOD, period);
        let marked = first_marks(moments.iter().map(|(_, _, op)| op).chain(settled));
        hand_over(&mut chance, (uid, offset), stay, written, moments);
        moments.push((offset, Verb::EnterRoom, enter));
        let mut second = Second { visit: uid, offset, settled: Vec::new(), joined: true };
        for (look_for, way) in self.world.look_fors.look_fors.iter().map(|l| (l.id.clone(), l.way)) {
            let first = marked.get(&look_for).map(Vec::as_slice).unwrap_or_default();
            second.mark(&mut chance, stay, (&look_for, way), first, moments);
        }
        second.joined = place % DOZEN != UNDECIDED;
        Some(second)
    }

    /// The second observer leaves a little later.
    pub fn second_leaves(&mut self, second: &Second, left: UtcMs) {
        let left = left + 7_000;
        self.log.act(left, Verb::LeaveRoom, vec![acts::visit_ended(second.visit, Some(left))]);
        self.log.act(left + 4_000, Verb::SettleLookFors, second.settled.clone());
    }

    /// In the evening somebody says which visits are one. Returns when that was done.
    pub fn join_visits(&mut self, visits: &[Done], mut at: UtcMs) -> UtcMs {
        for done in visits {
            if let (Some(first), Some(second)) = (done.visit, done.second.as_ref().filter(|s| s.joined)) {
                at += 9_000;
                self.log.act(at, Verb::JoinVisits, vec![acts::visit_same(second.visit, Some(first))]);
            }
        }
        at
    }
}

/// What the first observer marked, by look-for: when and which number.
fn first_marks<'o>(ops: impl Iterator<Item = &'o Op>) -> HashMap<String, Vec<(Option<i64>, i64)>> {
    let mut marked: HashMap<String, Vec<(Option<i64>, i64)>> = HashMap::new();
    for op in ops.filter(|op| op.kind == Kind::Mark) {
        let of = |field: Field| op.fields.iter().find(|(f, _)| *f == field).map(|(_, value)| value);
        let int = |field| if let Some(Value::Int(n)) = of(field) { Some(*n) } else { None };
        if let (Some(Value::Text(look_for)), Some(value)) = (of(mark::LOOK_FOR), int(mark::VALUE)) {
            marked.entry(look_for.clone()).or_default().push((int(mark::AT), value));
        }
    }
    marked
}

/// Every second line of a theme was written by the second observer, about the same moment; and every third of the others.
fn hand_over(
    chance: &mut Chance,
    (visit, offset): (Uid, i64),
    stay: &Stay,
    written: &mut [Written],
    moments: &mut [Moment],
) {
    let mut waiting: HashMap<usize, i64> = HashMap::new();
    for (place, line) in written.iter_mut().enumerate().filter(|(_, w)| w.at_ms < stay.length) {
        let Some((at, _, op)) = moments.iter_mut().find(|(_, _, op)| op.entity == line.note) else { continue };
        // A line that names a minute stays at its own.
        let timeless =
            op.fields.iter().any(|(f, v)| *f == note::TEXT && matches!(v, Value::Text(t) if !t.contains(':')));
        let beside = waiting.remove(&line.theme).filter(|_| timeless);
        if beside.is_none() && place % 3 != 2 {
            waiting.insert(line.theme, line.at_ms);
            continue;
        }
        let moved = beside.map_or(line.at_ms, |first| first + chance.between(3, 28) * 1_000);
        line.at_ms = moved.clamp(offset + 2_000, stay.length - 1_000);
        *at = line.at_ms;
        for (field, value) in &mut op.fields {
            match *field {
                note::VISIT => *value = Value::Ref(visit),
                note::AT => *value = Value::Int(line.at_ms - offset),
                _ => {}
            }
        }
    }
}

impl Second {
    fn mark(
        &mut self,
        chance: &mut Chance,
        stay: &Stay,
        (look_for, way): (&str, Way),
        first: &[(Option<i64>, i64)],
        moments: &mut Vec<Moment>,
    ) {
        let mut times: Vec<i64> = Vec::new();
        match way {
            Way::Tick => match answer(chance, first.first().and_then(|(_, value)| Tick::from_number(*value))) {
                Tick::Seen => times.push(first.first().and_then(|(at, _)| *at).unwrap_or(stay.length / 2)),
                settled => {
                    let op = self.made(chance, stay, (look_for, way), None, settled as i64);
                    self.settled.push(op);
                }
            },
            Way::Tally => {
                times.extend(first.iter().filter_map(|(at, _)| *at));
                times.truncate(times.len().saturating_sub(chance.below(3)).max(1));
            }
            // The sheet has ticks and tallies.
            _ => {}
        }
        for at in times {
            let at = (at + chance.between(-6, 14) * 1_000).clamp(self.offset + 1_000, stay.length - 500);
            let op = self.made(chance, stay, (look_for, way), Some(at), 1);
            moments.push((at, Verb::MarkLookFor, op));
        }
    }

    fn made(&self, chance: &mut Chance, stay: &Stay, (id, way): (&str, Way), at: Option<i64>, value: i64) -> Op {
        let uid = chance.uid(stay.started + at.unwrap_or(stay.length));
        let at_ms = at.map(|at| at - self.offset);
        let made = Mark { uid, look_for: id.into(), way, at_ms, value: Some(value), detail: Detail::None };
        acts::marked(self.visit, &made)
    }
}

/// What the second ticks: mostly the same.
fn answer(chance: &mut Chance, first: Option<Tick>) -> Tick {
    let (drawn, seen) = (chance.below(100), chance.percent(50));
    let looked = if seen { Tick::Seen } else { Tick::NotSeen };
    match first {
        Some(first @ (Tick::Seen | Tick::NotSeen)) if drawn < SAME => first,
        Some(Tick::Seen) if drawn < SAME + OPPOSITE => Tick::NotSeen,
        Some(Tick::NotSeen) if drawn < SAME + OPPOSITE => Tick::Seen,
        Some(Tick::Seen | Tick::NotSeen) => Tick::NotLookedFor,
        Some(Tick::NotLookedFor) | None if drawn < 50 => Tick::NotLookedFor,
        Some(Tick::NotLookedFor) | None => looked,
    }
}

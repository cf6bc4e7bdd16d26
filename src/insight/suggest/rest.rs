//! On what a pattern or suggestion rests: how many visits, teachers, observers, weeks and times of day. Never who.

use super::Rests;
use super::ready::{hours, week};
use super::wording::{HOURS, count};
use crate::insight::facts::{Facts, Visits};
use crate::insight::words::FEWEST_TEACHERS;
use std::collections::HashMap;
use std::hash::Hash;

/// Fewer visits than this rest on little in any case; nothing more is said of them.
const TELLING: u32 = 3;

/// What these visits rest on; `looked` are all that looked for it. For many questions about the same facts make one
/// `People`.
pub fn rests(facts: &Facts, visits: &Visits, looked: &Visits) -> Rests {
    People::new(facts).rests(visits, looked)
}

/// Teachers, observers and weeks of all visits as small numbers, so that they are counted without looking anything up.
pub struct People {
    /// Of each visit its teachers; one number stands for all that are unknown.
    teachers: Numbered,
    observers: Numbered,
    weeks: Numbered,
    /// Of each visit its part of the day.
    hours: Vec<Option<u8>>,
}

/// For each visit some small numbers, below `all`, one visit's behind the other's.
struct Numbered {
    numbers: Vec<u32>,
    /// Where each visit's numbers end.
    ends: Vec<u32>,
    all: usize,
}

impl Numbered {
    fn new<T: Eq + Hash>(visits: impl Iterator<Item = Vec<T>>) -> Numbered {
        let small = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let mut known = HashMap::new();
        let (mut numbers, mut ends) = (Vec::new(), Vec::new());
        for things in visits {
            for thing in things {
                let next = small(known.len());
                numbers.push(*known.entry(thing).or_insert(next));
            }
            ends.push(small(numbers.len()));
        }
        Numbered { numbers, ends, all: known.len() }
    }

    fn of(&self, visit: usize) -> &[u32] {
        let end = |at: usize| self.ends.get(at).map_or(0, |end| *end as usize);
        let start = if visit == 0 { 0 } else { end(visit - 1) };
        self.numbers.get(start..end(visit)).unwrap_or_default()
    }

    /// How many different ones these visits have, and how many visits the one with most of them has.
    fn count(&self, visits: &Visits) -> (u32, u32) {
        let mut counts = vec![0_u32; self.all];
        for number in visits.iter().flat_map(|v| self.of(v)) {
            if let Some(slot) = counts.get_mut(*number as usize) {
                *slot += 1;
            }
        }
        let different = counts.iter().filter(|n| **n > 0).count();
        (u32::try_from(different).unwrap_or(u32::MAX), counts.into_iter().max().unwrap_or(0))
    }
}

impl People {
    pub fn new(facts: &Facts) -> People {
        let visits = || facts.visits.iter();
        let teachers = visits().map(|v| match &*v.teachers {
            [] => vec![None],
            some => some.iter().copied().map(Some).collect(),
        });
        People {
            teachers: Numbered::new(teachers),
            observers: Numbered::new(visits().map(|v| v.observers.to_vec())),
            weeks: Numbered::new(visits().map(|v| v.day.map(week).into_iter().collect())),
            hours: visits().map(|v| v.minute.and_then(|m| u8::try_from(hours(m)).ok())).collect(),
        }
    }

    /// What these visits rest on; `looked` are all that looked for it.
    pub fn rests(&self, visits: &Visits, looked: &Visits) -> Rests {
        let mut parts = [0_u32; 3];
        for part in visits.iter().filter_map(|v| *self.hours.get(v)?) {
            if let Some(slot) = parts.get_mut(usize::from(part)) {
                *slot += 1;
            }
        }
        let (teachers, largest) = self.teachers.count(visits);
        Rests {
            visits: visits.count(),
            teachers,
            largest,
            observers: self.observers.count(visits).0,
            weeks: self.weeks.count(visits).0,
            hours: parts,
            not_looked: u32::try_from(self.hours.len()).unwrap_or(u32::MAX).saturating_sub(looked.count()),
        }
    }
}

/// What kind of narrowness it is; the first are the most serious.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Narrow {
    FewTeachers,
    OneTeacher,
    OneWeek,
    Hours,
    OneObserver,
}

impl Narrow {
    /// A word that stays the same, for keys.
    pub fn word(self) -> &'static str {
        match self {
            Narrow::FewTeachers => "few-teachers",
            Narrow::OneTeacher => "one-teacher",
            Narrow::OneWeek => "one-week",
            Narrow::Hours => "hours",
            Narrow::OneObserver => "one-observer",
        }
    }
}

/// What to be careful about, the most serious first, each a part of a sentence: "more than half with one teacher: 5 of 9
/// visits". Empty where it rests on enough.
pub fn narrow(rests: &Rests) -> Vec<(Narrow, String)> {
    let mut found = Vec::new();
    if rests.visits == 0 {
        return found;
    }
    if rests.teachers < FEWEST_TEACHERS {
        found.push((
            Narrow::FewTeachers,
            format!("fewer than {FEWEST_TEACHERS} teachers: not yet something for a team"),
        ));
    }
    if rests.visits < TELLING {
        return found;
    }
    if rests.teachers >= 2 && rests.largest.saturating_mul(2) > rests.visits {
        let all = count(rests.visits, "visit", "visits");
        found.push((Narrow::OneTeacher, format!("more than half with one teacher: {} of {all}", rests.largest)));
    }
    if rests.weeks == 1 {
        found.push((Narrow::OneWeek, "all in one week".into()));
    }
    let known: u32 = rests.hours.iter().sum();
    for (part, n) in HOURS.iter().zip(rests.hours) {
        // At least three, and at most one in eight at another time.
        if known >= TELLING && n.saturating_mul(8) >= known.saturating_mul(7) {
            let these =
                if n == known { format!("only {part}: all {n}") } else { format!("nearly all {part}: {n} of {known}") };
            found.push((Narrow::Hours, format!("{these} visits of known time")));
        }
    }
    if rests.observers == 1 {
        found.push((Narrow::OneObserver, "all seen by one observer".into()));
    }
    found
}

/// The same as whole sentences, for a pattern's page.
pub fn warnings(rests: &Rests) -> Vec<String> {
    narrow(rests).into_iter().map(|(_, said)| format!("{}.", super::wording::begin(&said))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::facts::VisitFact;

    fn visit(day: i32, minute: u16, teacher: &[u32], observer: u32) -> VisitFact {
        VisitFact {
            day: Some(day),
            minute: Some(minute),
            teachers: teacher.into(),
            observers: [observer].into(),
            ..VisitFact::default()
        }
    }

    #[test]
    fn what_it_rests_on_is_counted() {
        let facts = Facts {
            visits: vec![
                visit(0, 500, &[1], 1),
                visit(4, 599, &[1], 1),
                visit(11, 600, &[], 2),
                visit(12, 750, &[1, 2], 2),
                visit(19, 750, &[3], 2),
            ],
            ..Facts::default()
        };
        let all = rests(&facts, &Visits::up_to(4), &Visits::up_to(4));
        // The days are two Thursdays and two Mondays: 1, 5, 12 and 13 January 1970.
        assert_eq!(
            all,
            Rests { visits: 4, teachers: 3, largest: 3, observers: 2, weeks: 3, hours: [2, 1, 1], not_looked: 1 }
        );
        assert_eq!(warnings(&all), ["More than half with one teacher: 3 of 4 visits."]);
    }

    #[test]
    fn narrow_ground_is_named() {
        let one = Rests { visits: 9, teachers: 2, largest: 8, observers: 1, weeks: 1, hours: [8, 0, 1], not_looked: 0 };
        assert_eq!(
            warnings(&one),
            [
                "Fewer than 3 teachers: not yet something for a team.",
                "More than half with one teacher: 8 of 9 visits.",
                "All in one week.",
                "Nearly all before 10:00: 8 of 9 visits of known time.",
                "All seen by one observer.",
            ]
        );
        assert_eq!(
            warnings(&Rests { observers: 3, hours: [0, 0, 9], ..one })[3],
            "Only after 12:30: all 9 visits of known time."
        );
        let broad =
            Rests { visits: 9, teachers: 6, largest: 2, observers: 2, weeks: 3, hours: [4, 3, 2], not_looked: 3 };
        assert!(warnings(&broad).is_empty() && warnings(&Rests::default()).is_empty());
    }
}

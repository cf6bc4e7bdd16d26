//! On what a pattern or suggestion rests: how many visits, teachers, observers, weeks and times of day. Never who.

use super::Rests;
use super::ready::{hours, week};
use super::wording::{HOURS, count};
use crate::insight::facts::{Facts, Visits};
use crate::insight::words::FEWEST_TEACHERS;
use std::collections::HashMap;

/// Fewer visits than this rest on little in any case; nothing more is said of them.
const TELLING: u32 = 3;

/// What these visits rest on; `looked` are all that looked for it. For many questions about the same facts make one
/// `People`.
pub fn rests(facts: &Facts, visits: &Visits, looked: &Visits) -> Rests {
    People::new(facts).rests(visits, looked)
}

/// Teachers, observers and weeks of all visits as small numbers, so that they are counted without looking anything up.
pub struct People<'f> {
    facts: &'f Facts,
    /// One number stands for all teachers that are unknown.
    teachers: Numbered,
    observers: Numbered,
    /// Of each visit its week, counted from the first there is; `NO_WEEK` where none is known.
    weeks: Vec<u16>,
    all_weeks: usize,
}

const NO_WEEK: u16 = u16::MAX;

/// Of each group of people their small numbers, below `all`.
struct Numbered {
    groups: Vec<Vec<u32>>,
    all: usize,
}

impl Numbered {
    fn new<'g>(groups: impl Iterator<Item = &'g [u32]>, unknown: bool) -> Numbered {
        let mut known: HashMap<Option<u32>, u32> = HashMap::new();
        let mut number = |who: Option<u32>| {
            let next = u32::try_from(known.len()).unwrap_or(u32::MAX);
            *known.entry(who).or_insert(next)
        };
        let groups = groups
            .map(|group| match group {
                [] => unknown.then(|| number(None)).into_iter().collect(),
                some => some.iter().map(|who| number(Some(*who))).collect(),
            })
            .collect();
        Numbered { groups, all: known.len() }
    }

    /// How many different ones these groups have, and how often the one that is there most often is.
    fn count(&self, groups: impl Iterator<Item = usize>) -> (u32, u32) {
        let mut counts = vec![0_u32; self.all];
        for number in groups.filter_map(|group| self.groups.get(group)).flatten() {
            if let Some(slot) = counts.get_mut(*number as usize) {
                *slot += 1;
            }
        }
        (different(&counts), counts.into_iter().max().unwrap_or(0))
    }
}

fn different(counts: &[u32]) -> u32 {
    u32::try_from(counts.iter().filter(|n| **n > 0).count()).unwrap_or(u32::MAX)
}

impl<'f> People<'f> {
    pub fn new(facts: &'f Facts) -> People<'f> {
        let visits = &facts.visits;
        let week_of = |place: usize| visits.day(place).map(week);
        let first = (0..visits.len()).filter_map(week_of).min().unwrap_or(0);
        // More weeks than these are longer than anybody keeps notes; the rest counts as the last of them.
        let since = |week: i32| u16::try_from(week.saturating_sub(first)).unwrap_or(u16::MAX).min(NO_WEEK - 1);
        let weeks: Vec<u16> = (0..visits.len()).map(|place| week_of(place).map_or(NO_WEEK, since)).collect();
        let all_weeks = weeks.iter().filter(|w| **w != NO_WEEK).max().map_or(0, |last| usize::from(*last) + 1);
        People {
            facts,
            teachers: Numbered::new(visits.groups(), true),
            observers: Numbered::new(visits.groups(), false),
            weeks,
            all_weeks,
        }
    }

    fn weeks(&self, visits: &Visits) -> u32 {
        let mut counts = vec![0_u32; self.all_weeks];
        for week in visits.iter().filter_map(|v| self.weeks.get(v)) {
            if let Some(slot) = counts.get_mut(usize::from(*week)) {
                *slot += 1;
            }
        }
        different(&counts)
    }

    /// What these visits rest on; `looked` are all that looked for it.
    pub fn rests(&self, visits: &Visits, looked: &Visits) -> Rests {
        let of = &self.facts.visits;
        let mut parts = [0_u32; 3];
        for minute in visits.iter().filter_map(|v| of.minute(v)) {
            if let Some(slot) = parts.get_mut(hours(minute)) {
                *slot += 1;
            }
        }
        let groups = |side: usize| visits.iter().filter_map(move |v| of.groups_of(v)?.get(side).copied());
        let (teachers, largest) = self.teachers.count(groups(0));
        Rests {
            visits: visits.count(),
            teachers,
            largest,
            observers: self.observers.count(groups(1)).0,
            weeks: self.weeks(visits),
            hours: parts,
            not_looked: u32::try_from(of.len()).unwrap_or(u32::MAX).saturating_sub(looked.count()),
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
    use crate::insight::facts::{VisitFact, people};

    fn visit(day: i32, minute: u16, teachers: &[u32], observer: u32) -> VisitFact<'_> {
        VisitFact {
            day: Some(day),
            minute: Some(minute),
            teachers,
            observers: people(&[observer]),
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
            ]
            .into(),
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

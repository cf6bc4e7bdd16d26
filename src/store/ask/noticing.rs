//! The one place where the store hands facts to the engine of suggestions.

use crate::insight::facts::{Facts, Visits};
use crate::insight::suggest::{Rests, Suggestion};
use std::collections::{HashMap, HashSet};

/// Everything the program notices, those most worth a leader's time first.
pub fn suggest(_facts: &Facts, _today: i32) -> Vec<Suggestion> {
    Vec::new()
}

/// On what visits rest; `looked` are all that looked for it.
pub fn rests(facts: &Facts, visits: &Visits, looked: &Visits) -> Rests {
    let mut by_teacher: HashMap<Option<u32>, u32> = HashMap::new();
    let mut weeks = HashSet::new();
    let mut hours = [0_u32; 3];
    for visit in visits.iter().filter_map(|place| facts.visits.get(place)) {
        match &*visit.teachers {
            [] => *by_teacher.entry(None).or_default() += 1,
            some => some.iter().for_each(|t| *by_teacher.entry(Some(*t)).or_default() += 1),
        }
        weeks.extend(visit.day.map(|day| super::rows::monday(i64::from(day))));
        let part = visit.minute.map(|m| usize::from(m >= 600) + usize::from(m >= 750));
        if let Some(slot) = part.and_then(|part| hours.get_mut(part)) {
            *slot += 1;
        }
    }
    let size = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    Rests {
        visits: visits.count(),
        teachers: size(by_teacher.len()),
        largest: by_teacher.values().copied().max().unwrap_or(0),
        observers: facts.observers(visits),
        weeks: size(weeks.len()),
        hours,
        not_looked: size(facts.visits.len()).saturating_sub(looked.count()),
    }
}

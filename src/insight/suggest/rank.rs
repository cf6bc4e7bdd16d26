//! What stands first: one weight for all sorts, and a first screen that mixes them.

use super::ready::Ready;
use super::{Rests, SignKey, Sort, Suggestion};
use crate::insight::facts::Visits;

/// In so many days the newest of the visits loses two thirds of its freshness.
const FRESH: f64 = 60.0;
/// Each row of a sort already on the screen makes the next one of it weigh so much less …
const SAME_SORT: f64 = 0.6;
/// … and each about the same sign or pattern.
const SAME_THING: f64 = 0.15;

/// How much a suggestion is worth, from 0 to 1: its sort, how sure it is (`sure`, from 0 at the bar to 1), by how many
/// teachers and how evenly it is carried, and how long ago the newest of the visits was.
pub fn weight(ready: &Ready<'_>, sort: Sort, sure: f64, visits: &Visits, on: &Rests) -> f64 {
    let worth = match sort {
        Sort::Missing | Sort::Change | Sort::Contrast => 1.0,
        Sort::Repeats | Sort::Together => 0.9,
        Sort::Exception | Sort::SameThing => 0.8,
        Sort::BlindSpot => 0.6,
    };
    let newest = visits.iter().rev().find_map(|v| ready.facts.visits.day(v));
    let age = newest.map_or(365.0, |day| f64::from(ready.today.saturating_sub(day).max(0)));
    let recent = 0.6 + 0.4 * (-age / FRESH).exp();
    let teachers = f64::from(on.teachers);
    let even = 1.0 - 0.5 * f64::from(on.largest) / f64::from(on.visits.max(1));
    worth * (0.4 + 0.6 * sure.clamp(0.0, 1.0)) * recent * (teachers / (teachers + 2.0)) * even
}

/// The first screen: `order`, but of no sort more than two fifths of the rows, at least two.
pub fn first(all: &[Suggestion], room: usize) -> Vec<usize> {
    let most = (room * 2 / 5).max(2);
    let mut counts = std::collections::HashMap::new();
    let mut places = order(all, all.len());
    places.retain(|place| {
        let Some(sort) = all.get(*place).map(|s| s.sort) else { return false };
        let count: &mut usize = counts.entry(sort).or_default();
        *count += 1;
        *count <= most
    });
    places.truncate(room);
    places
}

/// What a suggestion is about: its sign or signs, or its pattern.
fn about(suggestion: &Suggestion) -> Vec<About<'_>> {
    let mut found: Vec<About<'_>> = suggestion.pattern.iter().map(|p| About::Pattern(p)).collect();
    let signs = suggestion.grounds.first().into_iter().flat_map(|g| &g.signs);
    found.extend(signs.map(About::Sign));
    found
}

#[derive(PartialEq, Eq)]
enum About<'s> {
    Sign(&'s SignKey),
    Pattern(&'s str),
}

/// The places of all suggestions in the order in which they are worth reading: always the heaviest next, where one of a
/// sort, or about a thing, that already stands above weighs less.
pub fn order(all: &[Suggestion], room: usize) -> Vec<usize> {
    let mut left: Vec<(usize, f64, Vec<About<'_>>)> =
        all.iter().enumerate().map(|(place, s)| (place, s.weight, about(s))).collect();
    let mut order = Vec::new();
    while order.len() < room {
        let best = left.iter().enumerate().max_by(|a, b| a.1.1.total_cmp(&b.1.1).then(b.1.0.cmp(&a.1.0)));
        let Some(best) = best.map(|(at, _)| at) else { break };
        let (place, _, things) = left.swap_remove(best);
        let Some(taken) = all.get(place) else { continue };
        for (other, weight, of) in &mut left {
            if all.get(*other).is_some_and(|s| s.sort == taken.sort) {
                *weight *= SAME_SORT;
            }
            if of.iter().any(|thing| things.contains(thing)) {
                *weight *= SAME_THING;
            }
        }
        order.push(place);
    }
    order
}

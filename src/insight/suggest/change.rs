//! Change: another share in this period than in the one before.

use super::compare::{Difference, screen};
use super::ready::{Dimension, Part, Ready, week};
use super::{SignKey, Sort, Suggestion, rank, wording};
use crate::insight::facts::Visits;
use std::collections::BTreeSet;

/// A period is so many weeks with visits at most, and at least.
const LONGEST: usize = 6;
const SHORTEST: usize = 3;
/// Each period needs so many visits.
const FEWEST_VISITS: u32 = 10;

pub fn suggest(ready: &Ready<'_>) -> Vec<Suggestion> {
    let Some(periods) = periods(ready) else { return Vec::new() };
    let periods = [periods];
    screen(ready, &periods, true).iter().map(|found| of(ready, found)).collect()
}

/// The last weeks with visits and as many before them: half of all weeks with visits, at most six. `None` where that
/// would be fewer than three weeks, or a period has fewer than ten visits.
fn periods(ready: &Ready<'_>) -> Option<Dimension> {
    let visits = &ready.facts.visits;
    let day = |place: usize| visits.day(place).filter(|d| *d <= ready.today);
    let week_of = |place: usize| day(place).map(week);
    let weeks: BTreeSet<i32> = (0..visits.len()).filter_map(week_of).collect();
    let weeks: Vec<i32> = weeks.into_iter().rev().collect();
    let length = (weeks.len() / 2).min(LONGEST);
    if length < SHORTEST {
        return None;
    }
    let (now, before) = (*weeks.get(length - 1)?, *weeks.get(2 * length - 1)?);
    let part_of = |visit: usize| match week_of(visit) {
        Some(week) if week >= now => Some(0),
        Some(week) if week >= before => Some(1),
        _ => None,
    };
    let part = |place: usize| -> Part {
        let visits = Visits::of((0..visits.len()).filter(|visit| part_of(*visit) == Some(place)));
        let mut days = visits.iter().filter_map(|v| ready.facts.visits.day(v));
        let first = days.next().unwrap_or_default();
        let (first, last) = days.fold((first, first), |(a, b), day| (a.min(day), b.max(day)));
        let name = format!("{} to {}", wording::day(first), wording::day(last));
        Part { key: place.to_string(), place: format!("from {name}"), visits }
    };
    let parts: Vec<Part> = (0..2).map(part).collect();
    let enough = parts.iter().all(|p| p.visits.count() >= FEWEST_VISITS);
    enough.then(|| Dimension::new("period", parts, visits.len()))
}

fn of(ready: &Ready<'_>, found: &Difference<'_>) -> Suggestion {
    let (facts, sign) = (ready.facts, found.sign.sign);
    let direction = if found.more() { "more often" } else { "less often" };
    let on = ready.people.rests(found.higher(), &sign.looked);
    let place = |at: usize| found.dimension.parts.get(at).map_or("", |p| p.place.as_str());
    let ids = [&sign.id];
    Suggestion {
        key: format!("{}/{}/{}", Sort::Change.word(), wording::key_of(&sign.id), direction.replace(' ', "-")),
        sort: Sort::Change,
        title: format!("{}: {direction} than before", sign.name),
        reason: format!(
            "Lately seen {}, before that {}{} (lately: {}; {}).",
            wording::visits(sign, found.one),
            wording::of(found.other),
            wording::small(found.one, found.other),
            place(0),
            wording::carried(&on)
        ),
        statement: Some(format!("{}: seen {direction} than some weeks ago", wording::begin(&sign.name))),
        share: Some(found.one),
        against: Some(found.other),
        exact: found.exact(place(0), place(1)),
        weight: rank::weight(ready, Sort::Change, (found.least() * 2.0).min(1.0), &found.here, &on),
        rests: on,
        grounds: vec![
            wording::ground(facts, "seen lately", &found.seen_here, &ids),
            wording::ground(facts, "not seen lately", &found.here.without(&found.seen_here), &ids),
            wording::ground(facts, "seen before", &found.seen_rest, &ids),
            wording::ground(facts, "not seen before", &found.rest.without(&found.seen_rest), &ids),
        ],
        sign: Some(SignKey::from(&sign.id)),
        pattern: None,
    }
}

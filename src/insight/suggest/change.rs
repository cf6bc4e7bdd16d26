//! Change: another share in this period than in the one before.

use super::compare::{Difference, screen};
use super::ready::{Dimension, Part, Ready, week};
use super::rest::rests;
use super::{SignKey, Sort, Suggestion, rank, wording};
use crate::insight::facts::Visits;

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
    let day = |v: &crate::insight::facts::VisitFact| v.day.filter(|d| *d <= ready.today);
    let of: Vec<Option<i32>> = ready.facts.visits.iter().map(|v| day(v).map(week)).collect();
    let mut weeks: Vec<i32> = of.iter().copied().flatten().collect();
    weeks.sort_unstable_by(|a, b| b.cmp(a));
    weeks.dedup();
    let length = (weeks.len() / 2).min(LONGEST);
    if length < SHORTEST {
        return None;
    }
    let (now, before) = (*weeks.get(length - 1)?, *weeks.get(2 * length - 1)?);
    let of: Vec<Option<usize>> = of
        .into_iter()
        .map(|week| match week {
            Some(week) if week >= now => Some(0),
            Some(week) if week >= before => Some(1),
            _ => None,
        })
        .collect();
    let part = |place: usize| -> Part {
        let visits = Visits::of(of.iter().enumerate().filter(|(_, p)| **p == Some(place)).map(|(visit, _)| visit));
        let mut days = visits.iter().filter_map(|v| ready.facts.visits.get(v)?.day);
        let first = days.next().unwrap_or_default();
        let (first, last) = days.fold((first, first), |(a, b), day| (a.min(day), b.max(day)));
        let name = format!("{} to {}", wording::day(first), wording::day(last));
        Part { key: place.to_string(), place: format!("from {name}"), visits }
    };
    let parts: Vec<Part> = (0..2).map(part).collect();
    let enough = parts.iter().all(|p| p.visits.count() >= FEWEST_VISITS);
    enough.then_some(Dimension { key: "period", parts, of })
}

fn of(ready: &Ready<'_>, found: &Difference<'_>) -> Suggestion {
    let (facts, sign) = (ready.facts, found.sign.sign);
    let direction = if found.more() { "more often" } else { "less often" };
    let on = rests(facts, found.higher(), &sign.looked);
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

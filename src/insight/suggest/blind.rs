//! Blind spots: where nobody or hardly anybody looked, and patterns that rest on little.

use super::exception::stands;
use super::ready::{Dimension, Ready, dimension, parts_of_school, week};
use super::rest::{Narrow, narrow};
use super::{Share, Sort, Suggestion, rank, wording};
use crate::insight::facts::{PatternFact, RoomFact, Visits};
use std::collections::BTreeSet;

/// Looked at are the visits of so many last weeks with visits.
const WEEKS: usize = 12;
/// Below so many visits it is too early to speak of blind spots.
const FEWEST_VISITS: u32 = 10;
/// A part is a blind spot when visits spread evenly would be at least so many there …
const FEWEST_EXPECTED: f64 = 3.0;
/// … and there are none, or at most this part of that.
const HARDLY: f64 = 0.25;
/// A pattern is looked at for what it rests on once so many visits support it.
const FEWEST_SUPPORTING: u32 = 3;

pub fn suggest(ready: &Ready<'_>) -> Vec<Suggestion> {
    let mut found = coverage(ready);
    let weeks = ready.people.rests(&Visits::up_to(ready.facts.visits.len()), &Visits::default());
    let open = ready.facts.patterns.iter().filter(|p| stands(p));
    found.extend(open.filter_map(|p| of_pattern(ready, p, weeks.observers > 1, weeks.weeks > 1)));
    found
}

/// The visits of the last weeks with visits.
fn lately(ready: &Ready<'_>) -> Visits {
    let of = |place: usize| ready.facts.visits.day(place).filter(|d| *d <= ready.today).map(week);
    let all = 0..ready.facts.visits.len();
    let weeks: BTreeSet<i32> = all.clone().filter_map(of).collect();
    let Some(first) = weeks.iter().rev().take(WEEKS).next_back().copied() else { return Visits::default() };
    Visits::of(all.filter(|place| of(*place).is_some_and(|w| w >= first)))
}

/// A part of the school or of the day, what share of visits it would have if they were spread evenly, and its words.
struct Expected {
    key: String,
    name: String,
    visits: Visits,
    share: f64,
    /// Classrooms there, where classrooms are what is counted.
    rooms: u32,
}

fn coverage(ready: &Ready<'_>) -> Vec<Suggestion> {
    let facts = ready.facts;
    let lately = lately(ready);
    let mut found = Vec::new();
    let mut dimensions = parts_of_school(facts);
    let periods = facts.visits.iter().map(|v| v.period.map(usize::from).filter(|p| *p < facts.periods.len()));
    dimensions.push(dimension("period", periods, |p| {
        let label = facts.periods.get(p).cloned().unwrap_or_default();
        let name = wording::numbered("period", &label);
        (label, format!("in {name}"))
    }));
    for dimension in &dimensions {
        let known = dimension.parts.iter().fold(Visits::default(), |all, p| all.or(&p.visits)).and(&lately);
        let n = known.count();
        if n < FEWEST_VISITS {
            continue;
        }
        for part in expected(ready, dimension) {
            let k = part.visits.count_both(&lately);
            let even = part.share * f64::from(n);
            if even >= FEWEST_EXPECTED && (k == 0 || f64::from(k) <= HARDLY * even) {
                found.push(of_part(ready, dimension, &part, Share { k, n }, &lately, even));
            }
        }
    }
    found
}

/// What to expect where: by classrooms for grades, subjects and periods; evenly for times of day and the five weekdays.
fn expected(ready: &Ready<'_>, dimension: &Dimension) -> Vec<Expected> {
    let facts = ready.facts;
    let part = |key: &str| dimension.parts.iter().find(|p| p.key == key).map(|p| p.visits.clone()).unwrap_or_default();
    let evenly = |names: &[&str], plural: &str| -> Vec<Expected> {
        let each = names.iter().enumerate().map(|(place, name)| Expected {
            key: place.to_string(),
            name: format!("{name}{plural}"),
            visits: part(&place.to_string()),
            share: 1.0 / names.len() as f64,
            rooms: 0,
        });
        each.collect()
    };
    let by_rooms = |labels: &[String], of: fn(&RoomFact) -> Option<u16>, word: &str| -> Vec<Expected> {
        let known = facts.rooms.iter().filter(|r| of(r).is_some()).count().max(1);
        let each = labels.iter().enumerate().filter(|(_, label)| !label.is_empty()).map(|(place, label)| {
            let rooms = facts.rooms.iter().filter(|r| of(r).map(usize::from) == Some(place)).count();
            Expected {
                key: label.clone(),
                name: if word.is_empty() { label.clone() } else { wording::numbered(word, label) },
                visits: part(label),
                share: rooms as f64 / known as f64,
                rooms: u32::try_from(rooms).unwrap_or(u32::MAX),
            }
        });
        each.collect()
    };
    match dimension.key {
        "grade" => by_rooms(&facts.grades, |r| r.grade, "grade"),
        "subject" => by_rooms(&facts.subjects, |r| r.subject, ""),
        "period" => by_rooms(&facts.periods, |r| r.period, "period"),
        "time" => evenly(&wording::HOURS, ""),
        _ => evenly(wording::WEEKDAYS.get(..5).unwrap_or(&[]), "s"),
    }
}

fn of_part(
    ready: &Ready<'_>,
    dimension: &Dimension,
    part: &Expected,
    share: Share,
    lately: &Visits,
    even: f64,
) -> Suggestion {
    let there = part.visits.and(lately);
    let (title, seen) = match share.k {
        0 => (format!("{}: not visited", part.name), "none".to_string()),
        k => (format!("{}: hardly visited", part.name), k.to_string()),
    };
    let spread = match part.rooms {
        0 => "spread evenly over the day and the week".to_string(),
        1 => "spread evenly over the classrooms, of which 1 is there".to_string(),
        rooms => format!("spread evenly over the classrooms, of which {rooms} are there"),
    };
    let on = ready.people.rests(&there, lately);
    let sure = 1.0 - f64::from(share.k) / even.max(1.0);
    // Ten visits that are not there weigh as much as there can be.
    let size = (even / 10.0).min(1.0);
    Suggestion {
        key: format!("{}/{}:{}", Sort::BlindSpot.word().replace(' ', "-"), dimension.key, part.key),
        sort: Sort::BlindSpot,
        title: wording::begin(&title),
        reason: format!(
            "Of the last {} visits {seen} took place {}; {spread}, about {} would have.",
            share.n,
            placed(dimension.key, &part.name),
            even.round()
        ),
        statement: None,
        share: Some(share),
        against: Some(Share { k: even.round() as u32, n: share.n }),
        exact: vec![wording::exact(&part.name, share)],
        weight: 0.5 * sure * (0.4 + 0.6 * size),
        rests: on,
        grounds: vec![wording::ground(
            ready.facts,
            format!("visits {}", placed(dimension.key, &part.name)),
            &there,
            &[],
        )],
        sign: None,
        pattern: None,
    }
}

/// "in grade 4", "on Mondays", "before 10:00".
fn placed(dimension: &str, name: &str) -> String {
    match dimension {
        "time" => name.to_string(),
        "weekday" => format!("on {name}"),
        _ => format!("in {name}"),
    }
}

fn of_pattern(ready: &Ready<'_>, pattern: &PatternFact, observers: bool, weeks: bool) -> Option<Suggestion> {
    let looked = pattern.supports.or(&pattern.complicates);
    let on = ready.people.rests(&pattern.supports, &looked);
    if on.visits < FEWEST_SUPPORTING {
        return None;
    }
    // Where all visits are one observer's, or of one week, that says nothing about this pattern.
    let mut found = narrow(&on);
    found.retain(|(kind, _)| (observers || *kind != Narrow::OneObserver) && (weeks || *kind != Narrow::OneWeek));
    let (worst, _) = found.first()?;
    let said: Vec<&str> = found.iter().map(|(_, said)| said.as_str()).collect();
    let signs: Vec<_> = pattern.sign.iter().collect();
    let kinds = f64::from(u32::try_from(found.len()).unwrap_or(3).min(3));
    Some(Suggestion {
        key: format!("{}/pattern:{}/{}", Sort::BlindSpot.word().replace(' ', "-"), pattern.uid.to_text(), worst.word()),
        sort: Sort::BlindSpot,
        title: format!("rests on little: {}", pattern.statement),
        reason: format!("The {} visits that support it: {}.", on.visits, said.join("; ")),
        statement: None,
        share: Some(Share { k: on.visits, n: looked.count() }),
        against: None,
        exact: vec![format!(
            "{} teachers (unknown ones count as one), {} observers, {} weeks",
            on.teachers, on.observers, on.weeks
        )],
        weight: rank::weight(
            ready,
            Sort::BlindSpot,
            kinds / 3.0,
            &pattern.supports,
            &ready.people.rests(&looked, &looked),
        ),
        rests: on,
        grounds: vec![wording::ground(ready.facts, "visits that support it", &pattern.supports, &signs)],
        sign: None,
        pattern: Some(pattern.uid.to_text()),
    })
}

//! A pattern's numbers, counted in visits.

use super::rows::{self, VISIT_COUNTS};
use crate::domain::pattern::Numbers;
use crate::insight::facts::{Facts, PatternFact, Visits};
use crate::store::trouble::Res;
use rusqlite::Connection;
use std::collections::BTreeMap;

/// All visits there are: neither skipped nor deleted.
pub fn all_visits(c: &Connection) -> Res<u32> {
    let mut statement = c.prepare_cached(&format!(
        "SELECT count(*) FROM visit v LEFT JOIN walk w ON w.id = v.walk WHERE {VISIT_COUNTS}"
    ))?;
    Ok(statement.query_row([], |r| r.get(0))?)
}

/// A pattern's numbers.
pub fn numbers(facts: &Facts, pattern: &PatternFact) -> Numbers {
    Numbers {
        supporting: pattern.supports.count(),
        complicating: pattern.complicates.without(&pattern.supports).count(),
        looked: looked(facts, pattern).count(),
        visits: u32::try_from(facts.visits.len()).unwrap_or(u32::MAX),
        teachers: facts.teachers(&pattern.supports),
        observers: facts.observers(&pattern.supports),
    }
}

/// Visits in which somebody looked for what a pattern is about: with evidence one way or the other, and where its
/// look-for or tag was looked for.
pub fn looked(facts: &Facts, pattern: &PatternFact) -> Visits {
    let evidence = pattern.supports.or(&pattern.complicates);
    let sign = pattern.sign.as_ref().and_then(|id| facts.sign(id));
    sign.map_or_else(|| evidence.clone(), |sign| evidence.or(&sign.looked))
}

/// Supporting visits and all visits by week (its Monday), from the first week with a supporting one to the last.
pub fn weeks(facts: &Facts, supports: &Visits) -> Vec<(i64, u32, u32)> {
    let mut weeks: BTreeMap<i64, (u32, u32)> = BTreeMap::new();
    for place in 0..facts.visits.len() {
        let Some(day) = facts.visits.day(place) else { continue };
        let slot = weeks.entry(rows::monday(i64::from(day))).or_default();
        slot.0 += u32::from(supports.has(place));
        slot.1 += 1;
    }
    let mut rows: Vec<_> = weeks.into_iter().map(|(monday, (some, all))| (monday, some, all)).collect();
    while rows.last().is_some_and(|(_, some, _)| *some == 0) {
        rows.pop();
    }
    let first = rows.iter().position(|(_, some, _)| *some > 0).unwrap_or(rows.len());
    rows.split_off(first)
}

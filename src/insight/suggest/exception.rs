//! Exceptions: visits that looked and show the opposite of a pattern, when they are few against many.

use super::ready::Ready;
use super::rest::rests;
use super::{Share, Sort, Suggestion, rank, wording};
use crate::domain::pattern::PatternStatus;
use crate::insight::facts::PatternFact;

/// A pattern has exceptions only once so many visits support it.
const FEWEST_SUPPORTING: u32 = 3;

/// Patterns that still say something about the school.
pub fn stands(pattern: &PatternFact) -> bool {
    matches!(pattern.status, PatternStatus::Possible | PatternStatus::Discussed | PatternStatus::Shared)
}

pub fn suggest(ready: &Ready<'_>) -> Vec<Suggestion> {
    ready.facts.patterns.iter().filter(|p| stands(p)).filter_map(|p| of(ready, p)).collect()
}

fn of(ready: &Ready<'_>, pattern: &PatternFact) -> Option<Suggestion> {
    let facts = ready.facts;
    let opposite = pattern.complicates.without(&pattern.supports);
    let looked = pattern.supports.or(&opposite);
    let (k, n) = (opposite.count(), looked.count());
    // Few against many: at least one, and at most a third.
    if k == 0 || pattern.supports.count() < FEWEST_SUPPORTING || k * 3 > n {
        return None;
    }
    let share = Share { k, n };
    let on = rests(facts, &opposite, &looked);
    let signs: Vec<_> = pattern.sign.iter().collect();
    let visits = if k == 1 { "visit that" } else { "visits that" };
    Some(Suggestion {
        key: format!("{}/{}", Sort::Exception.word(), pattern.uid.to_text()),
        sort: Sort::Exception,
        title: pattern.statement.clone(),
        reason: format!("In {k} of the {n} visits that looked for it the opposite was seen: what was different there?"),
        statement: None,
        share: Some(share),
        against: None,
        exact: vec![wording::exact("the opposite", share)],
        weight: rank::weight(ready, Sort::Exception, 1.0 - f64::from(k * 2) / f64::from(n), &opposite, &on),
        rests: on,
        grounds: vec![
            wording::ground(facts, format!("{visits} show the opposite"), &opposite, &signs),
            wording::ground(facts, "visits that support it", &pattern.supports, &signs),
        ],
        sign: None,
        pattern: Some(pattern.uid.to_text()),
    })
}

//! Contrast: another share in one part of the school, or of the day, than in the rest.

use super::super::facts::{SignId, Visits};
use super::super::stats::pairs::jaccard;
use super::compare::{Difference, screen};
use super::ready::{Ready, parts_of_school};
use super::{SignKey, Sort, Suggestion, rank, wording};
use crate::domain::order::InOrder;

/// Two parts that share this part of the visits in either are one to a reader.
const SAME_PART: f64 = 0.8;

pub fn suggest(ready: &Ready<'_>) -> Vec<Suggestion> {
    let dimensions = parts_of_school(ready.facts);
    let mut found = screen(ready, &dimensions, false);
    // Of one sign in one dimension the surest says it: what is more in the mornings is less in the afternoons. So it does
    // where two parts are nearly the same visits: when all mornings were Mondays.
    found.order_by(|a, b| a.p.total_cmp(&b.p));
    let mut said: Vec<(&SignId, &str, Visits)> = Vec::new();
    found.retain(|one| {
        let said_already = said.iter().any(|(sign, dimension, here)| {
            let part = |here: &Visits, other: &Visits| jaccard(here.count_both(other), here.count(), other.count());
            *sign == &one.sign.sign.id
                && (*dimension == one.dimension.key || part(here, &one.here).max(part(here, &one.rest)) >= SAME_PART)
        });
        said.push((&one.sign.sign.id, one.dimension.key, one.here.clone()));
        !said_already
    });
    found.iter().map(|one| of(ready, one)).collect()
}

fn of(ready: &Ready<'_>, found: &Difference<'_>) -> Suggestion {
    let (facts, sign) = (ready.facts, found.sign.sign);
    let direction = if found.more() { "more often" } else { "less often" };
    let on = ready.people.rests(found.higher(), &sign.looked);
    let part = found.dimension.parts.get(found.part);
    let (place, part_key) = part.map_or(("", ""), |p| (p.place.as_str(), p.key.as_str()));
    let ids = [&sign.id];
    let heading = |said: &str| format!("{said} {place}");
    Suggestion {
        key: format!(
            "{}/{}/{}:{part_key}/{}",
            Sort::Contrast.word(),
            wording::key_of(&sign.id),
            found.dimension.key,
            direction.replace(' ', "-")
        ),
        sort: Sort::Contrast,
        title: format!("{}: {direction} {place}", sign.name),
        reason: format!(
            "{} seen {}, elsewhere {}{} ({}).",
            wording::begin(place),
            wording::visits(sign, found.one),
            wording::of(found.other),
            wording::small(found.one, found.other),
            wording::carried(&on)
        ),
        statement: Some(format!("{}: seen {direction} {place} than elsewhere", wording::begin(&sign.name))),
        share: Some(found.one),
        against: Some(found.other),
        exact: found.exact(place, "elsewhere"),
        weight: rank::weight(ready, Sort::Contrast, (found.least() * 2.0).min(1.0), &found.here, &on),
        rests: on,
        grounds: vec![
            wording::ground(facts, heading("seen"), &found.seen_here, &ids),
            wording::ground(facts, heading("not seen"), &found.here.without(&found.seen_here), &ids),
            wording::ground(facts, "seen elsewhere", &found.seen_rest, &ids),
            wording::ground(facts, "not seen elsewhere", &found.rest.without(&found.seen_rest), &ids),
        ],
        sign: Some(SignKey::from(&sign.id)),
        pattern: None,
    }
}

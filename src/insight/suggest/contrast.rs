//! Contrast: another share in one part of the school, or of the day, than in the rest.

use super::compare::{Difference, screen};
use super::ready::{Ready, parts_of_school};
use super::rest::rests;
use super::{SignKey, Sort, Suggestion, rank, wording};

pub fn suggest(ready: &Ready<'_>) -> Vec<Suggestion> {
    let dimensions = parts_of_school(ready.facts);
    let mut found = screen(ready, &dimensions, false);
    // Of one sign in one dimension the surest says it: what is more in the mornings is less in the afternoons.
    found.sort_by(|a, b| a.p.total_cmp(&b.p));
    let mut said = Vec::new();
    found.retain(|one| {
        let about = (&one.sign.sign.id, one.dimension.key);
        let new = !said.contains(&about);
        said.push(about);
        new
    });
    found.iter().map(|one| of(ready, one)).collect()
}

fn of(ready: &Ready<'_>, found: &Difference<'_>) -> Suggestion {
    let (facts, sign) = (ready.facts, found.sign.sign);
    let direction = if found.more() { "more often" } else { "less often" };
    let on = rests(facts, found.higher(), &sign.looked);
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

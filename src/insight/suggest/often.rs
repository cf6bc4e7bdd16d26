//! Repeats and missing: what was seen in many of the visits that looked, and what in few.

use super::ready::{Counted, Ready};
use super::{Share, SignKey, Sort, Suggestion, rank, wording};
use crate::insight::facts::{SignId, Visits};
use crate::insight::stats::alike::inflation;
use crate::insight::stats::share::wilson_of;
use crate::insight::words::FEWEST_TEACHERS;
use std::collections::HashSet;

/// A look-for repeats when surely more than half of the visits that looked for it saw it.
pub const OFTEN_LOOK_FOR: f64 = 0.5;
/// A tag repeats when surely more than a quarter of the visits with tagged notes carry it: nobody looks for every tag.
pub const OFTEN_TAG: f64 = 0.25;
/// A look-for is missing when surely fewer than a third of the visits that looked for it saw it.
pub const SELDOM: f64 = 1.0 / 3.0;

/// The bar a sign has to clear to repeat.
pub fn often(id: &SignId) -> f64 {
    match id {
        SignId::LookFor(_) => OFTEN_LOOK_FOR,
        SignId::Tag(_) => OFTEN_TAG,
    }
}

pub fn suggest(ready: &Ready<'_>) -> Vec<Suggestion> {
    let open = ready.signs.iter().filter(|s| !ready.tied.contains(&s.sign.id));
    // A tag that others stand under is a heading: that it comes up everywhere says only that something under it does.
    let headings: HashSet<&SignId> = ready.signs.iter().filter_map(|s| s.sign.parent.as_ref()).collect();
    let open = open.filter(|s| !headings.contains(&s.sign.id));
    open.filter_map(|sign| repeats(ready, sign).or_else(|| missing(ready, sign))).collect()
}

/// The 95 % interval of the share, visits of one teacher counted as alike.
fn interval(ready: &Ready<'_>, sign: &Counted<'_>) -> (f64, f64) {
    let factor = inflation(&ready.clusters(sign), ready.alike(sign.alike));
    wilson_of(f64::from(sign.k) / f64::from(sign.n.max(1)), f64::from(sign.n) / factor)
}

fn repeats(ready: &Ready<'_>, sign: &Counted<'_>) -> Option<Suggestion> {
    // A tally or a timer is marked only where there was something to mark: it is always "seen in all visits".
    if matches!(sign.sign.id, SignId::LookFor(_)) && sign.k == sign.n {
        return None;
    }
    let bounds = interval(ready, sign);
    let bar = often(&sign.sign.id);
    if bounds.0 <= bar {
        return None;
    }
    let on = ready.people.rests(&sign.seen, &sign.sign.looked);
    if on.teachers < FEWEST_TEACHERS || on.largest * 2 > on.visits {
        return None;
    }
    let share = Share { k: sign.k, n: sign.n };
    let name = wording::begin(&sign.sign.name);
    let said = match sign.sign.id {
        SignId::LookFor(_) => "seen in most visits",
        SignId::Tag(_) => "comes up in many visits",
    };
    let sure = (bounds.0 - bar) / (1.0 - bar);
    Some(of(ready, sign, Told { sort: Sort::Repeats, share, bounds, sure, said, name, on, about: &sign.seen }))
}

fn missing(ready: &Ready<'_>, sign: &Counted<'_>) -> Option<Suggestion> {
    if matches!(sign.sign.id, SignId::Tag(_)) {
        return None;
    }
    let bounds = interval(ready, sign);
    if bounds.1 >= SELDOM {
        return None;
    }
    let unseen = sign.sign.looked.without(&sign.seen);
    let on = ready.people.rests(&unseen, &sign.sign.looked);
    if on.teachers < FEWEST_TEACHERS || on.largest * 2 > on.visits {
        return None;
    }
    let share = Share { k: sign.k, n: sign.n };
    let said = if sign.k == 0 { "looked for, not seen yet" } else { "looked for, seen in few visits" };
    let (name, sure) = (wording::begin(&sign.sign.name), (SELDOM - bounds.1) / SELDOM);
    Some(of(ready, sign, Told { sort: Sort::Missing, share, bounds, sure, said, name, on, about: &unseen }))
}

/// What a suggestion of this kind tells.
struct Told<'t> {
    sort: Sort,
    share: Share,
    bounds: (f64, f64),
    /// From 0 at the bar to 1.
    sure: f64,
    said: &'t str,
    name: String,
    on: super::Rests,
    /// The visits it is about.
    about: &'t Visits,
}

fn of(ready: &Ready<'_>, sign: &Counted<'_>, told: Told<'_>) -> Suggestion {
    let Told { sort, share, bounds, sure, said, name, on, about } = told;
    let (facts, id) = (ready.facts, &sign.sign.id);
    let unseen = sign.sign.looked.without(&sign.seen);
    let not = match id {
        SignId::LookFor(_) => "looked for and not seen",
        SignId::Tag(_) => "with tagged notes, without it",
    };
    let seen = wording::ground(facts, "seen", &sign.seen, &[id]);
    let unseen = wording::ground(facts, not, &unseen, &[id]);
    let seldom = sort == Sort::Missing;
    let reason = match seldom {
        false => format!("Seen {} ({})", wording::visits(sign.sign, share), wording::carried(&on)),
        true => format!(
            "Looked for and seen {} (not seen with {})",
            wording::visits(sign.sign, share),
            wording::carried(&on)
        ),
    };
    Suggestion {
        key: format!("{}/{}", sort.word(), wording::key_of(id)),
        sort,
        title: sign.sign.name.clone(),
        reason: format!("{reason}: {}.", wording::words(share)),
        statement: Some(format!("{name}: {said}")),
        share: Some(share),
        against: None,
        exact: vec![
            wording::exact("seen", share),
            format!(
                "visits to the same teacher are alike by {:.2} (intraclass correlation); allowing for that, {} to {} %",
                ready.alike(sign.alike),
                wording::percent(bounds.0),
                wording::percent(bounds.1)
            ),
        ],
        weight: rank::weight(ready, sort, sure, about, &on),
        rests: on,
        grounds: if seldom { vec![unseen, seen] } else { vec![seen, unseen] },
        sign: Some(SignKey::from(id)),
        pattern: None,
    }
}

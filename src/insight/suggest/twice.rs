//! What says the same twice is said once.

use super::ready::{Counted, Ready};
use super::{Sort, Suggestion};
use crate::domain::order::InOrder;
use crate::insight::stats::pairs::jaccard;
use std::collections::HashSet;

/// Two signs that share this part of the visits with either are one and the same to a reader.
const SAME: f64 = 0.9;

/// Takes out what another suggestion says already: of two signs seen in nearly the same visits everything about the less
/// used one, but that they stand together.
pub fn drop(ready: &Ready<'_>, all: &mut Vec<Suggestion>) {
    let twins = twins(ready, all);
    all.retain(|one| one.sort == Sort::Together || one.sign.as_ref().is_none_or(|sign| !twins.contains(sign)));
}

/// The less used signs of pairs that are nearly always together, among those about which something is suggested.
fn twins(ready: &Ready<'_>, all: &[Suggestion]) -> HashSet<super::SignKey> {
    let named: HashSet<_> = all.iter().filter_map(|one| one.sign.clone()).collect();
    let mut signs: Vec<(super::SignKey, &Counted<'_>)> =
        ready.signs.iter().map(|s| ((&s.sign.id).into(), s)).filter(|(key, _)| named.contains(key)).collect();
    signs.order_by(|a, b| b.1.k.cmp(&a.1.k).then_with(|| a.0.cmp(&b.0)));
    let mut dropped = HashSet::new();
    for (at, (key, more)) in signs.iter().enumerate() {
        if dropped.contains(key) {
            continue;
        }
        for (other, less) in signs.iter().skip(at + 1).filter(|(_, less)| f64::from(less.k) >= SAME * f64::from(more.k))
        {
            let both = more.seen.count_both(&less.seen);
            if both > 0 && jaccard(both, more.k, less.k) >= SAME {
                dropped.insert(other.clone());
            }
        }
    }
    dropped
}

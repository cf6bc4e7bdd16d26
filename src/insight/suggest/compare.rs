//! Two sides compared: one part of the school against the rest, this period against the one before.

use super::ready::{Counted, Dimension, Ready};
use super::{Share, wording};
use crate::insight::facts::Visits;
use crate::insight::stats::alike::{Cluster, Split, difference, likeness};
use crate::insight::stats::many::benjamini_hochberg;
use crate::insight::stats::share::newcombe;
use crate::insight::stats::table::Together;
use crate::insight::words::FEWEST_TEACHERS;

/// Findings held to this share of false discoveries among all comparisons made.
pub const FALSE_DISCOVERIES: f64 = 0.05;
/// The nearer end of the 95 % interval of a difference must be at least so far from none: less is not worth five minutes.
pub const LEAST_DIFFERENCE: f64 = 0.05;
/// Each side needs so many visits that looked: the rule for splits.
pub const FEWEST_A_SIDE: u32 = 5;
/// So many visits must show it and so many not, or no comparison could tell anything.
const FEWEST_EITHER: u32 = 5;

/// A difference that holds.
pub struct Difference<'r> {
    pub sign: &'r Counted<'r>,
    pub dimension: &'r Dimension,
    /// Place of the part in its dimension.
    pub part: usize,
    /// Visits that looked, in this part and in the other parts, and those of them that saw it.
    pub here: Visits,
    pub rest: Visits,
    pub seen_here: Visits,
    pub seen_rest: Visits,
    pub one: Share,
    pub other: Share,
    pub p: f64,
    pub q: f64,
    pub screened: usize,
}

impl Difference<'_> {
    pub fn more(&self) -> bool {
        u64::from(self.one.k) * u64::from(self.other.n) > u64::from(self.other.k) * u64::from(self.one.n)
    }

    /// How far the nearer end of the interval is from none.
    pub fn least(&self) -> f64 {
        let (low, high) = newcombe((self.one.k, self.one.n), (self.other.k, self.other.n));
        if self.more() { low } else { -high }
    }

    /// The seen visits of the side with more.
    pub fn higher(&self) -> &Visits {
        if self.more() { &self.seen_here } else { &self.seen_rest }
    }

    pub fn exact(&self, here: &str, there: &str) -> Vec<String> {
        vec![
            wording::exact(here, self.one),
            wording::exact(there, self.other),
            wording::exact_difference(self.one, self.other),
            wording::exact_chance(self.p, self.q, self.screened),
        ]
    }
}

/// How many visits of each teacher lie in each part, for one set of visits that looked.
struct Spread {
    /// Teacher by teacher, a count a part.
    counts: Vec<u32>,
    parts: usize,
}

impl Spread {
    fn new(ready: &Ready<'_>, looked: &Visits, dimension: &Dimension) -> Spread {
        let parts = dimension.parts.len();
        let mut counts = vec![0; ready.teachers * parts];
        for visit in looked.iter() {
            let (Some(teacher), Some(part)) = (ready.teacher_of(visit), dimension.part_of(visit)) else {
                continue;
            };
            if let Some(slot) = counts.get_mut(teacher * parts + part) {
                *slot += 1;
            }
        }
        Spread { counts, parts }
    }

    /// Each teacher's visits in this part and in the others.
    fn splits(&self, part: usize) -> Vec<Split> {
        let rows = self.counts.chunks(self.parts.max(1));
        rows.map(|row| {
            let here = row.get(part).copied().unwrap_or(0);
            (here, row.iter().sum::<u32>() - here)
        })
        .collect()
    }

    /// Like `Ready::clusters`, with what each teacher's parts let expect, over visits of known part.
    fn clusters(&self, seen: &Spread) -> Vec<Cluster> {
        let total = |all: &[u32], part: usize| all.iter().skip(part).step_by(self.parts.max(1)).sum::<u32>();
        let shares: Vec<f64> = (0..self.parts)
            .map(|part| f64::from(total(&seen.counts, part)) / f64::from(total(&self.counts, part).max(1)))
            .collect();
        let rows = self.counts.chunks(self.parts.max(1)).zip(seen.counts.chunks(self.parts.max(1)));
        rows.map(|(looked, seen)| Cluster {
            seen: seen.iter().sum(),
            looked: looked.iter().sum(),
            expected: looked.iter().zip(&shares).map(|(n, share)| f64::from(*n) * share).sum(),
        })
        .collect()
    }
}

/// One comparison that was made.
struct Made {
    sign: usize,
    dimension: usize,
    part: usize,
    one: Share,
    other: Share,
    p: f64,
}

/// Compares every sign in every part with the rest of its dimension, and keeps what holds: both sides with at least five
/// visits and three teachers; Fisher's exact test and the test that counts visits of one teacher as alike both, the less
/// sure of the two held against false discoveries over all comparisons made; a 95 % interval of the difference (Newcombe)
/// clear of none; and at least three teachers behind the side that shows more, none of them with more than half of it.
/// Where `first_only`, only the first part is compared with the rest: for two periods.
pub fn screen<'r>(ready: &'r Ready<'r>, dimensions: &'r [Dimension], first_only: bool) -> Vec<Difference<'r>> {
    let made = comparisons(ready, dimensions, first_only);
    let q = benjamini_hochberg(&made.iter().map(|m| m.p).collect::<Vec<_>>());
    let mut found = Vec::new();
    for (one, q) in made.iter().zip(q).filter(|(_, q)| *q <= FALSE_DISCOVERIES) {
        let (Some(sign), Some(dimension)) = (ready.signs.get(one.sign), dimensions.get(one.dimension)) else {
            continue;
        };
        let Some(part) = dimension.parts.get(one.part) else { continue };
        let here = sign.sign.looked.and(&part.visits);
        let known = dimension.parts.iter().fold(Visits::default(), |all, p| all.or(&p.visits));
        let rest = sign.sign.looked.and(&known).without(&part.visits);
        let difference = Difference {
            seen_here: sign.seen.and(&here),
            seen_rest: sign.seen.and(&rest),
            here,
            rest,
            sign,
            dimension,
            part: one.part,
            one: one.one,
            other: one.other,
            p: one.p,
            q,
            screened: made.len(),
        };
        let on = ready.people.rests(difference.higher(), &sign.sign.looked);
        let carried = on.teachers >= FEWEST_TEACHERS && on.largest * 2 <= on.visits;
        if carried && difference.least() >= LEAST_DIFFERENCE {
            found.push(difference);
        }
    }
    found
}

fn comparisons(ready: &Ready<'_>, dimensions: &[Dimension], first_only: bool) -> Vec<Made> {
    let mut made = Vec::new();
    for (place, dimension) in dimensions.iter().enumerate() {
        let spreads: Vec<Spread> = ready.looked.iter().map(|l| Spread::new(ready, l.visits, dimension)).collect();
        let splits: Vec<Vec<Vec<Split>>> =
            spreads.iter().map(|s| (0..dimension.parts.len()).map(|part| s.splits(part)).collect()).collect();
        for (at, sign) in ready.signs.iter().enumerate() {
            let looked: Vec<u32> = dimension.parts.iter().map(|p| sign.sign.looked.count_both(&p.visits)).collect();
            let seen: Vec<u32> = dimension.parts.iter().map(|p| sign.seen.count_both(&p.visits)).collect();
            let (n, k) = (looked.iter().sum::<u32>(), seen.iter().sum::<u32>());
            if k < FEWEST_EITHER || n - k < FEWEST_EITHER {
                continue;
            }
            // Two parts make one comparison, not two.
            let compared = match looked.iter().filter(|n| **n > 0).count() {
                0 | 1 => 0,
                2 => looked.iter().position(|n| *n > 0).map_or(0, |first| first + 1),
                _ => looked.len(),
            };
            let compared = if first_only { compared.min(1) } else { compared };
            let mut alike = None;
            for (part, (n1, k1)) in looked.iter().zip(&seen).enumerate().take(compared) {
                let (one, other) = (Share { k: *k1, n: *n1 }, Share { k: k - k1, n: n - n1 });
                let Some(splits) = splits.get(sign.looked).and_then(|s| s.get(part)) else { continue };
                let teachers = |side: fn(&Split) -> u32| splits.iter().filter(|s| side(s) > 0).count();
                let few = FEWEST_TEACHERS as usize;
                if one.n.min(other.n) < FEWEST_A_SIDE || teachers(|s| s.0) < few || teachers(|s| s.1) < few {
                    continue;
                }
                let mut p = ready.logs.fisher(Together { both: one.k, a: one.n, b: k, all: n });
                if p <= FALSE_DISCOVERIES {
                    let alike = *alike.get_or_insert_with(|| {
                        let seen = Spread::new(ready, &sign.seen, dimension);
                        let parts = looked.iter().filter(|n| **n > 0).count();
                        let own = spreads.get(sign.looked).map_or(0.0, |s| likeness(&s.clusters(&seen), parts));
                        ready.alike(own)
                    });
                    p = p.max(difference((one.k, one.n), (other.k, other.n), splits, alike));
                }
                made.push(Made { sign: at, dimension: place, part, one, other, p });
            }
        }
    }
    made
}

//! Together: two tags, or two look-for, in the same visits more often than chance.

use super::ready::{Counted, Ready};
use super::{Share, Sort, Suggestion, rank, wording};
use crate::domain::order::InOrder;
use crate::insight::facts::{SignId, Visits};
use crate::insight::stats::alike::usual_size;
use crate::insight::stats::many::benjamini_hochberg;
use crate::insight::stats::numeric::normal_above;
use crate::insight::stats::pairs::{expected, jaccard};
use crate::insight::stats::table::{Together, mantel_haenszel};
use crate::insight::words::FEWEST_TEACHERS;
use std::collections::HashMap;
use std::ops::Range;
use std::rc::Rc;

/// By chance at least so many visits show both, and so many do.
const FEWEST_EXPECTED: f64 = 1.0;
const FEWEST_BOTH: u32 = 3;
/// Both must stand together at least so many times as often as chance gives.
const LEAST_LIFT: f64 = 1.3;
/// Visits are compared within so many groups, from those that show little to those that show much …
const GROUPS: usize = 5;
/// … where there are so many signs that one pair does not make the group.
const TELLING_SIGNS: usize = 8;
/// At most so many pairs are suggested.
const MOST: usize = 60;

pub fn suggest(ready: &Ready<'_>) -> Vec<Suggestion> {
    let parents: HashMap<&SignId, &SignId> =
        ready.facts.signs.iter().filter_map(|s| Some((&s.id, s.parent.as_ref()?))).collect();
    let mut screened = Vec::new();
    for tags in [true, false] {
        let signs: Vec<&Counted<'_>> =
            ready.signs.iter().filter(|s| matches!(s.sign.id, SignId::Tag(_)) == tags && s.k >= FEWEST_BOTH).collect();
        screened.extend(pairs(ready, &signs, &parents));
    }
    let q = benjamini_hochberg(&screened.iter().map(|pair| pair.p).collect::<Vec<_>>());
    let held = super::compare::FALSE_DISCOVERIES;
    let many = screened.len();
    let mut found: Vec<(f64, &Pair<'_>)> = q.into_iter().zip(&screened).filter(|(q, _)| *q <= held).collect();
    found.order_by(|a, b| a.1.p.total_cmp(&b.1.p));
    found.into_iter().filter_map(|(q, pair)| of(ready, pair, q, many)).take(MOST).collect()
}

/// Visits in groups of like richness, each group beginning a new word, so that a group is a range of words.
struct Layout {
    /// Of each visit its place, `NOWHERE` for those in no group.
    place: Vec<u32>,
    groups: Vec<Range<usize>>,
    words: usize,
}

const NOWHERE: u32 = u32::MAX;

/// A sign's visits in that order.
struct Row<'r> {
    sign: &'r Counted<'r>,
    seen: Vec<u64>,
    /// Signs that the same visits looked for share them.
    looked: Rc<Vec<u64>>,
    /// Visits that saw it and that looked, by group.
    counts: Vec<(u32, u32)>,
}

/// Two signs that were compared.
struct Pair<'r> {
    a: &'r Counted<'r>,
    b: &'r Counted<'r>,
    table: Together,
    p: f64,
}

/// A visit in which much was noted shows many pairs. So visits are put into five groups by how large a part of what was
/// looked for they show, and a pair is compared within each.
fn layout(ready: &Ready<'_>, signs: &[&Counted<'_>]) -> Layout {
    let all = ready.facts.visits.len();
    // A visit shows no more signs than there are.
    let (mut seen, mut looked) = (vec![0_u16; all], vec![0_u16; all]);
    for sign in signs {
        for (counts, visits) in [(&mut seen, &*sign.seen), (&mut looked, &*sign.sign.looked)] {
            for visit in visits.iter() {
                if let Some(slot) = counts.get_mut(visit) {
                    *slot += 1;
                }
            }
        }
    }
    let of = |counts: &[u16], visit: u32| u32::from(counts.get(visit as usize).copied().unwrap_or(0));
    let mut order: Vec<u32> = (0..u32::try_from(all).unwrap_or(u32::MAX)).filter(|v| of(&looked, *v) > 0).collect();
    // Which of two shows the larger part: k of n against k of n.
    let by_share = |a: u32, b: u32| (of(&seen, a) * of(&looked, b)).cmp(&(of(&seen, b) * of(&looked, a)));
    order.sort_unstable_by(|a, b| by_share(*a, *b).then(a.cmp(b)));
    let mut layout = Layout { place: vec![NOWHERE; all], groups: Vec::new(), words: 0 };
    let groups = if signs.len() < TELLING_SIGNS { 1 } else { GROUPS };
    let size = order.len().div_ceil(groups).max(1);
    let mut rest = order.as_slice();
    while !rest.is_empty() {
        // Visits that show as much are never parted.
        let mut end = size.min(rest.len());
        let as_much =
            |at: usize| matches!((rest.get(at - 1), rest.get(at)), (Some(a), Some(b)) if by_share(*a, *b).is_eq());
        while end < rest.len() && as_much(end) {
            end += 1;
        }
        let (group, after) = rest.split_at(end);
        for (at, visit) in group.iter().enumerate() {
            if let Some(slot) = layout.place.get_mut(*visit as usize) {
                *slot = u32::try_from(layout.words * 64 + at).unwrap_or(NOWHERE);
            }
        }
        let next = layout.words + group.len().div_ceil(64);
        layout.groups.push(layout.words..next);
        (layout.words, rest) = (next, after);
    }
    layout
}

impl Layout {
    fn bits(&self, visits: &Visits) -> Vec<u64> {
        let mut bits = vec![0_u64; self.words];
        for place in visits.iter().filter_map(|v| self.place.get(v)).filter(|place| **place != NOWHERE) {
            let place = *place as usize;
            if let Some(word) = bits.get_mut(place / 64) {
                *word |= 1 << (place % 64);
            }
        }
        bits
    }

    fn row<'r>(&self, sign: &'r Counted<'r>, known: &mut HashMap<usize, Rc<Vec<u64>>>) -> Row<'r> {
        let looked = known.entry(sign.looked).or_insert_with(|| Rc::new(self.bits(&sign.sign.looked)));
        let (seen, looked) = (self.bits(&sign.seen), Rc::clone(looked));
        let counts = self.groups.iter().map(|g| (ones(&seen, &seen, g), ones(&looked, &looked, g))).collect();
        Row { sign, seen, looked, counts }
    }
}

/// By group, how many times as often as chance gives it two signs of a visit stand together on average over all pairs:
/// what was seen, Σr(r−1) with r signs in a visit, by what the shares p of the group let expect, Σ((Σp)² − Σp²). In a group
/// of like visits it is below 1: a visit that shows this shows that less, or it would be among those that show more. 1
/// where there are so few signs that one pair makes up the group.
fn usual(layout: &Layout, rows: &[Row<'_>]) -> Vec<f64> {
    if rows.len() < TELLING_SIGNS {
        return vec![1.0; layout.groups.len()];
    }
    let groups = layout.groups.iter().enumerate();
    groups.map(|(at, words)| usual_in(rows, at, words)).collect()
}

fn usual_in(rows: &[Row<'_>], group: usize, words: &Range<usize>) -> f64 {
    // Of each visit of the group how many signs it shows, and the sums of shares and of their squares.
    let mut of = vec![(0.0_f64, 0.0_f64, 0.0_f64); words.len() * 64];
    for row in rows {
        let Some((k, n)) = row.counts.get(group) else { continue };
        let share = f64::from(*k) / f64::from((*n).max(1));
        let (seen, looked) = (row.seen.get(words.clone()), row.looked.get(words.clone()));
        let both = seen.unwrap_or_default().iter().zip(looked.unwrap_or_default());
        for (visits, (seen, looked)) in of.chunks_exact_mut(64).zip(both) {
            for (bit, (shown, sum, squares)) in visits.iter_mut().enumerate().filter(|(bit, _)| looked >> bit & 1 == 1)
            {
                *shown += if seen >> bit & 1 == 1 { 1.0 } else { 0.0 };
                *sum += share;
                *squares += share * share;
            }
        }
    }
    let (observed, by_chance) = of.into_iter().fold((0.0, 0.0), |(observed, by_chance), (shown, sum, squares)| {
        (observed + shown * (shown - 1.0), by_chance + sum * sum - squares)
    });
    if by_chance > 0.0 { observed / by_chance } else { 1.0 }
}

/// Visits in both within a group.
fn ones(a: &[u64], b: &[u64], group: &Range<usize>) -> u32 {
    let (a, b) = (a.get(group.clone()).unwrap_or(&[]), b.get(group.clone()).unwrap_or(&[]));
    a.iter().zip(b).map(|(a, b)| (a & b).count_ones()).sum()
}

fn ones_of_three(a: &[u64], b: &[u64], c: &[u64], group: &Range<usize>) -> u32 {
    let (a, b) = (a.get(group.clone()).unwrap_or(&[]), b.get(group.clone()).unwrap_or(&[]));
    let c = c.get(group.clone()).unwrap_or(&[]);
    a.iter().zip(b).zip(c).map(|((a, b), c)| (a & b & c).count_ones()).sum()
}

/// Every pair that chance would give at least once, with how likely it is by chance.
fn pairs<'r>(ready: &'r Ready<'r>, signs: &[&'r Counted<'r>], parents: &HashMap<&SignId, &SignId>) -> Vec<Pair<'r>> {
    let layout = layout(ready, signs);
    let mut known = HashMap::new();
    let rows: Vec<Row<'r>> = signs.iter().map(|sign| layout.row(sign, &mut known)).collect();
    let sizes: Vec<f64> = signs.iter().map(|sign| usual_size(&ready.clusters(sign))).collect();
    let mut made = Vec::new();
    let usual = usual(&layout, &rows);
    for (at, (a, size)) in rows.iter().zip(&sizes).enumerate() {
        for b in rows.iter().skip(at + 1) {
            let strata = tables(a, b, &layout.groups);
            let table = strata.iter().fold(Together::default(), |sum, t| Together {
                both: sum.both + t.both,
                a: sum.a + t.a,
                b: sum.b + t.b,
                all: sum.all + t.all,
            });
            let by_chance = expected(table.a, table.b, table.all);
            if by_chance < FEWEST_EXPECTED || related(&a.sign.sign.id, &b.sign.sign.id, parents) {
                continue;
            }
            let factor = 1.0 + (size - 1.0).max(0.0) * ready.alike(a.sign.alike) * ready.alike(b.sign.alike);
            let strata: Vec<(Together, f64)> = strata.into_iter().zip(usual.iter().copied()).collect();
            made.push(Pair { a: a.sign, b: b.sign, table, p: chance(ready, table, by_chance, &strata, factor) });
        }
    }
    made
}

fn tables(a: &Row<'_>, b: &Row<'_>, groups: &[Range<usize>]) -> Vec<Together> {
    let same = a.sign.looked == b.sign.looked;
    let each = groups.iter().zip(a.counts.iter().zip(&b.counts)).map(|(group, (of_a, of_b))| {
        let both = ones(&a.seen, &b.seen, group);
        match same {
            true => Together { both, a: of_a.0, b: of_b.0, all: of_a.1 },
            false => Together {
                both,
                a: ones_of_three(&a.seen, &a.looked, &b.looked, group),
                b: ones_of_three(&b.seen, &a.looked, &b.looked, group),
                all: ones(&a.looked, &b.looked, group),
            },
        }
    });
    each.collect()
}

/// How likely as many visits with both are by chance (the strata come with what is usual in them): the less sure of Fisher's exact test, one-sided, and Mantel and
/// Haenszel's within groups of like visits, its variance larger by 1 + (m̃ − 1)·ρₐ·ρ_b where visits to the same teacher are
/// alike in both (after Clifford, Richardson, Hémon 1989, for two things that each vary by place). 1 where it is clear from
/// the counts that nothing is to be said.
fn chance(ready: &Ready<'_>, table: Together, by_chance: f64, strata: &[(Together, f64)], factor: f64) -> f64 {
    if table.both < FEWEST_BOTH || f64::from(table.both) < LEAST_LIFT * by_chance {
        return 1.0;
    }
    let Some(z) = mantel_haenszel(strata.iter().copied(), factor) else { return 1.0 };
    let p = normal_above(z);
    if p > super::compare::FALSE_DISCOVERIES { p } else { p.max(ready.logs.fisher_more(table)) }
}

/// One stands under the other in the tag list, or they are called the same.
fn related(a: &SignId, b: &SignId, parents: &HashMap<&SignId, &SignId>) -> bool {
    let above = |from: &SignId, to: &SignId| {
        // A tree is not deeper than it has tags; a ring, which no file should hold, ends here too.
        std::iter::successors(parents.get(from).copied(), |at| parents.get(at).copied())
            .take(parents.len())
            .any(|at| at == to)
    };
    above(a, b) || above(b, a)
}

fn of(ready: &Ready<'_>, pair: &Pair<'_>, q: f64, screened: usize) -> Option<Suggestion> {
    let facts = ready.facts;
    let (a, b) = (pair.a.sign, pair.b.sign);
    let looked = a.looked.and(&b.looked);
    let both = pair.a.seen.and(&pair.b.seen);
    let on = ready.people.rests(&both, &looked);
    if on.teachers < FEWEST_TEACHERS || on.largest * 2 > on.visits {
        return None;
    }
    let table = pair.table;
    let by_chance = expected(table.a, table.b, table.all);
    let share = Share { k: table.both, n: table.all };
    let against = Share { k: by_chance.round() as u32, n: table.all };
    let (with, without) =
        (Share { k: table.both, n: table.a }, Share { k: table.b - table.both, n: table.all - table.a });
    let lift = f64::from(table.both) / by_chance;
    let ids = [&a.id, &b.id];
    let mut keys = [wording::key_of(&a.id), wording::key_of(&b.id)];
    keys.order();
    let those = if matches!(a.id, SignId::Tag(_)) { "with tagged notes" } else { "that looked for both" };
    let sure = (1.0 - 1.0 / lift).clamp(0.0, 1.0);
    Some(Suggestion {
        key: format!("{}/{}", Sort::Together.word(), keys.join("+")),
        sort: Sort::Together,
        title: format!("{} and {}", a.name, b.name),
        reason: format!(
            "Both in {} of the {} visits {those}; by chance it would be about {} ({}).",
            share.k,
            share.n,
            against.k,
            wording::carried(&on)
        ),
        statement: Some(format!("{} and {}: often in the same visit", wording::begin(&a.name), b.name)),
        share: Some(share),
        against: Some(against),
        exact: vec![
            format!("{lift:.1} times as often as by chance (lift; by chance {by_chance:.1} of {} visits)", share.n),
            wording::exact(&format!("“{}” where there is “{}”", b.name, a.name), with),
            wording::exact(&format!("“{}” elsewhere", b.name), without),
            wording::exact_difference(with, without),
            format!(
                "of the visits with either, {} % have both",
                wording::percent(jaccard(table.both, table.a, table.b))
            ),
            wording::exact_chance(pair.p, q, screened),
        ],
        weight: rank::weight(ready, Sort::Together, sure, &both, &on),
        rests: on,
        grounds: vec![
            wording::ground(facts, "both", &both, &ids),
            wording::ground(
                facts,
                format!("only “{}”", a.name),
                &pair.a.seen.and(&looked).without(&pair.b.seen),
                &[&a.id],
            ),
            wording::ground(
                facts,
                format!("only “{}”", b.name),
                &pair.b.seen.and(&looked).without(&pair.a.seen),
                &[&b.id],
            ),
        ],
        sign: None,
        pattern: None,
    })
}

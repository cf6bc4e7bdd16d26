//! How well suggestions find what was planted, and how often they find what is not there.

use super::{Planted, Strength, Truth, school};
use crate::insight::facts::SignId;
use crate::insight::suggest::{SELDOM, SignKey, Sort, Suggestion, first_screen, often, suggest};

/// The sorts that can be planted.
pub const SORTS: [Sort; 5] = [Sort::Repeats, Sort::Missing, Sort::Change, Sort::Contrast, Sort::Together];
/// Rows of a first screen.
pub const FIRST_ROWS: usize = 10;

/// What came out for one sort.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Figures {
    /// Planted, weak and clear, and of those found.
    pub planted: [u32; 2],
    pub found: [u32; 2],
    /// Of the found ones, those among the first rows.
    pub on_first_screen: u32,
    /// Suggestions of this sort in files with something planted, and those of them that are true.
    pub suggested: u32,
    pub right: u32,
    /// Suggestions of this sort in files with nothing planted, those of them that are false, and files with a false one.
    pub in_null: u32,
    pub false_in_null: u32,
    pub null_with_false: u32,
}

/// What came out for `files` files of each kind: with nothing planted, and with one of each sort planted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Measured {
    pub files: u32,
    pub visits: usize,
    pub signs: usize,
    /// In the order of `SORTS`.
    pub sorts: [Figures; 5],
    /// Files with nothing planted that have a false change, contrast or pair.
    pub null_with_any: u32,
}

impl Measured {
    pub fn of(&self, sort: Sort) -> Figures {
        SORTS.iter().position(|s| *s == sort).and_then(|at| self.sorts.get(at)).copied().unwrap_or_default()
    }
}

/// Makes and judges files from `seed` on. Every second file is planted weakly, the others clearly.
pub fn measure(files: u32, seed: u64, visits: usize) -> Measured {
    let mut all = Measured { files, visits, ..Measured::default() };
    for file in 0..files {
        let seed = seed.wrapping_add(u64::from(file));
        let null = school(seed, visits, None);
        all.signs = null.facts.signs.len();
        all.add_null(&null);
        let strength = if file % 2 == 0 { Strength::Weak } else { Strength::Clear };
        all.add_planted(&school(seed, visits, Some(strength)), strength);
    }
    all
}

impl Measured {
    fn add_null(&mut self, truth: &Truth) {
        let found = suggest(&truth.facts, truth.today);
        let mut any = false;
        for (sort, figures) in SORTS.iter().zip(&mut self.sorts) {
            let of_sort = || found.iter().filter(|s| s.sort == *sort);
            let wrong = of_sort().filter(|s| !is_true(truth, s)).count();
            figures.in_null += count(of_sort().count());
            figures.false_in_null += count(wrong);
            figures.null_with_false += u32::from(wrong > 0);
            any |= wrong > 0 && matches!(sort, Sort::Change | Sort::Contrast | Sort::Together);
        }
        self.null_with_any += u32::from(any);
    }

    fn add_planted(&mut self, truth: &Truth, strength: Strength) {
        let all = suggest(&truth.facts, truth.today);
        let first = first_screen(&all, FIRST_ROWS);
        for (sort, figures) in SORTS.iter().zip(&mut self.sorts) {
            let of_sort = || all.iter().filter(|s| s.sort == *sort);
            figures.suggested += count(of_sort().count());
            figures.right += count(of_sort().filter(|s| is_true(truth, s)).count());
            let at = usize::from(strength == Strength::Clear);
            for planted in truth.planted.iter().filter(|p| p.sort() == *sort) {
                let found = all.iter().any(|s| planted.is(s));
                if let (Some(planted), Some(hits)) = (figures.planted.get_mut(at), figures.found.get_mut(at)) {
                    *planted += 1;
                    *hits += u32::from(found);
                }
                figures.on_first_screen += u32::from(first.iter().any(|s| planted.is(s)));
            }
        }
    }
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// Whether a suggestion is true. A repeat is when the true share lies above the bar that it claims to be above, a missing
/// one when it lies below: with nothing planted, too, some signs are often seen. A change, a contrast and a pair are true only
/// when they were planted.
fn is_true(truth: &Truth, suggestion: &Suggestion) -> bool {
    let rate = |key: &SignKey| {
        let place = truth.facts.signs.iter().position(|s| SignKey::from(&s.id) == *key)?;
        Some((&truth.facts.signs.get(place)?.id, *truth.rates.get(place)?))
    };
    match (suggestion.sort, suggestion.sign.as_ref().and_then(rate)) {
        (Sort::Repeats, Some((id, rate))) => rate > often(id),
        (Sort::Missing, Some((_, rate))) => rate < SELDOM,
        _ => truth.planted.iter().any(|p| p.is(suggestion)),
    }
}

impl Planted {
    fn sort(&self) -> Sort {
        match self {
            Planted::Repeat(_) => Sort::Repeats,
            Planted::Missing(_) => Sort::Missing,
            Planted::Change(_) => Sort::Change,
            Planted::Contrast(..) => Sort::Contrast,
            Planted::Together(..) => Sort::Together,
        }
    }

    /// Whether this suggestion says what was planted.
    fn is(&self, suggestion: &Suggestion) -> bool {
        let about = |id: &SignId| suggestion.sign.as_ref() == Some(&SignKey::from(id));
        let more = suggestion.key.ends_with("/more-often");
        suggestion.sort == self.sort()
            && match self {
                Planted::Repeat(id) | Planted::Missing(id) => about(id),
                Planted::Change(id) => about(id) && more,
                // That another part of the same dimension shows less is the same finding.
                Planted::Contrast(id, dimension, part) => {
                    let there = suggestion.key.contains(&format!("/{dimension}:{part}/"));
                    about(id) && suggestion.key.contains(&format!("/{dimension}:")) && there == more
                }
                Planted::Together(a, b) => {
                    let signs = suggestion.grounds.first().map_or(&[][..], |g| &g.signs[..]);
                    signs.contains(&SignKey::from(a)) && signs.contains(&SignKey::from(b))
                }
            }
    }
}

//! What can be computed from numbers that are shown together (differencing attacks; Fellegi 1972, "On the question of
//! statistical confidentiality"): every number counts a set of visits, and whatever is a sum of such sets, some taken off, can be
//! worked out by anybody who sees them. Which sets these are is a question of linear algebra.

use crate::domain::order::InOrder;
use crate::insight::facts::{Facts, Visits};
use crate::insight::heat::clears;
use std::collections::HashMap;

/// A prime below which all counting is done: exact where fractions are, and no entry ever grows.
const PRIME: u64 = (1 << 61) - 1;

/// Small sets that are tried, at most. Beyond it nothing is called safe.
const MOST_TRIED: usize = 20_000;

/// What comes of showing one more number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tells {
    Nothing,
    /// These visits, which are under the floor, could be worked out.
    Small(Visits),
    /// There are too many numbers to try everything.
    TooMany,
}

/// Whether a set under the floor can be worked out from numbers that count these sets.
pub fn tells(facts: &Facts, shown: &[&Visits]) -> Tells {
    let atoms = atoms(shown);
    let rows = Rows::of(shown, &atoms);
    let mut tried = 0;
    let mut stack: Vec<(usize, Vec<usize>, Visits)> = vec![(0, Vec::new(), Visits::default())];
    while let Some((from, members, visits)) = stack.pop() {
        for (at, atom) in atoms.iter().enumerate().skip(from) {
            let grown = visits.or(atom);
            // A set that clears the floor does not fall under it by growing.
            if clears(facts, &grown) {
                continue;
            }
            tried += 1;
            if tried > MOST_TRIED {
                return Tells::TooMany;
            }
            let mut members = members.clone();
            members.push(at);
            if rows.span(&members, atoms.len()) {
                return Tells::Small(grown);
            }
            stack.push((at + 1, members, grown));
        }
    }
    Tells::Nothing
}

/// The visits in parts that no shown set divides.
fn atoms(shown: &[&Visits]) -> Vec<Visits> {
    let mut parts: HashMap<Vec<bool>, Visits> = HashMap::new();
    let all = shown.iter().fold(Visits::default(), |all, set| all.or(set));
    for place in all.iter() {
        let signature: Vec<bool> = shown.iter().map(|set| set.has(place)).collect();
        parts.entry(signature).or_default().insert(place);
    }
    let mut parts: Vec<Visits> = parts.into_values().collect();
    parts.order_by_key(|v| (v.count(), v.iter().next()));
    parts
}

/// The shown sets as rows over the atoms, brought to steps.
struct Rows {
    /// Each with the place of its first entry, which is 1; no other row has anything there.
    rows: Vec<(usize, Vec<u64>)>,
}

impl Rows {
    fn of(shown: &[&Visits], atoms: &[Visits]) -> Rows {
        let mut rows = Rows { rows: Vec::new() };
        for set in shown {
            let holds = |atom: &Visits| u64::from(atom.iter().next().is_some_and(|place| set.has(place)));
            rows.add(atoms.iter().map(holds).collect());
        }
        rows
    }

    fn add(&mut self, mut row: Vec<u64>) {
        self.reduce(&mut row);
        let Some((first, value)) = row.iter().enumerate().find(|(_, v)| **v != 0).map(|(n, v)| (n, *v)) else { return };
        let inverse = power(value, PRIME - 2);
        row.iter_mut().for_each(|v| *v = times(*v, inverse));
        for (_, other) in &mut self.rows {
            take_off(other, &row, first);
        }
        self.rows.push((first, row));
    }

    fn reduce(&self, row: &mut [u64]) {
        for (first, known) in &self.rows {
            take_off(row, known, *first);
        }
    }

    /// Whether the sum of these atoms is a sum of shown sets, some taken off.
    fn span(&self, members: &[usize], width: usize) -> bool {
        let mut row = vec![0; width];
        for at in members {
            row.iter_mut().skip(*at).take(1).for_each(|v| *v = 1);
        }
        self.reduce(&mut row);
        row.iter().all(|v| *v == 0)
    }
}

/// Takes `known`, which has a 1 at `first`, off `row` as often as makes it 0 there.
fn take_off(row: &mut [u64], known: &[u64], first: usize) {
    let Some(factor) = row.get(first).copied().filter(|f| *f != 0) else { return };
    for (slot, value) in row.iter_mut().zip(known) {
        *slot = (*slot + PRIME - times(*value, factor)) % PRIME;
    }
}

fn times(a: u64, b: u64) -> u64 {
    u64::try_from(u128::from(a) * u128::from(b) % u128::from(PRIME)).unwrap_or_default()
}

fn power(mut base: u64, mut exponent: u64) -> u64 {
    let mut result = 1;
    while exponent > 0 {
        if exponent & 1 == 1 {
            result = times(result, base);
        }
        base = times(base, base);
        exponent >>= 1;
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::facts::{VisitFact, people};
    use proptest::prelude::*;

    /// Visits each with a teacher of their own, except that every teacher is seen `each` times.
    fn facts(visits: u32, each: u32) -> Facts {
        let visit = |n: u32| VisitFact { id: i64::from(n), teachers: people(&[n / each]), ..VisitFact::default() };
        Facts { visits: (0..visits).map(visit).collect(), ..Facts::default() }
    }

    #[test]
    fn a_total_less_a_part_is_found() {
        let facts = facts(20, 1);
        let (all, part) = (Visits::up_to(20), Visits::up_to(18));
        assert_eq!(tells(&facts, &[&all]), Tells::Nothing);
        assert_eq!(tells(&facts, &[&all, &part]), Tells::Small(Visits::of([18, 19])));
        assert_eq!(tells(&facts, &[&all, &Visits::up_to(12)]), Tells::Nothing);
    }

    #[test]
    fn what_only_three_numbers_tell_is_found() {
        let facts = facts(30, 1);
        let (a, b, both) = (Visits::up_to(16), Visits::of(14..30), Visits::up_to(30));
        assert_eq!(tells(&facts, &[&a, &b]), Tells::Nothing);
        assert_eq!(tells(&facts, &[&a, &b, &both]), Tells::Small(Visits::of([14, 15])));
    }

    #[test]
    fn few_teachers_are_as_few_as_few_visits() {
        // Eight visits are left, of two teachers.
        let facts = facts(20, 4);
        assert_eq!(tells(&facts, &[&Visits::up_to(20), &Visits::up_to(12)]), Tells::Small(Visits::of(12..20)));
    }

    proptest! {
        /// Trying all sums of up to three sets with signs finds nothing that is called safe here.
        #[test]
        fn what_is_called_safe_cannot_be_worked_out(
            sets in proptest::collection::vec(proptest::collection::vec(any::<bool>(), 18), 1..5),
            each in 1u32..4,
        ) {
            let facts = facts(18, each);
            let sets: Vec<Visits> = sets.iter().map(|s| Visits::of((0..18).filter(|n| s[*n]))).collect();
            let shown: Vec<&Visits> = sets.iter().collect();
            let found = tells(&facts, &shown);
            let mut worked_out = false;
            for signs in 0..5_i32.pow(u32::try_from(sets.len()).expect("few")) {
                let mut sum = [0_i32; 18];
                let mut rest = signs;
                for set in &sets {
                    let sign = rest % 5 - 2;
                    rest /= 5;
                    for place in set.iter() {
                        sum[place] += sign;
                    }
                }
                let is_set = sum.iter().all(|n| (0..=1).contains(n)) && sum.contains(&1);
                let visits = Visits::of((0..18).filter(|n| sum[*n] == 1));
                worked_out |= is_set && !clears(&facts, &visits);
            }
            if worked_out {
                prop_assert_ne!(found, Tells::Nothing);
            }
        }
    }
}

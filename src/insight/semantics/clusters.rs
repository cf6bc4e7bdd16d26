//! Proposed clusters: which of some notes may say the same. Only a start for people who sort them; most notes are left
//! alone.
//!
//! Average linkage: the two groups whose notes are likest on average become one, again and again, down to a floor
//! (Sokal and Michener 1958). It is done along chains of nearest neighbours, which gives the same groups in quadratic
//! time (Benzécri 1982; Müllner 2011, section 3.2).

use super::meaning::{Meanings, dot};

/// The lowest likeness that is worth anything: two groups are joined as long as their notes are on average at least so
/// alike. Chosen on `tests/semantics/dev.tsv`;
/// what it gives on other notes stands in `docs/semantics.md`. It is no threshold for "the same": a person decides.
pub const FLOOR: f32 = 0.45;

/// Notes looked at; later ones are left alone. The table of likenesses then has 2 MB.
pub const MOST_TEXTS: usize = 1_000;

/// Groups of two or more notes that may say the same, by their places in `texts`: the largest first, then by their
/// first note; within a group in the order of `texts`. A note that is in none is a loner. Notes in which no word says
/// anything are loners.
pub fn clusters(texts: &[&str], meanings: &Meanings<'_>, floor: f32) -> Vec<Vec<usize>> {
    let vectors: Vec<Vec<f32>> = texts.iter().take(MOST_TEXTS).map(|text| meanings.vector(text)).collect();
    of_vectors(&vectors, floor)
}

/// The same for vectors of length 1 (or all zeros: loners) and any floor.
pub fn of_vectors<V: AsRef<[f32]>>(vectors: &[V], floor: f32) -> Vec<Vec<usize>> {
    let mut groups = Groups::new(vectors);
    let mut chain: Vec<usize> = Vec::new();
    while let Some(top) = chain.last().copied().or_else(|| groups.any_open()) {
        if chain.is_empty() {
            chain.push(top);
        }
        let before = chain.len().checked_sub(2).and_then(|at| chain.get(at)).copied();
        match groups.nearest(top, before) {
            Some((next, likeness)) if likeness >= floor => {
                if Some(next) == before {
                    chain.truncate(chain.len() - 2);
                    groups.join(next, top);
                } else {
                    chain.push(next);
                }
            }
            // Nothing else will ever come nearer to it: joined groups are no nearer than the nearer of the two.
            _ => {
                groups.close(top);
                chain.pop();
            }
        }
    }
    groups.found()
}

/// Groups under way: each known by the place of one of its notes.
struct Groups {
    /// Likeness of each pair of groups: of each its row, up to but not with itself. Many small lists rather than a large
    /// one, which the system would keep at hand after it was given back.
    likeness: Vec<Vec<f32>>,
    members: Vec<Vec<usize>>,
    /// Whether a group can still grow.
    open: Vec<bool>,
}

impl Groups {
    fn new<V: AsRef<[f32]>>(vectors: &[V]) -> Groups {
        let row =
            |(at, one): (usize, &V)| vectors.iter().take(at).map(|other| dot(one.as_ref(), other.as_ref())).collect();
        let says = |v: &V| v.as_ref().iter().any(|x| *x != 0.0);
        Groups {
            likeness: vectors.iter().enumerate().map(row).collect(),
            members: (0..vectors.len()).map(|at| vec![at]).collect(),
            open: vectors.iter().map(says).collect(),
        }
    }

    fn any_open(&self) -> Option<usize> {
        self.open.iter().position(|open| *open)
    }

    fn alike(&self, a: usize, b: usize) -> f32 {
        self.likeness.get(a.max(b)).and_then(|row| row.get(a.min(b))).copied().unwrap_or(f32::MIN)
    }

    /// The likest open group; among equals the one before it in the chain, so that the chain ends, then the first.
    fn nearest(&self, of: usize, before: Option<usize>) -> Option<(usize, f32)> {
        let mut best: Option<(usize, f32)> = before.map(|b| (b, self.alike(of, b)));
        for (other, open) in self.open.iter().enumerate() {
            let alike = self.alike(of, other);
            if *open && other != of && best.is_none_or(|(_, most)| alike > most) {
                best = Some((other, alike));
            }
        }
        best
    }

    /// Makes two groups one, known by the first. How alike it is to another is the mean over all pairs of notes.
    fn join(&mut self, into: usize, gone: usize) {
        let size = |groups: &Groups, at: usize| groups.members.get(at).map_or(0, Vec::len) as f32;
        let (a, b) = (size(self, into), size(self, gone));
        for other in (0..self.members.len()).filter(|other| *other != into && *other != gone) {
            let mean = (a * self.alike(into, other) + b * self.alike(gone, other)) / (a + b);
            let slot = self.likeness.get_mut(into.max(other)).and_then(|row| row.get_mut(into.min(other)));
            if let Some(slot) = slot {
                *slot = mean;
            }
        }
        let moved = self.members.get_mut(gone).map(std::mem::take).unwrap_or_default();
        if let Some(members) = self.members.get_mut(into) {
            members.extend(moved);
        }
        self.close(gone);
    }

    fn close(&mut self, at: usize) {
        if let Some(open) = self.open.get_mut(at) {
            *open = false;
        }
    }

    fn found(self) -> Vec<Vec<usize>> {
        let mut all: Vec<Vec<usize>> = self.members.into_iter().filter(|group| group.len() > 1).collect();
        all.iter_mut().for_each(|group| group.sort_unstable());
        all.sort_by_key(|group| (std::cmp::Reverse(group.len()), group.first().copied()));
        all
    }
}

#[cfg(test)]
mod tests {
    use super::super::labelled;
    use super::*;
    use crate::insight::suggest::same_thing::ALIKE;
    use proptest::prelude::*;

    /// Average linkage as the textbook has it: look at all pairs, join the likest, look again.
    fn by_the_book(vectors: &[Vec<f32>], floor: f32) -> Vec<Vec<usize>> {
        let mut groups: Vec<Vec<usize>> = (0..vectors.len()).map(|at| vec![at]).collect();
        let mean = |a: &[usize], b: &[usize]| {
            let sum: f32 = a.iter().flat_map(|i| b.iter().map(|j| dot(&vectors[*i], &vectors[*j]))).sum();
            sum / (a.len() * b.len()) as f32
        };
        loop {
            let pairs = (0..groups.len()).flat_map(|a| (a + 1..groups.len()).map(move |b| (a, b)));
            let likest = pairs.map(|(a, b)| (mean(&groups[a], &groups[b]), a, b)).max_by(|x, y| x.0.total_cmp(&y.0));
            let Some((_, a, b)) = likest.filter(|(alike, ..)| *alike >= floor) else { break };
            let moved = groups.remove(b);
            groups[a].extend(moved);
        }
        groups.retain(|group| group.len() > 1);
        groups.iter_mut().for_each(|group| group.sort_unstable());
        groups.sort_by_key(|group| (std::cmp::Reverse(group.len()), group[0]));
        groups
    }

    fn unit(values: &[f32]) -> Vec<f32> {
        let length = dot(values, values).sqrt();
        values.iter().map(|v| if length > 0.0 { v / length } else { 0.0 }).collect()
    }

    /// Groups of a set, with how many notes are in one, how many of those are of their group's main theme, and how
    /// many there would be if the same groups were filled by lot.
    fn purity(file: &str, floor: f32) -> (usize, f64, f64) {
        let table = std::fs::read_to_string(format!("tests/semantics/{file}.tsv")).expect("the set");
        let set = labelled::read(&table).expect("a set");
        let by = Meanings::built_in().expect("the table");
        let texts: Vec<&str> = set.iter().map(|one| one.text.as_str()).collect();
        let groups = clusters(&texts, &by, floor);
        let main = |themes: Vec<&str>| {
            let of = |theme: &str| themes.iter().filter(|t| **t == theme).count();
            themes.iter().map(|t| of(t)).max().unwrap_or(0)
        };
        let pure: usize = groups.iter().map(|g| main(g.iter().map(|i| set[*i].theme.as_str()).collect())).sum();
        let inside: usize = groups.iter().map(Vec::len).sum();
        let (mut state, mut by_lot) = (1, 0);
        for _ in 0..50 {
            let mut any = || set[(crate::domain::id::split_mix(&mut state) >> 33) as usize % set.len()].theme.as_str();
            by_lot += groups.iter().map(|g| main(g.iter().map(|_| any()).collect())).sum::<usize>();
        }
        (inside, pure as f64 / inside as f64, by_lot as f64 / 50.0 / inside as f64)
    }

    #[test]
    fn groups_hold_more_of_one_theme_than_by_lot() {
        for file in ["dev", "notes"] {
            let (inside, pure, by_lot) = purity(file, FLOOR);
            assert!(inside > 20 && pure > by_lot + 0.05, "{file}: {inside} {pure} {by_lot}");
            // Columns of a board are closer, and leave more notes alone.
            let (closer, pure, by_lot) = purity(file, ALIKE);
            assert!(closer > 10 && closer < inside && pure > by_lot, "{file}: {closer} {pure} {by_lot}");
        }
    }

    proptest! {
        #[test]
        fn the_groups_are_those_of_the_textbook(
            raw in proptest::collection::vec(proptest::collection::vec(-1.0f32..1.0, 3), 0..16), floor in 0.05f32..0.9
        ) {
            let vectors: Vec<Vec<f32>> = raw.iter().map(|v| unit(v)).collect();
            prop_assert_eq!(of_vectors(&vectors, floor), by_the_book(&vectors, floor));
        }

        #[test]
        fn any_texts_have_groups(texts in proptest::collection::vec("\\PC{0,20}", 0..12)) {
            let by = Meanings::built_in().expect("the table");
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            let mut inside: Vec<usize> = clusters(&texts, &by, FLOOR).concat();
            let many = inside.len();
            inside.sort_unstable();
            inside.dedup();
            prop_assert!(inside.len() == many && inside.iter().all(|at| *at < texts.len()));
        }
    }
}

//! The regions into which the space of meanings is parted, so that among very many notes only some need be looked through.

use super::meaning::dot;
use crate::domain::id::split_mix;
use crate::domain::order::InOrder;
use std::collections::BTreeSet;

/// Regions where nothing is known of the notes.
const FIXED: u16 = 256;
/// The fixed directions are the same for ever: what was kept by them stays right.
const SEED: u64 = 0x756e_636f_7665_7232;
/// What a kept number is multiplied with.
const FINE: f32 = 127.0;

/// Directions all over the space: a vector belongs to the region of the one it is nearest to. What is alike lies in the
/// same region or in one nearby.
///
/// A file with few notes has fixed directions, drawn once and for all (random projections: Andoni et al. 2015). One with
/// many has its own: the meanings of some of its notes, which lie where the notes lie (an inverted file: Jégou, Douze,
/// Schmid 2011, with centres drawn instead of learned).
#[derive(Debug, Clone)]
pub struct Regions {
    directions: Vec<f32>,
    dimensions: usize,
    own: bool,
}

impl Regions {
    /// The fixed directions.
    pub fn fixed(dimensions: usize) -> Self {
        let mut state = SEED;
        let sign = |bit: u64| if bit & 1 == 1 { 1.0 } else { -1.0 };
        let numbers = usize::from(FIXED) * dimensions;
        let directions = (0..numbers).map(|_| sign(split_mix(&mut state) >> 40)).collect();
        Self { directions, dimensions, own: false }
    }

    /// Those a file keeps, a byte a number. `None` where there are none, or more than have a number.
    pub fn kept(bytes: &[u8], dimensions: usize) -> Option<Self> {
        let regions = bytes.len() / dimensions.max(1);
        if regions == 0 || regions > usize::from(u16::MAX) || !bytes.len().is_multiple_of(dimensions) {
            return None;
        }
        let directions = bytes.iter().map(|byte| f32::from(i8::from_le_bytes([*byte])) / FINE).collect();
        Some(Self { directions, dimensions, own: true })
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.directions.len() / self.dimensions.max(1)
    }

    /// How many are looked through at least. What that finds of what looking through all would find is stated in
    /// docs/semantics.md.
    pub fn looked_through(&self) -> usize {
        if self.own { self.count().div_ceil(10) } else { self.count() / 8 }
    }

    fn nearness<'r>(&'r self, vector: &'r [f32]) -> impl Iterator<Item = (f32, u16)> + 'r {
        let directions = self.directions.chunks_exact(self.dimensions.max(1));
        directions.zip(0..=u16::MAX).map(|(direction, region)| (dot(direction, vector), region))
    }

    /// The region of a vector.
    pub fn of(&self, vector: &[f32]) -> u16 {
        let nearest = |best: (f32, u16), one: (f32, u16)| if one.0 > best.0 { one } else { best };
        self.nearness(vector).fold((f32::MIN, 0), nearest).1
    }

    /// All regions, those nearest to a vector first.
    pub fn nearest_first(&self, vector: &[f32]) -> Vec<u16> {
        let mut all: Vec<(f32, u16)> = self.nearness(vector).collect();
        all.order_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        all.into_iter().map(|(_, region)| region).collect()
    }
}

/// Vectors of length 1 as a file keeps them, each once.
pub fn bytes_of(vectors: impl Iterator<Item = Vec<f32>>) -> Vec<u8> {
    let kept: BTreeSet<Vec<u8>> =
        vectors.map(|vector| vector.iter().flat_map(|v| ((v * FINE).round() as i8).to_le_bytes()).collect()).collect();
    kept.into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::super::sketch::tests::vector;
    use super::*;

    fn unit(seed: u64) -> Vec<f32> {
        let one = vector(seed, 64);
        let length = dot(&one, &one).sqrt();
        one.into_iter().map(|v| v / length).collect()
    }

    #[test]
    fn a_vector_lies_in_the_region_that_is_nearest() {
        let own = Regions::kept(&bytes_of((1000..1100).map(unit)), 64).expect("regions");
        for (regions, count, met_at_least) in [(Regions::fixed(64), 256, 80), (own, 100, 60)] {
            let mut met = std::collections::HashSet::new();
            for seed in 0..200 {
                let one = unit(seed);
                let order = regions.nearest_first(&one);
                assert_eq!((order.len(), order.first().copied()), (count, Some(regions.of(&one))));
                met.insert(regions.of(&one));
            }
            assert!(met.len() > met_at_least, "{}", met.len());
        }
    }

    #[test]
    fn what_was_drawn_lies_in_a_region_of_its_own_after_it_was_kept() {
        let drawn = || (0..40).map(unit);
        let bytes = bytes_of(drawn().chain(drawn()));
        assert_eq!(bytes.len(), 40 * 64, "each once");
        let regions = Regions::kept(&bytes, 64).expect("regions");
        let met: BTreeSet<u16> = drawn().map(|one| regions.of(&one)).collect();
        assert_eq!((regions.count(), met.len(), regions.looked_through()), (40, 40, 4));
    }

    #[test]
    fn what_no_file_would_keep_is_no_regions() {
        for bytes in [vec![], vec![1; 63], vec![1; 65], vec![1; 64 * 70_000]] {
            assert!(Regions::kept(&bytes, 64).is_none());
        }
    }
}

//! A note's meaning in 16 bytes, and the notes nearest to one among very many.
//!
//! Each of 128 bits says on which side of a plane the vector lies; the share of bits two sketches differ in grows with
//! the angle between the vectors (random hyperplanes: Charikar 2002; at right angles: Ji et al. 2012). A scan finds
//! candidates; the best two hundred are then compared exactly.

use super::meaning::dot;
use crate::domain::id::split_mix;

/// Bits of a sketch.
pub const BITS: usize = 128;
/// The planes are the same for ever: sketches that were kept stay comparable.
const SEED: u64 = 0x756e_636f_7665_7231;

/// A meaning in 16 bytes. Zero is kept for "says nothing".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Sketch(pub u128);

/// The planes that cut the space, for vectors of one number of dimensions.
#[derive(Debug, Clone)]
pub struct Planes {
    normals: Vec<f32>,
    dimensions: usize,
}

impl Planes {
    /// 128 planes whose normals have every number +1 or -1, drawn once and for all: rows of a Hadamard matrix with the signs
    /// of its columns drawn (Ailon, Chazelle 2009). As many as there are dimensions stand at right angles to each other, so
    /// that no two of them ask nearly the same; of planes drawn one by one it would take twice as many to say as much.
    pub fn new(dimensions: usize) -> Self {
        let side = dimensions.max(1).next_power_of_two();
        let mut state = SEED;
        let mut signs = Vec::new();
        let mut normals = Vec::with_capacity(BITS * dimensions);
        for plane in 0..BITS {
            if plane % side == 0 {
                signs = (0..dimensions).map(|_| split_mix(&mut state) >> 40 & 1 == 1).collect();
            }
            let row = plane % side;
            let turned = |column: usize| (row & column).count_ones() % 2 == 1;
            let entries = signs.iter().enumerate().map(|(column, sign)| *sign == turned(column));
            normals.extend(entries.map(|positive| if positive { 1.0 } else { -1.0 }));
        }
        Self { normals, dimensions }
    }

    /// The sketch of a vector.
    pub fn sketch(&self, vector: &[f32]) -> Sketch {
        if vector.iter().all(|v| *v == 0.0) {
            return Sketch::default();
        }
        let normals = self.normals.chunks_exact(self.dimensions.max(1));
        let bits = normals.fold(0_u128, |bits, normal| (bits << 1) | u128::from(dot(normal, vector) > 0.0));
        Sketch(bits.max(1))
    }
}

/// How near sketches are to one vector: a bit counts as much as the vector is away from its plane, since one that lies
/// close to a plane says little by the side it is on. So a vector is held against bits, which finds more of the nearest
/// than bits against bits (Dong, Charikar, Li 2008: asymmetric distance to sketches).
#[derive(Debug, Clone)]
pub struct Weighing {
    /// For each byte of a sketch, what each value of it adds.
    adds: Vec<[i32; 256]>,
}

/// What a distance from a plane is multiplied with, to be counted in whole numbers.
const FINE: f32 = 65_536.0;

impl Planes {
    /// For holding sketches against a vector of length 1.
    pub fn weigh(&self, vector: &[f32]) -> Weighing {
        let normals = self.normals.chunks_exact(self.dimensions.max(1));
        // The first plane is the highest bit.
        let mut away: Vec<i32> = normals.map(|normal| (dot(normal, vector) * FINE) as i32).collect();
        away.reverse();
        let of_byte = |away: &[i32]| {
            let mut adds = [0; 256];
            for (value, slot) in adds.iter_mut().enumerate() {
                let bits = away.iter().enumerate();
                *slot = bits.map(|(bit, away)| if value >> bit & 1 == 1 { *away } else { -away }).sum();
            }
            adds
        };
        Weighing { adds: away.chunks(8).map(of_byte).collect() }
    }
}

impl Weighing {
    /// How near a sketch is: the larger the nearer.
    pub fn nearness(&self, of: Sketch) -> i32 {
        let bytes = self.adds.iter().zip(of.0.to_le_bytes());
        bytes.map(|(adds, byte)| adds[usize::from(byte)]).sum()
    }
}

impl Sketch {
    /// In how many bits two sketches differ.
    pub fn distance(self, other: Self) -> u32 {
        (self.0 ^ other.0).count_ones()
    }
}

/// Where the nearest of many sketches are: the `most` with the fewest differing bits, nearest first, then by place.
/// Sketches that say nothing are left out. One pass over all, and one over one byte for each.
pub fn nearest(of: Sketch, among: &[Sketch], most: usize) -> Vec<usize> {
    const NOTHING: u8 = u8::MAX;
    if of == Sketch::default() {
        return Vec::new();
    }
    let mut counts = [0_usize; BITS + 1];
    let distances: Vec<u8> = among
        .iter()
        .map(|other| if *other == Sketch::default() { NOTHING } else { of.distance(*other) as u8 })
        .collect();
    for distance in &distances {
        if let Some(count) = counts.get_mut(usize::from(*distance)) {
            *count += 1;
        }
    }
    let mut found = 0;
    let enough = |count: &usize| {
        found += count;
        found >= most
    };
    let farthest = counts.iter().position(enough).unwrap_or(BITS);
    let near = distances.iter().enumerate().filter(|(_, d)| usize::from(**d) <= farthest);
    let mut near: Vec<(u8, usize)> = near.map(|(at, d)| (*d, at)).collect();
    near.sort_unstable();
    near.truncate(most);
    near.into_iter().map(|(_, at)| at).collect()
}

/// The best `most` of some candidates by exact likeness, best first, ties by place.
pub fn rescored(of: &[f32], candidates: impl Iterator<Item = (usize, Vec<f32>)>, most: usize) -> Vec<(usize, f32)> {
    let mut all: Vec<(usize, f32)> = candidates.map(|(at, vector)| (at, dot(of, &vector))).collect();
    all.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    all.truncate(most);
    all
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use proptest::prelude::*;

    pub fn vector(seed: u64, dimensions: usize) -> Vec<f32> {
        let mut state = seed;
        (0..dimensions).map(|_| (split_mix(&mut state) >> 40) as f32 / 8_388_608.0 - 1.0).collect()
    }

    #[test]
    fn the_share_of_differing_bits_is_the_angle() {
        // Two vectors at 60 degrees differ in a third of the bits, give or take what 128 draws allow (3 sigma: 16).
        let planes = Planes::new(64);
        let one = vector(5, 32);
        let a = [one.clone(), vec![0.0; 32]].concat();
        let b: Vec<f32> = one.iter().map(|v| v * 0.5).chain(one.iter().map(|v| v * 0.75_f32.sqrt())).collect();
        let distance = planes.sketch(&a).distance(planes.sketch(&b));
        assert!((27..=59).contains(&distance), "{distance}");
        let opposite: Vec<f32> = a.iter().map(|v| -v).collect();
        assert!(planes.sketch(&a).distance(planes.sketch(&opposite)) == 128);
    }

    #[test]
    fn as_many_planes_as_dimensions_stand_at_right_angles() {
        for dimensions in [8, 64, 128] {
            let planes = Planes::new(dimensions);
            let normals: Vec<&[f32]> = planes.normals.chunks_exact(dimensions).take(dimensions).collect();
            assert_eq!((planes.normals.len(), normals.len()), (BITS * dimensions, dimensions));
            for (at, one) in normals.iter().enumerate() {
                assert!(normals.iter().skip(at + 1).all(|other| dot(one, other) == 0.0));
            }
        }
    }

    #[test]
    fn what_says_nothing_is_near_to_nothing() {
        let planes = Planes::new(8);
        let (nothing, some) = (planes.sketch(&[0.0; 8]), planes.sketch(&vector(3, 8)));
        assert_eq!(nearest(nothing, &[some, some], 5), Vec::<usize>::new());
        assert_eq!(nearest(some, &[nothing, some], 5), [1]);
    }

    #[test]
    fn rescoring_ranks_exactly() {
        let candidates = [(4, vec![0.0, 1.0]), (2, vec![1.0, 0.0]), (9, vec![0.6, 0.8])];
        let best = rescored(&[1.0, 0.0], candidates.into_iter(), 2);
        assert_eq!(best, [(2, 1.0), (9, 0.6)]);
    }

    #[test]
    fn a_bit_counts_as_much_as_the_vector_is_away_from_its_plane() {
        let planes = Planes::new(16);
        let vector: Vec<f32> = (0..16).map(|n| ((n * 7 % 5) as f32 - 1.6) / 6.0).collect();
        let weighing = planes.weigh(&vector);
        let of = planes.sketch(&vector);
        let away: Vec<f32> = planes.normals.chunks_exact(16).map(|normal| dot(normal, &vector)).collect();
        let most: f32 = away.iter().map(|a| a.abs()).sum::<f32>() * FINE;
        assert!((weighing.nearness(of) as f32 - most).abs() < 256.0, "nothing is nearer than its own sketch");
        for plane in [0, 1, 64, 127] {
            let other = Sketch(of.0 ^ (1 << (BITS - 1 - plane)));
            let less = (weighing.nearness(of) - weighing.nearness(other)) as f32;
            assert!((less - 2.0 * away[plane].abs() * FINE).abs() < 4.0, "{plane}");
        }
    }

    proptest! {
        #[test]
        fn the_nearest_are_those_a_full_sort_gives(all in proptest::collection::vec(1u128.., 0..60), most in 0usize..20) {
            let all: Vec<Sketch> = all.into_iter().map(Sketch).collect();
            let of = Sketch(0x1234_5678_9abc_def0_1234);
            let mut sorted: Vec<(u32, usize)> = all.iter().enumerate().map(|(i, s)| (of.distance(*s), i)).collect();
            sorted.sort_unstable();
            let expected: Vec<usize> = sorted.into_iter().take(most).map(|(_, i)| i).collect();
            prop_assert_eq!(nearest(of, &all, most), expected);
        }
    }
}

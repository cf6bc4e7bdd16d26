//! Made-up facts of which the truth is known, and how well suggestions find it: what is planted, and how often something is
//! suggested where nothing is.

mod chance;
mod measure;
mod school;

pub use measure::{FIRST_ROWS, Figures, Measured, SORTS, measure};

use super::facts::{Facts, SignId};

/// How strong what is planted is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Strength {
    Weak,
    Clear,
}

/// What was planted in made-up facts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Planted {
    Repeat(SignId),
    Missing(SignId),
    /// More often since a few weeks.
    Change(SignId),
    /// More often in one part; its dimension and its part as keys of suggestions name them.
    Contrast(SignId, &'static str, String),
    Together(SignId, SignId),
}

/// Made-up facts and the truth behind them.
#[derive(Debug, Clone)]
pub struct Truth {
    pub facts: Facts,
    /// The day after the last visit.
    pub today: i32,
    pub planted: Vec<Planted>,
    /// For each sign of the facts the share of all visits that would show it if every visit looked, over all ways chance
    /// could have gone with these teachers, observers and visits.
    pub rates: Vec<f64>,
}

/// The facts of a made-up school: 24 teachers of six grades and four subjects, three observers, `visits` visits over weeks,
/// twelve tags and twelve look-fors. Visits to the same teacher are alike, observers differ a little, and in some visits more
/// is noted than in others. With a strength, one pattern of each of five sorts is planted.
pub fn school(seed: u64, visits: usize, planted: Option<Strength>) -> Truth {
    school::School::new(seed, visits).truth(planted)
}

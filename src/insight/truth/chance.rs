//! Chance that is the same again for the same seed.

use crate::domain::id::split_mix;

/// A seeded source of made-up numbers.
pub struct Chance(u64);

impl Chance {
    pub fn new(seed: u64) -> Chance {
        let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x5bd1_e995;
        split_mix(&mut state);
        Chance(state)
    }

    /// From 0 up to, not including, 1.
    pub fn share(&mut self) -> f64 {
        (split_mix(&mut self.0) >> 11) as f64 / (1_u64 << 53) as f64
    }

    pub fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.share()
    }

    /// From 0 up to, not including, `n`; 0 for none.
    pub fn below(&mut self, n: usize) -> usize {
        ((self.share() * n as f64) as usize).min(n.saturating_sub(1))
    }

    /// A value of the normal distribution with this spread (Box and Muller 1958).
    pub fn normal(&mut self, spread: f64) -> f64 {
        let radius = (-2.0 * (1.0 - self.share()).ln()).sqrt();
        spread * radius * (2.0 * std::f64::consts::PI * self.share()).cos()
    }
}

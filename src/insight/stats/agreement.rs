//! Two observers who saw the same visits: how often they marked the same, and how much of that chance would give. Never a
//! score of a person: it says whether a look-for means the same to both.

use crate::domain::id::split_mix;
use crate::domain::order::InOrder;

/// Below this many visits seen by both, only the raw agreement is worth showing.
pub const FEWEST_JOINT: u32 = 10;

/// Visits in which both looked for it, by who saw it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Fourfold {
    pub both: u32,
    pub first_only: u32,
    pub second_only: u32,
    pub neither: u32,
}

impl Fourfold {
    /// The table of pairs of answers: seen by the first, seen by the second.
    pub fn of(pairs: impl IntoIterator<Item = (bool, bool)>) -> Fourfold {
        let mut table = Fourfold::default();
        for pair in pairs {
            match pair {
                (true, true) => table.both += 1,
                (true, false) => table.first_only += 1,
                (false, true) => table.second_only += 1,
                (false, false) => table.neither += 1,
            }
        }
        table
    }

    pub fn visits(&self) -> u32 {
        self.both + self.first_only + self.second_only + self.neither
    }

    /// The share of visits marked the same, Po. `None` without visits.
    pub fn raw(&self) -> Option<f64> {
        self.share(self.both + self.neither)
    }

    /// Cohen's kappa, (Po − Pe)/(1 − Pe), Pe from each observer's own shares (Cohen 1960). `None` where both always mark
    /// the same one thing: chance then explains everything.
    pub fn kappa(&self) -> Option<f64> {
        let first = self.share(self.both + self.first_only)?;
        let second = self.share(self.both + self.second_only)?;
        self.beyond(first * second + (1.0 - first) * (1.0 - second))
    }

    /// Kappa as it would be were both marks equally frequent: 2·Po − 1 (Byrt, Bishop, Carlin 1993).
    pub fn pabak(&self) -> Option<f64> {
        Some(2.0 * self.raw()? - 1.0)
    }

    /// Gwet's AC1: as kappa with Pe = 2q(1−q), q being the mean of both observers' shares (Gwet 2008).
    pub fn ac1(&self) -> Option<f64> {
        let q = f64::midpoint(self.share(self.both + self.first_only)?, self.share(self.both + self.second_only)?);
        self.beyond(2.0 * q * (1.0 - q))
    }

    fn share(&self, of: u32) -> Option<f64> {
        let all = self.visits();
        (all > 0).then(|| f64::from(of) / f64::from(all))
    }

    fn beyond(&self, chance: f64) -> Option<f64> {
        let raw = self.raw()?;
        (chance < 1.0 - 1e-12).then(|| (raw - chance) / (1.0 - chance))
    }
}

/// The 95 % interval of a measure by drawing as many visits anew, with putting back, `rounds` times from `seed`: the 2.5th
/// and the 97.5th of a hundred (percentile bootstrap, Efron 1979). The measure gets the places of the visits drawn; rounds
/// in which it cannot be said are left out, and when those are more than half, nothing is said.
pub fn bootstrap(
    visits: usize,
    rounds: usize,
    seed: u64,
    measure: impl Fn(&[usize]) -> Option<f64>,
) -> Option<(f64, f64)> {
    let mut state = seed;
    let all = u64::try_from(visits).ok().filter(|n| *n > 0)?;
    let mut drawn = vec![0; visits];
    let mut found = Vec::with_capacity(rounds);
    for _ in 0..rounds {
        for slot in &mut drawn {
            *slot = usize::try_from(split_mix(&mut state) % all).unwrap_or(0);
        }
        found.extend(measure(&drawn).filter(|v| v.is_finite()));
    }
    if found.is_empty() || found.len() * 2 < rounds {
        return None;
    }
    found.order_by(f64::total_cmp);
    let at = |share: f64| found.get((share * (found.len() - 1) as f64).round() as usize).copied();
    Some((at(0.025)?, at(0.975)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(value: Option<f64>, expected: f64) -> bool {
        value.is_some_and(|v| (v - expected).abs() < 1e-9)
    }

    #[test]
    fn two_observers() {
        // Kappa from scikit-learn 1.9, cohen_kappa_score; the others from their formulas in python. The first is the set
        // of the facts: .91, .135, .82, .90.
        for (both, first_only, second_only, neither, raw, kappa, pabak, ac1) in [
            (90, 5, 4, 1, 0.91, 0.134_615_384_615_384_7, 0.82, 0.899_559_176_385_246_4),
            (20, 5, 10, 15, 0.7, 0.4, 0.4, 0.405_940_594_059_405_9),
            (
                1,
                2,
                3,
                40,
                0.891_304_347_826_087,
                0.228_187_919_463_087_1,
                0.782_608_695_652_173_8,
                0.873_522_133_626_615_3,
            ),
        ] {
            let table = Fourfold { both, first_only, second_only, neither };
            assert!(near(table.raw(), raw) && near(table.kappa(), kappa), "{table:?} {:?}", table.kappa());
            assert!(near(table.pabak(), pabak) && near(table.ac1(), ac1), "{table:?} {:?}", table.ac1());
        }
    }

    #[test]
    fn what_cannot_be_said_is_not_said() {
        assert_eq!(Fourfold::default().raw(), None);
        assert_eq!(Fourfold::default().ac1(), None);
        let always = Fourfold::of([(true, true); 12]);
        assert_eq!((always.raw(), always.kappa(), always.ac1()), (Some(1.0), None, Some(1.0)));
    }

    #[test]
    fn drawing_anew_gives_the_interval_of_a_share() {
        // 30 of 50: the exact percentiles of Binomial(50, .6)/50 are 0.46 and 0.74 (scipy 1.17, binom.ppf).
        let mean = |drawn: &[usize]| Some(drawn.iter().filter(|v| **v < 30).count() as f64 / 50.0);
        let (low, high) = bootstrap(50, 4_000, 1, mean).expect("an interval");
        assert!((low - 0.46).abs() < 0.021 && (high - 0.74).abs() < 0.021, "{low} {high}");
        assert_eq!(bootstrap(50, 4_000, 1, mean), Some((low, high)), "the same again from the same seed");
        assert_eq!(bootstrap(0, 10, 1, |_| Some(1.0)), None);
        assert_eq!(bootstrap(5, 10, 1, |_| None), None);
    }
}

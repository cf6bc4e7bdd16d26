//! A row of values over weeks: does it rise or fall?

use crate::domain::order::InOrder;

/// Rows longer than this are judged by the normal distribution.
const EXACT: usize = 40;
/// So many in a row on one side of the median, or rising or falling, are taken for a signal.
const ONE_SIDE: usize = 6;
const ONE_WAY: usize = 5;

/// Rising pairs less falling pairs, and how likely as much is in a row without a trend.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MannKendall {
    pub s: i64,
    /// How likely a rise, or a fall, as strong as this is by chance.
    pub rise: f64,
    pub fall: f64,
}

impl MannKendall {
    /// Both directions: twice the smaller, at most 1.
    pub fn either(&self) -> f64 {
        (2.0 * self.rise.min(self.fall)).min(1.0)
    }
}

/// Mann (1945) and Kendall (1975): S is the number of pairs that rise less those that fall. Up to 40 values the
/// probability is exact, ties included: the discordant pairs of all orders of the same values are spread as the Gaussian
/// multinomial coefficient says. Beyond, the normal distribution with Kendall's variance for ties and a step of one.
/// `None` below two values or where one is no number.
pub fn mann_kendall(values: &[f64]) -> Option<MannKendall> {
    if values.len() < 2 || values.iter().any(|v| v.is_nan()) {
        return None;
    }
    let (mut rising, mut falling) = (0_usize, 0_usize);
    for (at, early) in values.iter().enumerate() {
        for late in values.iter().skip(at + 1) {
            rising += usize::from(late > early);
            falling += usize::from(late < early);
        }
    }
    let s = i64::try_from(rising).ok()? - i64::try_from(falling).ok()?;
    let groups = ties(values);
    if values.len() > EXACT {
        return Some(by_normal(s, values.len(), &groups));
    }
    let spread = discordant(&groups);
    // S = pairs − 2·falling, so a rise as strong has as many falling pairs or fewer.
    let rise = spread.iter().take(falling + 1).sum::<f64>().min(1.0);
    let fall = spread.iter().skip(falling).sum::<f64>().min(1.0);
    Some(MannKendall { s, rise, fall })
}

/// How often each value occurs.
fn ties(values: &[f64]) -> Vec<usize> {
    let mut sorted = values.to_vec();
    sorted.order_by(f64::total_cmp);
    sorted.chunk_by(|a, b| a == b).map(<[f64]>::len).collect()
}

/// How likely each number of falling pairs is when all orders are equally likely. Groups of equal values are laid one
/// after the other among those before: falling pairs between `t` new and `c` old ones are spread as the partitions in a box
/// of t by c.
fn discordant(groups: &[usize]) -> Vec<f64> {
    let mut spread = vec![1.0];
    let mut before = 0;
    for new in groups {
        let gained = box_partitions(*new, before);
        let mut next = vec![0.0; spread.len() + gained.len() - 1];
        for (i, a) in spread.iter().enumerate() {
            for (slot, b) in next.iter_mut().skip(i).zip(&gained) {
                *slot += a * b;
            }
        }
        spread = next;
        before += new;
    }
    spread
}

/// The shares of partitions of 0, 1, … that fit into a box of `t` by `c`. Of all ways to lay t new among c old, the last
/// place is a new one with t/(t+c), which stands above no old one after it, or an old one, which all t new ones precede.
fn box_partitions(t: usize, c: usize) -> Vec<f64> {
    // row[j]: the spread for the number of new ones so far and j old ones.
    let mut row: Vec<Vec<f64>> = vec![vec![1.0]; c + 1];
    for new in 1..=t {
        let mut next: Vec<Vec<f64>> = vec![vec![1.0]];
        for old in 1..=c {
            let whole = (new + old) as f64;
            let mut spread = vec![0.0; new * old + 1];
            for (slot, p) in spread.iter_mut().zip(row.get(old).into_iter().flatten()) {
                *slot += p * new as f64 / whole;
            }
            for (slot, p) in spread.iter_mut().skip(new).zip(next.last().into_iter().flatten()) {
                *slot += p * old as f64 / whole;
            }
            next.push(spread);
        }
        row = next;
    }
    row.pop().unwrap_or_default()
}

fn by_normal(s: i64, n: usize, groups: &[usize]) -> MannKendall {
    let part = |n: usize| n as f64 * (n as f64 - 1.0) * (2.0 * n as f64 + 5.0);
    let variance = (part(n) - groups.iter().map(|t| part(*t)).sum::<f64>()) / 18.0;
    let above = |s: f64| if variance > 0.0 { super::numeric::normal_above((s - 1.0) / variance.sqrt()) } else { 1.0 };
    MannKendall { s, rise: above(s as f64), fall: above(-s as f64) }
}

/// The slope as the median of the slopes of all pairs (Theil 1950; Sen 1968), in units of value per unit of time. Pairs of
/// the same time are left out; `None` where none is left.
pub fn theil_sen(points: &[(f64, f64)]) -> Option<f64> {
    let mut slopes = Vec::new();
    for (at, (x1, y1)) in points.iter().enumerate() {
        for (x2, y2) in points.iter().skip(at + 1) {
            let slope = (y2 - y1) / (x2 - x1);
            if x1 != x2 && slope.is_finite() {
                slopes.push(slope);
            }
        }
    }
    median(slopes)
}

/// What the rules of run charts find (Perla, Provost, Murray 2011).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RunChart {
    /// Six or more successive points on one side of the median; points on it are passed over.
    pub shift: bool,
    /// Five or more successive points that rise, or fall; a point equal to the one before is passed over.
    pub trend: bool,
}

/// Applies the rules to values in order of time.
pub fn run_chart(values: &[f64]) -> RunChart {
    let Some(middle) = median(values.to_vec()) else { return RunChart::default() };
    let sides: Vec<bool> = values.iter().filter(|v| **v != middle).map(|v| *v > middle).collect();
    let mut moved: Vec<f64> = values.to_vec();
    moved.dedup();
    let ways: Vec<bool> = moved.iter().zip(moved.iter().skip(1)).map(|(a, b)| b > a).collect();
    let longest = |all: &[bool]| all.chunk_by(|a, b| a == b).map(<[bool]>::len).max().unwrap_or(0);
    // Five points that rise have four steps between them.
    RunChart { shift: longest(&sides) >= ONE_SIDE, trend: longest(&ways) + 1 >= ONE_WAY }
}

/// The middle value, or the mean of the two in the middle. `None` for none, or where one is no number.
pub fn median(mut values: Vec<f64>) -> Option<f64> {
    if values.iter().any(|v| v.is_nan()) {
        return None;
    }
    values.order_by(f64::total_cmp);
    let upper = values.get(values.len() / 2).copied()?;
    if values.len() % 2 == 1 {
        return Some(upper);
    }
    Some(f64::midpoint(values.get(values.len() / 2 - 1).copied()?, upper))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn probabilities_are_those_of_all_orders() {
        // Counted over all orders of each row (python, itertools.permutations). The first two are the least possible
        // with four and with five points.
        let rows: [(&[f64], i64, f64, f64); 6] = [
            (&[1.0, 2.0, 3.0, 4.0], 6, 0.041_666_666_666_666_664, 1.0),
            (&[1.0, 2.0, 3.0, 4.0, 5.0], 10, 0.008_333_333_333_333_333, 1.0),
            (&[3.0, 1.0, 4.0, 1.0, 5.0, 9.0, 2.0], 6, 0.231_349_206_349_206_34, 0.85),
            (&[5.0, 3.0, 4.0, 2.0, 2.0, 1.0], -12, 0.997_222_222_222_222_2, 0.013_888_888_888_888_888),
            (&[2.0; 5], 0, 1.0, 1.0),
            (&[0.5, 0.4, 0.6, 0.7, 0.65, 0.8, 0.9], 17, 0.005_357_142_857_142_857, 0.998_611_111_111_111_1),
        ];
        for (values, s, rise, fall) in rows {
            let found = mann_kendall(values).expect("two values");
            assert_eq!(found.s, s, "{values:?}");
            assert!((found.rise - rise).abs() < 1e-12 && (found.fall - fall).abs() < 1e-12, "{values:?} {found:?}");
        }
        assert_eq!(mann_kendall(&[1.0]), None);
        assert_eq!(mann_kendall(&[1.0, f64::NAN]), None);
    }

    #[test]
    fn long_rows_are_judged_nearly_as_exactly() {
        let values: Vec<f64> = (0..41_u32).map(|i| f64::from(i * 7 % 13) + f64::from(i) / 12.0).collect();
        let (long, exact) = (mann_kendall(&values).expect("values"), mann_kendall(&values[..40]).expect("values"));
        assert!((long.rise - exact.rise).abs() < 0.05, "{long:?} {exact:?}");
    }

    #[test]
    fn slopes_are_sens() {
        // scipy 1.17, scipy.stats.theilslopes.
        let points = |values: &[f64]| values.iter().enumerate().map(|(x, y)| (x as f64, *y)).collect::<Vec<_>>();
        assert_eq!(theil_sen(&points(&[3.0, 1.0, 4.0, 1.0, 5.0, 9.0, 2.0])), Some(0.5));
        assert_eq!(theil_sen(&points(&[5.0, 3.0, 4.0, 2.0, 2.0, 1.0])), Some(-0.75));
        assert_eq!(theil_sen(&[(1.0, 2.0), (1.0, 3.0)]), None);
    }

    #[test]
    fn a_run_chart_needs_six_on_a_side_or_five_one_way() {
        let of = |values: &[f64]| run_chart(values);
        assert_eq!(of(&[1., 3., 2., 1., 3., 2., 8., 9., 7., 9., 8., 7.]), RunChart { shift: true, trend: false });
        assert_eq!(of(&[4., 1., 2., 3., 3., 4., 5., 1.]), RunChart { shift: false, trend: true });
        assert_eq!(of(&[4., 1., 5., 2., 6., 1.]), RunChart::default());
        assert_eq!(of(&[]), RunChart::default());
    }

    proptest! {
        #[test]
        fn a_row_backwards_falls_as_it_rose(values in proptest::collection::vec(0u8..6, 2..14)) {
            let row: Vec<f64> = values.iter().map(|v| f64::from(*v)).collect();
            let back: Vec<f64> = row.iter().rev().copied().collect();
            let (a, b) = (mann_kendall(&row).expect("values"), mann_kendall(&back).expect("values"));
            prop_assert_eq!(a.s, -b.s);
            prop_assert!((a.rise - b.fall).abs() < 1e-9 && (a.fall - b.rise).abs() < 1e-9);
        }
    }
}

//! Any number of observers, some of whom did not look: Krippendorff's alpha.

/// How far apart two marks are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    /// Different or the same.
    Nominal,
    /// Steps in an order: the more marks lie between two, the further apart they are.
    Ordinal,
}

/// Krippendorff's alpha, 1 − Do/De from the coincidence matrix (Hayes and Krippendorff 2007): a visit with m marks adds
/// 1/(m−1) for every ordered pair of them; visits with fewer than two drop out. Each visit is what its observers marked,
/// `None` for those who did not look. `None` where no two marks can be paired, or all are the same.
pub fn krippendorff<V: AsRef<[Option<u32>]>>(visits: &[V], scale: Scale) -> Option<f64> {
    let mut values: Vec<u32> = visits.iter().flat_map(|v| v.as_ref().iter().copied().flatten()).collect();
    values.sort_unstable();
    values.dedup();
    let side = values.len();
    // Row by row, how often each mark met each other.
    let mut met = vec![0.0; side * side];
    for visit in visits {
        let marks: Vec<usize> =
            visit.as_ref().iter().flatten().filter_map(|mark| values.binary_search(mark).ok()).collect();
        let weight = match marks.len() {
            0 | 1 => continue,
            m => 1.0 / (m as f64 - 1.0),
        };
        for (at, one) in marks.iter().enumerate() {
            for other in marks.iter().enumerate().filter(|(place, _)| *place != at).map(|(_, other)| other) {
                if let Some(slot) = met.get_mut(one * side + other) {
                    *slot += weight;
                }
            }
        }
    }
    let totals: Vec<f64> = met.chunks(side.max(1)).map(|row| row.iter().sum()).collect();
    let all: f64 = totals.iter().sum();
    let (mut observed, mut by_chance) = (0.0, 0.0);
    for (one, row) in met.chunks(side.max(1)).enumerate() {
        for (other, pairs) in row.iter().enumerate() {
            let apart = distance(&totals, one, other, scale);
            observed += pairs * apart;
            by_chance += totals.get(one).unwrap_or(&0.0) * totals.get(other).unwrap_or(&0.0) * apart;
        }
    }
    (by_chance > 0.0).then(|| 1.0 - (all - 1.0) * observed / by_chance)
}

/// The squared distance: 0 or 1, or for steps the marks from one to the other, the two themselves counted half.
fn distance(totals: &[f64], one: usize, other: usize, scale: Scale) -> f64 {
    if one == other {
        return 0.0;
    }
    match scale {
        Scale::Nominal => 1.0,
        Scale::Ordinal => {
            let (low, high) = (one.min(other), one.max(other));
            let between: f64 = totals.iter().skip(low).take(high - low + 1).sum();
            let ends = totals.get(low).unwrap_or(&0.0) + totals.get(high).unwrap_or(&0.0);
            (between - ends / 2.0).powi(2)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The 4 × 12 set of Krippendorff, a row an observer, 0 for none.
    const KNOWN: [[u32; 12]; 4] = [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, 0, 0, 0],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, 0, 3],
        [0, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, 0],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, 0],
    ];

    #[test]
    fn the_known_set() {
        let visits: Vec<Vec<Option<u32>>> =
            (0..12).map(|v| KNOWN.iter().map(|row| Some(row[v]).filter(|m| *m > 0)).collect()).collect();
        // Published as .743 and .815; more digits from the package krippendorff 0.9 for python.
        for (scale, alpha) in [(Scale::Nominal, 0.743_421_052_631_579), (Scale::Ordinal, 0.815_387_503_754_881_4)] {
            let ours = krippendorff(&visits, scale).expect("pairs");
            assert!((ours - alpha).abs() < 1e-9, "{scale:?} {ours}");
        }
    }

    #[test]
    fn seen_or_not_is_the_same_on_both_scales() {
        let (yes, no) = (Some(1), Some(0));
        let visits = [[no, no], [yes, yes], [yes, no], [no, no], [None, yes], [yes, yes], [no, None], [yes, yes]];
        for scale in [Scale::Nominal, Scale::Ordinal] {
            // krippendorff 0.9: 0.685714285714.
            assert!((krippendorff(&visits, scale).expect("pairs") - 0.685_714_285_714_285_7).abs() < 1e-9);
        }
    }

    #[test]
    fn what_cannot_be_said_is_not_said() {
        assert_eq!(krippendorff::<[Option<u32>; 2]>(&[], Scale::Nominal), None);
        assert_eq!(krippendorff(&[[Some(1), None], [None, Some(2)]], Scale::Nominal), None);
        assert_eq!(krippendorff(&[[Some(1), Some(1)]], Scale::Ordinal), None);
    }
}

//! Many questions at once: what is still a finding when a hundred were looked at.

use crate::domain::order::InOrder;

/// Each p-value as the smallest share of false discoveries at which it would be taken (Benjamini and Hochberg 1995):
/// the i-th smallest of m becomes the least of p·m/i over it and all larger ones, at most 1. In the order given.
pub fn benjamini_hochberg(p: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..p.len()).collect();
    let at = |place: &usize| p.get(*place).copied().unwrap_or(1.0);
    order.order_by(|x, y| at(y).total_cmp(&at(x)));
    let mut q = vec![1.0; p.len()];
    let mut least = 1.0_f64;
    for (larger, place) in order.iter().enumerate() {
        let rank = p.len() - larger;
        least = least.min(at(place) * p.len() as f64 / rank as f64);
        if let Some(slot) = q.get_mut(*place) {
            *slot = least;
        }
    }
    q
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_fifteen_of_the_paper() {
        // The example of Benjamini and Hochberg 1995, section 3: four are found at 0.05. Adjusted values from
        // statsmodels 0.15, multipletests(method="fdr_bh").
        let p = [
            0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528,
            0.7590, 1.0,
        ];
        let q = benjamini_hochberg(&p);
        for (q, by_statsmodels) in q.iter().zip([
            0.0015,
            0.003,
            0.0095,
            0.035_625,
            0.0603,
            0.063_857_142_857,
            0.063_857_142_857,
            0.0645,
            0.0765,
        ]) {
            assert!((q - by_statsmodels).abs() < 1e-9, "{q} {by_statsmodels}");
        }
        assert_eq!(q.iter().filter(|q| **q <= 0.05).count(), 4);
    }

    #[test]
    fn the_order_given_is_kept() {
        // statsmodels 0.15.
        let q = benjamini_hochberg(&[0.01, 0.04, 0.03, 0.002, 0.5, 0.25, 0.8]);
        for (q, by_statsmodels) in q.iter().zip([0.035, 0.07, 0.07, 0.014, 0.583_333_333_333, 0.35, 0.8]) {
            assert!((q - by_statsmodels).abs() < 1e-9, "{q} {by_statsmodels}");
        }
        assert!(benjamini_hochberg(&[]).is_empty());
    }

    proptest! {
        #[test]
        fn none_becomes_smaller(p in proptest::collection::vec(0.0f64..=1.0, 0..40)) {
            for (p, q) in p.iter().zip(benjamini_hochberg(&p)) {
                prop_assert!(q >= *p - 1e-15 && q <= 1.0);
            }
        }
    }
}

//! How strongly two things occur together. `both` of `all` visits show both, `a` show the one, `b` the other.

/// How many visits would show both if the two had nothing to do with each other: a·b/N.
pub fn expected(a: u32, b: u32, all: u32) -> f64 {
    if all == 0 { 0.0 } else { f64::from(a) * f64::from(b) / f64::from(all) }
}

/// Both, as a multiple of what chance gives: N·n_ab/(n_a·n_b), as rules of association have it (Brin and others 1997).
/// `None` where chance gives nothing.
pub fn lift(both: u32, a: u32, b: u32, all: u32) -> Option<f64> {
    let by_chance = expected(a, b, all);
    (by_chance > 0.0).then(|| f64::from(both) / by_chance)
}

/// Pointwise mutual information in bits: log₂ of the lift (Fano 1961). `None` where nothing shows both.
pub fn pmi(both: u32, a: u32, b: u32, all: u32) -> Option<f64> {
    lift(both, a, b, all).filter(|l| *l > 0.0).map(f64::log2)
}

/// Mutual information from −1 to 1: ln(lift)/−ln(n_ab/N) (Bouma 2009). `None` where nothing, or everything, shows both.
pub fn npmi(both: u32, a: u32, b: u32, all: u32) -> Option<f64> {
    let share = f64::from(both) / f64::from(all.max(1));
    let lift = lift(both, a, b, all).filter(|l| *l > 0.0)?;
    (share < 1.0).then(|| lift.ln() / -share.ln())
}

/// The part of those with either that have both: n_ab/(n_a + n_b − n_ab) (Jaccard 1901; “c” in ATLAS.ti). 0 for none.
pub fn jaccard(both: u32, a: u32, b: u32) -> f64 {
    let either = (u64::from(a) + u64::from(b)).saturating_sub(u64::from(both));
    if either == 0 { 0.0 } else { f64::from(both) / either as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pair_is_measured_as_by_hand() {
        // N 40, a 12, b 10, both 6: by chance 3.
        assert_eq!(expected(12, 10, 40), 3.0);
        assert_eq!(lift(6, 12, 10, 40), Some(2.0));
        assert_eq!(pmi(6, 12, 10, 40), Some(1.0));
        assert!((npmi(6, 12, 10, 40).expect("both") - 0.365_368).abs() < 1e-6);
        assert_eq!(jaccard(6, 12, 10), 0.375);
    }

    #[test]
    fn what_cannot_be_said_is_not_said() {
        assert_eq!(lift(0, 0, 5, 40), None);
        assert_eq!(lift(0, 0, 0, 0), None);
        assert_eq!(pmi(0, 4, 5, 40), None);
        assert_eq!(npmi(40, 40, 40, 40), None);
        assert_eq!(jaccard(0, 0, 0), 0.0);
    }
}

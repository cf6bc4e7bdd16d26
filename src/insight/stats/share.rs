//! Shares of visits and the difference of two, with their 95 % intervals.

/// The 97.5 % point of the normal distribution: both sides together leave out 5 %.
const Z: f64 = 1.96;

/// The 95 % interval of the share behind `k` of `n`, from 0 to 1 (Wilson 1927): centre (p + z²/2n)/(1 + z²/n), half
/// width z·√(p(1−p)/n + z²/4n²)/(1 + z²/n), with p = k/n. For no visits it is everything from 0 to 1.
pub fn wilson(k: u32, n: u32) -> (f64, f64) {
    wilson_of(f64::from(k.min(n)) / f64::from(n.max(1)), f64::from(n))
}

/// The same for a share `p` that rests on as much as `n` independent visits tell; `n` need not be whole (Korn and
/// Graubard 1998 put the number of visits divided by the design effect in its place).
pub fn wilson_of(p: f64, n: f64) -> (f64, f64) {
    if n.is_nan() || n <= 0.0 {
        return (0.0, 1.0);
    }
    let z2 = Z * Z;
    let whole = 1.0 + z2 / n;
    let centre = (p + z2 / (2.0 * n)) / whole;
    let half = Z * (p * (1.0 - p) / n + z2 / (4.0 * n * n)).sqrt() / whole;
    ((centre - half).max(0.0), (centre + half).min(1.0))
}

/// The 95 % interval of the difference of two shares, first less second, from −1 to 1 (Newcombe 1998, method 10): with
/// the Wilson limits l and u of each, d − √((p₁−l₁)² + (u₂−p₂)²) to d + √((u₁−p₁)² + (p₂−l₂)²). Where one side has no
/// visits it is everything.
pub fn newcombe(first: (u32, u32), second: (u32, u32)) -> (f64, f64) {
    if first.1 == 0 || second.1 == 0 {
        return (-1.0, 1.0);
    }
    let p = |(k, n): (u32, u32)| f64::from(k.min(n)) / f64::from(n);
    let (p1, p2) = (p(first), p(second));
    let ((l1, u1), (l2, u2)) = (wilson(first.0, first.1), wilson(second.0, second.1));
    let difference = p1 - p2;
    ((difference - (p1 - l1).hypot(u2 - p2)).max(-1.0), (difference + (u1 - p1).hypot(p2 - l2)).min(1.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn differences_are_newcombes() {
        // The first is his own example (1998, table II); all from statsmodels 0.15,
        // confint_proportions_2indep(method="newcomb"), whose z has more digits.
        for (first, second, low, high) in [
            ((56, 70), (48, 80), 0.052_431, 0.333_873),
            ((9, 10), (3, 10), 0.170_523, 0.809_018),
            ((0, 20), (5, 20), -0.468_701, -0.037_765),
            ((10, 10), (0, 10), 0.607_509, 1.0),
        ] {
            let (a, b) = newcombe(first, second);
            assert!((a - low).abs() < 2e-5 && (b - high).abs() < 2e-5, "{first:?} {second:?}: {a} {b}");
        }
        assert_eq!(newcombe((0, 0), (3, 9)), (-1.0, 1.0));
    }

    #[test]
    fn shares_are_wilsons() {
        // The first is the example of Newcombe 1998; both from statsmodels 0.15, proportion_confint(method="wilson").
        for (k, n, low, high) in [(81, 263, 0.255_289, 0.366_210), (9, 14, 0.387_644, 0.836_553)] {
            let (a, b) = wilson(k, n);
            assert!((a - low).abs() < 2e-5 && (b - high).abs() < 2e-5, "{k}/{n}: {a} {b}");
        }
        assert_eq!(wilson_of(0.5, 0.0), (0.0, 1.0));
        assert_eq!(wilson_of(0.5, f64::NAN), (0.0, 1.0));
    }

    proptest! {
        #[test]
        fn a_difference_turned_round_is_its_opposite(k in 0u32..60, n in 1u32..60, j in 0u32..60, m in 1u32..60) {
            let (one, other) = ((k.min(n), n), (j.min(m), m));
            let ((a, b), (c, d)) = (newcombe(one, other), newcombe(other, one));
            prop_assert!((a + d).abs() < 1e-12 && (b + c).abs() < 1e-12 && a <= b);
        }
    }
}

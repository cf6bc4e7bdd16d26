//! Visits to the same teacher are alike: how much, and what a difference between visits is worth then.

use super::numeric::student_above;

/// Visits of one teacher: how many, and how many of them show the thing.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Cluster {
    pub seen: u32,
    pub looked: u32,
    /// How many would show it on average if nothing but the part of the school or of the day mattered; where no parts are
    /// compared, the share of all times `looked`.
    pub expected: f64,
}

/// How much alike visits to the same teacher are, from 0 (not at all) to 1: the intraclass correlation by the analysis of
/// variance (Donner 1986; Ridout, Demétrio, Firth 1999), ρ = (MSB − MSW)/(MSB + (m₀−1)·MSW), with T teachers of m visits
/// and p·m of them showing it, MSB = Σm(p−e)²/(T−g), e being what is expected of this teacher, g how many parts the
/// expectation knows (1 for the share of all), MSW = Σm·p(1−p)/(n−T), m₀ = (n − Σm²/n)/(T−1). 0 where that is less, or where
/// nobody was visited twice.
pub fn likeness(clusters: &[Cluster], parts: usize) -> f64 {
    let used = || clusters.iter().filter(|c| c.looked > 0);
    let teachers = used().count();
    let n: f64 = used().map(|c| f64::from(c.looked)).sum();
    if teachers <= parts.max(1) || n <= teachers as f64 {
        return 0.0;
    }
    let (mut between, mut within, mut squares) = (0.0, 0.0, 0.0);
    for c in used() {
        let (m, k) = (f64::from(c.looked), f64::from(c.seen));
        between += (k - c.expected) * (k - c.expected) / m;
        within += k * (1.0 - k / m);
        squares += m * m;
    }
    let between = between / (teachers as f64 - parts.max(1) as f64);
    let within = within / (n - teachers as f64);
    let usual = (n - squares / n) / (teachers as f64 - 1.0);
    let whole = between + (usual - 1.0) * within;
    if whole > 0.0 { ((between - within) / whole).clamp(0.0, 1.0) } else { 0.0 }
}

/// By how much the variance of a share over all visits is larger than for independent visits: 1 + (m̃ − 1)·ρ with
/// m̃ = Σm²/Σm (Kish 1965; Donald and Donner 1987).
pub fn inflation(clusters: &[Cluster], rho: f64) -> f64 {
    1.0 + (usual_size(clusters) - 1.0).max(0.0) * rho
}

/// Σm²/Σm: in how large a group of one teacher's visits a visit usually is.
pub fn usual_size(clusters: &[Cluster]) -> f64 {
    let sum: f64 = clusters.iter().map(|c| f64::from(c.looked)).sum();
    let squares: f64 = clusters.iter().map(|c| f64::from(c.looked) * f64::from(c.looked)).sum();
    if sum > 0.0 { squares / sum } else { 1.0 }
}

/// How many visits of one teacher lie on this side of a comparison, and on the other.
pub type Split = (u32, u32);

/// How likely it is by chance that two shares differ as much, in either direction, when visits to the same teacher are
/// alike by `rho`. The difference is Σc·y over visits, with c = 1/n₁ on this side and −1/n₂ on the other; under one share p
/// for both its variance is p(1−p)·((1−ρ)·Σc² + ρ·Σ over teachers of (Σc)²). So it counts for little that four teachers
/// differ from twenty others, and fully that the same teachers differ in the mornings. Judged by Student's t with as many
/// degrees of freedom as there are teachers on this side and on the other, less two (the adjusted test of Donner and Klar
/// 2000, for teachers who may stand on both sides). 1 where it cannot be said.
pub fn difference(first: (u32, u32), second: (u32, u32), splits: &[Split], rho: f64) -> f64 {
    if first.1 == 0 || second.1 == 0 {
        return 1.0;
    }
    let [k1, n1, k2, n2] = [first.0, first.1, second.0, second.1].map(f64::from);
    let p = (k1 + k2) / (n1 + n2);
    let (mut alike, mut here, mut there) = (0.0, 0_u32, 0_u32);
    for (one, other) in splits {
        let weight = f64::from(*one) / n1 - f64::from(*other) / n2;
        alike += weight * weight;
        here += u32::from(*one > 0);
        there += u32::from(*other > 0);
    }
    let alone = 1.0 / n1 + 1.0 / n2;
    let variance = p * (1.0 - p) * ((1.0 - rho) * alone + rho * alike);
    let freedom = f64::from(here) + f64::from(there) - 2.0;
    if variance <= 0.0 || freedom <= 0.0 {
        return 1.0;
    }
    (2.0 * student_above((k1 / n1 - k2 / n2).abs() / variance.sqrt(), freedom)).min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clusters(rows: &[(u32, u32)]) -> Vec<Cluster> {
        let (k, n) = rows.iter().fold((0, 0), |(k, n), (seen, looked)| (k + seen, n + looked));
        let share = f64::from(k) / f64::from(n);
        rows.iter()
            .map(|(seen, looked)| Cluster { seen: *seen, looked: *looked, expected: share * f64::from(*looked) })
            .collect()
    }

    #[test]
    fn likeness_is_that_of_the_analysis_of_variance() {
        // Mean squares from statsmodels 0.15 (anova_lm of ols y ~ C(teacher)), put into the formula.
        for (rows, rho) in [
            (&[(3, 5), (1, 6), (4, 4), (0, 3), (2, 7)][..], 0.3523444175772231),
            (&[(9, 10), (2, 10), (5, 10), (7, 10)][..], 0.2604166666666666),
            (&[(1, 3), (1, 3), (1, 3)][..], 0.0),
        ] {
            assert!((likeness(&clusters(rows), 1) - rho).abs() < 1e-9, "{rows:?}");
        }
        assert_eq!(likeness(&clusters(&[(1, 1), (0, 1), (1, 1)]), 1), 0.0);
        assert_eq!(likeness(&[], 1), 0.0);
    }

    #[test]
    fn visits_of_the_same_teacher_count_less() {
        let rows = clusters(&[(5, 5), (0, 5), (5, 5), (0, 5)]);
        assert_eq!(likeness(&rows, 1), 1.0);
        assert_eq!(inflation(&rows, 1.0), 5.0);
        assert_eq!(inflation(&rows, 0.0), 1.0);
    }

    #[test]
    fn a_difference_between_teachers_is_less_sure_than_one_within_them() {
        let (first, second) = ((16, 20), (8, 20));
        let apart: Vec<Split> = vec![(5, 0), (5, 0), (5, 0), (5, 0), (0, 5), (0, 5), (0, 5), (0, 5)];
        let crossed: Vec<Split> = vec![(5, 5); 4];
        let alone = difference(first, second, &apart, 0.0);
        assert!((alone - difference(first, second, &crossed, 0.0)).abs() < 1e-12);
        // z = 0.4/√(0.24·0.1) = 2.582; Student's t with 6 degrees of freedom: 0.04165 (scipy 1.17, 2·t.sf(2.58199, 6)).
        assert!((alone - 0.041657931381684735).abs() < 1e-6, "{alone}");
        assert!(difference(first, second, &apart, 0.3) > alone);
        assert!(difference(first, second, &crossed, 0.3) < alone);
        assert_eq!(difference((0, 0), second, &crossed, 0.3), 1.0);
        assert_eq!(difference((0, 5), (0, 5), &crossed, 0.3), 1.0);
    }
}

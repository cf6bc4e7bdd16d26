//! How often an hour, for what is counted while visits differ in length.

use super::numeric::gamma_quantile;

/// The 95 % interval of a rate behind `k` events in `hours`, in events an hour: the exact limits of Poisson's
/// distribution, χ²(2k; 0.025)/2T and χ²(2k+2; 0.975)/2T (Garwood 1936). `None` when no time was watched.
pub fn garwood(k: u32, hours: f64) -> Option<(f64, f64)> {
    if !hours.is_finite() || hours <= 0.0 {
        return None;
    }
    let events = f64::from(k);
    let low = if k == 0 { 0.0 } else { gamma_quantile(events, 0.025) };
    Some((low / hours, gamma_quantile(events + 1.0, 0.975) / hours))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_garwoods() {
        // scipy 1.17: scipy.stats.chi2.ppf(0.025, 2k)/2T and ppf(0.975, 2k+2)/2T.
        for (k, hours, low, high) in [
            (0, 2.0, 0.0, 1.844_439_727_056_967_7),
            (1, 1.0, 0.025_317_807_984_289_876, 5.571_643_390_938_898),
            (7, 3.5, 0.804_103_729_005_675_8, 4.120_764_389_057_822),
            (40, 10.0, 2.857_658_644_178_896_7, 5.446_864_696_398_406),
            (1_000, 12.5, 75.117_841_472_615_62, 85.116_170_881_304_16),
        ] {
            let (a, b) = garwood(k, hours).expect("hours");
            assert!((a - low).abs() < 1e-8 && (b - high).abs() < 1e-8, "{k} in {hours}: {a} {b}");
        }
        assert_eq!(garwood(3, 0.0), None);
        assert_eq!(garwood(3, f64::NAN), None);
    }
}

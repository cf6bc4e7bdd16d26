//! Two things in the same visits, as a table of four: exact tests, and the same within groups of like visits.

/// Logarithms of factorials, made once for all tables of up to so many visits.
#[derive(Debug, Clone)]
pub struct Factorials(Vec<f64>);

/// `both` of `all` visits show both, `a` the one, `b` the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Together {
    pub both: u32,
    pub a: u32,
    pub b: u32,
    pub all: u32,
}

impl Factorials {
    /// For tables of at most `all` visits.
    pub fn up_to(all: u32) -> Factorials {
        let mut logs = Vec::with_capacity(all as usize + 1);
        let mut sum = 0.0;
        logs.push(sum);
        for n in 1..=all {
            sum += f64::from(n).ln();
            logs.push(sum);
        }
        Factorials(logs)
    }

    fn of(&self, n: u32) -> f64 {
        self.0.get(n as usize).copied().unwrap_or_else(|| super::numeric::ln_gamma(f64::from(n) + 1.0))
    }

    /// The logarithm of the hypergeometric probability of `both`. It must be possible.
    fn ln_probability(&self, both: u32, table: Together) -> f64 {
        let Together { a, b, all, .. } = table;
        let choose = |n: u32, k: u32| self.of(n) - self.of(k) - self.of(n.saturating_sub(k));
        choose(a, both) + choose(all - a, b - both) - choose(all, b)
    }

    /// How likely it is by chance that at least as many visits show both, the four sums being as they are: the upper tail
    /// of the hypergeometric distribution (Fisher's exact test, one-sided; Fisher 1934).
    pub fn fisher_more(&self, table: Together) -> f64 {
        if table.possible().is_none() { 1.0 } else { self.tail(table) }
    }

    /// The same for at most as many.
    pub fn fisher_fewer(&self, table: Together) -> f64 {
        if table.possible().is_none() { 1.0 } else { self.tail(table.turned()) }
    }

    /// Both sides: the sum over all tables that are no more likely than this one (Fisher's exact test as R and scipy have
    /// it).
    pub fn fisher(&self, table: Together) -> f64 {
        let Some((least, most)) = table.possible() else { return 1.0 };
        let peak = table.peak().clamp(least, most);
        // Seen from the side on which this table lies, the other side is the lower one.
        let (table, least, peak) = match table.both >= peak {
            true => (table, least, peak),
            false => (table.turned(), table.a - most, table.turned().peak()),
        };
        let here = self.ln_probability(table.both, table) + 1e-7;
        let as_likely = |both: u32| self.ln_probability(both, table) <= here;
        // The distribution has one peak: below it, all that are no more likely lie below some place.
        let (mut low, mut high) = (least, peak.min(table.both));
        if low >= high || !as_likely(low) {
            return self.tail(table);
        }
        while high - low > 1 {
            let middle = low + (high - low) / 2;
            if as_likely(middle) { low = middle } else { high = middle }
        }
        (self.tail(table) + self.tail(Together { both: low, ..table }.turned())).min(1.0)
    }

    /// From `table.both` up to the most that can be, by the ratio of neighbours. The table must be possible.
    fn tail(&self, table: Together) -> f64 {
        let Together { both, a, b, all } = table;
        let neither = f64::from(all) - f64::from(a) - f64::from(b);
        let mut term = self.ln_probability(both, table).exp();
        let mut sum = term;
        for x in both..a.min(b) {
            let (x, above) = (f64::from(x), f64::from(x) + 1.0);
            term *= (f64::from(a) - x) * (f64::from(b) - x) / (above * (neither + above));
            sum += term;
            if term < sum * 1e-16 {
                break;
            }
        }
        sum.min(1.0)
    }
}

impl Together {
    /// The least and the most visits that can show both, where the table is one.
    fn possible(self) -> Option<(u32, u32)> {
        let least = (self.a.checked_add(self.b)?).saturating_sub(self.all);
        let most = self.a.min(self.b);
        (self.a <= self.all && self.b <= self.all && (least..=most).contains(&self.both)).then_some((least, most))
    }

    /// The same table seen from the visits without b: where few show both, many show a without b.
    fn turned(self) -> Together {
        Together { both: self.a - self.both, b: self.all - self.b, ..self }
    }

    /// The most likely number of visits with both.
    fn peak(self) -> u32 {
        let (a, b, all) = (u64::from(self.a), u64::from(self.b), u64::from(self.all));
        u32::try_from((a + 1) * (b + 1) / (all + 2)).unwrap_or(u32::MAX)
    }
}

/// How far `both` stands above what chance gives within groups of like visits, in standard deviations, the count less a
/// half: (Σn_ab − Σc·n_a·n_b/N − ½)/√(f·Σc·n_a·n_b·(N−n_a)·(N−n_b)/N²(N−1)) (Mantel and Haenszel 1959, where c and f are
/// 1). Each table comes with c, how many times as often as chance gives it such pairs stand together in its group anyway;
/// `inflation` f is the factor by which the variance is larger than for independent visits. `None` where nothing can vary.
pub fn mantel_haenszel(strata: impl IntoIterator<Item = (Together, f64)>, inflation: f64) -> Option<f64> {
    let (mut over, mut variance) = (0.0, 0.0);
    for (table, usual) in strata {
        let [both, a, b, all] = [table.both, table.a, table.b, table.all].map(f64::from);
        if all < 2.0 {
            continue;
        }
        over += both - usual * a * b / all;
        variance += usual * a * b * (all - a) * (all - b) / (all * all * (all - 1.0));
    }
    (variance > 0.0).then(|| (over - 0.5) / (variance * inflation.max(1.0)).sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(cells: [u32; 4]) -> Together {
        let [both, only_a, only_b, neither] = cells;
        Together { both, a: both + only_a, b: both + only_b, all: both + only_a + only_b + neither }
    }

    #[test]
    fn tails_are_fishers() {
        // scipy 1.17, scipy.stats.fisher_exact: greater, less, two-sided; the last of the fifth is the sum of whole binomial
        // coefficients, from which scipy differs by 3e-12. The second is Fisher's tea.
        for (cells, more, fewer, two) in [
            ([6, 4, 6, 24], 0.025_607_925_912_529_93, 0.996_711_032_414_617_8, 0.041_089_489_069_614_52),
            ([3, 1, 1, 3], 0.242_857_142_857_142_83, 0.985_714_285_714_285_8, 0.485_714_285_714_285_65),
            ([12, 3, 5, 20], 0.000_287_800_240_964_575_66, 0.999_984_638_640_162_3, 0.000_299_989_421_674_334_4),
            ([5, 0, 1, 4], 0.023_809_523_809_523_81, 1.0, 0.047_619_047_619_047_616),
            ([2, 10, 15, 3], 0.999_984_519_018_686_1, 0.000_465_180_943_362_905, 0.000_536_724_119_143_435_8),
            ([7, 12, 0, 5], 0.145_586_297_760_210_81, 1.0, 0.272_068_511_198_946),
            ([150, 250, 90, 400], 1.271_572_299_349_922e-10, 0.999_999_999_953_385_5, 2.149_652_504_674_665e-10),
            ([30, 270, 10, 190], 0.029_769_040_805_069_646, 0.987_556_692_814_981_9, 0.044_896_203_642_391_275),
        ] {
            let table = of(cells);
            let logs = Factorials::up_to(table.all);
            for (name, ours, scipys) in [
                ("more", logs.fisher_more(table), more),
                ("fewer", logs.fisher_fewer(table), fewer),
                ("two", logs.fisher(table), two),
            ] {
                assert!((ours - scipys).abs() < 1e-9 * scipys.max(1e-3), "{cells:?} {name}: {ours} {scipys}");
            }
        }
    }

    #[test]
    fn one_group_is_the_plain_table() {
        // By hand: all 40, a 15, b 17, both 12: expected 6.375, variance 15·17·25·23/(1600·39) = 2.34976.
        let z = mantel_haenszel([(of([12, 3, 5, 20]), 1.0)], 1.0).expect("it varies");
        assert!((z - (12.0 - 6.375 - 0.5) / 2.349_759_615_f64.sqrt()).abs() < 1e-6, "{z}");
        assert_eq!(mantel_haenszel([(of([5, 0, 0, 0]), 1.0)], 1.0), None);
        let twice = mantel_haenszel([(of([12, 3, 5, 20]), 1.0)], 4.0).expect("it varies");
        assert!((twice * 2.0 - z).abs() < 1e-12);
    }

    proptest! {
        #[test]
        fn the_tails_and_the_middle_are_one(cells in proptest::array::uniform4(0u32..30)) {
            let table = of(cells);
            let logs = Factorials::up_to(table.all);
            let (more, fewer, two) = (logs.fisher_more(table), logs.fisher_fewer(table), logs.fisher(table));
            prop_assert!((0.0..=1.0).contains(&more) && (0.0..=1.0).contains(&fewer) && (0.0..=1.0).contains(&two));
            let here = logs.ln_probability(table.both, table).exp();
            prop_assert!((more + fewer - here - 1.0).abs() < 1e-9, "{} {} {}", more, fewer, here);
            prop_assert!(two + 1e-9 >= more.min(fewer));
        }

        #[test]
        fn no_table_is_no_finding(both in 0u32..9, a in 0u32..9, b in 0u32..9, all in 0u32..9) {
            let logs = Factorials::up_to(4);
            let table = Together { both, a, b, all };
            for p in [logs.fisher_more(table), logs.fisher_fewer(table), logs.fisher(table)] {
                prop_assert!((0.0..=1.0).contains(&p));
            }
        }
    }
}

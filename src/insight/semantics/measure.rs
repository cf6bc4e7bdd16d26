//! How well a ranking finds what belongs together, on a set where that is known: texts with themes.

use super::lexical::Lexical;
use super::meaning::{Meaning, Meanings};
use crate::domain::id::split_mix;
use crate::domain::order::InOrder;

/// Of the first five, how many belong.
pub const FIRST: usize = 5;

/// One text of a labelled set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Labelled {
    pub id: String,
    pub theme: String,
    pub text: String,
}

/// Figures of one way of ranking, each from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Figures {
    /// Mean over all texts of the average precision: at each text of the same theme in the ranking, the share of texts
    /// so far that are of the theme; averaged over those of the theme (Manning, Raghavan and Schütze 2008, ch. 8).
    pub mean_average_precision: f64,
    /// Mean share of a text's own theme that stands among the first five.
    pub recall_at_5: f64,
}

/// What was measured.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Measured {
    pub texts: usize,
    pub themes: usize,
    /// Texts that have another of their theme: each of them was asked once.
    pub asked: usize,
    /// What a ranking by lot would get on average.
    pub chance: Figures,
    pub lexical: Figures,
    pub semantic: Figures,
}

/// Both rankings of a labelled set.
pub struct Rankings<'s> {
    set: &'s [Labelled],
    meanings: Vec<Meaning>,
    lexical: Lexical,
    /// Decides between equal scores, so that the order of the file, where themes stand together, decides nothing.
    lots: Vec<u64>,
}

/// Which ranking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    Lexical,
    Semantic,
}

impl Way {
    pub const ALL: [Self; 2] = [Self::Lexical, Self::Semantic];

    pub fn word(self) -> &'static str {
        match self {
            Self::Lexical => "lexical",
            Self::Semantic => "semantic",
        }
    }
}

impl<'s> Rankings<'s> {
    pub fn new(set: &'s [Labelled], by: &Meanings<'_>) -> Self {
        let meanings = set.iter().map(|one| by.meaning(&one.text)).collect();
        let lexical = Lexical::new(set.iter().map(|one| one.text.as_str()), by.words());
        let mut state = 1;
        let lots = set.iter().map(|_| split_mix(&mut state)).collect();
        Self { set, meanings, lexical, lots }
    }

    /// All other texts, the likest first, with their scores.
    pub fn of(&self, way: Way, asked: usize) -> Vec<(usize, f32)> {
        let score = |other: usize| match (way, self.meanings.get(asked), self.meanings.get(other)) {
            (Way::Semantic, Some(a), Some(b)) => a.likeness(b),
            _ => self.lexical.score(asked, other),
        };
        let others = (0..self.set.len()).filter(|other| *other != asked);
        let mut all: Vec<(usize, f32)> = others.map(|other| (other, score(other))).collect();
        let lot = |at: usize| self.lots.get(at);
        all.order_by(|a, b| b.1.total_cmp(&a.1).then_with(|| lot(a.0).cmp(&lot(b.0))));
        all
    }

    /// The words of `other` that made it like `asked`, as they are written.
    pub fn carried(&self, asked: usize, other: usize) -> Vec<&'s str> {
        let (Some(a), Some(b), Some(labelled)) =
            (self.meanings.get(asked), self.meanings.get(other), self.set.get(other))
        else {
            return Vec::new();
        };
        b.carried_by(a).into_iter().filter_map(|at| labelled.text.get(at)).collect()
    }

    /// Whether two texts are of one theme.
    pub fn same_theme(&self, a: usize, b: usize) -> bool {
        matches!((self.set.get(a), self.set.get(b)), (Some(a), Some(b)) if a.theme == b.theme)
    }

    /// Asks every text that has another of its theme. `None` when there is no such text.
    pub fn measure(&self) -> Option<Measured> {
        let themes: std::collections::BTreeSet<&str> = self.set.iter().map(|one| one.theme.as_str()).collect();
        let mut sums = [[0.0; 2]; 3];
        let mut asked = 0_usize;
        let mut add = |to: usize, figures: Figures| {
            sums[to][0] += figures.mean_average_precision;
            sums[to][1] += figures.recall_at_5;
        };
        for at in 0..self.set.len() {
            let belong = (0..self.set.len()).filter(|other| *other != at && self.same_theme(at, *other)).count();
            if belong == 0 {
                continue;
            }
            asked += 1;
            add(0, by_lot(belong, self.set.len() - 1));
            for (to, way) in [(1, Way::Lexical), (2, Way::Semantic)] {
                let hits: Vec<bool> = self.of(way, at).into_iter().map(|(o, _)| self.same_theme(at, o)).collect();
                add(to, one_ranking(&hits));
            }
        }
        let mean = |sum: [f64; 2]| Figures {
            mean_average_precision: sum[0] / asked as f64,
            recall_at_5: sum[1] / asked as f64,
        };
        let [chance, lexical, semantic] = sums.map(mean);
        let measured = Measured { texts: self.set.len(), themes: themes.len(), asked, chance, lexical, semantic };
        (asked > 0).then_some(measured)
    }
}

/// Average precision and recall at five of one ranking, told by which places belong.
fn one_ranking(hits: &[bool]) -> Figures {
    let belong = hits.iter().filter(|hit| **hit).count().max(1) as f64;
    let places = hits.iter().enumerate().filter(|(_, hit)| **hit);
    let precisions: f64 = places.enumerate().map(|(before, (place, _))| (before + 1) as f64 / (place + 1) as f64).sum();
    let first = hits.iter().take(FIRST).filter(|hit| **hit).count() as f64;
    Figures { mean_average_precision: precisions / belong, recall_at_5: first / belong }
}

/// What a ranking by lot gets on average when `r` of `n` belong. Average precision: Hₙ/n + (r−1)/(n−1)·(1 − Hₙ/n),
/// Hₙ = 1 + 1/2 + … + 1/n (each place holds one that belongs with chance r/n, and then each place before it with
/// chance (r−1)/(n−1)). Recall at five: 5/n.
fn by_lot(r: usize, n: usize) -> Figures {
    let harmonic: f64 = (1..=n).map(|k| 1.0 / k as f64).sum::<f64>() / n.max(1) as f64;
    let others = if n > 1 { (r.saturating_sub(1)) as f64 / (n - 1) as f64 } else { 0.0 };
    Figures {
        mean_average_precision: harmonic + others * (1.0 - harmonic),
        recall_at_5: FIRST.min(n) as f64 / n.max(1) as f64,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(a: f64, b: f64) -> bool {
        (a - b).abs() < 1e-9
    }

    #[test]
    fn average_precision_is_the_textbooks() {
        // Found at places 1, 3 and 6: (1/1 + 2/3 + 3/6) / 3; two of three among the first five.
        let figures = one_ranking(&[true, false, true, false, false, true]);
        assert!(near(figures.mean_average_precision, (1.0 + 2.0 / 3.0 + 0.5) / 3.0));
        assert!(near(figures.recall_at_5, 2.0 / 3.0));
    }

    #[test]
    fn chance_is_the_mean_over_all_orders() {
        // All 24 orders of two that belong among four, by counting the 6 patterns.
        let (mut sum, mut recall) = (0.0, 0.0);
        for a in 0..4 {
            for b in a + 1..4 {
                let hits: Vec<bool> = (0..4).map(|i| i == a || i == b).collect();
                sum += one_ranking(&hits).mean_average_precision;
                recall += one_ranking(&hits).recall_at_5;
            }
        }
        assert!(near(by_lot(2, 4).mean_average_precision, sum / 6.0));
        assert!(near(by_lot(2, 4).recall_at_5, recall / 6.0));
        assert!(near(by_lot(1, 1).mean_average_precision, 1.0));
    }

    #[test]
    fn a_text_alone_in_its_theme_is_not_asked() {
        let one = |theme: &str, text: &str| Labelled { id: text.into(), theme: theme.into(), text: text.into() };
        let by = Meanings::built_in().expect("the table");
        let set = [one("a", "ice melts"), one("a", "ice is melting"), one("b", "loud music")];
        let measured = Rankings::new(&set, &by).measure().expect("two were asked");
        assert_eq!((measured.texts, measured.themes, measured.asked), (3, 2, 2));
        assert!(near(measured.lexical.mean_average_precision, 1.0) && near(measured.chance.recall_at_5, 1.0));
        assert!(Rankings::new(&set[1..], &by).measure().is_none());
    }
}

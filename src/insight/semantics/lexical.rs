//! Ranking by shared words alone: Okapi BM25 (Robertson and Zaragoza 2009, with the never negative inverse document
//! frequency ln(1 + (N − n + ½)/(n + ½))), k1 = 1.2, b = 0.75. What the ranking by meaning is measured against. It has
//! the same school word list, and takes common endings off, so that "waits" finds "waiting".

use super::meaning::telling;
use super::school_words::SchoolWords;
use crate::domain::order::InOrder;
use std::collections::HashMap;

const K1: f32 = 1.2;
const B: f32 = 0.75;
/// Endings taken off, longest first, when at least three letters are left.
const ENDINGS: [&str; 8] = ["ingly", "edly", "ing", "ies", "es", "ed", "ly", "s"];
const SHORTEST_STEM: usize = 3;

/// All texts of a set, ready to be compared by their words.
#[derive(Debug)]
pub struct Lexical {
    texts: Vec<HashMap<String, f32>>,
    lengths: Vec<f32>,
    weight: HashMap<String, f32>,
    mean_length: f32,
}

impl Lexical {
    pub fn new<'t>(texts: impl Iterator<Item = &'t str>, list: &SchoolWords) -> Self {
        let mut counted: Vec<HashMap<String, f32>> = Vec::new();
        for text in texts {
            let mut counts = HashMap::new();
            for word in telling(text, list) {
                *counts.entry(stem(&word.folded)).or_insert(0.0) += 1.0;
            }
            counted.push(counts);
        }
        let lengths: Vec<f32> = counted.iter().map(|counts| counts.values().sum()).collect();
        let mut holding: HashMap<String, f32> = HashMap::new();
        for word in counted.iter().flat_map(HashMap::keys) {
            *holding.entry(word.clone()).or_insert(0.0) += 1.0;
        }
        let all = counted.len() as f32;
        holding.values_mut().for_each(|n| *n = (1.0 + (all - *n + 0.5) / (*n + 0.5)).ln());
        let mean_length = (lengths.iter().sum::<f32>() / all.max(1.0)).max(1.0);
        Self { texts: counted, lengths, weight: holding, mean_length }
    }

    /// How well one text answers another, 0 when they share no word.
    pub fn score(&self, asked: usize, answer: usize) -> f32 {
        let (Some(asked), Some(text), Some(length)) =
            (self.texts.get(asked), self.texts.get(answer), self.lengths.get(answer))
        else {
            return 0.0;
        };
        let mut shares: Vec<f32> = asked
            .keys()
            .filter_map(|word| {
                let often = text.get(word)?;
                let damped = often * (K1 + 1.0) / (often + K1 * (1.0 - B + B * length / self.mean_length));
                Some(self.weight.get(word)? * damped)
            })
            .collect();
        // In order, so that the sum is the same in every run.
        shares.order_by(f32::total_cmp);
        shares.iter().sum()
    }
}

/// A word without its common ending.
fn stem(word: &str) -> String {
    let bare = ENDINGS.iter().find_map(|ending| {
        let rest = word.strip_suffix(ending)?;
        (rest.chars().count() >= SHORTEST_STEM).then_some(rest)
    });
    bare.unwrap_or(word).trim_end_matches('e').to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings_come_off() {
        for (word, bare) in
            [("waits", "wait"), ("waiting", "wait"), ("writes", "writ"), ("writing", "writ"), ("is", "is")]
        {
            assert_eq!(stem(word), bare);
        }
    }

    #[test]
    fn the_score_is_bm25s() {
        let texts = ["alpha beta", "alpha gamma gamma", "delta"];
        let lexical = Lexical::new(texts.into_iter(), &SchoolWords::default());
        // "alpha" is in 2 of 3: ln(1 + 1.5/2.5) = 0.4700; text 2 has 3 words of a mean of 2:
        // 1 · 2.2 / (1 + 1.2 · (0.25 + 0.75 · 1.5)) = 2.2 / 2.65 = 0.8302; together 0.3902.
        assert!((lexical.score(0, 1) - 0.3902).abs() < 1e-3, "{}", lexical.score(0, 1));
        assert_eq!(lexical.score(0, 2), 0.0);
        assert_eq!(lexical.score(7, 0), 0.0);
    }
}

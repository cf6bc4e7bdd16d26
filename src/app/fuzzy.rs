//! Finding a line by typing a part of it.

use crate::domain::order::InOrder;
use crate::domain::text::fold;
use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

/// The places of the lines that fit what was typed, best first; all in order when nothing was typed.
pub fn find<'a>(typed: &str, lines: impl Iterator<Item = &'a str>) -> Vec<usize> {
    let typed = typed.trim();
    if typed.is_empty() {
        return (0..lines.count()).collect();
    }
    let lines: Vec<&str> = lines.collect();
    // What holds the words as they are comes alone; only where nothing does are letters with gaps tried.
    let mut scored = score(typed, &lines, AtomKind::Substring);
    if scored.is_empty() {
        scored = score(typed, &lines, AtomKind::Fuzzy);
    }
    // A line that begins just so comes before one that holds the words somewhere: "2 Nov" is no "3 Nov 2026".
    let begins = fold(typed);
    let later = |at: usize| !lines.get(at).is_some_and(|line| fold(line).starts_with(&begins));
    let mut ranked: Vec<_> = scored.into_iter().map(|(score, at)| (later(at), std::cmp::Reverse(score), at)).collect();
    ranked.order();
    ranked.into_iter().map(|(.., at)| at).collect()
}

fn score(typed: &str, lines: &[&str], kind: AtomKind) -> Vec<(u32, usize)> {
    let mut matcher = Matcher::new(Config::DEFAULT);
    let pattern = Pattern::new(typed, CaseMatching::Ignore, Normalization::Smart, kind);
    let mut buffer = Vec::new();
    let scored =
        |(at, line): (usize, &&str)| Some((pattern.score(Utf32Str::new(line, &mut buffer), &mut matcher)?, at));
    lines.iter().enumerate().filter_map(scored).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_comes_first_and_accents_do_not_matter() {
        let lines = ["Room 4", "Room 14", "Café", "Library"];
        assert_eq!(find("", lines.into_iter()), [0, 1, 2, 3]);
        assert_eq!(find("cafe", lines.into_iter()), [2]);

        assert_eq!(find("2 nov", ["3 November 2026", "2 November 2026"].into_iter()), [1, 0]);
        assert_eq!(find("m 4", lines.into_iter()), [0, 1]);
        assert_eq!(find("rm4", lines.into_iter())[0], 0);
        assert!(find("zzz", lines.into_iter()).is_empty());
    }
}

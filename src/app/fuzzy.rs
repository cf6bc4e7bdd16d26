//! Finding a line by typing a part of it.

use crate::domain::order::InOrder;
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
    // Several words begin a line before they stand somewhere in it: "2 Nov" is no "3 Nov 2026".
    let words = typed.contains(' ');
    let later = |at: usize| words && !lines.get(at).is_some_and(|line| begins(line, typed));
    scored.order_by_key(|(score, at)| (later(*at), std::cmp::Reverse(*score), *at));
    scored.into_iter().map(|(_, at)| at).collect()
}

/// Whether a line begins with these letters, large or small.
fn begins(line: &str, typed: &str) -> bool {
    let mut line = line.chars().flat_map(char::to_lowercase);
    typed.chars().flat_map(char::to_lowercase).all(|letter| line.next() == Some(letter))
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
        assert_eq!(find("4", ["Room 4", "401"].into_iter()), [0, 1], "one word may stand anywhere");
        assert_eq!(find("m 4", lines.into_iter()), [0, 1]);
        assert_eq!(find("rm4", lines.into_iter())[0], 0);
        assert!(find("zzz", lines.into_iter()).is_empty());
    }
}

//! The words of a line as the rules see them: contractions in one piece, and where sentences and clauses begin.

use super::mask::words::{Word, is_joined, words};
use std::ops::Range;

/// What ends a sentence or begins a new thought, so that a capital behind it says nothing.
const BREAKS: &[char] = &['.', '!', '?', ':', ';', '…', '•', '–', '—', '\n', '\r', '\t', '(', '[', '/', '|', '→', '='];
/// What parts two words that are no phrase together: the end of a clause, a sign of counting, a quotation mark.
const PARTS: &[char] = &[
    ',', '.', '!', '?', ':', ';', '\n', '\r', '/', '+', '=', '"', '“', '”', '„', '«', '»', '‹', '›', '「', '」', '『',
    '』',
];
/// The longest ending behind an apostrophe: "they've", "didn't".
const ENDING: usize = 3;

/// A word of a line.
#[derive(Debug)]
pub(super) struct Token {
    pub range: Range<usize>,
    /// Without case and accents; "didn't" is one word, with a straight apostrophe.
    pub folded: String,
    /// The same without a possessive ending: "teacher" for "teacher's".
    pub plain: String,
    pub capital: bool,
    /// Begins a sentence or a new thought.
    pub starts: bool,
    /// Begins a new clause: a sentence, or behind a comma.
    pub clause: bool,
    /// Near enough to the word before to be one phrase with it.
    pub close: bool,
    /// Inside quotation marks, a tag, or what somebody is recorded as saying: never judged.
    pub safe: bool,
    /// The observer's shorthand for whom the line is about: T, S, Ss, S4.
    pub whom: bool,
}

impl Token {
    pub fn is_number(&self) -> bool {
        self.folded.chars().all(|c| c.is_ascii_digit())
    }

    /// Letters followed by digits, such as a seat: S4.
    pub fn is_numbered(&self, letters: &str) -> bool {
        let digits = self.folded.strip_prefix(letters);
        digits.is_some_and(|d| !d.is_empty() && d.chars().all(|c| c.is_ascii_digit()))
    }
}

/// All words of a text, in order. None is safe yet.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    for word in words(text) {
        let Some(last) = tokens.last_mut() else {
            tokens.push(token(text, word, "", true));
            continue;
        };
        let gap = text.get(last.range.end..word.range.start).unwrap_or_default();
        if is_ending(gap, &word) {
            last.range.end = word.range.end;
            last.folded = format!("{}'{}", last.folded, word.folded);
            continue;
        }
        let after_whom = last.starts && last.whom;
        tokens.push(token(text, word, gap, after_whom));
    }
    for token in &mut tokens {
        token.plain = token.folded.strip_suffix("'s").unwrap_or(&token.folded).to_string();
    }
    tokens
}

/// Whether a word is the second half of a contraction.
fn is_ending(gap: &str, word: &Word) -> bool {
    is_joined(gap)
        && !gap.starts_with(['-', '\u{2010}', '\u{2011}', '\u{2012}', '\u{2013}'])
        && word.folded.len() < ENDING
        && word.is_letters()
}

fn is_whom(text: &str, word: &Word) -> bool {
    let written = text.get(word.range.clone()).unwrap_or_default();
    let seat = written.strip_prefix('S').is_some_and(|n| !n.is_empty() && n.chars().all(|c| c.is_ascii_digit()));
    seat || matches!(written, "T" | "Ts" | "S" | "Ss")
}

fn token(text: &str, word: Word, gap: &str, first: bool) -> Token {
    let whom = is_whom(text, &word);
    let breaks = gap.contains(BREAKS) || gap.contains(" - ");
    let near = gap.chars().count() <= 3 && !gap.contains(PARTS);
    Token {
        close: !gap.is_empty() && near,
        starts: first || breaks,
        clause: first || breaks || gap.contains(','),
        folded: word.folded,
        plain: String::new(),
        capital: word.capital,
        safe: false,
        whom,
        range: word.range,
    }
}

//! A text with its words, and what stands around each of them.

use super::everyday::{DETERMINERS, is_deed};
use super::words::{Word, is_apostrophe, words};

/// What ends a sentence or begins a new thought, so that a capital behind it says nothing.
const BREAKS: &[char] = &[
    '.', '!', '?', ':', ';', '…', '•', '–', '—', '\n', '\r', '\t', '(', '[', '/', '|', '→', '=', '"', '“', '”', '„',
    '«', '»', '‘', '¿', '¡',
];

/// A text in words.
pub struct Line<'t> {
    pub text: &'t str,
    pub words: Vec<Word>,
}

impl<'t> Line<'t> {
    pub fn new(text: &'t str) -> Line<'t> {
        Line { text, words: words(text) }
    }

    pub fn word(&self, at: usize) -> Option<&Word> {
        self.words.get(at)
    }

    pub fn before(&self, at: usize) -> Option<&Word> {
        self.words.get(at.checked_sub(1)?)
    }

    /// As it is written.
    pub fn written(&self, at: usize) -> &'t str {
        self.words.get(at).and_then(|w| self.text.get(w.range.clone())).unwrap_or_default()
    }

    /// What stands between the word `at` and the next one; behind the last word, the rest of the text.
    pub fn gap_after(&self, at: usize) -> &'t str {
        let Some(word) = self.words.get(at) else { return "" };
        let end = self.words.get(at + 1).map_or(self.text.len(), |next| next.range.start);
        self.text.get(word.range.end..end).unwrap_or_default()
    }

    pub fn gap_before(&self, at: usize) -> &'t str {
        match at.checked_sub(1) {
            Some(before) => self.gap_after(before),
            None => self.words.first().and_then(|w| self.text.get(..w.range.start)).unwrap_or_default(),
        }
    }

    /// Begins a sentence, or a new thought, or what somebody says; or stands behind the sign of whom the line is about.
    pub fn starts(&self, at: usize) -> bool {
        let gap = self.gap_before(at);
        if at == 0 || gap.contains(BREAKS) || gap.contains(" - ") || gap.contains(" '") {
            return true;
        }
        let before = self.written(at - 1);
        let seat = before.strip_prefix('S').is_some_and(|n| !n.is_empty() && n.chars().all(|c| c.is_ascii_digit()));
        (seat || matches!(before, "T" | "Ts" | "S" | "Ss")) && self.starts(at - 1)
    }

    /// The next word, where nothing but a blank is between.
    pub fn next(&self, at: usize) -> Option<&Word> {
        (self.gap_after(at) == " ").then(|| self.words.get(at + 1)).flatten()
    }

    /// The word before, where nothing but a blank is between.
    pub fn previous(&self, at: usize) -> Option<&Word> {
        (self.gap_before(at) == " ").then(|| self.before(at)).flatten()
    }

    /// A possessive ending stands behind the word: "'s", or an apostrophe behind an s.
    pub fn possessive(&self, at: usize) -> bool {
        let gap = self.gap_after(at);
        let mark = gap.chars().next().is_some_and(is_apostrophe);
        let s = self.words.get(at + 1).is_some_and(|next| next.folded == "s") && gap.chars().count() == 1;
        let plural = self.words.get(at).is_some_and(|w| w.folded.ends_with('s'));
        let opens = gap.chars().skip(1).all(|c| c.is_whitespace());
        mark && (s || (plural && opens))
    }

    /// An article, or another word that shows that the next one is a thing: "the", "each".
    pub fn behind_determiner(&self, at: usize) -> bool {
        self.previous(at).is_some_and(|w| DETERMINERS.contains(&w.folded.as_str()))
    }

    /// The next word says what somebody does: "asks".
    pub fn does_something(&self, at: usize) -> bool {
        self.next(at).is_some_and(|w| is_deed(&w.folded))
    }

    /// The words around it are in capitals as well, so that its own say nothing.
    pub fn shouted(&self, at: usize) -> bool {
        let loud = |w: Option<&Word>| w.is_none_or(|w| w.caps || w.is_number() || w.is_initial());
        let any = self.words.get(at + 1).or_else(|| self.before(at)).is_some();
        any && self.words.get(at).is_some_and(|w| w.caps) && loud(self.words.get(at + 1)) && loud(self.before(at))
    }
}

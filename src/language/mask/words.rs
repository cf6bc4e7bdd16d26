//! A text in words, with where each stands and how it compares.

use crate::domain::text::{fold, is_unsafe};
use std::ops::Range;
use unicode_normalization::char::is_combining_mark;

/// Longest gap inside a name, in characters: ". " and the like.
const GAP: usize = 3;

/// A run of letters and digits.
#[derive(Debug, Clone)]
pub struct Word {
    pub range: Range<usize>,
    /// Without case, accents and characters nobody sees.
    pub folded: String,
    /// Begins with a capital letter.
    pub capital: bool,
    /// Bytes of its last character, with what is invisible behind it.
    last: usize,
}

impl Word {
    pub fn is_number(&self) -> bool {
        self.folded.chars().all(|c| c.is_ascii_digit())
    }

    pub fn is_letters(&self) -> bool {
        !self.folded.is_empty() && self.folded.chars().all(char::is_alphabetic)
    }

    /// Where the word ends when its last letter is left out.
    pub fn end_before_s(&self) -> usize {
        self.range.end - self.last
    }
}

/// The words of a text. A character nobody sees does not part a word, so that it cannot hide a name; scripts written
/// without blanks give one word for each sign.
pub fn words(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices() {
        let sign = is_sign(c);
        if !is_part(c) || sign {
            words.extend(start.take().and_then(|from| word(text, from..at)));
        }
        if sign {
            words.extend(word(text, at..at + c.len_utf8()));
        } else if is_part(c) && start.is_none() {
            start = Some(at);
        }
    }
    words.extend(start.and_then(|from| word(text, from..text.len())));
    words
}

/// Whether two words of one name may have this between them.
pub fn is_loose(gap: &str) -> bool {
    gap.chars().count() <= GAP && gap.chars().all(|c| c.is_whitespace() || c == '.' || is_hyphen(c) || is_apostrophe(c))
}

/// Whether a gap makes one name of two words: a hyphen or an apostrophe.
pub fn is_joined(gap: &str) -> bool {
    let mut chars = gap.chars();
    chars.next().is_some_and(|c| is_hyphen(c) || is_apostrophe(c)) && chars.next().is_none()
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2013}')
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | '`' | '´' | 'ʼ')
}

fn is_part(c: char) -> bool {
    c.is_alphanumeric() || is_combining_mark(c) || (is_unsafe(c) && !c.is_control())
}

/// A letter of a script that puts no blanks between words.
fn is_sign(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{20000}'..='\u{3134f}')
}

fn word(text: &str, range: Range<usize>) -> Option<Word> {
    let raw = text.get(range.clone())?;
    let seen: String = raw.chars().filter(|c| !is_unsafe(*c)).collect();
    let folded = fold(&seen);
    let capital = seen.chars().next().is_some_and(char::is_uppercase);
    let last = raw.char_indices().rfind(|(_, c)| c.is_alphanumeric()).map_or(0, |(at, _)| raw.len() - at);
    (!folded.is_empty()).then_some(Word { range, folded, capital, last })
}

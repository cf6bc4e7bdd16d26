//! A text in words, with where each stands and how it compares.

use super::plain::plain;
use crate::domain::text::{fold, is_unsafe};
use std::borrow::Cow;
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
    /// Two letters or more, all of them capital.
    pub caps: bool,
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

    /// How names are compared: see `plain`.
    pub fn key(&self) -> Cow<'_, str> {
        if self.folded.is_ascii() { Cow::Borrowed(&self.folded) } else { Cow::Owned(plain(&self.folded)) }
    }

    /// One letter.
    pub fn is_initial(&self) -> bool {
        self.is_letters() && self.folded.chars().count() == 1
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
    gap.chars().count() <= GAP
        && gap.chars().all(|c| is_blank(c) || matches!(c, '.' | '_') || is_hyphen(c) || is_apostrophe(c))
}

/// Whether a gap makes one name of two words: a hyphen or an apostrophe.
pub fn is_joined(gap: &str) -> bool {
    let mut chars = gap.chars();
    chars.next().is_some_and(|c| is_hyphen(c) || is_apostrophe(c)) && chars.next().is_none()
}

/// Whether a gap is one that breaks a word rather than parting two: a hyphen, with the line's end behind it or not, a
/// control character, or a blank that is not the one on the keyboard.
pub fn is_break(gap: &str) -> bool {
    let mut chars = gap.chars();
    match chars.next() {
        Some(c) if is_hyphen(c) => {
            chars.clone().all(char::is_whitespace) && (chars.next().is_none() || gap.contains('\n'))
        }
        Some(c) => {
            chars.next().is_none() && c != ' ' && !matches!(c, '\n' | '\r' | '\t') && (is_blank(c) || c.is_control())
        }
        None => false,
    }
}

/// What looks like a hyphen.
pub fn is_hyphen(c: char) -> bool {
    matches!(
        c,
        '-' | '\u{058A}' | '\u{05BE}' | '\u{2010}'
            ..='\u{2015}' | '\u{2043}' | '\u{2212}' | '\u{30FB}' | '\u{FE58}' | '\u{FE63}' | '\u{FF0D}'
    )
}

/// What looks like a blank.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || c == '\u{2800}'
}

pub fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | '‛' | '`' | '´' | 'ʼ' | 'ʻ' | '′' | '＇')
}

fn is_part(c: char) -> bool {
    // Some signs that look like an apostrophe count as letters.
    (c.is_alphanumeric() && !is_apostrophe(c))
        || is_combining_mark(c)
        || (is_unsafe(c) && !c.is_control() && !c.is_whitespace())
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
    let mut letters = seen.chars().filter(|c| c.is_alphabetic());
    let caps = letters.clone().count() > 1 && letters.all(|c| !c.is_lowercase());
    let last = raw.char_indices().rfind(|(_, c)| c.is_alphanumeric()).map_or(0, |(at, _)| raw.len() - at);
    (!folded.is_empty()).then_some(Word { range, folded, capital, caps, last })
}

//! The words of a text as the hints need them.

use crate::domain::text::fold;
use std::ops::Range;

/// One word or number; "didn't" and "10:15" are one.
#[derive(Debug, Clone)]
pub struct Token {
    pub range: Range<usize>,
    pub folded: String,
    pub capital: bool,
    /// Begins a sentence.
    pub starts: bool,
    /// A comma, a full stop or the end stands behind it.
    pub ends: bool,
}

impl Token {
    /// The number, in digits or in words up to twelve.
    pub fn number(&self) -> Option<u32> {
        const WORDS: [&str; 13] =
            ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
        let said = WORDS.iter().position(|w| *w == self.folded).and_then(|n| u32::try_from(n).ok());
        said.or_else(|| self.folded.parse().ok())
    }
}

/// Words of a text, in order.
pub fn tokens(text: &str) -> Vec<Token> {
    let mut found: Vec<Token> = Vec::new();
    let mut start: Option<usize> = None;
    let mut sentence = true;
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    for (n, (at, c)) in chars.iter().copied().enumerate() {
        let next = chars.get(n + 1).is_some_and(|(_, c)| c.is_alphanumeric());
        let inside = c.is_alphanumeric()
            || (start.is_some() && next && matches!(c, '\'' | '’' | ':' | '.') && !is_stop(&chars, n));
        match (inside, start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                push(&mut found, text, from..at, &mut sentence);
                start = None;
            }
            _ => {}
        }
        if !inside {
            sentence |= matches!(c, '.' | '!' | '?' | ':' | ';' | '\n' | '“' | '"' | '(');
            if matches!(c, ',' | '.' | '!' | '?' | ';' | '\n' | '”' | ')')
                && let Some(last) = found.last_mut()
            {
                last.ends = true;
            }
        }
    }
    if let Some(from) = start {
        push(&mut found, text, from..text.len(), &mut sentence);
    }
    if let Some(last) = found.last_mut() {
        last.ends = true;
    }
    found
}

/// A full stop or colon is inside a word only between digits: "10.15", "10:15".
fn is_stop(chars: &[(usize, char)], n: usize) -> bool {
    let digit = |n: Option<usize>| n.and_then(|n| chars.get(n)).is_some_and(|(_, c)| c.is_ascii_digit());
    let mark = chars.get(n).is_some_and(|(_, c)| matches!(c, ':' | '.'));
    mark && !(digit(n.checked_sub(1)) && digit(Some(n + 1)))
}

fn push(found: &mut Vec<Token>, text: &str, range: Range<usize>, sentence: &mut bool) {
    let raw = text.get(range.clone()).unwrap_or_default();
    let folded = fold(raw).replace('’', "'");
    let capital = raw.chars().next().is_some_and(char::is_uppercase);
    found.push(Token { range, folded, capital, starts: *sentence, ends: false });
    *sentence = false;
}

/// The longest of some phrases that begins at a word, in words. A phrase is words with blanks between; an `s` at its end may
/// stand or not.
pub fn phrase(tokens: &[Token], at: usize, phrases: &[&str]) -> Option<usize> {
    let fits = |phrase: &&str| {
        let words: Vec<&str> = phrase.split(' ').collect();
        let same = words.iter().enumerate().all(|(n, word)| {
            let Some(token) = tokens.get(at + n) else { return false };
            let broken = n + 1 < words.len() && token.ends;
            let own = token.folded.strip_suffix("'s").unwrap_or(&token.folded);
            !broken && (own == *word || (n + 1 == words.len() && own.strip_suffix('s') == Some(word)))
        });
        same.then_some(words.len())
    };
    phrases.iter().filter_map(fits).max()
}

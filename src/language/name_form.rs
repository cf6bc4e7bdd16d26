//! Words that have the form of a person's name without being known to the file.

use super::mask::likely::Known;
use super::token::Token;

/// Words that begin the name of a book or a place rather than of a person, and small words inside such a name.
const ARTICLES: &[&str] = &["the", "a", "an"];
const SMALL: &[&str] = &["of", "and", "the", "in", "to", "for", "a", "on", "at"];

/// The words of a line that look like names: first word and number of words.
pub(super) fn names(known: &Known, text: &str, words: &[Token]) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut in_title = false;
    for (at, token) in words.iter().enumerate() {
        in_title = if token.starts {
            false
        } else if token.capital && ARTICLES.contains(&token.folded.as_str()) {
            true
        } else {
            in_title && (token.capital || SMALL.contains(&token.folded.as_str()))
        };
        let first_name = known.first_names.contains(&token.plain) && token.folded.len() > 1;
        let likely = known.likeness && !in_title && is_likely(known, text, words, at);
        if !token.safe && (first_name || likely) {
            found.push((at, 1));
        }
    }
    found
}

/// A capital letter inside a sentence, on a word that is not in the list of ordinary ones and is no label such as
/// "Group B" or "Chapter 3".
fn is_likely(known: &Known, text: &str, words: &[Token], at: usize) -> bool {
    let Some(token) = words.get(at) else { return false };
    let written = text.get(token.range.clone()).unwrap_or_default();
    let own = without_ending(written);
    let mut rest = own.chars().skip(1).peekable();
    let small = rest.peek().is_some() && rest.all(|c| c.is_lowercase() || !c.is_alphabetic());
    let letters = own.chars().all(|c| c.is_alphabetic() || "'’".contains(c));
    let singular = token.plain.strip_suffix('s').unwrap_or(&token.plain);
    let ordinary = known.ordinary.contains(&token.plain) || known.ordinary.contains(singular);
    let label = words.get(at + 1).is_some_and(|next| {
        let one_letter = next.capital && next.folded.chars().count() == 1;
        next.close && (next.is_number() || one_letter)
    });
    // "M&Ms" and the like are things.
    let of_a_thing = text.get(..token.range.start).is_some_and(|before| before.ends_with('&'));
    token.capital && !token.starts && small && letters && !ordinary && !label && !of_a_thing
}

/// The word in front of a short ending behind an apostrophe: "Ana" of "Ana's", "I" of "I'm"; "O'Hara" has none.
fn without_ending(written: &str) -> &str {
    const ENDINGS: &[&str] = &["s", "m", "d", "t", "ll", "ve", "re"];
    match written.rsplit_once(['\'', '’']) {
        Some((word, ending)) if ENDINGS.contains(&ending) => word,
        _ => written,
    }
}

/// Names that touch or follow each other, as one: "Ana Maria Quill".
pub(super) fn joined(words: &[Token], mut names: Vec<(usize, usize)>) -> Vec<(usize, usize)> {
    names.sort_unstable();
    let mut joined: Vec<(usize, usize)> = Vec::new();
    for (at, length) in names {
        let close = words.get(at).is_some_and(|t| t.close);
        match joined.last_mut() {
            Some((first, long)) if at < *first + *long || (at == *first + *long && close) => {
                *long = (*long).max(at + length - *first)
            }
            _ => joined.push((at, length)),
        }
    }
    joined
}

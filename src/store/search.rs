//! What was typed into the search field: words as beginnings of words, "phrases", case and accents ignored.

use crate::domain::text::fold;
use unicode_normalization::char::is_combining_mark;

/// A search, ready for the index and for looking into a text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Search {
    /// Each must begin some word of the text.
    words: Vec<String>,
    /// Each list of words must stand in the text in this order, next to each other; the last may go on.
    phrases: Vec<Vec<String>>,
}

impl Search {
    /// Reads what was typed. Nothing searchable in it gives an empty search.
    pub fn parse(typed: &str) -> Search {
        let mut search = Search::default();
        for (i, part) in typed.split(['"', '“', '”']).enumerate() {
            let words = words_of(part);
            if i % 2 == 0 {
                search.words.extend(words);
            } else if !words.is_empty() {
                search.phrases.push(words);
            }
        }
        search
    }

    /// Whether it asks for nothing.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty() && self.phrases.is_empty()
    }

    /// The question for the index, which holds words but not their order.
    pub fn index_query(&self) -> String {
        let mut parts: Vec<String> = self.words.iter().map(|w| format!("\"{w}\"*")).collect();
        for phrase in &self.phrases {
            let (last, rest) = phrase.split_last().map_or(("", &[][..]), |(l, r)| (l.as_str(), r));
            parts.extend(rest.iter().map(|w| format!("\"{w}\"")));
            parts.push(format!("\"{last}\"*"));
        }
        parts.join(" AND ")
    }

    /// Whether a text holds all that is asked for.
    pub fn matches(&self, text: &str) -> bool {
        if self.phrases.is_empty() && text.is_ascii() {
            return self.words.iter().all(|word| begins_a_word(text.as_bytes(), word.as_bytes()));
        }
        let words = words_of(text);
        self.words.iter().all(|word| words.iter().any(|w| w.starts_with(word.as_str())))
            && self.phrases.iter().all(|phrase| holds_phrase(&words, phrase))
    }
}

fn holds_phrase(words: &[String], phrase: &[String]) -> bool {
    words.windows(phrase.len().max(1)).any(|window| {
        let last = phrase.len().saturating_sub(1);
        window
            .iter()
            .zip(phrase)
            .enumerate()
            .all(|(i, (word, wanted))| if i == last { word.starts_with(wanted.as_str()) } else { word == wanted })
    })
}

/// The words of a text as the index sees them: runs of letters and digits, without case and accents.
fn words_of(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric() && !is_combining_mark(c))
        .map(fold)
        .filter(|word| !word.is_empty())
        .collect()
}

/// For plain text, without making anything: whether `word` (folded) begins one of its words.
fn begins_a_word(text: &[u8], word: &[u8]) -> bool {
    let mut inside = false;
    for (i, byte) in text.iter().enumerate() {
        let letter = byte.is_ascii_alphanumeric();
        if letter && !inside && text.get(i..i + word.len()).is_some_and(|part| part.eq_ignore_ascii_case(word)) {
            return true;
        }
        inside = letter;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn words_begin_words_and_phrases_keep_their_order() {
        let text = "Élèves cite the text; wait-time of 3 seconds";
        for found in ["ele", "CITE te", "\"cite the te\"", "wait time", "\"wait-time of\"", "3 sec", ""] {
            assert!(Search::parse(found).matches(text), "{found}");
        }
        for missing in ["ime", "\"text cite\"", "cite x", "\"wait seconds\""] {
            assert!(!Search::parse(missing).matches(text), "{missing}");
        }
        assert!(Search::parse("  \" ” , ").is_empty());
    }

    proptest! {
        #[test]
        fn plain_and_general_matching_agree(text in "[a-cA-C ,.-]{0,30}", typed in "[a-c ]{0,4}") {
            let search = Search::parse(&typed);
            let words = words_of(&text);
            let general = search.words.iter().all(|word| words.iter().any(|w| w.starts_with(word.as_str())));
            prop_assert_eq!(search.matches(&text), general);
        }

        #[test]
        fn nothing_typed_breaks_the_index_query(typed in any::<String>()) {
            let query = Search::parse(&typed).index_query();
            prop_assert_eq!(query.matches('"').count() % 2, 0);
        }
    }
}

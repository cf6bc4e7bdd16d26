//! Text into words as the model's own tokeniser cuts it: lower case, accents off, cut at white space and around every
//! sign that is neither letter nor digit (the basic tokeniser of BERT, Devlin et al. 2019). Signs themselves carry no
//! meaning here and are dropped.

use std::ops::Range;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// One word, and where it stands in the text as written (bytes).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    pub folded: String,
    pub at: Range<usize>,
}

/// The words of a text, in order.
pub fn words(text: &str) -> Vec<Word> {
    let mut all: Vec<Word> = Vec::new();
    let mut open = false;
    for (start, c) in text.char_indices() {
        let end = start + c.len_utf8();
        if c.is_ascii_alphanumeric() {
            // Most letters: nothing is to be taken off them.
            if !open {
                all.push(Word { folded: String::with_capacity(16), at: start..start });
            }
            open = true;
            if let Some(word) = all.last_mut() {
                word.at.end = end;
                word.folded.push(c.to_ascii_lowercase());
            }
        } else if c.is_ascii() {
            open = false;
        } else if is_combining_mark(c) {
            if let (true, Some(word)) = (open, all.last_mut()) {
                word.at.end = end;
            }
        } else if !c.is_alphanumeric() {
            open = false;
        } else {
            if !open {
                all.push(Word { folded: String::new(), at: start..start });
            }
            open = true;
            if let Some(word) = all.last_mut() {
                word.at.end = end;
                let plain = std::iter::once(c).nfd().filter(|c| !is_combining_mark(*c));
                word.folded.extend(plain.flat_map(char::to_lowercase).filter(|c| !is_combining_mark(*c)));
            }
        }
    }
    all.retain(|word| !word.folded.is_empty());
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn folded(text: &str) -> Vec<String> {
        words(text).into_iter().map(|w| w.folded).collect()
    }

    #[test]
    fn words_are_cut_and_folded_as_the_model_does() {
        assert_eq!(
            folded("“Don’t stop!” Zoë’s CAFÉ, 19 of 24"),
            ["don", "t", "stop", "zoe", "s", "cafe", "19", "of", "24"]
        );
        assert_eq!(folded("cafe\u{301} İstanbul"), ["cafe", "istanbul"]);
        assert!(folded(" …—?! ").is_empty());
    }

    #[test]
    fn a_word_knows_where_it_stands() {
        let text = "é: Über\u{308} x";
        let at: Vec<&str> = words(text).iter().map(|w| &text[w.at.clone()]).collect();
        assert_eq!(at, ["é", "Über\u{308}", "x"]);
    }

    /// As `words` does it, letter by letter, without the short way for plain ones.
    fn slowly(text: &str) -> Vec<String> {
        let plain: String = text.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect();
        let words = plain.split(|c: char| !c.is_alphanumeric() && !is_combining_mark(c)).map(str::to_string);
        words
            .map(|w| w.chars().filter(|c| !is_combining_mark(*c)).collect::<String>())
            .filter(|w| !w.is_empty())
            .collect()
    }

    proptest! {
        #[test]
        fn plain_letters_are_cut_as_all_others(text in "[a-zA-Z0-9 .,é“ßÅ-]{0,40}") {
            prop_assert_eq!(folded(&text), slowly(&text));
        }

        #[test]
        fn any_text_is_cut_at_whole_letters(text in "\\PC{0,60}") {
            for word in words(&text) {
                prop_assert!(text.get(word.at.clone()).is_some());
                prop_assert!(!word.folded.is_empty());
            }
        }
    }
}

//! What a search finds in a text, for underlining it: words begin with what was typed, "phrases" stand together; case
//! and accents do not count.

use super::text::fold;
use std::ops::Range;
use unicode_normalization::char::is_combining_mark;

/// A search as typed, taken apart: each item is one or more folded words that must follow each other; the last may go
/// on. The store finds notes by the same rule.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Search {
    items: Vec<Vec<String>>,
}

impl Search {
    pub fn new(typed: &str) -> Search {
        let mut items = Vec::new();
        for (at, part) in typed.split(['"', '“', '”']).enumerate() {
            if at % 2 == 1 {
                items.push(words_of(part));
            } else {
                items.extend(words_of(part).into_iter().map(|word| vec![word]));
            }
        }
        items.retain(|words| !words.is_empty());
        Search { items }
    }

    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// The parts of `text` that fit, as byte ranges in order, none overlapping.
    pub fn ranges(&self, text: &str) -> Vec<Range<usize>> {
        if self.is_empty() {
            return Vec::new();
        }
        let spans = spans(text);
        let folded: Vec<String> = spans.iter().map(|s| fold(&text[s.clone()])).collect();
        let mut hit = vec![false; spans.len()];
        for item in &self.items {
            for start in 0..folded.len() {
                if fits(item, &folded[start..]) {
                    hit[start..start + item.len()].fill(true);
                }
            }
        }
        spans.into_iter().zip(hit).filter(|(_, hit)| *hit).map(|(span, _)| span).collect()
    }
}

/// Whether `words` begin with all that is wanted, the last of which may be a part of its word.
fn fits(wanted: &[String], words: &[String]) -> bool {
    let last = wanted.len().saturating_sub(1);
    words.len() > last
        && wanted
            .iter()
            .zip(words)
            .enumerate()
            .all(|(at, (wanted, word))| if at == last { word.starts_with(wanted.as_str()) } else { word == wanted })
}

fn words_of(text: &str) -> Vec<String> {
    spans(text).into_iter().map(|s| fold(&text[s])).filter(|w| !w.is_empty()).collect()
}

/// The words of a text: runs of letters, digits and marks on them.
fn spans(text: &str) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    let mut open = false;
    for (at, c) in text.char_indices() {
        let belongs = c.is_alphanumeric() || (open && is_combining_mark(c));
        let end = at + c.len_utf8();
        match out.last_mut() {
            Some(last) if belongs && open => last.end = end,
            _ if belongs => out.push(at..end),
            _ => {}
        }
        open = belongs;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found(typed: &str, text: &str) -> Vec<String> {
        Search::new(typed).ranges(text).into_iter().map(|r| text[r].to_string()).collect()
    }

    #[test]
    fn words_prefixes_and_phrases_fit() {
        assert_eq!(found("wor", "one word, two Words; sword"), ["word", "Words"]);
        assert_eq!(found("eleve", "les élèves"), ["élèves"]);
        assert_eq!(found("\"one word\"", "one word and one more word"), ["one", "word"]);
        assert_eq!(found("\"one wor\"", "one word, one more word"), ["one", "word"]);
        assert_eq!(found("don't", "they don't know"), ["they", "don", "t"]);
        assert!(found("", "text").is_empty());
        assert!(found("\"\" ?", "text?").is_empty());
    }

    proptest! {
        #[test]
        fn what_is_found_lies_within_the_text(typed in "\\PC{0,12}", text in "\\PC{0,40}") {
            for range in Search::new(&typed).ranges(&text) {
                prop_assert!(text.get(range).is_some());
            }
        }
    }
}

//! The school word list: words that tell nothing about what happened, and words for one and the same thing. Data, not
//! code: `assets/semantics/school-words.toml`, or a file of one's own.

use crate::domain::order::InOrder;
use crate::domain::text::visible;
use serde::Deserialize;
use std::collections::{HashMap, HashSet};

/// The list that comes with the program.
pub const BUILT_IN: &str = include_str!("../../../assets/semantics/school-words.toml");

/// More words than this in one list are refused: they would make every comparison slow.
const MOST_WORDS: usize = 20_000;

/// The file as it is written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Listed {
    #[serde(default)]
    stop: Vec<String>,
    #[serde(default)]
    roles: Vec<String>,
    #[serde(default)]
    same: Vec<Vec<String>>,
}

/// Words that are read as others.
#[derive(Debug, Clone)]
struct Phrase {
    words: Vec<String>,
    read_as: Vec<String>,
}

/// What is left out when lines are compared, and what is read as something else.
#[derive(Debug, Clone, Default)]
pub struct SchoolWords {
    left_out: HashSet<String>,
    /// By their first word, the longest first.
    phrases: HashMap<String, Vec<Phrase>>,
}

impl SchoolWords {
    /// Reads a list. The error says in a sentence what is wrong and in which line.
    pub fn read(toml: &str) -> Result<Self, String> {
        let listed: Listed = toml::from_str(toml).map_err(|e| {
            let line = e.span().map_or(1, |s| toml.get(..s.start).unwrap_or("").matches('\n').count() + 1);
            format!("line {line}: {}", visible(e.message()))
        })?;
        let words = listed.stop.len() + listed.roles.len() + listed.same.iter().map(Vec::len).sum::<usize>();
        if words > MOST_WORDS {
            return Err(format!("it has {words} words; at most {MOST_WORDS} can be used"));
        }
        let left_out = listed.stop.iter().chain(&listed.roles).flat_map(|w| folded(w)).collect();
        let mut phrases: HashMap<String, Vec<Phrase>> = HashMap::new();
        for group in &listed.same {
            let Some(first) = group.first().map(|w| folded(w)) else { continue };
            for words in group.iter().skip(1).map(|w| folded(w)) {
                if let Some(head) = words.first().cloned() {
                    phrases.entry(head).or_default().push(Phrase { words, read_as: first.clone() });
                }
            }
        }
        phrases.values_mut().for_each(|all| all.order_by_key(|phrase| std::cmp::Reverse(phrase.words.len())));
        Ok(Self { left_out, phrases })
    }

    /// The list that comes with the program.
    pub fn built_in() -> Self {
        // A test holds that the built-in list can be read; without it lines are compared by all their words.
        Self::read(BUILT_IN).unwrap_or_default()
    }

    /// Whether a word (lower case, no accents) tells nothing: it is listed, is a number, or is a seat such as "s4".
    pub fn leaves_out(&self, word: &str) -> bool {
        let digits = word.strip_prefix('s').unwrap_or(word);
        (!digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())) || self.left_out.contains(word)
    }

    /// Whether these words begin with a phrase that is read as another: how many words it has, and what it is read as.
    pub fn read_as(&self, words: &[&str]) -> Option<(usize, &[String])> {
        let candidates = self.phrases.get(*words.first()?)?;
        let fits = |p: &Phrase| words.len() >= p.words.len() && p.words.iter().zip(words).all(|(a, b)| a == b);
        candidates.iter().find(|p| fits(p)).map(|p| (p.words.len(), p.read_as.as_slice()))
    }
}

/// The words of a listed phrase as they are met in lines.
fn folded(phrase: &str) -> Vec<String> {
    super::split::words(phrase).into_iter().map(|w| w.folded).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_list_is_sound() {
        let list = SchoolWords::read(BUILT_IN).expect("the list can be read");
        assert!(list.leaves_out("the") && list.leaves_out("pupils") && list.leaves_out("s12") && list.leaves_out("40"));
        assert!(!list.leaves_out("fraction") && !list.leaves_out("story"));
    }

    #[test]
    fn the_longest_phrase_is_read_as_the_first_of_its_group() {
        let list = SchoolWords::read("same = [[\"goal\", \"target\", \"learning target\"]]").expect("a list");
        let goal = ["goal".to_string()];
        assert_eq!(list.read_as(&["learning", "target", "up"]), Some((2, goal.as_slice())));
        assert_eq!(list.read_as(&["target"]), Some((1, goal.as_slice())));
        assert_eq!(list.read_as(&["learning"]), None);
        assert_eq!(list.read_as(&[]), None);
    }

    #[test]
    fn a_mistake_is_named_with_its_line() {
        let why = SchoolWords::read("stop = []\nroels = []\n").expect_err("unknown key");
        assert!(why.starts_with("line 2:") && why.contains("roels"), "{why}");
    }
}

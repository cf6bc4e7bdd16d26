//! What a person has switched off: all of it, classes, single words. Kept as three short texts among the settings.

use super::rules::Rules;
use crate::domain::order::mapped;
use std::collections::{BTreeMap, BTreeSet};

/// Most words one can switch off; far more than anybody wants, and little to keep.
pub const MAX_WORDS: usize = 1_000;

/// Which findings are wanted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Switches {
    /// No questions about language at all.
    pub off: bool,
    /// Classes that are not as the lists have them by default: id and on or off.
    classes: BTreeMap<String, bool>,
    /// Words that are never asked about, as `Finding::word` gives them.
    words: BTreeSet<String>,
}

impl Switches {
    /// Every class of these lists on: for measuring.
    pub fn all_on(rules: &Rules) -> Switches {
        let classes = mapped(rules.classes().iter().map(|c| (c.id.clone(), true)));
        Switches { off: false, classes, words: BTreeSet::new() }
    }

    /// Reads the settings: classes as `cause=on praise=off`, words one a line.
    pub fn read(off: bool, classes: &str, words: &str) -> Switches {
        let switch = |entry: &str| {
            let (id, word) = entry.split_once('=')?;
            let on = match word {
                "on" => true,
                "off" => false,
                _ => return None,
            };
            Some((id.to_string(), on))
        };
        let words = words.lines().filter(|w| !w.is_empty()).take(MAX_WORDS).map(String::from).collect();
        Switches { off, classes: mapped(classes.split_whitespace().filter_map(switch)), words }
    }

    /// The classes as a setting.
    pub fn classes_text(&self) -> String {
        let word = |on: bool| if on { "on" } else { "off" };
        self.classes.iter().map(|(id, on)| format!("{id}={}", word(*on))).collect::<Vec<_>>().join(" ")
    }

    /// The words as a setting.
    pub fn words_text(&self) -> String {
        self.words.iter().map(String::as_str).collect::<Vec<_>>().join("\n")
    }

    /// Whether a class is on, while anything is; `default` is what the lists say.
    pub fn class_on(&self, id: &str, default: bool) -> bool {
        self.classes.get(id).copied().unwrap_or(default)
    }

    pub fn set_class(&mut self, id: &str, on: bool) {
        self.classes.insert(id.to_string(), on);
    }

    pub fn word_on(&self, word: &str) -> bool {
        !self.words.contains(word)
    }

    /// Switches a word off, or on again. False when there is no room for one more.
    pub fn set_word(&mut self, word: &str, on: bool) -> bool {
        if on {
            self.words.remove(word);
            return true;
        }
        if self.words.len() >= MAX_WORDS {
            return false;
        }
        self.words.insert(word.replace('\n', " "));
        true
    }

    /// The words that are switched off, in alphabetical order.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.words.iter().map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_read_back_as_they_were_written() {
        let mut switches = Switches::default();
        switches.set_class("cause", true);
        switches.set_class("praise", false);
        assert!(switches.set_word("great", false) && switches.set_word("a few", false));
        let again = Switches::read(false, &switches.classes_text(), &switches.words_text());
        assert_eq!(again, switches);
        assert!(again.class_on("cause", false) && !again.class_on("praise", true) && again.class_on("other", true));
        assert!(!again.word_on("a few") && again.word_on("few"));
    }

    #[test]
    fn settings_nobody_wrote_are_passed_over() {
        let switches = Switches::read(false, "cause=maybe =on x praise=off", "\n\ngood\n");
        assert!(!switches.class_on("praise", true) && switches.class_on("cause", true));
        assert_eq!(switches.words().collect::<Vec<_>>(), ["good"]);
    }

    #[test]
    fn off_is_off_and_words_come_back() {
        let mut switches = Switches::read(true, "cause=on", "");
        assert!(switches.off && switches.class_on("cause", false));
        for n in 0..MAX_WORDS {
            assert!(switches.set_word(&format!("word{n}"), false));
        }
        assert!(!switches.set_word("one more", false));
        assert!(switches.set_word("word1", true) && switches.word_on("word1"));
    }
}

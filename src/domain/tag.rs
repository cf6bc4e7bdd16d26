//! Tags: labels on notes, in a tree.

use super::text::fold;

/// Longest name of a tag, in characters.
pub const MAX_NAME: usize = 40;

/// A tag's name as it is stored, from what was typed: no leading `#`, blanks become hyphens, punctuation at the end is
/// left out. `None` when nothing is left or the name does not begin with a letter ("#3" is a number, not a tag).
pub fn clean_name(typed: &str) -> Option<String> {
    let trimmed = typed.trim().trim_start_matches('#').trim_end_matches(|c: char| !c.is_alphanumeric());
    let name: String = trimmed
        .chars()
        .map(|c| if c.is_whitespace() { '-' } else { c })
        .filter(|c| {
            c.is_alphanumeric()
                || matches!(c, '-' | '_' | '/' | '\'' | '’')
                || unicode_normalization::char::is_combining_mark(*c)
        })
        .take(MAX_NAME)
        .collect();
    let name = name.trim_end_matches(|c: char| !c.is_alphanumeric()).to_string();
    name.chars().next().is_some_and(char::is_alphabetic).then_some(name)
}

/// Whether two names mean the same tag: case and accents do not count.
pub fn same_name(a: &str, b: &str) -> bool {
    fold(a) == fold(b)
}

/// Colours a tag can have, as the terminal's own: 0 is none.
pub const COLOURS: [&str; 7] = ["none", "red", "green", "yellow", "blue", "magenta", "cyan"];

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_are_cleaned() {
        assert_eq!(clean_name("#wait-time,").as_deref(), Some("wait-time"));
        assert_eq!(clean_name(" one word ").as_deref(), Some("one-word"));
        assert_eq!(clean_name("3"), None);
        assert_eq!(clean_name("#"), None);
        assert_eq!(clean_name("…"), None);
        assert!(same_name("Élève", "eleve"));
    }

    proptest! {
        #[test]
        fn cleaning_twice_changes_nothing(typed in any::<String>()) {
            if let Some(name) = clean_name(&typed) {
                prop_assert_eq!(clean_name(&name), Some(name));
            }
        }
    }
}

//! A trial's "what would we see?" as a look-for on a sheet of its own, for the next walk.

use super::sheet::{FORMAT, MAX_ID, MAX_LABEL, MAX_PROSE};
use super::text::{fold, is_unsafe};
use serde::Serialize;

/// Longest answer to "what would we see?", in characters: it is the label of a look-for.
pub const LONGEST_SIGN: usize = MAX_LABEL;

/// A sheet with the one look-for of a trial.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrialSheet {
    pub id: String,
    pub title: String,
    /// The whole definition, as TOML.
    pub body: String,
    /// The look-for's id on it.
    pub look_for: String,
}

#[derive(Serialize)]
struct Written<'a> {
    format: i64,
    id: &'a str,
    title: &'a str,
    purpose: &'a str,
    look_for: [LookFor<'a>; 1],
}

#[derive(Serialize)]
struct LookFor<'a> {
    id: &'a str,
    key: &'a str,
    label: &'a str,
    looks_like: &'a str,
    way: &'a str,
}

/// The sheet on which `sign`, what would be seen if the trial works, is ticked as seen, not seen, or not looked for.
/// `change` says what is tried. Texts that are too long for a sheet are cut. `None` where `sign` says nothing.
pub fn sheet(sign: &str, change: &str) -> Option<TrialSheet> {
    let label = cut(sign, MAX_LABEL);
    if label.is_empty() {
        return None;
    }
    let look_for = id_of(&label);
    let id = cut(&format!("try-{look_for}"), MAX_ID);
    let title = cut(&format!("We try: {}", cut(change, MAX_LABEL)), MAX_LABEL);
    let looks_like = cut(&format!("What we expect to see when we try this: {change}"), MAX_PROSE);
    let purpose =
        "A team is trying something and asked to know what can be seen of it. This is not about rating anyone.";
    let written = Written {
        format: FORMAT,
        id: id.trim_end_matches('-'),
        title: &title,
        purpose,
        look_for: [LookFor { id: &look_for, key: "1", label: &label, looks_like: &looks_like, way: "tick" }],
    };
    let body = toml::to_string(&written).ok()?;
    Some(TrialSheet { id: written.id.to_string(), title, body, look_for })
}

/// One line of at most so many characters, without those that no sheet may hold.
fn cut(text: &str, most: usize) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let line: String = line.chars().filter(|c| !is_unsafe(*c)).collect();
    line.trim().chars().take(most).collect::<String>().trim_end().to_string()
}

/// An id made of a label: small letters, digits and hyphens.
fn id_of(label: &str) -> String {
    let plain: String = fold(label).chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    let words: Vec<&str> = plain.split('-').filter(|w| !w.is_empty()).collect();
    let id: String = words.join("-").chars().take(MAX_ID - 4).collect();
    let id = id.trim_end_matches('-');
    if id.is_empty() { "what-we-expect".to_string() } else { id.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::mark::Way;
    use crate::domain::sheet::Sheet;
    use proptest::prelude::*;

    #[test]
    fn what_would_be_seen_becomes_a_tick() {
        let made = sheet("a minute in pairs before any answer", "pairs first").expect("a sheet");
        let read = Sheet::parse("x", &made.body).expect("sound");
        assert_eq!(read.look_fors.len(), 1);
        assert_eq!(read.look_fors[0].id, made.look_for);
        assert_eq!(read.look_fors[0].way, Way::Tick);
        assert_eq!(read.look_fors[0].label, "a minute in pairs before any answer");
        assert_eq!(sheet("  ", "x"), None);
    }

    proptest! {
        #[test]
        fn whatever_is_typed_gives_a_sound_sheet(sign in "\\PC{1,200}", change in "\\PC{0,900}") {
            if let Some(made) = sheet(&sign, &change) {
                let read = Sheet::parse("x", &made.body);
                prop_assert!(read.is_ok(), "{:?} {}", read.err(), made.body);
                prop_assert!(Sheet::is_id(&made.id));
            }
        }
    }
}

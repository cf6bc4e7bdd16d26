//! The one way in which a text of the file comes onto the projector: what the leader left out stays out, words the leader
//! chose stand in place of the others, and every name is masked.

use crate::domain::id::Uid;
use crate::domain::talk_shown::TalkShown;
use crate::language::mask::Masker;
use crate::store::api::{CheckedPiece, TalkView};

/// What may be seen.
pub struct Seen<'a> {
    names: &'a Masker,
    /// None: what the leader decided cannot be read, so no pattern and no note is shown.
    shown: Option<TalkShown>,
    /// What could tell whose room it was, by pattern and note.
    checked: &'a [CheckedPiece],
}

impl<'a> Seen<'a> {
    /// What may be seen of a talk.
    pub fn new(names: &'a Masker, view: &'a TalkView) -> Seen<'a> {
        Seen { names, shown: TalkShown::read(&view.shown), checked: &view.checked }
    }

    /// A text that people see: its names are masked.
    pub fn text(&self, text: &str) -> String {
        self.names.mask(text)
    }

    /// The words of a pattern or a note; `None`: it is left out, or something in it could tell who and the leader has not
    /// decided about it, or it was not checked yet.
    pub fn piece(&self, uid: Uid, own: &str) -> Option<String> {
        let shown = self.shown.as_ref()?;
        self.checked.iter().find(|c| c.of == uid)?.shown()?;
        let text = self.text(shown.words(uid, own)?);
        let hidden = shown.piece(uid).map_or(&[][..], |p| p.hidden.as_slice());
        Some(hidden.iter().fold(text, |text, words| without(&text, words)))
    }

    /// Whether the numbers of a pattern may be shown.
    pub fn numbers(&self, uid: Uid) -> bool {
        self.checked.iter().find(|c| c.of == uid).is_some_and(CheckedPiece::numbers)
    }
}

/// Stands in place of words that the leader wants masked.
const HIDDEN: &str = "[…]";

/// A text without these words, in whatever case they stand.
fn without(text: &str, words: &str) -> String {
    let (text_low, words_low) = (text.to_lowercase(), words.trim().to_lowercase());
    // Lower case can be longer than what it is made of; then only the words as they stand are taken out.
    if words_low.is_empty() || text_low.len() != text.len() {
        return if words.trim().is_empty() { text.to_string() } else { text.replace(words.trim(), HIDDEN) };
    }
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for (at, found) in text_low.match_indices(&words_low) {
        out.push_str(text.get(from..at).unwrap_or_default());
        out.push_str(HIDDEN);
        from = at + found.len();
    }
    out.push_str(text.get(from..).unwrap_or_default());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_taken_out_in_whatever_case() {
        assert_eq!(without("The new teacher waits", "the New teacher"), "[…] waits");
        assert_eq!(without("İstanbul and the map", "the map"), "İstanbul and […]");
        assert_eq!(without("as it is", " "), "as it is");
    }
}

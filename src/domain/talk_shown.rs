//! What a talk shows otherwise than by itself: for single patterns and notes, that they are left out, or the words they
//! are shown with. It is kept with the talk as one JSON text, written while the talk is prepared and read when it runs:
//!
//! ```json
//! {"pieces": {"0198c1de-…": {"left_out": true}, "0198c1df-…": {"text": "a student reads the first line aloud"}}}
//! ```
//!
//! A pattern's piece is about its statement, a note's about its text. What is not named is shown by itself, its names
//! masked. Keys that are not known here are a newer version's and are kept.

use super::id::Uid;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// All decisions of one talk.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct TalkShown {
    /// By the id of the pattern or note, as its 36-character text.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub pieces: BTreeMap<String, Piece>,
    #[serde(flatten)]
    pub more: Map<String, Value>,
}

/// What was decided of one pattern or note.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Piece {
    /// It is not shown at all.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub left_out: bool,
    /// Shown in place of its own words. Names are masked in it all the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Words of it that are masked besides the names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hidden: Vec<String>,
    /// What could tell whose room it was and is shown all the same, by the key of the finding (`insight::guess`).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kept: Vec<String>,
    #[serde(flatten)]
    pub more: Map<String, Value>,
}

impl TalkShown {
    /// Reads what is kept with a talk; an empty text decides nothing. `None` where it cannot be read: then nobody knows
    /// what the leader left out, and no pattern and no note may be shown.
    pub fn read(text: &str) -> Option<TalkShown> {
        if text.trim().is_empty() { Some(TalkShown::default()) } else { serde_json::from_str(text).ok() }
    }

    /// As it is kept; empty where nothing is decided.
    pub fn written(&self) -> String {
        if *self == TalkShown::default() { String::new() } else { serde_json::to_string(self).unwrap_or_default() }
    }

    /// What was decided of a pattern or a note.
    pub fn piece(&self, uid: Uid) -> Option<&Piece> {
        self.pieces.get(&uid.to_text())
    }

    /// The words to show for a piece whose own words are `own`, names not masked yet; `None`: it is left out.
    pub fn words<'t>(&'t self, uid: Uid, own: &'t str) -> Option<&'t str> {
        match self.piece(uid) {
            Some(piece) if piece.left_out => None,
            Some(piece) => Some(piece.text.as_deref().unwrap_or(own)),
            None => Some(own),
        }
    }

    /// Decides on a piece. Where nothing is left decided of it, it is forgotten.
    pub fn decide(&mut self, uid: Uid, decide: impl FnOnce(&mut Piece)) {
        let piece = self.pieces.entry(uid.to_text()).or_default();
        decide(piece);
        if *piece == Piece::default() {
            self.pieces.remove(&uid.to_text());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decisions_read_back_and_keep_what_they_do_not_know() {
        let (one, other) = (Uid([1; 16]), Uid([2; 16]));
        let mut shown = TalkShown::read("").expect("nothing is decided");
        assert_eq!((shown.words(one, "own"), shown.written().as_str()), (Some("own"), ""));
        shown.decide(one, |p| p.left_out = true);
        shown.decide(other, |p| p.text = Some("other words".into()));
        let read = TalkShown::read(&shown.written()).expect("what was written");
        assert_eq!(read, shown);
        assert_eq!((read.words(one, "own"), read.words(other, "own")), (None, Some("other words")));
        shown.decide(one, |p| p.left_out = false);
        assert_eq!(shown.pieces.len(), 1);
        let newer = r#"{"pieces":{},"colour":3}"#;
        assert_eq!(TalkShown::read(newer).map(|s| s.written()).as_deref(), Some(r#"{"colour":3}"#));
        assert_eq!(TalkShown::read("{"), None);
    }
}

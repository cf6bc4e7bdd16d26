//! The text of a visit, a note a line, and where each note stands in it.

use super::plain;
use crate::domain::note::NoteKind;
use crate::domain::sheet::Sheet;
use crate::domain::time::elapsed;
use crate::exchange::papers::visit::marked_facts;
use crate::exchange::tables::known::Known;
use crate::store::api::{NoteRow, VisitView};

/// Where a note stands: characters (Unicode code points) from the beginning of the text, the end not included.
#[derive(Debug)]
pub(super) struct Spot<'v> {
    pub note: &'v NoteRow,
    /// Its line, from 0.
    pub line: usize,
    pub start: usize,
    pub end: usize,
}

/// The text of a visit. Lines end with a line feed alone, without a mark at the beginning: other programs count those
/// differently.
pub(super) fn of<'v>(known: &Known, view: &'v VisitView) -> (String, Vec<Spot<'v>>) {
    let (mut text, mut spots, mut at) = (String::new(), Vec::new(), 0);
    let notes = view.notes.iter().filter(|n| n.kind != NoteKind::FollowUp);
    for (line, note) in notes.enumerate() {
        let time = note.at_ms.map(|ms| format!("{} ", elapsed(ms))).unwrap_or_default();
        let kind = if note.kind == NoteKind::Evidence { String::new() } else { format!("{}: ", note.kind.word()) };
        let about = note.about.map(|a| format!("{} ", a.sign())).unwrap_or_default();
        let before = format!("{time}{kind}");
        let words = format!("{about}{}", plain(&known.masked(&note.text)));
        let start = at + before.chars().count();
        let end = start + words.chars().count();
        spots.push(Spot { note, line, start, end });
        at = end + 1;
        text += &before;
        text += &words;
        text.push('\n');
    }
    let sheet = view.sheet.as_deref().and_then(|body| Sheet::parse("", body).ok());
    let facts = marked_facts(view, sheet.as_ref());
    if !facts.is_empty() {
        text += if text.is_empty() { "Looked for:\n" } else { "\nLooked for:\n" };
        for fact in facts {
            text += &plain(&known.masked(&fact));
            text.push('\n');
        }
    }
    if text.is_empty() {
        text += "Nothing was written.\n";
    }
    (text, spots)
}

//! The lines of a visit in the order in which things happened: notes, with the marks between them.

use crate::domain::id::Uid;
use crate::domain::mark::{Tick, Way};
use crate::domain::sheet::Sheet;
use crate::store::api::{MarkRow, NoteRow, VisitView};

/// One line of the visit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Line<'a> {
    Note(&'a NoteRow),
    /// A look-for by its label, when it was marked, and what the mark says. A tally's events that follow each other
    /// are one line, with how many they are.
    Mark { label: &'a str, at_ms: Option<i64>, tick: Option<Tick>, times: usize },
}

impl Line<'_> {
    /// The note of this line, if it is one.
    pub fn note(&self) -> Option<Uid> {
        match self {
            Line::Note(note) => Some(note.uid),
            Line::Mark { .. } => None,
        }
    }

    /// Corridor lines come last, before them what has no minute, in its own order.
    fn place(&self) -> (bool, i64) {
        match self {
            Line::Note(note) => (note.after, note.at_ms.unwrap_or(i64::MAX)),
            Line::Mark { at_ms, .. } => (false, at_ms.unwrap_or(i64::MAX)),
        }
    }
}

/// Notes and marks of a visit in their order.
pub fn timeline<'a>(view: &'a VisitView, sheet: Option<&'a Sheet>) -> Vec<Line<'a>> {
    let mut lines: Vec<Line> = view.notes.iter().map(Line::Note).collect();
    lines.extend(view.marks.iter().map(|m| mark(m, sheet)));
    lines.sort_by_key(Line::place);
    let mut out: Vec<Line> = Vec::new();
    for line in lines {
        match (out.last_mut(), line) {
            (
                Some(Line::Mark { label, tick: None, times, .. }),
                Line::Mark { label: again, tick: None, times: more, .. },
            ) if *label == again => *times += more,
            (_, line) => out.push(line),
        }
    }
    out
}

fn mark<'a>(mark: &'a MarkRow, sheet: Option<&'a Sheet>) -> Line<'a> {
    let label = sheet.and_then(|s| s.look_for(&mark.look_for)).map_or(mark.look_for.as_str(), |l| l.label.as_str());
    let tick = if mark.way == Way::Tick { mark.tick().or(Some(Tick::NotLookedFor)) } else { None };
    Line::Mark { label, at_ms: mark.at_ms, tick, times: 1 }
}

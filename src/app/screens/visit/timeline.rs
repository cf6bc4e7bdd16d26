//! The lines of a visit in the order in which things happened: notes with the marks between them, then what was written
//! after leaving, then what the teacher said.

use crate::domain::id::Uid;
use crate::domain::mark::{Tick, Way};
use crate::domain::sheet::Sheet;
use crate::domain::text::count;
use crate::domain::time::elapsed;
use crate::store::api::{MarkRow, NoteRow, ReplyRow, VisitView};

/// One line of the visit.
#[derive(Debug, Clone, PartialEq)]
pub enum Line<'a> {
    Note(&'a NoteRow),
    Mark(MarkLine<'a>),
    Reply(&'a ReplyRow),
}

/// What was marked on one look-for at one time. A tally's events that follow each other are one line.
#[derive(Debug, Clone, PartialEq)]
pub struct MarkLine<'a> {
    /// The marks it stands for, in order; there is always one.
    pub marks: Vec<&'a MarkRow>,
    pub label: &'a str,
    pub says: Says,
    /// What the marks say, without the label: "seen", "3 times".
    pub words: String,
    /// Milliseconds since the visit began; none when it was settled afterwards.
    pub at_ms: Option<i64>,
    /// How long it went on, milliseconds, where it is a stretch and not a moment.
    pub length: Option<i64>,
}

/// What a mark is at a glance: the sign it stands under.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Says {
    Seen,
    NotSeen,
    NotLookedFor,
    /// It happened, or was counted.
    Happened,
}

impl Line<'_> {
    /// What is marked when the cursor is on this line.
    pub fn uid(&self) -> Uid {
        match self {
            Line::Note(note) => note.uid,
            Line::Mark(line) => line.marks.first().map_or(Uid([0; 16]), |m| m.uid),
            Line::Reply(reply) => reply.uid,
        }
    }

    /// Whether the line shows the thing with this id: a tally's line shows each of its events.
    pub fn shows(&self, uid: Uid) -> bool {
        match self {
            Line::Mark(line) => line.marks.iter().any(|m| m.uid == uid),
            line => line.uid() == uid,
        }
    }

    /// The minute it stands at, milliseconds since the visit began.
    pub fn at_ms(&self) -> Option<i64> {
        match self {
            Line::Note(note) => note.at_ms.filter(|_| !note.after),
            Line::Mark(line) => line.at_ms,
            Line::Reply(_) => None,
        }
    }

    /// What was said comes last, before it the lines of the corridor, before them what has no minute.
    fn place(&self) -> (u8, i64) {
        match self {
            Line::Note(note) => (u8::from(note.after), note.at_ms.unwrap_or(i64::MAX)),
            Line::Mark(line) => (0, line.at_ms.unwrap_or(i64::MAX)),
            Line::Reply(_) => (2, 0),
        }
    }
}

/// Everything of a visit in its order.
pub fn timeline<'a>(view: &'a VisitView, sheet: Option<&'a Sheet>) -> Vec<Line<'a>> {
    let mut lines: Vec<Line> = view.notes.iter().map(Line::Note).collect();
    lines.extend(view.marks.iter().map(|m| Line::Mark(mark_line(m, sheet))));
    lines.extend(view.replies.iter().map(Line::Reply));
    lines.sort_by_key(Line::place);
    let mut out: Vec<Line> = Vec::new();
    for line in lines {
        match (out.last_mut(), line) {
            (Some(Line::Mark(above)), Line::Mark(next)) if follows(above, &next) => {
                above.marks.extend(next.marks);
                above.words = times_words(&above.marks);
            }
            (_, line) => out.push(line),
        }
    }
    out
}

/// Whether a tally's event belongs to the line above it.
fn follows(above: &MarkLine, next: &MarkLine) -> bool {
    let tally = |line: &MarkLine| line.marks.iter().all(|m| m.way == Way::Tally);
    tally(above) && tally(next) && above.label == next.label
}

/// One mark as a line.
pub fn mark_line<'a>(mark: &'a MarkRow, sheet: Option<&'a Sheet>) -> MarkLine<'a> {
    let label = sheet.and_then(|s| s.look_for(&mark.look_for)).map_or(mark.look_for.as_str(), |l| l.label.as_str());
    let (says, words) = match (mark.way, mark.tick()) {
        (Way::Tick, Some(Tick::Seen)) => (Says::Seen, "seen".to_string()),
        (Way::Tick, Some(Tick::NotSeen)) => (Says::NotSeen, "looked for, not seen".to_string()),
        (Way::Tick, _) => (Says::NotLookedFor, "not looked for".to_string()),
        (Way::Tally, _) => (Says::Happened, times_words(&[mark])),
        _ => (Says::Happened, "marked".to_string()),
    };
    MarkLine { marks: vec![mark], label, says, words, at_ms: mark.at_ms, length: None }
}

/// "once", "3 times, the last 4:10".
fn times_words(marks: &[&MarkRow]) -> String {
    let first = marks.first().and_then(|m| m.at_ms).map(elapsed);
    let last = marks.last().and_then(|m| m.at_ms).map(elapsed).filter(|_| marks.len() > 1);
    let last = last.filter(|l| first.as_ref() != Some(l)).map(|l| format!(", the last {l}")).unwrap_or_default();
    if marks.len() == 1 { "once".into() } else { format!("{}{last}", count(marks.len(), "time", "times")) }
}

/// One look-for, or the notes, against the minutes of the visit.
#[derive(Debug, Clone, PartialEq)]
pub struct Strip<'a> {
    pub label: &'a str,
    /// When it happened, and for how long where it is a stretch; milliseconds.
    pub spans: Vec<(i64, Option<i64>)>,
}

/// The look-fors that were marked at a time, in the order of the sheet, below the notes.
pub fn strips<'a>(view: &'a VisitView, sheet: Option<&'a Sheet>) -> Vec<Strip<'a>> {
    let notes = view.notes.iter().filter(|n| !n.after).filter_map(|n| Some((n.at_ms?, None))).collect();
    let mut lanes = vec![Strip { label: "notes", spans: notes }];
    for look_for in sheet.iter().flat_map(|s| &s.look_fors) {
        lanes.push(Strip { label: &look_for.label, spans: Vec::new() });
    }
    for line in view.marks.iter().map(|m| mark_line(m, sheet)) {
        let Some(at) = line.at_ms.filter(|_| matches!(line.says, Says::Seen | Says::Happened)) else { continue };
        match lanes.iter_mut().skip(1).find(|l| l.label == line.label) {
            Some(lane) => lane.spans.push((at, line.length)),
            None => lanes.push(Strip { label: line.label, spans: vec![(at, line.length)] }),
        }
    }
    lanes.retain(|l| !l.spans.is_empty());
    if lanes.iter().all(|l| l.label == "notes") { Vec::new() } else { lanes }
}

/// How long the visit was, to its last line at least; milliseconds.
pub fn span(view: &VisitView, sheet: Option<&Sheet>) -> i64 {
    let v = &view.visit;
    let clock = v.started.zip(v.ended).map_or(0, |(from, to)| to - from - v.paused);
    let ends = view.marks.iter().map(|m| mark_line(m, sheet)).filter_map(|l| Some(l.at_ms? + l.length.unwrap_or(0)));
    let notes = view.notes.iter().filter_map(|n| n.at_ms.filter(|_| !n.after));
    ends.chain(notes).chain([clock, 60_000]).max().unwrap_or(60_000)
}

//! The lines of a visit in the order in which things happened: notes with the marks between them, then what was written
//! after leaving, then what the teacher said.

use crate::domain::id::Uid;
use crate::domain::mark::{Detail, Tick, Way};
use crate::domain::marking::moment;
use crate::domain::order::InOrder;
use crate::domain::sheet::{LookFor, Sheet};
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
    lines.extend(view.marks.iter().map(|m| Line::Mark(told(view, mark_line(m, sheet)))));
    lines.extend(view.replies.iter().map(Line::Reply));
    // What was marked in the same moment stands in the order of the sheet, the codes of an interval together.
    let row = |mark: &MarkRow| sheet.and_then(|s| s.look_fors.iter().position(|l| l.id == mark.look_for));
    let rank = |line: &Line| match line {
        Line::Mark(line) => line.marks.first().map(|m| row(m).unwrap_or(usize::MAX)),
        _ => None,
    };
    lines.order_by_key(|line| (line.place(), rank(line)));
    let mut out: Vec<Line> = Vec::new();
    for line in lines {
        match (out.last_mut(), line) {
            (Some(Line::Mark(above)), Line::Mark(next)) if follows(above, &next) => {
                above.marks.extend(next.marks);
                above.words = together(&above.marks, sheet);
            }
            (_, line) => out.push(line),
        }
    }
    out
}

/// An answer whose note was deleted is none any more, and says so.
fn told<'a>(view: &VisitView, line: MarkLine<'a>) -> MarkLine<'a> {
    let gone = line.marks.iter().any(|m| match &m.detail {
        Detail::Note(note) => !view.notes.iter().any(|n| n.uid == *note),
        _ => false,
    });
    if gone { MarkLine { words: "its answer was deleted".into(), says: Says::NotLookedFor, ..line } } else { line }
}

/// Whether a mark belongs to the line above it: a tally's next event, another code of the same interval.
fn follows(above: &MarkLine, next: &MarkLine) -> bool {
    let (Some(a), Some(b)) = (above.marks.last(), next.marks.first()) else { return false };
    let same = a.way == b.way && a.look_for == b.look_for;
    same && match a.way {
        Way::Tally => true,
        Way::Interval => a.value == b.value,
        _ => false,
    }
}

/// One mark as a line.
pub fn mark_line<'a>(mark: &'a MarkRow, sheet: Option<&'a Sheet>) -> MarkLine<'a> {
    let look_for = sheet.and_then(|s| s.look_for(&mark.look_for));
    let says = match (mark.way, mark.tick()) {
        (Way::Tick, Some(Tick::Seen)) => Says::Seen,
        (Way::Tick, Some(Tick::NotSeen)) => Says::NotSeen,
        (Way::Tick, _) => Says::NotLookedFor,
        _ => Says::Happened,
    };
    MarkLine {
        marks: vec![mark],
        label: look_for.map_or(mark.look_for.as_str(), |l| l.label.as_str()),
        says,
        words: together(&[mark], sheet),
        at_ms: mark.at_ms,
        length: mark.length().filter(|_| mark.way == Way::Timer),
    }
}

/// What marks of one line say, in words.
fn together(marks: &[&MarkRow], sheet: Option<&Sheet>) -> String {
    let Some(first) = marks.first() else { return String::new() };
    let look_for = sheet.and_then(|s| s.look_for(&first.look_for));
    match (first.way, first.tick()) {
        (Way::Tick, Some(Tick::NotSeen)) => "looked for, not seen".into(),
        (Way::Tick, None) => Tick::NotLookedFor.words().into(),
        (Way::Tally, _) => times_words(marks),
        (Way::Interval, _) => {
            let codes: Vec<String> = marks.iter().map(|m| option_label(look_for, m.option().unwrap_or(""))).collect();
            let number = first.value.map(|n| format!(" in interval {n}")).unwrap_or_default();
            format!("{}{number}", codes.join(", "))
        }
        _ => moment(look_for, first),
    }
}

fn option_label(look_for: Option<&LookFor>, id: &str) -> String {
    look_for.and_then(|l| l.option(id)).map_or(id, |o| o.label.as_str()).to_string()
}

/// "once", "3 times, the last 4:10".
fn times_words(marks: &[&MarkRow]) -> String {
    let first = marks.first().and_then(|m| m.at_ms).map(elapsed);
    let last = marks.last().and_then(|m| m.at_ms).map(elapsed).filter(|_| marks.len() > 1);
    let last = last.filter(|l| first.as_ref() != Some(l)).map(|l| format!(", the last {l}")).unwrap_or_default();
    if marks.len() == 1 { "once".into() } else { format!("{}{last}", count(marks.len(), "time", "times")) }
}

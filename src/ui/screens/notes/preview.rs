//! The marked note among those before and after it in its visit.

use super::row;
use crate::app::App;
use crate::domain::found::Search;
use crate::domain::note::NoteKind;
use crate::domain::text::{visible, width, wrap};
use crate::domain::time::{elapsed, local_time, short_day};
use crate::store::api::{NoteRow, VisitView};
use crate::ui::paint::{Paint, after, below, top};
use crate::ui::widgets::list::first_row;
use chrono::Datelike;
use ratatui::layout::Rect;

/// Rows the marked note's own text may take.
const OWN_ROWS: usize = 5;

/// The notes of the visit, when the visit shown is that of this note.
fn visit_of<'a>(app: &'a App, note: &NoteRow) -> Option<&'a VisitView> {
    app.notes.context.as_ref().filter(|c| c.visit.uid == note.visit)
}

/// Where the note was written: room, day, grade, subject.
fn place(app: &App, note: &NoteRow) -> String {
    let grade = if note.grade.is_empty() { String::new() } else { format!("Grade {}", note.grade) };
    let parts = [note.room.clone(), row::day(app, note), grade, note.subject.clone()];
    parts.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(", ")
}

/// When in the visit: minutes and seconds, "after" for the corridor, nothing for a visit written afterwards.
fn when(note: &NoteRow) -> String {
    if note.after { "after".into() } else { note.at_ms.map(elapsed).unwrap_or_default() }
}

/// The panel at the right.
pub fn panel(paint: &mut Paint, area: Rect, app: &App, note: &NoteRow, search: &Search) {
    let dim = paint.styles.dim;
    paint.line(top(area, 1), &place(app, note), dim);
    let details = details(app, note);
    let foot = u16::try_from(details.len()).unwrap_or(0) + if note.tags.is_empty() { 0 } else { 1 } + 1;
    let body = below(area, 2);
    let body = Rect { height: body.height.saturating_sub(foot), ..body };
    let used = match visit_of(app, note) {
        Some(visit) => around(paint, body, visit, note, search),
        None => own(paint, body, note, true, search),
    };
    let mut rest = below(area, 2 + used + 1);
    if !note.tags.is_empty() {
        let label = paint.put(top(rest, 1), &[("tags  ", dim)]);
        row::draw_tags(paint, after(top(rest, 1), label), app, note);
        rest = below(rest, 1);
    }
    for (line, row) in details.iter().zip(rest.rows()) {
        paint.line(row, line, dim);
    }
}

/// What else there is to say of the note.
fn details(app: &App, note: &NoteRow) -> Vec<String> {
    let mut out = Vec::new();
    if note.kind == NoteKind::FollowUp {
        let until = note.expires.filter(|at| *at > 0).map(|at| local_time(at, app.now.offset).date_naive());
        out.push(match until {
            Some(day) => format!("follow-up, goes away on {}: K keeps it", short_day(day, app.now.today().year())),
            None => "follow-up, kept".into(),
        });
    } else if !matches!(note.kind, NoteKind::Evidence) {
        out.push(note.kind.word().into());
    }
    if note.two_versions {
        out.push("changed on two laptops; this is the newer text".into());
    }
    out
}

/// The notes of the visit with the marked one in sight and whole. Returns the rows used.
fn around(paint: &mut Paint, area: Rect, visit: &VisitView, note: &NoteRow, search: &Search) -> u16 {
    let Some(at) = visit.notes.iter().position(|n| n.uid == note.uid) else {
        return own(paint, area, note, true, search);
    };
    let own_rows = wrapped_rows(note, area.width);
    let others = usize::from(area.height).saturating_sub(own_rows).max(1);
    // The marked note counts as one row while the window is chosen, then takes the rows it needs.
    let first = first_row(at, visit.notes.len(), others + 1);
    let mut rest = area;
    for (i, other) in visit.notes.iter().enumerate().skip(first).take(others + 1) {
        if rest.height == 0 {
            break;
        }
        let used =
            if i == at { own(paint, rest, note, false, search) } else { line(paint, top(rest, 1), other, search) };
        rest = below(rest, used);
    }
    area.height - rest.height
}

fn lead(note: &NoteRow) -> String {
    let sign = row::sign(note);
    let gap = if sign.is_empty() { "" } else { " " };
    format!("{:>5} {sign}{gap}", when(note))
}

fn line(paint: &mut Paint, area: Rect, note: &NoteRow, search: &Search) -> u16 {
    let dim = paint.styles.dim;
    let used = paint.put(area, &[("  ", dim), (&lead(note), dim)]);
    row::found(paint, after(area, used), &note.text, search, dim);
    1
}

fn wrapped(note: &NoteRow, columns: u16) -> Vec<String> {
    let room = usize::from(columns).saturating_sub(2 + width(&lead(note))).max(8);
    let head: String = note.text.chars().take(room * (OWN_ROWS + 1)).collect();
    wrap(&visible(&head), room)
}

fn wrapped_rows(note: &NoteRow, columns: u16) -> usize {
    wrapped(note, columns).len().min(OWN_ROWS)
}

/// The marked note itself, over several rows. Returns the rows used.
fn own(paint: &mut Paint, area: Rect, note: &NoteRow, alone: bool, search: &Search) -> u16 {
    let (strong, dim) = (paint.styles.strong, paint.styles.dim);
    let lines = wrapped(note, area.width);
    let lead = lead(note);
    let marker = if alone { "  " } else { "> " };
    let first = paint.put(top(area, 1), &[(marker, strong), (&lead, dim)]);
    let shown = lines.len().min(OWN_ROWS).min(usize::from(area.height));
    for (i, (text, place)) in lines.iter().take(shown).zip(area.rows()).enumerate() {
        let cut = i + 1 == shown && lines.len() > shown;
        let text = if cut { format!("{text}{}", paint.signs.on_its_way) } else { text.clone() };
        row::found(paint, after(place, first), &text, search, strong);
    }
    u16::try_from(shown).unwrap_or(0)
}

/// Two lines under the list, where there is no room beside it: the note itself, then what stands before and after it.
pub fn two_lines(paint: &mut Paint, area: Rect, app: &App, note: &NoteRow, search: &Search) {
    let s = paint.styles;
    let lead = lead(note);
    let used = paint.put(top(area, 1), &[(&lead, s.dim)]);
    row::found(paint, after(top(area, 1), used), &note.text, search, s.strong);
    let second = below(area, 1);
    let neighbours = visit_of(app, note).and_then(|v| {
        let at = v.notes.iter().position(|n| n.uid == note.uid)?;
        Some((at.checked_sub(1).and_then(|i| v.notes.get(i)), v.notes.get(at + 1)))
    });
    let (before, later) = neighbours.unwrap_or((None, None));
    let half = area.width / 2;
    let parts = [("before", before), ("then", later)];
    let mut rest = second;
    for (word, other) in parts {
        if let Some(other) = other {
            let cell = Rect { width: half.saturating_sub(2).min(rest.width), ..rest };
            let text = format!("{word} {}{}", self::lead(other).trim_start(), other.text);
            paint.line(cell, &text, s.dim);
            rest = after(rest, half);
        }
    }
    if before.is_none() && later.is_none() {
        let details = details(app, note);
        let mut words = vec![place(app, note)];
        words.extend(details);
        paint.line(second, &words.join("   "), s.dim);
    }
}

//! The lines of the visit, the newest at the bottom, each with its time and whether it is on the disk. A long line
//! takes as many rows as it needs.

use crate::app::App;
use crate::app::recording::{LiveNote, LiveVisit};
use crate::app::saving::Kept;
use crate::domain::note::NoteKind;
use crate::domain::text::{visible, wrap};
use crate::domain::time::elapsed;
use crate::ui::paint::{Paint, after};
use crate::ui::widgets::marked::Marks;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// Columns for the time and for whom a line is about.
const TIME: u16 = 6;
const WHO: u16 = 5;

/// One note takes at most this many rows; the rest of a longer one is read in the visit.
const MOST_ROWS: usize = 4;

/// Characters of a note that are looked at; the rows above hold fewer.
const HEAD: usize = 2_000;

pub fn draw(paint: &mut Paint, area: Rect, app: &App, visit: &LiveVisit) {
    if visit.notes.is_empty() {
        let dim = paint.styles.dim;
        paint.wrapped(area, "Nothing written yet. Type a line; Enter saves it.", dim);
        return;
    }
    let editing = app.walk.editing.as_ref().and_then(|e| visit.notes.iter().position(|n| n.uid == e.note));
    let last = editing.map_or(visit.notes.len() - 1, |e| (e + 2).min(visit.notes.len() - 1));
    // From the last one upwards, as many as fit.
    let mut shown: Vec<(usize, Vec<String>)> = Vec::new();
    let mut rows = 0;
    for (i, note) in visit.notes.iter().enumerate().take(last + 1).rev() {
        let lines = lines_of(note, area.width);
        rows += lines.len();
        if rows > usize::from(area.height) && !shown.is_empty() {
            break;
        }
        shown.push((i, lines));
    }
    let mut at = area;
    for (i, lines) in shown.into_iter().rev() {
        let used = draw_lines(paint, at, app, &visit.notes[i], &lines, editing == Some(i));
        at = crate::ui::paint::below(at, used);
    }
}

/// A note on one row, for lists beside other things.
pub fn draw_note(paint: &mut Paint, row: Rect, app: &App, note: &LiveNote, selected: bool) {
    draw_lines(paint, row, app, note, &[text_of(note)], selected);
}

/// The text with its tags.
fn text_of(note: &LiveNote) -> String {
    let head: String = note.text.chars().take(HEAD).collect();
    let tags: String = note.tags.iter().map(|(_, n)| format!(" #{n}")).collect();
    visible(&format!("{head}{tags}"))
}

fn lines_of(note: &LiveNote, width: u16) -> Vec<String> {
    let room = width.saturating_sub(TIME + WHO + 3).max(8);
    let mut lines = wrap(&text_of(note), usize::from(room));
    if lines.len() > MOST_ROWS {
        lines.truncate(MOST_ROWS);
        if let Some(last) = lines.last_mut() {
            last.push('…');
        }
    }
    lines
}

/// Time, whom it is about, the text, and `✓`, `…` or NOT SAVED at the right. Returns the rows used.
fn draw_lines(paint: &mut Paint, area: Rect, app: &App, note: &LiveNote, lines: &[String], selected: bool) -> u16 {
    let (dim, plain, nudge) = (paint.styles.dim, paint.styles.plain, paint.styles.nudge);
    let (mark, mark_style) = match app.saving.kept(note.act) {
        Kept::Saved => (paint.signs.saved, paint.styles.saved),
        Kept::OnItsWay => (paint.signs.on_its_way, dim),
        Kept::NotSaved => ("NOT SAVED", paint.styles.alarm),
    };
    let time = if note.after { "after".to_string() } else { note.at_ms.map_or(String::new(), elapsed) };
    let who = match (note.about, note.kind) {
        (Some(about), _) => about.sign(),
        (None, kind) if !kind.is_evidence() => kind.sign().to_string(),
        _ => String::new(),
    };
    let style = match note.kind {
        _ if selected => paint.styles.selected,
        NoteKind::Wondering | NoteKind::Interpretation | NoteKind::FollowUp => dim,
        _ => plain,
    };
    let marker = if selected { ">" } else { " " };
    let marks = Marks::new(&note.text, &app.language.of_note(note.uid, note.kind, &note.text), HEAD);
    let mut letters = 0;
    for (i, (row, line)) in area.rows().zip(lines).enumerate() {
        let text = Rect { width: row.width.saturating_sub(TIME + WHO + 2), ..after(row, TIME + WHO + 1) };
        if i == 0 {
            let time: (&str, Style) = (&format!("{time:>5}"), dim);
            paint.put(Rect { width: TIME, ..row }, &[(marker, style), time]);
            paint.put(Rect { width: WHO, ..after(row, TIME + 1) }, &[(&who, dim)]);
            paint.right(row, mark, mark_style);
        }
        marks.put(paint, text, line, &mut letters, (style, nudge));
    }
    u16::try_from(lines.len()).unwrap_or(1).min(area.height)
}

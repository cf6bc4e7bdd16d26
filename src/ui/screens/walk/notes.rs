//! The lines of the visit, the newest at the bottom, each with its time and whether it is on the disk.

use crate::app::App;
use crate::app::recording::{LiveNote, LiveVisit};
use crate::app::saving::Kept;
use crate::domain::note::NoteKind;
use crate::domain::text::width;
use crate::domain::time::elapsed;
use crate::ui::paint::Paint;
use ratatui::layout::Rect;
use ratatui::style::Style;

pub fn draw(paint: &mut Paint, area: Rect, app: &App, visit: &LiveVisit) {
    if visit.notes.is_empty() {
        let dim = paint.styles.dim;
        paint.wrapped(area, "Nothing written yet. Type a line; Enter saves it.", dim);
        return;
    }
    let rows = usize::from(area.height);
    let editing = app.walk.editing.as_ref().and_then(|e| visit.notes.iter().position(|n| n.uid == e.note));
    let last_first = visit.notes.len().saturating_sub(rows);
    let first = editing.map_or(last_first, |e| last_first.min(e));
    for (row, (i, note)) in area.rows().zip(visit.notes.iter().enumerate().skip(first)) {
        draw_note(paint, row, app, note, editing == Some(i));
    }
}

/// One note: time, whom it is about, text, tags, and `✓`, `…` or NOT SAVED at the right.
pub fn draw_note(paint: &mut Paint, row: Rect, app: &App, note: &LiveNote, selected: bool) {
    let (dim, plain) = (paint.styles.dim, paint.styles.plain);
    let (mark, mark_style) = match app.saving.kept(note.act) {
        Kept::Saved => (paint.signs.saved.to_string(), paint.styles.saved),
        Kept::OnItsWay => (paint.signs.on_its_way.to_string(), dim),
        Kept::NotSaved => ("NOT SAVED".to_string(), paint.styles.alarm),
    };
    paint.right(row, &mark, mark_style);
    let marker = if selected { "> " } else { "" };
    let time = if note.after { "after".to_string() } else { note.at_ms.map_or(String::new(), elapsed) };
    let who = match (note.about, note.kind) {
        (Some(about), _) => about.sign(),
        (None, kind) if !kind.is_evidence() => kind.sign().to_string(),
        _ => String::new(),
    };
    let text_style = match note.kind {
        _ if selected => paint.styles.selected,
        NoteKind::Wondering | NoteKind::Interpretation | NoteKind::FollowUp => dim,
        _ => plain,
    };
    let tags: String = note.tags.iter().map(|(_, n)| format!(" #{n}")).collect();
    let room = row.width.saturating_sub(u16::try_from(width(&mark)).unwrap_or(1) + 1);
    let time_column = format!("{time:>6}  ");
    let who_column = format!("{who:<5} ");
    let tags_width = u16::try_from(width(&tags)).unwrap_or(0).min(room / 3);
    let start = Rect { width: room.saturating_sub(tags_width), ..row };
    let pieces: [(&str, Style); 4] =
        [(marker, text_style), (&time_column, dim), (&who_column, dim), (&note.text, text_style)];
    let used = paint.put(start, &pieces);
    let rest = Rect { x: row.x + used, width: room.saturating_sub(used), ..row };
    paint.put(rest, &[(&tags, dim)]);
}

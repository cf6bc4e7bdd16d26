//! Between rooms: the room just left at the top, the next ones at the left, two lines to type at the right.

use crate::app::App;
use crate::app::field::Field;
use crate::app::recording::{Corridor, CorridorLine, Recording, Stop};
use crate::domain::text::count;
use crate::domain::time::elapsed;
use crate::language::find::Finding;
use crate::ui::paint::{Paint, after, below, top};
use crate::ui::widgets::{field, list};
use ratatui::layout::Rect;

/// Columns from which a room without a name, its notes and the key that names it fit into one row.
const LONG_ROW: u16 = 52;

pub fn draw(paint: &mut Paint, area: Rect, app: &App, recording: &Recording) {
    let Some(corridor) = &recording.corridor else { return };
    let mut at = below(area, u16::from(area.height > 9));
    at = settle(paint, at, recording, corridor);
    let wide = area.width >= 70;
    let split = if wide { (area.width * 2 / 5).clamp(26, 44) } else { area.width };
    let lines = Rect { x: at.x + split, width: area.width - split, ..at };
    if wide {
        stops(paint, Rect { width: split - 2, ..at }, app, recording, corridor);
        typed(paint, lines, app, recording, corridor);
    } else {
        let rows = if recording.visit.is_some() { 4 } else { 0 };
        stops(paint, Rect { height: at.height.saturating_sub(rows), ..at }, app, recording, corridor);
        typed(
            paint,
            Rect { y: at.bottom().saturating_sub(rows), height: rows.min(at.height), ..at },
            app,
            recording,
            corridor,
        );
    }
}

/// One skippable line for the look-fors nobody marked.
fn settle(paint: &mut Paint, area: Rect, recording: &Recording, corridor: &Corridor) -> Rect {
    let (Some(visit), Some(sheet)) = (&recording.visit, &recording.sheet) else { return area };
    let open = visit.unmarked(sheet).len();
    if open == 0 {
        return area;
    }
    let (key, dim, strong) = (paint.styles.key, paint.styles.dim, paint.styles.strong);
    let typing = corridor.typing.is_some();
    let words = match area.width {
        90.. => format!("{} unmarked:  ", count(open, "look-for", "look-fors")),
        _ => format!("{open} unmarked:  "),
    };
    if typing {
        paint.put(top(area, 1), &[(&words, dim), ("this evening", dim)]);
    } else {
        paint.put(
            top(area, 1),
            &[
                (&words, strong),
                ("u", key),
                (" not looked for   ", dim),
                ("v", key),
                (" looked, not seen   ", dim),
                ("or this evening", dim),
            ],
        );
    }
    below(area, 2)
}

fn stops(paint: &mut Paint, area: Rect, app: &App, recording: &Recording, corridor: &Corridor) {
    let area = unlisted(paint, area, app, recording);
    let rows = recording.route.len() + 1;
    let first = list::first_row(corridor.selected, rows, usize::from(area.height));
    for (row, i) in area.rows().zip(first..rows) {
        match recording.route.get(i) {
            Some(stop) => stop_row(paint, row, recording, stop, i == corridor.selected),
            None => {
                let (marker, style) = paint.marker(i == corridor.selected);
                let style = if i == corridor.selected { style } else { paint.styles.dim };
                paint.put(row, &[(marker, style), ("+ another room", style)]);
            }
        }
    }
}

/// A room without a name is on no route; it stands above it.
fn unlisted(paint: &mut Paint, area: Rect, app: &App, recording: &Recording) -> Rect {
    let Some(visit) = recording.visit.as_ref().filter(|v| v.room.is_none()) else { return area };
    let (dim, key) = (paint.styles.dim, paint.styles.key);
    let notes = count(visit.notes.len(), "note", "notes");
    let room = visit.called(&app.agreed);
    let it = [("  ", dim), (&*room, dim), ("   ", dim), (&*notes, dim), ("   just left   ", dim)];
    let which = [("Ctrl-R", key), (" which room", dim)];
    if area.width >= LONG_ROW {
        let used = paint.put(top(area, 1), &it);
        paint.put(after(top(area, 1), used), &which);
        return below(area, 1);
    }
    paint.put(top(area, 1), &it[..4]);
    let second = below(area, 1);
    let used = paint.put(top(second, 1), &[("  ", dim)]);
    paint.put(after(top(second, 1), used), &which);
    below(second, 1)
}

fn stop_row(paint: &mut Paint, row: Rect, recording: &Recording, stop: &Stop, selected: bool) {
    let (marker, style) = paint.marker(selected);
    let dim = paint.styles.dim;
    let left = recording.visit.as_ref().is_some_and(|v| stop.visit == Some(v.uid));
    let done = match (&stop.skipped, stop.visit) {
        (Some(reason), _) => format!("skipped: {reason}"),
        (None, Some(_)) if left => {
            let time = recording
                .visit
                .as_ref()
                .map_or(String::new(), |v| elapsed(v.ended.unwrap_or(v.started) - v.started - v.paused));
            format!("{}   {time}   just left", count(stop.notes, "note", "notes"))
        }
        (None, Some(_)) => count(stop.notes, "note", "notes"),
        _ => String::new(),
    };
    let label_style = if selected || stop.is_open() { style } else { dim };
    let used = paint.put(row, &[(marker, label_style), (&stop.label, label_style), ("   ", dim)]);
    paint.put(after(row, used), &[(&done, dim)]);
}

/// The two lines about the room just left.
fn typed(paint: &mut Paint, area: Rect, app: &App, recording: &Recording, corridor: &Corridor) {
    let Some(visit) = &recording.visit else {
        let dim = paint.styles.dim;
        paint.wrapped(area, "Enter goes into the marked room and starts its clock.", dim);
        return;
    };
    let wondering = corridor.typing == Some(CorridorLine::Wondering);
    let asked = "What are you left wondering?";
    let at = one_line(paint, area, "w", asked, &app.walk.wondering, wondering, &[]);
    let before = format!("Before you forget, about {}:", visit.called(&app.agreed));
    let note = corridor.typing == Some(CorridorLine::Note);
    let found = app.language.of_typed(&app.walk.after.text());
    let rest = one_line(paint, at, "n", &before, &app.walk.after, note, &found);
    let after: Vec<_> = visit.notes.iter().filter(|n| n.after).collect();
    for (row, note) in rest.rows().zip(after.iter().rev()) {
        super::notes::draw_note(paint, row, app, note, false);
    }
}

fn one_line(
    paint: &mut Paint,
    area: Rect,
    key: &str,
    label: &str,
    value: &Field,
    focused: bool,
    found: &[Finding],
) -> Rect {
    let (keys, dim, strong) = (paint.styles.key, paint.styles.dim, paint.styles.strong);
    let label_style = if focused { strong } else { dim };
    let key = if focused { "" } else { key };
    paint.put(top(area, 1), &[(key, keys), (if key.is_empty() { "" } else { " " }, dim), (label, label_style)]);
    let line = below(area, 1);
    let rows = field::rows(value, line.width.saturating_sub(2), 2);
    let sign = if focused { "> " } else { "  " };
    let used = paint.put(top(line, 1), &[(sign, keys)]);
    field::draw_marked(paint, crate::ui::paint::after(top(line, rows), used), value, strong, focused, found);
    below(line, rows + 1)
}

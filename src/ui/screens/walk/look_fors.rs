//! The look-fors of the sheet with what was marked: seen, not seen, not looked for are three different things, in
//! words and signs.

use crate::app::App;
use crate::app::recording::LiveVisit;
use crate::domain::mark::{Tick, Way};
use crate::domain::sheet::{LookFor, Sheet};
use crate::domain::time::elapsed;
use crate::ui::paint::Paint;
use ratatui::layout::Rect;

/// A panel: one look-for a row.
pub fn draw(paint: &mut Paint, area: Rect, app: &App, sheet: &Sheet, visit: &LiveVisit) {
    let marking = app.walk.marking.is_some();
    for (row, look_for) in area.rows().zip(&sheet.look_fors) {
        let (sign, words) = state(paint, look_for, visit);
        let key_style = if marking { paint.styles.key } else { paint.styles.dim };
        let done = visit.marks.iter().any(|m| m.look_for == look_for.id);
        let style = if done || marking { paint.styles.plain } else { paint.styles.dim };
        let dim = paint.styles.dim;
        let wide = u16::try_from(words.len()).unwrap_or(0) + 1;
        let left = Rect { width: row.width.saturating_sub(wide), ..row };
        paint.put(
            left,
            &[
                (&look_for.key.map(String::from).unwrap_or_default(), key_style),
                (" ", dim),
                (&sign, style),
                (" ", dim),
                (&look_for.label, style),
            ],
        );
        paint.right(row, &words, dim);
    }
}

/// The sign and the words of one look-for.
fn state(paint: &Paint, look_for: &LookFor, visit: &LiveVisit) -> (String, String) {
    let tick = visit.tick(&look_for.id);
    match (look_for.way, tick) {
        (way, None) if way != Way::Tick => match visit.tally(&look_for.id) {
            0 => ("#".into(), String::new()),
            n => ("#".into(), n.to_string()),
        },
        (_, Some(Tick::Seen)) => {
            let at = visit.marked_at(&look_for.id).map_or("seen".into(), elapsed);
            (paint.signs.recording.into(), at)
        }
        (_, Some(tick @ Tick::NotSeen)) => (paint.signs.empty.into(), tick.words().into()),
        (_, Some(tick @ Tick::NotLookedFor)) => (paint.signs.dot.into(), tick.words().into()),
        (_, None) => (paint.signs.dot.into(), String::new()),
    }
}

/// Folded to one line, or two where there is room: key, sign, count. Returns the rows used.
pub fn line(paint: &mut Paint, area: Rect, sheet: &Sheet, visit: &LiveVisit) -> u16 {
    let dim = paint.styles.dim;
    let mut text = String::new();
    for look_for in &sheet.look_fors {
        let (sign, _) = state(paint, look_for, visit);
        let count = match visit.tally(&look_for.id) {
            0 => String::new(),
            n => n.to_string(),
        };
        let label: String = look_for.label.split_whitespace().take(2).collect::<Vec<_>>().join("\u{a0}");
        text.push_str(&format!("{}{sign}{count}\u{a0}{label}  ", look_for.key.unwrap_or(' ')));
    }
    let lines: Vec<String> = wrap_at_gaps(&text, usize::from(area.width));
    let mut used = 0;
    for (row, line) in area.rows().zip(&lines) {
        paint.line(row, line, dim);
        used += 1;
    }
    used
}

/// Breaks at double blanks only, so that a look-for stays whole.
fn wrap_at_gaps(text: &str, columns: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for piece in text.split("  ").filter(|p| !p.is_empty()) {
        let fits = lines
            .last()
            .is_some_and(|l| crate::domain::text::width(l) + crate::domain::text::width(piece) + 2 <= columns);
        if !fits && lines.last().is_some_and(|l| !l.is_empty()) {
            lines.push(String::new());
        }
        if let Some(line) = lines.last_mut() {
            line.push_str(&piece.replace('\u{a0}', " "));
            line.push_str("  ");
        }
    }
    lines
}

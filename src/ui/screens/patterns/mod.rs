//! Patterns: the list that argues at the left, the page that shows its grounds at the right, or that page alone.

mod page;

use crate::app::App;
use crate::app::screens::patterns::counts;
use crate::domain::pattern::PatternStatus;
use crate::domain::text::width;
use crate::store::api::PatternRow;
use crate::ui::paint::{Paint, after, below, top};
use crate::ui::widgets::list;
use ratatui::layout::Rect;

/// From this width on the marked pattern's page stands beside the list.
const WIDE: u16 = 96;

/// What stands in a line of the list.
enum Line<'a> {
    Heading(PatternStatus),
    Pattern(&'a PatternRow),
    Gap,
}

pub fn draw_list(paint: &mut Paint, area: Rect, app: &App) {
    let (strong, dim) = (paint.styles.strong, paint.styles.dim);
    paint.line(top(area, 1), "Patterns", strong);
    let body = below(area, 2);
    let Some(rows) = &app.patterns.rows else { return };
    let words: Vec<String> = counts(rows).iter().map(|(s, n)| format!("{} {n}", s.words())).collect();
    paint.right(after(top(area, 1), 12), &words.join("   "), dim);
    if rows.is_empty() {
        empty(paint, body);
        return;
    }
    let columns = if area.width >= WIDE { (area.width * 2 / 5).max(40) } else { area.width };
    draw_rows(paint, Rect { width: columns, ..body }, app, rows, columns < area.width);
    if area.width >= WIDE
        && let Some(row) = app.patterns.marked()
    {
        let side = after(body, columns + 2);
        page::draw(paint, side, app, row, None);
    }
}

fn empty(paint: &mut Paint, area: Rect) {
    let (plain, dim) = (paint.styles.plain, paint.styles.dim);
    let used = paint.wrapped(area, "What repeats will stand here, with what supports and what complicates it.", plain);
    let rest = below(area, used + 1);
    paint.wrapped(rest, "Mark notes in Notes (3) and press p there, or press n here to write a pattern down.", dim);
}

fn draw_rows(paint: &mut Paint, area: Rect, app: &App, rows: &[PatternRow], beside: bool) {
    let mut lines: Vec<Line> = Vec::new();
    let mut before = None;
    for row in rows {
        if before != Some(row.status) {
            if before.is_some() {
                lines.push(Line::Gap);
            }
            lines.push(Line::Heading(row.status));
            before = Some(row.status);
        }
        lines.push(Line::Pattern(row));
    }
    let is_marked = |l: &Line| matches!(l, Line::Pattern(r) if Some(r.uid) == app.patterns.selected);
    let marked = lines.iter().position(is_marked).unwrap_or(0);
    let first = list::first_row(marked, lines.len(), usize::from(area.height));
    let dim = paint.styles.dim;
    for (row, line) in area.rows().zip(lines.iter().skip(first)) {
        match line {
            Line::Gap => {}
            Line::Heading(status) => drop(paint.line(row, &capital(status.words()), dim)),
            Line::Pattern(pattern) => pattern_row(paint, row, pattern, is_marked(line), beside),
        }
    }
}

/// The title, and at the right its numbers with their denominator; its kind too where its page is not beside it.
fn pattern_row(paint: &mut Paint, row: Rect, pattern: &PatternRow, marked: bool, beside: bool) {
    let (marker, style) = paint.marker(marked);
    let dim = paint.styles.dim;
    let n = &pattern.numbers;
    let numbers = if n.looked() == 0 { "none yet".to_string() } else { format!("{} of {}", n.supporting, n.looked()) };
    let side = if beside { numbers } else { format!("{:<8}  {numbers:>9}", pattern.kind.word()) };
    let side_width = u16::try_from(width(&side)).unwrap_or(0);
    let used = paint.put(row, &[(marker, style)]);
    let room = row.width.saturating_sub(used + side_width + 2);
    paint.put(Rect { width: room, ..after(row, used) }, &[(&pattern.statement, style)]);
    paint.right(row, &side, dim);
}

fn capital(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map(|c| c.to_uppercase().collect::<String>() + chars.as_str()).unwrap_or_default()
}

pub fn draw_one(paint: &mut Paint, area: Rect, app: &App) {
    match app.patterns.marked() {
        Some(row) => page::draw(paint, area, app, row, app.patterns.note),
        None => {
            let dim = paint.styles.dim;
            paint.line(area, "This pattern is not there any more. Esc leads back.", dim);
        }
    }
}

#[cfg(test)]
mod tests;

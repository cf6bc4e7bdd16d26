//! A year's end: what can be done, and the list of what would go.

use crate::app::App;
use crate::app::layers::Reader;
use crate::app::screens::year_end::{divided, over, rows, why};
use crate::domain::text::width;
use crate::ui::paint::{Paint, after, below, top};
use ratatui::layout::Rect;

/// The page.
pub fn draw(paint: &mut Paint, area: Rect, app: &App) {
    let (strong, dim, plain) = (paint.styles.strong, paint.styles.dim, paint.styles.plain);
    // Where there is little room, the lines are what matters.
    let roomy = area.height > 12;
    let mut at = below(area, u16::from(area.height > 14));
    paint.line(at, "Year's end", strong);
    at = below(at, 1);
    if roomy {
        let why = over(app).map(|over| format!("It seems to be here: {}. ", why(app, over))).unwrap_or_default();
        let said = format!("{why}Nothing is deleted by itself: what stays, and who gets it, you decide.");
        let used = paint.wrapped(at, &said, dim);
        at = below(at, used + 1);
    }
    let rows = rows(app);
    let labels = rows.iter().map(|r| width(r.label)).max().unwrap_or(0);
    let column = u16::try_from(labels).unwrap_or(0) + 4;
    for (row, (i, one)) in at.rows().zip(rows.iter().enumerate()) {
        let selected = i == app.year.selected;
        let (marker, style) = paint.marker(selected);
        paint.put(Rect { width: column.min(row.width), ..row }, &[(marker, style), (one.label, style)]);
        paint.line(after(row, column), &one.detail, if selected { plain } else { dim });
    }
    at = below(at, u16::try_from(rows.len()).unwrap_or(0) + 1);
    let said =
        "Unlinking and removing show a list first. Nothing is changed before you say so, and a backup is made before.";
    paint.wrapped(at, said, dim);
}

/// What would go.
pub fn draw_listed(paint: &mut Paint, area: Rect, app: &App) {
    let Some(listed) = &app.year.listed else { return };
    let (strong, dim, plain, key) = (paint.styles.strong, paint.styles.dim, paint.styles.plain, paint.styles.key);
    let (gap, rows) = divided(listed, usize::from(area.height));
    let mut at = below(area, gap);
    paint.line(at, &listed.called, strong);
    at = below(at, 1 + gap);
    let found = listed.lines.is_some();
    let lines = if found { listed.all() } else { vec!["It is being looked for what would go.".to_string()] };
    let lines = Reader { title: String::new(), lines, scroll: 0 }.wrapped(usize::from(area.width));
    let seen = Reader::seen(lines.len(), rows);
    let scroll = listed.scroll.min(lines.len().saturating_sub(seen));
    for line in lines.iter().skip(scroll).take(seen) {
        paint.line(top(at, 1), line, if found { plain } else { dim });
        at = below(at, 1);
    }
    if seen < rows && seen < lines.len() {
        let hidden = lines.len().saturating_sub(scroll + seen);
        let words = if hidden > 0 { format!("{hidden} more below") } else { "This is the end.".into() };
        paint.right(top(at, 1), &words, dim);
        at = below(at, 1);
    }
    at = below(at, gap);
    for choice in &listed.choices() {
        let (letter, words) = choice.split_at(1);
        paint.put(top(at, 1), &[(letter, key), (words, plain)]);
        at = below(at, 1);
    }
    paint.put(at, &[("x", key), ("  does it. Nothing was changed yet, and it cannot be taken back.", dim)]);
}

#[cfg(test)]
#[path = "../year_end_tests.rs"]
mod tests;

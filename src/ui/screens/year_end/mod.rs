//! A year's end: what can be done, and the list of what would go.

use crate::app::App;
use crate::app::layers::Reader;
use crate::app::screens::year_end::{over, rows, why};
use crate::domain::text::width;
use crate::ui::paint::{Paint, after, below, top};
use ratatui::layout::Rect;

/// The page.
pub fn draw(paint: &mut Paint, area: Rect, app: &App) {
    let (strong, dim, plain) = (paint.styles.strong, paint.styles.dim, paint.styles.plain);
    let mut at = below(area, u16::from(area.height > 14));
    paint.line(at, "Year's end", strong);
    let why = over(app).map(|over| format!("It seems so because {}. ", why(app, over))).unwrap_or_default();
    let said = format!("{why}Nothing is deleted by itself: what stays, and who gets it, you decide.");
    let used = paint.wrapped(below(at, 1), &said, dim);
    at = below(at, used + 2);
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
    paint.line(area, &listed.called, strong);
    let choices = listed.choices();
    let below_list = u16::try_from(choices.len()).unwrap_or(1) + 2;
    let list = Rect { height: area.height.saturating_sub(2 + below_list), ..below(area, 2) };
    if listed.lines.is_none() {
        paint.line(list, "Looking for what would go …", dim);
    } else {
        let page = Reader { title: String::new(), lines: listed.all(), scroll: 0 };
        let lines = page.wrapped(usize::from(list.width));
        let scroll = listed.scroll.min(lines.len().saturating_sub(usize::from(list.height)));
        for (row, line) in list.rows().zip(lines.iter().skip(scroll)) {
            paint.line(row, line, plain);
        }
        let hidden = lines.len().saturating_sub(scroll + usize::from(list.height));
        if hidden > 0 {
            paint.right(below(list, list.height.saturating_sub(1)), &format!(" {hidden} more below "), key);
        }
    }
    let mut at = below(area, area.height.saturating_sub(below_list));
    for choice in &choices {
        let (letter, words) = choice.split_at(1);
        paint.put(top(at, 1), &[(letter, key), (words, plain)]);
        at = below(at, 1);
    }
    paint.put(below(at, 1), &[("x", key), ("  does it. Nothing was changed yet, and it cannot be taken back.", dim)]);
}

#[cfg(test)]
#[path = "../year_end_tests.rs"]
mod tests;

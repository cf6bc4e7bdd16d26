//! All notes: the search line, the list, and the marked note in its visit.

mod preview;
mod row;

pub use row::draw_tags;

#[cfg(test)]
mod tests;

use crate::app::App;
use crate::app::screens::notes::filter;
use crate::domain::found::Search;
use crate::domain::text::{clip, width};
use crate::store::api::Filter;
use crate::ui::paint::{Paint, after, below, top};
use crate::ui::widgets::{field, list};
use ratatui::layout::Rect;
use ratatui::style::Style;

/// From this width on the visit is shown beside the list.
const BESIDE: u16 = 96;

/// From this height on two lines of it are shown below, where there is no room beside.
const UNDER: u16 = 10;

pub fn draw(paint: &mut Paint, area: Rect, app: &App) {
    head(paint, area, app);
    let body = below(area, 2);
    let search = Search::new(&app.notes.search.text());
    if app.notes.rows.is_empty() {
        empty(paint, body, app);
        return;
    }
    let current = app.notes.current();
    if area.width >= BESIDE {
        let beside = (area.width * 36 / 100).clamp(32, 60);
        let left = Rect { width: body.width - beside - 3, ..body };
        rows(paint, left, app, &search, true);
        if let Some(note) = current {
            preview::panel(paint, after(body, left.width + 3), app, note, &search);
        }
    } else if body.height >= UNDER {
        rows(paint, Rect { height: body.height - 3, ..body }, app, &search, false);
        if let Some(note) = current {
            preview::two_lines(paint, below(body, body.height - 2), app, note, &search);
        }
    } else {
        rows(paint, body, app, &search, false);
    }
}

fn rows(paint: &mut Paint, area: Rect, app: &App, search: &Search, beside: bool) {
    let notes = &app.notes;
    let columns = row::Columns::of(app, area.width, beside);
    let first = list::first_row(notes.selected, notes.rows.len(), usize::from(area.height));
    for (line, (at, note)) in area.rows().zip(notes.rows.iter().enumerate().skip(first)) {
        row::draw(paint, line, app, note, columns, at == notes.selected, search);
    }
}

fn empty(paint: &mut Paint, area: Rect, app: &App) {
    if app.notes.waiting() {
        return;
    }
    let plain = paint.styles.plain;
    let text = if app.notes.filter() == Filter::default() {
        "Every note will stand here, newest first. Press 2 to walk and write them."
    } else if app.notes.facets().is_empty() {
        "Nothing fits. Backspace widens the search."
    } else {
        "Nothing fits. Backspace widens the search; in the list x drops a filter."
    };
    paint.wrapped(area, text, plain);
}

// ── The search line ─────────────────────────────────────────────────────────────────────────────────────────────────

/// Search, conditions and count; the conditions go to a line of their own where they do not fit beside the search.
fn head(paint: &mut Paint, area: Rect, app: &App) {
    let s = paint.styles;
    let first = top(area, 1);
    let status = status(app, first.width >= 70);
    paint.right(first, &status, s.dim);
    let taken = u16::try_from(width(&status)).unwrap_or(0) + 2;
    let line = Rect { width: first.width.saturating_sub(taken), ..first };
    let used = paint.put(line, &[("/ ", if app.notes.searching { s.focus } else { s.dim })]);
    let search = after(line, used);
    let room = (area.width / 3).clamp(14, 44).min(search.width);
    if app.notes.searching || !app.notes.search.is_empty() {
        field::draw(paint, Rect { width: room, ..search }, &app.notes.search, s.strong, app.notes.searching);
    } else {
        paint.line(Rect { width: room, ..search }, "search", s.dim);
    }
    let chips = chips(paint, app);
    let needed: usize = chips.iter().map(|(t, _)| width(t)).sum();
    let beside = after(search, room + 2);
    let place = if needed <= usize::from(beside.width) { beside } else { top(below(area, 1), 1) };
    let pieces: Vec<(&str, Style)> = chips.iter().map(|(t, s)| (t.as_str(), *s)).collect();
    paint.put(place, &pieces);
}

/// The longest name shown in one chip, in columns.
const CHIP: usize = 30;

fn chips(paint: &Paint, app: &App) -> Vec<(String, Style)> {
    let s = paint.styles;
    let chip = |c: filter::Chip| {
        let label = clip(&crate::domain::text::visible(&c.label), CHIP, paint.look.ascii);
        [(label, s.focus), (format!(" {}   ", paint.signs.times), s.dim)]
    };
    filter::chips(app).into_iter().flat_map(chip).collect()
}

/// "12 marked   38 found, newest first".
fn status(app: &App, long: bool) -> String {
    let mut words: Vec<String> = Vec::new();
    if !app.notes.marked.is_empty() {
        words.push(format!("{} marked", number(app.notes.marked.len(), false)));
    }
    if let Some((count, capped)) = app.notes.count {
        let all = app.notes.filter() == Filter::default();
        let order = if long && !all { ", newest first" } else { "" };
        let one = count == 1 && !capped;
        let noun = match (all, one) {
            (true, true) => "note",
            (true, false) => "notes",
            (false, _) => "found",
        };
        words.push(format!("{} {noun}{order}", number(count, capped)));
    }
    words.join("   ")
}

/// "702", "5,000+".
fn number(n: usize, more: bool) -> String {
    let thousands = if n >= 1_000 { format!("{},{:03}", n / 1_000, n % 1_000) } else { n.to_string() };
    format!("{thousands}{}", if more { "+" } else { "" })
}

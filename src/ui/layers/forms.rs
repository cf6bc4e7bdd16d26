//! A question, lines to fill in, a list to choose from, a page to read.

use crate::app::App;
use crate::app::layers::{Confirm, Filled, Picker, Prompt, Reader};
use crate::domain::text::{count, width};
use crate::language::find::Finding;
use crate::ui::paint::{Paint, after, below, centred, top};
use crate::ui::widgets::{field, list, marked};
use ratatui::layout::Rect;

pub fn confirm(paint: &mut Paint, area: Rect, confirm: &Confirm) {
    let inner = paint.popup(centred(area, 66, 8), "");
    let (strong, plain, dim, key) = (paint.styles.strong, paint.styles.plain, paint.styles.dim, paint.styles.key);
    let used = paint.wrapped(top(inner, 2), &confirm.question, strong);
    paint.wrapped(top(below(inner, used), 3), &confirm.detail, plain);
    let last = Rect { y: inner.bottom().saturating_sub(1), height: 1, ..inner };
    paint.put(last, &[("Esc", key), (" leave it   ", dim), ("y", key), (" yes, do it", dim)]);
}

pub fn prompt(paint: &mut Paint, area: Rect, app: &App, prompt: &Prompt) {
    let long = prompt.lines.len() == 1;
    let columns = area.width.saturating_sub(4).min(92);
    let field_rows = if long { field::rows(&prompt.lines[0].field, columns.saturating_sub(6), 5) } else { 1 };
    let label_width = prompt.lines.iter().map(|l| width(&l.label)).max().unwrap_or(0);
    let label_width = u16::try_from(label_width).unwrap_or(0).min(columns / 2);
    let rows = u16::try_from(prompt.lines.len()).unwrap_or(1) - 1 + field_rows + 5;
    let inner = paint.popup(centred(area, columns, rows), &prompt.title);
    let mut at = inner;
    let mut asked = None;
    for (i, line) in prompt.lines.iter().enumerate() {
        let focused = i == prompt.focus;
        let style = if focused { paint.styles.focus } else { paint.styles.dim };
        let row = top(at, field_rows);
        paint.put(row, &[(&line.label, style)]);
        let gap = if label_width > 0 { label_width + 2 } else { 0 };
        let strong = paint.styles.strong;
        let found = judged(app, prompt, &line.field.text());
        field::draw_marked(paint, after(row, gap), &line.field, strong, focused, &found);
        if focused {
            asked = found.first().map(|f| marked::question(paint, &line.field.text(), f));
        }
        at = below(at, field_rows);
    }
    offers(paint, top(below(at, 1), 1), prompt);
    if let Some(asked) = asked.filter(|_| prompt.offers.is_empty()) {
        let dim = paint.styles.dim;
        paint.line(top(below(at, 1), 1), &asked, dim);
    }
    let hint = Rect { y: inner.bottom().saturating_sub(1), height: 1, ..inner };
    let dim = paint.styles.dim;
    paint.line(hint, &prompt.hint, dim);
}

/// What is found in a line to fill in: in those that become a note or state a pattern.
fn judged(app: &App, prompt: &Prompt, text: &str) -> Vec<Finding> {
    match prompt.then {
        Filled::NewPattern(_) | Filled::RewordPattern(_) | Filled::KeepSuggestion(_) => app.language.of_statement(text),
        Filled::EditNote(_) | Filled::SplitNote(_) | Filled::AddNote(_) => app.language.of_typed(text),
        _ => Vec::new(),
    }
}

fn offers(paint: &mut Paint, row: Rect, prompt: &Prompt) {
    let (dim, key) = (paint.styles.dim, paint.styles.key);
    if let Some((first, rest)) = prompt.offers.split_first() {
        paint.put(row, &[("Tab ", key), (first, paint.styles.plain), ("   ", dim), (&rest.join("   "), dim)]);
    }
}

pub fn picker(paint: &mut Paint, area: Rect, picker: &Picker) {
    let rows = u16::try_from(picker.items.len())
        .unwrap_or(u16::MAX)
        .saturating_add(4)
        .clamp(6, area.height.saturating_sub(2).max(6));
    let inner = paint.popup(centred(area, 80, rows), &picker.title);
    let (dim, strong) = (paint.styles.dim, paint.styles.strong);
    if picker.on.is_some() {
        paint.line(inner, "Space turns one on or off, Enter keeps them all, Esc leaves all as it was.", dim);
    } else {
        let used = paint.put(top(inner, 1), &[("/ ", dim)]);
        field::draw(paint, after(top(inner, 1), used), &picker.field, strong, true);
    }
    let body = below(inner, 2);
    if picker.found.is_empty() {
        paint.line(body, &picker.empty, dim);
    }
    let first = list::first_row(picker.selected, picker.found.len(), usize::from(body.height));
    let shown = picker.found.iter().enumerate().skip(first).filter_map(|(at, i)| Some((at, *i, picker.items.get(*i)?)));
    for (row, (at, place, item)) in body.rows().zip(shown) {
        let (marker, style) = paint.marker(at == picker.selected);
        let sign = match picker.on.as_ref().and_then(|on| on.get(place)) {
            Some(true) => "[x] ",
            Some(false) => "[ ] ",
            None => "",
        };
        paint.put(row, &[(marker, style), (sign, style), (&item.label, style), ("   ", dim), (&item.detail, dim)]);
    }
}

pub fn reader(paint: &mut Paint, area: Rect, reader: &Reader) {
    let inner = paint.popup(centred(area, Reader::WIDEST, area.height.saturating_sub(2)), &reader.title);
    let lines = reader.wrapped(usize::from(inner.width));
    let seen = Reader::seen(lines.len(), usize::from(inner.height));
    let scroll = reader.scroll.min(lines.len().saturating_sub(seen));
    let (plain, dim) = (paint.styles.plain, paint.styles.dim);
    for (row, line) in inner.rows().zip(lines.iter().skip(scroll).take(seen)) {
        paint.line(row, line, plain);
    }
    if seen < usize::from(inner.height) {
        let below = lines.len().saturating_sub(scroll + seen);
        let words =
            if below > 0 { count(below, "more line below", "more lines below") } else { "This is the end.".into() };
        paint.right(Rect { y: inner.bottom().saturating_sub(1), height: 1, ..inner }, &words, dim);
    }
}

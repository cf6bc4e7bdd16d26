//! Patterns: the list that argues at the left, what is marked in it at the right, or that page alone.

mod hunch;
mod lines;
mod page;
mod said;
mod suggestion;

pub use hunch::draw as draw_hunch;

use crate::app::App;
use crate::app::screens::patterns::{counts, noticed};
use crate::domain::pattern::PatternStatus;
use crate::domain::text::{count, width};
use crate::domain::time::{local_time, short_day};
use crate::insight::suggest::Suggestion;
use crate::store::api::PatternRow;
use crate::ui::paint::{Paint, after, below, top};
use crate::ui::widgets::list;
use chrono::Datelike;
use lines::{At, capital};
use ratatui::layout::Rect;

/// From this width on what is marked stands beside the list.
const WIDE: u16 = 96;

/// What stands in a line of the list.
enum Line<'a> {
    Noticed,
    Suggestion(&'a Suggestion),
    /// The numbers of the marked suggestion, where its page is not beside the list.
    Numbers(String),
    /// A dim line under the suggestions.
    Dim(String),
    Heading(PatternStatus),
    Pattern(&'a PatternRow),
    Gap,
}

pub fn draw_list(paint: &mut Paint, area: Rect, app: &App) {
    let (strong, dim) = (paint.styles.strong, paint.styles.dim);
    paint.line(top(area, 1), "Patterns", strong);
    let body = below(area, 2);
    let rows = app.patterns.rows.as_deref().unwrap_or_default();
    let mut words: Vec<String> = counts(rows).iter().map(|(s, n)| format!("{} {n}", s.words())).collect();
    if app.patterns.noticed.count() > 0 {
        words.insert(0, format!("noticed {}", app.patterns.noticed.count()));
    }
    paint.right(after(top(area, 1), 12), &words.join("   "), dim);
    let columns = if area.width >= WIDE { (area.width * 2 / 5).max(40) } else { area.width };
    draw_rows(paint, Rect { width: columns, ..body }, app, columns < area.width);
    if area.width < WIDE {
        return;
    }
    let side = after(body, columns + 2);
    match (noticed::current(app), app.patterns.marked()) {
        (Some(suggestion), _) => suggestion::draw(paint, side, app, suggestion, None),
        (None, Some(row)) => page::draw(paint, side, app, row, false),
        (None, None) => {}
    }
}

const EMPTY: [&str; 2] = [
    "What repeats will stand here, with what supports and what complicates it.",
    "Mark notes in Notes (3) and press p there, or press n here to write a pattern down.",
];

/// The lines of the list in their order.
fn lines_of<'a>(app: &'a App, columns: u16, beside: bool) -> Vec<Line<'a>> {
    let mut lines = vec![Line::Noticed];
    for suggestion in noticed::shown(app) {
        lines.push(Line::Suggestion(suggestion));
        if !beside && app.patterns.noticed.marked.as_ref() == Some(&suggestion.key) {
            lines.extend(suggestion::short_numbers(suggestion).map(Line::Numbers));
        }
    }
    let wrapped = |text: &str| {
        let rows = crate::domain::text::wrap(text, usize::from(columns.saturating_sub(2)));
        rows.into_iter().map(Line::Dim).collect::<Vec<_>>()
    };
    match &app.patterns.noticed.surface {
        None => {}
        Some(s) if s.suggestions.is_empty() && s.fresh => {
            lines.extend(wrapped(
                "Nothing stands out now. Tagged notes and marked look-fors of some weeks make it speak.",
            ));
        }
        Some(s) if s.suggestions.is_empty() => {
            // The heading says that they are being counted.
            lines.push(Line::Gap);
        }
        Some(_) => match noticed::others(app) {
            0 => {}
            n => lines.push(Line::Dim(format!("and {n} more: N shows the next"))),
        },
    }
    let Some(rows) = &app.patterns.rows else {
        lines.push(Line::Gap);
        lines.extend(wrapped("Your patterns are being read."));
        return lines;
    };
    if rows.is_empty() {
        lines.push(Line::Gap);
        for text in EMPTY {
            lines.extend(wrapped(text));
        }
    }
    let mut before = None;
    for row in rows {
        if before != Some(row.status) {
            lines.push(Line::Gap);
            lines.push(Line::Heading(row.status));
            before = Some(row.status);
        }
        lines.push(Line::Pattern(row));
    }
    lines
}

fn draw_rows(paint: &mut Paint, area: Rect, app: &App, beside: bool) {
    let lines = lines_of(app, area.width, beside);
    let suggested = app.patterns.noticed.marked.as_deref();
    let is_marked = |l: &Line| match l {
        Line::Suggestion(s) => Some(s.key.as_str()) == suggested,
        Line::Pattern(r) => suggested.is_none() && Some(r.uid) == app.patterns.selected,
        _ => false,
    };
    let marked = lines.iter().position(is_marked).unwrap_or(0);
    let rows = usize::from(area.height);
    // The numbers below the marked line are seen with it.
    let end = marked + usize::from(matches!(lines.get(marked + 1), Some(Line::Numbers(_))));
    let first = if end < rows { 0 } else { list::first_row(end, lines.len(), rows) };
    let dim = paint.styles.dim;
    for (row, line) in area.rows().zip(lines.iter().skip(first)) {
        match line {
            Line::Gap => {}
            Line::Noticed => noticed_heading(paint, row, app),
            Line::Dim(text) => drop(paint.put(row, &[("  ", dim), (text, dim)])),
            Line::Numbers(text) => drop(paint.put(row, &[("    ", dim), (text, dim)])),
            Line::Heading(status) => drop(paint.line(row, &capital(status.words()), dim)),
            Line::Suggestion(suggestion) => {
                let title = suggestion::listed(app, suggestion);
                suggestion_row(paint, row, (&title, suggestion.sort.word()), is_marked(line));
            }
            Line::Pattern(pattern) => pattern_row(paint, row, pattern, is_marked(line), beside),
        }
    }
}

/// "Noticed for you", and from when it is while it is being renewed.
fn noticed_heading(paint: &mut Paint, row: Rect, app: &App) {
    let dim = paint.styles.dim;
    let state = match &app.patterns.noticed.surface {
        Some(surface) if !surface.fresh => match surface.counted {
            Some(at) => {
                let day = short_day(local_time(at, app.now.offset).date_naive(), app.now.today().year());
                format!("from {day}, being renewed")
            }
            None => "being counted for the first time".into(),
        },
        _ => String::new(),
    };
    let used = paint.line(row, "Noticed for you", dim);
    paint.right(after(row, used + 2), &state, dim);
}

/// The title, and at the right what sort of suggestion it is.
fn suggestion_row(paint: &mut Paint, row: Rect, (title, side): (&str, &str), marked: bool) {
    let (marker, style) = paint.marker(marked);
    let dim = paint.styles.dim;
    let used = paint.put(row, &[(marker, style)]);
    let room = row.width.saturating_sub(used + u16::try_from(width(side)).unwrap_or(0) + 2);
    paint.put(Rect { width: room, ..after(row, used) }, &[(title, style)]);
    paint.right(row, side, dim);
}

/// The title, and at the right its numbers with their denominator; its kind too where its page is not beside it.
fn pattern_row(paint: &mut Paint, row: Rect, pattern: &PatternRow, marked: bool, beside: bool) {
    let (marker, style) = paint.marker(marked);
    let dim = paint.styles.dim;
    let numbers = match &pattern.numbers {
        None => "counting".to_string(),
        Some(n) => match n.looked() {
            0 => "none yet".to_string(),
            visits if page::only_seen(pattern) => count(visits as usize, "visit", "visits"),
            visits => format!("{} of {visits}", n.supporting),
        },
    };
    let side = if beside { numbers } else { format!("{:<8}  {numbers:>9}", pattern.kind.word()) };
    let side_width = u16::try_from(width(&side)).unwrap_or(0);
    let used = paint.put(row, &[(marker, style)]);
    let room = row.width.saturating_sub(used + side_width + 2);
    paint.put(Rect { width: room, ..after(row, used) }, &[(&pattern.statement, style)]);
    paint.right(row, &side, dim);
}

pub fn draw_one(paint: &mut Paint, area: Rect, app: &App) {
    match app.patterns.marked() {
        Some(row) => page::draw(paint, area, app, row, true),
        None if app.patterns.rows.is_none() => {
            let dim = paint.styles.dim;
            paint.line(area, "Your patterns are being read.", dim);
        }
        None => {
            let dim = paint.styles.dim;
            paint.line(area, "This pattern is not there any more. Esc leads back.", dim);
        }
    }
}

pub fn draw_suggestion(paint: &mut Paint, area: Rect, app: &App) {
    match noticed::current(app) {
        Some(suggestion) => {
            let at = At { marked: Some(app.patterns.ground_at), peek: app.patterns.peek };
            suggestion::draw(paint, area, app, suggestion, Some(at));
        }
        None => {
            let dim = paint.styles.dim;
            paint.line(area, "This suggestion is not there any more. Esc leads back.", dim);
        }
    }
}

#[cfg(test)]
mod noticed_tests;
#[cfg(test)]
mod tests;

//! One visit with a column for each observer: what differs first, then the moments.

use crate::app::App;
use crate::app::screens::joint::{Cell, Entry, Page, SENTENCE, heads};
use crate::domain::text::{count, visible, wrap};
use crate::domain::time::{clock, local_time, short_day};
use crate::store::api::{Origin, VisitRow};
use crate::ui::paint::{Paint, after, below, top};
use crate::ui::widgets::list;
use chrono::Datelike;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// From this width on a look-for's label stands beside what was said of it.
const WIDE: u16 = 100;
/// Columns of the minute, and of the labels where they stand beside.
const MINUTE: u16 = 7;
const LABEL: u16 = 40;
/// Columns between the observers.
const BETWEEN: u16 = 2;
/// Columns of an observer below which fewer are shown.
const NARROWEST: u16 = 8;

/// Where the columns are.
#[derive(Clone, Copy)]
struct Frame {
    label: u16,
    column: u16,
    /// Columns that fit.
    shown: usize,
    wide: bool,
}

impl Frame {
    fn of(area: Rect, columns: usize) -> Frame {
        let wide = area.width >= WIDE;
        let label = if wide { LABEL } else { MINUTE };
        let room = area.width.saturating_sub(2 + label);
        let all = u16::try_from(columns).unwrap_or(1).max(1);
        let shown = (room / (NARROWEST + BETWEEN)).clamp(1, all);
        let column = (room / shown).saturating_sub(BETWEEN).max(1);
        Frame { label, column, shown: usize::from(shown), wide }
    }

    fn side(&self, row: Rect, place: usize) -> Rect {
        let from = u16::try_from(place).unwrap_or(0).saturating_mul(self.column + BETWEEN);
        let rest = after(row, (2 + self.label).saturating_add(from));
        Rect { width: rest.width.min(self.column), ..rest }
    }
}

/// A row of the screen.
#[derive(Default)]
struct Row {
    /// Over the whole width.
    across: Option<(String, Style)>,
    label: String,
    label_style: Style,
    /// A piece of each column.
    sides: Vec<(String, Style)>,
    /// Belongs to the marked row of the page; its first one.
    marked: bool,
    first: bool,
}

pub fn draw(paint: &mut Paint, area: Rect, app: &App) {
    let dim = paint.styles.dim;
    let Some(page) = app.joint.page() else {
        paint.line(area, "The visit is being read.", dim);
        return;
    };
    let used = head(paint, area, app, page);
    let frame = Frame::of(area, page.columns.len());
    // The columns stay in sight while one sees which is marked.
    let first = app.joint.at.1.saturating_sub(frame.shown - 1);
    let heads_row = top(below(area, used), 1);
    let names = heads(page.columns.len());
    for place in 0..frame.shown {
        let style = if first + place == app.joint.at.1 { paint.styles.focus } else { dim };
        paint.line(frame.side(heads_row, place), names.get(first + place).copied().unwrap_or("One more"), style);
    }
    let body = below(area, used + 1);
    let rows = rows(paint, app, page, frame, first, body.width);
    // All of the marked row is seen, from its first line to its last; at the top of the page also the heading above it.
    let at = rows.iter().position(|r| r.marked).unwrap_or(0);
    let end = rows.iter().rposition(|r| r.marked).unwrap_or(0);
    let high = usize::from(body.height);
    let from = if end < high { 0 } else { list::first_row(end, rows.len(), high).min(at) };
    for (area, row) in body.rows().zip(rows.iter().skip(from)) {
        put(paint, area, row, frame);
    }
}

fn put(paint: &mut Paint, area: Rect, row: &Row, frame: Frame) {
    let (marker, style) = paint.marker(row.marked && row.first);
    paint.put(area, &[(marker, style)]);
    if let Some((text, style)) = &row.across {
        paint.line(after(area, 2), text, *style);
        return;
    }
    let label = Rect { width: frame.label.saturating_sub(1), ..after(area, 2) };
    paint.line(label, &row.label, row.label_style);
    for (place, (text, style)) in row.sides.iter().enumerate() {
        paint.line(frame.side(area, place), text, *style);
    }
}

/// Room, class and day of the visit, and what the page is for. Returns the rows used.
fn head(paint: &mut Paint, area: Rect, app: &App, page: &Page) -> u16 {
    let (strong, plain, dim, attention) =
        (paint.styles.strong, paint.styles.plain, paint.styles.dim, paint.styles.attention);
    let Some(visit) = page.columns.get(page.first) else { return 0 };
    let room = if visit.room.is_empty() { "A room without a name" } else { visit.room.as_str() };
    paint.put(top(area, 1), &[(room, strong), ("   ", dim), (&class(visit), plain)]);
    let observers = count(page.columns.len(), "observer", "observers");
    let written = if page.joined { format!("written down by {observers}") } else { "one visit, or two?".into() };
    let pieces = [(when(app, visit), dim), ("; ".into(), dim), (written, if page.joined { dim } else { attention })];
    let pieces: Vec<(&str, Style)> = pieces.iter().map(|(text, style)| (text.as_str(), *style)).collect();
    paint.put(top(below(area, 1), 1), &pieces);
    if area.height < 12 {
        return 2;
    }
    let words = match (page.joined, page.columns.len()) {
        (_, 1) => "Only one observer wrote this visit down.",
        (true, _) => SENTENCE,
        (false, _) => "The same room at the same time, written down twice. y: it is one visit. x: these are two.",
    };
    2 + paint.wrapped(top(below(area, 2), 2), words, plain) + 1
}

fn class(visit: &VisitRow) -> String {
    let grade = if visit.grade.is_empty() { String::new() } else { format!("grade {}", visit.grade) };
    let parts = [grade, visit.subject.clone(), visit.period.clone()];
    parts.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(", ")
}

fn when(app: &App, visit: &VisitRow) -> String {
    let Some(started) = visit.started else { return "when is not known".into() };
    let day = short_day(local_time(started, app.now.offset).date_naive(), app.now.today().year());
    let about = if visit.origin == Origin::Live { "" } else { "about " };
    format!("{day}, {about}{}", clock(started, app.now.offset))
}

// ── Rows ────────────────────────────────────────────────────────────────────────────────────────────────────────────

fn rows(paint: &Paint, app: &App, page: &Page, frame: Frame, first: usize, columns: u16) -> Vec<Row> {
    let s = paint.styles;
    let mut out: Vec<Row> = Vec::new();
    let mut place = 0;
    let mut after_text = false;
    for entry in &page.entries {
        if after_text && matches!(entry, Entry::Row { .. }) {
            out.push(Row::default());
        }
        after_text = matches!(entry, Entry::Text(_));
        match entry {
            Entry::Heading(words) => {
                if !out.is_empty() {
                    out.push(Row::default());
                }
                out.push(Row { across: Some((words.to_string(), s.strong)), ..Row::default() });
            }
            Entry::Text(text) => {
                if out.last().is_some_and(|r| r.across.is_none()) {
                    out.push(Row::default());
                }
                for line in wrap(&visible(text), usize::from(columns.saturating_sub(2))) {
                    out.push(Row { across: Some((line, s.dim)), ..Row::default() });
                }
            }
            Entry::Row { label, moment, sides } => {
                let marked = (app.joint.at.0 == place).then_some(app.joint.at.1);
                let shown = sides.get(first..).unwrap_or_default();
                beside(paint, (label, *moment), shown, marked.map(|side| side - first.min(side)), frame, &mut out);
                place += 1;
            }
        }
    }
    out
}

/// A look-for or a moment: as many rows as the longest column needs. `marked` is the marked column where it is this row.
fn beside(
    paint: &Paint,
    (label, moment): (&str, bool),
    sides: &[Vec<Cell>],
    marked: Option<usize>,
    frame: Frame,
    out: &mut Vec<Row>,
) {
    let s = paint.styles;
    let begun = out.len();
    let own_row = !moment && !frame.wide;
    if own_row {
        out.push(Row { across: Some((label.to_string(), s.plain)), ..Row::default() });
    }
    let room = usize::from(frame.column);
    let columns: Vec<Vec<(String, Style)>> = (0..frame.shown)
        .map(|place| {
            let cells = sides.get(place).map(Vec::as_slice).unwrap_or_default();
            let lines: Vec<(String, Style)> = cells
                .iter()
                .flat_map(|cell| {
                    let style = match marked {
                        Some(side) if side == place => s.selected,
                        _ if cell.quiet => s.dim,
                        _ => s.plain,
                    };
                    wrap(&visible(&cell.text), room).into_iter().map(move |line| (line, style))
                })
                .collect();
            let nothing = (paint.signs.dot.to_string(), if marked == Some(place) { s.selected } else { s.dim });
            if lines.is_empty() { vec![nothing] } else { lines }
        })
        .collect();
    let labels = if own_row { vec![String::new()] } else { wrap(&visible(label), usize::from(frame.label - 1)) };
    let high = columns.iter().map(Vec::len).max().unwrap_or(1).max(labels.len());
    for row in 0..high {
        out.push(Row {
            across: None,
            label: labels.get(row).cloned().unwrap_or_default(),
            label_style: if moment { s.dim } else { s.plain },
            sides: columns.iter().map(|c| c.get(row).cloned().unwrap_or_default()).collect(),
            ..Row::default()
        });
    }
    for (place, row) in out.iter_mut().skip(begun).enumerate() {
        (row.marked, row.first) = (marked.is_some(), place == 0);
    }
}

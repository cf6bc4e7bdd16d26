//! The heat map: one hue in four steps, and a sign of its own for each way in which there is nothing to show.

use crate::app::App;
use crate::app::screens::heat::{HeatState, layout, said, sign_name};
use crate::domain::text::{clip, count, width};
use crate::insight::heat::{Axis, Cell, Column, Row, Table, What, step};
use crate::ui::paint::{Paint, after, below, top};
use crate::ui::widgets::list;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use std::collections::HashSet;

/// Narrowest and widest column of cells, its gap among them.
const CELL: (u16, u16) = (5, 18);

/// From this width on each row ends with its share of all visits.
const WITH_TOTALS: u16 = 70;

/// Columns of such a total.
const TOTAL: u16 = 14;

/// How cells look: seen in up to a quarter, half, three quarters, all; never; not looked for; too few.
struct Looks {
    steps: [&'static str; 4],
    never: &'static str,
    not_looked: &'static str,
    too_few: &'static str,
}

const BLOCKS: Looks =
    Looks { steps: ["░░", "▒▒", "▓▓", "██"], never: "○ ", not_looked: "· ", too_few: "~ " };
const LETTERS: Looks = Looks { steps: ["1 ", "2 ", "3 ", "4 "], never: "0 ", not_looked: ". ", too_few: "~ " };

impl Looks {
    fn of(ascii: bool) -> &'static Looks {
        if ascii { &LETTERS } else { &BLOCKS }
    }

    fn sign(&self, cell: Cell) -> &'static str {
        match cell {
            Cell::NotLooked => self.not_looked,
            Cell::TooFew => self.too_few,
            Cell::Seen { k, n } => match step(k, n).checked_sub(1) {
                None => self.never,
                Some(at) => self.steps.get(at).copied().unwrap_or(self.never),
            },
        }
    }
}

/// How wide the parts of a row are, and which columns are seen.
struct Widths {
    name: u16,
    cell: u16,
    first: usize,
    count: usize,
    totals: bool,
}

pub fn draw(paint: &mut Paint, area: Rect, app: &App) {
    let heat = &app.heat;
    let parts = layout::parts(area.width, area.height);
    if parts.head > 0 {
        head(paint, top(area, parts.head), heat);
    }
    let body = below(area, parts.head);
    let Some(table) = &heat.table else {
        let dim = paint.styles.dim;
        paint.line(body, "The visits are being counted.", dim);
        return;
    };
    if table.rows.is_empty() {
        empty(paint, body, table);
        return;
    }
    let widths = widths(body, heat, table);
    if parts.names > 0 {
        names(paint, top(body, 1), heat, &widths);
    }
    let body = below(body, parts.names);
    let first = list::first_row(heat.row, heat.order.rows.len(), usize::from(parts.rows));
    for (place, line) in (first..heat.order.rows.len()).zip(top(body, parts.rows).rows()) {
        if let Some(row) = heat.row_at(place) {
            draw_row(paint, line, heat, row, place == heat.row, &widths);
        }
    }
    rows_below(paint, top(below(body, parts.rows), parts.gap), heat.order.rows.len(), first + usize::from(parts.rows));
    let foot = Rect {
        y: area.bottom().saturating_sub(parts.said + parts.legend),
        height: (parts.said + parts.legend).min(area.height),
        ..area
    };
    let plain = paint.styles.plain;
    if let Some(words) = said(heat) {
        paint.wrapped(top(foot, parts.said), &words, plain);
    }
    legend(paint, below(foot, parts.said), table);
}

/// The heading, and what can stand in rows and columns with the chosen ones marked.
fn head(paint: &mut Paint, area: Rect, heat: &HeatState) {
    let (strong, dim, focus) = (paint.styles.strong, paint.styles.dim, paint.styles.focus);
    let used = paint.put(area, &[("Heat map", strong), ("   in how many visits it was seen", dim)]);
    paint.right(after(top(area, 1), used + 2), &format!("sorted: {}", heat.sort.word()), dim);
    let line = top(below(area, 1), 1);
    let mut at = line;
    let mut choose = |paint: &mut Paint, word: &str, chosen: bool| {
        let (open, close) = if chosen { ("[", "]") } else { (" ", " ") };
        let style = if chosen { focus } else { dim };
        let used = paint.put(at, &[(open, style), (word, style), (close, style)]);
        at = after(at, used);
    };
    choose(paint, "tags", heat.what == What::Tags);
    choose(paint, "look-fors", heat.what == What::LookFors);
    choose(paint, "by", false);
    for axis in Axis::ALL {
        choose(paint, axis.word(), axis == heat.axis);
    }
}

fn empty(paint: &mut Paint, area: Rect, table: &Table) {
    let (plain, dim) = (paint.styles.plain, paint.styles.dim);
    let what = if table.what == What::Tags { "tags" } else { "look-fors" };
    let text = format!("There are too few visits with {what} to lay out yet.");
    let used = paint.wrapped(area, &text, plain);
    let why = "Each needs 5 visits with at least 3 different teachers, so that nobody can be picked out. Press t for the other sort.";
    paint.wrapped(below(area, used + 1), why, dim);
}

fn widths(area: Rect, heat: &HeatState, table: &Table) -> Widths {
    let longest = table.rows.iter().map(|r| width(&sign_name(table.what, r))).max().unwrap_or(0);
    let name = u16::try_from(longest).unwrap_or(u16::MAX).saturating_add(3).min((area.width * 2 / 5).max(8));
    let totals = area.width >= WITH_TOTALS;
    let room = area.width.saturating_sub(name + if totals { TOTAL } else { 0 });
    let labels = table.columns.iter().map(|c| width(&c.label)).max().unwrap_or(0);
    let count = u16::try_from(table.columns.len().max(1)).unwrap_or(u16::MAX);
    let wanted = u16::try_from(labels).unwrap_or(u16::MAX).saturating_add(2);
    // As wide as the names need, as long as all columns are seen.
    let cell = wanted.clamp(CELL.0, CELL.1).min((room / count).max(CELL.0));
    // Two names cut to the same letters would be one column twice: then fewer are seen at once.
    let cell = (cell..=CELL.1).find(|cell| all_differ(table, cell.saturating_sub(2))).unwrap_or(CELL.1);
    let fits = usize::from(room / cell).max(1);
    let all = table.columns.len();
    Widths { name, cell, first: list::first_row(heat.column, all, fits), count: fits.min(all), totals }
}

/// Whether the names of the columns still differ when they are cut to so many columns of the screen.
fn all_differ(table: &Table, columns: u16) -> bool {
    let mut seen = HashSet::new();
    table.columns.iter().all(|c| seen.insert(clip(&c.label, usize::from(columns), true)))
}

/// Says how many rows do not fit, in the line below those that do.
fn rows_below(paint: &mut Paint, line: Rect, all: usize, shown: usize) {
    let dim = paint.styles.dim;
    if all > shown {
        paint.line(line, &format!("  {} below", count(all - shown, "more row", "more rows")), dim);
    }
}

/// The columns that are seen, each with its place and where it stands.
fn columns(line: Rect, widths: &Widths) -> impl Iterator<Item = (usize, Rect)> {
    let (first, cell) = (widths.first, widths.cell);
    let start = after(line, widths.name);
    (0..widths.count).map(move |i| {
        let left = u16::try_from(i).unwrap_or(u16::MAX).saturating_mul(cell);
        let at = after(start, left);
        (first + i, Rect { width: cell.min(at.width), ..at })
    })
}

/// Where a row's share of all visits stands: right after its cells.
fn total(line: Rect, widths: &Widths) -> Rect {
    let cells = widths.cell.saturating_mul(u16::try_from(widths.count).unwrap_or(u16::MAX));
    let at = after(line, widths.name.saturating_add(cells));
    Rect { width: TOTAL.min(at.width), ..at }
}

fn names(paint: &mut Paint, line: Rect, heat: &HeatState, widths: &Widths) {
    let (dim, focus) = (paint.styles.dim, paint.styles.focus);
    for (place, at) in columns(line, widths) {
        let label = heat.column_at(place).map(|c| c.label.as_str()).unwrap_or_default();
        let style = if place == heat.column { focus } else { dim };
        paint.put(Rect { width: at.width.saturating_sub(2), ..after(at, 1) }, &[(label, style)]);
    }
    if widths.totals {
        paint.right(total(line, widths), "in all", dim);
    }
    // What lies to the left and to the right of what is seen.
    if widths.first > 0 {
        paint.put(Rect { width: 1, ..after(line, widths.name.saturating_sub(1)) }, &[("<", dim)]);
    }
    if widths.first + widths.count < heat.order.columns.len() {
        let end = widths.name + widths.cell * u16::try_from(widths.count).unwrap_or(0);
        paint.put(after(line, end.min(line.width.saturating_sub(1))), &[(">", dim)]);
    }
}

fn draw_row(paint: &mut Paint, line: Rect, heat: &HeatState, row: &Row, marked: bool, widths: &Widths) {
    let (marker, style) = paint.marker(marked);
    let (dim, focus) = (paint.styles.dim, paint.styles.focus);
    let hue = shade(focus);
    let looks = Looks::of(paint.look.ascii);
    let name = sign_name(heat.what, row);
    paint
        .put(Rect { width: widths.name.saturating_sub(1).min(line.width), ..line }, &[(marker, style), (&name, style)]);
    for (place, at) in columns(line, widths) {
        let Some(cell) = heat.cell(row, place) else { continue };
        let seen = matches!(cell, Cell::Seen { .. });
        let here = marked && place == heat.column;
        let (open, close) = if here { ("[", "]") } else { (" ", " ") };
        paint.put(at, &[(open, focus), (looks.sign(cell), if seen { hue } else { dim }), (close, focus)]);
    }
    if widths.totals {
        // Of a look-for that was never looked for in vain there is no share to tell.
        let only_seen = heat.what == What::LookFors && row.k == row.n;
        let words =
            if only_seen { count(row.k as usize, "visit", "visits") } else { format!("{} of {}", row.k, row.n) };
        paint.right(total(line, widths), &words, dim);
    }
}

/// The one hue: that of the focus, not bold.
fn shade(focus: Style) -> Style {
    focus.remove_modifier(Modifier::BOLD)
}

fn legend(paint: &mut Paint, area: Rect, table: &Table) {
    let dim = paint.styles.dim;
    let looks = Looks::of(paint.look.ascii);
    let [one, two, three, four] = looks.steps.map(str::trim);
    let nobody = if table.what == What::Tags { "not tagged" } else { "nobody looked" };
    let mut words = format!(
        "{one} up to a quarter, {two} to half, {three} to three quarters, {four} more; {} never, {} {nobody}, {} too few to tell",
        looks.never.trim(),
        looks.not_looked.trim(),
        looks.too_few.trim()
    );
    if table.too_few + table.more > 0 {
        words.push_str(&format!("; {} more not shown", table.too_few + table.more));
    }
    if let Some(unknown) = table.columns.iter().filter(|c| c.label.ends_with(", ?")).find_map(Column::not_known) {
        words.push_str(&format!("; ? {unknown}"));
    }
    paint.wrapped(area, &words, dim);
}

#[cfg(test)]
mod tests;

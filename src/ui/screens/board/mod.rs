//! The affinity board, and the list of boards. No room and no teacher stands on either.

use crate::app::App;
use crate::app::screens::board::layout::{self, Area, CardShown, EDGE, Face, Shown, StackShown};
use crate::app::screens::board::{Open, glance};
use crate::domain::board::Stack;
use crate::domain::text::{count, width};
use crate::ui::paint::{Paint, after, below, top};
use crate::ui::widgets::list;
use ratatui::layout::Rect;
use ratatui::style::Style;

#[cfg(test)]
mod tests;

/// Said while nothing is sorted yet.
const START: &str = "Move cards that belong together. No talking, no names; loners may stay.";

fn rect(area: Area) -> Rect {
    Rect { x: area.x, y: area.y, width: area.width, height: area.height }
}

// ── The list of boards ──────────────────────────────────────────────────────────────────────────────────────────────

pub fn draw_list(paint: &mut Paint, area: Rect, app: &App) {
    let (strong, dim, plain) = (paint.styles.strong, paint.styles.dim, paint.styles.plain);
    paint.line(top(area, 1), "Affinity boards", strong);
    let body = below(area, 2);
    let Some(rows) = &app.boards.rows else { return };
    if rows.is_empty() {
        let used =
            paint.wrapped(body, "Notes can be laid out as cards here and sorted into columns, in silence.", plain);
        let how =
            "Press n for an empty board. Or mark notes in Notes (3) and press b there; B takes all that is listed.";
        paint.wrapped(below(body, used + 1), how, dim);
        return;
    }
    let first = list::first_row(app.boards.selected, rows.len(), usize::from(body.height));
    for (line, (at, row)) in body.rows().zip(rows.iter().enumerate().skip(first)) {
        let (marker, style) = paint.marker(at == app.boards.selected);
        let side = format!("{}, {}", count(row.cards, "card", "cards"), count(row.columns, "column", "columns"));
        let room = line.width.saturating_sub(u16::try_from(width(&side)).unwrap_or(0) + 2);
        paint.put(Rect { width: room, ..line }, &[(marker, style), (&row.name, style)]);
        paint.right(line, &side, dim);
    }
}

// ── One board ───────────────────────────────────────────────────────────────────────────────────────────────────────

pub fn draw_one(paint: &mut Paint, area: Rect, app: &App) {
    let dim = paint.styles.dim;
    let Some(open) = &app.boards.open else {
        paint.line(area, "No board is open. Esc leads back to the list.", dim);
        return;
    };
    let place = Area { x: area.x, y: area.y, width: area.width, height: area.height };
    let shown = layout::shown(open, glance(app), place);
    title(paint, open, &shown);
    for stack in &shown.stacks {
        draw_stack(paint, open, stack);
    }
}

/// The board's name, and how far it is sorted; how many columns lie beyond the edges.
fn title(paint: &mut Paint, open: &Open, shown: &Shown) {
    let (strong, dim) = (paint.styles.strong, paint.styles.dim);
    let row = rect(shown.title);
    let mut status = match open.marked.len() {
        0 => format!("{} of {} sorted", open.board.sorted(), count(open.board.cards.len(), "card", "cards")),
        marked => format!("{marked} marked"),
    };
    if shown.left > 0 {
        status = format!("< {} more   {status}", shown.left);
    }
    if shown.right > 0 {
        status.push_str(&format!("   {} more >", shown.right));
    }
    let taken = u16::try_from(width(&status)).unwrap_or(0) + 2;
    paint.line(Rect { width: row.width.saturating_sub(taken), ..row }, &open.name, strong);
    paint.right(row, &status, dim);
}

fn draw_stack(paint: &mut Paint, open: &Open, stack: &StackShown) {
    let dim = paint.styles.dim;
    heading(paint, open, stack);
    if let Some(rule) = stack.rule {
        paint.rule(rect(rule));
    }
    let body = below(rect(stack.area), 1 + u16::from(stack.rule.is_some()));
    match stack.stack {
        Stack::New if stack.cards.is_empty() && open.board.columns.is_empty() => {
            let how = if open.board.cards.is_empty() {
                "This board is empty. Press a to choose notes for it."
            } else {
                "Enter picks a card up, arrows carry it, Enter puts it down. Put down here it makes a column."
            };
            let style = paint.styles.plain;
            let used = paint.wrapped(body, START, style);
            paint.wrapped(below(body, used + 1), how, dim);
        }
        Stack::Column(_) if stack.cards.is_empty() => {
            let (marker, style) = paint.marker(open.focus.stack == stack.stack && open.carried.is_none());
            paint.put(body, &[(marker, style), ("no card yet", dim)]);
        }
        _ => {}
    }
    for card in &stack.cards {
        match card.note {
            Some(note) => draw_card(paint, open, stack.stack, note, card),
            None => draw_carried(paint, card),
        }
    }
    if let Some(row) = stack.more {
        let mut words = Vec::new();
        if stack.above > 0 {
            words.push(format!("{} above", stack.above));
        }
        if stack.below > 0 {
            words.push(format!("{} below", stack.below));
        }
        paint.put(after(rect(row), EDGE), &[(&words.join(", "), dim)]);
    }
}

/// A stack's name and how many cards it has.
fn heading(paint: &mut Paint, open: &Open, stack: &StackShown) {
    let s = paint.styles;
    let row = rect(stack.heading);
    let here = open.focus.stack == stack.stack;
    let (name, style) = match stack.stack {
        Stack::Loners => ("Loners".to_string(), s.dim),
        Stack::New => ("New column".to_string(), s.dim),
        Stack::Column(uid) => match open.board.column(uid).and_then(|c| c.name.as_deref()) {
            None => ("proposed, no name".to_string(), s.dim),
            Some("") => ("no name yet".to_string(), s.dim),
            Some(name) => (name.to_string(), s.strong),
        },
    };
    let cards = layout::cards_of(open, stack.stack).len();
    let number = if stack.stack == Stack::New { String::new() } else { cards.to_string() };
    let taken = u16::try_from(number.len()).unwrap_or(0) + 1;
    let style = if here { s.focus } else { style };
    paint.put(Rect { width: row.width.saturating_sub(taken), ..row }, &[(&name, style)]);
    paint.right(row, &number, s.dim);
}

/// A card: its edge with the focus, its mark, its words.
fn draw_card(paint: &mut Paint, open: &Open, stack: Stack, note: crate::domain::id::Uid, card: &CardShown) {
    let s = paint.styles;
    let focused = open.carried.is_none() && open.focus.stack == stack && open.focus.at == card.at;
    let marked = open.marked.contains(&(stack, note));
    let style = if focused { s.selected } else { s.plain };
    let area = rect(card.area);
    for (i, row) in area.rows().enumerate() {
        let edge = if focused && i == 0 { ">" } else { paint.signs.axis };
        let edge_style = if focused { s.selected } else { s.dim };
        let mark = if marked && i == 0 { paint.signs.recording } else { " " };
        paint.put(row, &[(edge, edge_style), (mark, s.focus)]);
    }
    words(paint, after(area, EDGE), &card.face, style);
}

/// What is carried, in a box, so that it is seen to be lifted.
fn draw_carried(paint: &mut Paint, card: &CardShown) {
    let style = paint.styles.selected;
    let area = rect(card.area);
    if area.height < 3 {
        words(paint, after(area, EDGE), &card.face, style);
        return;
    }
    let inner = paint.boxed(area, "");
    words(paint, Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner }, &card.face, style);
}

fn words(paint: &mut Paint, area: Rect, face: &Face, style: Style) {
    let dim = paint.styles.dim;
    for (i, (row, line)) in area.rows().zip(&face.lines).enumerate() {
        let sign = if i == 0 { face.sign } else { 0 };
        let (sign, text) = line.split_at_checked(sign).unwrap_or(("", line));
        paint.put(row, &[(sign, dim), (text, style)]);
    }
    let last = u16::try_from(face.lines.len()).unwrap_or(0);
    let day = if face.day_below { last } else { last.saturating_sub(1) };
    if !face.day.is_empty() {
        paint.right(top(below(area, day), 1), &face.day, dim);
    }
    if face.others > 0 {
        let row = below(area, last + u16::from(face.day_below));
        paint.put(top(row, 1), &[(&format!("and {} more", face.others), dim)]);
    }
}

//! The tag list: the tree with colour, use and meaning.

#[cfg(test)]
mod tests;

use crate::app::App;
use crate::app::screens::tags::change::used;
use crate::domain::tag::COLOURS;
use crate::domain::text::{count, width};
use crate::store::api::TagRow;
use crate::ui::paint::{Paint, after, below, top};
use crate::ui::widgets::list;
use ratatui::layout::Rect;

/// Columns a level of the tree is moved to the right, and how many levels are shown so.
const STEP: usize = 2;
const LEVELS: usize = 6;

pub fn draw(paint: &mut Paint, area: Rect, app: &App) {
    let (dim, strong) = (paint.styles.dim, paint.styles.strong);
    paint.line(top(area, 1), "Tag list", strong);
    if app.tags.loaded {
        paint.right(top(area, 1), &count(app.tags.all.len(), "tag", "tags"), dim);
    }
    let body = below(area, 2);
    let shown = app.tags.shown();
    let Some(current) = app.tags.current() else {
        if app.tags.loaded {
            let plain = paint.styles.plain;
            let text = "Tags and what they mean will stand here. n makes one; #name in a note makes one too.";
            paint.wrapped(body, text, plain);
        }
        return;
    };
    let meaning_rows = if body.height >= 10 { 3 } else { 0 };
    let rows = Rect { height: body.height.saturating_sub(meaning_rows), ..body };
    let at = shown.iter().position(|(t, _)| t.uid == current.uid).unwrap_or(0);
    let first = list::first_row(at, shown.len(), usize::from(rows.height));
    let columns = Columns::of(&shown, rows.width);
    for (row, (i, (tag, depth))) in rows.rows().zip(shown.iter().enumerate().skip(first)) {
        draw_row(paint, row, tag, *depth, i == at, columns);
    }
    if meaning_rows > 0 {
        let place = below(body, body.height - 2);
        let words = if current.meaning.is_empty() { "No meaning written yet: m writes it." } else { &current.meaning };
        paint.wrapped(place, words, if current.meaning.is_empty() { dim } else { strong });
    }
}

#[derive(Debug, Clone, Copy)]
struct Columns {
    name: u16,
    colour: u16,
    used: u16,
}

impl Columns {
    fn of(shown: &[(&TagRow, usize)], room: u16) -> Columns {
        let widest = |text: &dyn Fn(&(&TagRow, usize)) -> usize, most: u16| {
            shown.iter().map(|row| u16::try_from(text(row)).unwrap_or(most)).max().unwrap_or(0).min(most)
        };
        let colour = widest(&|(t, _)| width(colour_word(t)), 7);
        let used = widest(&|(t, _)| width(&used(t)), 24);
        let name = widest(&|(t, depth)| width(&t.name) + 1 + indent(*depth), (room / 2).min(44));
        Columns { name, colour: if room >= 60 { colour } else { 0 }, used: if room >= 50 { used } else { 0 } }
    }
}

fn indent(depth: usize) -> usize {
    depth.min(LEVELS) * STEP
}

/// The colour's word; nothing for none.
fn colour_word(tag: &TagRow) -> &'static str {
    usize::try_from(tag.colour).ok().filter(|c| *c > 0).and_then(|c| COLOURS.get(c)).copied().unwrap_or("")
}

fn draw_row(paint: &mut Paint, row: Rect, tag: &TagRow, depth: usize, selected: bool, c: Columns) {
    let (marker, style) = paint.marker(selected);
    let dim = paint.styles.dim;
    let used_columns = paint.put(row, &[(marker, style)]);
    let mut rest = after(row, used_columns);
    let name = format!("{}#{}", " ".repeat(indent(depth)), tag.name);
    paint.line(Rect { width: c.name.min(rest.width), ..rest }, &name, style);
    rest = after(rest, c.name + 2);
    if c.used > 0 {
        paint.line(Rect { width: c.used.min(rest.width), ..rest }, &used(tag), dim);
        rest = after(rest, c.used + 2);
    }
    if c.colour > 0 {
        let coloured = paint.styles.tag(tag.colour, paint.look);
        paint.line(Rect { width: c.colour.min(rest.width), ..rest }, colour_word(tag), coloured);
        rest = after(rest, c.colour + 2);
    }
    paint.line(rest, &tag.meaning, dim);
}

//! One row of the list of notes, in columns that are as wide as what is loaded needs.

use crate::app::App;
use crate::domain::found::Search;
use crate::domain::note::{About, NoteKind};
use crate::domain::text::width;
use crate::domain::time::{clock, local_time, short_day};
use crate::store::api::NoteRow;
use crate::ui::paint::{Paint, after};
use chrono::Datelike;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// Widths of the columns before the text, without the blanks between them; 0: the column is left out.
#[derive(Debug, Clone, Copy)]
pub struct Columns {
    day: u16,
    time: u16,
    room: u16,
    subject: u16,
    sign: u16,
    tags: u16,
}

/// What leads a row: the marker of the cursor and that of a marked note.
const LEAD: u16 = 3;

/// Blanks after each column.
const GAP: u16 = 2;

/// At least this many columns belong to the text.
const TEXT: u16 = 24;

impl Columns {
    /// Columns for the notes seen so far in a list this wide, alone or `beside` the visit: where and when give way to the
    /// text.
    pub fn of(app: &App, room: u16, beside: bool) -> Columns {
        let near = app.notes.seen.max(app.notes.selected + usize::from(app.size.1)).min(app.notes.rows.len());
        let rows = app.notes.rows.get(..near).unwrap_or_default();
        let widest = |most: u16, text: &dyn Fn(&NoteRow) -> usize| {
            rows.iter().map(|r| u16::try_from(text(r)).unwrap_or(most)).max().unwrap_or(0).min(most)
        };
        let mut c = Columns {
            // Newest first: the ends tell whether a year has to be shown.
            day: rows
                .iter()
                .take(1)
                .chain(rows.last())
                .map(|r| width(&day(app, r)))
                .max()
                .map_or(6, |w| if w > 6 { 11 } else { 6 }),
            time: if rows.iter().any(|r| r.at_ms.is_some()) { 5 } else { 0 },
            room: widest(12, &|r| width(&r.room)),
            subject: if room >= 96 { widest(10, &|r| width(&r.subject)) } else { 0 },
            sign: widest(6, &|r| width(&sign(r))),
            tags: 0,
        };
        if c.before_text() + TEXT > room {
            c.time = 0;
        }
        if c.before_text() + TEXT > room {
            c.room = c.room.min(6);
        }
        let left = room.saturating_sub(c.before_text());
        // Beside the visit, where tags are shown too, the text comes first.
        if left >= if beside { 46 } else { 40 } {
            c.tags = widest(left / 3, &tags_width);
        }
        c
    }

    fn before_text(&self) -> u16 {
        let columns = [self.day, self.time, self.room, self.subject, self.sign];
        LEAD + columns.iter().filter(|w| **w > 0).map(|w| w + GAP).sum::<u16>()
    }
}

/// The local day of a note.
pub fn day(app: &App, row: &NoteRow) -> String {
    short_day(local_time(row.key.at, app.now.offset).date_naive(), app.now.today().year())
}

/// Whom it is about and its kind, as shorthand. A quote shows its own quotation marks.
pub fn sign(row: &NoteRow) -> String {
    let about = row.about.map(About::sign).unwrap_or_default();
    let kind = if row.kind == NoteKind::Quote { "" } else { row.kind.sign() };
    let gap = if about.is_empty() || kind.is_empty() { "" } else { " " };
    format!("{}{gap}{kind}", about.trim_end_matches(':'))
}

/// The columns all tags of a note take.
fn tags_width(row: &NoteRow) -> usize {
    row.tags.iter().map(|(_, name)| width(name) + 2).sum::<usize>().saturating_sub(1)
}

/// Paints one row; what does not fit is cut.
pub fn draw(paint: &mut Paint, area: Rect, app: &App, row: &NoteRow, c: Columns, selected: bool, search: &Search) {
    let (marker, style) = paint.marker(selected);
    let s = paint.styles;
    let place = if selected { style } else { s.dim };
    let marked = if app.notes.marked.contains_key(&row.uid) { paint.signs.recording } else { " " };
    paint.put(area, &[(marker.trim_end(), style), (if selected { "" } else { " " }, style), (marked, s.focus)]);
    let time = if row.at_ms.is_some() { clock(row.key.at, app.now.offset) } else { String::new() };
    let mut rest = after(area, LEAD);
    for (text, width, right) in [
        (day(app, row).as_str(), c.day, true),
        (time.as_str(), c.time, true),
        (row.room.as_str(), c.room, false),
        (row.subject.as_str(), c.subject, false),
        (sign(row).as_str(), c.sign, false),
    ] {
        if width == 0 {
            continue;
        }
        let cell = Rect { width: width.min(rest.width), ..rest };
        if right {
            paint.right(cell, text, place);
        } else {
            paint.line(cell, text, place);
        }
        rest = after(rest, width + GAP);
    }
    let gap = if c.tags > 0 { c.tags + GAP } else { 0 };
    let text = Rect { width: rest.width.saturating_sub(gap), ..rest };
    found(paint, text, &row.text, search, if selected { style } else { s.plain });
    if c.tags > 0 {
        draw_tags(paint, after(rest, text.width + GAP), app, row);
    }
}

/// A text with the words that fit the search underlined.
pub fn found(paint: &mut Paint, area: Rect, text: &str, search: &Search, style: Style) {
    let shown = paint.fit(text, area.width);
    let underlined = style.patch(paint.styles.matched);
    let mut pieces: Vec<(&str, Style)> = Vec::new();
    let mut at = 0;
    for range in search.ranges(&shown) {
        pieces.push((shown.get(at..range.start).unwrap_or(""), style));
        pieces.push((shown.get(range.clone()).unwrap_or(""), underlined));
        at = range.end;
    }
    pieces.push((shown.get(at..).unwrap_or(""), style));
    paint.put(area, &pieces);
}

/// The tags of a note, each in its colour.
pub fn draw_tags(paint: &mut Paint, area: Rect, app: &App, row: &NoteRow) {
    let dim = paint.styles.dim;
    let words: Vec<(String, Style)> = row
        .tags
        .iter()
        .map(|(uid, name)| {
            let colour = app.tags.get(*uid).map_or(0, |t| t.colour);
            (format!("#{name}"), paint.styles.tag(colour, paint.look))
        })
        .collect();
    let mut pieces: Vec<(&str, Style)> = Vec::new();
    for (word, style) in &words {
        if !pieces.is_empty() {
            pieces.push((" ", dim));
        }
        pieces.push((word, *style));
    }
    paint.put(area, &pieces);
}

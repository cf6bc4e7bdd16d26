//! The lines of a visit down a thin axis of time: the minute at its left, whom it is about and the words at its right.

use crate::app::App;
use crate::app::screens::visit::{Line, MarkLine, Says, timeline};
use crate::domain::note::NoteKind;
use crate::domain::text::{visible, width, wrap};
use crate::domain::time::{elapsed, local_time, short_day};
use crate::store::api::{NoteRow, ReplyRow, VisitView};
use crate::ui::paint::{Paint, after};
use crate::ui::widgets::list;
use crate::ui::widgets::marked::Marks;
use chrono::Datelike;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// Columns before the words of a line: marker, minute, axis, whom it is about.
const MARGIN: u16 = 18;

/// Letters of one line that are looked at: more than any screen shows.
const MOST: usize = 8_000;

/// So long without a line shows as a gap in the axis, milliseconds.
const GAP: i64 = 150_000;

/// A row of the screen: what stands in the margin, and a part of the text.
#[derive(Default)]
struct Row {
    time: String,
    axis: &'static str,
    sign: String,
    text: String,
    /// Pieces of the text, each underlined or not; empty: it is plain.
    pieces: Vec<(String, bool)>,
    beside: String,
    style: Style,
    /// Of the marked line.
    marked: bool,
    /// Its first row.
    first: bool,
}

/// Paints the lines around the marked one.
pub fn draw(paint: &mut Paint, area: Rect, app: &App, view: &VisitView) {
    let rows = rows(paint, app, view, area.width);
    let at = rows.iter().position(|r| r.marked).unwrap_or(0);
    let first = list::first_row(at, rows.len(), usize::from(area.height));
    let (dim, border) = (paint.styles.dim, paint.styles.border);
    for (area, row) in area.rows().zip(rows.iter().skip(first)) {
        let (marker, style) = paint.marker(row.marked && row.first);
        let time = format!("{:>7} ", row.time);
        let sign = format!(" {:<5} ", row.sign);
        let pieces = [(marker, style), (&time, dim), (row.axis, border), (&sign, dim)];
        paint.put(area, &pieces);
        let under = row.style.patch(paint.styles.nudge);
        let mut pieces: Vec<(&str, Style)> =
            row.pieces.iter().map(|(text, marked)| (text.as_str(), if *marked { under } else { row.style })).collect();
        if pieces.is_empty() {
            pieces.push((&row.text, row.style));
        }
        pieces.extend([("   ", dim), (row.beside.as_str(), dim)]);
        paint.put(after(area, MARGIN), &pieces);
    }
}

fn rows(paint: &Paint, app: &App, view: &VisitView, columns: u16) -> Vec<Row> {
    let room = usize::from(columns.saturating_sub(MARGIN)).max(8);
    let lines = timeline(view, app.visit.sheet.as_ref());
    let mut out = Vec::new();
    let mut last: Option<i64> = None;
    let mut said = false;
    for line in &lines {
        let marked = app.visit.line.is_some_and(|uid| line.shows(uid));
        let at = line.at_ms();
        if at.zip(last).is_some_and(|(at, last)| at - last >= GAP) {
            out.push(Row { axis: paint.signs.gap, ..Row::default() });
        }
        last = at.or(last);
        match line {
            Line::Note(note) => note_rows(paint, app, note, marked, room, &mut out),
            Line::Mark(line) => out.push(mark_row(paint, line, marked)),
            Line::Reply(reply) => {
                if !said {
                    let heading = "What the teacher said".to_string();
                    out.push(Row::default());
                    out.push(Row { text: heading, style: paint.styles.dim, ..Row::default() });
                    said = true;
                }
                reply_rows(paint, app, reply, marked, room, &mut out);
            }
        }
    }
    out
}

/// A note: its text over as many rows as it needs, its tags behind the last one.
fn note_rows(paint: &Paint, app: &App, note: &NoteRow, marked: bool, room: usize, out: &mut Vec<Row>) {
    let s = paint.styles;
    let style = match note.kind {
        _ if marked => s.selected,
        kind if kind.is_evidence() => s.plain,
        _ => s.dim,
    };
    let time = match note.at_ms {
        _ if note.after => "after".to_string(),
        Some(at) => elapsed(at),
        None => String::new(),
    };
    let sign = note.about.map_or_else(|| note.kind.sign().to_string(), |a| a.sign());
    let row = Row { time, sign, style, marked, axis: paint.signs.axis, ..Row::default() };
    let first = out.len();
    wrapped(&note.text, &beside(note), room, row, s.dim, out);
    let marks = Marks::new(&note.text, &app.language.of_row(note), MOST);
    let mut letters = 0;
    for row in out.iter_mut().skip(first).filter(|r| r.style == style) {
        let pieces = marks.pieces(&row.text, &mut letters);
        if pieces.iter().any(|(_, under)| *under) {
            row.pieces = pieces.into_iter().map(|(text, under)| (text.to_string(), under)).collect();
        }
    }
}

/// Text over several rows; what stands beside it goes behind the last one, or below where it does not fit.
fn wrapped(text: &str, beside: &str, room: usize, first: Row, below: Style, out: &mut Vec<Row>) {
    let head: String = text.chars().take(MOST).collect();
    let lines = wrap(&visible(&head), room);
    let last = lines.len() - 1;
    let (axis, style, marked) = (first.axis, first.style, first.marked);
    let mut first = Some(first);
    for (i, text) in lines.into_iter().enumerate() {
        let row = first.take().map(|f| Row { first: true, ..f });
        let row = row.unwrap_or(Row { axis, style, marked, ..Row::default() });
        let fits = i == last && width(&text) + width(beside) + 3 <= room;
        out.push(Row { beside: if fits { beside.to_string() } else { String::new() }, text, ..row });
    }
    if out.last().is_some_and(|r| r.beside.is_empty()) && !beside.is_empty() {
        out.push(Row { axis, text: beside.to_string(), style: below, marked, ..Row::default() });
    }
}

/// Tags, and what a note needs to say of itself.
fn beside(note: &NoteRow) -> String {
    let mut out: Vec<String> = note.tags.iter().map(|(_, name)| format!("#{name}")).collect();
    if note.kind == NoteKind::FollowUp {
        out.push(if note.expires.unwrap_or(0) == 0 { "kept".into() } else { "goes by itself; K keeps it".into() });
    }
    if note.two_versions {
        out.push("changed on two laptops".into());
    }
    out.join(" ")
}

/// A mark: its sign stands on the axis, a stretch says until when it went on.
fn mark_row(paint: &Paint, line: &MarkLine, marked: bool) -> Row {
    let axis = match line.says {
        _ if line.length.is_some() => paint.signs.stretch[1],
        Says::Seen => paint.signs.recording,
        Says::NotSeen => paint.signs.empty,
        Says::NotLookedFor => paint.signs.dot,
        Says::Happened => "+",
    };
    let until = line.at_ms.zip(line.length).map(|(at, long)| format!(", until {}", elapsed(at + long)));
    Row {
        time: line.at_ms.map(elapsed).unwrap_or_default(),
        axis,
        text: format!("{}: {}{}", line.label, line.words, until.unwrap_or_default()),
        style: if marked { paint.styles.selected } else { paint.styles.dim },
        marked,
        first: true,
        ..Row::default()
    }
}

fn reply_rows(paint: &Paint, app: &App, reply: &ReplyRow, marked: bool, room: usize, out: &mut Vec<Row>) {
    let s = paint.styles;
    let day = |at| short_day(local_time(at, app.now.offset).date_naive(), app.now.today().year());
    let mut beside: Vec<String> = reply.at.map(day).into_iter().collect();
    if reply.two_versions {
        beside.push("changed on two laptops".into());
    }
    let style = if marked { s.selected } else { s.plain };
    let row = Row { style, marked, ..Row::default() };
    let quoted = format!("{}{}{}", paint.signs.open_quote, reply.text, paint.signs.close_quote);
    wrapped(&quoted, &beside.join(", "), room, row, s.dim, out);
}

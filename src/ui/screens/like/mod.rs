//! More like this: the note that was asked, and those nearest to it, with the words that made them alike underlined.

use crate::app::App;
use crate::app::actions::Action;
use crate::domain::text::{count, visible, width, wrap};
use crate::domain::time::{local_time, short_day};
use crate::store::api::{LikeRow, NoteRow};
use crate::ui::paint::{Paint, after, below, top};
use crate::ui::screens::notes::draw_tags;
use crate::ui::widgets::list;
use crate::ui::widgets::marked::Marks;
use chrono::Datelike;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// Of a long note so many characters are shown.
const SHOWN: usize = 2_000;

/// From this height on the marked note is shown whole below the list.
const WHOLE: u16 = 12;

/// Said while not all notes could be compared.
const READING: &str = "Still reading your notes: more may come.";

/// Columns of the room.
const ROOM: u16 = 12;

/// From this width on the rooms of the notes are shown.
const WIDE: u16 = 60;

pub fn draw(paint: &mut Paint, area: Rect, app: &App) {
    let (strong, dim, plain) = (paint.styles.strong, paint.styles.dim, paint.styles.plain);
    let Some(found) = &app.like.list else {
        paint.line(area, "Looking for notes like it", dim);
        return;
    };
    let used = paint.wrapped(top(area, 2.min(area.height / 4).max(1)), &visible(&head(&found.text)), strong);
    let state = state(app);
    let line = top(below(area, used), 1);
    paint.right(line, &state, dim);
    let room = Rect { width: line.width.saturating_sub(u16::try_from(width(&state)).unwrap_or(0) + 2), ..line };
    let all = if found.reading {
        ["Likest first. Still reading your notes: more may come.", READING]
    } else {
        ["Likest first, worth a look; you say what is the same.", "Likest first."]
    };
    let fits = all.iter().find(|words| width(words) <= usize::from(room.width));
    paint.line(room, fits.or(all.last()).copied().unwrap_or_default(), dim);
    let body = below(area, used + 2);
    if found.rows.is_empty() {
        let text = match found.rejected {
            _ if found.reading => READING.to_string(),
            0 => "No other note says anything like it yet.".to_string(),
            n => format!("Nothing else is like it; {} left out as not the same.", count(n, "note is", "notes are")),
        };
        paint.wrapped(body, &text, plain);
        return;
    }
    let under = if area.height >= WHOLE { 4 } else { 0 };
    rows(paint, Rect { height: body.height.saturating_sub(under), ..body }, app, &found.rows);
    if under > 0
        && let Some(row) = found.rows.get(app.like.selected)
    {
        whole(paint, below(body, body.height.saturating_sub(under - 1)), app, row);
    }
}

/// "2 marked   3 left out".
fn state(app: &App) -> String {
    let mut words = Vec::new();
    if !app.like.marked.is_empty() {
        words.push(format!("{} marked", app.like.marked.len()));
    }
    if let Some(n) = app.like.list.as_ref().map(|l| l.rejected).filter(|n| *n > 0) {
        words.push(format!("{n} left out"));
    }
    words.join("   ")
}

fn head(text: &str) -> String {
    text.chars().take(SHOWN).collect()
}

fn rows(paint: &mut Paint, area: Rect, app: &App, all: &[LikeRow]) {
    let first = list::first_row(app.like.selected, all.len(), usize::from(area.height));
    for (row, (at, like)) in area.rows().zip(all.iter().enumerate().skip(first)) {
        let (marker, style) = paint.marker(at == app.like.selected);
        let s = paint.styles;
        let marked = if app.like.marked.contains(&like.note.uid) { paint.signs.recording } else { " " };
        let used = paint.put(row, &[(marker, style), (marked, s.focus), (" ", style)]);
        let mut rest = after(row, used);
        let (day, place) = (day(app, &like.note), like.note.room.as_str());
        paint.right(Rect { width: 6.min(rest.width), ..rest }, &day, s.dim);
        rest = after(rest, 8);
        if area.width >= WIDE {
            paint.line(Rect { width: ROOM.min(rest.width), ..rest }, place, s.dim);
            rest = after(rest, ROOM + 2);
        }
        text(paint, rest, like, style);
    }
}

fn text(paint: &mut Paint, area: Rect, like: &LikeRow, style: Style) {
    let marks = Marks::of(&like.note.text, like.words.iter().cloned(), SHOWN);
    let line: String = visible(&head(&like.note.text)).split_whitespace().collect::<Vec<_>>().join(" ");
    let shown = paint.fit(&line, area.width);
    let under = paint.styles.matched;
    marks.put(paint, area, &shown, &mut 0, (style, under));
}

fn day(app: &App, note: &NoteRow) -> String {
    let all = short_day(local_time(note.key.at, app.now.offset).date_naive(), app.now.today().year());
    // A year tells more than a day where both do not fit.
    if width(&all) > 6 { all.rsplit(' ').next().unwrap_or_default().to_string() } else { all }
}

/// The marked note, whole as far as there is room, with its tags.
fn whole(paint: &mut Paint, area: Rect, app: &App, like: &LikeRow) {
    let (plain, under, dim) = (paint.styles.plain, paint.styles.matched, paint.styles.dim);
    let marks = Marks::of(&like.note.text, like.words.iter().cloned(), SHOWN);
    let lines = wrap(&visible(&head(&like.note.text)), usize::from(area.width.saturating_sub(2)).max(8));
    let mut letters = 0;
    for (i, (row, line)) in top(area, 2).rows().zip(&lines).enumerate() {
        let cut = i == 1 && lines.len() > 2;
        let line = if cut { format!("{line}{}", paint.signs.on_its_way) } else { line.clone() };
        marks.put(paint, after(row, 2), &line, &mut letters, (plain, under));
    }
    let last = after(top(below(area, 2), 1), 2);
    match (like.note.tags.is_empty(), like.accepted) {
        (true, _) => {
            paint.put(last, &[("no tag yet; ", dim), (Action::TagNotes.key(), paint.styles.key), (" tags it", dim)]);
        }
        (false, false) => draw_tags(paint, last, app, &like.note),
        (false, true) => {
            let said = "you said it is the same   ";
            let used = paint.put(last, &[(said, dim)]);
            draw_tags(paint, after(last, used), app, &like.note);
        }
    }
}

#[cfg(test)]
mod tests;

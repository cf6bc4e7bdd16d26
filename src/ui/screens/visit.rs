//! One visit: where and when, then its lines in the order in which things happened.

use crate::app::App;
use crate::app::screens::visit::{Line, timeline};
use crate::domain::mark::Tick;
use crate::domain::note::NoteKind;
use crate::domain::text::{count, visible, wrap};
use crate::domain::time::{clock, elapsed, local_time, short_day};
use crate::store::api::{NoteRow, Origin, VisitRow, VisitView};
use crate::ui::paint::{Paint, after, below, top};
use crate::ui::widgets::{list, marked};
use chrono::Datelike;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// Columns before the words of a line: marker, minute, whom it is about.
const MARGIN: u16 = 16;

/// A row of the screen: what stands in the margin, and a part of the text.
struct Row {
    time: String,
    sign: String,
    text: String,
    tags: String,
    style: Style,
    marked: bool,
}

pub fn draw(paint: &mut Paint, area: Rect, app: &App) {
    let dim = paint.styles.dim;
    let Some(view) = app.visit.page() else {
        paint.line(area, "The visit is being read.", dim);
        return;
    };
    let used = head(paint, area, app, view);
    let body = marked_question(paint, below(area, used + 1), app);
    if view.notes.is_empty() && view.marks.is_empty() {
        paint.line(body, "Nothing was written in this visit. Press n to add a line.", dim);
        return;
    }
    let rows = rows(paint, app, view, body.width);
    let at = rows.iter().position(|r| r.marked).unwrap_or(0);
    let first = list::first_row(at, rows.len(), usize::from(body.height));
    for (area, row) in body.rows().zip(rows.iter().skip(first)) {
        let (marker, _) = paint.marker(row.marked);
        let margin = format!("{:>7}  {:<5}", row.time, row.sign);
        paint.put(area, &[(marker, paint.styles.selected), (&margin, dim)]);
        paint.put(after(area, MARGIN), &[(&row.text, row.style), ("  ", dim), (&row.tags, dim)]);
    }
}

/// The question about the marked note on the last row, if there is one; what is left of the area for the lines.
fn marked_question(paint: &mut Paint, area: Rect, app: &App) -> Rect {
    let asked = app.visit.marked().filter(|note| !app.language.of_row(note).is_empty());
    let Some(note) = asked.filter(|_| area.height > 3) else { return area };
    marked::line(paint, Rect { y: area.bottom() - 1, height: 1, ..area }, app, note);
    Rect { height: area.height - 2, ..area }
}

/// Room, class and time; what else is known; the focus question. Returns the rows used.
fn head(paint: &mut Paint, area: Rect, app: &App, view: &VisitView) -> u16 {
    let (strong, plain, dim) = (paint.styles.strong, paint.styles.plain, paint.styles.dim);
    let visit = &view.visit;
    let class = class(visit);
    let room = if visit.room.is_empty() { "A room without a name" } else { &visit.room };
    paint.put(top(area, 1), &[(room, strong), ("   ", dim), (&class, plain)]);
    let when = when(app, visit);
    paint.line(below(area, 1), &when, dim);
    let mut used = 2;
    let known = known(visit);
    if !known.is_empty() {
        used += paint.wrapped(top(below(area, used), 2), &known, plain);
    }
    if !view.focus.is_empty() {
        let quoted = format!("{}{}{}", paint.signs.open_quote, view.focus, paint.signs.close_quote);
        paint.line(below(area, used), &quoted, dim);
        used += 1;
    }
    used
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
    let time = clock(started, app.now.offset);
    let long = match visit.ended {
        Some(ended) => {
            let minutes = (ended - started - visit.paused).max(0) / 60_000;
            match usize::try_from(minutes).unwrap_or(0) {
                0 => ", less than a minute".into(),
                n => format!(", {}{}", about, count(n, "minute", "minutes")),
            }
        }
        None => ", not ended yet".into(),
    };
    let written = match visit.origin {
        Origin::Live => "",
        Origin::Afterwards => "; written afterwards",
        Origin::Paper => "; from paper",
    };
    format!("{day}, {about}{time}{long}{written}")
}

fn known(visit: &VisitRow) -> String {
    let mut out = Vec::new();
    if let Some(reason) = &visit.skipped {
        out.push(format!("skipped: {reason}"));
    }
    if let Some(heads) = visit.heads {
        out.push(count(heads as usize, "student", "students"));
    }
    if visit.substitute {
        out.push("a substitute taught".into());
    }
    if visit.asked {
        out.push("asked for by the teacher".into());
    }
    if visit.slip.is_some() {
        out.push("slip made".into());
    }
    out.join(", ")
}

fn rows(paint: &Paint, app: &App, view: &VisitView, columns: u16) -> Vec<Row> {
    let mut out = Vec::new();
    for line in timeline(view, app.visit.sheet.as_ref()) {
        match line {
            Line::Note(note) => note_rows(paint, note, Some(note.uid) == app.visit.note, columns, &mut out),
            Line::Mark { label, at_ms, tick, times } => {
                let (sign, said) = match tick {
                    Some(Tick::Seen) => (paint.signs.recording, "seen".to_string()),
                    Some(Tick::NotSeen) => (paint.signs.empty, "looked for, not seen".to_string()),
                    Some(Tick::NotLookedFor) => (paint.signs.dot, "not looked for".to_string()),
                    None => ("+", if times == 1 { "once".into() } else { format!("{times} times") }),
                };
                out.push(Row {
                    time: at_ms.map(elapsed).unwrap_or_default(),
                    sign: sign.to_string(),
                    text: format!("{label}: {said}"),
                    tags: String::new(),
                    style: paint.styles.dim,
                    marked: false,
                });
            }
        }
    }
    out
}

/// A note: its text over as many rows as it needs, its tags behind the last one.
fn note_rows(paint: &Paint, note: &NoteRow, marked: bool, columns: u16, out: &mut Vec<Row>) {
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
    let head: String = note.text.chars().take(8_000).collect();
    let lines = wrap(&visible(&head), usize::from(columns.saturating_sub(MARGIN)).max(8));
    let last = lines.len() - 1;
    for (i, text) in lines.into_iter().enumerate() {
        out.push(Row {
            time: if i == 0 { time.clone() } else { String::new() },
            sign: if i == 0 { sign.clone() } else { String::new() },
            text,
            tags: if i == last { tags(note) } else { String::new() },
            style,
            marked: marked && i == 0,
        });
    }
}

/// Tags, and what a follow-up needs to say of itself.
fn tags(note: &NoteRow) -> String {
    let mut out: Vec<String> = note.tags.iter().map(|(_, name)| format!("#{name}")).collect();
    if note.kind == NoteKind::FollowUp {
        out.push(if note.expires.unwrap_or(0) == 0 { "kept".into() } else { "goes away by itself; K keeps it".into() });
    }
    if note.two_versions {
        out.push("changed on two laptops".into());
    }
    out.join(" ")
}

#[cfg(test)]
#[path = "visit_tests.rs"]
mod tests;

//! One visit: where and when, then its lines in the order in which things happened.

mod lines;
mod strip;

use crate::app::App;
use crate::domain::agreements::Names;
use crate::domain::text::count;
use crate::domain::time::{clock, local_time, short_day};
use crate::store::api::{Origin, VisitRow, VisitView};
use crate::ui::paint::{Paint, after, below, top};
use crate::ui::widgets::marked;
use chrono::Datelike;
use ratatui::layout::Rect;

pub fn draw(paint: &mut Paint, area: Rect, app: &App) {
    let dim = paint.styles.dim;
    let Some(view) = app.visit.page() else {
        paint.line(area, "The visit is being read.", dim);
        return;
    };
    let used = head(paint, area, app, view);
    let body = marked_question(paint, below(area, used + 1), app);
    if view.notes.is_empty() && view.marks.is_empty() && view.replies.is_empty() {
        paint.line(body, "Nothing was written in this visit. n adds a line, m marks a look-for.", dim);
        return;
    }
    let beside = strip::columns(body, app, view);
    let words = Rect { width: body.width - beside - if beside > 0 { 2 } else { 0 }, ..body };
    lines::draw(paint, words, app, view);
    strip::draw(paint, after(body, body.width - beside), app, view);
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
    // Papers call the visit by its number, so it stands here too.
    let number = match visit.number {
        Some(n) if app.agreed.names != Names::Off => format!("   visit {n} of the walk"),
        _ => String::new(),
    };
    let gap = if class.is_empty() { "" } else { "   " };
    paint.put(top(area, 1), &[(room, strong), (gap, dim), (&class, plain), (&number, dim)]);
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
                n => format!(", {}{}{}", about, count(n, "minute", "minutes"), past(app, minutes)),
            }
        }
        None if visit.origin == Origin::Live => ", not ended yet".into(),
        None => String::new(),
    };
    let written = match visit.origin {
        Origin::Live => "",
        Origin::Afterwards => "; written afterwards",
        Origin::Paper => "; from paper",
    };
    format!("{day}, {about}{time}{long}{written}")
}

/// A visit that was longer than was agreed says so.
fn past(app: &App, minutes: i64) -> String {
    let longest = app.agreed.longest.filter(|longest| minutes > *longest);
    longest.map(|longest| format!(" (agreed: {longest} at most)")).unwrap_or_default()
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
    if visit.copy.is_some() {
        out.push("copy made".into());
    }
    out.join(", ")
}

#[cfg(test)]
mod tests;

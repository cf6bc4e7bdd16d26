//! Visits seen by two: the list of pairs and of joint visits, and one of them with what each wrote side by side.

mod page;

pub use page::draw as draw_one;

use crate::app::App;
use crate::app::screens::joint::{Listed, SENTENCE, share, summary, told};
use crate::domain::text::{count, width};
use crate::domain::time::{clock, local_time, short_day};
use crate::store::api::{JointRow, Origin, VisitRow};
use crate::ui::paint::{Paint, after, below, top};
use crate::ui::widgets::list;
use chrono::Datelike;
use ratatui::layout::Rect;

/// From this width on how often observers say the same stands beside the list.
const WIDE: u16 = 110;

/// What stands in a line of the list.
enum Row<'a> {
    Heading(&'static str),
    Visit(Listed<'a>),
    Gap,
}

pub fn draw_list(paint: &mut Paint, area: Rect, app: &App) {
    let (strong, dim) = (paint.styles.strong, paint.styles.dim);
    paint.line(top(area, 1), "Seen by two", strong);
    let used = 1 + paint.wrapped(top(below(area, 1), 2), SENTENCE, dim);
    let mut body = below(area, used + 1);
    let joint = &app.joint;
    let listed = joint.listed();
    if listed.is_empty() {
        if joint.rows.is_some() && joint.proposals.is_some() {
            empty(paint, body);
        } else {
            paint.line(body, "The visits are being compared.", dim);
        }
        return;
    }
    let agreement = joint.agreement.as_ref().filter(|a| a.visits > 0);
    if area.width >= WIDE {
        let columns = area.width * 3 / 5;
        if let Some(agreement) = agreement {
            beside(paint, after(body, columns + 2), agreement);
        }
        body.width = columns;
    } else if let Some(agreement) = agreement.filter(|_| body.height > 8) {
        // As many rows as the sentence needs, at the foot.
        let words = summary(agreement);
        let rows = u16::try_from(crate::domain::text::wrap(&words, usize::from(body.width)).len()).unwrap_or(1).min(3);
        paint.wrapped(Rect { y: body.bottom() - rows, height: rows, ..body }, &words, dim);
        body.height -= rows + 1;
    }
    rows(paint, body, app, listed);
}

fn empty(paint: &mut Paint, area: Rect) {
    let (plain, dim) = (paint.styles.plain, paint.styles.dim);
    let words = "Visits that two observers wrote down will stand here, with what each of them wrote side by side.";
    let used = paint.wrapped(area, words, plain);
    let how = "They come from a colleague's laptop, or from paper: w on Home writes a visit down afterwards. Two visits of \
               the same room at the same time are proposed here; you say whether they are one.";
    paint.wrapped(below(area, used + 1), how, dim);
}

fn rows(paint: &mut Paint, area: Rect, app: &App, listed: Vec<Listed>) {
    let mut rows: Vec<Row> = Vec::new();
    let mut last = None;
    for one in listed {
        let heading = match one {
            Listed::Proposal(p) if p.dismissed => "Said to be two visits",
            Listed::Proposal(_) => "One visit, or two?",
            Listed::Joined(_) => "Seen by two",
        };
        if last != Some(heading) {
            if last.is_some() {
                rows.push(Row::Gap);
            }
            rows.push(Row::Heading(heading));
            last = Some(heading);
        }
        rows.push(Row::Visit(one));
    }
    // Days stand under each other, also those of another year.
    let days = |row: &Row| if let Row::Visit(one) = row { first_of(one).map(|v| width(&day(app, v))) } else { None };
    let days = rows.iter().filter_map(days).max().unwrap_or(0);
    let is_marked = |row: &Row| matches!(row, Row::Visit(one) if Some(one.pair()) == app.joint.selected);
    let marked = rows.iter().position(is_marked).unwrap_or(0);
    let first = list::first_row(marked, rows.len(), usize::from(area.height));
    let dim = paint.styles.dim;
    for (at, row) in area.rows().zip(rows.iter().skip(first)) {
        match row {
            Row::Gap => {}
            Row::Heading(words) => drop(paint.line(at, words, dim)),
            Row::Visit(one) => visit(paint, at, app, (one, days), is_marked(row)),
        }
    }
}

/// When and where; at the right what there is to compare.
fn visit(paint: &mut Paint, row: Rect, app: &App, (one, days): (&Listed, usize), marked: bool) {
    let (marker, style) = paint.marker(marked);
    let dim = paint.styles.dim;
    let side = match one {
        Listed::Proposal(p) => both(app, &p.first, &p.second),
        Listed::Joined(joined) => compared(joined),
    };
    let side_width = u16::try_from(width(&side)).unwrap_or(0).min(row.width / 2 + 4);
    let words = first_of(one).map(|v| place(app, v, days)).unwrap_or_default();
    let used = paint.put(row, &[(marker, style)]);
    let room = row.width.saturating_sub(used + side_width + 2);
    paint.put(Rect { width: room, ..after(row, used) }, &[(&words, style)]);
    paint.right(after(row, row.width.saturating_sub(side_width)), &side, dim);
}

fn first_of<'l>(one: &'l Listed) -> Option<&'l VisitRow> {
    match one {
        Listed::Proposal(p) => Some(&p.first),
        Listed::Joined(joined) => joined.visits.first(),
    }
}

fn day(app: &App, visit: &VisitRow) -> String {
    let day = |at| short_day(local_time(at, app.now.offset).date_naive(), app.now.today().year());
    visit.started.map_or("no day".into(), day)
}

/// "19 Nov   9:41  Room 12, Reading".
fn place(app: &App, visit: &VisitRow, days: usize) -> String {
    let time = visit.started.map(|at| clock(at, app.now.offset)).unwrap_or_default();
    let room = if visit.room.is_empty() { "no room" } else { visit.room.as_str() };
    let subject = if visit.subject.is_empty() { String::new() } else { format!(", {}", visit.subject) };
    format!("{:>days$}  {time:>5}  {room}{subject}", day(app, visit))
}

/// "9:41, 9 lines; 9:42, 5 lines".
fn both(app: &App, first: &VisitRow, second: &VisitRow) -> String {
    let of = |visit: &VisitRow| {
        let about = if visit.origin == Origin::Live { "" } else { "about " };
        let time = visit.started.map(|at| clock(at, app.now.offset)).unwrap_or_default();
        format!("{about}{time}, {}", count(visit.notes, "line", "lines"))
    };
    format!("{}; {}", of(first), of(second))
}

/// "differ on 2 of 6 look-fors": of those both looked for.
fn compared(row: &JointRow) -> String {
    match (row.differ, row.looked) {
        (_, 0) if row.only_one > 0 => "no look-for in common".into(),
        (_, 0) => "no look-for marked".into(),
        (0, n) => format!("the same on {n} of {}", count(n as usize, "look-for", "look-fors")),
        (k, n) => format!("differ on {k} of {}", count(n as usize, "look-for", "look-fors")),
    }
}

/// How often observers say the same, look-for by look-for.
fn beside(paint: &mut Paint, area: Rect, agreement: &crate::insight::agreement::Agreement) {
    let (strong, plain, dim) = (paint.styles.strong, paint.styles.plain, paint.styles.dim);
    let mut rest = area;
    let used = paint.wrapped(rest, &summary(agreement), strong);
    rest = below(rest, used + 1);
    let (told, left_out) = told(&agreement.look_fors);
    for line in told {
        let used = paint.wrapped(rest, &line.name, plain);
        rest = below(rest, used);
        let share = format!("  {}", share(line));
        paint.line(rest, &share, dim);
        rest = below(rest, 1);
    }
    if let Some(words) = left_out {
        paint.wrapped(rest, &words, dim);
    }
}

#[cfg(test)]
mod tests;

//! The plan: one line a field, the lists of sheets and rooms under theirs.

mod sheets;

use crate::app::App;
use crate::app::field::Field;
use crate::app::screens::plan::{PlanState, PlannedRoom, Row};
use crate::domain::text::{count, width};
use crate::insight::route::ROOMS;
use crate::ui::paint::{Paint, after, below, top};
use crate::ui::widgets::field;
use ratatui::layout::Rect;

/// Columns of the labels.
const LABELS: u16 = 25;

pub fn draw(paint: &mut Paint, area: Rect, app: &App) {
    let mut at = area;
    if area.height > 16 {
        let (strong, dim) = (paint.styles.strong, paint.styles.dim);
        paint.put(at, &[("Plan a walk", strong), ("   all of it can be left empty", dim)]);
        at = below(at, 2);
    }
    for row in Row::ALL {
        let used = draw_row(paint, at, app, row);
        at = below(at, used);
    }
}

fn draw_row(paint: &mut Paint, area: Rect, app: &App, row: Row) -> u16 {
    let plan = &app.plan;
    if area.height == 0 {
        return 0;
    }
    let focused = plan.row == row;
    let line = top(area, 1);
    let (marker, style) = paint.marker(focused);
    let label_style = if focused { style } else { paint.styles.dim };
    paint.put(Rect { width: LABELS.min(line.width), ..line }, &[(marker, style), (row.label(), label_style)]);
    let value = after(line, LABELS);
    let text = |paint: &mut Paint, field: &Field| text_value(paint, value, field, focused);
    match row {
        Row::Start => {
            let style = if focused { paint.styles.strong } else { paint.styles.dim };
            paint.put(value, &[(&start_words(plan), style)]);
        }
        Row::Focus => text(paint, &plan.focus),
        Row::Purpose => purpose(paint, value, app, focused),
        Row::Minutes => minutes(paint, value, app, focused),
        Row::Sheet if focused => return 1 + sheets::choosing(paint, value, below(area, 1), app),
        Row::Sheet => sheets::chosen(paint, value, plan),
        Row::Rooms => return 1 + rooms(paint, value, below(area, 1), plan, focused),
        Row::Observers => observers(paint, value, plan, focused),
        Row::Hunch | Row::Fix if !plan.asks_hunch() => sealed(paint, value, row),
        Row::Hunch => text(paint, &plan.hunch),
        Row::Fix => text(paint, &plan.fix),
    }
    if focused { 1 + hint(paint, below(area, 1), plan, row) } else { 1 }
}

fn text_value(paint: &mut Paint, area: Rect, value: &Field, focused: bool) {
    let style = if focused { paint.styles.strong } else { paint.styles.plain };
    field::draw(paint, top(area, 1), value, style, focused);
}

fn start_words(plan: &PlanState) -> String {
    match plan.route.len() {
        0 => "Enter records at once; rooms can be typed as you go".into(),
        n => format!("Enter starts with {}", count(n, "room", "rooms")),
    }
}

/// The purpose line, or the one that was agreed.
fn purpose(paint: &mut Paint, area: Rect, app: &App, focused: bool) {
    text_value(paint, area, &app.plan.purpose, focused);
    if app.plan.purpose.is_empty() {
        let dim = paint.styles.dim;
        paint.put(after(area, 2), &[(app.agreed.purpose(), dim)]);
    }
}

/// The length of a visit; one that is longer than what was agreed says so.
fn minutes(paint: &mut Paint, area: Rect, app: &App, focused: bool) {
    let plan = &app.plan;
    text_value(paint, area, &plan.minutes, focused);
    let suggested = plan.chosen_sheet().and_then(|s| s.minutes).filter(|_| plan.minutes.is_empty());
    let typed = plan.minutes.text().trim().parse::<i64>().ok();
    let over = app.agreed.longest.filter(|longest| typed.or(suggested).is_some_and(|m| m > *longest));
    let over = over.map(|n| format!("longer than the {n} that were agreed"));
    let suggested = suggested.map(|n| format!("{n}, as the sheet suggests"));
    let words: Vec<String> = suggested.into_iter().chain(over).collect();
    let dim = paint.styles.dim;
    paint.put(after(area, if plan.minutes.is_empty() { 2 } else { 6 }), &[(&words.join("; "), dim)]);
}

fn observers(paint: &mut Paint, area: Rect, plan: &PlanState, focused: bool) {
    let names: Vec<&str> = plan.present.iter().map(|(_, n)| n.as_str()).collect();
    let plain = paint.styles.plain;
    let mut used = paint.put(area, &[(&names.join(", "), plain)]);
    if used > 0 {
        used += 2;
    }
    if focused {
        text_value(paint, after(area, used), &plan.observer, true);
    }
}

/// The hunch was written for this focus question before; what it says stays sealed.
fn sealed(paint: &mut Paint, area: Rect, row: Row) {
    let dim = paint.styles.dim;
    let text =
        if row == Row::Hunch { "written before for this focus question" } else { "sealed until that walk is closed" };
    paint.put(area, &[(text, dim)]);
}

fn rooms(paint: &mut Paint, value: Rect, rest: Rect, plan: &PlanState, focused: bool) -> u16 {
    let (plain, dim) = (paint.styles.plain, paint.styles.dim);
    let labels: Vec<String> =
        plan.route.iter().enumerate().map(|(i, r)| format!("{} {}", i + 1, r.line.label)).collect();
    let route = labels.join(", ");
    if !focused {
        let reason = |r: &PlannedRoom| r.room.and_then(|uid| plan.why.get(&uid));
        if plan.route.iter().any(|r| reason(r).is_some()) {
            return with_reasons(paint, value, rest, plan, &labels);
        }
        let style = if labels.is_empty() { dim } else { plain };
        paint.line(value, &route, style);
        return 0;
    }
    let mut rows = 0;
    if !labels.is_empty() {
        rows = paint.wrapped(Rect { height: 2.min(value.height + rest.height), ..value }, &route, plain);
    }
    let line = after(top(below(rest, rows.saturating_sub(1)), 1), LABELS);
    let line = if rows == 0 { value } else { line };
    text_value(paint, line, &plan.room, true);
    let mut at = below(rest, rows);
    let mut shown = rows;
    for (i, room) in plan.found.iter().filter_map(|i| plan.rooms.get(*i)).enumerate().take(4) {
        let key = if i == 0 { "Enter " } else { "      " };
        let about = [room.grade.as_str(), room.subject.as_str(), room.period.as_str()].join("  ");
        let keys = paint.styles.key;
        paint.put(after(at, LABELS), &[(key, keys), (&room.label, plain), ("   ", dim), (&about, dim)]);
        at = below(at, 1);
        shown += 1;
    }
    shown + hint(paint, at, plan, Row::Rooms)
}

/// A route that was made from where nobody looked lately: a line a room, with the reason.
fn with_reasons(paint: &mut Paint, value: Rect, rest: Rect, plan: &PlanState, labels: &[String]) -> u16 {
    let (plain, dim) = (paint.styles.plain, paint.styles.dim);
    let lines = std::iter::once(value).chain(rest.rows().map(|row| after(row, LABELS)));
    let column = labels.iter().map(|l| width(l)).max().and_then(|w| u16::try_from(w).ok()).unwrap_or(0) + 2;
    let mut used: u16 = 0;
    for ((room, label), line) in plan.route.iter().zip(labels).zip(lines).take(ROOMS) {
        let why = room.room.and_then(|uid| plan.why.get(&uid)).map(String::as_str).unwrap_or_default();
        paint.put(Rect { width: column.min(line.width), ..line }, &[(label, plain)]);
        paint.line(after(line, column), why, dim);
        used += 1;
    }
    used.saturating_sub(1)
}

/// One dim line under the focused field: what it is for.
fn hint(paint: &mut Paint, area: Rect, plan: &PlanState, row: Row) -> u16 {
    if area.height == 0 {
        return 0;
    }
    let text = match row {
        Row::Start | Row::Sheet => return 0,
        Row::Focus => "What do you want to learn? For example: What are students asked to do with the text?",
        Row::Rooms => "Type to find or name a room, or paste a list. Ctrl-D: last one out.",
        Row::Observers => "Who walks along? Enter takes the name.",
        Row::Purpose => "Shown on the cover, on the page for staff and on slips.",
        Row::Minutes => "A visit that is longer says so quietly.",
        Row::Hunch if plan.asks_hunch() => {
            "For you alone. Sealed until the walk is closed; then it is held beside what was seen."
        }
        Row::Fix if plan.asks_hunch() => "Also sealed. Writing it down helps to set it aside.",
        Row::Hunch | Row::Fix => return 0,
    };
    let dim = paint.styles.dim;
    let room = Rect { height: area.height.min(2), ..after(area, LABELS) };
    paint.wrapped(room, text, dim)
}

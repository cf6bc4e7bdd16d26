//! Where we looked, in five views: days, rooms, periods, times of day, and what was not seen.

use crate::app::App;
use crate::app::screens::coverage::{Unseen, View, not_seen};
use crate::domain::text::{count, width};
use crate::domain::time::{day_number, day_of_number};
use crate::insight::coverage::{Map, Sort};
use crate::ui::paint::{Paint, after, below, top};
use chrono::Datelike;
use ratatui::layout::Rect;
use ratatui::style::Modifier;

const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

const NO_ROOM: &str = "There is no room in the file yet. On Home, i brings in your rooms.";

/// Columns of the names at the left.
const NAMES: u16 = 18;

/// Columns of a week.
const WEEK: u16 = 3;

pub fn draw(paint: &mut Paint, area: Rect, app: &App) {
    let (strong, dim) = (paint.styles.strong, paint.styles.dim);
    let small = area.height < 12;
    let mut at = area;
    if !small {
        paint.put(at, &[("Where we looked", strong), ("   visited or not, never what was seen", dim)]);
        at = below(at, 1);
    }
    views(paint, top(at, 1), app.coverage.view);
    at = below(at, if small { 1 } else { 2 });
    let Some(map) = &app.coverage.map else {
        paint.line(at, "The visits are being counted.", dim);
        return;
    };
    let used = paint.wrapped(top(at, 2), &summary(app, map), paint.styles.plain);
    let body = below(at, if small { used } else { used + 1 });
    match app.coverage.view {
        View::Days => days(paint, body, app, map),
        View::Rooms => rooms(paint, body, app, map),
        View::Periods => periods(paint, body, app, map),
        View::Hours => hours(paint, body, map),
        View::NotSeen => unseen(paint, body, app, map),
    }
}

fn views(paint: &mut Paint, line: Rect, chosen: View) {
    let (dim, focus) = (paint.styles.dim, paint.styles.focus);
    let mut at = line;
    for view in View::ALL {
        let (open, close, style) = if view == chosen { ("[", "]", focus) } else { (" ", " ", dim) };
        let used = paint.put(at, &[(open, style), (view.word(), style), (close, style)]);
        at = after(at, used);
    }
}

/// What the view shows, in a sentence.
fn summary(app: &App, map: &Map) -> String {
    let visits = count(map.visits as usize, "visit", "visits");
    let weeks = count(map.weeks, "week", "weeks");
    match app.coverage.view {
        View::Days => {
            let with = map.days.iter().filter(|d| d.iter().any(|n| *n > 0)).count();
            format!("{visits} in {with} of the last {weeks}.")
        }
        View::Rooms if map.rooms.is_empty() => format!("Which rooms were visited in the last {weeks}."),
        View::Rooms => {
            let rooms = count(map.rooms.len(), "room", "rooms");
            let were = if map.rooms_seen() == 1 { "was" } else { "were" };
            format!("{} of {rooms} {were} visited in the last {weeks}.", map.rooms_seen())
        }
        View::Periods => format!("Visits of the last {weeks} by period and weekday."),
        View::Hours if map.no_time > 0 => {
            format!("When the visits of the last {weeks} began; of {} it is not known.", map.no_time)
        }
        View::Hours => format!("When the visits of the last {weeks} began."),
        View::NotSeen => format!("Not visited in the last {weeks}, longest ago first."),
    }
}

/// A shade for a count: none, one, up to three, up to six, more.
fn shade(paint: &Paint, visits: u32) -> &'static str {
    let (block, letter) = match visits {
        0 => ("· ", ". "),
        1 => ("░░", "1 "),
        2..=3 => ("▒▒", "2 "),
        4..=6 => ("▓▓", "3 "),
        _ => ("██", "4 "),
    };
    if paint.look.ascii { letter } else { block }
}

/// The newest weeks that fit: the first one's place, and where each stands.
fn weeks(line: Rect, map: &Map, names: u16) -> (usize, impl Iterator<Item = (usize, Rect)> + use<>) {
    let start = after(line, names);
    let fits = usize::from(start.width / WEEK).min(map.weeks);
    let first = map.weeks - fits;
    let columns = (0..fits).map(move |i| {
        let at = after(start, u16::try_from(i).unwrap_or(u16::MAX).saturating_mul(WEEK));
        (first + i, Rect { width: WEEK.min(at.width), ..at })
    });
    (first, columns)
}

/// The months over their first weeks.
fn months(paint: &mut Paint, line: Rect, map: &Map, names: u16) {
    let dim = paint.styles.dim;
    let mut before = None;
    for (week, at) in weeks(line, map, names).1 {
        let day = day_of_number(i64::from(map.first) + 7 * i64::try_from(week).unwrap_or(0));
        // A name of three letters fits over two weeks, so a month that only begins has none.
        if before != Some(day.month()) && at.right() + WEEK <= line.right() + 1 {
            paint.put(
                Rect { width: 5.min(line.right().saturating_sub(at.x)), ..at },
                &[(&day.format("%b").to_string(), dim)],
            );
        }
        before = Some(day.month());
    }
}

fn days(paint: &mut Paint, area: Rect, app: &App, map: &Map) {
    let (dim, hue) = (paint.styles.dim, paint.styles.focus.remove_modifier(Modifier::BOLD));
    let names = 6.min(area.width);
    months(paint, top(area, 1), map, names);
    let today = day_number(app.now.today());
    let mut at = below(area, 1);
    for (weekday, name) in WEEKDAYS.iter().enumerate() {
        let on = |d: &[u32; 7]| d.get(weekday).copied().unwrap_or(0);
        // A weekend is a row only where somebody came on one.
        if weekday > 4 && map.days.iter().all(|d| on(d) == 0) {
            continue;
        }
        paint.put(top(at, 1), &[(name, dim)]);
        for (week, cell) in weeks(top(at, 1), map, names).1 {
            let day = i64::from(map.first) + i64::try_from(week * 7 + weekday).unwrap_or(0);
            let visits = map.days.get(week).map_or(0, on);
            if day <= today {
                let sign = shade(paint, visits);
                paint.put(cell, &[(sign, if visits > 0 { hue } else { dim })]);
            }
        }
        at = below(at, 1);
    }
    let signs = [0, 1, 2, 4, 7].map(|n| shade(paint, n).trim());
    let words = format!(
        "{} none, {} 1 visit a day, {} 2 or 3, {} 4 to 6, {} more",
        signs[0], signs[1], signs[2], signs[3], signs[4]
    );
    paint.wrapped(below(at, 1), &words, dim);
    let none: Vec<&str> =
        (0..5).filter(|w| map.days.iter().all(|d| d.get(*w) == Some(&0))).map(|w| WEEKDAYS[w]).collect();
    if !none.is_empty() && map.visits > 0 {
        let words = format!("No visit on: {}.", none.join(", "));
        paint.wrapped(below(at, 3), &words, paint.styles.plain);
    }
}

fn rooms(paint: &mut Paint, area: Rect, app: &App, map: &Map) {
    let (plain, dim) = (paint.styles.plain, paint.styles.dim);
    let hue = paint.styles.focus.remove_modifier(Modifier::BOLD);
    if map.rooms.is_empty() {
        paint.wrapped(area, NO_ROOM, dim);
        return;
    }
    let names = NAMES.min(area.width / 2);
    months(paint, top(area, 1), map, names);
    let (yes, no) = if paint.look.ascii { ("x ", ". ") } else { ("● ", "· ") };
    let shown = map.rooms.iter().skip(app.coverage.scroll);
    for (room, line) in shown.zip(below(area, 1).rows()) {
        let name = Rect { width: names.saturating_sub(1), ..line };
        paint.line(name, &room.room.label, plain);
        for (week, cell) in weeks(line, map, names).1 {
            let seen = room.weeks.get(week).copied().unwrap_or(false);
            paint.put(cell, &[if seen { (yes, hue) } else { (no, dim) }]);
        }
    }
}

fn periods(paint: &mut Paint, area: Rect, app: &App, map: &Map) {
    let (plain, dim) = (paint.styles.plain, paint.styles.dim);
    if map.periods.is_empty() {
        paint.wrapped(area, "No visit and no room has a period yet.", dim);
        return;
    }
    let weekend = map.periods.iter().any(|(_, days)| days[5] + days[6] > 0);
    let shown = if weekend { 7 } else { 5 };
    let names = NAMES.min(area.width / 3);
    let column = |line: Rect, weekday: usize| {
        let at = after(line, names + u16::try_from(weekday).unwrap_or(0) * 6);
        Rect { width: 5.min(at.width), ..at }
    };
    for (weekday, name) in WEEKDAYS.iter().enumerate().take(shown) {
        paint.right(column(top(area, 1), weekday), name, dim);
    }
    for ((name, days), line) in map.periods.iter().skip(app.coverage.scroll).zip(below(area, 1).rows()) {
        paint.line(Rect { width: names.saturating_sub(1), ..line }, name, plain);
        for (weekday, visits) in days.iter().enumerate().take(shown) {
            let words = if *visits == 0 { paint.signs.dot.to_string() } else { visits.to_string() };
            paint.right(column(line, weekday), &words, if *visits == 0 { dim } else { plain });
        }
    }
}

fn hours(paint: &mut Paint, area: Rect, map: &Map) {
    let (plain, dim) = (paint.styles.plain, paint.styles.dim);
    let hue = paint.styles.focus.remove_modifier(Modifier::BOLD);
    let most = map.hours.iter().copied().max().unwrap_or(0);
    let used = |h: &usize| map.hours.get(*h).is_some_and(|n| *n > 0);
    let first = (0..24).find(used).unwrap_or(8).min(8);
    let last = (0..24).rev().find(used).unwrap_or(14).max(14);
    for (hour, line) in (first..=last).zip(area.rows()) {
        let visits = map.hours.get(hour).copied().unwrap_or(0);
        let name = format!("{hour}:00");
        paint.right(Rect { width: 5.min(line.width), ..line }, &name, dim);
        let rest = after(line, 7);
        let room = u32::from(rest.width.saturating_sub(6)).min(40);
        let long = (visits * room).div_ceil(most.max(1));
        let bar = paint.signs.bar[0].repeat(long as usize);
        let words = if visits == 0 { paint.signs.dot.to_string() } else { format!(" {visits}") };
        paint.put(rest, &[(&bar, hue), (&words, if visits == 0 { dim } else { plain })]);
    }
}

/// "Every room, grade and subject was visited.": only of what the list of rooms tells.
fn all_seen(map: &Map) -> String {
    if map.rooms.is_empty() {
        return NO_ROOM.into();
    }
    let known = |sort| map.parts.iter().any(|p| p.sort == sort);
    let parts = [(Sort::Grade, "grade"), (Sort::Subject, "subject"), (Sort::Period, "period")];
    let mut words = vec!["room"];
    words.extend(parts.into_iter().filter(|(sort, _)| known(*sort)).map(|(_, word)| word));
    match words.split_last() {
        Some((last, before)) if !before.is_empty() => format!("Every {} and {last} was visited.", before.join(", ")),
        _ => "Every room was visited.".into(),
    }
}

fn unseen(paint: &mut Paint, area: Rect, app: &App, map: &Map) {
    let (plain, dim, strong) = (paint.styles.plain, paint.styles.dim, paint.styles.strong);
    let lines = not_seen(map, app.now.today().year());
    if lines.is_empty() {
        paint.wrapped(area, &all_seen(map), plain);
        return;
    }
    let longest =
        lines.iter().map(|l| if let Unseen::Thing { name, .. } = l { width(name) } else { 0 }).max().unwrap_or(0);
    let names = u16::try_from(longest).unwrap_or(u16::MAX).saturating_add(4).min(area.width / 2);
    for (line, row) in lines.iter().skip(app.coverage.scroll).zip(area.rows()) {
        match line {
            Unseen::Heading(words) => drop(paint.line(row, words, strong)),
            Unseen::Thing { name, since } => {
                paint.put(Rect { width: names.saturating_sub(1), ..row }, &[("  ", plain), (name, plain)]);
                paint.line(after(row, names), since, dim);
            }
        }
    }
}

#[cfg(test)]
mod tests;

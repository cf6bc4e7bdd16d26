//! Home: what it is, the one next thing, and where somebody looked.

use crate::app::App;
use crate::app::actions::Action;
use crate::app::screens::home::{HomeRow, rows};
use crate::app::screens::year_end;
use crate::domain::agreements::day_words;
use crate::domain::text::{count, width};
use crate::store::api::Home;
use crate::ui::paint::{Paint, after, below, top};
use ratatui::layout::Rect;

pub fn draw(paint: &mut Paint, area: Rect, app: &App) {
    let Some(home) = app.home.view.as_ref() else { return };
    let mut at = below(area, 1);
    if home.empty && app.recording.is_none() {
        at = welcome(paint, at);
    } else if let Some(recording) = &app.recording
        && !recording.focus.is_empty()
    {
        let focus = format!("{}{}{}", paint.signs.open_quote, recording.focus, paint.signs.close_quote);
        let strong = paint.styles.strong;
        paint.line(at, &focus, strong);
        at = below(at, 2);
    }
    at = actions(paint, at, app);
    if home.empty && app.recording.is_none() {
        places(paint, below(at, 1), app);
    } else {
        facts(paint, below(at, 1), app, home);
    }
}

fn welcome(paint: &mut Paint, area: Rect) -> Rect {
    let (strong, dim) = (paint.styles.strong, paint.styles.dim);
    let used = paint.wrapped(area, "Walk the classrooms. Write down what you see and hear.", strong);
    let rest = below(area, used);
    let used = paint.wrapped(rest, "No scores, no rating of anyone. Nothing leaves this laptop.", dim);
    below(rest, used + 1)
}

fn actions(paint: &mut Paint, area: Rect, app: &App) -> Rect {
    let rows = rows(app);
    let labels = rows.iter().map(|r| width(r.label)).max().unwrap_or(0);
    let column = u16::try_from(labels).unwrap_or(0) + 4;
    for (row_area, (i, row)) in area.rows().zip(rows.iter().enumerate()) {
        action_row(paint, row_area, row, i == app.home.selected, column);
    }
    below(area, u16::try_from(rows.len()).unwrap_or(0))
}

fn action_row(paint: &mut Paint, area: Rect, row: &HomeRow, selected: bool, column: u16) {
    let (marker, style) = paint.marker(selected);
    let (dim, key) = (paint.styles.dim, paint.styles.key);
    paint.put(Rect { width: column.min(area.width), ..area }, &[(marker, style), (row.label, style)]);
    let shown =
        if selected || row.planned.is_some() || row.action == Action::GoWalk { "Enter" } else { row.action.key() };
    let keys = u16::try_from(width(shown)).unwrap_or(0) + 2;
    let detail = after(area, column);
    let detail_style = if selected { paint.styles.plain } else { dim };
    paint.put(Rect { width: detail.width.saturating_sub(keys), ..detail }, &[(&row.detail, detail_style)]);
    if selected || row.planned.is_none() {
        paint.right(area, shown, key);
    }
}

/// First run: where everything is.
fn places(paint: &mut Paint, area: Rect, app: &App) {
    let dim = paint.styles.dim;
    let line = "Everything has its place:  1 Home  2 Walk  3 Notes  4 Patterns  5 Talk  6 Try";
    let used = paint.wrapped(area, line, dim);
    let file = format!("Your notes will be in {}", app.places.file.display());
    paint.wrapped(below(area, used), &file, dim);
}

fn facts(paint: &mut Paint, area: Rect, app: &App, home: &Home) {
    let mut at = area;
    if let Some(recording) = &app.recording {
        let next: Vec<&str> =
            recording.route.iter().filter(|s| s.is_open()).take(3).map(|s| s.label.as_str()).collect();
        if !next.is_empty() {
            at = fact(paint, at, "Next", &next.join(", "));
        }
    }
    if home.not_lately_count > 0 {
        let named: Vec<&str> = home.not_lately.iter().take(3).map(String::as_str).collect();
        let more = home.not_lately_count.saturating_sub(named.len());
        let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
        at = fact_with_key(paint, at, "Not seen lately", &format!("{}{rest}", named.join(", ")), Action::MakeRoute);
    }
    if home.rooms > 0 {
        at = fact(paint, at, "Rooms seen", &format!("{} of {}", home.rooms_seen, home.rooms));
    }
    // Where the year's end is offered above, it says so there.
    let offered = app.recording.is_none() && year_end::offered(app).is_some();
    if let Some(day) = app.agreed.until.filter(|_| app.agreed.is_over(app.now.today()) && !offered) {
        let over = format!("{} is over. You decide.", day_words(day));
        at = fact_with_key(paint, at, "Kept until", &over, Action::YearOpen);
    }
    if let Some(old) = year_end::drive::old(app).filter(|_| app.recording.is_none()) {
        at = fact_with_key(paint, at, "Copy on a drive", &old, Action::DriveCopy);
    }
    at = weeks(paint, at, app);
    for (_, text) in home.follow_ups.iter().take(3) {
        at = fact(paint, at, "To follow up", text);
    }
}

/// Visits in each of the last ten weeks, in small bars and in words.
fn weeks(paint: &mut Paint, area: Rect, app: &App) -> Rect {
    let Some(coverage) = app.home.coverage.as_ref().filter(|c| c.weeks.iter().any(|(_, n)| *n > 0)) else {
        return area;
    };
    let values: Vec<u32> = coverage.weeks.iter().map(|(_, n)| *n).collect();
    let all: u32 = values.iter().sum();
    let bars = paint.signs.bars(&values);
    let weeks = count(values.len(), "week", "weeks");
    let visits = count(all as usize, "visit", "visits");
    let empty = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"];
    let none: Vec<&str> = empty.iter().zip(coverage.weekdays).filter(|(_, n)| *n == 0).map(|(d, _)| *d).collect();
    // A weekday without a visit says something only after some weeks of walking.
    let tells = all >= 10 && values.iter().filter(|n| **n > 0).count() >= 3;
    let never = if none.is_empty() || !tells { String::new() } else { format!("; none on {}", none.join(", ")) };
    fact_with_key(paint, area, "Visits", &format!("{bars}  {visits} in {weeks}{never}"), Action::CoverageSee)
}

/// A fact, and at the right what can be done about it.
fn fact_with_key(paint: &mut Paint, area: Rect, label: &str, text: &str, action: Action) -> Rect {
    let (dim, key) = (paint.styles.dim, paint.styles.key);
    let words = action.spec().words;
    let used = u16::try_from(width(words) + width(action.key())).unwrap_or(0) + 2;
    // The fact itself comes before the way on from it.
    if area.width < 60 {
        return fact(paint, area, label, text);
    }
    let at = after(top(area, 1), area.width.saturating_sub(used));
    paint.put(at, &[(words, dim), ("  ", dim), (action.key(), key)]);
    let left = Rect { width: area.width.saturating_sub(used + 2), ..area };
    fact(paint, left, label, text);
    below(area, 1)
}

fn fact(paint: &mut Paint, area: Rect, label: &str, text: &str) -> Rect {
    let (dim, plain) = (paint.styles.dim, paint.styles.plain);
    paint.put(Rect { width: 18.min(area.width), ..area }, &[("  ", dim), (label, dim)]);
    paint.line(after(area, 18), text, plain);
    below(area, 1)
}

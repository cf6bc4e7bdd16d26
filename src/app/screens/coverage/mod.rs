//! Where we looked: days, rooms, periods, times of day, and what was not seen yet. Visited or not, never what was seen.

use super::{forms, plan};
use crate::app::App;
use crate::app::actions::Action;
use crate::domain::time::{day_number, day_of_number, short_day};
use crate::insight::coverage::{Map, PartSeen, Sort};
use crate::store::api::{Answer, Ask, Lane};
use chrono::Datelike;

/// Weeks that are looked back: about a term.
pub const WEEKS: usize = 20;

/// The views, in the order of their key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum View {
    #[default]
    Days,
    Rooms,
    Periods,
    Hours,
    NotSeen,
}

impl View {
    pub const ALL: [View; 5] = [View::Days, View::Rooms, View::Periods, View::Hours, View::NotSeen];

    pub fn word(self) -> &'static str {
        match self {
            View::Days => "days",
            View::Rooms => "rooms",
            View::Periods => "periods",
            View::Hours => "times of day",
            View::NotSeen => "not seen",
        }
    }
}

#[derive(Debug, Default)]
pub struct CoverageState {
    pub map: Option<Map>,
    pub view: View,
    /// The first line shown of a long view.
    pub scroll: usize,
}

pub fn refresh(app: &mut App) {
    let today = i32::try_from(day_number(app.now.today())).unwrap_or(0);
    app.ask(Lane::Coverage, Ask::CoverageMap { today, weeks: WEEKS, offset: app.now.offset });
    // A route is made of these.
    app.ask(Lane::Rooms, Ask::Rooms { limit: plan::MOST_ROOMS });
}

pub fn answered(app: &mut App, answer: Answer) {
    if let Answer::CoverageMap(map) = answer {
        app.coverage.map = Some(map);
        scroll(app, 0);
    }
}

pub fn perform(app: &mut App, action: Action) {
    let page = isize::try_from(app.size.1.saturating_sub(8).max(1)).unwrap_or(1);
    match action {
        Action::CoverageNext => turn(app, 1),
        Action::CoverageBack => turn(app, View::ALL.len() - 1),
        Action::MakeRoute => plan::make_route(app),
        Action::GridUp => scroll(app, -1),
        Action::GridDown => scroll(app, 1),
        Action::GridPageUp => scroll(app, -page),
        Action::GridPageDown => scroll(app, page),
        Action::GridFirst => scroll(app, isize::MIN),
        Action::GridLast => scroll(app, isize::MAX),
        _ => {}
    }
}

fn turn(app: &mut App, by: usize) {
    let at = View::ALL.iter().position(|v| *v == app.coverage.view).unwrap_or(0);
    app.coverage.view = View::ALL.get((at + by) % View::ALL.len()).copied().unwrap_or_default();
    app.coverage.scroll = 0;
}

/// Lines that can stand under the heading, for scrolling.
pub fn lines(app: &App) -> usize {
    let Some(map) = &app.coverage.map else { return 0 };
    match app.coverage.view {
        View::Days => 0,
        View::Rooms => map.rooms.len(),
        View::Periods => map.periods.len(),
        View::Hours => 0,
        View::NotSeen => not_seen(map, app.now.today().year()).len(),
    }
}

fn scroll(app: &mut App, by: isize) {
    let fits = usize::from(app.size.1.saturating_sub(9).max(1));
    let most = lines(app).saturating_sub(fits) + 1;
    app.coverage.scroll = forms::moved(app.coverage.scroll, by, most);
}

/// A line of the list of what was not seen: a heading, or a thing and since when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unseen {
    Heading(String),
    Thing { name: String, since: String },
}

/// Grades, subjects and periods without a visit in the weeks shown, then rooms, longest ago first.
pub fn not_seen(map: &Map, this_year: i32) -> Vec<Unseen> {
    let since = |last: Option<i32>| match last {
        None => "not seen yet".to_string(),
        Some(day) => format!("not since {}", short_day(day_of_number(i64::from(day)), this_year)),
    };
    let mut lines = Vec::new();
    for (sort, heading) in [(Sort::Grade, "Grades"), (Sort::Subject, "Subjects"), (Sort::Period, "Periods")] {
        let parts: Vec<&PartSeen> = map.parts.iter().filter(|p| p.sort == sort && p.visited == 0).collect();
        if !parts.is_empty() {
            lines.push(Unseen::Heading(heading.into()));
        }
        lines.extend(parts.into_iter().map(|p| Unseen::Thing { name: p.name.clone(), since: since(p.last) }));
    }
    let rooms = map.not_seen();
    if !rooms.is_empty() {
        lines.push(Unseen::Heading(format!("Rooms: {} of {}", rooms.len(), map.rooms.len())));
    }
    lines.extend(rooms.into_iter().map(|room| {
        let about: Vec<&str> = [room.grade.as_str(), room.subject.as_str(), room.period.as_str()]
            .into_iter()
            .filter(|t| !t.is_empty())
            .collect();
        let about = if about.is_empty() { String::new() } else { format!("   {}", about.join(", ")) };
        Unseen::Thing { name: room.label.clone(), since: format!("{}{about}", since(room.last)) }
    }));
    lines
}

#[cfg(test)]
pub mod tests;

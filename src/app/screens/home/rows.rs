//! The lines of Home: what is offered, in which order, for what reason.

use super::is_evening;
use crate::app::App;
use crate::app::actions::Action;
use crate::app::recording::Recording;
use crate::app::screens::year_end;
use crate::domain::id::Uid;
use crate::domain::text::count;
use crate::domain::time::{day_number, day_of_number, elapsed, local_time, short_day};
use crate::store::api::Home;
use chrono::Datelike;

/// One line of Home.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HomeRow {
    pub action: Action,
    pub label: &'static str,
    pub detail: String,
    /// The planned walk that this line starts.
    pub planned: Option<Uid>,
}

fn row(action: Action, label: &'static str, detail: impl Into<String>) -> HomeRow {
    HomeRow { action, label, detail: detail.into(), planned: None }
}

/// The lines, the one next thing first.
pub fn rows(app: &App) -> Vec<HomeRow> {
    let empty = Home::default();
    let home = app.home.view.as_ref().unwrap_or(&empty);
    if let Some(recording) = &app.recording {
        return walking(app, recording);
    }
    if home.empty {
        return first_run();
    }
    let mut rows = Vec::new();
    let to_finish = home.untagged_today + home.unmarked_today + home.slips_today;
    let finish =
        (home.visits_today > 0 && to_finish > 0).then(|| row(Action::FinishToday, "Finish today", finish_words(home)));
    let starts = starts(home);
    if is_evening(app) || finish.is_some() {
        rows.extend(finish);
        rows.extend(starts);
    } else {
        rows.extend(starts);
        rows.extend(finish);
    }
    rows.extend(due(app, home));
    rows.extend(talks_and_trials(app));
    if let Some(last) = home.last_walk.as_ref().filter(|w| w.ended.is_some() && w.closed.is_none()) {
        let hunch = if last.sealed { "; your sealed hunch opens" } else { "" };
        rows.push(row(Action::CloseWalk, "Close", format!("the last walk{hunch}")));
    }
    rows.push(row(Action::PlanWalk, "Plan", "a new walk"));
    rows.push(row(Action::WriteVisit, "Write", "a visit afterwards or from paper"));
    rows.push(row(Action::ListVisits, "Open", "a visit: all of them, newest first"));
    rows.push(row(Action::InOutOpen, "In and out", "rooms, forms, bundles; tables, pages, copies"));
    // Quiet and low: it can wait, and is put off on its page.
    rows.extend(
        year_end::offered(app)
            .map(|over| row(Action::YearOpen, "Year's end", format!("{}: what stays?", year_end::why(app, over)))),
    );
    // Last, because it comes a moment later than the rest: nothing moves under the cursor.
    rows.extend(noticed(app));
    rows
}

/// Suggestions nobody has decided about.
fn noticed(app: &App) -> Option<HomeRow> {
    let suggestions = app.patterns.noticed.count();
    let words = count(suggestions, "suggestion in Patterns", "suggestions in Patterns");
    (suggestions > 0).then(|| row(Action::GoPatterns, "Worth a look", words))
}

fn first_run() -> Vec<HomeRow> {
    vec![
        row(Action::StartWalk, "Start a walk now", "rooms can be typed as you go"),
        row(Action::PlanWalk, "Plan a walk", "focus question, rooms, look-fors"),
        row(Action::BringRooms, "Bring in your rooms", "type or paste a list"),
        row(Action::InOutOpen, "Bring in a roster or forms", "from files of your school"),
        row(Action::OpenDemo, "Look around in a made-up school", "a term of walks, in a file of its own"),
    ]
}

fn walking(app: &App, recording: &Recording) -> Vec<HomeRow> {
    let (seen, all) = recording.progress();
    // Without a route nobody knows how many rooms it will be.
    let of = |words: String| if all == 0 { String::new() } else { words };
    let place = match (&recording.visit, &recording.corridor) {
        (Some(visit), None) => {
            let room = of(format!(", room {seen} of {all}"));
            format!("{}, {} in{room}", visit.called(&app.agreed), elapsed(visit.elapsed(app.now)))
        }
        (Some(visit), Some(_)) => {
            format!(
                "in the corridor after {}{}",
                visit.called(&app.agreed),
                of(format!(", {seen} of {all} rooms done"))
            )
        }
        _ if all == 0 => "before the first room".into(),
        _ => format!("before the first of {all} rooms"),
    };
    let typed = app.walk.note.text();
    let half: String = typed.chars().take(40).collect();
    let line = if typed.is_empty() { String::new() } else { format!("   your line: “{half}”") };
    vec![
        row(Action::GoWalk, "Resume", format!("{place}{line}")),
        row(Action::PlanWalk, "Plan", "a new walk"),
        row(Action::WriteVisit, "Write", "a visit afterwards or from paper"),
        row(Action::ListVisits, "Open", "a visit: all of them, newest first"),
    ]
}

/// A talk that is near, a check-in or a promise that is due, and what a teacher asked for: one line for each sort.
fn talks_and_trials(app: &App) -> Vec<HomeRow> {
    let near = &app.trying.near;
    let today = day_number(app.now.today());
    let on = |number: i64| match number - today {
        0 => "today".to_string(),
        1 => "tomorrow".to_string(),
        _ => short_day(day_of_number(number), app.now.today().year()),
    };
    let mut rows = Vec::new();
    if let Some(talk) = near.talks.first() {
        let team = talk.team.as_ref().map_or("a team", |(_, name)| name.as_str());
        let when = talk.day.map(on).unwrap_or_default();
        let time = talk.minute.map(|m| format!(" {}:{:02}", m / 60, m % 60)).unwrap_or_default();
        rows.push(row(Action::GoTalk, "Talk", format!("with {team}, {when}{time}")));
    }
    if let Some(trial) = near.trials.first() {
        let when = trial.check_day.map(on).unwrap_or_default();
        let late = if trial.check_day.is_some_and(|d| d < today) { "was due " } else { "" };
        let more = more(near.trials.len());
        rows.push(row(Action::GoTry, "Check-in", format!("“{}” {late}{when}{more}", trial.change)));
    }
    if let Some(promise) = near.promises.iter().find(|p| p.due.is_some_and(|d| d <= today + 7)) {
        let by = promise.due.map(on).unwrap_or_default();
        rows.push(row(Action::GoTry, "Promised", format!("“{}” by {by}", promise.text)));
    }
    if let Some(invitation) = near.invitations.first() {
        let room = invitation.classroom.as_ref().map(|(_, label)| format!("{label}: ")).unwrap_or_default();
        let more = more(near.invitations.len());
        rows.push(row(Action::TryInvitations, "Asked for", format!("{room}“{}”{more}", invitation.question)));
    }
    rows
}

/// " and 2 more", or nothing.
fn more(all: usize) -> String {
    if all > 1 { format!(" and {} more", all - 1) } else { String::new() }
}

/// Visits whose teacher should have a slip or a copy by now.
fn due(app: &App, home: &Home) -> Option<HomeRow> {
    let (_, since) = home.papers_due.first()?;
    let agreed = app.agreed.paper_words()?;
    let day = short_day(local_time(*since, app.now.offset).date_naive(), app.now.today().year());
    let visits = count(home.papers_due.len(), "visit", "visits");
    let oldest = if home.papers_due.len() == 1 { "of" } else { "the oldest of" };
    Some(row(Action::OpenDue, "Slip or copy", format!("for {visits}, {oldest} {day}; agreed: {agreed}")))
}

/// Planned walks, and starting like last time.
fn starts(home: &Home) -> Vec<HomeRow> {
    let mut rows: Vec<HomeRow> = Vec::new();
    for walk in home.planned.iter().take(3) {
        let what =
            if walk.focus.is_empty() { "the walk you planned".to_string() } else { format!("“{}”", walk.focus) };
        let rooms = count(walk.route.len(), "room", "rooms");
        rows.push(HomeRow {
            action: Action::PlanWalk,
            label: "Planned",
            detail: format!("{what}   {rooms}"),
            planned: Some(walk.uid),
        });
    }
    let like = match &home.last_walk {
        Some(last) if !last.focus.is_empty() => format!("like last time: “{}”", last.focus),
        _ => "a walk; rooms can be typed as you go".to_string(),
    };
    rows.push(row(Action::StartWalk, "Start", like));
    rows
}

/// "6 visits: 9 lines to tag, 4 look-fors unmarked, 3 slips".
fn finish_words(home: &Home) -> String {
    let mut parts = Vec::new();
    if home.untagged_today > 0 {
        parts.push(count(home.untagged_today, "line to tag", "lines to tag"));
    }
    if home.unmarked_today > 0 {
        parts.push(count(home.unmarked_today, "look-for unmarked", "look-fors unmarked"));
    }
    if home.slips_today > 0 {
        parts.push(count(home.slips_today, "slip", "slips"));
    }
    // About 12 seconds a line, 6 a look-for, 30 a slip; questions about words come on top and are not counted here.
    let minutes = (home.untagged_today * 12 + home.unmarked_today * 6 + home.slips_today * 30).div_ceil(60);
    format!(
        "{}: {}   {} or more",
        count(home.visits_today, "visit", "visits"),
        parts.join(", "),
        count(minutes, "minute", "minutes")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_is_said_in_words() {
        let home = Home { visits_today: 6, untagged_today: 9, unmarked_today: 4, slips_today: 3, ..Home::default() };
        assert_eq!(finish_words(&home), "6 visits: 9 lines to tag, 4 look-fors unmarked, 3 slips   4 minutes or more");
        let one = Home { visits_today: 1, untagged_today: 1, ..Home::default() };
        assert_eq!(finish_words(&one), "1 visit: 1 line to tag   1 minute or more");
    }
}

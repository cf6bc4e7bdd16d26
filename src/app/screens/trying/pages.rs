//! Pages to read: the pulse of a team over time, and how open the talks were, for the leader alone.

use super::page::day;
use crate::app::App;
use crate::app::perform::read;
use crate::domain::pulse;
use crate::domain::talk::may_tell;
use crate::domain::text::count;
use crate::domain::time::{day_number, local_time};
use crate::store::api::{HunchTeams, PollRow};

/// The pulse of a team, each construct for itself: how many gave each answer, each time it was taken. Never one number.
pub fn pulse(app: &mut App, rows: &[PollRow]) {
    let mut lines = vec!["How many gave each answer. Nobody is named; never one number.".into()];
    for construct in pulse::CONSTRUCTS {
        let taken: Vec<&PollRow> =
            rows.iter().filter(|r| r.construct == construct.id && !r.counts.is_empty()).collect();
        if taken.is_empty() {
            continue;
        }
        lines.push(String::new());
        lines.push(format!(
            "{}  (0 {} … {} {})",
            construct.question,
            construct.answers.first().unwrap_or(&""),
            construct.answers.len() - 1,
            construct.answers.last().unwrap_or(&"")
        ));
        for row in taken {
            let when = row.at.map(|at| day(app, day_number(local_time(at, app.now.offset).date_naive())));
            lines.push(format!("  {:>6}   {}", when.unwrap_or_default(), counts(&row.counts)));
        }
    }
    if lines.len() == 1 {
        lines =
            vec!["The pulse of this team was not taken yet. It is a step of a talk, for teams of five or more.".into()];
    }
    read(app, "The pulse of a team", lines);
}

/// "0: none   1: one   3: two   5: three": only answers that somebody gave. A small team is not counted.
fn counts(counts: &[u32]) -> String {
    if !may_tell(counts) {
        return "fewer than five answered; not shown".into();
    }
    let given = counts.iter().enumerate().filter(|(_, n)| **n > 0);
    given.map(|(answer, n)| format!("{n} × {answer}")).collect::<Vec<_>>().join("   ")
}

/// For the leader alone: hunch and fix beside what teams decided, and how open the talks were.
pub fn hunch_and_teams(app: &mut App, told: &HunchTeams) {
    let mut lines: Vec<String> = vec!["For you alone.".into(), String::new()];
    let shared = told.from_team + told.from_leader + told.from_both;
    if shared > 0 {
        lines.push(format!(
            "Of {}, {} began with the team's words, {} with yours, {} with both.",
            count(shared as usize, "shared problem", "shared problems"),
            told.from_team,
            told.from_leader,
            told.from_both
        ));
    }
    if told.talks > 0 {
        let talks = count(told.talks as usize, "talk", "talks");
        lines.push(format!(
            "Patterns were shown in {talks}; before teachers had spoken in {} of them.",
            told.patterns_first
        ));
    }
    if told.voices > 0 {
        let voices = count(told.voices as usize, "statement", "statements");
        lines.push(format!("Teachers made {voices}; {} changed a pattern's words or status.", told.changed_patterns));
    }
    if told.visits > 0 {
        let visits = count(told.visits as usize, "visit", "visits");
        lines.push(format!("Of {visits}, {} were asked for by the teacher.", told.asked_for));
    }
    for hunch in &told.hunches {
        lines.push(String::new());
        lines.push(if hunch.focus.is_empty() {
            "A walk without a focus question".into()
        } else {
            format!("“{}”", hunch.focus)
        });
        lines.push(format!("  you expected   {}", or_nothing(&hunch.hunch)));
        lines.push(format!("  fix in mind    {}", or_nothing(&hunch.fix)));
        if hunch.decided.is_empty() {
            lines.push("  teams decided  nothing yet".into());
        }
        for (wording, changes) in &hunch.decided {
            lines.push(format!("  teams decided  “{wording}”"));
            lines.extend(changes.iter().map(|change| format!("                 they try: {change}")));
        }
    }
    if lines.len() == 2 {
        lines = vec!["Nothing to put side by side yet: it takes a closed walk with a hunch, or a talk.".into()];
    }
    read(app, "My hunch and the teams", lines);
}

fn or_nothing(text: &str) -> &str {
    if text.is_empty() { "nothing" } else { text }
}

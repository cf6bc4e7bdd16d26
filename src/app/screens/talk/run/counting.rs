//! Counting fingers, dots and the answers of a pulse: numbers by digits, never who. A team under five, or of unknown
//! size, is not counted.

use super::pages::Sort;
use super::{Change, RunState, act, draft, problems};
use crate::app::App;
use crate::app::input::Key;
use crate::domain::act::Verb;
use crate::domain::acts::{self, PollFacts};
use crate::domain::id::Uid;
use crate::domain::pulse::CONSTRUCTS;
use crate::domain::talk::{PollKind, may_count};
use crate::domain::talk_protocol::{Captures, PollKind as Asked};
use crate::store::api::{PollRow, TalkPattern, TalkView};

/// Answers of fist to five.
pub const FINGERS: [&str; 6] =
    ["no, and I object", "hardly", "I want to talk first", "I can live with it", "yes", "yes, and I will carry it"];
/// Teams of more people than this need two digits.
const ONE_DIGIT: u32 = 9;
/// The most that a row takes.
const MOST: u32 = 999;

/// Counts being entered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Count {
    /// How many gave each answer; none: not entered yet.
    pub given: Vec<Option<u32>>,
    pub row: usize,
}

impl Count {
    pub fn with(given: Vec<Option<u32>>) -> Count {
        let row = given.iter().position(Option::is_none).unwrap_or(0);
        Count { given, row }
    }
}

/// What a step counts.
pub fn asked(run: &RunState) -> Option<PollKind> {
    match run.step()?.captures {
        Captures::Poll(Asked::Real) => Some(PollKind::Real),
        Captures::Poll(Asked::Now) => Some(PollKind::Now),
        Captures::Poll(Asked::Dots) => Some(PollKind::Dots),
        Captures::Poll(Asked::Pulse) => Some(PollKind::Pulse),
        _ => None,
    }
}

/// The patterns dots are placed on.
pub fn choices(view: &TalkView) -> impl Iterator<Item = &TalkPattern> {
    view.patterns.iter().filter(|p| p.pattern.kind != crate::domain::pattern::PatternKind::Strength)
}

/// How many rows the count on the projector has.
fn rows(run: &RunState) -> usize {
    match (asked(run), run.view.as_ref()) {
        (Some(PollKind::Real | PollKind::Now), _) => FINGERS.len(),
        (Some(PollKind::Dots), Some(view)) => choices(view).count(),
        (Some(PollKind::Pulse), _) => CONSTRUCTS.get(run.page).map_or(0, |c| c.answers.len()),
        _ => 0,
    }
}

/// A digit goes into the marked row. In a team of up to nine the next row is marked at once.
pub fn typed(app: &mut App, key: Key) -> bool {
    let Some(digit) = key.typed().and_then(|c| c.to_digit(10)) else { return false };
    let run = &mut app.talk.run;
    let (rows, people) = (rows(run), run.view.as_ref().and_then(|v| v.talk.people).unwrap_or(0));
    if rows == 0 {
        return false;
    }
    let one_digit = people <= ONE_DIGIT && asked(run) != Some(PollKind::Dots);
    let count = run.count.get_or_insert_default();
    count.given.resize(rows, None);
    count.row = count.row.min(rows - 1);
    if let Some(given) = count.given.get_mut(count.row) {
        let before = given.filter(|_| !one_digit).unwrap_or(0);
        *given = Some((before * 10 + digit).min(MOST));
    }
    if one_digit {
        count.row = (count.row + 1).min(rows - 1);
    }
    true
}

/// Empties the marked row, or the one before it. False where nothing was entered.
pub fn wipe(app: &mut App) -> bool {
    let Some(count) = app.talk.run.count.as_mut() else { return false };
    if count.given.iter().all(Option::is_none) {
        return false;
    }
    if count.given.get(count.row).is_none_or(Option::is_none) {
        count.row = count.row.saturating_sub(1);
    }
    if let Some(given) = count.given.get_mut(count.row) {
        *given = None;
    }
    true
}

pub fn move_row(app: &mut App, by: isize) {
    let run = &mut app.talk.run;
    let rows = rows(run);
    let count = run.count.get_or_insert_default();
    count.given.resize(rows, None);
    count.row = count.row.saturating_add_signed(by).min(rows.saturating_sub(1));
}

/// Keeps what was entered. False where there is nothing to keep.
pub fn keep(app: &mut App) -> bool {
    let run = &app.talk.run;
    let (Some(kind), Some(view), Some(count)) = (asked(run), run.view.as_ref(), run.count.as_ref()) else {
        return false;
    };
    let is_count = run.shown().is_some_and(|p| p.sort == Sort::Count);
    if !is_count || !may_count(view.talk.people) || count.given.iter().flatten().all(|n| *n == 0) {
        return false;
    }
    let counts: Vec<u32> = count.given.iter().map(|n| n.unwrap_or(0)).collect();
    let total: u32 = counts.iter().sum();
    let people = view.talk.people.unwrap_or(0);
    let polls = facts(app, kind, view, &counts, &count.given);
    let mut ops = Vec::new();
    let mut changes = Vec::new();
    for facts in polls {
        let uid = app.new_id();
        ops.push(acts::polled(uid, &facts));
        changes.push(Change::Polled(Box::new(row(uid, facts))));
    }
    if !act(app, Verb::TakePoll, ops, changes) {
        return false;
    }
    let run = &mut app.talk.run;
    run.count = None;
    if kind != PollKind::Dots && total != people {
        run.told = Some(format!("{total} were counted; the team has {people} people. Digits count once more."));
    }
    draft::at_once(app);
    true
}

fn facts(app: &App, kind: PollKind, view: &TalkView, counts: &[u32], given: &[Option<u32>]) -> Vec<PollFacts> {
    let run = &app.talk.run;
    let construct = CONSTRUCTS.get(run.page).filter(|_| kind == PollKind::Pulse).map_or("", |c| c.id);
    let round = |pattern: Option<Uid>| {
        let same = |p: &&PollRow| p.kind == kind && p.pattern == pattern && p.construct == construct;
        view.polls.iter().filter(same).map(|p| p.round).max().unwrap_or(0) + 1
    };
    let one = |pattern: Option<Uid>, counts: Vec<u32>| PollFacts {
        talk: run.talk,
        team: view.talk.team.as_ref().map(|(team, _)| *team),
        at: app.now.utc,
        kind,
        pattern,
        problem: problems::uid(view).filter(|_| matches!(kind, PollKind::Real | PollKind::Now)),
        construct: construct.to_string(),
        round: round(pattern),
        counts,
    };
    if kind == PollKind::Dots {
        let placed = choices(view).zip(given).filter_map(|(p, n)| Some((p.pattern.uid, (*n)?)));
        return placed.map(|(pattern, n)| one(Some(pattern), vec![n])).collect();
    }
    vec![one(None, counts.to_vec())]
}

fn row(uid: Uid, facts: PollFacts) -> PollRow {
    PollRow {
        uid,
        talk: facts.talk,
        at: Some(facts.at),
        kind: facts.kind,
        pattern: facts.pattern,
        problem: facts.problem,
        construct: facts.construct,
        round: facts.round,
        counts: facts.counts,
    }
}

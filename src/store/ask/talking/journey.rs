//! The way of one concern, from the first note or voice to what changed.

use super::seen::seen;
use super::{ids, trials};
use crate::domain::order::InOrder;
use crate::domain::pattern::PatternStatus;
use crate::domain::sheet::Sheet;
use crate::domain::talk::PollKind;
use crate::store::api::{JourneyLine, JourneyStep, ProblemView, TrialRow};
use crate::store::ask::{patterns, rows};
use crate::store::reader::Reader;
use crate::store::trouble::Res;
use rusqlite::{Connection, OptionalExtension};

/// What happened on the way to a shared problem and since, oldest first.
pub fn lines(reader: &Reader, view: &ProblemView, problem: i64, pattern_ids: &[i64]) -> Res<Vec<JourneyLine>> {
    let mut lines = Vec::new();
    let mut push = |day: Option<i64>, what: JourneyStep| {
        lines.extend(day.map(|day| JourneyLine { day, what }));
    };
    for id in pattern_ids {
        let statement = statement(view, &reader.connection, *id)?;
        if let Some((day, note)) = patterns::first_seen(reader, *id)? {
            push(Some(day), JourneyStep::FirstSeen { statement: statement.clone(), note });
        }
        push(discussed(reader, *id)?, JourneyStep::Discussed { statement });
    }
    for voice in &view.voices {
        push(voice.at.map(|at| reader.local_day(at)), JourneyStep::Said(voice.clone()));
    }
    let poll = |kind| view.polls.iter().rev().find(|p| p.kind == kind);
    let poll = poll(PollKind::Real).or_else(|| poll(PollKind::Now)).cloned();
    push(view.problem.agreed, JourneyStep::Shared { wording: view.problem.wording.clone(), poll });
    for (trial, id) in view.trials.iter().zip(trial_ids(reader, view, problem)?) {
        let (change, prediction) = (trial.change.clone(), trial.prediction.clone());
        push(trial.start, JourneyStep::Tried { change, prediction });
        let sought = trials::sought(&reader.connection, id)?.unwrap_or_default();
        for check_in in &trial.check_ins {
            let seen = seen(&reader.connection, &sought, check_in.day)?;
            push(check_in.day, JourneyStep::LookedAgain { seen, check_in: check_in.clone() });
        }
        if let Some(day) = next_day(trial) {
            let look_for = label(&reader.connection, &sought.look_for, sought.sheet)?;
            push(Some(day), JourneyStep::Next { day, look_for });
        }
    }
    lines.order_by_key(|line| (line.day, order(&line.what)));
    Ok(lines)
}

/// On one day things happen in the order of the loop.
fn order(step: &JourneyStep) -> u8 {
    match step {
        JourneyStep::FirstSeen { .. } => 0,
        JourneyStep::Said(_) => 1,
        JourneyStep::Discussed { .. } => 2,
        JourneyStep::Shared { .. } => 3,
        JourneyStep::Tried { .. } => 4,
        JourneyStep::LookedAgain { .. } => 5,
        JourneyStep::Next { .. } => 6,
    }
}

fn statement(view: &ProblemView, c: &Connection, pattern: i64) -> Res<String> {
    let uid = rows::uid_of(c, pattern)?;
    Ok(view.patterns.iter().find(|p| p.uid == uid).map(|p| p.statement.clone()).unwrap_or_default())
}

/// The numbers of the trials of the view.
fn trial_ids(reader: &Reader, view: &ProblemView, problem: i64) -> Res<Vec<i64>> {
    let c = &reader.connection;
    let all = ids(c, "SELECT id FROM trial WHERE problem = ?1", [problem])?;
    let mut found = Vec::new();
    for trial in &view.trials {
        let id = rows::id_of(c, trial.uid)?.filter(|id| all.contains(id));
        found.extend(id);
    }
    Ok(found)
}

/// When a team first discussed a pattern: the day of the first talk to which it was brought, or else the day on which
/// somebody said that it had been discussed.
fn discussed(reader: &Reader, pattern: i64) -> Res<Option<i64>> {
    let c = &reader.connection;
    let talk: Option<(Option<i64>, i64)> = c
        .prepare_cached(
            "SELECT t.day, t.started FROM talk_pattern x JOIN talk t ON t.id = x.talk
             WHERE x.pattern = ?1 AND x.place > 0 AND t.started IS NOT NULL AND t.deleted IS NOT 1
             ORDER BY t.started LIMIT 1",
        )?
        .query_row([pattern], |r| Ok((r.get(0)?, r.get(1)?)))
        .optional()?;
    if let Some((day, started)) = talk {
        return Ok(Some(day.unwrap_or_else(|| reader.local_day(started))));
    }
    let history = patterns::statuses(c, pattern)?;
    let first = history.into_iter().find(|(_, status)| *status != PatternStatus::Possible);
    Ok(first.map(|(at, _)| reader.local_day(at)))
}

/// When an open trial is looked at next: its check-in day, where none was written down since.
fn next_day(trial: &TrialRow) -> Option<i64> {
    let last = trial.check_ins.iter().filter_map(|c| c.day).max();
    trial.check_day.filter(|day| trial.ended.is_none() && last.is_none_or(|last| last < *day))
}

/// The words of a look-for on its sheet; its id where the sheet cannot be read.
fn label(c: &Connection, look_for: &str, sheet: Option<i64>) -> Res<String> {
    let body: Option<(Option<String>, Option<String>)> = c
        .prepare_cached("SELECT name, body FROM sheet WHERE id = ?1")?
        .query_row([sheet], |r| Ok((r.get(0)?, r.get(1)?)))
        .optional()?;
    let parsed = body.and_then(|(name, body)| Sheet::parse(&name.unwrap_or_default(), &body?).ok());
    let words = parsed.and_then(|sheet| sheet.look_for(look_for).map(|l| l.label.clone()));
    Ok(words.unwrap_or_else(|| look_for.to_string()))
}

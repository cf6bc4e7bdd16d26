//! Small tests of change, with their check-ins and what the next walks saw of them.

use super::seen::{Sought, seen};
use super::{at_most, each, ids, named, problems, promises, teams, text, uid, voices};
use crate::domain::id::Uid;
use crate::domain::talk::TrialDecision;
use crate::store::api::{CheckInRow, TrialRow, TryView};
use crate::store::reader::Reader;
use crate::store::trouble::Res;
use rusqlite::{Connection, OptionalExtension, Row};

/// The shared problem a trial `r` hangs on, with its talk.
pub const JOINS: &str = "LEFT JOIN problem o ON o.id = r.problem LEFT JOIN talk ot ON ot.id = o.talk";
/// A trial of which something was said, and that hangs on nothing deleted.
pub const SHOWN: &str = "r.deleted IS NOT 1 AND o.deleted IS NOT 1 AND ot.deleted IS NOT 1
     AND COALESCE(r.question, r.change, r.prediction, r.measure) IS NOT NULL";

/// Trials of one list, and check-ins of one trial, at most.
const MOST: usize = 200;
/// A check-in is due this many days ahead; one that was written down since then was it.
const AHEAD: i64 = 7;

/// What the place Try shows.
pub fn place(reader: &Reader) -> Res<TryView> {
    let c = &reader.connection;
    Ok(TryView {
        problems: problems::all(c)?,
        trials: all(c)?,
        promises: promises::all(c)?,
        unanswered: voices::unanswered(c)?,
    })
}

/// Open trials by the day of their check-in, those without one last; then ended ones, the newest first.
fn all(c: &Connection) -> Res<Vec<TrialRow>> {
    let sql = |of: &str, order: &str| {
        format!("SELECT r.id FROM trial r {JOINS} WHERE {of} AND {SHOWN} ORDER BY {order} LIMIT ?1")
    };
    let mut found: Vec<i64> = Vec::new();
    for (of, order) in [
        ("r.ended IS NULL AND r.check_day IS NOT NULL", "r.check_day, r.id"),
        ("r.ended IS NULL AND r.check_day IS NULL", "r.id"),
        ("r.ended IS NOT NULL", "r.ended DESC, r.id DESC"),
    ] {
        found.extend(ids(c, &sql(of, order), [at_most(MOST - found.len().min(MOST), MOST)])?);
    }
    each(c, &found, row)
}

/// The trials of a shared problem, in the order of their start.
pub fn of_problem(c: &Connection, problem: i64) -> Res<Vec<TrialRow>> {
    let sql = format!(
        "SELECT r.id FROM trial r {JOINS} WHERE r.problem = ?1 AND {SHOWN} ORDER BY r.start, r.id LIMIT {MOST}"
    );
    each(c, &ids(c, &sql, [problem])?, row)
}

/// Trials of shared problems of a team that come from other talks than this one, before it (a local day): open ones
/// first, then the newest.
pub fn earlier(c: &Connection, team: i64, talk: i64, before: Option<i64>, limit: usize) -> Res<Vec<TrialRow>> {
    let sql = format!(
        "SELECT r.id FROM problem o JOIN trial r ON r.problem = o.id LEFT JOIN talk ot ON ot.id = o.talk
         WHERE (o.team = ?1 OR (o.team IS NULL AND o.talk IN (SELECT id FROM talk WHERE team = ?1)))
         AND o.talk IS NOT ?2 AND (?3 IS NULL OR COALESCE(r.start, o.agreed, 0) <= ?3) AND {SHOWN}
         ORDER BY r.ended IS NOT NULL, r.start DESC, r.id DESC LIMIT ?4"
    );
    each(c, &ids(c, &sql, (team, talk, before, at_most(limit, MOST)))?, row)
}

/// Open trials whose check-in is due within a week of a day, or past; soonest first.
pub fn due(c: &Connection, today: i64, limit: usize) -> Res<Vec<TrialRow>> {
    let sql = format!(
        "SELECT r.id FROM trial r {JOINS} WHERE r.ended IS NULL AND r.check_day <= ?1 AND {SHOWN}
         AND NOT EXISTS(SELECT 1 FROM check_in i WHERE i.trial = r.id AND i.deleted IS NOT 1
           AND i.day >= r.check_day - {AHEAD})
         ORDER BY r.check_day, r.id LIMIT ?2"
    );
    each(c, &ids(c, &sql, (today + AHEAD, at_most(limit, MOST)))?, row)
}

/// What is looked for in a trial.
pub fn sought(c: &Connection, id: i64) -> Res<Option<Sought>> {
    let mut statement = c.prepare_cached("SELECT look_for, sheet, walk, start FROM trial WHERE id = ?1")?;
    let sought = |r: &Row| Ok(Sought { look_for: text(r, 0)?, sheet: r.get(1)?, walk: r.get(2)?, from: r.get(3)? });
    Ok(statement.query_row([id], sought).optional()?)
}

/// A trial by its number.
fn row(c: &Connection, id: i64) -> Res<Option<TrialRow>> {
    let mut statement = c.prepare_cached(&format!(
        "SELECT e.uid, oe.uid, o.wording, tee.uid, te.name, r.question, r.change, r.prediction, r.measure, r.who, r.time,
           r.start, r.check_day, r.look_for, se.uid, we.uid, r.ended
         FROM trial r {JOINS} JOIN entity e ON e.id = r.id LEFT JOIN entity oe ON oe.id = o.id {}
         LEFT JOIN entity se ON se.id = r.sheet LEFT JOIN entity we ON we.id = r.walk WHERE r.id = ?1 AND {SHOWN}",
        teams::joined("COALESCE(o.team, ot.team)")
    ))?;
    let Some(mut row) = statement.query_row([id], trial).optional()? else { return Ok(None) };
    row.check_ins = check_ins(c, id)?;
    if let Some(sought) = sought(c, id)? {
        row.seen = seen(c, &sought, None)?;
    }
    Ok(Some(row))
}

fn trial(r: &Row) -> rusqlite::Result<TrialRow> {
    Ok(TrialRow {
        uid: Uid(r.get(0)?),
        problem: named(r, 1)?,
        team: named(r, 3)?,
        question: text(r, 5)?,
        change: text(r, 6)?,
        prediction: text(r, 7)?,
        measure: text(r, 8)?,
        who: text(r, 9)?,
        when: text(r, 10)?,
        start: r.get(11)?,
        check_day: r.get(12)?,
        look_for: text(r, 13)?,
        sheet: uid(r, 14)?,
        walk: uid(r, 15)?,
        ended: r.get(16)?,
        check_ins: Vec::new(),
        seen: None,
    })
}

/// The check-ins of a trial in the order of their days.
fn check_ins(c: &Connection, trial: i64) -> Res<Vec<CheckInRow>> {
    let mut statement = c.prepare_cached(&format!(
        "SELECT e.uid, i.day, i.result, i.surprise, i.learning, i.wins, i.decision
         FROM check_in i JOIN entity e ON e.id = i.id WHERE i.trial = ?1 AND i.deleted IS NOT 1
         ORDER BY i.day, i.id LIMIT {MOST}"
    ))?;
    let found = statement.query_map([trial], |r| {
        Ok(CheckInRow {
            uid: Uid(r.get(0)?),
            day: r.get(1)?,
            result: text(r, 2)?,
            surprise: text(r, 3)?,
            learning: text(r, 4)?,
            wins: text(r, 5)?,
            decision: r.get::<_, Option<i64>>(6)?.and_then(TrialDecision::from_number),
        })
    })?;
    Ok(found.collect::<Result<_, _>>()?)
}

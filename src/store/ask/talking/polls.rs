//! Counts of fingers, dots and the pulse. None of a team that is too small, or of unknown size: whoever merged such counts
//! in, or lost people since, does not see them.

use super::{each, ids, text, uid};
use crate::domain::id::Uid;
use crate::domain::talk::{FEWEST_COUNTED, PollKind, counts_of};
use crate::store::api::PollRow;
use crate::store::ask::rows;
use crate::store::reader::Reader;
use crate::store::trouble::Res;
use rusqlite::{Connection, OptionalExtension};

/// Counts of one list, at most.
const MOST: i64 = 2_000;

/// The talk, the team and the shared problem a count hangs on.
const JOINS: &str = "LEFT JOIN talk pt ON pt.id = p.talk LEFT JOIN team te ON te.id = COALESCE(p.team, pt.team)
     LEFT JOIN problem pp ON pp.id = p.problem";

fn shown() -> String {
    format!(
        "p.counts != '' AND p.deleted IS NOT 1 AND pt.deleted IS NOT 1 AND pp.deleted IS NOT 1
         AND te.people >= {FEWEST_COUNTED}"
    )
}

fn listed(c: &Connection, of: &str, id: i64) -> Res<Vec<PollRow>> {
    let sql = format!("SELECT p.id FROM poll p {JOINS} WHERE {of} AND {} ORDER BY p.at, p.id LIMIT {MOST}", shown());
    each(c, &ids(c, &sql, [id])?, row)
}

/// What was counted in a talk, oldest first.
pub fn of_talk(c: &Connection, talk: i64) -> Res<Vec<PollRow>> {
    listed(c, "p.talk = ?1", talk)
}

/// What was counted of a shared problem, oldest first.
pub fn of_problem(c: &Connection, problem: i64) -> Res<Vec<PollRow>> {
    listed(c, "p.problem = ?1", problem)
}

/// The pulse of a team: every count of each construct, oldest first.
pub fn pulse(reader: &Reader, team: Uid) -> Res<Vec<PollRow>> {
    let c = &reader.connection;
    match rows::id_of(c, team)? {
        Some(team) => listed(c, &format!("p.team = ?1 AND p.kind = {}", PollKind::Pulse as i64), team),
        None => Ok(Vec::new()),
    }
}

fn row(c: &Connection, id: i64) -> Res<Option<PollRow>> {
    let mut statement = c.prepare_cached(
        "SELECT e.uid, te.uid, p.at, p.kind, pe.uid, oe.uid, p.construct, p.round, p.counts
         FROM poll p JOIN entity e ON e.id = p.id LEFT JOIN entity te ON te.id = p.talk
         LEFT JOIN entity pe ON pe.id = p.pattern LEFT JOIN entity oe ON oe.id = p.problem WHERE p.id = ?1",
    )?;
    let found = statement.query_row([id], |r| {
        // What was counted in a way that a newer version has cannot be told from other ways: it is left out.
        let Some(kind) = r.get::<_, Option<i64>>(3)?.and_then(PollKind::from_number) else { return Ok(None) };
        Ok(Some(PollRow {
            uid: Uid(r.get(0)?),
            talk: uid(r, 1)?,
            at: r.get(2)?,
            kind,
            pattern: uid(r, 4)?,
            problem: uid(r, 5)?,
            construct: text(r, 6)?,
            round: r.get::<_, Option<i64>>(7)?.unwrap_or(1),
            counts: counts_of(&text(r, 8)?),
        }))
    });
    Ok(found.optional()?.flatten())
}

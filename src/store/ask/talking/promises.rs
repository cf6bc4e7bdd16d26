//! What was promised to teams.

use super::{at_most, each, ids, named, teams, text, uid};
use crate::domain::id::Uid;
use crate::store::api::PromiseRow;
use crate::store::trouble::Res;
use rusqlite::{Connection, OptionalExtension};

const JOINS: &str = "LEFT JOIN talk pt ON pt.id = p.talk";
const SHOWN: &str = "p.text != '' AND p.deleted IS NOT 1 AND pt.deleted IS NOT 1";
/// Neither kept nor said that it will not be.
const OPEN: &str = "p.kept IS NULL AND COALESCE(p.why, '') = ''";

/// Promises of one list, at most.
pub const MOST: usize = 200;

/// Open promises, soonest due first, those without a day last.
pub fn open(c: &Connection, limit: usize) -> Res<Vec<PromiseRow>> {
    let sql = |due: &str| {
        format!(
            "SELECT p.id FROM promise p {JOINS} WHERE {OPEN} AND p.due {due} AND {SHOWN} ORDER BY p.due, p.id LIMIT ?1"
        )
    };
    let mut found = ids(c, &sql("IS NOT NULL"), [at_most(limit, MOST)])?;
    found.extend(ids(c, &sql("IS NULL"), [at_most(limit - found.len().min(limit), MOST)])?);
    each(c, &found, row)
}

/// Open promises as `open` has them, then those that will not be kept, then the kept ones, the newest first.
pub fn all(c: &Connection) -> Res<Vec<PromiseRow>> {
    let mut found = open(c, MOST)?;
    let left = |found: &Vec<PromiseRow>| at_most(MOST - found.len().min(MOST), MOST);
    let sql = format!(
        "SELECT p.id FROM promise p {JOINS} WHERE p.kept IS NULL AND p.why != '' AND {SHOWN}
         ORDER BY p.due DESC, p.id DESC LIMIT ?1"
    );
    found.extend(each(c, &ids(c, &sql, [left(&found)])?, row)?);
    let sql = format!(
        "SELECT p.id FROM promise p {JOINS} WHERE p.kept IS NOT NULL AND {SHOWN}
         ORDER BY p.kept DESC, p.id DESC LIMIT ?1"
    );
    found.extend(each(c, &ids(c, &sql, [left(&found)])?, row)?);
    Ok(found)
}

/// What was promised in a talk, oldest first.
pub fn of_talk(c: &Connection, talk: i64) -> Res<Vec<PromiseRow>> {
    let sql =
        format!("SELECT p.id FROM promise p {JOINS} WHERE p.talk = ?1 AND {SHOWN} ORDER BY p.at, p.id LIMIT {MOST}");
    each(c, &ids(c, &sql, [talk])?, row)
}

/// What was promised to a team in other talks than this one, before it: open ones first, then the newest.
pub fn earlier(c: &Connection, team: i64, talk: i64, before: Option<i64>, limit: usize) -> Res<Vec<PromiseRow>> {
    let sql = format!(
        "SELECT p.id FROM promise p {JOINS}
         WHERE (p.team = ?1 OR (p.team IS NULL AND p.talk IN (SELECT id FROM talk WHERE team = ?1)))
         AND p.talk IS NOT ?2 AND (?3 IS NULL OR p.at < ?3) AND {SHOWN}
         ORDER BY NOT ({OPEN}), p.at DESC, p.id DESC LIMIT ?4"
    );
    each(c, &ids(c, &sql, (team, talk, before, at_most(limit, MOST)))?, row)
}

fn row(c: &Connection, id: i64) -> Res<Option<PromiseRow>> {
    let mut statement = c.prepare_cached(&format!(
        "SELECT e.uid, pte.uid, tee.uid, te.name, p.text, p.at, p.due, p.kept, p.why
         FROM promise p {JOINS} JOIN entity e ON e.id = p.id {} LEFT JOIN entity pte ON pte.id = p.talk
         WHERE p.id = ?1 AND {SHOWN}",
        teams::joined("COALESCE(p.team, pt.team)")
    ))?;
    let found = statement.query_row([id], |r| {
        Ok(PromiseRow {
            uid: Uid(r.get(0)?),
            talk: uid(r, 1)?,
            team: named(r, 2)?,
            text: text(r, 4)?,
            at: r.get(5)?,
            due: r.get(6)?,
            kept: r.get(7)?,
            why: text(r, 8)?,
        })
    });
    Ok(found.optional()?)
}

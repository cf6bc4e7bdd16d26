//! Problems that teams have accepted as theirs.

use super::{at_most, each, ids, journey, named, polls, small, teams, text, trials, uid, voices};
use crate::domain::id::Uid;
use crate::domain::talk::{Origin, ProblemStatus};
use crate::store::api::{ProblemRow, ProblemView};
use crate::store::ask::{patterns, rows};
use crate::store::reader::Reader;
use crate::store::trouble::Res;
use rusqlite::{Connection, OptionalExtension};

/// The talk a shared problem `o` hangs on.
pub const JOINS: &str = "LEFT JOIN talk ot ON ot.id = o.talk";
pub const SHOWN: &str = "o.wording != '' AND o.deleted IS NOT 1 AND ot.deleted IS NOT 1";

/// Problems of one list, at most.
const MOST: usize = 200;

/// Those worked on first, then the others; the newest first.
pub fn all(c: &Connection) -> Res<Vec<ProblemRow>> {
    let sql = |status: &str| {
        format!(
            "SELECT o.id FROM problem o {JOINS} WHERE o.status {status} AND {SHOWN}
             ORDER BY o.agreed DESC, o.id DESC LIMIT ?1"
        )
    };
    let mut found = ids(c, &sql("IS NULL"), [at_most(MOST, MOST)])?;
    found.extend(ids(c, &sql("IS NOT NULL"), [at_most(MOST - found.len().min(MOST), MOST)])?);
    each(c, &found, row)
}

/// What was agreed on in a talk, oldest first.
pub fn of_talk(c: &Connection, talk: i64) -> Res<Vec<ProblemRow>> {
    let sql = format!("SELECT o.id FROM problem o {JOINS} WHERE o.talk = ?1 AND {SHOWN} ORDER BY o.id LIMIT {MOST}");
    each(c, &ids(c, &sql, [talk])?, row)
}

/// A shared problem by its number.
pub fn row(c: &Connection, id: i64) -> Res<Option<ProblemRow>> {
    let mut statement = c.prepare_cached(&format!(
        "SELECT e.uid, ote.uid, tee.uid, te.name, te.people, o.wording, o.forked, o.origin, o.agreed, o.agreement, o.status
         FROM problem o {JOINS} JOIN entity e ON e.id = o.id {} LEFT JOIN entity ote ON ote.id = o.talk
         WHERE o.id = ?1 AND {SHOWN}",
        teams::joined("COALESCE(o.team, ot.team)")
    ))?;
    let found = statement
        .query_row([id], |r| {
            let number = |at| r.get::<_, Option<i64>>(at);
            Ok(ProblemRow {
                uid: Uid(r.get(0)?),
                talk: uid(r, 1)?,
                team: named(r, 2)?,
                people: small(r, 4)?,
                wording: text(r, 5)?,
                two_versions: number(6)? == Some(1),
                origin: number(7)?.and_then(Origin::from_number),
                agreed: number(8)?,
                agreement: text(r, 9)?,
                status: number(10)?.and_then(ProblemStatus::from_number),
                patterns: Vec::new(),
                voices: 0,
            })
        })
        .optional()?;
    let Some(mut row) = found else { return Ok(None) };
    let mut statement = c.prepare_cached(&format!("SELECT e.uid, p.statement {PATTERNS} ORDER BY p.id"))?;
    row.patterns = statement.query_map([id], |r| Ok((Uid(r.get(0)?), r.get(1)?)))?.collect::<Result<Vec<_>, _>>()?;
    row.voices = voices::count_of_problem(c, id)?;
    Ok(Some(row))
}

/// The patterns a shared problem rests on.
const PATTERNS: &str = "FROM problem_pattern x JOIN pattern p ON p.id = x.pattern JOIN entity e ON e.id = p.id
     WHERE x.problem = ?1 AND x.present > 0 AND p.statement IS NOT NULL AND p.deleted IS NOT 1";

/// One shared problem with all that belongs to it.
pub fn view(reader: &Reader, uid: Uid) -> Res<Option<ProblemView>> {
    let c = &reader.connection;
    let Some(id) = rows::id_of(c, uid)? else { return Ok(None) };
    let Some(problem) = row(c, id)? else { return Ok(None) };
    let pattern_ids = ids(c, &format!("SELECT p.id {PATTERNS} ORDER BY p.id"), [id])?;
    let mut view = ProblemView {
        problem,
        patterns: patterns::rows(reader, &pattern_ids)?,
        voices: voices::of_problem(c, id)?,
        causes: voices::causes(c, id)?,
        polls: polls::of_problem(c, id)?,
        trials: trials::of_problem(c, id)?,
        journey: Vec::new(),
    };
    view.journey = journey::lines(reader, &view, id, &pattern_ids)?;
    Ok(Some(view))
}

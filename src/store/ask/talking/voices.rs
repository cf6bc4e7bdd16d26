//! What teachers said, word for word, and what it was linked to.

use super::{at_most, each, how_many, ids, named, teams, text, uid};
use crate::domain::id::Uid;
use crate::domain::talk::{LinkKind, VoiceAnswer, VoiceKind};
use crate::store::api::VoiceRow;
use crate::store::ask::rows;
use crate::store::reader::Reader;
use crate::store::trouble::Res;
use rusqlite::{Connection, OptionalExtension, Row};

/// The talk and the shared problem (of a cause, with its talk) that a voice `v` hangs on.
pub const JOINS: &str = "LEFT JOIN talk vt ON vt.id = v.talk LEFT JOIN problem vp ON vp.id = v.problem
     LEFT JOIN talk vpt ON vpt.id = vp.talk";

/// A voice that is shown: with words, and neither struck nor deleted, nor what it hangs on.
pub const SHOWN: &str = "v.text != '' AND v.deleted IS NOT 1 AND vt.deleted IS NOT 1 AND vp.deleted IS NOT 1
     AND vpt.deleted IS NOT 1";

/// A voice of the team ?1: its own, or said in a talk with it.
const OF_TEAM: &str = "(v.team = ?1 OR (v.team IS NULL AND v.talk IN (SELECT id FROM talk WHERE team = ?1)))";

/// Voices of one list, at most.
const MOST: usize = 1_000;
/// Voices of one talk, one problem or one pattern, at most.
const OF_ONE: i64 = 500;
/// Unanswered voices are counted up to here.
const COUNTED: i64 = 10_000;

/// What teachers said, newest first: of a team, or of all.
pub fn newest(reader: &Reader, team: Option<Uid>, limit: usize) -> Res<Vec<VoiceRow>> {
    let c = &reader.connection;
    let limit = at_most(limit, MOST);
    let order = format!("AND {SHOWN} ORDER BY v.at DESC, v.id DESC LIMIT");
    let found = match team {
        None => ids(c, &format!("SELECT v.id FROM voice v {JOINS} WHERE 1 {order} ?1"), [limit])?,
        Some(team) => match rows::id_of(c, team)? {
            Some(team) => {
                ids(c, &format!("SELECT v.id FROM voice v {JOINS} WHERE {OF_TEAM} {order} ?2"), [team, limit])?
            }
            None => Vec::new(),
        },
    };
    each(c, &found, row)
}

/// What was said in a talk, oldest first.
pub fn of_talk(c: &Connection, talk: i64) -> Res<Vec<VoiceRow>> {
    let sql =
        format!("SELECT v.id FROM voice v {JOINS} WHERE v.talk = ?1 AND {SHOWN} ORDER BY v.at, v.id LIMIT {OF_ONE}");
    each(c, &ids(c, &sql, [talk])?, row)
}

pub fn count_of_talk(c: &Connection, talk: i64) -> Res<usize> {
    how_many(c, &format!("SELECT count(*) FROM voice v {JOINS} WHERE v.talk = ?1 AND {SHOWN}"), [talk])
}

/// What a team said in other talks than this one, before it: answered first, then the newest. Causes and what was
/// noticed in what was shown need no answer and are left out.
pub fn last_time(c: &Connection, team: i64, talk: i64, before: Option<i64>, limit: usize) -> Res<Vec<VoiceRow>> {
    let sql = format!(
        "SELECT v.id FROM voice v {JOINS} WHERE {OF_TEAM} AND v.talk IS NOT ?2 AND (?3 IS NULL OR v.at < ?3)
         AND {} AND {SHOWN} ORDER BY v.answer IS NULL, v.at DESC, v.id DESC LIMIT ?4",
        wants_answer()
    );
    each(c, &ids(c, &sql, (team, talk, before, at_most(limit, MOST)))?, row)
}

/// The voices a shared problem rests on, oldest first.
pub fn of_problem(c: &Connection, problem: i64) -> Res<Vec<VoiceRow>> {
    let sql = format!(
        "SELECT v.id FROM problem_voice x JOIN voice v ON v.id = x.voice {JOINS}
         WHERE x.problem = ?1 AND x.present > 0 AND {SHOWN} ORDER BY v.at, v.id LIMIT {OF_ONE}"
    );
    each(c, &ids(c, &sql, [problem])?, row)
}

pub fn count_of_problem(c: &Connection, problem: i64) -> Res<usize> {
    let sql = format!(
        "SELECT count(*) FROM problem_voice x JOIN voice v ON v.id = x.voice {JOINS}
         WHERE x.problem = ?1 AND x.present > 0 AND {SHOWN}"
    );
    how_many(c, &sql, [problem])
}

/// The causes on the root-cause page of a shared problem, oldest first.
pub fn causes(c: &Connection, problem: i64) -> Res<Vec<VoiceRow>> {
    let sql =
        format!("SELECT v.id FROM voice v {JOINS} WHERE v.problem = ?1 AND {SHOWN} ORDER BY v.at, v.id LIMIT {OF_ONE}");
    each(c, &ids(c, &sql, [problem])?, row)
}

/// What teachers said that is linked to a pattern, in any talk: the same thing first, then the newest.
pub fn of_pattern(c: &Connection, pattern: i64) -> Res<Vec<(VoiceRow, LinkKind)>> {
    let mut statement = c.prepare_cached(&format!(
        "SELECT v.id, x.link FROM voice_pattern x JOIN voice v ON v.id = x.voice {JOINS}
         WHERE x.pattern = ?1 AND x.link > 0 AND {SHOWN} ORDER BY x.link, v.at DESC, v.id DESC LIMIT {OF_ONE}"
    ))?;
    let found =
        statement.query_map([pattern], |r| Ok((r.get(0)?, r.get(1)?)))?.collect::<Result<Vec<(i64, i64)>, _>>()?;
    let mut voices = Vec::new();
    for (id, link) in found {
        voices.extend(row(c, id)?.zip(LinkKind::from_number(link)));
    }
    Ok(voices)
}

/// The kinds of voices that wait for an answer, as SQL has them.
fn wants_answer() -> String {
    let kinds = VoiceKind::ALL.iter().filter(|k| k.wants_answer()).map(|k| (*k as i64).to_string());
    format!("v.kind IN ({})", kinds.collect::<Vec<_>>().join(", "))
}

/// How many voices nobody has answered yet.
pub fn unanswered(c: &Connection) -> Res<usize> {
    let sql = format!(
        "SELECT count(*) FROM (SELECT 1 FROM voice v {JOINS} WHERE v.answer IS NULL AND {} AND {SHOWN} LIMIT {COUNTED})",
        wants_answer()
    );
    how_many(c, &sql, [])
}

/// How many voices there are, causes left out: over the whole file.
pub fn count_all(c: &Connection) -> Res<usize> {
    let sql = format!("SELECT count(*) FROM voice v {JOINS} WHERE v.kind IS NOT ?1 AND {SHOWN}");
    how_many(c, &sql, [VoiceKind::Cause as i64])
}

/// A voice by its number.
pub fn row(c: &Connection, id: i64) -> Res<Option<VoiceRow>> {
    let mut statement = c.prepare_cached(&format!(
        "SELECT e.uid, vte.uid, tee.uid, te.name, v.at, v.kind, v.text, v.forked, v.speaker, v.step, v.before_patterns,
           v.answer, v.answer_day, v.why, vpe.uid, v.bone, vue.uid
         FROM voice v {JOINS} JOIN entity e ON e.id = v.id {} LEFT JOIN entity vte ON vte.id = v.talk
         LEFT JOIN entity vpe ON vpe.id = v.problem LEFT JOIN entity vue ON vue.id = v.under
         WHERE v.id = ?1 AND {SHOWN}",
        teams::joined("COALESCE(v.team, vt.team)")
    ))?;
    let Some(mut row) = statement.query_row([id], voice).optional()? else { return Ok(None) };
    row.links = links(c, id)?;
    Ok(Some(row))
}

fn voice(r: &Row) -> rusqlite::Result<VoiceRow> {
    Ok(VoiceRow {
        uid: Uid(r.get(0)?),
        talk: uid(r, 1)?,
        team: named(r, 2)?,
        at: r.get(4)?,
        // A kind that a newer version wrote is shown as the plainest one.
        kind: r.get::<_, Option<i64>>(5)?.and_then(VoiceKind::from_number).unwrap_or(VoiceKind::Problem),
        text: text(r, 6)?,
        two_versions: r.get::<_, Option<i64>>(7)? == Some(1),
        speaker: text(r, 8)?,
        step: r.get::<_, Option<i64>>(9)?.and_then(|n| usize::try_from(n).ok()),
        before_patterns: r.get::<_, Option<i64>>(10)? == Some(1),
        links: Vec::new(),
        answer: r.get::<_, Option<i64>>(11)?.and_then(VoiceAnswer::from_number),
        answer_day: r.get(12)?,
        why: text(r, 13)?,
        problem: uid(r, 14)?,
        bone: text(r, 15)?,
        under: uid(r, 16)?,
    })
}

/// The patterns a voice is linked to, in the order in which they were made.
fn links(c: &Connection, voice: i64) -> Res<Vec<(Uid, String, LinkKind)>> {
    let mut statement = c.prepare_cached(
        "SELECT e.uid, p.statement, x.link FROM voice_pattern x JOIN pattern p ON p.id = x.pattern
         JOIN entity e ON e.id = p.id
         WHERE x.voice = ?1 AND x.link > 0 AND p.statement IS NOT NULL AND p.deleted IS NOT 1 ORDER BY x.pattern",
    )?;
    let found = statement
        .query_map([voice], |r| Ok((Uid(r.get(0)?), r.get(1)?, r.get(2)?)))?
        .collect::<Result<Vec<(Uid, String, i64)>, _>>()?;
    Ok(found.into_iter().filter_map(|(uid, statement, n)| Some((uid, statement, LinkKind::from_number(n)?))).collect())
}

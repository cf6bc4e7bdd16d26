//! Talks as lists show them.

use super::{at_most, each, how_many, ids, named, small, teams, text};
use crate::domain::id::Uid;
use crate::store::api::TalkRow;
use crate::store::reader::Reader;
use crate::store::trouble::Res;
use rusqlite::{Connection, OptionalExtension};

/// A talk `t` that is shown: something was said of it, and it was not deleted.
pub const SHOWN: &str = "t.deleted IS NOT 1
     AND (t.team IS NOT NULL OR t.protocol IS NOT NULL OR t.day IS NOT NULL OR t.started IS NOT NULL)";

/// Talks at most.
const MOST: usize = 1_000;

/// Talks under way, then those prepared, the soonest first, then those that took place, the newest first.
pub fn list(reader: &Reader, limit: usize) -> Res<Vec<TalkRow>> {
    let c = &reader.connection;
    let limit = limit.min(MOST);
    let mut found = open(c, limit)?;
    let left = at_most(limit.saturating_sub(found.len()), MOST);
    found.extend(ids(
        c,
        &format!(
            "SELECT t.id FROM talk t WHERE t.ended IS NOT NULL AND {SHOWN} ORDER BY t.ended DESC, t.id DESC LIMIT ?1"
        ),
        [left],
    )?);
    each(c, &found, row)
}

/// Talks that are not over: those under way, then those prepared, the soonest first, those without a day last.
pub fn open(c: &Connection, limit: usize) -> Res<Vec<i64>> {
    let sql = format!(
        "SELECT t.id FROM talk t WHERE t.ended IS NULL AND {SHOWN}
         ORDER BY t.started IS NULL, t.started DESC, t.day IS NULL, t.day, t.minute, t.id LIMIT ?1"
    );
    ids(c, &sql, [at_most(limit, MOST)])
}

/// A talk by its number.
pub fn row(c: &Connection, id: i64) -> Res<Option<TalkRow>> {
    let mut statement = c.prepare_cached(&format!(
        "SELECT e.uid, tee.uid, te.name, te.people, p.title, p.name, t.day, t.minute, t.started, t.ended
         FROM talk t JOIN entity e ON e.id = t.id {} LEFT JOIN talk_protocol p ON p.id = t.protocol
         WHERE t.id = ?1 AND {SHOWN}",
        teams::joined("t.team")
    ))?;
    let found = statement
        .query_row([id], |r| {
            let title = text(r, 4)?;
            Ok(TalkRow {
                uid: Uid(r.get(0)?),
                team: named(r, 1)?,
                people: small(r, 3)?,
                protocol: if title.is_empty() { text(r, 5)? } else { title },
                day: r.get(6)?,
                minute: r.get(7)?,
                started: r.get(8)?,
                ended: r.get(9)?,
                patterns: 0,
                voices: 0,
            })
        })
        .optional()?;
    let Some(mut row) = found else { return Ok(None) };
    row.patterns = how_many(
        c,
        "SELECT count(*) FROM talk_pattern x JOIN pattern p ON p.id = x.pattern
         WHERE x.talk = ?1 AND x.place > 0 AND p.statement IS NOT NULL AND p.deleted IS NOT 1",
        [id],
    )?;
    row.voices = super::voices::count_of_talk(c, id)?;
    Ok(Some(row))
}

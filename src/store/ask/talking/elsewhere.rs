//! Evidence from elsewhere: it supports or complicates patterns on their page, and is in no number of visits.

use super::{each, ids, named, small, teams, text};
use crate::domain::id::Uid;
use crate::domain::pattern::Role;
use crate::store::api::ElsewhereRow;
use crate::store::reader::Reader;
use crate::store::trouble::Res;
use rusqlite::{Connection, OptionalExtension};

const SHOWN: &str = "x.text != '' AND x.deleted IS NOT 1";

/// Cards of one list, and of one pattern, at most.
const MOST: i64 = 500;
const OF_PATTERN: i64 = 50;

/// All cards, the newest first, those without a day last.
pub fn newest(reader: &Reader) -> Res<Vec<ElsewhereRow>> {
    let c = &reader.connection;
    let sql = format!("SELECT x.id FROM elsewhere x WHERE {SHOWN} ORDER BY x.day DESC, x.id DESC LIMIT {MOST}");
    each(c, &ids(c, &sql, [])?, row)
}

/// The cards that support or complicate a pattern: supporting ones first, then the newest.
pub fn of_pattern(c: &Connection, pattern: i64) -> Res<Vec<(ElsewhereRow, Role)>> {
    let mut statement = c.prepare_cached(&format!(
        "SELECT x.id, y.role FROM elsewhere_pattern y JOIN elsewhere x ON x.id = y.elsewhere
         WHERE y.pattern = ?1 AND {SHOWN} ORDER BY y.role, x.day DESC, x.id DESC LIMIT {OF_PATTERN}"
    ))?;
    let found =
        statement.query_map([pattern], |r| Ok((r.get(0)?, r.get(1)?)))?.collect::<Result<Vec<(i64, i64)>, _>>()?;
    let mut cards = Vec::new();
    for (id, role) in found {
        cards.extend(row(c, id)?.zip(Role::from_number(role)));
    }
    Ok(cards)
}

fn row(c: &Connection, id: i64) -> Res<Option<ElsewhereRow>> {
    let mut statement = c.prepare_cached(&format!(
        "SELECT e.uid, tee.uid, te.name, x.source, x.text, x.forked, x.count, x.out_of, x.day
         FROM elsewhere x JOIN entity e ON e.id = x.id {} WHERE x.id = ?1 AND {SHOWN}",
        teams::joined("x.team")
    ))?;
    let found = statement
        .query_row([id], |r| {
            Ok(ElsewhereRow {
                uid: Uid(r.get(0)?),
                team: named(r, 1)?,
                source: text(r, 3)?,
                text: text(r, 4)?,
                two_versions: r.get::<_, Option<i64>>(5)? == Some(1),
                count: small(r, 6)?,
                of: small(r, 7)?,
                day: r.get(8)?,
                patterns: Vec::new(),
            })
        })
        .optional()?;
    let Some(mut card) = found else { return Ok(None) };
    let mut statement = c.prepare_cached(
        "SELECT e.uid, p.statement, y.role FROM elsewhere_pattern y JOIN pattern p ON p.id = y.pattern
         JOIN entity e ON e.id = p.id
         WHERE y.elsewhere = ?1 AND p.statement IS NOT NULL AND p.deleted IS NOT 1 ORDER BY y.pattern",
    )?;
    let patterns = statement
        .query_map([id], |r| Ok((Uid(r.get(0)?), r.get(1)?, r.get(2)?)))?
        .collect::<Result<Vec<(Uid, String, i64)>, _>>()?;
    let role = |(uid, statement, role)| Some((uid, statement, Role::from_number(role)?));
    card.patterns = patterns.into_iter().filter_map(role).collect();
    Ok(Some(card))
}

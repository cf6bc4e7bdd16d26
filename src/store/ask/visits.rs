//! The list of visits: all that took place, newest first, in pages by key.

use super::rows::{self, VISIT_COUNTS};
use crate::domain::time::UtcMs;
use crate::store::api::{VisitKey, VisitsPage};
use crate::store::reader::Reader;
use crate::store::trouble::Res;
use rusqlite::Connection;

/// Visits older than `before`, or the newest.
pub fn page(reader: &Reader, before: Option<VisitKey>, limit: usize) -> Res<VisitsPage> {
    let c = &reader.connection;
    // One more than asked for tells whether older ones follow.
    let wanted = limit.saturating_add(1);
    let mut keys = match before {
        None => timed(c, (UtcMs::MAX, i64::MAX), wanted)?,
        Some(VisitKey { at: Some(at), id }) => timed(c, (at, id), wanted)?,
        Some(VisitKey { at: None, .. }) => Vec::new(),
    };
    if keys.len() < wanted {
        let after = before.filter(|b| b.at.is_none()).map_or(i64::MAX, |b| b.id);
        keys.extend(timeless(c, after, wanted - keys.len())?);
    }
    let more = keys.len() > limit;
    keys.truncate(limit);
    let older = keys.last().copied().filter(|_| more);
    let mut found = Vec::with_capacity(keys.len());
    for key in keys {
        found.extend(rows::visit(reader, key.id)?);
    }
    Ok(VisitsPage { rows: found, older })
}

fn timed(c: &Connection, before: (UtcMs, i64), limit: usize) -> Res<Vec<VisitKey>> {
    let mut statement = c.prepare_cached(&format!(
        "SELECT v.started, v.id FROM visit v INDEXED BY visit_started LEFT JOIN walk w ON w.id = v.walk
         WHERE (v.started, v.id) < (?1, ?2) AND {VISIT_COUNTS} ORDER BY v.started DESC, v.id DESC LIMIT ?3"
    ))?;
    let limit = i64::try_from(limit).unwrap_or(1_000);
    let read = |r: &rusqlite::Row| Ok(VisitKey { at: r.get(0)?, id: r.get(1)? });
    Ok(statement.query_map([before.0, before.1, limit], read)?.collect::<Result<_, _>>()?)
}

/// Visits of which nobody knows when they began.
fn timeless(c: &Connection, before: i64, limit: usize) -> Res<Vec<VisitKey>> {
    let mut statement = c.prepare_cached(&format!(
        "SELECT v.id FROM visit v INDEXED BY visit_started LEFT JOIN walk w ON w.id = v.walk
         WHERE v.started IS NULL AND v.id < ?1 AND {VISIT_COUNTS} ORDER BY v.id DESC LIMIT ?2"
    ))?;
    let limit = i64::try_from(limit).unwrap_or(1_000);
    let read = |r: &rusqlite::Row| Ok(VisitKey { at: None, id: r.get(0)? });
    Ok(statement.query_map([before, limit], read)?.collect::<Result<_, _>>()?)
}

//! On which days rooms were visited that still have their label: whether a school year seems to be over.

use super::rows::VISIT_COUNTS;
use crate::domain::time::UtcMs;
use crate::store::reader::Reader;
use crate::store::trouble::Res;
use rusqlite::{Connection, OptionalExtension};

/// So many weeks are looked at: more than a year, and always the same number of look-ups, however large the file is.
const WEEKS: i64 = 60;

const WEEK: UtcMs = 7 * 86_400_000;

/// Days in order, of each week the first and the last one.
pub fn visited(reader: &Reader) -> Res<Vec<i64>> {
    let mut days = Vec::new();
    for week in (0..WEEKS).rev() {
        // Up to a day ahead: a clock that was set back hides no visit.
        let to = reader.now.saturating_add(WEEK / 7 - week * WEEK);
        let from = to.saturating_sub(WEEK);
        let Some(first) = one(&reader.connection, from, to, "ASC")? else { continue };
        days.push(reader.local_day(first));
        days.extend(one(&reader.connection, from, to, "DESC")?.map(|last| reader.local_day(last)));
    }
    days.dedup();
    Ok(days)
}

/// When the first or the last such visit between two moments began.
fn one(c: &Connection, from: UtcMs, to: UtcMs, order: &str) -> Res<Option<UtcMs>> {
    let mut statement = c.prepare_cached(&format!(
        "SELECT v.started FROM visit v INDEXED BY visit_started JOIN classroom r ON r.id = v.classroom
         LEFT JOIN walk w ON w.id = v.walk
         WHERE v.started >= ?1 AND v.started < ?2 AND r.label IS NOT NULL AND {VISIT_COUNTS}
         ORDER BY v.started {order} LIMIT 1"
    ))?;
    Ok(statement.query_row([from, to], |r| r.get(0)).optional()?)
}

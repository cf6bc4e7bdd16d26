//! Where and when somebody looked: rooms, days, periods and times of day. Nothing of what was seen is read here.

use super::rooms;
use super::rows::{Merged, VISIT_COUNTS};
use crate::domain::time::{UtcMs, day_bounds, day_number, day_of_number, local_time};
use crate::insight::coverage::{self, Looked, Map, Place};
use crate::store::answers::Origin;
use crate::store::reader::Reader;
use crate::store::trouble::Res;
use chrono::Timelike;
use rusqlite::{Connection, Row};
use std::collections::HashMap;

/// Weeks laid out at most.
const MOST_WEEKS: usize = 60;

/// Rooms named at most.
const MOST_ROOMS: usize = 2_000;

/// Where somebody looked in so many weeks up to a local day.
pub fn map(reader: &Reader, today: i32, weeks: usize, offset: i32) -> Res<Map> {
    let c = &reader.connection;
    let weeks = weeks.min(MOST_WEEKS);
    let last = rooms::last_visits(c)?;
    let (mut ids, mut places) = (HashMap::new(), Vec::new());
    for (id, room) in rooms::in_use(reader, MOST_ROOMS)? {
        ids.insert(id, places.len());
        places.push(Place {
            uid: room.uid,
            label: room.label,
            grade: room.grade,
            subject: room.subject,
            period: room.period,
            last: last.get(&id).map(|at| local_day(*at, offset)),
        });
    }
    let first = coverage::first_day(today, weeks);
    // A day more at the start: a walk's local day may begin before the same day in UTC.
    let since = day_bounds(day_of_number(i64::from(first) - 1), offset).0;
    Ok(coverage::map(&visits(c, since, offset, &ids)?, places, today, weeks))
}

fn local_day(at: UtcMs, offset: i32) -> i32 {
    i32::try_from(day_number(local_time(at, offset).date_naive())).unwrap_or(i32::MAX)
}

/// Visits since a moment that took place. One that another observer wrote down too is one visit.
fn visits(c: &Connection, since: UtcMs, offset: i32, rooms: &HashMap<i64, usize>) -> Res<Vec<Looked>> {
    let merged = Merged::read(c, "classroom")?;
    let mut statement = c.prepare_cached(&format!(
        "SELECT v.classroom, w.day, v.started, v.origin, COALESCE(v.period, c.period)
         FROM visit v INDEXED BY visit_started LEFT JOIN walk w ON w.id = v.walk
         LEFT JOIN classroom c0 ON c0.id = v.classroom LEFT JOIN classroom c1 ON c1.id = c0.merged_into
         LEFT JOIN classroom c ON c.id = COALESCE(c1.merged_into, c1.id, c0.id)
         WHERE v.started >= ?1 AND v.same_as IS NULL AND {VISIT_COUNTS}"
    ))?;
    let read = |r: &Row| {
        let started: UtcMs = r.get(2)?;
        let local = local_time(started, offset).time();
        let live = Origin::from_number(r.get::<_, Option<i64>>(3)?.unwrap_or(0)) == Origin::Live;
        let room = r.get::<_, Option<i64>>(0)?.map(|id| merged.resolve(id));
        let walk_day = r.get::<_, Option<i64>>(1)?.and_then(|day| i32::try_from(day).ok());
        Ok(Looked {
            day: walk_day.unwrap_or_else(|| local_day(started, offset)),
            // Of a visit written afterwards only "about when" is known.
            minute: live.then(|| u16::try_from(local.hour() * 60 + local.minute()).unwrap_or(0)),
            room: room.and_then(|id| rooms.get(&id).copied()),
            period: r.get::<_, Option<String>>(4)?.unwrap_or_default(),
        })
    };
    Ok(statement.query_map([since], read)?.collect::<Result<_, _>>()?)
}

//! What came of a trial's look-for in the walks that looked for it.

use crate::domain::mark::{Way, says};
use crate::store::api::Seen;
use crate::store::ask::rows::{self, MARK_SAYS, VISIT_COUNTS};
use crate::store::trouble::Res;
use rusqlite::{Connection, OptionalExtension};
use std::collections::{BTreeMap, HashSet};

/// Visits looked through, at most: those of the newest walks.
const VISITS: i64 = 5_000;

/// A trial's look-for: its id, and the numbers of its sheet and its walk.
#[derive(Debug, Clone, Default)]
pub struct Sought {
    pub look_for: String,
    pub sheet: Option<i64>,
    pub walk: Option<i64>,
    /// From this local day on.
    pub from: Option<i64>,
}

/// In how many visits the look-for was seen, of how many that looked, up to and with a day; none: nobody looked for it.
/// Meant are the visits since the trial's start whose walk used its sheet (by its name, so that a changed sheet is the same
/// one) or that belong to its own walk. A visit that two wrote down is one; unknown teachers count as one.
pub fn seen(c: &Connection, sought: &Sought, to: Option<i64>) -> Res<Option<Seen>> {
    if sought.look_for.is_empty() {
        return Ok(None);
    }
    let mut statement = c.prepare_cached(&format!(
        "SELECT v.id, v.classroom FROM walk w CROSS JOIN visit v ON v.walk = w.id
         WHERE w.id IN (SELECT x.id FROM sheet s CROSS JOIN sheet o ON o.name = s.name CROSS JOIN walk x ON x.sheet = o.id
           WHERE s.id = ?1 UNION SELECT x.id FROM walk x WHERE x.sheet = ?1 UNION SELECT ?2)
         AND COALESCE(w.day, w.started / 86400000, v.started / 86400000) BETWEEN COALESCE(?3, -1e18) AND COALESCE(?4, 1e18)
         AND {VISIT_COUNTS} ORDER BY w.id DESC LIMIT {VISITS}"
    ))?;
    let visits = statement
        .query_map((sought.sheet, sought.walk, sought.from, to), |r| Ok((r.get(0)?, r.get(1)?)))?
        .collect::<Result<Vec<(i64, Option<i64>)>, _>>()?;
    let mut marked: BTreeMap<i64, bool> = BTreeMap::new();
    let mut rooms: BTreeMap<i64, HashSet<Option<i64>>> = BTreeMap::new();
    for (visit, room) in visits {
        if let Some(seen) = said(c, visit, &sought.look_for)? {
            let root = root(c, visit)?;
            *marked.entry(root).or_default() |= seen;
            rooms.entry(root).or_default().insert(room);
        }
    }
    if marked.is_empty() {
        return Ok(None);
    }
    let mut teachers: HashSet<Option<i64>> = HashSet::new();
    for room in marked.iter().filter(|(_, seen)| **seen).filter_map(|(visit, _)| rooms.get(visit)).flatten() {
        teachers.extend(people(c, *room)?);
    }
    let size = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    Ok(Some(Seen {
        seen: size(marked.values().filter(|seen| **seen).count()),
        looked: size(marked.len()),
        teachers: size(teachers.len()),
    }))
}

/// What the marks of a visit say of a look-for: seen where any says so; none where nobody looked for it.
fn said(c: &Connection, visit: i64, look_for: &str) -> Res<Option<bool>> {
    let mut statement = c.prepare_cached(&format!(
        "SELECT m.way, m.value FROM mark m WHERE m.look_for = ?1 AND m.visit = ?2 AND {MARK_SAYS}"
    ))?;
    let mut rows = statement.query((look_for, visit))?;
    let mut said = None;
    while let Some(r) = rows.next()? {
        let way = r.get::<_, Option<i64>>(0)?.and_then(Way::from_number);
        let value = r.get::<_, Option<i64>>(1)?.unwrap_or(0);
        if let Some(seen) = way.and_then(|way| says(way, value)) {
            said = Some(said.unwrap_or(false) || seen);
        }
    }
    Ok(said)
}

/// The visit as which a visit counts.
fn root(c: &Connection, mut visit: i64) -> Res<i64> {
    let mut statement = c.prepare_cached("SELECT same_as FROM visit WHERE id = ?1 AND deleted IS NOT 1")?;
    // Two laptops can join two visits with each other; a chain longer than this goes in a circle.
    for _ in 0..32 {
        match statement.query_row([visit], |r| r.get::<_, Option<i64>>(0)).optional()?.flatten() {
            Some(next) if next != visit => visit = next,
            _ => break,
        }
    }
    Ok(visit)
}

/// The teachers of a room as numbers that mean nothing else; one `None` where nobody knows them.
fn people(c: &Connection, room: Option<i64>) -> Res<Vec<Option<i64>>> {
    let Some(room) = room else { return Ok(vec![None]) };
    let of_room = "SELECT ct.teacher FROM classroom_teacher ct WHERE ct.present > 0 AND (ct.classroom = ?1
         OR ct.classroom = (SELECT merged_into FROM classroom WHERE id = ?1))";
    let mut found = Vec::new();
    for teacher in super::ids(c, of_room, [room])? {
        let merged = rows::resolved_id(c, "teacher", teacher)?;
        found.push(Some(merged));
    }
    Ok(if found.is_empty() { vec![None] } else { found })
}

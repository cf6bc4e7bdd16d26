//! A pattern's numbers, counted in visits.

use super::rows::{self, MARK_SAYS, Merged, VISIT_COUNTS};
use crate::domain::mark::{Way, says};
use crate::domain::pattern::{Numbers, Role};
use crate::store::trouble::Res;
use rusqlite::{Connection, OptionalExtension};
use std::collections::HashSet;

/// The visits behind a pattern's numbers, by number.
#[derive(Debug, Default)]
pub struct Visits {
    pub supporting: HashSet<i64>,
    /// Those that complicate it and do not support it.
    pub complicating: HashSet<i64>,
}

/// All visits there are: neither skipped nor deleted.
pub fn all_visits(c: &Connection) -> Res<u32> {
    let mut statement = c.prepare_cached(&format!(
        "SELECT count(*) FROM visit v LEFT JOIN walk w ON w.id = v.walk WHERE {VISIT_COUNTS}"
    ))?;
    Ok(statement.query_row([], |r| r.get(0))?)
}

/// The visits that speak for and against a pattern: by its evidence, and by its look-for where it has one.
pub fn visits(c: &Connection, pattern: i64, look_for: Option<&str>) -> Res<Visits> {
    let mut found = Visits {
        supporting: with_evidence(c, pattern, Role::Supports)?,
        complicating: with_evidence(c, pattern, Role::Complicates)?,
    };
    if let Some(look_for) = look_for.filter(|id| !id.is_empty()) {
        let mut statement = c.prepare_cached(&format!(
            "SELECT m.visit, m.way, m.value FROM mark m JOIN visit v ON v.id = m.visit
             LEFT JOIN walk w ON w.id = v.walk WHERE m.look_for = ?1 AND {MARK_SAYS} AND {VISIT_COUNTS}"
        ))?;
        let mut rows = statement.query([look_for])?;
        while let Some(r) = rows.next()? {
            let way = Way::from_number(r.get::<_, Option<i64>>(1)?.unwrap_or(0));
            let value = r.get::<_, Option<i64>>(2)?.unwrap_or(0);
            match way.map(|w| says(w, value)) {
                Some(Some(true)) => found.supporting.insert(r.get(0)?),
                Some(Some(false)) => found.complicating.insert(r.get(0)?),
                _ => false,
            };
        }
    }
    found.complicating.retain(|visit| !found.supporting.contains(visit));
    Ok(found)
}

fn with_evidence(c: &Connection, pattern: i64, role: Role) -> Res<HashSet<i64>> {
    let mut statement = c.prepare_cached(&format!(
        "SELECT DISTINCT n.visit FROM pattern_note p JOIN note n ON n.id = p.note JOIN visit v ON v.id = n.visit
         LEFT JOIN walk w ON w.id = v.walk WHERE p.pattern = ?1 AND p.role = ?2 AND n.hidden = 0 AND {VISIT_COUNTS}"
    ))?;
    Ok(statement.query_map([pattern, role as i64], |r| r.get(0))?.collect::<Result<_, _>>()?)
}

/// A pattern's numbers. `all` is the number of visits there are.
pub fn numbers(c: &Connection, visits: &Visits, all: u32, merges: &Merges) -> Res<Numbers> {
    let mut teachers: HashSet<i64> = HashSet::new();
    let mut observers: HashSet<i64> = HashSet::new();
    for visit in &visits.supporting {
        let found = teachers_at(c, *visit, merges)?;
        // Visits whose teacher is unknown count as one teacher.
        if found.is_empty() {
            teachers.insert(0)
        } else {
            teachers.extend(found);
            false
        };
        observers.extend(observers_at(c, *visit)?.into_iter().map(|id| merges.observers.resolve(id)));
    }
    Ok(Numbers {
        supporting: size(visits.supporting.len()),
        complicating: size(visits.complicating.len()),
        visits: all,
        teachers: size(teachers.len()),
        observers: size(observers.len()),
    })
}

fn size(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// Merged things that matter to numbers.
#[derive(Debug, Default)]
pub struct Merges {
    rooms: Merged,
    teachers: Merged,
    observers: Merged,
}

impl Merges {
    pub fn read(c: &Connection) -> Res<Merges> {
        Ok(Merges {
            rooms: Merged::read(c, "classroom")?,
            teachers: Merged::read(c, "teacher")?,
            observers: Merged::read(c, "observer")?,
        })
    }
}

pub fn teachers_at(c: &Connection, visit: i64, merges: &Merges) -> Res<Vec<i64>> {
    let room: Option<i64> = c
        .prepare_cached("SELECT classroom FROM visit WHERE id = ?1")?
        .query_row([visit], |r| r.get(0))
        .optional()?
        .flatten();
    let Some(room) = room else { return Ok(Vec::new()) };
    let mut statement = c.prepare_cached("SELECT teacher FROM classroom_teacher WHERE classroom = ?1")?;
    let ids: Vec<i64> = statement.query_map([merges.rooms.resolve(room)], |r| r.get(0))?.collect::<Result<_, _>>()?;
    Ok(ids.into_iter().map(|id| merges.teachers.resolve(id)).collect())
}

/// Who observed a visit: those named for it, else those of its walk.
pub fn observers_at(c: &Connection, visit: i64) -> Res<Vec<i64>> {
    for sql in [
        "SELECT observer FROM visit_observer WHERE visit = ?1",
        "SELECT o.observer FROM visit v JOIN walk_observer o ON o.walk = v.walk WHERE v.id = ?1",
    ] {
        let mut statement = c.prepare_cached(sql)?;
        let found: Vec<i64> = statement.query_map([visit], |r| r.get(0))?.collect::<Result<_, _>>()?;
        if !found.is_empty() {
            return Ok(found);
        }
    }
    Ok(Vec::new())
}

/// The Monday of the week of every visit that counts, from the walk's local day where there is one.
pub fn weeks(c: &Connection) -> Res<Vec<(i64, i64)>> {
    let mut statement = c.prepare_cached(&format!(
        "SELECT v.id, w.day, v.started FROM visit v LEFT JOIN walk w ON w.id = v.walk WHERE {VISIT_COUNTS}"
    ))?;
    let mut found = Vec::new();
    let mut rows = statement.query([])?;
    while let Some(r) = rows.next()? {
        let day = r.get::<_, Option<i64>>(1)?.or(r.get::<_, Option<i64>>(2)?.map(rows::day_of));
        if let Some(day) = day {
            found.push((r.get(0)?, rows::monday(day)));
        }
    }
    Ok(found)
}

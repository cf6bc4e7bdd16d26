//! What Home shows, and what is left of a day's visits.

use super::rows::{self, MARK_SAYS, VISIT_COUNTS};
use super::{rooms, walks, year};
use crate::domain::id::Uid;
use crate::domain::order::InOrder;
use crate::domain::sheet::Sheet;
use crate::domain::time::UtcMs;
use crate::store::api::{Home, NoteKey, TodayVisit};
use crate::store::reader::Reader;
use crate::store::trouble::Res;
use crate::store::{backup, search_index};
use rusqlite::{Connection, OptionalExtension};
use std::collections::HashSet;

/// How many rooms are named as not visited lately.
const NAMED: usize = 12;

/// What Home shows.
pub fn home(reader: &Reader, day: (UtcMs, UtcMs), lately: UtcMs, due: Option<(UtcMs, UtcMs)>) -> Res<Home> {
    let c = &reader.connection;
    let mut home = Home {
        empty: c.query_row("SELECT NOT EXISTS(SELECT 1 FROM act)", [], |r| r.get(0))?,
        notes: search_index::shown(c)?,
        last_walk: newest_started(c)?.map(|id| walks::walk_row(c, id)).transpose()?,
        planned: planned(c)?.into_iter().map(|id| walks::walk_row(c, id)).collect::<Res<_>>()?,
        follow_ups: follow_ups(reader)?,
        last_backup: last_backup(reader),
        visited: year::visited(reader)?,
        papers_due: due.map(|(from, to)| papers_due(c, from, to)).transpose()?.unwrap_or_default(),
        ..Home::default()
    };
    for visit in visits_between(c, day.0, day.1)? {
        let left = left_of(c, visit)?;
        home.visits_today += 1;
        home.untagged_today += left.untagged;
        home.unmarked_today += left.unmarked;
        home.slips_today += usize::from(left.wants_slip);
    }
    fill_rooms(reader, &mut home, lately)?;
    Ok(home)
}

/// When the newest backup was made.
pub fn last_backup(reader: &Reader) -> Option<UtcMs> {
    let data_dir = reader.data_dir.as_ref()?;
    backup::list(&reader.path, data_dir).first().map(|(at, _)| *at)
}

fn newest_started(c: &Connection) -> Res<Option<i64>> {
    Ok(c.query_row(
        "SELECT id FROM walk WHERE started IS NOT NULL AND deleted IS NOT 1 ORDER BY day DESC, id DESC LIMIT 1",
        [],
        |r| r.get(0),
    )
    .optional()?)
}

fn planned(c: &Connection) -> Res<Vec<i64>> {
    let mut statement = c.prepare_cached(
        "SELECT id FROM walk INDEXED BY walk_planned WHERE started IS NULL AND deleted IS NOT 1 AND day IS NOT NULL
         ORDER BY day, id LIMIT 20",
    )?;
    Ok(statement.query_map([], |r| r.get(0))?.collect::<Result<_, _>>()?)
}

fn fill_rooms(reader: &Reader, home: &mut Home, lately: UtcMs) -> Res<()> {
    let c = &reader.connection;
    let last = rooms::last_visits(c)?;
    let mut statement = c.prepare_cached(
        "SELECT id, label FROM classroom WHERE deleted IS NOT 1 AND retired IS NOT 1 AND merged_into IS NULL
         AND label IS NOT NULL",
    )?;
    let mut old: Vec<(UtcMs, String)> = Vec::new();
    let mut rows = statement.query([])?;
    while let Some(r) = rows.next()? {
        home.rooms += 1;
        let seen = last.get(&r.get::<_, i64>(0)?).copied();
        home.rooms_seen += usize::from(seen.is_some());
        if seen.is_none_or(|at| at < lately) {
            old.push((seen.unwrap_or(UtcMs::MIN), r.get(1)?));
        }
    }
    old.order();
    home.not_lately_count = old.len();
    home.not_lately = old.into_iter().take(NAMED).map(|(_, label)| label).collect();
    Ok(())
}

fn follow_ups(reader: &Reader) -> Res<Vec<(Uid, String)>> {
    let mut statement = reader.connection.prepare_cached(
        "SELECT e.uid, n.text FROM note n INDEXED BY note_follow_up JOIN entity e ON e.id = n.id
         JOIN visit v ON v.id = n.visit LEFT JOIN walk w ON w.id = v.walk
         WHERE n.kind = 5 AND n.hidden = 0 AND v.deleted IS NOT 1 AND w.deleted IS NOT 1
         AND NOT (COALESCE(n.expires, 0) > 0 AND n.expires <= ?1) ORDER BY n.at_utc DESC, n.id DESC LIMIT 5",
    )?;
    Ok(statement.query_map([reader.now], |r| Ok((Uid(r.get(0)?), r.get(1)?)))?.collect::<Result<_, _>>()?)
}

/// A visit `v` that is over. One written afterwards was over before it was written, also where its length is not known.
const IS_OVER: &str = "(v.ended IS NOT NULL OR COALESCE(v.origin, 0) <> 0)";

/// Visits that began between two moments, took place and are over, in their order.
fn visits_between(c: &Connection, from: UtcMs, to: UtcMs) -> Res<Vec<i64>> {
    let mut statement = c.prepare_cached(&format!(
        "SELECT v.id FROM visit v INDEXED BY visit_started LEFT JOIN walk w ON w.id = v.walk
         WHERE v.started >= ?1 AND v.started < ?2 AND {IS_OVER} AND {VISIT_COUNTS}
         ORDER BY v.started, v.id LIMIT 500"
    ))?;
    Ok(statement.query_map([from, to], |r| r.get(0))?.collect::<Result<_, _>>()?)
}

/// Visits between two moments in which something was seen, heard, counted or marked, without a slip and without a copy.
fn papers_due(c: &Connection, from: UtcMs, to: UtcMs) -> Res<Vec<(Uid, UtcMs)>> {
    let mut statement = c.prepare_cached(&format!(
        "SELECT e.uid, v.started FROM visit v INDEXED BY visit_started JOIN entity e ON e.id = v.id
         LEFT JOIN walk w ON w.id = v.walk
         WHERE v.started >= ?1 AND v.started < ?2 AND {IS_OVER} AND {VISIT_COUNTS}
         AND {} ORDER BY v.started, v.id LIMIT 100",
        slip_is_open()
    ))?;
    Ok(statement.query_map([from, to], |r| Ok((Uid(r.get(0)?), r.get(1)?)))?.collect::<Result<_, _>>()?)
}

struct Left {
    untagged: usize,
    unmarked: usize,
    wants_slip: bool,
}

fn left_of(c: &Connection, visit: i64) -> Res<Left> {
    let (_, look_fors) = sheet_of(c, visit)?;
    let marked = marked(c, visit)?;
    Ok(Left {
        untagged: untagged(c, visit)?.len(),
        unmarked: look_fors.iter().filter(|id| !marked.contains(id.as_str())).count(),
        wants_slip: wants_slip(c, visit)?,
    })
}

/// Whether a visit `v` holds something a slip can tell: seen, heard, counted or marked; and neither slip nor copy of it
/// was made.
fn slip_is_open() -> String {
    format!(
        "v.slip IS NULL AND v.copy IS NULL
         AND (EXISTS(SELECT 1 FROM note n WHERE n.visit = v.id AND n.hidden = 0 AND COALESCE(n.kind, 0) < 3)
           OR EXISTS(SELECT 1 FROM mark m WHERE m.visit = v.id AND {MARK_SAYS}))"
    )
}

fn wants_slip(c: &Connection, visit: i64) -> Res<bool> {
    let open = slip_is_open();
    let mut statement = c.prepare_cached(&format!("SELECT {open} FROM visit v WHERE v.id = ?1"))?;
    Ok(statement.query_row([visit], |r| r.get(0))?)
}

/// The sheet of a visit's walk, and the look-fors on it.
fn sheet_of(c: &Connection, visit: i64) -> Res<(Option<String>, Vec<String>)> {
    let body: Option<String> = c
        .prepare_cached(
            "SELECT s.body FROM visit v JOIN walk w ON w.id = v.walk JOIN sheet s ON s.id = w.sheet WHERE v.id = ?1",
        )?
        .query_row([visit], |r| r.get(0))
        .optional()?
        .flatten();
    let sheet = body.as_deref().and_then(|body| Sheet::parse("sheet", body).ok());
    Ok((body, sheet.map(|s| s.look_fors.into_iter().map(|l| l.id).collect()).unwrap_or_default()))
}

fn marked(c: &Connection, visit: i64) -> Res<HashSet<String>> {
    let mut statement =
        c.prepare_cached(&format!("SELECT DISTINCT m.look_for FROM mark m WHERE m.visit = ?1 AND {MARK_SAYS}"))?;
    Ok(statement.query_map([visit], |r| r.get(0))?.collect::<Result<_, _>>()?)
}

/// Notes of a visit without a tag, in its order. Follow-ups and wonderings need none.
fn untagged(c: &Connection, visit: i64) -> Res<Vec<NoteKey>> {
    let mut statement = c.prepare_cached(
        "SELECT n.id, COALESCE(n.at_utc, 0) FROM note n WHERE n.visit = ?1 AND n.hidden = 0
         AND COALESCE(n.kind, 0) NOT IN (3, 5)
         AND NOT EXISTS(SELECT 1 FROM note_tag x JOIN tag t ON t.id = x.tag WHERE x.note = n.id AND t.deleted IS NOT 1)
         ORDER BY n.at_ms IS NULL, n.at_ms, n.id",
    )?;
    Ok(statement.query_map([visit], |r| Ok(NoteKey { id: r.get(0)?, at: r.get(1)? }))?.collect::<Result<_, _>>()?)
}

/// Evidence and counts of a visit, in its order.
fn evidence(c: &Connection, visit: i64) -> Res<Vec<NoteKey>> {
    let mut statement = c.prepare_cached(
        "SELECT n.id, COALESCE(n.at_utc, 0) FROM note n WHERE n.visit = ?1 AND n.hidden = 0
         AND COALESCE(n.kind, 0) IN (0, 2) ORDER BY n.at_ms IS NULL, n.at_ms, n.id LIMIT 2000",
    )?;
    Ok(statement.query_map([visit], |r| Ok(NoteKey { id: r.get(0)?, at: r.get(1)? }))?.collect::<Result<_, _>>()?)
}

/// What is left to do of the visits between two moments.
pub fn today(reader: &Reader, from: UtcMs, to: UtcMs) -> Res<Vec<TodayVisit>> {
    let c = &reader.connection;
    let mut found = Vec::new();
    for id in visits_between(c, from, to)? {
        let Some(visit) = rows::visit(reader, id)? else { continue };
        let mut marked: Vec<String> = marked(c, id)?.into_iter().collect();
        marked.order();
        let untagged = rows::notes(c, &untagged(c, id)?)?;
        let evidence = rows::notes(c, &evidence(c, id)?)?;
        found.push(TodayVisit {
            visit,
            untagged,
            evidence,
            sheet: sheet_of(c, id)?.0,
            marked,
            wants_slip: wants_slip(c, id)?,
        });
    }
    Ok(found)
}

//! Rows as several answers show them: a note, a visit, a room's label; and things merged into others.

use crate::domain::id::Uid;
use crate::domain::note::{About, NoteKind};
use crate::domain::order::InOrder;
use crate::domain::time::UtcMs;
use crate::store::api::{NoteKey, NoteRow, Origin, VisitRow};
use crate::store::reader::Reader;
use crate::store::trouble::Res;
use rusqlite::{Connection, OptionalExtension, Row, Statement};
use std::collections::HashMap;

/// The tables of a note that is listed: `n`, its visit `v`, walk `w` and room `c`, merged rooms resolved.
pub const NOTE_JOINS: &str = "CROSS JOIN visit v ON v.id = n.visit LEFT JOIN walk w ON w.id = v.walk
     LEFT JOIN classroom c0 ON c0.id = v.classroom LEFT JOIN classroom c1 ON c1.id = c0.merged_into
     LEFT JOIN classroom c ON c.id = COALESCE(c1.merged_into, c1.id, c0.id)";

/// What must hold of every note that is shown. ?1 is the present moment, for follow-ups past their time.
pub const NOTE_SHOWN: &str = "n.hidden = 0 AND v.deleted IS NOT 1 AND w.deleted IS NOT 1
     AND NOT (COALESCE(n.expires, 0) > 0 AND n.expires <= ?1)";

/// A visit that took place: neither deleted nor skipped nor merely mentioned.
pub const VISIT_COUNTS: &str = "v.deleted IS NOT 1 AND w.deleted IS NOT 1 AND v.skipped IS NULL
     AND (v.walk IS NOT NULL OR v.classroom IS NOT NULL OR v.started IS NOT NULL)";

/// A mark `m` that says something: not taken back; an answer to a prompt (way 9) only while its note is there.
pub const MARK_SAYS: &str = "m.deleted IS NOT 1 AND m.look_for IS NOT NULL AND (m.way IS NOT 9 OR EXISTS(
     SELECT 1 FROM entity pe JOIN note pn ON pn.id = pe.id WHERE pn.hidden = 0 AND pe.uid = unhex(replace(
     CASE WHEN json_valid(m.detail) THEN json_extract(m.detail, '$.note') END, '-', ''))))";

const NOTE_COLUMNS: &str = "n.id, e.uid, n.at_utc, ve.uid, c.label, c.subject, c.grade, n.at_ms, n.kind, n.about,
     n.text, n.after, n.expires, n.forked, v.id";

fn note_row(r: &Row) -> rusqlite::Result<NoteRow> {
    let text = |i| Ok::<_, rusqlite::Error>(r.get::<_, Option<String>>(i)?.unwrap_or_default());
    Ok(NoteRow {
        key: NoteKey { id: r.get(0)?, at: r.get::<_, Option<i64>>(2)?.unwrap_or(0) },
        uid: Uid(r.get(1)?),
        visit: Uid(r.get(3)?),
        number: None,
        room: text(4)?,
        subject: text(5)?,
        grade: text(6)?,
        at_ms: r.get(7)?,
        kind: NoteKind::from_number(r.get::<_, Option<i64>>(8)?.unwrap_or(0)),
        about: r.get::<_, Option<i64>>(9)?.and_then(About::from_number),
        text: text(10)?,
        after: r.get::<_, Option<i64>>(11)? == Some(1),
        expires: r.get::<_, Option<i64>>(12)?.filter(|at| *at > 0),
        tags: Vec::new(),
        two_versions: r.get::<_, Option<i64>>(13)? == Some(1),
    })
}

/// The rows of these notes, in this order.
pub fn notes(c: &Connection, keys: &[NoteKey]) -> Res<Vec<NoteRow>> {
    let mut note = c.prepare_cached(&format!(
        "SELECT {NOTE_COLUMNS} FROM note n {NOTE_JOINS} JOIN entity e ON e.id = n.id JOIN entity ve ON ve.id = v.id
         WHERE n.id = ?1"
    ))?;
    let mut tags = c.prepare_cached(
        "SELECT e.uid, t.name, t.merged_into, t.deleted FROM note_tag x JOIN tag t ON t.id = x.tag
         JOIN entity e ON e.id = t.id WHERE x.note = ?1",
    )?;
    let mut rows = Vec::with_capacity(keys.len());
    let mut numbers: HashMap<i64, Option<u32>> = HashMap::new();
    for key in keys {
        let found = note.query_row([key.id], |r| Ok((note_row(r)?, r.get::<_, i64>(14)?))).optional()?;
        if let Some((mut row, visit)) = found {
            row.tags = tags_of(c, &mut tags, key.id)?;
            row.number = match numbers.get(&visit) {
                Some(number) => *number,
                None => *numbers.entry(visit).or_insert(number_of(c, visit)?),
            };
            rows.push(row);
        }
    }
    Ok(rows)
}

/// The number of a visit in its walk: the visits that took place, in the order in which they began.
fn number_of(c: &Connection, visit: i64) -> Res<Option<u32>> {
    let number: i64 = c
        .prepare_cached(
            "SELECT count(*) FROM visit v JOIN visit x ON x.walk = v.walk
             WHERE v.id = ?1 AND v.skipped IS NULL AND x.skipped IS NULL AND x.deleted IS NOT 1
             AND (COALESCE(x.started, 0), x.id) <= (COALESCE(v.started, 0), v.id)",
        )?
        .query_row([visit], |r| r.get(0))?;
    Ok(u32::try_from(number).ok().filter(|n| *n > 0))
}

/// A note's tags by name; merged ones under the name they were merged into, deleted ones left out.
fn tags_of(c: &Connection, statement: &mut Statement, note: i64) -> Res<Vec<(Uid, String)>> {
    let mut tags: Vec<(Uid, String)> = Vec::new();
    let mut rows = statement.query([note])?;
    while let Some(r) = rows.next()? {
        let (name, deleted): (Option<String>, Option<i64>) = (r.get(1)?, r.get(3)?);
        let tag = match r.get::<_, Option<i64>>(2)? {
            Some(target) => resolved_tag(c, target)?,
            None => match name {
                Some(name) if deleted != Some(1) => Some((Uid(r.get(0)?), name)),
                _ => None,
            },
        };
        tags.extend(tag.filter(|tag| !tags.contains(tag)));
    }
    if tags.len() > 1 {
        tags.order_by_key(|(uid, name)| (crate::domain::text::fold(name), *uid));
    }
    Ok(tags)
}

/// The tag that stands for one of this number now, with its name; none where it was deleted.
pub fn resolved_tag(c: &Connection, id: i64) -> Res<Option<(Uid, String)>> {
    resolved(c, "tag", "name", id)
}

/// The thing of a table with merges that stands for one of this number now, with its name (in that column); none where it
/// was deleted or has no name.
pub fn resolved(c: &Connection, table: &str, name: &str, mut id: i64) -> Res<Option<(Uid, String)>> {
    let mut statement = c.prepare_cached(&format!(
        "SELECT e.uid, t.{name}, t.merged_into, t.deleted FROM {table} t JOIN entity e ON e.id = t.id WHERE t.id = ?1"
    ))?;
    // Two laptops can merge two things into each other; a chain longer than this goes in a circle.
    for _ in 0..32 {
        let (uid, name, merged, deleted): (_, Option<String>, Option<i64>, Option<i64>) =
            match statement.query_row([id], |r| Ok((Uid(r.get(0)?), r.get(1)?, r.get(2)?, r.get(3)?))).optional()? {
                Some(row) => row,
                None => return Ok(None),
            };
        match merged {
            Some(next) if next != id => id = next,
            _ => return Ok(name.filter(|_| deleted != Some(1)).map(|name| (uid, name))),
        }
    }
    Ok(None)
}

/// The number of the thing of a table with merges that stands for one of this number now.
pub fn resolved_id(c: &Connection, table: &str, mut id: i64) -> Res<i64> {
    let mut statement = c.prepare_cached(&format!("SELECT merged_into FROM {table} WHERE id = ?1"))?;
    for _ in 0..32 {
        match statement.query_row([id], |r| r.get::<_, Option<i64>>(0)).optional()?.flatten() {
            Some(next) if next != id => id = next,
            _ => break,
        }
    }
    Ok(id)
}

/// Where everything of a kind that was merged into another ended up.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Merged(HashMap<i64, i64>);

impl Merged {
    /// Reads the merges of a kind that has them.
    pub fn read(c: &Connection, table: &str) -> Res<Merged> {
        let mut statement =
            c.prepare_cached(&format!("SELECT id, merged_into FROM {table} WHERE merged_into IS NOT NULL"))?;
        let map = statement.query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?.collect::<Result<_, _>>()?;
        Ok(Merged(map))
    }

    /// The thing that stands for `id` now.
    pub fn resolve(&self, mut id: i64) -> i64 {
        for _ in 0..32 {
            match self.0.get(&id) {
                Some(next) if *next != id => id = *next,
                _ => break,
            }
        }
        id
    }

    /// `id` and everything that was merged into it.
    pub fn group(&self, id: i64) -> Vec<i64> {
        let target = self.resolve(id);
        let mut group = vec![target];
        group.extend(self.0.keys().copied().filter(|other| *other != target && self.resolve(*other) == target));
        group.sort_unstable();
        group
    }
}

/// The number of a thing, if it is in the file.
pub fn id_of(c: &Connection, uid: Uid) -> Res<Option<i64>> {
    Ok(crate::store::log::find(c, uid)?.map(|(id, _)| id))
}

/// The id of a thing by its number.
pub fn uid_of(c: &Connection, id: i64) -> Res<Uid> {
    Ok(Uid(c.prepare_cached("SELECT uid FROM entity WHERE id = ?1")?.query_row([id], |r| r.get(0))?))
}

/// A visit with its room, by number.
pub fn visit(reader: &Reader, id: i64) -> Res<Option<VisitRow>> {
    let c = &reader.connection;
    let mut statement = c.prepare_cached(
        "SELECT e.uid, we.uid, ce.uid, c.label, c.grade, c.subject, COALESCE(v.period, c.period), v.started, v.ended,
           v.paused, v.heads, v.origin, v.substitute, v.asked, v.skipped, v.slip, v.boot, v.steady, v.copy, c.id
         FROM visit v JOIN entity e ON e.id = v.id LEFT JOIN entity we ON we.id = v.walk
         LEFT JOIN classroom c0 ON c0.id = v.classroom LEFT JOIN classroom c1 ON c1.id = c0.merged_into
         LEFT JOIN classroom c ON c.id = COALESCE(c1.merged_into, c1.id, c0.id) LEFT JOIN entity ce ON ce.id = c.id
         WHERE v.id = ?1 AND v.deleted IS NOT 1",
    )?;
    let found = statement.query_row([id], |r| Ok((visit_row(r)?, r.get::<_, Option<i64>>(19)?))).optional()?;
    let Some((mut row, room)) = found else { return Ok(None) };
    if let Some(room) = room {
        row.teachers = teachers_of(c, room)?.into_iter().map(|(_, name)| name).collect();
    }
    row.number = number_of(c, id)?;
    row.notes = c
        .prepare_cached(
            "SELECT count(*) FROM note WHERE visit = ?1 AND hidden = 0
             AND NOT (COALESCE(expires, 0) > 0 AND expires <= ?2)",
        )?
        .query_row([id, reader.now], |r| r.get::<_, i64>(0))? as usize;
    Ok(Some(row))
}

fn visit_row(r: &Row) -> rusqlite::Result<VisitRow> {
    let text = |i| Ok::<_, rusqlite::Error>(r.get::<_, Option<String>>(i)?.unwrap_or_default());
    let uid = |i| Ok::<_, rusqlite::Error>(r.get::<_, Option<[u8; 16]>>(i)?.map(Uid));
    let flag = |i| Ok::<_, rusqlite::Error>(r.get::<_, Option<i64>>(i)? == Some(1));
    Ok(VisitRow {
        uid: Uid(r.get(0)?),
        walk: uid(1)?,
        number: None,
        classroom: uid(2)?,
        room: text(3)?,
        grade: text(4)?,
        subject: text(5)?,
        period: text(6)?,
        teachers: Vec::new(),
        started: r.get(7)?,
        ended: r.get(8)?,
        paused: r.get::<_, Option<i64>>(9)?.unwrap_or(0),
        heads: r.get::<_, Option<i64>>(10)?.and_then(|n| u32::try_from(n).ok()),
        origin: Origin::from_number(r.get::<_, Option<i64>>(11)?.unwrap_or(0)),
        substitute: flag(12)?,
        asked: flag(13)?,
        skipped: r.get(14)?,
        slip: r.get(15)?,
        copy: r.get(18)?,
        notes: 0,
        boot: r.get(16)?,
        steady: r.get(17)?,
    })
}

/// The teachers of a room, by name.
pub fn teachers_of(c: &Connection, room: i64) -> Res<Vec<(Uid, String)>> {
    let mut statement = c.prepare_cached(
        "SELECT DISTINCT e.uid, t.name FROM classroom_teacher ct JOIN teacher t0 ON t0.id = ct.teacher
         JOIN teacher t ON t.id = COALESCE(t0.merged_into, t0.id) JOIN entity e ON e.id = t.id
         WHERE ct.classroom = ?1 AND t.name IS NOT NULL AND t.deleted IS NOT 1 ORDER BY t.name, e.uid",
    )?;
    Ok(statement.query_map([room], |r| Ok((Uid(r.get(0)?), r.get(1)?)))?.collect::<Result<_, _>>()?)
}

/// Days since 1970-01-01 of the Monday of that day's week. 1970-01-01 was a Thursday.
pub fn monday(day: i64) -> i64 {
    day - (day + 3).rem_euclid(7)
}

/// The day of a moment, where no walk tells the local one.
pub fn day_of(utc: UtcMs) -> i64 {
    utc.div_euclid(86_400_000)
}

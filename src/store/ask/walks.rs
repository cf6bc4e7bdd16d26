//! Walks and visits: the one under way, one with its visits, the list of all, and sealed hunches.

use super::rows;
use crate::domain::id::Uid;
use crate::domain::mark::{Detail, Way};
use crate::domain::pattern::Role;
use crate::domain::text::fold;
use crate::domain::time::Hlc;
use crate::store::api::{
    HunchState, MarkRow, NoteEvidence, NoteKey, ReplyRow, Resume, VisitView, WalkKey, WalkRow, WalkView,
};
use crate::store::reader::Reader;
use crate::store::trouble::Res;
use crate::store::{local, undo};
use rusqlite::{Connection, OptionalExtension, Row};

/// Where recording stopped, and everything the program needs to go on.
pub fn resume(reader: &Reader) -> Res<Resume> {
    let c = &reader.connection;
    let open: Option<i64> = c
        .query_row(
            "SELECT id FROM walk INDEXED BY walk_open WHERE started IS NOT NULL AND ended IS NULL
             AND deleted IS NOT 1 ORDER BY started DESC LIMIT 1",
            [],
            |r| r.get(0),
        )
        .optional()?;
    let mut resume = Resume {
        drafts: local::drafts(c)?,
        settings: local::settings(c)?,
        undo: undo::state(c)?,
        clock: c.query_row("SELECT max(hlc) FROM act", [], |r| r.get::<_, Option<i64>>(0))?.map(Hlc),
        ..Resume::default()
    };
    if let Some(id) = open {
        resume.walk = Some(view(reader, id)?);
        let last: Option<i64> = c
            .query_row(
                // One written afterwards is no room somebody stands in, also where its length is not known.
                "SELECT id FROM visit WHERE walk = ?1 AND deleted IS NOT 1 AND skipped IS NULL AND started IS NOT NULL
                 AND COALESCE(origin, 0) = 0 ORDER BY ended IS NULL DESC, started DESC, id DESC LIMIT 1",
                [id],
                |r| r.get(0),
            )
            .optional()?;
        if let Some(last) = last {
            resume.visit = visit_view(reader, last)?;
        }
    }
    Ok(resume)
}

/// A visit with its notes and marks.
pub fn visit(reader: &Reader, uid: Uid) -> Res<Option<VisitView>> {
    match rows::id_of(&reader.connection, uid)? {
        Some(id) => visit_view(reader, id),
        None => Ok(None),
    }
}

pub(super) fn visit_view(reader: &Reader, id: i64) -> Res<Option<VisitView>> {
    let c = &reader.connection;
    let Some(visit) = rows::visit(reader, id)? else { return Ok(None) };
    let mut statement = c.prepare_cached(
        "SELECT id, COALESCE(at_utc, 0) FROM note WHERE visit = ?1 AND hidden = 0
         AND NOT (COALESCE(expires, 0) > 0 AND expires <= ?2) ORDER BY at_ms IS NULL, at_ms, id LIMIT 10000",
    )?;
    let keys: Vec<NoteKey> = statement
        .query_map([id, reader.now], |r| Ok(NoteKey { id: r.get(0)?, at: r.get(1)? }))?
        .collect::<Result<_, _>>()?;
    let walk = c
        .query_row(
            "SELECT w.day, w.focus, w.purpose, s.body FROM visit v JOIN walk w ON w.id = v.walk
             LEFT JOIN sheet s ON s.id = w.sheet WHERE v.id = ?1",
            [id],
            |r| Ok((r.get::<_, Option<i64>>(0)?, text(r, 1)?, text(r, 2)?, r.get::<_, Option<String>>(3)?)),
        )
        .optional()?;
    let (day, focus, purpose, sheet) = walk.unwrap_or_default();
    Ok(Some(VisitView {
        walk_day: day.unwrap_or_else(|| rows::day_of(visit.started.unwrap_or(0))),
        visit,
        notes: rows::notes(c, &keys)?,
        marks: marks(c, id)?,
        replies: replies(c, id)?,
        evidence: evidence(c, id)?,
        sheet,
        focus,
        purpose,
    }))
}

fn text(row: &Row, index: usize) -> rusqlite::Result<String> {
    Ok(row.get::<_, Option<String>>(index)?.unwrap_or_default())
}

fn marks(c: &Connection, visit: i64) -> Res<Vec<MarkRow>> {
    let mut statement = c.prepare_cached(
        "SELECT e.uid, m.look_for, m.at_ms, m.way, m.value, m.detail FROM mark m JOIN entity e ON e.id = m.id
         WHERE m.visit = ?1 AND m.deleted IS NOT 1 AND m.look_for IS NOT NULL ORDER BY m.id",
    )?;
    let mut marks = Vec::new();
    let mut rows = statement.query([visit])?;
    while let Some(r) = rows.next()? {
        // A way of marking that a newer version knows cannot be shown here; it stays in the file.
        let Some(way) = Way::from_number(r.get::<_, Option<i64>>(3)?.unwrap_or(0)) else { continue };
        let detail = Detail::read(way, r.get::<_, Option<String>>(5)?.as_deref());
        let (uid, look_for, at_ms, value) = (Uid(r.get(0)?), r.get(1)?, r.get(2)?, r.get(4)?);
        marks.push(MarkRow { uid, look_for, way, at_ms, value, detail });
    }
    Ok(marks)
}

fn replies(c: &Connection, visit: i64) -> Res<Vec<ReplyRow>> {
    let mut statement = c.prepare_cached(
        "SELECT e.uid, r.at, r.text, r.forked FROM reply r JOIN entity e ON e.id = r.id
         WHERE r.visit = ?1 AND r.deleted IS NOT 1 AND r.text IS NOT NULL ORDER BY r.at, r.id LIMIT 1000",
    )?;
    let read = |r: &Row| {
        Ok(ReplyRow {
            uid: Uid(r.get(0)?),
            at: r.get(1)?,
            text: r.get(2)?,
            two_versions: r.get::<_, Option<i64>>(3)? == Some(1),
        })
    };
    Ok(statement.query_map([visit], read)?.collect::<Result<_, _>>()?)
}

/// The patterns that rest on notes of a visit.
fn evidence(c: &Connection, visit: i64) -> Res<Vec<NoteEvidence>> {
    let mut statement = c.prepare_cached(
        "SELECT e.uid, pe.uid, x.role FROM note n JOIN pattern_note x ON x.note = n.id JOIN entity e ON e.id = n.id
         JOIN entity pe ON pe.id = x.pattern WHERE n.visit = ?1 ORDER BY pe.uid, n.id",
    )?;
    let rows = statement.query_map([visit], |r| Ok((Uid(r.get(0)?), Uid(r.get(1)?), r.get::<_, i64>(2)?)))?;
    let mut found = Vec::new();
    for row in rows {
        let (note, pattern, role) = row?;
        found.extend(Role::from_number(role).map(|role| NoteEvidence { note, pattern, role }));
    }
    Ok(found)
}

/// A walk with its visits.
pub fn walk(reader: &Reader, uid: Uid) -> Res<Option<WalkView>> {
    let c = &reader.connection;
    let Some(id) = rows::id_of(c, uid)? else { return Ok(None) };
    let there = c.query_row("SELECT 1 FROM walk WHERE id = ?1 AND deleted IS NOT 1", [id], |_| Ok(())).optional()?;
    there.map(|()| view(reader, id)).transpose()
}

fn view(reader: &Reader, id: i64) -> Res<WalkView> {
    let c = &reader.connection;
    let mut statement = c.prepare_cached(
        "SELECT id FROM visit WHERE walk = ?1 AND deleted IS NOT 1 ORDER BY started IS NULL, started, id",
    )?;
    let ids: Vec<i64> = statement.query_map([id], |r| r.get(0))?.collect::<Result<_, _>>()?;
    let mut visits = Vec::with_capacity(ids.len());
    for visit in ids {
        visits.extend(rows::visit(reader, visit)?);
    }
    let (sheet, closed, hunch, fix): (Option<String>, Option<i64>, String, String) = c.query_row(
        "SELECT s.body, w.closed, w.hunch, w.fix FROM walk w LEFT JOIN sheet s ON s.id = w.sheet WHERE w.id = ?1",
        [id],
        |r| Ok((r.get(0)?, r.get(1)?, text(r, 2)?, text(r, 3)?)),
    )?;
    let open = closed.is_some() && !(hunch.is_empty() && fix.is_empty());
    Ok(WalkView { walk: walk_row(c, id)?, sheet, visits, hunch: open.then_some((hunch, fix)) })
}

/// A walk as lists show it.
pub fn walk_row(c: &Connection, id: i64) -> Res<WalkRow> {
    let mut statement = c.prepare_cached(
        "SELECT e.uid, w.day, w.focus, w.purpose, w.length, w.started, w.ended, w.closed, w.sealed, se.uid, s.title
         FROM walk w JOIN entity e ON e.id = w.id LEFT JOIN sheet s ON s.id = w.sheet
         LEFT JOIN entity se ON se.id = s.id WHERE w.id = ?1",
    )?;
    let mut row = statement.query_row([id], |r| {
        let sheet = r.get::<_, Option<[u8; 16]>>(9)?.map(Uid);
        let (started, sealed): (Option<i64>, Option<i64>) = (r.get(5)?, r.get(8)?);
        Ok(WalkRow {
            uid: Uid(r.get(0)?),
            key: WalkKey { day: r.get::<_, Option<i64>>(1)?.unwrap_or(0), id },
            focus: text(r, 2)?,
            purpose: text(r, 3)?,
            length: r.get(4)?,
            started,
            ended: r.get(6)?,
            closed: r.get(7)?,
            visits: 0,
            notes: 0,
            route: Vec::new(),
            observers: Vec::new(),
            sheet: match sheet {
                Some(uid) => Some((uid, text(r, 10)?)),
                None => None,
            },
            sealed: sealed.is_some(),
        })
    })?;
    (row.visits, row.notes) = c
        .prepare_cached(
            "SELECT count(*), COALESCE(sum((SELECT count(*) FROM note n WHERE n.visit = v.id AND n.hidden = 0)), 0)
             FROM visit v WHERE v.walk = ?1 AND v.deleted IS NOT 1 AND v.skipped IS NULL",
        )?
        .query_row([id], |r| Ok((r.get::<_, i64>(0)? as usize, r.get::<_, i64>(1)? as usize)))?;
    row.route = named(
        c,
        "SELECT e.uid, c.label FROM walk_room r JOIN classroom c0 ON c0.id = r.classroom
         JOIN classroom c ON c.id = COALESCE(c0.merged_into, c0.id) JOIN entity e ON e.id = c.id
         WHERE r.walk = ?1 AND c.deleted IS NOT 1 ORDER BY r.place, e.uid",
        id,
    )?;
    row.observers = named(
        c,
        "SELECT e.uid, o.name FROM walk_observer r JOIN observer o0 ON o0.id = r.observer
         JOIN observer o ON o.id = COALESCE(o0.merged_into, o0.id) JOIN entity e ON e.id = o.id
         WHERE r.walk = ?1 AND o.deleted IS NOT 1 ORDER BY o.name, e.uid",
        id,
    )?;
    Ok(row)
}

fn named(c: &Connection, sql: &str, id: i64) -> Res<Vec<(Uid, String)>> {
    let mut statement = c.prepare_cached(sql)?;
    let rows = statement.query_map([id], |r| Ok((Uid(r.get(0)?), text(r, 1)?)))?;
    let mut found: Vec<(Uid, String)> = Vec::new();
    for row in rows {
        let row = row?;
        if !found.contains(&row) {
            found.push(row);
        }
    }
    Ok(found)
}

/// Walks, newest first.
pub fn walks(reader: &Reader, before: Option<WalkKey>, limit: usize) -> Res<Vec<WalkRow>> {
    let c = &reader.connection;
    let before = before.unwrap_or(WalkKey { day: i64::MAX, id: i64::MAX });
    let mut statement = c.prepare_cached(
        "SELECT id FROM walk WHERE deleted IS NOT 1 AND (day, id) < (?1, ?2) ORDER BY day DESC, id DESC LIMIT ?3",
    )?;
    let limit = i64::try_from(limit).unwrap_or(1_000);
    let ids: Vec<i64> = statement.query_map([before.day, before.id, limit], |r| r.get(0))?.collect::<Result<_, _>>()?;
    ids.into_iter().map(|id| walk_row(c, id)).collect()
}

/// Whether a hunch was written for a focus question, and whether it is still sealed. The newest counts.
pub fn hunch(reader: &Reader, focus: &str) -> Res<Option<HunchState>> {
    let c = &reader.connection;
    let wanted = fold(focus);
    let mut statement = c.prepare_cached(
        "SELECT e.uid, w.focus, w.closed FROM walk w JOIN entity e ON e.id = w.id
         WHERE w.sealed IS NOT NULL AND w.deleted IS NOT 1 ORDER BY w.sealed DESC",
    )?;
    let mut rows = statement.query([])?;
    while let Some(r) = rows.next()? {
        if fold(&text(r, 1)?) == wanted {
            let sealed = r.get::<_, Option<i64>>(2)?.is_none();
            return Ok(Some(HunchState { walk: Uid(r.get(0)?), sealed }));
        }
    }
    Ok(None)
}

//! Patterns with their numbers and evidence.

use super::numbers::{self, Merges, Visits};
use super::rows;
use crate::domain::id::Uid;
use crate::domain::pattern::{PatternKind, PatternStatus, Role};
use crate::domain::schema::pattern as fields;
use crate::domain::time::{Hlc, UtcMs};
use crate::store::api::{NoteKey, NoteRow, PatternRow, PatternView};
use crate::store::log::{self, Local};
use crate::store::reader::Reader;
use crate::store::trouble::Res;
use rusqlite::{Connection, OptionalExtension};
use std::collections::BTreeMap;

/// All patterns: by status, newest first.
pub fn patterns(reader: &Reader) -> Res<Vec<PatternRow>> {
    let c = &reader.connection;
    let mut statement = c.prepare_cached(
        "SELECT id FROM pattern WHERE statement IS NOT NULL AND deleted IS NOT 1
         ORDER BY COALESCE(status, 0), id DESC LIMIT 2000",
    )?;
    let ids: Vec<i64> = statement.query_map([], |r| r.get(0))?.collect::<Result<_, _>>()?;
    let all = numbers::all_visits(c)?;
    let merges = Merges::read(c)?;
    let mut found = Vec::with_capacity(ids.len());
    for id in ids {
        found.extend(row(c, id, all, &merges)?.map(|(row, _)| row));
    }
    Ok(found)
}

fn row(c: &Connection, id: i64, all: u32, merges: &Merges) -> Res<Option<(PatternRow, Visits)>> {
    let found = c
        .prepare_cached(
            "SELECT e.uid, p.statement, p.kind, p.status, p.look_for FROM pattern p JOIN entity e ON e.id = p.id
             WHERE p.id = ?1 AND p.statement IS NOT NULL AND p.deleted IS NOT 1",
        )?
        .query_row([id], |r| {
            let number = |i| Ok::<_, rusqlite::Error>(r.get::<_, Option<i64>>(i)?.unwrap_or(0));
            Ok(PatternRow {
                uid: Uid(r.get(0)?),
                statement: r.get(1)?,
                kind: PatternKind::from_number(number(2)?),
                status: PatternStatus::from_number(number(3)?),
                look_for: r.get::<_, Option<String>>(4)?.filter(|l| !l.is_empty()),
                tag: None,
                numbers: Default::default(),
            })
        })
        .optional()?;
    let Some(mut row) = found else { return Ok(None) };
    let visits = numbers::visits(c, id, row.look_for.as_deref())?;
    row.numbers = numbers::numbers(c, &visits, all, merges)?;
    Ok(Some((row, visits)))
}

/// One pattern with at most so many notes of evidence of each role.
pub fn pattern(reader: &Reader, uid: Uid, evidence: usize) -> Res<Option<PatternView>> {
    let c = &reader.connection;
    let Some(id) = rows::id_of(c, uid)? else { return Ok(None) };
    let found = row(c, id, numbers::all_visits(c)?, &Merges::read(c)?)?;
    let Some((pattern, visits)) = found else { return Ok(None) };
    let (supports, supports_count) = notes(reader, id, Role::Supports, evidence)?;
    let (complicates, complicates_count) = notes(reader, id, Role::Complicates, evidence)?;
    Ok(Some(PatternView {
        pattern,
        supports,
        complicates,
        supports_count,
        complicates_count,
        weeks: weeks(c, &visits)?,
        history: statuses(c, id)?,
        rests: Default::default(),
        replies: Vec::new(),
        hunches: Vec::new(),
    }))
}

fn notes(reader: &Reader, pattern: i64, role: Role, limit: usize) -> Res<(Vec<NoteRow>, usize)> {
    let c = &reader.connection;
    let mut statement = c.prepare_cached(&format!(
        "SELECT n.id, COALESCE(n.at_utc, 0) FROM pattern_note p CROSS JOIN note n ON n.id = p.note {}
         WHERE p.pattern = ?2 AND p.role = ?3 AND {}",
        rows::NOTE_JOINS,
        rows::NOTE_SHOWN
    ))?;
    let mut keys: Vec<NoteKey> = statement
        .query_map([reader.now, pattern, role as i64], |r| Ok(NoteKey { id: r.get(0)?, at: r.get(1)? }))?
        .collect::<Result<_, _>>()?;
    let count = keys.len();
    keys.sort_unstable_by(|a, b| b.cmp(a));
    keys.truncate(limit);
    Ok((rows::notes(c, &keys)?, count))
}

/// Supporting visits and all visits by week, from the first week with a supporting one to the last.
fn weeks(c: &Connection, visits: &Visits) -> Res<Vec<(i64, u32, u32)>> {
    let mut weeks: BTreeMap<i64, (u32, u32)> = BTreeMap::new();
    for (visit, monday) in numbers::weeks(c)? {
        let slot = weeks.entry(monday).or_default();
        slot.0 += u32::from(visits.supporting.contains(&visit));
        slot.1 += 1;
    }
    let mut rows: Vec<_> = weeks.into_iter().map(|(monday, (some, all))| (monday, some, all)).collect();
    while rows.last().is_some_and(|(_, some, _)| *some == 0) {
        rows.pop();
    }
    let first = rows.iter().position(|(_, some, _)| *some > 0).unwrap_or(rows.len());
    Ok(rows.split_off(first))
}

/// When the pattern got which status, oldest first; what was undone is left out.
fn statuses(c: &Connection, id: i64) -> Res<Vec<(UtcMs, PatternStatus)>> {
    let mut found = Vec::new();
    for entry in log::history(c, id)? {
        let value = entry.fields.as_ref().and_then(|f| f.get(fields::STATUS.key));
        if let Some(Local::Int(status)) = value.map(|v| log::decode(fields::STATUS.shape, v))
            && entry.verb > 1
            && log::is_live(c, entry.act)?
        {
            found.push((Hlc(entry.hlc).utc(), PatternStatus::from_number(status)));
        }
    }
    Ok(found)
}

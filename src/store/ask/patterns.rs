//! Patterns with their numbers and evidence.

use super::facts::TagTree;
use super::rows::{self, resolved_tag};
use super::{ground, hunches, numbers, talking};
use crate::domain::id::Uid;
use crate::domain::pattern::{PatternKind, PatternStatus, Role};
use crate::domain::schema::pattern as fields;
use crate::domain::time::{Hlc, UtcMs};
use crate::insight::facts::{Facts, PatternFact};
use crate::insight::suggest::{self, Rests};
use crate::store::api::{NoteKey, NoteRow, PatternRow, PatternView, ReplyRow};
use crate::store::log::{self, Local};
use crate::store::reader::Reader;
use crate::store::trouble::Res;
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::{HashMap, HashSet};

/// What teachers said that a pattern's page shows, at most.
const REPLIES: usize = 5;

/// All patterns without their numbers: by status, newest first.
pub fn list(c: &Connection) -> Res<Vec<PatternRow>> {
    let mut statement = c.prepare_cached(
        "SELECT id FROM pattern WHERE statement IS NOT NULL AND deleted IS NOT 1
         ORDER BY COALESCE(status, 0), id DESC LIMIT 2000",
    )?;
    let ids: Vec<i64> = statement.query_map([], |r| r.get(0))?.collect::<Result<_, _>>()?;
    of_ids(c, &ids)
}

fn of_ids(c: &Connection, ids: &[i64]) -> Res<Vec<PatternRow>> {
    let mut found = Vec::with_capacity(ids.len());
    for id in ids {
        found.extend(row(c, *id)?);
    }
    Ok(found)
}

/// The patterns of these numbers with their own numbers, in this order; deleted ones left out.
pub fn rows(reader: &Reader, ids: &[i64]) -> Res<Vec<PatternRow>> {
    with_numbers(reader, of_ids(&reader.connection, ids)?)
}

/// The same with their numbers.
pub fn patterns(reader: &Reader) -> Res<Vec<PatternRow>> {
    with_numbers(reader, list(&reader.connection)?)
}

fn with_numbers(reader: &Reader, mut found: Vec<PatternRow>) -> Res<Vec<PatternRow>> {
    reader.with_facts(|facts| {
        let by_uid: HashMap<Uid, &PatternFact> = facts.patterns.iter().map(|p| (p.uid, p)).collect();
        for row in &mut found {
            if let Some(fact) = by_uid.get(&row.uid) {
                row.numbers = Some(numbers::numbers(facts, fact));
            }
        }
    })?;
    Ok(found)
}

/// A pattern without its numbers.
fn row(c: &Connection, id: i64) -> Res<Option<PatternRow>> {
    let found = c
        .prepare_cached(
            "SELECT e.uid, p.statement, p.kind, p.status, p.look_for, p.tag FROM pattern p JOIN entity e ON e.id = p.id
             WHERE p.id = ?1 AND p.statement IS NOT NULL AND p.deleted IS NOT 1",
        )?
        .query_row([id], |r| {
            let number = |i| Ok::<_, rusqlite::Error>(r.get::<_, Option<i64>>(i)?.unwrap_or(0));
            let row = PatternRow {
                uid: Uid(r.get(0)?),
                statement: r.get(1)?,
                kind: PatternKind::from_number(number(2)?),
                status: PatternStatus::from_number(number(3)?),
                look_for: r.get::<_, Option<String>>(4)?.filter(|l| !l.is_empty()),
                tag: None,
                numbers: None,
            };
            Ok((row, r.get::<_, Option<i64>>(5)?))
        })
        .optional()?;
    let Some((mut row, tag)) = found else { return Ok(None) };
    if let Some(tag) = tag {
        row.tag = resolved_tag(c, tag)?;
    }
    Ok(Some(row))
}

/// What the facts say of a pattern.
#[derive(Default)]
struct Counted {
    numbers: crate::domain::pattern::Numbers,
    weeks: Vec<(i64, u32, u32)>,
    rests: Rests,
    /// The visits that support it, newest first.
    visits: Vec<i64>,
}

fn counted(facts: &Facts, uid: Uid) -> Counted {
    let Some(pattern) = facts.patterns.iter().find(|p| p.uid == uid) else { return Counted::default() };
    let newest = pattern.supports.iter().rev();
    Counted {
        numbers: numbers::numbers(facts, pattern),
        weeks: numbers::weeks(facts, &pattern.supports),
        rests: suggest::rests(facts, &pattern.supports, &numbers::looked(facts, pattern)),
        visits: newest.filter_map(|place| facts.visits.id(place)).collect(),
    }
}

/// One pattern with at most so many notes of evidence of each role.
pub fn pattern(reader: &Reader, uid: Uid, evidence: usize) -> Res<Option<PatternView>> {
    let c = &reader.connection;
    let Some(id) = rows::id_of(c, uid)? else { return Ok(None) };
    let Some(mut pattern) = row(c, id)? else { return Ok(None) };
    let Counted { numbers, weeks, rests, visits } = reader.with_facts(|facts| counted(facts, uid))?;
    pattern.numbers = Some(numbers);
    let (mut supports, mut supports_count) = keys(reader, id, Role::Supports)?;
    let (mut complicates, complicates_count) = keys(reader, id, Role::Complicates)?;
    let mut put_in = supports_count + complicates_count;
    if let Some((tag, _)) = pattern.tag {
        let tags: HashSet<i64> = TagTree::read(c)?.below(tag).collect();
        let own: HashSet<i64> = supports.iter().chain(&complicates).map(|key| key.id).collect();
        put_in = count_without(c, &own, &tags)?;
        supports_count += count_tagged(reader, id, &tags)?;
        supports.extend(newest_tagged(reader, &visits, &tags, &own, evidence)?);
        supports.sort_unstable_by(|a, b| b.cmp(a));
    }
    supports.truncate(evidence);
    complicates.truncate(evidence);
    Ok(Some(PatternView {
        pattern,
        supports: rows::notes(c, &supports)?,
        complicates: rows::notes(c, &complicates)?,
        supports_count,
        complicates_count,
        put_in,
        weeks,
        history: statuses(c, id)?,
        rests,
        replies: replies(c, &visits.into_iter().collect())?,
        hunches: hunches::of_pattern(c, id)?,
        voices: talking::voices_of_pattern(c, id)?,
        elsewhere: talking::elsewhere_of_pattern(c, id)?,
    }))
}

/// The first visit that supports a pattern: its local day, and a note of it that stands behind the pattern, if one does.
pub fn first_seen(reader: &Reader, id: i64) -> Res<Option<(i64, Option<NoteRow>)>> {
    let c = &reader.connection;
    let Some(pattern) = row(c, id)? else { return Ok(None) };
    let first = |facts: &Facts| {
        let pattern = facts.patterns.iter().find(|p| p.uid == pattern.uid)?;
        let visits = pattern.supports.iter().filter_map(|place| facts.visits.get(place));
        visits.filter_map(|visit| Some((i64::from(visit.day?), visit.id))).next()
    };
    let Some((day, visit)) = reader.with_facts(first)? else { return Ok(None) };
    let mut meant = ground::Meant::default();
    meant.notes.extend(keys(reader, id, Role::Supports)?.0.iter().map(|key| key.id));
    if let Some((tag, _)) = pattern.tag {
        meant.tags.extend(TagTree::read(c)?.below(tag));
    }
    for same in ground::with_same(c, visit)? {
        if let Some(key) = ground::notes(reader, same, Some(&meant))?.first() {
            return Ok(Some((day, rows::notes(c, &[*key])?.pop())));
        }
    }
    Ok(Some((day, None)))
}

/// The notes that were put into a pattern, newest first, and how many they are.
fn keys(reader: &Reader, pattern: i64, role: Role) -> Res<(Vec<NoteKey>, usize)> {
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
    Ok((keys, count))
}

/// The numbers of the notes that were put into a pattern one by one.
pub fn put_in(reader: &Reader, pattern: i64, role: Role) -> Res<HashSet<i64>> {
    Ok(keys(reader, pattern, role)?.0.into_iter().map(|key| key.id).collect())
}

/// The notes with a pattern's tags, from its newest visits, without those that were put into it one by one.
fn newest_tagged(
    reader: &Reader,
    visits: &[i64],
    tags: &HashSet<i64>,
    own: &HashSet<i64>,
    limit: usize,
) -> Res<Vec<NoteKey>> {
    let meant = ground::Meant { tags: tags.clone(), ..Default::default() };
    let mut found = Vec::new();
    for visit in visits {
        if found.len() >= limit {
            break;
        }
        for same in ground::with_same(&reader.connection, *visit)? {
            found.extend(ground::notes(reader, same, Some(&meant))?.into_iter().filter(|key| !own.contains(&key.id)));
        }
    }
    Ok(found)
}

/// How many notes carry one of the tags and were not put into the pattern one by one.
fn count_tagged(reader: &Reader, pattern: i64, tags: &HashSet<i64>) -> Res<usize> {
    let list = serde_json::to_string(tags).unwrap_or_default();
    let mut statement = reader.connection.prepare_cached(&format!(
        "SELECT count(DISTINCT n.id) FROM json_each(?2) j CROSS JOIN note_tag x ON x.tag = j.value
         CROSS JOIN note n ON n.id = x.note CROSS JOIN visit v ON v.id = n.visit LEFT JOIN walk w ON w.id = v.walk
         WHERE {} AND v.skipped IS NULL
         AND NOT EXISTS(SELECT 1 FROM pattern_note p WHERE p.pattern = ?3 AND p.note = n.id)",
        rows::NOTE_SHOWN
    ))?;
    Ok(statement.query_row(params![reader.now, list, pattern], |r| r.get::<_, i64>(0))? as usize)
}

/// How many of these notes carry none of the tags.
fn count_without(c: &Connection, notes: &HashSet<i64>, tags: &HashSet<i64>) -> Res<usize> {
    let list = |ids| serde_json::to_string(ids).unwrap_or_default();
    let mut statement = c.prepare_cached(
        "SELECT count(*) FROM json_each(?1) n WHERE NOT EXISTS(SELECT 1 FROM note_tag x
         WHERE x.note = n.value AND x.tag IN (SELECT value FROM json_each(?2)))",
    )?;
    Ok(statement.query_row([list(notes), list(tags)], |r| r.get::<_, i64>(0))? as usize)
}

/// What teachers said to these visits, newest first; the same words once.
fn replies(c: &Connection, visits: &HashSet<i64>) -> Res<Vec<ReplyRow>> {
    let mut newest = c.prepare_cached(
        "SELECT r.id, r.visit, v.same_as FROM reply r JOIN visit v ON v.id = r.visit
         WHERE r.text IS NOT NULL AND r.deleted IS NOT 1 ORDER BY r.at DESC, r.id DESC",
    )?;
    let mut reply = c.prepare_cached(
        "SELECT e.uid, r.at, r.text, r.forked FROM reply r JOIN entity e ON e.id = r.id WHERE r.id = ?1",
    )?;
    let mut found: Vec<ReplyRow> = Vec::new();
    let mut rows = newest.query([])?;
    while found.len() < REPLIES
        && let Some(r) = rows.next()?
    {
        let (visit, same): (i64, Option<i64>) = (r.get(1)?, r.get(2)?);
        if visits.contains(&visit) || same.is_some_and(|same| visits.contains(&same)) {
            let row = reply.query_row([r.get::<_, i64>(0)?], |r| {
                let two_versions = r.get::<_, Option<i64>>(3)? == Some(1);
                Ok(ReplyRow { uid: Uid(r.get(0)?), at: r.get(1)?, text: r.get(2)?, two_versions })
            })?;
            // Said once to a visit and once to the same visit of another observer, it is one voice.
            if !found.iter().any(|f| f.text.trim() == row.text.trim()) {
                found.push(row);
            }
        }
    }
    Ok(found)
}

/// When the pattern got which status, oldest first; what was undone is left out.
pub fn statuses(c: &Connection, id: i64) -> Res<Vec<(UtcMs, PatternStatus)>> {
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

//! Hunches of closed walks beside the patterns. A hunch that is still sealed is in none of these answers.

use super::facts::TagTree;
use super::{patterns, rows};
use crate::domain::id::Uid;
use crate::domain::pattern::Role;
use crate::domain::suggestion::AgainstHunch;
use crate::store::api::HunchCheck;
use crate::store::reader::Reader;
use crate::store::trouble::Res;
use rusqlite::{Connection, OptionalExtension, Row};
use std::collections::{BTreeMap, HashMap, HashSet};

/// Walks at most.
const WALKS: i64 = 20;

/// What must hold of a walk whose hunch may be read: it is closed, and something was written.
pub const OPEN: &str = "w.closed IS NOT NULL AND w.deleted IS NOT 1
     AND (COALESCE(w.hunch, '') != '' OR COALESCE(w.fix, '') != '')";

/// Hunches of closed walks, newest first, each with all patterns.
pub fn check(reader: &Reader) -> Res<Vec<HunchCheck>> {
    let c = &reader.connection;
    let mut statement = c.prepare_cached(&format!(
        "SELECT w.id, e.uid, w.day, w.started, w.focus, w.hunch, w.fix FROM walk w JOIN entity e ON e.id = w.id
         WHERE {OPEN} ORDER BY COALESCE(w.day, w.started / 86400000) DESC, w.id DESC LIMIT ?1"
    ))?;
    let text = |r: &Row, i| Ok::<_, rusqlite::Error>(r.get::<_, Option<String>>(i)?.unwrap_or_default());
    let walk = |r: &Row| {
        let day = r.get::<_, Option<i64>>(2)?.or(r.get::<_, Option<i64>>(3)?.map(rows::day_of));
        let check = HunchCheck {
            walk: Uid(r.get(1)?),
            day: day.unwrap_or(0),
            focus: text(r, 4)?,
            hunch: text(r, 5)?,
            fix: text(r, 6)?,
            patterns: Vec::new(),
            worked: 0,
            to_hunch: 0,
        };
        Ok((r.get::<_, i64>(0)?, check))
    };
    let mut found = statement.query_map([WALKS], walk)?.collect::<Result<Vec<_>, _>>()?;
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let all = patterns::patterns(reader)?;
    let tree = TagTree::read(c)?;
    for (id, check) in &mut found {
        let answers = answers(c, *id)?;
        check.patterns = all.iter().map(|row| (row.clone(), answers.get(&row.uid).copied())).collect();
        (check.worked, check.to_hunch) = worked(c, *id, &answers, &tree)?;
    }
    Ok(found.into_iter().map(|(_, check)| check).collect())
}

/// What each pattern was said to be to the hunch of a walk.
fn answers(c: &Connection, walk: i64) -> Res<HashMap<Uid, AgainstHunch>> {
    let mut statement = c.prepare_cached(
        "SELECT e.uid, p.answer FROM pattern_walk p JOIN entity e ON e.id = p.pattern WHERE p.walk = ?1",
    )?;
    let rows = statement.query_map([walk], |r| Ok((Uid(r.get(0)?), r.get(1)?)))?.collect::<Result<Vec<_>, _>>()?;
    Ok(rows.into_iter().filter_map(|(uid, n)| Some((uid, AgainstHunch::from_number(n)?))).collect())
}

/// The notes of the walk that were tagged or put into a pattern, and those of them that stand behind a pattern which
/// confirms the hunch. The hunch is sealed before the first note of its walk, so all of that was done since.
fn worked(c: &Connection, walk: i64, answers: &HashMap<Uid, AgainstHunch>, tree: &TagTree) -> Res<(u32, u32)> {
    let mut confirms: HashSet<i64> = HashSet::new();
    let mut tags: HashSet<i64> = HashSet::new();
    let mut pattern = c.prepare_cached(
        "SELECT p.id, te.uid FROM entity e JOIN pattern p ON p.id = e.id LEFT JOIN entity te ON te.id = p.tag
         WHERE e.uid = ?1 AND p.statement IS NOT NULL AND p.deleted IS NOT 1",
    )?;
    for (uid, answer) in answers {
        if *answer == AgainstHunch::Confirms {
            for row in pattern.query_map([uid.0], |r| Ok((r.get(0)?, r.get::<_, Option<[u8; 16]>>(1)?)))? {
                let (id, tag) = row?;
                confirms.insert(id);
                tags.extend(tag.into_iter().flat_map(|tag| tree.below(Uid(tag))));
            }
        }
    }
    const NOTES: &str = "FROM visit v CROSS JOIN note n ON n.visit = v.id";
    const SHOWN: &str = "WHERE v.walk = ?1 AND v.deleted IS NOT 1 AND n.hidden = 0";
    let mut notes: BTreeMap<i64, bool> = BTreeMap::new();
    let mut with_tags =
        c.prepare_cached(&format!("SELECT n.id, x.tag {NOTES} CROSS JOIN note_tag x ON x.note = n.id {SHOWN}"))?;
    for row in with_tags.query_map([walk], |r| Ok((r.get(0)?, r.get(1)?)))? {
        let (note, tag): (i64, i64) = row?;
        *notes.entry(note).or_default() |= tags.contains(&tag);
    }
    let mut in_patterns = c.prepare_cached(&format!(
        "SELECT n.id, x.pattern, x.role {NOTES} CROSS JOIN pattern_note x ON x.note = n.id {SHOWN}"
    ))?;
    for row in in_patterns.query_map([walk], |r| Ok((r.get(0)?, r.get(1)?, r.get::<_, i64>(2)?)))? {
        let (note, pattern, role) = row?;
        *notes.entry(note).or_default() |= role == Role::Supports as i64 && confirms.contains(&pattern);
    }
    let size = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    Ok((size(notes.len()), size(notes.values().filter(|to_hunch| **to_hunch).count())))
}

/// What a pattern was said to be to hunches: the focus question and the answer, of closed walks, newest first.
pub fn of_pattern(c: &Connection, pattern: i64) -> Res<Vec<(String, AgainstHunch)>> {
    let mut statement = c.prepare_cached(&format!(
        "SELECT COALESCE(w.focus, ''), p.answer FROM pattern_walk p JOIN walk w ON w.id = p.walk
         WHERE p.pattern = ?1 AND {OPEN} ORDER BY w.day DESC, w.id DESC LIMIT ?2"
    ))?;
    let rows = statement.query_map([pattern, WALKS], |r| Ok((r.get(0)?, r.get(1)?)))?;
    let rows = rows.collect::<Result<Vec<(String, i64)>, _>>()?;
    Ok(rows.into_iter().filter_map(|(focus, n)| Some((focus, AgainstHunch::from_number(n)?))).collect())
}

/// The hunch of a walk that was opened to a team: what was expected.
pub fn opened(c: &Connection, walk: i64) -> Res<Option<(Uid, String)>> {
    let mut statement = c.prepare_cached(&format!(
        "SELECT e.uid, w.hunch FROM walk w JOIN entity e ON e.id = w.id WHERE w.id = ?1 AND w.hunch != '' AND {OPEN}"
    ))?;
    Ok(statement.query_row([walk], |r| Ok((Uid(r.get(0)?), r.get(1)?))).optional()?)
}

/// Hunches of closed walks that could be opened to a team: walk, focus question, what was expected. Newest first.
pub fn could_open(c: &Connection, limit: usize) -> Res<Vec<(Uid, String, String)>> {
    let mut statement = c.prepare_cached(&format!(
        "SELECT e.uid, COALESCE(w.focus, ''), w.hunch FROM walk w JOIN entity e ON e.id = w.id
         WHERE w.hunch != '' AND {OPEN} ORDER BY COALESCE(w.day, w.started / 86400000) DESC, w.id DESC LIMIT ?1"
    ))?;
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let found = statement.query_map([limit], |r| Ok((Uid(r.get(0)?), r.get(1)?, r.get(2)?)))?;
    Ok(found.collect::<Result<_, _>>()?)
}

//! What follows from a change of a note: whether it is shown, its time, the search index, and tags counted by visit.

use super::fold::{Change, Memory, write_members, write_row};
use super::meaning;
use super::search_index;
use super::trouble::Res;
use crate::domain::schema::Kind;
use rusqlite::types::Value as Sql;
use rusqlite::{Connection, OptionalExtension};

/// What of a note others depend on.
#[derive(Debug, Clone, Default, PartialEq)]
struct Standing {
    visit: Option<i64>,
    at_ms: Option<i64>,
    text: Option<String>,
    deleted: bool,
    shown: bool,
    kind: Option<i64>,
}

/// Writes a note's row and keeps everything derived from it right.
pub fn write(c: &Connection, memory: &mut Memory, id: i64, new: bool, mut change: Change) -> Res<()> {
    let before = if new { Standing::default() } else { read(c, id)? };
    let after = overlay(&before, &change);
    if new || after.shown != before.shown {
        change.set("hidden", Sql::Integer(i64::from(!after.shown)));
    }
    if new || after.visit != before.visit || after.at_ms != before.at_ms {
        // A visit without a start puts its notes at the very end of the list, not out of it.
        let at = match after.visit {
            Some(visit) => {
                let started = started_of(c, memory, visit)?.unwrap_or(0);
                Sql::Integer(started.saturating_add(after.at_ms.unwrap_or(0)))
            }
            None => Sql::Null,
        };
        change.set("at_utc", at);
    }
    let indexed = search_index::holds(c, memory, id, new)?;
    if indexed && before.shown != after.shown {
        memory.shown += if after.shown { 1 } else { -1 };
    }
    if indexed && before.shown && (!after.shown || after.text != before.text) {
        c.prepare_cached("INSERT INTO note_fts(note_fts, rowid, text) VALUES('delete', ?1, ?2)")?
            .execute((id, &before.text))?;
    }
    let retag = !change.members.is_empty() || before.shown != after.shown || before.visit != after.visit;
    if retag && before.shown {
        count_tags(c, id, before.visit, -1)?;
    }
    let same_words = before.shown == after.shown && before.text == after.text;
    let same_sort = meaning::is_kept(before.kind) == meaning::is_kept(after.kind);
    if !(new || same_words && same_sort) {
        meaning::changed(c, id, before.text.as_deref().filter(|_| before.shown))?;
    }
    write_row(c, Kind::Note, id, new, &change.columns)?;
    write_members(c, Kind::Note, id, &change.members)?;
    if indexed && after.shown && (!before.shown || after.text != before.text) {
        c.prepare_cached("INSERT INTO note_fts(rowid, text) VALUES(?1, ?2)")?.execute((id, &after.text))?;
    }
    if retag && after.shown && !(new && change.members.is_empty()) {
        count_tags(c, id, after.visit, 1)?;
    }
    Ok(())
}

fn read(c: &Connection, id: i64) -> Res<Standing> {
    let found = c
        .prepare_cached("SELECT visit, at_ms, text, deleted, hidden, kind FROM note WHERE id = ?1")?
        .query_row([id], |r| {
            Ok(Standing {
                visit: r.get(0)?,
                at_ms: r.get(1)?,
                text: r.get(2)?,
                deleted: r.get::<_, Option<i64>>(3)? == Some(1),
                shown: r.get::<_, i64>(4)? == 0,
                kind: r.get(5)?,
            })
        })
        .optional()?;
    Ok(found.unwrap_or_default())
}

fn overlay(before: &Standing, change: &Change) -> Standing {
    let number = |column, old: Option<i64>| match change.get(column) {
        Some(Sql::Integer(n)) => Some(*n),
        Some(_) => None,
        None => old,
    };
    let text = match change.get("text") {
        Some(Sql::Text(text)) => Some(text.clone()),
        Some(_) => None,
        None => before.text.clone(),
    };
    let visit = number("visit", before.visit);
    let deleted = number("deleted", Some(i64::from(before.deleted))) == Some(1);
    let shown = visit.is_some() && text.is_some() && !deleted;
    Standing { visit, at_ms: number("at_ms", before.at_ms), text, deleted, shown, kind: number("kind", before.kind) }
}

fn started_of(c: &Connection, memory: &mut Memory, visit: i64) -> Res<Option<i64>> {
    if let Some(started) = memory.started.get(&visit) {
        return Ok(*started);
    }
    let started = c
        .prepare_cached("SELECT started FROM visit WHERE id = ?1")?
        .query_row([visit], |r| r.get::<_, Option<i64>>(0))
        .optional()?
        .flatten();
    if memory.started.len() > 10_000 {
        memory.started.clear();
    }
    memory.started.insert(visit, started);
    Ok(started)
}

/// A visit's start changed: its notes' times follow.
pub fn visit_started(c: &Connection, memory: &mut Memory, visit: i64, started: &Sql) -> Res<()> {
    let value = if let Sql::Integer(n) = started { Some(*n) } else { None };
    memory.started.insert(visit, value);
    c.prepare_cached("UPDATE note SET at_utc = COALESCE(?2, 0) + COALESCE(at_ms, 0) WHERE visit = ?1")?
        .execute((visit, value))?;
    Ok(())
}

/// Adds a note's tags to the counts of its visit (1), or takes them out (-1).
fn count_tags(c: &Connection, note: i64, visit: Option<i64>, by: i64) -> Res<()> {
    let Some(visit) = visit else { return Ok(()) };
    let mut statement = c.prepare_cached("SELECT tag FROM note_tag WHERE note = ?1")?;
    let tags: Vec<i64> = statement.query_map([note], |r| r.get(0))?.collect::<Result<_, _>>()?;
    for tag in tags {
        c.prepare_cached(
            "INSERT INTO visit_tag(tag, visit, n) VALUES(?1, ?2, ?3) ON CONFLICT DO UPDATE SET n = n + excluded.n",
        )?
        .execute([tag, visit, by])?;
        if by < 0 {
            c.prepare_cached("DELETE FROM visit_tag WHERE tag = ?1 AND visit = ?2 AND n <= 0")?
                .execute([tag, visit])?;
        }
    }
    Ok(())
}

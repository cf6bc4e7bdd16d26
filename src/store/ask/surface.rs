//! What the program notices: counted from the facts, less what was decided; and kept in the file from one time to the
//! next, so that it is there at once.

use super::facts::EXPIRED;
use super::noticing;
use crate::domain::acts::suggestion_uid;
use crate::domain::id::Uid;
use crate::domain::suggestion::{Decided, Decision};
use crate::domain::time::{Hlc, UtcMs};
use crate::insight::facts::Facts;
use crate::insight::suggest::{Sort, Suggestion};
use crate::store::api::{DecidedRow, Surface};
use crate::store::nonce::{local, set_local};
use crate::store::reader::Reader;
use crate::store::trouble::Res;
use rusqlite::{Connection, OptionalExtension, Row};

#[cfg(test)]
mod tests;

/// Where the last suggestions are kept, in `local`: when they were counted, and on the next line the list as JSON.
pub const KEPT: &str = "surface";

/// Kept at most: so many suggestions, each with so many visits in a ground, and so many bytes in all.
const SUGGESTIONS: usize = 128;
const VISITS: usize = 60;
const BYTES: usize = 256 * 1024;

/// The same suggestions are not kept again before this, milliseconds.
const OFTEN: UtcMs = 3_600_000;

/// Decisions listed at most.
const DECIDED: usize = 200;

/// What is kept from last time, at once.
pub fn kept(reader: &Reader, today: i64) -> Res<Surface> {
    let c = &reader.connection;
    let text = local(c, KEPT)?;
    // What another version kept and this one cannot read is counted anew a moment later.
    let read = |text: String| {
        let (counted, list) = text.split_once('\n')?;
        Some((counted.parse().ok()?, serde_json::from_str::<Vec<Suggestion>>(list).ok()?))
    };
    match text.and_then(read) {
        Some((counted, suggestions)) => Ok(Surface { counted: Some(counted), ..undecided(c, suggestions, today)? }),
        None => undecided(c, Vec::new(), today),
    }
}

/// Whether there is anything of last time.
pub fn is_kept(c: &Connection) -> bool {
    matches!(local(c, KEPT), Ok(Some(_)))
}

/// Everything counted anew. What of it is to be kept waits with the reader for the writer.
pub fn fresh(reader: &Reader, facts: &Facts, today: i64) -> Res<Surface> {
    fresh_of(reader, today, noticing::suggest(reader, facts, today)?)
}

/// As `fresh`, with what was noticed given.
pub fn fresh_of(reader: &Reader, today: i64, mut all: Vec<Suggestion>) -> Res<Surface> {
    let c = &reader.connection;
    keep(reader, &mut all.clone())?;
    // Never more than can be kept: a list nobody reads to its end.
    all.truncate(SUGGESTIONS);
    Ok(Surface { counted: Some(reader.now), fresh: true, ..undecided(c, all, today)? })
}

/// Hands what is new to whoever writes.
fn keep(reader: &Reader, all: &mut Vec<Suggestion>) -> Res<()> {
    all.truncate(SUGGESTIONS);
    for ground in all.iter_mut().flat_map(|s| &mut s.grounds) {
        ground.visits.truncate(VISITS);
    }
    let mut list = serde_json::to_string(all).unwrap_or_default();
    while list.len() > BYTES {
        all.truncate(all.len() / 2);
        list = serde_json::to_string(all).unwrap_or_default();
    }
    let before = local(&reader.connection, KEPT)?;
    let same = before.as_deref().and_then(|text| text.split_once('\n')).is_some_and(|(at, kept)| {
        kept == list && at.parse::<UtcMs>().is_ok_and(|at| reader.now.saturating_sub(at) < OFTEN)
    });
    if !same {
        reader.keep(format!("{}\n{list}", reader.now));
    }
    Ok(())
}

/// Writes what a reader wants kept. It belongs to this laptop and is not in the log.
pub fn write_kept(c: &Connection, text: String) -> Res<()> {
    set_local(c, KEPT, text)?;
    Ok(())
}

/// Something went for good: whoever has counted counts anew, and nothing kept may still rest on its words. `when` is
/// another value each time.
pub fn gone_for_good(c: &Connection, when: i64) -> Res<()> {
    set_local(c, EXPIRED, when.to_string())?;
    c.prepare_cached("DELETE FROM local WHERE key = ?1")?.execute([KEPT])?;
    Ok(())
}

/// Leaves out what was decided and does not come back on this day, and counts what was.
fn undecided(c: &Connection, all: Vec<Suggestion>, today: i64) -> Res<Surface> {
    let mut surface = Surface::default();
    for suggestion in all {
        if decision(c, &suggestion.key)?.is_none_or(|decided| decided.shows_on(today)) {
            surface.suggestions.push(suggestion);
        }
    }
    for (_, decided, _) in decisions(c)? {
        match decided.decision {
            Decision::Accepted => surface.accepted += 1,
            Decision::Dismissed => surface.dismissed += 1,
            Decision::PutOff => surface.put_off += usize::from(!decided.shows_on(today)),
        }
    }
    Ok(surface)
}

/// What was decided of suggestions, newest first.
pub fn decided(reader: &Reader) -> Res<Vec<DecidedRow>> {
    let c = &reader.connection;
    let mut at = c.prepare_cached("SELECT max(a.hlc) FROM op o JOIN act a ON a.id = o.act WHERE o.entity = ?1")?;
    let mut rows = Vec::new();
    for (topic, decided, id) in decisions(c)? {
        let hlc: Option<i64> = at.query_row([id], |r| r.get(0))?;
        rows.push(DecidedRow { topic, decided, at: Hlc(hlc.unwrap_or(0)).utc() });
    }
    rows.sort_by(|a, b| b.at.cmp(&a.at).then_with(|| a.topic.cmp(&b.topic)));
    rows.truncate(DECIDED);
    Ok(rows)
}

const COLUMNS: &str = "s.decision, s.until, s.why, pe.uid";

fn read(r: &Row) -> rusqlite::Result<Option<Decided>> {
    let decision = r.get::<_, Option<i64>>(0)?.and_then(Decision::from_number);
    let (until, why, pattern) = (r.get(1)?, r.get::<_, Option<String>>(2)?, r.get::<_, Option<[u8; 16]>>(3)?);
    Ok(decision.map(|decision| Decided { decision, until, why: why.unwrap_or_default(), pattern: pattern.map(Uid) }))
}

fn decision(c: &Connection, topic: &str) -> Res<Option<Decided>> {
    let mut statement = c.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM entity e JOIN suggestion s ON s.id = e.id LEFT JOIN entity pe ON pe.id = s.pattern
         WHERE e.uid = ?1 AND s.deleted IS NOT 1"
    ))?;
    Ok(statement.query_row([suggestion_uid(topic).0], read).optional()?.flatten())
}

/// All decisions on suggestions with their topics and numbers. What was decided of two notes, or of a tag on a note, is
/// none of them.
fn decisions(c: &Connection) -> Res<Vec<(String, Decided, i64)>> {
    let mut statement = c.prepare_cached(&format!(
        "SELECT {COLUMNS}, s.topic, s.id FROM suggestion s LEFT JOIN entity pe ON pe.id = s.pattern
         WHERE s.topic IS NOT NULL AND s.deleted IS NOT 1"
    ))?;
    let mut found = Vec::new();
    let mut rows = statement.query([])?;
    while let Some(r) = rows.next()? {
        let topic: String = r.get(4)?;
        if let Some(decided) = read(r)?.filter(|_| is_suggestion(&topic)) {
            found.push((topic, decided, r.get(5)?));
        }
    }
    Ok(found)
}

/// Keys of suggestions begin with their sort: "blind-spot/…".
fn is_suggestion(topic: &str) -> bool {
    topic.split_once('/').is_some_and(|(sort, _)| Sort::ALL.iter().any(|s| s.word().replace(' ', "-") == sort))
}

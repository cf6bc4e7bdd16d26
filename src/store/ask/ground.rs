//! The very visits a suggestion or pattern rests on, with the notes and marks that are meant.

use super::facts::TagTree;
use super::rows::{self, MARK_SAYS};
use crate::domain::id::Uid;
use crate::domain::mark::{Way, says};
use crate::insight::suggest::SignKey;
use crate::store::api::{GroundVisit, NoteKey};
use crate::store::reader::Reader;
use crate::store::trouble::Res;
use rusqlite::{Connection, params};
use std::collections::HashSet;

/// Notes of one visit at most.
const NOTES: usize = 50;

/// The visits in this order, with their notes that carry one of the signs or are named themselves; without signs, all
/// their notes.
pub fn ground(reader: &Reader, visits: &[i64], signs: &[SignKey], limit: usize) -> Res<Vec<GroundVisit>> {
    let c = &reader.connection;
    let tags: Vec<Uid> =
        signs.iter().filter_map(|s| if let SignKey::Tag(text) = s { Uid::parse(text) } else { None }).collect();
    let named: Vec<Uid> =
        signs.iter().filter_map(|s| if let SignKey::Note(text) = s { Uid::parse(text) } else { None }).collect();
    let look_fors: Vec<&str> =
        signs.iter().filter_map(|s| if let SignKey::LookFor(id) = s { Some(id.as_str()) } else { None }).collect();
    let tree = TagTree::read(c)?;
    let mut meant = Meant { tags: tags.iter().flat_map(|tag| tree.below(*tag)).collect(), ..Meant::default() };
    for uid in named {
        meant.notes.extend(rows::id_of(c, uid)?);
    }
    let mut found = Vec::new();
    for id in visits.iter().take(limit) {
        let Some(visit) = rows::visit(reader, *id)? else { continue };
        let same = with_same(c, *id)?;
        let mut keys = Vec::new();
        for id in &same {
            keys.extend(notes(reader, *id, (!signs.is_empty()).then_some(&meant))?);
        }
        keys.sort_unstable();
        keys.truncate(NOTES);
        let marked = marked(c, &same, &look_fors)?;
        found.push(GroundVisit { visit, notes: rows::notes(c, &keys)?, marked });
    }
    Ok(found)
}

/// A visit and those that are the same, written down by others.
pub fn with_same(c: &Connection, id: i64) -> Res<Vec<i64>> {
    let mut others = c.prepare_cached("SELECT id FROM visit WHERE same_as = ?1 AND deleted IS NOT 1")?;
    let mut all = vec![id];
    let mut next = 0;
    while let Some(current) = all.get(next).copied() {
        for other in others.query_map([current], |r| r.get(0))? {
            let other = other?;
            if all.len() < 32 && !all.contains(&other) {
                all.push(other);
            }
        }
        next += 1;
    }
    Ok(all)
}

/// Which notes of a visit are meant: those with one of the tags, and those named.
#[derive(Debug, Default)]
pub struct Meant {
    pub tags: HashSet<i64>,
    pub notes: HashSet<i64>,
}

/// The notes of a visit in their order; all, or only those that are meant.
pub fn notes(reader: &Reader, visit: i64, meant: Option<&Meant>) -> Res<Vec<NoteKey>> {
    let c = &reader.connection;
    let mut statement = c.prepare_cached(
        "SELECT id, COALESCE(at_utc, 0) FROM note WHERE visit = ?1 AND hidden = 0
         AND NOT (COALESCE(expires, 0) > 0 AND expires <= ?2) ORDER BY at_ms IS NULL, at_ms, id LIMIT 10000",
    )?;
    let all: Vec<NoteKey> = statement
        .query_map(params![visit, reader.now], |r| Ok(NoteKey { id: r.get(0)?, at: r.get(1)? }))?
        .collect::<Result<_, _>>()?;
    let Some(wanted) = meant else { return Ok(all) };
    let mut of_note = c.prepare_cached("SELECT tag FROM note_tag WHERE note = ?1")?;
    let mut kept = Vec::new();
    for key in all {
        let tags = of_note.query_map([key.id], |r| r.get(0))?.collect::<Result<HashSet<i64>, _>>()?;
        if wanted.notes.contains(&key.id) || !wanted.tags.is_disjoint(&tags) {
            kept.push(key);
        }
    }
    Ok(kept)
}

/// What the marks of a visit say of these look-fors together: seen where any says so.
fn marked(c: &Connection, visits: &[i64], look_fors: &[&str]) -> Res<Option<String>> {
    let mut statement =
        c.prepare_cached(&format!("SELECT m.look_for, m.way, m.value FROM mark m WHERE m.visit = ?1 AND {MARK_SAYS}"))?;
    let mut said = None;
    for visit in visits {
        let mut rows = statement.query([visit])?;
        while let Some(r) = rows.next()? {
            let look_for: String = r.get(0)?;
            let way = Way::from_number(r.get::<_, Option<i64>>(1)?.unwrap_or(0));
            let value = r.get::<_, Option<i64>>(2)?.unwrap_or(0);
            if look_fors.contains(&look_for.as_str())
                && let Some(seen) = way.and_then(|way| says(way, value))
            {
                said = Some(said.unwrap_or(false) || seen);
            }
        }
    }
    Ok(said.map(|seen| if seen { "seen" } else { "looked for and not seen" }.to_string()))
}

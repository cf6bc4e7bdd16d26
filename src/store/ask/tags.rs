//! The tag list with counts. Counts come from the kept table of tags by visit; only tags that others were merged into
//! are counted note by note, because a note can carry both.

use super::rows::{self, Merged};
use crate::domain::id::Uid;
use crate::domain::order::InOrder;
use crate::domain::text::fold;
use crate::store::api::TagRow;
use crate::store::reader::Reader;
use crate::store::trouble::Res;
use rusqlite::Connection;
use std::collections::{HashMap, HashSet};

/// Most tags that are listed.
const MOST: i64 = 5_000;

/// The tag list, by name.
pub fn tags(reader: &Reader) -> Res<Vec<TagRow>> {
    let c = &reader.connection;
    let merged = Merged::read(c, "tag")?;
    let counts = counts(c, &merged)?;
    let mut statement = c.prepare_cached(
        "SELECT t.id, e.uid, t.name, t.parent, t.colour, t.meaning FROM tag t JOIN entity e ON e.id = t.id
         WHERE t.name IS NOT NULL AND t.deleted IS NOT 1 AND t.merged_into IS NULL LIMIT ?1",
    )?;
    let mut found = Vec::new();
    let mut rows = statement.query([MOST])?;
    while let Some(r) = rows.next()? {
        let (notes, visits) = counts.get(&r.get(0)?).copied().unwrap_or_default();
        let parent = match r.get::<_, Option<i64>>(3)? {
            Some(parent) => Some(rows::uid_of(c, merged.resolve(parent))?),
            None => None,
        };
        found.push(TagRow {
            uid: Uid(r.get(1)?),
            name: r.get(2)?,
            parent,
            colour: r.get::<_, Option<i64>>(4)?.unwrap_or(0),
            meaning: r.get::<_, Option<String>>(5)?.unwrap_or_default(),
            notes,
            visits,
        });
    }
    found.order_by_key(|tag| (fold(&tag.name), tag.uid));
    Ok(found)
}

/// The tags used most, most first.
pub fn top(reader: &Reader, n: usize) -> Res<Vec<TagRow>> {
    let mut all = tags(reader)?;
    all.order_by_key(|tag| std::cmp::Reverse(tag.notes));
    all.truncate(n);
    Ok(all)
}

/// Notes and visits of every tag.
fn counts(c: &Connection, merged: &Merged) -> Res<HashMap<i64, (usize, usize)>> {
    let mut counts: HashMap<i64, (usize, usize)> = HashMap::new();
    let mut several: HashSet<i64> = HashSet::new();
    let mut statement = c.prepare_cached("SELECT tag, sum(n), count(*) FROM visit_tag GROUP BY tag")?;
    let mut rows = statement.query([])?;
    while let Some(r) = rows.next()? {
        let (tag, notes, visits): (i64, i64, i64) = (r.get(0)?, r.get(1)?, r.get(2)?);
        let target = merged.resolve(tag);
        if target != tag {
            several.insert(target);
        }
        counts.insert(tag, (notes as usize, visits as usize));
    }
    take_out_deleted(c, &mut counts)?;
    for target in several {
        counts.insert(target, count_group(c, &merged.group(target))?);
    }
    Ok(counts)
}

/// Takes deleted visits, and visits of deleted walks, out of the counts. There are few; asking for each of a million
/// rows whether it is one of them would take longer.
fn take_out_deleted(c: &Connection, counts: &mut HashMap<i64, (usize, usize)>) -> Res<()> {
    let mut statement = c.prepare_cached(
        "SELECT x.tag, count(*), count(DISTINCT n.visit) FROM
         (SELECT id FROM visit WHERE deleted = 1
          UNION SELECT v.id FROM walk w JOIN visit v ON v.walk = w.id WHERE w.deleted = 1) gone
         CROSS JOIN note n ON n.visit = gone.id CROSS JOIN note_tag x ON x.note = n.id
         WHERE n.hidden = 0 GROUP BY x.tag",
    )?;
    let mut rows = statement.query([])?;
    while let Some(r) = rows.next()? {
        let (notes, visits): (i64, i64) = (r.get(1)?, r.get(2)?);
        if let Some(slot) = counts.get_mut(&r.get(0)?) {
            *slot = (slot.0.saturating_sub(notes as usize), slot.1.saturating_sub(visits as usize));
        }
    }
    Ok(())
}

fn count_group(c: &Connection, group: &[i64]) -> Res<(usize, usize)> {
    let list = serde_json::to_string(group).unwrap_or_default();
    let mut statement = c.prepare_cached(
        "SELECT count(DISTINCT n.id), count(DISTINCT n.visit) FROM json_each(?1) j
         CROSS JOIN note_tag x ON x.tag = j.value CROSS JOIN note n ON n.id = x.note
         CROSS JOIN visit v ON v.id = n.visit LEFT JOIN walk w ON w.id = v.walk
         WHERE n.hidden = 0 AND v.deleted IS NOT 1 AND w.deleted IS NOT 1",
    )?;
    Ok(statement.query_row([list], |r| Ok((r.get::<_, i64>(0)? as usize, r.get::<_, i64>(1)? as usize)))?)
}

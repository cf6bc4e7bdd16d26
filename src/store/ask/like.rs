//! The same thing in other words: the notes nearest in meaning, tags proposed by them, clusters of notes.
//!
//! Found in two steps: the kept meanings of the nearest regions give two hundred candidates (`store::meaning`), and
//! those are compared exactly by their texts. Notes that are not filled in yet are compared with them.

use super::rows;
use crate::domain::acts::suggestion_uid;
use crate::domain::id::Uid;
use crate::domain::suggestion::{Decision, like_topic, tag_topic};
use crate::insight::semantics::meaning::Meaning;
use crate::insight::semantics::{Meanings, Reading, Sketch, proposals};
use crate::store::api::{LikeList, LikeOf, LikeRow, NoteKey, NoteRow, TagProposal};
use crate::store::meaning::{self, Standing, Tools};
use crate::store::reader::Reader;
use crate::store::regions;
use crate::store::trouble::Res;
use rusqlite::{Connection, OptionalExtension};
use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashSet};

/// Candidates compared exactly.
const CANDIDATES: usize = 200;
/// Notes looked through at least, however few regions hold them.
const SEEN: usize = 20_000;
/// Notes not filled in yet that are read directly, the newest of them, and as many of those that changed.
const DIRECT: i64 = 500;
/// Rows of one answer, at most.
const MOST_ROWS: usize = 100;
/// The nearest tagged notes that vote for their tags.
const VOTERS: usize = 12;
/// How far down the ranking tagged notes are looked for.
const VOTERS_AMONG: usize = 150;

/// Works with the meanings of this reader: with the user's own word list, or the one of the program.
pub fn with_meanings<T: Default>(reader: &Reader, work: impl FnOnce(&Meanings<'static>, &Tools) -> Res<T>) -> Res<T> {
    match Tools::shared() {
        Some(tools) => work(reader.meanings.as_deref().unwrap_or(&tools.meanings), tools),
        None => Ok(T::default()),
    }
}

/// Notes ranked by how alike they are to a vector, the likest first, with what ranks them. `own`: not this one.
pub fn nearest(
    reader: &Reader,
    by: &Meanings<'_>,
    tools: &Tools,
    vector: &[f32],
    own: i64,
) -> Res<Vec<(NoteKey, f32)>> {
    let c = &reader.connection;
    let standing = tools.standing(vector, &*regions::of(c, tools)?);
    if standing.sketch == Sketch::default() {
        return Ok(Vec::new());
    }
    let mut ids = candidates(c, &standing)?;
    ids.extend(not_filled_in(c)?);
    ids.sort_unstable();
    ids.dedup();
    let mut statement =
        c.prepare_cached("SELECT at_utc, text FROM note WHERE id = ?1 AND hidden = 0 AND COALESCE(kind, 0) <> 5")?;
    let (mut found, mut reading) = (Vec::with_capacity(ids.len()), Reading::new(by));
    for id in ids.into_iter().filter(|id| *id != own) {
        let mut row = statement.query([id])?;
        if let Some(row) = row.next()? {
            let at = row.get::<_, Option<i64>>(0)?.unwrap_or(0);
            let likeness = reading.likeness(row.get_ref(1)?.as_str().unwrap_or_default(), vector);
            if likeness > 0.0 {
                found.push((NoteKey { at, id }, likeness));
            }
        }
    }
    found.sort_by(|a, b| b.1.total_cmp(&a.1).then(b.0.cmp(&a.0)));
    Ok(found)
}

/// The notes whose sketches are nearest, of the regions nearest.
fn candidates(c: &Connection, standing: &Standing) -> Res<Vec<i64>> {
    let mut best: BinaryHeap<Reverse<(i32, i64)>> = BinaryHeap::with_capacity(CANDIDATES + 1);
    let mut least = i32::MIN;
    let mut blocks = c.prepare_cached("SELECT notes FROM meaning WHERE id BETWEEN ?1 AND ?2")?;
    let mut seen = 0;
    for (at, region) in standing.regions.iter().enumerate() {
        if at >= standing.least && seen >= SEEN {
            break;
        }
        let first = i64::from(*region) << 32;
        let mut rows = blocks.query([first, first + i64::from(u32::MAX)])?;
        while let Some(row) = rows.next()? {
            for (note, sketch) in meaning::entries(row.get_ref(0)?.as_blob().unwrap_or_default()) {
                seen += 1;
                let nearness = standing.weighing.nearness(sketch);
                if nearness < least {
                    continue;
                }
                best.push(Reverse((nearness, note)));
                if best.len() > CANDIDATES {
                    best.pop();
                    least = best.peek().map_or(i32::MIN, |Reverse((nearness, _))| *nearness);
                }
            }
        }
    }
    Ok(best.into_iter().map(|Reverse((_, note))| note).collect())
}

/// Notes whose meanings are not kept as they are now: the newest of them.
fn not_filled_in(c: &Connection) -> Res<Vec<i64>> {
    let mut statement = c.prepare_cached(
        "SELECT id FROM (SELECT id FROM note WHERE id > ?1 ORDER BY id DESC LIMIT ?2)
         UNION SELECT note FROM (SELECT note FROM meaning_due ORDER BY note DESC LIMIT ?2)",
    )?;
    let ids = statement.query_map([meaning::filled_to(c)?, DIRECT], |r| r.get(0))?;
    Ok(ids.collect::<Result<_, _>>()?)
}

/// Whether more notes wait to be filled in than are read directly.
fn some_not_compared(c: &Connection) -> Res<bool> {
    let mut statement = c.prepare_cached(
        "SELECT EXISTS(SELECT 1 FROM note WHERE id > ?1 LIMIT 1 OFFSET ?2)
         OR EXISTS(SELECT 1 FROM meaning_due LIMIT 1 OFFSET ?2)",
    )?;
    Ok(statement.query_row([meaning::filled_to(c)?, DIRECT], |r| r.get(0))?)
}

/// Whether a note is one that lists show.
struct Shown<'c> {
    statement: rusqlite::CachedStatement<'c>,
    now: i64,
}

impl<'c> Shown<'c> {
    fn new(reader: &'c Reader) -> Res<Shown<'c>> {
        let sql = format!("SELECT 1 FROM note n {} WHERE n.id = ?2 AND {}", rows::NOTE_JOINS, rows::NOTE_SHOWN);
        Ok(Shown { statement: reader.connection.prepare_cached(&sql)?, now: reader.now })
    }

    fn is(&mut self, id: i64) -> Res<bool> {
        Ok(self.statement.exists([self.now, id])?)
    }
}

/// What was decided of a topic.
pub fn decided(c: &Connection, topic: &str) -> Res<Option<Decision>> {
    let mut statement = c.prepare_cached(
        "SELECT s.decision FROM entity e JOIN suggestion s ON s.id = e.id WHERE e.uid = ?1 AND s.deleted IS NOT 1",
    )?;
    let number: Option<Option<i64>> = statement.query_row([suggestion_uid(topic).0], |r| r.get(0)).optional()?;
    Ok(number.flatten().and_then(Decision::from_number))
}

/// The notes nearest in meaning to a note or a text.
pub fn like(reader: &Reader, of: &LikeOf, limit: usize) -> Res<LikeList> {
    with_meanings(reader, |by, tools| {
        let (row, text) = match of {
            LikeOf::Text(text) => (None, text.clone()),
            LikeOf::Note(uid) => match asked_note(reader, *uid)? {
                Some(row) => (Some(row.clone()), row.text),
                None => return Ok(LikeList::default()),
            },
        };
        let asked = by.meaning(&text);
        let own = row.as_ref().map_or(0, |r| r.key.id);
        let ranked = nearest(reader, by, tools, &asked.vector, own)?;
        let reading = some_not_compared(&reader.connection)?;
        let mut list = LikeList { of: row, text, reading, ..LikeList::default() };
        fill(reader, by, &asked, &ranked, limit.min(MOST_ROWS), &mut list)?;
        Ok(list)
    })
}

/// Puts what is shown of a ranking into a list.
fn fill(
    reader: &Reader,
    by: &Meanings<'_>,
    asked: &Meaning,
    ranked: &[(NoteKey, f32)],
    limit: usize,
    list: &mut LikeList,
) -> Res<()> {
    let c = &reader.connection;
    let mut shown = Shown::new(reader)?;
    let (mut keys, mut accepted) = (Vec::with_capacity(limit), HashSet::new());
    for (key, _) in ranked {
        if keys.len() >= limit {
            break;
        }
        if !shown.is(key.id)? {
            continue;
        }
        let decision = match &list.of {
            Some(of) => decided(c, &like_topic(of.uid, rows::uid_of(c, key.id)?))?,
            None => None,
        };
        if decision == Some(Decision::Dismissed) {
            list.rejected += 1;
            continue;
        }
        if decision == Some(Decision::Accepted) {
            accepted.insert(key.id);
        }
        keys.push(*key);
    }
    list.rows.extend(rows::notes(c, &keys)?.into_iter().map(|note| {
        let words = by.meaning(&note.text).carried_by(asked);
        LikeRow { words, accepted: accepted.contains(&note.key.id), note }
    }));
    Ok(())
}

/// The note asked for, where it is one that lists show.
fn asked_note(reader: &Reader, uid: Uid) -> Res<Option<NoteRow>> {
    let c = &reader.connection;
    let Some(id) = rows::id_of(c, uid)? else { return Ok(None) };
    if !Shown::new(reader)?.is(id)? {
        return Ok(None);
    }
    Ok(rows::notes(c, &[NoteKey { at: 0, id }])?.pop())
}

/// Tags that the notes nearest to this one have, and it has not.
pub fn tag_proposals(reader: &Reader, note: Uid) -> Res<Vec<TagProposal>> {
    with_meanings(reader, |by, tools| {
        let c = &reader.connection;
        let Some(of) = asked_note(reader, note)? else { return Ok(Vec::new()) };
        let ranked = nearest(reader, by, tools, &by.vector(&of.text), of.key.id)?;
        let mut shown = Shown::new(reader)?;
        let mut tagged = c.prepare_cached("SELECT 1 FROM note_tag WHERE note = ?1")?;
        let mut voters: Vec<(f32, NoteRow)> = Vec::new();
        for (key, likeness) in ranked.iter().take(VOTERS_AMONG) {
            if voters.len() < VOTERS && tagged.exists([key.id])? && shown.is(key.id)? {
                voters
                    .extend(rows::notes(c, &[*key])?.pop().filter(|row| !row.tags.is_empty()).map(|r| (*likeness, r)));
            }
        }
        let mut own: HashSet<Uid> = of.tags.iter().map(|(tag, _)| *tag).collect();
        for (tag, _) in voters.iter().flat_map(|(_, row)| &row.tags) {
            if decided(c, &tag_topic(*tag, note))? == Some(Decision::Dismissed) {
                own.insert(*tag);
            }
        }
        let votes = voters.iter().map(|(likeness, row)| (*likeness, row.tags.iter().map(|(tag, _)| *tag).collect()));
        let proposed = proposals::by_neighbours(&votes.collect::<Vec<_>>(), &own);
        let proposal = |(tag, at): (Uid, usize)| {
            let (_, row) = voters.get(at)?;
            let name = row.tags.iter().find(|(t, _)| *t == tag)?.1.clone();
            Some(TagProposal { tag, name, because: (row.uid, row.text.clone()) })
        };
        Ok(proposed.into_iter().filter_map(proposal).collect())
    })
}

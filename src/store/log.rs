//! The log: acts and operations as they are stored, with local numbers for ids. Only ever appended to, and
//! emptied where something goes for good.

use super::purge;
use super::trouble::Res;
use crate::domain::act::Stream;
use crate::domain::id::Uid;
use crate::domain::schema::{Field, Kind, Shape};
use rusqlite::{Connection, OptionalExtension, params};
use serde_json::{Map, Value as Json};
use std::fmt::Write as _;

/// A replica's number stands above its acts' sequence numbers.
pub const SEQUENCE_BITS: u32 = 40;

/// The key beside a versioned text that lists the versions it replaces, as act and number in turn.
pub const REPLACES: &str = "^";

/// A value with local numbers for ids.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Local {
    Null,
    /// A number, or the local number of another thing.
    Int(i64),
    Text(String),
    Members(Vec<(i64, i64)>),
}

/// An operation with local numbers for ids.
#[derive(Debug, Clone)]
pub struct LocalOp {
    pub entity: i64,
    /// The entity was made for this operation, and has no row in the state yet.
    pub new: bool,
    pub kind: Kind,
    pub stream: Stream,
    pub fields: Vec<(Field, Local)>,
    /// Versions of the text this operation replaces.
    pub replaces: Vec<(i64, i64)>,
    /// Says nothing, for good: see `purge`.
    pub emptied: bool,
}

/// One stored operation of an entity, with what decides its place in the order.
#[derive(Debug, Clone)]
pub struct Entry {
    pub act: i64,
    pub n: i64,
    pub hlc: i64,
    pub replica: [u8; 16],
    pub verb: i64,
    /// `None`: emptied for good.
    pub fields: Option<Map<String, Json>>,
}

/// The fields as the log holds them: JSON with short keys, sets as a flat list of member and number. `None`: emptied.
pub fn encode(op: &LocalOp) -> Option<String> {
    if op.emptied {
        return None;
    }
    let mut out = String::with_capacity(64);
    out.push('{');
    for (i, (field, value)) in op.fields.iter().enumerate() {
        let comma = if i > 0 { "," } else { "" };
        let _ = write!(out, "{comma}\"{}\":", field.key);
        match value {
            Local::Null => out.push_str("null"),
            Local::Int(number) => {
                let _ = write!(out, "{number}");
            }
            Local::Text(text) => out.push_str(&Json::from(text.as_str()).to_string()),
            Local::Members(members) => push_pairs(&mut out, members),
        }
    }
    if !op.replaces.is_empty() {
        let _ = write!(out, ",\"{REPLACES}\":");
        push_pairs(&mut out, &op.replaces);
    }
    out.push('}');
    Some(out)
}

fn push_pairs(out: &mut String, pairs: &[(i64, i64)]) {
    out.push('[');
    for (i, (a, b)) in pairs.iter().enumerate() {
        let comma = if i > 0 { "," } else { "" };
        let _ = write!(out, "{comma}{a},{b}");
    }
    out.push(']');
}

/// A stored value as the field's shape wants it; what does not fit counts as nothing.
pub fn decode(shape: Shape, value: &Json) -> Local {
    match (shape, super::bundle::plain(value)) {
        (Shape::Int | Shape::Ref(_), Json::Number(n)) => n.as_i64().map_or(Local::Null, Local::Int),
        (Shape::Text | Shape::Versions, Json::String(text)) => Local::Text(text.clone()),
        (Shape::Members(..), list @ Json::Array(_)) => Local::Members(pairs(list)),
        _ => Local::Null,
    }
}

/// A flat list of numbers as pairs.
pub fn pairs(value: &Json) -> Vec<(i64, i64)> {
    let Json::Array(list) = super::bundle::plain(value) else { return Vec::new() };
    list.chunks_exact(2).filter_map(|pair| Some((pair.first()?.as_i64()?, pair.get(1)?.as_i64()?))).collect()
}

/// Everything the log says of one entity, in the order of the fold: clock, replica, number.
pub fn history(connection: &Connection, entity: i64) -> Res<Vec<Entry>> {
    let mut statement = connection.prepare_cached(
        "SELECT o.act, o.n, a.hlc, r.uid, a.verb, o.fields FROM op o JOIN act a ON a.id = o.act
         JOIN replica r ON r.id = o.act >> 40 WHERE o.entity = ?1",
    )?;
    let rows = statement.query_map([entity], |row| {
        let fields: Option<String> = row.get(5)?;
        Ok(Entry {
            act: row.get(0)?,
            n: row.get(1)?,
            hlc: row.get(2)?,
            replica: row.get(3)?,
            verb: row.get(4)?,
            fields: fields.and_then(|text| serde_json::from_str(&text).ok()),
        })
    })?;
    let mut entries = rows.collect::<Result<Vec<_>, _>>()?;
    entries.sort_by_key(|e| (e.hlc, e.replica, e.n));
    if entries.iter().any(|e| purge::is_for_good(e.verb)) {
        // Wherever it came from and however late: of a thing that was removed nothing is said.
        entries.iter_mut().for_each(|e| e.fields = None);
    }
    Ok(entries)
}

/// The versions of a text that no other version replaces, oldest first.
pub fn heads<'e>(key: &str, entries: impl Iterator<Item = &'e Entry>) -> Vec<&'e Entry> {
    let mut heads: Vec<&Entry> = Vec::new();
    for entry in entries {
        let Some(fields) = &entry.fields else { continue };
        if !fields.contains_key(key) {
            continue;
        }
        let replaced = fields.get(REPLACES).map(pairs).unwrap_or_default();
        heads.retain(|head| !replaced.contains(&(head.act, head.n)));
        heads.push(entry);
    }
    heads
}

/// The local number and kind of an entity.
pub fn find(connection: &Connection, uid: Uid) -> Res<Option<(i64, i64)>> {
    Ok(connection
        .prepare_cached("SELECT id, kind FROM entity WHERE uid = ?1")?
        .query_row([uid.0], |r| Ok((r.get(0)?, r.get(1)?)))
        .optional()?)
}

/// The local number and kind of an entity; one that is not there yet is made (true). Its row in the state is made by whoever
/// folds it. Most that are asked for in a bulk are new, so making comes first: the index of ids is gone through once.
pub fn find_or_add(connection: &Connection, uid: Uid, kind: i64) -> Res<(i64, i64, bool)> {
    let made = connection
        .prepare_cached("INSERT INTO entity(uid, kind) VALUES(?1, ?2) ON CONFLICT DO NOTHING")?
        .execute(params![uid.0, kind])?;
    if made == 1 {
        return Ok((connection.last_insert_rowid(), kind, true));
    }
    let found = connection
        .prepare_cached("SELECT id, kind FROM entity WHERE uid = ?1")?
        .query_row([uid.0], |r| Ok((r.get(0)?, r.get(1)?, false)))?;
    Ok(found)
}

/// The next free sequence number of a replica.
pub fn next_sequence(connection: &Connection, replica: i64) -> Res<i64> {
    let (low, high) = (replica << SEQUENCE_BITS, (replica + 1) << SEQUENCE_BITS);
    let newest: Option<i64> =
        connection.query_row("SELECT max(id) FROM act WHERE id >= ?1 AND id < ?2", [low, high], |r| r.get(0))?;
    Ok(newest.map_or(1, |id| id - low + 1))
}

/// Whether an act still counts: no act that counts undoes it.
pub fn is_live(connection: &Connection, act: i64) -> Res<bool> {
    let mut statement = connection.prepare_cached("SELECT id FROM act WHERE undoes = ?1")?;
    let undoers = statement.query_map([act], |r| r.get::<_, i64>(0))?.collect::<Result<Vec<_>, _>>()?;
    for undoer in undoers {
        // An undoing act is always newer than what it undoes; anything else is a damaged or hostile log.
        if undoer != act && is_live_below(connection, undoer, 10_000)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// As `is_live`, along a chain of undo and redo, without recursion.
fn is_live_below(connection: &Connection, act: i64, limit: usize) -> Res<bool> {
    let mut chain = 0usize;
    let mut current = act;
    let mut statement = connection.prepare_cached("SELECT max(id) FROM act WHERE undoes = ?1")?;
    while chain < limit {
        match statement.query_row([current], |r| r.get::<_, Option<i64>>(0))? {
            Some(next) if next != current => current = next,
            _ => break,
        }
        chain += 1;
    }
    Ok(chain.is_multiple_of(2))
}

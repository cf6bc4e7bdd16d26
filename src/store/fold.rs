//! The fold: what the log says becomes rows of the state. One way to write a row, used by new acts (only the fields
//! they set) and by folding an entity anew (all its fields).

use super::log::{self, Entry, Local};
use super::note_fold;
use super::search_index::{self, Reach};
use super::trouble::Res;
use crate::domain::schema::{Field, Kind, Shape};
use rusqlite::types::Value as Sql;
use rusqlite::{Connection, params_from_iter};
use std::collections::{BTreeMap, HashMap};

/// What is to be written of one entity: columns with values, and members of sets (0: not in it).
#[derive(Debug, Default)]
pub struct Change {
    pub columns: Vec<(&'static str, Sql)>,
    pub members: Vec<(Field, Vec<(i64, i64)>)>,
}

/// What the fold remembers between rows of one transaction; forgotten when one is rolled back.
#[derive(Debug, Default)]
pub struct Memory {
    /// When a visit started.
    pub started: HashMap<i64, Option<i64>>,
    /// Notes of the search index that came to be shown, less those that went, since this was last counted.
    pub shown: i64,
    /// How far the search index reaches, once that was read.
    pub reach: Option<Reach>,
}

impl Change {
    /// What one operation sets, when it is newer than everything before.
    pub fn of_fields(fields: &[(Field, Local)]) -> Change {
        let mut change = Change::default();
        for (field, value) in fields {
            change.add(*field, value.clone());
        }
        change
    }

    fn add(&mut self, field: Field, value: Local) {
        match (field.shape, value) {
            (Shape::Members(..), Local::Members(members)) => self.members.push((field, members)),
            (Shape::Members(..), _) => {}
            (shape, value) => {
                if shape == Shape::Versions {
                    self.set("forked", Sql::Null);
                }
                self.set(field.column, sql(value));
            }
        }
    }

    /// Gives a column its value; a later one wins.
    pub fn set(&mut self, column: &'static str, value: Sql) {
        match self.columns.iter_mut().find(|(c, _)| *c == column) {
            Some(slot) => slot.1 = value,
            None => self.columns.push((column, value)),
        }
    }

    /// The value this change gives a column, if it does.
    pub fn get(&self, column: &str) -> Option<&Sql> {
        self.columns.iter().find(|(c, _)| *c == column).map(|(_, v)| v)
    }
}

fn sql(value: Local) -> Sql {
    match value {
        Local::Null | Local::Members(_) => Sql::Null,
        Local::Int(number) => Sql::Integer(number),
        Local::Text(text) => Sql::Text(text),
    }
}

/// Writes a change of one entity, and what follows from it. `new`: the entity has no row yet.
pub fn write(c: &Connection, memory: &mut Memory, kind: Kind, id: i64, new: bool, change: Change) -> Res<()> {
    match kind {
        Kind::Note => note_fold::write(c, memory, id, new, change),
        Kind::Visit => {
            let started = change.get("started").cloned();
            write_row(c, kind, id, new, &change.columns)?;
            write_members(c, kind, id, &change.members)?;
            match started {
                Some(value) => note_fold::visit_started(c, memory, id, &value),
                None => Ok(()),
            }
        }
        _ => {
            write_row(c, kind, id, new, &change.columns)?;
            write_members(c, kind, id, &change.members)
        }
    }
}

/// Inserts or updates the row of an entity.
pub fn write_row(c: &Connection, kind: Kind, id: i64, new: bool, columns: &[(&'static str, Sql)]) -> Res<()> {
    if columns.is_empty() && !new {
        return Ok(());
    }
    let names: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
    let table = kind.table();
    let text = if new {
        let marks: String = (2..names.len() + 2).map(|i| format!(", ?{i}")).collect();
        let names: String = names.iter().map(|n| format!(", {n}")).collect();
        format!("INSERT INTO {table}(id{names}) VALUES(?1{marks})")
    } else {
        let sets: Vec<String> = names.iter().enumerate().map(|(i, n)| format!("{n} = ?{}", i + 2)).collect();
        format!("UPDATE {table} SET {} WHERE id = ?1", sets.join(", "))
    };
    let id = Sql::Integer(id);
    let values = std::iter::once(&id).chain(columns.iter().map(|(_, v)| v));
    c.prepare_cached(&text)?.execute(params_from_iter(values))?;
    Ok(())
}

/// Puts members into the sets of an entity and takes them out.
pub fn write_members(c: &Connection, kind: Kind, id: i64, members: &[(Field, Vec<(i64, i64)>)]) -> Res<()> {
    for (field, members) in members {
        let Shape::Members(of, table) = field.shape else { continue };
        let (owner, member, number) = (kind.table(), of.table(), field.column);
        for (other, value) in members {
            if *value == 0 {
                c.prepare_cached(&format!("DELETE FROM {table} WHERE {owner} = ?1 AND {member} = ?2"))?
                    .execute([id, *other])?;
            } else {
                c.prepare_cached(&format!(
                    "INSERT INTO {table}({owner}, {member}, {number}) VALUES(?1, ?2, ?3)
                     ON CONFLICT DO UPDATE SET {number} = excluded.{number}"
                ))?
                .execute([id, *other, *value])?;
            }
        }
    }
    Ok(())
}

/// Folds one entity anew from all the log says of it.
pub fn refold(c: &Connection, memory: &mut Memory, kind: Kind, id: i64, new: bool) -> Res<()> {
    let entries = log::history(c, id)?;
    let mut change = Change::default();
    for field in kind.fields() {
        match field.shape {
            Shape::Members(of, table) => {
                let mut members = folded_members(*field, &entries);
                if !new {
                    for present in present_members(c, kind, of, table, id)? {
                        members.entry(present).or_insert(0);
                    }
                }
                change.members.push((*field, members.into_iter().collect()));
            }
            Shape::Versions => {
                let (text, forked) = folded_versions(*field, &entries);
                change.set(field.column, sql(text));
                change.set("forked", forked);
            }
            shape => {
                let newest = entries.iter().rev().find_map(|e| e.fields.as_ref()?.get(field.key));
                change.set(field.column, sql(newest.map_or(Local::Null, |value| log::decode(shape, value))));
            }
        }
    }
    write(c, memory, kind, id, new, change)
}

fn folded_members(field: Field, entries: &[Entry]) -> BTreeMap<i64, i64> {
    let mut members = BTreeMap::new();
    for value in entries.iter().filter_map(|e| e.fields.as_ref()?.get(field.key)) {
        members.extend(log::pairs(value));
    }
    members
}

/// The newest version that stands, and whether others with another wording stand beside it.
fn folded_versions(field: Field, entries: &[Entry]) -> (Local, Sql) {
    let heads = log::heads(field.key, entries.iter());
    let texts: Vec<Local> = heads
        .iter()
        .filter_map(|head| head.fields.as_ref()?.get(field.key).map(|value| log::decode(field.shape, value)))
        .collect();
    let Some(newest) = texts.last().cloned() else { return (Local::Null, Sql::Null) };
    let others = texts.iter().any(|text| *text != Local::Null && *text != newest);
    (newest, if others { Sql::Integer(1) } else { Sql::Null })
}

fn present_members(c: &Connection, kind: Kind, of: Kind, table: &str, id: i64) -> Res<Vec<i64>> {
    let (owner, member) = (kind.table(), of.table());
    let mut statement = c.prepare_cached(&format!("SELECT {member} FROM {table} WHERE {owner} = ?1"))?;
    Ok(statement.query_map([id], |r| r.get(0))?.collect::<Result<_, _>>()?)
}

/// Every table that holds members of a set.
pub fn member_tables() -> impl Iterator<Item = &'static str> {
    Kind::ALL.iter().flat_map(|kind| kind.fields()).filter_map(|field| match field.shape {
        Shape::Members(_, table) => Some(table),
        _ => None,
    })
}

/// Forgets the whole state and folds it anew from the log, inside the transaction of the caller. `progress` hears how
/// many entities are done.
pub fn rebuild(c: &Connection, mut progress: impl FnMut(u64)) -> Res<()> {
    for table in Kind::ALL.iter().map(|k| k.table()).chain(member_tables()).chain(["visit_tag"]) {
        c.execute(&format!("DELETE FROM {table}"), [])?;
    }
    super::meaning::forget(c)?;
    let mut memory = Memory::default();
    search_index::clear(c, &mut memory)?;
    let mut done = 0;
    // Visits come before their notes, which take their times from them.
    for kind in Kind::ALL {
        let mut last = 0;
        loop {
            let mut statement =
                c.prepare_cached("SELECT id FROM entity WHERE kind = ?1 AND id > ?2 ORDER BY id LIMIT 1000")?;
            let ids: Vec<i64> = statement.query_map([*kind as i64, last], |r| r.get(0))?.collect::<Result<_, _>>()?;
            let Some(newest) = ids.last() else { break };
            last = *newest;
            for id in &ids {
                refold(c, &mut memory, *kind, *id, true)?;
            }
            done += ids.len() as u64;
            progress(done);
        }
    }
    search_index::catch_up(c, &mut memory)
}

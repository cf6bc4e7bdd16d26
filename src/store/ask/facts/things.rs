//! What visits refer to: rooms with their teachers, observers, the tree of tags, and the labels of look-fors; merged
//! ones resolved.

use crate::domain::id::Uid;
use crate::domain::order::InOrder;
use crate::domain::sheet::Sheet;
use crate::store::ask::rows::Merged;
use crate::store::trouble::Res;
use rusqlite::Connection;
use std::collections::HashMap;
use std::sync::Arc;

/// A room as far as counting needs it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Room {
    pub grade: String,
    pub subject: String,
    pub period: String,
    pub teachers: Arc<[u32]>,
    pub in_use: bool,
}

/// A tag's signs: the tag itself (or the one it was merged into) and all above it, by their ids.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TagSigns {
    pub signs: Vec<Uid>,
}

#[derive(Debug, Default)]
pub struct Things {
    /// By number, those they were merged into resolved.
    pub rooms: HashMap<i64, Room>,
    pub room_merges: Merged,
    pub observer_merges: Merged,
    /// What a visit with a tag of this number shows.
    pub tags: HashMap<i64, TagSigns>,
    pub tag_names: HashMap<Uid, String>,
    /// The tag a tag stands under.
    pub tag_parents: HashMap<Uid, Uid>,
    pub labels: HashMap<String, String>,
}

impl Things {
    pub fn read(c: &Connection) -> Res<Things> {
        let room_merges = Merged::read(c, "classroom")?;
        let (tags, tag_names) = tags(c)?;
        let pairs = tags.values().filter_map(|t| Some((*t.signs.first()?, *t.signs.get(1)?)));
        Ok(Things {
            tag_parents: pairs.collect(),
            rooms: rooms(c, &room_merges)?,
            observer_merges: Merged::read(c, "observer")?,
            room_merges,
            tags,
            tag_names,
            labels: labels(c)?,
        })
    }

    /// Whether visits that were read with `before` need not be read again: nothing that they could refer to changed,
    /// other than names.
    pub fn keep(&self, before: &Things) -> bool {
        let alike = |room: &Room, now: &Room| {
            (&room.grade, &room.subject, &room.period, &room.teachers)
                == (&now.grade, &now.subject, &now.period, &now.teachers)
        };
        self.room_merges == before.room_merges
            && self.observer_merges == before.observer_merges
            && before.rooms.iter().all(|(id, room)| self.rooms.get(id).is_some_and(|now| alike(room, now)))
            && before.tags.iter().all(|(id, signs)| self.tags.get(id) == Some(signs))
    }
}

fn rooms(c: &Connection, merges: &Merged) -> Res<HashMap<i64, Room>> {
    let mut found: HashMap<i64, Room> = HashMap::new();
    let mut statement = c.prepare_cached(
        "SELECT id, grade, subject, period,
           label IS NOT NULL AND deleted IS NOT 1 AND retired IS NOT 1 AND merged_into IS NULL FROM classroom",
    )?;
    let mut rows = statement.query([])?;
    while let Some(r) = rows.next()? {
        let text = |i| Ok::<_, rusqlite::Error>(r.get::<_, Option<String>>(i)?.unwrap_or_default().trim().to_string());
        let room =
            Room { grade: text(1)?, subject: text(2)?, period: text(3)?, teachers: Arc::default(), in_use: r.get(4)? };
        found.insert(r.get(0)?, room);
    }
    let teachers = Merged::read(c, "teacher")?;
    let mut statement = c.prepare_cached("SELECT classroom, teacher FROM classroom_teacher")?;
    let mut people: HashMap<i64, Vec<u32>> = HashMap::new();
    for row in statement.query_map([], |r| Ok((r.get(0)?, r.get(1)?)))? {
        let (room, teacher) = row?;
        people.entry(merges.resolve(room)).or_default().push(person(teachers.resolve(teacher)));
    }
    for (room, mut teachers) in people {
        teachers.order();
        teachers.dedup();
        if let Some(room) = found.get_mut(&room) {
            room.teachers = teachers.into();
        }
    }
    Ok(found)
}

/// The number that stands for a person in facts.
pub fn person(id: i64) -> u32 {
    u32::try_from(id).unwrap_or(u32::MAX)
}

/// The tree of tags: merged ones under what they became.
#[derive(Debug)]
pub struct TagTree(HashMap<i64, TagSigns>);

impl TagTree {
    pub fn read(c: &Connection) -> Res<TagTree> {
        Ok(TagTree(tags(c)?.0))
    }

    /// The numbers of a tag, of all below it, and of those merged into one of them.
    pub fn below(&self, tag: Uid) -> impl Iterator<Item = i64> + '_ {
        self.0.iter().filter(move |(_, signs)| signs.signs.contains(&tag)).map(|(id, _)| *id)
    }
}

type Tags = (HashMap<i64, TagSigns>, HashMap<Uid, String>);

fn tags(c: &Connection) -> Res<Tags> {
    let merged = Merged::read(c, "tag")?;
    let mut parents: HashMap<i64, i64> = HashMap::new();
    let mut live: HashMap<i64, Uid> = HashMap::new();
    let mut names = HashMap::new();
    let mut all = Vec::new();
    let mut statement = c.prepare_cached(
        "SELECT t.id, e.uid, t.parent, t.name, t.deleted IS NOT 1 AND t.merged_into IS NULL
         FROM tag t JOIN entity e ON e.id = t.id",
    )?;
    let mut rows = statement.query([])?;
    while let Some(r) = rows.next()? {
        let (id, uid, name): (i64, Uid, Option<String>) = (r.get(0)?, Uid(r.get(1)?), r.get(3)?);
        all.push(id);
        if let Some(parent) = r.get::<_, Option<i64>>(2)? {
            parents.insert(id, merged.resolve(parent));
        }
        if let Some(name) = name.filter(|_| r.get(4) == Ok(true)) {
            live.insert(id, uid);
            names.insert(uid, name);
        }
    }
    let mut tags = HashMap::new();
    for id in all {
        let mut signs = Vec::new();
        let mut at = Some(merged.resolve(id));
        // Two laptops can put two tags under each other; a chain longer than this goes in a circle.
        for _ in 0..32 {
            // A deleted tag shows nothing, and neither do those above it.
            let Some(uid) = at.and_then(|tag| live.get(&tag)) else { break };
            if signs.contains(uid) {
                break;
            }
            signs.push(*uid);
            at = at.and_then(|tag| parents.get(&tag).copied());
        }
        tags.insert(id, TagSigns { signs });
    }
    Ok((tags, names))
}

/// The labels of look-fors on the sheets as they were used; the newest wording counts.
fn labels(c: &Connection) -> Res<HashMap<String, String>> {
    let mut labels = HashMap::new();
    let mut statement = c.prepare_cached("SELECT name, body FROM sheet WHERE body IS NOT NULL ORDER BY id")?;
    let mut rows = statement.query([])?;
    while let Some(r) = rows.next()? {
        let (name, body): (Option<String>, String) = (r.get(0)?, r.get(1)?);
        // A sheet that a newer version wrote may not be readable; its look-fors go by their ids.
        if let Ok(sheet) = Sheet::parse(&name.unwrap_or_default(), &body) {
            labels.extend(sheet.look_fors.into_iter().map(|l| (l.id, l.label)));
        }
    }
    Ok(labels)
}

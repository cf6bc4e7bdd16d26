//! The schools, teachers and rooms there are, also retired ones, for comparing them with a roster.

use super::ask::rows::Merged;
use super::reader::Reader;
use super::trouble::Res;
use crate::domain::id::Uid;
use std::collections::{HashMap, HashSet};

/// A school or a teacher. What was merged into it answers to its own `source` as well, see `Known::aliases`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KnownName {
    pub name: String,
    /// `school::SOURCE`, `teacher::SOURCE`; `None` for one typed by hand.
    pub source: Option<String>,
}

/// A classroom with everything a roster can say of it. Unknown texts are empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownRoom {
    pub uid: Uid,
    pub label: String,
    pub school: Option<Uid>,
    pub grade: String,
    pub subject: String,
    pub period: String,
    pub course: String,
    pub term: String,
    /// `classroom::SOURCE`; `None` for one typed by hand.
    pub source: Option<String>,
    pub retired: bool,
    pub teachers: Vec<Uid>,
}

/// What is in the file before a roster comes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Known {
    pub schools: HashMap<Uid, KnownName>,
    pub teachers: HashMap<Uid, KnownName>,
    /// In the order in which they came into the file.
    pub rooms: Vec<KnownRoom>,
    /// Sources of schools and teachers that were merged into another.
    pub aliases: HashMap<String, Uid>,
    /// Ids of what was deleted, merged or emptied for good: no new thing may get one of them.
    pub gone: HashSet<Uid>,
}

impl Reader {
    /// Everything a roster is compared with, from one moment of the file.
    pub fn known(&self) -> Res<Known> {
        let _moment = self.connection.unchecked_transaction()?;
        let mut known = Known::default();
        let ids = self.numbers_to_uids()?;
        let schools = Merged::read(&self.connection, "school")?;
        let teachers = Merged::read(&self.connection, "teacher")?;
        known.schools = self.known_names("school", &schools, &ids, &mut known)?;
        known.teachers = self.known_names("teacher", &teachers, &ids, &mut known)?;
        let mut emptied = self.connection.prepare(
            "SELECT uid FROM entity e WHERE kind IN (1, 2, 3)
               AND EXISTS(SELECT 1 FROM op WHERE op.entity = e.id AND op.fields IS NULL)",
        )?;
        for uid in emptied.query_map([], |r| Ok(Uid(r.get(0)?)))? {
            known.gone.insert(uid?);
        }
        let taught = self.teachers_by_room(&teachers, &ids)?;
        let mut statement = self.connection.prepare(
            "SELECT id, label, school, grade, subject, period, course, term, source, retired, merged_into, deleted
             FROM classroom ORDER BY id",
        )?;
        let mut rows = statement.query([])?;
        while let Some(r) = rows.next()? {
            let id: i64 = r.get(0)?;
            let Some(uid) = ids.get(&id).copied() else { continue };
            if r.get::<_, Option<i64>>(10)?.is_some() || r.get::<_, Option<i64>>(11)? == Some(1) {
                known.gone.insert(uid);
                continue;
            }
            let text = |i| Ok::<_, rusqlite::Error>(r.get::<_, Option<String>>(i)?.unwrap_or_default());
            // A row without a label was only mentioned, or its import was taken back: its id may be used again.
            let Some(label) = r.get::<_, Option<String>>(1)? else { continue };
            let school = r.get::<_, Option<i64>>(2)?.map(|s| schools.resolve(s));
            known.rooms.push(KnownRoom {
                uid,
                label,
                school: school.and_then(|s| ids.get(&s).copied()),
                grade: text(3)?,
                subject: text(4)?,
                period: text(5)?,
                course: text(6)?,
                term: text(7)?,
                source: r.get(8)?,
                retired: r.get::<_, Option<i64>>(9)? == Some(1),
                teachers: taught.get(&id).cloned().unwrap_or_default(),
            });
        }
        Ok(known)
    }

    fn numbers_to_uids(&self) -> Res<HashMap<i64, Uid>> {
        let mut statement = self.connection.prepare("SELECT id, uid FROM entity WHERE kind IN (1, 2, 3)")?;
        Ok(statement.query_map([], |r| Ok((r.get(0)?, Uid(r.get(1)?))))?.collect::<Result<_, _>>()?)
    }

    fn known_names(
        &self,
        table: &str,
        merged: &Merged,
        ids: &HashMap<i64, Uid>,
        known: &mut Known,
    ) -> Res<HashMap<Uid, KnownName>> {
        let mut found = HashMap::new();
        let mut statement =
            self.connection.prepare(&format!("SELECT id, name, source, merged_into, deleted FROM {table}"))?;
        let mut rows = statement.query([])?;
        while let Some(r) = rows.next()? {
            let id: i64 = r.get(0)?;
            let Some(uid) = ids.get(&id).copied() else { continue };
            let source: Option<String> = r.get(2)?;
            if r.get::<_, Option<i64>>(4)? == Some(1) {
                known.gone.insert(uid);
            } else if r.get::<_, Option<i64>>(3)?.is_some() {
                known.gone.insert(uid);
                let target = ids.get(&merged.resolve(id)).copied();
                known.aliases.extend(source.zip(target));
            } else if let Some(name) = r.get(1)? {
                found.insert(uid, KnownName { name, source });
            }
        }
        Ok(found)
    }

    fn teachers_by_room(&self, merged: &Merged, ids: &HashMap<i64, Uid>) -> Res<HashMap<i64, Vec<Uid>>> {
        let mut taught: HashMap<i64, Vec<Uid>> = HashMap::new();
        let mut statement =
            self.connection.prepare("SELECT classroom, teacher FROM classroom_teacher ORDER BY classroom, teacher")?;
        let mut rows = statement.query([])?;
        while let Some(r) = rows.next()? {
            if let Some(uid) = ids.get(&merged.resolve(r.get(1)?)) {
                taught.entry(r.get(0)?).or_default().push(*uid);
            }
        }
        Ok(taught)
    }
}

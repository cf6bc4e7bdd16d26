//! Rooms, observers, and everything else that filters can choose from.

use super::rows::{self, Merged};
use crate::domain::id::Uid;
use crate::domain::order::InOrder;
use crate::domain::schema::Kind;
use crate::domain::text::fold;
use crate::domain::time::UtcMs;
use crate::language::mask::{Masker, NameOf};
use crate::language::rules::Rules;
use crate::store::api::{FilterChoices, RoomRow, Trouble};
use crate::store::reader::Reader;
use crate::store::trouble::Res;
use rusqlite::Connection;
use std::collections::HashMap;
use std::sync::Arc;

/// All rooms in use, by label, numbers in labels in their own order ("Room 4" before "Room 12").
pub fn rooms(reader: &Reader, limit: usize) -> Res<Vec<RoomRow>> {
    Ok(in_use(reader, limit)?.into_iter().map(|(_, room)| room).collect())
}

/// The same, each with its number in the file.
pub fn in_use(reader: &Reader, limit: usize) -> Res<Vec<(i64, RoomRow)>> {
    let c = &reader.connection;
    let last = last_visits(c)?;
    let mut statement = c.prepare_cached(
        "SELECT c.id, e.uid, c.label, c.grade, c.subject, c.period, se.uid, s.name
         FROM classroom c JOIN entity e ON e.id = c.id LEFT JOIN school s0 ON s0.id = c.school
         LEFT JOIN school s ON s.id = COALESCE(s0.merged_into, s0.id) LEFT JOIN entity se ON se.id = s.id
         WHERE c.deleted IS NOT 1 AND c.retired IS NOT 1 AND c.merged_into IS NULL AND c.label IS NOT NULL",
    )?;
    let mut found = Vec::new();
    let mut rows = statement.query([])?;
    while let Some(r) = rows.next()? {
        let id: i64 = r.get(0)?;
        let text = |i| Ok::<_, rusqlite::Error>(r.get::<_, Option<String>>(i)?.unwrap_or_default());
        let school = match r.get::<_, Option<[u8; 16]>>(6)? {
            Some(uid) => Some((Uid(uid), text(7)?)),
            None => None,
        };
        let room = RoomRow {
            uid: Uid(r.get(1)?),
            label: text(2)?,
            grade: text(3)?,
            subject: text(4)?,
            period: text(5)?,
            teachers: Vec::new(),
            school,
            last_visit: last.get(&id).copied(),
        };
        found.push((id, room));
    }
    found.order_by_key(|(id, room)| (natural(&room.label), *id));
    found.truncate(limit);
    for (id, room) in &mut found {
        room.teachers = rows::teachers_of(c, *id)?;
    }
    Ok(found)
}

/// When each room was last visited; merged rooms count for the one they were merged into.
pub fn last_visits(c: &Connection) -> Res<HashMap<i64, UtcMs>> {
    let merged = Merged::read(c, "classroom")?;
    let mut statement = c.prepare_cached(
        "SELECT c.id, (SELECT v.started FROM visit v WHERE v.classroom = c.id AND v.started IS NOT NULL
           AND v.deleted IS NOT 1 AND v.skipped IS NULL ORDER BY v.started DESC LIMIT 1) FROM classroom c",
    )?;
    let mut last: HashMap<i64, UtcMs> = HashMap::new();
    let mut rows = statement.query([])?;
    while let Some(r) = rows.next()? {
        if let Some(started) = r.get::<_, Option<i64>>(1)? {
            let slot = last.entry(merged.resolve(r.get(0)?)).or_insert(started);
            *slot = started.max(*slot);
        }
    }
    Ok(last)
}

/// A label for sorting: digits count as numbers.
fn natural(label: &str) -> Vec<(String, u64)> {
    let mut parts = vec![(String::new(), 0u64)];
    let mut in_number = false;
    for ch in fold(label).chars() {
        match ch.to_digit(10) {
            Some(digit) => {
                if let Some(last) = parts.last_mut() {
                    last.1 = last.1.saturating_mul(10).saturating_add(u64::from(digit));
                }
                in_number = true;
            }
            None => {
                if in_number {
                    parts.push((String::new(), 0));
                }
                if let Some(last) = parts.last_mut() {
                    last.0.push(ch);
                }
                in_number = false;
            }
        }
    }
    parts
}

/// All observers, by name.
pub fn observers(reader: &Reader) -> Res<Vec<(Uid, String)>> {
    named(
        &reader.connection,
        "SELECT e.uid, o.name FROM observer o JOIN entity e ON e.id = o.id
         WHERE o.name IS NOT NULL AND o.deleted IS NOT 1 AND o.merged_into IS NULL ORDER BY o.name, e.uid LIMIT 5000",
    )
}

/// The names of teachers and observers, merged ones too: an old name is still a name. Made ready here, since with many
/// names that takes longer than a key may wait.
pub fn people(reader: &Reader) -> Res<Arc<Masker>> {
    let of = |table: &str| {
        let sql = format!("SELECT name FROM {table} WHERE name IS NOT NULL AND deleted IS NOT 1 LIMIT 10000");
        let mut statement = reader.connection.prepare_cached(&sql)?;
        Ok::<_, Trouble>(statement.query_map([], |r| r.get(0))?.collect::<Result<Vec<String>, _>>()?)
    };
    let (teachers, observers) = (of("teacher")?, of("observer")?);
    let teachers = teachers.iter().map(|n| (NameOf::Teacher, n.as_str()));
    let observers = observers.iter().map(|n| (NameOf::Observer, n.as_str()));
    Ok(Arc::new(Masker::new(teachers.chain(observers))))
}

/// All that a shared view must not show, and whatever looks like a name. Who was deleted, or was called otherwise before,
/// is still somebody.
pub fn all_names(reader: &Reader) -> Res<Arc<Masker>> {
    let mut names: Vec<(NameOf, String)> = Vec::new();
    reader.each_name(|kind, name| {
        let of = match kind {
            Kind::School => NameOf::School,
            Kind::Classroom => NameOf::Room,
            Kind::Teacher => NameOf::Teacher,
            _ => NameOf::Observer,
        };
        names.push((of, name));
    })?;
    let names = names.iter().map(|(of, name)| (*of, name.as_str()));
    Ok(Arc::new(Masker::for_sharing(names, &Rules::built_in())))
}

fn named(c: &Connection, sql: &str) -> Res<Vec<(Uid, String)>> {
    let mut statement = c.prepare_cached(sql)?;
    Ok(statement.query_map([], |r| Ok((Uid(r.get(0)?), r.get(1)?)))?.collect::<Result<_, _>>()?)
}

fn texts(c: &Connection, sql: &str) -> Res<Vec<String>> {
    let mut statement = c.prepare_cached(sql)?;
    let mut found: Vec<String> = statement.query_map([], |r| r.get(0))?.collect::<Result<_, _>>()?;
    found.order_by_key(|text| natural(text));
    Ok(found)
}

/// What filters can choose from. Walks: the newest 500.
pub fn choices(reader: &Reader) -> Res<FilterChoices> {
    let c = &reader.connection;
    let mut rooms = named(
        c,
        "SELECT e.uid, c.label FROM classroom c JOIN entity e ON e.id = c.id
         WHERE c.label IS NOT NULL AND c.deleted IS NOT 1 AND c.merged_into IS NULL LIMIT 5000",
    )?;
    rooms.order_by_key(|(uid, label)| (natural(label), *uid));
    let distinct = |column: &str| {
        texts(
            c,
            &format!(
                "SELECT DISTINCT {column} FROM classroom WHERE {column} IS NOT NULL AND {column} <> ''
                 AND deleted IS NOT 1 AND merged_into IS NULL LIMIT 1000"
            ),
        )
    };
    Ok(FilterChoices {
        schools: named(
            c,
            "SELECT e.uid, s.name FROM school s JOIN entity e ON e.id = s.id
             WHERE s.name IS NOT NULL AND s.deleted IS NOT 1 AND s.merged_into IS NULL ORDER BY s.name LIMIT 1000",
        )?,
        rooms,
        observers: observers(reader)?,
        walks: walks(c)?,
        tags: named(
            c,
            "SELECT e.uid, t.name FROM tag t JOIN entity e ON e.id = t.id
             WHERE t.name IS NOT NULL AND t.deleted IS NOT 1 AND t.merged_into IS NULL
             ORDER BY t.name COLLATE NOCASE, e.uid LIMIT 5000",
        )?,
        grades: distinct("grade")?,
        subjects: distinct("subject")?,
        periods: distinct("period")?,
    })
}

/// The newest walks, by their day and focus question.
fn walks(c: &Connection) -> Res<Vec<(Uid, String)>> {
    let mut statement = c.prepare_cached(
        "SELECT e.uid, w.day, w.focus FROM walk w JOIN entity e ON e.id = w.id
         WHERE w.deleted IS NOT 1 AND w.day IS NOT NULL ORDER BY w.day DESC, w.id DESC LIMIT 500",
    )?;
    let rows = statement.query_map([], |r| {
        let (day, focus): (i64, Option<String>) = (r.get(1)?, r.get(2)?);
        let date = crate::domain::time::local_time(day.saturating_mul(86_400_000), 0).format("%-d %b %Y");
        let focus = focus.filter(|f| !f.is_empty()).map(|f| format!(": {f}")).unwrap_or_default();
        Ok((Uid(r.get(0)?), format!("{date}{focus}")))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

#[cfg(test)]
mod tests {
    use super::natural;

    #[test]
    fn numbers_in_labels_count_as_numbers() {
        let mut labels = ["Room 12", "Room 4", "Gym", "room 4b", "Room 4"];
        labels.sort_by_cached_key(|l| natural(l));
        assert_eq!(labels, ["Gym", "Room 4", "Room 4", "room 4b", "Room 12"]);
    }
}

//! What is in the file, in figures; and where and when somebody looked.

use super::{home, numbers, rows, talking};
use crate::domain::time::{UtcMs, local_time};
use crate::store::api::{Coverage, Info};
use crate::store::reader::Reader;
use crate::store::trouble::Res;
use crate::store::{backup, connect, migrate};
use std::collections::BTreeMap;

/// Figures about the file.
pub fn info(reader: &Reader) -> Res<Info> {
    let c = &reader.connection;
    let count = |sql: &str| -> Res<u64> { Ok(c.query_row(sql, [], |r| r.get::<_, i64>(0))?.unsigned_abs()) };
    let named = |table: &str, column: &str| {
        count(&format!(
            "SELECT count(*) FROM {table} WHERE {column} IS NOT NULL AND deleted IS NOT 1 AND merged_into IS NULL"
        ))
    };
    let talking = |thing| -> Res<u64> { Ok(talking::how_many_of(c, thing)? as u64) };
    let size = |suffix| std::fs::metadata(connect::sidecar(&reader.path, suffix)).map_or(0, |m| m.len());
    let backups = reader.data_dir.as_ref().map(|d| backup::list(&reader.path, d)).unwrap_or_default();
    Ok(Info {
        file: reader.path.display().to_string(),
        version: env!("CARGO_PKG_VERSION").into(),
        schema: migrate::NEWEST,
        schools: named("school", "name")?,
        classrooms: named("classroom", "label")?,
        teachers: named("teacher", "name")?,
        observers: named("observer", "name")?,
        walkthroughs: count(
            "SELECT count(*) FROM walk WHERE deleted IS NOT 1 AND (day IS NOT NULL OR started IS NOT NULL)",
        )?,
        visits: u64::from(numbers::all_visits(c)?),
        notes: count(
            "SELECT count(*) FROM note n JOIN visit v ON v.id = n.visit LEFT JOIN walk w ON w.id = v.walk
             WHERE n.hidden = 0 AND v.deleted IS NOT 1 AND w.deleted IS NOT 1",
        )?,
        marks: count("SELECT count(*) FROM mark WHERE look_for IS NOT NULL AND deleted IS NOT 1")?,
        tags: named("tag", "name")?,
        patterns: count("SELECT count(*) FROM pattern WHERE statement IS NOT NULL AND deleted IS NOT 1")?,
        replies: count(
            "SELECT count(*) FROM reply r JOIN visit v ON v.id = r.visit LEFT JOIN walk w ON w.id = v.walk
             WHERE r.text IS NOT NULL AND r.deleted IS NOT 1 AND v.deleted IS NOT 1 AND w.deleted IS NOT 1",
        )?,
        talks: talking(talking::Thing::Talks)?,
        voices: talking(talking::Thing::Voices)?,
        problems: talking(talking::Thing::Problems)?,
        trials: talking(talking::Thing::Trials)?,
        teams: talking(talking::Thing::Teams)?,
        acts: count("SELECT count(*) FROM act")?,
        operations: count("SELECT count(*) FROM op")?,
        bytes: size("") + size("-wal"),
        backups: backups.len() as u64,
        last_backup: home::last_backup(reader).map(|at| local_time(at, 0).format("%Y-%m-%dT%H:%M:%SZ").to_string()),
    })
}

/// Where and when somebody looked since a moment.
pub fn coverage(reader: &Reader, since: UtcMs) -> Res<Coverage> {
    let c = &reader.connection;
    let mut weeks: BTreeMap<i64, u32> = BTreeMap::new();
    let mut coverage = Coverage::default();
    let mut statement = c.prepare_cached(&format!(
        "SELECT w.day, v.started FROM visit v LEFT JOIN walk w ON w.id = v.walk WHERE v.started >= ?1 AND {}",
        rows::VISIT_COUNTS
    ))?;
    let mut found = statement.query([since])?;
    while let Some(r) = found.next()? {
        let day = r.get::<_, Option<i64>>(0)?.unwrap_or(rows::day_of(r.get(1)?));
        let monday = rows::monday(day);
        *weeks.entry(monday).or_default() += 1;
        if let Some(slot) = usize::try_from(day - monday).ok().and_then(|i| coverage.weekdays.get_mut(i)) {
            *slot += 1;
        }
    }
    coverage.weeks = weeks.into_iter().collect();
    let last = super::rooms::last_visits(c)?;
    let mut statement = c.prepare_cached(
        "SELECT id FROM classroom WHERE deleted IS NOT 1 AND retired IS NOT 1 AND merged_into IS NULL
         AND label IS NOT NULL",
    )?;
    for id in statement.query_map([], |r| r.get::<_, i64>(0))? {
        coverage.rooms += 1;
        coverage.rooms_seen += usize::from(last.get(&id?).is_some_and(|at| *at >= since));
    }
    Ok(coverage)
}

//! What can still be read of a damaged file is poured, row by row, into a sound one. Only the log is copied; the state
//! is folded anew. The damaged file is set aside and never changed.

use super::api::{Trouble, TroubleSort};
use super::core::{Core, OpenOptions};
use super::lock::Lock;
use super::trouble::Res;
use super::{backup, connect, damage, fold, migrate, purge};
use crate::domain::id::Uid;
use rusqlite::types::Value as Sql;
use rusqlite::{Connection, OptionalExtension, Row, params_from_iter};
use std::collections::HashSet;
use std::path::{Path, PathBuf};

/// What was saved, in sentences.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SalvageReport {
    /// Changes (acts) in the sound file now.
    pub acts: u64,
    /// Rows that could not be read or that rest on something lost.
    pub lost: u64,
    /// Where the damaged file is now, when it was moved.
    pub aside: Option<PathBuf>,
    pub lines: Vec<String>,
}

/// Copies what can be read of a damaged file into a new one at `to`, which must not exist.
pub fn salvage(path: &Path, to: &Path, options: &OpenOptions) -> Res<SalvageReport> {
    if to.exists() {
        return Err(Trouble::new(
            TroubleSort::Other,
            format!("There is already a file at {}.", to.display()),
            "It was left as it is; nothing was saved there.",
            "Choose another name.",
        ));
    }
    let damaged = connect::reading(path)?;
    let mut core = Core::open(to, options)?;
    let report = pour_and_fold(&damaged, &mut core)?;
    core.close()?;
    Ok(report)
}

/// Makes a damaged file usable again: sets it aside under a dated name, puts the newest good backup in its place, and
/// pours into it what the damaged file holds beyond that. The report says what was done.
pub fn open_after_damage(path: &Path, options: &OpenOptions) -> Res<SalvageReport> {
    let lock = Lock::take(path)?;
    let aside = backup::set_aside(path, "damaged", options.now)?;
    let mut lines = vec![format!("The damaged file was kept as {}.", aside.display())];
    match newest_good(path, &options.data_dir) {
        Some((source, from)) => {
            backup::write_copy(&source, path, false)?;
            lines.push(format!("The backup {} took its place.", from.display()));
        }
        None => lines.push("There was no backup that could be read.".into()),
    }
    damage::forget(path, &options.data_dir);
    let mut core = Core::attach(path, options)?;
    core.lock = Some(lock);
    let mut report = match connect::reading(&aside).and_then(|damaged| pour_and_fold(&damaged, &mut core)) {
        Ok(report) => report,
        Err(trouble) => {
            lines.push(format!("Nothing more could be read from the damaged file. {}", trouble.what));
            SalvageReport { acts: count(&core)?, ..SalvageReport::default() }
        }
    };
    core.close()?;
    lines.append(&mut report.lines);
    Ok(SalvageReport { aside: Some(aside), lines, ..report })
}

fn newest_good(path: &Path, data_dir: &Path) -> Option<(Connection, PathBuf)> {
    backup::list(path, data_dir).into_iter().find_map(|(_, from)| {
        let source = connect::unchanging(&from).ok()?;
        migrate::inspect(&source).ok()?;
        backup::sound(&source).ok()?;
        Some((source, from))
    })
}

fn count(core: &Core) -> Res<u64> {
    let acts: i64 = core.connection.query_row("SELECT count(*) FROM act", [], |r| r.get(0))?;
    Ok(acts.unsigned_abs())
}

fn pour_and_fold(damaged: &Connection, core: &mut Core) -> Res<SalvageReport> {
    migrate::plain(damaged)?;
    let before = count(core)?;
    core.begin()?;
    let result = pour(damaged, &core.connection).and_then(|lost| {
        purge::empty_all(&core.connection)?;
        fold::rebuild(&core.connection, |_| {})?;
        Ok(lost)
    });
    let lost = core.end(result)?;
    core.forget();
    let acts = count(core)?;
    let mut lines = vec![format!("{} changes were saved from the damaged file.", acts - before)];
    if lost > 0 {
        lines.push(format!("{lost} entries could not be read or no longer fit; they are still in the damaged file."));
    }
    Ok(SalvageReport { acts, lost, aside: None, lines })
}

/// Copies the log and what is local. Gives back how many rows were lost.
fn pour(from: &Connection, to: &Connection) -> Res<u64> {
    let mut lost = 0;
    let mut strange: HashSet<i64> = HashSet::new();
    lost +=
        by_rowid(from, "replica", "id, uid, stream, mine", 4, |row| insert(to, "replica(id, uid, stream, mine)", row))?;
    lost += by_rowid(from, "entity", "id, uid, kind", 3, |row| {
        insert(to, "entity(id, uid, kind)", row)?;
        // The backup may come from another line of this file: then the same number means something else.
        let there: Option<Sql> = match row {
            [Sql::Integer(id), ..] => {
                to.query_row("SELECT uid FROM entity WHERE id = ?1", [id], |r| r.get(0)).optional()?
            }
            _ => None,
        };
        let same = there.as_ref() == row.get(1);
        if let (false, Some(Sql::Integer(id))) = (same, row.first()) {
            strange.insert(*id);
        }
        Ok(same)
    })?;
    lost += by_rowid(from, "act", "id, hlc, verb, undoes", 4, |row| {
        if let Some(Sql::Integer(id)) = row.first() {
            stand_in_replica(to, id >> super::log::SEQUENCE_BITS)?;
        }
        insert(to, "act(id, hlc, verb, undoes)", row)
    })?;
    lost += operations(from, |row| {
        let known = matches!(row.get(2), Some(Sql::Integer(entity)) if !strange.contains(entity));
        if let [act, n, _, Sql::Null] = row {
            // Emptied there, perhaps not yet in the backup.
            to.prepare_cached("UPDATE op SET fields = NULL WHERE act = ?1 AND n = ?2")?.execute((act, n))?;
        }
        if known { insert(to, "op(act, n, entity, fields)", row) } else { Ok(false) }
    })?;
    for (table, columns) in [("draft", 5), ("setting", 2), ("saved_view", 2)] {
        small(from, to, table, columns)?;
    }
    Ok(lost)
}

/// Inserts a row unless it is there; false when it does not fit.
fn insert(to: &Connection, into: &str, row: &[Sql]) -> Res<bool> {
    let marks = vec!["?"; row.len()].join(", ");
    let done = to
        .prepare_cached(&format!("INSERT INTO {into} VALUES({marks}) ON CONFLICT DO NOTHING"))?
        .execute(params_from_iter(row));
    match done {
        Ok(_) => Ok(true),
        Err(rusqlite::Error::SqliteFailure(error, _)) if error.code == rusqlite::ErrorCode::ConstraintViolation => {
            Ok(false)
        }
        Err(error) => Err(error.into()),
    }
}

/// Acts whose replica was lost would be lost with it; a made-up one stands for it.
fn stand_in_replica(to: &Connection, id: i64) -> Res<()> {
    let uid = Uid::of_content(format!("lost replica {id}").as_bytes());
    to.prepare_cached("INSERT INTO replica(id, uid, stream, mine) VALUES(?1, ?2, 0, 0) ON CONFLICT DO NOTHING")?
        .execute((id, uid.0))?;
    Ok(())
}

fn values(row: &Row, columns: usize) -> rusqlite::Result<Vec<Sql>> {
    (0..columns).map(|i| row.get(i)).collect()
}

/// Reads a table in the order of its number, and steps over what cannot be read. Gives back how many rows `each`
/// refused and how often reading broke off.
fn by_rowid(
    from: &Connection,
    table: &str,
    columns: &str,
    width: usize,
    mut each: impl FnMut(&[Sql]) -> Res<bool>,
) -> Res<u64> {
    let mut statement = from.prepare(&format!("SELECT {columns} FROM {table} WHERE id > ?1 ORDER BY id"))?;
    let (mut after, mut step, mut lost) = (i64::MIN, 1i64, 0);
    loop {
        let mut rows = statement.query([after])?;
        loop {
            match rows.next() {
                Ok(Some(row)) => {
                    step = 1;
                    let Ok(row) = values(row, width) else {
                        lost += 1;
                        continue;
                    };
                    if let Some(Sql::Integer(id)) = row.first() {
                        after = after.max(*id);
                    }
                    lost += u64::from(!each(&row)?);
                }
                Ok(None) => return Ok(lost),
                Err(_) => break,
            }
        }
        lost += 1;
        // Ever longer steps, so that a large hole is crossed in few.
        let Some(next) = after.max(0).checked_add(step) else { return Ok(lost) };
        after = next;
        step = step.saturating_mul(2);
    }
}

/// As `by_rowid`, for the operations, whose key is act and number.
fn operations(from: &Connection, mut each: impl FnMut(&[Sql]) -> Res<bool>) -> Res<u64> {
    let mut statement =
        from.prepare("SELECT act, n, entity, fields FROM op WHERE (act, n) > (?1, ?2) ORDER BY act, n")?;
    let (mut after, mut step, mut lost) = ((i64::MIN, i64::MIN), 1i64, 0);
    loop {
        let mut rows = statement.query([after.0, after.1])?;
        loop {
            match rows.next() {
                Ok(Some(row)) => {
                    step = 1;
                    let Ok(row) = values(row, 4) else {
                        lost += 1;
                        continue;
                    };
                    if let [Sql::Integer(act), Sql::Integer(n), ..] = row.as_slice() {
                        after = after.max((*act, *n));
                    }
                    lost += u64::from(!each(&row)?);
                }
                Ok(None) => return Ok(lost),
                Err(_) => break,
            }
        }
        lost += 1;
        let Some(next) = after.0.max(0).checked_add(step) else { return Ok(lost) };
        after = (next, i64::MIN);
        step = step.saturating_mul(2);
    }
}

/// A small table that is no part of the log: as far as it can be read.
fn small(from: &Connection, to: &Connection, table: &str, columns: usize) -> Res<()> {
    let Ok(mut statement) = from.prepare(&format!("SELECT * FROM {table}")) else { return Ok(()) };
    let Ok(mut rows) = statement.query([]) else { return Ok(()) };
    while let Ok(Some(row)) = rows.next() {
        if let Ok(row) = values(row, columns) {
            insert(to, table, &row)?;
        }
    }
    Ok(())
}

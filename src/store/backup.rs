//! Backups: made beside nothing that is in use, opened, checked, synced and only then given their name. Old ones are
//! thinned; the file itself is never touched.

pub mod drive;

use super::api::{Trouble, TroubleSort};
use super::connect::{self, sidecar};
use super::core::OpenOptions;
use super::lock::Lock;
use super::migrate;
use super::trouble::Res;
use crate::domain::id::Uid;
use crate::domain::order::InOrder;
use crate::domain::time::{UtcMs, local_time};
use rusqlite::{Connection, OpenFlags};
use std::collections::HashSet;
use std::path::{Path, PathBuf};

/// How old the newest backup may be before another is made of a changed file: 30 minutes.
pub const EVERY: UtcMs = 30 * 60 * 1000;

/// How many to keep: the latest, and the last of each of so many days, weeks and months.
const LATEST: usize = 10;
const DAYS: usize = 7;
const WEEKS: usize = 4;
const MONTHS: usize = 12;

const STAMP: &str = "%Y-%m-%dT%H-%M-%S";

/// Where the backups of a file are kept: a folder for each file, by its path, so that it is found for a damaged one.
pub fn folder(path: &Path, data_dir: &Path) -> PathBuf {
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    let key = Uid::of_content(whole.as_os_str().as_encoded_bytes()).to_text();
    let stem = path.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
    data_dir.join("backups").join(format!("{stem}-{}", key.split('-').next().unwrap_or_default()))
}

/// All backups of a file with the moment each was made, newest first.
pub fn list(path: &Path, data_dir: &Path) -> Vec<(UtcMs, PathBuf)> {
    let Ok(entries) = std::fs::read_dir(folder(path, data_dir)) else { return Vec::new() };
    let mut found: Vec<(UtcMs, PathBuf)> = entries
        .flatten()
        .filter_map(|entry| {
            let path = entry.path();
            (path.extension()? == "uncover").then_some(())?;
            let stamp = path.file_stem()?.to_str()?.to_string();
            let at = chrono::NaiveDateTime::parse_from_str(stamp.get(..19)?, STAMP).ok()?;
            Some((at.and_utc().timestamp_millis(), path))
        })
        .collect();
    found.order_by(|a, b| b.cmp(a));
    found
}

/// Makes a backup in the file's own backup folder, and thins the older ones.
pub fn make(c: &Connection, path: &Path, options: &OpenOptions, now: UtcMs) -> Res<PathBuf> {
    let folder = folder(path, &options.data_dir);
    std::fs::create_dir_all(&folder).map_err(|e| failed(&e))?;
    let to = folder.join(format!("{}.uncover", stamp(now)));
    write_copy(c, &to, true)?;
    thin(path, &options.data_dir);
    Ok(to)
}

/// Makes a backup before bundles are taken in, see `make_before`.
pub fn make_before_merge(path: &Path, options: &OpenOptions) -> Res<PathBuf> {
    make_before("merge", path, options)
}

/// Makes a backup before something is removed for good, see `make_before`.
pub fn make_before_removal(path: &Path, options: &OpenOptions) -> Res<PathBuf> {
    make_before("removal", path, options)
}

/// Makes a backup with a connection of its own, so that what is being written meanwhile is not in it. It takes no other
/// backup's place, and none takes its, also within the same second.
fn make_before(what: &str, path: &Path, options: &OpenOptions) -> Res<PathBuf> {
    let c = connect::reading(path)?;
    migrate::inspect(&c)?;
    let folder = folder(path, &options.data_dir);
    std::fs::create_dir_all(&folder).map_err(|e| failed(&e))?;
    let names = (1..).map(|n| folder.join(format!("{}-before-{what}-{n}.uncover", stamp(options.now))));
    let to = names.into_iter().find(|to| !to.exists()).unwrap_or_else(|| folder.join(format!("before-{what}.uncover")));
    write_copy(&c, &to, false)?;
    thin(path, &options.data_dir);
    Ok(to)
}

/// Whether the file holds acts that its newest backup does not.
pub fn is_wanted(c: &Connection, path: &Path, options: &OpenOptions) -> Res<bool> {
    let newest: i64 = c.query_row("SELECT COALESCE(max(hlc), 0) FROM act", [], |r| r.get(0))?;
    if newest == 0 {
        return Ok(false);
    }
    let Some((_, last)) = list(path, &options.data_dir).into_iter().next() else { return Ok(true) };
    let held = connect::unchanging(&last)
        .and_then(|b| Ok(b.query_row("SELECT COALESCE(max(hlc), 0) FROM act", [], |r| r.get::<_, i64>(0))?));
    Ok(held.is_ok_and(|held| held != newest) || !last.exists())
}

/// Makes a verified copy of the file at `path` at `to`, which must not exist.
pub fn backup_to(path: &Path, to: &Path) -> Res<()> {
    let c = connect::reading(path)?;
    migrate::inspect(&c)?;
    write_copy(&c, to, false)
}

/// A complete, checked and synced copy under its final name.
pub(super) fn write_copy(c: &Connection, to: &Path, replace: bool) -> Res<()> {
    if !replace && to.exists() {
        return Err(Trouble::new(
            TroubleSort::Backup,
            format!("There is already a file at {}.", to.display()),
            "It was left as it is; no copy was made.",
            "Choose another name.",
        ));
    }
    let unfinished = sidecar(to, ".tmp");
    let _ = std::fs::remove_file(&unfinished);
    let result = copy_and_check(c, &unfinished).and_then(|()| {
        std::fs::File::options().write(true).open(&unfinished)?.sync_all()?;
        std::fs::rename(&unfinished, to)?;
        Ok(connect::sync_folder(to)?)
    });
    if let Err(trouble) = result {
        let _ = std::fs::remove_file(&unfinished);
        return Err(failed(&trouble));
    }
    Ok(())
}

fn copy_and_check(c: &Connection, to: &Path) -> Res<()> {
    connect::create_private(to)?;
    let before = figures(c)?;
    copy(c, to)?;
    let written = connect::unchanging(to)?;
    sound(&written)?;
    too_little(before, figures(&written)?)
}

/// Writes all of the file into an empty one. VACUUM INTO takes that and leaves its rights alone; a file of its own would be
/// readable by all.
fn copy(c: &Connection, to: &Path) -> Res<()> {
    let name = to.to_str().ok_or_else(|| {
        std::io::Error::new(std::io::ErrorKind::InvalidFilename, "the name of the folder is not valid text")
    })?;
    c.execute("VACUUM INTO ?1", [name])?;
    forget_instance(to)
}

/// More may have been written meanwhile; less is a broken copy.
fn too_little(before: (i64, i64), after: (i64, i64)) -> Res<()> {
    if after.0 < before.0 || after.1 < before.1 {
        return Err(Trouble::damaged("the copy holds less than the file"));
    }
    Ok(())
}

/// A copy is another instance of the file: should it ever be written to, it must start logs of its own.
fn forget_instance(copy: &Path) -> Res<()> {
    let c = Connection::open_with_flags(copy, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    connect::settle(&c)?;
    c.execute("DELETE FROM local WHERE key = 'nonce'", [])?;
    c.close().map_err(|(_, error)| error.into())
}

/// Number of acts and the newest clock.
fn figures(c: &Connection) -> Res<(i64, i64)> {
    Ok(c.query_row("SELECT count(*), COALESCE(max(hlc), 0) FROM act", [], |r| Ok((r.get(0)?, r.get(1)?)))?)
}

/// SQLite's quick check, as a `Trouble` when it finds something.
pub fn sound(c: &Connection) -> Res<()> {
    let found: String = c.query_row("PRAGMA quick_check(1)", [], |r| r.get(0))?;
    if found == "ok" { Ok(()) } else { Err(Trouble::damaged(found)) }
}

/// Puts a backup in the place of a file. The file that was there is kept beside it under a dated name, which is given
/// back.
pub fn restore(from: &Path, to: &Path, now: UtcMs) -> Res<Option<PathBuf>> {
    let source = connect::reading(from)?;
    let migrate::Found::Schema(_) = migrate::inspect(&source)? else { return Err(super::trouble::not_ours()) };
    sound(&source)?;
    if let Some(folder) = to.parent().filter(|f| !f.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder)?;
    }
    let _lock = Lock::take(to)?;
    // The copy is complete before the old file is touched.
    let ready = sidecar(to, &format!(".restored-{}", stamp(now)));
    write_copy(&source, &ready, true)?;
    drop(source);
    let aside = if to.exists() { Some(set_aside(to, "before-restore", now)?) } else { None };
    std::fs::rename(&ready, to)?;
    connect::sync_folder(to)?;
    Ok(aside)
}

/// Moves a file and what SQLite keeps beside it to a dated name in the same folder. Nothing is deleted.
pub(super) fn set_aside(path: &Path, why: &str, now: UtcMs) -> Res<PathBuf> {
    let mut aside = sidecar(path, &format!(".{why}-{}", stamp(now)));
    let mut count = 1;
    while aside.exists() {
        count += 1;
        aside = sidecar(path, &format!(".{why}-{}-{count}", stamp(now)));
    }
    for suffix in ["-wal", "-shm", ""] {
        let from = sidecar(path, suffix);
        if from.exists() {
            std::fs::rename(from, sidecar(&aside, suffix))?;
        }
    }
    connect::sync_folder(path)?;
    Ok(aside)
}

fn stamp(now: UtcMs) -> String {
    local_time(now, 0).format(STAMP).to_string()
}

/// Deletes the backups that are no longer wanted.
fn thin(path: &Path, data_dir: &Path) {
    let all = list(path, data_dir);
    let keep = kept(&all.iter().map(|(at, _)| *at).collect::<Vec<_>>());
    for (at, path) in all.iter().filter(|(at, _)| !keep.contains(at)) {
        // One that cannot be deleted only takes room.
        let _ = std::fs::remove_file(path).map_err(|_| at);
    }
}

/// Which of these moments (newest first) are kept.
fn kept(newest_first: &[UtcMs]) -> HashSet<UtcMs> {
    let mut keep: HashSet<UtcMs> = newest_first.iter().take(LATEST).copied().collect();
    for (format, many) in [("%Y-%j", DAYS), ("%G-%V", WEEKS), ("%Y-%m", MONTHS)] {
        let mut seen: Vec<String> = Vec::new();
        for at in newest_first {
            let period = local_time(*at, 0).format(format).to_string();
            if !seen.contains(&period) && seen.len() < many {
                seen.push(period);
                keep.insert(*at);
            }
        }
    }
    keep
}

fn failed(why: &dyn std::fmt::Display) -> Trouble {
    Trouble::new(
        TroubleSort::Backup,
        format!("The backup could not be made. {why}"),
        "The notes themselves are not touched by it, and older backups are still there.",
        "Free some space, or make one elsewhere with “uncover backup PATH”.",
    )
}

/// Makes a verified backup of a file that no window need have open, among its other backups.
///
/// # Errors
/// When the file cannot be read or is not sound, or the copy cannot be written; nothing half made is left.
pub fn make_now(path: &Path, options: &OpenOptions) -> Res<PathBuf> {
    let c = connect::reading(path)?;
    migrate::inspect(&c)?;
    make(&c, path, options, options.now)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thinning_keeps_the_latest_and_one_of_each_day_week_and_month() {
        let hour = 3_600_000;
        let end = 1_780_000_000_000;
        let moments: Vec<UtcMs> = (0..24 * 400).map(|i| end - i * hour).collect();
        let keep = kept(&moments);
        assert!(moments.iter().take(LATEST).all(|m| keep.contains(m)));
        assert!(keep.len() <= LATEST + DAYS + WEEKS + MONTHS);
        let oldest = keep.iter().min().expect("some are kept");
        assert!(end - oldest > 300 * 24 * hour, "about a year back");
    }
}

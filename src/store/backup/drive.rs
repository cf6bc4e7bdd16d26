//! A copy on a drive that was plugged in: the same verified copy as among the backups, with the way it has come told meanwhile,
//! and read back from the drive itself before it gets its name. A copy that could not be made whole leaves nothing behind.

use super::{copy, failed, figures, sound, stamp, too_little};
use crate::domain::time::UtcMs;
use crate::store::api::{Trouble, TroubleSort};
use crate::store::background;
use crate::store::connect::{self, sidecar};
use crate::store::migrate;
use crate::store::trouble::Res;
use rusqlite::Connection;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// The folder on a drive in which its copies lie.
pub const FOLDER: &str = "Uncover backups";

/// Steps of SQLite between two looks at how far it has come.
const STEPS: i32 = 20_000;

/// How far a copy has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// So many of a hundred parts are written.
    Written(u8),
    /// All is written; the drive takes it in, which can be slow.
    TakingIn,
    /// It is read back and checked.
    Checking,
}

/// What a drive is called, for sentences.
#[derive(Debug, Clone, Copy)]
pub struct Called<'a>(pub &'a str);

impl fmt::Display for Called<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "“{}”", self.0)
    }
}

/// Makes a copy of the file at `path` in the folder of copies on a drive, under its name and this moment. `on_the_way` hears
/// how far it has come; `stop` ends it.
///
/// # Errors
/// As it came from the disk; nothing half made is left under a good name. `why` makes a sentence of it.
pub fn make(
    path: &Path,
    drive: &Path,
    now: UtcMs,
    on_the_way: Arc<dyn Fn(Way) + Send + Sync>,
    stop: &Arc<AtomicBool>,
) -> Res<PathBuf> {
    background::step_back();
    let mut c = connect::reading(path)?;
    migrate::inspect(&c)?;
    let folder = drive.join(FOLDER);
    match std::fs::create_dir(&folder) {
        Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => return Err(error.into()),
        _ => sweep(&folder),
    }
    let stem = path.file_stem().map_or_else(|| "uncover".into(), |s| s.to_string_lossy().into_owned());
    let to = free(&folder, &format!("{stem}-{}", stamp(now)));
    let unfinished = sidecar(&to, UNFINISHED);
    let result = watched(&mut c, &unfinished, &on_the_way, stop).and_then(|()| name(&unfinished, &to));
    if result.is_err() {
        // On a drive that is gone there is nothing to remove.
        let _ = std::fs::remove_file(&unfinished);
        let _ = std::fs::remove_file(sidecar(&unfinished, "-journal"));
    }
    result.map(|()| to)
}

/// Gives the checked copy its name.
fn name(unfinished: &Path, to: &Path) -> Res<()> {
    use std::io::ErrorKind::{InvalidInput, PermissionDenied, Unsupported};
    std::fs::rename(unfinished, to)?;
    match connect::sync_folder(to) {
        // Some file systems of sticks cannot sync a folder; what is in it they have.
        Err(error) if !matches!(error.kind(), InvalidInput | PermissionDenied | Unsupported) => Err(error.into()),
        _ => Ok(()),
    }
}

const UNFINISHED: &str = ".tmp";

/// What a copy that was broken off by force left behind.
fn sweep(folder: &Path) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.ends_with(".uncover.tmp") || name.ends_with(".uncover.tmp-journal") {
            let _ = std::fs::remove_file(entry.path());
        }
    }
}

/// A name that is free: two copies can be made within one second.
fn free(folder: &Path, name: &str) -> PathBuf {
    let first = folder.join(format!("{name}.uncover"));
    let others = (2..1_000).map(|n| folder.join(format!("{name}-{n}.uncover")));
    std::iter::once(first.clone()).chain(others).find(|to| !to.exists()).unwrap_or(first)
}

fn watched(
    c: &mut Connection,
    to: &Path,
    on_the_way: &Arc<dyn Fn(Way) + Send + Sync>,
    stop: &Arc<AtomicBool>,
) -> Res<()> {
    connect::create_private(to)?;
    let before = figures(c)?;
    let number = |name: &str| c.query_row(&format!("PRAGMA {name}"), [], |r| r.get::<_, i64>(0));
    let whole = number("page_count")?.saturating_sub(number("freelist_count")?) * number("page_size")?;
    let whole = u64::try_from(whole).unwrap_or(1).max(1);
    let (watch, said, stopping) = (to.to_path_buf(), Arc::clone(on_the_way), Arc::clone(stop));
    let mut last = 0;
    let handler = move || {
        let written = std::fs::metadata(&watch).map_or(0, |m| m.len());
        // The last parts are the taking in and the check.
        let parts = u8::try_from((written * 100 / whole).min(99)).unwrap_or(99);
        if parts != last {
            last = parts;
            said(Way::Written(parts));
        }
        stopping.load(Ordering::SeqCst)
    };
    c.progress_handler(STEPS, Some(handler))?;
    let copied = copy(c, to);
    c.progress_handler(0, None::<fn() -> bool>)?;
    copied?;
    on_the_way(Way::TakingIn);
    let file = std::fs::File::options().read(true).write(true).open(to)?;
    file.sync_all()?;
    forget_cached(&file);
    drop(file);
    on_the_way(Way::Checking);
    let written = connect::unchanging(to)?;
    sound(&written)?;
    too_little(before, figures(&written)?)?;
    if stop.load(Ordering::SeqCst) { Err(stopped()) } else { Ok(()) }
}

/// So that the check reads what the drive has, not what memory still knows. Where the system offers no such thing, it
/// checks what was handed over.
fn forget_cached(file: &std::fs::File) {
    #[cfg(target_os = "linux")]
    let _ = rustix::fs::fadvise(file, 0, None, rustix::fs::Advice::DontNeed);
    #[cfg(not(target_os = "linux"))]
    let _ = file;
}

fn stopped() -> Trouble {
    Trouble::new(TroubleSort::Other, "The copy was stopped.", "", "")
}

/// Why no copy was made, in a sentence. `there`: whether the drive is still there; `stopped`: whether it was to end.
pub fn why(name: &str, trouble: &Trouble, there: bool, stopped: bool) -> String {
    let drive = Called(name);
    if stopped {
        return format!("The copy on {drive} was stopped. No part of it is left there; your notes are as they were.");
    }
    if !there {
        return format!(
            "The drive {drive} is gone: it was pulled out before the copy was whole. Your notes are as they were. Plug it \
             in and try again."
        );
    }
    match trouble.sort {
        TroubleSort::DiskFull => format!(
            "The drive {drive} is full, so no copy was made. Your notes are as they were. Delete something large on it, or \
             take another drive."
        ),
        TroubleSort::ReadOnly => format!(
            "Nothing may be written on the drive {drive}, so no copy was made. Your notes are as they were. Look for a \
             switch on it that locks it, or take another drive."
        ),
        TroubleSort::Disk => format!(
            "The drive {drive} does not take the copy: {} Your notes are as they were. Take another drive.",
            trouble.what
        ),
        _ => failed(trouble).sentence(),
    }
}

#[cfg(test)]
#[path = "drive_tests.rs"]
mod tests;

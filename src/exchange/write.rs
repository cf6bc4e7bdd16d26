//! Writes an export: whole or not at all. The file is made beside its place under another name, for its owner alone,
//! written through to the disk and only then renamed; a file that is there already stays unless told otherwise.

use crate::domain::text::visible;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// Why nothing was written. The notes are never touched by it, and each sentence says so.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    #[error("“{}” is there already, so nothing was written. Your notes are as they were. Choose another name.", name(.0))]
    Exists(PathBuf),
    #[error("The folder of “{}” cannot be written to ({why}). Your notes are as they were. Choose another folder.", name(.path))]
    Folder { path: PathBuf, why: io::Error },
    #[error(
        "“{}” could not be written ({why}), and nothing is left of the attempt. Your notes are as they were. See whether \
         the disk is full, then try again or choose another place.",
        name(.path)
    )]
    Failed { path: PathBuf, why: io::Error },
}

fn name(path: &Path) -> String {
    visible(&path.to_string_lossy())
}

/// Writes a text.
///
/// # Errors
/// As `atomically`.
pub fn text(path: &Path, overwrite: bool, text: &str) -> Result<(), WriteError> {
    atomically(path, overwrite, |out| out.write_all(text.as_bytes()))
}

/// Writes what `fill` writes, through a buffer. Whoever looks at `path` meanwhile sees the old file or none, never half
/// a new one.
///
/// # Errors
/// When there is a file of that name and `overwrite` is false; when the folder or the file cannot be written; when `fill`
/// fails. Nothing is left behind then.
pub fn atomically(
    path: &Path,
    overwrite: bool,
    fill: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), WriteError> {
    // Asked at once, so that a long export does not fail at its end; asked again by the renaming, which decides.
    if !overwrite && path.symlink_metadata().is_ok() {
        return Err(WriteError::Exists(path.into()));
    }
    let folder = folder_of(path);
    // tempfile makes files 0600, and in a folder of one's own on systems without modes.
    let mut made = tempfile::Builder::new()
        .prefix(".uncover-")
        .suffix(".part")
        .tempfile_in(folder)
        .map_err(|why| WriteError::Folder { path: path.into(), why })?;
    let failed = |why| WriteError::Failed { path: path.into(), why };
    filled(&mut made, fill).map_err(failed)?;
    put(made, path, overwrite)?;
    sync_folder(folder).map_err(failed)
}

fn filled(made: &mut NamedTempFile, fill: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let mut out = BufWriter::with_capacity(1 << 16, made.as_file_mut());
    fill(&mut out)?;
    out.flush()?;
    drop(out);
    made.as_file().sync_all()
}

fn put(made: NamedTempFile, path: &Path, overwrite: bool) -> Result<(), WriteError> {
    let done = if overwrite { made.persist(path) } else { made.persist_noclobber(path) };
    let Err(error) = done else { return Ok(()) };
    if !overwrite && error.error.kind() == io::ErrorKind::AlreadyExists {
        return Err(WriteError::Exists(path.into()));
    }
    // Some sticks and network disks cannot rename "only if not there"; then looking first is as good as it gets.
    if !overwrite && path.symlink_metadata().is_err() {
        return match error.file.persist(path) {
            Ok(_) => Ok(()),
            Err(error) => Err(WriteError::Failed { path: path.into(), why: error.error }),
        };
    }
    Err(WriteError::Failed { path: path.into(), why: error.error })
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Makes the new name itself durable. Windows writes names through by itself and has no way to ask for it.
#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    match std::fs::File::open(folder)?.sync_all() {
        // Some network disks cannot sync a folder; the file itself is safe by now.
        Err(why) if why.kind() == io::ErrorKind::InvalidInput || why.kind() == io::ErrorKind::Unsupported => Ok(()),
        done => done,
    }
}

#[cfg(not(unix))]
fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).expect("a folder");
        entries.map(|e| e.expect("an entry").file_name().to_string_lossy().into_owned()).collect()
    }

    #[test]
    fn a_file_is_written_whole_and_for_its_owner_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("notes.json");
        text(&path, false, "all of it\n").expect("it can be written");
        assert_eq!(fs::read_to_string(&path).expect("it is there"), "all of it\n");
        assert_eq!(names(folder.path()), ["notes.json"]);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(fs::metadata(&path).expect("it is there").permissions().mode() & 0o777, 0o600);
        }
    }

    #[test]
    fn a_file_that_is_there_stays_unless_told_otherwise() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("notes.json");
        fs::write(&path, "old").expect("it can be written");
        let error = text(&path, false, "new").expect_err("it is there");
        assert!(matches!(error, WriteError::Exists(_)) && error.to_string().contains("is there already"), "{error}");
        assert_eq!(fs::read_to_string(&path).expect("it is there"), "old");
        text(&path, true, "new").expect("told otherwise");
        assert_eq!(fs::read_to_string(&path).expect("it is there"), "new");
        assert_eq!(names(folder.path()), ["notes.json"]);
    }

    #[test]
    fn one_that_appears_meanwhile_stays_too() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("notes.json");
        let error = atomically(&path, false, |out| {
            fs::write(&path, "somebody else's")?;
            out.write_all(b"new")
        });
        assert!(matches!(error, Err(WriteError::Exists(_))), "{error:?}");
        assert_eq!(fs::read_to_string(&path).expect("it is there"), "somebody else's");
        assert_eq!(names(folder.path()), ["notes.json"]);
    }

    #[test]
    fn a_failure_half_way_leaves_nothing_behind() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("notes.json");
        fs::write(&path, "old").expect("it can be written");
        let error = atomically(&path, true, |out| {
            out.write_all(&vec![b'x'; 1 << 20])?;
            Err(io::Error::other("the disk is full"))
        })
        .expect_err("it fails");
        assert!(
            error.to_string().contains("the disk is full") && error.to_string().contains("as they were"),
            "{error}"
        );
        assert_eq!(fs::read_to_string(&path).expect("it is there"), "old");
        assert_eq!(names(folder.path()), ["notes.json"]);
    }

    #[test]
    fn a_folder_that_is_not_there_and_a_folder_in_the_way_are_sentences() {
        let folder = tempfile::tempdir().expect("a folder");
        let missing = text(&folder.path().join("no").join("notes.json"), false, "x").expect_err("no folder");
        assert!(matches!(missing, WriteError::Folder { .. }), "{missing}");
        let in_the_way = folder.path().join("notes.json");
        fs::create_dir(&in_the_way).expect("a folder");
        assert!(matches!(text(&in_the_way, false, "x"), Err(WriteError::Exists(_))));
        assert!(matches!(text(&in_the_way, true, "x"), Err(WriteError::Failed { .. })));
        assert_eq!(names(folder.path()), ["notes.json"]);
    }

    #[test]
    fn a_name_without_a_folder_is_in_this_one() {
        assert_eq!(folder_of(Path::new("notes.json")), Path::new("."));
        assert_eq!(folder_of(Path::new("a/notes.json")), Path::new("a"));
    }

    #[test]
    fn a_name_with_an_escape_sequence_is_shown_harmless() {
        let error = WriteError::Exists(PathBuf::from("a\u{1b}[2Jb"));
        assert!(!error.to_string().contains('\u{1b}'));
    }
}

//! What is in a folder, for choosing from it.

use super::{Outcome, Why};
use crate::domain::text::{fold, visible};
use directories::UserDirs;
use std::fs::DirEntry;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Most entries that are listed of one folder.
const MOST: usize = 100_000;

/// One folder or file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub name: String,
    pub path: PathBuf,
    pub folder: bool,
}

/// A folder that was looked into: folders first, then files, by name. Hidden ones are left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listing {
    pub folder: PathBuf,
    pub entries: Arc<[Entry]>,
    /// Files that are no such files as are looked for.
    pub others: usize,
    /// Not all could be listed.
    pub cut: bool,
}

/// Looks into a folder, or finds that the path is a file. A path that begins with ~ is in one's own folder.
pub fn look(path: &Path, endings: &[&str]) -> Outcome {
    let path = &from_home(path);
    match std::fs::metadata(path) {
        Ok(about) if about.is_dir() => match list(path, endings) {
            Ok(listing) => Outcome::Folder(listing),
            Err(error) => refused("folder", path, &error),
        },
        Ok(_) => Outcome::File(path.to_path_buf()),
        Err(error) => refused("path", path, &error),
    }
}

fn from_home(path: &Path) -> PathBuf {
    let Ok(rest) = path.strip_prefix("~") else { return path.to_path_buf() };
    let home = |dirs: UserDirs| match rest.as_os_str().is_empty() {
        true => dirs.home_dir().to_path_buf(),
        false => dirs.home_dir().join(rest),
    };
    UserDirs::new().map_or_else(|| path.to_path_buf(), home)
}

fn refused(what: &str, path: &Path, error: &io::Error) -> Outcome {
    let shown = visible(&path.display().to_string());
    let why = match error.kind() {
        io::ErrorKind::NotFound => format!("There is nothing at {shown}. Choose another folder."),
        io::ErrorKind::PermissionDenied => {
            format!("You may not look into the {what} {shown}. Choose another, or ask who may.")
        }
        _ => format!("The {what} {shown} cannot be read ({error}). Choose another folder."),
    };
    Outcome::Refused(Why::new(why))
}

fn list(path: &Path, endings: &[&str]) -> io::Result<Listing> {
    let (mut found, mut others, mut cut) = (Vec::new(), 0, false);
    // An entry that vanishes meanwhile, or cannot be asked, is as good as none.
    for entry in std::fs::read_dir(path)?.flatten() {
        if found.len() >= MOST {
            cut = true;
            break;
        }
        let name = entry.file_name().to_string_lossy().into_owned();
        let Some(folder) = is_folder(&entry).filter(|_| !is_hidden(&entry, &name)) else { continue };
        let fits = folder || endings.iter().any(|e| ends_so(&name, e));
        if fits {
            found.push((!folder, fold(&name), Entry { name, path: entry.path(), folder }));
        } else {
            others += 1;
        }
    }
    found.sort_by(|a, b| (a.0, &a.1, &a.2.name).cmp(&(b.0, &b.1, &b.2.name)));
    let entries = found.into_iter().map(|(_, _, entry)| entry).collect();
    Ok(Listing { folder: path.to_path_buf(), entries, others, cut })
}

/// Whether it is a folder, also by way of a link; `None`: neither a folder nor a file, or a link to nothing.
fn is_folder(entry: &DirEntry) -> Option<bool> {
    let sort = entry.file_type().ok()?;
    if sort.is_dir() || sort.is_file() {
        return Some(sort.is_dir());
    }
    let about = std::fs::metadata(entry.path()).ok()?;
    (about.is_dir() || about.is_file()).then_some(about.is_dir())
}

fn ends_so(name: &str, ending: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, last)| last.eq_ignore_ascii_case(ending))
}

#[cfg(windows)]
fn is_hidden(entry: &DirEntry, name: &str) -> bool {
    use std::os::windows::fs::MetadataExt;
    const HIDDEN: u32 = 2;
    name.starts_with('.') || entry.metadata().is_ok_and(|about| about.file_attributes() & HIDDEN != 0)
}

#[cfg(not(windows))]
fn is_hidden(_: &DirEntry, name: &str) -> bool {
    name.starts_with('.')
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn names(outcome: &Outcome) -> Vec<String> {
        let Outcome::Folder(listing) = outcome else { panic!("{outcome:?}") };
        listing.entries.iter().map(|e| e.name.clone()).collect()
    }

    #[test]
    fn folders_come_first_and_hidden_and_other_files_are_left_out() {
        let folder = tempfile::tempdir().expect("a folder");
        for name in ["b.csv", "Á.CSV", "c.txt", "photo.jpg", ".hidden.csv"] {
            fs::write(folder.path().join(name), "x").expect("written");
        }
        for name in ["zoo", "Alpha", ".git"] {
            fs::create_dir(folder.path().join(name)).expect("made");
        }
        let found = look(folder.path(), &["csv", "txt"]);
        assert_eq!(names(&found), ["Alpha", "zoo", "Á.CSV", "b.csv", "c.txt"]);
        let Outcome::Folder(listing) = found else { panic!("a folder") };
        assert_eq!((listing.others, listing.cut), (1, false));
        assert_eq!(look(&folder.path().join("b.csv"), &[]), Outcome::File(folder.path().join("b.csv")));
        assert_eq!(names(&look(folder.path(), &[])), ["Alpha", "zoo"]);
    }

    #[test]
    fn what_is_not_there_is_a_sentence() {
        let Outcome::Refused(why) = look(Path::new("/no/such/folder"), &[]) else { panic!("refused") };
        assert_eq!(why.sentence, "There is nothing at /no/such/folder. Choose another folder.");
    }

    #[cfg(unix)]
    #[test]
    fn a_link_to_a_folder_is_one_and_a_link_to_nothing_is_left_out() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir(folder.path().join("real")).expect("made");
        std::os::unix::fs::symlink(folder.path().join("real"), folder.path().join("link")).expect("linked");
        std::os::unix::fs::symlink(folder.path().join("gone"), folder.path().join("broken")).expect("linked");
        assert_eq!(names(&look(folder.path(), &[])), ["link", "real"]);
    }
}

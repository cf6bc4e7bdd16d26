//! Folders in which a file in use can break: those another program copies, and those on another machine.

use super::api::{Trouble, TroubleSort};
use std::path::Path;

/// Parts of a path that belong to programs that copy files elsewhere.
const SYNCED: &[&str] = &[
    "onedrive",
    "dropbox",
    "mobile documents",
    "icloud",
    "google drive",
    "googledrive",
    "nextcloud",
    "owncloud",
    "box sync",
    "pclouddrive",
    "syncthing",
    "seafile",
];

/// A warning when the file lies in a synced or network folder.
pub fn check(path: &Path) -> Option<Trouble> {
    if is_synced(path) {
        return Some(warning("a folder that is copied to another place while you work"));
    }
    is_remote(path).then(|| warning("a network folder"))
}

fn is_synced(path: &Path) -> bool {
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    whole.parent().into_iter().flat_map(Path::components).any(|part| {
        let part = part.as_os_str().to_string_lossy().to_lowercase();
        // "OneDrive - Lincoln School", "Dropbox (Personal)".
        SYNCED
            .iter()
            .any(|name| part.strip_prefix(name).is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric())))
    })
}

#[cfg(target_os = "linux")]
fn is_remote(path: &Path) -> bool {
    // NFS, SMB, CIFS, SMB2, AFS, Coda, Ceph, 9P: numbers of linux/magic.h.
    const REMOTE: &[u64] =
        &[0x6969, 0x517b, 0xff53_4d42, 0xfe53_4d42, 0x5346_414f, 0x7375_7245, 0x00c3_6400, 0x0102_1997];
    let folder = path.parent().filter(|f| !f.as_os_str().is_empty()).unwrap_or(Path::new("."));
    rustix::fs::statfs(folder).is_ok_and(|found| REMOTE.contains(&(found.f_type as u64 & 0xffff_ffff)))
}

#[cfg(all(unix, not(target_os = "linux")))]
fn is_remote(path: &Path) -> bool {
    // Mounted shares live here on macOS; a local volume there is a disk of its own, which is warned about needlessly
    // at most when it is called like a share.
    path.to_string_lossy().starts_with("/net/") || path.to_string_lossy().starts_with("/Network/")
}

#[cfg(windows)]
fn is_remote(path: &Path) -> bool {
    use std::path::{Component, Prefix};
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    matches!(whole.components().next(), Some(Component::Prefix(p)) if matches!(p.kind(), Prefix::UNC(..) | Prefix::VerbatimUNC(..)))
}

fn warning(what: &str) -> Trouble {
    Trouble::new(
        TroubleSort::Place,
        format!("The file lies in {what}."),
        "Two copies can get in each other's way there, and notes of the last minutes can be missing from a copy.",
        "Close the program before you copy or switch laptops, or keep the file in the local folder (--file).",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn synced_folders_are_known_by_name() {
        for synced in
            ["/home/a/OneDrive - School/u.db", "/home/a/Dropbox/x/u.db", "/Users/a/Library/Mobile Documents/u.db"]
        {
            assert!(is_synced(Path::new(synced)), "{synced}");
        }
        for local in ["/home/a/boxes/u.db", "/home/a/dropbox.db", "/home/onedriver/u.db"] {
            assert!(!is_synced(Path::new(local)), "{local}");
        }
    }
}

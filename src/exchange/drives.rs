//! Drives that somebody plugged in, as a place for a copy of the file: where each system shows them. Nothing is written here.

use crate::store::backup::drive;
use std::path::{Path, PathBuf};

/// A drive, by the name under which its owner knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drive {
    pub name: String,
    pub path: PathBuf,
}

impl Drive {
    fn at(path: PathBuf) -> Drive {
        let name = path.file_name().map_or_else(|| path.display().to_string(), |n| n.to_string_lossy().into_owned());
        Drive { name, path }
    }

    /// The folder of its own that copies lie in there.
    pub fn folder(&self) -> PathBuf {
        self.path.join(drive::FOLDER)
    }
}

/// The drives that are there now, by name; not the one on which `file` lies. `instead`: the drives of a test.
pub fn find(instead: Option<&[PathBuf]>, file: &Path) -> Vec<Drive> {
    let mut found: Vec<Drive> = match instead {
        Some(folders) => folders.iter().filter(|folder| folder.is_dir()).cloned().map(Drive::at).collect(),
        None => system::places().into_iter().filter(|place| !same_disk(place, file)).map(Drive::at).collect(),
    };
    found.sort_by(|a, b| (&a.name, &a.path).cmp(&(&b.name, &b.path)));
    found
}

/// Whether a drive is still there: its folder can stay behind, empty, on the system's own disk.
pub fn is_there(instead: Option<&[PathBuf]>, file: &Path, drive: &Drive) -> bool {
    find(instead, file).iter().any(|found| found.path == drive.path)
}

/// A copy on the disk that the file or the system lies on would go with it.
#[cfg(unix)]
fn same_disk(place: &Path, file: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let disk = |path: &Path| std::fs::metadata(path).map(|m| m.dev()).ok();
    let Some(own) = disk(place) else { return true };
    let folder = file.parent().filter(|f| !f.as_os_str().is_empty()).unwrap_or(Path::new("."));
    disk(Path::new("/")) == Some(own) || disk(folder) == Some(own)
}

#[cfg(not(unix))]
fn same_disk(place: &Path, file: &Path) -> bool {
    let letter =
        |path: &Path| std::path::absolute(path).ok()?.components().next().map(|c| c.as_os_str().to_ascii_lowercase());
    !place.exists() || letter(place).is_none() || letter(place) == letter(file)
}

#[cfg(target_os = "linux")]
mod system {
    use std::path::PathBuf;

    pub fn places() -> Vec<PathBuf> {
        super::mounted(&std::fs::read_to_string("/proc/self/mounts").unwrap_or_default())
    }
}

#[cfg(all(unix, not(target_os = "linux")))]
mod system {
    use std::path::PathBuf;

    /// macOS shows every volume here; the one the system starts from is a link.
    pub fn places() -> Vec<PathBuf> {
        let entries = std::fs::read_dir("/Volumes").into_iter().flatten().flatten();
        entries.map(|e| e.path()).filter(|p| !p.is_symlink() && p.is_dir()).collect()
    }
}

#[cfg(windows)]
mod system {
    use std::path::PathBuf;

    /// Letters that lead to a disk of this computer, but the system's. The first two are those of floppy disks. A letter that
    /// stands for a folder on another computer is told apart by its full name.
    pub fn places() -> Vec<PathBuf> {
        let own = std::env::var("SystemDrive").unwrap_or_else(|_| "C:".into()).to_ascii_uppercase();
        let letters = ('C'..='Z').map(|letter| format!("{letter}:")).filter(|letter| *letter != own);
        let places = letters.map(|letter| PathBuf::from(format!("{letter}\\")));
        places.filter(|p| p.canonicalize().is_ok_and(|p| !p.to_string_lossy().starts_with(r"\\?\UNC"))).collect()
    }
}

/// Of the system's list of what is mounted, the disks below the folders in which systems show what was plugged in. A disk is
/// named by its device; what lies on another computer or is made up by the system is not.
#[cfg(any(target_os = "linux", test))]
fn mounted(list: &str) -> Vec<PathBuf> {
    const PLACES: [&str; 3] = ["/media/", "/run/media/", "/mnt/"];
    let line = |line: &str| {
        let (device, rest) = line.split_once(' ')?;
        let place = unescaped(rest.split(' ').next()?);
        let fits = PLACES.iter().any(|p| place.starts_with(p)) || place == "/mnt";
        (fits && device.starts_with("/dev/")).then(|| PathBuf::from(place))
    };
    let mut found: Vec<PathBuf> = list.lines().filter_map(line).collect();
    found.sort();
    found.dedup();
    found
}

/// Blanks and the like stand there as a backslash with three octal digits.
#[cfg(any(target_os = "linux", test))]
fn unescaped(word: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = word.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let digits = after.get(..3).and_then(|d| std::str::from_utf8(d).ok());
        match digits.and_then(|d| u8::from_str_radix(d, 8).ok()).filter(|_| *first == b'\\') {
            Some(byte) => {
                bytes.push(byte);
                rest = after.get(3..).unwrap_or_default();
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_plugged_in_is_told_from_what_the_system_mounts() {
        let list = "sysfs /sys sysfs rw 0 0\n/dev/nvme0n1p2 / ext4 rw 0 0\n/dev/nvme0n1p1 /boot/efi vfat rw 0 0\n\
            /dev/sdb1 /media/ann/USB\\040STICK vfat rw,uid=1000 0 0\n/dev/sdc1 /run/media/ann/T7 fuseblk rw 0 0\n\
            server:/home /mnt/school nfs4 rw 0 0\nC:\\134 /mnt/c 9p rw 0 0\n/dev/sdd1 /mnt/Umzug ext4 ro 0 0\n\
            tmpfs /mnt/ram tmpfs rw 0 0\nbroken\n/dev/sde1 /mediathek ext4 rw 0 0\n";
        let found: Vec<String> = mounted(list).iter().map(|p| p.display().to_string()).collect();
        assert_eq!(found, ["/media/ann/USB STICK", "/mnt/Umzug", "/run/media/ann/T7"]);
    }

    #[test]
    fn odd_words_are_read_as_they_are() {
        for (written, read) in
            [("a\\040b", "a b"), ("a\\", "a\\"), ("\\04", "\\04"), ("\\999x", "\\999x"), ("\\134", "\\")]
        {
            assert_eq!(unescaped(written), read);
        }
    }

    #[test]
    fn a_drive_that_is_gone_is_found_no_more() {
        let folder = tempfile::tempdir().expect("a folder");
        let (b, a) = (folder.path().join("B"), folder.path().join("A"));
        std::fs::create_dir(&a).and_then(|()| std::fs::create_dir(&b)).expect("made");
        let instead = vec![b.clone(), a.clone(), folder.path().join("none")];
        let found = find(Some(&instead), Path::new("x.db"));
        assert_eq!(found.iter().map(|d| d.name.as_str()).collect::<Vec<_>>(), ["A", "B"]);
        assert_eq!(found[0].folder(), a.join("Uncover backups"));
        std::fs::remove_dir(&a).expect("removed");
        assert!(!is_there(Some(&instead), Path::new("x.db"), &found[0]));
        assert!(is_there(Some(&instead), Path::new("x.db"), &found[1]));
    }

    #[test]
    fn the_disk_of_the_file_is_no_place_for_its_copy() {
        let folder = tempfile::tempdir().expect("a folder");
        assert!(same_disk(folder.path(), &folder.path().join("a.db")));
        assert!(same_disk(&folder.path().join("not there"), Path::new("a.db")));
    }
}

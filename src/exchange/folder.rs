//! Pages made for people go into one folder, each under a name that is free there.

use super::write;
use std::path::{Path, PathBuf};

/// Tries this many names before giving up.
const MOST_TRIES: usize = 999;

/// Writes a new file into `folder`, which is made when it is not there. A name that is taken gets a number:
/// "slip.html", "slip-2.html".
///
/// # Errors
/// A sentence, when the folder or the file cannot be written.
pub fn write_new(folder: &Path, name: &str, bytes: &[u8]) -> Result<PathBuf, String> {
    std::fs::create_dir_all(folder).map_err(|e| {
        format!("The folder {} could not be made ({e}). Your notes are as they were.", folder.display())
    })?;
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, "txt"));
    for number in 1..=MOST_TRIES {
        let name = if number == 1 { name.to_string() } else { format!("{stem}-{number}.{ending}") };
        let path = folder.join(name);
        match write::atomically(&path, false, |out| out.write_all(bytes)) {
            Ok(()) => return Ok(path),
            Err(write::WriteError::Exists(_)) => {}
            Err(error) => return Err(error.to_string()),
        }
    }
    Err(format!("There are too many files like {name} in {}. Tidy the folder, then try again.", folder.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_taken_name_gets_a_number() {
        let folder = tempfile::tempdir().expect("a folder");
        let inner = folder.path().join("pages");
        let first = write_new(&inner, "slip.html", b"a").expect("written");
        let second = write_new(&inner, "slip.html", b"b").expect("written");
        assert!(first.ends_with("slip.html") && second.ends_with("slip-2.html"));
        assert_eq!(std::fs::read(first).expect("read"), b"a");
    }
}

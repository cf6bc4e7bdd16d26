//! Damage that was found while the file was open is remembered in the data folder, so that the next opening repairs it
//! before anything else is written.

use super::connect;
use crate::domain::id::Uid;
use std::io::Write;
use std::path::{Path, PathBuf};

fn place(path: &Path, data_dir: &Path) -> PathBuf {
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    data_dir.join("damaged").join(Uid::of_content(whole.as_os_str().as_encoded_bytes()).to_text())
}

fn which(path: &Path) -> String {
    format!("{:?}", connect::identity(path))
}

/// Remembers that this very file is damaged. Failing only means that it is found again next time.
pub fn remember(path: &Path, data_dir: &Path) {
    let place = place(path, data_dir);
    let _ = place.parent().map(std::fs::create_dir_all);
    if let Ok(mut file) = connect::private_options().create(true).truncate(true).open(place) {
        let _ = file.write_all(which(path).as_bytes());
    }
}

/// Whether this very file was found damaged. Another file that took its place is not meant.
pub fn is_remembered(path: &Path, data_dir: &Path) -> bool {
    std::fs::read_to_string(place(path, data_dir)).is_ok_and(|found| found == which(path))
}

/// The file was repaired.
pub fn forget(path: &Path, data_dir: &Path) {
    let _ = std::fs::remove_file(place(path, data_dir));
}

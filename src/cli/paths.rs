//! Where things are kept on this system.

use super::Line;
use crate::app::effect::Places;
use crate::domain::sheet::Sheet;
use crate::domain::talk_protocol::TalkProtocol;
use crate::exchange::own::Definition;
use directories::{ProjectDirs, UserDirs};
use std::path::PathBuf;

/// The name of the file and of the made-up school's file.
const FILE: &str = "uncover.db";
const DEMO: &str = "uncover-demo.db";

/// The folder for data of this program on this computer: one that is not synchronised with others.
pub fn data() -> Result<PathBuf, String> {
    if let Some(folder) = std::env::var_os("UNCOVER_DATA").filter(|v| !v.is_empty()) {
        return Ok(PathBuf::from(folder));
    }
    ProjectDirs::from("", "", "uncover")
        .map(|dirs| dirs.data_local_dir().to_path_buf())
        .ok_or_else(|| "This system tells no folder for your data. Name a file with --file.".to_string())
}

/// The folder for word lists of one's own.
pub fn words() -> Result<PathBuf, String> {
    Ok(data()?.join("language"))
}

/// The file that is meant: the one named, or the usual one.
pub fn file(line: &Line) -> Result<PathBuf, String> {
    match &line.file {
        Some(path) => Ok(path.clone()),
        None => Ok(data()?.join(FILE)),
    }
}

/// The made-up school's file.
pub fn demo_file() -> Result<PathBuf, String> {
    Ok(data()?.join(DEMO))
}

/// The folder of one's own look-for sheets.
pub fn sheets() -> Result<PathBuf, String> {
    Ok(data()?.join(Sheet::WORDS.folder))
}

/// The folder of one's own talk protocols.
pub fn talks() -> Result<PathBuf, String> {
    Ok(data()?.join(TalkProtocol::WORDS.folder))
}

/// Where drives are looked for instead of where this system has them: for tests alone, which have no drives to plug in.
pub fn drives() -> Option<Vec<PathBuf>> {
    let named = std::env::var_os("UNCOVER_DRIVES_FOR_TESTS")?;
    Some(std::env::split_paths(&named).filter(|folder| !folder.as_os_str().is_empty()).collect())
}

/// All places of a file. Backups and pages lie beside it, so that they are found together.
pub fn places(file: PathBuf) -> Places {
    let stem = file.file_stem().map_or_else(|| "uncover".into(), |s| s.to_string_lossy().into_owned());
    let folder = file.parent().map(PathBuf::from).unwrap_or_default();
    let documents = UserDirs::new().and_then(|dirs| dirs.document_dir().map(|d| d.join("Uncover")));
    let in_data = data().is_ok_and(|d| folder == d);
    let exports = match documents {
        Some(documents) if in_data => documents,
        _ => folder.join(format!("{stem}-pages")),
    };
    Places {
        backups: folder.join(format!("{stem}-backups")),
        exports,
        sheets: sheets().unwrap_or_default(),
        talks: talks().unwrap_or_default(),
        language: words().unwrap_or_default(),
        drives: drives(),
        file,
    }
}

//! The emergency file: acts that could not be saved, a JSON line each, in another place than the file. It is taken in
//! when the file is opened next; an act that was saved after all does no harm there.

use super::api::TroubleSort;
use super::connect;
use super::core::{Core, OpenOptions};
use super::portable::{act_from_json, act_to_json};
use super::trouble::Res;
use crate::domain::act::Act;
use crate::domain::id::Uid;
use std::collections::HashSet;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Where an emergency file for this file may be: the data folder, home, the folder for passing things.
fn places(path: &Path, data_dir: &Path) -> Vec<PathBuf> {
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    let key = Uid::of_content(whole.as_os_str().as_encoded_bytes()).to_text();
    let name = format!("uncover-emergency-{key}.jsonl");
    let home = directories::BaseDirs::new().map(|dirs| dirs.home_dir().join(format!(".{name}")));
    [Some(data_dir.join(&name)), home, Some(std::env::temp_dir().join(&name))].into_iter().flatten().collect()
}

/// Writes acts to the first place that takes them, durably. Gives back where.
pub fn keep(path: &Path, data_dir: &Path, acts: &[&Act]) -> Option<PathBuf> {
    let mut lines = String::new();
    for act in acts {
        lines.push_str(&act_to_json(act).to_string());
        lines.push('\n');
    }
    let _ = std::fs::create_dir_all(data_dir);
    places(path, data_dir).into_iter().find(|place| append(place, lines.as_bytes()).is_ok())
}

fn append(place: &Path, lines: &[u8]) -> std::io::Result<()> {
    // In a folder that everybody may write, a file of this name may have been laid there by somebody else.
    if std::fs::symlink_metadata(place).is_ok_and(|m| !m.is_file()) {
        return Err(std::io::ErrorKind::AlreadyExists.into());
    }
    let mut file = connect::private_options().append(true).create(true).open(place)?;
    connect::make_private(place)?;
    let before = file.metadata()?.len();
    let written = file.write_all(lines).and_then(|()| file.sync_all());
    if written.is_err() {
        // Half a line would be read as none; cutting it off keeps the lines before it plain.
        let _ = file.set_len(before);
        return written;
    }
    connect::sync_folder(place)
}

/// Takes in what earlier runs could not save, and removes the files. Gives back how many acts were found.
pub fn swallow(core: &mut Core, options: &OpenOptions) -> Res<usize> {
    let mut found = 0;
    for place in places(core.path(), &options.data_dir) {
        let Ok(text) = std::fs::read_to_string(&place) else { continue };
        let mut unread = Vec::new();
        for line in text.lines().filter(|line| !line.is_empty()) {
            match serde_json::from_str(line).ok().as_ref().and_then(act_from_json) {
                Some(act) => match core.apply(&act) {
                    Ok(_) => found += 1,
                    Err(trouble) if trouble.sort == TroubleSort::Other => unread.push(line),
                    Err(trouble) => return Err(trouble),
                },
                None => unread.push(line),
            }
        }
        if unread.is_empty() {
            let _ = std::fs::remove_file(&place);
        } else {
            // What cannot be read is not thrown away.
            let _ = std::fs::rename(&place, place.with_extension("unread"));
        }
    }
    Ok(found)
}

/// Takes all that is said of these things out of the files, also out of those that could not be read.
pub fn strike(path: &Path, data_dir: &Path, gone: &HashSet<Uid>) -> Res<()> {
    let files = places(path, data_dir).into_iter().flat_map(|place| [place.with_extension("unread"), place]);
    for place in files {
        let Ok(text) = std::fs::read_to_string(&place) else { continue };
        let left: Vec<String> = text.lines().filter_map(|line| without(line, gone)).collect();
        if left.iter().map(String::as_str).eq(text.lines()) {
            continue;
        }
        let fresh = place.with_extension("tmp");
        let mut file = connect::private_options().create(true).truncate(true).open(&fresh)?;
        left.iter().try_for_each(|line| writeln!(file, "{line}"))?;
        file.sync_all()?;
        std::fs::rename(&fresh, &place)?;
        connect::sync_folder(&place)?;
    }
    Ok(())
}

/// A line without what it says of these things; `None` where nothing is left, or it cannot be read and names one.
fn without(line: &str, gone: &HashSet<Uid>) -> Option<String> {
    match serde_json::from_str(line).ok().as_ref().and_then(act_from_json) {
        Some(mut act) if !act.verb.is_for_good() => {
            let before = act.ops.len();
            act.ops.retain(|op| !gone.contains(&op.entity));
            match act.ops.len() {
                0 => None,
                left if left == before => Some(line.into()),
                _ => Some(act_to_json(&act).to_string()),
            }
        }
        Some(_) => Some(line.into()),
        None => (!gone.iter().any(|uid| line.contains(&uid.to_text()))).then(|| line.into()),
    }
}

/// Everything held back is saved: the files are no longer needed.
pub fn discard(path: &Path, data_dir: &Path) {
    for place in places(path, data_dir) {
        let _ = std::fs::remove_file(place);
    }
}

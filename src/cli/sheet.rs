//! `uncover sheet`: the look-for sheets that are built in, and checking one's own.

use crate::domain::sheet::Sheet;
use clap::Subcommand;
use std::path::{Path, PathBuf};

#[derive(Debug, Subcommand)]
pub enum Command {
    /// The sheets there are
    List,
    /// The definition of one sheet, as a file one can change
    Show { id: String },
    /// Is this file a sheet? Says file, line, column and what was expected
    Check { file: PathBuf },
}

pub fn run(command: &Command) -> Result<(), String> {
    match command {
        Command::List => list(),
        Command::Show { id } => show(id),
        Command::Check { file } => check(file),
    }
}

fn list() -> Result<(), String> {
    for (id, body) in Sheet::built_in() {
        if let Ok(sheet) = Sheet::parse(id, body) {
            super::print(&format!("{:<16} {}   {} look-fors", sheet.id, sheet.title, sheet.look_fors.len()))?;
        }
    }
    Ok(())
}

fn show(id: &str) -> Result<(), String> {
    match Sheet::built_in().iter().find(|(name, _)| *name == id) {
        Some((_, body)) => super::print(body.trim_end()),
        None => Err(format!("There is no sheet called “{id}”. `uncover sheet list` names them all.")),
    }
}

fn check(file: &Path) -> Result<(), String> {
    let bytes = std::fs::read(file).map_err(|e| format!("“{}” could not be read: {e}.", file.display()))?;
    match Sheet::parse_bytes(&file.display().to_string(), &bytes) {
        Ok(sheet) => super::print(&format!("“{}” is a sheet with {} look-fors.", sheet.title, sheet.look_fors.len())),
        Err(mistakes) => {
            let lines: Vec<String> = mistakes.to_string().lines().map(crate::domain::text::visible).collect();
            super::print(&lines.join("\n"))?;
            let n = crate::domain::text::count(mistakes.count(), "mistake", "mistakes");
            Err(format!("“{}” is not a sheet yet: {n}.", file.display()))
        }
    }
}

//! `uncover sheet`: the look-for sheets there are, checking a file, taking one's own in, and one to begin with.

use super::paths;
use crate::domain::sheet::Sheet;
use crate::domain::text::{clip, count, visible};
use crate::exchange::sheets::{self, Added, OwnSheet, Refused};
use crate::exchange::write;
use clap::Subcommand;
use std::path::{Path, PathBuf};

#[derive(Debug, Subcommand)]
pub enum Command {
    /// The sheets there are: built in, and your own
    List,
    /// The definition of one sheet, as a file one can change
    Show { id: String },
    /// Is this file a sheet? Says file, line, column and what was expected
    Check { file: PathBuf },
    /// Take a sheet of your own in, so that Plan offers it
    Add {
        file: PathBuf,
        /// Let it take the place of your own sheet with the same id
        #[arg(long)]
        replace: bool,
    },
    /// A sheet to begin with: every way to mark, with remarks
    New {
        /// Its id: small letters, digits, hyphens
        #[arg(default_value = Sheet::TEMPLATE_ID)]
        id: String,
        /// Write it into this file instead of printing it
        #[arg(long, value_name = "FILE")]
        to: Option<PathBuf>,
    },
}

pub fn run(command: &Command) -> Result<(), String> {
    match command {
        Command::List => list(),
        Command::Show { id } => show(id),
        Command::Check { file } => check(file),
        Command::Add { file, replace } => add(file, *replace),
        Command::New { id, to } => new(id, to.as_deref()),
    }
}

fn list() -> Result<(), String> {
    let built_in = Sheet::built_in().iter().filter_map(|(id, body)| Sheet::parse(id, body).ok());
    let mut lines = vec!["Built in".to_string()];
    lines.extend(built_in.map(|sheet| line(&sheet)));
    let folder = paths::sheets()?;
    let own = sheets::read(&folder);
    if own.sheets.is_empty() && own.broken.is_empty() {
        lines.push("\nYour own: none yet. “uncover sheet new” gives you one to begin with.".into());
    } else {
        lines.push(format!("\nYour own, in {}", visible(&folder.to_string_lossy())));
    }
    lines.extend(own.sheets.iter().map(|own| line(&own.sheet)));
    lines.extend(own.broken.iter().map(|broken| format!("  cannot be used: {}", broken.why)));
    super::print(&lines.join("\n"))
}

fn line(sheet: &Sheet) -> String {
    let minutes = sheet.minutes.map(|m| format!(", {m} min")).unwrap_or_default();
    format!("  {:<16} {:<44} {}{minutes}", sheet.id, clip(&sheet.title, 44, false), sheet.size())
}

fn show(id: &str) -> Result<(), String> {
    let built_in = Sheet::built_in().iter().find(|(name, _)| *name == id).map(|(_, body)| (*body).to_string());
    let body = match built_in {
        Some(body) => Some(body),
        None => sheets::read(&paths::sheets()?).sheets.into_iter().find(|o| o.sheet.id == id).map(|o| o.body),
    };
    let Some(body) = body else {
        return Err(format!("There is no sheet called “{id}”. “uncover sheet list” names them all."));
    };
    // A remark can hold what a screen must not be sent; no other text of a sound sheet can.
    let lines: Vec<String> = body.trim_end().lines().map(visible).collect();
    super::print(&lines.join("\n"))
}

/// Prints the mistakes, and gives the sentence for standard error.
fn refused(file: &Path, why: Refused) -> Result<String, String> {
    match why {
        Refused::Sentence(sentence) => Ok(sentence),
        Refused::Mistakes { lines, count: n } => {
            super::print(&lines)?;
            let n = count(n, "mistake", "mistakes");
            Ok(format!("“{}” is not a sheet yet: {n}. Nothing was changed.", file.display()))
        }
    }
}

fn check(file: &Path) -> Result<(), String> {
    match sheets::read_file(file) {
        Ok((sheet, _)) => {
            let built_in = if sheets::is_built_in(&sheet.id) {
                format!(
                    " Its id “{}” is that of a sheet that comes with the program: choose another to add it.",
                    sheet.id
                )
            } else {
                String::new()
            };
            super::print(&format!("“{}” is a sheet with {}.{built_in}", sheet.title, sheet.size()))
        }
        Err(why) => Err(refused(file, why)?),
    }
}

fn add(file: &Path, replace: bool) -> Result<(), String> {
    let (OwnSheet { sheet, .. }, added) = match sheets::add(&paths::sheets()?, file, replace) {
        Ok(done) => done,
        Err(why) => return Err(refused(file, why)?),
    };
    let path = |path: PathBuf| visible(&path.to_string_lossy());
    let did = match added {
        Added::New(at) => format!("is taken in: {}. Plan offers it now.", path(at)),
        Added::Replaced(at) => {
            format!("has taken the place of the one before: {}. Walks that used that one keep it.", path(at))
        }
        Added::Same(at) => format!("was there already, word for word: {}.", path(at)),
    };
    super::print(&format!("“{}” ({}) {did}", sheet.title, sheet.size()))
}

fn new(id: &str, to: Option<&Path>) -> Result<(), String> {
    let Some(text) = Sheet::template(id) else {
        return Err(format!(
            "“{id}” cannot be the id of a sheet. It has small letters, digits and hyphens, such as “our-sheet”."
        ));
    };
    if sheets::is_built_in(id) {
        return Err(format!("A sheet that comes with the program is called “{id}”. Choose another id."));
    }
    match to {
        None => super::print(text.trim_end()),
        Some(to) => {
            write::text(to, false, &text).map_err(|e| e.to_string())?;
            let file = visible(&to.to_string_lossy());
            super::print(&format!(
                "“{file}” is written. Change it in any text editor, then: uncover sheet check \"{file}\""
            ))
        }
    }
}

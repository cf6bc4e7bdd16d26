//! `uncover sheet`: the look-for sheets there are, checking a file, taking one's own in, and one to begin with.

use super::{own, paths};
use crate::domain::sheet::Sheet;
use clap::Subcommand;
use std::path::PathBuf;

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
        Command::List => own::list::<Sheet>(&paths::sheets()?),
        Command::Show { id } => own::show::<Sheet>(&paths::sheets()?, id),
        Command::Check { file } => own::check::<Sheet>(file),
        Command::Add { file, replace } => own::add::<Sheet>(&paths::sheets()?, file, *replace),
        Command::New { id, to } => own::new::<Sheet>(id, to.as_deref()),
    }
}

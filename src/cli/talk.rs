//! `uncover talk`: the talk protocols there are, checking a file, taking one's own in, and one to begin with.

use super::{own, paths};
use crate::domain::talk_protocol::TalkProtocol;
use clap::Subcommand;
use std::path::PathBuf;

#[derive(Debug, Subcommand)]
pub enum Command {
    /// The talk protocols there are: built in, and your own
    List,
    /// The definition of one talk protocol, as a file one can change
    Show { id: String },
    /// Is this file a talk protocol? Lists its steps, or says file, line, column and what was expected
    Check { file: PathBuf },
    /// Take a talk protocol of your own in, so that it can be chosen for a talk
    Add {
        file: PathBuf,
        /// Let it take the place of your own talk protocol with the same id
        #[arg(long)]
        replace: bool,
    },
    /// A talk protocol to begin with, with remarks
    New {
        /// Its id: small letters, digits, hyphens
        #[arg(default_value = TalkProtocol::TEMPLATE_ID)]
        id: String,
        /// Write it into this file instead of printing it
        #[arg(long, value_name = "FILE")]
        to: Option<PathBuf>,
    },
}

pub fn run(command: &Command) -> Result<(), String> {
    match command {
        Command::List => own::list::<TalkProtocol>(&paths::talks()?),
        Command::Show { id } => own::show::<TalkProtocol>(&paths::talks()?, id),
        Command::Check { file } => own::check::<TalkProtocol>(file),
        Command::Add { file, replace } => own::add::<TalkProtocol>(&paths::talks()?, file, *replace),
        Command::New { id, to } => own::new::<TalkProtocol>(id, to.as_deref()),
    }
}

//! `uncover import json`: a complete copy becomes a file again.

use super::{Line, file, paths};
use crate::exchange::json::{Stage, restore};
use clap::Args;
use std::io::{IsTerminal, Write};
use std::path::PathBuf;

#[derive(Debug, Args)]
pub struct Options {
    /// The copy. The new file is the one named with --file, or the usual one; it must hold no notes yet
    path: PathBuf,
}

pub fn run(line: &Line, options: &Options) -> Result<(), String> {
    let to = paths::file(line)?;
    let terminal = std::io::stderr().is_terminal();
    let mut shown = false;
    // Progress is only told; nothing depends on it.
    let mut told = |stage| {
        if terminal {
            shown = true;
            let _ = match stage {
                Stage::Read(n) => write!(std::io::stderr(), "\r{n} changes read"),
                Stage::Folded(n) => write!(std::io::stderr(), "\r{n} things put together"),
            };
        }
    };
    let made = restore(&options.path, &to, &file::options()?, &mut told);
    if shown {
        let _ = writeln!(std::io::stderr());
    }
    let restored = made.map_err(|refused| refused.to_string())?;
    super::print(&format!(
        "{} are in {} again, with every name, every private note and the log of changes.",
        restored.words(),
        crate::domain::text::visible(&to.display().to_string())
    ))
}

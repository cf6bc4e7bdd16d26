//! `uncover demo`: a school that does not exist, with a term of walks.

use super::{Line, file, paths};
use crate::domain::act::Act;
use crate::exchange::demo::{DemoOptions, acts};
use crate::store::Core;
use crate::term::clock;
use clap::Args;
use std::io::{IsTerminal, Write};
use std::path::Path;

/// The seed when none is given.
pub const SEED: u64 = 1;

/// Acts saved in one transaction.
const BATCH: usize = 2_000;

#[derive(Debug, Args)]
pub struct Options {
    /// How many notes (default: about 700, one term)
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=5_000_000))]
    notes: Option<u32>,
    /// Notes of one visit on average (default: 12)
    #[arg(long, value_name = "M", requires = "notes", value_parser = clap::value_parser!(u32).range(1..=500))]
    notes_per_visit: Option<u32>,
    /// Another seed makes another school
    #[arg(long, default_value_t = SEED)]
    seed: u64,
    /// Only make the file, do not open it
    #[arg(long)]
    no_open: bool,
}

/// Makes the file when it is not there, and opens it.
pub fn run(line: &Line, options: &Options) -> Result<(), String> {
    // UNCOVER_FILE means one's own file; the made-up school goes there only when it is named on the line.
    let named = line.file.clone().filter(|f| std::env::var_os("UNCOVER_FILE").is_none_or(|v| v != f.as_os_str()));
    let path = match named {
        Some(path) => path,
        None => paths::demo_file()?,
    };
    if path.exists() {
        if options.no_open || options.notes.is_some() {
            return Err(format!("“{}” is there already. Nothing was changed. Name another file.", path.display()));
        }
    } else {
        let number = |n: Option<u32>| n.map(|n| n as usize);
        make(&path, number(options.notes), number(options.notes_per_visit), options.seed)?;
    }
    if options.no_open {
        super::print(&format!("The made-up school is in {}", path.display()))
    } else {
        file::open_path(line, &path)
    }
}

/// Makes the made-up school; whole, or not at all.
pub fn make(path: &Path, notes: Option<usize>, a_visit: Option<usize>, seed: u64) -> Result<(), String> {
    let made = fill(path, notes, a_visit, seed);
    if made.is_err() {
        // Nothing of anybody's work is in a file that was only just begun.
        for ending in ["", "-wal", "-shm"] {
            let mut name = path.as_os_str().to_owned();
            name.push(ending);
            let _ = std::fs::remove_file(name);
        }
    }
    made
}

fn fill(path: &Path, notes: Option<usize>, a_visit: Option<usize>, seed: u64) -> Result<(), String> {
    let demo = DemoOptions { notes, a_visit, seed, now: clock::now() };
    let mut core = Core::open(path, &file::options()?).map_err(|t| file::sentence(&t))?;
    let mut batch: Vec<Act> = Vec::with_capacity(BATCH);
    let mut done = 0_usize;
    let progress = std::io::stderr().is_terminal() && notes.is_some_and(|n| n > 20_000);
    for act in acts(&demo) {
        batch.push(act);
        if batch.len() == BATCH {
            core.apply_many(&batch).map_err(|t| file::sentence(&t))?;
            done += batch.len();
            batch.clear();
            if progress {
                // Progress is only told; nothing depends on it.
                let _ = write!(std::io::stderr(), "\r{done} acts made");
            }
        }
    }
    core.apply_many(&batch).map_err(|t| file::sentence(&t))?;
    if progress {
        let _ = writeln!(std::io::stderr());
    }
    core.close().map_err(|t| file::sentence(&t))
}

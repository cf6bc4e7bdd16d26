//! `uncover export`: everything in the file, for other programs.

use super::{Line, file, paths};
use crate::domain::id::IdSource;
use crate::exchange::json::{self, Wish};
use crate::exchange::write::WriteError;
use crate::store::reader::Reader;
use crate::term::clock;
use clap::{Args, ValueEnum};
use std::io::{IsTerminal, Read, Write};
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
pub struct Options {
    /// The format
    #[arg(value_enum)]
    format: Format,
    /// The file to write
    #[arg(long, value_name = "PATH")]
    to: PathBuf,
    /// A complete copy: names, private notes and the whole log
    #[arg(long)]
    with_names: bool,
    /// Write over an export that is there already
    #[arg(long)]
    force: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// One document with everything; docs/json.md explains it
    Json,
}

/// With this a file of SQLite begins.
const SQLITE: &[u8] = b"SQLite format 3\0";

pub fn run(line: &Line, options: &Options) -> Result<(), String> {
    let Format::Json = options.format;
    let from = paths::file(line)?;
    if !from.exists() {
        return Err(format!("There is no file yet at {}, so there is nothing to export.", from.display()));
    }
    keep_notes(&from, &options.to)?;
    let reader = Reader::open(&from).map_err(|t| file::sentence(&t))?;
    if options.with_names {
        // Only told; the export does not depend on it.
        let _ = writeln!(
            std::io::stderr(),
            "Every name and every private note will be readable in {}: keep it where nobody else can read it.",
            crate::domain::text::visible(&options.to.display().to_string())
        );
    }
    let wish = Wish { names: options.with_names, seed: seed(), made: clock::now().utc };
    let terminal = std::io::stderr().is_terminal();
    let mut shown = false;
    let mut told = |written: u64| {
        if terminal && (written >= 20_000 || shown) {
            shown = true;
            let _ = write!(std::io::stderr(), "\r{written} entries written");
        }
    };
    let made = json::write(&reader, &options.to, options.force, &wish, &mut told);
    if shown {
        let _ = writeln!(std::io::stderr());
    }
    let counts = made.map_err(|e| match e {
        json::JsonError::Read(trouble) => file::sentence(&trouble),
        json::JsonError::Write(error @ WriteError::Exists(_)) => format!("{error} --force writes over it."),
        json::JsonError::Write(error) => error.to_string(),
    })?;
    let what = if options.with_names { "A complete copy" } else { "Everything but the names and what is private" };
    let notes = crate::domain::text::count(usize::try_from(counts.get("notes")).unwrap_or(usize::MAX), "note", "notes");
    super::print(&format!("{what} is in {}: {notes}.", options.to.display()))
}

/// Refuses to write where notes are: over the file itself, over what SQLite keeps beside it, over another such file.
fn keep_notes(from: &Path, to: &Path) -> Result<(), String> {
    let mut start = Vec::new();
    if to.is_file()
        && let Ok(found) = std::fs::File::open(to)
    {
        // What cannot be read here cannot be told from an export; the name below still decides.
        let _ = found.take(SQLITE.len() as u64).read_to_end(&mut start);
    }
    let own = ["", "-wal", "-shm", "-journal"].iter().any(|ending| {
        let mut name = from.as_os_str().to_owned();
        name.push(ending);
        same(Path::new(&name), to)
    });
    if own || start == SQLITE {
        let name = to.display();
        return Err(format!(
            "“{name}” holds notes, so nothing was written over it. Choose another name for the export."
        ));
    }
    Ok(())
}

fn same(a: &Path, b: &Path) -> bool {
    let real = |path: &Path| {
        let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        Some(std::fs::canonicalize(folder).ok()?.join(path.file_name()?))
    };
    let followed = |path: &Path| std::fs::canonicalize(path).ok();
    (real(a).is_some() && real(a) == real(b)) || (followed(a).is_some() && followed(a) == followed(b))
}

/// A number nobody can guess: the random part of a new id.
fn seed() -> u64 {
    let id = IdSource::System.next_uid().0;
    id.iter().skip(8).fold(0, |seed, byte| (seed << 8) | u64::from(*byte))
}

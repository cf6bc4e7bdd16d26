//! `uncover import`: taking in what other programs wrote.

use super::bundle::Bar;
use super::{Line, file, import_copy, import_notes, paths};
use crate::domain::act::{Op, Verb};
use crate::exchange::inout::rooms;
use crate::exchange::roster::{self, COLUMNS, Column, Wish};
use crate::store::Core;
use crate::store::reader::Reader;
use crate::store::roster::Known;
use crate::term::clock;
use clap::{Args, Subcommand};
use std::io::{IsTerminal, Write};
use std::path::PathBuf;

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Schools, rooms and teachers: a OneRoster or School Data Sync folder or zip, or a plain list
    Roster(RosterOptions),
    /// Visits and notes: what a form wrote (Google Forms, Microsoft Forms), or a sheet of your own
    Notes(import_notes::Options),
    /// A complete copy, as “export json --with-names” or “export jsonl --with-names” wrote it, into a new file
    Json(import_copy::Options),
}

#[derive(Debug, Args)]
pub struct RosterOptions {
    /// The folder, the zip, or the file with the list
    path: PathBuf,
    /// Of a plain list: which heading is which column. Columns: room, teacher, grade, subject, period, school, course,
    /// term, id, teacher-id, role
    #[arg(long, value_name = "HEADING=COLUMN", value_parser = mapping)]
    map: Vec<(String, Column)>,
    /// Only say what would change
    #[arg(long)]
    dry_run: bool,
    /// The school of a plain list; of a roster with several schools, the one to take
    #[arg(long, value_name = "NAME")]
    school: Option<String>,
    /// Rooms that are missing in it stay in use: for a list of only some rooms
    #[arg(long)]
    keep_missing: bool,
}

fn mapping(text: &str) -> Result<(String, Column), String> {
    let columns = || COLUMNS.iter().map(|(_, word, _)| *word).collect::<Vec<_>>().join(", ");
    let Some((heading, word)) = text.rsplit_once('=') else {
        return Err("a heading, “=” and a column were expected, such as Salle=room".into());
    };
    match Column::parse(word) {
        Some(column) => Ok((heading.to_string(), column)),
        None => Err(format!("there is no column “{word}”; there are {}", columns())),
    }
}

pub fn run(line: &Line, command: &Command) -> Result<(), String> {
    match command {
        Command::Roster(options) => take_roster(line, options),
        Command::Notes(options) => import_notes::run(line, options),
        Command::Json(options) => import_copy::run(line, options),
    }
}

fn take_roster(line: &Line, options: &RosterOptions) -> Result<(), String> {
    let wish = Wish { map: options.map.clone(), school: options.school.clone(), keep_missing: options.keep_missing };
    let terminal = std::io::stderr().is_terminal();
    let mut shown = false;
    // Progress is only told; nothing depends on it.
    let mut told = |rows: u64| {
        if terminal {
            shown = true;
            let _ = write!(std::io::stderr(), "\r{rows} rows read");
        }
    };
    let read = roster::read(&options.path, &wish, &mut told);
    if shown {
        let _ = writeln!(std::io::stderr());
    }
    let roster = read.map_err(|refused| refused.to_string())?;
    let path = paths::file(line)?;
    if options.dry_run {
        return dry_run(&path, &roster);
    }
    let mut core = Core::open(&path, &file::options()?).map_err(|t| file::sentence(&t))?;
    let reader = Reader::open(&path).map_err(|t| file::sentence(&t))?;
    let (ops, report) = plan(&reader, &roster)?;
    drop(reader);
    let mut bar = Bar::new("saved");
    let kept = rooms::keep(&mut core, Verb::ImportRoster, ops, clock::now().utc, &mut |n, of| bar.show(n, Some(of)));
    bar.end();
    let changes = kept.map_err(|why| why.sentence)?;
    core.close().map_err(|t| file::sentence(&t))?;
    let end = if changes { rooms::TAKEN_IN } else { rooms::NOTHING_WAS };
    super::print(&said(&report, end))
}

/// What the roster changes; where it does not say which school it is of, how to say it here.
fn plan(reader: &Reader, roster: &roster::Roster) -> Result<(Vec<Op>, roster::Report), String> {
    let known = reader.known().map_err(|t| file::sentence(&t))?;
    roster::plan(roster, &known).map_err(|refused| refused.to_string())
}

fn dry_run(path: &std::path::Path, roster: &roster::Roster) -> Result<(), String> {
    let (ops, report) = match path.exists() {
        true => plan(&Reader::open(path).map_err(|t| file::sentence(&t))?, roster)?,
        false => roster::plan(roster, &Known::default()).map_err(|refused| refused.to_string())?,
    };
    let end = if ops.is_empty() {
        rooms::NOTHING_WOULD
    } else {
        "This is what would change. Nothing was changed yet: the same without --dry-run takes it in."
    };
    super::print(&said(&report, end))
}

/// A report with its last line.
fn said(report: &roster::Report, end: &str) -> String {
    let mut lines = rooms::lines(report);
    lines.push(end.into());
    lines.join("\n")
}

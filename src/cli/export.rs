//! `uncover export`: everything in the file, for other programs.

use super::export_about::About;
use super::{Line, bundle, export_talk, file, paths};
use crate::domain::id::IdSource;
use crate::exchange::tables::{csv, markdown};
use crate::exchange::whole::ExportError;
use crate::exchange::write::WriteError;
use crate::exchange::{json, refi, report};
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
    #[command(flatten)]
    about: About,
    /// csv: begin the files with a mark by which old spreadsheet programs know UTF-8
    #[arg(long)]
    bom: bool,
    #[command(flatten)]
    talk: export_talk::AboutTalk,
    #[command(flatten)]
    bundle: bundle::BundleOptions,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// One document with everything; docs/json.md explains it
    Json,
    /// The same with one document a line (JSON Lines)
    Jsonl,
    /// Tables for a spreadsheet: notes, their tags, marks; docs/csv.md explains them
    Csv,
    /// Pages to read, a heading a visit; docs/markdown.md explains them
    Markdown,
    /// A report of a walk, a pattern or a term, to read and to print; docs/report.md explains it
    Html,
    /// The tags as a codebook of REFI-QDA, for programs of qualitative research
    Qdc,
    /// Tags and visits as a project of REFI-QDA; docs/refi-qda.md explains both
    Qdpx,
    /// A page of a talk for its team, or for those above; docs/take-home.md explains them
    Talk,
    /// What a colleague takes in with “uncover merge”; docs/bundles.md explains it
    Bundle,
}

/// With this a file of SQLite begins.
const SQLITE: &[u8] = b"SQLite format 3\0";

pub fn run(line: &Line, options: &Options) -> Result<(), String> {
    if options.with_names && !matches!(options.format, Format::Json | Format::Jsonl | Format::Bundle) {
        return Err("Only a complete copy can carry names: “export json --with-names”. Nothing was written.".into());
    }
    if options.bundle.said() && options.format != Format::Bundle {
        return Err("--since, --by and --plain are for “export bundle”. Nothing was written.".into());
    }
    if options.about.says_something() && !matches!(options.format, Format::Html | Format::Talk) {
        return Err(
            "--walk, --pattern, --from and --until are for a report: “export html”. Nothing was written.".into()
        );
    }
    let from = paths::file(line)?;
    if !from.exists() {
        return Err(format!("There is no file yet at {}, so there is nothing to export.", from.display()));
    }
    keep_notes(&from, &options.to)?;
    if options.format == Format::Talk {
        return super::print(&export_talk::run(&from, &options.to, options.force, (&options.talk, &options.about))?);
    }
    if options.format == Format::Bundle {
        let around = bundle::Around { to: &options.to, with_names: options.with_names, force: options.force };
        return bundle::export(line, &options.bundle, &around);
    }
    let mut reader = Reader::open(&from).map_err(|t| file::sentence(&t))?;
    let now = clock::now();
    reader.set_now(now.utc);
    reader.set_offset(now.offset);
    let mut told = Told::new();
    let made = match options.format {
        Format::Json | Format::Jsonl => as_json(&reader, options, &mut |n| told.rows(n)),
        Format::Csv => as_csv(&reader, options, &mut |n| told.rows(n)),
        // Pages of a talk and bundles were made above.
        Format::Markdown | Format::Talk | Format::Bundle => as_markdown(&reader, options, &mut |n| told.rows(n)),
        Format::Html => report(&reader, options),
        Format::Qdc | Format::Qdpx => as_refi(&reader, options, &mut |n| told.rows(n)),
    };
    told.end();
    super::print(&made?)
}

/// Says on a terminal how far a long export has come.
struct Told {
    terminal: bool,
    shown: bool,
}

impl Told {
    fn new() -> Told {
        Told { terminal: std::io::stderr().is_terminal(), shown: false }
    }

    fn rows(&mut self, written: u64) {
        if self.terminal && (written >= 20_000 || self.shown) {
            self.shown = true;
            // Only told; the export does not depend on it.
            let _ = write!(std::io::stderr(), "\r{written} entries written");
        }
    }

    fn end(&self) {
        if self.shown {
            let _ = writeln!(std::io::stderr());
        }
    }
}

fn as_json(reader: &Reader, options: &Options, told: &mut dyn FnMut(u64)) -> Result<String, String> {
    if options.with_names {
        let _ = writeln!(
            std::io::stderr(),
            "Every name and every private note will be readable in {}: keep it where nobody else can read it.",
            shown(&options.to)
        );
    }
    let lines = options.format == Format::Jsonl;
    let wish = json::Wish { names: options.with_names, seed: seed(), made: clock::now().utc, lines };
    let made = json::write(reader, &options.to, options.force, &wish, told);
    let counts = made.map_err(failed)?;
    let what = if options.with_names { "A complete copy" } else { "Everything but the names and what is private" };
    Ok(format!("{what} is in {}: {}.", shown(&options.to), many(counts.get("notes"), "note", "notes")))
}

fn as_csv(reader: &Reader, options: &Options, told: &mut dyn FnMut(u64)) -> Result<String, String> {
    let wish = csv::Wish { seed: seed(), bom: options.bom };
    let made = csv::write(reader, &options.to, options.force, wish, told).map_err(failed)?;
    Ok(format!(
        "{} in {}, {} in {}, {} in {}. No names: rooms are letters, in an order that changes with every export.",
        many(made.notes.1, "note is", "notes are"),
        shown(&made.notes.0),
        many(made.tags.1, "tag on a note", "tags on notes"),
        shown(&made.tags.0),
        many(made.marks.1, "mark", "marks"),
        shown(&made.marks.0),
    ))
}

fn as_markdown(reader: &Reader, options: &Options, told: &mut dyn FnMut(u64)) -> Result<String, String> {
    let now = clock::now();
    let wish = markdown::Wish { seed: seed(), made: now.today() };
    let made = markdown::write(reader, &options.to, options.force, wish, told).map_err(failed)?;
    Ok(format!(
        "{} with {} in {}. No names: rooms are letters, in an order that changes with every export.",
        many(made.visits, "visit", "visits"),
        many(made.notes, "note", "notes"),
        shown(&options.to)
    ))
}

fn report(reader: &Reader, options: &Options) -> Result<String, String> {
    let wish = options.about.wish(reader, clock::now().today())?;
    let made = report::write(reader, &options.to, options.force, wish).map_err(failed)?;
    let what = match made.visits {
        Some(n) => format!(
            "A report of {} and {}",
            many(n.into(), "visit", "visits"),
            many(made.patterns as u64, "pattern", "patterns")
        ),
        None => "A report without numbers, as they would rest on too few visits or teachers,".into(),
    };
    Ok(format!("{what} is in {}. No names and no rooms: read it before you give it away.", shown(&options.to)))
}

fn as_refi(reader: &Reader, options: &Options, told: &mut dyn FnMut(u64)) -> Result<String, String> {
    let wish = refi::Wish { seed: seed(), ids: seed(), made: clock::now().utc };
    if options.format == Format::Qdc {
        let made = refi::codebook(reader, &options.to, options.force, wish).map_err(failed)?;
        let Some(made) = made else {
            return Err("There are no tags yet, and a codebook must have one. Nothing was written.".into());
        };
        return Ok(format!("{} in {}.", many(made.codes, "tag is a code", "tags are codes"), shown(&options.to)));
    }
    let made = refi::project(reader, &options.to, options.force, wish, told).map_err(failed)?;
    Ok(format!(
        "{} with {}, {} and {} in {}. No names: rooms are letters and coders numbers, in an order that changes with \
         every export.",
        many(made.visits, "visit", "visits"),
        many(made.notes, "note", "notes"),
        many(made.codes, "code", "codes"),
        many(made.codings, "coding", "codings"),
        shown(&options.to)
    ))
}

/// The sentence of an export that was not made.
fn failed(error: ExportError) -> String {
    match error {
        ExportError::Read(trouble) => file::sentence(&trouble),
        ExportError::Write(error @ WriteError::Exists(_)) => format!("{error} --force writes over it."),
        ExportError::Write(error) => error.to_string(),
    }
}

fn shown(path: &Path) -> String {
    crate::domain::text::visible(&path.display().to_string())
}

fn many(n: u64, one: &str, more: &str) -> String {
    crate::domain::text::count(usize::try_from(n).unwrap_or(usize::MAX), one, more)
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

//! `uncover export`: everything in the file, for other programs.

use super::export_about::About;
use super::{Line, bundle, export_talk, file, paths};
use crate::domain::id::IdSource;
use crate::exchange::inout::out::{self, Failed, Wish, keep_notes};
use crate::store::reader::Reader;
use crate::term::clock;
use clap::{Args, ValueEnum};
use std::io::{IsTerminal, Write};
use std::path::PathBuf;

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
    let mut wish = Wish {
        names: options.with_names,
        overwrite: options.force,
        bom: options.bom,
        ..Wish::new(options.format.written(), options.to.clone())
    };
    if options.format == Format::Html {
        let about = options.about.wish(&reader, now.today())?;
        (wish.span, wish.pattern) = (about.span, about.pattern);
    }
    for warning in wish.warnings() {
        let _ = writeln!(std::io::stderr(), "{warning}");
    }
    let mut told = Told::new();
    let made = out::make(&reader, &wish, now, &mut IdSource::System, &mut |n, _| told.rows(n));
    told.end();
    super::print(&made.map_err(failed)?)
}

impl Format {
    /// As the export knows it. Pages of a talk have a way of their own.
    fn written(self) -> out::Format {
        match self {
            Format::Json => out::Format::Json,
            Format::Jsonl => out::Format::Jsonl,
            Format::Csv => out::Format::Csv,
            Format::Markdown | Format::Talk => out::Format::Markdown,
            Format::Html => out::Format::Html,
            Format::Qdc => out::Format::Qdc,
            Format::Qdpx => out::Format::Qdpx,
            Format::Bundle => out::Format::Bundle,
        }
    }
}

/// The sentence of an export that was not made.
pub fn failed(failed: Failed) -> String {
    match failed {
        Failed::There(sentence) => format!("{sentence} --force writes over it."),
        Failed::Other(sentence) => sentence,
    }
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

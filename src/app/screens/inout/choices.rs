//! What can be brought in and taken out.

use super::{files, reports};
use crate::app::App;
use crate::exchange::bundle::ENDING;
use crate::exchange::inout::Format;
use crate::exchange::inout::out::Wish;

/// One line of the choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    Rooms,
    Notes,
    Bundles,
    Out(Format),
    /// With names, after a warning.
    Named(Format),
}

/// Files that can hold a table.
const TABLES: &[&str] = &["csv", "tsv", "txt", "zip"];

impl Choice {
    pub const ALL: &[Choice] = &[
        Choice::Rooms,
        Choice::Notes,
        Choice::Bundles,
        Choice::Out(Format::Csv),
        Choice::Out(Format::Markdown),
        Choice::Out(Format::Html),
        Choice::Out(Format::Json),
        Choice::Out(Format::Jsonl),
        Choice::Out(Format::Qdc),
        Choice::Out(Format::Qdpx),
        Choice::Out(Format::Bundle),
        Choice::Named(Format::Json),
        Choice::Named(Format::Jsonl),
        Choice::Named(Format::Bundle),
    ];

    /// The heading above it, where it is the first of its sort.
    pub fn heading(self) -> Option<&'static str> {
        match self {
            Choice::Rooms => Some("Bring in"),
            Choice::Out(Format::Csv) => Some("Take out, without names"),
            Choice::Named(Format::Json) => Some("Take out, with names"),
            _ => None,
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            Choice::Rooms => "Rooms and teachers",
            Choice::Notes => "Visits and notes",
            Choice::Bundles => "Colleagues’ bundles",
            Choice::Out(Format::Csv) => "Tables",
            Choice::Out(Format::Markdown) => "Pages",
            Choice::Out(Format::Html) => "A report",
            Choice::Out(Format::Json) => "JSON",
            Choice::Out(Format::Jsonl) => "JSON Lines",
            Choice::Out(Format::Qdc) => "A codebook",
            Choice::Out(Format::Qdpx) => "A project",
            Choice::Out(Format::Bundle) | Choice::Named(Format::Bundle) => "A bundle",
            Choice::Named(Format::Jsonl) => "The same as JSON Lines",
            Choice::Named(_) => "A complete copy",
        }
    }

    pub fn detail(self) -> &'static str {
        match self {
            Choice::Rooms => "OneRoster, School Data Sync, or a plain list",
            Choice::Notes => "from a form, or a sheet of your own (CSV)",
            Choice::Bundles => "a bundle, or a folder of them",
            Choice::Out(Format::Csv) => "notes, tags and marks for a spreadsheet (CSV)",
            Choice::Out(Format::Markdown) => "to read, a heading a visit (Markdown)",
            Choice::Out(Format::Html) => "of walks or a pattern, to read or print (HTML)",
            Choice::Out(Format::Json) => "everything, one document",
            Choice::Out(Format::Jsonl) => "everything, one document a line",
            Choice::Out(Format::Qdc) => "tags, for qualitative research (.qdc)",
            Choice::Out(Format::Qdpx) => "visits and tags, for the same (.qdpx)",
            Choice::Out(Format::Bundle) => "for a colleague, with a passphrase",
            Choice::Named(Format::Bundle) => "for a colleague who may know whose room it is",
            Choice::Named(Format::Jsonl) => "a complete copy, one document a line",
            Choice::Named(_) => "JSON: names, private notes, the whole log",
        }
    }

    /// What is written, and with names or without; none where something is brought in.
    pub fn out(self) -> Option<(Format, bool)> {
        match self {
            Choice::Out(format) => Some((format, false)),
            Choice::Named(format) => Some((format, true)),
            Choice::Rooms | Choice::Notes | Choice::Bundles => None,
        }
    }

    /// The endings of files that can be brought in.
    pub fn endings(self) -> &'static [&'static str] {
        match self {
            Choice::Rooms | Choice::Notes => TABLES,
            Choice::Bundles => &[ENDING],
            Choice::Out(_) | Choice::Named(_) => &[],
        }
    }

    /// Whether a whole folder can be brought in.
    pub fn takes_folder(self) -> bool {
        matches!(self, Choice::Rooms | Choice::Bundles)
    }

    /// The name proposed for what is written on a day: "uncover-2026-11-18.csv".
    pub fn file_name(self, day: chrono::NaiveDate) -> String {
        let (stem, ending) = match self {
            Choice::Out(Format::Csv) => ("uncover-notes", "csv"),
            Choice::Out(Format::Markdown) => ("uncover-visits", "md"),
            Choice::Out(Format::Html) => ("uncover-report", "html"),
            Choice::Out(Format::Qdc) => ("uncover-tags", "qdc"),
            Choice::Out(Format::Qdpx) => ("uncover", "qdpx"),
            Choice::Out(Format::Bundle) | Choice::Named(Format::Bundle) => ("uncover", ENDING),
            Choice::Out(Format::Jsonl) => ("uncover", "jsonl"),
            Choice::Named(Format::Jsonl) => ("uncover-with-names", "jsonl"),
            Choice::Named(_) => ("uncover-with-names", "json"),
            _ => ("uncover", "json"),
        };
        format!("{stem}-{day}.{ending}")
    }
}

/// Goes on with the marked line.
pub fn take(app: &mut App) {
    let Some(choice) = Choice::ALL.get(app.inout.selected).copied() else { return };
    if choice.out().is_none() && !may_bring_in(app) {
        return;
    }
    super::forget(app);
    app.inout.choice = Some(choice);
    app.inout.out = choice.out().map(|(format, names)| {
        // Whoever opens a table from here opens it in a spreadsheet, and many take it for another encoding without the mark.
        Wish { names, bom: format == Format::Csv, ..Wish::new(format, Default::default()) }
    });
    match choice {
        Choice::Out(Format::Html) => reports::ask(app),
        _ => files::begin(app),
    }
}

/// Whether something can be brought in now; says why when not. What comes in is saved in one piece, and a note would have
/// to wait for it.
pub fn may_bring_in(app: &mut App) -> bool {
    if app.recording.is_some() {
        app.tell(
            "A walk is under way, and its notes would have to wait for what comes in. End the walk, then bring it in.",
        );
        return false;
    }
    app.may_write()
}

//! Codebooks and projects for programs of qualitative research: REFI-QDA 1.5, `.qdc` and `.qdpx` (docs/refi-qda.md).
//! Each visit is a text with a note a line, tags are codes, notes are selections. No names, coders are numbers.

mod codes;
mod project;
mod text;

use super::tables::known::Known;
use super::whole::{ExportError, Stop, written};
use crate::domain::id::Uid;
use crate::domain::text::visible;
use crate::domain::time::{UtcMs, local_time};
use crate::store::Reader;
use codes::Codes;
use std::path::Path;

/// What is to be written.
#[derive(Debug, Clone, Copy)]
pub struct Wish {
    /// Decides which room has which letter. It must not be guessable.
    pub seed: u64,
    /// Decides the ids in the file, which are those of nothing else. Another number than `seed`: from many ids it could
    /// be worked out.
    pub ids: u64,
    /// The moment of the export.
    pub made: UtcMs,
}

/// What is in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Made {
    pub codes: u64,
    pub visits: u64,
    pub notes: u64,
    pub codings: u64,
}

/// Writes the tags as a codebook to `path`. A file without tags makes `None`: a codebook must have a code.
///
/// # Errors
/// When the file of notes cannot be read; when `path` is there already and `overwrite` is false, or cannot be written.
/// Nothing is left behind then.
pub fn codebook(reader: &Reader, path: &Path, overwrite: bool, wish: Wish) -> Result<Option<Made>, ExportError> {
    let read = reader.at_one_moment(|reader| {
        let known = Known::read(reader, wish.seed)?;
        Codes::read(reader, &known, &Ids(wish.ids))
    });
    let codes = read.and_then(|codes| codes).map_err(ExportError::Read)?;
    if codes.is_empty() {
        return Ok(None);
    }
    written(path, overwrite, |out| {
        out.write_all(codes.codebook().as_bytes())?;
        Ok(Some(Made { codes: codes.count(), ..Made::default() }))
    })
}

/// Writes tags and visits as a project to `path`. `told` hears from time to time how many notes are written.
///
/// # Errors
/// As for `codebook`.
pub fn project(
    reader: &Reader,
    path: &Path,
    overwrite: bool,
    wish: Wish,
    told: &mut dyn FnMut(u64),
) -> Result<Made, ExportError> {
    written(path, overwrite, |out| reader.at_one_moment(|reader| project::fill(reader, out, wish, told))?)
}

/// How the program calls itself in such files.
fn origin() -> String {
    format!("Uncover {}", env!("CARGO_PKG_VERSION"))
}

/// Ids that hold in one export only.
struct Ids(u64);

impl Ids {
    /// The id of a thing by its sort and number. In capitals: some programs take no others.
    fn of(&self, sort: &str, number: u64) -> String {
        Uid::of_content(format!("{:016x} {sort} {number}", self.0).as_bytes()).to_text().to_uppercase()
    }
}

/// A moment as the schema wants it (xsd:dateTime), UTC to the second.
fn moment(at: UtcMs) -> String {
    local_time(at, 0).format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// A text without what XML cannot hold and without what breaks a line.
fn plain(text: &str) -> String {
    visible(text).replace(['\u{fffe}', '\u{ffff}'], "\u{b7}")
}

/// Templates of plain values cannot fail to render: nothing in them returns an error.
fn rendered(template: &impl askama::Template) -> String {
    let text = template.render().expect("values that are strings and lists of them always render");
    if text.ends_with('\n') { text } else { text + "\n" }
}

impl From<zip::result::ZipError> for Stop {
    fn from(error: zip::result::ZipError) -> Stop {
        Stop::Write(error.into())
    }
}

//! A report of a walk, a pattern or a term as one page to read and to print (docs/report.md): no names, rooms or single
//! visits, nothing that rests on too few visits or teachers. All in one file, without a script and without the network.

mod words;

use super::called;
use super::whole::{ExportError, Stop, written};
use crate::domain::id::Uid;
use crate::store::Reader;
use crate::store::api::Trouble;
use crate::store::report::Span;
use askama::Template;
use chrono::{Datelike, NaiveDate};
use std::path::Path;
use words::Texts;

/// What is to be written.
#[derive(Debug, Clone, Copy)]
pub struct Wish {
    pub span: Span,
    /// Of one pattern alone.
    pub pattern: Option<Uid>,
    /// The local day of the report.
    pub made: NaiveDate,
}

/// What is in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Made {
    /// None: too few visits or teachers for any number.
    pub visits: Option<u32>,
    pub patterns: usize,
}

#[derive(Template)]
#[template(path = "report.html")]
struct Page {
    t: Texts,
}

/// Writes the page to `path`.
///
/// # Errors
/// When the file of notes cannot be read; when `path` is there already and `overwrite` is false, or cannot be written.
/// Nothing is left behind then.
pub fn write(reader: &Reader, path: &Path, overwrite: bool, wish: Wish) -> Result<Made, ExportError> {
    let (page, made) = page(reader, wish).map_err(ExportError::Read)?;
    written(path, overwrite, |out| out.write_all(page.as_bytes()).map(|()| made).map_err(Stop::from))
}

/// The page as text.
///
/// # Errors
/// When the file of notes cannot be read.
pub fn page(reader: &Reader, wish: Wish) -> Result<(String, Made), Trouble> {
    let (_, masker) = called::read(reader, false, 0)?;
    let told = reader.report(wish.span, wish.pattern, wish.made.year())?;
    let settings = reader.settings()?;
    let made = Made { visits: told.report.visits, patterns: told.report.patterns.len() };
    let t = words::of(&told, &settings, &masker, wish);
    let page = Page { t }.render().expect("values that are strings and lists of them always render");
    // Parts that were left out leave empty lines.
    let lines = page.lines().filter(|line| !line.trim().is_empty());
    Ok((lines.fold(String::new(), |all, line| all + line + "\n"), made))
}

//! Notes, their tags and the marks as three tables for a spreadsheet or a statistics program (docs/csv.md), without names.
//! Written as they are read, so that memory grows neither with notes nor with visits; all three, or none.

use super::cell::safe;
use super::known::{Known, members, number, text};
use super::visits::Visit;
use crate::domain::note::{About, NoteKind};
use crate::domain::schema::{Kind, mark, note};
use crate::exchange::json::mark_fields;
use crate::exchange::whole::{ExportError, Stop, one_by_one, written};
use crate::exchange::write::{WriteError, atomically};
use crate::store::Reader;
use crate::store::export::Record;
use csv::{Terminator, Writer, WriterBuilder};
use serde_json::Value as Json;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// What marks the text as UTF-8 for old spreadsheets.
const BOM: &[u8] = "\u{feff}".as_bytes();

const NOTES: &[&str] = &[
    "note",
    "visit",
    "walk",
    "day",
    "focus",
    "room",
    "grade",
    "subject",
    "period",
    "second",
    "kind",
    "about",
    "text",
    "after_the_visit",
    "tags",
];
const TAGS: &[&str] = &["note", "visit", "tag"];
const MARKS: &[&str] = &[
    "mark", "visit", "walk", "day", "room", "grade", "subject", "period", "second", "look_for", "label", "way",
    "value", "seconds", "n", "of", "interval", "options",
];

/// What is to be written.
#[derive(Debug, Clone, Copy)]
pub struct Wish {
    /// Decides which room has which letter. It must not be guessable.
    pub seed: u64,
    /// Begin each file with a byte order mark.
    pub bom: bool,
}

/// Where the three tables went, and how many rows each has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    pub notes: (PathBuf, u64),
    pub tags: (PathBuf, u64),
    pub marks: (PathBuf, u64),
}

/// Writes the notes to `path`, and beside it their tags and the marks: `walks.csv`, `walks-tags.csv`, `walks-marks.csv`.
/// `told` hears from time to time how many rows are written.
///
/// # Errors
/// When the file of notes cannot be read; when one of the three is there already and `overwrite` is false, or cannot be
/// written. Nothing is left behind then.
pub fn write(
    reader: &Reader,
    path: &Path,
    overwrite: bool,
    wish: Wish,
    told: &mut dyn FnMut(u64),
) -> Result<Made, ExportError> {
    let (tags, marks) = (beside(path, "tags"), beside(path, "marks"));
    // The three are filled before the first is put in its place.
    let all = written(path, overwrite, |notes_out| {
        let mut rows = Ok([0; 3]);
        let inner = atomically(&tags, overwrite, |tags_out| {
            let inner = atomically(&marks, overwrite, |marks_out| {
                rows = fill(reader, [notes_out, tags_out, marks_out], wish, told);
                if rows.is_ok() { Ok(()) } else { Err(io::Error::other("the tables were not filled")) }
            });
            inner.map_err(io::Error::other)
        });
        // What stopped the filling says more than that a table was not written.
        let rows = rows?;
        inner.map_err(io::Error::other)?;
        Ok(rows)
    });
    match all {
        Err(ExportError::Write(error)) => Err(inmost(error).into()),
        Err(error) => Err(error),
        Ok([n, t, m]) => Ok(Made { notes: (path.into(), n), tags: (tags, t), marks: (marks, m) }),
    }
}

/// The error of the table that could not be written, out of those wrapped round it.
fn inmost(error: WriteError) -> WriteError {
    match error {
        WriteError::Failed { path, why } => match why.downcast::<WriteError>() {
            Ok(inner) => inmost(inner),
            Err(why) => WriteError::Failed { path, why },
        },
        other => other,
    }
}

/// "walks-tags.csv" for "walks.csv".
fn beside(path: &Path, what: &str) -> PathBuf {
    let stem = path.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
    let ending = path.extension().map(|e| format!(".{}", e.to_string_lossy())).unwrap_or_default();
    path.with_file_name(format!("{stem}-{what}{ending}"))
}

fn fill(reader: &Reader, outs: [&mut dyn Write; 3], wish: Wish, told: &mut dyn FnMut(u64)) -> Result<[u64; 3], Stop> {
    reader.at_one_moment(|reader| {
        let known = Known::read(reader, wish.seed)?;
        let [notes, tags, marks] = outs;
        let mut tables = Tables {
            known: &known,
            notes: Table::begin(notes, NOTES, wish.bom)?,
            tags: Table::begin(tags, TAGS, wish.bom)?,
            marks: Table::begin(marks, MARKS, wish.bom)?,
            told,
        };
        known.each_visit(reader, |visit| {
            for (kind, by) in [(Kind::Note, note::VISIT), (Kind::Mark, mark::VISIT)] {
                let read =
                    |on: &mut dyn FnMut(Record) -> _| reader.each_on(kind, (by, Some(visit.uid)), true, false, on);
                one_by_one(read, |record| Ok(tables.take(&record, visit)?))?;
            }
            Ok(())
        })?;
        Ok([tables.notes.end()?, tables.tags.end()?, tables.marks.end()?])
    })?
}

/// One table while it is being written.
struct Table<'w> {
    out: Writer<&'w mut dyn Write>,
    rows: u64,
}

impl<'w> Table<'w> {
    fn begin(out: &'w mut dyn Write, columns: &[&str], bom: bool) -> io::Result<Table<'w>> {
        if bom {
            out.write_all(BOM)?;
        }
        // Lines end as the standard for such files has it (RFC 4180).
        let mut out = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(out);
        out.write_record(columns)?;
        Ok(Table { out, rows: 0 })
    }

    fn row(&mut self, cells: &[String]) -> io::Result<()> {
        self.rows += 1;
        Ok(self.out.write_record(cells)?)
    }

    fn end(mut self) -> io::Result<u64> {
        self.out.flush()?;
        Ok(self.rows)
    }
}

/// Rows between two calls of `told`.
const TOLD_EVERY: u64 = 10_000;

struct Tables<'w, 'k> {
    known: &'k Known,
    notes: Table<'w>,
    tags: Table<'w>,
    marks: Table<'w>,
    told: &'k mut dyn FnMut(u64),
}

impl Tables<'_, '_> {
    fn take(&mut self, record: &Record, visit: &Visit) -> io::Result<()> {
        match record.kind {
            Kind::Note => self.note(record, visit)?,
            _ => self.mark(record, visit)?,
        }
        let written = self.notes.rows + self.marks.rows;
        if written.is_multiple_of(TOLD_EVERY) {
            (self.told)(written);
        }
        Ok(())
    }

    fn note(&mut self, record: &Record, visit: &Visit) -> io::Result<()> {
        let id = (self.notes.rows + 1).to_string();
        let of = number(record, note::KIND.column).map_or(NoteKind::Evidence, NoteKind::from_number);
        let about = number(record, note::ABOUT.column).and_then(About::from_number).map(about_words);
        let tags: Vec<&String> =
            members(record, "note_tag").into_iter().filter_map(|tag| self.known.tag(tag)).collect();
        let place = place(visit);
        let mut cells = vec![id.clone()];
        cells.extend(place.into_iter().map(|cell| safe(&cell)));
        cells.push(seconds(number(record, note::AT.column)));
        cells.push(of.word().to_string());
        cells.push(about.unwrap_or_default());
        cells.push(safe(&self.known.masked(&text(record, note::TEXT.column).unwrap_or_default())));
        cells.push(if number(record, note::AFTER.column) == Some(1) { "yes" } else { "" }.into());
        cells.push(safe(&tags.iter().map(|t| t.as_str()).collect::<Vec<_>>().join("; ")));
        self.notes.row(&cells)?;
        for tag in tags {
            self.tags.row(&[id.clone(), visit.number.to_string(), safe(tag)])?;
        }
        Ok(())
    }

    fn mark(&mut self, record: &Record, visit: &Visit) -> io::Result<()> {
        let Some(look_for) = text(record, mark::LOOK_FOR.column) else { return Ok(()) };
        let fields = mark_fields(record, &self.known.called, Some(&self.known.masker));
        let said = |name: &str| fields.iter().find(|(n, _)| *n == name).map(|(_, v)| plain(v)).unwrap_or_default();
        let option = if said("option").is_empty() { said("options") } else { said("option") };
        let mut place = place(visit);
        // The focus question stands with the notes.
        place.remove(3);
        let mut cells = vec![(self.marks.rows + 1).to_string()];
        cells.extend(place.into_iter().map(|cell| safe(&cell)));
        cells.push(seconds(number(record, mark::AT.column)));
        cells.push(safe(&self.known.masked(&look_for)));
        cells.push(safe(&self.known.look_for(visit.walk.sheet, &look_for)));
        cells.extend(["way", "value", "seconds", "n", "of", "interval"].map(said));
        cells.push(safe(&option));
        self.marks.row(&cells)
    }
}

/// Visit, walk, day, focus, room, grade, subject and period of a row.
fn place(visit: &Visit) -> Vec<String> {
    let (walk, room) = (visit.walk, visit.room);
    vec![
        visit.number.to_string(),
        if walk.number == 0 { String::new() } else { walk.number.to_string() },
        walk.day.clone(),
        walk.focus.clone(),
        room.letter.clone(),
        room.grade.clone(),
        room.subject.clone(),
        visit.period.clone(),
    ]
}

fn about_words(about: About) -> String {
    match about {
        About::Student(seat) => format!("student {seat}"),
        other => other.word().to_string(),
    }
}

/// Whole seconds since the visit began.
fn seconds(ms: Option<i64>) -> String {
    ms.map(|ms| ms.div_euclid(1_000).to_string()).unwrap_or_default()
}

/// A value of a mark as a cell.
fn plain(value: &Json) -> String {
    match value {
        Json::String(text) => text.clone(),
        Json::Array(all) => all.iter().map(plain).collect::<Vec<_>>().join("; "),
        Json::Null => String::new(),
        other => other.to_string(),
    }
}

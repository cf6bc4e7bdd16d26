//! Everything in the file, for other programs and other people: each format made, and what is said of it.

use super::{Around, Doing, Outcome, Passphrase, Why, reader, seed, sentence};
use crate::domain::id::{IdSource, Uid};
use crate::domain::text::{count, visible};
use crate::domain::time::Now;
use crate::exchange::bundle::{self, Header, WORK};
use crate::exchange::tables::{csv, markdown};
use crate::exchange::whole::ExportError;
use crate::exchange::write::WriteError;
use crate::exchange::{json, refi, report};
use crate::store::Reader;
use crate::store::api::{Answer, Ask};
use crate::store::report::Span;
use std::io::Read;
use std::path::{Path, PathBuf};

/// What is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Csv,
    Markdown,
    Html,
    Json,
    Jsonl,
    Qdc,
    Qdpx,
    Bundle,
}

/// One export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    pub format: Format,
    pub to: PathBuf,
    /// With names: a complete copy, or a bundle that says whose classroom a note is about.
    pub names: bool,
    pub overwrite: bool,
    /// csv: begin the files with a mark by which old spreadsheet programs know UTF-8.
    pub bom: bool,
    /// html: of which walk or days.
    pub span: Span,
    /// html: of one pattern alone.
    pub pattern: Option<Uid>,
    /// bundle: what the one who gets it has already.
    pub known: Vec<(Uid, i64)>,
    /// bundle: who it is from; the one who walks alone where nothing is said.
    pub by: Option<String>,
    /// bundle: none: everybody can read it.
    pub passphrase: Option<Passphrase>,
}

impl Wish {
    /// Everything there is, in its usual form.
    pub fn new(format: Format, to: PathBuf) -> Wish {
        Wish {
            format,
            to,
            names: false,
            overwrite: false,
            bom: false,
            span: Span::Days(None, None),
            pattern: None,
            known: Vec::new(),
            by: None,
            passphrase: None,
        }
    }

    /// Who will be able to read what: to be said before it is written.
    pub fn warnings(&self) -> Vec<String> {
        let mut told = Vec::new();
        match (self.format, self.names) {
            (Format::Json | Format::Jsonl, true) => told.push(format!(
                "Every name and every private note will be readable in {}: keep it where nobody else can read it.",
                shown(&self.to)
            )),
            (Format::Bundle, true) => told.push(
                "The bundle will hold the names of teachers, rooms and schools: give it only to somebody who may know whose \
                 classroom each note is about."
                    .into(),
            ),
            _ => {}
        }
        if self.format == Format::Bundle && self.passphrase.is_none() {
            told.push(
                "The bundle will have no passphrase: everybody who gets hold of it, also on a shared drive or in a mailbox, can \
                 read every note in it."
                    .into(),
            );
        }
        told
    }
}

/// Why there is no export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failed {
    /// A file of that name is there.
    There(String),
    Other(String),
}

impl From<ExportError> for Failed {
    fn from(error: ExportError) -> Failed {
        match error {
            ExportError::Read(trouble) => Failed::Other(sentence(&trouble)),
            ExportError::Write(error @ WriteError::Exists(_)) => Failed::There(error.to_string()),
            ExportError::Write(error) => Failed::Other(error.to_string()),
        }
    }
}

/// Hears how much is written, and of how much where that is known.
pub type Told<'t> = &'t mut dyn FnMut(u64, Option<u64>);

/// Writes an export of the file that `reader` reads; what is said of it when it is there.
///
/// # Errors
/// When nothing was written, with the sentence that says why.
pub fn make(reader: &Reader, wish: &Wish, now: Now, ids: &mut IdSource, told: Told) -> Result<String, Failed> {
    let all = entries(reader, wish);
    let out = Out { reader, wish, now };
    let mut rows = |n: u64| told(n, all);
    match wish.format {
        Format::Json | Format::Jsonl => out.json(ids, &mut rows),
        Format::Csv => out.csv(ids, &mut rows),
        Format::Markdown => out.markdown(ids, &mut rows),
        Format::Html => out.report(),
        Format::Qdc => out.codebook(ids),
        Format::Qdpx => out.project(ids, &mut rows),
        Format::Bundle => out.bundle(told),
    }
}

/// As the screens do it.
///
/// # Errors
/// A sentence; nothing was written then.
pub fn in_program(wish: &Wish, around: &Around) -> Result<Outcome, Why> {
    keep_notes(&around.file, &wish.to).map_err(Why::new)?;
    let reader = reader(around)?;
    let mut told = |n, all| around.far(Doing::Writing, n, all);
    match make(&reader, wish, around.now, &mut IdSource::System, &mut told) {
        Ok(words) => Ok(Outcome::Paper(super::Paper { end: words, changes: true, ..super::Paper::default() })),
        Err(Failed::There(why)) => Ok(Outcome::There(why)),
        Err(Failed::Other(why)) => Err(Why::new(why)),
    }
}

/// About how much is written, where that takes long; only for showing how far it is.
fn entries(reader: &Reader, wish: &Wish) -> Option<u64> {
    let Answer::Info(info) = reader.answer(&Ask::Info) else { return None };
    match wish.format {
        Format::Csv => Some(info.notes + info.marks),
        Format::Markdown | Format::Qdpx => Some(info.notes),
        Format::Json | Format::Jsonl if wish.names => Some(info.notes + info.marks + info.visits + info.acts),
        Format::Json | Format::Jsonl => Some(info.notes + info.marks + info.visits),
        Format::Html | Format::Qdc | Format::Bundle => None,
    }
}

/// What is written, from which file, and when.
struct Out<'o> {
    reader: &'o Reader,
    wish: &'o Wish,
    now: Now,
}

/// Hears how many entries are written.
type Rows<'r> = &'r mut dyn FnMut(u64);

/// The end of what is said of an export by visits.
const ROOMS_ARE_LETTERS: &str = "No names: rooms are letters, in an order that changes with every export.";

impl Out<'_> {
    fn to(&self) -> String {
        shown(&self.wish.to)
    }

    fn json(&self, ids: &mut IdSource, rows: Rows) -> Result<String, Failed> {
        let Out { reader, wish, now } = self;
        let lines = wish.format == Format::Jsonl;
        let what = json::Wish { names: wish.names, seed: seed(ids), made: now.utc, lines };
        let counts = json::write(reader, &wish.to, wish.overwrite, &what, rows)?;
        let what = if wish.names { "A complete copy" } else { "Everything but the names and what is private" };
        Ok(format!("{what} is in {}: {}.", self.to(), many(counts.get("notes"), "note", "notes")))
    }

    fn csv(&self, ids: &mut IdSource, rows: Rows) -> Result<String, Failed> {
        let what = csv::Wish { seed: seed(ids), bom: self.wish.bom };
        let made = csv::write(self.reader, &self.wish.to, self.wish.overwrite, what, rows)?;
        Ok(format!(
            "{} in {}, {} in {}, {} in {}. {ROOMS_ARE_LETTERS}",
            many(made.notes.1, "note is", "notes are"),
            shown(&made.notes.0),
            many(made.tags.1, "tag on a note", "tags on notes"),
            shown(&made.tags.0),
            many(made.marks.1, "mark", "marks"),
            shown(&made.marks.0),
        ))
    }

    fn markdown(&self, ids: &mut IdSource, rows: Rows) -> Result<String, Failed> {
        let what = markdown::Wish { seed: seed(ids), made: self.now.today() };
        let made = markdown::write(self.reader, &self.wish.to, self.wish.overwrite, what, rows)?;
        let (visits, notes) = (many(made.visits, "visit", "visits"), many(made.notes, "note", "notes"));
        Ok(format!("{visits} with {notes} in {}. {ROOMS_ARE_LETTERS}", self.to()))
    }

    fn report(&self) -> Result<String, Failed> {
        let Out { reader, wish, now } = self;
        let what = report::Wish { span: wish.span, pattern: wish.pattern, made: now.today() };
        let made = report::write(reader, &wish.to, wish.overwrite, what)?;
        let what = match made.visits {
            Some(n) => format!(
                "A report of {} and {}",
                many(n.into(), "visit", "visits"),
                many(made.patterns as u64, "pattern", "patterns")
            ),
            None => "A report without numbers, as they would rest on too few visits or teachers,".into(),
        };
        Ok(format!("{what} is in {}. No names and no rooms: read it before you give it away.", self.to()))
    }

    fn refi(&self, ids: &mut IdSource) -> refi::Wish {
        refi::Wish { seed: seed(ids), ids: seed(ids), made: self.now.utc }
    }

    fn codebook(&self, ids: &mut IdSource) -> Result<String, Failed> {
        let Some(made) = refi::codebook(self.reader, &self.wish.to, self.wish.overwrite, self.refi(ids))? else {
            let why = "There are no tags yet, and a codebook must have one. Nothing was written.";
            return Err(Failed::Other(why.into()));
        };
        Ok(format!("{} in {}.", many(made.codes, "tag is a code", "tags are codes"), self.to()))
    }

    fn project(&self, ids: &mut IdSource, rows: Rows) -> Result<String, Failed> {
        let made = refi::project(self.reader, &self.wish.to, self.wish.overwrite, self.refi(ids), rows)?;
        Ok(format!(
            "{} with {}, {} and {} in {}. No names: rooms are letters and coders numbers, in an order that changes with \
             every export.",
            many(made.visits, "visit", "visits"),
            many(made.notes, "note", "notes"),
            many(made.codes, "code", "codes"),
            many(made.codings, "coding", "codings"),
            self.to()
        ))
    }

    fn bundle(&self, told: Told) -> Result<String, Failed> {
        let Out { reader, wish, now } = self;
        let what = bundle::Wish {
            names: wish.names,
            known: wish.known.clone(),
            by: wish.by.clone().or_else(|| only_observer(reader)).unwrap_or_default(),
            made: now.utc,
            passphrase: wish.passphrase.as_ref().map(|p| p.0.clone()),
            work: WORK,
        };
        let header = bundle::write(reader, &wish.to, wish.overwrite, &what, &mut |n, all| told(n, Some(all)))?;
        Ok(bundle_words(&header, &wish.to))
    }
}

/// What is said of a bundle that was made.
fn bundle_words(header: &Header, to: &Path) -> String {
    let (acts, notes) = (header.outline.acts, header.outline.notes);
    match acts {
        0 => format!("{} was made, but there is nothing in it that your colleague lacks.", shown(to)),
        _ => format!(
            "{} holds {} about {}. Your colleague takes it in with “uncover merge”.",
            shown(to),
            many(acts, "change", "changes"),
            many(notes, "note", "notes")
        ),
    }
}

/// The name of the one who walks, when there is only one.
fn only_observer(reader: &Reader) -> Option<String> {
    match reader.answer(&Ask::Observers) {
        Answer::Observers(all) => match all.as_slice() {
            [(_, name)] => Some(name.clone()),
            _ => None,
        },
        _ => None,
    }
}

fn shown(path: &Path) -> String {
    visible(&path.display().to_string())
}

fn many(n: u64, one: &str, more: &str) -> String {
    count(usize::try_from(n).unwrap_or(usize::MAX), one, more)
}

/// With this a file of SQLite begins.
const SQLITE: &[u8] = b"SQLite format 3\0";

/// Refuses to write where notes are: over the file itself, over what SQLite keeps beside it, over another such file.
///
/// # Errors
/// The sentence that says so.
pub fn keep_notes(from: &Path, to: &Path) -> Result<(), String> {
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
        let name = shown(to);
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

//! Where a roster's tables are: in a folder, in a zip, or in one file. Nothing is ever unpacked onto the disk, and only the
//! tables that are asked for are opened. Everything is counted while it is read, so that no archive can fill the memory.

use super::Refused;
use super::decode::{Encoding, Text};
use super::table::{Fault, Headings, Row, Table};
use crate::domain::text::visible;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

/// Most entries of a zip and of a folder.
const ENTRIES: usize = 1_000;
/// Largest zip and largest table, in bytes. A district of a million students stays below.
const ARCHIVE: u64 = 256 << 20;
const TABLE: u64 = 512 << 20;

/// The tables there are, by the small letters of their names ("users.csv").
#[derive(Debug)]
pub struct Files {
    path: PathBuf,
    tables: BTreeMap<String, Place>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Place {
    File(PathBuf),
    /// Its number in the zip.
    Entry(usize),
}

/// One table while it is read.
pub struct Opened<'r, 't> {
    pub name: &'r str,
    pub headings: Headings,
    pub table: &'r mut Table<'t>,
}

impl Files {
    /// Looks what is at `path`.
    ///
    /// # Errors
    /// A sentence, for what is not there, is too large, or is a damaged or hostile archive.
    pub fn open(path: &Path) -> Result<Files, Refused> {
        let unread = |error: io::Error| Refused::new(format!("“{}” cannot be read ({error})", show(path)));
        let about = std::fs::metadata(path).map_err(unread)?;
        let tables = if about.is_dir() {
            folder(path)?
        } else {
            let mut file = File::open(path).map_err(unread)?;
            let mut start = Vec::new();
            (&mut file).take(4).read_to_end(&mut start).map_err(unread)?;
            match start.as_slice() {
                b"PK\x03\x04" | b"PK\x05\x06" => entries(path, about.len())?,
                _ => BTreeMap::from([(base(&path.to_string_lossy()), Place::File(path.to_path_buf()))]),
            }
        };
        Ok(Files { path: path.to_path_buf(), tables })
    }

    pub fn has(&self, name: &str) -> bool {
        self.tables.contains_key(name)
    }

    /// The one text table there is, when there is just one.
    pub fn only(&self) -> Option<&str> {
        let mut texts = self.tables.keys().filter(|n| self.tables.len() == 1 || is_text(n));
        texts.next().filter(|_| texts.next().is_none()).map(String::as_str)
    }

    /// The names of all text tables.
    pub fn names(&self) -> Vec<&str> {
        self.tables.keys().map(String::as_str).filter(|n| is_text(n)).collect()
    }

    /// Opens a table and hands it over, after its row of headings.
    ///
    /// # Errors
    /// A sentence, for a table that is not there, cannot be read, has no headings, or that `read` finds fault with.
    pub fn table(&self, name: &str, read: impl FnOnce(&mut Opened) -> Result<(), Fault>) -> Result<(), Refused> {
        let mut read = Some(read);
        self.opened(name, &mut |opened| read.take().map_or(Ok(()), |read| read(opened)))
    }

    /// As `table`; compiled once.
    fn opened(&self, name: &str, read: &mut dyn FnMut(&mut Opened) -> Result<(), Fault>) -> Result<(), Refused> {
        self.text(name, |text| {
            let mut table = Table::new(text, b',');
            let mut first = Row::default();
            if !table.next(&mut first)? {
                return Err(Fault::new(1, "is empty; a row of headings was expected"));
            }
            // Some spreadsheets write another delimiter, whatever the standard says.
            if first.len() == 1 && [';', '\t'].iter().any(|d| first.raw(0).contains(*d)) {
                return Err(Fault::new(first.line, "has no commas between its headings; commas were expected"));
            }
            let mut opened = Opened { name, headings: Headings::of(&first), table: &mut table };
            read(&mut opened)
        })
    }

    /// Opens a text, whatever it holds.
    ///
    /// # Errors
    /// As `table`.
    pub fn text(&self, name: &str, read: impl FnOnce(Text) -> Result<(), Fault>) -> Result<(), Refused> {
        let mut read = Some(read);
        self.decoded(name, &mut |text| read.take().map_or(Ok(()), |read| read(text)))
    }

    /// As `text`; compiled once.
    fn decoded(&self, name: &str, read: &mut dyn FnMut(Text) -> Result<(), Fault>) -> Result<(), Refused> {
        let broken = |fault: Fault| {
            Refused::new(format!("“{}”: {} line {} {}", show(&self.path), visible(name), fault.line, fault.what))
        };
        let unread = |error: io::Error| {
            Refused::new(format!("“{}”: {} cannot be read ({error})", show(&self.path), visible(name)))
        };
        let encoding = self.with(name, |from| Encoding::detect(from)).and_then(|e| e.map_err(unread))?;
        self.with(name, |from| read(Text::new(from, encoding))).and_then(|done| done.map_err(broken))
    }

    fn with<T>(&self, name: &str, work: impl FnOnce(&mut dyn Read) -> T) -> Result<T, Refused> {
        let unread = |error: &dyn std::fmt::Display| {
            Refused::new(format!("“{}”: {} cannot be read ({error})", show(&self.path), visible(name)))
        };
        match self.tables.get(name) {
            Some(Place::File(path)) => {
                let file = File::open(path).map_err(|e| unread(&e))?;
                Ok(work(&mut Limited { from: file, left: TABLE }))
            }
            Some(Place::Entry(number)) => {
                let mut zip = archive(&self.path)?;
                let entry = zip.by_index(*number).map_err(|e| unread(&e))?;
                Ok(work(&mut Limited { from: entry, left: TABLE }))
            }
            None => Err(Refused::new(format!("“{}” holds no {}, which was expected", show(&self.path), visible(name)))),
        }
    }
}

fn show(path: &Path) -> String {
    visible(&path.to_string_lossy())
}

fn base(name: &str) -> String {
    name.rsplit(['/', '\\']).next().unwrap_or_default().to_lowercase()
}

fn is_text(name: &str) -> bool {
    [".csv", ".tsv", ".txt"].iter().any(|ending| name.ends_with(ending))
}

fn folder(path: &Path) -> Result<BTreeMap<String, Place>, Refused> {
    let unread = |error: io::Error| Refused::new(format!("The folder “{}” cannot be read ({error})", show(path)));
    let mut tables = BTreeMap::new();
    for entry in std::fs::read_dir(path).map_err(unread)? {
        let entry = entry.map_err(unread)?;
        if tables.len() >= ENTRIES {
            return Err(Refused::new(format!(
                "“{}” holds more than {ENTRIES} files; a roster's own folder was expected",
                show(path)
            )));
        }
        if entry.path().is_file() {
            tables.insert(base(&entry.file_name().to_string_lossy()), Place::File(entry.path()));
        }
    }
    Ok(tables)
}

/// The tables in a zip, at whatever depth.
fn entries(path: &Path, size: u64) -> Result<BTreeMap<String, Place>, Refused> {
    if size > ARCHIVE {
        return Err(Refused::new(format!(
            "“{}” is larger than a roster can be ({} MB at most)",
            show(path),
            ARCHIVE >> 20
        )));
    }
    let mut file = File::open(path).map_err(|e| Refused::new(format!("“{}” cannot be read ({e})", show(path))))?;
    match told_entries(&mut file) {
        Ok(Some(told)) if told <= ENTRIES => {}
        Ok(Some(_)) => {
            return Err(Refused::new(format!(
                "“{}” holds more than {ENTRIES} entries; a roster was expected",
                show(path)
            )));
        }
        Ok(None) | Err(_) => return Err(no_zip(path, "its list of entries is missing: it may be cut off")),
    }
    let mut zip = archive(path)?;
    let mut tables = BTreeMap::new();
    for number in 0..zip.len().min(ENTRIES) {
        let entry = zip.by_index_raw(number).map_err(|e| no_zip(path, &e.to_string()))?;
        let full = entry.name().map_err(|e| no_zip(path, &e.to_string()))?.to_string();
        let refused = |what: &str| Refused::new(format!("“{}”: the entry “{}” {what}", show(path), visible(&full)));
        if leads_out(&full) {
            return Err(refused("leads out of the archive; plain names were expected"));
        }
        let name = base(&full);
        if entry.is_dir() || !is_text(&name) || name.starts_with("._") {
            continue;
        }
        if entry.encrypted() {
            return Err(refused("is locked with a password; unlock it first"));
        }
        if entry.size() > TABLE {
            return Err(refused("is larger than a table of a roster can be"));
        }
        if tables.insert(name, Place::Entry(number)).is_some() {
            return Err(refused("is there twice, in two folders; one roster in an archive was expected"));
        }
    }
    Ok(tables)
}

/// Whether an entry's name would land outside the folder one unpacks into, on any system.
fn leads_out(name: &str) -> bool {
    name.starts_with(['/', '\\']) || name.contains([':', '\0']) || name.split(['/', '\\']).any(|part| part == "..")
}

fn archive(path: &Path) -> Result<zip::ZipArchive<File>, Refused> {
    let file = File::open(path).map_err(|e| Refused::new(format!("“{}” cannot be read ({e})", show(path))))?;
    zip::ZipArchive::new(file).map_err(|e| no_zip(path, &e.to_string()))
}

fn no_zip(path: &Path, why: &str) -> Refused {
    Refused::new(format!("“{}” is no whole zip archive ({})", show(path), visible(why)))
}

/// How many entries the end of a zip tells, before anything is set aside for them (APPNOTE 4.3.16).
fn told_entries(file: &mut File) -> io::Result<Option<usize>> {
    const RECORD: usize = 22;
    let size = file.metadata()?.len();
    let tail = size.min(65_535 + RECORD as u64);
    file.seek(SeekFrom::Start(size - tail))?;
    let mut end = Vec::new();
    file.take(tail).read_to_end(&mut end)?;
    let place = end.windows(4).rposition(|bytes| bytes == b"PK\x05\x06");
    Ok(place.and_then(|at| match end.get(at + 10..at + 12) {
        Some([low, high]) => Some(usize::from(u16::from_le_bytes([*low, *high]))),
        _ => None,
    }))
}

/// A reader that fails, rather than ends, after so many bytes.
struct Limited<R> {
    from: R,
    left: u64,
}

impl<R: Read> Read for Limited<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.from.read(buffer)?;
        self.left = self.left.checked_sub(read as u64).ok_or_else(|| {
            io::Error::other(format!(
                "it unpacks to more than {} MB, more than a table of a roster can be",
                TABLE >> 20
            ))
        })?;
        Ok(read)
    }
}

//! A bundle: a file that carries acts to a colleague's laptop. docs/bundles.md describes the format. Sealed with a
//! passphrase unless somebody wants it plain; written and read as a stream.

mod lines;
pub mod report;
mod seal;

use super::whole::{self, ExportError, Stop};
use crate::domain::id::Uid;
use crate::domain::time::UtcMs;
use crate::store::bundle::{Outline, Piece, Refusal};
use crate::store::reader::Reader;
use lines::{Lines, write_header, write_piece};
use std::fs::File;
use std::io::{self, BufReader, Write};
use std::path::Path;

pub use seal::{MOST_WORK, WORK};

/// How a bundle's file name ends.
pub const ENDING: &str = "bundle";

/// The version of the format that is written, and the newest that is read.
pub const VERSION: u32 = 1;

/// The shortest passphrase, in characters.
pub const SHORTEST: usize = 8;

/// What a bundle says of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Header {
    /// Who made it, in their own words; empty when not said.
    pub by: String,
    pub made: UtcMs,
    /// The version of the program that made it.
    pub program: String,
    pub outline: Outline,
}

/// What sort of bundle is wanted.
#[derive(Debug, Clone, Default)]
pub struct Wish {
    /// With the names of people, rooms and schools.
    pub names: bool,
    /// What the one who gets it has already: nothing, for a complete one.
    pub known: Vec<(Uid, i64)>,
    pub by: String,
    pub made: UtcMs,
    /// `None`: everybody can read it.
    pub passphrase: Option<String>,
    /// How much work opening it is, as a power of two; see `WORK`.
    pub work: u8,
}

/// Writes a bundle. `told` hears how many acts and operations are written, and of how many.
///
/// # Errors
/// When the file of notes cannot be read, or the bundle cannot be written; nothing is left behind then.
pub fn write(
    reader: &Reader,
    to: &Path,
    overwrite: bool,
    wish: &Wish,
    told: &mut dyn FnMut(u64, u64),
) -> Result<Header, ExportError> {
    let made = reader.at_one_moment(|reader| {
        let outline = reader.outline(wish.names, &wish.known).map_err(ExportError::Read)?;
        let program = env!("CARGO_PKG_VERSION").to_string();
        let header = Header { by: wish.by.clone(), made: wish.made, program, outline };
        whole::written(to, overwrite, |out| {
            match &wish.passphrase {
                Some(passphrase) => {
                    let mut out = seal::sealed(out, passphrase, wish.work)?;
                    fill(&mut out, reader, &header, told)?;
                    out.finish()?;
                }
                None => fill(out, reader, &header, told)?,
            }
            Ok(())
        })
        .map(|()| header)
    });
    made.map_err(ExportError::Read)?
}

fn fill(mut out: &mut dyn Write, reader: &Reader, header: &Header, told: &mut dyn FnMut(u64, u64)) -> Result<(), Stop> {
    lines::write_magic(&mut out)?;
    let mut packed = flate2::write::GzEncoder::new(&mut out, flate2::Compression::default());
    write_header(&mut packed, header)?;
    let mut count = 0;
    let all = |on: &mut dyn FnMut(Piece) -> _| reader.each_piece(&header.outline, on);
    whole::one_by_one(all, |piece| {
        count += u64::from(!matches!(piece, Piece::Thing { .. }));
        if count % 5_000 == 0 {
            told(count, header.outline.acts + header.outline.operations);
        }
        Ok(write_piece(&mut packed, &piece)?)
    })?;
    lines::write_end(&mut packed, header)?;
    packed.finish()?;
    Ok(())
}

/// A bundle that is open for reading: its header is read, its pieces come one by one.
pub struct Bundle {
    pub header: Header,
    lines: Lines,
}

/// Opens a bundle. `passphrase` is asked where it is sealed, and says why there is none.
///
/// # Errors
/// With the sentence that says why it cannot be read.
pub fn open(path: &Path, passphrase: impl FnOnce() -> Result<String, String>) -> Result<Bundle, Refusal> {
    let unreadable = |why: io::Error| {
        Refusal::Unreadable(format!(
            "“{}” cannot be read ({why}). Nothing was changed. See whether it is there and whole.",
            crate::domain::text::visible(&path.display().to_string())
        ))
    };
    let file = File::open(path).map_err(unreadable)?;
    if file.metadata().map_err(unreadable)?.is_dir() {
        return Err(unreadable(io::ErrorKind::IsADirectory.into()));
    }
    let mut lines = Lines::open(BufReader::new(file), passphrase)?;
    let header = lines.header()?;
    Ok(Bundle { header, lines })
}

impl Bundle {
    /// The pieces, in the order in which they were written. After the last one it is known that the bundle is whole.
    pub fn pieces(mut self) -> impl Iterator<Item = Result<Piece, Refusal>> {
        let mut over = false;
        std::iter::from_fn(move || {
            if over {
                return None;
            }
            let next = self.lines.piece(&self.header).transpose();
            over = !matches!(next, Some(Ok(_)));
            next
        })
    }
}

//! The lines of a bundle: a magic line, then packed (gzip) lines of JSON: a header, the pieces, an end that counts them.

use super::{Header, VERSION, seal};
use crate::domain::id::Uid;
use crate::store::bundle::{LogPart, Outline, Piece, Refusal};
use flate2::read::GzDecoder;
use serde_json::{Map, Value as Json, json};
use std::cell::Cell;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::rc::Rc;

/// The magic line without its version.
const MAGIC: &str = "uncover-bundle ";

/// The longest line, bytes: a note of the longest text, every letter of it written as an escape.
const LONGEST: usize = 16 << 20;

/// What is packed may become so many times longer, beyond a first part, before it is taken for a trap.
const RATIO: u64 = 200;
const FREE: u64 = 64 << 20;

/// At most so many logs: one for each instance of a file that ever wrote.
const MOST_LOGS: usize = 100_000;

pub fn write_magic(out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{MAGIC}{VERSION}")
}

pub fn write_header(out: &mut impl Write, header: &Header) -> io::Result<()> {
    let outline = &header.outline;
    let logs: Vec<Json> = outline.logs.iter().map(|l| json!([l.uid.to_text(), l.stream, l.after, l.to])).collect();
    let have: Vec<Json> = outline.have.iter().map(|(uid, to)| json!([uid.to_text(), to])).collect();
    let line = json!({
        "by": header.by, "made": header.made, "program": header.program, "logs": logs, "have": have,
        "acts": outline.acts, "operations": outline.operations, "notes": outline.notes,
    });
    writeln!(out, "{line}")
}

pub fn write_piece(out: &mut impl Write, piece: &Piece) -> io::Result<()> {
    match piece {
        Piece::Thing { number, uid, kind } => writeln!(out, "[\"t\",{number},\"{}\",{kind}]", uid.to_text()),
        Piece::Act { log, sequence, clock, verb, undoes: None } => {
            writeln!(out, "[\"a\",{log},{sequence},{clock},{verb}]")
        }
        Piece::Act { log, sequence, clock, verb, undoes: Some((of, undone)) } => {
            writeln!(out, "[\"a\",{log},{sequence},{clock},{verb},{of},{undone}]")
        }
        Piece::Op { n, thing, fields } => {
            write!(out, "[\"o\",{n},{thing},")?;
            serde_json::to_writer(&mut *out, fields)?;
            writeln!(out, "]")
        }
    }
}

pub fn write_end(out: &mut impl Write, header: &Header) -> io::Result<()> {
    writeln!(out, "[\"end\",{},{}]", header.outline.acts, header.outline.operations)
}

fn refused(what: &str, todo: &str) -> Refusal {
    Refusal::Unreadable(format!("{what} Nothing was changed. {todo}"))
}

fn not_one() -> Refusal {
    refused("This is not a bundle of Uncover.", "Bundles are made with “uncover export bundle --to FILE.bundle”.")
}

/// What is wrong in a line, and in which.
fn wrong(line: u64, what: &str) -> Refusal {
    refused(&format!("The bundle is damaged in its line {line}: {what}."), "Ask for it to be sent again, or made anew.")
}

/// A reader that counts what goes through it.
struct Counted<R>(R, Rc<Cell<u64>>);

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.0.read(buffer)?;
        self.1.set(self.1.get() + read as u64);
        Ok(read)
    }
}

/// The lines of a bundle that is being read.
pub struct Lines {
    from: Box<dyn BufRead>,
    packed: Rc<Cell<u64>>,
    read: u64,
    line: u64,
    buffer: Vec<u8>,
    acts: u64,
    operations: u64,
}

impl Lines {
    /// Opens the seal, where there is one, and the packing.
    pub fn open(
        mut from: impl BufRead + 'static,
        passphrase: impl FnOnce() -> Result<String, String>,
    ) -> Result<Lines, Refusal> {
        let start = from.fill_buf().map_err(|e| refused(&format!("The bundle cannot be read ({e})."), ""))?;
        let from: Box<dyn BufRead> = if start.starts_with(seal::MAGIC) {
            let open = seal::unsealed(from, passphrase)?;
            Box::new(BufReader::with_capacity(1 << 16, open))
        } else {
            Box::new(from)
        };
        Lines::unpack(from)
    }

    fn unpack(mut from: Box<dyn BufRead>) -> Result<Lines, Refusal> {
        let mut magic = Vec::new();
        from.by_ref().take(64).read_until(b'\n', &mut magic).map_err(|_| not_one())?;
        let version = std::str::from_utf8(&magic).ok().and_then(|line| line.strip_prefix(MAGIC)).map(str::trim_end);
        match version.and_then(|v| v.parse::<u32>().ok()) {
            Some(VERSION) => {}
            Some(newer) if newer > VERSION => {
                return Err(refused(
                    &format!(
                        "The bundle was made by a newer Uncover (its format is {newer}, this program reads {VERSION})."
                    ),
                    "Install the newer program, then take it in.",
                ));
            }
            _ => return Err(not_one()),
        }
        let packed = Rc::new(Cell::new(0));
        let open = GzDecoder::new(Counted(from, Rc::clone(&packed)));
        let from = Box::new(BufReader::with_capacity(1 << 16, open));
        Ok(Lines { from, packed, read: 0, line: 0, buffer: Vec::new(), acts: 0, operations: 0 })
    }

    /// The next line, without its end; false at the end of all.
    fn next(&mut self) -> Result<bool, Refusal> {
        self.buffer.clear();
        self.line += 1;
        let limit = LONGEST as u64 + 1;
        let read = self.from.by_ref().take(limit).read_until(b'\n', &mut self.buffer);
        let read = read.map_err(|e| {
            // A wrong check sum, a cut off end, a seal that does not fit what it seals.
            refused(
                &format!("The bundle is damaged or cut off after its line {} ({e}).", self.line - 1),
                "Ask for it to be sent again.",
            )
        })?;
        self.read += read as u64;
        if self.read > FREE.max(self.packed.get().saturating_mul(RATIO)) {
            return Err(wrong(self.line, "it is packed far tighter than notes can be"));
        }
        if read == 0 {
            return Ok(false);
        }
        if self.buffer.pop() != Some(b'\n') {
            let what = if read > LONGEST { "it is longer than any line can be" } else { "it is cut off" };
            return Err(wrong(self.line, what));
        }
        Ok(true)
    }

    fn json(&self) -> Result<Json, Refusal> {
        let json: Json = serde_json::from_slice(&self.buffer)
            .map_err(|e| wrong(self.line, &format!("it is not as a line must be ({e})")))?;
        // SQLite would end the text there for some of its functions.
        if self.buffer.windows(6).any(|w| w == b"\\u0000") && has_nul(&json) {
            return Err(wrong(self.line, "a text has a NUL in it"));
        }
        Ok(json)
    }

    /// The first line.
    pub fn header(&mut self) -> Result<Header, Refusal> {
        if !self.next()? {
            return Err(refused("The bundle is empty.", "Ask for it to be sent again."));
        }
        let json = self.json()?;
        read_header(&json).ok_or_else(|| wrong(1, "it does not say what the bundle holds"))
    }

    /// The next piece; `None` after the end, when everything that was announced has come.
    pub fn piece(&mut self, header: &Header) -> Result<Option<Piece>, Refusal> {
        if !self.next()? {
            return Err(refused("The bundle is cut off: its end is missing.", "Ask for it to be sent again."));
        }
        let Json::Array(list) = self.json()? else { return Err(wrong(self.line, "it is no piece of a bundle")) };
        let (acts, operations) = (header.outline.acts, header.outline.operations);
        match read_piece(list) {
            Some(Line::Piece(piece)) => {
                self.acts += u64::from(matches!(piece, Piece::Act { .. }));
                self.operations += u64::from(matches!(piece, Piece::Op { .. }));
                if self.acts > acts || self.operations > operations {
                    return Err(wrong(self.line, "there is more than the bundle says it holds"));
                }
                Ok(Some(piece))
            }
            Some(Line::End(a, o)) if (a, o) == (acts, operations) && (self.acts, self.operations) == (a, o) => {
                if self.next()? {
                    return Err(wrong(self.line, "it comes after the end"));
                }
                Ok(None)
            }
            Some(Line::End(..)) => Err(wrong(self.line, "less came than the bundle says it holds")),
            None => Err(wrong(self.line, "it is no piece of a bundle")),
        }
    }
}

fn has_nul(json: &Json) -> bool {
    match json {
        Json::String(text) => text.contains('\0'),
        Json::Array(list) => list.iter().any(has_nul),
        Json::Object(map) => map.iter().any(|(key, value)| key.contains('\0') || has_nul(value)),
        _ => false,
    }
}

fn read_header(json: &Json) -> Option<Header> {
    let number = |key: &str| json.get(key)?.as_u64();
    let list = |key: &str| json.get(key)?.as_array().filter(|l| l.len() <= MOST_LOGS);
    let uid = |json: &Json| Uid::parse(json.as_str()?);
    let log = |json: &Json| {
        let [id, stream, after, to] = json.as_array()?.as_slice() else { return None };
        let part = LogPart { uid: uid(id)?, stream: stream.as_i64()?, after: after.as_i64()?, to: to.as_i64()? };
        let sound = (0..=1).contains(&part.stream) && part.after >= 0 && part.after <= part.to && part.to < 1 << 40;
        sound.then_some(part)
    };
    let have = |json: &Json| {
        let [id, to] = json.as_array()?.as_slice() else { return None };
        Some((uid(id)?, to.as_i64()?))
    };
    let outline = Outline {
        logs: list("logs")?.iter().map(log).collect::<Option<_>>()?,
        have: list("have")?.iter().map(have).collect::<Option<_>>()?,
        acts: number("acts")?,
        operations: number("operations")?,
        notes: number("notes")?,
    };
    let text = |key: &str| json.get(key)?.as_str().map(|t| t.chars().take(200).collect::<String>());
    Some(Header { by: text("by")?, made: json.get("made")?.as_i64()?, program: text("program")?, outline })
}

enum Line {
    Piece(Piece),
    End(u64, u64),
}

fn read_piece(mut list: Vec<Json>) -> Option<Line> {
    let number = |list: &[Json], i: usize| list.get(i)?.as_i64();
    let place = |list: &[Json], i: usize| usize::try_from(list.get(i)?.as_u64()?).ok();
    let sort = list.first()?.as_str()?;
    let piece = match (sort, list.len()) {
        ("t", 4) => Piece::Thing {
            number: number(&list, 1)?,
            uid: Uid::parse(list.get(2)?.as_str()?)?,
            kind: number(&list, 3)?,
        },
        ("a", 5 | 7) => Piece::Act {
            log: place(&list, 1)?,
            sequence: number(&list, 2)?,
            clock: number(&list, 3)?,
            verb: number(&list, 4)?,
            undoes: if list.len() == 7 { Some((place(&list, 5)?, number(&list, 6)?)) } else { None },
        },
        ("o", 4) => {
            let fields: Option<Map<String, Json>> = match list.pop()? {
                Json::Null => None,
                Json::Object(fields) => Some(fields),
                _ => return None,
            };
            Piece::Op { n: number(&list, 1)?, thing: number(&list, 2)?, fields }
        }
        ("end", 3) => return Some(Line::End(list.get(1)?.as_u64()?, list.get(2)?.as_u64()?)),
        _ => return None,
    };
    Some(Line::Piece(piece))
}

//! Tables of text cells (CSV and its kin, RFC 4180) a row at a time, in bounded memory. Stricter than most readers: a
//! quotation mark that is never closed would swallow the rest of a roster, so broken quotes are refused with their line.

use super::decode::Text;
use crate::domain::text::{fold, is_plain, is_unsafe};
use std::io;

/// Longest cell, longest row, in bytes, and most cells in a row; far above anything a roster holds.
const CELL: usize = 64 << 10;
const ROW: usize = 1 << 20;
const CELLS: usize = 2_000;

/// What is wrong in a table, and on which line (from 1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    pub line: u64,
    pub what: String,
}

impl Fault {
    pub fn new(line: u64, what: impl Into<String>) -> Fault {
        Fault { line, what: what.into() }
    }
}

/// One row.
#[derive(Debug, Default)]
pub struct Row {
    /// The line on which it begins, from 1.
    pub line: u64,
    text: Vec<u8>,
    ends: Vec<usize>,
    /// It is the last one and no line end follows it.
    pub unended: bool,
}

impl Row {
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// A cell as it stands; empty where the row has no such cell.
    pub fn raw(&self, number: usize) -> &str {
        let start = if number == 0 { Some(0) } else { self.ends.get(number - 1).copied() };
        let range = start.zip(self.ends.get(number).copied());
        let bytes = range.and_then(|(from, to)| self.text.get(from..to)).unwrap_or_default();
        // Cells are cut at ASCII signs of a text that is UTF-8.
        std::str::from_utf8(bytes).unwrap_or_default()
    }

    /// A cell without blanks around it, with single blanks within, and without characters that cannot be shown.
    pub fn cell(&self, number: usize) -> String {
        tidy(self.raw(number))
    }

    fn is_blank(&self) -> bool {
        self.text.iter().all(u8::is_ascii_whitespace) && self.ends.len() <= 1
    }
}

/// A text on one line, with single blanks, without characters that cannot be shown.
pub fn tidy(text: &str) -> String {
    let trimmed = text.trim();
    if is_plain(trimmed) && !trimmed.contains("  ") {
        return trimmed.to_string();
    }
    let shown: String = trimmed.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
    shown.split(' ').map(|w| w.replace(is_unsafe, "")).filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ")
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum At {
    CellStart,
    Plain,
    Quoted,
    /// Behind a quotation mark within a quoted cell: the end of it, or the first of two that stand for one.
    QuoteSeen,
}

/// Reads rows one after the other.
pub struct Table<'r> {
    text: Text<'r>,
    delimiter: u8,
    piece: Vec<u8>,
    at: usize,
    line: u64,
    after_return: bool,
}

impl<'r> Table<'r> {
    pub fn new(text: Text<'r>, delimiter: u8) -> Table<'r> {
        Table { text, delimiter, piece: Vec::new(), at: 0, line: 1, after_return: false }
    }

    fn byte(&mut self) -> Result<Option<u8>, Fault> {
        if self.at == self.piece.len() {
            self.at = 0;
            let more = self.text.next(&mut self.piece).map_err(|error| Fault::new(self.line, unread(&error)))?;
            if !more {
                return Ok(None);
            }
        }
        let byte = self.piece.get(self.at).copied();
        self.at += 1;
        Ok(byte)
    }

    /// Reads the next row that is not blank into `row`; false at the end.
    ///
    /// # Errors
    /// A table that is broken from here on.
    pub fn next(&mut self, row: &mut Row) -> Result<bool, Fault> {
        loop {
            let more = self.any_row(row)?;
            if !more || !row.is_blank() {
                return Ok(more);
            }
        }
    }

    fn any_row(&mut self, row: &mut Row) -> Result<bool, Fault> {
        row.text.clear();
        row.ends.clear();
        row.unended = false;
        let (mut at, mut quoted_from) = (At::CellStart, self.line);
        row.line = self.line;
        loop {
            let Some(byte) = self.byte()? else { return ended(row, at, quoted_from) };
            if std::mem::replace(&mut self.after_return, byte == b'\r') && byte == b'\n' {
                // The second half of a line end that is two characters long.
                if at == At::Quoted {
                    row.text.push(byte);
                } else {
                    row.line = self.line;
                }
                continue;
            }
            let line_end = matches!(byte, b'\r' | b'\n');
            self.line += u64::from(line_end);
            at = match (at, byte) {
                (_, 0) => return Err(Fault::new(self.line, "holds a zero byte; a text table was expected")),
                (At::Quoted, b'"') => At::QuoteSeen,
                (At::Quoted, byte) => push(row, byte, At::Quoted),
                (At::CellStart, b'"') => {
                    quoted_from = self.line;
                    At::Quoted
                }
                (At::QuoteSeen, b'"') => push(row, b'"', At::Quoted),
                (_, byte) if byte == self.delimiter => {
                    row.ends.push(row.text.len());
                    At::CellStart
                }
                _ if line_end => {
                    row.ends.push(row.text.len());
                    return Ok(true);
                }
                (At::QuoteSeen, _) => {
                    let what = "has more text behind a closing quotation mark; the end of the cell was expected";
                    return Err(Fault::new(self.line, what));
                }
                (_, byte) => push(row, byte, At::Plain),
            };
            within_limits(row, quoted_from)?;
        }
    }
}

fn push(row: &mut Row, byte: u8, then: At) -> At {
    row.text.push(byte);
    then
}

fn ended(row: &mut Row, at: At, quoted_from: u64) -> Result<bool, Fault> {
    if at == At::Quoted {
        return Err(Fault::new(quoted_from, "opens a quotation mark that is never closed"));
    }
    if at == At::CellStart && row.ends.is_empty() {
        return Ok(false);
    }
    row.ends.push(row.text.len());
    row.unended = true;
    Ok(true)
}

fn within_limits(row: &Row, quoted_from: u64) -> Result<(), Fault> {
    let cell = row.text.len() - row.ends.last().copied().unwrap_or(0);
    let too = if cell > CELL {
        "has a cell of more than 64 KiB; a quotation mark may not be closed"
    } else if row.text.len() > ROW || row.ends.len() > CELLS {
        "has more text than a row of a roster can have"
    } else {
        return Ok(());
    };
    Err(Fault::new(quoted_from.max(row.line), too))
}

/// What a failed read means, in words.
fn unread(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::InvalidData => {
            format!(
                "cannot be read from here on ({error}); a whole text file was expected, in UTF-8, UTF-16 or Windows-1252"
            )
        }
        _ => format!("cannot be read from here on ({error})"),
    }
}

/// The headings of a table: columns are found by name, whatever their order, case, blanks and signs.
#[derive(Debug, Clone, Default)]
pub struct Headings {
    line: u64,
    names: Vec<String>,
}

/// A heading for comparing: "SIS ID" and "sis_id" are the same.
pub fn heading(text: &str) -> String {
    fold(text).chars().filter(|c| c.is_alphanumeric()).collect()
}

impl Headings {
    pub fn of(row: &Row) -> Headings {
        Headings { line: row.line, names: (0..row.len()).map(|n| heading(&row.cell(n))).collect() }
    }

    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// The column with one of these names, the first name that stands there.
    ///
    /// # Errors
    /// When the name stands there twice.
    pub fn find(&self, names: &[&str]) -> Result<Option<usize>, Fault> {
        for name in names.iter().map(|n| heading(n)) {
            let mut places = self.names.iter().enumerate().filter(|(_, n)| **n == name).map(|(i, _)| i);
            if let Some(place) = places.next() {
                if places.next().is_some() {
                    return Err(Fault::new(self.line, format!("has the heading “{name}” twice; once was expected")));
                }
                return Ok(Some(place));
            }
        }
        Ok(None)
    }

    /// As `find`, for a column without which nothing can be read.
    ///
    /// # Errors
    /// When it is not there, or twice.
    pub fn need(&self, names: &[&str]) -> Result<usize, Fault> {
        let missing = || {
            let name = names.first().copied().unwrap_or_default();
            Fault::new(self.line, format!("has no heading “{name}”, which was expected there"))
        };
        self.find(names)?.ok_or_else(missing)
    }
}

#[cfg(test)]
mod tests {
    use super::super::decode::Encoding;
    use super::*;
    use proptest::prelude::*;

    fn rows(bytes: &[u8]) -> Result<Vec<(u64, Vec<String>)>, Fault> {
        let mut from = bytes;
        let encoding = Encoding::detect(&mut &*bytes).expect("read");
        let mut table = Table::new(Text::new(&mut from, encoding), b',');
        let (mut row, mut all) = (Row::default(), Vec::new());
        while table.next(&mut row)? {
            all.push((row.line, (0..row.len()).map(|n| row.raw(n).to_string()).collect()));
        }
        Ok(all)
    }

    fn cells(bytes: &[u8]) -> Vec<Vec<String>> {
        rows(bytes).expect("a table").into_iter().map(|(_, cells)| cells).collect()
    }

    #[test]
    fn rows_have_the_line_on_which_they_begin() {
        let all = rows(b"a,b\r\n\r\n\"x\r\ny\",1\n\n\nlast,2").expect("a table");
        assert_eq!(all.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [1, 3, 7]);
        assert_eq!(all[1].1, ["x\r\ny", "1"]);
        assert_eq!(rows(b"a\rb\rc").expect("a table").last().expect("rows").0, 3);
    }

    #[test]
    fn broken_quotes_and_zeros_are_named_with_their_line() {
        let fault = |bytes: &[u8]| rows(bytes).expect_err("refused");
        assert_eq!(fault(b"a,b\n1,2\n\"open,3\n4,5\n").line, 3);
        assert_eq!(fault(b"a,b\n\"x\"y,2\n").line, 2);
        assert_eq!(fault(b"a,b\n1,\0\n").line, 2);
        let long = format!("a,b\n1,2\n\"{}", "x\n".repeat(CELL));
        assert_eq!(fault(long.as_bytes()).line, 3);
        assert_eq!(cells(b"6\" pipe,b"), [["6\" pipe", "b"]]);
    }

    #[test]
    fn cells_are_tidied() {
        assert_eq!(tidy("  Room \u{202e} 4\n\tb\u{0} "), "Room 4 b");
        assert_eq!(heading("SIS ID"), heading("sis_id"));
    }

    proptest! {
        #[test]
        fn reads_what_a_common_writer_writes(table in prop::collection::vec(prop::collection::vec("[a-z\",\r\n é]{0,6}", 2..4), 1..6)) {
            let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
            for row in &table {
                writer.write_record(row).expect("written");
            }
            let bytes = writer.into_inner().expect("written");
            prop_assert_eq!(cells(&bytes), table);
        }

        #[test]
        fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            if let Err(fault) = rows(&bytes) {
                prop_assert!(fault.line > 0 && !fault.what.is_empty());
            }
        }
    }
}

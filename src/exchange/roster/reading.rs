//! What all readers of rosters share: going through a table row by row, with every row that is not taken accounted for.

use super::files::{Files, Opened};
use super::people::LONGEST;
use super::table::{Fault, Headings, Row};
use super::{Refused, Roster, TOLD_EVERY, Told};

/// Most classes and most teachers of one roster, and most rows of its smaller tables.
pub const MOST: usize = 500_000;

/// Tables of which only what is asked for is kept, so that they may be long.
const LONG: &[&str] = &["users.csv", "roles.csv", "enrollments.csv", "teacherroster.csv"];

/// A roster while it is read.
pub struct Reading<'a> {
    files: &'a Files,
    told: Told<'a>,
    rows: u64,
    pub roster: Roster,
}

/// Columns by the names they go by; each is there or not.
pub struct Columns<'h>(pub &'h Headings);

impl Columns<'_> {
    pub fn of<const N: usize>(&self, names: [&[&str]; N]) -> Result<[Option<usize>; N], Fault> {
        let mut found = [None; N];
        for (slot, names) in found.iter_mut().zip(names) {
            *slot = self.0.find(names)?;
        }
        Ok(found)
    }
}

/// The cell of a column that may not be there.
pub fn cell(row: &Row, column: Option<usize>) -> String {
    column.map(|c| row.cell(c)).unwrap_or_default()
}

impl<'a> Reading<'a> {
    pub fn new(files: &'a Files, told: Told<'a>, format: &str) -> Reading<'a> {
        let roster = Roster { format: format.into(), complete: true, ..Roster::default() };
        Reading { files, told, rows: 0, roster }
    }

    /// Goes through a table. `columns` finds what is needed among the headings; `take` gets each row with the roster, or
    /// says why the row is skipped. A table that is not there is passed over.
    ///
    /// # Errors
    /// A sentence, for a table that is broken.
    pub fn each<C>(
        &mut self,
        name: &str,
        columns: impl FnOnce(&Headings) -> Result<C, Fault>,
        mut take: impl FnMut(&mut Roster, &C, &Row) -> Result<(), String>,
    ) -> Result<(), Refused> {
        let files = self.files;
        if !files.has(name) {
            return Ok(());
        }
        files.table(name, |opened| {
            let columns = columns(&opened.headings)?;
            self.rows(opened, &mut |roster, row| take(roster, &columns, row))
        })
    }

    fn rows(
        &mut self,
        opened: &mut Opened,
        take: &mut dyn FnMut(&mut Roster, &Row) -> Result<(), String>,
    ) -> Result<(), Fault> {
        let mut row = Row::default();
        let width = opened.headings.len();
        let mut rows = 0;
        while opened.table.next(&mut row)? {
            self.row()?;
            rows += usize::from(!LONG.contains(&opened.name));
            few(row.line, rows)?;
            whole(&row, width)?;
            let taken = match row.len() {
                cells if cells > width => Err(format!("has {cells} cells where there are {width} headings")),
                _ => take(&mut self.roster, &row),
            };
            if let Err(why) = taken {
                self.roster.skips.add(opened.name, row.line, why);
            }
        }
        Ok(())
    }

    /// Counts a row that was read.
    pub fn row(&mut self) -> Result<(), Fault> {
        self.rows += 1;
        if self.rows.is_multiple_of(TOLD_EVERY) {
            (self.told)(self.rows);
        }
        Ok(())
    }
}

/// So that no table fills the memory.
pub fn few(line: u64, rows: usize) -> Result<(), Fault> {
    if rows > MOST { Err(Fault::new(line, format!("is beyond the {MOST} rows this table can have"))) } else { Ok(()) }
}

/// A last row that stops short, without a line end, is what a file that was cut off has.
pub fn whole(row: &Row, width: usize) -> Result<(), Fault> {
    if row.unended && row.len() < width && width > 1 {
        let what = format!("ends after {} of {width} cells: the file seems to be cut off", row.len());
        return Err(Fault::new(row.line, what));
    }
    Ok(())
}

/// A text that has to be there.
///
/// # Errors
/// The reason for skipping the row.
pub fn needed(text: String, what: &str) -> Result<String, String> {
    if text.is_empty() { Err(format!("{what} is empty")) } else { fitting(text, what) }
}

/// A text that is not too long.
///
/// # Errors
/// The reason for skipping the row.
pub fn fitting(text: String, what: &str) -> Result<String, String> {
    if text.chars().nth(LONGEST).is_some() { Err(format!("{what} is longer than {LONGEST} letters")) } else { Ok(text) }
}

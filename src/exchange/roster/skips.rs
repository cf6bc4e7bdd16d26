//! The rows of a roster that are not taken, and why.

use crate::domain::text::{clip, visible};

/// So many are kept with their reasons; the rest is only counted.
const KEPT: usize = 2_000;

/// A row that was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// The table's name.
    pub file: String,
    /// From 1; the headings stand on line 1 as a rule.
    pub line: u64,
    pub why: String,
}

impl Skipped {
    /// "classes.csv line 7: there is no school of the id “x”".
    pub fn words(&self) -> String {
        format!("{} line {}: {}", visible(&self.file), self.line, visible(&self.why))
    }
}

/// All of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Skips {
    kept: Vec<Skipped>,
    /// How many there are, also those that are not kept.
    pub count: usize,
    /// Rows about students, of which nothing was looked at.
    pub students: u64,
    /// Rows about other people than teachers and students.
    pub others: u64,
}

impl Skips {
    pub fn add(&mut self, file: &str, line: u64, why: impl Into<String>) {
        self.count += 1;
        if self.kept.len() < KEPT {
            self.kept.push(Skipped { file: file.into(), line, why: why.into() });
        }
    }

    /// Those that are kept with their reasons, in the order of reading.
    pub fn list(&self) -> &[Skipped] {
        &self.kept
    }

    pub fn first(&self) -> Option<&Skipped> {
        self.kept.first()
    }
}

/// A text of the roster within a reason.
pub fn quoted(text: &str) -> String {
    format!("“{}”", clip(&visible(text), 40, false))
}

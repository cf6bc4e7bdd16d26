//! Rosters: who teaches what in which room, as a school's own systems write it. Read from OneRoster CSV, from Microsoft
//! School Data Sync CSV and from plain lists, compared with what is in the file, and taken in as one act. Students,
//! passwords, demographics and addresses are in such files too; nothing of them is kept, not even in memory.

mod compare;
pub(super) mod decode;
pub(super) mod files;
mod list;
mod one_roster;
mod operations;
mod people;
pub(super) mod reading;
mod report;
mod sds1;
pub(super) mod skips;
pub(super) mod table;

pub use compare::plan;
pub use list::{COLUMNS, Column};
pub use report::{Entry, Report};
pub use skips::{Skipped, Skips};

use files::Files;
use std::collections::HashSet;
use std::path::Path;

/// Rows after which progress is told.
const TOLD_EVERY: u64 = 5_000;

/// Why a roster was not read, as sentences for the person who tried.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{what}{}{advice}", if advice.is_empty() { "" } else { " " })]
pub struct Refused {
    /// What is wrong, and that nothing was changed.
    pub what: String,
    /// What to do about it on the command line; may be empty.
    pub advice: String,
    /// What a person could say to be understood.
    pub asks: Asks,
}

/// What is missing to read something, where a person can say it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Asks {
    #[default]
    Nothing,
    /// What a column is.
    Column,
    /// On which day it was.
    Day,
    /// Whether day or month comes first.
    Order,
    /// Which school it is.
    School,
}

impl Refused {
    /// `what` without its full stop.
    pub(super) fn new(what: impl Into<String>) -> Refused {
        Refused::with_advice(what, "")
    }

    pub(super) fn with_advice(what: impl Into<String>, advice: &str) -> Refused {
        let what = format!("{}. Nothing was changed.", what.into());
        Refused { what, advice: advice.into(), asks: Asks::Nothing }
    }

    /// The same, where a person can say what is missing.
    pub(super) fn asking(self, asks: Asks) -> Refused {
        Refused { asks, ..self }
    }
}

/// How to read a roster.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wish {
    /// Which heading of a plain list is which column.
    pub map: Vec<(String, Column)>,
    /// The school of a plain list; of a roster with several schools, the one to take.
    pub school: Option<String>,
    /// Rooms that are missing in it stay in use.
    pub keep_missing: bool,
}

/// A school of a roster.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct School {
    /// The roster's own id.
    pub id: Option<String>,
    pub name: String,
}

/// A teacher of a roster.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Person {
    /// The roster's own id.
    pub id: Option<String>,
    pub name: String,
}

/// A class: what becomes a classroom. Unknown texts are empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Class {
    /// The roster's own id.
    pub id: Option<String>,
    /// Its place in `Roster::schools`.
    pub school: Option<usize>,
    pub label: String,
    pub grade: String,
    pub subject: String,
    pub period: String,
    pub course: String,
    pub term: String,
    /// Their places in `Roster::teachers`.
    pub teachers: Vec<usize>,
}

/// Everything a roster tells that has a place in the file.
#[derive(Debug, Clone, Default)]
pub struct Roster {
    /// "OneRoster 1.2", "a list" …
    pub format: String,
    pub schools: Vec<School>,
    pub teachers: Vec<Person>,
    pub classes: Vec<Class>,
    pub skips: Skips,
    /// It names everything there is, so what is missing in it is no longer in use.
    pub complete: bool,
    /// Ids of classes it names but that could not be taken: they are not missing.
    pub named: HashSet<String>,
    /// Ids of classes it says are no more.
    pub ended: HashSet<String>,
    /// What the reader should know, in sentences.
    pub remarks: Vec<String>,
}

impl Roster {
    /// A row does not tell which class it is about: any of them could be, so none may be called missing.
    fn unclear_row(&mut self) {
        const REMARK: &str = "Not every row tells which class it is about, so no room is retired.";
        self.complete = false;
        if !self.remarks.iter().any(|r| r == REMARK) {
            self.remarks.push(REMARK.into());
        }
    }
}

/// Hears how many rows were read.
pub type Told<'t> = &'t mut dyn FnMut(u64);

/// The cells of the first row of a plain list; empty for any other roster, and for what cannot be read.
pub fn first_row(path: &Path) -> Vec<String> {
    let Ok(files) = Files::open(path) else { return Vec::new() };
    let tables = files.has("orgs.csv") || files.has("section.csv");
    let list = files.only().filter(|_| !tables).map(|name| list::first_row(&files, name));
    list.and_then(Result::ok).unwrap_or_default()
}

/// Reads the roster at `path`: a folder, a zip or one file. The format is told by the names of the tables and by their
/// headings.
///
/// # Errors
/// A sentence, when there is no roster, when it is broken, or when it is more than a roster can be.
pub fn read(path: &Path, wish: &Wish, told: Told) -> Result<Roster, Refused> {
    let files = Files::open(path)?;
    let known = |roster: fn(&Files, Told) -> Result<Roster, Refused>, told: Told| {
        if wish.map.is_empty() {
            roster(&files, told).and_then(|mut roster| {
                people::one_school(&mut roster, wish.school.as_deref())?;
                Ok(roster)
            })
        } else {
            let what = format!("“{}” is a roster whose columns have names of their own", path.display());
            Err(Refused::with_advice(what, "Leave out --map, which is for plain lists."))
        }
    };
    let mut roster = if files.has("orgs.csv") && files.has("classes.csv") {
        known(one_roster::read, told)?
    } else if files.has("section.csv") && files.has("school.csv") {
        known(sds1::read, told)?
    } else if let Some(name) = files.only() {
        list::read(&files, name, wish, told)?
    } else {
        let names = files.names();
        let what = if names.is_empty() {
            format!("“{}” holds no tables", path.display())
        } else {
            format!("“{}” holds no roster that is known here", path.display())
        };
        let advice = "Expected: orgs.csv, users.csv, classes.csv and enrollments.csv (OneRoster, School Data Sync), or \
                      School.csv and Section.csv (the older School Data Sync), or a single list.";
        return Err(Refused::with_advice(what, advice));
    };
    if roster.classes.is_empty() {
        let first = roster.skips.first().map(|s| format!(": {}", s.words())).unwrap_or_default();
        return Err(Refused::new(format!("“{}” holds no class that could be taken{first}", path.display())));
    }
    if wish.keep_missing {
        roster.complete = false;
    }
    Ok(roster)
}

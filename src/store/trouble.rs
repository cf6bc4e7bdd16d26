//! What went wrong, as a sentence: what happened, what it means for the notes, what to do.

use super::api::{Told, Trouble, TroubleSort};
use crate::domain::text::visible;
use rusqlite::ErrorCode;
use std::fmt;

/// A result whose error can be shown as it is.
pub type Res<T> = Result<T, Trouble>;

impl Trouble {
    /// All of it in one line.
    pub fn sentence(&self) -> String {
        let parts = [&self.what, &self.notes, &self.todo].into_iter().filter(|t| !t.is_empty());
        parts.cloned().collect::<Vec<_>>().join(" ")
    }

    /// Trouble of a sort in three sentences. What was found may repeat a part of a file that somebody else made, so nothing in
    /// them does anything to a terminal.
    pub fn new(
        sort: TroubleSort,
        what: impl Into<String>,
        notes: impl Into<String>,
        todo: impl Into<String>,
    ) -> Trouble {
        let (what, notes, todo) = (visible(&what.into()), visible(&notes.into()), visible(&todo.into()));
        Trouble(Box::new(Told { sort, what, notes, todo }))
    }

    /// Another window records in this file.
    pub fn locked() -> Trouble {
        Trouble::new(
            TroubleSort::Locked,
            "Another window is recording in this file.",
            "You can read everything here, but nothing can be written from this window.",
            "Go on in the other window, or close it and open the file again.",
        )
    }

    /// The file is not sound; `detail` is what was found.
    pub fn damaged(detail: impl fmt::Display) -> Trouble {
        Trouble::new(
            TroubleSort::Damaged,
            format!("The file is damaged ({detail})."),
            "It has been left as it is; nothing was deleted.",
            "Open it again to save what can be read into a sound file, or restore a backup.",
        )
    }

    /// The file no longer lies where it was opened.
    pub fn gone() -> Trouble {
        Trouble::new(
            TroubleSort::Disk,
            "The file is gone: it was moved, replaced or deleted while it was open.",
            "What you write is held in memory and in an emergency file.",
            "Leave the program open and put the disk or the file back; writing goes on by itself.",
        )
    }

    /// A file that cannot be written, but read.
    pub fn read_only() -> Trouble {
        Trouble::new(
            TroubleSort::ReadOnly,
            "The file or its folder may not be written.",
            "You can read everything; nothing new can be saved.",
            "Give yourself the right to write there, or choose another file with --file.",
        )
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.what, self.notes, self.todo)
    }
}

impl std::error::Error for Trouble {}

const HELD: &str = "What you write is held in memory and in an emergency file until it can be saved.";

impl std::convert::From<rusqlite::Error> for Trouble {
    fn from(error: rusqlite::Error) -> Trouble {
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => {
                Trouble::new(TroubleSort::DiskFull, "The disk is full.", HELD, "Free some space on this disk.")
            }
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => Trouble::read_only(),
            Some(ErrorCode::SystemIoFailure | ErrorCode::CannotOpen) => Trouble::new(
                TroubleSort::Disk,
                format!("The disk did not read or write as asked ({error})."),
                HELD,
                "Check the disk or the connection to it.",
            ),
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked | ErrorCode::FileLockingProtocolFailed) => {
                Trouble::new(
                    TroubleSort::Locked,
                    "Another program holds the file.",
                    HELD,
                    "Close the other program that uses this file.",
                )
            }
            Some(ErrorCode::DatabaseCorrupt) => Trouble::damaged(error),
            Some(ErrorCode::NotADatabase) => not_ours(),
            _ => Trouble::new(
                TroubleSort::Other,
                format!("The file could not be read or written ({error})."),
                "What is saved stays saved.",
                "Try again; if it happens again, run “uncover check”.",
            ),
        }
    }
}

impl std::convert::From<std::io::Error> for Trouble {
    fn from(error: std::io::Error) -> Trouble {
        use std::io::ErrorKind::{PermissionDenied, ReadOnlyFilesystem, StorageFull};
        match error.kind() {
            PermissionDenied | ReadOnlyFilesystem => Trouble::read_only(),
            StorageFull => {
                Trouble::new(TroubleSort::DiskFull, "The disk is full.", HELD, "Free some space on this disk.")
            }
            _ => Trouble::new(
                TroubleSort::Disk,
                format!("A file or folder could not be read or written ({error})."),
                "What is saved stays saved.",
                "Check the disk or the connection to it, then try again.",
            ),
        }
    }
}

/// A file of an earlier version that only reading cannot bring up to date.
pub fn older(schema: i64) -> Trouble {
    Trouble::new(
        TroubleSort::Other,
        format!("This file was made by an earlier Uncover (its schema is {schema})."),
        "It has been left as it is.",
        "Open it once in Uncover where it can be written: a backup is made, and then it is brought up to date.",
    )
}

/// A file of another program.
pub fn not_ours() -> Trouble {
    Trouble::new(
        TroubleSort::Other,
        "This is not a file of Uncover.",
        "It has been left as it is.",
        "Choose another file with --file.",
    )
}

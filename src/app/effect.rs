//! What the app wants done outside: it never does it itself.

use crate::exchange::drives::Drive;
use crate::exchange::inout::Task;
use crate::exchange::leaving::{self, Wish};
use crate::store::api::{Question, Write};
use std::path::PathBuf;

/// A wish of the app. Wishes are carried out in order; answers come back as `Input`.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    Write(Write),
    Ask(Question),
    /// Write pages for people into the folder for exports; answered by `Input::Done` with a sentence that says where.
    Export(Vec<ExportFile>),
    /// Read the word lists of a language, by its code; answered by `Input::Words`.
    LoadWords(String),
    /// Read one's own look-for sheets; answered by `Input::Sheets`.
    ReadSheets,
    /// Read one's own talk protocols; answered by `Input::TalkProtocols`.
    ReadTalkProtocols,
    /// Look for drives; answered by `Input::Drive`.
    FindDrives,
    /// Copy the file to a drive; `Input::Drive` tells how it goes.
    CopyTo(Drive),
    /// Ask what would go for good; answered by `Input::Leaving`.
    Leaving(leaving::Question),
    /// Close the file, remove for good what was shown, and open the file anew: so that nothing of it stays in memory.
    CarryOut {
        wish: Wish,
        backup: bool,
        shown: Vec<String>,
    },
    /// Close the file and open another; the made-up school is made first if it is not there.
    OpenDemo,
    /// Carry out something long beside the screens; answered by `Input::Far` and, once, by `Input::Over`.
    Carry {
        number: u64,
        task: Task,
    },
    /// Stop what is being carried out under this number; it is answered all the same.
    StopCarrying(u64),
    /// Let the terminal tell of the mouse, or not.
    Mouse(bool),
    Suspend,
    Quit,
}

/// A page for people, ready to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportFile {
    /// A file name without folder, such as "visit-12.html".
    pub name: String,
    pub body: String,
}

/// Places of this run, for showing only.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Places {
    pub file: PathBuf,
    pub exports: PathBuf,
    pub backups: PathBuf,
    /// The folder for word lists of one's own.
    pub language: PathBuf,
    /// One's own look-for sheets.
    pub sheets: PathBuf,
    /// One's own talk protocols.
    pub talks: PathBuf,
    /// The drives of a test; none: those of the system.
    pub drives: Option<Vec<PathBuf>>,
}

//! What is brought in and taken out, one way for the command line and for the screens: what would change, what was done,
//! and the same words for it. Knows no thread: whoever carries a task out says where it may stop and who hears how far it is.

pub mod bundles;
pub mod files;
pub mod notes;
pub mod out;
pub mod rooms;

pub use super::forms::Asks;
pub use files::{Entry, Listing};
pub use notes::Told;
pub use out::Format;

use super::{forms, roster};
use crate::domain::id::IdSource;
use crate::domain::schema::Kind;
use crate::domain::time::Now;
use crate::store::api::Trouble;
use crate::store::bundle::Refusal;
use crate::store::long::{Long, stopped};
use crate::store::trouble::Res;
use crate::store::{Core, Reader};
use chrono::NaiveDateTime;
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Something to be carried out beside the screens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Task {
    /// What is in a folder. Of its files those with one of these endings, in small letters; none: no file at all.
    Folder {
        path: PathBuf,
        endings: &'static [&'static str],
    },
    /// Rooms and teachers; only looked at unless `take`.
    Rooms {
        from: PathBuf,
        wish: roster::Wish,
        take: bool,
    },
    /// Visits and notes out of a form.
    Notes {
        from: PathBuf,
        wish: forms::Wish,
        take: bool,
    },
    /// A bundle, or a folder with bundles.
    Bundles {
        from: PathBuf,
        passphrase: Option<Passphrase>,
        take: bool,
    },
    Out(out::Wish),
}

impl Task {
    /// Whether it needs the file's one writer, so that nothing else can be saved meanwhile.
    pub fn holds_the_writer(&self) -> bool {
        match self {
            Task::Folder { .. } | Task::Out(_) => false,
            Task::Rooms { take, .. } | Task::Notes { take, .. } => *take,
            // What would come in is found by taking it in and taking that back.
            Task::Bundles { .. } => true,
        }
    }
}

/// A passphrase, which no line of trouble ever shows.
#[derive(Clone, PartialEq, Eq)]
pub struct Passphrase(pub String);

impl fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Passphrase(…)")
    }
}

/// What is going on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doing {
    Reading,
    Saving,
    Writing,
}

/// How far a task has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Far {
    pub doing: Doing,
    pub done: u64,
    /// Of so much, where that is known.
    pub all: Option<u64>,
}

/// Hears how far a task has come.
pub type Tell = Arc<dyn Fn(Far) + Send + Sync>;

/// What became of a task.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    Folder(Listing),
    /// The path that was named is a file.
    File(PathBuf),
    /// A report: of what would change, or of what was done.
    Paper(Paper),
    /// What a form's columns are taken for, with the report or why there is none.
    Notes(Box<Told>),
    /// The bundle of this name is sealed. `why`: the passphrase that was given does not open it.
    Sealed {
        name: String,
        why: Option<String>,
    },
    /// A file of that name is there already; nothing was written.
    There(String),
    /// Nothing was changed or written; the sentences say why.
    Refused(Why),
}

/// A report, line by line.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Paper {
    pub lines: Vec<String>,
    /// What became of it, or would.
    pub end: String,
    /// Something would change, or was changed.
    pub changes: bool,
    /// Of a plain list, the cells of its first row.
    pub headings: Vec<String>,
}

/// Why something was not done, in sentences.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Why {
    pub sentence: String,
    /// What a person could say to be understood.
    pub asks: Asks,
}

impl Why {
    pub fn new(sentence: impl Into<String>) -> Why {
        Why { sentence: sentence.into(), asks: Asks::Nothing }
    }
}

impl From<Trouble> for Why {
    fn from(trouble: Trouble) -> Why {
        Why::new(sentence(&trouble))
    }
}

impl From<roster::Refused> for Why {
    /// Without advice about the command line where a screen can ask.
    fn from(refused: roster::Refused) -> Why {
        let sentence = if refused.asks == Asks::Nothing { refused.to_string() } else { refused.what.clone() };
        Why { sentence, asks: refused.asks }
    }
}

impl From<Refusal> for Why {
    fn from(refusal: Refusal) -> Why {
        match refusal {
            Refusal::File(trouble) => trouble.into(),
            refusal => Why::new(refusal.to_string()),
        }
    }
}

/// Trouble as its sentences.
pub fn sentence(trouble: &Trouble) -> String {
    let said = [&trouble.what, &trouble.notes, &trouble.todo].into_iter().filter(|t| !t.is_empty());
    said.cloned().collect::<Vec<_>>().join(" ")
}

/// What a task knows of the outside.
#[derive(Clone)]
pub struct Around {
    /// The file of notes.
    pub file: PathBuf,
    pub now: Now,
    /// Seconds east of UTC of a local time.
    pub offset_at: fn(NaiveDateTime) -> i32,
    /// Set once nobody wants it any more.
    pub stop: Arc<AtomicBool>,
    pub tell: Tell,
}

impl Around {
    /// Hears how far saving is.
    fn saving(&self) -> impl FnMut(u64, u64) {
        |done, all| self.far(Doing::Saving, done, Some(all))
    }

    fn far(&self, doing: Doing, done: u64, all: Option<u64>) {
        (self.tell)(Far { doing, done, all });
    }
}

/// Carries a task out that needs no writer.
pub fn without_writer(task: &Task, around: &Around) -> Outcome {
    let made = match task {
        Task::Folder { path, endings } => return files::look(path, endings),
        Task::Out(wish) => out::in_program(wish, around),
        Task::Rooms { from, wish, .. } => rooms::look(from, wish, around).map(Outcome::Paper),
        Task::Notes { from, wish, .. } => notes::look(from, wish, around).map(|told| Outcome::Notes(Box::new(told))),
        Task::Bundles { .. } => Err(Why::new("Bundles are read where the file is written. Nothing was changed.")),
    };
    match made {
        Err(_) if around.stop.load(Ordering::SeqCst) => match task {
            Task::Out(_) => Outcome::Refused(Why::new("It was stopped. Nothing was written.")),
            _ => Outcome::Refused(stopped().into()),
        },
        Err(why) => Outcome::Refused(why),
        Ok(outcome) => outcome,
    }
}

/// Carries a task out with the writer in hand. The kinds of things that changed come with it.
pub fn with_writer(task: &Task, core: &mut Core, around: &Around) -> (Outcome, Vec<Kind>) {
    let made = core.stoppable(&around.stop, |core| match task {
        Task::Rooms { from, wish, .. } => rooms::take_in_program(from, wish, core, around),
        Task::Notes { from, wish, .. } => notes::take_in_program(from, wish, core, around),
        Task::Bundles { from, passphrase, take } => {
            bundles::in_program(from, passphrase.as_ref().map(|p| p.0.as_str()), *take, core, around)
        }
        Task::Folder { .. } | Task::Out(_) => Ok((without_writer(task, around), Vec::new())),
    });
    made.unwrap_or_else(|why| (Outcome::Refused(why), Vec::new()))
}

/// A task for the writer's thread.
pub struct WithWriter {
    task: Task,
    around: Around,
    outcome: Outcome,
    over: Box<dyn FnOnce(Outcome) + Send>,
}

impl WithWriter {
    /// `over` hears what became of it.
    pub fn new(task: Task, around: Around, over: Box<dyn FnOnce(Outcome) + Send>) -> WithWriter {
        WithWriter { task, around, outcome: Outcome::Refused(stopped().into()), over }
    }
}

impl Long for WithWriter {
    fn run(&mut self, core: &mut Core) -> Res<Vec<Kind>> {
        let (outcome, kinds) = with_writer(&self.task, core, &self.around);
        self.outcome = outcome;
        Ok(kinds)
    }

    fn over(self: Box<Self>, how: Res<()>) {
        let outcome = match how {
            Ok(()) => self.outcome,
            Err(trouble) => Outcome::Refused(trouble.into()),
        };
        (self.over)(outcome);
    }
}

/// A reader of the file, whose work stops when nobody wants it any more.
fn reader(around: &Around) -> Result<Reader, Why> {
    let mut reader = Reader::open(&around.file)?;
    reader.set_now(around.now.utc);
    reader.set_offset(around.now.offset);
    reader.stop_when(&around.stop)?;
    Ok(reader)
}

/// A number nobody can guess: the random part of a new id.
pub fn seed(ids: &mut IdSource) -> u64 {
    let id = ids.next_uid().0;
    id.iter().skip(8).fold(0, |seed, byte| (seed << 8) | u64::from(*byte))
}

//! What is kept, until when, and who gets it (docs/retention.md): what goes for good is listed, then done, and told. The command
//! line and the program say and do the same.

pub mod words;

use crate::domain::act::{Op, Verb};
use crate::domain::id::{IdSource, Uid};
use crate::domain::schema::Kind;
use crate::domain::text::visible;
use crate::domain::time::{UtcMs, day_bounds, day_number};
use crate::store::api::{Answer as StoreAnswer, Ask, TalkAnswer, TalkAsk, Trouble};
use crate::store::retention::{self, Fitting, Leaving};
use crate::store::{Core, OpenOptions, Reader, backup};
use chrono::NaiveDate;
use std::path::{Path, PathBuf};

/// What somebody wants to be gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    /// Visits of before this day are cut off from rooms and teachers.
    Unlink(NaiveDate),
    /// Walks and visits of before this day go.
    Before(NaiveDate),
    Walk(Uid),
    Room(Uid),
    Teacher {
        teacher: Uid,
        visits: bool,
        mentions: bool,
    },
}

/// Who tells it: what can be done besides is called differently there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    OnTheLine,
    InTheProgram,
}

impl Told {
    /// In the program it stands below the list, by its key.
    fn mentions(self) -> &'static str {
        match self {
            Told::OnTheLine => "; --with-mentions removes such notes, replies and statements too",
            Told::InTheProgram => "",
        }
    }

    fn teacher(self) -> &'static str {
        if self == Told::OnTheLine { "--teacher" } else { "removing the teacher" }
    }
}

/// Where and how it is to happen.
#[derive(Debug, Clone)]
pub struct Place {
    pub file: PathBuf,
    pub options: OpenOptions,
    /// Folders on drives in which copies of the file may lie.
    pub drives: Vec<PathBuf>,
    /// The drives of a test; none: those of the system.
    pub test_drives: Option<Vec<PathBuf>>,
    /// The local time's offset from UTC when a day begins, in seconds east.
    pub offset_of: fn(NaiveDate) -> i32,
    pub told: Told,
}

/// What would go, with what is told of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    pub changes: Vec<(Verb, Vec<Op>)>,
    pub things: Vec<(Kind, Uid)>,
    pub lines: Vec<String>,
}

/// What the program asks beside its screens; answered in `Answer`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Question {
    Plan(Wish),
    /// Teachers or rooms that are called so.
    Called(Kind, String),
    /// The walks that were begun.
    Walks,
    /// A successor's file, where somebody typed that it is to be.
    HandOver(String),
}

/// What comes of a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    Planned {
        wish: Wish,
        lines: Vec<String>,
        copies: Vec<String>,
    },
    Called(Kind, Vec<Fitting>),
    /// Number from the oldest one, day, focus question; newest first.
    Walks(Vec<(usize, Uid, Option<i32>, String)>),
    HandedOver(String),
    /// It cannot be: a sentence.
    No(String),
}

/// What is being done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    BackingUp,
    /// So many things go.
    Removing(usize),
}

impl Way {
    pub fn words(self) -> String {
        match self {
            Way::BackingUp => "A verified backup is being made.".into(),
            Way::Removing(things) if things < MANY => "It is being removed for good.".into(),
            Way::Removing(things) => format!("{things} things are being removed for good. This can take a minute."),
        }
    }
}

/// So many things take a while.
const MANY: usize = 5_000;

/// What was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done {
    /// What went.
    pub lines: Vec<String>,
    /// From where it went, and where the file as it was before is.
    pub told: Vec<String>,
    /// What still holds it.
    pub copies: Vec<String>,
    /// The bytes could not be overwritten yet: a sentence.
    pub left_over: Option<String>,
}

impl Place {
    fn reader(&self) -> Result<Reader, String> {
        Reader::open(&self.file).map_err(|t| t.sentence())
    }

    fn midnight(&self, day: NaiveDate) -> UtcMs {
        day_bounds(day, (self.offset_of)(day)).0
    }

    /// What would go. Nothing is changed.
    ///
    /// # Errors
    /// A sentence, where nothing fits or the file cannot be read.
    pub fn plan(&self, wish: Wish) -> Result<Plan, String> {
        let reader = self.reader()?;
        let leaving = match wish {
            Wish::Unlink(day) => {
                let found = reader.unlinking(self.midnight(day), &mut IdSource::System).map_err(|t| t.sentence())?;
                let lines = words::unlinking(&found, day)?;
                return Ok(Plan { changes: found.changes, things: found.things, lines });
            }
            Wish::Before(day) => Leaving::Before { day: day_number(day), moment: self.midnight(day) },
            Wish::Walk(walk) => Leaving::Walk(walk),
            Wish::Room(room) => Leaving::Room(room),
            Wish::Teacher { teacher, visits, mentions } => Leaving::Teacher { teacher, visits, mentions },
        };
        let going = reader.going(leaving).map_err(|t| t.sentence())?;
        if going.things.is_empty() {
            return Err("Nothing in the file fits that. Nothing was changed.".into());
        }
        let lines = words::going(&going, leaving, self.told);
        Ok(Plan { changes: going.changes, things: going.things, lines })
    }

    /// Answers what the program asks. While a talk is open, nothing is removed: the file is opened anew after that, and the
    /// program would be back on the projector.
    pub fn answer(&self, question: Question) -> Answer {
        self.try_answer(question).unwrap_or_else(Answer::No)
    }

    fn try_answer(&self, question: Question) -> Result<Answer, String> {
        Ok(match question {
            Question::Plan(wish) => {
                if let StoreAnswer::Talking(TalkAnswer::Running(Some(_))) =
                    self.reader()?.answer(&Ask::Talking(TalkAsk::Running))
                {
                    return Err("A talk was begun and has not ended. End it first (5 Talk); then things can be \
                                removed. Nothing was changed."
                        .into());
                }
                let plan = self.plan(wish)?;
                Answer::Planned { wish, copies: self.copies(&plan.things), lines: plan.lines }
            }
            Question::Called(kind, said) => {
                let found = self.reader()?.fitting(kind, &said).map_err(|t| t.sentence())?;
                if found.is_empty() {
                    let what = if kind == Kind::Teacher { "teacher" } else { "room" };
                    return Err(words::nobody(what, &said));
                }
                Answer::Called(kind, found)
            }
            Question::Walks => {
                let walks = self.reader()?.walks_begun().map_err(|t| t.sentence())?;
                let walks = walks.into_iter().zip(1..).map(|(w, number)| (number, w.uid, w.day, w.focus));
                let mut walks: Vec<_> = walks.collect();
                walks.reverse();
                Answer::Walks(walks)
            }
            Question::HandOver(typed) => Answer::HandedOver(self.hand_over(&from_home(&typed))?),
        })
    }

    /// Which copies that are known of still hold any of these things.
    pub fn copies(&self, things: &[(Kind, Uid)]) -> Vec<String> {
        words::copies(&retention::copies(&self.file, &self.options.data_dir, &self.drives, things))
    }

    /// Does it, whole or not at all; the file must be open nowhere for writing. `shown`: what was told of it before; where
    /// that is no longer so, nothing is done. `on_the_way` hears what is being done.
    ///
    /// # Errors
    /// A sentence; the file is then as it was.
    pub fn carry_out(
        &self,
        wish: Wish,
        backup_first: bool,
        shown: Option<&[String]>,
        on_the_way: &dyn Fn(Way),
    ) -> Result<Done, String> {
        // A file that is not there is not to be made.
        drop(self.reader()?);
        let mut core = Core::open(&self.file, &self.options).map_err(|t| t.sentence())?;
        let plan = self.plan(wish)?;
        if shown.is_some_and(|shown| shown != plan.lines) {
            return Err("The file changed meanwhile, so nothing was removed. Look at the list once more.".into());
        }
        let mut made = None;
        if backup_first {
            on_the_way(Way::BackingUp);
            made = Some(backup::make_before_removal(&self.file, &self.options).map_err(|t| t.sentence())?);
        }
        on_the_way(Way::Removing(plan.things.len()));
        let trouble = core.remove(self.options.now, plan.changes, &plan.things).map_err(|t| t.sentence())?;
        core.close().map_err(|t| t.sentence())?;
        let mut told = vec![String::from(
            "Removed for good: from the file, its history, the search, drafts, saved views and the emergency file. The \
             log keeps only how many things went, and when. Undo does not lead behind it.",
        )];
        told.extend(made.map(|made| format!("The file as it was before is in {}", shown_path(&made))));
        let copies = self.copies(&plan.things);
        Ok(Done { lines: plan.lines, told, copies, left_over: trouble.map(|t| left_over(&t)) })
    }

    /// Makes a successor's file.
    ///
    /// # Errors
    /// A sentence, where there is a file already or it could not be written whole.
    pub fn hand_over(&self, to: &Path) -> Result<String, String> {
        let made = self.reader()?.hand_over(to, self.options.now).map_err(|t| t.sentence())?;
        Ok(format!("{} {}", shown_path(to), words::handed_over(&made)))
    }
}

/// A path as it is typed in a shell: `~/` is the home folder.
fn from_home(typed: &str) -> PathBuf {
    let below = typed.strip_prefix("~/").zip(directories::UserDirs::new());
    below.map_or_else(|| PathBuf::from(typed), |(rest, dirs)| dirs.home_dir().join(rest))
}

fn left_over(trouble: &Trouble) -> String {
    format!("It is removed, but its bytes could not be overwritten yet; opening the file tries again. {}", trouble.what)
}

fn shown_path(path: &Path) -> String {
    visible(&path.display().to_string())
}

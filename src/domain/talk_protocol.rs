//! Talk protocols: the steps a meeting with teachers follows, as data that a leader writes in a text editor.
//! `docs/talks.md` explains the format to them; `read` checks it and says, with line and column, what does not fit.
//!
//! Two promises of the program stand here as checks (`rules`): teachers speak before the leader's patterns are shown, and
//! nobody is asked for a fix before there is a problem that the team has agreed is theirs.

#[cfg(test)]
mod built_in_tests;
mod read;
mod rules;
#[cfg(test)]
mod rules_tests;
#[cfg(test)]
mod tests;
mod write;

pub use super::data_file::{MAX_ID, Mistakes};
use super::data_file::{is_id, with_id};
pub use super::talk::PollKind;
use super::text::count;
use std::sync::OnceLock;

/// The version of the format this program reads.
pub const FORMAT: i64 = 1;
/// Largest file of a talk protocol, bytes.
pub const MAX_FILE: usize = 64 * 1024;
/// Most steps, those of other protocols counted: more is no meeting.
pub const MAX_STEPS: usize = 30;
/// Longest title of a protocol or a step, in characters: it stands on one line of a projector.
pub const MAX_TITLE: usize = 60;
/// Longest instruction, and longest sentence on what a protocol is good for, in characters: a few lines, read from afar.
pub const MAX_INSTRUCTION: usize = 240;
/// Longest running text that is not shown on a projector, in characters.
pub const MAX_PROSE: usize = 600;
/// Longest step and longest meeting, minutes.
pub const MAX_STEP_MINUTES: i64 = 120;
pub const MAX_MINUTES: i64 = 240;

/// The steps of a meeting, and whom it is with.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TalkProtocol {
    /// The protocol's own name, such as "notice-and-wonder".
    pub id: String,
    pub title: String,
    /// One sentence: what it is good for.
    pub about: String,
    /// Where it comes from, and on what terms it may be passed on.
    pub source: String,
    pub licence: String,
    pub with: With,
    /// How long the meeting is planned, minutes: as the file says, else what its steps take; 0 where nothing is said.
    pub minutes: i64,
    /// It begins with a problem that the team has agreed before is theirs, and cannot be prepared without one.
    pub needs_shared_problem: bool,
    /// Why patterns are shown before teachers have spoken, where the protocol says openly that they are.
    pub patterns_first: Option<String>,
    /// The steps in their order. Where the file takes steps of another protocol, they stand here themselves, with ids of
    /// both: "vote-real".
    pub steps: Vec<Step>,
}

/// One step: what stands on the projector, and what is written down.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Step {
    /// Different from every other id of the protocol.
    pub id: String,
    pub title: String,
    /// What to do, in plain words, for those who read it from the wall.
    pub instruction: String,
    pub minutes: Option<i64>,
    pub speaks: Speaks,
    pub captures: Captures,
    pub shows: Shows,
}

/// Whom a talk is with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum With {
    #[default]
    Team,
    OneToOne,
}

/// Who speaks in a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Speaks {
    /// Everyone thinks or writes by themselves.
    Alone,
    /// Everyone, one after the other, nobody between.
    InTurn,
    #[default]
    Anyone,
    Leader,
    /// The person whose question or story it is.
    Speaker,
    /// Nobody: all read, or move cards.
    Silence,
}

/// What is written down in a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Captures {
    #[default]
    Nothing,
    /// What teachers say, word for word: problems, ideas, questions, worries.
    Statements,
    /// What they notice in what is shown, and what supports or contradicts it.
    Noticed,
    /// Honest questions, also on what to look at next.
    Wonderings,
    /// What may lie behind an agreed problem.
    Causes,
    /// Counts, never who.
    Poll(PollKind),
    /// A problem in the team's own words.
    Wording,
    /// What the leader promises to the team.
    Promises,
    /// What the team does about an agreed problem.
    NextStep,
}

/// What a step shows beside its title and instruction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Shows {
    /// An empty wall: not even the instruction.
    Nothing,
    /// The step's title and instruction alone.
    #[default]
    Title,
    /// How many visits in how many rooms, and when.
    WhereWeLooked,
    /// What was said last time, and what became of it.
    LastTime,
    /// The patterns that are strengths.
    Strengths,
    /// The other patterns, one by one.
    Patterns,
    /// What was said so far.
    Statements,
    /// An affinity board.
    Board,
    /// What nobody looked for, and where nobody was.
    NotLookedFor,
    /// What the leader expected, where the leader opens it.
    Hunch,
    /// The problem in the words it has so far.
    SharedProblem,
}

impl With {
    pub const ALL: [With; 2] = [With::Team, With::OneToOne];

    /// As a file says it.
    pub fn word(self) -> &'static str {
        match self {
            With::Team => "team",
            With::OneToOne => "one-to-one",
        }
    }
}

impl Speaks {
    pub const ALL: [Speaks; 6] =
        [Speaks::Alone, Speaks::InTurn, Speaks::Anyone, Speaks::Leader, Speaks::Speaker, Speaks::Silence];

    /// As a file says it.
    pub fn word(self) -> &'static str {
        match self {
            Speaks::Alone => "alone",
            Speaks::InTurn => "in-turn",
            Speaks::Anyone => "anyone",
            Speaks::Leader => "leader",
            Speaks::Speaker => "speaker",
            Speaks::Silence => "silence",
        }
    }

    /// As a team reads it.
    pub fn said(self) -> &'static str {
        match self {
            Speaks::Alone => "everyone alone",
            Speaks::InTurn => "everyone in turn",
            Speaks::Anyone => "anyone",
            Speaks::Leader => "the leader",
            Speaks::Speaker => "the speaker",
            Speaks::Silence => "silence",
        }
    }
}

impl Captures {
    pub const ALL: [Captures; 12] = [
        Captures::Nothing,
        Captures::Statements,
        Captures::Noticed,
        Captures::Wonderings,
        Captures::Causes,
        Captures::Poll(PollKind::Real),
        Captures::Poll(PollKind::Now),
        Captures::Poll(PollKind::Dots),
        Captures::Poll(PollKind::Pulse),
        Captures::Wording,
        Captures::Promises,
        Captures::NextStep,
    ];

    /// As a file says it.
    pub fn word(self) -> &'static str {
        match self {
            Captures::Nothing => "nothing",
            Captures::Statements => "statements",
            Captures::Noticed => "noticed",
            Captures::Wonderings => "wonderings",
            Captures::Causes => "causes",
            Captures::Poll(PollKind::Real) => "vote-real",
            Captures::Poll(PollKind::Now) => "vote-now",
            Captures::Poll(PollKind::Dots) => "dots",
            Captures::Poll(PollKind::Pulse) => "pulse",
            Captures::Wording => "wording",
            Captures::Promises => "promises",
            Captures::NextStep => "next-step",
        }
    }
}

impl Shows {
    pub const ALL: [Shows; 11] = [
        Shows::Nothing,
        Shows::Title,
        Shows::WhereWeLooked,
        Shows::LastTime,
        Shows::Strengths,
        Shows::Patterns,
        Shows::Statements,
        Shows::Board,
        Shows::NotLookedFor,
        Shows::Hunch,
        Shows::SharedProblem,
    ];

    /// As a file says it.
    pub fn word(self) -> &'static str {
        match self {
            Shows::Nothing => "nothing",
            Shows::Title => "title",
            Shows::WhereWeLooked => "where-we-looked",
            Shows::LastTime => "last-time",
            Shows::Strengths => "strengths",
            Shows::Patterns => "patterns",
            Shows::Statements => "statements",
            Shows::Board => "board",
            Shows::NotLookedFor => "not-looked-for",
            Shows::Hunch => "hunch",
            Shows::SharedProblem => "shared-problem",
        }
    }

    /// Whether it lets teachers see what the leader found or expected. They speak before that.
    pub fn reveals(self) -> bool {
        matches!(self, Shows::Strengths | Shows::Patterns | Shows::Board | Shows::Hunch)
    }
}

impl TalkProtocol {
    /// Reads a protocol. `file_name` is only used to name the file.
    ///
    /// # Errors
    /// The mistakes of the whole file at once.
    pub fn parse(file_name: &str, text: &str) -> Result<TalkProtocol, Mistakes> {
        read::protocol(file_name, text)
    }

    /// The same for the bytes of a file, which may not be text at all.
    ///
    /// # Errors
    /// As for `parse`.
    pub fn parse_bytes(file_name: &str, bytes: &[u8]) -> Result<TalkProtocol, Mistakes> {
        read::protocol_bytes(file_name, bytes)
    }

    /// The whole protocol as a text of the same format, with the steps it takes from others written out. A talk keeps
    /// this with it: reading it gives this very protocol, also when those others are changed later.
    pub fn written(&self) -> String {
        write::written(self)
    }

    /// Whether a protocol can have this id: small letters, digits and hyphens.
    pub fn is_id(text: &str) -> bool {
        is_id(text)
    }

    /// Id and text of the protocols that come with the program. Those that are only steps of others come last.
    pub fn sources() -> &'static [(&'static str, &'static str)] {
        &[
            ("share-with-staff", include_str!("../../assets/talks/share-with-staff.toml")),
            ("notice-and-wonder", include_str!("../../assets/talks/notice-and-wonder.toml")),
            ("affinity-map", include_str!("../../assets/talks/affinity-map.toml")),
            ("empathy", include_str!("../../assets/talks/empathy.toml")),
            ("consultancy", include_str!("../../assets/talks/consultancy.toml")),
            ("fishbone", include_str!("../../assets/talks/fishbone.toml")),
            ("five-whys", include_str!("../../assets/talks/five-whys.toml")),
            ("pulse", include_str!("../../assets/talks/pulse.toml")),
            ("fist-to-five", include_str!("../../assets/talks/fist-to-five.toml")),
            ("dot-vote", include_str!("../../assets/talks/dot-vote.toml")),
        ]
    }

    /// Those whose steps other protocols can take. They take none themselves.
    pub const PARTS: [&'static str; 4] = ["fist-to-five", "dot-vote", "five-whys", "pulse"];

    /// The protocols that come with the program, read once.
    pub fn built_in() -> &'static [TalkProtocol] {
        static READ: OnceLock<Vec<TalkProtocol>> = OnceLock::new();
        READ.get_or_init(|| Self::sources().iter().filter_map(|(id, text)| Self::parse(id, text).ok()).collect())
    }

    /// The one with this id that comes with the program.
    pub fn by_id(id: &str) -> Option<&'static TalkProtocol> {
        Self::built_in().iter().find(|p| p.id == id)
    }

    /// The id of the protocol to begin with, as it ships.
    pub const TEMPLATE_ID: &'static str = "our-talk";

    /// A protocol to begin with, with remarks. None where `id` cannot be an id.
    pub fn template(id: &str) -> Option<String> {
        with_id(include_str!("../../assets/talks/template.toml"), Self::TEMPLATE_ID, id)
    }

    /// What the steps take together, minutes; those without a length count nothing.
    pub fn planned(&self) -> i64 {
        self.steps.iter().filter_map(|s| s.minutes).sum()
    }

    /// How much it is, in words: "9 steps, 40 min".
    pub fn size(&self) -> String {
        let steps = count(self.steps.len(), "step", "steps");
        if self.minutes == 0 { steps } else { format!("{steps}, {} min", self.minutes) }
    }

    /// Whether a meeting can be held with it alone. Some are only steps of others: they show what those wrote down.
    pub fn stands_alone(&self) -> bool {
        rules::misses_nothing(self)
    }

    /// The place of the first step that lets teachers see what the leader found or expected, from 0.
    pub fn first_reveal(&self) -> Option<usize> {
        self.steps.iter().position(|s| s.shows.reveals())
    }
}

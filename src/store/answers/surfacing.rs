//! Answers of surfacing: what was noticed, patterns with their grounds, what is alike, boards, visits seen by two.

use super::{ElsewhereRow, NoteRow, ReplyRow, VisitRow, VisitView, VoiceRow};
use crate::domain::board::Board;
use crate::domain::id::Uid;
use crate::domain::pattern::{Numbers, PatternKind, PatternStatus, Role};
use crate::domain::suggestion::{AgainstHunch, Decided};
use crate::domain::talk::LinkKind;
use crate::domain::time::UtcMs;
use crate::insight::suggest::{Rests, Suggestion};

#[derive(Debug, Clone, PartialEq)]
pub struct PatternRow {
    pub uid: Uid,
    pub statement: String,
    pub kind: PatternKind,
    pub status: PatternStatus,
    pub look_for: Option<String>,
    /// The tag it is tied to, with its name.
    pub tag: Option<(Uid, String)>,
    /// None: not counted yet.
    pub numbers: Option<Numbers>,
}

impl PatternRow {
    /// Its numbers; while they are not counted, those of a pattern that nobody saw: nothing is told of it.
    pub fn counted(&self) -> Numbers {
        self.numbers.unwrap_or_default()
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct PatternView {
    pub pattern: PatternRow,
    /// Newest first.
    pub supports: Vec<NoteRow>,
    pub complicates: Vec<NoteRow>,
    pub supports_count: usize,
    pub complicates_count: usize,
    /// Notes that were put into it one by one, for or against, and that its tag would not count anyway.
    pub put_in: usize,
    /// Supporting visits by week, oldest first: the week's Monday (days since 1970-01-01) and how many of how many
    /// visits of that week.
    pub weeks: Vec<(i64, u32, u32)>,
    /// When it got which status, oldest first.
    pub history: Vec<(UtcMs, PatternStatus)>,
    /// On what it rests: of the supporting visits.
    pub rests: Rests,
    /// What teachers said to the visits that support it, newest first; at most 5.
    pub replies: Vec<ReplyRow>,
    /// What the leader said it is to their hunches: focus question and answer, of closed walks only.
    pub hunches: Vec<(String, AgainstHunch)>,
    /// What teachers said that is linked to it, in any talk: the same thing first, then the newest.
    pub voices: Vec<(VoiceRow, LinkKind)>,
    /// Evidence from elsewhere for or against it, supporting cards first; in no number of visits.
    pub elsewhere: Vec<(ElsewhereRow, Role)>,
}

/// What the program noticed and nobody has decided about yet.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Surface {
    /// Those most worth a leader's time first.
    pub suggestions: Vec<Suggestion>,
    /// Put off to a later day; dismissed for good; kept as patterns.
    pub put_off: usize,
    pub dismissed: usize,
    pub accepted: usize,
    /// When these were counted; none: never yet.
    pub counted: Option<UtcMs>,
    /// False: kept from last time, and being renewed.
    pub fresh: bool,
}

/// What was decided of a suggestion, for looking through and bringing back.
#[derive(Debug, Clone, PartialEq)]
pub struct DecidedRow {
    pub topic: String,
    pub decided: Decided,
    pub at: UtcMs,
}

/// One visit that a suggestion rests on, with the notes and marks that are meant.
#[derive(Debug, Clone, PartialEq)]
pub struct GroundVisit {
    pub visit: VisitRow,
    pub notes: Vec<NoteRow>,
    /// What its marks say of the look-for, in words: "seen", "looked for and not seen".
    pub marked: Option<String>,
}

/// A closed walk's hunch and favoured fix beside the patterns.
#[derive(Debug, Clone, PartialEq)]
pub struct HunchCheck {
    pub walk: Uid,
    pub day: i64,
    pub focus: String,
    pub hunch: String,
    pub fix: String,
    /// All patterns with what the leader said they are to this hunch.
    pub patterns: Vec<(PatternRow, Option<AgainstHunch>)>,
    /// Notes of this walk that were tagged or put into patterns, all since the hunch was sealed, and those of them that
    /// stand behind a pattern which confirms it.
    pub worked: u32,
    pub to_hunch: u32,
}

/// Two visits that may be one, written down by two observers.
#[derive(Debug, Clone, PartialEq)]
pub struct JointProposal {
    /// The one that began first, and the other.
    pub first: VisitRow,
    pub second: VisitRow,
    /// The visits that become the same as the first one when they are one: the second, and those already joined with it.
    pub moves: Vec<Uid>,
    /// Somebody said that they are two.
    pub dismissed: bool,
}

/// A visit that several observers wrote down.
#[derive(Debug, Clone, PartialEq)]
pub struct JointRow {
    /// What each wrote, the first to begin first; at least two.
    pub visits: Vec<VisitRow>,
    /// Look-fors that at least two looked for, and those of them on which they differ.
    pub looked: u32,
    pub differ: u32,
    /// Look-fors that only one of them looked for.
    pub only_one: u32,
}

/// All that was written down of one visit.
#[derive(Debug, Clone, PartialEq)]
pub struct JointView {
    /// The first to begin first; at most 6.
    pub visits: Vec<VisitView>,
    /// They are one visit; false: that is only proposed.
    pub joined: bool,
}

/// A note's role in a pattern, for marking notes in lists.
pub type Evidence = (Uid, Role);

/// The visits behind a cell of the heat map, newest first.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CellVisits {
    pub seen: Vec<VisitRow>,
    /// Looked for and not seen.
    pub not_seen: Vec<VisitRow>,
    /// How many there are of each, also those that are not listed.
    pub counts: (usize, usize),
}

/// Notes that may say the same as one, the likest first. The order is all that is known: it is a person who says what
/// is the same.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct LikeList {
    /// The note asked for; none where a text was asked, or the note has gone.
    pub of: Option<NoteRow>,
    /// The text that was compared.
    pub text: String,
    pub rows: Vec<LikeRow>,
    /// Notes left out because somebody said they are not the same.
    pub rejected: usize,
    /// Some notes are not compared yet: after they are read more may come.
    pub reading: bool,
}

/// A note that may say the same.
#[derive(Debug, Clone, PartialEq)]
pub struct LikeRow {
    pub note: NoteRow,
    /// The words of it that carried the likeness, as bytes of its text, in order.
    pub words: Vec<std::ops::Range<usize>>,
    /// Somebody said it is the same.
    pub accepted: bool,
}

/// A tag that a note may belong under.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagProposal {
    pub tag: Uid,
    pub name: String,
    /// The likest note that has it, and what it says.
    pub because: (Uid, String),
}

/// An affinity board in the list of boards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoardRow {
    pub uid: Uid,
    pub name: String,
    pub cards: usize,
    pub columns: usize,
}

/// An affinity board with what its cards say. The notes carry no room: a board may be seen by others.
#[derive(Debug, Clone, PartialEq)]
pub struct BoardView {
    pub name: String,
    pub board: Board,
    pub notes: Vec<NoteRow>,
}

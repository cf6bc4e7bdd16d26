//! What answers are made of: the rows and views that lists and screens show. Part of `api`.

use super::api::{Draft, Filter, NoteKey, UndoState};
use crate::domain::board::Board;
use crate::domain::id::Uid;
use crate::domain::mark::Mark;
use crate::domain::note::{About, NoteKind};
use crate::domain::pattern::{Numbers, PatternKind, PatternStatus, Role};
use crate::domain::suggestion::{AgainstHunch, Decided};
use crate::domain::time::{Hlc, UtcMs};
use crate::insight::suggest::{Rests, Suggestion};
use serde::Serialize;

#[derive(Debug, Clone, PartialEq, Default)]
pub struct NotesPage {
    /// Newest first.
    pub rows: Vec<NoteRow>,
    /// Whether there are newer ones above and older ones below.
    pub more_above: bool,
    pub more_below: bool,
}

/// A note as lists show it.
#[derive(Debug, Clone, PartialEq)]
pub struct NoteRow {
    pub uid: Uid,
    pub key: NoteKey,
    pub visit: Uid,
    /// The visit's number in its walk, as in `VisitRow`.
    pub number: Option<u32>,
    pub room: String,
    pub subject: String,
    pub grade: String,
    /// Milliseconds since the visit began; none for a visit written afterwards.
    pub at_ms: Option<i64>,
    pub kind: NoteKind,
    pub about: Option<About>,
    pub text: String,
    pub after: bool,
    pub expires: Option<UtcMs>,
    /// Tags by name, in order of the tag list.
    pub tags: Vec<(Uid, String)>,
    /// Two laptops changed the text; this is the newer one.
    pub two_versions: bool,
}

/// A sheet as a walk used it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UsedSheet {
    /// Its own id, such as "learning-walk".
    pub name: String,
    /// The whole definition, as TOML.
    pub body: String,
}

#[derive(Debug, Clone, PartialEq)]
pub struct VisitView {
    pub visit: VisitRow,
    /// In the order of the visit.
    pub notes: Vec<NoteRow>,
    pub marks: Vec<MarkRow>,
    /// What the teacher said to it, in the order in which it was written down.
    pub replies: Vec<ReplyRow>,
    /// The patterns in which notes of this visit stand as evidence.
    pub evidence: Vec<NoteEvidence>,
    /// The sheet's definition as TOML; none: no sheet.
    pub sheet: Option<String>,
    pub walk_day: i64,
    pub focus: String,
    pub purpose: String,
}

#[derive(Debug, Clone, PartialEq)]
pub struct VisitRow {
    pub uid: Uid,
    pub walk: Option<Uid>,
    /// The how-manieth visit of its walk it is, from 1, skipped rooms not counted; none for a skipped room.
    pub number: Option<u32>,
    pub classroom: Option<Uid>,
    pub room: String,
    pub grade: String,
    pub subject: String,
    pub period: String,
    pub teachers: Vec<String>,
    pub started: Option<UtcMs>,
    pub ended: Option<UtcMs>,
    pub paused: i64,
    pub heads: Option<u32>,
    pub origin: Origin,
    pub substitute: bool,
    pub asked: bool,
    pub skipped: Option<String>,
    pub slip: Option<UtcMs>,
    pub copy: Option<UtcMs>,
    pub notes: usize,
    pub boot: Option<String>,
    pub steady: Option<i64>,
}

/// How a visit came into the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[repr(i64)]
pub enum Origin {
    #[default]
    Live = 0,
    Afterwards = 1,
    Paper = 2,
}

impl Origin {
    pub fn from_number(number: i64) -> Origin {
        match number {
            1 => Origin::Afterwards,
            2 => Origin::Paper,
            _ => Origin::Live,
        }
    }
}

/// A mark as the file holds it: the domain's own value.
pub type MarkRow = Mark;

/// A line of what the teacher said to the notes of a visit.
#[derive(Debug, Clone, PartialEq)]
pub struct ReplyRow {
    pub uid: Uid,
    /// When it was written down.
    pub at: Option<UtcMs>,
    pub text: String,
    /// Two laptops changed the text; this is the newer one.
    pub two_versions: bool,
}

/// A note in a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoteEvidence {
    pub note: Uid,
    pub pattern: Uid,
    pub role: Role,
}

/// The place of a visit in the list of visits: when it began, then its number in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VisitKey {
    /// None: nobody knows when; such visits stand last.
    pub at: Option<UtcMs>,
    pub id: i64,
}

/// A page of the list of visits, newest first.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct VisitsPage {
    pub rows: Vec<VisitRow>,
    /// The last one's place, where older ones follow.
    pub older: Option<VisitKey>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WalkKey {
    pub day: i64,
    pub id: i64,
}

#[derive(Debug, Clone, PartialEq)]
pub struct WalkRow {
    pub uid: Uid,
    pub key: WalkKey,
    pub focus: String,
    pub purpose: String,
    pub length: Option<i64>,
    pub started: Option<UtcMs>,
    pub ended: Option<UtcMs>,
    pub closed: Option<UtcMs>,
    pub visits: usize,
    pub notes: usize,
    /// Rooms planned, in order.
    pub route: Vec<(Uid, String)>,
    pub observers: Vec<(Uid, String)>,
    pub sheet: Option<(Uid, String)>,
    pub sealed: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub struct WalkView {
    pub walk: WalkRow,
    /// The sheet's definition as TOML.
    pub sheet: Option<String>,
    /// Visits and skipped rooms, in the order they happened.
    pub visits: Vec<VisitRow>,
    /// Hunch and fix, once the walk is closed.
    pub hunch: Option<(String, String)>,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Resume {
    pub walk: Option<WalkView>,
    /// The visit that was going on, or, in the corridor, the one just left.
    pub visit: Option<VisitView>,
    pub drafts: Vec<Draft>,
    pub undo: UndoState,
    /// The newest clock in the log: new acts come after it.
    pub clock: Option<Hlc>,
    pub settings: Vec<(String, String)>,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Home {
    /// Nothing has ever been recorded here.
    pub empty: bool,
    pub notes: usize,
    /// Finished visits of today that were no skips.
    pub visits_today: usize,
    pub untagged_today: usize,
    /// Look-fors of today's visits that nobody marked.
    pub unmarked_today: usize,
    /// Visits whose teacher should have a slip or copy by now and has none, with when they began; at most 100.
    pub papers_due: Vec<(Uid, UtcMs)>,
    /// Today's visits of which a slip can be made and neither slip nor copy was.
    pub slips_today: usize,
    /// The newest walk that was started; walks planned and not started.
    pub last_walk: Option<WalkRow>,
    pub planned: Vec<WalkRow>,
    /// Rooms not visited lately, longest ago first, and how many there are in all.
    pub not_lately: Vec<String>,
    pub not_lately_count: usize,
    pub rooms: usize,
    pub rooms_seen: usize,
    /// Follow-ups that are still open, newest first; at most 5.
    pub follow_ups: Vec<(Uid, String)>,
    pub last_backup: Option<UtcMs>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct RoomRow {
    pub uid: Uid,
    pub label: String,
    pub grade: String,
    pub subject: String,
    pub period: String,
    pub teachers: Vec<(Uid, String)>,
    pub school: Option<(Uid, String)>,
    pub last_visit: Option<UtcMs>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct TagRow {
    pub uid: Uid,
    pub name: String,
    pub parent: Option<Uid>,
    pub colour: i64,
    pub meaning: String,
    pub notes: usize,
    pub visits: usize,
}

#[derive(Debug, Clone, PartialEq)]
pub struct PatternRow {
    pub uid: Uid,
    pub statement: String,
    pub kind: PatternKind,
    pub status: PatternStatus,
    pub look_for: Option<String>,
    /// The tag it is tied to, with its name.
    pub tag: Option<(Uid, String)>,
    pub numbers: Numbers,
}

#[derive(Debug, Clone, PartialEq)]
pub struct PatternView {
    pub pattern: PatternRow,
    /// Newest first.
    pub supports: Vec<NoteRow>,
    pub complicates: Vec<NoteRow>,
    pub supports_count: usize,
    pub complicates_count: usize,
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

#[derive(Debug, Clone, PartialEq, Default)]
pub struct FilterChoices {
    pub schools: Vec<(Uid, String)>,
    pub rooms: Vec<(Uid, String)>,
    pub observers: Vec<(Uid, String)>,
    pub walks: Vec<(Uid, String)>,
    pub tags: Vec<(Uid, String)>,
    pub grades: Vec<String>,
    pub subjects: Vec<String>,
    pub periods: Vec<String>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct SavedView {
    pub name: String,
    pub filter: Filter,
}

/// What is left of one of today's visits.
#[derive(Debug, Clone, PartialEq)]
pub struct TodayVisit {
    pub visit: VisitRow,
    pub untagged: Vec<NoteRow>,
    /// All its evidence and counts, tagged or not: their words may be asked about.
    pub evidence: Vec<NoteRow>,
    /// Look-fors on the walk's sheet without a mark in this visit, by id; the sheet as TOML.
    pub sheet: Option<String>,
    pub marked: Vec<String>,
    /// Something was seen, heard, counted or marked, and neither slip nor copy was made.
    pub wants_slip: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HunchState {
    pub walk: Uid,
    pub sealed: bool,
}

#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Info {
    pub file: String,
    pub version: String,
    pub schema: i64,
    pub schools: u64,
    pub classrooms: u64,
    pub teachers: u64,
    pub observers: u64,
    pub walkthroughs: u64,
    pub visits: u64,
    pub notes: u64,
    pub marks: u64,
    pub tags: u64,
    pub patterns: u64,
    pub replies: u64,
    pub talks: u64,
    pub acts: u64,
    pub operations: u64,
    pub bytes: u64,
    pub backups: u64,
    pub last_backup: Option<String>,
}

/// The visits behind a cell of the heat map, newest first.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CellVisits {
    pub seen: Vec<VisitRow>,
    /// Looked for and not seen.
    pub not_seen: Vec<VisitRow>,
    /// How many there are of each, also those that are not listed.
    pub counts: (usize, usize),
}

/// Where and when somebody looked; never what was seen.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Coverage {
    /// The Monday of each week and the visits in it, oldest first.
    pub weeks: Vec<(i64, u32)>,
    pub rooms: usize,
    pub rooms_seen: usize,
    /// Visits by weekday, Monday first.
    pub weekdays: [u32; 7],
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

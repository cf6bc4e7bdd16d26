//! What answers are made of: the rows and views that lists and screens show. Part of `api`.

mod surfacing;
mod talking;

pub use surfacing::*;
pub use talking::*;

use super::api::{Draft, Filter, NoteKey, UndoState};
use crate::domain::id::Uid;
use crate::domain::mark::Mark;
use crate::domain::note::{About, NoteKind};
use crate::domain::pattern::Role;
use crate::domain::time::{Hlc, UtcMs};
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
    /// Days of the last 60 weeks on which rooms were visited that still have their label, in order: of each week the first
    /// and the last, for `domain::year_end`.
    pub visited: Vec<i64>,
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
    pub voices: u64,
    pub problems: u64,
    pub trials: u64,
    pub teams: u64,
    pub acts: u64,
    pub operations: u64,
    pub bytes: u64,
    pub backups: u64,
    pub last_backup: Option<String>,
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

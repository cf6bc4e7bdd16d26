//! What the rest of the program asks of the store and gets back: plain values, no SQL, no connection.
//! Every list comes in pages; every answer carries the number of its question, so that a stale one can be dropped.

use crate::domain::act::Act;
use crate::domain::id::Uid;
use crate::domain::mark::{Tick, Way};
use crate::domain::note::{About, NoteKind};
use crate::domain::pattern::{Numbers, PatternKind, PatternStatus, Role};
use crate::domain::schema::Kind;
use crate::domain::time::{Hlc, UtcMs};
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

// ── Writing ─────────────────────────────────────────────────────────────────────────────────────────────────────────

/// Something for the writer thread. It answers each with one or more `Event`s, in order.
#[derive(Debug, Clone, PartialEq)]
pub enum Write {
    /// Save an act. Answered by `Saved` once it is durable, or by `NotSaved`; sending the same act again is harmless.
    Act(Act),
    /// Take back this file's newest act that still counts. The clock becomes the new act's.
    Undo(Hlc),
    /// Do again what was last undone, unless a new act came between.
    Redo(Hlc),
    /// Keep what is being typed. Answered by nothing when it works.
    Draft(Draft),
    /// The field is empty or was given up: forget its draft.
    DropDraft(String),
    /// Remember a setting of this laptop; not part of the log.
    Setting(String, String),
    SaveView(SavedView),
    DropView(String),
    /// Make a backup now. Answered by `BackedUp` or `Trouble`.
    Backup,
    /// Follow-ups past their time go for good.
    ExpireFollowUps(UtcMs),
}

/// What is being typed in one text field. At most about a second older than the screen.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Draft {
    /// Which field: "note", "corridor", "plan.focus", …
    pub field: String,
    pub text: String,
    /// Where the cursor stood, in characters.
    pub cursor: usize,
    /// The note it will become; deleted in the transaction that saves that note.
    pub becomes: Option<Uid>,
    /// The visit or other thing it belongs to.
    pub about: Option<Uid>,
}

/// What the store tells, unasked or in answer to a `Write`.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// The act of this clock is on the disk.
    Saved {
        clock: Hlc,
        changes: Changes,
        undo: UndoState,
    },
    /// It is not. The line stays on the screen; the act went to the emergency file if that worked. The store goes on
    /// trying by itself and tells `Saved` when it succeeds.
    NotSaved {
        clock: Hlc,
        why: Trouble,
        emergency: Option<PathBuf>,
    },
    /// An undo or redo is on the disk.
    Turned {
        redo: bool,
        words: String,
        kept: Vec<String>,
        changes: Changes,
        undo: UndoState,
    },
    /// There was nothing to undo or redo, or it may not be; the sentence says which.
    NotTurned {
        redo: bool,
        why: String,
    },
    /// The answer to question `number`.
    Answer {
        number: u64,
        answer: Box<Answer>,
    },
    BackedUp {
        at: UtcMs,
        path: PathBuf,
    },
    /// Something is wrong that the leader should know; recording goes on.
    Trouble(Trouble),
    /// What was wrong is right again: all held back is saved.
    Recovered,
}

/// What a change touched, so that only the screens that show it read again.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Changes {
    pub kinds: Vec<Kind>,
    /// Counts up with every change in this run of the program.
    pub revision: u64,
}

/// What undo and redo would do, in words.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct UndoState {
    pub undo: Option<String>,
    pub redo: Option<String>,
}

/// Trouble in a sentence: what happened, what it means for the notes, what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    pub sort: TroubleSort,
    pub what: String,
    pub notes: String,
    pub todo: String,
}

/// What the program can do about it, and how loud it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TroubleSort {
    DiskFull,
    ReadOnly,
    /// Reading or writing failed, or the file is gone.
    Disk,
    /// Another window records in this file.
    Locked,
    Damaged,
    /// Made by a newer version.
    Newer,
    Backup,
    /// The file lies in a synced or network folder.
    Place,
    /// The clock moved in an odd way.
    Clock,
    Other,
}

// ── Asking ──────────────────────────────────────────────────────────────────────────────────────────────────────────

/// A question for the reading thread. A later question in the same `Lane` cancels an earlier one still under way.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    pub number: u64,
    pub lane: Lane,
    pub ask: Ask,
}

/// Questions of one lane replace each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Lane {
    Home,
    Walk,
    NotesPage,
    NotesCount,
    Context,
    Tags,
    Patterns,
    Pattern,
    Rooms,
    Lists,
    Today,
    Hunch,
    Other,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Ask {
    /// Where recording stopped: the walk under way, if any, and all drafts.
    Resume,
    /// What Home shows. Bounds of today in UTC; "not lately" means before `lately`.
    Home {
        today: (UtcMs, UtcMs),
        lately: UtcMs,
    },
    Notes {
        filter: Filter,
        from: From,
        limit: usize,
    },
    /// How many notes a filter finds, counted up to `cap`.
    NotesCount {
        filter: Filter,
        cap: usize,
    },
    /// A visit with its notes and marks.
    Visit(Uid),
    /// The visits of a walk, in order.
    Walk(Uid),
    /// Walks, newest first.
    Walks {
        before: Option<WalkKey>,
        limit: usize,
    },
    /// All rooms in use, by label, with when each was last visited. At most `limit`.
    Rooms {
        limit: usize,
    },
    Observers,
    /// The tag list with counts. At most 5,000.
    Tags,
    /// The tags used most, most first.
    TopTags(usize),
    Patterns,
    Pattern {
        pattern: Uid,
        evidence: usize,
    },
    /// What filters can choose from.
    FilterChoices,
    Views,
    /// What is left to do of the visits between two moments.
    Today {
        from: UtcMs,
        to: UtcMs,
    },
    /// The hunch and fix written for this focus question, if any; only whether they are there while sealed.
    Hunch {
        focus: String,
    },
    Info,
    /// Texts a note had before, newest first.
    NoteHistory(Uid),
    Coverage {
        since: UtcMs,
    },
}

#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    Resume(Resume),
    Home(Home),
    Notes(NotesPage),
    NotesCount {
        count: usize,
        capped: bool,
    },
    Visit(Option<VisitView>),
    Walk(Option<WalkView>),
    Walks(Vec<WalkRow>),
    Rooms(Vec<RoomRow>),
    Observers(Vec<(Uid, String)>),
    Tags(Vec<TagRow>),
    TopTags(Vec<TagRow>),
    Patterns(Vec<PatternRow>),
    Pattern(Option<PatternView>),
    FilterChoices(FilterChoices),
    Views(Vec<SavedView>),
    Today(Vec<TodayVisit>),
    Hunch(Option<HunchState>),
    Info(Info),
    NoteHistory(Vec<(UtcMs, String)>),
    Coverage(Coverage),
    /// The question could not be answered; the sentence says why. Nothing is lost by it.
    Failed(Trouble),
}

/// What must be true of a note to be listed. All given conditions hold together.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Filter {
    /// Words, prefixes and "phrases", as typed in the search field.
    pub search: String,
    pub school: Option<IdText>,
    pub room: Option<IdText>,
    pub walk: Option<IdText>,
    pub visit: Option<IdText>,
    pub observer: Option<IdText>,
    pub grade: Option<String>,
    pub subject: Option<String>,
    pub period: Option<String>,
    /// UTC bounds, from inclusive, to exclusive.
    pub from: Option<UtcMs>,
    pub to: Option<UtcMs>,
    /// A note's kind, as a number of `NoteKind`.
    pub kind: Option<i64>,
    /// `About::word`.
    pub about: Option<String>,
    /// The tag or one below it in the tree.
    pub tag: Option<IdText>,
    /// With any tag, or with none.
    pub tagged: Option<bool>,
    /// Evidence of a pattern.
    pub pattern: Option<IdText>,
}

/// A `Uid` that is written as text in saved views.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct IdText(pub Uid);

impl TryFrom<String> for IdText {
    type Error = String;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        Uid::parse(&text).map(IdText).ok_or_else(|| format!("“{text}” is not an id"))
    }
}

impl std::convert::From<IdText> for String {
    fn from(id: IdText) -> String {
        id.0.to_text()
    }
}

/// Where a page of notes begins. Lists run newest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum From {
    Newest,
    Oldest,
    /// Older than this one.
    After(NoteKey),
    /// Newer than this one.
    Before(NoteKey),
    /// A page with this note in its middle.
    Around(Uid),
}

/// The place of a note in the list: its time, then its number in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct NoteKey {
    pub at: UtcMs,
    pub id: i64,
}

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

#[derive(Debug, Clone, PartialEq)]
pub struct VisitView {
    pub visit: VisitRow,
    /// In the order of the visit.
    pub notes: Vec<NoteRow>,
    pub marks: Vec<MarkRow>,
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

#[derive(Debug, Clone, PartialEq)]
pub struct MarkRow {
    pub uid: Uid,
    pub look_for: String,
    pub at_ms: Option<i64>,
    pub way: Way,
    pub value: i64,
}

impl MarkRow {
    /// What the mark says, when its way is a tick.
    pub fn tick(&self) -> Option<Tick> {
        (self.way == Way::Tick).then(|| Tick::from_number(self.value)).flatten()
    }
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
    /// Today's visits without a slip.
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
    /// Look-fors on the walk's sheet without a mark in this visit, by id; the sheet as TOML.
    pub sheet: Option<String>,
    pub marked: Vec<String>,
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
    pub talks: u64,
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

//! What the rest of the program asks of the store and gets back: plain values, no SQL, no connection.
//! Every list comes in pages; every answer carries the number of its question, so that a stale one can be dropped.

pub use super::answers::*;
pub use super::lane::Lane;
use crate::domain::act::{Act, Verb};
use crate::domain::id::Uid;
use crate::domain::schema::Kind;
use crate::domain::time::{Hlc, UtcMs};
use crate::insight::agreement::Agreement;
use crate::insight::coverage;
use crate::insight::facts::SignId;
use crate::insight::heat;
use crate::insight::suggest::SignKey;
use crate::language::mask::Masker;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;
use std::sync::Arc;

// ── Writing ─────────────────────────────────────────────────────────────────────────────────────────────────────────

/// Something for the writer thread. It answers each with one or more `Event`s, in order.
#[derive(Debug, Clone, PartialEq)]
pub enum Write {
    /// Save an act. Answered by `Saved` once it is durable, or by `NotSaved`; sending the same act again is harmless.
    Act(Act),
    /// Empty things for good, also from the history: they cannot be brought back by undo. The verb is one of
    /// `Verb::is_for_good`. Answered as an act is.
    Purge {
        clock: Hlc,
        verb: Verb,
        things: Vec<(Kind, Uid)>,
    },
    /// Take back this file's newest act that still counts. The clock becomes the new act's.
    Undo(Hlc),
    /// The same, only where that act is about a mark of this visit: `NotTurned` says so where it is not.
    UndoMark(Hlc, Uid),
    /// The same, only where that act is of one of these verbs.
    UndoOf(Hlc, &'static [Verb]),
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
    /// Something long is done and on the disk. `newest`: the file's newest clock.
    Worked {
        newest: Hlc,
        changes: Changes,
        undo: UndoState,
    },
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

/// Trouble in a sentence: what happened, what it means for the notes, what to do. In a box, because nearly every result
/// may be one: so they stay small, and handing them on takes little code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble(pub Box<Told>);

/// What of trouble is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    pub sort: TroubleSort,
    pub what: String,
    pub notes: String,
    pub todo: String,
}

impl std::ops::Deref for Trouble {
    type Target = Told;

    fn deref(&self) -> &Told {
        &self.0
    }
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

/// What is to be compared with all notes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LikeOf {
    Note(Uid),
    Text(String),
}

#[derive(Debug, Clone, PartialEq)]
pub enum Ask {
    /// Where recording stopped: the walk under way, if any, and all drafts.
    Resume,
    /// What Home shows. Bounds of today in UTC; "not lately" means before `lately`.
    Home {
        today: (UtcMs, UtcMs),
        lately: UtcMs,
        /// Between which moments visits began whose slip or copy is past the day that was agreed.
        due: Option<(UtcMs, UtcMs)>,
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
    /// Visits that took place, newest first.
    Visits {
        before: Option<VisitKey>,
        limit: usize,
    },
    /// The sheets that the newest walks used. At most a dozen.
    Sheets,
    /// All rooms in use, by label, with when each was last visited. At most `limit`.
    Rooms {
        limit: usize,
    },
    Observers,
    /// The names of teachers and observers, made ready to be found in what is typed. At most 20,000.
    People,
    /// All that a shared view must not show, made ready to be found in a text: names of teachers, observers and schools,
    /// labels of rooms. At most 10,000 of each.
    AllNames,
    /// The tag list with counts. At most 5,000.
    Tags,
    /// The tags used most, most first.
    TopTags(usize),
    /// All patterns as `Patterns`, at once: their numbers are not counted.
    PatternList,
    /// All patterns with their numbers: by status, newest first. At most 2,000.
    Patterns,
    Pattern {
        pattern: Uid,
        evidence: usize,
    },
    /// What the program notices. `today`: the local day, days since 1970-01-01. `kept`: only what is kept from last time,
    /// at once; else everything is counted anew and kept.
    Surface {
        today: i64,
        kept: bool,
    },
    /// The visits of a ground of a suggestion, with their notes that carry one of these signs (none: all notes).
    Ground {
        visits: Vec<i64>,
        signs: Vec<SignKey>,
        limit: usize,
    },
    /// What was decided of suggestions, newest first; at most 200.
    Decided,
    /// Hunches of closed walks beside the patterns, newest first; at most 20.
    HunchCheck,
    /// Pairs of visits that may be one visit, written down by two observers, newest first. At most 100.
    JointProposals,
    /// Visits that several observers wrote down, newest first. At most 200.
    JointVisits,
    /// All that was written down of one visit: these visits and those that are the same as one of them.
    JointVisit(Vec<Uid>),
    /// How often observers of the same visit marked the same. Of the newest 500 such visits.
    Agreement,
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
    /// The notes nearest in meaning, the likest first. At most `limit`, and 100.
    Like {
        of: LikeOf,
        limit: usize,
    },
    /// At most three tags that notes like this one have.
    TagProposals {
        note: Uid,
    },
    /// The heat map. This year is left out of the names of weeks.
    Heat {
        what: heat::What,
        axis: heat::Axis,
        this_year: i32,
    },
    /// The visits behind a cell of the heat map, at most `limit` of each sort.
    HeatCell {
        sign: SignId,
        members: Vec<heat::Member>,
        limit: usize,
    },
    /// Where and when somebody looked in the weeks up to a local day (days since 1970-01-01), never what was seen. At
    /// most 60 weeks and 2,000 rooms. `offset`: the local time's, in seconds east of UTC.
    CoverageMap {
        today: i32,
        weeks: usize,
        offset: i32,
    },
    /// All affinity boards, by name. At most 500.
    Boards,
    /// A board with all its cards. At most `MOST_CARDS`.
    Board(Uid),
    /// Which of these notes may say the same, as a start for sorting them.
    CardGroups(Vec<Uid>),
    /// What happens with a team.
    Talking(TalkAsk),
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
    Visits(VisitsPage),
    Sheets(Vec<UsedSheet>),
    Rooms(Vec<RoomRow>),
    Observers(Vec<(Uid, String)>),
    People(Arc<Masker>),
    AllNames(Arc<Masker>),
    Tags(Vec<TagRow>),
    TopTags(Vec<TagRow>),
    Patterns(Vec<PatternRow>),
    PatternList(Vec<PatternRow>),
    Pattern(Option<PatternView>),
    Surface(Surface),
    Ground(Vec<GroundVisit>),
    Decided(Vec<DecidedRow>),
    HunchCheck(Vec<HunchCheck>),
    JointProposals(Vec<JointProposal>),
    JointVisits(Vec<JointRow>),
    JointVisit(Option<JointView>),
    Agreement(Agreement),
    FilterChoices(FilterChoices),
    Views(Vec<SavedView>),
    Today(Vec<TodayVisit>),
    Hunch(Option<HunchState>),
    Info(Info),
    NoteHistory(Vec<(UtcMs, String)>),
    Coverage(Coverage),
    Like(LikeList),
    TagProposals {
        note: Uid,
        tags: Vec<TagProposal>,
    },
    Heat(heat::Table),
    HeatCell(CellVisits),
    CoverageMap(coverage::Map),
    Boards(Vec<BoardRow>),
    Board(Option<BoardView>),
    /// Groups of two or more notes; a note in none is a loner.
    CardGroups(Vec<Vec<Uid>>),
    Talking(TalkAnswer),
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

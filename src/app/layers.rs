//! What can lie over a screen: help, palette, a question, a line to fill in, a list to choose from, a page, the cover.

use super::actions::{Action, Scope};
use super::field::Field;
use super::screens::inout::asking::{Asked, Pick};
use super::screens::inout::reports;
use super::screens::talk::{TalkForm, TalkPick};
use super::screens::trying::{TryForm, TryPick};
use super::screens::year_end::{YearForm, YearPick};
use crate::domain::agreements::Term;
use crate::domain::id::Uid;
use crate::domain::pattern::PatternStatus;
use crate::domain::schema::Kind;
use crate::domain::text::wrap;
use crate::store::api::{SavedView, VisitKey};

/// One layer.
#[derive(Debug, Clone)]
pub enum Layer {
    Help(Finder),
    Palette(Finder),
    Confirm(Confirm),
    Prompt(Prompt),
    Picker(Picker),
    Menu(Menu),
    Reader(Reader),
    Cover(CoverState),
}

impl Layer {
    pub fn scope(&self) -> Scope {
        match self {
            Layer::Help(_) => Scope::Help,
            Layer::Palette(_) => Scope::Palette,
            Layer::Confirm(_) => Scope::Confirm,
            Layer::Prompt(_) => Scope::Prompt,
            Layer::Picker(p) if p.on.is_some() => Scope::Several,
            Layer::Picker(_) => Scope::Picker,
            Layer::Menu(_) => Scope::Menu,
            Layer::Reader(_) => Scope::Reader,
            Layer::Cover(_) => Scope::Cover,
        }
    }

    /// The text field that takes typing here.
    pub fn field(&mut self) -> Option<&mut Field> {
        match self {
            Layer::Help(f) | Layer::Palette(f) => Some(&mut f.field),
            Layer::Prompt(p) => p.lines.get_mut(p.focus).map(|l| &mut l.field),
            Layer::Picker(p) => Some(&mut p.field),
            _ => None,
        }
    }
}

/// A searchable list of actions.
#[derive(Debug, Clone, Default)]
pub struct Finder {
    pub field: Field,
    pub selected: usize,
    pub found: Vec<Action>,
}

/// A question before something is removed. Enter does nothing here: a key held down cannot answer it.
#[derive(Debug, Clone)]
pub struct Confirm {
    pub question: String,
    pub detail: String,
    pub then: Agreed,
}

/// What a yes does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Agreed {
    DeleteNotes(Vec<Uid>),
    DeleteTag(Uid),
    MergeTag {
        from: Uid,
        into: Uid,
    },
    DeletePattern(Uid),
    DeleteBoard(Uid),
    OffBoard(Vec<Uid>),
    DeleteVisit(Uid),
    EndWalk,
    CloseWalk(Uid),
    OpenDemo,
    DeleteTrying(Kind, Uid),
    DeleteTalk(Uid),
    StrikeVoice(Uid),
    /// Names go into what is written; what is there already is replaced.
    InOutNames,
    InOutReplace,
    /// What the list of a year's end says goes for good.
    Leave,
}

/// Lines to fill in.
#[derive(Debug, Clone)]
pub struct Prompt {
    pub title: String,
    pub lines: Vec<PromptLine>,
    pub focus: usize,
    pub then: Filled,
    /// A sentence under the lines.
    pub hint: String,
    /// Names offered for completion in the focused line, best first; the first is taken with Tab or Enter.
    pub offers: Vec<String>,
    /// All names offers are drawn from.
    pub names: Vec<String>,
}

#[derive(Debug, Clone, Default)]
pub struct PromptLine {
    pub label: String,
    pub field: Field,
}

/// What filled-in lines do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Filled {
    TagNotes(Vec<Uid>),
    UntagNotes(Vec<Uid>),
    NewTag,
    RenameTag(Uid),
    TagMeaning(Uid),
    NewPattern(Vec<Uid>),
    RewordPattern(Uid),
    /// A suggestion by its key: kept as a pattern, or not shown again.
    KeepSuggestion(String),
    DismissSuggestion(String),
    NewBoard,
    RenameBoard(Uid),
    NameColumn(Uid),
    ColumnPattern(Uid),
    EditNote(Uid),
    SplitNote(Uid),
    AddNote(Uid),
    RetimeNote(Uid),
    Heads(Uid),
    /// The times of marks of one look-for; when one was and how long; a scan's count; the interval of codes.
    MarkTimes(Vec<Uid>),
    MarkLength(Uid),
    MarkCount(Uid),
    MarkInterval(Vec<Uid>),
    /// What was seen of a look-for, by its id, in the visit on the screen; of a wait with how it ended.
    NewMark {
        look_for: String,
        option: Option<String>,
    },
    Reply(Uid),
    RewordReply(Uid),
    OtherRoom,
    NameRoom,
    WriteVisit,
    BringRooms,
    SaveView,
    FilterFrom,
    FilterTo,
    FinishTag(Uid),
    Agreement(Term),
    /// The last day of keeping, once it was asked whether a day that is over is meant: that day as the setting's value.
    PastDay(String),
    Language,
    Try(TryForm),
    Talk(TalkForm),
    InOut(Asked),
    /// The days that a report is of.
    Report,
    Year(YearForm),
}

/// A list to choose from, narrowed by typing.
#[derive(Debug, Clone)]
pub struct Picker {
    pub title: String,
    pub field: Field,
    pub items: Vec<PickItem>,
    /// Places in `items` that fit what was typed, best first.
    pub found: Vec<usize>,
    pub selected: usize,
    pub then: Picked,
    pub empty: String,
    /// Where several can stand: whether each of `items` is on. Nothing is typed here then. None: one is taken.
    pub on: Option<Vec<bool>>,
}

impl Picker {
    /// Turns the marked line on or off, where several can stand.
    pub fn toggle(&mut self) {
        let place = self.found.get(self.selected).copied();
        if let Some(on) = self.on.as_mut().zip(place).and_then(|(all, i)| all.get_mut(i)) {
            *on = !*on;
        }
    }

    /// The items that are on.
    pub fn kept(&self) -> impl Iterator<Item = &PickItem> {
        let on = self.on.as_deref().unwrap_or_default();
        self.items.iter().zip(on).filter(|(_, on)| **on).map(|(item, _)| item)
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct PickItem {
    pub label: String,
    pub detail: String,
    pub value: PickValue,
}

#[derive(Debug, Clone, PartialEq)]
pub enum PickValue {
    Id(Uid),
    Word(String),
    Number(i64),
    Facet(Facet),
    View(SavedView),
    Status(PatternStatus),
    KeepView,
    None,
}

/// What notes can be filtered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Facet {
    Room,
    Grade,
    Subject,
    Period,
    School,
    Walk,
    Observer,
    Kind,
    About,
    Tag,
    Tagged,
    Since,
    Until,
    /// One visit, or a pattern's evidence: set by other screens only.
    Visit,
    Pattern,
}

/// What a choice does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Picked {
    Facet,
    FacetValue(Facet),
    DropFacet,
    View,
    /// A visit to open; where the list goes on with older ones.
    Visit(Option<VisitKey>),
    SkipReason(Option<Uid>),
    PatternFor(Vec<Uid>),
    /// The board for the notes at hand.
    Board,
    Role {
        pattern: Option<Uid>,
        notes: Vec<Uid>,
    },
    Status(Uid),
    /// The look-for or tag a pattern is counted by.
    Tie(Uid),
    /// When a suggestion comes back, by its key.
    PutOff(String),
    /// A decided suggestion to bring back.
    Recall,
    NestTag(Uid),
    MergeTag(Uid),
    MarkOption(Uid),
    /// For the visit on the screen: the sheet of its walk, the look-for to mark, what was seen of it.
    SheetOfVisit,
    LookForToMark,
    NewMark {
        look_for: String,
        interval: Option<i64>,
    },
    SlipFacts {
        visit: Uid,
        facts: Vec<String>,
    },
    Language,
    SlipWondering {
        visit: Uid,
        facts: Vec<String>,
    },
    Try(TryPick),
    Talk(TalkPick),
    InOut(Pick),
    /// What a report is of.
    Report(reports::Of),
    Year(YearPick),
}

/// The small menu over the recording screen.
#[derive(Debug, Clone)]
pub struct Menu {
    pub items: Vec<Action>,
    pub selected: usize,
}

/// A page to read.
#[derive(Debug, Clone)]
pub struct Reader {
    pub title: String,
    pub lines: Vec<String>,
    pub scroll: usize,
}

impl Reader {
    /// Widest a page is shown, its frame among it.
    pub const WIDEST: u16 = 92;

    /// The lines as they are shown at so many columns; a paragraph keeps its indent.
    pub fn wrapped(&self, columns: usize) -> Vec<String> {
        let wrap_one = |line: &String| {
            let indent: String = line.chars().take_while(|c| *c == ' ').collect();
            let room = columns.saturating_sub(indent.len()).max(8);
            wrap(line, room).into_iter().map(move |l| format!("{indent}{l}"))
        };
        self.lines.iter().flat_map(wrap_one).collect()
    }

    /// Of so many wrapped lines, how many are seen at once in so many rows: where not all fit, the last row says so.
    pub fn seen(lines: usize, rows: usize) -> usize {
        if lines > rows && rows > 1 { rows - 1 } else { rows }
    }

    /// The farthest it can be scrolled on a screen of this size.
    pub fn farthest(&self, size: (u16, u16)) -> usize {
        // The frame takes two rows and leaves two free; at the sides it takes four columns with its padding.
        let (columns, rows) = (size.0.min(Self::WIDEST).saturating_sub(4), size.1.saturating_sub(4));
        let lines = self.wrapped(usize::from(columns)).len();
        lines.saturating_sub(Self::seen(lines, usize::from(rows)))
    }
}

/// The cover: closed, or turned to the teacher with this visit's evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CoverState {
    /// Others than a class look on: nothing of a visit is said or shown.
    pub plain: bool,
    pub turned: bool,
    pub scroll: usize,
}

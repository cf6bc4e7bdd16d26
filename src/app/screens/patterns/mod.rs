//! Patterns: what the program noticed, the list by status, one pattern with its evidence, hunches beside them. A pattern
//! has no place for a fix.

pub mod beside;
mod changes;
mod decide;
mod evidence;
mod ground;
mod making;
pub mod noticed;
mod recall;
#[cfg(test)]
pub mod sample;

pub use changes::{delete, look_for_label, tags_came};
pub use evidence::place as evidence_place;
pub use making::{from_notes, make};

use super::{forms, notes};
use crate::app::actions::Action;
use crate::app::layers::{Filled, PickItem, Picked, Picker, Prompt};
use crate::app::{App, Screen, sheets};
use crate::domain::id::Uid;
use crate::domain::order::InOrder;
use crate::domain::pattern::PatternStatus;
use crate::domain::schema::Kind;
use crate::store::api::{Answer, Ask, Filter, GroundVisit, IdText, Lane, NoteRow, PatternRow, PatternView};

/// Evidence read at first, on each side; more when one moves to its end.
const EVIDENCE: usize = 100;

#[derive(Debug, Default)]
pub struct PatternsState {
    /// All patterns by status; none before the first answer.
    pub rows: Option<Vec<PatternRow>>,
    pub selected: Option<Uid>,
    /// The page of the marked pattern, once it is read.
    pub view: Option<PatternView>,
    /// The marked note of the page.
    pub note: Option<Uid>,
    /// The pattern for which notes are being looked up in Notes.
    pub adding_to: Option<Uid>,
    /// How much evidence to read.
    wanted: usize,
    pub noticed: noticed::Noticed,
    /// What the marked suggestion rests on, and the marked visit on its page.
    pub grounds: ground::Grounds,
    pub ground_at: usize,
    /// A suggestion that is kept as soon as its notes are read, and its statement.
    to_keep: Option<(String, String)>,
    pub beside: beside::Beside,
    /// Figures with their intervals are shown.
    pub exact: bool,
    /// How far the page is moved beyond its first (less than 0) or last line that can be marked.
    pub peek: i16,
    /// The leader has moved the mark in the list, so nothing else moves it.
    moved: bool,
}

/// A line of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Spot {
    Suggestion(String),
    Pattern(Uid),
}

impl PatternsState {
    /// The row of the marked pattern.
    pub fn marked(&self) -> Option<&PatternRow> {
        let uid = self.selected?;
        self.rows.as_ref()?.iter().find(|r| r.uid == uid)
    }

    /// The page of the marked pattern, when it has been read.
    pub fn page(&self) -> Option<&PatternView> {
        self.view.as_ref().filter(|v| Some(v.pattern.uid) == self.selected)
    }

    fn row_mut(&mut self, uid: Uid) -> Option<&mut PatternRow> {
        self.rows.as_mut()?.iter_mut().find(|r| r.uid == uid)
    }

    /// Marks a line of the list.
    fn mark(&mut self, spot: Spot) {
        self.moved = true;
        match spot {
            Spot::Suggestion(key) => self.noticed.marked = Some(key),
            Spot::Pattern(uid) => {
                self.noticed.marked = None;
                self.selected = Some(uid);
            }
        }
    }

    /// Marks the first suggestion, as long as the leader has marked nothing.
    fn mark_first(&mut self) {
        if !self.moved && self.noticed.marked.is_none() {
            self.noticed.marked =
                self.noticed.surface.as_ref().and_then(|s| s.suggestions.first()).map(|s| s.key.clone());
        }
    }

    /// Moves a page on when the mark cannot move any more, and back when it can.
    fn peek(&mut self, by: isize, stays: bool) {
        self.peek = match (stays, by > 0) {
            (true, true) => self.peek.max(0).saturating_add(1),
            (true, false) => -1,
            (false, _) => 0,
        };
    }

    /// Patterns in the order of the list: by status, as a team comes to know them.
    fn sort(&mut self) {
        if let Some(rows) = &mut self.rows {
            rows.order_by_key(|r| r.status as i64);
        }
    }
}

/// How many patterns have which status, those without any left out.
pub fn counts(rows: &[PatternRow]) -> Vec<(PatternStatus, usize)> {
    let of = |status| rows.iter().filter(|r| r.status == status).count();
    PatternStatus::ALL.into_iter().map(|s| (s, of(s))).filter(|(_, n)| *n > 0).collect()
}

/// A screen of this place was opened.
pub fn refresh(app: &mut App) {
    app.patterns.peek = 0;
    // The leader's own patterns come first: what is counted over the whole file is answered one after the other.
    read(app);
    match app.screen {
        Screen::Patterns => noticed::ask(app),
        Screen::Hunch => beside::ask(app),
        _ => {}
    }
    ground::ask(app);
}

fn read(app: &mut App) {
    sheets::ask_used(app);
    // What they are called is there at once; numbers follow.
    app.ask(Lane::PatternList, Ask::PatternList);
    app.ask(Lane::Patterns, Ask::Patterns);
    ask_page(app);
}

/// Things of these kinds changed in the file while a screen of this place is open.
pub fn changed(app: &mut App, kinds: &[Kind]) {
    if kinds.iter().any(|k| matches!(k, Kind::Note | Kind::Visit | Kind::Mark | Kind::Tag | Kind::Classroom)) {
        ground::forget(app);
    }
    match app.screen {
        Screen::Hunch => beside::ask(app),
        Screen::Suggestion => ground::ask(app),
        _ => read(app),
    }
}

/// Names go off: rooms that are held here are forgotten by `each`.
pub fn grounds_held(state: &mut PatternsState) -> impl Iterator<Item = &mut GroundVisit> {
    state.grounds.held()
}

/// Opens the page of a pattern, from anywhere.
pub fn open(app: &mut App, pattern: Uid) {
    app.patterns.selected = Some(pattern);
    app.open(Screen::Pattern);
}

fn ask_page(app: &mut App) {
    app.patterns.wanted = app.patterns.wanted.max(EVIDENCE);
    if let Some(pattern) = app.patterns.selected {
        let evidence = app.patterns.wanted;
        app.ask(Lane::Pattern, Ask::Pattern { pattern, evidence });
    }
}

pub fn answered(app: &mut App, answer: Answer) {
    match answer {
        Answer::Patterns(rows) => came(app, rows),
        Answer::PatternList(mut rows) => {
            // As they were counted last, until they are counted again.
            for row in &mut rows {
                row.numbers = app.patterns.row_mut(row.uid).and_then(|before| before.numbers);
            }
            came(app, rows);
        }
        Answer::Pattern(view) => page_came(app, view),
        Answer::Surface(surface) => noticed::came(app, surface),
        Answer::Ground(visits) => {
            ground::came(app, visits);
            decide::keep_what_waits(app);
        }
        Answer::Decided(rows) => {
            noticed::decided_came(app, &rows);
            recall::came(app, &rows);
        }
        Answer::HunchCheck(checks) => beside::came(app, checks),
        _ => {}
    }
}

fn came(app: &mut App, rows: Vec<PatternRow>) {
    app.patterns.rows = Some(rows);
    app.patterns.sort();
    keep_marked(app);
    making::patterns_came(app);
}

/// Keeps a pattern marked: the same one, else the first.
fn keep_marked(app: &mut App) {
    if app.patterns.marked().is_some() {
        return;
    }
    let gone = app.patterns.selected.is_some();
    app.patterns.selected = app.patterns.rows.as_ref().and_then(|r| r.first()).map(|r| r.uid);
    if app.screen == Screen::Pattern && gone {
        app.leave_gone("That pattern is not there any more.");
    } else {
        ask_page(app);
    }
}

fn page_came(app: &mut App, view: Option<PatternView>) {
    let Some(view) = view.filter(|v| Some(v.pattern.uid) == app.patterns.selected) else { return };
    if let Some(row) = app.patterns.row_mut(view.pattern.uid) {
        *row = view.pattern.clone();
    }
    let at = app.patterns.note.and_then(|n| app.patterns.page().and_then(|p| evidence::place(p, n)));
    app.patterns.view = Some(view);
    evidence::keep_marked(app, at.unwrap_or(0));
}

/// Why an action of this place cannot be done now.
pub fn available(app: &App, action: Action) -> Result<(), &'static str> {
    let in_list = app.screen == Screen::Patterns;
    match action {
        Action::SuggestionKeep | Action::SuggestionDismiss | Action::SuggestionLater if in_list => {
            match noticed::current(app) {
                Some(_) => Ok(()),
                None if app.patterns.noticed.count() == 0 => Err("There is no suggestion now."),
                None => Err("This is for suggestions. Mark one under “Noticed for you” first."),
            }
        }
        Action::SuggestionsNext if in_list && noticed::others(app) == 0 => Err("These are all suggestions."),
        Action::PatternReword
        | Action::PatternKind
        | Action::PatternStatus
        | Action::PatternTie
        | Action::PatternDelete
        | Action::PatternNotes
            if in_list && noticed::current(app).is_some() =>
        {
            Err("This is a suggestion. y keeps it as a pattern; then that can be done.")
        }
        _ => beside::available(app, action),
    }
}

pub fn perform(app: &mut App, action: Action) {
    match action {
        Action::SuggestionKeep => decide::ask_keep(app),
        Action::SuggestionDismiss => decide::ask_dismiss(app),
        Action::SuggestionLater => decide::ask_later(app),
        Action::SuggestionsNext => noticed::next(app),
        Action::SuggestionsDecided => recall::ask(app),
        Action::GroundOpen => ground::open_visit(app),
        Action::Exactly => app.patterns.exact = !app.patterns.exact,
        Action::HunchOpen => beside::open(app),
        Action::PatternOpen if noticed::current(app).is_some() => open_suggestion(app),
        action if app.screen == Screen::Hunch => beside::perform(app, action),
        action => in_place(app, action),
    }
}

fn open_suggestion(app: &mut App) {
    app.patterns.noticed.open = noticed::current(app).cloned();
    app.patterns.ground_at = 0;
    app.open(Screen::Suggestion);
    // The page begins at its top; the first visit may stand further down.
    app.patterns.peek = -1;
}

fn in_place(app: &mut App, action: Action) {
    let page = isize::try_from(app.size.1.saturating_sub(6).max(1)).unwrap_or(1);
    match action {
        Action::ListUp => step(app, -1),
        Action::ListDown => step(app, 1),
        Action::ListPageUp => step(app, -page),
        Action::ListPageDown => step(app, page),
        Action::ListHome => step(app, isize::MIN),
        Action::ListEnd => step(app, isize::MAX),
        Action::HeatOpen => app.open(Screen::Heat),
        Action::CoverageOpen => app.open(Screen::Coverage),
        Action::BoardOpen => app.open(Screen::Boards),
        Action::SeenByTwo => app.open(Screen::Joint),
        Action::PatternNew => making::ask_statement(app, Vec::new(), ""),
        action => match app.patterns.marked().cloned() {
            Some(row) => of_pattern(app, action, &row),
            None if app.patterns.rows.is_none() => app.tell("The patterns are still being read."),
            None => app.tell("There is no pattern here yet. Press n to write one down."),
        },
    }
}

/// What is done with the marked pattern.
fn of_pattern(app: &mut App, action: Action, row: &PatternRow) {
    match action {
        Action::PatternOpen => {
            app.patterns.note = None;
            app.open(Screen::Pattern);
            app.patterns.peek = -1;
            evidence::keep_marked(app, 0);
        }
        Action::PatternReword => forms::prompt(
            app,
            "Reword the pattern",
            &row.statement,
            "What repeats, as a sentence. No fix, no names.",
            Filled::RewordPattern(row.uid),
        ),
        Action::PatternKind => changes::next_kind(app, row),
        Action::PatternStatus => changes::ask_status(app, row),
        Action::PatternTie => changes::ask_tie(app, row),
        Action::PatternDelete => changes::ask_delete(app, row),
        Action::PatternNotes => {
            notes::open_with(app, Filter { pattern: Some(IdText(row.uid)), ..Filter::default() });
        }
        Action::EvidenceAdd => making::gather(app, row),
        Action::EvidenceOpen => evidence::open_visit(app),
        Action::MoreLike => evidence::more_like(app),
        Action::EvidenceTurn => evidence::turn(app),
        Action::EvidenceRemove => evidence::take_out(app),
        _ => {}
    }
}

fn step(app: &mut App, by: isize) {
    match app.screen {
        Screen::Pattern => return evidence::step(app, by),
        Screen::Suggestion => return ground::step(app, by),
        _ => {}
    }
    let spots = spots(app);
    let here = match &app.patterns.noticed.marked {
        Some(key) => Some(Spot::Suggestion(key.clone())),
        None => app.patterns.selected.map(Spot::Pattern),
    };
    let at = spots.iter().position(|s| Some(s) == here.as_ref()).unwrap_or(0);
    let Some(next) = spots.get(forms::moved(at, by, spots.len())).cloned() else { return };
    if Some(&next) == here.as_ref() {
        return;
    }
    app.patterns.note = None;
    app.patterns.wanted = EVIDENCE;
    let on_pattern = matches!(next, Spot::Pattern(_));
    app.patterns.mark(next);
    if on_pattern {
        ask_page(app);
    } else {
        ground::ask(app);
    }
}

/// The lines of the list that can be marked.
fn spots(app: &App) -> Vec<Spot> {
    let suggestions = noticed::shown(app).iter().map(|s| Spot::Suggestion(s.key.clone()));
    let patterns = app.patterns.rows.iter().flatten().map(|r| Spot::Pattern(r.uid));
    suggestions.chain(patterns).collect()
}

/// All evidence of a page in its order: what supports, then what complicates.
pub fn evidence_of(view: &PatternView) -> impl Iterator<Item = &NoteRow> {
    view.supports.iter().chain(&view.complicates)
}

pub fn picked(app: &mut App, picker: Picker, item: Option<PickItem>) {
    match picker.then.clone() {
        Picked::PatternFor(notes) => making::pattern_picked(app, notes, &picker, item),
        Picked::Role { pattern, notes } => making::role_picked(app, pattern, &notes, item),
        Picked::Status(uid) => changes::status_picked(app, uid, item),
        Picked::Tie(uid) => changes::tie_picked(app, uid, item),
        Picked::PutOff(key) => decide::put_off(app, &key, item),
        Picked::Recall => recall::picked(app, item),
        _ => {}
    }
}

pub fn filled(app: &mut App, prompt: Prompt) {
    let text = forms::filled_text(&prompt);
    match prompt.then {
        Filled::NewPattern(notes) => making::make(app, &text, &notes),
        Filled::RewordPattern(uid) => changes::reword(app, uid, &text),
        Filled::KeepSuggestion(key) => decide::keep(app, &key, &text),
        Filled::DismissSuggestion(key) => decide::dismiss(app, &key, &text),
        _ => {}
    }
}

#[cfg(test)]
mod noticed_tests;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod turned_tests;

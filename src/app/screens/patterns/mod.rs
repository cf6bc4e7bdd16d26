//! Patterns: the list by status, and one pattern with its evidence. A pattern has no place for a fix.

mod changes;
mod evidence;
mod making;

pub use changes::{delete, look_for_label};
pub use making::from_notes;

use super::{forms, notes};
use crate::app::actions::Action;
use crate::app::layers::{Filled, PickItem, Picked, Picker, Prompt};
use crate::app::{App, Screen, sheets};
use crate::domain::id::Uid;
use crate::domain::pattern::PatternStatus;
use crate::store::api::{Answer, Ask, Filter, IdText, Lane, NoteRow, PatternRow, PatternView};

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

    /// Patterns in the order of the list: by status, as a team comes to know them.
    fn sort(&mut self) {
        if let Some(rows) = &mut self.rows {
            rows.sort_by_key(|r| r.status as i64);
        }
    }
}

/// How many patterns have which status, those without any left out.
pub fn counts(rows: &[PatternRow]) -> Vec<(PatternStatus, usize)> {
    let of = |status| rows.iter().filter(|r| r.status == status).count();
    PatternStatus::ALL.into_iter().map(|s| (s, of(s))).filter(|(_, n)| *n > 0).collect()
}

pub fn refresh(app: &mut App) {
    sheets::ask_used(app);
    app.ask(Lane::Patterns, Ask::Patterns);
    ask_page(app);
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
        Answer::Patterns(rows) => {
            app.patterns.rows = Some(rows);
            app.patterns.sort();
            keep_marked(app);
            making::patterns_came(app);
        }
        Answer::Pattern(view) => page_came(app, view),
        _ => {}
    }
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

pub fn perform(app: &mut App, action: Action) {
    let page = isize::try_from(app.size.1.saturating_sub(6).max(1)).unwrap_or(1);
    match action {
        Action::ListUp => step(app, -1),
        Action::ListDown => step(app, 1),
        Action::ListPageUp => step(app, -page),
        Action::ListPageDown => step(app, page),
        Action::ListHome => step(app, isize::MIN),
        Action::ListEnd => step(app, isize::MAX),
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
        Action::PatternLookFor => changes::ask_look_for(app, row),
        Action::PatternDelete => changes::ask_delete(app, row),
        Action::PatternNotes => {
            notes::open_with(app, Filter { pattern: Some(IdText(row.uid)), ..Filter::default() });
        }
        Action::EvidenceAdd => making::gather(app, row),
        Action::EvidenceOpen => evidence::open_visit(app),
        Action::EvidenceTurn => evidence::turn(app),
        Action::EvidenceRemove => evidence::take_out(app),
        _ => {}
    }
}

fn step(app: &mut App, by: isize) {
    if app.screen == Screen::Pattern {
        evidence::step(app, by);
        return;
    }
    let rows = app.patterns.rows.as_deref().unwrap_or_default();
    let at = rows.iter().position(|r| Some(r.uid) == app.patterns.selected).unwrap_or(0);
    let next = rows.get(forms::moved(at, by, rows.len())).map(|r| r.uid);
    if next != app.patterns.selected {
        app.patterns.selected = next;
        app.patterns.note = None;
        app.patterns.wanted = EVIDENCE;
        ask_page(app);
    }
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
        Picked::LookFor(uid) => changes::look_for_picked(app, uid, item),
        _ => {}
    }
}

pub fn filled(app: &mut App, prompt: Prompt) {
    let text = forms::filled_text(&prompt);
    match prompt.then {
        Filled::NewPattern(notes) => making::make(app, &text, &notes),
        Filled::RewordPattern(uid) => changes::reword(app, uid, &text),
        _ => {}
    }
}

#[cfg(test)]
mod tests;

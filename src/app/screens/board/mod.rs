//! The affinity board: notes as cards, sorted in silence into columns that people name. The list of boards, and one
//! board. Nothing here shows a room or a teacher: a board may be seen by others.

mod columns;
mod hand;
pub mod laying;
pub mod layout;
mod list;
mod mouse;

#[cfg(test)]
mod tests;

pub use laying::{from_list, from_notes};
pub use list::delete;
pub use mouse::mouse;

use super::{notes, tags, visit};
use crate::app::actions::Action;
use crate::app::layers::{Filled, PickItem, Picker, Prompt};
use crate::app::saving::Kept;
use crate::app::{App, Screen};
use crate::domain::act::Verb;
use crate::domain::board::{Board, Stack, changes};
use crate::domain::id::Uid;
use crate::store::api::{Answer, Ask, BoardRow, BoardView, Lane, NoteRow};
use std::collections::{HashMap, HashSet};

#[derive(Debug, Default)]
pub struct BoardState {
    /// All boards by name; none before the first answer.
    pub rows: Option<Vec<BoardRow>>,
    /// The marked line of the list.
    pub selected: usize,
    /// The board on the screen.
    pub open: Option<Open>,
    /// Notes on their way to a board that has to be read first, and that board.
    waiting: Option<(Uid, Vec<NoteRow>)>,
    /// Notes that a list of boards is open for.
    at_hand: Vec<NoteRow>,
    /// What was left out of them: all but so many newest of the list, and so many follow-ups.
    newest: Option<usize>,
    follow_ups: usize,
    /// The board for which notes are being looked up in Notes.
    adding_to: Option<Uid>,
    /// A pattern made of a column, opened once it is on the disk.
    made: Option<Uid>,
    /// Where the mouse was pressed, until it is let go of.
    pressed: Option<mouse::Pressed>,
}

/// A board on the screen.
#[derive(Debug, Clone)]
pub struct Open {
    pub name: String,
    pub board: Board,
    /// What the cards say.
    pub notes: HashMap<Uid, NoteRow>,
    /// Whether the store has told of this board yet.
    pub heard: bool,
    pub focus: Focus,
    /// Cards marked for moving together, in the order in which they were marked.
    pub marked: Vec<(Stack, Uid)>,
    pub carried: Option<Carried>,
    /// The first card shown of each stack.
    pub tops: HashMap<Stack, usize>,
    /// The first column shown.
    pub first_column: usize,
}

/// The card one stands on; while carrying, where it would be put down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Focus {
    pub stack: Stack,
    pub at: usize,
}

/// Cards picked up: nothing is changed until they are put down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Carried {
    pub cards: Vec<(Stack, Uid)>,
    /// They stay where they were, too.
    pub copy: bool,
    /// Where the focus was, for putting them back.
    pub from: Focus,
    pub by_mouse: bool,
}

impl Open {
    pub fn new(name: &str, board: Board, rows: impl IntoIterator<Item = NoteRow>) -> Open {
        Open {
            name: name.into(),
            board,
            notes: rows.into_iter().map(|r| (r.uid, r)).collect(),
            heard: false,
            focus: Focus { stack: Stack::Loners, at: 0 },
            marked: Vec::new(),
            carried: None,
            tops: HashMap::new(),
            first_column: 0,
        }
    }

    /// The card with the focus.
    pub fn current(&self) -> Option<(Stack, Uid)> {
        let cards = layout::cards_of(self, self.focus.stack);
        cards.get(self.focus.at).map(|note| (self.focus.stack, *note))
    }

    /// The column with the focus.
    fn column(&self) -> Option<Uid> {
        match self.focus.stack {
            Stack::Column(uid) => Some(uid),
            _ => None,
        }
    }

    /// The marked cards, else the one with the focus.
    fn chosen(&self) -> Vec<(Stack, Uid)> {
        if self.marked.is_empty() { self.current().into_iter().collect() } else { self.marked.clone() }
    }

    /// Takes in the board as the file has it; focus, marks and what is carried stay where their cards still are.
    fn take_in(&mut self, view: BoardView) {
        let current = self.current();
        self.name = view.name;
        self.board = view.board;
        self.notes = view.notes.into_iter().map(|r| (r.uid, r)).collect();
        self.heard = true;
        let there: HashSet<(Stack, Uid)> = self.places().collect();
        self.marked.retain(|card| there.contains(card));
        if let Some(carried) = &mut self.carried {
            carried.cards.retain(|card| there.contains(card));
            if carried.cards.is_empty() {
                self.carried = None;
            }
        } else if let Some((stack, note)) = current
            && let Some(at) = layout::cards_of(self, stack).iter().position(|n| *n == note)
        {
            self.focus.at = at;
        }
    }

    /// Every card with each stack it lies in.
    fn places(&self) -> impl Iterator<Item = (Stack, Uid)> {
        let loners = self.board.loners().into_iter().map(|n| (Stack::Loners, n));
        let column = |c: &crate::domain::board::Column| {
            let stack = Stack::Column(c.uid);
            c.cards.iter().map(move |p| (stack, p.note)).collect::<Vec<_>>()
        };
        loners.chain(self.board.columns.iter().flat_map(column))
    }
}

/// Where the board's keys are looked up: other ones while a card is carried.
pub fn carrying(app: &App) -> bool {
    app.boards.open.as_ref().is_some_and(|o| o.carried.is_some())
}

/// What decides, beside the board, how it looks.
pub fn glance(app: &App) -> layout::Glance {
    layout::Glance { ascii: app.look.ascii, now: app.now }
}

/// Changes the board on the screen as one act, at once. False where nothing was changed.
fn change(app: &mut App, verb: Verb, change: impl FnOnce(&mut Board)) -> bool {
    let Some(open) = &app.boards.open else { return false };
    let mut after = open.board.clone();
    change(&mut after);
    let ops = changes(&open.board, &after);
    if ops.is_empty() || app.act(verb, ops).is_none() {
        return false;
    }
    if let Some(open) = &mut app.boards.open {
        open.board = after;
        let there: HashSet<(Stack, Uid)> = open.places().collect();
        open.marked.retain(|card| there.contains(card));
    }
    true
}

/// Keeps the focus in sight, after anything that may have moved it.
pub fn keep_seen(app: &mut App) {
    let (glance, area) = (glance(app), layout::work(app.size));
    if let Some(open) = &mut app.boards.open {
        layout::keep_seen(open, glance, area);
    }
}

// ── Reading ─────────────────────────────────────────────────────────────────────────────────────────────────────────

pub fn refresh(app: &mut App) {
    if app.screen == Screen::Boards {
        app.ask(Lane::Boards, Ask::Boards);
        return;
    }
    tags::ask(app);
    // While acts are on their way the screen knows better than the file.
    if app.saving.worst() == Kept::OnItsWay {
        return;
    }
    if let Some(pattern) = app.boards.made.take() {
        app.patterns.selected = Some(pattern);
        app.open(Screen::Pattern);
    } else if let Some(open) = &app.boards.open {
        let uid = open.board.uid;
        app.ask(Lane::Board, Ask::Board(uid));
    }
}

pub fn answered(app: &mut App, answer: Answer) {
    match answer {
        Answer::Boards(rows) => list::came(app, rows),
        Answer::Board(view) => board_came(app, view),
        Answer::Notes(page) => laying::gathered(app, page),
        Answer::CardGroups(groups) => columns::clusters_came(app, groups),
        _ => {}
    }
}

fn board_came(app: &mut App, view: Option<BoardView>) {
    // What is not on the disk yet is in no answer; another one comes when it is.
    if app.saving.worst() != Kept::Saved {
        return;
    }
    let Some(open) = &mut app.boards.open else { return };
    match view {
        Some(view) if view.board.uid == open.board.uid => {
            open.take_in(view);
            keep_seen(app);
            laying::add_waiting(app);
        }
        Some(_) => {}
        None if app.screen == Screen::Board => {
            app.boards.open = None;
            app.leave_gone("That board is not there any more.");
        }
        None => app.boards.open = None,
    }
}

/// Opens a board. One that is open already stays as it was left.
pub fn open(app: &mut App, uid: Uid, name: &str) {
    match &mut app.boards.open {
        Some(open) if open.board.uid == uid => open.carried = None,
        _ => app.boards.open = Some(Open::new(name, Board::new(uid), Vec::new())),
    }
    app.boards.made = None;
    app.boards.pressed = None;
    app.open(Screen::Board);
    keep_seen(app);
}

// ── Keys ────────────────────────────────────────────────────────────────────────────────────────────────────────────

pub fn perform(app: &mut App, action: Action) {
    if app.screen == Screen::Boards {
        list::perform(app, action);
        return;
    }
    match action {
        Action::ColumnNew
        | Action::ColumnName
        | Action::ColumnLeft
        | Action::ColumnRight
        | Action::ColumnApart
        | Action::ColumnTag
        | Action::ColumnPattern
        | Action::BoardPropose => columns::perform(app, action),
        Action::BoardRename => list::ask_name(app),
        Action::BoardAddNotes => laying::gather_more(app),
        Action::CardVisit => open_visit(app),
        action => hand::perform(app, action),
    }
    keep_seen(app);
}

fn open_visit(app: &mut App) {
    let card = app.boards.open.as_ref().and_then(|o| o.notes.get(&o.current()?.1));
    match card.map(|note| (note.visit, note.uid)) {
        Some((visit, note)) => visit::open(app, visit, Some(note)),
        None => app.tell(NO_CARD),
    }
}

/// Said where an action needs a card and there is none.
const NO_CARD: &str = "There is no card here. Press a to add notes.";

/// One step back within the board: what is carried is put back, marks go. False: nothing to step back from.
pub fn back(app: &mut App) -> bool {
    if app.screen != Screen::Board {
        return false;
    }
    match &mut app.boards.open {
        Some(open) if open.carried.is_some() => hand::put_back(app),
        Some(open) if !open.marked.is_empty() => open.marked.clear(),
        _ => return false,
    }
    true
}

pub fn picked(app: &mut App, picker: &Picker, item: Option<PickItem>) {
    laying::picked(app, picker, item);
}

pub fn filled(app: &mut App, prompt: Prompt) {
    let text = super::forms::filled_text(&prompt);
    match prompt.then {
        Filled::NewBoard => list::make_named(app, &text),
        Filled::RenameBoard(uid) => list::rename(app, uid, &text),
        Filled::NameColumn(uid) => columns::name(app, uid, &text),
        Filled::ColumnPattern(uid) => columns::make_pattern(app, uid, &text),
        _ => {}
    }
}

/// Yes, take these notes off the board, out of all columns.
pub fn take_off(app: &mut App, notes: &[Uid]) {
    hand::take_off(app, notes);
    keep_seen(app);
}

/// Tags are given as in Notes: by the same line to fill in, about the notes of a column.
fn hold(app: &mut App, rows: Vec<NoteRow>) {
    notes::work::hold(app, rows);
}

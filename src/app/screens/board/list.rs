//! The list of boards: open, make, rename, delete.

use super::{Open, laying};
use crate::app::App;
use crate::app::actions::Action;
use crate::app::layers::{Agreed, Filled};
use crate::app::screens::forms;
use crate::domain::act::{Stream, Verb};
use crate::domain::acts;
use crate::domain::board::Board;
use crate::domain::id::Uid;
use crate::domain::schema::Kind;
use crate::domain::time::short_day;
use crate::store::api::BoardRow;
use chrono::Datelike;

const NAME_HINT: &str = "What is sorted there. No names.";

/// The boards were read: the same one stays marked.
pub fn came(app: &mut App, rows: Vec<BoardRow>) {
    let marked = current(app).map(|r| r.uid);
    if let Some(at) = rows.iter().position(|r| Some(r.uid) == marked) {
        app.boards.selected = at;
    }
    app.boards.selected = app.boards.selected.min(rows.len().saturating_sub(1));
    app.boards.rows = Some(rows);
    laying::boards_came(app);
}

/// The marked board.
pub fn current(app: &App) -> Option<BoardRow> {
    app.boards.rows.as_ref()?.get(app.boards.selected).cloned()
}

pub fn perform(app: &mut App, action: Action) {
    let page = isize::try_from(app.size.1.saturating_sub(6)).unwrap_or(10).max(1);
    match action {
        Action::CardUp => step(app, -1),
        Action::CardDown => step(app, 1),
        Action::CardPageUp => step(app, -page),
        Action::CardPageDown => step(app, page),
        Action::CardFirst => step(app, isize::MIN),
        Action::CardLast => step(app, isize::MAX),
        Action::BoardNew => ask_new(app),
        action => match current(app) {
            Some(row) => with_board(app, action, &row),
            None => app.tell("There is no board yet. Press n to make one, or b in Notes to lay notes out."),
        },
    }
}

fn step(app: &mut App, by: isize) {
    let count = app.boards.rows.as_ref().map_or(0, Vec::len);
    app.boards.selected = forms::moved(app.boards.selected, by, count);
}

fn with_board(app: &mut App, action: Action, row: &BoardRow) {
    match action {
        Action::BoardShow => super::open(app, row.uid, &row.name),
        Action::BoardName if app.may_write() => {
            forms::prompt(app, "Rename the board", &row.name, NAME_HINT, Filled::RenameBoard(row.uid));
        }
        Action::BoardDelete if app.may_write() => {
            let question = format!("Delete the board “{}”?", row.name);
            let detail = "Its notes stay, and so do tags and patterns made of it. Ctrl-Z brings it back.";
            forms::confirm(app, question, detail, Agreed::DeleteBoard(row.uid));
        }
        _ => {}
    }
}

// ── Making ──────────────────────────────────────────────────────────────────────────────────────────────────────────

/// The name a board gets where nobody gives one: its day.
pub fn day_name(app: &App) -> String {
    let today = app.now.today();
    let name = format!("Board of {}", short_day(today, today.year()));
    let taken = |name: &str| app.boards.rows.iter().flatten().any(|r| r.name == name);
    if !taken(&name) {
        return name;
    }
    (2..1_000).map(|n| format!("{name} ({n})")).find(|n| !taken(n)).unwrap_or(name)
}

fn ask_new(app: &mut App) {
    if app.may_write() {
        let hint = format!("{NAME_HINT} Or empty: “{}”.", day_name(app));
        forms::prompt(app, "A new board", "", &hint, Filled::NewBoard);
    }
}

pub fn make_named(app: &mut App, name: &str) {
    let name = if name.is_empty() { day_name(app) } else { name.to_string() };
    let uid = app.new_id();
    if make(app, Board::new(uid), &name, Vec::new()) {
        app.tell("An empty board. Press a to add notes to it.");
    }
}

/// Makes a board with what lies on it, and opens it.
pub fn make(app: &mut App, board: Board, name: &str, rows: Vec<crate::store::api::NoteRow>) -> bool {
    let mut ops = vec![acts::board_named(board.uid, name)];
    ops.extend(crate::domain::board::changes(&Board::new(board.uid), &board));
    if app.act(Verb::MakeBoard, ops).is_none() {
        return false;
    }
    let row = BoardRow { uid: board.uid, name: name.into(), cards: board.cards.len(), columns: 0 };
    let (uid, name) = (board.uid, name.to_string());
    app.boards.rows.get_or_insert_default().push(row);
    app.boards.open = Some(Open { heard: true, ..Open::new(&name, board, rows) });
    super::open(app, uid, &name);
    true
}

// ── Naming, deleting ────────────────────────────────────────────────────────────────────────────────────────────────

/// Asks for another name of the board on the screen.
pub fn ask_name(app: &mut App) {
    let Some((uid, name)) = app.boards.open.as_ref().map(|o| (o.board.uid, o.name.clone())) else { return };
    if app.may_write() {
        forms::prompt(app, "Rename the board", &name, NAME_HINT, Filled::RenameBoard(uid));
    }
}

pub fn rename(app: &mut App, uid: Uid, name: &str) {
    if name.is_empty() {
        app.tell("A board needs a name, so the old one stays.");
        return;
    }
    if app.act(Verb::EditBoard, vec![acts::board_named(uid, name)]).is_none() {
        return;
    }
    for row in app.boards.rows.iter_mut().flatten().filter(|r| r.uid == uid) {
        row.name = name.into();
    }
    if let Some(open) = app.boards.open.as_mut().filter(|o| o.board.uid == uid) {
        open.name = name.into();
    }
}

/// Deletes a board; its notes stay.
pub fn delete(app: &mut App, uid: Uid) {
    let op = acts::deleted(Kind::Board, uid, Stream::Shared, true);
    if app.act(Verb::DeleteBoard, vec![op]).is_none() {
        return;
    }
    if let Some(rows) = &mut app.boards.rows {
        rows.retain(|r| r.uid != uid);
    }
    if app.boards.open.as_ref().is_some_and(|o| o.board.uid == uid) {
        app.boards.open = None;
    }
    step(app, 0);
    app.tell("Deleted. Its notes stay. Ctrl-Z brings the board back.");
}

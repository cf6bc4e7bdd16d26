//! Columns: made, named, moved, taken apart; a tag or a pattern made of one; columns proposed for the loners.

use super::{NO_CARD, change, hold};
use crate::app::App;
use crate::app::actions::Action;
use crate::app::layers::Filled;
use crate::app::screens::{forms, patterns, tags};
use crate::domain::act::Verb;
use crate::domain::board::{Column, Stack};
use crate::domain::id::Uid;
use crate::domain::tag::clean_name;
use crate::domain::text::count;
use crate::store::api::{Ask, Lane, NoteRow};

/// Most columns proposed at once, the largest: more than people can look at help nobody. The next ones come when asked
/// for again.
const MOST_PROPOSED: usize = 12;

/// Said where an action needs a column and the focus is on none.
const NO_COLUMN: &str = "Go to a column first. Press n to make one, or carry a card past the last one.";

pub fn perform(app: &mut App, action: Action) {
    match action {
        Action::ColumnNew => make(app),
        Action::BoardPropose => ask_clusters(app),
        action => match focused(app) {
            Some(column) => with_column(app, action, &column),
            None => app.tell(NO_COLUMN),
        },
    }
}

/// The column with the focus.
fn focused(app: &App) -> Option<Column> {
    let open = app.boards.open.as_ref()?;
    open.board.column(open.column()?).cloned()
}

fn with_column(app: &mut App, action: Action, column: &Column) {
    let uid = column.uid;
    match action {
        Action::ColumnName => ask_name(app, column),
        Action::ColumnLeft => drop(change(app, Verb::EditColumn, |board| board.move_column(uid, -1))),
        Action::ColumnRight => drop(change(app, Verb::EditColumn, |board| board.move_column(uid, 1))),
        Action::ColumnApart => take_apart(app, column),
        Action::ColumnTag => ask_tag(app, column),
        Action::ColumnPattern => pattern(app, column),
        _ => {}
    }
}

// ── Making, naming, taking apart ────────────────────────────────────────────────────────────────────────────────────

/// Makes a column: of what is carried or marked, else an empty one at the right of the focus.
fn make(app: &mut App) {
    let Some(open) = &mut app.boards.open else { return };
    if open.carried.is_some() {
        open.focus = super::Focus { stack: Stack::New, at: 0 };
        super::hand::put_down(app);
        return;
    }
    let cards = open.marked.clone();
    let beside = open.column().and_then(|uid| open.board.columns.iter().position(|c| c.uid == uid));
    let at = if cards.is_empty() { beside.map_or(usize::MAX, |at| at + 1) } else { usize::MAX };
    let uid = app.new_id();
    let verb = if cards.is_empty() { Verb::EditColumn } else { Verb::MoveCards };
    let made = change(app, verb, |board| {
        board.new_column(uid, at);
        board.put(&cards, Stack::Column(uid), 0, false);
    });
    if let Some(open) = app.boards.open.as_mut().filter(|_| made) {
        open.marked.clear();
        open.focus = super::Focus { stack: Stack::Column(uid), at: 0 };
    }
    if made {
        ask_new_name(app, uid);
    }
}

/// Asks for the name of a column just made. Enter alone leaves it without one.
pub fn ask_new_name(app: &mut App, uid: Uid) {
    let hint = "What its cards have in common. Enter alone leaves it without a name; r names it later.";
    forms::prompt(app, "Name the new column", "", hint, Filled::NameColumn(uid));
}

fn ask_name(app: &mut App, column: &Column) {
    if app.may_write() {
        let name = column.name.clone().unwrap_or_default();
        let hint = "What its cards have in common, in a few words. No names, no fix.";
        forms::prompt(app, "Name the column", &name, hint, Filled::NameColumn(column.uid));
    }
}

pub fn name(app: &mut App, uid: Uid, name: &str) {
    change(app, Verb::EditColumn, |board| board.name_column(uid, name));
}

/// The cards of the column lie among the loners again.
fn take_apart(app: &mut App, column: &Column) {
    let uid = column.uid;
    if change(app, Verb::EditColumn, |board| board.take_apart(uid)) && !column.cards.is_empty() {
        app.tell("The column is gone; its cards lie among the loners again. Ctrl-Z brings it back.");
    }
}

// ── Tags and patterns ───────────────────────────────────────────────────────────────────────────────────────────────

fn rows(app: &App, column: &Column) -> Vec<NoteRow> {
    let Some(open) = &app.boards.open else { return Vec::new() };
    column.cards.iter().filter_map(|p| open.notes.get(&p.note).cloned()).collect()
}

/// Asks for the tag that all notes of a column get; its name is proposed.
fn ask_tag(app: &mut App, column: &Column) {
    let rows = rows(app, column);
    if rows.is_empty() {
        app.tell("There is no card in this column yet.");
        return;
    }
    if !app.may_write() {
        return;
    }
    let uids: Vec<Uid> = rows.iter().map(|r| r.uid).collect();
    let name = column.name.as_deref().and_then(clean_name).unwrap_or_default();
    let title = format!("Tag the {} of this column", count(uids.len(), "note", "notes"));
    let hint = "Tab completes; a name that is new makes a new tag.";
    hold(app, rows);
    let names = tags::names_by_use(app);
    forms::named_prompt(app, &title, &name, hint, names, Filled::TagNotes(uids));
}

/// Makes a pattern of a column: its name is the statement, its notes support it.
fn pattern(app: &mut App, column: &Column) {
    if column.cards.is_empty() {
        app.tell("There is no card in this column yet.");
        return;
    }
    if !app.may_write() {
        return;
    }
    match column.name.as_deref().filter(|n| !n.is_empty()).map(str::to_string) {
        Some(name) => make_pattern(app, column.uid, &name),
        None => {
            let hint = "What repeats, as a sentence: “students answer in one word”. No fix, no names.";
            forms::prompt(app, "A pattern of this column", "", hint, Filled::ColumnPattern(column.uid));
        }
    }
}

/// Makes the pattern; its page opens as soon as it is on the disk.
pub fn make_pattern(app: &mut App, column: Uid, statement: &str) {
    let Some(column) = app.boards.open.as_ref().and_then(|o| o.board.column(column)) else { return };
    let notes: Vec<Uid> = column.cards.iter().map(|p| p.note).collect();
    let before = app.patterns.selected;
    patterns::make(app, statement, &notes);
    if app.patterns.selected != before {
        app.boards.made = app.patterns.selected;
    }
}

// ── Proposals ───────────────────────────────────────────────────────────────────────────────────────────────────────

/// Asks which loners may say the same.
fn ask_clusters(app: &mut App) {
    if !app.may_write() {
        return;
    }
    let Some(open) = &app.boards.open else { return };
    let loners = open.board.loners();
    if loners.len() < 2 {
        app.tell(if loners.is_empty() { NO_CARD } else { "One loner alone makes no column." });
        return;
    }
    app.ask(Lane::CardGroups, Ask::CardGroups(loners));
    app.tell("Looking for loners that may say the same …");
}

/// Lays out proposed columns, as one act. People name them; until somebody touches one it is marked as proposed.
pub fn clusters_came(app: &mut App, groups: Vec<Vec<Uid>>) {
    if app.screen != crate::app::Screen::Board {
        return;
    }
    let Some(open) = &app.boards.open else { return };
    // What was sorted meanwhile stays where it was put.
    let loners = open.board.loners();
    let mut proposed: Vec<(Uid, Vec<Uid>)> = Vec::new();
    for group in groups {
        let cards: Vec<Uid> = group.into_iter().filter(|n| loners.contains(n)).collect();
        if cards.len() > 1 && proposed.len() < MOST_PROPOSED {
            let uid = app.new_id();
            proposed.push((uid, cards));
        }
    }
    let many = proposed.len();
    if many == 0 {
        app.tell("No two loners are enough alike to propose a column. Sort by hand; loners may stay.");
    } else if change(app, Verb::MoveCards, |board| board.propose(&proposed)) {
        let what = count(many, "column is", "columns are");
        app.tell(format!("{what} proposed. They are a start, not an answer: move cards and name what is yours."));
        if let (Some(open), Some((first, _))) = (app.boards.open.as_mut(), proposed.first()) {
            open.focus = super::Focus { stack: Stack::Column(*first), at: 0 };
        }
        super::keep_seen(app);
    }
}

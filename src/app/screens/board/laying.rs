//! Notes onto a board: those marked in Notes, or all that its list shows; onto a new board, or one there is.

use super::{Open, change, list};
use crate::app::layers::{Layer, PickItem, PickValue, Picked, Picker};
use crate::app::screens::forms;
use crate::app::{App, Screen, layer_keys};
use crate::domain::act::Verb;
use crate::domain::board::{Board, MOST_AT_ONCE, MOST_CARDS};
use crate::domain::id::Uid;
use crate::domain::note::NoteKind;
use crate::domain::schema::Kind;
use crate::domain::text::count;
use crate::store::api::{Ask, Filter, From, Lane, NoteRow, NotesPage};

/// Lays out the marked notes, or the one under the cursor.
pub fn from_notes(app: &mut App, rows: Vec<NoteRow>) {
    start(app, rows, None);
}

/// Lays out what the list of notes shows now: its newest are read first.
pub fn from_list(app: &mut App, filter: Filter) {
    if app.may_write() {
        app.ask(Lane::BoardNotes, Ask::Notes { filter, from: From::Newest, limit: MOST_AT_ONCE });
    }
}

/// The newest of a list were read.
pub fn gathered(app: &mut App, page: NotesPage) {
    if app.screen == Screen::Notes && app.layers.is_empty() {
        let newest = page.more_below.then_some(page.rows.len());
        start(app, page.rows, newest);
    }
}

/// What was left out, said once: older notes of the list, and follow-ups.
fn left_out(app: &mut App) -> String {
    let mut words = match (app.boards.newest.take(), app.notes.count) {
        (None, _) => String::new(),
        (Some(many), Some((all, false))) if all > many => {
            format!(" The newest {many} of {all} were taken; {} were left out.", all - many)
        }
        (Some(many), _) => format!(" The newest {many} were taken; older ones were left out."),
    };
    let follow_ups = std::mem::take(&mut app.boards.follow_ups);
    if follow_ups > 0 {
        words.push_str(&format!(" {} off.", count(follow_ups, "follow-up stayed", "follow-ups stayed")));
    }
    words
}

/// Asks for the board. A follow-up is its writer's alone and never becomes a card.
fn start(app: &mut App, mut rows: Vec<NoteRow>, newest: Option<usize>) {
    if !app.may_write() {
        return;
    }
    let all = rows.len();
    rows.retain(|r| r.kind != NoteKind::FollowUp);
    app.boards.follow_ups = all - rows.len();
    if rows.is_empty() {
        app.tell("There is nothing to lay out: follow-ups are yours alone and stay off boards.");
        return;
    }
    for row in &mut rows {
        row.room.clear();
    }
    let title = format!("Lay out {} on which board?", count(rows.len(), "card", "cards"));
    app.boards.at_hand = rows;
    app.boards.newest = newest;
    let then = Picked::Board;
    let picker = forms::picker(&title, items(app), "No board has this name. Enter makes one of it.", then);
    app.layers.push(Layer::Picker(picker));
    mark_gathered(app);
    app.ask(Lane::Boards, Ask::Boards);
}

/// "A new board" first, then all there are.
fn items(app: &App) -> Vec<PickItem> {
    let mut items = vec![forms::item("A new board", list::day_name(app), PickValue::None)];
    let row =
        |r: &crate::store::api::BoardRow| forms::item(&r.name, count(r.cards, "card", "cards"), PickValue::Id(r.uid));
    items.extend(app.boards.rows.iter().flatten().map(row));
    items
}

/// The boards were read: an open list of them is filled, with what was marked still marked.
pub fn boards_came(app: &mut App) {
    let items = items(app);
    let Some(Layer::Picker(picker)) = app.layers.last_mut().filter(|l| is_ours(l)) else { return };
    let value = |p: &Picker, i: usize| p.items.get(i).map(|i| i.value.clone());
    let marked = picker.found.get(picker.selected).and_then(|i| value(picker, *i));
    let first = picker.items.len() == 1;
    picker.items = items;
    layer_keys::narrow(picker);
    let again = picker.found.iter().position(|i| value(picker, *i) == marked);
    picker.selected = again.unwrap_or(0);
    if first && picker.field.is_empty() {
        mark_gathered(app);
    }
}

/// Boards changed on the disk: an open list of them is read again, or it would tell of cards that are not counted yet.
pub fn changed(app: &mut App, kinds: &[Kind]) {
    if kinds.contains(&Kind::Board) && app.layers.last().is_some_and(is_ours) {
        app.ask(Lane::Boards, Ask::Boards);
    }
}

fn is_ours(layer: &Layer) -> bool {
    matches!(layer, Layer::Picker(p) if p.then == Picked::Board)
}

/// When notes were gathered for a board, that one is marked in the list.
fn mark_gathered(app: &mut App) {
    let Some(uid) = app.boards.adding_to else { return };
    if let Some(Layer::Picker(picker)) = app.layers.last_mut() {
        let ours = |i: &usize| picker.items.get(*i).map(|i| &i.value) == Some(&PickValue::Id(uid));
        picker.selected = picker.found.iter().position(ours).unwrap_or(picker.selected);
    }
}

/// To Notes, to mark what belongs on this board.
pub fn gather_more(app: &mut App) {
    let Some((uid, name)) = app.boards.open.as_ref().map(|o| (o.board.uid, o.name.clone())) else { return };
    app.boards.adding_to = Some(uid);
    app.open(Screen::Notes);
    app.tell(format!("Mark notes with Space; then b lays them out on “{name}”. B lays out all that is listed."));
}

/// A board was chosen, or a name typed that no board has.
pub fn picked(app: &mut App, picker: &Picker, item: Option<PickItem>) {
    let rows = std::mem::take(&mut app.boards.at_hand);
    app.boards.adding_to = None;
    match item.map(|i| (i.value, i.label)) {
        Some((PickValue::Id(uid), name)) => {
            let heard = app.boards.open.as_ref().is_some_and(|o: &Open| o.board.uid == uid && o.heard);
            app.boards.waiting = Some((uid, rows));
            super::open(app, uid, &name);
            if heard {
                add_waiting(app);
            }
        }
        Some(_) => make(app, rows, None),
        None => make(app, rows, Some(picker.field.text().trim().to_string())),
    }
}

/// A new board with these notes.
fn make(app: &mut App, rows: Vec<NoteRow>, name: Option<String>) {
    let name = name.filter(|n| !n.is_empty()).unwrap_or_else(|| list::day_name(app));
    let mut board = Board::new(app.new_id());
    let notes: Vec<Uid> = rows.iter().map(|r| r.uid).collect();
    let came = board.lay_out(&notes);
    if list::make(app, board, &name, rows) {
        app.notes.marked.clear();
        let left_out = left_out(app);
        app.tell(format!("{} laid out.{left_out}", count(came, "card is", "cards are")));
    }
}

/// The board that notes wait for is known now: they are laid out on it, as one act.
pub fn add_waiting(app: &mut App) {
    let Some(open) = &app.boards.open else { return };
    let uid = open.board.uid;
    let Some((_, rows)) = app.boards.waiting.take_if(|(board, _)| *board == uid) else { return };
    let notes: Vec<Uid> = rows.iter().map(|r| r.uid).collect();
    let before = open.board.cards.len();
    let new = notes.iter().filter(|n| !open.board.cards.iter().any(|p| p.note == **n)).count();
    if let Some(open) = &mut app.boards.open {
        for row in rows {
            open.notes.entry(row.uid).or_insert(row);
        }
    }
    change(app, Verb::AddCards, |board| {
        board.lay_out(&notes);
    });
    let came = app.boards.open.as_ref().map_or(0, |o| o.board.cards.len().saturating_sub(before));
    app.notes.marked.clear();
    let left_out = left_out(app);
    let there = notes.len() - new;
    let there = if there > 0 { format!(" {there} lay there already.") } else { String::new() };
    let full = if came < new { format!(" A board holds {MOST_CARDS}; the rest stayed off.") } else { String::new() };
    app.tell(format!("{} laid out.{there}{full}{left_out}", count(came, "card is", "cards are")));
}

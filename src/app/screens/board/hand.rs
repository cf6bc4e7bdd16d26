//! The hand on the cards: going from one to another, picking up, carrying, putting down.

use super::{Carried, Focus, NO_CARD, Open, change, glance, layout};
use crate::app::App;
use crate::app::actions::Action;
use crate::app::layers::Agreed;
use crate::app::screens::forms;
use crate::domain::act::Verb;
use crate::domain::board::Stack;
use crate::domain::id::Uid;
use crate::domain::text::count;

pub fn perform(app: &mut App, action: Action) {
    let page = isize::try_from(app.size.1 / 5).unwrap_or(4).max(1);
    match action {
        Action::CardUp => step(app, -1),
        Action::CardDown => step(app, 1),
        Action::CardPageUp => step(app, -page),
        Action::CardPageDown => step(app, page),
        Action::CardFirst => step(app, isize::MIN),
        Action::CardLast => step(app, isize::MAX),
        Action::CardLeft => aside(app, -1),
        Action::CardRight => aside(app, 1),
        Action::CardPick => pick_up(app, false),
        Action::CardCopy => pick_up(app, true),
        Action::CardDrop => put_down(app),
        Action::CardBack => put_back(app),
        Action::CardMark => mark(app),
        Action::CardLoner => to_loners(app),
        Action::CardOff => ask_off(app),
        _ => {}
    }
}

/// Up and down in a stack.
fn step(app: &mut App, by: isize) {
    let Some(open) = &mut app.boards.open else { return };
    let cards = layout::cards_of(open, open.focus.stack).len();
    let places = cards + usize::from(open.carried.is_some());
    open.focus.at = forms::moved(open.focus.at, by, places);
}

/// To the stack at the left or the right, at the same height of the screen.
fn aside(app: &mut App, by: isize) {
    let (glance, area) = (glance(app), layout::work(app.size));
    let Some(open) = &mut app.boards.open else { return };
    let mut stacks: Vec<Stack> = vec![Stack::Loners];
    stacks.extend(open.board.columns.iter().map(|c| Stack::Column(c.uid)));
    if open.carried.is_some() {
        stacks.push(Stack::New);
    }
    let at = stacks.iter().position(|s| *s == open.focus.stack).unwrap_or(0);
    let Some(to) = stacks.get(forms::moved(at, by, stacks.len())).copied() else { return };
    if to == open.focus.stack {
        return;
    }
    let height = focus_height(open, &layout::shown(open, glance, area));
    open.focus = Focus { stack: to, at: open.tops.get(&to).copied().unwrap_or(0) };
    // Scrolled there first, so that it is known what lies at which height.
    let top = open.tops.get(&to).copied();
    layout::keep_seen(open, glance, area);
    if let Some(top) = top {
        open.tops.insert(to, top);
    }
    let shown = layout::shown(open, glance, area);
    if let (Some(y), Some(stack)) = (height, shown.stacks.iter().find(|s| s.stack == to)) {
        open.focus.at = layout::beside(stack, y);
    }
}

/// How high on the screen the focus is.
fn focus_height(open: &Open, shown: &layout::Shown) -> Option<u16> {
    let stack = shown.stacks.iter().find(|s| s.stack == open.focus.stack)?;
    let carried = open.carried.is_some();
    stack.cards.iter().find(|c| if carried { c.note.is_none() } else { c.at == open.focus.at }).map(|c| c.area.y)
}

// ── Carrying ────────────────────────────────────────────────────────────────────────────────────────────────────────

/// Picks up the marked cards, or the one with the focus; a copy leaves them where they are too.
pub fn pick_up(app: &mut App, copy: bool) {
    if !app.may_write() {
        return;
    }
    let Some(open) = &mut app.boards.open else { return };
    let cards = open.chosen();
    if cards.is_empty() {
        app.tell(NO_CARD);
        return;
    }
    lift(open, cards, copy, false);
}

/// Lifts cards. What is carried lies where the first of them lay, or beside it where it stays.
pub fn lift(open: &mut Open, cards: Vec<(Stack, Uid)>, copy: bool, by_mouse: bool) {
    let from = open.focus;
    let before = layout::cards_of(open, from.stack).into_iter().take(from.at);
    let above = before.filter(|note| !cards.contains(&(from.stack, *note))).count();
    let at = if copy { from.at } else { above };
    open.carried = Some(Carried { cards, copy, from, by_mouse });
    open.focus = Focus { stack: from.stack, at };
}

/// Puts down what is carried, as one act. Where nothing would change nothing is written.
pub fn put_down(app: &mut App) {
    let Some(open) = &mut app.boards.open else { return };
    let Some(carried) = open.carried.take() else { return };
    let to = open.focus;
    if carried.copy && to.stack == Stack::Loners {
        open.focus = carried.from;
        app.tell("A copy belongs in a column. It was put back.");
        return;
    }
    if !carried.copy && to == carried.from && carried.cards.len() == 1 {
        return;
    }
    let stack = match to.stack {
        Stack::New => Stack::Column(app.new_id()),
        stack => stack,
    };
    let fresh = to.stack == Stack::New;
    let done = change(app, Verb::MoveCards, |board| {
        if let (true, Stack::Column(uid)) = (fresh, stack) {
            board.new_column(uid, usize::MAX);
        }
        board.put(&carried.cards, stack, to.at, carried.copy);
    });
    let Some(open) = &mut app.boards.open else { return };
    open.focus = if done { Focus { stack, at: to.at } } else { carried.from };
    if done {
        open.marked.clear();
        if let Some((_, first)) = carried.cards.first()
            && let Some(at) = layout::cards_of(open, stack).iter().position(|n| n == first)
        {
            open.focus.at = at;
        }
    }
    if let (true, true, Stack::Column(uid)) = (done, fresh, stack) {
        super::columns::ask_new_name(app, uid);
    }
}

/// Puts what is carried back where it was.
pub fn put_back(app: &mut App) {
    if let Some(open) = &mut app.boards.open
        && let Some(carried) = open.carried.take()
    {
        open.focus = carried.from;
    }
}

/// Marks the card with the focus, or unmarks it, and goes on to the next.
fn mark(app: &mut App) {
    let Some(open) = &mut app.boards.open else { return };
    let Some(card) = open.current() else {
        app.tell(NO_CARD);
        return;
    };
    match open.marked.iter().position(|m| *m == card) {
        Some(at) => drop(open.marked.remove(at)),
        None => open.marked.push(card),
    }
    step(app, 1);
}

// ── Out of a column, off the board ──────────────────────────────────────────────────────────────────────────────────

fn to_loners(app: &mut App) {
    let Some(open) = &app.boards.open else { return };
    let cards: Vec<(Stack, Uid)> = open.chosen().into_iter().filter(|(s, _)| *s != Stack::Loners).collect();
    if cards.is_empty() {
        app.tell("That is a loner already. Loners may stay.");
        return;
    }
    if change(app, Verb::MoveCards, |board| board.to_loners(&cards))
        && let Some(open) = &mut app.boards.open
    {
        open.marked.clear();
    }
}

/// Takes cards off the board; asks before those that somebody has sorted into a column.
fn ask_off(app: &mut App) {
    let Some(open) = &app.boards.open else { return };
    let chosen = open.chosen();
    if chosen.is_empty() {
        match open.column() {
            Some(_) => super::columns::perform(app, Action::ColumnApart),
            None => app.tell(NO_CARD),
        }
        return;
    }
    let notes: Vec<Uid> = chosen.iter().map(|(_, note)| *note).collect();
    let sorted = notes.iter().filter(|n| open.board.copies(**n) > 0).count();
    let columns = notes.iter().map(|n| open.board.copies(*n)).max().unwrap_or(1);
    if sorted == 0 {
        take_off(app, &notes);
    } else if app.may_write() {
        let what = if notes.len() == 1 { "this card".into() } else { count(notes.len(), "card", "cards") };
        let where_ = if columns > 1 { "all its columns" } else { "its column" };
        let question = format!("Take {what} off the board, out of {where_}?");
        forms::confirm(app, question, "The notes themselves stay. Ctrl-Z brings them back.", Agreed::OffBoard(notes));
    }
}

pub fn take_off(app: &mut App, notes: &[Uid]) {
    if change(app, Verb::RemoveCards, |board| board.take_off(notes)) {
        let what = count(notes.len(), "card is", "cards are");
        app.tell(format!("{what} off the board; the notes themselves stay. Ctrl-Z brings them back."));
    }
}

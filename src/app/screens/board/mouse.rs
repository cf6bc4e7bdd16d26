//! The mouse on a board: a click goes to a card, dragging carries it, the wheel scrolls.

use super::layout::{self, Shown};
use super::{Focus, glance, hand, keep_seen};
use crate::app::App;
use crate::app::input::{Mouse, MouseDid};
use crate::domain::board::Stack;
use crate::domain::id::Uid;

/// Where the button went down.
#[derive(Debug, Clone, Copy)]
pub struct Pressed {
    card: (Stack, Uid),
    at: (u16, u16),
}

pub fn mouse(app: &mut App, mouse: Mouse) {
    let (glance, area) = (glance(app), layout::work(app.size));
    let Some(open) = &app.boards.open else { return };
    let shown = layout::shown(open, glance, area);
    match mouse.did {
        MouseDid::WheelUp => scroll(app, &shown, mouse, -1),
        MouseDid::WheelDown => scroll(app, &shown, mouse, 1),
        MouseDid::Press => {
            press(app, &shown, mouse);
            keep_seen(app);
        }
        MouseDid::Drag => {
            drag(app, &shown, mouse);
            keep_seen(app);
        }
        MouseDid::Release => {
            app.boards.pressed = None;
            if app.boards.open.as_ref().is_some_and(|o| o.carried.as_ref().is_some_and(|c| c.by_mouse)) {
                hand::put_down(app);
                keep_seen(app);
            }
        }
    }
}

/// Scrolls the stack under the mouse by a card; over a heading, the columns sideways.
fn scroll(app: &mut App, shown: &Shown, mouse: Mouse, by: isize) {
    let Some(open) = &mut app.boards.open else { return };
    let Some(stack) = layout::stack_at(shown, mouse.x, mouse.y) else { return };
    if stack.heading.contains(mouse.x, mouse.y) {
        let most = shown.left + shown.right;
        open.first_column = open.first_column.saturating_add_signed(by).min(most);
        return;
    }
    if by > 0 && stack.below == 0 {
        return;
    }
    let cards = layout::cards_of(open, stack.stack).len();
    open.tops.insert(stack.stack, stack.above.saturating_add_signed(by).min(cards.saturating_sub(1)));
}

/// The focus goes where the mouse is; what keys carry is put down there.
fn press(app: &mut App, shown: &Shown, mouse: Mouse) {
    let Some(open) = &mut app.boards.open else { return };
    let Some(stack) = layout::stack_at(shown, mouse.x, mouse.y) else { return };
    if open.carried.is_some() {
        open.focus = Focus { stack: stack.stack, at: layout::place_at(stack, mouse.y) };
        hand::put_down(app);
        return;
    }
    if stack.stack == Stack::New {
        return;
    }
    let card = layout::card_at(stack, mouse.x, mouse.y);
    open.focus = Focus { stack: stack.stack, at: card.map_or(stack.above, |c| c.at) };
    let card = card.and_then(|c| c.note).map(|note| (stack.stack, note));
    app.boards.pressed = card.map(|card| Pressed { card, at: (mouse.x, mouse.y) });
}

/// Lifts the card that was pressed, with the marked ones if it is one of them, and carries it to where the mouse is.
fn drag(app: &mut App, shown: &Shown, mouse: Mouse) {
    let Some(pressed) = app.boards.pressed else { return };
    if (mouse.x, mouse.y) == pressed.at || !app.may_write() {
        return;
    }
    let (glance, area) = (glance(app), layout::work(app.size));
    let Some(open) = &mut app.boards.open else { return };
    let mut lifted = None;
    if open.carried.is_none() {
        if !layout::cards_of(open, pressed.card.0).contains(&pressed.card.1) {
            app.boards.pressed = None;
            return;
        }
        let cards = if open.marked.contains(&pressed.card) { open.marked.clone() } else { vec![pressed.card] };
        hand::lift(open, cards, false, true);
        lifted = Some(layout::shown(open, glance, area));
    }
    let shown = lifted.as_ref().unwrap_or(shown);
    if let Some(stack) = layout::stack_at(shown, mouse.x, mouse.y) {
        open.focus = Focus { stack: stack.stack, at: layout::place_at(stack, mouse.y) };
    }
}

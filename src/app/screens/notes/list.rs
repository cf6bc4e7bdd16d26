//! The window on the list: some pages of it around the marked row, more asked for before the edge is reached.

use super::NotesState;
use crate::app::App;
use crate::domain::id::Uid;
use crate::store::api::{Ask, From, Lane, NoteKey, NoteRow, NotesPage};

/// Rows asked for at once.
pub const PAGE: usize = 100;

/// Rows kept; beyond that those farthest from the marked one are let go.
pub const MOST: usize = 600;

/// More is asked for when the marked row comes this close to an edge.
const NEAR: usize = 40;

/// A question that has not been answered after this long is asked again, milliseconds.
const PATIENCE: i64 = 3_000;

/// What the page under way is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Page {
    /// In place of all rows; the marked note stays marked.
    Again,
    /// In place of all rows, with the newest or the oldest marked.
    First,
    Last,
    Above,
    Below,
}

/// Asks for a page.
fn ask(app: &mut App, page: Page, from: From, limit: usize) {
    app.notes.pending = Some((page, app.now.steady));
    let filter = app.notes.filter();
    app.ask(Lane::NotesPage, Ask::Notes { filter, from, limit });
}

/// The rows from the newest on, after the search or a filter changed or for the key that goes there.
pub fn first(app: &mut App) {
    ask(app, Page::First, From::Newest, screenful(app));
}

/// What fits on the screen is there sooner than a whole page; the rest of the page is asked for when it has arrived.
fn screenful(app: &App) -> usize {
    usize::from(app.size.1).clamp(10, PAGE)
}

pub fn last(app: &mut App) {
    if app.notes.more_below {
        ask(app, Page::Last, From::Oldest, PAGE);
    } else {
        app.notes.selected = app.notes.rows.len().saturating_sub(1);
    }
}

/// The same rows again, after something changed in the file.
pub fn again(app: &mut App) {
    let notes = &app.notes;
    // A search that is still under way brings fresh rows anyway.
    if let Some((page @ (Page::First | Page::Last), _)) = notes.pending {
        match page {
            Page::First => first(app),
            _ => ask(app, page, From::Oldest, PAGE),
        }
        return;
    }
    let limit = (notes.rows.len() + 10).clamp(PAGE, MOST);
    match notes.current() {
        Some(row) if notes.more_above => {
            let from = From::Around(row.uid);
            ask(app, Page::Again, from, limit);
        }
        _ => ask(app, Page::Again, From::Newest, limit),
    }
}

/// Asks for what lies beyond the edge the marked row has come close to.
fn reach_out(app: &mut App) {
    let notes = &app.notes;
    if notes.pending.is_some_and(|(_, since)| app.now.steady - since < PATIENCE) {
        return;
    }
    let (at, count) = (notes.selected, notes.rows.len());
    let below = notes.rows.last().filter(|_| notes.more_below && at + NEAR >= count).map(|r| r.key);
    let above = notes.rows.first().filter(|_| notes.more_above && at < NEAR).map(|r| r.key);
    if let Some(key) = below {
        ask(app, Page::Below, From::After(key), PAGE);
    } else if let Some(key) = above {
        ask(app, Page::Above, From::Before(key), PAGE);
    }
}

/// Moves the mark by some rows.
pub fn step(app: &mut App, by: isize) {
    let notes = &mut app.notes;
    notes.selected = notes.selected.saturating_add_signed(by).min(notes.rows.len().saturating_sub(1));
    moved(app);
}

/// After the mark moved: the visit of the marked note is shown beside, and more rows come in time.
pub fn moved(app: &mut App) {
    let near = app.notes.selected + usize::from(app.size.1);
    app.notes.seen = app.notes.seen.max(near);
    reach_out(app);
    show_context(app);
}

/// Asks for the visit of the marked note unless it is shown or under way already.
pub fn show_context(app: &mut App) {
    let Some(visit) = app.notes.current().map(|r| r.visit) else {
        app.notes.context = None;
        return;
    };
    let shown = app.notes.context.as_ref().is_some_and(|c| c.visit.uid == visit);
    if !shown && app.notes.context_asked != Some(visit) {
        ask_context(app, visit);
    }
}

pub fn ask_context(app: &mut App, visit: Uid) {
    app.notes.context_asked = Some(visit);
    app.ask(Lane::Context, Ask::Visit(visit));
}

/// A page arrived.
pub fn arrived(app: &mut App, page: NotesPage) {
    let Some((wanted, _)) = app.notes.pending.take() else { return };
    if wanted == Page::Again && page.rows.is_empty() && app.notes.more_above {
        // The marked note went, and nothing was found around it.
        first(app);
        return;
    }
    let notes = &mut app.notes;
    match wanted {
        Page::Again => replace(notes, page),
        Page::First => {
            set(notes, page);
            notes.selected = 0;
        }
        Page::Last => {
            set(notes, page);
            notes.selected = notes.rows.len().saturating_sub(1);
        }
        Page::Below => {
            notes.more_below = page.more_below;
            notes.rows.extend(page.rows);
            let spare = notes.rows.len().saturating_sub(MOST);
            if spare > 0 {
                notes.rows.drain(..spare);
                notes.selected = notes.selected.saturating_sub(spare);
                notes.seen = notes.seen.saturating_sub(spare);
                notes.more_above = true;
            }
        }
        Page::Above => {
            notes.more_above = page.more_above;
            notes.selected += page.rows.len();
            notes.seen += page.rows.len();
            notes.rows.splice(0..0, page.rows);
            if notes.rows.len() > MOST {
                notes.rows.truncate(MOST);
                notes.more_below = true;
                notes.selected = notes.selected.min(MOST - 1);
            }
        }
    }
    renew_marked(notes);
    moved(app);
}

fn set(notes: &mut NotesState, page: NotesPage) {
    notes.rows = page.rows;
    notes.seen = 0;
    notes.more_above = page.more_above;
    notes.more_below = page.more_below;
    notes.loaded = true;
}

/// New rows for the old ones: the marked note stays marked, or the one that took its place in time.
fn replace(notes: &mut NotesState, page: NotesPage) {
    let before = notes.current().map(|r| (r.uid, r.key));
    let seen = notes.seen;
    set(notes, page);
    notes.seen = seen;
    notes.selected = before.map_or(0, |(uid, key)| place_of(&notes.rows, uid, key));
}

fn place_of(rows: &[NoteRow], uid: Uid, key: NoteKey) -> usize {
    let same = rows.iter().position(|r| r.uid == uid);
    let next = || rows.iter().position(|r| r.key <= key);
    same.or_else(next).unwrap_or(rows.len().saturating_sub(1))
}

/// Marked notes that were read again are known as they are now.
fn renew_marked(notes: &mut NotesState) {
    if notes.marked.is_empty() {
        return;
    }
    for row in &notes.rows {
        if let Some(marked) = notes.marked.get_mut(&row.uid) {
            *marked = row.clone();
        }
    }
}

//! More like this: the notes nearest in meaning to one, as a list worth a look. What is the same a person says: by
//! tagging them together, or by saying that one is not.

use super::notes::work;
use super::{forms, patterns, visit};
use crate::app::actions::Action;
use crate::app::{App, Screen};
use crate::domain::act::{Op, Verb};
use crate::domain::acts;
use crate::domain::id::Uid;
use crate::domain::order::InOrder;
use crate::domain::suggestion::{Decided, Decision, like_topic};
use crate::domain::text::count;
use crate::store::api::{Answer, Ask, Lane, LikeList, LikeOf, LikeRow, NoteRow};
use std::collections::BTreeSet;

/// Notes asked for: more than anybody looks through.
const ROWS: usize = 60;

/// Notes one came from, at most: farther back nobody remembers.
const TRAIL: usize = 50;

#[derive(Debug, Default)]
pub struct LikeState {
    /// The note whose like are shown.
    pub of: Option<Uid>,
    /// What was found; none while it is looked for.
    pub list: Option<LikeList>,
    pub selected: usize,
    /// Notes marked for doing something with all of them.
    pub marked: BTreeSet<Uid>,
    /// Every note that was listed for this one, in the order of the list: what is listed keeps its place.
    order: Vec<Uid>,
    /// The notes gone on from, the last one last, with the place of the cursor.
    trail: Vec<(Uid, usize)>,
    /// Where the cursor goes when a list gone back to arrives.
    again: usize,
}

impl LikeState {
    pub fn rows(&self) -> &[LikeRow] {
        self.list.as_ref().map(|l| l.rows.as_slice()).unwrap_or_default()
    }

    /// The note under the cursor.
    pub fn current(&self) -> Option<&NoteRow> {
        self.rows().get(self.selected).map(|r| &r.note)
    }

    /// All notes held.
    pub fn held(&mut self) -> impl Iterator<Item = &mut NoteRow> {
        self.list.iter_mut().flat_map(|l| l.of.iter_mut().chain(l.rows.iter_mut().map(|r| &mut r.note)))
    }

    /// Puts rows that were listed before into the order they had; new ones come after them.
    fn keep_order(&mut self, rows: &mut [LikeRow]) {
        let fresh = rows.iter().map(|r| r.note.uid).filter(|uid| !self.order.contains(uid)).collect::<Vec<_>>();
        self.order.extend(fresh);
        rows.order_by_key(|row| self.order.iter().position(|uid| *uid == row.note.uid));
    }

    /// The marked notes, or else the one under the cursor.
    fn chosen(&self) -> Vec<NoteRow> {
        if self.marked.is_empty() {
            return self.current().cloned().into_iter().collect();
        }
        self.rows().iter().filter(|r| self.marked.contains(&r.note.uid)).map(|r| r.note.clone()).collect()
    }
}

/// Shows what is like a note. From the list itself it goes on from there, and Esc comes back.
pub fn open(app: &mut App, note: Uid) {
    if app.screen == Screen::Like
        && let Some(before) = app.like.of
    {
        app.like.trail.push((before, app.like.selected));
        let spare = app.like.trail.len().saturating_sub(TRAIL);
        app.like.trail.drain(..spare);
    } else {
        app.like.trail.clear();
    }
    show(app, note, 0);
    if app.screen == Screen::Like {
        refresh(app);
    } else {
        app.open(Screen::Like);
    }
}

fn show(app: &mut App, note: Uid, again: usize) {
    app.like = LikeState { of: Some(note), again, trail: std::mem::take(&mut app.like.trail), ..LikeState::default() };
}

/// One step back inside the list: marks, then the note one came from. False: nothing to step back from.
pub fn back(app: &mut App) -> bool {
    if app.screen != Screen::Like {
        return false;
    }
    if !app.like.marked.is_empty() {
        app.like.marked.clear();
        return true;
    }
    match app.like.trail.pop() {
        Some((note, at)) => {
            show(app, note, at);
            refresh(app);
            true
        }
        None => false,
    }
}

pub fn refresh(app: &mut App) {
    super::tags::ask(app);
    if let Some(note) = app.like.of {
        app.ask(Lane::Like, Ask::Like { of: LikeOf::Note(note), limit: ROWS });
    }
}

pub fn answered(app: &mut App, answer: Answer) {
    let Answer::Like(mut list) = answer else { return };
    let Some(of) = &list.of else {
        if app.screen == Screen::Like {
            app.leave_gone("That note is not there any more.");
        }
        return;
    };
    if Some(of.uid) != app.like.of {
        return;
    }
    app.like.keep_order(&mut list.rows);
    let before = app.like.current().map(|note| note.uid);
    let at = before.and_then(|uid| list.rows.iter().position(|r| r.note.uid == uid));
    let like = &mut app.like;
    if like.list.is_none() {
        like.selected = like.again;
    }
    like.selected = at.unwrap_or(like.selected).min(list.rows.len().saturating_sub(1));
    like.marked.retain(|uid| list.rows.iter().any(|r| r.note.uid == *uid));
    like.list = Some(list);
}

/// Why an action of this screen cannot be done now.
pub fn available(app: &App, action: Action) -> Result<(), &'static str> {
    let of_rows = matches!(
        action,
        Action::MarkNote
            | Action::TagNotes
            | Action::PatternFromNotes
            | Action::OpenVisit
            | Action::MoreLike
            | Action::LikeNot
    );
    if app.screen == Screen::Like && of_rows && app.like.rows().is_empty() {
        Err("There is no note in the list to do that with.")
    } else {
        Ok(())
    }
}

pub fn perform(app: &mut App, action: Action) {
    let page = isize::try_from(app.size.1.saturating_sub(10).max(1)).unwrap_or(1);
    match action {
        Action::ListUp => step(app, -1),
        Action::ListDown => step(app, 1),
        Action::ListPageUp => step(app, -page),
        Action::ListPageDown => step(app, page),
        Action::ListHome => step(app, isize::MIN),
        Action::ListEnd => step(app, isize::MAX),
        Action::MarkNote => mark(app),
        Action::TagNotes => tag(app),
        Action::PatternFromNotes => pattern(app),
        Action::LikeNot => not_the_same(app),
        action => match app.like.current().cloned() {
            Some(note) if action == Action::OpenVisit => visit::open(app, note.visit, Some(note.uid)),
            Some(note) if action == Action::MoreLike => open(app, note.uid),
            _ => {}
        },
    }
}

fn step(app: &mut App, by: isize) {
    app.like.selected = forms::moved(app.like.selected, by, app.like.rows().len());
}

fn mark(app: &mut App) {
    let Some(uid) = app.like.current().map(|n| n.uid) else { return };
    if !app.like.marked.remove(&uid) {
        app.like.marked.insert(uid);
    }
    step(app, 1);
}

/// Tags the chosen notes; the tags of the note that was asked stand there already.
fn tag(app: &mut App) {
    let rows = app.like.chosen();
    let tags = app.like.list.as_ref().and_then(|l| l.of.as_ref()).map(|of| of.tags.clone()).unwrap_or_default();
    let names: Vec<String> = tags.into_iter().map(|(_, name)| name).collect();
    work::ask_tag_as(app, rows, &names.join(" "));
}

/// A pattern of the note that was asked and the chosen ones.
fn pattern(app: &mut App) {
    let of = app.like.of;
    let notes: Vec<Uid> = of.into_iter().chain(app.like.chosen().into_iter().map(|r| r.uid)).collect();
    patterns::from_notes(app, notes);
}

/// The chosen notes do not say the same: they are not shown for this note again.
fn not_the_same(app: &mut App) {
    let (Some(of), rows) = (app.like.of, app.like.chosen()) else { return };
    let dismissed = |row: &NoteRow| decided(of, row.uid, Decision::Dismissed);
    if app.act(Verb::KeepNotesApart, rows.iter().map(dismissed).collect()).is_none() {
        return;
    }
    let like = &mut app.like;
    let before = like.rows().iter().take(like.selected).filter(|r| rows.iter().any(|n| n.uid == r.note.uid)).count();
    if let Some(list) = &mut like.list {
        list.rows.retain(|r| !rows.iter().any(|n| n.uid == r.note.uid));
        list.rejected += rows.len();
    }
    like.marked.clear();
    like.selected = (like.selected - before).min(like.rows().len().saturating_sub(1));
    let what = count(rows.len(), "note is", "notes are");
    app.tell(format!("{what} not shown for this one again. Ctrl-Z brings back."));
}

fn decided(of: Uid, other: Uid, decision: Decision) -> Op {
    let decided = Decided { decision, until: None, why: String::new(), pattern: None };
    acts::decided(&like_topic(of, other), &decided)
}

/// Notes tagged from this list say the same as the one asked, where they now share a tag with it: remembered in the
/// act that tags them.
pub fn accepted(app: &App, tagged: &[Uid], tags: &[Uid]) -> Vec<Op> {
    if app.screen != Screen::Like {
        return Vec::new();
    }
    let Some(of) = app.like.list.as_ref().and_then(|l| l.of.as_ref()) else { return Vec::new() };
    let shared = of.tags.iter().any(|(tag, _)| tags.contains(tag));
    let others = tagged.iter().filter(|note| shared && **note != of.uid);
    others.map(|note| decided(of.uid, *note, Decision::Accepted)).collect()
}

#[cfg(test)]
mod tests;

//! The tag list: what tags mean, how they nest, how often they are used.

pub mod change;
mod names;
pub mod tree;

#[cfg(test)]
mod tests;

pub use names::{find, find_or_make, name_of, names_by_use};

use super::notes;
use crate::app::actions::Action;
use crate::app::layers::{Filled, PickItem, PickValue, Picked, Picker, Prompt};
use crate::app::{App, Screen};
use crate::domain::id::Uid;
use crate::store::api::{Answer, Ask, Filter, IdText, Lane, TagRow};

#[derive(Debug, Default)]
pub struct TagsState {
    /// All tags, as last heard from the store; other screens complete names from it.
    pub all: Vec<TagRow>,
    /// Tags of `all` that were made here and that no answer of the store has shown yet.
    fresh: Vec<Uid>,
    /// The tag under the cursor.
    selected: Option<Uid>,
    /// Whether the list has arrived yet.
    pub loaded: bool,
}

impl TagsState {
    /// The tags in the order shown, with their depth.
    pub fn shown(&self) -> Vec<(&TagRow, usize)> {
        tree::order(&self.all).into_iter().filter_map(|(at, depth)| Some((self.all.get(at)?, depth))).collect()
    }

    pub fn get(&self, uid: Uid) -> Option<&TagRow> {
        self.all.iter().find(|t| t.uid == uid)
    }

    fn get_mut(&mut self, uid: Uid) -> Option<&mut TagRow> {
        self.all.iter_mut().find(|t| t.uid == uid)
    }

    /// The tag under the cursor; the first one when none has been gone to.
    pub fn current(&self) -> Option<&TagRow> {
        let gone_to = self.selected.and_then(|uid| self.get(uid));
        gone_to.or_else(|| self.shown().first().map(|(row, _)| *row))
    }
}

pub fn refresh(app: &mut App) {
    ask(app);
}

/// Reads the tag list.
pub fn ask(app: &mut App) {
    app.ask(Lane::Tags, Ask::Tags);
}

pub fn answered(app: &mut App, answer: Answer) {
    if let Answer::Tags(rows) = answer {
        // The place of a tag that went is taken by the one after it.
        let order: Vec<Uid> = app.tags.shown().iter().map(|(t, _)| t.uid).collect();
        names::heard(app, rows);
        app.tags.loaded = true;
        let at = app.tags.selected.and_then(|uid| order.iter().position(|o| *o == uid)).unwrap_or(0);
        let here = |uid: &&Uid| app.tags.get(**uid).is_some();
        app.tags.selected =
            order.iter().skip(at).find(here).or_else(|| order.iter().take(at).rev().find(here)).copied();
    }
}

/// Why an action of this screen cannot be done now.
pub fn available(app: &App, action: Action) -> Result<(), &'static str> {
    let on_one = matches!(
        action,
        Action::TagRename
            | Action::TagMeaning
            | Action::TagColour
            | Action::TagNest
            | Action::TagMerge
            | Action::TagDelete
            | Action::TagOpen
    );
    if app.screen == Screen::Tags && on_one && app.tags.all.is_empty() {
        return Err("There is no tag yet. Press n to make one.");
    }
    Ok(())
}

pub fn perform(app: &mut App, action: Action) {
    let page = isize::try_from(app.size.1.saturating_sub(8).max(1)).unwrap_or(10);
    match action {
        Action::ListUp => step(app, -1),
        Action::ListDown => step(app, 1),
        Action::ListPageUp => step(app, -page),
        Action::ListPageDown => step(app, page),
        Action::ListHome => step(app, isize::MIN),
        Action::ListEnd => step(app, isize::MAX),
        Action::TagNew => change::ask_new(app),
        action => {
            if let Some(row) = app.tags.current().cloned() {
                with_tag(app, action, row);
            }
        }
    }
}

fn with_tag(app: &mut App, action: Action, row: TagRow) {
    match action {
        Action::TagOpen => notes::open_with(app, Filter { tag: Some(IdText(row.uid)), ..Filter::default() }),
        Action::TagRename => change::ask_name(app, &row, &row.name),
        Action::TagMeaning => change::ask_meaning(app, &row),
        Action::TagColour => change::next_colour(app, &row),
        Action::TagNest => change::ask_nest(app, &row),
        Action::TagMerge => change::ask_merge(app, &row),
        Action::TagDelete => change::ask_delete(app, &row),
        _ => {}
    }
}

fn step(app: &mut App, by: isize) {
    let order: Vec<Uid> = app.tags.shown().iter().map(|(t, _)| t.uid).collect();
    let at = app.tags.selected.and_then(|uid| order.iter().position(|o| *o == uid)).unwrap_or(0);
    let at = at.saturating_add_signed(by).min(order.len().saturating_sub(1));
    app.tags.selected = order.get(at).copied();
}

pub fn delete(app: &mut App, uid: Uid) {
    change::delete(app, uid);
}

pub fn merge(app: &mut App, from: Uid, into: Uid) {
    change::merge(app, from, into);
}

pub fn picked(app: &mut App, picker: Picker, item: Option<PickItem>) {
    match (picker.then, item.map(|i| i.value)) {
        (Picked::NestTag(uid), Some(PickValue::Id(parent))) => change::nest(app, uid, Some(parent)),
        (Picked::NestTag(uid), Some(PickValue::None)) => change::nest(app, uid, None),
        (Picked::MergeTag(from), Some(PickValue::Id(into))) => change::confirm_merge(app, from, into),
        _ => {}
    }
}

pub fn filled(app: &mut App, prompt: Prompt) {
    let text = |at: usize| prompt.lines.get(at).map(|l| l.field.text().trim().to_string()).unwrap_or_default();
    match prompt.then {
        Filled::NewTag => change::make(app, &text(0), &text(1)),
        Filled::RenameTag(uid) => change::rename(app, uid, &text(0)),
        Filled::TagMeaning(uid) => change::mean(app, uid, &text(0)),
        _ => {}
    }
}

//! Notes: all of them in one list, searched as you type, filtered, marked, tagged.

pub mod filter;
pub mod list;
pub mod views;
pub mod wording;
pub mod work;

#[cfg(test)]
mod tests;

use super::{board, like, patterns, tags, visit};
use crate::app::actions::Action;
use crate::app::field::Field;
use crate::app::input::{Code, Key};
use crate::app::layers::{Facet, Filled, PickItem, Picked, Picker, Prompt};
use crate::app::{App, Screen};
use crate::domain::id::Uid;
use crate::store::api::{Answer, Ask, Filter, FilterChoices, Lane, NoteRow, VisitView};
use std::collections::{BTreeMap, HashMap};

/// Notes are counted up to here; beyond it the screen says "5,000+".
pub const COUNT_CAP: usize = 5_000;

#[derive(Debug, Default)]
pub struct NotesState {
    /// The search field and whether it takes typing.
    pub search: Field,
    pub searching: bool,
    /// All conditions but the search, which stands in the field.
    conditions: Filter,
    /// The conditions in the order in which they were set.
    order: Vec<Facet>,
    /// Names of rooms, walks, tags … that conditions speak of.
    names: HashMap<Uid, String>,
    /// The screen that opened the list with conditions of its own, and these: Esc leads back there with them.
    opened: Option<(Screen, Vec<Facet>)>,
    choices: Option<FilterChoices>,
    /// What to open when the lists asked for arrive.
    listing: Option<views::Listing>,
    /// The loaded part of the list, newest first.
    pub rows: Vec<NoteRow>,
    pub more_above: bool,
    pub more_below: bool,
    pub selected: usize,
    /// How many rows from the top the marked row has come near to. Columns are as wide as these need: rows that arrive
    /// beyond them move nothing on the screen.
    pub seen: usize,
    /// Whether any page has arrived yet.
    pub loaded: bool,
    pending: Option<(list::Page, i64)>,
    /// How many notes there are with these conditions, and whether there are more than that.
    pub count: Option<(usize, bool)>,
    /// The visit of the marked note.
    pub context: Option<VisitView>,
    context_asked: Option<Uid>,
    /// Notes marked for doing something with all of them.
    pub marked: BTreeMap<Uid, NoteRow>,
    /// Notes that an open prompt is about, also those of other screens.
    at_hand: Vec<NoteRow>,
}

impl NotesState {
    /// Everything that must be true of a note to be listed now.
    pub fn filter(&self) -> Filter {
        Filter { search: self.search.text().trim().to_string(), ..self.conditions.clone() }
    }

    /// The note under the cursor.
    pub fn current(&self) -> Option<&NoteRow> {
        self.rows.get(self.selected)
    }

    /// Whether the rows shown are still those of an earlier search.
    pub fn waiting(&self) -> bool {
        matches!(self.pending, Some((list::Page::First | list::Page::Last, _))) || !self.loaded
    }

    /// The marked notes, or else the one under the cursor.
    fn chosen(&self) -> Vec<NoteRow> {
        if self.marked.is_empty() { self.current().cloned().into_iter().collect() } else { self.marked_rows() }
    }

    fn marked_rows(&self) -> Vec<NoteRow> {
        self.marked.values().cloned().collect()
    }
}

/// Asks anew for what the screen shows.
pub fn refresh(app: &mut App) {
    list::again(app);
    ask_count(app);
    tags::ask(app);
    match app.notes.current().map(|r| r.visit) {
        Some(visit) => list::ask_context(app, visit),
        None => app.notes.context_asked = None,
    }
    views::ask_names(app);
}

fn ask_count(app: &mut App) {
    let filter = app.notes.filter();
    app.ask(Lane::NotesCount, Ask::NotesCount { filter, cap: COUNT_CAP });
}

/// The search or a condition changed: the list begins anew.
fn conditions_changed(app: &mut App) {
    list::first(app);
    ask_count(app);
}

pub fn answered(app: &mut App, _lane: Lane, answer: Answer) {
    match answer {
        Answer::Notes(page) => list::arrived(app, page),
        Answer::NotesCount { count, capped } => app.notes.count = Some((count, capped)),
        Answer::Visit(view) => {
            app.notes.context_asked = None;
            app.notes.context = view;
        }
        Answer::FilterChoices(choices) => views::choices_arrived(app, choices),
        Answer::Views(all) => views::views_arrived(app, all),
        _ => {}
    }
}

/// Opens the list with the cursor in the search field. From another place it begins with all notes.
pub fn open_search(app: &mut App) {
    if app.screen != Screen::Notes {
        filter::set_all(app, Filter::default());
        app.open(Screen::Notes);
    }
    app.notes.searching = true;
}

/// Opens the list with these conditions.
pub fn open_with(app: &mut App, filter: Filter) {
    filter::set_all(app, filter);
    app.notes.searching = false;
    if app.screen != Screen::Notes {
        app.notes.opened = Some((app.screen, app.notes.order.clone()));
    }
    if app.screen == Screen::Notes {
        refresh(app);
    } else {
        app.open(Screen::Notes);
    }
}

pub fn text_changed(app: &mut App) {
    conditions_changed(app);
}

/// Backspace in an empty search field takes the last condition away.
pub fn raw_key(app: &mut App, key: Key) -> bool {
    let drops = app.notes.searching && key.code == Code::Backspace && app.notes.search.is_empty();
    match app.notes.facets().last().copied() {
        Some(facet) if drops => {
            filter::drop_facet(app, facet);
            true
        }
        _ => false,
    }
}

/// One step back inside the screen: out of the search field, marks, the search, one condition after the other.
/// Those with which another screen opened the list stay: from them one goes back to it. False: nothing to step back from.
pub fn back(app: &mut App) -> bool {
    if app.screen != Screen::Notes {
        return false;
    }
    if app.notes.searching {
        app.notes.searching = false;
    } else if !app.notes.marked.is_empty() {
        clear_marks(app);
    } else if !app.notes.search.is_empty() {
        app.notes.search.clear();
        conditions_changed(app);
    } else if let Some(facet) = app.notes.facets().last().copied().filter(|facet| !came_with(app, *facet)) {
        filter::drop_facet(app, facet);
    } else {
        return false;
    }
    true
}

/// Whether the list was opened with this condition by the screen that lies behind it.
fn came_with(app: &App, facet: Facet) -> bool {
    let opened = app.notes.opened.as_ref();
    opened.is_some_and(|(from, facets)| app.back.last() == Some(from) && facets.contains(&facet))
}

fn clear_marks(app: &mut App) {
    app.notes.marked.clear();
}

/// Why an action of this screen cannot be done now.
pub fn available(app: &App, action: Action) -> Result<(), &'static str> {
    if app.screen != Screen::Notes {
        return Ok(());
    }
    let notes = &app.notes;
    match action {
        Action::MarkNote
        | Action::MarkAll
        | Action::TagNotes
        | Action::UntagNotes
        | Action::PatternFromNotes
        | Action::LayOut
        | Action::LayOutAll
        | Action::OpenVisit
        | Action::MoreLike
        | Action::EditNote
        | Action::RemoveNotes
        | Action::KeepFollowUp
            if notes.rows.is_empty() && notes.marked.is_empty() =>
        {
            Err("There is no note in the list to do that with.")
        }
        Action::DropFilter if notes.facets().is_empty() => Err("No filter is set. Press f to set one."),
        Action::ClearMarks if notes.marked.is_empty() => {
            Err("No note is marked. Space marks the one under the cursor.")
        }
        _ => Ok(()),
    }
}

pub fn perform(app: &mut App, action: Action) {
    let page = isize::try_from(app.size.1.saturating_sub(8).max(1)).unwrap_or(10);
    match action {
        Action::ListUp => list::step(app, -1),
        Action::ListDown => list::step(app, 1),
        Action::ListPageUp => list::step(app, -page),
        Action::ListPageDown => list::step(app, page),
        Action::ListHome if app.notes.more_above => list::first(app),
        Action::ListHome => list::step(app, isize::MIN),
        Action::ListEnd => {
            list::last(app);
            list::show_context(app);
        }
        Action::SearchDone | Action::SearchClear => app.notes.searching = false,
        Action::MarkNote => mark(app),
        Action::MarkAll => mark_all(app),
        Action::ClearMarks => clear_marks(app),
        Action::AddFilter => filter::choose_facet(app),
        Action::DropFilter => filter::choose_drop(app),
        Action::SavedViews => views::ask_views(app),
        Action::TagList => app.open(Screen::Tags),
        action => with_notes(app, action),
    }
}

/// What is done with the marked notes or the one under the cursor.
fn with_notes(app: &mut App, action: Action) {
    let rows = app.notes.chosen();
    let current = app.notes.current().cloned();
    match action {
        Action::TagNotes => work::ask_tag(app, rows),
        Action::UntagNotes => work::ask_untag(app, rows),
        Action::RemoveNotes => work::ask_delete(app, rows),
        Action::KeepFollowUp => work::keep(app, &rows),
        Action::LayOut => board::from_notes(app, rows),
        Action::LayOutAll => board::from_list(app, app.notes.filter()),
        Action::PatternFromNotes => patterns::from_notes(app, rows.iter().map(|r| r.uid).collect()),
        Action::EditNote => {
            if let Some(row) = current {
                wording::ask_edit(app, row);
            }
        }
        Action::MoreLike => {
            if let Some(row) = current {
                like::open(app, row.uid);
            }
        }
        Action::OpenVisit => {
            if let Some(row) = current {
                visit::open(app, row.visit, Some(row.uid));
            }
        }
        _ => {}
    }
}

/// Marks the note under the cursor, or unmarks it, and goes on to the next.
fn mark(app: &mut App) {
    let Some(row) = app.notes.current().cloned() else { return };
    if app.notes.marked.remove(&row.uid).is_none() {
        app.notes.marked.insert(row.uid, row);
    }
    list::step(app, 1);
}

/// Marks every loaded note.
fn mark_all(app: &mut App) {
    for row in app.notes.rows.clone() {
        app.notes.marked.insert(row.uid, row);
    }
    if app.notes.more_above || app.notes.more_below {
        let count = app.notes.marked.len();
        app.tell(format!("{count} are marked: those loaded so far. There are more in the list."));
    }
}

pub fn delete(app: &mut App, uids: &[Uid]) {
    work::delete(app, uids);
}

pub fn picked(app: &mut App, picker: Picker, item: Option<PickItem>) {
    let Some(item) = item else { return };
    match picker.then {
        Picked::Facet => filter::facet_picked(app, &item),
        Picked::FacetValue(facet) => filter::value_picked(app, facet, item),
        Picked::DropFacet => filter::drop_picked(app, &item),
        Picked::View => views::view_picked(app, item),
        _ => {}
    }
}

pub fn filled(app: &mut App, prompt: Prompt) {
    match &prompt.then {
        Filled::TagNotes(uids) => work::tag_filled(app, uids, &prompt),
        Filled::UntagNotes(uids) => work::untag_filled(app, uids, &prompt),
        Filled::EditNote(uid) => wording::edit_filled(app, *uid, &prompt),
        Filled::SplitNote(uid) => wording::split_filled(app, *uid, &prompt),
        Filled::SaveView => views::name_filled(app, &prompt),
        Filled::FilterFrom | Filled::FilterTo => filter::day_filled(app, prompt),
        _ => {}
    }
}

/// What was typed in a line of a prompt.
fn line_text(prompt: &Prompt, at: usize) -> String {
    prompt.lines.get(at).map(|l| l.field.text().trim().to_string()).unwrap_or_default()
}

//! Saved views, and the lists that filters choose from. Both are read when they are asked for.

use super::filter::{self, item, picker};
use super::line_text;
use crate::app::effect::Effect;
use crate::app::layers::{Facet, Filled, Layer, PickItem, PickValue, Picked, Prompt, PromptLine};
use crate::app::{App, Screen};
use crate::domain::text::clip;
use crate::store::api::{Ask, Filter, FilterChoices, Lane, SavedView, Write};

/// Longest name of a view, in columns.
const LONGEST_NAME: usize = 60;

/// What is opened when an answer arrives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Listing {
    Values(Facet),
    Views,
    Forget,
}

/// Reads what filters can choose from.
pub fn ask_choices(app: &mut App) {
    app.notes.choices = None;
    app.notes.listing = None;
    app.ask(Lane::Lists, Ask::FilterChoices);
}

/// Opens the values of a facet, at once or when they arrive.
pub fn when_choices(app: &mut App, facet: Facet) {
    if app.notes.choices.is_some() {
        filter::choose_value(app, facet);
    } else {
        app.notes.listing = Some(Listing::Values(facet));
    }
}

/// Reads the names of what the conditions speak of, where one is not known yet.
pub fn ask_names(app: &mut App) {
    let notes = &app.notes;
    let unknown = notes.ids().iter().any(|id| !notes.names.contains_key(id));
    if unknown && notes.listing.is_none() {
        app.ask(Lane::Lists, Ask::FilterChoices);
    }
}

pub fn choices_arrived(app: &mut App, choices: FilterChoices) {
    let lists = [&choices.rooms, &choices.schools, &choices.walks, &choices.observers, &choices.tags];
    app.notes.names.extend(lists.into_iter().flatten().cloned());
    app.notes.choices = Some(choices);
    if let Some(Listing::Values(facet)) = app.notes.listing.take()
        && may_open(app)
    {
        filter::choose_value(app, facet);
    }
}

/// A list that comes late opens only where it was asked for.
fn may_open(app: &App) -> bool {
    app.screen == Screen::Notes && app.layers.is_empty()
}

// ── Views ───────────────────────────────────────────────────────────────────────────────────────────────────────────

pub fn ask_views(app: &mut App) {
    app.notes.listing = Some(Listing::Views);
    app.ask(Lane::Lists, Ask::Views);
}

pub fn views_arrived(app: &mut App, views: Vec<SavedView>) {
    let listing = app.notes.listing.take();
    if !may_open(app) {
        return;
    }
    match listing {
        Some(Listing::Views) => offer_views(app, &views),
        Some(Listing::Forget) => offer_forgetting(app, &views),
        _ => {}
    }
}

fn offer_views(app: &mut App, views: &[SavedView]) {
    let mut items: Vec<PickItem> =
        views.iter().map(|v| item(&v.name, filter::words(app, &v.filter), PickValue::View(v.clone()))).collect();
    if app.notes.filter() != Filter::default() {
        let now = filter::words(app, &app.notes.filter());
        items.push(item("Keep what is shown as a view", now, PickValue::KeepView));
    }
    if !views.is_empty() {
        items.push(item("Forget a view", "the notes stay", PickValue::None));
    }
    let empty = "No view is kept yet. Search or filter first, then press v to keep it under a name.";
    app.layers.push(picker("Views", items, Picked::View, empty));
}

fn offer_forgetting(app: &mut App, views: &[SavedView]) {
    let items =
        views.iter().map(|v| item(&v.name, filter::words(app, &v.filter), PickValue::Word(v.name.clone()))).collect();
    app.layers.push(picker("Forget which view? The notes stay.", items, Picked::View, "Nothing fits."));
}

pub fn view_picked(app: &mut App, item: PickItem) {
    match item.value {
        PickValue::View(view) => super::open_with(app, view.filter),
        PickValue::KeepView => ask_name(app),
        PickValue::None => {
            app.notes.listing = Some(Listing::Forget);
            app.ask(Lane::Lists, Ask::Views);
        }
        PickValue::Word(name) if app.may_write() => {
            app.tell(format!("The view “{name}” is forgotten. The notes stay."));
            app.effect(Effect::Write(Write::DropView(name)));
        }
        _ => {}
    }
}

fn ask_name(app: &mut App) {
    let offered = clip(&filter::words(app, &app.notes.filter()), LONGEST_NAME, true);
    app.layers.push(Layer::Prompt(Prompt {
        title: "Keep what is shown as a view".into(),
        lines: vec![PromptLine { label: "name".into(), field: crate::app::field::Field::new(&offered) }],
        focus: 0,
        then: Filled::SaveView,
        hint: "A view of the same name is replaced. v opens it again.".into(),
        offers: Vec::new(),
        names: Vec::new(),
    }));
}

pub fn name_filled(app: &mut App, prompt: &Prompt) {
    let name: String = line_text(prompt, 0).chars().take(LONGEST_NAME).collect();
    if name.is_empty() {
        app.tell("A view without a name was not kept.");
    } else if app.may_write() {
        let filter = app.notes.filter();
        app.tell(format!("Kept as the view “{name}”."));
        app.effect(Effect::Write(Write::SaveView(SavedView { name, filter })));
    }
}

//! Conditions on the list: chosen by facet and value, shown as chips, taken away one by one.

use super::{NotesState, conditions_changed, line_text, views};
use crate::app::App;
use crate::app::layers::{Facet, Filled, Layer, PickItem, PickValue, Picked, Picker, Prompt, PromptLine};
use crate::domain::agreements::Names;
use crate::domain::dates;
use crate::domain::id::Uid;
use crate::domain::note::NoteKind;
use crate::domain::time::{day_bounds, local_time, short_day};
use crate::store::api::{Filter, FilterChoices, IdText};
use chrono::{Datelike, NaiveDate};

/// A condition as shown: "grade 4".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chip {
    pub facet: Facet,
    pub label: String,
}

/// All facets, in the order offered, with what is offered. The last two come from other screens only.
const FACETS: [(Facet, &str, &str); 15] = [
    (Facet::Tag, "tag", "a tag, or one below it in the tag list"),
    (Facet::Tagged, "tagged or not", "notes with any tag, or with none"),
    (Facet::Room, "room", ""),
    (Facet::Grade, "grade", ""),
    (Facet::Subject, "subject", ""),
    (Facet::Period, "period", ""),
    (Facet::Walk, "walk", "one round through several rooms"),
    (Facet::Since, "since", "from a day on"),
    (Facet::Until, "until", "up to a day"),
    (Facet::Kind, "kind", "evidence, quote, count, wondering …"),
    (Facet::About, "about", "teacher, students, task, room"),
    (Facet::Observer, "observer", "who wrote it"),
    (Facet::School, "school", ""),
    (Facet::Visit, "visit", ""),
    (Facet::Pattern, "pattern", ""),
];

const ABOUTS: [&str; 4] = ["teacher", "students", "task", "room"];

fn word(facet: Facet) -> &'static str {
    FACETS.iter().find(|(f, ..)| *f == facet).map_or("", |(_, word, _)| word)
}

fn is_set(filter: &Filter, facet: Facet) -> bool {
    match facet {
        Facet::Room => filter.room.is_some(),
        Facet::Grade => filter.grade.is_some(),
        Facet::Subject => filter.subject.is_some(),
        Facet::Period => filter.period.is_some(),
        Facet::School => filter.school.is_some(),
        Facet::Walk => filter.walk.is_some(),
        Facet::Observer => filter.observer.is_some(),
        Facet::Kind => filter.kind.is_some(),
        Facet::About => filter.about.is_some(),
        Facet::Tag => filter.tag.is_some(),
        Facet::Tagged => filter.tagged.is_some(),
        Facet::Since => filter.from.is_some(),
        Facet::Until => filter.to.is_some(),
        Facet::Visit => filter.visit.is_some(),
        Facet::Pattern => filter.pattern.is_some(),
    }
}

fn unset(filter: &mut Filter, facet: Facet) {
    match facet {
        Facet::Room => filter.room = None,
        Facet::Grade => filter.grade = None,
        Facet::Subject => filter.subject = None,
        Facet::Period => filter.period = None,
        Facet::School => filter.school = None,
        Facet::Walk => filter.walk = None,
        Facet::Observer => filter.observer = None,
        Facet::Kind => filter.kind = None,
        Facet::About => filter.about = None,
        Facet::Tag => filter.tag = None,
        Facet::Tagged => filter.tagged = None,
        Facet::Since => filter.from = None,
        Facet::Until => filter.to = None,
        Facet::Visit => filter.visit = None,
        Facet::Pattern => filter.pattern = None,
    }
}

impl NotesState {
    /// The conditions that are set, in the order in which they were set.
    pub fn facets(&self) -> &[Facet] {
        &self.order
    }

    /// The ids the conditions speak of, whose names are shown.
    pub fn ids(&self) -> Vec<Uid> {
        let f = &self.conditions;
        [f.room, f.school, f.walk, f.observer, f.tag].into_iter().flatten().map(|id| id.0).collect()
    }
}

/// The conditions in words.
pub fn chips(app: &App) -> Vec<Chip> {
    let chip = |facet: &Facet| Chip { facet: *facet, label: label(app, &app.notes.conditions, *facet) };
    app.notes.order.iter().map(chip).collect()
}

/// A condition in words.
fn label(app: &App, f: &Filter, facet: Facet) -> String {
    let named = |id: Option<IdText>| id.and_then(|id| name_of(app, id.0));
    let after = |text: &Option<String>| format!("{} {}", word(facet), text.as_deref().unwrap_or(""));
    match facet {
        Facet::Room if app.agreed.names == Names::Off => "one room".into(),
        Facet::Room => named(f.room).unwrap_or_else(|| "one room".into()),
        Facet::School => named(f.school).unwrap_or_else(|| "one school".into()),
        Facet::Walk => named(f.walk).map_or_else(|| "one walk".into(), |w| format!("walk {w}")),
        Facet::Observer => named(f.observer).map_or_else(|| "one observer".into(), |o| format!("by {o}")),
        Facet::Tag => named(f.tag).map_or_else(|| "one tag".into(), |t| format!("#{t}")),
        Facet::Grade => after(&f.grade),
        Facet::Subject => f.subject.clone().unwrap_or_default(),
        Facet::Period => after(&f.period),
        Facet::About => after(&f.about),
        Facet::Kind => NoteKind::from_number(f.kind.unwrap_or_default()).word().into(),
        Facet::Tagged => if f.tagged == Some(true) { "with a tag" } else { "without a tag" }.into(),
        Facet::Since => format!("since {}", f.from.map(|at| day_text(app, at)).unwrap_or_default()),
        Facet::Until => format!("until {}", f.to.map(|at| day_text(app, at - 1)).unwrap_or_default()),
        Facet::Visit => "one visit".into(),
        Facet::Pattern => "evidence of a pattern".into(),
    }
}

fn name_of(app: &App, uid: Uid) -> Option<String> {
    let tag = app.tags.all.iter().find(|t| t.uid == uid).map(|t| t.name.clone());
    tag.or_else(|| app.notes.names.get(&uid).cloned())
}

fn day_text(app: &App, at: i64) -> String {
    short_day(local_time(at, app.now.offset).date_naive(), app.now.today().year())
}

/// A whole filter in words, for the list of views.
pub fn words(app: &App, filter: &Filter) -> String {
    let mut parts: Vec<String> = Vec::new();
    if !filter.search.is_empty() {
        parts.push(format!("“{}”", filter.search));
    }
    parts.extend(FACETS.iter().filter(|(f, ..)| is_set(filter, *f)).map(|(f, ..)| label(app, filter, *f)));
    parts.join(", ")
}

/// Puts other conditions in place of all; the list has to be asked for afterwards.
pub fn set_all(app: &mut App, filter: Filter) {
    let notes = &mut app.notes;
    notes.opened = None;
    notes.search.set(&filter.search);
    notes.order = FACETS.iter().map(|(f, ..)| *f).filter(|f| is_set(&filter, *f)).collect();
    notes.conditions = Filter { search: String::new(), ..filter };
    notes.rows.clear();
    notes.selected = 0;
    notes.more_above = false;
    notes.more_below = false;
    notes.loaded = false;
    notes.pending = None;
    notes.count = None;
    notes.context = None;
    notes.context_asked = None;
}

/// Changes the conditions and lists anew.
fn change(app: &mut App, facet: Facet, set: impl FnOnce(&mut Filter)) {
    set(&mut app.notes.conditions);
    app.notes.order.retain(|f| *f != facet);
    if is_set(&app.notes.conditions, facet) {
        app.notes.order.push(facet);
    }
    conditions_changed(app);
}

pub fn drop_facet(app: &mut App, facet: Facet) {
    change(app, facet, |filter| unset(filter, facet));
}

// ── Choosing ────────────────────────────────────────────────────────────────────────────────────────────────────────

/// A list to choose from, with nothing typed yet.
pub fn picker(title: &str, items: Vec<PickItem>, then: Picked, empty: &str) -> Layer {
    Layer::Picker(Picker {
        title: title.into(),
        field: Default::default(),
        found: (0..items.len()).collect(),
        items,
        selected: 0,
        then,
        empty: empty.into(),
        on: None,
    })
}

pub fn item(label: impl Into<String>, detail: impl Into<String>, value: PickValue) -> PickItem {
    PickItem { label: label.into(), detail: detail.into(), value }
}

/// Asks what to filter by. What can be chosen is read meanwhile.
pub fn choose_facet(app: &mut App) {
    views::ask_choices(app);
    // Where rooms are not named, there is none to choose.
    let unnamed = app.agreed.names == Names::Off;
    let offered = FACETS.iter().filter(|(f, ..)| !matches!(f, Facet::Visit | Facet::Pattern));
    let offered = offered.filter(|(f, ..)| !(unnamed && *f == Facet::Room));
    let items = offered
        .map(|(facet, word, hint)| {
            let set = is_set(&app.notes.conditions, *facet);
            let now = if set { label(app, &app.notes.conditions, *facet) } else { (*hint).to_string() };
            item(*word, now, PickValue::Facet(*facet))
        })
        .collect();
    let layer = picker("Show only notes of …", items, Picked::Facet, "Nothing fits. Backspace widens the search.");
    app.layers.push(layer);
}

pub fn facet_picked(app: &mut App, item: &PickItem) {
    let PickValue::Facet(facet) = item.value else { return };
    match facet {
        Facet::Since | Facet::Until => ask_day(app, facet, ""),
        Facet::Kind | Facet::About | Facet::Tagged => choose_value(app, facet),
        _ => views::when_choices(app, facet),
    }
}

/// Asks which value of a facet.
pub fn choose_value(app: &mut App, facet: Facet) {
    let choices = app.notes.choices.clone().unwrap_or_default();
    let title = format!("Show only notes of: {}", word(facet));
    let empty = if values(&choices, facet).is_empty() {
        format!("No {} is known yet.", word(facet))
    } else {
        "Nothing fits. Backspace widens the search.".into()
    };
    app.layers.push(picker(&title, values(&choices, facet), Picked::FacetValue(facet), &empty));
}

fn values(choices: &FilterChoices, facet: Facet) -> Vec<PickItem> {
    let ids = |list: &[(Uid, String)]| list.iter().map(|(u, n)| item(n, "", PickValue::Id(*u))).collect();
    let texts = |list: &[String]| list.iter().map(|t| item(t, "", PickValue::Word(t.clone()))).collect();
    match facet {
        Facet::Room => ids(&choices.rooms),
        Facet::School => ids(&choices.schools),
        Facet::Walk => ids(&choices.walks),
        Facet::Observer => ids(&choices.observers),
        Facet::Tag => ids(&choices.tags),
        Facet::Grade => texts(&choices.grades),
        Facet::Subject => texts(&choices.subjects),
        Facet::Period => texts(&choices.periods),
        Facet::Kind => NoteKind::ALL.iter().map(|k| item(k.word(), "", PickValue::Number(*k as i64))).collect(),
        Facet::About => ABOUTS.iter().map(|a| item(*a, "", PickValue::Word((*a).into()))).collect(),
        Facet::Tagged => vec![
            item("without a tag", "what still waits for one", PickValue::Number(0)),
            item("with a tag", "", PickValue::Number(1)),
        ],
        Facet::Since | Facet::Until | Facet::Visit | Facet::Pattern => Vec::new(),
    }
}

pub fn value_picked(app: &mut App, facet: Facet, item: PickItem) {
    if let PickValue::Id(uid) = item.value {
        app.notes.names.insert(uid, item.label);
    }
    change(app, facet, |filter| match (facet, item.value) {
        (Facet::Room, PickValue::Id(uid)) => filter.room = Some(IdText(uid)),
        (Facet::School, PickValue::Id(uid)) => filter.school = Some(IdText(uid)),
        (Facet::Walk, PickValue::Id(uid)) => filter.walk = Some(IdText(uid)),
        (Facet::Observer, PickValue::Id(uid)) => filter.observer = Some(IdText(uid)),
        (Facet::Tag, PickValue::Id(uid)) => filter.tag = Some(IdText(uid)),
        (Facet::Grade, PickValue::Word(text)) => filter.grade = Some(text),
        (Facet::Subject, PickValue::Word(text)) => filter.subject = Some(text),
        (Facet::Period, PickValue::Word(text)) => filter.period = Some(text),
        (Facet::About, PickValue::Word(text)) => filter.about = Some(text),
        (Facet::Kind, PickValue::Number(number)) => filter.kind = Some(number),
        (Facet::Tagged, PickValue::Number(number)) => filter.tagged = Some(number == 1),
        _ => {}
    });
}

/// Takes the only condition away, or asks which.
pub fn choose_drop(app: &mut App) {
    let chips = chips(app);
    if let [only] = chips.as_slice() {
        drop_facet(app, only.facet);
        return;
    }
    let items = chips.into_iter().map(|c| item(c.label, "", PickValue::Facet(c.facet))).collect();
    app.layers.push(picker("Take which filter away?", items, Picked::DropFacet, "Nothing fits."));
}

pub fn drop_picked(app: &mut App, item: &PickItem) {
    if let PickValue::Facet(facet) = item.value {
        drop_facet(app, facet);
    }
}

// ── Days ────────────────────────────────────────────────────────────────────────────────────────────────────────────

fn ask_day(app: &mut App, facet: Facet, typed: &str) {
    let since = facet == Facet::Since;
    app.layers.push(Layer::Prompt(Prompt {
        title: if since { "Notes since which day?" } else { "Notes until which day?" }.into(),
        lines: vec![PromptLine { label: word(facet).into(), field: crate::app::field::Field::new(typed) }],
        focus: 0,
        then: if since { Filled::FilterFrom } else { Filled::FilterTo },
        hint: format!("For example: {}", dates::EXAMPLES),
        offers: Vec::new(),
        names: Vec::new(),
    }));
}

/// A day was typed. What cannot be read is asked for once more, with what was typed.
pub fn day_filled(app: &mut App, prompt: Prompt) {
    let facet = if prompt.then == Filled::FilterFrom { Facet::Since } else { Facet::Until };
    let typed = line_text(&prompt, 0);
    if typed.is_empty() {
        return;
    }
    let Some((first, last)) = dates::days(&typed, app.now.today()) else {
        app.needs_you(format!("“{typed}” is no day that can be read. Write it like one of the examples."));
        ask_day(app, facet, &typed);
        return;
    };
    let offset = app.now.offset;
    let bounds = |day: NaiveDate| day_bounds(day, offset);
    change(app, facet, |filter| match facet {
        Facet::Since => filter.from = Some(bounds(first).0),
        _ => filter.to = Some(bounds(last).1),
    });
}

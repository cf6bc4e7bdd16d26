//! Making a pattern, and adding notes to one: which pattern, on which side.

use super::super::forms;
use super::Spot;
use crate::app::layers::{Filled, Layer, PickItem, PickValue, Picked, Picker};
use crate::app::{App, Screen, layer_keys};
use crate::domain::act::Verb;
use crate::domain::acts;
use crate::domain::id::Uid;
use crate::domain::pattern::{Numbers, PatternKind, PatternStatus, Role, title};
use crate::domain::text::count;
use crate::store::api::{Ask, Lane, PatternRow};

/// From the marked notes to a pattern: a new one, or one there is.
pub fn from_notes(app: &mut App, notes: Vec<Uid>) {
    if notes.is_empty() {
        app.tell("Mark notes with Space first, then press p.");
        return;
    }
    if !app.may_write() {
        return;
    }
    let heading = format!("Where do {} belong?", count(notes.len(), "this note", "notes"))
        .replace("do 1 this note belong", "does this note belong");
    let items = pattern_items(app);
    let picker = forms::picker(
        &heading,
        items,
        "No pattern has these words. Enter makes a new one of them.",
        Picked::PatternFor(notes),
    );
    app.layers.push(Layer::Picker(picker));
    mark_gathered(app);
    app.ask(Lane::PatternList, Ask::PatternList);
}

/// "A new pattern" first, then all there are.
fn pattern_items(app: &App) -> Vec<PickItem> {
    let mut items = vec![forms::item("A new pattern", "write down what repeats", PickValue::None)];
    items.extend(
        app.patterns
            .rows
            .iter()
            .flatten()
            .map(|r| forms::item(title(&r.statement, r.status), r.kind.word(), PickValue::Id(r.uid))),
    );
    items
}

/// The patterns were read: an open list of them is filled, with what was marked still marked.
pub fn patterns_came(app: &mut App) {
    let items = pattern_items(app);
    let Some(Layer::Picker(picker)) = app.layers.last_mut() else { return };
    if !matches!(picker.then, Picked::PatternFor(_)) {
        return;
    }
    let marked = picker.found.get(picker.selected).and_then(|i| picker.items.get(*i)).map(|i| i.value.clone());
    let first = picker.items.len() == 1;
    picker.items = items;
    layer_keys::narrow(picker);
    let again = picker.found.iter().position(|i| picker.items.get(*i).map(|i| &i.value) == marked.as_ref());
    picker.selected = again.unwrap_or(0);
    if first && picker.field.is_empty() {
        mark_gathered(app);
    }
}

/// When notes were gathered for a pattern, that one is marked in the list.
fn mark_gathered(app: &mut App) {
    let Some(uid) = app.patterns.adding_to else { return };
    if let Some(Layer::Picker(picker)) = app.layers.last_mut() {
        let at = picker.found.iter().position(|i| picker.items.get(*i).map(|i| &i.value) == Some(&PickValue::Id(uid)));
        picker.selected = at.unwrap_or(picker.selected);
    }
}

/// To Notes, to mark what belongs to this pattern.
pub fn gather(app: &mut App, row: &PatternRow) {
    app.patterns.adding_to = Some(row.uid);
    app.open(Screen::Notes);
    app.tell(format!("Mark notes with Space; then p adds them to “{}”.", row.statement));
}

/// A pattern was chosen for notes, or words were typed that no pattern has.
pub fn pattern_picked(app: &mut App, notes: Vec<Uid>, picker: &Picker, item: Option<PickItem>) {
    match item.map(|i| i.value) {
        Some(PickValue::Id(uid)) => ask_role(app, uid, notes),
        Some(_) => ask_statement(app, notes, ""),
        None => ask_statement(app, notes, &picker.field.text()),
    }
}

fn ask_role(app: &mut App, pattern: Uid, notes: Vec<Uid>) {
    let items = vec![
        forms::item("Supports it", "this is an example of it", PickValue::Number(Role::Supports as i64)),
        forms::item(
            "Complicates it",
            "this goes against it, or is an exception",
            PickValue::Number(Role::Complicates as i64),
        ),
    ];
    let heading = count(notes.len(), "note: what is it to the pattern?", "notes: what are they to the pattern?");
    let picker = forms::picker(&heading, items, "Neither fits.", Picked::Role { pattern: Some(pattern), notes });
    app.layers.push(Layer::Picker(picker));
}

pub fn role_picked(app: &mut App, pattern: Option<Uid>, notes: &[Uid], item: Option<PickItem>) {
    let (Some(pattern), Some(PickValue::Number(number))) = (pattern, item.map(|i| i.value)) else { return };
    let Some(role) = Role::from_number(number) else { return };
    if app.act(Verb::AddEvidence, vec![acts::pattern_evidence(pattern, notes, Some(role))]).is_none() {
        return;
    }
    let back = app.patterns.adding_to.take() == Some(pattern) && app.back.last() == Some(&Screen::Pattern);
    app.patterns.mark(Spot::Pattern(pattern));
    let word = match role {
        Role::Supports => "supporting",
        Role::Complicates => "complicating",
    };
    if back {
        app.step_back();
    }
    app.tell(format!("Added as {word}: {}.", count(notes.len(), "note", "notes")));
}

/// Asks for the statement of a new pattern.
pub fn ask_statement(app: &mut App, notes: Vec<Uid>, typed: &str) {
    if !app.may_write() {
        return;
    }
    let hint = "What repeats, as a sentence: “students answer in one word”. No fix, no names.";
    forms::prompt(app, "A new pattern", typed, hint, Filled::NewPattern(notes));
}

/// Makes the pattern with its supporting notes, as one act.
pub fn make(app: &mut App, statement: &str, notes: &[Uid]) {
    if statement.is_empty() {
        app.tell("Nothing was written, so no pattern was made.");
        return;
    }
    let (uid, kind) = (app.new_id(), PatternKind::default());
    let mut ops = vec![acts::pattern_stated(uid, statement, kind)];
    if !notes.is_empty() {
        ops.push(acts::pattern_evidence(uid, notes, Some(Role::Supports)));
    }
    if app.act(Verb::CreatePattern, ops).is_none() {
        return;
    }
    let row = PatternRow {
        uid,
        statement: statement.to_string(),
        kind,
        status: PatternStatus::Possible,
        look_for: None,
        tag: None,
        // With notes they are counted once it is saved.
        numbers: notes.is_empty().then(Numbers::default),
    };
    app.patterns.rows.get_or_insert_default().insert(0, row);
    app.patterns.sort();
    app.patterns.mark(Spot::Pattern(uid));
    app.patterns.note = None;
    app.patterns.adding_to = None;
    if notes.is_empty() {
        app.tell("Written down. Evidence is added from Notes: mark notes there and press p.");
    } else {
        app.tell(format!(
            "Pattern made with {}. What would speak against it? Key 4 opens it.",
            count(notes.len(), "note", "notes")
        ));
    }
}

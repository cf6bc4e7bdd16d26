//! Changes to a pattern itself: its words, kind, status, what it is tied to, and its end.

use super::super::forms;
use crate::app::layers::{Agreed, Layer, PickItem, PickValue, Picked};
use crate::app::{App, Screen, layer_keys};
use crate::domain::act::{Stream, Verb};
use crate::domain::acts;
use crate::domain::id::Uid;
use crate::domain::pattern::{PatternKind, PatternStatus};
use crate::domain::schema::Kind;
use crate::domain::sheet::Sheet;
use crate::domain::text::count;
use crate::store::api::PatternRow;

/// Rewords the statement.
pub fn reword(app: &mut App, uid: Uid, text: &str) {
    if text.is_empty() {
        app.tell("A pattern needs a statement, so the old one stays.");
        return;
    }
    if app.patterns.rows.iter().flatten().any(|r| r.uid == uid && r.statement == text) {
        return;
    }
    if app.act(Verb::EditPattern, vec![acts::pattern_reworded(uid, text)]).is_some() {
        show(app, uid, |row| row.statement = text.to_string());
    }
}

/// Need, strength, question, and round again.
pub fn next_kind(app: &mut App, row: &PatternRow) {
    let at = PatternKind::ALL.iter().position(|k| *k == row.kind).unwrap_or(0);
    let kind = PatternKind::ALL[(at + 1) % PatternKind::ALL.len()];
    if app.act(Verb::EditPattern, vec![acts::pattern_kind(row.uid, kind)]).is_some() {
        show(app, row.uid, |row| row.kind = kind);
        app.tell(format!("Its kind is now: {}.", kind.word()));
    }
}

/// Shows a change at once, in the list and on the page.
fn show(app: &mut App, uid: Uid, change: impl Fn(&mut PatternRow)) {
    if let Some(row) = app.patterns.row_mut(uid) {
        change(row);
    }
    if let Some(view) = app.patterns.view.as_mut().filter(|v| v.pattern.uid == uid) {
        change(&mut view.pattern);
    }
    app.patterns.sort();
}

// ── Status ──────────────────────────────────────────────────────────────────────────────────────────────────────────

fn meaning(status: PatternStatus) -> &'static str {
    match status {
        PatternStatus::Possible => "no team has talked about it yet",
        PatternStatus::Discussed => "a team has talked about it",
        PatternStatus::Shared => "a team has accepted it as theirs",
        PatternStatus::SetAside => "not now; it stays here with its evidence",
        PatternStatus::NotAProblem => "looked at, and it is none",
    }
}

pub fn ask_status(app: &mut App, row: &PatternRow) {
    let items = PatternStatus::ALL
        .into_iter()
        .map(|s| {
            let now = if s == row.status { "  (now)" } else { "" };
            forms::item(s.words(), format!("{}{now}", meaning(s)), PickValue::Status(s))
        })
        .collect();
    let mut picker = forms::picker("How far has it come?", items, "No status fits.", Picked::Status(row.uid));
    picker.selected = PatternStatus::ALL.iter().position(|s| *s == row.status).unwrap_or(0);
    app.layers.push(Layer::Picker(picker));
}

pub fn status_picked(app: &mut App, uid: Uid, item: Option<PickItem>) {
    let Some(PickValue::Status(status)) = item.map(|i| i.value) else { return };
    if app.patterns.rows.iter().flatten().any(|r| r.uid == uid && r.status == status) {
        return;
    }
    if app.act(Verb::SetPatternStatus, vec![acts::pattern_status(uid, status)]).is_some() {
        show(app, uid, |row| row.status = status);
        app.tell(format!("Now: {}.", status.words()));
    }
}

// ── What it is tied to ──────────────────────────────────────────────────────────────────────────────────────────────

/// The sheets known here, that of the walk under way first.
fn sheets(app: &App) -> impl Iterator<Item = &Sheet> {
    let walking = app.recording.as_ref().and_then(|r| r.sheet.as_ref());
    walking.into_iter().chain(app.sheets.all().into_iter().map(|c| &c.sheet))
}

/// What a look-for is called on the sheets known here; its id where none has it.
pub fn look_for_label(app: &App, id: &str) -> String {
    let known = sheets(app).find_map(|s| s.look_for(id).map(|l| l.label.clone()));
    known.unwrap_or_else(|| id.to_string())
}

/// Asks which look-for or tag tells in which visits it was seen; the list fills up when the tags have been read.
pub fn ask_tie(app: &mut App, row: &PatternRow) {
    let picker = forms::picker(
        "Which look-for or tag is it counted by?",
        tie_items(app, row),
        "No look-for and no tag fits.",
        Picked::Tie(row.uid),
    );
    app.layers.push(Layer::Picker(picker));
    super::super::tags::ask(app);
}

fn tie_items(app: &App, row: &PatternRow) -> Vec<PickItem> {
    let now = |is: bool| if is { "  (now)" } else { "" };
    let mut items = vec![forms::item("Neither", "count the visits that have evidence", PickValue::None)];
    for sheet in sheets(app) {
        for look_for in &sheet.look_fors {
            let value = PickValue::Word(look_for.id.clone());
            // Another edition of the sheet has most of its look-fors again.
            if !items.iter().any(|i| i.value == value) {
                let detail = format!("look-for, {}{}", sheet.title, now(row.look_for.as_ref() == Some(&look_for.id)));
                items.push(forms::item(&look_for.label, detail, value));
            }
        }
    }
    let tied = row.tag.as_ref().map(|(uid, _)| *uid);
    for (tag, _) in app.tags.shown() {
        let notes = count(tag.notes, "note", "notes");
        let detail = format!("tag, {notes}{}", now(tied == Some(tag.uid)));
        items.push(forms::item(format!("#{}", tag.name), detail, PickValue::Id(tag.uid)));
    }
    items
}

/// The tags were read: an open list of what to tie to is filled, with what was marked still marked.
pub fn tags_came(app: &mut App) {
    let Some(Layer::Picker(picker)) = app.layers.last() else { return };
    let Picked::Tie(uid) = picker.then else { return };
    let row = app.patterns.rows.iter().flatten().find(|r| r.uid == uid);
    let Some(items) = row.map(|r| tie_items(app, r)) else { return };
    if let Some(Layer::Picker(picker)) = app.layers.last_mut() {
        let marked = picker.found.get(picker.selected).and_then(|i| picker.items.get(*i)).map(|i| i.value.clone());
        picker.items = items;
        layer_keys::narrow(picker);
        let again = picker.found.iter().position(|i| picker.items.get(*i).map(|i| &i.value) == marked.as_ref());
        picker.selected = again.unwrap_or(0);
    }
}

/// A pattern is tied to one thing: to a look-for, to a tag, or to neither.
pub fn tie_picked(app: &mut App, uid: Uid, item: Option<PickItem>) {
    let (look_for, tag) = match item.map(|i| i.value) {
        Some(PickValue::Word(id)) => (Some(id), None),
        Some(PickValue::Id(tag)) => (None, Some(tag)),
        Some(PickValue::None) => (None, None),
        _ => return,
    };
    let Some(row) = app.patterns.row_mut(uid).cloned() else { return };
    let named = tag.map(|t| (t, app.tags.get(t).map_or_else(String::new, |t| t.name.clone())));
    let mut ops = Vec::new();
    if row.look_for != look_for {
        ops.push(acts::pattern_look_for(uid, look_for.as_deref()));
    }
    if row.tag.as_ref().map(|(t, _)| *t) != tag {
        ops.push(acts::pattern_tag(uid, tag));
    }
    if app.act(Verb::EditPattern, ops).is_some() {
        show(app, uid, |row| {
            row.look_for.clone_from(&look_for);
            row.tag.clone_from(&named);
        });
    }
}

// ── Deleting ────────────────────────────────────────────────────────────────────────────────────────────────────────

pub fn ask_delete(app: &mut App, row: &PatternRow) {
    let question = format!("Delete the pattern “{}”?", row.statement);
    forms::confirm(app, question, "Its notes stay. Ctrl-Z brings it back.", Agreed::DeletePattern(row.uid));
}

/// Deletes a pattern; its notes stay.
pub fn delete(app: &mut App, uid: Uid) {
    let op = acts::deleted(Kind::Pattern, uid, Stream::Shared, true);
    if app.act(Verb::DeletePattern, vec![op]).is_none() {
        return;
    }
    if let Some(rows) = &mut app.patterns.rows {
        let at = rows.iter().position(|r| r.uid == uid).unwrap_or(0);
        rows.retain(|r| r.uid != uid);
        app.patterns.selected = rows.get(at.min(rows.len().saturating_sub(1))).map(|r| r.uid);
    }
    if app.screen == Screen::Pattern {
        app.step_back();
    }
    app.tell("Deleted. Ctrl-Z brings it back.");
}

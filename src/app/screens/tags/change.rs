//! Changes to the tag list: each one act, shown at once.

use super::{find, tree};
use crate::app::App;
use crate::app::field::Field;
use crate::app::layers::{Agreed, Confirm, Filled, Layer, PickItem, PickValue, Picked, Prompt, PromptLine};
use crate::app::screens::notes::filter::{item, picker};
use crate::domain::act::{Op, Stream, Verb};
use crate::domain::acts;
use crate::domain::id::Uid;
use crate::domain::schema::Kind;
use crate::domain::tag::{COLOURS, clean_name};
use crate::domain::text::count;
use crate::store::api::TagRow;

const NO_NAME: &str = "A tag's name begins with a letter; blanks become hyphens.";

/// How often a tag is used, in words.
pub fn used(row: &TagRow) -> String {
    if row.notes == 0 {
        return "no notes yet".into();
    }
    format!("{}, {}", count(row.notes, "note", "notes"), count(row.visits, "visit", "visits"))
}

fn lines_of(labels: &[(&str, &str)]) -> Vec<PromptLine> {
    labels.iter().map(|(label, text)| PromptLine { label: (*label).into(), field: Field::new(text) }).collect()
}

fn ask(app: &mut App, title: String, lines: &[(&str, &str)], then: Filled, hint: &str) {
    if app.may_write() {
        app.layers.push(Layer::Prompt(Prompt {
            title,
            lines: lines_of(lines),
            focus: 0,
            then,
            hint: hint.into(),
            offers: Vec::new(),
            names: Vec::new(),
        }));
    }
}

// ── Making, naming, meaning, colour ─────────────────────────────────────────────────────────────────────────────────

pub fn ask_new(app: &mut App) {
    ask_new_with(app, "");
}

fn ask_new_with(app: &mut App, typed: &str) {
    let hint = "What it means can be written later. Enter keeps it.";
    ask(app, "A new tag".into(), &[("name", typed), ("means", "")], Filled::NewTag, hint);
}

pub fn make(app: &mut App, typed: &str, meaning: &str) {
    if typed.is_empty() {
        return;
    }
    let Some(name) = clean_name(typed) else {
        app.needs_you(NO_NAME);
        ask_new_with(app, typed);
        return;
    };
    if let Some(uid) = find(&app.tags.all, &name) {
        app.tags.selected = Some(uid);
        app.tell(format!("#{} is there already.", super::name_of(app, uid)));
        return;
    }
    if !app.may_write() {
        return;
    }
    let (uids, mut ops) = super::find_or_make(app, std::slice::from_ref(&name));
    let Some(uid) = uids.first().copied() else { return };
    if !meaning.is_empty() {
        ops.push(acts::tag_meaning(uid, meaning));
        set(app, uid, |row| row.meaning = meaning.into());
    }
    app.act(Verb::CreateTag, ops);
    app.tags.selected = Some(uid);
}

/// Changes a tag where it is shown.
fn set(app: &mut App, uid: Uid, change: impl FnOnce(&mut TagRow)) {
    if let Some(row) = app.tags.get_mut(uid) {
        change(row);
    }
}

pub fn ask_name(app: &mut App, row: &TagRow, typed: &str) {
    let title = format!("Rename #{}", row.name);
    ask(app, title, &[("name", typed)], Filled::RenameTag(row.uid), "All its notes show the new name.");
}

pub fn rename(app: &mut App, uid: Uid, typed: &str) {
    let Some(row) = app.tags.get(uid).cloned() else { return };
    let Some(name) = clean_name(typed) else {
        app.needs_you(NO_NAME);
        ask_name(app, &row, typed);
        return;
    };
    if name == row.name {
        return;
    }
    match find(&app.tags.all, &name) {
        Some(other) if other != uid => confirm_merge(app, uid, other),
        _ => {
            if app.act(Verb::EditTag, vec![acts::tag_named(uid, &name)]).is_some() {
                set(app, uid, |row| row.name = name);
            }
        }
    }
}

pub fn ask_meaning(app: &mut App, row: &TagRow) {
    let title = format!("What does #{} mean?", row.name);
    let hint = "One sentence that two people would read alike: what belongs under it, and what does not.";
    ask(app, title, &[("", &row.meaning)], Filled::TagMeaning(row.uid), hint);
}

pub fn mean(app: &mut App, uid: Uid, meaning: &str) {
    let same = app.tags.get(uid).is_none_or(|t| t.meaning == meaning);
    if !same && app.act(Verb::EditTag, vec![acts::tag_meaning(uid, meaning)]).is_some() {
        set(app, uid, |row| row.meaning = meaning.into());
    }
}

/// The next of the terminal's own colours, then none again.
pub fn next_colour(app: &mut App, row: &TagRow) {
    let at = usize::try_from(row.colour).unwrap_or(0);
    let next = (at + 1) % COLOURS.len();
    let Ok(colour) = i64::try_from(next) else { return };
    if app.act(Verb::EditTag, vec![acts::tag_coloured(row.uid, colour)]).is_some() {
        set(app, row.uid, |row| row.colour = colour);
        app.tell(format!("#{}: {}.", row.name, if next == 0 { "no colour" } else { COLOURS[next] }));
    }
}

// ── Nesting ─────────────────────────────────────────────────────────────────────────────────────────────────────────

/// All tags but those that `leave_out` tells, as lines to choose from.
fn tag_items(app: &App, leave_out: impl Fn(&TagRow) -> bool) -> Vec<PickItem> {
    let shown = app.tags.shown().into_iter().filter(|(t, _)| !leave_out(t));
    shown.map(|(t, _)| item(format!("#{}", t.name), used(t), PickValue::Id(t.uid))).collect()
}

pub fn ask_nest(app: &mut App, row: &TagRow) {
    if !app.may_write() {
        return;
    }
    let all = &app.tags.all;
    let mut items = tag_items(app, |t| tree::is_within(all, t.uid, row.uid) || Some(t.uid) == row.parent);
    if row.parent.is_some() {
        items.insert(0, item("at the top", "under no other tag", PickValue::None));
    }
    let title = format!("Put #{} under …", row.name);
    let empty = "There is no other tag it could stand under.";
    app.layers.push(picker(&title, items, Picked::NestTag(row.uid), empty));
}

pub fn nest(app: &mut App, uid: Uid, parent: Option<Uid>) {
    if parent.is_some_and(|p| tree::is_within(&app.tags.all, p, uid)) {
        app.tell("A tag cannot stand under itself or under one below it.");
        return;
    }
    if app.act(Verb::EditTag, vec![acts::tag_nested(uid, parent)]).is_some() {
        set(app, uid, |row| row.parent = parent);
    }
}

// ── Merging and deleting ────────────────────────────────────────────────────────────────────────────────────────────

pub fn ask_merge(app: &mut App, row: &TagRow) {
    if !app.may_write() {
        return;
    }
    let items = tag_items(app, |t| t.uid == row.uid);
    let title = format!("Merge #{} into …", row.name);
    app.layers.push(picker(&title, items, Picked::MergeTag(row.uid), "There is no other tag to merge it into."));
}

pub fn confirm_merge(app: &mut App, from: Uid, into: Uid) {
    let (Some(from), Some(into)) = (app.tags.get(from).cloned(), app.tags.get(into).cloned()) else { return };
    let notes = match from.notes {
        0 => "It has no notes yet.".to_string(),
        n => format!("{} of #{} get #{}.", count(n, "note", "notes"), from.name, into.name),
    };
    app.layers.push(Layer::Confirm(Confirm {
        question: format!("Merge #{} into #{}?", from.name, into.name),
        detail: format!("{notes} #{} goes from the list. Ctrl-Z takes it back.", from.name),
        then: Agreed::MergeTag { from: from.uid, into: into.uid },
    }));
}

/// The tags right below one.
fn below(app: &App, uid: Uid) -> Vec<Uid> {
    app.tags.all.iter().filter(|t| t.parent == Some(uid)).map(|t| t.uid).collect()
}

/// All notes of a tag get another one, and the tags below it move there: one act.
pub fn merge(app: &mut App, from: Uid, into: Uid) {
    let Some(row) = app.tags.get(from).cloned() else { return };
    if from == into {
        return;
    }
    let mut ops = vec![acts::tag_merged(from, into)];
    let mut moved: Vec<(Uid, Option<Uid>)> =
        below(app, from).into_iter().filter(|child| *child != into).map(|child| (child, Some(into))).collect();
    if tree::is_within(&app.tags.all, into, from) {
        // The other one stood below this one and takes its place.
        moved.push((into, row.parent));
    }
    ops.extend(moved.iter().map(|(uid, parent)| acts::tag_nested(*uid, *parent)));
    take_out(app, Verb::MergeTags, ops, from, &moved);
    app.tags.selected = Some(into);
}

/// Does the act, then shows it: the tag is gone and those below it stand elsewhere.
fn take_out(app: &mut App, verb: Verb, ops: Vec<Op>, gone: Uid, moved: &[(Uid, Option<Uid>)]) {
    if app.act(verb, ops).is_none() {
        return;
    }
    for (uid, parent) in moved {
        set(app, *uid, |row| row.parent = *parent);
    }
    let order: Vec<Uid> = app.tags.shown().iter().map(|(t, _)| t.uid).collect();
    let at = order.iter().position(|uid| *uid == gone).unwrap_or(0);
    let next = order.get(at + 1).or_else(|| at.checked_sub(1).and_then(|before| order.get(before)));
    app.tags.selected = next.copied();
    app.tags.all.retain(|t| t.uid != gone);
    app.tags.fresh.retain(|uid| *uid != gone);
}

/// Deletes a tag at once when no note has it, and asks otherwise.
pub fn ask_delete(app: &mut App, row: &TagRow) {
    if row.notes == 0 {
        delete(app, row.uid);
        return;
    }
    app.layers.push(Layer::Confirm(Confirm {
        question: format!("Delete the tag #{}?", row.name),
        detail: format!("It is on {}. They stay, without it. Ctrl-Z brings it back.", used(row)),
        then: Agreed::DeleteTag(row.uid),
    }));
}

/// Deletes a tag; the tags below it move up: one act.
pub fn delete(app: &mut App, uid: Uid) {
    let Some(row) = app.tags.get(uid).cloned() else { return };
    let moved: Vec<(Uid, Option<Uid>)> = below(app, uid).into_iter().map(|child| (child, row.parent)).collect();
    let mut ops = vec![acts::deleted(Kind::Tag, uid, Stream::Shared, true)];
    ops.extend(moved.iter().map(|(child, parent)| acts::tag_nested(*child, *parent)));
    take_out(app, Verb::DeleteTag, ops, uid, &moved);
    app.tell(format!("#{} is deleted. Ctrl-Z brings it back.", row.name));
}

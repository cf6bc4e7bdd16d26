//! What is done to the thing in hand: tags given and taken, look-fors settled.

use super::super::notes::work;
use super::super::{forms, tags};
use super::{Item, State};
use crate::app::App;
use crate::app::layers::Filled;
use crate::domain::act::Verb;
use crate::domain::acts;
use crate::domain::id::Uid;
use crate::domain::mark::Tick;
use crate::domain::marking::settled;
use crate::domain::suggestion::{Decided, Decision, tag_topic};
use crate::domain::time::Hlc;
use crate::store::api::NoteRow;

/// The note in hand.
fn note_here(app: &mut App) -> Option<NoteRow> {
    match &app.finish.todo.current()?.item {
        Item::Note(note) => Some((**note).clone()),
        _ => None,
    }
}

/// Gives the note in hand a tag, or takes it off again.
pub fn toggle_tag(app: &mut App, tag: Uid, name: &str) {
    let Some(note) = note_here(app) else { return };
    let on = !note.tags.iter().any(|(t, _)| *t == tag);
    let verb = if on { Verb::TagNotes } else { Verb::UntagNotes };
    let Some(act) = app.act(verb, vec![acts::note_tagged(note.uid, note.kind, &[tag], on)]) else { return };
    tags_changed(
        app,
        act,
        |tags| {
            if on { tags.push((tag, name.to_string())) } else { tags.retain(|(t, _)| *t != tag) }
        },
    );
}

/// Shows changed tags of the note in hand at once; with a tag it is done, without any it is open.
fn tags_changed(app: &mut App, act: Hlc, change: impl Fn(&mut Vec<(Uid, String)>) + Copy) {
    let Some(entry) = app.finish.todo.current_mut() else { return };
    let Item::Note(note) = &mut entry.item else { return };
    change(&mut note.tags);
    entry.state = if note.tags.is_empty() { State::Open } else { State::Done };
    entry.act = Some(act);
    let uid = note.uid;
    work::show_change(app, uid, |row| change(&mut row.tags));
}

/// None of the likely tags fits: they are not proposed for this note again.
pub fn not_these(app: &mut App, note: Uid) {
    let tags: Vec<Uid> = super::likely(app).map(|(_, tag)| tag.tag).collect();
    if tags.is_empty() {
        app.tell("No tag is proposed for this note.");
        return;
    }
    let decided = Decided { decision: Decision::Dismissed, until: None, why: String::new(), pattern: None };
    let ops = tags.iter().map(|tag| acts::decided(&tag_topic(*tag, note), &decided)).collect();
    if app.act(Verb::DismissSuggestion, ops).is_some() {
        app.finish.proposed = None;
        app.tell("These are not proposed for this note again. Ctrl-Z brings them back.");
    }
}

pub fn ask_tag(app: &mut App, note: Uid) {
    if app.may_write() {
        let names = app.tags.all.iter().map(|t| t.name.clone()).collect();
        let hint = "One or more, with blanks between. A new name makes a new tag.";
        forms::named_prompt(app, "Tag this note", "", hint, names, Filled::FinishTag(note));
    }
}

pub fn tag_filled(app: &mut App, uid: Uid, typed: &str) {
    let names: Vec<String> = typed.split([' ', ',']).filter(|n| !n.is_empty()).map(str::to_string).collect();
    let Some(note) = note_here(app).filter(|n| n.uid == uid) else { return };
    let (found, mut ops) = tags::find_or_make(app, &names);
    let added: Vec<Uid> = found.into_iter().filter(|t| !note.tags.iter().any(|(u, _)| u == t)).collect();
    if added.is_empty() {
        app.tell("No tag was added.");
        return;
    }
    ops.push(acts::note_tagged(uid, note.kind, &added, true));
    let Some(act) = app.act(Verb::TagNotes, ops) else { return };
    let named: Vec<(Uid, String)> = added.iter().map(|t| (*t, tags::name_of(app, *t))).collect();
    tags_changed(app, act, |tags| tags.extend(named.iter().cloned()));
}

/// Settles the look-for in hand; another answer changes the mark that was made here. A tally that nobody counted is
/// settled with a tick. True when it was done.
pub fn mark(app: &mut App, tick: Tick) -> bool {
    let Some(entry) = app.finish.todo.current() else { return false };
    let Item::LookFor { id, mark, .. } = &entry.item else { return false };
    let (visit, id, before) = (entry.visit, id.clone(), *mark);
    let uid = before.unwrap_or_else(|| app.new_id());
    let op = match before {
        Some(uid) => acts::tick_changed(uid, Some(tick), None),
        None => acts::marked(visit, &settled(&id, tick, uid)),
    };
    let Some(act) = app.act(Verb::SettleLookFors, vec![op]) else { return false };
    if let Some(entry) = app.finish.todo.current_mut() {
        entry.state = State::Done;
        entry.act = Some(act);
        if let Item::LookFor { mark, .. } = &mut entry.item {
            *mark = Some(uid);
        }
    }
    true
}

//! The note line: saving, editing earlier notes, completing tags.

use super::Editing;
use crate::app::App;
use crate::app::actions::Action;
use crate::app::layers::{Filled, Layer};
use crate::app::recording::LiveNote;
use crate::app::screens::tags;
use crate::domain::act::{Op, Value, Verb};
use crate::domain::acts::{self, NoteFacts};
use crate::domain::id::Uid;
use crate::domain::note::{Line, NoteKind, compose_line, parse_line, tag_being_typed};
use crate::domain::schema::note;
use crate::domain::time::{Hlc, elapsed};
use crate::store::api::Write;

/// Saves the line as a new note, or the change to the note being edited.
pub fn save(app: &mut App) {
    if app.walk.editing.is_some() {
        leave_edit(app);
        return;
    }
    let line = parse_line(&app.walk.note.text());
    if line.is_empty() {
        return;
    }
    let at = app.walk.begun.or_else(|| app.recording.as_ref()?.visit.as_ref().map(|v| v.elapsed(app.now)));
    let uid = app.walk.becomes.take().unwrap_or_else(|| app.new_id());
    if write(app, uid, line, at, false) {
        app.walk.note.clear();
        app.walk.begun = None;
        app.walk.offers.clear();
        app.saving.drafts.remove("note");
    }
    let next = app.new_id();
    app.walk.becomes = Some(next);
}

/// Writes a new note of the visit at hand. False where nothing can be recorded.
pub fn write(app: &mut App, uid: Uid, line: Line, at_ms: Option<i64>, after: bool) -> bool {
    write_with(app, uid, line, at_ms, after, Vec::new()).is_some()
}

/// The same, with operations that belong to the same act; gives the act's clock.
pub fn write_with(app: &mut App, uid: Uid, line: Line, at_ms: Option<i64>, after: bool, more: Vec<Op>) -> Option<Hlc> {
    let visit = app.recording.as_ref()?.visit.as_ref()?.uid;
    let (tag_uids, mut ops) = tags::find_or_make(app, &line.tags);
    let expires = (line.kind == NoteKind::FollowUp).then_some(app.now.utc + app.agreed.follow_up_stays());
    let facts = NoteFacts {
        visit: Some(visit),
        at_ms,
        kind: line.kind,
        about: line.about,
        text: line.text.clone(),
        after,
        tags: tag_uids.clone(),
        expires,
    };
    ops.push(acts::note_written(uid, &facts));
    ops.extend(more);
    let clock = app.act(Verb::AddNote, ops)?;
    let recording = app.recording.as_mut()?;
    if let Some(live) = &mut recording.visit {
        let tags = tag_uids.into_iter().zip(line.tags).collect();
        live.notes.push(LiveNote {
            uid,
            at_ms,
            kind: line.kind,
            about: line.about,
            text: line.text,
            after,
            tags,
            act: Some(clock),
        });
        live.sort();
    }
    recording.count_notes();
    Some(clock)
}

/// Edits the note above: the last one first.
pub fn earlier(app: &mut App) {
    step(app, -1);
}

/// Back down, at last to the line that waits.
pub fn later(app: &mut App) {
    step(app, 1);
}

fn step(app: &mut App, by: isize) {
    let Some(visit) = app.recording.as_ref().and_then(|r| r.visit.as_ref()) else { return };
    let order: Vec<Uid> = visit.notes.iter().map(|n| n.uid).collect();
    let here = app.walk.editing.as_ref().and_then(|e| order.iter().position(|u| *u == e.note)).unwrap_or(order.len());
    let Some(next) = here.checked_add_signed(by) else { return };
    if next > order.len() || (next == order.len() && app.walk.editing.is_none()) {
        return;
    }
    let waiting = match &app.walk.editing {
        Some(editing) => editing.waiting.clone(),
        None => app.walk.note.text(),
    };
    leave_edit(app);
    if let Some(uid) = order.get(next) {
        begin_edit(app, *uid, waiting);
    }
}

fn begin_edit(app: &mut App, uid: Uid, waiting: String) {
    let Some(note) = app.recording.as_ref().and_then(|r| r.visit.as_ref()).and_then(|v| v.note(uid)) else { return };
    let before = compose_line(&note.line());
    app.walk.note.set(&before);
    app.walk.offers.clear();
    app.walk.editing = Some(Editing { note: uid, before, waiting });
}

/// Keeps what was changed in the note being edited and goes back to the line that waits.
pub fn leave_edit(app: &mut App) {
    let Some(editing) = app.walk.editing.take() else { return };
    let typed = app.walk.note.text();
    app.walk.note.set(&editing.waiting);
    app.walk.offers.clear();
    app.saving.drafts.remove("note");
    if typed != editing.before {
        let line = parse_line(&typed);
        if line.is_empty() {
            app.tell("An emptied line stays as it was. Ctrl-D while editing deletes it.");
        } else {
            reword(app, editing.note, line);
        }
    }
    restore_draft(app);
}

/// After an edit the draft on the disk is the waiting line again.
fn restore_draft(app: &mut App) {
    if app.walk.note.is_empty() {
        app.effect(crate::app::effect::Effect::Write(Write::DropDraft("note".into())));
    } else {
        app.saving.typed("note", app.now.steady);
    }
}

/// Rewords a note of the visit at hand.
fn reword(app: &mut App, uid: Uid, line: Line) {
    let Some(old) = app.recording.as_ref().and_then(|r| r.visit.as_ref()).and_then(|v| v.note(uid)).cloned() else {
        return;
    };
    let visit = app.recording.as_ref().and_then(|r| r.visit.as_ref()).map(|v| v.uid);
    let (tag_uids, mut ops) = tags::find_or_make(app, &line.tags);
    ops.extend(rewording(app, &old, &line, &tag_uids, visit));
    let Some(clock) = app.act(Verb::EditNote, ops) else { return };
    if let Some(note) = app.recording.as_mut().and_then(|r| r.visit.as_mut()).and_then(|v| v.note_mut(uid)) {
        note.kind = line.kind;
        note.about = line.about;
        note.text = line.text;
        note.tags = tag_uids.into_iter().zip(line.tags).collect();
        note.act = Some(clock);
    }
}

/// The operation of a rewording. A note that changes between the private log and the shared one is written whole.
fn rewording(app: &App, old: &LiveNote, line: &Line, tag_uids: &[Uid], visit: Option<Uid>) -> Option<Op> {
    if acts::note_stream(old.kind) != acts::note_stream(line.kind) {
        let expires =
            if line.kind == NoteKind::FollowUp { Some(app.now.utc + app.agreed.follow_up_stays()) } else { None };
        let facts = NoteFacts {
            visit,
            at_ms: old.at_ms,
            kind: line.kind,
            about: line.about,
            text: line.text.clone(),
            after: old.after,
            tags: tag_uids.to_vec(),
            expires,
        };
        // What is left out of a new note keeps its old value here, so it is set anew: evidence is kind 0, and what is no
        // follow-up any more does not go away by itself.
        return Some(
            acts::note_written(old.uid, &facts)
                .maybe(note::KIND, (line.kind == NoteKind::Evidence).then_some(Value::Int(0)))
                .maybe(note::ABOUT, line.about.is_none().then_some(Value::Null))
                .maybe(note::EXPIRES, expires.is_none().then_some(Value::Null)),
        );
    }
    let mut members: Vec<(Uid, i64)> = tag_uids.iter().map(|t| (*t, 1)).collect();
    members.extend(old.tags.iter().filter(|(t, _)| !tag_uids.contains(t)).map(|(t, _)| (*t, 0)));
    members.retain(|(t, on)| *on == 0 || !old.tags.iter().any(|(o, _)| o == t));
    Some(acts::note_reworded(old.uid, line.kind, line.about, &line.text, members))
}

/// Time, kind and deletion of the note being edited.
pub fn change(app: &mut App, action: Action) {
    let Some(uid) = app.walk.editing.as_ref().map(|e| e.note) else {
        app.tell("Go up to the note first: the arrow key brings the last one into the line.");
        return;
    };
    leave_edit(app);
    let Some(note) = app.recording.as_ref().and_then(|r| r.visit.as_ref()).and_then(|v| v.note(uid)).cloned() else {
        return;
    };
    match action {
        Action::DeleteNote => delete(app, &note),
        Action::NextKind => next_kind(app, &note),
        _ => {
            let mut prompt =
                super::prompt("When was it?", &["minutes:seconds since the visit began"], "", Filled::RetimeNote(uid));
            let now = note.at_ms.map_or("unknown".to_string(), elapsed);
            prompt.hint = format!("It is {now} now. Type another, such as 4:30; Esc leaves it.");
            app.layers.push(Layer::Prompt(prompt));
        }
    }
}

fn delete(app: &mut App, note: &LiveNote) {
    let op = acts::deleted(crate::domain::schema::Kind::Note, note.uid, acts::note_stream(note.kind), true);
    if app.act(Verb::DeleteNote, vec![op]).is_some() {
        if let Some(visit) = app.recording.as_mut().and_then(|r| r.visit.as_mut()) {
            visit.notes.retain(|n| n.uid != note.uid);
        }
        app.tell("Deleted. Ctrl-Z on an empty line brings it back.");
    }
}

fn next_kind(app: &mut App, note: &LiveNote) {
    let at = NoteKind::ALL.iter().position(|k| *k == note.kind).unwrap_or(0);
    let kind = NoteKind::ALL[(at + 1) % NoteKind::ALL.len()];
    let mut line = note.line();
    line.kind = kind;
    if !kind.is_evidence() {
        line.about = None;
    }
    reword(app, note.uid, line);
    app.tell(format!("Now: {}.", kind.word()));
    begin_edit(app, note.uid, app.walk.note.text());
}

// ── Tags ────────────────────────────────────────────────────────────────────────────────────────────────────────────

/// Offers tags for the `#word` before the cursor.
pub fn offer_tags(app: &mut App) {
    const MOST: usize = 5;
    let before = app.walk.note.before_cursor();
    app.walk.offers = match tag_being_typed(&before).filter(|w| !w.is_empty()) {
        None => Vec::new(),
        Some(word) => {
            let names: Vec<&str> = app.tags.all.iter().map(|t| t.name.as_str()).collect();
            let found = crate::app::fuzzy::find(word, names.iter().copied());
            found.into_iter().take(MOST).map(|i| names[i].to_string()).filter(|n| n != word).collect()
        }
    };
}

/// Completes the tag being typed with the first offer. False when there is none.
pub fn complete(app: &mut App) -> bool {
    let Some(name) = app.walk.offers.first().cloned() else { return false };
    let typed = tag_being_typed(&app.walk.note.before_cursor()).map_or(0, |w| w.chars().count());
    app.walk.note.replace_before(typed, &format!("{name} "));
    super::text_changed(app);
    true
}

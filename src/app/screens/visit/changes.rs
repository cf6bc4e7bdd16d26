//! Changes to a visit and its notes, shown at once: also in the visit that is being recorded.

use super::super::notes::work;
use super::super::{forms, tags};
use crate::app::layers::{Agreed, Filled, Layer};
use crate::app::recording::{LiveNote, LiveVisit};
use crate::app::{App, Screen};
use crate::domain::act::{Op, Stream, Value, Verb};
use crate::domain::acts::{self, NoteFacts};
use crate::domain::id::Uid;
use crate::domain::note::{Line, NoteKind, parse_line};
use crate::domain::schema::{Field, Kind, note, visit};
use crate::domain::text::count;
use crate::domain::time::{Hlc, elapsed, parse_elapsed};
use crate::store::api::{NoteKey, NoteRow, Origin, VisitRow, VisitView};

/// The visit being recorded, when it is this one.
fn live(app: &mut App, uid: Uid) -> Option<&mut LiveVisit> {
    app.recording.as_mut()?.visit.as_mut().filter(|v| v.uid == uid)
}

/// Shows a change of a visit at once.
fn show(app: &mut App, uid: Uid, row: impl Fn(&mut VisitRow), now: impl Fn(&mut LiveVisit)) {
    if let Some(view) = app.visit.view.as_mut().filter(|v| v.visit.uid == uid) {
        row(&mut view.visit);
    }
    if let Some(visit) = live(app, uid) {
        now(visit);
    }
}

/// Shows a change of a note at once, here and wherever else it stands.
pub fn show_note(app: &mut App, uid: Uid, change: impl Fn(&mut NoteRow) + Copy) {
    work::show_change(app, uid, change);
    if let Some(visit) = app.recording.as_mut().and_then(|r| r.visit.as_mut()) {
        visit.sort();
    }
}

// ── A note added ────────────────────────────────────────────────────────────────────────────────────────────────────

pub fn ask_note(app: &mut App, view: &VisitView) {
    if app.may_write() {
        note_prompt(app, view.visit.uid);
    }
}

fn note_prompt(app: &mut App, visit: Uid) {
    let hint = "As while walking: T, S4, ?, !, #tag; 4:30 first is its time. Esc ends.";
    let names = app.tags.all.iter().map(|t| t.name.clone()).collect();
    forms::named_prompt(app, "Add a line to this visit", "", hint, names, Filled::AddNote(visit));
    if let Some(Layer::Prompt(prompt)) = app.layers.last_mut() {
        // Names are offered once a tag is begun, not before.
        prompt.offers.clear();
    }
}

/// A line written later. The field stays open for the next one, until an empty line ends it.
pub fn note_filled(app: &mut App, visit: Uid, typed: &str) {
    if !typed.is_empty() && add_note(app, visit, typed) {
        note_prompt(app, visit);
    }
}

/// It has a minute only where one stands before it: "4:30 T asks again". False when nothing can be written now.
fn add_note(app: &mut App, visit_uid: Uid, typed: &str) -> bool {
    let (at_ms, typed) = leading_time(typed);
    let line = parse_line(typed);
    let uid = app.new_id();
    let empty = line.text.is_empty();
    add_line(app, visit_uid, uid, at_ms, line, Vec::new()).is_some() || empty
}

/// Adds a line with an id of its own, and with operations that belong to the same act; gives the act's clock.
pub fn add_line(app: &mut App, visit_uid: Uid, uid: Uid, at_ms: Option<i64>, line: Line, more: Vec<Op>) -> Option<Hlc> {
    if line.text.is_empty() {
        app.tell("Nothing was written, so nothing was added.");
        return None;
    }
    let (tag_uids, mut ops) = tags::find_or_make(app, &line.tags);
    let expires = (line.kind == NoteKind::FollowUp).then(|| app.now.utc + app.agreed.follow_up_stays());
    let facts = NoteFacts {
        visit: Some(visit_uid),
        at_ms,
        kind: line.kind,
        about: line.about,
        text: line.text.clone(),
        after: false,
        tags: tag_uids.clone(),
        expires,
    };
    ops.push(acts::note_written(uid, &facts));
    ops.extend(more);
    let clock = app.act(Verb::AddNote, ops)?;
    let named: Vec<(Uid, String)> = tag_uids.into_iter().zip(line.tags).collect();
    if let Some(visit) = live(app, visit_uid) {
        let note = LiveNote {
            uid,
            at_ms,
            kind: facts.kind,
            about: facts.about,
            text: facts.text.clone(),
            after: false,
            tags: named.clone(),
            act: Some(clock),
        };
        visit.notes.push(note);
        visit.sort();
    }
    if let Some(recording) = &mut app.recording {
        recording.count_notes();
    }
    show_added(app, visit_uid, uid, facts, named);
    Some(clock)
}

fn show_added(app: &mut App, visit_uid: Uid, uid: Uid, facts: NoteFacts, named: Vec<(Uid, String)>) {
    let Some(view) = app.visit.view.as_mut().filter(|v| v.visit.uid == visit_uid) else { return };
    let v = &view.visit;
    view.notes.push(NoteRow {
        uid,
        key: NoteKey { at: v.started.unwrap_or_default() + facts.at_ms.unwrap_or(0), id: i64::MAX },
        visit: visit_uid,
        number: v.number,
        room: v.room.clone(),
        subject: v.subject.clone(),
        grade: v.grade.clone(),
        at_ms: facts.at_ms,
        kind: facts.kind,
        about: facts.about,
        text: facts.text,
        after: false,
        expires: facts.expires,
        tags: named,
        two_versions: false,
    });
    app.visit.line = Some(uid);
}

/// A time such as "4:30" at the beginning, and the rest. A number alone is not a time: "12 of 20 write".
fn leading_time(typed: &str) -> (Option<i64>, &str) {
    let (first, rest) = typed.split_once(' ').unwrap_or((typed, ""));
    match parse_elapsed(first).filter(|_| first.contains(':') && !rest.is_empty()) {
        Some(at) => (Some(at), rest.trim_start()),
        None => (None, typed),
    }
}

// ── Time and kind of a note ─────────────────────────────────────────────────────────────────────────────────────────

pub fn ask_time(app: &mut App, view: &VisitView, note: &NoteRow) {
    if view.visit.origin != Origin::Live && note.at_ms.is_none() {
        app.tell("This visit was written afterwards, so its lines carry no minute.");
    } else if app.may_write() {
        work::hold(app, vec![note.clone()]);
        let now = note.at_ms.map(elapsed).unwrap_or_default();
        time_prompt(app, note.uid, &now, "Minutes and seconds since the visit began, such as 4:30.");
    }
}

fn time_prompt(app: &mut App, note: Uid, text: &str, hint: &str) {
    forms::prompt(app, "Change the time of this note", text, hint, Filled::RetimeNote(note));
}

pub fn retime(app: &mut App, uid: Uid, typed: &str) {
    let Some(at_ms) = parse_elapsed(typed) else {
        time_prompt(app, uid, typed, "That is no time. Write minutes and seconds since the visit began: 4:30.");
        return;
    };
    let Some(row) = work::known(app, uid).filter(|r| r.at_ms != Some(at_ms)) else { return };
    if let Err(why) = super::bounds::moment(app, at_ms) {
        time_prompt(app, uid, typed, &why);
        return;
    }
    if app.act(Verb::RetimeNote, vec![acts::note_retimed(uid, row.kind, at_ms)]).is_some() {
        show_note(app, uid, |n| n.at_ms = Some(at_ms));
    }
}

pub fn next_kind(app: &mut App, row: &NoteRow) {
    let at = NoteKind::ALL.iter().position(|k| *k == row.kind).unwrap_or(0);
    let kind = NoteKind::ALL[(at + 1) % NoteKind::ALL.len()];
    let expires = (kind == NoteKind::FollowUp).then(|| app.now.utc + app.agreed.follow_up_stays());
    if app.act(Verb::RekindNote, vec![of_kind(row, kind, expires)]).is_some() {
        work::hold(app, vec![row.clone()]);
        show_note(app, row.uid, |n| {
            n.kind = kind;
            n.expires = expires;
        });
        app.tell(format!("Its kind is now: {}.", kind.word()));
    }
}

/// A note of another kind. A follow-up is private: becoming one, or ceasing to be one, the note is written whole to
/// the other log.
fn of_kind(row: &NoteRow, kind: NoteKind, expires: Option<i64>) -> Op {
    if acts::note_stream(row.kind) == acts::note_stream(kind) {
        return Op::new(Kind::Note, row.uid).in_stream(acts::note_stream(kind)).int(note::KIND, kind as i64);
    }
    let facts = NoteFacts {
        visit: Some(row.visit),
        at_ms: row.at_ms,
        kind,
        about: row.about,
        text: row.text.clone(),
        after: row.after,
        tags: row.tags.iter().map(|(t, _)| *t).collect(),
        expires,
    };
    // What is left out of a new note keeps its old value here, so it is set anew.
    acts::note_written(row.uid, &facts)
        .maybe(note::KIND, (kind as i64 == 0).then_some(Value::Int(0)))
        .maybe(note::EXPIRES, expires.is_none().then_some(Value::Null))
}

pub fn delete_note(app: &mut App, row: &NoteRow) {
    work::hold(app, vec![row.clone()]);
    work::delete(app, &[row.uid]);
    if app.read_only.is_some() {
        return;
    }
    let at = super::place(app);
    if let Some(view) = &mut app.visit.view {
        view.notes.retain(|n| n.uid != row.uid);
    }
    super::keep_marked(app, at);
}

pub fn keep_follow_up(app: &mut App, row: &NoteRow) {
    let kept = row.expires.unwrap_or(0) == 0;
    match row.kind {
        NoteKind::FollowUp if kept => app.tell("This follow-up is kept already."),
        NoteKind::FollowUp => {
            if app.act(Verb::KeepFollowUp, vec![acts::follow_up_kept(row.uid)]).is_some() {
                show_note(app, row.uid, |n| n.expires = Some(0));
                app.tell("Kept: it stays until you delete it.");
            }
        }
        _ => app.tell("Only follow-ups go away by themselves; this note stays in any case."),
    }
}

// ── The visit itself ────────────────────────────────────────────────────────────────────────────────────────────────

pub fn ask_heads(app: &mut App, view: &VisitView) {
    if app.may_write() {
        let now = view.visit.heads.map(|n| n.to_string()).unwrap_or_default();
        heads_prompt(app, view.visit.uid, &now, "A number; empty: not counted.");
    }
}

fn heads_prompt(app: &mut App, uid: Uid, text: &str, hint: &str) {
    forms::prompt(app, "How many students are in the room?", text, hint, Filled::Heads(uid));
}

/// Most students a room can hold here; more is a slip of the finger.
const MOST_HEADS: u32 = 999;

pub fn heads(app: &mut App, uid: Uid, typed: &str) {
    let students = if typed.is_empty() { None } else { typed.parse::<u32>().ok().filter(|n| *n <= MOST_HEADS) };
    if students.is_none() && !typed.is_empty() {
        heads_prompt(app, uid, typed, "That is no number of students. Write a number up to 999, or nothing.");
        return;
    }
    if app.act(Verb::EditVisit, vec![acts::visit_heads(uid, students)]).is_some() {
        show(app, uid, |row| row.heads = students, |live| live.heads = students);
    }
}

fn flag(app: &mut App, uid: Uid, field: Field, on: bool, said: [&str; 2]) -> bool {
    let done = app.act(Verb::EditVisit, vec![acts::visit_flag(uid, field, on)]).is_some();
    if done {
        app.tell(said[usize::from(!on)]);
    }
    done
}

pub fn substitute(app: &mut App, view: &VisitView) {
    let (uid, on) = (view.visit.uid, !view.visit.substitute);
    if flag(app, uid, visit::SUBSTITUTE, on, ["Marked: a substitute taught.", "The regular teacher taught."]) {
        show(app, uid, |row| row.substitute = on, |live| live.substitute = on);
    }
}

pub fn asked_for(app: &mut App, view: &VisitView) {
    let (uid, on) = (view.visit.uid, !view.visit.asked);
    if flag(app, uid, visit::ASKED, on, ["Marked: the teacher asked for it.", "Not asked for by the teacher."]) {
        show(app, uid, |row| row.asked = on, |live| live.asked = on);
    }
}

pub fn ask_delete(app: &mut App, view: &VisitView) {
    let uid = view.visit.uid;
    if live(app, uid).is_some() {
        app.tell("This visit is being recorded. Leave the room first.");
        return;
    }
    let all = [
        (view.notes.len(), "note", "notes"),
        (view.marks.len(), "mark", "marks"),
        (view.replies.len(), "line of what the teacher said", "lines of what the teacher said"),
    ];
    let all = all.into_iter().filter(|(n, ..)| *n > 0).map(|(n, one, many)| count(n, one, many)).collect::<Vec<_>>();
    let detail = if all.is_empty() { String::new() } else { format!("With it go {}. ", all.join(", ")) };
    let detail = format!("{detail}Ctrl-Z brings all back.");
    forms::confirm(app, "Delete this visit?".into(), &detail, Agreed::DeleteVisit(uid));
}

/// Deletes a visit; the store leaves its notes out of every list with it.
pub fn delete(app: &mut App, uid: Uid) {
    let op = acts::deleted(Kind::Visit, uid, Stream::Shared, true);
    if app.act(Verb::DeleteVisit, vec![op]).is_none() {
        return;
    }
    if app.visit.uid == Some(uid) {
        app.visit.uid = None;
        app.visit.view = None;
    }
    if app.screen == Screen::Visit {
        app.step_back();
    }
    app.tell("The visit is deleted. Ctrl-Z brings it back.");
}

//! Rewording a note as the line one would type for it, and splitting one in two.

use super::line_text;
use super::work::{hold, known, show_change};
use crate::app::App;
use crate::app::field::Field;
use crate::app::layers::{Filled, Layer, Prompt, PromptLine};
use crate::app::screens::tags;
use crate::domain::act::{Op, Value, Verb};
use crate::domain::acts::{self, NoteFacts};
use crate::domain::id::Uid;
use crate::domain::note::{Line, NoteKind, compose_line, parse_line};
use crate::domain::schema::note;
use crate::store::api::NoteRow;

/// A note as the line one would type for it.
pub fn line_of(row: &NoteRow) -> Line {
    Line {
        kind: row.kind,
        about: row.about,
        text: row.text.clone(),
        tags: row.tags.iter().map(|(_, n)| n.clone()).collect(),
    }
}

/// Opens the line of a note for rewording.
pub fn ask_edit(app: &mut App, row: NoteRow) {
    if app.may_write() {
        let typed = compose_line(&line_of(&row));
        open_edit(app, row.uid, &typed);
        hold(app, vec![row]);
    }
}

fn open_edit(app: &mut App, uid: Uid, typed: &str) {
    app.layers.push(Layer::Prompt(Prompt {
        title: "Reword the note".into(),
        lines: vec![PromptLine { label: String::new(), field: Field::new(typed) }],
        focus: 0,
        then: Filled::EditNote(uid),
        hint: "? wondering   ~ interpretation   ! follow-up   \" quote   T, S4 whom   #tag   Enter keeps it".into(),
        offers: Vec::new(),
        names: Vec::new(),
    }));
}

/// Opens two lines for the two halves of a note.
pub fn ask_split(app: &mut App, row: NoteRow) {
    if !app.may_write() {
        return;
    }
    let whole = Line { tags: Vec::new(), ..line_of(&row) };
    let second = Line { text: String::new(), ..whole.clone() };
    let line =
        |label: &str, line: &Line| PromptLine { label: label.into(), field: Field::new(compose_line(line).trim_end()) };
    app.layers.push(Layer::Prompt(Prompt {
        title: "Split the note in two".into(),
        lines: vec![line("first", &whole), line("second", &second)],
        focus: 0,
        then: Filled::SplitNote(row.uid),
        hint: "Go to where the second begins and press Enter; what is behind the cursor goes down. Both keep the tags."
            .into(),
        offers: Vec::new(),
        names: Vec::new(),
    }));
    hold(app, vec![row]);
}

/// Reads the line typed for a note. A kind that the note's own line does not tell (somebody chose it) stays unless the
/// new line tells another one than the old line did; so does whom it is about.
fn read_for(row: &NoteRow, typed: &str) -> Line {
    let old = parse_line(&compose_line(&line_of(row)));
    let mut line = parse_line(typed);
    if line.kind == old.kind {
        line.kind = row.kind;
    }
    if line.about == old.about {
        line.about = row.about;
    }
    line
}

/// A note was reworded: one act, with the tags it makes, gets and loses.
pub fn edit_filled(app: &mut App, uid: Uid, prompt: &Prompt) {
    let Some(row) = known(app, uid) else { return };
    let typed = line_text(prompt, 0);
    let line = read_for(&row, &typed);
    if line.text.trim().is_empty() {
        app.needs_you("A note without words is not kept; the old one stands. To remove it, delete it.");
        return;
    }
    if line == line_of(&row) || !app.may_write() {
        return;
    }
    let (wanted, mut ops) = tags::find_or_make(app, &line.tags);
    let tags: Vec<(Uid, String)> = wanted.iter().map(|t| (*t, tags::name_of(app, *t))).collect();
    ops.push(reworded(app, &row, &line, &wanted));
    let expires = new_expiry(app, &row, line.kind);
    app.act(Verb::EditNote, ops);
    show_change(app, uid, |row| {
        row.kind = line.kind;
        row.about = line.about;
        row.text.clone_from(&line.text);
        row.tags.clone_from(&tags);
        row.expires = expires;
    });
}

/// When a note goes away by itself after its kind was changed.
fn new_expiry(app: &App, row: &NoteRow, kind: NoteKind) -> Option<i64> {
    match (row.kind, kind) {
        (NoteKind::FollowUp, NoteKind::FollowUp) => row.expires,
        (_, NoteKind::FollowUp) => Some(app.now.utc + app.agreed.follow_up_stays()),
        _ => None,
    }
}

/// The operation of a reworded note. Between follow-up and any other kind it moves to the other log, whole; what stood
/// in the old one and is not so any more is set anew, since fields left out keep their old value.
fn reworded(app: &App, row: &NoteRow, line: &Line, wanted: &[Uid]) -> Op {
    let had = |uid: &Uid| row.tags.iter().any(|(u, _)| u == uid);
    let lost = row.tags.iter().map(|(u, _)| *u).filter(|u| !wanted.contains(u)).map(|u| (u, 0));
    if acts::note_stream(row.kind) == acts::note_stream(line.kind) {
        let gained = wanted.iter().copied().filter(|u| !had(u)).map(|u| (u, 1));
        return acts::note_reworded(row.uid, line.kind, line.about, &line.text, gained.chain(lost).collect());
    }
    let facts = NoteFacts {
        visit: Some(row.visit),
        at_ms: row.at_ms,
        kind: line.kind,
        about: line.about,
        text: line.text.clone(),
        after: row.after,
        tags: Vec::new(),
        expires: new_expiry(app, row, line.kind),
    };
    let members: Vec<(Uid, i64)> = wanted.iter().map(|u| (*u, 1)).chain(lost).collect();
    let op = acts::note_written(row.uid, &facts)
        .maybe(note::TAGS, (!members.is_empty()).then_some(Value::Members(members)))
        .maybe(note::KIND, (line.kind as i64 == 0).then_some(Value::Int(0)))
        .maybe(note::ABOUT, line.about.is_none().then_some(Value::Null));
    op.maybe(note::EXPIRES, facts.expires.is_none().then_some(Value::Null))
}

/// A note became two: the first keeps its id, the second has the same visit, time and tags. One act.
pub fn split_filled(app: &mut App, uid: Uid, prompt: &Prompt) {
    let Some(row) = known(app, uid) else { return };
    let (first, second) = (read_for(&row, &line_text(prompt, 0)), parse_line(&line_text(prompt, 1)));
    if first.text.trim().is_empty() || second.text.trim().is_empty() {
        app.needs_you("A note is split when both lines say something. It stands as it was.");
        return;
    }
    if !app.may_write() {
        return;
    }
    let tag_names = |line: &Line| line_of(&row).tags.into_iter().chain(line.tags.clone()).collect::<Vec<_>>();
    let (first_tags, mut ops) = tags::find_or_make(app, &tag_names(&first));
    let (second_tags, more) = tags::find_or_make(app, &tag_names(&second));
    ops.extend(more);
    ops.push(reworded(app, &row, &first, &first_tags));
    let new = app.new_id();
    let facts = NoteFacts {
        visit: Some(row.visit),
        at_ms: row.at_ms,
        kind: second.kind,
        about: second.about,
        text: second.text.clone(),
        after: row.after,
        tags: second_tags,
        expires: new_expiry(app, &row, second.kind),
    };
    ops.push(acts::note_written(new, &facts));
    app.act(Verb::SplitNote, ops);
    show_change(app, uid, |row| {
        row.kind = first.kind;
        row.about = first.about;
        row.text.clone_from(&first.text);
    });
    app.tell("Split in two. Ctrl-Z puts it together again.");
}

//! Tagging, untagging, deleting and keeping: each one act, however many notes it is about, and shown at once.

use super::{NotesState, line_text};
use crate::app::App;
use crate::app::field::Field;
use crate::app::layer_keys;
use crate::app::layers::{Agreed, Confirm, Filled, Layer, Prompt, PromptLine};
use crate::app::recording::LiveNote;
use crate::app::screens::{like, tags};
use crate::domain::act::{Op, Verb};
use crate::domain::acts;
use crate::domain::id::Uid;
use crate::domain::mark::Detail;
use crate::domain::marking::Change;
use crate::domain::note::NoteKind;
use crate::domain::order::InOrder;
use crate::domain::schema::Kind;
use crate::domain::tag::same_name;
use crate::domain::text::count;
use crate::store::api::{Ask, Lane, NoteKey, NoteRow, TagProposal};

// ── The notes an act is about ───────────────────────────────────────────────────────────────────────────────────────

/// Keeps the notes that a prompt about to be opened is about, so that its answer finds them: also for screens with
/// lists of their own.
pub fn hold(app: &mut App, rows: Vec<NoteRow>) {
    app.notes.at_hand = rows;
}

/// A note as last seen anywhere on the screens.
pub fn known(app: &App, uid: Uid) -> Option<NoteRow> {
    let notes = &app.notes;
    let context = notes.context.iter().flat_map(|c| &c.notes);
    let mut listed = notes.at_hand.iter().chain(&notes.rows).chain(notes.marked.values()).chain(context);
    listed.find(|r| r.uid == uid).cloned().or_else(|| live_row(app, uid))
}

fn known_all(app: &App, uids: &[Uid]) -> Vec<NoteRow> {
    uids.iter().filter_map(|uid| known(app, *uid)).collect()
}

/// A note of the visit being recorded.
fn live_row(app: &App, uid: Uid) -> Option<NoteRow> {
    let visit = app.recording.as_ref()?.visit.as_ref()?;
    let note = visit.note(uid)?;
    Some(NoteRow {
        uid,
        key: NoteKey { at: visit.started + note.at_ms.unwrap_or(0), id: 0 },
        visit: visit.uid,
        number: visit.number,
        room: visit.label.clone(),
        subject: visit.subject.clone(),
        grade: visit.grade.clone(),
        at_ms: note.at_ms,
        kind: note.kind,
        about: note.about,
        text: note.text.clone(),
        after: note.after,
        expires: None,
        tags: note.tags.clone(),
        two_versions: false,
    })
}

/// All notes that the lists hold.
pub fn held(notes: &mut NotesState) -> impl Iterator<Item = &mut NoteRow> {
    notes.rows.iter_mut().chain(&mut notes.at_hand).chain(notes.marked.values_mut())
}

/// Shows a change at once, wherever the note is on a screen.
pub fn show_change(app: &mut App, uid: Uid, change: impl Fn(&mut NoteRow)) {
    let notes = &mut app.notes;
    let context = notes.context.iter_mut().flat_map(|c| &mut c.notes);
    let listed = notes.at_hand.iter_mut().chain(&mut notes.rows).chain(notes.marked.values_mut()).chain(context);
    let page = app.visit.view.iter_mut().flat_map(|v| &mut v.notes);
    listed.chain(page).chain(app.like.held()).filter(|r| r.uid == uid).for_each(&change);
    if let Some(mut row) = live_row(app, uid)
        && let Some(visit) = app.recording.as_mut().and_then(|r| r.visit.as_mut())
        && let Some(note) = visit.note_mut(uid)
    {
        change(&mut row);
        *note = LiveNote {
            at_ms: row.at_ms,
            kind: row.kind,
            about: row.about,
            text: row.text,
            tags: row.tags,
            ..note.clone()
        };
    }
}

// ── Tags ────────────────────────────────────────────────────────────────────────────────────────────────────────────

fn prompt(title: String, label: &str, text: &str, then: Filled, hint: &str, names: Vec<String>) -> Layer {
    let mut prompt = Prompt {
        title,
        lines: vec![PromptLine { label: label.into(), field: Field::new(text) }],
        focus: 0,
        then,
        hint: hint.into(),
        offers: Vec::new(),
        names,
    };
    layer_keys::offer(&mut prompt);
    Layer::Prompt(prompt)
}

fn notes_words(rows: &[NoteRow]) -> String {
    match rows {
        [_] => "this note".into(),
        rows => count(rows.len(), "note", "notes"),
    }
}

fn uids_of(rows: &[NoteRow]) -> Vec<Uid> {
    rows.iter().map(|r| r.uid).collect()
}

/// Asks which tags these notes get.
pub fn ask_tag(app: &mut App, rows: Vec<NoteRow>) {
    ask_tag_as(app, rows, "");
}

/// The same, with names that stand there already.
pub fn ask_tag_as(app: &mut App, rows: Vec<NoteRow>, names: &str) {
    if rows.is_empty() || !app.may_write() {
        return;
    }
    let hint = "Several with blanks between. Tab completes; a name that is new makes a new tag.";
    let title = format!("Tag {}", notes_words(&rows));
    let layer = prompt(title, "tags", names, Filled::TagNotes(uids_of(&rows)), hint, tags::names_by_use(app));
    if let ([row], "") = (rows.as_slice(), names) {
        app.ask(Lane::TagProposals, Ask::TagProposals { note: row.uid });
    }
    hold(app, rows);
    app.layers.push(layer);
}

/// Tags were proposed for a note: where it is being tagged they stand first, and it is said what they are.
pub fn tags_proposed(app: &mut App, note: Uid, tags: &[TagProposal]) {
    let Some(Layer::Prompt(prompt)) = app.layers.last_mut() else { return };
    let asked = matches!(&prompt.then, Filled::TagNotes(uids) if uids.as_slice() == [note]);
    if !asked || tags.is_empty() {
        return;
    }
    let names: Vec<String> = tags.iter().map(|t| t.name.clone()).collect();
    prompt.hint = format!("Likely, by the notes most like it: {}. Tab takes the first.", hashed(&names));
    prompt.names.retain(|name| !names.contains(name));
    prompt.names.splice(0..0, names);
    layer_keys::offer(prompt);
}

/// Asks which tags are taken off these notes; only theirs are offered.
pub fn ask_untag(app: &mut App, rows: Vec<NoteRow>) {
    if rows.is_empty() || !app.may_write() {
        return;
    }
    let mut names: Vec<String> = rows.iter().flat_map(|r| r.tags.iter().map(|(_, n)| n.clone())).collect();
    names.order();
    names.dedup();
    if names.is_empty() {
        app.tell("There is no tag on that.");
        return;
    }
    let only = if let [only] = names.as_slice() { only.clone() } else { String::new() };
    let title = format!("Take tags off {}", notes_words(&rows));
    let hint = "Several with blanks between. Tab completes.";
    let layer = prompt(title, "tags", &only, Filled::UntagNotes(uids_of(&rows)), hint, names);
    hold(app, rows);
    app.layers.push(layer);
}

/// The names typed, apart.
fn names_typed(prompt: &Prompt) -> Vec<String> {
    line_text(prompt, 0).split([' ', ',', '\n']).filter(|n| !n.is_empty()).map(str::to_string).collect()
}

fn hashed(names: &[String]) -> String {
    names.iter().map(|n| format!("#{n}")).collect::<Vec<_>>().join(" ")
}

/// Gives tags to notes, making those that are new: one act.
pub fn tag_filled(app: &mut App, uids: &[Uid], prompt: &Prompt) {
    let typed = names_typed(prompt);
    if typed.is_empty() || !app.may_write() {
        return;
    }
    let (tags, mut ops) = tags::find_or_make(app, &typed);
    if tags.is_empty() {
        app.needs_you(format!("“{}” cannot be a tag: its name begins with a letter.", typed.join(" ")));
        return;
    }
    let named: Vec<(Uid, String)> = tags.iter().map(|t| (*t, tags::name_of(app, *t))).collect();
    let mut touched = Vec::new();
    for row in known_all(app, uids) {
        let missing: Vec<Uid> = tags.iter().copied().filter(|t| !row.tags.iter().any(|(u, _)| u == t)).collect();
        if !missing.is_empty() {
            ops.push(acts::note_tagged(row.uid, row.kind, &missing, true));
            touched.push(row.uid);
        }
    }
    let names: Vec<String> = named.iter().map(|(_, n)| n.clone()).collect();
    if touched.is_empty() {
        app.tell(format!("{} stands there already.", hashed(&names)));
        return;
    }
    ops.extend(like::accepted(app, &touched, &tags));
    app.act(Verb::TagNotes, ops);
    for uid in &touched {
        show_change(app, *uid, |row| {
            for tag in &named {
                if !row.tags.iter().any(|(u, _)| *u == tag.0) {
                    row.tags.push(tag.clone());
                }
            }
        });
    }
    let what = count(touched.len(), "note", "notes");
    app.tell(format!("{what} tagged {}. Ctrl-Z takes it back.", hashed(&names)));
}

/// Takes tags off notes: one act.
pub fn untag_filled(app: &mut App, uids: &[Uid], prompt: &Prompt) {
    let typed: Vec<String> = names_typed(prompt).iter().map(|n| n.trim_start_matches('#').to_string()).collect();
    if typed.is_empty() || !app.may_write() {
        return;
    }
    let named = |name: &str| typed.iter().any(|t| same_name(t, name));
    let mut ops: Vec<Op> = Vec::new();
    let mut touched = Vec::new();
    for row in known_all(app, uids) {
        let gone: Vec<Uid> = row.tags.iter().filter(|(_, n)| named(n)).map(|(u, _)| *u).collect();
        if !gone.is_empty() {
            ops.push(acts::note_tagged(row.uid, row.kind, &gone, false));
            touched.push((row.uid, gone));
        }
    }
    if touched.is_empty() {
        app.tell(format!("{} is not on that, so nothing was taken off.", hashed(&typed)));
        return;
    }
    app.act(Verb::UntagNotes, ops);
    for (uid, gone) in &touched {
        show_change(app, *uid, |row| row.tags.retain(|(u, _)| !gone.contains(u)));
    }
    let what = count(touched.len(), "note", "notes");
    app.tell(format!("{} taken off {what}. Ctrl-Z puts it back.", hashed(&typed)));
}

// ── Deleting and keeping ────────────────────────────────────────────────────────────────────────────────────────────

/// Deletes one note at once, since undo brings it back; asks before more than one.
pub fn ask_delete(app: &mut App, rows: Vec<NoteRow>) {
    if !app.may_write() {
        return;
    }
    let uids = uids_of(&rows);
    hold(app, rows);
    match uids.len() {
        0 => {}
        1 => delete(app, &uids),
        many => app.layers.push(Layer::Confirm(Confirm {
            question: format!("Delete {many} notes?"),
            detail: "They leave every list and pattern. Ctrl-Z brings them back.".into(),
            then: Agreed::DeleteNotes(uids),
        })),
    }
}

/// Deletes notes: one act.
pub fn delete(app: &mut App, uids: &[Uid]) {
    let rows = known_all(app, uids);
    let gone = |r: &NoteRow| acts::deleted(Kind::Note, r.uid, acts::note_stream(r.kind), true);
    let mut ops: Vec<Op> = rows.iter().map(gone).collect();
    let answers = answers(app, uids);
    ops.extend(answers.iter().map(|(visit, gone)| acts::mark_changed(*visit, gone)));
    if app.act(Verb::DeleteNote, ops).is_none() {
        return;
    }
    show_unanswered(app, &answers);
    let notes = &mut app.notes;
    let before = notes.rows.iter().take(notes.selected).filter(|r| uids.contains(&r.uid)).count();
    notes.rows.retain(|r| !uids.contains(&r.uid));
    notes.selected = (notes.selected - before).min(notes.rows.len().saturating_sub(1));
    notes.marked.retain(|uid, _| !uids.contains(uid));
    if let Some(context) = &mut notes.context {
        context.notes.retain(|r| !uids.contains(&r.uid));
    }
    if let Some(recording) = &mut app.recording
        && let Some(visit) = &mut recording.visit
    {
        visit.notes.retain(|n| !uids.contains(&n.uid));
        recording.count_notes();
    }
    app.tell(match rows.len() {
        1 => "Deleted. Ctrl-Z brings it back.".to_string(),
        many => format!("{many} notes deleted. Ctrl-Z brings them back."),
    });
}

/// The marks which say that these notes answer a prompt, each as its removal: a prompt without its note is not answered.
fn answers(app: &App, notes: &[Uid]) -> Vec<(Uid, Change)> {
    let page = app.visit.page().map(|v| (v.visit.uid, v.marks.as_slice()));
    let live = app.recording.as_ref().and_then(|r| r.visit.as_ref()).map(|v| (v.uid, v.marks.as_slice()));
    let live = live.filter(|(uid, _)| page.is_none_or(|(shown, _)| shown != *uid));
    let all = page.into_iter().chain(live).flat_map(|(visit, marks)| marks.iter().map(move |m| (visit, m)));
    let theirs = all.filter(|(_, m)| matches!(m.detail, Detail::Note(note) if notes.contains(&note)));
    theirs.map(|(visit, m)| (visit, Change::Remove(m.clone()))).collect()
}

fn show_unanswered(app: &mut App, answers: &[(Uid, Change)]) {
    for (uid, change) in answers {
        if let Some(view) = app.visit.view.as_mut().filter(|v| v.visit.uid == *uid) {
            change.apply(&mut view.marks);
        }
        if let Some(live) = app.recording.as_mut().and_then(|r| r.visit.as_mut()).filter(|v| v.uid == *uid) {
            live.change_marks(std::slice::from_ref(change));
        }
    }
}

/// Keeps follow-ups, which otherwise go away by themselves: one act.
pub fn keep(app: &mut App, rows: &[NoteRow]) {
    let expiring = |r: &&NoteRow| r.kind == NoteKind::FollowUp && r.expires.is_some_and(|at| at > 0);
    let uids: Vec<Uid> = rows.iter().filter(expiring).map(|r| r.uid).collect();
    if uids.is_empty() {
        app.tell("Only follow-ups go away by themselves; this stays anyway.");
        return;
    }
    if app.act(Verb::KeepFollowUp, uids.iter().map(|u| acts::follow_up_kept(*u)).collect()).is_none() {
        return;
    }
    for uid in &uids {
        show_change(app, *uid, |row| row.expires = Some(0));
    }
    app.tell(format!("{} kept.", count(uids.len(), "follow-up is", "follow-ups are")));
}

//! Two notes become one, and a note comes to be about somebody else.

use super::super::notes::work;
use super::changes::show_note;
use crate::app::App;
use crate::domain::act::{Op, Stream, Verb};
use crate::domain::acts;
use crate::domain::id::Uid;
use crate::domain::note::{About, NoteKind};
use crate::domain::schema::{Kind, note};
use crate::store::api::{NoteRow, VisitView};

/// What stands between the words of the two.
const BETWEEN: &str = "; ";

/// Joins a note with the next one of the visit: one act. The first stays, with the words of both, the earlier time, the
/// tags of both, and its place in the patterns that rest on the second.
pub fn join(app: &mut App, view: &VisitView, first: &NoteRow) {
    let notes = super::timeline(view, app.visit.sheet.as_ref());
    let mut below = notes.iter().skip_while(|l| l.uid() != first.uid).skip(1);
    let next = below.find_map(|l| if let super::Line::Note(note) = l { Some(*note) } else { None });
    let Some(second) = next.cloned() else {
        app.tell("There is no note below this one to join it with.");
        return;
    };
    let Some(joined) = joined(first, &second) else {
        let (a, b) = (first.kind.word(), second.kind.word());
        app.tell(format!("This is a note of the kind {a}, the next one {b}. Give them one kind first (Ctrl-G)."));
        return;
    };
    if app.act(Verb::JoinNotes, ops(view, first, &second, &joined)).is_none() {
        return;
    }
    work::hold(app, vec![first.clone()]);
    show_note(app, first.uid, |row| row.clone_from(&joined));
    gone(app, second.uid);
    app.tell("Joined. Ctrl-Z takes them apart again.");
}

/// The note that both become; `None` where their kinds do not go together: what was seen and what was thought stay
/// apart, and what is private stays private.
fn joined(first: &NoteRow, second: &NoteRow) -> Option<NoteRow> {
    let kind = match (first.kind, second.kind) {
        (a, b) if a == b => a,
        (a, b) if a.is_evidence() && b.is_evidence() => NoteKind::Evidence,
        _ => return None,
    };
    let named = second.about.filter(|a| first.about.is_some_and(|f| f != *a));
    let who = named.map(|a| format!("{}: ", a.sign().trim_end_matches(':'))).unwrap_or_default();
    let mut tags = first.tags.clone();
    tags.extend(second.tags.iter().filter(|t| !first.tags.contains(t)).cloned());
    Some(NoteRow {
        kind,
        about: first.about.or(second.about).filter(|_| kind.is_evidence()),
        text: format!("{}{BETWEEN}{who}{}", first.text.trim_end(), second.text.trim_start()),
        at_ms: first.at_ms.into_iter().chain(second.at_ms).min(),
        after: first.after && second.after,
        tags,
        ..first.clone()
    })
}

fn ops(view: &VisitView, first: &NoteRow, second: &NoteRow, joined: &NoteRow) -> Vec<Op> {
    let gained = joined.tags.iter().filter(|t| !first.tags.contains(t)).map(|(uid, _)| (*uid, 1)).collect();
    let mut op = acts::note_reworded(first.uid, joined.kind, joined.about, &joined.text, gained);
    if let Some(at) = joined.at_ms.filter(|_| joined.at_ms != first.at_ms) {
        op = op.int(note::AT, at);
    }
    if joined.after != first.after {
        op = op.int(note::AFTER, 0);
    }
    let stream = acts::note_stream(second.kind);
    let mut ops = vec![op, acts::deleted(Kind::Note, second.uid, stream, true)];
    let stands = |note: Uid, pattern: Uid| view.evidence.iter().any(|e| e.note == note && e.pattern == pattern);
    if stream == Stream::Shared {
        let lent = view.evidence.iter().filter(|e| e.note == second.uid && !stands(first.uid, e.pattern));
        ops.extend(lent.map(|e| acts::pattern_evidence(e.pattern, &[first.uid], Some(e.role))));
    }
    ops
}

/// Takes a note that became part of another off the screens.
fn gone(app: &mut App, uid: Uid) {
    if let Some(view) = &mut app.visit.view {
        view.notes.retain(|n| n.uid != uid);
    }
    app.notes.rows.retain(|r| r.uid != uid);
    if let Some(recording) = &mut app.recording {
        if let Some(visit) = &mut recording.visit {
            visit.notes.retain(|n| n.uid != uid);
        }
        recording.count_notes();
    }
}

/// The next of: nobody in particular, the teacher, the students, the task, the room. A student's seat is typed (`S4`).
pub fn next_about(app: &mut App, row: &NoteRow) {
    if !row.kind.is_evidence() {
        app.tell("Only what was seen, heard or counted is about somebody.");
        return;
    }
    let about = match row.about {
        None => Some(About::Teacher),
        Some(About::Teacher) => Some(About::Students),
        Some(About::Students | About::Student(_)) => Some(About::Task),
        Some(About::Task) => Some(About::Room),
        Some(About::Room) => None,
    };
    let value = about.map_or(crate::domain::act::Value::Null, |a| crate::domain::act::Value::Int(a.number()));
    if app.act(Verb::EditNote, vec![Op::new(Kind::Note, row.uid).set(note::ABOUT, value)]).is_some() {
        work::hold(app, vec![row.clone()]);
        show_note(app, row.uid, |n| n.about = about);
        app.tell(format!("About: {}.", about.map_or("nobody in particular", |a| about_word(a))));
    }
}

fn about_word(about: About) -> &'static str {
    match about {
        About::Teacher => "the teacher",
        About::Students | About::Student(_) => "the students",
        About::Task => "the task",
        About::Room => "the room",
    }
}

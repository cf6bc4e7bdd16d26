//! How what people do becomes operations: one function an act's part, so that every writer of the log writes alike.
//! Names go to the names' log, follow-ups and sealed hunches to the private one, everything else to the shared one.

mod surfacing;
mod talking;

pub use surfacing::*;
pub use talking::*;

use super::act::{Op, Stream, Value};
use super::id::Uid;
use super::mark::{Detail, Mark, Tick};
use super::marking::Change;
use super::note::{About, NoteKind};
use super::schema::{DELETED, Kind, classroom, mark, note, observer, reply, school, sheet, tag, teacher, visit, walk};
use super::time::UtcMs;

/// Deletes a thing, or brings it back. A follow-up's deletion stays in the private log.
pub fn deleted(kind: Kind, uid: Uid, stream: Stream, gone: bool) -> Op {
    Op::new(kind, uid).in_stream(stream).int(DELETED, i64::from(gone))
}

// ── Rooms and people ────────────────────────────────────────────────────────────────────────────────────────────────

pub fn school_named(uid: Uid, name: &str) -> Op {
    Op::new(Kind::School, uid).in_stream(Stream::Names).text(school::NAME, name)
}

pub fn teacher_named(uid: Uid, name: &str) -> Op {
    Op::new(Kind::Teacher, uid).in_stream(Stream::Names).text(teacher::NAME, name)
}

pub fn observer_named(uid: Uid, name: &str) -> Op {
    Op::new(Kind::Observer, uid).in_stream(Stream::Names).text(observer::NAME, name)
}

/// What is known of a room; empty texts are unknown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RoomFacts {
    pub label: String,
    pub grade: String,
    pub subject: String,
    pub period: String,
    pub teachers: Vec<Uid>,
    pub school: Option<Uid>,
}

/// A room as two operations: its label and teachers among the names, the rest shared.
pub fn room(uid: Uid, facts: &RoomFacts) -> Vec<Op> {
    let known = |text: &str| (!text.is_empty()).then(|| Value::Text(text.to_string()));
    let members: Vec<(Uid, i64)> = facts.teachers.iter().map(|t| (*t, 1)).collect();
    let names = Op::new(Kind::Classroom, uid)
        .in_stream(Stream::Names)
        .text(classroom::LABEL, &facts.label)
        .maybe(classroom::TEACHERS, (!members.is_empty()).then_some(Value::Members(members)));
    let rest = Op::new(Kind::Classroom, uid)
        .maybe(classroom::GRADE, known(&facts.grade))
        .maybe(classroom::SUBJECT, known(&facts.subject))
        .maybe(classroom::PERIOD, known(&facts.period))
        .maybe(classroom::SCHOOL, facts.school.map(Value::Ref));
    if rest.fields.is_empty() { vec![names] } else { vec![names, rest] }
}

// ── Sheets and walks ────────────────────────────────────────────────────────────────────────────────────────────────

/// A sheet as used: its id follows from its text, so the same sheet is the same thing everywhere.
pub fn sheet_used(name: &str, title: &str, body: &str) -> (Uid, Op) {
    let uid = Uid::of_content(body.as_bytes());
    (uid, Op::new(Kind::Sheet, uid).text(sheet::NAME, name).text(sheet::TITLE, title).text(sheet::BODY, body))
}

/// What a plan holds. Empty texts and lists are left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PlanFacts {
    /// Days since 1970-01-01, local.
    pub day: i64,
    pub focus: String,
    pub sheet: Option<Uid>,
    pub purpose: String,
    /// Minutes.
    pub length: Option<i64>,
    pub route: Vec<Uid>,
    pub observers: Vec<Uid>,
}

/// A planned walk.
pub fn plan(uid: Uid, facts: &PlanFacts) -> Op {
    let text = |t: &str| (!t.is_empty()).then(|| Value::Text(t.to_string()));
    let present = |list: &[Uid]| (!list.is_empty()).then(|| Value::Members(list.iter().map(|u| (*u, 1)).collect()));
    Op::new(Kind::Walk, uid)
        .int(walk::DAY, facts.day)
        .maybe(walk::FOCUS, text(&facts.focus))
        .maybe(walk::SHEET, facts.sheet.map(Value::Ref))
        .maybe(walk::PURPOSE, text(&facts.purpose))
        .maybe(walk::LENGTH, facts.length.map(Value::Int))
        .maybe(walk::ROUTE, (!facts.route.is_empty()).then(|| Value::Members(places(&facts.route))))
        .maybe(walk::OBSERVERS, present(&facts.observers))
}

/// The rooms of a route with their places, from 1.
pub fn places(route: &[Uid]) -> Vec<(Uid, i64)> {
    (1..).zip(route).map(|(place, room)| (*room, place)).collect()
}

/// The hunch and the fix, sealed at this moment.
pub fn hunch(walk_uid: Uid, expects: &str, fix: &str, sealed: UtcMs) -> Op {
    Op::new(Kind::Walk, walk_uid)
        .in_stream(Stream::Private)
        .text(walk::HUNCH, expects)
        .text(walk::FIX, fix)
        .int(walk::SEALED, sealed)
}

pub fn walk_started(uid: Uid, at: UtcMs) -> Op {
    Op::new(Kind::Walk, uid).int(walk::STARTED, at)
}

pub fn walk_ended(uid: Uid, at: Option<UtcMs>) -> Op {
    Op::new(Kind::Walk, uid).set(walk::ENDED, at.map_or(Value::Null, Value::Int))
}

pub fn walk_closed(uid: Uid, at: UtcMs) -> Op {
    Op::new(Kind::Walk, uid).int(walk::CLOSED, at)
}

pub fn walk_room(uid: Uid, room: Uid, place: i64) -> Op {
    Op::new(Kind::Walk, uid).set(walk::ROUTE, Value::Members(vec![(room, place)]))
}

// ── Visits ──────────────────────────────────────────────────────────────────────────────────────────────────────────

/// What a visit begins with.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct VisitStart {
    pub walk: Option<Uid>,
    pub classroom: Option<Uid>,
    pub started: UtcMs,
    pub observers: Vec<Uid>,
    /// The boot's id, where the system tells one, and the steady clock's milliseconds.
    pub boot: Option<String>,
    pub steady: Option<i64>,
}

pub fn visit_entered(uid: Uid, start: &VisitStart) -> Op {
    let present: Vec<(Uid, i64)> = start.observers.iter().map(|o| (*o, 1)).collect();
    Op::new(Kind::Visit, uid)
        .maybe(visit::WALK, start.walk.map(Value::Ref))
        .maybe(visit::CLASSROOM, start.classroom.map(Value::Ref))
        .int(visit::STARTED, start.started)
        .maybe(visit::OBSERVERS, (!present.is_empty()).then_some(Value::Members(present)))
        .maybe(visit::BOOT, start.boot.clone().map(Value::Text))
        .maybe(visit::STEADY, start.steady.map(Value::Int))
}

/// A visit written afterwards (1) or from paper (2), about when and how long.
pub fn visit_written(uid: Uid, start: &VisitStart, minutes: Option<i64>, origin: i64) -> Op {
    visit_entered(uid, start)
        .int(visit::ORIGIN, origin)
        .maybe(visit::ENDED, minutes.map(|m| Value::Int(start.started + m * 60_000)))
}

pub fn visit_ended(uid: Uid, at: Option<UtcMs>) -> Op {
    Op::new(Kind::Visit, uid).set(visit::ENDED, at.map_or(Value::Null, Value::Int))
}

/// Coming back to a room: the visit goes on, less the time away.
pub fn visit_resumed(uid: Uid, paused: i64) -> Op {
    visit_ended(uid, None).int(visit::PAUSED, paused)
}

/// A room that was not visited, and why.
pub fn room_skipped(uid: Uid, start: &VisitStart, reason: &str) -> Op {
    visit_entered(uid, start).int(visit::ENDED, start.started).text(visit::SKIPPED, reason)
}

pub fn visit_heads(uid: Uid, students: Option<u32>) -> Op {
    Op::new(Kind::Visit, uid).set(visit::HEADS, students.map_or(Value::Null, |n| Value::Int(i64::from(n))))
}

pub fn visit_flag(uid: Uid, field: super::schema::Field, on: bool) -> Op {
    Op::new(Kind::Visit, uid).int(field, i64::from(on))
}

// ── Notes ───────────────────────────────────────────────────────────────────────────────────────────────────────────

/// All there is to say of a new note.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NoteFacts {
    pub visit: Option<Uid>,
    /// Milliseconds since the visit began.
    pub at_ms: Option<i64>,
    pub kind: NoteKind,
    pub about: Option<About>,
    pub text: String,
    pub after: bool,
    pub tags: Vec<Uid>,
    /// Follow-ups: when it goes away.
    pub expires: Option<UtcMs>,
}

/// The log a note's operations belong to.
pub fn note_stream(kind: NoteKind) -> Stream {
    if kind == NoteKind::FollowUp { Stream::Private } else { Stream::Shared }
}

/// A new note, or one that leaves the private log and is written to the shared one whole.
pub fn note_written(uid: Uid, facts: &NoteFacts) -> Op {
    let tags: Vec<(Uid, i64)> = facts.tags.iter().map(|t| (*t, 1)).collect();
    let number = facts.kind as i64;
    Op::new(Kind::Note, uid)
        .in_stream(note_stream(facts.kind))
        .maybe(note::VISIT, facts.visit.map(Value::Ref))
        .maybe(note::AT, facts.at_ms.map(Value::Int))
        .maybe(note::KIND, (number != 0).then_some(Value::Int(number)))
        .maybe(note::ABOUT, facts.about.map(|a| Value::Int(a.number())))
        .text(note::TEXT, &facts.text)
        .maybe(note::AFTER, facts.after.then_some(Value::Int(1)))
        .maybe(note::TAGS, (!tags.is_empty()).then_some(Value::Members(tags)))
        .maybe(note::EXPIRES, facts.expires.map(Value::Int))
}

/// A changed line: text, kind and whom it is about, and the tags that were added or taken out.
pub fn note_reworded(uid: Uid, kind: NoteKind, about: Option<About>, text: &str, tags: Vec<(Uid, i64)>) -> Op {
    Op::new(Kind::Note, uid)
        .in_stream(note_stream(kind))
        .text(note::TEXT, text)
        .int(note::KIND, kind as i64)
        .set(note::ABOUT, about.map_or(Value::Null, |a| Value::Int(a.number())))
        .maybe(note::TAGS, (!tags.is_empty()).then_some(Value::Members(tags)))
}

pub fn note_retimed(uid: Uid, kind: NoteKind, at_ms: i64) -> Op {
    Op::new(Kind::Note, uid).in_stream(note_stream(kind)).int(note::AT, at_ms)
}

/// Gives (`on`) or takes tags of one note.
pub fn note_tagged(uid: Uid, kind: NoteKind, tags: &[Uid], on: bool) -> Op {
    let members = tags.iter().map(|t| (*t, i64::from(on))).collect();
    Op::new(Kind::Note, uid).in_stream(note_stream(kind)).set(note::TAGS, Value::Members(members))
}

pub fn follow_up_kept(uid: Uid) -> Op {
    Op::new(Kind::Note, uid).in_stream(Stream::Private).int(note::EXPIRES, 0)
}

// ── Marks ───────────────────────────────────────────────────────────────────────────────────────────────────────────

/// A new mark on a look-for.
pub fn marked(visit_uid: Uid, made: &Mark) -> Op {
    Op::new(Kind::Mark, made.uid)
        .refer(mark::VISIT, visit_uid)
        .text(mark::LOOK_FOR, &made.look_for)
        .int(mark::WAY, made.way as i64)
        .maybe(mark::VALUE, made.value.map(Value::Int))
        .maybe(mark::AT, made.at_ms.map(Value::Int))
        .maybe(mark::DETAIL, made.detail.text().map(Value::Text))
}

/// The operation of a change to the marks of a visit. A mark that is altered sets only what is different.
pub fn mark_changed(visit_uid: Uid, change: &Change) -> Op {
    let number = |n: Option<i64>| n.map_or(Value::Null, Value::Int);
    match change {
        Change::Make(made) => marked(visit_uid, made),
        Change::Remove(gone) => deleted(Kind::Mark, gone.uid, Stream::Shared, true),
        Change::Restore(back) => deleted(Kind::Mark, back.uid, Stream::Shared, false)
            .set(mark::VALUE, number(back.value))
            .set(mark::AT, number(back.at_ms))
            .set(mark::DETAIL, detail(&back.detail)),
        Change::Alter { from, to } => {
            let differs = |different: bool, value: Value| different.then_some(value);
            Op::new(Kind::Mark, to.uid)
                .maybe(mark::VALUE, differs(from.value != to.value, number(to.value)))
                .maybe(mark::AT, differs(from.at_ms != to.at_ms, number(to.at_ms)))
                .maybe(mark::DETAIL, differs(from.detail != to.detail, detail(&to.detail)))
        }
    }
}

fn detail(detail: &Detail) -> Value {
    detail.text().map_or(Value::Null, Value::Text)
}

/// Another answer for a tick that stands already.
pub fn tick_changed(uid: Uid, tick: Option<Tick>, at_ms: Option<i64>) -> Op {
    match tick {
        Some(tick) => Op::new(Kind::Mark, uid)
            .int(mark::VALUE, tick as i64)
            .int(DELETED, 0)
            .set(mark::AT, at_ms.map_or(Value::Null, Value::Int)),
        None => deleted(Kind::Mark, uid, Stream::Shared, true),
    }
}

// ── What the teacher said ───────────────────────────────────────────────────────────────────────────────────────────

/// A line of what a teacher said to the notes of their visit.
pub fn reply_written(uid: Uid, visit_uid: Uid, text: &str, at: UtcMs) -> Op {
    Op::new(Kind::Reply, uid).refer(reply::VISIT, visit_uid).int(reply::AT, at).text(reply::TEXT, text)
}

pub fn reply_reworded(uid: Uid, text: &str) -> Op {
    Op::new(Kind::Reply, uid).text(reply::TEXT, text)
}

// ── Tags ────────────────────────────────────────────────────────────────────────────────────────────────────────────

pub fn tag_named(uid: Uid, name: &str) -> Op {
    Op::new(Kind::Tag, uid).text(tag::NAME, name)
}

pub fn tag_meaning(uid: Uid, meaning: &str) -> Op {
    Op::new(Kind::Tag, uid).text(tag::MEANING, meaning)
}

pub fn tag_coloured(uid: Uid, colour: i64) -> Op {
    Op::new(Kind::Tag, uid).int(tag::COLOUR, colour)
}

pub fn tag_nested(uid: Uid, parent: Option<Uid>) -> Op {
    Op::new(Kind::Tag, uid).set(tag::PARENT, parent.map_or(Value::Null, Value::Ref))
}

/// All notes of the tag get the other one; one operation, which readers resolve.
pub fn tag_merged(uid: Uid, into: Uid) -> Op {
    Op::new(Kind::Tag, uid).refer(tag::MERGED, into)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::id::IdSource;

    #[test]
    fn names_and_private_lines_keep_to_their_own_logs() {
        let mut ids = IdSource::Seeded(1);
        let facts = RoomFacts { label: "Room 4".into(), grade: "4".into(), ..RoomFacts::default() };
        let ops = room(ids.next_uid(), &facts);
        let streams: Vec<Stream> = ops.iter().map(|o| o.stream).collect();
        assert_eq!(streams, [Stream::Names, Stream::Shared]);
        assert!(ops[1].fields.iter().all(|(f, _)| f.column != "label"));
        let follow_up = NoteFacts { kind: NoteKind::FollowUp, text: "send it".into(), ..NoteFacts::default() };
        assert_eq!(note_written(ids.next_uid(), &follow_up).stream, Stream::Private);
        assert_eq!(hunch(ids.next_uid(), "a", "b", 1).stream, Stream::Private);
    }

    #[test]
    fn a_route_has_places_from_one() {
        let mut ids = IdSource::Seeded(1);
        let route = [ids.next_uid(), ids.next_uid()];
        assert_eq!(places(&route), [(route[0], 1), (route[1], 2)]);
    }
}

use super::*;
use crate::app::recording::{Recording, live_visit};
use crate::app::screens::sample::{self, Desk, NOW, uid};
use crate::domain::act::{Stream, Value, Verb};
use crate::domain::note::NoteKind;
use crate::domain::schema::{self, Kind};
use crate::store::api::NoteRow;

fn desk() -> Desk {
    let mut desk = Desk::new((100, 30), Default::default());
    open(&mut desk.app, uid(90), Some(uid(3)));
    desk.sort();
    desk.answer(Lane::Other, Answer::Visit(Some(sample::visit())));
    desk
}

/// The same visit, being recorded.
fn recording(desk: &mut Desk) {
    let view = sample::visit();
    desk.app.recording = Some(Recording {
        walk: uid(99),
        focus: String::new(),
        purpose: String::new(),
        minutes: None,
        sheet: None,
        observers: Vec::new(),
        route: Vec::new(),
        visits: 1,
        visit: Some(live_visit(&view.visit, &view.notes, &view.marks, None)),
        corridor: None,
    });
}

fn note_of(desk: &Desk, number: u8) -> NoteRow {
    let found = desk.app.visit.page().and_then(|v| v.notes.iter().find(|n| n.uid == uid(number))).cloned();
    found.expect("the note")
}

#[test]
fn lines_stand_in_the_order_of_the_visit() {
    let view = sample::visit();
    let lines = timeline(&view, None);
    let order: Vec<Option<Uid>> = lines.iter().map(Line::note).collect();
    let tallies = lines.iter().find_map(|l| match l {
        Line::Mark { tick: None, times, .. } => Some(*times),
        _ => None,
    });
    assert_eq!(order[0], Some(uid(1)));
    assert_eq!(order[1], None, "the tick at 0:50");
    assert_eq!(order.last(), Some(&Some(uid(6))), "what was written after comes last");
    assert_eq!(tallies, Some(2), "tallies that follow each other are one line");
}

#[test]
fn the_note_asked_for_is_marked_and_moving_keeps_to_notes() {
    let mut desk = desk();
    assert_eq!(desk.app.visit.note, Some(uid(3)));
    desk.keys("kkk");
    assert_eq!(desk.app.visit.note, Some(uid(1)));
    desk.keys("G");
    assert_eq!(desk.app.visit.note, Some(uid(6)));
}

#[test]
fn a_line_written_later_has_a_minute_only_when_one_is_given() {
    let mut desk = desk();
    desk.keys("nT asks again #wait<Enter>");
    let act = desk.acts.last().expect("an act");
    assert_eq!((act.verb, act.ops.len()), (Verb::AddNote, 2));
    assert!(act.ops[1].fields.iter().all(|(f, _)| *f != schema::note::AT));
    desk.keys("n4:30 12 of 20 write<Enter>");
    let act = desk.acts.last().expect("an act");
    assert!(act.ops[0].fields.contains(&(schema::note::AT, Value::Int(270_000))));
    desk.keys("n12 of 20 write<Enter>");
    assert!(desk.acts.last().expect("an act").ops[0].fields.iter().all(|(f, _)| *f != schema::note::AT));
    assert_eq!(desk.app.visit.page().map(|v| v.notes.len()), Some(9));
}

#[test]
fn a_time_is_changed_or_asked_again() {
    let mut desk = desk();
    desk.keys("<Ctrl-T><Ctrl-U>soon<Enter>");
    assert!(desk.acts.is_empty() && !desk.app.layers.is_empty());
    desk.keys("<Ctrl-U>6:10<Enter>");
    assert_eq!((desk.verb(), note_of(&desk, 3).at_ms), (Verb::RetimeNote, Some(370_000)));
}

#[test]
fn becoming_a_follow_up_moves_the_note_to_the_private_log_and_back() {
    let mut desk = desk();
    desk.app.visit.note = Some(uid(5));
    desk.keys("<Ctrl-G>");
    let op = &desk.acts[0].ops[0];
    assert_eq!((op.stream, note_of(&desk, 5).kind), (Stream::Shared, NoteKind::Evidence));
    assert!(op.fields.contains(&(schema::note::KIND, Value::Int(0))));
    assert!(op.fields.contains(&(schema::note::TEXT, Value::Text("send the article".into()))));
    for _ in 0..5 {
        desk.keys("<Ctrl-G>");
    }
    assert_eq!((desk.acts[5].ops[0].stream, note_of(&desk, 5).kind), (Stream::Private, NoteKind::FollowUp));
    desk.keys("K");
    assert_eq!((desk.verb(), note_of(&desk, 5).expires), (Verb::KeepFollowUp, Some(0)));
    desk.keys("K");
    assert!(desk.notice().contains("kept already"));
}

#[test]
fn facts_of_the_visit_are_changed_here_and_in_the_recording() {
    let mut desk = desk();
    recording(&mut desk);
    desk.keys("<Ctrl-F><Ctrl-U>many<Enter>");
    assert!(desk.acts.is_empty());
    desk.keys("<Ctrl-U>21<Enter><Ctrl-B><Ctrl-D>");
    let live = desk.app.recording.as_ref().and_then(|r| r.visit.as_ref()).expect("a visit");
    assert_eq!((live.heads, live.substitute, live.notes.len()), (Some(21), true, 5));
    let row = desk.app.visit.page().expect("a visit");
    assert_eq!((row.visit.heads, row.visit.substitute, row.notes.len()), (Some(21), true, 5));
    desk.keys("n3:00 T writes on the board<Enter>");
    let live = desk.app.recording.as_ref().and_then(|r| r.visit.as_ref()).expect("a visit");
    assert_eq!(live.notes.iter().filter(|n| n.at_ms == Some(180_000)).count(), 1);
}

#[test]
fn the_copy_leaves_out_what_is_the_leaders_own() {
    let mut desk = desk();
    desk.keys("c");
    assert_eq!(desk.exports.len(), 2);
    assert_eq!(desk.exports[0].name, "visit-2026-11-18-room-12.html");
    for page in &desk.exports {
        assert!(page.body.contains("19 of 24 writing") && !page.body.contains("send the article"));
    }
}

#[test]
fn a_slip_has_two_facts_the_leader_chose() {
    let mut desk = desk();
    desk.keys("s19 of<Enter>page 44<Enter>pairs<Enter>");
    assert_eq!(desk.exports.len(), 2);
    let text = &desk.exports[1].body;
    assert!(text.contains("19 of 24") && text.contains("Teacher: reads page 44") && text.contains("pairs read first"));
    assert!(!text.contains("Room 12") && !text.contains("Wren"), "{text}");
    assert_eq!(desk.acts[0].ops[0].fields, [(schema::visit::SLIP, Value::Int(NOW.utc))]);
    assert_eq!(desk.app.visit.page().and_then(|v| v.visit.slip), Some(NOW.utc));
}

#[test]
fn given_up_half_way_no_slip_is_made() {
    let mut desk = desk();
    desk.keys("s<Enter><Esc>");
    assert!(desk.exports.is_empty() && desk.acts.is_empty());
}

#[test]
fn a_visit_is_deleted_only_with_a_yes() {
    let mut desk = desk();
    perform(&mut desk.app, Action::VisitDelete);
    desk.keys("y");
    let op = &desk.acts[0].ops[0];
    assert_eq!((desk.verb(), op.kind, op.entity), (Verb::DeleteVisit, Kind::Visit, uid(90)));
    assert_ne!(desk.app.screen, Screen::Visit);
}

#[test]
fn without_notes_every_key_says_so() {
    let mut desk = desk();
    let mut view = sample::visit();
    view.notes.clear();
    desk.app.go(Screen::Visit);
    desk.sort();
    desk.answer(Lane::Other, Answer::Visit(Some(view)));
    desk.keys("s");
    assert!(desk.notice().contains("needs a fact"));
    desk.keys("e");
    assert!(desk.notice().contains("no note"));
}

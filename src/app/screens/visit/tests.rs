use super::*;
use crate::app::recording::{Recording, live_visit};
use crate::app::screens::sample::{self, Desk, NOW, uid};
use crate::domain::act::{Stream, Value, Verb};
use crate::domain::mark::Tick;
use crate::domain::note::About;
use crate::domain::note::NoteKind;
use crate::domain::pattern::Role;
use crate::domain::schema::{self, Kind};
use crate::store::api::{MarkRow, NoteEvidence, NoteRow};

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

fn said(number: u8, text: &str) -> ReplyRow {
    ReplyRow { uid: uid(number), at: Some(NOW.utc), text: text.into(), two_versions: false }
}

fn mark_of(desk: &Desk, number: u8) -> Option<MarkRow> {
    desk.app.visit.page()?.marks.iter().find(|m| m.uid == uid(number)).cloned()
}

fn note_of(desk: &Desk, number: u8) -> NoteRow {
    let found = desk.app.visit.page().and_then(|v| v.notes.iter().find(|n| n.uid == uid(number))).cloned();
    found.expect("the note")
}

#[test]
fn lines_stand_in_the_order_of_the_visit() {
    let mut view = sample::visit();
    let lines = timeline(&view, None);
    let order: Vec<Uid> = lines.iter().map(Line::uid).collect();
    assert_eq!(order, [1, 50, 2, 51, 3, 4, 5, 6].map(uid), "by time; what was written after comes last");
    let Line::Mark(tally) = &lines[3] else { panic!("a tally") };
    assert_eq!((tally.marks.len(), tally.words.as_str()), (2, "2 times, the last 1:50"));
    assert!(lines[3].shows(uid(52)), "tallies that follow each other are one line");
    view.replies = vec![said(7, "it was a review")];
    assert_eq!(timeline(&view, None).last().map(Line::uid), Some(uid(7)));
}

#[test]
fn marks_stand_on_strips_against_the_minutes() {
    let view = sample::visit();
    let strips = strips(&view, None);
    assert_eq!(strips.len(), 3, "the notes, the tick, the tally");
    assert_eq!(strips[2].spans, [(100_000, None), (110_000, None)]);
    assert_eq!(span(&view, None), 370_000);
}

#[test]
fn a_prompt_whose_note_was_deleted_is_not_called_answered() {
    let mut view = sample::visit();
    let mark = sample::mark(60, "learning", crate::domain::mark::Way::Prompt, 0, Some(1_000));
    view.marks = vec![MarkRow { detail: crate::domain::mark::Detail::Note(uid(3)), ..mark }];
    let words = |view: &VisitView| match &timeline(view, None)[0] {
        Line::Mark(line) => line.words.clone(),
        other => panic!("no mark: {other:?}"),
    };
    assert_eq!(words(&view), "answered");
    view.notes.retain(|n| n.uid != uid(3));
    assert_eq!(words(&view), "its answer was deleted");
}

#[test]
fn codes_called_the_same_have_each_their_own_strip() {
    let sheet = Sheet::parse("codes", include_str!("../../../../assets/sheets/copus.toml")).expect("a sound sheet");
    let [students, teacher] = [sheet.by_key('z'), sheet.by_key('Z')].map(|k| match k {
        Some(crate::domain::sheet::Keyed::Option(look_for, option)) => (look_for.id.clone(), option.id.clone()),
        _ => panic!("two codes"),
    });
    let code = |number: u8, (look_for, option): &(String, String), interval: i64| MarkRow {
        detail: crate::domain::mark::Detail::Option(option.clone()),
        ..sample::mark(number, look_for, crate::domain::mark::Way::Interval, interval, Some(1_000))
    };
    let mut view = sample::visit();
    view.marks = vec![code(60, &students, 1), code(61, &teacher, 2)];
    let strips = strips(&view, Some(&sheet));
    let found: Vec<_> = strips.iter().skip(1).map(|s| (s.heading, s.label, s.spans.clone())).collect();
    assert_eq!(
        found,
        [
            (Some("Students are"), "waiting", vec![(0, Some(120_000))]),
            (Some("The teacher is"), "waiting", vec![(120_000, Some(120_000))])
        ]
    );
}

#[test]
fn the_line_asked_for_is_marked_and_moving_goes_through_all() {
    let mut desk = desk();
    assert_eq!(desk.app.visit.line, Some(uid(3)));
    desk.keys("kk");
    assert_eq!(desk.app.visit.line, Some(uid(2)));
    desk.keys("kkkk");
    assert_eq!(desk.app.visit.line, Some(uid(1)));
    desk.keys("G");
    assert_eq!(desk.app.visit.line, Some(uid(6)));
}

#[test]
fn a_line_written_later_has_a_minute_only_when_one_is_given() {
    let mut desk = desk();
    desk.keys("nT asks again #wait<Enter>");
    let act = desk.acts.last().expect("an act");
    assert_eq!((act.verb, act.ops.len()), (Verb::AddNote, 2));
    assert!(act.ops[1].fields.iter().all(|(f, _)| *f != schema::note::AT));
    desk.keys("4:30 12 of 20 write<Enter>");
    let act = desk.acts.last().expect("an act");
    assert!(act.ops[0].fields.contains(&(schema::note::AT, Value::Int(270_000))));
    desk.keys("12 of 20 write<Enter>");
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
    desk.app.visit.line = Some(uid(5));
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
    assert_eq!(desk.exports[0].name, "visit-2026-11-18-3-0940.html");
    for page in &desk.exports {
        assert!(page.body.contains("19 of 24 writing") && !page.body.contains("send the article"));
    }
}

#[test]
fn lines_are_added_one_after_the_other_until_an_empty_one() {
    let mut desk = desk();
    // As commands these letters would delete, mark and make papers.
    desk.keys("nT asks<Enter>c s D d<Enter>#why<Enter>x<Enter><Enter>");
    assert!(desk.acts.iter().all(|a| a.verb == Verb::AddNote) && desk.exports.is_empty());
    assert_eq!((desk.acts.len(), desk.app.layers.len()), (3, 0));
    desk.keys("none<Enter>two<Esc>");
    assert_eq!((desk.acts.len(), desk.app.layers.len()), (4, 0), "Esc ends it too");
}

#[test]
fn a_slip_has_two_facts_the_leader_chose() {
    let mut desk = desk();
    desk.keys("s19 of<Enter>page 44<Enter>pairs<Enter>");
    assert_eq!(desk.exports.len(), 2);
    let text = &desk.exports[1].body;
    assert!(text.contains("19 of 24") && text.contains("Teacher: reads page 44") && text.contains("pairs read first"));
    assert!(text.replace('\n', " ").contains("2 marked look-fors"), "a tick and a tally: {text}");
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
    let Some(crate::app::layers::Layer::Confirm(asked)) = desk.app.layers.last() else { panic!("it is asked") };
    assert_eq!(asked.detail, "With it go 6 notes, 3 marks. Ctrl-Z brings all back.");
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
    view.marks.clear();
    desk.app.go(Screen::Visit);
    desk.sort();
    desk.answer(Lane::Other, Answer::Visit(Some(view)));
    desk.keys("s");
    assert!(desk.notice().contains("needs a fact"));
    desk.keys("e");
    assert!(desk.notice().contains("no line"));
}

#[test]
fn a_tick_gets_its_next_answer_and_keeps_its_time() {
    let mut desk = desk();
    recording(&mut desk);
    desk.app.visit.line = Some(uid(50));
    desk.keys("e");
    let mark = mark_of(&desk, 50).expect("it stands");
    assert_eq!((desk.verb(), mark.tick(), mark.at_ms), (Verb::EditMark, Some(Tick::NotSeen), Some(50_000)));
    desk.keys("e");
    assert_eq!(mark_of(&desk, 50).and_then(|m| m.tick()), Some(Tick::NotLookedFor));
    let live = desk.app.recording.as_ref().and_then(|r| r.visit.as_ref()).expect("a visit");
    assert_eq!(live.marks[0].value, Some(Tick::NotLookedFor as i64), "also in the visit being recorded");
    desk.keys("r<Ctrl-U>1:10<Enter>");
    assert_eq!(mark_of(&desk, 50).and_then(|m| m.at_ms), Some(70_000));
    desk.keys("D");
    assert_eq!((desk.verb(), mark_of(&desk, 50)), (Verb::TakeBackMark, None));
    assert!(desk.app.visit.line.is_some(), "another line is marked now");
}

#[test]
fn the_times_of_a_tally_are_put_right_in_one_line() {
    let mut desk = desk();
    desk.app.visit.line = Some(uid(52));
    desk.keys("e<Ctrl-U>soon<Enter>");
    assert!(desk.acts.is_empty() && !desk.app.layers.is_empty(), "asked again");
    desk.keys("<Ctrl-U>1:40 1:55 2:05<Enter>");
    assert_eq!((desk.verb(), desk.acts[0].ops.len()), (Verb::EditMark, 2));
    let times = |desk: &Desk| {
        let view = desk.app.visit.page().expect("a visit");
        view.marks.iter().filter(|m| m.way == crate::domain::mark::Way::Tally).map(|m| m.at_ms).collect::<Vec<_>>()
    };
    assert_eq!(times(&desk), [Some(100_000), Some(115_000), Some(125_000)]);
    desk.keys("r<Ctrl-U>1:40<Enter>");
    assert_eq!(times(&desk), [Some(100_000)]);
    assert_eq!(desk.acts[1].ops.len(), 2);
}

#[test]
fn two_notes_become_one_with_what_both_have() {
    let mut desk = desk();
    let view = desk.app.visit.view.as_mut().expect("a visit");
    view.evidence = vec![NoteEvidence { note: uid(3), pattern: uid(40), role: Role::Supports }];
    desk.app.visit.line = Some(uid(2));
    desk.keys("J");
    let note = note_of(&desk, 2);
    assert_eq!(desk.verb(), Verb::JoinNotes);
    assert_eq!(note.text, "“because it says so in the first line”; 19 of 24 writing");
    assert_eq!((note.kind, note.about, note.at_ms), (NoteKind::Evidence, Some(About::Student(4)), Some(94_000)));
    assert_eq!((note.tags.len(), desk.app.visit.page().map(|v| v.notes.len())), (1, Some(5)));
    let ops = &desk.acts[0].ops;
    assert_eq!((ops.len(), ops[1].entity, ops[2].kind), (3, uid(3), Kind::Pattern), "the pattern keeps its ground");
    desk.keys("J");
    assert!(desk.notice().contains("Give them one kind first"));
    desk.app.visit.line = Some(uid(6));
    desk.keys("J");
    assert!(desk.notice().contains("no note below"));
    assert_eq!(desk.acts.len(), 1);
}

#[test]
fn whom_a_joined_line_is_about_is_not_lost() {
    let mut desk = desk();
    desk.app.visit.line = Some(uid(1));
    desk.keys("J");
    assert!(note_of(&desk, 1).text.ends_with("“why?”; S4: “because it says so in the first line”"));
    assert_eq!(note_of(&desk, 1).at_ms, Some(47_000));
}

#[test]
fn whom_a_note_is_about_changes_by_one_key() {
    let mut desk = desk();
    desk.app.visit.line = Some(uid(3));
    for about in [Some(About::Teacher), Some(About::Students), Some(About::Task), Some(About::Room), None] {
        desk.keys("a");
        assert_eq!(note_of(&desk, 3).about, about);
    }
    desk.app.visit.line = Some(uid(4));
    desk.keys("a");
    assert_eq!(desk.acts.len(), 5, "a wondering is about nobody");
}

#[test]
fn a_note_is_split_where_the_cursor_stands() {
    let mut desk = desk();
    desk.app.visit.line = Some(uid(1));
    desk.keys("x<Home>");
    desk.keys(&"<Right>".repeat("T reads page 44 aloud,".len()));
    desk.keys("<Enter><Enter>");
    assert_eq!(desk.verb(), Verb::SplitNote);
    assert_eq!(note_of(&desk, 1).text, "reads page 44 aloud");
    let second = desk.acts[0].ops.last().expect("the second");
    assert!(second.fields.contains(&(schema::note::TEXT, Value::Text("stops twice: “why?”".into()))));
    assert!(second.fields.contains(&(schema::note::ABOUT, Value::Int(1))));
}

#[test]
fn what_the_teacher_said_is_kept_line_by_line() {
    let mut desk = desk();
    desk.keys("wIt was a review lesson.<Enter>");
    let act = desk.acts.last().expect("an act");
    assert_eq!((act.verb, act.ops[0].kind, act.ops[0].stream), (Verb::WriteReply, Kind::Reply, Stream::Shared));
    desk.keys("e<Ctrl-U>It was a review.<Enter>");
    let texts = |desk: &Desk| {
        desk.app.visit.page().expect("a visit").replies.iter().map(|r| r.text.clone()).collect::<Vec<_>>()
    };
    assert_eq!((desk.verb(), texts(&desk)), (Verb::EditReply, vec!["It was a review.".to_string()]));
    desk.keys("e<Ctrl-U><Enter>");
    assert_eq!((desk.acts.len(), texts(&desk).len()), (2, 1));
    desk.keys("t");
    assert!(desk.notice().contains("what the teacher said"));
    desk.keys("D");
    assert_eq!((desk.verb(), texts(&desk).len()), (Verb::DeleteReply, 0));
    desk.keys("w<Enter>");
    assert_eq!(desk.acts.len(), 3, "nothing written, nothing kept");
}

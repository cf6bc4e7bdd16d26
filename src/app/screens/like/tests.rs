use super::*;
use crate::app::screens::sample::{Desk, note, uid};
use crate::domain::act::Value;
use crate::domain::schema::{Kind, note as fields};
use crate::store::api::TagProposal;

fn row(number: u8, text: &str) -> LikeRow {
    LikeRow { note: note(number, 90, text), words: std::iter::once(0..4).collect(), accepted: false }
}

pub fn list(of: u8) -> LikeList {
    let asked = NoteRow { tags: vec![(uid(70), "wait-time".into())], ..note(of, 90, "long pause before an answer") };
    let rows = vec![row(2, "waits in silence"), row(3, "quiet until hands go up"), row(4, "hurries on")];
    LikeList { text: asked.text.clone(), of: Some(asked), rows, ..LikeList::default() }
}

fn desk() -> Desk {
    let mut desk = Desk::new((100, 30), Default::default());
    open(&mut desk.app, uid(1));
    desk.sort();
    desk.answer(Lane::Like, Answer::Like(list(1)));
    desk
}

fn texts(desk: &Desk) -> Vec<&str> {
    desk.app.like.rows().iter().map(|r| r.note.text.as_str()).collect()
}

#[test]
fn enter_opens_the_visit_and_escape_comes_back_to_the_place() {
    let mut desk = desk();
    desk.keys("j<Enter>");
    assert_eq!((desk.app.screen, desk.app.visit.line), (Screen::Visit, Some(uid(3))));
    desk.keys("<Esc>");
    assert_eq!((desk.app.screen, desk.app.like.selected), (Screen::Like, 1));
}

#[test]
fn m_goes_on_from_there_and_escape_goes_back_a_note_at_a_time() {
    let mut desk = desk();
    desk.keys("jm");
    let asked = desk.asked.iter().rfind(|q| q.lane == Lane::Like).map(|q| q.ask.clone());
    assert_eq!(asked, Some(Ask::Like { of: LikeOf::Note(uid(3)), limit: ROWS }));
    desk.answer(Lane::Like, Answer::Like(list(3)));
    desk.keys("<Esc>");
    desk.answer(Lane::Like, Answer::Like(list(1)));
    assert_eq!((desk.app.like.of, desk.app.like.selected), (Some(uid(1)), 1));
    desk.keys("<Esc>");
    assert_eq!(desk.app.screen, Screen::Home);
}

#[test]
fn an_answer_about_another_note_changes_nothing() {
    let mut desk = desk();
    desk.keys("m");
    desk.answer(Lane::Like, Answer::Like(list(1)));
    assert!(desk.app.like.list.is_none(), "note 2 was asked");
}

#[test]
fn what_is_not_the_same_goes_at_once_and_is_remembered() {
    let mut desk = desk();
    desk.keys(" x");
    assert_eq!(texts(&desk), ["quiet until hands go up", "hurries on"]);
    let act = desk.acts.last().expect("an act");
    assert_eq!((act.verb, act.ops.len(), act.ops[0].kind), (Verb::KeepNotesApart, 1, Kind::Suggestion));
    assert_eq!(act.ops[0].entity, acts::suggestion_uid(&like_topic(uid(2), uid(1))));
    assert_eq!(desk.app.like.list.as_ref().map(|l| l.rejected), Some(1));
}

#[test]
fn tagging_offers_the_tags_of_the_note_asked_and_remembers_that_it_is_the_same() {
    let mut desk = desk();
    crate::app::screens::tags::answered(
        &mut desk.app,
        Answer::Tags(vec![crate::app::screens::sample::tag(70, "wait-time")]),
    );
    desk.keys("  t<Enter>");
    let act = desk.acts.last().expect("an act");
    let tagged: Vec<_> = act.ops.iter().filter(|op| op.kind == Kind::Note).collect();
    assert_eq!((act.verb, tagged.len()), (Verb::TagNotes, 2));
    assert_eq!(tagged[0].fields, [(fields::TAGS, Value::Members(vec![(uid(70), 1)]))]);
    assert_eq!(act.ops.iter().filter(|op| op.kind == Kind::Suggestion).count(), 2);
    assert_eq!(desk.app.like.rows()[0].note.tags.len(), 1, "shown at once");
}

#[test]
fn a_pattern_is_made_of_the_note_asked_and_the_marked_ones() {
    let mut desk = desk();
    desk.keys(" p<Enter>there is time to think<Enter>");
    let act = desk.acts.last().expect("an act");
    let evidence = Value::Members(vec![(uid(1), 1), (uid(2), 1)]);
    assert!(act.ops.iter().any(|op| op.fields.iter().any(|(_, value)| *value == evidence)), "{act:?}");
}

#[test]
fn with_names_off_no_room_is_held() {
    let mut desk = desk();
    desk.app.agreed.names = crate::domain::agreements::Names::Off;
    refresh(&mut desk.app);
    desk.sort();
    desk.answer(Lane::Like, Answer::Like(list(1)));
    assert!(desk.app.like.held().all(|note| !note.room.contains("Room 12")));
}

#[test]
fn likely_tags_stand_first_where_a_note_is_tagged() {
    let mut desk = Desk::new((100, 30), Default::default());
    let all = [("reading", 71), ("wait-time", 70)].map(|(name, n)| crate::app::screens::sample::tag(n, name));
    crate::app::screens::tags::answered(&mut desk.app, Answer::Tags(all.to_vec()));
    work::ask_tag(&mut desk.app, vec![note(1, 90, "long pause")]);
    desk.sort();
    let because = (uid(2), "waits".to_string());
    let tags = vec![TagProposal { tag: uid(70), name: "wait-time".into(), because }];
    desk.answer(Lane::TagProposals, Answer::TagProposals { note: uid(1), tags });
    desk.keys("<Tab><Enter>");
    let act = desk.acts.last().expect("an act");
    assert_eq!(act.ops[0].fields, [(fields::TAGS, Value::Members(vec![(uid(70), 1)]))]);
}

#[test]
fn a_note_that_has_gone_leads_back() {
    let mut desk = desk();
    refresh(&mut desk.app);
    desk.sort();
    desk.answer(Lane::Like, Answer::Like(LikeList::default()));
    assert_eq!(desk.app.screen, Screen::Home);
    assert!(desk.notice().contains("not there any more"));
}

#[test]
fn rows_keep_their_places_when_the_list_is_read_again() {
    let mut desk = desk();
    desk.keys("x");
    let mut again = list(1);
    again.rows.remove(0);
    again.rows.reverse();
    again.rows.insert(0, row(9, "just read"));
    refresh(&mut desk.app);
    desk.sort();
    desk.answer(Lane::Like, Answer::Like(again));
    assert_eq!(texts(&desk), ["quiet until hands go up", "hurries on", "just read"]);
    // Taken back: it stands where it stood.
    refresh(&mut desk.app);
    desk.sort();
    desk.answer(Lane::Like, Answer::Like(list(1)));
    assert_eq!(texts(&desk), ["waits in silence", "quiet until hands go up", "hurries on"]);
    assert_eq!(desk.app.like.selected, 1, "the marked note stays marked");
}

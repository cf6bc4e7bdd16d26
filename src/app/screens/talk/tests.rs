use super::sample::{desk, elsewhere, listening, preparing, view};
use super::*;
use crate::app::look::Look;
use crate::app::screens::sample::{Desk, uid};
use crate::domain::act::{Op, Value};
use crate::domain::schema::talking::{elsewhere as card, talk, team, voice};
use crate::domain::talk_shown::TalkShown;
use crate::store::api::Write;

const SIZE: (u16, u16) = (80, 24);

fn last(desk: &Desk) -> (Verb, Vec<Op>) {
    let act = desk.acts.last().expect("an act");
    (act.verb, act.ops.clone())
}

/// What is kept of the marked piece after the last act.
fn decided(desk: &Desk, piece: Uid) -> crate::domain::talk_shown::Piece {
    let (_, ops) = last(desk);
    let [(field, Value::Text(text))] = &ops[0].fields[..] else { unreachable!("{ops:?}") };
    assert_eq!(*field, talk::SHOWN);
    TalkShown::read(text).expect("it reads").piece(piece).cloned().unwrap_or_default()
}

#[test]
fn a_talk_is_made_of_a_team_and_a_protocol() {
    let mut desk = desk(SIZE, Look::default());
    desk.keys("n<Enter>");
    desk.keys("notice and wonder<Enter>");
    let (verb, ops) = last(&desk);
    assert_eq!((verb, ops.len()), (Verb::PrepareTalk, 2));
    assert_eq!(ops[0].kind, Kind::TalkProtocol);
    assert!(ops[1].fields.contains(&(talk::TEAM, Value::Ref(uid(60)))));
    assert!(ops[1].fields.contains(&(talk::PROTOCOL, Value::Ref(ops[0].entity))));
    assert_eq!(desk.app.screen, Screen::Prepare);
    desk.sort();
    desk.answer(Lane::Prepare, Answer::Talking(TalkAnswer::Talk(None)));
    assert_eq!(desk.app.screen, Screen::Prepare, "it is not saved yet, but it has not gone");
}

#[test]
fn without_a_team_one_is_asked_for_first() {
    let mut desk = Desk::new(SIZE, Look::default());
    desk.keys("5n");
    desk.keys("Grade 4<Enter>six<Enter>");
    assert!(desk.acts.is_empty(), "six is no number");
    desk.keys("<Enter><Backspace><Backspace><Backspace>6<Enter>");
    let (verb, ops) = last(&desk);
    assert_eq!(verb, Verb::EditTeam);
    assert_eq!(ops[0].fields, [(team::NAME, Value::Text("Grade 4".into())), (team::PEOPLE, Value::Int(6))]);
}

#[test]
fn strengths_stand_first_and_what_could_tell_who_stands_in_the_way() {
    let desk = preparing(SIZE, Look::default());
    let pieces: Vec<Uid> = prepare::lines(&desk.app).iter().filter_map(|l| l.target).map(|t| t.piece()).collect();
    assert_eq!(pieces, [uid(41), uid(40), uid(80), uid(42)]);
    let seen = view();
    assert_eq!(seen.checked(uid(80)).and_then(|c| c.shown()), None, "it could tell who");
    assert_eq!(seen.checked(uid(42)).and_then(|c| c.shown()), Some("help waits on the teacher"));
    assert!(!seen.checked(uid(42)).is_some_and(|c| c.numbers()), "its number rests on too few");
    assert!(seen.checked(uid(40)).is_some_and(|c| c.numbers()));
}

#[test]
fn a_piece_is_left_out_reworded_masked_or_shown_all_the_same() {
    let mut desk = preparing(SIZE, Look::default());
    desk.keys("jjx");
    assert!(decided(&desk, uid(80)).left_out);
    desk.keys("m");
    assert_eq!(decided(&desk, uid(80)).hidden, ["the new teacher"]);
    desk.keys("y");
    assert_eq!(decided(&desk, uid(80)).kept.len(), 1);
    assert!(decided(&desk, uid(80)).left_out, "what was decided before stays");
    desk.keys("e");
    for _ in 0..60 {
        desk.keys("<Backspace>");
    }
    desk.keys("somebody asks why<Enter>");
    assert_eq!(decided(&desk, uid(80)).text.as_deref(), Some("somebody asks why"));
}

#[test]
fn a_number_under_the_floor_is_never_shown_all_the_same() {
    let mut desk = preparing(SIZE, Look::default());
    desk.keys("Gy");
    assert!(desk.acts.is_empty());
    assert!(desk.notice().contains("never shown"));
}

#[test]
fn what_cannot_be_read_is_not_written_over() {
    let mut desk = preparing(SIZE, Look::default());
    desk.app.talk.prepare.view.as_mut().expect("a talk").shown = "{".into();
    desk.keys("x");
    assert!(desk.acts.is_empty() && desk.notice().contains("cannot be read"));
}

#[test]
fn at_most_five_patterns_are_brought_and_keep_their_order() {
    let mut desk = preparing(SIZE, Look::default());
    desk.keys("b<Down><Space><Enter>");
    let (verb, ops) = last(&desk);
    assert_eq!(verb, Verb::EditTalk);
    let [(_, Value::Members(members))] = &ops[0].fields[..] else { unreachable!() };
    assert_eq!(members, &[(uid(40), 1), (uid(42), 2), (uid(41), 0)]);
    let many: Vec<Uid> = (100..106).map(uid).collect();
    prepare::brought(&mut desk.app, uid(61), &many);
    assert!(desk.notice().contains("five at most"));
    assert_eq!(desk.acts.len(), 1);
}

#[test]
fn the_order_of_patterns_is_changed_by_capital_letters() {
    let mut desk = preparing(SIZE, Look::default());
    desk.keys("jJ");
    let (_, ops) = last(&desk);
    let [(_, Value::Members(members))] = &ops[0].fields[..] else { unreachable!() };
    assert_eq!(members, &[(uid(41), 1), (uid(40), 2), (uid(42), 3)]);
}

#[test]
fn linking_is_an_answer_and_what_is_not_linked_is_not_proposed_again() {
    let mut desk = listening(SIZE, Look::default());
    assert_eq!(voices::marked(&desk.app).map(|v| v.uid), Some(uid(76)), "those nobody answered come first");
    desk.keys("l");
    desk.sort();
    let patterns = vec![crate::store::api::VoiceProposal {
        pattern: uid(42),
        statement: "help waits on the teacher".into(),
        words: vec!["wait".into()],
        likeness: 0.6,
    }];
    desk.answer(Lane::VoiceProposals, Answer::Talking(TalkAnswer::VoiceProposals { voice: uid(76), patterns }));
    desk.keys("<Enter><Down><Enter>");
    let (verb, ops) = last(&desk);
    assert_eq!(verb, Verb::LinkVoice);
    assert_eq!(ops[0].fields, [(voice::LINKS, Value::Members(vec![(uid(42), 2)]))]);
    assert!(ops[1].fields.contains(&(voice::ANSWER, Value::Int(1))));
    voices::linked(&mut desk.app, uid(76), uid(42), 0);
    desk.sort();
    let (_, ops) = last(&desk);
    assert_eq!(ops[0].fields, [(voice::LINKS, Value::Members(vec![(uid(42), 0)]))]);
    assert_eq!(ops[1].kind, Kind::Suggestion);
}

#[test]
fn a_voice_is_looked_into_by_a_day() {
    let mut desk = listening(SIZE, Look::default());
    desk.keys("a<Down><Enter>we count pauses<Enter>in 2 weeks<Enter>");
    let (verb, ops) = last(&desk);
    assert_eq!(verb, Verb::AnswerVoice);
    let has = |field, value| ops[0].fields.contains(&(field, value));
    assert!(has(voice::ANSWER, Value::Int(2)) && has(voice::WHY, Value::Text("we count pauses".into())));
    assert!(has(voice::ANSWER_DAY, Value::Int(crate::app::screens::trying::sample::ago(-14))));
}

#[test]
fn a_statement_is_struck_for_good_only_after_a_yes() {
    let mut desk = listening(SIZE, Look::default());
    desk.keys("<Ctrl-D><Enter><Enter>");
    let purged = |desk: &mut Desk| {
        desk.app.take_effects().into_iter().any(|e| matches!(e, crate::app::effect::Effect::Write(Write::Purge { .. })))
    };
    assert!(!purged(&mut desk), "Enter, held down, does nothing");
    crate::app::update::update(
        &mut desk.app,
        crate::app::input::Input::Key(crate::app::keys::parse_key("y").expect("a key")),
        crate::app::screens::sample::NOW,
    );
    assert!(purged(&mut desk));
    assert_eq!(desk.app.talk.voices.listed().len(), 1);
}

#[test]
fn evidence_from_elsewhere_has_its_denominator() {
    let mut desk = desk(SIZE, Look::default());
    desk.keys("e");
    desk.sort();
    desk.answer(Lane::Elsewhere, Answer::Talking(TalkAnswer::Elsewhere(elsewhere())));
    desk.keys("nsurvey<Enter>would rather write first<Enter>14<Enter><Enter>2 Oct<Enter>");
    assert!(desk.acts.is_empty(), "14 of how many?");
    desk.keys("<Enter><Enter><Enter>22<Enter><Enter>");
    let (verb, ops) = last(&desk);
    assert_eq!(verb, Verb::AddElsewhere);
    assert!(ops[0].fields.contains(&(card::OF, Value::Int(22))));
}

#[test]
fn the_page_to_take_home_is_made_once_all_of_it_is_read_and_names_nobody() {
    let mut desk = desk(SIZE, Look::default());
    desk.keys("o");
    assert!(desk.notice().contains("that was held"));
    desk.keys("jo");
    desk.sort();
    let mut held = view();
    held.talk = super::sample::talk_row(62, true, true);
    desk.answer(Lane::TalkPage, Answer::Talking(TalkAnswer::Talk(Some(Box::new(held)))));
    let names = [(crate::language::mask::NameOf::Teacher, "Ms Wren")];
    let rules = crate::language::rules::Rules::built_in();
    let masker = crate::language::mask::Masker::for_sharing(names, &rules);
    desk.answer(Lane::AllNames, Answer::AllNames(std::sync::Arc::new(masker)));
    assert!(desk.exports.is_empty(), "the trials are not there yet");
    desk.answer(Lane::Try, Answer::Talking(TalkAnswer::Try(Default::default())));
    desk.sort();
    assert_eq!(desk.exports.len(), 2);
    for page in &desk.exports {
        assert!(page.body.contains("students answer in one word"), "{}", page.body);
        assert!(!page.body.contains("Wren") && !page.body.contains("the new teacher"), "{}", page.body);
    }
    assert!(desk.notice().contains("left out"));
}

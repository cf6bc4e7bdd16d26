use super::sample::{ago, at_page, desk, invitations, page};
use super::*;
use crate::app::look::Look;
use crate::app::screens::sample::{Desk, uid};
use crate::domain::act::Value;
use crate::domain::schema::talking::{check_in, invitation, problem, promise, trial, voice};
use crate::domain::schema::{visit, walk};
use crate::domain::sheet::Sheet;

fn list() -> Desk {
    desk((80, 24), Look::default())
}

fn open_page() -> Desk {
    at_page((80, 24), Look::default())
}

fn last(desk: &Desk) -> (Verb, Vec<crate::domain::act::Op>) {
    let act = desk.acts.last().expect("an act");
    (act.verb, act.ops.clone())
}

#[test]
fn open_trials_come_first_and_lead_to_their_problem() {
    let mut desk = list();
    let headings: Vec<&str> = lines(&desk.app).iter().map(TryLine::heading).collect();
    assert_eq!(headings, ["We try", "We try", "Shared problems", "Promised", "Promises kept", "Tried"]);
    desk.keys("j<Enter>");
    assert_eq!((desk.app.screen, desk.app.trying.of), (Screen::Problem, Some(uid(62))));
}

#[test]
fn a_promise_is_kept_and_open_again() {
    let mut desk = list();
    desk.keys("jjjx");
    let (verb, ops) = last(&desk);
    assert_eq!((verb, ops[0].entity), (Verb::EditPromise, uid(66)));
    assert!(matches!(ops[0].fields[..], [(f, Value::Int(_))] if f == promise::KEPT));
    desk.keys("jx");
    assert_eq!(last(&desk).1[0].fields, [(promise::KEPT, Value::Null)]);
}

#[test]
fn a_promise_says_by_when_and_asks_again_where_that_is_no_day() {
    let mut desk = list();
    desk.keys("r<Enter>bring back the second adult<Enter>soonish<Enter>");
    assert!(desk.acts.is_empty(), "nothing is written down yet");
    desk.keys("<Enter>");
    for _ in 0..7 {
        desk.keys("<Backspace>");
    }
    desk.keys("in 2 weeks<Enter>");
    let (verb, ops) = last(&desk);
    assert_eq!(verb, Verb::MakePromise);
    assert!(ops[0].fields.contains(&(promise::DUE, Value::Int(ago(-14)))));
    assert!(ops[0].fields.contains(&(promise::TEXT, Value::Text("bring back the second adult".into()))));
    assert!(ops[0].fields.contains(&(promise::TEAM, Value::Ref(uid(60)))));
}

#[test]
fn a_shared_problem_has_the_teams_words_and_says_whose_came_first() {
    let mut desk = list();
    desk.keys("n<Enter>Nobody has time to think.<Enter>everybody<Enter>");
    assert!(desk.acts.is_empty());
    desk.keys("<Down><Down><Enter>");
    let (verb, ops) = last(&desk);
    assert_eq!(verb, Verb::ShareProblem);
    let has = |field, value| ops[0].fields.contains(&(field, value));
    assert!(has(problem::WORDING, Value::Text("Nobody has time to think.".into())));
    assert!(has(problem::ORIGIN, Value::Int(3)));
    assert!(has(problem::AGREED, Value::Int(ago(0))));
    assert_eq!(desk.app.screen, Screen::Problem);
    desk.sort();
    desk.answer(Lane::Problem, Answer::Talking(TalkAnswer::Problem(None)));
    assert_eq!(desk.app.screen, Screen::Problem, "it is not saved yet, but it has not gone");
}

#[test]
fn a_problem_without_words_is_not_kept() {
    let mut desk = list();
    desk.keys("n<Enter><Enter><Enter>");
    assert!(desk.acts.is_empty() && desk.notice().contains("Nothing was written down"));
}

#[test]
fn a_trial_hangs_on_the_problem_and_needs_only_what_is_changed() {
    let mut desk = open_page();
    desk.keys("t<Enter><Enter><Enter><Enter><Enter><Enter><Enter>");
    assert!(desk.acts.is_empty(), "nothing is changed by it");
    desk.keys("<Enter>wait five seconds<Enter><Enter><Enter><Enter><Enter>in 3 weeks<Enter>");
    let (verb, ops) = last(&desk);
    assert_eq!(verb, Verb::PlanTrial);
    let has = |field, value| ops[0].fields.contains(&(field, value));
    assert!(has(trial::PROBLEM, Value::Ref(uid(62))) && has(trial::CHECK_DAY, Value::Int(ago(-21))));
    assert!(has(trial::CHANGE, Value::Text("wait five seconds".into())));
}

#[test]
fn a_check_in_that_adopts_ends_the_trial_and_one_that_adapts_does_not() {
    let mut desk = open_page();
    desk.keys("cit held<Enter><Enter>pairs need a clock<Enter><Enter><Down><Enter>");
    let (verb, ops) = last(&desk);
    assert_eq!((verb, ops.len()), (Verb::CheckIn, 1));
    assert!(ops[0].fields.contains(&(check_in::DECISION, Value::Int(2))));
    assert!(ops[0].fields.contains(&(check_in::LEARNING, Value::Text("pairs need a clock".into()))));
    desk.keys("c<Enter><Enter><Enter><Enter><Enter>");
    let (_, ops) = last(&desk);
    assert_eq!((ops.len(), ops[1].entity), (2, uid(63)));
    assert_eq!(ops[1].fields[0].0, trial::ENDED);
}

#[test]
fn what_would_be_seen_goes_onto_the_next_walk_in_one_act() {
    let mut desk = open_page();
    desk.keys("n<Enter><Enter>");
    let (verb, ops) = last(&desk);
    assert_eq!((verb, ops.len()), (Verb::TryOnWalk, 3));
    let text = |i: usize, field| {
        ops[i].fields.iter().find_map(|(f, v)| match v {
            Value::Text(text) if *f == field => Some(text.clone()),
            _ => None,
        })
    };
    let body = text(0, crate::domain::schema::sheet::BODY).expect("a sheet");
    let sheet = Sheet::parse("x", &body).expect("sound");
    assert_eq!(sheet.look_fors[0].label, "answers run past one sentence");
    assert!(text(1, walk::FOCUS).is_some_and(|f| f.contains("a minute in pairs")));
    assert!(ops[1].fields.contains(&(walk::SHEET, Value::Ref(ops[0].entity))));
    assert_eq!(text(2, trial::LOOK_FOR).as_deref(), Some(sheet.look_fors[0].id.as_str()));
    assert!(ops[2].fields.contains(&(trial::WALK, Value::Ref(ops[1].entity))));
}

#[test]
fn causes_hang_on_bones_and_under_each_other() {
    let mut desk = open_page();
    desk.keys("wtime<Enter>lessons are short<Enter>");
    let (verb, ops) = last(&desk);
    let has = |field, value| ops[0].fields.contains(&(field, value));
    assert_eq!(verb, Verb::HearVoice);
    assert!(has(voice::BONE, Value::Text("time".into())) && has(voice::PROBLEM, Value::Ref(uid(62))));
    desk.keys("y");
    assert!(desk.notice().contains("Mark a cause first"));
    let at = page::targets(&desk.app).iter().position(|t| *t == Target::Cause(uid(73))).expect("a cause");
    desk.app.trying.on_page = at;
    desk.keys("ythe timetable<Enter>");
    let (_, ops) = last(&desk);
    assert!(ops[0].fields.contains(&(voice::UNDER, Value::Ref(uid(73)))));
}

#[test]
fn causes_in_a_ring_are_told_once() {
    let mut desk = open_page();
    let mut ring = page();
    ring.causes[0].under = Some(uid(74));
    ring.causes[1].under = Some(uid(73));
    desk.app.trying.problem = Some(ring);
    let causes = page::targets(&desk.app).iter().filter(|t| matches!(t, Target::Cause(_))).count();
    assert_eq!(causes, 3);
}

#[test]
fn a_problem_that_has_gone_is_left() {
    let mut desk = open_page();
    desk.app.ask(Lane::Problem, Ask::Talking(TalkAsk::Problem(uid(62))));
    desk.sort();
    desk.answer(Lane::Problem, Answer::Talking(TalkAnswer::Problem(None)));
    assert_eq!(desk.app.screen, Screen::Try);
}

#[test]
fn an_invitation_is_tied_to_a_visit_which_was_asked_for() {
    let mut desk = list();
    desk.keys("I");
    desk.sort();
    desk.answer(Lane::Invitations, Answer::Talking(TalkAnswer::Invitations(invitations())));
    desk.keys("a");
    assert!(desk.notice().contains("Tie it to a visit first"));
    desk.keys("v");
    desk.sort();
    let rows = vec![crate::app::screens::sample::visit_row(91, 4)];
    desk.answer(Lane::InvitationVisits, Answer::Visits(crate::store::api::VisitsPage { rows, older: None }));
    desk.keys("<Enter>");
    let (verb, ops) = last(&desk);
    assert_eq!((verb, ops.len()), (Verb::EditInvitation, 2));
    assert_eq!(ops[0].fields, [(invitation::VISIT, Value::Ref(uid(91)))]);
    assert_eq!((ops[1].entity, ops[1].fields[0].0), (uid(91), visit::ASKED));
    assert_eq!(ops[0].stream, Stream::Private, "nobody else gets the question");
    desk.keys("ja");
    assert_eq!(last(&desk).1[0].fields[0].0, invitation::ANSWERED);
}

#[test]
fn a_pulse_is_never_one_number_and_small_ones_are_not_shown() {
    let mut desk = list();
    desk.keys("p<Enter>");
    desk.sort();
    let poll = |counts: Vec<u32>| PollRowOf { counts, ..page().polls[0].clone() };
    let named = |construct: &str, counts| PollRowOf { construct: construct.into(), ..poll(counts) };
    let rows = vec![named("trust", vec![0, 1, 0, 2, 3, 0]), named("belief", vec![0, 0, 0, 0, 3, 1])];
    desk.answer(Lane::Pulse, Answer::Talking(TalkAnswer::Pulse(rows)));
    let Some(crate::app::layers::Layer::Reader(reader)) = desk.app.layers.last() else { unreachable!("a page") };
    let text = reader.lines.join("\n");
    assert!(text.contains("1 × 1   2 × 3   3 × 4"), "{text}");
    assert!(text.contains("fewer than five answered; not shown") && !text.contains("3 × 4   1 × 5"), "{text}");
}

type PollRowOf = crate::store::api::PollRow;

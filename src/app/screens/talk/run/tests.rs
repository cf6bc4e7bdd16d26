use super::sample::{desk, spoken, step, view, voice};
use crate::app::Screen;
use crate::app::effect::Effect;
use crate::app::input::Input;
use crate::app::keys::parse_keys;
use crate::app::layers::Layer;
use crate::app::look::Look;
use crate::app::screens::sample::{Desk, NOW, uid};
use crate::app::update::{next_wake, update};
use crate::domain::act::{Act, Value, Verb};
use crate::domain::pattern::PatternStatus;
use crate::domain::schema::{Field, talking};
use crate::domain::talk::{LinkKind, Origin, VoiceKind};
use crate::domain::talk_shown::TalkShown;
use crate::domain::time::Now;
use crate::store::api::*;
use crate::ui::screens::picture;

const SIZE: (u16, u16) = (100, 30);

fn at(protocol: &str, id: &str, make: fn(&str) -> TalkView) -> Desk {
    let mut view = make(protocol);
    view.step = step(protocol, id);
    desk(SIZE, Look::default(), view)
}

fn value(act: &Act, field: Field) -> Option<&Value> {
    act.ops.iter().flat_map(|o| &o.fields).find(|(f, _)| *f == field).map(|(_, v)| v)
}

fn last(desk: &Desk) -> &Act {
    desk.acts.last().expect("an act")
}

/// Presses keys and keeps what is written for the store.
fn writes(desk: &mut Desk, keys: &str) -> Vec<Write> {
    for key in parse_keys(keys).expect("keys") {
        update(&mut desk.app, Input::Key(key), NOW);
    }
    let written = desk.app.take_effects();
    written.into_iter().filter_map(|e| if let Effect::Write(w) = e { Some(w) } else { None }).collect()
}

#[test]
fn a_talk_under_way_opens_before_anything_else_is_painted() {
    let mut desk = Desk::new(SIZE, Look::default());
    super::hold(&mut desk.app);
    assert!(picture(&desk.app).chars().all(|c| matches!(c, ' ' | '\n' | '"')), "{}", picture(&desk.app));
    desk.sort();
    desk.answer(Lane::Talk, Answer::Talking(TalkAnswer::Running(Some(Box::new(view("empathy"))))));
    assert_eq!(desk.app.screen, Screen::TalkRun);
    assert!(!picture(&desk.app).contains("Home"));
    let mut other = Desk::new(SIZE, Look::default());
    super::hold(&mut other.app);
    other.sort();
    other.answer(Lane::Talk, Answer::Talking(TalkAnswer::Running(None)));
    assert_eq!(other.app.screen, Screen::Home);
    assert!(picture(&other.app).contains("Home"));
}

#[test]
fn what_is_said_is_kept_word_for_word_in_the_kind_of_the_step() {
    let mut desk = at("share-with-staff", "say", view);
    desk.keys("Every child freezes<Enter>");
    assert_eq!(desk.verb(), Verb::HearVoice);
    assert_eq!(value(last(&desk), talking::voice::TEXT), Some(&Value::Text("Every child freezes".into())));
    assert_eq!(value(last(&desk), talking::voice::KIND), Some(&Value::Int(VoiceKind::Problem as i64)));
    assert_eq!(value(last(&desk), talking::voice::BEFORE), Some(&Value::Int(1)));
    assert!(picture(&desk.app).contains("“Every child freezes”"));
    desk.keys("v<Tab><Tab>why is that?<Ctrl-R>a mentor<Enter><Enter>");
    assert_eq!(value(last(&desk), talking::voice::KIND), Some(&Value::Int(VoiceKind::Question as i64)));
    assert_eq!(value(last(&desk), talking::voice::SPEAKER), Some(&Value::Text("a mentor".into())));
    // Up changes the last one, and once more the one before.
    desk.keys("<Up><Up> at first<Enter>");
    assert_eq!((desk.verb(), last(&desk).ops[0].entity), (Verb::EditVoice, desk.app.talk.run.said()[0].uid));
    assert_eq!(desk.app.talk.run.said()[0].text, "Every child freezes at first");
}

#[test]
fn an_enter_held_down_does_not_go_on() {
    let mut desk = at("share-with-staff", "say", view);
    desk.keys("one<Enter><Enter><Enter>");
    assert_eq!((desk.acts.len(), desk.app.talk.run.step), (1, step("share-with-staff", "say")));
    let later = Now { steady: NOW.steady + 2_000, ..NOW };
    update(&mut desk.app, Input::Key(parse_keys("<Enter>").expect("a key")[0]), later);
    desk.sort();
    assert_eq!(desk.verb(), Verb::StepTalk);
}

#[test]
fn a_word_may_begin_with_q() {
    let mut desk = at("share-with-staff", "say", view);
    desk.keys("question");
    assert_eq!(desk.app.talk.run.typed(), "question");
    desk.keys("<Esc><Esc>x");
    assert_eq!(desk.app.screen, Screen::TalkRun, "another key stays");
}

#[test]
fn teachers_speak_before_patterns_or_it_is_kept_that_they_did_not() {
    let strengths = step("share-with-staff", "strengths");
    let mut desk = at("share-with-staff", "strengths", view);
    assert!(picture(&desk.app).contains("Nobody has spoken yet"));
    desk.keys("<Space><Right>");
    assert_eq!((desk.acts.len(), desk.app.talk.run.step), (0, strengths), "patterns wait");
    assert!(!picture(&desk.app).contains("shy ones"));
    desk.keys("<Ctrl-F><Space>");
    assert_eq!(value(&desk.acts[0], talking::talk::FIRST), Some(&Value::Int(1)));
    assert!(picture(&desk.app).contains("shy ones"));
    // A statement opens them too, and was said before.
    let mut desk = at("share-with-staff", "strengths", view);
    desk.keys("they freeze<Enter><Space>");
    assert_eq!(value(&desk.acts[0], talking::voice::BEFORE), Some(&Value::Int(1)));
    assert!(picture(&desk.app).contains("shy ones"));
    desk.keys("so do mine<Enter>");
    assert_eq!(value(last(&desk), talking::voice::BEFORE), None, "said after something was shown");
}

#[test]
fn the_statement_in_hand_is_linked_by_one_key() {
    let mut desk = at("share-with-staff", "patterns", spoken);
    desk.keys("<Space><lt>-");
    assert_eq!(desk.verb(), Verb::LinkVoice);
    let link = Value::Members(vec![(uid(41), LinkKind::Contradicts as i64)]);
    assert_eq!(value(last(&desk), talking::voice::LINKS), Some(&link));
    assert!(picture(&desk.app).contains("contradicts"));
    desk.keys("-");
    assert_eq!(value(last(&desk), talking::voice::LINKS), Some(&Value::Members(vec![(uid(41), 0)])));
    // Off a pattern a sign is a letter as any other.
    let mut desk = at("share-with-staff", "say", view);
    desk.keys("-5 degrees<Enter>");
    assert_eq!(desk.app.talk.run.said()[0].text, "-5 degrees");
}

#[test]
fn a_pattern_is_reworded_by_the_team_from_the_words_that_are_shown() {
    let mut shown = spoken("share-with-staff");
    shown.step = step("share-with-staff", "patterns");
    let mut decided = TalkShown::default();
    decided.decide(uid(41), |p| p.text = Some("Answers have one word.".into()));
    decided.decide(uid(42), |p| p.left_out = true);
    shown.shown = decided.written();
    let mut desk = desk(SIZE, Look::default(), shown);
    desk.keys("<Space><Ctrl-E> Often.<Enter>");
    assert_eq!(desk.verb(), Verb::EditPattern);
    let words = Value::Text("Answers have one word. Often.".into());
    assert_eq!(value(last(&desk), crate::domain::schema::pattern::STATEMENT), Some(&words));
    let kept = value(last(&desk), talking::talk::SHOWN);
    assert!(matches!(kept, Some(Value::Text(t)) if !t.contains("one word") && t.contains("left_out")));
    assert_eq!(desk.app.talk.run.pages.len(), 2, "the other pattern is left out");
}

#[test]
fn new_words_that_could_tell_who_are_not_shown_and_can_be_worded_again() {
    let mut desk = at("share-with-staff", "patterns", spoken);
    desk.keys("<Space><Ctrl-E> She waits.<Enter>");
    let mut checked = spoken("share-with-staff");
    checked.step = step("share-with-staff", "patterns");
    checked.patterns[0].pattern.statement = "Students of Ms Wren answer in one word. She waits.".into();
    let found = crate::insight::guess::Finding {
        what: crate::insight::guess::What::Gender,
        level: crate::insight::guess::Level::Ask,
        place: crate::insight::guess::Place::Whole,
        words: "She".into(),
        sentence: String::new(),
        remedies: Vec::new(),
    };
    checked.checked[0].open = vec![found];
    desk.saved();
    desk.answer(Lane::Talk, Answer::Talking(TalkAnswer::Talk(Some(Box::new(checked)))));
    assert!(picture(&desk.app).contains("could tell whose room") && !picture(&desk.app).contains("She waits"));
    desk.keys("<Ctrl-E>");
    assert_eq!(desk.app.talk.run.typed(), "Students of [teacher] answer in one word. She waits.");
}

#[test]
fn what_cannot_be_read_of_what_is_left_out_shows_no_pattern() {
    let mut view = spoken("share-with-staff");
    view.step = step("share-with-staff", "patterns");
    view.shown = "{ no JSON".into();
    let desk = desk(SIZE, Look::default(), view);
    assert_eq!(desk.app.talk.run.pages.len(), 1);
}

#[test]
fn a_statement_is_struck_for_good_by_a_key_that_is_no_enter() {
    let mut desk = at("share-with-staff", "say", spoken);
    assert!(writes(&mut desk, "<Ctrl-D><Enter><Enter>").iter().all(|w| !matches!(w, Write::Purge { .. })));
    assert_eq!(desk.app.talk.run.said().len(), 2);
    let mut desk = at("share-with-staff", "say", spoken);
    let written = writes(&mut desk, "<Ctrl-D>y");
    let struck =
        |w: &Write| matches!(w, Write::Purge { verb: Verb::StrikeVoice, things, .. } if things[0].1 == uid(52));
    assert!(written.iter().any(struck));
    assert_eq!(desk.app.talk.run.said().len(), 1);
}

#[test]
fn undo_takes_back_what_was_done_here_and_names_it() {
    let mut desk = at("share-with-staff", "say", view);
    let written = writes(&mut desk, "abc<Ctrl-Z>");
    assert!(!written.iter().any(|w| matches!(w, Write::UndoOf(..))), "typing is taken back first");
    let written = writes(&mut desk, "<Esc><Esc><Esc><Ctrl-Z>");
    let verbs = written.iter().find_map(|w| if let Write::UndoOf(_, v) = w { Some(*v) } else { None });
    let verbs = verbs.unwrap_or_default();
    assert!(verbs.contains(&Verb::HearVoice) && !verbs.contains(&Verb::StartTalk) && !verbs.contains(&Verb::AddNote));
    assert!(!written.iter().any(|w| matches!(w, Write::Undo(_))));
    let refused = Event::NotTurned { redo: false, why: "/home/x/file.db is gone".into() };
    update(&mut desk.app, Input::Store(refused), NOW);
    assert!(picture(&desk.app).contains("Nothing of this talk is left") && !picture(&desk.app).contains("/home"));
}

#[test]
fn fingers_are_counted_by_digits_and_once_more() {
    let mut desk = at("share-with-staff", "vote-real", spoken);
    desk.keys("001221<Enter>");
    assert_eq!(desk.verb(), Verb::TakePoll);
    assert_eq!(value(last(&desk), talking::poll::COUNTS), Some(&Value::Text("0 0 1 2 2 1".into())));
    assert!(picture(&desk.app).contains("5 of 6 stand at three or more."));
    desk.keys("000222<Enter>");
    assert_eq!(value(last(&desk), talking::poll::ROUND), Some(&Value::Int(2)));
    assert!(picture(&desk.app).contains("Second round: all 6 stand at three or more."));
}

#[test]
fn a_team_under_five_is_not_counted_and_says_it_in_words() {
    for people in [None, Some(4)] {
        let mut small = spoken("share-with-staff");
        small.step = step("share-with-staff", "vote-real");
        small.talk.people = people;
        let mut desk = desk(SIZE, Look::default(), small);
        assert!(picture(&desk.app).contains("no counts are kept"));
        desk.keys("111111<Enter>");
        assert!(desk.acts.iter().all(|a| a.verb != Verb::TakePoll));
    }
}

#[test]
fn an_objection_never_comes_onto_the_wall() {
    let mut desk = at("share-with-staff", "vote-real", spoken);
    desk.keys("<Ctrl-T>I will not do this");
    assert!(!picture(&desk.app).contains("I will not"));
    assert!(picture(&desk.app).contains("being written down"));
    desk.keys("<Enter>");
    assert_eq!(value(last(&desk), talking::voice::KIND), Some(&Value::Int(VoiceKind::Objection as i64)));
    assert_eq!(value(last(&desk), talking::voice::TEXT), Some(&Value::Text("I will not do this".into())));
    for keys in ["", "<Up>", "<Esc><Ctrl-D>", "x<Shift-Tab><Shift-Tab><Shift-Tab><Space><Space>"] {
        desk.keys(keys);
        assert!(!picture(&desk.app).contains("I will not"), "{}", picture(&desk.app));
    }
}

#[test]
fn a_problem_is_worded_tied_and_agreed_on() {
    let mut desk = at("share-with-staff", "wording", spoken);
    desk.keys("Our students have no time to find words.<Tab><Tab><Enter>");
    let act = last(&desk).clone();
    assert_eq!(act.verb, Verb::ShareProblem);
    assert_eq!(value(&act, talking::problem::ORIGIN), Some(&Value::Int(Origin::Both as i64)));
    assert_eq!(value(&act, talking::problem::PATTERNS), Some(&Value::Members(vec![(uid(41), 1)])));
    assert_eq!(value(&act, talking::problem::VOICES), Some(&Value::Members(vec![(uid(51), 1)])));
    assert_eq!(value(&act, talking::problem::AGREED), None, "worded is not agreed");
    desk.keys("<Space><Space>>+");
    assert_eq!(value(last(&desk), talking::problem::PATTERNS), Some(&Value::Members(vec![(uid(42), 1)])));
    desk.keys("<Ctrl-G>");
    assert_eq!(value(last(&desk), talking::problem::AGREED), Some(&Value::Int(20_775)));
}

#[test]
fn an_agreement_tells_counts_only_where_five_answered() {
    for (digits, told) in [("001122", Some("5 of 6 at three or more")), ("000111", None)] {
        let mut worded = spoken("share-with-staff");
        worded.step = step("share-with-staff", "vote-real");
        let problem = crate::app::screens::trying::sample::problem();
        worded.problems = vec![crate::store::api::ProblemRow { agreed: None, agreement: String::new(), ..problem }];
        let mut desk = desk(SIZE, Look::default(), worded);
        desk.keys(digits);
        desk.keys("<Enter><Ctrl-G>");
        let told = told.map(|text| Value::Text(text.into()));
        assert_eq!(value(last(&desk), talking::problem::AGREEMENT), told.as_ref(), "{digits}");
        assert_eq!(value(last(&desk), talking::problem::AGREED), Some(&Value::Int(20_775)));
    }
}

#[test]
fn promises_have_a_day_and_no_day_is_asked_about() {
    let mut desk = at("share-with-staff", "promises", spoken);
    desk.keys("I ask for tables<Ctrl-R>soon<Enter><Enter>");
    assert!(desk.acts.is_empty());
    desk.keys("<Ctrl-U>3 dec<Enter><Enter>");
    assert_eq!(value(last(&desk), talking::promise::DUE), Some(&Value::Int(20_790)));
    assert!(picture(&desk.app).contains("I ask for tables"));
}

#[test]
fn the_leader_opens_the_hunch_only_after_teachers_spoke() {
    let mut desk = at("share-with-staff", "say", view);
    desk.keys("<Ctrl-O>");
    assert!(desk.acts.is_empty());
    let mut desk = at("share-with-staff", "patterns", spoken);
    desk.keys("<Ctrl-O>");
    assert_eq!(value(last(&desk), talking::talk::HUNCH), Some(&Value::Ref(uid(220))));
    assert!(picture(&desk.app).contains("I expected:") && picture(&desk.app).contains("talks most of the time"));
}

#[test]
fn leaving_takes_two_keys_and_passes_through_the_cover() {
    let mut desk = at("share-with-staff", "say", spoken);
    desk.keys("ql");
    assert!(matches!(desk.app.layers.last(), Some(Layer::Cover(c)) if c.plain));
    assert!(picture(&desk.app).contains("The screen is covered."));
    desk.keys("s");
    assert_eq!((desk.app.screen, desk.app.layers.len()), (Screen::Talk, 0));
    let mut desk = at("share-with-staff", "promises", spoken);
    desk.keys("<Esc>e");
    assert_eq!((desk.verb(), desk.app.screen), (Verb::EndTalk, Screen::Talk));
    let status = Value::Int(PatternStatus::Discussed as i64);
    assert_eq!(value(last(&desk), crate::domain::schema::pattern::STATUS), Some(&status));
}

#[test]
fn the_half_typed_line_and_the_page_are_in_the_draft() {
    let mut before = at("share-with-staff", "patterns", spoken);
    before.keys("<Space>they need ti");
    let draft = super::draft::draft(&before.app);
    let mut after = at("share-with-staff", "patterns", spoken);
    super::restore(&mut after.app, &draft);
    assert_eq!(after.app.talk.run.page, 1);
    after.keys("me<Enter>");
    assert_eq!(after.app.talk.run.said()[2].text, "they need time");
    // What was kept just before the end is not both said and half-typed.
    let kept = after.app.talk.run.said()[2].clone();
    let mut view = spoken("share-with-staff");
    view.step = step("share-with-staff", "patterns");
    let Some(line) = before.app.talk.run.line.as_ref() else { unreachable!("a line is open") };
    let super::Writes::Voice { uid, .. } = line.writes else { unreachable!("it is a statement") };
    view.voices.push(VoiceRow { uid, ..kept });
    let mut once = desk(SIZE, Look::default(), view);
    super::restore(&mut once.app, &draft);
    assert!(once.app.talk.run.line.is_none());
}

#[test]
fn the_clock_wakes_only_until_the_time_is_over_and_the_screen_never_covers_itself() {
    let mut desk = at("share-with-staff", "patterns", spoken);
    let wake = next_wake(&desk.app).expect("the time line goes on");
    assert!(wake > NOW.steady + 1_000);
    let long = 3 * 3_600_000;
    let later = Now { utc: NOW.utc + long, steady: NOW.steady + long, offset: 0 };
    update(&mut desk.app, Input::Tick, later);
    assert_eq!(desk.app.layers.len(), 0);
    let wake = next_wake(&desk.app);
    assert!(wake.is_none(), "{wake:?}");
}

#[test]
fn what_is_on_its_way_survives_an_answer_that_does_not_know_it() {
    let mut desk = at("share-with-staff", "say", view);
    desk.keys("one<Enter>two<Enter>");
    super::refresh(&mut desk.app);
    desk.sort();
    let mut old = view("share-with-staff");
    old.step = step("share-with-staff", "say");
    old.voices = vec![voice(99, VoiceKind::Problem, "zero")];
    desk.answer(Lane::Talk, Answer::Talking(TalkAnswer::Talk(Some(Box::new(old)))));
    let said: Vec<&str> = desk.app.talk.run.said().iter().map(|v| v.text.as_str()).collect();
    assert_eq!(said, ["zero", "one", "two"]);
}

use super::*;
use crate::app::input::Input;
use crate::app::screens::sample::{self, Desk, NOW, tag, uid};
use crate::app::update::update;
use crate::domain::act::{Value, Verb};
use crate::domain::schema::{self, Kind};
use crate::store::api::{Changes, Event, TagProposal, TodayVisit, UndoState, WalkKey, WalkRow};

fn desk() -> Desk {
    let mut desk = Desk::new((100, 30), Default::default());
    desk.app.open(Screen::Finish);
    desk.sort();
    desk.answer(Lane::Today, Answer::Today(sample::today()));
    desk.answer(Lane::Lists, Answer::TopTags(vec![tag(70, "wait-time"), tag(71, "one-word")]));
    desk
}

fn here(desk: &Desk) -> String {
    match desk.app.finish.todo.current().map(|e| &e.item) {
        Some(Item::Note(note)) => note.text.clone(),
        Some(Item::LookFor { label, .. }) => format!("look-for {label}"),
        Some(Item::Words(note)) => format!("words {}", note.text),
        Some(Item::Slip) => "slip".into(),
        None => "end".into(),
    }
}

#[test]
fn the_visit_with_most_left_comes_first() {
    let mut desk = desk();
    assert_eq!(desk.app.finish.todo.progress(), "1 of 5, about 2 minutes left");
    let mut seen = vec![here(&desk)];
    for _ in 0..5 {
        desk.keys("<Enter>");
        seen.push(here(&desk));
    }
    assert_eq!(seen[0], "reads page 44 aloud");
    assert!(seen[2].starts_with("look-for "));
    assert_eq!(seen[3..], ["slip", "one line of another room", "end"]);
    assert!(desk.acts.is_empty(), "passing over changes nothing");
    desk.keys("<Enter>");
    assert_eq!(here(&desk), "reads page 44 aloud", "and once more");
}

#[test]
fn keys_tag_and_untag_and_the_note_stays_in_hand() {
    let mut desk = desk();
    desk.keys("12");
    assert_eq!(desk.acts.len(), 2);
    assert_eq!(desk.acts[0].ops[0].fields, [(schema::note::TAGS, Value::Members(vec![(uid(70), 1)]))]);
    assert_eq!(here(&desk), "reads page 44 aloud");
    desk.keys("1");
    assert_eq!(desk.verb(), Verb::UntagNotes);
    desk.keys("9");
    assert!(desk.notice().contains("no tag on this key"));
    assert_eq!(desk.app.screen, Screen::Finish);
    desk.keys("<Enter>");
    assert_eq!(here(&desk), "19 of 24 writing");
}

#[test]
fn an_answer_older_than_the_act_does_not_open_it_again() {
    let mut desk = desk();
    desk.keys("1");
    desk.app.go(Screen::Finish);
    desk.sort();
    desk.answer(Lane::Today, Answer::Today(sample::today()));
    assert_eq!(desk.app.finish.todo.current().map(|e| e.state), Some(State::Done));
}

#[test]
fn after_undo_the_thing_is_in_hand_again() {
    let mut desk = desk();
    desk.keys("1<Enter>");
    desk.saved();
    let mut left = sample::today();
    left[1].untagged.remove(0);
    desk.answer(Lane::Today, Answer::Today(left));
    assert_eq!(here(&desk), "19 of 24 writing");
    let turned = Event::Turned {
        redo: false,
        words: "tag a note".into(),
        kept: Vec::new(),
        changes: Changes { kinds: vec![Kind::Note], revision: 2 },
        undo: UndoState::default(),
    };
    update(&mut desk.app, Input::Store(turned), NOW);
    desk.sort();
    desk.answer(Lane::Today, Answer::Today(sample::today()));
    assert_eq!(here(&desk), "reads page 44 aloud");
    assert_eq!(desk.app.finish.todo.current().map(|e| e.state), Some(State::Open));
}

#[test]
fn a_look_for_is_settled_with_one_key_and_can_be_changed() {
    let mut desk = desk();
    desk.keys("<Enter><Enter>1");
    assert!(desk.notice().contains("Digits"));
    desk.keys("n");
    assert_eq!((desk.verb(), here(&desk).as_str()), (Verb::SettleLookFors, "slip"));
    assert!(desk.acts[0].ops[0].fields.contains(&(schema::mark::VALUE, Value::Int(2))));
    desk.keys("<Left>u");
    assert_eq!(desk.acts[0].ops[0].entity, desk.acts[1].ops[0].entity, "the same mark, answered anew");
    assert!(desk.acts[1].ops[0].fields.contains(&(schema::mark::VALUE, Value::Int(3))));
}

#[test]
fn a_slip_is_made_from_here() {
    let mut desk = desk();
    desk.keys("<Enter><Enter><Enter>");
    assert_eq!(here(&desk), "slip");
    desk.answer(Lane::Other, Answer::Visit(Some(sample::visit())));
    desk.keys("p<Enter><Enter><Enter>");
    assert_eq!((desk.exports.len(), here(&desk).as_str()), (2, "one line of another room"));
}

#[test]
fn another_tag_is_typed_and_made() {
    let mut desk = desk();
    desk.keys("tslow start<Enter>");
    let act = desk.acts.last().expect("an act");
    assert_eq!((act.verb, act.ops.len()), (Verb::TagNotes, 3));
    assert_eq!(desk.app.finish.todo.current().map(|e| e.state), Some(State::Done));
}

#[test]
fn without_a_visit_today_the_newest_day_with_something_left_is_taken() {
    let mut desk = Desk::new((100, 30), Default::default());
    desk.app.open(Screen::Finish);
    desk.sort();
    desk.answer(Lane::Today, Answer::Today(Vec::new()));
    let walk = |number: u8, day: i64| WalkRow {
        uid: uid(number),
        key: WalkKey { day, id: 1 },
        focus: String::new(),
        purpose: String::new(),
        length: None,
        started: Some(1),
        ended: Some(2),
        closed: None,
        visits: 3,
        notes: 9,
        route: Vec::new(),
        observers: Vec::new(),
        sheet: None,
        sealed: false,
    };
    desk.answer(Lane::Today, Answer::Walks(vec![walk(1, 20_770), walk(2, 20_760)]));
    desk.answer(Lane::Today, Answer::Today(Vec::new()));
    assert!(!desk.app.finish.loaded);
    desk.answer(Lane::Today, Answer::Today(sample::today()));
    assert!(desk.app.finish.loaded && desk.app.finish.earlier);
    assert_eq!(desk.app.finish.day.map(|d| d.0), Some(20_760 * 86_400_000));
    assert_eq!(here(&desk), "reads page 44 aloud");
}

#[test]
fn with_nothing_at_all_it_says_so() {
    let mut desk = Desk::new((100, 30), Default::default());
    desk.app.open(Screen::Finish);
    desk.sort();
    desk.answer(Lane::Today, Answer::Today(Vec::new()));
    desk.answer(Lane::Today, Answer::Walks(Vec::new()));
    assert!(desk.app.finish.loaded && desk.app.finish.todo.entries.is_empty());
    desk.keys("y<Enter>");
    assert_eq!(desk.app.screen, Screen::Finish);
}

/// Two visits with a tagged line whose words are asked about, and nothing else.
fn words_desk() -> Desk {
    let mut desk = Desk::new((100, 30), Default::default());
    desk.app.language.use_rules(std::sync::Arc::new(crate::language::rules::Rules::built_in()));
    desk.app.open(Screen::Finish);
    desk.sort();
    desk.answer(Lane::Today, Answer::Today(sample::asked_today()));
    desk
}

#[test]
fn words_are_asked_about_one_line_at_a_time() {
    let mut desk = words_desk();
    assert_eq!(here(&desk), "words good pace, nice board");
    desk.keys("b");
    assert_eq!(here(&desk), "words good pace, nice board", "another word of the line is still asked about");
    assert!(desk.notice().contains("“good” is not asked about any more"), "{}", desk.notice());
    desk.keys("o");
    assert_eq!(here(&desk), "words class was chaotic at 0:02");
    assert!(desk.acts.is_empty(), "keeping and switching off change no note");
    desk.keys("W");
    assert_eq!(desk.verb(), Verb::RekindNote);
    assert_eq!(desk.acts[0].ops[0].fields, [(schema::note::KIND, Value::Int(3))]);
    assert_eq!(here(&desk), "words class was chaotic at 0:02", "it stays until it is reworded or passed");
    assert!(desk.notice().contains("e rewords it as a question"), "{}", desk.notice());
    desk.keys("e");
    let Some(crate::app::layers::Layer::Prompt(prompt)) = desk.app.layers.last() else { panic!("a line") };
    assert_eq!(prompt.lines[0].field.text().trim(), "? class was chaotic at 0:02 #start");
    desk.keys("<Esc><Enter>");
    assert_eq!(here(&desk), "end");
}

/// A day with one untagged line whose words are asked about, so that there are two things to do with it.
fn untagged_and_asked() -> Vec<TodayVisit> {
    let mut day = sample::asked_today();
    day.truncate(1);
    day[0].evidence[0].tags.clear();
    day[0].untagged = day[0].evidence.clone();
    day
}

fn taken_back(desk: &mut Desk, words: &str) {
    let turned = Event::Turned {
        redo: false,
        words: words.into(),
        kept: Vec::new(),
        changes: Changes { kinds: vec![Kind::Note], revision: 2 },
        undo: UndoState { undo: Some("end the walk".into()), redo: None },
    };
    update(&mut desk.app, Input::Store(turned), NOW);
    desk.sort();
}

#[test]
fn undo_leads_back_to_the_very_question_and_not_behind_the_beginning() {
    for key in ["W", "I"] {
        let mut desk = words_desk();
        desk.answer(Lane::Today, Answer::Today(Vec::new()));
        desk.app.finish = FinishState::default();
        desk.app.go(Screen::Finish);
        desk.sort();
        desk.answer(Lane::Today, Answer::Today(untagged_and_asked()));
        assert_eq!(here(&desk), "good pace, nice board");
        desk.keys("<Enter>");
        desk.keys(key);
        desk.saved();
        let mut left = untagged_and_asked();
        left[0].evidence.clear();
        left[0].untagged.clear();
        desk.answer(Lane::Today, Answer::Today(left));
        assert_eq!(undos(&mut desk), 1);
        taken_back(&mut desk, "give a note another kind");
        desk.answer(Lane::Today, Answer::Today(untagged_and_asked()));
        assert_eq!(here(&desk), "words good pace, nice board", "{key}");
        assert_eq!(undos(&mut desk), 0, "the walk stays ended");
        assert!(desk.notice().contains("“end the walk” was done before"), "{}", desk.notice());
        desk.app.step_back();
        assert_eq!(undos(&mut desk), 1);
    }
}

/// How many acts are taken back by one press.
fn undos(desk: &mut Desk) -> usize {
    let key = crate::app::keys::parse_keys("<Ctrl-Z>").expect("a key")[0];
    update(&mut desk.app, Input::Key(key), NOW);
    let wished = desk.app.take_effects();
    wished.iter().filter(|e| matches!(e, crate::app::effect::Effect::Write(crate::store::api::Write::Undo(_)))).count()
}

#[test]
fn what_is_kept_or_switched_off_is_a_setting() {
    let mut desk = words_desk();
    desk.keys("oB");
    assert_eq!(here(&desk), "end");
    let settings = &desk.app.settings;
    assert_eq!(settings["language.classes"], "blame=off");
    assert_eq!(settings["language.kept"].split(' ').count(), 1);
    desk.app.go(Screen::Finish);
    desk.sort();
    desk.answer(Lane::Today, Answer::Today(sample::asked_today()));
    assert_eq!(here(&desk), "end");
    crate::app::screens::language::begin(&mut desk.app);
    assert_eq!(desk.app.language.switches().classes_text(), "blame=off");
}

#[test]
fn a_question_taken_back_is_in_hand_again() {
    let mut desk = words_desk();
    desk.keys("I");
    desk.saved();
    let mut left = sample::asked_today();
    left[0].evidence.clear();
    desk.answer(Lane::Today, Answer::Today(left));
    assert_eq!(here(&desk), "words class was chaotic at 0:02");
    let turned = Event::Turned {
        redo: false,
        words: "give a note another kind".into(),
        kept: Vec::new(),
        changes: Changes { kinds: vec![Kind::Note], revision: 2 },
        undo: UndoState::default(),
    };
    update(&mut desk.app, Input::Store(turned), NOW);
    desk.sort();
    desk.answer(Lane::Today, Answer::Today(sample::asked_today()));
    assert_eq!(here(&desk), "words good pace, nice board");
}

#[test]
fn keys_for_words_say_why_they_do_nothing_elsewhere() {
    let mut desk = desk();
    desk.keys("W");
    assert!(desk.notice().contains("Nothing in this line is asked about"), "{}", desk.notice());
    let mut desk = words_desk();
    desk.keys("y");
    assert!(desk.notice().contains("o keeps the line"), "{}", desk.notice());
    desk.keys("e");
    assert!(matches!(desk.app.layers.last(), Some(crate::app::layers::Layer::Prompt(_))));
}

#[test]
fn likely_tags_have_keys_of_their_own_and_can_be_refused() {
    let mut desk = desk();
    let note = match desk.app.finish.todo.current().map(|e| &e.item) {
        Some(Item::Note(note)) => note.uid,
        _ => panic!("no note in hand"),
    };
    let because = (uid(9), "waits".to_string());
    let tags = vec![TagProposal { tag: uid(77), name: "pace".into(), because }];
    desk.answer(Lane::TagProposals, Answer::TagProposals { note, tags: tags.clone() });
    desk.keys("a");
    assert_eq!(
        desk.acts.last().expect("an act").ops[0].fields,
        [(schema::note::TAGS, Value::Members(vec![(uid(77), 1)]))]
    );
    desk.keys("ab");
    assert_eq!(desk.acts.len(), 2, "a takes it off again, b is no key here");
    desk.keys("x");
    assert_eq!((desk.verb(), likely(&desk.app).count()), (Verb::DismissSuggestion, 0));
    desk.keys("<Enter>");
    desk.answer(Lane::TagProposals, Answer::TagProposals { note, tags });
    assert_eq!(likely(&desk.app).count(), 0, "an answer about the note before is not for this one");
}

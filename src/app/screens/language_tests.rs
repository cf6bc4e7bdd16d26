use super::*;
use crate::app::Screen;
use crate::app::input::Input;
use crate::app::screens::sample::{self, Desk, NOW};
use crate::app::update::update;
use crate::language::mask::{Masker, NameOf};
use crate::language::rules::Rules;
use crate::store::api::Answer;
use std::sync::Arc;

fn desk() -> Desk {
    let mut desk = Desk::new((100, 30), Default::default());
    desk.app.language.use_rules(Arc::new(Rules::built_in()));
    desk
}

fn labels(desk: &Desk) -> Vec<String> {
    match desk.app.layers.last() {
        Some(Layer::Picker(picker)) => picker.items.iter().map(|i| i.label.clone()).collect(),
        other => panic!("no list but {other:?}"),
    }
}

#[test]
fn the_list_switches_classes_and_words_and_stays_open() {
    let mut desk = desk();
    switch_word(&mut desk.app, "good", false);
    open_list(&mut desk.app);
    assert!(labels(&desk).contains(&"off  “good”".to_string()) && labels(&desk).contains(&"on   praise".to_string()));
    desk.keys("praise<Enter>");
    assert!(labels(&desk).contains(&"off  praise".to_string()));
    assert_eq!(desk.app.settings[CLASSES], "praise=off");
    desk.keys("“good<Enter>");
    assert!(!labels(&desk).iter().any(|l| l.contains("good")));
    assert_eq!(desk.app.settings[WORDS], "");
    desk.keys("<Esc>");
    assert!(desk.app.layers.is_empty());
}

#[test]
fn all_questions_are_switched_off_and_on() {
    let mut desk = desk();
    let row = sample::note(1, 90, "good pace");
    toggle(&mut desk.app);
    assert!(asked(&desk.app, &row).is_none() && desk.app.settings[OFF] == "yes");
    open_list(&mut desk.app);
    desk.keys("<Enter>");
    assert_eq!(asked(&desk.app, &row).map(|f| f.word), Some("good".to_string()));
}

#[test]
fn names_the_file_knows_are_found() {
    let mut desk = desk();
    let row = sample::note(1, 90, "larkspur opens the window");
    assert!(asked(&desk.app, &row).is_none());
    let names = Masker::new([(NameOf::Teacher, "Ms. Larkspur")]);
    desk.app.language.use_names(Arc::new(names));
    assert_eq!(asked(&desk.app, &row).map(|f| f.class.id.clone()), Some("identity".to_string()));
}

#[test]
fn another_language_is_taken_when_there_are_lists_of_it() {
    let mut desk = desk();
    let none = Loaded { language: "de".into(), rules: Arc::new(Rules::load("de", None).0), mistakes: Vec::new() };
    filled(&mut desk.app, "DE");
    assert!(desk.app.take_effects().contains(&Effect::LoadWords("de".into())));
    update(&mut desk.app, Input::Words(none), NOW);
    assert!(desk.notice().contains("no word lists for “de”"), "{}", desk.notice());
    assert_eq!(desk.app.language.rules().map(|r| r.language.as_str()), Some("en"));
    let lists = b"format = 1\nlanguage = \"de\"\nname = \"Deutsch\"\n[[class]]\nid = \"lob\"\nwords = [\"gut\"]\n";
    let (rules, _) = Rules::load("de", Some(("de.toml", lists)));
    let german = Loaded { language: "de".into(), rules: Arc::new(rules), mistakes: Vec::new() };
    update(&mut desk.app, Input::Words(german), NOW);
    assert_eq!(desk.app.settings[CODE], "de");
    filled(&mut desk.app, "../x");
    assert!(desk.notice().contains("Nothing was changed"));
}

#[test]
fn a_wrong_file_is_named_and_the_built_in_lists_are_used() {
    let mut desk = desk();
    let (rules, mistakes) = Rules::load("en", Some(("en.toml", b"format = 2\n")));
    let mistakes = mistakes.iter().map(ToString::to_string).collect();
    let loaded = Loaded { language: "en".into(), rules: Arc::new(rules), mistakes };
    update(&mut desk.app, Input::Words(loaded), NOW);
    assert!(desk.notice().starts_with("en.toml, line 1"), "{}", desk.notice());
    assert!(asked(&desk.app, &sample::note(1, 90, "good")).is_some());
}

#[test]
fn the_page_of_a_visit_answers_with_the_same_keys() {
    let mut desk = desk();
    let mut view = sample::visit();
    view.notes[0].text = "good pace".into();
    desk.app.visit.uid = Some(view.visit.uid);
    desk.app.visit.line = Some(view.notes[0].uid);
    desk.app.open(Screen::Visit);
    desk.sort();
    desk.answer(Lane::Other, Answer::Visit(Some(view)));
    desk.keys("o");
    assert!(desk.acts.is_empty() && asked(&desk.app, desk.app.visit.marked().expect("a note")).is_none());
    desk.keys("I");
    assert!(desk.acts.is_empty());
    assert!(desk.notice().contains("Nothing in this line is asked about"), "{}", desk.notice());
}

#[test]
fn a_file_that_is_only_read_says_why_nothing_is_answered() {
    let mut desk = desk();
    desk.app.open(Screen::Finish);
    desk.sort();
    desk.answer(Lane::Today, Answer::Today(sample::asked_today()));
    let sort = crate::store::api::TroubleSort::ReadOnly;
    desk.app.read_only = Some(crate::store::api::Trouble::new(sort, "The file can only be read.", "", ""));
    for key in ["o", "b", "B", "W", "I"] {
        desk.app.notice = None;
        desk.keys(key);
        assert!(desk.notice().contains("can only be read"), "{key}: {}", desk.notice());
    }
    assert_eq!(desk.app.finish.todo.progress().split(',').next(), Some("1 of 2"));
    assert!(desk.app.settings.is_empty() && desk.acts.is_empty());
}

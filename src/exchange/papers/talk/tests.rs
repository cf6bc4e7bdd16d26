//! The pages as they stand, and that no name gets onto them.

use super::sample::*;
use super::*;
use crate::domain::talk::{VoiceAnswer, VoiceKind};
use crate::exchange::papers::testing::hostile;
use crate::insight::guess::{Finding, Level, Place, Remedy, What};
use crate::store::api::{TalkView, TrialRow, VoiceRow};
use proptest::prelude::*;

fn made(view: &TalkView) -> Pages {
    let agreed = Agreements { seen_by: "Ms. Wren and the team".into(), ..Agreements::default() };
    let trials = [trial(95, 70, "half a minute with a neighbour"), trial(96, 71, "of another talk")];
    talk_pages(&TakeHome { view, trials: &trials }, &with(names(), &agreed))
}

#[test]
fn a_team_takes_home_what_was_seen_said_and_agreed() {
    let pages = made(&view());
    insta::assert_snapshot!("team_html", pages.html.body);
    insta::assert_snapshot!("team_markdown", pages.markdown.body);
    assert_eq!(pages.html.name, "take-home-2026-11-17.html");
    assert!(pages.left_out.is_empty(), "{:?}", pages.left_out);
    for body in [&pages.html.body, &pages.markdown.body] {
        assert!(!body.contains("of another talk") && !body.contains("nobody chose") && !body.contains("Grade 4"));
        assert!(!body.contains("http") && !body.contains("<script"));
    }
}

#[test]
fn an_empty_talk_makes_a_page_too() {
    let pages = made(&empty());
    insta::assert_snapshot!("team_empty_markdown", pages.markdown.body);
}

#[test]
fn a_small_team_is_not_counted_and_what_could_tell_who_is_left_out() {
    let mut view = view();
    view.talk.people = Some(4);
    let finding = Finding {
        what: What::Described,
        level: Level::Ask,
        place: Place::Text(0..4),
        words: "Help".into(),
        sentence: "It could tell who.".into(),
        remedies: vec![Remedy::Mask],
    };
    let number = Finding { level: Level::Stop, place: Place::Figure(0), ..finding.clone() };
    for piece in &mut view.checked {
        match piece.of {
            of if of == uid(42) => piece.open = vec![finding.clone()],
            of if of == uid(40) => piece.findings = vec![number.clone()],
            of if of == uid(1) => piece.left_out = true,
            _ => {}
        }
    }
    view.shown = format!(r#"{{"pieces":{{"{}":{{"left_out":true}}}}}}"#, uid(51).to_text());
    let pages = made(&view);
    let body = &pages.html.body;
    for gone in ["<circle", "stand at three or more", "9 dots", "Help waits", "the river", "8 of the 16", "They freeze"]
    {
        assert!(!body.contains(gone), "{gone}");
    }
    assert_eq!(pages.left_out.len(), 1, "the leader’s own choice is no surprise: {:?}", pages.left_out);
    assert!(body.contains("One thing is left out") && body.contains("How often is not told here"));
}

#[test]
fn a_talk_that_was_not_checked_shows_no_pattern_and_no_note() {
    let pages = made(&TalkView { checked: Vec::new(), ..view() });
    assert!(!pages.html.body.contains("one word</strong>") && !pages.html.body.contains("the river"));
}

#[test]
fn words_that_could_tell_who_are_masked_in_what_teachers_said() {
    let mut view = empty();
    view.voices = vec![
        voice(51, VoiceKind::Problem, "when she asks, the new teacher’s class freezes"),
        voice(52, VoiceKind::Question, "is it the same on Tuesdays after lunch?"),
    ];
    let body = made(&view).markdown.body;
    assert!(!body.contains("she asks") && !body.contains("new teacher"), "{body}");
    assert!(body.contains("is it the same on Tuesdays after lunch?"), "{body}");
    assert!(body.contains("words that could tell who is meant"), "{body}");
}

#[test]
fn every_voice_is_answered_or_waits() {
    let answered =
        |voice, answer, day, why: &str| VoiceRow { answer: Some(answer), answer_day: day, why: why.into(), ..voice };
    let voices = [
        answered(voice(1, VoiceKind::Idea, "Count to five"), VoiceAnswer::Tried, Some(TODAY), "Since the talk."),
        answered(
            voice(2, VoiceKind::Worry, "Room 12 is too loud"),
            VoiceAnswer::LookInto,
            Some(TODAY + 9),
            "Ana Larkspur asks.",
        ),
        answered(
            voice(3, VoiceKind::Problem, "It takes too long"),
            VoiceAnswer::SetAside,
            None,
            "One thing at a time.",
        ),
        voice(4, VoiceKind::Question, "What do the others do?"),
        voice(5, VoiceKind::Noticed, "there was a pause"),
        answered(voice(6, VoiceKind::Problem, "left out"), VoiceAnswer::Linked, None, ""),
    ];
    let shown = format!(r#"{{"pieces":{{"{}":{{"left_out":true}}}}}}"#, uid(6).to_text());
    let agreed = Agreements::default();
    let pages = answer_pages(&voices, &[&shown], Some(7), &with(names(), &agreed));
    insta::assert_snapshot!("answers_html", pages.html.body);
    insta::assert_snapshot!("answers_markdown", pages.markdown.body);
    assert!(!pages.html.body.contains("there was a pause") && !pages.html.body.contains("left out"));
}

#[test]
fn those_above_get_the_same_facts_and_no_team() {
    let agreed = Agreements::default();
    let pages = above::pages(&above(3), &with(names(), &agreed));
    insta::assert_snapshot!("above_html", pages.html.body);
    insta::assert_snapshot!("above_markdown", pages.markdown.body);
    assert_eq!(pages.html.name, "walks-and-talks-2026-08-10-to-2026-11-18.html");
    for word in ["Grade 4", "athematics", "Blue", "ourth graders", "9 of the 14"] {
        assert!(!pages.html.body.contains(word), "{word}");
    }
}

#[test]
fn fewer_than_three_teams_are_counted_only() {
    let agreed = Agreements::default();
    let pages = above::pages(&above(2), &with(names(), &agreed));
    let body = &pages.markdown.body;
    for words in ["stop at the first word", "neighbour", "matters more than the wait", "2 teams"] {
        assert!(!body.contains(words), "{words}");
    }
    assert!(body.contains("Teams agreed on 3 shared problems") && body.contains("Fewer than three teams"));
}

/// A name of the file in some form, or none, within words.
fn with_name() -> impl Strategy<Value = String> {
    let form = prop_oneof![
        Just("Ana Larkspur"),
        Just("LARKSPUR’s"),
        Just("Ms Wren"),
        Just("wren"),
        Just("A. Larkspur"),
        Just("T. Quill"),
        Just("room 12"),
        Just("Rm 12"),
        Just("Hazelmere"),
    ];
    (form, "[a-z ]{0,12}", "[a-z ]{0,12}").prop_map(|(name, before, after)| format!("{before} {name} {after}"))
}

/// Nothing that stands for somebody in the roster. The words around names are made of small letters at random, so short
/// parts of names are not searched.
fn holds_no_name(page: &str) -> Result<(), TestCaseError> {
    let low = page.to_lowercase();
    for name in ["larkspur", "wren", "quill", "room 12", "rm 12", "hazelmere"] {
        prop_assert!(!low.contains(name), "{} in {}", name, page);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]
    #[test]
    fn no_name_gets_onto_any_page(texts in proptest::collection::vec(with_name(), 24)) {
        let mut texts = texts.into_iter().cycle();
        let mut next = || texts.next().unwrap_or_default();
        let mut view = view();
        for p in &mut view.patterns {
            p.pattern.statement = next();
            p.elsewhere.iter_mut().for_each(|card| (card.text, card.source) = (next(), next()));
        }
        view.notes.iter_mut().for_each(|n| n.text = next());
        view.voices.iter_mut().for_each(|v| (v.text, v.speaker, v.bone, v.why) = (next(), next(), next(), next()));
        view.problems.iter_mut().for_each(|p| (p.wording, p.agreement) = (next(), next()));
        view.promises.iter_mut().for_each(|p| (p.text, p.why, p.kept) = (next(), next(), None));
        view.hunch = Some((uid(90), next()));
        view.talk.protocol = next();
        let mut said = trial(95, 70, &next());
        (said.question, said.prediction, said.measure, said.who, said.when) = (next(), next(), next(), next(), next());
        said.check_ins = view.trials[0].check_ins.clone();
        for c in &mut said.check_ins {
            (c.result, c.surprise, c.learning, c.wins) = (next(), next(), next(), next());
        }
        view.trials = vec![TrialRow { problem: None, ..said.clone() }];
        check(&mut view);
        let agreed = Agreements { seen_by: next(), ..Agreements::default() };
        let with = with(names(), &agreed);
        let mut all = above(3);
        all.talks = vec![view.clone(); 3];
        all.problems.iter_mut().for_each(|p| p.wording = next());
        all.trials.iter_mut().for_each(|t| (t.change, t.check_ins) = (next(), said.check_ins.clone()));
        for pages in [
            talk_pages(&TakeHome { view: &view, trials: &[said] }, &with),
            answer_pages(&view.voices, &[], None, &with),
            above::pages(&all, &with),
        ] {
            holds_no_name(&pages.html.body)?;
            holds_no_name(&pages.markdown.body)?;
            holds_no_name(&pages.html.name)?;
        }
    }

    #[test]
    fn data_cannot_break_out_of_the_page(text in hostile(), other in hostile()) {
        let mut view = view();
        for (n, p) in view.patterns.iter_mut().enumerate() {
            p.pattern.statement = if n == 0 { text.clone() } else { other.clone() };
        }
        view.voices.iter_mut().for_each(|v| (v.text, v.speaker) = (text.clone(), other.clone()));
        view.problems.iter_mut().for_each(|p| p.wording = other.clone());
        check(&mut view);
        let pages = made(&view);
        for page in [&pages.html.body, &pages.markdown.body] {
            let bad = page.chars().find(|c| *c != '\n' && crate::domain::text::is_unsafe(*c));
            prop_assert!(bad.is_none(), "{bad:?}");
        }
        let same = made(&self::view()).html.body;
        for sign in ["<script", "<img", "<b>", "</style>"] {
            prop_assert_eq!(pages.html.body.matches(sign).count(), same.matches(sign).count());
        }
        let unescaped = pages.markdown.body.replace("\\<", "");
        prop_assert!(!unescaped.contains('<'), "{}", unescaped);
    }
}

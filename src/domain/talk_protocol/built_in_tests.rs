//! The talk protocols that come with the program, and the guide to writing one.

use super::tests::SMALL;
use super::*;
use crate::domain::data_file::MAX_MISTAKES;
use pretty_assertions::assert_eq;
use std::collections::HashSet;

fn by_id(id: &str) -> &'static TalkProtocol {
    TalkProtocol::by_id(id).unwrap_or_else(|| panic!("{id}"))
}

#[test]
fn all_are_sound_and_say_what_they_are_good_for_and_where_they_come_from() {
    for (id, text) in TalkProtocol::sources() {
        let protocol = TalkProtocol::parse(id, text).unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(&protocol.id, id);
        assert!(protocol.about.starts_with("Good for ") && protocol.about.ends_with('.'), "{id}");
        assert_eq!(protocol.about.matches(". ").count(), 0, "{id}: one sentence");
        assert!(!protocol.source.is_empty() && !protocol.licence.is_empty(), "{id}");
        assert!(protocol.patterns_first.is_none(), "{id}");
        assert!(text.starts_with("# "), "{id} begins with a remark on how it is used");
        // Every step has its time, and they fill the meeting.
        assert!(protocol.steps.iter().all(|s| s.minutes.is_some()), "{id}");
        assert_eq!(protocol.planned(), protocol.minutes, "{id}");
    }
    assert_eq!(TalkProtocol::built_in().len(), TalkProtocol::sources().len());
}

#[test]
fn what_can_be_taken_takes_nothing_itself_and_some_stand_alone() {
    let source = |id: &str| TalkProtocol::sources().iter().find(|(name, _)| *name == id).map(|(_, text)| *text);
    for part in TalkProtocol::PARTS {
        assert!(source(part).is_some_and(|text| !text.contains("include")), "{part}");
    }
    let not_alone: Vec<&str> =
        TalkProtocol::built_in().iter().filter(|p| !p.stands_alone()).map(|p| p.id.as_str()).collect();
    assert_eq!(not_alone, ["fist-to-five", "dot-vote"]);
    for protocol in TalkProtocol::built_in().iter().filter(|p| !p.stands_alone()) {
        assert!(TalkProtocol::PARTS.contains(&protocol.id.as_str()));
    }
}

#[test]
fn each_keeps_its_form() {
    let seen = |id: &str| by_id(id).steps.iter().map(|s| (s.id.as_str(), s.captures, s.shows)).collect::<Vec<_>>();
    let votes = |id: &str| by_id(id).steps.iter().filter(|s| matches!(s.captures, Captures::Poll(_))).count();
    assert_eq!((by_id("notice-and-wonder").minutes, votes("share-with-staff"), votes("affinity-map")), (40, 2, 1));
    assert_eq!((by_id("empathy").with, by_id("consultancy").minutes), (With::OneToOne, 50));
    assert!(by_id("fishbone").needs_shared_problem && by_id("five-whys").needs_shared_problem);
    assert!(seen("fishbone").contains(&("why-back", Captures::Noticed, Shows::SharedProblem)));
    assert!(seen("affinity-map").contains(&("dots-place", Captures::Poll(PollKind::Dots), Shows::Board)));
    assert!(seen("share-with-staff").contains(&("vote-now", Captures::Poll(PollKind::Now), Shows::SharedProblem)));
    for id in ["share-with-staff", "notice-and-wonder", "affinity-map"] {
        let first = by_id(id).first_reveal().expect("it shows something");
        assert!(by_id(id).steps[..first].iter().any(|s| s.captures == Captures::Statements), "{id}");
    }
    // Together they write down and show everything that can be.
    let all: Vec<&Step> = TalkProtocol::built_in().iter().flat_map(|p| &p.steps).collect();
    assert_eq!(all.iter().map(|s| s.captures).collect::<HashSet<_>>().len(), Captures::ALL.len());
    assert_eq!(all.iter().map(|s| s.speaks).collect::<HashSet<_>>().len(), Speaks::ALL.len());
}

#[test]
fn a_talk_keeps_the_whole_protocol_also_the_steps_it_takes() {
    for protocol in TalkProtocol::built_in() {
        let body = protocol.written();
        assert!(!body.contains("include"), "{}", protocol.id);
        assert_eq!(TalkProtocol::parse("kept", &body).as_ref(), Ok(protocol));
    }
}

#[test]
fn the_protocol_to_begin_with_is_sound() {
    for id in [TalkProtocol::TEMPLATE_ID, "x", "year-4"] {
        let text = TalkProtocol::template(id).expect("an id");
        let protocol = TalkProtocol::parse("new", &text).unwrap_or_else(|e| panic!("{e}"));
        assert_eq!((protocol.id.as_str(), protocol.planned()), (id, 40));
        for word in Captures::ALL.map(Captures::word).iter().chain(&Shows::ALL.map(Shows::word)) {
            assert!(text.contains(word), "{word} is named in a remark");
        }
    }
    for id in ["", "-x", "a b", "A", "a\"\nx = 1", "../x", &"a".repeat(MAX_ID + 1)] {
        assert_eq!(TalkProtocol::template(id), None, "{id}");
    }
}

/// The examples of the guide; those inside a list are moved in.
fn examples(guide: &str) -> Vec<String> {
    let mut examples = Vec::new();
    let mut current: Option<(usize, String)> = None;
    for line in guide.lines() {
        let start = line.trim_start();
        match &mut current {
            None if start == "```toml" => current = Some((line.len() - start.len(), String::new())),
            Some(_) if start == "```" => examples.extend(current.take().map(|(_, text)| text)),
            Some((by, text)) => text.extend([line.get(*by..).unwrap_or_default(), "\n"]),
            None => {}
        }
    }
    examples
}

#[test]
fn every_example_in_the_guide_is_sound_and_every_key_and_word_is_in_one() {
    let guide = include_str!("../../../docs/talks.md");
    let examples = examples(guide);
    assert!(examples.len() >= 5, "{}", examples.len());
    for example in &examples {
        let whole = if example.starts_with("format") { example.clone() } else { format!("{SMALL}{example}") };
        TalkProtocol::parse("guide", &whole).unwrap_or_else(|e| panic!("{e}\n{example}"));
    }
    let shown = examples.concat();
    for key in super::read::KEYS.iter().filter(|k| **k != "step").chain(super::read::STEP_KEYS) {
        assert!(guide.contains(&format!("| `{key}` |")), "{key} is explained");
        assert!(
            shown.contains(&format!("\n{key} = ")) || shown.starts_with(&format!("{key} = ")),
            "{key} has an example"
        );
    }
    let words = |key: &str, words: &[&str]| {
        for word in words {
            assert!(guide.contains(&format!("| `{word}` |")), "{word} is explained");
            assert!(shown.contains(&format!("\n{key} = \"{word}\"\n")), "{key} = {word} has an example");
        }
    };
    words("speaks", &Speaks::ALL.map(Speaks::word));
    words("captures", &Captures::ALL.map(Captures::word));
    words("shows", &Shows::ALL.map(Shows::word));
    for part in TalkProtocol::PARTS {
        assert!(shown.contains(&format!("include = \"{part}\"\n")), "{part}");
    }
}

#[test]
fn the_guide_names_all_with_their_minutes_and_the_limits() {
    let guide = include_str!("../../../docs/talks.md");
    for protocol in TalkProtocol::built_in() {
        let row = guide.lines().find(|l| l.starts_with(&format!("| `{}` |", protocol.id))).expect("it is in the list");
        let with = protocol.with.word().replace('-', " ");
        assert!(row.ends_with(&format!("| {with} | {} |", protocol.minutes)), "{row}");
    }
    let said = guide.split("## Limits").nth(1).expect("the limits");
    let limits = [MAX_STEPS, MAX_TITLE, MAX_INSTRUCTION, MAX_PROSE, MAX_ID, MAX_MISTAKES, MAX_FILE / 1024];
    assert!(limits.iter().all(|n| said.contains(&n.to_string())), "{limits:?}");
    assert!([MAX_STEP_MINUTES, MAX_MINUTES].iter().all(|n| said.contains(&n.to_string())));
}

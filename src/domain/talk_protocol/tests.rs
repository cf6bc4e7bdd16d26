//! The reader: mistakes with their places, the steps of others, and writing a protocol out whole.

use super::*;
use pretty_assertions::assert_eq;
use proptest::prelude::*;

/// Four lines.
pub(super) const SMALL: &str = "format = 1\nid = \"small\"\ntitle = \"Small\"\nabout = \"Good for tests.\"\n";

/// A step; what it says besides its words stands in `rest`. Five lines and those of `rest`.
pub(super) fn step(id: &str, rest: &str) -> String {
    format!("[[step]]\nid = \"{id}\"\ntitle = \"T\"\ninstruction = \"I\"\n{rest}\n")
}

/// The mistakes of a protocol that begins like `SMALL` (four lines) and goes on with `rest`.
pub(super) fn errors(rest: &str) -> Vec<String> {
    let mistakes = TalkProtocol::parse("t.toml", &format!("{SMALL}{rest}")).expect_err("it has a mistake");
    mistakes.iter().map(ToString::to_string).collect()
}

fn sound(rest: &str) -> TalkProtocol {
    TalkProtocol::parse("t.toml", &format!("{SMALL}{rest}")).unwrap_or_else(|e| panic!("{e}"))
}

#[test]
fn what_is_not_said_has_its_usual_value() {
    let protocol = sound(&step("a", ""));
    let expected = Step {
        id: "a".into(),
        title: "T".into(),
        instruction: "I".into(),
        minutes: None,
        speaks: Speaks::Anyone,
        captures: Captures::Nothing,
        shows: Shows::Title,
    };
    assert_eq!(protocol.steps, [expected]);
    assert_eq!((protocol.with, protocol.minutes, protocol.planned()), (With::Team, 0, 0));
    assert_eq!((protocol.size(), protocol.stands_alone()), ("1 step".into(), true));
}

#[test]
fn a_mistake_is_named_with_its_place() {
    let one = step("a", "");
    assert_eq!(
        errors(&format!("titel = \"x\"\n{one}")),
        [
            "t.toml, line 5, column 1: found the key “titel”; expected one of: format, id, title, about, source, licence, \
          with, minutes, needs_shared_problem, patterns_first, step."
        ]
    );
    assert_eq!(
        errors(&step("a", "minuts = 5")),
        [
            "t.toml, line 9, column 1: found the key “minuts”; expected one of: id, title, instruction, minutes, speaks, \
          captures, shows, include."
        ]
    );
    assert_eq!(
        errors(&step("a", "speaks = \"all\"\ncaptures = \"fixes\"\nshows = \"names\"")),
        [
            "t.toml, line 9, column 10: found “all”; expected one of those who can speak: alone, in-turn, anyone, leader, \
             speaker, silence.",
            "t.toml, line 10, column 12: found “fixes”; expected one of what can be written down: nothing, statements, \
             noticed, wonderings, causes, vote-real, vote-now, dots, pulse, wording, promises, next-step.",
            "t.toml, line 11, column 9: found “names”; expected one of what can be shown: nothing, title, \
             where-we-looked, last-time, strengths, patterns, statements, board, not-looked-for, hunch, shared-problem.",
        ]
    );
    assert_eq!(
        errors(&format!("with = \"everybody\"\n{one}")),
        ["t.toml, line 5, column 8: found “everybody”; expected one of those a talk can be with: team, one-to-one."]
    );
    assert_eq!(
        errors(&step("a", "minutes = 0")),
        ["t.toml, line 9, column 11: found 0; expected a number of minutes from 1 to 120."]
    );
    assert_eq!(
        errors(&format!("needs_shared_problem = \"yes\"\n{one}")),
        ["t.toml, line 5, column 24: found “yes”; expected true or false, without quotation marks."]
    );
    assert_eq!(
        errors("[[step]]\nid = \"a\"\n"),
        [
            "t.toml, line 5, column 1: found a step without “title”; expected a line such as title = \"In your own \
             words\".",
            "t.toml, line 5, column 1: found a step without “instruction”; expected a line such as instruction = \"Write \
             down three things you can point at.\".",
        ]
    );
    let long = "x".repeat(MAX_INSTRUCTION + 1);
    assert_eq!(
        errors(&format!("[[step]]\nid = \"a\"\ntitle = \"T\"\ninstruction = \"{long}\"\n")),
        ["t.toml, line 8, column 15: found a text of 241 characters; expected at most 240 characters."]
    );
}

#[test]
fn steps_have_different_ids() {
    assert_eq!(
        errors(&format!("{}{}", step("a", ""), step("a", ""))),
        ["t.toml, line 11, column 6: found the step “a” twice; expected another id."]
    );
    let taken = format!("{}[[step]]\nid = \"how\"\ninclude = \"pulse\"\n", step("how-ask", ""));
    assert_eq!(errors(&taken), ["t.toml, line 11, column 6: found the step “how-ask” twice; expected another id."]);
}

#[test]
fn a_protocol_without_steps_is_none() {
    assert_eq!(
        errors(""),
        [
            "t.toml, line 1, column 1: found a talk protocol without steps; expected [[step]] on a line of its own before \
          each one."
        ]
    );
    let many: String = (0..=MAX_STEPS).map(|n| step(&format!("s{n}"), "")).collect();
    assert!(errors(&many)[0].ends_with("found 31 steps; expected at most 30 steps."));
    let taken: String = (0..16).map(|n| format!("[[step]]\nid = \"p{n}\"\ninclude = \"pulse\"\n")).collect();
    assert!(
        errors(&taken)[0].contains("more than 30 steps, those of other protocols counted"),
        "{}",
        errors(&taken)[0]
    );
}

#[test]
fn the_steps_must_fit_into_the_meeting() {
    let two = format!("{}{}", step("a", "minutes = 8"), step("b", "minutes = 5"));
    assert_eq!(sound(&two).minutes, 13);
    let roomy = sound(&format!("minutes = 20\n{two}"));
    assert_eq!((roomy.minutes, roomy.planned(), roomy.size()), (20, 13, "2 steps, 20 min".into()));
    assert_eq!(
        errors(&format!("minutes = 12\n{two}")),
        [
            "t.toml, line 5, column 11: found 12 minutes, and steps that take 13 together; expected at least 13, or shorter \
          steps."
        ]
    );
    let long: String = (0..3).map(|n| step(&format!("s{n}"), "minutes = 120")).collect();
    assert!(errors(&long)[0].contains("found steps that take 360 minutes together; expected at most 240"));
}

#[test]
fn the_steps_of_another_stand_in_its_place() {
    let rest = format!(
        "{}[[step]]\nid = \"vote\"\ninclude = \"fist-to-five\"\n[[step]]\nid = \"p\"\ninclude = \"pulse\"\nshows = \
         \"statements\"\n",
        step("word", "captures = \"wording\"\nminutes = 5") + &step("say", "captures = \"statements\"")
    );
    let protocol = sound(&rest);
    let ids: Vec<&str> = protocol.steps.iter().map(|s| s.id.as_str()).collect();
    assert_eq!(ids, ["word", "say", "vote-real", "vote-doubts", "vote-now", "p-how", "p-ask"]);
    assert_eq!(protocol.steps[2].captures, Captures::Poll(PollKind::Real));
    assert_eq!(protocol.steps[2].shows, Shows::SharedProblem);
    assert!(protocol.steps[5..].iter().all(|s| s.shows == Shows::Statements));
    assert_eq!(protocol.planned(), 5 + 8 + 6);
}

#[test]
fn only_what_has_a_place_in_a_step_that_takes_others_stands_there() {
    assert_eq!(
        errors("[[step]]\nid = \"v\"\ntitle = \"Vote\"\ninclude = \"vote\"\n"),
        [
            "t.toml, line 7, column 1: found the key “title”; expected only id, include, shows, where a step takes those \
             of another protocol.",
            "t.toml, line 8, column 11: found “vote”; expected one of the protocols whose steps can be taken: \
             fist-to-five, dot-vote, five-whys, pulse.",
        ]
    );
    let long = "v".repeat(MAX_ID - 5);
    assert!(
        errors(&format!("[[step]]\nid = \"{long}\"\ninclude = \"fist-to-five\"\n"))[0].contains("at most 33 letters")
    );
}

#[test]
fn what_is_no_protocol_is_refused() {
    let first = |text: &str| TalkProtocol::parse("t", text).expect_err("no protocol").first.to_string();
    assert!(first("").contains("a talk protocol without “format”"));
    assert!(
        first(&format!("{SMALL}{}", step("a", "")).replace("format = 1", "format = 2")).contains("found 2; expected 1")
    );
    assert!(first("step = 3\n").contains("line 1"));
    assert!(first(&" ".repeat(MAX_FILE + 1)).contains("at most 65536 bytes"));
    assert!(
        first(&format!("{SMALL}{}", step("a", "").replace("\"I\"", "\"a\\u001b[31mb\""))).contains("control character")
    );
    let bytes = TalkProtocol::parse_bytes("t", b"format = 1\nid = \"\xff\"").expect_err("not UTF-8");
    assert_eq!((bytes.first.line, bytes.first.column), (2, 7));
}

#[test]
fn hostile_files_are_named_and_quickly() {
    let full = MAX_FILE - SMALL.len();
    let began = std::time::Instant::now();
    for text in [
        format!("{SMALL}{}", "[".repeat(full)),
        format!("{SMALL}step = {}", "[".repeat(full / 2)),
        format!("{SMALL}step = {}", "{a=".repeat(full / 4)),
        format!("{SMALL}{}", "[[step]]\n".repeat(full / 9)),
        format!("{SMALL}{}", "[[step]]\nid=\"a\"\ninclude=\"pulse\"\n".repeat(full / 40)),
        format!("{SMALL}step = [{}]", "{id=\"a\"},".repeat(full / 12)),
    ] {
        let mistakes = TalkProtocol::parse("t", &text).expect_err("no protocol");
        assert!(mistakes.iter().all(|m| m.to_string().chars().count() < 600), "{mistakes}");
    }
    // What grows with the square takes minutes.
    assert!(began.elapsed().as_secs() < 20, "{:?}", began.elapsed());
}

/// Any text of a person.
fn prose() -> impl Strategy<Value = String> {
    "[a-zA-Zäöß0-9\"\\\\“”'#\\[\\]=,.…?]{1,8}( [a-z\"\\\\]{1,6}){0,4}"
}

prop_compose! {
    fn any_step()(
        title in prose(), instruction in prose(), minutes in proptest::option::of(1..=8_i64),
        speaks in proptest::sample::select(Speaks::ALL.to_vec()),
        captures in proptest::sample::select(vec![Captures::Nothing, Captures::Statements, Captures::Noticed,
            Captures::Wonderings, Captures::Wording, Captures::Promises, Captures::Causes, Captures::NextStep]),
        shows in proptest::sample::select(vec![Shows::Nothing, Shows::Title, Shows::WhereWeLooked, Shows::LastTime,
            Shows::Strengths, Shows::NotLookedFor, Shows::SharedProblem, Shows::Hunch, Shows::Board]),
    ) -> Step {
        Step { id: String::new(), title, instruction, minutes, speaks, captures, shows }
    }
}

proptest! {
    #[test]
    fn a_protocol_that_is_written_out_reads_the_same(
        title in prose(), about in prose(), source in prose(), first in any::<bool>(),
        steps in proptest::collection::vec(any_step(), 1..12),
    ) {
        let said = Step { captures: Captures::Statements, ..Step::default() };
        let said = Step { title: "S".into(), instruction: "S".into(), ..said };
        // Where patterns come first the protocol must say so, and only there.
        let reveal = Step { shows: Shows::Strengths, captures: Captures::Nothing, ..said.clone() };
        let opening = if first { reveal } else { said };
        let steps: Vec<Step> = std::iter::once(opening).chain(steps).enumerate()
            .map(|(n, step)| Step { id: format!("s{n}"), ..step }).collect();
        let mut protocol = TalkProtocol {
            id: "any".into(), title, about, source, needs_shared_problem: true,
            patterns_first: first.then(|| "They asked for \"it\".".into()), steps, ..TalkProtocol::default()
        };
        protocol.minutes = protocol.planned();
        prop_assert_eq!(TalkProtocol::parse("w", &protocol.written()), Ok(protocol));
    }

    #[test]
    fn any_bytes_are_answered(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = TalkProtocol::parse_bytes("any", &bytes);
    }

    #[test]
    fn a_damaged_protocol_is_answered_with_places_inside_it(
        which in 0usize..10, at in 0usize..5_000, cut in 0usize..40, put in "[\\PC\\n\"=\\[\\]]{0,12}",
    ) {
        let (_, body) = TalkProtocol::sources()[which % TalkProtocol::sources().len()];
        let chars: Vec<char> = body.chars().collect();
        let at = at.min(chars.len());
        let end = (at + cut).min(chars.len());
        let text: String = chars[..at].iter().copied().chain(put.chars()).chain(chars[end..].iter().copied()).collect();
        if let Err(mistakes) = TalkProtocol::parse("cut", &text) {
            for mistake in mistakes.iter() {
                prop_assert!(mistake.line >= 1 && mistake.line <= text.split('\n').count(), "{mistake}");
                prop_assert!(!mistake.to_string().chars().any(crate::domain::text::is_unsafe), "{mistake:?}");
            }
        }
    }
}

//! The order of steps that every talk protocol keeps.

use super::tests::{SMALL, errors, step};
use super::*;
use pretty_assertions::assert_eq;

/// Whether a protocol of these steps is sound; `head` are lines before them.
fn is_sound(head: &str, steps: &[(&str, &str)]) -> bool {
    let text = format!("{SMALL}{head}{}", written(steps));
    TalkProtocol::parse("t", &text).is_ok()
}

/// Steps of what they write down and show.
fn written(steps: &[(&str, &str)]) -> String {
    let one = |(n, (captures, shows)): (usize, &(&str, &str))| {
        step(&format!("s{n}"), &format!("captures = \"{captures}\"\nshows = \"{shows}\""))
    };
    steps.iter().enumerate().map(one).collect()
}

const SAID: (&str, &str) = ("statements", "title");
const GOOD: (&str, &str) = ("nothing", "strengths");
const NEED: (&str, &str) = ("noticed", "patterns");
const WORDED: (&str, &str) = ("wording", "title");
const REAL: (&str, &str) = ("vote-real", "shared-problem");
const NOW: (&str, &str) = ("vote-now", "shared-problem");
const FIX: (&str, &str) = ("next-step", "title");
const CAUSES: (&str, &str) = ("causes", "title");
const AGREED: &str = "needs_shared_problem = true\n";
const FIRST: &str = "patterns_first = \"They asked for it.\"\n";

#[test]
fn teachers_speak_before_anything_of_the_leaders_is_shown() {
    assert_eq!(
        errors(&written(&[GOOD, SAID])),
        [
            "t.toml, line 10, column 9: found the step “s0” that shows “strengths”; expected a step before it that writes \
          down “statements”: teachers speak first. Where they shall not, say why at the beginning of the file: \
          patterns_first = \"…\"."
        ]
    );
    for shows in ["strengths", "board", "hunch"] {
        assert!(!is_sound("", &[("nothing", shows), SAID]), "{shows}");
        assert!(!is_sound("", &[("statements", shows)]), "{shows}: in the same step is not before it");
        assert!(is_sound("", &[SAID, ("nothing", shows)]), "{shows}");
        assert!(is_sound(FIRST, &[("nothing", shows), SAID]), "{shows}");
    }
    assert!(!is_sound("", &[GOOD, NEED, SAID]) && is_sound("", &[SAID, GOOD, NEED]));
    // Where somebody looked, what nobody looked for and what was said last time tell no pattern.
    for shows in ["nothing", "title", "where-we-looked", "last-time", "not-looked-for"] {
        assert!(is_sound("", &[("nothing", shows), SAID]), "{shows}");
    }
    // Questions and what is noticed are no statements.
    for captures in ["noticed", "wonderings", "promises", "pulse"] {
        assert!(!is_sound("", &[(captures, "title"), GOOD]), "{captures}");
    }
}

#[test]
fn patterns_first_has_a_reason_and_is_said_only_where_it_is_true() {
    let at = "t.toml, line 5, column ";
    let of = |head: &str, steps: &[(&str, &str)]| errors(&format!("{head}{}", written(steps)));
    let reason = "expected the reason in quotation marks, such as \"They asked to see it first.\".";
    assert_eq!(of("patterns_first = true\n", &[GOOD]), [format!("{at}18: found true; {reason}")]);
    assert_eq!(of("patterns_first = \" \"\n", &[GOOD]), [format!("{at}18: found an empty “patterns_first”; {reason}")]);
    assert_eq!(
        of(FIRST, &[SAID, GOOD]),
        [format!(
            "{at}18: found the key “patterns_first”; expected no such key: here teachers speak before anything of the \
             leader's is shown."
        )]
    );
    let protocol = TalkProtocol::parse("t", &format!("{SMALL}{FIRST}{}", written(&[GOOD]))).expect("sound");
    assert_eq!((protocol.patterns_first.as_deref(), protocol.first_reveal()), (Some("They asked for it."), Some(0)));
}

#[test]
fn strengths_come_before_needs() {
    assert_eq!(
        errors(&written(&[SAID, NEED, GOOD])),
        ["t.toml, line 16, column 9: found the step “s1” that shows “patterns”; expected a step before it that shows \
          “strengths”: what goes well comes first."]
    );
    assert!(is_sound("", &[SAID, GOOD, NEED, GOOD]));
    assert!(!is_sound(FIRST, &[NEED, GOOD]));
}

#[test]
fn nothing_is_done_about_a_problem_before_it_is_shared() {
    assert_eq!(
        errors(&written(&[WORDED, FIX])),
        [
            "t.toml, line 15, column 12: found the step “s1” that writes down “next-step”; expected steps before it that \
          write down “wording” and “vote-real”: nothing is done about a problem before the team has agreed that it is \
          theirs. Where they agreed earlier: needs_shared_problem = true."
        ]
    );
    for late in [FIX, CAUSES] {
        assert!(is_sound("", &[WORDED, REAL, late]));
        assert!(is_sound(AGREED, &[late]));
        assert!(!is_sound("", &[WORDED, late, REAL]));
        assert!(!is_sound("", &[late, WORDED, REAL]));
        assert!(!is_sound("", &[late]));
    }
    // A leader may promise something at any time, and anybody may wonder.
    assert!(is_sound("", &[("promises", "title"), ("wonderings", "title")]));
}

#[test]
fn a_vote_is_on_something_and_in_its_order() {
    assert!(is_sound("", &[WORDED, REAL, NOW]) && is_sound(AGREED, &[NOW]));
    assert!(!is_sound("", &[WORDED, NOW, REAL]) && !is_sound("", &[WORDED, NOW]));
    assert!(!is_sound("", &[REAL, WORDED]) && is_sound(AGREED, &[REAL]));
    assert!(!is_sound("", &[("nothing", "statements"), SAID]) && is_sound("", &[SAID, ("nothing", "statements")]));
}

#[test]
fn the_steps_of_others_keep_the_order_too() {
    let vote = "[[step]]\nid = \"vote\"\ninclude = \"fist-to-five\"\n";
    assert_eq!(
        errors(vote),
        ["real", "doubts", "now"].map(|id| format!(
            "t.toml, line 7, column 11: found the step “vote-{id}” that shows “shared-problem”; expected a step before it \
             that writes down “wording”, or needs_shared_problem = true."
        ))
    );
    let why = "[[step]]\nid = \"why\"\ninclude = \"five-whys\"\n";
    let whole = |steps: String| TalkProtocol::parse("t", &format!("{SMALL}{steps}")).is_ok();
    assert!(whole(format!("{}{vote}{why}", written(&[WORDED]))));
    assert!(!whole(format!("{}{why}{vote}", written(&[WORDED]))));
}

#[test]
fn one_person_is_no_team() {
    let one = "with = \"one-to-one\"\n";
    for poll in ["vote-real", "vote-now", "dots", "pulse"] {
        assert!(is_sound(AGREED, &[(poll, "title")]), "{poll}");
        assert!(!is_sound(&format!("{AGREED}{one}"), &[(poll, "title")]), "{poll}");
    }
    assert!(!is_sound(one, &[WORDED]));
    assert!(is_sound(one, &[SAID, GOOD, ("promises", "statements")]));
}

#[test]
fn what_hangs_together_is_judged_when_each_piece_is_known() {
    let text = written(&[("statments", "title"), GOOD]);
    assert_eq!(errors(&text).len(), 1, "{:?}", errors(&text));
}

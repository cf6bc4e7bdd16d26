//! A made-up team with a shared problem, for the tests of Try.

use crate::app::look::Look;
use crate::app::screens::sample::{Desk, NOW, note, uid};
use crate::domain::id::Uid;
use crate::domain::talk::{Origin, PollKind, TrialDecision, VoiceKind};
use crate::domain::time::day_number;
use crate::store::api::*;

/// So many days before the tests' today.
pub fn ago(days: i64) -> i64 {
    day_number(NOW.today()) - days
}

pub fn team() -> (Uid, String) {
    (uid(60), "Grade 4".into())
}

pub fn voice(number: u8, kind: VoiceKind, text: &str) -> VoiceRow {
    VoiceRow {
        talk: Some(uid(61)),
        team: Some(team()),
        at: Some(NOW.utc - 40 * 86_400_000),
        ..VoiceRow::said(uid(number), kind, text)
    }
}

pub fn problem() -> ProblemRow {
    ProblemRow {
        uid: uid(62),
        talk: Some(uid(61)),
        team: Some(team()),
        people: Some(6),
        wording: "Our students have no time to find words.".into(),
        two_versions: false,
        origin: Some(Origin::Team),
        agreed: Some(ago(47)),
        agreement: "all but one at three or more".into(),
        status: None,
        patterns: vec![(uid(40), "students answer in one word".into())],
        voices: 2,
    }
}

pub fn trial(number: u8, change: &str, check_day: Option<i64>) -> TrialRow {
    TrialRow {
        uid: uid(number),
        problem: Some((uid(62), problem().wording)),
        team: Some(team()),
        question: String::new(),
        change: change.into(),
        prediction: "answers run past one sentence".into(),
        measure: String::new(),
        who: "two of us, in reading".into(),
        when: String::new(),
        start: Some(ago(47)),
        check_day,
        look_for: String::new(),
        sheet: None,
        walk: None,
        ended: None,
        check_ins: Vec::new(),
        seen: None,
    }
}

fn promise(number: u8, text: &str, due: Option<i64>, kept: bool) -> PromiseRow {
    PromiseRow {
        uid: uid(number),
        talk: Some(uid(61)),
        team: Some(team()),
        text: text.into(),
        at: Some(NOW.utc - 47 * 86_400_000),
        due,
        kept: kept.then_some(NOW.utc),
        why: String::new(),
    }
}

pub fn view() -> TryView {
    let over = TrialRow {
        ended: Some(NOW.utc),
        check_ins: vec![check_in(1, Some(TrialDecision::Abandon))],
        ..trial(65, "cold calls", None)
    };
    TryView {
        problems: vec![problem()],
        trials: vec![
            trial(63, "a minute in pairs before any answer", Some(ago(3))),
            trial(64, "word cards", Some(ago(-5))),
            over,
        ],
        promises: vec![
            promise(66, "cover for one hour of visiting each other", Some(ago(-2)), false),
            promise(67, "a second board", None, true),
        ],
        unanswered: 3,
    }
}

fn check_in(days: i64, decision: Option<TrialDecision>) -> CheckInRow {
    CheckInRow {
        uid: uid(70),
        day: Some(ago(days)),
        result: "in 6 of 8 lessons answers ran past one sentence".into(),
        surprise: "the quiet ones spoke first".into(),
        learning: "two minutes in science".into(),
        wins: String::new(),
        decision,
    }
}

pub fn page() -> ProblemView {
    let cause = |number, bone: &str, text: &str, under| VoiceRow {
        bone: bone.into(),
        problem: Some(uid(62)),
        under,
        ..voice(number, VoiceKind::Cause, text)
    };
    let seen = Some(Seen { seen: 6, looked: 8, teachers: 4 });
    let tried = TrialRow {
        look_for: "answers-run-past-one-sentence".into(),
        seen,
        check_ins: vec![check_in(26, Some(TrialDecision::Adapt))],
        ..trial(63, "a minute in pairs before any answer", Some(ago(-5)))
    };
    let poll = PollRow {
        uid: uid(71),
        talk: Some(uid(61)),
        at: Some(NOW.utc - 47 * 86_400_000),
        kind: PollKind::Real,
        pattern: None,
        problem: Some(uid(62)),
        construct: String::new(),
        round: 1,
        counts: vec![0, 0, 1, 2, 2, 1],
    };
    let step = |days, what| JourneyLine { day: ago(days), what };
    ProblemView {
        problem: problem(),
        patterns: Vec::new(),
        voices: vec![voice(72, VoiceKind::Problem, "they freeze when I ask")],
        causes: vec![
            cause(73, "time", "everybody answers at once", None),
            cause(74, "", "the bell is six minutes away", Some(uid(73))),
            cause(75, "routines", "hands go up before the question ends", None),
        ],
        polls: vec![poll.clone()],
        trials: vec![tried],
        journey: vec![
            step(
                76,
                JourneyStep::FirstSeen {
                    statement: "students answer in one word".into(),
                    note: Some(note(80, 90, "7 of 9 answers were one word")),
                },
            ),
            step(60, JourneyStep::Said(voice(72, VoiceKind::Problem, "they freeze when I ask"))),
            step(47, JourneyStep::Shared { wording: problem().wording, poll: Some(poll) }),
            step(
                47,
                JourneyStep::Tried {
                    change: "a minute in pairs before any answer".into(),
                    prediction: "longer answers".into(),
                },
            ),
            step(26, JourneyStep::LookedAgain { seen, check_in: check_in(26, Some(TrialDecision::Adapt)) }),
            step(-5, JourneyStep::Next { day: ago(-5), look_for: "a minute in pairs".into() }),
        ],
    }
}

pub fn invitations() -> Vec<InvitationRow> {
    let row = |number, question: &str, visit, answered| InvitationRow {
        uid: uid(number),
        teacher: Some((uid(7), "Ms Wren".into())),
        classroom: Some((uid(9), "Room 9".into())),
        question: question.into(),
        at: Some(NOW.utc - 10 * 86_400_000),
        visit,
        answered,
    };
    let visited = Some((uid(90), Some(NOW.utc - 3 * 86_400_000)));
    vec![
        row(81, "what do the back rows do while I work with one group?", None, None),
        row(82, "who speaks when I stop asking?", visited, None),
        row(83, "how long do I wait?", visited, Some(NOW.utc)),
    ]
}

/// A desk at Try, with all of it read.
pub fn desk(size: (u16, u16), look: Look) -> Desk {
    let mut desk = Desk::new(size, look);
    desk.keys("6");
    desk.sort();
    desk.answer(Lane::Try, Answer::Talking(TalkAnswer::Try(view())));
    let team = TeamRow { uid: uid(60), name: "Grade 4".into(), people: Some(6), members: Vec::new(), talks: 1 };
    desk.answer(Lane::Teams, Answer::Talking(TalkAnswer::Teams(vec![team])));
    desk
}

/// The same, with the page of the shared problem open.
pub fn at_page(size: (u16, u16), look: Look) -> Desk {
    let mut desk = desk(size, look);
    desk.keys("<Enter>");
    desk.sort();
    desk.answer(Lane::Problem, Answer::Talking(TalkAnswer::Problem(Some(Box::new(page())))));
    desk
}

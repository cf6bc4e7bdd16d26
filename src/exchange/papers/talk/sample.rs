//! Made-up talks, for the tests of the pages.

use super::With;
use super::gather::{Above, Days};
use crate::domain::agreements::Agreements;
use crate::domain::id::Uid;
use crate::domain::note::NoteKind;
use crate::domain::pattern::{Numbers, PatternKind, PatternStatus};
use crate::domain::talk::{LinkKind, Origin, PollKind, TrialDecision, VoiceAnswer, VoiceKind};
use crate::domain::time::Now;
use crate::exchange::papers::testing::note;
use crate::language::mask::{Masker, NameOf};
use crate::language::rules::Rules;
use crate::store::api::*;

/// 18 November 2026, 12:00, and that day.
pub const NOW: Now = Now { utc: 1_795_003_200_000, steady: 1_000, offset: 0 };
pub const TODAY: i64 = 20_775;

pub const NAMES: [(NameOf, &str); 5] = [
    (NameOf::Teacher, "Ana Larkspur"),
    (NameOf::Teacher, "Ms. Wren"),
    (NameOf::Observer, "Tobias Quill"),
    (NameOf::Room, "Room 12"),
    (NameOf::School, "Hazelmere Elementary"),
];

pub fn names() -> &'static Masker {
    static MADE: std::sync::LazyLock<Masker> =
        std::sync::LazyLock::new(|| Masker::for_sharing(NAMES, &Rules::built_in()));
    &MADE
}

pub fn uid(n: u8) -> Uid {
    Uid([n; 16])
}

pub fn with<'a>(names: &'a Masker, agreed: &'a Agreements) -> With<'a> {
    With { names, facts: None, agreed, now: NOW }
}

pub fn team(n: u8, name: &str) -> Option<(Uid, String)> {
    Some((uid(n), name.into()))
}

pub fn pattern(n: u8, statement: &str, kind: PatternKind, numbers: Numbers) -> TalkPattern {
    let (status, look_for) = (PatternStatus::Discussed, Some("l".to_string()));
    TalkPattern {
        pattern: PatternRow {
            uid: uid(n),
            statement: statement.into(),
            kind,
            status,
            look_for,
            tag: None,
            numbers: Some(numbers),
        },
        rests: Default::default(),
        supports: Vec::new(),
        complicates: Vec::new(),
        elsewhere: Vec::new(),
        voices: Vec::new(),
    }
}

pub fn numbers(supporting: u32, looked: u32, complicating: u32) -> Numbers {
    Numbers { supporting, complicating, looked, visits: 61, teachers: 8, observers: 2 }
}

pub fn voice(n: u8, kind: VoiceKind, text: &str) -> VoiceRow {
    VoiceRow {
        talk: Some(uid(200)),
        team: team(201, "Grade 4"),
        at: Some(NOW.utc - 86_400_000),
        ..VoiceRow::said(uid(n), kind, text)
    }
}

pub fn poll(n: u8, kind: PollKind, round: i64, counts: &[u32]) -> PollRow {
    PollRow {
        uid: uid(n),
        talk: Some(uid(200)),
        at: Some(NOW.utc),
        kind,
        pattern: (kind == PollKind::Dots).then_some(uid(41)),
        problem: (kind != PollKind::Dots).then_some(uid(70)),
        construct: String::new(),
        round,
        counts: counts.to_vec(),
    }
}

pub fn promise(n: u8, text: &str, kept: Option<i64>, why: &str) -> PromiseRow {
    PromiseRow {
        uid: uid(n),
        talk: Some(uid(200)),
        team: team(201, "Grade 4"),
        text: text.into(),
        at: Some(NOW.utc),
        due: Some(TODAY + 7),
        kept,
        why: why.into(),
    }
}

pub fn trial(n: u8, problem: u8, change: &str) -> TrialRow {
    TrialRow {
        uid: uid(n),
        problem: Some((uid(problem), String::new())),
        team: team(201, "Grade 4"),
        question: "Do more of them say why?".into(),
        change: change.into(),
        prediction: "longer answers".into(),
        measure: "whether somebody explains why".into(),
        who: "all of us".into(),
        when: "in the first lesson".into(),
        start: Some(TODAY),
        check_day: Some(TODAY + 21),
        look_for: String::new(),
        sheet: None,
        walk: None,
        ended: None,
        check_ins: Vec::new(),
        seen: None,
    }
}

pub fn problem(n: u8, wording: &str) -> ProblemRow {
    ProblemRow {
        uid: uid(n),
        talk: Some(uid(200)),
        team: team(201, "Grade 4"),
        people: Some(7),
        wording: wording.into(),
        two_versions: false,
        origin: Some(Origin::Team),
        agreed: Some(TODAY - 1),
        agreement: "Six of seven see it in their rooms.".into(),
        status: None,
        patterns: Vec::new(),
        voices: 2,
    }
}

/// Pieces that nothing stands in the way of, masked as the store masks them.
pub fn check(view: &mut TalkView) {
    let masker = names();
    let patterns = view.patterns.iter().map(|p| (p.pattern.uid, p.pattern.statement.clone()));
    let notes = view.notes.iter().map(|n| (n.uid, n.text.clone()));
    let piece = |(of, text): (Uid, String)| CheckedPiece {
        of,
        text: masker.mask(&text),
        left_out: false,
        findings: Vec::new(),
        open: Vec::new(),
    };
    view.checked = patterns.chain(notes).map(piece).collect();
}

pub fn row(started: i64) -> TalkRow {
    TalkRow {
        uid: uid(200),
        team: team(201, "Grade 4"),
        people: Some(7),
        protocol: "Share with staff".into(),
        day: Some(TODAY - 1),
        minute: Some(910),
        started: Some(started),
        ended: Some(started + 2_400_000),
        patterns: 3,
        voices: 5,
    }
}

pub fn empty() -> TalkView {
    let walked = Walked { visits: 61, rooms: 14, walks: 9, first_day: Some(20_700), last_day: Some(20_770) };
    TalkView { walked, ..TalkView::of(row(NOW.utc - 86_400_000)) }
}

fn spoken() -> Vec<VoiceRow> {
    let linked = |n: u8, kind, text: &str, link, to: u8| VoiceRow {
        links: vec![(uid(to), String::new(), link)],
        ..voice(n, kind, text)
    };
    vec![
        linked(51, VoiceKind::Problem, "They freeze when I ask", LinkKind::SameThing, 41),
        VoiceRow {
            speaker: "somebody new here".into(),
            ..voice(52, VoiceKind::Worry, "In Ms. Wren’s room it is easier")
        },
        voice(53, VoiceKind::Question, "Is it the same after lunch?"),
        VoiceRow {
            before_patterns: false,
            ..linked(54, VoiceKind::Idea, "Count to five before the first hand", LinkKind::NewToMe, 40)
        },
        VoiceRow {
            bone: "Task".into(),
            problem: Some(uid(70)),
            ..voice(55, VoiceKind::Cause, "The sheets ask for one word")
        },
        VoiceRow {
            speaker: "one of us".into(),
            ..voice(56, VoiceKind::Objection, "I do not want it counted in my lessons yet")
        },
    ]
}

/// A talk with all that a page can hold, with names in every text that people typed.
pub fn view() -> TalkView {
    let mut one_word = pattern(41, "Students answer Ms. Wren in one word", PatternKind::Need, numbers(9, 14, 5));
    let example = |n: u8, kind, text: &str| NoteRow { uid: uid(n), ..note(kind, text) };
    one_word.supports = vec![
        example(1, NoteKind::Quote, "the river"),
        example(2, NoteKind::Evidence, "Ana Larkspur asks, 7 of 9 answers are one word"),
        example(3, NoteKind::Evidence, "a note nobody chose"),
    ];
    one_word.complicates = vec![example(4, NoteKind::Evidence, "5 s wait, then S3 speaks for half a minute")];
    one_word.elsewhere = vec![ElsewhereRow {
        uid: uid(30),
        team: None,
        source: "grade 4 reading check".into(),
        text: "gave a reason for their answer".into(),
        two_versions: false,
        count: Some(18),
        of: Some(61),
        day: None,
        patterns: Vec::new(),
    }];
    let mut view = TalkView {
        notes: [&one_word.supports[..2], &one_word.complicates].concat(),
        patterns: vec![
            one_word,
            pattern(40, "Talk before writing helps the quiet ones", PatternKind::Strength, numbers(8, 16, 1)),
            pattern(42, "Help waits on the teacher", PatternKind::Question, numbers(3, 9, 0)),
        ],
        voices: spoken(),
        polls: vec![
            poll(60, PollKind::Real, 1, &[0, 1, 0, 2, 3, 1]),
            poll(61, PollKind::Now, 1, &[1, 1, 1, 2, 1, 1]),
            poll(62, PollKind::Now, 2, &[0, 0, 1, 3, 2, 1]),
            poll(63, PollKind::Dots, 1, &[9]),
        ],
        problems: vec![problem(70, "Our students stop at the first word")],
        promises: vec![
            promise(80, "Two walks go into lessons after lunch", None, ""),
            promise(81, "Tobias Quill brings the lines of Room 12", Some(NOW.utc), ""),
        ],
        hunch: Some((uid(90), "Ms. Wren talks most of the time".into())),
        ..empty()
    };
    view.trials = vec![TrialRow {
        check_ins: vec![CheckInRow {
            uid: uid(92),
            day: Some(TODAY - 10),
            result: "It works where the question asks for a reason".into(),
            surprise: String::new(),
            learning: "The question matters more than the wait".into(),
            wins: String::new(),
            decision: Some(TrialDecision::Adapt),
        }],
        seen: Some(Seen { seen: 6, looked: 13, teachers: 5 }),
        check_day: None,
        ..trial(91, 99, "a sentence to begin with on the board")
    }];
    check(&mut view);
    view
}

pub fn above(teams: u8) -> Above {
    let of = |n: u8| team(201 + n % teams, ["Grade 4", "Blue", "Mathematics"][usize::from(n % teams)]);
    let mut talk = view();
    talk.patterns[0].pattern.statement = "Students answer in one word".into();
    check(&mut talk);
    let talks =
        (0..3).map(|n| TalkView { talk: TalkRow { team: of(n), ..talk.talk.clone() }, ..talk.clone() }).collect();
    let problems = ["In mathematics they stop at the first word", "They wait for help", "Fourth graders read alone"];
    let problems = problems.iter().zip(0..).map(|(w, n)| ProblemRow { team: of(n), ..problem(70 + n, w) }).collect();
    let changes = ["half a minute with a neighbour", "a sentence to begin with", "two minutes alone in Grade 4"];
    let trials = changes.iter().zip(0..).map(|(c, n)| TrialRow { team: of(n), ..trial(95 + n, 70 + n, c) });
    let mut trials: Vec<TrialRow> = trials.collect();
    trials[1].check_ins = view().trials[0].check_ins.clone();
    Above {
        days: Days { from: TODAY - 100, until: TODAY, offset: 0 },
        walked: Walked { visits: 61, rooms: 14, walks: 9, first_day: Some(TODAY - 75), last_day: Some(TODAY - 5) },
        asked: 3,
        invitations: 2,
        talks,
        voices: vec![
            VoiceRow { answer: Some(VoiceAnswer::Tried), ..voice(1, VoiceKind::Idea, "x") },
            voice(2, VoiceKind::Problem, "y"),
        ],
        problems,
        trials,
        promises: vec![promise(80, "a", Some(1), ""), promise(81, "b", None, ""), promise(82, "c", None, "no time")],
        teams: vec!["Grade 4".into(), "Blue".into(), "Mathematics".into()],
    }
}

//! The pages as they stand, and that no name gets onto them.

use super::gather::{Above, Days};
use super::*;
use crate::domain::id::Uid;
use crate::domain::note::NoteKind;
use crate::domain::pattern::{Numbers, PatternKind, PatternStatus};
use crate::domain::talk::{LinkKind, Origin, PollKind, TrialDecision, VoiceAnswer, VoiceKind};
use crate::exchange::papers::testing::{hostile, note};
use crate::insight::guess::{Finding, Level, Place, Remedy, What};
use crate::language::mask::NameOf;
use crate::language::rules::Rules;
use crate::store::api::*;
use proptest::prelude::*;

/// 18 November 2026, 12:00, and that day.
const NOW: Now = Now { utc: 1_795_003_200_000, steady: 1_000, offset: 0 };
const TODAY: i64 = 20_775;

const NAMES: [(NameOf, &str); 5] = [
    (NameOf::Teacher, "Ana Larkspur"),
    (NameOf::Teacher, "Ms. Wren"),
    (NameOf::Observer, "Tobias Quill"),
    (NameOf::Room, "Room 12"),
    (NameOf::School, "Hazelmere Elementary"),
];

fn names() -> &'static Masker {
    static MADE: std::sync::LazyLock<Masker> =
        std::sync::LazyLock::new(|| Masker::for_sharing(NAMES, &Rules::built_in()));
    &MADE
}

fn uid(n: u8) -> Uid {
    Uid([n; 16])
}

fn with<'a>(names: &'a Masker, agreed: &'a Agreements) -> With<'a> {
    With { names, facts: None, agreed, now: NOW }
}

fn team(n: u8, name: &str) -> Option<(Uid, String)> {
    Some((uid(n), name.into()))
}

fn pattern(n: u8, statement: &str, kind: PatternKind, numbers: Numbers) -> TalkPattern {
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

fn numbers(supporting: u32, looked: u32, complicating: u32) -> Numbers {
    Numbers { supporting, complicating, looked, visits: 61, teachers: 8, observers: 2 }
}

fn voice(n: u8, kind: VoiceKind, text: &str) -> VoiceRow {
    VoiceRow {
        uid: uid(n),
        talk: Some(uid(200)),
        team: team(201, "Grade 4"),
        at: Some(NOW.utc - 86_400_000),
        kind,
        text: text.into(),
        two_versions: false,
        speaker: String::new(),
        step: None,
        before_patterns: true,
        links: Vec::new(),
        answer: None,
        answer_day: None,
        why: String::new(),
        problem: None,
        bone: String::new(),
        under: None,
    }
}

fn poll(n: u8, kind: PollKind, round: i64, counts: &[u32]) -> PollRow {
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

fn promise(n: u8, text: &str, kept: Option<i64>, why: &str) -> PromiseRow {
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

fn trial(n: u8, problem: u8, change: &str) -> TrialRow {
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

fn problem(n: u8, wording: &str) -> ProblemRow {
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
fn check(view: &mut TalkView) {
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

fn row(started: i64) -> TalkRow {
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

fn empty() -> TalkView {
    TalkView {
        talk: row(NOW.utc - 86_400_000),
        protocol: None,
        step: 0,
        step_at: None,
        patterns: Vec::new(),
        notes: Vec::new(),
        shown: String::new(),
        patterns_first: false,
        hunch: None,
        hunches: Vec::new(),
        voices: Vec::new(),
        polls: Vec::new(),
        problems: Vec::new(),
        promises: Vec::new(),
        last_time: Vec::new(),
        trials: Vec::new(),
        earlier_promises: Vec::new(),
        walked: Walked { visits: 61, rooms: 14, walks: 9, first_day: Some(20_700), last_day: Some(20_770) },
        checked: Vec::new(),
    }
}

/// A talk with all that a page can hold, with names in every text that people typed.
fn view() -> TalkView {
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
    let linked = |n: u8, kind, text: &str, link, to: u8| VoiceRow {
        links: vec![(uid(to), String::new(), link)],
        ..voice(n, kind, text)
    };
    let mut view = TalkView {
        notes: [&one_word.supports[..2], &one_word.complicates].concat(),
        patterns: vec![
            one_word,
            pattern(40, "Talk before writing helps the quiet ones", PatternKind::Strength, numbers(8, 16, 1)),
            pattern(42, "Help waits on the teacher", PatternKind::Question, numbers(3, 9, 0)),
        ],
        voices: vec![
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
        ],
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
    assert!(body.contains("[…\\] stands for words that could tell who is meant"), "{body}");
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

fn above(teams: u8) -> Above {
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

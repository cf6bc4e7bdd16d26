//! A made-up talk under way, for tests.

use crate::app::look::Look;
use crate::app::screens::sample::{Desk, NOW, note, pattern, uid};
use crate::domain::id::Uid;
use crate::domain::note::NoteKind;
use crate::domain::pattern::{Numbers, PatternKind, PatternStatus};
use crate::domain::talk::{LinkKind, TrialDecision, VoiceAnswer, VoiceKind};
use crate::domain::talk_protocol::TalkProtocol;
use crate::language::mask::{Masker, NameOf};
use crate::language::rules::Rules;
use crate::store::api::*;
use std::sync::Arc;

/// Names of the roster; none of them may ever be seen.
pub const NAMES: [(NameOf, &str); 4] = [
    (NameOf::Teacher, "Ana Larkspur"),
    (NameOf::Teacher, "Ms Wren"),
    (NameOf::Room, "Room 12"),
    (NameOf::School, "Hazelmere Elementary"),
];

pub fn names() -> Arc<Masker> {
    Arc::new(Masker::for_sharing(NAMES, &Rules::built_in()))
}

fn brought(number: u8, statement: &str, kind: PatternKind, numbers: Numbers) -> TalkPattern {
    let row = PatternRow {
        kind,
        numbers: Some(numbers),
        look_for: Some("l".into()),
        ..pattern(number, statement, PatternStatus::Possible, 9)
    };
    TalkPattern {
        pattern: row,
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

pub fn voice(number: u8, kind: VoiceKind, text: &str) -> VoiceRow {
    VoiceRow {
        talk: Some(uid(200)),
        team: Some((uid(201), "Grade 4".into())),
        at: Some(NOW.utc),
        ..VoiceRow::said(uid(number), kind, text)
    }
}

fn trial() -> TrialRow {
    TrialRow {
        uid: uid(230),
        problem: None,
        team: None,
        question: "Do they find words?".into(),
        change: "a minute in pairs before any answer".into(),
        prediction: "longer answers".into(),
        measure: String::new(),
        who: "all of us".into(),
        when: String::new(),
        start: None,
        check_day: Some(20_782),
        look_for: String::new(),
        sheet: None,
        walk: None,
        ended: None,
        check_ins: vec![CheckInRow {
            uid: uid(231),
            day: Some(20_760),
            result: String::new(),
            surprise: String::new(),
            learning: "Two minutes are better in science.".into(),
            wins: String::new(),
            decision: Some(TrialDecision::Adapt),
        }],
        seen: None,
    }
}

/// A piece in which nothing could tell who.
fn nothing_found(of: Uid, text: String) -> CheckedPiece {
    CheckedPiece { of, text, left_out: false, findings: Vec::new(), open: Vec::new() }
}

/// A talk of a team of six with a strength, two needs, and what was said last time. Nothing was said in it yet.
pub fn view(protocol: &str) -> TalkView {
    let protocol = TalkProtocol::by_id(protocol).expect("one that comes with the program");
    let mut one_word = brought(41, "Students of Ms Wren answer in one word.", PatternKind::Need, numbers(9, 14, 5));
    one_word.supports = vec![
        note(1, 90, "Ana Larkspur asks, 7 of 9 answers were one word"),
        NoteRow { kind: NoteKind::Quote, ..note(2, 91, "the river") },
        note(3, 92, "a note nobody chose in Room 12"),
    ];
    one_word.complicates = vec![note(6, 93, "5 s wait, then S3 spoke for half a minute")];
    let said = VoiceRow {
        answer: Some(VoiceAnswer::LookInto),
        answer_day: Some(20_790),
        why: "Ms Wren asks her class.".into(),
        ..voice(50, VoiceKind::Worry, "they freeze when Ana Larkspur asks")
    };
    let mut view = TalkView {
        talk: TalkRow {
            uid: uid(200),
            team: Some((uid(201), "Grade 4".into())),
            people: Some(6),
            protocol: protocol.title.clone(),
            day: None,
            minute: None,
            started: Some(NOW.utc),
            ended: None,
            patterns: 3,
            voices: 0,
        },
        protocol: Some((protocol.id.clone(), protocol.written())),
        step: 0,
        step_at: Some(NOW.utc - 60_000),
        notes: one_word.supports.iter().take(2).chain(&one_word.complicates).cloned().collect(),
        patterns: vec![
            one_word,
            brought(40, "Talk before writing helps the shy ones.", PatternKind::Strength, numbers(8, 16, 1)),
            brought(42, "Help waits on the teacher.", PatternKind::Need, numbers(3, 9, 0)),
        ],
        shown: String::new(),
        patterns_first: false,
        hunch: None,
        hunches: vec![(uid(220), "What is asked?".into(), "Ms Wren talks most of the time.".into())],
        voices: Vec::new(),
        polls: Vec::new(),
        problems: Vec::new(),
        promises: Vec::new(),
        last_time: vec![said],
        trials: vec![trial()],
        earlier_promises: vec![PromiseRow {
            uid: uid(232),
            talk: None,
            team: None,
            text: "Ask Hazelmere Elementary for tables.".into(),
            at: None,
            due: Some(20_781),
            kept: None,
            why: String::new(),
        }],
        walked: Walked { visits: 61, rooms: 14, walks: 9, first_day: Some(20_700), last_day: Some(20_770) },
        checked: Vec::new(),
    };
    let patterns = view.patterns.iter().map(|p| (p.pattern.uid, p.pattern.statement.clone()));
    let pieces = patterns.chain(view.notes.iter().map(|n| (n.uid, n.text.clone())));
    view.checked = pieces.map(|(of, text)| nothing_found(of, text)).collect();
    view
}

/// The same in the middle: statements, one linked to a pattern.
pub fn spoken(protocol: &str) -> TalkView {
    let mut view = view(protocol);
    view.voices = vec![
        voice(51, VoiceKind::Problem, "they freeze when I ask"),
        VoiceRow { speaker: "a new colleague".into(), ..voice(52, VoiceKind::Worry, "Ms Wren’s room has it easier") },
    ];
    view.voices[0].links = vec![(uid(41), String::new(), LinkKind::SameThing)];
    view
}

/// A desk at which this talk runs, as after a crash: the program asks, and is answered.
pub fn desk(size: (u16, u16), look: Look, view: TalkView) -> Desk {
    let mut desk = Desk::new(size, look);
    super::hold(&mut desk.app);
    desk.sort();
    desk.answer(Lane::Talk, Answer::Talking(TalkAnswer::Running(Some(Box::new(view)))));
    desk.answer(Lane::AllNames, Answer::AllNames(names()));
    desk
}

/// The step of a protocol with this id.
pub fn step(protocol: &str, id: &str) -> usize {
    let protocol = TalkProtocol::by_id(protocol).expect("one that comes with the program");
    protocol.steps.iter().position(|s| s.id == id).expect("a step of it")
}

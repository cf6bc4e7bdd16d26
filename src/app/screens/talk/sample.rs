//! A made-up talk on the leader's desk, for the tests of Talk.

use crate::app::look::Look;
use crate::app::screens::sample::{Desk, NOW, note, pattern, uid};
use crate::app::screens::trying::sample::{ago, team, voice};
use crate::domain::id::Uid;
use crate::domain::pattern::{PatternKind, PatternStatus, Role};
use crate::domain::talk::{LinkKind, VoiceAnswer, VoiceKind};
use crate::domain::talk_protocol::TalkProtocol;
use crate::insight::guess::{Finding, Level, Place, Remedy, What};
use crate::store::api::*;

pub fn talk_row(number: u8, begun: bool, held: bool) -> TalkRow {
    TalkRow {
        uid: uid(number),
        team: Some(team()),
        people: Some(6),
        protocol: "Notice and wonder".into(),
        day: Some(ago(-2)),
        minute: Some(15 * 60 + 10),
        started: begun.then_some(NOW.utc - 40 * 86_400_000),
        ended: held.then_some(NOW.utc - 40 * 86_400_000 + 2_400_000),
        patterns: 3,
        voices: if held { 12 } else { 0 },
    }
}

fn finding(what: What, level: Level, words: &str, sentence: &str, place: Place, remedies: &[Remedy]) -> Finding {
    Finding { what, level, place, words: words.into(), sentence: sentence.into(), remedies: remedies.to_vec() }
}

fn piece(of: Uid, text: &str, findings: Vec<Finding>) -> CheckedPiece {
    let open = findings.iter().filter(|f| f.level != Level::Masked).cloned().collect();
    CheckedPiece { of, text: text.into(), left_out: false, findings, open }
}

/// A talk with a strength, a need with an example that could tell who, and a need whose number rests on too few.
pub fn view() -> TalkView {
    let protocol = TalkProtocol::by_id("notice-and-wonder").expect("built in");
    let of = |number, statement: &str, kind, supports: Vec<NoteRow>| TalkPattern {
        pattern: PatternRow { kind, ..pattern(number, statement, PatternStatus::Possible, 9) },
        rests: Default::default(),
        supports,
        complicates: Vec::new(),
        elsewhere: Vec::new(),
        voices: Vec::new(),
    };
    let example = note(80, 90, "the new teacher asks “why?” and Ms Wren waits");
    let seen = "“the new teacher” could tell who is meant.";
    let name = "“Ms Wren” (a name of the file) is shown as [teacher].";
    let few = "The number rests on fewer than 5 visits or fewer than 3 different teachers.";
    let words = |range: std::ops::Range<usize>| Place::Text(range);
    let checked = vec![
        piece(uid(40), "students answer in one word", Vec::new()),
        piece(uid(41), "every room begins with a question", Vec::new()),
        piece(
            uid(42),
            "help waits on the teacher",
            vec![finding(What::SmallCell, Level::Stop, "", few, Place::Figure(0), &[Remedy::LeaveOut])],
        ),
        piece(
            uid(80),
            "the new teacher asks “why?” and [teacher] waits",
            vec![
                finding(
                    What::Described,
                    Level::Ask,
                    "the new teacher",
                    seen,
                    words(0..15),
                    &[Remedy::Mask, Remedy::Reword, Remedy::Keep],
                ),
                finding(What::Name, Level::Masked, "Ms Wren", name, words(32..39), &[Remedy::Reword]),
            ],
        ),
    ];
    TalkView {
        protocol: Some((protocol.id.clone(), protocol.written())),
        patterns: vec![
            of(40, "students answer in one word", PatternKind::Need, vec![example.clone()]),
            of(41, "every room begins with a question", PatternKind::Strength, Vec::new()),
            of(42, "help waits on the teacher", PatternKind::Need, Vec::new()),
        ],
        notes: vec![example],
        checked,
        ..TalkView::of(talk_row(61, false, false))
    }
}

pub fn voices() -> Vec<VoiceRow> {
    let linked = VoiceRow {
        links: vec![(uid(40), "students answer in one word".into(), LinkKind::SameThing)],
        answer: Some(VoiceAnswer::LookInto),
        answer_day: Some(ago(-12)),
        why: "the next walk looks for pauses".into(),
        ..voice(72, VoiceKind::Problem, "they freeze when I ask")
    };
    let worry = VoiceRow {
        speaker: "a new colleague".into(),
        before_patterns: false,
        ..voice(
            76,
            VoiceKind::Worry,
            "if I wait longer I lose the back rows, and then the whole lesson is about behaviour and no longer about the text",
        )
    };
    vec![linked, worry]
}

pub fn elsewhere() -> Vec<ElsewhereRow> {
    vec![ElsewhereRow {
        uid: uid(77),
        team: None,
        source: "grade 4 reading check".into(),
        text: "could retell a page".into(),
        two_versions: false,
        count: Some(11),
        of: Some(24),
        day: Some(ago(40)),
        patterns: vec![(uid(40), "students answer in one word".into(), Role::Supports)],
    }]
}

/// A desk at Talk, with all of it read.
pub fn desk(size: (u16, u16), look: Look) -> Desk {
    let mut desk = Desk::new(size, look);
    desk.keys("5");
    desk.sort();
    let talks = vec![talk_row(61, false, false), talk_row(62, true, true)];
    desk.answer(Lane::Talks, Answer::Talking(TalkAnswer::Talks(talks)));
    let team = TeamRow { uid: uid(60), name: "Grade 4".into(), people: Some(6), members: Vec::new(), talks: 1 };
    desk.answer(Lane::Teams, Answer::Talking(TalkAnswer::Teams(vec![team])));
    desk
}

/// The same, with what will be shown in the first talk.
pub fn preparing(size: (u16, u16), look: Look) -> Desk {
    let mut desk = desk(size, look);
    desk.keys("<Enter>");
    desk.sort();
    desk.answer(Lane::Prepare, Answer::Talking(TalkAnswer::Talk(Some(Box::new(view())))));
    let rows = view().patterns.into_iter().map(|p| p.pattern).collect();
    desk.answer(Lane::Patterns, Answer::Patterns(rows));
    desk
}

/// The same desk at what teachers said.
pub fn listening(size: (u16, u16), look: Look) -> Desk {
    let mut desk = desk(size, look);
    desk.keys("v");
    desk.sort();
    desk.answer(Lane::Voices, Answer::Talking(TalkAnswer::Voices(voices())));
    let rows = view().patterns.into_iter().map(|p| p.pattern).collect();
    desk.answer(Lane::Patterns, Answer::Patterns(rows));
    desk
}

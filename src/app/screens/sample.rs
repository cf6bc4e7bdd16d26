//! Made-up answers of the store, and a desk to press keys at, for the tests of patterns, visits and finish today.

use crate::app::effect::{Effect, ExportFile};
use crate::app::input::Input;
use crate::app::keys::parse_keys;
use crate::app::look::Look;
use crate::app::update::update;
use crate::app::{App, Start};
use crate::domain::act::{Act, Verb};
use crate::domain::id::{IdSource, Uid};
use crate::domain::mark::Way;
use crate::domain::note::{About, NoteKind};
use crate::domain::pattern::{Numbers, PatternKind, PatternStatus};
use crate::domain::sheet::Sheet;
use crate::domain::time::Now;
use crate::store::api::*;

/// 2026-11-18 12:00 UTC.
pub const NOW: Now = Now { utc: 1_795_003_200_000, steady: 1_000, offset: 0 };

pub fn uid(number: u8) -> Uid {
    Uid([number; 16])
}

pub fn note(number: u8, visit: u8, text: &str) -> NoteRow {
    NoteRow {
        uid: uid(number),
        key: NoteKey { at: NOW.utc - i64::from(number) * 86_400_000, id: i64::from(number) },
        visit: uid(visit),
        number: Some(3),
        room: "Room 12".into(),
        subject: "Reading".into(),
        grade: "4".into(),
        at_ms: Some(i64::from(number) * 47_000),
        kind: NoteKind::Evidence,
        about: None,
        text: text.into(),
        after: false,
        expires: None,
        tags: Vec::new(),
        two_versions: false,
    }
}

pub fn visit_row(number: u8, notes: usize) -> VisitRow {
    VisitRow {
        uid: uid(number),
        walk: None,
        number: Some(3),
        classroom: None,
        room: "Room 12".into(),
        grade: "4".into(),
        subject: "Reading".into(),
        period: "P2".into(),
        teachers: vec!["Ms Wren".into()],
        started: Some(NOW.utc - 8_400_000),
        ended: Some(NOW.utc - 8_030_000),
        paused: 0,
        heads: Some(24),
        origin: Origin::Live,
        substitute: false,
        asked: true,
        skipped: None,
        slip: None,
        copy: None,
        notes,
        boot: None,
        steady: None,
    }
}

pub fn mark(number: u8, look_for: &str, way: Way, value: i64, at_ms: Option<i64>) -> MarkRow {
    MarkRow { uid: uid(number), look_for: look_for.into(), at_ms, way, value: Some(value), detail: Default::default() }
}

pub fn learning_walk() -> String {
    Sheet::built_in()[0].1.to_string()
}

/// A visit of six notes of all kinds, with marks between them.
pub fn visit() -> VisitView {
    let mut notes = vec![
        NoteRow { about: Some(About::Teacher), ..note(1, 90, "reads page 44 aloud, stops twice: “why?”") },
        NoteRow {
            kind: NoteKind::Quote,
            about: Some(About::Student(4)),
            tags: vec![(uid(70), "cites".into())],
            ..note(2, 90, "“because it says so in the first line”")
        },
        NoteRow { kind: NoteKind::Count, ..note(3, 90, "19 of 24 writing") },
        NoteRow { kind: NoteKind::Wondering, ..note(4, 90, "what would happen if pairs read first?") },
        NoteRow { kind: NoteKind::FollowUp, expires: Some(NOW.utc + 9), ..note(5, 90, "send the article") },
        NoteRow { after: true, at_ms: None, ..note(6, 90, "two students stayed behind to finish") },
    ];
    notes[3].about = None;
    let sheet = Sheet::parse("s", &learning_walk()).expect("a sound sheet");
    let tick = sheet.look_fors.iter().find(|l| l.way == Way::Tick).expect("a tick").id.clone();
    let tally = sheet.look_fors.iter().find(|l| l.way == Way::Tally).expect("a tally").id.clone();
    let marks = vec![
        mark(50, &tick, Way::Tick, 1, Some(50_000)),
        mark(51, &tally, Way::Tally, 1, Some(100_000)),
        mark(52, &tally, Way::Tally, 1, Some(110_000)),
    ];
    VisitView {
        visit: visit_row(90, notes.len()),
        notes,
        marks,
        replies: Vec::new(),
        evidence: Vec::new(),
        sheet: Some(learning_walk()),
        walk_day: 20_775,
        focus: "What are students asked to do with the text?".into(),
        purpose: "We want to see what students read.".into(),
    }
}

pub fn pattern(number: u8, statement: &str, status: PatternStatus, supporting: u32) -> PatternRow {
    PatternRow {
        uid: uid(number),
        statement: statement.into(),
        kind: PatternKind::Need,
        status,
        look_for: None,
        tag: None,
        numbers: Some(Numbers {
            supporting,
            complicating: 5,
            looked: supporting + 5,
            visits: 61,
            teachers: 8,
            observers: 2,
        }),
    }
}

pub fn patterns() -> Vec<PatternRow> {
    vec![
        PatternRow {
            kind: PatternKind::Strength,
            ..pattern(40, "talk before writing helps the shy ones", PatternStatus::Shared, 4)
        },
        pattern(41, "students answer in one word", PatternStatus::Possible, 9),
        pattern(42, "help waits on the teacher", PatternStatus::Possible, 6),
    ]
}

pub fn pattern_view() -> PatternView {
    PatternView {
        pattern: pattern(41, "students answer in one word", PatternStatus::Possible, 9),
        supports: vec![note(1, 90, "7 of 9 answers were one word"), note(2, 91, "asked 11 questions, 9 began with is")],
        complicates: vec![note(6, 92, "5 s wait, then S3 spoke for half a minute")],
        supports_count: 14,
        complicates_count: 1,
        put_in: 15,
        weeks: vec![(20_700, 1, 4), (20_707, 3, 5), (20_714, 0, 2), (20_721, 5, 6)],
        history: vec![(NOW.utc - 40 * 86_400_000, PatternStatus::Possible)],
        rests: Default::default(),
        replies: Vec::new(),
        hunches: Vec::new(),
        voices: Vec::new(),
        elsewhere: Vec::new(),
    }
}

pub fn tag(number: u8, name: &str) -> TagRow {
    TagRow { uid: uid(number), name: name.into(), parent: None, colour: 2, meaning: String::new(), notes: 3, visits: 2 }
}

/// Two visits with things left: the second has more.
pub fn today() -> Vec<TodayVisit> {
    let visit = |number, untagged: Vec<NoteRow>| TodayVisit {
        visit: visit_row(number, 4),
        untagged,
        evidence: Vec::new(),
        sheet: None,
        marked: Vec::new(),
        wants_slip: true,
    };
    let mut first = visit(91, vec![note(11, 91, "one line of another room")]);
    first.visit.slip = Some(1);
    first.wants_slip = false;
    let mut second = visit(90, vec![note(1, 90, "reads page 44 aloud"), note(3, 90, "19 of 24 writing")]);
    let sheet = Sheet::parse("s", &learning_walk()).expect("a sound sheet");
    second.marked = sheet.look_fors.iter().skip(1).map(|l| l.id.clone()).collect();
    second.sheet = Some(learning_walk());
    vec![first, second]
}

/// A day on which only the words of two lines are left to ask about.
pub fn asked_today() -> Vec<TodayVisit> {
    let visit = |number: u8, text: &str| {
        let mut visit = visit_row(number, 1);
        visit.slip = Some(1);
        let tagged = NoteRow { tags: vec![(uid(70), "start".into())], ..note(number - 80, number, text) };
        TodayVisit {
            visit,
            untagged: Vec::new(),
            evidence: vec![tagged],
            sheet: None,
            marked: Vec::new(),
            wants_slip: false,
        }
    };
    vec![visit(91, "good pace, nice board"), visit(92, "class was chaotic at 0:02")]
}

/// The app with its wishes sorted.
pub struct Desk {
    pub app: App,
    pub asked: Vec<Question>,
    pub acts: Vec<Act>,
    pub exports: Vec<ExportFile>,
}

impl Desk {
    pub fn new(size: (u16, u16), look: Look) -> Desk {
        let app = App::new(Start {
            now: NOW,
            size,
            look,
            places: Default::default(),
            boot: None,
            read_only: None,
            ids: IdSource::Seeded(1),
        });
        let mut desk = Desk { app, asked: Vec::new(), acts: Vec::new(), exports: Vec::new() };
        desk.sort();
        desk
    }

    /// Sorts what is wished into questions, acts and pages.
    pub fn sort(&mut self) {
        for effect in self.app.take_effects() {
            match effect {
                Effect::Ask(question) => self.asked.push(question),
                Effect::Write(Write::Act(act)) => self.acts.push(act),
                Effect::Export(files) => self.exports.extend(files),
                _ => {}
            }
        }
    }

    pub fn keys(&mut self, keys: &str) {
        for key in parse_keys(keys).expect("keys") {
            update(&mut self.app, Input::Key(key), NOW);
        }
        self.sort();
    }

    /// Answers the newest question of a lane.
    pub fn answer(&mut self, lane: Lane, answer: Answer) {
        let number = self.asked.iter().rfind(|q| q.lane == lane).expect("a question").number;
        let event = Event::Answer { number, answer: Box::new(answer) };
        update(&mut self.app, Input::Store(event), NOW);
        self.sort();
    }

    /// The newest act is on the disk.
    pub fn saved(&mut self) {
        let act = self.acts.last().expect("an act");
        let kinds = act.ops.iter().map(|o| o.kind).collect();
        let changes = Changes { kinds, revision: 1 };
        let event = Event::Saved { clock: act.clock, changes, undo: UndoState { undo: Some("x".into()), redo: None } };
        update(&mut self.app, Input::Store(event), NOW);
        self.sort();
    }

    pub fn verb(&self) -> Verb {
        self.acts.last().expect("an act").verb
    }

    pub fn notice(&self) -> &str {
        self.app.notice.as_ref().map_or("", |n| &n.text)
    }
}

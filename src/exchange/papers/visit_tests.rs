//! The copy gives all evidence, nothing else, and says what it leaves out.

use super::super::testing::{hostile, is_calm, learning_walk};
use super::*;
use crate::domain::id::{IdSource, Uid};
use crate::domain::mark::{Detail, Tick, Way};
use crate::domain::note::NoteKind;
use crate::store::api::{NoteKey, VisitRow};
use proptest::prelude::*;

const MORNING: i64 = 1_794_667_260_000;

fn uid(n: u64) -> Uid {
    IdSource::Seeded(n).next_uid()
}

fn note(kind: NoteKind, about: Option<About>, at_ms: Option<i64>, text: &str) -> NoteRow {
    NoteRow {
        uid: uid(1),
        key: NoteKey { at: MORNING, id: 1 },
        visit: uid(2),
        number: None,
        room: "Room 12".into(),
        subject: "Reading".into(),
        grade: "4".into(),
        at_ms,
        kind,
        about,
        text: text.into(),
        after: false,
        expires: None,
        tags: Vec::new(),
        two_versions: false,
    }
}

fn mark(look_for: &str, at_ms: Option<i64>, way: Way, value: i64) -> MarkRow {
    MarkRow { uid: uid(3), look_for: look_for.into(), at_ms, way, value: Some(value), detail: Default::default() }
}

fn view() -> VisitView {
    let mut notes = vec![
        note(NoteKind::Evidence, Some(About::Teacher), Some(12_000), "reads page 44 aloud, stops twice: “why?”"),
        note(NoteKind::Quote, Some(About::Student(4)), Some(58_000), "“because it says so in the first line”"),
        note(NoteKind::Count, None, Some(130_000), "19 of 24 writing"),
        note(NoteKind::Wondering, None, Some(271_000), "what would happen if pairs read first"),
        note(NoteKind::Wondering, None, Some(280_000), "who chose the page"),
        note(NoteKind::Interpretation, None, Some(290_000), "the text may be too easy"),
        note(NoteKind::FollowUp, None, Some(300_000), "bring the slip"),
        note(NoteKind::Evidence, Some(About::Task), Some(380_000), "12 items, each asks for a definition"),
    ];
    notes[1].tags = vec![(uid(9), "cites-text".into())];
    notes[7].after = true;
    let marks = vec![
        mark("cites-text", Some(58_000), Way::Tick, Tick::Seen as i64),
        mark("peer-talk", None, Way::Tick, Tick::NotSeen as i64),
        mark("own-words", None, Way::Tick, Tick::NotLookedFor as i64),
        mark("questions", Some(20_000), Way::Tally, 1),
        mark("questions", Some(40_000), Way::Tally, 1),
        mark("waits", Some(40_000), Way::Tally, 1),
        mark("from-another-sheet", None, Way::Tick, Tick::Seen as i64),
    ];
    VisitView {
        visit: VisitRow {
            uid: uid(2),
            walk: None,
            number: Some(3),
            classroom: None,
            room: "Room 12".into(),
            grade: "4".into(),
            subject: "Reading".into(),
            period: "Period 2".into(),
            teachers: vec!["Ms. Larkspur".into()],
            started: Some(MORNING),
            ended: Some(MORNING + 370_000),
            paused: 0,
            heads: Some(24),
            origin: Origin::Live,
            substitute: false,
            asked: false,
            skipped: None,
            slip: None,
            copy: None,
            notes: 8,
            boot: None,
            steady: None,
        },
        notes,
        marks,
        replies: vec![ReplyRow {
            uid: uid(8),
            at: Some(MORNING + 90_000_000),
            text: "It was a review lesson.".into(),
            two_versions: false,
        }],
        evidence: Vec::new(),
        sheet: None,
        walk_day: 20_771,
        focus: "What are students asked to do with the text?".into(),
        purpose: "I am here to learn what students are asked to do.".into(),
    }
}

fn html_of(view: &VisitView, sheet: Option<&Sheet>, offset: i32) -> String {
    html(&Copy { view, sheet, agreed: &Agreements::default(), offset })
}

fn text_of(view: &VisitView, sheet: Option<&Sheet>, offset: i32) -> String {
    text(&Copy { view, sheet, agreed: &Agreements::default(), offset })
}

#[test]
fn marks_of_every_way_are_told_in_words() {
    let sheet = Sheet::parse("all", include_str!("../../../tests/sheets/all-ways.toml")).expect("sound");
    let option = |o: &str| Detail::Option(o.into());
    let made = |look_for: &str, way, at, value, detail| MarkRow {
        uid: uid(u64::from(look_for.len() as u32) * 1_000_000 + at as u64),
        look_for: look_for.into(),
        way,
        at_ms: Some(at),
        value,
        detail,
    };
    let marks = vec![
        made("teacher", Way::Timer, 0, Some(100_000), Detail::None),
        made("on-task", Way::Scan, 1_000, Some(19), Detail::Of(24)),
        made("grouping", Way::Choice, 2_000, Some(1), Detail::Options(vec!["pairs".into()])),
        made("demand", Way::Scale, 3_000, None, option("explaining")),
        made("codes", Way::Interval, 4_000, Some(1), option("listen")),
        made("wait", Way::Response, 5_000, Some(1_400), option("student")),
        made("learning", Way::Prompt, 6_000, None, Detail::Note(uid(1))),
        made("gone-from-the-sheet", Way::Timer, 7_000, Some(5_000), Detail::None),
    ];
    let view = VisitView { marks, ..view() };
    let said: Vec<(String, String)> =
        super::marks(&view, Some(&sheet), true).into_iter().map(|m| (m.label, m.said)).collect();
    let of = |label: &str| said.iter().find(|(l, _)| l == label).map_or("", |(_, said)| said.as_str());
    assert_eq!(of("Timed"), "teacher talk 1:40 of 6:10");
    assert_eq!(of("at the task"), "19 of 24");
    assert_eq!(of("grouping"), "pairs from 0:02");
    assert_eq!(of("the task asks for"), "explaining");
    assert_eq!(of("students"), "listen in 1 of 3 intervals");
    assert_eq!(of("the wait after a question"), "1 timed, median 1.4 s: students answer 1");
    assert_eq!(of("what are you learning?"), "answered in a note");
    assert_eq!(of("gone-from-the-sheet"), "0:05 of 6:10");
    assert_eq!(of("a film runs"), "not marked");
    assert_eq!(said.iter().filter(|(label, _)| label.contains("talk")).count(), 0, "one line for the set");
}

#[test]
fn the_copy_has_all_evidence_and_says_what_it_leaves_out() {
    let sheet = learning_walk();
    insta::assert_snapshot!("visit_html", html_of(&view(), Some(&sheet), -5 * 3600));
    insta::assert_snapshot!("visit_text", text_of(&view(), Some(&sheet), -5 * 3600));
}

#[test]
fn what_the_writer_thought_is_not_in_it() {
    for page in [html_of(&view(), None, 0), text_of(&view(), None, 0)] {
        for line in ["pairs read first", "who chose", "too easy", "bring the slip", "Larkspur"] {
            assert!(!page.contains(line), "{line}");
        }
        let page = page.replace('\n', " ");
        assert!(page.contains("2 wonderings, 1 interpretation and 1 follow-up"), "{page}");
        assert!(page.contains("labels") && page.contains("Who may see this"));
    }
}

#[test]
fn a_copy_that_leaves_nothing_out_says_so() {
    let mut view = view();
    view.notes.truncate(1);
    assert!(text_of(&view, None, 0).contains("No line is left out."));
    view.notes.clear();
    assert!(text_of(&view, None, 0).contains("Nothing was written."));
}

#[test]
fn a_visit_written_afterwards_has_no_minutes() {
    let mut view = view();
    view.visit.origin = Origin::Afterwards;
    view.notes.truncate(1);
    view.notes[0].at_ms = None;
    let page = text_of(&view, None, -5 * 3600);
    assert!(page.contains("about ") && page.contains("written afterwards") && !page.contains("0:12"), "{page}");
}

#[test]
fn a_room_is_named_only_where_that_was_agreed() {
    let view = view();
    for (names, place) in
        [(Names::NotOnPaper, "Visit 3, grade 4"), (Names::Off, "Visit 3, "), (Names::On, "Room 12, visit 3, ")]
    {
        let agreed = Agreements { names, ..Agreements::default() };
        let copy = Copy { view: &view, sheet: None, agreed: &agreed, offset: 0 };
        for page in [html(&copy), text(&copy)] {
            assert!(page.contains(place) && page.contains("Room 12") == (names == Names::On), "{page}");
        }
    }
}

#[test]
fn what_the_teacher_said_stands_on_the_next_copy() {
    let page = text_of(&view(), None, 0);
    assert!(page.contains("WHAT YOU SAID\n") && page.contains("“It was a review lesson.”"), "{page}");
    let mut silent = view();
    silent.replies.clear();
    assert!(
        !text_of(&silent, None, 0).contains("WHAT YOU SAID") && !html_of(&silent, None, 0).contains("What you said")
    );
}

proptest! {
    #[test]
    fn data_cannot_break_out_of_the_page(room in hostile(), line in hostile(), focus in hostile()) {
        let mut changed = view();
        changed.visit.room = room;
        changed.focus = focus;
        changed.replies[0].text = line.clone();
        changed.notes[0].text = line;
        is_calm(&html_of(&changed, None, 0), &text_of(&changed, None, 0), &html_of(&view(), None, 0))?;
    }
}

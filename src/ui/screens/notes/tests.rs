use crate::app::look::Look;
use crate::app::screens::notes::filter;
use crate::app::{App, Screen, Start};
use crate::domain::id::{IdSource, Uid};
use crate::domain::note::{About, NoteKind};
use crate::domain::time::Now;
use crate::store::api::{Filter, NoteKey, NoteRow, Origin, TagRow, VisitRow, VisitView};
use crate::ui::draw;
use ratatui::Terminal;
use ratatui::backend::TestBackend;

/// 2026-11-18 12:00 UTC.
const NOW: Now = Now { utc: 1_795_003_200_000, steady: 1_000, offset: 0 };

fn app(size: (u16, u16)) -> App {
    let mut app = App::new(Start {
        now: NOW,
        size,
        look: Look::default(),
        places: Default::default(),
        boot: None,
        read_only: None,
        ids: IdSource::Seeded(1),
    });
    app.screen = Screen::Notes;
    app.notes.loaded = true;
    app
}

fn painted(app: &App) -> String {
    let mut terminal = Terminal::new(TestBackend::new(app.size.0, app.size.1)).expect("a terminal");
    terminal.draw(|frame| draw(frame, app)).expect("a frame");
    terminal.backend().to_string()
}

fn note(number: u8, visit: u8, at: i64, text: &str) -> NoteRow {
    NoteRow {
        uid: Uid([number; 16]),
        key: NoteKey { at, id: i64::from(number) },
        visit: Uid([visit; 16]),
        number: None,
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

fn visit(uid: u8, notes: Vec<NoteRow>) -> VisitView {
    let row = VisitRow {
        uid: Uid([uid; 16]),
        walk: None,
        number: None,
        classroom: None,
        room: "Room 12".into(),
        grade: "4".into(),
        subject: "Reading".into(),
        period: String::new(),
        teachers: Vec::new(),
        started: None,
        ended: None,
        paused: 0,
        heads: None,
        origin: Origin::Live,
        substitute: false,
        asked: false,
        skipped: None,
        slip: None,
        copy: None,
        notes: notes.len(),
        boot: None,
        steady: None,
    };
    VisitView {
        visit: row,
        notes,
        marks: Vec::new(),
        replies: Vec::new(),
        evidence: Vec::new(),
        sheet: None,
        walk_day: 0,
        focus: String::new(),
        purpose: String::new(),
    }
}

/// A few notes of two visits, tagged, of several kinds.
fn few(size: (u16, u16)) -> App {
    let mut app = app(size);
    let at = 1_794_648_060_000;
    let tag = (Uid([50; 16]), "one-word".to_string());
    let mut rows = vec![
        NoteRow {
            about: Some(About::Students),
            kind: NoteKind::Quote,
            tags: vec![tag.clone()],
            ..note(1, 80, at, "“no” · “yes” · “the river”")
        },
        NoteRow { kind: NoteKind::Count, tags: vec![tag], ..note(2, 80, at + 120_000, "7 of 9 answers were one word") },
        NoteRow {
            kind: NoteKind::Wondering,
            ..note(
                3,
                80,
                at + 240_000,
                "what if pairs read it first, each to the other, before anybody is asked to say one word about the text in front of the class?",
            )
        },
        NoteRow {
            kind: NoteKind::FollowUp,
            after: true,
            expires: Some(at + 1_000_000_000),
            ..note(4, 80, at + 300_000, "send the article on wait time")
        },
    ];
    app.notes.context = Some(visit(80, rows.clone()));
    let mut before = note(5, 81, at - 86_400_000, "asked 11 questions, 9 began with is");
    before.room = "Room 4".into();
    before.subject = "Science".into();
    before.about = Some(About::Teacher);
    rows.insert(0, before);
    rows.push(NoteRow { at_ms: None, ..note(6, 82, at - 40_000_000_000, "written afterwards, in another year") });
    rows.sort_by_key(|r| std::cmp::Reverse(r.key));
    app.notes.rows = rows;
    app.notes.selected = 1;
    app.notes.count = Some((6, false));
    app.tags.all = vec![TagRow {
        uid: Uid([50; 16]),
        name: "one-word".into(),
        parent: None,
        colour: 2,
        meaning: String::new(),
        notes: 2,
        visits: 1,
    }];
    app
}

/// With a search, two conditions and marks.
fn narrowed(size: (u16, u16)) -> App {
    let mut app = few(size);
    let kept = (app.notes.rows.clone(), app.notes.context.clone());
    let wanted = Filter { grade: Some("4".into()), from: Some(1_788_220_800_000), ..Filter::default() };
    filter::set_all(&mut app, Filter { search: "one word".into(), ..wanted });
    (app.notes.rows, app.notes.context) = kept;
    app.notes.loaded = true;
    app.notes.searching = true;
    app.notes.selected = 2;
    app.notes.count = Some((5_000, true));
    app.notes.marked = app.notes.rows[1..3].iter().map(|r| (r.uid, r.clone())).collect();
    app
}

/// Many rows, among them long words, CJK, a flood of marks and an escape sequence.
fn many(size: (u16, u16)) -> App {
    let mut app = app(size);
    let texts = [
        "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverordnungsblatt".repeat(3),
        "学生们轮流读课文，老师问他们为什么这条河流改变了方向。".repeat(4),
        format!("e{} \u{1b}[31mred\u{202e}turned\u{200b}", "\u{301}".repeat(40)),
        String::new(),
        "reads page 44 aloud, stops twice".into(),
    ];
    let tags: Vec<(Uid, String)> =
        (0..6u8).map(|n| (Uid([100 + n; 16]), format!("a-tag-with-a-rather-long-name-{n}"))).collect();
    for number in 0..200u8 {
        let mut row =
            note(number, 80, 1_794_000_000_000 - i64::from(number) * 3_600_000, &texts[usize::from(number) % 5]);
        row.room = if number % 7 == 0 {
            "多目的教室と音楽室の間の部屋".into()
        } else {
            format!("Room {number}")
        };
        row.tags = tags.iter().take(usize::from(number) % 7).cloned().collect();
        app.notes.rows.push(row);
    }
    app.notes.selected = 101;
    app.notes.more_below = true;
    app.notes.count = Some((5_000, true));
    app
}

#[test]
fn nothing_there() {
    insta::assert_snapshot!("nothing_80", painted(&app((80, 24))));
    let mut found_nothing = app((80, 24));
    filter::set_all(&mut found_nothing, Filter { search: "zzz".into(), tagged: Some(false), ..Filter::default() });
    found_nothing.notes.loaded = true;
    found_nothing.notes.count = Some((0, false));
    insta::assert_snapshot!("found_nothing_80", painted(&found_nothing));
}

#[test]
fn a_few() {
    insta::assert_snapshot!("few_80", painted(&few((80, 24))));
    insta::assert_snapshot!("few_140", painted(&few((140, 40))));
    let mut plain = few((100, 30));
    plain.look.ascii = true;
    insta::assert_snapshot!("few_100_ascii", painted(&plain));
}

#[test]
fn narrowed_by_a_search_and_conditions() {
    insta::assert_snapshot!("narrowed_80", painted(&narrowed((80, 24))));
    insta::assert_snapshot!("narrowed_140", painted(&narrowed((140, 40))));
}

#[test]
fn many_with_long_words() {
    insta::assert_snapshot!("many_80", painted(&many((80, 24))));
    insta::assert_snapshot!("many_140", painted(&many((140, 40))));
}

#[test]
fn words_that_fit_are_underlined() {
    let app = narrowed((140, 40));
    let mut terminal = Terminal::new(TestBackend::new(140, 40)).expect("a terminal");
    terminal.draw(|frame| draw(frame, &app)).expect("a frame");
    let buffer = terminal.backend().buffer();
    let underlined: String = buffer
        .content
        .iter()
        .filter(|c| c.modifier.contains(ratatui::style::Modifier::UNDERLINED))
        .map(|c| c.symbol())
        .collect();
    assert!(underlined.contains("one") && underlined.contains("word"), "{underlined}");
    assert!(!underlined.contains("answers"));
}

#[test]
fn every_size_is_painted() {
    for columns in (1..160).step_by(6) {
        for rows in [1, 5, 10, 11, 13, 24, 60] {
            for app in [app((columns, rows)), few((columns, rows)), narrowed((columns, rows)), many((columns, rows))] {
                let _ = painted(&app);
            }
        }
    }
}

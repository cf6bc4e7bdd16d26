use crate::app::look::Look;
use crate::app::{App, Screen, Start};
use crate::domain::id::{IdSource, Uid};
use crate::domain::time::Now;
use crate::store::api::TagRow;
use crate::ui::draw;
use ratatui::Terminal;
use ratatui::backend::TestBackend;

fn app(size: (u16, u16), all: Vec<TagRow>) -> App {
    let mut app = App::new(Start {
        now: Now { utc: 0, steady: 0, offset: 0 },
        size,
        look: Look::default(),
        places: Default::default(),
        boot: None,
        read_only: None,
        ids: IdSource::Seeded(1),
    });
    app.screen = Screen::Tags;
    app.tags.all = all;
    app.tags.loaded = true;
    app
}

fn painted(app: &App) -> String {
    let mut terminal = Terminal::new(TestBackend::new(app.size.0, app.size.1)).expect("a terminal");
    terminal.draw(|frame| draw(frame, app)).expect("a frame");
    terminal.backend().to_string()
}

fn tag(number: u8, name: &str, parent: Option<u8>, colour: i64, notes: usize, meaning: &str) -> TagRow {
    TagRow {
        uid: Uid([number; 16]),
        name: name.into(),
        parent: parent.map(|p| Uid([p; 16])),
        colour,
        meaning: meaning.into(),
        notes,
        visits: notes.div_ceil(2),
    }
}

fn few() -> Vec<TagRow> {
    vec![
        tag(
            1,
            "answers",
            None,
            4,
            14,
            "What students say when they are asked, in how many words, and who says nothing at all during the visit.",
        ),
        tag(2, "one-word", Some(1), 2, 9, "An answer of one word."),
        tag(3, "wait-time", Some(1), 0, 1, ""),
        tag(4, "groups", None, 0, 0, ""),
    ]
}

fn many() -> Vec<TagRow> {
    (0..120u8)
        .map(|n| {
            let name = match n % 4 {
                0 => "学生の答えと待ち時間について".to_string(),
                1 => format!("a-name-as-long-as-a-name-can-be-in-here-{n}"),
                _ => format!("tag-{n}"),
            };
            tag(
                n,
                &name,
                n.checked_sub(1).filter(|_| n % 10 != 0),
                i64::from(n % 7),
                usize::from(n) * 1_000,
                "意味は長い。".repeat(20).as_str(),
            )
        })
        .collect()
}

#[test]
fn the_tag_list() {
    insta::assert_snapshot!("nothing_80", painted(&app((80, 24), Vec::new())));
    insta::assert_snapshot!("few_80", painted(&app((80, 24), few())));
    insta::assert_snapshot!("few_140", painted(&app((140, 40), few())));
    insta::assert_snapshot!("many_80", painted(&app((80, 24), many())));
    let mut plain = app((100, 30), few());
    plain.look.ascii = true;
    insta::assert_snapshot!("few_100_ascii", painted(&plain));
}

#[test]
fn every_size_is_painted() {
    for columns in (1..150).step_by(6) {
        for rows in [1, 5, 10, 12, 24] {
            for all in [Vec::new(), few(), many()] {
                let _ = painted(&app((columns, rows), all));
            }
        }
    }
}

//! Words that judge, through a day: underlined while walking, asked about in the evening, kept or changed by one key.
#![allow(clippy::panic, reason = "a test says what was wrong")]

mod common;
#[path = "common/world.rs"]
mod world;

use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::style::Modifier;
use uncover::app::App;
use uncover::app::look::{Look, Theme};
use uncover::domain::note::NoteKind;
use uncover::store::api::{Answer, Ask, Filter, From, NoteRow};
use world::World;

/// What is underlined on the screen, in pieces, from top to bottom.
fn underlined(app: &App) -> Vec<String> {
    let (columns, rows) = app.size;
    let mut terminal = Terminal::new(TestBackend::new(columns, rows)).expect("a terminal in memory");
    terminal.draw(|frame| uncover::ui::draw(frame, app)).expect("drawn");
    let buffer = terminal.backend().buffer();
    let mut pieces = Vec::new();
    for row in buffer.content.chunks(usize::from(columns)) {
        let mut piece = String::new();
        for cell in row {
            if cell.modifier.contains(Modifier::UNDERLINED) {
                piece.push_str(cell.symbol());
            } else if !piece.is_empty() {
                pieces.push(std::mem::take(&mut piece));
            }
        }
        pieces.extend((!piece.is_empty()).then_some(piece));
    }
    pieces
}

fn notes(world: &World) -> Vec<NoteRow> {
    match world.reader.answer(&Ask::Notes { filter: Filter::default(), from: From::Oldest, limit: 200 }) {
        Answer::Notes(page) => page.rows,
        other => panic!("no notes: {other:?}"),
    }
}

fn kind_of(world: &World, text: &str) -> NoteKind {
    notes(world).into_iter().find(|n| n.text == text).unwrap_or_else(|| panic!("no note “{text}”")).kind
}

/// A walk of one room with three lines, ended, and Finish today opened at the first question about words.
fn evening() -> World {
    let mut w = World::new(100, 30);
    w.keys("s").wait(5_000).keys("T good pace, S4 was bored #start<Enter>");
    w.wait(5_000).keys("19 of 24 engaged #start<Enter>");
    w.wait(5_000).keys("the class was chaotic #start<Enter>");
    w.wait(5_000).keys("? a good question<Enter>");
    w.wait(60_000).keys("<Ctrl-N>ey").shows("Finish today");
    w.keys("f").shows("“good”: What did you see that made it so?");
    w
}

#[test]
fn while_walking_there_is_an_underline_and_nothing_else() {
    let mut w = World::new(80, 24);
    w.keys("s").wait(5_000).keys("T says “good job” in a good vo");
    assert_eq!(underlined(&w.app), ["good"]);
    assert!(w.app.notice.is_none() && w.app.layers.is_empty());
    w.keys("ice<Enter>? good enough");
    assert_eq!(underlined(&w.app), ["good"], "the wondering being typed is not judged, the note in the list is");
    w.keys("<Ctrl-U>“so good");
    assert_eq!(underlined(&w.app), ["good"], "an open quotation protects what follows");
    w.keys("<Ctrl-U>Mr. Fennel and the tables are\u{301} nice");
    assert_eq!(underlined(&w.app), ["good", "Mr. Fennel", "nice"]);
}

#[test]
fn a_line_over_many_rows_has_its_words_underlined_in_each_theme() {
    for theme in Theme::ALL {
        for ascii in [false, true] {
            let mut w = World::new(44, 24);
            w.app.look = Look { theme, ascii, ..Look::default() };
            w.keys("s").wait(1_000).keys("T walks along 田中 all the rows of tables, then should have waited<Enter>");
            assert_eq!(underlined(&w.app).join(" "), "should have", "{theme:?}");
        }
    }
}

#[test]
fn in_the_evening_each_line_is_answered_with_one_key() {
    let mut w = evening();
    assert!(underlined(&w.app).contains(&"bored".to_string()));
    w.keys("o").shows("“engaged”: Which words, or which task?");
    w.keys("W").shows("e rewords it as a question");
    w.keys("<Enter>").shows("“chaotic”: What happened, and how often?");
    assert_eq!(kind_of(&w, "19 of 24 engaged"), NoteKind::Wondering);
    w.keys("<Ctrl-Z>").shows("“engaged”");
    assert_eq!(kind_of(&w, "19 of 24 engaged"), NoteKind::Count);
    w.keys("I").shows("“chaotic”");
    assert_eq!(kind_of(&w, "19 of 24 engaged"), NoteKind::Interpretation);
    w.keys("e<Ctrl-U>9 students stand at 0:02<Enter>").shows("Nothing in this line is asked about any more");
    assert!(notes(&w).iter().any(|n| n.text == "9 students stand at 0:02"));
}

#[test]
fn undo_takes_back_what_was_answered_last_also_where_no_note_changed() {
    let mut w = evening();
    w.keys("o").shows("“engaged”");
    w.keys("<Ctrl-Z>").shows("“good”: What did you see");
    w.shows("Taken back: the line is asked about again.");
    w.keys("b").shows("“bored”: What did they say or do?");
    w.keys("<Ctrl-Z>").shows("“good”");
    w.keys("Bo").shows("“engaged”");
    w.keys("W<Ctrl-Z>").shows("Taken back: change a note's kind");
    w.keys("<Ctrl-Z>");
    assert!(!w.screen().contains("“good”"), "an older answer is not taken back before an older act");
}

#[test]
fn what_was_kept_or_switched_off_is_not_asked_about_after_a_restart() {
    let mut w = evening();
    w.keys("oB").shows("“chaotic”");
    let mut w = w.killed_and_reopened();
    w.keys("f").shows("“chaotic”");
    w.keys("b").shows("slip");
    let mut w = w.killed_and_reopened();
    w.keys("f");
    assert!(!w.screen().contains("“chaotic”") && !w.screen().contains("“good”"), "{}", w.screen());
    w.keys("<Ctrl-P>language questions<Enter>").shows("off  “chaotic”");
    w.shows("off  rubric talk");
    w.keys("chaotic<Enter><Esc><Esc>f<Enter>").shows("“chaotic”: What happened");
}

#[test]
fn a_statement_is_asked_about_while_it_is_written() {
    let mut w = World::new(100, 30);
    w.keys("4nteachers don't wait after a question");
    w.shows("“teachers don't”: What did we see, in how many visits?");
    assert_eq!(underlined(&w.app), ["teachers don't"]);
    w.keys("<Ctrl-U>we need training").shows("What is the need, before any fix?");
    w.keys("<Ctrl-U>the first answer comes within 2 seconds");
    assert_eq!(underlined(&w.app), [] as [&str; 0]);
}

#[test]
fn names_the_file_knows_are_underlined_in_small_letters_too() {
    let mut w = World::new(100, 30);
    w.keys("i<Ctrl-U>Room 4, Ms. Larkspur<Enter>").keys("<Esc>1s").wait(1_000).keys("larkspur opens the window");
    assert_eq!(underlined(&w.app), ["larkspur"]);
}

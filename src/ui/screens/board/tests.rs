use crate::app::Screen;
use crate::app::look::Look;
use crate::app::screens::board::Open;
use crate::app::screens::board::layout::{Area, work};
use crate::app::screens::sample::{Desk, note, uid};
use crate::domain::board::{Board, Stack};
use crate::domain::note::{About, NoteKind};
use crate::store::api::{Answer, BoardRow, Lane, NoteRow};
use crate::ui::screens::picture;

const TEXTS: [&str; 8] = [
    "reads page 44 aloud, stops twice: “why?”",
    "because it says so in the first line",
    "19 of 24 writing",
    "what would happen if pairs read first?",
    "waits for help with a raised hand, 2 min 10",
    "three students look at the board, then at each other, then at the clock; nobody asks what the task is, and the teacher goes on",
    "copies the example from the board",
    "学生は一語で答える、そして先生がもう一度たずねるまで待つ",
];

fn cards() -> Vec<NoteRow> {
    let row = |n: u8| {
        let about = [Some(About::Teacher), Some(About::Student(4)), None, Some(About::Task)][usize::from(n) % 4];
        let kind = match n % 8 {
            1 => NoteKind::Quote,
            2 => NoteKind::Count,
            3 => NoteKind::Wondering,
            _ => NoteKind::Evidence,
        };
        NoteRow { about, kind, ..note(n + 1, 90, TEXTS[usize::from(n) % 8]) }
    };
    (0..24).map(row).collect()
}

/// A board with loners, two named columns, one that has no name and three that are proposed.
fn desk(size: (u16, u16), ascii: bool, sorted: bool) -> Desk {
    let mut desk = Desk::new(size, Look { ascii, ..Look::default() });
    let rows = cards();
    let notes: Vec<_> = rows.iter().map(|r| r.uid).collect();
    let mut board = Board::new(uid(250));
    board.lay_out(&notes);
    if sorted {
        for n in 0..3 {
            board.new_column(uid(100 + n), usize::from(n));
        }
        board.name_column(uid(100), "waits for help");
        board.name_column(uid(101), "short answers");
        let column = |n: u8| Stack::Column(uid(n));
        let some = |from: usize, to: usize| notes[from..to].iter().map(|n| (Stack::Loners, *n)).collect::<Vec<_>>();
        board.put(&some(4, 7), column(100), 0, false);
        board.put(&some(0, 2), column(101), 0, false);
        board.put(&[(column(100), notes[4])], column(101), 1, true);
        board.propose(&[
            (uid(103), notes[8..10].to_vec()),
            (uid(104), notes[10..12].to_vec()),
            (uid(105), notes[12..14].to_vec()),
        ]);
    }
    desk.app.boards.open = Some(Open::new("Reading, November", board, rows));
    desk.app.screen = Screen::Board;
    desk
}

#[test]
fn the_painter_and_the_mouse_mean_the_same_area() {
    use crate::ui::{frame, paint::Paint};
    use ratatui::{Terminal, backend::TestBackend};
    for size in [(40, 10), (80, 24), (140, 40)] {
        let desk = desk(size, false, true);
        let mut terminal = Terminal::new(TestBackend::new(size.0, size.1)).expect("a terminal");
        let mut area = None;
        let draw = |f: &mut ratatui::Frame| {
            let whole = f.area();
            area = Some(frame::draw(&mut Paint::new(f, desk.app.look), whole, &desk.app));
        };
        terminal.draw(draw).expect("a frame");
        let area = area.expect("an area");
        assert_eq!(Area { x: area.x, y: area.y, width: area.width, height: area.height }, work(size));
    }
}

#[test]
fn nothing_sorted_yet() {
    insta::assert_snapshot!("start_80", picture(&desk((80, 24), false, false).app));
}

#[test]
fn a_board_half_sorted() {
    insta::assert_snapshot!("sorted_80", picture(&desk((80, 24), false, true).app));
    insta::assert_snapshot!("sorted_140", picture(&desk((140, 40), false, true).app));
    insta::assert_snapshot!("sorted_100_ascii", picture(&desk((100, 30), true, true).app));
    insta::assert_snapshot!("sorted_40", picture(&desk((40, 10), false, true).app));
}

#[test]
fn a_card_is_lifted_and_others_are_marked() {
    let mut one = desk((80, 24), false, true);
    one.keys("<Enter>l<Down>");
    insta::assert_snapshot!("carried_80", picture(&one.app));
    let mut three = desk((140, 40), false, true);
    three.keys("<Space><Space><Space>");
    insta::assert_snapshot!("marked_140", picture(&three.app));
    three.keys("<Enter>ll");
    insta::assert_snapshot!("carried_140", picture(&three.app));
}

#[test]
fn no_room_and_no_teacher_stands_on_a_board() {
    let mut desk = desk((140, 40), false, true);
    if let Some(open) = &mut desk.app.boards.open {
        open.notes.values_mut().for_each(|n| n.room = "Room 12".into());
    }
    let picture = picture(&desk.app);
    assert!(picture.contains("19 of 24") && !picture.contains("Room"), "{picture}");
}

#[test]
fn the_list_of_boards() {
    let mut desk = Desk::new((80, 24), Look::default());
    desk.keys("4b");
    assert_eq!(desk.app.screen, Screen::Boards);
    desk.answer(Lane::Boards, Answer::Boards(Vec::new()));
    insta::assert_snapshot!("boards_none", picture(&desk.app));
    let row = |n: u8, name: &str, cards, columns| BoardRow { uid: uid(n), name: name.into(), cards, columns };
    desk.keys("<Esc>4b");
    let rows = vec![row(1, "Board of 18 Nov", 1, 0), row(2, "Reading, November", 61, 7)];
    desk.answer(Lane::Boards, Answer::Boards(rows));
    desk.keys("j");
    insta::assert_snapshot!("boards_two", picture(&desk.app));
}

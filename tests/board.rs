//! Affinity boards over a real file: what is shown is what is kept, every move can be taken back, and it all survives.
#![allow(clippy::panic, reason = "a test says what was wrong")]

mod common;
#[cfg(unix)]
#[path = "common/pty.rs"]
mod pty;
#[path = "common/world.rs"]
mod world;

use uncover::app::Screen;
use uncover::domain::board::{Board, Stack};
use uncover::domain::id::Uid;
use uncover::store::api::{Answer, Ask, BoardRow, BoardView};
use world::World;

const NOTES: [&str; 8] = [
    "S3 raises a hand and waits for help",
    "S5 waits with a raised hand, nobody comes",
    "S7 hand up, waiting for the teacher",
    "T asks 3 questions, answers them",
    "S4 “because it says so”",
    "19 of 24 writing",
    "two students copy from the board",
    "? what if pairs read first",
];

/// A visit with eight notes and a follow-up, all laid out on a board.
fn laid_out() -> World {
    let mut w = World::new(100, 30);
    w.keys("<Enter>");
    for note in NOTES {
        w.wait(9_000).keys(note).keys("<Enter>");
    }
    w.wait(9_000).keys("! send the article<Enter><Ctrl-N>uey3ab<Enter>");
    assert_eq!(w.app.screen, Screen::Board);
    w.shows("8 cards are laid out. 1 follow-up stayed off.");
    w
}

fn shown(w: &World) -> &Board {
    &w.app.boards.open.as_ref().expect("a board").board
}

fn kept(w: &World, uid: Uid) -> Option<BoardView> {
    match w.reader.answer(&Ask::Board(uid)) {
        Answer::Board(view) => view,
        other => panic!("no board: {other:?}"),
    }
}

fn boards(w: &World) -> Vec<BoardRow> {
    match w.reader.answer(&Ask::Boards) {
        Answer::Boards(rows) => rows,
        other => panic!("no boards: {other:?}"),
    }
}

fn is_on_disk(w: &World) {
    let view = kept(w, shown(w).uid).expect("a board");
    assert_eq!(&view.board, shown(w));
    assert!(view.notes.iter().all(|n| n.room.is_empty() && n.subject.is_empty() && n.number.is_none()));
}

#[test]
fn every_move_is_kept_as_shown_and_can_be_taken_back() {
    let mut w = laid_out();
    // Each begins at the first loner.
    for (keys, words) in [
        ("<Enter>l<Enter><Enter>", "move a card"),
        ("lrwaits for help<Enter>", "change a column"),
        ("<Space><Space><Enter>l<End><Enter>", "move 2 cards"),
        ("l<Home><Enter><Down><Enter>", "move a card"),
        ("ln<Enter>", "change a column"),
        ("llrasks<Enter>", "change a column"),
        ("lcl<Enter>", "move a card"),
        ("<Enter>l<End><Enter>", "move a card"),
        ("ll<lt>", "change a column"),
        ("l>", "change a column"),
        ("l<Home>-", "move a card"),
        ("l<Home>Dy", "take a card off the board"),
        ("D", "take a card off the board"),
        ("<Enter><Down><Enter>", "move a card"),
        ("lX", "change a column"),
        ("RQuestions<Enter>", "change the board"),
    ] {
        let before = shown(&w).clone();
        w.keys("hhhh<Home>").keys(keys);
        let after = shown(&w).clone();
        assert!(before != after || keys.starts_with('R'), "{keys} changes nothing:\n{}", w.screen());
        is_on_disk(&w);
        w.keys("<Ctrl-Z>").shows(&format!("Taken back: {words}"));
        assert_eq!(shown(&w), &before, "{keys}");
        is_on_disk(&w);
        w.keys("<Ctrl-Y>");
        assert_eq!(shown(&w), &after, "{keys}");
        is_on_disk(&w);
        assert_eq!(w.app.screen, Screen::Board);
    }
    w.shows("Questions");
}

#[test]
fn a_board_made_and_deleted_comes_back_whole() {
    let mut w = laid_out();
    w.keys("<Enter>l<Enter>waits for help<Enter>4b");
    w.shows("8 cards, 1 column");
    let before = kept(&w, boards(&w)[0].uid).expect("a board");
    w.keys("dy").shows("Deleted. Its notes stay.");
    assert!(boards(&w).is_empty());
    w.keys("<Ctrl-Z>").shows("Taken back: delete the board");
    w.shows("8 cards, 1 column");
    assert_eq!(kept(&w, before.board.uid), Some(before));
    w.keys("r, spring<Enter>").shows("Board of 16 Nov, spring");
    w.keys("nBoard of 16 Nov, another<Enter>a").shows("lays them out on “Board of 16 Nov, another”");
    w.keys("<Home><Down><Space>b");
    let picked = w.screen();
    assert!(picked.lines().any(|l| l.contains('>') && l.contains("another")), "{picked}");
    w.keys("<Enter>").shows("1 card is laid out.");
    is_on_disk(&w);
    // The same again, and one more.
    w.keys("a<Home><Down><Space><Space>b<Enter>").shows("1 card is laid out. 1 lay there already.");
    assert_eq!(
        boards(&w).iter().map(|b| (b.name.as_str(), b.cards)).collect::<Vec<_>>(),
        [("Board of 16 Nov, another", 2), ("Board of 16 Nov, spring", 8)]
    );
}

#[test]
fn deleted_notes_leave_quietly_and_come_back_with_undo() {
    let mut w = laid_out();
    w.keys("<Enter>l<Enter><Enter>");
    let column = shown(&w).columns[0].uid;
    let first = shown(&w).stack(Stack::Column(column))[0];
    let text = w.app.boards.open.as_ref().expect("open").notes[&first].text.clone();
    w.keys("3/").keys(&text.replace(['“', '”', '?'], "")).keys("<Enter>d<Esc><Esc>4b<Enter>");
    assert_eq!((shown(&w).cards.len(), shown(&w).columns[0].cards.len()), (7, 0));
    w.keys("<Ctrl-Z>");
    assert_eq!(shown(&w).stack(Stack::Column(column)), [first]);
    // A card that became a follow-up is its writer's alone.
    is_on_disk(&w);
}

#[test]
fn columns_are_proposed_for_notes_that_say_the_same() {
    let mut w = laid_out();
    w.keys("s");
    let board = shown(&w).clone();
    assert!(!board.columns.is_empty(), "{}", w.screen());
    w.shows("proposed, no name");
    let notes = &w.app.boards.open.as_ref().expect("open").notes;
    let together = board.columns[0].cards.iter().filter(|p| notes[&p.note].text.contains("hand")).count();
    assert!(together >= 2, "{}", w.screen());
    is_on_disk(&w);
    let mut w = w.killed_and_reopened();
    w.keys("4b<Enter>").shows("proposed, no name");
    w.keys("<Right>-");
    assert_eq!(shown(&w).columns[0].name.as_deref(), Some(""));
    is_on_disk(&w);
}

#[cfg(unix)]
#[test]
fn a_board_is_sorted_in_a_real_terminal_and_is_there_after_a_kill() {
    use pty::Pty;
    let data = tempfile::tempdir().expect("a folder");
    let mut p = Pty::start(data.path(), &[], 110, 32, &[]);
    p.wait("Start a walk now").send("\r").wait("Nothing written yet");
    for (n, note) in NOTES.into_iter().enumerate() {
        p.send(note).wait(note.rsplit(' ').next().unwrap_or(note)).send("\r");
        p.wait_until("it is on the disk", |s| s.matches('✓').count() > n && s.contains("saved ✓"));
    }
    p.send("\x0e").wait("in the corridor").send("e").wait("End the walk?").send("y");
    // A board of what a filter shows.
    p.wait("Finish today").send("3").wait("two students copy").send("/hand\r").wait("3 found").send("B");
    p.wait("Lay out 3 cards on which board?").send("\r").wait("3 cards are laid out.").wait("0 of 3 cards sorted");
    // The whole list onto the same board.
    p.send("a").wait("lays them out on").send("/").send("\x7f\x7f\x7f\x7f").wait("8 notes").send("\rB");
    p.wait("Lay out 8 cards on which board?").wait("3 cards").send("\r");
    p.wait("5 cards are laid out. 3 lay there already.").wait("0 of 8 cards sorted");
    // Two columns with names, one card in both.
    p.send("  ").wait("2 marked").send("n").wait("Name the new column").send("help waits\r");
    p.wait_until("the name", |s| s.contains("help waits") && s.contains("2 of 8 cards sorted"));
    p.send("h").send("\r").wait("put down").send("ll\r").wait("Name the new column");
    p.send("who asks\r").wait_until("both names", |s| s.contains("help waits") && s.contains("who asks"));
    p.send("hcl\r").wait_gone("put down").wait_until("saved", |s| s.contains("saved ✓"));
    // A tag and a pattern.
    p.send("t").wait("Tag the 2 notes of this column").wait("who-asks").send("\r").wait("2 notes tagged #who-asks");
    p.send("p").wait("Possible: who asks").wait("Supports").wait("saved ✓");
    p.kill();

    let mut p = Pty::start(data.path(), &[], 110, 32, &[]);
    p.wait("4 Patterns").send("4").wait("Possible: who asks").send("b").wait("8 cards, 2 columns").send("\r");
    p.wait("help waits").wait("who asks").wait("3 of 8 cards sorted");
    // The mouse: on by the palette, a card dragged into a column; given back at the end.
    p.send("\x10").wait("Everything").send("mouse").wait("Let the mouse work").send("\r").wait("Mouse on:");
    assert!(p.raw.windows(8).any(|w| w == b"\x1b[?1002h"), "the terminal tells of the mouse");
    assert!(!p.raw.windows(8).any(|w| w == b"\x1b[?1003h"), "and not of its every move");
    let row = p.screen().lines().position(|l| l.contains("│") && !l.contains("Loners")).expect("a card") + 1;
    p.send(&format!("\x1b[<0;5;{row}M\x1b[<32;8;{row}M\x1b[<32;40;20M")).wait("put down");
    p.send("\x1b[<0;40;20m").wait("4 of 8 cards sorted").wait("saved ✓");
    p.signal("TERM");
    assert_eq!(p.exit(), 0);
    assert!(p.raw.windows(8).any(|w| w == b"\x1b[?1002l"), "the mouse is given back");
    // Remembered.
    let mut p = Pty::start(data.path(), &[], 110, 32, &[]);
    p.wait("4 Patterns").send("4").wait("Possible: who asks");
    p.wait_until("the mouse", |_| true);
    assert!(p.raw.windows(8).any(|w| w == b"\x1b[?1002h"), "the mouse is on again");
}

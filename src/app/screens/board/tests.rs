use super::layout::{Area, Shown, keep_seen, shown, work};
use super::*;
use crate::app::input::{Input, Mouse, MouseDid};
use crate::app::keys::parse_keys;
use crate::app::look::Look;
use crate::app::screens::sample::{Desk, NOW, note, uid};
use crate::app::update::update;
use crate::domain::act::Verb;
use crate::domain::note::NoteKind;
use crate::store::api::NotesPage;
use proptest::prelude::*;

/// A board of ten cards on the screen; nothing is sorted.
fn desk() -> Desk {
    let mut desk = Desk::new((80, 24), Look::default());
    desk.keys("3");
    let rows = (1..=10).map(|n| note(n, 90, &format!("card number {n} says what was seen"))).collect();
    desk.answer(Lane::NotesPage, Answer::Notes(NotesPage { rows, ..NotesPage::default() }));
    desk.keys("ab");
    desk.answer(Lane::Boards, Answer::Boards(Vec::new()));
    desk.keys("<Enter>");
    assert_eq!((desk.app.screen, desk.verb()), (Screen::Board, Verb::MakeBoard));
    desk
}

fn board(desk: &Desk) -> &Open {
    desk.app.boards.open.as_ref().expect("a board")
}

/// The cards of the n-th column, by number.
fn column(desk: &Desk, n: usize) -> Vec<u8> {
    let open = board(desk);
    open.board.stack(Stack::Column(open.board.columns[n].uid)).iter().map(|u| u.0[0]).collect()
}

fn loners(desk: &Desk) -> Vec<u8> {
    board(desk).board.loners().iter().map(|u| u.0[0]).collect()
}

#[test]
fn marked_notes_become_cards_of_a_new_board() {
    let desk = desk();
    assert_eq!(loners(&desk).len(), 10);
    assert_eq!(board(&desk).name, "Board of 18 Nov");
    assert!(board(&desk).notes.values().all(|n| n.room.is_empty()), "a board knows no room");
    assert!(desk.notice().starts_with("10 cards are laid out."));
}

#[test]
fn a_new_board_is_called_what_is_typed_or_by_its_day() {
    for (typed, called) in [("Sorting", "Sorting"), ("", "Board of 18 Nov")] {
        let mut desk = desk();
        desk.app.boards.rows = Some(Vec::new());
        desk.keys(&format!("4bn{typed}<Enter>"));
        assert_eq!(board(&desk).name, called);
    }
}

#[test]
fn an_open_list_of_boards_is_read_again_when_boards_changed() {
    let mut desk = desk();
    desk.keys("3b");
    let before = desk.asked.len();
    crate::app::screens::changed(&mut desk.app, &[crate::domain::schema::Kind::Board]);
    desk.sort();
    assert!(desk.asked[before..].iter().any(|q| q.ask == Ask::Boards), "{:?}", &desk.asked[before..]);
}

#[test]
fn follow_ups_stay_off_boards() {
    let mut desk = Desk::new((80, 24), Look::default());
    desk.keys("3");
    let rows = vec![NoteRow { kind: NoteKind::FollowUp, ..note(1, 90, "send the article") }];
    desk.answer(Lane::NotesPage, Answer::Notes(NotesPage { rows, ..NotesPage::default() }));
    desk.keys("b");
    assert!(desk.notice().contains("follow-ups are yours alone"), "{}", desk.notice());
    assert!(desk.app.layers.is_empty() && desk.acts.is_empty());
}

#[test]
fn what_the_list_shows_is_laid_out_and_what_was_left_out_is_said() {
    let mut desk = Desk::new((80, 24), Look::default());
    desk.keys("3");
    let rows: Vec<NoteRow> = (1..=200).map(|n| note(n, 90, "a line")).collect();
    desk.answer(Lane::NotesPage, Answer::Notes(NotesPage { rows: rows.clone(), ..NotesPage::default() }));
    desk.answer(Lane::NotesCount, Answer::NotesCount { count: 1_204, capped: false });
    desk.keys("B");
    let asked = desk.asked.last().expect("a question");
    assert!(matches!(&asked.ask, Ask::Notes { limit: 400, .. }), "{asked:?}");
    desk.answer(Lane::BoardNotes, Answer::Notes(NotesPage { rows, more_below: true, ..NotesPage::default() }));
    desk.keys("<Enter>");
    assert!(desk.notice().contains("The newest 200 of 1204 were taken; 1004 were left out."), "{}", desk.notice());
}

#[test]
fn a_card_is_picked_up_carried_and_put_down() {
    let mut desk = desk();
    desk.keys("j<Enter>");
    assert!(board(&desk).carried.is_some());
    let acts = desk.acts.len();
    desk.keys("l");
    assert_eq!(board(&desk).focus.stack, Stack::New);
    assert_eq!(desk.acts.len(), acts, "nothing is written while it is carried");
    desk.keys("<Enter>");
    assert_eq!((desk.verb(), column(&desk, 0), loners(&desk).len()), (Verb::MoveCards, vec![2], 9));
    assert_eq!(board(&desk).board.columns[0].name.as_deref(), Some(""));
    // A second one, put below the first.
    desk.keys("<Enter>h<Home><Enter>l<End><Space>");
    assert_eq!(column(&desk, 0), [2, 1]);
    // In the column itself.
    desk.keys("<Enter><Up><Enter>");
    assert_eq!(column(&desk, 0), [1, 2]);
    assert_eq!(board(&desk).current().map(|c| c.1), Some(uid(1)));
}

#[test]
fn esc_puts_a_card_back_and_nothing_is_written() {
    let mut desk = desk();
    desk.keys("jj<Enter>");
    let acts = desk.acts.len();
    desk.keys("ljj<Esc>");
    assert_eq!((desk.acts.len(), board(&desk).current().map(|c| c.1)), (acts, Some(uid(3))));
    desk.keys("<Enter><Enter>");
    assert_eq!(desk.acts.len(), acts, "put down where it lay");
    assert_eq!(desk.app.screen, Screen::Board);
    desk.keys("<Esc>");
    assert_ne!(desk.app.screen, Screen::Board);
}

#[test]
fn marked_cards_move_together_in_the_order_of_the_stack() {
    let mut desk = desk();
    desk.keys("<Space><Space>j<Space>");
    assert_eq!(board(&desk).marked.len(), 3);
    desk.keys("n<Enter>");
    assert_eq!((column(&desk, 0), board(&desk).marked.len(), loners(&desk).len()), (vec![1, 2, 4], 0, 7));
    // Carried onto another column by keys.
    desk.keys("h<Home><Space><Space><Enter>l<Enter>");
    assert_eq!(column(&desk, 0).len(), 5);
}

#[test]
fn a_copy_stands_in_two_columns_and_goes_back_from_one() {
    let mut desk = desk();
    desk.keys("<Enter>l<Enter><Enter>cl<Enter><Enter>");
    assert_eq!((column(&desk, 0), column(&desk, 1), loners(&desk).len()), (vec![1], vec![1], 9));
    desk.keys("-");
    assert_eq!((column(&desk, 0), column(&desk, 1), loners(&desk).len()), (vec![1], vec![], 9));
    desk.keys("h-");
    assert_eq!(loners(&desk).len(), 10);
    desk.keys("h-");
    assert!(desk.notice().contains("loner already"));
}

#[test]
fn only_sorted_cards_are_asked_about_before_they_leave() {
    let mut desk = desk();
    desk.keys("D");
    assert_eq!((desk.verb(), loners(&desk).len()), (Verb::RemoveCards, 9));
    desk.keys("<Enter>l<Enter><Enter>D");
    assert_eq!(desk.app.layers.len(), 1);
    desk.keys("n");
    assert_eq!(column(&desk, 0).len(), 1);
    desk.keys("Dy");
    assert_eq!((column(&desk, 0).len(), loners(&desk).len()), (0, 8));
    desk.keys("D");
    assert!(board(&desk).board.columns.is_empty(), "an empty column goes with the same key");
}

#[test]
fn columns_are_named_moved_and_taken_apart() {
    let mut desk = desk();
    desk.keys("nwaits for help<Enter>");
    assert_eq!(board(&desk).board.columns[0].name.as_deref(), Some("waits for help"));
    desk.keys("n<Enter>");
    assert_eq!(desk.verb(), Verb::EditColumn);
    assert_eq!(board(&desk).board.columns[1].name.as_deref(), Some(""), "no name was typed");
    desk.keys("<lt>");
    assert_eq!(board(&desk).board.columns[1].name.as_deref(), Some("waits for help"));
    desk.keys(">rasks<Enter>h<Left><Enter>l<Enter>X");
    assert_eq!((board(&desk).board.columns.len(), loners(&desk).len()), (1, 10));
}

#[test]
fn a_tag_and_a_pattern_come_of_a_column() {
    let mut desk = desk();
    desk.keys("<Space><Space>nWaits for help<Enter>t");
    assert_eq!(desk.app.layers.len(), 1);
    desk.keys("<Enter>");
    let act = desk.acts.last().expect("an act");
    assert_eq!((act.verb, act.ops.len()), (Verb::TagNotes, 3), "the tag and two notes in one act");
    desk.keys("p");
    let act = desk.acts.last().expect("an act");
    assert_eq!((act.verb, desk.app.screen), (Verb::CreatePattern, Screen::Board));
    let made = act.ops[0].entity;
    for n in (0..desk.acts.len()).rev() {
        // All are acknowledged, in any order: then the pattern opens.
        desk.acts.rotate_right(1);
        desk.saved();
        assert_eq!(desk.app.screen == Screen::Pattern, n == 0);
    }
    assert_eq!(desk.app.patterns.selected, Some(made));
}

#[test]
fn a_column_without_a_name_asks_for_the_statement() {
    let mut desk = desk();
    desk.keys("<Enter>n<Enter>phelp waits on the teacher<Enter>");
    assert_eq!(desk.verb(), Verb::CreatePattern);
}

#[test]
fn proposed_columns_have_no_name_until_somebody_touches_them() {
    let mut desk = desk();
    desk.keys("s");
    assert!(matches!(&desk.asked.last().expect("asked").ask, Ask::CardGroups(all) if all.len() == 10));
    // Sorted meanwhile: it stays where it was put.
    desk.keys("<Enter>l<Enter><Enter>");
    let groups = vec![vec![uid(1), uid(4), uid(5)], vec![uid(7), uid(8)], vec![uid(9), uid(1)]];
    desk.answer(Lane::CardGroups, Answer::CardGroups(groups));
    assert_eq!((column(&desk, 1), column(&desk, 2)), (vec![4, 5], vec![7, 8]));
    let names = |d: &Desk| board(d).board.columns.iter().map(|c| c.name.clone()).collect::<Vec<_>>();
    assert_eq!(names(&desk), [Some(String::new()), None, None]);
    assert_eq!(board(&desk).focus.stack, Stack::Column(board(&desk).board.columns[1].uid), "the first proposed one");
    desk.keys("l-");
    assert_eq!(names(&desk)[1..], [None, Some(String::new())]);
}

#[test]
fn an_answer_from_before_an_act_does_not_move_cards_back() {
    let mut desk = desk();
    desk.saved();
    let view = |d: &Desk| {
        let open = board(d);
        BoardView { name: open.name.clone(), board: open.board.clone(), notes: open.notes.values().cloned().collect() }
    };
    let before = view(&desk);
    desk.keys("<Enter>l<Enter>xD<Esc>");
    assert_eq!(loners(&desk).len(), 9, "keys typed as a name do nothing else");
    desk.answer(Lane::Board, Answer::Board(Some(before.clone())));
    assert_eq!(column(&desk, 0), [1], "the act is still on its way");
    desk.saved();
    let after = view(&desk);
    desk.answer(Lane::Board, Answer::Board(Some(after)));
    assert_eq!(column(&desk, 0), [1]);
    // Taken back elsewhere: what the file says counts, and the focus is on something that is there.
    desk.app.boards.open.as_mut().expect("open").marked.push((Stack::Loners, uid(2)));
    desk.keys("<Esc>");
    desk.app.ask(Lane::Board, Ask::Board(uid(1)));
    desk.sort();
    desk.answer(Lane::Board, Answer::Board(Some(before)));
    assert_eq!((loners(&desk).len(), board(&desk).focus.stack), (10, Stack::Loners));
}

#[test]
fn a_board_that_went_away_leads_back() {
    let mut desk = desk();
    desk.saved();
    desk.keys("j");
    desk.answer(Lane::Board, Answer::Board(None));
    assert_eq!(desk.app.screen, Screen::Notes);
    assert!(desk.notice().contains("not there any more"));
}

// ── Mouse ───────────────────────────────────────────────────────────────────────────────────────────────────────────

fn mouse(desk: &mut Desk, did: MouseDid, (x, y): (u16, u16)) {
    update(&mut desk.app, Input::Mouse(Mouse { did, x, y }), NOW);
    desk.sort();
}

fn seen(desk: &Desk) -> Shown {
    shown(board(desk), glance(&desk.app), work(desk.app.size))
}

fn middle(area: Area) -> (u16, u16) {
    (area.x + area.width / 2, area.y + area.height / 2)
}

#[test]
fn a_card_is_dragged_into_a_column() {
    let mut desk = desk();
    let third = middle(seen(&desk).stacks[0].cards[2].area);
    let acts = desk.acts.len();
    mouse(&mut desk, MouseDid::Press, third);
    assert_eq!(board(&desk).current().map(|c| c.1), Some(uid(3)));
    mouse(&mut desk, MouseDid::Release, third);
    assert_eq!(desk.acts.len(), acts, "a click moves nothing");
    mouse(&mut desk, MouseDid::Press, third);
    let target = middle(seen(&desk).stacks[1].area);
    mouse(&mut desk, MouseDid::Drag, (third.0 + 1, third.1));
    mouse(&mut desk, MouseDid::Drag, target);
    assert_eq!(desk.acts.len(), acts);
    mouse(&mut desk, MouseDid::Release, target);
    assert_eq!((column(&desk, 0), loners(&desk).len()), (vec![3], 9));
    desk.keys("<Enter>");
    // Let go of above the card that is there: on top of it.
    let from = middle(seen(&desk).stacks[0].cards[0].area);
    let onto = seen(&desk).stacks[1].cards[0].area;
    mouse(&mut desk, MouseDid::Press, from);
    mouse(&mut desk, MouseDid::Drag, (onto.x, onto.y));
    mouse(&mut desk, MouseDid::Release, (onto.x, onto.y));
    assert_eq!(column(&desk, 0), [1, 3]);
}

#[test]
fn the_wheel_scrolls_the_stack_under_the_mouse() {
    let mut desk = desk();
    let place = middle(seen(&desk).stacks[0].area);
    mouse(&mut desk, MouseDid::WheelDown, place);
    mouse(&mut desk, MouseDid::WheelDown, place);
    assert_eq!(seen(&desk).stacks[0].above, 2);
    mouse(&mut desk, MouseDid::WheelUp, place);
    assert_eq!((seen(&desk).stacks[0].above, board(&desk).focus.at), (1, 0));
}

// ── Layout ──────────────────────────────────────────────────────────────────────────────────────────────────────────

/// A board of some size, sorted at random.
fn any_open(cards: u16, columns: u8, seeds: &[u16], text: &str) -> Open {
    let mut board = Board::new(uid(250));
    let notes: Vec<Uid> = (0..cards).map(|n| Uid::of_content(&n.to_le_bytes())).collect();
    board.lay_out(&notes);
    for n in 0..columns {
        board.new_column(uid(100 + n), usize::from(n) / 2);
    }
    for (seed, note) in seeds.iter().zip(&notes) {
        if columns > 0 {
            let stack = Stack::Column(uid(100 + (seed % u16::from(columns)) as u8));
            board.put(&[(Stack::Loners, *note)], stack, usize::from(seed / 7), seed % 3 == 0);
        }
    }
    let words: Vec<&str> = text.split(' ').collect();
    let row = |n: usize, uid: &Uid| NoteRow { uid: *uid, ..note(1, 90, &words[n % words.len()..].join(" ")) };
    let rows: Vec<NoteRow> = notes.iter().enumerate().map(|(n, uid)| row(n, uid)).collect();
    Open::new("A board", board, rows)
}

fn overlap(a: &Area, b: &Area) -> bool {
    a.x < b.right() && b.x < a.right() && a.y < b.bottom() && b.y < a.bottom()
}

fn within(a: &Area, of: &Area) -> bool {
    a.x >= of.x && a.y >= of.y && a.right() <= of.right() && a.bottom() <= of.bottom()
}

proptest! {
    #[test]
    fn every_card_that_is_seen_has_a_place_of_its_own(
        size in (3u16..200, 4u16..70), cards in 0u16..60, columns in 0u8..12, carried in any::<bool>(),
        seeds in prop::collection::vec(any::<u16>(), 0..40), at in any::<u16>(), column in any::<u8>(),
        text in "(one|two words|学生は一語で答える|👩‍👩‍👧|averyveryveryverylongword| |\u{202e}x)( [a-z]{1,9}){0,12}",
    ) {
        let mut open = any_open(cards, columns, &seeds, &text);
        let glance = layout::Glance { ascii: false, now: NOW };
        let stacks: Vec<Stack> = [Stack::Loners].into_iter()
            .chain(open.board.columns.iter().map(|c| Stack::Column(c.uid))).collect();
        open.focus = Focus { stack: stacks[usize::from(column) % stacks.len()], at: usize::from(at) };
        let area = work(size);
        keep_seen(&mut open, glance, area);
        if carried && let Some(card) = open.current() {
            hand::lift(&mut open, vec![card], false, false);
            open.focus.stack = stacks[usize::from(at) % stacks.len()];
            keep_seen(&mut open, glance, area);
        }
        let shown = shown(&open, glance, area);
        let all: Vec<Area> = shown.stacks.iter().flat_map(|s| s.cards.iter().map(|c| c.area)).collect();
        for (i, one) in all.iter().enumerate() {
            prop_assert!(one.height > 0 && within(one, &area), "{one:?} {area:?}");
            prop_assert!(all[i + 1..].iter().all(|other| !overlap(one, other)));
        }
        for stack in &shown.stacks {
            prop_assert!(within(&stack.area, &area));
            prop_assert!(stack.cards.iter().all(|c| within(&c.area, &stack.area) && !overlap(&c.area, &stack.heading)));
            prop_assert!(stack.more.is_none_or(|row| stack.cards.iter().all(|c| !overlap(&c.area, &row))));
            // Every card is seen, or counted as above or below.
            let carried_here = usize::from(open.carried.is_some() && open.focus.stack == stack.stack);
            let count = layout::cards_of(&open, stack.stack).len() + carried_here;
            prop_assert_eq!(stack.above + stack.cards.len() + stack.below, count);
            // What lies under the mouse is what is painted there.
            for card in &stack.cards {
                let hit = layout::card_at(stack, card.area.x, card.area.y);
                prop_assert_eq!(hit, Some(card));
                prop_assert_eq!(layout::stack_at(&shown, card.area.x, card.area.y).map(|s| s.stack), Some(stack.stack));
            }
        }
        // The focus is seen wherever there is any room for a card.
        if let Some(stack) = shown.stacks.iter().find(|s| s.stack == open.focus.stack) {
            let is_focus = |c: &&layout::CardShown| {
                if open.carried.is_some() { c.note.is_none() } else { c.at == open.focus.at }
            };
            let any = open.carried.is_some() || open.current().is_some();
            prop_assert!(!any || area.height < 7 || stack.cards.iter().any(|c| is_focus(&c)), "{open:?} {shown:?}");
        } else {
            prop_assert!(false, "the stack with the focus is not seen: {:?}", open.focus);
        }
    }
}

fn any_input() -> impl Strategy<Value = Input> {
    let keys: Vec<_> = ["<Enter>", "<Space>", "<Esc>", "<Left>", "<Right>", "<Up>", "<Down>", "<End>", "<PageDown>"]
        .into_iter()
        .chain(["h", "j", "k", "l", "n", "c", "-", "D", "y", "<lt>", ">", "X", "t", "p", "s", "r", "a", "v", "g", "R"])
        .map(|k| parse_keys(k).expect("a key")[0])
        .collect();
    let did = prop::sample::select(vec![
        MouseDid::Press,
        MouseDid::Drag,
        MouseDid::Release,
        MouseDid::WheelUp,
        MouseDid::WheelDown,
    ]);
    prop_oneof![
        6 => prop::sample::select(keys).prop_map(Input::Key),
        4 => (did, 0u16..150, 0u16..45).prop_map(|(did, x, y)| Input::Mouse(Mouse { did, x, y })),
        1 => (0u16..150, 0u16..45).prop_map(|(c, r)| Input::Resize(c, r)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]
    #[test]
    fn any_key_and_any_mouse_at_any_size(inputs in prop::collection::vec(any_input(), 1..120)) {
        let mut desk = desk();
        for input in inputs {
            update(&mut desk.app, input, NOW);
            desk.sort();
            if let (Screen::Board, Some(open)) = (desk.app.screen, &desk.app.boards.open) {
                let all = open.places().map(|(_, n)| n).collect::<HashSet<_>>();
                prop_assert_eq!(all.len(), open.board.cards.len(), "no card is lost and none comes from nowhere");
            } else {
                desk.app.layers.clear();
                desk.app.screen = Screen::Board;
            }
            if desk.app.size.0 > 0 && desk.app.size.1 > 0 {
                crate::ui::screens::picture(&desk.app);
            }
        }
    }
}

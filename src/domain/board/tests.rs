use super::*;
use crate::domain::act::Value;
use crate::domain::schema::{DELETED, board as board_fields, column as column_fields};
use proptest::prelude::*;
use std::collections::HashMap;

fn uid(n: u8) -> Uid {
    Uid([n; 16])
}

fn notes(from: u8, to: u8) -> Vec<Uid> {
    (from..=to).map(uid).collect()
}

/// Six cards; columns 100 with the first two, 101 empty.
fn board() -> Board {
    let mut board = Board::new(uid(200));
    board.lay_out(&notes(1, 6));
    board.new_column(uid(100), 0);
    board.new_column(uid(101), 1);
    board.put(&[(Stack::Loners, uid(1)), (Stack::Loners, uid(2))], Stack::Column(uid(100)), 0, false);
    board
}

const LEFT: Stack = Stack::Column(Uid([100; 16]));
const RIGHT: Stack = Stack::Column(Uid([101; 16]));

#[test]
fn cards_in_no_column_are_loners() {
    let mut board = board();
    assert_eq!(board.loners(), notes(3, 6));
    assert_eq!(board.stack(LEFT), notes(1, 2));
    board.to_loners(&[(LEFT, uid(1))]);
    assert_eq!(board.loners(), [uid(1), uid(3), uid(4), uid(5), uid(6)], "it is back where it lay");
    board.take_apart(uid(100));
    assert_eq!(board.loners(), notes(1, 6));
}

#[test]
fn a_note_may_stand_in_several_columns() {
    let mut board = board();
    board.put(&[(LEFT, uid(1))], RIGHT, 0, true);
    assert_eq!((board.copies(uid(1)), board.stack(LEFT), board.stack(RIGHT)), (2, notes(1, 2), vec![uid(1)]));
    board.to_loners(&[(LEFT, uid(1))]);
    assert_eq!(board.loners(), notes(3, 6), "the other copy stays");
    board.put(&[(Stack::Loners, uid(3)), (LEFT, uid(2))], RIGHT, 1, false);
    assert_eq!(board.stack(RIGHT), [uid(1), uid(3), uid(2)]);
    board.put(&[(RIGHT, uid(1))], RIGHT, 2, false);
    assert_eq!(board.stack(RIGHT), [uid(3), uid(2), uid(1)]);
    board.take_off(&[uid(2), uid(1)]);
    assert_eq!((board.stack(RIGHT), board.cards.len()), (vec![uid(3)], 4));
}

#[test]
fn a_card_put_between_two_changes_no_other_card() {
    let before = board();
    let mut after = before.clone();
    after.put(&[(Stack::Loners, uid(6))], LEFT, 1, false);
    assert_eq!(after.stack(LEFT), [uid(1), uid(6), uid(2)]);
    let ops = changes(&before, &after);
    assert_eq!(ops.len(), 1);
    assert!(matches!(&ops[0].fields[..], [(_, Value::Members(m))] if m.len() == 1 && m[0].0 == uid(6)));
    // Ten halvings later there is no room: all get new places, in the same order.
    for _ in 0..40 {
        let top = after.stack(LEFT)[1];
        after.put(&[(LEFT, top)], LEFT, 2, false);
    }
    assert_eq!(after.stack(LEFT).len(), 3);
    assert!(after.columns[0].cards.is_sorted_by_key(|p| p.place) && after.columns[0].cards[0].place > 0);
}

#[test]
fn loners_can_be_put_in_order_among_themselves() {
    let mut board = board();
    board.put(&[(Stack::Loners, uid(6))], Stack::Loners, 0, false);
    assert_eq!(board.loners(), [uid(6), uid(3), uid(4), uid(5)]);
    board.put(&[(LEFT, uid(2))], Stack::Loners, 2, false);
    assert_eq!(board.loners(), [uid(6), uid(3), uid(2), uid(4), uid(5)]);
}

#[test]
fn a_proposal_is_one_until_somebody_touches_it() {
    let mut board = board();
    board.propose(&[(uid(102), notes(3, 4)), (uid(103), notes(5, 6))]);
    assert_eq!(board.columns[2].name, None);
    board.put(&[(Stack::Column(uid(102)), uid(3))], LEFT, 0, false);
    assert_eq!((board.columns[2].name.as_deref(), &board.columns[3].name), (Some(""), &None));
    board.move_column(uid(103), -3);
    assert_eq!((board.columns[0].uid, board.columns[0].name.as_deref()), (uid(103), Some("")));
}

#[test]
fn no_more_cards_come_than_a_board_holds_and_none_twice() {
    let many: Vec<Uid> = (0..3_000u32).map(|n| Uid::of_content(&n.to_le_bytes())).collect();
    let mut board = Board::new(uid(200));
    assert_eq!(board.lay_out(&many[..10]), 10);
    assert_eq!(board.lay_out(&many[..12]), 2);
    assert_eq!(board.lay_out(&many), MOST_CARDS - 12);
    assert_eq!(board.loners()[..12], many[..12]);
}

/// What the log makes of operations: the fold of the store, in small.
fn applied(board: &Board, ops: &[Op]) -> Board {
    let mut after = board.clone();
    for op in ops {
        if op.kind == Kind::Column && after.column(op.entity).is_none() {
            after.columns.push(Column { uid: op.entity, name: None, place: 0, cards: Vec::new() });
        }
        for (field, value) in &op.fields {
            let column = after.columns.iter_mut().find(|c| c.uid == op.entity);
            match (value, column) {
                (Value::Members(m), None) if *field == board_fields::CARDS => fold(&mut after.cards, m),
                (Value::Members(m), Some(c)) if *field == column_fields::CARDS => fold(&mut c.cards, m),
                (Value::Text(name), Some(c)) => c.name = Some(name.clone()),
                (Value::Int(place), Some(c)) if *field == column_fields::PLACE => c.place = *place,
                (Value::Int(1), Some(_)) if *field == DELETED => after.columns.retain(|c| c.uid != op.entity),
                _ => {}
            }
        }
    }
    after.columns.sort_by_key(|c| c.place);
    after
}

fn fold(cards: &mut Vec<Placed>, members: &[(Uid, i64)]) {
    let mut all: HashMap<Uid, i64> = cards.iter().map(|p| (p.note, p.place)).collect();
    all.extend(members.iter().copied());
    *cards = all.into_iter().filter(|(_, p)| *p != 0).map(|(note, place)| Placed { note, place }).collect();
    cards.sort_by_key(|p| (p.place, p.note));
}

proptest! {
    #[test]
    fn what_is_written_gives_the_board_that_is_shown(moves in prop::collection::vec((0u8..9, any::<u8>(), any::<u8>(), 0usize..8), 0..60)) {
        let mut shown = board();
        let mut kept = shown.clone();
        for (n, (what, a, b, at)) in moves.into_iter().enumerate() {
            let stack = |b: &Board, x: u8| match usize::from(x) % (b.columns.len() + 1) {
                0 => Stack::Loners,
                i => Stack::Column(b.columns[i - 1].uid),
            };
            let (from, to) = (stack(&shown, a), stack(&shown, b));
            let here = shown.stack(from);
            let card = here.get(usize::from(a) % here.len().max(1)).map(|n| (from, *n));
            let before = shown.clone();
            match (what, card, from) {
                (0..=2, Some(card), _) => shown.put(&[card], to, at, false),
                (3, Some(card), _) => shown.put(&[card], to, at, true),
                (4, Some(card), _) => shown.to_loners(&[card]),
                (5, Some((_, note)), _) if b % 4 == 0 => shown.take_off(&[note]),
                (6, ..) => shown.new_column(Uid::of_content(&n.to_le_bytes()), at),
                (7, _, Stack::Column(c)) => shown.move_column(c, isize::from(b % 7) - 3),
                (8, _, Stack::Column(c)) if b % 4 == 0 => shown.take_apart(c),
                _ => {}
            }
            kept = applied(&kept, &changes(&before, &shown));
            prop_assert_eq!(&kept, &shown);
        }
    }
}

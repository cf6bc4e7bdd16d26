//! An affinity board as it lies on the table: cards, columns, and the loners in between. Moves are made on a copy; what
//! an act has to write is the difference between before and after.

use super::act::{Op, Stream};
use super::acts;
use super::id::Uid;
use super::schema::Kind;
use std::collections::HashSet;

/// Most cards on one board.
pub const MOST_CARDS: usize = 2_000;

/// Most cards laid out from a list at once.
pub const MOST_AT_ONCE: usize = 400;

/// Places lie this far apart at first, so that a card put between two others changes no other card: two people who
/// move different cards on two laptops then do not undo each other.
const STEP: i64 = 1_024;

/// A card with its place in a list; the smaller, the higher.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Placed {
    pub note: Uid,
    pub place: i64,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    pub uid: Uid,
    /// None: as the program proposed it, nobody has touched it. Empty: people have, and have not named it yet.
    pub name: Option<String>,
    pub place: i64,
    /// From the top.
    pub cards: Vec<Placed>,
}

/// Where a card can lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Stack {
    Loners,
    Column(Uid),
    /// Behind the last column: a card dropped there makes a new one.
    New,
}

/// A board: all its cards, and its columns from the left. A card in no column is a loner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Board {
    pub uid: Uid,
    /// All cards, with their places among the loners.
    pub cards: Vec<Placed>,
    pub columns: Vec<Column>,
}

impl Board {
    /// An empty board.
    pub fn new(uid: Uid) -> Board {
        Board { uid, cards: Vec::new(), columns: Vec::new() }
    }

    /// The cards that are in no column, in their order.
    pub fn loners(&self) -> Vec<Uid> {
        let sorted: HashSet<Uid> = self.columns.iter().flat_map(|c| c.cards.iter().map(|p| p.note)).collect();
        self.cards.iter().map(|p| p.note).filter(|n| !sorted.contains(n)).collect()
    }

    pub fn column(&self, uid: Uid) -> Option<&Column> {
        self.columns.iter().find(|c| c.uid == uid)
    }

    fn column_mut(&mut self, uid: Uid) -> Option<&mut Column> {
        self.columns.iter_mut().find(|c| c.uid == uid)
    }

    /// The cards of a stack, in their order.
    pub fn stack(&self, stack: Stack) -> Vec<Uid> {
        match stack {
            Stack::Loners => self.loners(),
            Stack::Column(uid) => {
                self.column(uid).map(|c| c.cards.iter().map(|p| p.note).collect()).unwrap_or_default()
            }
            Stack::New => Vec::new(),
        }
    }

    /// How many cards people have put into columns; what is only proposed does not count.
    pub fn sorted(&self) -> usize {
        let touched = self.columns.iter().filter(|c| c.name.is_some());
        touched.flat_map(|c| c.cards.iter().map(|p| p.note)).collect::<HashSet<Uid>>().len()
    }

    /// In how many columns a card stands.
    pub fn copies(&self, note: Uid) -> usize {
        self.columns.iter().filter(|c| c.cards.iter().any(|p| p.note == note)).count()
    }

    /// Lays notes out behind the last loner. Those on the board already stay where they are, and no more are taken than
    /// a board holds. Returns how many came.
    pub fn lay_out(&mut self, notes: &[Uid]) -> usize {
        let known: HashSet<Uid> = self.cards.iter().map(|p| p.note).collect();
        let room = MOST_CARDS.saturating_sub(self.cards.len());
        let mut seen = HashSet::new();
        let new: Vec<Uid> =
            notes.iter().copied().filter(|n| !known.contains(n) && seen.insert(*n)).take(room).collect();
        let last = self.cards.iter().map(|p| p.place).max().unwrap_or(0).max(0);
        let placed = (1..).zip(&new).map(|(i, note)| Placed { note: *note, place: last.saturating_add(i * STEP) });
        self.cards.extend(placed);
        new.len()
    }

    /// Puts cards, each taken from a stack, into a stack so that the first one becomes its `at`-th, the cards taken from
    /// that very stack not counted. A copy stays where it was too. A card that is in the column already moves there; what
    /// is not on the board does not come onto it.
    pub fn put(&mut self, cards: &[(Stack, Uid)], to: Stack, at: usize, copy: bool) {
        if !copy {
            for (from, note) in cards {
                if let Stack::Column(uid) = from
                    && let Some(column) = self.column_mut(*uid)
                {
                    column.cards.retain(|p| p.note != *note);
                    column.touch();
                }
            }
        }
        let mut seen = HashSet::new();
        let here: HashSet<Uid> = self.cards.iter().map(|p| p.note).collect();
        let notes: Vec<Uid> = cards.iter().map(|(_, n)| *n).filter(|n| here.contains(n) && seen.insert(*n)).collect();
        match to {
            Stack::Column(uid) => {
                let Some(column) = self.column_mut(uid) else { return };
                // Copies that were there already make room: those above move the place up.
                let above = column.cards.iter().take(at).filter(|p| seen.contains(&p.note)).count();
                column.cards.retain(|p| !seen.contains(&p.note));
                insert(&mut column.cards, at - above, &notes);
                column.touch();
            }
            Stack::Loners => self.put_among_loners(&notes, at),
            Stack::New => {}
        }
    }

    fn put_among_loners(&mut self, notes: &[Uid], at: usize) {
        let loners = self.loners();
        // Cards that still stand in another column do not become loners.
        let notes: Vec<Uid> = notes.iter().copied().filter(|n| loners.contains(n)).collect();
        let next = loners.into_iter().filter(|n| !notes.contains(n)).nth(at);
        self.cards.retain(|p| !notes.contains(&p.note));
        // Between its neighbours among all cards, so that no two share a place.
        let at = self.cards.iter().position(|p| Some(p.note) == next).unwrap_or(self.cards.len());
        insert(&mut self.cards, at, &notes);
    }

    /// Takes cards out of their columns: they lie among the loners again, at their old place there.
    pub fn to_loners(&mut self, cards: &[(Stack, Uid)]) {
        for (from, note) in cards {
            if let Stack::Column(uid) = from
                && let Some(column) = self.column_mut(*uid)
            {
                column.cards.retain(|p| p.note != *note);
                column.touch();
            }
        }
    }

    /// Takes cards off the board, out of all columns. The notes themselves stay.
    pub fn take_off(&mut self, notes: &[Uid]) {
        self.cards.retain(|p| !notes.contains(&p.note));
        for column in &mut self.columns {
            let before = column.cards.len();
            column.cards.retain(|p| !notes.contains(&p.note));
            if column.cards.len() != before {
                column.touch();
            }
        }
    }

    /// Makes an empty column, the `at`-th from the left.
    pub fn new_column(&mut self, uid: Uid, at: usize) {
        let at = at.min(self.columns.len());
        self.columns.insert(at, Column { uid, name: Some(String::new()), place: 0, cards: Vec::new() });
        self.place_column(at);
    }

    /// Adds columns as proposed, without names.
    pub fn propose(&mut self, groups: &[(Uid, Vec<Uid>)]) {
        for (uid, notes) in groups {
            let mut cards = Vec::new();
            insert(&mut cards, 0, notes);
            self.columns.push(Column { uid: *uid, name: None, place: 0, cards });
            self.place_column(self.columns.len() - 1);
        }
    }

    /// Gives the column at a position a place between its neighbours; all get new ones where there is none between.
    fn place_column(&mut self, at: usize) {
        let before = at.checked_sub(1).and_then(|i| self.columns.get(i)).map(|c| c.place);
        let after = self.columns.get(at + 1).map(|c| c.place);
        match (between(before, after, 1).as_deref(), self.columns.get_mut(at)) {
            (Some([place]), Some(column)) => column.place = *place,
            _ => (1..).zip(&mut self.columns).for_each(|(i, c)| c.place = i * STEP),
        }
    }

    /// Moves a column by some places to the right, or to the left where `by` is below 0.
    pub fn move_column(&mut self, uid: Uid, by: isize) {
        let Some(at) = self.columns.iter().position(|c| c.uid == uid) else { return };
        let to = at.saturating_add_signed(by).min(self.columns.len() - 1);
        if to != at {
            let mut column = self.columns.remove(at);
            column.touch();
            self.columns.insert(to, column);
            self.place_column(to);
        }
    }

    pub fn name_column(&mut self, uid: Uid, name: &str) {
        if let Some(column) = self.column_mut(uid) {
            column.name = Some(name.to_string());
        }
    }

    /// Takes a column away; its cards lie among the loners again, unless they stand in another column too.
    pub fn take_apart(&mut self, uid: Uid) {
        self.columns.retain(|c| c.uid != uid);
    }
}

impl Column {
    /// Somebody put a hand to it: it is no proposal any more.
    fn touch(&mut self) {
        self.name.get_or_insert_default();
    }
}

/// `count` places between two others, in order, or none where there is no room. Places are 1 or more.
fn between(before: Option<i64>, after: Option<i64>, count: usize) -> Option<Vec<i64>> {
    let count = i64::try_from(count).ok()?;
    let low = before.unwrap_or(0).max(0);
    let step = match after {
        None => STEP,
        Some(after) => after.checked_sub(low)? / (count + 1),
    };
    (step > 0).then(|| (1..=count).map(|i| low.checked_add(i * step)).collect()).flatten()
}

/// Puts notes into a list at a position, with places between their neighbours; all get new ones where there is no room.
fn insert(list: &mut Vec<Placed>, at: usize, notes: &[Uid]) {
    let at = at.min(list.len());
    let before = at.checked_sub(1).and_then(|i| list.get(i)).map(|p| p.place);
    let places = between(before, list.get(at).map(|p| p.place), notes.len());
    let renumber = places.is_none();
    let places = places.unwrap_or_else(|| vec![0; notes.len()]);
    list.splice(at..at, notes.iter().zip(places).map(|(note, place)| Placed { note: *note, place }));
    if renumber {
        (1..).zip(list.iter_mut()).for_each(|(i, p)| p.place = i * STEP);
    }
}

/// What has to be written so that a board that is as `before` becomes as `after`.
pub fn changes(before: &Board, after: &Board) -> Vec<Op> {
    let mut ops = Vec::new();
    let cards = moved(&before.cards, &after.cards);
    if !cards.is_empty() {
        ops.push(acts::board_cards(after.uid, &cards));
    }
    for column in &after.columns {
        match before.column(column.uid) {
            None => {
                ops.push(acts::column_made(column.uid, after.uid, column.name.as_deref(), column.place));
                let cards = moved(&[], &column.cards);
                if !cards.is_empty() {
                    ops.push(acts::column_cards(column.uid, &cards));
                }
            }
            Some(old) => {
                if let Some(name) = column.name.as_deref().filter(|n| old.name.as_deref() != Some(*n)) {
                    ops.push(acts::column_named(column.uid, name));
                }
                if old.place != column.place {
                    ops.push(acts::column_placed(column.uid, column.place));
                }
                let cards = moved(&old.cards, &column.cards);
                if !cards.is_empty() {
                    ops.push(acts::column_cards(column.uid, &cards));
                }
            }
        }
    }
    let gone = before.columns.iter().filter(|c| after.column(c.uid).is_none());
    ops.extend(gone.map(|c| acts::deleted(Kind::Column, c.uid, Stream::Shared, true)));
    ops
}

/// The cards with a new place, and with 0 those that left.
fn moved(before: &[Placed], after: &[Placed]) -> Vec<(Uid, i64)> {
    let old: std::collections::HashMap<Uid, i64> = before.iter().map(|p| (p.note, p.place)).collect();
    let still: HashSet<Uid> = after.iter().map(|p| p.note).collect();
    let changed = after.iter().filter(|p| old.get(&p.note) != Some(&p.place)).map(|p| (p.note, p.place));
    let gone = before.iter().filter(|p| !still.contains(&p.note)).map(|p| (p.note, 0));
    changed.chain(gone).collect()
}

#[cfg(test)]
mod tests;

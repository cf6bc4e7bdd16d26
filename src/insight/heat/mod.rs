//! The heat map: in how many of the visits that looked each sign was seen, by grade, subject, period, weekday, week or
//! time of day. What too few visits or too few teachers stand behind is merged with its neighbours or hidden, so that
//! it cannot be worked out from the rest either.

mod columns;
pub(in crate::insight) mod hide;
mod order;

pub use columns::{Column, Member};
pub use order::{Arranged, Sort, arrange};

use super::facts::{Facts, Sign, SignId, Visits};
use crate::domain::order::InOrder;

/// A cell that rests on fewer visits than this is not shown.
pub const FEWEST_VISITS: u32 = 5;

/// A cell that rests on fewer different teachers than this is not shown; unknown ones count as one.
pub const FEWEST_TEACHERS: usize = 3;

/// Rows of a table, at most: the most used signs.
pub const MOST_ROWS: usize = 300;

/// What the rows are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum What {
    #[default]
    Tags,
    LookFors,
}

/// What the columns are. There is none of teachers, rooms or schools, and there must be none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Axis {
    #[default]
    Grades,
    Subjects,
    Periods,
    Weekdays,
    Weeks,
    Hours,
}

impl Axis {
    pub const ALL: [Axis; 6] = [Axis::Grades, Axis::Subjects, Axis::Periods, Axis::Weekdays, Axis::Weeks, Axis::Hours];

    /// The word lists show.
    pub fn word(self) -> &'static str {
        match self {
            Axis::Grades => "grades",
            Axis::Subjects => "subjects",
            Axis::Periods => "periods",
            Axis::Weekdays => "weekdays",
            Axis::Weeks => "weeks",
            Axis::Hours => "times of day",
        }
    }

    /// Whether its columns have an order of their own, which is kept.
    pub fn is_ordered(self) -> bool {
        self != Axis::Subjects
    }
}

/// One sign in one part of the school, or of the time. The three ways to show nothing mean different things.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cell {
    /// Nobody looked for it there.
    NotLooked,
    /// Some looked, but too few visits or teachers stand behind it; or it would tell such a cell.
    TooFew,
    /// Seen in `k` of the `n` visits that looked; `k` may be 0.
    Seen { k: u32, n: u32 },
}

/// One sign across all columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub id: SignId,
    pub name: String,
    /// Seen in `k` of `n` visits, all columns together.
    pub k: u32,
    pub n: u32,
    /// In the order of `Table::columns`.
    pub cells: Vec<Cell>,
}

/// The whole map.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Table {
    pub what: What,
    pub axis: Axis,
    pub columns: Vec<Column>,
    /// Most used first.
    pub rows: Vec<Row>,
    /// Signs left out because too few visits or teachers stand behind all of it.
    pub too_few: usize,
    /// Signs left out because others are used more.
    pub more: usize,
}

/// Counts the map. `this_year` is left out of the names of weeks.
pub fn table(facts: &Facts, what: What, axis: Axis, this_year: i32) -> Table {
    let (mut signs, too_few) = signs(facts, what);
    let more = signs.len().saturating_sub(MOST_ROWS);
    signs.truncate(MOST_ROWS);
    let anybody_looked = signs.iter().fold(Visits::default(), |all, s| all.or(&s.looked));
    let groups = columns::groups(facts, axis, &anybody_looked, this_year);
    let rows = signs.iter().map(|sign| row(facts, sign, &groups)).collect();
    let columns = groups.into_iter().map(|g| g.column).collect();
    Table { what, axis, columns, rows, too_few, more }
}

/// The signs of a sort that enough visits looked for, most used first, and how many were looked for in too few.
fn signs(facts: &Facts, what: What) -> (Vec<&Sign>, usize) {
    let wanted = |s: &&Sign| match (&s.id, what) {
        (SignId::Tag(_), What::Tags) => !s.seen.is_empty(),
        (SignId::LookFor(_), What::LookFors) => !s.looked.is_empty(),
        _ => false,
    };
    let all: Vec<&Sign> = facts.signs.iter().filter(wanted).collect();
    let (mut enough, few): (Vec<&Sign>, Vec<&Sign>) = all.into_iter().partition(|s| clears(facts, &s.looked));
    enough.order_by_key(|s| (std::cmp::Reverse(s.seen.count_both(&s.looked)), s.name.clone(), s.id.clone()));
    (enough, few.len())
}

/// In how many of the visits that looked something was seen, part by part of one axis: the map's row of anything that
/// can be seen.
pub fn split(facts: &Facts, seen: &Visits, looked: &Visits, axis: Axis, this_year: i32) -> Vec<(Column, Cell)> {
    let groups = columns::groups(facts, axis, looked, this_year);
    let cells = cells(facts, &seen.and(looked), looked, &groups);
    groups.into_iter().map(|g| g.column).zip(cells).collect()
}

/// How many of these visits were made in each part of one axis. Parts too small to be told are merged; where all together
/// are too few, nothing is told.
pub fn spread(facts: &Facts, axis: Axis, within: &Visits, this_year: i32) -> Vec<(Column, u32)> {
    if !clears(facts, within) {
        return Vec::new();
    }
    let groups = columns::groups(facts, axis, within, this_year);
    groups.into_iter().map(|g| (g.column, g.visits.count_both(within))).filter(|(_, n)| *n > 0).collect()
}

fn row(facts: &Facts, sign: &Sign, groups: &[columns::Group]) -> Row {
    let seen = sign.seen.and(&sign.looked);
    let cells = cells(facts, &seen, &sign.looked, groups);
    Row { id: sign.id.clone(), name: sign.name.clone(), k: seen.count(), n: sign.looked.count(), cells }
}

fn cells(facts: &Facts, seen: &Visits, looked: &Visits, groups: &[columns::Group]) -> Vec<Cell> {
    let counted: Vec<hide::Counted> = groups
        .iter()
        .map(|group| {
            let looked = looked.and(&group.visits);
            let (k, n) = (seen.count_both(&group.visits), looked.count());
            hide::Counted { k, n, clear: clears(facts, &looked), looked }
        })
        .collect();
    let hidden = hide::hidden(&counted, |visits| clears(facts, visits));
    counted
        .iter()
        .zip(hidden)
        .map(|(c, hidden)| match c.n {
            0 => Cell::NotLooked,
            _ if hidden => Cell::TooFew,
            n => Cell::Seen { k: c.k, n },
        })
        .collect()
}

/// Whether enough visits and enough different teachers stand behind it.
pub fn clears(facts: &Facts, visits: &Visits) -> bool {
    if visits.count() < FEWEST_VISITS {
        return false;
    }
    // No more people than needed are told apart: a cell of thousands of visits is settled by its first few.
    let mut met: Vec<Option<u32>> = Vec::with_capacity(FEWEST_TEACHERS);
    for teachers in visits.iter().filter(|place| *place < facts.visits.len()).map(|place| facts.visits.teachers(place))
    {
        let mut meet = |who| {
            if met.len() < FEWEST_TEACHERS && !met.contains(&who) {
                met.push(who);
            }
        };
        if teachers.is_empty() {
            meet(None);
        }
        teachers.iter().for_each(|t| meet(Some(*t)));
        if met.len() >= FEWEST_TEACHERS {
            return true;
        }
    }
    false
}

/// How dark a cell is: 0 never seen, then one step for each quarter of the visits that looked, 4 the darkest.
pub fn step(k: u32, n: u32) -> usize {
    match (u64::from(k) * 4).div_ceil(u64::from(n.max(1))) {
        steps @ 0..=4 => steps as usize,
        _ => 4,
    }
}

/// The visits behind a cell by their numbers in the file, newest first: those in which the sign was seen, and those
/// that looked and did not see it.
pub fn behind(facts: &Facts, sign: &SignId, members: &[Member]) -> (Vec<i64>, Vec<i64>) {
    let Some(sign) = facts.sign(sign) else { return (Vec::new(), Vec::new()) };
    let mut found = (Vec::new(), Vec::new());
    for place in sign.looked.iter().rev() {
        let Some(visit) = facts.visits.get(place) else { continue };
        if columns::holds(facts, members, &visit) {
            if sign.seen.has(place) { found.0.push(visit.id) } else { found.1.push(visit.id) }
        }
    }
    found
}

#[cfg(test)]
mod tests;

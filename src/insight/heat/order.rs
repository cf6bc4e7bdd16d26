//! The order of rows and columns in which structure shows.

use super::{Cell, Row, Table};
use crate::domain::order::InOrder;
use std::cmp::Ordering;

/// How rows, and columns without an order of their own, are sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    /// Signs that are seen in the same places stand together.
    #[default]
    Likeness,
    Name,
    /// Most often seen first.
    Often,
}

impl Sort {
    pub const ALL: [Sort; 3] = [Sort::Likeness, Sort::Name, Sort::Often];

    pub fn word(self) -> &'static str {
        match self {
            Sort::Likeness => "alike together",
            Sort::Name => "by name",
            Sort::Often => "most often first",
        }
    }

    pub fn next(self) -> Sort {
        match self {
            Sort::Likeness => Sort::Name,
            Sort::Name => Sort::Often,
            Sort::Often => Sort::Likeness,
        }
    }
}

/// Places in `Table::rows` and `Table::columns` in the order in which they are shown.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Arranged {
    pub rows: Vec<usize>,
    pub columns: Vec<usize>,
}

/// Puts the table in order. Of many rows the `first` most used come first, sorted among themselves, and the others
/// after them, most used first.
///
/// Likeness is "effect ordering" (Friendly and Kwan 2003, Computational Statistics & Data Analysis 43, 509–539): the
/// shares without the means of their rows and columns, and rows and columns sorted by their place on the first principal
/// direction of what remains. Only what is shown counts: a hidden cell has no say in it. The same table always gives the
/// same order.
pub fn arrange(table: &Table, sort: Sort, first: usize) -> Arranged {
    let most = first.min(table.rows.len());
    let shown = table.rows.get(..most).unwrap_or_default();
    let (row_at, column_at) = directions(shown, table.columns.len(), table.axis.is_ordered());
    let mut columns: Vec<usize> = (0..table.columns.len()).collect();
    let mut rows: Vec<usize> = (0..table.rows.len()).collect();
    let named = |a: &usize, b: &usize| name_of(table, *a).cmp(&name_of(table, *b)).then(a.cmp(b));
    match sort {
        Sort::Likeness => {
            if let Some(head) = rows.get_mut(..most) {
                head.order_by(|a, b| falling(&row_at, *a, *b));
            }
        }
        Sort::Name => rows.order_by(named),
        Sort::Often => rows.order_by(|a, b| share_of(table, *b).total_cmp(&share_of(table, *a)).then(a.cmp(b))),
    }
    if !table.axis.is_ordered() {
        match sort {
            Sort::Likeness => columns.order_by(|a, b| falling(&column_at, *a, *b)),
            Sort::Name | Sort::Often => {}
        }
    }
    Arranged { rows, columns }
}

fn name_of(table: &Table, at: usize) -> String {
    table.rows.get(at).map(|r| r.name.to_lowercase()).unwrap_or_default()
}

fn share_of(table: &Table, at: usize) -> f64 {
    table.rows.get(at).map_or(0.0, |r| f64::from(r.k) / f64::from(r.n.max(1)))
}

/// Greater places first; what is equal keeps its order.
fn falling(places: &[f64], a: usize, b: usize) -> Ordering {
    let of = |i: usize| places.get(i).copied().unwrap_or(0.0);
    // Differences below this come from rounding, not from the notes.
    if (of(a) - of(b)).abs() < 1e-9 { a.cmp(&b) } else { of(b).total_cmp(&of(a)) }
}

/// The shares that are shown without the means of their rows and columns; none where nothing is shown.
fn residuals(rows: &[Row], columns: usize) -> Vec<Vec<f64>> {
    // Half a visit seen and half not seen are added to each, so that 1 of 5 and 100 of 500 do not weigh the same.
    let share = |cell: &Cell| match cell {
        Cell::Seen { k, n } => Some((f64::from(*k) + 0.5) / (f64::from(*n) + 1.0)),
        Cell::NotLooked | Cell::TooFew => None,
    };
    let mut all: Vec<Vec<Option<f64>>> = rows.iter().map(|r| r.cells.iter().map(share).collect()).collect();
    for row in &mut all {
        let mean = mean(row.iter().flatten());
        row.iter_mut().flatten().for_each(|x| *x -= mean);
    }
    for column in 0..columns {
        let mean = mean(all.iter().filter_map(|row| row.get(column)).flatten());
        all.iter_mut().filter_map(|row| row.get_mut(column)).flatten().for_each(|x| *x -= mean);
    }
    all.into_iter().map(|row| row.into_iter().map(|x| x.unwrap_or(0.0)).collect()).collect()
}

fn mean<'a>(values: impl Iterator<Item = &'a f64>) -> f64 {
    let (count, sum) = values.fold((0u32, 0.0), |(n, sum), x| (n + 1, sum + x));
    if count == 0 { 0.0 } else { sum / f64::from(count) }
}

/// The places of rows and columns on the first principal direction, by power iteration from a fixed start.
fn directions(rows: &[Row], columns: usize, ordered: bool) -> (Vec<f64>, Vec<f64>) {
    const ROUNDS: usize = 60;
    let matrix = residuals(rows, columns);
    // A rising start is at right angles to no rising or falling structure, and the same every time.
    let mut along: Vec<f64> = (0..columns).map(|j| 1.0 + j as f64 + if j % 2 == 0 { 0.3 } else { 0.0 }).collect();
    let mut places = vec![0.0; rows.len()];
    for _ in 0..ROUNDS {
        places = matrix.iter().map(|row| dot(row, &along)).collect();
        let next: Vec<f64> = (0..columns)
            .map(|j| matrix.iter().zip(&places).map(|(row, p)| row.get(j).copied().unwrap_or(0.0) * p).sum())
            .collect();
        let length = dot(&next, &next).sqrt();
        if length < 1e-12 {
            return (vec![0.0; rows.len()], vec![0.0; columns]);
        }
        along = next.into_iter().map(|x| x / length).collect();
    }
    // Which end comes first: what is seen early, or else what the most used sign leans to.
    let middle = (columns.max(1) - 1) as f64 / 2.0;
    let early: f64 = along.iter().enumerate().map(|(j, x)| x * (middle - j as f64)).sum();
    let turned = if ordered { early < 0.0 } else { places.iter().find(|p| p.abs() > 1e-9).is_some_and(|p| *p < 0.0) };
    let sign = if turned { -1.0 } else { 1.0 };
    (places.iter().map(|x| x * sign).collect(), along.iter().map(|x| x * sign).collect())
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

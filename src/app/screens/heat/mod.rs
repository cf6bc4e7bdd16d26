//! The heat map: signs by parts of the school or of the time; each cell leads to its notes or visits.

mod drill;
pub mod layout;

use super::forms;
use crate::app::App;
use crate::app::actions::Action;
use crate::domain::pattern::Numbers;
use crate::domain::text::count;
use crate::insight::heat::{Arranged, Axis, Cell, Column, Row, Sort, Table, What, arrange};
use crate::insight::words;
use crate::store::api::{Answer, Ask, Lane};
use chrono::Datelike;

#[derive(Debug, Default)]
pub struct HeatState {
    pub what: What,
    pub axis: Axis,
    pub sort: Sort,
    /// None before the first answer.
    pub table: Option<Table>,
    pub order: Arranged,
    /// The marked cell: places in `order`.
    pub row: usize,
    pub column: usize,
    /// Whether the leader chose tags or look-fors; until then the other sort is shown where one has nothing to show.
    chose: bool,
}

impl HeatState {
    /// The row at a place on the screen.
    pub fn row_at(&self, place: usize) -> Option<&Row> {
        self.table.as_ref()?.rows.get(*self.order.rows.get(place)?)
    }

    /// The column at a place on the screen.
    pub fn column_at(&self, place: usize) -> Option<&Column> {
        self.table.as_ref()?.columns.get(*self.order.columns.get(place)?)
    }

    /// A row's cell at a place on the screen.
    pub fn cell(&self, row: &Row, place: usize) -> Option<Cell> {
        row.cells.get(*self.order.columns.get(place)?).copied()
    }

    /// The marked cell with its row and column.
    pub fn marked(&self) -> Option<(&Row, &Column, Cell)> {
        let row = self.row_at(self.row)?;
        Some((row, self.column_at(self.column)?, self.cell(row, self.column)?))
    }
}

pub fn refresh(app: &mut App) {
    let (what, axis) = (app.heat.what, app.heat.axis);
    app.ask(Lane::Heat, Ask::Heat { what, axis, this_year: app.now.today().year() });
}

pub fn answered(app: &mut App, answer: Answer) {
    match answer {
        Answer::Heat(table) => table_came(app, table),
        Answer::HeatCell(cell) => drill::visits_came(app, &cell),
        _ => {}
    }
}

fn table_came(app: &mut App, table: Table) {
    let heat = &mut app.heat;
    if !heat.chose && table.rows.is_empty() && heat.what == What::Tags && table.what == What::Tags {
        heat.what = What::LookFors;
        heat.chose = true;
        refresh(app);
        return;
    }
    let marked = heat.marked().map(|(row, column, _)| (row.id.clone(), column.members.clone()));
    heat.table = Some(table);
    sort(app);
    let heat = &mut app.heat;
    if let Some((sign, members)) = marked {
        let rows = 0..heat.order.rows.len();
        let columns = 0..heat.order.columns.len();
        let row = rows.into_iter().find(|r| heat.row_at(*r).is_some_and(|row| row.id == sign));
        let column = columns.into_iter().find(|c| heat.column_at(*c).is_some_and(|col| col.members == members));
        heat.row = row.unwrap_or(heat.row);
        heat.column = column.unwrap_or(heat.column);
    }
    keep_inside(heat);
}

fn keep_inside(heat: &mut HeatState) {
    heat.row = heat.row.min(heat.order.rows.len().saturating_sub(1));
    heat.column = heat.column.min(heat.order.columns.len().saturating_sub(1));
}

/// Orders the rows that fit the screen among themselves, and the others below them.
fn sort(app: &mut App) {
    let fits = usize::from(layout::rows(app.size.0, app.size.1));
    if let Some(table) = &app.heat.table {
        app.heat.order = arrange(table, app.heat.sort, fits);
    }
    keep_inside(&mut app.heat);
}

pub fn perform(app: &mut App, action: Action) {
    let page = isize::try_from(layout::rows(app.size.0, app.size.1).max(1)).unwrap_or(1);
    match action {
        Action::GridUp => step(app, -1),
        Action::GridDown => step(app, 1),
        Action::GridPageUp => step(app, -page),
        Action::GridPageDown => step(app, page),
        Action::GridFirst => step(app, isize::MIN),
        Action::GridLast => step(app, isize::MAX),
        Action::GridLeft => aside(app, -1),
        Action::GridRight => aside(app, 1),
        Action::HeatVisits => drill::open(app),
        Action::HeatWhat => {
            app.heat.chose = true;
            app.heat.what = if app.heat.what == What::Tags { What::LookFors } else { What::Tags };
            (app.heat.row, app.heat.table) = (0, None);
            refresh(app);
        }
        Action::HeatAxis => turn(app, 1),
        Action::HeatAxisBack => turn(app, Axis::ALL.len() - 1),
        Action::HeatSort => {
            app.heat.sort = app.heat.sort.next();
            sort(app);
            app.tell(format!("Sorted: {}.", app.heat.sort.word()));
        }
        _ => {}
    }
}

fn step(app: &mut App, by: isize) {
    app.heat.row = forms::moved(app.heat.row, by, app.heat.order.rows.len());
}

fn aside(app: &mut App, by: isize) {
    app.heat.column = forms::moved(app.heat.column, by, app.heat.order.columns.len());
}

/// Other columns. The old ones stay until the new ones are counted.
fn turn(app: &mut App, by: usize) {
    let at = Axis::ALL.iter().position(|a| *a == app.heat.axis).unwrap_or(0);
    app.heat.axis = Axis::ALL.get((at + by) % Axis::ALL.len()).copied().unwrap_or_default();
    app.heat.column = 0;
    refresh(app);
}

/// What a sign is called: tags with their sign.
pub fn sign_name(what: What, row: &Row) -> String {
    match what {
        What::Tags => format!("#{}", row.name),
        What::LookFors => row.name.clone(),
    }
}

/// What the marked cell says, words before figures.
pub fn said(heat: &HeatState) -> Option<String> {
    let (row, column, cell) = heat.marked()?;
    let what = heat.table.as_ref()?.what;
    let name = sign_name(what, row);
    let place = &column.words;
    Some(match cell {
        Cell::Seen { n, .. } if what == What::LookFors && row.k == row.n => {
            format!("{name}, {place}: in {}; {}.", count(n as usize, "visit", "visits"), words::ONLY_SEEN)
        }
        Cell::Seen { k, n } => {
            let numbers = Numbers { supporting: k, looked: n, visits: n, ..Numbers::default() };
            let visits = words::visits(&numbers, if what == What::Tags { words::TAGGED } else { words::LOOKED });
            let share = words::share(k, n);
            // "In none of the 9 visits" has said the first half already.
            let share = share.strip_prefix("none of them; ").or(share.strip_prefix("all of them; ")).unwrap_or(&share);
            format!("{name}, {place}: {visits}: {share}.")
        }
        Cell::NotLooked if what == What::Tags => format!("{name}, {place}: no notes are tagged there."),
        Cell::NotLooked => format!("{name}, {place}: nobody looked for it."),
        Cell::TooFew => {
            format!("{name}, {place}: too few to tell: under 5 visits or 3 teachers, or it would tell such a cell.")
        }
    })
}

#[cfg(test)]
pub mod sample;
#[cfg(test)]
mod tests;

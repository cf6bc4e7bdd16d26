//! The lines of the page.

use super::{drive, offered, over};
use crate::app::App;
use crate::domain::time::{day_of_number, short_day};
use chrono::Datelike;

/// One line of the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub does: Does,
    pub label: &'static str,
    pub detail: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Does {
    Copy,
    Unlink,
    HandOver,
    Remove,
    PutOff,
}

/// The lines, in the order in which a year's end is best done.
pub fn rows(app: &App) -> Vec<Row> {
    let row = |does, label, detail: String| Row { does, label, detail };
    let before =
        over(app).map_or_else(|| "a day".into(), |over| short_day(day_of_number(over.before), app.now.today().year()));
    let mut rows = vec![
        row(Does::Copy, "Copy to a drive", drive::words(app)),
        row(Does::Unlink, "Unlink", format!("visits before {before} from rooms and teachers")),
        row(Does::HandOver, "Hand over", "a file for your successor: rooms, tags, sheets; no visits".into()),
        row(Does::Remove, "Remove for good", "everything before a day, a walk, a room, a teacher".into()),
    ];
    if offered(app).is_some() {
        rows.push(row(Does::PutOff, "Not now", "Home says it again later, or not again".into()));
    }
    rows
}

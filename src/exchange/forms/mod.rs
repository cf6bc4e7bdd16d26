//! Notes out of forms and hand-made sheets: what Google Forms, Microsoft Forms and spreadsheets write, a row a visit or a
//! row a note. Read, compared with what is in the file, and taken in as one act (docs/forms.md). E-mail addresses are
//! passed over while reading.

pub mod cells;
pub mod columns;
pub mod dates;
mod drafts;
mod look_fors;
mod plan;
mod remember;
pub mod report;
mod rooms;
mod rows;

pub use super::roster::{Asks, Refused, Skips, Told};
pub use cells::Split;
pub use columns::{COLUMNS, Column};
pub use dates::Order;
pub use plan::{Taken, plan};
pub use remember::{read as recall, write as remember};
pub use report::Report;
pub use rows::{Form, Open, open, read};

use crate::domain::id::Uid;
use crate::domain::time::UtcMs;
use crate::store::api::{TagRow, UsedSheet};
use crate::store::roster::Known;
use chrono::{NaiveDate, NaiveDateTime};

/// How a form is to be read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wish {
    /// Which heading is which column.
    pub map: Vec<(String, Column)>,
    pub split: Option<Split>,
    pub order: Option<Order>,
    /// The day of every visit, for a sheet that tells none.
    pub day: Option<NaiveDate>,
    /// What is not checked was looked for and not seen.
    pub unchecked_not_seen: Option<bool>,
}

/// What a form is compared with, and what comes from outside.
pub struct Around<'a> {
    pub known: Known,
    pub observers: Vec<(Uid, String)>,
    pub tags: Vec<TagRow>,
    /// Sheets that walks of the file used.
    pub sheets: Vec<UsedSheet>,
    /// The moment of the import.
    pub now: UtcMs,
    /// How long a private follow-up stays, milliseconds.
    pub follow_ups_stay: UtcMs,
    /// Seconds east of UTC of a local time.
    pub offset: &'a dyn Fn(NaiveDateTime) -> i32,
    /// Which of these things of a kind the file has, and whether it was deleted there.
    pub there: There<'a>,
}

/// See `Reader::there`.
pub type There<'a> = &'a dyn Fn(
    crate::domain::schema::Kind,
    &[Uid],
) -> Result<std::collections::HashMap<Uid, bool>, crate::store::api::Trouble>;

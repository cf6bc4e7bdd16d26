//! Bundles, as the store sees them: the acts that one file has and another lacks, piece by piece, with numbers that hold
//! within one bundle. `give` reads them out of a file, `take` puts them into one, all or none. What a bundle looks like
//! on the disk, `exchange::bundle` knows.

mod give;
mod merged;
mod refs;
mod same;
mod several;
mod take;
mod told;

pub use merged::{Merged, take_back};
pub(super) use refs::plain;
pub use same::Equal;
pub use several::Merging;
pub use told::{Taken, TwoValues};

use super::log::SEQUENCE_BITS;
use super::trouble::Res;
use crate::domain::id::Uid;
use crate::domain::time::{Hlc, UtcMs};
use rusqlite::Connection;
use serde_json::{Map, Value as Json};

/// Clocks from here on are refused: 2100-01-01. A fixed moment, so that all laptops refuse the same.
pub const LATEST: Hlc = Hlc(4_102_444_800_000 << 16);

/// A change dated so much after this laptop's clock is told of, milliseconds: one of the two clocks is wrong.
pub const AHEAD: UtcMs = 3_600_000;

/// Numbers of kinds and verbs lie below this, also those of newer versions.
pub const NUMBERS: i64 = 1_000_000;

/// A part of one log: its acts from `after` (not with it) up to `to`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogPart {
    pub uid: Uid,
    /// `Stream` as a number; never the private one.
    pub stream: i64,
    pub after: i64,
    pub to: i64,
}

/// What a bundle holds, and what its sender has.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outline {
    pub logs: Vec<LogPart>,
    /// Up to which act the sender has each log whole, also logs that are not in the bundle: for sending back only what is
    /// new to them, and for telling what was changed on both sides.
    pub have: Vec<(Uid, i64)>,
    pub acts: u64,
    pub operations: u64,
    /// Notes that are mentioned.
    pub notes: u64,
}

/// One piece of a bundle. Things come before they are mentioned, an act before its operations.
#[derive(Debug, Clone, PartialEq)]
pub enum Piece {
    /// A thing and the number by which this bundle calls it.
    Thing { number: i64, uid: Uid, kind: i64 },
    Act {
        /// Place of its log in the outline.
        log: usize,
        sequence: i64,
        clock: i64,
        verb: i64,
        undoes: Option<(usize, i64)>,
    },
    /// An operation of the act before, with its place in it. Things in `fields` are marked, see `refs`; without fields it
    /// was emptied for good.
    Op { n: i64, thing: i64, fields: Option<Map<String, Json>> },
}

/// Why a bundle is not taken in. Nothing was changed then.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It cannot be read as a bundle; the sentences say why.
    #[error("{0}")]
    Unreadable(String),
    #[error(
        "The bundle continues another one that was not taken in here. Nothing was changed. Take the earlier one in first, \
         or ask for a complete one (without --since)."
    )]
    Gap,
    #[error(
        "The bundle tells of a change differently than this file does, although both say it is the same one: two copies of \
         one file were written in, or the bundle was tampered with. Nothing was changed. Ask for a bundle made anew; if it \
         is refused again, only one of the copies can go on."
    )]
    OtherContent,
    #[error(
        "The bundle has changes that claim to be made in this very file, which never made them. Nothing was changed. Either \
         an older copy of this file is open here, or the bundle was tampered with."
    )]
    ClaimsThisFile,
    #[error(
        "The bundle uses one id for two different kinds of things. Nothing was changed. Ask for a bundle made anew."
    )]
    TwoKinds,
    #[error(
        "The bundle has changes dated after the year 2099. Nothing was changed. The clock of the laptop they come from is wrong; \
         such changes cannot be put in order."
    )]
    Clock,
    #[error("{0}")]
    File(super::api::Trouble),
}

impl std::convert::From<super::api::Trouble> for Refusal {
    fn from(trouble: super::api::Trouble) -> Refusal {
        Refusal::File(trouble)
    }
}

impl std::convert::From<rusqlite::Error> for Refusal {
    fn from(error: rusqlite::Error) -> Refusal {
        Refusal::File(error.into())
    }
}

/// The pieces do not fit each other or their outline.
fn broken(what: &str) -> Refusal {
    Refusal::Unreadable(format!(
        "The bundle does not hold together ({what}). Nothing was changed. Ask for it to be sent again, or made anew."
    ))
}

/// Up to which act a log is here whole, and its newest act.
fn held(c: &Connection, replica: i64) -> Res<(i64, i64)> {
    let (low, high) = (replica << SEQUENCE_BITS, (replica + 1) << SEQUENCE_BITS);
    let mut read = c.prepare_cached("SELECT count(*), COALESCE(max(id) - ?1, 0) FROM act WHERE id > ?1 AND id < ?2")?;
    let (count, newest): (i64, i64) = read.query_row([low, high], |r| Ok((r.get(0)?, r.get(1)?)))?;
    if count == newest {
        return Ok((newest, newest));
    }
    // Acts in between were lost with a damaged file; a bundle may bring them back.
    let mut ids = c.prepare_cached("SELECT id - ?1 FROM act WHERE id > ?1 AND id < ?2 ORDER BY id")?;
    let mut rows = ids.query([low, high])?;
    let mut whole = 0;
    while let Some(row) = rows.next()? {
        if row.get::<_, i64>(0)? != whole + 1 {
            break;
        }
        whole += 1;
    }
    Ok((whole, newest))
}

/// An act's place in the log as one number.
fn act_id(replica: i64, sequence: i64) -> i64 {
    (replica << SEQUENCE_BITS) | sequence
}

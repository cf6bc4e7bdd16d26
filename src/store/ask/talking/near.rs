//! What Home shows of talks and trials near a day.

use super::{each, invitations, promises, talks, trials, voices};
use crate::store::api::NearView;
use crate::store::reader::Reader;
use crate::store::trouble::Res;

/// Rows of each list, at most.
const ROWS: usize = 5;
/// Prepared talks are near this many days ahead.
const AHEAD: i64 = 7;
/// Open talks looked through.
const OPEN: usize = 200;

pub fn near(reader: &Reader, today: i64) -> Res<NearView> {
    let c = &reader.connection;
    let mut found = each(c, &talks::open(c, OPEN)?, talks::row)?;
    found.retain(|t| t.started.is_some() || t.day.is_some_and(|day| (today..=today + AHEAD).contains(&day)));
    found.truncate(ROWS);
    Ok(NearView {
        talks: found,
        trials: trials::due(c, today, ROWS)?,
        promises: promises::open(c, ROWS)?,
        invitations: invitations::open(c, ROWS)?,
        unanswered: voices::unanswered(c)?,
    })
}

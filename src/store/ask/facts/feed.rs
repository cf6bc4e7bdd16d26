//! What changed in the file since a moment, from the log itself: it is only ever added to, by whichever window writes.
//! So a reader finds the few visits a change touched without looking at any other.

use crate::domain::schema::{self, Kind};
use crate::store::log::SEQUENCE_BITS;
use crate::store::trouble::Res;
use crate::store::{log, nonce};
use rusqlite::Connection;
use std::collections::{BTreeMap, HashSet};

/// After more operations than this, reading everything anew is quicker.
const MOST: i64 = 20_000;

/// The key in `local` that changes when something goes for good: then the log no longer says which visits it was in.
pub const EXPIRED: &str = "expired";

/// Up to where the log was read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Position {
    /// The newest act of each replica.
    acts: BTreeMap<i64, i64>,
    expired: Option<String>,
}

/// What acts touched, as far as it matters to counting.
#[derive(Debug, Default)]
pub struct Touched {
    pub visits: HashSet<i64>,
    pub walks: HashSet<i64>,
    /// Patterns, or notes that may stand in them.
    pub patterns: bool,
    /// Rooms, people, tags or sheets.
    pub things: bool,
}

impl Position {
    /// Where the log ends now.
    pub fn now(c: &Connection) -> Res<Position> {
        let mut replicas = c.prepare_cached("SELECT id FROM replica")?;
        let mut newest = c.prepare_cached("SELECT max(id) FROM act WHERE id >= ?1 AND id < ?2")?;
        let mut acts = BTreeMap::new();
        for replica in replicas.query_map([], |r| r.get::<_, i64>(0))? {
            let replica = replica?;
            let range = [replica << SEQUENCE_BITS, (replica + 1) << SEQUENCE_BITS];
            let act: Option<i64> = newest.query_row(range, |r| r.get(0))?;
            acts.insert(replica, act.unwrap_or(range[0]));
        }
        Ok(Position { acts, expired: nonce::local(c, EXPIRED)? })
    }

    /// What was touched from here up to `to`; `None` where that is too much, or unknown.
    pub fn touched(&self, c: &Connection, to: &Position) -> Res<Option<Touched>> {
        let shrunk = self.acts.iter().any(|(replica, act)| to.acts.get(replica).is_none_or(|now| now < act));
        if self.expired != to.expired || shrunk {
            return Ok(None);
        }
        let mut touched = Touched::default();
        let mut left = MOST;
        for (replica, end) in &to.acts {
            let start = self.acts.get(replica).copied().unwrap_or(replica << SEQUENCE_BITS);
            if start < *end {
                left -= collect(c, (start, *end), left, &mut touched)?;
            }
            if left <= 0 {
                return Ok(None);
            }
        }
        Ok(Some(touched))
    }
}

/// Adds what the operations of acts after the first, up to and with the second, touch. How many there were.
fn collect(c: &Connection, (after, to): (i64, i64), most: i64, touched: &mut Touched) -> Res<i64> {
    let mut operations = c.prepare_cached(
        "SELECT o.entity, e.kind FROM op o JOIN entity e ON e.id = o.entity WHERE o.act > ?1 AND o.act <= ?2 LIMIT ?3",
    )?;
    let found = operations
        .query_map([after, to, most], |r| Ok((r.get(0)?, r.get(1)?)))?
        .collect::<Result<Vec<(i64, i64)>, _>>()?;
    let count = i64::try_from(found.len()).unwrap_or(i64::MAX);
    let distinct: HashSet<(i64, i64)> = found.into_iter().collect();
    for (entity, kind) in distinct {
        match Kind::from_number(kind) {
            Some(Kind::Visit) => {
                touched.visits.insert(entity);
            }
            Some(Kind::Walk) => {
                touched.walks.insert(entity);
            }
            Some(Kind::Note | Kind::Mark) => {
                touched.patterns = true;
                visits_of(c, entity, &mut touched.visits)?;
            }
            Some(Kind::Pattern) => touched.patterns = true,
            Some(Kind::Classroom | Kind::Teacher | Kind::Observer | Kind::Tag | Kind::Sheet) => touched.things = true,
            _ => {}
        }
    }
    Ok(count)
}

/// Every visit that a note or mark ever belonged to.
fn visits_of(c: &Connection, entity: i64, visits: &mut HashSet<i64>) -> Res<()> {
    for entry in log::history(c, entity)? {
        let value = entry.fields.as_ref().and_then(|f| f.get(schema::note::VISIT.key));
        visits.extend(value.and_then(serde_json::Value::as_i64));
    }
    Ok(())
}

//! The heat map of this file, and the visits behind one of its cells.

use super::rows;
use crate::insight::facts::SignId;
use crate::insight::heat::{self, Axis, Member, Table, What};
use crate::store::answers::{CellVisits, VisitRow};
use crate::store::reader::Reader;
use crate::store::trouble::Res;

/// Counts the map.
pub fn table(reader: &Reader, what: What, axis: Axis, this_year: i32) -> Res<Table> {
    reader.with_facts(|facts| heat::table(facts, what, axis, this_year))
}

/// The visits behind a cell.
pub fn cell(reader: &Reader, sign: &SignId, members: &[Member], limit: usize) -> Res<CellVisits> {
    let (seen, not_seen) = reader.with_facts(|facts| heat::behind(facts, sign, members))?;
    let counts = (seen.len(), not_seen.len());
    Ok(CellVisits { seen: listed(reader, seen, limit)?, not_seen: listed(reader, not_seen, limit)?, counts })
}

fn listed(reader: &Reader, ids: Vec<i64>, limit: usize) -> Res<Vec<VisitRow>> {
    let found = ids.into_iter().take(limit).map(|id| rows::visit(reader, id)).collect::<Res<Vec<_>>>()?;
    Ok(found.into_iter().flatten().collect())
}

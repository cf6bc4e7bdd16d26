//! Reading a bundle's pieces out of a file.

use super::{LogPart, Outline, Piece, held, refs};
use crate::domain::act::Stream;
use crate::domain::id::Uid;
use crate::domain::schema::Kind;
use crate::store::log::SEQUENCE_BITS;
use crate::store::reader::Reader;
use crate::store::trouble::Res;
use rusqlite::Connection;
use serde_json::{Map, Value as Json};
use std::collections::HashMap;
use std::ops::ControlFlow;

/// Counts notes in a stretch of the log, each at its first operation there: a set of them would grow with the file.
const NOTES: &str = "SELECT count(*) FROM op o JOIN entity e ON e.id = o.entity
    WHERE o.act > ?1 AND o.act <= ?2 AND e.kind = ?3
    AND NOT EXISTS(SELECT 1 FROM op p WHERE p.entity = o.entity AND p.act > ?1 AND (p.act, p.n) < (o.act, o.n))";

fn counted(c: &Connection, query: &str, of: &[i64]) -> Res<u64> {
    let count: i64 = c.prepare_cached(query)?.query_row(rusqlite::params_from_iter(of), |r| r.get(0))?;
    Ok(count.unsigned_abs())
}

impl Reader {
    /// What a bundle would hold for somebody who has so much of the logs already. Without `names` it leaves out the log of
    /// names; the private one it always leaves out.
    pub fn outline(&self, names: bool, known: &[(Uid, i64)]) -> Res<Outline> {
        let c = &self.connection;
        let known: HashMap<Uid, i64> = known.iter().copied().collect();
        let mut outline = Outline::default();
        for (replica, uid, stream) in logs(c)? {
            let (whole, newest) = held(c, replica)?;
            if newest == 0 {
                continue;
            }
            outline.have.push((uid, whole));
            if stream == Stream::Names as i64 && !names {
                continue;
            }
            let after = known.get(&uid).copied().unwrap_or(0).clamp(0, newest);
            let low = replica << SEQUENCE_BITS;
            let range = [low + after, low + newest];
            outline.acts += counted(c, "SELECT count(*) FROM act WHERE id > ?1 AND id <= ?2", &range)?;
            outline.operations += counted(c, "SELECT count(*) FROM op WHERE act > ?1 AND act <= ?2", &range)?;
            outline.notes += counted(c, NOTES, &[range[0], range[1], Kind::Note as i64])?;
            outline.logs.push(LogPart { uid, stream, after, to: newest });
        }
        Ok(outline)
    }

    /// Hands out the pieces of an outline that was made at the same moment of the file.
    pub fn each_piece(&self, outline: &Outline, mut take: impl FnMut(Piece) -> ControlFlow<()>) -> Res<()> {
        let c = &self.connection;
        let replicas: HashMap<Uid, i64> = logs(c)?.into_iter().map(|(id, uid, _)| (uid, id)).collect();
        let places: HashMap<i64, usize> =
            outline.logs.iter().enumerate().filter_map(|(i, log)| Some((*replicas.get(&log.uid)?, i))).collect();
        let mut giving = Giving { c, places, told: Numbers::default() };
        for (log, part) in outline.logs.iter().enumerate() {
            let Some(replica) = replicas.get(&part.uid) else { continue };
            let low = replica << SEQUENCE_BITS;
            if giving.log(log, low, (part.after, part.to), &mut take)?.is_break() {
                break;
            }
        }
        Ok(())
    }
}

/// All logs but the private ones: number, id, stream.
fn logs(c: &Connection) -> Res<Vec<(i64, Uid, i64)>> {
    let mut statement = c.prepare_cached("SELECT id, uid, stream FROM replica WHERE stream IN (?1, ?2) ORDER BY id")?;
    let rows = statement
        .query_map([Stream::Shared as i64, Stream::Names as i64], |r| Ok((r.get(0)?, Uid(r.get(1)?), r.get(2)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

struct Giving<'c> {
    c: &'c Connection,
    /// Place of a replica in the outline.
    places: HashMap<i64, usize>,
    /// Things handed out already.
    told: Numbers,
}

impl Giving<'_> {
    fn log(
        &mut self,
        log: usize,
        low: i64,
        (after, to): (i64, i64),
        take: &mut impl FnMut(Piece) -> ControlFlow<()>,
    ) -> Res<ControlFlow<()>> {
        let c = self.c;
        let mut statement =
            c.prepare("SELECT id - ?1, hlc, verb, undoes, id FROM act WHERE id > ?2 AND id <= ?3 ORDER BY id")?;
        let mut rows = statement.query([low, low + after, low + to])?;
        while let Some(row) = rows.next()? {
            let undoes = row.get::<_, Option<i64>>(3)?.and_then(|act| self.place(act));
            let act = Piece::Act { log, sequence: row.get(0)?, clock: row.get(1)?, verb: row.get(2)?, undoes };
            if take(act).is_break() || self.operations(row.get(4)?, take)?.is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        Ok(ControlFlow::Continue(()))
    }

    /// Where an act stands in the bundle: place of its log, and sequence.
    fn place(&self, act: i64) -> Option<(usize, i64)> {
        Some((*self.places.get(&(act >> SEQUENCE_BITS))?, act & ((1 << SEQUENCE_BITS) - 1)))
    }

    fn operations(&mut self, act: i64, take: &mut impl FnMut(Piece) -> ControlFlow<()>) -> Res<ControlFlow<()>> {
        let c = self.c;
        let mut statement = c.prepare_cached(
            "SELECT o.n, o.entity, e.kind, e.uid, o.fields FROM op o JOIN entity e ON e.id = o.entity
             WHERE o.act = ?1 ORDER BY o.n",
        )?;
        let mut rows = statement.query([act])?;
        while let Some(row) = rows.next()? {
            let (thing, kind): (i64, i64) = (row.get(1)?, row.get(2)?);
            if self.told.insert(thing) && take(Piece::Thing { number: thing, uid: Uid(row.get(3)?), kind }).is_break() {
                return Ok(ControlFlow::Break(()));
            }
            // What is no JSON says nothing in this file either.
            let fields: Option<String> = row.get(4)?;
            let fields = fields.map(|text| serde_json::from_str::<Map<String, Json>>(&text).unwrap_or_default());
            let fields = fields.map(|fields| refs::give(kind, fields, |act| self.place(act)));
            let mut named = Vec::new();
            fields.iter().flat_map(Map::values).for_each(|v| refs::each_thing(v, &mut |n| named.push(n)));
            for number in named {
                if self.told.insert(number) && self.thing(number, take)?.is_break() {
                    return Ok(ControlFlow::Break(()));
                }
            }
            if take(Piece::Op { n: row.get(0)?, thing, fields }).is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        Ok(ControlFlow::Continue(()))
    }

    fn thing(&self, number: i64, take: &mut impl FnMut(Piece) -> ControlFlow<()>) -> Res<ControlFlow<()>> {
        let mut statement = self.c.prepare_cached("SELECT uid, kind FROM entity WHERE id = ?1")?;
        let (uid, kind) = statement.query_row([number], |r| Ok((Uid(r.get(0)?), r.get(1)?)))?;
        Ok(take(Piece::Thing { number, uid, kind }))
    }
}

/// A set of things by their numbers, which are given one after the other: a bit each.
#[derive(Default)]
struct Numbers(HashMap<i64, [u64; 64]>);

impl Numbers {
    /// Puts a number in; false when it is there already.
    fn insert(&mut self, number: i64) -> bool {
        let words = self.0.entry(number >> 12).or_insert([0; 64]);
        let place = number.rem_euclid(1 << 12);
        let (word, bit) = (&mut words[usize::try_from(place >> 6).unwrap_or_default()], 1 << (place & 63));
        let is_new = *word & bit == 0;
        *word |= bit;
        is_new
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::HashSet;

    proptest! {
        #[test]
        fn numbers_are_a_set(numbers in prop::collection::vec(prop_oneof![-70_000i64..70_000, any::<i64>()], 0..300)) {
            let (mut ours, mut theirs) = (Numbers::default(), HashSet::new());
            for number in numbers {
                prop_assert_eq!(ours.insert(number), theirs.insert(number));
                prop_assert!(!ours.insert(number));
            }
        }
    }
}

//! The facts that suggestions, patterns and coverage are counted from, read from the file once and then kept: after a
//! change only the visits it touched are read again. What changed is found in the log (`feed`).

mod feed;
mod patterns;
mod signs;
#[cfg(test)]
mod tests;
mod things;
mod visits;

use crate::insight::facts::{Facts, RoomFact, SignId, Visits};
use crate::store::trouble::Res;
pub use feed::EXPIRED;
use feed::Position;
use patterns::Evidence;
use rusqlite::Connection;
use signs::{Marked, Signs};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
pub use things::TagTree;
use things::Things;
use visits::{Folds, Placed, Read, Texts};

/// When more visits than this were touched, reading everything anew is quicker.
const MANY: usize = 2_000;

/// Facts with what is needed to keep them true.
#[derive(Debug)]
pub struct Held {
    facts: Facts,
    /// The room of each visit, 0 where there is none.
    rooms: Vec<i64>,
    things: Things,
    folds: Folds,
    position: Position,
    offset: i32,
    /// Some signs were left out, so that what they show cannot be renewed in part.
    trimmed: bool,
    /// How often everything was read, and how many visits were read one by one since: for tests and figures.
    pub whole: usize,
    pub single: usize,
}

impl Held {
    /// Reads everything. `offset`: the local time's, in seconds east of UTC.
    pub fn read(c: &Connection, offset: i32) -> Res<Held> {
        let mut held = Held {
            facts: Facts::default(),
            rooms: Vec::new(),
            things: Things::read(c)?,
            folds: Folds::read(c)?,
            position: Position::now(c)?,
            offset,
            trimmed: false,
            whole: 1,
            single: 0,
        };
        let read = visits::read(c, &held.things, &held.folds, &mut Texts::of(&mut held.facts), offset, None)?;
        let places = held.take_visits(read);
        let (mut signs, mut tagged) = (Signs::new(), Visits::default());
        signs::read(c, &held.things, &places, None, (&mut signs, &mut tagged))?;
        held.take_signs(signs, &tagged);
        held.take_patterns(c, Some(&places))?;
        held.take_rooms();
        Ok(held)
    }

    /// The facts as they were last read.
    pub fn facts(&self) -> &Facts {
        &self.facts
    }

    /// Brings the facts up to the file as the connection sees it. Only what acts since touched is read, unless that is
    /// much, or of rooms, people or the tree of tags something changed that visits rest on.
    pub fn renew(&mut self, c: &Connection, offset: i32) -> Res<()> {
        let position = Position::now(c)?;
        if position == self.position && offset == self.offset {
            return Ok(());
        }
        if offset != self.offset || !self.renew_touched(c, &position)? {
            let before = (self.whole, self.single);
            *self = Held::read(c, offset)?;
            (self.whole, self.single) = (before.0 + 1, before.1);
        }
        self.position = position;
        Ok(())
    }

    /// False where everything has to be read anew.
    fn renew_touched(&mut self, c: &Connection, to: &Position) -> Res<bool> {
        let Some(touched) = self.position.touched(c, to)? else { return Ok(false) };
        if touched.things {
            let things = Things::read(c)?;
            if !things.keep(&self.things) {
                return Ok(false);
            }
            self.things = things;
        }
        let folds = Folds::read(c)?;
        let mut ids = touched.visits;
        let mut of_walk = c.prepare_cached("SELECT id FROM visit WHERE walk = ?1")?;
        for walk in touched.walks {
            for id in of_walk.query_map([walk], |r| r.get(0))? {
                ids.insert(id?);
            }
        }
        ids.extend(folds.changed(&self.folds));
        self.folds.complete(&mut ids);
        folds.complete(&mut ids);
        self.folds = folds;
        if ids.len() > MANY || self.trimmed {
            return Ok(false);
        }
        if !ids.is_empty() {
            self.single += ids.len();
            self.renew_visits(c, &ids)?;
        } else if touched.things {
            let (signs, tagged) = self.signs_out();
            self.take_signs(signs, &tagged);
        }
        if !ids.is_empty() || touched.patterns || touched.things {
            self.take_patterns(c, None)?;
        }
        self.take_rooms();
        Ok(true)
    }

    /// Reads these visits anew; all others stay as they are, at another place if need be.
    fn renew_visits(&mut self, c: &Connection, ids: &HashSet<i64>) -> Res<()> {
        let mut read =
            visits::read(c, &self.things, &self.folds, &mut Texts::of(&mut self.facts), self.offset, Some(ids))?;
        let (signs, tagged) = self.signs_out();
        let old = std::mem::take(&mut self.facts.visits);
        let rooms = std::mem::take(&mut self.rooms);
        // Where each visit that stays was; those read anew are at the end for now.
        let mut stays: Vec<(usize, Placed)> = Vec::with_capacity(old.len() + read.visits.len());
        let mut gone = Vec::new();
        for (place, (fact, room)) in old.into_iter().zip(rooms).enumerate() {
            if ids.contains(&fact.id) {
                gone.push(place);
            } else {
                stays.push((place, Placed { fact, room }));
            }
        }
        let before = stays.len() + gone.len();
        let fresh = std::mem::take(&mut read.visits);
        stays.extend(fresh.into_iter().enumerate().map(|(place, visit)| (before + place, visit)));
        stays.sort_by_key(|(_, visit)| order(visit));
        let mut places: Vec<Option<usize>> = vec![None; before + read.places.len()];
        for (now, (was, _)) in stays.iter().enumerate() {
            if let Some(slot) = places.get_mut(*was) {
                *slot = Some(now);
            }
        }
        let moved = |was: usize| places.get(was).copied().flatten();
        let still = (0..before).all(|was| moved(was).is_none_or(|now| now == was));
        let carry = |set: &Visits| {
            if !still {
                return Visits::of(set.iter().filter_map(moved));
            }
            let mut set = set.clone();
            gone.iter().for_each(|place| set.remove(*place));
            set
        };
        let carried = |sign: Marked| Marked { seen: carry(&sign.seen), looked: carry(&sign.looked) };
        let mut signs: Signs = signs.into_iter().map(|(id, sign)| (id, carried(sign))).collect();
        let mut tagged = carry(&tagged);
        for place in read.places.values_mut() {
            *place = moved(before + *place).unwrap_or(usize::MAX);
        }
        (self.facts.visits, self.rooms) = stays.into_iter().map(|(_, visit)| (visit.fact, visit.room)).unzip();
        signs::read(c, &self.things, &read.places, Some(ids), (&mut signs, &mut tagged))?;
        self.take_signs(signs, &tagged);
        Ok(())
    }

    /// Keeps what was read, oldest first, and tells where each visit of the file stands.
    fn take_visits(&mut self, read: Read) -> HashMap<i64, usize> {
        let mut visits: Vec<(usize, Placed)> = read.visits.into_iter().enumerate().collect();
        visits.sort_by_key(|(_, visit)| order(visit));
        let mut now = vec![0; visits.len()];
        for (place, (was, _)) in visits.iter().enumerate() {
            if let Some(slot) = now.get_mut(*was) {
                *slot = place;
            }
        }
        (self.facts.visits, self.rooms) = visits.into_iter().map(|(_, visit)| (visit.fact, visit.room)).unzip();
        read.places.into_iter().filter_map(|(id, was)| Some((id, *now.get(was)?))).collect()
    }

    /// Takes the signs out of the facts, with the visits that carry any tag.
    fn signs_out(&mut self) -> (Signs, Visits) {
        let signs = std::mem::take(&mut self.facts.signs);
        let tagged = self.facts.visits.iter().enumerate().filter(|(_, visit)| visit.tagged).map(|(place, _)| place);
        let tagged = Visits::of(tagged);
        let marked = |sign: crate::insight::facts::Sign| {
            let looked = if let SignId::Tag(_) = sign.id { Visits::default() } else { sign.looked };
            (sign.id, Marked { seen: sign.seen, looked })
        };
        (signs.into_iter().map(marked).collect(), tagged)
    }

    fn take_signs(&mut self, signs: Signs, tagged: &Visits) {
        (self.facts.signs, self.trimmed) = signs::list(signs, &self.things, tagged);
        for (place, visit) in self.facts.visits.iter_mut().enumerate() {
            visit.tagged = tagged.has(place);
        }
    }

    fn take_patterns(&mut self, c: &Connection, places: Option<&HashMap<i64, usize>>) -> Res<()> {
        let evidence = Evidence::read(c)?;
        let wanted: HashSet<i64> = evidence.visits().map(|visit| self.folds.root(visit)).collect();
        let known;
        let places = match places {
            Some(places) => places,
            None => {
                known = self.places_of(&evidence, &wanted);
                &known
            }
        };
        self.facts.patterns = patterns::read(c, &self.things, &self.facts, &evidence, places)?;
        Ok(())
    }

    /// Where the visits of patterns' evidence stand.
    fn places_of(&self, evidence: &Evidence, wanted: &HashSet<i64>) -> HashMap<i64, usize> {
        let visits = self.facts.visits.iter().enumerate();
        let roots: HashMap<i64, usize> = visits
            .map(|(place, visit)| (self.folds.root(visit.id), place))
            .filter(|(root, _)| wanted.contains(root))
            .collect();
        evidence.visits().filter_map(|visit| Some((visit, *roots.get(&self.folds.root(visit))?))).collect()
    }

    fn take_rooms(&mut self) {
        let mut last: HashMap<i64, i32> = HashMap::new();
        for (visit, room) in self.facts.visits.iter().zip(&self.rooms) {
            if let Some(day) = visit.day {
                let newest = last.entry(*room).or_insert(day);
                *newest = day.max(*newest);
            }
        }
        let mut in_use: Vec<_> = self.things.rooms.iter().filter(|(_, room)| room.in_use).collect();
        in_use.sort_unstable_by_key(|(id, _)| **id);
        let mut texts = Texts::of(&mut self.facts);
        let fact = |(id, room): (&i64, &things::Room)| {
            let [grade, subject, period] = texts.places(&room.grade, &room.subject, &room.period);
            RoomFact { grade, subject, period, teachers: Arc::clone(&room.teachers), last: last.get(id).copied() }
        };
        let rooms = in_use.into_iter().map(fact).collect();
        self.facts.rooms = rooms;
    }
}

/// Oldest first; those of unknown day before all.
fn order(visit: &Placed) -> (Option<i32>, Option<u16>, i64) {
    (visit.fact.day, visit.fact.minute, visit.fact.id)
}

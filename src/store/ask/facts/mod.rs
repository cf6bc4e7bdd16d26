//! The facts that suggestions, patterns and coverage are counted from, read from the file once and then kept: after a
//! change only the visits it touched are read again. What changed is found in the log (`feed`).

mod feed;
mod patterns;
mod places;
mod signs;
#[cfg(test)]
mod tests;
mod things;
mod visits;

use crate::insight::facts::{Facts, RoomFact, Sign, SignId, VisitColumns, Visits};
use crate::store::trouble::Res;
pub use feed::EXPIRED;
use feed::Position;
use patterns::Evidence;
pub use places::Places;
use places::small;
use rusqlite::Connection;
use signs::{Marked, Signs};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
pub use things::TagTree;
use things::Things;
use visits::{Folds, Read, Texts};

/// When more visits than this were touched, reading everything anew is quicker.
const MANY: usize = 2_000;

/// Facts with what is needed to keep them true.
#[derive(Debug)]
pub struct Held {
    facts: Arc<Facts>,
    /// The room of each visit, 0 where there is none.
    rooms: Vec<u32>,
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
            facts: Arc::default(),
            rooms: Vec::new(),
            things: Things::read(c)?,
            folds: Folds::read(c)?,
            position: Position::now(c)?,
            offset,
            trimmed: false,
            whole: 1,
            single: 0,
        };
        let mut texts = Texts::of(Arc::make_mut(&mut held.facts));
        let read = visits::read(c, &held.things, &held.folds, &mut texts, offset, None)?;
        let places = held.take_visits(read);
        let (mut signs, mut tagged) = (Signs::new(), Visits::default());
        signs::read(c, &held.things, &places, None, (&mut signs, &mut tagged))?;
        held.take_signs(signs, tagged);
        held.take_patterns(c, Some(&places))?;
        held.take_rooms();
        Ok(held)
    }

    /// The facts as they were last read.
    pub fn facts(&self) -> &Arc<Facts> {
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
            if !things.keep(&self.things) || self.refers_to_new_rooms(&things) {
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
            self.take_signs(signs, tagged);
        }
        if !ids.is_empty() || touched.patterns || touched.things {
            self.take_patterns(c, None)?;
        }
        self.take_rooms();
        Ok(true)
    }

    /// Whether visits were read that refer to a room of which nothing was known then: a colleague's visit can come before
    /// what is said of its room.
    fn refers_to_new_rooms(&self, things: &Things) -> bool {
        let known = &self.things.rooms;
        let new: HashSet<u32> =
            things.rooms.keys().filter(|id| !known.contains_key(id)).map(|id| things::person(*id)).collect();
        !new.is_empty() && self.rooms.iter().any(|room| new.contains(room))
    }

    /// Reads these visits anew; all others stay as they are, at another place if need be.
    fn renew_visits(&mut self, c: &Connection, ids: &HashSet<i64>) -> Res<()> {
        let facts = Arc::make_mut(&mut self.facts);
        let read = visits::read(c, &self.things, &self.folds, &mut Texts::of(facts), self.offset, Some(ids))?;
        let (signs, tagged) = self.signs_out();
        let facts = Arc::make_mut(&mut self.facts);
        let before = facts.visits.len();
        let gone: Vec<usize> =
            (0..before).filter(|place| facts.visits.id(*place).is_some_and(|id| ids.contains(&id))).collect();
        // Those read anew are at the end for now.
        facts.visits.extend(&read.visits);
        self.rooms.extend(&read.rooms);
        let places = self.sort(&gone);
        let moved = |was: usize| places.get(was).filter(|now| **now != NOWHERE).map(|now| *now as usize);
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
        let mut fresh = read.places;
        fresh.moved(|place| moved(before + place));
        signs::read(c, &self.things, &fresh, Some(ids), (&mut signs, &mut tagged))?;
        self.take_signs(signs, tagged);
        Ok(())
    }

    /// Puts the visits in order, oldest first, without those at `gone`. For each place before where it is now.
    fn sort(&mut self, gone: &[usize]) -> Vec<u32> {
        let visits = &mut Arc::make_mut(&mut self.facts).visits;
        let all = visits.len();
        let mut order: Vec<u32> =
            (0..small(all)).filter(|place| gone.binary_search(&(*place as usize)).is_err()).collect();
        order.sort_unstable_by_key(|place| key(visits, *place as usize));
        visits.take_in_order(&order);
        self.rooms = order.iter().filter_map(|place| self.rooms.get(*place as usize).copied()).collect();
        let mut now = vec![NOWHERE; all];
        for (place, was) in order.iter().enumerate() {
            if let Some(slot) = now.get_mut(*was as usize) {
                *slot = small(place);
            }
        }
        now
    }

    /// Keeps what was read, oldest first, and tells where each visit of the file stands.
    fn take_visits(&mut self, read: Read) -> Places {
        Arc::make_mut(&mut self.facts).visits = read.visits;
        self.rooms = read.rooms;
        let now = self.sort(&[]);
        let mut places = read.places;
        places.moved(|was| now.get(was).map(|place| *place as usize));
        places
    }

    /// Takes the signs out of the facts, with the visits that carry any tag.
    fn signs_out(&mut self) -> (Signs, Visits) {
        let facts = Arc::make_mut(&mut self.facts);
        let signs = std::mem::take(&mut facts.signs);
        let marked = |sign: Sign| {
            let looked =
                if let SignId::Tag(_) = sign.id { Visits::default() } else { Arc::unwrap_or_clone(sign.looked) };
            (sign.id, Marked { seen: sign.seen, looked })
        };
        (signs.into_iter().map(marked).collect(), facts.visits.tagged().clone())
    }

    fn take_signs(&mut self, signs: Signs, tagged: Visits) {
        let facts = Arc::make_mut(&mut self.facts);
        (facts.signs, self.trimmed) = signs::list(signs, &self.things, &tagged, facts.visits.len());
        facts.visits.set_tagged(tagged);
    }

    fn take_patterns(&mut self, c: &Connection, places: Option<&Places>) -> Res<()> {
        let evidence = Evidence::read(c)?;
        let found = match places {
            Some(places) => patterns::read(c, &self.things, &self.facts, &evidence, |visit| places.get(visit)),
            None => {
                let known = self.places_of(&evidence);
                patterns::read(c, &self.things, &self.facts, &evidence, |visit| known.get(&visit).copied())
            }
        };
        Arc::make_mut(&mut self.facts).patterns = found?;
        Ok(())
    }

    /// Where the visits of patterns' evidence stand.
    fn places_of(&self, evidence: &Evidence) -> HashMap<i64, usize> {
        let wanted: HashSet<i64> = evidence.visits().map(|visit| self.folds.root(visit)).collect();
        let visits = &self.facts.visits;
        let roots = (0..visits.len()).filter_map(|place| Some((self.folds.root(visits.id(place)?), place)));
        let roots: HashMap<i64, usize> = roots.filter(|(root, _)| wanted.contains(root)).collect();
        evidence.visits().filter_map(|visit| Some((visit, *roots.get(&self.folds.root(visit))?))).collect()
    }

    fn take_rooms(&mut self) {
        let mut last: HashMap<u32, i32> = HashMap::new();
        for (place, room) in self.rooms.iter().enumerate() {
            if let Some(day) = self.facts.visits.day(place) {
                let newest = last.entry(*room).or_insert(day);
                *newest = day.max(*newest);
            }
        }
        let mut in_use: Vec<_> = self.things.rooms.iter().filter(|(_, room)| room.in_use).collect();
        in_use.sort_unstable_by_key(|(id, _)| **id);
        let facts = Arc::make_mut(&mut self.facts);
        let mut texts = Texts::of(facts);
        let fact = |(id, room): (&i64, &things::Room)| {
            let [grade, subject, period] = texts.places(&room.grade, &room.subject, &room.period);
            RoomFact {
                grade,
                subject,
                period,
                teachers: Arc::clone(&room.teachers),
                last: last.get(&things::person(*id)).copied(),
            }
        };
        let rooms = in_use.into_iter().map(fact).collect();
        facts.rooms = rooms;
    }
}

/// No place in the new order.
const NOWHERE: u32 = u32::MAX;

/// Oldest first; those of unknown day before all.
fn key(visits: &VisitColumns, place: usize) -> (Option<i32>, Option<u16>, Option<i64>) {
    (visits.day(place), visits.minute(place), visits.id(place))
}

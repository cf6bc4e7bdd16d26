//! Where visits of the file stand among the facts: two lists side by side, which are a third as large as a table of
//! both, and as quick where visits are asked for in their order.

use crate::insight::facts::VisitColumns;

/// The places of visits by their numbers in the file.
#[derive(Debug, Default)]
pub struct Places {
    /// In order.
    ids: Vec<i64>,
    at: Vec<u32>,
}

/// A place as lists keep it.
pub fn small(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}

impl Places {
    /// Every visit of the facts under its own number.
    pub fn of(visits: &VisitColumns) -> Places {
        let mut at: Vec<u32> = (0..small(visits.len())).collect();
        at.sort_unstable_by_key(|place| visits.id(*place as usize));
        Places { ids: at.iter().filter_map(|place| visits.id(*place as usize)).collect(), at }
    }

    /// Adds a visit with a larger number than all before.
    pub fn push(&mut self, id: i64, place: usize) {
        self.ids.push(id);
        self.at.push(small(place));
    }

    /// Every place becomes another, or none.
    pub fn moved(&mut self, to: impl Fn(usize) -> Option<usize>) {
        for place in &mut self.at {
            *place = to(*place as usize).map_or(u32::MAX, small);
        }
    }

    /// Where a visit stands.
    pub fn get(&self, id: i64) -> Option<usize> {
        self.taken(self.ids.binary_search(&id).ok()?)
    }

    fn taken(&self, at: usize) -> Option<usize> {
        self.at.get(at).filter(|place| **place != u32::MAX).map(|place| *place as usize)
    }

    /// The same for many visits one after the other: quick as long as their numbers grow.
    pub fn walk(&self) -> impl FnMut(i64) -> Option<usize> + '_ {
        let mut from = 0;
        move |id| {
            if self.ids.get(from).is_none_or(|here| *here > id) {
                from = 0;
            }
            // Twice as far each step, then the place between the last two.
            let mut step = 1;
            while self.ids.get(from + step).is_some_and(|there| *there <= id) {
                from += step;
                step *= 2;
            }
            let end = self.ids.len().min(from + step);
            let found = self.ids.get(from..end)?.binary_search(&id);
            from += found.unwrap_or_else(|next| next.saturating_sub(1));
            self.taken(found.ok().map(|_| from)?)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    proptest! {
        #[test]
        fn walking_finds_what_looking_up_finds(known in proptest::collection::btree_map(0i64..200, 0usize..500, 0..80),
                                               asked in proptest::collection::vec(-3i64..205, 0..80)) {
            let mut places = Places::default();
            known.iter().for_each(|(id, place)| places.push(*id, *place));
            let mut walk = places.walk();
            for id in &asked {
                prop_assert_eq!(walk(*id), known.get(id).copied());
                prop_assert_eq!(places.get(*id), known.get(id).copied());
            }
            drop(walk);
            places.moved(|place| (place % 3 != 0).then_some(place + 1));
            let moved: BTreeMap<i64, usize> = known.iter().filter(|(_, p)| *p % 3 != 0).map(|(i, p)| (*i, p + 1)).collect();
            for id in asked {
                prop_assert_eq!(places.get(id), moved.get(&id).copied());
            }
        }
    }
}

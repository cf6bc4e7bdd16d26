//! What was seen where, made ready for counting. The unit is the visit: what was noted three times in one visit counts
//! once. A visit that several observers wrote down is one visit. Nothing here knows a name of a person.

mod columns;

#[cfg(test)]
pub use columns::people;
pub use columns::{VisitColumns, VisitFact};

use crate::domain::id::Uid;
use crate::domain::pattern::{PatternKind, PatternStatus};
use std::collections::HashMap;
use std::sync::Arc;

/// A set of visits, by their place in `Facts::visits`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Visits {
    words: Vec<u64>,
}

/// What is counted: a tag, or a look-for by its id on its sheet.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SignId {
    Tag(Uid),
    LookFor(String),
}

/// In which visits a sign was seen, and in which somebody looked for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sign {
    pub id: SignId,
    /// The tag's name without its sign, or the look-for's label.
    pub name: String,
    /// The tag it stands under in the tag list, if any.
    pub parent: Option<SignId>,
    pub seen: Visits,
    /// For a look-for: visits in which it was marked as seen or as not seen. For a tag: visits with any tagged note;
    /// those without were not gone through yet; all tags share them.
    pub looked: Arc<Visits>,
}

/// A pattern as it stands, for finding its exceptions and on what it rests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PatternFact {
    pub uid: Uid,
    pub statement: String,
    pub kind: PatternKind,
    pub status: PatternStatus,
    /// The look-for or tag it is tied to, if any.
    pub sign: Option<SignId>,
    pub supports: Visits,
    /// Visits with something that complicates it, those that also support it among them.
    pub complicates: Visits,
}

/// Everything suggestions, the heat map and coverage are counted from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Facts {
    /// Oldest first; those of unknown day stand first.
    pub visits: VisitColumns,
    pub signs: Vec<Sign>,
    pub patterns: Vec<PatternFact>,
    pub grades: Vec<String>,
    pub subjects: Vec<String>,
    pub periods: Vec<String>,
    /// Classrooms in use, visited or not, by grade, subject and period: what could have been looked at.
    pub rooms: Vec<RoomFact>,
}

/// A classroom in use. It has no name here: coverage by grade, subject and period needs none.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RoomFact {
    pub grade: Option<u16>,
    pub subject: Option<u16>,
    pub period: Option<u16>,
    /// Numbers that stand for the people who teach there, as visits have them; none: nobody knows who.
    pub teachers: Arc<[u32]>,
    /// Day of the newest visit, as days since 1970-01-01.
    pub last: Option<i32>,
}

/// The places of the bits of a word that are set.
struct Bits(u64);

impl Iterator for Bits {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        let bit = self.0.trailing_zeros();
        (bit < 64).then(|| {
            self.0 &= self.0 - 1;
            bit as usize
        })
    }
}

impl DoubleEndedIterator for Bits {
    fn next_back(&mut self) -> Option<usize> {
        let bit = 63_u32.checked_sub(self.0.leading_zeros())?;
        self.0 &= !(1 << bit);
        Some(bit as usize)
    }
}

impl Visits {
    /// The set of these visits.
    pub fn of(places: impl IntoIterator<Item = usize>) -> Visits {
        let mut set = Visits::default();
        for place in places {
            set.insert(place);
        }
        set
    }

    /// All visits from the first up to, not including, `end`.
    pub fn up_to(end: usize) -> Visits {
        let mut words = vec![u64::MAX; end / 64];
        if !end.is_multiple_of(64) {
            words.push((1 << (end % 64)) - 1);
        }
        Visits { words }
    }

    pub fn insert(&mut self, place: usize) {
        let word = place / 64;
        if word >= self.words.len() {
            self.words.resize(word + 1, 0);
        }
        if let Some(slot) = self.words.get_mut(word) {
            *slot |= 1 << (place % 64);
        }
    }

    pub fn remove(&mut self, place: usize) {
        if let Some(slot) = self.words.get_mut(place / 64) {
            *slot &= !(1 << (place % 64));
        }
    }

    pub fn has(&self, place: usize) -> bool {
        self.words.get(place / 64).is_some_and(|w| w >> (place % 64) & 1 == 1)
    }

    /// How many visits are in it.
    pub fn count(&self) -> u32 {
        self.words.iter().map(|w| w.count_ones()).sum()
    }

    /// How many visits are in both.
    pub fn count_both(&self, other: &Visits) -> u32 {
        self.words.iter().zip(&other.words).map(|(a, b)| (a & b).count_ones()).sum()
    }

    /// How many visits are in all three.
    pub fn count_three(&self, second: &Visits, third: &Visits) -> u32 {
        let both = self.words.iter().zip(&second.words).map(|(a, b)| a & b);
        both.zip(&third.words).map(|(a, b)| (a & b).count_ones()).sum()
    }

    /// The visits that are in both.
    pub fn and(&self, other: &Visits) -> Visits {
        Visits { words: self.words.iter().zip(&other.words).map(|(a, b)| a & b).collect() }
    }

    /// The visits that are in one or in both.
    pub fn or(&self, other: &Visits) -> Visits {
        let (long, short) = if self.words.len() >= other.words.len() { (self, other) } else { (other, self) };
        let mut words = long.words.clone();
        for (slot, word) in words.iter_mut().zip(&short.words) {
            *slot |= word;
        }
        Visits { words }
    }

    /// The visits of this set that are not in the other.
    pub fn without(&self, other: &Visits) -> Visits {
        let mut words = self.words.clone();
        for (slot, word) in words.iter_mut().zip(&other.words) {
            *slot &= !word;
        }
        Visits { words }
    }

    /// The places in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = usize> + '_ {
        self.words.iter().enumerate().flat_map(|(at, word)| Bits(*word).map(move |bit| at * 64 + bit))
    }

    pub fn is_empty(&self) -> bool {
        self.words.iter().all(|w| *w == 0)
    }
}

impl Facts {
    /// How many different teachers stand behind these visits. Visits whose teacher is unknown count as one teacher.
    pub fn teachers(&self, visits: &Visits) -> u32 {
        let (known, unknown) = different(visits.iter().map(|place| self.visits.teachers(place)));
        known.saturating_add(u32::from(unknown))
    }

    /// How many different observers wrote these visits down, as far as they are known.
    pub fn observers(&self, visits: &Visits) -> u32 {
        different(visits.iter().map(|place| self.visits.observers(place))).0
    }

    /// The places of visits, by their numbers in the file. Numbers that are not among the facts are passed over.
    pub fn places_of(&self, ids: &[i64]) -> Visits {
        let wanted: std::collections::HashSet<i64> = ids.iter().copied().collect();
        Visits::of(self.visits.iter().enumerate().filter(|(_, v)| wanted.contains(&v.id)).map(|(place, _)| place))
    }

    /// The facts as if only these visits had been made. They have new places, in the same order.
    pub fn within(&self, visits: &Visits) -> Facts {
        let places: HashMap<usize, usize> = visits.iter().zip(0..).collect();
        let among = |set: &Visits| Visits::of(set.and(visits).iter().filter_map(|place| places.get(&place).copied()));
        let sign =
            |sign: &Sign| Sign { seen: among(&sign.seen), looked: Arc::new(among(&sign.looked)), ..sign.clone() };
        let pattern = |pattern: &PatternFact| PatternFact {
            supports: among(&pattern.supports),
            complicates: among(&pattern.complicates),
            ..pattern.clone()
        };
        Facts {
            visits: visits.iter().filter_map(|place| self.visits.get(place)).collect(),
            signs: self.signs.iter().map(sign).collect(),
            patterns: self.patterns.iter().map(pattern).collect(),
            grades: self.grades.clone(),
            subjects: self.subjects.clone(),
            periods: self.periods.clone(),
            rooms: self.rooms.clone(),
        }
    }

    /// The sign of this id.
    pub fn sign(&self, id: &SignId) -> Option<&Sign> {
        self.signs.iter().find(|s| s.id == *id)
    }
}

/// How many different people are in these lists, and whether one of the lists is empty.
fn different<'p>(lists: impl Iterator<Item = &'p [u32]>) -> (u32, bool) {
    let (mut found, mut unknown) = (std::collections::HashSet::new(), false);
    for people in lists {
        unknown |= people.is_empty();
        found.extend(people.iter().copied());
    }
    (u32::try_from(found.len()).unwrap_or(u32::MAX), unknown)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    proptest! {
        #[test]
        fn sets_of_visits_are_sets(a in proptest::collection::btree_set(0usize..300, 0..80),
                                   b in proptest::collection::btree_set(0usize..300, 0..80)) {
            let (x, y) = (Visits::of(a.iter().copied()), Visits::of(b.iter().copied()));
            let as_set = |v: Visits| v.iter().collect::<BTreeSet<_>>();
            prop_assert_eq!(as_set(x.and(&y)), a.intersection(&b).copied().collect::<BTreeSet<_>>());
            prop_assert_eq!(as_set(x.or(&y)), a.union(&b).copied().collect::<BTreeSet<_>>());
            prop_assert_eq!(as_set(x.without(&y)), a.difference(&b).copied().collect::<BTreeSet<_>>());
            prop_assert_eq!(x.count() as usize, a.len());
            prop_assert_eq!(x.count_both(&y), x.and(&y).count());
            prop_assert_eq!(x.count_three(&y, &x), x.and(&y).count());
            prop_assert_eq!(x.is_empty(), a.is_empty());
            prop_assert_eq!(x.iter().rev().collect::<Vec<_>>(), a.iter().rev().copied().collect::<Vec<_>>());
        }

        #[test]
        fn all_up_to_an_end(end in 0usize..200) {
            prop_assert_eq!(Visits::up_to(end).iter().collect::<Vec<_>>(), (0..end).collect::<Vec<_>>());
        }
    }

    #[test]
    fn unknown_teachers_count_as_one() {
        let visits = [&[1][..], &[], &[], &[1, 2]].map(|teachers| VisitFact { teachers, ..VisitFact::default() });
        let facts = Facts { visits: visits.into_iter().collect(), ..Facts::default() };
        assert_eq!(facts.teachers(&Visits::up_to(4)), 3);
        assert_eq!(facts.teachers(&Visits::of([1, 2])), 1);
        assert_eq!(facts.observers(&Visits::up_to(4)), 0);
    }
}

//! Visits as columns: a list a thing known of them, so that a hundred thousand visits take three megabytes.

use super::Visits;
use std::collections::HashMap;

/// A visit that took place: when and where, as far as is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct VisitFact<'p> {
    /// Its number in the file.
    pub id: i64,
    /// The local day, as days since 1970-01-01.
    pub day: Option<i32>,
    /// Minutes since local midnight when it began; none where only "about when" is known.
    pub minute: Option<u16>,
    /// Places in `Facts::grades`, `Facts::subjects` and `Facts::periods`.
    pub grade: Option<u16>,
    pub subject: Option<u16>,
    pub period: Option<u16>,
    /// Numbers that stand for people and mean nothing else, in order; none: nobody knows who.
    pub teachers: &'p [u32],
    pub observers: &'p [u32],
    /// At least one of its notes carries a tag: so its notes were gone through.
    pub tagged: bool,
}

/// What stands for "not known" in a column. No day is so early, no day has so many minutes, and no file so many grades.
const NO_DAY: i32 = i32::MIN;
const NONE: u16 = u16::MAX;

/// Visits in their order. What each says is put together again when it is asked for.
#[derive(Debug, Clone, Default)]
pub struct VisitColumns {
    ids: Vec<i64>,
    days: Vec<i32>,
    minutes: Vec<u16>,
    /// Grade, subject and period.
    places: Vec<[u16; 3]>,
    /// Groups of teachers and of observers.
    people: Vec<[u32; 2]>,
    tagged: Visits,
    groups: Groups,
}

/// Groups of people, each kept once: most visits have one of a few.
#[derive(Debug, Clone, Default)]
struct Groups {
    members: Vec<u32>,
    /// Where each group's members end.
    ends: Vec<u32>,
    known: HashMap<Box<[u32]>, u32>,
}

fn small(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

impl Groups {
    fn number(&mut self, people: &[u32]) -> u32 {
        if let Some(number) = self.known.get(people) {
            return *number;
        }
        let number = small(self.ends.len());
        self.members.extend_from_slice(people);
        self.ends.push(small(self.members.len()));
        self.known.insert(people.into(), number);
        number
    }

    fn of(&self, number: u32) -> &[u32] {
        let end = |at: usize| self.ends.get(at).map_or(0, |end| *end as usize);
        let start = (number as usize).checked_sub(1).map_or(0, end);
        self.members.get(start..end(number as usize)).unwrap_or_default()
    }
}

fn put(place: Option<u16>) -> u16 {
    place.unwrap_or(NONE)
}

fn got(place: u16) -> Option<u16> {
    Some(place).filter(|place| *place != NONE)
}

impl VisitColumns {
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// Adds a visit at the end.
    pub fn push(&mut self, visit: &VisitFact<'_>) {
        if visit.tagged {
            self.tagged.insert(self.ids.len());
        }
        self.ids.push(visit.id);
        self.days.push(visit.day.unwrap_or(NO_DAY));
        self.minutes.push(put(visit.minute));
        self.places.push([put(visit.grade), put(visit.subject), put(visit.period)]);
        self.people.push([self.groups.number(visit.teachers), self.groups.number(visit.observers)]);
    }

    /// Says something else of a visit; what is not there stays so.
    pub fn set(&mut self, place: usize, visit: &VisitFact<'_>) {
        let (Some(id), Some(day), Some(minute), Some(places), Some(people)) = (
            self.ids.get_mut(place),
            self.days.get_mut(place),
            self.minutes.get_mut(place),
            self.places.get_mut(place),
            self.people.get_mut(place),
        ) else {
            return;
        };
        (*id, *day, *minute) = (visit.id, visit.day.unwrap_or(NO_DAY), put(visit.minute));
        *places = [put(visit.grade), put(visit.subject), put(visit.period)];
        *people = [self.groups.number(visit.teachers), self.groups.number(visit.observers)];
        if visit.tagged { self.tagged.insert(place) } else { self.tagged.remove(place) }
    }

    /// Changes what is said of each visit.
    pub fn change(&mut self, mut change: impl FnMut(usize, &mut VisitFact<'_>)) {
        let before = self.clone();
        for (place, mut visit) in before.iter().enumerate() {
            change(place, &mut visit);
            self.set(place, &visit);
        }
    }

    /// The visit at a place.
    pub fn get(&self, place: usize) -> Option<VisitFact<'_>> {
        let [grade, subject, period] = self.places.get(place)?.map(got);
        let [teachers, observers] = self.people.get(place)?.map(|group| self.groups.of(group));
        Some(VisitFact {
            id: *self.ids.get(place)?,
            day: self.day(place),
            minute: self.minute(place),
            grade,
            subject,
            period,
            teachers,
            observers,
            tagged: self.tagged.has(place),
        })
    }

    /// The last visit.
    pub fn last(&self) -> Option<VisitFact<'_>> {
        self.get(self.len().checked_sub(1)?)
    }

    /// The day of the visit at a place, where it is known.
    pub fn day(&self, place: usize) -> Option<i32> {
        self.days.get(place).copied().filter(|day| *day != NO_DAY)
    }

    /// When the visit at a place began, minutes since local midnight, where it is known.
    pub fn minute(&self, place: usize) -> Option<u16> {
        self.minutes.get(place).copied().and_then(got)
    }

    /// The number in the file of the visit at a place.
    pub fn id(&self, place: usize) -> Option<i64> {
        self.ids.get(place).copied()
    }

    /// The teachers of the visit at a place.
    pub fn teachers(&self, place: usize) -> &[u32] {
        self.people.get(place).map_or(&[], |[teachers, _]| self.groups.of(*teachers))
    }

    /// The observers of the visit at a place.
    pub fn observers(&self, place: usize) -> &[u32] {
        self.people.get(place).map_or(&[], |[_, observers]| self.groups.of(*observers))
    }

    /// The numbers of the groups of teachers and of observers of the visit at a place.
    pub fn groups_of(&self, place: usize) -> Option<[usize; 2]> {
        self.people.get(place).map(|groups| groups.map(|number| number as usize))
    }

    /// Every group of people by its number, also those no visit has any more.
    pub fn groups(&self) -> impl ExactSizeIterator<Item = &[u32]> {
        (0..small(self.groups.ends.len())).map(|number| self.groups.of(number)).collect::<Vec<_>>().into_iter()
    }

    /// All visits in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = VisitFact<'_>> + DoubleEndedIterator + '_ {
        (0..self.len()).map(|place| self.get(place).unwrap_or_default())
    }

    /// The visits of which a tagged note is there.
    pub fn tagged(&self) -> &Visits {
        &self.tagged
    }

    pub fn set_tagged(&mut self, tagged: Visits) {
        self.tagged = tagged;
    }

    /// The same visits so that the one at `order[n]` is the n-th; those that are not named are gone. Columns are put in
    /// order one after the other, so that never two of everything are there.
    pub fn take_in_order(&mut self, order: &[u32]) {
        fn pick<T: Copy>(column: &mut Vec<T>, order: &[u32]) {
            let mut sorted = Vec::with_capacity(order.len());
            sorted.extend(order.iter().filter_map(|place| column.get(*place as usize)));
            *column = sorted;
        }
        let tagged = order.iter().enumerate().filter(|(_, was)| self.tagged.has(**was as usize));
        self.tagged = Visits::of(tagged.map(|(now, _)| now));
        pick(&mut self.ids, order);
        pick(&mut self.days, order);
        pick(&mut self.minutes, order);
        pick(&mut self.places, order);
        pick(&mut self.people, order);
    }

    /// Adds all visits of another list behind these.
    pub fn extend(&mut self, others: &VisitColumns) {
        others.iter().for_each(|visit| self.push(&visit));
    }
}

impl PartialEq for VisitColumns {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl Eq for VisitColumns {}

impl<'p> FromIterator<VisitFact<'p>> for VisitColumns {
    fn from_iter<I: IntoIterator<Item = VisitFact<'p>>>(visits: I) -> Self {
        let mut columns = VisitColumns::default();
        visits.into_iter().for_each(|visit| columns.push(&visit));
        columns
    }
}

impl<'p> From<Vec<VisitFact<'p>>> for VisitColumns {
    fn from(visits: Vec<VisitFact<'p>>) -> Self {
        visits.into_iter().collect()
    }
}

/// A list of people as visits of tests have them.
#[cfg(test)]
pub fn people(numbers: &[u32]) -> &'static [u32] {
    Box::leak(numbers.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A visit with lists of its own.
    type Told = ((i64, Option<i32>, Option<u16>), [Option<u16>; 3], (Vec<u32>, Vec<u32>), bool);

    fn fact((times, [grade, subject, period], (teachers, observers), tagged): &Told) -> VisitFact<'_> {
        let (id, day, minute) = *times;
        VisitFact {
            id,
            day,
            minute,
            grade: *grade,
            subject: *subject,
            period: *period,
            teachers,
            observers,
            tagged: *tagged,
        }
    }

    fn told() -> impl Strategy<Value = Told> {
        let place = || proptest::option::of(0u16..4);
        let people = || proptest::collection::vec(0u32..3, 0..3);
        (
            (any::<i64>(), proptest::option::of(-5i32..5), proptest::option::of(0u16..1_440)),
            [place(), place(), place()],
            (people(), people()),
            any::<bool>(),
        )
    }

    proptest! {
        #[test]
        fn columns_say_what_was_put_in(visits in proptest::collection::vec(told(), 0..40), other in told(),
                                       order in proptest::collection::vec(0u32..50, 0..50), at in 0usize..45) {
            let mut columns: VisitColumns = visits.iter().map(fact).collect();
            let mut plain: Vec<VisitFact> = visits.iter().map(fact).collect();
            prop_assert!(columns.iter().eq(plain.iter().copied()));
            columns.set(at, &fact(&other));
            if let Some(slot) = plain.get_mut(at) {
                *slot = fact(&other);
            }
            prop_assert!(columns.iter().eq(plain.iter().copied()));
            prop_assert_eq!(columns.get(plain.len()), None);
            columns.take_in_order(&order.iter().copied().filter(|p| (*p as usize) < plain.len()).collect::<Vec<_>>());
            let sorted: Vec<VisitFact> = order.iter().filter_map(|p| plain.get(*p as usize).copied()).collect();
            prop_assert!(columns.iter().eq(sorted.iter().copied()));
            let same: VisitColumns = sorted.into();
            prop_assert_eq!(columns, same);
        }
    }
}

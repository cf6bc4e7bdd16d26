//! Putting lists in order. The standard library's sort is compiled anew for every kind of row and every way to compare,
//! 6 kB each; these share one. They are as stable and as quick for lists as long as a screen shows; where a hundred
//! thousand things are sorted, the standard one stays.

use std::cmp::Ordering;

/// Puts a list in order; equal ones stay as they stand.
pub trait InOrder<T> {
    /// As `slice::sort`.
    fn order(&mut self)
    where
        T: Ord;

    /// As `slice::sort_by`.
    fn order_by(&mut self, compare: impl FnMut(&T, &T) -> Ordering);

    /// As `slice::sort_by_cached_key`: the key of each is made once.
    fn order_by_key<K: Ord>(&mut self, key: impl FnMut(&T) -> K);
}

impl<T> InOrder<T> for [T] {
    fn order(&mut self)
    where
        T: Ord,
    {
        self.order_by(T::cmp);
    }

    fn order_by(&mut self, mut compare: impl FnMut(&T, &T) -> Ordering) {
        let places = places(self.len(), &mut |a, b| match (self.get(a), self.get(b)) {
            (Some(a), Some(b)) => compare(a, b),
            _ => Ordering::Equal,
        });
        arrange(self, places);
    }

    fn order_by_key<K: Ord>(&mut self, key: impl FnMut(&T) -> K) {
        let keys: Vec<K> = self.iter().map(key).collect();
        let places = places(keys.len(), &mut |a, b| keys.get(a).cmp(&keys.get(b)));
        arrange(self, places);
    }
}

/// A map of pairs, put in one after the other. Collecting a `BTreeMap` would sort them first, with a sort of its own.
pub fn mapped<P, M: Default + Extend<P>>(pairs: impl IntoIterator<Item = P>) -> M {
    let mut map = M::default();
    map.extend(pairs);
    map
}

/// The places of `count` things in order: which of them comes first, second and so on.
fn places(count: usize, compare: &mut dyn FnMut(usize, usize) -> Ordering) -> Vec<usize> {
    let mut places: Vec<usize> = (0..count).collect();
    places.sort_by(|a, b| compare(*a, *b));
    places
}

/// Moves the thing at `places[i]` to `i`, for each i.
fn arrange<T>(list: &mut [T], mut places: Vec<usize>) {
    for first in 0..places.len() {
        let mut here = first;
        loop {
            let from = std::mem::replace(&mut places[here], here);
            if from == first {
                break;
            }
            list.swap(here, from);
            here = from;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// The same order as the standard library's, equal ones included.
        #[test]
        fn it_is_the_order_of_the_standard_library(list in prop::collection::vec((0u8..6, any::<String>()), 0..40)) {
            let (mut ours, mut theirs) = (list.clone(), list.clone());
            ours.order();
            theirs.sort();
            prop_assert_eq!(&ours, &theirs);
            let (mut ours, mut theirs) = (list.clone(), list.clone());
            ours.order_by_key(|(n, _)| std::cmp::Reverse(*n));
            theirs.sort_by_key(|(n, _)| std::cmp::Reverse(*n));
            prop_assert_eq!(&ours, &theirs);
            let (mut ours, mut theirs) = (list.clone(), list);
            ours.order_by(|a, b| (a.0 / 2).cmp(&(b.0 / 2)));
            theirs.sort_by_key(|a| a.0 / 2);
            prop_assert_eq!(&ours, &theirs);
        }
    }
}

//! The tag list as a tree, in the order of its names.

use crate::domain::id::Uid;
use crate::domain::order::InOrder;
use crate::domain::text::fold;
use crate::store::api::TagRow;
use std::collections::{HashMap, HashSet};

/// The tags in the order shown, as places in `all`, each with its depth. Two laptops can nest two tags in each other;
/// those stand at the top, so that every tag is shown once.
pub fn order(all: &[TagRow]) -> Vec<(usize, usize)> {
    let mut sorted: Vec<(String, usize)> = all.iter().enumerate().map(|(at, t)| (fold(&t.name), at)).collect();
    sorted.order();
    let known: HashSet<Uid> = all.iter().map(|t| t.uid).collect();
    let mut below: HashMap<Option<Uid>, Vec<usize>> = HashMap::new();
    for (_, at) in &sorted {
        let parent = all[*at].parent.filter(|p| known.contains(p));
        below.entry(parent).or_default().push(*at);
    }
    let mut walk = Walk { all, below, seen: HashSet::new(), out: Vec::with_capacity(all.len()) };
    walk.put(walk.below.get(&None).cloned().unwrap_or_default());
    for (_, at) in sorted {
        walk.put(vec![at]);
    }
    walk.out
}

struct Walk<'a> {
    all: &'a [TagRow],
    below: HashMap<Option<Uid>, Vec<usize>>,
    seen: HashSet<usize>,
    out: Vec<(usize, usize)>,
}

impl Walk<'_> {
    /// Puts these tags with all below them, without recursion: a chain of tags can be as long as the list.
    fn put(&mut self, tops: Vec<usize>) {
        let mut waiting: Vec<(usize, usize)> = tops.into_iter().rev().map(|at| (at, 0)).collect();
        while let Some((at, depth)) = waiting.pop() {
            if self.seen.insert(at) {
                self.out.push((at, depth));
                let below = self.below.get(&Some(self.all[at].uid)).cloned().unwrap_or_default();
                waiting.extend(below.into_iter().rev().map(|b| (b, depth + 1)));
            }
        }
    }
}

/// Whether `uid` is `above` or lies below it.
pub fn is_within(all: &[TagRow], uid: Uid, above: Uid) -> bool {
    let mut at = Some(uid);
    // As many steps as there are tags are enough, also when two are nested in each other.
    for _ in 0..=all.len() {
        match at {
            Some(here) if here == above => return true,
            Some(here) => at = all.iter().find(|t| t.uid == here).and_then(|t| t.parent),
            None => return false,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn tag(number: u8, name: &str, parent: Option<u8>) -> TagRow {
        TagRow {
            uid: Uid([number; 16]),
            name: name.into(),
            parent: parent.map(|p| Uid([p; 16])),
            colour: 0,
            meaning: String::new(),
            notes: 0,
            visits: 0,
        }
    }

    #[test]
    fn tags_stand_under_their_parents_by_name() {
        let all = [tag(1, "b", None), tag(2, "a", Some(1)), tag(3, "A", None), tag(4, "lost", Some(99))];
        let shown: Vec<(String, usize)> = order(&all).into_iter().map(|(at, d)| (all[at].name.clone(), d)).collect();
        assert_eq!(shown, [("A".into(), 0), ("b".into(), 0), ("a".into(), 1), ("lost".into(), 0)]);
        assert!(is_within(&all, Uid([2; 16]), Uid([1; 16])));
        assert!(!is_within(&all, Uid([1; 16]), Uid([2; 16])));
    }

    proptest! {
        #[test]
        fn every_tag_is_shown_once(parents in prop::collection::vec(prop::option::of(0u8..12), 0..12)) {
            let all: Vec<TagRow> = parents.iter().zip(0u8..).map(|(p, n)| tag(n, "x", *p)).collect();
            let mut places: Vec<usize> = order(&all).into_iter().map(|(at, _)| at).collect();
            places.order();
            prop_assert_eq!(places, (0..all.len()).collect::<Vec<_>>());
            for t in &all {
                let _ = is_within(&all, t.uid, Uid([0; 16]));
            }
        }
    }
}

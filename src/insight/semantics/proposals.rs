//! Tags proposed for a note, by the tags of the notes likest to it.

use crate::domain::order::InOrder;
use std::collections::{HashMap, HashSet};
use std::hash::Hash;

/// Tags proposed at once.
pub const MOST: usize = 3;

/// The tags of the likest notes, at most three, those that stand behind more likeness first. `neighbours`: likeness and
/// tags of notes, the likest first; each votes for its tags with its likeness squared, so that one near note counts more
/// than two that are far. `not`: what is not proposed. With each tag the place of the likest neighbour that has it.
pub fn by_neighbours<T: Copy + Eq + Hash + Ord>(neighbours: &[(f32, Vec<T>)], not: &HashSet<T>) -> Vec<(T, usize)> {
    let mut votes: HashMap<T, (f32, usize)> = HashMap::new();
    for (at, (likeness, tags)) in neighbours.iter().enumerate() {
        let vote = likeness.max(0.0) * likeness;
        for tag in tags.iter().filter(|tag| !not.contains(tag)) {
            votes.entry(*tag).or_insert((0.0, at)).0 += vote;
        }
    }
    let mut all: Vec<(T, (f32, usize))> = votes.into_iter().filter(|(_, (vote, _))| *vote > 0.0).collect();
    all.order_by(|a, b| b.1.0.total_cmp(&a.1.0).then(a.1.1.cmp(&b.1.1)).then(a.0.cmp(&b.0)));
    all.into_iter().take(MOST).map(|(tag, (_, at))| (tag, at)).collect()
}

#[cfg(test)]
mod tests {
    use super::super::{Meanings, labelled, meaning::dot};
    use super::*;

    #[test]
    fn likeness_decides_and_one_near_note_beats_two_far_ones() {
        let neighbours = [(0.9, vec!["a"]), (0.5, vec!["b", "c"]), (0.4, vec!["b"]), (-0.5, vec!["d"])];
        let proposed = by_neighbours(&neighbours, &HashSet::new());
        assert_eq!(proposed, [("a", 0), ("b", 1), ("c", 1)]);
        let proposed = by_neighbours(&neighbours, &HashSet::from(["a"]));
        assert_eq!(proposed, [("b", 1), ("c", 1)]);
        assert!(by_neighbours::<&str>(&[], &HashSet::new()).is_empty());
    }

    /// How often the theme of a note is among the three proposed when all others have theirs as their tag.
    fn hits(file: &str) -> (usize, usize) {
        let table = std::fs::read_to_string(format!("tests/semantics/{file}.tsv")).expect("the set");
        let set = labelled::read(&table).expect("a set");
        let by = Meanings::built_in().expect("the table");
        let vectors: Vec<Vec<f32>> = set.iter().map(|one| by.vector(&one.text)).collect();
        let mut found = 0;
        for (at, one) in set.iter().enumerate() {
            let others = (0..set.len()).filter(|other| *other != at);
            let mut ranked: Vec<(f32, usize)> = others.map(|o| (dot(&vectors[at], &vectors[o]), o)).collect();
            ranked.order_by(|a, b| b.0.total_cmp(&a.0));
            let near: Vec<(f32, Vec<&str>)> =
                ranked.iter().take(12).map(|(likeness, o)| (*likeness, vec![set[*o].theme.as_str()])).collect();
            found += usize::from(by_neighbours(&near, &HashSet::new()).iter().any(|(tag, _)| *tag == one.theme));
        }
        (found, set.len())
    }

    #[test]
    fn the_right_tag_is_among_three_far_more_often_than_by_lot() {
        for (file, themes) in [("notes", 40), ("dev", 20)] {
            let (found, all) = hits(file);
            // By lot three of the themes.
            assert!(found > 2 * all * 3 / themes, "{file}: {found} of {all}");
        }
    }
}

//! Tags as codes: a tree with names that stand once.

use super::{Ids, origin, plain, rendered};
use crate::domain::id::Uid;
use crate::domain::order::InOrder;
use crate::domain::schema::{Kind, tag};
use crate::domain::text::fold;
use crate::exchange::tables::known::{Known, number, reference, text};
use crate::store::Reader;
use crate::store::api::Trouble;
use askama::Template;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::ControlFlow;

/// The terminal's six colours as most terminals show them.
const COLOURS: [&str; 7] = ["", "#CD3131", "#0DBC79", "#C4A000", "#2472C8", "#BC3FBC", "#11A8CD"];

/// A code as it stands in the file.
#[derive(Debug, Clone, Default)]
pub(super) struct Code {
    pub guid: String,
    pub name: String,
    pub colour: &'static str,
    pub meaning: String,
}

/// A tree, told in its order.
#[derive(Debug)]
pub(super) enum Step {
    Begin(Code),
    End,
}

/// All codes, and which tag is which.
#[derive(Debug, Default)]
pub(super) struct Codes {
    pub steps: Vec<Step>,
    of_tag: HashMap<Uid, String>,
    count: u64,
}

#[derive(Debug)]
struct Tag {
    name: String,
    parent: Option<Uid>,
    merged: Option<Uid>,
    colour: &'static str,
    meaning: String,
}

#[derive(Template)]
#[template(path = "codebook.xml")]
struct CodeBook<'c> {
    origin: String,
    steps: &'c [Step],
}

impl Codes {
    pub fn read(reader: &Reader, known: &Known, ids: &Ids) -> Result<Codes, Trouble> {
        let mut tags: HashMap<Uid, Tag> = HashMap::new();
        let mut order = Vec::new();
        reader.each(Kind::Tag, false, false, |record| {
            let of = |column| text(&record, column).map(|t| plain(&known.masked(&t))).unwrap_or_default();
            let colour = number(&record, tag::COLOUR.column).and_then(|n| COLOURS.get(usize::try_from(n).ok()?));
            let read = Tag {
                name: of(tag::NAME.column),
                parent: reference(&record, tag::PARENT.column),
                merged: reference(&record, tag::MERGED.column),
                colour: colour.copied().unwrap_or_default(),
                meaning: of(tag::MEANING.column),
            };
            order.push(record.uid);
            tags.insert(record.uid, read);
            ControlFlow::Continue(())
        })?;
        Ok(arranged(&tags, &order, ids))
    }

    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    pub fn count(&self) -> u64 {
        self.count
    }

    /// The id of the code of a tag, or of the one it was merged into.
    pub fn of(&self, tag: Uid) -> Option<&String> {
        self.of_tag.get(&tag)
    }

    pub fn codebook(&self) -> String {
        rendered(&CodeBook { origin: origin(), steps: &self.steps })
    }
}

/// Where a tag leads: itself, or what it was merged into, a few steps at most.
fn led(tags: &HashMap<Uid, Tag>, mut uid: Uid) -> Option<Uid> {
    for _ in 0..16 {
        match tags.get(&uid)?.merged.filter(|into| tags.contains_key(into)) {
            Some(into) => uid = into,
            None => return Some(uid),
        }
    }
    None
}

fn arranged(tags: &HashMap<Uid, Tag>, order: &[Uid], ids: &Ids) -> Codes {
    let mut codes = Codes::default();
    let shown: Vec<Uid> =
        order.iter().copied().filter(|uid| led(tags, *uid) == Some(*uid) && !tags[uid].name.is_empty()).collect();
    let parents: HashMap<Uid, Uid> =
        shown.iter().filter_map(|uid| Some((*uid, led(tags, tags[uid].parent?)?))).collect();
    let numbers: HashMap<Uid, u64> = shown.iter().copied().zip(1..).collect();
    // What has no parent, or is its own ancestor, stands at the top.
    let is_top = |uid: &Uid| {
        let mut at = *uid;
        for _ in 0..=shown.len() {
            match parents.get(&at).filter(|p| numbers.contains_key(p)) {
                Some(parent) if parent == uid => return true,
                Some(parent) => at = *parent,
                None => return at == *uid,
            }
        }
        false
    };
    let mut below: BTreeMap<Option<u64>, Vec<Uid>> = BTreeMap::new();
    for uid in &shown {
        let parent = if is_top(uid) { None } else { parents.get(uid).and_then(|p| numbers.get(p)).copied() };
        below.entry(parent).or_default().push(*uid);
    }
    for siblings in below.values_mut() {
        siblings.order_by_key(|uid| (fold(&tags[uid].name), numbers[uid]));
    }
    let mut names = HashSet::new();
    let mut waiting: Vec<Option<Uid>> = below.remove(&None).into_iter().flatten().rev().map(Some).collect();
    while let Some(next) = waiting.pop() {
        let Some(uid) = next else {
            codes.steps.push(Step::End);
            continue;
        };
        let (tag, number) = (&tags[&uid], numbers[&uid]);
        let parent = parents.get(&uid).map(|p| tags[p].name.as_str());
        let name = only(&mut names, &tag.name, parent);
        let guid = ids.of("code", number);
        codes.of_tag.insert(uid, guid.clone());
        codes.count += 1;
        codes.steps.push(Step::Begin(Code { guid, name, colour: tag.colour, meaning: tag.meaning.clone() }));
        waiting.push(None);
        waiting.extend(below.remove(&Some(number)).into_iter().flatten().rev().map(Some));
    }
    for uid in order {
        if let Some(guid) = led(tags, *uid).and_then(|into| codes.of_tag.get(&into)).cloned() {
            codes.of_tag.insert(*uid, guid);
        }
    }
    codes
}

/// A name that no other code has: some programs keep only one of two codes with one name.
fn only(names: &mut HashSet<String>, name: &str, parent: Option<&str>) -> String {
    let with_parent = parent.map(|parent| format!("{name} ({parent})"));
    let numbered = (2..).map(|n| format!("{name} {n}"));
    let mut all = std::iter::once(name.to_string()).chain(with_parent).chain(numbered);
    // There are more numbers than names.
    all.find(|name| names.insert(fold(name))).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::id::IdSource;
    use proptest::prelude::*;

    fn codes(tags: &[(&str, Option<usize>, Option<usize>)]) -> (Codes, Vec<Uid>) {
        let mut ids = IdSource::Seeded(1);
        let order: Vec<Uid> = tags.iter().map(|_| ids.next_uid()).collect();
        let all = tags.iter().zip(&order).map(|((name, parent, merged), uid)| {
            let to = |n: &Option<usize>| n.and_then(|n| order.get(n)).copied();
            let tag = Tag {
                name: (*name).into(),
                parent: to(parent),
                merged: to(merged),
                colour: "",
                meaning: String::new(),
            };
            (*uid, tag)
        });
        (arranged(&all.collect(), &order, &Ids(5)), order)
    }

    /// The tree as "a(b c)".
    fn drawn(codes: &Codes) -> String {
        let mut out = String::new();
        for step in &codes.steps {
            match step {
                Step::Begin(code) => out += &format!("{}(", code.name),
                Step::End => out.push(')'),
            }
        }
        out.replace("()", " ")
    }

    #[test]
    fn tags_stand_below_their_parents_and_no_name_stands_twice() {
        let (all, order) = codes(&[
            ("talk", None, None),
            ("pairs", Some(0), None),
            ("tasks", None, None),
            ("Pairs", Some(2), None),
            ("pairs", None, None),
            ("chat", None, Some(0)),
            ("inner", Some(5), None),
        ]);
        assert_eq!(drawn(&all), "pairs talk(inner pairs (talk) )tasks(Pairs (tasks) )");
        assert_eq!(all.count(), 6);
        assert_eq!(all.of(order[5]), all.of(order[0]), "a tag that was merged is the one it was merged into");
    }

    #[test]
    fn a_ring_of_parents_and_a_ring_of_merged_tags_end() {
        let (all, _) = codes(&[("a", Some(1), None), ("b", Some(0), None), ("c", Some(2), None), ("d", Some(0), None)]);
        assert_eq!(drawn(&all), "a(d )b c ");
        let (all, order) = codes(&[("a", None, Some(1)), ("b", None, Some(0))]);
        assert!(all.is_empty() && all.of(order[0]).is_none());
    }

    proptest! {
        #[test]
        fn every_tag_is_a_code_once_whatever_is_above_it(
            parents in proptest::collection::vec(proptest::option::of(0_usize..12), 1..12)
        ) {
            let tags: Vec<_> = parents.iter().map(|parent| ("x", *parent, None)).collect();
            let (all, order) = codes(&tags);
            prop_assert_eq!(all.count(), order.len() as u64);
            let begun: Vec<&str> =
                all.steps.iter().filter_map(|s| if let Step::Begin(c) = s { Some(c.name.as_str()) } else { None }).collect();
            prop_assert_eq!(begun.iter().collect::<HashSet<_>>().len(), order.len());
            prop_assert_eq!(all.steps.len(), order.len() * 2);
        }
    }
}

//! One visit that two or more observers wrote down: their moments side by side, and what each says of a look-for and of the
//! tags. A conversation about what each saw; nothing here says who is right, and nothing is counted for a person.

use crate::domain::id::Uid;
use crate::domain::mark::{Detail, Mark, Way, says};
use crate::domain::marking::{Sums, Told};
use crate::domain::order::InOrder;
use crate::domain::sheet::{LookFor, Sheet};
use std::collections::{BTreeMap, HashSet};

/// Lines that begin within this time are one moment, milliseconds: two people write the same thing down at their own pace.
pub const WITHIN: i64 = 45_000;

// ── Look-fors ───────────────────────────────────────────────────────────────────────────────────────────────────────

/// What all marks of one look-for come to for one observer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Saw {
    Seen,
    NotSeen,
    /// Nothing was marked, or that nobody looked.
    NotLooked,
}

impl Saw {
    /// Seen where any mark says so; not seen where one says so and none that it was seen.
    pub fn of(marks: impl IntoIterator<Item = (Way, i64)>) -> Saw {
        let mut saw = Saw::NotLooked;
        for (way, value) in marks {
            match says(way, value) {
                Some(true) => return Saw::Seen,
                Some(false) => saw = Saw::NotSeen,
                None => {}
            }
        }
        saw
    }

    /// Whether it was seen; none where nobody looked.
    pub fn answer(self) -> Option<bool> {
        match self {
            Saw::Seen => Some(true),
            Saw::NotSeen => Some(false),
            Saw::NotLooked => None,
        }
    }
}

/// How what was said of a look-for stands side by side, what is most worth a conversation first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// One saw it, another looked for it and did not.
    Differ,
    /// All who looked saw it, and wrote down another number or word.
    Amount,
    /// Only one of them looked for it.
    OnlyOne,
    /// All who looked, at least two, say the same.
    Same,
}

/// How observers stand to each other. None where nobody looked.
pub fn standing(saws: &[Saw]) -> Option<Standing> {
    let answers: Vec<bool> = saws.iter().filter_map(|s| s.answer()).collect();
    match answers.as_slice() {
        [] => None,
        [_] => Some(Standing::OnlyOne),
        [first, rest @ ..] if rest.iter().all(|a| a == first) => Some(Standing::Same),
        _ => Some(Standing::Differ),
    }
}

/// What one observer wrote down, as far as look-fors go.
#[derive(Debug, Clone, Copy)]
pub struct Record<'a> {
    pub marks: &'a [Mark],
    pub sheet: Option<&'a Sheet>,
    /// Milliseconds in the room, if that is known.
    pub length: Option<i64>,
    /// The notes that are there: one that was deleted answers no prompt.
    pub notes: &'a HashSet<Uid>,
}

/// What one observer says of a look-for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Side {
    pub saw: Saw,
    /// In words: "seen, 3:10", "5 times", "not looked for".
    pub words: String,
    /// The first mark, where there is one.
    pub mark: Option<Uid>,
}

/// A look-for with what each says of it, in the order of the records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    pub look_for: String,
    pub label: String,
    pub standing: Standing,
    pub sides: Vec<Side>,
}

/// Every look-for that anybody looked for, those that differ first, otherwise in the order of the sheets.
pub fn look_fors(records: &[Record]) -> Vec<Said> {
    let sums: Vec<Sums> = records.iter().map(|r| Sums::of(r.marks)).collect();
    let mut all: Vec<Said> = known(records).iter().filter_map(|l| said(records, &sums, l)).collect();
    all.order_by_key(|said| said.standing);
    all
}

/// The look-fors of all sheets, then those that only marks know of.
fn known(records: &[Record]) -> Vec<LookFor> {
    let mut known: Vec<LookFor> = Vec::new();
    let on_sheets = records.iter().filter_map(|r| r.sheet).flat_map(|s| s.look_fors.iter().cloned());
    let marked = records.iter().flat_map(|r| r.marks.iter().map(|m| LookFor::unknown(&m.look_for, m.way)));
    let mut seen = HashSet::new();
    known.extend(on_sheets.chain(marked).filter(|l| seen.insert(l.id.clone())));
    known
}

fn said(records: &[Record], sums: &[Sums], look_for: &LookFor) -> Option<Said> {
    let sides: Vec<Side> = records.iter().zip(sums).map(|(record, sums)| side(record, sums, look_for)).collect();
    let saws: Vec<Saw> = sides.iter().map(|s| s.saw).collect();
    let mut standing = standing(&saws)?;
    let words: HashSet<&str> = sides.iter().filter(|s| s.saw == Saw::Seen).map(|s| s.words.as_str()).collect();
    if standing == Standing::Same && look_for.way != Way::Tick && words.len() > 1 {
        standing = Standing::Amount;
    }
    Some(Said { look_for: look_for.id.clone(), label: look_for.label.clone(), standing, sides })
}

fn side(record: &Record, sums: &Sums, look_for: &LookFor) -> Side {
    let there = |note: Uid| record.notes.contains(&note);
    let own = |m: &&Mark| m.look_for == look_for.id && !matches!(&m.detail, Detail::Note(note) if !there(*note));
    let marks: Vec<&Mark> = record.marks.iter().filter(own).collect();
    let saw = Saw::of(marks.iter().map(|m| (m.way, m.value.unwrap_or(0))));
    let told = Told { sums, length: record.length, there: &there };
    let words = told.result(look_for).filter(|words| !words.is_empty()).unwrap_or_else(|| {
        let missing = record.sheet.is_some_and(|s| s.look_for(&look_for.id).is_none());
        if missing { "not on this sheet".into() } else { "nothing marked".into() }
    });
    Side { saw, words, mark: marks.first().map(|m| m.uid) }
}

// ── Tags ────────────────────────────────────────────────────────────────────────────────────────────────────────────

/// A tag with who gave it, in the order of the records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagSaid {
    pub tag: Uid,
    pub name: String,
    pub by: Vec<bool>,
}

/// The tags of a visit that only some gave, then those that all gave, each by name. Empty unless every observer has tagged
/// something: whose notes were not gone through yet has not left a tag out.
pub fn tags(records: &[Vec<(Uid, String)>]) -> Vec<TagSaid> {
    if records.len() < 2 || records.iter().any(Vec::is_empty) {
        return Vec::new();
    }
    let mut by_name: BTreeMap<(&str, Uid), Vec<bool>> = BTreeMap::new();
    for (place, (tag, name)) in records.iter().enumerate().flat_map(|(i, tags)| tags.iter().map(move |t| (i, t))) {
        let by = by_name.entry((name, *tag)).or_insert_with(|| vec![false; records.len()]);
        if let Some(slot) = by.get_mut(place) {
            *slot = true;
        }
    }
    let mut all: Vec<TagSaid> =
        by_name.into_iter().map(|((name, tag), by)| TagSaid { tag, name: name.to_string(), by }).collect();
    all.order_by_key(|t| t.by.iter().all(|by| *by));
    all
}

// ── Moments ─────────────────────────────────────────────────────────────────────────────────────────────────────────

/// A line of one observer, as far as its time goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Item {
    /// Milliseconds since the first of them entered; none where nobody knows.
    pub at_ms: Option<i64>,
    /// Written after leaving.
    pub after: bool,
}

/// What was written down in the same minute or so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment {
    /// When its first line was written; none where no minute is known.
    pub from: Option<i64>,
    pub after: bool,
    /// For each observer the places of their lines, in order.
    pub sides: Vec<Vec<usize>>,
}

/// Lines of all observers put side by side: a moment lasts `WITHIN` from its first line. Lines without a minute come
/// after those with one, then what was written after leaving; those stand by themselves, since nobody knows which belong
/// together.
pub fn moments(sides: &[Vec<Item>]) -> Vec<Moment> {
    let mut all: Vec<(u8, Option<i64>, usize, usize)> = Vec::new();
    for (side, items) in sides.iter().enumerate() {
        all.extend(items.iter().enumerate().map(|(place, item)| {
            let phase = if item.after { 2 } else { u8::from(item.at_ms.is_none()) };
            (phase, item.at_ms, side, place)
        }));
    }
    all.order();
    let mut moments: Vec<Moment> = Vec::new();
    for (phase, at, side, place) in all {
        let joins = |m: &&mut Moment| match (phase, m.from, at) {
            (0, Some(from), Some(at)) => !m.after && at.saturating_sub(from) <= WITHIN,
            _ => false,
        };
        if let Some(lines) = moments.last_mut().filter(joins).and_then(|m| m.sides.get_mut(side)) {
            lines.push(place);
            continue;
        }
        let mut lines = vec![Vec::new(); sides.len()];
        if let Some(own) = lines.get_mut(side) {
            own.push(place);
        }
        moments.push(Moment { from: at.filter(|_| phase == 0), after: phase == 2, sides: lines });
    }
    moments
}

#[cfg(test)]
mod tests;

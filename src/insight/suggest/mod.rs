//! Suggestions: patterns the program proposes, each with its reason, its numbers and the visits it rests on.

mod blind;
mod change;
mod compare;
mod contrast;
mod exception;
mod often;
mod rank;
mod ready;
mod rest;
pub mod same_thing;
#[cfg(test)]
mod tests;
mod together;
mod twice;
mod wording;

pub use often::{OFTEN_LOOK_FOR, OFTEN_TAG, SELDOM, often};
pub use rest::{rests, warnings};

use super::facts::{Facts, SignId};
use crate::domain::id::Uid;
use serde::{Deserialize, Serialize};

/// What made the program propose something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sort {
    /// A tag or look-for in many visits.
    Repeats,
    /// Looked for in many visits, seen in few.
    Missing,
    /// Another share in this period than in the one before.
    Change,
    /// Another share in one part of the school, or of the day, than in the rest.
    Contrast,
    /// Two tags in the same visits more often than chance.
    Together,
    /// Notes that say the same in different words.
    SameThing,
    /// Visits that show the opposite of a pattern.
    Exception,
    /// Where nobody looked, or on how little a pattern rests.
    BlindSpot,
}

impl Sort {
    pub const ALL: [Sort; 8] = [
        Sort::Repeats,
        Sort::Missing,
        Sort::Change,
        Sort::Contrast,
        Sort::Together,
        Sort::SameThing,
        Sort::Exception,
        Sort::BlindSpot,
    ];

    /// The word lists show.
    pub fn word(self) -> &'static str {
        match self {
            Sort::Repeats => "repeats",
            Sort::Missing => "missing",
            Sort::Change => "change",
            Sort::Contrast => "contrast",
            Sort::Together => "together",
            Sort::SameThing => "same thing",
            Sort::Exception => "exception",
            Sort::BlindSpot => "blind spot",
        }
    }
}

/// A share with its denominator: `k` of `n` visits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Share {
    pub k: u32,
    pub n: u32,
}

/// On what a suggestion or pattern rests. Who they are is not in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Rests {
    pub visits: u32,
    /// Different teachers; unknown ones count as one.
    pub teachers: u32,
    /// Visits of the one teacher with most of them.
    pub largest: u32,
    pub observers: u32,
    /// Different weeks.
    pub weeks: u32,
    /// Visits that began before 10:00, from 10:00 to before 12:30, and later; those of unknown time are in none.
    pub hours: [u32; 3],
    /// Visits in which nobody looked for it.
    pub not_looked: u32,
}

/// One part of what a suggestion rests on: a heading and the very visits, and which of their notes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ground {
    /// "seen", "looked for and not seen", "before", "grade 4" …
    pub heading: String,
    /// Numbers of visits in the file, newest first; at most `GROUNDS`.
    pub visits: Vec<i64>,
    /// How many there are in all.
    pub count: u32,
    /// Which notes and marks of these visits are meant; none: all.
    pub signs: Vec<SignKey>,
}

/// A sign as kept results name it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SignKey {
    /// A tag by the text of its id.
    Tag(String),
    LookFor(String),
    /// One note by the text of its id: meant by itself, whatever tags it has.
    Note(String),
}

/// Visits named in one ground, at most: more than anybody reads; the count tells how many there are.
pub const GROUNDS: usize = 200;

/// A pattern the program proposes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Suggestion {
    /// The same for the same finding next week, so that what was dismissed stays so: sort, signs and part of the school.
    pub key: String,
    pub sort: Sort,
    /// A few words for the list: "one-word answers".
    pub title: String,
    /// One sentence in plain words: why it is shown.
    pub reason: String,
    /// What a pattern made of it would state. To be reworded; none where it makes no pattern (a blind spot).
    pub statement: Option<String>,
    /// The share it is about, and the one it is held against where there is one (before, the rest, by chance).
    pub share: Option<Share>,
    pub against: Option<Share>,
    /// The numbers in exact words, with 95 % intervals: shown on asking.
    pub exact: Vec<String>,
    pub rests: Rests,
    /// The visits and notes it rests on; what supports it first.
    pub grounds: Vec<Ground>,
    /// The sign a pattern made of it is tied to.
    pub sign: Option<SignKey>,
    /// The pattern it is about: for exceptions, and blind spots of a pattern. Its id as text.
    pub pattern: Option<String>,
    /// For ranking: larger is more worth a leader's time. Comparable between sorts.
    pub weight: f64,
}

/// At most so many are given: far more than anybody reads.
const MOST: usize = 200;

/// All that can be proposed from these facts, seven of the eight sorts (what says the same in other words comes from the
/// meanings of notes), those most worth reading first. `today` is a day as days since 1970-01-01: visits after it are no
/// part of a period, and what was seen lately weighs more.
pub fn suggest(facts: &Facts, today: i32) -> Vec<Suggestion> {
    let ready = ready::Ready::new(facts, today);
    let mut all = often::suggest(&ready);
    all.extend(change::suggest(&ready));
    all.extend(contrast::suggest(&ready));
    all.extend(together::suggest(&ready));
    all.extend(exception::suggest(&ready));
    all.extend(blind::suggest(&ready));
    twice::drop(&ready, &mut all);
    ordered(all)
}

/// What the counts say together with what other sources say (`same_thing`), those most worth a leader's time first.
pub fn mixed(mut counted: Vec<Suggestion>, others: Vec<Suggestion>) -> Vec<Suggestion> {
    counted.extend(others);
    ordered(counted)
}

fn ordered(mut all: Vec<Suggestion>) -> Vec<Suggestion> {
    // Two grades of one name would give two findings one key.
    let mut keys = std::collections::HashSet::new();
    all.retain(|one| keys.insert(one.key.clone()));
    let order = rank::order(&all, MOST);
    let mut given: Vec<Option<Suggestion>> = all.into_iter().map(Some).collect();
    order.into_iter().filter_map(|place| given.get_mut(place)?.take()).collect()
}

/// The ways to part the school and the day that contrasts are sought in: a word for each, and its parts as keys of
/// suggestions name them, with their visits.
pub fn parts(facts: &Facts) -> Vec<(&'static str, Vec<(String, super::facts::Visits)>)> {
    let dimensions = ready::parts_of_school(facts).into_iter();
    dimensions.map(|d| (d.key, d.parts.into_iter().map(|p| (p.key, p.visits)).collect())).collect()
}

/// The first screen: so many as there is room for, mixed anew from those that are left after what was put off or
/// dismissed, and with those of other sources among them. Of no sort more than two fifths of the rows: there may be fewer
/// rows than room.
pub fn first_screen(all: &[Suggestion], room: usize) -> Vec<&Suggestion> {
    rank::first(all, room).into_iter().filter_map(|place| all.get(place)).collect()
}

impl From<&SignId> for SignKey {
    fn from(id: &SignId) -> SignKey {
        match id {
            SignId::Tag(uid) => SignKey::Tag(uid.to_text()),
            SignId::LookFor(id) => SignKey::LookFor(id.clone()),
        }
    }
}

impl SignKey {
    /// The sign it names; `None` for a note, and where the text is no id.
    pub fn id(&self) -> Option<SignId> {
        match self {
            SignKey::Tag(text) => Uid::parse(text).map(SignId::Tag),
            SignKey::LookFor(id) => Some(SignId::LookFor(id.clone())),
            SignKey::Note(_) => None,
        }
    }
}

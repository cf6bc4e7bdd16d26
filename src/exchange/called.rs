//! What things are called in one export: by their ids in a complete copy; without names by numbers, and rooms by letters,
//! that mean nothing in any other export.

use crate::domain::act::Value;
use crate::domain::id::{Uid, split_mix};
use crate::domain::schema::Kind;
use crate::domain::text::fold;
use crate::language::mask::{Masker, NameOf};
use crate::language::rules::Rules;
use crate::store::Reader;
use crate::store::api::Trouble;
use serde_json::Value as Json;
use std::collections::{HashMap, HashSet};
use std::ops::ControlFlow;

/// Kinds of which there are few: they are numbered before anything is written, so that each can refer to any other.
pub const FEW: &[Kind] = &[
    Kind::School,
    Kind::Classroom,
    Kind::Teacher,
    Kind::Observer,
    Kind::Sheet,
    Kind::Tag,
    Kind::Pattern,
    Kind::Board,
    Kind::Team,
    Kind::TalkProtocol,
    Kind::Talk,
    Kind::Voice,
    Kind::Problem,
    Kind::Trial,
];

/// Kinds whose order in the file would tell who they are.
pub fn is_shuffled(kind: Kind) -> bool {
    matches!(kind, Kind::School | Kind::Classroom | Kind::Teacher | Kind::Observer)
}

/// Memory grows with walks and visits, and with the notes that patterns rest on, but not with all notes.
#[derive(Debug, Default)]
pub struct Called {
    names: bool,
    numbers: HashMap<Uid, u64>,
    letters: Vec<String>,
    next: HashMap<Kind, u64>,
    /// Notes that patterns rest on, and the cards of boards: the only ones that something refers to.
    evidence: HashSet<Uid>,
}

impl Called {
    pub fn new(names: bool, evidence: HashSet<Uid>) -> Called {
        Called { names, evidence, ..Called::default() }
    }

    /// Numbers the things of a kind from 1, in an order that follows from `seed` alone where their own would tell.
    pub fn number_all(&mut self, kind: Kind, mut things: Vec<Uid>, seed: &mut u64) {
        if is_shuffled(kind) && !self.names {
            shuffle(&mut things, seed);
        }
        for uid in things {
            self.number(kind, uid);
        }
    }

    /// Letters for the rooms, without those that are on a door of this school: "Room A" must not be taken for the real one.
    pub fn letter_rooms<'l>(&mut self, labels: impl IntoIterator<Item = &'l str>) {
        let mut taken = HashSet::new();
        for label in labels {
            let label = fold(label);
            taken.insert(format!("room {label}"));
            taken.insert(label);
        }
        let rooms = self.next.get(&Kind::Classroom).copied().unwrap_or_default();
        let free = (0_u64..).map(|n| format!("Room {}", letters(n))).filter(|l| !taken.contains(&fold(l)));
        self.letters = free.take(usize::try_from(rooms).unwrap_or_default()).collect();
    }

    /// Gives a thing the next number of its kind.
    pub fn number(&mut self, kind: Kind, uid: Uid) -> u64 {
        let next = self.next.entry(kind).or_default();
        *next += 1;
        if !matches!(kind, Kind::Mark | Kind::Reply) && (kind != Kind::Note || self.evidence.contains(&uid)) {
            self.numbers.insert(uid, *next);
        }
        *next
    }

    /// Whether the thing is in this export.
    pub fn has(&self, uid: Uid) -> bool {
        self.numbers.contains_key(&uid)
    }

    pub fn number_of(&self, uid: Uid) -> Option<u64> {
        self.numbers.get(&uid).copied()
    }

    /// What the thing with this number is called.
    pub fn id(&self, kind: Kind, uid: Uid, number: u64) -> Json {
        if self.names {
            return Json::from(uid.to_text());
        }
        let at = usize::try_from(number).unwrap_or_default().saturating_sub(1);
        match self.letters.get(at).filter(|_| kind == Kind::Classroom) {
            Some(room) => Json::from(room.as_str()),
            None => Json::from(number),
        }
    }

    /// What refers to a thing of a kind; `None` when it is not in this export.
    pub fn reference(&self, kind: Kind, uid: Uid) -> Option<Json> {
        match self.number_of(uid) {
            Some(number) => Some(self.id(kind, uid, number)),
            None => self.names.then(|| Json::from(uid.to_text())),
        }
    }
}

/// What everything is called in this export, and what masks the names in its texts.
///
/// # Errors
/// When the file cannot be read.
pub fn read(reader: &Reader, names: bool, mut seed: u64) -> Result<(Called, Masker), Trouble> {
    let known = super::names::known(reader)?;
    let mut evidence: HashSet<Uid> = HashSet::new();
    for kind in [Kind::Pattern, Kind::Board, Kind::Column, Kind::Talk] {
        reader.each(kind, true, true, |record| {
            for (_, value) in &record.fields {
                if let Value::Members(notes) = value {
                    evidence.extend(notes.iter().map(|(uid, _)| *uid));
                }
            }
            ControlFlow::Continue(())
        })?;
    }
    let mut called = Called::new(names, evidence);
    for kind in FEW {
        let mut things = Vec::new();
        reader.each(*kind, true, names, |record| {
            things.push(record.uid);
            ControlFlow::Continue(())
        })?;
        called.number_all(*kind, things, &mut seed);
    }
    let labels = known.iter().filter(|(of, _)| *of == NameOf::Room).map(|(_, label)| label.as_str());
    if !names {
        called.letter_rooms(labels);
    }
    let known = known.iter().map(|(of, name)| (*of, name.as_str()));
    Ok((called, if names { Masker::default() } else { Masker::for_sharing(known, &Rules::built_in()) }))
}

/// Fisher and Yates' shuffle as Durstenfeld wrote it (1964).
fn shuffle(things: &mut [Uid], seed: &mut u64) {
    for last in (1..things.len()).rev() {
        let among = u64::try_from(last + 1).unwrap_or(u64::MAX);
        let at = usize::try_from(split_mix(seed) % among).unwrap_or(last);
        things.swap(last, at);
    }
}

/// A, B, … Z, AA, AB, …
fn letters(number: u64) -> String {
    let mut text = Vec::new();
    let mut rest = number + 1;
    while rest > 0 {
        rest -= 1;
        text.push(char::from(b'A' + u8::try_from(rest % 26).unwrap_or_default()));
        rest /= 26;
    }
    text.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::id::IdSource;

    #[test]
    fn letters_go_on_after_z() {
        let all: Vec<String> = [0, 25, 26, 27, 701, 702].into_iter().map(letters).collect();
        assert_eq!(all, ["A", "Z", "AA", "AB", "ZZ", "AAA"]);
    }

    fn rooms(seed: u64, labels: &[&str]) -> Vec<Option<Json>> {
        let mut ids = IdSource::Seeded(3);
        let uids: Vec<Uid> = (0..12).map(|_| ids.next_uid()).collect();
        let mut called = Called::new(false, HashSet::new());
        called.number_all(Kind::Classroom, uids.clone(), &mut { seed });
        called.letter_rooms(labels.iter().copied());
        uids.iter().map(|uid| called.reference(Kind::Classroom, *uid)).collect()
    }

    #[test]
    fn rooms_have_other_letters_with_another_seed_and_all_have_one() {
        assert_eq!(rooms(1, &[]), rooms(1, &[]));
        assert_ne!(rooms(1, &[]), rooms(2, &[]));
        let mut all: Vec<String> = rooms(5, &[]).iter().flatten().map(ToString::to_string).collect();
        all.sort_unstable();
        all.dedup();
        assert_eq!((all.len(), all[0].as_str(), all[11].as_str()), (12, "\"Room A\"", "\"Room L\""));
    }

    #[test]
    fn a_letter_that_is_on_a_door_is_not_given() {
        let all = rooms(5, &["Room A", "room  b", "C"]);
        for taken in ["Room A", "Room B", "Room C"] {
            assert!(!all.contains(&Some(Json::from(taken))), "{taken}");
        }
        assert!(all.contains(&Some(Json::from("Room O"))));
    }

    #[test]
    fn what_is_not_in_the_export_is_not_referred_to() {
        let uid = IdSource::Seeded(1).next_uid();
        assert_eq!(Called::new(false, HashSet::new()).reference(Kind::Visit, uid), None);
        assert_eq!(Called::new(true, HashSet::new()).reference(Kind::Visit, uid), Some(Json::from(uid.to_text())));
    }
}

//! Which room of the file each class of a roster is: by the roster's own id, else by what is on the door within the school.
//! Never by a teacher's name alone. A class whose teachers are all others than before is another classroom, so that the
//! visits of the one before stay with those who were visited.

use super::operations::Writing;
use super::people::same_in_one_room;
use super::{Asks, Class, Refused, Report, Roster};
use crate::domain::act::Op;
use crate::domain::id::Uid;
use crate::domain::order::InOrder;
use crate::domain::text::fold;
use crate::store::roster::{Known, KnownName, KnownRoom};
use std::collections::{HashMap, HashSet};

/// More pairs of classes and rooms with one label than this are not compared one by one.
const PAIRS: usize = 10_000;

/// What a roster's own ids look like in the file; `LIST` marks rooms of a list without ids.
pub const ID: &str = "id:";
pub const LIST: &str = "list:";

/// Which thing of the file each thing of a roster is.
pub struct Matched<'k> {
    pub schools: Vec<Option<Uid>>,
    pub teachers: Vec<Option<Uid>>,
    /// Places in `Known::rooms`.
    pub rooms: Vec<Option<usize>>,
    /// Which rooms of the file were found, by their place.
    pub claimed: Vec<bool>,
    pub known: &'k Known,
}

/// How near the people of a class and those of a room are.
#[derive(Clone, Copy)]
enum Near {
    /// Somebody is called just the same, or nobody is named on either side.
    Names,
    /// Somebody may be the same person.
    People,
    /// Nobody is named on one of the sides.
    Open,
}

/// The operations that take a roster in, as one act's, and the report of them. No operations: all is there already.
///
/// # Errors
/// A sentence, when the roster names no school and the file has several.
pub fn plan(roster: &Roster, known: &Known) -> Result<(Vec<Op>, Report), Refused> {
    if known.schools.len() > 1 && roster.classes.iter().any(|class| class.school.is_none()) {
        let what = format!("The list names no school, and your file has {} of them", known.schools.len());
        return Err(Refused::with_advice(what, "Say which one with --school NAME.").asking(Asks::School));
    }
    let matched = Matched::find(roster, known);
    Ok(Writing::new(roster, matched).write())
}

impl<'k> Matched<'k> {
    fn find(roster: &Roster, known: &'k Known) -> Matched<'k> {
        let mut matched = Matched {
            schools: schools(roster, known),
            teachers: teachers(roster, known),
            rooms: vec![None; roster.classes.len()],
            claimed: vec![false; known.rooms.len()],
            known,
        };
        matched.by_id(roster);
        matched.by_label(roster);
        matched.people_in_their_rooms(roster);
        matched
    }

    /// The school of a class in the file. Without a school in the roster it is none, or the only one there is.
    fn school_of(&self, class: &Class) -> Option<Uid> {
        match class.school {
            Some(at) => self.schools.get(at).copied().flatten(),
            None => only_school(self.known),
        }
    }

    fn by_id(&mut self, roster: &Roster) {
        let mut by_source: HashMap<&str, Vec<usize>> = HashMap::new();
        for (at, room) in self.known.rooms.iter().enumerate() {
            if let Some(source) = room.source.as_deref() {
                by_source.entry(source).or_default().push(at);
            }
        }
        for (number, class) in roster.classes.iter().enumerate() {
            let Some(id) = &class.id else { continue };
            let found = by_source.get(format!("{ID}{id}").as_str()).and_then(|candidates| {
                let fits = |at: &&usize| {
                    self.known
                        .rooms
                        .get(**at)
                        .is_some_and(|room| room.school == self.school_of(class) && self.may_be(roster, class, room))
                };
                let free = || candidates.iter().filter(|at| self.claimed.get(**at) == Some(&false)).filter(fits);
                free()
                    .find(|at| self.known.rooms.get(**at).is_some_and(|r| !r.retired))
                    .or_else(|| free().next())
                    .copied()
            });
            self.claim(number, found);
        }
    }

    fn claim(&mut self, class: usize, room: Option<usize>) {
        if let (Some(slot), Some(room)) = (self.rooms.get_mut(class), room) {
            *slot = Some(room);
            if let Some(claimed) = self.claimed.get_mut(room) {
                *claimed = true;
            }
        }
    }

    /// Whether a class has a teacher of the room; `None` when nobody is named on one of the sides.
    fn shares_teacher(&self, roster: &Roster, class: &Class, room: &KnownRoom) -> Option<bool> {
        if class.teachers.is_empty() || room.teachers.is_empty() {
            return None;
        }
        let same = |known: &str, named: &str| called_alike(known, named) || same_in_one_room(known, named);
        Some(class.teachers.iter().any(|at| !self.people_called(roster, *at, room, same).is_empty()))
    }

    fn may_be(&self, roster: &Roster, class: &Class, room: &KnownRoom) -> bool {
        self.shares_teacher(roster, class, room).unwrap_or(true)
    }

    /// Who of a room's teachers this teacher of the roster is: by the roster's own id, or all whose names are the same.
    fn people_called(
        &self,
        roster: &Roster,
        teacher: usize,
        room: &KnownRoom,
        same: impl Fn(&str, &str) -> bool,
    ) -> Vec<Uid> {
        if let Some(uid) = self.teachers.get(teacher).copied().flatten() {
            return room.teachers.iter().copied().filter(|known| *known == uid).collect();
        }
        let Some(person) = roster.teachers.get(teacher) else { return Vec::new() };
        let fits = |uid: &Uid| {
            self.known.teachers.get(uid).is_some_and(|known| {
                // Somebody with an id of a roster is known by that, not by the name.
                (known.source.is_none() || person.id.is_none()) && same(&known.name, &person.name)
            })
        };
        room.teachers.iter().copied().filter(fits).collect()
    }

    /// Whether a class has a teacher of the room who is called just so.
    fn shares_name(&self, roster: &Roster, class: &Class, room: &KnownRoom) -> bool {
        class.teachers.iter().any(|at| !self.people_called(roster, *at, room, called_alike).is_empty())
    }

    /// Rooms typed by hand, and those of earlier lists, by what is on the door.
    fn by_label(&mut self, roster: &Roster) {
        let mut rooms: HashMap<(Option<Uid>, String), Vec<usize>> = HashMap::new();
        let one_school = roster.schools.len() <= 1;
        let here = roster.classes.first().and_then(|class| self.school_of(class));
        for (at, room) in self.known.rooms.iter().enumerate() {
            let listed = room.source.as_deref().is_some_and(|s| s.starts_with(LIST));
            if self.claimed.get(at) == Some(&false) && (room.source.is_none() || listed) {
                // A room typed without a school is in this one, when there is no other it could be in.
                let school = if room.school.is_none() && one_school { here } else { room.school };
                rooms.entry((school, fold(&room.label))).or_default().push(at);
            }
        }
        let mut classes: HashMap<(Option<Uid>, String), Vec<usize>> = HashMap::new();
        for (number, class) in roster.classes.iter().enumerate() {
            if self.rooms.get(number) == Some(&None) {
                classes.entry((self.school_of(class), fold(&class.label))).or_default().push(number);
            }
        }
        let mut keys: Vec<_> = classes.keys().filter(|key| rooms.contains_key(key)).cloned().collect();
        keys.order();
        for key in keys {
            let (Some(classes), Some(rooms)) = (classes.get(&key), rooms.get(&key)) else { continue };
            self.one_door(roster, classes, rooms);
        }
    }

    /// The classes and the rooms behind one door, the surest pairs first.
    fn one_door(&mut self, roster: &Roster, classes: &[usize], rooms: &[usize]) {
        self.alike(roster, classes, rooms);
        let classes: Vec<usize> = classes.iter().copied().filter(|c| self.rooms.get(*c) == Some(&None)).collect();
        let rooms: Vec<usize> = rooms.iter().copied().filter(|r| self.claimed.get(*r) == Some(&false)).collect();
        if classes.len().saturating_mul(rooms.len()) > PAIRS {
            return;
        }
        for same_period in [true, false] {
            let mut pairs = Vec::new();
            for class in &classes {
                let fits = |room: &&usize| self.fits(roster, *class, **room, same_period);
                pairs.extend(rooms.iter().filter(fits).map(|room| (*class, *room)));
            }
            let (mut of_class, mut of_room) = (HashMap::new(), HashMap::new());
            for (class, room) in &pairs {
                *of_class.entry(*class).or_insert(0) += 1;
                *of_room.entry(*room).or_insert(0) += 1;
            }
            let sure = pairs.into_iter().filter(|(c, r)| of_class.get(c) == Some(&1) && of_room.get(r) == Some(&1));
            for (class, room) in sure {
                self.claim(class, Some(room));
            }
        }
    }

    /// Pairs that agree in grade, subject and period as well.
    fn alike(&mut self, roster: &Roster, classes: &[usize], rooms: &[usize]) {
        let facts = |grade: &str, subject: &str, period: &str| (fold(grade), fold(subject), fold(period));
        let mut by_facts: HashMap<_, Vec<usize>> = HashMap::new();
        for at in rooms {
            if let Some(room) = self.known.rooms.get(*at) {
                by_facts.entry(facts(&room.grade, &room.subject, &room.period)).or_default().push(*at);
            }
        }
        // Those of the same people first, by the same names before others that may be theirs: a class without a teacher may
        // be any room, also one that is surely another's.
        for near in [Near::Names, Near::People, Near::Open] {
            let open: Vec<usize> = classes.iter().copied().filter(|c| self.rooms.get(*c) == Some(&None)).collect();
            for number in open {
                let Some(class) = roster.classes.get(number) else { continue };
                let Some(candidates) = by_facts.get(&facts(&class.grade, &class.subject, &class.period)) else {
                    continue;
                };
                let room = |at: usize| self.known.rooms.get(at);
                let may_be = |room: &KnownRoom| {
                    let nobody = class.teachers.is_empty() && room.teachers.is_empty();
                    match near {
                        Near::Names => nobody || self.shares_name(roster, class, room),
                        Near::People => self.shares_teacher(roster, class, room) == Some(true),
                        Near::Open => self.may_be(roster, class, room),
                    }
                };
                let fits = |at: &&usize| self.claimed.get(**at) == Some(&false) && room(**at).is_some_and(may_be);
                let free = || candidates.iter().take(1_000).filter(fits);
                let found = free().find(|at| room(**at).is_some_and(|r| !r.retired)).or_else(|| free().next()).copied();
                self.claim(number, found);
            }
        }
    }

    /// Whether a class may be a room in use of which less is known, or something else.
    fn fits(&self, roster: &Roster, class: usize, room: usize, same_period: bool) -> bool {
        let free = self.rooms.get(class) == Some(&None) && self.claimed.get(room) == Some(&false);
        let (Some(class), Some(room)) = (roster.classes.get(class), self.known.rooms.get(room)) else { return false };
        if !free || room.retired {
            return false;
        }
        let shared = self.shares_teacher(roster, class, room);
        if same_period {
            let open = class.period.is_empty() || room.period.is_empty();
            shared.unwrap_or(true) && (open || fold(&class.period) == fold(&room.period))
        } else {
            shared == Some(true)
        }
    }

    /// Teachers who are known from the very room a class turned out to be: first those who are called just so.
    fn people_in_their_rooms(&mut self, roster: &Roster) {
        let mut taken: HashSet<Uid> = self.teachers.iter().flatten().copied().collect();
        let passes: [fn(&str, &str) -> bool; 2] = [called_alike, same_in_one_room];
        for same in passes {
            for (number, class) in roster.classes.iter().enumerate() {
                let room = self.rooms.get(number).copied().flatten().and_then(|at| self.known.rooms.get(at));
                let Some(room) = room else { continue };
                for at in &class.teachers {
                    let found =
                        self.people_called(roster, *at, room, same).into_iter().find(|uid| !taken.contains(uid));
                    let open = self.teachers.get_mut(*at).filter(|slot| slot.is_none());
                    if let (Some(slot), Some(found)) = (open, found) {
                        *slot = Some(found);
                        taken.insert(found);
                    }
                }
            }
        }
    }
}

/// Whether two names are the same, however they are written large or small.
fn called_alike(one: &str, other: &str) -> bool {
    fold(one) == fold(other)
}

/// The school of rooms for which none is named: the one in the file, if it is the only one.
pub fn only_school(known: &Known) -> Option<Uid> {
    let mut all = known.schools.keys();
    all.next().filter(|_| all.next().is_none()).copied()
}

fn schools(roster: &Roster, known: &Known) -> Vec<Option<Uid>> {
    let by_source = by_source(&known.schools);
    let mut by_name: HashMap<String, Vec<Uid>> = HashMap::new();
    for (uid, school) in &known.schools {
        by_name.entry(fold(&school.name)).or_default().push(*uid);
    }
    by_name.values_mut().for_each(|uids| uids.order());
    let mut taken: HashSet<Uid> = HashSet::new();
    let find = |school: &super::School| {
        let source = school.id.as_ref().map(|id| format!("{ID}{id}"));
        if let Some(uid) = source.as_ref().and_then(|s| found_by(&by_source, known, &known.schools, s)) {
            return Some(uid);
        }
        let open = |uid: &&Uid| source.is_none() || known.schools.get(uid).is_some_and(|s| s.source.is_none());
        let mut alike = by_name.get(&fold(&school.name)).into_iter().flatten().filter(open);
        alike.find(|uid| taken.insert(**uid)).copied()
    };
    roster.schools.iter().map(find).collect()
}

fn teachers(roster: &Roster, known: &Known) -> Vec<Option<Uid>> {
    let by_source = by_source(&known.teachers);
    let find =
        |person: &super::Person| found_by(&by_source, known, &known.teachers, &format!("{ID}{}", person.id.as_ref()?));
    roster.teachers.iter().map(find).collect()
}

type Things = HashMap<Uid, KnownName>;

fn by_source(things: &Things) -> HashMap<&str, Uid> {
    things.iter().filter_map(|(uid, thing)| Some((thing.source.as_deref()?, *uid))).collect()
}

/// The thing with this source, or the one that such a thing was merged into.
fn found_by(by_source: &HashMap<&str, Uid>, known: &Known, things: &Things, source: &str) -> Option<Uid> {
    let merged = || known.aliases.get(source).copied().filter(|uid| things.contains_key(uid));
    by_source.get(source).copied().or_else(merged)
}

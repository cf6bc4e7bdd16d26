//! Visits as facts: those that took place, with where, when and who; visits that are the same folded into one.

use super::things::{Things, person};
use crate::insight::facts::{Facts, VisitFact};
use crate::store::ask::rows::VISIT_COUNTS;
use crate::store::trouble::Res;
use rusqlite::{Connection, params_from_iter};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

const DAY: i64 = 86_400_000;

/// Which visits to read: all, or those of these numbers.
pub type Only<'a> = Option<&'a HashSet<i64>>;

/// A visit with its room (0: none).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    pub fact: VisitFact,
    pub room: i64,
}

/// For every visit that is another one's second: the visit it is the same as, through any chain.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Folds(BTreeMap<i64, i64>);

impl Folds {
    pub fn read(c: &Connection) -> Res<Folds> {
        let mut statement =
            c.prepare_cached("SELECT id, same_as FROM visit WHERE same_as IS NOT NULL AND deleted IS NOT 1")?;
        let same: HashMap<i64, i64> =
            statement.query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?.collect::<Result<_, _>>()?;
        let root = |mut id: i64| {
            for _ in 0..32 {
                match same.get(&id) {
                    Some(next) if *next != id => id = *next,
                    _ => break,
                }
            }
            id
        };
        Ok(Folds(same.keys().map(|id| (*id, root(*id))).filter(|(id, root)| id != root).collect()))
    }

    /// The visit under which a visit counts, whether or not that one took place.
    pub fn root(&self, visit: i64) -> i64 {
        self.0.get(&visit).copied().unwrap_or(visit)
    }

    /// Visits that are grouped otherwise than before, with all they are grouped with then and now.
    pub fn changed(&self, before: &Folds) -> HashSet<i64> {
        let ids = self.0.keys().chain(before.0.keys()).filter(|id| self.0.get(id) != before.0.get(id));
        ids.flat_map(|id| [*id, self.root(*id), before.root(*id)]).collect()
    }

    /// Adds to visits those that count together with them.
    pub fn complete(&self, visits: &mut HashSet<i64>) {
        let roots: HashSet<i64> = visits.iter().map(|id| self.root(*id)).collect();
        visits.extend(self.0.iter().filter(|(_, root)| roots.contains(root)).map(|(id, _)| *id));
        visits.extend(roots);
    }
}

/// A list as SQL takes it, where there is one.
pub fn listed(only: Only) -> Option<String> {
    only.map(|ids| format!("[{}]", ids.iter().map(i64::to_string).collect::<Vec<_>>().join(",")))
}

/// The condition on a column that goes with `listed`.
pub fn among(column: &str, only: Only) -> String {
    if only.is_some() { format!("{column} IN (SELECT value FROM json_each(?1))") } else { "1".into() }
}

/// Texts that visits share, each kept once.
#[derive(Debug)]
struct Shared<'a> {
    texts: &'a mut Vec<String>,
    places: HashMap<String, u16>,
}

impl<'a> Shared<'a> {
    fn new(texts: &'a mut Vec<String>) -> Shared<'a> {
        let places = texts.iter().cloned().zip(0..).collect();
        Shared { texts, places }
    }

    fn place(&mut self, text: &str) -> Option<u16> {
        let text = text.trim();
        if text.is_empty() {
            return None;
        }
        if let Some(place) = self.places.get(text) {
            return Some(*place);
        }
        let place = u16::try_from(self.texts.len()).ok()?;
        self.texts.push(text.to_string());
        self.places.insert(text.to_string(), place);
        Some(place)
    }
}

/// The texts of `Facts` while visits are read.
pub struct Texts<'a> {
    grades: Shared<'a>,
    subjects: Shared<'a>,
    periods: Shared<'a>,
}

impl<'a> Texts<'a> {
    pub fn of(facts: &'a mut Facts) -> Texts<'a> {
        Texts {
            grades: Shared::new(&mut facts.grades),
            subjects: Shared::new(&mut facts.subjects),
            periods: Shared::new(&mut facts.periods),
        }
    }

    /// The places of a room's or visit's grade, subject and period.
    pub fn places(&mut self, grade: &str, subject: &str, period: &str) -> [Option<u16>; 3] {
        [self.grades.place(grade), self.subjects.place(subject), self.periods.place(period)]
    }
}

/// The visits that took place, those that are the same as one, and for each of their numbers which of them it is.
pub struct Read {
    pub visits: Vec<Placed>,
    pub places: HashMap<i64, usize>,
}

/// Reads visits. With `only`, visits that count together must all be in it. `offset`: seconds east of UTC.
pub fn read(c: &Connection, things: &Things, folds: &Folds, texts: &mut Texts, offset: i32, only: Only) -> Res<Read> {
    let observers = Observers::read(c, things, only)?;
    let mut statement = c.prepare_cached(&format!(
        "SELECT v.id, w.day, v.started, COALESCE(v.origin, 0), v.period, v.classroom, v.walk
         FROM visit v LEFT JOIN walk w ON w.id = v.walk WHERE {VISIT_COUNTS} AND {} ORDER BY v.id",
        among("v.id", only)
    ))?;
    let mut found = Read { visits: Vec::new(), places: HashMap::new() };
    let mut first: HashMap<i64, usize> = HashMap::new();
    let none = super::things::Room::default();
    let mut rows = statement.query(params_from_iter(listed(only)))?;
    while let Some(r) = rows.next()? {
        let (id, day, started): (i64, Option<i64>, Option<i64>) = (r.get(0)?, r.get(1)?, r.get(2)?);
        let (live, period): (bool, Option<String>) = (r.get::<_, i64>(3)? == 0, r.get(4)?);
        let room_id = r.get::<_, Option<i64>>(5)?.map_or(0, |room| things.room_merges.resolve(room));
        let room = things.rooms.get(&room_id).unwrap_or(&none);
        let period = period.filter(|p| !p.trim().is_empty());
        let [grade, subject, period] =
            texts.places(&room.grade, &room.subject, period.as_deref().unwrap_or(&room.period));
        let local = started.map(|at| at.saturating_add(i64::from(offset) * 1_000));
        let fact = VisitFact {
            id,
            day: day.or(local.map(|at| at.div_euclid(DAY))).and_then(|day| i32::try_from(day).ok()),
            minute: local.filter(|_| live).and_then(|at| u16::try_from(at.rem_euclid(DAY) / 60_000).ok()),
            grade,
            subject,
            period,
            teachers: room.teachers.clone(),
            observers: observers.of(id, r.get(6)?),
            tagged: false,
        };
        let place = *first.entry(folds.root(id)).or_insert(found.visits.len());
        found.places.insert(id, place);
        match found.visits.get_mut(place) {
            Some(same) => fold(same, Placed { fact, room: room_id }, folds),
            None => found.visits.push(Placed { fact, room: room_id }),
        }
    }
    Ok(found)
}

/// Makes one visit of two. What is known of the one that both are the same as stands before what the other says.
fn fold(first: &mut Placed, second: Placed, folds: &Folds) {
    let mut second = second;
    if folds.root(second.fact.id) == second.fact.id {
        std::mem::swap(first, &mut second);
    }
    let (into, from) = (&mut first.fact, second.fact);
    into.day = into.day.or(from.day);
    into.minute = into.minute.or(from.minute);
    into.grade = into.grade.or(from.grade);
    into.subject = into.subject.or(from.subject);
    into.period = into.period.or(from.period);
    into.teachers = both(&into.teachers, &from.teachers);
    into.observers = both(&into.observers, &from.observers);
    if first.room == 0 {
        first.room = second.room;
    }
}

fn both(one: &[u32], other: &[u32]) -> Arc<[u32]> {
    let mut all: Vec<u32> = one.iter().chain(other).copied().collect();
    all.sort_unstable();
    all.dedup();
    all.into()
}

/// Who observed: those named for a visit, else those of its walk.
struct Observers {
    visits: HashMap<i64, Arc<[u32]>>,
    walks: HashMap<i64, Arc<[u32]>>,
}

impl Observers {
    fn read(c: &Connection, things: &Things, only: Only) -> Res<Observers> {
        // Most visits have the same few observers: each such group is kept once.
        let mut known: HashSet<Arc<[u32]>> = HashSet::new();
        let mut groups = |sql: &str| -> Res<HashMap<i64, Arc<[u32]>>> {
            let mut found: HashMap<i64, Arc<[u32]>> = HashMap::new();
            let mut statement = c.prepare_cached(sql)?;
            let mut rows = statement.query(params_from_iter(listed(only)))?;
            while let Some(r) = rows.next()? {
                let observer = [person(things.observer_merges.resolve(r.get(1)?))];
                let group = found.entry(r.get(0)?).or_default();
                *group = both(group, &observer);
                match known.get(group) {
                    Some(same) => *group = Arc::clone(same),
                    None => drop(known.insert(Arc::clone(group))),
                }
            }
            Ok(found)
        };
        let visits = format!("SELECT visit, observer FROM visit_observer WHERE {}", among("visit", only));
        let walks = if only.is_some() {
            "SELECT o.walk, o.observer FROM walk_observer o
             WHERE o.walk IN (SELECT v.walk FROM json_each(?1) j JOIN visit v ON v.id = j.value)"
        } else {
            "SELECT walk, observer FROM walk_observer"
        };
        Ok(Observers { visits: groups(&visits)?, walks: groups(walks)? })
    }

    fn of(&self, visit: i64, walk: Option<i64>) -> Arc<[u32]> {
        let of_walk = || walk.and_then(|walk| self.walks.get(&walk));
        self.visits.get(&visit).or_else(of_walk).cloned().unwrap_or_default()
    }
}

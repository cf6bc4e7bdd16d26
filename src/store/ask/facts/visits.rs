//! Visits as facts: those that took place, with where, when and who; visits that are the same folded into one.

use super::places::Places;
use super::things::{Things, person};
use crate::insight::facts::{Facts, VisitColumns, VisitFact};
use crate::store::ask::rows::VISIT_COUNTS;
use crate::store::trouble::Res;
use rusqlite::{Connection, Rows, params_from_iter};
use std::collections::{BTreeMap, HashMap, HashSet};

const DAY: i64 = 86_400_000;

/// Which visits to read: all, or those of these numbers.
pub type Only<'a> = Option<&'a HashSet<i64>>;

/// For every visit that is another one's second: the visit it is the same as, through any chain; and for that one itself.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Folds(BTreeMap<i64, i64>);

impl Folds {
    pub fn read(c: &Connection) -> Res<Folds> {
        let mut statement =
            c.prepare_cached("SELECT id, same_as FROM visit WHERE same_as IS NOT NULL AND deleted IS NOT 1")?;
        let same: HashMap<i64, i64> =
            statement.query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?.collect::<Result<_, _>>()?;
        // Merged files can say in a ring that visits are the same: then the one of the lowest number stands for all.
        let root = |id: i64| {
            let mut chain = vec![id];
            while let Some(next) = chain.last().and_then(|last| same.get(last)) {
                if let Some(at) = chain.iter().position(|met| met == next) {
                    return chain.iter().skip(at).copied().min().unwrap_or(id);
                }
                chain.push(*next);
            }
            chain.last().copied().unwrap_or(id)
        };
        let pairs = same.keys().map(|id| (*id, root(*id))).filter(|(id, root)| id != root);
        Ok(Folds(pairs.flat_map(|(id, root)| [(id, root), (root, root)]).collect()))
    }

    /// The visit under which a visit counts, whether or not that one took place.
    pub fn root(&self, visit: i64) -> i64 {
        self.0.get(&visit).copied().unwrap_or(visit)
    }

    /// The visit under which a visit counts together with others, where there may be others.
    fn joined(&self, visit: i64) -> Option<i64> {
        self.0.get(&visit).copied()
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
#[derive(Default)]
pub struct Read {
    pub visits: VisitColumns,
    /// The room of each visit, 0 where there is none.
    pub rooms: Vec<u32>,
    pub places: Places,
}

/// Reads visits. With `only`, visits that count together must all be in it. `offset`: seconds east of UTC.
pub fn read(c: &Connection, things: &Things, folds: &Folds, texts: &mut Texts, offset: i32, only: Only) -> Res<Read> {
    let mut of_visits = c.prepare_cached(&format!(
        "SELECT visit, observer FROM visit_observer WHERE {} ORDER BY visit, observer",
        among("visit", only)
    ))?;
    let mut observers = Observers {
        c,
        things,
        rows: of_visits.query(params_from_iter(listed(only)))?,
        next: None,
        begun: false,
        of_walk: (None, Vec::new()),
    };
    let mut statement = c.prepare_cached(&format!(
        "SELECT v.id, w.day, v.started, COALESCE(v.origin, 0), v.period, v.classroom, v.walk
         FROM visit v LEFT JOIN walk w ON w.id = v.walk WHERE {VISIT_COUNTS} AND {} ORDER BY v.id",
        among("v.id", only)
    ))?;
    let mut found = Read::default();
    // Of the visits that count together with others, the place of the first.
    let mut first: HashMap<i64, usize> = HashMap::new();
    let none = super::things::Room::default();
    let mut rows = statement.query(params_from_iter(listed(only)))?;
    while let Some(r) = rows.next()? {
        let (id, day, started): (i64, Option<i64>, Option<i64>) = (r.get(0)?, r.get(1)?, r.get(2)?);
        let (live, period) = (r.get::<_, i64>(3)? == 0, r.get_ref(4)?.as_str_or_null().ok().flatten());
        let room_id = r.get::<_, Option<i64>>(5)?.map_or(0, |room| things.room_merges.resolve(room));
        let room = things.rooms.get(&room_id).unwrap_or(&none);
        let period = period.filter(|p| !p.trim().is_empty());
        let [grade, subject, period] = texts.places(&room.grade, &room.subject, period.unwrap_or(&room.period));
        let local = started.map(|at| at.saturating_add(i64::from(offset) * 1_000));
        let people = observers.of(id, r.get(6)?)?;
        let fact = VisitFact {
            id,
            day: day.or(local.map(|at| at.div_euclid(DAY))).and_then(|day| i32::try_from(day).ok()),
            minute: local.filter(|_| live).and_then(|at| u16::try_from(at.rem_euclid(DAY) / 60_000).ok()),
            grade,
            subject,
            period,
            teachers: &room.teachers,
            observers: &people,
            tagged: false,
        };
        let room = person(room_id);
        let next = found.visits.len();
        let place = folds.joined(id).map_or(next, |root| *first.entry(root).or_insert(next));
        found.places.push(id, place);
        if place < next {
            fold(&mut found, place, (&fact, room), folds);
        } else {
            found.visits.push(&fact);
            found.rooms.push(room);
        }
    }
    Ok(found)
}

/// Makes one visit of two. What is known of the one that both are the same as stands before what the other says.
fn fold(found: &mut Read, place: usize, (other, other_room): (&VisitFact<'_>, u32), folds: &Folds) {
    let (Some(one), Some(room)) = (found.visits.get(place), found.rooms.get(place).copied()) else { return };
    let ((into, room), (from, from_room)) = match folds.root(other.id) == other.id {
        true => ((*other, other_room), (one, room)),
        false => ((one, room), (*other, other_room)),
    };
    let (teachers, observers) = (both(into.teachers, from.teachers), both(into.observers, from.observers));
    let (id, tagged) = (into.id, into.tagged);
    let (day, minute) = (into.day.or(from.day), into.minute.or(from.minute));
    let (grade, subject, period) =
        (into.grade.or(from.grade), into.subject.or(from.subject), into.period.or(from.period));
    let now = VisitFact { id, day, minute, grade, subject, period, teachers: &teachers, observers: &observers, tagged };
    found.visits.set(place, &now);
    if let Some(slot) = found.rooms.get_mut(place) {
        *slot = if room == 0 { from_room } else { room };
    }
}

fn both(one: &[u32], other: &[u32]) -> Vec<u32> {
    let mut all: Vec<u32> = one.iter().chain(other).copied().collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// Who observed: those named for a visit, else those of its walk. Visits are asked for in the order of their numbers,
/// and so are read beside them.
struct Observers<'s> {
    c: &'s Connection,
    things: &'s Things,
    rows: Rows<'s>,
    /// The next visit of the rows, and one of its observers.
    next: Option<(i64, i64)>,
    begun: bool,
    /// The walk asked for last, and its observers: visits of one walk mostly come together.
    of_walk: (Option<i64>, Vec<u32>),
}

impl Observers<'_> {
    fn step(&mut self) -> Res<()> {
        self.begun = true;
        self.next = match self.rows.next()? {
            Some(row) => Some((row.get(0)?, row.get(1)?)),
            None => None,
        };
        Ok(())
    }

    fn person(&self, observer: i64) -> u32 {
        person(self.things.observer_merges.resolve(observer))
    }

    fn of(&mut self, visit: i64, walk: Option<i64>) -> Res<Vec<u32>> {
        if !self.begun {
            self.step()?;
        }
        while self.next.is_some_and(|(of, _)| of < visit) {
            self.step()?;
        }
        let mut found = Vec::new();
        while let Some((_, observer)) = self.next.filter(|(of, _)| *of == visit) {
            found.push(self.person(observer));
            self.step()?;
        }
        match walk {
            Some(_) if found.is_empty() => self.of_walk(walk),
            _ => Ok(both(&found, &[])),
        }
    }

    fn of_walk(&mut self, walk: Option<i64>) -> Res<Vec<u32>> {
        if self.of_walk.0 != walk {
            let mut statement = self.c.prepare_cached("SELECT observer FROM walk_observer WHERE walk = ?1")?;
            let found: Vec<i64> = statement.query_map([walk], |r| r.get(0))?.collect::<Result<_, _>>()?;
            let people: Vec<u32> = found.into_iter().map(|observer| self.person(observer)).collect();
            self.of_walk = (walk, both(&people, &[]));
        }
        Ok(self.of_walk.1.clone())
    }
}

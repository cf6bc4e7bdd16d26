//! Which classroom a row is about: by what is on the door, and by who teaches there where the row says so. A teacher is
//! known again by the exact name within one room, never by a name across rooms.

use super::report::Report;
use crate::domain::act::{Op, Stream, Value};
use crate::domain::acts::{self, RoomFacts};
use crate::domain::id::Uid;
use crate::domain::schema::{Kind, classroom};
use crate::domain::text::fold;
use crate::store::roster::Known;
use std::collections::{HashMap, HashSet};

/// A room as a row tells it; what is not told is empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Told {
    pub label: String,
    pub teacher: String,
    pub grade: String,
    pub subject: String,
    pub period: String,
}

struct Candidate {
    uid: Uid,
    facts: RoomFacts,
    /// Names without case and accents of those who teach there.
    teachers: Vec<String>,
    retired: bool,
    new: bool,
    /// Rows tell several grades, or several subjects; then none is kept.
    several: [bool; 2],
}

/// All rooms, those of the file and those the form makes.
pub struct Rooms {
    all: Vec<Candidate>,
    by_label: HashMap<String, Vec<usize>>,
    found: HashMap<Told, usize>,
    gone: HashSet<Uid>,
    people: Vec<Op>,
}

impl Rooms {
    pub fn new(known: &Known) -> Rooms {
        let mut rooms = Rooms {
            all: Vec::new(),
            by_label: HashMap::new(),
            found: HashMap::new(),
            gone: known.gone.clone(),
            people: Vec::new(),
        };
        for room in &known.rooms {
            let name = |uid: &Uid| known.teachers.get(uid).map(|t| fold(&t.name));
            let facts = RoomFacts {
                label: room.label.clone(),
                grade: room.grade.clone(),
                subject: room.subject.clone(),
                period: room.period.clone(),
                ..RoomFacts::default()
            };
            let teachers = room.teachers.iter().filter_map(name).collect();
            let (uid, retired) = (room.uid, room.retired);
            rooms.push(Candidate { uid, facts, teachers, retired, new: false, several: [false; 2] });
        }
        rooms
    }

    fn push(&mut self, candidate: Candidate) -> usize {
        let at = self.all.len();
        self.by_label.entry(fold(&candidate.facts.label)).or_default().push(at);
        self.all.push(candidate);
        at
    }

    /// The classroom of a row; none where it tells neither a room nor who teaches there.
    pub fn of(&mut self, told: Told) -> Option<Uid> {
        if told.label.is_empty() && told.teacher.is_empty() {
            return None;
        }
        let at = match self.found.get(&told) {
            Some(at) => *at,
            None => {
                let at = self.find(&told).unwrap_or_else(|| self.make(&told));
                self.learn(at, &told);
                self.found.insert(told, at);
                at
            }
        };
        self.all.get(at).map(|c| c.uid)
    }

    /// The room with this label that fits best. One with all other teachers is another classroom.
    fn find(&self, told: &Told) -> Option<usize> {
        let names = names(&told.teacher);
        let same = |a: &str, b: &str| i64::from(!a.is_empty() && fold(a) == fold(b));
        let score = |candidate: &Candidate| {
            let shares = names.iter().any(|n| candidate.teachers.contains(&fold(n)));
            if !names.is_empty() && !candidate.teachers.is_empty() && !shares {
                return None;
            }
            let facts = &candidate.facts;
            let alike = same(&facts.grade, &told.grade)
                + same(&facts.subject, &told.subject)
                + same(&facts.period, &told.period);
            Some((i64::from(!candidate.retired), i64::from(shares), alike))
        };
        let label = fold(door(told));
        let candidates = self.by_label.get(&label)?.iter();
        let scored = candidates.filter_map(|at| Some((score(self.all.get(*at)?)?, std::cmp::Reverse(*at))));
        scored.max().map(|(_, at)| at.0)
    }

    fn make(&mut self, told: &Told) -> usize {
        let label = door(told).to_string();
        let uid = (1..)
            .map(|n| super::plan::content(&["room", &fold(&label), &fold(&told.teacher), &n.to_string()]))
            .find(|uid| !self.gone.contains(uid) && !self.all.iter().any(|c| c.new && c.uid == *uid))
            .unwrap_or_else(|| super::plan::content(&["room", &label]));
        let facts =
            RoomFacts { label, grade: told.grade.clone(), subject: told.subject.clone(), ..RoomFacts::default() };
        self.push(Candidate { uid, facts, teachers: Vec::new(), retired: false, new: true, several: [false; 2] })
    }

    /// What a row adds: who teaches in a room of which nobody was known, grade and subject of a new one.
    fn learn(&mut self, at: usize, told: &Told) {
        let Some(candidate) = self.all.get_mut(at) else { return };
        if candidate.teachers.is_empty() {
            let mut members = Vec::new();
            for name in names(&told.teacher) {
                let uid = super::plan::content(&["teacher", &candidate.uid.to_text(), &fold(name)]);
                self.people.push(acts::teacher_named(uid, name));
                candidate.teachers.push(fold(name));
                members.push((uid, 1));
            }
            if candidate.new {
                candidate.facts.teachers = members.into_iter().map(|(uid, _)| uid).collect();
            } else if !members.is_empty() {
                let op = Op::new(Kind::Classroom, candidate.uid).in_stream(Stream::Names);
                self.people.push(op.set(classroom::TEACHERS, Value::Members(members)));
            }
        }
        if candidate.new {
            let [grades, subjects] = &mut candidate.several;
            settle(&mut candidate.facts.grade, &told.grade, grades);
            settle(&mut candidate.facts.subject, &told.subject, subjects);
        }
    }

    /// The operations that make what is new, and the report of them.
    pub fn write(self, ops: &mut Vec<Op>, report: &mut Report) {
        ops.extend(self.people);
        for candidate in self.all.iter().filter(|c| c.new) {
            ops.extend(acts::room(candidate.uid, &candidate.facts));
            report.new_rooms.push(candidate.facts.label.clone());
            if candidate.several.contains(&true) {
                report.mixed_rooms += 1;
            }
        }
    }
}

/// What is on the door; where no row says so, whose room it is.
fn door(told: &Told) -> &str {
    if told.label.is_empty() { &told.teacher } else { &told.label }
}

fn names(cell: &str) -> Vec<&str> {
    cell.split([';', '/', '&', '|']).map(str::trim).filter(|name| !name.is_empty()).collect()
}

fn settle(kept: &mut String, told: &str, several: &mut bool) {
    if told.is_empty() || *several {
        return;
    }
    if kept.is_empty() {
        *kept = told.to_string();
    } else if fold(kept) != fold(told) {
        kept.clear();
        *several = true;
    }
}

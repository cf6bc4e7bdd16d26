//! What taking in a roster writes: only what differs from what is there, names to the names' log, the rest to the shared
//! one. New things get ids that follow from the roster, so that two laptops that take in the same one have the same rooms.

use super::compare::{ID, LIST, Matched, only_school};
use super::report::{Entry, Report};
use super::{Class, Roster};
use crate::domain::act::{Op, Stream, Value};
use crate::domain::id::Uid;
use crate::domain::order::InOrder;
use crate::domain::schema::{Field, Kind, classroom, school, teacher};
use crate::domain::text::fold;
use crate::store::roster::KnownRoom;
use std::collections::{HashMap, HashSet};

/// The comparison while it becomes operations.
pub struct Writing<'a> {
    roster: &'a Roster,
    matched: Matched<'a>,
    ops: Vec<Op>,
    report: Report,
    /// Ids that stand for something already.
    used: HashSet<Uid>,
}

impl<'a> Writing<'a> {
    pub fn new(roster: &'a Roster, matched: Matched<'a>) -> Writing<'a> {
        let known = matched.known;
        let used = known.gone.iter().chain(known.schools.keys()).chain(known.teachers.keys()).copied();
        let used = used.chain(known.rooms.iter().map(|r| r.uid)).collect();
        Writing { roster, matched, ops: Vec::new(), report: Report::of(roster), used }
    }

    pub fn write(mut self) -> (Vec<Op>, Report) {
        self.schools();
        self.teachers();
        for (number, class) in self.roster.classes.iter().enumerate() {
            let known = self.matched.rooms.get(number).copied().flatten();
            match known.and_then(|at| self.matched.known.rooms.get(at)) {
                Some(room) => self.changed_room(class, room),
                None => self.new_room(class),
            }
        }
        self.retired_rooms();
        self.report.operations = self.ops.len();
        (self.ops, self.report)
    }

    /// An id that follows from what it is for, and that nothing has yet.
    fn fresh(&mut self, parts: &[&str]) -> Uid {
        let mut seed = format!("uncover roster\u{0}{}", parts.join("\u{0}"));
        loop {
            let uid = Uid::of_content(seed.as_bytes());
            if self.used.insert(uid) {
                return uid;
            }
            // What had this id was deleted, or is another room now.
            seed.push('\u{1}');
        }
    }

    fn schools(&mut self) {
        for (at, found) in self.roster.schools.iter().enumerate() {
            let source = found.id.as_ref().map(|id| format!("{ID}{id}"));
            let known = self.matched.schools.get(at).copied().flatten();
            let before = known.and_then(|uid| self.matched.known.schools.get(&uid)).cloned().unwrap_or_default();
            let key = source.clone().unwrap_or_else(|| format!("{LIST}{}", fold(&found.name)));
            let uid = known.unwrap_or_else(|| self.fresh(&["school", &key]));
            let mut op = Op::new(Kind::School, uid).in_stream(Stream::Names);
            let told = known.is_none() || says_who(before.source.as_deref(), source.as_deref());
            let renamed = told && before.name != found.name;
            if renamed {
                op = op.text(school::NAME, &found.name);
            }
            op = sourced(op, school::SOURCE, before.source.as_deref(), source.as_deref().filter(|_| told));
            match known {
                None => self.report.new_schools.push(found.name.clone()),
                Some(_) if renamed => {
                    self.report.changed.push(Entry::new(&found.name, changed("school", &before.name, &found.name)));
                }
                Some(_) => {}
            }
            self.push(op);
            if let Some(slot) = self.matched.schools.get_mut(at) {
                *slot = Some(uid);
            }
        }
    }

    fn teachers(&mut self) {
        let mut rooms: HashMap<usize, &Class> = HashMap::new();
        for class in &self.roster.classes {
            for at in &class.teachers {
                rooms.entry(*at).or_insert(class);
            }
        }
        for (at, person) in self.roster.teachers.iter().enumerate() {
            let source = person.id.as_ref().map(|id| format!("{ID}{id}"));
            let known = self.matched.teachers.get(at).copied().flatten();
            let before = known.and_then(|uid| self.matched.known.teachers.get(&uid)).cloned().unwrap_or_default();
            let uid = known.unwrap_or_else(|| {
                let class = rooms.get(&at);
                let school = class.and_then(|c| self.school_name(c)).unwrap_or_default();
                let door = class.map(|c| fold(&c.label)).unwrap_or_default();
                match &source {
                    Some(source) => self.fresh(&["teacher", source]),
                    None => self.fresh(&["teacher", LIST, &fold(&school), &fold(&person.name), &door]),
                }
            });
            let mut op = Op::new(Kind::Teacher, uid).in_stream(Stream::Names);
            let told = known.is_none() || says_who(before.source.as_deref(), source.as_deref());
            let renamed = told && before.name != person.name;
            if renamed {
                op = op.text(teacher::NAME, &person.name);
            }
            op = sourced(op, teacher::SOURCE, before.source.as_deref(), source.as_deref().filter(|_| told));
            match known {
                None => self.report.new_teachers.push(person.name.clone()),
                Some(_) if renamed => {
                    self.report.renamed(&before.name, &person.name);
                }
                Some(_) => {}
            }
            self.push(op);
            if let Some(slot) = self.matched.teachers.get_mut(at) {
                *slot = Some(uid);
            }
        }
    }

    fn push(&mut self, op: Op) {
        if !op.fields.is_empty() {
            self.ops.push(op);
        }
    }

    fn school_name(&self, class: &Class) -> Option<String> {
        self.roster.schools.get(class.school?).map(|s| s.name.clone())
    }

    fn school_of(&self, class: &Class) -> Option<Uid> {
        match class.school {
            Some(at) => self.matched.schools.get(at).copied().flatten(),
            None => only_school(self.matched.known),
        }
    }

    fn teachers_of(&self, class: &Class) -> Vec<Uid> {
        class.teachers.iter().filter_map(|at| self.matched.teachers.get(*at).copied().flatten()).collect()
    }

    fn names_of(&self, class: &Class) -> Vec<&str> {
        class.teachers.iter().filter_map(|at| self.roster.teachers.get(*at)).map(|p| p.name.as_str()).collect()
    }

    fn new_room(&mut self, class: &Class) {
        let source = source_of(class);
        let school = self.school_of(class);
        let mut people: Vec<String> = self.teachers_of(class).iter().map(|uid| uid.to_text()).collect();
        people.order();
        let door = [&class.label, &class.grade, &class.subject, &class.period].map(|t| fold(t)).join("\u{1}");
        let place = school.map(Uid::to_text).unwrap_or_default();
        let what = if class.id.is_some() { source.as_str() } else { door.as_str() };
        let uid = self.fresh(&["classroom", &place, what, &people.join(" ")]);
        let members = self.teachers_of(class).into_iter().map(|t| (t, 1)).collect::<Vec<_>>();
        let names = Op::new(Kind::Classroom, uid)
            .in_stream(Stream::Names)
            .text(classroom::LABEL, &class.label)
            .text(classroom::SOURCE, source)
            .maybe(classroom::TEACHERS, (!members.is_empty()).then_some(Value::Members(members)));
        let mut rest = Op::new(Kind::Classroom, uid).maybe(classroom::SCHOOL, school.map(Value::Ref));
        for (field, _, value) in facts(class) {
            rest = rest.maybe(field, (!value.is_empty()).then(|| Value::Text(value.into())));
        }
        self.push(names);
        self.push(rest);
        let words = self.words_of(class);
        self.report.new_rooms.push(words);
    }

    fn words_of(&self, class: &Class) -> Entry {
        let school = if self.roster.schools.len() > 1 { self.school_name(class) } else { None };
        let period = if class.period.is_empty() { String::new() } else { format!("period {}", class.period) };
        let grade = if class.grade.is_empty() { String::new() } else { format!("grade {}", class.grade) };
        let names = self.names_of(class).join(", ");
        let parts = [grade, class.subject.clone(), period, names, school.unwrap_or_default()];
        let words: Vec<String> = parts.into_iter().filter(|p| !p.is_empty()).collect();
        Entry::new(&class.label, words.join(" · "))
    }

    fn changed_room(&mut self, class: &Class, room: &KnownRoom) {
        let mut says = Vec::new();
        let source = source_of(class);
        let mut names = Op::new(Kind::Classroom, room.uid).in_stream(Stream::Names);
        if class.id.is_some() && room.label != class.label {
            names = names.text(classroom::LABEL, &class.label);
            says.push(changed("on the door", &room.label, &class.label));
        }
        let by_hand = room.source.is_none();
        names = sourced(names, classroom::SOURCE, room.source.as_deref(), Some(&source));
        let members = self.new_members(class, room, &mut says);
        names = names.maybe(classroom::TEACHERS, (!members.is_empty()).then_some(Value::Members(members)));
        let mut rest = Op::new(Kind::Classroom, room.uid);
        let before = [&room.grade, &room.subject, &room.period, &room.course, &room.term];
        for ((field, word, value), before) in facts(class).into_iter().zip(before) {
            if !value.is_empty() && value != before {
                rest = rest.text(field, value);
                says.push(changed(word, before, value));
            }
        }
        let school = self.school_of(class);
        if let Some(school) = school.filter(|s| room.school != Some(*s)) {
            rest = rest.refer(classroom::SCHOOL, school);
            says.extend(self.school_name(class).map(|name| format!("school: “{name}”")));
        }
        if room.retired {
            rest = rest.int(classroom::RETIRED, 0);
            self.report.back.push(self.words_of(class));
        }
        let nothing = names.fields.is_empty() && rest.fields.is_empty();
        self.push(names);
        self.push(rest);
        if by_hand {
            self.report.by_hand.push(Entry::new(&room.label, says.join("; ")));
        } else if !says.is_empty() {
            self.report.changed.push(Entry::new(&room.label, says.join("; ")));
        } else if nothing {
            self.report.same += 1;
        }
    }

    /// Teachers who come and go. A roster that names nobody takes nobody away.
    fn new_members(&self, class: &Class, room: &KnownRoom, says: &mut Vec<String>) -> Vec<(Uid, i64)> {
        let now = self.teachers_of(class);
        if now.is_empty() {
            return Vec::new();
        }
        let mut members = Vec::new();
        for (uid, name) in now.iter().zip(self.names_of(class)).filter(|(uid, _)| !room.teachers.contains(uid)) {
            members.push((*uid, 1));
            says.push(format!("now also {name}"));
        }
        for gone in room.teachers.iter().filter(|uid| !now.contains(uid)) {
            members.push((*gone, 0));
            let name = self.matched.known.teachers.get(gone).map(|t| t.name.as_str()).unwrap_or_default();
            says.push(format!("no longer {name}"));
        }
        members
    }

    /// Rooms that earlier rosters brought and this one has no more: out of use, with all their visits.
    fn retired_rooms(&mut self) {
        let schools: HashSet<Option<Uid>> = self.roster.classes.iter().map(|c| self.school_of(c)).collect();
        let with_ids = self.roster.classes.iter().any(|c| c.id.is_some()) || !self.roster.ended.is_empty();
        let without_ids = self.roster.classes.iter().any(|c| c.id.is_none());
        let came: HashSet<&str> = self.roster.classes.iter().filter_map(|c| c.id.as_deref()).collect();
        for (at, room) in self.matched.known.rooms.iter().enumerate() {
            let claimed = self.matched.claimed.get(at) == Some(&true);
            if claimed || room.retired || !schools.contains(&room.school) {
                continue;
            }
            let source = room.source.as_deref().unwrap_or_default();
            let gone = match source.strip_prefix(ID) {
                // Named, but with other teachers: another classroom by now.
                Some(id) if came.contains(id) || self.roster.ended.contains(id) => true,
                Some(id) => with_ids && self.roster.complete && !self.roster.named.contains(id),
                None => source.starts_with(LIST) && without_ids && self.roster.complete,
            };
            if gone {
                self.ops.push(Op::new(Kind::Classroom, room.uid).int(classroom::RETIRED, 1));
                let teachers = room.teachers.iter().filter_map(|uid| self.matched.known.teachers.get(uid));
                let words: Vec<&str> = [room.subject.as_str()]
                    .into_iter()
                    .chain(teachers.map(|t| t.name.as_str()))
                    .filter(|w| !w.is_empty())
                    .collect();
                self.report.retired.push(Entry::new(&room.label, words.join(" · ")));
            }
        }
    }
}

fn source_of(class: &Class) -> String {
    class.id.as_ref().map_or_else(|| LIST.to_string(), |id| format!("{ID}{id}"))
}

/// The plain texts of a class, with the words for them.
fn facts(class: &Class) -> [(Field, &'static str, &str); 5] {
    [
        (classroom::GRADE, "grade", class.grade.as_str()),
        (classroom::SUBJECT, "subject", &class.subject),
        (classroom::PERIOD, "period", &class.period),
        (classroom::COURSE, "course", &class.course),
        (classroom::TERM, "term", &class.term),
    ]
}

/// Whether a roster knows how somebody is called: by an id, and not by that of another who was merged into this one.
fn says_who(before: Option<&str>, now: Option<&str>) -> bool {
    now.is_some() && (before.is_none() || before == now)
}

/// Adds the roster's id. A list without ids never takes one away.
fn sourced(op: Op, field: Field, before: Option<&str>, now: Option<&str>) -> Op {
    let better = |now: &&str| before.is_none() || now.starts_with(ID);
    match now.filter(better) {
        Some(now) if before != Some(now) => op.text(field, now),
        _ => op,
    }
}

fn changed(word: &str, before: &str, now: &str) -> String {
    if before.is_empty() { format!("{word}: “{now}”") } else { format!("{word}: “{before}” → “{now}”") }
}

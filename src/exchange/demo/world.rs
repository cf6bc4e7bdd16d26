//! The made-up schools with their rooms, people, tags and the sheet, and the acts that put them into a file.

use super::calendar::Calendar;
use super::chance::Chance;
use super::listed::Listed;
use super::walk::Walk;
use crate::domain::act::{Op, Value};
use crate::domain::acts::{self, RoomFacts};
use crate::domain::id::Uid;
use crate::domain::schema::tag;
use crate::domain::sheet::Sheet;
use crate::domain::time::UtcMs;

#[derive(Debug)]
pub struct File {
    schools: Vec<String>,
    observers: Vec<String>,
    more_observers: Vec<String>,
    titles: Vec<String>,
    surnames: Vec<String>,
    pub purpose: String,
    pub skips: Vec<String>,
    pub replies: Vec<String>,
    pub focuses: Vec<String>,
    pub hunch: Vec<Hunch>,
    pub pattern: Vec<PatternText>,
    room: Vec<RoomText>,
    tag: Vec<TagText>,
}

impl File {
    fn read(of: Listed) -> File {
        File {
            schools: of.texts("schools"),
            observers: of.texts("observers"),
            more_observers: of.texts("more_observers"),
            titles: of.texts("titles"),
            surnames: of.texts("surnames"),
            purpose: of.text("purpose"),
            skips: of.texts("skips"),
            replies: of.texts("replies"),
            focuses: of.texts("focuses"),
            hunch: of.each("hunch", Hunch::read),
            pattern: of.each("pattern", PatternText::read),
            room: of.each("room", RoomText::read),
            tag: of.each("tag", TagText::read),
        }
    }
}

/// What the leader expects for one of the focus questions.
#[derive(Debug)]
pub struct Hunch {
    pub focus: usize,
    pub hunch: String,
    pub fix: String,
}

impl Hunch {
    fn read(of: Listed) -> Hunch {
        let focus = usize::try_from(of.number("focus")).unwrap_or(0);
        Hunch { focus, hunch: of.text("hunch"), fix: of.text("fix") }
    }
}

/// A pattern made by hand, and the themes of the notes it rests on.
#[derive(Debug)]
pub struct PatternText {
    pub statement: String,
    kind: String,
    pub discussed: bool,
    pub supports: Vec<String>,
    pub complicates: Vec<String>,
}

impl PatternText {
    fn read(of: Listed) -> PatternText {
        PatternText {
            statement: of.text("statement"),
            kind: of.text("kind"),
            discussed: of.flag("discussed"),
            supports: of.texts("supports"),
            complicates: of.texts("complicates"),
        }
    }

    pub fn kind(&self) -> crate::domain::pattern::PatternKind {
        use crate::domain::pattern::PatternKind;
        PatternKind::ALL.into_iter().find(|k| k.word() == self.kind).unwrap_or_default()
    }
}

#[derive(Debug)]
struct RoomText {
    label: String,
    grade: String,
    subject: String,
    period: String,
    /// Two teachers share it.
    pair: bool,
}

impl RoomText {
    fn read(of: Listed) -> RoomText {
        RoomText {
            label: of.text("label"),
            grade: of.text("grade"),
            subject: of.text("subject"),
            period: of.maybe("period").unwrap_or_default(),
            pair: of.flag("pair"),
        }
    }
}

#[derive(Debug)]
struct TagText {
    name: String,
    parent: Option<String>,
    colour: i64,
    meaning: String,
}

impl TagText {
    fn read(of: Listed) -> TagText {
        TagText {
            name: of.text("name"),
            parent: of.maybe("parent"),
            colour: of.number("colour"),
            meaning: of.text("meaning"),
        }
    }
}

/// A room as far as the walks need it.
#[derive(Debug)]
pub struct Room {
    pub uid: Uid,
    pub teachers: Vec<Uid>,
    pub grade: String,
    pub subject: String,
    /// Students in the class.
    pub heads: i64,
    pub visits: usize,
}

#[derive(Debug)]
pub struct School {
    pub rooms: Vec<Room>,
    pub observers: Vec<Uid>,
}

/// Everything there is before the first walk.
#[derive(Debug)]
pub struct World {
    pub file: File,
    pub schools: Vec<School>,
    pub tags: Vec<(String, Uid)>,
    pub sheet: Uid,
    pub look_fors: Sheet,
    /// The sheet of the walk that takes times.
    pub timed: (Uid, Sheet),
}

impl World {
    /// The world and, for each school, the operations that make it.
    pub fn new(calendar: &Calendar, chance: &mut Chance) -> (World, Vec<Vec<Op>>) {
        let text = include_str!("../../../assets/demo/school.toml");
        let file = Listed::of(text, File::read);
        let at = calendar.beginning();
        let (sheet, look_fors, learning_walk) = built_in("learning-walk");
        let (timed, timers, times) = built_in("talk-and-wait");
        let mut common = vec![learning_walk, times];
        let tags = tags(&file, at, chance, &mut common);
        let mut world = World { file, schools: Vec::new(), tags, sheet, look_fors, timed: (timed, timers) };
        let mut acts = Vec::new();
        for number in 0..calendar.schools {
            let mut ops = std::mem::take(&mut common);
            let made = world.school(number, at, chance, &mut ops);
            world.schools.push(made);
            acts.push(ops);
        }
        (world, acts)
    }

    pub fn tag(&self, name: &str) -> Option<Uid> {
        self.tags.iter().find(|(n, _)| n == name).map(|(_, uid)| *uid)
    }

    /// The sheet a walk uses.
    pub fn sheet_of(&self, walk: &Walk) -> Option<(Uid, &Sheet)> {
        match (walk.sheet, walk.timed) {
            (true, _) => Some((self.sheet, &self.look_fors)),
            (_, true) => Some((self.timed.0, &self.timed.1)),
            _ => None,
        }
    }

    fn school(&self, number: usize, at: UtcMs, chance: &mut Chance, ops: &mut Vec<Op>) -> School {
        let file = &self.file;
        let place = chance.uid(at);
        let name = cycled(&file.schools, number, |name, round| format!("{name} {}", round + 1));
        ops.push(acts::school_named(place, &name));
        let mut people = 0;
        let mut rooms = Vec::new();
        for room in &file.room {
            let uid = chance.uid(at);
            let mut teachers = Vec::new();
            for _ in 0..1 + usize::from(room.pair) {
                let teacher = chance.uid(at);
                let name = teacher_name(file, number * (file.room.len() + 1) + people);
                ops.push(acts::teacher_named(teacher, &name));
                teachers.push(teacher);
                people += 1;
            }
            let facts = RoomFacts {
                label: room.label.clone(),
                grade: room.grade.clone(),
                subject: room.subject.clone(),
                period: room.period.clone(),
                teachers: teachers.clone(),
                school: Some(place),
            };
            ops.extend(acts::room(uid, &facts));
            let (grade, subject) = (room.grade.clone(), room.subject.clone());
            rooms.push(Room { uid, teachers, grade, subject, heads: chance.between(19, 28), visits: 0 });
        }
        School { rooms, observers: self.observers(number, at, chance, ops) }
    }

    fn observers(&self, number: usize, at: UtcMs, chance: &mut Chance, ops: &mut Vec<Op>) -> Vec<Uid> {
        let more = &self.file.more_observers;
        let names = match number.checked_sub(1) {
            None => self.file.observers.clone(),
            Some(n) => {
                (n * 3..n * 3 + 3).map(|i| cycled(more, i, |name, round| format!("{name} {}", round + 1))).collect()
            }
        };
        let mut uids = Vec::new();
        for name in names {
            let uid = chance.uid(at);
            ops.push(acts::observer_named(uid, &name));
            uids.push(uid);
        }
        uids
    }
}

/// The `number`th of a list; when the list is used up it begins again, changed by the round.
fn cycled(all: &[String], number: usize, again: impl Fn(&str, usize) -> String) -> String {
    let length = all.len().max(1);
    let name = all.get(number % length).map_or("", String::as_str);
    if number < length { name.to_string() } else { again(name, number / length) }
}

/// "Ms. Larkspur"; after the last name, "Ms. Larkspur-Quill" and so on.
fn teacher_name(file: &File, number: usize) -> String {
    let title = file.titles.get(number % file.titles.len().max(1)).map_or("", String::as_str);
    let length = file.surnames.len().max(1);
    let second = |round: usize| file.surnames.get((number + round * 5) % length).cloned().unwrap_or_default();
    let surname = cycled(&file.surnames, number, |name, round| match (round - 1) / (length - 1) {
        0 => format!("{name}-{}", second(round)),
        more => format!("{name}-{} {}", second(round), more + 1),
    });
    format!("{title} {surname}")
}

/// A sheet that ships, as used, and the operation that puts it into the file.
fn built_in(id: &str) -> (Uid, Sheet, Op) {
    let (name, body) = Sheet::built_in().iter().find(|(name, _)| *name == id).expect("it ships with the program");
    let parsed = Sheet::parse(name, body).expect("the built-in sheets are read by a test");
    let (uid, op) = acts::sheet_used(name, &parsed.title, body);
    (uid, parsed, op)
}

fn tags(file: &File, at: UtcMs, chance: &mut Chance, ops: &mut Vec<Op>) -> Vec<(String, Uid)> {
    let mut made: Vec<(String, Uid)> = Vec::new();
    for text in &file.tag {
        let uid = chance.uid(at);
        let parent = made.iter().find(|(name, _)| Some(name) == text.parent.as_ref()).map(|(_, uid)| Value::Ref(*uid));
        ops.push(
            acts::tag_named(uid, &text.name)
                .maybe(tag::PARENT, parent)
                .maybe(tag::COLOUR, (text.colour > 0).then_some(Value::Int(text.colour)))
                .text(tag::MEANING, &text.meaning),
        );
        made.push((text.name.clone(), uid));
    }
    made
}

//! What a row of a table refers to: rooms by their letter, tags, walks and visits, read once. Memory grows with visits, not
//! with notes.

use crate::domain::act::Value;
use crate::domain::id::Uid;
use crate::domain::order::InOrder;
use crate::domain::schema::{Kind, classroom, sheet, tag, visit, walk};
use crate::domain::sheet::Sheet;
use crate::domain::time::day_of_number;
use crate::exchange::called::{self, Called};
use crate::language::mask::Masker;
use crate::store::Reader;
use crate::store::api::Trouble;
use crate::store::export::Record;
use std::collections::HashMap;
use std::ops::ControlFlow;

/// A classroom without its name.
#[derive(Debug, Clone, Default)]
pub struct Room {
    pub letter: String,
    pub grade: String,
    pub subject: String,
    pub period: String,
}

/// A walk as rows name it.
#[derive(Debug, Clone, Default)]
pub struct Walk {
    pub number: u64,
    pub day: String,
    pub focus: String,
    /// The sheet it used.
    sheet: Option<Uid>,
}

/// A visit as rows name it. Skipped rooms are none.
#[derive(Debug, Clone, Default)]
pub struct Visit {
    pub number: u64,
    pub walk: Option<Uid>,
    pub room: Option<Uid>,
    pub period: String,
}

/// Everything rows refer to, and what masks names in their texts.
#[derive(Debug)]
pub struct Known {
    pub called: Called,
    pub masker: Masker,
    rooms: HashMap<Uid, (Room, Option<Uid>)>,
    tags: HashMap<Uid, (String, Option<Uid>)>,
    walks: HashMap<Uid, Walk>,
    visits: HashMap<Uid, Visit>,
    look_fors: HashMap<Uid, HashMap<String, String>>,
}

/// The text of a column.
pub fn text(record: &Record, column: &str) -> Option<String> {
    record.fields.iter().find_map(|(c, v)| match v {
        Value::Text(text) if *c == column => Some(text.clone()),
        _ => None,
    })
}

/// The number in a column.
pub fn number(record: &Record, column: &str) -> Option<i64> {
    record.fields.iter().find_map(|(c, v)| match v {
        Value::Int(number) if *c == column => Some(*number),
        _ => None,
    })
}

/// What a column refers to.
pub fn reference(record: &Record, column: &str) -> Option<Uid> {
    record.fields.iter().find_map(|(c, v)| match v {
        Value::Ref(uid) if *c == column => Some(*uid),
        _ => None,
    })
}

/// The members of a set that are in it.
pub fn members(record: &Record, table: &str) -> Vec<Uid> {
    let found = record.fields.iter().find_map(|(c, v)| match v {
        Value::Members(members) if *c == table => Some(members),
        _ => None,
    });
    found.into_iter().flatten().filter(|(_, n)| *n != 0).map(|(uid, _)| *uid).collect()
}

impl Known {
    /// Reads what rows refer to. `seed` decides which room has which letter; it must not be guessable.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn read(reader: &Reader, seed: u64) -> Result<Known, Trouble> {
        let (called, masker) = called::read(reader, false, seed)?;
        let mut known = Known {
            called,
            masker,
            rooms: HashMap::new(),
            tags: HashMap::new(),
            walks: HashMap::new(),
            visits: HashMap::new(),
            look_fors: HashMap::new(),
        };
        for kind in [Kind::Classroom, Kind::Tag, Kind::Sheet, Kind::Walk, Kind::Visit] {
            reader.each(kind, false, false, |record| {
                known.take(&record);
                ControlFlow::Continue(())
            })?;
        }
        Ok(known)
    }

    fn take(&mut self, record: &Record) {
        match record.kind {
            Kind::Classroom => self.room_read(record),
            Kind::Tag => {
                let name = self.masked(&text(record, tag::NAME.column).unwrap_or_default());
                self.tags.insert(record.uid, (name, reference(record, tag::MERGED.column)));
            }
            Kind::Sheet => self.sheet_read(record),
            Kind::Walk => self.walk_read(record),
            _ => self.visit_read(record),
        }
    }

    fn room_read(&mut self, record: &Record) {
        let said = |column: &str| text(record, column).map(|t| self.masker.mask(&t)).unwrap_or_default();
        let named = self.called.reference(Kind::Classroom, record.uid);
        let room = Room {
            letter: named.and_then(|n| n.as_str().map(String::from)).unwrap_or_default(),
            grade: said(classroom::GRADE.column),
            subject: said(classroom::SUBJECT.column),
            period: said(classroom::PERIOD.column),
        };
        self.rooms.insert(record.uid, (room, reference(record, classroom::MERGED.column)));
    }

    fn sheet_read(&mut self, record: &Record) {
        let Some(sheet) = text(record, sheet::BODY.column).and_then(|body| Sheet::parse("", &body).ok()) else {
            return;
        };
        let labels = sheet.look_fors.iter().map(|l| (l.id.clone(), self.masker.mask(&l.label)));
        self.look_fors.insert(record.uid, labels.collect());
    }

    fn walk_read(&mut self, record: &Record) {
        let number = self.called.number(Kind::Walk, record.uid);
        let walk = Walk {
            number,
            day: number_day(record),
            focus: self.masked(&text(record, walk::FOCUS.column).unwrap_or_default()),
            sheet: reference(record, walk::SHEET.column),
        };
        self.walks.insert(record.uid, walk);
    }

    fn visit_read(&mut self, record: &Record) {
        let walk = reference(record, visit::WALK.column);
        // What hung on a walk that was deleted went with it.
        let gone = walk.is_some_and(|w| !self.walks.contains_key(&w));
        if gone || text(record, visit::SKIPPED.column).is_some() {
            return;
        }
        let number = self.called.number(Kind::Visit, record.uid);
        let period = self.masked(&text(record, visit::PERIOD.column).unwrap_or_default());
        let room = reference(record, visit::CLASSROOM.column);
        self.visits.insert(record.uid, Visit { number, walk, room, period });
    }

    /// A text without the names in it.
    pub fn masked(&self, text: &str) -> String {
        self.masker.mask(text)
    }

    pub fn visit(&self, uid: Uid) -> Option<&Visit> {
        self.visits.get(&uid)
    }

    /// All visits, walk by walk, in the order in which they were made.
    pub fn visits(&self) -> Vec<(Uid, &Visit)> {
        let mut all: Vec<(Uid, &Visit)> = self.visits.iter().map(|(uid, visit)| (*uid, visit)).collect();
        all.order_by_key(|(_, visit)| {
            let walk = self.walk_of(visit);
            (walk.day, walk.number, visit.number)
        });
        all
    }

    /// The walk of a visit.
    pub fn walk_of(&self, visit: &Visit) -> Walk {
        visit.walk.and_then(|w| self.walks.get(&w)).cloned().unwrap_or_default()
    }

    /// The room of a visit, or the one it was merged into.
    pub fn room_of(&self, visit: &Visit) -> Room {
        visit.room.map(|room| self.room(room)).unwrap_or_default()
    }

    /// A room, or the one it was merged into.
    pub fn room(&self, uid: Uid) -> Room {
        merged(&self.rooms, uid).cloned().unwrap_or_default()
    }

    /// A tag's name, or that of the one it was merged into.
    pub fn tag(&self, uid: Uid) -> Option<&String> {
        merged(&self.tags, uid)
    }

    /// The label of a look-for on the sheet of a visit's walk; its id where no sheet has it.
    pub fn look_for(&self, visit: &Visit, id: &str) -> String {
        let sheet = self.walk_of(visit).sheet.and_then(|s| self.look_fors.get(&s));
        sheet.and_then(|labels| labels.get(id)).cloned().unwrap_or_else(|| self.masked(id))
    }
}

fn number_day(record: &Record) -> String {
    number(record, walk::DAY.column).map(|day| day_of_number(day).to_string()).unwrap_or_default()
}

/// Follows what was merged into what, a few steps at most: two laptops may have merged in a ring.
fn merged<T>(all: &HashMap<Uid, (T, Option<Uid>)>, mut uid: Uid) -> Option<&T> {
    for _ in 0..16 {
        match all.get(&uid)? {
            (_, Some(into)) if all.contains_key(into) => uid = *into,
            (found, _) => return Some(found),
        }
    }
    all.get(&uid).map(|(found, _)| found)
}

//! What a row of a table refers to and there is little of: rooms by their letter, tags, look-fors, read once. Walks and
//! visits are read beside their rows, see `visits`.

use crate::domain::act::Value;
use crate::domain::id::Uid;
use crate::domain::schema::{Kind, classroom, sheet, tag};
use crate::domain::sheet::Sheet;
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

/// Everything rows refer to, and what masks names in their texts.
#[derive(Debug)]
pub struct Known {
    pub called: Called,
    pub masker: Masker,
    rooms: HashMap<Uid, (Room, Option<Uid>)>,
    tags: HashMap<Uid, (String, Option<Uid>)>,
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
        let mut known =
            Known { called, masker, rooms: HashMap::new(), tags: HashMap::new(), look_fors: HashMap::new() };
        for kind in [Kind::Classroom, Kind::Tag, Kind::Sheet] {
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
            _ => self.sheet_read(record),
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

    /// A text without the names in it.
    pub fn masked(&self, text: &str) -> String {
        self.masker.mask(text)
    }

    /// A room, or the one it was merged into.
    pub fn room(&self, uid: Uid) -> Option<&Room> {
        merged(&self.rooms, uid)
    }

    /// A tag's name, or that of the one it was merged into.
    pub fn tag(&self, uid: Uid) -> Option<&String> {
        merged(&self.tags, uid)
    }

    /// The label of a look-for on a walk's sheet; its id where no sheet has it.
    pub fn look_for(&self, sheet: Option<Uid>, id: &str) -> String {
        let sheet = sheet.and_then(|s| self.look_fors.get(&s));
        sheet.and_then(|labels| labels.get(id)).cloned().unwrap_or_else(|| self.masked(id))
    }
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

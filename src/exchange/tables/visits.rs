//! The visits of an export, read one after the other beside their rows: memory grows neither with them nor with the walks.

use super::known::{Known, Room, number, reference, text};
use crate::domain::id::Uid;
use crate::domain::schema::{Kind, visit, walk};
use crate::domain::time::day_of_number;
use crate::exchange::whole::{Stop, one_by_one};
use crate::store::Reader;
use crate::store::export::Record;

/// A walk as rows name it. One without a number: a visit on no walk.
#[derive(Debug, Clone, Default)]
pub struct Walk {
    pub number: u64,
    pub day: String,
    pub focus: String,
    /// The sheet it used.
    pub sheet: Option<Uid>,
}

/// A visit as rows name it. Skipped rooms are none.
#[derive(Debug)]
pub struct Visit<'v> {
    pub uid: Uid,
    /// Counted from 1, in the order in which visits are handed out.
    pub number: u64,
    pub walk: &'v Walk,
    pub room: &'v Room,
    /// As told of the visit, or else of its room.
    pub period: String,
}

impl Known {
    /// Hands out the visits walk by walk in the order of their days, those on no walk first, within one walk in the order
    /// in which they came into the file. What hung on a walk that was deleted went with it.
    ///
    /// # Errors
    /// When the file cannot be read; when `take` says so.
    pub fn each_visit(&self, reader: &Reader, mut take: impl FnMut(&Visit) -> Result<(), Stop>) -> Result<(), Stop> {
        let (mut walks, mut visits) = (0, 0);
        let mut of_walk = |uid: Option<Uid>, walk: &Walk| {
            let read =
                |on: &mut dyn FnMut(Record) -> _| reader.each_on(Kind::Visit, (visit::WALK, uid), false, false, on);
            one_by_one(read, |record| {
                if text(&record, visit::SKIPPED.column).is_some() {
                    return Ok(());
                }
                visits += 1;
                take(&self.visit(&record, visits, walk))
            })
        };
        of_walk(None, &Walk::default())?;
        one_by_one(
            |on| reader.each_walk_by_day(false, false, on),
            |record| {
                walks += 1;
                of_walk(Some(record.uid), &self.walk(&record, walks))
            },
        )
    }

    fn walk(&self, record: &Record, number_of: u64) -> Walk {
        let day = number(record, walk::DAY.column);
        Walk {
            number: number_of,
            day: day.map(|day| day_of_number(day).to_string()).unwrap_or_default(),
            focus: self.masked(&text(record, walk::FOCUS.column).unwrap_or_default()),
            sheet: reference(record, walk::SHEET.column),
        }
    }

    fn visit<'v>(&'v self, record: &Record, number: u64, walk: &'v Walk) -> Visit<'v> {
        const NOWHERE: &Room =
            &Room { letter: String::new(), grade: String::new(), subject: String::new(), period: String::new() };
        let room = reference(record, visit::CLASSROOM.column).and_then(|room| self.room(room)).unwrap_or(NOWHERE);
        let said = self.masked(&text(record, visit::PERIOD.column).unwrap_or_default());
        let period = if said.is_empty() { room.period.clone() } else { said };
        Visit { uid: record.uid, number, walk, room, period }
    }
}

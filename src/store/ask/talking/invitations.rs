//! Teachers' own questions for a visit; for the leader alone.

use super::{at_most, each, ids, text};
use crate::domain::id::Uid;
use crate::store::api::InvitationRow;
use crate::store::ask::rows;
use crate::store::reader::Reader;
use crate::store::trouble::Res;
use rusqlite::{Connection, OptionalExtension};

const SHOWN: &str = "i.question != '' AND i.deleted IS NOT 1";

/// Invitations of one list, at most.
const MOST: usize = 200;

/// Open ones first, those that wait longest first of them; then the answered, the newest first.
pub fn list(reader: &Reader) -> Res<Vec<InvitationRow>> {
    let c = &reader.connection;
    let mut found = open(c, MOST)?;
    let left = at_most(MOST - found.len().min(MOST), MOST);
    let sql = format!(
        "SELECT i.id FROM invitation i WHERE i.answered IS NOT NULL AND {SHOWN}
         ORDER BY i.answered DESC, i.id DESC LIMIT ?1"
    );
    found.extend(each(c, &ids(c, &sql, [left])?, row)?);
    Ok(found)
}

/// Those that are not answered yet, the one that waits longest first.
pub fn open(c: &Connection, limit: usize) -> Res<Vec<InvitationRow>> {
    let sql =
        format!("SELECT i.id FROM invitation i WHERE i.answered IS NULL AND {SHOWN} ORDER BY i.at, i.id LIMIT ?1");
    each(c, &ids(c, &sql, [at_most(limit, MOST)])?, row)
}

fn row(c: &Connection, id: i64) -> Res<Option<InvitationRow>> {
    let mut statement = c.prepare_cached(&format!(
        "SELECT e.uid, i.teacher, i.classroom, i.question, i.at, ve.uid, v.started, i.answered
         FROM invitation i JOIN entity e ON e.id = i.id LEFT JOIN visit v ON v.id = i.visit AND v.deleted IS NOT 1
         LEFT JOIN entity ve ON ve.id = v.id WHERE i.id = ?1 AND {SHOWN}"
    ))?;
    let found = statement
        .query_row([id], |r| {
            let visit = r.get::<_, Option<[u8; 16]>>(5)?.map(Uid);
            let row = InvitationRow {
                uid: Uid(r.get(0)?),
                teacher: None,
                classroom: None,
                question: text(r, 3)?,
                at: r.get(4)?,
                visit: visit.zip(Some(r.get::<_, Option<i64>>(6)?)),
                answered: r.get(7)?,
            };
            Ok((row, r.get::<_, Option<i64>>(1)?, r.get::<_, Option<i64>>(2)?))
        })
        .optional()?;
    let Some((mut row, teacher, classroom)) = found else { return Ok(None) };
    if let Some(teacher) = teacher {
        row.teacher = rows::resolved(c, "teacher", "name", teacher)?;
    }
    if let Some(classroom) = classroom {
        row.classroom = rows::resolved(c, "classroom", "label", classroom)?;
    }
    Ok(Some(row))
}

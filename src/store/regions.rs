//! The regions by which a file keeps its meanings (`store::meaning`): fixed ones, until it holds so many notes that its own
//! pay. Those are the meanings of some of its notes, and lie in the table `meaning` in rows whose numbers are below 0.

use super::meaning::{self, Tools};
use super::trouble::Res;
use crate::insight::semantics::Regions;
use crate::insight::semantics::regions::bytes_of;
use rusqlite::{Connection, OptionalExtension};
use std::borrow::Cow;

/// The row that holds a file's own regions, a byte a number.
const ROW: i64 = -1;
/// The row that holds the notes they were drawn from, eight bytes each.
const FROM_ROW: i64 = -2;
/// A file with fewer notes is looked through quickly as it is.
const FEWEST_NOTES: i64 = 32_768;
/// Regions a file of its own has, at most.
const MOST: i64 = 1_024;

/// The regions that meanings are kept by now.
pub fn of<'t>(c: &Connection, tools: &'t Tools) -> Res<Cow<'t, Regions>> {
    let mut row = c.prepare_cached("SELECT notes FROM meaning WHERE id = ?1")?;
    let own = row.query_row([ROW], |r| Ok(Regions::kept(r.get_ref(0)?.as_blob()?, tools.meanings.dimensions())));
    Ok(own.optional()?.flatten().map_or(Cow::Borrowed(tools.fixed()), Cow::Owned))
}

/// Whether it is time to draw a file's own.
pub fn are_due(c: &Connection) -> Res<bool> {
    let drawn = || c.prepare_cached("SELECT 1 FROM meaning WHERE id = ?1")?.exists([ROW]);
    Ok(meaning::local_number(c, "notes")? >= FEWEST_NOTES && !drawn()?)
}

/// Whether a note is one that the file's own regions were drawn from.
pub fn were_drawn_from(c: &Connection, note: i64) -> Res<bool> {
    let mut row = c.prepare_cached("SELECT notes FROM meaning WHERE id = ?1")?;
    let from = row.query_row([FROM_ROW], |r| {
        Ok(r.get_ref(0)?.as_blob()?.chunks_exact(8).any(|bytes| bytes == note.to_le_bytes()))
    });
    Ok(from.optional()?.unwrap_or_default())
}

/// Draws a file's own regions from notes all over it, inside the transaction of the caller: all kept meanings are
/// forgotten. Where no note says anything the fixed ones stay, and are drawn no more.
pub fn draw(c: &Connection, tools: &Tools, most: i64) -> Res<()> {
    let ends = "SELECT COALESCE(min(id), 0), COALESCE(max(id), -1) FROM note";
    let (first, last): (i64, i64) = c.query_row(ends, [], |r| Ok((r.get(0)?, r.get(1)?)))?;
    let mut next = c.prepare_cached(
        "SELECT id, text FROM note WHERE id >= ?1 AND hidden = 0 AND COALESCE(kind, 0) <> 5 ORDER BY id LIMIT 1",
    )?;
    let (mut from, mut drawn) = (Vec::new(), Vec::new());
    for place in 0..most {
        let at = first + (last - first + 1) * place / most.max(1);
        let found: Option<(i64, Option<String>)> = next.query_row([at], |r| Ok((r.get(0)?, r.get(1)?))).optional()?;
        let Some((note, Some(text))) = found else { continue };
        let vector = tools.meanings.vector(&text);
        if vector.iter().any(|x| *x != 0.0) {
            from.extend(note.to_le_bytes());
            drawn.push(vector);
        }
    }
    meaning::forget(c)?;
    let mut put = c.prepare_cached("INSERT INTO meaning(id, notes) VALUES(?1, ?2)")?;
    put.execute((ROW, bytes_of(drawn.into_iter())))?;
    put.execute((FROM_ROW, from))?;
    Ok(())
}

/// Draws them as a file of many notes does.
pub fn draw_all(c: &Connection, tools: &Tools) -> Res<()> {
    draw(c, tools, MOST)
}

//! Affinity boards: which there are, what lies on one, and which of its notes may say the same.

use super::rows;
use crate::domain::board::{Board, Column, MOST_CARDS, Placed};
use crate::domain::id::Uid;
use crate::domain::note::NoteKind;
use crate::insight::semantics::{Meanings, clusters as likeness};
use crate::insight::suggest::same_thing::ALIKE;
use crate::store::api::{BoardRow, BoardView, NoteKey, Trouble, TroubleSort};
use crate::store::reader::Reader;
use crate::store::trouble::Res;
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::HashMap;

/// Most boards listed, and most columns of one.
const MOST: usize = 500;

/// All boards, by name.
pub fn boards(reader: &Reader) -> Res<Vec<BoardRow>> {
    let mut statement = reader.connection.prepare_cached(&format!(
        "SELECT e.uid, b.name,
           (SELECT count(*) FROM board_note x JOIN note n ON n.id = x.note {} WHERE x.board = b.id AND {} AND {}),
           (SELECT count(*) FROM board_column k WHERE k.board = b.id AND k.deleted IS NOT 1)
         FROM board b JOIN entity e ON e.id = b.id WHERE b.name IS NOT NULL AND b.deleted IS NOT 1
         ORDER BY b.name COLLATE NOCASE, b.id LIMIT {MOST}",
        rows::NOTE_JOINS,
        rows::NOTE_SHOWN,
        no_follow_up(),
    ))?;
    let count = |n: i64| usize::try_from(n).unwrap_or(0);
    let found = statement.query_map([reader.now], |r| {
        Ok(BoardRow { uid: Uid(r.get(0)?), name: r.get(1)?, cards: count(r.get(2)?), columns: count(r.get(3)?) })
    })?;
    Ok(found.collect::<Result<_, _>>()?)
}

/// A follow-up is its writer's alone, also where it was something else when it was laid out.
fn no_follow_up() -> String {
    format!("COALESCE(n.kind, 0) <> {}", NoteKind::FollowUp as i64)
}

/// A board with all its cards; notes that were deleted since are left out.
pub fn board(reader: &Reader, uid: Uid) -> Res<Option<BoardView>> {
    let c = &reader.connection;
    let Some(id) = rows::id_of(c, uid)? else { return Ok(None) };
    let name = c
        .prepare_cached("SELECT name FROM board WHERE id = ?1 AND name IS NOT NULL AND deleted IS NOT 1")?
        .query_row([id], |r| r.get::<_, String>(0))
        .optional()?;
    let Some(name) = name else { return Ok(None) };
    let places = places(reader, id)?;
    let keys: Vec<NoteKey> = places.iter().map(|(key, _)| *key).collect();
    let mut notes = rows::notes(c, &keys)?;
    let of: HashMap<i64, Uid> = notes.iter().map(|n| (n.key.id, n.uid)).collect();
    let placed = |(id, place): (i64, i64)| of.get(&id).map(|note| Placed { note: *note, place });
    let cards = places.into_iter().filter_map(|(key, place)| placed((key.id, place))).collect();
    let mut columns = columns(c, id)?;
    for (column, number) in &mut columns {
        let mut statement = c.prepare_cached(
            "SELECT note, place FROM board_column_note WHERE board_column = ?1 AND place > 0 ORDER BY place, note",
        )?;
        let rows = statement.query_map([*number], |r| Ok((r.get(0)?, r.get(1)?)))?;
        column.cards = rows.collect::<Result<Vec<_>, _>>()?.into_iter().filter_map(placed).collect();
    }
    for note in &mut notes {
        note.room.clear();
        note.subject.clear();
        note.grade.clear();
        note.number = None;
    }
    let columns = columns.into_iter().map(|(column, _)| column).collect();
    Ok(Some(BoardView { name, board: Board { uid, cards, columns }, notes }))
}

/// The notes of a board that are shown, with their places.
fn places(reader: &Reader, board: i64) -> Res<Vec<(NoteKey, i64)>> {
    let mut statement = reader.connection.prepare_cached(&format!(
        "SELECT n.id, n.at_utc, x.place FROM board_note x JOIN note n ON n.id = x.note {} WHERE x.board = ?2
         AND x.place > 0 AND {} AND {} ORDER BY x.place, n.id LIMIT {MOST_CARDS}",
        rows::NOTE_JOINS,
        rows::NOTE_SHOWN,
        no_follow_up(),
    ))?;
    let found = statement.query_map(params![reader.now, board], |r| {
        Ok((NoteKey { id: r.get(0)?, at: r.get::<_, Option<i64>>(1)?.unwrap_or(0) }, r.get(2)?))
    })?;
    Ok(found.collect::<Result<_, _>>()?)
}

/// The columns of a board from the left, without their cards, each with its number in the file.
fn columns(c: &Connection, board: i64) -> Res<Vec<(Column, i64)>> {
    let mut statement = c.prepare_cached(&format!(
        "SELECT e.uid, k.name, k.place, k.id FROM board_column k JOIN entity e ON e.id = k.id
         WHERE k.board = ?1 AND k.deleted IS NOT 1 ORDER BY COALESCE(k.place, 0), k.id LIMIT {MOST}"
    ))?;
    let found = statement.query_map([board], |r| {
        let place = r.get::<_, Option<i64>>(2)?.unwrap_or(0);
        Ok((Column { uid: Uid(r.get(0)?), name: r.get(1)?, place, cards: Vec::new() }, r.get(3)?))
    })?;
    Ok(found.collect::<Result<_, _>>()?)
}

/// Groups of these notes that may say the same, by the table of meanings that comes with the program.
pub fn clusters(reader: &Reader, notes: &[Uid]) -> Res<Vec<Vec<Uid>>> {
    let c = &reader.connection;
    let mut texts: Vec<(Uid, String)> = Vec::new();
    let mut text = c.prepare_cached("SELECT text FROM note WHERE id = ?1 AND hidden = 0")?;
    for uid in notes.iter().take(MOST_CARDS) {
        let Some(id) = rows::id_of(c, *uid)? else { continue };
        let found = text.query_row([id], |r| r.get::<_, Option<String>>(0)).optional()?.flatten();
        texts.extend(found.map(|text| (*uid, text)));
    }
    let meanings = Meanings::built_in().map_err(|why| {
        Trouble::new(
            TroubleSort::Other,
            format!("No columns can be proposed: the table of meanings in this program is damaged ({why})."),
            "Your notes and boards are not touched by it.",
            "Install Uncover anew; sorting by hand works meanwhile.",
        )
    })?;
    let said: Vec<&str> = texts.iter().map(|(_, text)| text.as_str()).collect();
    let groups = likeness::clusters(&said, &meanings, ALIKE);
    let uids = |group: Vec<usize>| group.into_iter().filter_map(|at| texts.get(at).map(|(uid, _)| *uid)).collect();
    Ok(groups.into_iter().map(uids).collect())
}

//! The search index follows the notes a little later than they are saved: up to which note it reaches is kept in the
//! file, in the transaction that moves it. Notes beyond are few, and a search looks at each of them itself. So saving a
//! note writes half as much, and what a crash interrupts is caught up with the next time.

use super::fold::Memory;
use super::nonce;
use super::trouble::Res;
use rusqlite::Connection;

/// So many notes wait before they are put into the index together.
pub const WAIT: usize = 64;

/// So many are not waited for: they go into the index in the transaction that writes them. Well below the number of
/// notes that a search sorts.
const MOST: usize = 256;

/// Where it stands that the index reaches up to this note.
const REACH: &str = "indexed";

/// The notes the index does not hold yet, as a query for their numbers. A file without the mark is indexed whole.
pub const BEYOND: &str = "SELECT id FROM note WHERE id > COALESCE(
     (SELECT CAST(value AS INTEGER) FROM local WHERE key = 'indexed'), 9223372036854775807) AND hidden = 0";

/// How far the index reaches.
#[derive(Debug, Clone, Copy)]
pub struct Reach {
    /// The newest note it holds, or would hold if that were shown.
    pub note: i64,
    /// Notes beyond.
    waiting: usize,
}

/// How far the index reaches; read from the file once.
pub fn reach(c: &Connection, memory: &mut Memory) -> Res<Reach> {
    if let Some(known) = memory.reach {
        return Ok(known);
    }
    let note = nonce::local(c, REACH)?.and_then(|text| text.parse().ok()).unwrap_or(i64::MAX);
    let waiting: i64 = c.query_row("SELECT count(*) FROM note WHERE id > ?1", [note], |r| r.get(0))?;
    let read = Reach { note, waiting: usize::try_from(waiting).unwrap_or(0) };
    memory.reach = Some(read);
    Ok(read)
}

/// Whether the index holds this note, or would hold it if it were shown. One that is new is counted as waiting.
pub fn holds(c: &Connection, memory: &mut Memory, note: i64, new: bool) -> Res<bool> {
    let reach = reach(c, memory)?;
    let held = note <= reach.note;
    if new && !held {
        memory.reach = Some(Reach { waiting: reach.waiting + 1, ..reach });
    }
    Ok(held)
}

/// How many notes the index does not hold yet.
pub fn waiting(c: &Connection, memory: &mut Memory) -> Res<usize> {
    Ok(reach(c, memory)?.waiting)
}

/// Puts the notes of a bulk into the index, inside the transaction of the caller; a few are left to wait.
pub fn keep_up(c: &Connection, memory: &mut Memory) -> Res<()> {
    match memory.reach {
        Some(Reach { waiting, .. }) if waiting > MOST => catch_up(c, memory),
        _ => Ok(()),
    }
}

/// Puts all notes into the index that wait for it, inside the transaction of the caller.
pub fn catch_up(c: &Connection, memory: &mut Memory) -> Res<()> {
    let Reach { note, waiting } = reach(c, memory)?;
    if waiting == 0 {
        return Ok(());
    }
    let shown = c
        .prepare_cached(
            "INSERT INTO note_fts(rowid, text) SELECT id, text FROM note WHERE id > ?1 AND hidden = 0 ORDER BY id",
        )?
        .execute([note])?;
    memory.shown += i64::try_from(shown).unwrap_or(0);
    let newest: i64 = c.query_row("SELECT max(id) FROM note", [], |r| r.get(0))?;
    set_reach(c, memory, newest)?;
    count_shown(c, memory)
}

/// Forgets the index, before the notes are folded anew.
pub fn clear(c: &Connection, memory: &mut Memory) -> Res<()> {
    c.execute("INSERT INTO note_fts(note_fts) VALUES('delete-all')", [])?;
    c.execute("UPDATE local SET value = '0' WHERE key = 'notes'", [])?;
    set_reach(c, memory, 0)
}

fn set_reach(c: &Connection, memory: &mut Memory, note: i64) -> Res<()> {
    c.prepare_cached("INSERT INTO local(key, value) VALUES(?1, ?2) ON CONFLICT DO UPDATE SET value = excluded.value")?
        .execute((REACH, note.to_string()))?;
    memory.reach = Some(Reach { note, waiting: 0 });
    Ok(())
}

/// Brings the kept number of notes shown, of those in the index, up to date with what the fold did.
pub fn count_shown(c: &Connection, memory: &mut Memory) -> Res<()> {
    let by = std::mem::take(&mut memory.shown);
    if by != 0 {
        c.prepare_cached("UPDATE local SET value = CAST(value AS INTEGER) + ?1 WHERE key = 'notes'")?.execute([by])?;
    }
    Ok(())
}

/// How many notes are shown: the kept number, and those beyond the index.
pub fn shown(c: &Connection) -> Res<usize> {
    let kept: i64 = nonce::local(c, "notes")?.and_then(|n| n.parse().ok()).unwrap_or(0);
    let beyond: i64 = c.prepare_cached(&format!("SELECT count(*) FROM ({BEYOND})"))?.query_row([], |r| r.get(0))?;
    Ok(usize::try_from(kept + beyond).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use crate::domain::act::{Act, Op, Verb};
    use crate::domain::id::{IdSource, Uid};
    use crate::domain::schema::{DELETED, Kind, note};
    use crate::domain::time::Hlc;
    use crate::store::api::{Answer, Ask, Filter, From};
    use crate::store::{Core, OpenOptions, Reader};
    use proptest::prelude::*;
    use std::path::Path;

    fn open(folder: &Path) -> Core {
        let options = OpenOptions { data_dir: folder.join("data"), now: 0, ids: IdSource::System };
        Core::open(&folder.join("a.db"), &options).expect("a file")
    }

    fn wording(clock: i64, n: u8, text: Option<&str>) -> Act {
        let op = Op::new(Kind::Note, Uid::of_content(&[n])).refer(note::VISIT, Uid::of_content(b"visit"));
        let op = match text {
            Some(text) => op.text(note::TEXT, text).int(DELETED, 0),
            None => op.int(DELETED, 1),
        };
        Act { clock: Hlc(clock << 16), verb: Verb::EditNote, ops: vec![op] }
    }

    /// How many notes a search finds.
    fn found(folder: &Path, search: &str) -> usize {
        let reader = Reader::open(&folder.join("a.db")).expect("a reader");
        let filter = Filter { search: search.into(), ..Filter::default() };
        match reader.answer(&Ask::Notes { filter, from: From::Newest, limit: 50 }) {
            Answer::Notes(page) => page.rows.len(),
            other => unreachable!("{other:?}"),
        }
    }

    fn fits(core: &Core) {
        core.connection
            .execute("INSERT INTO note_fts(note_fts, rank) VALUES('integrity-check', 1)", [])
            .expect("the index fits the notes");
    }

    #[test]
    fn a_note_is_found_at_once_and_after_a_crash_and_when_it_was_reworded() {
        let folder = tempfile::tempdir().expect("a folder");
        let folder = folder.path();
        let mut core = open(folder);
        for n in 1..=3 {
            core.apply(&wording(n.into(), n, Some("waited long"))).expect("saved");
        }
        assert_eq!((core.unindexed().expect("a count"), found(folder, "wait")), (3, 3));
        // Not closed: what the next opening finds is what a crash leaves.
        drop(core);
        let mut core = open(folder);
        assert_eq!((core.unindexed().expect("a count"), found(folder, "wait")), (3, 3));
        core.apply(&wording(4, 1, Some("asked"))).expect("saved");
        assert_eq!((found(folder, "wait"), found(folder, "asked")), (2, 1));
        core.index_notes().expect("indexed");
        fits(&core);
        assert_eq!((core.unindexed().expect("a count"), found(folder, "wait"), found(folder, "asked")), (0, 2, 1));
        core.apply(&wording(5, 2, Some("asked twice"))).expect("saved");
        core.apply(&wording(6, 3, None)).expect("saved");
        fits(&core);
        assert_eq!((found(folder, "wait"), found(folder, "asked")), (0, 2));
        assert_eq!(super::shown(&core.connection).expect("a count"), 2);
    }

    #[test]
    fn a_bulk_does_not_wait() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut core = open(folder.path());
        let acts: Vec<Act> = (0..=255).map(|n| wording(i64::from(n) + 1, n, Some("one of many"))).collect();
        core.apply_many(&acts).expect("saved");
        assert_eq!(core.unindexed().expect("a count"), super::MOST);
        let last = Op::new(Kind::Note, Uid::of_content(b"last")).text(note::TEXT, "last");
        core.apply(&Act { clock: Hlc(1_000 << 16), verb: Verb::EditNote, ops: vec![last] }).expect("saved");
        assert_eq!(core.unindexed().expect("a count"), 0);
        fits(&core);
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]

        /// Whatever is written, deleted and put into the index in whatever order: the index ends up with the notes shown.
        #[test]
        fn the_index_catches_up_with_anything(
            steps in prop::collection::vec((0u8..6, prop::option::weighted(0.7, "[ab]{1,2}"), 0u8..4), 1..24),
        ) {
            let folder = tempfile::tempdir().expect("a folder");
            let mut core = open(folder.path());
            let mut texts = std::collections::HashMap::new();
            for ((n, text, then), clock) in steps.iter().zip(1..) {
                core.apply(&wording(clock, *n, text.as_deref())).expect("saved");
                match text {
                    Some(text) => texts.insert(*n, text.clone()),
                    None => texts.remove(n),
                };
                match then {
                    0 => core.index_notes().expect("indexed"),
                    1 => core.forget(),
                    _ => {}
                }
            }
            let with_a = texts.values().filter(|text| text.starts_with('a')).count();
            prop_assert_eq!(found(folder.path(), "a"), with_a);
            prop_assert_eq!(super::shown(&core.connection).expect("a count"), texts.len());
            core.index_notes().expect("indexed");
            fits(&core);
            prop_assert_eq!(found(folder.path(), "a"), with_a);
            prop_assert_eq!(super::shown(&core.connection).expect("a count"), texts.len());
        }
    }
}

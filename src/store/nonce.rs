//! Which instance of a file this is. Each opening that writes changes a random mark kept both in the file and in the
//! laptop's data folder. Where they differ, the file is a copy or was rewound: it gets new logs, so that no sequence
//! number is ever used twice.

use super::connect;
use super::core::OpenOptions;
use super::log;
use super::trouble::Res;
use crate::domain::act::Stream;
use rusqlite::{Connection, OptionalExtension, params};
use std::io::Write;
use std::path::{Path, PathBuf};

/// Settles, inside the transaction of the first act, into which logs this opening writes: number and next sequence of
/// each. The mark goes to the data folder before the commit: a crash between them only costs three new logs.
pub fn begin_writing(c: &Connection, options: &mut OpenOptions) -> Res<[(i64, i64); 3]> {
    let file = match local(c, "file")? {
        Some(file) => file,
        None => set_local(c, "file", options.ids.next_uid().to_text())?,
    };
    let place = place(options, &file);
    let same = is_same(c, &place)?;
    let mut replicas = [(0, 1); 3];
    for (slot, stream) in replicas.iter_mut().zip([Stream::Shared, Stream::Names, Stream::Private]) {
        let newest = if same { newest_replica(c, stream)? } else { None };
        let id = match newest {
            Some(id) => id,
            None => {
                c.execute(
                    "INSERT INTO replica(uid, stream, mine) VALUES(?1, ?2, 1)",
                    params![options.ids.next_uid().0, stream as i64],
                )?;
                c.last_insert_rowid()
            }
        };
        *slot = (id, log::next_sequence(c, id)?);
    }
    rotate(c, options, &place)?;
    Ok(replicas)
}

/// Whether the file is the one that was written here last.
fn is_same(c: &Connection, place: &Path) -> Res<bool> {
    Ok(match (local(c, "nonce")?, std::fs::read_to_string(place)) {
        (Some(here), Ok(there)) => here == there.trim(),
        _ => false,
    })
}

/// The logs in which this file goes on writing: nobody else can have acts of them that are not here.
pub fn active(c: &Connection, options: &OpenOptions) -> Res<Vec<i64>> {
    let Some(file) = local(c, "file")? else { return Ok(Vec::new()) };
    if !is_same(c, &place(options, &file))? {
        return Ok(Vec::new());
    }
    let mut active = Vec::new();
    for stream in [Stream::Shared, Stream::Names, Stream::Private] {
        active.extend(newest_replica(c, stream)?);
    }
    Ok(active)
}

/// Changes the mark once more when writing ends, so that a copy somebody took meanwhile is known as one.
pub fn end_writing(c: &Connection, options: &mut OpenOptions) -> Res<()> {
    match local(c, "file")? {
        Some(file) => {
            let place = place(options, &file);
            rotate(c, options, &place)
        }
        None => Ok(()),
    }
}

fn rotate(c: &Connection, options: &mut OpenOptions, place: &Path) -> Res<()> {
    let mark = set_local(c, "nonce", options.ids.next_uid().to_text())?;
    // Where the folder cannot be written the marks differ next time, which is safe.
    let _ = keep(place, &mark);
    Ok(())
}

fn newest_replica(c: &Connection, stream: Stream) -> Res<Option<i64>> {
    Ok(c.query_row("SELECT max(id) FROM replica WHERE mine = 1 AND stream = ?1", [stream as i64], |r| r.get(0))?)
}

fn place(options: &OpenOptions, file: &str) -> PathBuf {
    options.data_dir.join("opened").join(file)
}

fn keep(place: &Path, mark: &str) -> std::io::Result<()> {
    if let Some(folder) = place.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let mut file = connect::private_options().create(true).truncate(true).open(place)?;
    file.write_all(mark.as_bytes())?;
    file.sync_all()
}

/// A value that belongs to this copy of the file alone.
pub fn local(c: &Connection, key: &str) -> Res<Option<String>> {
    Ok(c.query_row("SELECT value FROM local WHERE key = ?1", [key], |r| r.get(0)).optional()?)
}

/// Keeps such a value.
pub fn set_local(c: &Connection, key: &str, value: String) -> Res<String> {
    c.execute(
        "INSERT INTO local(key, value) VALUES(?1, ?2) ON CONFLICT DO UPDATE SET value = excluded.value",
        params![key, value],
    )?;
    Ok(value)
}

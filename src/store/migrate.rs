//! The schema's versions: a file is ours, new enough and not too new, or it is refused with advice.

use super::api::{Trouble, TroubleSort};
use super::connect::APPLICATION_ID;
use super::trouble::{Res, not_ours};
use rusqlite::Connection;

/// The steps, in order; step n leads to schema n. A released step is never edited.
const STEPS: &[&str] =
    &[include_str!("../../assets/sql/0001_init.sql"), include_str!("../../assets/sql/0002_talk.sql")];

/// The newest schema this program knows.
pub const NEWEST: i64 = STEPS.len() as i64;

/// What sort of file a connection shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// Nothing in it yet.
    Empty,
    /// Ours, at this schema.
    Schema(i64),
}

/// Looks whether the file is ours and not newer than this program.
pub fn inspect(connection: &Connection) -> Res<Found> {
    let id: i32 = connection.query_row("PRAGMA application_id", [], |r| r.get(0))?;
    let version: i64 = connection.query_row("PRAGMA user_version", [], |r| r.get(0))?;
    let tables: i64 = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |r| r.get(0))?;
    match (id, version, tables) {
        (0, 0, 0) => Ok(Found::Empty),
        (APPLICATION_ID, v, _) if v > NEWEST => Err(newer(v)),
        (APPLICATION_ID, v, _) if v >= 1 => Ok(Found::Schema(v)),
        _ => Err(not_ours()),
    }
}

/// Brings the file to the newest schema, all steps in one transaction.
pub fn migrate(connection: &mut Connection, from: Found) -> Res<()> {
    let have = match from {
        Found::Empty => 0,
        Found::Schema(version) => version,
    };
    if have >= NEWEST {
        return Ok(());
    }
    let transaction = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    for step in STEPS.iter().skip(usize::try_from(have).unwrap_or(0)) {
        transaction.execute_batch(step)?;
    }
    transaction.execute_batch(&format!("PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {NEWEST}"))?;
    Ok(transaction.commit()?)
}

fn newer(version: i64) -> Trouble {
    Trouble::new(
        TroubleSort::Newer,
        format!("This file was made by a newer Uncover (its schema is {version}, this program knows {NEWEST})."),
        "It has been left as it is.",
        "Install the newer program, or choose another file with --file.",
    )
}

//! The schema's versions: a file is ours, new enough and not too new, or it is refused with advice.

use super::api::{Trouble, TroubleSort};
use super::connect::APPLICATION_ID;
use super::trouble::{Res, not_ours};
use crate::domain::text::visible;
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

/// Refuses a file that holds what would act by itself and stands in none of our steps: a view in the place of a table could
/// keep one waiting for ever.
pub fn plain(connection: &Connection) -> Res<()> {
    let mut statement = connection.prepare(
        "SELECT name, COALESCE(sql, '') FROM sqlite_schema WHERE type IN ('view', 'trigger') OR sql LIKE 'CREATE VIRTUAL%'",
    )?;
    let parts = statement.query_map([], |r| Ok((r.get::<_, String>(0)?, r.get::<_, String>(1)?)))?;
    for part in parts {
        let (name, sql) = part?;
        if !STEPS.iter().any(|step| step.contains(&format!("{sql};"))) {
            return Err(Trouble::new(
                TroubleSort::Other,
                format!("This file holds a part that no file of Uncover has (“{}”).", visible(&name)),
                "It was not made by Uncover, or somebody changed it. It has been left as it is.",
                "Choose another file with --file.",
            ));
        }
    }
    Ok(())
}

/// Looks whether the file is ours and not newer than this program.
pub fn inspect(connection: &Connection) -> Res<Found> {
    let id: i32 = connection.query_row("PRAGMA application_id", [], |r| r.get(0))?;
    let version: i64 = connection.query_row("PRAGMA user_version", [], |r| r.get(0))?;
    let tables: i64 = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |r| r.get(0))?;
    match (id, version, tables) {
        (0, 0, 0) => Ok(Found::Empty),
        (APPLICATION_ID, v, _) if v > NEWEST => Err(newer(v)),
        (APPLICATION_ID, v, _) if v >= 1 => plain(connection).map(|()| Found::Schema(v)),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::id::IdSource;
    use crate::store::salvage::salvage;
    use crate::store::{Core, OpenOptions, Reader, check};

    #[test]
    fn a_view_or_a_trigger_that_no_step_makes_is_refused_and_not_run() {
        const ENDLESS: &str = "DROP TABLE tag; CREATE VIEW tag AS WITH RECURSIVE t(id, name, parent, colour, meaning, \
            merged_into, deleted) AS (SELECT 1, 'a', 1, 1, 'a', NULL, NULL UNION ALL SELECT id, name, parent, colour, \
            meaning, merged_into, deleted FROM t) SELECT * FROM t";
        const OTHER_SEARCH: &str = "DROP TABLE note_fts; CREATE VIRTUAL TABLE note_fts USING fts5(text, content='tag')";
        const TRIGGER: &str = "CREATE TRIGGER act_said AFTER INSERT ON act BEGIN DELETE FROM op; END";
        for sql in [ENDLESS, OTHER_SEARCH, TRIGGER] {
            let folder = tempfile::tempdir().expect("a folder");
            let path = folder.path().join("walks.db");
            let options = OpenOptions { data_dir: folder.path().join("data"), now: 0, ids: IdSource::Seeded(1) };
            Core::open(&path, &options).expect("opened").close().expect("closed");
            Connection::open(&path).expect("opened").execute_batch(sql).expect("changed");
            let before = std::fs::read(&path).expect("bytes");
            let refused = [
                Reader::open(&path).map(drop),
                Core::open(&path, &options).map(drop),
                check::check(&path).map(drop),
                salvage(&path, &folder.path().join("saved.db"), &options).map(drop),
            ];
            for refused in refused {
                let trouble = refused.expect_err("refused");
                assert!(trouble.what.contains("no file of Uncover has"), "{}", trouble.what);
            }
            assert!(before == std::fs::read(&path).expect("bytes"), "the file changed");
        }
    }
}

//! What is kept beside the log and belongs to this laptop alone: drafts, settings, saved views.

use super::api::{Draft, Filter, SavedView};
use super::core::Core;
use super::trouble::Res;
use crate::domain::id::Uid;
use rusqlite::{Connection, params};

impl Core {
    /// Keeps what is being typed.
    pub fn save_draft(&self, draft: &Draft) -> Res<()> {
        self.connection
            .prepare_cached(
                "INSERT INTO draft(field, text, cursor, becomes, about) VALUES(?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT DO UPDATE SET text = excluded.text, cursor = excluded.cursor,
                 becomes = excluded.becomes, about = excluded.about",
            )?
            .execute(params![
                draft.field,
                draft.text,
                i64::try_from(draft.cursor).unwrap_or(0),
                draft.becomes.map(|u| u.0),
                draft.about.map(|u| u.0)
            ])?;
        Ok(())
    }

    /// Forgets the draft of a field.
    pub fn drop_draft(&self, field: &str) -> Res<()> {
        self.connection.prepare_cached("DELETE FROM draft WHERE field = ?1")?.execute([field])?;
        Ok(())
    }

    /// Remembers a setting.
    pub fn set(&self, key: &str, value: &str) -> Res<()> {
        self.connection
            .prepare_cached(
                "INSERT INTO setting(key, value) VALUES(?1, ?2) ON CONFLICT DO UPDATE SET value = excluded.value",
            )?
            .execute([key, value])?;
        Ok(())
    }

    /// Saves a view under its name, in the place of one of the same name.
    pub fn save_view(&self, view: &SavedView) -> Res<()> {
        let filter = serde_json::to_string(&view.filter).unwrap_or_default();
        self.connection.execute(
            "INSERT INTO saved_view(name, filter) VALUES(?1, ?2) ON CONFLICT DO UPDATE SET filter = excluded.filter",
            params![view.name, filter],
        )?;
        Ok(())
    }

    /// Forgets a saved view.
    pub fn drop_view(&self, name: &str) -> Res<()> {
        self.connection.execute("DELETE FROM saved_view WHERE name = ?1", [name])?;
        Ok(())
    }
}

/// All drafts.
pub fn drafts(c: &Connection) -> Res<Vec<Draft>> {
    let mut statement = c.prepare_cached("SELECT field, text, cursor, becomes, about FROM draft ORDER BY field")?;
    let rows = statement.query_map([], |r| {
        Ok(Draft {
            field: r.get(0)?,
            text: r.get(1)?,
            cursor: usize::try_from(r.get::<_, i64>(2)?).unwrap_or(0),
            becomes: r.get::<_, Option<[u8; 16]>>(3)?.map(Uid),
            about: r.get::<_, Option<[u8; 16]>>(4)?.map(Uid),
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// All settings.
pub fn settings(c: &Connection) -> Res<Vec<(String, String)>> {
    let mut statement = c.prepare_cached("SELECT key, value FROM setting ORDER BY key")?;
    Ok(statement.query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?.collect::<Result<_, _>>()?)
}

/// All saved views. One that this version cannot read is left out, and stays in the file.
pub fn views(c: &Connection) -> Res<Vec<SavedView>> {
    let mut statement = c.prepare_cached("SELECT name, filter FROM saved_view ORDER BY name")?;
    let rows = statement
        .query_map([], |r| Ok((r.get::<_, String>(0)?, r.get::<_, String>(1)?)))?
        .collect::<Result<Vec<_>, _>>()?;
    let read = |(name, filter): (String, String)| {
        serde_json::from_str::<Filter>(&filter).ok().map(|filter| SavedView { name, filter })
    };
    Ok(rows.into_iter().filter_map(read).collect())
}

//! The sheets that walks of this file used, as they were then, and those a predecessor handed over.

use crate::store::api::UsedSheet;
use crate::store::reader::Reader;
use crate::store::trouble::Res;
use rusqlite::OptionalExtension;

/// So many of the newest walks are looked at.
const WALKS: i64 = 400;

/// At most so many sheets.
const SHEETS: usize = 12;

/// The sheets of the newest walks, the one used last first; then those no walk used.
pub fn used(reader: &Reader) -> Res<Vec<UsedSheet>> {
    let c = &reader.connection;
    let mut walks = c.prepare_cached(
        "SELECT sheet FROM walk INDEXED BY walk_day WHERE deleted IS NOT 1 ORDER BY day DESC, id DESC LIMIT ?1",
    )?;
    let mut ids: Vec<i64> = Vec::new();
    let mut rows = walks.query([WALKS])?;
    while let Some(row) = rows.next()? {
        if let Some(id) = row.get::<_, Option<i64>>(0)?
            && !ids.contains(&id)
        {
            ids.push(id);
        }
    }
    let mut handed = c.prepare_cached(
        "SELECT id FROM sheet s WHERE body IS NOT NULL AND NOT EXISTS(SELECT 1 FROM walk w WHERE w.sheet = s.id)",
    )?;
    ids.extend(handed.query_map([], |r| r.get(0))?.collect::<Result<Vec<i64>, _>>()?);
    let mut sheet = c.prepare_cached("SELECT name, body FROM sheet WHERE id = ?1 AND body IS NOT NULL")?;
    let mut found = Vec::new();
    for id in ids.into_iter().take(SHEETS) {
        let row = sheet.query_row([id], |r| {
            Ok(UsedSheet { name: r.get::<_, Option<String>>(0)?.unwrap_or_default(), body: r.get(1)? })
        });
        found.extend(row.optional()?);
    }
    Ok(found)
}

//! Which things of an import the file has already.

use super::reader::Reader;
use super::trouble::Res;
use crate::domain::id::Uid;
use crate::domain::schema::Kind;
use rusqlite::OptionalExtension;
use std::collections::HashMap;

impl Reader {
    /// Which of these things of one kind the file has; true: deleted there. Not those whose making was taken back, which
    /// may come again; but those whose words were emptied for good, which must not.
    pub fn there(&self, kind: Kind, uids: &[Uid]) -> Res<HashMap<Uid, bool>> {
        let (table, made, gone) = match kind {
            Kind::Visit => ("visit", "started", "t.deleted"),
            Kind::Walk => ("walk", "day", "t.deleted"),
            Kind::Note => ("note", "text", "t.deleted"),
            Kind::Mark => ("mark", "look_for", "t.deleted"),
            Kind::Tag => ("tag", "name", "t.deleted"),
            Kind::Sheet => ("sheet", "body", "0"),
            _ => (kind.table(), "id", "t.deleted"),
        };
        let sql = format!(
            "SELECT {gone}, t.{made} IS NOT NULL OR {gone} IS 1
                 OR EXISTS(SELECT 1 FROM op WHERE op.entity = e.id AND op.fields IS NULL)
             FROM entity e JOIN {table} t ON t.id = e.id WHERE e.uid = ?1"
        );
        let _moment = self.connection.unchecked_transaction()?;
        let mut statement = self.connection.prepare(&sql)?;
        let mut found = HashMap::new();
        for uid in uids {
            let row = statement.query_row([uid.0], |r| Ok((r.get::<_, Option<i64>>(0)?, r.get::<_, bool>(1)?)));
            if let Some((gone, true)) = row.optional()? {
                found.insert(*uid, gone == Some(1));
            }
        }
        Ok(found)
    }
}

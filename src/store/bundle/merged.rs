//! Taking a merge back: the backup made before it takes the file's place, as long as nothing was done since.

use crate::domain::time::UtcMs;
use crate::store::api::{Trouble, TroubleSort};
use crate::store::core::Core;
use crate::store::nonce::{local, set_local};
use crate::store::reader::Reader;
use crate::store::trouble::Res;
use crate::store::{backup, migrate};
use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// Where it stands what was merged last.
const KEY: &str = "merged";

/// Where it stands that something of a newer version came along, and which schema did not know it.
pub const UNREAD: &str = "unread";

/// The last merge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Merged {
    /// The backup made before it.
    pub backup: PathBuf,
    /// Acts in the file after it, and their newest clock.
    acts: i64,
    newest: i64,
}

fn figures(c: &Connection) -> Res<(i64, i64)> {
    Ok(c.query_row("SELECT count(*), COALESCE(max(hlc), 0) FROM act", [], |r| Ok((r.get(0)?, r.get(1)?)))?)
}

impl Merged {
    /// Notes a merge down, inside its transaction.
    pub(super) fn remember(c: &Connection, backup: &Path) -> Res<()> {
        let (acts, newest) = figures(c)?;
        let merged = Merged { backup: backup.to_path_buf(), acts, newest };
        set_local(c, KEY, serde_json::to_string(&merged).unwrap_or_default())?;
        Ok(())
    }
}

/// Takes the last merge of a file back. Gives back where the file as it was until now is kept.
///
/// # Errors
/// When nothing was merged, something was done since, or the backup cannot take the file's place; nothing is changed then.
pub fn take_back(path: &Path, now: UtcMs) -> Res<Option<PathBuf>> {
    let reader = Reader::open(path)?;
    let refused = |what: &str| Trouble::new(TroubleSort::Other, what, "Nothing was changed.", "");
    let merged = local(&reader.connection, KEY)?.and_then(|text| serde_json::from_str::<Merged>(&text).ok());
    let Some(merged) = merged else {
        return Err(refused("No merge can be taken back: none was made in this file."));
    };
    if figures(&reader.connection)? != (merged.acts, merged.newest) {
        let what = "The last merge can no longer be taken back, because something was done since.";
        let todo = format!("The file as it was before the merge is in {}.", merged.backup.display());
        return Err(Trouble::new(TroubleSort::Other, what, "Nothing was changed.", todo));
    }
    if !merged.backup.is_file() {
        return Err(refused("The backup made before the merge is gone, so it cannot be taken back."));
    }
    drop(reader);
    backup::restore(&merged.backup, path, now)
}

impl Core {
    /// Folds the log anew when it holds what an older version could not read, and this one perhaps can.
    pub(in crate::store) fn read_again(&mut self) -> Res<()> {
        let unread = local(&self.connection, UNREAD)?.and_then(|schema| schema.parse::<i64>().ok());
        if unread.is_none_or(|schema| schema >= migrate::NEWEST) {
            return Ok(());
        }
        self.rebuild(|_| {})?;
        self.connection.execute("DELETE FROM local WHERE key = ?1", [UNREAD])?;
        Ok(())
    }
}

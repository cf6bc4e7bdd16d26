//! What the program notices, kept from one time to the next.

use super::facts::EXPIRED;
use crate::domain::time::UtcMs;
use crate::store::nonce::set_local;
use crate::store::trouble::Res;
use rusqlite::Connection;

/// Where the last suggestions are kept, in `local`.
pub const KEPT: &str = "surface";

/// Follow-ups went for good: whoever has counted notes counts anew, and nothing kept may still rest on their words.
pub fn follow_ups_gone(c: &Connection, now: UtcMs) -> Res<()> {
    set_local(c, EXPIRED, now.to_string())?;
    c.prepare_cached("DELETE FROM local WHERE key = ?1")?.execute([KEPT])?;
    Ok(())
}

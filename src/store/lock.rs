//! One window writes: a lock file beside the database, held as long as the window is open. The operating system lets
//! go of it when the program ends in any way, so it is never stale.

use super::api::Trouble;
use super::connect::{private_options, sidecar};
use super::trouble::Res;
use std::fs::{File, TryLockError};
use std::path::Path;

/// The right to write; given back when dropped.
#[derive(Debug)]
pub struct Lock(#[expect(dead_code, reason = "held, not read")] File);

impl Lock {
    /// Takes the lock, or says that another window has it.
    pub fn take(path: &Path) -> Res<Lock> {
        let file = private_options().create(true).truncate(false).open(sidecar(path, ".lock"))?;
        match file.try_lock() {
            Ok(()) => Ok(Lock(file)),
            Err(TryLockError::WouldBlock) => Err(Trouble::locked()),
            // Some network folders know no locks; SQLite's own still guard every single write.
            Err(TryLockError::Error(_)) => Ok(Lock(file)),
        }
    }
}

//! Several bundles in one transaction: all of those that can be taken in, or, when it is given up, none.

use super::take::Backup;
use super::{Outline, Piece, Refusal, Taken};
use crate::domain::time::UtcMs;
use crate::store::core::Core;
use crate::store::trouble::Res;
use std::path::PathBuf;

/// A merge that has begun. Let go without `keep`, it has changed nothing.
pub struct Merging<'c> {
    core: &'c mut Core,
    /// Made before the first bundle that changes anything.
    backup: Option<PathBuf>,
    /// Nothing was kept yet.
    open: bool,
}

impl Core {
    /// Begins to take in several bundles in one transaction.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn begin_merging(&mut self) -> Res<Merging<'_>> {
        self.begin()?;
        Ok(Merging { core: self, backup: None, open: true })
    }
}

impl Merging<'_> {
    /// Takes in what a bundle has and this file lacks. `look_only`: it will not be kept, so no backup is made. `told` hears
    /// how far it has come: so much, of so much.
    ///
    /// # Errors
    /// As `Refusal` says; all is as it was before this bundle then.
    pub fn take(
        &mut self,
        outline: &Outline,
        pieces: impl Iterator<Item = Result<Piece, Refusal>>,
        now: UtcMs,
        look_only: bool,
        told: &mut dyn FnMut(u64, u64),
    ) -> Result<Taken, Refusal> {
        let backup = match &self.backup {
            _ if look_only => Backup::NotNeeded,
            Some(backup) => Backup::There(backup.clone()),
            None => Backup::Make,
        };
        self.core.connection.execute_batch("SAVEPOINT bundle")?;
        match self.core.pour_in(outline, pieces, now, backup, told) {
            Ok(taken) => {
                self.core.connection.execute_batch("RELEASE bundle")?;
                self.backup = self.backup.take().or_else(|| taken.backup.clone());
                Ok(taken)
            }
            Err(refusal) => {
                // Where it was stopped, SQLite has taken everything back already.
                let _ = self.core.connection.execute_batch("ROLLBACK TO bundle; RELEASE bundle");
                self.core.forget();
                Err(refusal)
            }
        }
    }

    /// Whether a bundle continues nothing that is not here by now.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn fits(&self, outline: &Outline) -> Res<bool> {
        self.core.fits(outline)
    }

    /// Whether a bundle goes beyond what is here by now.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn is_new(&self, outline: &Outline) -> Res<bool> {
        self.core.is_new(outline)
    }

    /// Where the file as it was before lies, once something was taken in.
    pub fn backup(&self) -> Option<&PathBuf> {
        self.backup.as_ref()
    }

    /// Keeps all that was taken in.
    ///
    /// # Errors
    /// When it cannot be written; nothing was changed then.
    pub fn keep(mut self) -> Res<()> {
        self.open = false;
        self.core.end(Ok(()))?;
        self.core.forget();
        Ok(())
    }
}

impl Drop for Merging<'_> {
    fn drop(&mut self) {
        if self.open {
            self.core.roll_back();
        }
    }
}

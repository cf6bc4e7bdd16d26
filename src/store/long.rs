//! Something long that writes, such as an import: it holds the writer while it lasts, tells how far it is, and can be
//! stopped. All it does is one transaction, so that one that is stopped has changed nothing.

use super::api::{Trouble, TroubleSort};
use super::background::stop_when;
use super::core::Core;
use super::trouble::Res;
use crate::domain::schema::Kind;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Something long for the writer thread.
pub trait Long: Send {
    /// Does it, in one transaction. The kinds of things that changed; none: nothing was changed.
    fn run(&mut self, core: &mut Core) -> Res<Vec<Kind>>;

    /// Tells how it went; called once. On `Ok` it is durable; on `Err` nothing was changed.
    fn over(self: Box<Self>, how: Res<()>);
}

impl Core {
    /// Does something that can be stopped by `stop`: whatever it does to the file fails from then on, so that its
    /// transaction is taken back.
    ///
    /// # Errors
    /// When it was stopped, and as `work` says.
    pub fn stoppable<T, E: From<Trouble>>(
        &mut self,
        stop: &Arc<AtomicBool>,
        work: impl FnOnce(&mut Core) -> Result<T, E>,
    ) -> Result<T, E> {
        if stop.load(Ordering::SeqCst) {
            return Err(stopped().into());
        }
        stop_when(&mut self.connection, Some(stop))?;
        let result = work(self);
        stop_when(&mut self.connection, None)?;
        match result {
            Err(_) if stop.load(Ordering::SeqCst) => Err(stopped().into()),
            result => result,
        }
    }
}

/// What is said of something that was stopped.
pub fn stopped() -> Trouble {
    Trouble::new(TroubleSort::Other, "It was stopped.", "Nothing was changed.", "")
}

/// Something is held back that could not be saved: nothing long may come before it.
pub(super) fn held_back() -> Trouble {
    let what = "Some of what you wrote is not on the disk yet.";
    Trouble::new(TroubleSort::Other, what, "Nothing was changed.", "Try again when it is saved.")
}

//! An export that reads the file of notes while it writes: whole, or not at all, and an error that says which of the two
//! went wrong.

use super::write::{WriteError, atomically};
use crate::store::api::Trouble;
use std::io::{self, Write};
use std::ops::ControlFlow;
use std::path::Path;

/// Why there is no export.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    #[error(transparent)]
    Read(Trouble),
    #[error(transparent)]
    Write(#[from] WriteError),
}

/// Why an export stopped half-way.
pub enum Stop {
    Read(Trouble),
    Write(io::Error),
}

impl Stop {
    /// As an error of the file that is being written, for `atomically`.
    pub fn as_io(self) -> io::Error {
        match self {
            Stop::Read(_) => io::Error::other("the notes could not be read"),
            Stop::Write(why) => why,
        }
    }
}

impl From<Trouble> for Stop {
    fn from(trouble: Trouble) -> Stop {
        Stop::Read(trouble)
    }
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Stop {
        Stop::Write(error)
    }
}

/// Writes what `fill` reads to `path`, and gives back what it tells of it.
///
/// # Errors
/// When `fill` cannot read the notes; when `path` is there already and `overwrite` is false, or cannot be written. Nothing is
/// left behind then.
pub fn written<T: Default>(
    path: &Path,
    overwrite: bool,
    fill: impl FnOnce(&mut dyn Write) -> Result<T, Stop>,
) -> Result<T, ExportError> {
    let mut made = Ok(T::default());
    let done = atomically(path, overwrite, |out| match fill(out) {
        Ok(told) => {
            made = Ok(told);
            Ok(())
        }
        Err(Stop::Read(trouble)) => {
            made = Err(trouble.clone());
            Err(Stop::Read(trouble).as_io())
        }
        Err(stop) => Err(stop.as_io()),
    });
    match (made, done) {
        (Err(trouble), _) => Err(ExportError::Read(trouble)),
        (Ok(_), Err(error)) => Err(error.into()),
        (Ok(told), Ok(())) => Ok(told),
    }
}

/// Takes what `read` hands out, one after the other, until something cannot be taken.
///
/// # Errors
/// When `read` cannot read on; when `take` says so.
pub fn one_by_one<T>(
    read: impl FnOnce(&mut dyn FnMut(T) -> ControlFlow<()>) -> Result<(), Trouble>,
    mut take: impl FnMut(T) -> Result<(), Stop>,
) -> Result<(), Stop> {
    let mut taken = Ok(());
    read(&mut |one| {
        taken = take(one);
        if taken.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    })?;
    taken
}

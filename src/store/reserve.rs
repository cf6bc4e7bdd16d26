//! Room for the next notes, taken on the disk before they come. SQLite writes over a write-ahead log that is long enough
//! instead of making it longer, which takes half the time to reach the disk, and works for a while on a full one.

use super::connect::{private_options, sidecar};
use std::io::{Seek, SeekFrom, Write};
use std::path::Path;

/// Bytes: about sixty notes, each with the pages it changes.
const SIZE: u64 = 4 << 20;

/// Fills the write-ahead log up with zeros, which SQLite takes for its end. Only the thread that writes may do this, and
/// only between two writes. Failing is no trouble: then the log grows with each note.
pub fn take(path: &Path) {
    let _ = fill(path);
}

fn fill(path: &Path) -> std::io::Result<()> {
    let mut log = private_options().open(sidecar(path, "-wal"))?;
    let length = log.seek(SeekFrom::End(0))?;
    let zeros = [0; 64 << 10];
    let mut missing = SIZE.saturating_sub(length);
    if missing == 0 {
        return Ok(());
    }
    while missing > 0 {
        let piece = zeros.len().min(usize::try_from(missing).unwrap_or(zeros.len()));
        log.write_all(&zeros[..piece])?;
        missing -= piece as u64;
    }
    log.sync_all()
}

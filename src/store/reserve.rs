//! Room for the next notes, taken on the disk before they come. SQLite writes over a write-ahead log that is long enough
//! instead of making it longer, which takes half the time to reach the disk, and works for a while on a full one.

use super::connect::{private_options, sidecar};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::Path;

/// Bytes: about sixty notes, each with the pages it changes.
const SIZE: u64 = 4 << 20;

/// Bytes of a page in the log: the page and what SQLite writes before it.
const PAGE: u64 = 4096 + 24;

/// Bytes before the first page.
const HEAD: u64 = 32;

/// Bytes that the next few notes will be written over.
const NEXT: u64 = 192 << 10;

/// Fills the write-ahead log up with zeros, which SQLite takes for its end. Only the thread that writes may do this, and
/// only between two writes. Failing is no trouble: then the log grows with each note.
pub fn take(path: &Path) {
    let _ = fill(path);
}

/// Reads what the next notes will be written over. The system writes only whole blocks, and would have to fetch each from
/// the disk first, while somebody waits for the tick. `pages`: how many the log holds now; `over`: all of them are in the
/// file, so that the next note begins at the front again.
pub fn warm(path: &Path, pages: i64, over: bool) {
    let pages = u64::try_from(pages).unwrap_or(0);
    let _ = read(path, HEAD + pages.saturating_mul(PAGE));
    if over && pages > 0 {
        let _ = read(path, 0);
    }
}

fn read(path: &Path, from: u64) -> std::io::Result<()> {
    let mut log = std::fs::File::open(sidecar(path, "-wal"))?;
    log.seek(SeekFrom::Start(from))?;
    std::io::copy(&mut log.take(NEXT), &mut std::io::sink())?;
    Ok(())
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

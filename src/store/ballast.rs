//! A file of 1 MiB beside the database, given up when the disk is full, so that the note in hand can still be saved.

use super::connect::{private_options, sidecar};
use crate::domain::id::split_mix;
use std::io::Write;
use std::path::Path;

const SIZE: u64 = 1 << 20;

/// Makes the ballast where it is missing. Failing is no trouble: then there is none.
pub fn load(path: &Path) {
    let place = sidecar(path, ".ballast");
    if std::fs::metadata(&place).is_ok_and(|m| m.len() == SIZE) {
        return;
    }
    if fill(&place).is_err() {
        let _ = std::fs::remove_file(&place);
    }
}

fn fill(place: &Path) -> std::io::Result<()> {
    let mut file = private_options().create(true).truncate(true).open(place)?;
    // Something a file system cannot squeeze away.
    let mut state = 1;
    let block: Vec<u8> = (0..8_192).flat_map(|_| split_mix(&mut state).to_le_bytes()).collect();
    for _ in 0..SIZE / block.len() as u64 {
        file.write_all(&block)?;
    }
    file.sync_all()
}

/// Gives the ballast up. True when there was one.
pub fn drop(path: &Path) -> bool {
    std::fs::remove_file(sidecar(path, ".ballast")).is_ok()
}

//! What the fuzz targets run: the checks of `tests/common/readers.rs`, which the corpus in `tests/hostile` goes through
//! with every `cargo test`.

#[path = "../../tests/common/mod.rs"]
mod common;
pub mod keys;
#[path = "../../tests/common/readers.rs"]
mod readers;
#[path = "../../tests/common/world.rs"]
mod world;

/// Hands the bytes to a reader by its name.
pub fn read(name: &str, bytes: &[u8]) {
    readers::reader(name)(bytes);
}

//! The file: all SQL is here. The log of acts and the state it folds to, search, drafts, backups and repair.
//! Knows `domain` and SQLite; knows no screen.

pub mod api;
pub mod backup;
pub mod connect;
pub mod core;
mod fold;
mod local;
mod lock;
mod log;
pub mod migrate;
mod nonce;
mod note_fold;
pub mod trouble;
mod undo;

pub use core::{Core, OpenOptions, Turned};

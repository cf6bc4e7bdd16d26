//! The file: all SQL is here. The log of acts and the state it folds to, search, drafts, backups and repair.
//! Knows `domain` and SQLite; knows no screen.

mod answers;
pub mod api;
mod ask;
mod asking;
mod background;
pub mod backup;
mod ballast;
pub mod bundle;
pub mod check;
pub mod connect;
pub mod core;
mod damage;
mod emergency;
pub mod export;
#[cfg(test)]
mod faults;
mod fold;
mod forms;
pub mod intake;
mod lane;
mod local;
mod lock;
mod log;
pub mod long;
mod meaning;
pub mod migrate;
mod nonce;
mod note_fold;
mod place;
pub mod portable;
mod purge;
pub mod reader;
mod regions;
pub mod report;
mod reserve;
pub mod retention;
pub mod roster;
mod running;
pub mod salvage;
mod search;
mod search_index;
pub mod trouble;
mod undo;
mod undo_marks;
mod write_act;
mod writer;

pub use core::{Core, OpenOptions, Turned};
pub use reader::Reader;
pub use running::Store;

/// Where the store's threads tell what happened.
type Sink = std::sync::Arc<dyn Fn(api::Event) + Send + Sync>;

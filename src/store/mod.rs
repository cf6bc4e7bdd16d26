//! The file: all SQL is here. The log of acts and the state it folds to, search, drafts, backups and repair.
//! Knows `domain` and SQLite; knows no screen.

pub mod api;

//! Uncover: record what is seen and heard on classroom walkthroughs, and find possible areas of need in it.
//!
//! The layers, and who may know whom, are told in `docs/architecture.md` and held by `tests/architecture.rs`.
pub mod app;
pub mod cli;
pub mod domain;
pub mod exchange;
pub mod insight;
pub mod language;
pub mod run;
pub mod store;
pub mod term;
pub mod ui;

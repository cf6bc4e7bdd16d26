//! Statistics and what follows from them, as pure functions: no store, no screen, no clock.

pub mod facts;
pub mod resting;
pub mod semantics;
pub mod suggest;
pub mod words;

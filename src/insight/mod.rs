//! Statistics and what follows from them, as pure functions: no store, no screen, no clock.

pub mod coverage;
pub mod facts;
pub mod heat;
pub mod route;
pub mod semantics;
pub mod suggest;
pub mod words;

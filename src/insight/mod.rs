//! Statistics and what follows from them, as pure functions: no store, no screen, no clock. What a text gives away is
//! asked of `language`.

pub mod agreement;
pub mod coverage;
pub mod differ;
pub mod facts;
pub mod guess;
pub mod heat;
pub mod report;
pub mod resting;
pub mod route;
pub mod semantics;
pub mod stats;
pub mod suggest;
pub mod truth;
pub mod words;

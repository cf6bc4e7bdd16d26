//! The same thing in other words: how alike short texts are in meaning, offline, by a table that comes with the
//! program. For ranking only: a person decides what is the same. What it can do and what not, measured:
//! `docs/semantics.md`.

pub mod clusters;
pub mod labelled;
pub mod lexical;
pub mod meaning;
pub mod measure;
pub mod proposals;
pub mod regions;
pub mod school_words;
pub mod sketch;
pub mod split;
pub mod table;

pub use meaning::{Meaning, Meanings, Reading};
pub use regions::Regions;
pub use school_words::SchoolWords;
pub use sketch::{Planes, Sketch, Weighing};

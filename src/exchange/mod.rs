//! Formats in and out, and papers: what other programs and other people give us and get from us. Knows the store's plain
//! values; no SQL, no screen, no clock.

pub mod bundle;
mod called;
pub mod demo;
pub mod drives;
pub mod folder;
pub mod forms;
pub mod inout;
pub mod json;
pub mod leaving;
pub mod names;
pub mod own;
pub mod papers;
pub mod refi;
pub mod report;
pub mod roster;
pub mod sheets;
pub mod tables;
pub mod talks;
pub mod whole;
pub mod words;
pub mod write;

//! The questions the rest of the program asks, a file for each group of them.

pub mod boards;
pub mod coverage;
pub mod facts;
pub mod filter;
pub mod ground;
pub mod heat;
pub mod home;
pub mod hunches;
pub mod info;
pub mod joint;
pub mod like;
pub mod notes;
pub mod noticing;
pub mod numbers;
pub mod patterns;
pub mod rooms;
pub mod rows;
pub mod same;
pub mod sheets;
pub mod surface;
pub mod tags;
pub mod talking;
pub mod visits;
pub mod walks;
pub mod year;

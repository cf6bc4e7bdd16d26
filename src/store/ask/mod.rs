//! The questions the rest of the program asks, a file for each group of them.

pub mod filter;
pub mod home;
pub mod info;
pub mod joint;
pub mod notes;
pub mod numbers;
pub mod patterns;
pub mod rooms;
pub mod rows;
pub mod sheets;
pub mod tags;
pub mod visits;
pub mod walks;

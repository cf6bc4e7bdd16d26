//! Small pieces that several screens paint.

pub mod field;
pub mod list;
pub mod marked;
pub mod page_lines;

//! Notes and marks as tables and as pages to read: no names, rooms as letters that change with every export.

mod cell;
pub mod csv;
pub(in crate::exchange) mod known;
pub mod markdown;
pub(in crate::exchange) mod visits;

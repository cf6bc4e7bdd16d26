//! The page for staff and the sheet on paper.

use crate::app::App;

pub fn staff(_app: &mut App) {}
pub fn paper(_app: &mut App) {}

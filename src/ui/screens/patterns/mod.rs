//! Painter.

use crate::app::App;
use crate::ui::paint::Paint;
use ratatui::layout::Rect;

pub fn draw_list(_paint: &mut Paint, _area: Rect, _app: &App) {}
pub fn draw_one(_paint: &mut Paint, _area: Rect, _app: &App) {}

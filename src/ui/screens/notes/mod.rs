//! Painter.

use crate::app::App;
use crate::ui::paint::Paint;
use ratatui::layout::Rect;

pub fn draw(_paint: &mut Paint, _area: Rect, _app: &App) {}

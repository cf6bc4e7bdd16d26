//! What lies over a screen.

pub mod cover;
pub mod finder;
pub mod forms;

use super::paint::Paint;
use crate::app::App;
use crate::app::layers::Layer;
use ratatui::layout::Rect;

/// Paints one layer over the whole `area`.
pub fn draw(paint: &mut Paint, area: Rect, app: &App, layer: &Layer) {
    match layer {
        Layer::Help(finder) => finder::help(paint, area, app, finder),
        Layer::Palette(finder) => finder::palette(paint, area, app, finder),
        Layer::Confirm(confirm) => forms::confirm(paint, area, confirm),
        Layer::Prompt(prompt) => forms::prompt(paint, area, app, prompt),
        Layer::Picker(picker) => forms::picker(paint, area, picker),
        Layer::Menu(menu) => finder::menu(paint, area, app, menu),
        Layer::Reader(reader) => forms::reader(paint, area, reader),
        Layer::Cover(cover) => cover::draw(paint, area, app, *cover),
    }
}

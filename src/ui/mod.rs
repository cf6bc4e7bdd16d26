//! Painting: what the app's state looks like. Reads the app, changes nothing, asks no clock and no file.

pub mod frame;
pub mod layers;
pub mod paint;
pub mod screens;
pub mod theme;
pub mod widgets;

use crate::app::layers::Layer;
use crate::app::{App, Screen};
use paint::Paint;
use ratatui::Frame;
use ratatui::layout::Rect;

/// Below this size only one line is shown.
pub const SMALLEST: (u16, u16) = (40, 10);

/// Paints everything.
pub fn draw(frame: &mut Frame, app: &App) {
    let area = frame.area();
    if area.width == 0 || area.height == 0 {
        return;
    }
    let mut paint = Paint::new(frame, app.look);
    if app.talk.run.held {
        // Whether a talk was under way is not known yet: a projector may show this screen.
        return paint.finish();
    }
    if area.width < SMALLEST.0 || area.height < SMALLEST.1 {
        too_small(&mut paint, area);
    } else if let Some(Layer::Cover(cover)) = app.layers.last() {
        layers::cover::draw(&mut paint, area, app, *cover);
    } else if app.screen == Screen::TalkRun {
        screens::talk::run::draw(&mut paint, area, app);
    } else {
        let work = frame::draw(&mut paint, area, app);
        screens::draw(&mut paint, work, app);
        frame::notice(&mut paint, area, app);
        for layer in &app.layers {
            paint.hide_cursor();
            layers::draw(&mut paint, area, app, layer);
        }
    }
    paint.finish();
}

/// While the file is closed: what is being done, and that keys wait.
pub fn busy(frame: &mut Frame, look: crate::app::look::Look, what: &str) {
    let area = frame.area();
    let mut paint = Paint::new(frame, look);
    if area.width > 2 && area.height > 1 {
        let (strong, dim) = (paint.styles.strong, paint.styles.dim);
        let at = paint::below(Rect { x: area.x + 1, width: area.width - 2, ..area }, area.height / 3);
        let used = paint.wrapped(at, what, strong);
        let said = "The file is closed meanwhile and opened again afterwards. Keys are not taken until then.";
        paint.wrapped(paint::below(at, used), said, dim);
    }
    paint.finish();
}

/// One line that gives the size and says the text is safe.
fn too_small(paint: &mut Paint, area: Rect) {
    let style = paint.styles.plain;
    let times = paint.signs.times;
    let text = format!("Your text is safe. {}{times}{} is too small; 40{times}10 is enough.", area.width, area.height);
    paint.wrapped(area, &text, style);
}

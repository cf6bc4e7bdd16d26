//! The page of a shared problem.

use crate::app::App;
use crate::app::screens::trying::{page_lines, whose};
use crate::ui::paint::{Paint, below, top};
use crate::ui::widgets::page_lines as lines;
use ratatui::layout::Rect;

pub fn draw(paint: &mut Paint, area: Rect, app: &App) {
    let (strong, dim) = (paint.styles.strong, paint.styles.dim);
    let Some(view) = app.trying.page() else {
        paint.line(area, "The page is being read.", dim);
        return;
    };
    let whose = whose(&view.problem);
    let used = paint.wrapped(top(area, 3), &format!("“{}”", view.problem.wording), strong);
    paint.line(below(area, used), &whose, dim);
    let body = below(area, used + 1);
    lines::draw(paint, body, &page_lines(app), app.trying.on_page);
}

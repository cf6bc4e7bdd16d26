//! Talk: the leader's desk. Talks, what will be shown in one, what teachers said, evidence from elsewhere.

mod lists;
pub mod run;
#[cfg(test)]
mod tests;

pub use lists::{draw_elsewhere, draw_list, draw_voices};

use crate::app::App;
use crate::app::screens::talk::prepare;
use crate::domain::text::{count, width};
use crate::ui::paint::{Paint, below, top};
use crate::ui::widgets::page_lines;
use ratatui::layout::Rect;

/// What will be shown in a talk.
pub fn draw_prepare(paint: &mut Paint, area: Rect, app: &App) {
    let (strong, dim) = (paint.styles.strong, paint.styles.dim);
    let Some(view) = app.talk.prepare.view() else {
        paint.line(area, "The talk is being read, and checked for what could tell who.", dim);
        return;
    };
    let [team, how, when] = prepare::about(app, view);
    let open = prepare::open_findings(view);
    let state = match open {
        0 if view.checked.is_empty() => String::new(),
        0 => "nothing found that could tell who".to_string(),
        n => count(n, "thing could tell who", "things could tell who"),
    };
    let room = area.width.saturating_sub(u16::try_from(width(&state)).unwrap_or(0) + 2);
    paint.line(Rect { width: room, ..top(area, 1) }, &format!("Talk with {team}"), strong);
    paint.right(top(area, 1), &state, if open == 0 { dim } else { paint.styles.attention });
    paint.line(below(area, 1), &format!("{how}   {when}"), dim);
    page_lines::draw(paint, below(area, 2), &prepare::lines(app), app.talk.prepare.selected);
}

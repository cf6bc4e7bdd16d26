//! The two places that are not built yet say so, and where to go meanwhile.

pub mod run;

use crate::app::{App, Screen};
use crate::ui::paint::{Paint, below};
use ratatui::layout::Rect;

pub fn draw(paint: &mut Paint, area: Rect, app: &App) {
    let (title, lines) = match app.screen {
        Screen::Talk => (
            "Talk",
            [
                "Meetings with a team are prepared and run here. This version cannot do that yet.",
                "Until then: 4 opens the patterns. Write there what the team said by changing a pattern's status and wording.",
            ],
        ),
        _ => (
            "Try",
            [
                "Shared problems and small tests are kept here. This version cannot do that yet.",
                "Until then: a pattern whose status is “shared” (4) is a problem the team has accepted.",
            ],
        ),
    };
    let (strong, plain) = (paint.styles.strong, paint.styles.plain);
    paint.line(area, title, strong);
    let mut rest = below(area, 2);
    for line in lines {
        let used = paint.wrapped(rest, line, plain);
        rest = below(rest, used + 1);
    }
}

//! One painter a screen, named as the screen's state.

pub mod agreements;
pub mod board;
pub mod coverage;
pub mod finish;
pub mod heat;
pub mod home;
pub mod inout;
pub mod joint;
pub mod like;
pub mod notes;
pub mod patterns;
pub mod plan;
pub mod tags;
pub mod talk;
pub mod trying;
pub mod visit;
pub mod walk;
pub mod year_end;

use super::paint::Paint;
use crate::app::{App, Screen};
use ratatui::layout::Rect;

/// Paints the work area.
pub fn draw(paint: &mut Paint, area: Rect, app: &App) {
    match app.screen {
        Screen::Home => home::draw(paint, area, app),
        Screen::Plan => plan::draw(paint, area, app),
        Screen::Walk => walk::draw(paint, area, app),
        Screen::Notes => notes::draw(paint, area, app),
        Screen::Tags => tags::draw(paint, area, app),
        Screen::Finish => finish::draw(paint, area, app),
        Screen::Visit => visit::draw(paint, area, app),
        Screen::Patterns => patterns::draw_list(paint, area, app),
        Screen::Pattern => patterns::draw_one(paint, area, app),
        Screen::Suggestion => patterns::draw_suggestion(paint, area, app),
        Screen::Hunch => patterns::draw_hunch(paint, area, app),
        Screen::Joint => joint::draw_list(paint, area, app),
        Screen::JointVisit => joint::draw_one(paint, area, app),
        Screen::Agreements => agreements::draw(paint, area, app),
        Screen::InOut => inout::draw(paint, area, app),
        Screen::Like => like::draw(paint, area, app),
        Screen::Heat => heat::draw(paint, area, app),
        Screen::Coverage => coverage::draw(paint, area, app),
        Screen::Boards => board::draw_list(paint, area, app),
        Screen::Board => board::draw_one(paint, area, app),
        Screen::Try => trying::draw_list(paint, area, app),
        Screen::Problem => trying::draw_problem(paint, area, app),
        Screen::Invitations => trying::draw_invitations(paint, area, app),
        Screen::Talk => talk::draw_list(paint, area, app),
        Screen::Prepare => talk::draw_prepare(paint, area, app),
        Screen::Voices => talk::draw_voices(paint, area, app),
        Screen::Elsewhere => talk::draw_elsewhere(paint, area, app),
        Screen::YearEnd => year_end::draw(paint, area, app),
        Screen::Leaving => year_end::draw_listed(paint, area, app),
        Screen::TalkRun => talk::run::draw(paint, area, app),
    }
}

/// The whole screen as text, for tests.
#[cfg(test)]
pub fn picture(app: &App) -> String {
    use ratatui::Terminal;
    use ratatui::backend::TestBackend;
    let mut terminal = Terminal::new(TestBackend::new(app.size.0, app.size.1)).expect("a terminal");
    terminal.draw(|frame| super::draw(frame, app)).expect("a frame");
    terminal.backend().to_string()
}

//! The question of a scan or a prompt, in the place of the note line. What was being typed there waits.

use crate::app::App;
use crate::app::screens::walk::{asked, asked_field};
use crate::domain::sheet::LookFor;
use crate::ui::paint::{Paint, after, below, top};
use crate::ui::widgets::field;
use ratatui::layout::Rect;

/// Rows it takes.
pub fn rows(app: &App, columns: u16) -> u16 {
    1 + asked_field(app).map_or(1, |f| field::rows(f, columns.saturating_sub(4), 3))
}

pub fn draw(paint: &mut Paint, area: Rect, app: &App) {
    let (Some(look_for), Some(typed)) = (asked(app), asked_field(app)) else { return };
    let (focus, dim, strong) = (paint.styles.focus, paint.styles.dim, paint.styles.strong);
    let is_line = app.walk.asking.as_ref().is_some_and(|a| a.is_line);
    let heads = app.recording.as_ref().and_then(|r| r.visit.as_ref()).and_then(|v| v.heads);
    let what = if is_line { String::new() } else { question(look_for, heads) };
    let waits = if app.walk.note.is_empty() { "" } else { "   your line waits" };
    paint.put(top(area, 1), &[(&look_for.label, strong), (&what, strong), (waits, dim)]);
    let line = below(area, 1);
    let used = paint.put(top(line, 1), &[("> ", focus)]);
    let place = after(line, used);
    field::draw(paint, place, typed, strong, true);
    if typed.is_empty() {
        let hint = match (is_line, heads) {
            (true, _) => look_for.looks_like.as_str(),
            (false, None) => "such as 19/24; the head count is kept with the visit",
            (false, Some(_)) => "a number; 19/23 where other students are counted",
        };
        paint.put(after(place, 1), &[(hint, dim)]);
    }
}

fn question(look_for: &LookFor, heads: Option<u32>) -> String {
    let of = heads.map_or("how many".to_string(), |h| h.to_string());
    if look_for.settings.counts_others {
        format!(": how many are not, of {of}?")
    } else {
        format!(": how many of {of}?")
    }
}

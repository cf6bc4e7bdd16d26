//! The question of a scan or a prompt, in the place of the note line. What was being typed there waits.

use crate::app::App;
use crate::app::screens::walk::{asked, asked_field};
use crate::domain::marking::read_count;
use crate::domain::sheet::LookFor;
use crate::domain::text::width;
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
    let others = look_for.settings.counts_others;
    if typed.is_empty() {
        let hint = match (is_line, heads, others) {
            (true, ..) => look_for.looks_like.as_str(),
            (false, None, false) => "such as 19/24; the head count is kept with the visit",
            (false, None, true) => "those not doing it, such as 5/24; the head count is kept with the visit",
            (false, Some(_), false) => "a number; 19/23 where other students are counted",
            (false, Some(_), true) => "those not doing it; 5/23 where other students are counted",
        };
        paint.put(after(place, 1), &[(hint, dim)]);
    } else if !is_line && let Ok((n, Some(of))) = read_count(&typed.text(), heads.map(i64::from), others) {
        // What will be kept is said before it is, so that a count of the wrong side is seen.
        let kept = format!("= {n} of {of} {}", look_for.label);
        let beside = u16::try_from(width(&typed.text())).unwrap_or(u16::MAX).saturating_add(3);
        paint.put(after(top(place, 1), beside), &[(&kept, dim)]);
    }
}

fn question(look_for: &LookFor, heads: Option<u32>) -> String {
    let of = heads.map_or("how many".to_string(), |h| h.to_string());
    if look_for.settings.counts_others {
        format!(": how many are NOT doing it, of {of}?")
    } else {
        format!(": how many of {of}?")
    }
}

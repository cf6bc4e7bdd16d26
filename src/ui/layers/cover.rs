//! The cover: what the class may see of the screen. Turned to the teacher it shows this visit's evidence only.

use crate::app::App;
use crate::app::layers::CoverState;
use crate::app::recording::LiveVisit;
use crate::domain::note::About;
use crate::domain::text::wrap;
use crate::domain::time::{clock, elapsed};
use crate::ui::paint::{Paint, below, centred, top};
use ratatui::layout::Rect;

pub fn draw(paint: &mut Paint, area: Rect, app: &App, cover: CoverState) {
    if cover.plain {
        plain(paint, area, app);
        return;
    }
    header(paint, top(area, 1), app);
    let visit = app.recording.as_ref().and_then(|r| r.visit.as_ref());
    let body = Rect { height: area.height.saturating_sub(2), ..below(area, 1) };
    match visit.filter(|_| cover.turned) {
        Some(visit) => evidence(paint, body, visit, cover.scroll),
        None => closed(paint, body, app),
    }
    let last = Rect { x: area.x + 2, y: area.bottom() - 1, width: area.width.saturating_sub(4), height: 1 };
    let (key, dim) = (paint.styles.key, paint.styles.dim);
    let time = clock(app.now.utc, app.now.offset);
    paint.put(last, &[(&time, dim), ("    any key", key), (" back", dim)]);
    if visit.is_some() {
        let turn = if cover.turned { "s: hide it again" } else { "s: show this visit's evidence" };
        paint.right(last, turn, dim);
    }
}

/// After a talk, and over one: nothing but the time.
fn plain(paint: &mut Paint, area: Rect, app: &App) {
    let (key, dim, strong) = (paint.styles.key, paint.styles.dim, paint.styles.strong);
    let inside = centred(area, 40, 1);
    paint.line(inside, "The screen is covered.", strong);
    let last = Rect { x: area.x + 2, y: area.bottom() - 1, width: area.width.saturating_sub(4), height: 1 };
    let time = clock(app.now.utc, app.now.offset);
    paint.put(last, &[(&time, dim), ("    any key", key), (" on", dim)]);
}

fn header(paint: &mut Paint, row: Rect, app: &App) {
    let row = Rect { x: row.x + 2, width: row.width.saturating_sub(4), ..row };
    if app.recording.is_some() {
        let what = if app.in_visit() { "recording" } else { "recording, between rooms" };
        let sign = format!("{} {what}", paint.signs.recording);
        let focus = paint.styles.focus;
        paint.line(row, &sign, focus);
    }
}

fn closed(paint: &mut Paint, area: Rect, app: &App) {
    let purpose = app.agreed.purpose_of(app.recording.as_ref().map_or("", |r| r.purpose.as_str()));
    let lines = wrap(&crate::domain::text::visible(purpose), usize::from(area.width.saturating_sub(16).clamp(20, 70)));
    let rows = u16::try_from(lines.len()).unwrap_or(1) + 4;
    let inside = centred(area, 74, rows);
    let (strong, plain) = (paint.styles.strong, paint.styles.plain);
    for (row, line) in inside.rows().zip(&lines) {
        paint.line(row, line, strong);
    }
    let rest = below(inside, rows - 4);
    paint.line(rest, "This is not about rating anyone.", plain);
    paint.line(below(rest, 2), "Ask me to see what I wrote.", plain);
}

/// Evidence, quotes and counts; how many other lines there are is said, not what they say.
fn evidence(paint: &mut Paint, area: Rect, visit: &LiveVisit, scroll: usize) {
    let inside = centred(area, 84, area.height.saturating_sub(2));
    let (strong, plain, dim) = (paint.styles.strong, paint.styles.plain, paint.styles.dim);
    paint.line(inside, "What was written down in this visit", strong);
    let shown: Vec<_> = visit.notes.iter().filter(|n| n.kind.is_evidence()).collect();
    let left_out = visit.notes.len() - shown.len();
    let body = Rect { height: inside.height.saturating_sub(4), ..below(inside, 2) };
    let mut lines: Vec<(String, String)> = Vec::new();
    for note in &shown {
        let at = note.at_ms.map_or(String::new(), elapsed);
        let who = note.about.map_or(String::new(), |a: About| format!("{} ", a.sign()));
        for (i, part) in
            wrap(&format!("{who}{}", note.text), usize::from(body.width.saturating_sub(10))).into_iter().enumerate()
        {
            lines.push((if i == 0 { at.clone() } else { String::new() }, part));
        }
    }
    if lines.is_empty() {
        paint.line(body, "Nothing yet.", dim);
    }
    let most = lines.len().saturating_sub(usize::from(body.height));
    for (row, (at, text)) in body.rows().zip(lines.iter().skip(scroll.min(most))) {
        paint.put(row, &[(&format!("{at:>7}  "), dim), (text, plain)]);
    }
    let last = Rect { y: inside.bottom().saturating_sub(1), height: 1, ..inside };
    let kinds = match left_out {
        0 => "These are all the lines of this visit.".to_string(),
        1 => "1 more line is a question, a thought or a reminder of the observer.".to_string(),
        n => format!("{n} more lines are questions, thoughts or reminders of the observer."),
    };
    paint.line(last, &kinds, dim);
}

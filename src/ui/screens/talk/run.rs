//! A running talk on a projector: one thing, large, with much space; no header, no footer but one dim line. It paints
//! what `app::screens::talk::run::pages` laid out and nothing else.

mod fit;
mod line;
#[cfg(test)]
mod tests;

use crate::app::actions::Scope;
use crate::app::keys::short_text;
use crate::app::saving::Kept;
use crate::app::screens::talk::run::{Asked, RunState, Sort, TIME_LINE, scope};
use crate::app::{App, keymap};
use crate::domain::text::width;
use crate::ui::paint::{Paint, after, below, top};
use ratatui::layout::Rect;
use ratatui::style::Style;

/// Widest that text is set, in columns: longer lines are hard to read across a room.
const WIDEST: u16 = 84;
/// Narrowest, where there is room.
const NARROWEST: u16 = 36;
/// Rows under which the title gives its place away while something is written.
const LOW: u16 = 14;

/// Paints the whole screen.
pub fn draw(paint: &mut Paint, area: Rect, app: &App) {
    let run = &app.talk.run;
    let inside = column(area);
    let last = Rect { y: area.bottom() - 1, height: 1, ..inside };
    let told = Rect { y: area.bottom().saturating_sub(2), height: 1, ..inside };
    if run.keys {
        keys(paint, Rect { height: area.height - 1, ..inside }, app);
        let dim = paint.styles.dim;
        paint.line(last, "any key: back to the talk", dim);
        return;
    }
    let mut body = Rect { y: area.y, height: area.height.saturating_sub(2), ..inside };
    let page = run.over.as_ref().or_else(|| run.shown());
    let title = page.map_or("", |p| p.title.as_str());
    let crowded = run.writing && area.height < LOW;
    if !title.is_empty() && !crowded {
        let lower = if area.height >= 20 { 1 } else { 0 };
        let plain = paint.styles.plain;
        paint.line(below(body, lower), title, plain);
        body = below(body, if area.height >= LOW { lower + 2 } else { lower + 1 });
    }
    if let Some(written) = run.line.as_ref().filter(|_| run.writing && run.over.is_none()) {
        body = line::draw(paint, body, run, written);
    }
    match page {
        Some(page) => fit::draw(paint, body, &page.blocks),
        None => {
            let dim = paint.styles.dim;
            paint.line(body, "One moment.", dim);
        }
    }
    say(paint, told, app);
    bottom(paint, last, app);
}

/// The centred column that everything stands in.
fn column(area: Rect) -> Rect {
    let wide = (area.width * 3 / 4).clamp(NARROWEST, WIDEST).min(area.width.saturating_sub(4));
    Rect { x: area.x + (area.width - wide) / 2, width: wide, ..area }
}

/// A sentence above the last line: what is asked, what was told, and what is not on the disk yet. No path, no other place.
fn say(paint: &mut Paint, row: Rect, app: &App) {
    let run = &app.talk.run;
    let (plain, attention) = (paint.styles.plain, paint.styles.attention);
    match run.asked {
        Some(Asked::Leave { .. }) => {
            paint.line(row, "l: leave it open   e: end the talk   another key: stay", plain);
        }
        Some(Asked::Strike(_)) => {
            paint.line(row, "y: strike it for good   another key: keep it", plain);
        }
        None => match &run.told {
            Some(told) => drop(paint.line(row, told, plain)),
            None if app.saving.worst() == Kept::NotSaved => {
                paint.line(row, "Not saved yet. Nothing is lost: it is kept here and tried again.", attention);
            }
            None if run.hand.is_some()
                && !run.writing
                && matches!(run.shown().map(|p| p.sort), Some(Sort::Pattern(_))) =>
            {
                let dim = paint.styles.dim;
                paint.line(row, "= same thing   + connects   - contradicts   * new to me", dim);
            }
            None => {}
        },
    }
}

/// The time line and the two or three keys that matter.
fn bottom(paint: &mut Paint, row: Rect, app: &App) {
    let dim = paint.styles.dim;
    let mut at = row;
    if let Some(gone) = app.talk.run.time_gone(app.now.utc).filter(|_| row.width >= 60) {
        let (done, left) = (paint.signs.stretch[0], paint.signs.rule);
        let of = |n: i64| usize::try_from(n).unwrap_or(0);
        let line = format!("{}{}", done.repeat(of(gone)), left.repeat(of(TIME_LINE - gone)));
        at = after(row, paint.line(row, &line, dim) + 3);
    }
    let words = hints(&app.talk.run);
    let mut shown = words.as_slice();
    let long = |words: &[&str]| words.iter().map(|w| width(w) + 3).sum::<usize>().saturating_sub(3);
    while shown.len() > 1 && long(shown) > usize::from(at.width) {
        shown = shown.get(..shown.len() - 1).unwrap_or_default();
    }
    paint.line(at, &shown.join("   "), dim);
}

/// What the last line says, the least needed last.
fn hints(run: &RunState) -> Vec<&'static str> {
    if run.asked.is_some() {
        return Vec::new();
    }
    if run.writing {
        return match run.line.as_ref() {
            Some(_) if run.labelling => vec!["Enter: back to the line"],
            Some(line) if line.off => vec!["Enter keep, with consent", "Ctrl-T onto the wall"],
            _ => vec!["Enter keep", "Tab kind", "Ctrl-R who says it"],
        };
    }
    match run.shown().map(|p| p.sort) {
        Some(Sort::Gate) => vec!["type what is said"],
        Some(Sort::Count) if run.count.is_none() => vec!["Space next", "digits: how many", "Ctrl-T objection"],
        Some(Sort::Count) => vec!["digits: how many", "Enter keep", "Ctrl-T objection"],
        Some(Sort::Ties) => vec!["Space next", "< > choose", "+ belongs   - does not"],
        Some(Sort::Closing) => vec!["q, then e: end the talk"],
        _ => vec!["Space next", "v someone says …", "Ctrl-Z undo"],
    }
}

/// The keys of a running talk, and no others.
fn keys(paint: &mut Paint, area: Rect, app: &App) {
    let (key_style, plain) = (paint.styles.key, paint.styles.plain);
    let asked = scope(app);
    let mut lines: Vec<(String, &str)> = Vec::new();
    for scope in [asked, Scope::TalkRun] {
        for spec in keymap::specs_of(scope) {
            let key = spec.keys.first().map(|k| short_text(k, paint.look.ascii)).unwrap_or_default();
            if !lines.iter().any(|(k, w)| *k == key && *w == spec.words) {
                lines.push((key, spec.words));
            }
        }
    }
    let rows = usize::from(area.height.saturating_sub(2)).max(1);
    let columns = lines.len().div_ceil(rows).clamp(1, 3);
    let wide = area.width / u16::try_from(columns).unwrap_or(1);
    for (n, (key, words)) in lines.iter().enumerate().take(rows * columns) {
        let (column, row) = (u16::try_from(n / rows).unwrap_or(0), u16::try_from(n % rows).unwrap_or(0));
        let at =
            Rect { x: area.x + column * wide, width: wide.saturating_sub(1), ..below(top(area, area.height), row + 1) };
        let pieces: [(&str, Style); 2] = [(&format!("{key:<10}"), key_style), (words, plain)];
        paint.put(Rect { height: 1, ..at }, &pieces);
    }
}

//! My hunch, checked: what was expected and the favoured fix as written, and what each pattern is to them.

use super::lines::{At, Page, put};
use crate::app::App;
use crate::domain::pattern::title;
use crate::domain::text::{count, width};
use crate::domain::time::{day_of_number, short_day};
use crate::store::api::HunchCheck;
use crate::ui::paint::{Paint, after, below, top};
use chrono::Datelike;
use ratatui::layout::Rect;

const NONE: &str = "Here your hunch stands beside the patterns, once a walk is closed.";
const WHERE: &str = "It is written when a walk is planned (p on Home): what you expect, and the fix you have in mind. It is sealed until \
     the walk is closed (c on Home).";

pub fn draw(paint: &mut Paint, area: Rect, app: &App) {
    let (strong, dim, plain) = (paint.styles.strong, paint.styles.dim, paint.styles.plain);
    paint.line(top(area, 1), "My hunch, checked", strong);
    let body = below(area, 2);
    let beside = &app.patterns.beside;
    let Some(check) = beside.current() else {
        if beside.checks.is_some() {
            let used = paint.wrapped(body, NONE, plain);
            paint.wrapped(below(body, used + 1), WHERE, dim);
        } else {
            paint.line(body, "Your hunches are being read.", dim);
        }
        return;
    };
    let all = beside.checks.iter().flatten().count();
    let day = short_day(day_of_number(check.day), app.now.today().year());
    let which =
        if all > 1 { format!("walk of {day}, {} of {all}", beside.place() + 1) } else { format!("walk of {day}") };
    paint.right(after(top(area, 1), 20), &which, dim);
    let mut page = Page::new(paint, body);
    written(&mut page, check);
    worked(&mut page, check, beside.recounting);
    answers(&mut page, app);
    let lines = page.lines;
    put(paint, body, lines, 0, At { marked: Some(beside.marked), peek: app.patterns.peek });
}

/// Hunch and fix, as they were written. Nothing is done with the fix here.
fn written(page: &mut Page, check: &HunchCheck) {
    let s = page.paint.styles;
    let signs = page.paint.signs;
    if !check.focus.is_empty() {
        page.text(&format!("{}{}{}", signs.open_quote, check.focus, signs.close_quote), s.dim);
        page.gap();
    }
    for (label, text) in [("You expected", &check.hunch), ("The fix you had in mind", &check.fix)] {
        page.text(label, s.dim);
        let words = if text.is_empty() { "(nothing written)" } else { text.as_str() };
        page.text(words, if text.is_empty() { s.dim } else { s.strong });
    }
}

/// How much of the tagging went to the hunch, with a question; before all is answered it would say too little.
fn worked(page: &mut Page, check: &HunchCheck, recounting: bool) {
    let plain = page.paint.styles.plain;
    if check.worked == 0 || check.patterns.is_empty() {
        return;
    }
    page.gap();
    if check.patterns.iter().any(|(_, answer)| answer.is_none()) {
        let dim = page.paint.styles.dim;
        page.text("Answer for each pattern; then you see how much of your tagging went to your hunch.", dim);
        return;
    }
    if recounting {
        let dim = page.paint.styles.dim;
        page.text("How much of your tagging went to your hunch is being counted.", dim);
        return;
    }
    let notes = count(usize::try_from(check.worked).unwrap_or(0), "note", "notes");
    let stand = match check.to_hunch {
        0 => "none stands".to_string(),
        1 => "1 stands".to_string(),
        n => format!("{n} stand"),
    };
    page.text(
        &format!(
            "Of the {notes} of this walk that you tagged or put into patterns, {stand} in patterns that confirm your hunch. \
             What did you not look for?"
        ),
        plain,
    );
}

/// The patterns with what was answered; the question is asked of those without an answer first.
fn answers(page: &mut Page, app: &App) {
    let s = page.paint.styles;
    let rows = app.patterns.beside.patterns();
    page.gap();
    if rows.is_empty() {
        page.text("There is no pattern to hold against it yet.", s.dim);
        return;
    }
    let open = rows.iter().filter(|(_, answer)| answer.is_none()).count();
    let left = if open == 0 { "all answered".to_string() } else { format!("{open} not answered yet") };
    page.text_and("What is each pattern to it?", s.strong, &left);
    let side = if page.columns >= 72 { 32 } else { (page.columns / 3).clamp(12, 32) };
    for (stop, (pattern, answer)) in rows.iter().enumerate() {
        let marked = app.patterns.beside.marked == stop;
        let (marker, style) = page.paint.marker(marked);
        let room = page.columns.saturating_sub(marker.len() + side + 2);
        let name = title(&pattern.statement, pattern.status);
        let name = page.paint.fit(&name, u16::try_from(room).unwrap_or(u16::MAX)).into_owned();
        let pad = " ".repeat(room.saturating_sub(width(&name)) + 2);
        let words = answer.map_or("not answered yet", |a| a.words());
        let words_style = if answer.is_some() { s.plain } else { s.dim };
        page.row(vec![(marker.into(), style), (name, style), (pad, s.plain), (words.into(), words_style)], Some(stop));
    }
    page.gap();
    page.text("This is for you alone: hunch and answers stay out of what you share.", s.dim);
}

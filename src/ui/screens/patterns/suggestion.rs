//! A suggestion: what a pattern would say, why it is shown, on what it rests, the very visits and notes.

use super::lines::{At, Page, put, sentence};
use crate::app::App;
use crate::domain::id::Uid;
use crate::domain::pattern::{PatternStatus, title};
use crate::domain::text::{count, visible, wrap};
use crate::insight::suggest::{Ground, Share, Sort, Suggestion};
use crate::insight::{resting, suggest, words};
use crate::store::api::{GroundVisit, PatternRow, VisitRow};
use crate::ui::paint::Paint;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// Rows a note takes on the page, at most.
const NOTE_ROWS: usize = 4;

/// Paints it beside the list, or with a marked visit as a page of its own.
pub fn draw(paint: &mut Paint, area: Rect, app: &App, suggestion: &Suggestion, at: Option<At>) {
    let mut page = Page::new(paint, area);
    let s = page.paint.styles;
    match &suggestion.statement {
        Some(statement) => page.text(&title(statement, PatternStatus::Possible), s.strong),
        None => page.text(&called(app, suggestion), s.strong),
    }
    let fixed = page.lines.len();
    page.text(&format!("{}: {}", suggestion.sort.word(), what_y_does(suggestion)), s.dim);
    page.gap();
    page.text(&sentence(&suggestion.reason), s.plain);
    numbers(&mut page, app, suggestion);
    page.gap();
    rests(&mut page, suggestion, app.patterns.exact);
    grounds(&mut page, app, suggestion, at);
    let lines = page.lines;
    put(paint, area, lines, fixed, at.unwrap_or_default());
}

/// What it is called in the list: one about the evidence of a pattern says so, so that it is not taken for the pattern.
pub fn listed(app: &App, suggestion: &Suggestion) -> String {
    let before = match (suggestion.sort, about(app, suggestion)) {
        (Sort::SameThing, Some(row)) => return format!("add to: {}", title(&row.statement, row.status)),
        (Sort::Exception, Some(_)) => "exception to: ",
        _ => "",
    };
    format!("{before}{}", called(app, suggestion))
}

/// Its numbers in a few words, for one dim line in the list.
pub fn short_numbers(suggestion: &Suggestion) -> Option<String> {
    let of = |share: Share| format!("{} of {}", share.k, share.n);
    let visits = |n: u32| count(usize::try_from(n).unwrap_or(usize::MAX), "visit", "visits");
    let Some(share) = suggestion.share else {
        let n = suggestion.rests.visits;
        return (n > 0).then(|| format!("from {}", visits(n)));
    };
    let seen = format!("{} of {}", share.k, visits(share.n));
    Some(match (suggestion.sort, suggestion.against) {
        (Sort::Change, Some(before)) => format!("{} lately, {} before", of(share), of(before)),
        (Sort::Contrast, Some(elsewhere)) => format!("{} there, {} elsewhere", of(share), of(elsewhere)),
        (Sort::Together, Some(chance)) => format!("both in {seen}; by chance about {}", chance.k),
        (Sort::BlindSpot, Some(even)) => format!("{seen}; spread evenly about {}", even.k),
        (Sort::Exception, _) => format!("the opposite in {seen}"),
        (Sort::Repeats | Sort::Missing, _) => format!("seen in {seen}"),
        _ => seen,
    })
}

/// The pattern a suggestion without a statement of its own is about.
fn about<'a>(app: &'a App, suggestion: &Suggestion) -> Option<&'a PatternRow> {
    let pattern = suggestion.pattern.as_deref().and_then(Uid::parse).filter(|_| suggestion.statement.is_none())?;
    app.patterns.rows.iter().flatten().find(|r| r.uid == pattern)
}

/// What it is called on its page: one about a pattern by that pattern's title.
pub fn called(app: &App, suggestion: &Suggestion) -> String {
    // A blind spot says in its title what is wrong with the pattern; an exception has only the statement.
    match about(app, suggestion).filter(|r| r.statement == suggestion.title) {
        Some(row) => title(&row.statement, row.status),
        None => suggestion.title.clone(),
    }
}

fn what_y_does(suggestion: &Suggestion) -> &'static str {
    match (suggestion.sort, &suggestion.pattern) {
        (Sort::Exception, Some(_)) => "visits that go another way; y adds them to the pattern",
        (Sort::SameThing, Some(_)) => "notes that may belong to this pattern; y adds them",
        (Sort::BlindSpot, _) => "where to look next",
        _ => "what a pattern would say; y keeps it",
    }
}

/// How sure the share is, in words, where the reason does not say it; the figures on asking.
fn numbers(page: &mut Page, app: &App, suggestion: &Suggestion) {
    let s = page.paint.styles;
    let said = |share: &Share| words::share(share.k, share.n);
    let mut told: Vec<String> = Vec::new();
    let share = suggestion.share.filter(|_| suggestion.sort != Sort::BlindSpot);
    if let Some(share) = share.filter(|share| !suggestion.reason.contains(&said(share))) {
        told.push(said(&share));
    }
    if let Some(against) = suggestion.against.filter(|a| !suggestion.reason.contains(&said(a))) {
        match suggestion.sort {
            Sort::Change => told.push(format!("before that: {}", said(&against))),
            Sort::Contrast => told.push(format!("elsewhere: {}", said(&against))),
            _ => {}
        }
    }
    for words in &told {
        page.text(&sentence(words), s.plain);
    }
    if app.patterns.exact {
        for line in &suggestion.exact {
            page.text(line, s.dim);
        }
    } else if !suggestion.exact.is_empty() {
        page.text("i exactly", s.dim);
    }
}

fn rests(page: &mut Page, suggestion: &Suggestion, exact: bool) {
    let (s, rests) = (page.paint.styles, &suggestion.rests);
    if rests.visits > 0 {
        page.text(&if exact { resting::in_full(rests) } else { resting::sentence(rests) }, s.plain);
    }
    for warning in suggest::warnings(rests) {
        page.text(&warning, s.attention);
    }
    match rests.not_looked {
        0 => {}
        1 => page.text("Not looked for in 1 visit.", s.plain),
        n => page.text(&format!("Not looked for in {n} visits."), s.plain),
    }
}

/// Each part with its visits, newest first.
fn grounds(page: &mut Page, app: &App, suggestion: &Suggestion, at: Option<At>) {
    let parts = app.patterns.grounds.of(&suggestion.key);
    let mut stop = 0;
    for (place, ground) in suggestion.grounds.iter().enumerate() {
        page.gap();
        page.heading(&super::lines::capital(&ground.heading), usize::try_from(ground.count).unwrap_or(0));
        let visits = parts.get(place).map_or(&[][..], Vec::as_slice);
        for visit in visits {
            visit_rows(page, app, visit, stop, at);
            stop += 1;
        }
        more(page, ground, visits.len(), parts.get(place).is_some(), at.is_some());
    }
}

fn more(page: &mut Page, ground: &Ground, shown: usize, read: bool, alone: bool) {
    let dim = page.paint.styles.dim;
    let left = usize::try_from(ground.count).unwrap_or(0).saturating_sub(shown);
    if read && left > 0 {
        let how = if alone { "not listed here" } else { "Enter opens them" };
        page.text(&format!("and {left} more: {how}"), dim);
    }
}

/// "grade 4, Math": where it was, as far as it names nobody.
fn part_of_school(visit: &VisitRow) -> Option<String> {
    let grade = Some(visible(&visit.grade)).filter(|g| !g.is_empty()).map(|g| format!("grade {g}"));
    let subject = Some(visible(&visit.subject)).filter(|s| !s.is_empty());
    let known: Vec<String> = grade.into_iter().chain(subject).collect();
    (!known.is_empty()).then(|| known.join(", "))
}

/// A visit: where and when, what was marked, and its notes, one below the other.
fn visit_rows(page: &mut Page, app: &App, held: &GroundVisit, stop: usize, at: Option<At>) {
    let s = page.paint.styles;
    let is_marked = at.is_some_and(|a| a.marked == Some(stop));
    let (marker, style) = if at.is_some() { page.paint.marker(is_marked) } else { ("", s.plain) };
    // A list of rooms with "seen" and "not seen" would be a list of teachers: only the leader's own lines name their room.
    let room = if held.notes.is_empty() { "" } else { held.visit.room.as_str() };
    let place = page.place(held.visit.started, room, app);
    let before = marker.len() + crate::domain::text::width(&place);
    let room = page.columns.saturating_sub(before).max(8);
    let mut texts: Vec<(String, Style)> = Vec::new();
    let mut said: Vec<String> = held.marked.iter().map(|marked| visible(marked)).collect();
    if held.notes.is_empty() {
        said.extend(part_of_school(&held.visit));
    }
    if !said.is_empty() {
        texts.push((said.join("; "), if is_marked { style } else { s.dim }));
    }
    for note in &held.notes {
        let rows = if at.is_some() { NOTE_ROWS } else { 1 };
        let wrapped = if at.is_some() { wrap(&visible(&note.text), room) } else { vec![note.text.clone()] };
        texts.extend(wrapped.into_iter().take(rows).map(|text| (text, style)));
    }
    if texts.is_empty() {
        texts.push(("nothing more is known of this visit".into(), s.dim));
    }
    let blank = " ".repeat(before);
    for (row, (text, style)) in texts.into_iter().enumerate() {
        let pieces = if row == 0 {
            vec![(marker.to_string(), style), (place.clone(), s.dim), (text, style)]
        } else {
            vec![(blank.clone(), s.dim), (text, style)]
        };
        page.row(pieces, Some(stop).filter(|_| row == 0));
    }
}

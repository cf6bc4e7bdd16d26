//! A pattern's page: its words, its numbers in words, on what it rests, what supports and what complicates it.

use super::lines::{At, Page, put, sentence};
use super::said;
use crate::app::App;
use crate::app::screens::patterns::{evidence_place, look_for_label};
use crate::domain::id::Uid;
use crate::domain::pattern::{Numbers, Role, title};
use crate::domain::text::count;
use crate::domain::time::{day_of_number, local_time, short_day};
use crate::insight::{resting, suggest, words};
use crate::store::api::{NoteRow, PatternRow, PatternView};
use crate::ui::paint::Paint;
use chrono::Datelike;
use ratatui::layout::Rect;

/// Weeks shown as bars, the newest.
const WEEKS: usize = 26;

/// Paints the page; with `alone` a note of it can be chosen, and the page moves so that it is seen.
pub fn draw(paint: &mut Paint, area: Rect, app: &App, row: &PatternRow, alone: bool) {
    let view = app.patterns.page();
    let marked = app.patterns.note.filter(|_| alone);
    let mut page = Page::new(paint, area);
    let style = page.paint.styles.strong;
    page.text(&title(&row.statement, row.status), style);
    let fixed = page.lines.len();
    head(&mut page, app, row, view);
    if let Some(view) = view {
        weeks(&mut page, app, view);
        sides(&mut page, app, view, marked);
        said::teachers(&mut page, view);
        hunches(&mut page, view);
        let dim = page.paint.styles.dim;
        page.gap();
        page.text(&history(app, view), dim);
    }
    let lines = page.lines;
    let place = view.zip(marked).and_then(|(v, note)| evidence_place(v, note));
    let peek = if alone { app.patterns.peek } else { 0 };
    put(paint, area, lines, fixed, At { marked: place, peek });
}

/// Kind and status, numbers in words, on what it rests.
fn head(page: &mut Page, app: &App, row: &PatternRow, view: Option<&PatternView>) {
    let s = page.paint.styles;
    page.text(&format!("{}, {}", row.kind.word(), row.status.words()), s.dim);
    page.gap();
    let Some(numbers) = &row.numbers else {
        return page.text("In how many visits it was seen is being counted.", s.dim);
    };
    if numbers.looked() == 0 {
        page.text("No visit has evidence for or against it yet.", s.plain);
    } else {
        often(page, row, numbers);
        if app.patterns.exact && !only_seen(row) {
            page.text(&resting::exactly(numbers.supporting, numbers.looked()), s.dim);
        }
        rests(page, numbers, view, app.patterns.exact);
        if !only_seen(row) {
            let is_tied = row.look_for.is_some() || row.tag.is_some();
            let rest = if is_tied { words::not_looked(numbers) } else { words::nothing_noted(numbers) };
            page.text(&sentence(&rest), s.plain);
        }
    }
    page.text(&counted_how(app, row, view), s.dim);
}

/// In how many of the visits that looked, and what that is as a share.
fn often(page: &mut Page, row: &PatternRow, numbers: &Numbers) {
    let (plain, strong) = (page.paint.styles.plain, page.paint.styles.strong);
    if only_seen(row) {
        let visits = count(numbers.supporting as usize, "visit", "visits");
        page.text(&format!("In {visits}; {}.", words::ONLY_SEEN), strong);
        return;
    }
    let which = match (&row.look_for, &row.tag) {
        (Some(_), _) => words::LOOKED,
        (None, Some(_)) => words::TAGGED,
        (None, None) => words::NOTED,
    };
    page.text(&sentence(&words::visits(numbers, which)), strong);
    page.text_and(&sentence(&words::share(numbers.supporting, numbers.looked())), plain, "i exactly");
}

/// Whether no visit ever looked for its look-for in vain: then there is no share to tell.
pub fn only_seen(row: &PatternRow) -> bool {
    let always = |numbers: &Numbers| numbers.looked() > 0 && numbers.supporting == numbers.looked();
    row.look_for.is_some() && row.numbers.as_ref().is_some_and(always)
}

/// On what it rests, and what to be careful about.
fn rests(page: &mut Page, numbers: &Numbers, view: Option<&PatternView>, exact: bool) {
    let s = page.paint.styles;
    let Some(rests) = view.map(|v| &v.rests).filter(|r| r.visits > 0) else {
        let few = numbers.teachers < words::FEWEST_TEACHERS;
        page.text(&sentence(&words::rests_on(numbers)), if few { s.attention } else { s.plain });
        return;
    };
    page.text(&if exact { resting::in_full(rests) } else { resting::sentence(rests) }, s.plain);
    for warning in suggest::warnings(rests) {
        page.text(&warning, s.attention);
    }
}

/// How it is known whether somebody looked.
fn counted_how(app: &App, row: &PatternRow, view: Option<&PatternView>) -> String {
    let put_in = match view.map_or(0, |v| v.put_in) {
        0 => String::new(),
        n => format!(" and by {} put into it", count(n, "note", "notes")),
    };
    match (&row.look_for, &row.tag) {
        (Some(id), _) => format!("Counted by the look-for “{}”{put_in}.", look_for_label(app, id)),
        (None, Some((_, tag))) => format!("Counted by the tag #{tag}{put_in}."),
        (None, None) if row.numbers.as_ref().is_none_or(|numbers| numbers.looked() == 0) => String::new(),
        (None, None) => "Where somebody looked is not known: f ties it to a look-for or a tag, and then it is.".into(),
    }
}

/// Weeks as small bars, and the same in words.
fn weeks(page: &mut Page, app: &App, view: &PatternView) {
    let from = view.weeks.len().saturating_sub(WEEKS);
    let shown = view.weeks.get(from..).unwrap_or_default();
    let (Some(first), Some(last)) = (shown.first(), shown.last()) else { return };
    let (plain, dim) = (page.paint.styles.plain, page.paint.styles.dim);
    let values: Vec<u32> = shown.iter().map(|w| w.1).collect();
    let year = app.now.today().year();
    let day = |days: i64| short_day(day_of_number(days), year);
    let most = shown.iter().max_by_key(|w| w.1).unwrap_or(last);
    let words = match shown.len() {
        1 => format!("  in the week of {}: {} of {} visits", day(first.0), first.1, first.2),
        _ => format!(
            "  by week since {}; most in the week of {} ({} of {} visits), last {} of {}",
            day(first.0),
            day(most.0),
            most.1,
            most.2,
            last.1,
            last.2
        ),
    };
    page.gap();
    let bars = page.paint.signs.bars(&values);
    if bars.chars().count() + words.chars().count() <= page.columns {
        page.row(vec![(bars, plain), (words, dim)], None);
    } else {
        page.text(&bars, plain);
        page.text(words.trim_start(), dim);
    }
}

/// Both sides of the evidence, newest first.
fn sides(page: &mut Page, app: &App, view: &PatternView, marked: Option<Uid>) {
    let dim = page.paint.styles.dim;
    let mut stop = 0;
    let sides = [
        ("Supports", Role::Supports, view.supports_count, &view.supports, "Nothing yet.", ""),
        (
            "Complicates",
            Role::Complicates,
            view.complicates_count,
            &view.complicates,
            "Nothing yet. What would speak against it?",
            "What was different there?",
        ),
    ];
    for (name, role, count, rows, none, question) in sides {
        let cards = said::cards_of(view, role);
        page.gap();
        page.heading(name, count + cards.len());
        page.text(if rows.is_empty() && cards.is_empty() { none } else { question }, dim);
        for row in rows {
            evidence(page, app, row, marked, stop);
            stop += 1;
        }
        if count > rows.len() {
            page.text(&format!("and {} more: e shows all in Notes", count - rows.len()), dim);
        }
        said::elsewhere(page, app, &cards);
    }
}

fn evidence(page: &mut Page, app: &App, row: &NoteRow, marked: Option<Uid>, stop: usize) {
    let s = page.paint.styles;
    let is_marked = marked == Some(row.uid);
    let (marker, style) = match marked {
        Some(_) => page.paint.marker(is_marked),
        None => ("", s.plain),
    };
    let place = page.place(Some(row.key.at), &row.room, app);
    let pieces = vec![(marker.to_string(), style), (place, s.dim), (row.text.clone(), style)];
    page.row(pieces, Some(stop));
}

/// What the leader said it is to the hunches of closed walks.
fn hunches(page: &mut Page, view: &PatternView) {
    let s = page.paint.styles;
    page.gap();
    if view.hunches.is_empty() {
        page.row(
            vec![("Your hunch".into(), s.strong), ("  if you wrote one: u holds it against this".into(), s.dim)],
            None,
        );
        return;
    }
    page.text("Your hunch", s.strong);
    let (open, close) = (page.paint.signs.open_quote, page.paint.signs.close_quote);
    for (focus, answer) in &view.hunches {
        let focus = if focus.is_empty() { String::new() } else { format!("{open}{focus}{close}: ") };
        page.text(&format!("{focus}{}", answer.words()), s.plain);
    }
}

/// "Possible since 3 Sep, discussed 2 Oct."
fn history(app: &App, view: &PatternView) -> String {
    let year = app.now.today().year();
    let steps: Vec<String> = view
        .history
        .iter()
        .enumerate()
        .map(|(i, (at, status))| {
            let day = short_day(local_time(*at, app.now.offset).date_naive(), year);
            if i == 0 { format!("{} since {day}", status.words()) } else { format!("{} {day}", status.words()) }
        })
        .collect();
    if steps.is_empty() { String::new() } else { sentence(&steps.join(", ")) }
}

//! A pattern's page: its words, its numbers in words, on what it rests, what supports and what complicates it.

use crate::app::App;
use crate::app::screens::patterns::look_for_label;
use crate::domain::id::Uid;
use crate::domain::pattern::{Numbers, title};
use crate::domain::text::{visible, wrap};
use crate::domain::time::{local_time, short_day};
use crate::insight::words;
use crate::store::api::{NoteRow, PatternRow, PatternView};
use crate::ui::paint::{Paint, below};
use crate::ui::widgets::list;
use chrono::{Datelike, Days, NaiveDate};
use ratatui::layout::Rect;
use ratatui::style::Style;

/// Weeks shown as bars, the newest.
const WEEKS: usize = 26;

/// A line of the page: pieces with their styles, and the note it belongs to.
struct Line {
    pieces: Vec<(String, Style)>,
    note: Option<Uid>,
}

/// Gathers the lines of a page.
struct Page<'p, 'a, 'b> {
    paint: &'p Paint<'a, 'b>,
    columns: usize,
    lines: Vec<Line>,
}

impl Page<'_, '_, '_> {
    fn text(&mut self, text: &str, style: Style) {
        for line in wrap(&visible(text), self.columns) {
            self.lines.push(Line { pieces: vec![(line, style)], note: None });
        }
    }

    fn gap(&mut self) {
        self.lines.push(Line { pieces: Vec::new(), note: None });
    }
}

/// Paints the page; with `marked` a note of it can be chosen, and the page moves so that it is seen.
pub fn draw(paint: &mut Paint, area: Rect, app: &App, row: &PatternRow, marked: Option<Uid>) {
    let view = app.patterns.page();
    let mut page = Page { paint, columns: usize::from(area.width.max(8)), lines: Vec::new() };
    let style = page.paint.styles.strong;
    page.text(&title(&row.statement, row.status), style);
    let titled = page.lines.len();
    head(&mut page, app, row);
    if let Some(view) = view {
        weeks(&mut page, app, view);
        let styles = page.paint.styles;
        side(&mut page, app, ("Supports", view.supports_count, &view.supports), marked, "Nothing yet.");
        let question = "Nothing yet. What would speak against it?";
        side(&mut page, app, ("Complicates", view.complicates_count, &view.complicates), marked, question);
        page.gap();
        page.text(&history(app, view), styles.dim);
    }
    let mut lines = page.lines;
    // The title stays when the page moves; a very long one leaves room for the rest.
    let most = usize::from(area.height / 3).max(1);
    let rest = lines.split_off(titled.min(most));
    let fixed = u16::try_from(lines.len()).unwrap_or(0);
    put(paint, area, &lines);
    let body = below(area, fixed);
    let at = rest.iter().position(|l| l.note.is_some() && l.note == marked);
    let first = at.map_or(0, |at| list::first_row(at, rest.len(), usize::from(body.height)));
    put(paint, body, rest.get(first..).unwrap_or_default());
}

fn put(paint: &mut Paint, area: Rect, lines: &[Line]) {
    for (row, line) in area.rows().zip(lines) {
        let pieces: Vec<(&str, Style)> = line.pieces.iter().map(|(t, s)| (t.as_str(), *s)).collect();
        paint.put(row, &pieces);
    }
}

/// Kind and status, numbers in words.
fn head(page: &mut Page, app: &App, row: &PatternRow) {
    let s = page.paint.styles;
    let numbers = &row.numbers;
    page.text(&format!("{}, {}", row.kind.word(), row.status.words()), s.dim);
    page.gap();
    if numbers.looked() == 0 {
        page.text("No visit has evidence for or against it yet.", s.plain);
    } else {
        page.text(&sentence(&words::share(numbers.supporting, numbers.looked())), s.strong);
        page.text(&sentence(&words::visits(numbers)), s.plain);
        page.text(&sentence(&words::not_looked(numbers)), s.plain);
        let few = numbers.teachers < words::FEWEST_TEACHERS;
        page.text(&sentence(&words::rests_on(numbers)), if few { s.attention } else { s.plain });
    }
    page.text(&counted_how(app, row, numbers), s.dim);
}

/// How it is known whether somebody looked.
fn counted_how(app: &App, row: &PatternRow, numbers: &Numbers) -> String {
    match &row.look_for {
        Some(id) => format!("Counted by the look-for “{}”.", look_for_label(app, id)),
        None if numbers.looked() == 0 => String::new(),
        None => "A visit with evidence either way counts as one that looked; l ties it to a look-for.".into(),
    }
}

fn sentence(words: &str) -> String {
    let mut chars = words.chars();
    let first = chars.next().map(|c| c.to_uppercase().collect::<String>()).unwrap_or_default();
    format!("{first}{}.", chars.as_str())
}

/// Weeks as small bars, and the same in words.
fn weeks(page: &mut Page, app: &App, view: &PatternView) {
    let from = view.weeks.len().saturating_sub(WEEKS);
    let shown = view.weeks.get(from..).unwrap_or_default();
    let (Some(first), Some(last)) = (shown.first(), shown.last()) else { return };
    let (plain, dim) = (page.paint.styles.plain, page.paint.styles.dim);
    let values: Vec<u32> = shown.iter().map(|w| w.1).collect();
    let year = app.now.today().year();
    let day = |days: i64| {
        let date = u64::try_from(days).ok().and_then(|d| NaiveDate::default().checked_add_days(Days::new(d)));
        date.map(|d| short_day(d, year)).unwrap_or_default()
    };
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
        page.lines.push(Line { pieces: vec![(bars, plain), (words, dim)], note: None });
    } else {
        page.text(&bars, plain);
        page.text(words.trim_start(), dim);
    }
}

/// One side of the evidence, newest first.
fn side(page: &mut Page, app: &App, (name, count, rows): (&str, usize, &[NoteRow]), marked: Option<Uid>, none: &str) {
    let s = page.paint.styles;
    page.gap();
    page.lines.push(Line { pieces: vec![(name.to_string(), s.strong), (format!(" {count}"), s.dim)], note: None });
    if rows.is_empty() {
        page.text(none, s.dim);
    }
    for row in rows {
        evidence(page, app, row, marked);
    }
    if count > rows.len() {
        page.text(&format!("and {} more: e shows all in Notes", count - rows.len()), s.dim);
    }
}

fn evidence(page: &mut Page, app: &App, row: &NoteRow, marked: Option<Uid>) {
    let s = page.paint.styles;
    let is_marked = marked == Some(row.uid);
    let (marker, style) = match marked {
        Some(_) => page.paint.marker(is_marked),
        None => ("", s.plain),
    };
    let date = local_time(row.key.at, app.now.offset).date_naive();
    let day = short_day(date, app.now.today().year());
    let room = page.paint.fit(&row.room, 12);
    let pad = " ".repeat(12usize.saturating_sub(crate::domain::text::width(&room)));
    let place = format!("{day:<7} {room}{pad}  ");
    let pieces = vec![(marker.to_string(), style), (place, s.dim), (row.text.clone(), style)];
    page.lines.push(Line { pieces, note: Some(row.uid) });
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

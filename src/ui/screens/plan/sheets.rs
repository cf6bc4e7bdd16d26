//! The plan's line of look-fors: which sheet, and while it has the focus the list to choose from.

use super::LABELS;
use crate::app::App;
use crate::app::screens::plan::{PlanState, offered, place_of_chosen};
use crate::app::sheets::SheetChoice;
use crate::domain::sheet::Sheet;
use crate::domain::text::{clip, count, width};
use crate::ui::paint::{Paint, after, below, top};
use crate::ui::widgets::{field, list};
use ratatui::layout::Rect;

/// Rows of the list at most.
const ROWS: usize = 9;

/// Rows under the list: the purpose, what cannot be used, what Enter does.
const UNDER: u16 = 5;

/// The line without the focus.
pub fn chosen(paint: &mut Paint, area: Rect, plan: &PlanState) {
    let (plain, dim) = (paint.styles.plain, paint.styles.dim);
    match plan.chosen_sheet() {
        Some(sheet) => {
            paint.put(area, &[(&sheet.title, plain), ("   ", dim), (&size(sheet), dim)]);
        }
        None => {
            paint.put(area, &[("none: lines only", dim)]);
        }
    }
}

fn size(sheet: &Sheet) -> String {
    let minutes = sheet.minutes.map(|m| format!(", {m} min")).unwrap_or_default();
    format!("{}{minutes}", sheet.size())
}

/// The line with the focus and the list under it; how many rows the list takes.
pub fn choosing(paint: &mut Paint, value: Rect, rest: Rect, app: &App) -> u16 {
    let (strong, dim) = (paint.styles.strong, paint.styles.dim);
    let typed = &app.plan.find_sheet;
    field::draw(paint, top(value, 1), typed, strong, true);
    let offered = offered(app);
    let marked = if typed.is_empty() { place_of_chosen(app, &offered) } else { (!offered.is_empty()).then_some(0) };
    if typed.is_empty() {
        let title = app.plan.chosen_sheet().map_or("none: lines only", |s| s.title.as_str());
        paint.line(after(value, 2), title, if marked.is_some() { strong } else { dim });
    }
    let room = usize::from(rest.height.saturating_sub(UNDER)).clamp(1, ROWS);
    let first = list::first_row(marked.unwrap_or(0), offered.len(), room);
    let mut at = after(rest, LABELS - 2);
    let mut used = 0;
    for (i, choice) in offered.iter().enumerate().skip(first).take(room) {
        row(paint, top(at, 1), app, choice, marked == Some(i));
        at = below(at, 1);
        used += 1;
    }
    if offered.is_empty() {
        paint.line(after(at, 2), "No sheet has these words in its title.", dim);
        used += 1;
    }
    let purpose = marked.and_then(|i| offered.get(i)).map(|c| c.sheet.purpose.as_str()).unwrap_or_default();
    used + under(paint, below(rest, used), app, purpose)
}

fn row(paint: &mut Paint, area: Rect, app: &App, choice: &SheetChoice, marked: bool) {
    // What stands behind the titles needs about so many columns.
    const ABOUT: u16 = 40;
    let titles = usize::from(area.width.saturating_sub(ABOUT)).clamp(25, 42);
    let dim = paint.styles.dim;
    let (marker, style) = paint.marker(marked);
    let title = clip(&choice.sheet.title, titles, paint.look.ascii);
    let gap = " ".repeat(titles.saturating_sub(width(&title)) + 2);
    let mut about = size(&choice.sheet);
    let origin = app.sheets.origin_words(choice);
    if !origin.is_empty() {
        about = format!("{about}, {origin}");
    }
    paint.put(area, &[(marker, style), (&title, style), (&gap, dim), (&about, dim)]);
}

/// What the marked sheet is for, which file cannot be used, and what Enter does.
fn under(paint: &mut Paint, area: Rect, app: &App, purpose: &str) -> u16 {
    let beside = after(area, LABELS);
    let dim = paint.styles.dim;
    let plain = paint.styles.plain;
    let mut used = 0;
    if !purpose.is_empty() {
        used += paint.wrapped(Rect { height: beside.height.min(3), ..beside }, purpose, plain);
    }
    if let Some((first, rest)) = app.sheets.broken.split_first() {
        let more = match rest.len() {
            0 => String::new(),
            n => format!(" And {}.", count(n, "more file", "more files")),
        };
        paint.line(after(below(area, used), 2), &format!("Cannot be used: {}{more}", first.why), dim);
        used += 1;
    }
    let hint = if app.plan.find_sheet.is_empty() {
        "Type to find one. Enter: the next, at the end none."
    } else {
        "Enter takes the marked one."
    };
    paint.line(below(beside, used), hint, dim);
    used + 1
}

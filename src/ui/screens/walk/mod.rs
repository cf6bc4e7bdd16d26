//! The recording screen and the corridor. At 100 columns three panels; below that the side panels fold to one line
//! each; down to 40×10 the note line and the last notes.

mod answer;
mod codes;
mod corridor;
mod look_fors;
mod notes;

use crate::app::App;
use crate::app::recording::{LiveVisit, Recording};
use crate::domain::text::{clip, visible, width};
use crate::domain::time::elapsed;
use crate::ui::paint::{Paint, below, top};
use crate::ui::widgets::field;
use look_fors::Board;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// From this width on the side panels stand beside the notes.
const WIDE: u16 = 96;

/// The header: what is recorded, in which room, for how long.
pub fn header(paint: &mut Paint, row: Rect, app: &App) {
    let Some(recording) = &app.recording else { return };
    let (focus, strong, dim) = (paint.styles.focus, paint.styles.strong, paint.styles.dim);
    let right = match (&recording.visit, &recording.corridor) {
        (Some(visit), None) => room_words(visit, app, row.width),
        (_, Some(corridor)) => format!("in the corridor   {}", elapsed(app.now.utc - corridor.since)),
        _ => String::new(),
    };
    let clock = recording
        .visit
        .as_ref()
        .filter(|_| recording.corridor.is_none())
        .map(|v| clock_words(paint, recording, v, app));
    let clock_width = clock.as_ref().map_or(0, |(time, rest)| width(time) + width(rest));
    let right_width = u16::try_from(width(&right) + clock_width + 3).unwrap_or(row.width).min(row.width);
    let left = Rect { width: row.width - right_width, ..row };
    let sign = format!("{} ", paint.signs.recording);
    let question = if recording.focus.is_empty() {
        String::new()
    } else {
        format!("{}{}{}", paint.signs.open_quote, recording.focus, paint.signs.close_quote)
    };
    let name = recording.sheet.as_ref().map_or("Walk", |s| s.title.as_str());
    let name = if left.width >= 50 || question.is_empty() { format!("{name}  ") } else { String::new() };
    paint.put(left, &[(&sign, focus), (&name, strong), (&question, dim)]);
    let at = Rect { x: left.right(), width: right_width, ..row };
    let mut pieces: Vec<(&str, Style)> = vec![("  ", dim), (&right, strong)];
    if let Some((time, rest)) = &clock {
        pieces.extend([(time.as_str(), paint.styles.plain), (rest.as_str(), dim)]);
    }
    paint.put(at, &pieces);
}

/// "Room 12 · 4 · Reading", shorter where there is less room.
fn room_words(visit: &LiveVisit, app: &App, columns: u16) -> String {
    let mut words = clip(&visible(&visit.called(&app.agreed)), 24, false);
    for more in [&visit.grade, &visit.subject] {
        if !more.is_empty() && columns >= 70 {
            words.push_str("  ");
            words.push_str(&clip(&visible(more), 16, false));
        }
    }
    words
}

/// "6:10 ▓▓▓░░" and how long a visit is planned to be. Past that, and past the longest visit that was agreed, it says
/// so in dim words: no colour, nothing that blinks in a classroom.
fn clock_words(paint: &Paint, recording: &Recording, visit: &LiveVisit, app: &App) -> (String, String) {
    let ms = visit.elapsed(app.now);
    let time = elapsed(ms);
    let agreed = app.agreed.longest.filter(|_| visit.is_long(app.agreed.longest, app.now));
    let over = agreed.map(|minutes| format!(" past the agreed {minutes}"));
    match recording.minutes.or(app.agreed.longest) {
        Some(minutes) if app.size.0 >= 70 => {
            let full = usize::try_from(ms * 8 / (minutes * 60_000)).unwrap_or(8).min(8);
            let bar = paint.signs.bar[0].repeat(full) + &paint.signs.bar[1].repeat(8 - full);
            let past = if visit.is_long(Some(minutes), app.now) { "past " } else { "" };
            (format!("  {time} {bar}"), over.unwrap_or_else(|| format!(" {past}{minutes}")))
        }
        _ => (format!("  {time}"), agreed.map(|minutes| format!(" past {minutes}")).unwrap_or_default()),
    }
}

pub fn draw(paint: &mut Paint, area: Rect, app: &App) {
    let Some(recording) = &app.recording else {
        let dim = paint.styles.dim;
        paint.line(area, "No walk is under way. 1 goes Home, where one is started.", dim);
        return;
    };
    if recording.corridor.is_some() {
        corridor::draw(paint, area, app, recording);
        return;
    }
    let Some(visit) = &recording.visit else { return };
    let line_rows = field::rows(&app.walk.note, area.width.saturating_sub(4), 3);
    let bottom = match &app.walk.asking {
        Some(_) => answer::rows(app, area.width),
        None => line_rows + u16::from(!app.walk.offers.is_empty() || app.walk.editing.is_some()),
    };
    let body = Rect { height: area.height.saturating_sub(bottom + u16::from(area.height > 8)), ..area };
    if area.width + 2 >= WIDE {
        wide(paint, body, app, recording, visit);
    } else {
        narrow(paint, body, app, recording, visit);
    }
    let line = Rect { y: area.bottom().saturating_sub(bottom), height: bottom.min(area.height), ..area };
    match &app.walk.asking {
        Some(_) => answer::draw(paint, line, app),
        None => note_line(paint, line, app, line_rows),
    }
}

fn wide(paint: &mut Paint, area: Rect, app: &App, recording: &Recording, visit: &LiveVisit) {
    let has_sheet = recording.sheet.is_some();
    let (left, right) = (area.width / 6, if has_sheet { (area.width / 3).min(44) } else { 0 });
    let left = left.clamp(16, 24);
    let route = Rect { width: left, ..area };
    let middle = Rect { x: area.x + left, width: area.width - left - right, ..area };
    let (seen, all) = recording.progress();
    let title = if all == 0 { "Route".to_string() } else { format!("Route {seen}/{all}") };
    let inner = paint.boxed(route, &title);
    stops(paint, inner, app, recording, visit);
    let inner = paint.boxed(middle, "Notes");
    notes::draw(paint, Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner }, app, visit);
    if let Some(sheet) = &recording.sheet {
        let title = match app.walk.marking {
            Some(marking) if marking.stay => "Look-fors: keys mark",
            Some(_) => "Look-fors: press a key",
            None => "Look-fors",
        };
        let inner = paint.boxed(Rect { x: middle.right(), width: right, ..area }, title);
        let inside = Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner };
        look_fors::draw(paint, inside, &Board::new(app, sheet, visit));
    }
}

fn narrow(paint: &mut Paint, area: Rect, app: &App, recording: &Recording, visit: &LiveVisit) {
    let mut at = area;
    if area.height >= 8 {
        route_line(paint, top(at, 1), app, recording, visit);
        at = below(at, 1);
    }
    if let Some(sheet) = &recording.sheet {
        if app.walk.marking.is_some() {
            let used = look_fors::draw(paint, at, &Board::new(app, sheet, visit));
            at = below(at, used);
            if at.height < 4 {
                return;
            }
        } else {
            let used = look_fors::line(paint, top(at, 2), &Board::new(app, sheet, visit));
            at = below(at, used);
        }
    }
    if area.height >= 8 {
        paint.rule(top(at, 1));
        at = below(at, 1);
    }
    notes::draw(paint, at, app, visit);
}

/// The rooms of the route, the one at hand marked.
fn stops(paint: &mut Paint, area: Rect, app: &App, recording: &Recording, visit: &LiveVisit) {
    let here = recording.route.iter().position(|s| s.visit == Some(visit.uid)).unwrap_or(0);
    let first = crate::ui::widgets::list::first_row(here, recording.route.len(), usize::from(area.height));
    let (dim, plain, focus) = (paint.styles.dim, paint.styles.plain, paint.styles.focus);
    for (row, stop) in area.rows().zip(recording.route.iter().skip(first)) {
        let at_hand = stop.visit == Some(visit.uid);
        let (sign, style) = match (at_hand, stop.visit.is_some(), &stop.skipped) {
            (true, ..) => (paint.signs.here, focus),
            (_, true, _) => (paint.signs.recording, dim),
            (_, _, Some(_)) => ("-", dim),
            _ => (" ", plain),
        };
        let count = match (&stop.skipped, stop.visit) {
            (Some(_), _) => " skip ".to_string(),
            (_, Some(_)) => format!(" {} ", stop.notes),
            _ => String::new(),
        };
        let room = row.width.saturating_sub(u16::try_from(count.len()).unwrap_or(0));
        paint.put(Rect { width: room, ..row }, &[(" ", dim), (sign, style), (" ", dim), (&stop.label, style)]);
        paint.right(row, &count, dim);
    }
    if recording.route.is_empty() {
        paint.put(area, &[(" ", dim), (paint.signs.here, focus), (" ", dim), (&visit.called(&app.agreed), focus)]);
    }
}

/// The route folded to one line.
fn route_line(paint: &mut Paint, row: Rect, app: &App, recording: &Recording, visit: &LiveVisit) {
    let (dim, strong, plain) = (paint.styles.dim, paint.styles.strong, paint.styles.plain);
    let (seen, all) = recording.progress();
    let next = recording.route.iter().find(|s| s.is_open()).map(|s| s.label.clone());
    let next = next.map_or(String::new(), |n| format!("   next {n}"));
    let heads = visit.heads.map_or(String::new(), |h| format!("   {h} students"));
    let substitute = if visit.substitute { "   substitute" } else { "" };
    let place = if all == 0 { String::new() } else { format!("Room {seen} of {all}   ") };
    paint.put(
        row,
        &[(&place, plain), (&visit.called(&app.agreed), strong), (&heads, dim), (substitute, dim), (&next, dim)],
    );
}

fn note_line(paint: &mut Paint, area: Rect, app: &App, rows: u16) {
    let (focus, dim, key) = (paint.styles.focus, paint.styles.dim, paint.styles.key);
    let line = top(area, rows);
    let sign = if app.walk.marking.is_some() { "  " } else { "> " };
    let used = paint.put(line, &[(sign, focus)]);
    let strong = paint.styles.strong;
    let value = crate::ui::paint::after(line, used);
    let found = app.language.of_typed(&app.walk.note.text());
    field::draw_marked(paint, value, &app.walk.note, strong, app.walk.marking.is_none(), &found);
    if app.walk.note.is_empty() && app.walk.marking.is_none() {
        let hint = match value.width {
            80.. => "what you see and hear   T teacher   S students   \" quote   ? wondering   #tag",
            _ => "what you see and hear   T teacher   S students   ? wondering",
        };
        paint.put(crate::ui::paint::after(value, 1), &[(hint, dim)]);
    }
    let last = below(area, rows);
    if let Some(editing) = &app.walk.editing {
        let waiting = if editing.waiting.is_empty() { "" } else { "   your other line waits" };
        paint.put(
            last,
            &[
                ("editing an earlier note   ", strong),
                ("Enter", key),
                (" keep   ", dim),
                ("Ctrl-T", key),
                (" time   ", dim),
                ("Ctrl-G", key),
                (" kind   ", dim),
                ("Ctrl-D", key),
                (" delete", dim),
                (waiting, dim),
            ],
        );
    } else if let Some((first, rest)) = app.walk.offers.split_first() {
        let rest = rest.iter().map(|r| format!("#{r}")).collect::<Vec<_>>().join("  ");
        paint.put(last, &[("Tab", key), (" #", dim), (first, strong), ("   ", dim), (&rest, dim)]);
    }
}

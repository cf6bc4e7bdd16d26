//! Help, palette and the small menu: lists of actions with their keys.

use crate::app::actions::{Action, Scope};
use crate::app::layers::{Finder, Menu};
use crate::app::{App, perform, screens};
use crate::domain::text::{clip, fold, width};
use crate::ui::paint::{Paint, after, below, centred, top};
use crate::ui::widgets::{field, list};
use ratatui::layout::Rect;

/// Columns for keys before the words.
const KEYS: u16 = 13;

/// Rows for the sentence of the marked line, with a blank one before them, and how many rows of the list must be left.
const IN_FULL: u16 = 3;
const LEAST_ROWS: u16 = 8;

/// Keys of the sheet in one row.
const OWN_IN_A_ROW: u16 = 3;

pub fn help(paint: &mut Paint, area: Rect, app: &App, finder: &Finder) {
    let title = format!("Keys: {}", screens::scope(app).heading());
    finder_box(paint, area, app, finder, &title, "Type to search. Enter does it.", &perform::own_keys(app));
}

pub fn palette(paint: &mut Paint, area: Rect, app: &App, finder: &Finder) {
    finder_box(paint, area, app, finder, "Everything", "Type a part of what you want. Enter does it.", &[]);
}

fn finder_box(
    paint: &mut Paint,
    area: Rect,
    app: &App,
    finder: &Finder,
    title: &str,
    hint: &str,
    own: &[(char, String)],
) {
    let inner = paint.popup(centred(area, 92, area.height.saturating_sub(2)), title);
    let (strong, dim) = (paint.styles.strong, paint.styles.dim);
    let used = paint.put(top(inner, 1), &[("/ ", dim)]);
    field::draw(paint, after(top(inner, 1), used), &finder.field, strong, true);
    if finder.field.is_empty() {
        paint.put(after(top(inner, 1), used + 1), &[(hint, dim)]);
    }
    let sought = fold(&finder.field.text());
    let own: Vec<_> = own.iter().filter(|(_, label)| fold(label).contains(&sought)).collect();
    let area = below(inner, 2);
    let wished = u16::try_from(own.len().div_ceil(usize::from(OWN_IN_A_ROW))).unwrap_or(u16::MAX);
    let for_own = wished.min(area.height / 2);
    own_keys(paint, Rect { y: area.bottom() - for_own, height: for_own, ..area }, &own);
    let in_full = if area.height - for_own > LEAST_ROWS + IN_FULL { IN_FULL } else { 0 };
    let rows = Rect { height: area.height - for_own - in_full, ..area };
    if let Some(action) = finder.found.get(finder.selected).filter(|_| in_full > 0) {
        sentence(paint, Rect { y: rows.bottom() + 1, height: in_full - 1, ..rows }, app, *action);
    }
    if finder.found.is_empty() && own.is_empty() {
        paint.line(rows, "Nothing fits. Backspace widens the search.", dim);
    }
    let first = list::first_row(finder.selected, finder.found.len(), usize::from(rows.height));
    for (row, (at, action)) in rows.rows().zip(finder.found.iter().enumerate().skip(first)) {
        action_row(paint, row, app, *action, at == finder.selected);
    }
}

/// The sentence of the marked line in full, and why it does nothing now.
fn sentence(paint: &mut Paint, area: Rect, app: &App, action: Action) {
    let plain = paint.styles.plain;
    let text = match perform::available(app, action) {
        Ok(()) => action.spec().help.to_string(),
        Err(why) => format!("{} Not now: {why}", action.spec().help),
    };
    paint.wrapped(area, &text, plain);
}

/// The keys of the sheet or of the tags, several in a row.
fn own_keys(paint: &mut Paint, area: Rect, own: &[&(char, String)]) {
    let (key, plain, dim) = (paint.styles.key, paint.styles.plain, paint.styles.dim);
    let wide = area.width / OWN_IN_A_ROW;
    let places = usize::from(area.height) * usize::from(OWN_IN_A_ROW);
    let columns = (0..OWN_IN_A_ROW).map(|i| i * wide);
    let cells = area.rows().flat_map(|row| columns.clone().map(move |x| Rect { width: wide, ..after(row, x) }));
    for (i, (cell, (letter, label))) in cells.zip(own).enumerate() {
        if i + 1 == places && own.len() > places {
            let more = format!("and {} more: type to search", own.len() - i);
            paint.line(cell, &more, dim);
        } else {
            let room = usize::from(wide.saturating_sub(4));
            let label = clip(label, room, paint.look.ascii);
            paint.put(cell, &[(&letter.to_string(), key), (" ", dim), (&label, plain)]);
        }
    }
}

fn action_row(paint: &mut Paint, row: Rect, app: &App, action: Action, selected: bool) {
    let spec = action.spec();
    let (marker, style) = paint.marker(selected);
    let (key, dim) = (paint.styles.key, paint.styles.dim);
    let keys: Vec<&str> = spec.keys.iter().copied().take(2).collect();
    let used = paint.put(row, &[(marker, style)]);
    paint.put(Rect { width: KEYS, ..after(row, used) }, &[(&keys.join(" "), key)]);
    let here = screens::scope(app);
    let elsewhere = !spec.scopes.contains(&here) && !spec.scopes.contains(&Scope::Anywhere) && row.width > 76;
    let heading = if elsewhere { format!("  {}", spec.scopes[0].heading()) } else { String::new() };
    paint.right(row, &heading, dim);
    let rest = after(row, used + KEYS + 1);
    let room = usize::from(rest.width).saturating_sub(width(&heading));
    let style = match perform::available(app, action) {
        Ok(()) if selected => style,
        Ok(()) => paint.styles.plain,
        Err(_) => dim,
    };
    paint.put(rest, &[(&clip(spec.help, room, paint.look.ascii), style)]);
}

pub fn menu(paint: &mut Paint, area: Rect, app: &App, menu: &Menu) {
    let rows = u16::try_from(menu.items.len()).unwrap_or(0) + 2;
    let inner = paint.popup(centred(area, 66, rows), "Recording goes on");
    let first = list::first_row(menu.selected, menu.items.len(), usize::from(inner.height));
    for (row, (at, action)) in inner.rows().zip(menu.items.iter().enumerate().skip(first)) {
        let spec = action.spec();
        let (marker, style) = paint.marker(at == menu.selected);
        let dim = paint.styles.dim;
        let style = if perform::available(app, *action).is_ok() { style } else { dim };
        paint.put(row, &[(marker, style), (spec.words, style)]);
        paint.right(row, action.key(), dim);
    }
}

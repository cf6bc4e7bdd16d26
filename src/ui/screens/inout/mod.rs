//! In and out: the choice, files to choose from, a passphrase as dots, what would come in, how far it is.

use crate::app::App;
use crate::app::screens::inout::choices::Choice;
use crate::app::screens::inout::files::{Files, Own};
use crate::app::screens::inout::going::far_words;
use crate::app::screens::inout::{Page, Running, Secret, Step};
use crate::domain::text::{count, visible, width};
use crate::exchange::inout::{Doing, Entry};
use crate::ui::paint::{Paint, after, below, top};
use crate::ui::widgets::{field, list};
use ratatui::layout::{Position, Rect};

/// Widest bar of progress.
const BAR: u16 = 50;

/// Columns of the labels of the choice.
const LABELS: u16 = 30;

pub fn draw(paint: &mut Paint, area: Rect, app: &App) {
    let state = &app.inout;
    match (state.step, &state.running) {
        (Step::Page, Some(running)) => working(paint, area, running),
        (Step::Choose, _) => choose(paint, area, app),
        (Step::Files, _) => files(paint, area, app),
        (Step::Secret, _) => secret(paint, area, &state.secret),
        (Step::Page, None) => page(paint, area, app, &state.page),
    }
}

fn choose(paint: &mut Paint, area: Rect, app: &App) {
    let (strong, plain, dim) = (paint.styles.strong, paint.styles.plain, paint.styles.dim);
    // As many rows as there are with their headings; where they do not fit, the marked one stays in sight.
    let mut rows: Vec<(Option<usize>, Option<&str>)> = Vec::new();
    let headings = Choice::ALL.iter().filter(|choice| choice.heading().is_some()).count();
    let airy = usize::from(area.height) > Choice::ALL.len() + 2 * headings + 2;
    for (at, choice) in Choice::ALL.iter().enumerate() {
        if let Some(heading) = choice.heading() {
            if airy && at > 0 {
                rows.push((None, None));
            }
            rows.push((None, Some(heading)));
        }
        rows.push((Some(at), None));
    }
    let marked = rows.iter().position(|(at, _)| *at == Some(app.inout.selected)).unwrap_or(0);
    let roomy = usize::from(area.height) > rows.len() + 2;
    let mut at = area;
    if roomy {
        paint.put(at, &[("In and out", strong), ("   what comes into this file, and what leaves it", dim)]);
        at = below(at, 2);
    }
    let first = list::first_row(marked, rows.len(), usize::from(at.height));
    for ((place, heading), row) in rows.iter().skip(first).zip(at.rows()) {
        let Some(choice) = place.and_then(|p| Choice::ALL.get(p)) else {
            paint.line(row, heading.unwrap_or_default(), strong);
            continue;
        };
        let selected = *place == Some(app.inout.selected);
        let (marker, style) = paint.marker(selected);
        let labels = LABELS.min(row.width / 2);
        paint.put(Rect { width: labels, ..row }, &[("  ", dim), (marker, style), (choice.label(), style)]);
        paint.line(after(row, labels), choice.detail(), if selected { plain } else { dim });
    }
}

fn files(paint: &mut Paint, area: Rect, app: &App) {
    let (strong, dim, attention) = (paint.styles.strong, paint.styles.dim, paint.styles.attention);
    let state = &app.inout.files;
    let title = match app.inout.choice {
        Some(choice) if choice.out().is_some() => format!("{}: where to?", choice.label()),
        Some(choice) => format!("{}: from where?", choice.label()),
        None => String::new(),
    };
    paint.line(area, &title, strong);
    let here = state.listing.as_ref().map(|l| l.folder.display().to_string());
    let here = here.unwrap_or_else(|| "One moment …".into());
    paint.line(below(area, 1), &end_of(&visible(&here), area.width), dim);
    let line = top(below(area, 2), 1);
    let used = paint.put(line, &[("/ ", dim)]);
    field::draw(paint, after(line, used), &state.field, strong, true);
    let mut body = below(area, if area.height > 12 { 4 } else { 3 });
    if !state.why.is_empty() {
        let used = paint.wrapped(top(body, 3), &state.why, attention);
        body = below(body, used + 1);
    }
    let foot = foot(app, state);
    body = Rect { height: body.height.saturating_sub(u16::from(!foot.is_empty())), ..body };
    rows(paint, body, state, &proposed_name(app));
    if !foot.is_empty() {
        paint.line(Rect { y: body.bottom(), height: 1, ..body }, &foot, dim);
    }
}

/// The end of a path, which says more than its beginning.
fn end_of(path: &str, columns: u16) -> String {
    let columns = usize::from(columns);
    if width(path) <= columns {
        return path.to_string();
    }
    let letters: Vec<char> = path.chars().collect();
    let mut from = letters.len();
    while from > 0 && width(&letters[from - 1..].iter().collect::<String>()) < columns {
        from -= 1;
    }
    format!("…{}", letters[from..].iter().collect::<String>())
}

/// What is said below the files: what is not shown.
fn foot(app: &App, state: &Files) -> String {
    let Some(listing) = &state.listing else { return String::new() };
    let endings = app.inout.choice.map(|c| c.endings()).unwrap_or_default();
    if listing.cut {
        return "There are more; type a part of the name, or the path.".into();
    }
    if endings.is_empty() || listing.others == 0 {
        return String::new();
    }
    let shown: Vec<String> = endings.iter().map(|e| format!(".{e}")).collect();
    let not = count(listing.others, "other file is", "other files are");
    format!("Shown: folders and {}; {not} not.", shown.join(" "))
}

/// The name that will be proposed for what is written.
fn proposed_name(app: &App) -> String {
    let choice = app.inout.choice.filter(|choice| choice.out().is_some());
    choice.map_or(String::new(), |choice| choice.file_name(app.now.today()))
}

fn rows(paint: &mut Paint, area: Rect, state: &Files, proposed: &str) {
    let (dim, strong) = (paint.styles.dim, paint.styles.strong);
    let all = state.rows();
    if all == 0 && state.listing.is_some() {
        let words = if state.field.is_empty() { "Nothing here that could be taken." } else { "No name here fits." };
        paint.line(area, words, dim);
    }
    let first = list::first_row(state.selected, all, usize::from(area.height));
    for (row, at) in area.rows().zip(first..all) {
        let (marker, style) = paint.marker(at == state.selected);
        match state.entry(at) {
            Some(Entry { name, folder: true, .. }) => {
                paint.put(row, &[(marker, style), (name, style), ("/", dim)]);
            }
            Some(Entry { name, .. }) => drop(paint.put(row, &[(marker, style), (name, style)])),
            None => {
                let words =
                    if state.own == Own::Write { "Write it into this folder" } else { "Take this whole folder" };
                let style = if at == state.selected { style } else { strong };
                paint.put(row, &[(marker, style), (words, style), ("   ", dim), (proposed, dim)]);
            }
        }
    }
}

fn secret(paint: &mut Paint, area: Rect, secret: &Secret) {
    let (strong, plain, dim, attention) =
        (paint.styles.strong, paint.styles.plain, paint.styles.dim, paint.styles.attention);
    let title = if secret.new { "A passphrase for" } else { "The passphrase of" };
    paint.line(area, &format!("{title} {}", secret.of), strong);
    let mut at = below(area, 2);
    let dots = dots(paint, secret.field.text().chars().count());
    at = line(paint, at, "Passphrase", &dots, !secret.second);
    if secret.new {
        let dots = self::dots(paint, secret.again.text().chars().count());
        at = line(paint, at, "The same again", &dots, secret.second);
    }
    at = below(at, 1);
    if !secret.why.is_empty() {
        let used = paint.wrapped(at, &secret.why, attention);
        at = below(at, used + 1);
    }
    let words = if secret.new {
        "It is not shown and not kept. Whoever has none can read nothing of the bundle, and a lost one cannot be found again. \
         Three or four words are good."
    } else {
        "It is not shown and not kept. Whoever made the bundle knows it."
    };
    let style = if secret.new { plain } else { dim };
    paint.wrapped(Rect { width: at.width.min(76), ..at }, words, style);
}

/// A line that is typed unseen, with the cursor behind its dots.
fn line(paint: &mut Paint, area: Rect, label: &str, dots: &str, focused: bool) -> Rect {
    let (dim, focus, strong) = (paint.styles.dim, paint.styles.focus, paint.styles.strong);
    paint.put(top(area, 1), &[(label, if focused { focus } else { dim })]);
    let rest = after(top(area, 1), 17);
    let room = rest.width.saturating_sub(1);
    let used = paint.line(Rect { width: room, ..rest }, dots, strong);
    if focused && area.height > 0 {
        paint.set_cursor(Position { x: rest.x + used, y: rest.y });
    }
    below(area, 1)
}

fn dots(paint: &Paint, letters: usize) -> String {
    let dot = if paint.look.ascii { "*" } else { "•" };
    dot.repeat(letters.min(200))
}

fn page(paint: &mut Paint, area: Rect, app: &App, page: &Page) {
    let (strong, plain, dim) = (paint.styles.strong, paint.styles.plain, paint.styles.dim);
    paint.line(area, &page.title, strong);
    let mut body = below(area, 1);
    for end in page.end_lines(app.size) {
        paint.line(body, &end, plain);
        body = below(body, 1);
    }
    body = below(body, 1);
    let rows = page.rows(app.size).min(usize::from(body.height));
    let lines = page.wrapped(app.size);
    let scroll = page.scroll.min(lines.len().saturating_sub(rows));
    for (row, line) in body.rows().zip(lines.iter().skip(scroll).take(rows)) {
        paint.line(row, line, plain);
    }
    let left = lines.len().saturating_sub(scroll + rows);
    if left > 0 {
        let words = count(left, "more line below", "more lines below");
        paint.right(Rect { y: area.bottom().saturating_sub(1), height: 1, ..area }, &words, dim);
    }
}

fn working(paint: &mut Paint, area: Rect, running: &Running) {
    let (strong, plain, dim, focus) = (paint.styles.strong, paint.styles.plain, paint.styles.dim, paint.styles.focus);
    paint.line(area, &running.title, strong);
    let at = below(area, 2);
    let known = running.far.and_then(|far| Some((far.done, far.all.filter(|all| *all > 0)?)));
    let words = far_words(running);
    let at = match known.filter(|_| !running.stopping) {
        Some((done, all)) => {
            let room = u64::from(BAR.min(at.width.saturating_sub(8)));
            let full = usize::try_from(done.min(all).saturating_mul(room) / all).unwrap_or(0);
            let empty = usize::try_from(room).unwrap_or(0).saturating_sub(full);
            let [on, off] = paint.signs.bar;
            let share = format!("  {} %", done.min(all).saturating_mul(100) / all);
            paint.put(at, &[(&on.repeat(full), focus), (&off.repeat(empty), dim), (&share, plain)]);
            below(at, 1)
        }
        None => at,
    };
    paint.line(at, &words, plain);
    let promise = match running.far.map(|far| far.doing) {
        Some(Doing::Writing) => "Esc stops it; then nothing is written, and no half file is left.",
        _ => "Esc stops it; then the file is as it was before.",
    };
    paint.line(below(at, 2), promise, dim);
}

#[cfg(test)]
mod tests;

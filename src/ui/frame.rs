//! The frame all screens share: the header, the notice line, the footer.

use super::paint::{Paint, below, top};
use crate::app::actions::Scope;
use crate::app::keys::short_text;
use crate::app::saving::Kept;
use crate::app::{App, Place, Screen, keymap, perform, screens};
use crate::domain::order::InOrder;
use crate::domain::text::width;
use crate::domain::time::clock;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// Paints header and footer; returns the work area between them, whose last row `notice` may cover.
pub fn draw(paint: &mut Paint, area: Rect, app: &App) -> Rect {
    header(paint, top(area, 1), app);
    let footer_row = Rect { y: area.bottom() - 1, height: 1, ..area };
    footer(paint, footer_row, app);
    let work = below(area, 1);
    Rect { height: work.height.saturating_sub(2), x: work.x + 1, width: work.width.saturating_sub(2), ..work }
}

fn header(paint: &mut Paint, row: Rect, app: &App) {
    let saved = saved_words(paint, app);
    let saved_width = u16::try_from(saved.iter().map(|(t, _)| width(t)).sum::<usize>()).unwrap_or(0);
    let left = Rect { x: row.x + 1, width: row.width.saturating_sub(saved_width + 3), ..row };
    if app.screen == Screen::Walk && app.recording.is_some() {
        super::screens::walk::header(paint, left, app);
    } else {
        places(paint, left, app);
    }
    let right = Rect { x: row.right().saturating_sub(saved_width + 1), width: saved_width, ..row };
    let pieces: Vec<(&str, Style)> = saved.iter().map(|(t, s)| (t.as_str(), *s)).collect();
    paint.put(right, &pieces);
}

fn places(paint: &mut Paint, row: Rect, app: &App) {
    let (dim, strong, focus) = (paint.styles.dim, paint.styles.strong, paint.styles.focus);
    let here = app.screen.place();
    let recording = format!("{} ", paint.signs.recording);
    let mut pieces: Vec<(String, Style)> = Vec::new();
    if app.recording.is_some() {
        pieces.push((recording, focus));
    }
    if row.width >= 64 {
        pieces.push(("Uncover   ".into(), strong));
    }
    for (digit, place) in (1..).zip(Place::ALL) {
        let style = if place == here { focus } else { dim };
        let wide = row.width >= 46;
        let word = if wide || place == here { format!("{digit} {}  ", place.word()) } else { format!("{digit}  ") };
        pieces.push((word, style));
    }
    let pieces: Vec<(&str, Style)> = pieces.iter().map(|(t, s)| (t.as_str(), *s)).collect();
    paint.put(row, &pieces);
}

/// What is saved and what is not, in words.
fn saved_words(paint: &Paint, app: &App) -> Vec<(String, Style)> {
    let s = paint.styles;
    if app.read_only.is_some() {
        return vec![("reading only".into(), s.attention)];
    }
    match app.saving.worst() {
        Kept::NotSaved => vec![(" NOT SAVED ".into(), s.alarm)],
        Kept::OnItsWay => vec![(format!("saving {}", paint.signs.on_its_way), s.dim)],
        Kept::Saved if !app.saving.any_saved && app.home.is_empty_file() => {
            vec![("nothing recorded yet".into(), s.dim)]
        }
        Kept::Saved => {
            let mut words = vec![(format!("saved {}", paint.signs.saved), s.saved)];
            if let Some(at) = app.saving.backup
                && app.screen != Screen::Walk
            {
                words.push((format!("   backup {}", clock(at, app.now.offset)), s.dim));
            }
            words
        }
    }
}

/// The line above the footer: why something is not saved, then what was last told, then lasting trouble.
pub fn notice(paint: &mut Paint, area: Rect, app: &App) {
    let row = Rect { y: area.bottom().saturating_sub(2), height: 1, ..area };
    let s = paint.styles;
    if let (Kept::NotSaved, Some(why)) = (app.saving.worst(), &app.saving.why) {
        let place = app.saving.emergency.as_ref().map_or(String::new(), |p| format!(" A copy is in {p}."));
        let lines = app.saving.not_saved_count();
        let text = format!("NOT SAVED ({lines}): {} {} {}{place}", why.what, why.todo, why.notes);
        say(paint, row, &text, s.attention);
    } else if let Some(notice) = &app.notice {
        let style = if notice.needs_you { s.attention } else { s.strong };
        say(paint, row, &notice.text, style);
    } else if let Some(copy) = &app.year.drive.under_way {
        say(paint, row, &copy.words(), s.dim);
    } else if let Some(trouble) = app.troubles.last().or(app.read_only.as_ref()) {
        say(paint, row, &format!("{} {} {}", trouble.what, trouble.notes, trouble.todo), s.attention);
    }
}

/// A sentence above the footer; a long one takes up to two more rows upwards.
fn say(paint: &mut Paint, row: Rect, text: &str, style: Style) {
    let width = row.width.saturating_sub(2);
    let lines = crate::domain::text::wrap(&crate::domain::text::visible(text), usize::from(width));
    let rows = u16::try_from(lines.len()).unwrap_or(1).clamp(1, 3).min(row.y.max(1));
    let area = Rect { y: row.y + 1 - rows, height: rows, ..row };
    if rows > 1 {
        ratatui::widgets::Widget::render(ratatui::widgets::Clear, area, paint.buffer());
    }
    paint.wrapped(Rect { x: area.x + 1, width, ..area }, text, style);
}

/// The keys that matter now, as many as fit; the last ones always lead to all others.
fn footer(paint: &mut Paint, row: Rect, app: &App) {
    let row = Rect { x: row.x + 1, width: row.width.saturating_sub(2), ..row };
    let mut words: Vec<Word> = Vec::new();
    let scope = app.layers.last().map_or_else(|| screens::scope(app), |l| l.scope());
    let typing = perform::typing(app);
    let mut specs: Vec<_> = keymap::specs_of(scope).filter(|s| s.rank > 0).collect();
    if screens::inout::holds(app) {
        // Nothing from everywhere works before it is over.
    } else if app.layers.is_empty() && matches!(scope, Scope::Corridor | Scope::Marking) && !typing {
        specs.push(crate::app::actions::Action::Help.spec());
    } else if app.layers.is_empty() && !typing {
        specs.extend(keymap::specs_of(Scope::Anywhere).filter(|s| s.rank > 0));
    } else if app.layers.is_empty() && scope != Scope::Walk && scope != Scope::CorridorLine {
        specs.extend(
            keymap::specs_of(Scope::Anywhere).filter(|s| s.rank > 0 && s.keys.iter().any(|k| k.starts_with("Ctrl"))),
        );
    }
    specs.order_by_key(|s| s.rank);
    for spec in specs {
        if perform::available(app, spec.action).is_ok() {
            let Some(key) = spec.keys.iter().find(|k| !typing || k.len() > 1).copied() else { continue };
            let label = if app.screen == Screen::Home && spec.id == "leave" { "quit" } else { spec.words };
            words.push(Word { key: short_text(key, paint.look.ascii), label: label.into(), weight: weight(spec.rank) });
        }
    }
    let (key_style, dim) = (paint.styles.key, paint.styles.dim);
    let mut at = row;
    for word in drop_to_fit(words, row.width) {
        let used = paint.put(at, &[(&word.key, key_style), (" ", dim), (&word.label, dim), ("   ", dim)]);
        at = super::paint::after(at, used);
    }
}

/// A key with its words, and how soon it is left out: the heaviest first.
#[derive(Debug, Clone)]
struct Word {
    key: String,
    label: String,
    weight: u8,
}

impl Word {
    fn columns(&self) -> usize {
        width(&self.key) + width(&self.label) + 4
    }
}

/// How soon a footer entry gives way where there is little room. Help stays nearly to the last, and the first keys of
/// the place stay longer than what works everywhere.
fn weight(rank: u8) -> u8 {
    match rank {
        80 => 100,
        91 => 80,
        95 => 45,
        // What leads to everything else: help, and while typing the small menu.
        15 | 90 => 15,
        local => local * 10,
    }
}

/// Leaves out what does not fit, the heaviest first; what stays keeps its order.
fn drop_to_fit(mut words: Vec<Word>, columns: u16) -> Vec<Word> {
    let total = |words: &[Word]| words.iter().map(Word::columns).sum::<usize>().saturating_sub(3);
    while total(&words) > usize::from(columns) && words.len() > 1 {
        let heaviest = words.iter().enumerate().max_by_key(|(i, w)| (w.weight, *i)).map_or(0, |(i, _)| i);
        words.remove(heaviest);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_footer_never_runs_over_and_keeps_help() {
        let word = |rank: u8| Word { key: "Ctrl-X".into(), label: format!("word {rank}"), weight: weight(rank) };
        let words: Vec<Word> = [1, 2, 3, 4, 5, 6, 80, 90, 91, 95].into_iter().map(word).collect();
        for columns in 10..200 {
            let shown = drop_to_fit(words.clone(), columns);
            let total: usize = shown.iter().map(Word::columns).sum::<usize>() - 3;
            assert!(total <= usize::from(columns) || shown.len() == 1);
        }
        let shown = drop_to_fit(words, 60);
        assert!(shown.iter().any(|w| w.label == "word 90") && shown[0].label == "word 1");
    }
}

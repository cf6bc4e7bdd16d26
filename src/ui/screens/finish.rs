//! Finish today: one thing at a time, large, with where it was and what it asks.

use crate::app::App;
use crate::app::actions::Action;
use crate::app::screens::finish::{Entry, Item, State, likely, visit_here};
use crate::domain::mark::Way;
use crate::domain::text::{count, visible, wrap};
use crate::domain::time::{clock, elapsed, local_time, short_day};
use crate::store::api::NoteRow;
use crate::ui::paint::{Paint, after, below, top};
use crate::ui::widgets::marked::{self, Marks};
use chrono::Datelike;
use ratatui::layout::Rect;

pub fn draw(paint: &mut Paint, area: Rect, app: &App) {
    let (strong, dim) = (paint.styles.strong, paint.styles.dim);
    let finish = &app.finish;
    let day = finish.day.map(|d| short_day(local_time(d.0, app.now.offset).date_naive(), app.now.today().year()));
    let title = match day {
        Some(day) if finish.earlier => format!("Finish {day}"),
        _ => "Finish today".into(),
    };
    paint.line(top(area, 1), &title, strong);
    if !finish.loaded {
        return;
    }
    match finish.todo.current() {
        Some(entry) => {
            paint.right(after(top(area, 1), 16), &finish.todo.progress(), dim);
            one(paint, below(area, 2), app, entry);
        }
        None => end(paint, below(area, 2), app),
    }
}

fn one(paint: &mut Paint, area: Rect, app: &App, entry: &Entry) {
    place(paint, top(area, 1), app, entry);
    let body = below(area, 2);
    match &entry.item {
        Item::Note(note) => note_card(paint, body, app, note),
        Item::LookFor { label, looks_like, way, .. } => {
            look_for_card(paint, body, app, entry, (label, looks_like, *way))
        }
        Item::Words(note) => words_card(paint, body, app, note),
        Item::Slip => slip_card(paint, body, app, entry),
    }
}

/// Room, class and time of day.
fn place(paint: &mut Paint, row: Rect, app: &App, entry: &Entry) {
    let (plain, dim) = (paint.styles.plain, paint.styles.dim);
    let visit = &entry.place;
    let grade = if visit.grade.is_empty() { String::new() } else { format!("grade {}", visit.grade) };
    let time = visit.started.map(|s| format!("at {}", clock(s, app.now.offset))).unwrap_or_default();
    let parts = [grade, visit.subject.clone(), time];
    let rest = parts.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(", ");
    let room = if visit.room.is_empty() { "A room without a name" } else { &visit.room };
    paint.put(row, &[(room, plain), ("   ", dim), (&rest, dim)]);
}

/// Verbs offered for rewording, as many as two rows hold.
const VERBS: usize = 12;

// ── A note ──────────────────────────────────────────────────────────────────────────────────────────────────────────

fn note_card(paint: &mut Paint, area: Rect, app: &App, note: &NoteRow) {
    let (dim, plain) = (paint.styles.dim, paint.styles.plain);
    let rows = line_with_neighbours(paint, area, app, note);
    let tags: Vec<String> = note.tags.iter().map(|(_, n)| format!("#{n}")).collect();
    let said = if tags.is_empty() { "no tag yet".to_string() } else { tags.join("  ") };
    let style = if tags.is_empty() { dim } else { plain };
    paint.put(top(below(area, rows), 1), &[("        tags  ", dim), (&said, style)]);
    let used = likely_tags(paint, top(below(area, 2 + rows), 1), app, note);
    keys(paint, below(area, 2 + rows + used), app, note);
}

/// The tags of the notes most like it, a key each. Returns the rows used.
fn likely_tags(paint: &mut Paint, row: Rect, app: &App, note: &NoteRow) -> u16 {
    let (dim, key, plain) = (paint.styles.dim, paint.styles.key, paint.styles.plain);
    let mut at = row;
    for (letter, tag) in likely(app) {
        let on = note.tags.iter().any(|(t, _)| *t == tag.tag);
        let sign = if on { format!(" {}", paint.signs.saved) } else { String::new() };
        let letter = letter.to_string();
        let lead = if at.x == row.x { "likely  " } else { "   " };
        let style = if on { paint.styles.selected } else { plain };
        let used = paint.put(at, &[(lead, dim), (&letter, key), (" ", dim), (&tag.name, style), (&sign, style)]);
        at = after(at, used);
    }
    if at.x == row.x {
        return 0;
    }
    let action = Action::TagsNot;
    paint.put(at, &[("   ", dim), (action.key(), key), (" ", dim), (action.spec().words, dim)]);
    2
}

/// The words of a line that are asked about, with their one question.
fn words_card(paint: &mut Paint, area: Rect, app: &App, note: &NoteRow) {
    let (dim, plain) = (paint.styles.dim, paint.styles.plain);
    let rows = line_with_neighbours(paint, area, app, note);
    let findings = app.language.of_row(note);
    let Some(first) = findings.first() else {
        paint.line(below(area, rows), "Nothing in this line is asked about any more. Enter goes on.", dim);
        return;
    };
    let asked = marked::question(paint, &note.text, first);
    let used = paint.wrapped(top(below(area, rows), 2), &asked, plain);
    let used = rows + used + 1;
    let word = |action: Action| (action.key(), action.spec().words);
    choices(
        paint,
        below(area, used),
        &[word(Action::WordsKeep), ("e", "reword"), word(Action::WordsWonder), word(Action::WordsInterpret)],
    );
    let class = format!("not this sort ({})", first.class.name);
    choices(paint, below(area, used + 1), &[word(Action::WordOff), (Action::ClassOff.key(), &class)]);
    if let Some(rules) = app.language.rules().filter(|r| !r.verbs.is_empty()) {
        let some = rules.verbs.get(..VERBS.min(rules.verbs.len())).unwrap_or_default();
        let verbs = format!("Words that describe: {}.", some.join(", "));
        paint.wrapped(top(below(area, used + 3), 2), &verbs, dim);
    }
}

/// A line of a visit, large, between those before and after it. Returns the rows used, with a blank one.
fn line_with_neighbours(paint: &mut Paint, area: Rect, app: &App, note: &NoteRow) -> u16 {
    // Here the words are what it is about, so they are underlined plainly.
    let (strong, under) = (paint.styles.strong, paint.styles.matched);
    let (before, behind) = neighbours(app, note);
    neighbour(paint, top(area, 1), before);
    let room = area.height.saturating_sub(9).clamp(1, 6);
    let head: String = note.text.chars().take(4_000).collect();
    let lines = wrap(&visible(&head), usize::from(area.width.saturating_sub(14)).max(8));
    let rows = u16::try_from(lines.len()).unwrap_or(room).min(room);
    let text = Rect { height: rows, ..below(area, 2) };
    margin(paint, text, note);
    let marks = Marks::new(&note.text, &app.language.of_row(note), 4_000);
    let mut letters = 0;
    for (i, (row, line)) in text.rows().zip(&lines).enumerate() {
        let cut = i + 1 == usize::from(rows) && lines.len() > usize::from(rows);
        let line = if cut { format!("{line}{}", paint.signs.on_its_way) } else { line.clone() };
        marks.put(paint, after(row, 14), &line, &mut letters, (strong, under));
    }
    neighbour(paint, top(below(area, 3 + rows), 1), behind);
    5 + rows
}

fn margin(paint: &mut Paint, row: Rect, note: &NoteRow) {
    let dim = paint.styles.dim;
    let time = if note.after { "after".into() } else { note.at_ms.map(elapsed).unwrap_or_default() };
    let sign = note.about.map_or_else(|| note.kind.sign().to_string(), |a| a.sign());
    paint.put(top(row, 1), &[(&format!("{time:>7}  {sign:<5}"), dim)]);
}

/// The notes before and after in the same visit.
fn neighbours<'a>(app: &'a App, note: &NoteRow) -> (Option<&'a NoteRow>, Option<&'a NoteRow>) {
    let notes = visit_here(app).map(|v| v.notes.as_slice()).unwrap_or_default();
    match notes.iter().position(|n| n.uid == note.uid) {
        Some(at) => (at.checked_sub(1).and_then(|i| notes.get(i)), notes.get(at + 1)),
        None => (None, None),
    }
}

fn neighbour(paint: &mut Paint, row: Rect, note: Option<&NoteRow>) {
    let dim = paint.styles.dim;
    if let Some(note) = note {
        margin(paint, row, note);
        paint.put(after(row, 14), &[(&note.text, dim)]);
    }
}

/// The tags on the keys, over as many rows as they need.
fn keys(paint: &mut Paint, area: Rect, app: &App, note: &NoteRow) {
    let dim = paint.styles.dim;
    if app.finish.tags.is_empty() {
        paint.line(area, "No tags are in use yet: t makes the first one.", dim);
        return;
    }
    let columns = (area.width / 24).clamp(1, 5);
    let cell = area.width / columns;
    for (place, tag) in (0u16..).zip(&app.finish.tags) {
        let (x, y) = (place % columns * cell, place / columns);
        if y >= area.height {
            break;
        }
        let on = note.tags.iter().any(|(t, _)| *t == tag.uid);
        let style = if on { paint.styles.selected } else { paint.styles.tag(tag.colour, app.look) };
        let digit = format!("{} ", (place + 1) % 10);
        let name = if on { format!("{} {}", tag.name, paint.signs.saved) } else { tag.name.clone() };
        let room = Rect { x: area.x + x, y: area.y + y, width: cell.saturating_sub(1), height: 1 };
        paint.put(room, &[(&digit, paint.styles.key), (&name, style)]);
    }
}

// ── A look-for and a slip ───────────────────────────────────────────────────────────────────────────────────────────

fn look_for_card(paint: &mut Paint, area: Rect, app: &App, entry: &Entry, (label, like, way): (&str, &str, Way)) {
    let (strong, dim, plain) = (paint.styles.strong, paint.styles.dim, paint.styles.plain);
    paint.line(area, "Was this looked for?", dim);
    let used = paint.wrapped(top(below(area, 2), 2), label, strong);
    let used = 2 + used + paint.wrapped(top(below(area, 2 + used), 3), like, plain);
    choices(paint, below(area, used + 1), &[("y", "seen"), ("n", "looked for, not seen"), ("u", "not looked for")]);
    let remark = match (entry.state, way) {
        (State::Done, _) => "This is settled; another answer changes it.".to_string(),
        (_, Way::Tick) => String::new(),
        (_, Way::Tally) => "It is counted while in the room; nothing was counted.".to_string(),
        (_, Way::Timer | Way::Response) => "It is timed while in the room; nothing was timed.".to_string(),
        (_, Way::Prompt) => "It is answered with a line; there is none.".to_string(),
        (_, Way::Scan | Way::Choice | Way::Scale | Way::Interval) => {
            "It is marked while in the room; nothing was marked.".to_string()
        }
    };
    paint.line(below(area, used + 3), &remark, dim);
    let notes = visit_here(app).map_or(0, |v| v.notes.len());
    if notes > 0 {
        let text = format!("{} in this visit", count(notes, "note was written", "notes were written"));
        paint.line(below(area, used + 4), &text, dim);
    }
}

fn choices(paint: &mut Paint, row: Rect, all: &[(&str, &str)]) {
    let (key, plain) = (paint.styles.key, paint.styles.plain);
    let mut at = top(row, 1);
    for (letter, words) in all {
        let used = paint.put(at, &[(letter, key), (" ", plain), (words, plain), ("     ", plain)]);
        at = after(at, used);
    }
}

fn slip_card(paint: &mut Paint, area: Rect, app: &App, entry: &Entry) {
    let (strong, dim) = (paint.styles.strong, paint.styles.dim);
    if entry.state == State::Done {
        paint.line(area, "The slip is made.", strong);
        return;
    }
    paint.line(area, "A slip for the teacher of this visit?", strong);
    let what = "The purpose, two facts you choose, one wondering, and that this is not evaluation.";
    let used = paint.wrapped(below(area, 2), what, dim);
    choices(paint, below(area, used + 3), &[("p", "make the slip"), ("Enter", "go on without")]);
    if let Some(agreed) = app.agreed.paper_words() {
        paint.wrapped(below(area, used + 5), &format!("Agreed: a slip or a copy {agreed}."), dim);
    }
}

// ── The end ─────────────────────────────────────────────────────────────────────────────────────────────────────────

fn end(paint: &mut Paint, area: Rect, app: &App) {
    let (strong, plain, dim) = (paint.styles.strong, paint.styles.plain, paint.styles.dim);
    let todo = &app.finish.todo;
    if todo.entries.is_empty() {
        paint.line(area, "Nothing is left to do.", strong);
        let what = "After a walk its untagged notes, unmarked look-fors and slips come here, one at a time.";
        paint.wrapped(below(area, 2), what, dim);
        return;
    }
    let said = if app.finish.earlier { "That is all for this day." } else { "That is all for today." };
    paint.line(area, said, strong);
    let mut rest = below(area, 2);
    for line in todo.summary() {
        let used = paint.wrapped(rest, &format!("{line}."), plain);
        rest = below(rest, used);
    }
    paint.line(below(rest, 1), "Esc leads back.", dim);
}

#[cfg(test)]
#[path = "finish_tests.rs"]
mod tests;

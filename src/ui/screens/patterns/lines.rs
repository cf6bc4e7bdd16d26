//! Pages of lines: gathered first, then painted so that the marked one is seen.

use crate::domain::text::{visible, width, wrap};
use crate::domain::time::{local_time, short_day};
use crate::ui::paint::{Paint, below};
use crate::ui::widgets::list;
use chrono::Datelike;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// Columns for the room of a visit.
const ROOM: u16 = 12;

/// A line of the page: pieces with their styles, and which of the lines that can be marked it belongs to.
pub struct Line {
    pieces: Vec<(String, Style)>,
    stop: Option<usize>,
}

/// Gathers the lines of a page.
pub struct Page<'p, 'a, 'b> {
    pub paint: &'p Paint<'a, 'b>,
    pub columns: usize,
    pub lines: Vec<Line>,
}

impl<'p, 'a, 'b> Page<'p, 'a, 'b> {
    pub fn new(paint: &'p Paint<'a, 'b>, area: Rect) -> Page<'p, 'a, 'b> {
        Page { paint, columns: usize::from(area.width.max(8)), lines: Vec::new() }
    }

    pub fn text(&mut self, text: &str, style: Style) {
        for line in wrap(&visible(text), self.columns).into_iter().filter(|l| !l.is_empty()) {
            self.lines.push(Line { pieces: vec![(line, style)], stop: None });
        }
    }

    /// A text with a dim word behind it where there is room for both, else below it.
    pub fn text_and(&mut self, text: &str, style: Style, behind: &str) {
        let dim = self.paint.styles.dim;
        self.text(text, style);
        let last = self.lines.last_mut().filter(|l| {
            let used: usize = l.pieces.iter().map(|(t, _)| width(t)).sum();
            used + width(behind) + 3 <= self.columns
        });
        match last {
            Some(line) => line.pieces.push((format!("   {behind}"), dim)),
            None => self.text(behind, dim),
        }
    }

    pub fn gap(&mut self) {
        self.lines.push(Line { pieces: Vec::new(), stop: None });
    }

    pub fn row(&mut self, pieces: Vec<(String, Style)>, stop: Option<usize>) {
        self.lines.push(Line { pieces, stop });
    }

    /// A heading with how many there are.
    pub fn heading(&mut self, name: &str, count: usize) {
        let s = self.paint.styles;
        self.row(vec![(visible(name), s.strong), (format!(" {count}"), s.dim)], None);
    }

    /// Where and when, as wide in every row: "14 Nov  Room 12".
    pub fn place(&self, at: Option<i64>, room: &str, app: &crate::app::App) -> String {
        let year = app.now.today().year();
        let day = at.map_or("?".into(), |at| short_day(local_time(at, app.now.offset).date_naive(), year));
        let room = self.paint.fit(room, ROOM);
        let pad = " ".repeat(usize::from(ROOM).saturating_sub(width(&room)));
        format!("{day:<7} {room}{pad}  ")
    }
}

/// Where the page is: which line is marked, and how far it was moved beyond the first or last that can be.
#[derive(Debug, Clone, Copy, Default)]
pub struct At {
    pub marked: Option<usize>,
    pub peek: i16,
}

/// Paints gathered lines. The first `fixed` stay when the page moves; very many leave room for the rest.
pub fn put(paint: &mut Paint, area: Rect, mut lines: Vec<Line>, fixed: usize, at: At) {
    let most = usize::from(area.height / 3).max(1);
    let rest = lines.split_off(fixed.min(most).min(lines.len()));
    rows(paint, area, &lines);
    let body = below(area, u16::try_from(lines.len()).unwrap_or(0));
    let first = first(&rest, usize::from(body.height), at);
    rows(paint, body, rest.get(first..).unwrap_or_default());
}

/// The first line shown. The top of the page stays in sight as long as the marked line is on its first screenful.
fn first(lines: &[Line], rows: usize, at: At) -> usize {
    let marked = at.marked.and_then(|m| lines.iter().position(|l| l.stop == Some(m)));
    let Some(marked) = marked.filter(|m| *m >= rows) else {
        return further(0, lines.len(), rows, at.peek);
    };
    if at.peek < 0 { 0 } else { further(list::first_row(marked, lines.len(), rows), lines.len(), rows, at.peek) }
}

/// Half a screenful further for each step beyond the last line that can be marked.
fn further(first: usize, count: usize, rows: usize, peek: i16) -> usize {
    let steps = usize::try_from(peek).unwrap_or(0);
    first.saturating_add(steps.saturating_mul((rows / 2).max(1))).min(count.saturating_sub(rows)).max(first)
}

fn rows(paint: &mut Paint, area: Rect, lines: &[Line]) {
    for (row, line) in area.rows().zip(lines) {
        let pieces: Vec<(&str, Style)> = line.pieces.iter().map(|(t, s)| (t.as_str(), *s)).collect();
        paint.put(row, &pieces);
    }
}

/// Words as a sentence: a large letter at the beginning, a full stop at the end.
pub fn sentence(words: &str) -> String {
    let end = if words.is_empty() || words.ends_with(['.', '?', '!']) { "" } else { "." };
    format!("{}{end}", capital(words))
}

pub fn capital(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map(|c| c.to_uppercase().collect::<String>() + chars.as_str()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn page(count: usize, stops: &[usize]) -> Vec<Line> {
        let stop = |at: usize| stops.iter().position(|s| *s == at);
        (0..count).map(|at| Line { pieces: Vec::new(), stop: stop(at) }).collect()
    }

    proptest! {
        #[test]
        fn the_marked_line_is_seen_and_every_line_can_be(count in 1usize..90, rows in 1usize..40, at in 0usize..90) {
            let at = at % count;
            let lines = page(count, &[at]);
            let shown = first(&lines, rows, At { marked: Some(0), peek: 0 });
            prop_assert!(shown <= at && at < shown + rows);
            // With one line to mark, moving on and back shows all others.
            let ends: Vec<usize> =
                (0..200).map(|peek| first(&lines, rows, At { marked: Some(0), peek })).collect();
            prop_assert!(ends.windows(2).all(|w| w[0] <= w[1] && w[1] - w[0] <= (rows / 2).max(1)));
            prop_assert!(ends[199] + rows >= count);
            prop_assert_eq!(first(&lines, rows, At { marked: Some(0), peek: -1 }), 0);
        }
    }

    #[test]
    fn words_become_sentences() {
        assert_eq!(sentence("in 9 of 14 visits"), "In 9 of 14 visits.");
        assert_eq!(sentence("éclair?"), "Éclair?");
        assert_eq!(sentence(""), "");
    }
}

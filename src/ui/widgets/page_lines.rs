//! The lines of a page, broken to the width of the screen, with one of them marked and seen whole.

use crate::app::page_lines::{PageLine, Tone};
use crate::domain::text::{width, wrap};
use crate::ui::paint::{Paint, after, below, top};
use ratatui::layout::Rect;

/// The narrow column before each line: a day, or what a line is.
const LEAD: u16 = 11;
/// Most rows of one line: a long one is cut rather than pushing the others off the page.
const MOST_ROWS: usize = 4;
/// From this width on what stands at the right edge gets room of its own.
const WIDE: u16 = 60;

/// A line as it is broken to the width of the screen.
struct Broken<'a, T> {
    line: &'a PageLine<T>,
    rows: Vec<String>,
    side: String,
    /// Its place among the lines that can be marked.
    at: Option<usize>,
    gap: bool,
}

impl<T> Broken<'_, T> {
    fn height(&self) -> usize {
        self.rows.len() + usize::from(self.gap)
    }
}

/// Paints the lines; `marked` counts over those that can be marked.
pub fn draw<T>(paint: &mut Paint, area: Rect, all: &[PageLine<T>], marked: usize) {
    let broken = break_lines(all, area.width);
    let first = first_line(&broken, marked, usize::from(area.height));
    let mut rest = area;
    for line in broken.iter().skip(first) {
        if rest.height == 0 {
            break;
        }
        rest = draw_line(paint, rest, line, line.at == Some(marked));
    }
}

fn break_lines<T>(all: &[PageLine<T>], columns: u16) -> Vec<Broken<'_, T>> {
    let mut at = 0;
    all.iter()
        .map(|line| {
            let place = line.target.as_ref().map(|_| {
                at += 1;
                at - 1
            });
            let side_room = if columns >= WIDE { usize::from(columns) * 2 / 5 } else { 0 };
            let side = if width(&line.side) <= side_room { line.side.clone() } else { String::new() };
            let indent = usize::from(indent(line));
            let room = usize::from(columns).saturating_sub(indent + if side.is_empty() { 0 } else { width(&side) + 2 });
            // What finds no room at the right stands behind the words.
            let words = match side.is_empty() && !line.side.is_empty() {
                true => format!("{} ({})", line.text, line.side),
                false => line.text.clone(),
            };
            let mut rows = wrap(&words, room.max(10));
            rows.truncate(MOST_ROWS);
            Broken { line, rows, side, at: place, gap: line.tone == Tone::Heading }
        })
        .collect()
}

/// Columns before the words of a line.
fn indent<T>(line: &PageLine<T>) -> u16 {
    match line.tone {
        Tone::Heading => 0,
        _ if line.lead.is_empty() && line.target.is_none() && line.depth == 0 => 0,
        _ => 2 + LEAD + 2 * line.depth,
    }
}

/// The first line to show so that the marked one is seen whole, with what stands under it as far as that fits.
fn first_line<T>(broken: &[Broken<T>], marked: usize, rows: usize) -> usize {
    let Some(marked_at) = broken.iter().position(|b| b.at == Some(marked)) else { return 0 };
    let under = broken.iter().skip(marked_at + 1).take_while(|b| b.at.is_none()).count();
    let height = |last: usize| broken.iter().take(last + 1).skip(marked_at).map(Broken::<T>::height).sum::<usize>();
    let at = (marked_at..=marked_at + under).rev().find(|last| height(*last) <= rows).unwrap_or(marked_at);
    let until = |first: usize| broken.iter().take(at + 1).skip(first).map(Broken::<T>::height).sum::<usize>();
    if until(0) <= rows || marked == 0 {
        return 0;
    }
    (0..=marked_at).find(|first| until(*first) <= rows).unwrap_or(marked_at)
}

fn draw_line<T>(paint: &mut Paint, area: Rect, broken: &Broken<T>, marked: bool) -> Rect {
    let (marker, chosen) = paint.marker(marked);
    let (strong, plain, dim) = (paint.styles.strong, paint.styles.plain, paint.styles.dim);
    let style = match broken.line.tone {
        _ if marked => chosen,
        Tone::Heading | Tone::Dim => dim,
        Tone::Said => strong,
        Tone::Plain => plain,
        Tone::NeedsYou => paint.styles.attention,
    };
    let mut rest = if broken.gap { below(area, 1) } else { area };
    let indent = indent(broken.line);
    for (row, words) in broken.rows.iter().enumerate() {
        if rest.height == 0 {
            break;
        }
        if row == 0 && indent > 0 {
            let lead = Rect { width: indent.saturating_sub(1).min(rest.width), ..top(rest, 1) };
            paint.put(
                lead,
                &[(marker, chosen), (&" ".repeat(usize::from(2 * broken.line.depth)), dim), (&broken.line.lead, dim)],
            );
            paint.right(top(rest, 1), &broken.side, dim);
        }
        let room = rest.width.saturating_sub(indent + u16::try_from(width(&broken.side)).unwrap_or(0));
        paint.line(Rect { width: room, ..after(top(rest, 1), indent) }, words, style);
        rest = below(rest, 1);
    }
    rest
}

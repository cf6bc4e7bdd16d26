//! A text field: the part of the text around the cursor, over one or more rows.

use crate::app::field::Field;
use crate::domain::text::visible;
use crate::language::find::Finding;
use crate::ui::paint::Paint;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use std::ops::Range;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// A shown letter: its text, its width, and where it stands in the field, in characters.
struct Letter {
    text: String,
    width: u16,
    at: usize,
}

/// Paints the field over all rows of `area`; with `focused` the real cursor stands in it. Text that does not fit
/// scrolls so that the cursor is seen, or else shows its beginning. Only the letters near the cursor are looked at.
pub fn draw(paint: &mut Paint, area: Rect, field: &Field, style: Style, focused: bool) {
    draw_marked(paint, area, field, style, focused, &[]);
}

/// The same, with a quiet underline under what was found in the text.
pub fn draw_marked(paint: &mut Paint, area: Rect, field: &Field, style: Style, focused: bool, findings: &[Finding]) {
    if area.width < 2 || area.height == 0 {
        return;
    }
    let cells = usize::from(area.width) * usize::from(area.height);
    // A field that is left shows its beginning: the end of a sentence says little.
    let (cursor, text) = (if focused { field.cursor() } else { 0 }, field.text());
    let from = cursor.saturating_sub(cells);
    let letters = letters_around(&text, from, cells * 2 + 8);
    let first = first_shown(&letters, cursor, area);
    let marks = in_characters(&text, findings);
    let under = style.patch(paint.styles.nudge);
    let mut at = Position { x: area.x, y: area.y };
    let mut caret = None;
    for letter in &letters[first..] {
        if at.x + letter.width > area.right() {
            at = Position { x: area.x, y: at.y + 1 };
        }
        if at.y >= area.bottom() {
            if !focused {
                let more = if paint.look.ascii { "~" } else { "…" };
                paint.buffer().set_stringn(area.right() - 1, area.bottom() - 1, more, 1, style);
            }
            break;
        }
        if letter.at == cursor {
            caret = Some(at);
        }
        let style = if marks.iter().any(|m| m.contains(&letter.at)) { under } else { style };
        paint.buffer().set_stringn(at.x, at.y, &letter.text, usize::from(letter.width), style);
        at.x += letter.width;
    }
    if at.x >= area.right() && at.y + 1 < area.bottom() {
        at = Position { x: area.x, y: at.y + 1 };
    }
    if focused {
        let caret = caret.unwrap_or(Position { x: at.x.min(area.right() - 1), y: at.y.min(area.bottom() - 1) });
        paint.set_cursor(caret);
    }
}

/// Where findings stand, counted in characters as the field counts its cursor.
fn in_characters(text: &str, findings: &[Finding]) -> Vec<Range<usize>> {
    let count = |to: usize| text.get(..to).map_or(0, |before| before.chars().count());
    findings.iter().map(|f| count(f.range.start)..count(f.range.end)).collect()
}

/// The rows a field needs at a width, at most `most`.
pub fn rows(field: &Field, width: u16, most: u16) -> u16 {
    let room = usize::from(width.max(1)) * usize::from(most);
    let text: String = field.text().chars().take(room + 1).collect();
    let columns = UnicodeWidthStr::width(visible(&text).as_str()) + 1;
    u16::try_from(columns.div_ceil(usize::from(width.max(1)))).unwrap_or(most).clamp(1, most.max(1))
}

fn letters_around(text: &str, from: usize, count: usize) -> Vec<Letter> {
    let part: String = text.chars().skip(from).take(count).collect();
    let mut at = from;
    part.graphemes(true)
        .map(|g| {
            let shown = visible(g);
            let letter = Letter { width: u16::try_from(shown.width()).unwrap_or(1), text: shown, at };
            at += g.chars().count();
            letter
        })
        .collect()
}

/// The first letter to show, so that the cursor lies within the area.
fn first_shown(letters: &[Letter], cursor: usize, area: Rect) -> usize {
    let room = u32::from(area.width - 1) * u32::from(area.height);
    let before: Vec<u32> = letters.iter().take_while(|l| l.at < cursor).map(|l| u32::from(l.width)).collect();
    let starts_at_beginning = letters.first().is_none_or(|l| l.at == 0);
    let mut used: u32 = before.iter().sum();
    if starts_at_beginning && used <= room {
        return 0;
    }
    let mut first = 0;
    while used > room * 3 / 4 && first < before.len() {
        used -= before[first];
        first += 1;
    }
    first
}

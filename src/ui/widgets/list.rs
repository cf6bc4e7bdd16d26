//! Rows of a list: which ones are shown so that the marked one is among them.

use crate::domain::text::width;
use crate::ui::paint::{Paint, after};
use ratatui::layout::Rect;
use ratatui::style::Style;

/// The first row to show of `count`, when `rows` fit and `selected` must be seen. Moves by half a screen at a time, so
/// that rows keep their place while one goes through them.
pub fn first_row(selected: usize, count: usize, rows: usize) -> usize {
    if count <= rows {
        return 0;
    }
    let step = rows / 2;
    if step == 0 {
        return selected;
    }
    ((selected / step).saturating_sub(1) * step).min(count - rows)
}

/// A line of a list with what stands at its right edge, which takes half of it at most.
pub fn entry(paint: &mut Paint, row: Rect, words: &str, (side, side_style): (&str, Style), marked: bool) {
    let (marker, style) = paint.marker(marked);
    let side_width = u16::try_from(width(side)).unwrap_or(0).min(row.width / 2);
    let room = row.width.saturating_sub(side_width + 2);
    paint.put(Rect { width: room, ..row }, &[(marker, style), (words, style)]);
    paint.right(after(row, row.width.saturating_sub(side_width)), side, side_style);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_marked_row_is_always_seen(count in 1usize..200, rows in 1usize..50, at in 0usize..200) {
            let selected = at % count;
            let first = first_row(selected, count, rows);
            prop_assert!(first <= selected && selected < first + rows);
        }
    }
}

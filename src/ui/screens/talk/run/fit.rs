//! Sets blocks of text into a room: as much space as there is; where there is too little, what matters least goes.

use crate::app::screens::talk::run::{Block, Look};
use crate::domain::text::{visible, wrap};
use crate::ui::paint::Paint;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// How far apart lines stand.
#[derive(Debug, Clone, Copy)]
struct Spacing {
    /// Blank rows between the lines of what is said and stated, and between blocks.
    lines: u16,
    blocks: u16,
}

const WIDE: Spacing = Spacing { lines: 1, blocks: 2 };
const USUAL: Spacing = Spacing { lines: 0, blocks: 1 };
const TIGHT: Spacing = Spacing { lines: 0, blocks: 0 };

/// Columns for a number at the right of a list, and where it ends.
const SIDE: u16 = 5;
const LISTED: u16 = 64;

/// What is tried in turn: the spacing, and from which number on blocks go.
const TRIED: [(Spacing, u8); 7] = [(WIDE, 9), (USUAL, 9), (USUAL, 4), (USUAL, 3), (USUAL, 2), (USUAL, 1), (TIGHT, 1)];

/// A line with the blank rows before it.
struct Set {
    before: u16,
    text: String,
    /// A number at the right.
    side: String,
    look: Look,
    first: bool,
}

/// Paints blocks into the middle of `area`, a little above it.
pub fn draw(paint: &mut Paint, area: Rect, blocks: &[Block]) {
    if area.height == 0 {
        return;
    }
    let tried = |(spacing, goes): &(Spacing, u8)| {
        let lines = set(paint, area.width, blocks, *spacing, *goes);
        (rows(&lines) <= area.height).then_some(lines)
    };
    let lines = TRIED.iter().find_map(tried).unwrap_or_else(|| set(paint, area.width, blocks, TIGHT, 1));
    let free = area.height.saturating_sub(rows(&lines));
    let mut y = area.y + free * 2 / 5;
    for line in &lines {
        y += line.before;
        if y >= area.bottom() {
            return;
        }
        put(paint, Rect { y, height: 1, ..area }, line);
        y += 1;
    }
}

/// Signs of the chrome in plain letters, where the terminal has no others.
fn plain_signs(text: &str) -> String {
    text.replace(" · ", " - ").replace(['“', '”'], "\"").replace('’', "'")
}

fn rows(lines: &[Set]) -> u16 {
    lines.iter().map(|l| l.before + 1).sum()
}

fn set(paint: &Paint, width: u16, blocks: &[Block], spacing: Spacing, goes: u8) -> Vec<Set> {
    let mut lines: Vec<Set> = Vec::new();
    for block in blocks.iter().filter(|b| b.goes == 0 || b.goes < goes) {
        let text = match block.look {
            Look::Quote => format!("{}{}{}", paint.signs.open_quote, block.text, paint.signs.close_quote),
            _ => block.text.clone(),
        };
        let text = if paint.look.ascii { plain_signs(&text) } else { text };
        let large = matches!(block.look, Look::Quote | Look::Strong);
        for (n, text) in
            wrap(&visible(&text), usize::from(width - indent(block.look).min(width - 1))).into_iter().enumerate()
        {
            let before = match n {
                _ if lines.is_empty() => 0,
                0 if block.joined && spacing.lines > 0 && large => 1,
                0 if block.joined => 0,
                0 => spacing.blocks,
                _ if large => spacing.lines,
                _ => 0,
            };
            let side = block.side.as_ref().filter(|_| n == 0).cloned().unwrap_or_default();
            lines.push(Set { before, text, side, look: block.look, first: n == 0 });
        }
    }
    lines
}

/// Columns that the text of a list gives to its marker and to the number at its right.
fn indent(look: Look) -> u16 {
    match look {
        Look::Row(_) => 2 + SIDE,
        _ => 0,
    }
}

fn put(paint: &mut Paint, row: Rect, line: &Set) {
    let styles = paint.styles;
    let style: Style = match line.look {
        Look::Quote | Look::Strong => styles.strong,
        Look::Plain => styles.plain,
        Look::Dim => styles.dim,
        Look::Row(marked) => paint.marker(marked).1,
    };
    match line.look {
        Look::Row(marked) => {
            let marker = if line.first { paint.marker(marked).0 } else { "  " };
            paint.put(Rect { width: row.width.saturating_sub(SIDE), ..row }, &[(marker, style), (&line.text, style)]);
            paint.right(Rect { width: row.width.min(LISTED), ..row }, &line.side, style);
        }
        _ => drop(paint.line(row, &line.text, style)),
    }
}

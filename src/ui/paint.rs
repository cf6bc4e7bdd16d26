//! The brush: puts text on the screen, cut to its place and made safe, and keeps the real cursor.

use super::theme::{Signs, Styles};
use crate::app::look::Look;
use crate::domain::text::{clip, is_plain, is_unsafe, visible, width};
use std::borrow::Cow;

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::symbols::border;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, Borders, Clear, Widget};

/// Everything a painter needs.
pub struct Paint<'a, 'b> {
    frame: &'a mut Frame<'b>,
    pub look: Look,
    pub styles: Styles,
    pub signs: Signs,
    cursor: Option<Position>,
}

const ASCII_BORDER: border::Set = border::Set {
    top_left: "+",
    top_right: "+",
    bottom_left: "+",
    bottom_right: "+",
    vertical_left: "|",
    vertical_right: "|",
    horizontal_top: "-",
    horizontal_bottom: "-",
};

impl<'a, 'b> Paint<'a, 'b> {
    pub fn new(frame: &'a mut Frame<'b>, look: Look) -> Paint<'a, 'b> {
        Paint { frame, look, styles: Styles::of(look), signs: Signs::of(look.ascii), cursor: None }
    }

    pub fn buffer(&mut self) -> &mut Buffer {
        self.frame.buffer_mut()
    }

    /// The text cut to `columns`, made safe to show.
    pub fn fit<'t>(&self, text: &'t str, columns: u16) -> Cow<'t, str> {
        if text.len() <= usize::from(columns) && is_plain(text) {
            return Cow::Borrowed(text);
        }
        // Only the beginning can be seen; a long text is not walked to its end.
        let most = text.char_indices().nth(usize::from(columns) * 8 + 8).map_or(text.len(), |(end, _)| end);
        Cow::Owned(clip(&visible(text.get(..most).unwrap_or_default()), usize::from(columns), self.look.ascii))
    }

    /// Puts a text that fits where it stands; returns the column after it.
    fn set(&mut self, at: Position, text: &str, room: u16, style: Style) -> u16 {
        let buffer = self.frame.buffer_mut();
        if !is_plain(text) {
            return buffer.set_stringn(at.x, at.y, text, usize::from(room), style).0;
        }
        let mut x = at.x;
        for letter in text.bytes().take(usize::from(room)) {
            let Some(cell) = buffer.cell_mut((x, at.y)) else { break };
            cell.set_char(char::from(letter)).set_style(style);
            x += 1;
        }
        x
    }

    /// One line at the top of `area`, cut to its width. Returns the columns used.
    pub fn line(&mut self, area: Rect, text: &str, style: Style) -> u16 {
        let text = self.fit(text, area.width);
        let used = u16::try_from(width(&text)).unwrap_or(area.width);
        self.put(area, &[(&text, style)]);
        used
    }

    /// Pieces of a line with their styles, cut to the width of `area`. Returns the columns used.
    pub fn put(&mut self, area: Rect, pieces: &[(&str, Style)]) -> u16 {
        if area.width == 0 || area.height == 0 {
            return 0;
        }
        let mut at = area.x;
        for (text, style) in pieces {
            let room = area.right().saturating_sub(at);
            let blank = text.chars().all(|c| c == ' ');
            if room == 0 || (blank && text.len() > usize::from(room)) {
                break;
            }
            let text = self.fit(text, room);
            at = self.set(Position { x: at, y: area.y }, &text, room, *style);
        }
        at - area.x
    }

    /// One line that ends at the right edge of `area`.
    pub fn right(&mut self, area: Rect, text: &str, style: Style) {
        let text = self.fit(text, area.width);
        let used = u16::try_from(width(&text)).unwrap_or(area.width);
        self.put(Rect { x: area.right().saturating_sub(used), width: used, ..area }, &[(&text, style)]);
    }

    /// A text broken into lines, at most as many as fit. Returns the rows used.
    pub fn wrapped(&mut self, area: Rect, text: &str, style: Style) -> u16 {
        let head: String = text.chars().take(usize::from(area.width) * usize::from(area.height) * 4 + 64).collect();
        let lines = crate::domain::text::wrap(&visible(&head), usize::from(area.width));
        let mut used = 0;
        for (line, row) in lines.iter().zip(area.rows()) {
            self.line(row, line, style);
            used += 1;
        }
        used
    }

    /// A box around `area` with a title; returns what is inside.
    pub fn boxed(&mut self, area: Rect, title: &str) -> Rect {
        let title = self.fit(title, area.width.saturating_sub(4));
        let mut block = Block::default().borders(Borders::ALL).border_style(self.styles.border);
        block = if self.look.ascii { block.border_set(ASCII_BORDER) } else { block.border_set(border::ROUNDED) };
        if !title.is_empty() {
            block = block.title(Line::from(Span::styled(format!(" {title} "), self.styles.strong)));
        }
        let inner = block.inner(area);
        block.render(area, self.buffer());
        inner
    }

    /// An empty box over the screen; returns what is inside, with a blank at each side.
    pub fn popup(&mut self, area: Rect, title: &str) -> Rect {
        Clear.render(area, self.buffer());
        let inner = self.boxed(area, title);
        Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner }
    }

    /// A rule across the top of `area`.
    pub fn rule(&mut self, area: Rect) {
        let line = self.signs.rule.repeat(usize::from(area.width));
        let style = self.styles.border;
        self.put(area, &[(&line, style)]);
    }

    /// The marker before a row of a list, and the style of its text.
    pub fn marker(&self, selected: bool) -> (&'static str, Style) {
        if selected { ("> ", self.styles.selected) } else { ("  ", self.styles.plain) }
    }

    pub fn set_cursor(&mut self, at: Position) {
        self.cursor = Some(at);
    }

    pub fn hide_cursor(&mut self) {
        self.cursor = None;
    }

    /// Nothing unsafe reaches the terminal, whoever painted it; then the cursor is placed.
    pub fn finish(self) {
        for cell in &mut self.frame.buffer_mut().content {
            let symbol = cell.symbol();
            if !symbol.is_ascii() && symbol.chars().any(is_unsafe) {
                let safe: String = symbol.chars().filter(|c| !is_unsafe(*c)).collect();
                cell.set_symbol(if safe.is_empty() { " " } else { &safe });
            }
        }
        let area = self.frame.area();
        if let Some(at) = self.cursor.filter(|at| area.contains(*at)) {
            self.frame.set_cursor_position(at);
        }
    }
}

/// `area` without its first `rows`.
pub fn below(area: Rect, rows: u16) -> Rect {
    let rows = rows.min(area.height);
    Rect { y: area.y + rows, height: area.height - rows, ..area }
}

/// The first `rows` of `area`.
pub fn top(area: Rect, rows: u16) -> Rect {
    Rect { height: rows.min(area.height), ..area }
}

/// `area` without its first `columns`.
pub fn after(area: Rect, columns: u16) -> Rect {
    let columns = columns.min(area.width);
    Rect { x: area.x + columns, width: area.width - columns, ..area }
}

/// A box of at most this size in the middle of `area`.
pub fn centred(area: Rect, columns: u16, rows: u16) -> Rect {
    let (width, height) = (columns.min(area.width), rows.min(area.height));
    Rect { x: area.x + (area.width - width) / 2, y: area.y + (area.height - height) / 2, width, height }
}

//! A text field: the editing of `ratatui-textarea`, with our keys. Pasted line breaks stay in the text.

use super::input::{Code, Key};
use crate::domain::text::MAX_TEXT;
use ratatui_textarea::{CursorMove, TextArea};

/// Steps of typing that can be undone within one field.
const UNDO_STEPS: usize = 200;

/// A text being typed.
#[derive(Debug, Clone, Default)]
pub struct Field {
    area: TextArea<'static>,
    /// Whether anything was pasted that did not fit.
    pub cut: bool,
}

impl Field {
    pub fn new(text: &str) -> Field {
        let mut area = TextArea::new(split(text));
        area.set_max_histories(UNDO_STEPS);
        area.move_cursor(CursorMove::Bottom);
        area.move_cursor(CursorMove::End);
        Field { area, cut: false }
    }

    /// The whole text.
    pub fn text(&self) -> String {
        self.area.lines().join("\n")
    }

    pub fn is_empty(&self) -> bool {
        self.area.is_empty()
    }

    pub fn clear(&mut self) {
        *self = Field::new("");
    }

    /// Puts another text in its place, with the cursor at its end.
    pub fn set(&mut self, text: &str) {
        *self = Field::new(text);
    }

    /// Where the cursor stands, in characters from the beginning of the text.
    pub fn cursor(&self) -> usize {
        let cursor = self.area.cursor();
        let before: usize = self.area.lines().iter().take(cursor.0).map(|l| l.chars().count() + 1).sum();
        before + cursor.1
    }

    /// Puts the cursor at a place counted in characters.
    pub fn set_cursor(&mut self, at: usize) {
        let mut left = at;
        for (row, line) in self.area.lines().iter().enumerate() {
            let length = line.chars().count();
            if left <= length {
                // The library jumps by 16-bit numbers; beyond them the end is near enough.
                match (u16::try_from(row), u16::try_from(left)) {
                    (Ok(row), Ok(col)) => self.area.move_cursor(CursorMove::Jump(row, col)),
                    _ => self.end(),
                }
                return;
            }
            left -= length + 1;
        }
    }

    /// The text before the cursor.
    pub fn before_cursor(&self) -> String {
        self.text().chars().take(self.cursor()).collect()
    }

    /// Replaces the `back` characters before the cursor by `with`.
    pub fn replace_before(&mut self, back: usize, with: &str) {
        for _ in 0..back {
            self.area.delete_char();
        }
        self.area.insert_str(with);
    }

    /// Inserts pasted text at the cursor; what exceeds the longest text of a note is left out and remembered in `cut`.
    pub fn paste(&mut self, text: &str) {
        let room = MAX_TEXT.saturating_sub(self.text().len());
        let mut end = text.len().min(room);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        self.cut = end < text.len();
        self.area.insert_str(&text[..end]);
    }

    /// Takes a key that edits text. False when the key does not.
    pub fn key(&mut self, key: Key) -> bool {
        if let Some(c) = key.typed() {
            if self.text_len_at_most(MAX_TEXT - 4) {
                self.area.insert_char(c);
            }
            return true;
        }
        let word = key.ctrl || key.alt;
        match key.code {
            Code::Backspace if word => drop(self.area.delete_word()),
            Code::Backspace => drop(self.area.delete_char()),
            Code::Delete if word => drop(self.area.delete_next_word()),
            Code::Delete => drop(self.area.delete_next_char()),
            Code::Left if word => self.area.move_cursor(CursorMove::WordBack),
            Code::Right if word => self.area.move_cursor(CursorMove::WordForward),
            Code::Left => self.area.move_cursor(CursorMove::Back),
            Code::Right => self.area.move_cursor(CursorMove::Forward),
            Code::Home => self.home(),
            Code::End => self.end(),
            Code::Char('w') if key.ctrl => drop(self.area.delete_word()),
            Code::Char('a') if key.ctrl => self.home(),
            Code::Char('e') if key.ctrl => self.end(),
            Code::Char('u') if key.ctrl => drop(self.area.delete_line_by_head()),
            Code::Char('k') if key.ctrl => drop(self.area.delete_line_by_end()),
            _ => return false,
        }
        true
    }

    fn home(&mut self) {
        self.area.move_cursor(CursorMove::Top);
        self.area.move_cursor(CursorMove::Head);
    }

    fn end(&mut self) {
        self.area.move_cursor(CursorMove::Bottom);
        self.area.move_cursor(CursorMove::End);
    }

    fn text_len_at_most(&self, limit: usize) -> bool {
        self.area.lines().iter().map(|l| l.len() + 1).sum::<usize>() <= limit
    }

    /// Takes back typing. False when there is nothing to take back.
    pub fn undo(&mut self) -> bool {
        self.area.undo()
    }

    pub fn redo(&mut self) -> bool {
        self.area.redo()
    }
}

fn split(text: &str) -> Vec<String> {
    text.split('\n').map(|l| l.trim_end_matches('\r').to_string()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::keys::parse_keys;
    use proptest::prelude::*;

    fn typed(keys: &str) -> Field {
        let mut field = Field::new("");
        for key in parse_keys(keys).expect("keys") {
            field.key(key);
        }
        field
    }

    #[test]
    fn it_behaves_like_every_text_field() {
        assert_eq!(typed("one two<Ctrl-Backspace>three").text(), "one three");
        assert_eq!(typed("bc<Home>a<End>d").text(), "abcd");
        assert_eq!(typed("abc<Left><Backspace>").text(), "ac");
        assert_eq!(typed("a b<Ctrl-Left>x").text(), "a xb");
        assert_eq!(typed("é́a<Left>").cursor(), 2);
    }

    #[test]
    fn pasted_line_breaks_stay() {
        let mut field = typed("a");
        field.paste("b\nc");
        assert_eq!(field.text(), "ab\nc");
        assert_eq!(field.cursor(), 4);
        field.set_cursor(1);
        assert_eq!(field.before_cursor(), "a");
    }

    #[test]
    fn a_huge_paste_is_cut_and_says_so() {
        let mut field = typed("a");
        field.paste(&"é".repeat(MAX_TEXT));
        assert!(field.cut);
        assert!(field.text().len() <= MAX_TEXT);
        field.key(Key::plain(Code::Char('x')));
        assert!(field.text().len() <= MAX_TEXT);
    }

    #[test]
    fn typing_is_undone_in_the_field() {
        let mut field = typed("abc");
        assert!(field.undo());
        assert_ne!(field.text(), "abc");
        while field.undo() {}
        assert_eq!(field.text(), "");
        assert!(field.redo());
    }

    proptest! {
        #[test]
        fn the_cursor_is_where_it_was_put(text in "[a-zé\\n]{0,40}", at in 0usize..60) {
            let mut field = Field::new(&text);
            field.set_cursor(at);
            prop_assert!(field.cursor() <= text.chars().count());
            if at <= text.chars().count() {
                prop_assert_eq!(field.cursor(), at);
            }
        }
    }
}

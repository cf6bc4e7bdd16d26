//! Writing JSON piece by piece: lists with an entry a line, and no character that could disturb a terminal.

use crate::domain::text::is_unsafe;
use serde::Serialize;
use serde_json::Value as Json;
use serde_json::ser::{CharEscape, CompactFormatter, Formatter, Serializer};
use std::io::{self, Write};

/// The document while it is being written.
pub struct Page<'w> {
    out: &'w mut dyn Write,
    /// Something stands before at this level: the document, the list in it.
    began: bool,
    in_list: bool,
    /// JSON Lines: every line is a document of its own, which says under `list` what it is.
    lines: Option<Line>,
}

/// Where JSON Lines are.
#[derive(Clone, Copy, PartialEq)]
enum Line {
    /// In a line of fields that stand in no list.
    Fields,
    /// In this list.
    List(&'static str),
}

impl<'w> Page<'w> {
    /// Begins a document, or JSON Lines.
    pub fn begin(out: &'w mut dyn Write, lines: bool) -> io::Result<Page<'w>> {
        out.write_all(if lines { b"{\"list\":\"head\"" } else { b"{" })?;
        Ok(Page { out, began: lines, in_list: false, lines: lines.then_some(Line::Fields) })
    }

    pub fn end(self) -> io::Result<()> {
        self.out.write_all(match self.lines {
            None => b"\n}\n",
            Some(Line::Fields) => b"}\n",
            Some(Line::List(_)) => b"",
        })
    }

    /// A field of the document.
    pub fn field(&mut self, name: &str, value: &Json) -> io::Result<()> {
        if matches!(self.lines, Some(Line::List(_))) {
            self.lines = Some(Line::Fields);
            self.out.write_all(b"{\"list\":\"foot\"")?;
        }
        self.key(name)?;
        written(self.out, value)
    }

    pub fn begin_list(&mut self, name: &'static str) -> io::Result<()> {
        self.in_list = false;
        match &mut self.lines {
            None => {
                self.key(name)?;
                self.out.write_all(b"[")
            }
            Some(at) => {
                let before = std::mem::replace(at, Line::List(name));
                self.out.write_all(if before == Line::Fields { b"}\n" } else { b"" })
            }
        }
    }

    /// An entry of the list that was begun, with its fields in this order.
    pub fn entry(&mut self, fields: &[(&str, Json)]) -> io::Result<()> {
        match self.lines {
            Some(Line::List(list)) => {
                self.out.write_all(b"{\"list\":")?;
                written(self.out, list)?;
                self.out.write_all(if fields.is_empty() { b"" } else { b"," })?;
            }
            _ => self.out.write_all(if self.in_list { b",\n{" } else { b"\n{" })?,
        }
        self.in_list = true;
        for (n, (name, value)) in fields.iter().enumerate() {
            if n > 0 {
                self.out.write_all(b",")?;
            }
            written(self.out, name)?;
            self.out.write_all(b":")?;
            written(self.out, value)?;
        }
        self.out.write_all(if self.lines.is_some() { b"}\n" } else { b"}" })
    }

    pub fn end_list(&mut self) -> io::Result<()> {
        self.out.write_all(if self.lines.is_some() { b"" } else { b"]" })
    }

    fn key(&mut self, name: &str) -> io::Result<()> {
        self.out.write_all(match (self.lines.is_some(), self.began) {
            (true, _) => b",",
            (false, true) => b",\n",
            (false, false) => b"\n",
        })?;
        self.began = true;
        written(self.out, name)?;
        self.out.write_all(b":")
    }
}

fn written(out: &mut dyn Write, value: &(impl Serialize + ?Sized)) -> io::Result<()> {
    value.serialize(&mut Serializer::with_formatter(out, Harmless(CompactFormatter))).map_err(io::Error::from)
}

/// JSON in which every control character and every character that reorders or hides text is written as its number. A
/// reader of JSON gets the same text back; a screen that shows the file is safe.
struct Harmless(CompactFormatter);

impl Formatter for Harmless {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, out: &mut W, fragment: &str) -> io::Result<()> {
        let mut from = 0;
        for (at, c) in fragment.char_indices().filter(|(_, c)| is_unsafe(*c)) {
            out.write_all(fragment.get(from..at).unwrap_or_default().as_bytes())?;
            for unit in c.encode_utf16(&mut [0; 2]) {
                write!(out, "\\u{unit:04x}")?;
            }
            from = at + c.len_utf8();
        }
        out.write_all(fragment.get(from..).unwrap_or_default().as_bytes())
    }

    fn write_char_escape<W: ?Sized + Write>(&mut self, out: &mut W, escape: CharEscape) -> io::Result<()> {
        self.0.write_char_escape(out, escape)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn line(text: &str) -> String {
        let mut out = Vec::new();
        written(&mut out, text).expect("memory takes it");
        String::from_utf8(out).expect("text")
    }

    #[test]
    fn what_could_disturb_a_screen_is_written_as_its_number() {
        assert_eq!(line("a\u{1b}[2Jb\u{9b}c\u{202e}d\u{7f}"), r#""a\u001b[2Jb\u009bc\u202ed\u007f""#);
        assert_eq!(line("\u{e0041}"), r#""\udb40\udc41""#);
    }

    proptest! {
        #[test]
        fn every_text_comes_back_and_none_is_raw(text in any::<String>()) {
            let line = line(&text);
            prop_assert!(!line.chars().any(is_unsafe), "{line:?}");
            prop_assert_eq!(serde_json::from_str::<String>(&line).expect("JSON"), text);
        }
    }

    #[test]
    fn fields_lists_and_entries_make_a_document() {
        let mut out = Vec::new();
        filled(Page::begin(&mut out, false).expect("memory"));
        let text = String::from_utf8(out).expect("text");
        assert_eq!(
            text,
            "{\n\"first\":1,\n\"empty\":[],\n\"two\":[\n{\"id\":\"a\",\"n\":2},\n{}],\n\"last\":true\n}\n"
        );
        serde_json::from_str::<Json>(&text).expect("JSON");
    }

    #[test]
    fn json_lines_are_a_document_a_line() {
        let mut out = Vec::new();
        filled(Page::begin(&mut out, true).expect("memory"));
        let text = String::from_utf8(out).expect("text");
        let lines: Vec<Json> = text.lines().map(|l| serde_json::from_str(l).expect("JSON")).collect();
        assert_eq!(
            lines,
            [
                json!({ "list": "head", "first": 1 }),
                json!({ "list": "two", "id": "a", "n": 2 }),
                json!({ "list": "two" }),
                json!({ "list": "foot", "last": true }),
            ]
        );
        let mut out = Vec::new();
        Page::begin(&mut out, true).and_then(Page::end).expect("memory");
        assert_eq!(out, b"{\"list\":\"head\"}\n");
    }

    fn filled(mut page: Page) {
        page.field("first", &Json::from(1)).expect("memory");
        page.begin_list("empty").expect("memory");
        page.end_list().expect("memory");
        page.begin_list("two").expect("memory");
        page.entry(&[("id", Json::from("a")), ("n", Json::from(2))]).expect("memory");
        page.entry(&[]).expect("memory");
        page.end_list().expect("memory");
        page.field("last", &Json::from(true)).expect("memory");
        page.end().expect("memory");
    }
}

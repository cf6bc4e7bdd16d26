//! Reads files of settings and words that people write in a text editor (TOML). Every mistake is named with its line and
//! column, with what stands there and with what was expected; a file that is wrong changes nothing.

use super::text::{clip, is_unsafe, visible};
use std::fmt;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Widest piece of a file that a mistake repeats, in columns.
const SHOWN: usize = 60;
/// Mistakes that are named; whoever has more mends these first.
const MAX_MISTAKES: usize = 100;

/// One mistake in a file: where it is, what stands there and what should.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    pub file: String,
    /// Counted from 1, as editors do.
    pub line: usize,
    /// Counted from 1, in characters.
    pub column: usize,
    pub found: String,
    pub expected: String,
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Mistake { file, line, column, found, expected } = self;
        write!(f, "{file}, line {line}, column {column}: found {found}; expected {expected}.")
    }
}

impl std::error::Error for Mistake {}

pub type Table<'a> = DeTable<'a>;
pub type Item<'a> = Spanned<DeValue<'a>>;

/// Reads the bytes of a file of at most `limit` bytes and hands its table to `build`. All mistakes, in the order of the
/// file; `file` is only used to name it.
pub fn read<T>(
    file: &str,
    bytes: &[u8],
    limit: usize,
    build: impl FnOnce(&mut Reader, &Table) -> T,
) -> Result<T, Vec<Mistake>> {
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => return Err(vec![not_text(file, bytes, error.valid_up_to())]),
    };
    let mut reader = Reader { file, text, mistakes: Vec::new() };
    if bytes.len() > limit {
        reader.mistake(0, format!("a file of {} bytes", bytes.len()), format!("at most {limit} bytes"));
        return Err(reader.done());
    }
    match DeTable::parse(text) {
        Ok(table) => {
            let built = build(&mut reader, table.get_ref());
            if reader.mistakes.is_empty() { Ok(built) } else { Err(reader.done()) }
        }
        Err(error) => {
            let at = error.span().map_or(0, |span| span.start);
            let found = reader.word_at(at);
            reader.mistake(at, found, in_plain_words(error.message()));
            Err(reader.done())
        }
    }
}

/// What was expected where the file is no TOML, said to somebody who has never heard of it.
fn in_plain_words(message: &str) -> String {
    const SAID: &[(&str, &str)] = &[
        ("string values must be quoted", "text in straight quotation marks: \"…\""),
        ("invalid basic string", "a quotation mark that ends the text on the same line"),
        ("key with no value", "a line of the form key = value"),
        ("duplicate key", "each key only once"),
        ("unclosed array", "a bracket ] that ends the list"),
    ];
    let said = SAID.iter().find(|(start, _)| message.starts_with(start)).map(|(_, said)| (*said).to_string());
    said.unwrap_or_else(|| format!("what TOML allows here ({})", visible(message)))
}

/// The mistake of a file that is no text from byte `at` on.
fn not_text(file: &str, bytes: &[u8], at: usize) -> Mistake {
    let before = String::from_utf8_lossy(bytes.get(..at).unwrap_or_default());
    let (line, column) = place(&before, before.len());
    let (found, expected) = ("bytes that are no text".into(), "a text file saved as UTF-8".into());
    Mistake { file: visible(file), line, column, found, expected }
}

/// Line and column of a byte, both from 1.
pub fn place(text: &str, at: usize) -> (usize, usize) {
    let before = text.get(..at).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    (line, column)
}

/// A piece of a file as a mistake repeats it: safe to show, and cut.
pub fn quoted(text: &str) -> String {
    format!("“{}”", clip(&visible(text), SHOWN, false))
}

/// Takes a file's values one by one and collects what is wrong with them.
pub struct Reader<'a> {
    file: &'a str,
    text: &'a str,
    mistakes: Vec<(usize, Mistake)>,
}

impl Reader<'_> {
    /// Notes a mistake at a byte of the file.
    pub fn mistake(&mut self, at: usize, found: impl Into<String>, expected: impl Into<String>) {
        if self.mistakes.len() < MAX_MISTAKES {
            let (line, column) = place(self.text, at);
            let (file, found, expected) = (visible(self.file), found.into(), expected.into());
            self.mistakes.push((at, Mistake { file, line, column, found, expected }));
        }
    }

    fn done(mut self) -> Vec<Mistake> {
        self.mistakes.sort_by_key(|(at, _)| *at);
        self.mistakes.into_iter().map(|(_, mistake)| mistake).collect()
    }

    /// What stands at a byte; the rest of its line, cut.
    fn word_at(&self, at: usize) -> String {
        let rest = self.text.get(at..).unwrap_or_default().lines().next().unwrap_or_default().trim();
        if rest.is_empty() { "the end of the line".into() } else { quoted(rest) }
    }

    /// The value as it stands in the file.
    fn shown(&self, item: &Item) -> String {
        match item.get_ref().as_str() {
            Some(text) => quoted(text),
            None => quoted(self.text.get(item.span()).unwrap_or_default()),
        }
    }

    /// A slip of the pen in a key is a mistake, so that it does not pass unseen.
    pub fn known_keys(&mut self, table: &Table, known: &[&str]) {
        for key in table.keys().filter(|k| !known.contains(&k.get_ref().as_ref())) {
            let found = format!("the key {}", quoted(key.get_ref()));
            self.mistake(key.span().start, found, format!("one of: {}", known.join(", ")));
        }
    }

    pub fn format(&mut self, table: &Table, what: &str, known: i64) {
        let Some(item) = table.get("format") else {
            self.mistake(0, format!("{what} without “format”"), format!("a first line format = {known}"));
            return;
        };
        let number = item.get_ref().as_integer().and_then(|n| i64::from_str_radix(n.as_str(), n.radix()).ok());
        if number != Some(known) {
            let expected = format!("{known}, the version of the format that this program reads");
            self.mistake(item.span().start, self.shown(item), expected);
        }
    }

    /// `true` or `false`; `None` when the key is not there.
    pub fn flag(&mut self, table: &Table, key: &str) -> Option<bool> {
        let item = table.get(key)?;
        let flag = item.get_ref().as_bool();
        if flag.is_none() {
            self.mistake(item.span().start, self.shown(item), "true or false, without quotation marks");
        }
        flag
    }

    /// A text of at most `limit` characters, without characters that could break a screen. Line breaks become blanks.
    fn checked(&mut self, item: &Item, limit: usize) -> Option<String> {
        let Some(text) = item.get_ref().as_str() else {
            self.mistake(item.span().start, self.shown(item), "text in quotation marks");
            return None;
        };
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let length = text.chars().count();
        if let Some(bad) = text.chars().find(|c| is_unsafe(*c)) {
            let found = format!("a control character or an invisible one (U+{:04X})", u32::from(bad));
            self.mistake(item.span().start, found, "plain text");
        } else if length > limit {
            let found = format!("a text of {length} characters");
            self.mistake(item.span().start, found, format!("at most {limit} characters"));
        }
        Some(text)
    }

    /// A text, with the byte where it stands; `None` when the key is not there.
    pub fn text(&mut self, table: &Table, key: &str, limit: usize) -> Option<(String, usize)> {
        let item = table.get(key)?;
        Some((self.checked(item, limit)?, item.span().start))
    }

    /// A text that must be there and not empty. `what` begins at byte `owner`; `such` is an example.
    pub fn needed(&mut self, table: &Table, key: &str, owner: usize, what: &str, such: &str, limit: usize) -> String {
        let such = format!("a line such as {key} = \"{such}\"");
        if !table.contains_key(key) {
            self.mistake(owner, format!("{what} without “{key}”"), such);
            return String::new();
        }
        match self.text(table, key, limit) {
            Some((text, at)) if text.is_empty() => {
                self.mistake(at, format!("an empty “{key}”"), such);
                text
            }
            Some((text, _)) => text,
            None => String::new(),
        }
    }

    /// A list of at most `most` texts of at most `limit` characters, each with the byte where it stands.
    pub fn list(&mut self, table: &Table, key: &str, most: usize, limit: usize) -> Vec<(String, usize)> {
        let Some(item) = table.get(key) else { return Vec::new() };
        let Some(array) = item.get_ref().as_array() else {
            self.mistake(item.span().start, self.shown(item), format!("a list such as {key} = [\"…\", \"…\"]"));
            return Vec::new();
        };
        if array.len() > most {
            let found = format!("a list of {} entries", array.len());
            self.mistake(item.span().start, found, format!("at most {most} entries"));
            return Vec::new();
        }
        let mut list = Vec::new();
        for entry in array.iter() {
            let at = entry.span().start;
            match self.checked(entry, limit) {
                Some(text) if text.is_empty() => self.mistake(at, "an empty entry", "a word or words"),
                Some(text) => list.push((text, at)),
                None => {}
            }
        }
        list
    }

    /// The table under `[key]`, if it is there.
    pub fn table<'t, 'i>(&mut self, table: &'t Table<'i>, key: &str) -> Option<&'t Table<'i>> {
        let item = table.get(key)?;
        let found = item.get_ref().as_table();
        if found.is_none() {
            self.mistake(item.span().start, self.shown(item), format!("[{key}] on a line of its own"));
        }
        found
    }

    /// The tables under `[[key]]`, at most `most`, each with where it begins.
    pub fn tables<'t, 'i>(
        &mut self,
        table: &'t Table<'i>,
        key: &str,
        most: usize,
    ) -> Vec<(&'t Table<'i>, Range<usize>)> {
        let Some(item) = table.get(key) else { return Vec::new() };
        let expected = format!("[[{key}]] on a line of its own before each one");
        let Some(array) = item.get_ref().as_array() else {
            self.mistake(item.span().start, self.shown(item), expected);
            return Vec::new();
        };
        if array.len() > most {
            let found = format!("{} times [[{key}]]", array.len());
            self.mistake(item.span().start, found, format!("at most {most}"));
            return Vec::new();
        }
        let mut tables = Vec::new();
        for entry in array.iter() {
            match entry.get_ref().as_table() {
                Some(one) => tables.push((one, entry.span())),
                None => self.mistake(entry.span().start, self.shown(entry), expected.clone()),
            }
        }
        tables
    }
}

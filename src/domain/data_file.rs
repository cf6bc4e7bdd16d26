//! Reads files that people write in a text editor (TOML): look-for sheets, talk protocols, word lists. Every mistake is named with its line
//! and column, with what stands there and with what was expected; a file that is wrong changes nothing.

use super::text::{clip, count, is_unsafe, visible};
use crate::domain::order::InOrder;
use std::fmt;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Most mistakes of one file that are named; whoever has more mends these first.
pub const MAX_MISTAKES: usize = 20;

/// Longest id of a thing that a file defines, in characters.
pub const MAX_ID: usize = 40;

/// Widest piece of a file that a mistake repeats, in columns.
const SHOWN: usize = 60;

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

/// The mistakes of a file: the first `MAX_MISTAKES` in the order of the file, at least one, and how many more there are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistakes {
    pub first: Mistake,
    pub rest: Vec<Mistake>,
    pub more: usize,
}

impl Mistakes {
    /// Those that are named, in the order of the file.
    pub fn iter(&self) -> impl Iterator<Item = &Mistake> {
        std::iter::once(&self.first).chain(&self.rest)
    }

    /// All there are, also those that are not named.
    pub fn count(&self) -> usize {
        1 + self.rest.len() + self.more
    }
}

/// One line a mistake.
impl fmt::Display for Mistakes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.first)?;
        for mistake in &self.rest {
            write!(f, "\n{mistake}")?;
        }
        match self.more {
            0 => Ok(()),
            more => write!(f, "\n… and {}.", count(more, "more mistake", "more mistakes")),
        }
    }
}

impl std::error::Error for Mistakes {}

/// Reads the text of a file of at most `limit` bytes and hands its table to `build`. `file` is only used to name it.
///
/// # Errors
/// The mistakes of the whole file at once, in its order.
pub fn read<T>(
    file: &str,
    text: &str,
    limit: usize,
    build: impl FnOnce(&mut Reader, &Table) -> T,
) -> Result<T, Mistakes> {
    // Some editors begin a text file with a mark of their own, which no one sees.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.len() > limit {
        return Err(too_large(file, text.len(), limit));
    }
    let mut reader = Reader { text, lines: line_starts(text), errors: Vec::new() };
    let table = match DeTable::parse(text) {
        Ok(table) => table,
        Err(error) => {
            let at = error.span().map_or(0, |span| span.start);
            let found = reader.word_at(at);
            return Err(reader.mistake(file, at, found, in_plain_words(error.message())));
        }
    };
    let built = build(&mut reader, table.get_ref());
    reader.done(file, built)
}

/// The same for bytes, which may be no text at all.
///
/// # Errors
/// As for `read`.
pub fn read_bytes<T>(
    file: &str,
    bytes: &[u8],
    limit: usize,
    build: impl FnOnce(&mut Reader, &Table) -> T,
) -> Result<T, Mistakes> {
    const UTF8: &str = "a text file saved as UTF-8";
    if bytes.len() > limit {
        return Err(too_large(file, bytes.len(), limit));
    }
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        let expected = format!("{UTF8}: save it again and choose UTF-8 as its encoding");
        return Err(only(file, (1, 1), "a text saved as UTF-16", expected));
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => read(file, text, limit, build),
        Err(error) => {
            let before = String::from_utf8_lossy(bytes.get(..error.valid_up_to()).unwrap_or_default());
            let before = before.strip_prefix('\u{feff}').unwrap_or(&before);
            Err(only(file, place(before, &line_starts(before), before.len()), "bytes that are no text", UTF8))
        }
    }
}

fn too_large(file: &str, bytes: usize, limit: usize) -> Mistakes {
    only(file, (1, 1), format!("a file of {bytes} bytes or more"), format!("at most {limit} bytes"))
}

/// The one mistake of a file that cannot be read further.
fn only(file: &str, (line, column): (usize, usize), found: impl Into<String>, expected: impl Into<String>) -> Mistakes {
    let first = Mistake { file: visible(file), line, column, found: found.into(), expected: expected.into() };
    Mistakes { first, rest: Vec::new(), more: 0 }
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

/// Where each line begins, in bytes.
fn line_starts(text: &str) -> Vec<usize> {
    std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect()
}

/// Line and column of a byte, both from 1, the column in characters.
fn place(text: &str, lines: &[usize], at: usize) -> (usize, usize) {
    let line = lines.partition_point(|start| *start <= at).max(1);
    let start = lines.get(line - 1).copied().unwrap_or(0);
    let rest = text.get(start..).unwrap_or_default();
    (line, rest.char_indices().take_while(|(i, _)| start + i < at).count() + 1)
}

/// A mistake whose line is not looked up yet: the byte where it is, what was found, what was expected.
type Noted = (usize, String, String);

/// Takes a file's values one by one and collects what is wrong with them.
pub struct Reader<'a> {
    text: &'a str,
    lines: Vec<usize>,
    errors: Vec<Noted>,
}

pub type Table<'a> = DeTable<'a>;
pub type Item<'a> = Spanned<DeValue<'a>>;

impl Reader<'_> {
    /// Notes a mistake at a byte of the file.
    pub fn error(&mut self, at: usize, found: impl Into<String>, expected: impl Into<String>) {
        self.errors.push((at, found.into(), expected.into()));
    }

    /// The line of a byte, from 1.
    pub fn line(&self, at: usize) -> usize {
        self.lines.partition_point(|start| *start <= at)
    }

    /// Whether nothing was wrong so far: what hangs together can be judged only then.
    pub fn is_sound(&self) -> bool {
        self.errors.is_empty()
    }

    fn mistake(&self, file: &str, at: usize, found: String, expected: String) -> Mistakes {
        only(file, place(self.text, &self.lines, at), found, expected)
    }

    /// What was read, or the mistakes in the order of the file.
    fn done<T>(mut self, file: &str, built: T) -> Result<T, Mistakes> {
        let mut noted = std::mem::take(&mut self.errors);
        noted.order_by_key(|(at, ..)| *at);
        let more = noted.len().saturating_sub(MAX_MISTAKES);
        let mut named = noted.into_iter().take(MAX_MISTAKES).map(|(at, found, expected)| {
            let (line, column) = place(self.text, &self.lines, at);
            Mistake { file: visible(file), line, column, found, expected }
        });
        match named.next() {
            None => Ok(built),
            Some(first) => Err(Mistakes { first, rest: named.collect(), more }),
        }
    }

    /// What stands at a byte, for an error; the rest of its line, cut.
    fn word_at(&self, at: usize) -> String {
        let rest = self.text.get(at..).unwrap_or_default().lines().next().unwrap_or_default().trim();
        if rest.is_empty() { "the end of the line".into() } else { quoted(rest) }
    }

    /// A slip of the pen in a key is a mistake, so that it does not pass unseen.
    pub fn known_keys(&mut self, table: &Table, known: &[&str]) {
        for key in table.keys().filter(|k| !known.contains(&k.get_ref().as_ref())) {
            let found = format!("the key {}", quoted(key.get_ref()));
            self.error(key.span().start, found, format!("one of: {}", known.join(", ")));
        }
    }

    /// The first line says which version of a format the file has.
    pub fn format(&mut self, table: &Table, what: &str, version: i64) {
        let expected = format!("{version}, the version of the format that this program reads");
        match table.get("format") {
            None => self.error(0, format!("{what} without “format”"), format!("a first line format = {version}")),
            Some(item) => match self.number(item) {
                Some(found) if found != version => self.error(item.span().start, found.to_string(), expected),
                _ => {}
            },
        }
    }

    pub fn number(&mut self, item: &Item) -> Option<i64> {
        let number = item.get_ref().as_integer().and_then(|n| i64::from_str_radix(n.as_str(), n.radix()).ok());
        if number.is_none() {
            self.error(item.span().start, shown(item), "a whole number");
        }
        number
    }

    /// A whole number from `least` to `most`; `None` when the key is not there or it is no number. `what` is what it
    /// counts, such as "a number of minutes".
    pub fn number_in(&mut self, table: &Table, key: &str, least: i64, most: i64, what: &str) -> Option<i64> {
        let item = table.get(key)?;
        let number = self.number(item)?;
        if !(least..=most).contains(&number) {
            self.error(item.span().start, number.to_string(), format!("{what} from {least} to {most}"));
        }
        Some(number)
    }

    /// The thing that a word stands for. `what` says what the words are, such as "the ways to mark".
    pub fn one_of<T: Copy>(&mut self, item: &Item, all: &[T], word: fn(T) -> &'static str, what: &str) -> Option<T> {
        let said = self.checked(item, MAX_ID)?;
        let known = all.iter().copied().find(|one| word(*one) == said);
        if known.is_none() {
            let words: Vec<&str> = all.iter().map(|one| word(*one)).collect();
            self.error(item.span().start, quoted(&said), format!("one of {what}: {}", words.join(", ")));
        }
        known
    }

    /// A text of at most `limit` characters, without characters that could break a screen. Line breaks become blanks.
    pub fn checked(&mut self, item: &Item, limit: usize) -> Option<String> {
        let Some(text) = item.get_ref().as_str() else {
            self.error(item.span().start, shown(item), "text in quotation marks");
            return None;
        };
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let length = text.chars().count();
        if let Some(bad) = text.chars().find(|c| is_unsafe(*c)) {
            let found = format!("a control character or an invisible one (U+{:04X})", u32::from(bad));
            self.error(item.span().start, found, "plain text");
        } else if length > limit {
            self.error(
                item.span().start,
                format!("a text of {length} characters"),
                format!("at most {limit} characters"),
            );
        }
        Some(text)
    }

    pub fn text(&mut self, table: &Table, key: &str, limit: usize) -> String {
        table.get(key).and_then(|item| self.checked(item, limit)).unwrap_or_default()
    }

    /// A text that must be there and not empty.
    pub fn needed(
        &mut self,
        table: &Table,
        key: &str,
        owner: &Range<usize>,
        what: &str,
        such: &str,
        max: usize,
    ) -> String {
        let such = format!("a line such as {key} = \"{such}\"");
        let Some(item) = table.get(key) else {
            self.error(owner.start, format!("{what} without “{key}”"), such);
            return String::new();
        };
        let text = self.checked(item, max);
        if text.as_deref() == Some("") {
            self.error(item.span().start, format!("an empty “{key}”"), such);
        }
        text.unwrap_or_default()
    }

    /// The id of a thing, which must be there: what other files and the log refer to.
    pub fn id(&mut self, table: &Table, owner: &Range<usize>, what: &str, such: &str) -> String {
        let id = self.needed(table, "id", owner, what, such, MAX_ID);
        if let Some(item) = table.get("id").filter(|_| !is_id(&id) && !id.is_empty()) {
            let expected = format!("small letters, digits and hyphens, such as “{such}”");
            self.error(item.span().start, quoted(&id), expected);
        }
        id
    }

    /// `true` or `false`; `None` when the key is not there.
    pub fn flag(&mut self, table: &Table, key: &str) -> Option<bool> {
        let item = table.get(key)?;
        let flag = item.get_ref().as_bool();
        if flag.is_none() {
            self.error(item.span().start, shown(item), "true or false, without quotation marks");
        }
        flag
    }

    /// A list of at most `most` texts of at most `limit` characters, each with the byte where it stands.
    pub fn list(&mut self, table: &Table, key: &str, most: usize, limit: usize) -> Vec<(String, usize)> {
        let Some(item) = table.get(key) else { return Vec::new() };
        let Some(array) = item.get_ref().as_array() else {
            self.error(item.span().start, shown(item), format!("a list such as {key} = [\"…\", \"…\"]"));
            return Vec::new();
        };
        if array.len() > most {
            let found = format!("a list of {} lines", array.len());
            self.error(item.span().start, found, format!("at most {most} lines"));
            return Vec::new();
        }
        let texts = array.iter().filter_map(|entry| Some((self.checked(entry, limit)?, entry.span().start)));
        texts.filter(|(text, _)| !text.is_empty()).collect()
    }

    /// The table under `[key]`, if it is there.
    pub fn table<'t, 'i>(&mut self, table: &'t Table<'i>, key: &str) -> Option<&'t Table<'i>> {
        let item = table.get(key)?;
        let found = item.get_ref().as_table();
        if found.is_none() {
            self.error(item.span().start, shown(item), format!("[{key}] on a line of its own"));
        }
        found
    }

    /// The tables under `[[key]]`, each with where it begins.
    pub fn tables<'t, 'i>(&mut self, table: &'t Table<'i>, key: &str) -> Vec<(&'t Table<'i>, Range<usize>)> {
        let Some(item) = table.get(key) else { return Vec::new() };
        let expected = format!("[[{key}]] on a line of its own before each one");
        let Some(array) = item.get_ref().as_array() else {
            self.error(item.span().start, shown(item), expected);
            return Vec::new();
        };
        let mut tables = Vec::new();
        for entry in array.iter() {
            match entry.get_ref().as_table() {
                Some(one) => tables.push((one, entry.span())),
                None => self.error(entry.span().start, shown(entry), expected.clone()),
            }
        }
        tables
    }
}

/// Whether this can be an id: small letters, digits and hyphens, a hyphen not first, where a command line would take it
/// for an option.
pub fn is_id(text: &str) -> bool {
    !text.is_empty()
        && !text.starts_with('-')
        && text.len() <= MAX_ID
        && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}

/// The text of a file to begin with, under another id than the one it ships with. None where that cannot be one.
pub fn with_id(text: &str, shipped: &str, id: &str) -> Option<String> {
    is_id(id).then(|| text.replacen(&format!("id = \"{shipped}\""), &format!("id = \"{id}\""), 1))
}

/// Where the id of a table stands, else where the table begins.
pub fn id_place(table: &Table, span: &Range<usize>) -> usize {
    table.get("id").map_or(span.start, |item| item.span().start)
}

/// A piece of a file as a mistake repeats it: safe to show, and cut.
pub fn quoted(text: &str) -> String {
    format!("“{}”", clip(&visible(text), SHOWN, false))
}

/// A value as an error repeats it.
pub fn shown(item: &Item) -> String {
    match item.get_ref() {
        DeValue::String(text) => quoted(text),
        DeValue::Integer(number) => clip(&visible(number.as_str()), SHOWN, false),
        DeValue::Float(number) => clip(&visible(number.as_str()), SHOWN, false),
        DeValue::Boolean(value) => value.to_string(),
        DeValue::Datetime(_) => "a date".into(),
        DeValue::Array(_) => "a list".into(),
        DeValue::Table(_) => "a table".into(),
    }
}

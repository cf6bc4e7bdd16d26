//! Reads a sheet's TOML and collects every mistake with its line and column.

use super::{
    FORMAT, Group, MAX_FILE, MAX_ID, MAX_LABEL, MAX_LIST, MAX_MINUTES, MAX_MISTAKES, MAX_PROSE, Mistakes, Sheet,
    SheetError,
};
use crate::domain::text::{clip, is_unsafe, visible};
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

const SHEET_KEYS: &[&str] = &[
    "format",
    "id",
    "title",
    "purpose",
    "source",
    "licence",
    "minutes",
    "wonderings",
    "student_questions",
    "norms",
    "group",
    "look_for",
];
const GROUP_KEYS: &[&str] = &["id", "title"];

/// Widest piece of a sheet that an error repeats, in columns.
const SHOWN: usize = 60;

/// Reads the text of a sheet; its mistakes in the order of the file.
pub(super) fn sheet(file: &str, text: &str) -> Result<Sheet, Mistakes> {
    // Some editors begin a text file with a mark of their own, which no one sees.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.len() > MAX_FILE {
        return Err(too_large(file, text.len()));
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
    let sheet = reader.sheet(table.get_ref());
    reader.done(file, sheet)
}

/// The same for bytes, which may be no text at all.
pub(super) fn sheet_bytes(file: &str, bytes: &[u8]) -> Result<Sheet, Mistakes> {
    const UTF8: &str = "a text file saved as UTF-8";
    if bytes.len() > MAX_FILE {
        return Err(too_large(file, bytes.len()));
    }
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        let expected = format!("{UTF8}: save it again and choose UTF-8 as its encoding");
        return Err(only(file, (1, 1), "a text saved as UTF-16", expected));
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => sheet(file, text),
        Err(error) => {
            let before = String::from_utf8_lossy(bytes.get(..error.valid_up_to()).unwrap_or_default());
            let before = before.strip_prefix('\u{feff}').unwrap_or(&before);
            Err(only(file, place(before, &line_starts(before), before.len()), "bytes that are no text", UTF8))
        }
    }
}

fn too_large(file: &str, bytes: usize) -> Mistakes {
    only(file, (1, 1), format!("a file of {bytes} bytes or more"), format!("at most {MAX_FILE} bytes"))
}

/// The one mistake of a file that cannot be read further.
fn only(file: &str, (line, column): (usize, usize), found: impl Into<String>, expected: impl Into<String>) -> Mistakes {
    let first = SheetError { file: visible(file), line, column, found: found.into(), expected: expected.into() };
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

pub(super) struct Reader<'a> {
    text: &'a str,
    lines: Vec<usize>,
    errors: Vec<Noted>,
}

pub(super) type Table<'a> = DeTable<'a>;
pub(super) type Item<'a> = Spanned<DeValue<'a>>;

impl Reader<'_> {
    pub(super) fn error(&mut self, at: usize, found: impl Into<String>, expected: impl Into<String>) {
        self.errors.push((at, found.into(), expected.into()));
    }

    /// The line of a byte, from 1.
    pub(super) fn line(&self, at: usize) -> usize {
        self.lines.partition_point(|start| *start <= at)
    }

    fn mistake(&self, file: &str, at: usize, found: String, expected: String) -> Mistakes {
        only(file, place(self.text, &self.lines, at), found, expected)
    }

    /// The sheet, or its mistakes in the order of the file.
    fn done(mut self, file: &str, sheet: Sheet) -> Result<Sheet, Mistakes> {
        let mut noted = std::mem::take(&mut self.errors);
        noted.sort_by_key(|(at, ..)| *at);
        let more = noted.len().saturating_sub(MAX_MISTAKES);
        let mut named = noted.into_iter().take(MAX_MISTAKES).map(|(at, found, expected)| {
            let (line, column) = place(self.text, &self.lines, at);
            SheetError { file: visible(file), line, column, found, expected }
        });
        match named.next() {
            None => Ok(sheet),
            Some(first) => Err(Mistakes { first, rest: named.collect(), more }),
        }
    }

    /// What stands at a byte, for an error; the rest of its line, cut.
    fn word_at(&self, at: usize) -> String {
        let rest = self.text.get(at..).unwrap_or_default().lines().next().unwrap_or_default().trim();
        if rest.is_empty() { "the end of the line".into() } else { quoted(rest) }
    }

    fn sheet(&mut self, table: &Table) -> Sheet {
        self.known_keys(table, SHEET_KEYS);
        self.format(table);
        let whole = 0..0;
        let mut sheet = Sheet {
            id: self.id(table, &whole, "a sheet", "learning-walk"),
            title: self.needed(table, "title", &whole, "a sheet", "Learning walk", MAX_LABEL),
            purpose: self.text(table, "purpose", MAX_PROSE),
            source: self.text(table, "source", MAX_PROSE),
            licence: self.text(table, "licence", MAX_PROSE),
            minutes: self.minutes(table),
            wonderings: self.lines(table, "wonderings"),
            student_questions: self.lines(table, "student_questions"),
            norms: self.lines(table, "norms"),
            ..Sheet::default()
        };
        sheet.groups = self.groups(table);
        sheet.look_fors = super::look_fors::read(self, table, &sheet.groups);
        sheet
    }

    pub(super) fn known_keys(&mut self, table: &Table, known: &[&str]) {
        for key in table.keys().filter(|k| !known.contains(&k.get_ref().as_ref())) {
            let found = format!("the key {}", quoted(key.get_ref()));
            self.error(key.span().start, found, format!("one of: {}", known.join(", ")));
        }
    }

    fn format(&mut self, table: &Table) {
        let expected = format!("{FORMAT}, the version of the format that this program reads");
        match table.get("format") {
            None => self.error(0, "a sheet without “format”", "a first line format = 1"),
            Some(item) => match self.number(item) {
                Some(FORMAT) | None => {}
                Some(other) => self.error(item.span().start, other.to_string(), expected),
            },
        }
    }

    fn minutes(&mut self, table: &Table) -> Option<i64> {
        let item = table.get("minutes")?;
        let minutes = self.number(item)?;
        if !(1..=MAX_MINUTES).contains(&minutes) {
            let expected = format!("a number of minutes from 1 to {MAX_MINUTES}");
            self.error(item.span().start, minutes.to_string(), expected);
        }
        Some(minutes)
    }

    pub(super) fn number(&mut self, item: &Item) -> Option<i64> {
        let number = item.get_ref().as_integer().and_then(|n| i64::from_str_radix(n.as_str(), n.radix()).ok());
        if number.is_none() {
            self.error(item.span().start, shown(item), "a whole number");
        }
        number
    }

    /// A text of at most `limit` characters, without characters that could break a screen. Line breaks become blanks.
    pub(super) fn checked(&mut self, item: &Item, limit: usize) -> Option<String> {
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

    pub(super) fn text(&mut self, table: &Table, key: &str, limit: usize) -> String {
        table.get(key).and_then(|item| self.checked(item, limit)).unwrap_or_default()
    }

    /// A text that must be there and not empty.
    pub(super) fn needed(
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

    pub(super) fn id(&mut self, table: &Table, owner: &Range<usize>, what: &str, such: &str) -> String {
        let id = self.needed(table, "id", owner, what, such, MAX_ID);
        if let Some(item) = table.get("id").filter(|_| !is_id(&id) && !id.is_empty()) {
            self.error(item.span().start, quoted(&id), format!("small letters, digits and hyphens, such as “{such}”"));
        }
        id
    }

    fn lines(&mut self, table: &Table, key: &str) -> Vec<String> {
        let Some(item) = table.get(key) else { return Vec::new() };
        let Some(array) = item.get_ref().as_array() else {
            self.error(item.span().start, shown(item), format!("a list such as {key} = [\"…\", \"…\"]"));
            return Vec::new();
        };
        if array.len() > MAX_LIST {
            let found = format!("a list of {} lines", array.len());
            self.error(item.span().start, found, format!("at most {MAX_LIST} lines"));
        }
        array.iter().filter_map(|line| self.checked(line, MAX_PROSE)).filter(|line| !line.is_empty()).collect()
    }

    /// The tables under `[[key]]`, each with where it begins.
    pub(super) fn tables<'t, 'i>(&mut self, table: &'t Table<'i>, key: &str) -> Vec<(&'t Table<'i>, Range<usize>)> {
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

    fn groups(&mut self, table: &Table) -> Vec<Group> {
        let tables = self.tables(table, "group");
        if let Some((_, span)) = tables.get(MAX_LIST) {
            self.error(span.start, format!("{} groups", tables.len()), format!("at most {MAX_LIST} groups"));
            return Vec::new();
        }
        let mut groups: Vec<Group> = Vec::new();
        for (one, span) in tables {
            self.known_keys(one, GROUP_KEYS);
            let id = self.id(one, &span, "a group", "students");
            let title = self.needed(one, "title", &span, "a group", "Students and the task", MAX_LABEL);
            if groups.iter().any(|g| g.id == id && !id.is_empty()) {
                self.error(id_place(one, &span), format!("the group {} twice", quoted(&id)), "another id");
            }
            groups.push(Group { id, title });
        }
        groups
    }
}

/// Whether this can be an id: small letters, digits and hyphens, a hyphen not first, where a command line would take it
/// for an option.
pub(super) fn is_id(text: &str) -> bool {
    !text.is_empty()
        && !text.starts_with('-')
        && text.len() <= MAX_ID
        && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}

/// Where the id of a table stands, else where the table begins.
pub(super) fn id_place(table: &Table, span: &Range<usize>) -> usize {
    table.get("id").map_or(span.start, |item| item.span().start)
}

pub(super) fn quoted(text: &str) -> String {
    format!("“{}”", clip(&visible(text), SHOWN, false))
}

/// A value as an error repeats it.
pub(super) fn shown(item: &Item) -> String {
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

//! Reads a sheet's TOML and collects every mistake with its line and column.

use super::{
    FORMAT, Group, KEYS, LookFor, MAX_FILE, MAX_ID, MAX_LABEL, MAX_LIST, MAX_LOOK_FORS, MAX_MINUTES, MAX_PROSE, Sheet,
    SheetError, WAYS,
};
use crate::domain::mark::Way;
use crate::domain::text::{clip, is_unsafe, visible};
use std::collections::HashMap;
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
const LOOK_FOR_KEYS: &[&str] = &["id", "key", "label", "looks_like", "not_like", "way", "settings", "group"];

/// Widest piece of a sheet that an error repeats, in columns.
const SHOWN: usize = 60;

/// Reads the text of a sheet; all mistakes in the order of the file.
pub(super) fn sheet(file: &str, text: &str) -> Result<Sheet, Vec<SheetError>> {
    let mut reader = Reader { file, text, errors: Vec::new() };
    if text.len() > MAX_FILE {
        reader.error(0, format!("a file of {} bytes", text.len()), format!("at most {MAX_FILE} bytes"));
        return Err(reader.done());
    }
    let table = match DeTable::parse(text) {
        Ok(table) => table,
        Err(error) => {
            let at = error.span().map_or(0, |span| span.start);
            let found = reader.word_at(at);
            reader.error(at, found, in_plain_words(error.message()));
            return Err(reader.done());
        }
    };
    let sheet = reader.sheet(table.get_ref());
    if reader.errors.is_empty() { Ok(sheet) } else { Err(reader.done()) }
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

/// The error for a file that is no text from byte `at` on.
pub(super) fn not_text(file: &str, bytes: &[u8], at: usize) -> SheetError {
    let before = String::from_utf8_lossy(bytes.get(..at).unwrap_or_default());
    let (line, column) = place(&before, before.len());
    SheetError {
        file: visible(file),
        line,
        column,
        found: "bytes that are no text".into(),
        expected: "a text file saved as UTF-8".into(),
    }
}

/// Line and column of a byte, both from 1.
fn place(text: &str, at: usize) -> (usize, usize) {
    let before: String = text.char_indices().take_while(|(i, _)| *i < at).map(|(_, c)| c).collect();
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    (line, column)
}

struct Reader<'a> {
    file: &'a str,
    text: &'a str,
    errors: Vec<(usize, SheetError)>,
}

type Table<'a> = DeTable<'a>;
type Item<'a> = Spanned<DeValue<'a>>;

impl Reader<'_> {
    fn error(&mut self, at: usize, found: impl Into<String>, expected: impl Into<String>) {
        let (line, column) = place(self.text, at);
        let (file, found, expected) = (visible(self.file), found.into(), expected.into());
        self.errors.push((at, SheetError { file, line, column, found, expected }));
    }

    fn done(mut self) -> Vec<SheetError> {
        self.errors.sort_by_key(|(at, _)| *at);
        self.errors.into_iter().map(|(_, error)| error).collect()
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
        sheet.look_fors = self.look_fors(table, &sheet.groups);
        sheet
    }

    fn known_keys(&mut self, table: &Table, known: &[&str]) {
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

    fn number(&mut self, item: &Item) -> Option<i64> {
        let number = item.get_ref().as_integer().and_then(|n| i64::from_str_radix(n.as_str(), n.radix()).ok());
        if number.is_none() {
            self.error(item.span().start, shown(item), "a whole number");
        }
        number
    }

    /// A text of at most `limit` characters, without characters that could break a screen. Line breaks become blanks.
    fn checked(&mut self, item: &Item, limit: usize) -> Option<String> {
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

    fn text(&mut self, table: &Table, key: &str, limit: usize) -> String {
        table.get(key).and_then(|item| self.checked(item, limit)).unwrap_or_default()
    }

    /// A text that must be there and not empty.
    fn needed(&mut self, table: &Table, key: &str, owner: &Range<usize>, what: &str, such: &str, max: usize) -> String {
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

    fn id(&mut self, table: &Table, owner: &Range<usize>, what: &str, such: &str) -> String {
        let id = self.needed(table, "id", owner, what, such, MAX_ID);
        let plain = id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
        if let Some(item) = table.get("id").filter(|_| !plain) {
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
    fn tables<'t, 'i>(&mut self, table: &'t Table<'i>, key: &str) -> Vec<(&'t Table<'i>, Range<usize>)> {
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

    fn look_fors(&mut self, table: &Table, groups: &[Group]) -> Vec<LookFor> {
        let tables = self.tables(table, "look_for");
        if let Some((_, span)) = tables.get(MAX_LOOK_FORS) {
            self.error(span.start, format!("{} look-fors", tables.len()), format!("at most {MAX_LOOK_FORS} look-fors"));
            return Vec::new();
        }
        let keys = self.keys(&tables);
        let mut look_fors: Vec<LookFor> = Vec::new();
        for ((one, span), key) in tables.iter().zip(keys) {
            self.known_keys(one, LOOK_FOR_KEYS);
            let id = self.id(one, span, "a look-for", "cites-text");
            if look_fors.iter().any(|l| l.id == id && !id.is_empty()) {
                self.error(id_place(one, span), format!("the look-for {} twice", quoted(&id)), "another id");
            }
            let look_for = LookFor {
                id,
                key,
                label: self.needed(one, "label", span, "a look-for", "cites the text", MAX_LABEL),
                looks_like: self.text(one, "looks_like", MAX_PROSE),
                not_like: self.text(one, "not_like", MAX_PROSE),
                way: self.way(one),
                group: self.group(one, groups),
            };
            look_fors.push(look_for);
        }
        look_fors
    }

    fn group(&mut self, table: &Table, groups: &[Group]) -> Option<String> {
        let item = table.get("group")?;
        let id = self.checked(item, MAX_ID)?;
        if !groups.iter().any(|g| g.id == id) {
            let found = format!("the group {}", quoted(&id));
            self.error(item.span().start, found, "the id of a [[group]] of this sheet");
        }
        Some(id)
    }

    /// How it is marked (a tick when nothing is said), with the settings of that way checked.
    fn way(&mut self, table: &Table) -> Way {
        let named = table.get("way").and_then(|item| Some((item, self.checked(item, MAX_ID)?)));
        let format = match &named {
            None => WAYS.first(),
            Some((_, word)) => WAYS.iter().find(|f| f.way.word() == word),
        };
        match (format, named) {
            (Some(format), _) => {
                self.settings(table, format);
                format.way
            }
            (None, Some((item, word))) => {
                let known: Vec<&str> = WAYS.iter().map(|f| f.way.word()).collect();
                let expected = format!("one of the ways to mark: {}", known.join(", "));
                self.error(item.span().start, quoted(&word), expected);
                Way::Tick
            }
            (None, None) => Way::Tick,
        }
    }

    fn settings(&mut self, table: &Table, format: &super::WayFormat) {
        let Some(item) = table.get("settings") else { return };
        let Some(settings) = item.get_ref().as_table() else {
            self.error(item.span().start, shown(item), "a table of settings");
            return;
        };
        let known = match format.settings {
            [] => format!("no settings: the way “{}” has none", format.way.word()),
            some => format!("one of: {}", some.join(", ")),
        };
        for key in settings.keys().filter(|k| !format.settings.contains(&k.get_ref().as_ref())) {
            self.error(key.span().start, format!("the setting {}", quoted(key.get_ref())), known.clone());
        }
    }

    /// A key for every look-for: the one it names, else the next free one in the order of `KEYS`.
    fn keys(&mut self, tables: &[(&Table, Range<usize>)]) -> Vec<char> {
        let mut taken: HashMap<char, (String, usize)> = HashMap::new();
        let named: Vec<Option<char>> = tables.iter().map(|(one, _)| self.named_key(one, &mut taken)).collect();
        let mut free = KEYS.chars().filter(|k| !taken.contains_key(k)).collect::<Vec<_>>().into_iter();
        // There are more keys than look-fors allowed, so the blank is never given.
        named.into_iter().map(|key| key.or_else(|| free.next()).unwrap_or(' ')).collect()
    }

    fn named_key(&mut self, table: &Table, taken: &mut HashMap<char, (String, usize)>) -> Option<char> {
        let item = table.get("key")?;
        let at = item.span().start;
        let text = self.checked(item, MAX_LABEL)?;
        let mut chars = text.chars();
        let (Some(key), None, true) = (chars.next(), chars.next(), KEYS.contains(text.as_str())) else {
            self.error(at, quoted(&text), "one digit from 1 to 9 or one letter from a to z or A to Z");
            return None;
        };
        if let Some((other, line)) = taken.get(&key) {
            let expected = format!("another key than for {} (line {line})", quoted(other));
            self.error(at, format!("the key “{key}” for a second time"), expected);
        } else {
            let id = table.get("id").and_then(|id| id.get_ref().as_str()).unwrap_or_default().to_string();
            taken.insert(key, (id, place(self.text, at).0));
        }
        Some(key)
    }
}

/// Where the id of a table stands, else where the table begins.
fn id_place(table: &Table, span: &Range<usize>) -> usize {
    table.get("id").map_or(span.start, |item| item.span().start)
}

fn quoted(text: &str) -> String {
    format!("“{}”", clip(&visible(text), SHOWN, false))
}

/// A value as an error repeats it.
fn shown(item: &Item) -> String {
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

//! The word lists of one language as they stand in a file (`docs/language.md` explains the format), and how a person's own
//! file is laid over the one that comes with the program.

use super::phrase::Phrase;
use crate::domain::data_file::{self, Mistakes, Reader, Table, quoted};
use crate::domain::text::count;
use std::ops::Range;

/// The version of the format this program reads.
pub const FORMAT: i64 = 1;
/// Largest file, bytes.
pub const MAX_FILE: usize = 256 * 1024;
/// Most classes in a file.
pub const MAX_CLASSES: usize = 40;
/// Most entries in one list.
pub const MAX_LIST: usize = 2_000;
/// Longest entry, id or name, in characters.
pub const MAX_ENTRY: usize = 80;
/// Longest entry of a list of phrases, in characters, with all its alternatives.
pub const MAX_PHRASE: usize = 400;
/// Longest question, in characters: it is shown on one quiet line.
pub const MAX_QUESTION: usize = 70;

const KEYS: &[&str] = &["format", "language", "name", "replace", "numbers", "reports", "verbs", "names", "class"];
const CLASS_KEYS: &[&str] = &["id", "name", "on", "where", "question", "words", "except", "without"];
const NAMES_KEYS: &[&str] = &["likeness", "first_names", "ordinary"];

/// Where the words of a class are judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Where {
    /// In evidence and counts, and in the statements of patterns.
    #[default]
    Everywhere,
    /// Only in the statements of patterns.
    Statements,
}

/// A class of words as a file describes it. What a file does not say is `None` or empty.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ClassPart {
    pub id: String,
    pub name: Option<String>,
    pub on: Option<bool>,
    pub place: Option<Where>,
    pub question: Option<String>,
    pub words: Vec<Phrase>,
    pub except: Vec<Phrase>,
    /// Entries to take out of the lists this file is laid over.
    pub without: Vec<String>,
}

/// One file of word lists.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Definition {
    /// The language's code, such as "en".
    pub language: String,
    pub name: String,
    /// Stands alone instead of being laid over the built-in lists.
    pub replace: bool,
    /// Words for numbers.
    pub numbers: Vec<String>,
    /// Words that begin what somebody is reported to have said: the rest of the clause is not the observer's judgement.
    pub reports: Vec<Phrase>,
    /// Verbs that describe, to offer instead.
    pub verbs: Vec<String>,
    pub classes: Vec<ClassPart>,
    /// Whether a capital letter inside a sentence makes a word look like a name.
    pub likeness: Option<bool>,
    pub first_names: Vec<String>,
    /// Words with a capital letter that are no names of people.
    pub ordinary: Vec<String>,
}

/// The lists that come with the program: language code and file.
pub const BUILT_IN: &[(&str, &str)] = &[("en", include_str!("../../assets/language/en.toml"))];

impl Definition {
    /// Reads a file. `file` is only used to name it.
    ///
    /// # Errors
    /// The mistakes of the whole file at once.
    pub fn parse(file: &str, bytes: &[u8]) -> Result<Definition, Mistakes> {
        data_file::read_bytes(file, bytes, MAX_FILE, definition)
    }

    /// This file laid over another: what it says is added, what it takes away is gone, its other words win.
    #[must_use]
    pub fn over(self, mut base: Definition) -> Definition {
        if self.replace {
            return self;
        }
        base.name = self.name;
        base.likeness = self.likeness.or(base.likeness);
        base.numbers.extend(self.numbers);
        base.reports.extend(self.reports);
        base.verbs.extend(self.verbs);
        base.first_names.extend(self.first_names);
        base.ordinary.extend(self.ordinary);
        for part in self.classes {
            match base.classes.iter_mut().find(|c| c.id == part.id) {
                Some(class) => class.take(part),
                None => base.classes.push(part),
            }
        }
        base
    }
}

impl ClassPart {
    fn take(&mut self, part: ClassPart) {
        self.name = part.name.or(self.name.take());
        self.on = part.on.or(self.on);
        self.place = part.place.or(self.place);
        self.question = part.question.or(self.question.take());
        self.words.retain(|w| !part.without.contains(&w.written));
        self.words.extend(part.words);
        self.except.extend(part.except);
    }
}

fn definition(reader: &mut Reader, table: &Table) -> Definition {
    reader.known_keys(table, KEYS);
    reader.format(table, "word lists", FORMAT);
    let texts = |list: Vec<(String, usize)>| list.into_iter().map(|(text, _)| text).collect::<Vec<_>>();
    let mut read = Definition {
        language: reader.needed(table, "language", &(0..0), "word lists", "en", MAX_ENTRY),
        name: reader.needed(table, "name", &(0..0), "word lists", "English", MAX_ENTRY),
        replace: reader.flag(table, "replace").unwrap_or(false),
        numbers: texts(reader.list(table, "numbers", MAX_LIST, MAX_ENTRY)),
        reports: phrases(reader, table, "reports"),
        verbs: texts(reader.list(table, "verbs", MAX_LIST, MAX_ENTRY)),
        classes: classes(reader, table),
        ..Definition::default()
    };
    if let Some(names) = reader.table(table, "names") {
        reader.known_keys(names, NAMES_KEYS);
        read.likeness = reader.flag(names, "likeness");
        read.first_names = texts(reader.list(names, "first_names", MAX_LIST, MAX_ENTRY));
        read.ordinary = texts(reader.list(names, "ordinary", MAX_LIST, MAX_ENTRY));
    }
    read
}

fn phrases(reader: &mut Reader, table: &Table, key: &str) -> Vec<Phrase> {
    let mut read: Vec<Phrase> = Vec::new();
    for (written, at) in reader.list(table, key, MAX_LIST, MAX_PHRASE) {
        match Phrase::parse(&written) {
            Ok(phrase) => read.push(phrase),
            Err(expected) => reader.error(at, quoted(&written), expected),
        }
    }
    read
}

fn classes(reader: &mut Reader, table: &Table) -> Vec<ClassPart> {
    let mut classes: Vec<ClassPart> = Vec::new();
    let tables = reader.tables(table, "class");
    if let Some((_, span)) = tables.get(MAX_CLASSES) {
        reader.error(span.start, count(tables.len(), "class", "classes"), format!("at most {MAX_CLASSES}"));
        return classes;
    }
    for (one, span) in tables {
        let class = class(reader, one, &span);
        if classes.iter().any(|c| c.id == class.id && !c.id.is_empty()) {
            reader.error(span.start, format!("the class {} twice", quoted(&class.id)), "another id");
        }
        classes.push(class);
    }
    classes
}

fn class(reader: &mut Reader, table: &Table, span: &Range<usize>) -> ClassPart {
    reader.known_keys(table, CLASS_KEYS);
    let id = reader.needed(table, "id", span, "a class", "praise", MAX_ENTRY);
    if !id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-') {
        reader.error(span.start, format!("the id {}", quoted(&id)), "small letters, digits and hyphens");
    }
    let at = |key: &str| table.get(key).map_or(span.start, |item| item.span().start);
    let place = given(reader, table, "where", MAX_ENTRY).and_then(|word| match word.as_str() {
        "everywhere" => Some(Where::Everywhere),
        "statements" => Some(Where::Statements),
        _ => {
            reader.error(at("where"), quoted(&word), "“everywhere” or “statements”");
            None
        }
    });
    ClassPart {
        id,
        place,
        name: given(reader, table, "name", MAX_ENTRY),
        on: reader.flag(table, "on"),
        question: given(reader, table, "question", MAX_QUESTION),
        words: phrases(reader, table, "words"),
        except: phrases(reader, table, "except"),
        without: reader.list(table, "without", MAX_LIST, MAX_PHRASE).into_iter().map(|(text, _)| text).collect(),
    }
}

/// A text, when the file gives it.
fn given(reader: &mut Reader, table: &Table, key: &str, limit: usize) -> Option<String> {
    table.contains_key(key).then(|| reader.text(table, key, limit))
}

//! Reads a sheet's TOML and collects every mistake with its line and column.

use super::{FORMAT, Group, MAX_FILE, MAX_ID, MAX_LABEL, MAX_LIST, MAX_MINUTES, MAX_PROSE, Sheet};
use crate::domain::data_file::{self, Mistakes, Reader, Table, quoted};
use std::ops::Range;

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

/// Reads the text of a sheet; its mistakes in the order of the file.
pub(super) fn sheet(file: &str, text: &str) -> Result<Sheet, Mistakes> {
    data_file::read(file, text, MAX_FILE, whole)
}

/// The same for bytes, which may be no text at all.
pub(super) fn sheet_bytes(file: &str, bytes: &[u8]) -> Result<Sheet, Mistakes> {
    data_file::read_bytes(file, bytes, MAX_FILE, whole)
}

fn whole(reader: &mut Reader, table: &Table) -> Sheet {
    reader.known_keys(table, SHEET_KEYS);
    reader.format(table, "a sheet", FORMAT);
    let whole = 0..0;
    let mut sheet = Sheet {
        id: id(reader, table, &whole, "a sheet", "learning-walk"),
        title: reader.needed(table, "title", &whole, "a sheet", "Learning walk", MAX_LABEL),
        purpose: reader.text(table, "purpose", MAX_PROSE),
        source: reader.text(table, "source", MAX_PROSE),
        licence: reader.text(table, "licence", MAX_PROSE),
        minutes: minutes(reader, table),
        wonderings: lines(reader, table, "wonderings"),
        student_questions: lines(reader, table, "student_questions"),
        norms: lines(reader, table, "norms"),
        ..Sheet::default()
    };
    sheet.groups = groups(reader, table);
    sheet.look_fors = super::look_fors::read(reader, table, &sheet.groups);
    sheet
}

fn minutes(reader: &mut Reader, table: &Table) -> Option<i64> {
    let item = table.get("minutes")?;
    let minutes = reader.number(item)?;
    if !(1..=MAX_MINUTES).contains(&minutes) {
        let expected = format!("a number of minutes from 1 to {MAX_MINUTES}");
        reader.error(item.span().start, minutes.to_string(), expected);
    }
    Some(minutes)
}

pub(super) fn id(reader: &mut Reader, table: &Table, owner: &Range<usize>, what: &str, such: &str) -> String {
    let id = reader.needed(table, "id", owner, what, such, MAX_ID);
    if let Some(item) = table.get("id").filter(|_| !is_id(&id) && !id.is_empty()) {
        reader.error(item.span().start, quoted(&id), format!("small letters, digits and hyphens, such as “{such}”"));
    }
    id
}

fn lines(reader: &mut Reader, table: &Table, key: &str) -> Vec<String> {
    reader.list(table, key, MAX_LIST, MAX_PROSE).into_iter().map(|(line, _)| line).collect()
}

fn groups(reader: &mut Reader, table: &Table) -> Vec<Group> {
    let tables = reader.tables(table, "group");
    if let Some((_, span)) = tables.get(MAX_LIST) {
        reader.error(span.start, format!("{} groups", tables.len()), format!("at most {MAX_LIST} groups"));
        return Vec::new();
    }
    let mut groups: Vec<Group> = Vec::new();
    for (one, span) in tables {
        reader.known_keys(one, GROUP_KEYS);
        let id = id(reader, one, &span, "a group", "students");
        let title = reader.needed(one, "title", &span, "a group", "Students and the task", MAX_LABEL);
        if groups.iter().any(|g| g.id == id && !id.is_empty()) {
            reader.error(id_place(one, &span), format!("the group {} twice", quoted(&id)), "another id");
        }
        groups.push(Group { id, title });
    }
    groups
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

//! Reads a sheet's TOML and collects every mistake with its line and column.

use super::{FORMAT, Group, MAX_FILE, MAX_LABEL, MAX_LIST, MAX_MINUTES, MAX_PROSE, Sheet};
use crate::domain::data_file::{self, Mistakes, Reader, Table, id_place, quoted};

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
        id: reader.id(table, &whole, "a sheet", "learning-walk"),
        title: reader.needed(table, "title", &whole, "a sheet", "Learning walk", MAX_LABEL),
        purpose: reader.text(table, "purpose", MAX_PROSE),
        source: reader.text(table, "source", MAX_PROSE),
        licence: reader.text(table, "licence", MAX_PROSE),
        minutes: reader.number_in(table, "minutes", 1, MAX_MINUTES, "a number of minutes"),
        wonderings: lines(reader, table, "wonderings"),
        student_questions: lines(reader, table, "student_questions"),
        norms: lines(reader, table, "norms"),
        ..Sheet::default()
    };
    sheet.groups = groups(reader, table);
    sheet.look_fors = super::look_fors::read(reader, table, &sheet.groups);
    sheet
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
        let id = reader.id(one, &span, "a group", "students");
        let title = reader.needed(one, "title", &span, "a group", "Students and the task", MAX_LABEL);
        if groups.iter().any(|g| g.id == id && !id.is_empty()) {
            reader.error(id_place(one, &span), format!("the group {} twice", quoted(&id)), "another id");
        }
        groups.push(Group { id, title });
    }
    groups
}

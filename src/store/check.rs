//! Is the file sound? SQLite's own check, references, the search index, and whether the state is what the log folds to.

use super::core::{Core, OpenOptions};
use super::fold::member_tables;
use super::trouble::Res;
use super::{backup, connect, migrate};
use crate::domain::id::IdSource;
use crate::domain::schema::Kind;
use crate::domain::text::visible;
use rusqlite::Connection;
use rusqlite::types::ValueRef;
use std::hash::{DefaultHasher, Hasher};
use std::path::Path;

/// What was found, in sentences.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CheckReport {
    /// Whether everything was found sound.
    pub sound: bool,
    pub lines: Vec<String>,
}

impl CheckReport {
    fn good(&mut self, line: &str) {
        self.lines.push(line.into());
    }

    fn bad(&mut self, line: &str) {
        self.sound = false;
        // SQLite repeats what stands in the file.
        self.lines.push(visible(line));
    }
}

/// Checks a file without changing it. What needs writing is tried on a copy, which is removed again.
pub fn check(path: &Path) -> Res<CheckReport> {
    let c = connect::reading(path)?;
    migrate::inspect(&c)?;
    let mut report = CheckReport { sound: true, lines: Vec::new() };
    let found = lines(&c, "PRAGMA integrity_check(20)")?;
    if found == ["ok"] {
        report.good("The file is whole: every page and index was read.");
    } else {
        found.into_iter().for_each(|line| report.bad(&format!("The file is damaged: {line}.")));
        return Ok(report);
    }
    let orphans = lines(&c, "SELECT \"table\" || ' ' || rowid FROM pragma_foreign_key_check LIMIT 20")?;
    if orphans.is_empty() {
        report.good("Everything that is referred to is there.");
    } else {
        orphans.into_iter().for_each(|row| report.bad(&format!("Something points to nothing ({row}).")));
    }
    check_copy(&c, &mut report)?;
    Ok(report)
}

/// Folds a copy anew and compares; looks through the copy's search index.
fn check_copy(c: &Connection, report: &mut CheckReport) -> Res<()> {
    let folder = tempfile::tempdir()?;
    let copy = folder.path().join("check.uncover");
    backup::write_copy(c, &copy, false)?;
    let options = OpenOptions { data_dir: folder.path().join("data"), now: 0, ids: IdSource::System };
    let mut core = Core::open(&copy, &options)?;
    core.index_notes()?;
    match core.connection.execute("INSERT INTO note_fts(note_fts, rank) VALUES('integrity-check', 1)", []) {
        Ok(_) => report.good("The search index fits the notes."),
        Err(error) => report.bad(&format!("The search index does not fit the notes ({error}).")),
    }
    match super::meaning::wrong(&core.connection)? {
        0 => report.good("The kept meanings fit the notes."),
        wrong => report.bad(&format!("The kept meanings of {wrong} notes do not fit their words.")),
    }
    let kept = hashes(&core.connection)?;
    core.rebuild(|_| {})?;
    let folded = hashes(&core.connection)?;
    let wrong: Vec<&str> = kept.iter().zip(&folded).filter(|(a, b)| a != b).map(|((table, _), _)| *table).collect();
    if wrong.is_empty() {
        report.good("What is shown is what the log of changes says.");
    } else {
        report.bad(&format!("What is shown differs from the log of changes in: {}.", wrong.join(", ")));
    }
    core.close()
}

fn lines(c: &Connection, sql: &str) -> Res<Vec<String>> {
    Ok(c.prepare(sql)?.query_map([], |r| r.get(0))?.collect::<Result<_, _>>()?)
}

fn state_tables() -> impl Iterator<Item = &'static str> {
    Kind::ALL.iter().map(|k| k.table()).chain(member_tables()).chain(["visit_tag"])
}

/// A hash of every table of the state.
fn hashes(c: &Connection) -> Res<Vec<(&'static str, u64)>> {
    state_tables()
        .map(|table| {
            let mut hasher = DefaultHasher::new();
            rows(c, table, |row| hasher.write(row.as_bytes()))?;
            Ok((table, hasher.finish()))
        })
        .collect()
}

impl Core {
    /// The whole state as text, a line a row in order: for comparing two states in tests and in `check`.
    pub fn dump(&self) -> Res<Vec<String>> {
        dump(&self.connection)
    }
}

/// Every row of the state that says something, as text in a fixed order.
fn dump(c: &Connection) -> Res<Vec<String>> {
    let mut all = Vec::new();
    for table in state_tables() {
        rows(c, table, |row| all.push(format!("{table} {row}")))?;
    }
    all.push(format!("shown {}", super::search_index::shown(c)?));
    Ok(all)
}

fn rows(c: &Connection, table: &str, mut each: impl FnMut(&str)) -> Res<()> {
    let mut statement = c.prepare(&format!("SELECT * FROM {table} ORDER BY 1, 2"))?;
    let columns = statement.column_count();
    let mut rows = statement.query([])?;
    let mut line = String::new();
    while let Some(row) = rows.next()? {
        line.clear();
        for i in 0..columns {
            match row.get_ref(i)? {
                ValueRef::Null => line.push('-'),
                ValueRef::Integer(n) => line.push_str(&n.to_string()),
                ValueRef::Text(text) => line.push_str(&format!("{:?}", String::from_utf8_lossy(text))),
                other => line.push_str(&format!("{other:?}")),
            }
            line.push('|');
        }
        each(&line);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::CheckReport;

    #[test]
    fn what_a_damaged_file_repeats_does_nothing_to_a_terminal() {
        let mut report = CheckReport { sound: true, lines: Vec::new() };
        report.bad("The file is damaged: row 1 missing from index \u{1b}[2J\u{202e}.");
        assert!(!report.sound && !report.lines[0].contains(['\u{1b}', '\u{202e}']), "{report:?}");
    }
}

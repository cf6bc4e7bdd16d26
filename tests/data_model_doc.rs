//! docs/data-model.md names every table, column and key there is, and its examples work.
#![allow(clippy::panic, reason = "tests make files and fail by panicking")]

mod common;

use common::MORNING;
use rusqlite::Connection;
use uncover::domain::act::{Act, Verb};
use uncover::domain::id::IdSource;
use uncover::domain::schema::{DELETED, Kind, Shape};
use uncover::exchange::demo::{self, DemoOptions};
use uncover::store::{Core, OpenOptions};

const DOC: &str = include_str!("../docs/data-model.md");

fn demo_file(folder: &std::path::Path) -> Connection {
    let path = folder.join("walks.db");
    let options = OpenOptions { data_dir: folder.join("data"), now: MORNING.utc, ids: IdSource::Seeded(1) };
    let mut core = Core::open(&path, &options).expect("the file opens");
    let all: Vec<Act> = demo::acts(&DemoOptions { notes: None, a_visit: None, seed: 1, now: MORNING }).collect();
    core.apply_many(&all).expect("saved");
    core.close().expect("closed");
    Connection::open(&path).expect("it opens")
}

/// The rows of the page's table that are about this kind.
fn section(kind: Kind) -> &'static str {
    let start = format!("| **{}** (", kind.table());
    let from = DOC.find(&start).unwrap_or_else(|| panic!("{kind:?} is not in docs/data-model.md"));
    let rest = &DOC[from + start.len()..];
    rest.split("| **").next().expect("a split gives one at least").split("\n\n").next().expect("likewise")
}

#[test]
fn every_field_is_explained_with_its_key() {
    for kind in Kind::ALL {
        let section = section(*kind);
        for field in kind.fields().iter().filter(|f| **f != DELETED) {
            let row = match field.shape {
                Shape::Members(_, table) => format!("| table `{table}`, `{}` | `{}` |", field.column, field.key),
                _ => format!("| `{}` | `{}` |", field.column, field.key),
            };
            assert!(section.contains(&row), "{kind:?}: {row}");
        }
    }
}

#[test]
fn every_table_and_column_of_the_file_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = demo_file(folder.path());
    let sql = "SELECT m.name, c.name FROM sqlite_schema m JOIN pragma_table_info(m.name) c
               WHERE m.name NOT LIKE 'note_fts_%' AND m.name NOT LIKE 'sqlite_%' AND m.type IN ('table', 'view')";
    let mut statement = file.prepare(sql).expect("SQL");
    let all = statement.query_map([], |r| Ok((r.get(0)?, r.get(1)?))).expect("rows");
    let all: Vec<(String, String)> = all.collect::<Result<_, _>>().expect("rows");
    assert!(all.len() > 100, "{}", all.len());
    let members: Vec<&str> = Kind::ALL
        .iter()
        .flat_map(|k| k.fields())
        .filter_map(|f| match f.shape {
            Shape::Members(_, table) => Some(table),
            _ => None,
        })
        .collect();
    for (table, column) in &all {
        assert!(DOC.contains(&format!("`{table}`")) || DOC.contains(&format!("**{table}**")), "{table}");
        // The worked-out tables, and the two ids of a member, need no words of their own.
        let plain =
            members.contains(&table.as_str()) || ["visit_tag", "note_shown", "note_fts"].contains(&table.as_str());
        assert!(plain || DOC.contains(&format!("`{column}`")), "{table}.{column}");
    }
}

#[test]
fn every_verb_is_named_and_no_other() {
    let text = DOC.split("Verbs: ").nth(1).and_then(|t| t.split("\n\n").next()).expect("the verbs");
    let numbers = text.split(|c: char| !c.is_ascii_digit()).filter_map(|w| w.parse().ok());
    let mut numbers: Vec<i64> = numbers.collect();
    numbers.sort_unstable();
    let mut verbs: Vec<i64> = Verb::ALL.iter().map(|v| *v as i64).collect();
    verbs.sort_unstable();
    assert_eq!(numbers, verbs);
}

#[test]
fn the_examples_find_something() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = demo_file(folder.path());
    let examples: Vec<&str> = DOC.split("```sql\n").skip(1).filter_map(|e| e.split("```").next()).collect();
    assert_eq!(examples.len(), 3);
    for example in examples {
        let mut statement = file.prepare(example).expect("SQL");
        let mut rows = statement.query([]).expect("it runs");
        let mut found = 0;
        while rows.next().expect("a row").is_some() {
            found += 1;
        }
        assert!(found > 5, "{found} rows: {example}");
    }
}

#[test]
fn the_numbers_at_the_top_are_right() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = demo_file(folder.path());
    let pragma = |name: &str| -> i64 { file.query_row(&format!("PRAGMA {name}"), [], |r| r.get(0)).expect("a number") };
    assert!(DOC.contains("`application_id` 0x556E6376"));
    assert_eq!(pragma("application_id"), 0x556E_6376);
    assert!(DOC.contains(&format!("now {})", pragma("user_version"))));
}

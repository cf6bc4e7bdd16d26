//! A labelled set as a table of text: columns parted by tabs, the first line names them; `id`, `theme` and `text` are
//! needed, in any order, others are not read.

use super::measure::Labelled;
use crate::domain::text::visible;
use std::collections::HashSet;

/// Every text is compared with every other; more than this would take too long to wait for.
pub const MOST_TEXTS: usize = 10_000;

/// Reads a set. The error is a part of a sentence that names the line.
pub fn read(table: &str) -> Result<Vec<Labelled>, String> {
    let table = table.strip_prefix('\u{feff}').unwrap_or(table);
    let mut lines = table.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let (_, heading) = lines.next().ok_or("it is empty; expected a first line with id, theme and text")?;
    let names: Vec<&str> = heading.split('\t').map(str::trim).collect();
    let column = |name: &str| {
        names
            .iter()
            .position(|n| n.eq_ignore_ascii_case(name))
            .ok_or_else(|| format!("line 1 names no column “{name}”; expected id, theme and text, parted by tabs"))
    };
    let (id, theme, text) = (column("id")?, column("theme")?, column("text")?);
    let mut all: Vec<Labelled> = Vec::new();
    let mut ids = HashSet::new();
    for (at, line) in lines {
        let fields: Vec<&str> = line.split('\t').map(str::trim).collect();
        let field = |column: usize, name: &str| match fields.get(column) {
            Some(value) if !value.is_empty() => Ok((*value).to_string()),
            _ => Err(format!("line {} has no {name}", at + 1)),
        };
        let one = Labelled { id: field(id, "id")?, theme: field(theme, "theme")?, text: field(text, "text")? };
        if !ids.insert(one.id.clone()) {
            return Err(format!("line {} has the id “{}” a second time", at + 1, visible(&one.id)));
        }
        if all.len() == MOST_TEXTS {
            return Err(format!("it has more than {MOST_TEXTS} texts, which is the most that can be compared"));
        }
        all.push(one);
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn columns_are_found_by_name() {
        let set = read("\u{feff}Text\tmore\tID\ttheme\r\nwaits\tx\t1\tpause\r\n\r\nreads\t\t2\tbook\n").expect("a set");
        let one =
            |id: &str, theme: &str, text: &str| Labelled { id: id.into(), theme: theme.into(), text: text.into() };
        assert_eq!(set, [one("1", "pause", "waits"), one("2", "book", "reads")]);
    }

    #[test]
    fn mistakes_name_their_line() {
        for (table, why) in [
            ("", "it is empty"),
            ("id\ttext\n", "line 1 names no column “theme”"),
            ("id\ttheme\ttext\n1\ta\tx\n\n2\ta\n", "line 4 has no text"),
            ("id\ttheme\ttext\n1\ta\tx\n1\ta\ty\n", "line 3 has the id “1” a second time"),
        ] {
            let found = read(table).expect_err("a mistake");
            assert!(found.starts_with(why), "{found}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_a_set_or_a_mistake(table in "(id\ttheme\ttext\n)?([a-z\t\n\u{e9}]{0,80})") {
            if let Ok(set) = read(&table) {
                prop_assert!(set.iter().all(|one| !one.text.is_empty()));
            }
        }
    }
}

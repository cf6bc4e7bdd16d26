//! Names for masking: those of the file, and lists as people have them: one name a line, or a table with a room and a teacher in each row.

use super::roster::{COLUMNS, Column};
use crate::domain::rooms::without_number;
use crate::domain::schema::Kind;
use crate::domain::text::fold;
use crate::language::mask::{Masker, NameOf};
use crate::language::rules::Rules;
use crate::store::Reader;
use crate::store::api::Trouble;

/// Every name the file holds, and every one it ever held: whose, and the name.
///
/// # Errors
/// When the file cannot be read.
pub fn known(reader: &Reader) -> Result<Vec<(NameOf, String)>, Trouble> {
    let mut known = Vec::new();
    reader.each_name(|kind, name| {
        let of = match kind {
            Kind::School => NameOf::School,
            Kind::Classroom => NameOf::Room,
            Kind::Teacher => NameOf::Teacher,
            _ => NameOf::Observer,
        };
        known.push((of, name));
    })?;
    Ok(known)
}

/// Masks all of them, and whatever looks like a name or a room, in what others will see.
///
/// # Errors
/// When the file cannot be read.
pub fn masker(reader: &Reader, rules: &Rules) -> Result<Masker, Trouble> {
    Ok(Masker::for_sharing(known(reader)?.iter().map(|(of, name)| (*of, name.as_str())), rules))
}

/// Most names that are taken from a list.
pub const MOST: usize = 100_000;
/// Words of a school's name.
const SCHOOLS: &[&str] =
    &["school", "academy", "college", "lyceum", "gymnasium", "schule", "école", "ecole", "escuela", "elementary"];
/// Words a room's label begins with.
const ROOMS: &[&str] = &[
    "room",
    "rm",
    "classroom",
    "lab",
    "library",
    "gym",
    "portable",
    "hall",
    "studio",
    "office",
    "raum",
    "zimmer",
    "salle",
    "aula",
    "sala",
    "lokaal",
    "annex",
    "building",
];

/// Whose names stand in a list, and the names. A line is a name; where the line is a row of a table, its cells with a room, a
/// teacher or a school are.
///
/// # Errors
/// A sentence, when it is no text, is a file of this program, or holds no name or more than `MOST`.
pub fn read_list(bytes: &[u8]) -> Result<Vec<(NameOf, String)>, String> {
    if bytes.starts_with(b"SQLite format 3\0") {
        return Err(
            "is a file of notes. A list of names is wanted: one name a line, or a table with rooms and teachers".into(),
        );
    }
    let text = std::str::from_utf8(bytes).map_err(|_| "is no text: save it as UTF-8 and try again".to_string())?;
    let text = text.trim_start_matches('\u{feff}');
    let sign = [';', '\t', ','].into_iter().max_by_key(|c| text.lines().next().unwrap_or_default().matches(*c).count());
    let sign = sign.unwrap_or(',');
    let first = cells(text.lines().next().unwrap_or_default(), sign);
    let columns: Vec<Option<NameOf>> = first.iter().map(|cell| column(cell)).collect();
    let headed = columns.iter().any(Option::is_some);
    let mut found = Vec::new();
    for line in text.lines().skip(usize::from(headed)) {
        if headed {
            let cells = cells(line, sign);
            found.extend(
                cells.into_iter().zip(&columns).filter_map(|(cell, of)| Some(((*of)?, cell))).flat_map(several),
            );
        } else {
            found.extend(of_line(line));
        }
        if found.len() > MOST {
            return Err(format!("holds more than {MOST} names"));
        }
    }
    found.retain(|(_, name)| !name.trim().is_empty());
    if found.is_empty() { Err("holds no name".into()) } else { Ok(found) }
}

/// Teachers of one room stand in one cell, parted by a semicolon, a slash or a sign for "and".
fn several((of, cell): (NameOf, String)) -> Vec<(NameOf, String)> {
    if of != NameOf::Teacher {
        return vec![(of, cell)];
    }
    cell.split([';', '/', '&', '\n']).map(|name| (of, name.trim().to_string())).collect()
}

/// The cells of a row; quotation marks around a cell keep its commas.
fn cells(line: &str, sign: char) -> Vec<String> {
    let mut found = vec![String::new()];
    let mut quoted = false;
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            c if c == sign && !quoted => found.push(String::new()),
            c => found.last_mut().into_iter().for_each(|cell| cell.push(c)),
        }
    }
    found.into_iter().map(|cell| cell.trim().to_string()).collect()
}

/// What a column with this heading names.
fn column(heading: &str) -> Option<NameOf> {
    let heading = fold(heading).replace('_', " ");
    let is = |words: &[&str]| words.iter().any(|w| fold(w) == heading);
    let known = |wanted: Column| COLUMNS.iter().any(|(c, word, others)| *c == wanted && (is(&[word]) || is(others)));
    if known(Column::Room) {
        Some(NameOf::Room)
    } else if known(Column::Teacher) || is(&["name", "first name", "last name", "surname", "observer", "full name"]) {
        Some(NameOf::Teacher)
    } else if known(Column::School) {
        Some(NameOf::School)
    } else {
        None
    }
}

/// What one line of a list names.
fn of_line(line: &str) -> Vec<(NameOf, String)> {
    let line = without_number(line.trim());
    let mut cells: Vec<&str> = line.split([',', ';', '\t']).map(|c| c.trim().trim_matches('"')).collect();
    let first = cells.first().copied().unwrap_or_default();
    let of = sort(first);
    if of == NameOf::Room && cells.len() > 1 {
        // "Room 4, Ms Alvarez, 4, Reading", or a row of rooms.
        let second = cells.get(1).copied().unwrap_or_default();
        cells.truncate(if sort(second) == NameOf::Room { cells.len() } else { 2 });
        return cells.into_iter().map(|cell| (sort(cell), cell.to_string())).collect();
    }
    // "Miller, Jane" is one name.
    vec![(of, cells.join(" ").trim().to_string())]
}

/// Whose name it looks like.
fn sort(name: &str) -> NameOf {
    let folded = fold(name);
    let mut words = folded.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    if words.clone().any(|w| SCHOOLS.contains(&w)) {
        NameOf::School
    } else if folded.contains(|c: char| c.is_ascii_digit()) || words.next().is_some_and(|w| ROOMS.contains(&w)) {
        NameOf::Room
    } else {
        NameOf::Teacher
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(NameOf, String)> {
        read_list(text.as_bytes()).expect("a list")
    }

    fn is(of: NameOf, name: &str) -> (NameOf, String) {
        (of, name.to_string())
    }

    #[test]
    fn a_name_a_line() {
        let list = "Ms. Jane Miller\r\n\nMiller, Jane\n3. Room 12\nB204\nLantern Hill School\n";
        let (teacher, room) = (NameOf::Teacher, NameOf::Room);
        assert_eq!(
            read(list),
            [
                is(teacher, "Ms. Jane Miller"),
                is(teacher, "Miller Jane"),
                is(room, "Room 12"),
                is(room, "B204"),
                is(NameOf::School, "Lantern Hill School")
            ]
        );
    }

    #[test]
    fn a_table_with_and_without_headings() {
        let (teacher, room) = (NameOf::Teacher, NameOf::Room);
        let headed = "Grade,Room,Teacher,School\n4,12,\"Miller, Jane\",North\n5,14,Ms. Ng; Mr. Roe,North\n";
        assert_eq!(
            read(headed),
            [
                is(room, "12"),
                is(teacher, "Miller, Jane"),
                is(NameOf::School, "North"),
                is(room, "14"),
                is(teacher, "Ms. Ng"),
                is(teacher, "Mr. Roe"),
                is(NameOf::School, "North")
            ]
        );
        assert_eq!(read("Room 4, Ms Alvarez, 4, Reading"), [is(room, "Room 4"), is(teacher, "Ms Alvarez")]);
        assert_eq!(read("Room 4, Room 9"), [is(room, "Room 4"), is(room, "Room 9")]);
    }

    #[test]
    fn what_is_no_list_is_said() {
        for bytes in [&b"SQLite format 3\0xx"[..], b"\xff\xfe", b"", b"\n \n"] {
            assert!(read_list(bytes).is_err());
        }
    }
}

//! Lists of rooms as people type and paste them.

/// A room as one line of a list tells it; what is not told is empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RoomLine {
    pub label: String,
    pub teacher: String,
    pub grade: String,
    pub subject: String,
    pub period: String,
}

/// Reads a list: one room a line, as its label alone or as "room, teacher, grade, subject, period" with commas,
/// semicolons or tabs between. A line that names rooms only ("Room 4, Room 9") is as many rooms. Numbers in front of
/// the lines ("3. Room 12") are left out.
pub fn read_rooms(text: &str) -> Vec<RoomLine> {
    text.lines().flat_map(rooms_of_line).filter(|room| !room.label.is_empty()).collect()
}

/// The rooms of one line.
fn rooms_of_line(line: &str) -> Vec<RoomLine> {
    let cells: Vec<&str> = line.split([',', ';']).map(str::trim).filter(|cell| !cell.is_empty()).collect();
    if are_rooms(&cells) {
        return cells.into_iter().map(|cell| RoomLine { label: cell.to_string(), ..RoomLine::default() }).collect();
    }
    vec![read_room(line)]
}

/// Whether the cells of a line are a room each: every one begins with the same word and ends with a number of its own,
/// as in "Room 4, Room 9, Room 12b"; a teacher, grade or subject never looks like that.
pub fn are_rooms(cells: &[&str]) -> bool {
    let word = |cell: &str| {
        let (word, number) = cell.rsplit_once(' ')?;
        number.starts_with(|c: char| c.is_ascii_digit()).then(|| word.trim().to_lowercase())
    };
    let first = cells.first().and_then(|cell| word(cell));
    cells.len() > 1 && first.is_some() && cells.iter().all(|cell| word(cell) == first)
}

/// Reads one line of such a list.
pub fn read_room(line: &str) -> RoomLine {
    let mut cells =
        without_number(line.trim()).split([',', ';', '\t']).map(|cell| cell.trim().trim_matches('"').to_string());
    let mut next = || cells.next().unwrap_or_default();
    RoomLine { label: next(), teacher: next(), grade: next(), subject: next(), period: next() }
}

/// The line without the number of a numbered list: digits, a full stop or a bracket, a blank.
pub fn without_number(line: &str) -> &str {
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    match rest.strip_prefix(['.', ')']).and_then(|r| r.strip_prefix(' ')) {
        Some(label) if rest.len() < line.len() => label.trim_start(),
        _ => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(text: &str) -> Vec<String> {
        read_rooms(text).into_iter().map(|r| r.label).collect()
    }

    #[test]
    fn lists_are_read_as_they_are_pasted() {
        assert_eq!(labels("Room 4\n\n Room 9 \r\nLibrary"), ["Room 4", "Room 9", "Library"]);
        assert_eq!(labels("1. Room 4\n2) Room 9\n12"), ["Room 4", "Room 9", "12"]);
        let full = RoomLine {
            label: "Room 4".into(),
            teacher: "Ms Alvarez".into(),
            grade: "4".into(),
            subject: "Reading".into(),
            period: String::new(),
        };
        for line in
            ["Room 4, Ms Alvarez, 4, Reading", "Room 4;Ms Alvarez;4;Reading", "Room 4\tMs Alvarez\t4\t\"Reading\""]
        {
            assert_eq!(read_room(line), full, "{line}");
        }
        assert!(read_rooms(" , ,\n;;").is_empty());
        assert_eq!(labels("Room 4, Room 9,room 12b\nLab 2; Lab 3"), ["Room 4", "Room 9", "room 12b", "Lab 2", "Lab 3"]);
        assert_eq!(labels("Room 4, Grade 4"), ["Room 4"]);
    }
}

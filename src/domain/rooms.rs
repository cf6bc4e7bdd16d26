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

impl RoomLine {
    /// What it tells beside the label: "Ms Alvarez, grade 4, Reading"; empty where it tells nothing.
    pub fn told(&self) -> String {
        let grade = if self.grade.is_empty() { String::new() } else { format!("grade {}", self.grade) };
        let told = [self.teacher.as_str(), &grade, &self.subject, &self.period];
        told.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
    }
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

/// Reads one line of such a list. Where a grade stands in the place of the teacher, no teacher is told: nobody is called
/// "Grade 4".
pub fn read_room(line: &str) -> RoomLine {
    let cells = without_number(line.trim()).split([',', ';', '\t']);
    let mut cells = cells.map(|cell| cell.trim().trim_matches('"').to_string()).peekable();
    let label = cells.next().unwrap_or_default();
    let no_teacher = cells.peek().is_some_and(|cell| is_grade(cell));
    let mut next = || cells.next().unwrap_or_default();
    let teacher = if no_teacher { String::new() } else { next() };
    RoomLine { label, teacher, grade: bare_grade(&next()), subject: next(), period: next() }
}

/// "4" for "Grade 4"; what is no such grade stays as it is.
fn bare_grade(cell: &str) -> String {
    let (word, rest) = cell.split_once(' ').unwrap_or(("", cell));
    let is_word = ["grade", "grades", "gr", "gr."].iter().any(|known| word.eq_ignore_ascii_case(known));
    if is_word && !rest.trim().is_empty() { rest.trim().into() } else { cell.into() }
}

/// Whether a cell can only be a grade: a small number, K, or one that says that it is a grade.
fn is_grade(cell: &str) -> bool {
    let bare = bare_grade(cell);
    let is_number = !bare.is_empty() && bare.len() <= 2 && bare.bytes().all(|b| b.is_ascii_digit());
    bare != cell || is_number || ["k", "pk", "tk", "kindergarten"].iter().any(|known| bare.eq_ignore_ascii_case(known))
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
        for (line, grade, subject) in [
            ("Room 103, Grade 4, Maths", "4", "Maths"),
            ("Room 103\t4\tMaths", "4", "Maths"),
            ("Room 103; K; Reading", "K", "Reading"),
            ("Room 103, Gr. 5", "5", ""),
        ] {
            let read = read_room(line);
            assert_eq!(
                (read.teacher.as_str(), read.grade.as_str(), read.subject.as_str()),
                ("", grade, subject),
                "{line}"
            );
        }
        assert_eq!(read_room("Room 4, Grade, 4").teacher, "Grade", "a name may be the word");
        assert!(read_rooms(" , ,\n;;").is_empty());
        assert_eq!(labels("Room 4, Room 9,room 12b\nLab 2; Lab 3"), ["Room 4", "Room 9", "room 12b", "Lab 2", "Lab 3"]);
        assert_eq!(labels("Room 4, Grade 4"), ["Room 4"]);
    }
}

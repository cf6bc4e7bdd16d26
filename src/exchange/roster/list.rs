//! Plain lists of rooms, as spreadsheets export them and people paste them: room, teacher, grade, subject, period, with
//! headings in any language or without any.

use super::decode::Text;
use super::files::Files;
use super::people::{Role, listed, role};
use super::reading::{Reading, few, fitting, needed, whole};
use super::skips::quoted;
use super::table::{Fault, Row, Table, heading};
use super::{Class, Person, Refused, Roster, School, Told, Wish};
use crate::domain::rooms::{are_rooms, without_number};
use crate::domain::text::fold;
use std::collections::HashMap;

/// A column a list can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Column {
    Room,
    Teacher,
    Grade,
    Subject,
    Period,
    School,
    Course,
    Term,
    /// An id of the row that stays from year to year.
    Id,
    /// Likewise of the teacher.
    TeacherId,
    /// What the person named in the row does, where a list has students too.
    Role,
}

/// Each column with its word for `--map`, and headings that are known without.
pub const COLUMNS: &[(Column, &str, &[&str])] = &[
    (
        Column::Room,
        "room",
        &[
            "classroom",
            "room number",
            "location",
            "door",
            "salle",
            "raum",
            "zimmer",
            "aula",
            "sala",
            "lokaal",
            "class",
            "class name",
        ],
    ),
    (
        Column::Teacher,
        "teacher",
        &[
            "teachers",
            "teacher name",
            "staff",
            "enseignant",
            "professeur",
            "lehrer",
            "lehrkraft",
            "docente",
            "maestro",
            "profesor",
            "professor",
            "insegnante",
            "leraar",
        ],
    ),
    (
        Column::Grade,
        "grade",
        &[
            "grades",
            "grade level",
            "year",
            "year group",
            "niveau",
            "klasse",
            "stufe",
            "grado",
            "curso escolar",
            "série",
            "leerjaar",
        ],
    ),
    (Column::Subject, "subject", &["subjects", "matière", "fach", "materia", "asignatura", "disciplina", "vak"]),
    (Column::Period, "period", &["periods", "block", "hour", "heure", "stunde", "hora", "periodo", "lesuur"]),
    (Column::School, "school", &["school name", "école", "schule", "escuela", "escola", "scuola"]),
    (Column::Course, "course", &["course name", "cours", "kurs", "corso"]),
    (Column::Term, "term", &["semester", "trimester", "trimestre", "halbjahr", "semestre"]),
    (Column::Id, "id", &["class id", "room id", "section id"]),
    (Column::TeacherId, "teacher-id", &["teacher sis id", "staff id"]),
    (Column::Role, "role", &["rôle", "rolle", "rol"]),
];

/// The columns of a list without headings, in order.
const ORDER: [Column; 5] = [Column::Room, Column::Teacher, Column::Grade, Column::Subject, Column::Period];

impl Column {
    /// The column with this word.
    pub fn parse(word: &str) -> Option<Column> {
        COLUMNS.iter().find(|(_, name, _)| heading(name) == heading(word)).map(|(column, ..)| *column)
    }
}

/// Where each column stands.
type Places = HashMap<Column, usize>;

/// Reads a list.
///
/// # Errors
/// A sentence, for a list that is broken, or whose headings do not hold what `--map` names.
pub fn read(files: &Files, name: &str, wish: &Wish, told: Told) -> Result<Roster, Refused> {
    let delimiter = delimiter(files, name)?;
    let mut reading = Reading::new(files, told, "a list");
    let mut building = Building::default();
    files.text(name, |text| lines(text, delimiter, name, wish, &mut reading, &mut building))?;
    let classes = &reading.roster.classes;
    if let Some(lost) =
        classes.iter().find(|class| class.school.is_none()).filter(|_| !reading.roster.schools.is_empty())
    {
        // Taken as a room of no school it would be another one when the list comes again.
        let what = format!("Some rows name a school and others none, such as that of {}", quoted(&lost.label));
        return Err(Refused::with_advice(what, "Say of which school those are with --school NAME."));
    }
    if !building.headed {
        let remark = "It has no headings that are known, so its columns were taken as room, teacher, grade, subject, period. \
                      If they are something else, give the list a row of headings.";
        reading.roster.remarks.push(remark.into());
    }
    Ok(reading.roster)
}

/// The cells of the first row.
///
/// # Errors
/// A sentence, for a list that is broken.
pub fn first_row(files: &Files, name: &str) -> Result<Vec<String>, Refused> {
    let delimiter = delimiter(files, name)?;
    let mut cells = Vec::new();
    files.text(name, |text| {
        let (mut table, mut row) = (Table::new(text, delimiter), Row::default());
        if table.next(&mut row)? {
            cells = (0..row.len()).map(|n| row.cell(n)).collect();
        }
        Ok(())
    })?;
    Ok(cells)
}

fn delimiter(files: &Files, name: &str) -> Result<u8, Refused> {
    let mut delimiter = b',';
    files.text(name, |mut text| {
        let mut piece = Vec::new();
        let read = text.next(&mut piece).map_err(|e| Fault::new(1, format!("cannot be read ({e})")))?;
        let mut lines = piece.split(|b| matches!(b, b'\r' | b'\n')).filter(|l| !l.trim_ascii().is_empty());
        let Some(first) = lines.next().filter(|_| read) else {
            return Err(Fault::new(1, "is empty; a list of rooms was expected"));
        };
        delimiter = most_frequent(first);
        Ok(())
    })?;
    Ok(delimiter)
}

fn most_frequent(line: &[u8]) -> u8 {
    let count = |d: u8| line.iter().filter(|b| **b == d).count();
    [b'\t', b';', b','].into_iter().max_by_key(|d| count(*d)).filter(|d| count(*d) > 0).unwrap_or(b',')
}

fn lines(
    text: Text,
    delimiter: u8,
    name: &str,
    wish: &Wish,
    reading: &mut Reading,
    building: &mut Building,
) -> Result<(), Fault> {
    let mut table = Table::new(text, delimiter);
    let mut row = Row::default();
    let mut places: Option<Places> = None;
    let mut width = 0;
    while table.next(&mut row)? {
        reading.row()?;
        few(row.line, reading.roster.classes.len())?;
        let places = match &places {
            Some(known) => known,
            None => {
                let found = headed(&row, wish)?;
                building.headed = found.is_some();
                width = if building.headed { row.len() } else { 0 };
                let known = places.insert(found.unwrap_or_else(|| ORDER.into_iter().zip(0..).collect()));
                if building.headed {
                    continue;
                }
                known
            }
        };
        whole(&row, width)?;
        let taken = match row.len() {
            cells if width > 0 && cells > width => Err(format!("has {cells} cells where there are {width} headings")),
            _ => match building.take_rooms(&mut reading.roster, &row, wish) {
                Some(taken) => taken,
                None => building.take(&mut reading.roster, &row, places, wish),
            },
        };
        match taken {
            Ok(true) => {}
            Ok(false) => reading.roster.skips.add(name, row.line, "says the same as an earlier row"),
            Err(why) => {
                reading.roster.unclear_row();
                reading.roster.skips.add(name, row.line, why);
            }
        }
    }
    Ok(())
}

/// The places of the columns, when this row is one of headings.
fn headed(row: &Row, wish: &Wish) -> Result<Option<Places>, Fault> {
    let names: Vec<String> = (0..row.len()).map(|n| heading(&row.cell(n))).collect();
    let mut places = Places::new();
    for (told, column) in &wish.map {
        let Some(place) = names.iter().position(|n| *n == heading(told)) else {
            let all: Vec<String> = (0..row.len().min(12)).map(|n| quoted(&row.cell(n))).collect();
            let what = format!("has no heading {}; there are {}", quoted(told), all.join(", "));
            return Err(Fault::new(row.line, what));
        };
        places.insert(*column, place);
    }
    for (column, name, more) in COLUMNS {
        let known = |n: &String| *n == heading(name) || more.iter().any(|m| heading(m) == *n);
        let free = |place: usize| !wish.map.iter().any(|(told, _)| names.get(place) == Some(&heading(told)));
        if let Some(place) = names.iter().position(known).filter(|p| free(*p)) {
            places.entry(*column).or_insert(place);
        }
    }
    if places.contains_key(&Column::Room) {
        return Ok(Some(places));
    }
    if names.iter().any(|n| n == "sourcedid" || n == "sisid") {
        let what = "belongs to one table of a roster; the folder or zip with all its tables was expected";
        return Err(Fault::new(row.line, what));
    }
    if wish.map.is_empty() {
        return Ok(None);
    }
    Err(Fault::new(row.line, "names no column for the room; one was expected"))
}

/// The several names or ids of one cell.
fn several(cell: &str) -> Vec<&str> {
    cell.split([';', '/', '&', '|']).map(str::trim).filter(|part| !part.is_empty()).collect()
}

/// A list while it becomes a roster.
#[derive(Default)]
struct Building {
    headed: bool,
    schools: HashMap<String, usize>,
    /// A list's own way to tell people apart: by id, else by name within a school.
    teachers: HashMap<(Option<usize>, String), usize>,
    classes: HashMap<String, usize>,
}

impl Building {
    /// Takes a row; false when it says nothing new.
    fn take(&mut self, roster: &mut Roster, row: &Row, places: &Places, wish: &Wish) -> Result<bool, String> {
        let cell = |column| places.get(&column).map(|n| row.cell(*n)).unwrap_or_default();
        let role_word = cell(Column::Role);
        match role(&role_word) {
            Role::Student => {
                roster.skips.students += 1;
                return Ok(true);
            }
            Role::Other if !role_word.is_empty() => {
                roster.skips.others += 1;
                return Ok(true);
            }
            _ => {}
        }
        let written = cell(Column::Room);
        let label = if self.headed { written } else { without_number(&written).to_string() };
        let mut class = Class {
            label: needed(label, "the room")?,
            grade: fitting(listed(&cell(Column::Grade)), "the grade")?,
            subject: fitting(cell(Column::Subject), "the subject")?,
            period: fitting(listed(&cell(Column::Period)), "the period")?,
            course: fitting(cell(Column::Course), "the course")?,
            term: fitting(cell(Column::Term), "the term")?,
            ..Class::default()
        };
        let (id, school) = (fitting(cell(Column::Id), "the id")?, fitting(cell(Column::School), "the school")?);
        let (names, person) =
            (fitting(cell(Column::Teacher), "the teacher")?, fitting(cell(Column::TeacherId), "the id")?);
        class.id = (!id.is_empty()).then_some(id);
        class.school =
            self.school(roster, if school.is_empty() { wish.school.as_deref().unwrap_or("") } else { &school });
        let (names, people) = (several(&names), several(&person));
        for (n, name) in names.iter().enumerate() {
            // Which of several ids is whose can only be told where there are as many.
            let id = people.get(n).copied().filter(|_| names.len() == people.len()).unwrap_or_default();
            class.teachers.push(self.teacher(roster, class.school, name, id));
        }
        Ok(self.class(roster, class))
    }

    /// A row of a list without headings that holds nothing but rooms; `None` when it is none.
    fn take_rooms(&mut self, roster: &mut Roster, row: &Row, wish: &Wish) -> Option<Result<bool, String>> {
        let cells: Vec<String> = (0..row.len()).map(|n| row.cell(n)).filter(|c| !c.is_empty()).collect();
        let labels: Vec<&str> = cells.iter().map(String::as_str).collect();
        if self.headed || !are_rooms(&labels) {
            return None;
        }
        let school = self.school(roster, wish.school.as_deref().unwrap_or(""));
        let mut new = false;
        for label in cells {
            match fitting(label, "the room") {
                Ok(label) => new |= self.class(roster, Class { label, school, ..Class::default() }),
                Err(why) => return Some(Err(why)),
            }
        }
        Some(Ok(new))
    }

    fn school(&mut self, roster: &mut Roster, name: &str) -> Option<usize> {
        if name.is_empty() {
            return None;
        }
        let place = *self.schools.entry(fold(name)).or_insert(roster.schools.len());
        if place == roster.schools.len() {
            roster.schools.push(School { id: None, name: name.into() });
        }
        Some(place)
    }

    fn teacher(&mut self, roster: &mut Roster, school: Option<usize>, name: &str, id: &str) -> usize {
        let key = if id.is_empty() { (school, fold(name)) } else { (None, format!("\u{0}{id}")) };
        let place = *self.teachers.entry(key).or_insert(roster.teachers.len());
        if place == roster.teachers.len() {
            roster.teachers.push(Person { id: (!id.is_empty()).then(|| id.to_string()), name: name.into() });
        }
        place
    }

    /// The same room, grade, subject and period in two rows is one class with the teachers of both.
    fn class(&mut self, roster: &mut Roster, class: Class) -> bool {
        let key = match &class.id {
            Some(id) => format!("\u{0}{id}"),
            None => {
                let facts = [&class.label, &class.grade, &class.subject, &class.period].map(|t| fold(t));
                format!("{:?}\u{1}{}", class.school, facts.join("\u{1}"))
            }
        };
        if let Some(id) = &class.id {
            roster.named.insert(id.clone());
        }
        let place = *self.classes.entry(key).or_insert(roster.classes.len());
        let Some(known) = roster.classes.get_mut(place) else {
            roster.classes.push(class);
            return true;
        };
        let before = known.teachers.len();
        for teacher in class.teachers {
            if !known.teachers.contains(&teacher) {
                known.teachers.push(teacher);
            }
        }
        known.teachers.len() > before
    }
}

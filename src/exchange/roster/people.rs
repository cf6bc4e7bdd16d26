//! Names, roles and grades as rosters write them.

use super::{Refused, Roster};
use crate::domain::text::{MAX_TEXT, fold};
use std::collections::HashMap;

/// Longest name, label or other text a roster may give, in letters.
pub const LONGEST: usize = 200;
const _: () = assert!(LONGEST < MAX_TEXT);

/// What a person does in a class or a school, as far as it matters here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    Teaches,
    Student,
    Other,
}

/// The role a roster's word means. The words are those of OneRoster and of School Data Sync.
pub fn role(word: &str) -> Role {
    match fold(word).as_str() {
        "teacher" | "professor" | "faculty" | "lecturer" | "instructor" | "adjunct" | "substitute" => Role::Teaches,
        "student" => Role::Student,
        _ => Role::Other,
    }
}

/// A list within a cell ("09,10"), tidied: "9, 10".
pub fn listed(cell: &str) -> String {
    let parts = cell.split(',').map(str::trim).filter(|p| !p.is_empty()).map(|part| {
        let short = part.trim_start_matches('0');
        if !short.is_empty() && part.bytes().all(|b| b.is_ascii_digit()) { short } else { part }
    });
    parts.collect::<Vec<_>>().join(", ")
}

/// A subject in words; codes without a letter say nothing to a person.
pub fn subject(cell: &str) -> String {
    if cell.chars().any(char::is_alphabetic) { listed(cell) } else { String::new() }
}

/// The first text that says something.
pub fn first_of(texts: &[&str]) -> String {
    texts.iter().find(|t| !t.is_empty()).map(|t| (*t).to_string()).unwrap_or_default()
}

/// Whether two names written for the same room can be the same person: the surnames are equal, and so are the given
/// names as far as both have them ("Ms Alvarez", "M. Alvarez" and "Maria Alvarez").
pub fn same_in_one_room(a: &str, b: &str) -> bool {
    let (a, b) = (parts(a), parts(b));
    let (Some((surname, given)), Some((other_surname, other_given))) = (a.split_last(), b.split_last()) else {
        return false;
    };
    let first = |given: &[String]| given.first().cloned();
    surname == other_surname
        && match (first(given), first(other_given)) {
            (Some(one), Some(other)) => {
                let initial = one.chars().count() == 1 || other.chars().count() == 1;
                one == other || (initial && one.chars().next() == other.chars().next())
            }
            _ => true,
        }
}

/// A name's words without titles and full stops.
fn parts(name: &str) -> Vec<String> {
    const TITLES: &[&str] = &[
        "mr", "mrs", "ms", "miss", "mx", "dr", "prof", "sr", "sra", "srta", "m", "mme", "mlle", "herr", "frau", "sir",
    ];
    let words: Vec<String> = fold(name).split([' ', '.']).filter(|w| !w.is_empty()).map(String::from).collect();
    let title = words.len() > 1 && words.first().is_some_and(|w| TITLES.contains(&w.as_str()));
    // "M. Alvarez" may be Monsieur or Maria: either way the surname decides.
    words.into_iter().skip(usize::from(title)).collect()
}

/// Keeps one school of a roster that has several.
///
/// # Errors
/// When no school is called so; the sentence names those there are.
pub fn one_school(roster: &mut Roster, name: Option<&str>) -> Result<(), Refused> {
    let Some(name) = name else { return Ok(()) };
    let wanted = fold(name);
    let Some(kept) = roster.schools.iter().position(|s| fold(&s.name) == wanted) else {
        let names: Vec<String> = roster.schools.iter().take(10).map(|s| format!("“{}”", s.name)).collect();
        return Err(Refused::new(format!(
            "No school of this roster is called “{name}”. Its schools: {}",
            names.join(", ")
        )));
    };
    roster.classes.retain(|class| class.school == Some(kept));
    without_unused(roster);
    Ok(())
}

/// Leaves out schools and teachers that no class has.
pub fn without_unused(roster: &mut Roster) {
    let (mut schools, mut teachers) = (HashMap::new(), HashMap::new());
    let old = (std::mem::take(&mut roster.schools), std::mem::take(&mut roster.teachers));
    for class in &mut roster.classes {
        let school = class.school.and_then(|at| {
            let fresh = *schools.entry(at).or_insert(roster.schools.len());
            if fresh == roster.schools.len() {
                roster.schools.push(old.0.get(at)?.clone());
            }
            Some(fresh)
        });
        class.school = school;
        let fresh = class.teachers.iter().filter_map(|at| {
            let fresh = *teachers.entry(*at).or_insert(roster.teachers.len());
            if fresh == roster.teachers.len() {
                roster.teachers.push(old.1.get(*at)?.clone());
            }
            Some(fresh)
        });
        class.teachers = fresh.collect();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_person_in_one_room() {
        for (a, b) in [("Ms Alvarez", "Maria Alvarez"), ("M. Álvarez", "maria alvarez"), ("Alvarez", "Mr. Alvarez")] {
            assert!(same_in_one_room(a, b), "{a} {b}");
        }
        for (a, b) in [("Ms Alvarez", "Ms Boyd"), ("Maria Alvarez", "Bruno Alvarez"), ("", "Boyd"), ("", "")] {
            assert!(!same_in_one_room(a, b), "{a} {b}");
        }
    }

    #[test]
    fn cells_in_words() {
        assert_eq!(listed("09, 10,KG,0"), "9, 10, KG, 0");
        assert_eq!(subject("10"), "");
        assert_eq!(subject("English,Art"), "English, Art");
        assert_eq!((role("Teacher"), role("student"), role("aide")), (Role::Teaches, Role::Student, Role::Other));
    }
}

//! School Data Sync v1: School.csv, Section.csv, Teacher.csv and TeacherRoster.csv. The tables of students are not opened.

use super::files::Files;
use super::people::{first_of, listed, subject, without_unused};
use super::reading::{Columns, Reading, cell, fitting, needed};
use super::skips::quoted;
use super::{Class, Person, Refused, Roster, School, Told};
use std::collections::HashMap;

/// Reads a roster of this kind.
///
/// # Errors
/// A sentence, for a table that is missing or broken.
pub fn read(files: &Files, told: Told) -> Result<Roster, Refused> {
    let mut reading = Reading::new(files, told, "School Data Sync v1");
    let schools = schools(&mut reading)?;
    let classes = sections(&mut reading, &schools)?;
    if files.has("teacher.csv") && files.has("teacherroster.csv") {
        let teachers = teachers(&mut reading)?;
        taught(&mut reading, &classes, &teachers)?;
    } else {
        let remark =
            "There is no Teacher.csv with a TeacherRoster.csv, so nobody is named as a teacher of these classes.";
        reading.roster.remarks.push(remark.into());
    }
    without_unused(&mut reading.roster);
    Ok(reading.roster)
}

fn schools(reading: &mut Reading) -> Result<HashMap<String, usize>, Refused> {
    let mut places = HashMap::new();
    reading.each(
        "school.csv",
        |headings| Ok((headings.need(&["SIS ID"])?, headings.need(&["Name"])?)),
        |roster, (id, name), row| {
            let id = needed(row.cell(*id), "SIS ID")?;
            let name = needed(row.cell(*name), "the name")?;
            places.insert(id.clone(), roster.schools.len());
            roster.schools.push(School { id: Some(id), name });
            Ok(())
        },
    )?;
    Ok(places)
}

fn sections(reading: &mut Reading, schools: &HashMap<String, usize>) -> Result<HashMap<String, usize>, Refused> {
    let mut places = HashMap::new();
    reading.each(
        "section.csv",
        |headings| {
            let more = Columns(headings).of([
                &["Status", "Section Status"],
                &["Term Name"],
                &["Course Name"],
                &["Course Subject", "Subject"],
                &["Course Grade Level", "Grade", "Grade Level"],
                &["Periods", "Period"],
                &["Room", "Location"],
            ])?;
            let need = |name: &str| headings.need(&[name]);
            Ok((need("SIS ID")?, need("School SIS ID")?, need("Section Name")?, more))
        },
        |roster, (id, school, name, [status, term, course, about, grade, period, room]), row| {
            let Ok(id) = needed(row.cell(*id), "SIS ID") else {
                roster.unclear_row();
                return Err("SIS ID is empty or too long".into());
            };
            if ["inactive", "deleted"].contains(&cell(row, *status).to_lowercase().as_str()) {
                roster.ended.insert(id);
                return Err("is marked as no longer active".into());
            }
            roster.named.insert(id.clone());
            if places.contains_key(&id) {
                return Err(format!("the section {} stands there twice; the first is taken", quoted(&id)));
            }
            let school = row.cell(*school);
            let Some(place) = schools.get(&school) else {
                return Err(format!("the school {} is not in School.csv", quoted(&school)));
            };
            let course = fitting(cell(row, *course), "the course")?;
            let class = Class {
                id: Some(id.clone()),
                school: Some(*place),
                label: needed(first_of(&[&cell(row, *room), &row.cell(*name)]), "the name of the section")?,
                grade: fitting(listed(&cell(row, *grade)), "the grade")?,
                subject: fitting(first_of(&[&subject(&cell(row, *about)), &course]), "the subject")?,
                period: fitting(listed(&cell(row, *period)), "the period")?,
                course,
                term: fitting(cell(row, *term), "the term")?,
                teachers: Vec::new(),
            };
            places.insert(id, roster.classes.len());
            roster.classes.push(class);
            Ok(())
        },
    )?;
    Ok(places)
}

fn teachers(reading: &mut Reading) -> Result<HashMap<String, usize>, Refused> {
    let mut places = HashMap::new();
    reading.each(
        "teacher.csv",
        |headings| {
            let [status] = Columns(headings).of([&["Status"]])?;
            let need = |name: &str| headings.need(&[name]);
            Ok((need("SIS ID")?, need("First Name")?, need("Last Name")?, status))
        },
        |roster, (id, first, last, status), row| {
            if ["inactive", "deleted"].contains(&cell(row, *status).to_lowercase().as_str()) {
                return Err("is marked as no longer active".into());
            }
            let id = needed(row.cell(*id), "SIS ID")?;
            let name = needed(format!("{} {}", row.cell(*first), row.cell(*last)).trim().to_string(), "the name")?;
            // A teacher at two schools stands there once for each.
            if !places.contains_key(&id) {
                places.insert(id.clone(), roster.teachers.len());
                roster.teachers.push(Person { id: Some(id), name });
            }
            Ok(())
        },
    )?;
    Ok(places)
}

fn taught(
    reading: &mut Reading,
    classes: &HashMap<String, usize>,
    teachers: &HashMap<String, usize>,
) -> Result<(), Refused> {
    reading.each(
        "teacherroster.csv",
        |headings| Ok((headings.need(&["Section SIS ID"])?, headings.need(&["SIS ID"])?)),
        |roster, (section, teacher), row| {
            let (section, teacher) = (row.cell(*section), row.cell(*teacher));
            let Some(class) = classes.get(&section).and_then(|place| roster.classes.get_mut(*place)) else {
                return Err(format!("the section {} was not taken from Section.csv", quoted(&section)));
            };
            let Some(place) = teachers.get(&teacher) else {
                return Err(format!("the teacher {} was not taken from Teacher.csv", quoted(&teacher)));
            };
            if !class.teachers.contains(place) {
                class.teachers.push(*place);
            }
            Ok(())
        },
    )
}

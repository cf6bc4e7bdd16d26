//! OneRoster CSV 1.1 and 1.2, and its near siblings School Data Sync v2 and v2.1: orgs, classes, courses, sessions,
//! enrolments and, of those who teach, their names. Columns are found by name: real files reorder, add and leave out.

use super::files::Files;
use super::people::{Role, first_of, listed, role, subject, without_unused};
use super::reading::{Columns, MOST, Reading, cell, fitting, needed};
use super::skips::quoted;
use super::{Class, Person, Refused, Roster, School, Told};
use std::collections::{HashMap, HashSet};

/// Rows with this status are no more.
const ENDED: &str = "tobedeleted";

#[derive(Default)]
struct Org {
    name: String,
    department: bool,
    parent: String,
}

#[derive(Default)]
struct Course {
    title: String,
    subject: String,
    grades: String,
}

/// What the smaller tables say, by id.
#[derive(Default)]
struct Around {
    orgs: HashMap<String, Org>,
    courses: HashMap<String, Course>,
    sessions: HashMap<String, String>,
}

/// Those who teach: their id, with the classes and the enrolment that says so.
type Wanted = HashMap<String, (Vec<usize>, u64)>;

/// Reads a roster of this family.
///
/// # Errors
/// A sentence, for a table that is missing or broken.
pub fn read(files: &Files, told: Told) -> Result<Roster, Refused> {
    let mut reading = Reading::new(files, told, "");
    let version = manifest(&mut reading)?;
    let around =
        Around { orgs: orgs(&mut reading)?, courses: courses(&mut reading)?, sessions: sessions(&mut reading)? };
    let (places, one_roster) = classes(&mut reading, &around)?;
    reading.roster.format = match version {
        Some(version) => format!("OneRoster {version}"),
        None if one_roster => "OneRoster".into(),
        None if files.has("academicsessions.csv") || files.has("courses.csv") => "School Data Sync v2.1".into(),
        None => "School Data Sync v2".into(),
    };
    if !files.has("enrollments.csv") || !files.has("users.csv") {
        reading.roster.remarks.push(
            "There is no enrollments.csv with a users.csv, so nobody is named as a teacher of these classes.".into(),
        );
    } else {
        let mut wanted = enrolments(&mut reading, &places)?;
        let students = roles(&mut reading, &wanted)?;
        users(&mut reading, &mut wanted, &students)?;
        for (user, (_, line)) in wanted {
            let why =
                format!("the teacher {} is not in users.csv; the class is taken without this teacher", quoted(&user));
            reading.roster.skips.add("enrollments.csv", line, why);
        }
    }
    without_unused(&mut reading.roster);
    Ok(reading.roster)
}

/// The version, and whether the classes are a whole list or only what changed.
fn manifest(reading: &mut Reading) -> Result<Option<String>, Refused> {
    let mut version = None;
    reading.each(
        "manifest.csv",
        |headings| Ok((headings.need(&["propertyName"])?, headings.need(&["value"])?)),
        |roster, (property, value), row| {
            match (row.cell(*property).to_lowercase().as_str(), row.cell(*value)) {
                ("oneroster.version", told) => version = Some(fitting(told, "the version")?),
                ("file.classes", told) if told.eq_ignore_ascii_case("delta") => {
                    roster.complete = false;
                    roster.remarks.push("It holds only what changed, so rooms it does not name stay in use.".into());
                }
                _ => {}
            }
            Ok(())
        },
    )?;
    Ok(version)
}

fn orgs(reading: &mut Reading) -> Result<HashMap<String, Org>, Refused> {
    let mut orgs = HashMap::new();
    reading.each(
        "orgs.csv",
        |headings| {
            let [kind, parent] = Columns(headings).of([&["type"], &["parentSourcedId"]])?;
            Ok((headings.need(&["sourcedId"])?, headings.need(&["name"])?, kind, parent))
        },
        |_, (id, name, kind, parent), row| {
            let id = needed(row.cell(*id), "sourcedId")?;
            let name = needed(row.cell(*name), "the name")?;
            let department = cell(row, *kind).eq_ignore_ascii_case("department");
            orgs.insert(id, Org { name, department, parent: cell(row, *parent) });
            Ok(())
        },
    )?;
    Ok(orgs)
}

fn courses(reading: &mut Reading) -> Result<HashMap<String, Course>, Refused> {
    let mut courses = HashMap::new();
    reading.each(
        "courses.csv",
        |headings| {
            let [subjects, grades] = Columns(headings).of([&["subjects", "subject"], &["grades", "grade"]])?;
            Ok((headings.need(&["sourcedId"])?, headings.need(&["title"])?, subjects, grades))
        },
        |_, (id, title, subjects, grades), row| {
            let course = Course {
                title: fitting(row.cell(*title), "the title")?,
                subject: fitting(subject(&cell(row, *subjects)), "the subject")?,
                grades: fitting(listed(&cell(row, *grades)), "the grade")?,
            };
            courses.insert(needed(row.cell(*id), "sourcedId")?, course);
            Ok(())
        },
    )?;
    Ok(courses)
}

fn sessions(reading: &mut Reading) -> Result<HashMap<String, String>, Refused> {
    let mut sessions = HashMap::new();
    reading.each(
        "academicsessions.csv",
        |headings| Ok((headings.need(&["sourcedId"])?, headings.need(&["title"])?)),
        |_, (id, title), row| {
            sessions.insert(needed(row.cell(*id), "sourcedId")?, fitting(row.cell(*title), "the title")?);
            Ok(())
        },
    )?;
    Ok(sessions)
}

/// Takes the classes; gives their places by id, and whether the headings are OneRoster's.
fn classes(reading: &mut Reading, around: &Around) -> Result<(HashMap<String, usize>, bool), Refused> {
    let (mut places, mut schools) = (HashMap::new(), HashMap::new());
    let mut one_roster = false;
    reading.each(
        "classes.csv",
        |headings| {
            one_roster = headings.find(&["schoolSourcedId"])?.is_some();
            let more = Columns(headings).of([
                &["schoolSourcedId", "orgSourcedId"],
                &["status"],
                &["grades", "grade"],
                &["courseSourcedId"],
                &["location"],
                &["termSourcedIds", "termSourcedId", "sessionSourcedIds", "sessionSourcedId"],
                &["subjects", "subject"],
                &["periods", "period"],
            ])?;
            Ok((headings.need(&["sourcedId"])?, headings.need(&["title"])?, more))
        },
        |roster, (id, title, more), row| {
            let text = |n: usize| cell(row, more.get(n).copied().flatten());
            let Ok(id) = needed(row.cell(*id), "sourcedId") else {
                roster.unclear_row();
                return Err("sourcedId is empty or too long".into());
            };
            if text(1).eq_ignore_ascii_case(ENDED) {
                roster.ended.insert(id);
                return Err("is marked as deleted".into());
            }
            roster.named.insert(id.clone());
            if places.contains_key(&id) {
                return Err(format!("the class {} stands there twice; the first is taken", quoted(&id)));
            }
            let named = text(0);
            let school = around.school(&named)?;
            let place = *schools.entry(school.to_string()).or_insert(roster.schools.len());
            if place == roster.schools.len() {
                let name = around.orgs.get(school).map(|o| o.name.clone()).unwrap_or_default();
                roster.schools.push(School { id: Some(school.into()), name });
            }
            let class = around.class(&row.cell(*title), &text)?;
            places.insert(id.clone(), roster.classes.len());
            roster.classes.push(Class { id: Some(id), school: Some(place), ..class });
            Ok(())
        },
    )?;
    Ok((places, one_roster))
}

impl Around {
    /// The school a class belongs to: where it names a department, the school above that.
    fn school<'s>(&'s self, named: &'s str) -> Result<&'s str, String> {
        let mut id = match (named, self.orgs.len()) {
            // There is only one it can be.
            ("", 1) => self.orgs.keys().next().map(String::as_str).unwrap_or_default(),
            ("", _) => return Err("names no school".into()),
            (named, _) => named,
        };
        for _ in 0..8 {
            match self.orgs.get(id) {
                Some(org) if org.department && self.orgs.contains_key(&org.parent) => id = &org.parent,
                Some(_) => return Ok(id),
                None => break,
            }
        }
        Err(format!("the school {} is not in orgs.csv", quoted(named)))
    }

    /// A class by its cells, in the order in which `classes` finds them.
    fn class(&self, title: &str, text: &dyn Fn(usize) -> String) -> Result<Class, String> {
        let unknown = Course::default();
        let course = self.courses.get(&text(3)).unwrap_or(&unknown);
        let location = text(4);
        let label = needed(first_of(&[&location, title]), "the title")?;
        // A class that is called by its room still has to say what is taught there.
        let named = if location.is_empty() { "" } else { title };
        let sessions = text(5);
        let terms: Vec<&str> =
            sessions.split(',').filter_map(|id| self.sessions.get(id.trim()).map(String::as_str)).collect();
        Ok(Class {
            label,
            grade: fitting(first_of(&[&listed(&text(2)), &course.grades]), "the grade")?,
            subject: fitting(first_of(&[&subject(&text(6)), &course.subject, &course.title, named]), "the subject")?,
            period: fitting(listed(&text(7)), "the period")?,
            course: fitting(first_of(&[&course.title, named]), "the course")?,
            term: fitting(terms.join(", "), "the term")?,
            ..Class::default()
        })
    }
}

/// Who teaches which class. Rows of students are counted and nothing else.
fn enrolments(reading: &mut Reading, places: &HashMap<String, usize>) -> Result<Wanted, Refused> {
    let mut wanted = Wanted::new();
    reading.each(
        "enrollments.csv",
        |headings| {
            let [status] = Columns(headings).of([&["status"]])?;
            let need = |name: &str| headings.need(&[name]);
            Ok((need("classSourcedId")?, need("userSourcedId")?, need("role")?, status))
        },
        |roster, (class, user, word, status), row| {
            match role(&row.cell(*word)) {
                Role::Student => roster.skips.students += 1,
                Role::Other => roster.skips.others += 1,
                Role::Teaches if cell(row, *status).eq_ignore_ascii_case(ENDED) => {}
                Role::Teaches => {
                    let id = row.cell(*class);
                    let Some(place) = places.get(&id) else {
                        return Err(format!("the class {} was not taken from classes.csv", quoted(&id)));
                    };
                    let user = needed(row.cell(*user), "userSourcedId")?;
                    if wanted.len() >= MOST && !wanted.contains_key(&user) {
                        return Err(format!("is beyond the {MOST} teachers a roster can have"));
                    }
                    wanted.entry(user).or_insert_with(|| (Vec::new(), row.line)).0.push(*place);
                }
            }
            Ok(())
        },
    )?;
    Ok(wanted)
}

/// Of those who are enrolled as teachers, the ones whom roles.csv knows as students only.
fn roles(reading: &mut Reading, wanted: &Wanted) -> Result<HashSet<String>, Refused> {
    let (mut students, mut others) = (HashSet::new(), HashSet::new());
    reading.each(
        "roles.csv",
        |headings| Ok((headings.need(&["userSourcedId"])?, headings.need(&["role"])?)),
        |_, (user, word), row| {
            let user = row.cell(*user);
            if wanted.contains_key(&user) {
                let student = role(&row.cell(*word)) == Role::Student;
                if student {
                    students.insert(user)
                } else {
                    others.insert(user)
                };
            }
            Ok(())
        },
    )?;
    Ok(&students - &others)
}

/// The names of those who teach; what is found is taken out of `wanted`.
fn users(reading: &mut Reading, wanted: &mut Wanted, students: &HashSet<String>) -> Result<(), Refused> {
    reading.each(
        "users.csv",
        |headings| {
            let more = Columns(headings).of([
                &["preferredGivenName"],
                &["givenName"],
                &["preferredFamilyName"],
                &["familyName"],
                &["role", "roles"],
                &["status"],
            ])?;
            Ok((headings.need(&["sourcedId"])?, more))
        },
        |roster, (id, [preferred, given, preferred_family, family, word, status]), row| {
            let id = row.cell(*id);
            if !wanted.contains_key(&id) {
                return Ok(());
            }
            if students.contains(&id) || role(&cell(row, *word)) == Role::Student {
                wanted.remove(&id);
                return Err("is enrolled as a teacher and is a student; nothing of this row was taken".into());
            }
            if cell(row, *status).eq_ignore_ascii_case(ENDED) {
                wanted.remove(&id);
                return Err("is marked as deleted".into());
            }
            let given = first_of(&[&cell(row, *preferred), &cell(row, *given)]);
            let family = first_of(&[&cell(row, *preferred_family), &cell(row, *family)]);
            let Some((classes, _)) = wanted.remove(&id) else { return Ok(()) };
            let name = needed(format!("{given} {family}").trim().to_string(), "the name")?;
            let place = roster.teachers.len();
            roster.teachers.push(Person { id: Some(id), name });
            for class in classes {
                if let Some(class) = roster.classes.get_mut(class).filter(|c| !c.teachers.contains(&place)) {
                    class.teachers.push(place);
                }
            }
            Ok(())
        },
    )
}

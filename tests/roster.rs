//! Rosters: from the files of a school's systems to rooms in the file, and again the next year.
#![allow(clippy::disallowed_methods, clippy::panic, reason = "tests make files and fail by panicking")]

mod common;
#[path = "common/rosters.rs"]
mod rosters;

use common::MORNING;
use rosters::{Place, holds, names, read};
use std::fs;
use std::io::Write;
use std::path::Path;
use uncover::domain::act::{Op, Stream, Verb};
use uncover::domain::acts;
use uncover::domain::schema::{Kind, classroom, teacher};
use uncover::domain::time::Hlc;
use uncover::exchange::roster::Wish;
use uncover::store::api::{Answer, Ask};

const ORGS: &str = "sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId\r\n\
    d1,,,Invented District,district,,\r\ns1,,,Elm School,school,,d1\r\n";
const COURSES: &str =
    "sourcedId,title,courseCode,grades,orgSourcedId,subjects\nco1,Algebra 1,A1,\"09,10\",s1,Mathematics\n";
const SESSIONS: &str = "sourcedId,title,type,startDate,endDate,schoolYear\nt1,Fall,term,2026-08-20,2026-12-18,2027\n";
const CLASSES: &str = "sourcedId,title,grades,courseSourcedId,classType,location,schoolSourcedId,termSourcedIds,subjects,periods,metadata.x\n\
    c1,Algebra 1 A,\"09,10\",co1,scheduled,Room 12,s1,t1,Mathematics,\"1,2\",zz\n\
    c2,Reading,04,,scheduled,Room 4,s1,t1,Reading,,zz\n";
const USERS: &str = "sourcedId,enabledUser,username,givenName,familyName,email,password\n\
    u1,true,pwordly,Maria,Alvarez,maria@secret.example,HUSH-1\n\
    u2,true,bboyd,Bruno,Boyd,bruno@secret.example,HUSH-2\n\
    u9,true,kid,Pupilla,Youngster,kid@secret.example,HUSH-3\n";
const ROLES: &str = "sourcedId,userSourcedId,roleType,role,orgSourcedId\nr1,u1,primary,teacher,s1\nr2,u2,primary,teacher,s1\nr9,u9,primary,student,s1\n";
const ENROLLMENTS: &str = "sourcedId,classSourcedId,schoolSourcedId,userSourcedId,role,primary\n\
    e1,c1,s1,u1,teacher,true\ne2,c2,s1,u2,teacher,true\ne3,c1,s1,u9,student,\n";
const MANIFEST: &str = "propertyName,value\nmanifest.version,1.0\noneroster.version,1.2\nfile.classes,bulk\n";

fn one_roster() -> Vec<(&'static str, &'static str)> {
    vec![
        ("manifest.csv", MANIFEST),
        ("orgs.csv", ORGS),
        ("courses.csv", COURSES),
        ("academicSessions.csv", SESSIONS),
        ("classes.csv", CLASSES),
        ("users.csv", USERS),
        ("roles.csv", ROLES),
        ("enrollments.csv", ENROLLMENTS),
        ("demographics.csv", "sourcedId,birthDate,sex\nu9,2015-01-01,female\n"),
    ]
}

fn zipped(path: &Path, entries: &[(&str, &[u8])]) {
    let mut zip = zip::ZipWriter::new(fs::File::create(path).expect("made"));
    let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    for (name, bytes) in entries {
        zip.start_file(*name, options).expect("begun");
        zip.write_all(bytes).expect("written");
    }
    zip.finish().expect("finished");
}

#[test]
fn one_roster_becomes_rooms_with_their_teachers() {
    let mut place = Place::new();
    let folder = place.roster("roster", &one_roster());
    let report = place.take(&folder, &Wish::default());
    assert_eq!(report.what, "OneRoster 1.2: 1 school, 2 classes, 2 teachers");
    let rooms = place.rooms();
    let room = &rooms["Room 12"];
    assert_eq!((room.grade.as_str(), room.subject.as_str(), room.period.as_str()), ("9, 10", "Mathematics", "1, 2"));
    assert_eq!(names(room), ["Maria Alvarez"]);
    assert_eq!(room.school.as_ref().map(|(_, name)| name.as_str()), Some("Elm School"));
    let known = place.reader().known().expect("read");
    let algebra = known.rooms.iter().find(|r| r.label == "Room 12").expect("there");
    assert_eq!((algebra.course.as_str(), algebra.term.as_str()), ("Algebra 1", "Fall"));
    assert_eq!(algebra.source.as_deref(), Some("id:c1"));
    assert_eq!(report.skips.students, 1);
}

#[test]
fn nothing_of_students_and_nothing_secret_is_in_the_file() {
    let mut place = Place::new();
    let folder = place.roster("roster", &one_roster());
    place.take(&folder, &Wish::default());
    let bytes = place.bytes();
    assert!(holds(&bytes, "Maria Alvarez") && holds(&bytes, "Elm School"));
    for secret in ["Youngster", "Pupilla", "HUSH", "secret.example", "pwordly", "2015-01-01", "female"] {
        assert!(!holds(&bytes, secret), "{secret}");
    }
}

#[test]
fn taking_it_in_again_changes_nothing_and_undo_takes_all_back() {
    let mut place = Place::new();
    let folder = place.roster("roster", &one_roster());
    place.take(&folder, &Wish::default());
    let before = place.core().dump().expect("dump");
    let again = place.take(&folder, &Wish::default());
    assert_eq!((again.operations, again.same), (0, 2), "{:?}", again.lines());
    assert_eq!(place.core().dump().expect("dump"), before);
    let newest = Hlc(place.core().newest_clock().expect("a clock"));
    let turned = place.core().undo(newest.next(MORNING.utc)).expect("undone");
    assert_eq!(turned.words, "take in a roster");
    assert!(place.rooms().is_empty());
    place.take(&folder, &Wish::default());
    assert_eq!(place.rooms().len(), 2);
    assert_eq!(place.reader().known().expect("read").rooms.len(), 2, "the same rooms, not others beside them");
}

#[test]
fn the_fold_of_the_log_is_the_same() {
    let mut place = Place::new();
    let folder = place.roster("roster", &one_roster());
    place.take(&folder, &Wish::default());
    let before = place.core().dump().expect("dump");
    place.core().rebuild(|_| {}).expect("folded anew");
    assert_eq!(place.core().dump().expect("dump"), before);
}

#[test]
fn a_new_year_updates_and_retires_and_keeps_the_visits() {
    let mut place = Place::new();
    place.take(&place.roster("one", &one_roster()), &Wish::default());
    let algebra = place.rooms()["Room 12"].uid;
    let visit = place.visit(algebra);
    let mut next = one_roster();
    next.retain(|(name, _)| *name != "classes.csv" && *name != "enrollments.csv");
    next.push(("classes.csv", "sourcedId,title,grades,courseSourcedId,location,schoolSourcedId,termSourcedIds,subjects,periods\nc2,Reading,05,,Room 5,s1,t1,Reading,\nc3,Art,,,Studio,s1,t1,Art,\n"));
    next.push(("enrollments.csv", "classSourcedId,userSourcedId,role\nc2,u2,teacher\nc3,u1,teacher\n"));
    let report = place.take(&place.roster("two", &next), &Wish::default());
    assert_eq!((report.new_rooms.len(), report.changed.len(), report.retired.len()), (1, 1, 1), "{:?}", report.lines());
    let rooms = place.rooms();
    assert_eq!(rooms.keys().collect::<Vec<_>>(), ["Room 5", "Studio"]);
    assert_eq!(rooms["Room 5"].grade, "5");
    match place.reader().answer(&Ask::Visit(visit)) {
        Answer::Visit(Some(view)) => assert_eq!(view.visit.room, "Room 12"),
        other => panic!("{other:?}"),
    }
    // The year before comes back: in use again, not made anew.
    let back = place.take(&place.roster("one", &one_roster()), &Wish::default());
    assert_eq!((back.back.len(), back.new_rooms.len(), back.retired.len()), (1, 0, 1), "{:?}", back.lines());
    assert_eq!(place.rooms()["Room 12"].uid, algebra);
}

#[test]
fn another_teacher_is_another_classroom() {
    let mut place = Place::new();
    place.take(&place.roster("one", &one_roster()), &Wish::default());
    let before = place.rooms()["Room 12"].uid;
    let mut next = one_roster();
    next.retain(|(name, _)| *name != "enrollments.csv");
    next.push(("enrollments.csv", "classSourcedId,userSourcedId,role\nc1,u2,teacher\nc2,u2,teacher\n"));
    let report = place.take(&place.roster("two", &next), &Wish::default());
    assert_eq!((report.new_rooms.len(), report.retired.len()), (1, 1), "{:?}", report.lines());
    let now = &place.rooms()["Room 12"];
    assert!(now.uid != before && names(now) == ["Bruno Boyd"]);
    assert_eq!(place.take(&place.roster("two", &next), &Wish::default()).operations, 0);
}

#[test]
fn a_room_typed_by_hand_is_found_by_its_door_and_teacher() {
    let mut place = Place::new();
    let (room, person) = place.typed_room("room 12", "Ms Alvarez");
    let (other, _) = place.typed_room("Room 4", "Mr. Else");
    let report = place.take(&place.roster("one", &one_roster()), &Wish::default());
    assert_eq!((report.by_hand.len(), report.new_rooms.len(), report.retired.len()), (1, 1, 0), "{:?}", report.lines());
    let known = place.reader().known().expect("read");
    let found = known.rooms.iter().find(|r| r.uid == room).expect("there");
    assert_eq!((found.label.as_str(), found.source.as_deref()), ("Room 12", Some("id:c1")));
    assert_eq!(found.teachers, [person]);
    assert_eq!(known.teachers[&person].name, "Maria Alvarez");
    // The same door with somebody else stays what it is.
    let typed = known.rooms.iter().find(|r| r.uid == other).expect("there");
    assert!(typed.source.is_none() && !typed.retired);
    assert_eq!(place.take(&place.roster("one", &one_roster()), &Wish::default()).operations, 0);
}

#[test]
fn nobody_is_merged_by_name_alone() {
    let mut place = Place::new();
    let (_, person) = place.typed_room("Library", "Maria Alvarez");
    place.take(&place.roster("one", &one_roster()), &Wish::default());
    let known = place.reader().known().expect("read");
    assert_eq!(known.teachers.values().filter(|t| t.name == "Maria Alvarez").count(), 2);
    assert!(known.teachers[&person].source.is_none());
}

#[test]
fn what_is_deleted_stays_so_and_new_things_get_other_ids() {
    let mut place = Place::new();
    let folder = place.roster("one", &one_roster());
    place.take(&folder, &Wish::default());
    let room = place.rooms()["Room 4"].uid;
    place.act(Verb::EditRoom, vec![acts::deleted(Kind::Classroom, room, Stream::Shared, true)]);
    place.take(&folder, &Wish::default());
    assert_ne!(place.rooms()["Room 4"].uid, room);
    assert_eq!(place.take(&folder, &Wish::default()).operations, 0);
}

#[test]
fn skipped_rows_are_named_and_retire_nothing_that_they_name() {
    let mut place = Place::new();
    place.take(&place.roster("one", &one_roster()), &Wish::default());
    let mut bad = one_roster();
    bad.retain(|(name, _)| *name != "classes.csv");
    bad.push(("classes.csv", "sourcedId,title,location,schoolSourcedId\nc1,Algebra,Room 12,s1\nc2,Reading,Room 4,nowhere\nc5,Extra,Room 5,s1,oops\n"));
    let report = place.take(&place.roster("two", &bad), &Wish::default());
    let lines: Vec<String> = report.skips.list().iter().map(|s| s.words()).collect();
    assert!(lines.contains(&"classes.csv line 3: the school “nowhere” is not in orgs.csv".to_string()), "{lines:?}");
    assert!(lines.contains(&"classes.csv line 4: has 5 cells where there are 4 headings".to_string()), "{lines:?}");
    assert!(lines.iter().any(|l| l.starts_with("enrollments.csv line 3: the class “c2” was not taken")), "{lines:?}");
    assert!(report.retired.is_empty(), "{:?}", report.lines());
}

#[test]
fn a_zip_is_read_like_a_folder() {
    let mut place = Place::new();
    let tables = one_roster();
    let entries: Vec<(String, &str)> = tables.iter().map(|(n, t)| (format!("export/{n}"), *t)).collect();
    let entries: Vec<(&str, &[u8])> = entries.iter().map(|(n, t)| (n.as_str(), t.as_bytes())).collect();
    let path = place.path("roster.zip");
    zipped(&path, &entries);
    let report = place.take(&path, &Wish::default());
    assert_eq!(report.new_rooms.len(), 2);
    assert_eq!(place.take(&place.roster("same", &tables), &Wish::default()).operations, 0);
}

#[test]
fn school_data_sync_v1_and_v2_are_read() {
    let mut place = Place::new();
    let v1 = place.roster(
        "v1",
        &[
            ("School.csv", "SIS ID,Name,Address\n1,Oak School,Hidden Road 5\n2,Ash School,\n"),
            ("Section.csv", "SIS ID,School SIS ID,Section Name,Term Name,Course Name,Course Subject,Periods,Status\n11,1,Maths A,Spring,Maths 1,Math,3,Active\n12,2,Art B,Spring,Art,Art,,Inactive\n13,2,Music,Spring,Music,,4,Active\n"),
            ("Teacher.csv", "SIS ID,School SIS ID,First Name,Last Name,Username,Password,Status\n21,1,Ida,Ng,ing,HUSH-9,Active\n"),
            ("TeacherRoster.csv", "Section SIS ID,SIS ID\n11,21\n13,99\n"),
            ("Student.csv", "SIS ID,First Name\n31,Pupilla\n"),
        ],
    );
    let report = place.take(&v1, &Wish::default());
    assert_eq!(report.what, "School Data Sync v1: 2 schools, 2 classes, 1 teacher");
    let rooms = place.rooms();
    assert_eq!(names(&rooms["Maths A"]), ["Ida Ng"]);
    assert_eq!((rooms["Music"].subject.as_str(), rooms["Music"].period.as_str()), ("Music", "4"));
    let skipped: Vec<String> = report.skips.list().iter().map(|s| s.words()).collect();
    assert_eq!(
        skipped,
        [
            "section.csv line 3: is marked as no longer active",
            "teacherroster.csv line 3: the teacher “99” was not taken from Teacher.csv"
        ]
    );
    let v2 = place.roster(
        "v2",
        &[
            ("orgs.csv", "sourcedId,name,type,parentSourcedId\no1,College,college,\no2,Computing,department,o1\n"),
            ("classes.csv", "sourcedId,orgSourcedId,title,sessionSourcedIds,courseSourcedId\nk1,o2,Computing 101,,\n"),
            (
                "users.csv",
                "sourcedId,username,givenName,familyName,password\np1,x,Jo,Lee,HUSH-8\np2,y,Pupilla,Doe,HUSH-7\n",
            ),
            ("roles.csv", "userSourcedId,orgSourcedId,role\np1,o2,professor\np2,o2,student\n"),
            ("enrollments.csv", "classSourcedId,userSourcedId,role\nk1,p1,professor\nk1,p2,student\n"),
        ],
    );
    let report = place.take(&v2, &Wish::default());
    assert_eq!(report.what, "School Data Sync v2: 1 school, 1 class, 1 teacher");
    let rooms = place.rooms();
    assert_eq!(rooms["Computing 101"].school.as_ref().map(|(_, n)| n.as_str()), Some("College"));
    assert_eq!(rooms.len(), 3, "another school's rooms stay");
    let bytes = place.bytes();
    for secret in ["HUSH", "Pupilla", "Hidden Road"] {
        assert!(!holds(&bytes, secret), "{secret}");
    }
}

#[test]
fn what_a_colleague_takes_in_too_has_the_same_ids() {
    let (mut here, mut there) = (Place::new(), Place::new());
    for place in [&mut here, &mut there] {
        place.take(&place.roster("one", &one_roster()), &Wish::default());
    }
    assert_eq!(here.reader().known().expect("read"), there.reader().known().expect("read"));
}

#[test]
fn the_export_without_names_has_no_ids_of_the_roster() {
    let mut place = Place::new();
    place.take(&place.roster("one", &one_roster()), &Wish::default());
    let to = place.path("out.json");
    let wish = uncover::exchange::json::Wish { names: false, seed: 3, made: MORNING.utc, lines: false };
    uncover::exchange::json::write(&place.reader(), &to, false, &wish, &mut |_| {}).expect("written");
    let text = fs::read_to_string(to).expect("read");
    assert!(text.contains("Mathematics") && !text.contains("id:c1") && !text.contains("id:u1"), "{text}");
    assert_eq!(classroom::SOURCE.column, "source");
}

#[test]
fn people_who_were_merged_stay_one() {
    let mut place = Place::new();
    let folder = place.roster("one", &one_roster());
    place.take(&folder, &Wish::default());
    let known = place.reader().known().expect("read");
    let named = |name: &str| *known.teachers.iter().find(|(_, t)| t.name == name).expect("there").0;
    let (kept, other) = (named("Maria Alvarez"), named("Bruno Boyd"));
    let merge = Op::new(Kind::Teacher, other).in_stream(Stream::Names).refer(teacher::MERGED, kept);
    place.act(Verb::EditPerson, vec![merge]);
    let again = place.take(&folder, &Wish::default());
    assert_eq!(again.operations, 0, "{:?}", again.lines());
    assert_eq!(names(&place.rooms()["Room 4"]), ["Maria Alvarez"]);
}

#[test]
fn only_one_school_of_several_can_be_taken() {
    let mut place = Place::new();
    let both = [
        ("orgs.csv", "sourcedId,name,type\ns1,Elm School,school\ns2,Oak School,school\n"),
        ("classes.csv", "sourcedId,title,schoolSourcedId\nc1,Art,s1\nc2,Music,s2\nc3,Drama,s2\n"),
    ];
    let folder = place.roster("both", &both);
    let one = Wish { school: Some("oak school".into()), ..Wish::default() };
    let report = place.take(&folder, &one);
    assert_eq!(place.rooms().keys().collect::<Vec<_>>(), ["Drama", "Music"]);
    assert!(report.remarks.iter().any(|r| r.contains("nobody is named as a teacher")), "{:?}", report.remarks);
    let wrong = Wish { school: Some("Ash".into()), ..Wish::default() };
    let sentence = read(&folder, &wrong).expect_err("refused").to_string();
    assert!(sentence.contains("“Elm School”, “Oak School”"), "{sentence}");
    place.take(&folder, &Wish::default());
    assert_eq!(place.rooms().len(), 3);
    // A school that is not among those taken keeps its rooms.
    place.take(&folder, &one);
    assert_eq!(place.rooms().len(), 3);
}

#[test]
fn a_delta_retires_only_what_it_marks() {
    let mut place = Place::new();
    place.take(&place.roster("one", &one_roster()), &Wish::default());
    let delta = [
        ("manifest.csv", "propertyName,value\noneroster.version,1.1\nfile.classes,delta\n"),
        ("orgs.csv", ORGS),
        (
            "classes.csv",
            "sourcedId,status,title,location,schoolSourcedId\nc9,active,Music,Hall,s1\nc1,tobedeleted,Algebra 1 A,Room 12,s1\n",
        ),
    ];
    let report = place.take(&place.roster("delta", &delta), &Wish::default());
    assert_eq!(place.rooms().keys().collect::<Vec<_>>(), ["Hall", "Room 4"], "{:?}", report.lines());
}

#[test]
fn a_row_that_names_no_class_retires_nothing() {
    let mut place = Place::new();
    place.take(&place.roster("one", &one_roster()), &Wish::default());
    let unclear = [
        ("orgs.csv", ORGS),
        ("classes.csv", "sourcedId,title,location,schoolSourcedId\n,Reading,Room 4,s1\nc1,Algebra,Room 12,s1\n"),
    ];
    let report = place.take(&place.roster("two", &unclear), &Wish::default());
    assert!(report.retired.is_empty() && report.remarks.iter().any(|r| r.contains("no room is retired")));
    let sound =
        [("orgs.csv", ORGS), ("classes.csv", "sourcedId,title,location,schoolSourcedId\nc1,Algebra,Room 12,s1\n")];
    let report = place.take(&place.roster("three", &sound), &Wish::default());
    assert_eq!(report.retired.len(), 1, "{:?}", report.lines());
}

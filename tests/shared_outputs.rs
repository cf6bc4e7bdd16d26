//! What leaves the file without names has none: the bytes of every shared output are searched for every name in the file.
#![allow(clippy::disallowed_methods, clippy::panic, reason = "tests make files and fail by panicking")]

mod common;
#[path = "common/no_names.rs"]
mod no_names;

use common::MORNING;
use no_names::{Names, assert_no_names, names_in};
use std::fs;
use std::path::PathBuf;
use uncover::domain::act::{Act, Op, Value, Verb};
use uncover::domain::acts;
use uncover::domain::agreements::Agreements;
use uncover::domain::id::{IdSource, Uid};
use uncover::domain::note::NoteKind;
use uncover::domain::schema::{self, Kind, Shape};
use uncover::domain::sheet::Sheet;
use uncover::domain::time::day_number;
use uncover::exchange::demo::{self, DemoOptions};
use uncover::exchange::json;
use uncover::exchange::names::read_list;
use uncover::exchange::papers::talk::gather::{self, Days};
use uncover::exchange::papers::talk::{TakeHome, With, above, answer_pages, talk_pages};
use uncover::exchange::papers::{paper, staff};
use uncover::exchange::tables::{csv, markdown};
use uncover::insight::facts::Facts;
use uncover::language::mask::{Masker, NameOf};
use uncover::store::api::{ProblemRow, TrialRow};
use uncover::store::{Core, OpenOptions, Reader};

struct School {
    folder: tempfile::TempDir,
    reader: Reader,
    names: Names,
}

/// Lines in which the roster's names stand in every form.
fn lines() -> Vec<String> {
    let text = fs::read_to_string("tests/language/names.txt").expect("the lines");
    text.lines().filter(|l| !l.starts_with("# ") && !l.is_empty()).map(|l| l.replace(['{', '}'], "")).collect()
}

fn roster() -> Vec<(NameOf, String)> {
    read_list(&fs::read("tests/language/names-roster.txt").expect("the roster")).expect("a list of names")
}

/// The demo school, in which people and rooms of the roster teach, and whose notes, replies, tags, patterns and focus
/// questions mention them.
fn school() -> School {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("walks.db");
    let options = OpenOptions { data_dir: folder.path().join("data"), now: MORNING.utc, ids: IdSource::Seeded(1_000) };
    let mut core = Core::open(&path, &options).expect("the file opens");
    let mut all: Vec<Act> = demo::acts(&DemoOptions { notes: None, a_visit: None, seed: 1, now: MORNING }).collect();
    let clock = all.last().expect("acts").clock.next(MORNING.utc);
    let ops = [renamed(&all), said(&all)].concat();
    all.push(Act { clock, verb: Verb::EditPerson, ops });
    core.apply_many(&all).expect("saved");
    core.set("agreed.seen-by", "Mr. Brown, J. Miller and you").expect("set");
    core.close().expect("closed");
    let mut names = Names::default();
    for (kind, name) in all.iter().flat_map(|a| &a.ops).filter_map(name_in) {
        let list = match kind {
            Kind::School => &mut names.schools,
            Kind::Classroom => &mut names.rooms,
            _ => &mut names.people,
        };
        if !list.contains(&name) {
            list.push(name);
        }
    }
    School { folder, reader: Reader::open(&path).expect("it can be read"), names }
}

fn every(all: &[Act], kind: Kind) -> Vec<Uid> {
    let mut found: Vec<Uid> = Vec::new();
    for op in all.iter().flat_map(|a| &a.ops).filter(|o| o.kind == kind) {
        if !found.contains(&op.entity) {
            found.push(op.entity);
        }
    }
    found
}

/// Each name of the roster is given to somebody, or to a room.
fn renamed(all: &[Act]) -> Vec<Op> {
    let (mut teachers, mut rooms) = (every(all, Kind::Teacher).into_iter(), every(all, Kind::Classroom).into_iter());
    let school = every(all, Kind::School);
    let mut ops = Vec::new();
    for (of, name) in roster() {
        match of {
            NameOf::Room => {
                let room = rooms.next().expect("enough rooms");
                ops.push(
                    Op::new(Kind::Classroom, room)
                        .in_stream(uncover::domain::act::Stream::Names)
                        .text(schema::classroom::LABEL, &name),
                );
            }
            NameOf::School => ops.push(acts::school_named(school[0], &name)),
            _ => ops.push(acts::teacher_named(teachers.next().expect("enough teachers"), &name)),
        }
    }
    ops
}

fn said(all: &[Act]) -> Vec<Op> {
    let lines = lines();
    let mut lines = lines.iter().cycle();
    let mut line = || lines.next().expect("it never ends").as_str();
    let mut ops = Vec::new();
    for (n, note) in every(all, Kind::Note).into_iter().enumerate() {
        let kind = [NoteKind::Evidence, NoteKind::Quote, NoteKind::Wondering][n % 3];
        ops.push(acts::note_reworded(note, kind, None, line(), vec![]));
    }
    ops.extend(every(all, Kind::Reply).into_iter().map(|reply| acts::reply_reworded(reply, line())));
    ops.extend(every(all, Kind::Tag).into_iter().map(|tag| acts::tag_meaning(tag, line())));
    for pattern in every(all, Kind::Pattern) {
        ops.push(Op::new(Kind::Pattern, pattern).text(schema::pattern::STATEMENT, line()));
    }
    for walk in every(all, Kind::Walk) {
        ops.push(Op::new(Kind::Walk, walk).text(schema::walk::FOCUS, line()));
    }
    // All that people write of a talk.
    for kind in [Kind::Voice, Kind::Elsewhere, Kind::Problem, Kind::Trial, Kind::CheckIn, Kind::Promise] {
        let is_text = |f: &&schema::Field| matches!(f.shape, Shape::Text | Shape::Versions) && f.column != "look_for";
        for thing in every(all, kind) {
            let texts = kind.fields().iter().filter(is_text);
            ops.push(texts.fold(Op::new(kind, thing), |op, field| op.text(*field, line())));
        }
    }
    ops
}

fn name_in(op: &Op) -> Option<(Kind, String)> {
    let column = match op.kind {
        Kind::School | Kind::Teacher | Kind::Observer => schema::teacher::NAME.column,
        Kind::Classroom => schema::classroom::LABEL.column,
        _ => return None,
    };
    op.fields.iter().find_map(|(field, value)| match value {
        Value::Text(text) if field.column == column => Some((op.kind, text.clone())),
        _ => None,
    })
}

impl School {
    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Letters of rooms are no rooms: they are taken out before it is searched.
    fn search(&self, what: &str, bytes: &[u8]) {
        assert!(bytes.len() > 1_000, "{what} is as good as empty");
        let mut text = String::from_utf8_lossy(bytes).into_owned();
        for letter in 'A'..='Z' {
            text = text.replace(&format!("Room A{letter}"), "a room");
        }
        assert_no_names(what, text.as_bytes(), &self.names);
    }
}

#[test]
fn tables_pages_and_documents_hold_no_name() {
    let school = school();
    assert!(school.names.people.len() > 40 && school.names.people.contains(&"Ms. Jane Miller".to_string()));
    let path = school.path("walks.csv");
    let made =
        csv::write(&school.reader, &path, false, csv::Wish { seed: 1, bom: false }, &mut |_| {}).expect("written");
    for file in [&made.notes.0, &made.tags.0, &made.marks.0] {
        school.search(&file.display().to_string(), &fs::read(file).expect("bytes"));
    }
    let page = school.path("walks.md");
    let wish = markdown::Wish { seed: 1, made: MORNING.today() };
    markdown::write(&school.reader, &page, false, wish, &mut |_| {}).expect("written");
    school.search("the page", &fs::read(&page).expect("bytes"));
    let document = school.path("walks.json");
    let wish = json::Wish { names: false, seed: 1, made: MORNING.utc, lines: false };
    json::write(&school.reader, &document, false, &wish, &mut |_| {}).expect("written");
    school.search("the document", &fs::read(&document).expect("bytes"));
}

#[test]
fn what_a_team_takes_home_and_what_those_above_get_hold_no_name() {
    let school = school();
    let reader = &school.reader;
    let names = gather::names(reader).expect("names");
    let settings = reader.settings().expect("settings");
    let setting = |key: &str| settings.iter().find(|(k, _)| k == key).map(|(_, value)| value.as_str());
    let agreed = Agreements::from_settings(setting);
    let talks = gather::talks_begun(reader).expect("talks");
    let view = gather::talk(reader, talks[0].1, 100).expect("read").expect("a talk");
    let trials = gather::trials(reader).expect("trials");
    let team = view.talk.team.as_ref().map(|t| t.0);
    let voices = gather::voices(reader, team).expect("voices");
    assert!(view.voices.len() > 10 && !view.problems.is_empty() && !trials.is_empty() && !view.promises.is_empty());
    let today = day_number(MORNING.today());
    let days = Days { from: today - 365, until: today, offset: MORNING.offset };
    let mut found = gather::above(reader, days).expect("read");
    // As if each thing was another team's, so that words are told.
    let other = |n: usize| Some((Uid([n as u8; 16]), "Grade 4".to_string()));
    let (problem, trial) = (found.problems[0].clone(), found.trials[0].clone());
    found.problems = (1..4).map(|n| ProblemRow { team: other(n), ..problem.clone() }).collect();
    found.trials = (1..4).map(|n| TrialRow { team: other(n), ..trial.clone() }).collect();
    let with_facts = |facts: Option<&Facts>| {
        let with = With { names: &names, facts, agreed: &agreed, now: MORNING };
        let talk = TakeHome { view: &view, trials: &trials };
        [talk_pages(&talk, &with), answer_pages(&voices, &[], view.talk.people, &with), above::pages(&found, &with)]
    };
    let all = reader.with_facts(|facts| with_facts(Some(facts))).expect("facts");
    for pages in all.into_iter().chain(with_facts(None)) {
        for page in [pages.html, pages.markdown] {
            school.search(&page.name, page.body.as_bytes());
        }
    }
}

#[test]
fn a_complete_copy_is_full_of_names_so_the_search_can_find_some() {
    let school = school();
    let document = school.path("walks.json");
    let wish = json::Wish { names: true, seed: 1, made: MORNING.utc, lines: false };
    json::write(&school.reader, &document, false, &wish, &mut |_| {}).expect("written");
    let bytes = fs::read(&document).expect("bytes");
    let found = names_in(&bytes, &school.names).join("\n");
    for name in school.names.people.iter().chain(&school.names.rooms).chain(&school.names.schools) {
        assert!(found.contains(&format!("“{name}”")), "{name} was not found");
    }
}

#[test]
fn papers_for_others_hold_no_name() {
    let known = roster();
    let masker = Masker::new(known.iter().map(|(of, name)| (*of, name.as_str())));
    let mut names = Names::default();
    for (of, name) in known {
        match of {
            NameOf::Room => names.rooms.push(name),
            NameOf::School => names.schools.push(name),
            _ => names.people.push(name),
        }
    }
    let (id, body) = Sheet::built_in()[0];
    let sheet = Sheet::parse(id, body).expect("a sound sheet");
    for lines in lines().chunks(8) {
        let line = lines.join(" | ");
        let agreed = Agreements { own_purpose: line.clone(), seen_by: line.clone(), ..Agreements::default() };
        let page = staff::StaffPage {
            purpose: &line,
            focus: &line,
            sheet: Some(&sheet),
            minutes: None,
            agreed: &agreed,
            masker: Some(&masker),
        };
        let on_paper =
            paper::PaperSheet { sheet: &sheet, focus: &line, minutes: None, masker: Some(&masker), agreed: &agreed };
        for output in [staff::html(&page), staff::text(&page), paper::html(&on_paper), paper::text(&on_paper)] {
            assert_no_names(&line, output.as_bytes(), &names);
        }
    }
}

#[test]
fn the_search_finds_a_name_in_any_form() {
    let names = Names {
        people: ["Ms. Jane Miller", "Mr. Will Brown", "Zoë Müller", "Mark van der Berg"].map(String::from).into(),
        rooms: vec!["Room 12".into(), "B204".into()],
        schools: vec!["Lantern Hill School".into()],
        ..Names::default()
    };
    for text in [
        "<p>Miller&#x27;s class</p>",
        "{\"text\":\"MI\\u0301LLER\"}",
        "the Millers",
        "J. Miller",
        "JM asks",
        "mil\u{200b}ler",
        "Miller2",
        "Mr. Brown",
        "Brown's",
        "W. Brown",
        "will brown",
        "muller",
        "ZOE",
        "van der Berg's group, M. Berg",
        "room 12",
        "rm12",
        "b204",
        "lantern hill",
        "M-ü-l-l-e-r and j a n e m i l l e r",
    ] {
        assert!(!names_in(text.as_bytes(), &names).is_empty(), "{text}");
    }
    for text in ["brown paper will do", "page 12 of 204", "12 of 24 write", "a mill, a lantern, a hill", "the van"] {
        assert_no_names(text, text.as_bytes(), &names);
    }
}

//! The export for programs of qualitative research: texts, selections, codes, coders and times are right, and no name is
//! in it.
#![allow(clippy::disallowed_methods, clippy::panic, reason = "tests make files and fail by panicking")]

mod common;

use common::MORNING;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::Read;
use std::path::PathBuf;
use uncover::domain::act::{Act, Op, Value, Verb};
use uncover::domain::acts;
use uncover::domain::id::IdSource;
use uncover::domain::note::NoteKind;
use uncover::domain::schema::Kind;
use uncover::exchange::demo::{self, DemoOptions};
use uncover::exchange::refi::{self, Made, Wish};
use uncover::store::{Core, OpenOptions, Reader};

/// A note that tempts to count otherwise than in characters, and XML to break.
const ODD: &str = "😀 “so” e\u{301} <b>&amp; \"quoted\" ]]> \u{1b}[2J \u{fffe} and\r\nbroken";

struct Place {
    folder: tempfile::TempDir,
    reader: Reader,
    names: BTreeSet<String>,
}

fn place() -> Place {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("walks.db");
    let options = |data: &str, seed| OpenOptions {
        data_dir: folder.path().join(data),
        now: MORNING.utc,
        ids: IdSource::Seeded(seed),
    };
    let mut core = Core::open(&path, &options("data", 1_000)).expect("opened");
    let all: Vec<Act> = demo::acts(&DemoOptions { notes: Some(200), a_visit: None, seed: 1, now: MORNING }).collect();
    core.apply_many(&all).expect("saved");
    let note = all.iter().flat_map(|a| &a.ops).find(|o| o.kind == Kind::Note).map(|o| o.entity).expect("a note");
    let clock = all.last().expect("acts").clock.next(MORNING.utc);
    let tag = all.iter().flat_map(|a| &a.ops).find(|o| o.kind == Kind::Tag).map(|o| o.entity).expect("a tag");
    let ops = vec![acts::note_reworded(note, NoteKind::Evidence, None, ODD, vec![(tag, 1)])];
    core.apply(&Act { clock, verb: Verb::EditNote, ops }).expect("saved");
    core.close().expect("closed");
    let named = |op: &Op| {
        let named = matches!(op.kind, Kind::School | Kind::Teacher | Kind::Observer | Kind::Classroom);
        op.fields.iter().find_map(|(f, v)| match v {
            Value::Text(text) if named && matches!(f.column, "name" | "label") => Some(text.clone()),
            _ => None,
        })
    };
    let names = all.iter().flat_map(|a| &a.ops).filter_map(named).collect();
    Place { reader: Reader::open(&path).expect("opened"), folder, names }
}

impl Place {
    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn project(&self, name: &str, ids: u64) -> (Made, BTreeMap<String, String>) {
        let wish = Wish { seed: 3, ids, made: MORNING.utc };
        let made = refi::project(&self.reader, &self.path(name), false, wish, &mut |_| {}).expect("written");
        let mut archive = zip::ZipArchive::new(File::open(self.path(name)).expect("there")).expect("an archive");
        let mut files = BTreeMap::new();
        for n in 0..archive.len() {
            let mut file = archive.by_index(n).expect("an entry");
            let mut text = String::new();
            file.read_to_string(&mut text).expect("UTF-8");
            assert!(files.insert(file.name().expect("a name").to_string(), text).is_none());
        }
        (made, files)
    }
}

/// The value of an attribute, as XML means it.
fn attribute<'x>(element: &'x str, name: &str) -> &'x str {
    let from = element.split_once(&format!(" {name}=\"")).unwrap_or_else(|| panic!("{name} in {element}")).1;
    from.split_once('"').expect("its end").0
}

#[test]
fn every_selection_is_its_note_and_every_reference_leads_somewhere() {
    let place = place();
    let (made, files) = place.project("a.qdpx", 7);
    let project = &files["project.qde"];
    let mut guids = BTreeSet::new();
    for part in project.split(" guid=\"").skip(1) {
        let guid = part.split_once('"').expect("its end").0;
        assert!(guid.len() == 36 && guid == guid.to_uppercase(), "{guid}");
        assert!(guids.insert(guid.to_string()), "{guid} twice");
    }
    for name in ["targetGUID", "creatingUser"] {
        for part in project.split(&format!(" {name}=\"")).skip(1) {
            assert!(guids.contains(part.split_once('"').expect("its end").0), "{name} {part}");
        }
    }
    let sources: Vec<&str> = project.split("<TextSource ").skip(1).collect();
    assert_eq!((sources.len() as u64, files.len()), (made.visits, sources.len() + 1));
    let (mut notes, mut codings, mut odd) = (0, 0, false);
    for source in sources {
        let guid = attribute(source, "plainTextPath").strip_prefix("internal://").expect("inside");
        let text: Vec<char> = files[&format!("sources/{guid}")].chars().collect();
        assert!(!text.contains(&'\r') && text.last() == Some(&'\n') && text[0] != '\u{feff}');
        let lines: Vec<String> = text.iter().collect::<String>().lines().map(String::from).collect();
        assert!(!attribute(source, "name").contains('.'));
        for selection in source.split("<PlainTextSelection ").skip(1) {
            let number = |name| attribute(selection, name).parse::<usize>().expect("a number");
            let words: String = text[number("startPosition")..number("endPosition")].iter().collect();
            let line: usize =
                attribute(selection, "name").strip_prefix("line:").expect("a line").parse().expect("a number");
            assert!(lines[line].ends_with(&words) && !words.is_empty(), "{words:?} in {:?}", lines[line]);
            odd |= words.contains("😀 “so” e\u{301} <b>&amp; \"quoted\" ]]> ·[2J · and");
            assert!(attribute(selection, "creationDateTime").ends_with('Z'));
            notes += 1;
            codings += selection.matches("<Coding ").count() as u64;
        }
    }
    assert!(odd, "the odd note is there");
    assert_eq!(codings, made.codings);
    assert!(notes > 50 && notes < made.notes, "notes without a tag are in the text, and no selections");
    assert!(codings > 50, "{made:?}");
}

#[test]
fn no_name_and_no_id_of_the_file_is_in_it() {
    let place = place();
    let (_, files) = place.project("a.qdpx", 7);
    let (_, again) = place.project("b.qdpx", 8);
    let all: String = files.values().cloned().collect();
    for name in &place.names {
        assert!(!all.contains(name.as_str()), "“{name}” is in it");
    }
    assert!(!all.contains("follow-up"));
    let guids = |files: &BTreeMap<String, String>| -> BTreeSet<String> {
        files["project.qde"].split("guid=\"").skip(1).filter_map(|p| p.get(..36)).map(String::from).collect()
    };
    assert!(guids(&files).is_disjoint(&guids(&again)), "nothing links one export to the next");
    assert!(files["project.qde"].contains("name=\"Coder 1\"") && files["project.qde"].contains("Who may see this"));
}

#[test]
fn a_codebook_holds_the_tags_and_a_file_without_tags_makes_none() {
    let place = place();
    let path = place.path("tags.qdc");
    let wish = Wish { seed: 3, ids: 4, made: MORNING.utc };
    let made = refi::codebook(&place.reader, &path, false, wish).expect("written").expect("tags");
    let text = std::fs::read_to_string(&path).expect("UTF-8");
    assert_eq!(text.matches("<Code ").count() as u64, made.codes);
    assert!(text.contains("<Description>") && text.contains(" color=\"#"));
    let empty = place.path("empty.db");
    let options = OpenOptions { data_dir: place.path("data"), now: 1, ids: IdSource::Seeded(2) };
    Core::open(&empty, &options).and_then(Core::close).expect("made");
    let reader = Reader::open(&empty).expect("opened");
    let none = place.path("none.qdc");
    assert_eq!(refi::codebook(&reader, &none, false, wish).expect("read"), None);
    assert!(!none.exists());
    let made = refi::project(&reader, &place.path("empty.qdpx"), false, wish, &mut |_| {}).expect("written");
    assert_eq!(made, Made::default());
}

//! A complete copy becomes a file again: everything is in it, and what cannot be taken changes nothing.
#![allow(clippy::disallowed_methods, clippy::panic, reason = "tests make files and fail by panicking")]

mod common;

use common::MORNING;
use proptest::prelude::*;
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use uncover::domain::act::{Act, Op, Stream, Verb};
use uncover::domain::acts;
use uncover::domain::id::{IdSource, Uid};
use uncover::domain::note::NoteKind;
use uncover::domain::schema::Kind;
use uncover::domain::time::Hlc;
use uncover::exchange::demo::{self, DemoOptions};
use uncover::exchange::json::{self, Wish, restore};
use uncover::store::{Core, OpenOptions, Reader, check};

struct Place(tempfile::TempDir);

impl Place {
    fn new() -> Place {
        Place(tempfile::tempdir().expect("a folder"))
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn options(&self, seed: u64) -> OpenOptions {
        OpenOptions { data_dir: self.path("data"), now: MORNING.utc, ids: IdSource::Seeded(seed) }
    }

    /// A made-up school in which things were reworded, deleted, undone and done again, in two openings.
    fn school(&self) -> PathBuf {
        let path = self.path("walks.db");
        let mut core = Core::open(&path, &self.options(1_000)).expect("opened");
        let all: Vec<Act> =
            demo::acts(&DemoOptions { notes: Some(150), a_visit: None, seed: 1, now: MORNING }).collect();
        let mut clock = all.last().expect("acts").clock;
        core.apply_many(&all).expect("saved");
        core.close().expect("closed");
        // Another laptop's data folder: new logs.
        let other = OpenOptions { data_dir: self.path("other"), ..self.options(2_000) };
        let mut core = Core::open(&path, &other).expect("opened");
        let mut act = |core: &mut Core, verb, ops: Vec<Op>| {
            clock = clock.next(MORNING.utc);
            core.apply(&Act { clock, verb, ops }).expect("saved");
        };
        let first =
            |kind| all.iter().flat_map(|a| &a.ops).find(|o| o.kind == kind).map(|o| o.entity).expect("there is one");
        let note = first(Kind::Note);
        let text = "quoted “so” \u{1b}[2J \u{202e} 😀 e\u{301} and\nbroken";
        act(&mut core, Verb::EditNote, vec![acts::note_reworded(note, NoteKind::Evidence, None, text, vec![])]);
        act(&mut core, Verb::EditPerson, vec![acts::teacher_named(first(Kind::Teacher), "Ms. Anew")]);
        act(&mut core, Verb::DeleteNote, vec![acts::deleted(Kind::Note, note, Stream::Shared, true)]);
        core.undo(Hlc(clock.0 + 1)).expect("undone");
        core.redo(Hlc(clock.0 + 2)).expect("done again");
        core.undo(Hlc(clock.0 + 3)).expect("undone");
        core.set("agreed.seen-by", "the staff of grade 4").expect("set");
        core.set("agreed.longest", "none").expect("set");
        core.set("agreed.until", "2027-06-30").expect("set");
        core.close().expect("closed");
        path
    }

    fn copy(&self, from: &Path, name: &str, lines: bool) -> PathBuf {
        let to = self.path(name);
        let wish = Wish { names: true, seed: 3, made: MORNING.utc, lines };
        json::write(&Reader::open(from).expect("opened"), &to, false, &wish, &mut |_| {}).expect("written");
        to
    }

    fn back(&self, from: &Path, to: &Path) -> Result<json::Restored, String> {
        restore(from, to, &self.options(9), &mut |_| {}).map_err(|refused| refused.to_string())
    }

    /// Names and bytes of everything in the folder but locks, which are empty.
    fn all(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let entries = fs::read_dir(self.0.path()).expect("a folder").map(|e| e.expect("an entry").path());
        let files = entries.filter(|p| p.is_file() && p.extension().is_none_or(|e| e != "lock"));
        files.map(|p| (p.clone(), fs::read(&p).expect("readable"))).collect()
    }
}

/// The lists of a document by the ids of their entries: local numbers decide their order, and only that.
fn by_id(path: &Path) -> BTreeMap<String, Json> {
    let document: Json = serde_json::from_str(&fs::read_to_string(path).expect("text")).expect("JSON");
    let mut all = BTreeMap::new();
    for (name, value) in document.as_object().expect("an object") {
        match value.as_array().filter(|_| name != "left_out") {
            None => {
                all.insert(name.clone(), value.clone());
            }
            Some(entries) => {
                for (n, entry) in entries.iter().enumerate() {
                    let id = if name == "acts" { json!(n) } else { entry["id"].clone() };
                    assert!(all.insert(format!("{name} {id}"), entry.clone()).is_none(), "{name} {id} twice");
                }
            }
        }
    }
    all
}

#[test]
fn what_goes_out_comes_back_equal() {
    let place = Place::new();
    let path = place.school();
    let document = place.copy(&path, "a.json", false);
    let lines = place.copy(&path, "a.jsonl", true);
    let before = by_id(&document);
    for (n, from) in [&document, &lines].into_iter().enumerate() {
        let to = place.path(&format!("new{n}.db"));
        let restored = place.back(from, &to).expect("restored");
        assert_eq!(restored.counts.get("notes"), before["counts"]["notes"].as_u64().expect("a number"));
        assert_eq!(by_id(&place.copy(&to, &format!("again{n}.json"), false)), before);
        let report = check::check(&to).expect("checked");
        assert!(report.sound, "{:?}", report.lines);
    }
    let ours = |name: &str| {
        let reader = Reader::open(&place.path(name)).expect("opened");
        reader.settings().expect("read").into_iter().filter(|(key, _)| key.starts_with("agreed")).collect::<Vec<_>>()
    };
    assert_eq!(ours("new0.db"), ours("walks.db"));
}

#[test]
fn undo_goes_on_where_it_was_and_new_changes_go_into_new_logs() {
    let place = Place::new();
    let path = place.school();
    let to = place.path("new.db");
    place.back(&place.copy(&path, "a.json", false), &to).expect("restored");
    let state = |path: &Path| Core::open(path, &place.options(77)).expect("opened").undo_state().expect("read");
    assert_eq!(state(&to), state(&path));
    let mut core = Core::open(&to, &place.options(5_000)).expect("opened");
    let clock = Hlc(core.newest_clock().expect("a clock") + 1);
    let tag = acts::tag_named(IdSource::Seeded(8).next_uid(), "new");
    core.apply(&Act { clock, verb: Verb::CreateTag, ops: vec![tag] }).expect("saved");
    core.close().expect("closed");
    let after = by_id(&place.copy(&to, "after.json", false));
    let before = by_id(&place.copy(&path, "before.json", false));
    let replicas = |all: &BTreeMap<String, Json>| all.keys().filter(|k| k.starts_with("replicas ")).count();
    assert_eq!(replicas(&after), replicas(&before) + 3, "no number of a log is used twice");
}

#[test]
fn only_a_file_in_which_nothing_was_done_is_filled() {
    let place = Place::new();
    let path = place.school();
    let document = place.copy(&path, "a.json", false);
    let before = place.all();
    let said = place.back(&document, &path).expect_err("it holds notes");
    assert!(said.contains("holds notes already") && said.contains("--file"), "{said}");
    assert_eq!(place.all(), before);

    let empty = place.path("empty.db");
    let core = Core::open(&empty, &place.options(3)).expect("made");
    core.set("theme", "light").expect("set");
    core.close().expect("closed");
    place.back(&document, &empty).expect("restored");
    let kept = Reader::open(&empty).expect("opened").settings().expect("read");
    assert!(kept.contains(&("theme".into(), "light".into())), "{kept:?}");
    assert!(place.all().keys().all(|p| !p.to_string_lossy().contains("before-import")));

    fs::write(place.path("other.txt"), "a letter").expect("written");
    let before = place.all();
    place.back(&document, &place.path("other.txt")).expect_err("no file of ours");
    place.back(&document, &document).expect_err("no file of ours");
    assert_eq!(place.all(), before);
}

#[test]
fn a_copy_without_names_a_newer_one_and_other_files_are_named() {
    let place = Place::new();
    let path = place.school();
    let wish = Wish { names: false, seed: 3, made: MORNING.utc, lines: false };
    let masked = place.path("masked.json");
    json::write(&Reader::open(&path).expect("opened"), &masked, false, &wish, &mut |_| {}).expect("written");
    let to = place.path("new.db");
    let refused = |name: &str, text: &str| {
        let from = place.path(name);
        fs::write(&from, text).expect("written");
        let before = place.all();
        let said = place.back(&from, &to).expect_err("refused");
        assert_eq!(place.all(), before, "{said}");
        assert!(said.contains("Nothing was changed"), "{said}");
        said
    };
    assert!(place.back(&masked, &to).expect_err("no names").contains("made without names"));
    for (text, part) in [
        ("", "ends in the middle"),
        ("{}", "not an export of Uncover"),
        ("[]", "line 1: this is not JSON as it was exported"),
        ("name,room\r\n", "this is not JSON"),
        ("\u{0}\u{0}", "this is not JSON"),
        ("{\"format\":\"other\"}", "not an export of Uncover"),
        ("{\"format\":\"uncover\",\"version\":2}", "newer Uncover (its format is 2"),
        ("{\"format\":\"uncover\",\"version\":1,\"names\":true,\"acts\":[]}", "ends in the middle"),
        ("{\"acts\":[{}]}", "not an export of Uncover"),
        ("{\"list\":\"acts\"}", "not an export of Uncover"),
    ] {
        let said = refused("x.json", text);
        assert!(said.contains(part), "{text:?}: {said}");
    }
    assert!(place.back(&place.path("none.json"), &to).expect_err("none").contains("could not be read"));
}

/// A copy of one act, as a document with an act a line.
fn small() -> (Json, Uid) {
    let uid = IdSource::Seeded(4).next_uid();
    let op = json!({ "id": uid.to_text(), "kind": 10, "fields": { "n": "a-tag", "new": [1, {}] } });
    let replica = IdSource::Seeded(5).next_uid().to_text();
    let act =
        json!({ "sequence": 1, "stream": 0, "clock": "1000000", "verb": 52, "replica": replica, "operations": [op] });
    (act, uid)
}

fn document(acts: &[Json]) -> String {
    let acts: Vec<String> = acts.iter().map(in_order).collect();
    format!(
        "{{\n\"format\":\"uncover\",\n\"version\":1,\n\"names\":true,\n\"acts\":[\n{}],\n\"counts\":{{}}\n}}\n",
        acts.join(",\n")
    )
}

/// The operations stand last, as they are exported.
fn in_order(act: &Json) -> String {
    let mut act = act.clone();
    let operations = act.as_object_mut().and_then(|a| a.remove("operations")).unwrap_or_default();
    let text = act.to_string();
    format!("{},\"operations\":{operations}}}", text.trim_end_matches('}'))
}

#[test]
fn a_wrong_entry_is_named_with_its_line_and_what_was_expected() {
    let place = Place::new();
    let (good, _) = small();
    let with = |pointer: &str, value: Json| {
        let mut act = good.clone();
        *act.pointer_mut(pointer).expect("it is there") = value;
        act
    };
    let mut second = with("/sequence", json!(2));
    second["clock"] = json!("2000000");
    for (wrong, part) in [
        (with("/sequence", json!(0)), "a sequence of 1 or more"),
        (with("/sequence", json!("2")), "a value that fits under “sequence”"),
        (with("/clock", json!("9223372036854775807")), "between the years 1970 and 2200"),
        (with("/clock", json!("-1")), "between the years 1970 and 2200"),
        (with("/stream", json!(3)), "the stream that this replica had before"),
        (with("/replica", json!("x")), "a value that fits under “replica”"),
        (with("/operations", json!(null)), "this is not JSON as it was exported"),
        (with("/operations/0/id", json!(5)), "the id of a thing"),
        (with("/operations/0/kind", json!(1)), "a thing of kind 10"),
        (with("/operations/0/fields", json!([])), "fields, or null"),
        (with("/operations/0/fields/n", json!(5)), "a text in the field “n”"),
        (with("/operations/0/fields", json!({ "p": "no id" })), "an id in the field “p”"),
        (with("/operations/0/fields", json!({ "c": "red" })), "a whole number in the field “c”"),
        (good.clone(), "each act once"),
    ] {
        let mut wrong = wrong;
        if wrong["sequence"] == 1 && part != "each act once" {
            wrong["sequence"] = json!(3);
        }
        let from = place.path("wrong.json");
        fs::write(&from, document(&[good.clone(), second.clone(), wrong])).expect("written");
        let said = place.back(&from, &place.path("new.db")).expect_err("refused");
        assert!(said.contains("line 8, entry 3 of “acts”: ") && said.contains(part), "{part}: {said}");
        assert!(!place.path("new.db").exists());
    }
}

#[test]
fn what_a_newer_program_wrote_is_kept_and_numbers_that_do_not_fit_are_told() {
    let place = Place::new();
    let (good, uid) = small();
    let from = place.path("new.json");
    let newer = json!({
        "sequence": 2, "stream": 0, "clock": "2000000", "verb": 9_999, "replica": good["replica"], "later": [1],
        "operations": [{ "id": IdSource::Seeded(6).next_uid().to_text(), "kind": 99, "fields": { "q": { "w": [] } } }],
    });
    fs::write(&from, document(&[good, newer])).expect("written");
    let to = place.path("new.db");
    place.back(&from, &to).expect("restored");
    let text = fs::read_to_string(place.copy(&to, "again.json", false)).expect("text");
    for part in ["\"new\":[1,{}]", "\"kind\":99", "{\"w\":[]}", "\"verb\":9999", &uid.to_text()] {
        assert!(text.contains(part), "{part} is not in {text}");
    }
    let changed = text.replace("\"tags\":1", "\"tags\":2");
    assert_ne!(changed, text);
    fs::write(&from, changed).expect("written");
    let said = place.back(&from, &place.path("other.db")).expect_err("refused");
    assert!(said.contains("tells of 2 tags at its end, but its log of changes comes to 1"), "{said}");
}

#[test]
fn an_entry_larger_than_any_is_refused_before_it_fills_the_memory() {
    let place = Place::new();
    let from = place.path("huge.json");
    for huge in [
        format!("{{\"format\":\"{}", "a".repeat(9 << 20)),
        format!("{{\"notes\":[{}", "[".repeat(9 << 20)),
        format!("{{\"x\":{}", "[1,".repeat(5 << 20)),
    ] {
        fs::write(&from, huge).expect("written");
        let said = place.back(&from, &place.path("new.db")).expect_err("refused");
        assert!(said.contains("an entry of at most 8 million characters") || said.contains("recursion"), "{said}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_copy_that_was_cut_or_changed_anywhere_leaves_everything_as_it_was(at in 0.0_f64..1.0, byte in any::<u8>(), cut in any::<bool>()) {
        let place = Place::new();
        let (act, _) = small();
        let mut bytes = document(&[act]).into_bytes();
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "a place in a short text")]
        let at = (at * (bytes.len() - 3) as f64) as usize;
        if cut { bytes.truncate(at) } else { bytes[at] = byte }
        let (from, to) = (place.path("x.json"), place.path("new.db"));
        fs::write(&from, &bytes).expect("written");
        let before = place.all();
        match place.back(&from, &to) {
            // A changed letter in a text is still a text.
            Ok(_) => prop_assert!(!cut),
            Err(said) => {
                prop_assert!(said.ends_with('.') && said.contains("Nothing was changed"), "{said}");
                prop_assert_eq!(place.all(), before);
            }
        }
    }
}

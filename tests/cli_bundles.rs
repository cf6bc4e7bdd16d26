//! Bundles as three people use them, by the command line.
#![allow(clippy::disallowed_methods, reason = "tests make files and fail by panicking")]

#[path = "common/program.rs"]
mod program;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

struct Place(tempfile::TempDir);

impl Place {
    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// The program as one of the three uses it, each with a file and a data folder of their own.
    fn command(&self, who: &str, words: &[&str]) -> Command {
        let mut command = program::command(self.0.path(), &format!("data-{who}"));
        command.args(["--file", &format!("{who}.db")]).args(words).env("UNCOVER_PASSPHRASE_FILE", self.path("word"));
        command
    }

    fn run(&self, who: &str, words: &[&str]) -> Output {
        self.command(who, words).output().expect("the program runs")
    }

    fn done(&self, who: &str, words: &[&str]) -> String {
        program::done(&mut self.command(who, words))
    }

    /// Exit status 1; all that was printed, since of several bundles some may have come in.
    fn could_not(&self, who: &str, words: &[&str]) -> String {
        let (out, err) = program::ended(&mut self.command(who, words), 1);
        out + &err
    }

    fn figure(&self, who: &str, what: &str) -> u64 {
        let info: serde_json::Value = serde_json::from_str(&self.done(who, &["info", "--json"])).expect("JSON");
        info[what].as_u64().expect("a number")
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Somebody's walk, as a form they filled in.
fn walk(place: &Place, who: &str, rows: &[(&str, &str)]) {
    let mut csv = "date,time,room,note\n".to_string();
    for (room, note) in rows {
        csv += &format!("2026-03-09,09:30,{room},{note}\n");
    }
    let file = place.path(&format!("{who}.csv"));
    std::fs::write(&file, csv).expect("written");
    place.done(who, &["import", "notes", &file.to_string_lossy(), "--date-order", "ymd"]);
}

fn three() -> Place {
    let place = Place(tempfile::tempdir().expect("a folder"));
    std::fs::write(place.path("word"), "three small words\n").expect("written");
    walk(&place, "ann", &[("Room 1", "reads aloud"), ("Room 2", "asks why")]);
    walk(&place, "ben", &[("Room 3", "pairs talk")]);
    walk(&place, "cem", &[("Room 4", "19 of 24 writing"), ("Room 5", "waits"), ("Room 6", "asks who")]);
    place
}

#[test]
fn three_people_and_a_shared_folder_come_to_the_same_in_any_order() {
    let place = three();
    std::fs::create_dir(place.path("shared")).expect("a folder");
    for who in ["ann", "ben", "cem"] {
        place.done(
            who,
            &["export", "bundle", "--plain", "--with-names", "--by", who, "--to", &format!("shared/{who}.bundle")],
        );
    }
    let told = place.done("ann", &["merge", "shared"]);
    assert!(told.contains("From a bundle of ben") && told.contains("New: 3 notes, 3 visits"), "{told}");
    place.done("ben", &["merge", "shared/cem.bundle", "shared/ann.bundle"]);
    place.done("cem", &["merge", "shared/ann.bundle"]);
    place.done("cem", &["merge", "shared/ben.bundle", "shared/ann.bundle"]);
    for who in ["ann", "ben", "cem"] {
        assert_eq!((place.figure(who, "notes"), place.figure(who, "visits")), (6, 6), "{who}");
        assert!(place.done(who, &["check"]).contains("What is shown is what the log of changes says."));
    }
    assert!(place.done("ann", &["merge", "shared"]).contains("Nothing else is new."));
    assert!(place.done("ann", &["merge", "shared/ben.bundle"]).contains("Nothing in it is new."));
}

#[test]
fn only_what_is_lacking_goes_and_a_merge_is_taken_back() {
    let place = three();
    place.done("ann", &["export", "bundle", "--plain", "--to", "a.bundle"]);
    place.done("ben", &["merge", "a.bundle"]);
    place.done("ben", &["export", "bundle", "--plain", "--to", "b.bundle"]);
    let made = place.done("ann", &["export", "bundle", "--plain", "--since", "b.bundle", "--to", "again.bundle"]);
    assert!(made.contains("nothing in it that your colleague lacks"), "{made}");
    walk(&place, "ann", &[("Room 9", "later")]);
    let made = place.done("ann", &["export", "bundle", "--plain", "--since", "b.bundle", "--to", "more.bundle"]);
    assert!(made.contains("1 change about 1 note"), "{made}");
    let refused = place.could_not("cem", &["merge", "more.bundle"]);
    assert!(refused.contains("continues another one") && refused.contains("Nothing was changed."), "{refused}");
    assert_eq!(place.figure("ben", "notes"), 3);
    place.done("ben", &["merge", "more.bundle"]);
    assert_eq!(place.figure("ben", "notes"), 4);
    let back = place.done("ben", &["merge", "--undo"]);
    assert!(back.contains("is as it was before"), "{back}");
    assert_eq!(place.figure("ben", "notes"), 3);
}

#[test]
fn warnings_refusals_and_mistakes_are_sentences() {
    let place = three();
    let plain = place.run("ann", &["export", "bundle", "--plain", "--with-names", "--to", "p.bundle"]);
    let warned = text(&plain.stderr);
    assert!(warned.contains("no passphrase") && warned.contains("names of teachers"), "{warned}");
    assert!(std::fs::read(place.path("p.bundle")).expect("bytes").starts_with(b"uncover-bundle 1"));
    place.done("ann", &["export", "bundle", "--to", "s.bundle"]);
    assert!(std::fs::read(place.path("s.bundle")).expect("bytes").starts_with(b"age-encryption.org/v1"));
    assert!(place.could_not("ann", &["export", "bundle", "--to", "s.bundle"]).contains("--force writes over it"));
    std::fs::write(place.path("word"), "some other words\n").expect("written");
    let wrong = place.could_not("ben", &["merge", "s.bundle"]);
    assert!(wrong.contains("The passphrase does not open the bundle."), "{wrong}");
    std::fs::write(place.path("word"), "short\n").expect("written");
    let short = place.could_not("ann", &["export", "bundle", "--to", "t.bundle"]);
    assert!(short.contains("too short") && !Path::new(&place.path("t.bundle")).exists(), "{short}");
    assert!(place.could_not("ben", &["merge", "none.bundle"]).contains("cannot be read"));
    assert!(place.could_not("ben", &["merge", "."]).len() > 10, "one is sealed with another word, the plain one comes");
    assert_eq!(place.figure("ben", "notes"), 3);
    assert!(place.could_not("ben", &["export", "json", "--plain", "--to", "x.json"]).contains("export bundle"));
    assert_eq!(place.run("ben", &["merge"]).status.code(), Some(2));
    assert!(place.could_not("cem", &["merge", "--undo"]).contains("none was made in this file"));
}

//! The command line as a person and as a script see it: what is printed where, and the exit status.
#![allow(clippy::disallowed_methods, reason = "tests make files and fail by panicking")]

#[path = "common/program.rs"]
mod program;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A folder in which the program keeps everything, and nothing of the person who runs the tests.
struct Place(tempfile::TempDir);

impl Place {
    fn new() -> Place {
        Place(tempfile::tempdir().expect("a folder"))
    }

    /// With a made-up school in `school.db`.
    fn with_school() -> Place {
        let place = Place::new();
        place.done(&["--file", "school.db", "demo", "--no-open", "--notes", "120"]);
        place
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn command(&self, words: &[&str]) -> Command {
        let mut command = program::command(self.0.path(), "data");
        command.args(words);
        command
    }

    fn run(&self, words: &[&str]) -> Output {
        self.command(words).output().expect("the program runs")
    }

    fn done(&self, words: &[&str]) -> String {
        program::done(&mut self.command(words))
    }

    fn could_not(&self, words: &[&str]) -> String {
        program::could_not(&mut self.command(words))
    }

    /// Exit status 2, with the usage on standard error and nothing on standard output.
    fn wrong(&self, words: &[&str]) -> String {
        let (out, usage) = program::ended(&mut self.command(words), 2);
        assert!(out.is_empty(), "{words:?}");
        usage
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

fn has(text: &str, part: &str) {
    assert!(text.contains(part), "“{part}” is not in: {text}");
}

#[test]
fn wrong_usage_is_2() {
    let place = Place::new();
    for words in [
        &["nonsense"][..],
        &["--nonsense"],
        &["export"],
        &["export", "json"],
        &["export", "xml", "--to", "x"],
        &["restore"],
        &["sheet"],
        &["talk"],
        &["talk", "check"],
        &["import"],
        &["import", "roster"],
        &["import", "roster", "x.csv", "--map", "Salle"],
        &["import", "roster", "x.csv", "--map", "Salle=chair"],
        &["import", "notes"],
        &["import", "notes", "x.csv", "--map", "Salle=chair"],
        &["import", "notes", "x.csv", "--date-order", "dym"],
        &["import", "notes", "x.csv", "--offset", "noon"],
        &["sheet", "show"],
        &["completions", "nonsense"],
        &["demo", "--notes", "0"],
        &["demo", "--notes", "many"],
        &["--theme", "pink"],
    ] {
        place.wrong(words);
    }
    assert!(fs::read_dir(place.0.path()).expect("a folder").next().is_none(), "wrong usage makes nothing");
}

#[test]
fn help_and_version_are_0() {
    let place = Place::new();
    let help = place.done(&["--help"]);
    has(&help.split_whitespace().collect::<Vec<_>>().join(" "), "nothing is sent anywhere");
    has(&place.done(&["--version"]), env!("CARGO_PKG_VERSION"));
    for command in ["demo", "export", "import", "sheet", "talk", "backup", "restore", "info", "completions", "man"] {
        has(&place.done(&[command, "--help"]), "Usage: uncover");
        has(&help, command);
    }
}

#[test]
fn without_a_terminal_it_says_so() {
    let place = Place::new();
    has(&place.could_not(&["--file", "new.db"]), "needs a terminal");
}

#[test]
fn a_made_up_school_is_made_once() {
    let place = Place::new();
    has(&place.done(&["--file", "school.db", "demo", "--no-open"]), "made-up school is in school.db");
    let before = fs::read(place.path("school.db")).expect("it is there");
    has(&place.could_not(&["--file", "school.db", "demo", "--no-open"]), "there already");
    assert_eq!(fs::read(place.path("school.db")).expect("it is there"), before);
    // Without a name it goes to the data folder.
    place.done(&["demo", "--no-open", "--notes", "50", "--seed", "4"]);
    assert!(place.path("data").join("uncover-demo.db").is_file());
}

#[test]
fn info_counts_in_words_and_for_programs() {
    let place = Place::with_school();
    let words = place.done(&["--file", "school.db", "info"]);
    for part in ["school.db", "walkthroughs", "visits", "notes         120", "rooms", "backups       0"] {
        has(&words, part);
    }
    let json: serde_json::Value =
        serde_json::from_str(&place.done(&["info", "--json", "--file", "school.db"])).expect("JSON");
    assert_eq!(json["notes"], 120);
    for word in ["schema", "visits", "walkthroughs", "tags", "patterns", "talks", "classrooms", "teachers", "schools"] {
        assert!(json[word].is_u64(), "{word}");
    }
    has(&place.could_not(&["info", "--file", "none.db"]), "no file yet at none.db");
    assert!(!place.path("none.db").exists(), "asking makes no file");
    fs::write(place.path("other.db"), "something else").expect("written");
    has(&place.could_not(&["info", "--file", "other.db"]), "not a file of Uncover");
    assert_eq!(fs::read_to_string(place.path("other.db")).expect("it is there"), "something else");
}

#[test]
fn the_file_can_be_named_in_the_environment() {
    let place = Place::with_school();
    let output = Command::new(env!("CARGO_BIN_EXE_uncover"))
        .args(["info"])
        .current_dir(place.0.path())
        .env("UNCOVER_DATA", place.path("data"))
        .env("UNCOVER_FILE", "school.db")
        .output()
        .expect("the program runs");
    assert_eq!(output.status.code(), Some(0));
    has(&text(&output.stdout), "notes         120");
}

#[test]
fn a_backup_is_made_and_restored() {
    let place = Place::with_school();
    has(&place.done(&["--file", "school.db", "backup", "copy.db"]), "A verified copy is in copy.db");
    has(&place.could_not(&["--file", "school.db", "backup", "copy.db"]), "already a file at copy.db");
    let own = place.done(&["--file", "school.db", "backup"]);
    let own = own.trim_end().rsplit_once("is in ").map(|(_, path)| path.to_string()).expect("a path");
    assert!(Path::new(&own).starts_with(place.path("data")) && Path::new(&own).is_file(), "{own}");
    has(&place.could_not(&["--file", "none.db", "backup"]), "nothing to copy");

    has(&place.done(&["--file", "new.db", "restore", "copy.db"]), "new.db now holds what copy.db holds");
    has(&place.done(&["--file", "new.db", "info"]), "notes         120");
    has(&place.done(&["--file", "school.db", "restore", &own]), "What it held before is in school.db.before-restore");
    has(&place.done(&["--file", "school.db", "info"]), "notes         120");

    has(&place.could_not(&["--file", "school.db", "restore", "none.db"]), "There is no file at none.db");
    fs::write(place.path("other.db"), "something else").expect("written");
    has(&place.could_not(&["--file", "school.db", "restore", "other.db"]), "not a file of Uncover");
    has(&place.done(&["--file", "school.db", "info"]), "notes         120");
}

#[test]
fn sheets_are_listed_shown_and_checked() {
    let place = Place::new();
    let list = place.done(&["sheet", "list"]);
    has(&list, "none yet");
    for id in ["learning-walk", "rounds", "questions", "talk-and-wait", "grouping", "on-task", "copus", "blank"] {
        has(&list, id);
        let body = place.done(&["sheet", "show", id]);
        fs::write(place.path("own.toml"), body).expect("written");
        let checked = place.done(&["sheet", "check", "own.toml"]);
        has(&checked, "is a sheet with");
        has(&checked, "choose another to add it");
    }
    has(&place.could_not(&["sheet", "show", "none"]), "no sheet called “none”");
    has(&place.could_not(&["sheet", "check", "none.toml"]), "could not be read");
    fs::write(place.path("bad.toml"), "format = 1\nid = \"bad\"\ntitle = 5\n").expect("written");
    for words in [["sheet", "check", "bad.toml"], ["sheet", "add", "bad.toml"]] {
        let output = place.run(&words);
        assert_eq!(output.status.code(), Some(1));
        has(&text(&output.stdout), "bad.toml, line 3, column 9");
        has(&text(&output.stderr), "is not a sheet yet: 1 mistake");
    }
    assert!(!place.path("data/sheets").exists(), "nothing was made");
}

#[test]
fn a_sheet_of_ones_own_is_begun_checked_taken_in_and_replaced() {
    let place = Place::new();
    has(&place.done(&["sheet", "new"]), "id = \"our-sheet\"");
    has(&place.done(&["sheet", "new", "year-4", "--to", "year-4.toml"]), "“year-4.toml” is written");
    has(&place.could_not(&["sheet", "new", "year-4", "--to", "year-4.toml"]), "is there already");
    has(&place.could_not(&["sheet", "new", "Year 4"]), "cannot be the id");
    has(&place.could_not(&["sheet", "new", "copus"]), "Choose another id");
    has(&place.done(&["sheet", "check", "year-4.toml"]), "is a sheet with 10 look-fors.");
    has(&place.done(&["sheet", "add", "year-4.toml"]), "is taken in");
    has(&place.done(&["sheet", "add", "year-4.toml"]), "was there already");
    has(&place.done(&["sheet", "list"]), "  year-4            Our sheet");
    assert_eq!(place.done(&["sheet", "show", "year-4"]), fs::read_to_string(place.path("year-4.toml")).expect("there"));

    let other = fs::read_to_string(place.path("year-4.toml")).expect("there").replace("Our sheet", "Year four");
    fs::write(place.path("year-4.toml"), &other).expect("written");
    has(&place.could_not(&["sheet", "add", "year-4.toml"]), "With --replace this one takes its place");
    has(&place.done(&["sheet", "show", "year-4"]), "Our sheet");
    has(&place.done(&["sheet", "add", "--replace", "year-4.toml"]), "has taken the place of the one before");
    has(&place.done(&["sheet", "list"]), "Year four");

    place.done(&["--file", "school.db", "demo", "--no-open", "--notes", "50"]);
    has(&place.done(&["--file", "school.db", "info"]), "your sheets   1 in ");

    // A broken one is named and leaves the others in use; what it holds cannot reach the terminal.
    fs::write(place.path("data/sheets/broken.toml"), "format = 1\nid = \"\u{1b}]0;x\u{7}\"\n").expect("written");
    let list = place.done(&["sheet", "list"]);
    has(&list, "cannot be used: broken.toml, line 2, column ");
    has(&list, "Year four");
    assert!(!list.contains('\u{1b}'), "{list:?}");
}

#[test]
fn talk_protocols_are_listed_shown_and_checked() {
    let place = Place::new();
    let list = place.done(&["talk", "list"]);
    has(&list, "none yet. “uncover talk new” gives you one to begin with");
    for id in
        ["share-with-staff", "notice-and-wonder", "affinity-map", "empathy", "consultancy", "fishbone", "five-whys"]
    {
        has(&list, id);
        fs::write(place.path("own.toml"), place.done(&["talk", "show", id])).expect("written");
        let checked = place.done(&["talk", "check", "own.toml"]);
        has(&checked, "is a talk protocol with");
        has(&checked, "choose another to add it");
    }
    has(&list, "team, 3 steps, 8 min, a step of others");
    has(&place.could_not(&["talk", "show", "none"]), "no talk protocol called “none”");
    // Patterns before teachers have spoken: named with its place, and not taken in.
    let shown = place.done(&["talk", "new"]).replace("captures = \"statements\"", "");
    fs::write(place.path("bad.toml"), shown).expect("written");
    for words in [["talk", "check", "bad.toml"], ["talk", "add", "bad.toml"]] {
        let output = place.run(&words);
        assert_eq!(output.status.code(), Some(1));
        has(&text(&output.stdout), "that writes down “statements”: teachers speak first.");
        has(&text(&output.stderr), "is not a talk protocol yet: 2 mistakes");
    }
    assert!(!place.path("data/talks").exists(), "nothing was made");
}

#[test]
fn a_talk_protocol_of_ones_own_is_begun_checked_taken_in_and_replaced() {
    let place = Place::new();
    has(&place.done(&["talk", "new", "year-4", "--to", "year-4.toml"]), "then: uncover talk check \"year-4.toml\"");
    has(&place.could_not(&["talk", "new", "consultancy"]), "Choose another id");
    has(&place.could_not(&["talk", "new", "Year 4"]), "such as “our-talk”");
    let checked = place.done(&["talk", "check", "year-4.toml"]);
    insta::assert_snapshot!("talk_check", checked);
    has(&place.done(&["talk", "add", "year-4.toml"]), "is taken in");
    has(&place.done(&["talk", "list"]), "  year-4            Our talk");
    assert_eq!(place.done(&["talk", "show", "year-4"]), fs::read_to_string(place.path("year-4.toml")).expect("there"));
    let other = fs::read_to_string(place.path("year-4.toml")).expect("there").replace("Our talk", "Year four");
    fs::write(place.path("year-4.toml"), &other).expect("written");
    has(&place.could_not(&["talk", "add", "year-4.toml"]), "Talks that used the old one keep it");
    has(&place.done(&["talk", "add", "--replace", "year-4.toml"]), "Talks that used that one keep it");
    place.done(&["--file", "school.db", "demo", "--no-open", "--notes", "50"]);
    has(&place.done(&["--file", "school.db", "info"]), "your talks    1 in ");
    fs::write(place.path("data/talks/broken.toml"), "format = 1\nid = \"x\"\n").expect("written");
    has(&place.done(&["talk", "list"]), "cannot be used: broken.toml, line 1, column 1");
    has(&place.done(&["--file", "school.db", "info"]), "(1 cannot be used: uncover talk list)");
}

#[test]
fn what_a_team_takes_home_is_written_and_says_when_there_is_none() {
    let place = Place::new();
    place.done(&["demo", "--file", "school.db", "--no-open"]);
    let run = |more: &[&str]| place.run(&[&["--file", "school.db", "export", "talk", "--to", "page"], more].concat());
    has(&text(&run(&[]).stdout), "No names and no rooms");
    let page = || fs::read_to_string(place.path("page")).expect("written");
    has(&page(), "<h2>What we agreed</h2>");
    has(&text(&run(&[]).stderr), "--force writes over it");
    for (whom, title) in
        [("answers", "# You said this"), ("leadership", "# Walks and talks"), ("team", "# What we saw")]
    {
        let output = run(&["--for", whom, "--format", "markdown", "--force"]);
        assert!(output.status.success(), "{}", text(&output.stderr));
        assert!(page().starts_with(title), "{}", page());
    }
    for (wrong, said) in [
        (&["--talk", "7"][..], "There is no talk “7”: there is one"),
        (&["--talk", "x"], "There is no talk “x”"),
        (&["--from", "1 Sep"], "for a talk with “--for leadership”"),
        (&["--for", "leadership", "--walk", "last"], "--walk and --pattern are for a report"),
        (&["--for", "leadership", "--from", "once"], "is no day"),
    ] {
        let output = run(&[wrong, &["--force"]].concat());
        assert_eq!(output.status.code(), Some(1));
        has(&text(&output.stderr), said);
    }
}

#[test]
fn an_export_says_where_it_is_and_writes_over_nothing() {
    let place = Place::with_school();
    let run = |more: &[&str]| place.run(&[&["--file", "school.db", "export", "json"], more].concat());
    let made = run(&["--to", "out.json"]);
    assert_eq!(made.status.code(), Some(0));
    has(&text(&made.stdout), "in out.json");
    assert!(made.stderr.is_empty(), "{}", text(&made.stderr));

    let again = run(&["--to", "out.json"]);
    assert_eq!(again.status.code(), Some(1));
    has(&text(&again.stderr), "there already");
    has(&text(&again.stderr), "--force");

    let complete = run(&["--to", "out.json", "--with-names", "--force"]);
    assert_eq!(complete.status.code(), Some(0));
    has(&text(&complete.stderr), "Every name and every private note");
    assert_eq!(text(&complete.stderr).lines().count(), 1);
    let json: serde_json::Value =
        serde_json::from_slice(&fs::read(place.path("out.json")).expect("it is there")).expect("JSON");
    assert_eq!(json["names"], true);
    assert_eq!(json["counts"]["notes"], 120);
    has(&place.could_not(&["--file", "none.db", "export", "json", "--to", "x.json"]), "nothing to export");
    has(&place.could_not(&["--file", "school.db", "export", "json", "--to", "no/x.json"]), "cannot be written to");
}

#[test]
fn a_complete_copy_goes_out_and_comes_back() {
    let place = Place::with_school();
    for format in ["json", "jsonl"] {
        let (copy, file) = (format!("all.{format}"), format!("{format}.db"));
        place.done(&["--file", "school.db", "export", format, "--with-names", "--to", &copy]);
        let said = place.done(&["--file", &file, "import", "json", &copy]);
        has(&said, "120 notes of");
        has(&said, &format!("are in {file} again"));
        has(&place.done(&["--file", &file, "info"]), "notes         120");
        has(&place.could_not(&["--file", &file, "import", "json", &copy]), "holds notes already");
    }
    place.done(&["--file", "school.db", "export", "jsonl", "--to", "masked.jsonl"]);
    has(&place.could_not(&["--file", "x.db", "import", "json", "masked.jsonl"]), "made without names");
    assert!(!place.path("x.db").exists());
}

#[test]
fn a_report_is_of_a_walk_a_pattern_or_a_stretch_of_days() {
    let place = Place::new();
    place.done(&["--file", "school.db", "demo", "--no-open"]);
    fn html<'w>(words: &[&'w str]) -> Vec<&'w str> {
        [&["--file", "school.db", "export", "html", "--force", "--to", "r.html"], words].concat()
    }
    has(&place.done(&html(&[])), "A report of");
    has(&place.done(&html(&["--walk", "last"])), "r.html");
    has(&place.done(&html(&["--walk", "1"])), "r.html");
    has(&place.done(&html(&["--pattern", "ONE WORD"])), "1 pattern");
    has(&place.done(&html(&["--from", "1900-01-01", "--until", "1900-02-01"])), "without numbers");
    has(&place.could_not(&html(&["--walk", "99"])), "there are 1 to");
    has(&place.could_not(&html(&["--walk", "soon"])), "is no day");
    has(&place.could_not(&html(&["--pattern", "zebra"])), "No pattern says “zebra”");
    has(&place.could_not(&html(&["--from", "2026-02-01", "--until", "2026-01-01"])), "before --from");
    place.wrong(&html(&["--walk", "1", "--from", "2026-01-01"]));
    has(
        &place.could_not(&["--file", "school.db", "export", "csv", "--to", "x.csv", "--walk", "1"]),
        "are for a report",
    );
    has(&place.could_not(&html(&["--with-names"])), "Only a complete copy");
}

#[test]
fn a_codebook_and_a_project_go_to_other_programs() {
    let place = Place::with_school();
    has(&place.done(&["--file", "school.db", "export", "qdc", "--to", "t.qdc"]), "are codes in t.qdc");
    let said = place.done(&["--file", "school.db", "export", "qdpx", "--to", "p.qdpx"]);
    has(&said, "with 1");
    has(&said, "coders numbers");
    has(&place.could_not(&["--file", "school.db", "export", "qdpx", "--to", "p.qdpx"]), "there already");
}

#[test]
fn an_export_never_takes_the_place_of_notes() {
    let place = Place::with_school();
    place.done(&["--file", "school.db", "backup", "copy.db"]);
    for name in ["school.db", "./school.db", "school.db-wal", "school.db-shm", "copy.db"] {
        let said = place.could_not(&["--file", "school.db", "export", "json", "--force", "--to", name]);
        has(&said, "holds notes");
    }
    has(&place.done(&["--file", "school.db", "info"]), "notes         120");
    has(&place.done(&["--file", "copy.db", "info"]), "notes         120");
}

#[cfg(unix)]
#[test]
fn an_export_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::with_school();
    place.done(&["--file", "school.db", "export", "json", "--to", "out.json"]);
    let mode = fs::metadata(place.path("out.json")).expect("it is there").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn shells_and_man_get_their_words() {
    let place = Place::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        has(&place.done(&["completions", shell]), "with-names");
    }
    let manual = place.done(&["man"]);
    has(&manual, ".TH uncover 1");
    has(&manual, "export");
}

#[test]
fn a_roster_is_shown_first_and_then_taken_in() {
    let place = Place::new();
    fs::write(place.path("list.csv"), "Salle;Prof\nRoom 4;Ms Alvarez\nRoom 9;Mr Boyd\n").expect("written");
    let words = ["--file", "new.db", "import", "roster", "list.csv", "--map", "Prof=teacher", "--school", "Elm"];
    let dry = place.done(&[&words[..], &["--dry-run"]].concat());
    has(&dry, "New rooms (2)\n  Room 4: Ms Alvarez");
    has(&dry, "Nothing was changed yet");
    assert!(!place.path("new.db").exists(), "a dry run makes nothing");
    has(&place.done(&words), "Ctrl-Z in the program takes all of it back");
    has(&place.done(&words), "nothing was changed");
    has(&place.done(&["--file", "new.db", "info"]), "rooms         2");
    let before = fs::read(place.path("new.db")).expect("it is there");
    fs::write(place.path("list.csv"), "room;teacher\nRoom 5;\"Ms\n").expect("written");
    let sentence = place.could_not(&words[..5]);
    has(&sentence, "list.csv line 2 opens a quotation mark that is never closed. Nothing was changed.");
    place.could_not(&["--file", "new.db", "import", "roster", "nothing"]);
    assert_eq!(fs::read(place.path("new.db")).expect("it is there"), before);
}

#[test]
fn notes_come_in_and_only_once() {
    let place = Place::new();
    let form = "Date,Room,Notes\n2026-09-14,Room 4,ten read\n9/15/2026,Room 4,two talk\n";
    fs::write(place.path("form.csv"), form).expect("written");
    let words = ["--file", "walks.db", "import", "notes", "form.csv", "--offset", "-04:00"];
    has(&place.done(&[&words[..], &["--dry-run"]].concat()), "Notes: 2 new (2 evidence), 0 there already");
    assert!(!place.path("walks.db").exists(), "a dry run makes no file");
    has(&place.done(&words), "Ctrl-Z in the program takes all of it back");
    has(&place.done(&words), "Everything is there already: nothing was changed.");
    has(&place.done(&["--file", "walks.db", "check"]), "What is shown is what the log of changes says.");
}

//! The word lists are measured on lines nobody tuned them on, and the documents say what came out.
#![allow(clippy::disallowed_methods, reason = "tests read files and fail by panicking")]

use std::collections::HashSet;
use std::fs;
use uncover::language::measure::{Labelled, measure, read_lines};
use uncover::language::rules::Rules;

fn lines(name: &str, rules: &Rules) -> Vec<Labelled> {
    let text = fs::read_to_string(format!("tests/language/{name}")).expect("the labelled lines");
    read_lines(name, &text, rules).expect("a sound file")
}

#[test]
fn the_figures_in_the_guide_are_those_that_come_out() {
    let rules = Rules::built_in();
    let figures = measure(&rules, &lines("lines.tsv", &rules));
    let guide = fs::read_to_string("docs/language.md").expect("the guide");
    assert!(guide.contains(&figures.table()), "docs/language.md states other figures than these:\n{}", figures.table());
    assert!(guide.contains(&format!("{} lines", figures.lines)));
}

#[test]
fn the_labelled_lines_have_both_halves_and_every_class() {
    let rules = Rules::built_in();
    let (dev, last) = (lines("dev.tsv", &rules), lines("lines.tsv", &rules));
    assert!(last.len() >= 160);
    for file in [&dev, &last] {
        assert!(file.iter().filter(|l| l.judging).count() >= 40 && file.iter().filter(|l| !l.judging).count() >= 40);
        assert!(file.iter().all(|l| l.judging != l.classes.is_empty()));
        let ids: HashSet<&str> = file.iter().map(|l| l.id.as_str()).collect();
        assert_eq!(ids.len(), file.len());
        let everywhere = rules.classes().iter().filter(|c| c.place == uncover::language::definition::Where::Everywhere);
        for class in everywhere {
            let often = file.iter().filter(|l| l.classes.contains(&class.id)).count();
            assert!(often >= 3, "{} stands {often} times", class.id);
        }
    }
    let tuned: HashSet<&str> = dev.iter().map(|l| l.text.as_str()).collect();
    assert!(last.iter().all(|l| !tuned.contains(l.text.as_str())), "a line stands in both files");
}

mod command {
    use std::fs;
    use std::io::Write;
    use std::path::Path;
    use std::process::{Command, Output, Stdio};

    /// Runs `uncover language …` in a folder, with a text on its standard input.
    fn run(folder: &Path, words: &[&str], input: &str) -> Output {
        let mut child = Command::new(env!("CARGO_BIN_EXE_uncover"))
            .arg("language")
            .args(words)
            .current_dir(folder)
            .env("UNCOVER_DATA", folder)
            .env_remove("UNCOVER_FILE")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program runs");
        let written = child.stdin.take().expect("an input").write_all(input.as_bytes());
        drop(written);
        child.wait_with_output().expect("it ends")
    }

    fn text(bytes: &[u8]) -> String {
        String::from_utf8_lossy(bytes).into_owned()
    }

    fn done(folder: &Path, words: &[&str], input: &str) -> String {
        let output = run(folder, words, input);
        assert_eq!(output.status.code(), Some(0), "{words:?}: {}", text(&output.stderr));
        text(&output.stdout)
    }

    #[test]
    fn check_names_place_word_class_and_question() {
        let folder = tempfile::tempdir().expect("a folder");
        let said = done(folder.path(), &["check"], "T waits 3 s\nähm, good pace, no hands\n");
        assert_eq!(said, "2:6: “good” (praise): What did you see that made it so?\n1 place would be underlined.\n");
        let all = done(folder.path(), &["check", "--all"], "good pace, no hands");
        assert!(all.contains("1:12: “no” (absence)") && all.ends_with("2 places would be underlined.\n"), "{all}");
        assert_eq!(done(folder.path(), &["check"], ""), "Nothing would be underlined.\n");
        let statement = done(folder.path(), &["check", "--statements"], "Teachers don't wait");
        assert!(statement.contains("What did we see, in how many visits?"), "{statement}");
    }

    #[test]
    fn mask_takes_names_out_of_a_file() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("n.txt"), "Ms. Larkspur asks\n4 hands\n").expect("a file");
        assert_eq!(done(folder.path(), &["mask", "n.txt"], ""), "[name] asks\n4 hands\n");
    }

    #[test]
    fn mask_takes_a_list_of_names_and_any_text() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("names.txt"), "Ms. Jane Miller\nMr. Will Brown\nRoom 12\n").expect("a file");
        fs::write(folder.path().join("roster.csv"), "Room,Teacher,Grade\n12,\"Miller, Jane\",4\n").expect("a file");
        let names = ["mask", "--names", "names.txt"];
        let text = "Brown asks, J. Miller waits in rm. 12: brown paper";
        let masked = "[teacher] asks, [teacher] waits in [room]: brown paper\n";
        assert_eq!(done(folder.path(), &[&names[..], &[text]].concat(), ""), masked);
        assert_eq!(done(folder.path(), &names, text), masked);
        fs::write(folder.path().join("notes.txt"), text).expect("a file");
        assert_eq!(done(folder.path(), &[&names[..], &["notes.txt"]].concat(), ""), masked);
        let table = ["mask", "--names", "roster.csv", "Miller’s class in room 12"];
        assert_eq!(done(folder.path(), &table, ""), "[teacher]’s class in [room]\n");
        let why = done(folder.path(), &[&names[..], &["--why", "T and Miller\nall"]].concat(), "");
        assert!(why.contains("1:7: “Miller” became [teacher]: part of a name your file knows"), "{why}");
        assert!(why.ends_with("1 place was masked.\n"), "{why}");
        fs::write(folder.path().join("empty.txt"), "\n").expect("a file");
        for list in ["gone.txt", "empty.txt"] {
            let output = run(folder.path(), &["mask", "--names", list, "text"], "");
            assert_eq!(output.status.code(), Some(1));
            let said = super::command::text(&output.stderr);
            assert!(said.contains(list) && said.contains("Nothing was masked.") && said.lines().count() == 1, "{said}");
        }
        assert_eq!(run(folder.path(), &["mask", "--nams", "x"], "").status.code(), Some(2));
    }

    #[test]
    fn evaluate_prints_figures_for_people_and_for_programs() {
        let folder = tempfile::tempdir().expect("a folder");
        let lines = "id\tlabel\tclasses\ttext\na\tjudging\tpraise\tgood pace\nb\tdescribing\t\tT says “so good”\nc\tjudging\tblame\tpale\n";
        fs::write(folder.path().join("l.tsv"), lines).expect("a file");
        let table = done(folder.path(), &["evaluate", "l.tsv", "--misses"], "");
        assert!(table.starts_with("c -blame: pale\n") && table.contains("microseconds a line"), "{table}");
        let json: serde_json::Value =
            serde_json::from_str(&done(folder.path(), &["evaluate", "l.tsv", "--json"], "")).expect("JSON");
        assert_eq!(json["classes"]["praise"]["f1"], 1.0);
        assert_eq!(json["classes"]["blame"]["missed"], 1);
        assert_eq!(json["judging"]["not_found"], 1);
        assert!(json["microseconds_a_line"].as_f64().is_some_and(|t| t > 0.0));
    }

    #[test]
    fn what_cannot_be_read_is_one_sentence() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("binary"), b"\xff\xfe\x00").expect("a file");
        fs::write(folder.path().join("l.tsv"), "nothing\n").expect("a file");
        for words in [
            &["check", "gone.txt"][..],
            &["mask", "binary"],
            &["mask", "gone.txt"],
            &["evaluate", "l.tsv"],
            &["evaluate", "binary"],
        ] {
            let output = run(folder.path(), words, "");
            let sentence = text(&output.stderr);
            assert_eq!(output.status.code(), Some(1), "{words:?}: {sentence}");
            assert!(sentence.starts_with("uncover: ") && sentence.lines().count() == 1, "{words:?}: {sentence}");
        }
        assert_eq!(run(folder.path(), &["evaluate"], "").status.code(), Some(2));
    }

    #[test]
    fn an_own_file_counts_and_a_wrong_one_is_named() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir(folder.path().join("language")).expect("a folder");
        let own = folder.path().join("language/en.toml");
        let guide = include_str!("../docs/language.md");
        let example = guide.split("```toml").nth(1).and_then(|rest| rest.split("```").next()).expect("an example");
        fs::write(&own, example).expect("a file");
        let said = done(folder.path(), &["check"], "a joyful group, joyful noise, ownership");
        assert!(
            said.contains("What would a visitor see?") && said.ends_with("1 place would be underlined.\n"),
            "{said}"
        );
        fs::write(&own, "format = 1\nlangauge = \"en\"\n").expect("a file");
        let output = run(folder.path(), &["check"], "good");
        assert_eq!(output.status.code(), Some(0));
        assert!(text(&output.stdout).contains("“good”"));
        assert!(text(&output.stderr).contains("en.toml, line 2, column 1: found the key “langauge”"));
    }

    #[test]
    fn the_lists_that_are_shown_can_be_used() {
        let folder = tempfile::tempdir().expect("a folder");
        let shown = done(folder.path(), &["show"], "");
        fs::create_dir(folder.path().join("language")).expect("a folder");
        fs::write(folder.path().join("language/en.toml"), shown).expect("a file");
        let output = run(folder.path(), &["check"], "good");
        assert_eq!(text(&output.stderr), "");
        assert!(text(&output.stdout).contains("1 place"));
    }
}

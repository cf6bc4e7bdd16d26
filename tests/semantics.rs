//! How well the same thing in other words is found: the bar, the page that tells the figures, and the command.
#![allow(clippy::panic, reason = "tests make files and fail by panicking")]

use std::path::Path;
use std::process::{Command, Output};
use uncover::insight::semantics::measure::{Measured, Rankings};
use uncover::insight::semantics::{Meanings, SchoolWords, labelled, school_words, table};

const DOC: &str = include_str!("../docs/semantics.md");
const NOTES: &str = include_str!("semantics/notes.tsv");
const DEV: &str = include_str!("semantics/dev.tsv");

fn evaluate(arguments: &[&str]) -> Output {
    let mut all = vec!["semantics", "evaluate"];
    all.extend(arguments);
    Command::new(env!("CARGO_BIN_EXE_uncover")).args(all).output().expect("it runs")
}

fn printed(file: &str) -> String {
    let done = evaluate(&[file]);
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).expect("text")
}

fn measured(set: &str, words: SchoolWords) -> Measured {
    let set = labelled::read(set).expect("a set");
    let by = Meanings::new(table::Table::built_in().expect("a table"), words);
    Rankings::new(&set, &by).measure().expect("themes")
}

#[test]
fn meaning_finds_at_least_twice_what_shared_words_find() {
    let held_out = measured(NOTES, SchoolWords::built_in());
    assert!(held_out.texts >= 200 && held_out.themes >= 40, "{held_out:?}");
    let (semantic, lexical) = (held_out.semantic.mean_average_precision, held_out.lexical.mean_average_precision);
    assert!(semantic >= 2.0 * lexical, "{semantic} against {lexical}");
}

#[test]
fn the_page_tells_what_evaluate_prints() {
    for file in ["tests/semantics/notes.tsv", "tests/semantics/dev.tsv"] {
        let block = format!("```\n$ uncover semantics evaluate {file}\n{}```", printed(file));
        assert!(DOC.contains(&block), "docs/semantics.md must hold:\n{block}");
    }
}

#[test]
fn the_page_tells_what_the_word_list_is_worth() {
    // Everything in the list but its groups of words for one thing.
    let without_groups = school_words::BUILT_IN.split("\nsame = ").next().expect("a split gives one at least");
    for (name, list) in [
        ("the whole list", school_words::BUILT_IN),
        ("without its groups of words for one thing", without_groups),
        ("no list", ""),
    ] {
        let held_out = measured(NOTES, SchoolWords::read(list).expect("a list"));
        let row = format!(
            "| {name} | {:.3} | {:.3} |",
            held_out.lexical.mean_average_precision, held_out.semantic.mean_average_precision
        );
        assert!(DOC.contains(&row), "docs/semantics.md must hold: {row}");
    }
}

#[test]
fn the_two_sets_share_no_theme_and_no_text() {
    let (held_out, dev) = (labelled::read(NOTES).expect("a set"), labelled::read(DEV).expect("a set"));
    for one in &held_out {
        assert!(dev.iter().all(|other| other.theme != one.theme && other.text != one.text), "{one:?}");
    }
}

#[test]
fn rankings_and_figures_for_programs() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("rankings.tsv");
    let path = out.to_str().expect("a path of letters");
    let done = evaluate(&["tests/semantics/dev.tsv", "--json", "--rankings", path]);
    let figures: serde_json::Value = serde_json::from_slice(&done.stdout).expect("JSON");
    assert_eq!((figures["texts"].as_u64(), figures["themes"].as_u64()), (Some(80), Some(20)));
    let precision = figures["semantic"]["mean_average_precision"].as_f64().expect("a number");
    assert!(precision > figures["chance"]["mean_average_precision"].as_f64().expect("a number"));
    let rankings = std::fs::read_to_string(&out).expect("rankings");
    assert_eq!(rankings.lines().count(), 1 + 80 * 2 * 20);
    assert!(rankings.lines().all(|line| line.split('\t').count() == 7));
    // A file that is there is not written over.
    assert!(!evaluate(&["tests/semantics/dev.tsv", "--rankings", path]).status.success());
}

#[test]
fn a_file_that_cannot_be_measured_is_named_with_its_line() {
    let folder = tempfile::tempdir().expect("a folder");
    let refused = |name: &str, body: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, body).expect("written");
        let done = evaluate(&[path.to_str().expect("a path of letters")]);
        assert_eq!(done.status.code(), Some(1), "{name}");
        let said = String::from_utf8(done.stderr).expect("text");
        assert!(said.contains(name) && said.ends_with("Nothing was measured.\n"), "{said}");
        said
    };
    assert!(refused("binary.tsv", &[0xff, 0, 1, 2]).contains("no text in UTF-8"));
    assert!(refused("empty.tsv", b"").contains("it is empty"));
    assert!(refused("short.tsv", b"id\ttheme\ttext\n1\ta\n").contains("line 2 has no text"));
    assert!(refused("alone.tsv", b"id\ttheme\ttext\n1\ta\tx\n2\tb\ty\n").contains("the same theme"));
    let own = folder.path().join("words.toml");
    std::fs::write(&own, "stop = 3\n").expect("written");
    let done = evaluate(&["tests/semantics/dev.tsv", "--words", own.to_str().expect("a path of letters")]);
    assert!(String::from_utf8_lossy(&done.stderr).contains("line 1:"), "{done:?}");
    assert!(!evaluate(&[&Path::new("nowhere").join("no.tsv").to_string_lossy()]).status.success());
}

//! Suggestions judged on made-up files of which the truth is known: the command, and the page that tells its figures.

use std::process::{Command, Output};

const DOC: &str = include_str!("../docs/suggestions.md");

fn evaluate(arguments: &[&str]) -> Output {
    let mut all = vec!["suggestions", "evaluate"];
    all.extend(arguments);
    Command::new(env!("CARGO_BIN_EXE_uncover")).args(all).output().expect("it runs")
}

fn printed(arguments: &[&str]) -> String {
    let done = evaluate(arguments);
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).expect("text")
}

#[test]
fn the_page_tells_what_evaluate_prints() {
    for arguments in [&[][..], &["--visits", "100"], &["--visits", "800"]] {
        let words: String = arguments.iter().map(|word| format!(" {word}")).collect();
        let block = format!("```\n$ uncover suggestions evaluate{words}\n{}```", printed(arguments));
        assert!(DOC.contains(&block), "docs/suggestions.md must hold:\n{block}");
    }
}

#[test]
fn figures_for_programs_are_the_same_again_for_the_same_seed() {
    let arguments = ["--files", "4", "--seed", "9", "--visits", "120", "--json"];
    let figures = printed(&arguments);
    assert_eq!(figures, printed(&arguments));
    let figures: serde_json::Value = serde_json::from_str(&figures).expect("JSON");
    assert_eq!((figures["files"].as_u64(), figures["visits"].as_u64()), (Some(4), Some(120)));
    let sorts: Vec<&str> =
        figures["sorts"].as_array().expect("sorts").iter().filter_map(|s| s["sort"].as_str()).collect();
    assert_eq!(sorts, ["repeats", "missing", "change", "contrast", "together"]);
    assert_eq!(figures["sorts"][0]["planted"]["weak"].as_u64(), Some(2));
}

#[test]
fn numbers_that_make_no_sense_are_refused() {
    for wrong in [["--files", "0"], ["--visits", "0"], ["--visits", "many"]] {
        assert_eq!(evaluate(&wrong).status.code(), Some(2), "{wrong:?}");
    }
}

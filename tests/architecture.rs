//! The layers, and who may know whom: arrows point down only (docs/architecture.md).

use std::fs;
use std::path::{Path, PathBuf};

/// Each layer with the layers of this crate it may use.
const LAYERS: &[(&str, &[&str])] = &[
    ("domain", &["domain"]),
    ("language", &["language", "domain"]),
    ("insight", &["insight", "language", "domain"]),
    ("store", &["store", "domain", "language", "insight"]),
    ("exchange", &["exchange", "store", "domain", "language", "insight"]),
    ("app", &["app", "exchange", "store", "domain", "language", "insight"]),
    ("ui", &["ui", "app", "exchange", "store", "domain", "language", "insight"]),
    ("term", &["term", "app", "domain"]),
    ("run", &["run", "term", "ui", "app", "exchange", "store", "domain", "insight"]),
    ("cli", &["cli", "run", "term", "app", "exchange", "store", "domain", "language", "insight"]),
];

/// Words that may not stand in a layer's code.
const FORBIDDEN: &[(&str, &[&str])] = &[
    ("domain", &["rusqlite", "ratatui", "crossterm", "std::fs", "std::io", "Utc::now", "Local::now"]),
    ("language", &["rusqlite", "ratatui", "crossterm", "std::fs", "Utc::now", "Local::now"]),
    ("insight", &["rusqlite", "ratatui", "crossterm", "std::fs", "Utc::now", "Local::now"]),
    ("store", &["ratatui", "crossterm", "Utc::now", "Local::now"]),
    ("exchange", &["rusqlite", "ratatui", "crossterm", "SELECT ", "INSERT INTO", "Utc::now", "Local::now"]),
    ("app", &["rusqlite", "crossterm", "Frame", "SELECT ", "INSERT INTO", "Utc::now", "Local::now", "Instant::now"]),
    ("ui", &["rusqlite", "crossterm::", "std::fs", "SELECT ", "INSERT INTO", "Utc::now", "Local::now", "Instant::now"]),
];

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let Ok(entries) = fs::read_dir(folder) else { return found };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
    found
}

/// A file's code without comments, and without its tests.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).expect("a source file");
    let text = text.split("#[cfg(test)]\nmod tests").next().unwrap_or("").to_string();
    text.lines().filter(|l| !l.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

fn is_test(path: &Path) -> bool {
    let name = path.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
    name.ends_with("tests") || path.components().any(|c| c.as_os_str() == "tests")
}

#[test]
fn arrows_point_down_only() {
    let mut wrong = Vec::new();
    for (layer, may_use) in LAYERS {
        for path in sources(&Path::new("src").join(layer)).iter().filter(|p| !is_test(p)) {
            let code = code(path);
            for part in code.split("crate::").skip(1) {
                let used: String = part.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                let is_layer = LAYERS.iter().any(|(l, _)| *l == used);
                if is_layer && !may_use.contains(&used.as_str()) {
                    wrong.push(format!("{}: {layer} uses {used}", path.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn each_layer_keeps_to_its_own_means() {
    let mut wrong = Vec::new();
    for (layer, words) in FORBIDDEN {
        for path in sources(&Path::new("src").join(layer)).iter().filter(|p| !is_test(p)) {
            let code = code(path);
            for word in words.iter().filter(|w| code.contains(**w)) {
                wrong.push(format!("{}: {word}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_folder_is_a_layer() {
    for entry in fs::read_dir("src").expect("the sources").flatten().filter(|e| e.path().is_dir()) {
        let name = entry.file_name().to_string_lossy().into_owned();
        assert!(LAYERS.iter().any(|(layer, _)| *layer == name), "src/{name} is no layer of docs/architecture.md");
    }
}

#[test]
fn a_file_has_one_subject() {
    let long: Vec<String> = sources(Path::new("src"))
        .into_iter()
        .map(|p| (fs::read_to_string(&p).expect("a source file").lines().count(), p))
        .filter(|(lines, _)| *lines > 500)
        .map(|(lines, p)| format!("{}: {lines} lines", p.display()))
        .collect();
    assert!(long.is_empty(), "{long:#?}");
}

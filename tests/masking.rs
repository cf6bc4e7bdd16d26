//! How well names are masked, on lines nobody tuned the rules on; the guide says what came out.
#![allow(clippy::disallowed_methods, clippy::panic, reason = "tests read files and fail by panicking")]

use std::collections::HashSet;
use std::fmt::Write;
use std::fs;
use std::ops::Range;
use uncover::exchange::names::read_list;
use uncover::language::mask::Masker;
use uncover::language::rules::Rules;

/// A line, and where the names in it stand.
struct Labelled {
    text: String,
    names: Vec<Range<usize>>,
}

fn read(file: &str) -> Vec<Labelled> {
    let text = fs::read_to_string(file).expect("the labelled lines");
    text.lines().filter(|l| !l.starts_with("# ") && !l.is_empty()).map(labelled).collect()
}

fn labelled(line: &str) -> Labelled {
    let (mut text, mut names, mut from) = (String::new(), Vec::new(), 0);
    for c in line.chars() {
        match c {
            '{' => from = text.len(),
            '}' => names.push(from..text.len()),
            c => text.push(c),
        }
    }
    Labelled { text, names }
}

fn masker() -> Masker {
    let list = fs::read("tests/language/names-roster.txt").expect("the roster");
    let names = read_list(&list).expect("a list of names");
    Masker::for_sharing(names.iter().map(|(of, name)| (*of, name.as_str())), &Rules::built_in())
}

#[derive(Default)]
struct Figures {
    lines: usize,
    right: usize,
    missed: usize,
    wrong: usize,
    misses: String,
}

/// A name counts as found when none of its letters and digits is left; what was masked counts as right when it holds a
/// letter of a name.
fn measure(masker: &Masker, lines: &[Labelled]) -> Figures {
    let mut figures = Figures { lines: lines.len(), ..Figures::default() };
    for line in lines {
        let found = masker.find(&line.text);
        let hidden = |at: usize| found.iter().any(|f| f.range.contains(&at));
        let whole = |name: &Range<usize>| {
            let letters = line.text[name.clone()].char_indices().filter(|(_, c)| c.is_alphanumeric());
            letters.map(|(at, _)| name.start + at).all(hidden)
        };
        let named = |f: &Range<usize>| line.names.iter().any(|n| n.start < f.end && f.start < n.end);
        let missed = line.names.iter().filter(|n| !whole(n)).count();
        let wrong = found.iter().filter(|f| !named(&f.range)).count();
        figures.right += line.names.len() - missed;
        figures.missed += missed;
        figures.wrong += wrong;
        if missed + wrong > 0 {
            writeln!(figures.misses, "-{missed} +{wrong}  {}  ->  {}", line.text, masker.mask(&line.text))
                .expect("written");
        }
    }
    figures
}

impl Figures {
    fn table(&self) -> String {
        let share = |n: usize, of: usize| n as f64 / of.max(1) as f64;
        format!(
            "names  {}\nmasked {}  recall {:.2}\nmasked without need {}  precision {:.2}",
            self.right + self.missed,
            self.right,
            share(self.right, self.right + self.missed),
            self.wrong,
            share(self.right, self.right + self.wrong),
        )
    }
}

#[test]
fn the_figures_in_the_guide_are_those_that_come_out() {
    let lines = read("tests/language/names.txt");
    let figures = measure(&masker(), &lines);
    let guide = fs::read_to_string("docs/language.md").expect("the guide");
    let (table, misses) = (figures.table(), &figures.misses);
    assert!(guide.contains(&table), "docs/language.md states other figures than these:\n{table}\n{misses}");
    assert!(guide.contains(&format!("{} lines", figures.lines)));
}

#[test]
fn the_labelled_lines_are_many_and_of_both_sorts() {
    let lines = read("tests/language/names.txt");
    assert!(lines.len() >= 200);
    assert!(lines.iter().filter(|l| l.names.is_empty()).count() >= 50);
    let texts: HashSet<&str> = lines.iter().map(|l| l.text.as_str()).collect();
    assert_eq!(texts.len(), lines.len(), "no line stands twice");
}

//! Teams in a text for those above: whatever names one becomes "[team]".

use crate::domain::order::InOrder;
use crate::domain::text::fold;
use std::ops::Range;

/// What stands in place of a team.
const TEAM: &str = "[team]";

/// Knows how a text may name the teams of a file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Teams {
    /// Words in a row, the longest first.
    names: Vec<Vec<String>>,
}

impl Teams {
    pub fn new(teams: &[String]) -> Teams {
        let mut names: Vec<Vec<String>> = teams.iter().flat_map(|team| names_of(team)).collect();
        names.order_by_key(|name| std::cmp::Reverse(name.len()));
        names.dedup();
        Teams { names }
    }

    /// The text without teams.
    pub fn mask(&self, text: &str) -> String {
        let words = words(text);
        let mut out = String::with_capacity(text.len());
        let (mut from, mut at) = (0, 0);
        while let Some((range, _)) = words.get(at) {
            let rest = words.get(at..).unwrap_or_default();
            let is = |name: &&Vec<String>| rest.len() >= name.len() && name.iter().zip(rest).all(|(a, (_, b))| a == b);
            let Some(name) = self.names.iter().find(is) else {
                at += 1;
                continue;
            };
            at += name.len();
            out.push_str(text.get(from..range.start).unwrap_or_default());
            out.push_str(TEAM);
            from = words.get(at - 1).map_or(text.len(), |(last, _)| last.end);
        }
        out.push_str(text.get(from..).unwrap_or_default());
        out
    }
}

/// The words of a text, folded, with the bytes where they stand.
fn words(text: &str) -> Vec<(Range<usize>, String)> {
    let mut found: Vec<(Range<usize>, String)> = Vec::new();
    let mut open: Option<usize> = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (open, c.is_alphanumeric()) {
            (None, true) => open = Some(at),
            (Some(start), false) => {
                found.push((start..at, fold(text.get(start..at).unwrap_or_default())));
                open = None;
            }
            _ => {}
        }
    }
    found
}

/// The ways in which a text may name a team: its name, and where that is a grade, the grade in other words.
fn names_of(team: &str) -> Vec<Vec<String>> {
    let words: Vec<String> =
        words(team).into_iter().map(|(_, word)| word).filter(|w| !matches!(w.as_str(), "team" | "the")).collect();
    let mut found = vec![words.clone()];
    let level = |w: &str| matches!(w, "grade" | "grades" | "year" | "years" | "class" | "classes");
    if words.iter().any(|w| level(w)) {
        for n in words.iter().filter_map(|w| w.parse::<usize>().ok()) {
            found.extend(grade(n));
        }
    }
    found.retain(|name| !name.is_empty());
    found
}

fn grade(n: usize) -> Vec<Vec<String>> {
    const ORDINALS: [&str; 13] = [
        "zeroth", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
        "eleventh", "twelfth",
    ];
    let behind = ["grade", "grades", "grader", "graders", "year"];
    let ending = match (n % 10, n % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    let mut ordinals = vec![format!("{n}{ending}")];
    ordinals.extend(ORDINALS.get(n).map(|w| w.to_string()));
    let said = ordinals.iter().flat_map(|o| behind.iter().map(move |b| vec![o.clone(), b.to_string()]));
    said.chain(["grade", "grades", "year"].iter().map(|b| vec![b.to_string(), n.to_string()])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn masked(text: &str) -> String {
        Teams::new(&["Grades 3 and 4".into(), "The Mathematics team".into(), "Blue".into()]).mask(text)
    }

    #[test]
    fn a_team_is_masked_by_its_name_and_by_its_grade() {
        assert_eq!(masked("In MATHEMATICS they wait."), "In [team] they wait.");
        assert_eq!(
            masked("grades 3 and 4; the 4th graders, third grade, grade 4"),
            "[team]; the [team], [team], [team]"
        );
        assert_eq!(masked("Grade 5 and 4 of 9"), "Grade 5 and 4 of 9");
        assert_eq!(masked("blue, Blüe"), "[team], [team]");
        assert_eq!(masked("bluer"), "bluer");
        assert_eq!(masked(""), "");
    }
}

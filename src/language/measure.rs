//! How well the lists find what they should: precision and recall by class, on lines that a person has labelled.

use super::find::Text;
use super::mask::Masker;
use super::rules::Rules;
use super::switches::Switches;
use crate::domain::note::NoteKind;
use crate::domain::text::visible;
use std::collections::BTreeSet;

/// Columns a labelled file must have, by name, in any order; others are passed over.
pub const COLUMNS: [&str; 4] = ["id", "label", "classes", "text"];

/// A line with what a person says about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Labelled {
    pub id: String,
    /// Judging, or else describing.
    pub judging: bool,
    /// Ids of the classes it should be found in.
    pub classes: BTreeSet<String>,
    pub text: String,
}

/// How often something was found rightly, wrongly, and not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Expected and found.
    pub right: usize,
    /// Found but not expected.
    pub wrong: usize,
    /// Expected but not found.
    pub missed: usize,
}

impl Counts {
    /// Of what was found, the share that was right: `right / (right + wrong)`; `None` when nothing was found.
    pub fn precision(self) -> Option<f64> {
        share(self.right, self.right + self.wrong)
    }

    /// Of what was expected, the share that was found: `right / (right + missed)`; `None` when nothing was expected.
    pub fn recall(self) -> Option<f64> {
        share(self.right, self.right + self.missed)
    }

    /// The harmonic mean of precision and recall: `2 right / (2 right + wrong + missed)`.
    pub fn f1(self) -> Option<f64> {
        share(2 * self.right, 2 * self.right + self.wrong + self.missed)
    }

    fn add(&mut self, expected: bool, found: bool) {
        match (expected, found) {
            (true, true) => self.right += 1,
            (false, true) => self.wrong += 1,
            (true, false) => self.missed += 1,
            (false, false) => {}
        }
    }
}

fn share(part: usize, whole: usize) -> Option<f64> {
    // Counts of lines are far below 2^52.
    (whole > 0).then(|| part as f64 / whole as f64)
}

/// A line in which something else was found than expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Miss {
    pub id: String,
    pub text: String,
    /// Classes that were found but not expected.
    pub wrong: Vec<String>,
    /// Classes that were expected but not found.
    pub missed: Vec<String>,
}

/// What came out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Figures {
    pub lines: usize,
    /// By class, in the order of the lists.
    pub classes: Vec<(String, Counts)>,
    /// All classes taken together.
    pub all: Counts,
    /// Judging lines in which something was found, and nothing.
    pub judging: (usize, usize),
    /// Describing lines in which something was found, and nothing.
    pub describing: (usize, usize),
    pub misses: Vec<Miss>,
}

/// Reads a labelled file: columns parted by tabs, with a heading line. The sentence says what is wrong with which line.
pub fn read_lines(file: &str, text: &str, rules: &Rules) -> Result<Vec<Labelled>, String> {
    let mut lines = text.strip_prefix('\u{feff}').unwrap_or(text).lines().enumerate();
    let heading = lines.next().map(|(_, line)| line).unwrap_or_default();
    let names: Vec<String> = heading.split('\t').map(|name| name.trim().to_lowercase()).collect();
    let mut places = [0; COLUMNS.len()];
    for (place, column) in places.iter_mut().zip(COLUMNS) {
        *place = names.iter().position(|n| n == column).ok_or_else(|| {
            format!(
                "“{file}”, line 1: there is no column “{column}”. Needed are {}, parted by tabs.",
                COLUMNS.join(", ")
            )
        })?;
    }
    let [id, label, classes, text] = places;
    let mut read = Vec::new();
    for (n, line) in lines.filter(|(_, line)| !line.trim().is_empty()) {
        let cells: Vec<&str> = line.split('\t').collect();
        let cell = |at: usize| cells.get(at).map(|c| c.trim()).unwrap_or_default();
        let judging = match cell(label) {
            "judging" => true,
            "describing" => false,
            other => {
                let found = visible(other);
                let what = "expected “judging” or “describing”";
                return Err(format!("“{file}”, line {}: {what} in the column “label”, found “{found}”.", n + 1));
            }
        };
        let expected: BTreeSet<String> =
            cell(classes).split(',').map(|c| c.trim().to_string()).filter(|c| !c.is_empty()).collect();
        if let Some(unknown) = expected.iter().find(|id| !rules.classes().iter().any(|c| c.id == **id)) {
            return Err(format!("“{file}”, line {}: there is no class “{}”.", n + 1, visible(unknown)));
        }
        read.push(Labelled { id: cell(id).into(), judging, classes: expected, text: cell(text).into() });
    }
    if read.is_empty() { Err(format!("“{file}” has no labelled lines below its heading.")) } else { Ok(read) }
}

/// Judges every line as a note of evidence, with every class on, and compares.
pub fn measure(rules: &Rules, lines: &[Labelled]) -> Figures {
    let (switches, nobody) = (Switches::all_on(rules), Masker::default());
    let ids: Vec<&str> = rules.classes().iter().map(|c| c.id.as_str()).collect();
    let mut counts = vec![Counts::default(); ids.len()];
    let mut figures = Figures { lines: lines.len(), ..Figures::default() };
    for line in lines {
        let findings = rules.find(&line.text, Text::Note(NoteKind::Evidence), &switches, &nobody);
        let found: BTreeSet<&str> = findings.iter().map(|f| f.class.id.as_str()).collect();
        for (id, count) in ids.iter().zip(&mut counts) {
            count.add(line.classes.contains(*id), found.contains(id));
            figures.all.add(line.classes.contains(*id), found.contains(id));
        }
        let half = if line.judging { &mut figures.judging } else { &mut figures.describing };
        if found.is_empty() {
            half.1 += 1
        } else {
            half.0 += 1
        }
        let wrong: Vec<String> =
            found.iter().filter(|f| !line.classes.contains(**f)).map(ToString::to_string).collect();
        let missed: Vec<String> = line.classes.iter().filter(|c| !found.contains(c.as_str())).cloned().collect();
        if !wrong.is_empty() || !missed.is_empty() {
            figures.misses.push(Miss { id: line.id.clone(), text: line.text.clone(), wrong, missed });
        }
    }
    let seen = ids.iter().zip(counts).filter(|(_, c)| c.right + c.wrong + c.missed > 0);
    figures.classes = seen.map(|(id, c)| (id.to_string(), c)).collect();
    figures
}

impl Figures {
    /// The figures as a table of plain text, which docs/language.md repeats as it is.
    pub fn table(&self) -> String {
        let mut rows = vec![format!(
            "{:<14} {:>9} {:>7} {:>7} {:>7} {:>7} {:>7}",
            "class", "precision", "recall", "F1", "right", "wrong", "missed"
        )];
        let all = [("all".to_string(), self.all)];
        for (id, c) in self.classes.iter().chain(&all) {
            rows.push(format!(
                "{id:<14} {:>9} {:>7} {:>7} {:>7} {:>7} {:>7}",
                said(c.precision()),
                said(c.recall()),
                said(c.f1()),
                c.right,
                c.wrong,
                c.missed
            ));
        }
        rows.push(String::new());
        rows.push(format!("{:<18} {:>10} {:>10}", "", "found", "not found"));
        rows.push(format!("{:<18} {:>10} {:>10}", "judging lines", self.judging.0, self.judging.1));
        rows.push(format!("{:<18} {:>10} {:>10}", "describing lines", self.describing.0, self.describing.1));
        rows.join("\n")
    }
}

/// A share with two digits; a dash where there is nothing to share.
fn said(share: Option<f64>) -> String {
    share.map_or_else(|| "-".into(), |s| format!("{s:.2}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_counted_by_hand_the_same() {
        let rules = Rules::built_in();
        let text = "id\tlabel\tclasses\ttext\n\
                    a\tjudging\tpraise\tT gives good feedback\n\
                    b\tjudging\tpraise,advice\tgood, and T should wait\n\
                    c\tjudging\tblame\tnothing anybody would find in here\n\
                    d\tdescribing\t\tT says “good”\n\
                    e\tdescribing\t\tS4 drew a great tree\n";
        let lines = read_lines("f", text, &rules).expect("a sound file");
        let figures = measure(&rules, &lines);
        let of = |id: &str| figures.classes.iter().find(|(c, _)| c == id).map(|(_, counts)| *counts);
        assert_eq!(of("praise"), Some(Counts { right: 2, wrong: 1, missed: 0 }));
        assert_eq!(of("advice"), Some(Counts { right: 1, wrong: 0, missed: 0 }));
        assert_eq!(of("blame"), Some(Counts { right: 0, wrong: 0, missed: 1 }));
        assert_eq!(figures.all.right, 3);
        assert_eq!(figures.judging.0 + figures.judging.1, 3);
        assert_eq!(figures.describing, (1, 1));
        let praise = of("praise").expect("counted above");
        assert_eq!((praise.precision(), praise.recall(), praise.f1()), (Some(2.0 / 3.0), Some(1.0), Some(0.8)));
        assert_eq!(Counts::default().precision(), None);
    }

    #[test]
    fn a_file_that_is_wrong_is_named_with_its_line() {
        let rules = Rules::built_in();
        let error = |text: &str| read_lines("f.tsv", text, &rules).expect_err("it is wrong");
        assert!(error("").contains("line 1: there is no column “id”"));
        assert!(error("id\tlabel\tclasses\ttext\n").contains("no labelled lines"));
        assert!(
            error("id\tlabel\tclasses\ttext\na\tmaybe\t\tx").contains("line 2: expected “judging” or “describing”")
        );
        assert!(
            error("id\tlabel\tclasses\ttext\na\tjudging\tpraize\tx").contains("line 2: there is no class “praize”")
        );
    }
}

//! What an import of notes does, in words: the same before it and after.

use super::Skips;
use super::rows::Form;
use crate::domain::note::NoteKind;
use crate::domain::text::{clip, count, visible, width};

/// Most rooms and skipped rows that are named.
const NAMED: usize = 60;
/// Widest heading in the table of columns.
const HEADING: usize = 46;

/// Everything to be said.
#[derive(Debug, Clone, Default)]
pub struct Report {
    pub file: String,
    /// Heading and what it becomes.
    pub columns: Vec<(String, String)>,
    pub rows: usize,
    pub visits: usize,
    pub visits_there: usize,
    /// Visits that were deleted in the program after an earlier import.
    pub visits_gone: usize,
    pub walks: usize,
    pub kinds: [usize; 6],
    pub notes_there: usize,
    pub seen: usize,
    pub not_seen: usize,
    pub new_rooms: Vec<String>,
    /// New rooms whose rows tell several grades or subjects.
    pub mixed_rooms: usize,
    pub new_tags: Vec<String>,
    pub new_observers: usize,
    /// The sheet of the ticks, and whether it is made of them.
    pub sheet: Option<(String, bool)>,
    pub untimed: usize,
    pub future: usize,
    pub days: String,
    pub empty: usize,
    pub skips: Skips,
}

impl Report {
    pub fn of(form: &Form) -> Report {
        Report {
            file: form.name.clone(),
            columns: form.columns.iter().map(|u| (u.heading.clone(), u.words())).collect(),
            rows: form.rows.len() + form.empty + form.skips.count,
            days: form.order.map(|o| o.words().to_string()).unwrap_or_default(),
            empty: form.empty,
            skips: form.skips.clone(),
            ..Report::default()
        }
    }

    /// How many new notes.
    pub fn notes(&self) -> usize {
        self.kinds.iter().sum()
    }

    /// The report as lines.
    pub fn lines(&self) -> Vec<String> {
        let mut lines = vec![format!("{}: {}", visible(&self.file), count(self.rows, "row", "rows")), String::new()];
        lines.extend(columns_table(self.columns.iter().map(|(heading, words)| (heading.as_str(), words.clone()))));
        lines.push(String::new());
        self.what_comes(&mut lines);
        self.remarks(&mut lines);
        self.rows_left_out(&mut lines);
        lines
    }

    fn what_comes(&self, lines: &mut Vec<String>) {
        let walks = count(self.walks, "new walk", "new walks");
        lines.push(format!("Visits: {} new in {walks}, {} there already", self.visits, self.visits_there));
        let kinds: Vec<String> = NoteKind::ALL
            .iter()
            .zip(self.kinds)
            .filter(|(_, n)| *n > 0)
            .map(|(kind, n)| format!("{n} {}", kind.word()))
            .collect();
        let kinds = if kinds.is_empty() { String::new() } else { format!(" ({})", kinds.join(", ")) };
        lines.push(format!("Notes: {} new{kinds}, {} there already", self.notes(), self.notes_there));
        if let Some((title, made)) = &self.sheet {
            let made = if *made { ", a sheet made of the answers" } else { "" };
            let not = if self.not_seen > 0 { format!(", {} not seen", self.not_seen) } else { String::new() };
            lines.push(format!("Look-fors: {} seen{not}, on “{}”{made}", self.seen, visible(title)));
        }
        named(lines, "New rooms", &self.new_rooms);
        named(lines, "New tags", &self.new_tags);
        if self.new_observers > 0 {
            lines.push(format!("New observers: {}", self.new_observers));
        }
    }

    fn remarks(&self, lines: &mut Vec<String>) {
        let before = lines.len();
        lines.push(String::new());
        if !self.days.is_empty() {
            lines.push(format!("Days were read with the {}.", self.days));
        }
        if self.untimed > 0 {
            let visits = count(self.untimed, "visit tells", "visits tell");
            lines.push(format!("{visits} no time of day; 12:00 stands for it."));
        }
        if self.future > 0 {
            let visits = count(self.future, "visit is", "visits are");
            lines.push(format!(
                "Please look: {visits} dated after today. Perhaps day and month are the other way round."
            ));
        }
        if self.visits_gone > 0 {
            let visits = count(self.visits_gone, "visit was", "visits were");
            lines.push(format!("{visits} deleted in the program after an earlier import, and not taken again."));
        }
        if self.mixed_rooms > 0 {
            let rooms = count(self.mixed_rooms, "new room", "new rooms");
            lines.push(format!("Rows tell several grades or subjects of {rooms}; there neither of those was kept."));
        }
        if lines.len() == before + 1 {
            lines.pop();
        }
    }

    fn rows_left_out(&self, lines: &mut Vec<String>) {
        if self.empty > 0 {
            lines.push(String::new());
            lines.push(format!("Empty rows passed over: {}", self.empty));
        }
        if self.skips.count > 0 {
            lines.push(String::new());
            lines.push(format!("Rows not taken ({})", self.skips.count));
            let kept = self.skips.list();
            lines.extend(kept.iter().take(NAMED).map(|s| format!("  {}", s.words())));
            let more = self.skips.count - kept.len().min(NAMED);
            if more > 0 {
                lines.push(format!("  and {more} more"));
            }
        }
    }
}

/// Each heading with what the column becomes, under a title.
pub fn columns_table<'h>(columns: impl Iterator<Item = (&'h str, String)>) -> Vec<String> {
    let shown: Vec<(String, String)> =
        columns.map(|(heading, words)| (clip(&visible(heading), HEADING, false), words)).collect();
    let wide = shown.iter().map(|(heading, _)| width(heading)).max().unwrap_or(0);
    let mut lines = vec!["What each column becomes".to_string()];
    for (heading, words) in &shown {
        let gap = " ".repeat(wide - width(heading));
        lines.push(format!("  {heading}{gap}  {words}"));
    }
    lines
}

fn named(lines: &mut Vec<String>, title: &str, names: &[String]) {
    if names.is_empty() {
        return;
    }
    let shown: Vec<String> = names.iter().take(NAMED).map(|n| visible(n)).collect();
    let more = names.len() - shown.len();
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    lines.push(format!("{title} ({}): {}{more}", names.len(), shown.join(", ")));
}

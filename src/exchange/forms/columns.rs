//! What the columns of a form are: told by their headings, in English, or by `--map` in any language.

use crate::domain::note::{About, NoteKind};
use crate::domain::text::fold;
use crate::exchange::roster::table::heading;

/// What a column becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Column {
    /// Day and time of day.
    Timestamp,
    Date,
    Time,
    Room,
    Teacher,
    Grade,
    Subject,
    Period,
    Observer,
    Focus,
    /// Minutes.
    Length,
    /// Students present.
    Heads,
    /// The form's own number of the visit: rows with the same one are one visit.
    Visit,
    Note(NoteKind, Option<About>),
    /// A list of what was checked.
    LookFors,
    Tags,
    Ignore,
}

/// Each column with its word for `--map`, what it becomes in words, and headings that mean it as they stand.
pub const COLUMNS: &[(Column, &str, &str, &[&str])] = &[
    (
        Column::Timestamp,
        "timestamp",
        "when it was, day and time",
        &["start time", "date and time", "date time", "when", "submitted", "submitted at", "submission time"],
    ),
    (
        Column::Date,
        "date",
        "the day",
        &["day", "visit date", "date of visit", "date of observation", "observation date", "walkthrough date"],
    ),
    (
        Column::Time,
        "time",
        "the time of day",
        &["start", "time of day", "time of visit", "visit time", "time of observation", "time in"],
    ),
    (
        Column::Room,
        "room",
        "the room",
        &["rooms", "classroom", "room number", "teacher room", "room teacher", "room visited", "classroom visited"],
    ),
    (
        Column::Teacher,
        "teacher",
        "who teaches there",
        &["teachers", "teacher name", "teachers name", "name of teacher", "teacher observed", "teacher visited"],
    ),
    (Column::Grade, "grade", "the grade", &["grades", "grade level", "grade levels", "year group"]),
    (Column::Subject, "subject", "the subject", &["subjects", "content area", "subject area", "subject observed"]),
    (Column::Period, "period", "the period", &["periods", "block", "class period", "hour", "lesson number"]),
    (
        Column::Observer,
        "observer",
        "who walked",
        &["observers", "observed by", "observer name", "name of observer", "your name", "walker", "visitor"],
    ),
    (Column::Focus, "focus", "the focus question", &["focus question", "problem of practice", "focus of the walk"]),
    (
        Column::Length,
        "length",
        "how long it was, in minutes",
        &["minutes", "duration", "length of visit", "how long", "length in minutes", "duration in minutes"],
    ),
    (
        Column::Heads,
        "heads",
        "students present",
        &["students present", "head count", "number of students", "class size", "how many students are present"],
    ),
    (
        Column::Visit,
        "visit",
        "which visit",
        &["visit id", "visit number", "obs id", "observation id", "observation number", "walk id", "walkthrough id"],
    ),
    (
        Column::Note(NoteKind::Evidence, None),
        "note",
        "notes",
        &["notes", "evidence", "observation", "observations", "comment", "comments", "what i saw", "what did you see"],
    ),
    (
        Column::Note(NoteKind::Evidence, Some(About::Students)),
        "about-students",
        "notes about the students",
        &["students"],
    ),
    (Column::Note(NoteKind::Evidence, Some(About::Teacher)), "about-teacher", "notes about the teacher", &[]),
    (Column::Note(NoteKind::Evidence, Some(About::Task)), "about-task", "notes about the task", &["task", "tasks"]),
    (Column::Note(NoteKind::Evidence, Some(About::Room)), "about-room", "notes about the room", &["environment"]),
    (Column::Note(NoteKind::Quote, None), "quote", "quotes", &["quotes", "exact words"]),
    (Column::Note(NoteKind::Count, None), "count", "counts", &["counts"]),
    (Column::Note(NoteKind::Wondering, None), "wondering", "wonderings", &["wonderings", "i wonder"]),
    (Column::Note(NoteKind::Interpretation, None), "interpretation", "interpretations", &["interpretations"]),
    (Column::Note(NoteKind::FollowUp, None), "follow-up", "follow-ups, for you alone", &["follow ups", "next steps"]),
    (Column::LookFors, "look-fors", "look-fors that were seen", &["look for", "lookfors", "look fors seen"]),
    (Column::Tags, "tags", "tags of its notes", &["tag", "labels", "themes", "codes"]),
    (Column::Ignore, "ignore", "left out", &[]),
];

impl Column {
    /// The column with this word.
    pub fn parse(word: &str) -> Option<Column> {
        COLUMNS.iter().find(|(_, name, ..)| heading(name) == heading(word)).map(|(column, ..)| *column)
    }

    /// Its word for `--map`.
    pub fn word(self) -> &'static str {
        COLUMNS.iter().find(|(column, ..)| *column == self).map_or("note", |(_, word, ..)| word)
    }

    /// What it becomes, in words.
    pub fn becomes(self) -> &'static str {
        COLUMNS.iter().find(|(column, ..)| *column == self).map_or("notes", |(_, _, words, _)| words)
    }

    /// Whether several columns of a form can be this.
    pub fn may_repeat(self) -> bool {
        matches!(self, Column::Note(..) | Column::LookFors | Column::Tags | Column::Ignore)
    }
}

/// One column of the form at hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Use {
    /// The heading as it stands, on one line.
    pub heading: String,
    pub column: Column,
    /// Somebody said so, now or at an earlier import.
    pub told: bool,
    /// Why it is left out; empty where it is not, or where somebody said so.
    pub why: &'static str,
}

impl Use {
    /// What the column becomes, as the table of the report says it.
    pub fn words(&self) -> String {
        let told = if self.told { " (as you said)" } else { "" };
        let why = if self.why.is_empty() { String::new() } else { format!(": {}", self.why) };
        format!("{}{told}{why}", self.column.becomes())
    }
}

/// The columns of a form with these headings. What `map` says of a heading holds; the rest is told by the words.
pub fn of(headings: &[String], map: &[(String, Column)]) -> Vec<Use> {
    let has = |name: &str| headings.iter().any(|h| heading(h) == name);
    let microsoft = has("starttime") && has("completiontime");
    let mut taken: Vec<Column> = map.iter().map(|(_, column)| *column).collect();
    headings
        .iter()
        .map(|text| {
            let said = map.iter().find(|(told, _)| heading(told) == heading(text));
            if let Some((_, column)) = said {
                return Use { heading: text.clone(), column: *column, told: true, why: "" };
            }
            let (column, why) = guess(text, microsoft);
            let (column, why) = match column {
                Column::Ignore => (column, why),
                column if !column.may_repeat() && taken.contains(&column) => {
                    (Column::Ignore, "another column says the same")
                }
                column => (column, ""),
            };
            taken.push(column);
            Use { heading: text.clone(), column, told: false, why }
        })
        .collect()
}

/// What a heading means, and why the column is left out where it is.
fn guess(text: &str, microsoft: bool) -> (Column, &'static str) {
    let folded = fold(text).replace(['\'', '’'], "");
    let words: Vec<&str> = folded.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    if words.is_empty() {
        return (Column::Ignore, "it has no heading");
    }
    let joined = words.join(" ");
    if joined.contains("email") || joined.contains("e mail") || joined == "username" {
        return (Column::Ignore, "addresses are not read");
    }
    if microsoft && joined == "name" {
        return (Column::Observer, "");
    }
    let named = |entry: &&(Column, &str, &str, &[&str])| {
        let (column, word, _, more) = **entry;
        column != Column::Ignore && (heading(word) == heading(&joined) || more.contains(&joined.as_str()))
    };
    match COLUMNS.iter().find(named).map(|(column, ..)| *column).or_else(|| question(&words, &joined)) {
        Some(column) => (column, ""),
        None => (Column::Ignore, "not known here; you can say what it is"),
    }
}

/// What the answers to a question are about, by its words.
fn question(words: &[&str], joined: &str) -> Option<Column> {
    let any = |some: &[&str]| words.iter().any(|w| some.contains(w));
    let evidence = |about| Some(Column::Note(NoteKind::Evidence, about));
    let note = |kind| Some(Column::Note(kind, None));
    if joined.contains("look for") || joined.contains("lookfor") || joined.contains("check all that apply") {
        return Some(Column::LookFors);
    }
    if any(&["wonder", "wondering", "wonderings"]) {
        return note(NoteKind::Wondering);
    }
    if joined.contains("follow up") || joined.contains("followup") || joined.contains("next step") {
        return note(NoteKind::FollowUp);
    }
    if any(&["quote", "quotes", "quotation", "quotations"]) || joined.contains("exact words") {
        return note(NoteKind::Quote);
    }
    if any(&["present", "enrolled"]) && joined.contains("how many") {
        return Some(Column::Heads);
    }
    if any(&["count", "counts"]) || joined.contains("how many") {
        return note(NoteKind::Count);
    }
    if any(&["interpretation", "interpretations", "inference"]) {
        return note(NoteKind::Interpretation);
    }
    let asked = joined.contains("asked to do") || joined.contains("asked to learn");
    if asked || any(&["task", "tasks", "assignment"]) {
        return evidence(Some(About::Task));
    }
    if any(&["student", "students", "pupil", "pupils", "learner", "learners", "children"]) {
        return evidence(Some(About::Students));
    }
    let says = any(&["doing", "saying", "do", "say", "said", "text", "moves", "actions", "talk", "notes", "evidence"]);
    if any(&["teacher", "teachers"]) && (says || words.len() > 3) {
        return evidence(Some(About::Teacher));
    }
    if any(&["environment", "walls", "displays"]) {
        return evidence(Some(About::Room));
    }
    let seen = ["notes", "note", "evidence", "notice", "noticed", "comments", "observed", "saw", "heard", "see"];
    if any(&seen) { evidence(None) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(text: &str) -> Column {
        of(&[text.to_string()], &[])[0].column
    }

    #[test]
    fn headings_tell_what_a_column_is() {
        for (text, word) in [
            ("Timestamp", "timestamp"),
            ("Teacher / Room", "room"),
            ("Teacher's name", "teacher"),
            ("What are students being asked to do?", "about-task"),
            ("What are students doing / saying?", "about-students"),
            ("What is the teacher doing / saying?", "about-teacher"),
            ("Look-fors seen [check all that apply]", "look-fors"),
            ("I wonder…", "wondering"),
            ("Follow-up", "follow-up"),
            ("A quote worth keeping", "quote"),
            ("How many students are present?", "heads"),
            ("student_text", "about-students"),
            ("obs_id", "visit"),
            ("Anything else you noticed", "note"),
            ("Email Address", "ignore"),
            ("Completion time", "ignore"),
            ("Shoe size", "ignore"),
        ] {
            assert_eq!(column(text).word(), word, "{text}");
        }
    }

    #[test]
    fn what_was_said_holds_and_a_role_is_given_once() {
        let all = ["Salle", "Room", "Notes", "Comments"].map(String::from);
        let found = of(&all, &[("salle".into(), Column::Room)]);
        let words: Vec<&str> = found.iter().map(|u| u.column.word()).collect();
        assert_eq!(words, ["room", "ignore", "note", "note"]);
        assert_eq!(found[0].words(), "the room (as you said)");
        assert_eq!(found[1].words(), "left out: another column says the same");
    }

    #[test]
    fn every_word_reads_back() {
        for (column, word, ..) in COLUMNS {
            assert_eq!(Column::parse(word), Some(*column));
            assert_eq!(column.word(), *word);
        }
    }
}

//! Look-for sheets: what a walk looks for, as data that a coach writes in a text editor. `docs/sheets.md` explains the
//! format to them; `read` checks it and says, with line and column, what does not fit.

#[cfg(test)]
mod built_in_tests;
mod look_fors;
mod read;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod ways_tests;

pub use super::data_file::{MAX_ID, MAX_MISTAKES, Mistakes};
use super::data_file::{is_id, with_id};
use super::mark::Way;
use super::text::count;

/// The version of the format this program reads.
pub const FORMAT: i64 = 1;
/// Largest sheet file, bytes.
pub const MAX_FILE: usize = 256 * 1024;
/// Most look-fors on a sheet: more cannot be held in mind, and there is one key for each.
pub const MAX_LOOK_FORS: usize = 60;
/// Longest title or label, in characters.
pub const MAX_LABEL: usize = 80;
/// Longest running text (purpose, meaning, question), in characters.
pub const MAX_PROSE: usize = 600;
/// Most entries in a list of wonderings, questions, norms or groups.
pub const MAX_LIST: usize = 30;
/// Longest suggested visit, minutes.
pub const MAX_MINUTES: i64 = 240;
/// Most options of one look-for.
pub const MAX_OPTIONS: usize = 30;
/// Longest code of an option, in characters: it stands in a narrow column.
pub const MAX_CODE: usize = 8;
/// Shortest and longest time between two scans, and length of an interval, seconds.
pub const EVERY: std::ops::RangeInclusive<i64> = 10..=3_600;
/// Length of an interval when the sheet names none, seconds: the two minutes of COPUS.
pub const INTERVAL: i64 = 120;

/// Keys in the order they are given to look-fors that name none.
pub const KEYS: &str = "123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

/// A named set of look-fors with a suggested length of a visit.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sheet {
    /// The sheet's own name, such as "learning-walk"; marks and files refer to it.
    pub id: String,
    pub title: String,
    /// Why one looks: a line for the cover and for the page staff get.
    pub purpose: String,
    /// Where it comes from, and on what terms it may be passed on.
    pub source: String,
    pub licence: String,
    /// Suggested length of a visit, minutes.
    pub minutes: Option<i64>,
    pub groups: Vec<Group>,
    pub look_fors: Vec<LookFor>,
    /// Beginnings of wonderings to choose from.
    pub wonderings: Vec<String>,
    /// What one may ask students, when it does not interrupt them.
    pub student_questions: Vec<String>,
    /// How those who walk have agreed to behave.
    pub norms: Vec<String>,
}

/// Look-fors that belong together on the sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    pub id: String,
    pub title: String,
}

/// An agreed observable sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LookFor {
    /// What marks refer to; it stays when the label is reworded.
    pub id: String,
    /// The key that marks it; none where its options have the keys.
    pub key: Option<char>,
    pub label: String,
    /// What it looks like, and what it is not, so that two people mark the same thing.
    pub looks_like: String,
    pub not_like: String,
    pub way: Way,
    /// The id of its group, if it is in one.
    pub group: Option<String>,
    pub settings: Settings,
    /// What can be chosen, coded, or how a response ends; empty for other ways.
    pub options: Vec<Choice>,
}

/// One of the options of a look-for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What marks refer to.
    pub id: String,
    /// The key that marks it.
    pub key: char,
    /// Short for narrow columns; the label where the sheet names none.
    pub code: String,
    pub label: String,
    pub looks_like: String,
}

/// What a look-for's way can be told. Each way reads its own.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Settings {
    /// Timer: those of one set never run at the same time.
    pub set: Option<String>,
    /// Scan: seconds from one to the next, none when they are made by hand. Interval: its length in seconds.
    pub every: Option<i64>,
    /// Scan: those who do *not* do it are counted, because they are fewer; shown is how many do.
    pub counts_others: bool,
    /// Choice: several can stand at the same time.
    pub several: bool,
    /// Scale: the thing it is about.
    pub of: Option<Thing>,
}

/// What a scale can be about. People are not on this list, and that is its purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Thing {
    Task,
    Text,
    Materials,
    StudentWork,
    Room,
    Display,
    Noise,
}

impl Thing {
    pub const ALL: [Thing; 7] =
        [Thing::Task, Thing::Text, Thing::Materials, Thing::StudentWork, Thing::Room, Thing::Display, Thing::Noise];

    pub fn word(self) -> &'static str {
        match self {
            Thing::Task => "task",
            Thing::Text => "text",
            Thing::Materials => "materials",
            Thing::StudentWork => "student-work",
            Thing::Room => "room",
            Thing::Display => "display",
            Thing::Noise => "noise",
        }
    }
}

impl LookFor {
    /// Stands for a look-for that is on no sheet at hand: what is known of it is its marks.
    pub fn unknown(id: &str, way: Way) -> LookFor {
        LookFor {
            id: id.into(),
            key: None,
            label: id.into(),
            looks_like: String::new(),
            not_like: String::new(),
            way,
            group: None,
            settings: Settings::default(),
            options: Vec::new(),
        }
    }

    /// Whether this and another are timers that never run at the same time.
    pub fn is_timed_with(&self, other: &LookFor) -> bool {
        let timers = self.way == Way::Timer && other.way == Way::Timer;
        timers && self.settings.set.is_some() && self.settings.set == other.settings.set
    }

    /// The option with this id.
    pub fn option(&self, id: &str) -> Option<&Choice> {
        self.options.iter().find(|o| o.id == id)
    }
}

/// What a key of the sheet marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keyed<'a> {
    LookFor(&'a LookFor),
    Option(&'a LookFor, &'a Choice),
}

impl Sheet {
    /// Reads a sheet. `file_name` is only used to name the file.
    ///
    /// # Errors
    /// The mistakes of the whole file at once.
    pub fn parse(file_name: &str, text: &str) -> Result<Sheet, Mistakes> {
        read::sheet(file_name, text)
    }

    /// The same for the bytes of a file, which may not be text at all.
    pub fn parse_bytes(file_name: &str, bytes: &[u8]) -> Result<Sheet, Mistakes> {
        read::sheet_bytes(file_name, bytes)
    }

    /// Whether a sheet can have this id: small letters, digits and hyphens.
    pub fn is_id(text: &str) -> bool {
        is_id(text)
    }

    /// How much is on the sheet, in words: "8 look-fors"; "25 codes" where all is coded by intervals.
    pub fn size(&self) -> String {
        let coded = !self.look_fors.is_empty() && self.look_fors.iter().all(|l| l.way == Way::Interval);
        if coded {
            return count(self.look_fors.iter().map(|l| l.options.len()).sum(), "code", "codes");
        }
        count(self.look_fors.len(), "look-for", "look-fors")
    }

    /// The sheets that come with the program: id and TOML. The blank one comes last: whoever wants look-fors gets to
    /// them first.
    pub fn built_in() -> &'static [(&'static str, &'static str)] {
        &[
            ("learning-walk", include_str!("../../assets/sheets/learning-walk.toml")),
            ("rounds", include_str!("../../assets/sheets/rounds.toml")),
            ("questions", include_str!("../../assets/sheets/questions.toml")),
            ("talk-and-wait", include_str!("../../assets/sheets/talk-and-wait.toml")),
            ("grouping", include_str!("../../assets/sheets/grouping.toml")),
            ("on-task", include_str!("../../assets/sheets/on-task.toml")),
            ("copus", include_str!("../../assets/sheets/copus.toml")),
            ("blank", include_str!("../../assets/sheets/blank.toml")),
        ]
    }

    /// The id of the sheet to begin with, as it ships.
    pub const TEMPLATE_ID: &'static str = "our-sheet";

    /// A sheet to begin with: every way to mark, with remarks. None where `id` cannot be an id.
    pub fn template(id: &str) -> Option<String> {
        with_id(include_str!("../../assets/sheets/template.toml"), Self::TEMPLATE_ID, id)
    }

    /// The look-for with this id.
    pub fn look_for(&self, id: &str) -> Option<&LookFor> {
        self.look_fors.iter().find(|l| l.id == id)
    }

    /// What this key marks.
    pub fn by_key(&self, key: char) -> Option<Keyed<'_>> {
        self.look_fors.iter().find_map(|l| {
            let option = l.options.iter().find(|o| o.key == key).map(|o| Keyed::Option(l, o));
            option.or((l.key == Some(key)).then_some(Keyed::LookFor(l)))
        })
    }

    /// Length of this sheet's intervals, seconds; none when nothing is coded by intervals.
    pub fn interval(&self) -> Option<i64> {
        self.look_fors.iter().find(|l| l.way == Way::Interval).map(|l| l.settings.every.unwrap_or(INTERVAL))
    }

    /// Look-fors under their group's title, in the order of the sheet; those in no group come first, without a title.
    /// Groups without look-fors are left out.
    pub fn grouped(&self) -> Vec<(Option<&str>, Vec<&LookFor>)> {
        let of = |id: Option<&str>| self.look_fors.iter().filter(|l| l.group.as_deref() == id).collect::<Vec<_>>();
        std::iter::once((None, of(None)))
            .chain(self.groups.iter().map(|g| (Some(g.title.as_str()), of(Some(&g.id)))))
            .filter(|(_, look_fors)| !look_fors.is_empty())
            .collect()
    }
}

//! Look-for sheets: what a walk looks for, as data that a coach writes in a text editor. `docs/sheets.md` explains the
//! format to them; `read` checks it and says, with line and column, what does not fit.

mod look_fors;
mod read;

use super::mark::Way;
use std::fmt;

/// The version of the format this program reads.
pub const FORMAT: i64 = 1;
/// Largest sheet file, bytes.
pub const MAX_FILE: usize = 256 * 1024;
/// Most look-fors on a sheet: more cannot be held in mind, and there is one key for each.
pub const MAX_LOOK_FORS: usize = 60;
/// Longest id, in characters.
pub const MAX_ID: usize = 40;
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

/// One mistake in a sheet: where it is, what stands there and what should.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetError {
    pub file: String,
    /// Counted from 1, as editors do.
    pub line: usize,
    /// Counted from 1, in characters.
    pub column: usize,
    pub found: String,
    pub expected: String,
}

impl fmt::Display for SheetError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let SheetError { file, line, column, found, expected } = self;
        write!(f, "{file}, line {line}, column {column}: found {found}; expected {expected}.")
    }
}

impl std::error::Error for SheetError {}

impl Sheet {
    /// Reads a sheet. Gives all mistakes at once, in the order of the file. `file_name` is only used to name the file.
    pub fn parse(file_name: &str, text: &str) -> Result<Sheet, Vec<SheetError>> {
        read::sheet(file_name, text)
    }

    /// The same for the bytes of a file, which may not be text at all.
    pub fn parse_bytes(file_name: &str, bytes: &[u8]) -> Result<Sheet, Vec<SheetError>> {
        match std::str::from_utf8(bytes) {
            Ok(text) => Sheet::parse(file_name, text),
            Err(error) => Err(vec![read::not_text(file_name, bytes, error.valid_up_to())]),
        }
    }

    /// The sheets that come with the program: id and TOML.
    pub fn built_in() -> &'static [(&'static str, &'static str)] {
        &[
            ("learning-walk", include_str!("../../assets/sheets/learning-walk.toml")),
            ("blank", include_str!("../../assets/sheets/blank.toml")),
        ]
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

#[cfg(test)]
mod tests {
    use super::*;
    use pretty_assertions::assert_eq;
    use proptest::prelude::*;

    const SMALL: &str = "format = 1\nid = \"small\"\ntitle = \"Small\"\n";

    /// The errors of a sheet that begins like `SMALL` (three lines) and goes on with `rest`.
    fn errors(rest: &str) -> Vec<String> {
        Sheet::parse("s.toml", &format!("{SMALL}{rest}"))
            .expect_err("it has a mistake")
            .iter()
            .map(ToString::to_string)
            .collect()
    }

    #[test]
    fn built_in_sheets_are_sound() {
        for (id, text) in Sheet::built_in() {
            let sheet = Sheet::parse(id, text).unwrap_or_else(|e| panic!("{e:?}"));
            assert_eq!(&sheet.id, id);
            assert!(!sheet.licence.is_empty());
        }
        let walk = Sheet::parse("walk", Sheet::built_in()[0].1).expect("checked above");
        assert_eq!(walk.look_fors.len(), 8);
        assert!(walk.look_fors.iter().all(|l| !l.looks_like.is_empty() && !l.not_like.is_empty() && l.group.is_some()));
        assert!(
            walk.look_fors.iter().any(|l| l.way == Way::Tick) && walk.look_fors.iter().any(|l| l.way == Way::Tally)
        );
        assert!(walk.student_questions.len() >= 3 && walk.norms.len() >= 3 && !walk.wonderings.is_empty());
        assert_eq!(walk.grouped().iter().map(|(_, l)| l.len()).sum::<usize>(), 8);
    }

    #[test]
    fn keys_are_given_in_order_around_those_that_are_taken() {
        let text = format!(
            "{SMALL}[[look_for]]\nid=\"a\"\nlabel=\"A\"\n[[look_for]]\nid=\"b\"\nlabel=\"B\"\nkey=\"1\"\n\
             [[look_for]]\nid=\"c\"\nlabel=\"C\"\nkey=\"x\"\n[[look_for]]\nid=\"d\"\nlabel=\"D\"\nway=\"tally\"\n"
        );
        let sheet = Sheet::parse("s", &text).expect("a sound sheet");
        assert_eq!(sheet.look_fors.iter().map(|l| l.key).collect::<Option<String>>().as_deref(), Some("21x3"));
        assert_eq!(sheet.by_key('x'), sheet.look_for("c").map(Keyed::LookFor));
        assert_eq!(sheet.look_for("d").map(|l| l.way), Some(Way::Tally));
        assert_eq!(sheet.look_for("a").map(|l| l.way), Some(Way::Tick));
    }

    #[test]
    fn sixty_look_fors_all_get_a_key() {
        let many = |n: usize| {
            let all: String = (0..n).map(|i| format!("[[look_for]]\nid=\"l{i}\"\nlabel=\"L\"\n")).collect();
            Sheet::parse("s", &format!("{SMALL}{all}"))
        };
        let sheet = many(MAX_LOOK_FORS).expect("sixty are allowed");
        let keys: std::collections::HashSet<Option<char>> = sheet.look_fors.iter().map(|l| l.key).collect();
        assert_eq!(keys.len(), MAX_LOOK_FORS);
        let over = many(MAX_LOOK_FORS + 1).expect_err("sixty-one are not");
        assert!(over[0].to_string().contains("61 look-fors; expected at most 60"), "{}", over[0]);
    }

    #[test]
    fn a_mistake_is_named_with_its_place() {
        assert_eq!(
            errors("[[look_for]]\nid = \"a\"\nlabel = \"A\"\nway = \"timr\"\n"),
            ["s.toml, line 7, column 7: found “timr”; expected one of the ways to mark: tick, tally, \
              timer, scan, choice, scale, interval, response, prompt."]
        );
        assert_eq!(
            errors("titel = \"x\"\n"),
            ["s.toml, line 4, column 1: found the key “titel”; expected one of: format, id, title, purpose, source, \
              licence, minutes, wonderings, student_questions, norms, group, look_for."]
        );
        assert_eq!(
            errors("[[look_for]]\nid=\"a\"\nlabel=\"A\"\nkey=\"q\"\n[[look_for]]\nid=\"b\"\nlabel=\"B\"\nkey=\"q\"\n"),
            [
                "s.toml, line 11, column 5: found the key “q” for a second time; expected another key than for “a” (line 7)."
            ]
        );
        assert_eq!(errors("minutes = \"ten\"\n"), ["s.toml, line 4, column 11: found “ten”; expected a whole number."]);
        assert_eq!(
            errors("minutes = 0\n"),
            ["s.toml, line 4, column 11: found 0; expected a number of minutes from 1 to 240."]
        );
        assert_eq!(
            errors("[[look_for]]\nlabel = \"A\"\ngroup = \"g\"\n"),
            [
                "s.toml, line 4, column 1: found a look-for without “id”; expected a line such as id = \"cites-text\".",
                "s.toml, line 6, column 9: found the group “g”; expected the id of a [[group]] of this sheet.",
            ]
        );
        assert_eq!(
            errors("norms = [\"be kind\", 3]\n"),
            ["s.toml, line 4, column 21: found 3; expected text in quotation marks."]
        );
    }

    #[test]
    fn settings_a_way_does_not_know_are_refused() {
        assert_eq!(
            errors("[[look_for]]\nid=\"a\"\nlabel=\"A\"\nway=\"tally\"\n[look_for.settings]\nseconds = 20\n"),
            ["s.toml, line 9, column 1: found the setting “seconds”; expected no settings: the way “tally” has none."]
        );
    }

    #[test]
    fn slips_of_the_pen_are_answered_in_plain_words() {
        let first = |text: &str| Sheet::parse("s", text).expect_err("a slip")[0].to_string();
        for (text, said) in [
            (
                "format = 1\nid = “a”\n",
                "line 2, column 6: found ““a””; expected text in straight quotation marks: \"…\".",
            ),
            ("format = 1\nid = a\n", "line 2, column 6: found “a”; expected text in straight quotation marks: \"…\"."),
            ("format = 1\nid = \"a\n", "expected a quotation mark that ends the text on the same line."),
            ("format = 1\nid: \"a\"\n", "line 2, column 5: found “\"a\"”; expected a line of the form key = value."),
            ("format = 1\nformat = 1\n", "line 2, column 1: found “format = 1”; expected each key only once."),
            ("norms = [\"a\",\n", "expected a bracket ] that ends the list."),
        ] {
            assert!(first(text).ends_with(said), "{}", first(text));
        }
    }

    #[test]
    fn the_sheet_in_the_guide_is_sound() {
        let guide = include_str!("../../docs/sheets.md");
        let whole = guide.split("```toml").nth(1).and_then(|rest| rest.split("```").next()).expect("an example");
        let sheet = Sheet::parse("guide", whole).unwrap_or_else(|e| panic!("{}", e[0]));
        assert_eq!(sheet.look_fors.iter().map(|l| l.way).collect::<Vec<_>>(), [Way::Tick, Way::Tally]);
    }

    #[test]
    fn files_of_other_systems_are_read() {
        let text = "\u{feff}format = 1\r\nid = \"x\"\r\ntitle = \"X\"\r\npurpose = \"\"\"one\r\ntwo\"\"\"\r\n";
        assert_eq!(Sheet::parse("s", text).map(|s| s.purpose), Ok("one two".to_string()));
    }

    #[test]
    fn what_is_no_sheet_is_refused() {
        let first = |text: &str| Sheet::parse("s", text).expect_err("no sheet")[0].to_string();
        assert!(first("format = 2\nid = \"x\"\ntitle = \"X\"\n").contains("found 2; expected 1"));
        assert!(first("").contains("a sheet without “format”"));
        assert!(first("format = 1\nid = \n").starts_with("s, line 2, column "));
        assert!(first(&" ".repeat(MAX_FILE + 1)).contains("at most 262144 bytes"));
        assert!(first("format=1\nid=\"x\"\ntitle=\"a\\u001b[31mb\"").contains("a control character"));
        assert!(first("format=1\nid=\"x\"\ntitle=\"a\u{202e}b\"").contains("line 3"));
        assert!(first("format=1\nid=\"Not an id\"\ntitle=\"X\"").contains("small letters, digits and hyphens"));
        assert!(first(&format!("format=1\nid=\"x\"\ntitle=\"{}\"", "x".repeat(81))).contains("at most 80 characters"));
        let bytes = Sheet::parse_bytes("s", b"format = 1\nid = \"\xff\"").expect_err("not UTF-8");
        assert_eq!((bytes[0].line, bytes[0].column), (2, 7));
    }

    proptest! {
        #[test]
        fn any_bytes_are_answered(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let _ = Sheet::parse_bytes("any", &bytes);
        }

        #[test]
        fn a_damaged_sheet_is_answered_with_places_inside_it(
            at in 0usize..4_000, cut in 0usize..40, put in "[\\PC\\n\"=\\[\\]]{0,12}",
        ) {
            let chars: Vec<char> = Sheet::built_in()[0].1.chars().collect();
            let at = at.min(chars.len());
            let end = (at + cut).min(chars.len());
            let text: String = chars[..at].iter().copied().chain(put.chars()).chain(chars[end..].iter().copied()).collect();
            if let Err(errors) = Sheet::parse("cut", &text) {
                prop_assert!(!errors.is_empty());
                for error in errors {
                    prop_assert!(error.line >= 1 && error.line <= text.split('\n').count(), "{error}");
                    prop_assert!(!error.to_string().chars().any(crate::domain::text::is_unsafe), "{error:?}");
                }
            }
        }
    }
}

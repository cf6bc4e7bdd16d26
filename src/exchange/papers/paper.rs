//! The sheet on paper, for colleagues who walk along without a laptop. It has the number of the visit, no name, no room.

use super::look_fors::{LookForText, look_for};
use super::{COLUMNS, all_shown, filters, masked, plain, rendered, shown};
use crate::domain::agreements::Agreements;
use crate::domain::mark::Way;
use crate::domain::sheet::{INTERVAL, LookFor, Sheet};
use crate::domain::text::wrap;
use crate::language::mask::Masker;
use askama::Template;

/// Lines to write on: about a page together with a sheet of eight look-fors and without one.
const LINES_WITH_LOOK_FORS: usize = 14;
const LINES_ALONE: usize = 24;
const WONDERING_LINES: usize = 2;

/// Length of a visit where neither plan nor sheet says one, minutes.
const MINUTES: i64 = 10;
/// Most columns for intervals: more are too narrow to write in. A longer visit takes a second sheet.
const MOST_COLUMNS: usize = 30;
/// Most places for scans, and those there are when they are made by hand.
const MOST_SCANS: usize = 20;
const SCANS_BY_HAND: usize = 6;
/// Places for responses.
const RESPONSES: usize = 12;

/// What stands on the paper.
#[derive(Debug, Clone, Copy)]
pub struct PaperSheet<'a> {
    pub sheet: &'a Sheet,
    pub focus: &'a str,
    /// Planned length of a visit, minutes; else the sheet's.
    pub minutes: Option<i64>,
    /// Takes the names the file knows out of the focus question; without it, "Ms." and a word still goes.
    pub masker: Option<&'a Masker>,
    pub agreed: &'a Agreements,
}

struct Texts {
    title: String,
    focus: String,
    minutes: String,
    norms: Vec<String>,
    groups: Vec<Group>,
    questions: Vec<String>,
    lines: Vec<()>,
    wondering_lines: Vec<()>,
    foot: String,
}

struct Group {
    title: String,
    look_fors: Vec<Entry>,
}

struct Entry {
    words: LookForText,
    space: Space,
}

/// The room to mark a look-for.
enum Space {
    Boxes,
    Strokes,
    Times,
    /// Places to write how many of how many.
    Scans {
        count: Vec<()>,
        others: bool,
    },
    /// A circle before each option; with the minute where it can change.
    Options {
        minute: bool,
    },
    /// A column for each interval, with the minute it begins; whether a longer visit needs a second sheet.
    Grid {
        begins: Vec<String>,
        more: bool,
    },
    Responses(Vec<()>),
    Lines,
}

/// Which room the way of a look-for needs, in a visit of so many minutes.
fn space(l: &LookFor, minutes: i64) -> Space {
    let fit = |every: i64| usize::try_from((minutes * 60 + every - 1) / every.max(1)).unwrap_or(0).max(1);
    match l.way {
        Way::Tick => Space::Boxes,
        Way::Tally => Space::Strokes,
        Way::Timer => Space::Times,
        Way::Scan => {
            let count = l.settings.every.map_or(SCANS_BY_HAND, |every| fit(every).min(MOST_SCANS));
            Space::Scans { count: vec![(); count], others: l.settings.counts_others }
        }
        Way::Choice => Space::Options { minute: true },
        Way::Scale => Space::Options { minute: false },
        Way::Interval => {
            let every = l.settings.every.unwrap_or(INTERVAL);
            let columns = fit(every);
            let begins = (0..columns.min(MOST_COLUMNS) as i64).map(|n| begin(n * every)).collect();
            Space::Grid { begins, more: columns > MOST_COLUMNS }
        }
        Way::Response => Space::Responses(vec![(); RESPONSES]),
        Way::Prompt => Space::Lines,
    }
}

/// The moment an interval begins: a minute, with seconds where there are some.
fn begin(seconds: i64) -> String {
    match seconds % 60 {
        0 => (seconds / 60).to_string(),
        rest => format!("{}:{rest:02}", seconds / 60),
    }
}

impl Entry {
    /// The room to mark, as lines of plain text.
    fn plain(&self) -> Vec<String> {
        const TALLY: &str = "______________";
        match &self.space {
            Space::Boxes => vec!["[ ] seen  [ ] looked, not seen  [ ] not looked for".into()],
            Space::Strokes => vec![format!("one stroke each time: {TALLY}{TALLY}")],
            Space::Times => vec!["from ______ to ______    from ______ to ______    from ______ to ______".into()],
            Space::Scans { count, others } => {
                let one = if *others { "not: ____ of ____" } else { "____ of ____" };
                count.chunks(3).map(|row| vec![one; row.len()].join("     ")).collect()
            }
            Space::Options { minute } => {
                let sign = if *minute { "( ) minute ____   " } else { "( ) " };
                self.words.options.iter().flat_map(|o| behind_sign(sign, &o.label)).collect()
            }
            Space::Grid { begins, .. } => {
                self.words.options.iter().map(|o| format!("{:<9}|{}", o.code, "_|".repeat(begins.len()))).collect()
            }
            Space::Responses(places) => {
                let one = "____ s, ended ________";
                places.chunks(3).map(|row| vec![one; row.len()].join("  ")).collect()
            }
            Space::Lines => vec!["_".repeat(68), String::new(), "_".repeat(68)],
        }
    }

    /// Words for the options where the room to mark does not name them or names only their code.
    fn meanings(&self) -> Vec<String> {
        let coded = matches!(self.space, Space::Grid { .. } | Space::Responses(_));
        let meaning = |o: &super::look_fors::OptionText| match (coded, o.code == o.label, o.looks_like.is_empty()) {
            (true, false, false) => format!("{}: {}. {}", o.code, o.label, o.looks_like),
            (true, false, true) => format!("{}: {}", o.code, o.label),
            (_, _, false) => format!("{}: {}", o.label, o.looks_like),
            _ => String::new(),
        };
        self.words.options.iter().map(meaning).filter(|m| !m.is_empty()).collect()
    }

    /// Whether the room to mark stands under the words rather than beside them.
    fn is_wide(&self) -> bool {
        !matches!(self.space, Space::Boxes | Space::Strokes)
    }
}

/// A label behind its sign, on as many lines as it needs.
fn behind_sign(sign: &str, label: &str) -> Vec<String> {
    let blank = " ".repeat(sign.len());
    let lines = wrap(label, COLUMNS.saturating_sub(sign.len() + 4));
    lines.iter().enumerate().map(|(n, line)| format!("{}{line}", if n == 0 { sign } else { &blank })).collect()
}

#[derive(Template)]
#[template(path = "paper.html")]
struct Html {
    t: Texts,
}

#[derive(Template)]
#[template(path = "paper.txt", escape = "none")]
struct Plain {
    t: Texts,
}

/// The sheet to print, one for each visit.
pub fn html(paper: &PaperSheet) -> String {
    rendered(&Html { t: texts(paper) })
}

/// The sheet as plain text.
pub fn text(paper: &PaperSheet) -> String {
    plain(&Plain { t: texts(paper) })
}

fn texts(paper: &PaperSheet) -> Texts {
    let sheet = paper.sheet;
    let lines = if sheet.look_fors.is_empty() { LINES_ALONE } else { LINES_WITH_LOOK_FORS };
    let minutes = paper.minutes.or(sheet.minutes);
    Texts {
        title: shown(&sheet.title),
        focus: masked(paper.focus, paper.masker),
        minutes: minutes.map(|n| format!("about {n} min in each room")).unwrap_or_default(),
        norms: all_shown(&sheet.norms),
        groups: groups(sheet, minutes.unwrap_or(MINUTES)),
        questions: all_shown(&sheet.student_questions),
        lines: vec![(); lines],
        wondering_lines: vec![(); WONDERING_LINES],
        foot: masked(&paper.agreed.foot(), paper.masker),
    }
}

fn groups(sheet: &Sheet, minutes: i64) -> Vec<Group> {
    let entry = |l: &&LookFor| Entry { words: look_for(l), space: space(l, minutes) };
    let group = |(title, all): (Option<&str>, Vec<&LookFor>)| Group {
        title: shown(title.unwrap_or_default()),
        look_fors: all.iter().map(entry).collect(),
    };
    sheet.grouped().into_iter().map(group).collect()
}

#[cfg(test)]
mod tests {
    use super::super::testing::{built_in, hostile, is_calm, learning_walk};
    use super::*;
    use proptest::prelude::*;
    use std::sync::LazyLock;

    #[test]
    fn the_sheet_has_room_to_write_and_to_mark() {
        let sheet = learning_walk();
        let paper = PaperSheet {
            sheet: &sheet,
            focus: "What are students asked to do with the text?",
            minutes: None,
            masker: None,
            agreed: &Agreements::default(),
        };
        insta::assert_snapshot!("paper_html", html(&paper));
        insta::assert_snapshot!("paper_text", text(&paper));
        assert_eq!(html(&paper).matches("not looked for").count(), 5);
        assert_eq!(html(&paper).matches("one stroke each time").count(), 3);
    }

    #[test]
    fn the_blank_sheet_is_lines() {
        let sheet = built_in("blank");
        let masker = Masker::new([(crate::language::mask::NameOf::Room, "Room 4")]);
        let usual = Agreements::default();
        let page = html(&PaperSheet {
            sheet: &sheet,
            focus: "in room 4",
            minutes: Some(7),
            masker: Some(&masker),
            agreed: &usual,
        });
        assert_eq!(page.matches("class=\"line\"").count(), LINES_ALONE + WONDERING_LINES);
        assert!(page.contains("in [room]") && page.contains("about 7 min") && !page.contains("not looked for"));
    }

    /// What holds where nothing was agreed.
    static USUAL: LazyLock<Agreements> = LazyLock::new(Agreements::default);

    /// A sheet without a walk.
    fn bare(sheet: &Sheet) -> PaperSheet<'_> {
        PaperSheet { sheet, focus: "", minutes: None, masker: None, agreed: &USUAL }
    }

    #[test]
    fn every_way_has_its_room() {
        let template = Sheet::template("our-sheet").expect("an id");
        let sheet = Sheet::parse("template", &template).expect("the template is sound");
        let paper = bare(&sheet);
        insta::assert_snapshot!("paper_every_way_html", html(&paper));
        insta::assert_snapshot!("paper_every_way_text", text(&paper));
    }

    #[test]
    fn every_sheet_fits_the_width_of_plain_text() {
        for (id, _) in Sheet::built_in() {
            let plain = text(&bare(&built_in(id)));
            let widest = plain.lines().max_by_key(|l| crate::domain::text::width(l)).unwrap_or_default();
            assert!(crate::domain::text::width(widest) <= COLUMNS, "{id}: {widest}");
        }
    }

    #[test]
    fn intervals_fill_the_visit_and_a_long_one_takes_a_second_sheet() {
        let copus = built_in("copus");
        let of = |minutes| {
            let paper = PaperSheet { minutes, ..bare(&copus) };
            (html(&paper), text(&paper))
        };
        let (page, plain) = of(None);
        assert_eq!(page.matches("<th class=\"at\">").count(), 2 * 25);
        assert_eq!(page.matches("<td class=\"cell\">").count(), 25 * 25);
        assert!(!page.contains("second sheet"));
        assert!(plain.contains(&format!("    Lec      |{}\n", "_|".repeat(25))), "{plain}");
        let (page, plain) = of(Some(90));
        assert_eq!(page.matches("<th class=\"at\">").count(), 2 * MOST_COLUMNS);
        assert!(page.contains("second sheet") && plain.contains("second sheet"));
        assert!(plain.lines().all(|l| l.chars().count() <= 80), "{plain}");
    }

    #[test]
    fn scans_are_as_many_as_the_visit_has() {
        let scans = built_in("on-task");
        let count = |minutes| {
            let paper = PaperSheet { minutes, ..bare(&scans) };
            assert_eq!(text(&paper).matches("not: ____ of ____").count(), html(&paper).matches("____ of ____").count());
            html(&paper).matches("____ of ____").count()
        };
        assert_eq!((count(None), count(Some(5)), count(Some(60))), (15, 5, MOST_SCANS));
    }

    proptest! {
        #[test]
        fn labels_and_options_cannot_break_out_either(label in hostile(), code in hostile(), way in 0usize..9) {
            let option = crate::domain::sheet::Choice {
                id: "o".into(), key: 'o', code, label: label.clone(), looks_like: label.clone(),
            };
            let look_for = LookFor {
                id: "l".into(), key: None, label: label.clone(), looks_like: label.clone(), not_like: label,
                way: Way::ALL[way], group: None, settings: Default::default(), options: vec![option],
            };
            let sheet = Sheet { look_fors: vec![look_for], ..Sheet::default() };
            is_calm(&html(&bare(&sheet)), &text(&bare(&sheet)), &html(&bare(&Sheet::default())))?;
        }

        #[test]
        fn data_cannot_break_out_of_the_page(title in hostile(), norm in hostile(), focus in hostile()) {
            let sheet = Sheet { title, norms: vec![norm], ..Sheet::default() };
            let agreed = &Agreements::default();
            let empty = PaperSheet { sheet: &Sheet::default(), focus: "", minutes: None, masker: None, agreed };
            let paper = PaperSheet { sheet: &sheet, focus: &focus, ..empty };
            is_calm(&html(&paper), &text(&paper), &html(&empty))?;
        }
    }
}

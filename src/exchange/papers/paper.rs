//! The sheet on paper, for colleagues who walk along without a laptop. It has the number of the visit, no name, no room.

use super::{GroupText, all_shown, filters, groups, masked, plain, rendered, shown};
use crate::domain::sheet::Sheet;
use crate::language::mask::Masker;
use askama::Template;

/// Lines to write on: about a page together with a sheet of eight look-fors and without one.
const LINES_WITH_LOOK_FORS: usize = 14;
const LINES_ALONE: usize = 24;
const WONDERING_LINES: usize = 2;

/// What stands on the paper.
#[derive(Debug, Clone, Copy)]
pub struct PaperSheet<'a> {
    pub sheet: &'a Sheet,
    pub focus: &'a str,
    /// Planned length of a visit, minutes; else the sheet's.
    pub minutes: Option<i64>,
    /// Takes the names the file knows out of the focus question; without it, "Ms." and a word still goes.
    pub masker: Option<&'a Masker>,
}

struct Texts {
    title: String,
    focus: String,
    minutes: String,
    norms: Vec<String>,
    groups: Vec<GroupText>,
    questions: Vec<String>,
    lines: Vec<()>,
    wondering_lines: Vec<()>,
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
        groups: groups(sheet),
        questions: all_shown(&sheet.student_questions),
        lines: vec![(); lines],
        wondering_lines: vec![(); WONDERING_LINES],
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{built_in, hostile, is_calm, learning_walk};
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_sheet_has_room_to_write_and_to_mark() {
        let sheet = learning_walk();
        let paper = PaperSheet {
            sheet: &sheet,
            focus: "What are students asked to do with the text?",
            minutes: None,
            masker: None,
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
        let page = html(&PaperSheet { sheet: &sheet, focus: "in room 4", minutes: Some(7), masker: Some(&masker) });
        assert_eq!(page.matches("class=\"line\"").count(), LINES_ALONE + WONDERING_LINES);
        assert!(page.contains("in [room]") && page.contains("about 7 min") && !page.contains("not looked for"));
    }

    proptest! {
        #[test]
        fn data_cannot_break_out_of_the_page(title in hostile(), norm in hostile(), focus in hostile()) {
            let sheet = Sheet { title, norms: vec![norm], ..Sheet::default() };
            let empty = PaperSheet { sheet: &Sheet::default(), focus: "", minutes: None, masker: None };
            let paper = PaperSheet { sheet: &sheet, focus: &focus, minutes: None, masker: None };
            is_calm(&html(&paper), &text(&paper), &html(&empty))?;
        }
    }
}

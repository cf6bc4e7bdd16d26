//! The page staff get before the walks: what is looked for, what is kept, who sees it, until when. No names, no rooms.

use super::{GroupText, all_shown, filters, groups, masked, plain, rendered, shown};
use crate::domain::sheet::Sheet;
use crate::language::mask::Masker;
use askama::Template;

/// What is said when the school has not written something of its own.
pub const KEPT: &str = "Short notes of what is seen, heard and counted, with the time, and marks for what is looked for. \
     No ratings, no scores, no names of students. Everything stays in one file on the laptop of the person who writes.";
pub const SEEN_BY: &str = "The people who walk, and you: your own visit, whenever you ask. What is shown to a team or to \
     anyone else has no names and no rooms.";
pub const UNTIL: &str = "No date has been agreed yet. Ask for one: it belongs on this page.";

/// What the page says.
#[derive(Debug, Clone, Copy, Default)]
pub struct StaffPage<'a> {
    pub purpose: &'a str,
    pub focus: &'a str,
    pub sheet: Option<&'a Sheet>,
    /// Planned length of a visit, minutes; else the sheet's.
    pub minutes: Option<i64>,
    /// What is kept, who sees it and until when, in the school's words; else `KEPT`, `SEEN_BY` and `UNTIL`.
    pub kept: Option<&'a str>,
    pub seen_by: Option<&'a str>,
    pub until: Option<&'a str>,
    /// Takes the names the file knows out of what the leader wrote; without it, "Ms." and a word still goes.
    pub masker: Option<&'a Masker>,
}

struct Texts {
    purpose: String,
    focus: String,
    groups: Vec<GroupText>,
    minutes: String,
    kept: String,
    seen_by: String,
    until: String,
    norms: Vec<String>,
    questions: Vec<String>,
}

#[derive(Template)]
#[template(path = "staff.html")]
struct Html {
    t: Texts,
}

#[derive(Template)]
#[template(path = "staff.txt", escape = "none")]
struct Plain {
    t: Texts,
}

/// The page to print.
pub fn html(page: &StaffPage) -> String {
    rendered(&Html { t: texts(page) })
}

/// The page as plain text, for a message.
pub fn text(page: &StaffPage) -> String {
    plain(&Plain { t: texts(page) })
}

fn texts(page: &StaffPage) -> Texts {
    let sheet = page.sheet;
    let minutes = page.minutes.or(sheet.and_then(|s| s.minutes));
    let own = |own: Option<&str>, usual: &str| match own.filter(|o| !o.trim().is_empty()) {
        Some(own) => masked(own, page.masker),
        None => shown(usual),
    };
    Texts {
        purpose: masked(page.purpose, page.masker),
        focus: masked(page.focus, page.masker),
        groups: sheet.map(groups).unwrap_or_default(),
        minutes: match minutes {
            Some(1) => "About one minute, the same in each room.".into(),
            Some(n) => {
                format!("About {n} minutes, the same in each room. Nothing needs to be prepared or changed for it.")
            }
            None => "A few minutes. Nothing needs to be prepared or changed for it.".into(),
        },
        kept: own(page.kept, KEPT),
        seen_by: own(page.seen_by, SEEN_BY),
        until: own(page.until, UNTIL),
        norms: sheet.map(|s| all_shown(&s.norms)).unwrap_or_default(),
        questions: sheet.map(|s| all_shown(&s.student_questions)).unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{hostile, is_calm, learning_walk};
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_page_says_what_staff_need_to_know() {
        let sheet = learning_walk();
        let page = StaffPage {
            purpose: &sheet.purpose,
            focus: "What are students asked to do with the text?",
            sheet: Some(&sheet),
            minutes: Some(10),
            until: Some("Until 30 June 2027; then the file is deleted."),
            ..StaffPage::default()
        };
        insta::assert_snapshot!("staff_html", html(&page));
        insta::assert_snapshot!("staff_text", text(&page));
    }

    #[test]
    fn with_nothing_filled_in_it_still_says_what_matters() {
        let page = StaffPage { until: Some("  "), ..StaffPage::default() };
        for said in ["This is not evaluation.", "Ask to see what was written.", "A few minutes.", UNTIL] {
            assert!(html(&page).contains(said), "{said}");
            assert!(text(&page).replace('\n', " ").contains(said), "{said}");
        }
        assert!(!html(&page).contains("What we look for"));
    }

    #[test]
    fn names_in_what_the_leader_wrote_are_masked() {
        use crate::language::mask::NameOf;
        let masker = Masker::new([(NameOf::Teacher, "Ms. Larkspur"), (NameOf::Room, "Room 12")]);
        let page = StaffPage {
            purpose: "To help Larkspur.",
            focus: "What happens in room 12?",
            until: Some("Until Ms. Larkspur says so"),
            masker: Some(&masker),
            ..StaffPage::default()
        };
        let unknown = StaffPage { masker: None, ..page };
        assert!(text(&unknown).contains("Until [name]") && text(&unknown).contains("room 12"));
        for page in [html(&page), text(&page)] {
            assert!(page.contains("To help [teacher].") && page.contains("in [room]?") && !page.contains("Larkspur"));
        }
    }

    proptest! {
        #[test]
        fn data_cannot_break_out_of_the_page(purpose in hostile(), focus in hostile(), kept in hostile()) {
            let page = StaffPage { purpose: &purpose, focus: &focus, kept: Some(&kept), ..StaffPage::default() };
            is_calm(&html(&page), &text(&page), &html(&StaffPage::default()))?;
        }
    }
}

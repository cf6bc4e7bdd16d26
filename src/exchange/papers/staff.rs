//! The page staff get before the walks: what is looked for, what is kept, who sees it, until when. No names, no rooms.

use super::{GroupText, all_shown, filters, groups, masked, plain, rendered};
use crate::domain::agreements::{Agreements, Names};
use crate::domain::sheet::Sheet;
use crate::language::mask::Masker;
use askama::Template;

/// What is said when the school has not written something of its own.
pub const KEPT: &str = "Short notes of what is seen, heard and counted, with the time, and marks for what is looked for. \
     No ratings, no scores, no names of students. Everything stays in one file on the laptop of the person who writes.";
/// What is said after those who may see the notes of a visit.
const SHOWN: &str = "You can have the notes of your own visit whenever you ask. What is shown to a team or to anyone else \
     has no names and no rooms.";
pub const UNTIL: &str = "No date has been agreed yet. Ask for one: it belongs on this page.";

/// What the page says.
#[derive(Debug, Clone, Copy)]
pub struct StaffPage<'a> {
    pub purpose: &'a str,
    pub focus: &'a str,
    pub sheet: Option<&'a Sheet>,
    /// Planned length of a visit, minutes; else the sheet's.
    pub minutes: Option<i64>,
    /// The longest visit, names, slips, who sees it and until when.
    pub agreed: &'a Agreements,
    /// Takes the names the file knows out of what the leader wrote; without it, "Ms." and a word still goes.
    pub masker: Option<&'a Masker>,
}

struct Texts {
    purpose: String,
    focus: String,
    groups: Vec<GroupText>,
    minutes: String,
    kept: String,
    given: String,
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
    let agreed = page.agreed;
    Texts {
        purpose: masked(agreed.purpose_of(page.purpose), page.masker),
        focus: masked(page.focus, page.masker),
        groups: sheet.map(groups).unwrap_or_default(),
        minutes: minutes(page.minutes.or(sheet.and_then(|s| s.minutes)), agreed.longest),
        kept: format!("{KEPT} {}", names(agreed.names)),
        given: given(agreed),
        seen_by: masked(&seen_by(agreed), page.masker),
        until: match agreed.until {
            Some(_) => agreed.until_sentence(),
            None => UNTIL.into(),
        },
        norms: sheet.map(|s| all_shown(&s.norms)).unwrap_or_default(),
        questions: sheet.map(|s| all_shown(&s.student_questions)).unwrap_or_default(),
    }
}

/// How long a visit is planned to be, and how long it may be at most. What was agreed goes before what was planned.
fn minutes(planned: Option<i64>, longest: Option<i64>) -> String {
    let planned = planned.map(|n| longest.map_or(n, |most| n.min(most)));
    let planned = match planned {
        Some(1) => "About one minute, the same in each room.".into(),
        Some(n) => format!("About {n} minutes, the same in each room."),
        None => "A few minutes.".to_string(),
    };
    let longest = match longest {
        Some(1) => " One minute at most.".into(),
        Some(n) => format!(" {n} minutes at most."),
        None => String::new(),
    };
    format!("{planned}{longest} Nothing needs to be prepared or changed for it.")
}

fn names(names: Names) -> &'static str {
    match names {
        Names::NotOnPaper => {
            "The notes know rooms, so that nobody is visited twice and nobody forgotten; no paper names one."
        }
        Names::Off => "Visits have numbers; a room stands only in the plan of where to go.",
        Names::On => "The notes know rooms; the only paper that names one is the copy for the teacher of that room.",
    }
}

fn given(agreed: &Agreements) -> String {
    match agreed.paper_words() {
        Some(when) => {
            format!("A slip or a copy of the notes of your visit, {when}. What you say to it is kept with it.")
        }
        None => "A slip or a copy of the notes of your visit, when you ask. What you say to it is kept with it.".into(),
    }
}

fn seen_by(agreed: &Agreements) -> String {
    format!("The notes of a visit: {}. {SHOWN}", agreed.seen_by.trim_end_matches('.'))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{hostile, is_calm, learning_walk};
    use super::*;
    use chrono::NaiveDate;
    use proptest::prelude::*;

    fn empty(agreed: &Agreements) -> StaffPage<'_> {
        StaffPage { purpose: "", focus: "", sheet: None, minutes: None, agreed, masker: None }
    }

    #[test]
    fn the_page_says_what_staff_need_to_know() {
        let sheet = learning_walk();
        let page = StaffPage {
            purpose: &sheet.purpose,
            focus: "What are students asked to do with the text?",
            sheet: Some(&sheet),
            minutes: Some(10),
            agreed: &Agreements {
                longest: Some(15),
                paper: Some(2),
                until: NaiveDate::from_ymd_opt(2027, 6, 30),
                ..Agreements::default()
            },
            masker: None,
        };
        insta::assert_snapshot!("staff_html", html(&page));
        insta::assert_snapshot!("staff_text", text(&page));
    }

    #[test]
    fn with_nothing_filled_in_it_still_says_what_matters() {
        let none = Agreements { longest: None, paper: None, ..Agreements::default() };
        let page = StaffPage { agreed: &none, ..empty(&none) };
        for said in ["This is not evaluation.", "Ask to see what was written.", "A few minutes. Nothing", UNTIL] {
            assert!(html(&page).contains(said), "{said}");
            assert!(text(&page).replace('\n', " ").contains(said), "{said}");
        }
        assert!(!html(&page).contains("What we look for"));
    }

    #[test]
    fn names_in_what_the_leader_wrote_are_masked() {
        use crate::language::mask::NameOf;
        let masker = Masker::new([(NameOf::Teacher, "Ms. Larkspur"), (NameOf::Room, "Room 12")]);
        let agreed = Agreements { seen_by: "Ms. Larkspur".into(), ..Agreements::default() };
        let page = StaffPage {
            purpose: "To help Larkspur.",
            focus: "What happens in room 12?",
            masker: Some(&masker),
            ..empty(&agreed)
        };
        let unknown = StaffPage { masker: None, ..page };
        assert!(text(&unknown).contains("visit: [name]") && text(&unknown).contains("room 12"));
        for page in [html(&page), text(&page)] {
            assert!(page.contains("To help [teacher].") && page.contains("in [room]?") && !page.contains("Larkspur"));
        }
    }

    proptest! {
        #[test]
        fn data_cannot_break_out_of_the_page(purpose in hostile(), focus in hostile(), seen_by in hostile()) {
            let (usual, agreed) = (Agreements::default(), Agreements { seen_by, ..Agreements::default() });
            let page = StaffPage { purpose: &purpose, focus: &focus, ..empty(&agreed) };
            is_calm(&html(&page), &text(&page), &html(&empty(&usual)))?;
        }
    }
}

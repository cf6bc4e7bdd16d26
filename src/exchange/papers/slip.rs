//! The slip a teacher gets after a visit: the purpose, two facts the leader chose, one wondering, "this is not evaluation".

use super::{all_shown, filters, listed, own_thinking, plain, rendered, shown};
use crate::domain::agreements::Agreements;
use crate::store::api::NoteRow;
use askama::Template;
use chrono::NaiveDate;

/// What stands on the slip. It names nobody and no room.
#[derive(Debug, Clone, Copy)]
pub struct Slip<'a> {
    pub purpose: &'a str,
    pub date: NaiveDate,
    /// Its number in its walk and when it began, "9:41", so that two slips of a day are told apart.
    pub number: Option<u32>,
    pub began: &'a str,
    /// What was seen, heard, counted or marked: two facts that the leader chose, as a rule.
    pub facts: &'a [String],
    /// How many of the facts are lines of the visit; the others are what its marks say.
    pub lines: usize,
    pub wondering: Option<&'a str>,
    /// All notes of the visit, so that the slip can say what it leaves out.
    pub notes: &'a [NoteRow],
    /// How many look-fors were marked in the visit, and how many lines its teacher said to it: a slip has none of them.
    pub marked: usize,
    pub said: usize,
    pub agreed: &'a Agreements,
}

struct Texts {
    date: String,
    purpose: String,
    facts: Vec<String>,
    wondering: String,
    left_out: String,
    foot: String,
}

#[derive(Template)]
#[template(path = "slip.html")]
struct Html {
    t: Texts,
}

#[derive(Template)]
#[template(path = "slip.txt", escape = "none")]
struct Plain {
    t: Texts,
}

/// The slip to print.
pub fn html(slip: &Slip) -> String {
    rendered(&Html { t: texts(slip) })
}

/// The slip as plain text.
pub fn text(slip: &Slip) -> String {
    plain(&Plain { t: texts(slip) })
}

fn texts(slip: &Slip) -> Texts {
    Texts {
        date: when(slip),
        purpose: shown(slip.purpose),
        facts: all_shown(slip.facts).into_iter().filter(|f| !f.is_empty()).collect(),
        wondering: shown(slip.wondering.unwrap_or_default()),
        left_out: left_out(slip),
        foot: shown(&slip.agreed.foot()),
    }
}

/// "14 November 2026, visit 3, 9:41".
fn when(slip: &Slip) -> String {
    let number = slip.number.map(|n| format!(", visit {n}")).unwrap_or_default();
    let began = if slip.began.is_empty() { String::new() } else { format!(", {}", shown(slip.began)) };
    format!("{}{number}{began}", slip.date.format("%-d %B %Y"))
}

/// "This slip leaves out 7 lines of what was seen, heard and counted, 3 marked look-fors and 2 wonderings." What stands on the
/// slip is not left out; a wondering from the sheet is none of the visit's.
fn left_out(slip: &Slip) -> String {
    let [wonderings, others @ ..] = own_thinking(slip.notes);
    let stands = slip.wondering.is_some_and(|w| slip.notes.iter().any(|n| n.text == w));
    let evidence = slip.notes.iter().filter(|n| n.kind.is_evidence()).count().saturating_sub(slip.lines);
    let told = slip.facts.len().saturating_sub(slip.lines);
    let seen = "line of what was seen, heard and counted";
    let kinds = [
        (evidence, seen, "lines of what was seen, heard and counted"),
        (slip.marked.saturating_sub(told), "marked look-for", "marked look-fors"),
        (wonderings.0.saturating_sub(usize::from(stands)), wonderings.1, wonderings.2),
        others[0],
        others[1],
        (slip.said, "line of what you said", "lines of what you said"),
    ];
    match listed(&kinds).as_str() {
        "" => "This slip leaves out no line.".into(),
        lines => format!("This slip leaves out {lines}."),
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{hostile, is_calm};
    use super::*;
    use crate::domain::note::NoteKind;
    use proptest::prelude::*;

    const DAY: NaiveDate = NaiveDate::from_ymd_opt(2026, 11, 14).expect("a date");

    #[test]
    fn the_slip_has_two_facts_and_a_wondering() {
        let facts =
            ["19 of 24 were writing at 2:10".to_string(), "S4 “because it says so in the first line”".to_string()];
        let slip = Slip {
            purpose: "I am here to learn what students are asked to do with the text.",
            date: DAY,
            number: Some(3),
            began: "9:41",
            facts: &facts,
            lines: 2,
            wondering: Some("what would happen if pairs read first?"),
            notes: &notes(),
            marked: 4,
            said: 0,
            agreed: &Agreements::default(),
        };
        insta::assert_snapshot!("slip_html", html(&slip));
        insta::assert_snapshot!("slip_text", text(&slip));
    }

    fn empty(agreed: &Agreements) -> Slip<'_> {
        Slip {
            purpose: "",
            date: DAY,
            number: None,
            began: "",
            facts: &[],
            lines: 0,
            wondering: None,
            notes: &[],
            marked: 0,
            said: 0,
            agreed,
        }
    }

    /// Five lines of what was seen, two wonderings, a follow-up.
    fn notes() -> Vec<NoteRow> {
        let kinds = [NoteKind::Evidence, NoteKind::Quote, NoteKind::Count, NoteKind::Evidence, NoteKind::Evidence];
        let kinds = kinds.into_iter().chain([NoteKind::Wondering, NoteKind::Wondering, NoteKind::FollowUp]);
        let texts = ["a", "b", "c", "d", "e", "what would happen if pairs read first?", "who chose it?", "send it"];
        kinds.zip(texts).map(|(kind, text)| super::super::testing::note(kind, text)).collect()
    }

    #[test]
    fn both_forms_say_how_many_lines_of_what_kind_are_left_out() {
        let usual = Agreements::default();
        let (all, facts) = (notes(), ["a".to_string(), "b".to_string()]);
        let slip = Slip {
            facts: &facts,
            lines: 2,
            wondering: Some("what would happen if pairs read first?"),
            notes: &all,
            ..empty(&usual)
        };
        let said = "This slip leaves out 3 lines of what was seen, heard and counted, 1 wondering and 1 follow-up.";
        assert!(text(&slip).replace('\n', " ").contains(said) && html(&slip).contains(said));
        let sheets = Slip { wondering: Some("from the sheet"), ..slip };
        assert!(html(&sheets).contains("2 wonderings and 1 follow-up"));
        let more = Slip { notes: &[], facts: &[], marked: 3, said: 1, ..slip };
        assert!(html(&more).contains("leaves out 3 marked look-fors and 1 line of what you said."), "{}", html(&more));
        assert!(html(&empty(&usual)).contains("This slip leaves out no line."));
        for page in [text(&slip).replace('\n', " "), html(&slip)] {
            assert!(page.contains("Who may see this: you, and the people who walked."), "{page}");
        }
    }

    #[test]
    fn parts_that_are_not_there_leave_no_heading() {
        let usual = Agreements::default();
        let slip = empty(&usual);
        assert!(!html(&slip).contains("<h2>"));
        assert!(html(&slip).contains("This is not evaluation."));
    }

    proptest! {
        #[test]
        fn data_cannot_break_out_of_the_page(purpose in hostile(), fact in hostile(), wondering in hostile()) {
            let usual = Agreements::default();
            let empty = empty(&usual);
            let facts = [fact];
            let slip = Slip { purpose: &purpose, facts: &facts, wondering: Some(&wondering), ..empty };
            is_calm(&html(&slip), &text(&slip), &html(&empty))?;
        }
    }
}

//! The slip a teacher gets after a visit: the purpose, two facts the leader chose, one wondering, "this is not evaluation".

use super::{all_shown, filters, plain, rendered, shown};
use askama::Template;
use chrono::NaiveDate;

/// What stands on the slip. It names nobody and no room.
#[derive(Debug, Clone, Copy)]
pub struct Slip<'a> {
    pub purpose: &'a str,
    pub date: NaiveDate,
    /// What was seen, heard or counted: two facts that the leader chose, as a rule.
    pub facts: &'a [String],
    pub wondering: Option<&'a str>,
}

struct Texts {
    date: String,
    purpose: String,
    facts: Vec<String>,
    wondering: String,
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
        date: slip.date.format("%-d %B %Y").to_string(),
        purpose: shown(slip.purpose),
        facts: all_shown(slip.facts).into_iter().filter(|f| !f.is_empty()).collect(),
        wondering: shown(slip.wondering.unwrap_or_default()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{hostile, is_calm};
    use super::*;
    use proptest::prelude::*;

    const DAY: NaiveDate = NaiveDate::from_ymd_opt(2026, 11, 14).expect("a date");

    #[test]
    fn the_slip_has_two_facts_and_a_wondering() {
        let facts =
            ["19 of 24 were writing at 2:10".to_string(), "S4 “because it says so in the first line”".to_string()];
        let slip = Slip {
            purpose: "I am here to learn what students are asked to do with the text.",
            date: DAY,
            facts: &facts,
            wondering: Some("what would happen if pairs read first?"),
        };
        insta::assert_snapshot!("slip_html", html(&slip));
        insta::assert_snapshot!("slip_text", text(&slip));
    }

    #[test]
    fn parts_that_are_not_there_leave_no_heading() {
        let slip = Slip { purpose: "", date: DAY, facts: &[String::new()], wondering: None };
        assert!(!html(&slip).contains("<h2>"));
        assert!(html(&slip).contains("This is not evaluation."));
    }

    proptest! {
        #[test]
        fn data_cannot_break_out_of_the_page(purpose in hostile(), fact in hostile(), wondering in hostile()) {
            let empty = Slip { purpose: "", date: DAY, facts: &[], wondering: None };
            let facts = [fact];
            let slip = Slip { purpose: &purpose, date: DAY, facts: &facts, wondering: Some(&wondering) };
            is_calm(&html(&slip), &text(&slip), &html(&empty))?;
        }
    }
}

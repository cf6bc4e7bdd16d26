//! Papers for people: the page for staff before the walks, the sheet for colleagues who walk along, the slip after a
//! visit, the copy of one visit for its teacher. Each as a page to print (HTML, all in one file) and as plain text.
//!
//! A paper is made from plain values by a pure function. What comes from data is escaped in HTML, and no character that
//! could break a screen or turn a line round reaches either form.

mod look_fors;
pub mod paper;
pub mod slip;
pub mod staff;
pub mod talk;
pub mod visit;

use crate::domain::note::NoteKind;
use crate::domain::text::{count, visible, wrap};
use crate::language::mask::Masker;
use crate::store::api::NoteRow;
use askama::Template;
use look_fors::{GroupText, groups};

/// Columns of the plain-text form.
const COLUMNS: usize = 76;

/// Text from data as it may stand on paper.
fn shown(text: &str) -> String {
    visible(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The same, without the names `masker` knows; without one, still without what has the form of a name.
fn masked(text: &str, masker: Option<&Masker>) -> String {
    match masker {
        Some(masker) => shown(&masker.mask(text)),
        None => shown(&Masker::default().mask(text)),
    }
}

fn all_shown(texts: &[String]) -> Vec<String> {
    texts.iter().map(|t| shown(t)).collect()
}

/// "2 wonderings, 1 interpretation and 1 follow-up": how many of which there are, those of which there is none left
/// out. Empty when there is none at all.
fn listed(kinds: &[(usize, &str, &str)]) -> String {
    let parts: Vec<String> =
        kinds.iter().filter(|(n, _, _)| *n > 0).map(|(n, one, many)| count(*n, one, many)).collect();
    match parts.split_last() {
        None => String::new(),
        Some((last, [])) => last.clone(),
        Some((last, first)) => format!("{} and {last}", first.join(", ")),
    }
}

/// The notes of a visit that are the writer's own, as `listed` wants them.
fn own_thinking(notes: &[NoteRow]) -> [(usize, &'static str, &'static str); 3] {
    let of = |kind: NoteKind| notes.iter().filter(|n| n.kind == kind).count();
    [
        (of(NoteKind::Wondering), "wondering", "wonderings"),
        (of(NoteKind::Interpretation), "interpretation", "interpretations"),
        (of(NoteKind::FollowUp), "follow-up", "follow-ups"),
    ]
}

/// The finished page. Templates of plain values cannot fail to render: nothing in them returns an error.
fn rendered(template: &impl Template) -> String {
    let page = template.render().expect("values that are strings and lists of them always render");
    if page.ends_with('\n') { page } else { page + "\n" }
}

/// Plain text without the empty lines that parts left out have left behind.
fn plain(template: &impl Template) -> String {
    let page = rendered(template);
    let mut out = String::with_capacity(page.len());
    let mut empty = true;
    for line in page.lines().map(str::trim_end) {
        if !(line.is_empty() && empty) {
            out.push_str(line);
            out.push('\n');
        }
        empty = line.is_empty();
    }
    format!("{}\n", out.trim_end())
}

/// Ways to lay out plain text, for the templates.
mod filters {
    use super::{COLUMNS, wrap};

    /// Lines of at most `COLUMNS`, the first behind `first`, the others behind as many blanks.
    fn behind(text: &str, first: &str) -> String {
        let indent = " ".repeat(first.chars().count());
        let lines = wrap(text, COLUMNS.saturating_sub(indent.len()));
        let with = |(n, line): (usize, &String)| format!("{}{line}", if n == 0 { first } else { &indent });
        lines.iter().enumerate().map(with).collect::<Vec<_>>().join("\n")
    }

    /// An entry of a list within what is indented.
    #[askama::filter_fn]
    pub fn deeper(text: impl std::fmt::Display, _: &dyn askama::Values) -> askama::Result<String> {
        Ok(behind(&text.to_string(), "    - "))
    }

    #[askama::filter_fn]
    pub fn fold(text: impl std::fmt::Display, _: &dyn askama::Values) -> askama::Result<String> {
        Ok(behind(&text.to_string(), ""))
    }

    #[askama::filter_fn]
    pub fn bullet(text: impl std::fmt::Display, _: &dyn askama::Values) -> askama::Result<String> {
        Ok(behind(&text.to_string(), "- "))
    }

    #[askama::filter_fn]
    pub fn indented(text: impl std::fmt::Display, _: &dyn askama::Values) -> askama::Result<String> {
        Ok(behind(&text.to_string(), "    "))
    }

    /// The same with a wider column, for a day and its month.
    #[askama::filter_fn]
    pub fn day(text: impl std::fmt::Display, _: &dyn askama::Values) -> askama::Result<String> {
        let text = text.to_string();
        let (first, rest) = text.split_once('\t').unwrap_or(("", &text));
        Ok(behind(rest, &format!("{first:<14}")))
    }

    /// A line whose beginning up to the first tab stands in a column of its own.
    #[askama::filter_fn]
    pub fn hanging(text: impl std::fmt::Display, _: &dyn askama::Values) -> askama::Result<String> {
        let text = text.to_string();
        let (first, rest) = text.split_once('\t').unwrap_or(("", &text));
        Ok(behind(rest, &format!("{first:<10}")))
    }
}

#[cfg(test)]
mod testing {
    use crate::domain::note::NoteKind;
    use crate::domain::sheet::Sheet;
    use crate::store::api::NoteRow;
    use proptest::prelude::*;

    /// Texts that try to break out of a page.
    pub fn hostile() -> impl Strategy<Value = String> {
        prop_oneof![
            any::<String>(),
            Just("</style><script>alert(1)</script>".to_string()),
            Just("\"><img src=x onerror=y>".to_string()),
            Just("a\u{202e}b\u{1b}]0;x\u{7}\n\n<b>".to_string()),
        ]
    }

    /// Nothing unsafe, and no more tags than the template's own.
    pub fn is_calm(html: &str, text: &str, same_without_data: &str) -> Result<(), TestCaseError> {
        for page in [html, text] {
            let bad = page.chars().find(|c| *c != '\n' && crate::domain::text::is_unsafe(*c));
            prop_assert!(bad.is_none(), "{bad:?}");
        }
        for sign in ["<script", "<img", "<b>", "</style>"] {
            prop_assert_eq!(html.matches(sign).count(), same_without_data.matches(sign).count());
        }
        prop_assert!(text.lines().all(|l| crate::domain::text::width(l) <= 90));
        Ok(())
    }

    pub fn note(kind: NoteKind, text: &str) -> NoteRow {
        let uid = crate::domain::id::Uid([1; 16]);
        NoteRow {
            uid,
            key: crate::store::api::NoteKey { at: 0, id: 1 },
            visit: uid,
            number: None,
            room: String::new(),
            subject: String::new(),
            grade: String::new(),
            at_ms: None,
            kind,
            about: None,
            text: text.into(),
            after: false,
            expires: None,
            tags: Vec::new(),
            two_versions: false,
        }
    }

    pub fn learning_walk() -> Sheet {
        built_in("learning-walk")
    }

    pub fn built_in(id: &str) -> Sheet {
        let (_, body) = Sheet::built_in().iter().find(|(name, _)| *name == id).expect("a built-in sheet");
        Sheet::parse(id, body).expect("the built-in sheet is sound")
    }
}

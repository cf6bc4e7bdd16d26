//! What a team takes home from a talk: one page of what was seen, said, agreed on and tried. Beside it the page on which
//! every voice is answered, and a page for the leadership above on which no team is singled out. Each as HTML to read and
//! to print, all in one file and without a script, and as Markdown (docs/take-home.md).
//!
//! No page holds a name, a room or a number under the floor: every text of the file goes through `sieve` and through
//! nothing else, every number through `told`.

pub mod above;
mod answers;
mod dots;
pub mod gather;
#[cfg(test)]
mod sample;
mod sieve;
mod team;
mod teams;
#[cfg(test)]
mod tests;
pub mod told;

use crate::domain::agreements::Agreements;
use crate::domain::talk::{LinkKind, Origin};
use crate::domain::text::visible;
use crate::domain::time::Now;
use crate::insight::facts::Facts;
use crate::language::mask::Masker;
use crate::store::api::{TalkView, TrialRow, VoiceRow};
pub use sieve::LeftOut;

/// Between the parts of what is said about a line; a line never begins with it.
const PART: &str = "\u{a0}· ";

/// A finished page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// A file name without folder, such as "take-home-2026-11-16.html".
    pub name: String,
    pub body: String,
}

/// The pages, and what could not be printed on them as it might tell who is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pages {
    pub html: Page,
    pub markdown: Page,
    /// For the leader alone: each with its words and the reason.
    pub left_out: Vec<LeftOut>,
}

/// What all pages are made with.
#[derive(Debug, Clone, Copy)]
pub struct With<'a> {
    /// Made with `Masker::for_sharing`, of every name the file holds.
    pub names: &'a Masker,
    /// What was seen where, so that "the science lesson" is found where one teacher teaches science; none: it is not
    /// looked for.
    pub facts: Option<&'a Facts>,
    pub agreed: &'a Agreements,
    pub now: Now,
}

/// What a take-home page is made from.
#[derive(Debug, Clone, Copy)]
pub struct TakeHome<'a> {
    pub view: &'a TalkView,
    /// Trials of all problems; those of the problems this talk agreed on are taken.
    pub trials: &'a [TrialRow],
}

/// The page of one talk for its team.
pub fn talk_pages(talk: &TakeHome, with: &With) -> Pages {
    team::pages(talk, with)
}

/// What a team said, and what became of it: every voice that wants an answer. `shown` is what was decided in the team's
/// talks, as they keep it.
pub fn answer_pages(voices: &[VoiceRow], shown: &[&str], people: Option<u32>, with: &With) -> Pages {
    answers::pages(voices, shown, people, with)
}

/// Text from the file as it may stand on a page: one line, nothing that could break the page.
fn one_line(text: &str) -> String {
    visible(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The line that says who may see a page, and until when it is kept.
fn foot(with: &With) -> String {
    one_line(&with.names.mask(&with.agreed.foot()))
}

/// What stands at the end of a page where something could not be printed, or is masked.
fn gaps(left_out: usize, page: &str) -> String {
    let mut said = Vec::new();
    match left_out {
        0 => {}
        1 => said.push("One thing is left out, because its words could tell who is meant.".to_string()),
        n => said.push(format!("{n} things are left out, because their words could tell who is meant.")),
    }
    let masked: Vec<&str> =
        ["[…]", "[name]", "[teacher]", "[room]", "[team]"].into_iter().filter(|gap| page.contains(gap)).collect();
    match masked.split_last() {
        None => {}
        Some((last, [])) => said.push(format!("{last} stands for words that could tell who is meant.")),
        Some((last, first)) => {
            said.push(format!("{} and {last} stand for words that could tell who is meant.", first.join(", ")));
        }
    }
    said.join(" ")
}

/// Who said it: the team, a role, a chosen label.
fn speaker(sieve: &sieve::Sieve, voice: &VoiceRow) -> String {
    match voice.speaker.trim() {
        "" => "the team".into(),
        label => sieve.or_empty("who said something", sieve::Of::Said, label),
    }
}

/// What a voice is to a pattern, before the pattern's number.
fn link_words(link: LinkKind) -> &'static str {
    match link {
        LinkKind::SameThing => "the same as",
        LinkKind::Connects => "connects to",
        LinkKind::Contradicts => "contradicts",
        LinkKind::NewToMe => "new beside",
    }
}

/// Whose words a shared problem began with.
fn whose(origin: Origin) -> &'static str {
    match origin {
        Origin::Team => "the team’s own words",
        Origin::Leader => "the leader’s words",
        Origin::Both => "words of the team and of the leader",
    }
}

/// With a capital at the beginning.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

/// The page without the empty lines that parts left out have left behind: at most one of them in Markdown, none in HTML.
fn calm(page: &str, most: usize) -> String {
    let mut out = String::with_capacity(page.len());
    let mut empty = most;
    for line in page.lines().map(str::trim_end) {
        empty = if line.is_empty() { empty + 1 } else { 0 };
        if empty <= most && !(line.is_empty() && out.is_empty()) {
            out.push_str(line);
            out.push('\n');
        }
    }
    format!("{}\n", out.trim_end())
}

/// Ways to lay out Markdown, for the templates.
mod filters {
    use crate::exchange::tables::markdown::plain;

    /// A text that Markdown shows as it was written.
    #[askama::filter_fn]
    pub fn md(text: impl std::fmt::Display, _: &dyn askama::Values) -> askama::Result<String> {
        Ok(plain(&text.to_string()))
    }
}

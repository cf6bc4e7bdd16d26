//! Words that have the form of a person's name and are in no roster, such as first names of students. Looked for only in
//! what others will see.

use super::everyday::{everyday, is_deed};
use super::line::Line;
use crate::domain::order::InOrder;
use crate::language::name_form;
use crate::language::rules::Rules;
use crate::language::token::tokens;
use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

/// Words that begin a sentence and do something without being a name.
const SUBJECTS: &[&str] = &[
    "adult",
    "aide",
    "another",
    "anybody",
    "anyone",
    "assistant",
    "audience",
    "author",
    "boy",
    "child",
    "children",
    "clock",
    "computer",
    "else",
    "everybody",
    "everyone",
    "friend",
    "girl",
    "he",
    "it",
    "kid",
    "leader",
    "member",
    "most",
    "narrator",
    "neighbor",
    "neighbour",
    "nobody",
    "none",
    "observer",
    "other",
    "others",
    "parent",
    "partner",
    "person",
    "poster",
    "pupil",
    "reader",
    "screen",
    "she",
    "slide",
    "somebody",
    "someone",
    "speaker",
    "substitute",
    "sub",
    "teacher",
    "that",
    "they",
    "this",
    "timer",
    "tutor",
    "video",
    "visitor",
    "volunteer",
    "voice",
    "we",
    "whoever",
    "writer",
    "you",
    "each",
    "either",
    "neither",
    "few",
    "many",
    "several",
    "half",
    "both",
    "all",
    "some",
    "text",
    "book",
    "sheet",
    "picture",
    "map",
    "song",
    "coach",
    "principal",
    "counselor",
    "nurse",
    "mother",
    "father",
    "then",
    "also",
    "again",
    "still",
    "later",
    "now",
    "first",
    "next",
    "finally",
    "meanwhile",
    "today",
    "here",
    "there",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "twelve",
    "twenty",
    "one",
    "who",
    "which",
    "what",
    "nothing",
    "something",
    "everything",
    "class",
    "group",
    "pair",
    "team",
    "table",
    "row",
    "student",
    "students",
    "hands",
    "hand",
    "back",
    "front",
    "left",
    "right",
    "only",
    "even",
    "just",
    "chart",
    "rubric",
    "task",
    "prompt",
    "question",
    "music",
    "bell",
    "projector",
    "document",
    "worksheet",
    "problem",
    "page",
    "example",
    "answer",
    "reading",
    "writing",
    "work",
    "time",
    "talk",
    "co",
    "para",
    "staff",
    "colleague",
    "school",
    "room",
];
/// Words behind which "'s" is no possessive, or that are no people.
const SHORTENED: &[&str] = &[
    "it",
    "that",
    "let",
    "what",
    "there",
    "here",
    "who",
    "how",
    "where",
    "when",
    "he",
    "she",
    "today",
    "tomorrow",
    "yesterday",
];

/// What somebody does, and things as well: behind another word they are a name's only where it goes on like a deed.
const ALSO_THINGS: &[&str] = &[
    "answers", "calls", "checks", "claims", "copies", "counts", "draws", "hands", "helps", "looks", "models", "moves",
    "needs", "nods", "plans", "points", "presents", "projects", "shows", "smiles", "starts", "stops", "talks", "turns",
    "uses", "visits", "waits", "walks", "works",
];

/// The words that are no names, and first names that are no words.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Known {
    pub ordinary: Arc<HashSet<String>>,
    pub first_names: Arc<HashSet<String>>,
    pub likeness: bool,
}

impl Known {
    pub fn of(rules: &Rules) -> Known {
        Known {
            ordinary: Arc::clone(&rules.ordinary),
            first_names: Arc::clone(&rules.first_names),
            likeness: rules.likeness,
        }
    }

    /// Whether a word with a capital is no name of a person.
    pub fn is_ordinary(&self, folded: &str) -> bool {
        let one = folded.strip_suffix('s').unwrap_or(folded);
        self.ordinary.contains(folded) || self.ordinary.contains(one)
    }
}

/// The stretches of a text that look like names.
pub fn likely(known: &Known, text: &str, line: &Line) -> Vec<Range<usize>> {
    let tokens = tokens(text);
    let mut found: Vec<Range<usize>> = Vec::new();
    for (at, length) in name_form::joined(&tokens, name_form::names(known, text, &tokens)) {
        let (Some(first), Some(last)) = (tokens.get(at), tokens.get(at + length - 1)) else { continue };
        let small = length == 1 && !first.capital && everyday(&first.plain).is_some();
        if !small {
            found.push(first.range.start..without_s(text, last.range.clone()));
        }
    }
    if known.likeness {
        let doers = (0..line.words.len()).filter(|at| is_doer(known, line, *at));
        found.extend(doers.filter_map(|at| line.word(at)).map(|w| w.range.clone()));
        let initialled = (0..line.words.len()).filter_map(|at| with_initial(known, line, at));
        found.extend(initialled);
    }
    found.order_by_key(|r| (r.start, std::cmp::Reverse(r.end)));
    let mut end = 0;
    found.retain(|r| {
        let fresh = r.start >= end;
        end = end.max(r.end);
        fresh
    });
    found
}

/// The range without a possessive ending.
fn without_s(text: &str, range: Range<usize>) -> usize {
    let written = text.get(range.clone()).unwrap_or_default();
    let own = ["'s", "’s"].into_iter().find_map(|s| written.strip_suffix(s));
    range.start + own.unwrap_or(written).len()
}

/// At the beginning of a sentence: a word with a capital that does something or has something, and is no known word.
fn is_doer(known: &Known, line: &Line, at: usize) -> bool {
    let Some(word) = line.word(at) else { return false };
    let key = word.folded.as_str();
    let own = line.possessive(at) && !key.ends_with('s') && !SHORTENED.contains(&key);
    let verb = line.next(at).filter(|w| is_deed(&w.folded) && w.folded.ends_with('s') && !key.ends_with('s'));
    let does = verb.is_some_and(|w| !ALSO_THINGS.contains(&w.folded.as_str()) || goes_on(line, at + 1));
    let named = line.written(at).chars().skip(1).all(char::is_lowercase) && word.folded.chars().count() > 2;
    word.capital
        && word.is_letters()
        && named
        && (own || does)
        && !known.is_ordinary(key)
        && !SUBJECTS.contains(&key)
        && everyday(key).is_none()
}

/// Something stands behind a verb that could be a thing: "hands out", but not "Raised hands".
fn goes_on(line: &Line, at: usize) -> bool {
    const ON: &[&str] = &[
        "a", "an", "at", "back", "each", "every", "for", "her", "his", "if", "in", "it", "on", "out", "that", "the",
        "to", "up", "what", "why",
    ];
    let seat = |w: &str| w.strip_prefix('s').is_some_and(|n| n.chars().all(|c| c.is_ascii_digit()));
    line.next(at).is_some_and(|w| {
        ON.contains(&w.folded.as_str()) || seat(&w.folded) || w.folded.starts_with(|c: char| c.is_ascii_digit())
    })
}

/// "J. Unwin": an initial before a word that is no known one.
fn with_initial(known: &Known, line: &Line, at: usize) -> Option<Range<usize>> {
    let (word, next) = (line.word(at)?, line.word(at + 1)?);
    let initial =
        word.is_initial() && word.capital && line.gap_after(at) == ". " && !matches!(line.written(at), "T" | "S" | "I");
    let named = next.capital
        && !next.caps
        && next.is_letters()
        && next.folded.chars().count() > 2
        && !known.is_ordinary(&next.folded);
    // "Group B. Students …": a label and the end of its sentence.
    let label = line
        .previous(at)
        .is_some_and(|w| known.is_ordinary(&w.folded) || matches!(w.folded.as_str(), "plan" | "option" | "partner"));
    let subject = SUBJECTS.contains(&next.folded.as_str()) || everyday(&next.folded).is_some();
    (initial && named && !label && !subject).then_some(word.range.start..next.range.end)
}

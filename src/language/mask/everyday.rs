//! Names that are everyday words too: when such a word stands for a person. The rules look at capitals and at the words
//! around it; they cannot know. When they cannot tell, it is a name.

use super::everyday_words::{DOINGS, WORDS};
use super::line::Line;

/// What a word is besides a name; it decides where its capital says nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Everyday {
    /// Stands before a noun, at the beginning of a sentence too: "brown paper".
    Kind,
    /// A thing: "hall", "bell".
    Thing,
    /// A trade, a virtue, a flower, a verb: "baker", "hope", "mark".
    Other,
    /// Holds sentences together: "will", "do".
    Small,
    /// Always has a capital: "English", "Monday".
    Proper,
    /// A month: "May", "April".
    Month,
}

/// Words before which a name does not stand.
pub const DETERMINERS: &[&str] = &[
    "a", "all", "an", "another", "any", "both", "each", "every", "her", "his", "its", "my", "no", "one", "our", "some",
    "that", "the", "their", "these", "this", "those", "your", "two", "three", "four", "five", "which", "what", "to",
];
/// Words that go on with what a verb began: "mark your answer", "hope that".
const OBJECTS: &[&str] = &[
    "a", "all", "an", "and", "any", "are", "at", "both", "but", "down", "each", "every", "everyone", "for", "from",
    "he", "her", "his", "how", "i", "in", "into", "is", "it", "its", "me", "my", "no", "not", "of", "off", "on", "or",
    "our", "out", "over", "she", "so", "some", "someone", "somebody", "student", "students", "that", "the", "their",
    "them", "there", "these", "they", "this", "those", "to", "up", "us", "was", "we", "were", "what", "who", "why",
    "with", "you", "your",
];
/// Of these, the ones that stand behind a person too: "Hope is at the door", "Grace with S4".
const BEHIND_PERSON: &[&str] = &["and", "at", "but", "for", "from", "in", "is", "on", "or", "to", "was", "with", "who"];
/// Words with which a place or company is told, behind a name but hardly behind an adjective.
const WITH: &[&str] = &["and", "at", "beside", "by", "in", "is", "near", "on", "with", "was", "has", "who"];
/// Words with which somebody is told to be somewhere, and hardly a month.
const NEAR: &[&str] = &["and", "at", "beside", "by", "near", "on", "with"];
/// What stands before a month or day.
const DATES: &[&str] = &[
    "by", "during", "early", "from", "in", "last", "late", "mid", "next", "of", "on", "since", "this", "till", "until",
    "every", "each", "the", "before", "after",
];

/// Whether a word says what somebody does.
pub fn is_deed(folded: &str) -> bool {
    DOINGS.contains(folded)
}

/// What a word is besides a name, if anything. `None`: it is a name wherever it stands.
pub fn everyday(key: &str) -> Option<Everyday> {
    WORDS.get(key).copied()
}

/// Whether the word `at`, one that is also somebody's name, stands for a person here.
pub fn stands_for_person(sort: Everyday, line: &Line, at: usize) -> bool {
    let Some(word) = line.word(at) else { return false };
    let determined = line.behind_determiner(at);
    let lower = !word.capital;
    // A plural behind "the": "the Browns".
    if word.capital && determined && word.folded.ends_with('s') && !line.starts(at) && sort == Everyday::Kind {
        return true;
    }
    if line.possessive(at) {
        let small = lower && sort == Everyday::Small;
        return !(determined || small);
    }
    if line.does_something(at) {
        return !determined || (word.capital && !line.starts(at));
    }
    if lower {
        return false;
    }
    if line.shouted(at) {
        return shouted(sort, line, at, determined);
    }
    // "Miller/Brown"
    if matches!(line.gap_before(at), "/" | "&" | " & ") && line.before(at).is_some_and(|w| w.capital) {
        return true;
    }
    match sort {
        Everyday::Month => !is_date(line, at),
        Everyday::Proper => proper(line, at),
        _ if !line.starts(at) => !determined && !of_title(line, at),
        _ => at_start(sort, line, at),
    }
}

/// At the beginning of a sentence a capital says nothing; the next word has to.
fn at_start(sort: Everyday, line: &Line, at: usize) -> bool {
    let Some(next) = line.next(at) else {
        // Alone, or before a comma: a call, an answer, a heading.
        return !(sort == Everyday::Thing || (sort == Everyday::Small && line.gap_after(at).starts_with([':', '?'])));
    };
    let is = |list: &[&str]| list.contains(&next.folded.as_str());
    match sort {
        // "Will at the board"; as a question it is followed by somebody.
        Everyday::Small if line.written(at) == "Will" && is(WITH) => true,
        Everyday::Small => next.capital && next.folded.chars().count() > 2,
        Everyday::Kind => is(WITH) || (next.capital && !next.is_number()),
        Everyday::Thing => next.capital && !next.is_number() && next.folded.chars().count() > 2,
        _ => !next.is_number() && (!is(OBJECTS) || (is(BEHIND_PERSON) && !written_about(line, at))),
    }
}

/// "Hope is written on the poster": the word itself is meant.
fn written_about(line: &Line, at: usize) -> bool {
    let third = line.word(at + 2).map(|w| w.folded.as_str()).unwrap_or_default();
    let is = line.word(at + 1).is_some_and(|w| matches!(w.folded.as_str(), "is" | "was" | "for"));
    is && matches!(
        third,
        "a" | "an" | "the" | "written" | "on" | "one" | "circled" | "underlined" | "spelled" | "every" | "each"
    )
}

fn shouted(sort: Everyday, line: &Line, at: usize, determined: bool) -> bool {
    let next = line.next(at).map(|w| w.folded.as_str()).unwrap_or_default();
    match sort {
        Everyday::Small | Everyday::Proper => false,
        Everyday::Month => !(determined || OBJECTS.contains(&next) || is_date(line, at)),
        _ => !determined && !OBJECTS.contains(&next),
    }
}

fn is_date(line: &Line, at: usize) -> bool {
    let number = |w: Option<&super::words::Word>| w.is_some_and(|w| w.folded.starts_with(|c: char| c.is_ascii_digit()));
    let before = line.before(at).is_some_and(|w| DATES.contains(&w.folded.as_str()));
    let follows = |w: &super::words::Word| OBJECTS.contains(&w.folded.as_str()) && !NEAR.contains(&w.folded.as_str());
    let asks = line.starts(at) && line.next(at).is_some_and(follows);
    let near = line.gap_before(at).chars().count() <= 2 && line.gap_after(at).chars().count() <= 2;
    before || asks || (near && (number(line.before(at)) || number(line.word(at + 1))))
}

/// A place, a language or a day: a person only where it stands like one, between two who do something.
fn proper(line: &Line, at: usize) -> bool {
    let to_somebody = ["asked", "told", "thanked", "helped", "mrs", "calls", "called"];
    line.previous(at).is_some_and(|w| to_somebody.contains(&w.folded.as_str()))
}

/// "the Bill of Rights", "Stone Age", "Brown v. Board".
fn of_title(line: &Line, at: usize) -> bool {
    let next = line.next(at).map(|w| w.folded.as_str()).unwrap_or_default();
    matches!(next, "of" | "age" | "v" | "vs" | "street" | "river" | "ocean" | "sea" | "house")
}

//! Masks names in a text before others see it: the names the file knows (teachers, observers, schools, rooms) and whatever
//! has the form of a name, such as "Ms." with a word. When in doubt a word is masked: a gap can be asked about, a name that
//! was shown cannot be taken back.

mod everyday;
mod everyday_words;
mod forms;
pub(super) mod likely;
mod line;
mod looking;
mod plain;
mod rooms;
mod titles;
pub(super) mod words;

use super::rules::Rules;
use crate::domain::text::fold;
use forms::{Form, Forms};
use likely::Known;
use line::Line;
pub use plain::plain;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// What a known name is the name of; it decides the word that stands for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NameOf {
    Teacher,
    Room,
    School,
    Observer,
    /// Not known to the file, but has the form of a name.
    Somebody,
}

impl NameOf {
    /// The word that stands in place of the name.
    pub fn replacement(self) -> &'static str {
        match self {
            NameOf::Teacher => "[teacher]",
            NameOf::Room => "[room]",
            NameOf::School | NameOf::Observer | NameOf::Somebody => "[name]",
        }
    }
}

/// Why a stretch of text was taken for a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Why {
    /// A whole name of the file.
    Name,
    /// A part of one: first name, surname, written together or in pieces.
    Part,
    /// Initials, alone or before a surname.
    Initials,
    /// A word behind a title, whether or not the file knows it.
    Title,
    School,
    /// A room of the file.
    Room,
    /// Looks like the number of a room.
    RoomLike,
    /// Looks like somebody's name and is no word that is known.
    NameLike,
}

impl Why {
    /// For a person who asks why: "a name your file knows".
    pub fn words(self) -> &'static str {
        match self {
            Why::Name => "a name your file knows",
            Why::Part => "part of a name your file knows",
            Why::Initials => "initials of a name your file knows",
            Why::Title => "a title with a name",
            Why::School => "the name of a school",
            Why::Room => "a room your file knows",
            Why::RoomLike => "looks like a room",
            Why::NameLike => "looks like somebody’s name",
        }
    }
}

/// A name found in a text: where (bytes), whose, and why it was taken for one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    pub range: Range<usize>,
    pub of: NameOf,
    pub why: Why,
}

/// One stretch that was masked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// Where the name stood, in bytes of the text as it was.
    pub was: Range<usize>,
    /// Where the word stands that replaces it, in bytes of the masked text.
    pub now: Range<usize>,
    pub of: NameOf,
    pub why: Why,
}

/// A text without its names, and what was taken out of it, in order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Masked {
    pub text: String,
    pub spans: Vec<Span>,
}

/// Finds and masks names. Made once for a list of names, used for many texts.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Masker {
    /// By first word.
    forms: HashMap<String, Vec<Form>>,
    initials: HashMap<String, NameOf>,
    /// Names written together, for those that stand in pieces.
    whole: HashMap<String, NameOf>,
    /// Numbers of rooms the file knows.
    numbers: HashSet<String>,
    /// With this, words that only look like a name, and what looks like a room, are masked too.
    known: Option<Known>,
    /// Words that look like a name, and of which a person said that they are none.
    allowed: HashSet<String>,
}

/// What was found at a word: how many words, the byte where it ends, whose it is and why.
struct Hit {
    length: usize,
    end: usize,
    of: NameOf,
    why: Why,
}

impl Masker {
    /// A masker for the names a file knows. Order and repetition do not matter.
    pub fn new<'a>(names: impl IntoIterator<Item = (NameOf, &'a str)>) -> Masker {
        let mut masker = Masker::default();
        for (of, name) in names {
            masker.add(forms::forms(of, name));
        }
        masker
    }

    /// A masker for what others will see: besides the names of the file it takes out words that look like somebody's name
    /// and are no word that `rules` knows, such as first names of students, and whatever looks like a room.
    pub fn for_sharing<'a>(names: impl IntoIterator<Item = (NameOf, &'a str)>, rules: &Rules) -> Masker {
        Masker { known: Some(Known::of(rules)), ..Masker::new(names) }
    }

    /// The same masker, which leaves these words alone where they only look like a name. Names of the file are masked
    /// whatever is said here.
    #[must_use]
    pub fn allowing<'a>(mut self, words: impl IntoIterator<Item = &'a str>) -> Masker {
        self.allowed.extend(words.into_iter().map(fold));
        self
    }

    fn add(&mut self, forms: Forms) {
        for form in forms.forms {
            let Some(first) = form.words.first() else { continue };
            let known = self.forms.entry(first.clone()).or_default();
            if !known.iter().any(|f| f.words == form.words && f.of == form.of) {
                known.push(form);
            }
        }
        for initials in forms.initials {
            let of = self.initials.entry(initials.letters).or_insert(initials.of);
            *of = teacher_first(*of, initials.of);
        }
        for (key, of) in forms.whole {
            let known = self.whole.entry(key).or_insert(of);
            *known = teacher_first(*known, of);
        }
        self.numbers.extend(forms.numbers);
    }

    /// The text with every name found replaced by its word.
    pub fn mask(&self, text: &str) -> String {
        self.masked(text).text
    }

    /// The same with what was masked, so that a screen can show it.
    pub fn masked(&self, text: &str) -> Masked {
        let mut masked = Masked { text: String::with_capacity(text.len()), spans: Vec::new() };
        let mut from = 0;
        for found in self.find(text) {
            masked.text.push_str(text.get(from..found.range.start).unwrap_or_default());
            let start = masked.text.len();
            masked.text.push_str(found.of.replacement());
            from = found.range.end;
            let now = start..masked.text.len();
            masked.spans.push(Span { was: found.range, now, of: found.of, why: found.why });
        }
        masked.text.push_str(text.get(from..).unwrap_or_default());
        masked
    }

    /// All names in a text, in order, without overlaps.
    pub fn find(&self, text: &str) -> Vec<Found> {
        let line = Line::new(text);
        let likely = self.likely(&line);
        let mut likely = likely.iter().peekable();
        let mut found: Vec<Found> = Vec::new();
        let mut at = 0;
        while let Some(word) = line.word(at) {
            let start = word.range.start;
            while likely.next_if(|r| r.start < start).is_some() {}
            let named = self.hit(&line, at);
            let like = likely.peek().filter(|r| r.start == start && !is_replacement(text, word)).map(|r| {
                let length = line.words.iter().skip(at).take_while(|w| w.range.start < r.end).count();
                Hit { length, end: r.end, of: NameOf::Somebody, why: Why::NameLike }
            });
            match longer(named, like) {
                None => at += 1,
                Some(hit) => {
                    push(&mut found, text, Found { range: start..hit.end, of: hit.of, why: hit.why });
                    at += hit.length.max(1);
                }
            }
        }
        found
    }

    fn likely(&self, line: &Line) -> Vec<Range<usize>> {
        let Some(known) = &self.known else { return Vec::new() };
        let mut found = likely::likely(known, line.text, line);
        found.retain(|r| !self.allowed.contains(&fold(line.text.get(r.clone()).unwrap_or_default())));
        found
    }
}

/// The one that reaches further; a name of the file where both reach as far.
fn longer(named: Option<Hit>, like: Option<Hit>) -> Option<Hit> {
    match (named, like) {
        (Some(named), Some(like)) if like.end > named.end => Some(Hit { of: named.of, why: named.why, ..like }),
        (Some(named), _) => Some(named),
        (None, like) => like,
    }
}

fn teacher_first(one: NameOf, other: NameOf) -> NameOf {
    if other == NameOf::Teacher { other } else { one }
}

/// Adds a name; two of the same sort with only blanks between them become one.
fn push(found: &mut Vec<Found>, text: &str, new: Found) {
    if let Some(last) = found.last_mut()
        && last.of.replacement() == new.of.replacement()
        && text.get(last.range.end..new.range.start).is_some_and(|gap| gap.trim().is_empty())
    {
        last.range.end = new.range.end;
        return;
    }
    found.push(new);
}

/// Whether the word is one that stands for a name already.
fn is_replacement(text: &str, word: &words::Word) -> bool {
    let start = word.range.start.checked_sub(1);
    let whole = start.and_then(|start| text.get(start..word.range.end + 1));
    whole.is_some_and(|w| ["[teacher]", "[room]", "[name]"].contains(&fold(w).as_str()))
}

#[cfg(test)]
mod tests;

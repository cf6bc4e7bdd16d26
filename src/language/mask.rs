//! Masks names in a text before others see it: the names the file knows (teachers, observers, schools, rooms) and whatever
//! has the form of a name, such as "Ms." with a word. When in doubt a word is masked: a gap can be asked about, a name that
//! was shown cannot be taken back.

pub(super) mod words;

use crate::domain::text::fold;
use std::collections::HashMap;
use std::ops::Range;
use words::{Word, is_joined, is_loose, words};

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

/// Words before a name.
const TITLES: &[&str] = &["mr", "mrs", "ms", "miss", "mx", "dr", "prof", "mister", "missus"];
/// Words that are no name after a title: "Mr. and Mrs. …", "Miss, can I …", "200 ms of …".
const NO_NAMES: &[&str] = &["and", "or", "of", "the", "a", "to", "in", "on", "can", "is", "i"];
/// What stands before a room's number.
const ROOM_WORDS: &[&str] = &["room", "rm", "classroom"];
/// Words many schools have in their names; a school is also called by the rest.
const SCHOOL_WORDS: &[&str] =
    &["school", "elementary", "middle", "high", "primary", "secondary", "academy", "college", "the", "charter"];
/// Surnames and first names that are everyday words too: alone they are masked only with a capital letter.
const EVERYDAY: &[&str] = &[
    "abbot", "art", "ash", "baker", "banks", "bell", "berry", "best", "bill", "bird", "black", "bond", "book",
    "bridge", "brook", "brooks", "brown", "bush", "cook", "cross", "daisy", "dawn", "day", "dean", "drew", "early",
    "faith", "field", "fields", "fox", "frank", "friend", "glass", "gold", "good", "grace", "grant", "gray", "green",
    "hall", "hill", "hope", "hunt", "hunter", "iris", "ivy", "jack", "joy", "king", "lake", "lane", "law", "light",
    "lily", "little", "long", "love", "major", "mark", "marks", "marsh", "mason", "may", "miles", "miller", "moon",
    "noble", "page", "park", "parks", "pat", "penny", "pike", "place", "pond", "poole", "pope", "power", "price",
    "reading", "rich", "rivers", "robin", "rock", "rose", "rush", "ruby", "sharp", "short", "singer", "small", "smart",
    "snow", "speaker", "spring", "star", "stone", "strong", "sue", "summer", "summers", "sunny", "swan", "teacher",
    "times", "turner", "walker", "wall", "ward", "waters", "weaver", "wells", "west", "white", "will", "wise", "wood",
    "woods", "worth", "young",
];

/// A name found in a text: where (bytes) and whose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    pub range: Range<usize>,
    pub of: NameOf,
}

/// One way in which a known name is written: its words, folded.
#[derive(Debug, PartialEq, Eq)]
struct Form {
    words: Vec<String>,
    of: NameOf,
    /// An everyday word: only with a capital.
    capital: bool,
}

/// Finds and masks names. Made once for a list of names, used for many texts.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Masker {
    /// By first word, longest first.
    forms: HashMap<String, Vec<Form>>,
}

impl Masker {
    /// A masker for the names a file knows. Order and repetition do not matter.
    pub fn new<'a>(names: impl IntoIterator<Item = (NameOf, &'a str)>) -> Masker {
        let mut masker = Masker::default();
        for (of, name) in names {
            let words: Vec<String> = words(name).into_iter().map(|w| w.folded).collect();
            match of {
                NameOf::Room => masker.add_room(&words),
                NameOf::School => masker.add_school(&words),
                NameOf::Teacher | NameOf::Observer | NameOf::Somebody => masker.add_person(&words, of),
            }
        }
        for forms in masker.forms.values_mut() {
            forms.sort_by_key(|f| std::cmp::Reverse(f.words.len()));
        }
        masker
    }

    fn add(&mut self, words: &[String], of: NameOf) {
        let Some(first) = words.first() else { return };
        let capital = words.len() == 1 && EVERYDAY.contains(&first.as_str());
        let forms = self.forms.entry(first.clone()).or_default();
        if !forms.iter().any(|f| f.words == words && f.of == of) {
            forms.push(Form { words: words.to_vec(), of, capital });
        }
    }

    /// A person is called by the whole name, by the last words of it, and by each word of it.
    fn add_person(&mut self, words: &[String], of: NameOf) {
        let start = words.iter().take_while(|w| TITLES.contains(&w.as_str())).count();
        let name = words.get(start..).unwrap_or_default();
        for from in 0..name.len() {
            let end = name.get(from..).unwrap_or_default();
            if end.len() > 1 {
                self.add(end, of);
            }
        }
        // "O'Hara" is typed "OHara" too.
        for pair in name.windows(2).filter(|p| p.first().is_some_and(|w| w.chars().count() == 1)) {
            self.add(&[pair.concat()], of);
        }
        for word in name.iter().filter(|w| w.chars().count() > 1) {
            self.add(std::slice::from_ref(word), of);
        }
    }

    /// A room is called by its label; a number only behind a word for "room".
    fn add_room(&mut self, words: &[String]) {
        let number = |w: &String| w.chars().any(|c| c.is_ascii_digit()) || w.chars().count() == 1;
        let named = words.first().is_some_and(|w| ROOM_WORDS.contains(&w.as_str()));
        match words {
            [only] if number(only) => self.add_number(std::slice::from_ref(only)),
            [_, rest @ ..] if named && !rest.is_empty() => self.add_number(rest),
            [only] if ROOM_WORDS.contains(&only.as_str()) => {}
            all => self.add(all, NameOf::Room),
        }
    }

    fn add_number(&mut self, number: &[String]) {
        for word in ROOM_WORDS {
            let mut label = vec![(*word).to_string()];
            label.extend_from_slice(number);
            self.add(&label, NameOf::Room);
            // "Room12", "rm12"
            self.add(&[label.concat()], NameOf::Room);
        }
    }

    fn add_school(&mut self, words: &[String]) {
        self.add(words, NameOf::School);
        let own: Vec<String> = words.iter().filter(|w| !SCHOOL_WORDS.contains(&w.as_str())).cloned().collect();
        if own.iter().any(|w| w.chars().count() > 2) {
            self.add(&own, NameOf::School);
        }
    }

    /// The text with every name found replaced by its word.
    pub fn mask(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut from = 0;
        for found in self.find(text) {
            out.push_str(text.get(from..found.range.start).unwrap_or_default());
            out.push_str(found.of.replacement());
            from = found.range.end;
        }
        out.push_str(text.get(from..).unwrap_or_default());
        out
    }

    /// All names in a text, in order, without overlaps.
    pub fn find(&self, text: &str) -> Vec<Found> {
        let words = words(text);
        let mut found: Vec<Found> = Vec::new();
        let mut at = 0;
        while at < words.len() {
            let hit = self.titled(text, &words, at).or_else(|| self.known(text, &words, at));
            let Some((length, end, of)) = hit else {
                at += 1;
                continue;
            };
            let start = words.get(at).map_or(end, |w| w.range.start);
            push(&mut found, text, Found { range: start..end, of });
            at += length.max(1);
        }
        found
    }

    /// The longest known name that begins with word `at`: how many words, the byte where it ends, whose it is.
    fn known(&self, text: &str, words: &[Word], at: usize) -> Option<(usize, usize, NameOf)> {
        let first = words.get(at)?;
        if is_replacement(text, first) {
            return None;
        }
        let plain = first.folded.strip_suffix('s').unwrap_or(&first.folded);
        let of = |key: &str| self.forms.get(key).map(Vec::as_slice).unwrap_or_default();
        let forms = of(&first.folded).iter().chain(of(plain));
        let fit = forms.filter_map(|form| Some((form, fits(form, text, words, at)?)));
        let (form, end) = fit.max_by_key(|(form, end)| (form.words.len(), *end))?;
        Some((form.words.len(), end, form.of))
    }

    /// "Ms." with a name behind it, known or not.
    fn titled(&self, text: &str, words: &[Word], at: usize) -> Option<(usize, usize, NameOf)> {
        let title = words.get(at)?;
        let name = words.get(at + 1)?;
        let is_title = TITLES.contains(&title.folded.as_str()) && is_loose(gap(text, title, name));
        let counted = at.checked_sub(1).and_then(|b| words.get(b)).is_some_and(|b| b.is_number());
        let verb = title.folded == "miss" && !name.capital;
        let initial = name.capital && name.folded.chars().count() == 1;
        let no_name = !initial && NO_NAMES.contains(&name.folded.as_str());
        if !is_title || counted || verb || !name.is_letters() || no_name {
            return None;
        }
        let mut last = at + 1;
        while let (Some(word), Some(next)) = (words.get(last), words.get(last + 1)) {
            if last - at >= 4 || !goes_on(gap(text, word, next), word, next) {
                break;
            }
            last += 1;
        }
        let known = (at + 1..=last).find_map(|i| self.known(text, words, i)).map(|(_, _, of)| of);
        let of = known.filter(|of| *of == NameOf::Teacher).unwrap_or(NameOf::Somebody);
        Some((last + 1 - at, words.get(last)?.range.end, of))
    }
}

/// Whether a titled name goes on with the next word: "Ms. Ana Lark", "Mr. Smith-Jones", "Dr. O'Hara", "Mx. A. Fennel".
/// Single capitals such as T and S, and seats such as S4, are whom the next fact is about.
fn goes_on(gap: &str, word: &Word, next: &Word) -> bool {
    let initial = word.folded.chars().count() == 1 && gap.starts_with('.');
    let joined = is_joined(gap) && next.is_letters() && next.folded != "s";
    let another = gap == " " && next.capital && next.is_letters() && next.folded.chars().count() > 2;
    joined || (is_loose(gap) && next.is_letters() && initial) || another
}

/// The byte where a form that begins with word `at` ends, if it is there.
fn fits(form: &Form, text: &str, words: &[Word], at: usize) -> Option<usize> {
    let last = at + form.words.len() - 1;
    for (n, folded) in form.words.iter().enumerate() {
        let word = words.get(at + n)?;
        // The last word may carry the s of a possessive that was typed without its mark.
        let same = word.folded == *folded || (at + n == last && word.folded.strip_suffix('s') == Some(folded));
        let close = n == 0 || is_loose(gap(text, words.get(at + n - 1)?, word));
        if !same || !close {
            return None;
        }
    }
    let word = words.get(last)?;
    let counts = form.of == NameOf::Room && words.get(last + 1).is_some_and(|w| w.folded == "of");
    if (form.capital && !word.capital) || (counts && words.get(last + 2).is_some_and(Word::is_number)) {
        return None;
    }
    let plural = form.words.last().is_some_and(|folded| word.folded != *folded);
    Some(if plural { word.end_before_s() } else { word.range.end })
}

/// Adds a name; two of the same sort with only blanks between them become one.
fn push(found: &mut Vec<Found>, text: &str, new: Found) {
    if let Some(last) = found.last_mut()
        && last.of.replacement() == new.of.replacement()
        && text.get(last.range.end..new.range.start).is_some_and(|gap| !gap.is_empty() && gap.trim().is_empty())
    {
        last.range.end = new.range.end;
        return;
    }
    found.push(new);
}

/// Whether the word is one that stands for a name already.
fn is_replacement(text: &str, word: &Word) -> bool {
    let start = word.range.start.checked_sub(1);
    let whole = start.and_then(|start| text.get(start..word.range.end + 1));
    whole.is_some_and(|w| ["[teacher]", "[room]", "[name]"].contains(&fold(w).as_str()))
}

fn gap<'t>(text: &'t str, before: &Word, after: &Word) -> &'t str {
    text.get(before.range.end..after.range.start).unwrap_or_default()
}

#[cfg(test)]
mod tests;

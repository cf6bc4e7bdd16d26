//! The ways in which a known name is written.

use super::everyday::{Everyday, everyday};
use super::plain::spelled_out;
use super::titles::{PARTICLES, is_title};
use super::words::{is_hyphen, words};
use super::{NameOf, Why};

/// What stands before a room's number.
pub const ROOM_WORDS: &[&str] = &["room", "rm", "classroom", "zimmer", "raum", "salle", "aula", "sala", "lokaal"];
/// Words many schools have in their names; a school is also called by the rest.
pub const SCHOOL_WORDS: &[&str] = &[
    "school",
    "elementary",
    "middle",
    "high",
    "primary",
    "secondary",
    "academy",
    "college",
    "the",
    "charter",
    "of",
    "for",
    "public",
    "district",
    "st",
    "saint",
];
/// Shortest name that is looked for in pieces, and in what is written together, in letters.
const WHOLE: usize = 4;

/// One way in which a known name is written: its words, as they compare.
#[derive(Debug, PartialEq, Eq)]
pub struct Form {
    pub words: Vec<String>,
    pub of: NameOf,
    pub why: Why,
    /// An everyday word too: what stands around it decides.
    pub everyday: Option<Everyday>,
}

/// The initials of a person.
#[derive(Debug, PartialEq, Eq, Hash, Clone)]
pub struct Initials {
    pub letters: String,
    pub of: NameOf,
}

/// All forms of one name, and initials it goes by.
#[derive(Debug, Default)]
pub struct Forms {
    pub forms: Vec<Form>,
    pub initials: Vec<Initials>,
    /// Names long enough to be found in pieces ("Mil-ler") or written together ("JaneMiller").
    pub whole: Vec<(String, NameOf)>,
    /// The number of a room, as it compares.
    pub numbers: Vec<String>,
}

/// A word of a name: how it compares, other spellings of it, whether it hangs on the word before.
struct Part {
    key: String,
    other: Vec<String>,
}

fn parts(name: &str) -> Vec<Part> {
    let part = |w: super::words::Word| {
        let written = name.get(w.range.clone()).unwrap_or_default();
        Part { key: w.key().into_owned(), other: spelled_out(written) }
    };
    words(name).into_iter().map(part).collect()
}

/// The forms of a name.
pub fn forms(of: NameOf, name: &str) -> Forms {
    let mut found = Forms::default();
    let parts = parts(name);
    match of {
        NameOf::Room => found.room(&keys(&parts)),
        NameOf::School => found.school(&keys(&parts)),
        NameOf::Teacher | NameOf::Observer | NameOf::Somebody => found.person(name, &parts, of),
    }
    found
}

fn keys(parts: &[Part]) -> Vec<String> {
    parts.iter().map(|p| p.key.clone()).collect()
}

impl Forms {
    fn add(&mut self, words: &[String], of: NameOf, why: Why) {
        let everyday = match words {
            [only] => everyday(only),
            _ => None,
        };
        if !words.is_empty() && !self.forms.iter().any(|f| f.words == words) {
            self.forms.push(Form { words: words.to_vec(), of, why, everyday });
        }
    }

    /// A person is called by the whole name, by its last words, by each word of it, and by it in other spellings.
    fn person(&mut self, name: &str, parts: &[Part], of: NameOf) {
        let start = parts.iter().take_while(|p| is_title(&p.key)).count();
        // Somebody whose whole name is a title is called Dean, say.
        let parts = parts.get(start..).filter(|p| !p.is_empty()).unwrap_or(parts);
        let all = keys(parts);
        for from in 0..all.len() {
            let end = all.get(from..).unwrap_or_default();
            if end.len() > 1 {
                self.add(end, of, if from == 0 { Why::Name } else { Why::Part });
            }
        }
        if let (Some(first), Some(last)) = (all.first(), all.last())
            && all.len() > 2
        {
            self.add(&[first.clone(), last.clone()], of, Why::Name);
        }
        let alone = if all.len() == 1 { Why::Name } else { Why::Part };
        for (n, part) in parts.iter().enumerate() {
            // The last word is a surname, whatever it looks like: "Thuy Do".
            let hangs = n + 1 < all.len() && PARTICLES.contains(&part.key.as_str());
            for key in std::iter::once(&part.key).chain(&part.other).filter(|k| !hangs && k.chars().count() > 1) {
                self.add(std::slice::from_ref(key), of, alone);
                self.whole(key.clone(), of);
            }
        }
        self.together(name, &all, of);
        self.add_initials(&all, of);
    }

    /// "O'Hara" is typed "OHara" too, "van der Berg" "vanderBerg", "Jane Miller" "jmiller" and "JaneMiller".
    fn together(&mut self, name: &str, all: &[String], of: NameOf) {
        for from in 0..all.len() {
            let end = all.get(from..).unwrap_or_default();
            if end.len() > 1 {
                self.whole(end.concat(), of);
            }
        }
        for pair in all.windows(2) {
            let [a, b] = pair else { continue };
            let joined = joined_in(name, a, b);
            if a.chars().count() == 1 || joined {
                self.whole(pair.concat(), of);
            }
        }
        let (Some(first), Some(last)) = (all.first(), all.last()) else { return };
        if all.len() > 1 {
            let initial: String = first.chars().take(1).collect();
            self.whole(format!("{initial}{last}"), of);
            self.whole(format!("{last}{initial}"), of);
            self.whole(format!("{last}{first}"), of);
            self.whole(format!("{first}{last}"), of);
        }
    }

    fn whole(&mut self, key: String, of: NameOf) {
        if key.chars().count() >= WHOLE {
            if everyday(&key).is_none() {
                self.add(std::slice::from_ref(&key), of, Why::Part);
            }
            if !self.whole.iter().any(|(k, _)| *k == key) {
                self.whole.push((key, of));
            }
        }
    }

    fn add_initials(&mut self, all: &[String], of: NameOf) {
        let first = |w: &String| w.chars().next();
        let letters = |words: &mut dyn Iterator<Item = &String>| words.filter_map(first).collect::<String>();
        let own: Vec<&String> = all.iter().filter(|w| !PARTICLES.contains(&w.as_str())).collect();
        let ends: Vec<&String> = own.first().into_iter().chain(own.last()).copied().collect();
        let ways = [letters(&mut all.iter()), letters(&mut own.iter().copied()), letters(&mut ends.into_iter())];
        for letters in ways.into_iter().filter(|_| own.len() > 1) {
            let initials = Initials { letters, of };
            if initials.letters.chars().count() > 1 && !self.initials.contains(&initials) {
                self.initials.push(initials);
            }
        }
    }

    /// A room is called by its label; a number only behind a word for "room". A label of letters and digits is
    /// telling by itself.
    fn room(&mut self, words: &[String]) {
        let digits = |w: &String| w.chars().any(|c| c.is_ascii_digit());
        let number = |w: &String| digits(w) || w.chars().count() == 1;
        let named = words.first().is_some_and(|w| ROOM_WORDS.contains(&w.as_str()));
        match words {
            [only] if number(only) => self.number(std::slice::from_ref(only)),
            [_, rest @ ..] if named && !rest.is_empty() => self.number(rest),
            [only] if ROOM_WORDS.contains(&only.as_str()) => {}
            all => {
                self.add(all, NameOf::Room, Why::Room);
                // "C-14" is also "room C-14".
                if all.iter().any(digits) && all.iter().all(|w| digits(w) || w.chars().count() < 3) {
                    self.number(all);
                }
            }
        }
    }

    fn number(&mut self, number: &[String]) {
        self.numbers.push(number.concat());
        for word in ROOM_WORDS.iter().chain(&["r"]) {
            let mut label = vec![(*word).to_string()];
            label.extend_from_slice(number);
            self.add(&label, NameOf::Room, Why::Room);
            // "Room12", "rm12", "R12"
            self.add(&[label.concat()], NameOf::Room, Why::Room);
            // "rmC-14"
            if let [first, second, rest @ ..] = label.as_slice() {
                let glued = [vec![format!("{first}{second}")], rest.to_vec()].concat();
                self.add(&glued, NameOf::Room, Why::Room);
            }
        }
        if let [only] = number
            && only.chars().count() > 2
            && only.chars().any(|c| c.is_ascii_digit())
            && only.chars().any(char::is_alphabetic)
        {
            self.add(number, NameOf::Room, Why::Room);
        } else if number.len() > 1 || number.iter().any(|w| w.chars().count() > 1 && w.chars().all(char::is_alphabetic))
        {
            // "Room of wonders" is called by the rest as well, but not by a number or a letter.
            let telling = number.iter().any(|w| w.chars().count() > 2 && w.chars().all(char::is_alphabetic));
            if telling {
                self.add(number, NameOf::Room, Why::Room);
            }
        }
    }

    fn school(&mut self, words: &[String]) {
        self.add(words, NameOf::School, Why::School);
        let own: Vec<String> = words.iter().filter(|w| !SCHOOL_WORDS.contains(&w.as_str())).cloned().collect();
        if own.iter().any(|w| w.chars().count() > 2) {
            self.add(&own, NameOf::School, Why::School);
        }
    }
}

/// Whether two words stand with a hyphen between them in a name.
fn joined_in(name: &str, a: &str, b: &str) -> bool {
    let words = words(name);
    words.windows(2).any(|pair| {
        let [first, second] = pair else { return false };
        let gap = name.get(first.range.end..second.range.start).unwrap_or_default();
        first.key() == a && second.key() == b && gap.chars().any(is_hyphen)
    })
}

//! Titles, and names behind them that the file need not know.

use super::line::Line;
use super::words::{is_joined, is_loose};

/// Titles as they are shortened; what follows is a name in any case.
const SHORT: &[&str] = &[
    "mr",
    "mrs",
    "ms",
    "miss",
    "mx",
    "dr",
    "prof",
    "mister",
    "missus",
    "sra",
    "srta",
    "senor",
    "senora",
    "senorita",
    "mme",
    "mlle",
    "madame",
    "mademoiselle",
    "monsieur",
    "frau",
    "herr",
    "frl",
    "fraulein",
    "sig",
    "signor",
    "signora",
    "rev",
    "professor",
    "ustaz",
    "ustadh",
    "hr",
    "fr",
    "sr",
];
/// Titles that are words too; what follows is a name where it has a capital.
const WORDS: &[&str] = &[
    "coach",
    "principal",
    "nurse",
    "counselor",
    "counsellor",
    "officer",
    "superintendent",
    "director",
    "dean",
    "maestra",
    "maestro",
    "profe",
    "profesora",
    "profesor",
    "lehrer",
    "lehrerin",
    "sister",
    "brother",
    "auntie",
    "aunt",
    "uncle",
    "pastor",
    "sir",
    "lady",
    "madam",
    "dona",
    "headmaster",
    "headmistress",
    "librarian",
    "custodian",
];
/// Words that are no name after a title: "Mr. and Mrs. …", "Miss, can I …", "200 ms of …".
const NO_NAMES: &[&str] =
    &["and", "or", "of", "the", "a", "to", "in", "on", "can", "is", "i", "per", "each", "between", "at", "for"];
/// Words that hang on a surname: "van der Berg", "de la Cruz".
pub const PARTICLES: &[&str] = &[
    "van", "von", "der", "den", "de", "del", "della", "di", "da", "das", "do", "dos", "du", "la", "le", "las", "los",
    "al", "el", "bin", "ibn", "ben", "bint", "abu", "ter", "ten", "zu", "zum", "zur", "af", "av", "y", "e", "st",
    "san", "santa", "mac", "mc", "o", "d", "l", "und",
];
/// Words a titled name has at most.
const LONGEST: usize = 5;

/// Whether a word of a name is a title rather than part of it.
pub fn is_title(key: &str) -> bool {
    SHORT.contains(&key) || WORDS.contains(&key)
}

/// How many words a title at `at` and the name behind it have.
pub fn titled(line: &Line, at: usize, ordinary: &dyn Fn(&str) -> bool) -> Option<usize> {
    let (title, name) = (line.word(at)?, line.word(at + 1)?);
    let (gap, written) = (line.gap_after(at), line.written(at));
    let key = title.key();
    let initial = name.capital && name.is_initial();
    if !name.is_letters() || (!initial && NO_NAMES.contains(&name.folded.as_str())) {
        return None;
    }
    let fits = match key.as_ref() {
        "fr" | "sr" | "hr" => name.capital && title.capital && gap.starts_with('.') && is_loose(gap),
        "miss" => is_loose(gap) && name.capital,
        "m" => written == "M" && gap.starts_with('.') && is_loose(gap) && name.capital && !name.is_initial(),
        key if SHORT.contains(&key) => {
            // "200 ms of sound"; but "page 44. “ms brown …" begins anew.
            let number = line.before(at).is_some_and(super::words::Word::is_number);
            let counted = number && line.gap_before(at).trim().is_empty();
            // The sweets are M&Ms.
            is_loose(gap) && !counted && line.gap_before(at) != "&"
        }
        key if WORDS.contains(&key) => {
            gap == " "
                && name.capital
                && !name.is_initial()
                && !name.caps
                && !ordinary(&name.folded)
                && title.folded != "lady"
                || gap == " " && name.capital && name.caps && title.caps
        }
        _ => false,
    };
    if !fits {
        return None;
    }
    let mut last = at + 1;
    while last - at < LONGEST && goes_on(line, last, last == at + 1) {
        last += 1;
    }
    Some(last + 1 - at)
}

/// Whether a titled name goes on behind the word `at`: "Ms. Ana Lark", "Mr. Smith-Jones", "Dr. O'Hara", "Mx. A. Fennel",
/// "Mr. van der Berg". Single capitals such as T and S, and seats such as S4, are whom the next fact is about.
fn goes_on(line: &Line, at: usize, first: bool) -> bool {
    let (Some(word), Some(next)) = (line.word(at), line.word(at + 1)) else { return false };
    let gap = line.gap_after(at);
    let dotted = word.is_initial() && gap.starts_with('.');
    let apostrophe = word.is_initial() && is_joined(gap);
    let joined = is_joined(gap) && next.is_letters() && next.folded != "s";
    let another = gap == " " && next.capital && next.is_letters() && next.folded.chars().count() > 2;
    let hangs = gap == " " && PARTICLES.contains(&word.folded.as_str()) && (first || word.folded.len() > 1);
    let particle =
        gap == " " && PARTICLES.contains(&next.folded.as_str()) && next.folded.len() > 2 && is_followed(line, at + 1);
    next.is_letters() && (joined || apostrophe || (is_loose(gap) && dotted) || another || hangs || particle)
}

/// Behind a particle the surname comes, with a capital.
fn is_followed(line: &Line, at: usize) -> bool {
    let near = |n: usize| line.next(at + n).is_some_and(|w| w.capital);
    near(0) || (line.next(at).is_some_and(|w| PARTICLES.contains(&w.folded.as_str())) && near(1))
}

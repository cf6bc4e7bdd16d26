//! Looking for the names a file knows, word by word: in their usual forms, with initials, behind titles, in pieces, and
//! glued to something else.

use super::everyday::{Everyday, everyday, stands_for_person};
use super::forms::Form;
use super::line::Line;
use super::words::{Word, is_break, is_loose};
use super::{Hit, Masker, NameOf, Why, is_replacement, rooms, titles};

/// Capitals that stand for something else unless somebody does something: "PE", "TV".
const ABBREVIATIONS: &[&str] = &[
    "ac", "act", "ad", "ai", "am", "an", "ap", "as", "at", "bc", "be", "by", "cd", "ce", "dc", "de", "dna", "do", "dr",
    "dvd", "eal", "el", "ela", "ell", "esl", "eu", "fyi", "go", "gps", "he", "hr", "hw", "ib", "id", "iep", "if", "in",
    "is", "it", "la", "lt", "me", "mr", "mrs", "ms", "my", "no", "of", "ok", "on", "or", "pc", "pdf", "pe", "ph", "pm",
    "qa", "rna", "rt", "sat", "sel", "sl", "so", "ss", "stem", "ta", "tas", "to", "ts", "tv", "uk", "un", "up", "us",
    "usa", "usb", "we", "wwi",
];
/// Pieces of a broken name, at most.
const PIECES: usize = 14;

/// A word, and what it is without the ending of a plural or a possessive.
fn endings(key: &str) -> impl Iterator<Item = std::borrow::Cow<'_, str>> {
    use std::borrow::Cow;
    let s = key.strip_suffix('s').map(Cow::Borrowed);
    let es = key.strip_suffix("es").map(Cow::Borrowed);
    let y = key.strip_suffix("ies").map(|k| Cow::Owned(format!("{k}y")));
    std::iter::once(Cow::Borrowed(key)).chain(s).chain(es).chain(y)
}

impl Masker {
    /// What is found at a word; what reaches furthest, and of that what is known best.
    pub(super) fn hit(&self, line: &Line, at: usize) -> Option<Hit> {
        let word = line.word(at)?;
        if is_replacement(line.text, word) {
            return None;
        }
        let ways = [
            self.placed(line, at),
            self.roomed(line, at),
            self.by_initials(line, at),
            self.glued(line, at),
            self.broken(line, at),
            self.initialled(line, at),
            self.titled(line, at),
            self.known_at(line, at, true).map(|(form, length, end)| Hit { length, end, of: form.of, why: form.why }),
        ];
        ways.into_iter().flatten().max_by_key(|hit| hit.end)
    }

    /// The longest known name that begins with word `at`, with its number of words and the byte where it ends. With
    /// `asking`, an everyday word only where it stands for a person.
    fn known_at(&self, line: &Line, at: usize, asking: bool) -> Option<(&Form, usize, usize)> {
        let first = line.word(at)?;
        let key = first.key();
        let forms = endings(&key).filter_map(|k| self.forms.get(k.as_ref())).flatten();
        let fit = forms.filter_map(|form| Some((form, fits(form, line, at, asking)?)));
        // A teacher before a school where both fit.
        let rank = |form: &Form| usize::from(form.of == NameOf::Teacher);
        let best = fit.max_by_key(|(form, end)| (form.words.len(), *end, rank(form)));
        best.map(|(form, end)| (form, form.words.len(), end))
    }

    fn person_at(&self, line: &Line, at: usize, asking: bool) -> Option<(&Form, usize, usize)> {
        self.known_at(line, at, asking).filter(|(form, _, _)| is_person(form.of))
    }

    /// "Ms." with a name behind it, known or not.
    fn titled(&self, line: &Line, at: usize) -> Option<Hit> {
        let named = |word: &str| self.single(word).is_some();
        let ordinary = |word: &str| self.known.as_ref().is_some_and(|k| k.is_ordinary(word)) && !named(word);
        let length = titles::titled(line, at, &ordinary)?;
        let end = line.word(at + length - 1)?.range.end;
        let known = (at + 1..at + length).find_map(|i| self.known_at(line, i, false)).map(|(form, _, _)| form.of);
        let of = known.filter(|of| *of == NameOf::Teacher).unwrap_or(NameOf::Somebody);
        Some(Hit { length, end, of, why: Why::Title })
    }

    /// "J. Miller", "J.-L. Dupont", "j.miller": initials before a known name.
    fn initialled(&self, line: &Line, at: usize) -> Option<Hit> {
        let mut name = at;
        while name - at < 4 && line.word(name).is_some_and(Word::is_initial) && is_loose(line.gap_after(name)) {
            name += 1;
        }
        let first = line.word(at)?;
        let dotted = name > at && line.gap_after(name - 1).contains(['.', '_']);
        let shorthand = matches!(line.written(at), "T" | "S" | "I" | "A") && !dotted;
        if name == at || shorthand || line.gap_after(at).contains('\n') || !(first.capital || dotted) {
            return None;
        }
        let (form, length, end) = self.person_at(line, name, false)?;
        let surname = line.word(name)?;
        // "j hope": an everyday word behind a letter that is no initial.
        let sure = dotted || form.everyday.is_none() || (first.capital && surname.capital);
        sure.then_some(Hit { length: name - at + length, end, of: form.of, why: Why::Initials })
    }

    /// "JM", "J.M.": initials alone.
    fn by_initials(&self, line: &Line, at: usize) -> Option<Hit> {
        let word = line.word(at)?;
        let key = word.key();
        let acts = line.possessive(at) || line.does_something(at);
        if let Some(of) = self.initials.get(key.as_ref()) {
            let usual = ABBREVIATIONS.contains(&key.as_ref());
            let sure = if word.caps { !usual || acts } else { acts && !usual && everyday(&key).is_none() };
            return sure.then_some(Hit { length: 1, end: word.range.end, of: *of, why: Why::Initials });
        }
        let mut letters = String::new();
        let mut last = at;
        while let Some(next) = line.word(last).filter(|w| w.is_initial() && w.capital && last - at < 4) {
            letters.push_str(&next.key());
            let gap = line.gap_after(last);
            let on = matches!(gap, "." | ". " | ".-" | "-") && line.word(last + 1).is_some_and(Word::is_initial);
            if !on {
                break;
            }
            last += 1;
        }
        let of = self.initials.get(&letters).filter(|_| letters.chars().count() > 1)?;
        Some(Hit { length: last + 1 - at, end: line.word(last)?.range.end, of: *of, why: Why::Initials })
    }

    /// "Mil-ler", "M i l l e r": a name in pieces.
    fn broken(&self, line: &Line, at: usize) -> Option<Hit> {
        let first = line.word(at)?;
        let spaced = first.is_initial();
        let mut joined = first.key().into_owned();
        let mut best = None;
        for last in at..at + PIECES {
            let (gap, Some(next)) = (line.gap_after(last), line.word(last + 1)) else { break };
            let letters = spaced && next.is_initial() && matches!(gap, " " | "." | "_" | "*" | "-");
            if !(is_break(gap) || letters) {
                break;
            }
            joined.push_str(&next.key());
            let of = endings(&joined).find_map(|k| self.whole.get(k.as_ref()));
            if let Some(of) = of {
                best = Some(Hit { length: last + 2 - at, end: next.range.end, of: *of, why: Why::Part });
            }
        }
        best
    }

    /// "Miller2", "MsMiller", "MillersRoom": a name written together with something else.
    fn glued(&self, line: &Line, at: usize) -> Option<Hit> {
        let word = line.word(at)?;
        let key = word.key();
        let written = line.written(at);
        let pieces = pieces(written);
        let of = self.without_digits(word, &key).or_else(|| self.behind_title(&key)).or_else(|| {
            let titled = pieces.iter().any(|p| titles::is_title(&p.to_lowercase()));
            let piece = |p: &&str| self.single(&super::plain(p)).filter(|form| is_telling(form, titled));
            (pieces.len() > 1).then(|| pieces.iter().find_map(|p| piece(p).map(|f| f.of))).flatten()
        })?;
        Some(Hit { length: 1, end: word.range.end, of, why: Why::Part })
    }

    fn without_digits(&self, word: &Word, key: &str) -> Option<NameOf> {
        let bare = key.trim_matches(|c: char| c.is_numeric());
        let whole = bare.len() == key.len() || bare.chars().count() < 3 || bare.chars().any(char::is_numeric);
        let form = if whole { None } else { self.single(bare) }?;
        (form.everyday.is_none() || word.capital).then_some(form.of)
    }

    fn behind_title(&self, key: &str) -> Option<NameOf> {
        let titles = ["mrs", "mr", "ms", "miss", "dr", "mx", "frau", "herr", "mme"];
        let rest = titles.into_iter().filter_map(|t| key.strip_prefix(t)).filter(|rest| rest.chars().count() > 2);
        rest.filter_map(|rest| self.single(rest)).map(|form| form.of).next()
    }

    /// A person called by this one word.
    fn single(&self, key: &str) -> Option<&Form> {
        let forms = endings(key).filter_map(|k| self.forms.get(k.as_ref())).flatten();
        let mut people = forms.filter(|form| form.words.len() == 1 && is_person(form.of));
        people.next()
    }

    fn roomed(&self, line: &Line, at: usize) -> Option<Hit> {
        let mention = rooms::roomed(line, at, self.known.is_some(), &|key| self.numbers.contains(key))?;
        let end = line.word(at + mention.length - 1)?.range.end;
        let why = if mention.known { Why::Room } else { Why::RoomLike };
        Some(Hit { length: mention.length, end, of: NameOf::Room, why })
    }

    fn placed(&self, line: &Line, at: usize) -> Option<Hit> {
        // The word "in" stays.
        let before = at.checked_sub(1)?;
        let length = rooms::placed(line, before, &|key| self.numbers.contains(key))?;
        (length == 2).then_some(Hit { length: 1, end: line.word(at)?.range.end, of: NameOf::Room, why: Why::Room })
    }
}

fn is_person(of: NameOf) -> bool {
    matches!(of, NameOf::Teacher | NameOf::Observer | NameOf::Somebody)
}

/// Whether a name found in a part of a word is one: "MsBrown", but not "BrownPaper".
fn is_telling(form: &Form, titled: bool) -> bool {
    match form.everyday {
        None | Some(Everyday::Other) => true,
        Some(_) => titled,
    }
}

/// A word in its parts by capitals: "MsMiller" is "Ms" and "Miller".
fn pieces(written: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let (mut from, mut small) = (0, false);
    for (at, c) in written.char_indices() {
        if small && c.is_uppercase() {
            found.extend(written.get(from..at));
            from = at;
        }
        small = c.is_lowercase();
    }
    found.extend(written.get(from..));
    found
}

/// The byte where a form that begins with word `at` ends, if it is there.
fn fits(form: &Form, line: &Line, at: usize, asking: bool) -> Option<usize> {
    let last = at + form.words.len() - 1;
    for (n, key) in form.words.iter().enumerate() {
        let word = line.word(at + n)?;
        let written = word.key();
        // The last word may carry the s of a possessive that was typed without its mark.
        let same = written == key.as_str() || (at + n == last && endings(&written).any(|k| k == key.as_str()));
        let close = n == 0 || is_loose(line.gap_after(at + n - 1));
        if !same || !close {
            return None;
        }
    }
    let word = line.word(last)?;
    let counts = form.of == NameOf::Room && line.word(last + 1).is_some_and(|w| w.folded == "of");
    if counts && line.word(last + 2).is_some_and(Word::is_number) {
        return None;
    }
    if asking && form.everyday.is_some_and(|sort| !is_meant(form.of, sort, line, at)) {
        return None;
    }
    let plain = form.words.last().is_some_and(|key| word.key() == key.as_str());
    let s = form.words.last().is_some_and(|key| word.key().strip_suffix('s') == Some(key));
    Some(if !plain && s { word.end_before_s() } else { word.range.end })
}

/// Whether an everyday word is meant as the name it also is.
fn is_meant(of: NameOf, sort: Everyday, line: &Line, at: usize) -> bool {
    let capital = line.word(at).is_some_and(|w| w.capital);
    let before = line.previous(at).map(|w| w.folded.as_str()).unwrap_or_default();
    match of {
        NameOf::Room => (capital && !line.starts(at)) || matches!(before, "the" | "in" | "at" | "to" | "from" | "into"),
        NameOf::School => capital && before != "the",
        _ => stands_for_person(sort, line, at),
    }
}

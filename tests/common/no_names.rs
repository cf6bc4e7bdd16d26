//! Help for tests of everything others see: searches the bytes of an output for every name in the file, in whatever form.
//! It knows nothing of how the program masks names, and must not: it would share its gaps.
#![allow(dead_code, reason = "each test file uses a part of it")]

use std::collections::HashSet;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

const TITLES: &[&str] = &["mr", "mrs", "ms", "miss", "mx", "dr", "prof", "frau", "herr", "coach", "mme", "sr", "sra"];
const PARTICLES: &[&str] =
    &["van", "von", "der", "den", "de", "la", "le", "del", "di", "da", "dos", "al", "el", "o", "d", "mc", "st"];
/// Parts of names that are words: these are searched only where they can be nothing else.
const WORDS: &[&str] = &[
    "april",
    "baker",
    "bell",
    "berg",
    "brown",
    "day",
    "do",
    "english",
    "grace",
    "hall",
    "hope",
    "king",
    "lake",
    "mark",
    "may",
    "page",
    "park",
    "rich",
    "rose",
    "summer",
    "washington",
    "white",
    "will",
    "wood",
    "young",
];
/// What schools have in their names.
const OF_SCHOOLS: &[&str] = &["school", "elementary", "middle", "high", "academy", "the", "of", "primary"];
/// Initials that are everyday abbreviations.
const SHORT: &[&str] = &["ok", "pe", "tv", "it", "am", "pm", "id", "us", "ap", "ib", "ss", "ts", "pc"];
/// A name of at least this many letters is also searched in the text with everything but letters taken out.
const SQUASHED: usize = 9;

/// The names an output must not hold.
#[derive(Debug, Clone, Default)]
pub struct Names {
    /// Teachers and observers.
    pub people: Vec<String>,
    pub rooms: Vec<String>,
    pub schools: Vec<String>,
    /// Parts of names (in small letters) that also stand in the output's own words.
    pub also_words: HashSet<String>,
}

/// Fails unless there is no name in the output: whole, in part, with initials, possessive, in other case or accents.
pub fn assert_no_names(what: &str, bytes: &[u8], names: &Names) {
    let found = names_in(bytes, names);
    assert!(found.is_empty(), "{what} holds {} names:\n{}", found.len(), found.join("\n"));
}

/// Every name found, with the words around it.
pub fn names_in(bytes: &[u8], names: &Names) -> Vec<String> {
    let text = readable(&String::from_utf8_lossy(bytes));
    let tokens = tokens(&text);
    let squashed: String = tokens.iter().map(|t| t.plain.as_str()).collect();
    let mut found = Vec::new();
    for person in &names.people {
        found.extend(person_in(person, names, &text, &tokens, &squashed));
    }
    for room in &names.rooms {
        found.extend(room_in(room, &text, &tokens));
    }
    for school in &names.schools {
        found.extend(school_in(school, &text, &tokens));
    }
    found
}

/// Without the escapes of HTML and JSON, and without characters nobody sees.
fn readable(raw: &str) -> String {
    let mut text = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.find(['&', '\\']) {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        let (c, length) = escape(rest);
        text.extend(c);
        rest = &rest[length..];
    }
    text.push_str(rest);
    text.chars()
        .filter(|c| !matches!(*c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{feff}'))
        .collect()
}

/// The character an escape stands for, and its length; else the sign itself.
fn escape(rest: &str) -> (Option<char>, usize) {
    let one = rest.chars().next().map_or(0, char::len_utf8);
    let own = (rest.chars().next(), one);
    if let Some(hex) = rest.strip_prefix("\\u").and_then(|r| r.get(..4)) {
        return u32::from_str_radix(hex, 16).map_or(own, |n| (char::from_u32(n), 6));
    }
    if rest.starts_with("\\n") || rest.starts_with("\\t") || rest.starts_with("\\r") {
        return (Some('\n'), 2);
    }
    let Some(end) = rest.find(';').filter(|end| *end < 10) else { return own };
    let name = &rest[1..end];
    let number = name.strip_prefix("#x").map(|n| u32::from_str_radix(n, 16)).or(name.strip_prefix('#').map(str::parse));
    let c = match (name, number) {
        ("amp", _) => Some('&'),
        ("lt", _) => Some('<'),
        ("gt", _) => Some('>'),
        ("quot", _) => Some('"'),
        ("apos", _) => Some('\''),
        (_, Some(Ok(n))) => char::from_u32(n),
        _ => return own,
    };
    (c, end + 1)
}

struct Token {
    start: usize,
    end: usize,
    plain: String,
    capital: bool,
    caps: bool,
}

fn plain(text: &str) -> String {
    let lower = text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase);
    let lower: String = lower.filter(|c| !is_combining_mark(*c)).collect();
    lower.replace('ß', "ss").replace('ø', "o").replace('æ', "ae").replace('ł', "l")
}

fn tokens(text: &str) -> Vec<Token> {
    let mut found = Vec::new();
    let mut start = None;
    let word = |from: usize, to: usize| {
        let raw = &text[from..to];
        let letters: Vec<char> = raw.chars().filter(|c| c.is_alphabetic()).collect();
        Token {
            start: from,
            end: to,
            plain: plain(raw),
            capital: raw.chars().next().is_some_and(char::is_uppercase),
            caps: letters.len() > 1 && letters.iter().all(|c| c.is_uppercase()),
        }
    };
    for (at, c) in text.char_indices() {
        let part = c.is_alphanumeric() || is_combining_mark(c);
        match (part, start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                found.push(word(from, at));
                start = None;
            }
            _ => {}
        }
    }
    found.extend(start.map(|from| word(from, text.len())));
    found
}

fn around(text: &str, from: usize, to: usize) -> String {
    let start = text[..from].char_indices().rev().nth(24).map_or(0, |(at, _)| at);
    let end = text[to..].char_indices().nth(24).map_or(text.len(), |(at, _)| to + at);
    text[start..end].replace('\n', " ")
}

fn gap<'t>(text: &'t str, tokens: &[Token], at: usize) -> &'t str {
    tokens.get(at + 1).map_or(&text[tokens[at].end..], |next| &text[tokens[at].end..next.start])
}

/// Words of a name, without titles.
fn parts(name: &str) -> Vec<String> {
    let all: Vec<String> = tokens(name).into_iter().map(|t| t.plain).collect();
    let own: Vec<String> = all.iter().filter(|p| !TITLES.contains(&p.as_str())).cloned().collect();
    if own.is_empty() { all } else { own }
}

fn same(word: &str, part: &str) -> bool {
    if !word.contains(part) {
        return false;
    }
    let bare = word.trim_matches(|c: char| c.is_ascii_digit());
    [word, bare].iter().any(|w| *w == part || w.strip_suffix('s') == Some(part) || w.strip_suffix("es") == Some(part))
}

fn person_in(name: &str, names: &Names, text: &str, tokens: &[Token], squashed: &str) -> Vec<String> {
    let parts = parts(name);
    let mut found = Vec::new();
    let mut tell =
        |form: &str, from: usize, to: usize| found.push(format!("“{name}” as {form}: …{}…", around(text, from, to)));
    let is_word = |part: &str| WORDS.contains(&part) || names.also_words.contains(part);
    let initials: String =
        parts.iter().filter(|p| !PARTICLES.contains(&p.as_str())).filter_map(|p| p.chars().next()).collect();
    for (at, token) in tokens.iter().enumerate() {
        for (n, part) in parts.iter().enumerate() {
            let hangs = parts.len() > 1 && n + 1 < parts.len() && PARTICLES.contains(&part.as_str());
            if hangs || part.chars().count() < 2 || !same(&token.plain, part) {
                continue;
            }
            if !is_word(part) || is_meant(text, tokens, at, &parts, n) {
                tell("a part", token.start, token.end);
            }
        }
        let alone = token.caps
            && token.plain == initials
            && initials.chars().count() > 1
            && !SHORT.contains(&initials.as_str());
        if alone {
            tell("initials", token.start, token.end);
        }
    }
    let whole: String = parts.concat();
    let long = parts
        .iter()
        .filter(|p| p.chars().count() >= SQUASHED && !is_word(p))
        .chain((parts.len() > 1).then_some(&whole));
    for form in long {
        if form.chars().count() >= SQUASHED && squashed.contains(form.as_str()) {
            tell("letters that follow each other", 0, 0);
        }
    }
    found
}

/// A part that is a word too is a name behind a title, beside another part of the same name, behind the initial of its
/// first name, and with a capital and a possessive ending.
fn is_meant(text: &str, tokens: &[Token], at: usize, parts: &[String], n: usize) -> bool {
    let token = &tokens[at];
    let before = at.checked_sub(1).map(|b| (&tokens[b], gap(text, tokens, b)));
    let near = |gap: &str| gap.chars().count() <= 2 && !gap.contains(['\n', ',', ';', '"', '!', '?', ':']);
    let titled = before.as_ref().is_some_and(|(b, g)| TITLES.contains(&b.plain.as_str()) && near(g));
    let beside = n > 0 && before.as_ref().is_some_and(|(b, g)| b.plain == parts[n - 1] && near(g));
    let first = parts[0].chars().next();
    let initial = n > 0
        && before.as_ref().is_some_and(|(b, g)| {
            b.plain.chars().count() == 1 && b.plain.chars().next() == first && g.starts_with('.')
        });
    let behind = gap(text, tokens, at);
    let s = tokens.get(at + 1).is_some_and(|t| t.plain == "s");
    let possessive = token.capital && s && matches!(behind, "'" | "’");
    titled || beside || initial || possessive
}

/// Between the words of one name.
fn is_near(gap: &str) -> bool {
    gap.chars().count() <= 3 && !gap.contains(['\n', '"', ','])
}

fn follows(text: &str, tokens: &[Token], at: usize, words: &[String]) -> bool {
    words.iter().enumerate().all(|(n, word)| {
        let near = n == 0 || (is_near(gap(text, tokens, at + n - 1)));
        near && tokens.get(at + n).is_some_and(|t| t.plain == *word)
    })
}

fn room_in(label: &str, text: &str, tokens: &[Token]) -> Vec<String> {
    let mut words: Vec<String> = tokens_of(label);
    if words.first().is_some_and(|w| ["room", "rm", "classroom"].contains(&w.as_str())) {
        words.remove(0);
    }
    let number = words.len() == 1 && words[0].chars().any(|c| c.is_ascii_digit());
    let telling = !number || (words[0].chars().count() > 2 && words[0].chars().any(char::is_alphabetic));
    let mut ways: Vec<Vec<String>> = Vec::new();
    if telling && words.concat().chars().count() > 2 {
        ways.push(words.clone());
    }
    for word in ["room", "rm", "classroom", "rooms"] {
        ways.push([vec![word.to_string()], words.clone()].concat());
        ways.push(vec![format!("{word}{}", words.concat())]);
        ways.push([vec![format!("{word}{}", words[0])], words[1..].to_vec()].concat());
    }
    ways.push(vec![format!("r{}", words.concat())]);
    let mut found = Vec::new();
    for at in 0..tokens.len() {
        if ways.iter().any(|w| follows(text, tokens, at, w)) {
            // "in the room 7 of 9 write" is a count.
            let counts = tokens.get(at + 2).is_some_and(|t| t.plain == "of");
            if !counts {
                found.push(format!("the room “{label}”: …{}…", around(text, tokens[at].start, tokens[at].end)));
            }
        }
    }
    found
}

fn tokens_of(name: &str) -> Vec<String> {
    tokens(name).into_iter().map(|t| t.plain).collect()
}

fn school_in(name: &str, text: &str, tokens: &[Token]) -> Vec<String> {
    let all = tokens_of(name);
    let own: Vec<String> = all.iter().filter(|w| !OF_SCHOOLS.contains(&w.as_str())).cloned().collect();
    let ways: Vec<&Vec<String>> = [&all, &own].into_iter().filter(|w| w.len() > 1).collect();
    let found = (0..tokens.len()).filter(|at| ways.iter().any(|w| follows(text, tokens, *at, w)));
    found.map(|at| format!("the school “{name}”: …{}…", around(text, tokens[at].start, tokens[at].end))).collect()
}

//! Rooms by their numbers: what looks like one wherever it stands, and "in 12" where only a room can be meant.

use super::forms::ROOM_WORDS;
use super::line::Line;
use super::words::Word;

/// Numbers in words, as they stand behind "room".
const NUMBERS: &[&str] = &[
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
    "thirty",
    "forty",
    "fifty",
];
/// What may stand between "room" and its number.
const NUMBER_SIGNS: &[&str] = &["no", "nr", "number", "num"];
/// Words before "in 12" that make a room of it.
const PLACES: &[&str] = &["door", "over", "across", "upstairs", "downstairs", "back", "hall", "teacher", "class"];

/// A room found by the form of its mention: the number of words, and whether it is one that the file knows.
pub struct Mention {
    pub length: usize,
    pub known: bool,
}

/// Whether the word can be a room's number: "12", "12b", "B204", "C".
fn is_number(line: &Line, at: usize) -> bool {
    let Some(word) = line.word(at) else { return false };
    let letters = word.folded.chars().filter(|c| c.is_alphabetic()).count();
    let digits = word.folded.chars().filter(char::is_ascii_digit).count();
    (digits > 0 && digits <= 4 && letters <= 2)
        || (word.is_initial() && word.capital && !matches!(line.written(at), "T" | "S" | "I" | "A"))
}

/// "7 of 9": a count, not a room.
fn counts(line: &Line, at: usize) -> bool {
    line.next(at).is_some_and(|w| matches!(w.folded.as_str(), "of" | "students" | "hands" | "out" | "kids"))
}

/// "Room 12", "rm #12", "rooms 7 and 12", "room twelve". `known` tells whether the file has a room of that number; without
/// `all`, only such rooms are found.
pub fn roomed(line: &Line, at: usize, all: bool, known: &dyn Fn(&str) -> bool) -> Option<Mention> {
    let word = line.word(at)?;
    let plural = word.folded.strip_suffix('s').is_some_and(|w| ROOM_WORDS.contains(&w));
    if !(plural || ROOM_WORDS.contains(&word.folded.as_str())) || !is_near(line.gap_after(at)) {
        return None;
    }
    let mut number = at + 1;
    if line.word(number).is_some_and(|w| NUMBER_SIGNS.contains(&w.folded.as_str())) && is_near(line.gap_after(number)) {
        number += 1;
    }
    let in_words = line.word(number).is_some_and(|w| NUMBERS.contains(&w.folded.as_str()));
    if !(is_number(line, number) || in_words) || counts(line, number) {
        return None;
    }
    let mut last = number;
    let mut any = is_known(line.word(number), known);
    while let Some(next) = another(line, last, plural, known) {
        last = next;
        any |= is_known(line.word(next), known);
    }
    (all || any).then_some(Mention { length: last + 1 - at, known: any })
}

fn is_known(word: Option<&Word>, known: &dyn Fn(&str) -> bool) -> bool {
    word.is_some_and(|w| known(&w.key()))
}

/// The next number of a list of rooms: ", 14", " and 14", "-14".
fn another(line: &Line, at: usize, plural: bool, known: &dyn Fn(&str) -> bool) -> Option<usize> {
    let gap = line.gap_after(at);
    let (listed, next) = match line.word(at + 1) {
        Some(w) if matches!(w.folded.as_str(), "and" | "or" | "to") && gap == " " => {
            (line.gap_after(at + 1) == " ", at + 2)
        }
        _ => (matches!(gap, ", " | "," | "-" | "–" | " & " | "/" | " + "), at + 1),
    };
    let fits = listed && is_number(line, next) && !counts(line, next);
    (fits && (plural || is_known(line.word(next), known))).then_some(next)
}

/// Behind a word for "room": a blank, a full stop, a sign for number.
fn is_near(gap: &str) -> bool {
    gap.chars().count() <= 4
        && gap.chars().all(|c| c.is_whitespace() || matches!(c, '.' | '#' | '№' | '°' | ':' | '-'))
        && !gap.contains('\n')
}

/// "In 12, …", "next door in 12": the number of words, from "in" on.
pub fn placed(line: &Line, at: usize, known: &dyn Fn(&str) -> bool) -> Option<usize> {
    let word = line.word(at)?;
    if word.folded != "in" || line.gap_after(at) != " " || !is_known(line.word(at + 1), known) {
        return None;
    }
    let gap = line.gap_after(at + 1);
    let ends = gap.trim().is_empty() && line.word(at + 2).is_none() || gap.starts_with([',', '.', ';', '!', '?', ')']);
    let (comma, first) = (gap.starts_with([',', ':']), line.starts(at));
    let told = line.previous(at).is_some_and(|w| PLACES.contains(&w.folded.as_str()));
    ((first && comma) || (told && ends)).then_some(2)
}

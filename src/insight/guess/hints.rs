//! What in the words of a piece tells who, when or where.

use super::mentions::small_numbers;
use super::tokens::{Token, phrase, tokens};
use super::words::{DESCRIBED, GENDERED, LOOSE_TIMES, MONTHS, PLACES, STUDENTS, WEEKDAYS};
use super::{Finding, Ground, Level, Piece, Place, Remedy, Sort, What};
use std::ops::Range;

/// Words somebody said that others would know again: from this many on.
const LONG_QUOTE: usize = 8;

/// In a team of this many people or more, "she" tells little.
const LARGE_TEAM: u32 = 12;

/// All hints in a piece's text.
pub fn hints(ground: &Ground, piece: &Piece) -> Vec<Finding> {
    let tokens = tokens(&piece.text);
    let single = piece.visits.count() <= 1 && piece.sort != Sort::Pattern;
    let mut found: Vec<Finding> = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let hint = described(&tokens, at)
            .or_else(|| when(&tokens, at, single))
            .or_else(|| place(&tokens, at, piece.sort))
            .or_else(|| gender(ground, piece, &tokens, at));
        let Some((what, length)) = hint else {
            at += 1;
            continue;
        };
        let range = stretch(&tokens, at, length);
        found.push(ask(&piece.text, what, range));
        at += length.max(1);
    }
    found.extend(quotes(piece));
    if !matches!(piece.sort, Sort::Note | Sort::Voice) {
        found.extend(small_numbers(&piece.text, &tokens));
    }
    found
}

pub fn stretch(tokens: &[Token], at: usize, length: usize) -> Range<usize> {
    let start = tokens.get(at).map_or(0, |t| t.range.start);
    start..tokens.get((at + length).saturating_sub(1)).map_or(start, |t| t.range.end)
}

fn ask(text: &str, what: What, range: Range<usize>) -> Finding {
    let words = text.get(range.clone()).unwrap_or_default().to_string();
    let sentence = match what {
        What::When => format!("“{words}” tells when it was: who was visited then knows whose room it is."),
        What::Where => format!("“{words}” tells where it was: everybody in the building knows who teaches there."),
        What::Gender => {
            format!("“{words}” tells whether a man or a woman is meant; in a small team that can be enough.")
        }
        _ => format!("“{words}” describes somebody whom the team may know again."),
    };
    let remedies = vec![Remedy::Mask, Remedy::Reword, Remedy::LeaveOut, Remedy::Keep];
    Finding { what, level: Level::Ask, place: Place::Text(range), words, sentence, remedies }
}

fn described(tokens: &[Token], at: usize) -> Option<(What, usize)> {
    if let Some(length) = phrase(tokens, at, DESCRIBED) {
        return Some((What::Described, length));
    }
    // "the only science teacher"
    let only = tokens.get(at)?.folded == "only";
    let near = (1..=3).find(|n| tokens.get(at + n).is_some_and(|t| matches!(t.folded.as_str(), "teacher" | "one")))?;
    only.then_some((What::Described, near + 1))
}

fn when(tokens: &[Token], at: usize, single: bool) -> Option<(What, usize)> {
    let token = tokens.get(at)?;
    let own = token.folded.strip_suffix('s').unwrap_or(&token.folded);
    if WEEKDAYS.contains(&own) || is_clock(token) || is_date(&token.folded) {
        return Some((What::When, 1));
    }
    let number = |t: Option<&Token>| {
        t.is_some_and(|t| t.folded.starts_with(|c: char| c.is_ascii_digit()) && t.folded.len() <= 4)
    };
    if MONTHS.contains(&token.folded.as_str()) && token.capital && number(tokens.get(at + 1)) && !token.ends {
        return Some((What::When, 2));
    }
    let month_behind = tokens.get(at + 1).is_some_and(|t| t.capital && MONTHS.contains(&t.folded.as_str()));
    if number(Some(token)) && month_behind && !token.ends {
        return Some((What::When, 2));
    }
    let hour = token.folded.parse::<u32>().is_ok_and(|n| (1..=12).contains(&n));
    if hour && tokens.get(at + 1).is_some_and(|t| matches!(t.folded.as_str(), "am" | "pm" | "o'clock")) {
        return Some((What::When, 2));
    }
    let loose = if single { phrase(tokens, at, LOOSE_TIMES) } else { None };
    loose.map(|length| (What::When, length))
}

/// "10:15", "9:05"; not "0:12", which is a minute of the visit.
fn is_clock(token: &Token) -> bool {
    let Some((hour, minute)) = token.folded.split_once(':') else { return false };
    let two = minute.len() >= 2 && minute.get(..2).is_some_and(|m| m.chars().all(|c| c.is_ascii_digit()));
    two && hour.parse::<u32>().is_ok_and(|h| (6..=19).contains(&h)) && minute.len() <= 4
}

/// "2026-11-16", "12.3.2026".
fn is_date(folded: &str) -> bool {
    let parts: Vec<&str> = folded.split('.').collect();
    parts.len() == 3 && parts.iter().all(|p| !p.is_empty() && p.chars().all(|c| c.is_ascii_digit()))
}

fn place(tokens: &[Token], at: usize, sort: Sort) -> Option<(What, usize)> {
    if !matches!(sort, Sort::Note | Sort::Voice) {
        return None;
    }
    phrase(tokens, at, PLACES).map(|length| (What::Where, length))
}

/// "she", where few people can be meant and it is no student.
fn gender(ground: &Ground, piece: &Piece, tokens: &[Token], at: usize) -> Option<(What, usize)> {
    let token = tokens.get(at)?;
    let people = ground.facts.teachers(&piece.visits);
    let team = ground.team.unwrap_or_else(|| ground.facts.teachers(&super::Visits::up_to(ground.facts.visits.len())));
    if !GENDERED.contains(&token.folded.as_str()) || people >= 3 || team >= LARGE_TEAM {
        return None;
    }
    let from = (0..=at).rev().find(|n| tokens.get(*n).is_some_and(|t| t.starts)).unwrap_or(0);
    let before = tokens.get(from..at).unwrap_or_default();
    (!before.iter().any(is_student)).then_some((What::Gender, 1))
}

fn is_student(token: &Token) -> bool {
    let seat = token.folded.strip_prefix('s').is_some_and(|n| !n.is_empty() && n.chars().all(|c| c.is_ascii_digit()));
    let one = token.folded.strip_suffix("'s").unwrap_or(&token.folded);
    let one = one.strip_suffix('s').unwrap_or(one);
    seat || STUDENTS.contains(&one)
}

/// Long quotations of one visit.
fn quotes(piece: &Piece) -> Vec<Finding> {
    if piece.sort != Sort::Note && piece.visits.count() != 1 {
        return Vec::new();
    }
    let long = |range: Range<usize>| {
        let words = piece.text.get(range.clone()).unwrap_or_default();
        (words.split_whitespace().count() >= LONG_QUOTE).then(|| Finding {
            what: What::Quote,
            level: Level::Ask,
            place: Place::Text(range.clone()),
            words: words.to_string(),
            sentence: "These words were said in one room; whoever said or heard them knows whose room it was.".into(),
            remedies: vec![Remedy::Reword, Remedy::LeaveOut, Remedy::Keep],
        })
    };
    if piece.quote {
        return long(0..piece.text.len()).into_iter().collect();
    }
    quoted(&piece.text).into_iter().filter_map(long).collect()
}

/// What stands between quotation marks.
fn quoted(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut open: Option<usize> = None;
    for (at, c) in text.char_indices() {
        match (open, c) {
            (None, '“' | '"' | '„' | '«') => open = Some(at + c.len_utf8()),
            (Some(from), '”' | '"' | '“' | '»') => {
                found.push(from..at);
                open = None;
            }
            _ => {}
        }
    }
    found.extend(open.map(|from| from..text.len()));
    found
}

//! Small numbers in a text: "in 2 of 3 visits", "one teacher".

use super::hints::stretch;
use super::tokens::Token;
use super::words::{TEACHERS, VISITS};
use super::{Finding, Level, Place, Remedy, What};
use crate::insight::heat::{FEWEST_TEACHERS, FEWEST_VISITS};

/// Words between a number and what it counts, at most: "3 short visits".
const BETWEEN: usize = 2;

/// Numbers of visits or teachers under the floor, as they stand in a sentence.
pub fn small_numbers(text: &str, tokens: &[Token]) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let Some((level, length)) = small(tokens, at) else {
            at += 1;
            continue;
        };
        let range = stretch(tokens, at, length);
        let words = text.get(range.clone()).unwrap_or_default().to_string();
        let sentence = format!(
            "“{words}” rests on fewer than {FEWEST_VISITS} visits or {FEWEST_TEACHERS} teachers: the team could work out who they are."
        );
        let mut remedies = vec![Remedy::Reword, Remedy::LeaveOut];
        if level == Level::Ask {
            remedies.push(Remedy::Keep);
        }
        found.push(Finding { what: What::SmallCell, level, place: Place::Text(range), words, sentence, remedies });
        at += length;
    }
    found
}

/// A number under the floor that begins at a word: how it is taken, and how many words it is.
fn small(tokens: &[Token], at: usize) -> Option<(Level, usize)> {
    let first = tokens.get(at)?.number()?;
    let mut last = at;
    let mut of = None;
    if tokens.get(at + 1).is_some_and(|t| t.folded == "of") {
        let next = if tokens.get(at + 2).is_some_and(|t| matches!(t.folded.as_str(), "the" | "our" | "these")) {
            at + 3
        } else {
            at + 2
        };
        if let Some(number) = tokens.get(next).and_then(Token::number) {
            of = Some(number);
            last = next;
        }
    }
    let unit = (last + 1..=last + 1 + BETWEEN).find(|n| tokens.get(*n).is_some_and(|t| is_unit(&t.folded)))?;
    if tokens.get(last..unit).is_some_and(|between| between.iter().any(|t| t.ends)) {
        return None;
    }
    let people = tokens.get(unit).is_some_and(|t| TEACHERS.contains(&t.folded.as_str()));
    let floor = if people { u32::try_from(FEWEST_TEACHERS).unwrap_or(u32::MAX) } else { FEWEST_VISITS };
    let length = unit + 1 - at;
    match of {
        Some(of) if of < floor => Some((Level::Stop, length)),
        // "0 of 9" is nobody in particular.
        None if first < floor && first > 0 => Some((Level::Ask, length)),
        _ => None,
    }
}

fn is_unit(folded: &str) -> bool {
    VISITS.contains(&folded) || TEACHERS.contains(&folded)
}

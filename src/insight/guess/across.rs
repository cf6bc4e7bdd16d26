//! Numbers: those under the floor, and those from which one could be worked out, in one piece and across pieces.

use super::subtract::{Tells, tells};
use super::{Figure, Finding, Ground, Level, Piece, Place, Remedy, Sort, What};
use crate::insight::facts::{Facts, Visits};
use crate::insight::heat::hide::{Counted, hidden};
use crate::insight::heat::{FEWEST_TEACHERS, FEWEST_VISITS, clears};
use std::collections::HashMap;

/// Findings about the numbers of one piece, and about what it rests on.
pub fn by_itself(ground: &Ground, piece: &Piece) -> Vec<Finding> {
    let facts = ground.facts;
    let mut found = Vec::new();
    let rests = matches!(piece.sort, Sort::Pattern) && !piece.visits.is_empty() && piece.figures.is_empty();
    if rests && !clears(facts, &piece.visits) {
        let sentence = format!(
            "It rests on fewer than {FEWEST_VISITS} visits or fewer than {FEWEST_TEACHERS} teachers: not yet something for a team."
        );
        found.push(whole(What::SmallCell, Level::Stop, sentence));
    }
    for (n, figure) in piece.figures.iter().enumerate() {
        if figure.looked.is_empty() {
            continue;
        }
        let mask = ground.masker.find(&figure.words);
        if !mask.is_empty() {
            let sentence = format!("The words of this number, “{}”, hold a name or a room.", figure.words);
            found.push(number(What::Name, Level::Stop, n, figure, sentence));
        }
        if !clears(facts, &figure.looked) {
            let sentence = format!(
                "The number{} rests on fewer than {FEWEST_VISITS} visits or fewer than {FEWEST_TEACHERS} teachers.",
                said(figure)
            );
            found.push(number(What::SmallCell, Level::Stop, n, figure, sentence));
        } else if let Some(sentence) = few_behind(facts, figure) {
            found.push(number(What::FewBehind, Level::Ask, n, figure, sentence));
        }
    }
    found
}

fn said(figure: &Figure) -> String {
    if figure.words.is_empty() { String::new() } else { format!(" {}", figure.words) }
}

/// All that was seen, or not seen, was seen with fewer than three teachers.
fn few_behind(facts: &Facts, figure: &Figure) -> Option<String> {
    let seen = figure.seen.and(&figure.looked);
    let not_seen = figure.looked.without(&figure.seen);
    let few = |visits: &Visits| {
        !visits.is_empty() && facts.teachers(visits) < u32::try_from(FEWEST_TEACHERS).unwrap_or(u32::MAX)
    };
    let which = if few(&seen) {
        "in which it was seen"
    } else if few(&not_seen) {
        "in which it was not seen"
    } else {
        return None;
    };
    Some(format!(
        "The visits {which}{} are of fewer than {FEWEST_TEACHERS} teachers, who may know that they are meant.",
        said(figure)
    ))
}

fn number(what: What, level: Level, at: usize, figure: &Figure, sentence: String) -> Finding {
    let mut remedies = vec![Remedy::LeaveOut];
    if level == Level::Ask {
        remedies.push(Remedy::Keep);
    }
    let words = format!("{} {} {}/{}", figure.of, figure.words, figure.seen.count(), figure.looked.count());
    Finding { what, level, place: Place::Figure(at), words, sentence, remedies }
}

fn whole(what: What, level: Level, sentence: String) -> Finding {
    Finding { what, level, place: Place::Whole, words: String::new(), sentence, remedies: vec![Remedy::LeaveOut] }
}

/// Which numbers of a split may be shown beside each other and beside the number of all together: those that clear the
/// floor, less those from which a hidden one could be worked out (complementary suppression). In the order of `parts`,
/// which must not overlap.
pub fn split(facts: &Facts, parts: &[Figure]) -> Vec<bool> {
    hidden(&parts.iter().map(|p| counted(facts, p)).collect::<Vec<_>>(), |visits| clears(facts, visits))
        .into_iter()
        .zip(parts)
        .map(|(hidden, part)| !hidden && !part.looked.is_empty())
        .collect()
}

fn counted(facts: &Facts, figure: &Figure) -> Counted {
    let (k, n) = (figure.seen.count_both(&figure.looked), figure.looked.count());
    Counted { k, n, clear: clears(facts, &figure.looked), looked: figure.looked.clone() }
}

/// Finds, over all pieces, numbers that tell something under the floor together with those before them.
pub fn together(ground: &Ground, before: &[Figure], pieces: &[Piece], found: &mut [Vec<Finding>]) {
    let facts = ground.facts;
    let mut out: HashMap<&str, Vec<&Visits>> = HashMap::new();
    for figure in before.iter().filter(|f| !f.looked.is_empty()) {
        out.entry(&figure.of).or_default().push(&figure.looked);
    }
    for (piece, findings) in pieces.iter().zip(found) {
        let stopped: Vec<usize> = findings.iter().filter_map(stopped).collect();
        let in_splits = hidden_in_splits(facts, piece, &stopped);
        for (n, figure) in piece.figures.iter().enumerate() {
            if figure.looked.is_empty() || stopped.contains(&n) {
                continue;
            }
            let shown = out.entry(&figure.of).or_default();
            let known = shown.iter().any(|s| **s == figure.looked);
            let all: Vec<&Visits> = shown.iter().copied().chain([&figure.looked]).collect();
            let sentence = if in_splits.contains(&n) {
                Some(format!(
                    "From the number{} and the one of all visits, another that is under the floor could be worked out.",
                    said(figure)
                ))
            } else if known {
                None
            } else {
                sentence(figure, &tells(facts, &all))
            };
            match sentence {
                Some(sentence) => findings.push(number(What::Complement, Level::Stop, n, figure, sentence)),
                None if known => {}
                None => shown.push(&figure.looked),
            }
        }
    }
}

fn stopped(finding: &Finding) -> Option<usize> {
    match finding.place {
        Place::Figure(n) if finding.level == Level::Stop => Some(n),
        _ => None,
    }
}

fn sentence(figure: &Figure, told: &Tells) -> Option<String> {
    let said = said(figure);
    match told {
        Tells::Nothing => None,
        Tells::Small(visits) => Some(format!(
            "With the other numbers of the same thing, the number{said} tells one of {} under the floor.",
            crate::domain::text::count(usize::try_from(visits.count()).unwrap_or(usize::MAX), "visit", "visits")
        )),
        Tells::TooMany => Some(format!(
            "There are too many numbers of the same thing to be sure that the number{said} tells nothing about single rooms."
        )),
    }
}

/// The parts of a split that the rule of the heat map hides: where a piece has one number of all visits and others that
/// part them.
fn hidden_in_splits(facts: &Facts, piece: &Piece, stopped: &[usize]) -> Vec<usize> {
    let mut found = Vec::new();
    for (n, whole) in piece.figures.iter().enumerate().filter(|(_, f)| !f.looked.is_empty()) {
        let inside =
            |f: &Figure| f.of == whole.of && !f.looked.is_empty() && f.looked.without(&whole.looked).is_empty();
        let parts: Vec<(usize, &Figure)> = piece
            .figures
            .iter()
            .enumerate()
            .filter(|(m, f)| *m != n && inside(f) && f.looked != whole.looked)
            .collect();
        let sum: u32 = parts.iter().map(|(_, f)| f.looked.count()).sum();
        let union = parts.iter().fold(Visits::default(), |all, (_, f)| all.or(&f.looked));
        if parts.is_empty() || union.count() != sum {
            continue;
        }
        let rest = whole.looked.without(&union);
        let mut cells: Vec<Counted> = parts.iter().map(|(_, f)| counted(facts, f)).collect();
        if !rest.is_empty() {
            let figure = Figure { seen: whole.seen.clone(), looked: rest, ..Figure::default() };
            cells.push(counted(facts, &figure));
        }
        let hides = hidden(&cells, |visits| clears(facts, visits));
        let hides = parts.iter().zip(hides).filter(|(_, hidden)| *hidden);
        found.extend(hides.map(|((m, _), _)| *m).filter(|m| !stopped.contains(m)));
    }
    found
}

/// Whether the numbers of the findings' pieces may be shown, in the order of the figures of a piece.
pub fn may_show(piece: &Piece, findings: &[Finding]) -> Vec<bool> {
    let stopped: Vec<usize> = findings.iter().filter_map(stopped).collect();
    (0..piece.figures.len()).map(|n| !stopped.contains(&n)).collect()
}

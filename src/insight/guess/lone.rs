//! Grades, subjects and periods that are told in a sentence and that hardly anybody teaches: "the science lesson", where
//! there is one science teacher.

use super::hints::stretch;
use super::tokens::{Token, phrase, tokens};
use super::words::{ALSO_DOINGS, LESSONS};
use super::{Finding, Ground, Level, Piece, Place, Remedy, What};
use crate::insight::facts::{Facts, RoomFact, VisitFact};
use crate::insight::heat::FEWEST_TEACHERS;
use std::collections::HashSet;
use std::ops::Range;

/// What is told in a text.
struct Mention {
    axis: Axis,
    place: u16,
    name: String,
    range: Range<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Axis {
    Grade,
    Subject,
    Period,
}

impl Axis {
    const ALL: [Axis; 3] = [Axis::Grade, Axis::Subject, Axis::Period];

    fn values(self, facts: &Facts) -> &[String] {
        match self {
            Axis::Grade => &facts.grades,
            Axis::Subject => &facts.subjects,
            Axis::Period => &facts.periods,
        }
    }

    fn of_visit(self, visit: &VisitFact) -> Option<u16> {
        match self {
            Axis::Grade => visit.grade,
            Axis::Subject => visit.subject,
            Axis::Period => visit.period,
        }
    }

    fn of_room(self, room: &RoomFact) -> Option<u16> {
        match self {
            Axis::Grade => room.grade,
            Axis::Subject => room.subject,
            Axis::Period => room.period,
        }
    }
}

/// A finding for the first mention of each axis, where all that the text tells leaves fewer than three teachers.
pub fn lone(ground: &Ground, piece: &Piece) -> Vec<Finding> {
    let mentions = mentions(ground.facts, &piece.text);
    let Some(first) = mentions.first() else { return Vec::new() };
    let mut found: Vec<Finding> = Vec::new();
    for mention in &mentions {
        let teachers = teachers(ground.facts, &[(mention.axis, HashSet::from([mention.place]))]);
        if teachers < FEWEST_TEACHERS {
            found.push(finding(&piece.text, mention, teachers, &mention.name));
        }
    }
    let told: Vec<(Axis, HashSet<u16>)> = Axis::ALL
        .into_iter()
        .map(|axis| (axis, mentions.iter().filter(|m| m.axis == axis).map(|m| m.place).collect::<HashSet<_>>()))
        .filter(|(_, places)| !places.is_empty())
        .collect();
    let together = teachers(ground.facts, &told);
    if found.is_empty() && told.len() > 1 && together < FEWEST_TEACHERS {
        let names: Vec<&str> = mentions.iter().map(|m| m.name.as_str()).collect();
        found.push(finding(&piece.text, first, together, &names.join(" with ")));
    }
    found
}

fn finding(text: &str, mention: &Mention, teachers: usize, what: &str) -> Finding {
    let words = text.get(mention.range.clone()).unwrap_or_default().to_string();
    let sentence = match teachers {
        0 | 1 => format!("Only one teacher is known for {what}: a sentence about it is a sentence about that teacher."),
        n => format!("Only {n} teachers are known for {what}: a sentence about it is a sentence about them."),
    };
    let remedies = vec![Remedy::Reword, Remedy::Mask, Remedy::LeaveOut];
    Finding {
        what: What::Lone,
        level: Level::Stop,
        place: Place::Text(mention.range.clone()),
        words,
        sentence,
        remedies,
    }
}

/// How many different teachers teach in visits or rooms of all these; unknown ones count as one.
fn teachers(facts: &Facts, told: &[(Axis, HashSet<u16>)]) -> usize {
    let holds = |of: &dyn Fn(Axis) -> Option<u16>| {
        told.iter().all(|(axis, places)| of(*axis).is_some_and(|p| places.contains(&p)))
    };
    let visits = facts.visits.iter().filter(|v| holds(&|axis| axis.of_visit(v))).map(|v| v.teachers);
    let rooms = facts.rooms.iter().filter(|r| holds(&|axis| axis.of_room(r))).map(|r| &*r.teachers);
    let mut met: HashSet<Option<u32>> = HashSet::new();
    for teachers in visits.chain(rooms) {
        if teachers.is_empty() {
            met.insert(None);
        }
        met.extend(teachers.iter().map(|t| Some(*t)));
    }
    met.len()
}

fn mentions(facts: &Facts, text: &str) -> Vec<Mention> {
    let tokens = tokens(text);
    let mut found = Vec::new();
    for at in 0..tokens.len() {
        for axis in Axis::ALL {
            let told = axis.values(facts).iter().enumerate().filter(|(_, name)| !name.trim().is_empty());
            let fits = told.filter_map(|(place, name)| Some((place, name, length(&tokens, at, axis, name)?)));
            if let Some((place, name, length)) = fits.max_by_key(|(_, _, length)| *length) {
                let range = stretch(&tokens, at, length);
                let name = called(axis, name);
                found.push(Mention { axis, place: u16::try_from(place).unwrap_or(u16::MAX), name, range });
            }
        }
    }
    found
}

/// How a sentence names it: "grade 4", "Science".
fn called(axis: Axis, name: &str) -> String {
    let bare = name.trim().chars().all(|c| c.is_ascii_digit()) || name.trim().chars().count() < 3;
    match axis {
        Axis::Grade if bare => format!("grade {name}"),
        Axis::Period if bare => format!("period {name}"),
        _ => name.to_string(),
    }
}

/// How many words at `at` name it, if they do.
fn length(tokens: &[Token], at: usize, axis: Axis, name: &str) -> Option<usize> {
    let folded = crate::domain::text::fold(name);
    let value =
        ["grade ", "year ", "period ", "block "].into_iter().find_map(|w| folded.strip_prefix(w)).unwrap_or(&folded);
    match axis {
        Axis::Subject => subject(tokens, at, &folded),
        Axis::Grade => {
            level(tokens, at, value, &["grade", "gr", "year", "class"], &["grade", "grader", "graders", "grades"])
        }
        Axis::Period => level(tokens, at, value, &["period", "block", "hour"], &["period", "block", "hour"]),
    }
}

fn subject(tokens: &[Token], at: usize, name: &str) -> Option<usize> {
    let clean: Vec<&str> = name.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    let name = clean.join(" ");
    let length = phrase(tokens, at, &[&name])?;
    let lesson = tokens.get(at + length).is_some_and(|t| LESSONS.contains(&t.folded.as_str()));
    let doing = length == 1 && ALSO_DOINGS.contains(&name.as_str());
    let first = tokens.get(at)?;
    let ends = tokens.get(at + length - 1).is_some_and(|t| t.ends);
    let within =
        at.checked_sub(1).and_then(|b| tokens.get(b)).is_some_and(|t| matches!(t.folded.as_str(), "in" | "during"))
            && ends;
    (!doing || lesson || within || (first.capital && !first.starts)).then_some(length)
}

/// "grade 4", "4th grade", "fourth graders"; a name such as "kindergarten" by itself.
fn level(tokens: &[Token], at: usize, value: &str, before: &[&str], behind: &[&str]) -> Option<usize> {
    let own = tokens.get(at)?.folded.as_str();
    let next = tokens.get(at + 1).map(|t| t.folded.as_str()).unwrap_or_default();
    let number = value.parse::<usize>().ok();
    let same = |word: &str| word == value || number.is_some_and(|n| ordinal(n, word));
    let named =
        |list: &[&str], word: &str| list.contains(&word) || list.iter().any(|w| word.strip_suffix('s') == Some(w));
    if (named(before, own) && next == value) || (named(behind, next) && same(own)) {
        return Some(2);
    }
    let kindergarten = matches!(value, "k" | "kg") && own.starts_with("kindergart");
    let telling = value.chars().count() > 3 && number.is_none() && phrase(tokens, at, &[value]).is_some();
    (kindergarten || telling).then_some(1)
}

/// "4th" and "fourth" for 4.
fn ordinal(n: usize, word: &str) -> bool {
    const WORDS: [&str; 13] = [
        "zeroth", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
        "eleventh", "twelfth",
    ];
    let digits: String = word.chars().take_while(char::is_ascii_digit).collect();
    let rest = word.get(digits.len()..).unwrap_or_default();
    let short = matches!(rest, "st" | "nd" | "rd" | "th") && digits.parse() == Ok(n);
    short || WORDS.get(n).is_some_and(|w| *w == word)
}

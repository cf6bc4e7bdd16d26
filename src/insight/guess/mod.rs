//! "Could someone guess who?": looks at what is about to be shown to a team or to leave the file, and says what in it could
//! tell whose room it was: names and rooms, numbers under the floor or from which one could be worked out, a subject that
//! only one teacher teaches, a day or an hour, words such as "the new teacher". Each finding is a sentence for the leader
//! with what can be done. It knows words and numbers, not people: it cannot know what everybody in the building knows.

mod across;
mod hints;
mod lone;
mod mentions;
mod subtract;
mod tokens;
mod words;

pub use across::{may_show, split};

use super::facts::{Facts, PatternFact, SignId, Visits};
use crate::domain::order::InOrder;
use crate::domain::text::fold;
use crate::language::mask::{Masked, Masker, NameOf, Span, Why};
use std::collections::HashSet;
use std::ops::Range;

/// What pieces are checked against.
#[derive(Debug, Clone, Copy)]
pub struct Ground<'g> {
    pub facts: &'g Facts,
    /// Made with `Masker::for_sharing`, of every name the file holds.
    pub masker: &'g Masker,
    /// How many people the team has that will see it, as far as is known.
    pub team: Option<u32>,
}

/// What a piece is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    /// A pattern's sentence with its numbers.
    #[default]
    Pattern,
    /// One note, as an example.
    Note,
    /// What a teacher or a team said.
    Voice,
    /// Evidence from elsewhere.
    Card,
    /// Any other words: a focus question, a shared problem, a trial.
    Words,
}

/// A number as it is about to be shown: seen in so many of the visits that looked.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Figure {
    /// What is counted. Numbers of the same thing can be taken off each other; those of different things cannot.
    pub of: String,
    /// How it is said, without the number: "in grade 4"; empty for all visits together.
    pub words: String,
    /// The visits that looked, by their places in the facts: the denominator.
    pub looked: Visits,
    /// Those in which it was seen.
    pub seen: Visits,
}

impl Figure {
    /// The number of a tag or look-for among some visits: `words` says which, as "in grade 4". `None` where the facts do
    /// not know the sign.
    pub fn of_sign(facts: &Facts, sign: &SignId, among: &Visits, words: &str) -> Option<Figure> {
        let sign = facts.sign(sign)?;
        let looked = sign.looked.and(among);
        let of = match &sign.id {
            SignId::Tag(uid) => format!("tag:{}", uid.to_text()),
            SignId::LookFor(id) => format!("look-for:{id}"),
        };
        Some(Figure { of, words: words.into(), seen: sign.seen.and(&looked), looked })
    }

    /// The number of a pattern that is tied to no sign: visits that support it, of those with evidence one way or the other.
    pub fn of_pattern(pattern: &PatternFact) -> Figure {
        let looked = pattern.supports.or(&pattern.complicates);
        Figure {
            of: format!("pattern:{}", pattern.uid.to_text()),
            words: String::new(),
            seen: pattern.supports.clone(),
            looked,
        }
    }
}

/// Something that is about to be shown.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Piece {
    pub sort: Sort,
    pub text: String,
    /// Where it comes from or what it rests on: of a note, its one visit. Empty where no visit is behind it.
    pub visits: Visits,
    pub figures: Vec<Figure>,
    /// All of the text is somebody's words, as in a note of the kind quote.
    pub quote: bool,
    /// Words of the text the leader wants masked as well; capitals and accents make no difference.
    pub hidden: Vec<String>,
}

/// What in a piece could tell whose room it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum What {
    /// A name of the file.
    Name,
    /// A word that looks like a name.
    NameLike,
    Room,
    /// A number that rests on fewer than 5 visits or fewer than 3 different teachers.
    SmallCell,
    /// A number from which, with others that are shown, such a one could be worked out.
    Complement,
    /// All visits in which it was seen, or not seen, are of fewer than 3 teachers.
    FewBehind,
    /// A grade, subject or period that fewer than 3 teachers teach.
    Lone,
    /// Many words of one person in one room.
    Quote,
    /// A day or an hour.
    When,
    /// A place in the building.
    Where,
    /// "she" in a small group.
    Gender,
    /// "the new teacher", "my sister".
    Described,
}

/// What a finding means for the piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Is masked by itself: nothing has to be done.
    Masked,
    /// The leader decides.
    Ask,
    /// Is not shown until it was changed or left out.
    Stop,
}

/// What can be done about a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Remedy {
    /// Put a word in its place: add the words to `Piece::hidden`.
    Mask,
    /// Leave out the number, or the whole piece.
    LeaveOut,
    Reword,
    /// Show it all the same.
    Keep,
}

impl Remedy {
    pub fn word(self) -> &'static str {
        match self {
            Remedy::Mask => "mask it",
            Remedy::LeaveOut => "leave it out",
            Remedy::Reword => "reword it",
            Remedy::Keep => "show it",
        }
    }
}

/// Where in a piece.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// Bytes of the text.
    Text(Range<usize>),
    /// A number, by its place in `Piece::figures`.
    Figure(usize),
    Whole,
}

/// One thing that could tell whose room it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub what: What,
    pub level: Level,
    pub place: Place,
    /// The words of the text, or of the number.
    pub words: String,
    /// For the leader.
    pub sentence: String,
    pub remedies: Vec<Remedy>,
}

impl Finding {
    /// By this an answer of the leader ("show it all the same") is remembered; it changes when the words do.
    pub fn key(&self) -> String {
        format!("{:?}:{}", self.what, fold(&self.words)).to_lowercase()
    }
}

/// What could tell whose room it was in one piece, by itself. In the order of the text, numbers last.
pub fn check(ground: &Ground, piece: &Piece) -> Vec<Finding> {
    let mut found = names(ground, &piece.text);
    let taken: Vec<Range<usize>> = found.iter().filter_map(range).collect();
    let mut more = hints::hints(ground, piece);
    more.extend(lone::lone(ground, piece));
    more.retain(|f| range(f).is_none_or(|r| !taken.iter().any(|t| t.start < r.end && r.start < t.end)));
    for finding in &mut more {
        if piece.hidden.iter().any(|h| fold(h) == fold(&finding.words)) && range(finding).is_some() {
            finding.level = Level::Masked;
            finding.sentence = format!("“{}” is masked, as you wished.", finding.words);
            finding.remedies = vec![Remedy::LeaveOut, Remedy::Reword];
        }
    }
    found.extend(more);
    found.order_by_key(|f| range(f).map_or(usize::MAX, |r| r.start));
    found.extend(across::by_itself(ground, piece));
    found
}

/// What could tell whose room it was in pieces that are shown together: each by itself, and numbers from which, with others
/// of these pieces or with those that were shown `before`, one under the floor could be worked out. In the order of the
/// pieces; of numbers that tell something together, the later one is found.
pub fn check_all(ground: &Ground, before: &[Figure], pieces: &[Piece]) -> Vec<Vec<Finding>> {
    let mut found: Vec<Vec<Finding>> = pieces.iter().map(|piece| check(ground, piece)).collect();
    across::together(ground, before, pieces, &mut found);
    found
}

/// The findings that still stand in the way: what stops, and what the leader has not decided yet. `kept` holds the keys of
/// what the leader wants shown all the same.
pub fn open<'f>(findings: &'f [Finding], kept: &HashSet<String>) -> Vec<&'f Finding> {
    let stands = |f: &&Finding| match f.level {
        Level::Masked => false,
        Level::Ask => !kept.contains(&f.key()),
        Level::Stop => true,
    };
    findings.iter().filter(stands).collect()
}

/// The text of a piece as it may be shown: names, rooms, and what the leader wants masked, replaced by a word.
pub fn shown(ground: &Ground, piece: &Piece) -> Masked {
    let mut spans: Vec<(Range<usize>, NameOf, Why)> =
        ground.masker.find(&piece.text).into_iter().map(|f| (f.range, f.of, f.why)).collect();
    let wished = check(ground, piece).into_iter().filter(|f| f.level == Level::Masked);
    for r in wished.filter_map(|f| range(&f)) {
        if !spans.iter().any(|(s, _, _)| s.start < r.end && r.start < s.end) {
            spans.push((r, NameOf::Somebody, Why::NameLike));
        }
    }
    spans.order_by_key(|(r, _, _)| r.start);
    let mut masked = Masked::default();
    let mut from = 0;
    for (was, of, why) in spans {
        masked.text.push_str(piece.text.get(from..was.start).unwrap_or_default());
        let start = masked.text.len();
        let wished = piece.hidden.iter().any(|h| fold(h) == fold(piece.text.get(was.clone()).unwrap_or_default()));
        masked.text.push_str(if wished { WISHED } else { of.replacement() });
        from = was.end;
        masked.spans.push(Span { was, now: start..masked.text.len(), of, why });
    }
    masked.text.push_str(piece.text.get(from..).unwrap_or_default());
    masked
}

/// What stands in place of words the leader wants masked.
const WISHED: &str = "[…]";

fn range(finding: &Finding) -> Option<Range<usize>> {
    if let Place::Text(range) = &finding.place { Some(range.clone()) } else { None }
}

/// Names and rooms, which are masked by themselves.
fn names(ground: &Ground, text: &str) -> Vec<Finding> {
    let finding = |found: crate::language::mask::Found| {
        let words = text.get(found.range.clone()).unwrap_or_default().to_string();
        let what = match (found.of, found.why) {
            (NameOf::Room, _) => What::Room,
            (_, Why::NameLike | Why::Title) if found.of == NameOf::Somebody => What::NameLike,
            _ => What::Name,
        };
        let sentence = format!("“{words}” ({}) is shown as {}.", found.why.words(), found.of.replacement());
        Finding {
            what,
            level: Level::Masked,
            place: Place::Text(found.range),
            words,
            sentence,
            remedies: vec![Remedy::LeaveOut, Remedy::Reword],
        }
    };
    ground.masker.find(text).into_iter().map(finding).collect()
}

#[cfg(test)]
mod tests;

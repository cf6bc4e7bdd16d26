//! Suggestions of the sort "same thing, other words": notes of several visits that may say the same and share no tag.
//! Whether they do, a person says; so the sentence says "something alike", and the notes stand one key away.

use super::{GROUNDS, Ground, Rests, SignKey, Sort, Suggestion};
use crate::domain::id::Uid;
use crate::domain::order::{InOrder, mapped};
use crate::domain::text::{clip, count, fold};
use crate::insight::semantics::clusters;
use crate::insight::semantics::meaning::dot;
use std::collections::{BTreeMap, BTreeSet};

/// A group is proposed when its notes are of at least so many visits, with at least so many teachers: fewer are no
/// team's need.
pub const FEWEST_VISITS: usize = 5;
pub const FEWEST_TEACHERS: u32 = 3;
/// Suggestions of groups at once.
const MOST: usize = 2;
/// Groups are proposed only where they are this much alike, here and as columns of a board: looser ones are too vague
/// to be named.
pub const ALIKE: f32 = 0.55;
/// Larger groups hold what is said everywhere, and nothing one could name.
const MOST_NOTES: usize = 24;
/// What such a suggestion is worth beside those that are counted (`rank::weight`): it is a place to look, no more.
const WORTH: f64 = 0.45;
/// Columns of a title.
const TITLE: usize = 36;

/// A note, with what is needed to say on what a suggestion rests.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Said {
    pub uid: Option<Uid>,
    pub text: String,
    /// Its direction, of length 1; all zeros: no word of it says anything.
    pub vector: Vec<f32>,
    pub tags: Vec<i64>,
    pub visit: VisitSaid,
}

/// The visit of a note. Numbers of people stand for them and mean nothing else.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct VisitSaid {
    pub id: i64,
    pub teachers: Vec<i64>,
    pub observers: Vec<i64>,
    /// The Monday of its week, days since 1970-01-01.
    pub week: i64,
    /// Minutes since local midnight when it began; none where only "about when" is known.
    pub minute: Option<i64>,
}

/// Proposed from these notes, the largest group first. `notes`: newest first.
pub fn groups(notes: &[Said]) -> Vec<Suggestion> {
    let vectors: Vec<&[f32]> = notes.iter().take(clusters::MOST_TEXTS).map(|n| n.vector.as_slice()).collect();
    let mut found: Vec<Suggestion> = clusters::of_vectors(&vectors, ALIKE)
        .iter()
        .filter_map(|group| of_group(&group.iter().filter_map(|at| notes.get(*at)).collect::<Vec<_>>()))
        .collect();
    found.order_by(|a, b| b.weight.total_cmp(&a.weight).then(a.key.cmp(&b.key)));
    found.truncate(MOST);
    found
}

/// A group as a suggestion, where it is worth one: several visits and teachers, other words, and no tag on all of it.
fn of_group(group: &[&Said]) -> Option<Suggestion> {
    let rests = rests(group);
    let wordings: BTreeSet<String> = group.iter().map(|n| fold(n.text.trim())).collect();
    let (first, rest) = group.split_first()?;
    let shared = first.tags.iter().any(|tag| rest.iter().all(|n| n.tags.contains(tag)));
    let vague = group.len() > MOST_NOTES || (rests.visits as usize) < FEWEST_VISITS;
    if vague || rests.teachers < FEWEST_TEACHERS || wordings.len() < 2 || shared {
        return None;
    }
    // Known by its oldest note, which stays the same while newer ones come.
    let key = format!("same-thing/notes:{}", group.last()?.uid?.to_text());
    let middle = central(group)?;
    let untagged = group.iter().filter(|n| n.tags.is_empty()).count();
    let tagged = match untagged {
        0 => "they have different tags".into(),
        n if n == group.len() => "none has a tag".into(),
        n => format!("{n} of them have no tag"),
    };
    let reason = format!(
        "{} in {} with {} say something alike in other words; {tagged}.",
        count(group.len(), "note", "notes"),
        count(rests.visits as usize, "visit", "visits"),
        count(rests.teachers as usize, "teacher", "different teachers"),
    );
    let ground = ground("say something alike", group);
    Some(Suggestion {
        key,
        sort: Sort::SameThing,
        title: format!("like “{}”", clip(middle.text.trim(), TITLE, false)),
        reason,
        statement: Some(middle.text.trim().to_string()),
        share: None,
        against: None,
        exact: vec![SOURCE.into()],
        weight: weight(&rests),
        rests,
        grounds: vec![ground],
        sign: None,
        pattern: None,
    })
}

/// Said where the numbers are asked for.
const SOURCE: &str = "Compared by the meaning of their words, on this computer; looked at are the newest 2,000 notes. \
    There is no measure above which two notes are the same: read them.";

/// A pattern, and the notes that say something like its evidence and are not in it, the likest first.
pub fn of_pattern(pattern: Uid, statement: &str, notes: &[Said]) -> Option<Suggestion> {
    let group: Vec<&Said> = notes.iter().collect();
    let rests = rests(&group);
    if rests.visits < 3 || rests.teachers < FEWEST_TEACHERS {
        return None;
    }
    let what = count(group.len(), "note says", "notes say");
    let of = count(rests.visits as usize, "visit", "visits");
    let reason =
        format!("{what} something like the evidence of this pattern and {} not in it, from {of}.", are(group.len()));
    Some(Suggestion {
        key: format!("same-thing/pattern:{}", pattern.to_text()),
        sort: Sort::SameThing,
        title: format!("more like “{}”", clip(statement.trim(), TITLE, false)),
        reason,
        statement: None,
        share: None,
        against: None,
        exact: vec!["As alike to the evidence as the evidence is to itself, by the meaning of its words.".into()],
        weight: weight(&rests),
        grounds: vec![ground("say something like it", &group)],
        rests,
        sign: None,
        pattern: Some(pattern.to_text()),
    })
}

fn are(n: usize) -> &'static str {
    if n == 1 { "is" } else { "are" }
}

/// The note that is likest to all others of its group.
fn central<'n>(group: &[&'n Said]) -> Option<&'n Said> {
    let sum = |one: &Said| group.iter().map(|other| dot(&one.vector, &other.vector)).sum::<f32>();
    group.iter().copied().max_by(|a, b| sum(a).total_cmp(&sum(b)))
}

fn ground(heading: &str, group: &[&Said]) -> Ground {
    let mut visits: Vec<i64> = Vec::new();
    for note in group {
        if !visits.contains(&note.visit.id) {
            visits.push(note.visit.id);
        }
    }
    let count = u32::try_from(visits.len()).unwrap_or(u32::MAX);
    visits.truncate(GROUNDS);
    let notes = group.iter().filter_map(|n| n.uid).take(GROUNDS).map(|uid| SignKey::Note(uid.to_text()));
    Ground { heading: heading.into(), visits, count, signs: notes.collect() }
}

/// On the scale of what is counted: by how many teachers and how evenly it is carried.
fn weight(on: &Rests) -> f64 {
    let teachers = f64::from(on.teachers);
    WORTH * (teachers / (teachers + 2.0)) * (1.0 - 0.5 * f64::from(on.largest) / f64::from(on.visits.max(1)))
}

/// On what a group rests. Visits whose teacher is unknown count as one teacher.
fn rests(group: &[&Said]) -> Rests {
    const UNKNOWN: i64 = -1;
    let visits: BTreeMap<i64, &VisitSaid> = mapped(group.iter().map(|n| (n.visit.id, &n.visit)));
    let mut by_teacher: BTreeMap<i64, u32> = BTreeMap::new();
    let (mut observers, mut weeks, mut hours) = (BTreeSet::new(), BTreeSet::new(), [0; 3]);
    for visit in visits.values() {
        let teachers = if visit.teachers.is_empty() { vec![UNKNOWN] } else { visit.teachers.clone() };
        teachers.into_iter().for_each(|t| *by_teacher.entry(t).or_default() += 1);
        observers.extend(visit.observers.iter().copied());
        weeks.insert(visit.week);
        let part = visit.minute.map(|m| usize::from(m >= 600) + usize::from(m >= 750));
        if let Some(slot) = part.and_then(|p| hours.get_mut(p)) {
            *slot += 1;
        }
    }
    let size = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    Rests {
        visits: size(visits.len()),
        teachers: size(by_teacher.len()),
        largest: by_teacher.values().copied().max().unwrap_or(0),
        observers: size(observers.len()),
        weeks: size(weeks.len()),
        hours,
        not_looked: 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(number: u8, text: &str, vector: [f32; 2], teacher: i64, tags: &[i64]) -> Said {
        let visit = VisitSaid { id: i64::from(number), teachers: vec![teacher], week: 4, ..VisitSaid::default() };
        Said { uid: Some(Uid([number; 16])), text: text.into(), vector: vector.to_vec(), tags: tags.to_vec(), visit }
    }

    fn pauses(teachers: i64, tags: &[i64]) -> Vec<Said> {
        let texts = ["a long pause", "waits in silence", "holds back", "quiet before hands", "a long pause"];
        texts.iter().zip(1..).map(|(t, n)| said(n, t, [1.0, 0.0], i64::from(n) % teachers, tags)).collect()
    }

    #[test]
    fn what_several_visits_say_in_other_words_is_proposed_with_its_reason() {
        let mut notes = pauses(3, &[]);
        notes.push(said(9, "reads aloud", [0.0, 1.0], 1, &[]));
        let found = groups(&notes);
        let [one] = found.as_slice() else { panic!("{found:?}") };
        assert_eq!(
            one.reason,
            "5 notes in 5 visits with 3 different teachers say something alike in other words; none has a tag."
        );
        assert_eq!(one.grounds[0].visits, [1, 2, 3, 4, 5]);
        assert_eq!((one.rests.visits, one.rests.teachers, one.rests.largest), (5, 3, 2));
        assert_eq!(groups(&notes[1..]), [], "four visits are too few");
    }

    #[test]
    fn two_teachers_one_wording_or_one_shared_tag_are_no_suggestion() {
        assert_eq!(groups(&pauses(2, &[])), []);
        assert_eq!(groups(&pauses(3, &[7])), []);
        let mut same = pauses(3, &[]);
        same.iter_mut().for_each(|n| n.text = "A long pause".into());
        assert_eq!(groups(&same), []);
        assert_eq!(groups(&[]), []);
    }

    #[test]
    fn a_pattern_hears_of_notes_like_its_evidence() {
        let notes = pauses(3, &[]);
        let found = of_pattern(Uid([70; 16]), "Little time to think", &notes).expect("a suggestion");
        let reason = "5 notes say something like the evidence of this pattern and are not in it, from 5 visits.";
        assert_eq!((found.reason.as_str(), found.pattern), (reason, Some(Uid([70; 16]).to_text())));
        assert_eq!(of_pattern(Uid([70; 16]), "Little time to think", &notes[..2]), None);
    }
}

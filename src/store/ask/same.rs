//! Suggestions of the sort "same thing, other words", from the newest notes and the evidence of patterns. Bounded, so
//! that it takes as long at any size of the file.

use super::facts::Places;
use super::like::{nearest, with_meanings};
use super::rows;
use crate::domain::acts::suggestion_uid;
use crate::domain::id::Uid;
use crate::insight::facts::{Facts, VisitFact};
use crate::insight::semantics::Meanings;
use crate::insight::semantics::clusters::{FLOOR, MOST_TEXTS};
use crate::insight::semantics::meaning::{dot, telling};
use crate::insight::suggest::Suggestion;
use crate::insight::suggest::same_thing::{Said, VisitSaid, groups, of_pattern};
use crate::store::meaning::Tools;
use crate::store::reader::Reader;
use crate::store::trouble::Res;
use rusqlite::{Connection, OptionalExtension};
use std::collections::{HashMap, HashSet};

/// The newest notes looked at. Of them those without a tag come first, up to what can be compared at once.
const NEWEST: i64 = 2_000;
/// A note with fewer words that count is not put into a group.
const LEAST_WORDS: usize = 3;
/// The newest patterns looked at, and notes of their evidence.
const PATTERNS: i64 = 8;
const EVIDENCE: i64 = 40;
/// A pattern with less evidence says too little of what belongs to it.
const LEAST_EVIDENCE: usize = 3;
/// Notes named for one pattern, at most.
const MOST_NAMED: usize = 60;

/// What is proposed now. `today` (days since 1970-01-01): what was dismissed, or put off beyond it, is left out.
pub fn same_thing(reader: &Reader, facts: &Facts, today: i64) -> Res<Vec<Suggestion>> {
    with_meanings(reader, |by, tools| {
        let mut visits = VisitsSaid::new(&reader.connection, facts);
        let mut found = groups(&newest(reader, by, &mut visits)?);
        found.extend(of_patterns(reader, by, tools, &mut visits)?);
        let mut shown = Vec::new();
        for suggestion in found {
            if shows(&reader.connection, &suggestion.key, today)? {
                shown.push(suggestion);
            }
        }
        Ok(shown)
    })
}

/// Whether nothing was decided of a suggestion that keeps it away.
fn shows(c: &Connection, key: &str, today: i64) -> Res<bool> {
    let sql = "SELECT 1 FROM entity e JOIN suggestion s ON s.id = e.id WHERE e.uid = ?1 AND s.deleted IS NOT 1
        AND NOT (s.decision = 3 AND s.until <= ?2)";
    Ok(!c.prepare_cached(sql)?.exists((suggestion_uid(key).0, today))?)
}

/// The visits of notes, each looked up once.
struct VisitsSaid<'c> {
    c: &'c Connection,
    facts: &'c Facts,
    /// Where each visit stands among the facts.
    places: Places,
    known: HashMap<i64, VisitSaid>,
}

impl<'c> VisitsSaid<'c> {
    fn new(c: &'c Connection, facts: &'c Facts) -> VisitsSaid<'c> {
        VisitsSaid { c, facts, places: Places::of(&facts.visits), known: HashMap::new() }
    }

    fn of(&mut self, visit: i64) -> Res<VisitSaid> {
        if let Some(known) = self.known.get(&visit) {
            return Ok(known.clone());
        }
        // What two observers wrote down is one visit.
        let sql = "SELECT COALESCE(same_as, id) FROM visit WHERE id = ?1";
        let id = self.c.prepare_cached(sql)?.query_row([visit], |r| r.get(0)).optional()?.unwrap_or(visit);
        let fact = self.places.get(id).and_then(|place| self.facts.visits.get(place));
        let said = said(id, fact);
        self.known.insert(visit, said.clone());
        Ok(said)
    }
}

fn said(id: i64, fact: Option<VisitFact<'_>>) -> VisitSaid {
    let people = |of: Option<&[u32]>| of.unwrap_or_default().iter().map(|n| i64::from(*n)).collect();
    VisitSaid {
        id,
        teachers: people(fact.map(|f| f.teachers)),
        observers: people(fact.map(|f| f.observers)),
        week: rows::monday(fact.and_then(|f| f.day).map_or(0, i64::from)),
        minute: fact.and_then(|f| f.minute).map(i64::from),
    }
}

/// The newest notes, without follow-ups; at most as many as can be compared at once, those without a tag first.
fn newest(reader: &Reader, by: &Meanings<'_>, visits: &mut VisitsSaid) -> Res<Vec<Said>> {
    let c = &reader.connection;
    let mut statement = c.prepare_cached(&format!(
        "SELECT n.id, e.uid, n.text, n.visit, (SELECT group_concat(x.tag) FROM note_tag x WHERE x.note = n.id)
         FROM note n INDEXED BY note_time {} JOIN entity e ON e.id = n.id
         WHERE n.at_utc IS NOT NULL AND COALESCE(n.kind, 0) <> 5 AND {} ORDER BY n.at_utc DESC, n.id DESC LIMIT ?2",
        rows::NOTE_JOINS,
        rows::NOTE_SHOWN
    ))?;
    let mut found = statement.query([reader.now, NEWEST])?;
    let (mut untagged, mut tagged) = (Vec::new(), Vec::new());
    while let Some(row) = found.next()? {
        let tags: Option<String> = row.get(4)?;
        let tags: Vec<i64> = tags.iter().flat_map(|t| t.split(',')).filter_map(|t| t.parse().ok()).collect();
        let note =
            (Uid(row.get(1)?), row.get::<_, Option<String>>(2)?.unwrap_or_default(), row.get::<_, i64>(3)?, tags);
        if note.3.is_empty() { untagged.push(note) } else { tagged.push(note) }
    }
    // Two words alone ("Okay, good") are alike everywhere and say nothing that could be named.
    let says = |text: &str| telling(text, by.words()).len() >= LEAST_WORDS;
    let chosen = untagged.into_iter().chain(tagged).filter(|(_, text, ..)| says(text)).take(MOST_TEXTS);
    chosen
        .map(|(uid, text, visit, tags)| {
            Ok(Said { uid: Some(uid), vector: by.vector(&text), text, tags, visit: visits.of(visit)? })
        })
        .collect()
}

/// For each of the newest patterns the notes that say something like its evidence.
fn of_patterns(reader: &Reader, by: &Meanings<'_>, tools: &Tools, visits: &mut VisitsSaid) -> Res<Vec<Suggestion>> {
    let c = &reader.connection;
    let mut statement = c.prepare_cached(
        "SELECT p.id, e.uid, p.statement, p.tag FROM pattern p JOIN entity e ON e.id = p.id
         WHERE p.statement IS NOT NULL AND p.deleted IS NOT 1 AND COALESCE(p.status, 0) < 3 ORDER BY p.id DESC LIMIT ?1",
    )?;
    let mut patterns = statement.query([PATTERNS])?;
    let mut found = Vec::new();
    while let Some(row) = patterns.next()? {
        let (id, uid, statement): (i64, _, String) = (row.get(0)?, Uid(row.get(1)?), row.get(2)?);
        let notes = like_evidence(reader, by, tools, visits, (id, row.get(3)?))?;
        found.extend(of_pattern(uid, &statement, &notes));
    }
    Ok(found)
}

/// Notes as alike to the evidence of a pattern as three quarters of the evidence itself, that are not in it.
fn like_evidence(
    reader: &Reader,
    by: &Meanings<'_>,
    tools: &Tools,
    visits: &mut VisitsSaid,
    (pattern, tag): (i64, Option<i64>),
) -> Res<Vec<Said>> {
    let c = &reader.connection;
    let mut evidence = c.prepare_cached(
        "SELECT n.text FROM pattern_note p JOIN note n ON n.id = p.note
         WHERE p.pattern = ?1 AND p.role = 1 AND n.hidden = 0 ORDER BY n.id DESC LIMIT ?2",
    )?;
    let texts: Vec<String> = evidence.query_map([pattern, EVIDENCE], |r| r.get(0))?.collect::<Result<_, _>>()?;
    let vectors: Vec<Vec<f32>> = texts.iter().map(|t| by.vector(t)).filter(|v| v.iter().any(|x| *x != 0.0)).collect();
    if vectors.len() < LEAST_EVIDENCE {
        return Ok(Vec::new());
    }
    let middle = mean(vectors.iter());
    // Each held against the mean of the others: in the mean of all it would find itself.
    let others = |at: usize| vectors.iter().enumerate().filter(move |(i, _)| *i != at).map(|(_, v)| v);
    let mut alike: Vec<f32> = vectors.iter().enumerate().map(|(at, v)| dot(v, &mean(others(at)))).collect();
    alike.sort_by(f32::total_cmp);
    let floor = alike.get(alike.len() / 4).copied().unwrap_or(1.0).max(FLOOR);
    let mut inside = c.prepare_cached(&format!(
        "SELECT n.visit, n.text, e.uid FROM note n {} JOIN entity e ON e.id = n.id WHERE n.id = ?2 AND {}
         AND NOT EXISTS(SELECT 1 FROM pattern_note p WHERE p.pattern = ?3 AND p.note = n.id)
         AND NOT EXISTS(SELECT 1 FROM note_tag x WHERE x.note = n.id AND x.tag = ?4)",
        rows::NOTE_JOINS,
        rows::NOTE_SHOWN
    ))?;
    let mut found = Vec::new();
    let (mut seen, near) = (HashSet::new(), nearest(reader, by, tools, &middle, 0)?);
    for (key, _) in near.into_iter().take_while(|(_, likeness)| *likeness >= floor) {
        let mut rows = inside.query((reader.now, key.id, pattern, tag.unwrap_or(0)))?;
        if let (Some(row), true) = (rows.next()?, found.len() < MOST_NAMED && seen.insert(key.id)) {
            let (visit, text, uid): (i64, String, _) = (row.get(0)?, row.get(1)?, Uid(row.get(2)?));
            let visit = visits.of(visit)?;
            found.push(Said { uid: Some(uid), text, vector: Vec::new(), tags: Vec::new(), visit });
        }
    }
    Ok(found)
}

/// The mean direction, of length 1.
fn mean<'v>(vectors: impl Iterator<Item = &'v Vec<f32>>) -> Vec<f32> {
    let mut sum: Vec<f32> = Vec::new();
    for vector in vectors {
        sum.resize(vector.len(), 0.0);
        sum.iter_mut().zip(vector).for_each(|(s, v)| *s += v);
    }
    let length = dot(&sum, &sum).sqrt();
    if length > 0.0 {
        sum.iter_mut().for_each(|s| *s /= length);
    }
    sum
}

impl Reader {
    /// Suggestions of the sort "same thing, other words", as they are now.
    pub fn same_thing(&self, today: i64) -> Res<Vec<Suggestion>> {
        self.with_facts(|facts| same_thing(self, facts, today))?
    }
}

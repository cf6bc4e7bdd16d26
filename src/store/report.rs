//! What a report of some of the visits is made of: the numbers, the walks with their questions and sheets, notes as
//! examples. Names are still in the texts.

use super::ask::facts::TagTree;
use super::ask::{ground, patterns as pattern_notes, rows};
use super::reader::Reader;
use super::trouble::Res;
use crate::domain::id::Uid;
use crate::domain::note::NoteKind;
use crate::domain::pattern::Role;
use crate::insight::facts::{Facts, Visits};
use crate::insight::report::{self, Report};
use rusqlite::OptionalExtension;
use std::collections::{BTreeSet, HashMap, HashSet};

/// Notes shown as examples on each side of a pattern, each of another teacher.
const EXAMPLES: usize = 3;

/// Which visits a report is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Span {
    /// Those of one walk.
    Walk(Uid),
    /// Those between two days, both counted, as days since 1970-01-01; none: without end.
    Days(Option<i32>, Option<i32>),
}

/// A walk that was begun.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WalkSaid {
    pub uid: Uid,
    pub day: Option<i32>,
    pub focus: String,
}

/// A report with what stands behind its patterns.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Told {
    pub report: Report,
    /// How many walks were begun.
    pub walks: usize,
    /// The day of the first one.
    pub first: Option<i32>,
    /// Their focus questions, the newest first, each once.
    pub questions: Vec<String>,
    /// Their sheets, each once, as TOML.
    pub sheets: Vec<String>,
    /// For each pattern of the report: notes that support it, and notes that speak against it.
    pub examples: Vec<[Vec<String>; 2]>,
}

impl Reader {
    /// All walks that were begun, oldest first.
    pub fn walks_begun(&self) -> Res<Vec<WalkSaid>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT e.uid, w.day, w.focus FROM walk w JOIN entity e ON e.id = w.id
             WHERE w.deleted IS NOT 1 AND w.started IS NOT NULL ORDER BY w.day, w.started, w.id",
        )?;
        let read = |r: &rusqlite::Row| {
            Ok(WalkSaid {
                uid: Uid(r.get(0)?),
                day: day_of(r.get(1)?),
                focus: r.get::<_, Option<String>>(2)?.unwrap_or_default(),
            })
        };
        Ok(statement.query_map([], read)?.collect::<Result<_, _>>()?)
    }

    /// A report of some visits; with `only`, of one pattern in them. From one moment of the file.
    pub fn report(&self, span: Span, only: Option<Uid>, this_year: i32) -> Res<Told> {
        let _moment = self.connection.unchecked_transaction()?;
        let of_walk = match span {
            Span::Walk(walk) => Some(self.visits_of(walk)?),
            Span::Days(..) => None,
        };
        let report = self.with_facts(|facts| {
            let within = within(facts, span, of_walk.as_ref());
            report::report(facts, &within, only, this_year)
        })?;
        let mut examples = Vec::with_capacity(report.patterns.len());
        for line in &report.patterns {
            examples.push([
                self.examples(line.uid, &line.supports, Role::Supports)?,
                self.examples(line.uid, &line.against, Role::Complicates)?,
            ]);
        }
        let mut told = Told { report, examples, ..Told::default() };
        self.walks_told(span, &mut told)?;
        Ok(told)
    }

    /// What is told of the walks that were begun in this span.
    fn walks_told(&self, span: Span, told: &mut Told) -> Res<()> {
        let c = &self.connection;
        let mut statement = c.prepare_cached(
            "SELECT e.uid, w.day, w.focus, w.sheet FROM walk w JOIN entity e ON e.id = w.id
             WHERE w.deleted IS NOT 1 AND w.started IS NOT NULL ORDER BY w.day DESC, w.started DESC, w.id DESC",
        )?;
        let (mut questions, mut sheets) = (HashSet::new(), BTreeSet::new());
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let day = day_of(row.get(1)?);
            let meant = match span {
                Span::Walk(uid) => Uid(row.get(0)?) == uid,
                Span::Days(from, to) => day.is_some_and(|d| is_between(d, from, to)),
            };
            if !meant {
                continue;
            }
            told.walks += 1;
            told.first = day;
            let question: String = row.get::<_, Option<String>>(2)?.unwrap_or_default();
            if !question.trim().is_empty() && questions.insert(question.clone()) {
                told.questions.push(question);
            }
            sheets.extend(row.get::<_, Option<i64>>(3)?);
        }
        let mut body = c.prepare_cached("SELECT body FROM sheet WHERE id = ?1")?;
        for sheet in sheets {
            told.sheets.extend(body.query_row([sheet], |r| r.get::<_, Option<String>>(0)).optional()?.flatten());
        }
        Ok(())
    }

    /// The visits of a walk, by the numbers under which they are counted.
    fn visits_of(&self, walk: Uid) -> Res<HashSet<i64>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT v.id, v.same_as, e.uid FROM visit v JOIN entity e ON e.id = v.walk WHERE v.deleted IS NOT 1",
        )?;
        let (mut same, mut own) = (HashMap::new(), Vec::new());
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let id: i64 = row.get(0)?;
            if let Some(other) = row.get::<_, Option<i64>>(1)? {
                same.insert(id, other);
            }
            if Uid(row.get(2)?) == walk {
                own.push(id);
            }
        }
        // A chain longer than this goes in a circle.
        let root = |id: i64| (0..32).fold(id, |id, _| same.get(&id).copied().unwrap_or(id));
        Ok(own.into_iter().flat_map(|id| [id, root(id)]).collect())
    }

    /// One note of each of these visits that is meant by the pattern, at most `EXAMPLES`: what was seen, heard or counted.
    fn examples(&self, pattern: Uid, visits: &[i64], role: Role) -> Res<Vec<String>> {
        let c = &self.connection;
        let Some(id) = rows::id_of(c, pattern)? else { return Ok(Vec::new()) };
        let mut meant = ground::Meant { notes: pattern_notes::put_in(self, id, role)?, ..Default::default() };
        if role == Role::Supports {
            let tag: Option<i64> =
                c.query_row("SELECT tag FROM pattern WHERE id = ?1", [id], |r| r.get(0)).optional()?.flatten();
            if let Some((tag, _)) = tag.map(|tag| rows::resolved_tag(c, tag)).transpose()?.flatten() {
                meant.tags = TagTree::read(c)?.below(tag).collect();
            }
        }
        let mut found = Vec::new();
        for visit in visits {
            let mut keys = Vec::new();
            for same in ground::with_same(c, *visit)? {
                keys.extend(ground::notes(self, same, Some(&meant))?);
            }
            let seen = |kind| matches!(kind, NoteKind::Evidence | NoteKind::Quote | NoteKind::Count);
            let note = rows::notes(c, &keys)?.into_iter().find(|n| seen(n.kind));
            found.extend(note.map(|n| n.text));
            if found.len() >= EXAMPLES {
                break;
            }
        }
        Ok(found)
    }
}

fn day_of(column: Option<i64>) -> Option<i32> {
    column.and_then(|day| i32::try_from(day).ok())
}

fn is_between(day: i32, from: Option<i32>, to: Option<i32>) -> bool {
    from.is_none_or(|from| from <= day) && to.is_none_or(|to| day <= to)
}

fn within(facts: &Facts, span: Span, of_walk: Option<&HashSet<i64>>) -> Visits {
    let meant = |visit: &crate::insight::facts::VisitFact| match (span, of_walk) {
        (Span::Walk(_), Some(visits)) => visits.contains(&visit.id),
        (Span::Days(None, None), _) => true,
        (Span::Days(from, to), _) => visit.day.is_some_and(|d| is_between(d, from, to)),
        (Span::Walk(_), None) => false,
    };
    Visits::of(facts.visits.iter().enumerate().filter(|(_, v)| meant(v)).map(|(place, _)| place))
}

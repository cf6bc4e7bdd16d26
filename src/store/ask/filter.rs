//! A filter as SQL: what must be true of a note, and the smallest set of notes it can begin from.

use super::rows::{Merged, id_of};
use crate::domain::note::About;
use crate::store::api::{Filter, IdText};
use crate::store::search::Search;
use crate::store::search_index;
use crate::store::trouble::Res;
use rusqlite::types::Value as Sql;
use rusqlite::{Connection, params_from_iter};
use std::collections::HashMap;

/// More matches than this are not sorted by time, for which each must be read from its own place in the file; the time
/// index is walked instead. In a million notes a page of so many takes about as long either way: 4 and 7 ms.
pub const FEW: usize = if cfg!(test) { 4 } else { 1_500 };

/// More matches than this are not gathered at all: looking at the newest notes finds a page of them sooner.
pub const MANY: usize = if cfg!(test) { 12 } else { 20_000 };

/// The conditions of a filter. ?1 is the present moment in all of them.
#[derive(Debug, Default)]
pub struct Conditions {
    pub sql: Vec<String>,
    pub values: Vec<Sql>,
    pub search: Search,
    /// Something filtered by is not in this file: nothing can be found.
    pub nothing: bool,
    /// Queries for all notes that one of the conditions allows, each with at most one value.
    sources: Vec<(String, Option<Sql>)>,
}

impl Conditions {
    /// Reads a filter; ids become this file's numbers.
    pub fn of(c: &Connection, filter: &Filter, now: i64) -> Res<Conditions> {
        let mut it = Conditions { values: vec![Sql::Integer(now)], ..Conditions::default() };
        it.search = Search::parse(&filter.search);
        if !it.search.is_empty() {
            let query = Sql::Text(it.search.index_query());
            let source =
                format!("SELECT rowid FROM note_fts WHERE note_fts MATCH ?1 UNION ALL {}", search_index::BEYOND);
            it.sources.push((source, Some(query)));
        }
        it.visit_and_pattern(c, filter)?;
        it.tags(c, filter)?;
        it.rooms(c, filter)?;
        it.observer(c, filter)?;
        it.texts(filter);
        if let Some(from) = filter.from {
            it.with("n.at_utc >= ?", Sql::Integer(from));
        }
        if let Some(to) = filter.to {
            it.with("n.at_utc < ?", Sql::Integer(to));
        }
        if let Some(kind) = filter.kind {
            it.with("COALESCE(n.kind, 0) = ?", Sql::Integer(kind));
        }
        Ok(it)
    }

    fn with(&mut self, condition: &str, value: Sql) {
        self.values.push(value);
        self.sql.push(condition.replace('?', &format!("?{}", self.values.len())));
    }

    /// All conditions in one, beside what holds of every note shown.
    pub fn all(&self) -> String {
        let mut all = super::rows::NOTE_SHOWN.to_string();
        for condition in &self.sql {
            all.push_str(" AND ");
            all.push_str(condition);
        }
        all
    }

    fn number(&mut self, c: &Connection, id: Option<IdText>) -> Res<Option<i64>> {
        let Some(IdText(uid)) = id else { return Ok(None) };
        let found = id_of(c, uid)?;
        self.nothing |= found.is_none();
        Ok(found)
    }

    fn visit_and_pattern(&mut self, c: &Connection, filter: &Filter) -> Res<()> {
        if let Some(visit) = self.number(c, filter.visit)? {
            self.sql.push(format!("n.visit = {visit}"));
            self.sources.push((format!("SELECT id FROM note WHERE visit = {visit}"), None));
        }
        if let Some(walk) = self.number(c, filter.walk)? {
            self.sql.push(format!("v.walk = {walk}"));
            let source = format!("SELECT n.id FROM visit v CROSS JOIN note n ON n.visit = v.id WHERE v.walk = {walk}");
            self.sources.push((source, None));
        }
        if let Some(pattern) = self.number(c, filter.pattern)? {
            self.sql
                .push(format!("EXISTS(SELECT 1 FROM pattern_note p WHERE p.pattern = {pattern} AND p.note = n.id)"));
            self.sources.push((format!("SELECT note FROM pattern_note WHERE pattern = {pattern}"), None));
        }
        Ok(())
    }

    fn tags(&mut self, c: &Connection, filter: &Filter) -> Res<()> {
        if let Some(tag) = self.number(c, filter.tag)? {
            let tags = list(&below(c, tag)?);
            self.sql.push(format!("EXISTS(SELECT 1 FROM note_tag x WHERE x.note = n.id AND x.tag IN ({tags}))"));
            self.sources.push((format!("SELECT DISTINCT note FROM note_tag WHERE tag IN ({tags})"), None));
        }
        if let Some(tagged) = filter.tagged {
            let not = if tagged { "" } else { "NOT " };
            self.sql.push(format!(
                "{not}EXISTS(SELECT 1 FROM note_tag x WHERE x.note = n.id
                 AND x.tag NOT IN (SELECT id FROM tag WHERE deleted = 1))"
            ));
        }
        Ok(())
    }

    fn rooms(&mut self, c: &Connection, filter: &Filter) -> Res<()> {
        if let Some(room) = self.number(c, filter.room)? {
            let rooms = list(&Merged::read(c, "classroom")?.group(room));
            self.sql.push(format!("v.classroom IN ({rooms})"));
            let source =
                format!("SELECT n.id FROM visit v CROSS JOIN note n ON n.visit = v.id WHERE v.classroom IN ({rooms})");
            self.sources.push((source, None));
        }
        if let Some(school) = self.number(c, filter.school)? {
            let schools = list(&Merged::read(c, "school")?.group(school));
            self.sql.push(format!("c.school IN ({schools})"));
        }
        Ok(())
    }

    fn observer(&mut self, c: &Connection, filter: &Filter) -> Res<()> {
        if let Some(observer) = self.number(c, filter.observer)? {
            let who = list(&Merged::read(c, "observer")?.group(observer));
            self.sql.push(format!(
                "(EXISTS(SELECT 1 FROM visit_observer o WHERE o.visit = v.id AND o.observer IN ({who}))
                 OR (NOT EXISTS(SELECT 1 FROM visit_observer o WHERE o.visit = v.id)
                 AND EXISTS(SELECT 1 FROM walk_observer o WHERE o.walk = v.walk AND o.observer IN ({who}))))"
            ));
        }
        Ok(())
    }

    fn texts(&mut self, filter: &Filter) {
        for (condition, value) in [
            ("c.grade = ?", &filter.grade),
            ("c.subject = ?", &filter.subject),
            ("COALESCE(v.period, c.period) = ?", &filter.period),
        ] {
            if let Some(value) = value {
                self.with(condition, Sql::Text(value.clone()));
            }
        }
        if let Some(word) = &filter.about {
            let numbers: Vec<i64> =
                (1..=4).filter(|n| About::from_number(*n).is_some_and(|a| a.word() == word)).collect();
            let seats = if About::Students.word() == word { " OR n.about >= 16" } else { "" };
            self.sql.push(format!("(n.about IN ({}){seats})", list(&numbers)));
        }
    }

    /// All notes that the narrowest of the conditions allows; `None` when each allows many.
    pub fn narrowest(&self, c: &Connection) -> Res<Option<Vec<i64>>> {
        let mut narrowest: Option<Vec<i64>> = None;
        for (source, value) in &self.sources {
            let most = narrowest.as_ref().map_or(MANY, Vec::len);
            let mut statement = c.prepare_cached(&format!("{source} LIMIT {MANY} + 1"))?;
            let found =
                statement.query_map(params_from_iter(value.iter()), |r| r.get(0))?.collect::<Result<Vec<i64>, _>>();
            match found {
                Ok(ids) if ids.len() <= FEW => return Ok(Some(ids)),
                Ok(ids) if ids.len() <= most => narrowest = Some(ids),
                Ok(_) => {}
                // A word that the index cuts up otherwise than we do: the notes are walked instead.
                Err(rusqlite::Error::SqliteFailure(error, _)) if error.code == rusqlite::ErrorCode::Unknown => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(narrowest)
    }
}

/// A tag, those merged into it, and all below it in the tree.
fn below(c: &Connection, tag: i64) -> Res<Vec<i64>> {
    let merged = Merged::read(c, "tag")?;
    let mut statement = c.prepare_cached("SELECT id, parent FROM tag WHERE parent IS NOT NULL AND deleted IS NOT 1")?;
    let mut children: HashMap<i64, Vec<i64>> = HashMap::new();
    for row in statement.query_map([], |r| Ok((r.get::<_, i64>(0)?, r.get::<_, i64>(1)?)))? {
        let (id, parent) = row?;
        children.entry(merged.resolve(parent)).or_default().push(merged.resolve(id));
    }
    let mut found = vec![merged.resolve(tag)];
    let mut next = 0;
    while let Some(current) = found.get(next).copied() {
        for child in children.remove(&current).unwrap_or_default() {
            if !found.contains(&child) {
                found.push(child);
            }
        }
        next += 1;
    }
    Ok(found.into_iter().flat_map(|id| merged.group(id)).collect())
}

fn list(numbers: &[i64]) -> String {
    numbers.iter().map(i64::to_string).collect::<Vec<_>>().join(", ")
}

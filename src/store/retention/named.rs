//! Teachers and rooms by what somebody types, and the lines in which a name stands.

use super::{Going, Numbers, each_said};
use crate::domain::id::Uid;
use crate::domain::schema::{self, Kind, Shape};
use crate::domain::text::fold;
use crate::store::ask::rows::uid_of;
use crate::store::reader::Reader;
use crate::store::trouble::Res;
use rusqlite::Connection;
use serde_json::{Map, Value as Json};
use std::collections::BTreeSet;

/// A teacher or a room that fits what was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fitting {
    pub uid: Uid,
    /// Name or label, as it is now or was last.
    pub name: String,
}

/// Kinds of which a thing goes whole where a word of the name stands in it.
const LINES: [Kind; 6] = [Kind::Note, Kind::Reply, Kind::Voice, Kind::Invitation, Kind::Elsewhere, Kind::Promise];

/// So many lines are given to look at.
const SHOWN: usize = 10;

/// A name's words are looked for when they are so long.
const WORD: usize = 3;

/// Words before a name that are nobody's.
const TITLES: [&str; 8] = ["mrs", "miss", "mister", "prof", "professor", "doctor", "frau", "herr"];

impl Reader {
    /// Teachers or rooms that are, or once were, called so, or have this id; where none is, those of which it is a part.
    /// What was merged into another is that other.
    pub fn fitting(&self, kind: Kind, said: &str) -> Res<Vec<Fitting>> {
        let c = &self.connection;
        let name = if kind == Kind::Classroom { schema::classroom::LABEL } else { schema::teacher::NAME };
        let sql = format!(
            "SELECT t.id, t.merged_into, t.{} FROM {} t WHERE EXISTS
               (SELECT 1 FROM op o WHERE o.entity = t.id AND o.fields IS NOT NULL)",
            name.column,
            kind.table()
        );
        let mut statement = c.prepare(&sql)?;
        let rows = statement.query_map([], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?;
        let rows: Vec<(i64, Option<i64>, Option<String>)> = rows.collect::<Result<_, _>>()?;
        let (wanted, id) = (fold(said.trim()), Uid::parse(said.trim()));
        let (mut whole, mut part) = (BTreeSet::new(), BTreeSet::new());
        for (number, merged, _) in &rows {
            let uid = uid_of(c, *number)?;
            each_said(c, *number, |fields| {
                let called = fields.get(name.key).and_then(Json::as_str).map(fold).unwrap_or_default();
                let here = merged.unwrap_or(*number);
                if Some(uid) == id || !wanted.is_empty() && called == wanted {
                    whole.insert(here);
                } else if !wanted.is_empty() && called.contains(&wanted) {
                    part.insert(here);
                }
            })?;
        }
        let found = if whole.is_empty() { part } else { whole };
        let fitting = |number: i64| {
            let now = rows.iter().find(|(id, ..)| *id == number).and_then(|(.., name)| name.clone());
            Ok(Fitting { uid: uid_of(c, number)?, name: now.unwrap_or_else(|| said.trim().into()) })
        };
        found.into_iter().map(fitting).collect()
    }
}

/// The words by which a person is found in a text.
fn words(name: &str) -> impl Iterator<Item = String> + '_ {
    split(name).filter(|word| word.chars().count() >= WORD && !TITLES.contains(&word.as_str()))
}

fn split(text: &str) -> impl Iterator<Item = String> {
    let folded = fold(text);
    let words: Vec<String> = folded.split(|c: char| !c.is_alphanumeric()).map(str::to_string).collect();
    words.into_iter()
}

/// Finds where else the names of the people who go stand, now or in what was written before. With `take`, whole lines go.
pub fn mentions(c: &Connection, numbers: &mut Numbers, going: &mut Going, take: bool) -> Res<()> {
    let mut wanted = BTreeSet::new();
    for person in numbers.get(&Kind::Teacher).into_iter().flatten() {
        each_said(c, *person, |fields| {
            wanted.extend(fields.get(schema::teacher::NAME.key).and_then(Json::as_str).into_iter().flat_map(words));
        })?;
    }
    let mut statement = c.prepare(
        "SELECT e.id, e.kind, o.fields FROM op o JOIN entity e ON e.id = o.entity WHERE o.fields IS NOT NULL",
    )?;
    let mut rows = statement.query([])?;
    let mut found = Numbers::new();
    while let Some(row) = rows.next()? {
        let (id, Some(kind)) = (row.get(0)?, Kind::from_number(row.get(1)?)) else { continue };
        let others = matches!(kind, Kind::Teacher | Kind::Observer | Kind::Sheet | Kind::TalkProtocol);
        if others || numbers.get(&kind).is_some_and(|ids| ids.contains(&id)) {
            continue;
        }
        let fields: Map<String, Json> =
            serde_json::from_str(row.get_ref(2)?.as_str().unwrap_or_default()).unwrap_or_default();
        let line = fields.iter().find_map(|(key, value)| {
            let shape = kind.field(key).map(|field| field.shape);
            let text = value.as_str().filter(|_| matches!(shape, Some(Shape::Text | Shape::Versions)))?;
            split(text).any(|word| wanted.contains(&word)).then_some(text)
        });
        if let Some(line) = line
            && found.entry(kind).or_default().insert(id)
            && going.lines.len() < SHOWN
        {
            going.lines.push(line.into());
        }
    }
    for (kind, ids) in found {
        if take && LINES.contains(&kind) {
            numbers.entry(kind).or_default().extend(ids);
        } else {
            going.mentioned.insert(kind, ids.len());
        }
    }
    Ok(())
}

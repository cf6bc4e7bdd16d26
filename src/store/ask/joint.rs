//! Visits that several observers wrote down: pairs that may be one visit, those that are, one of them whole, and how often
//! observers mark the same.

mod pairs;

pub use pairs::proposals;

use super::rows::{self, MARK_SAYS, Merged, VISIT_COUNTS};
use super::walks;
use crate::domain::id::Uid;
use crate::domain::mark::Way;
use crate::domain::order::{InOrder, mapped};
use crate::domain::sheet::Sheet;
use crate::domain::time::UtcMs;
use crate::insight::agreement::{self, Agreement, Case, lots};
use crate::insight::differ::{Saw, Standing, standing};
use crate::store::api::{JointRow, JointView};
use crate::store::reader::Reader;
use crate::store::trouble::Res;
use rusqlite::{Connection, OptionalExtension};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Most joined visits that are read at all; the list; those that figures are counted of.
const MOST_LINKS: i64 = 20_000;
const LISTED: usize = 200;
const COUNTED: usize = 500;
/// Most observers of one visit that are shown beside each other.
const MOST_SIDES: usize = 6;

/// Which visits are the same: two laptops may have joined three of them in any order, also in a circle.
struct Groups {
    above: HashMap<i64, i64>,
}

impl Groups {
    fn read(c: &Connection) -> Res<Groups> {
        let mut statement = c.prepare_cached(
            "SELECT id, same_as FROM visit INDEXED BY visit_same WHERE same_as IS NOT NULL ORDER BY same_as DESC LIMIT ?1",
        )?;
        let mut groups = Groups { above: HashMap::new() };
        let mut rows = statement.query([MOST_LINKS])?;
        while let Some(r) = rows.next()? {
            groups.join(r.get(0)?, r.get(1)?);
        }
        Ok(groups)
    }

    /// The visit that stands for a group: the one with the smallest number.
    fn root(&self, mut id: i64) -> i64 {
        // Every step leads to a smaller number, so that this ends.
        while let Some(above) = self.above.get(&id).filter(|above| **above < id) {
            id = *above;
        }
        id
    }

    fn join(&mut self, one: i64, other: i64) {
        let (one, other) = (self.root(one), self.root(other));
        if one != other {
            self.above.insert(one.max(other), one.min(other));
        }
    }

    /// All visits of the group of this one, itself among them.
    fn with(&self, id: i64) -> Vec<i64> {
        let root = self.root(id);
        let mut all: Vec<i64> = self.above.keys().copied().filter(|other| self.root(*other) == root).collect();
        all.push(root);
        all
    }

    /// All groups.
    fn all(&self) -> Vec<Vec<i64>> {
        let mut groups: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
        for id in self.above.keys() {
            let root = self.root(*id);
            groups.entry(root).or_insert_with(|| vec![root]).push(*id);
        }
        groups.into_values().collect()
    }
}

/// A visit that took place, with when it began.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct There {
    started: UtcMs,
    id: i64,
    uid: Uid,
}

/// Those of these visits that took place and are still there, the first to begin first.
fn there(c: &Connection, ids: &[i64]) -> Res<Vec<There>> {
    let mut statement = c.prepare_cached(&format!(
        "SELECT e.uid, COALESCE(v.started, 0) FROM visit v JOIN entity e ON e.id = v.id LEFT JOIN walk w ON w.id = v.walk
         WHERE v.id = ?1 AND {VISIT_COUNTS}"
    ))?;
    let mut found = Vec::with_capacity(ids.len());
    for id in ids {
        let row = |r: &rusqlite::Row| Ok(There { started: r.get(1)?, id: *id, uid: Uid(r.get(0)?) });
        found.extend(statement.query_row([id], row).optional()?);
    }
    found.order();
    Ok(found)
}

/// Visits that several observers wrote down, the newest first.
fn joined(c: &Connection) -> Res<Vec<Vec<There>>> {
    let mut found = Vec::new();
    for group in Groups::read(c)?.all() {
        let group = there(c, &group)?;
        if group.len() > 1 {
            found.push(group);
        }
    }
    found.order_by_key(|group| std::cmp::Reverse(group.first().copied()));
    Ok(found)
}

/// The list of visits that several observers wrote down.
pub fn visits(reader: &Reader) -> Res<Vec<JointRow>> {
    let c = &reader.connection;
    let mut rows = Vec::new();
    for group in joined(c)?.into_iter().take(LISTED) {
        let mut row = JointRow { visits: Vec::new(), looked: 0, differ: 0, only_one: 0 };
        let mut sides = Vec::new();
        for visit in &group {
            row.visits.extend(rows::visit(reader, visit.id)?);
            sides.push(saws(c, visit.id)?);
        }
        for id in ids(&sides) {
            match standing(&of_each(&sides, id)) {
                Some(Standing::OnlyOne) => row.only_one += 1,
                Some(Standing::Differ) => (row.looked, row.differ) = (row.looked + 1, row.differ + 1),
                Some(Standing::Same | Standing::Amount) => row.looked += 1,
                None => {}
            }
        }
        rows.push(row);
    }
    Ok(rows)
}

/// One visit with all that was written down of it.
pub fn visit(reader: &Reader, uids: &[Uid]) -> Res<Option<JointView>> {
    let c = &reader.connection;
    let groups = Groups::read(c)?;
    let mut ids = BTreeSet::new();
    let mut roots = BTreeSet::new();
    for uid in uids {
        if let Some(id) = rows::id_of(c, *uid)? {
            ids.extend(groups.with(id));
            roots.insert(groups.root(id));
        }
    }
    let ids: Vec<i64> = ids.into_iter().collect();
    let mut visits = Vec::new();
    for visit in there(c, &ids)?.iter().take(MOST_SIDES) {
        visits.extend(walks::visit_view(reader, visit.id)?);
    }
    Ok((!visits.is_empty()).then_some(JointView { visits, joined: roots.len() == 1 }))
}

/// How often observers of the same visit marked the same.
pub fn agreement(reader: &Reader) -> Res<Agreement> {
    let c = &reader.connection;
    let merged = Merged::read(c, "tag")?;
    let (mut cases, mut labels, mut tags) = (Vec::new(), HashMap::new(), HashMap::new());
    let mut read = BTreeSet::new();
    for group in joined(c)?.into_iter().take(COUNTED) {
        let uids: Vec<Uid> = group.iter().map(|v| v.uid).collect();
        let (mut sides, mut given) = (Vec::new(), Vec::new());
        for visit in lots(&uids).into_iter().filter_map(|place| group.get(place)) {
            sides.push(saws(c, visit.id)?);
            given.push(tags_of(c, visit.id, &merged, &mut tags)?);
            label(c, visit.id, &mut read, &mut labels)?;
        }
        let answers = |id: &str| of_each(&sides, id).into_iter().map(Saw::answer).collect();
        let look_fors = mapped(ids(&sides).into_iter().map(|id| (id.to_string(), answers(id))));
        let all_tagged = given.iter().all(|tags: &Vec<Uid>| !tags.is_empty());
        cases.push(Case { look_fors, tags: all_tagged.then_some(given) });
    }
    Ok(agreement::agreement(&cases, &labels, &tags))
}

/// What the marks of a visit say, by look-for.
fn saws(c: &Connection, visit: i64) -> Res<BTreeMap<String, Saw>> {
    let mut statement =
        c.prepare_cached(&format!("SELECT m.look_for, m.way, m.value FROM mark m WHERE m.visit = ?1 AND {MARK_SAYS}"))?;
    let mut marks: BTreeMap<String, Vec<(Way, i64)>> = BTreeMap::new();
    let mut rows = statement.query([visit])?;
    while let Some(r) = rows.next()? {
        let number = |i| Ok::<_, rusqlite::Error>(r.get::<_, Option<i64>>(i)?.unwrap_or(0));
        if let Some(way) = Way::from_number(number(1)?) {
            marks.entry(r.get(0)?).or_default().push((way, number(2)?));
        }
    }
    Ok(mapped(marks.into_iter().map(|(id, marks)| (id, Saw::of(marks)))))
}

/// The look-fors that anybody marked.
fn ids(sides: &[BTreeMap<String, Saw>]) -> BTreeSet<&str> {
    sides.iter().flat_map(|side| side.keys().map(String::as_str)).collect()
}

fn of_each(sides: &[BTreeMap<String, Saw>], id: &str) -> Vec<Saw> {
    sides.iter().map(|side| side.get(id).copied().unwrap_or(Saw::NotLooked)).collect()
}

/// The tags of a visit's notes; their names are added to `names`.
fn tags_of(c: &Connection, visit: i64, merged: &Merged, names: &mut HashMap<Uid, String>) -> Res<Vec<Uid>> {
    let mut statement = c.prepare_cached(
        "SELECT DISTINCT x.tag FROM note n JOIN note_tag x ON x.note = n.id WHERE n.visit = ?1 AND n.hidden = 0",
    )?;
    let mut named = c.prepare_cached(
        "SELECT e.uid, t.name FROM tag t JOIN entity e ON e.id = t.id
         WHERE t.id = ?1 AND t.name IS NOT NULL AND t.deleted IS NOT 1",
    )?;
    let mut tags = BTreeSet::new();
    let mut rows = statement.query([visit])?;
    while let Some(r) = rows.next()? {
        let read = |r: &rusqlite::Row| Ok((Uid(r.get(0)?), r.get::<_, String>(1)?));
        if let Some((uid, name)) = named.query_row([merged.resolve(r.get(0)?)], read).optional()? {
            names.insert(uid, name);
            tags.insert(uid);
        }
    }
    Ok(tags.into_iter().collect())
}

/// Adds what look-fors are called on the sheet of a visit's walk; each sheet is read once.
fn label(c: &Connection, visit: i64, read: &mut BTreeSet<i64>, labels: &mut HashMap<String, String>) -> Res<()> {
    let mut of = c.prepare_cached("SELECT w.sheet FROM visit v JOIN walk w ON w.id = v.walk WHERE v.id = ?1")?;
    let sheet: Option<i64> = of.query_row([visit], |r| r.get(0)).optional()?.flatten();
    let Some(sheet) = sheet.filter(|sheet| read.insert(*sheet)) else { return Ok(()) };
    let mut body = c.prepare_cached("SELECT body FROM sheet WHERE id = ?1")?;
    let body: Option<String> = body.query_row([sheet], |r| r.get(0)).optional()?.flatten();
    if let Some(sheet) = body.and_then(|body| Sheet::parse("the sheet of a walk", &body).ok()) {
        for look_for in sheet.look_fors {
            labels.entry(look_for.id).or_insert(look_for.label);
        }
    }
    Ok(())
}

//! What goes for good when somebody asks for it: a teacher, a walk, a room, everything before a day. Here it is found, with
//! what hangs on it, also what was taken back or deleted, of which the words still stand in the log; `purge` empties it.

mod handover;
mod named;
mod unlink;

pub use named::Fitting;
pub use unlink::Unlinked;

use super::api::Trouble;
use super::ask::rows::uid_of;
use super::reader::Reader;
use super::trouble::Res;
use super::{Core, backup, connect};
use crate::domain::act::{Act, Op, Stream, Value, Verb};
use crate::domain::id::Uid;
use crate::domain::order::InOrder;
use crate::domain::schema::{self, Field, Kind, talking};
use crate::domain::talk_shown::TalkShown;
use crate::domain::time::{Hlc, UtcMs};
use rusqlite::{Connection, OptionalExtension};
use serde_json::{Map, Value as Json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// What is to go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leaving {
    /// A person: their name, who is merged with them, their invitations, what they said to their visits; with `visits` those
    /// too, with `mentions` every line in which a word of their name stands.
    Teacher { teacher: Uid, visits: bool, mentions: bool },
    /// A walk with its visits.
    Walk(Uid),
    /// A room with its visits, and its label.
    Room(Uid),
    /// Walks of days before this local one, and visits that began before this moment.
    Before { day: i64, moment: UtcMs },
}

/// What would go, and what would stay that somebody should know of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Going {
    pub things: Vec<(Kind, Uid)>,
    /// What is changed before: rooms, teams and routes that go on without what goes.
    pub changes: Vec<(Verb, Vec<Op>)>,
    /// Other lines in which a word of the name stands: how many of each kind.
    pub mentioned: BTreeMap<Kind, usize>,
    /// Some of those lines, for looking at.
    pub lines: Vec<String>,
    /// Talks in which one of the notes was given other words to be shown with; those words are the talk's.
    pub talks: usize,
}

impl Going {
    /// How many things of each kind go.
    pub fn counts(&self) -> BTreeMap<Kind, usize> {
        let mut counts = BTreeMap::new();
        for (kind, _) in &self.things {
            *counts.entry(*kind).or_insert(0) += 1;
        }
        counts
    }

    /// How many things of a kind are changed and stay.
    pub fn changed(&self, kind: Kind) -> usize {
        self.changes.iter().flat_map(|(_, ops)| ops).filter(|op| op.kind == kind).count()
    }
}

/// A copy of the file that is older than what was removed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copy {
    pub path: PathBuf,
    /// Whether it still holds any of it; `None` where it cannot be read.
    pub holds: Option<bool>,
}

/// Numbers of things in the file, by kind.
type Numbers = BTreeMap<Kind, BTreeSet<i64>>;

impl Reader {
    /// What would go, from one moment of the file. Nothing is changed.
    pub fn going(&self, leaving: Leaving) -> Res<Going> {
        let _moment = self.connection.unchecked_transaction()?;
        going(&self.connection, leaving)
    }
}

impl Core {
    /// Makes the changes and removes the things in one transaction, and overwrites the bytes. Trouble that is given back
    /// is about the bytes alone: then it is tried again when the file is opened next.
    ///
    /// # Errors
    /// When anything could not be saved; then nothing is changed.
    pub fn remove(
        &mut self,
        now: UtcMs,
        changes: Vec<(Verb, Vec<Op>)>,
        things: &[(Kind, Uid)],
    ) -> Res<Option<Trouble>> {
        let mut clock = Hlc(self.newest_clock()?);
        let mut acts = Vec::new();
        for (verb, ops) in changes.into_iter().filter(|(_, ops)| !ops.is_empty()) {
            clock = clock.next(now);
            acts.push(Act { clock, verb, ops });
        }
        acts.push(Act::for_good(clock.next(now), Verb::Purge, things));
        self.apply_many(&acts)?;
        Ok(self.scrub(true).err())
    }
}

/// The copies of a file that the program knows of: its backups, what was set aside beside it, and those in folders on
/// drives that are plugged in.
pub fn copies(path: &Path, data_dir: &Path, drives: &[PathBuf], things: &[(Kind, Uid)]) -> Vec<Copy> {
    let folder = backup::folder(path, data_dir);
    let name = path.file_name().map(|n| format!("{}.", n.to_string_lossy())).unwrap_or_default();
    let beside = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let files = |folder: &Path| -> Vec<PathBuf> {
        let entries = std::fs::read_dir(folder).map(|all| all.flatten().map(|e| e.path()).collect());
        entries.unwrap_or_default()
    };
    let folders = std::iter::once(&folder).chain(drives);
    let backups = folders.flat_map(|folder| files(folder)).filter(|p| p.extension().is_some_and(|e| e == "uncover"));
    let aside = files(beside).into_iter().filter(|p| {
        let own = p.file_name().is_some_and(|n| n.to_string_lossy().starts_with(&name));
        own && is_database(p)
    });
    let mut all: Vec<PathBuf> = backups.chain(aside).collect();
    all.order();
    all.into_iter().map(|path| Copy { holds: holds(&path, things).ok(), path }).collect()
}

fn is_database(path: &Path) -> bool {
    use std::io::Read;
    let mut start = [0; 16];
    std::fs::File::open(path).and_then(|mut file| file.read_exact(&mut start)).is_ok() && &start == b"SQLite format 3\0"
}

fn holds(path: &Path, things: &[(Kind, Uid)]) -> Res<bool> {
    let c = connect::unchanging(path)?;
    let mut statement = c.prepare(
        "SELECT EXISTS(SELECT 1 FROM entity e JOIN op o ON o.entity = e.id WHERE e.uid = ?1 AND o.fields IS NOT NULL)",
    )?;
    for (_, uid) in things {
        if statement.query_row([uid.0], |r| r.get(0))? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn going(c: &Connection, leaving: Leaving) -> Res<Going> {
    let mut numbers = Numbers::new();
    let mut going = Going::default();
    match leaving {
        Leaving::Walk(walk) => {
            let walks = number(c, walk)?;
            numbers.insert(Kind::Visit, belonging(c, Kind::Visit, schema::visit::WALK, |id| walks.contains(&id))?);
            numbers.insert(Kind::Walk, walks);
        }
        Leaving::Before { day, moment } => {
            let walks = belonging(c, Kind::Walk, schema::walk::DAY, |d| d < day)?;
            let mut visits = belonging(c, Kind::Visit, schema::visit::WALK, |id| walks.contains(&id))?;
            visits.extend(belonging(c, Kind::Visit, schema::visit::STARTED, |at| at < moment)?);
            let asked = belonging(c, Kind::Invitation, talking::invitation::AT, |at| at < moment)?;
            numbers.extend([(Kind::Walk, walks), (Kind::Visit, visits), (Kind::Invitation, asked)]);
        }
        Leaving::Room(room) => {
            let rooms = merged_with(c, Kind::Classroom, number(c, room)?)?;
            let visits = belonging(c, Kind::Visit, schema::visit::CLASSROOM, |id| rooms.contains(&id))?;
            let asked = belonging(c, Kind::Invitation, talking::invitation::CLASSROOM, |id| rooms.contains(&id))?;
            let off = members_out(c, Kind::Walk, schema::walk::ROUTE, &rooms, Stream::Shared)?;
            going.changes.push((Verb::EditWalk, off));
            numbers.extend([(Kind::Classroom, rooms), (Kind::Visit, visits), (Kind::Invitation, asked)]);
        }
        Leaving::Teacher { teacher, visits, .. } => {
            let people = merged_with(c, Kind::Teacher, number(c, teacher)?)?;
            let rooms = taught_by(c, &people)?;
            let seen = belonging(c, Kind::Visit, schema::visit::CLASSROOM, |id| rooms.contains(&id))?;
            let said = belonging(c, Kind::Reply, schema::reply::VISIT, |id| seen.contains(&id))?;
            let asked = belonging(c, Kind::Invitation, talking::invitation::TEACHER, |id| people.contains(&id))?;
            let rooms = members_out(c, Kind::Classroom, schema::classroom::TEACHERS, &people, Stream::Names)?;
            let teams = members_out(c, Kind::Team, talking::team::MEMBERS, &people, Stream::Names)?;
            going.changes.extend([(Verb::EditRoom, rooms), (Verb::EditTeam, teams)]);
            numbers.extend([(Kind::Teacher, people), (Kind::Reply, said), (Kind::Invitation, asked)]);
            if visits {
                numbers.insert(Kind::Visit, seen);
            }
        }
    }
    with_what_hangs_on_visits(c, &mut numbers)?;
    if let Leaving::Teacher { mentions, .. } = leaving {
        named::mentions(c, &mut numbers, &mut going, mentions)?;
    }
    // A walk that goes needs no change.
    for (_, ops) in &mut going.changes {
        let mut left = Vec::new();
        for op in std::mem::take(ops) {
            let gone = numbers.get(&op.kind).cloned().unwrap_or_default();
            if number(c, op.entity)?.is_disjoint(&gone) {
                left.push(op);
            }
        }
        *ops = left;
    }
    going.talks = talks_that_show(c, numbers.get(&Kind::Note))?;
    for (kind, ids) in &numbers {
        for id in ids {
            if says_something(c, *id)? {
                going.things.push((*kind, uid_of(c, *id)?));
            }
        }
    }
    Ok(going)
}

/// Notes, marks and replies of the visits, and what these visits were asked for.
fn with_what_hangs_on_visits(c: &Connection, numbers: &mut Numbers) -> Res<()> {
    let Some(visits) = numbers.get(&Kind::Visit).cloned() else { return Ok(()) };
    for (kind, field) in [
        (Kind::Note, schema::note::VISIT),
        (Kind::Mark, schema::mark::VISIT),
        (Kind::Reply, schema::reply::VISIT),
        (Kind::Invitation, talking::invitation::VISIT),
    ] {
        numbers.entry(kind).or_default().extend(belonging(c, kind, field, |id| visits.contains(&id))?);
    }
    Ok(())
}

/// The things of a kind of which a field says such a number; where it says nothing now, of which it ever did.
fn belonging(c: &Connection, kind: Kind, field: Field, fits: impl Fn(i64) -> bool) -> Res<BTreeSet<i64>> {
    let mut statement = c.prepare(&format!("SELECT id, {} FROM {}", field.column, kind.table()))?;
    let (mut found, mut silent) = (BTreeSet::new(), Vec::new());
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let id = row.get(0)?;
        match row.get::<_, Option<i64>>(1)? {
            Some(value) if fits(value) => drop(found.insert(id)),
            Some(_) => {}
            None => silent.push(id),
        }
    }
    for id in silent {
        let mut ever = false;
        each_said(c, id, |fields| ever |= fields.get(field.key).and_then(Json::as_i64).is_some_and(&fits))?;
        if ever {
            found.insert(id);
        }
    }
    Ok(found)
}

/// All that the log says of a thing.
fn each_said(c: &Connection, id: i64, mut take: impl FnMut(&Map<String, Json>)) -> Res<()> {
    let mut statement = c.prepare_cached("SELECT fields FROM op WHERE entity = ?1 AND fields IS NOT NULL")?;
    let mut rows = statement.query([id])?;
    while let Some(row) = rows.next()? {
        if let Ok(fields) = serde_json::from_str(row.get_ref(0)?.as_str().unwrap_or_default()) {
            take(&fields);
        }
    }
    Ok(())
}

/// Whether anything is left to empty.
fn says_something(c: &Connection, id: i64) -> Res<bool> {
    let sql = "SELECT EXISTS(SELECT 1 FROM op WHERE entity = ?1 AND fields IS NOT NULL)";
    Ok(c.prepare_cached(sql)?.query_row([id], |r| r.get(0))?)
}

fn number(c: &Connection, uid: Uid) -> Res<BTreeSet<i64>> {
    let mut statement = c.prepare_cached("SELECT id FROM entity WHERE uid = ?1")?;
    Ok(statement.query_row([uid.0], |r| r.get(0)).optional()?.into_iter().collect())
}

/// These, what they were merged into, and what was merged into any of them.
fn merged_with(c: &Connection, kind: Kind, mut all: BTreeSet<i64>) -> Res<BTreeSet<i64>> {
    let sql = format!("SELECT id, merged_into FROM {} WHERE merged_into IS NOT NULL", kind.table());
    let mut statement = c.prepare(&sql)?;
    let pairs = statement.query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?.collect::<Result<Vec<(i64, i64)>, _>>()?;
    loop {
        let before = all.len();
        for (one, other) in &pairs {
            if all.contains(one) || all.contains(other) {
                all.extend([*one, *other]);
            }
        }
        if all.len() == before {
            return Ok(all);
        }
    }
}

/// Rooms in which one of these teaches, or did before nobody was said to teach there any more.
fn taught_by(c: &Connection, people: &BTreeSet<i64>) -> Res<BTreeSet<i64>> {
    let mut statement = c.prepare("SELECT id FROM classroom")?;
    let rooms = statement.query_map([], |r| r.get(0))?.collect::<Result<Vec<i64>, _>>()?;
    let mut now = c.prepare("SELECT teacher FROM classroom_teacher WHERE classroom = ?1")?;
    let mut found = BTreeSet::new();
    for room in rooms {
        let teach = now.query_map([room], |r| r.get(0))?.collect::<Result<Vec<i64>, _>>()?;
        let mut theirs = teach.iter().any(|t| people.contains(t));
        if teach.is_empty() {
            each_said(c, room, |fields| {
                let members = fields.get(schema::classroom::TEACHERS.key).map(super::log::pairs).unwrap_or_default();
                theirs |= members.iter().any(|(teacher, _)| people.contains(teacher));
            })?;
        }
        if theirs {
            found.insert(room);
        }
    }
    merged_with(c, Kind::Classroom, found)
}

/// For everything that has one of these as a member: without it.
fn members_out(c: &Connection, kind: Kind, field: Field, out: &BTreeSet<i64>, stream: Stream) -> Res<Vec<Op>> {
    let schema::Shape::Members(of, table) = field.shape else { return Ok(Vec::new()) };
    let sql = format!("SELECT {} FROM {table} WHERE {} = ?1", kind.table(), of.table());
    let mut statement = c.prepare(&sql)?;
    let mut changes: BTreeMap<i64, Vec<(Uid, i64)>> = BTreeMap::new();
    for id in out {
        for owner in statement.query_map([id], |r| r.get(0))?.collect::<Result<Vec<i64>, _>>()? {
            changes.entry(owner).or_default().push((uid_of(c, *id)?, 0));
        }
    }
    let op =
        |(owner, members)| Ok(Op::new(kind, uid_of(c, owner)?).in_stream(stream).set(field, Value::Members(members)));
    changes.into_iter().map(op).collect()
}

/// How many talks give one of these notes words of their own.
fn talks_that_show(c: &Connection, notes: Option<&BTreeSet<i64>>) -> Res<usize> {
    let Some(notes) = notes.filter(|n| !n.is_empty()) else { return Ok(0) };
    let mut statement = c.prepare("SELECT id FROM talk")?;
    let talks = statement.query_map([], |r| r.get(0))?.collect::<Result<Vec<i64>, _>>()?;
    let mut found = 0;
    for talk in talks {
        let mut shown = Vec::new();
        each_said(c, talk, |fields| {
            let text = fields.get(talking::talk::SHOWN.key).and_then(Json::as_str);
            shown.extend(text.and_then(TalkShown::read));
        })?;
        let mut theirs = false;
        for (uid, _) in shown.iter().flat_map(|s| &s.pieces).filter(|(_, piece)| piece.text.is_some()) {
            let ids = Uid::parse(uid).map(|uid| number(c, uid)).transpose()?.unwrap_or_default();
            theirs |= !ids.is_disjoint(notes);
        }
        found += usize::from(theirs);
    }
    Ok(found)
}

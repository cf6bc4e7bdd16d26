//! At a year's end: visits before a day are cut off from who taught there. A room of such visits is emptied for good, and
//! two things that share nothing with it and with each other take its place: a past room without label and names, with its
//! grade, subject and period, to which the visits then belong; and, where it is in use, the same room anew for the year to come.
//! That there were different teachers stays, so that numbers that rest on too few are still held back; who they were does not.

use super::{each_said, says_something};
use crate::domain::act::{Op, Stream, Value, Verb};
use crate::domain::id::{IdSource, Uid};
use crate::domain::order::InOrder;
use crate::domain::schema::{self, Kind, Shape, classroom, talking};
use crate::domain::time::UtcMs;
use crate::store::ask::rows::uid_of;
use crate::store::export::stream_of;
use crate::store::reader::Reader;
use crate::store::trouble::Res;
use rusqlite::Connection;
use rusqlite::types::ValueRef;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What is cut off.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Unlinked {
    pub things: Vec<(Kind, Uid)>,
    pub changes: Vec<(Verb, Vec<Op>)>,
    pub rooms: usize,
    pub visits: usize,
    /// Teachers whose names go, because they are in no room any more.
    pub names: usize,
    /// Invitations that go: they say whose the visit was.
    pub invitations: usize,
    /// Rooms that were also visited since, or are planned or asked for; they and their visits before stay as they are.
    pub rooms_kept: usize,
    pub visits_kept: usize,
}

/// Rooms that were made one count as one.
#[derive(Debug, Default)]
struct Place {
    rooms: BTreeSet<i64>,
    before: Vec<i64>,
    since: bool,
}

impl Reader {
    /// What cutting visits that began before a moment off from teachers and rooms would do. Nothing is changed.
    pub fn unlinking(&self, moment: UtcMs, ids: &mut IdSource) -> Res<Unlinked> {
        let _moment = self.connection.unchecked_transaction()?;
        unlinking(&self.connection, moment, ids)
    }
}

fn unlinking(c: &Connection, moment: UtcMs, ids: &mut IdSource) -> Res<Unlinked> {
    let mut done = Unlinked::default();
    let (mut past, mut fresh, mut moved, mut routes) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let mut taught: BTreeSet<i64> = BTreeSet::new();
    let mut nobody: HashMap<i64, Uid> = HashMap::new();
    for place in places(c, moment)?.into_values().filter(|place| !place.before.is_empty()) {
        if place.since {
            done.rooms_kept += place.rooms.len();
            done.visits_kept += place.before.len();
            continue;
        }
        for room in &place.rooms {
            let (id, old) = (random(ids), uid_of(c, *room)?);
            let teachers = members(c, "SELECT teacher, present FROM classroom_teacher WHERE classroom = ?1", *room)?;
            let alike = teachers.iter().map(|(t, n)| (*nobody.entry(*t).or_insert_with(|| random(ids)), *n)).collect();
            past.push(past_room(c, *room, id, alike)?);
            if let Some(anew) = anew(c, *room, random(ids))? {
                fresh.push(anew);
            } else {
                taught.extend(teachers.iter().map(|(t, _)| *t));
            }
            for walk in members(c, "SELECT walk, place FROM walk_room WHERE classroom = ?1", *room)? {
                let route = Value::Members(vec![(old, 0), (id, walk.1)]);
                routes.push(Op::new(Kind::Walk, uid_of(c, walk.0)?).set(schema::walk::ROUTE, route));
            }
            for visit in members(c, "SELECT id, 0 FROM visit WHERE classroom = ?1", *room)? {
                moved.push(Op::new(Kind::Visit, uid_of(c, visit.0)?).refer(schema::visit::CLASSROOM, id));
            }
            done.things.push((Kind::Classroom, old));
        }
        done.rooms += place.rooms.len();
        done.visits += place.before.len();
        for visit in &place.before {
            for (invitation, _) in members(c, "SELECT id, 0 FROM invitation WHERE visit = ?1", *visit)? {
                done.things.push((Kind::Invitation, uid_of(c, invitation)?));
                done.invitations += 1;
            }
        }
    }
    for teacher in taught {
        if !is_anywhere(c, teacher, &done.things, &fresh)? && says_something(c, teacher)? {
            done.things.push((Kind::Teacher, uid_of(c, teacher)?));
            done.names += 1;
        }
    }
    // In the order of ids that chance gave: an order that followed the rooms would tell which is which.
    for ops in [&mut past, &mut fresh] {
        ops.order_by_key(|room: &Vec<Op>| room.first().map(|op| op.entity));
    }
    let flat = |rooms: Vec<Vec<Op>>| rooms.into_iter().flatten().collect();
    done.changes = vec![
        (Verb::EditRoom, flat(past)),
        (Verb::EditVisit, moved),
        (Verb::EditWalk, routes),
        (Verb::EditRoom, flat(fresh)),
    ];
    Ok(done)
}

/// An id by chance alone: those of the system also tell the order in which they were made.
fn random(ids: &mut IdSource) -> Uid {
    Uid::of_content(&[ids.next_uid().0, ids.next_uid().0].concat())
}

/// Rooms that have a label, so not those of an earlier time, with their visits before the moment, and whether anything hangs on them since.
fn places(c: &Connection, moment: UtcMs) -> Res<BTreeMap<i64, Place>> {
    let mut statement = c.prepare("SELECT id, COALESCE(merged_into, id) FROM classroom WHERE label IS NOT NULL")?;
    let rooms = statement.query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?.collect::<Result<Vec<(i64, i64)>, _>>()?;
    let into: BTreeMap<i64, i64> = rooms.iter().copied().collect();
    let mut places: BTreeMap<i64, Place> = BTreeMap::new();
    for (room, next) in rooms {
        // Merged into one that was merged in turn.
        let mut root = next;
        for _ in 0..into.len() {
            match into.get(&root) {
                Some(further) if *further != root => root = *further,
                _ => break,
            }
        }
        places.entry(root).or_default().rooms.insert(room);
    }
    for place in places.values_mut() {
        for room in &place.rooms {
            for (visit, started) in
                members(c, "SELECT id, COALESCE(started, 0) FROM visit WHERE classroom = ?1", *room)?
            {
                if started < moment { place.before.push(visit) } else { place.since = true }
            }
            let planned = "SELECT w.id, 0 FROM walk_room r JOIN walk w ON w.id = r.walk
                WHERE r.classroom = ?1 AND w.deleted IS NOT 1 AND w.ended IS NULL";
            let asked = "SELECT id, 0 FROM invitation WHERE classroom = ?1 AND deleted IS NOT 1 AND visit IS NULL";
            place.since |= !members(c, planned, *room)?.is_empty() || !members(c, asked, *room)?.is_empty();
        }
    }
    Ok(places)
}

fn members(c: &Connection, sql: &str, of: i64) -> Res<Vec<(i64, i64)>> {
    let mut statement = c.prepare_cached(sql)?;
    Ok(statement.query_map([of], |r| Ok((r.get(0)?, r.get(1)?)))?.collect::<Result<_, _>>()?)
}

/// What stays of a room for its visits.
fn past_room(c: &Connection, room: i64, id: Uid, teachers: Vec<(Uid, i64)>) -> Res<Vec<Op>> {
    let mut op = Op::new(Kind::Classroom, id).int(classroom::RETIRED, 1);
    let keep = [classroom::SCHOOL, classroom::GRADE, classroom::SUBJECT, classroom::PERIOD];
    for field in keep {
        op = op.maybe(field, value(c, room, field)?);
    }
    let names = Op::new(Kind::Classroom, id).in_stream(Stream::Names);
    Ok(vec![op, names.set(classroom::TEACHERS, Value::Members(teachers))])
}

/// The same room anew, where it is in use.
fn anew(c: &Connection, room: i64, id: Uid) -> Res<Option<Vec<Op>>> {
    let sql = "SELECT retired IS 1 OR deleted IS 1 OR merged_into IS NOT NULL FROM classroom WHERE id = ?1";
    if c.query_row(sql, [room], |r| r.get(0))? {
        return Ok(None);
    }
    let mut ops: BTreeMap<Stream, Op> = BTreeMap::new();
    for field in Kind::Classroom.fields() {
        let value = match field.shape {
            Shape::Members(..) => {
                let all = members(c, "SELECT teacher, present FROM classroom_teacher WHERE classroom = ?1", room)?;
                let all = all.into_iter().map(|(t, n)| Ok((uid_of(c, t)?, n))).collect::<Res<_>>()?;
                Some(Value::Members(all))
            }
            _ => value(c, room, *field)?,
        };
        let stream = stream_of(Kind::Classroom, field);
        let op = ops.remove(&stream).unwrap_or_else(|| Op::new(Kind::Classroom, id).in_stream(stream));
        ops.insert(stream, op.maybe(*field, value));
    }
    Ok(Some(ops.into_values().filter(|op| !op.fields.is_empty()).collect()))
}

fn value(c: &Connection, room: i64, field: schema::Field) -> Res<Option<Value>> {
    let mut statement = c.prepare_cached(&format!("SELECT {} FROM classroom WHERE id = ?1", field.column))?;
    let mut rows = statement.query([room])?;
    let Some(row) = rows.next()? else { return Ok(None) };
    Ok(match (field.shape, row.get_ref(0)?) {
        (_, ValueRef::Null) => None,
        (Shape::Ref(_), ValueRef::Integer(other)) => Some(Value::Ref(uid_of(c, other)?)),
        (_, ValueRef::Integer(number)) => Some(Value::Int(number)),
        (_, text) => Some(Value::Text(text.as_str().unwrap_or_default().into())),
    })
}

/// Whether a teacher is still in a room that stays, in a team, or has asked for a visit.
fn is_anywhere(c: &Connection, teacher: i64, gone: &[(Kind, Uid)], fresh: &[Vec<Op>]) -> Res<bool> {
    let uid = uid_of(c, teacher)?;
    let holds =
        |op: &Op| op.fields.iter().any(|(_, v)| matches!(v, Value::Members(all) if all.iter().any(|m| m.0 == uid)));
    if fresh.iter().flatten().any(holds) {
        return Ok(true);
    }
    for (room, _) in members(c, "SELECT classroom, present FROM classroom_teacher WHERE teacher = ?1", teacher)? {
        if !gone.contains(&(Kind::Classroom, uid_of(c, room)?)) {
            return Ok(true);
        }
    }
    for (invitation, _) in members(c, "SELECT id, 0 FROM invitation WHERE teacher = ?1", teacher)? {
        let mut said = false;
        each_said(c, invitation, |fields| said |= fields.contains_key(talking::invitation::QUESTION.key))?;
        if said && !gone.contains(&(Kind::Invitation, uid_of(c, invitation)?)) {
            return Ok(true);
        }
    }
    Ok(!members(c, "SELECT team, present FROM team_teacher WHERE teacher = ?1", teacher)?.is_empty())
}

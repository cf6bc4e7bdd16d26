//! Everything in the file, for exports: the things of a kind with their fields, and the log itself.

use super::api::VisitView;
use super::log::{self, REPLACES, SEQUENCE_BITS, pairs};
use super::reader::Reader;
use super::trouble::Res;
use crate::domain::act::{Stream, Value};
use crate::domain::id::Uid;
use crate::domain::schema::{self, Field, Kind, Shape};
use crate::domain::talk::FEWEST_COUNTED;
use crate::domain::time::{Hlc, UtcMs};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension};
use serde_json::{Map, Value as Json, json};
use std::collections::BTreeMap;
use std::ops::ControlFlow;

/// One thing with the fields that say something, by column name.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    pub uid: Uid,
    pub kind: Kind,
    pub fields: Vec<(&'static str, Value)>,
}

/// One act of the log with ids written out.
#[derive(Debug, Clone, PartialEq)]
pub struct ActRecord {
    pub replica: Uid,
    pub sequence: i64,
    pub stream: i64,
    pub clock: i64,
    pub verb: i64,
    /// The act this one undoes: its replica and sequence.
    pub undoes: Option<(Uid, i64)>,
    /// Each operation: id, kind and fields; no fields where they were emptied for good.
    pub ops: Vec<Json>,
}

/// Who wrote a note and gave it its tags, as the log tells.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Hands {
    /// The log in which it was written first.
    pub written: Option<Uid>,
    /// Its tags, with the log in which each was given last and when.
    pub tags: Vec<(Uid, Uid, UtcMs)>,
}

/// In which log a field of a thing is written: names and private things can be left out.
pub(super) fn stream_of(kind: Kind, field: &Field) -> Stream {
    match kind {
        Kind::School | Kind::Teacher | Kind::Observer if field.column == schema::teacher::NAME.column => Stream::Names,
        Kind::Classroom if *field == schema::classroom::LABEL || *field == schema::classroom::TEACHERS => Stream::Names,
        // A roster's ids lead straight back to the names.
        Kind::School | Kind::Teacher | Kind::Classroom if field.column == schema::teacher::SOURCE.column => {
            Stream::Names
        }
        Kind::Walk if [schema::walk::HUNCH, schema::walk::FIX, schema::walk::SEALED].contains(field) => Stream::Private,
        Kind::Pattern if *field == schema::pattern::HUNCHES => Stream::Private,
        Kind::Team if *field == schema::talking::team::MEMBERS => Stream::Names,
        Kind::Talk if *field == schema::talking::talk::HUNCH => Stream::Private,
        Kind::Invitation => Stream::Private,
        _ => Stream::Shared,
    }
}

/// What hangs on a deleted talk, shared problem or trial went with it. A copy that is not complete has no counts of teams
/// that are too small, or of unknown size.
fn hangs_on(kind: Kind, complete: bool) -> String {
    const TALK: &str = "AND NOT EXISTS(SELECT 1 FROM talk x WHERE x.id = t.talk AND x.deleted = 1)";
    const PROBLEM: &str = "AND NOT EXISTS(SELECT 1 FROM problem o LEFT JOIN talk y ON y.id = o.talk
         WHERE o.id = t.problem AND (o.deleted = 1 OR y.deleted = 1))";
    const TRIAL: &str = "AND NOT EXISTS(SELECT 1 FROM trial r LEFT JOIN problem o ON o.id = r.problem
         LEFT JOIN talk y ON y.id = o.talk
         WHERE r.id = t.trial AND (r.deleted = 1 OR o.deleted = 1 OR y.deleted = 1))";
    match kind {
        Kind::Problem | Kind::Promise => TALK.into(),
        Kind::Trial => PROBLEM.into(),
        Kind::Poll if !complete => format!(
            "{TALK} {PROBLEM} AND EXISTS(SELECT 1 FROM team e WHERE e.people >= {FEWEST_COUNTED}
             AND e.id = COALESCE(t.team, (SELECT team FROM talk z WHERE z.id = t.talk)))"
        ),
        Kind::Voice | Kind::Poll => format!("{TALK} {PROBLEM}"),
        Kind::CheckIn => TRIAL.into(),
        _ => String::new(),
    }
}

/// Some of the things of a kind.
struct Wanted {
    kind: Kind,
    names: bool,
    private: bool,
    which: Which,
}

/// Which things of a kind, and in what order.
enum Which {
    /// All, by number.
    All,
    /// All, by day and number.
    ByDay,
    /// Those with this number in this column, by number.
    On(&'static str, Option<i64>),
}

impl Wanted {
    fn fields(&self) -> Vec<Field> {
        let told = |field: &Field| match stream_of(self.kind, field) {
            Stream::Shared => true,
            Stream::Names => self.names,
            Stream::Private => self.private,
        };
        self.kind.fields().iter().copied().filter(|f| *f != schema::DELETED).filter(told).collect()
    }

    fn query(&self, columns: &[&Field]) -> String {
        let kind = self.kind;
        let list: String = columns.iter().map(|f| format!(", t.{}", f.column)).collect();
        let shown = match kind {
            Kind::Note if self.private => "t.hidden = 0",
            Kind::Note => "t.hidden = 0 AND COALESCE(t.kind, 0) <> 5",
            Kind::Sheet | Kind::TalkProtocol => "1",
            _ => "t.deleted IS NOT 1",
        };
        let (on, order) = match self.which {
            Which::All => (String::new(), "t.id"),
            Which::ByDay => (String::new(), "t.day, t.id"),
            Which::On(column, Some(_)) => (format!("t.{column} = ?1 AND"), "t.id"),
            Which::On(column, None) => (format!("t.{column} IS NULL AND"), "t.id"),
        };
        format!(
            "SELECT t.id, e.uid{list} FROM {} t JOIN entity e ON e.id = t.id WHERE {on} {shown} {} ORDER BY {order}",
            kind.table(),
            hangs_on(kind, self.private)
        )
    }
}

impl Reader {
    /// Does several things with one moment of the file, whatever another window writes meanwhile.
    pub fn at_one_moment<T>(&self, work: impl FnOnce(&Reader) -> T) -> Res<T> {
        let _moment = self.connection.unchecked_transaction()?;
        Ok(work(self))
    }

    /// Hands out every name that schools, classrooms, teachers and observers have or ever had, also those that were
    /// changed, deleted or merged since: old notes may still hold them.
    pub fn each_name(&self, mut take: impl FnMut(Kind, String)) -> Res<()> {
        for kind in [Kind::School, Kind::Classroom, Kind::Teacher, Kind::Observer] {
            let (table, key) = (kind.table(), schema::teacher::NAME.key);
            let column = if kind == Kind::Classroom { schema::classroom::LABEL } else { schema::teacher::NAME }.column;
            let mut statement = self.connection.prepare(&format!(
                "SELECT {column} FROM {table} WHERE {column} IS NOT NULL UNION
                 SELECT json_extract(o.fields, '$.{key}') FROM {table} t JOIN op o ON o.entity = t.id
                 WHERE json_valid(o.fields) AND json_type(o.fields, '$.{key}') = 'text'"
            ))?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                take(kind, row.get(0)?);
            }
        }
        Ok(())
    }

    /// Hands out the follow-ups whose time has passed at `now`. Opening the file for writing empties them for good; until
    /// then nobody may get them any more.
    pub fn each_expired(&self, now: UtcMs, mut take: impl FnMut(Uid)) -> Res<()> {
        let mut statement = self.connection.prepare(
            "SELECT e.uid FROM note n JOIN entity e ON e.id = n.id WHERE n.expires > 0 AND n.expires <= ?1 AND n.kind = 5",
        )?;
        let mut rows = statement.query([now])?;
        while let Some(row) = rows.next()? {
            take(Uid(row.get(0)?));
        }
        Ok(())
    }

    /// Hands out all things of a kind that were not deleted, in the order of their numbers. Without `names`, fields
    /// that name people and places are left out; without `private`, follow-ups and hunches are.
    pub fn each(&self, kind: Kind, names: bool, private: bool, take: impl FnMut(Record) -> ControlFlow<()>) -> Res<()> {
        self.each_of(&Wanted { kind, names, private, which: Which::All }, take)
    }

    /// The walks, in the order of their days, as `each` hands them out.
    pub fn each_walk_by_day(&self, names: bool, private: bool, take: impl FnMut(Record) -> ControlFlow<()>) -> Res<()> {
        self.each_of(&Wanted { kind: Kind::Walk, names, private, which: Which::ByDay }, take)
    }

    /// What hangs by one of its fields on another thing, or on none, as `each` hands it out.
    pub fn each_on(
        &self,
        kind: Kind,
        (by, on): (Field, Option<Uid>),
        names: bool,
        private: bool,
        take: impl FnMut(Record) -> ControlFlow<()>,
    ) -> Res<()> {
        let on = match on {
            None => None,
            Some(uid) => match log::find(&self.connection, uid)? {
                Some((id, _)) => Some(id),
                None => return Ok(()),
            },
        };
        self.each_of(&Wanted { kind, names, private, which: Which::On(by.column, on) }, take)
    }

    fn each_of(&self, wanted: &Wanted, mut take: impl FnMut(Record) -> ControlFlow<()>) -> Res<()> {
        let c = &self.connection;
        let kind = wanted.kind;
        let fields = wanted.fields();
        let columns: Vec<&Field> = fields.iter().filter(|f| !matches!(f.shape, Shape::Members(..))).collect();
        let mut statement = c.prepare_cached(&wanted.query(&columns))?;
        let on = if let Which::On(_, on) = wanted.which { on } else { None };
        let mut rows = statement.query(rusqlite::params_from_iter(on))?;
        while let Some(row) = rows.next()? {
            let mut record = Record { uid: Uid(row.get(1)?), kind, fields: Vec::new() };
            for (i, field) in columns.iter().enumerate() {
                let value = match (field.shape, row.get_ref(i + 2)?) {
                    (_, ValueRef::Null) => continue,
                    (Shape::Ref(_), ValueRef::Integer(id)) => Value::Ref(uid(c, id)?),
                    (_, ValueRef::Integer(number)) => Value::Int(number),
                    (_, text) => Value::Text(text.as_str().unwrap_or_default().to_string()),
                };
                record.fields.push((field.column, value));
            }
            for field in &fields {
                if let Shape::Members(of, members) = field.shape {
                    let found = members_of(c, kind, of, members, field.column, row.get(0)?)?;
                    if !found.is_empty() {
                        record.fields.push((members, Value::Members(found)));
                    }
                }
            }
            if !record.fields.is_empty() && take(record).is_break() {
                break;
            }
        }
        Ok(())
    }

    /// A visit with its notes and marks, within `at_one_moment`.
    pub fn visit_page(&self, uid: Uid) -> Res<Option<VisitView>> {
        super::ask::walks::visit(self, uid)
    }

    /// Who wrote a note and gave it its tags, and when.
    pub fn hands(&self, note: Uid) -> Res<Hands> {
        let Some((id, _)) = log::find(&self.connection, note)? else { return Ok(Hands::default()) };
        let mut hands = Hands::default();
        let mut tags: BTreeMap<i64, (i64, Uid, UtcMs)> = BTreeMap::new();
        for entry in log::history(&self.connection, id)? {
            let Some(fields) = &entry.fields else { continue };
            let replica = Uid(entry.replica);
            if hands.written.is_none() && fields.contains_key(schema::note::TEXT.key) {
                hands.written = Some(replica);
            }
            for (tag, present) in fields.get(schema::note::TAGS.key).map(pairs).unwrap_or_default() {
                tags.insert(tag, (present, replica, Hlc(entry.hlc).utc()));
            }
        }
        for (tag, (_, replica, at)) in tags.into_iter().filter(|(_, (present, ..))| *present != 0) {
            hands.tags.push((uid(&self.connection, tag)?, replica, at));
        }
        Ok(hands)
    }

    /// Hands out every log there is: its id, its stream, and whether it was written here.
    pub fn each_replica(&self, mut take: impl FnMut(Uid, i64, bool)) -> Res<()> {
        let mut statement = self.connection.prepare("SELECT uid, stream, mine FROM replica ORDER BY id")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            take(Uid(row.get(0)?), row.get(1)?, row.get::<_, i64>(2)? == 1);
        }
        Ok(())
    }

    /// Hands out the whole log in the order of its clocks; without the logs that are left out.
    pub fn each_act(&self, names: bool, private: bool, mut take: impl FnMut(ActRecord) -> ControlFlow<()>) -> Res<()> {
        let c = &self.connection;
        let mut statement = c.prepare(
            "SELECT a.id, r.uid, r.stream, a.hlc, a.verb, a.undoes FROM act a JOIN replica r ON r.id = a.id >> 40
             ORDER BY a.hlc, a.id",
        )?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let (id, stream): (i64, i64) = (row.get(0)?, row.get(2)?);
            if (stream == 1 && !names) || (stream == 2 && !private) {
                continue;
            }
            let undoes = match row.get::<_, Option<i64>>(5)? {
                Some(undone) => place(c, undone)?,
                None => None,
            };
            let act = ActRecord {
                replica: Uid(row.get(1)?),
                sequence: id & ((1 << SEQUENCE_BITS) - 1),
                stream,
                clock: row.get(3)?,
                verb: row.get(4)?,
                undoes,
                ops: ops_of(c, id)?,
            };
            if take(act).is_break() {
                break;
            }
        }
        Ok(())
    }
}

fn uid(c: &Connection, id: i64) -> Res<Uid> {
    super::ask::rows::uid_of(c, id)
}

fn members_of(c: &Connection, kind: Kind, of: Kind, table: &str, number: &str, id: i64) -> Res<Vec<(Uid, i64)>> {
    let (owner, member) = (kind.table(), of.table());
    let mut statement = c.prepare_cached(&format!(
        "SELECT e.uid, m.{number} FROM {table} m JOIN entity e ON e.id = m.{member} WHERE m.{owner} = ?1
         ORDER BY m.{number}, e.uid"
    ))?;
    Ok(statement.query_map([id], |r| Ok((Uid(r.get(0)?), r.get(1)?)))?.collect::<Result<_, _>>()?)
}

/// An act's place in the log: replica and sequence.
fn place(c: &Connection, act: i64) -> Res<Option<(Uid, i64)>> {
    let replica = c
        .prepare_cached("SELECT uid FROM replica WHERE id = ?1")?
        .query_row([act >> SEQUENCE_BITS], |r| r.get(0))
        .optional()?;
    Ok(replica.map(|uid| (Uid(uid), act & ((1 << SEQUENCE_BITS) - 1))))
}

fn ops_of(c: &Connection, act: i64) -> Res<Vec<Json>> {
    let mut statement = c.prepare_cached(
        "SELECT e.uid, e.kind, o.fields FROM op o JOIN entity e ON e.id = o.entity WHERE o.act = ?1 ORDER BY o.n",
    )?;
    let mut ops = Vec::new();
    let mut rows = statement.query([act])?;
    while let Some(row) = rows.next()? {
        let (kind, fields): (i64, Option<String>) = (row.get(1)?, row.get(2)?);
        let fields: Option<Map<String, Json>> = fields.and_then(|text| serde_json::from_str(&text).ok());
        let fields = match fields {
            Some(fields) => Json::Object(written_out(c, kind, fields)?),
            None => Json::Null,
        };
        ops.push(json!({ "id": Uid(row.get(0)?).to_text(), "kind": kind, "fields": fields }));
    }
    Ok(ops)
}

/// Fields of the log with ids in the place of local numbers. What this version does not know is passed on as it is.
fn written_out(c: &Connection, kind: i64, fields: Map<String, Json>) -> Res<Map<String, Json>> {
    let kind = Kind::from_number(kind);
    let mut out = Map::new();
    for (key, value) in fields {
        let shape = kind.and_then(|k| k.field(&key)).map(|f| f.shape);
        let value = match (shape, &value) {
            (Some(Shape::Ref(_)), Json::Number(n)) => match n.as_i64() {
                Some(id) => Json::from(uid(c, id)?.to_text()),
                None => value,
            },
            (Some(Shape::Members(..)), Json::Array(_)) => {
                let mut members = Map::new();
                for (id, number) in pairs(&value) {
                    members.insert(uid(c, id)?.to_text(), Json::from(number));
                }
                Json::Object(members)
            }
            (None, Json::Array(_)) if key == REPLACES => {
                let mut heads = Vec::new();
                for (act, n) in pairs(&value) {
                    if let Some((replica, sequence)) = place(c, act)? {
                        heads.push(json!([replica.to_text(), sequence, n]));
                    }
                }
                Json::Array(heads)
            }
            _ => value,
        };
        out.insert(key, value);
    }
    Ok(out)
}

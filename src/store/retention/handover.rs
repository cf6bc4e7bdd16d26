//! A file for a successor: what a school is made of and what was agreed on, and nothing that anybody saw or said. It is a new
//! file with a log of its own, made beside its place, checked, and put there only when it is whole.

use crate::domain::act::{Act, Op, Stream, Value, Verb};
use crate::domain::agreements::Term;
use crate::domain::id::{IdSource, Uid};
use crate::domain::schema::{self, Kind, Shape};
use crate::domain::time::{Hlc, UtcMs};
use crate::store::core::{Core, OpenOptions};
use crate::store::export::{Record, stream_of};
use crate::store::reader::Reader;
use crate::store::trouble::Res;
use crate::store::{backup, fold, local};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::ControlFlow;
use std::path::Path;

/// What is handed over, things before those that refer to them.
const KINDS: [Kind; 5] = [Kind::School, Kind::Teacher, Kind::Classroom, Kind::Tag, Kind::Sheet];

impl Reader {
    /// Makes a successor's file at `to`, where there must be none: schools, rooms in use, those who teach there, tags, the
    /// sheets walks used, and the agreements. How many of each kind.
    ///
    /// # Errors
    /// When there is a file already, or it could not be written and found sound; nothing is left then.
    pub fn hand_over(&self, to: &Path, now: UtcMs) -> Res<BTreeMap<Kind, usize>> {
        let ops = self.at_one_moment(handed_over)??;
        let mut counts = BTreeMap::new();
        for op in &ops {
            counts.entry(op.kind).or_insert_with(HashSet::new).insert(op.entity);
        }
        let folder = to.parent().filter(|f| !f.as_os_str().is_empty()).unwrap_or(Path::new("."));
        std::fs::create_dir_all(folder)?;
        let made = tempfile::Builder::new().prefix(".uncover-").tempdir_in(folder)?;
        let options = OpenOptions { data_dir: made.path().join("data"), now, ids: IdSource::System };
        let mut core = Core::attach(&made.path().join("new.db"), &options)?;
        core.apply(&Act { clock: Hlc(0).next(now), verb: Verb::Handover, ops })?;
        for (key, value) in local::settings(&self.connection)? {
            if Term::ALL.iter().any(|term| term.key() == key) {
                core.set(&key, &value)?;
            }
        }
        // What was handed over is where the successor begins: nothing they could take back.
        core.connection.execute("UPDATE replica SET mine = 0", [])?;
        fold::rebuild(&core.connection, |_| {})?;
        backup::write_copy(&core.connection, to, false)?;
        Ok(counts.into_iter().map(|(kind, things)| (kind, things.len())).collect())
    }
}

fn handed_over(reader: &Reader) -> Res<Vec<Op>> {
    let mut records: BTreeMap<Kind, Vec<Record>> = BTreeMap::new();
    for kind in KINDS {
        reader.each(kind, true, true, |record| {
            records.entry(kind).or_default().push(record);
            ControlFlow::Continue(())
        })?;
    }
    let merged = |record: &Record| match record.fields.iter().find(|(column, _)| *column == "merged_into") {
        Some((_, Value::Ref(other))) => Some(*other),
        _ => None,
    };
    let into: HashMap<Uid, Uid> =
        records.values().flatten().filter_map(|record| Some((record.uid, merged(record)?))).collect();
    let said = |record: &Record, column: &str| record.fields.iter().any(|(c, _)| *c == column);
    for (kind, all) in &mut records {
        all.retain(|record| merged(record).is_none());
        if *kind == Kind::Classroom {
            let retired = (schema::classroom::RETIRED.column, Value::Int(1));
            all.retain(|r| !r.fields.contains(&retired) && said(r, schema::classroom::LABEL.column));
        }
    }
    let rooms = records.get(&Kind::Classroom).into_iter().flatten();
    let teach = rooms.flat_map(|room| &room.fields).filter_map(|(_, value)| match value {
        Value::Members(members) => Some(members.iter().map(|(uid, _)| root(*uid, &into))),
        _ => None,
    });
    let teach: HashSet<Uid> = teach.flatten().collect();
    if let Some(teachers) = records.get_mut(&Kind::Teacher) {
        teachers.retain(|teacher| teach.contains(&teacher.uid));
    }
    let there: HashSet<Uid> = records.values().flatten().map(|record| record.uid).collect();
    Ok(KINDS
        .iter()
        .flat_map(|kind| records.remove(kind).unwrap_or_default())
        .flat_map(|r| ops(&r, &into, &there))
        .collect())
}

fn root(mut uid: Uid, into: &HashMap<Uid, Uid>) -> Uid {
    for _ in 0..into.len() {
        match into.get(&uid) {
            Some(other) => uid = *other,
            None => break,
        }
    }
    uid
}

/// What says the same of a thing in the new file: an operation for each log it says something in.
fn ops(record: &Record, into: &HashMap<Uid, Uid>, there: &HashSet<Uid>) -> Vec<Op> {
    let mut ops: BTreeMap<Stream, Op> = BTreeMap::new();
    for field in record.kind.fields() {
        let called = match field.shape {
            Shape::Members(_, table) => table,
            _ => field.column,
        };
        let Some((_, value)) = record.fields.iter().find(|(column, _)| *column == called) else { continue };
        let kept = |uid: &Uid| Some(root(*uid, into)).filter(|uid| there.contains(uid));
        let value = match value {
            Value::Ref(uid) => kept(uid).map(Value::Ref),
            Value::Members(members) => {
                let left = members.iter().filter_map(|(uid, n)| Some((kept(uid)?, *n)));
                Some(Value::Members(left.collect()))
            }
            other => Some(other.clone()),
        };
        let stream = stream_of(record.kind, field);
        let op = ops.remove(&stream).unwrap_or_else(|| Op::new(record.kind, record.uid).in_stream(stream));
        ops.insert(stream, op.maybe(*field, value));
    }
    ops.into_values().filter(|op| !op.fields.is_empty()).collect()
}

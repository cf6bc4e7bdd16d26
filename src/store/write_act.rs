//! Writing an act: its operations go into the log and are folded into the state, one after the other, inside the caller's
//! transaction.

use super::api::{Trouble, TroubleSort};
use super::core::Core;
use super::fold::{self, Change};
use super::log::{self, Local, LocalOp};
use super::trouble::Res;
use super::{nonce, purge, search_index};
use crate::domain::act::{Act, Op, Stream, Value, Verb};
use crate::domain::id::Uid;
use crate::domain::schema::{Kind, Shape};
use rusqlite::params;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// Operations between two words of progress.
const TOLD_EVERY: usize = 5_000;

impl Core {
    /// Writes an act inside the caller's transaction.
    pub(super) fn write_act(&mut self, act: &Act) -> Res<HashSet<Kind>> {
        self.write_act_told(act, &mut |_| {})
    }

    /// The same; `told` hears from time to time how many of its operations are written.
    pub(super) fn write_act_told(&mut self, act: &Act, told: &mut dyn FnMut(u64)) -> Res<HashSet<Kind>> {
        let kinds: HashSet<Kind> = act.ops.iter().map(|op| op.kind).collect();
        let clock = act.clock.0;
        if clock <= self.newest && self.has(act.clock)? {
            return Ok(kinds);
        }
        if act.verb.is_for_good() {
            self.write_purge(act)?;
            return Ok(kinds);
        }
        // One after the other, so that of a large act nothing is in memory twice.
        let newest = clock > self.newest;
        let (last, mixed) = (last_texts(act), in_several_logs(act));
        let mut streams: BTreeSet<Stream> = act.ops.iter().map(|op| op.stream).collect();
        if streams.is_empty() {
            streams.insert(Stream::Shared);
        }
        let mut logs = BTreeMap::new();
        for stream in streams {
            logs.insert(stream, self.open_act(clock, act.verb, None, stream)?);
        }
        for (i, given) in act.ops.iter().enumerate() {
            if i > 0 && i.is_multiple_of(TOLD_EVERY) {
                told(i as u64);
            }
            let mut op = self.localize(given, clock)?;
            op.fields.retain(|(f, _)| f.shape != Shape::Versions || last.get(&(given.entity, f.key)) == Some(&i));
            if let Some(log) = logs.get_mut(&op.stream) {
                self.write_op(log, &op)?;
            }
            self.fold_op(&op, op.new, newest && !mixed.contains(&given.entity))?;
        }
        self.folded(clock)?;
        self.drop_drafts(act)?;
        Ok(kinds)
    }

    /// What was being typed is a note now.
    fn drop_drafts(&self, act: &Act) -> Res<()> {
        let mut waiting = self.connection.prepare_cached("SELECT becomes FROM draft WHERE becomes IS NOT NULL")?;
        let waiting = waiting.query_map([], |r| r.get(0))?.collect::<Result<HashSet<[u8; 16]>, _>>()?;
        for op in act.ops.iter().filter(|op| op.kind == Kind::Note && waiting.contains(&op.entity.0)) {
            self.connection.prepare_cached("DELETE FROM draft WHERE becomes = ?1")?.execute([op.entity.0])?;
        }
        Ok(())
    }

    pub(super) fn write_rows(
        &mut self,
        clock: i64,
        verb: Verb,
        rows: Vec<(Option<i64>, Stream, Vec<LocalOp>)>,
    ) -> Res<()> {
        let newest = clock > self.newest && rows.len() == 1;
        for (undoes, stream, ops) in &rows {
            let mut log = self.open_act(clock, verb, *undoes, *stream)?;
            for op in ops {
                self.write_op(&mut log, op)?;
            }
        }
        let ops = || rows.iter().flat_map(|(_, _, ops)| ops);
        let mut fresh: HashSet<i64> = ops().filter(|op| op.new).map(|op| op.entity).collect();
        for op in ops() {
            self.fold_op(op, fresh.remove(&op.entity), newest)?;
        }
        self.folded(clock)
    }

    /// Begins an act in one of this file's logs.
    fn open_act(&mut self, clock: i64, verb: Verb, undoes: Option<i64>, stream: Stream) -> Res<OpenAct> {
        let id = self.next_act(stream)?;
        self.connection
            .prepare_cached("INSERT INTO act(id, hlc, verb, undoes) VALUES(?1, ?2, ?3, ?4)")?
            .execute(params![id, clock, verb as i64, undoes])?;
        Ok(OpenAct { id, n: 0 })
    }

    fn write_op(&self, act: &mut OpenAct, op: &LocalOp) -> Res<()> {
        self.connection
            .prepare_cached("INSERT INTO op(act, n, entity, fields) VALUES(?1, ?2, ?3, ?4)")?
            .execute(params![act.id, act.n, op.entity, log::encode(op)])?;
        act.n += 1;
        Ok(())
    }

    /// Folds an operation that is in the log. `new`: its thing has no row yet; `newest`: nothing in the log can be newer,
    /// so that what it says stands without looking.
    fn fold_op(&mut self, op: &LocalOp, new: bool, newest: bool) -> Res<()> {
        if newest && !op.emptied {
            let change = Change::of_fields(&op.fields);
            fold::write(&self.connection, &mut self.memory, op.kind, op.entity, new, change)
        } else {
            fold::refold(&self.connection, &mut self.memory, op.kind, op.entity, new)
        }
    }

    /// What follows once all operations of an act are folded.
    fn folded(&mut self, clock: i64) -> Res<()> {
        self.newest = self.newest.max(clock);
        search_index::keep_up(&self.connection, &mut self.memory)?;
        search_index::count_shown(&self.connection, &mut self.memory)
    }

    fn next_act(&mut self, stream: Stream) -> Res<i64> {
        let mut replicas = match self.replicas {
            Some(replicas) => replicas,
            None => nonce::begin_writing(&self.connection, &mut self.options)?,
        };
        let [shared, names, private] = &mut replicas;
        let (replica, sequence) = match stream {
            Stream::Shared => shared,
            Stream::Names => names,
            Stream::Private => private,
        };
        let act = (*replica << log::SEQUENCE_BITS) | *sequence;
        *sequence += 1;
        self.replicas = Some(replicas);
        Ok(act)
    }

    /// An operation with local numbers; things mentioned for the first time get one.
    fn localize(&mut self, op: &Op, clock: i64) -> Res<LocalOp> {
        let (entity, new) = self.number(op.entity, op.kind)?;
        let emptied = !new && purge::is_gone(&self.connection, entity)?;
        let (kind, stream) = (op.kind, op.stream);
        let mut local = LocalOp { entity, new, kind, stream, fields: Vec::new(), replaces: Vec::new(), emptied };
        if emptied {
            return Ok(local);
        }
        for (field, value) in &op.fields {
            let value = match (field.shape, value) {
                (Shape::Int, Value::Int(number)) => Local::Int(*number),
                (Shape::Text | Shape::Versions, Value::Text(text)) => Local::Text(text.clone()),
                (Shape::Ref(kind), Value::Ref(uid)) => Local::Int(self.mention(*uid, kind)?),
                (Shape::Members(kind, _), Value::Members(members)) => {
                    let members = members.iter().map(|(uid, n)| Ok((self.mention(*uid, kind)?, *n)));
                    Local::Members(members.collect::<Res<_>>()?)
                }
                _ => Local::Null,
            };
            if field.shape == Shape::Versions && !new {
                let history = log::history(&self.connection, entity)?;
                let earlier = history.iter().filter(|e| e.hlc < clock);
                local.replaces = log::heads(field.key, earlier).into_iter().map(|e| (e.act, e.n)).collect();
            }
            local.fields.push((*field, value));
        }
        Ok(local)
    }

    /// The number of a thing that is only mentioned: it gets an empty row when it is not there yet.
    pub(super) fn mention(&mut self, uid: Uid, kind: Kind) -> Res<i64> {
        let (id, new) = self.number(uid, kind)?;
        if new {
            fold::write_row(&self.connection, kind, id, true, &[])?;
        }
        Ok(id)
    }

    fn number(&mut self, uid: Uid, kind: Kind) -> Res<(i64, bool)> {
        if let Some((id, known)) = self.known.get(&uid) {
            return if *known == kind { Ok((*id, false)) } else { Err(two_kinds()) };
        }
        let (id, stored, new) = log::find_or_add(&self.connection, uid, kind as i64)?;
        if stored != kind as i64 {
            return Err(two_kinds());
        }
        if self.known.len() >= 20_000 {
            self.known.clear();
        }
        self.known.insert(uid, (id, kind));
        Ok((id, new))
    }
}

/// An act whose operations are being written.
struct OpenAct {
    id: i64,
    /// How many it has.
    n: i64,
}

/// Things of which an act says something in more than one log. The order between the logs decides there.
fn in_several_logs(act: &Act) -> HashSet<Uid> {
    let mut others: HashMap<Uid, Stream> = HashMap::new();
    let mut mixed = HashSet::new();
    for op in act.ops.iter().filter(|op| op.stream != Stream::Shared) {
        if *others.entry(op.entity).or_insert(op.stream) != op.stream {
            mixed.insert(op.entity);
        }
    }
    let shared = act.ops.iter().filter(|op| op.stream == Stream::Shared && others.contains_key(&op.entity));
    mixed.extend(shared.map(|op| op.entity));
    mixed
}

/// The last operation of an act that words each text. Earlier ones of the same act would only look like another
/// version of it.
fn last_texts(act: &Act) -> HashMap<(Uid, &'static str), usize> {
    let texts = |op: &'_ Op| op.fields.iter().filter(|(f, _)| f.shape == Shape::Versions).map(|(f, _)| f.key).next();
    act.ops.iter().enumerate().filter_map(|(i, op)| Some(((op.entity, texts(op)?), i))).collect()
}

fn two_kinds() -> Trouble {
    Trouble::new(
        TroubleSort::Other,
        "One id was used for two different kinds of things.",
        "Nothing of this change was saved.",
        "Try again; if it happens again, run “uncover check”.",
    )
}

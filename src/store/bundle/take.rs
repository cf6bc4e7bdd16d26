//! Putting a bundle's pieces into a file: all of them in one transaction, or none.

use super::{LATEST, NUMBERS, Outline, Piece, Refusal, act_id, broken, held, refs, told};
use super::{Merged, Taken, same};
use crate::domain::act::Stream;
use crate::domain::id::Uid;
use crate::domain::schema::Kind;
use crate::domain::time::UtcMs;
use crate::store::connect::{self, Cache};
use crate::store::core::Core;
use crate::store::log::{REPLACES, SEQUENCE_BITS};
use crate::store::trouble::Res;
use crate::store::{backup, fold, nonce, purge, search_index};
use rusqlite::{Connection, OptionalExtension, params};
use serde_json::{Map, Value as Json};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::PathBuf;

/// Where the file as it was before a merge is kept.
pub(super) enum Backup {
    Make,
    /// Made just before, for another bundle of the same merge.
    There(PathBuf),
    /// It is only looked at, and not kept.
    NotNeeded,
}

/// After so many pieces progress is told.
const TOLD: u64 = 2_000;

impl Core {
    /// Takes in what a bundle has and this file lacks. Taking in the same again changes nothing.
    ///
    /// A verified backup is made before the commit, unless `backup` names one made just before, for another bundle of the
    /// same merge. `told` hears how far it has come: so much, of so much.
    ///
    /// # Errors
    /// As `Refusal` says; the file is as it was then.
    pub fn take_in(
        &mut self,
        outline: &Outline,
        pieces: impl Iterator<Item = Result<Piece, Refusal>>,
        now: UtcMs,
        backup: Option<PathBuf>,
        told: &mut dyn FnMut(u64, u64),
    ) -> Result<Taken, Refusal> {
        connect::keep_meanwhile(self, Cache::Import, |core| core.take_all_in(outline, pieces, now, backup, told))?
    }

    fn take_all_in(
        &mut self,
        outline: &Outline,
        pieces: impl Iterator<Item = Result<Piece, Refusal>>,
        now: UtcMs,
        backup: Option<PathBuf>,
        told: &mut dyn FnMut(u64, u64),
    ) -> Result<Taken, Refusal> {
        self.begin()?;
        let backup = backup.map_or(Backup::Make, Backup::There);
        let result = self.pour_in(outline, pieces, now, backup, told);
        let nothing_new = result.as_ref().is_ok_and(|taken| taken.is_nothing());
        match result {
            Err(refusal) => {
                self.roll_back();
                Err(refusal)
            }
            Ok(taken) if nothing_new => {
                self.roll_back();
                Ok(taken)
            }
            Ok(taken) => {
                self.end(Ok(()))?;
                self.forget();
                self.revision += 1;
                Ok(taken)
            }
        }
    }

    /// Whether a bundle continues nothing that is not here.
    pub fn fits(&self, outline: &Outline) -> Res<bool> {
        let all = outline.logs.iter().map(|part| Ok(part.after <= here(&self.connection, part.uid)?.0));
        all.collect::<Res<Vec<bool>>>().map(|fit| fit.into_iter().all(|fits| fits))
    }

    /// Whether a bundle goes beyond what is here.
    pub fn is_new(&self, outline: &Outline) -> Res<bool> {
        let all = outline.logs.iter().map(|part| Ok(part.to > here(&self.connection, part.uid)?.0));
        all.collect::<Res<Vec<bool>>>().map(|new| new.into_iter().any(|new| new))
    }

    pub(super) fn pour_in(
        &mut self,
        outline: &Outline,
        pieces: impl Iterator<Item = Result<Piece, Refusal>>,
        now: UtcMs,
        backup: Backup,
        told: &mut dyn FnMut(u64, u64),
    ) -> Result<Taken, Refusal> {
        let active = nonce::active(&self.connection, &self.options)?;
        let mut taking = Taking::new(&self.connection, outline, &active)?;
        let all = outline.acts.saturating_add(outline.operations);
        let mut count = 0;
        for piece in pieces {
            let piece = piece?;
            count += u64::from(!matches!(piece, Piece::Thing { .. }));
            taking.piece(piece)?;
            if count % TOLD == 0 {
                told(count, all.saturating_mul(2));
            }
        }
        taking.end_act()?;
        let poured = taking.poured;
        if poured.acts == 0 && poured.emptied.is_empty() {
            return Ok(Taken { known: poured.known, ..Taken::default() });
        }
        // Folding is about as much as reading.
        let things = poured.things.len().max(1) as u64;
        self.fold_in(&poured, &mut |n| told(all.saturating_add(n * all / things), all.saturating_mul(2)))?;
        let mut taken = told::told(&self.connection, outline, &poured, now)?;
        let backup = match backup {
            Backup::There(backup) => Some(backup),
            // Another connection sees the file as it was before.
            Backup::Make => Some(backup::make_before_merge(&self.path, &self.options)?),
            Backup::NotNeeded => None,
        };
        taken.tags_joined = same::join_tags(self, now, backup.is_none())?;
        taken.backup.clone_from(&backup);
        if poured.unread {
            nonce::set_local(&self.connection, super::merged::UNREAD, crate::store::migrate::NEWEST.to_string())?;
        }
        if let Some(backup) = &backup {
            Merged::remember(&self.connection, backup)?;
        }
        Ok(taken)
    }

    /// Folds everything that was touched, and empties what went for good.
    fn fold_in(&mut self, poured: &Poured, told: &mut dyn FnMut(u64)) -> Res<()> {
        let gone = self.gone(poured)?;
        if !gone.is_empty() {
            self.overwrite_what_is_freed()?;
            self.forget_what_is_about(&gone)?;
        }
        let gone_ids: HashSet<i64> = gone.iter().map(|(_, id, _)| *id).collect();
        let c = &self.connection;
        let mut done = 0;
        // Visits come before their notes, which take their times from them.
        for kind in Kind::ALL {
            let number = *kind as i64;
            for (id, touched) in poured.things.iter().filter(|(_, t)| t.kind == number) {
                done += 1;
                if done % TOLD == 0 {
                    told(done);
                }
                let new = !has_row(c, *kind, *id)?;
                if !touched.said {
                    if new {
                        fold::write_row(c, *kind, *id, true, &[])?;
                    }
                } else if gone_ids.contains(id) {
                    if new {
                        fold::write_row(c, *kind, *id, true, &[])?;
                    }
                    purge::empty(c, &mut self.memory, *kind, *id)?;
                } else {
                    fold::refold(c, &mut self.memory, *kind, *id, new)?;
                }
            }
        }
        search_index::keep_up(c, &mut self.memory)?;
        search_index::count_shown(c, &mut self.memory)?;
        let emptied = poured.emptied.iter().chain(gone.iter().map(|(.., uid)| uid)).copied();
        let emptied: HashSet<Uid> = emptied.collect();
        let newest = self.newest_clock()?;
        if !emptied.is_empty() {
            self.scrub_later(newest, emptied.into_iter())?;
        }
        // Acts may have come in between those that somebody has counted already.
        crate::store::ask::surface::gone_for_good(&self.connection, newest)
    }

    /// Of what was touched, all that an act removes for good, whether that came now or was here.
    fn gone(&self, poured: &Poured) -> Res<Vec<(Kind, i64, Uid)>> {
        let mut gone = Vec::new();
        for (id, touched) in poured.things.iter().filter(|(_, t)| t.said && (t.removed || !t.fresh)) {
            if let Some(kind) = Kind::from_number(touched.kind)
                && (touched.removed || purge::is_gone(&self.connection, *id)?)
            {
                gone.push((kind, *id, touched.uid));
            }
        }
        Ok(gone)
    }
}

/// Up to which act a log is here whole, and its newest act.
fn here(c: &Connection, log: Uid) -> Res<(i64, i64)> {
    let id = c.query_row("SELECT id FROM replica WHERE uid = ?1", [log.0], |r| r.get(0)).optional()?;
    id.map_or(Ok((0, 0)), |id| held(c, id))
}

fn has_row(c: &Connection, kind: Kind, id: i64) -> Res<bool> {
    let sql = format!("SELECT EXISTS(SELECT 1 FROM {} WHERE id = ?1)", kind.table());
    Ok(c.prepare_cached(&sql)?.query_row([id], |r| r.get(0))?)
}

/// What became of a thing.
#[derive(Debug)]
pub struct Touched {
    pub uid: Uid,
    pub kind: i64,
    /// It was not in the file before.
    pub fresh: bool,
    /// A new operation says something of it; else it is only mentioned.
    pub said: bool,
    /// A new act removes it for good.
    pub removed: bool,
}

/// What was put into the log.
#[derive(Debug, Default)]
pub struct Poured {
    pub things: BTreeMap<i64, Touched>,
    pub new_acts: HashSet<i64>,
    pub acts: u64,
    pub known: u64,
    /// Things of which an operation that stood here is emptied in the bundle.
    pub emptied: HashSet<Uid>,
    /// Something of a newer version came along.
    pub unread: bool,
    pub newest: i64,
}

struct TakenLog {
    replica: i64,
    to: i64,
    /// This file goes on writing in it: nobody else can have acts of it that are not here.
    active: bool,
    /// The act that was read last, at first the one that the bundle goes on from.
    last: i64,
}

/// The act whose operations are being read.
struct Open {
    id: i64,
    for_good: bool,
    /// What the file has of it already.
    there: Option<HashMap<i64, (i64, Option<String>)>>,
    seen: usize,
}

struct Taking<'c> {
    c: &'c Connection,
    logs: Vec<TakenLog>,
    /// The bundle's numbers of things.
    numbers: HashMap<i64, i64>,
    open: Option<Open>,
    poured: Poured,
}

impl<'c> Taking<'c> {
    fn new(c: &'c Connection, outline: &Outline, active: &[i64]) -> Result<Self, Refusal> {
        let mut logs = Vec::new();
        let mut seen = HashSet::new();
        for part in &outline.logs {
            if part.stream == Stream::Private as i64 || !seen.insert(part.uid) {
                return Err(broken("its list of logs is not one a bundle can have"));
            }
            let found: Option<(i64, i64)> = c
                .query_row("SELECT id, stream FROM replica WHERE uid = ?1", [part.uid.0], |r| {
                    Ok((r.get(0)?, r.get(1)?))
                })
                .optional()?;
            let replica = match found {
                Some((_, stream)) if stream != part.stream => return Err(Refusal::OtherContent),
                Some((replica, _)) => replica,
                None => {
                    c.execute("INSERT INTO replica(uid, stream) VALUES(?1, ?2)", params![part.uid.0, part.stream])?;
                    c.last_insert_rowid()
                }
            };
            if part.after > held(c, replica)?.0 {
                return Err(Refusal::Gap);
            }
            let active = active.contains(&replica);
            logs.push(TakenLog { replica, to: part.to, active, last: part.after });
        }
        Ok(Taking { c, logs, numbers: HashMap::new(), open: None, poured: Poured::default() })
    }

    fn piece(&mut self, piece: Piece) -> Result<(), Refusal> {
        match piece {
            Piece::Thing { number, uid, kind } => self.thing(number, uid, kind),
            Piece::Act { log, sequence, clock, verb, undoes } => {
                self.end_act()?;
                self.act(log, sequence, clock, verb, undoes)
            }
            Piece::Op { n, thing, fields } => self.operation(n, thing, fields),
        }
    }

    fn thing(&mut self, number: i64, uid: Uid, kind: i64) -> Result<(), Refusal> {
        if !(1..NUMBERS).contains(&kind) {
            return Err(broken("a thing is of no kind"));
        }
        let (id, stored, fresh) = crate::store::log::find_or_add(self.c, uid, kind)?;
        if stored != kind {
            return Err(Refusal::TwoKinds);
        }
        self.poured.unread |= Kind::from_number(kind).is_none();
        if self.numbers.insert(number, id).is_some() {
            return Err(broken("a thing is introduced twice"));
        }
        let thing = Touched { uid, kind, fresh, said: false, removed: false };
        self.poured.things.entry(id).or_insert(thing);
        Ok(())
    }

    fn act(
        &mut self,
        log: usize,
        sequence: i64,
        clock: i64,
        verb: i64,
        undoes: Option<(usize, i64)>,
    ) -> Result<(), Refusal> {
        let undoes = undoes.map(|(log, sequence)| self.act_number(log, sequence)).transpose()?;
        let id = self.act_number(log, sequence)?;
        let Some(part) = self.logs.get_mut(log) else { return Err(broken("an act is of no log")) };
        if sequence <= part.last || sequence > part.to {
            return Err(broken("acts are not in their order"));
        }
        part.last = sequence;
        if !(0..LATEST.0).contains(&clock) {
            return Err(Refusal::Clock);
        }
        if !(0..NUMBERS).contains(&verb) {
            return Err(broken("an act does nothing that can be named"));
        }
        let row = |r: &rusqlite::Row| Ok((r.get::<_, i64>(0)?, r.get::<_, i64>(1)?, r.get::<_, Option<i64>>(2)?));
        let mut read = self.c.prepare_cached("SELECT hlc, verb, undoes FROM act WHERE id = ?1")?;
        let there = match read.query_row([id], row).optional()? {
            Some(known) if known != (clock, verb, undoes) => return Err(Refusal::OtherContent),
            Some(_) => {
                self.poured.known += 1;
                Some(operations_of(self.c, id)?)
            }
            None if part.active => return Err(Refusal::ClaimsThisFile),
            None => {
                self.c
                    .prepare_cached("INSERT INTO act(id, hlc, verb, undoes) VALUES(?1, ?2, ?3, ?4)")?
                    .execute(params![id, clock, verb, undoes])?;
                self.poured.acts += 1;
                self.poured.new_acts.insert(id);
                self.poured.newest = self.poured.newest.max(clock);
                None
            }
        };
        self.open = Some(Open { id, for_good: purge::is_for_good(verb), there, seen: 0 });
        Ok(())
    }

    fn act_number(&self, log: usize, sequence: i64) -> Result<i64, Refusal> {
        let Some(part) = self.logs.get(log) else { return Err(broken("an act is of no log")) };
        if !(1..1 << SEQUENCE_BITS).contains(&sequence) {
            return Err(broken("an act has no place in its log"));
        }
        Ok(act_id(part.replica, sequence))
    }

    fn operation(&mut self, n: i64, thing: i64, fields: Option<Map<String, Json>>) -> Result<(), Refusal> {
        let numbers = &self.numbers;
        let Some(id) = numbers.get(&thing).copied() else { return Err(broken("a change is of nothing")) };
        let Some(open) = self.open.as_mut() else { return Err(broken("a change is of no act")) };
        let Some(touched) = self.poured.things.get_mut(&id) else { return Err(broken("a change is of nothing")) };
        if !(0..1 << 40).contains(&n) {
            return Err(broken("a change has no place in its act"));
        }
        let logs = &self.logs;
        let fields = fields.filter(|_| !open.for_good);
        let fields = match fields {
            Some(fields) => {
                let replica = |log: usize| logs.get(log).map(|l| l.replica);
                let Some((fields, known)) = refs::take(touched.kind, fields, &|n| numbers.get(&n).copied(), &replica)
                else {
                    return Err(broken("a change names something that is not there"));
                };
                self.poured.unread |= !known;
                Some(fields)
            }
            None => None,
        };
        open.seen += 1;
        let Some(there) = &open.there else {
            touched.said = true;
            touched.removed |= open.for_good;
            let text = fields.map(|fields| Json::Object(fields).to_string());
            let done = self
                .c
                .prepare_cached("INSERT INTO op(act, n, entity, fields) VALUES(?1, ?2, ?3, ?4)")?
                .execute(params![open.id, n, id, text]);
            return match done {
                Err(rusqlite::Error::SqliteFailure(error, _))
                    if error.code == rusqlite::ErrorCode::ConstraintViolation =>
                {
                    Err(broken("a change stands twice in its act"))
                }
                done => done.map(|_| ()).map_err(Into::into),
            };
        };
        match there.get(&n) {
            Some((entity, _)) if *entity != id => Err(Refusal::OtherContent),
            // Emptied here: that is what counts.
            Some((_, None)) => Ok(()),
            Some((_, Some(_))) if fields.is_none() => {
                touched.said = true;
                self.poured.emptied.insert(touched.uid);
                self.c
                    .prepare_cached("UPDATE op SET fields = NULL WHERE act = ?1 AND n = ?2")?
                    .execute([open.id, n])?;
                Ok(())
            }
            Some((_, Some(text))) if same_fields(text, fields) => Ok(()),
            _ => Err(Refusal::OtherContent),
        }
    }

    /// All operations of an act that is here already were there as well.
    fn end_act(&mut self) -> Result<(), Refusal> {
        match self.open.take() {
            Some(Open { there: Some(there), seen, .. }) if there.len() != seen => Err(Refusal::OtherContent),
            _ => Ok(()),
        }
    }
}

fn operations_of(c: &Connection, act: i64) -> Res<HashMap<i64, (i64, Option<String>)>> {
    let mut statement = c.prepare_cached("SELECT n, entity, fields FROM op WHERE act = ?1")?;
    let rows = statement.query_map([act], |r| Ok((r.get(0)?, (r.get(1)?, r.get(2)?))))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Whether an operation says the same. Which versions of a text it replaces may differ: those in a private log are not
/// named in a bundle.
fn same_fields(stored: &str, given: Option<Map<String, Json>>) -> bool {
    let plain = |mut fields: Map<String, Json>| {
        fields.remove(REPLACES);
        // A field that this version has learned since may still have its mark.
        fields.values_mut().for_each(|value| *value = refs::plain(value).clone());
        fields
    };
    let stored: Map<String, Json> = serde_json::from_str(stored).unwrap_or_default();
    given.is_some_and(|given| plain(given) == plain(stored))
}

//! The file as its one writer sees it: acts go into the log and fold into the state in one transaction. No threads.

use super::api::{Changes, Trouble, TroubleSort, UndoState};
use super::fold::{self, Change, Memory};
use super::lock::Lock;
use super::log::{self, Local, LocalOp};
use super::long::Watch;
use super::purge::{self, Scrub};
use super::trouble::{Res, not_ours};
use super::undo::Only;
use super::{connect, damage, migrate, nonce, search_index, undo};
use crate::domain::act::{Act, Op, Stream, Value, Verb};
use crate::domain::id::{IdSource, Uid};
use crate::domain::schema::{Kind, Shape};
use crate::domain::time::{Hlc, UtcMs};
use rusqlite::{Connection, params};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};

/// So many acts at once are a bulk, after which the write-ahead log is emptied into the file.
const MANY: usize = 500;

/// What opening a file needs from outside.
#[derive(Debug, Clone)]
pub struct OpenOptions {
    /// The program's own folder on this laptop: which copy of a file was opened last, backups, emergency file.
    pub data_dir: PathBuf,
    /// The wall clock at opening.
    pub now: UtcMs,
    /// Where ids of logs come from.
    pub ids: IdSource,
}

/// What an undo or redo did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turned {
    /// What was undone or done again: "tag 10 notes #wait-time".
    pub words: String,
    /// What was kept because something newer stands there.
    pub kept: Vec<String>,
    pub changes: Changes,
}

/// The file, open for writing.
#[derive(Debug)]
pub struct Core {
    pub(super) connection: Connection,
    pub(super) path: PathBuf,
    pub(super) options: OpenOptions,
    pub(super) lock: Option<Lock>,
    /// Number and next sequence of the three logs, once this opening has written.
    replicas: Option<[(i64, i64); 3]>,
    newest: i64,
    pub(super) revision: u64,
    pub(super) memory: Memory,
    known: HashMap<Uid, (i64, Kind)>,
    pub(super) scrub: Scrub,
    pub(super) watch: Watch,
}

impl Core {
    /// Opens the file, or makes it where there is none, and brings it to the newest schema. The right to write goes to
    /// the first window that opens it.
    pub fn open(path: &Path, options: &OpenOptions) -> Res<Core> {
        if let Some(folder) = path.parent().filter(|f| !f.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder)?;
        }
        if path.is_file() && std::fs::metadata(path)?.permissions().readonly() {
            return Err(Trouble::read_only());
        }
        let lock = Lock::take(path)?;
        let mut core = Core::attach(path, options)?;
        core.lock = Some(lock);
        Ok(core)
    }

    /// Opens without taking the lock, for one who holds it already.
    pub(super) fn attach(path: &Path, options: &OpenOptions) -> Res<Core> {
        let made = match connect::create_private(path) {
            Ok(_) => {
                connect::sync_folder(path)?;
                true
            }
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
                connect::make_private(path)?;
                false
            }
            Err(error) => return Err(error.into()),
        };
        if !made && damage::is_remembered(path, &options.data_dir) {
            return Err(Trouble::damaged("this was found when it was open last"));
        }
        // Where there are backups, a file that is no longer one of ours, or empty, was one.
        let was_ours = || !made && !super::backup::list(path, &options.data_dir).is_empty();
        let opened = connect::writing(path).and_then(|c| migrate::inspect(&c).map(|found| (c, found)));
        let (mut connection, found) = match opened {
            Err(trouble) if trouble == not_ours() && was_ours() => {
                return Err(Trouble::damaged("its beginning cannot be read"));
            }
            Ok((_, migrate::Found::Empty)) if was_ours() => return Err(Trouble::damaged("it is empty")),
            other => other?,
        };
        if let migrate::Found::Schema(version) = found
            && version < migrate::NEWEST
        {
            super::backup::make(&connection, path, options, options.now)?;
        }
        migrate::migrate(&mut connection, found)?;
        let mut core = Core {
            connection,
            path: path.to_path_buf(),
            options: options.clone(),
            lock: None,
            replicas: None,
            newest: 0,
            revision: 0,
            memory: Memory::default(),
            known: HashMap::new(),
            scrub: Scrub::default(),
            watch: Watch::default(),
        };
        core.newest = core.newest_clock()?;
        core.scrub = Scrub::left_over(&core.connection)?;
        core.read_again()?;
        Ok(core)
    }

    /// Where the file is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Saves an act. Saving the same one again changes nothing and succeeds.
    pub fn apply(&mut self, act: &Act) -> Res<Changes> {
        self.apply_many(std::slice::from_ref(act))
    }

    /// Saves many acts in one transaction: all or none.
    pub fn apply_many(&mut self, acts: &[Act]) -> Res<Changes> {
        self.begin()?;
        let result = acts.iter().try_fold(HashSet::new(), |mut kinds, act| {
            kinds.extend(self.write_act(act)?);
            Ok(kinds)
        });
        let kinds = self.end(result)?;
        if acts.len() >= MANY {
            // Else the write-ahead log of a bulk grows as large as the file.
            self.connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()))?;
        }
        Ok(self.changed(kinds))
    }

    /// Takes back the newest act that counts; the sentence says why not.
    pub fn undo(&mut self, clock: Hlc) -> Res<Turned> {
        self.turn(clock, false, Only::Any)
    }

    /// The same, only where that act is about a mark of this visit.
    pub fn undo_mark(&mut self, clock: Hlc, visit: Uid) -> Res<Turned> {
        self.turn(clock, false, Only::MarksOf(visit))
    }

    /// The same, only where that act is of one of these verbs.
    pub fn undo_of(&mut self, clock: Hlc, verbs: &'static [Verb]) -> Res<Turned> {
        self.turn(clock, false, Only::Verbs(verbs))
    }

    /// Does again what was last undone, unless a new act came between.
    pub fn redo(&mut self, clock: Hlc) -> Res<Turned> {
        self.turn(clock, true, Only::Any)
    }

    fn turn(&mut self, clock: Hlc, redo: bool, only: Only) -> Res<Turned> {
        self.begin()?;
        let result = self.write_turn(clock, redo, only);
        let (words, kept, kinds) = self.end(result)?;
        Ok(Turned { words, kept, changes: self.changed(kinds) })
    }

    /// What undo and redo would do after this act, when that follows from the act alone; else the log must be read.
    pub(super) fn undo_state_after(&self, act: &Act) -> Option<UndoState> {
        if act.clock.0 == self.newest { undo::state_after(act) } else { None }
    }

    /// What undo and redo would do now.
    pub fn undo_state(&self) -> Res<UndoState> {
        undo::state(&self.connection)
    }

    /// Folds the whole state anew from the log. `progress` hears how many things are done.
    pub fn rebuild(&mut self, progress: impl FnMut(u64)) -> Res<()> {
        self.begin()?;
        let result = fold::rebuild(&self.connection, progress);
        self.end(result)?;
        self.forget();
        Ok(())
    }

    /// The newest clock in the log; 0 in an empty one.
    pub fn newest_clock(&self) -> Res<i64> {
        Ok(self.connection.query_row("SELECT COALESCE(max(hlc), 0) FROM act", [], |r| r.get(0))?)
    }

    /// Closes the file: everything out of the write-ahead log, best effort.
    pub fn close(mut self) -> Res<()> {
        // Best effort as well: what is not in the index is found without it.
        let _ = self.index_notes();
        let _ = self.merge_search(10_000);
        // What cannot be done now the next opening does.
        let _ = self.scrub(true);
        self.end_writing()?;
        self.connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        self.connection.close().map_err(|(_, error)| error.into())
    }

    /// Marks the file as one that this instance has finished writing, when it wrote.
    pub(super) fn end_writing(&mut self) -> Res<()> {
        if self.replicas.is_none() {
            return Ok(());
        }
        self.begin()?;
        let result = nonce::end_writing(&self.connection, &mut self.options);
        self.end(result)
    }

    pub(super) fn begin(&self) -> Res<()> {
        self.connection.prepare_cached("BEGIN IMMEDIATE")?.execute([])?;
        Ok(())
    }

    /// Commits what went well, and takes back what did not.
    pub(super) fn end<T>(&mut self, result: Res<T>) -> Res<T> {
        let result =
            result.and_then(|value| Ok(self.connection.prepare_cached("COMMIT")?.execute([]).map(|_| value)?));
        if result.is_err() {
            self.roll_back();
        }
        result
    }

    pub(super) fn roll_back(&mut self) {
        // Some errors roll back by themselves; then there is nothing left to do here.
        let _ = self.connection.execute_batch("ROLLBACK");
        self.forget();
    }

    /// Forgets what was remembered of rows that may have been taken back.
    pub(super) fn forget(&mut self) {
        self.known.clear();
        self.memory = Memory::default();
        self.replicas = None;
        self.newest = self.newest_clock().unwrap_or(self.newest);
    }

    /// Goes on where another connection to the same file left off, with its lock.
    pub(super) fn take_over(&mut self, before: &mut Core) {
        self.lock = before.lock.take();
        self.revision = before.revision;
    }

    pub(super) fn changed(&mut self, kinds: HashSet<Kind>) -> Changes {
        self.revision += 1;
        let mut kinds: Vec<Kind> = kinds.into_iter().collect();
        kinds.sort_unstable();
        Changes { kinds, revision: self.revision }
    }

    /// Writes an act inside the caller's transaction.
    pub(super) fn write_act(&mut self, act: &Act) -> Res<HashSet<Kind>> {
        let kinds: HashSet<Kind> = act.ops.iter().map(|op| op.kind).collect();
        let clock = act.clock.0;
        if clock <= self.newest && self.has(act.clock)? {
            return Ok(kinds);
        }
        if act.verb.is_for_good() {
            self.write_purge(act)?;
            return Ok(kinds);
        }
        let mut streams: BTreeMap<Stream, Vec<LocalOp>> = BTreeMap::new();
        let last = last_texts(act);
        self.watch.begin(act.ops.len());
        for (i, given) in act.ops.iter().enumerate() {
            self.watch.step();
            let mut op = self.localize(given, clock)?;
            op.fields.retain(|(f, _)| f.shape != Shape::Versions || last.get(&(given.entity, f.key)) == Some(&i));
            streams.entry(op.stream).or_default().push(op);
        }
        if streams.is_empty() {
            streams.insert(Stream::Shared, Vec::new());
        }
        let rows: Vec<_> = streams.into_iter().map(|(stream, ops)| (None, stream, ops)).collect();
        self.write_rows(clock, act.verb, rows)?;
        for op in act.ops.iter().filter(|op| op.kind == Kind::Note) {
            self.connection.prepare_cached("DELETE FROM draft WHERE becomes = ?1")?.execute([op.entity.0])?;
        }
        Ok(kinds)
    }

    /// Undo or redo inside the caller's transaction; an undo only of such an act.
    pub(super) fn write_turn(
        &mut self,
        clock: Hlc,
        redo: bool,
        only: Only,
    ) -> Res<(String, Vec<String>, HashSet<Kind>)> {
        let c = &self.connection;
        let found = if redo { undo::redo_candidate(c)? } else { undo::undo_candidate(c)? };
        let Some(rows) = found else {
            let what = if redo { "There is nothing to do again." } else { "There is nothing to undo." };
            return Err(Trouble::new(TroubleSort::Other, what, "", ""));
        };
        if rows.is_for_good() {
            return Err(purge::no_way_back());
        }
        if let Only::Verbs(verbs) = only
            && !verbs.iter().any(|v| *v as i64 == rows.verb)
        {
            let what = "What was done last was not done here, so nothing was taken back.";
            return Err(Trouble::new(TroubleSort::Other, what, "", ""));
        }
        if let Only::MarksOf(visit) = only
            && !rows.is_mark_of(c, visit)?
        {
            let what = "What was done last is not a mark of this visit, so nothing was taken back. Esc, then Ctrl-Z \
                undoes it.";
            return Err(Trouble::new(TroubleSort::Other, what, "", ""));
        }
        let turn = if redo { undo::plan_redo(c, &rows)? } else { undo::plan_undo(c, &rows)? };
        let kinds = turn.rows.iter().flat_map(|(_, _, ops)| ops).map(|op| op.kind).collect();
        let rows = turn.rows.into_iter().map(|(act, stream, ops)| (Some(act), stream, ops)).collect();
        let clock = clock.0.max(self.newest + 1);
        self.write_rows(clock, if redo { Verb::Redo } else { Verb::Undo }, rows)?;
        Ok((turn.words, turn.kept, kinds))
    }

    pub(super) fn write_rows(
        &mut self,
        clock: i64,
        verb: Verb,
        rows: Vec<(Option<i64>, Stream, Vec<LocalOp>)>,
    ) -> Res<()> {
        let newest_of_all = clock > self.newest && rows.len() == 1;
        for (undoes, stream, ops) in &rows {
            let act = self.next_act(*stream)?;
            let c = &self.connection;
            c.prepare_cached("INSERT INTO act(id, hlc, verb, undoes) VALUES(?1, ?2, ?3, ?4)")?.execute(params![
                act,
                clock,
                verb as i64,
                undoes
            ])?;
            let mut insert = c.prepare_cached("INSERT INTO op(act, n, entity, fields) VALUES(?1, ?2, ?3, ?4)")?;
            for (op, n) in ops.iter().zip(0i64..) {
                self.watch.step();
                insert.execute(params![act, n, op.entity, log::encode(op)])?;
            }
        }
        let ops = || rows.iter().flat_map(|(_, _, ops)| ops);
        let mut fresh: HashSet<i64> = ops().filter(|op| op.new).map(|op| op.entity).collect();
        for op in ops() {
            self.watch.step();
            let new = fresh.remove(&op.entity);
            if newest_of_all && !op.emptied {
                let change = Change::of_fields(&op.fields);
                fold::write(&self.connection, &mut self.memory, op.kind, op.entity, new, change)?;
            } else {
                fold::refold(&self.connection, &mut self.memory, op.kind, op.entity, new)?;
            }
        }
        self.newest = self.newest.max(clock);
        search_index::keep_up(&self.connection, &mut self.memory)?;
        search_index::count_shown(&self.connection, &mut self.memory)
    }

    /// Whether an act of this clock was written here before.
    pub(super) fn has(&self, clock: Hlc) -> Res<bool> {
        let mut statement = self.connection.prepare_cached(
            "SELECT EXISTS(SELECT 1 FROM act a JOIN replica r ON r.id = a.id >> 40 WHERE a.hlc = ?1 AND r.mine = 1)",
        )?;
        Ok(statement.query_row([clock.0], |r| r.get(0))?)
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
        let (id, new) = match log::find(&self.connection, uid)? {
            Some((id, stored)) if stored == kind as i64 => (id, false),
            Some(_) => return Err(two_kinds()),
            None => (log::add_entity(&self.connection, uid, kind)?, true),
        };
        if self.known.len() >= 20_000 {
            self.known.clear();
        }
        self.known.insert(uid, (id, kind));
        Ok((id, new))
    }

    /// How many notes the search index does not hold yet.
    pub(super) fn unindexed(&mut self) -> Res<usize> {
        search_index::waiting(&self.connection, &mut self.memory)
    }

    /// Puts all notes into the search index that it does not hold yet.
    pub(super) fn index_notes(&mut self) -> Res<()> {
        if self.unindexed()? == 0 {
            return Ok(());
        }
        self.begin()?;
        let result = search_index::catch_up(&self.connection, &mut self.memory);
        self.end(result)
    }

    /// Merges at most so many pages of the search index; true when there may be more to do.
    pub fn merge_search(&self, pages: i64) -> Res<bool> {
        let before = self.connection.total_changes();
        self.connection.prepare_cached("INSERT INTO note_fts(note_fts, rank) VALUES('merge', ?1)")?.execute([pages])?;
        Ok(self.connection.total_changes() - before >= 2)
    }
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

//! The file as its one writer sees it: acts go into the log and fold into the state in one transaction. No threads.

use super::api::{Changes, Trouble, TroubleSort, UndoState};
use super::connect::Cache;
use super::fold::{self, Memory};
use super::lock::Lock;
use super::purge::{self, Scrub};
use super::trouble::{Res, not_ours};
use super::undo::Only;
use super::{connect, damage, migrate, nonce, search_index, undo};
use crate::domain::act::{Act, Verb};
use crate::domain::id::{IdSource, Uid};
use crate::domain::schema::Kind;
use crate::domain::time::{Hlc, UtcMs};
use rusqlite::Connection;
use std::collections::{HashMap, HashSet};
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
    pub(super) replicas: Option<[(i64, i64); 3]>,
    pub(super) newest: i64,
    pub(super) revision: u64,
    pub(super) memory: Memory,
    pub(super) known: HashMap<Uid, (i64, Kind)>,
    pub(super) scrub: Scrub,
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
        self.apply_all(acts, &mut |_| {})
    }

    /// Saves a large act, such as an import. `told` hears how far it has come: so much, of so much.
    ///
    /// # Errors
    /// As `apply`.
    pub fn apply_told(&mut self, act: &Act, told: &mut dyn FnMut(u64, u64)) -> Res<Changes> {
        let all = act.ops.len() as u64;
        // Putting its words into the search index and the rest into the file is about a quarter more.
        let mut told = |n| told(n, all + all / 4);
        self.with_cache(Cache::Import, |core| core.apply_all(std::slice::from_ref(act), &mut told))
    }

    /// Does something with so much in memory. New things have ids in no order, so each goes into another page of the index
    /// of ids: without that index in memory, every page of it would be written many times.
    pub(super) fn with_cache<T>(&mut self, cache: Cache, work: impl FnOnce(&mut Core) -> Res<T>) -> Res<T> {
        connect::keep_meanwhile(self, cache, work)?
    }

    fn apply_all(&mut self, acts: &[Act], told: &mut dyn FnMut(u64)) -> Res<Changes> {
        self.begin()?;
        let result = acts.iter().try_fold(HashSet::new(), |mut kinds, act| {
            kinds.extend(self.write_act_told(act, told)?);
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

    /// Whether an act of this clock was written here before.
    pub(super) fn has(&self, clock: Hlc) -> Res<bool> {
        let mut statement = self.connection.prepare_cached(
            "SELECT EXISTS(SELECT 1 FROM act a JOIN replica r ON r.id = a.id >> 40 WHERE a.hlc = ?1 AND r.mine = 1)",
        )?;
        Ok(statement.query_row([clock.0], |r| r.get(0))?)
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

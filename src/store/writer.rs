//! The writing thread. It drains what is waiting into one transaction, a savepoint an act, and says "saved" only after
//! the commit. What cannot be saved is kept in memory and in the emergency file, and tried again.

mod idle;

use super::api::{Event, Trouble, TroubleSort, UndoState, Write};
use super::core::{Core, OpenOptions};
use super::long::Long;
use super::meaning::Filling;
use super::trouble::Res;
use super::undo::Only;
use super::{Sink, backup, ballast, connect, damage, emergency, reserve};
use crate::domain::act::Act;
use crate::domain::time::UtcMs;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

/// How long to wait before trying again to save what is held back.
const RETRY: Duration = Duration::from_secs(2);

/// How long after opening the first backup is looked at, so that it does not slow the start down.
const SETTLED: Duration = Duration::from_secs(20);

/// At most so many writes go into one transaction.
const BATCH: usize = 500;

/// Pages in the write-ahead log after which it is written back when nothing else is to do.
const PAGES: i64 = 1_000;

/// Acts after which the search index is tidied when nothing else is to do.
const ACTS: usize = 200;

/// Files above this size are backed up at the end only when the last backup is a day old, so that closing stays quick.
const LARGE: u64 = 64 << 20;

/// What the thread is handed.
pub enum Job {
    Write(Write),
    /// Something long, after what was written before it.
    Long(Box<dyn Long>),
    /// A backup made on the side is done.
    BackedUp(Res<Option<PathBuf>>, UtcMs),
    /// What the program noticed is to be kept for next time.
    Keep(String),
    /// No backup is to be made at the end.
    EndWithoutBackup,
    Close,
}

/// The thread's state.
pub struct Writer {
    core: Core,
    options: OpenOptions,
    sink: Sink,
    jobs: Sender<Job>,
    opened: Instant,
    identity: Option<(u64, u64)>,
    /// Acts that are not on the disk yet, oldest first.
    held: Vec<Act>,
    undo: UndoState,
    /// What is long and comes next.
    long: Vec<Box<dyn Long>>,
    /// Written since the last backup, and when to make the next one.
    changed: bool,
    next_backup: Instant,
    backing_up: bool,
    end_without_backup: bool,
    acts_since_tidy: usize,
    ballast_missing: bool,
    /// To be kept when nothing else is to do.
    keep: Option<String>,
    /// Trouble already told that was not about an act, so that it is not told every two seconds.
    told: Option<TroubleSort>,
    /// Meanings filled in behind everything else.
    filling: Filling,
}

impl Writer {
    pub fn new(core: Core, options: OpenOptions, sink: Sink, jobs: Sender<Job>) -> Writer {
        let identity = connect::identity(core.path());
        Writer {
            core,
            options,
            sink,
            jobs,
            opened: Instant::now(),
            identity,
            held: Vec::new(),
            undo: UndoState::default(),
            long: Vec::new(),
            changed: false,
            next_backup: Instant::now(),
            backing_up: false,
            end_without_backup: false,
            acts_since_tidy: 0,
            ballast_missing: false,
            keep: None,
            told: None,
            filling: Filling::default(),
        }
    }

    /// Works until the store is closed.
    pub fn run(&mut self, queue: &Receiver<Job>) {
        self.begin();
        let mut writes = Vec::new();
        while let Some(first) = self.wait(queue) {
            let mut closing = self.sort(first, &mut writes);
            while !closing
                && writes.len() < BATCH
                && let Ok(job) = queue.try_recv()
            {
                closing = self.sort(job, &mut writes);
            }
            if !writes.is_empty() || !self.held.is_empty() {
                self.save(std::mem::take(&mut writes));
            }
            self.do_long();
            if closing {
                break;
            }
            self.tidy(queue, &mut writes);
            while !writes.is_empty() || !self.long.is_empty() {
                if !writes.is_empty() {
                    self.save(std::mem::take(&mut writes));
                }
                self.do_long();
                self.tidy(queue, &mut writes);
            }
        }
        self.finish();
    }

    #[cfg(test)]
    pub(super) fn core(&self) -> &Core {
        &self.core
    }

    fn begin(&mut self) {
        reserve::take(self.core.path());
        let options = self.options.clone();
        match emergency::swallow(&mut self.core, &options) {
            Ok(0) => {}
            Ok(_) => {
                self.changed = true;
                self.tell(Event::Recovered);
            }
            Err(trouble) => self.tell(Event::Trouble(trouble)),
        }
        ballast::load(self.core.path());
        // What a window that ended early left to do.
        let _ = self.core.index_notes();
        let newest = backup::list(self.core.path(), &self.options.data_dir).first().map(|(at, _)| *at);
        let age = newest.map_or(UtcMs::MAX, |at| self.now().saturating_sub(at));
        if age > backup::EVERY {
            self.changed = true;
            self.next_backup = Instant::now() + SETTLED;
        } else {
            let rest = u64::try_from(backup::EVERY - age.max(0)).unwrap_or(0);
            self.next_backup = Instant::now() + Duration::from_millis(rest);
        }
    }

    /// The next job; asks to be woken only when something is held back or a backup is due.
    fn wait(&mut self, queue: &Receiver<Job>) -> Option<Job> {
        loop {
            let until = if !self.held.is_empty() {
                Some(Instant::now() + RETRY)
            } else if self.changed && !self.backing_up {
                Some(self.next_backup)
            } else {
                None
            };
            let filling = self.filling.due().filter(|_| self.held.is_empty());
            let scrub =
                (self.held.is_empty() && self.core.is_scrub_due(self.is_large())).then(|| Instant::now() + RETRY);
            let Some(until) = until.into_iter().chain(filling).chain(scrub).min() else { return queue.recv().ok() };
            match queue.recv_timeout(until.saturating_duration_since(Instant::now())) {
                Ok(job) => return Some(job),
                Err(RecvTimeoutError::Disconnected) => return None,
                Err(RecvTimeoutError::Timeout) if !self.held.is_empty() => self.save(Vec::new()),
                Err(RecvTimeoutError::Timeout) if filling.is_some_and(|at| at <= until) => self.fill(),
                Err(RecvTimeoutError::Timeout) if scrub.is_some_and(|at| at <= until) => self.scrub(false),
                Err(RecvTimeoutError::Timeout) => self.start_backup(false),
            }
        }
    }

    /// Puts a job where it belongs; true when it is the end.
    fn sort(&mut self, job: Job, writes: &mut Vec<Write>) -> bool {
        match job {
            Job::Close => return true,
            Job::BackedUp(result, at) => self.backed_up(result, at),
            Job::Keep(text) => self.keep = Some(text),
            Job::Long(long) => self.long.push(long),
            Job::EndWithoutBackup => self.end_without_backup = true,
            Job::Write(Write::Backup) => self.start_backup(true),
            // From here on it is an act like any other: held back, tried again, kept in the emergency file.
            Job::Write(Write::Purge { clock, verb, things }) => {
                writes.push(Write::Act(Act::for_good(clock, verb, &things)));
            }
            Job::Write(write) => writes.push(write),
        }
        false
    }

    fn now(&self) -> UtcMs {
        self.options.now.saturating_add(i64::try_from(self.opened.elapsed().as_millis()).unwrap_or(0))
    }

    fn tell(&self, event: Event) {
        (self.sink)(event);
    }

    /// Saves what is held back and what is new, in this order, or holds it back.
    pub(super) fn save(&mut self, writes: Vec<Write>) {
        let retrying = !self.held.is_empty();
        let held: Vec<Write> = self.held.iter().cloned().map(Write::Act).collect();
        let all: Vec<Write> = held.into_iter().chain(writes.iter().cloned()).collect();
        let result =
            self.attempt(&all).or_else(|trouble| if self.mend(&trouble) { self.attempt(&all) } else { Err(trouble) });
        match result {
            Ok(events) => {
                self.held.clear();
                self.told = None;
                events.into_iter().for_each(|event| self.tell(event));
                if retrying {
                    emergency::discard(self.core.path(), &self.options.data_dir);
                    self.tell(Event::Recovered);
                }
            }
            Err(trouble) => self.hold(writes, &trouble),
        }
    }

    /// All in one transaction. The events are to be told once it is durable, which it is on `Ok`.
    fn attempt(&mut self, writes: &[Write]) -> Res<Vec<Event>> {
        self.core.begin()?;
        let mut events = Vec::new();
        let mut result = Ok(());
        let mut acts = 0;
        let mut last = None;
        for write in writes {
            if matches!(
                write,
                Write::Act(_) | Write::Undo(_) | Write::UndoMark(..) | Write::UndoOf(..) | Write::Redo(_)
            ) {
                acts += 1;
                last = Some(write);
            }
            match self.attempt_one(write, writes.len() == 1) {
                Ok(event) => events.extend(event),
                Err(trouble) => {
                    result = Err(trouble);
                    break;
                }
            }
        }
        if result.is_ok()
            && let Some(last) = last
        {
            match self.undo_state(last) {
                Ok(state) => self.undo = state,
                Err(trouble) => result = Err(trouble),
            }
        }
        self.core.end(result)?;
        // A file that is no longer at its path took the commit along with it.
        if connect::identity(self.core.path()) != self.identity {
            return Err(Trouble::gone());
        }
        if acts > 0 {
            self.filling.saved();
        }
        self.changed |= acts > 0;
        self.acts_since_tidy += acts;
        for event in &mut events {
            if let Event::Saved { undo, .. } | Event::Turned { undo, .. } = event {
                *undo = self.undo.clone();
            }
        }
        Ok(events)
    }

    /// What undo and redo would do after the last of the writes.
    fn undo_state(&self, last: &Write) -> Res<UndoState> {
        let known = if let Write::Act(act) = last { self.core.undo_state_after(act) } else { None };
        known.map_or_else(|| self.core.undo_state(), Ok)
    }

    /// One write in a savepoint. Trouble of the disk fails the whole transaction, anything else only this write. One
    /// that is alone needs no savepoint, which costs a copy of every page: the transaction begins anew without it.
    fn attempt_one(&mut self, write: &Write, alone: bool) -> Res<Option<Event>> {
        if alone {
            return match self.write_one(write) {
                Err(trouble) if trouble.sort == TroubleSort::Other => {
                    self.core.roll_back();
                    self.core.begin()?;
                    Ok(Some(self.failed(write, trouble)))
                }
                result => result,
            };
        }
        self.core.connection.prepare_cached("SAVEPOINT one")?.execute([])?;
        match self.write_one(write) {
            Ok(event) => {
                self.core.connection.prepare_cached("RELEASE one")?.execute([])?;
                Ok(event)
            }
            Err(trouble) if trouble.sort == TroubleSort::Other => {
                self.core.connection.execute_batch("ROLLBACK TO one; RELEASE one")?;
                self.core.forget();
                Ok(Some(self.failed(write, trouble)))
            }
            Err(trouble) => Err(trouble),
        }
    }

    fn failed(&self, write: &Write, why: Trouble) -> Event {
        match write {
            Write::Act(act) => {
                let emergency = emergency::keep(self.core.path(), &self.options.data_dir, &[act]);
                Event::NotSaved { clock: act.clock, why, emergency }
            }
            Write::Undo(_) | Write::UndoMark(..) | Write::UndoOf(..) => {
                Event::NotTurned { redo: false, why: why.0.what }
            }
            Write::Redo(_) => Event::NotTurned { redo: true, why: why.0.what },
            _ => Event::Trouble(why),
        }
    }

    fn write_one(&mut self, write: &Write) -> Res<Option<Event>> {
        let undo = UndoState::default();
        match write {
            Write::Act(act) => {
                let kinds = self.core.write_act(act)?;
                return Ok(Some(Event::Saved { clock: act.clock, changes: self.core.changed(kinds), undo }));
            }
            Write::Undo(clock) | Write::UndoMark(clock, _) | Write::UndoOf(clock, _) | Write::Redo(clock) => {
                let redo = matches!(write, Write::Redo(_));
                let only = match write {
                    Write::UndoMark(_, visit) => Only::MarksOf(*visit),
                    Write::UndoOf(_, verbs) => Only::Verbs(verbs),
                    _ => Only::Any,
                };
                let (words, kept, kinds) = self.core.write_turn(*clock, redo, only)?;
                let changes = self.core.changed(kinds);
                return Ok(Some(Event::Turned { redo, words, kept, changes, undo }));
            }
            Write::Draft(draft) => self.core.save_draft(draft)?,
            Write::DropDraft(field) => self.core.drop_draft(field)?,
            Write::Setting(key, value) => self.core.set(key, value)?,
            Write::SaveView(view) => self.core.save_view(view)?,
            Write::DropView(name) => self.core.drop_view(name)?,
            Write::ExpireFollowUps(now) => {
                self.core.write_expiry(*now)?;
            }
            Write::Backup | Write::Purge { .. } => {}
        }
        Ok(None)
    }

    /// Tries to remove the cause. True when trying again makes sense at once.
    fn mend(&mut self, trouble: &Trouble) -> bool {
        match trouble.sort {
            TroubleSort::DiskFull => {
                let dropped = ballast::drop(self.core.path());
                if dropped {
                    self.ballast_missing = true;
                    self.tell(Event::Trouble(trouble.clone()));
                }
                dropped
            }
            TroubleSort::Disk => self.reopen(),
            _ => false,
        }
    }

    /// Opens the file anew after reading or writing failed; where it is gone and its folder is there, a complete copy
    /// is written from what is still open.
    fn reopen(&mut self) -> bool {
        let path = self.core.path().to_path_buf();
        let there = connect::identity(&path);
        if there.is_none() {
            if !path.parent().is_some_and(std::path::Path::is_dir) {
                return false;
            }
            // What belonged to the file that is gone must not be taken for the new one's.
            for suffix in ["-wal", "-shm"] {
                let _ = std::fs::remove_file(connect::sidecar(&path, suffix));
            }
            if backup::write_copy(&self.core.connection, &path, false).is_err() {
                return false;
            }
        } else if there != self.identity {
            return false;
        }
        let Ok(mut core) = Core::attach(&path, &self.options) else { return false };
        core.take_over(&mut self.core);
        self.core = core;
        self.identity = connect::identity(&path);
        true
    }

    /// Keeps what could not be saved, and says so.
    fn hold(&mut self, writes: Vec<Write>, trouble: &Trouble) {
        if trouble.sort == TroubleSort::Damaged {
            damage::remember(self.core.path(), &self.options.data_dir);
        }
        let before = self.held.len();
        for write in writes {
            match write {
                Write::Act(act) => self.held.push(act),
                Write::Undo(_) | Write::UndoMark(..) | Write::UndoOf(..) => {
                    self.tell(Event::NotTurned { redo: false, why: trouble.to_string() });
                }
                Write::Redo(_) => self.tell(Event::NotTurned { redo: true, why: trouble.to_string() }),
                // A draft comes again with the next letter; settings and views are told once.
                _ if self.told != Some(trouble.sort) => {
                    self.told = Some(trouble.sort);
                    self.tell(Event::Trouble(trouble.clone()));
                }
                _ => {}
            }
        }
        let new: Vec<&Act> = self.held.iter().skip(before).collect();
        if new.is_empty() {
            return;
        }
        let emergency = emergency::keep(self.core.path(), &self.options.data_dir, &new);
        for act in new {
            self.tell(Event::NotSaved { clock: act.clock, why: trouble.clone(), emergency: emergency.clone() });
        }
    }
}

//! The store with its threads: one that writes, four that answer, and for a moment one that looks whether the file is
//! sound. Everything they have to tell goes through one `sink`.

use super::api::{Event, Question, Trouble, TroubleSort, Write};
use super::asking::{Answerer, Pace, pace};
use super::connect::Cache;
use super::core::{Core, OpenOptions};
use super::long::Long;
use super::reader::Reader;
use super::trouble::Res;
use super::writer::{Job, Writer};
use super::{Sink, background, backup, connect, damage, place};
use crate::domain::act::Act;
use crate::insight::semantics::Meanings;
use rusqlite::InterruptHandle;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

/// How long after opening the file is looked through.
const SETTLED: Duration = Duration::from_secs(3);

/// The file, open, with its threads.
pub struct Store {
    path: PathBuf,
    jobs: Option<Sender<Job>>,
    writer: Option<JoinHandle<()>>,
    quick: Answerer,
    pages: Answerer,
    slow: Answerer,
    behind: Answerer,
    checker: Option<JoinHandle<()>>,
    checking: Arc<Mutex<Option<InterruptHandle>>>,
    closing: Arc<AtomicBool>,
    sink: Sink,
}

impl Store {
    /// Opens a file, or makes it. Where another window records in it, or it may only be read, it is opened for
    /// reading and an `Event::Trouble` says so. `sink` is called from the store's own threads.
    pub fn open(path: &Path, options: OpenOptions, sink: Box<dyn Fn(Event) + Send + Sync>) -> Res<Store> {
        let sink: Sink = Arc::from(sink);
        let (jobs, writer) = match Core::open(path, &options) {
            Ok(core) => {
                // What a person writes is a few pages at a time.
                connect::keep(&core.connection, Cache::Many)?;
                let (jobs, queue) = channel();
                let mut writer = Writer::new(core, options.clone(), Arc::clone(&sink), jobs.clone());
                let thread =
                    std::thread::Builder::new().name("store-write".into()).spawn(move || writer.run(&queue))?;
                (Some(jobs), Some(thread))
            }
            Err(trouble) if matches!(trouble.sort, TroubleSort::Locked | TroubleSort::ReadOnly) && path.exists() => {
                Reader::open(path)?;
                sink(Event::Trouble(trouble));
                (None, None)
            }
            Err(trouble) => return Err(trouble),
        };
        if let Some(warning) = place::check(path) {
            sink(Event::Trouble(warning));
        }
        let keeper = jobs.clone();
        let start = |pace, behind| {
            Answerer::start(pace, path.to_path_buf(), &options, Arc::clone(&sink), keeper.clone(), behind)
        };
        let behind = start(Pace::Behind, None)?;
        let mut store = Store {
            path: path.to_path_buf(),
            jobs,
            writer,
            quick: start(Pace::Quick, None)?,
            pages: start(Pace::Page, None)?,
            slow: start(Pace::Slow, Some(&behind))?,
            behind,
            checker: None,
            checking: Arc::default(),
            closing: Arc::default(),
            sink,
        };
        store.start_check(options.data_dir)?;
        Ok(store)
    }

    /// Where the file is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether this window can write.
    pub fn is_writable(&self) -> bool {
        self.jobs.is_some()
    }

    /// Hands something to the writer; returns at once.
    pub fn write(&self, write: Write) {
        let Some(jobs) = &self.jobs else { return self.refuse(&write) };
        if let Err(unsent) = jobs.send(Job::Write(write))
            && let Job::Write(write) = unsent.0
        {
            self.refuse(&write);
        }
    }

    /// Hands something long to the writer; returns at once.
    pub fn long(&self, long: Box<dyn Long>) {
        let Some(jobs) = &self.jobs else { return long.over(Err(Trouble::locked())) };
        if let Err(unsent) = jobs.send(Job::Long(long))
            && let Job::Long(long) = unsent.0
        {
            long.over(Err(Trouble::locked()));
        }
    }

    fn refuse(&self, write: &Write) {
        match write {
            Write::Act(Act { clock, .. }) | Write::Purge { clock, .. } => {
                (self.sink)(Event::NotSaved { clock: *clock, why: Trouble::locked(), emergency: None });
            }
            Write::Undo(_) | Write::UndoMark(..) | Write::UndoOf(..) | Write::Redo(_) => {
                let redo = matches!(write, Write::Redo(_));
                (self.sink)(Event::NotTurned { redo, why: Trouble::locked().to_string() });
            }
            _ => {}
        }
    }

    /// Asks; the answer comes as an `Event` with the question's number.
    pub fn ask(&self, question: Question) {
        match pace(&question.ask) {
            Pace::Quick => self.quick.ask(question),
            Pace::Page => self.pages.ask(question),
            Pace::Slow | Pace::Behind => {
                self.behind.forget(question.lane);
                self.slow.ask(question);
            }
        }
    }

    /// Reads meanings with a word list of the user's own from now on.
    pub fn use_meanings(&self, meanings: &Arc<Meanings<'static>>) {
        for answerer in [&self.quick, &self.pages, &self.slow, &self.behind] {
            answerer.use_meanings(Arc::clone(meanings));
        }
    }

    /// Saves what is waiting, makes a backup where one is due, and closes the file.
    pub fn close(mut self) {
        self.shut();
    }

    /// The same without the backup that is made at the end: what is to be removed next should not be in one more copy.
    pub fn close_without_backup(mut self) {
        if let Some(jobs) = &self.jobs {
            let _ = jobs.send(Job::EndWithoutBackup);
        }
        self.shut();
    }

    fn shut(&mut self) {
        self.closing.store(true, Ordering::SeqCst);
        if let Some(handle) = &*self.checking.lock().unwrap_or_else(PoisonError::into_inner) {
            handle.interrupt();
        }
        self.quick.close();
        self.pages.close();
        self.slow.close();
        self.behind.close();
        if let Some(checker) = self.checker.take() {
            checker.thread().unpark();
            let _ = checker.join();
        }
        if let Some(jobs) = self.jobs.take() {
            let _ = jobs.send(Job::Close);
        }
        if let Some(writer) = self.writer.take() {
            let _ = writer.join();
        }
    }

    /// Looks once, in the background, whether the file is sound.
    fn start_check(&mut self, data_dir: PathBuf) -> Res<()> {
        let (path, sink, checking) = (self.path.clone(), Arc::clone(&self.sink), Arc::clone(&self.checking));
        let closing = Arc::clone(&self.closing);
        let thread = std::thread::Builder::new().name("store-check".into()).spawn(move || {
            // Reading the whole file would slow the first screens; they come first.
            std::thread::park_timeout(SETTLED);
            if closing.load(Ordering::SeqCst) {
                return;
            }
            background::step_back();
            let Ok(mut reader) = Reader::open(&path) else { return };
            *checking.lock().unwrap_or_else(PoisonError::into_inner) = Some(reader.interrupt_handle());
            if closing.load(Ordering::SeqCst) {
                return;
            }
            let once = connect::keep(&reader.connection, Cache::Once);
            if once.and_then(|()| background::rest_often(&mut reader.connection, &closing)).is_err() {
                return;
            }
            if let Err(trouble) = backup::sound(&reader.connection)
                && trouble.sort == TroubleSort::Damaged
            {
                damage::remember(&path, &data_dir);
                sink(Event::Trouble(trouble));
            }
            *checking.lock().unwrap_or_else(PoisonError::into_inner) = None;
        })?;
        self.checker = Some(thread);
        Ok(())
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        self.shut();
    }
}

//! The threads that answer questions, each with a connection that only reads. A newer question of a lane cancels an
//! older one, also while that is being answered. Questions of a different pace have
//! a thread of their own.

use super::api::{Answer, Ask, Event, Lane, Question, TroubleSort};
use super::ask::talking;
use super::core::OpenOptions;
use super::reader::Reader;
use super::trouble::Res;
use super::writer::Job;
use super::{Sink, background, connect};
use crate::domain::time::UtcMs;
use crate::insight::semantics::Meanings;
use chrono::TimeZone;
use rusqlite::InterruptHandle;
use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::mpsc::Sender;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Instant;

#[derive(Default)]
struct Waiting {
    queue: VecDeque<Question>,
    /// The lane being answered, whether its answer is no longer wanted, and how to stop it.
    current: Option<(Lane, bool)>,
    interrupt: Option<InterruptHandle>,
    /// How meanings are read, where the user has a word list of their own.
    meanings: Option<Arc<Meanings<'static>>>,
    closed: bool,
}

/// A thread that answers questions in order.
pub struct Answerer {
    waiting: Arc<(Mutex<Waiting>, Condvar)>,
    thread: Option<JoinHandle<()>>,
}

/// How long a question can take on a large file; none waits for one that is slower.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pace {
    Quick,
    /// Pages of notes: quick for most filters, but one that finds next to nothing walks the whole file.
    Page,
    /// Counts over the whole file, behind everything else.
    Slow,
}

impl Pace {
    fn thread(self) -> &'static str {
        match self {
            Pace::Quick => "store-quick",
            Pace::Page => "store-pages",
            Pace::Slow => "store-slow",
        }
    }
}

/// The pace of a question.
pub fn pace(ask: &Ask) -> Pace {
    match ask {
        Ask::Notes { .. } | Ask::Like { .. } | Ask::TagProposals { .. } => Pace::Page,
        Ask::NotesCount { .. }
        | Ask::Tags
        | Ask::TopTags(_)
        | Ask::Patterns
        | Ask::People
        | Ask::AllNames
        | Ask::Pattern { .. }
        | Ask::Surface { kept: false, .. }
        | Ask::HunchCheck
        | Ask::JointProposals
        | Ask::JointVisits
        | Ask::Agreement
        | Ask::FilterChoices
        | Ask::Info
        | Ask::Coverage { .. }
        | Ask::Heat { .. }
        | Ask::HeatCell { .. }
        | Ask::CoverageMap { .. }
        | Ask::CardGroups(_) => Pace::Slow,
        Ask::Talking(ask) if talking::counts(ask) => Pace::Slow,
        _ => Pace::Quick,
    }
}

/// This laptop's offset from UTC at a moment, in seconds east: the one with which every screen shows times of the day.
fn offset_at(at: UtcMs) -> i32 {
    chrono::Local.timestamp_millis_opt(at).single().map_or(0, |local| local.offset().local_minus_utc())
}

fn locked(waiting: &Mutex<Waiting>) -> MutexGuard<'_, Waiting> {
    // A thread that fell over leaves a queue that is still whole.
    waiting.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Answerer {
    /// Starts the thread. Its connection is opened there, so that this returns at once.
    /// `keeper` writes what is to be kept of an answer; none where this window cannot write.
    pub fn start(
        pace: Pace,
        path: PathBuf,
        options: &OpenOptions,
        sink: Sink,
        keeper: Option<Sender<Job>>,
    ) -> Res<Answerer> {
        let waiting: Arc<(Mutex<Waiting>, Condvar)> = Arc::default();
        let mut desk = Desk {
            path,
            options: options.clone(),
            opened: Instant::now(),
            reader: None,
            waiting: Arc::clone(&waiting),
            sink,
            keeper,
        };
        let work = move || {
            if pace == Pace::Slow {
                background::step_back();
            }
            desk.run();
        };
        let thread = std::thread::Builder::new().name(pace.thread().into()).spawn(work)?;
        Ok(Answerer { waiting, thread: Some(thread) })
    }

    /// Queues a question; an older one of its lane is forgotten or stopped.
    pub fn ask(&self, question: Question) {
        let (mutex, bell) = &*self.waiting;
        let mut waiting = locked(mutex);
        waiting.queue.retain(|q| q.lane != question.lane);
        if let Some((lane, stale)) = &mut waiting.current
            && *lane == question.lane
        {
            *stale = true;
            if let Some(handle) = &waiting.interrupt {
                handle.interrupt();
            }
        }
        waiting.queue.push_back(question);
        bell.notify_one();
    }

    /// Reads meanings so from the next question on.
    pub fn use_meanings(&self, meanings: Arc<Meanings<'static>>) {
        locked(&self.waiting.0).meanings = Some(meanings);
    }

    /// Stops answering and waits for the thread.
    pub fn close(&mut self) {
        let (mutex, bell) = &*self.waiting;
        {
            let mut waiting = locked(mutex);
            waiting.closed = true;
            waiting.queue.clear();
            if let Some((_, stale)) = &mut waiting.current {
                *stale = true;
            }
            if let Some(handle) = &waiting.interrupt {
                handle.interrupt();
            }
            bell.notify_one();
        }
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// What the thread works with.
struct Desk {
    path: PathBuf,
    options: OpenOptions,
    opened: Instant,
    /// The reader, and which file it has open.
    reader: Option<(Reader, Option<(u64, u64)>)>,
    waiting: Arc<(Mutex<Waiting>, Condvar)>,
    sink: Sink,
    keeper: Option<Sender<Job>>,
}

impl Desk {
    fn run(&mut self) {
        while let Some(question) = self.next() {
            let answer = self.answer(&question.ask);
            let wanted = {
                let mut waiting = locked(&self.waiting.0);
                waiting.current.take().is_some_and(|(_, stale)| !stale)
            };
            if wanted {
                (self.sink)(Event::Answer { number: question.number, answer: Box::new(answer) });
            }
        }
    }

    fn next(&self) -> Option<Question> {
        let (mutex, bell) = &*self.waiting;
        let mut waiting = locked(mutex);
        loop {
            if waiting.closed {
                return None;
            }
            if let Some(question) = waiting.queue.pop_front() {
                waiting.current = Some((question.lane, false));
                return Some(question);
            }
            waiting = bell.wait(waiting).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn answer(&mut self, ask: &Ask) -> Answer {
        let identity = connect::identity(&self.path);
        // A file that came back in the place of the old one is read anew; one that is gone is read as long as it can be.
        if self.reader.as_ref().is_some_and(|(_, opened)| identity.is_some() && *opened != identity) {
            self.reader = None;
        }
        if self.reader.is_none() {
            match Reader::open(&self.path) {
                Ok(mut reader) => {
                    reader.set_data_dir(&self.options.data_dir);
                    locked(&self.waiting.0).interrupt = Some(reader.interrupt_handle());
                    self.reader = Some((reader, identity));
                }
                Err(trouble) => return Answer::Failed(trouble),
            }
        }
        let Some((reader, _)) = &mut self.reader else { return Answer::Failed(super::trouble::not_ours()) };
        let run = i64::try_from(self.opened.elapsed().as_millis()).unwrap_or(0);
        reader.set_now(self.options.now.saturating_add(run));
        reader.set_offset(offset_at(self.options.now));
        reader.set_meanings(locked(&self.waiting.0).meanings.clone());
        let answer = reader.answer(ask);
        if let (Some(text), Some(keeper)) = (reader.take_kept(), &self.keeper) {
            let _ = keeper.send(Job::Keep(text));
        }
        if let Answer::Failed(trouble) = &answer
            && trouble.sort == TroubleSort::Disk
        {
            locked(&self.waiting.0).interrupt = None;
            self.reader = None;
        }
        answer
    }
}

//! The threads that answer questions, each with a connection that only reads. A newer question of a lane cancels an
//! older one, also while that is being answered. Questions of a different pace have a thread of their own. All run as
//! everything does that somebody waits for, but the one that renews what is shown meanwhile.

use super::api::{Answer, Ask, Event, Lane, Question, TroubleSort};
use super::ask::talking;
use super::connect::Cache;
use super::core::OpenOptions;
use super::reader::Reader;
use super::trouble::Res;
use super::writer::Job;
use super::{Sink, background, connect};
use crate::domain::time::UtcMs;
use crate::insight::facts::Facts;
use crate::insight::semantics::Meanings;
use chrono::TimeZone;
use rusqlite::InterruptHandle;
use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::mpsc::Sender;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Instant;

/// A question, and the facts it is to be answered from where they were read already.
struct Work {
    question: Question,
    facts: Option<Arc<Facts>>,
}

#[derive(Default)]
struct Waiting {
    queue: VecDeque<Work>,
    /// The lane being answered, whether its answer is no longer wanted, and how to stop it.
    current: Option<(Lane, bool)>,
    interrupt: Option<InterruptHandle>,
    /// How meanings are read, where the user has a word list of their own.
    meanings: Option<Arc<Meanings<'static>>>,
    closed: bool,
}

type Queue = Arc<(Mutex<Waiting>, Condvar)>;

/// A thread that answers questions in order.
pub struct Answerer {
    waiting: Queue,
    thread: Option<JoinHandle<()>>,
}

/// How long a question can take on a large file; none waits for one that is slower.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pace {
    Quick,
    /// Pages of notes: quick for most filters, but one that finds next to nothing walks the whole file.
    Page,
    /// Counts over the whole file: some time, and somebody waits for them.
    Slow,
    /// What is counted anew while what was kept of it from last time is shown. No question begins there: it is handed on
    /// with its facts, so that what somebody waits for never waits for this.
    Behind,
}

impl Pace {
    fn thread(self) -> &'static str {
        match self {
            Pace::Quick => "store-quick",
            Pace::Page => "store-pages",
            Pace::Slow => "store-slow",
            Pace::Behind => "store-behind",
        }
    }

    fn cache(self) -> Cache {
        if self == Pace::Page { Cache::Many } else { Cache::Few }
    }

    /// Whether nobody waits for it, so that it runs when nothing else wants to.
    pub fn steps_back(self) -> bool {
        self == Pace::Behind
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

impl Waiting {
    fn forget(&mut self, lane: Lane) {
        self.queue.retain(|work| work.question.lane != lane);
        if let Some((current, stale)) = &mut self.current
            && *current == lane
        {
            *stale = true;
            if let Some(handle) = &self.interrupt {
                handle.interrupt();
            }
        }
    }
}

fn put(queue: &Queue, work: Work) {
    let (mutex, bell) = &**queue;
    let mut waiting = locked(mutex);
    waiting.forget(work.question.lane);
    waiting.queue.push_back(work);
    bell.notify_one();
}

impl Answerer {
    /// Starts the thread. Its connection is opened there, so that this returns at once.
    /// `keeper` writes what is to be kept of an answer; none where this window cannot write. `behind` takes over what
    /// nobody waits for.
    pub fn start(
        pace: Pace,
        path: PathBuf,
        options: &OpenOptions,
        sink: Sink,
        keeper: Option<Sender<Job>>,
        behind: Option<&Answerer>,
    ) -> Res<Answerer> {
        let waiting = Queue::default();
        let mut desk = Desk {
            path,
            options: options.clone(),
            opened: Instant::now(),
            reader: None,
            waiting: Arc::clone(&waiting),
            sink,
            keeper,
            behind: behind.map(|answerer| Arc::clone(&answerer.waiting)),
            pace,
        };
        let work = move || {
            if pace.steps_back() {
                background::step_back();
            }
            desk.run();
        };
        let thread = std::thread::Builder::new().name(pace.thread().into()).spawn(work)?;
        Ok(Answerer { waiting, thread: Some(thread) })
    }

    /// Queues a question; an older one of its lane is forgotten or stopped.
    pub fn ask(&self, question: Question) {
        put(&self.waiting, Work { question, facts: None });
    }

    /// Forgets or stops what is asked in a lane.
    pub fn forget(&self, lane: Lane) {
        locked(&self.waiting.0).forget(lane);
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
    waiting: Queue,
    sink: Sink,
    keeper: Option<Sender<Job>>,
    behind: Option<Queue>,
    pace: Pace,
}

/// What became of a question.
enum Outcome {
    Answer(Answer),
    /// Nobody waits for the rest: it is counted from these facts behind everything else.
    Later(Arc<Facts>),
}

impl Desk {
    fn run(&mut self) {
        while let Some(work) = self.next() {
            let outcome = self.answer(&work).unwrap_or_else(|trouble| Outcome::Answer(Answer::Failed(trouble)));
            let wanted = {
                let mut waiting = locked(&self.waiting.0);
                waiting.current.take().is_some_and(|(_, stale)| !stale)
            };
            if self.pace.steps_back() {
                // It is asked rarely: what its connection holds in memory is not worth it.
                locked(&self.waiting.0).interrupt = None;
                self.reader = None;
            }
            let question = work.question;
            match (outcome, &self.behind) {
                _ if !wanted => {}
                (Outcome::Later(facts), Some(behind)) => put(behind, Work { question, facts: Some(facts) }),
                (Outcome::Later(_), None) => {}
                (Outcome::Answer(answer), _) => {
                    (self.sink)(Event::Answer { number: question.number, answer: Box::new(answer) });
                }
            }
        }
    }

    fn next(&self) -> Option<Work> {
        let (mutex, bell) = &*self.waiting;
        let mut waiting = locked(mutex);
        loop {
            if waiting.closed {
                return None;
            }
            if let Some(work) = waiting.queue.pop_front() {
                waiting.current = Some((work.question.lane, false));
                return Some(work);
            }
            waiting = bell.wait(waiting).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn answer(&mut self, work: &Work) -> Res<Outcome> {
        let identity = connect::identity(&self.path);
        // A file that came back in the place of the old one is read anew; one that is gone is read as long as it can be.
        if self.reader.as_ref().is_some_and(|(_, opened)| identity.is_some() && *opened != identity) {
            self.reader = None;
        }
        if self.reader.is_none() {
            let mut reader = Reader::open(&self.path)?;
            reader.set_data_dir(&self.options.data_dir);
            connect::keep(&reader.connection, self.pace.cache())?;
            locked(&self.waiting.0).interrupt = Some(reader.interrupt_handle());
            self.reader = Some((reader, identity));
        }
        let Some((reader, _)) = &mut self.reader else { return Err(super::trouble::not_ours()) };
        let run = i64::try_from(self.opened.elapsed().as_millis()).unwrap_or(0);
        reader.set_now(self.options.now.saturating_add(run));
        reader.set_offset(offset_at(self.options.now));
        reader.set_meanings(locked(&self.waiting.0).meanings.clone());
        let ask = &work.question.ask;
        let answer = match (ask, &work.facts) {
            (Ask::Surface { today, kept: false }, Some(facts)) => reader.renewed_surface(*today, facts),
            (Ask::Surface { kept: false, .. }, None) if self.behind.is_some() && reader.has_kept_surface() => {
                match reader.facts_now() {
                    Ok(facts) => return Ok(Outcome::Later(facts)),
                    Err(trouble) => Answer::Failed(trouble),
                }
            }
            _ => reader.answer(ask),
        };
        if let (Some(text), Some(keeper)) = (reader.take_kept(), &self.keeper) {
            let _ = keeper.send(Job::Keep(text));
        }
        if let Answer::Failed(trouble) = &answer
            && trouble.sort == TroubleSort::Disk
        {
            locked(&self.waiting.0).interrupt = None;
            self.reader = None;
        }
        Ok(Outcome::Answer(answer))
    }
}

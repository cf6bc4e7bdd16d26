//! What runs beside the loop, each on a thread of its own: what is read from folders, what takes long, copies on drives.

use super::{Message, Session};
use crate::app::App;
use crate::app::effect::Places;
use crate::app::input::Input;
use crate::app::screens::year_end::drive::DriveTold;
use crate::exchange::drives::{self, Drive};
use crate::exchange::inout::{Around, Outcome, Task, Why, WithWriter, without_writer};
use crate::exchange::leaving::{self, Place};
use crate::exchange::own::{self, Definition, Own};
use crate::store::Store;
use crate::store::api::Trouble;
use crate::store::backup::drive;
use crate::term::clock;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

/// A copy that is being made on a drive: how to stop it, and what hangs up when it has ended.
pub(super) struct Copying {
    stop: Arc<AtomicBool>,
    ended: Receiver<()>,
}

/// How long the end of the program waits for a copy on a drive that was stopped. A drive that is stuck holds nobody up; what
/// is left of the copy then has no good name, and the next copy sweeps it away.
pub(super) const STOPS_WITHIN: Duration = Duration::from_secs(3);

/// Something that is carried out beside the loop.
pub(super) struct Carried {
    number: u64,
    stop: Arc<AtomicBool>,
    /// Its thread, where it has one of its own and must be waited for: it may leave a part of a file behind.
    thread: Option<JoinHandle<()>>,
}

impl Session {
    /// Reads a folder of one's own sheets or talk protocols beside the loop: a slow disk keeps no key waiting. Without a
    /// thread there are those that come with the program.
    pub(super) fn read_own<T: Definition + 'static>(&self, folder: &Path, came: fn(Own<T>) -> Input) {
        let (sender, folder) = (self.sender.clone(), folder.to_path_buf());
        let read = move || drop(sender.send(Message::Input(came(own::read(&folder)))));
        drop(std::thread::Builder::new().name(T::WORDS.many.into()).spawn(read));
    }

    /// Carries something long out: with the writer in hand on its thread, everything else on a thread of its own.
    pub(super) fn carry(&mut self, store: &Store, number: u64, task: Task) {
        let stop = Arc::new(AtomicBool::new(false));
        let (heard, ended) = (self.sender.clone(), self.sender.clone());
        let around = Around {
            file: store.path().to_path_buf(),
            now: clock::now(),
            offset_at: clock::offset_at,
            stop: Arc::clone(&stop),
            tell: Arc::new(move |far| drop(heard.send(Message::Input(Input::Far(number, far))))),
        };
        let over = move |outcome| drop(ended.send(Message::Input(Input::Over(number, Box::new(outcome)))));
        self.carried.retain(|c| c.thread.as_ref().is_none_or(|t| !t.is_finished()));
        let mut thread = None;
        if task.holds_the_writer() {
            store.long(Box::new(WithWriter::new(task, around, Box::new(over))));
        } else {
            let waited_for = matches!(task, Task::Out(_));
            let refused = over.clone();
            let work = move || over(without_writer(&task, &around));
            match std::thread::Builder::new().name("carry".into()).spawn(work) {
                Ok(begun) => thread = Some(begun).filter(|_| waited_for),
                Err(e) => refused(Outcome::Refused(Why::new(format!(
                    "It could not be begun ({e}). Nothing was changed and nothing written. Try again."
                )))),
            }
        }
        self.carried.push(Carried { number, stop, thread });
    }

    pub(super) fn stop(&self, number: u64) {
        for carried in self.carried.iter().filter(|c| c.number == number) {
            carried.stop.store(true, Ordering::SeqCst);
        }
    }

    /// Stops everything that is being carried out, and waits for what writes files.
    pub(super) fn stop_all(&mut self) {
        for carried in std::mem::take(&mut self.carried) {
            carried.stop.store(true, Ordering::SeqCst);
            if let Some(thread) = carried.thread {
                // One that failed has told nothing; there is nobody left to tell.
                let _ = thread.join();
            }
        }
    }

    /// Looks for drives beside the loop: one that is stuck keeps no key waiting.
    pub(super) fn find_drives(&self, place: &Place) {
        let (sender, file, instead) = (self.sender.clone(), place.file.clone(), place.test_drives.clone());
        let find = move || {
            let found = drives::find(instead.as_deref(), &file);
            drop(sender.send(Message::Input(Input::Drive(DriveTold::Found(found)))));
        };
        drop(std::thread::Builder::new().name("drives".into()).spawn(find));
    }

    /// Makes a copy on a drive beside the loop, with a connection of its own.
    pub(super) fn copy_to(&mut self, place: &Place, drive: Drive) {
        let (sender, file, instead) = (self.sender.clone(), place.file.clone(), place.test_drives.clone());
        let (hold, ended) = channel();
        let stop = Arc::new(AtomicBool::new(false));
        self.copying = Some(Copying { stop: Arc::clone(&stop), ended });
        let name = drive.name.clone();
        let work = move || {
            let told = copy(&sender, &file, instead.as_deref(), drive, &stop);
            drop(sender.send(Message::Input(Input::Drive(told))));
            drop::<Sender<()>>(hold);
        };
        if let Err(error) = std::thread::Builder::new().name("drive-copy".into()).spawn(work) {
            let why = format!("The copy on “{name}” could not be begun: {error}. Your notes are as they were.");
            drop(self.sender.send(Message::Input(Input::Drive(DriveTold::Not(why)))));
        }
    }

    /// Stops a copy that is being made, and waits a moment for what is half made to be removed.
    pub(super) fn stop_copying(&mut self) {
        if let Some(copying) = self.copying.take() {
            copying.stop.store(true, Ordering::SeqCst);
            let _ = copying.ended.recv_timeout(STOPS_WITHIN);
        }
    }

    /// Answers what would go for good beside the loop.
    pub(super) fn ask_beside(&self, place: &Place, question: leaving::Question) {
        let (sender, mut place) = (self.sender.clone(), place.clone());
        let answer = move || {
            place.options.now = clock::now().utc;
            place.drives = folders(&place.file, place.test_drives.as_deref());
            drop(sender.send(Message::Input(Input::Leaving(place.answer(question)))));
        };
        drop(std::thread::Builder::new().name("leaving".into()).spawn(answer));
    }

    /// Reads a school word list of one's own, where there is one, on a thread of its own.
    pub(super) fn load_school_words(&self, places: &Places) {
        let (folder, sender) = (places.language.clone(), self.sender.clone());
        // Without a thread notes are compared with the program's own list.
        let _ = std::thread::Builder::new().name("words".into()).spawn(move || {
            let message = match crate::exchange::words::own_meanings(&folder) {
                Some(Ok(meanings)) => Message::Meanings(meanings),
                Some(Err(why)) => Message::Input(Input::Done(Err(why))),
                None => return,
            };
            drop(sender.send(message));
        });
    }

    /// Reads word lists on a thread of its own, so that no key waits for them.
    pub(super) fn load_words(&self, app: &App, language: String) {
        let (folder, sender) = (app.places.language.clone(), self.sender.clone());
        // Without a thread nothing is underlined; recording does not depend on it.
        let _ = std::thread::Builder::new().name("words".into()).spawn(move || {
            let loaded = crate::exchange::words::load(&folder, &language);
            drop(sender.send(Message::Input(Input::Words(loaded))));
        });
    }
}

/// The folders of copies on the drives that are plugged in.
pub(super) fn folders(file: &Path, instead: Option<&[PathBuf]>) -> Vec<PathBuf> {
    drives::find(instead, file).iter().map(Drive::folder).collect()
}

/// Makes a copy on a drive that is still there; what is to be told of it.
fn copy(
    sender: &Sender<Message>,
    file: &Path,
    instead: Option<&[PathBuf]>,
    to: Drive,
    stop: &Arc<AtomicBool>,
) -> DriveTold {
    let (at, sender) = (clock::now().utc, sender.clone());
    let on_the_way = move |way| drop(sender.send(Message::Input(Input::Drive(DriveTold::Way(way)))));
    let is_there = || drives::is_there(instead, file, &to);
    // Where it is gone, its empty folder on the system's own disk must not be taken for it.
    let made =
        if is_there() { drive::make(file, &to.path, at, Arc::new(on_the_way), stop) } else { Err(Trouble::gone()) };
    match made {
        Ok(path) => DriveTold::Made { drive: to, path, at },
        Err(trouble) => DriveTold::Not(drive::why(&to.name, &trouble, is_there(), stop.load(Ordering::SeqCst))),
    }
}

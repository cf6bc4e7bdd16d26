//! The loop: receive, update, carry out effects, draw. Nothing here waits for the disk.

use crate::app::effect::{Effect, Places};
use crate::app::input::Input;
use crate::app::look::Look;
use crate::app::screens::talk;
use crate::app::update::{next_wake, update};
use crate::app::{App, Start};
use crate::domain::id::IdSource;
use crate::exchange::folder::write_new;
use crate::exchange::inout::{Around, Outcome, Task, Why, WithWriter, without_writer};
use crate::exchange::own::{self, Definition, Own};
use crate::insight::semantics::Meanings;
use crate::store::api::{Trouble, TroubleSort};
use crate::store::{OpenOptions, Store};
use crate::term::{Tui, clock, events};
use crate::ui;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

/// What arrives in the loop.
enum Message {
    Input(Input),
    #[cfg(unix)]
    Signal(crate::term::signals::Asked),
    /// How meanings are read with a school word list of one's own.
    Meanings(Arc<Meanings<'static>>),
}

/// Why the screens were left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    Quit,
    /// The made-up school is to be opened instead.
    OpenDemo,
}

/// Inputs taken before the screen is drawn again, when more are waiting.
const BATCH: usize = 64;

/// Something that is carried out beside the loop.
struct Carried {
    number: u64,
    stop: Arc<AtomicBool>,
    /// Its thread, where it has one of its own and must be waited for: it may leave a part of a file behind.
    thread: Option<JoinHandle<()>>,
}

/// The terminal with what arrives from it: taken over once, also when another file is opened.
pub struct Session {
    tui: Tui,
    sender: Sender<Message>,
    receiver: Receiver<Message>,
    carried: Vec<Carried>,
}

impl Session {
    /// Takes the terminal over and begins to listen.
    pub fn begin() -> Result<Session, String> {
        let tui = Tui::enter()?;
        let (sender, receiver) = channel();
        let keys = sender.clone();
        std::thread::Builder::new()
            .name("keys".into())
            .spawn(move || events::read_all(|input| keys.send(Message::Input(input)).is_ok()))
            .map_err(|e| format!("The keyboard could not be listened to: {e}."))?;
        #[cfg(unix)]
        {
            let signals = sender.clone();
            crate::term::signals::listen(move |asked| signals.send(Message::Signal(asked)).is_ok())
                .map_err(|e| format!("Signals could not be listened to: {e}."))?;
            let gone = sender.clone();
            crate::term::signals::watch_terminal(move || drop(gone.send(Message::Input(Input::Terminate))))
                .map_err(|e| format!("The terminal could not be watched: {e}."))?;
        }
        Ok(Session { tui, sender, receiver, carried: Vec::new() })
    }

    /// Opens a file and shows it until the leader leaves.
    pub fn show(
        &mut self,
        places: &Places,
        look: Look,
        options: OpenOptions,
        told: &[Trouble],
    ) -> Result<Ended, Trouble> {
        let sink = self.sender.clone();
        let store = Store::open(
            &places.file,
            options,
            Box::new(move |event| drop(sink.send(Message::Input(Input::Store(event))))),
        )?;
        let size = self.tui.size();
        let mut app = App::new(Start {
            now: clock::now(),
            size,
            look,
            places: places.clone(),
            boot: clock::boot_id(),
            read_only: (!store.is_writable()).then(Trouble::locked),
            ids: IdSource::System,
        });
        if !matches!(&app.read_only, Some(t) if t.sort == TroubleSort::Locked) {
            // Another window may be the one on the projector.
            talk::run::hold(&mut app);
        }
        app.troubles.extend(told.iter().cloned());
        self.load_school_words(places);
        let ended = self.turn(&mut app, &store);
        self.stop_all();
        store.close();
        Ok(ended)
    }

    fn turn(&mut self, app: &mut App, store: &Store) -> Ended {
        loop {
            if let Some(ended) = self.carry_out(app, store) {
                return ended;
            }
            if self.tui.draw(|frame| ui::draw(frame, app)).is_err() {
                // The terminal is gone. What is being typed is kept, and then the program ends.
                update(app, Input::Terminate, clock::now());
                return self.carry_out(app, store).unwrap_or(Ended::Quit);
            }
            let Some(first) = self.wait(app) else { return Ended::Quit };
            let mut next = Some(first);
            for _ in 0..BATCH {
                let Some(message) = next else { break };
                self.take(app, store, message);
                next = self.receiver.try_recv().ok();
            }
            if let Some(message) = next {
                self.take(app, store, message);
            }
        }
    }

    /// The next message, or a tick when it is time for something. `None` when nobody can send any more.
    fn wait(&self, app: &App) -> Option<Message> {
        match next_wake(app) {
            None => self.receiver.recv().ok(),
            Some(at) => {
                let left = u64::try_from(at - clock::now().steady).unwrap_or(0);
                match self.receiver.recv_timeout(Duration::from_millis(left)) {
                    Ok(message) => Some(message),
                    Err(RecvTimeoutError::Timeout) => Some(Message::Input(Input::Tick)),
                    Err(RecvTimeoutError::Disconnected) => None,
                }
            }
        }
    }

    fn take(&mut self, app: &mut App, store: &Store, message: Message) {
        match message {
            Message::Meanings(meanings) => store.use_meanings(&meanings),
            Message::Input(Input::Resize(..)) => {
                // Where it cannot be told the screen stays as large as it was.
                let _ = self.tui.fit();
                let (columns, rows) = self.tui.size();
                update(app, Input::Resize(columns, rows), clock::now());
            }
            Message::Input(input) => update(app, input, clock::now()),
            #[cfg(unix)]
            Message::Signal(asked) => self.signalled(app, asked),
        }
    }

    #[cfg(unix)]
    fn signalled(&mut self, app: &mut App, asked: crate::term::signals::Asked) {
        use crate::term::signals::Asked;
        match asked {
            Asked::End => update(app, Input::Terminate, clock::now()),
            Asked::PutAside => self.put_aside(app),
            Asked::ComeBack => self.come_back(app),
        }
    }

    #[cfg(unix)]
    fn put_aside(&mut self, app: &mut App) {
        self.tui.leave();
        crate::term::signals::stop();
        self.come_back(app);
    }

    #[cfg(unix)]
    fn come_back(&mut self, app: &mut App) {
        if self.tui.reenter().is_ok() {
            update(app, Input::Resumed, clock::now());
        }
    }

    /// Reads a folder of one's own sheets or talk protocols beside the loop: a slow disk keeps no key waiting. Without a
    /// thread there are those that come with the program.
    fn read_own<T: Definition + 'static>(&self, folder: &Path, came: fn(Own<T>) -> Input) {
        let (sender, folder) = (self.sender.clone(), folder.to_path_buf());
        let read = move || drop(sender.send(Message::Input(came(own::read(&folder)))));
        drop(std::thread::Builder::new().name(T::WORDS.many.into()).spawn(read));
    }

    /// Carries out what the app wishes, until it wishes nothing more.
    fn carry_out(&mut self, app: &mut App, store: &Store) -> Option<Ended> {
        loop {
            let effects = app.take_effects();
            if effects.is_empty() {
                return None;
            }
            for effect in effects {
                match effect {
                    Effect::Write(write) => store.write(write),
                    Effect::Ask(question) => store.ask(question),
                    Effect::Export(files) => {
                        let done = export(app, &files);
                        update(app, Input::Done(done), clock::now());
                    }
                    Effect::LoadWords(language) => self.load_words(app, language),
                    Effect::ReadSheets => self.read_own(&app.places.sheets, Input::Sheets),
                    Effect::ReadTalkProtocols => self.read_own(&app.places.talks, Input::TalkProtocols),
                    Effect::Carry { number, task } => self.carry(store, number, task),
                    Effect::StopCarrying(number) => self.stop(number),
                    Effect::Mouse(on) => self.tui.mouse(on),
                    Effect::OpenDemo => return Some(Ended::OpenDemo),
                    Effect::Quit => return Some(Ended::Quit),
                    #[cfg(unix)]
                    Effect::Suspend => self.put_aside(app),
                    #[cfg(not(unix))]
                    Effect::Suspend => {}
                }
            }
        }
    }

    /// Carries something long out: with the writer in hand on its thread, everything else on a thread of its own.
    fn carry(&mut self, store: &Store, number: u64, task: Task) {
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
                Err(e) => refused(Outcome::Refused(Why::new(format!("It could not be begun ({e}). Try again.")))),
            }
        }
        self.carried.push(Carried { number, stop, thread });
    }

    fn stop(&self, number: u64) {
        for carried in self.carried.iter().filter(|c| c.number == number) {
            carried.stop.store(true, Ordering::SeqCst);
        }
    }

    /// Stops everything that is being carried out, and waits for what writes files.
    fn stop_all(&mut self) {
        for carried in std::mem::take(&mut self.carried) {
            carried.stop.store(true, Ordering::SeqCst);
            if let Some(thread) = carried.thread {
                // One that failed has told nothing; there is nobody left to tell.
                let _ = thread.join();
            }
        }
    }

    /// Reads a school word list of one's own, where there is one, on a thread of its own.
    fn load_school_words(&self, places: &Places) {
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
    fn load_words(&self, app: &App, language: String) {
        let (folder, sender) = (app.places.language.clone(), self.sender.clone());
        // Without a thread nothing is underlined; recording does not depend on it.
        let _ = std::thread::Builder::new().name("words".into()).spawn(move || {
            let loaded = crate::exchange::words::load(&folder, &language);
            drop(sender.send(Message::Input(Input::Words(loaded))));
        });
    }
}

/// Writes pages into the folder for exports, under names that do not exist there yet.
fn export(app: &App, files: &[crate::app::effect::ExportFile]) -> Result<String, String> {
    let mut made: Vec<PathBuf> = Vec::new();
    for file in files {
        made.push(write_new(&app.places.exports, &file.name, file.body.as_bytes())?);
    }
    let names: Vec<String> =
        made.iter().filter_map(|p| p.file_name()).map(|n| n.to_string_lossy().into_owned()).collect();
    Ok(format!("Made {} in {}", names.join(" and "), app.places.exports.display()))
}

//! The loop: receive, update, carry out effects, draw. Nothing here waits for the disk.

use crate::app::effect::{Effect, Places};
use crate::app::input::Input;
use crate::app::look::Look;
use crate::app::screens::talk;
use crate::app::update::{next_wake, update};
use crate::app::{App, Start};
use crate::domain::id::IdSource;
use crate::exchange::folder::write_new;
use crate::exchange::own::{self, Definition, Own};
use crate::insight::semantics::Meanings;
use crate::store::api::{Trouble, TroubleSort};
use crate::store::{OpenOptions, Store};
use crate::term::{Tui, clock, events};
use crate::ui;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
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

/// The terminal with what arrives from it: taken over once, also when another file is opened.
pub struct Session {
    tui: Tui,
    sender: Sender<Message>,
    receiver: Receiver<Message>,
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
        Ok(Session { tui, sender, receiver })
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

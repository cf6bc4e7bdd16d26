//! The loop: receive, update, carry out effects, draw. Nothing here waits for the disk.

mod beside;

use crate::app::effect::{Effect, Places};
use crate::app::input::Input;
use crate::app::look::Look;
use crate::app::screens::{talk, year_end};
use crate::app::update::{next_wake, update};
use crate::app::{App, Start};
use crate::domain::id::IdSource;
use crate::exchange::folder::write_new;
use crate::exchange::leaving::{self, Place, Told, Wish};
use crate::insight::semantics::Meanings;
use crate::store::api::{Trouble, TroubleSort};
use crate::store::{OpenOptions, Store};
use crate::term::{Tui, clock, events};
use crate::ui;
use beside::{Carried, Copying, folders};
use std::path::PathBuf;
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
    /// How far removing something for good has come; that it is done, or not.
    Removing(leaving::Way),
    Removed(Result<leaving::Done, String>),
}

/// Why the screens were left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    Quit,
    /// The made-up school is to be opened instead.
    OpenDemo,
}

/// Why the loop was left.
enum Left {
    For(Ended),
    /// To remove something for good, with the file to itself.
    ToRemove(Removal),
}

struct Removal {
    wish: Wish,
    backup: bool,
    shown: Vec<String>,
}

/// How often it is looked whether a removal fell over, and what is said then.
const LOOKS_EVERY: Duration = Duration::from_secs(1);
const NOT_KNOWN: &str = "Something went wrong, and it is not known whether it was removed. It is whole or not at all: look at the \
                         list once more.";

/// Inputs taken before the screen is drawn again, when more are waiting.
const BATCH: usize = 64;

/// The terminal with what arrives from it: taken over once, also when another file is opened.
pub struct Session {
    tui: Tui,
    sender: Sender<Message>,
    receiver: Receiver<Message>,
    carried: Vec<Carried>,
    copying: Option<Copying>,
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
        Ok(Session { tui, sender, receiver, carried: Vec::new(), copying: None })
    }

    /// Opens a file and shows it until the leader leaves. For removing something for good it is closed and opened anew, so
    /// that nothing of it stays in memory.
    pub fn show(
        &mut self,
        places: &Places,
        look: Look,
        options: OpenOptions,
        told: &[Trouble],
    ) -> Result<Ended, Trouble> {
        let place = Place {
            file: places.file.clone(),
            options,
            drives: Vec::new(),
            offset_of: clock::offset_of_day,
            told: Told::InTheProgram,
            test_drives: places.drives.clone(),
        };
        let (mut look, mut report) = (look, None);
        loop {
            let store = self.open(&place)?;
            let mut app = self.app(places, look, &store);
            app.troubles.extend(told.iter().cloned());
            if let Some((title, lines)) = report.take() {
                year_end::came_back(&mut app, title, lines);
            }
            let left = self.turn(&mut app, &store, &place);
            self.stop_all();
            self.stop_copying();
            match left {
                Left::For(ended) => {
                    store.close();
                    return Ok(ended);
                }
                Left::ToRemove(removal) => {
                    look = app.look;
                    drop(app);
                    let (done, ends) = self.remove(store, removal, place.clone(), look);
                    if ends {
                        return Ok(Ended::Quit);
                    }
                    report = Some(year_end::report_lines(done));
                }
            }
        }
    }

    fn open(&self, place: &Place) -> Result<Store, Trouble> {
        let sink = self.sender.clone();
        let options = OpenOptions { now: clock::now().utc, ..place.options.clone() };
        Store::open(&place.file, options, Box::new(move |event| drop(sink.send(Message::Input(Input::Store(event))))))
    }

    fn app(&mut self, places: &Places, look: Look, store: &Store) -> App {
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
        self.load_school_words(places);
        app
    }

    /// Closes the file and removes something for good, while a page says so. What is typed meanwhile is not taken: it was
    /// meant for a screen that is gone. Whether the system asked the program to end.
    fn remove(
        &mut self,
        store: Store,
        removal: Removal,
        mut place: Place,
        look: Look,
    ) -> (Result<leaving::Done, String>, bool) {
        let sender = self.sender.clone();
        let work = move || {
            store.close_without_backup();
            place.options.now = clock::now().utc;
            place.drives = folders(&place.file, place.test_drives.as_deref());
            let way = |way| drop(sender.send(Message::Removing(way)));
            let done = place.carry_out(removal.wish, removal.backup, Some(&removal.shown), &way);
            drop(sender.send(Message::Removed(done)));
        };
        let thread = match std::thread::Builder::new().name("remove".into()).spawn(work) {
            Ok(thread) => thread,
            Err(error) => return (Err(format!("It could not be begun: {error}. Nothing was removed.")), false),
        };
        let mut ends = false;
        let mut done = None;
        let mut way = String::from("The file is being closed.");
        while done.is_none() {
            ends |= self.tui.draw(|frame| ui::busy(frame, look, &way)).is_err();
            let over = thread.is_finished();
            match self.receiver.recv_timeout(LOOKS_EVERY) {
                Ok(Message::Removing(now)) => way = now.words(),
                Ok(Message::Removed(result)) => done = Some(result),
                Ok(Message::Input(Input::Resize(..))) => drop(self.tui.fit()),
                Ok(message) => ends |= asks_to_end(&message),
                Err(_) if over => done = Some(Err(NOT_KNOWN.into())),
                Err(_) => {}
            }
        }
        while let Ok(message) = self.receiver.try_recv() {
            ends |= asks_to_end(&message);
        }
        (done.unwrap_or_else(|| Err(String::new())), ends)
    }

    fn turn(&mut self, app: &mut App, store: &Store, place: &Place) -> Left {
        loop {
            if let Some(left) = self.carry_out(app, store, place) {
                return left;
            }
            if self.tui.draw(|frame| ui::draw(frame, app)).is_err() {
                // The terminal is gone. What is being typed is kept, and then the program ends.
                update(app, Input::Terminate, clock::now());
                return self.carry_out(app, store, place).unwrap_or(Left::For(Ended::Quit));
            }
            let Some(first) = self.wait(app) else { return Left::For(Ended::Quit) };
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
            Message::Removing(_) | Message::Removed(_) => {}
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

    /// Carries out what the app wishes, until it wishes nothing more.
    fn carry_out(&mut self, app: &mut App, store: &Store, place: &Place) -> Option<Left> {
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
                    Effect::FindDrives => self.find_drives(place),
                    Effect::CopyTo(drive) => self.copy_to(place, drive),
                    Effect::Leaving(question) => self.ask_beside(place, question),
                    Effect::CarryOut { wish, backup, shown } => {
                        return Some(Left::ToRemove(Removal { wish, backup, shown }));
                    }
                    Effect::OpenDemo => return Some(Left::For(Ended::OpenDemo)),
                    Effect::Quit => return Some(Left::For(Ended::Quit)),
                    #[cfg(unix)]
                    Effect::Suspend => self.put_aside(app),
                    #[cfg(not(unix))]
                    Effect::Suspend => {}
                }
            }
        }
    }
}

fn asks_to_end(message: &Message) -> bool {
    match message {
        Message::Input(Input::Terminate) => true,
        #[cfg(unix)]
        Message::Signal(asked) => matches!(asked, crate::term::signals::Asked::End),
        _ => false,
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

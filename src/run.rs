//! The loop: receive, update, carry out effects, draw. Nothing here waits for the disk.

use crate::app::effect::{Effect, Places};
use crate::app::input::Input;
use crate::app::look::Look;
use crate::app::screens::year_end::drive::DriveTold;
use crate::app::screens::{talk, year_end};
use crate::app::update::{next_wake, update};
use crate::app::{App, Start};
use crate::domain::id::IdSource;
use crate::exchange::drives::{self, Drive};
use crate::exchange::folder::write_new;
use crate::exchange::leaving::{self, Place, Told, Wish};
use crate::exchange::own::{self, Definition, Own};
use crate::insight::semantics::Meanings;
use crate::store::api::{Trouble, TroubleSort};
use crate::store::backup::drive;
use crate::store::{OpenOptions, Store};
use crate::term::{Tui, clock, events};
use crate::ui;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
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

/// A copy that is being made on a drive: how to stop it, and what hangs up when it has ended.
struct Copying {
    stop: Arc<AtomicBool>,
    ended: Receiver<()>,
}

/// How long the end of the program waits for a copy on a drive that was stopped. A drive that is stuck holds nobody up; what
/// is left of the copy then has no good name, and the next copy sweeps it away.
const STOPS_WITHIN: Duration = Duration::from_secs(3);

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
        Ok(Session { tui, sender, receiver, copying: None })
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

    fn app(&self, places: &Places, look: Look, store: &Store) -> App {
        let size = self.tui.terminal.size().map_or((80, 24), |s| (s.width, s.height));
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
            ends |= self.tui.terminal.draw(|frame| ui::busy(frame, look, &way)).is_err();
            let over = thread.is_finished();
            match self.receiver.recv_timeout(LOOKS_EVERY) {
                Ok(Message::Removing(now)) => way = now.words(),
                Ok(Message::Removed(result)) => done = Some(result),
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
            if self.tui.terminal.draw(|frame| ui::draw(frame, app)).is_err() {
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

    /// Reads a folder of one's own sheets or talk protocols beside the loop: a slow disk keeps no key waiting. Without a
    /// thread there are those that come with the program.
    fn read_own<T: Definition + 'static>(&self, folder: &Path, came: fn(Own<T>) -> Input) {
        let (sender, folder) = (self.sender.clone(), folder.to_path_buf());
        let read = move || drop(sender.send(Message::Input(came(own::read(&folder)))));
        drop(std::thread::Builder::new().name(T::WORDS.many.into()).spawn(read));
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

    /// Looks for drives beside the loop: one that is stuck keeps no key waiting.
    fn find_drives(&self, place: &Place) {
        let (sender, file, instead) = (self.sender.clone(), place.file.clone(), place.test_drives.clone());
        let find = move || {
            let found = drives::find(instead.as_deref(), &file);
            drop(sender.send(Message::Input(Input::Drive(DriveTold::Found(found)))));
        };
        drop(std::thread::Builder::new().name("drives".into()).spawn(find));
    }

    /// Makes a copy on a drive beside the loop, with a connection of its own.
    fn copy_to(&mut self, place: &Place, drive: Drive) {
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
    fn stop_copying(&mut self) {
        if let Some(copying) = self.copying.take() {
            copying.stop.store(true, Ordering::SeqCst);
            let _ = copying.ended.recv_timeout(STOPS_WITHIN);
        }
    }

    /// Answers what would go for good beside the loop.
    fn ask_beside(&self, place: &Place, question: leaving::Question) {
        let (sender, mut place) = (self.sender.clone(), place.clone());
        let answer = move || {
            place.options.now = clock::now().utc;
            place.drives = folders(&place.file, place.test_drives.as_deref());
            drop(sender.send(Message::Input(Input::Leaving(place.answer(question)))));
        };
        drop(std::thread::Builder::new().name("leaving".into()).spawn(answer));
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

fn asks_to_end(message: &Message) -> bool {
    match message {
        Message::Input(Input::Terminate) => true,
        #[cfg(unix)]
        Message::Signal(asked) => matches!(asked, crate::term::signals::Asked::End),
        _ => false,
    }
}

/// The folders of copies on the drives that are plugged in.
fn folders(file: &Path, instead: Option<&[PathBuf]>) -> Vec<PathBuf> {
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

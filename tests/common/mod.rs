//! Help for tests: the app without a disk. Acts are acknowledged at once or held back; questions get set answers.
#![allow(dead_code, reason = "each test file uses a part of it")]

use ratatui::Terminal;
use ratatui::backend::TestBackend;
use uncover::app::effect::{Effect, Places};
use uncover::app::input::Input;
use uncover::app::keys::parse_keys;
use uncover::app::look::Look;
use uncover::app::update::update;
use uncover::app::{App, Start};
use uncover::domain::act::Act;
use uncover::domain::id::IdSource;
use uncover::domain::time::Now;
use uncover::store::api::*;

/// 16 November 2026, 09:41 local time, five hours west of Greenwich.
pub const MORNING: Now = Now { utc: 1_794_840_060_000, steady: 1_000_000, offset: -18_000 };

/// The app, its time, and what was asked of the outside.
pub struct Fake {
    pub app: App,
    pub now: Now,
    pub hold: bool,
    pub acts: Vec<Act>,
    pub writes: Vec<Write>,
    pub exports: Vec<uncover::app::effect::ExportFile>,
    pub quit: bool,
    pub home: Home,
    pub rooms: Vec<RoomRow>,
    pub tags: Vec<TagRow>,
}

impl Fake {
    pub fn new(columns: u16, rows: u16, home: Home) -> Fake {
        Fake::with_look(columns, rows, home, Look::default())
    }

    pub fn with_look(columns: u16, rows: u16, home: Home, look: Look) -> Fake {
        let places = Places {
            file: "/data/uncover.db".into(),
            exports: "/pages".into(),
            backups: "/backups".into(),
            language: "/language".into(),
            sheets: "/data/sheets".into(),
            talks: "/data/talks".into(),
            drives: None,
        };
        let app = App::new(Start {
            now: MORNING,
            size: (columns, rows),
            look,
            places,
            boot: Some("boot".into()),
            read_only: None,
            ids: IdSource::Seeded(42),
        });
        let mut fake = Fake {
            app,
            now: MORNING,
            hold: false,
            acts: Vec::new(),
            writes: Vec::new(),
            exports: Vec::new(),
            quit: false,
            home,
            rooms: Vec::new(),
            tags: Vec::new(),
        };
        fake.settle();
        fake
    }

    /// Types keys, as `domain::keys` writes them.
    pub fn keys(&mut self, keys: &str) -> &mut Fake {
        for key in parse_keys(keys).expect("keys that can be read") {
            self.input(Input::Key(key));
        }
        self
    }

    pub fn input(&mut self, input: Input) {
        update(&mut self.app, input, self.now);
        self.settle();
    }

    /// Time passes.
    pub fn wait(&mut self, ms: i64) -> &mut Fake {
        self.now.utc += ms;
        self.now.steady += ms;
        self.input(Input::Tick);
        self
    }

    fn settle(&mut self) {
        loop {
            let effects = self.app.take_effects();
            if effects.is_empty() {
                return;
            }
            for effect in effects {
                self.carry_out(effect);
            }
        }
    }

    fn carry_out(&mut self, effect: Effect) {
        match effect {
            Effect::Write(Write::Act(act)) => {
                let clock = act.clock;
                self.acts.push(act);
                if !self.hold {
                    let undo = UndoState { undo: Some("write a note".into()), redo: None };
                    update(
                        &mut self.app,
                        Input::Store(Event::Saved { clock, changes: Changes::default(), undo }),
                        self.now,
                    );
                }
            }
            Effect::Write(write) => self.writes.push(write),
            Effect::Ask(question) => self.answer(question),
            Effect::Export(files) => self.exports.extend(files),
            Effect::Quit => self.quit = true,
            Effect::OpenDemo
            | Effect::Suspend
            | Effect::Carry { .. }
            | Effect::StopCarrying(_)
            | Effect::Mouse(_)
            | Effect::ReadSheets
            | Effect::ReadTalkProtocols
            | Effect::LoadWords(_) => {}
            Effect::FindDrives | Effect::CopyTo(_) | Effect::Leaving(_) | Effect::CarryOut { .. } => {}
        }
    }

    fn answer(&mut self, question: Question) {
        let answer = match question.ask {
            // Only the first question about where recording stopped is answered here: nothing was going on.
            Ask::Resume if !self.app.started => Answer::Resume(Resume::default()),
            Ask::Home { .. } => Answer::Home(self.home.clone()),
            Ask::Rooms { .. } => Answer::Rooms(self.rooms.clone()),
            Ask::Tags => Answer::Tags(self.tags.clone()),
            _ => return,
        };
        let event = Event::Answer { number: question.number, answer: Box::new(answer) };
        update(&mut self.app, Input::Store(event), self.now);
    }

    /// The screen as text.
    pub fn screen(&self) -> String {
        picture(&self.app)
    }

    pub fn shows(&self, text: &str) {
        assert_shown(&self.app, text, true);
    }

    pub fn lacks(&self, text: &str) {
        assert_shown(&self.app, text, false);
    }
}

/// What the app looks like, as text.
pub fn picture(app: &App) -> String {
    let (columns, rows) = app.size;
    let mut terminal = Terminal::new(TestBackend::new(columns, rows)).expect("a terminal in memory");
    terminal.draw(|frame| uncover::ui::draw(frame, app)).expect("drawn");
    terminal.backend().to_string()
}

/// Fails, with the screen, unless a text is on it (or is not).
pub fn assert_shown(app: &App, text: &str, shown: bool) {
    let screen = picture(app);
    let not = if shown { "not " } else { "" };
    assert!(screen.contains(text) == shown, "“{text}” is {not}on the screen:\n{screen}");
}

pub fn empty_home() -> Home {
    Home { empty: true, ..Home::default() }
}

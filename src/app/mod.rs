//! The program's state and behaviour: `update` takes one input and returns what is wished done outside. Knows the
//! store's questions and answers, no SQL and no painting.

pub mod actions;
pub mod chosen;
pub mod effect;
pub mod field;
pub mod filled;
pub mod fuzzy;
pub mod input;
pub mod keymap;
pub mod keys;
pub mod language;
pub mod layer_keys;
pub mod layers;
pub mod look;
pub mod page_lines;
pub mod perform;
pub mod recording;
pub mod saving;
mod scope;
pub mod screens;
pub mod sheets;
pub mod talk_protocols;
pub mod update;
mod veil;

use crate::domain::act::{Act, Op, Verb};
use crate::domain::agreements::Agreements;
use crate::domain::id::{IdSource, Uid};
use crate::domain::schema::Kind;
use crate::domain::time::{Hlc, Now};
use crate::store::api::{Ask, Lane, Question, Trouble, TroubleSort, UndoState, Write};
use effect::{Effect, Places};
use layers::Layer;
use look::Look;
use recording::Recording;
use saving::Saving;
use std::collections::HashMap;

/// The six places, in the order of the loop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    Home,
    Walk,
    Notes,
    Patterns,
    Talk,
    Try,
}

impl Place {
    pub const ALL: [Place; 6] = [Place::Home, Place::Walk, Place::Notes, Place::Patterns, Place::Talk, Place::Try];

    pub fn word(self) -> &'static str {
        match self {
            Place::Home => "Home",
            Place::Walk => "Walk",
            Place::Notes => "Notes",
            Place::Patterns => "Patterns",
            Place::Talk => "Talk",
            Place::Try => "Try",
        }
    }
}

/// What fills the work area.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Screen {
    Home,
    Plan,
    Walk,
    Notes,
    Tags,
    Finish,
    Visit,
    Patterns,
    Pattern,
    Suggestion,
    Hunch,
    Joint,
    JointVisit,
    Talk,
    Prepare,
    Voices,
    Elsewhere,
    TalkRun,
    Try,
    Problem,
    Invitations,
    Agreements,
    Like,
    Heat,
    Coverage,
    Boards,
    Board,
    InOut,
    YearEnd,
    Leaving,
}

impl Screen {
    /// The place a screen belongs to.
    pub fn place(self) -> Place {
        match self {
            Screen::Home | Screen::Agreements | Screen::InOut | Screen::YearEnd | Screen::Leaving => Place::Home,
            Screen::Plan | Screen::Walk => Place::Walk,
            Screen::Notes | Screen::Tags | Screen::Finish | Screen::Visit | Screen::Like => Place::Notes,
            Screen::Patterns
            | Screen::Pattern
            | Screen::Suggestion
            | Screen::Hunch
            | Screen::Heat
            | Screen::Coverage
            | Screen::Boards
            | Screen::Board
            | Screen::Joint
            | Screen::JointVisit => Place::Patterns,
            Screen::Talk | Screen::TalkRun | Screen::Prepare | Screen::Voices | Screen::Elsewhere => Place::Talk,
            Screen::Try | Screen::Problem | Screen::Invitations => Place::Try,
        }
    }
}

/// One line to the leader, above the footer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    pub text: String,
    /// Something needs the leader, rather than being told.
    pub needs_you: bool,
    /// When it goes by itself, on the steady clock.
    pub until: i64,
}

/// A notice stays this long, milliseconds; one that needs the leader twice as long.
const NOTICE_STAYS: i64 = 8_000;

/// The whole state of the program.
#[derive(Debug)]
pub struct App {
    pub now: Now,
    pub size: (u16, u16),
    pub look: Look,
    pub places: Places,
    /// The id of this boot of the laptop, where the system tells one.
    pub boot: Option<String>,
    /// Another window records in this file, or it cannot be written: nothing is recorded here, and this says why.
    pub read_only: Option<Trouble>,
    pub screen: Screen,
    /// Screens to go back to, the nearest last.
    pub back: Vec<Screen>,
    /// What lies over the screen, the topmost last.
    pub layers: Vec<Layer>,
    pub notice: Option<Notice>,
    /// Trouble that lasts: shown until it is over.
    pub troubles: Vec<Trouble>,
    pub saving: Saving,
    pub undo: UndoState,
    pub recording: Option<Recording>,
    /// Whether the first answer about where recording stopped has come.
    pub started: bool,
    pub sheets: sheets::Sheets,
    pub talk_protocols: talk_protocols::TalkProtocols,
    pub home: screens::home::HomeState,
    pub plan: screens::plan::PlanState,
    pub walk: screens::walk::WalkState,
    pub notes: screens::notes::NotesState,
    pub tags: screens::tags::TagsState,
    pub finish: screens::finish::FinishState,
    pub visit: screens::visit::VisitState,
    pub patterns: screens::patterns::PatternsState,
    pub like: screens::like::LikeState,
    pub heat: screens::heat::HeatState,
    pub coverage: screens::coverage::CoverageState,
    pub boards: screens::board::BoardState,
    pub joint: screens::joint::JointState,
    pub talk: screens::talk::TalkState,
    pub trying: screens::trying::TryState,
    pub inout: screens::inout::InOutState,
    pub year: screens::year_end::YearState,
    /// When the first of two Ctrl-C was pressed, on the steady clock.
    pub quit_asked: Option<i64>,
    pub last_input: i64,
    pub agreements: screens::agreements::AgreementsState,
    pub settings: HashMap<String, String>,
    /// What was agreed with staff, as the settings have it.
    pub agreed: Agreements,
    pub language: language::Language,
    ids: IdSource,
    clock: Hlc,
    questions: u64,
    /// The newest question of each lane, and the lanes of the questions still open.
    newest: HashMap<Lane, u64>,
    effects: Vec<Effect>,
}

/// What the app is started with.
#[derive(Debug)]
pub struct Start {
    pub now: Now,
    pub size: (u16, u16),
    pub look: Look,
    pub places: Places,
    pub boot: Option<String>,
    pub read_only: Option<Trouble>,
    pub ids: IdSource,
}

impl App {
    /// The app before anything has arrived, with its first questions waiting in `take_effects`.
    pub fn new(start: Start) -> App {
        let mut app = App {
            now: start.now,
            size: start.size,
            look: start.look,
            places: start.places,
            boot: start.boot,
            read_only: start.read_only,
            screen: Screen::Home,
            back: Vec::new(),
            layers: Vec::new(),
            notice: None,
            troubles: Vec::new(),
            saving: Saving::default(),
            undo: UndoState::default(),
            recording: None,
            started: false,
            sheets: Default::default(),
            talk_protocols: Default::default(),
            home: Default::default(),
            plan: Default::default(),
            walk: Default::default(),
            notes: Default::default(),
            tags: Default::default(),
            finish: Default::default(),
            visit: Default::default(),
            patterns: Default::default(),
            like: Default::default(),
            heat: Default::default(),
            coverage: Default::default(),
            boards: Default::default(),
            joint: Default::default(),
            talk: Default::default(),
            trying: Default::default(),
            inout: Default::default(),
            year: Default::default(),
            quit_asked: None,
            last_input: start.now.steady,
            agreements: Default::default(),
            settings: HashMap::new(),
            agreed: Agreements::default(),
            language: Default::default(),
            ids: start.ids,
            clock: Hlc(0),
            questions: 0,
            newest: HashMap::new(),
            effects: Vec::new(),
        };
        app.ask(Lane::Walk, Ask::Resume);
        screens::home::refresh(&mut app);
        sheets::ask_own(&mut app);
        app
    }

    /// What is wished done outside since the last call.
    pub fn take_effects(&mut self) -> Vec<Effect> {
        std::mem::take(&mut self.effects)
    }

    pub fn effect(&mut self, effect: Effect) {
        self.effects.push(effect);
    }

    /// A new id for a thing.
    pub fn new_id(&mut self) -> Uid {
        self.ids.next_uid()
    }

    /// The log's clock for the next act.
    pub fn tick_clock(&mut self) -> Hlc {
        self.clock = self.clock.next(self.now.utc);
        self.clock
    }

    /// The file's newest clock: acts made here come after it.
    pub fn clock_seen(&mut self, seen: Hlc) {
        self.clock = self.clock.max(seen);
    }

    /// Sends an act to be saved. Nothing is sent, and `None` is returned with a notice, where nothing can be recorded.
    pub fn act(&mut self, verb: Verb, ops: Vec<Op>) -> Option<Hlc> {
        if !self.may_write() || ops.is_empty() {
            return None;
        }
        let clock = self.tick_clock();
        if self.screen == Screen::Finish {
            self.finish.acts += 1;
        }
        self.saving.sent(clock);
        if verb != Verb::MarkLookFor {
            // Something else is the newest act now: marking must not guess what an undo takes back.
            self.walk.steps.clear();
        }
        self.effect(Effect::Write(Write::Act(Act { clock, verb, ops })));
        Some(clock)
    }

    /// Empties things for good, also from the history; `verb` is one of `Verb::is_for_good`. No undo leads behind it.
    /// As `act`.
    pub fn purge(&mut self, verb: Verb, things: Vec<(Kind, Uid)>) -> Option<Hlc> {
        if !self.may_write() || things.is_empty() {
            return None;
        }
        let clock = self.tick_clock();
        if self.screen == Screen::Finish {
            self.finish.acts += 1;
        }
        self.saving.sent(clock);
        self.walk.steps.clear();
        self.effect(Effect::Write(Write::Purge { clock, verb, things }));
        Some(clock)
    }

    /// Whether anything can be recorded; says why when not.
    pub fn may_write(&mut self) -> bool {
        match &self.read_only {
            None => true,
            Some(trouble) => {
                let text = format!("{} {}", trouble.what, trouble.todo);
                self.needs_you(text);
                false
            }
        }
    }

    /// Asks the store; an earlier question of the same lane is forgotten.
    pub fn ask(&mut self, lane: Lane, ask: Ask) {
        self.questions += 1;
        self.newest.insert(lane, self.questions);
        self.effect(Effect::Ask(Question { number: self.questions, lane, ask }));
    }

    /// The lane of an answer, when it answers the newest question there.
    pub fn lane_of(&self, number: u64) -> Option<Lane> {
        self.newest.iter().find(|(_, n)| **n == number).map(|(lane, _)| *lane)
    }

    /// Tells the leader something in one line.
    pub fn tell(&mut self, text: impl Into<String>) {
        self.notice = Some(Notice { text: text.into(), needs_you: false, until: self.now.steady + NOTICE_STAYS });
    }

    /// Tells the leader something that needs them.
    pub fn needs_you(&mut self, text: impl Into<String>) {
        self.notice = Some(Notice { text: text.into(), needs_you: true, until: self.now.steady + 2 * NOTICE_STAYS });
    }

    /// Goes to another screen; `Esc` comes back here.
    pub fn open(&mut self, screen: Screen) {
        if self.screen != screen {
            self.back.retain(|s| *s != screen);
            self.back.push(self.screen);
        }
        self.enter(screen);
    }

    /// Goes to a place from anywhere; the way back is forgotten.
    pub fn go(&mut self, screen: Screen) {
        self.back.clear();
        self.enter(screen);
    }

    /// One screen back, or Home.
    pub fn step_back(&mut self) {
        let screen = self.back.pop().unwrap_or(Screen::Home);
        self.enter(screen);
    }

    /// One screen back because what this one showed has gone. What was told already stays: an undo names what it took
    /// back, and that is why it has gone.
    pub fn leave_gone(&mut self, text: &str) {
        let told = self.notice.take();
        self.step_back();
        match told {
            Some(_) => self.notice = told,
            None => self.tell(text),
        }
    }

    fn enter(&mut self, screen: Screen) {
        self.screen = screen;
        self.finish.acts = 0;
        self.notice = None;
        screens::refresh(self);
    }

    /// Remembers lasting trouble, one of each sort.
    pub fn trouble(&mut self, trouble: Trouble) {
        self.troubles.retain(|t| t.sort != trouble.sort);
        self.troubles.push(trouble);
    }

    pub fn trouble_over(&mut self, sorts: &[TroubleSort]) {
        self.troubles.retain(|t| !sorts.contains(&t.sort));
    }

    /// Whether a room's clock is running.
    pub fn in_visit(&self) -> bool {
        self.recording.as_ref().is_some_and(|r| r.corridor.is_none() && r.visit.is_some())
    }

    /// Keeps a setting of this laptop.
    pub fn set_setting(&mut self, key: &str, value: &str) {
        self.settings.insert(key.into(), value.into());
        if self.read_only.is_none() {
            self.effect(Effect::Write(Write::Setting(key.into(), value.into())));
        }
    }
}

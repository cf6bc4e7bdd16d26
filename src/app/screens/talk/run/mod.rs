//! Running a talk on a projector: one thing at a time, and nothing else. While it runs no key and nothing that happens
//! leads to another screen; leaving takes two keys and passes through the cover.
//!
//! What is shown is laid out as values (`Page`) when an answer comes, a key is pressed or the size changes; every text on
//! them went through `Seen`, which masks names and heeds what the leader left out. Painting only reads the pages.

pub mod change;
mod counting;
pub mod draft;
mod keys;
mod leaving;
mod lines;
#[cfg(test)]
mod lock_tests;
pub mod pages;
mod problems;
#[cfg(test)]
pub mod sample;
mod seen;
#[cfg(test)]
mod tests;
mod turning;
pub(super) mod words;
mod writing;

pub use counting::Count;
pub use keys::{key, paste, scope};
pub use leaving::Asked;
pub use pages::{Block, Look, Page, Sort};
pub use turning::{not_turned, turned};
pub use writing::{Line, Writes};

use crate::app::effect::Effect;
use crate::app::{App, Screen};
use crate::domain::act::{Op, Verb};
use crate::domain::acts;
use crate::domain::id::Uid;
use crate::domain::order::InOrder;
use crate::domain::talk_protocol::{Step, TalkProtocol};
use crate::domain::time::{Hlc, UtcMs};
use crate::language::mask::Masker;
use crate::store::api::{Answer, Ask, Draft, Lane, Question, TalkAnswer, TalkAsk, TalkView, VoiceRow};
use change::Change;
use draft::Kept;
use std::sync::Arc;

/// Notes of each role that are read with a pattern, to find the chosen examples among them.
const EXAMPLES: usize = 50;
/// Columns of the time line.
pub const TIME_LINE: i64 = 24;

/// Everything of the running talk.
#[derive(Debug, Default)]
pub struct RunState {
    /// The talk on the projector.
    pub talk: Option<Uid>,
    /// Nothing is painted until it is known whether a talk was under way when the program ended.
    pub held: bool,
    pub view: Option<Box<TalkView>>,
    /// The steps of its protocol.
    pub steps: Vec<Step>,
    /// Why its protocol shows patterns before teachers have spoken, where it says openly that it does.
    pub declared_first: Option<String>,
    /// Which step, from 0; as many as there are steps: the end. Since when, UTC milliseconds.
    pub step: usize,
    pub since: Option<UtcMs>,
    /// Which page of the step, and all of them.
    pub page: usize,
    pub pages: Vec<Page>,
    /// What stands over them while something is asked.
    pub over: Option<Page>,
    /// The farthest step that was shown.
    pub farthest: usize,
    /// What is being written; it waits while `writing` is off.
    pub line: Option<Line>,
    pub writing: bool,
    /// The label of the line takes the typing.
    pub labelling: bool,
    /// The statement that links and striking mean.
    pub hand: Option<Uid>,
    /// The marked line of a list.
    pub marked: usize,
    pub count: Option<Count>,
    /// The step in which the leader opened the hunch last.
    pub hunch_in: Option<usize>,
    pub asked: Option<Asked>,
    /// The keys are shown.
    pub keys: bool,
    /// Patterns that the team worded anew since the program was started.
    reworded: Vec<Uid>,
    /// One sentence until the next key.
    pub told: Option<String>,
    /// Undos that can be done again.
    undone: usize,
    /// When the newest line was kept, on the steady clock.
    kept_at: Option<i64>,
    names: Option<Arc<Masker>>,
    /// Changes that an answer of the store may not know yet.
    changes: Vec<(Hlc, Change)>,
    /// What was kept of the talk by its draft, until its view comes.
    waiting: Option<Kept>,
}

impl RunState {
    pub fn step(&self) -> Option<&Step> {
        self.steps.get(self.step)
    }

    pub fn shown(&self) -> Option<&Page> {
        self.pages.get(self.page)
    }

    /// How far the time of the step has gone, as columns of the time line; `None` where it has none.
    pub fn time_gone(&self, now: UtcMs) -> Option<i64> {
        let (minutes, since) = (self.step()?.minutes?, self.since?);
        Some(((now - since).max(0) * TIME_LINE / (minutes * 60_000).max(1)).min(TIME_LINE))
    }

    /// What is being typed, as it may be seen: letters of names are dots, one for one.
    pub fn typed(&self) -> String {
        self.line.as_ref().map_or(String::new(), |l| self.dotted(&l.field.text()))
    }

    /// The label of the line, in the same way.
    pub fn typed_label(&self) -> String {
        self.line.as_ref().map_or(String::new(), |l| self.dotted(&l.label.text()))
    }

    fn dotted(&self, text: &str) -> String {
        let none = Masker::default();
        let found = self.names.as_deref().unwrap_or(&none).find(text);
        let name = |at: usize, c: char| c != ' ' && found.iter().any(|f| f.range.contains(&at));
        text.char_indices().map(|(at, c)| if name(at, c) { '.' } else { c }).collect()
    }

    /// What was said in this talk, oldest first.
    fn said(&self) -> &[VoiceRow] {
        self.view.as_ref().map_or(&[], |v| v.voices.as_slice())
    }

    fn voice(&self, uid: Uid) -> Option<&VoiceRow> {
        self.said().iter().find(|v| v.uid == uid)
    }
}

// ── Beginning ───────────────────────────────────────────────────────────────────────────────────────────────────────

/// Before anything is painted: was a talk under way? It is asked before all else, and nothing is shown until it is known.
pub fn hold(app: &mut App) {
    app.talk.run.held = true;
    app.ask(Lane::Talk, Ask::Talking(TalkAsk::Running));
    let mut effects = app.take_effects();
    let first = |e: &Effect| matches!(e, Effect::Ask(Question { lane: Lane::Talk, .. }));
    effects.order_by_key(|e| !first(e));
    effects.into_iter().for_each(|e| app.effect(e));
}

/// Begins a prepared talk, and puts it on the projector.
pub fn begin(app: &mut App, talk: Uid) {
    let now = app.now.utc;
    if app.act(Verb::StartTalk, vec![acts::talk_started(talk, now)]).is_some() {
        open(app, talk);
    }
}

/// Puts a talk that was begun and left open back on the projector. What was done elsewhere meanwhile is not undone here.
pub fn go_back(app: &mut App, talk: Uid) {
    // It changes nothing; it is the act behind which no undo leads here.
    if app.act(Verb::StartTalk, vec![acts::talk_ended(talk, None)]).is_some() {
        let waiting =
            app.talk.run.waiting.take().or_else(|| (app.talk.run.talk == Some(talk)).then(|| draft::kept(app)));
        open(app, talk);
        app.talk.run.waiting = waiting;
    }
}

fn open(app: &mut App, talk: Uid) {
    let names = app.talk.run.names.take();
    let waiting = app.talk.run.waiting.take();
    app.talk.run = RunState { talk: Some(talk), names, waiting, ..RunState::default() };
    app.layers.clear();
    app.go(Screen::TalkRun);
}

/// Asks anew for what the projector shows.
pub fn refresh(app: &mut App) {
    let Some(talk) = app.talk.run.talk else { return };
    app.ask(Lane::Talk, Ask::Talking(TalkAsk::Talk { talk, examples: EXAMPLES }));
    if app.talk.run.names.is_none() {
        app.ask(Lane::AllNames, Ask::AllNames);
    }
}

/// Things changed in the file. Names may be others now: nothing is shown by the old ones.
pub fn changed(app: &mut App, kinds: &[crate::domain::schema::Kind]) {
    use crate::domain::schema::Kind::{Classroom, Observer, School, Teacher};
    if kinds.iter().any(|k| matches!(k, Classroom | Observer | School | Teacher)) {
        app.ask(Lane::AllNames, Ask::AllNames);
    }
    refresh(app);
}

/// Answers of the store that are about a running talk. False for those of the leader's desk.
pub fn answered(app: &mut App, answer: &Answer) -> bool {
    match answer {
        Answer::AllNames(names) => {
            app.talk.run.names = Some(Arc::clone(names));
            pages::lay_out(app);
        }
        Answer::Talking(TalkAnswer::Running(view)) => {
            app.talk.run.held = false;
            if let Some(view) = view
                && app.screen != Screen::TalkRun
            {
                open(app, view.talk.uid);
                take(app, view.clone());
            }
        }
        Answer::Talking(TalkAnswer::Talk(view)) if app.screen == Screen::TalkRun => match view {
            Some(view) if app.talk.run.talk == Some(view.talk.uid) => take(app, view.clone()),
            _ => {}
        },
        _ => return false,
    }
    true
}

/// The question whether a talk was under way could not be answered: the program goes on without.
pub fn not_answered(app: &mut App, lane: Lane) {
    if lane == Lane::Talk {
        app.talk.run.held = false;
    }
}

/// The talk as the file has it; what is not on the disk yet stays as it is on the screen.
fn take(app: &mut App, view: Box<TalkView>) {
    let saving = &app.saving;
    app.talk.run.changes.retain(|(clock, _)| saving.kept(Some(*clock)) != crate::app::saving::Kept::Saved);
    let run = &mut app.talk.run;
    let first = run.view.is_none();
    let mut view = view;
    for (_, change) in &run.changes {
        change.apply(&mut view);
    }
    let moved = run.step != view.step;
    run.step = view.step;
    run.since = view.step_at;
    if first {
        let protocol = view.protocol.as_ref().and_then(|(id, body)| TalkProtocol::parse(id, body).ok());
        let protocol = protocol.or_else(|| TalkProtocol::by_id("share-with-staff").cloned()).unwrap_or_default();
        run.steps = protocol.steps;
        run.declared_first = protocol.patterns_first;
    }
    run.view = Some(view);
    run.farthest = run.farthest.max(run.step);
    if moved && !first {
        run.page = 0;
        run.count = None;
    }
    if let Some(kept) = run.waiting.take() {
        draft::apply(app, kept);
    }
    pages::lay_out(app);
}

/// The draft of the last run, kept until the talk is there.
pub fn restore(app: &mut App, draft: &Draft) {
    if let Some(kept) = draft::read(draft) {
        app.talk.run.waiting = Some(kept);
        if app.talk.run.view.is_some()
            && let Some(kept) = app.talk.run.waiting.take()
        {
            draft::apply(app, kept);
            pages::lay_out(app);
        }
    }
}

/// When the time line next changes by itself, on the steady clock; never once it is full.
pub fn next_wake(app: &App) -> Option<i64> {
    let run = &app.talk.run;
    let gone = run.time_gone(app.now.utc).filter(|gone| *gone < TIME_LINE)?;
    let (minutes, since) = (run.step()?.minutes?, run.since?);
    let at = since + ((gone + 1) * minutes * 60_000).div_euclid(TIME_LINE) + 1;
    Some(app.now.steady + (at - app.now.utc).max(200))
}

/// Does something in the talk: shown at once, kept like a note.
fn act(app: &mut App, verb: Verb, ops: Vec<Op>, changes: Vec<Change>) -> bool {
    let Some(clock) = app.act(verb, ops) else {
        app.talk.run.told = Some("This window cannot keep anything of the talk: another one has the file.".into());
        return false;
    };
    shown_at_once(app, clock, changes);
    true
}

fn shown_at_once(app: &mut App, clock: Hlc, changes: Vec<Change>) {
    let run = &mut app.talk.run;
    run.undone = 0;
    for change in changes {
        if let Some(view) = run.view.as_mut() {
            change.apply(view);
        }
        run.changes.push((clock, change));
    }
    if let Some(view) = run.view.as_ref() {
        (run.step, run.since) = (view.step, view.step_at);
    }
}

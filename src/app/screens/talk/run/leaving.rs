//! Questions before something cannot be taken back: leaving the projector, ending the talk, striking a statement for good.
//! Each is answered by a key of its own, which no key held down can be.

use super::keys::begin_with;
use super::writing::{self, Writes};
use super::{act, draft};
use crate::app::actions::{Action, Scope};
use crate::app::input::{Code, Key};
use crate::app::keymap::resolve;
use crate::app::layers::{CoverState, Layer};
use crate::app::{App, Screen};
use crate::domain::act::Verb;
use crate::domain::acts;
use crate::domain::id::Uid;
use crate::domain::pattern::{PatternKind, PatternStatus};
use crate::domain::talk_protocol::Shows;

/// What is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// Leave the projector? `letter`: the key that asked was a letter, and may have been the first of a word.
    Leave {
        letter: bool,
    },
    Strike(Uid),
}

/// A key after the question. What is no answer leaves everything as it is.
pub fn answered(app: &mut App, asked: Asked, key: Key) {
    let action = resolve(Scope::TalkAsking, key);
    match (asked, action) {
        (Asked::Leave { .. }, Some(Action::TalkLeaveOpen)) => leave(app),
        (Asked::Leave { .. }, Some(Action::TalkEnd)) => end(app),
        (Asked::Strike(voice), Some(Action::TalkStrikeYes)) => strike(app, voice),
        (Asked::Leave { letter: true }, None) if key.typed().is_some_and(char::is_alphabetic) => {
            begin_with(app, &[Key::plain(Code::Char('q')), key]);
        }
        _ => {}
    }
}

/// To the leader's desk, behind the cover. What is half-typed waits with the talk.
fn leave(app: &mut App) {
    draft::at_once(app);
    app.layers.clear();
    app.go(Screen::Talk);
    app.layers.push(Layer::Cover(CoverState { plain: true, ..CoverState::default() }));
}

fn end(app: &mut App) {
    let Some(talk) = app.talk.run.talk else { return };
    let mut ops = vec![acts::talk_ended(talk, Some(app.now.utc))];
    ops.extend(discussed(app).into_iter().map(|p| acts::pattern_status(p, PatternStatus::Discussed)));
    if act(app, Verb::EndTalk, ops, Vec::new()) {
        draft::forget(app);
        app.talk.run.talk = None;
        app.layers.clear();
        app.go(Screen::Talk);
        app.layers.push(Layer::Cover(CoverState { plain: true, ..CoverState::default() }));
    }
}

/// Patterns that the team has now talked about: those of the steps that were shown, as long as they are only possible.
fn discussed(app: &App) -> Vec<Uid> {
    let run = &app.talk.run;
    let reached = run.steps.iter().take(run.farthest + 1);
    let shown: Vec<Shows> = reached.map(|s| s.shows).collect();
    let Some(view) = run.view.as_ref() else { return Vec::new() };
    let was_shown =
        |kind| shown.contains(&if kind == PatternKind::Strength { Shows::Strengths } else { Shows::Patterns });
    let open = view.patterns.iter().map(|p| &p.pattern);
    open.filter(|p| p.status == PatternStatus::Possible && was_shown(p.kind)).map(|p| p.uid).collect()
}

/// Asks before a statement goes for good: the one being changed, the one in hand, or the last one.
pub fn ask_strike(app: &mut App) {
    let run = &app.talk.run;
    let edited = run.line.as_ref().filter(|_| run.writing).and_then(|l| match l.writes {
        Writes::Voice { uid, new: false } => Some(uid),
        _ => None,
    });
    let voice = edited.or(run.hand).or_else(|| run.said().last().map(|v| v.uid));
    app.talk.run.asked = voice.filter(|v| app.talk.run.voice(*v).is_some()).map(Asked::Strike);
    if app.talk.run.asked.is_none() {
        app.talk.run.told = Some("Nothing was said yet that could be struck.".into());
    }
}

/// Strikes a statement for good: from the file, its history and the search.
fn strike(app: &mut App, voice: Uid) {
    if super::lines::purge(app, voice) {
        writing::drop_line_of(app, voice);
        app.talk.run.hand = None;
        app.talk.run.told = Some("Struck for good. It stands in no history.".into());
    }
}

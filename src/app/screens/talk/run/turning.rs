//! Taking back, and doing again, what was done in this talk since it began; never anything else.

use crate::app::effect::Effect;
use crate::app::{App, Screen, screens};
use crate::domain::act::Verb;
use crate::store::api::Write;

/// What a talk writes while it runs. Its beginning is not among them, so nothing of before can be taken back.
const HERE: &[Verb] = &[
    Verb::StepTalk,
    Verb::HearVoice,
    Verb::EditVoice,
    Verb::LinkVoice,
    Verb::TakePoll,
    Verb::ShareProblem,
    Verb::EditProblem,
    Verb::MakePromise,
    Verb::EditPattern,
];

pub fn undo(app: &mut App) {
    if app.may_write() {
        let clock = app.tick_clock();
        screens::walk::turning(app, clock);
        app.effect(Effect::Write(Write::UndoOf(clock, HERE)));
    }
}

pub fn redo(app: &mut App) {
    if app.talk.run.undone == 0 {
        app.talk.run.told = Some("There is nothing to do again.".into());
    } else if app.may_write() {
        let clock = app.tick_clock();
        screens::walk::turning(app, clock);
        app.effect(Effect::Write(Write::Redo(clock)));
    }
}

/// Something was taken back or done again.
pub fn turned(app: &mut App, redo: bool, words: &str) {
    if app.screen != Screen::TalkRun {
        return;
    }
    let run = &mut app.talk.run;
    run.changes.clear();
    run.undone = if redo { run.undone.saturating_sub(1) } else { run.undone + 1 };
    run.told = Some(format!("{}: {words}.", if redo { "Done again" } else { "Taken back" }));
}

pub fn not_turned(app: &mut App) {
    if app.screen == Screen::TalkRun {
        app.talk.run.told = Some("Nothing of this talk is left to take back.".into());
    }
}

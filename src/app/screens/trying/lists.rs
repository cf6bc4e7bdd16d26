//! The list of Try: check-ins that are due and trials under way, shared problems, promises.

use super::asking::{self, TryForm, TryPick};
use super::open;
use crate::app::App;
use crate::app::actions::Action;
use crate::app::layers::Agreed;
use crate::app::screens::forms;
use crate::domain::act::Verb;
use crate::domain::acts;
use crate::domain::id::Uid;
use crate::domain::schema::Kind;
use crate::store::api::{ProblemRow, PromiseRow, TrialRow};

/// A line of the list.
#[derive(Debug, Clone, Copy)]
pub enum TryLine<'a> {
    Trial(&'a TrialRow),
    Problem(&'a ProblemRow),
    Promise(&'a PromiseRow),
}

impl TryLine<'_> {
    /// The heading under which it stands.
    pub fn heading(&self) -> &'static str {
        match self {
            TryLine::Trial(trial) if trial.ended.is_none() => "We try",
            TryLine::Problem(_) => "Shared problems",
            TryLine::Promise(promise) if promise.kept.is_none() => "Promised",
            TryLine::Promise(_) => "Promises kept",
            TryLine::Trial(_) => "Tried",
        }
    }
}

/// The lines that can be marked: open trials, shared problems, open promises, then what is done.
pub fn lines(app: &App) -> Vec<TryLine<'_>> {
    let Some(view) = &app.trying.view else { return Vec::new() };
    let trials = |ended: bool| view.trials.iter().filter(move |t| t.ended.is_some() == ended).map(TryLine::Trial);
    let promises = |kept: bool| view.promises.iter().filter(move |p| p.kept.is_some() == kept).map(TryLine::Promise);
    trials(false)
        .chain(view.problems.iter().map(TryLine::Problem))
        .chain(promises(false))
        .chain(promises(true))
        .chain(trials(true))
        .collect()
}

/// The marked line.
fn marked(app: &App) -> Option<TryLine<'_>> {
    lines(app).get(app.trying.selected).copied()
}

/// What an action does to the marked line, as values that do not hold the app.
enum Marked {
    Trial(Uid, Option<Uid>),
    Problem(Uid),
    Promise(PromiseRow),
}

fn marked_values(app: &App) -> Option<Marked> {
    Some(match marked(app)? {
        TryLine::Trial(trial) => Marked::Trial(trial.uid, trial.problem.as_ref().map(|(uid, _)| *uid)),
        TryLine::Problem(problem) => Marked::Problem(problem.uid),
        TryLine::Promise(promise) => Marked::Promise(promise.clone()),
    })
}

pub fn perform(app: &mut App, action: Action) {
    match action {
        Action::ProblemNew => asking::ask_problem(app),
        Action::PromiseNew => asking::choose_team(app, TryPick::PromiseTo),
        action => match marked_values(app) {
            Some(line) => with_line(app, action, line),
            None => app.tell("Nothing is tried yet. n writes down a problem that a team has accepted as theirs."),
        },
    }
}

fn with_line(app: &mut App, action: Action, line: Marked) {
    match (action, line) {
        (Action::TryOpen, Marked::Trial(_, Some(problem)) | Marked::Problem(problem)) => open(app, problem),
        (Action::TryOpen | Action::PromiseKept, Marked::Promise(promise)) => turn_promise(app, &promise),
        (Action::TrialCheckIn, Marked::Trial(trial, _)) => asking::ask_check_in(app, trial),
        (Action::TryDelete, Marked::Promise(promise)) => {
            let question = format!("Delete the promise “{}”?", promise.text);
            ask_delete(app, question, Kind::Promise, promise.uid);
        }
        (Action::TryDelete, Marked::Trial(trial, _)) => {
            ask_delete(app, "Delete this trial and its check-ins?".into(), Kind::Trial, trial);
        }
        (Action::TryDelete, Marked::Problem(problem)) => {
            ask_delete(app, "Delete this shared problem and its trials?".into(), Kind::Problem, problem);
        }
        (Action::PromiseKept, _) => app.tell("x is for promises: mark one first."),
        (Action::TrialCheckIn, _) => app.tell("c is for trials: mark one first."),
        _ => {}
    }
}

pub(super) fn ask_delete(app: &mut App, question: String, kind: Kind, uid: Uid) {
    if app.may_write() {
        forms::confirm(app, question, "Ctrl-Z brings it back.", Agreed::DeleteTrying(kind, uid));
    }
}

/// A promise is kept, or open again.
fn turn_promise(app: &mut App, promise: &PromiseRow) {
    let kept = promise.kept.is_none().then_some(app.now.utc);
    if app.act(Verb::EditPromise, vec![acts::promise_kept(promise.uid, kept)]).is_some() {
        app.tell(if kept.is_some() { "Kept. The team sees it at the next talk." } else { "Open again." });
    }
}

/// Promised: words, and by when.
pub(super) fn promise(app: &mut App, team: Option<Uid>, form: &[String]) {
    let (words, by) = (form.first().cloned().unwrap_or_default(), form.get(1).map_or("", String::as_str));
    if words.is_empty() {
        app.tell("A promise needs words. Nothing was written down.");
        return;
    }
    let due = match asking::coming(app, by) {
        Ok(due) => due,
        Err(why) => {
            return asking::again(app, "A promise", TryForm::Promise(team), &["We promise", "By when"], form, why);
        }
    };
    let uid = app.new_id();
    let op = acts::promised(uid, None, team, &words, app.now.utc, due);
    if app.act(Verb::MakePromise, vec![op]).is_some() {
        app.tell("Written down. It stays here until it is kept.");
    }
}

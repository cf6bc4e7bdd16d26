//! What is asked and filled in for shared problems, trials, check-ins, promises and invitations.

use super::{invitations, lists, next_walk, page};
use crate::app::App;
use crate::app::field::Field;
use crate::app::layers::{Filled, Layer, PickItem, PickValue, Picked, Picker, Prompt, PromptLine};
use crate::app::screens::forms;
use crate::domain::act::Verb;
use crate::domain::acts::{self, CheckInFacts, ProblemFacts, TrialFacts};
use crate::domain::dates::{COMING_EXAMPLES, coming_day};
use crate::domain::id::Uid;
use crate::domain::talk::{Origin, ProblemStatus, TrialDecision};
use crate::domain::time::{day_number, day_of_number};
use crate::store::api::{Ask, Lane, TalkAsk, TrialRow};

/// Lines to fill in, and what they are for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TryForm {
    /// A shared problem of a team, worded by them.
    Problem(Option<Uid>),
    Reword(Uid),
    /// A cause of a shared problem, under another cause or a bone of its own.
    Cause {
        problem: Uid,
        under: Option<Uid>,
    },
    Trial(Uid),
    EditTrial(Uid),
    /// A check-in: what was decided is chosen afterwards.
    CheckIn(Uid),
    NextWalk(Uid),
    Promise(Option<Uid>),
    /// A question of a teacher, who is chosen afterwards.
    Invitation,
    EditInvitation(Uid),
}

/// A choice, and what it is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TryPick {
    ProblemOf,
    PromiseTo,
    PulseOf,
    /// Whose words came first.
    Origin {
        team: Option<Uid>,
        wording: String,
        agreement: String,
    },
    Status(Uid),
    Decision(Box<CheckInFacts>),
    /// Whose question it is: the question.
    Inviter(String),
    /// The visit that looked for what was asked.
    VisitOf(Uid),
}

/// Lines to fill in over the screen, with what stands in them already.
fn form(app: &mut App, title: &str, then: TryForm, labels: &[&str], texts: &[String], hint: &str) {
    let line = |(i, label): (usize, &&str)| PromptLine {
        label: (*label).into(),
        field: Field::new(texts.get(i).map_or("", String::as_str)),
    };
    app.layers.push(Layer::Prompt(Prompt {
        title: title.into(),
        lines: labels.iter().enumerate().map(line).collect(),
        focus: 0,
        then: Filled::Try(then),
        hint: hint.into(),
        offers: Vec::new(),
        names: Vec::new(),
    }));
}

/// The same lines once more, with what was typed and what did not fit.
pub(super) fn again(app: &mut App, title: &str, then: TryForm, labels: &[&str], texts: &[String], why: &str) {
    form(app, title, then, labels, texts, why);
}

/// A day to come, or none where nothing is typed; why not, where it is no day.
pub(super) fn coming(app: &App, typed: &str) -> Result<Option<i64>, &'static str> {
    if typed.trim().is_empty() {
        return Ok(None);
    }
    let day = coming_day(typed, app.now.today()).map(day_number);
    day.map(Some).ok_or("That day could not be read. For example: in 3 weeks, tuesday, 2 Oct, 2026-10-02.")
}

// ── Asking ──────────────────────────────────────────────────────────────────────────────────────────────────────────

/// Which team: for a shared problem, a promise, the pulse.
pub(super) fn choose_team(app: &mut App, then: TryPick) {
    if then != TryPick::PulseOf && !app.may_write() {
        return;
    }
    let mut items: Vec<PickItem> =
        app.talk.teams.iter().map(|t| forms::item(t.name.clone(), "", PickValue::Id(t.uid))).collect();
    if then != TryPick::PulseOf {
        items.push(forms::item("No team in particular", "", PickValue::None));
    }
    let empty = "There is no team of that name. Teams are made in Talk (5).";
    app.layers.push(Layer::Picker(forms::picker("Which team?", items, empty, Picked::Try(then))));
}

pub(super) fn ask_problem(app: &mut App) {
    choose_team(app, TryPick::ProblemOf);
}

const PROBLEM: [&str; 2] = ["In the team's words", "How it was agreed"];
const PROBLEM_HINT: &str =
    "The problem as the team says it, without a fix. How: “all but one at three or more”, or leave it empty.";

pub(super) fn ask_reword(app: &mut App, problem: Uid, wording: &str) {
    let hint = "The team's own words. What it was called before stays in the history.";
    form(app, "Reword the shared problem", TryForm::Reword(problem), &["In the team's words"], &[wording.into()], hint);
}

const TRIAL: [&str; 7] = [
    "We want to find out",
    "We change",
    "We expect to see",
    "We will know by",
    "Who (by role)",
    "When and where",
    "Check-in",
];

pub(super) fn ask_trial(app: &mut App, problem: Uid) {
    let hint =
        format!("Small enough for next week. Only what is changed must be filled in. Check-in: {COMING_EXAMPLES}");
    form(app, "A small test", TryForm::Trial(problem), &TRIAL, &[], &hint);
}

/// The same lines, with what stands in them.
pub(super) fn ask_trial_again(app: &mut App, trial: &TrialRow) {
    let day = trial.check_day.map(|d| day_of_number(d).to_string()).unwrap_or_default();
    let texts = [&trial.question, &trial.change, &trial.prediction, &trial.measure, &trial.who, &trial.when, &day];
    let texts: Vec<String> = texts.into_iter().cloned().collect();
    let hint = "What it was before stays in the history.";
    form(app, "Change the test", TryForm::EditTrial(trial.uid), &TRIAL, &texts, hint);
}

const CHECK_IN: [&str; 4] = ["What happened", "What surprised us", "What we learned", "Small wins"];

pub(super) fn ask_check_in(app: &mut App, trial: Uid) {
    if app.may_write() {
        let hint = "What was seen, not who did it. Empty lines are fine. Then: adopt, adapt or abandon.";
        form(app, "Looked at again", TryForm::CheckIn(trial), &CHECK_IN, &[], hint);
    }
}

pub(super) fn ask_cause(app: &mut App, problem: Uid, under: Option<(Uid, String)>) {
    match under {
        None => {
            let hint = "Bones: task, time, materials, routines … Only causes in the team's hands; systems, not people.";
            form(app, "A cause", TryForm::Cause { problem, under: None }, &["Bone", "Cause"], &[], hint);
        }
        Some((uid, words)) => {
            let title = format!("Why: “{}”?", words.chars().take(50).collect::<String>());
            form(app, &title, TryForm::Cause { problem, under: Some(uid) }, &["Because"], &[], "Systems, not people.");
        }
    }
}

pub(super) fn ask_next_walk(app: &mut App, trial: Uid, texts: &[String]) {
    let hint = "It becomes a look-for of its own, and the focus question of a planned walk. Home offers to start it.";
    form(app, "On the next walk", TryForm::NextWalk(trial), &["What would we see", "Focus question"], texts, hint);
}

pub(super) fn ask_invitation(app: &mut App, text: &str, of: Option<Uid>) {
    if app.may_write() {
        let hint = "The teacher's own question, such as “what do the back rows do while I work with one group?”";
        let then = of.map_or(TryForm::Invitation, TryForm::EditInvitation);
        form(app, "A teacher asks", then, &["Question"], &[text.into()], hint);
    }
}

// ── Filled in ───────────────────────────────────────────────────────────────────────────────────────────────────────

/// Each line on one line and without blanks around it.
fn texts(prompt: &Prompt) -> Vec<String> {
    let one = |l: &PromptLine| l.field.text().split_whitespace().collect::<Vec<_>>().join(" ");
    prompt.lines.iter().map(one).collect()
}

/// The lines were filled in.
pub fn filled(app: &mut App, prompt: Prompt) {
    let texts = texts(&prompt);
    let Filled::Try(then) = prompt.then else { return };
    let text = |i: usize| texts.get(i).cloned().unwrap_or_default();
    match then {
        TryForm::Problem(team) => problem_worded(app, team, text(0), text(1)),
        TryForm::Reword(uid) if !text(0).is_empty() => {
            app.act(Verb::EditProblem, vec![acts::problem_reworded(uid, &text(0))]);
        }
        TryForm::Reword(_) => app.tell("A shared problem needs words, so the old ones stay."),
        TryForm::Cause { problem, under } => page::cause_found(app, problem, under, &texts),
        then @ (TryForm::Trial(_) | TryForm::EditTrial(_)) => trial_filled(app, then, &texts),
        TryForm::CheckIn(trial) => {
            let facts = CheckInFacts {
                trial: Some(trial),
                day: day_number(app.now.today()),
                result: text(0),
                surprise: text(1),
                learning: text(2),
                wins: text(3),
                decision: None,
            };
            decide(app, facts);
        }
        TryForm::NextWalk(trial) => next_walk::make(app, trial, &text(0), &text(1)),
        TryForm::Promise(team) => lists::promise(app, team, &texts),
        TryForm::Invitation => invitations::asked(app, text(0)),
        TryForm::EditInvitation(uid) => invitations::reworded(app, uid, &text(0)),
    }
}

/// The wording stands; then whose words it began with.
fn problem_worded(app: &mut App, team: Option<Uid>, wording: String, agreement: String) {
    if wording.is_empty() {
        app.tell("A shared problem needs the team's words. Nothing was written down.");
        return;
    }
    let items = Origin::ALL.iter().map(|o| forms::item(o.words(), "", PickValue::Number(*o as i64))).collect();
    let then = Picked::Try(TryPick::Origin { team, wording, agreement });
    app.layers.push(Layer::Picker(forms::picker(
        "Whose words did it begin with?",
        items,
        "Choose one of the three.",
        then,
    )));
}

fn trial_filled(app: &mut App, then: TryForm, texts: &[String]) {
    let text = |i: usize| texts.get(i).cloned().unwrap_or_default();
    let again_with = |app: &mut App, why: &str| again(app, "A small test", then.clone(), &TRIAL, texts, why);
    if text(1).is_empty() {
        return again_with(app, "What is changed must be said; the other lines may stay empty.");
    }
    let check_day = match coming(app, &text(6)) {
        Ok(day) => day,
        Err(why) => return again_with(app, why),
    };
    let facts = TrialFacts {
        problem: None,
        question: text(0),
        change: text(1),
        prediction: text(2),
        measure: text(3),
        who: text(4),
        when: text(5),
        start: None,
        check_day,
    };
    match then {
        TryForm::EditTrial(uid) => {
            app.act(Verb::EditTrial, vec![acts::trial_changed(uid, &facts)]);
        }
        TryForm::Trial(problem) => {
            let facts = TrialFacts { problem: Some(problem), start: Some(day_number(app.now.today())), ..facts };
            let uid = app.new_id();
            if app.act(Verb::PlanTrial, vec![acts::trial_planned(uid, &facts)]).is_some() {
                app.tell("Planned. n puts what you would see on the next walk.");
            }
        }
        _ => {}
    }
}

/// Adopt, adapt or abandon.
fn decide(app: &mut App, facts: CheckInFacts) {
    let detail = |d: &TrialDecision| match d {
        TrialDecision::Adopt => "it becomes how we do it",
        TrialDecision::Adapt => "it goes on, changed",
        TrialDecision::Abandon => "it ends; what was learned stays",
    };
    let items = TrialDecision::ALL.iter().map(|d| forms::item(d.words(), detail(d), PickValue::Number(*d as i64)));
    let mut items: Vec<PickItem> = items.collect();
    items.push(forms::item("not decided yet", "it goes on as it is", PickValue::None));
    let then = Picked::Try(TryPick::Decision(Box::new(facts)));
    app.layers.push(Layer::Picker(forms::picker("What did the team decide?", items, "Choose one.", then)));
}

// ── Chosen ──────────────────────────────────────────────────────────────────────────────────────────────────────────

/// A line of a list was chosen; none: nothing fitted what was typed.
pub fn picked(app: &mut App, picker: &Picker, item: Option<PickItem>) {
    let Picked::Try(then) = picker.then.clone() else { return };
    let Some(item) = item else { return };
    let uid = match item.value {
        PickValue::Id(uid) => Some(uid),
        _ => None,
    };
    let number = match item.value {
        PickValue::Number(number) => Some(number),
        _ => None,
    };
    match then {
        TryPick::ProblemOf => form(app, "A shared problem", TryForm::Problem(uid), &PROBLEM, &[], PROBLEM_HINT),
        TryPick::PromiseTo => {
            let hint = format!("By when may stay empty. {COMING_EXAMPLES}");
            form(app, "A promise", TryForm::Promise(uid), &["We promise", "By when"], &[], &hint);
        }
        TryPick::PulseOf => {
            if let Some(team) = uid {
                app.ask(Lane::Pulse, Ask::Talking(TalkAsk::Pulse(team)));
            }
        }
        TryPick::Origin { team, wording, agreement } => {
            share(app, team, wording, agreement, number.and_then(Origin::from_number));
        }
        TryPick::Status(problem) => {
            let status = number.and_then(ProblemStatus::from_number);
            app.act(Verb::EditProblem, vec![acts::problem_status(problem, status)]);
        }
        TryPick::Decision(facts) => check_in(app, *facts, number.and_then(TrialDecision::from_number)),
        TryPick::Inviter(question) => invitations::invited(app, &question, uid),
        TryPick::VisitOf(invitation) => invitations::visited(app, invitation, uid),
    }
}

fn share(app: &mut App, team: Option<Uid>, wording: String, agreement: String, origin: Option<Origin>) {
    let agreed = Some(day_number(app.now.today()));
    let facts = ProblemFacts { team, wording, origin, agreed, agreement, ..ProblemFacts::default() };
    let uid = app.new_id();
    if app.act(Verb::ShareProblem, vec![acts::problem_shared(uid, &facts)]).is_some() {
        super::open(app, uid);
    }
}

/// A trial was looked at again. Adopted or abandoned, it is over.
fn check_in(app: &mut App, mut facts: CheckInFacts, decision: Option<TrialDecision>) {
    facts.decision = decision;
    let mut ops = vec![acts::checked_in(app.new_id(), &facts)];
    let over = matches!(decision, Some(TrialDecision::Adopt | TrialDecision::Abandon));
    if let Some(trial) = facts.trial.filter(|_| over) {
        ops.push(acts::trial_ended(trial, Some(app.now.utc)));
    }
    if app.act(Verb::CheckIn, ops).is_some() {
        app.tell(match decision {
            Some(TrialDecision::Adapt) => "Written down. The trial goes on; e changes what is tried.",
            Some(_) => "Written down. The trial is over.",
            None => "Written down. The trial goes on.",
        });
    }
}

//! The page of a shared problem: its words, the journey of the concern, why it is so, what is tried.

use super::asking::{self, TryPick};
use super::lists;
use crate::app::App;
use crate::app::actions::Action;
use crate::app::layers::{Layer, PickValue, Picked};
use crate::app::page_lines::{PageLine, Tone};
use crate::app::screens::{forms, patterns, visit};
use crate::domain::act::Verb;
use crate::domain::acts::{self, VoiceFacts};
use crate::domain::id::Uid;
use crate::domain::schema::Kind;
use crate::domain::talk::{ProblemStatus, VoiceKind, at_three_or_more};
use crate::domain::time::{day_of_number, short_day};
use crate::store::api::{
    CheckInRow, JourneyLine, JourneyStep, PollRow, ProblemRow, ProblemView, Seen, TrialRow, VoiceRow,
};
use chrono::Datelike;
use std::collections::HashSet;

/// A line of this page.
pub type Line = PageLine<Target>;

/// What a line of the page leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    Pattern(Uid),
    Visit(Uid, Uid),
    Voice(Uid),
    Cause(Uid),
    Trial(Uid),
    /// A line that says something and leads nowhere.
    Plain,
}

fn line(lead: impl Into<String>, text: impl Into<String>, tone: Tone, target: Option<Target>) -> Line {
    PageLine::new(lead, text, tone, target)
}

/// The lines of the page that is open.
pub fn lines(app: &App) -> Vec<Line> {
    let Some(view) = app.trying.page() else { return Vec::new() };
    let mut all = under_the_wording(app, view);
    all.extend(rests_on(view));
    all.extend(journey(app, view));
    all.extend(causes(view));
    all.extend(trials(app, view));
    all
}

/// What can be marked, in the order of the page.
pub fn targets(app: &App) -> Vec<Target> {
    lines(app).into_iter().filter_map(|l| l.target).collect()
}

fn marked(app: &App) -> Option<Target> {
    targets(app).get(app.trying.on_page).copied()
}

/// The marked cause.
pub fn cause(app: &App) -> Option<Uid> {
    match marked(app) {
        Some(Target::Cause(uid)) => Some(uid),
        _ => None,
    }
}

/// The marked trial, else the newest one that is open, else the newest.
pub fn trial(app: &App) -> Option<&TrialRow> {
    let trials = &app.trying.page()?.trials;
    if let Some(Target::Trial(uid)) = marked(app) {
        return trials.iter().find(|t| t.uid == uid);
    }
    trials.iter().rev().find(|t| t.ended.is_none()).or(trials.last())
}

pub fn day(app: &App, number: i64) -> String {
    short_day(day_of_number(number), app.now.today().year())
}

// ── Words ───────────────────────────────────────────────────────────────────────────────────────────────────────────

/// Whose it is: "Grade 4, the team's words".
pub fn whose(problem: &ProblemRow) -> String {
    let team = problem.team.as_ref().map(|(_, name)| name.clone());
    let words = problem.origin.map(|o| o.words().to_string());
    team.into_iter().chain(words).collect::<Vec<_>>().join(", ")
}

/// "agreed 2 Oct: 5 of 6 at three or more".
fn agreed(app: &App, view: &ProblemView) -> String {
    let problem = &view.problem;
    let mut words = problem.agreed.map_or("not agreed yet".into(), |d| format!("agreed {}", day(app, d)));
    if !problem.agreement.is_empty() {
        words.push_str(&format!(": {}", problem.agreement));
    }
    words
}

/// "5 of 6 at three or more".
fn poll_words(poll: &PollRow) -> String {
    let (at_three, all) = at_three_or_more(&poll.counts);
    format!("{at_three} of {all} at three or more")
}

/// "in 6 of the 8 visits that looked for it, with 4 teachers".
pub fn seen_words(seen: Seen) -> String {
    match seen {
        Seen { looked: 0, .. } => "nobody looked for it yet".into(),
        Seen { seen: 1, looked: 1, .. } => "seen in the one visit that looked for it".into(),
        Seen { seen: 0, looked: 1, .. } => "not seen in the one visit that looked for it".into(),
        Seen { seen, looked, .. } if seen == looked => format!("seen in all {looked} visits that looked for it"),
        Seen { seen: 0, looked, .. } => format!("seen in none of the {looked} visits that looked for it"),
        Seen { seen, looked, .. } => format!("seen in {seen} of the {looked} visits that looked for it"),
    }
}

fn quoted(words: &str) -> String {
    format!("“{words}”")
}

fn status_words(status: Option<ProblemStatus>) -> Option<&'static str> {
    status.map(ProblemStatus::words)
}

// ── The parts ───────────────────────────────────────────────────────────────────────────────────────────────────────

fn under_the_wording(app: &App, view: &ProblemView) -> Vec<Line> {
    let mut all = vec![line("", agreed(app, view), Tone::Dim, None)];
    for poll in view.polls.iter().filter(|p| !p.counts.is_empty()) {
        all.push(line("", format!("{} {}", poll.kind.words(), poll_words(poll)), Tone::Dim, None));
    }
    if let Some(status) = status_words(view.problem.status) {
        all.push(line("", status, Tone::Dim, None));
    }
    if view.problem.two_versions {
        all.push(line("", "Worded on two laptops at once; this is the newer wording.", Tone::Dim, None));
    }
    all
}

/// The patterns it rests on; Enter leads to them.
fn rests_on(view: &ProblemView) -> Vec<Line> {
    let patterns = view.problem.patterns.iter();
    patterns.map(|(uid, statement)| line("pattern", statement, Tone::Plain, Some(Target::Pattern(*uid)))).collect()
}

fn journey(app: &App, view: &ProblemView) -> Vec<Line> {
    if view.journey.is_empty() {
        return Vec::new();
    }
    let mut all = vec![PageLine::heading("How it came")];
    all.extend(view.journey.iter().map(|step| step_line(app, step)));
    all
}

fn step_line(app: &App, step: &JourneyLine) -> Line {
    let when = day(app, step.day);
    let plain = |text: String| line(when.clone(), text, Tone::Plain, Some(Target::Plain));
    match &step.what {
        JourneyStep::FirstSeen { statement, note: Some(note) } => {
            let side = if note.room.is_empty() { statement } else { &note.room };
            let target = Target::Visit(note.visit, note.uid);
            line(when, format!("first seen: {}", note.text), Tone::Plain, Some(target)).beside(side)
        }
        JourneyStep::FirstSeen { statement, note: None } => plain(format!("first seen: {statement}")),
        JourneyStep::Said(voice) => {
            let side = if voice.speaker.is_empty() { voice.kind.words() } else { voice.speaker.as_str() };
            line(when, quoted(&voice.text), Tone::Said, Some(Target::Voice(voice.uid))).beside(side)
        }
        JourneyStep::Discussed { statement } => plain(format!("discussed: {statement}")),
        JourneyStep::Shared { wording, poll } => {
            let said = line(when, format!("shared problem: {}", quoted(wording)), Tone::Said, Some(Target::Plain));
            said.beside(poll.as_ref().map(poll_words).unwrap_or_default())
        }
        JourneyStep::Tried { change, prediction } => {
            let expected = if prediction.is_empty() { String::new() } else { format!("we expect: {prediction}") };
            plain(format!("we try: {change}")).beside(expected)
        }
        JourneyStep::LookedAgain { seen, check_in } => {
            let looked = plain(format!("we looked again: {}", check_in_words(check_in)));
            looked.beside(seen.map(seen_words).unwrap_or_default())
        }
        JourneyStep::Next { look_for, .. } if look_for.is_empty() => plain("next: check-in".into()),
        JourneyStep::Next { look_for, .. } => plain(format!("next: look-for “{look_for}” is on the next walk")),
    }
}

/// What a check-in came to: result, or what was learned, and the decision.
fn check_in_words(check_in: &CheckInRow) -> String {
    let said = [&check_in.result, &check_in.learning, &check_in.surprise].into_iter().find(|t| !t.is_empty());
    let decided = check_in.decision.map(|d| d.words().to_string());
    let parts: Vec<String> = said.cloned().into_iter().chain(decided).collect();
    if parts.is_empty() { "nothing written down".into() } else { parts.join("; ") }
}

/// The root-cause page: bones with their causes, and under each why it is so.
fn causes(view: &ProblemView) -> Vec<Line> {
    let mut all = vec![PageLine::heading("Why it is so")];
    if view.causes.is_empty() {
        all.push(line("", "Nothing yet: w writes down a cause, y asks why.", Tone::Dim, None));
        return all;
    }
    let known: HashSet<Uid> = view.causes.iter().map(|c| c.uid).collect();
    let tops = view.causes.iter().filter(|c| c.under.is_none_or(|u| !known.contains(&u)));
    let mut told = HashSet::new();
    for top in tops {
        cause_lines(view, top, 0, &mut told, &mut all);
    }
    // Two laptops can hang causes under each other; such a ring has no top and is told from anywhere.
    for rest in &view.causes {
        cause_lines(view, rest, 0, &mut told, &mut all);
    }
    all
}

/// Causes shown under each other at most so deep: five whys.
const DEEPEST: u16 = 8;

fn cause_lines(view: &ProblemView, cause: &VoiceRow, depth: u16, told: &mut HashSet<Uid>, all: &mut Vec<Line>) {
    if !told.insert(cause.uid) {
        return;
    }
    let lead = if depth == 0 { cause.bone.clone() } else { "why".into() };
    all.push(line(lead, &cause.text, Tone::Plain, Some(Target::Cause(cause.uid))).deeper(depth));
    for under in view.causes.iter().filter(|c| c.under == Some(cause.uid)) {
        cause_lines(view, under, (depth + 1).min(DEEPEST), told, all);
    }
}

fn trials(app: &App, view: &ProblemView) -> Vec<Line> {
    let mut all = vec![PageLine::heading("What we try")];
    if view.trials.is_empty() {
        all.push(line("", "Nothing yet: t plans a small test.", Tone::Dim, None));
    }
    for trial in &view.trials {
        all.extend(trial_lines(app, trial));
    }
    all
}

fn trial_lines(app: &App, trial: &TrialRow) -> Vec<Line> {
    let when = trial.start.map(|d| day(app, d)).unwrap_or_default();
    let side = match (trial.ended, trial.check_day) {
        (Some(_), _) => "over".to_string(),
        (None, Some(d)) => format!("check-in {}", day(app, d)),
        (None, None) => String::new(),
    };
    let mut all = vec![line(when, &trial.change, Tone::Said, Some(Target::Trial(trial.uid))).beside(side)];
    let fields = [
        ("find out", &trial.question),
        ("expect", &trial.prediction),
        ("know by", &trial.measure),
        ("who", &trial.who),
        ("when", &trial.when),
    ];
    let mut detail = |label: &str, text: String| {
        all.push(line(label, text, Tone::Dim, None).deeper(1));
    };
    for (label, text) in fields.into_iter().filter(|(_, text)| !text.is_empty()) {
        detail(label, text.clone());
    }
    if !trial.look_for.is_empty() {
        detail("walks", trial.seen.map_or("nobody looked for it yet".into(), seen_words));
    }
    for check_in in &trial.check_ins {
        detail(&check_in.day.map(|d| day(app, d)).unwrap_or_default(), check_in_words(check_in));
        for (label, text) in
            [("surprise", &check_in.surprise), ("learned", &check_in.learning), ("wins", &check_in.wins)]
        {
            if !text.is_empty() {
                detail(label, text.clone());
            }
        }
    }
    all
}

// ── Keys ────────────────────────────────────────────────────────────────────────────────────────────────────────────

pub fn perform(app: &mut App, action: Action) {
    let Some((problem, wording)) = app.trying.page().map(|p| (p.problem.uid, p.problem.wording.clone())) else {
        return;
    };
    match action {
        Action::ProblemGo => go(app),
        Action::TrialCheckIn => {
            if let Some(trial) = trial(app).map(|t| t.uid) {
                asking::ask_check_in(app, trial);
            }
        }
        Action::TrialNextWalk => super::next_walk::ask(app),
        Action::TryDelete => ask_delete(app, problem, &wording),
        _ if !app.may_write() => {}
        Action::TrialPlan => asking::ask_trial(app, problem),
        Action::CauseAdd => asking::ask_cause(app, problem, None),
        Action::CauseWhy => {
            let of = cause(app).and_then(|uid| {
                let view = app.trying.page()?;
                view.causes.iter().find(|c| c.uid == uid).map(|c| (uid, c.text.clone()))
            });
            asking::ask_cause(app, problem, of);
        }
        Action::ProblemReword => match marked(app) {
            Some(Target::Trial(_)) => {
                if let Some(trial) = trial(app).cloned() {
                    asking::ask_trial_again(app, &trial);
                }
            }
            _ => asking::ask_reword(app, problem, &wording),
        },
        Action::ProblemStatus => ask_status(app, problem),
        _ => {}
    }
}

/// Where the marked line leads.
fn go(app: &mut App) {
    match marked(app) {
        Some(Target::Pattern(uid)) => patterns::open(app, uid),
        Some(Target::Visit(uid, note)) => visit::open(app, uid, Some(note)),
        Some(Target::Trial(_)) => {
            if let Some(trial) = trial(app).cloned().filter(|_| app.may_write()) {
                asking::ask_trial_again(app, &trial);
            }
        }
        _ => app.tell("This line leads nowhere; it says what happened."),
    }
}

fn ask_delete(app: &mut App, problem: Uid, wording: &str) {
    match marked(app) {
        Some(Target::Cause(uid)) => super::delete(app, Kind::Voice, uid),
        Some(Target::Trial(uid)) => {
            lists::ask_delete(app, "Delete this trial and its check-ins?".into(), Kind::Trial, uid)
        }
        _ => {
            let question = format!("Delete the shared problem “{wording}”, with its trials?");
            lists::ask_delete(app, question, Kind::Problem, problem);
        }
    }
}

fn ask_status(app: &mut App, problem: Uid) {
    let mut items = vec![forms::item("worked on", "", PickValue::None)];
    items.extend(ProblemStatus::ALL.iter().map(|s| forms::item(s.words(), "", PickValue::Number(*s as i64))));
    let then = Picked::Try(TryPick::Status(problem));
    app.layers.push(Layer::Picker(forms::picker("How far is it?", items, "Choose one.", then)));
}

/// A cause was found: on a bone of its own, or why another one is so.
pub(super) fn cause_found(app: &mut App, problem: Uid, under: Option<Uid>, texts: &[String]) {
    let text = |i: usize| texts.get(i).cloned().unwrap_or_default();
    let (bone, words) = if under.is_some() { (String::new(), text(0)) } else { (text(0), text(1)) };
    if words.is_empty() {
        app.tell("A cause needs words. Nothing was written down.");
        return;
    }
    let team = app.trying.page().and_then(|p| p.problem.team.as_ref()).map(|(uid, _)| *uid);
    let facts = VoiceFacts {
        team,
        at: app.now.utc,
        kind: Some(VoiceKind::Cause),
        text: words,
        problem: Some(problem),
        bone,
        under,
        ..VoiceFacts::default()
    };
    let uid = app.new_id();
    app.act(Verb::HearVoice, vec![acts::voice_heard(uid, &facts)]);
}

//! Agreeing on a shared problem: the team's wording, whose words came first, the patterns and statements it rests on.

use super::pages::Sort;
use super::writing::problem_set;
use super::{Change, RunState, act, draft};
use crate::app::App;
use crate::domain::act::{Op, Value, Verb};
use crate::domain::acts::{self, ProblemFacts};
use crate::domain::id::Uid;
use crate::domain::order::InOrder;
use crate::domain::pattern::PatternKind;
use crate::domain::schema::{Kind, talking};
use crate::domain::talk::{LinkKind, Origin, PollKind, VoiceKind, at_three_or_more, may_tell};
use crate::domain::time::day_number;
use crate::store::api::{PatternRow, ProblemRow, TalkView};

/// The problem the talk is about: the one worded in it, else the one the team works on.
pub fn uid(view: &TalkView) -> Option<Uid> {
    view.problems.last().map(|p| p.uid).or_else(|| view.trials.iter().find_map(|t| t.problem.as_ref()).map(|p| p.0))
}

/// Its words.
pub fn wording(view: &TalkView) -> Option<&str> {
    let earlier = || view.trials.iter().find_map(|t| t.problem.as_ref()).map(|p| p.1.as_str());
    view.problems.last().map(|p| p.wording.as_str()).or_else(earlier)
}

/// Patterns that a problem can rest on, in the order in which they are listed.
pub fn can_tie(run: &RunState) -> Vec<PatternRow> {
    let patterns = run.view.iter().flat_map(|v| &v.patterns).map(|p| &p.pattern);
    patterns.filter(|p| p.kind != PatternKind::Strength).cloned().collect()
}

/// The statements of this talk that say the same thing as a pattern, or connect with it.
fn linked(view: &TalkView, pattern: Uid) -> Vec<Uid> {
    let close = |(p, _, kind): &(Uid, String, LinkKind)| {
        *p == pattern && matches!(kind, LinkKind::SameThing | LinkKind::Connects)
    };
    view.voices.iter().filter(|v| v.kind != VoiceKind::Objection && v.links.iter().any(close)).map(|v| v.uid).collect()
}

/// Keeps the team's wording: a new problem, or other words for the one of this talk.
pub fn word(app: &mut App, wording: String, origin: Origin) -> bool {
    let run = &app.talk.run;
    let Some(view) = run.view.as_ref() else { return false };
    if let Some(before) = view.problems.last().cloned() {
        let mut ops: Vec<Op> = Vec::new();
        ops.extend((before.wording != wording).then(|| acts::problem_reworded(before.uid, &wording)));
        let other = before.origin != Some(origin);
        ops.extend(other.then(|| problem_set(before.uid, talking::problem::ORIGIN, Value::Int(origin as i64))));
        let row = ProblemRow { wording, origin: Some(origin), ..before };
        return ops.is_empty() || act(app, Verb::EditProblem, ops, vec![Change::Shared(Box::new(row))]);
    }
    let tied: Vec<(PatternRow, Vec<Uid>)> =
        can_tie(run).into_iter().map(|p| (p.clone(), linked(view, p.uid))).collect();
    let tied: Vec<_> = tied.into_iter().filter(|(_, voices)| !voices.is_empty()).collect();
    let mut voices: Vec<Uid> = tied.iter().flat_map(|(_, voices)| voices.clone()).collect();
    voices.order();
    voices.dedup();
    let facts = ProblemFacts {
        talk: run.talk,
        team: view.talk.team.as_ref().map(|t| t.0),
        wording: wording.clone(),
        origin: Some(origin),
        agreed: None,
        agreement: String::new(),
        patterns: tied.iter().map(|(p, _)| p.uid).collect(),
        voices,
    };
    let mut row = ProblemRow {
        uid: Uid([0; 16]),
        talk: run.talk,
        team: view.talk.team.clone(),
        people: view.talk.people,
        wording,
        two_versions: false,
        origin: Some(origin),
        agreed: None,
        agreement: String::new(),
        status: None,
        patterns: tied.into_iter().map(|(p, _)| (p.uid, p.statement)).collect(),
        voices: facts.voices.len(),
    };
    row.uid = app.new_id();
    let ops = vec![acts::problem_shared(row.uid, &facts)];
    act(app, Verb::ShareProblem, ops, vec![Change::Shared(Box::new(row))])
}

/// Ties the marked pattern to the problem, with the statements linked to it, or unties it. False where no list is shown.
pub fn tie(app: &mut App, on: bool) -> bool {
    let run = &app.talk.run;
    if run.shown().is_none_or(|p| p.sort != Sort::Ties) {
        return false;
    }
    let Some(view) = run.view.as_ref() else { return true };
    let (Some(problem), Some(pattern)) = (view.problems.last(), can_tie(run).into_iter().nth(run.marked)) else {
        return true;
    };
    if problem.patterns.iter().any(|(p, _)| *p == pattern.uid) == on {
        return true;
    }
    let uid = problem.uid;
    let mut ops = vec![acts::problem_rests_on(uid, Kind::Pattern, pattern.uid, on)];
    let mut changes = vec![Change::Tied { problem: uid, thing: pattern.uid, statement: Some(pattern.statement), on }];
    for voice in linked(view, pattern.uid) {
        ops.push(acts::problem_rests_on(uid, Kind::Voice, voice, on));
        changes.push(Change::Tied { problem: uid, thing: voice, statement: None, on });
    }
    act(app, Verb::EditProblem, ops, changes);
    true
}

/// The team agrees today that the problem is theirs.
pub fn agree(app: &mut App) {
    let run = &app.talk.run;
    let Some(problem) = run.view.as_ref().and_then(|v| v.problems.last()).cloned() else {
        app.talk.run.told = Some("No problem was worded yet in this talk.".into());
        return;
    };
    let newest = run.view.iter().flat_map(|v| &v.polls).rfind(|p| p.kind == PollKind::Real);
    // The words of the agreement are printed; of fewer than five who answered they would tell who.
    let counted = newest
        .filter(|p| may_tell(&p.counts))
        .map(|p| at_three_or_more(&p.counts))
        .map(|(k, n)| format!("{k} of {n} at three or more"));
    let agreement = counted.filter(|_| problem.agreement.is_empty()).unwrap_or(problem.agreement.clone());
    if agreed(app, problem, agreement) {
        app.talk.run.told = Some("Agreed today.".into());
    }
}

/// A team that is not counted agrees in its own words.
pub fn agree_in_words(app: &mut App, words: String) -> bool {
    match app.talk.run.view.as_ref().and_then(|v| v.problems.last()).cloned() {
        Some(problem) => agreed(app, problem, words),
        None => false,
    }
}

fn agreed(app: &mut App, problem: ProblemRow, agreement: String) -> bool {
    let today = day_number(app.now.today());
    let mut ops = vec![problem_set(problem.uid, talking::problem::AGREED, Value::Int(today))];
    if !agreement.is_empty() {
        ops.push(problem_set(problem.uid, talking::problem::AGREEMENT, Value::Text(agreement.clone())));
    }
    let row = ProblemRow { agreed: Some(today), agreement, ..problem };
    let kept = act(app, Verb::EditProblem, ops, vec![Change::Shared(Box::new(row))]);
    draft::later(app);
    kept
}

//! Going from page to page and step to step, and what is done with what stands on a page: links, the hunch.

use super::pages::{Sort, lay_out};
use super::{Change, act, counting, draft, shown_at_once};
use crate::app::App;
use crate::domain::act::Verb;
use crate::domain::acts;
use crate::domain::id::Uid;
use crate::domain::schema::Kind;
use crate::domain::talk::LinkKind;

/// Whether the leader's patterns were on the projector already. Where they wait for the first statement, they were not.
pub fn revealed(app: &App) -> bool {
    let run = &app.talk.run;
    let open = run.view.as_ref().is_some_and(|v| v.patterns_first || !v.voices.is_empty());
    open && run.steps.iter().take(run.farthest + 1).any(|s| s.shows.reveals())
}

/// The next page; after the last one of a step the next step.
pub fn next(app: &mut App) {
    let run = &mut app.talk.run;
    if run.shown().is_some_and(|p| p.sort == Sort::Gate) {
        run.told = Some("Write down what somebody says, or show patterns first openly: Ctrl-F.".into());
    } else if run.page + 1 < run.pages.len() {
        turn_to(app, run_page(app) + 1);
    } else {
        next_step(app);
    }
}

/// The page or step before.
pub fn back(app: &mut App) {
    let (page, step) = (run_page(app), app.talk.run.step);
    if page > 0 {
        turn_to(app, page - 1);
    } else if step > 0 {
        go_to(app, step - 1);
        lay_out(app);
        app.talk.run.page = app.talk.run.pages.len().saturating_sub(1);
    }
}

pub fn next_step(app: &mut App) {
    let run = &mut app.talk.run;
    if run.step >= run.steps.len() {
        run.told = Some("That was all. q, then e: end the talk.".into());
        return;
    }
    let next = run.step + 1;
    go_to(app, next);
}

/// To the beginning of this step, or of the one before.
pub fn step_before(app: &mut App) {
    let (page, step) = (run_page(app), app.talk.run.step);
    if page > 0 {
        turn_to(app, 0);
    } else if step > 0 {
        go_to(app, step - 1);
    }
}

fn run_page(app: &App) -> usize {
    app.talk.run.page
}

fn turn_to(app: &mut App, page: usize) {
    counting::keep(app);
    let run = &mut app.talk.run;
    run.page = page;
    run.hand = None;
    run.marked = 0;
    run.count = None;
}

/// Goes to a step and keeps it. A protocol that says openly that patterns come first is kept as such.
fn go_to(app: &mut App, step: usize) {
    counting::keep(app);
    let Some(talk) = app.talk.run.talk else { return };
    let at = app.now.utc;
    let mut ops = vec![acts::talk_step(talk, step, at)];
    let mut changes = vec![Change::Step { step, at }];
    let run = &app.talk.run;
    let reveals = run.steps.get(step).is_some_and(|s| s.shows.reveals());
    let nobody = run.view.as_ref().is_some_and(|v| v.voices.is_empty() && !v.patterns_first);
    if reveals && nobody && run.declared_first.is_some() {
        ops.push(acts::talk_patterns_first(talk));
        changes.push(Change::PatternsFirst);
    }
    if act(app, Verb::StepTalk, ops, changes) {
        turn_to(app, 0);
        let run = &mut app.talk.run;
        run.farthest = run.farthest.max(step);
        run.hunch_in = None;
        draft::at_once(app);
    }
}

/// Patterns are shown although nobody has spoken; it is kept that they came first.
pub fn patterns_first(app: &mut App) {
    let gate = app.talk.run.shown().is_some_and(|p| p.sort == Sort::Gate);
    let Some(talk) = app.talk.run.talk.filter(|_| gate) else { return };
    if act(app, Verb::StepTalk, vec![acts::talk_patterns_first(talk)], vec![Change::PatternsFirst]) {
        app.talk.run.told = Some("It is kept that patterns came first.".into());
    }
}

/// The leader opens what they expected before the walk; once more: the hunch of the walk before.
pub fn open_hunch(app: &mut App) {
    let run = &mut app.talk.run;
    let Some(view) = run.view.as_ref() else { return };
    if view.voices.is_empty() && !view.patterns_first {
        run.told = Some("Teachers speak first. Then the hunch can be opened.".into());
        return;
    }
    let at = view.hunch.as_ref().and_then(|(walk, _)| view.hunches.iter().position(|h| h.0 == *walk));
    let again = run.shown().is_some_and(|p| p.sort == Sort::Hunch);
    let next = match at {
        Some(at) if again => (at + 1) % view.hunches.len().max(1),
        Some(at) => at,
        None => 0,
    };
    let Some((walk, _, expected)) = view.hunches.get(next).cloned() else {
        run.told = Some("No hunch was written down before a walk that is closed.".into());
        return;
    };
    let Some(talk) = run.talk else { return };
    let done = at == Some(next);
    let changes = vec![Change::Hunch(walk, expected)];
    if done || act(app, Verb::StepTalk, vec![acts::talk_hunch_opened(talk, walk)], changes) {
        app.talk.run.hunch_in = Some(app.talk.run.step);
        lay_out(app);
        let run = &mut app.talk.run;
        run.page = run.pages.iter().position(|p| p.sort == Sort::Hunch).unwrap_or(run.page);
    }
}

// ── The statement in hand ───────────────────────────────────────────────────────────────────────────────────────────

/// Takes an earlier or later statement in hand; where a list is shown, moves its marker.
pub fn hand(app: &mut App, by: isize) {
    let run = &mut app.talk.run;
    if run.shown().is_some_and(|p| p.sort == Sort::Ties) {
        let count = super::problems::can_tie(run).len();
        run.marked = run.marked.saturating_add_signed(by).min(count.saturating_sub(1));
        return;
    }
    let said = run.said();
    let at = run.hand.and_then(|hand| said.iter().position(|v| v.uid == hand));
    let at = match at {
        Some(at) => at.saturating_add_signed(by).min(said.len().saturating_sub(1)),
        None => said.len().saturating_sub(1),
    };
    let hand = said.get(at).map(|v| v.uid);
    run.hand = hand;
    if hand.is_none() {
        run.told = Some("Nothing was said yet.".into());
    }
}

/// Links the statement in hand to the pattern on the projector; the same again takes the link away.
pub fn link(app: &mut App, kind: LinkKind) {
    let run = &mut app.talk.run;
    let Some(Sort::Pattern(pattern)) = run.shown().map(|p| p.sort) else { return };
    let Some(voice) = run.hand.and_then(|hand| run.voice(hand)) else {
        run.told = Some("No statement is in hand. < takes the last one.".into());
        return;
    };
    let there = voice.links.iter().any(|(p, _, k)| *p == pattern && *k == kind);
    let (voice, link) = (voice.uid, (!there).then_some(kind));
    let ops = vec![acts::voice_linked(voice, pattern, link)];
    act(app, Verb::LinkVoice, ops, vec![Change::Linked { voice, pattern, link }]);
}

/// Empties a statement for good.
pub fn purge(app: &mut App, voice: Uid) -> bool {
    let Some(clock) = app.purge(Verb::StrikeVoice, vec![(Kind::Voice, voice)]) else { return false };
    shown_at_once(app, clock, vec![Change::Struck(voice)]);
    draft::at_once(app);
    true
}

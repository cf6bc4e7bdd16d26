//! What a change does to the talk on the screen before the file has it.

use crate::domain::id::Uid;
use crate::domain::pattern::PatternStatus;
use crate::domain::talk::{LinkKind, VoiceKind};
use crate::domain::time::UtcMs;
use crate::store::api::{PollRow, ProblemRow, PromiseRow, TalkView, VoiceRow};

/// One change of the talk.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    Step { step: usize, at: UtcMs },
    PatternsFirst,
    Hunch(Uid, String),
    Said(Box<VoiceRow>),
    Resaid { voice: Uid, text: String, kind: VoiceKind, speaker: String },
    Linked { voice: Uid, pattern: Uid, link: Option<LinkKind> },
    Struck(Uid),
    Reworded { pattern: Uid, text: String, shown: String },
    Discussed(Uid),
    Polled(Box<PollRow>),
    Shared(Box<ProblemRow>),
    Tied { problem: Uid, thing: Uid, statement: Option<String>, on: bool },
    Promised(Box<PromiseRow>),
}

impl Change {
    /// Makes the change. What is there already is not there twice.
    pub fn apply(&self, view: &mut TalkView) {
        match self {
            Change::Step { step, at } => (view.step, view.step_at) = (*step, Some(*at)),
            Change::PatternsFirst => view.patterns_first = true,
            Change::Hunch(walk, hunch) => view.hunch = Some((*walk, hunch.clone())),
            Change::Said(row) => put(&mut view.voices, row, |v| v.uid),
            Change::Resaid { voice, text, kind, speaker } => {
                for v in view.voices.iter_mut().filter(|v| v.uid == *voice) {
                    (v.text, v.kind, v.speaker) = (text.clone(), *kind, speaker.clone());
                }
            }
            Change::Linked { voice, pattern, link } => {
                for v in view.voices.iter_mut().filter(|v| v.uid == *voice) {
                    v.links.retain(|(p, ..)| p != pattern);
                    v.links.extend(link.map(|link| (*pattern, String::new(), link)));
                }
            }
            Change::Struck(voice) => view.voices.retain(|v| v.uid != *voice),
            Change::Reworded { pattern, text, shown } => {
                for p in view.patterns.iter_mut().filter(|p| p.pattern.uid == *pattern) {
                    p.pattern.statement.clone_from(text);
                }
                view.shown.clone_from(shown);
            }
            Change::Discussed(pattern) => {
                for p in view.patterns.iter_mut().filter(|p| p.pattern.uid == *pattern) {
                    p.pattern.status = PatternStatus::Discussed;
                }
            }
            Change::Polled(row) => put(&mut view.polls, row, |p| p.uid),
            Change::Shared(row) => put(&mut view.problems, row, |p| p.uid),
            Change::Tied { problem, thing, statement, on } => {
                for p in view.problems.iter_mut().filter(|p| p.uid == *problem) {
                    tie(p, *thing, statement.as_deref(), *on);
                }
            }
            Change::Promised(row) => put(&mut view.promises, row, |p| p.uid),
        }
    }
}

fn put<T: Clone>(rows: &mut Vec<T>, row: &T, uid: impl Fn(&T) -> Uid) {
    match rows.iter_mut().find(|r| uid(r) == uid(row)) {
        Some(there) => *there = row.clone(),
        None => rows.push(row.clone()),
    }
}

fn tie(problem: &mut ProblemRow, thing: Uid, statement: Option<&str>, on: bool) {
    match statement {
        Some(statement) => {
            problem.patterns.retain(|(p, _)| *p != thing);
            problem.patterns.extend(on.then(|| (thing, statement.to_string())));
        }
        None if on => problem.voices += 1,
        None => problem.voices = problem.voices.saturating_sub(1),
    }
}

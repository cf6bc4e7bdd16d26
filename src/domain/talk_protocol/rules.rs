//! What must hold between the steps of a talk: strengths before needs, teachers before the leader's patterns, a shared
//! problem before anything is done about it, and nothing shown that nobody has written down yet.

use super::{Captures, PollKind, Shows, Step, TalkProtocol, With};
use crate::domain::data_file::{Reader, Table, quoted};
use std::ops::Range;

/// Where a step stands in its file, as bytes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Places {
    captures: usize,
    shows: usize,
}

impl Places {
    /// Of a step under `[[step]]`. What it does not say itself stands where it takes the steps of another, else where it
    /// begins.
    pub(super) fn of(table: &Table, span: &Range<usize>) -> Places {
        let at = |key: &str| table.get(key).map(|item| item.span().start);
        let else_at = at("include").unwrap_or(span.start);
        Places { captures: at("captures").unwrap_or(else_at), shows: at("shows").unwrap_or(else_at) }
    }
}

/// Checks a protocol of which every piece is sound.
pub(super) fn check(reader: &mut Reader, table: &Table, protocol: &TalkProtocol, places: &[Places]) {
    let mut found = Vec::new();
    found.extend(strengths_first(protocol));
    found.extend(teachers_first(protocol));
    found.extend(problem_first(protocol));
    found.extend(enough_people(protocol));
    // A part shows what the protocol that takes it has written down.
    if !TalkProtocol::PARTS.contains(&protocol.id.as_str()) {
        found.extend(missing(protocol));
    }
    for Broken { step, at, found, expected } in found {
        let Some(place) = places.get(step) else { continue };
        let place = match at {
            At::Captures => place.captures,
            At::Shows => place.shows,
        };
        reader.error(place, found, expected);
    }
    if let Some(item) = table.get("patterns_first").filter(|_| comes_first(protocol).is_none()) {
        let expected = "no such key: here teachers speak before anything of the leader's is shown";
        reader.error(item.span().start, "the key “patterns_first”", expected);
    }
}

/// Whether a protocol shows and counts nothing that only another one can have written down.
pub(super) fn misses_nothing(protocol: &TalkProtocol) -> bool {
    missing(protocol).is_empty()
}

/// A rule that a step breaks.
struct Broken {
    /// Its place, from 0.
    step: usize,
    at: At,
    found: String,
    expected: String,
}

/// What of the step it is about.
#[derive(Clone, Copy)]
enum At {
    Captures,
    Shows,
}

impl Broken {
    fn shows(step: usize, of: &Step, expected: impl Into<String>) -> Broken {
        let found = format!("the step {} that shows {}", quoted(&of.id), quoted(of.shows.word()));
        Broken { step, at: At::Shows, found, expected: expected.into() }
    }

    fn captures(step: usize, of: &Step, expected: impl Into<String>) -> Broken {
        let found = format!("the step {} that writes down {}", quoted(&of.id), quoted(of.captures.word()));
        Broken { step, at: At::Captures, found, expected: expected.into() }
    }
}

/// Whether a step before this one writes this down.
fn captured_before(protocol: &TalkProtocol, what: Captures, step: usize) -> bool {
    protocol.steps.iter().take(step).any(|s| s.captures == what)
}

/// The first step that shows something of the leader's while nothing that teachers said has been written down.
fn comes_first(protocol: &TalkProtocol) -> Option<usize> {
    protocol.first_reveal().filter(|step| !captured_before(protocol, Captures::Statements, *step))
}

fn strengths_first(protocol: &TalkProtocol) -> Option<Broken> {
    let steps = &protocol.steps;
    let needs = steps.iter().position(|s| s.shows == Shows::Patterns)?;
    if steps.iter().take(needs).any(|s| s.shows == Shows::Strengths) {
        return None;
    }
    let expected = "a step before it that shows “strengths”: what goes well comes first";
    Some(Broken::shows(needs, steps.get(needs)?, expected))
}

fn teachers_first(protocol: &TalkProtocol) -> Option<Broken> {
    let step = comes_first(protocol).filter(|_| protocol.patterns_first.is_none())?;
    let expected = "a step before it that writes down “statements”: teachers speak first. Where they shall not, say why \
                    at the beginning of the file: patterns_first = \"…\"";
    Some(Broken::shows(step, protocol.steps.get(step)?, expected))
}

/// Causes and next steps belong to a problem that the team has worded and called real.
fn problem_first(protocol: &TalkProtocol) -> Vec<Broken> {
    let agreed = |step| {
        protocol.needs_shared_problem
            || [Captures::Wording, Captures::Poll(PollKind::Real)]
                .into_iter()
                .all(|what| captured_before(protocol, what, step))
    };
    let late = |step: &Step| matches!(step.captures, Captures::Causes | Captures::NextStep);
    let expected = "steps before it that write down “wording” and “vote-real”: nothing is done about a problem before \
                    the team has agreed that it is theirs. Where they agreed earlier: needs_shared_problem = true";
    each(protocol, |at, step| (late(step) && !agreed(at)).then(|| Broken::captures(at, step, expected)))
}

/// Counts of one person, or a problem that one person shares with nobody, cannot be.
fn enough_people(protocol: &TalkProtocol) -> Vec<Broken> {
    if protocol.with == With::Team {
        return Vec::new();
    }
    each(protocol, |at, step| match step.captures {
        Captures::Poll(_) => Some(Broken::captures(at, step, "no counts in a talk with one person")),
        Captures::Wording => Some(Broken::captures(at, step, "a talk with a team: one person shares no problem alone")),
        _ => None,
    })
}

/// What is shown or asked about although nothing before has written it down.
fn missing(protocol: &TalkProtocol) -> Vec<Broken> {
    let has = |what, at| captured_before(protocol, what, at);
    let problem = |at| protocol.needs_shared_problem || has(Captures::Wording, at);
    let mut broken = each(protocol, |at, step| match step.shows {
        Shows::Statements if !has(Captures::Statements, at) => {
            Some(Broken::shows(at, step, "a step before it that writes down “statements”"))
        }
        Shows::SharedProblem if !problem(at) => {
            let expected = "a step before it that writes down “wording”, or needs_shared_problem = true";
            Some(Broken::shows(at, step, expected))
        }
        _ => None,
    });
    broken.extend(each(protocol, |at, step| {
        let unsettled = step.captures == Captures::Poll(PollKind::Now)
            && !protocol.needs_shared_problem
            && !has(Captures::Poll(PollKind::Real), at);
        let expected = "a step before it that writes down “vote-real”: whether it is a problem comes before whether to \
                        work on it";
        unsettled.then(|| Broken::captures(at, step, expected))
    }));
    broken
}

fn each(protocol: &TalkProtocol, broken: impl Fn(usize, &Step) -> Option<Broken>) -> Vec<Broken> {
    protocol.steps.iter().enumerate().filter_map(|(at, step)| broken(at, step)).collect()
}

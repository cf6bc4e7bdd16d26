//! The evidence of the pattern whose page is open: moving in it, turning a note's side, taking one out.

use super::super::{forms, like, visit};
use super::{ask_page, evidence_of};
use crate::app::App;
use crate::domain::act::Verb;
use crate::domain::acts;
use crate::domain::id::Uid;
use crate::domain::pattern::Role;
use crate::store::api::PatternView;

/// Said where an action needs a note and the page has none.
const NO_NOTE: &str = "There is no note here yet. Press a to look for notes that belong here.";

/// The place of a note on the page.
pub fn place(view: &PatternView, note: Uid) -> Option<usize> {
    evidence_of(view).position(|n| n.uid == note)
}

/// Keeps a note marked: the same one, else the one at `at`, else the last.
pub fn keep_marked(app: &mut App, at: usize) {
    let Some(view) = app.patterns.page() else { return };
    if app.patterns.note.is_some_and(|n| place(view, n).is_some()) {
        return;
    }
    let note = evidence_of(view).nth(at).or_else(|| evidence_of(view).last()).map(|n| n.uid);
    app.patterns.note = note;
}

pub fn step(app: &mut App, by: isize) {
    let Some(view) = app.patterns.page() else { return };
    let count = evidence_of(view).count();
    let at = app.patterns.note.and_then(|n| place(view, n)).unwrap_or(0);
    let next = forms::moved(at, by, count);
    let note = evidence_of(view).nth(next).map(|n| n.uid);
    let at_end_of_supports = next + 1 >= view.supports.len() && view.supports.len() < view.supports_count;
    let at_end = next + 1 >= count && view.complicates.len() < view.complicates_count;
    let longest = view.supports.len().max(view.complicates.len());
    app.patterns.note = note;
    app.patterns.peek(by, at == next);
    if (at_end_of_supports || at_end) && app.patterns.wanted <= longest {
        app.patterns.wanted = longest * 2;
        ask_page(app);
    }
}

/// The marked note with its side.
fn marked(app: &App) -> Option<(Uid, Uid, Role)> {
    let (view, note) = (app.patterns.page()?, app.patterns.note?);
    let supports = view.supports.iter().find(|n| n.uid == note).map(|n| (n, Role::Supports));
    let found = supports.or_else(|| view.complicates.iter().find(|n| n.uid == note).map(|n| (n, Role::Complicates)));
    found.map(|(n, role)| (n.uid, n.visit, role))
}

pub fn open_visit(app: &mut App) {
    match marked(app) {
        Some((note, visit, _)) => visit::open(app, visit, Some(note)),
        None => app.tell(NO_NOTE),
    }
}

/// What may say the same as the marked note.
pub fn more_like(app: &mut App) {
    match marked(app) {
        Some((note, ..)) => like::open(app, note),
        None => app.tell(NO_NOTE),
    }
}

/// From supporting to complicating, or back.
pub fn turn(app: &mut App) {
    let (Some(pattern), Some((note, _, role))) = (app.patterns.selected, marked(app)) else {
        app.tell(NO_NOTE);
        return;
    };
    let other = match role {
        Role::Supports => Role::Complicates,
        Role::Complicates => Role::Supports,
    };
    if app.act(Verb::EditPattern, vec![acts::pattern_evidence(pattern, &[note], Some(other))]).is_none() {
        return;
    }
    if let Some(view) = &mut app.patterns.view {
        let (from, from_count, to, to_count) = match role {
            Role::Supports => {
                (&mut view.supports, &mut view.supports_count, &mut view.complicates, &mut view.complicates_count)
            }
            Role::Complicates => {
                (&mut view.complicates, &mut view.complicates_count, &mut view.supports, &mut view.supports_count)
            }
        };
        if let Some(at) = from.iter().position(|n| n.uid == note) {
            let row = from.remove(at);
            let newer = to.iter().take_while(|n| n.key > row.key).count();
            to.insert(newer, row);
            *from_count = from_count.saturating_sub(1);
            *to_count += 1;
        }
    }
    app.tell(format!("This note now {} the pattern.", other.word()));
}

pub fn take_out(app: &mut App) {
    let (Some(pattern), Some((note, ..))) = (app.patterns.selected, marked(app)) else {
        app.tell(NO_NOTE);
        return;
    };
    if app.act(Verb::RemoveEvidence, vec![acts::pattern_evidence(pattern, &[note], None)]).is_none() {
        return;
    }
    let at = app.patterns.page().and_then(|v| place(v, note)).unwrap_or(0);
    if let Some(view) = &mut app.patterns.view {
        let before = (view.supports.len(), view.complicates.len());
        view.supports.retain(|n| n.uid != note);
        view.complicates.retain(|n| n.uid != note);
        view.supports_count = view.supports_count.saturating_sub(before.0 - view.supports.len());
        view.complicates_count = view.complicates_count.saturating_sub(before.1 - view.complicates.len());
    }
    keep_marked(app, at);
    app.tell("Taken out of the pattern. The note itself stays. Ctrl-Z puts it back.");
}

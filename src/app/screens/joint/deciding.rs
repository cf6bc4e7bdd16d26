//! Whether two visits are one: said by a person, as one act that can be taken back.

use super::{Listed, nothing, pair_of};
use crate::app::{App, Screen};
use crate::domain::act::{Op, Verb};
use crate::domain::acts::{decided, same_visit_topic, undecided, visit_same};
use crate::domain::id::Uid;
use crate::domain::suggestion::{Decided, Decision};
use crate::store::api::{JointProposal, JointRow};

/// They are one visit.
pub fn one(app: &mut App) {
    let on_page = app.screen == Screen::JointVisit;
    let Some(proposal) = app.joint.proposal(on_page).cloned() else {
        app.tell(nothing(app));
        return;
    };
    let mut ops: Vec<Op> = proposal.moves.iter().map(|uid| visit_same(*uid, Some(proposal.first.uid))).collect();
    if proposal.dismissed {
        ops.push(undecided(&same_visit_topic(proposal.first.uid, proposal.second.uid)));
    }
    if app.act(Verb::JoinVisits, ops).is_none() {
        return;
    }
    joined_at_once(app, proposal);
    if let Some(page) = app.joint.page.as_mut().filter(|_| on_page) {
        page.joined = true;
    }
    app.tell("One visit now, seen by two. It counts once. Ctrl-Z makes it two again.");
}

/// Shows it before it is read anew; what they say is compared then.
fn joined_at_once(app: &mut App, proposal: JointProposal) {
    let at = super::place(&app.joint);
    let pair = (proposal.first.uid, proposal.second.uid);
    let same = |p: &JointProposal| (p.first.uid, p.second.uid) == pair;
    if let Some(all) = &mut app.joint.proposals {
        all.retain(|p| !same(p));
    }
    // The next one to decide about is marked then, not the one that moved away.
    app.joint.selected = None;
    super::keep_marked(&mut app.joint, at);
    let row = JointRow { visits: vec![proposal.first, proposal.second], looked: 0, differ: 0, only_one: 0 };
    app.joint.rows.get_or_insert_default().insert(0, row);
    if app.joint.selected.is_none() {
        super::keep_marked(&mut app.joint, at);
    }
}

/// They are two visits: not proposed again, or, where they were one, parted.
pub fn two(app: &mut App) {
    let on_page = app.screen == Screen::JointVisit;
    if let Some(proposal) = app.joint.proposal(on_page).cloned() {
        dismiss(app, &proposal);
        return;
    }
    let visits: Vec<Uid> = match (on_page, app.joint.marked()) {
        (true, _) => app.joint.page().filter(|p| p.joined).map(super::Page::visits).unwrap_or_default(),
        (false, Some(Listed::Joined(row))) => row.visits.iter().map(|v| v.uid).collect(),
        _ => Vec::new(),
    };
    if visits.len() < 2 {
        let why = if on_page { "Only one observer wrote this visit down." } else { nothing(app) };
        app.tell(why);
        return;
    }
    part(app, &visits);
}

fn dismiss(app: &mut App, proposal: &JointProposal) {
    if proposal.dismissed {
        app.tell("It was said already that they are two visits; y makes them one.");
        return;
    }
    let op = not_the_same(proposal.first.uid, proposal.second.uid);
    if app.act(Verb::KeepVisitsApart, vec![op]).is_none() {
        return;
    }
    let at = super::place(&app.joint);
    let pair = (proposal.first.uid, proposal.second.uid);
    for held in app.joint.proposals.iter_mut().flatten().filter(|p| (p.first.uid, p.second.uid) == pair) {
        held.dismissed = true;
    }
    // The next one to decide about is marked then.
    app.joint.selected = app.joint.listed().get(at).map(Listed::pair);
    if app.screen == Screen::JointVisit {
        app.step_back();
    }
    app.tell("Two visits. This pair is not proposed again. Ctrl-Z takes that back.");
}

fn part(app: &mut App, visits: &[Uid]) {
    let mut ops: Vec<Op> = visits.iter().map(|uid| visit_same(*uid, None)).collect();
    for (place, one) in visits.iter().enumerate() {
        ops.extend(visits.iter().skip(place + 1).map(|other| not_the_same(*one, *other)));
    }
    if app.act(Verb::PartVisits, ops).is_none() {
        return;
    }
    let at = super::place(&app.joint);
    if let Some(rows) = &mut app.joint.rows {
        rows.retain(|row| !visits.contains(&pair_of(&row.visits).0));
    }
    super::keep_marked(&mut app.joint, at);
    if app.screen == Screen::JointVisit {
        app.step_back();
    }
    app.tell("Two visits again, each counted by itself. Ctrl-Z makes them one.");
}

fn not_the_same(one: Uid, other: Uid) -> Op {
    let decision = Decided { decision: Decision::Dismissed, until: None, why: String::new(), pattern: None };
    decided(&same_visit_topic(one, other), &decision)
}

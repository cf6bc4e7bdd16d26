//! Visits seen by two: pairs that may be one visit, those that are, and one of them with what each wrote side by side. A
//! conversation about what each saw; no observer is named and none is counted.

mod deciding;
mod figures;
mod page;

pub use figures::{SENTENCE, share, summary, told};
pub use page::{Cell, Entry, Page, heads};

use super::{forms, visit};
use crate::app::actions::Action;
use crate::app::{App, Screen};
use crate::domain::id::Uid;
use crate::insight::agreement::Agreement;
use crate::store::api::{Answer, Ask, JointProposal, JointRow, Lane, VisitRow};

/// What marks a line of the list: the first two visits of it.
pub type Pair = (Uid, Uid);

#[derive(Debug, Default)]
pub struct JointState {
    /// Pairs that may be one visit; none before the first answer.
    pub proposals: Option<Vec<JointProposal>>,
    /// Visits that several observers wrote down; none before the first answer.
    pub rows: Option<Vec<JointRow>>,
    pub agreement: Option<Agreement>,
    pub selected: Option<Pair>,
    /// The visits of the page that is open.
    pub of: Vec<Uid>,
    /// That page, once it is read.
    pub page: Option<Page>,
    /// The marked row of the page, counted over its rows, and the observer's column.
    pub at: (usize, usize),
}

/// A line of the list.
#[derive(Debug, Clone, Copy)]
pub enum Listed<'a> {
    Proposal(&'a JointProposal),
    Joined(&'a JointRow),
}

impl Listed<'_> {
    pub fn pair(&self) -> Pair {
        match self {
            Listed::Proposal(p) => (p.first.uid, p.second.uid),
            Listed::Joined(row) => pair_of(&row.visits),
        }
    }

    /// All visits it is about, as far as they are known here.
    fn visits(&self) -> Vec<Uid> {
        match self {
            Listed::Proposal(p) => vec![p.first.uid, p.second.uid],
            Listed::Joined(row) => row.visits.iter().map(|v| v.uid).collect(),
        }
    }
}

fn pair_of(visits: &[VisitRow]) -> Pair {
    let uid = |place: usize| visits.get(place).map_or(Uid([0; 16]), |v| v.uid);
    (uid(0), uid(1))
}

impl JointState {
    /// The lines of the list: to decide, seen by two, said to be two visits.
    pub fn listed(&self) -> Vec<Listed<'_>> {
        let proposals = || self.proposals.iter().flatten();
        let open = proposals().filter(|p| !p.dismissed).map(Listed::Proposal);
        let joined = self.rows.iter().flatten().map(Listed::Joined);
        open.chain(joined).chain(proposals().filter(|p| p.dismissed).map(Listed::Proposal)).collect()
    }

    pub fn marked(&self) -> Option<Listed<'_>> {
        self.listed().into_iter().find(|l| Some(l.pair()) == self.selected)
    }

    /// The page that is open, once it is read.
    pub fn page(&self) -> Option<&Page> {
        self.page.as_ref().filter(|p| self.of.iter().any(|uid| p.has(*uid)))
    }

    /// The proposal of the page that is open, or of the marked line.
    fn proposal(&self, on_page: bool) -> Option<&JointProposal> {
        if !on_page {
            return match self.marked() {
                Some(Listed::Proposal(proposal)) => Some(proposal),
                _ => None,
            };
        }
        let is = |p: &&JointProposal| self.of.contains(&p.first.uid) && self.of.contains(&p.second.uid);
        self.proposals.iter().flatten().find(is)
    }
}

pub fn refresh(app: &mut App) {
    if app.screen == Screen::JointVisit {
        let of = app.joint.of.clone();
        app.ask(Lane::JointVisit, Ask::JointVisit(of));
    }
    app.ask(Lane::Joint, Ask::JointVisits);
    app.ask(Lane::JointProposals, Ask::JointProposals);
    app.ask(Lane::Agreement, Ask::Agreement);
}

pub fn answered(app: &mut App, answer: Answer) {
    let at = place(&app.joint);
    match answer {
        Answer::JointProposals(proposals) => app.joint.proposals = Some(proposals),
        Answer::JointVisits(rows) => app.joint.rows = Some(rows),
        Answer::Agreement(agreement) => app.joint.agreement = Some(agreement),
        Answer::JointVisit(view) => page::came(app, view),
        _ => {}
    }
    keep_marked(&mut app.joint, at);
}

/// The place of the marked line.
fn place(joint: &JointState) -> usize {
    joint.listed().iter().position(|l| Some(l.pair()) == joint.selected).unwrap_or(0)
}

/// Keeps a line marked: the same one, else the one at `at`, else the last. None before the whole list was read: what is to
/// be decided comes first.
fn keep_marked(joint: &mut JointState, at: usize) {
    if joint.marked().is_none() && joint.proposals.is_some() && joint.rows.is_some() {
        let listed = joint.listed();
        let next = listed.get(at).or(listed.last()).map(Listed::pair);
        joint.selected = next;
    }
}

/// Opens what was written down of visits, side by side.
fn open(app: &mut App, visits: Vec<Uid>) {
    if app.joint.of != visits {
        app.joint.page = None;
        app.joint.at = (0, 0);
    }
    app.joint.of = visits;
    app.open(Screen::JointVisit);
}

/// From the page of a visit to what the others wrote down of it.
pub fn open_visit(app: &mut App, visit: Uid) {
    open(app, vec![visit]);
}

pub fn perform(app: &mut App, action: Action) {
    let screenful = isize::try_from(app.size.1.saturating_sub(8).max(1)).unwrap_or(1);
    match action {
        Action::ListUp => step(app, -1),
        Action::ListDown => step(app, 1),
        Action::ListPageUp => step(app, -screenful),
        Action::ListPageDown => step(app, screenful),
        Action::ListHome => step(app, isize::MIN),
        Action::ListEnd => step(app, isize::MAX),
        Action::JointLook => match app.joint.marked().map(|l| l.visits()) {
            Some(visits) => open(app, visits),
            None => app.tell(nothing(app)),
        },
        Action::JointLeft => page::turn(app, -1),
        Action::JointRight => page::turn(app, 1),
        Action::JointGo => go(app),
        Action::JointOne => deciding::one(app),
        Action::JointTwo => deciding::two(app),
        Action::JointFigures => figures::open(app),
        _ => {}
    }
}

/// Whether an action fits what is marked, and why not.
pub fn available(app: &App, action: Action) -> Result<(), &'static str> {
    let joined = || match app.screen {
        Screen::JointVisit => app.joint.page().is_some_and(|p| p.joined && p.columns.len() > 1),
        _ => matches!(app.joint.marked(), Some(Listed::Joined(_))),
    };
    match action {
        Action::JointOne if joined() => Err("They are one visit already; x parts them again."),
        Action::JointLook | Action::JointOne | Action::JointTwo
            if app.screen == Screen::Joint && app.joint.marked().is_none() =>
        {
            Err(nothing(app))
        }
        _ => Ok(()),
    }
}

/// Said where there is no line to do something with.
fn nothing(app: &App) -> &'static str {
    if app.joint.rows.is_none() || app.joint.proposals.is_none() {
        "The visits are still being read."
    } else {
        "No visit was written down by two observers yet."
    }
}

fn step(app: &mut App, by: isize) {
    if app.screen == Screen::JointVisit {
        page::step(app, by);
        return;
    }
    let listed = app.joint.listed();
    let next = listed.get(forms::moved(place(&app.joint), by, listed.len())).map(Listed::pair);
    app.joint.selected = next;
}

/// To the page of the visit whose column is marked, with the marked line of it.
fn go(app: &mut App) {
    let (row, side) = app.joint.at;
    let found = app.joint.page().and_then(|page| Some((page.visit(side)?, page.line(row, side))));
    match found {
        Some((uid, line)) => visit::open(app, uid, line),
        None => app.tell("The visit is still being read."),
    }
}

#[cfg(test)]
pub mod sample;
#[cfg(test)]
mod tests;

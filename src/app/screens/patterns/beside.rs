//! My hunch, checked: what was expected before a walk beside the patterns. The leader alone sees and answers it.

use super::super::forms;
use crate::app::actions::Action;
use crate::app::{App, Screen};
use crate::domain::act::Verb;
use crate::domain::acts;
use crate::domain::id::Uid;
use crate::domain::order::InOrder;
use crate::domain::suggestion::AgainstHunch;
use crate::store::api::{Ask, HunchCheck, Lane, WalkView};

#[derive(Debug, Default)]
pub struct Beside {
    /// The hunches of closed walks, newest first; none before the first answer.
    pub checks: Option<Vec<HunchCheck>>,
    /// The walk whose hunch is shown.
    walk: Option<Uid>,
    /// The patterns beside it, in the order in which they are shown, and the marked one.
    order: Vec<Uid>,
    pub marked: usize,
    /// Something was answered, and how much of the tagging went to the hunch is not counted with it yet.
    pub recounting: bool,
}

impl Beside {
    /// The hunch on the screen.
    pub fn current(&self) -> Option<&HunchCheck> {
        let checks = self.checks.as_ref()?;
        checks.iter().find(|c| Some(c.walk) == self.walk).or(checks.first())
    }

    /// Its place among all, from 0.
    pub fn place(&self) -> usize {
        let shown = self.current().map(|c| c.walk);
        self.checks.iter().flatten().position(|c| Some(c.walk) == shown).unwrap_or(0)
    }

    /// The patterns beside it with what was answered, those without an answer first.
    pub fn patterns(&self) -> Vec<(&crate::store::api::PatternRow, Option<AgainstHunch>)> {
        let Some(check) = self.current() else { return Vec::new() };
        let found = |uid: &Uid| check.patterns.iter().find(|(p, _)| p.uid == *uid).map(|(p, answer)| (p, *answer));
        self.order.iter().filter_map(found).collect()
    }

    /// Puts the patterns in order: those that stand keep their place, those without an answer come before others.
    fn arrange(&mut self) {
        let Some(check) = self.current() else {
            self.order.clear();
            return;
        };
        let mut rows: Vec<(Uid, bool)> = check.patterns.iter().map(|(p, answer)| (p.uid, answer.is_some())).collect();
        let before = &self.order;
        rows.order_by_key(|(uid, answered)| match before.iter().position(|b| b == uid) {
            Some(at) => (false, false, at),
            None => (true, *answered, 0),
        });
        self.order = rows.into_iter().map(|(uid, _)| uid).collect();
        self.marked = self.marked.min(self.order.len().saturating_sub(1));
    }

    fn show(&mut self, walk: Option<Uid>) {
        self.walk = walk;
        self.order.clear();
        self.marked = 0;
        self.arrange();
    }
}

/// Opens the page with the hunch of the newest closed walk.
pub fn open(app: &mut App) {
    app.patterns.beside.show(None);
    app.open(Screen::Hunch);
}

/// A walk's hunch was just opened: it is shown at once, the patterns follow.
pub fn open_with(app: &mut App, view: &WalkView) {
    let Some((hunch, fix)) = view.hunch.clone() else { return };
    let beside = &mut app.patterns.beside;
    let checks = beside.checks.get_or_insert_default();
    if !checks.iter().any(|c| c.walk == view.walk.uid) {
        let (walk, day, focus) = (view.walk.uid, view.walk.key.day, view.walk.focus.clone());
        checks.insert(0, HunchCheck { walk, day, focus, hunch, fix, patterns: Vec::new(), worked: 0, to_hunch: 0 });
    }
    beside.show(Some(view.walk.uid));
    app.open(Screen::Hunch);
}

pub fn ask(app: &mut App) {
    app.ask(Lane::HunchCheck, Ask::HunchCheck);
}

pub fn came(app: &mut App, mut checks: Vec<HunchCheck>) {
    let beside = &mut app.patterns.beside;
    // One that was opened a moment ago may not be among them yet.
    let shown = beside.walk.filter(|w| !checks.iter().any(|c| c.walk == *w));
    if let Some(held) = beside.checks.iter().flatten().find(|c| Some(c.walk) == shown).cloned() {
        checks.insert(0, held);
    }
    beside.checks = Some(checks);
    beside.recounting = false;
    beside.arrange();
}

pub fn perform(app: &mut App, action: Action) {
    let page = isize::try_from(app.size.1.saturating_sub(10).max(1)).unwrap_or(1);
    match action {
        Action::ListUp => step(app, -1),
        Action::ListDown => step(app, 1),
        Action::ListPageUp => step(app, -page),
        Action::ListPageDown => step(app, page),
        Action::HunchConfirms => answer(app, AgainstHunch::Confirms),
        Action::HunchAgainst => answer(app, AgainstHunch::GoesAgainst),
        Action::HunchNot => answer(app, AgainstHunch::NotPredicted),
        Action::HunchNext => next(app),
        Action::HunchPattern => open_pattern(app),
        _ => {}
    }
}

/// Why an action of this page cannot be done now.
pub fn available(app: &App, action: Action) -> Result<(), &'static str> {
    let beside = &app.patterns.beside;
    match action {
        Action::HunchConfirms | Action::HunchAgainst | Action::HunchNot | Action::HunchPattern
            if app.screen == Screen::Hunch && beside.patterns().is_empty() =>
        {
            Err("There is no pattern to hold against the hunch yet.")
        }
        Action::HunchNext if app.screen == Screen::Hunch && beside.checks.iter().flatten().count() < 2 => {
            Err("There is no other hunch of a closed walk.")
        }
        _ => Ok(()),
    }
}

fn step(app: &mut App, by: isize) {
    let beside = &mut app.patterns.beside;
    let next = forms::moved(beside.marked, by, beside.order.len());
    let stays = next == beside.marked;
    beside.marked = next;
    app.patterns.peek(by, stays);
}

fn marked(app: &App) -> Option<(Uid, Option<AgainstHunch>)> {
    let rows = app.patterns.beside.patterns();
    rows.get(app.patterns.beside.marked).map(|(p, answer)| (p.uid, *answer))
}

/// What the marked pattern is to the hunch; the same answer again takes it back.
fn answer(app: &mut App, given: AgainstHunch) {
    let (Some((pattern, before)), Some(walk)) = (marked(app), app.patterns.beside.current().map(|c| c.walk)) else {
        return;
    };
    let answer = (before != Some(given)).then_some(given);
    if app.act(Verb::AnswerHunch, vec![acts::pattern_to_hunch(pattern, walk, answer)]).is_none() {
        return;
    }
    let beside = &mut app.patterns.beside;
    let check = beside.checks.iter_mut().flatten().find(|c| c.walk == walk);
    if let Some(row) = check.and_then(|c| c.patterns.iter_mut().find(|(p, _)| p.uid == pattern)) {
        row.1 = answer;
        beside.recounting = true;
    }
    if answer.is_some() {
        to_unanswered(beside);
    }
}

/// Marks the next pattern without an answer, where there is one.
fn to_unanswered(beside: &mut Beside) {
    let open: Vec<usize> =
        beside.patterns().iter().enumerate().filter(|(_, (_, a))| a.is_none()).map(|(at, _)| at).collect();
    let next = open.iter().find(|at| **at > beside.marked).or(open.first());
    beside.marked = next.copied().unwrap_or(beside.marked);
}

fn next(app: &mut App) {
    let beside = &mut app.patterns.beside;
    let at = beside.place() + 1;
    let checks: Vec<Uid> = beside.checks.iter().flatten().map(|c| c.walk).collect();
    let walk = checks.get(at).or(checks.first()).copied();
    beside.show(walk);
}

fn open_pattern(app: &mut App) {
    if let Some((pattern, _)) = marked(app) {
        app.patterns.selected = Some(pattern);
        app.patterns.note = None;
        app.open(Screen::Pattern);
        app.patterns.peek = -1;
    }
}

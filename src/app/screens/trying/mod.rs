//! Try: shared problems, trials, check-ins and promises; the page of one concern, from its first note to what changed; and
//! what teachers asked to be looked at. For the leader alone: what a team sees of it is made from here, never shown.

mod asking;
mod invitations;
mod lists;
mod next_walk;
mod page;
mod pages;
#[cfg(test)]
pub mod sample;
#[cfg(test)]
mod tests;

pub use asking::{TryForm, TryPick, filled, picked};
pub use invitations::{state, visits_came};
pub use lists::{TryLine, lines};
pub use page::{Target, day, lines as page_lines, seen_words, whose};

use super::forms;
use crate::app::actions::Action;
use crate::app::{App, Screen};
use crate::domain::act::{Stream, Verb};
use crate::domain::acts;
use crate::domain::id::Uid;
use crate::domain::schema::Kind;
use crate::domain::time::day_number;
use crate::store::api::{Answer, Ask, InvitationRow, Lane, NearView, ProblemView, TalkAnswer, TalkAsk, TryView};

#[derive(Debug, Default)]
pub struct TryState {
    /// None before the first answer.
    pub view: Option<TryView>,
    /// The marked line of the list.
    pub selected: usize,
    /// The shared problem whose page is open, and that page once it is read.
    pub of: Option<Uid>,
    pub problem: Option<ProblemView>,
    pub on_page: usize,
    pub invitations: Option<Vec<InvitationRow>>,
    pub invited: usize,
    /// What Home shows.
    pub near: NearView,
}

impl TryState {
    /// The page that is open, once it is read.
    pub fn page(&self) -> Option<&ProblemView> {
        self.problem.as_ref().filter(|p| Some(p.problem.uid) == self.of)
    }
}

pub fn refresh(app: &mut App) {
    match app.screen {
        Screen::Problem => {
            if let Some(uid) = app.trying.of {
                app.ask(Lane::Problem, Ask::Talking(TalkAsk::Problem(uid)));
            }
        }
        Screen::Invitations => app.ask(Lane::Invitations, Ask::Talking(TalkAsk::Invitations)),
        _ => app.ask(Lane::Try, Ask::Talking(TalkAsk::Try)),
    }
    app.ask(Lane::Teams, Ask::Talking(TalkAsk::Teams));
}

/// Asks for what Home shows of talks and trials.
pub fn ask_near(app: &mut App) {
    let today = day_number(app.now.today());
    app.ask(Lane::Near, Ask::Talking(TalkAsk::Near { today }));
}

pub fn answered(app: &mut App, answer: Answer) {
    super::talk::heard(app, &answer);
    let Answer::Talking(answer) = answer else { return };
    match answer {
        TalkAnswer::Try(view) => {
            app.trying.view = Some(view);
            app.trying.selected = app.trying.selected.min(lines(app).len().saturating_sub(1));
        }
        TalkAnswer::Problem(view) => problem_came(app, view.map(|v| *v)),
        TalkAnswer::Invitations(rows) => {
            app.trying.invited = app.trying.invited.min(rows.len().saturating_sub(1));
            app.trying.invitations = Some(rows);
        }
        TalkAnswer::Near(near) => app.trying.near = near,
        TalkAnswer::Pulse(rows) => pages::pulse(app, &rows),
        TalkAnswer::HunchBesideTeams(told) => pages::hunch_and_teams(app, &told),
        _ => {}
    }
}

/// The page was read; one that was deleted is left. One that was never read yet was made a moment ago: it is asked for
/// again when it is saved.
fn problem_came(app: &mut App, view: Option<ProblemView>) {
    match view {
        Some(view) => {
            app.trying.problem = Some(view);
            let last = page::targets(app).len().saturating_sub(1);
            app.trying.on_page = app.trying.on_page.min(last);
        }
        None if app.screen == Screen::Problem && app.trying.page().is_some() => {
            app.trying.problem = None;
            app.leave_gone("This shared problem is no longer there.");
        }
        None => {}
    }
}

/// Opens the page of a shared problem.
pub fn open(app: &mut App, problem: Uid) {
    if app.trying.of != Some(problem) {
        app.trying.on_page = 0;
    }
    app.trying.of = Some(problem);
    app.open(Screen::Problem);
}

pub fn perform(app: &mut App, action: Action) {
    let page = isize::try_from(app.size.1.saturating_sub(8).max(1)).unwrap_or(1);
    match action {
        Action::ListUp => step(app, -1),
        Action::ListDown => step(app, 1),
        Action::ListPageUp => step(app, -page),
        Action::ListPageDown => step(app, page),
        Action::ListHome => step(app, isize::MIN),
        Action::ListEnd => step(app, isize::MAX),
        Action::TryInvitations => app.open(Screen::Invitations),
        Action::TryHunch => app.ask(Lane::HunchTeams, Ask::Talking(TalkAsk::HunchBesideTeams)),
        Action::TryPulse => asking::choose_team(app, TryPick::PulseOf),
        _ => match app.screen {
            Screen::Problem => page::perform(app, action),
            Screen::Invitations => invitations::perform(app, action),
            _ => lists::perform(app, action),
        },
    }
}

fn step(app: &mut App, by: isize) {
    match app.screen {
        Screen::Problem => {
            let count = page::targets(app).len();
            app.trying.on_page = forms::moved(app.trying.on_page, by, count);
        }
        Screen::Invitations => {
            let count = app.trying.invitations.as_ref().map_or(0, Vec::len);
            app.trying.invited = forms::moved(app.trying.invited, by, count);
        }
        _ => app.trying.selected = forms::moved(app.trying.selected, by, lines(app).len()),
    }
}

/// Deletes a thing of talks and trials; undo brings it back.
pub fn delete(app: &mut App, kind: Kind, uid: Uid) {
    let stream = if kind == Kind::Invitation { Stream::Private } else { Stream::Shared };
    if app.act(Verb::DeleteTalking, vec![acts::deleted(kind, uid, stream, true)]).is_some() {
        app.tell("Deleted. Ctrl-Z brings it back.");
    }
}

/// Whether an action of these places can be done now, and why not.
pub fn available(app: &App, action: Action) -> Result<(), &'static str> {
    match action {
        Action::TrialPlan | Action::CauseAdd | Action::ProblemStatus | Action::ProblemReword
            if app.screen == Screen::Problem && app.trying.page().is_none() =>
        {
            Err("The page is still being read.")
        }
        Action::TrialCheckIn if app.screen == Screen::Problem && page::trial(app).is_none() => {
            Err("There is no trial yet. t plans one.")
        }
        Action::TrialNextWalk if page::trial(app).is_none() => Err("There is no trial yet. t plans one."),
        Action::CauseWhy if page::cause(app).is_none() => {
            Err("Mark a cause first; w writes one down. Then y asks why it is so.")
        }
        _ => Ok(()),
    }
}

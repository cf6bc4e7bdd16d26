//! Home: one main action, by the time of day, and at most a dozen lines.

mod rows;

use crate::app::actions::Action;
use crate::app::layers::{Agreed, Confirm, Filled, Layer};
use crate::app::screens::{patterns, plan, trying, visits, walk, year_end};
use crate::app::sheets::{self, SheetChoice};
use crate::app::{App, Screen, perform as performing};
use crate::domain::act::Verb;
use crate::domain::acts;
use crate::domain::id::Uid;
use crate::domain::time::{day_bounds, local_time};
use crate::store::api::{Answer, Ask, Coverage, Home, Info, Lane, WalkView};

pub use rows::{HomeRow, rows};

/// Rooms not visited for this long are "not seen lately": three weeks.
const LATELY: i64 = 21 * 86_400_000;

/// Visits without a slip or copy are named so long, four weeks; later a slip says nothing to a teacher any more.
const DUE_LOOKS_BACK: i64 = 28 * 86_400_000;

/// Coverage looks back this far: ten weeks.
const COVERAGE: i64 = 70 * 86_400_000;

#[derive(Debug, Default)]
pub struct HomeState {
    pub view: Option<Home>,
    pub coverage: Option<Coverage>,
    pub selected: usize,
    /// The closed walk whose hunch is to be read.
    pub hunch_of: Option<Uid>,
    /// Walks that were made here for visits written afterwards, by their days: the other sheets of a pile of paper belong
    /// to them too.
    pub written: Vec<(i64, Uid)>,
}

impl HomeState {
    /// Nothing has ever been recorded in this file.
    pub fn is_empty_file(&self) -> bool {
        self.view.as_ref().is_some_and(|h| h.empty)
    }

    /// The walk of a day, when it is the newest one.
    pub fn walk_on(&self, day: i64) -> Option<Uid> {
        self.view.as_ref()?.last_walk.as_ref().filter(|w| w.key.day == day).map(|w| w.uid)
    }
}

pub fn refresh(app: &mut App) {
    // Before Home itself, so that a walk like the last one finds its sheet.
    sheets::ask_used(app);
    let today = day_bounds(app.now.today(), app.now.offset);
    let due = app.agreed.papers_due_through(app.now.today()).map(|day| {
        let through = day_bounds(day, app.now.offset).1;
        (through - DUE_LOOKS_BACK, through)
    });
    app.ask(Lane::Home, Ask::Home { today, lately: app.now.utc - LATELY, due });
    app.ask(Lane::Other, Ask::Coverage { since: app.now.utc - COVERAGE });
    app.ask(Lane::Rooms, Ask::Rooms { limit: plan::MOST_ROOMS });
    trying::ask_near(app);
    if let Some(walk) = app.home.hunch_of {
        app.ask(Lane::Hunch, Ask::Walk(walk));
    }
    if app.recording.is_none() {
        patterns::noticed::ask_kept(app);
    }
}

pub fn answered(app: &mut App, answer: Answer) {
    match answer {
        Answer::Home(home) => {
            if let Some(at) = home.last_backup {
                app.saving.backup = Some(app.saving.backup.map_or(at, |b| b.max(at)));
            }
            app.home.view = Some(home);
            let most = rows(app).len().saturating_sub(1);
            app.home.selected = app.home.selected.min(most);
        }
        Answer::Coverage(coverage) => app.home.coverage = Some(coverage),
        Answer::Walk(view) => read_hunch(app, view),
        Answer::Info(info) => show_info(app, &info),
        _ => {}
    }
}

pub fn perform(app: &mut App, action: Action) {
    match action {
        Action::HomeUp => app.home.selected = app.home.selected.saturating_sub(1),
        Action::HomeDown => app.home.selected = (app.home.selected + 1).min(rows(app).len().saturating_sub(1)),
        Action::HomeOpen => open_marked(app),
        Action::StartWalk => start(app),
        Action::PlanWalk => open_plan(app),
        Action::BringRooms => plan::bring_rooms(app),
        Action::OpenDemo => open_demo(app),
        Action::FinishToday => app.open(Screen::Finish),
        Action::WriteVisit => ask_visit(app),
        Action::ListVisits => visits::ask(app, None),
        Action::CloseWalk => ask_close(app),
        Action::ReopenWalk => reopen(app),
        Action::OpenAgreements => app.open(Screen::Agreements),
        Action::OpenDue => open_due(app),
        Action::CoverageSee => app.open(Screen::Coverage),
        Action::MakeRoute => plan::make_route(app),
        Action::InOutOpen => crate::app::screens::inout::open(app),
        Action::GoTry => app.open(Screen::Try),
        Action::YearOpen => app.open(Screen::YearEnd),
        Action::DriveCopy => year_end::drive::begin(app),
        Action::TryInvitations => app.open(Screen::Invitations),
        Action::ReadHunch if last_is_sealed(app) => {
            app.home.hunch_of = last_walk(app);
            refresh(app);
        }
        Action::ReadHunch => {
            app.tell("No hunch was written before the last walk. It is written when a walk is planned (p).");
        }
        _ => {}
    }
}

/// Whether an action of this place can be done now.
pub fn available(app: &App, action: Action) -> Result<(), &'static str> {
    let last = app.home.view.as_ref().and_then(|h| h.last_walk.as_ref());
    match action {
        Action::StartWalk | Action::ReopenWalk if app.recording.is_some() => {
            Err("A walk is under way. Go on with it, or end it first.")
        }
        Action::CloseWalk | Action::ReopenWalk | Action::ReadHunch if last.is_none() => Err("There is no walk yet."),
        Action::CloseWalk if last.is_some_and(|w| w.ended.is_none()) => {
            Err("End the walk first; then it can be closed.")
        }
        Action::CloseWalk if last.is_some_and(|w| w.closed.is_some()) => Err("The last walk is closed already."),
        Action::ReopenWalk if last.is_some_and(|w| w.closed.is_some()) => Err("The last walk is closed."),
        Action::ReadHunch if last.is_some_and(|w| w.closed.is_none()) => {
            Err("Your hunch is sealed until the walk is closed.")
        }
        _ => Ok(()),
    }
}

fn open_marked(app: &mut App) {
    let Some(row) = rows(app).into_iter().nth(app.home.selected) else { return };
    match row {
        HomeRow { planned: Some(walk), .. } => start_planned(app, walk),
        HomeRow { action, .. } => {
            performing::perform(app, action, crate::app::input::Key::plain(crate::app::input::Code::Enter));
        }
    }
}

/// Opens the oldest visit without the slip or copy that its teacher should have.
fn open_due(app: &mut App) {
    match app.home.view.as_ref().and_then(|h| h.papers_due.first()) {
        Some((visit, _)) => super::visit::open(app, *visit, None),
        None => app.tell("No slip or copy is past the day that was agreed."),
    }
}

/// Starts a walk at once: with the focus, sheet, purpose and length of the last one.
fn start(app: &mut App) {
    let mut beginning = walk::Beginning::default();
    if let Some(last) = app.home.view.as_ref().and_then(|h| h.last_walk.clone()) {
        beginning.focus = last.focus;
        beginning.purpose = last.purpose;
        beginning.minutes = last.length;
        beginning.sheet =
            sheet_of(app, last.sheet).map(|c| (c.sheet.id.clone(), c.sheet.title.clone(), c.body.clone()));
    }
    if beginning.purpose.is_empty() {
        beginning.purpose.clone_from(&app.agreed.own_purpose);
    }
    walk::start(app, beginning);
}

/// The sheet a walk used, which lists know by its id and title.
fn sheet_of(app: &App, named: Option<(Uid, String)>) -> Option<&SheetChoice> {
    named.and_then(|(uid, title)| app.sheets.of_walk(uid, &title))
}

/// Starts a walk that was planned before.
fn start_planned(app: &mut App, uid: Uid) {
    let Some(row) = app.home.view.as_ref().and_then(|h| h.planned.iter().find(|w| w.uid == uid).cloned()) else {
        return;
    };
    let sheet = sheet_of(app, row.sheet.clone()).cloned();
    plan::open_with(app, &row, sheet);
    app.open(Screen::Plan);
}

fn open_plan(app: &mut App) {
    if app.recording.is_some() {
        app.tell("This plans the next walk; the one under way goes on.");
    }
    // The purpose line seldom changes from walk to walk.
    let last = app.home.view.as_ref().and_then(|h| h.last_walk.as_ref()).map(|w| w.purpose.clone()).unwrap_or_default();
    if app.plan.purpose.is_empty() {
        app.plan.purpose.set(&last);
    }
    app.open(Screen::Plan);
}

fn open_demo(app: &mut App) {
    if app.recording.is_some() {
        app.tell("A walk is under way. End it first, or open the made-up school from the command line: uncover demo.");
        return;
    }
    if app.year.drive.under_way.is_some() {
        app.tell("A copy is being made on a drive. When it is there, the made-up school can be opened.");
        return;
    }
    let detail =
        "It is in a file of its own; yours is closed and stays as it is. Start the program again to come back to it.";
    app.layers.push(Layer::Confirm(Confirm {
        question: "Open the made-up school?".into(),
        detail: detail.into(),
        then: Agreed::OpenDemo,
    }));
}

fn ask_visit(app: &mut App) {
    let hint = "All may be left empty: today, no time, no length. Paper: y if it comes from a paper sheet.";
    let labels = ["Room", "Day", "About when", "Minutes", "From paper?"];
    let mut prompt = walk::prompt("Write a visit afterwards", &labels, hint, Filled::WriteVisit);
    prompt.names = Vec::new();
    app.layers.push(Layer::Prompt(prompt));
}

fn last_walk(app: &App) -> Option<Uid> {
    app.home.view.as_ref()?.last_walk.as_ref().map(|w| w.uid)
}

fn ask_close(app: &mut App) {
    let Some(uid) = last_walk(app) else { return };
    let hunch = if last_is_sealed(app) { "Your sealed hunch opens. " } else { "" };
    let detail = format!("{hunch}What is not finished yet stays under Finish today. Undo opens the walk again.");
    app.layers.push(Layer::Confirm(Confirm {
        question: "Close the last walk?".into(),
        detail,
        then: Agreed::CloseWalk(uid),
    }));
}

/// A hunch was written before the last walk.
fn last_is_sealed(app: &App) -> bool {
    app.home.view.as_ref().and_then(|h| h.last_walk.as_ref()).is_some_and(|w| w.sealed)
}

pub fn close_walk(app: &mut App, uid: Uid) {
    let sealed = last_is_sealed(app);
    if app.act(Verb::CloseWalk, vec![acts::walk_closed(uid, app.now.utc)]).is_some() {
        app.home.hunch_of = Some(uid).filter(|_| sealed);
        app.tell("The walk is closed.");
    }
}

fn reopen(app: &mut App) {
    let Some(uid) = last_walk(app) else { return };
    if app.act(Verb::ReopenWalk, vec![acts::walk_ended(uid, None)]).is_some() {
        app.started = true;
        app.ask(Lane::Walk, Ask::Resume);
        app.tell("The walk goes on. Enter resumes it.");
    }
}

/// The hunch of a closed walk, opened. A walk whose closing is not saved yet is asked for again when it is.
fn read_hunch(app: &mut App, view: Option<WalkView>) {
    let Some(view) = view.filter(|v| v.walk.closed.is_some()) else { return };
    app.home.hunch_of = None;
    if app.screen == Screen::Home && view.hunch.as_ref().is_some_and(|(e, f)| !(e.is_empty() && f.is_empty())) {
        patterns::beside::open_with(app, &view);
    }
}

pub fn show_file(app: &mut App) {
    app.ask(Lane::Home, Ask::Info);
}

fn show_info(app: &mut App, info: &Info) {
    let backup = info.last_backup.clone().unwrap_or_else(|| "none yet".into());
    let lines = vec![
        format!("Your notes are in one file:  {}", app.places.file.display()),
        format!("Backups:  {}   (last: {backup})", app.places.backups.display()),
        format!("Pages made for people:  {}", app.places.exports.display()),
        String::new(),
        format!("{} walks, {} visits, {} notes, {} marks", info.walkthroughs, info.visits, info.notes, info.marks),
        format!("{} rooms, {} tags, {} patterns", info.classrooms, info.tags, info.patterns),
        format!("{} kB on the disk, with the whole history of changes", info.bytes / 1_000),
        String::new(),
        "Nothing leaves this laptop by itself. The program has no network part.".into(),
    ];
    performing::read(app, "Where everything is", lines);
}

/// Whether it is evening for a school: after 14:30 local time.
pub fn is_evening(app: &App) -> bool {
    let time = local_time(app.now.utc, app.now.offset).time();
    chrono::NaiveTime::from_hms_opt(14, 30, 0).is_some_and(|from| time >= from)
}

#[cfg(test)]
mod tests;

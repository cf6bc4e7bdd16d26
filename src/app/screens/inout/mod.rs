//! In and out: what other programs and other people wrote is brought in, what is in the file is taken out. A choice, files to
//! choose from, what would change, the work with its progress, and the report.

pub mod asking;
pub mod choices;
pub mod files;
pub mod going;
pub mod reports;

use super::forms::moved;
use crate::app::actions::{Action, Scope};
use crate::app::field::Field;
use crate::app::input::{Code, Key};
use crate::app::layers::{CoverState, Layer};
use crate::app::{App, Screen};
use crate::domain::text::{width, wrap};
use crate::exchange::inout::out::Wish as OutWish;
use crate::exchange::inout::{Far, Told};
use crate::exchange::{forms, roster};
use choices::Choice;
use files::Files;
use std::path::PathBuf;

/// What is on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Step {
    /// What to bring in or take out.
    #[default]
    Choose,
    /// A file or a folder.
    Files,
    /// A passphrase.
    Secret,
    /// What would come in, what came, or how far it is.
    Page,
}

/// A passphrase while it is typed; it is never shown and never kept.
#[derive(Debug, Clone, Default)]
pub struct Secret {
    /// What it is of.
    pub of: String,
    pub field: Field,
    /// Of a new one, typed for the second time.
    pub again: Field,
    /// It is a new one, so it is typed twice.
    pub new: bool,
    /// The second time is being typed.
    pub second: bool,
    /// Why the last one did not do.
    pub why: String,
}

/// A report on the screen.
#[derive(Debug, Clone, Default)]
pub struct Page {
    pub title: String,
    /// What became of it, or would.
    pub end: String,
    pub lines: Vec<String>,
    /// The first line shown.
    pub scroll: usize,
    /// There is something to take in, and it was not yet.
    pub ready: bool,
    /// It was taken in.
    pub took: bool,
    /// What a form is taken for.
    pub form: Option<Told>,
    /// Of a plain list of rooms, the cells of its first row.
    pub headings: Vec<String>,
}

/// What is being carried out.
#[derive(Debug, Clone)]
pub struct Running {
    pub number: u64,
    pub title: String,
    pub far: Option<Far>,
    /// Nothing else can be saved meanwhile, so nothing else is offered.
    pub holds: bool,
    /// It was asked to stop.
    pub stopping: bool,
    /// It changes or writes something, and does not only look.
    pub does: bool,
}

#[derive(Debug, Default)]
pub struct InOutState {
    pub step: Step,
    /// Place of the marked choice.
    pub selected: usize,
    pub choice: Option<Choice>,
    pub files: Files,
    pub secret: Secret,
    pub page: Page,
    pub running: Option<Running>,
    /// What is brought in, and how it is to be read.
    from: Option<PathBuf>,
    rooms: roster::Wish,
    notes: forms::Wish,
    passphrase: Option<crate::exchange::inout::Passphrase>,
    /// What is to be written, and whether the warning about names was answered.
    out: Option<OutWish>,
    warned: bool,
    /// Of which a report could be; none: not read yet.
    walks: Option<reports::Walks>,
    /// Numbers of what was asked to be carried out.
    numbers: u64,
}

/// Where the screen looks its keys up.
pub fn scope(app: &App) -> Scope {
    match app.inout.step {
        Step::Page if app.inout.running.is_some() => Scope::Working,
        Step::Choose => Scope::InOut,
        Step::Files => Scope::Files,
        Step::Secret => Scope::Secret,
        Step::Page => Scope::Coming,
    }
}

/// Opens the page: where something is being carried out, that.
pub fn open(app: &mut App) {
    if app.inout.running.is_none() {
        app.inout.step = Step::Choose;
        app.inout.page = Page::default();
        forget(app);
    }
    app.open(Screen::InOut);
}

/// Forgets what was begun, and every passphrase.
fn forget(app: &mut App) {
    let state = &mut app.inout;
    state.secret = Secret::default();
    state.passphrase = None;
    state.out = None;
    state.warned = false;
    state.from = None;
    state.rooms = roster::Wish::default();
    state.notes = forms::Wish::default();
}

pub fn typing(app: &App) -> bool {
    matches!(app.inout.step, Step::Files | Step::Secret)
}

pub fn field(app: &mut App) -> Option<&mut Field> {
    let state = &mut app.inout;
    match state.step {
        Step::Files => Some(&mut state.files.field),
        Step::Secret if state.secret.second => Some(&mut state.secret.again),
        Step::Secret => Some(&mut state.secret.field),
        Step::Choose | Step::Page => None,
    }
}

pub fn text_changed(app: &mut App) {
    match app.inout.step {
        Step::Files => app.inout.files.narrow(),
        Step::Secret => app.inout.secret.why.clear(),
        Step::Choose | Step::Page => {}
    }
}

/// Backspace with nothing typed goes to the folder above.
pub fn raw_key(app: &mut App, key: Key) -> bool {
    let up = app.inout.step == Step::Files && key == Key::plain(Code::Backspace) && app.inout.files.field.is_empty();
    if up {
        files::parent(app);
    }
    up
}

/// Right after a merge an undo would take back what was done before it, which is not on the screen.
pub fn merge_stays(app: &mut App) -> bool {
    let state = &app.inout;
    let there = app.screen == Screen::InOut
        && app.layers.is_empty()
        && state.step == Step::Page
        && state.page.took
        && state.choice == Some(Choice::Bundles);
    if there {
        app.tell("“uncover merge --undo” takes a merge back, with the program closed. Nothing was undone.");
    }
    there
}

/// Whether something is being carried out that nothing else may come between.
pub fn holds(app: &App) -> bool {
    app.inout.running.as_ref().is_some_and(|r| r.holds)
}

/// A key while nothing else may come between: it can be stopped, and the screen covered.
pub fn held_key(app: &mut App, key: Key) {
    match crate::app::keymap::resolve(Scope::Working, key) {
        Some(Action::WorkStop) => going::stop(app),
        _ if crate::app::keymap::resolve(Scope::Anywhere, key) == Some(Action::Cover) => {
            app.layers.push(Layer::Cover(CoverState::default()));
        }
        _ => app.tell("One moment: the file is being worked on. Esc stops it; nothing is changed then."),
    }
}

pub fn perform(app: &mut App, action: Action) {
    let page = isize::try_from(app.size.1.saturating_sub(8).max(1)).unwrap_or(1);
    match action {
        Action::InOutTake => choices::take(app),
        Action::InOutUp => step(app, -1),
        Action::InOutDown => step(app, 1),
        Action::InOutPageUp => step(app, -page),
        Action::InOutPageDown => step(app, page),
        Action::InOutFirst => step(app, isize::MIN / 2),
        Action::InOutLast => step(app, isize::MAX / 2),
        Action::FilesOpen => files::open_marked(app),
        Action::FilesParent => files::parent(app),
        Action::FilesInto => files::into(app),
        Action::SecretKeep => going::secret_typed(app),
        Action::ComingDo => going::do_it(app),
        Action::ComingColumns => asking::columns(app),
        Action::ComingHow => asking::how(app),
        Action::WorkStop => going::stop(app),
        Action::InOutBack => back(app),
        _ => {}
    }
}

/// Whether an action of this place can be done now.
pub fn available(app: &App, action: Action) -> Result<(), &'static str> {
    let page = &app.inout.page;
    match action {
        Action::ComingDo if !page.ready => Err("There is nothing here to take in."),
        Action::ComingColumns if page.form.is_none() && page.headings.is_empty() => {
            Err("Only the columns of a form and of a plain list can be chosen.")
        }
        Action::ComingHow if !asking::has_how(app) => Err("There is nothing here to choose."),
        _ => Ok(()),
    }
}

fn step(app: &mut App, by: isize) {
    let size = app.size;
    let state = &mut app.inout;
    match state.step {
        Step::Choose => state.selected = moved(state.selected, by, Choice::ALL.len()),
        Step::Files => state.files.selected = moved(state.files.selected, by, state.files.rows()),
        Step::Page => state.page.scroll = moved(state.page.scroll, by, state.page.farthest(size) + 1),
        Step::Secret => {}
    }
}

/// One step back; from the choice one leaves.
fn back(app: &mut App) {
    let out = app.inout.out.is_some();
    match app.inout.step {
        Step::Choose => app.step_back(),
        Step::Files => {
            forget(app);
            app.inout.step = Step::Choose;
        }
        Step::Secret => {
            app.inout.secret = Secret::default();
            app.inout.step = Step::Files;
        }
        // What was not done can still be done with another file.
        Step::Page if app.inout.from.is_some() && !out => {
            app.inout.page = Page::default();
            app.inout.from = None;
            app.inout.step = Step::Files;
        }
        Step::Page => {
            forget(app);
            app.inout.page = Page::default();
            app.inout.step = Step::Choose;
        }
    }
}

impl Page {
    /// Columns of a page at this width of the screen.
    fn columns(size: (u16, u16)) -> usize {
        usize::from(size.0.saturating_sub(2)).max(8)
    }

    /// What became of it, as it is shown at this size.
    pub fn end_lines(&self, size: (u16, u16)) -> Vec<String> {
        if self.end.is_empty() { Vec::new() } else { wrap(&self.end, Page::columns(size)) }
    }

    /// Rows for the lines: without header, footer, title and the row that tells what is below.
    pub fn rows(&self, size: (u16, u16)) -> usize {
        usize::from(size.1.saturating_sub(6)).saturating_sub(self.end_lines(size).len()).max(1)
    }

    /// The lines as they are shown at this size; what fits stays as it is, also the gaps of a table.
    pub fn wrapped(&self, size: (u16, u16)) -> Vec<String> {
        let columns = Page::columns(size);
        let wrap_one = |line: &String| {
            if width(line) <= columns {
                return vec![line.clone()];
            }
            let indent: String = line.chars().take_while(|c| *c == ' ').collect();
            let room = columns.saturating_sub(indent.len()).max(8);
            wrap(line, room).into_iter().map(|l| format!("{indent}{l}")).collect()
        };
        self.lines.iter().flat_map(wrap_one).collect()
    }

    /// The farthest it can be scrolled.
    fn farthest(&self, size: (u16, u16)) -> usize {
        self.wrapped(size).len().saturating_sub(self.rows(size))
    }
}

#[cfg(test)]
pub mod sample;
#[cfg(test)]
mod tests;

//! One visit as a time line: its notes and marks, its copy and slip for the teacher.

mod changes;
mod papers;
mod timeline;

pub use changes::delete;
pub use papers::ask_slip;
pub use timeline::{Line, timeline};

use super::notes::{wording, work};
use super::{finish, forms, language};
use crate::app::actions::Action;
use crate::app::layers::{Filled, PickItem, Picker, Prompt};
use crate::app::recording::read_sheet;
use crate::app::saving::Kept;
use crate::app::{App, Screen};
use crate::domain::id::Uid;
use crate::domain::sheet::Sheet;
use crate::store::api::{Answer, Ask, Lane, NoteRow, VisitView};

#[derive(Debug, Default)]
pub struct VisitState {
    pub uid: Option<Uid>,
    pub view: Option<VisitView>,
    /// The sheet of its walk, when there is one that can be read.
    pub sheet: Option<Sheet>,
    /// The marked note.
    pub note: Option<Uid>,
}

impl VisitState {
    /// The visit, once it is read.
    pub fn page(&self) -> Option<&VisitView> {
        self.view.as_ref().filter(|v| Some(v.visit.uid) == self.uid)
    }

    /// The marked note.
    pub fn marked(&self) -> Option<&NoteRow> {
        self.page()?.notes.iter().find(|n| Some(n.uid) == self.note)
    }
}

/// Opens a visit, with a note of it marked.
pub fn open(app: &mut App, visit: Uid, note: Option<Uid>) {
    app.visit.uid = Some(visit);
    app.visit.note = note;
    app.open(Screen::Visit);
}

pub fn refresh(app: &mut App) {
    if let Some(uid) = app.visit.uid {
        app.ask(Lane::Other, Ask::Visit(uid));
    }
}

pub fn answered(app: &mut App, answer: Answer) {
    let Answer::Visit(view) = answer else { return };
    if let Some(view) = &view {
        app.reload_visit(view);
        work_around(app, view);
    }
    if app.screen == Screen::Finish {
        finish::visit_came(app, view);
        return;
    }
    match view {
        Some(view) if Some(view.visit.uid) == app.visit.uid => {
            let at = app.visit.page().and_then(|v| v.notes.iter().position(|n| Some(n.uid) == app.visit.note));
            app.visit.sheet = read_sheet(view.sheet.as_deref());
            app.visit.view = Some(view);
            keep_marked(app, at.unwrap_or(0));
        }
        // A visit made a moment ago may not be in the file yet; its saving brings the next answer.
        None if app.saving.worst() != Kept::Saved => {}
        None if app.screen == Screen::Visit => {
            app.leave_gone("That visit is not there any more.");
        }
        _ => {}
    }
}

/// Prompts about notes of this visit find them, also while the lists of Notes show others.
fn work_around(app: &mut App, view: &VisitView) {
    if app.layers.is_empty() {
        work::hold(app, view.notes.clone());
    }
}

/// Keeps a note marked: the same one, else the one at `at` in the visit, else the last.
fn keep_marked(app: &mut App, at: usize) {
    if app.visit.marked().is_some() {
        return;
    }
    let note = app.visit.page().and_then(|v| v.notes.get(at).or(v.notes.last())).map(|n| n.uid);
    app.visit.note = note;
}

pub fn perform(app: &mut App, action: Action) {
    let page = isize::try_from(app.size.1.saturating_sub(8).max(1)).unwrap_or(1);
    match action {
        Action::ListUp => return step(app, -1),
        Action::ListDown => return step(app, 1),
        Action::ListPageUp => return step(app, -page),
        Action::ListPageDown => return step(app, page),
        Action::ListHome => return step(app, isize::MIN),
        Action::ListEnd => return step(app, isize::MAX),
        _ => {}
    }
    let Some(view) = app.visit.page().cloned() else {
        app.tell("The visit is still being read.");
        return;
    };
    match action {
        Action::VisitCopy => papers::copy(app, &view),
        Action::VisitSlip => papers::ask_slip(app, &view),
        Action::VisitAddNote => changes::ask_note(app, &view),
        Action::VisitDelete => changes::ask_delete(app, &view),
        Action::Heads => changes::ask_heads(app, &view),
        Action::Substitute => changes::substitute(app, &view),
        Action::AskedFor => changes::asked_for(app, &view),
        action => match app.visit.marked().cloned() {
            Some(note) => of_note(app, action, &view, note),
            None => app.tell("There is no note in this visit yet. Press n to add one."),
        },
    }
}

/// Whether an action fits the marked note.
pub fn available(app: &App, action: Action) -> Result<(), &'static str> {
    if app.screen == Screen::Visit { language::available(app, action, app.visit.marked()) } else { Ok(()) }
}

/// What is done with the marked note.
fn of_note(app: &mut App, action: Action, view: &VisitView, note: NoteRow) {
    match action {
        Action::EditNote => wording::ask_edit(app, note),
        Action::TagNotes => work::ask_tag(app, vec![note]),
        Action::UntagNotes => work::ask_untag(app, vec![note]),
        Action::Retime => changes::ask_time(app, view, &note),
        Action::NextKind => changes::next_kind(app, &note),
        Action::DeleteNote => changes::delete_note(app, &note),
        Action::KeepFollowUp => changes::keep_follow_up(app, &note),
        action => {
            language::answer(app, action, &note);
        }
    }
}

fn step(app: &mut App, by: isize) {
    let Some(view) = app.visit.page() else { return };
    let order: Vec<Uid> = timeline(view, app.visit.sheet.as_ref()).iter().filter_map(Line::note).collect();
    let at = order.iter().position(|n| Some(*n) == app.visit.note).unwrap_or(0);
    app.visit.note = order.get(forms::moved(at, by, order.len())).copied();
}

pub fn picked(app: &mut App, picker: Picker, item: Option<PickItem>) {
    papers::picked(app, &picker, item);
}

pub fn filled(app: &mut App, prompt: Prompt) {
    let text = forms::filled_text(&prompt);
    match prompt.then {
        Filled::AddNote(visit) => changes::add_note(app, visit, &text),
        Filled::RetimeNote(note) => changes::retime(app, note, &text),
        Filled::Heads(visit) => changes::heads(app, visit, &text),
        _ => {}
    }
}

#[cfg(test)]
mod tests;

//! One visit as a time line: its notes and marks, what the teacher said, and the copy and slip for the teacher.

mod bounds;
mod changes;
mod joining;
mod mark_options;
mod marking;
mod marks;
mod papers;
mod replies;
mod strips;
mod timeline;

pub use changes::delete;
pub use papers::ask_slip;
pub use strips::{Strip, span, strips};
pub use timeline::{Line, MarkLine, Says, timeline};

use super::notes::{wording, work};
use super::{finish, forms, joint, language, like};
use crate::app::actions::Action;
use crate::app::layers::{Filled, PickItem, Picked, Picker, Prompt};
use crate::app::recording::read_sheet;
use crate::app::saving::Kept;
use crate::app::{App, Screen, sheets};
use crate::domain::id::Uid;
use crate::domain::sheet::Sheet;
use crate::store::api::{Answer, Ask, Lane, NoteRow, ReplyRow, VisitView};

#[derive(Debug, Default)]
pub struct VisitState {
    pub uid: Option<Uid>,
    pub view: Option<VisitView>,
    /// The sheet of its walk, when there is one that can be read.
    pub sheet: Option<Sheet>,
    /// The marked line.
    pub line: Option<Uid>,
}

impl VisitState {
    /// The visit, once it is read.
    pub fn page(&self) -> Option<&VisitView> {
        self.view.as_ref().filter(|v| Some(v.visit.uid) == self.uid)
    }

    /// The marked note; none where the marked line is a mark or what the teacher said.
    pub fn marked(&self) -> Option<&NoteRow> {
        self.page()?.notes.iter().find(|n| Some(n.uid) == self.line)
    }
}

/// Opens a visit, with a line of it marked.
pub fn open(app: &mut App, visit: Uid, line: Option<Uid>) {
    app.visit.uid = Some(visit);
    app.visit.line = line;
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
            let at = place(app);
            if view.sheet.is_none() && app.visit.page().is_none() {
                // One's own sheets are offered too, should look-fors be marked here.
                sheets::ask_own(app);
            }
            app.visit.sheet = read_sheet(view.sheet.as_deref());
            app.visit.view = Some(view);
            keep_marked(app, at);
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

/// The place of the marked line among all lines.
fn place(app: &App) -> usize {
    let Some((view, uid)) = app.visit.page().zip(app.visit.line) else { return 0 };
    timeline(view, app.visit.sheet.as_ref()).iter().position(|l| l.shows(uid)).unwrap_or(0)
}

/// Keeps a line marked: the same one, else the one at `at`, else the last.
fn keep_marked(app: &mut App, at: usize) {
    let Some(view) = app.visit.page() else { return };
    let lines = timeline(view, app.visit.sheet.as_ref());
    if !app.visit.line.is_some_and(|uid| lines.iter().any(|l| l.shows(uid))) {
        app.visit.line = lines.get(at).or(lines.last()).map(Line::uid);
    }
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
        Action::JointOfVisit => joint::open_visit(app, view.visit.uid),
        Action::VisitCopy => papers::copy(app, &view),
        Action::VisitSlip => papers::ask_slip(app, &view),
        Action::VisitAddNote => changes::ask_note(app, &view),
        Action::VisitMark => marking::ask(app, &view),
        Action::VisitDelete => changes::ask_delete(app, &view),
        Action::TeacherSaid => replies::ask(app, &view),
        Action::Heads => changes::ask_heads(app, &view),
        Action::Substitute => changes::substitute(app, &view),
        Action::AskedFor => changes::asked_for(app, &view),
        action => match app.visit.marked().cloned() {
            Some(note) => of_note(app, action, &view, note),
            None => of_line(app, action, &view),
        },
    }
}

/// Whether an action fits the marked note.
pub fn available(app: &App, action: Action) -> Result<(), &'static str> {
    if app.screen == Screen::Visit { language::available(app, action, app.visit.marked()) } else { Ok(()) }
}

/// What is done with the marked line where it is no note.
fn of_line(app: &mut App, action: Action, view: &VisitView) {
    let sheet = app.visit.sheet.clone();
    let lines = timeline(view, sheet.as_ref());
    match lines.iter().find(|l| app.visit.line.is_some_and(|uid| l.shows(uid))) {
        Some(Line::Mark(line)) => of_mark(app, action, line),
        Some(Line::Reply(reply)) => of_reply(app, action, reply),
        Some(Line::Note(_)) | None => app.tell("There is no line in this visit yet. Press n to add one."),
    }
}

fn of_note(app: &mut App, action: Action, view: &VisitView, note: NoteRow) {
    match action {
        Action::LineEdit => wording::ask_edit(app, note),
        Action::LineSplit => wording::ask_split(app, note),
        Action::LineJoin => joining::join(app, view, &note),
        Action::LineAbout => joining::next_about(app, &note),
        Action::LineTime => changes::ask_time(app, view, &note),
        Action::LineDelete => changes::delete_note(app, &note),
        Action::MoreLikeLine => like::open(app, note.uid),
        Action::TagNotes => work::ask_tag(app, vec![note]),
        Action::UntagNotes => work::ask_untag(app, vec![note]),
        Action::NextKind => changes::next_kind(app, &note),
        Action::KeepFollowUp => changes::keep_follow_up(app, &note),
        action => {
            language::answer(app, action, &note);
        }
    }
}

fn of_mark(app: &mut App, action: Action, line: &MarkLine) {
    match action {
        Action::LineEdit => marks::edit(app, line),
        Action::LineTime => marks::ask_time(app, line),
        Action::LineDelete => marks::delete(app, line),
        _ => app.tell("This is a mark: e changes what it says, r its time, D deletes it."),
    }
}

fn of_reply(app: &mut App, action: Action, reply: &ReplyRow) {
    match action {
        Action::LineEdit => replies::ask_reword(app, reply),
        Action::LineDelete => replies::delete(app, reply.uid),
        _ => app.tell("This is what the teacher said: e puts it right, D deletes it, w writes another line."),
    }
}

fn step(app: &mut App, by: isize) {
    let Some(view) = app.visit.page() else { return };
    let order: Vec<Uid> = timeline(view, app.visit.sheet.as_ref()).iter().map(Line::uid).collect();
    app.visit.line = order.get(forms::moved(place(app), by, order.len())).copied();
}

pub fn picked(app: &mut App, picker: Picker, item: Option<PickItem>) {
    match picker.then {
        Picked::MarkOption(mark) if picker.on.is_some() => mark_options::kept(app, mark, &picker),
        Picked::MarkOption(mark) => mark_options::picked(app, mark, item),
        Picked::SheetOfVisit => marking::sheet_picked(app, item),
        Picked::LookForToMark => marking::look_for_picked(app, item),
        Picked::NewMark { look_for, interval } => marking::option_picked(app, &look_for, interval, item),
        _ => papers::picked(app, &picker, item),
    }
}

pub fn filled(app: &mut App, prompt: Prompt) {
    let text = forms::filled_text(&prompt);
    let typed = || prompt.lines.first().map(|l| l.field.text()).unwrap_or_default();
    match &prompt.then {
        Filled::AddNote(visit) => changes::note_filled(app, *visit, &text),
        Filled::RetimeNote(note) => changes::retime(app, *note, &text),
        Filled::Heads(visit) => changes::heads(app, *visit, &text),
        Filled::MarkTimes(marks) => marks::times_filled(app, marks, &text),
        Filled::MarkLength(mark) => marks::length_filled(app, *mark, &prompt),
        Filled::MarkCount(mark) => marks::count_filled(app, *mark, &text),
        Filled::MarkInterval(marks) => marks::interval_filled(app, marks, &text),
        Filled::NewMark { .. } => marking::filled(app, &prompt),
        Filled::Reply(visit) => replies::write(app, *visit, &typed()),
        Filled::RewordReply(reply) => replies::reword(app, *reply, &text),
        _ => {}
    }
}

#[cfg(test)]
mod edit_tests;
#[cfg(test)]
mod tests;

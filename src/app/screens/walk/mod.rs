//! Recording: the note line, look-fors, the corridor. The cursor is always in the note line; nothing waits.

mod asking;
mod corridor;
mod ending;
mod line;
pub(super) mod marking;
mod resume;
mod rooms;
mod start;

use crate::app::App;
use crate::app::actions::{Action, Scope};
use crate::app::field::Field;
use crate::app::input::{Code, Key};
use crate::app::layers::{Layer, Menu, PickItem, Picked, Picker, Prompt};
use crate::app::recording::{Corridor, CorridorLine, Recording};
use crate::domain::id::Uid;
use crate::domain::marking::Change;
use crate::domain::time::Hlc;
use crate::store::api::{Answer, Ask, Draft, Lane};
use std::collections::VecDeque;

pub use asking::{Asking, asked, shown as asked_field};
pub use ending::end_walk;
pub use marking::{Step, every, not_turned, possible as has_look_fors, turned, turning};
pub use resume::resumed;
pub use rooms::filled;
pub use start::{Beginning, start};

/// What is being typed while recording.
#[derive(Debug, Default)]
pub struct WalkState {
    /// The note line.
    pub note: Field,
    /// The note the line will become.
    pub becomes: Option<Uid>,
    /// When the line was begun, milliseconds since the visit began: that is the note's time.
    pub begun: Option<i64>,
    /// The note being edited, its line before the change, and the line that waits meanwhile.
    pub editing: Option<Editing>,
    pub marking: Option<Marking>,
    /// A look-for that asks for a number or a line, in the place of the note line.
    pub asking: Option<Asking>,
    /// Half-typed answers to prompts.
    pub answers: Vec<asking::Answer>,
    /// The newest acts, as far as all of them are marks of this visit: what an undo takes back is shown at once.
    pub steps: Vec<Step>,
    /// The last changes to marks with their acts' clocks.
    pub recent: VecDeque<(Hlc, Vec<Change>)>,
    /// The corridor's two lines.
    pub wondering: Field,
    pub after: Field,
    /// Tags that fit the #tag being typed, best first.
    pub offers: Vec<String>,
}

#[derive(Debug, Clone)]
pub struct Editing {
    pub note: Uid,
    pub before: String,
    pub waiting: String,
}

/// Look-fors take the next key, or all keys until `Esc`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Marking {
    pub stay: bool,
    /// Codes go into this interval, the one just gone, as long as it is that.
    pub late: Option<i64>,
}

pub fn scope(app: &App) -> Scope {
    match &app.recording {
        Some(Recording { corridor: Some(Corridor { typing: Some(_), .. }), .. }) => Scope::CorridorLine,
        Some(r) if r.corridor.is_some() => Scope::Corridor,
        Some(_) if app.walk.asking.is_some() => Scope::Answer,
        Some(_) if app.walk.marking.is_some() => Scope::Marking,
        _ => Scope::Walk,
    }
}

pub fn typing(app: &App) -> bool {
    match app.recording.as_ref() {
        Some(r) => match &r.corridor {
            Some(corridor) => corridor.typing.is_some(),
            None => app.walk.marking.is_none() || app.walk.asking.is_some(),
        },
        None => false,
    }
}

pub fn field(app: &mut App) -> Option<&mut Field> {
    match &app.recording.as_ref()?.corridor {
        None if app.walk.asking.is_some() => asking::field(app),
        None => Some(&mut app.walk.note),
        Some(corridor) => match corridor.typing? {
            CorridorLine::Wondering => Some(&mut app.walk.wondering),
            CorridorLine::Note => Some(&mut app.walk.after),
        },
    }
}

/// What the screen needs besides its own lines: tags and rooms for completion.
pub fn refresh(app: &mut App) {
    if app.recording.is_none() {
        app.ask(Lane::Walk, Ask::Resume);
    }
    ask_tags(app);
    app.ask(Lane::Rooms, Ask::Rooms { limit: super::plan::MOST_ROOMS });
}

pub fn ask_tags(app: &mut App) {
    app.ask(Lane::Tags, Ask::Tags);
}

pub fn answered(app: &mut App, answer: Answer) {
    if let Answer::Visit(Some(view)) = answer {
        app.reload_visit(&view);
    }
}

pub fn perform(app: &mut App, action: Action, key: Key) {
    match action {
        Action::NoteSave => line::save(app),
        Action::EditEarlier => line::earlier(app),
        Action::EditLater => line::later(app),
        Action::CompleteTag => drop(line::complete(app)),
        Action::MarkOne => marking::tab(app),
        Action::MarkStay => app.walk.marking = Some(Marking { stay: true, ..app.walk.marking.unwrap_or_default() }),
        Action::MarkBack => app.walk.marking = None,
        Action::MarkUndo => marking::take_back(app),
        Action::MarkLate => marking::late(app),
        Action::MarkAsBefore => marking::again(app),
        Action::AnswerKeep => asking::keep(app),
        Action::AnswerLeave => asking::leave(app),
        Action::MarkDirect => marking::direct(app, key),
        Action::OpenMenu => menu(app),
        Action::NextRoom => corridor::leave_room(app),
        Action::NameRoom => rooms::ask_name(app),
        Action::SkipThis => rooms::ask_skip(app, None),
        Action::EndWalk | Action::EndWalkHere => ending::ask_end(app),
        Action::Retime | Action::DeleteNote | Action::NextKind => line::change(app, action),
        Action::Heads | Action::Substitute | Action::AskedFor => rooms::change_visit(app, action),
        _ => corridor::perform(app, action),
    }
}

/// Keys taken before the table: a look-for's key while marking, `;` on an empty line, the line for unmarked look-fors.
pub fn raw_key(app: &mut App, key: Key) -> bool {
    let Some(recording) = &app.recording else { return false };
    match &recording.corridor {
        Some(corridor) => corridor.typing.is_none() && corridor::types_on(app, key),
        None if app.walk.asking.is_some() => false,
        None if app.walk.marking.is_some() => marking::key(app, key),
        None if key.typed() == Some(';') && app.walk.note.is_empty() && marking::possible(app) => {
            app.walk.marking = Some(Marking::default());
            true
        }
        // Tab completes a tag that is being typed; otherwise it goes to the look-fors.
        None if key.code == Code::Tab && !app.walk.offers.is_empty() => line::complete(app),
        None => false,
    }
}

/// The line changed: its time begins with its first letter, its draft is kept soon, tags are offered.
pub fn text_changed(app: &mut App) {
    let now = app.now.steady;
    let Some(recording) = &app.recording else { return };
    match recording.corridor.as_ref().and_then(|c| c.typing) {
        Some(CorridorLine::Wondering) => app.saving.typed("wondering", now),
        Some(CorridorLine::Note) => app.saving.typed("corridor", now),
        None if app.walk.asking.is_some() => app.saving.typed("answer", now),
        None => {
            app.saving.typed("note", now);
            let elapsed = recording.visit.as_ref().map(|v| v.elapsed(app.now));
            app.walk.begun = if app.walk.note.is_empty() { None } else { app.walk.begun.or(elapsed) };
            line::offer_tags(app);
        }
    }
}

/// `Esc` in a place that has an inner step to go back from.
pub fn back(app: &mut App) -> bool {
    app.screen == crate::app::Screen::Walk && app.walk.editing.is_some() && {
        line::leave_edit(app);
        true
    }
}

/// What is being typed in a field, for its draft.
pub fn draft(app: &mut App, field: &str) -> Option<Draft> {
    if field == "answer" {
        return asking::draft(app);
    }
    let about = app.recording.as_ref()?.visit.as_ref().map(|v| v.uid);
    let becomes = match &app.walk.editing {
        Some(editing) => Some(editing.note),
        None => app.walk.becomes,
    };
    let (typed, becomes) = match field {
        "note" => (&app.walk.note, becomes),
        "wondering" => (&app.walk.wondering, None),
        _ => (&app.walk.after, None),
    };
    Some(Draft { field: field.into(), text: typed.text(), cursor: typed.cursor(), becomes, about })
}

/// The small menu of everything that has no place in the footer.
fn menu(app: &mut App) {
    if app.walk.editing.is_some() {
        line::leave_edit(app);
        return;
    }
    let items = if scope(app) == Scope::Corridor {
        vec![
            Action::EndWalkHere,
            Action::Undo,
            Action::Cover,
            Action::Help,
            Action::GoHome,
            Action::GoNotes,
            Action::Palette,
        ]
    } else {
        vec![
            Action::NextRoom,
            Action::NameRoom,
            Action::Heads,
            Action::Substitute,
            Action::AskedFor,
            Action::SkipThis,
            Action::EndWalk,
            Action::Cover,
            Action::Help,
            Action::GoHome,
            Action::GoNotes,
            Action::Palette,
        ]
    };
    app.layers.push(Layer::Menu(Menu { items, selected: 0 }));
}

/// A reason for skipping was chosen or typed.
pub fn picked(app: &mut App, picker: Picker, item: Option<PickItem>) {
    let typed = picker.field.text().trim().to_string();
    let reason = item.map_or(typed, |i| i.label);
    if let Picked::SkipReason(room) = picker.then
        && !reason.is_empty()
    {
        rooms::skip(app, room, &reason);
    }
}

/// Fills a prompt with nothing typed yet.
pub(super) fn prompt(title: &str, labels: &[&str], hint: &str, then: crate::app::layers::Filled) -> Prompt {
    let lines =
        labels.iter().map(|l| crate::app::layers::PromptLine { label: (*l).into(), field: Field::new("") }).collect();
    Prompt { title: title.into(), lines, focus: 0, then, hint: hint.into(), offers: Vec::new(), names: Vec::new() }
}

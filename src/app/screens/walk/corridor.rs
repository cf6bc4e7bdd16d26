//! Between rooms: lines written here belong to the room just left.

use super::{asking, line, marking, rooms};
use crate::app::App;
use crate::app::actions::{Action, Scope};
use crate::app::input::Key;
use crate::app::keymap::resolve;
use crate::app::perform::type_key;
use crate::app::recording::{Corridor, CorridorLine};
use crate::domain::act::Verb;
use crate::domain::acts;
use crate::domain::mark::Tick;
use crate::domain::note::{NoteKind, parse_line};

/// Ends the visit and stands in the corridor. Lines still being typed are saved first; timers stop.
pub fn leave_room(app: &mut App) {
    asking::keep_all(app);
    line::save(app);
    app.walk.marking = None;
    let (changes, mut ops) = marking::stop(app);
    let Some(visit) = app.recording.as_ref().and_then(|r| r.visit.as_ref()) else { return };
    ops.push(acts::visit_ended(visit.uid, Some(visit.moment(app.now))));
    let Some(clock) = app.act(Verb::LeaveRoom, ops) else { return };
    marking::stopped(app, clock, &changes);
    stand(app);
}

/// Stands in the corridor, beside the visit that has just ended.
pub fn stand(app: &mut App) {
    let now = app.now;
    let Some(recording) = &mut app.recording else { return };
    if let Some(visit) = &mut recording.visit {
        visit.ended = Some(visit.ended.unwrap_or_else(|| visit.moment(now)));
    }
    recording.corridor = Some(Corridor { since: now.utc, ..Corridor::default() });
    recording.mark_next_stop();
    app.walk.note.clear();
    app.walk.begun = None;
}

fn corridor(app: &mut App) -> Option<&mut Corridor> {
    app.recording.as_mut()?.corridor.as_mut()
}

pub fn perform(app: &mut App, action: Action) {
    if let Some(which) = corridor(app).and_then(|c| c.typing) {
        match action {
            Action::LineKeep => save_line(app, which),
            Action::LineLeave => stop_typing(app),
            Action::LineOther => switch_line(app, which),
            _ => {}
        }
        return;
    }
    match action {
        Action::EnterRoom => enter_marked(app),
        Action::CorridorUp => move_mark(app, -1),
        Action::CorridorDown => move_mark(app, 1),
        Action::Wonder => begin_typing(app, CorridorLine::Wondering),
        Action::Remember => begin_typing(app, CorridorLine::Note),
        Action::BackToRoom => back_to_room(app),
        Action::OtherRoom => rooms::ask_other(app),
        Action::SkipRoom => skip_marked(app),
        Action::SettleNotLooked => marking::settle(app, Tick::NotLookedFor),
        Action::SettleNotSeen => marking::settle(app, Tick::NotSeen),
        Action::CorridorMenu => super::menu(app),
        _ => {}
    }
}

/// Whoever types a line here as in the room, which begins with whom it is about, means a note: "T asks …", "S4 “why?”".
/// Small letters are keys of this place.
pub fn types_on(app: &mut App, key: Key) -> bool {
    let begins_line = key.typed().is_some_and(|letter| letter.is_uppercase() || ['“', '"', '„', '«'].contains(&letter));
    let is_key = resolve(Scope::Corridor, key).or_else(|| resolve(Scope::Anywhere, key)).is_some();
    if !begins_line || is_key {
        return false;
    }
    begin_typing(app, CorridorLine::Note);
    if corridor(app).is_some_and(|c| c.typing.is_some()) {
        type_key(app, key);
    }
    true
}

fn begin_typing(app: &mut App, which: CorridorLine) {
    if app.recording.as_ref().is_none_or(|r| r.visit.is_none()) {
        app.tell("No room has been visited yet; lines written here belong to the room just left.");
        return;
    }
    if let Some(corridor) = corridor(app) {
        corridor.typing = Some(which);
    }
}

fn stop_typing(app: &mut App) {
    if let Some(corridor) = corridor(app) {
        corridor.typing = None;
    }
}

fn switch_line(app: &mut App, which: CorridorLine) {
    let other = match which {
        CorridorLine::Wondering => CorridorLine::Note,
        CorridorLine::Note => CorridorLine::Wondering,
    };
    begin_typing(app, other);
}

/// Saves the line being typed: a wondering goes back to the rooms, a note keeps typing.
fn save_line(app: &mut App, which: CorridorLine) {
    let typed = if which == CorridorLine::Wondering { app.walk.wondering.text() } else { app.walk.after.text() };
    let mut parsed = parse_line(&typed);
    if parsed.is_empty() {
        stop_typing(app);
        return;
    }
    if which == CorridorLine::Wondering {
        parsed.kind = NoteKind::Wondering;
        parsed.about = None;
    }
    let at = app.recording.as_ref().and_then(|r| r.visit.as_ref()).map(|v| v.elapsed(app.now));
    let uid = app.new_id();
    if !line::write(app, uid, parsed, at, true) {
        return;
    }
    let (field, draft) = match which {
        CorridorLine::Wondering => (&mut app.walk.wondering, "wondering"),
        CorridorLine::Note => (&mut app.walk.after, "corridor"),
    };
    field.clear();
    app.saving.drafts.remove(draft);
    app.effect(crate::app::effect::Effect::Write(crate::store::api::Write::DropDraft(draft.into())));
    if which == CorridorLine::Wondering {
        stop_typing(app);
    }
}

/// Rows of the corridor: the stops of the route, then "another room".
fn move_mark(app: &mut App, by: isize) {
    let stops = app.recording.as_ref().map_or(0, |r| r.route.len());
    if let Some(corridor) = corridor(app) {
        corridor.selected = corridor.selected.saturating_add_signed(by).min(stops);
    }
}

fn enter_marked(app: &mut App) {
    let Some(recording) = &app.recording else { return };
    let selected = recording.corridor.as_ref().map_or(0, |c| c.selected);
    match recording.route.get(selected) {
        None => rooms::ask_other(app),
        Some(stop) if recording.visit.as_ref().is_some_and(|v| Some(v.uid) == stop.visit) => back_to_room(app),
        Some(stop) => {
            let (room, label) = (stop.room, stop.label.clone());
            rooms::enter(app, Some(room), &label, Vec::new());
        }
    }
}

/// The visit just left goes on, less the time in the corridor.
fn back_to_room(app: &mut App) {
    let Some(visit) = app.recording.as_ref().and_then(|r| r.visit.as_ref()) else {
        app.tell("No room has been visited yet.");
        return;
    };
    let away = visit.ended.map_or(0, |e| (visit.moment(app.now) - e).max(0));
    let (uid, paused) = (visit.uid, visit.paused + away);
    if app.act(Verb::ReturnToRoom, vec![acts::visit_resumed(uid, paused)]).is_none() {
        return;
    }
    if let Some(recording) = &mut app.recording {
        if let Some(visit) = &mut recording.visit {
            visit.ended = None;
            visit.paused = paused;
        }
        recording.corridor = None;
    }
}

fn skip_marked(app: &mut App) {
    let Some(recording) = &app.recording else { return };
    let selected = recording.corridor.as_ref().map_or(0, |c| c.selected);
    match recording.route.get(selected) {
        Some(stop) if stop.is_open() => {
            let room = stop.room;
            rooms::ask_skip(app, Some(room));
        }
        _ => app.tell("Only a room of the route that was not visited yet can be skipped."),
    }
}

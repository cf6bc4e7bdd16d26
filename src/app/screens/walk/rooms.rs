//! Entering rooms, naming them, skipping them, and what is said of a visit as a whole.

use super::{asking, corridor, marking};
use crate::app::App;
use crate::app::actions::Action;
use crate::app::layers::{Filled, Layer, PickItem, PickValue, Picked, Picker, Prompt};
use crate::app::recording::{LiveVisit, Stop, UNNAMED};
use crate::app::screens::plan;
use crate::domain::act::{Op, Verb};
use crate::domain::acts;
use crate::domain::id::Uid;
use crate::domain::rooms::read_room;
use crate::domain::schema;

/// Enters a room: its clock starts. `first` are operations that belong to the same act.
pub fn enter(app: &mut App, room: Option<Uid>, label: &str, first: Vec<Op>) {
    let uid = app.new_id();
    let start = app.visit_start(room);
    let mut ops = first;
    let Some(recording) = &app.recording else { return };
    let planned = recording.route.iter().any(|s| Some(s.room) == room);
    if let (Some(room), false) = (room, planned) {
        let place = i64::try_from(recording.route.len()).unwrap_or(0) + 1;
        ops.push(acts::walk_room(recording.walk, room, place));
    }
    let number = Some(recording.visits + 1);
    ops.push(acts::visit_entered(uid, &start));
    if app.act(Verb::EnterRoom, ops).is_none() {
        return;
    }
    let facts = room.and_then(|r| app.plan.rooms.iter().find(|row| row.uid == r));
    let (grade, subject) = facts.map_or_else(Default::default, |f| (f.grade.clone(), f.subject.clone()));
    let live = LiveVisit {
        uid,
        room,
        number,
        label: label.to_string(),
        grade,
        subject,
        started: start.started,
        steady: Some(app.now.steady),
        paused: 0,
        ended: None,
        heads: None,
        substitute: false,
        asked: false,
        notes: Vec::new(),
        marks: Vec::new(),
        sums: Default::default(),
    };
    app.walk.marking = None;
    app.walk.asking = None;
    app.walk.answers.clear();
    app.walk.steps.clear();
    app.walk.recent.clear();
    let becomes = app.new_id();
    app.walk.becomes = Some(becomes);
    app.walk.begun = None;
    let Some(recording) = &mut app.recording else { return };
    recording.visits += 1;
    recording.visit = Some(live);
    recording.corridor = None;
    if let Some(room) = room {
        let stop = Stop { room, label: label.to_string(), visit: Some(uid), notes: 0, skipped: None };
        match recording.route.iter_mut().find(|s| s.room == room && s.visit.is_none()) {
            Some(open) => *open = stop,
            None => recording.route.push(stop),
        }
    }
}

/// The room of this label: one that is known, or a new one with the operations that make it.
pub fn find_or_make(app: &mut App, label: &str) -> (Uid, String, Vec<Op>) {
    let line = read_room(label);
    if let Some(row) = app.plan.known_room(&line.label) {
        return (row.uid, row.label.clone(), Vec::new());
    }
    let (uid, ops) = plan::make_room(app, &line);
    (uid, line.label, ops)
}

fn room_prompt(app: &App, title: &str, hint: &str, then: Filled) -> Prompt {
    let mut prompt = super::prompt(title, &["Room"], hint, then);
    prompt.names = app.plan.rooms.iter().map(|r| r.label.clone()).collect();
    crate::app::layer_keys::offer(&mut prompt);
    prompt
}

/// Asks for a room that is not on the route.
pub fn ask_other(app: &mut App) {
    let hint = "Type what is on the door. A room that is on no list is made. Left empty: named later.";
    let prompt = room_prompt(app, "Which room?", hint, Filled::OtherRoom);
    app.layers.push(Layer::Prompt(prompt));
}

/// Asks which room this is, while its clock runs.
pub fn ask_name(app: &mut App) {
    let prompt = room_prompt(app, "Which room is this?", "The clock goes on.", Filled::NameRoom);
    app.layers.push(Layer::Prompt(prompt));
}

/// A room was named: entered, or told to be this one; or a visit is to be written afterwards.
pub fn filled(app: &mut App, prompt: Prompt) {
    let text = |i: usize| prompt.lines.get(i).map(|l| l.field.text().trim().to_string()).unwrap_or_default();
    match prompt.then {
        Filled::OtherRoom if text(0).is_empty() => enter(app, None, UNNAMED, Vec::new()),
        Filled::OtherRoom => {
            let (room, label, ops) = find_or_make(app, &text(0));
            enter(app, Some(room), &label, ops);
        }
        Filled::NameRoom if !text(0).is_empty() => name_room(app, &text(0)),
        Filled::WriteVisit => {
            let typed = [text(0), text(1), text(2), text(3), text(4)];
            if let Err((line, why)) = super::start::write_afterwards(app, &typed) {
                // What was filled in stays, with the cursor where it has to be mended.
                app.layers.push(Layer::Prompt(Prompt { focus: line, ..prompt }));
                app.needs_you(why);
            }
        }
        _ => {}
    }
}

fn name_room(app: &mut App, typed: &str) {
    let (room, label, mut ops) = find_or_make(app, typed);
    let Some(recording) = &app.recording else { return };
    let Some(visit) = &recording.visit else { return };
    let uid = visit.uid;
    ops.push(Op::new(schema::Kind::Visit, uid).refer(schema::visit::CLASSROOM, room));
    if !recording.route.iter().any(|s| s.room == room) {
        let place = i64::try_from(recording.route.len()).unwrap_or(0) + 1;
        ops.push(acts::walk_room(recording.walk, room, place));
    }
    if app.act(Verb::EditVisit, ops).is_none() {
        return;
    }
    let facts = app.plan.rooms.iter().find(|r| r.uid == room).map(|r| (r.grade.clone(), r.subject.clone()));
    let Some(recording) = &mut app.recording else { return };
    let notes = recording.visit.as_ref().map_or(0, |v| v.notes.len());
    if let Some(visit) = &mut recording.visit {
        visit.room = Some(room);
        visit.label.clone_from(&label);
        (visit.grade, visit.subject) = facts.unwrap_or_default();
    }
    recording.route.retain(|s| s.visit != Some(uid));
    let stop = Stop { room, label, visit: Some(uid), notes, skipped: None };
    match recording.route.iter_mut().find(|s| s.room == room && s.visit.is_none()) {
        Some(open) => *open = stop,
        None => recording.route.push(stop),
    }
}

/// Asks why a room is skipped: one of the route, or (`None`) the one being visited.
pub fn ask_skip(app: &mut App, room: Option<Uid>) {
    const REASONS: [&str; 5] = ["empty room", "a test", "a bad moment", "not enough time", "a substitute teaches"];
    let items: Vec<PickItem> = REASONS
        .iter()
        .map(|r| PickItem { label: (*r).into(), detail: String::new(), value: PickValue::Word((*r).into()) })
        .collect();
    let found = (0..items.len()).collect();
    app.layers.push(Layer::Picker(Picker {
        title: "Why is this room skipped?".into(),
        field: Default::default(),
        items,
        found,
        selected: 0,
        then: Picked::SkipReason(room),
        empty: "Enter takes the reason as typed.".into(),
    }));
}

/// Records that a room was not visited, and why.
pub fn skip(app: &mut App, room: Option<Uid>, reason: &str) {
    match room {
        Some(room) => {
            let uid = app.new_id();
            let start = app.visit_start(Some(room));
            if app.act(Verb::SkipRoom, vec![acts::room_skipped(uid, &start, reason)]).is_none() {
                return;
            }
            if let Some(recording) = &mut app.recording {
                if let Some(stop) = recording.route.iter_mut().find(|s| s.room == room && s.is_open()) {
                    stop.skipped = Some(reason.to_string());
                }
                recording.mark_next_stop();
            }
        }
        None => skip_this(app, reason),
    }
}

fn skip_this(app: &mut App, reason: &str) {
    asking::keep_all(app);
    let Some(visit) = app.recording.as_ref().and_then(|r| r.visit.as_ref()) else { return };
    if !visit.notes.is_empty() {
        let lines = crate::domain::text::count(visit.notes.len(), "line is", "lines are");
        app.tell(format!("{lines} written here, so this was a visit. Ctrl-N leaves the room."));
        return;
    }
    if !visit.marks.is_empty() {
        let marks = crate::domain::text::count(visit.marks.len(), "mark was", "marks were");
        app.tell(format!("{marks} made here, so this was a visit. Ctrl-N leaves the room; Ctrl-Z takes marks back."));
        return;
    }
    let uid = visit.uid;
    let ended = acts::visit_ended(uid, Some(visit.moment(app.now))).text(schema::visit::SKIPPED, reason);
    let Some(clock) = app.act(Verb::SkipRoom, vec![ended]) else { return };
    marking::stopped(app, clock, &[]);
    if let Some(recording) = &mut app.recording {
        if let Some(stop) = recording.route.iter_mut().find(|s| s.visit == Some(uid)) {
            stop.visit = None;
            stop.skipped = Some(reason.to_string());
        }
        recording.visit = None;
        recording.visits = recording.visits.saturating_sub(1);
    }
    corridor::stand(app);
}

/// Head count, substitute, asked for.
pub fn change_visit(app: &mut App, action: Action) {
    let Some(visit) = app.recording.as_mut().and_then(|r| r.visit.as_mut()) else { return };
    let uid = visit.uid;
    let (field, on, words) = match action {
        Action::Substitute => {
            visit.substitute = !visit.substitute;
            (schema::visit::SUBSTITUTE, visit.substitute, "a substitute teaches")
        }
        Action::AskedFor => {
            visit.asked = !visit.asked;
            (schema::visit::ASKED, visit.asked, "the teacher asked for this visit")
        }
        _ => {
            let hint = "How many students are in the room.";
            let prompt = super::prompt("Head count", &["Students"], hint, Filled::Heads(uid));
            app.layers.push(Layer::Prompt(prompt));
            return;
        }
    };
    if app.act(Verb::EditVisit, vec![acts::visit_flag(uid, field, on)]).is_some() {
        app.tell(if on { format!("Marked: {words}.") } else { format!("No longer marked: {words}.") });
    }
}

//! Keeping a plan, starting from it, and bringing in a list of rooms.

use super::PlanState;
use crate::app::App;
use crate::app::layers::Prompt;
use crate::app::screens::walk::{self, Beginning};
use crate::app::{Screen, effect::Effect};
use crate::domain::act::{Op, Verb};
use crate::domain::acts::{self, RoomFacts};
use crate::domain::id::Uid;
use crate::domain::rooms::{RoomLine, read_rooms};
use crate::domain::text::{count, fold};
use crate::domain::time::day_number;
use crate::store::api::Write;

/// What is filled in, with the operations that make what is not in the file yet.
pub fn beginning(app: &mut App) -> Beginning {
    let mut first: Vec<Op> = Vec::new();
    let mut route = Vec::new();
    for planned in app.plan.route.clone() {
        let known = planned.room.or_else(|| app.plan.known_room(&planned.line.label).map(|r| r.uid));
        let room = known.unwrap_or_else(|| {
            let (uid, ops) = make_room(app, &planned.line);
            first.extend(ops);
            uid
        });
        route.push((room, planned.line.label));
    }
    let mut observers = Vec::new();
    for (known, name) in app.plan.present.clone() {
        observers.push(known.unwrap_or_else(|| {
            let uid = app.new_id();
            first.push(acts::observer_named(uid, &name));
            uid
        }));
    }
    let plan = &app.plan;
    let text = |f: &crate::app::field::Field| f.text().trim().to_string();
    let (expects, fix) = (text(&plan.hunch), text(&plan.fix));
    let sheet = plan.sheet.as_ref().map(|c| (&c.sheet, &c.body));
    Beginning {
        planned: plan.planned,
        focus: text(&plan.focus),
        sheet: sheet.map(|(s, body)| (s.id.clone(), s.title.clone(), body.clone())),
        purpose: Some(text(&plan.purpose)).filter(|p| !p.is_empty()).unwrap_or(app.agreed.own_purpose.clone()),
        minutes: minutes(plan),
        route,
        observers,
        hunch: (plan.asks_hunch() && !(expects.is_empty() && fix.is_empty())).then_some((expects, fix)),
        first,
    }
}

/// The planned length: what was typed, else what the sheet suggests.
pub fn minutes(plan: &PlanState) -> Option<i64> {
    let typed = plan.minutes.text().trim().parse().ok().filter(|m| (1..=600).contains(m));
    typed.or_else(|| plan.chosen_sheet().and_then(|s| s.minutes))
}

pub fn start(app: &mut App) {
    if !app.may_write() {
        return;
    }
    take_what_is_typed(app);
    if !minutes_fit(app) {
        return;
    }
    let beginning = beginning(app);
    walk::start(app, beginning);
    if app.screen == Screen::Walk && app.recording.is_some() {
        forget(app);
    }
}

/// A sheet, room or observer typed and not yet taken with Enter belongs to the plan.
pub(super) fn take_what_is_typed(app: &mut App) {
    if !app.plan.find_sheet.is_empty() {
        super::sheets::take(app);
        app.plan.find_sheet.clear();
    }
    let room = app.plan.room.text().trim().to_string();
    if !room.is_empty() {
        super::add_room(&mut app.plan, &room);
    }
    if !app.plan.observer.is_empty() {
        super::take_observer(app);
    }
}

/// Whether the length of a visit can be read; goes to its line and says so when not.
fn minutes_fit(app: &mut App) -> bool {
    let typed = app.plan.minutes.text();
    let fits = typed.trim().is_empty() || typed.trim().parse().is_ok_and(|m: i64| (1..=600).contains(&m));
    if !fits {
        app.plan.row = super::Row::Minutes;
        app.needs_you("The length of a visit is a number of minutes, such as 10; or leave it empty.");
    }
    fits
}

/// Keeps the plan for another day.
pub fn keep(app: &mut App) {
    if !app.may_write() {
        return;
    }
    take_what_is_typed(app);
    if !minutes_fit(app) {
        return;
    }
    let beginning = beginning(app);
    let walk = beginning.planned.unwrap_or_else(|| app.new_id());
    let verb = if beginning.planned.is_some() { Verb::EditWalk } else { Verb::PlanWalk };
    let ops = beginning.ops(walk, day_number(app.now.today()), app.now.utc);
    if app.act(verb, ops).is_some() {
        forget(app);
        app.go(Screen::Home);
        app.tell("The plan is kept. Home offers to start it.");
    }
}

/// Empties the plan; its draft goes too.
fn forget(app: &mut App) {
    let rooms = std::mem::take(&mut app.plan.rooms);
    app.plan = PlanState { rooms, ..PlanState::default() };
    app.saving.drafts.remove("plan");
    app.effect(Effect::Write(Write::DropDraft("plan".into())));
}

/// A pasted or typed list of rooms: each line a room, or room, teacher, grade, subject, period.
pub fn filled(app: &mut App, prompt: Prompt) {
    let text = prompt.lines.first().map(|l| l.field.text()).unwrap_or_default();
    let mut ops = Vec::new();
    let (mut made, mut known) = (0, 0);
    for line in read_rooms(&text) {
        if app.plan.known_room(&line.label).is_some() {
            known += 1;
        } else {
            ops.extend(make_room(app, &line).1);
            made += 1;
        }
    }
    if app.act(Verb::AddRooms, ops).is_some() {
        let already = match known {
            0 => String::new(),
            1 => " 1 was there already.".to_string(),
            n => format!(" {n} were there already."),
        };
        app.tell(format!("{} added.{already} Ctrl-Z takes them back.", count(made, "room", "rooms")));
    } else if known > 0 {
        app.tell("All of these rooms are there already.");
    }
}

/// A new room with what a line tells of it: its id and the operations that make it. A teacher who is known by name
/// from another room is the same person.
pub fn make_room(app: &mut App, line: &RoomLine) -> (Uid, Vec<Op>) {
    let mut ops = Vec::new();
    let mut teachers = Vec::new();
    if !line.teacher.is_empty() {
        let known = app.plan.rooms.iter().flat_map(|r| &r.teachers).find(|(_, n)| fold(n) == fold(&line.teacher));
        let teacher = known.map(|(uid, _)| *uid).unwrap_or_else(|| app.new_id());
        ops.push(acts::teacher_named(teacher, &line.teacher));
        teachers.push((teacher, line.teacher.clone()));
    }
    let room = app.new_id();
    let facts = RoomFacts {
        label: line.label.clone(),
        grade: line.grade.clone(),
        subject: line.subject.clone(),
        period: line.period.clone(),
        teachers: teachers.iter().map(|(uid, _)| *uid).collect(),
        school: None,
    };
    ops.extend(acts::room(room, &facts));
    app.plan.remember_room(room, line, teachers);
    (room, ops)
}

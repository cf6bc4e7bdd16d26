//! Plan a walk: all of it optional. The hunch and the favoured fix are asked once per focus question, and sealed.

mod keep;
mod pages;
mod route;
mod sheets;

use crate::app::actions::{Action, Scope};
use crate::app::field::Field;
use crate::app::input::Key;
use crate::app::keymap::resolve;
use crate::app::layers::Prompt;
use crate::app::perform::type_key;
use crate::app::sheets::{SheetChoice, ask_own, ask_used};
use crate::app::{App, Screen};
use crate::domain::id::Uid;
use crate::domain::rooms::{RoomLine, read_room, read_rooms};
use crate::domain::sheet::Sheet;
use crate::domain::text::{count, fold};
use crate::store::api::{Answer, Ask, Draft, HunchState, Lane, RoomRow, WalkRow};
use std::collections::HashMap;

pub use keep::{filled, make_room};
pub use route::make as make_route;
pub use sheets::{offered, place_of_chosen, sheets_came};

/// Rooms kept at hand for finding by typing.
pub const MOST_ROOMS: usize = 2_000;

/// The lines of the plan, in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Row {
    #[default]
    Start,
    Focus,
    Sheet,
    Rooms,
    Observers,
    Purpose,
    Minutes,
    Hunch,
    Fix,
}

impl Row {
    pub const ALL: [Row; 9] = [
        Row::Start,
        Row::Focus,
        Row::Sheet,
        Row::Rooms,
        Row::Observers,
        Row::Purpose,
        Row::Minutes,
        Row::Hunch,
        Row::Fix,
    ];

    pub fn label(self) -> &'static str {
        match self {
            Row::Start => "Start",
            Row::Focus => "Focus question",
            Row::Sheet => "Look-fors",
            Row::Rooms => "Rooms, in order",
            Row::Observers => "Observers",
            Row::Purpose => "Purpose line",
            Row::Minutes => "Minutes a visit",
            Row::Hunch => "What I expect",
            Row::Fix => "The fix I have in mind",
        }
    }
}

#[derive(Debug, Default)]
pub struct PlanState {
    pub row: Row,
    pub focus: Field,
    /// What is typed to find a room or an observer.
    pub room: Field,
    pub observer: Field,
    pub purpose: Field,
    pub minutes: Field,
    pub hunch: Field,
    pub fix: Field,
    /// What is typed to find a sheet.
    pub find_sheet: Field,
    /// The sheet that is chosen; none: no look-fors.
    pub sheet: Option<SheetChoice>,
    /// The id of the sheet that an interrupted plan had, until the sheets are read.
    pub wanted_sheet: Option<String>,
    pub route: Vec<PlannedRoom>,
    pub present: Vec<(Option<Uid>, String)>,
    /// The plan kept earlier that is being started or changed.
    pub planned: Option<Uid>,
    /// Rooms that fit what is typed, as places in `rooms`.
    pub found: Vec<usize>,
    pub rooms: Vec<RoomRow>,
    pub known_observers: Vec<(Uid, String)>,
    /// Why rooms are on a route that was made from where nobody looked lately.
    pub why: HashMap<Uid, String>,
    /// Whether a hunch was written for this focus question before.
    pub earlier_hunch: Option<HunchState>,
}

/// A room of the route; without an id it is made when the plan is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedRoom {
    pub room: Option<Uid>,
    pub line: RoomLine,
}

impl PlanState {
    /// The room of this label, when there is one.
    pub fn known_room(&self, label: &str) -> Option<&RoomRow> {
        self.rooms.iter().find(|r| fold(&r.label) == fold(label))
    }

    /// Remembers a room made a moment ago, before the store's list tells it.
    pub fn remember_room(&mut self, uid: Uid, line: &RoomLine, teachers: Vec<(Uid, String)>) {
        self.rooms.push(RoomRow {
            uid,
            label: line.label.clone(),
            grade: line.grade.clone(),
            subject: line.subject.clone(),
            period: line.period.clone(),
            teachers,
            school: None,
            last_visit: None,
        });
    }

    pub fn chosen_sheet(&self) -> Option<&Sheet> {
        self.sheet.as_ref().map(|c| &c.sheet)
    }

    /// Whether the line that has the focus takes text.
    pub fn takes_typing(&self) -> bool {
        match self.row {
            Row::Start => false,
            Row::Hunch | Row::Fix => self.asks_hunch(),
            _ => true,
        }
    }

    /// Whether the hunch is asked: not when one was written for this focus question already.
    pub fn asks_hunch(&self) -> bool {
        self.earlier_hunch.is_none()
    }
}

/// The field of the line that has the focus.
pub fn field(plan: &mut PlanState) -> Option<&mut Field> {
    match plan.row {
        Row::Start => None,
        Row::Sheet => Some(&mut plan.find_sheet),
        Row::Focus => Some(&mut plan.focus),
        Row::Rooms => Some(&mut plan.room),
        Row::Observers => Some(&mut plan.observer),
        Row::Purpose => Some(&mut plan.purpose),
        Row::Minutes => Some(&mut plan.minutes),
        Row::Hunch | Row::Fix if !plan.asks_hunch() => None,
        Row::Hunch => Some(&mut plan.hunch),
        Row::Fix => Some(&mut plan.fix),
    }
}

/// Whether something typed on the line that starts a walk is its focus question, which has no word yet.
fn begins_focus(plan: &PlanState) -> bool {
    plan.row == Row::Start && plan.focus.is_empty()
}

/// Whoever types on the line that starts a walk, and no key of this place, means the focus question.
pub fn raw_key(app: &mut App, key: Key) -> bool {
    let is_text = key.typed().is_some_and(|letter| !letter.is_whitespace());
    let is_key = resolve(Scope::Plan, key).or_else(|| resolve(Scope::Anywhere, key)).is_some();
    if !begins_focus(&app.plan) || !is_text || is_key {
        return false;
    }
    app.plan.row = Row::Focus;
    type_key(app, key);
    true
}

/// Likewise what is pasted there; several lines are rooms, and the next `Enter` still starts the walk.
pub fn take_paste(app: &mut App, text: &str) -> bool {
    let plan = &mut app.plan;
    if plan.row != Row::Start || !text.trim().contains('\n') {
        if begins_focus(plan) {
            plan.row = Row::Focus;
        }
        return false;
    }
    text.lines().for_each(|line| add_room(plan, line.trim()));
    find_rooms(plan);
    let on_route = count(plan.route.len(), "room is", "rooms are");
    // How the list was read shows in one of its lines.
    let read = plan.route.iter().map(|room| &room.line).find(|line| !line.told().is_empty());
    let read = read.map(|line| format!(" {} is read as: {}.", line.label, line.told())).unwrap_or_default();
    app.saving.typed("plan", app.now.steady);
    app.tell(format!("{on_route} on the route.{read}"));
    true
}

pub fn refresh(app: &mut App) {
    ask_own(app);
    ask_used(app);
    app.ask(Lane::Rooms, Ask::Rooms { limit: MOST_ROOMS });
    app.ask(Lane::Lists, Ask::Observers);
    ask_hunch(app);
}

fn ask_hunch(app: &mut App) {
    let focus = app.plan.focus.text().trim().to_string();
    if focus.is_empty() {
        app.plan.earlier_hunch = None;
    } else {
        app.ask(Lane::Today, Ask::Hunch { focus });
    }
}

pub fn answered(app: &mut App, answer: Answer) {
    match answer {
        Answer::Rooms(rooms) => {
            app.plan.rooms = rooms;
            find_rooms(&mut app.plan);
        }
        Answer::Observers(known) => app.plan.known_observers = known,
        Answer::Hunch(state) => app.plan.earlier_hunch = state,
        _ => {}
    }
}

pub fn text_changed(app: &mut App) {
    if app.plan.row != Row::Sheet {
        app.saving.typed("plan", app.now.steady);
    }
    match app.plan.row {
        Row::Rooms => take_pasted_rooms(&mut app.plan),
        Row::Focus => ask_hunch(app),
        _ => {}
    }
}

/// Several lines pasted into the rooms' line are a list of rooms.
fn take_pasted_rooms(plan: &mut PlanState) {
    let typed = plan.room.text();
    if typed.contains('\n') {
        for label in typed.lines().map(str::trim).filter(|l| !l.is_empty()) {
            add_room(plan, label);
        }
        plan.room.clear();
    }
    find_rooms(plan);
}

fn find_rooms(plan: &mut PlanState) {
    const MOST: usize = 6;
    let lines: Vec<String> =
        plan.rooms.iter().map(|r| format!("{} {} {} {}", r.label, r.grade, r.subject, r.period)).collect();
    let found = crate::app::fuzzy::find(&plan.room.text(), lines.iter().map(String::as_str));
    let taken = |i: &usize| plan.route.iter().any(|r| plan.rooms.get(*i).is_some_and(|row| r.room == Some(row.uid)));
    plan.found = found.into_iter().filter(|i| !taken(i)).take(MOST).collect();
}

/// Puts the room or rooms that were typed at the end of the route.
pub fn add_room(plan: &mut PlanState, typed: &str) {
    for line in read_rooms(typed) {
        add_line(plan, line);
    }
}

/// A known room by its label, or a new one with what the line tells. Twice the same is once.
fn add_line(plan: &mut PlanState, line: RoomLine) {
    if line.label.is_empty() || plan.route.iter().any(|r| fold(&r.line.label) == fold(&line.label)) {
        return;
    }
    let planned = match plan.known_room(&line.label) {
        Some(row) => PlannedRoom { room: Some(row.uid), line: RoomLine { label: row.label.clone(), ..line } },
        None => PlannedRoom { room: None, line },
    };
    plan.route.push(planned);
}

pub fn perform(app: &mut App, action: Action) {
    match action {
        Action::PlanNext => step(app, 1),
        Action::PlanPrevious => step(app, -1),
        Action::PlanEnter => enter(app),
        Action::PlanStart => keep::start(app),
        Action::PlanKeep => keep::keep(app),
        Action::PlanDrop => drop_last(app),
        Action::PlanStaffPage => pages::staff(app),
        Action::PlanPaper => pages::paper(app),
        Action::PlanAgreements => app.open(Screen::Agreements),
        _ => {}
    }
}

fn step(app: &mut App, by: isize) {
    keep::take_what_is_typed(app);
    let at = Row::ALL.iter().position(|r| *r == app.plan.row).unwrap_or(0);
    let next = at.saturating_add_signed(by).min(Row::ALL.len() - 1);
    app.plan.row = Row::ALL[next];
    if app.plan.row == Row::Rooms {
        find_rooms(&mut app.plan);
    }
}

fn enter(app: &mut App) {
    match app.plan.row {
        Row::Start => keep::start(app),
        Row::Sheet => sheets::take(app),
        Row::Rooms if !app.plan.room.is_empty() || !app.plan.found.is_empty() => take_room(app),
        Row::Observers if !app.plan.observer.is_empty() => take_observer(app),
        _ => step(app, 1),
    }
}

/// Enter in the rooms' line: the room found first, or the one typed; on an empty line the one found first.
fn take_room(app: &mut App) {
    let plan = &mut app.plan;
    let typed = plan.room.text().trim().to_string();
    let exact = plan.rooms.iter().any(|r| fold(&r.label) == fold(&typed));
    let first = plan.found.first().and_then(|i| plan.rooms.get(*i)).map(|r| r.label.clone());
    let label = match first {
        Some(first) if !exact => first,
        _ => typed,
    };
    if label.is_empty() {
        step(app, 1);
        return;
    }
    add_room(plan, &label);
    plan.room.clear();
    find_rooms(plan);
}

fn take_observer(app: &mut App) {
    let plan = &mut app.plan;
    let typed = plan.observer.text().trim().to_string();
    let known = plan.known_observers.iter().find(|(_, n)| fold(n) == fold(&typed)).map(|(u, _)| *u);
    if !plan.present.iter().any(|(_, n)| fold(n) == fold(&typed)) {
        plan.present.push((known, typed));
    }
    plan.observer.clear();
}

fn drop_last(app: &mut App) {
    let what = match app.plan.row {
        Row::Observers => app.plan.present.pop().map(|(_, n)| n),
        Row::Rooms => app.plan.route.pop().map(|r| r.line.label),
        _ => {
            app.tell("Go to the rooms or the observers first; there it takes out the last one.");
            return;
        }
    };
    find_rooms(&mut app.plan);
    match what {
        Some(label) => app.tell(format!("{label} is no longer in the plan.")),
        None => app.tell("There is nothing to take out."),
    }
}

/// The whole plan as one text, for its draft: one line a field.
pub fn draft(app: &mut App) -> Option<Draft> {
    let plan = &app.plan;
    let lines = serde_json::json!({
        "focus": plan.focus.text(), "purpose": plan.purpose.text(), "minutes": plan.minutes.text(),
        "hunch": plan.hunch.text(), "fix": plan.fix.text(),
        "sheet": plan.sheet.as_ref().map(|c| &c.sheet.id),
        "rooms": plan.route.iter().map(|r| r.line.label.clone()).collect::<Vec<_>>(),
    });
    Some(Draft { field: "plan".into(), text: lines.to_string(), ..Draft::default() })
}

/// Puts a plan's draft back.
pub fn restore(plan: &mut PlanState, text: &str) {
    let Ok(kept) = serde_json::from_str::<serde_json::Value>(text) else { return };
    let get = |name: &str| kept.get(name).and_then(|v| v.as_str()).unwrap_or("").to_string();
    plan.focus.set(&get("focus"));
    plan.purpose.set(&get("purpose"));
    plan.minutes.set(&get("minutes"));
    plan.hunch.set(&get("hunch"));
    plan.fix.set(&get("fix"));
    plan.wanted_sheet = Some(get("sheet")).filter(|id| !id.is_empty());
    for label in kept.get("rooms").and_then(|v| v.as_array()).into_iter().flatten().filter_map(|v| v.as_str()) {
        plan.route.push(PlannedRoom { room: None, line: read_room(label) });
    }
}

fn planned(room: Uid, label: &str) -> PlannedRoom {
    PlannedRoom { room: Some(room), line: RoomLine { label: label.to_string(), ..RoomLine::default() } }
}

/// Opens the plan with what an earlier one holds.
pub fn open_with(app: &mut App, walk: &WalkRow, sheet: Option<SheetChoice>) {
    let plan = &mut app.plan;
    plan.planned = Some(walk.uid);
    plan.focus.set(&walk.focus);
    plan.purpose.set(&walk.purpose);
    plan.minutes.set(&walk.length.map_or(String::new(), |m| m.to_string()));
    plan.route = walk.route.iter().map(|(u, l)| planned(*u, l)).collect();
    plan.present = walk.observers.iter().map(|(u, n)| (Some(*u), n.clone())).collect();
    plan.sheet = sheet;
    plan.row = Row::Start;
}

/// Opens the line for pasting a list of rooms.
pub fn bring_rooms(app: &mut App) {
    let hint = "Paste or type: one room a line, or with commas: room, teacher, grade, subject, period.";
    let prompt: Prompt =
        super::walk::prompt("Bring in your rooms", &["Rooms"], hint, crate::app::layers::Filled::BringRooms);
    app.layers.push(crate::app::layers::Layer::Prompt(prompt));
}

//! Starting a walk, and writing a visit afterwards or from paper.

use super::rooms;
use crate::app::recording::{Corridor, Recording, Stop, UNNAMED, read_sheet};
use crate::app::screens::visit;
use crate::app::{App, Screen};
use crate::domain::act::{Op, Verb};
use crate::domain::acts::{self, PlanFacts};
use crate::domain::id::Uid;
use crate::domain::time::day_number;

/// What a walk starts with.
#[derive(Debug, Clone, Default)]
pub struct Beginning {
    /// A plan kept earlier, which is started now.
    pub planned: Option<Uid>,
    pub focus: String,
    /// The sheet's own name, title and text.
    pub sheet: Option<(String, String, String)>,
    pub purpose: String,
    pub minutes: Option<i64>,
    pub route: Vec<(Uid, String)>,
    pub observers: Vec<Uid>,
    pub hunch: Option<(String, String)>,
    /// Operations that make rooms and observers not known yet.
    pub first: Vec<Op>,
}

impl Beginning {
    /// The operations that write the plan of a walk.
    pub fn ops(&self, walk: Uid, day: i64, now: i64) -> Vec<Op> {
        let mut ops = self.first.clone();
        let sheet = self.sheet.as_ref().map(|(name, title, body)| {
            let (uid, op) = acts::sheet_used(name, title, body);
            ops.push(op);
            uid
        });
        let facts = PlanFacts {
            day,
            focus: self.focus.clone(),
            sheet,
            purpose: self.purpose.clone(),
            length: self.minutes,
            route: self.route.iter().map(|(u, _)| *u).collect(),
            observers: self.observers.clone(),
        };
        ops.push(acts::plan(walk, &facts));
        if let Some((expects, fix)) = &self.hunch {
            ops.push(acts::hunch(walk, expects, fix, now));
        }
        ops
    }
}

/// Starts recording: with a route in the corridor before its first room, without one at once in a room that can be
/// named later.
pub fn start(app: &mut App, beginning: Beginning) {
    if !app.started {
        app.tell("One moment: the file is still being read.");
        return;
    }
    if let Some(recording) = &app.recording {
        let focus = if recording.focus.is_empty() { "a walk".into() } else { format!("“{}”", recording.focus) };
        app.screen = Screen::Walk;
        app.tell(format!("{focus} is under way; end it first (Esc, then “end the walk”)."));
        return;
    }
    let walk = beginning.planned.unwrap_or_else(|| app.new_id());
    let mut ops = beginning.ops(walk, day_number(app.now.today()), app.now.utc);
    ops.push(acts::walk_started(walk, app.now.utc));
    if app.act(Verb::StartWalk, ops).is_none() {
        return;
    }
    let route = beginning.route.iter().map(|(room, label)| Stop {
        room: *room,
        label: label.clone(),
        visit: None,
        notes: 0,
        skipped: None,
    });
    app.recording = Some(Recording {
        walk,
        focus: beginning.focus,
        purpose: beginning.purpose,
        minutes: beginning.minutes,
        sheet: read_sheet(beginning.sheet.as_ref().map(|(_, _, body)| body.as_str())),
        observers: beginning.observers,
        route: route.collect(),
        visits: 0,
        visit: None,
        corridor: Some(Corridor { since: app.now.utc, ..Corridor::default() }),
    });
    app.go(Screen::Walk);
    if app.recording.as_ref().is_some_and(|r| r.route.is_empty()) {
        rooms::enter(app, None, UNNAMED, Vec::new());
    }
}

/// Makes a visit written afterwards: room, day, about when, minutes, "paper" or not; then opens it for its lines.
///
/// # Errors
/// Which of the five cannot be read, and a sentence; nothing was made then.
pub fn write_afterwards(app: &mut App, typed: &[String; 5]) -> Result<(), (usize, String)> {
    let [room, day, when, minutes, paper] = typed;
    let Some(day) = crate::domain::dates::read_day(day, app.now.today()) else {
        return Err((1, format!("“{day}” is no day. For example: today, yesterday, 2026-11-14.")));
    };
    let Some(time) = crate::domain::dates::read_clock(when) else {
        return Err((2, format!("“{when}” is no time of day. For example: 9:30.")));
    };
    let length = minutes.trim().parse::<i64>().ok().filter(|m| (1..=600).contains(m));
    if length.is_none() && !minutes.trim().is_empty() {
        return Err((3, format!("“{minutes}” is no number of minutes. For example: 10.")));
    }
    let started = crate::domain::time::day_bounds(day, app.now.offset).0 + time;
    let (uid, fresh) = (app.new_id(), app.new_id());
    let (classroom, mut ops) = match room.trim() {
        "" => (None, Vec::new()),
        label => {
            let (room, _, ops) = rooms::find_or_make(app, label);
            (Some(room), ops)
        }
    };
    let number = day_number(day);
    let known = app.home.walk_on(number);
    let written = app.home.written.iter().find(|(of, _)| *of == number).map(|(_, walk)| *walk);
    let walk = known.or(written).unwrap_or(fresh);
    let start =
        acts::VisitStart { walk: Some(walk), classroom, started, observers: Vec::new(), boot: None, steady: None };
    if known.is_none() {
        // Also of one that was made before: the visit it came with may have been taken back since.
        let facts = PlanFacts { day: number, ..PlanFacts::default() };
        ops.push(acts::plan(walk, &facts).int(crate::domain::schema::walk::STARTED, started));
        ops.push(acts::walk_ended(walk, Some(started)));
    }
    let origin = if matches!(paper.trim().chars().next(), Some('y' | 'Y' | 'p' | 'P')) { 2 } else { 1 };
    ops.push(acts::visit_written(uid, &start, length, origin));
    if app.act(Verb::WriteVisit, ops).is_some() {
        if known.or(written).is_none() {
            app.home.written.push((number, walk));
        }
        visit::open(app, uid, None);
        app.tell("Now write its lines: n adds one, m marks a look-for.");
    }
    Ok(())
}

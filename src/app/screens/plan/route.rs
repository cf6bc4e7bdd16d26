//! A route through rooms that were not seen lately.

use super::{PlannedRoom, Row};
use crate::app::{App, Screen};
use crate::domain::rooms::RoomLine;
use crate::domain::text::{count, fold};
use crate::domain::time::{day_number, local_time};
use crate::insight::route::{Candidate, ROOMS, route};
use crate::store::api::RoomRow;
use chrono::Datelike;

/// Fills the plan's route and goes there. Rooms that are in the plan already stay.
pub fn make(app: &mut App) {
    if app.plan.rooms.is_empty() {
        app.tell("There is no room in the file yet. On Home, i brings in your rooms.");
        return;
    }
    let wanted = ROOMS.saturating_sub(app.plan.route.len());
    let found = stops(app, wanted);
    if wanted > 0 && found.is_empty() {
        app.tell("Every room was seen today.");
        return;
    }
    let made = found.len();
    for (room, why) in found {
        app.plan.why.insert(room.uid, why);
        let line = RoomLine { label: room.label, ..RoomLine::default() };
        app.plan.route.push(PlannedRoom { room: Some(room.uid), line });
    }
    app.plan.row = Row::Start;
    app.saving.typed("plan", app.now.steady);
    app.open(Screen::Plan);
    match made {
        0 => app.tell("The plan has its rooms already. Take some out first, then make a route."),
        n => {
            app.tell(format!("{} that were not seen lately. Change the route as you like.", count(n, "room", "rooms")))
        }
    }
}

/// Rooms that are not in the plan yet, with the reason for each.
fn stops(app: &App, wanted: usize) -> Vec<(RoomRow, String)> {
    let day = |at| i32::try_from(day_number(local_time(at, app.now.offset).date_naive())).unwrap_or(i32::MAX);
    // A room of a plan that was interrupted is known by its label only.
    let is = |planned: &PlannedRoom, room: &RoomRow| match planned.room {
        Some(uid) => uid == room.uid,
        None => fold(&planned.line.label) == fold(&room.label),
    };
    let planned = |room: &&RoomRow| app.plan.route.iter().any(|r| is(r, room));
    let rooms: Vec<&RoomRow> = app.plan.rooms.iter().filter(|r| !planned(r)).collect();
    let candidates: Vec<Candidate> = rooms
        .iter()
        .map(|r| Candidate { last: r.last_visit.map(day), grade: &r.grade, subject: &r.subject, period: &r.period })
        .collect();
    let found = route(&candidates, day(app.now.utc), app.now.today().year(), wanted);
    found.into_iter().filter_map(|stop| Some(((*rooms.get(stop.room)?).clone(), stop.why))).collect()
}

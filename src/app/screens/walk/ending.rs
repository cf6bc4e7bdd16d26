//! Ending a walk.

use super::{asking, line, marking};
use crate::app::layers::{Agreed, Confirm, Layer};
use crate::app::{App, Screen};
use crate::domain::act::Verb;
use crate::domain::acts;

/// Asks first: a walk is ended once.
pub fn ask_end(app: &mut App) {
    let open = app.recording.as_ref().map_or(0, |r| r.route.iter().filter(|s| s.is_open()).count());
    let detail = match open {
        0 => "What is left to do waits for you under Finish today.".to_string(),
        n => format!(
            "{} left on the route. The walk can be gone on with later (Ctrl-P, “go on”).",
            crate::domain::text::count(n, "room is", "rooms are")
        ),
    };
    app.layers.push(Layer::Confirm(Confirm { question: "End the walk?".into(), detail, then: Agreed::EndWalk }));
}

/// Ends the visit, if one goes on, and the walk.
pub fn end_walk(app: &mut App) {
    if app.in_visit() {
        asking::keep_all(app);
        line::save(app);
    }
    let (_, mut ops) = marking::stop(app);
    let Some(recording) = &app.recording else { return };
    if let Some(visit) = recording.visit.as_ref().filter(|v| v.ended.is_none()) {
        ops.push(acts::visit_ended(visit.uid, Some(visit.moment(app.now))));
    }
    ops.push(acts::walk_ended(recording.walk, Some(app.now.utc)));
    if app.act(Verb::EndWalk, ops).is_none() {
        return;
    }
    app.recording = None;
    app.walk = super::WalkState::default();
    app.go(Screen::Home);
    app.tell("The walk has ended. Everything is kept; Finish today settles what is open.");
}

//! Look-fors, one key each.

use super::Marking;
use crate::app::App;
use crate::app::input::{Code, Key};
use crate::app::recording::LiveMark;
use crate::domain::act::{Stream, Verb};
use crate::domain::acts;
use crate::domain::id::Uid;
use crate::domain::mark::{Tick, Way};
use crate::domain::schema::Kind;
use crate::domain::sheet::{Keyed, LookFor};

/// Whether this walk has look-fors.
pub fn possible(app: &App) -> bool {
    app.recording.as_ref().is_some_and(|r| r.sheet.is_some())
}

/// `Tab`: the next key marks a look-for.
pub fn tab(app: &mut App) {
    if possible(app) {
        app.walk.marking = Some(Marking::default());
    } else {
        app.tell("This walk has no look-fors. A sheet is chosen when a walk is planned.");
    }
}

/// A key while marking. True when it was a look-for's, or none that means anything.
pub fn key(app: &mut App, key: Key) -> bool {
    let Some(c) = key.typed() else { return false };
    let Some(marking) = app.walk.marking else { return false };
    let made = mark_by_key(app, c);
    app.walk.marking = marking.stay.then_some(Marking { stay: true, last: made.or(marking.last) });
    true
}

/// `Alt` with a digit marks without leaving the line.
pub fn direct(app: &mut App, key: Key) {
    if let Code::Char(c) = key.code {
        mark_by_key(app, c);
    }
}

fn mark_by_key(app: &mut App, c: char) -> Option<Uid> {
    let look_for = app.recording.as_ref().and_then(|r| r.sheet.as_ref()).and_then(|s| match s.by_key(c)? {
        Keyed::LookFor(l) | Keyed::Option(l, _) => Some(l.clone()),
    });
    match look_for {
        Some(look_for) => mark(app, &look_for),
        None => {
            app.tell(format!("No look-for has the key {c}."));
            None
        }
    }
}

/// Marks a look-for in the visit at hand: a tick goes seen, not seen, not marked; a tally counts one more.
fn mark(app: &mut App, look_for: &LookFor) -> Option<Uid> {
    let visit = app.recording.as_ref()?.visit.as_ref()?;
    let (visit_uid, at) = (visit.uid, Some(visit.elapsed(app.now)));
    let stands = visit.marks.iter().find(|m| m.look_for == look_for.id && m.way == Way::Tick).cloned();
    let before = visit.tick(&look_for.id);
    match (look_for.way, stands) {
        (Way::Tick, Some(stands)) => {
            let tick = Tick::after(before);
            app.act(Verb::MarkLookFor, vec![acts::tick_changed(stands.uid, tick, at)])?;
            let marks = &mut app.recording.as_mut()?.visit.as_mut()?.marks;
            marks.retain(|m| m.uid != stands.uid);
            if let Some(tick) = tick {
                marks.push(LiveMark { value: tick as i64, at_ms: at, ..stands.clone() });
            }
            Some(stands.uid)
        }
        (way, _) => {
            let uid = app.new_id();
            app.act(Verb::MarkLookFor, vec![acts::marked(uid, visit_uid, &look_for.id, way, 1, at)])?;
            let marks = &mut app.recording.as_mut()?.visit.as_mut()?.marks;
            marks.push(LiveMark { uid, look_for: look_for.id.clone(), at_ms: at, way, value: 1 });
            Some(uid)
        }
    }
}

/// Takes back the mark made last while marking.
pub fn take_back(app: &mut App) {
    let Some(uid) = app.walk.marking.and_then(|m| m.last) else {
        app.tell("No mark has been made since you came here.");
        return;
    };
    if app.act(Verb::TakeBackMark, vec![acts::deleted(Kind::Mark, uid, Stream::Shared, true)]).is_some() {
        if let Some(visit) = app.recording.as_mut().and_then(|r| r.visit.as_mut()) {
            visit.marks.retain(|m| m.uid != uid);
        }
        app.walk.marking = app.walk.marking.map(|m| Marking { last: None, ..m });
    }
}

/// Settles all unmarked look-fors of the visit just left with one answer.
pub fn settle(app: &mut App, tick: Tick) {
    let Some(recording) = &app.recording else { return };
    let (Some(visit), Some(sheet)) = (&recording.visit, &recording.sheet) else { return };
    let open: Vec<String> = visit.unmarked(sheet).iter().map(|l| l.id.clone()).collect();
    let visit_uid = visit.uid;
    let marks: Vec<LiveMark> = open
        .into_iter()
        .map(|look_for| LiveMark { uid: app.new_id(), look_for, at_ms: None, way: Way::Tick, value: tick as i64 })
        .collect();
    let ops = marks.iter().map(|m| acts::marked(m.uid, visit_uid, &m.look_for, m.way, m.value, None)).collect();
    if app.act(Verb::SettleLookFors, ops).is_some() {
        app.tell(format!("{}: {}.", crate::domain::text::count(marks.len(), "look-for", "look-fors"), tick.words()));
        if let Some(visit) = app.recording.as_mut().and_then(|r| r.visit.as_mut()) {
            visit.marks.extend(marks);
        }
    }
}

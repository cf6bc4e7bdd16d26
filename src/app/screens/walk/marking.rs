//! Look-fors, one key each: what a key makes of the marks, and how the last ones are taken back.

use super::{Marking, asking};
use crate::app::App;
use crate::app::actions::{Action, Scope};
use crate::app::input::{Code, Key};
use crate::app::keymap::resolve;
use crate::app::perform;
use crate::app::recording::{LiveVisit, Recording};
use crate::app::saving::Kept;
use crate::domain::act::{Op, Stream, Verb};
use crate::domain::acts;
use crate::domain::id::Uid;
use crate::domain::mark::Tick;
use crate::domain::marking::{Change, Pressed, Scene, as_before, interval_at, settled, stop_running};
use crate::domain::schema::Kind;
use crate::domain::sheet::Sheet;
use crate::domain::text::count;
use crate::domain::time::Hlc;

/// What one key did, for taking it back.
#[derive(Debug, Clone)]
pub struct Step {
    pub changes: Vec<Change>,
    /// The note that answers a prompt; it goes with its mark.
    pub note: Option<Uid>,
}

/// Acts on marks that are remembered, for answers of the store that were on their way when they were made.
const RECENT: usize = 256;

/// Whether this walk has look-fors.
pub fn possible(app: &App) -> bool {
    app.recording.as_ref().is_some_and(|r| r.sheet.is_some())
}

/// The length of an interval, seconds, where anything is coded by intervals.
pub fn every(app: &App) -> Option<i64> {
    app.recording.as_ref()?.sheet.as_ref()?.interval()
}

/// `Tab`: the next key marks a look-for.
pub fn tab(app: &mut App) {
    if possible(app) {
        app.walk.marking = Some(Marking::default());
    } else {
        app.tell("This walk has no look-fors. A sheet is chosen when a walk is planned.");
    }
}

/// A key while marking. True when it was a look-for's, or none that means anything here.
pub fn key(app: &mut App, key: Key) -> bool {
    let Some(c) = key.typed() else { return false };
    if resolve(Scope::Marking, key).is_some() || c == '?' {
        return false;
    }
    press(app, |scene, new_id| scene.press(c, new_id));
    marked_one(app);
    true
}

/// `Alt` with a digit marks without leaving the line.
pub fn direct(app: &mut App, key: Key) {
    if let Code::Char(c) = key.code {
        press(app, |scene, new_id| scene.press(c, new_id));
    }
}

/// The codes of the interval before, once more.
pub fn again(app: &mut App) {
    press(app, as_before);
    marked_one(app);
}

/// Codes go into the interval just gone, or again into the one at hand.
pub fn late(app: &mut App) {
    let Some(every) = every(app) else { return };
    let Some((_, visit)) = at_hand(app) else { return };
    let now = interval_at(visit.elapsed(app.now), every);
    if now == 1 {
        app.tell("There is no interval before this one.");
        return;
    }
    let marking = app.walk.marking.unwrap_or_default();
    let late = if marking.late == Some(now - 1) { None } else { Some(now - 1) };
    app.walk.marking = Some(Marking { late, ..marking });
}

/// After one mark: back to the line, unless one stays.
pub fn marked_one(app: &mut App) {
    app.walk.marking = app.walk.marking.filter(|m| m.stay);
}

/// The sheet and the visit at hand.
pub fn at_hand(app: &App) -> Option<(&Sheet, &LiveVisit)> {
    let recording = app.recording.as_ref()?;
    Some((recording.sheet.as_ref()?, recording.visit.as_ref()?))
}

/// The visit at hand as the rules of marking see it.
pub fn scene(app: &App) -> Option<Scene<'_>> {
    let (sheet, visit) = at_hand(app)?;
    let late = app.walk.marking.and_then(|m| m.late);
    Some(Scene { sheet, marks: &visit.marks, at_ms: visit.elapsed(app.now), late })
}

/// Does what a rule of marking says.
fn press(app: &mut App, rule: impl FnOnce(&Scene, &mut dyn FnMut() -> Uid) -> Pressed) {
    let mut ids = app.ids.clone();
    let Some(scene) = scene(app) else { return };
    let pressed = rule(&scene, &mut || ids.next_uid());
    app.ids = ids;
    match pressed {
        Pressed::Marked(changes) => drop(make(app, changes, Vec::new())),
        Pressed::Number(look_for) => asking::begin(app, &look_for, false),
        Pressed::Line(look_for) => asking::begin(app, &look_for, true),
        Pressed::Refused(why) => app.tell(why),
    }
}

/// Makes changes to the marks of the visit at hand, with operations that belong to the same act.
pub fn make(app: &mut App, changes: Vec<Change>, more: Vec<Op>) -> Option<Hlc> {
    let mut ops = change_ops(app, &changes);
    ops.extend(more);
    let clock = app.act(Verb::MarkLookFor, ops)?;
    made(app, clock, changes, None);
    Some(clock)
}

/// The operations of changes to the marks of the visit at hand.
pub fn change_ops(app: &App, changes: &[Change]) -> Vec<Op> {
    let visit = app.recording.as_ref().and_then(|r| r.visit.as_ref()).map(|v| v.uid);
    visit.map(|v| changes.iter().map(|c| acts::mark_changed(v, c)).collect()).unwrap_or_default()
}

/// Changes that were sent are shown at once, and can be taken back.
pub fn made(app: &mut App, clock: Hlc, changes: Vec<Change>, note: Option<Uid>) {
    show(app, clock, &changes);
    app.walk.steps.push(Step { changes, note });
}

/// Shows changes of an act at once, also against answers that do not know it yet.
pub fn show(app: &mut App, clock: Hlc, changes: &[Change]) {
    if let Some(visit) = app.recording.as_mut().and_then(|r| r.visit.as_mut()) {
        visit.change_marks(changes);
    }
    app.walk.recent.push_back((clock, changes.to_vec()));
    if app.walk.recent.len() > RECENT {
        app.walk.recent.pop_front();
    }
}

/// Takes back what was marked last, key by key. What was changed since in another way is passed over.
pub fn take_back(app: &mut App, key: Key) {
    while let Some(step) = app.walk.steps.pop() {
        let Some((sheet, visit)) = at_hand(app) else { return };
        if !step.changes.iter().all(|c| c.stands(&visit.marks)) {
            continue;
        }
        let look_for = step.changes.last().and_then(|c| sheet.look_for(&c.mark().look_for));
        let label = look_for.map_or(String::new(), |l| l.label.clone());
        let inverse: Vec<Change> = step.changes.iter().rev().map(Change::inverse).collect();
        let mut ops = change_ops(app, &inverse);
        ops.extend(step.note.map(|note| acts::deleted(Kind::Note, note, Stream::Shared, true)));
        let Some(clock) = app.act(Verb::TakeBackMark, ops) else { return };
        show(app, clock, &inverse);
        if let Some(note) = step.note {
            forget_note(app, note);
        }
        app.tell(match step.changes.len() {
            n @ 3.. => format!("Took back {} at once, the last of “{label}”.", count(n, "mark", "marks")),
            _ => format!("Took back: {label}."),
        });
        return;
    }
    if key.ctrl {
        // Made before the program was started anew: the log still has it, and names it.
        perform::anywhere(app, Action::Undo);
    } else {
        app.tell("Nothing that was marked here since is left to take back. Ctrl-Z undoes what was done before.");
    }
}

fn forget_note(app: &mut App, note: Uid) {
    if let Some(recording) = &mut app.recording {
        if let Some(visit) = &mut recording.visit {
            visit.notes.retain(|n| n.uid != note);
        }
        recording.count_notes();
    }
}

/// Stops what runs, because the room is left now: the changes, with their operations for the same act.
pub fn stop(app: &App) -> (Vec<Change>, Vec<Op>) {
    let visit = app.recording.as_ref().and_then(|r| r.visit.as_ref()).filter(|v| v.ended.is_none());
    let changes = visit.map(|v| stop_running(&v.marks, v.elapsed(app.now))).unwrap_or_default();
    let ops = change_ops(app, &changes);
    (changes, ops)
}

/// The room was left: what ran has stopped, and nothing of it is taken back key by key any more.
pub fn stopped(app: &mut App, clock: Hlc, changes: &[Change]) {
    show(app, clock, changes);
    app.walk.steps.clear();
    app.walk.marking = None;
}

/// An act was undone or done again: what was saved before it is in the file as it is now, not as it was made.
pub fn turned(app: &mut App) {
    let saving = &app.saving;
    app.walk.recent.retain(|(clock, _)| saving.kept(Some(*clock)) != Kept::Saved);
}

/// Changes to marks that an answer of the store may not know yet: those of acts later than its newest one.
pub fn keep_recent(app: &mut App, known: Option<Hlc>) {
    let recent: Vec<Change> = app
        .walk
        .recent
        .iter()
        .filter(|(clock, _)| known.is_none_or(|k| *clock > k))
        .flat_map(|(_, changes)| changes.clone())
        .collect();
    if let Some(Recording { visit: Some(visit), .. }) = &mut app.recording {
        visit.change_marks(&recent);
    }
}

/// Settles all unmarked look-fors of the visit just left with one answer.
pub fn settle(app: &mut App, tick: Tick) {
    let Some((sheet, visit)) = at_hand(app) else { return };
    let open: Vec<String> = visit.unmarked(sheet).iter().map(|l| l.id.clone()).collect();
    let changes: Vec<Change> = open.iter().map(|id| Change::Make(settled(id, tick, app.new_id()))).collect();
    let ops = change_ops(app, &changes);
    if let Some(clock) = app.act(Verb::SettleLookFors, ops) {
        app.tell(format!("{}: {}.", count(changes.len(), "look-for", "look-fors"), tick.words()));
        show(app, clock, &changes);
    }
}

//! From a trial to the next walk in one step: what would be seen becomes a look-for on a sheet of its own and the focus
//! question of a planned walk.

use super::{asking, page};
use crate::app::App;
use crate::domain::act::Verb;
use crate::domain::acts::{self, PlanFacts};
use crate::domain::id::Uid;
use crate::domain::time::day_number;
use crate::domain::trial;

/// Asks what would be seen, with the prediction as a start.
pub(super) fn ask(app: &mut App) {
    if !app.may_write() {
        return;
    }
    let Some((uid, sign, focus)) = page::trial(app).map(|t| {
        let sign = if t.prediction.is_empty() { t.measure.clone() } else { t.prediction.clone() };
        let focus = if t.question.is_empty() {
            format!("What happens when we try this: {}?", t.change)
        } else {
            t.question.clone()
        };
        (t.uid, sign.chars().take(trial::LONGEST_SIGN).collect::<String>(), focus)
    }) else {
        return;
    };
    asking::ask_next_walk(app, uid, &[sign, focus]);
}

/// Makes the sheet and plans the walk.
pub(super) fn make(app: &mut App, uid: Uid, sign: &str, focus: &str) {
    let change = page::trial(app).map(|t| t.change.clone()).unwrap_or_default();
    let Some(made) = trial::sheet(sign, &change) else {
        app.tell("What you would see must be said; it becomes the look-for. Nothing was planned.");
        return;
    };
    let (sheet, sheet_op) = acts::sheet_used(&made.id, &made.title, &made.body);
    let walk = app.new_id();
    let facts = PlanFacts {
        day: day_number(app.now.today()),
        focus: focus.into(),
        sheet: Some(sheet),
        purpose: app.agreed.own_purpose.clone(),
        ..PlanFacts::default()
    };
    let ops = vec![sheet_op, acts::plan(walk, &facts), acts::trial_looked_for(uid, &made.look_for, sheet, walk)];
    if app.act(Verb::TryOnWalk, ops).is_some() {
        app.tell("The next walk is planned with this look-for. Home (1) offers to start it.");
    }
}

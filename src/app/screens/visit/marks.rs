//! Marks changed after the visit: another answer, another time, gone. Each is one act.

use super::super::forms;
use super::timeline::MarkLine;
use crate::app::App;
use crate::app::layers::Filled;
use crate::app::recording::LiveMark;
use crate::domain::act::{Op, Stream, Verb};
use crate::domain::acts;
use crate::domain::id::Uid;
use crate::domain::mark::{Tick, Way};
use crate::domain::schema::Kind;
use crate::domain::time::{elapsed, parse_elapsed};
use crate::store::api::{MarkRow, VisitView};

/// Most events of one tally that can be put right at once.
const MOST_TIMES: usize = 200;

/// The marks as the screens hold them: on this page, and in the visit that is being recorded.
fn show(app: &mut App, visit: Uid, marks: Vec<MarkRow>) {
    if let Some(live) = app.recording.as_mut().and_then(|r| r.visit.as_mut()).filter(|v| v.uid == visit) {
        let live_mark = |m: &MarkRow| LiveMark {
            uid: m.uid,
            look_for: m.look_for.clone(),
            at_ms: m.at_ms,
            way: m.way,
            value: m.value,
        };
        live.marks = marks.iter().map(live_mark).collect();
    }
    if let Some(view) = app.visit.view.as_mut().filter(|v| v.visit.uid == visit) {
        view.marks = marks;
    }
}

/// The next answer of a tick; of a tally, its times.
pub fn edit(app: &mut App, view: &VisitView, line: &MarkLine) {
    let Some(mark) = line.marks.first() else { return };
    match mark.way {
        Way::Tick => next_answer(app, view, mark),
        _ => ask_times(app, view, line),
    }
}

/// Seen, looked for and not seen, not looked for, and round again. The time stays.
fn next_answer(app: &mut App, view: &VisitView, mark: &MarkRow) {
    let tick = match mark.tick() {
        Some(Tick::Seen) => Tick::NotSeen,
        Some(Tick::NotSeen) => Tick::NotLookedFor,
        Some(Tick::NotLookedFor) | None => Tick::Seen,
    };
    if app.act(Verb::EditMark, vec![acts::tick_changed(mark.uid, Some(tick), mark.at_ms)]).is_none() {
        return;
    }
    let changed = |m: &MarkRow| if m.uid == mark.uid { MarkRow { value: tick as i64, ..m.clone() } } else { m.clone() };
    show(app, view.visit.uid, view.marks.iter().map(changed).collect());
    app.tell(format!("Now: {}.", if tick == Tick::NotSeen { "looked for, not seen" } else { tick.words() }));
}

// ── Times ───────────────────────────────────────────────────────────────────────────────────────────────────────────

/// Asks when it was, or, of a tally, all the times it was.
pub fn ask_times(app: &mut App, view: &VisitView, line: &MarkLine) {
    if !app.may_write() {
        return;
    }
    let times: Vec<String> = line.marks.iter().map(|m| m.at_ms.map_or("-".into(), elapsed)).collect();
    let marks = line.marks.iter().map(|m| m.uid).collect();
    let text = if times == ["-"] { String::new() } else { times.join(" ") };
    times_prompt(app, &text, hint(line), Filled::MarkTimes { visit: view.visit.uid, marks });
}

fn hint(line: &MarkLine) -> &'static str {
    match line.marks.first().map(|m| m.way) {
        Some(Way::Tally) => "One time for each: take one out, add one, put one right. A dash stands for no minute.",
        _ => "Minutes and seconds since the visit began, such as 4:30; empty: no minute.",
    }
}

fn times_prompt(app: &mut App, text: &str, hint: &str, then: Filled) {
    forms::prompt(app, "When was it?", text, hint, then);
}

/// Reads the times typed; `None` where one cannot be read.
fn read_times(typed: &str) -> Option<Vec<Option<i64>>> {
    let words = typed.split([' ', ',', ';']).filter(|w| !w.is_empty());
    words.map(|w| if w == "-" { Some(None) } else { parse_elapsed(w).map(Some) }).collect()
}

/// The times were put right: marks keep their place in the list, those too many go, those missing are made.
pub fn times_filled(app: &mut App, visit: Uid, marks: &[Uid], typed: &str) {
    let then = || Filled::MarkTimes { visit, marks: marks.to_vec() };
    let Some(mut times) = read_times(typed).filter(|t| t.len() <= MOST_TIMES) else {
        times_prompt(app, typed, "That is no time. Write minutes and seconds since the visit began: 4:30.", then());
        return;
    };
    let Some(view) = app.visit.page().filter(|v| v.visit.uid == visit) else { return };
    let Some(first) = view.marks.iter().find(|m| marks.contains(&m.uid)).cloned() else { return };
    let mut rows = view.marks.clone();
    let tally = first.way == Way::Tally;
    if times.is_empty() && tally {
        times_prompt(app, "", "To delete all of it, leave this with Esc and press D.", then());
        return;
    }
    if !tally {
        times.resize(1, None);
    }
    let mut ops: Vec<Op> = Vec::new();
    for (i, uid) in marks.iter().enumerate() {
        let Some(row) = rows.iter_mut().find(|m| m.uid == *uid) else { continue };
        match times.get(i) {
            Some(at) if *at == row.at_ms => {}
            Some(at) => {
                row.at_ms = *at;
                ops.push(acts::mark_retimed(*uid, *at));
            }
            None => {
                ops.push(acts::deleted(Kind::Mark, *uid, Stream::Shared, true));
                rows.retain(|m| m.uid != *uid);
            }
        }
    }
    for at in times.iter().skip(marks.len()) {
        let uid = app.new_id();
        ops.push(acts::marked(uid, visit, &first.look_for, first.way, first.value, *at));
        rows.push(MarkRow { uid, at_ms: *at, ..first.clone() });
    }
    if app.act(Verb::EditMark, ops).is_some() {
        show(app, visit, rows);
        super::keep_marked(app, 0);
    }
}

/// Deletes what the line shows: of a tally all the events that follow each other.
pub fn delete(app: &mut App, view: &VisitView, line: &MarkLine) {
    let gone: Vec<Uid> = line.marks.iter().map(|m| m.uid).collect();
    let ops = gone.iter().map(|uid| acts::deleted(Kind::Mark, *uid, Stream::Shared, true)).collect();
    if app.act(Verb::TakeBackMark, ops).is_none() {
        return;
    }
    let at = super::place(app);
    show(app, view.visit.uid, view.marks.iter().filter(|m| !gone.contains(&m.uid)).cloned().collect());
    super::keep_marked(app, at);
    app.tell("The mark is gone. Ctrl-Z brings it back.");
}

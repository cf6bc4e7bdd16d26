//! What cannot have been in a visit: a moment after it ended, a stretch over another that cannot run at the same time.

use super::marks::look_for;
use crate::app::App;
use crate::domain::mark::{Mark, Way};
use crate::domain::sheet::INTERVAL;
use crate::domain::time::elapsed;
use crate::store::api::Origin;

/// How long the visit on the screen lasted, milliseconds; up to now while it is recorded. None where nobody timed it.
fn lasted(app: &App) -> Option<i64> {
    let visit = &app.visit.page()?.visit;
    let live = app.recording.as_ref().and_then(|r| r.visit.as_ref()).filter(|v| v.uid == visit.uid);
    match live {
        Some(live) => Some(live.elapsed(app.now)),
        None if visit.origin != Origin::Live => None,
        None => visit.started.zip(visit.ended).map(|(from, to)| (to - from - visit.paused).max(0)),
    }
}

/// Times are typed in whole seconds, so they are compared in whole seconds.
fn second(ms: i64) -> i64 {
    ms / 1_000
}

/// Whether something can have been `at_ms` after the visit began.
///
/// # Errors
/// A sentence that says how long the visit lasted.
pub fn moment(app: &App, at_ms: i64) -> Result<(), String> {
    match lasted(app) {
        Some(long) if second(at_ms) > second(long) => Err(format!(
            "The visit lasted {0}, so {1} is not in it. Write a time up to {0}.",
            elapsed(long),
            elapsed(at_ms)
        )),
        _ => Ok(()),
    }
}

/// Whether the visit lasted into this interval, counted from 1.
///
/// # Errors
/// A sentence that says how many intervals there were.
pub fn interval(app: &App, mark: &Mark, number: i64) -> Result<(), String> {
    let every = look_for(app, mark).and_then(|l| l.settings.every).unwrap_or(INTERVAL).max(1) * 1_000;
    let Some(long) = lasted(app) else { return Ok(()) };
    let last = (long - 1).max(0) / every + 1;
    if number > last {
        return Err(format!(
            "The visit lasted {}; interval {last} is the last that began in it. Write a number up to {last}.",
            elapsed(long)
        ));
    }
    Ok(())
}

/// The stretch or wait as it can stand, as beginning and length in milliseconds: within the visit, and over no other
/// stretch that cannot run at the same time. Where it meets such a one within the same second, it is cut there.
///
/// # Errors
/// A sentence that says what it runs over.
pub fn stretch(app: &App, mark: &Mark, at_ms: i64, long: i64) -> Result<(i64, i64), String> {
    let (mut from, mut to) = (at_ms, at_ms + long);
    moment(app, to)?;
    for (other, label) in exclusive(app, mark) {
        let Some(begins) = other.at_ms else { continue };
        let ends = other.value.map_or(i64::MAX, |long| begins + long);
        if to <= begins || from >= ends {
            continue;
        } else if from > begins && to > ends && second(from) == second(ends) {
            from = ends;
        } else if from < begins && second(to) == second(begins) {
            to = begins;
        } else {
            let until = other.value.map_or("and goes on".into(), |_| format!("until {}", elapsed(ends)));
            return Err(format!(
                "“{label}” was from {} {until}, and only one of them runs at a time. Leave that time free.",
                elapsed(begins)
            ));
        }
    }
    Ok((from, to - from))
}

/// A new mark as it can stand in the visit.
///
/// # Errors
/// A sentence that says why it cannot.
pub fn fitted(app: &App, mark: &Mark) -> Result<Mark, String> {
    let mut fits = mark.clone();
    match (mark.way, mark.at_ms, mark.value) {
        (Way::Interval, _, Some(number)) => interval(app, mark, number)?,
        (Way::Timer | Way::Response, Some(at), Some(long)) => {
            let (at, long) = stretch(app, mark, at, long)?;
            (fits.at_ms, fits.value) = (Some(at), Some(long));
        }
        (Way::Timer | Way::Response, None, Some(long)) => moment(app, long)?,
        (_, Some(at), _) => moment(app, at)?,
        _ => {}
    }
    Ok(fits)
}

/// The other stretches of the same look-for and of its set, with their labels.
fn exclusive(app: &App, mark: &Mark) -> Vec<(Mark, String)> {
    if mark.way != Way::Timer {
        return Vec::new();
    }
    let set = look_for(app, mark).and_then(|l| l.settings.set);
    let marks = app.visit.page().map(|v| v.marks.as_slice()).unwrap_or_default();
    let others = marks.iter().filter(|m| m.way == Way::Timer && m.uid != mark.uid);
    let same = |m: &&Mark| {
        m.look_for == mark.look_for || (set.is_some() && look_for(app, m).and_then(|l| l.settings.set) == set)
    };
    let named = |m: &Mark| (m.clone(), look_for(app, m).map_or(m.look_for.clone(), |l| l.label));
    others.filter(same).map(named).collect()
}

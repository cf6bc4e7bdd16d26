//! Rooms and teachers out of a roster: looked at, and taken in as one act.

use super::{Around, Asks, Doing, Outcome, Paper, Why, reader};
use crate::domain::act::{Act, Op, Verb};
use crate::domain::schema::Kind;
use crate::domain::time::{Hlc, UtcMs};
use crate::exchange::roster::{self, Report, Roster, Wish};
use crate::store::{Core, Reader};
use std::path::Path;

/// The end of a report where nothing was to be changed, and where something was.
pub const NOTHING_WOULD: &str = "Everything is there already: nothing would change.";
pub const NOTHING_WAS: &str = "Everything is there already: nothing was changed.";
pub const TAKEN_IN: &str = "Taken in as one change: Ctrl-Z in the program takes all of it back.";

/// The same, said in the program.
pub(super) const TAKEN_BACK_HERE: &str = "Taken in as one change: Ctrl-Z takes all of it back.";

/// A report with its summary.
pub fn lines(report: &Report) -> Vec<String> {
    let mut lines = report.lines();
    lines.extend([String::new(), report.in_short()]);
    lines
}

fn plan(reader: &Reader, roster: &Roster) -> Result<(Vec<Op>, Report), Why> {
    Ok(roster::plan(roster, &reader.known()?)?)
}

/// Keeps operations as one act; `false`: there was nothing to keep. `told` hears how far it is: so much, of so much.
///
/// # Errors
/// When it cannot be saved; nothing was changed then.
pub fn keep(
    core: &mut Core,
    verb: Verb,
    ops: Vec<Op>,
    now: UtcMs,
    told: &mut dyn FnMut(u64, u64),
) -> Result<bool, Why> {
    if ops.is_empty() {
        return Ok(false);
    }
    let clock = Hlc(core.newest_clock()?).next(now);
    core.apply_told(&Act { clock, verb, ops }, told)?;
    Ok(true)
}

/// As the screens show it: what would change.
///
/// # Errors
/// A sentence, when the roster or the file cannot be read.
pub fn look(from: &Path, wish: &Wish, around: &Around) -> Result<Paper, Why> {
    let roster = read(from, wish, around).map_err(|why| match wish.map.is_empty() {
        true => why,
        // What was said of the columns does not do; more can be said.
        false => Why { asks: Asks::Column, ..why },
    })?;
    let (ops, report) = plan(&reader(around)?, &roster)?;
    let end = if ops.is_empty() { NOTHING_WOULD } else { "This is what would change. Nothing was changed yet." };
    let headings = roster::first_row(from);
    Ok(Paper { lines: lines(&report), end: end.into(), changes: !ops.is_empty(), headings })
}

/// As the screens do it: taken in.
///
/// # Errors
/// A sentence; nothing was changed then.
pub fn take_in_program(
    from: &Path,
    wish: &Wish,
    core: &mut Core,
    around: &Around,
) -> Result<(Outcome, Vec<Kind>), Why> {
    let roster = read(from, wish, around)?;
    let (ops, report) = plan(&reader(around)?, &roster)?;
    let kinds = ops.iter().map(|op| op.kind).collect();
    let changes = keep(core, Verb::ImportRoster, ops, around.now.utc, &mut around.saving())?;
    let end = if changes { TAKEN_BACK_HERE } else { NOTHING_WAS };
    Ok((Outcome::Paper(Paper { lines: lines(&report), end: end.into(), changes, ..Paper::default() }), kinds))
}

fn read(from: &Path, wish: &Wish, around: &Around) -> Result<Roster, Why> {
    Ok(roster::read(from, wish, &mut |rows| around.far(Doing::Reading, rows, None))?)
}

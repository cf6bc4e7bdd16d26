//! Marking look-fors: what a key does (`press`), what the marks of a visit come to (`sums`), and how that is said in
//! words (`words`). Everything follows from the sheet, the marks and the visit's own time, so that it can be tested
//! exactly.

mod edit;
mod press;
mod sums;
mod words;
mod written;

pub use edit::{Edit, check_count, edited};
pub use press::{Pressed, Scene, answered, as_before, read_count, scan, settled, stop_running};
pub use sums::{Scan, Sum, Sums, Wait};
pub use words::{Told, moment, seconds, span, typical};
pub use written::{Written, written};

use super::mark::Mark;

/// One change to the marks of a visit. Its inverse takes it back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    Make(Mark),
    Alter {
        from: Mark,
        to: Mark,
    },
    Remove(Mark),
    /// A mark that was removed comes back.
    Restore(Mark),
}

impl Change {
    /// What takes this change back.
    pub fn inverse(&self) -> Change {
        match self {
            Change::Make(mark) | Change::Restore(mark) => Change::Remove(mark.clone()),
            Change::Remove(mark) => Change::Restore(mark.clone()),
            Change::Alter { from, to } => Change::Alter { from: to.clone(), to: from.clone() },
        }
    }

    /// The mark that stands after the change; none when it is removed.
    pub fn after(&self) -> Option<&Mark> {
        match self {
            Change::Make(mark) | Change::Restore(mark) | Change::Alter { to: mark, .. } => Some(mark),
            Change::Remove(_) => None,
        }
    }

    /// The mark it is about, as it was before or as it is made.
    pub fn mark(&self) -> &Mark {
        match self {
            Change::Make(mark) | Change::Restore(mark) | Change::Remove(mark) => mark,
            Change::Alter { from, .. } => from,
        }
    }

    /// Makes the change in a list of marks. The order of the others stays.
    pub fn apply(&self, marks: &mut Vec<Mark>) {
        let uid = self.mark().uid;
        // The newest marks are the ones that change.
        let place = marks.iter().rposition(|m| m.uid == uid);
        match (self.after(), place) {
            (Some(mark), Some(at)) => marks[at] = mark.clone(),
            (Some(mark), None) => marks.push(mark.clone()),
            (None, Some(at)) => drop(marks.remove(at)),
            (None, None) => {}
        }
    }

    /// Whether the change stands in these marks just as it was made, so that it can be taken back.
    pub fn stands(&self, marks: &[Mark]) -> bool {
        let uid = self.mark().uid;
        marks.iter().rfind(|m| m.uid == uid) == self.after()
    }
}

/// The number of the interval at this moment, from 1. `every` is the length of an interval in seconds.
pub fn interval_at(at_ms: i64, every: i64) -> i64 {
    at_ms.max(0) / length_ms(every) + 1
}

/// Milliseconds since the interval at this moment began.
pub fn into_interval(at_ms: i64, every: i64) -> i64 {
    at_ms.max(0) % length_ms(every)
}

/// How many intervals a visit of this length had, or has had so far: those that ended, and a last one when it lasted
/// at least half its length. Where a code was marked in a later one (`last_marked`), that one counts too.
pub fn intervals(length_ms_of_visit: i64, every: i64, last_marked: i64) -> i64 {
    let (visit, every) = (length_ms_of_visit.max(0), length_ms(every));
    let whole = visit / every;
    let half = i64::from(visit % every >= (every + 1) / 2);
    (whole + half).max(last_marked)
}

fn length_ms(every: i64) -> i64 {
    every.clamp(1, 86_400) * 1_000
}

#[cfg(test)]
mod tests;

//! What is on the disk and what is not yet, as the screen shows it.

use crate::domain::time::{Hlc, UtcMs};
use crate::store::api::Trouble;
use std::collections::{BTreeMap, VecDeque};

/// How far an act has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// On its way: `…`.
    OnItsWay,
    /// On the disk: `✓`.
    Saved,
    /// Not on the disk: NOT SAVED, and why.
    NotSaved,
}

/// Acts sent and not yet acknowledged.
#[derive(Debug, Clone, Default)]
pub struct Saving {
    open: BTreeMap<Hlc, Kept>,
    /// Why the last save failed, while any act is not saved.
    pub why: Option<Trouble>,
    /// Where the acts that could not be saved were put.
    pub emergency: Option<String>,
    /// Undos and redos on their way, in their order: the store answers them in it.
    turning: VecDeque<Hlc>,
    /// Whether anything was saved in this run, and the last backup.
    pub any_saved: bool,
    pub backup: Option<UtcMs>,
    /// Drafts: fields changed since they were last kept, and since when (steady clock).
    pub drafts: BTreeMap<&'static str, DraftTime>,
}

/// When a field began to differ from its kept draft, and when it last changed. Steady clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DraftTime {
    pub since: i64,
    pub last: i64,
}

/// A draft is kept after this long a pause in typing, and at the latest after this long of typing, milliseconds.
const PAUSE: i64 = 300;
const AT_THE_LATEST: i64 = 900;

impl DraftTime {
    pub fn due(&self) -> i64 {
        (self.last + PAUSE).min(self.since + AT_THE_LATEST)
    }
}

impl Saving {
    pub fn sent(&mut self, clock: Hlc) {
        self.open.insert(clock, Kept::OnItsWay);
    }

    /// An undo or redo was sent.
    pub fn turn_sent(&mut self, clock: Hlc) {
        self.turning.push_back(clock);
    }

    /// The oldest undo or redo on its way was answered: its clock.
    pub fn turn_answered(&mut self) -> Option<Hlc> {
        self.turning.pop_front()
    }

    pub fn saved(&mut self, clock: Hlc) {
        self.open.remove(&clock);
        self.any_saved = true;
        if !self.open.values().any(|k| *k == Kept::NotSaved) {
            self.why = None;
            self.emergency = None;
        }
    }

    pub fn not_saved(&mut self, clock: Hlc, why: Trouble, emergency: Option<String>) {
        self.open.insert(clock, Kept::NotSaved);
        self.why = Some(why);
        self.emergency = emergency;
    }

    /// How far the act of this clock has come.
    pub fn kept(&self, clock: Option<Hlc>) -> Kept {
        let Some(clock) = clock else { return Kept::Saved };
        let turning = self.turning.contains(&clock).then_some(Kept::OnItsWay);
        self.open.get(&clock).copied().or(turning).unwrap_or(Kept::Saved)
    }

    /// The worst of all that is open.
    pub fn worst(&self) -> Kept {
        if self.open.values().any(|k| *k == Kept::NotSaved) {
            Kept::NotSaved
        } else if self.open.is_empty() {
            Kept::Saved
        } else {
            Kept::OnItsWay
        }
    }

    pub fn not_saved_count(&self) -> usize {
        self.open.values().filter(|k| **k == Kept::NotSaved).count()
    }

    /// A field changed: its draft will be kept soon.
    pub fn typed(&mut self, field: &'static str, now: i64) {
        let time = self.drafts.entry(field).or_insert(DraftTime { since: now, last: now });
        time.last = now;
    }

    /// When the next draft is due.
    pub fn next_draft(&self) -> Option<i64> {
        self.drafts.values().map(DraftTime::due).min()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_is_never_more_than_a_second_old() {
        let mut saving = Saving::default();
        saving.typed("note", 0);
        for at in (100..5_000).step_by(100) {
            saving.typed("note", at);
            assert!(saving.next_draft().is_some_and(|due| due <= 900));
        }
        let mut pause = Saving::default();
        pause.typed("note", 1_000);
        assert_eq!(pause.next_draft(), Some(1_300));
    }

    #[test]
    fn the_worst_is_shown() {
        let mut saving = Saving::default();
        assert_eq!(saving.worst(), Kept::Saved);
        saving.sent(Hlc(1));
        saving.sent(Hlc(2));
        assert_eq!(saving.worst(), Kept::OnItsWay);
        assert_eq!(saving.kept(Some(Hlc(2))), Kept::OnItsWay);
        saving.saved(Hlc(1));
        saving.saved(Hlc(2));
        assert_eq!(saving.worst(), Kept::Saved);
    }
}

//! What the marks of a visit come to, look-for by look-for. Made once when marks change, so that a frame only reads.

use super::Change;
use crate::domain::id::Uid;
use crate::domain::mark::{Detail, Mark, Tick, Way};
use crate::domain::order::InOrder;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The marks of one look-for in one visit. Only what its way needs is filled.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sum {
    /// A tick, and when. Look-fors of any way can be settled with one.
    pub tick: Option<(Tick, Option<i64>)>,
    /// Marks other than ticks: events, stretches, scans, changes, codes, waits. Answers of prompts are in `notes`.
    pub times: usize,
    /// When it was last marked, milliseconds since the visit began.
    pub last_at: Option<i64>,
    /// Timer: milliseconds of the stretches that have ended.
    pub total: i64,
    /// Timer, response: since when it has been going on.
    pub since: Option<i64>,
    pub scans: Vec<Scan>,
    /// Choice: what stood from when on.
    pub choices: Vec<(Option<i64>, Vec<String>)>,
    /// Scale: the word that was marked last.
    pub option: Option<String>,
    /// Interval: the codes of each interval that has any.
    pub codes: BTreeMap<i64, BTreeSet<String>>,
    /// Response: those that have ended.
    pub waits: Vec<Wait>,
    /// Prompt: the notes that answer it, whether or not they are still there.
    pub notes: Vec<Uid>,
}

/// How many of those present were doing it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scan {
    pub at_ms: Option<i64>,
    pub n: i64,
    pub of: Option<i64>,
}

/// One wait, in milliseconds, and how it ended; none when it was broken off by leaving the room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wait {
    pub length: i64,
    pub outcome: Option<String>,
}

/// Later intervals than this are a mistake in the file: a day of the shortest ones.
const LAST_INTERVAL: i64 = 8_640;

impl Sum {
    fn add(&mut self, mark: &Mark) {
        self.last_at = self.last_at.max(mark.at_ms);
        if mark.way == Way::Tick {
            self.tick = mark.tick().map(|t| (t, mark.at_ms)).or(self.tick);
            return;
        }
        if let (Way::Prompt, Detail::Note(note)) = (mark.way, &mark.detail) {
            self.notes.push(*note);
            return;
        }
        self.times += 1;
        match mark.way {
            Way::Timer | Way::Response if mark.is_running() => self.since = mark.at_ms,
            Way::Timer => self.total = self.total.saturating_add(mark.length().unwrap_or(0)),
            Way::Response => {
                self.waits.extend(mark.length().map(|length| Wait { length, outcome: mark.option().map(String::from) }))
            }
            Way::Scan => {
                let of = if let Detail::Of(of) = mark.detail { Some(of) } else { None };
                self.scans.extend(mark.value.map(|n| Scan { at_ms: mark.at_ms, n, of }));
            }
            Way::Choice => {
                if let Detail::Options(options) = &mark.detail {
                    self.choices.push((mark.at_ms, options.clone()));
                }
            }
            Way::Scale => self.option = mark.option().map(String::from).or(self.option.take()),
            Way::Interval => {
                if let (Some(number @ 1..=LAST_INTERVAL), Some(code)) = (mark.value, mark.option()) {
                    self.codes.entry(number).or_default().insert(code.to_string());
                }
            }
            Way::Tick | Way::Tally | Way::Prompt => {}
        }
    }

    /// In order of time, also when another laptop's marks came in between.
    fn in_order(&mut self) {
        self.scans.order_by_key(|s| s.at_ms);
        self.choices.order_by_key(|(at, _)| *at);
    }

    /// Whether anything was marked. `there` tells whether a note is: a deleted one answers nothing.
    pub fn is_marked(&self, there: &dyn Fn(Uid) -> bool) -> bool {
        self.tick.is_some() || self.times > 0 || self.notes.iter().any(|n| there(*n))
    }

    /// Milliseconds timed, with the stretch that goes on at this moment.
    pub fn timed(&self, now_ms: i64) -> i64 {
        self.total.saturating_add(self.since.map_or(0, |s| now_ms.saturating_sub(s).max(0)))
    }

    /// What stands of a choice.
    pub fn standing(&self) -> &[String] {
        self.choices.last().map_or(&[], |(_, options)| options)
    }

    /// Whether a code is marked in an interval.
    pub fn has_code(&self, interval: i64, code: &str) -> bool {
        self.codes.get(&interval).is_some_and(|c| c.contains(code))
    }

    /// In how many intervals a code is marked.
    pub fn intervals_with(&self, code: &str) -> usize {
        self.codes.values().filter(|c| c.contains(code)).count()
    }
}

/// The sums of a visit, by look-for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sums {
    by_look_for: HashMap<String, Sum>,
    nothing: Sum,
}

impl Sums {
    pub fn of<'m>(marks: impl IntoIterator<Item = &'m Mark>) -> Sums {
        let mut sums = Sums::default();
        for mark in marks {
            sums.by_look_for.entry(mark.look_for.clone()).or_default().add(mark);
        }
        sums.by_look_for.values_mut().for_each(Sum::in_order);
        sums
    }

    /// The sum of one look-for; an empty one when it has no mark.
    pub fn get(&self, look_for: &str) -> &Sum {
        self.by_look_for.get(look_for).unwrap_or(&self.nothing)
    }

    /// After a change: only the look-for it is about is counted anew, and a new mark is only added.
    pub fn changed(&mut self, change: &Change, marks: &[Mark]) {
        let look_for = &change.mark().look_for;
        if let Change::Make(mark) = change {
            let sum = self.by_look_for.entry(look_for.clone()).or_default();
            sum.add(mark);
            sum.in_order();
            return;
        }
        let mut sum = Sum::default();
        marks.iter().filter(|m| m.look_for == *look_for).for_each(|m| sum.add(m));
        sum.in_order();
        self.by_look_for.insert(look_for.clone(), sum);
    }

    /// The last interval in which anything was marked; 0 when nothing was.
    pub fn last_interval(&self) -> i64 {
        self.by_look_for.values().filter_map(|s| s.codes.keys().next_back()).max().copied().unwrap_or(0)
    }
}

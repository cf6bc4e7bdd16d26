//! What was marked, in words: for the visit's page, the copy for the teacher and exports. Numbers come with what they
//! are out of.

use super::intervals;
use super::sums::{Scan, Sum, Sums, Wait};
use crate::domain::id::Uid;
use crate::domain::mark::{Detail, Mark, Tick, Way};
use crate::domain::sheet::{INTERVAL, LookFor, Sheet};
use crate::domain::text::count;
use crate::domain::time::elapsed;

/// The marks of one visit, ready to be told.
pub struct Told<'a> {
    pub sums: &'a Sums,
    /// Milliseconds in the room, or so far; none in a visit written afterwards without a length.
    pub length: Option<i64>,
    /// Whether a note is there: a deleted one answers no prompt.
    pub there: &'a dyn Fn(Uid) -> bool,
}

impl Told<'_> {
    /// What was marked of one look-for; none when nothing was.
    pub fn result(&self, look_for: &LookFor) -> Option<String> {
        let sum = self.sums.get(&look_for.id);
        if !sum.is_marked(self.there) {
            return None;
        }
        match (look_for.way, sum.tick) {
            (Way::Tick, tick) => tick.map(|(tick, at)| ticked(tick, at)),
            (Way::Prompt, _) if sum.notes.iter().any(|n| (self.there)(*n)) => Some(self.answers(sum)),
            (_, Some((tick, at))) if sum.times == 0 => Some(ticked(tick, at)),
            (Way::Tally, _) => Some(count(sum.times, "time", "times")),
            (Way::Timer, _) => Some(self.timer(sum)),
            (Way::Scan, _) => Some(scans(&sum.scans)),
            (Way::Choice, _) => Some(choices(look_for, &sum.choices)),
            (Way::Scale, _) => sum.option.as_deref().map(|o| label(look_for, o).to_string()),
            (Way::Interval, _) => Some(self.codes(look_for, sum)),
            (Way::Response, _) => Some(waits(look_for, &sum.waits)),
            (Way::Prompt, _) => None,
        }
    }

    /// The timers of one set together: "teacher talk 6:10, student talk 1:35 of 10:00"; none when none was started.
    pub fn set(&self, sheet: &Sheet, set: &str) -> Option<String> {
        let timers = sheet.look_fors.iter().filter(|l| l.way == Way::Timer && l.settings.set.as_deref() == Some(set));
        let now = self.length.unwrap_or(i64::MAX);
        let parts: Vec<String> = timers
            .map(|l| (l, self.sums.get(&l.id)))
            .filter(|(_, sum)| sum.times > 0)
            .map(|(l, sum)| format!("{} {}", l.label, elapsed(sum.timed(now))))
            .collect();
        let of = self.length.map_or(String::new(), |l| format!(" of {}", elapsed(l)));
        (!parts.is_empty()).then(|| format!("{}{of}", parts.join(", ")))
    }

    /// In how many intervals each code was marked, and of how many: what a report of codes is made from.
    pub fn coded<'l>(&self, look_for: &'l LookFor) -> (Vec<(&'l str, usize)>, i64) {
        let sum = self.sums.get(&look_for.id);
        let codes = look_for.options.iter().map(|o| (o.label.as_str(), sum.intervals_with(&o.id)));
        (codes.filter(|(_, n)| *n > 0).collect(), self.intervals(look_for))
    }

    /// How many intervals the visit had, by the rule of `intervals`.
    pub fn intervals(&self, look_for: &LookFor) -> i64 {
        let every = look_for.settings.every.unwrap_or(INTERVAL);
        intervals(self.length.unwrap_or(0), every, self.sums.last_interval())
    }

    fn timer(&self, sum: &Sum) -> String {
        match self.length {
            Some(length) => format!("{} of {}", elapsed(sum.timed(length)), elapsed(length)),
            None => elapsed(sum.total),
        }
    }

    fn codes(&self, look_for: &LookFor, sum: &Sum) -> String {
        let (codes, of) = self.coded(look_for);
        if codes.is_empty() {
            return count(sum.times, "code", "codes");
        }
        let codes: Vec<String> = codes.into_iter().map(|(code, n)| format!("{code} in {n}")).collect();
        format!("{} of {}", codes.join(", "), count(usize::try_from(of).unwrap_or(0), "interval", "intervals"))
    }

    fn answers(&self, sum: &Sum) -> String {
        match sum.notes.iter().filter(|n| (self.there)(**n)).count() {
            1 => "answered in a note".into(),
            n => format!("answered in {n} notes"),
        }
    }
}

/// Where a mark stands on the visit's time line: since when, and for how long where it is a stretch. A code stands for
/// its interval. Milliseconds since the visit began.
pub fn span(look_for: Option<&LookFor>, mark: &Mark) -> Option<(i64, Option<i64>)> {
    if let (Way::Interval, Some(number)) = (mark.way, mark.value) {
        let every = look_for.and_then(|l| l.settings.every).unwrap_or(INTERVAL).saturating_mul(1_000);
        return Some((number.max(1).saturating_sub(1).saturating_mul(every), Some(every)));
    }
    mark.at_ms.map(|at| (at, mark.length()))
}

/// One mark by itself, for the visit's time line: "19 of 24", "1:35", "1.4 s, a student answers". Empty for an event
/// that is only counted.
pub fn moment(look_for: Option<&LookFor>, mark: &Mark) -> String {
    let named = |option: &str| look_for.map_or(option, |l| label(l, option)).to_string();
    match (mark.way, &mark.detail) {
        (Way::Tick, _) => mark.tick().map_or(String::new(), |t| ticked(t, None)),
        (Way::Tally, _) => String::new(),
        (Way::Timer, _) => mark.length().map_or("not stopped".into(), elapsed),
        (Way::Scan, detail) => {
            let of = if let Detail::Of(of) = detail { Some(*of) } else { None };
            mark.value.map_or(String::new(), |n| one_scan(n, of))
        }
        (Way::Choice, Detail::Options(options)) if options.is_empty() => "none of them".into(),
        (Way::Choice, Detail::Options(options)) => options.iter().map(|o| named(o)).collect::<Vec<_>>().join(" and "),
        (Way::Scale, Detail::Option(option)) => named(option),
        (Way::Interval, Detail::Option(option)) => match mark.value {
            Some(number) => format!("{}, interval {number}", named(option)),
            None => named(option),
        },
        (Way::Response, detail) => match (mark.length(), detail) {
            (None, _) => "not stopped".into(),
            (Some(length), Detail::Option(option)) => format!("{}, {}", seconds(length), named(option)),
            (Some(length), _) => format!("{}, broken off", seconds(length)),
        },
        (Way::Prompt, _) => "answered".into(),
        _ => String::new(),
    }
}

fn label<'l>(look_for: &'l LookFor, option: &'l str) -> &'l str {
    look_for.option(option).map_or(option, |o| o.label.as_str())
}

fn ticked(tick: Tick, at: Option<i64>) -> String {
    match (tick, at) {
        (Tick::Seen, Some(at)) => format!("seen, {}", elapsed(at)),
        (Tick::Seen, None) => "seen".into(),
        (Tick::NotSeen, _) => "looked for and not seen".into(),
        (Tick::NotLookedFor, _) => "not looked for".into(),
    }
}

fn one_scan(n: i64, of: Option<i64>) -> String {
    of.map_or_else(|| n.to_string(), |of| format!("{n} of {of}"))
}

/// "19, 21, 22 of 24"; each with its own total where these differ.
fn scans(scans: &[Scan]) -> String {
    let same = scans.first().filter(|first| scans.iter().all(|s| s.of == first.of)).and_then(|s| s.of);
    match same {
        Some(of) => format!("{} of {of}", scans.iter().map(|s| s.n.to_string()).collect::<Vec<_>>().join(", ")),
        None => scans.iter().map(|s| one_scan(s.n, s.of)).collect::<Vec<_>>().join(", "),
    }
}

/// "pairs from 2:10, whole class from 6:00".
fn choices(look_for: &LookFor, choices: &[(Option<i64>, Vec<String>)]) -> String {
    let one = |(at, options): &(Option<i64>, Vec<String>)| {
        let words = match options.as_slice() {
            [] => "none of them".to_string(),
            some => some.iter().map(|o| label(look_for, o)).collect::<Vec<_>>().join(" and "),
        };
        at.map_or(words.clone(), |at| format!("{words} from {}", elapsed(at)))
    };
    choices.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// "9 timed, median 1.4 s: students answer 6, teacher answers 2; 1 broken off". Those broken off by leaving the room
/// are in no median.
fn waits(look_for: &LookFor, waits: &[Wait]) -> String {
    let timed = typical(waits);
    let broken = waits.len() - timed.map_or(0, |(n, _)| n);
    let broken = if broken > 0 { format!("; {broken} broken off") } else { String::new() };
    let Some((timed, median)) = timed else { return format!("none timed to its end{broken}") };
    let of = |id: &str| waits.iter().filter(|w| w.outcome.as_deref() == Some(id)).count();
    let known: Vec<String> = look_for
        .options
        .iter()
        .map(|o| (o.label.as_str(), of(&o.id)))
        .filter(|(_, n)| *n > 0)
        .map(|(label, n)| format!("{label} {n}"))
        .collect();
    let known = if known.is_empty() { String::new() } else { format!(": {}", known.join(", ")) };
    format!("{timed} timed, median {}{known}{broken}", seconds(median))
}

/// How many waits had an end, and their median in milliseconds. Those broken off are not among them.
pub fn typical(waits: &[Wait]) -> Option<(usize, i64)> {
    let mut lengths: Vec<i64> = waits.iter().filter(|w| w.outcome.is_some()).map(|w| w.length).collect();
    Some((lengths.len(), median(&mut lengths)?))
}

/// The middle one, or the mean of the two in the middle, rounded down to a millisecond.
fn median(lengths: &mut [i64]) -> Option<i64> {
    lengths.sort_unstable();
    let middle = lengths.len() / 2;
    let upper = *lengths.get(middle)?;
    if lengths.len() % 2 == 1 {
        return Some(upper);
    }
    lengths.get(middle.checked_sub(1)?).map(|lower| lower + (upper - lower) / 2)
}

/// "1.4 s"; "2:05" from a minute on. Milliseconds, rounded to a tenth of a second.
pub fn seconds(ms: i64) -> String {
    let tenths = (ms.max(0) + 50) / 100;
    if tenths >= 600 { elapsed(ms) } else { format!("{}.{} s", tenths / 10, tenths % 10) }
}

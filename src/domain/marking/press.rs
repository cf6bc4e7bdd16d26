//! What one key does. Nothing is changed here: the changes are given back, and a number or a line is asked for where
//! one is needed.

use super::{Change, interval_at};
use crate::domain::id::Uid;
use crate::domain::mark::{Detail, Mark, Tick, Way};
use crate::domain::sheet::{Choice, Keyed, LookFor, Sheet};

/// A visit at one moment.
#[derive(Debug, Clone, Copy)]
pub struct Scene<'a> {
    pub sheet: &'a Sheet,
    pub marks: &'a [Mark],
    /// Milliseconds since the visit began.
    pub at_ms: i64,
    /// Codes go into this interval instead of the one at hand: the one just gone.
    pub late: Option<i64>,
}

/// What a key comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pressed {
    /// These changes, all in one act.
    Marked(Vec<Change>),
    /// A scan, by its id: how many of how many is asked for.
    Number(String),
    /// A prompt, by its id: a line is asked for.
    Line(String),
    /// Nothing, and why.
    Refused(String),
}

impl<'a> Scene<'a> {
    /// What a key of the sheet does. `new_id` gives ids for new marks.
    pub fn press(&self, key: char, new_id: &mut dyn FnMut() -> Uid) -> Pressed {
        let (look_for, option) = match self.sheet.by_key(key) {
            None => return Pressed::Refused(format!("No look-for has the key {key}.")),
            Some(Keyed::LookFor(look_for)) => (look_for, None),
            Some(Keyed::Option(look_for, option)) => (look_for, Some(option)),
        };
        let mut changes = match (look_for.way, option) {
            (Way::Scan, _) => return Pressed::Number(look_for.id.clone()),
            (Way::Prompt, _) => return Pressed::Line(look_for.id.clone()),
            (Way::Response, Some(outcome)) => match self.end_of_wait(look_for, outcome) {
                Some(change) => vec![change],
                None => {
                    let key = look_for.key.map(String::from).unwrap_or_default();
                    return Pressed::Refused(format!("“{}” is not being timed: {key} starts it.", look_for.label));
                }
            },
            (Way::Response, None) => vec![self.start_of_wait(look_for, new_id)],
            (Way::Tick, _) => vec![self.tick(look_for, new_id)],
            (Way::Timer, _) => self.timer(look_for, new_id),
            (Way::Choice, Some(option)) => vec![self.choice(look_for, option, new_id)],
            (Way::Scale, Some(option)) => vec![self.scale(look_for, option, new_id)],
            (Way::Interval, Some(option)) => vec![self.code(look_for, &option.id, self.interval(look_for), new_id)],
            (Way::Tally, _) => vec![Change::Make(self.new_mark(look_for, Some(1), Detail::None, new_id()))],
            (Way::Choice | Way::Scale | Way::Interval, None) => return Pressed::Marked(Vec::new()),
        };
        if look_for.way != Way::Tick {
            changes.extend(unsettled(self.marks, &look_for.id));
        }
        Pressed::Marked(changes)
    }

    fn of(&self, look_for: &LookFor) -> impl DoubleEndedIterator<Item = &'a Mark> {
        let (id, way) = (look_for.id.clone(), look_for.way);
        self.marks.iter().filter(move |m| m.way == way && m.look_for == id)
    }

    fn new_mark(&self, look_for: &LookFor, value: Option<i64>, detail: Detail, uid: Uid) -> Mark {
        let (look_for, way) = (look_for.id.clone(), look_for.way);
        Mark { uid, look_for, way, at_ms: Some(self.at_ms), value, detail }
    }

    /// Seen, not seen, not marked. One mark, changed in place.
    fn tick(&self, look_for: &LookFor, new_id: &mut dyn FnMut() -> Uid) -> Change {
        let Some(stands) = self.of(look_for).next_back() else {
            return Change::Make(self.new_mark(look_for, Some(Tick::Seen as i64), Detail::None, new_id()));
        };
        match Tick::after(stands.tick()) {
            None => Change::Remove(stands.clone()),
            Some(tick) => altered(stands, |m| {
                m.value = Some(tick as i64);
                m.at_ms = Some(self.at_ms);
            }),
        }
    }

    /// A running timer stops; another starts and stops those of its set.
    fn timer(&self, look_for: &LookFor, new_id: &mut dyn FnMut() -> Uid) -> Vec<Change> {
        let running: Vec<&Mark> = self.of(look_for).filter(|m| m.is_running()).collect();
        if !running.is_empty() {
            return running.into_iter().map(|m| stopped(m, self.at_ms)).collect();
        }
        let others = self.sheet.look_fors.iter().filter(|l| l.id != look_for.id && l.is_timed_with(look_for));
        let mut changes: Vec<Change> =
            others.flat_map(|l| self.of(l).filter(|m| m.is_running()).map(|m| stopped(m, self.at_ms))).collect();
        changes.push(Change::Make(self.new_mark(look_for, None, Detail::None, new_id())));
        changes
    }

    /// An option comes or goes; where only one can stand it takes the place of the other.
    fn choice(&self, look_for: &LookFor, option: &Choice, new_id: &mut dyn FnMut() -> Uid) -> Change {
        let newest = self.of(look_for).max_by_key(|m| m.at_ms);
        let mut stand = match newest.map(|m| &m.detail) {
            Some(Detail::Options(options)) => options.clone(),
            _ => Vec::new(),
        };
        let stood = stand.contains(&option.id);
        stand.retain(|o| look_for.settings.several && *o != option.id);
        if !stood {
            stand.push(option.id.clone());
        }
        let many = i64::try_from(stand.len()).unwrap_or(0);
        Change::Make(self.new_mark(look_for, Some(many), Detail::Options(stand), new_id()))
    }

    /// One word stands; the same key again takes it away.
    fn scale(&self, look_for: &LookFor, option: &Choice, new_id: &mut dyn FnMut() -> Uid) -> Change {
        match self.of(look_for).next_back() {
            None => Change::Make(self.new_mark(look_for, None, Detail::Option(option.id.clone()), new_id())),
            Some(stands) if stands.option() == Some(option.id.as_str()) => Change::Remove(stands.clone()),
            Some(stands) => altered(stands, |m| {
                m.detail = Detail::Option(option.id.clone());
                m.at_ms = Some(self.at_ms);
            }),
        }
    }

    /// The interval codes go into: the late one while it is the one just gone, else the one at hand.
    pub fn interval(&self, look_for: &LookFor) -> i64 {
        let now = interval_at(self.at_ms, look_for.settings.every.unwrap_or(crate::domain::sheet::INTERVAL));
        self.late.filter(|late| *late >= 1 && *late == now - 1).unwrap_or(now)
    }

    /// A code in an interval comes or goes.
    fn code(&self, look_for: &LookFor, option: &str, number: i64, new_id: &mut dyn FnMut() -> Uid) -> Change {
        match self.of(look_for).rfind(|m| m.value == Some(number) && m.option() == Some(option)) {
            Some(stands) => Change::Remove(stands.clone()),
            None => Change::Make(self.new_mark(look_for, Some(number), Detail::Option(option.into()), new_id())),
        }
    }

    /// The start key while it runs starts anew: the earlier start was none.
    fn start_of_wait(&self, look_for: &LookFor, new_id: &mut dyn FnMut() -> Uid) -> Change {
        match self.of(look_for).rfind(|m| m.is_running()) {
            Some(running) => altered(running, |m| m.at_ms = Some(self.at_ms)),
            None => Change::Make(self.new_mark(look_for, None, Detail::None, new_id())),
        }
    }

    fn end_of_wait(&self, look_for: &LookFor, outcome: &Choice) -> Option<Change> {
        let running = self.of(look_for).rfind(|m| m.is_running())?;
        let length = length_to(running, self.at_ms);
        Some(altered(running, |m| {
            m.value = Some(length);
            m.detail = Detail::Option(outcome.id.clone());
        }))
    }
}

/// The codes of the interval before, once more: those that are not marked yet in the interval codes go into.
pub fn as_before(scene: &Scene, new_id: &mut dyn FnMut() -> Uid) -> Pressed {
    let coded: Vec<&LookFor> = scene.sheet.look_fors.iter().filter(|l| l.way == Way::Interval).collect();
    let Some(first) = coded.first() else {
        return Pressed::Refused("This sheet has no codes for intervals.".into());
    };
    let number = scene.interval(first);
    if number == 1 {
        return Pressed::Refused("There is no interval before this one.".into());
    }
    let mut changes = Vec::new();
    for look_for in coded {
        let codes = |n: i64| scene.of(look_for).filter(move |m| m.value == Some(n)).filter_map(Mark::option);
        for code in codes(number - 1) {
            if !codes(number).any(|c| c == code) {
                changes.push(scene.code(look_for, code, number, new_id));
            }
        }
    }
    if changes.is_empty() {
        return Pressed::Refused(format!("Interval {} has no code that is not marked here already.", number - 1));
    }
    Pressed::Marked(changes)
}

/// A scan that was counted: `n` do it, of `of`.
pub fn scan(scene: &Scene, look_for: &LookFor, n: i64, of: Option<i64>, uid: Uid) -> Vec<Change> {
    let detail = of.map_or(Detail::None, Detail::Of);
    let mut changes = vec![Change::Make(scene.new_mark(look_for, Some(n), detail, uid))];
    changes.extend(unsettled(scene.marks, &look_for.id));
    changes
}

/// A prompt that was answered with a note.
pub fn answered(scene: &Scene, look_for: &LookFor, note: Uid, uid: Uid) -> Vec<Change> {
    let mut changes = vec![Change::Make(scene.new_mark(look_for, None, Detail::Note(note), uid))];
    changes.extend(unsettled(scene.marks, &look_for.id));
    changes
}

/// Stops whatever runs at this moment: on leaving the room.
pub fn stop_running(marks: &[Mark], at_ms: i64) -> Vec<Change> {
    marks.iter().filter(|m| m.is_running()).map(|m| stopped(m, at_ms)).collect()
}

/// A look-for that was not marked is settled with one answer.
pub fn settled(look_for: &str, tick: Tick, uid: Uid) -> Mark {
    Mark { uid, look_for: look_for.into(), way: Way::Tick, at_ms: None, value: Some(tick as i64), detail: Detail::None }
}

/// Once it is marked after all, "not seen" or "not looked for" goes.
pub(super) fn unsettled(marks: &[Mark], look_for: &str) -> Vec<Change> {
    marks.iter().filter(|m| m.way == Way::Tick && m.look_for == look_for).map(|m| Change::Remove(m.clone())).collect()
}

fn altered(mark: &Mark, change: impl FnOnce(&mut Mark)) -> Change {
    let mut to = mark.clone();
    change(&mut to);
    Change::Alter { from: mark.clone(), to }
}

fn length_to(mark: &Mark, at_ms: i64) -> i64 {
    at_ms.saturating_sub(mark.at_ms.unwrap_or(at_ms)).max(0)
}

fn stopped(mark: &Mark, at_ms: i64) -> Change {
    altered(mark, |m| m.value = Some(length_to(mark, at_ms)))
}

/// Reads what was typed for a scan: "19", "19/24" or "19 of 24" where the total is another than the `heads` present.
/// Gives how many do it, and of how many; where the others were counted, they are turned into those who do.
///
/// # Errors
/// A sentence, when it is no count or cannot be.
pub fn read_count(typed: &str, heads: Option<i64>, counts_others: bool) -> Result<(i64, Option<i64>), String> {
    const MOST: i64 = 9_999;
    let number = |t: &str| t.trim().parse::<i64>().ok().filter(|n| (0..=MOST).contains(n));
    let wrong = || "Type a number, such as 19, or 19/24 to say of how many.".to_string();
    let parts: Vec<&str> = match typed.split_once('/').or_else(|| typed.split_once("of")) {
        Some((n, of)) => vec![n, of],
        None => vec![typed],
    };
    let (n, of) = match parts.as_slice() {
        [n, of] => (number(n).ok_or_else(wrong)?, Some(number(of).ok_or_else(wrong)?)),
        _ => (number(typed).ok_or_else(wrong)?, heads),
    };
    super::check_count(n, of)?;
    match (counts_others, of) {
        (false, of) => Ok((n, of)),
        (true, Some(of)) => Ok((of - n, Some(of))),
        (true, None) => Err("Those not doing it are counted here: type of how many too, such as 5/24.".into()),
    }
}

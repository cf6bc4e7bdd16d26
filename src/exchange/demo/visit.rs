//! One made-up visit: entering, lines and marks as they come, leaving, the corridor.

use super::Demo;
use super::joint::Second;
use super::marks::Stay;
use super::mood::{Mood, Setting};
use super::walk::Walk;
use super::words::Scene;
use crate::domain::act::{Op, Value, Verb};
use crate::domain::acts::{self, NoteFacts};
use crate::domain::agreements::Agreements;
use crate::domain::id::Uid;
use crate::domain::note::{NoteKind, parse_line};
use crate::domain::order::InOrder;
use crate::domain::schema::visit;
use crate::domain::time::UtcMs;

/// Shortest and longest visit, milliseconds.
const SHORTEST: i64 = 6 * 60_000;
const LONGEST: i64 = 13 * 60_000;
/// Time for one line on average, milliseconds.
const PER_LINE: i64 = 48_000;
/// The school day: when the first period begins, and how long each is, in minutes.
const FIRST_BELL: i64 = 490;
const PERIOD: i64 = 50;
/// Lines tagged while walking, percent.
const TAGGED_AT_ONCE: usize = 30;

/// Where and how a visit begins.
pub struct Entry {
    pub classroom: Uid,
    pub started: UtcMs,
    pub heads: i64,
    /// Lines it shall have, corridor included.
    pub quota: usize,
    pub substitute: bool,
    pub asked: bool,
}

/// A line that was written, for the evening and for patterns.
pub struct Written {
    pub note: Uid,
    pub theme: usize,
    pub at_ms: i64,
    pub kind: NoteKind,
    pub tagged: bool,
}

/// A visit that is over.
pub struct Done {
    pub visit: Option<Uid>,
    /// What a second observer wrote down of it.
    pub second: Option<Second>,
    /// When the corridor was left too.
    pub ended: UtcMs,
    pub written: Vec<Written>,
}

impl Done {
    pub fn nothing(ended: UtcMs) -> Done {
        Done { visit: None, second: None, ended, written: Vec::new() }
    }
}

fn period(minute: i64) -> String {
    format!("Period {}", 1 + (minute - FIRST_BELL).max(0) / PERIOD)
}

/// Something that happens at a moment of a visit.
pub type Moment = (i64, Verb, Op);

impl Demo {
    pub fn record_visit(&mut self, walk: &Walk, setting: &Setting, entry: &Entry) -> Done {
        let uid = self.chance.uid(entry.started);
        self.enter(walk, setting.minute, entry, uid);
        let (inside, after) = self.share(entry.quota);
        let length = (i64::try_from(inside).unwrap_or(0) * PER_LINE).clamp(SHORTEST, LONGEST);
        let mood = Mood::of(setting, &mut self.counters, &self.words);
        let mut written = Vec::new();
        let mut moments = Vec::new();
        for at_ms in self.times(inside, length) {
            let theme = self.follow_up_or(entry.started, &mood);
            let scene = Scene { subject: setting.subject, heads: entry.heads, at_ms };
            moments.push(self.line(uid, entry.started, scene, theme, false, &mut written));
        }
        let stay = Stay { visit: uid, started: entry.started, length };
        let settled = if walk.sheet { self.marks(&stay, &written, &mut moments) } else { Vec::new() };
        if walk.timed {
            let sheet = self.world.timed.1.clone();
            self.times_taken(&sheet, &stay, &mut moments);
        }
        let period = period(setting.minute);
        let second = self.second((walk, &period), (entry, &stay), &settled, &mut written, &mut moments);
        moments.order_by_key(|(at, _, _)| *at);
        for (at, verb, op) in moments {
            self.log.act(entry.started + at, verb, vec![op]);
        }
        let left = entry.started + length;
        self.log.act(left, Verb::LeaveRoom, vec![acts::visit_ended(uid, Some(left))]);
        if let Some(second) = &second {
            self.second_leaves(second, left);
        }
        let mut at_ms = length;
        for place in 0..after {
            at_ms += self.chance.between(9, 25) * 1_000;
            let theme = if place == 0 { "wondering" } else { "corridor" };
            let scene = Scene { subject: setting.subject, heads: entry.heads, at_ms };
            let theme = self.words.theme(theme).unwrap_or(0);
            let (at, verb, op) = self.line(uid, entry.started, scene, theme, true, &mut written);
            self.log.act(entry.started + at, verb, vec![op]);
        }
        at_ms += 5_000;
        self.log.act(entry.started + at_ms, Verb::SettleLookFors, settled);
        Done { visit: Some(uid), second, ended: entry.started + at_ms, written }
    }

    fn enter(&mut self, walk: &Walk, minute: i64, entry: &Entry, uid: Uid) {
        let period = period(minute);
        let yes = |is: bool| is.then_some(Value::Int(1));
        let op = acts::visit_entered(uid, &walk.visit_start(Some(entry.classroom), entry.started))
            .int(visit::HEADS, entry.heads)
            .text(visit::PERIOD, period)
            .maybe(visit::SUBSTITUTE, yes(entry.substitute))
            .maybe(visit::ASKED, yes(entry.asked));
        self.log.act(entry.started, Verb::EnterRoom, vec![op]);
    }

    /// How many lines are written in the room and how many in the corridor: none, a wondering, or more.
    fn share(&mut self, quota: usize) -> (usize, usize) {
        let wish = [0, 0, 1, 1, 1, 2, 2, 3][self.chance.below(8)];
        let after = wish.min(quota.saturating_sub(2));
        (quota - after, after)
    }

    /// Moments for lines, at least a few seconds apart, in order.
    fn times(&mut self, lines: usize, length: i64) -> Vec<i64> {
        let slot = length / i64::try_from(lines.max(1)).unwrap_or(1);
        let mut starts = Vec::with_capacity(lines);
        for start in (0..).step_by(usize::try_from(slot.max(1)).unwrap_or(1)).take(lines) {
            starts.push(i64::from(start) + self.chance.between(slot / 10, slot * 8 / 10));
        }
        starts
    }

    /// Mostly a theme of the visit; now and then a follow-up, more of them lately, since older ones have expired.
    fn follow_up_or(&mut self, started: UtcMs, mood: &Mood) -> usize {
        let lately = self.calendar.is_lately(started);
        let chosen = mood.theme(&mut self.chance);
        if self.chance.below(1_000) < if lately { 50 } else { 5 } {
            self.words.theme("follow-up").unwrap_or(chosen)
        } else {
            chosen
        }
    }

    fn line(
        &mut self,
        visit: Uid,
        started: UtcMs,
        scene: Scene,
        theme: usize,
        after: bool,
        written: &mut Vec<Written>,
    ) -> Moment {
        let typed = self.words.line(theme, scene, &mut self.chance);
        let line = parse_line(&typed);
        let at = started + scene.at_ms;
        let uid = self.chance.uid(at);
        // Follow-ups are the writer's own: never tagged, never evidence.
        let own = line.kind == NoteKind::FollowUp;
        let kept = !self.calendar.is_lately(started);
        let tags = if !own && self.chance.percent(TAGGED_AT_ONCE) { self.tags_for(theme) } else { Vec::new() };
        if !own {
            written.push(Written { note: uid, theme, at_ms: scene.at_ms, kind: line.kind, tagged: !tags.is_empty() });
        }
        let facts = NoteFacts {
            visit: Some(visit),
            at_ms: Some(scene.at_ms),
            kind: line.kind,
            about: line.about,
            text: line.text,
            after,
            tags,
            expires: own.then_some(if kept { 0 } else { at + Agreements::default().follow_up_stays() }),
        };
        (scene.at_ms, Verb::AddNote, acts::note_written(uid, &facts))
    }

    /// The tags a leader gives a line of this theme: its own, and often another.
    pub fn tags_for(&mut self, theme: usize) -> Vec<Uid> {
        let Some(theme) = self.words.themes().get(theme) else { return Vec::new() };
        let mut names: Vec<&String> = theme.tags.iter().collect();
        let second = if names.is_empty() { 60 } else { 50 };
        if self.chance.percent(second) {
            names.extend(self.chance.pick(&theme.also));
        }
        let mut tags: Vec<Uid> = names.into_iter().filter_map(|name| self.world.tag(name)).collect();
        tags.order();
        tags.dedup();
        tags
    }
}

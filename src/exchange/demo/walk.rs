//! One made-up walk: planned, started, room after room, ended.

use super::Demo;
use super::mood::Setting;
use super::visit::{Done, Entry};
use crate::domain::act::{Op, Verb};
use crate::domain::acts::{self, PlanFacts, VisitStart};
use crate::domain::id::Uid;
use crate::domain::order::InOrder;
use crate::domain::time::UtcMs;

/// The day number 0 of `walk::DAY`.
const DAY_ZERO: chrono::NaiveDate = chrono::NaiveDate::from_ymd_opt(1970, 1, 1).expect("a date");
/// Planned this long before it begins.
const PLANNED_BEFORE: UtcMs = 25 * 60_000;
/// Walks of which kind: out of fourteen, counted from 0.
const CYCLE: usize = 14;
const WITH_SKIP: [usize; 2] = [3, 8];
const WITH_SUBSTITUTE: usize = 5;
const ASKED_FOR: usize = 9;
const WITHOUT_SHEET: [usize; 2] = [1, 7];
/// The walk, of all, that takes times: who speaks, and how long it stays quiet after a question.
const WITH_TIMES: usize = 7;
/// Above this many notes only every third walk uses the sheet, so that a large file is mostly notes.
const LARGE: usize = 20_000;
/// Before this minute of the day reading lessons are looked for.
const READING_UNTIL: i64 = 540;

/// A walk under way.
pub struct Walk {
    pub number: usize,
    pub uid: Uid,
    pub school: usize,
    pub sheet: bool,
    /// Times are taken, with a sheet of its own.
    pub timed: bool,
    pub newest: bool,
    /// The evening of its day, once it is over.
    pub evening: UtcMs,
    pub observers: Vec<Uid>,
    /// Who writes too, where two went together and each wrote their own.
    pub companion: Option<Uid>,
}

impl Walk {
    /// What a visit of this walk begins with.
    pub fn visit_start(&self, classroom: Option<Uid>, started: UtcMs) -> VisitStart {
        let (walk, mut observers) = (Some(self.uid), self.observers.clone());
        observers.retain(|o| Some(*o) != self.companion);
        VisitStart { walk, classroom, started, observers, boot: None, steady: None }
    }
}

impl Demo {
    /// Makes the acts of the next walk.
    pub fn record_walk(&mut self) {
        let number = self.next_walk;
        let start = self.calendar.start(number);
        let walk = self.begin(number, start);
        self.talking_until(start - PLANNED_BEFORE);
        self.prepare_next_talk(&walk);
        let rooms = self.route(number, walk.school, start);
        if number % CYCLE == ASKED_FOR {
            self.invite(&walk, rooms.first().copied(), start - PLANNED_BEFORE);
        }
        self.plan(&walk, &rooms, start);
        self.log.act(start, Verb::StartWalk, vec![acts::walk_started(walk.uid, start)]);
        let mut now = start;
        let mut done = Vec::new();
        for (place, room) in rooms.iter().enumerate() {
            if self.is_skipped(number, place) {
                now = self.skip(&walk, *room, now);
                continue;
            }
            now += self.chance.between(50, 150) * 1_000;
            let visit = self.visit(&walk, *room, place, now);
            now = visit.ended;
            done.push(visit);
        }
        now += 90_000;
        self.log.act(now, Verb::EndWalk, vec![acts::walk_ended(walk.uid, Some(now))]);
        if !walk.newest {
            self.evening(&walk, done);
        }
    }

    fn begin(&mut self, number: usize, start: UtcMs) -> Walk {
        let cycle = number % CYCLE;
        let school = number % self.world.schools.len().max(1);
        let sheet =
            if self.calendar.notes > LARGE { number.is_multiple_of(3) } else { !WITHOUT_SHEET.contains(&cycle) };
        let all = self.world.schools.get(school).map(|s| s.observers.clone()).unwrap_or_default();
        let mut observers: Vec<Uid> = all.first().copied().into_iter().collect();
        if cycle.is_multiple_of(2) {
            observers.extend(all.get(1 + number / 2 % 2));
        }
        let newest = number + 1 == self.calendar.walks;
        let together = sheet && !newest && self.is_together(number, self.asked);
        Walk {
            number,
            uid: self.chance.uid(start - PLANNED_BEFORE),
            school,
            sheet,
            timed: number == WITH_TIMES && !sheet,
            newest,
            evening: self.calendar.at(self.calendar.day(number), 965),
            companion: observers.get(1).copied().filter(|_| together),
            observers,
        }
    }

    fn is_skipped(&self, number: usize, place: usize) -> bool {
        place == 1 && WITH_SKIP.contains(&(number % CYCLE))
    }

    /// Rooms of a walk in order: those seen less often first, reading lessons early in the day.
    fn route(&mut self, number: usize, school: usize, start: UtcMs) -> Vec<usize> {
        let size = self.calendar.size(number) + usize::from(self.is_skipped(number, 1));
        let early = self.calendar.minute(start) < READING_UNTIL;
        let Some(school) = self.world.schools.get(school) else { return Vec::new() };
        let chance = &mut self.chance;
        let mut scored: Vec<(i64, usize)> = school
            .rooms
            .iter()
            .enumerate()
            .map(|(place, room)| {
                let seen = i64::try_from(room.visits).unwrap_or(i64::MAX / 200) * 45;
                let reading = if early && room.subject == "Reading" { 40 } else { 0 };
                (seen - reading + chance.between(0, 100), place)
            })
            .collect();
        scored.order();
        let mut rooms: Vec<usize> = scored.into_iter().map(|(_, place)| place).take(size).collect();
        // In the order of the corridor, but never the same order twice.
        rooms.order();
        let turn = self.chance.below(rooms.len());
        rooms.rotate_left(turn);
        rooms
    }

    fn plan(&mut self, walk: &Walk, rooms: &[usize], start: UtcMs) {
        let at = start - PLANNED_BEFORE;
        let day = (self.calendar.day(walk.number) - DAY_ZERO).num_days();
        let focuses = &self.world.file.focuses;
        let focus = self.calendar.progress(walk.number) * focuses.len() / 100;
        let facts = PlanFacts {
            day,
            focus: focuses.get(focus).cloned().unwrap_or_default(),
            sheet: self.world.sheet_of(walk).map(|(uid, _)| uid),
            purpose: self.world.file.purpose.clone(),
            length: Some(10),
            route: rooms.iter().filter_map(|r| self.room(walk.school, *r)).collect(),
            observers: walk.observers.clone(),
        };
        let mut ops = vec![acts::plan(walk.uid, &facts)];
        ops.extend(self.hunch(walk, focus, at));
        self.log.act(at, Verb::PlanWalk, ops);
        self.try_on_walk(walk, at);
    }

    /// The hunch is written once per focus question: on its first walk, and for the last question on the newest walk.
    fn hunch(&self, walk: &Walk, focus: usize, at: UtcMs) -> Option<Op> {
        let file = &self.world.file;
        let hunch = file.hunch.iter().find(|h| h.focus == focus)?;
        let last = hunch.focus + 1 == file.focuses.len();
        let first_walk = walk.number == 0;
        let due = (last && walk.newest) || (!last && first_walk);
        due.then(|| acts::hunch(walk.uid, &hunch.hunch, &hunch.fix, at))
    }

    fn room(&self, school: usize, room: usize) -> Option<Uid> {
        self.world.schools.get(school)?.rooms.get(room).map(|r| r.uid)
    }

    fn skip(&mut self, walk: &Walk, room: usize, now: UtcMs) -> UtcMs {
        let at = now + 40_000;
        let reason = self.world.file.skips.get(walk.number / 3 % self.world.file.skips.len().max(1));
        let (reason, uid) = (reason.cloned().unwrap_or_default(), self.chance.uid(at));
        let start = walk.visit_start(self.room(walk.school, room), at);
        let op = acts::room_skipped(uid, &start, &reason);
        self.log.act(at, Verb::SkipRoom, vec![op]);
        at
    }

    fn visit(&mut self, walk: &Walk, room: usize, place: usize, now: UtcMs) -> Done {
        let number = self.next_visit;
        self.next_visit += 1;
        let quota = self.calendar.quota(number);
        let Some(at) = self.world.schools.get_mut(walk.school).and_then(|s| s.rooms.get_mut(room)) else {
            return Done::nothing(now);
        };
        at.visits += 1;
        let (classroom, subject, grade) = (at.uid, at.subject.clone(), at.grade.clone());
        let heads = at.heads - self.chance.between(0, 3);
        let cycle = walk.number % CYCLE;
        let minute = self.calendar.minute(now);
        let setting =
            Setting { subject: &subject, grade: &grade, minute, progress: self.calendar.progress(walk.number) };
        let entry = Entry {
            classroom,
            started: now,
            heads,
            quota,
            substitute: cycle == WITH_SUBSTITUTE && place == 1,
            asked: cycle == ASKED_FOR && place == 0,
        };
        self.record_visit(walk, &setting, &entry)
    }
}

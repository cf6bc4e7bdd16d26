//! A made-up school with a term of walks, or one of any size, as the acts that recording them would have made. Nothing in
//! it is about anybody: the words are ours (`assets/demo`), the numbers come from a seed.

mod calendar;
mod chance;
mod evening;
mod joint;
mod listed;
mod marks;
mod mood;
mod talk_words;
mod talking;
mod timed;
mod visit;
mod walk;
mod words;
mod world;

use crate::domain::act::{Act, Op, Verb};
use crate::domain::time::{Hlc, Now, UtcMs};
use calendar::Calendar;
use chance::Chance;
use evening::Evidence;
use mood::Counters;
use std::collections::VecDeque;
use talking::Talking;
use words::Words;
use world::World;

/// What kind of file to make.
#[derive(Debug, Clone, Copy)]
pub struct DemoOptions {
    /// How many notes, exactly; about 700 in one term when not said. More notes make more weeks, years and schools.
    pub notes: Option<usize>,
    /// Notes of one visit on average, when a number of notes is asked for; 12 when not said.
    pub a_visit: Option<usize>,
    /// The same seed and moment make the same file.
    pub seed: u64,
    /// Nothing is later than this; the newest walk is on the newest school day before it.
    pub now: Now,
}

/// The acts of the made-up school, in the order of their clocks, one walk at a time: memory does not grow with the number
/// of notes. The newest walk is ended and not yet closed; all others are closed.
pub fn acts(options: &DemoOptions) -> impl Iterator<Item = Act> + use<> {
    let calendar = Calendar::new(options);
    let mut chance = Chance::new(options.seed, 0);
    let (world, setup) = World::new(&calendar, &mut chance);
    let evidence = Evidence::new(&world);
    let mut log = Log::default();
    for ops in setup {
        log.act(calendar.beginning(), Verb::MakeDemo, ops);
    }
    let mut talking = Talking::new(options.seed);
    log.act(calendar.beginning(), Verb::EditTeam, talking.teams(&world, calendar.beginning()));
    Demo {
        talking,
        words: Words::load(&mut chance),
        calendar,
        world,
        chance,
        log,
        counters: Counters::default(),
        evidence,
        next_walk: 0,
        next_visit: 0,
        asked: options.notes,
    }
}

/// Acts that wait to be taken, and the newest clock given.
#[derive(Debug)]
struct Log {
    clock: Hlc,
    acts: VecDeque<Act>,
}

impl Default for Log {
    fn default() -> Log {
        Log { clock: Hlc(0), acts: VecDeque::new() }
    }
}

impl Log {
    fn act(&mut self, at: UtcMs, verb: Verb, ops: Vec<Op>) {
        if ops.is_empty() {
            return;
        }
        self.clock = self.clock.next(at);
        self.acts.push_back(Act { clock: self.clock, verb, ops });
    }
}

/// All that goes on from walk to walk.
struct Demo {
    calendar: Calendar,
    world: World,
    words: Words,
    chance: Chance,
    log: Log,
    counters: Counters,
    evidence: Evidence,
    talking: Talking,
    next_walk: usize,
    /// The next visit, counted over the whole file.
    next_visit: usize,
    /// How many notes were asked for, if any number was.
    asked: Option<usize>,
}

impl Iterator for Demo {
    type Item = Act;

    fn next(&mut self) -> Option<Act> {
        while self.log.acts.is_empty() && self.next_walk < self.calendar.walks {
            self.record_walk();
            self.next_walk += 1;
        }
        self.log.acts.pop_front()
    }
}

#[cfg(test)]
mod tests;

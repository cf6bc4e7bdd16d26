//! How much is made and when: how many visits and walks a number of notes needs, and on which school days they fall.

use super::DemoOptions;
use crate::domain::time::UtcMs;
use chrono::{Datelike, Days, NaiveDate, Timelike, Weekday};

/// Rooms on each walk; fourteen walks make sixty visits, then it begins again.
const SIZES: [usize; 14] = [4, 5, 3, 6, 4, 4, 5, 3, 5, 4, 4, 4, 5, 4];
/// When each walk begins, local minutes of the day: mornings, and one afternoon in fourteen, as leaders' days go.
const STARTS: [i64; 14] = [510, 515, 590, 505, 520, 785, 510, 575, 525, 510, 560, 515, 500, 510];

/// Notes and visits when no number is asked for.
const NOTES: usize = 700;
const VISITS: usize = 60;
/// Notes of one visit on average, when a number is asked for and no other average.
const NOTES_A_VISIT: usize = 12;
/// Notes one busy school makes in a year, and in the ten years that are the longest time made up.
const NOTES_A_YEAR: usize = 25_000;
const YEARS: usize = 10;
/// A term, weeks.
const TERM: usize = 11;
/// The newest walk is over by this minute of the day.
const OVER_BY: i64 = 630;

/// The whole time and size of a made-up file.
#[derive(Debug, Clone)]
pub struct Calendar {
    pub notes: usize,
    pub visits: usize,
    pub walks: usize,
    pub schools: usize,
    /// School days, oldest first; the newest walk is on the last.
    days: Vec<NaiveDate>,
    offset: i32,
    now: UtcMs,
}

impl Calendar {
    pub fn new(options: &DemoOptions) -> Calendar {
        let notes = options.notes.unwrap_or(NOTES);
        let visits = match options.notes {
            None => VISITS,
            Some(0) => 0,
            Some(n) => (n / options.a_visit.unwrap_or(NOTES_A_VISIT).max(1)).max(1),
        };
        let weeks = (notes * 52 / NOTES_A_YEAR).clamp(TERM, YEARS * 52);
        Calendar {
            notes,
            visits,
            walks: walks_for(visits),
            schools: notes.div_ceil(NOTES_A_YEAR * YEARS).max(1),
            days: school_days(options, weeks),
            offset: options.now.offset,
            now: options.now.utc,
        }
    }

    /// The day before the first walk, in the afternoon: when the school was set up.
    pub fn beginning(&self) -> UtcMs {
        let first = self.days.first().copied().unwrap_or_default();
        self.at(first.checked_sub_days(Days::new(1)).unwrap_or(first), 900)
    }

    /// Rooms on this walk: `SIZES`, and for the last walk what is left.
    pub fn size(&self, walk: usize) -> usize {
        let before = visits_before(walk);
        SIZES[walk % SIZES.len()].min(self.visits.saturating_sub(before))
    }

    /// Notes of this visit, counted from 0 over the whole file. All visits together have exactly the notes asked for.
    pub fn quota(&self, visit: usize) -> usize {
        let even = |v: usize| (v + 1) * self.notes / self.visits.max(1) - v * self.notes / self.visits.max(1);
        let first = visit - visit % 2;
        if first + 1 >= self.visits {
            return even(visit);
        }
        // Long and short visits in pairs: what the first has more the second has less.
        let lean = [3, 1, 4, 0, 2][visit / 2 % 5].min(even(first + 1).saturating_sub(1));
        if visit == first { even(first) + lean } else { even(first + 1) - lean }
    }

    /// The day of a walk; the newest one has the last day for itself.
    pub fn day(&self, walk: usize) -> NaiveDate {
        let last = self.days.len().saturating_sub(1);
        let place = if walk + 1 >= self.walks { last } else { walk * last / self.walks.max(1) };
        self.days.get(place).copied().unwrap_or_default()
    }

    /// The next day on which there is school.
    pub fn school_day_after(day: NaiveDate) -> NaiveDate {
        let mut after = day.iter_days().skip(1).filter(|d| !matches!(d.weekday(), Weekday::Sat | Weekday::Sun));
        after.next().unwrap_or(day)
    }

    /// A day as days since 1970-01-01.
    pub fn number(day: NaiveDate) -> i64 {
        i64::from(day.to_epoch_days())
    }

    /// The local day of now, and a moment so many days before now.
    pub fn today(&self) -> NaiveDate {
        crate::domain::time::local_time(self.now, self.offset).date_naive()
    }

    pub fn before_now(&self, days: i64) -> UtcMs {
        self.now - days * 86_400_000
    }

    /// When a walk begins, UTC.
    pub fn start(&self, walk: usize) -> UtcMs {
        let minute = if walk + 1 >= self.walks { STARTS[0] } else { STARTS[walk % STARTS.len()] };
        self.at(self.day(walk), minute)
    }

    /// A local minute of a day, UTC.
    pub fn at(&self, day: NaiveDate, minute: i64) -> UtcMs {
        crate::domain::time::day_bounds(day, self.offset).0 + minute * 60_000
    }

    /// The local minute of the day.
    pub fn minute(&self, at: UtcMs) -> i64 {
        i64::from(crate::domain::time::local_time(at, self.offset).num_seconds_from_midnight()) / 60
    }

    /// Whether a moment lies within the last thirteen days: a follow-up of then has not expired yet.
    pub fn is_lately(&self, at: UtcMs) -> bool {
        at > self.now - 13 * 86_400_000
    }

    /// How far a walk lies in the whole time, in percent.
    pub fn progress(&self, walk: usize) -> usize {
        walk * 100 / self.walks.max(1)
    }
}

fn visits_before(walk: usize) -> usize {
    let whole: usize = SIZES.iter().sum();
    walk / SIZES.len() * whole + SIZES[..walk % SIZES.len()].iter().sum::<usize>()
}

fn walks_for(visits: usize) -> usize {
    let whole: usize = SIZES.iter().sum();
    let mut walks = visits / whole * SIZES.len();
    while visits_before(walks) < visits {
        walks += 1;
    }
    walks
}

/// Weekdays up to now, without the summers of earlier years.
fn school_days(options: &DemoOptions, weeks: usize) -> Vec<NaiveDate> {
    let now = options.now.local();
    let today = now.date_naive();
    let over = i64::from(now.num_seconds_from_midnight()) / 60 >= OVER_BY;
    let newest = if over { today } else { today.pred_opt().unwrap_or(today) };
    let this_term = newest.checked_sub_days(Days::new(TERM as u64 * 7)).unwrap_or(newest);
    let first = newest.checked_sub_days(Days::new(weeks as u64 * 7)).unwrap_or(newest);
    first
        .iter_days()
        .take_while(|day| *day <= newest)
        .filter(|day| !matches!(day.weekday(), Weekday::Sat | Weekday::Sun))
        .filter(|day| *day >= this_term || !matches!(day.month(), 7 | 8))
        .collect()
}

//! When a school year seems to be over, and when a copy on a drive is old. The file knows no dates of terms, only what a
//! roster calls them; so a year ends with a long pause between visits, wherever in the calendar that lies.

use super::time::UtcMs;

/// So many days without a visit are a pause between two years: six weeks. The shortest long holidays are about that long,
/// and no holiday within a year is.
pub const PAUSE: i64 = 42;

/// Visits of a year are spread over more than so many days; a few visits and then none are no year.
pub const YEAR: i64 = 90;

/// Put off once, a year's end is not spoken of for so many days.
pub const PUT_OFF: i64 = 28;

/// A copy on a drive is old after so many days.
pub const OLD: i64 = 14;

const DAY_MS: i64 = 86_400_000;

/// A year that seems to be over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Over {
    /// The first day that is not of that year any more, as a number.
    pub before: i64,
    pub why: Why,
}

/// Why a year seems to be over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// The day agreed with staff under “Kept until” is over.
    KeptUntil,
    /// Nobody was visited for long, and nobody was since.
    Pause,
    /// Nobody was visited for long, and then the next year began.
    NextYear,
}

/// Whether a year seems to be over. `visited`: days on which rooms were visited that still have their label, in order; of
/// days close together the first and the last are enough. `until`: the last day of keeping that was agreed.
pub fn over(visited: &[i64], today: i64, until: Option<i64>) -> Option<Over> {
    if let Some(until) = until.filter(|until| *until < today)
        && visited.first().is_some_and(|first| *first <= until)
    {
        return Some(Over { before: until + 1, why: Why::KeptUntil });
    }
    let mut found = None;
    let mut first = *visited.first()?;
    for (at, day) in visited.iter().enumerate() {
        let next = visited.get(at + 1);
        if next.copied().unwrap_or(today) - day < PAUSE {
            continue;
        }
        if day - first > YEAR {
            let why = if next.is_some() { Why::NextYear } else { Why::Pause };
            found = Some(Over { before: day + 1, why });
        }
        first = next.copied().unwrap_or(today);
    }
    found
}

/// Whether it is spoken of today: not before the day until which it was put off, and not where it was said that this year
/// is dealt with, by the day before which all is.
pub fn is_offered(over: Over, today: i64, put_off: Option<i64>, dealt_with: Option<i64>) -> bool {
    put_off.is_none_or(|day| today >= day) && dealt_with.is_none_or(|day| over.before > day)
}

/// Whether a copy on a drive is old: made long ago, and something was written since. Where none was ever made on a drive,
/// none is old.
pub fn is_copy_old(made: Option<UtcMs>, newest: UtcMs, now: UtcMs) -> bool {
    made.is_some_and(|made| now - made > OLD * DAY_MS && newest > made)
}

/// How many whole days ago a moment was.
pub fn days_ago(at: UtcMs, now: UtcMs) -> i64 {
    (now - at).max(0) / DAY_MS
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A visit each week from one day to another.
    fn weekly(from: i64, to: i64) -> Vec<i64> {
        (from..=to).step_by(7).collect()
    }

    #[test]
    fn a_year_is_over_after_a_long_pause_wherever_it_lies() {
        // September to June, and February to December: only the days between visits count.
        for start in [20_333, 20_485] {
            let visited = weekly(start, start + 280);
            assert_eq!(over(&visited, start + 280 + PAUSE - 1, None), None, "not yet");
            let pause = Over { before: start + 281, why: Why::Pause };
            assert_eq!(over(&visited, start + 280 + PAUSE, None), Some(pause));
            let mut on = visited.clone();
            on.extend(weekly(start + 350, start + 364));
            let next = Over { before: start + 281, why: Why::NextYear };
            assert_eq!(over(&on, start + 365, None), Some(next), "still, when the next year began");
        }
    }

    #[test]
    fn holidays_within_a_year_end_none() {
        let mut visited = weekly(20_333, 20_333 + 98);
        // Three weeks at new year, with a week without a visit on both sides.
        visited.extend(weekly(20_333 + 98 + 35, 20_333 + 280));
        assert_eq!(over(&visited, 20_333 + 290, None), None);
    }

    #[test]
    fn a_few_visits_are_no_year() {
        assert_eq!(over(&[], 20_000, None), None);
        assert_eq!(over(&[20_000], 20_500, None), None);
        assert_eq!(over(&weekly(20_000, 20_084), 20_500, None), None);
        let two_tries = [20_000, 20_010, 20_060, 20_070];
        assert_eq!(over(&two_tries, 20_200, None), None, "neither is one, and together they are none");
    }

    #[test]
    fn the_newest_year_is_meant() {
        let mut visited = weekly(20_000, 20_200);
        visited.extend(weekly(20_365, 20_565));
        let last = *visited.last().expect("a visit");
        assert_eq!(over(&visited, last + 50, None), Some(Over { before: last + 1, why: Why::Pause }));
        assert_eq!(over(&visited, last + 10, None).map(|o| o.why), Some(Why::NextYear));
    }

    #[test]
    fn the_agreed_day_goes_first() {
        let visited = weekly(20_000, 20_200);
        let agreed = Some(Over { before: 20_101, why: Why::KeptUntil });
        assert_eq!(over(&visited, 20_203, Some(20_100)), agreed);
        assert_eq!(over(&visited, 20_100, Some(20_100)), None, "the day itself is not over");
        assert_eq!(over(&visited, 20_203, Some(19_999)), None, "nothing is of before that day");
    }

    #[test]
    fn it_is_put_off_and_dealt_with() {
        let year = Over { before: 20_100, why: Why::Pause };
        assert!(is_offered(year, 20_200, None, None));
        assert!(!is_offered(year, 20_200, Some(20_201), None));
        assert!(is_offered(year, 20_201, Some(20_201), None));
        assert!(!is_offered(year, 20_200, None, Some(20_100)), "this year is dealt with");
        assert!(is_offered(year, 20_200, None, Some(19_700)), "the year before was");
    }

    #[test]
    fn a_copy_is_old_only_where_one_was_made_and_something_came_since() {
        let now = 100 * DAY_MS;
        assert!(!is_copy_old(None, now, now));
        assert!(!is_copy_old(Some(now - 14 * DAY_MS), now, now));
        assert!(is_copy_old(Some(now - 14 * DAY_MS - 1), now, now));
        assert!(!is_copy_old(Some(now - 40 * DAY_MS), now - 41 * DAY_MS, now), "nothing was written since");
        assert_eq!(days_ago(now - 20 * DAY_MS - 5, now), 20);
    }

    proptest! {
        /// It never names a year that goes on, and shifting the calendar changes nothing.
        #[test]
        fn no_visit_lies_in_the_pause(mut days in proptest::collection::vec(0..900i64, 0..60), today in 900..1_000i64, by in 0..366i64) {
            days.sort_unstable();
            let found = over(&days, today, None);
            let shifted: Vec<i64> = days.iter().map(|d| d + by).collect();
            let moved = found.map(|o| Over { before: o.before + by, ..o });
            prop_assert_eq!(over(&shifted, today + by, None), moved);
            if let Some(Over { before, .. }) = found {
                prop_assert!(days.contains(&(before - 1)));
                prop_assert!(!days.iter().any(|d| (before..before - 1 + PAUSE).contains(d)));
                prop_assert!(before - 1 - days[0] > YEAR);
            }
        }
    }
}

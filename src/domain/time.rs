//! Time as values: the moment an input arrived, the log's clock, and how times are written on a screen.

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, TimeZone, Utc};

/// Milliseconds since 1970-01-01 UTC.
pub type UtcMs = i64;

/// The moment something happened, as the program saw it. Passed in with every input, so that nothing below reads a clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Now {
    /// The wall clock, milliseconds UTC.
    pub utc: UtcMs,
    /// A clock that never goes back and counts while the laptop sleeps (where the system has one), milliseconds.
    pub steady: i64,
    /// The local time's offset from UTC, in seconds east.
    pub offset: i32,
}

impl Now {
    /// Local date and time of this moment.
    pub fn local(&self) -> DateTime<FixedOffset> {
        local_time(self.utc, self.offset)
    }

    /// The local calendar day.
    pub fn today(&self) -> NaiveDate {
        self.local().date_naive()
    }
}

/// The local date and time of `utc` at `offset` seconds east of UTC. Times outside the calendar become 1970.
pub fn local_time(utc: UtcMs, offset: i32) -> DateTime<FixedOffset> {
    let zone = FixedOffset::east_opt(offset.clamp(-86_399, 86_399))
        .unwrap_or_else(|| FixedOffset::east_opt(0).expect("zero is an offset"));
    Utc.timestamp_millis_opt(utc).single().unwrap_or_default().with_timezone(&zone)
}

/// A day as a number: days since 1970-01-01, as the file keeps it.
pub fn day_number(day: NaiveDate) -> i64 {
    i64::from(day.to_epoch_days())
}

/// The day of a number; 1970-01-01 for one outside the calendar.
pub fn day_of_number(number: i64) -> NaiveDate {
    i32::try_from(number).ok().and_then(NaiveDate::from_epoch_days).unwrap_or_default()
}

/// First and last-plus-one moment of a local day.
pub fn day_bounds(day: NaiveDate, offset: i32) -> (UtcMs, UtcMs) {
    let start = day.and_time(chrono::NaiveTime::MIN).and_utc().timestamp_millis() - i64::from(offset) * 1000;
    (start, start + 86_400_000)
}

/// "14 Nov", or "14 Nov 2025" when the year differs from `this_year`.
pub fn short_day(day: NaiveDate, this_year: i32) -> String {
    if day.year() == this_year { day.format("%-d %b").to_string() } else { day.format("%-d %b %Y").to_string() }
}

/// "9:41": the local time of day.
pub fn clock(utc: UtcMs, offset: i32) -> String {
    local_time(utc, offset).format("%-H:%M").to_string()
}

/// "6:10", "1:06:10": minutes and seconds since a visit began, as the screen shows them. Never negative.
pub fn elapsed(ms: i64) -> String {
    let seconds = ms.max(0) / 1000;
    let (h, m, s) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if h > 0 { format!("{h}:{m:02}:{s:02}") } else { format!("{m}:{s:02}") }
}

/// Reads "6:10", "1:06:10" or "6" (minutes) back to milliseconds since the visit began. At most 24 hours.
pub fn parse_elapsed(text: &str) -> Option<i64> {
    let parts: Vec<i64> = text
        .trim()
        .split(':')
        .map(|p| p.trim().parse().ok().filter(|n| (0..=1_440).contains(n)))
        .collect::<Option<_>>()?;
    let seconds = match parts.as_slice() {
        [m] => m * 60,
        [m, s] if *s < 60 => m * 60 + s,
        [h, m, s] if *m < 60 && *s < 60 => h * 3600 + m * 60 + s,
        _ => return None,
    };
    (seconds <= 86_400).then_some(seconds * 1000)
}

/// The log's clock: a hybrid logical clock (Kulkarni et al. 2014). The upper 47 bits are wall-clock milliseconds, the
/// lower 16 a counter, so that acts keep their order also when the wall clock stands still or goes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hlc(pub i64);

impl Hlc {
    /// The wall-clock part, milliseconds UTC.
    pub fn utc(self) -> UtcMs {
        self.0 >> 16
    }

    /// The clock for the next act at `utc`: always later than `self`.
    pub fn next(self, utc: UtcMs) -> Hlc {
        Hlc((utc.max(0) << 16).max(self.0 + 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elapsed_reads_back() {
        for (ms, text) in [(0, "0:00"), (58_000, "0:58"), (370_000, "6:10"), (3_970_000, "1:06:10")] {
            assert_eq!(elapsed(ms), text);
            assert_eq!(parse_elapsed(text), Some(ms));
        }
        assert_eq!(elapsed(-5), "0:00");
        assert_eq!(parse_elapsed("7"), Some(420_000));
        for wrong in ["", "x", "1:99", "-1", "1:2:3:4", "99999999999999999999"] {
            assert_eq!(parse_elapsed(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn the_log_clock_never_goes_back() {
        let a = Hlc(0).next(1_000);
        let b = a.next(900);
        assert!(b > a);
        assert_eq!(b.utc(), 1_000);
        assert!(b.next(2_000) > b);
    }

    #[test]
    fn a_day_is_local() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 14).expect("a date");
        let (from, to) = day_bounds(day, -5 * 3600);
        assert_eq!(local_time(from, -5 * 3600).date_naive(), day);
        assert_eq!(local_time(to - 1, -5 * 3600).date_naive(), day);
        assert_eq!(local_time(to, -5 * 3600).date_naive(), day.succ_opt().expect("a day"));
    }
}

//! Days and times as forms and spreadsheets write them. Which of day, month and year comes first is decided by the whole
//! column; where nothing settles it, a person is asked.

use chrono::{Days, NaiveDate, NaiveTime};

/// Which comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    Dmy,
    Mdy,
    Ymd,
}

impl Order {
    pub const ALL: [Order; 3] = [Order::Dmy, Order::Mdy, Order::Ymd];

    pub fn word(self) -> &'static str {
        match self {
            Order::Dmy => "dmy",
            Order::Mdy => "mdy",
            Order::Ymd => "ymd",
        }
    }

    pub fn words(self) -> &'static str {
        match self {
            Order::Dmy => "day first",
            Order::Mdy => "month first",
            Order::Ymd => "year first",
        }
    }

    pub fn parse(word: &str) -> Option<Order> {
        Order::ALL.into_iter().find(|o| o.word() == word)
    }
}

/// A moment as a cell tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    pub day: NaiveDate,
    pub time: Option<NaiveTime>,
    /// Seconds east of UTC, where the cell says so.
    pub offset: Option<i32>,
}

/// Reads a day, with or without a time of day: "2026-09-14T08:52:10Z", "9/14/2026 8:52 AM", "14 Sep 2026", "46279.37".
/// `None` for what is no date in this order.
pub fn read(cell: &str, order: Order) -> Option<Moment> {
    let text = cell.trim();
    if let Some(moment) = serial(text) {
        return Some(moment);
    }
    let text = text.split_once(", ").filter(|(w, _)| is_weekday(w)).map_or(text, |(_, rest)| rest);
    let (day, rest) = day(text, order)?;
    let rest = rest.trim_start_matches(['T', ',']).trim();
    if rest.is_empty() {
        return Some(Moment { day, time: None, offset: None });
    }
    let (time, offset) = clock_and_zone(rest)?;
    Some(Moment { day, time: Some(time), offset })
}

/// Reads a time of day: "8:52", "8:52:10 PM", "14.05", "0.37" (a part of a day, as spreadsheets keep it).
pub fn read_time(cell: &str) -> Option<NaiveTime> {
    let text = cell.trim();
    if let Some(part) = text.parse::<f64>().ok().filter(|p| (0.0..1.0).contains(p) && text.starts_with("0.")) {
        return part_of_day(part);
    }
    clock_and_zone(text).map(|(time, _)| time)
}

fn is_weekday(word: &str) -> bool {
    const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    word.chars().all(char::is_alphabetic) && starts_with_one(&DAYS, word).is_some()
}

/// Which of the short names a word of three letters or more begins with.
fn starts_with_one(names: &[&str], word: &str) -> Option<usize> {
    let start: String = word.chars().take(3).flat_map(char::to_lowercase).collect();
    names.iter().position(|n| *n == start)
}

/// Days since 30 December 1899, as spreadsheets count them, from 1954 to 2118.
fn serial(text: &str) -> Option<Moment> {
    if !text.bytes().all(|b| b.is_ascii_digit() || b == b'.') {
        return None;
    }
    let number = text.parse::<f64>().ok().filter(|n| (20_000.0..80_000.0).contains(n))?;
    let whole = text.split('.').next()?.parse::<u64>().ok()?;
    let day = NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_days(Days::new(whole))?;
    let time = if text.contains('.') { part_of_day(number.fract()) } else { None };
    Some(Moment { day, time, offset: None })
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a part of a day is a small number")]
fn part_of_day(part: f64) -> Option<NaiveTime> {
    let seconds = (part * 86_400.0).round().clamp(0.0, 86_399.0) as u32;
    NaiveTime::from_num_seconds_from_midnight_opt(seconds, 0)
}

/// The day a text begins with, and what follows it.
fn day(text: &str, order: Order) -> Option<(NaiveDate, &str)> {
    let mut rest = text;
    let mut parts: Vec<&str> = Vec::new();
    while parts.len() < 3 {
        let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let letters = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
        let length = digits.max(letters);
        if length == 0 {
            return None;
        }
        parts.push(rest.get(..length)?);
        rest = rest.get(length..)?;
        if parts.len() < 3 {
            let gap = rest.trim_start_matches([' ', '/', '-', '.', ',']);
            if gap.len() == rest.len() {
                return None;
            }
            rest = gap;
        }
    }
    let [a, b, c] = parts.as_slice() else { return None };
    let made = if let Some(month) = month(b) {
        // "14 Sep 2026", "2026-Sep-14"
        if a.len() == 4 { date(a, month, c) } else { date(c, month, a) }
    } else if let Some(month) = month(a) {
        date(c, month, b)
    } else if a.len() == 4 {
        date(a, small(b)?, c)
    } else {
        match order {
            Order::Dmy => date(c, small(b)?, a),
            Order::Mdy => date(c, small(a)?, b),
            Order::Ymd => date(a, small(b)?, c),
        }
    };
    made.map(|day| (day, rest))
}

fn month(word: &str) -> Option<u32> {
    const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let named = word.chars().all(char::is_alphabetic).then(|| starts_with_one(&MONTHS, word)).flatten()?;
    u32::try_from(named + 1).ok()
}

/// One or two digits.
fn small(part: &str) -> Option<u32> {
    if part.len() <= 2 { part.parse().ok() } else { None }
}

/// A year of two digits is of this century up to 79.
fn date(year: &str, month: u32, day: &str) -> Option<NaiveDate> {
    let number: i32 = year.parse().ok()?;
    let year = match (year.len(), number) {
        (4, n @ 1900..=2200) => n,
        (2, n) if n < 80 => 2000 + n,
        (2, n) => 1900 + n,
        _ => return None,
    };
    NaiveDate::from_ymd_opt(year, month, small(day)?)
}

/// "8:52:10 AM GMT+2", "14.05", "08:52:10.123+02:00", "8 pm".
fn clock_and_zone(text: &str) -> Option<(NaiveTime, Option<i32>)> {
    let end = text.find(|c: char| !c.is_ascii_digit() && c != ':' && c != '.').unwrap_or(text.len());
    let (clock, rest) = text.split_at_checked(end)?;
    let rest = rest.trim();
    let lower = rest.to_lowercase();
    let half = ["a.m.", "p.m.", "am", "pm"].into_iter().find(|h| lower.starts_with(h));
    let after = half.and_then(|h| rest.get(h.len()..)).unwrap_or(rest).trim();
    let afternoon = half.map(|h| h.starts_with('p'));
    let parts: Vec<&str> = clock.splitn(3, [':', '.']).collect();
    let (hours, minutes, seconds) = match parts.as_slice() {
        [h] if half.is_some() => (small(h)?, 0, 0),
        [h, m] if m.len() == 2 => (small(h)?, small(m)?, 0),
        // A fraction of a second is left out.
        [h, m, s] if m.len() == 2 => (small(h)?, small(m)?, small(s.split('.').next()?)?),
        _ => return None,
    };
    let hours = match afternoon {
        Some(_) if !(1..=12).contains(&hours) => return None,
        Some(later) => hours % 12 + if later { 12 } else { 0 },
        None => hours,
    };
    Some((NaiveTime::from_hms_opt(hours, minutes, seconds)?, zone(after)?))
}

/// What a zone says: inside, `None` where there is none, or one that is only letters ("EST"), which mean different things
/// in different places. Outside, `None` for what is no zone.
fn zone(text: &str) -> Option<Option<i32>> {
    let bare = text.strip_prefix("GMT").or_else(|| text.strip_prefix("UTC")).unwrap_or(text).trim();
    if text == "Z" || (bare.is_empty() && !text.is_empty()) {
        return Some(Some(0));
    }
    if text.is_empty() || (text.len() <= 5 && text.chars().all(|c| c.is_ascii_uppercase())) {
        return Some(None);
    }
    read_offset(bare).map(Some)
}

/// Reads "+02:00", "-0500", "+2": seconds east of UTC.
pub fn read_offset(text: &str) -> Option<i32> {
    let (sign, digits) = match text.split_at_checked(1)? {
        ("+", rest) => (1, rest),
        ("-" | "−", rest) => (-1, rest),
        _ => return None,
    };
    let digits: String = digits.chars().filter(|c| *c != ':').collect();
    if digits.is_empty() || digits.len() > 4 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let (hours, minutes) = if digits.len() <= 2 { (digits.as_str(), "0") } else { digits.split_at(digits.len() - 2) };
    let (hours, minutes): (i32, i32) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours <= 14 && minutes < 60).then_some(sign * (hours * 3_600 + minutes * 60))
}

/// What a whole column says of its order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    Order(Order),
    /// Every cell is the same day in any order.
    Any,
    /// Nothing settles it: this cell, by its place, reads as both days.
    Open {
        at: usize,
        day_first: NaiveDate,
        month_first: NaiveDate,
    },
    /// The first cell can only be day first, the second only month first, by their places.
    Mixed {
        day_first: usize,
        month_first: usize,
    },
}

/// Decides the order by all cells. Cells that are a date either way, or in no way, have no say.
pub fn decide<'c>(cells: impl Iterator<Item = &'c str>) -> Decision {
    let (mut day_first, mut month_first, mut open) = (None, None, None);
    for (at, cell) in cells.enumerate() {
        match (read(cell, Order::Dmy), read(cell, Order::Mdy)) {
            (Some(_), None) => day_first = day_first.or(Some(at)),
            (None, Some(_)) => month_first = month_first.or(Some(at)),
            (Some(d), Some(m)) if d.day != m.day => {
                open = open.or(Some(Decision::Open { at, day_first: d.day, month_first: m.day }));
            }
            _ => {}
        }
    }
    match (day_first, month_first) {
        (Some(day_first), Some(month_first)) => Decision::Mixed { day_first, month_first },
        (Some(_), None) => Decision::Order(Order::Dmy),
        (None, Some(_)) => Decision::Order(Order::Mdy),
        (None, None) => open.unwrap_or(Decision::Any),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(cell: &str, order: Order) -> String {
        let Some(moment) = read(cell, order) else { return "none".into() };
        let time = moment.time.map(|t| t.format(" %H:%M:%S").to_string()).unwrap_or_default();
        let zone = moment.offset.map(|o| format!(" {o}")).unwrap_or_default();
        format!("{}{time}{zone}", moment.day)
    }

    #[test]
    fn days_are_read_as_programs_write_them() {
        for (cell, expected) in [
            ("9/14/2026 8:52:10", "2026-09-14 08:52:10"),
            ("9/14/26 8:52 PM", "2026-09-14 20:52:00"),
            ("2026-09-14T08:52:10Z", "2026-09-14 08:52:10 0"),
            ("2026-09-14T08:52:10.123+02:00", "2026-09-14 08:52:10 7200"),
            ("2026/09/14 8:52:10 AM GMT-5", "2026-09-14 08:52:10 -18000"),
            ("2026/09/14 12:02:10 am EST", "2026-09-14 00:02:10"),
            ("14 Sep 2026", "2026-09-14"),
            ("Mon, September 14, 2026 9:05", "2026-09-14 09:05:00"),
            ("46279", "2026-09-14"),
            ("46279.25", "2026-09-14 06:00:00"),
            ("14.9.2026", "none"),
            ("2026-13-01", "none"),
            ("9/14", "none"),
            ("9/14/2026 25:00", "none"),
            ("yesterday", "none"),
            ("", "none"),
        ] {
            assert_eq!(shown(cell, Order::Mdy), expected, "{cell}");
        }
        assert_eq!(shown("14.9.2026 14.05", Order::Dmy), "2026-09-14 14:05:00");
        assert_eq!(shown("26/09/14", Order::Ymd), "2026-09-14");
        assert_eq!(read_time("0.5"), NaiveTime::from_hms_opt(12, 0, 0));
        assert_eq!(read_time("8:52 pm"), NaiveTime::from_hms_opt(20, 52, 0));
        assert_eq!(read_time("soon"), None);
        assert_eq!([read_offset("+02:00"), read_offset("-0530"), read_offset("2")], [Some(7_200), Some(-19_800), None]);
    }

    #[test]
    fn the_whole_column_decides() {
        let decided = |cells: &[&str]| decide(cells.iter().copied());
        assert_eq!(decided(&["3/4/2026", "9/14/2026"]), Decision::Order(Order::Mdy));
        assert_eq!(decided(&["3/4/2026", "14/9/2026"]), Decision::Order(Order::Dmy));
        assert_eq!(decided(&["4/4/2026", "2026-09-14", "x"]), Decision::Any);
        assert_eq!(decided(&["14/9/2026", "9/14/2026"]), Decision::Mixed { day_first: 0, month_first: 1 });
        assert!(matches!(decided(&["x", "3/4/2026"]), Decision::Open { at: 1, .. }));
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(days in 0u64..60_000, seconds in 0u32..86_400) {
            let day = NaiveDate::from_ymd_opt(1960, 1, 1).unwrap().checked_add_days(Days::new(days)).unwrap();
            let time = NaiveTime::from_num_seconds_from_midnight_opt(seconds, 0).unwrap();
            for (order, form) in [(Order::Dmy, "%d/%m/%Y"), (Order::Mdy, "%-m-%-d-%Y"), (Order::Ymd, "%Y.%m.%d"), (Order::Dmy, "%-d %B %Y")] {
                for clock in ["%H:%M:%S", "%-I:%M:%S %p"] {
                    let cell = format!("{} {}", day.format(form), time.format(clock));
                    prop_assert_eq!(read(&cell, order), Some(Moment { day, time: Some(time), offset: None }), "{}", cell);
                }
            }
        }

        #[test]
        fn any_text_is_read_or_not(cell in "\\PC{0,30}", numbers in "[0-9/:. +TZamp-]{0,24}") {
            for order in Order::ALL {
                let _ = (read(&cell, order), read(&numbers, order));
            }
            let _ = (read_time(&cell), read_time(&numbers), read_offset(&cell));
            prop_assert_eq!(decide([cell.as_str(), numbers.as_str()].into_iter()), decide([cell.as_str(), numbers.as_str()].into_iter()));
        }
    }
}

//! Days as people write them: "1 Sep", "2026-09-01", "yesterday", "monday", "2 weeks ago", "last month".

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

/// How a day can be written, for the line under a field.
pub const EXAMPLES: &str = "1 Sep · 2026-09-01 · yesterday · monday · 2 weeks ago · last month";

/// First and last day of what was written: the same day for a day, Monday and Sunday for a week, both ends of a month
/// or a year. A day without its year is the nearest one that is not after `today`; a weekday is the last one, today
/// included. `None` for what is no day, and for forms that mean different days in different countries ("3/4").
pub fn days(typed: &str, today: NaiveDate) -> Option<(NaiveDate, NaiveDate)> {
    let text = typed.trim().to_lowercase().replace(',', " ");
    let words: Vec<&str> = text.split_whitespace().collect();
    match words.as_slice() {
        [one] => one_word(one, today),
        ["last" | "this", unit] => named_span(words[0] == "last", unit, today),
        [number, unit, "ago"] => one_day(ago(number.parse().ok()?, unit, today)?),
        [a, b] => day_and_month(a, b, today).or_else(|| month_of_year(a, b)),
        [a, b, year] => one_day(dated(a, b, year_of(year)?)?),
        _ => None,
    }
}

fn one_day(day: NaiveDate) -> Option<(NaiveDate, NaiveDate)> {
    Some((day, day))
}

fn one_word(word: &str, today: NaiveDate) -> Option<(NaiveDate, NaiveDate)> {
    match word {
        "today" => return one_day(today),
        "yesterday" => return one_day(today.pred_opt()?),
        _ => {}
    }
    if let Some(weekday) = weekday(word) {
        return one_day(last_weekday(weekday, today)?);
    }
    if let Some(month) = month(word) {
        let year = if month > today.month() { today.year() - 1 } else { today.year() };
        return whole_month(year, month);
    }
    let parts: Vec<&str> = word.split('-').collect();
    match parts.as_slice() {
        [year] => whole_year(year_of(year)?),
        [year, month] => whole_month(year_of(year)?, month.parse().ok()?),
        [year, month, day] => one_day(NaiveDate::from_ymd_opt(year_of(year)?, month.parse().ok()?, day.parse().ok()?)?),
        _ => None,
    }
}

/// "last week", "this month", "last monday".
fn named_span(last: bool, unit: &str, today: NaiveDate) -> Option<(NaiveDate, NaiveDate)> {
    match unit {
        "week" => {
            let monday = last_weekday(Weekday::Mon, today)?;
            let first = if last { monday.checked_sub_days(Days::new(7))? } else { monday };
            Some((first, first.checked_add_days(Days::new(6))?))
        }
        "month" => {
            let day = if last { today.checked_sub_months(Months::new(1))? } else { today };
            whole_month(day.year(), day.month())
        }
        "year" => whole_year(today.year() - i32::from(last)),
        day => {
            let day = weekday(day)?;
            one_day(last_weekday(day, if last { today.pred_opt()? } else { today })?)
        }
    }
}

fn ago(number: u32, unit: &str, today: NaiveDate) -> Option<NaiveDate> {
    match unit.trim_end_matches('s') {
        "day" => today.checked_sub_days(Days::new(number.into())),
        "week" => today.checked_sub_days(Days::new(u64::from(number) * 7)),
        "month" => today.checked_sub_months(Months::new(number)),
        "year" => today.checked_sub_months(Months::new(number.checked_mul(12)?)),
        _ => None,
    }
}

/// "1 sep", "sep 1": the nearest one that is not after today.
fn day_and_month(a: &str, b: &str, today: NaiveDate) -> Option<(NaiveDate, NaiveDate)> {
    // 29 February may be up to eight years back.
    (0..9).filter_map(|back| dated(a, b, today.year() - back)).find(|d| *d <= today).and_then(one_day)
}

/// "sep 2025".
fn month_of_year(a: &str, b: &str) -> Option<(NaiveDate, NaiveDate)> {
    whole_month(year_of(b)?, month(a)?)
}

fn dated(a: &str, b: &str, year: i32) -> Option<NaiveDate> {
    let (month, day) = match month(a) {
        Some(month) => (month, b),
        None => (month(b)?, a),
    };
    let number = day.trim_end_matches(|c: char| !c.is_ascii_digit());
    let tail = day.get(number.len()..)?;
    let plain = matches!(tail, "" | "." | "st" | "nd" | "rd" | "th");
    plain.then(|| NaiveDate::from_ymd_opt(year, month, number.parse().ok()?)).flatten()
}

fn year_of(text: &str) -> Option<i32> {
    text.parse().ok().filter(|y| text.len() == 4 && (1900..=2999).contains(y))
}

/// A month's name or at least its first three letters.
fn month(word: &str) -> Option<u32> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let word = word.trim_end_matches('.');
    (1..).zip(MONTHS).find(|(_, name)| word.len() >= 3 && name.starts_with(word)).map(|(number, _)| number)
}

/// A weekday's name or at least its first three letters.
fn weekday(word: &str) -> Option<Weekday> {
    const NAMES: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let at = NAMES.iter().position(|name| word.len() >= 3 && name.starts_with(word))?;
    Weekday::try_from(u8::try_from(at).ok()?).ok()
}

/// The last such weekday, `today` included.
fn last_weekday(weekday: Weekday, today: NaiveDate) -> Option<NaiveDate> {
    today.checked_sub_days(Days::new(today.weekday().days_since(weekday).into()))
}

fn whole_month(year: i32, month: u32) -> Option<(NaiveDate, NaiveDate)> {
    let first = NaiveDate::from_ymd_opt(year, month, 1)?;
    Some((first, first.checked_add_months(Months::new(1))?.pred_opt()?))
}

fn whole_year(year: i32) -> Option<(NaiveDate, NaiveDate)> {
    Some((NaiveDate::from_ymd_opt(year, 1, 1)?, NaiveDate::from_ymd_opt(year, 12, 31)?))
}

/// Reads one day; nothing is today. `None` for a week, a month, and for what is no day.
pub fn read_day(typed: &str, today: NaiveDate) -> Option<NaiveDate> {
    if typed.trim().is_empty() {
        return Some(today);
    }
    days(typed, today).filter(|(first, last)| first == last).map(|(first, _)| first)
}

/// How a day to come can be written, for the line under a field.
pub const COMING_EXAMPLES: &str = "in 3 weeks · tuesday · 2 Oct · 2026-10-02";

/// Reads a day to come: "in 3 weeks", "tuesday" (the next one, never today), "2 Oct" (the next one, today included), a
/// whole date as it is. `None` for what is no day.
pub fn coming_day(typed: &str, today: NaiveDate) -> Option<NaiveDate> {
    let text = typed.trim().to_lowercase().replace(',', " ");
    let words: Vec<&str> = text.split_whitespace().collect();
    match words.as_slice() {
        ["today"] => Some(today),
        ["tomorrow"] => today.succ_opt(),
        ["in", number, unit] | [number, unit] if number.parse::<u32>().is_ok() && month(unit).is_none() => {
            ahead(number.parse().ok()?, unit, today)
        }
        ["next", "week"] => today.checked_add_days(Days::new(7)),
        [day] | ["next" | "on", day] if weekday(day).is_some() => {
            let passed = u64::from(today.weekday().days_since(weekday(day)?));
            today.checked_add_days(Days::new(7 - passed))
        }
        [a, b] => (0..9).filter_map(|on| dated(a, b, today.year() + on)).find(|d| *d >= today),
        _ => read_day(typed, today).filter(|_| !words.is_empty()),
    }
}

fn ahead(number: u32, unit: &str, today: NaiveDate) -> Option<NaiveDate> {
    match unit.trim_end_matches('s') {
        "day" => today.checked_add_days(Days::new(number.into())),
        "week" => today.checked_add_days(Days::new(u64::from(number) * 7)),
        "month" => today.checked_add_months(Months::new(number)),
        _ => None,
    }
}

/// Reads a time of day: "9:30", "930", "9", "14.05", "2:05 pm"; nothing is midnight. Milliseconds since midnight.
pub fn read_clock(typed: &str) -> Option<i64> {
    let text = typed.trim().to_lowercase();
    if text.is_empty() {
        return Some(0);
    }
    let after_noon = text.ends_with("pm") || text.ends_with('p');
    let before_noon = text.ends_with("am");
    let digits = text.trim_end_matches(|c: char| c.is_alphabetic() || c == ' ' || c == '.');
    let (hours, minutes) = match digits.split_once([':', '.', 'h']) {
        Some((h, m)) => (h.trim().parse::<i64>().ok()?, m.trim().parse::<i64>().ok()?),
        None => {
            let n = digits.trim().parse::<i64>().ok()?;
            if n >= 100 { (n / 100, n % 100) } else { (n, 0) }
        }
    };
    let hours = match hours {
        12 if before_noon => 0,
        1..=11 if after_noon => hours + 12,
        h => h,
    };
    ((0..24).contains(&hours) && (0..60).contains(&minutes)).then_some((hours * 60 + minutes) * 60_000)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    /// 2026-11-18 is a Wednesday.
    fn read(typed: &str) -> Option<String> {
        let (first, last) = days(typed, day("2026-11-18"))?;
        Some(if first == last { first.to_string() } else { format!("{first} {last}") })
    }

    #[test]
    fn single_days_are_read() {
        for (typed, expected) in [
            ("today", "2026-11-18"),
            ("Yesterday", "2026-11-17"),
            ("monday", "2026-11-16"),
            ("Wed", "2026-11-18"),
            ("last wednesday", "2026-11-11"),
            ("1 Sep", "2026-09-01"),
            ("Sep 1", "2026-09-01"),
            ("1st of", ""),
            ("24 December", "2025-12-24"),
            ("Sept 1st, 2024", "2024-09-01"),
            ("29 feb", "2024-02-29"),
            ("2026-09-01", "2026-09-01"),
            ("3 days ago", "2026-11-15"),
            ("2 weeks ago", "2026-11-04"),
            ("1 month ago", "2026-10-18"),
        ] {
            assert_eq!(read(typed).unwrap_or_default(), expected, "{typed}");
        }
    }

    #[test]
    fn days_to_come_are_read() {
        for (typed, expected) in [
            ("in 3 weeks", "2026-12-09"),
            ("2 weeks", "2026-12-02"),
            ("in 1 month", "2026-12-18"),
            ("tomorrow", "2026-11-19"),
            ("wednesday", "2026-11-25"),
            ("next Tue", "2026-11-24"),
            ("18 nov", "2026-11-18"),
            ("2 Oct", "2027-10-02"),
            ("29 feb", "2028-02-29"),
            ("2026-12-01", "2026-12-01"),
            ("2 Oct 2026", "2026-10-02"),
            ("", ""),
            ("soon", ""),
            ("in 3 moons", ""),
        ] {
            let read = coming_day(typed, day("2026-11-18")).map(|d| d.to_string());
            assert_eq!(read.unwrap_or_default(), expected, "{typed}");
        }
    }

    proptest! {
        #[test]
        fn no_text_upsets_the_reading_of_a_coming_day(text in ".{0,30}") {
            let _ = coming_day(&text, day("2026-11-18"));
        }
    }

    #[test]
    fn spans_have_two_ends() {
        for (typed, expected) in [
            ("this week", "2026-11-16 2026-11-22"),
            ("last week", "2026-11-09 2026-11-15"),
            ("last month", "2026-10-01 2026-10-31"),
            ("september", "2026-09-01 2026-09-30"),
            ("December", "2025-12-01 2025-12-31"),
            ("feb 2024", "2024-02-01 2024-02-29"),
            ("2026-09", "2026-09-01 2026-09-30"),
            ("2025", "2025-01-01 2025-12-31"),
            ("last year", "2025-01-01 2025-12-31"),
        ] {
            assert_eq!(read(typed).as_deref(), Some(expected), "{typed}");
        }
    }

    #[test]
    fn what_is_no_day_is_not_guessed_at() {
        for typed in ["", "3/4", "soon", "ma", "32 sep", "30 feb 2024", "99999999999 days ago", "4294967295 years ago"]
        {
            assert_eq!(read(typed), None, "{typed}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_fail(typed in "\\PC{0,24}") {
            if let Some((first, last)) = days(&typed, day("2026-11-18")) {
                prop_assert!(first <= last);
            }
        }
    }

    #[test]
    fn times_of_day_are_read() {
        for (typed, minutes) in
            [("9:30", 570), ("930", 570), ("9", 540), ("14.05", 845), ("2:05 pm", 845), ("12 am", 0), ("", 0)]
        {
            assert_eq!(read_clock(typed), Some(minutes * 60_000), "{typed}");
        }
        for wrong in ["25:00", "9:75", "noon", "-1"] {
            assert_eq!(read_clock(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn one_day_is_read_and_a_week_is_not() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 18).expect("a date");
        assert_eq!(read_day("", today), Some(today));
        assert_eq!(read_day("yesterday", today), today.pred_opt());
        assert_eq!(read_day("last month", today), None);
    }
}

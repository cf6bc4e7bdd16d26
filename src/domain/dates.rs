//! Days and times of day as people type them.

use chrono::{Datelike, Days, NaiveDate, Weekday};

/// Reads a day: nothing or "today", "yesterday", "monday" (the last one), "2026-11-14", "14 Nov", "14 Nov 2025",
/// "Nov 14". A day without a year is the last one that was not in the future.
pub fn read_day(typed: &str, today: NaiveDate) -> Option<NaiveDate> {
    let text = typed.trim().to_lowercase();
    match text.as_str() {
        "" | "today" => return Some(today),
        "yesterday" => return today.checked_sub_days(Days::new(1)),
        _ => {}
    }
    if let Ok(day) = NaiveDate::parse_from_str(&text, "%Y-%m-%d") {
        return Some(day);
    }
    if let Ok(weekday) = text.parse::<Weekday>() {
        let back = (today.weekday().num_days_from_monday() + 7 - weekday.num_days_from_monday()) % 7;
        return today.checked_sub_days(Days::new(u64::from(back)));
    }
    day_and_month(&text, today)
}

fn day_and_month(text: &str, today: NaiveDate) -> Option<NaiveDate> {
    let words: Vec<&str> =
        text.split(|c: char| c.is_whitespace() || matches!(c, '.' | ',' | '/')).filter(|w| !w.is_empty()).collect();
    let (first, second, year) = match words.as_slice() {
        [a, b] => (*a, *b, None),
        [a, b, y] => (*a, *b, Some(y.parse::<i32>().ok().filter(|y| (1970..=9999).contains(y))?)),
        _ => return None,
    };
    let (day, month) = match (first.parse::<u32>(), second.parse::<u32>()) {
        (Ok(day), Err(_)) => (day, second.parse::<chrono::Month>().ok()?),
        (Err(_), Ok(day)) => (day, first.parse::<chrono::Month>().ok()?),
        // Two numbers may mean two days; nobody should have to guess which was taken.
        _ => return None,
    };
    let at = |year| NaiveDate::from_ymd_opt(year, month.number_from_month(), day);
    match year {
        Some(year) => at(year),
        None => at(today.year()).filter(|d| *d <= today).or_else(|| at(today.year() - 1)),
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

    fn day(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).expect("a date")
    }

    #[test]
    fn days_are_read_as_people_type_them() {
        let today = day(2026, 11, 18); // a Wednesday
        for (typed, expected) in [
            ("", today),
            ("Yesterday", day(2026, 11, 17)),
            ("2026-09-01", day(2026, 9, 1)),
            ("14 Nov", day(2026, 11, 14)),
            ("Nov 14", day(2026, 11, 14)),
            ("1. Dec", day(2025, 12, 1)),
            ("1 sep 2024", day(2024, 9, 1)),
            ("monday", day(2026, 11, 16)),
            ("wed", today),
            ("thursday", day(2026, 11, 12)),
        ] {
            assert_eq!(read_day(typed, today), Some(expected), "{typed}");
        }
        for wrong in ["03/04", "soon", "31 Feb", "2026-02-30", "0"] {
            assert_eq!(read_day(wrong, today), None, "{wrong}");
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

    proptest! {
        #[test]
        fn any_text_is_read_without_fail(typed in any::<String>()) {
            let _ = (read_day(&typed, day(2026, 1, 1)), read_clock(&typed));
        }
    }
}

//! The sentences of suggestions: plain, with denominators, never who.

use super::super::stats::share::{newcombe, wilson};
use super::super::words;
use super::{Ground, Rests, Share, SignKey};
use crate::insight::facts::{Facts, Sign, SignId, Visits};
use crate::insight::suggest::GROUNDS;
use chrono::NaiveDate;

pub const HOURS: [&str; 3] = ["before 10:00", "from 10:00 to 12:30", "after 12:30"];
pub const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// Below so many visits on a side, numbers are called small.
const SMALL: u32 = 15;
/// 1970-01-01 as chrono counts days.
const EPOCH: i32 = 719_163;

/// "grade 4" for the label "4"; "Grade 4" and "Kindergarten" stay as they are.
pub fn numbered(word: &str, label: &str) -> String {
    let short = label.chars().count() <= 3 || label.chars().all(|c| c.is_ascii_digit());
    if short { format!("{word} {label}") } else { label.to_string() }
}

/// "3 March 2026".
pub fn day(day: i32) -> String {
    let date = day.checked_add(EPOCH).and_then(NaiveDate::from_num_days_from_ce_opt);
    date.map_or_else(|| "a day unknown".into(), |d| d.format("%-d %B %Y").to_string())
}

/// "1 visit", "4 visits".
pub fn count(n: u32, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

/// "in 9 of the 14 visits that looked for it", or for a tag "in 9 of the 14 visits with tagged notes".
pub fn visits(sign: &Sign, share: Share) -> String {
    let those = match sign.id {
        SignId::Tag(_) => "with tagged notes",
        SignId::LookFor(_) => "that looked for it",
    };
    match (share.k, share.n) {
        (k, n) if k == n => format!("in all {n} visits {those}"),
        (0, n) => format!("in none of the {n} visits {those}"),
        (k, n) => format!("in {k} of the {n} visits {those}"),
    }
}

/// "in 5 of 33 visits".
pub fn of(share: Share) -> String {
    match (share.k, share.n) {
        (k, n) if k == n => format!("in all {n} visits"),
        (0, n) => format!("in none of {n} visits"),
        (k, n) => format!("in {k} of {n} visits"),
    }
}

/// "6 different teachers, at most 3 visits with one of them".
pub fn carried(rests: &Rests) -> String {
    let teachers = count(rests.teachers, "teacher", "different teachers");
    match rests.largest {
        0 | 1 => teachers,
        n => format!("{teachers}, at most {n} visits with one of them"),
    }
}

/// "; these are small numbers" where one side has few visits.
pub fn small(one: Share, other: Share) -> &'static str {
    if one.n.min(other.n) < SMALL { "; these are small numbers" } else { "" }
}

pub fn percent(share: f64) -> i64 {
    (share * 100.0).round() as i64
}

/// "9 of 14: 64 %, 95 % interval 39 to 84 % (Wilson)".
pub fn exact(what: &str, share: Share) -> String {
    let (low, high) = wilson(share.k, share.n);
    let p = f64::from(share.k) / f64::from(share.n.max(1));
    let (k, n) = (share.k, share.n);
    format!("{what}: {k} of {n}, {} %, 95 % interval {} to {} % (Wilson)", percent(p), percent(low), percent(high))
}

/// "difference 32 points, 95 % interval 9 to 51 (Newcombe)".
pub fn exact_difference(one: Share, other: Share) -> String {
    let (low, high) = newcombe((one.k, one.n), (other.k, other.n));
    let p = |s: Share| f64::from(s.k) / f64::from(s.n.max(1));
    format!(
        "difference {} points, 95 % interval {} to {} (Newcombe)",
        percent(p(one) - p(other)),
        percent(low),
        percent(high)
    )
}

/// How likely by chance, and what that is worth among all that were looked at.
pub fn exact_chance(p: f64, q: f64, screened: usize) -> String {
    format!(
        "by chance alone, visits of one teacher counted as alike: p = {}; among the {screened} comparisons made, q = {} (Benjamini–Hochberg)",
        small_number(p),
        small_number(q)
    )
}

/// A probability with as many digits as say something.
pub fn small_number(p: f64) -> String {
    match p {
        p if p < 0.0001 => "less than 0.0001".into(),
        p if p < 0.01 => format!("{p:.4}"),
        p => format!("{p:.2}"),
    }
}

/// "somewhere between a third and nearly all" and the like, without the point before it.
pub fn words(share: Share) -> String {
    words::share(share.k, share.n)
}

/// The very visits, newest first.
pub fn ground(facts: &Facts, heading: impl Into<String>, visits: &Visits, signs: &[&SignId]) -> Ground {
    let newest = visits.iter().rev().filter_map(|place| facts.visits.id(place)).take(GROUNDS);
    Ground {
        heading: heading.into(),
        visits: newest.collect(),
        count: visits.count(),
        signs: signs.iter().map(|id| SignKey::from(*id)).collect(),
    }
}

/// A sign in a key: "tag:0199…" or "look-for:cites".
pub fn key_of(id: &SignId) -> String {
    match id {
        SignId::Tag(uid) => format!("tag:{}", uid.to_text()),
        SignId::LookFor(id) => format!("look-for:{id}"),
    }
}

/// The first letter large, as a statement begins.
pub fn begin(name: &str) -> String {
    let mut letters = name.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_parts_have_words() {
        assert_eq!(day(0), "1 January 1970");
        assert_eq!(day(20_515), "3 March 2026");
        assert_eq!(day(i32::MAX), "a day unknown");
        assert_eq!(numbered("grade", "4"), "grade 4");
        assert_eq!(numbered("grade", "Grade 4"), "Grade 4");
        assert_eq!(begin("éclair"), "Éclair");
        assert_eq!(begin(""), "");
    }
}

//! The columns of the map: the visits of each, and merging those that too few visits stand behind.

use super::super::facts::{Facts, VisitFact, Visits};
use super::{Axis, clears};
use crate::domain::order::InOrder;
use crate::domain::time::{day_of_number, short_day};
use chrono::{Datelike, NaiveDate};
use std::collections::{BTreeMap, HashMap};

/// Weeks, or longer stretches, that are told apart; older ones are one column.
const MOST_STRETCHES: usize = 36;

/// Grades, subjects or periods that are told apart; the rarest others are one column.
const MOST_VALUES: usize = 120;

/// One column as it is shown.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Column {
    /// Short, for its head: "4", "K-2", "1 Sep".
    pub label: String,
    /// For a sentence: "in grade 4", "from 1 Sep to 14 Sep".
    pub words: String,
    /// What is counted in it.
    pub members: Vec<Member>,
}

/// A part of the school, or of the time. It names no person and no room.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Member {
    Grade(String),
    Subject(String),
    Period(String),
    /// 0 Monday … 6 Sunday.
    Weekday(u8),
    /// First and last day, as days since 1970-01-01.
    Days(i32, i32),
    /// The hour of the day, 0–23.
    Hour(u8),
    /// Nobody knows, on this axis.
    Unknown(UnknownOf),
}

/// What is not known of a visit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum UnknownOf {
    Grade,
    Subject,
    Period,
    Day,
    Time,
}

impl UnknownOf {
    fn words(self) -> &'static str {
        match self {
            UnknownOf::Grade => "grade not known",
            UnknownOf::Subject => "subject not known",
            UnknownOf::Period => "period not known",
            UnknownOf::Day => "day not known",
            UnknownOf::Time => "time not known",
        }
    }
}

impl Column {
    /// What the visits counted in it without it being known lack: "grade not known".
    pub fn not_known(&self) -> Option<&'static str> {
        self.members.iter().find_map(|m| if let Member::Unknown(of) = m { Some(of.words()) } else { None })
    }
}

/// A column with its visits.
pub struct Group {
    pub column: Column,
    pub visits: Visits,
}

/// The part of one axis in which a visit lies; weeks are single days here.
fn member_of(facts: &Facts, axis: Axis, visit: &VisitFact<'_>) -> Member {
    let text = |place: Option<u16>, all: &[String]| place.and_then(|p| all.get(usize::from(p)).cloned());
    let text = |place, all: &[String]| text(place, all).filter(|t| !t.trim().is_empty());
    let found = match axis {
        Axis::Grades => text(visit.grade, &facts.grades).map(Member::Grade),
        Axis::Subjects => text(visit.subject, &facts.subjects).map(Member::Subject),
        Axis::Periods => text(visit.period, &facts.periods).map(Member::Period),
        Axis::Weekdays => visit.day.map(|day| Member::Weekday(weekday(day))),
        Axis::Weeks => visit.day.map(|day| Member::Days(day, day)),
        Axis::Hours => visit.minute.map(|m| Member::Hour(u8::try_from(m / 60 % 24).unwrap_or(0))),
    };
    found.unwrap_or(Member::Unknown(unknown_of(axis)))
}

fn unknown_of(axis: Axis) -> UnknownOf {
    match axis {
        Axis::Grades => UnknownOf::Grade,
        Axis::Subjects => UnknownOf::Subject,
        Axis::Periods => UnknownOf::Period,
        Axis::Weekdays | Axis::Weeks => UnknownOf::Day,
        Axis::Hours => UnknownOf::Time,
    }
}

/// 0 Monday … 6 Sunday. 1970-01-01 was a Thursday.
pub fn weekday(day: i32) -> u8 {
    u8::try_from((i64::from(day) + 3).rem_euclid(7)).unwrap_or(0)
}

/// Whether a visit is counted in a column.
pub fn holds(facts: &Facts, members: &[Member], visit: &VisitFact<'_>) -> bool {
    members.iter().any(|member| match member {
        Member::Days(first, last) => visit.day.is_some_and(|d| (*first..=*last).contains(&d)),
        Member::Grade(_) | Member::Unknown(UnknownOf::Grade) => member_of(facts, Axis::Grades, visit) == *member,
        Member::Subject(_) | Member::Unknown(UnknownOf::Subject) => member_of(facts, Axis::Subjects, visit) == *member,
        Member::Period(_) | Member::Unknown(UnknownOf::Period) => member_of(facts, Axis::Periods, visit) == *member,
        Member::Weekday(_) | Member::Unknown(UnknownOf::Day) => member_of(facts, Axis::Weekdays, visit) == *member,
        Member::Hour(_) | Member::Unknown(UnknownOf::Time) => member_of(facts, Axis::Hours, visit) == *member,
    })
}

/// The columns of an axis, small ones merged: with a neighbour where order means something, else with each other. So
/// every column clears the floor by itself, unless all visits together do not.
pub fn groups(facts: &Facts, axis: Axis, looked: &Visits, this_year: i32) -> Vec<Group> {
    let (mut known, mut unknown) = (HashMap::<Member, Vec<usize>>::new(), None::<Visits>);
    for (place, visit) in facts.visits.iter().enumerate() {
        match member_of(facts, axis, &visit) {
            Member::Unknown(_) => unknown.get_or_insert_default().insert(place),
            member => known.entry(member).or_default().push(place),
        }
    }
    let mut parts = match axis {
        Axis::Weeks => stretches(facts, &known, looked),
        _ => {
            let part = |(member, places)| Part::of(member, places, looked);
            let mut parts: Vec<Part> = known.into_iter().map(part).collect();
            parts.order_by_key(key);
            parts
        }
    };
    if matches!(axis, Axis::Grades | Axis::Subjects | Axis::Periods) {
        parts = most_used(parts);
    }
    if axis.is_ordered() {
        merge_neighbours(facts, &mut parts)
    } else {
        merge_rare(facts, &mut parts)
    }
    if let Some(visits) = unknown {
        let part = Part { looked: visits.and(looked), members: vec![Member::Unknown(unknown_of(axis))], visits };
        place_unknown(facts, &mut parts, part);
    }
    parts.into_iter().map(|part| part.into_group(this_year)).collect()
}

/// A column in the making.
struct Part {
    members: Vec<Member>,
    visits: Visits,
    looked: Visits,
}

impl Part {
    fn of(member: Member, places: impl IntoIterator<Item = usize>, looked: &Visits) -> Part {
        let visits = Visits::of(places);
        Part { members: vec![member], looked: visits.and(looked), visits }
    }

    fn take(&mut self, other: Part) {
        self.members.extend(other.members);
        self.visits = self.visits.or(&other.visits);
        self.looked = self.looked.or(&other.looked);
    }

    /// Some looked, and too few.
    fn is_small(&self, facts: &Facts) -> bool {
        !self.looked.is_empty() && !clears(facts, &self.looked)
    }

    fn into_group(self, this_year: i32) -> Group {
        let members = joined(self.members);
        let (label, words) = named(&members, this_year);
        Group { column: Column { label, words, members }, visits: self.visits }
    }
}

/// Where a part stands among the others: numbers as numbers, kindergarten before them.
fn key(part: &Part) -> (i64, String, Vec<Member>) {
    let (number, text) = match part.members.first() {
        Some(Member::Grade(text)) => grade_key(text),
        Some(Member::Subject(text)) => (0, text.to_lowercase()),
        Some(Member::Period(text)) => (number_in(text).unwrap_or(i64::MAX), text.to_lowercase()),
        Some(Member::Weekday(n) | Member::Hour(n)) => (i64::from(*n), String::new()),
        Some(Member::Days(first, _)) => (i64::from(*first), String::new()),
        Some(Member::Unknown(_)) | None => (i64::MAX, String::new()),
    };
    (number, text, part.members.clone())
}

/// The place of a grade: pre-kindergarten and kindergarten first, then by number, then the others by their letters.
fn grade_key(text: &str) -> (i64, String) {
    let lower = text.trim().to_lowercase();
    let number = match lower.as_str() {
        "pk" | "prek" | "pre-k" | "tk" | "pre-kindergarten" => -2,
        "k" | "kg" | "kindergarten" => -1,
        other => number_in(other).unwrap_or(i64::MAX),
    };
    (number, lower)
}

/// The first number in a text.
fn number_in(text: &str) -> Option<i64> {
    let digits: String =
        text.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).take(9).collect();
    digits.parse().ok()
}

// ── Merging ─────────────────────────────────────────────────────────────────────────────────────────────────────────

/// Single days become weeks, two weeks or months: the shortest of which there are not too many, and not too many small.
fn stretches(facts: &Facts, days: &HashMap<Member, Vec<usize>>, looked: &Visits) -> Vec<Part> {
    let day_of = |member: &Member| if let Member::Days(day, _) = member { Some(*day) } else { None };
    let Some(oldest) = days.keys().filter_map(day_of).min() else { return Vec::new() };
    let mut found = Vec::new();
    for grain in [Grain::Week, Grain::TwoWeeks, Grain::Month] {
        let mut stretches: BTreeMap<(i32, i32), Vec<usize>> = BTreeMap::new();
        for (member, places) in days {
            let day = day_of(member).unwrap_or(oldest);
            stretches.entry(grain.around(day, oldest)).or_default().extend(places);
        }
        let is_last = matches!(grain, Grain::Month);
        if stretches.len() > MOST_STRETCHES && !is_last {
            continue;
        }
        let part = |((first, last), places)| Part::of(Member::Days(first, last), places, looked);
        found = stretches.into_iter().map(part).collect();
        let small = found.iter().filter(|p| p.is_small(facts)).count();
        if small * 4 <= found.len() {
            break;
        }
    }
    // What is older than the newest stretches is one.
    while found.len() > MOST_STRETCHES {
        let oldest = found.remove(0);
        if let Some(next) = found.first_mut() {
            let newer = std::mem::replace(next, oldest);
            next.take(newer);
        }
    }
    found
}

#[derive(Clone, Copy)]
enum Grain {
    Week,
    TwoWeeks,
    Month,
}

impl Grain {
    /// First and last day of the stretch in which a day lies. Weeks begin on Monday, two weeks with that of `oldest`.
    fn around(self, day: i32, oldest: i32) -> (i32, i32) {
        let monday_of = |day: i32| day.saturating_sub(i32::from(weekday(day)));
        let monday = monday_of(day);
        match self {
            Grain::Week => (monday, monday.saturating_add(6)),
            Grain::TwoWeeks => {
                let odd = (i64::from(monday) - i64::from(monday_of(oldest))).div_euclid(7).rem_euclid(2) == 1;
                let first = if odd { monday.saturating_sub(7) } else { monday };
                (first, first.saturating_add(13))
            }
            Grain::Month => month_around(day).unwrap_or((day, day)),
        }
    }
}

fn month_around(day: i32) -> Option<(i32, i32)> {
    let date = NaiveDate::from_epoch_days(day)?;
    let first = date.with_day(1)?;
    let last = first.checked_add_months(chrono::Months::new(1))?.pred_opt()?;
    Some((first.to_epoch_days(), last.to_epoch_days()))
}

/// Keeps the values with the most visits; all others become one part, the last.
fn most_used(mut parts: Vec<Part>) -> Vec<Part> {
    if parts.len() <= MOST_VALUES {
        return parts;
    }
    let mut sizes: Vec<(u32, usize)> = parts.iter().enumerate().map(|(i, p)| (p.visits.count(), i)).collect();
    sizes.order_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    let mut rare: Vec<usize> = sizes.into_iter().skip(MOST_VALUES).map(|(_, i)| i).collect();
    rare.order();
    let mut rest: Option<Part> = None;
    for at in rare.into_iter().rev() {
        let part = parts.remove(at);
        match &mut rest {
            Some(rest) => rest.take(part),
            None => rest = Some(part),
        }
    }
    parts.extend(rest);
    parts
}

/// Each small part goes to its smaller neighbour, the smallest first, until none is small.
fn merge_neighbours(facts: &Facts, parts: &mut Vec<Part>) {
    while parts.len() > 1 {
        let small = parts.iter().enumerate().filter(|(_, p)| p.is_small(facts));
        let Some((at, _)) = small.min_by_key(|(i, p)| (p.looked.count(), *i)) else { break };
        let size = |i: usize| parts.get(i).map_or(u32::MAX, |p| p.looked.count());
        let left = if at > 0 && (at + 1 >= parts.len() || size(at - 1) <= size(at + 1)) { at - 1 } else { at };
        let right = parts.remove(left + 1);
        if let Some(part) = parts.get_mut(left) {
            part.take(right);
        }
    }
}

/// All small parts become one; where that one is still small, the next smallest joins it. It stands last.
fn merge_rare(facts: &Facts, parts: &mut Vec<Part>) {
    let (small, mut large): (Vec<Part>, Vec<Part>) = parts.drain(..).partition(|p| p.is_small(facts));
    let rest = small.into_iter().reduce(|mut all, part| {
        all.take(part);
        all
    });
    if let Some(mut rest) = rest {
        while rest.is_small(facts) && !large.is_empty() {
            let at = smallest(&large);
            rest.take(large.remove(at));
        }
        large.push(rest);
    }
    *parts = large;
}

fn smallest(parts: &[Part]) -> usize {
    parts.iter().enumerate().min_by_key(|(i, p)| (p.looked.count(), *i)).map_or(0, |(i, _)| i)
}

/// Visits of which it is not known are a column of their own where that one and the others are large enough, else part
/// of the smallest one.
fn place_unknown(facts: &Facts, parts: &mut Vec<Part>, unknown: Part) {
    parts.push(unknown);
    while parts.len() > 1 {
        let Some(at) = parts.iter().rposition(|p| p.is_small(facts)) else { break };
        let small = parts.remove(at);
        // Joining one in which nobody looked would help nothing.
        let place = |p: &Part| if p.looked.is_empty() { u32::MAX } else { p.looked.count() };
        let other = parts.iter().enumerate().min_by_key(|(i, p)| (place(p), *i)).map_or(0, |(i, _)| i);
        if let Some(part) = parts.get_mut(other) {
            part.take(small);
        }
    }
}

// ── Names ───────────────────────────────────────────────────────────────────────────────────────────────────────────

/// Stretches of days that follow each other are one.
fn joined(members: Vec<Member>) -> Vec<Member> {
    let ends = |pick: fn(i32, i32) -> i32, of: fn(&Member) -> Option<i32>| members.iter().filter_map(of).reduce(pick);
    let first = ends(i32::min, |m| if let Member::Days(a, _) = m { Some(*a) } else { None });
    let last = ends(i32::max, |m| if let Member::Days(_, b) = m { Some(*b) } else { None });
    let (Some(first), Some(last)) = (first, last) else { return members };
    let rest = members.into_iter().filter(|m| !matches!(m, Member::Days(..)));
    std::iter::once(Member::Days(first, last)).chain(rest).collect()
}

const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// The head of a column, and how a sentence says it.
fn named(members: &[Member], this_year: i32) -> (String, String) {
    let known: Vec<&Member> = members.iter().filter(|m| !matches!(m, Member::Unknown(_))).collect();
    let unknown = members.iter().find_map(|m| if let Member::Unknown(of) = m { Some(*of) } else { None });
    let (label, words) = match known.as_slice() {
        [] => (String::new(), String::new()),
        known => known_names(known, this_year),
    };
    let Some(what) = unknown.map(UnknownOf::words) else { return (label, words) };
    if label.is_empty() {
        return ("not known".into(), format!("where the {}", what.replace(" not", " is not")));
    }
    (format!("{label}, ?"), format!("{words}, or the {}", what.replace(" not", " is not")))
}

fn known_names(members: &[&Member], this_year: i32) -> (String, String) {
    let day = |n: i32| short_day(day_of_number(i64::from(n)), this_year);
    let (Some(first), Some(last)) = (members.first(), members.last()) else { return Default::default() };
    match (first, last) {
        (Member::Days(a, b), _) => (day(*a), format!("from {} to {}", day(*a), day(*b))),
        (Member::Weekday(a), Member::Weekday(b)) => {
            let name = |n: &u8| WEEKDAYS.get(usize::from(*n)).copied().unwrap_or("");
            let short = |n: &u8| name(n).get(..3).unwrap_or("");
            match a == b {
                true => (short(a).into(), format!("on {}s", name(a))),
                false => (format!("{}-{}", short(a), short(b)), format!("from {} to {}", name(a), name(b))),
            }
        }
        (Member::Hour(a), Member::Hour(b)) => {
            let label = if a == b { format!("{a}:00") } else { format!("{a}-{}", b + 1) };
            (label, format!("from {a}:00 to {}:00", b + 1))
        }
        (Member::Grade(a), Member::Grade(b)) => band("grade", a, b, members.len()),
        (Member::Period(a), Member::Period(b)) => band("period", a, b, members.len()),
        (Member::Subject(a), Member::Subject(b)) => match members.len() {
            1 => (a.clone(), format!("in {a}")),
            2 => (format!("{a}, {b}"), format!("in {a} or {b}")),
            n => (format!("{n} others"), format!("in {n} other subjects together")),
        },
        _ => Default::default(),
    }
}

/// "in grade 4", "in grades 3 to 5"; names that say themselves what they are ("Period 3") are not told twice.
fn band(what: &str, first: &str, last: &str, count: usize) -> (String, String) {
    let says_itself = first.to_lowercase().starts_with(what);
    if count == 1 {
        let words = if says_itself { format!("in {first}") } else { format!("in {what} {first}") };
        return (first.to_string(), words);
    }
    // "Period 3" to "Period 5" is "Period 3-5".
    let word = first.rsplit_once(' ').map(|(word, _)| word).filter(|word| last.starts_with(*word));
    let end = word.and_then(|word| last.get(word.len()..)).map_or(last, str::trim_start);
    let words = if says_itself { format!("from {first} to {last}") } else { format!("in {what}s {first} to {last}") };
    (format!("{first}-{end}"), words)
}

//! Where and when somebody looked: visited or not. Nothing here knows what was seen.

use crate::domain::id::Uid;
use crate::domain::order::InOrder;
use std::collections::BTreeMap;

/// A visit as coverage knows it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Looked {
    /// The local day, as days since 1970-01-01.
    pub day: i32,
    /// Minutes since local midnight; none where only "about when" is known.
    pub minute: Option<u16>,
    /// The room's place among `rooms`.
    pub room: Option<usize>,
    /// Empty where not known.
    pub period: String,
}

/// A room in use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    pub uid: Uid,
    pub label: String,
    /// Empty where not known.
    pub grade: String,
    pub subject: String,
    pub period: String,
    /// The day of the last visit there ever was.
    pub last: Option<i32>,
}

/// A room week by week.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoomWeeks {
    pub room: Place,
    /// Whether it was visited in each week, oldest first.
    pub weeks: Vec<bool>,
}

/// What a part of the school is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sort {
    Grade,
    Subject,
    Period,
}

/// A grade, subject or period with its rooms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartSeen {
    pub sort: Sort,
    pub name: String,
    pub rooms: usize,
    /// Its rooms that were visited at least once in the weeks shown.
    pub visited: usize,
    /// The day of the last visit in any of its rooms.
    pub last: Option<i32>,
}

/// Where and when somebody looked in the weeks up to today.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Map {
    /// The Monday of the first week, as days since 1970-01-01, and how many weeks are shown.
    pub first: i32,
    pub weeks: usize,
    /// Visits a day for each week, Monday first.
    pub days: Vec<[u32; 7]>,
    /// In the order in which they were given.
    pub rooms: Vec<RoomWeeks>,
    /// Visits of each period by weekday, Monday first.
    pub periods: Vec<(String, [u32; 7])>,
    /// Visits that began in each hour of the day, and those of unknown time.
    pub hours: [u32; 24],
    pub no_time: u32,
    /// Visits in all.
    pub visits: u32,
    /// Grades, then subjects, then periods of rooms in use; in each, those never visited first.
    pub parts: Vec<PartSeen>,
}

/// The Monday of a day's week. 1970-01-01 was a Thursday.
pub fn monday(day: i32) -> i32 {
    let weekday = (i64::from(day) + 3).rem_euclid(7);
    day.saturating_sub(i32::try_from(weekday).unwrap_or(0))
}

/// The first day of so many weeks that end with the week of `today`.
pub fn first_day(today: i32, weeks: usize) -> i32 {
    let back = i32::try_from(weeks.saturating_sub(1)).unwrap_or(0).saturating_mul(7);
    monday(today).saturating_sub(back)
}

/// Lays out the visits of so many weeks up to today; others are left out.
pub fn map(visits: &[Looked], rooms: Vec<Place>, today: i32, weeks: usize) -> Map {
    let mut map = Map { first: first_day(today, weeks), weeks, days: vec![[0; 7]; weeks], ..Map::default() };
    map.rooms = rooms.into_iter().map(|room| RoomWeeks { room, weeks: vec![false; weeks] }).collect();
    let mut periods: BTreeMap<&str, [u32; 7]> = BTreeMap::new();
    for visit in visits {
        let since = i64::from(visit.day) - i64::from(map.first);
        let Ok(since) = usize::try_from(since) else { continue };
        let (week, weekday) = (since / 7, since % 7);
        let Some(slot) = map.days.get_mut(week).and_then(|d| d.get_mut(weekday)) else { continue };
        *slot += 1;
        map.visits += 1;
        match visit.minute.and_then(|m| map.hours.get_mut(usize::from(m / 60))) {
            Some(hour) => *hour += 1,
            None => map.no_time += 1,
        }
        let room = visit.room.and_then(|r| map.rooms.get_mut(r));
        if let Some(seen) = room.and_then(|r| r.weeks.get_mut(week)) {
            *seen = true;
        }
        if !visit.period.is_empty()
            && let Some(slot) = periods.entry(&visit.period).or_default().get_mut(weekday)
        {
            *slot += 1;
        }
    }
    map.periods = periods.into_iter().map(|(name, days)| (name.to_string(), days)).collect();
    // A period that has rooms and no visit is a row of its own: that is the gap.
    let mut unseen: Vec<String> = map.rooms.iter().map(|r| r.room.period.clone()).filter(|p| !p.is_empty()).collect();
    unseen.retain(|p| !map.periods.iter().any(|(name, _)| name == p));
    unseen.order();
    unseen.dedup();
    map.periods.extend(unseen.into_iter().map(|name| (name, [0; 7])));
    map.periods.order_by_key(|(name, _)| natural(name));
    map.parts = parts(&map.rooms);
    map
}

fn parts(rooms: &[RoomWeeks]) -> Vec<PartSeen> {
    let mut found: BTreeMap<(Sort, &str), PartSeen> = BTreeMap::new();
    for room in rooms {
        let place = &room.room;
        for (sort, name) in
            [(Sort::Grade, &place.grade), (Sort::Subject, &place.subject), (Sort::Period, &place.period)]
        {
            if name.is_empty() {
                continue;
            }
            let part = found.entry((sort, name)).or_insert_with(|| PartSeen {
                sort,
                name: name.clone(),
                rooms: 0,
                visited: 0,
                last: None,
            });
            part.rooms += 1;
            part.visited += usize::from(room.weeks.contains(&true));
            part.last = part.last.max(place.last);
        }
    }
    let mut parts: Vec<PartSeen> = found.into_values().collect();
    parts.order_by_key(|p| (p.sort, p.last.is_some(), natural(&p.name)));
    parts
}

/// A name for sorting: a number in it counts as a number, and kindergarten comes before the first grade.
fn natural(name: &str) -> (i64, String) {
    let lower = name.to_lowercase();
    let digits: String =
        lower.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).take(9).collect();
    let number = match lower.as_str() {
        "pk" | "pre-k" | "prek" | "tk" => -2,
        "k" | "kg" | "kindergarten" => -1,
        _ => digits.parse().unwrap_or(i64::MAX),
    };
    (number, lower)
}

impl Map {
    /// Rooms that were not visited in the weeks shown, longest ago first; those never visited before all others.
    pub fn not_seen(&self) -> Vec<&Place> {
        let mut found: Vec<&Place> = self.rooms.iter().filter(|r| !r.weeks.contains(&true)).map(|r| &r.room).collect();
        found.order_by_key(|room| room.last);
        found
    }

    /// Rooms that were visited in the weeks shown.
    pub fn rooms_seen(&self) -> usize {
        self.rooms.iter().filter(|r| r.weeks.contains(&true)).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// 2026-11-18, a Wednesday.
    const TODAY: i32 = 20_775;

    fn place(n: u8, grade: &str, period: &str, last: Option<i32>) -> Place {
        Place {
            uid: Uid([n; 16]),
            label: format!("Room {n}"),
            grade: grade.into(),
            subject: String::new(),
            period: period.into(),
            last,
        }
    }

    fn looked(day: i32, room: usize) -> Looked {
        Looked { day, minute: Some(9 * 60), room: Some(room), period: "2".into() }
    }

    #[test]
    fn visits_stand_in_their_week_and_on_their_day() {
        let rooms = vec![place(4, "4", "10", Some(TODAY)), place(5, "K", "2", None), place(6, "10", "", Some(900))];
        let visits = [looked(TODAY, 0), looked(TODAY - 1, 0), looked(TODAY - 7, 0), looked(TODAY - 70, 1)];
        let map = map(&visits, rooms, TODAY, 3);
        assert_eq!(monday(TODAY), TODAY - 2);
        assert_eq!(map.days, [[0; 7], [0, 0, 1, 0, 0, 0, 0], [0, 1, 1, 0, 0, 0, 0]]);
        assert_eq!(map.rooms[0].weeks, [false, true, true]);
        assert_eq!((map.visits, map.hours[9], map.rooms_seen()), (3, 3, 1));
        assert_eq!(map.not_seen().iter().map(|p| p.label.as_str()).collect::<Vec<_>>(), ["Room 5", "Room 6"]);
        assert_eq!(map.periods, [("2".into(), [0, 1, 2, 0, 0, 0, 0]), ("10".into(), [0; 7])]);
        let grades: Vec<&str> = map.parts.iter().filter(|p| p.sort == Sort::Grade).map(|p| p.name.as_str()).collect();
        assert_eq!(grades, ["K", "4", "10"], "never seen first, then in their order");
    }

    proptest! {
        #[test]
        fn anything_is_laid_out_without_fail(
            days in proptest::collection::vec((any::<i32>(), any::<u16>(), 0..5usize), 0..40), today in any::<i32>(), weeks in 0..60usize,
        ) {
            let visits: Vec<Looked> = days.iter()
                .map(|(day, minute, room)| Looked { day: *day, minute: Some(*minute), room: Some(*room), period: String::new() })
                .collect();
            let map = map(&visits, vec![place(1, "1", "1", None)], today, weeks);
            prop_assert_eq!(map.days.iter().flatten().sum::<u32>(), map.visits);
            prop_assert_eq!(map.hours.iter().sum::<u32>() + map.no_time, map.visits);
        }
    }
}

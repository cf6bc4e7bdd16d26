//! Which rooms a next walk could go to, so that the gaps in where somebody looked close. It knows when a room was
//! visited, never what was seen there.

use crate::domain::time::{day_of_number, short_day};

/// Rooms of a walk, where nobody says how many.
pub const ROOMS: usize = 6;

/// Not seen for this many days is "not seen lately": three weeks.
const LATELY: i32 = 21;

/// What counts, in days of waiting: a room never seen waits this long, no room longer than the most.
const NEVER: i32 = 150;
const MOST: i32 = 120;

/// A grade, subject or period not seen lately weighs like this many days of waiting.
const GAP: i32 = 40;

/// Another room of a grade or subject that is on the route already stands back by this many days.
const AGAIN: i32 = 25;

/// A room that could be visited.
#[derive(Debug, Clone, Default)]
pub struct Candidate<'a> {
    /// The day of its last visit, as days since 1970-01-01.
    pub last: Option<i32>,
    /// Empty where not known.
    pub grade: &'a str,
    pub subject: &'a str,
    pub period: &'a str,
}

/// A room of the route.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stop {
    /// Its place among the candidates.
    pub room: usize,
    /// Why it is on the route, in a few words: "not seen since 3 Sep, no grade 5 yet".
    pub why: String,
}

/// The parts of a school by which a route is spread.
const PARTS: [Part; 3] = [Part::Grade, Part::Subject, Part::Period];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Grade,
    Subject,
    Period,
}

impl Part {
    fn of<'a>(self, room: &Candidate<'a>) -> &'a str {
        match self {
            Part::Grade => room.grade,
            Part::Subject => room.subject,
            Part::Period => room.period,
        }
    }

    fn words(self, name: &str) -> String {
        match self {
            Part::Grade => format!("grade {name}"),
            Part::Subject => name.to_string(),
            Part::Period => format!("period {name}"),
        }
    }
}

/// At most `wanted` rooms. Those that waited longest come first; grades, subjects and periods that were not seen lately
/// weigh as well, each once, and rooms of one grade or subject make way for others. Rooms seen today are left out.
/// Candidates that weigh the same keep their order, so the same rooms always give the same route.
pub fn route(rooms: &[Candidate], today: i32, this_year: i32, wanted: usize) -> Vec<Stop> {
    let mut chosen: Vec<usize> = Vec::new();
    let mut stops = Vec::new();
    while chosen.len() < wanted {
        let open = (0..rooms.len()).filter(|i| !chosen.contains(i));
        let seen_today = |i: &usize| rooms.get(*i).and_then(|r| r.last).is_some_and(|last| last >= today);
        let best = open.filter(|i| !seen_today(i)).max_by_key(|i| (weight(rooms, &chosen, *i, today), usize::MAX - i));
        let Some(best) = best else { break };
        stops.push(Stop { room: best, why: why(rooms, &chosen, best, today, this_year) });
        chosen.push(best);
    }
    stops
}

fn weight(rooms: &[Candidate], chosen: &[usize], at: usize, today: i32) -> i32 {
    let Some(room) = rooms.get(at) else { return i32::MIN };
    let waited = room.last.map_or(NEVER, |last| today.saturating_sub(last).clamp(0, MOST));
    let gaps = PARTS.iter().filter(|p| gap(rooms, chosen, room, **p, today).is_some()).count();
    let again = [Part::Grade, Part::Subject].iter().filter(|p| is_on(rooms, chosen, room, **p)).count();
    let times = |n: usize| i32::try_from(n).unwrap_or(0);
    waited + GAP * times(gaps) - AGAIN * times(again)
}

/// Whether a room of the same grade, subject or period is on the route.
fn is_on(rooms: &[Candidate], chosen: &[usize], room: &Candidate, part: Part) -> bool {
    let name = part.of(room);
    !name.is_empty() && chosen.iter().filter_map(|i| rooms.get(*i)).any(|other| part.of(other) == name)
}

/// Where a room would close a gap: its part was not seen lately and is not on the route. Says when it was seen last.
fn gap(rooms: &[Candidate], chosen: &[usize], room: &Candidate, part: Part, today: i32) -> Option<Option<i32>> {
    let name = part.of(room);
    if name.is_empty() || is_on(rooms, chosen, room, part) {
        return None;
    }
    let last = rooms.iter().filter(|r| part.of(r) == name).filter_map(|r| r.last).max();
    last.is_none_or(|last| today.saturating_sub(last) >= LATELY).then_some(last)
}

fn why(rooms: &[Candidate], chosen: &[usize], at: usize, today: i32, this_year: i32) -> String {
    let Some(room) = rooms.get(at) else { return String::new() };
    let day = |n: i32| short_day(day_of_number(i64::from(n)), this_year);
    let own = match room.last {
        None => "not seen yet".to_string(),
        Some(last) if today.saturating_sub(last) >= LATELY => format!("not seen since {}", day(last)),
        Some(last) => format!("last seen {}", day(last)),
    };
    let part = PARTS.iter().find_map(|part| {
        let words = part.words(part.of(room));
        gap(rooms, chosen, room, *part, today).map(|last| match last {
            None => format!("no {words} yet"),
            Some(_) => format!("no {words} lately"),
        })
    });
    std::iter::once(own).chain(part).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// 2026-11-18.
    const TODAY: i32 = 20_775;

    fn room<'a>(last: Option<i32>, grade: &'a str, subject: &'a str) -> Candidate<'a> {
        Candidate { last: last.map(|ago| TODAY - ago), grade, subject, period: "" }
    }

    fn rooms(candidates: &[Candidate], wanted: usize) -> Vec<usize> {
        route(candidates, TODAY, 2026, wanted).into_iter().map(|s| s.room).collect()
    }

    #[test]
    fn who_waited_longest_comes_first() {
        let all = [room(Some(5), "", ""), room(Some(80), "", ""), room(None, "", ""), room(Some(30), "", "")];
        assert_eq!(rooms(&all, 3), [2, 1, 3]);
        assert_eq!(rooms(&all, 9), [2, 1, 3, 0]);
        assert_eq!(rooms(&[room(Some(0), "", ""), room(Some(1), "", "")], 6), [1], "not the one seen today");
    }

    #[test]
    fn rooms_of_one_grade_make_way_for_other_grades() {
        let all = [room(None, "4", ""), room(None, "4", ""), room(None, "4", ""), room(Some(100), "5", "")];
        assert_eq!(rooms(&all, 2), [0, 3]);
        let all = [room(Some(60), "4", "Art"), room(Some(50), "4", "Art"), room(Some(45), "3", "Reading")];
        assert_eq!(rooms(&all, 2), [0, 2]);
    }

    #[test]
    fn each_stop_says_why() {
        let all = [
            room(None, "5", "Reading"),
            room(Some(76), "4", "Reading"),
            room(Some(4), "4", "Reading"),
            room(Some(40), "3", "Art"),
            room(Some(50), "3", "Reading"),
        ];
        let stops = route(&all, TODAY, 2026, 9);
        let why = |room: usize| stops.iter().find(|s| s.room == room).map(|s| s.why.as_str()).unwrap_or_default();
        assert_eq!(why(0), "not seen yet, no grade 5 yet");
        assert_eq!(why(1), "not seen since 3 Sep");
        assert_eq!(why(2), "last seen 14 Nov");
        assert_eq!(why(3), "not seen since 9 Oct, no grade 3 lately");
        assert_eq!(why(4), "not seen since 29 Sep", "the other room of grade 3 closes that gap");
    }

    proptest! {
        #[test]
        fn every_room_at_most_once_and_as_many_as_wanted(
            days in proptest::collection::vec((proptest::option::of(any::<i32>()), 0..4usize, 0..4usize), 0..40),
            wanted in 0..12usize,
        ) {
            let names = ["", "a", "b", "c"];
            let all: Vec<Candidate> = days.iter()
                .map(|(last, grade, period)| Candidate { last: *last, grade: names[*grade], subject: "", period: names[*period] })
                .collect();
            let found = route(&all, TODAY, 2026, wanted);
            let open = all.iter().filter(|r| r.last.is_none_or(|l| l < TODAY)).count();
            prop_assert_eq!(found.len(), wanted.min(open));
            let mut seen = std::collections::HashSet::new();
            prop_assert!(found.iter().all(|s| seen.insert(s.room) && !s.why.is_empty()));
        }
    }
}

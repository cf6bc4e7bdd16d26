//! Numbers and days as sentences on a page: each number with its denominator, and none that rests on so few visits or
//! teachers that somebody could be told by it. A talk tells its numbers on the wall in the same sentences, so that wall and
//! page together tell no more than either.

use crate::domain::agreements::day_words;
use crate::domain::pattern::Numbers;
use crate::domain::talk::{VoiceAnswer, at_three_or_more};
use crate::domain::text::count;
use crate::domain::time::{Now, UtcMs, day_number, day_of_number, local_time};
use crate::insight::heat::{FEWEST_TEACHERS, FEWEST_VISITS};
use crate::insight::words::share;
use crate::store::api::{PollRow, PromiseRow, Seen, TrialRow, VoiceRow, Walked};

/// Whether a number that rests on so many visits and different teachers may be told.
pub fn clears(visits: u32, teachers: u32) -> bool {
    visits >= FEWEST_VISITS && teachers as usize >= FEWEST_TEACHERS
}

/// A local day, as days since 1970-01-01: "16 November 2026".
pub fn day(number: i64) -> String {
    day_words(day_of_number(number))
}

/// The local day of a moment.
pub fn moment(at: UtcMs, now: Now) -> String {
    day_words(local_time(at, now.offset).date_naive())
}

/// How often it was seen, in one sentence; then the opposite. A count of fewer than five visits or three teachers is told
/// in words only, and so is the rest from which it could be reckoned.
pub fn how_often(numbers: &Numbers, which: &str) -> Vec<String> {
    let (k, n) = (numbers.supporting, numbers.looked());
    let few = !clears(k, numbers.teachers);
    let rest = n.saturating_sub(k);
    let first = if few {
        "It was seen, but in too few visits to say here how often.".to_string()
    } else {
        let share = match rest {
            0 => format!("in all {n} visits {which}"),
            rest if rest < FEWEST_VISITS && k * 10 >= n * 9 => format!("in nearly all of the {n} visits {which}"),
            rest if rest < FEWEST_VISITS && k * 3 >= n * 2 => format!("in most of the {n} visits {which}"),
            rest if rest < FEWEST_VISITS => format!("in more than half of the {n} visits {which}"),
            _ => format!("in {k} of the {n} visits {which}"),
        };
        format!("We saw it {share}, in the classes of {} different teachers.", numbers.teachers)
    };
    let opposite = match numbers.complicating {
        0 => "In no visit did we see the opposite.".to_string(),
        c if c < FEWEST_VISITS || few => "In a few visits we saw the opposite.".to_string(),
        c => format!("In {c} visits we saw the opposite."),
    };
    vec![first, opposite]
}

/// "Nobody looked for it in 47 of the 61 visits."
pub fn not_looked(numbers: &Numbers) -> String {
    match (numbers.not_looked(), numbers.visits) {
        (0, _) => "Every visit looked for it.".into(),
        (not, all) if not == all => "No visit looked for it.".into(),
        (not, all) if not < FEWEST_VISITS || all - not < FEWEST_VISITS => "Some visits did not look for it.".into(),
        (not, all) => format!("Nobody looked for it in {not} of the {all} visits."),
    }
}

/// How much was walked, never what was seen. Nothing where that is so little that the rooms could be counted off.
pub fn walked(walked: &Walked) -> String {
    if walked.visits < FEWEST_VISITS || (walked.rooms as usize) < FEWEST_TEACHERS {
        return match walked.visits {
            0 => "Nobody has visited yet.".into(),
            _ => "So far there were only a few visits.".into(),
        };
    }
    let rooms = count(walked.rooms as usize, "room", "rooms");
    let walks = count(walked.walks as usize, "walk", "walks");
    let days = match (walked.first_day, walked.last_day) {
        (Some(first), Some(last)) if first == last => format!(" on {}", day(first)),
        (Some(first), Some(last)) => format!(" from {} to {}", day(first), day(last)),
        _ => String::new(),
    };
    format!("{} visits in {rooms}, on {walks}{days}.", walked.visits)
}

/// What became of a statement; `why` may be printed as it is.
pub fn became(voice: &VoiceRow, why: &str) -> String {
    let by = voice.answer_day.map(day);
    let why = if why.is_empty() { String::new() } else { format!(" {why}") };
    match (voice.answer, by) {
        (None, _) => "Nobody has answered this yet.".into(),
        (Some(VoiceAnswer::Linked), _) => format!("It is linked to what was seen.{why}"),
        (Some(VoiceAnswer::LookInto), Some(day)) => format!("We look into it, until {day}.{why}"),
        (Some(VoiceAnswer::LookInto), None) => format!("We look into it.{why}"),
        (Some(VoiceAnswer::Tried), Some(day)) => format!("We try it, since {day}.{why}"),
        (Some(VoiceAnswer::Tried), None) => format!("We try it.{why}"),
        (Some(VoiceAnswer::SetAside), _) => format!("It was set aside.{why}"),
    }
}

/// How a promise stands; `why` may be printed as it is.
pub fn kept(promise: &PromiseRow, why: &str, now: Now) -> String {
    match (promise.kept, promise.due) {
        (Some(at), _) => format!("Kept on {}.", moment(at, now)),
        (None, _) if !promise.why.trim().is_empty() => format!("It will not be kept. {why}").trim_end().to_string(),
        (None, Some(due)) if due < day_number(now.today()) => format!("Still open; it was due on {}.", day(due)),
        (None, Some(due)) => format!("By {}.", day(due)),
        (None, None) => "No day is set.".into(),
    }
}

/// When a trial is looked at again; none where that is over.
pub fn looked_at_again(trial: &TrialRow) -> Option<String> {
    if trial.ended.is_some() {
        return None;
    }
    let last = trial.check_ins.last().and_then(|c| c.day);
    match trial.check_day.filter(|day| last.is_none_or(|last| *day > last)) {
        Some(day) => Some(self::day(day)),
        None if last.is_some() => None,
        None => Some("No day is set yet.".into()),
    }
}

/// What cannot be told in numbers.
const NOT_TOLD: &str = "How often is not told here: it would rest on too few visits or teachers.";

/// "Seen in about two thirds of the visits that looked for it, of which there were at least 10." For pages of which there is
/// one every few weeks: what can be told again after every visit is told so that two pages cannot be taken off each other.
/// `may`: whether its numbers may be told at all.
pub fn roughly(numbers: &Numbers, may: bool) -> String {
    let (k, n) = (numbers.supporting, numbers.looked());
    match rough(k, n).filter(|_| may && clears(k, numbers.teachers)) {
        Some((about, least)) => {
            format!("Seen in {about} of the visits that looked for it, of which there were at least {least}.")
        }
        None => NOT_TOLD.into(),
    }
}

/// A share in words, and the visits that looked rounded down to fives.
fn rough(k: u32, n: u32) -> Option<(String, u32)> {
    let about = match n.checked_sub(k)? {
        0 => "all".to_string(),
        rest if rest < FEWEST_VISITS && k * 10 >= n * 9 => "nearly all".into(),
        rest if rest < FEWEST_VISITS => "more than half".into(),
        _ => share(k, n).split(';').next().unwrap_or_default().to_string(),
    };
    Some((about, n / 5 * 5))
}

/// What the next walks saw of a trial's look-for.
pub fn seen(seen: Option<Seen>) -> String {
    let Some(seen) = seen else { return "No walk has looked for it yet.".into() };
    if seen.looked < FEWEST_VISITS {
        return "Too few visits have looked for it to say how often it was seen.".into();
    }
    // Also where none saw it: whose visits those were is not counted.
    match rough(seen.seen, seen.looked).filter(|_| clears(seen.seen, seen.teachers)) {
        Some((about, least)) => {
            format!("Seen in {about} of the visits that looked for it since, of which there were at least {least}.")
        }
        None => "It was looked for; too few visits saw it to say here how often.".into(),
    }
}

/// "6 of 8 stand at three or more."
pub fn stand(poll: &PollRow) -> String {
    match at_three_or_more(&poll.counts) {
        (k, n) if k == n => format!("All {n} stand at three or more."),
        (k, n) => format!("{k} of {n} stand at three or more."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn numbers(supporting: u32, complicating: u32, looked: u32, teachers: u32) -> Numbers {
        Numbers { supporting, complicating, looked, visits: 61, teachers, observers: 2 }
    }

    #[test]
    fn numbers_have_their_denominator() {
        let said = how_often(&numbers(9, 5, 14, 8), "that looked for it");
        let first = "We saw it in 9 of the 14 visits that looked for it, in the classes of 8 different teachers.";
        assert_eq!(said, [first, "In 5 visits we saw the opposite."]);
        assert_eq!(not_looked(&numbers(9, 5, 14, 8)), "Nobody looked for it in 47 of the 61 visits.");
    }

    proptest! {
        /// No number that is told, and none that can be reckoned from those that are, is under the floor.
        /// Nor in rough words, in which one visit more changes nothing or as little as five.
        #[test]
        fn rough_words_tell_no_single_visit(k in 0u32..300, more in 0u32..300, teachers in 0u32..9) {
            let said = roughly(&numbers(k, 0, k + more, teachers), true);
            let told: Vec<u32> = said.split(|c: char| !c.is_ascii_digit()).filter_map(|d| d.parse().ok()).collect();
            prop_assert!(told.iter().all(|n| n % 5 == 0 && *n >= 5), "{}", said);
            prop_assert!(told.is_empty() == (k < 5 || teachers < 3), "{}", said);
            prop_assert_eq!(roughly(&numbers(k, 0, k + more, teachers), false), NOT_TOLD);
        }

        #[test]
        fn nothing_under_the_floor_is_told(k in 0u32..30, c in 0u32..12, more in 0u32..12, teachers in 0u32..9) {
            let n = numbers(k, c, k + c + more, teachers);
            let said = how_often(&n, "that looked for it").join(" ");
            let told: Vec<u32> = said.split(|c: char| !c.is_ascii_digit()).filter_map(|d| d.parse().ok()).collect();
            let few = k < 5 || teachers < 3;
            prop_assert!(!few || told.is_empty(), "{}", said);
            if said.contains(&format!("in {k} of the {} visits", n.looked)) {
                prop_assert!(k >= 5 && n.looked - k >= 5, "{}", said);
            }
            prop_assert!(told.iter().all(|t| *t >= 5 || *t == teachers), "{}", said);
        }
    }
}

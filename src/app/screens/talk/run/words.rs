//! Numbers and days as sentences for people across a table: with their denominator, and none that rests on so few visits
//! or teachers that somebody could be told by it.

use crate::domain::pattern::Numbers;
use crate::domain::talk::VoiceAnswer;
use crate::domain::talk::at_three_or_more;
use crate::domain::text::count;
use crate::domain::time::{day_of_number, local_time, short_day};
use crate::insight::heat::{FEWEST_TEACHERS, FEWEST_VISITS};
use crate::store::api::{PollRow, PromiseRow, TrialRow, VoiceRow, Walked};
use chrono::Datelike;

/// When it is, for the names of days.
#[derive(Debug, Clone, Copy)]
pub struct When {
    pub this_year: i32,
    pub offset: i32,
}

impl When {
    pub fn day(self, day: i64) -> String {
        short_day(day_of_number(day), self.this_year)
    }

    fn moment(self, utc: i64) -> String {
        short_day(local_time(utc, self.offset).date_naive(), self.this_year)
    }

    pub fn of(now: crate::domain::time::Now) -> When {
        When { this_year: now.local().year(), offset: now.offset }
    }
}

/// How often it was seen, in one sentence; then the opposite. A count of fewer than five visits or three teachers is told
/// in words only, and so is the rest from which it could be reckoned.
pub fn how_often(numbers: &Numbers, which: &str) -> Vec<String> {
    let (k, n) = (numbers.supporting, numbers.looked());
    let few = k < FEWEST_VISITS || (numbers.teachers as usize) < FEWEST_TEACHERS;
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

/// How much was walked, never what was seen.
pub fn walked(walked: &Walked, when: When) -> Vec<String> {
    if walked.visits == 0 {
        return vec!["Nobody has visited yet.".into()];
    }
    let rooms = count(walked.rooms as usize, "room", "rooms");
    let walks = count(walked.walks as usize, "walk", "walks");
    let visits = count(walked.visits as usize, "visit", "visits");
    let mut out = vec![format!("{visits} in {rooms}, on {walks}.")];
    match (walked.first_day, walked.last_day) {
        (Some(first), Some(last)) if first == last => out.push(format!("On {}.", when.day(first))),
        (Some(first), Some(last)) => out.push(format!("From {} to {}.", when.day(first), when.day(last))),
        _ => {}
    }
    out
}

/// What became of a statement; `why` is masked already.
pub fn became(voice: &VoiceRow, why: &str, when: When) -> String {
    let day = voice.answer_day.map(|d| when.day(d));
    let why = if why.is_empty() { String::new() } else { format!(" {why}") };
    match (voice.answer, day) {
        (None, _) => "Nobody has answered this yet.".into(),
        (Some(VoiceAnswer::Linked), _) => format!("It is linked to what was seen.{why}"),
        (Some(VoiceAnswer::LookInto), Some(day)) => format!("We look into it, until {day}.{why}"),
        (Some(VoiceAnswer::LookInto), None) => format!("We look into it.{why}"),
        (Some(VoiceAnswer::Tried), Some(day)) => format!("We try it, since {day}.{why}"),
        (Some(VoiceAnswer::Tried), None) => format!("We try it.{why}"),
        (Some(VoiceAnswer::SetAside), _) => format!("It was set aside.{why}"),
    }
}

/// How a promise stands; `why` is masked already.
pub fn kept(promise: &PromiseRow, why: &str, when: When) -> String {
    match (promise.kept, promise.due) {
        (Some(at), _) => format!("Kept on {}.", when.moment(at)),
        (None, _) if !why.is_empty() => format!("It will not be kept: {why}"),
        (None, Some(due)) => format!("Still open, by {}.", when.day(due)),
        (None, None) => "Still open.".into(),
    }
}

/// When a trial is looked at again, or what was decided.
pub fn looked_again(trial: &TrialRow, when: When) -> String {
    let decided = trial.check_ins.last().and_then(|c| c.decision.map(|d| (d, c.day)));
    match (decided, trial.check_day) {
        (Some((decision, Some(day))), _) => format!("Looked at again on {}: {}.", when.day(day), decision.words()),
        (Some((decision, None)), _) => format!("Looked at again: {}.", decision.words()),
        (None, Some(day)) => format!("We look at it again on {}.", when.day(day)),
        (None, None) => "No day is set to look at it again.".into(),
    }
}

/// "First round: 4 of 6 stand at three or more."
pub fn round(poll: &PollRow, of: usize) -> String {
    let (k, n) = at_three_or_more(&poll.counts);
    let said =
        if k == n { format!("all {n} stand at three or more.") } else { format!("{k} of {n} stand at three or more.") };
    let which = match poll.round {
        _ if of < 2 => return capital(&said),
        1 => "First round".to_string(),
        2 => "Second round".to_string(),
        3 => "Third round".to_string(),
        n => format!("Round {n}"),
    };
    format!("{which}: {said}")
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn numbers(supporting: u32, complicating: u32, looked: u32, teachers: u32) -> Numbers {
        Numbers { supporting, complicating, looked, visits: 61, teachers, observers: 2 }
    }

    #[test]
    fn a_share_whose_rest_is_small_is_said_in_words() {
        for (k, n, said) in
            [(19, 20, "nearly all of the 20"), (14, 16, "most of the 16"), (5, 9, "more than half of the 9")]
        {
            let words = how_often(&numbers(k, 0, n, 8), "that looked for it");
            assert!(words[0].contains(said), "{}", words[0]);
        }
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

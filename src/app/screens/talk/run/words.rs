//! Numbers and days as sentences for people across a table: with their denominator, and none that rests on so few visits
//! or teachers that somebody could be told by it.

use crate::domain::talk::VoiceAnswer;
use crate::domain::talk::at_three_or_more;
use crate::domain::text::count;
use crate::domain::time::{day_of_number, local_time, short_day};
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

/// The page a team takes home tells its numbers in the same sentences.
pub use crate::exchange::papers::talk::told::{how_often, not_looked};

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

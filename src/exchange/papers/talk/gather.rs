//! What the page for the leadership above is made from, read from the file over a span of days.

use crate::domain::id::Uid;
use crate::domain::order::InOrder;
use crate::domain::time::{UtcMs, day_number, local_time};
use crate::language::mask::Masker;
use crate::language::rules::Rules;
use crate::store::Reader;
use crate::store::api::{
    Answer, Ask, ProblemRow, PromiseRow, TalkAnswer, TalkAsk, TalkView, TrialRow, Trouble, VisitKey, VoiceRow, Walked,
};
use std::collections::HashSet;

/// Talks looked through, voices and visits read at a time, at most.
const TALKS: usize = 1_000;
const VOICES: usize = 1_000;
const PAGE: usize = 500;

/// A span of local days, both counted, as days since 1970-01-01.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Days {
    pub from: i64,
    pub until: i64,
    /// The local time's, seconds east of UTC.
    pub offset: i32,
}

impl Days {
    fn has_day(self, day: Option<i64>) -> bool {
        day.is_some_and(|day| (self.from..=self.until).contains(&day))
    }

    fn has(self, at: Option<UtcMs>) -> bool {
        self.has_day(at.map(|at| day_number(local_time(at, self.offset).date_naive())))
    }
}

/// What happened in a span of days.
#[derive(Debug, Clone, PartialEq)]
pub struct Above {
    pub days: Days,
    pub walked: Walked,
    /// Visits that teachers asked for, and questions they left for a visit.
    pub asked: u32,
    pub invitations: usize,
    /// Talks that were begun.
    pub talks: Vec<TalkView>,
    pub voices: Vec<VoiceRow>,
    pub problems: Vec<ProblemRow>,
    pub trials: Vec<TrialRow>,
    pub promises: Vec<PromiseRow>,
    /// What no text may name.
    pub teams: Vec<String>,
}

fn talking(reader: &Reader, ask: TalkAsk) -> Result<TalkAnswer, Trouble> {
    match reader.answer(&Ask::Talking(ask)) {
        Answer::Talking(answer) => Ok(answer),
        Answer::Failed(trouble) => Err(trouble),
        _ => Ok(TalkAnswer::Teams(Vec::new())),
    }
}

/// All talks that were begun, the oldest first.
///
/// # Errors
/// When the file cannot be read.
pub fn talks_begun(reader: &Reader) -> Result<Vec<(UtcMs, Uid)>, Trouble> {
    let TalkAnswer::Talks(talks) = talking(reader, TalkAsk::Talks { limit: TALKS })? else { return Ok(Vec::new()) };
    let mut begun: Vec<(UtcMs, Uid)> = talks.into_iter().filter_map(|t| Some((t.started?, t.uid))).collect();
    begun.order();
    Ok(begun)
}

/// One talk, its patterns with so many notes of each role.
///
/// # Errors
/// When the file cannot be read.
pub fn talk(reader: &Reader, talk: Uid, examples: usize) -> Result<Option<TalkView>, Trouble> {
    match talking(reader, TalkAsk::Talk { talk, examples })? {
        TalkAnswer::Talk(view) => Ok(view.map(|view| *view)),
        _ => Ok(None),
    }
}

/// The trials there are.
///
/// # Errors
/// When the file cannot be read.
pub fn trials(reader: &Reader) -> Result<Vec<TrialRow>, Trouble> {
    match talking(reader, TalkAsk::Try)? {
        TalkAnswer::Try(place) => Ok(place.trials),
        _ => Ok(Vec::new()),
    }
}

/// What teachers said, of one team or of all.
///
/// # Errors
/// When the file cannot be read.
pub fn voices(reader: &Reader, team: Option<Uid>) -> Result<Vec<VoiceRow>, Trouble> {
    match talking(reader, TalkAsk::Voices { team, limit: VOICES })? {
        TalkAnswer::Voices(voices) => Ok(voices),
        _ => Ok(Vec::new()),
    }
}

/// What was decided in the talks of a team on what they show.
///
/// # Errors
/// When the file cannot be read.
pub fn decided(reader: &Reader, team: Option<Uid>) -> Result<Vec<String>, Trouble> {
    let mut found = Vec::new();
    for (_, uid) in talks_begun(reader)? {
        let view = talk(reader, uid, 0)?.filter(|v| v.talk.team.as_ref().map(|t| t.0) == team);
        found.extend(view.map(|v| v.shown));
    }
    Ok(found)
}

/// Every name the file holds or ever held, for what others will see.
///
/// # Errors
/// When the file cannot be read.
pub fn names(reader: &Reader) -> Result<Masker, Trouble> {
    crate::exchange::names::masker(reader, &Rules::built_in())
}

/// What happened in a span of days.
///
/// # Errors
/// When the file cannot be read.
pub fn above(reader: &Reader, days: Days) -> Result<Above, Trouble> {
    let (walked, asked) = walked(reader, days)?;
    let mut talks = Vec::new();
    for (at, uid) in talks_begun(reader)? {
        if days.has(Some(at)) {
            talks.extend(talk(reader, uid, 0)?);
        }
    }
    let mut voices = voices(reader, None)?;
    voices.retain(|v| days.has(v.at));
    let mut all = match talking(reader, TalkAsk::Try)? {
        TalkAnswer::Try(place) => place,
        _ => Default::default(),
    };
    all.problems.retain(|p| days.has_day(p.agreed));
    all.trials.retain(|t| days.has_day(t.start) || t.check_ins.iter().any(|c| days.has_day(c.day)));
    all.promises.retain(|p| days.has(p.at));
    let invitations = match talking(reader, TalkAsk::Invitations)? {
        TalkAnswer::Invitations(all) => all.iter().filter(|i| days.has(i.at)).count(),
        _ => 0,
    };
    let teams = match talking(reader, TalkAsk::Teams)? {
        TalkAnswer::Teams(teams) => teams.into_iter().map(|t| t.name).collect(),
        _ => Vec::new(),
    };
    let (problems, trials, promises) = (all.problems, all.trials, all.promises);
    Ok(Above { days, walked, asked, invitations, talks, voices, problems, trials, promises, teams })
}

/// How much was walked, and how many of the visits teachers asked for. Visits of which nobody knows when they took place
/// are in no span.
fn walked(reader: &Reader, days: Days) -> Result<(Walked, u32), Trouble> {
    let (mut rooms, mut walks): (HashSet<Uid>, HashSet<Uid>) = Default::default();
    let mut asked = 0;
    let mut before: Option<VisitKey> = None;
    loop {
        let page = match reader.answer(&Ask::Visits { before, limit: PAGE }) {
            Answer::Visits(page) => page,
            Answer::Failed(trouble) => return Err(trouble),
            _ => break,
        };
        for visit in page.rows.iter().filter(|v| days.has(v.started)) {
            asked += u32::from(visit.asked);
            rooms.extend(visit.classroom);
            walks.extend(visit.walk);
        }
        let gone_by =
            |key: &VisitKey| key.at.is_some_and(|at| day_number(local_time(at, days.offset).date_naive()) >= days.from);
        before = page.older.filter(gone_by);
        if before.is_none() {
            break;
        }
    }
    let size = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    // A visit that several wrote down is one.
    let visited: Vec<i64> = reader.with_facts(|facts| {
        facts.visits.iter().filter_map(|v| v.day.map(i64::from)).filter(|day| days.has_day(Some(*day))).collect()
    })?;
    let walked = Walked {
        visits: size(visited.len()),
        rooms: size(rooms.len()),
        walks: size(walks.len()),
        first_day: visited.iter().min().copied(),
        last_day: visited.iter().max().copied(),
    };
    Ok((walked, asked))
}

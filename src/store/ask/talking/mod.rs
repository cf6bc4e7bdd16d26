//! What happens with a team: talks and what was said in them, evidence from elsewhere, invitations, shared problems and
//! trials. A file a group of answers.
//!
//! What hangs on a deleted talk is in no list; a thing that was only mentioned (a row of NULLs, or without its words) is in
//! none either. Lists on the quick thread are read in the order of an index up to their limit, and of what belongs to one
//! talk, team, pattern or problem by the index of that. What counts over the whole file is slow (`counts`).

mod checked;
mod elsewhere;
mod hunches;
mod invitations;
mod journey;
mod near;
mod polls;
mod problems;
mod promises;
mod proposals;
mod seen;
mod talks;
mod teams;
#[cfg(test)]
mod tests;
mod trials;
mod view;
mod voices;

pub use elsewhere::of_pattern as elsewhere_of_pattern;
pub use voices::of_pattern as voices_of_pattern;

use crate::domain::id::Uid;
use crate::store::api::{TalkAnswer, TalkAsk};
use crate::store::reader::Reader;
use crate::store::trouble::Res;
use rusqlite::{Connection, Params, Row};

/// Whether a question counts over the whole file, and waits behind others.
pub fn counts(ask: &TalkAsk) -> bool {
    matches!(
        ask,
        TalkAsk::Talk { .. }
            | TalkAsk::Running
            | TalkAsk::VoiceProposals(_)
            | TalkAsk::Problem(_)
            | TalkAsk::HunchBesideTeams
    )
}

/// Answers a question.
pub fn answer(reader: &Reader, ask: &TalkAsk) -> Res<TalkAnswer> {
    Ok(match ask {
        TalkAsk::Teams => TalkAnswer::Teams(teams::all(reader)?),
        TalkAsk::Talks { limit } => TalkAnswer::Talks(talks::list(reader, *limit)?),
        TalkAsk::Talk { talk, examples } => TalkAnswer::Talk(view::talk(reader, *talk, *examples)?.map(Box::new)),
        TalkAsk::Running => TalkAnswer::Running(view::running(reader)?.map(Box::new)),
        TalkAsk::Voices { team, limit } => TalkAnswer::Voices(voices::newest(reader, *team, *limit)?),
        TalkAsk::VoiceProposals(voice) => {
            TalkAnswer::VoiceProposals { voice: *voice, patterns: proposals::proposals(reader, *voice)? }
        }
        TalkAsk::Elsewhere => TalkAnswer::Elsewhere(elsewhere::newest(reader)?),
        TalkAsk::Invitations => TalkAnswer::Invitations(invitations::list(reader)?),
        TalkAsk::Try => TalkAnswer::Try(trials::place(reader)?),
        TalkAsk::Problem(problem) => TalkAnswer::Problem(problems::view(reader, *problem)?.map(Box::new)),
        TalkAsk::Pulse(team) => TalkAnswer::Pulse(polls::pulse(reader, *team)?),
        TalkAsk::Near { today } => TalkAnswer::Near(near::near(reader, *today)?),
        TalkAsk::HunchBesideTeams => TalkAnswer::HunchBesideTeams(hunches::beside_teams(reader)?),
    })
}

/// A thing of which `uncover info` says how many there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Thing {
    Teams,
    Talks,
    Voices,
    Problems,
    Trials,
}

/// How many of these lists could show.
pub fn how_many_of(c: &Connection, thing: Thing) -> Res<usize> {
    let (from, shown) = match thing {
        Thing::Teams => ("team t".to_string(), "t.name IS NOT NULL AND t.deleted IS NOT 1"),
        Thing::Talks => ("talk t".to_string(), talks::SHOWN),
        Thing::Voices => (format!("voice v {}", voices::JOINS), voices::SHOWN),
        Thing::Problems => (format!("problem o {}", problems::JOINS), problems::SHOWN),
        Thing::Trials => (format!("trial r {}", trials::JOINS), trials::SHOWN),
    };
    how_many(c, &format!("SELECT count(*) FROM {from} WHERE {shown}"), [])
}

/// Numbers of things, as a query gives them in its first column.
fn ids(c: &Connection, sql: &str, params: impl Params) -> Res<Vec<i64>> {
    Ok(c.prepare_cached(sql)?.query_map(params, |r| r.get(0))?.collect::<Result<_, _>>()?)
}

/// How many a query counts.
fn how_many(c: &Connection, sql: &str, params: impl Params) -> Res<usize> {
    Ok(usize::try_from(c.prepare_cached(sql)?.query_row(params, |r| r.get::<_, i64>(0))?).unwrap_or(0))
}

/// The rows of these things, in this order; those that are not shown left out.
fn each<T>(c: &Connection, ids: &[i64], row: impl Fn(&Connection, i64) -> Res<Option<T>>) -> Res<Vec<T>> {
    let mut rows = Vec::with_capacity(ids.len());
    for id in ids {
        rows.extend(row(c, *id)?);
    }
    Ok(rows)
}

fn text(r: &Row, at: usize) -> rusqlite::Result<String> {
    Ok(r.get::<_, Option<String>>(at)?.unwrap_or_default())
}

fn uid(r: &Row, at: usize) -> rusqlite::Result<Option<Uid>> {
    Ok(r.get::<_, Option<[u8; 16]>>(at)?.map(Uid))
}

/// An id and, in the next column, a name, where both are known.
fn named(r: &Row, at: usize) -> rusqlite::Result<Option<(Uid, String)>> {
    Ok(uid(r, at)?.zip(r.get(at + 1)?))
}

/// A number of people or things; none where it is unknown or makes no sense.
fn small(r: &Row, at: usize) -> rusqlite::Result<Option<u32>> {
    Ok(r.get::<_, Option<i64>>(at)?.and_then(|n| u32::try_from(n).ok()))
}

/// A limit as SQL takes it, never more than `most`.
fn at_most(limit: usize, most: usize) -> i64 {
    i64::try_from(limit.min(most)).unwrap_or(i64::MAX)
}

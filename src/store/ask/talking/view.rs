//! One talk with all that is shown and was said in it.

use super::{checked, elsewhere, ids, polls, problems, promises, talks, trials, voices};
use crate::domain::id::Uid;
use crate::domain::note::NoteKind;
use crate::domain::time::UtcMs;
use crate::insight::facts::Facts;
use crate::store::api::{NoteKey, NoteRow, TalkPattern, TalkView, Walked};
use crate::store::ask::rows::{self, VISIT_COUNTS};
use crate::store::ask::{hunches, patterns};
use crate::store::reader::Reader;
use crate::store::trouble::Res;
use rusqlite::Connection;

/// Patterns of one talk, and notes shown as examples, at most; a merge can bring more than one laptop allows.
const PATTERNS: i64 = 12;
const NOTES: i64 = 60;
/// Notes of each role of a pattern, for a talk that is opened where it stood.
const EXAMPLES: usize = 5;
/// Rows from earlier talks, of each kind.
const EARLIER: usize = 10;

/// A talk that was begun and not ended: the one begun last.
pub fn running(reader: &Reader) -> Res<Option<TalkView>> {
    let c = &reader.connection;
    let sql = format!(
        "SELECT t.id FROM talk t WHERE t.ended IS NULL AND t.started IS NOT NULL AND {}
         ORDER BY t.started DESC, t.id DESC LIMIT 1",
        talks::SHOWN
    );
    match ids(c, &sql, [])?.first() {
        Some(id) => view(reader, *id, EXAMPLES),
        None => Ok(None),
    }
}

/// One talk; each pattern with at most so many notes of each role.
pub fn talk(reader: &Reader, uid: Uid, examples: usize) -> Res<Option<TalkView>> {
    match rows::id_of(&reader.connection, uid)? {
        Some(id) => view(reader, id, examples),
        None => Ok(None),
    }
}

fn view(reader: &Reader, id: i64, examples: usize) -> Res<Option<TalkView>> {
    let c = &reader.connection;
    let Some(talk) = talks::row(c, id)? else { return Ok(None) };
    let own = own(c, id)?;
    let (before, before_day) = (talk.started, talk.day);
    let (mut last_time, mut trials, mut earlier_promises) = (Vec::new(), Vec::new(), Vec::new());
    if let Some(team) = own.team {
        last_time = voices::last_time(c, team, id, before, EARLIER)?;
        trials = trials::earlier(c, team, id, before_day, EARLIER)?;
        earlier_promises = promises::earlier(c, team, id, before, EARLIER)?;
    }
    let mut view = TalkView {
        talk,
        protocol: own.protocol,
        step: own.step,
        step_at: own.step_at,
        patterns: brought(reader, id, examples)?,
        notes: examples_of(reader, id)?,
        shown: own.shown,
        patterns_first: own.patterns_first,
        hunch: own.hunch.map(|walk| hunches::opened(c, walk)).transpose()?.flatten(),
        hunches: hunches::could_open(c, EARLIER)?,
        voices: voices::of_talk(c, id)?,
        polls: polls::of_talk(c, id)?,
        problems: problems::of_talk(c, id)?,
        promises: promises::of_talk(c, id)?,
        last_time,
        trials,
        earlier_promises,
        walked: walked(reader)?,
        checked: Vec::new(),
    };
    view.checked = checked::checked(reader, &view)?;
    Ok(Some(view))
}

/// What a talk says of itself, beyond its row in lists.
struct Own {
    team: Option<i64>,
    protocol: Option<(String, String)>,
    step: usize,
    step_at: Option<UtcMs>,
    shown: String,
    patterns_first: bool,
    hunch: Option<i64>,
}

fn own(c: &Connection, id: i64) -> Res<Own> {
    let mut statement = c.prepare_cached(
        "SELECT t.team, p.name, p.body, t.step, t.step_at, t.shown, t.patterns_first, t.hunch
         FROM talk t LEFT JOIN talk_protocol p ON p.id = t.protocol WHERE t.id = ?1",
    )?;
    Ok(statement.query_row([id], |r| {
        let (name, body): (Option<String>, Option<String>) = (r.get(1)?, r.get(2)?);
        Ok(Own {
            team: r.get(0)?,
            protocol: body.map(|body| (name.unwrap_or_default(), body)),
            step: r.get::<_, Option<i64>>(3)?.and_then(|n| usize::try_from(n).ok()).unwrap_or(0),
            step_at: r.get(4)?,
            shown: super::text(r, 5)?,
            patterns_first: r.get::<_, Option<i64>>(6)? == Some(1),
            hunch: r.get(7)?,
        })
    })?)
}

/// The patterns brought along, in the leader's order.
fn brought(reader: &Reader, talk: i64, examples: usize) -> Res<Vec<TalkPattern>> {
    let c = &reader.connection;
    let sql = format!(
        "SELECT pattern FROM talk_pattern WHERE talk = ?1 AND place > 0 ORDER BY place, pattern LIMIT {PATTERNS}"
    );
    let mut found = Vec::new();
    for id in ids(c, &sql, [talk])? {
        let Some(view) = patterns::pattern(reader, rows::uid_of(c, id)?, examples)? else { continue };
        found.push(TalkPattern {
            pattern: view.pattern,
            rests: view.rests,
            supports: public(view.supports),
            complicates: public(view.complicates),
            elsewhere: elsewhere::of_pattern(c, id)?.into_iter().map(|(card, _)| card).collect(),
            voices: view.voices,
        });
    }
    Ok(found)
}

/// Notes without private ones.
fn public(mut notes: Vec<NoteRow>) -> Vec<NoteRow> {
    notes.retain(|note| note.kind != NoteKind::FollowUp);
    notes
}

/// The notes chosen as examples, in their order; those that no list shows any more left out.
fn examples_of(reader: &Reader, talk: i64) -> Res<Vec<NoteRow>> {
    let c = &reader.connection;
    let mut statement = c.prepare_cached(&format!(
        "SELECT n.id, COALESCE(n.at_utc, 0) FROM talk_note x CROSS JOIN note n ON n.id = x.note {}
         WHERE x.talk = ?2 AND x.place > 0 AND {} ORDER BY x.place, n.id LIMIT {NOTES}",
        rows::NOTE_JOINS,
        rows::NOTE_SHOWN
    ))?;
    let keys = statement
        .query_map([reader.now, talk], |r| Ok(NoteKey { id: r.get(0)?, at: r.get(1)? }))?
        .collect::<Result<Vec<_>, _>>()?;
    Ok(public(rows::notes(c, &keys)?))
}

/// How much was walked. Visits that are one count once, merged rooms too.
fn walked(reader: &Reader) -> Res<Walked> {
    let days = |facts: &Facts| {
        let days = || facts.visits.iter().filter_map(|v| v.day).map(i64::from);
        (u32::try_from(facts.visits.len()).unwrap_or(u32::MAX), days().min(), days().max())
    };
    let (visits, first_day, last_day) = reader.with_facts(days)?;
    let c = &reader.connection;
    let merged = rows::Merged::read(c, "classroom")?;
    let sql = |what: &str| {
        format!(
            "SELECT DISTINCT {what} FROM visit v LEFT JOIN walk w ON w.id = v.walk WHERE {what} NOT NULL AND {VISIT_COUNTS}"
        )
    };
    let mut rooms: Vec<i64> = ids(c, &sql("v.classroom"), [])?.into_iter().map(|id| merged.resolve(id)).collect();
    rooms.sort_unstable();
    rooms.dedup();
    let size = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    Ok(Walked { visits, rooms: size(rooms.len()), walks: size(ids(c, &sql("v.walk"), [])?.len()), first_day, last_day })
}

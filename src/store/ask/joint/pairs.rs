//! Pairs of visits that may be one visit, written down by two observers: the same room at the same time, and not the same
//! people. A person says whether they are.

use super::{Groups, There, there};
use crate::domain::acts::{same_visit_topic, suggestion_uid};
use crate::domain::id::Uid;
use crate::domain::suggestion::Decision;
use crate::domain::text::fold;
use crate::domain::time::UtcMs;
use crate::store::api::{JointProposal, Origin};
use crate::store::ask::rows::{self, Merged, VISIT_COUNTS};
use crate::store::log::SEQUENCE_BITS;
use crate::store::reader::Reader;
use crate::store::trouble::Res;
use rusqlite::{Connection, OptionalExtension};
use std::collections::{HashMap, HashSet};

/// Visits looked through, the newest.
const NEWEST: i64 = 50_000;
/// Most pairs that are proposed.
const MOST: usize = 100;
/// Visits of one day begin within this, milliseconds.
const DAY: i64 = 86_400_000;
/// Live visits share at least this much, or half of the shorter one, milliseconds.
const SHARED: i64 = 60_000;
/// Where one is "about when" only and no period is known, no more than this lies between them, milliseconds.
const ABOUT: i64 = 30 * 60_000;

/// A visit as far as it matters here.
#[derive(Debug, Clone)]
struct Stay {
    id: i64,
    started: UtcMs,
    ended: Option<UtcMs>,
    live: bool,
    /// The room it was in, merged rooms resolved.
    room: i64,
    period: Option<String>,
    /// The walk's local day.
    day: Option<i64>,
}

impl Stay {
    fn end(&self) -> UtcMs {
        self.ended.unwrap_or(self.started).max(self.started)
    }
}

/// Pairs that nobody has decided about, then those that somebody said are two visits; each the newest first.
pub fn proposals(reader: &Reader) -> Res<Vec<JointProposal>> {
    let c = &reader.connection;
    let finder = Finder { reader, groups: Groups::read(c)?, observers: Merged::read(c, "observer")? };
    let rooms = Merged::read(c, "classroom")?;
    let mut statement = c.prepare_cached(&format!(
        "SELECT v.id, v.started, v.ended, v.origin, v.classroom, v.period, w.day
         FROM visit v INDEXED BY visit_started LEFT JOIN walk w ON w.id = v.walk
         WHERE v.started IS NOT NULL AND v.classroom IS NOT NULL AND {VISIT_COUNTS} ORDER BY v.started DESC LIMIT ?1"
    ))?;
    let mut later: HashMap<i64, Vec<Stay>> = HashMap::new();
    let mut seen: HashSet<(Uid, Uid)> = HashSet::new();
    let (mut open, mut dismissed) = (Vec::new(), Vec::new());
    let mut stays = statement.query([NEWEST])?;
    while let Some(r) = stays.next()? {
        let stay = Stay {
            id: r.get(0)?,
            started: r.get(1)?,
            ended: r.get(2)?,
            live: Origin::from_number(r.get::<_, Option<i64>>(3)?.unwrap_or(0)) == Origin::Live,
            room: rooms.resolve(r.get(4)?),
            period: r.get::<_, Option<String>>(5)?.filter(|p| !p.trim().is_empty()),
            day: r.get(6)?,
        };
        let same_room = later.entry(stay.room).or_default();
        same_room.retain(|other| other.started.saturating_sub(stay.started) <= DAY);
        for other in same_room.iter() {
            if at_once(c, &stay, other)? && finder.by_others(&stay, other)? {
                let found = finder.proposal(&stay, other, &mut seen)?;
                let (no, yes): (Vec<_>, Vec<_>) = found.into_iter().partition(|p| p.dismissed);
                open.extend(yes);
                dismissed.extend(no);
            }
        }
        same_room.push(stay);
        if open.len() + dismissed.len() >= MOST {
            break;
        }
    }
    open.extend(dismissed);
    Ok(open)
}

/// Whether two visits of one room, the first begun before the other, were at the same time as far as is known.
fn at_once(c: &Connection, first: &Stay, other: &Stay) -> Res<bool> {
    if first.live && other.live {
        let shared = first.end().min(other.end()) - other.started;
        let shorter = (first.end() - first.started).min(other.end() - other.started);
        return Ok(shared >= SHARED || (shared > 0 && shared * 2 >= shorter));
    }
    let day = |stay: &Stay| stay.day.unwrap_or_else(|| rows::day_of(stay.started));
    if day(first) != day(other) {
        return Ok(false);
    }
    match (period(c, first)?, period(c, other)?) {
        (Some(one), Some(two)) => Ok(fold(&one) == fold(&two)),
        _ => Ok(other.started - first.end() <= ABOUT),
    }
}

/// The period of a visit, else that of its room.
fn period(c: &Connection, stay: &Stay) -> Res<Option<String>> {
    if stay.period.is_some() {
        return Ok(stay.period.clone());
    }
    let mut statement = c.prepare_cached("SELECT period FROM classroom WHERE id = ?1")?;
    let period: Option<String> = statement.query_row([stay.room], |r| r.get(0)).optional()?.flatten();
    Ok(period.filter(|p| !p.trim().is_empty()))
}

struct Finder<'a> {
    reader: &'a Reader,
    groups: Groups,
    observers: Merged,
}

impl Finder<'_> {
    /// Whether other people wrote it down, or the same on another laptop. Who is not known may be somebody else, but one
    /// laptop records one visit at a time.
    fn by_others(&self, one: &Stay, other: &Stay) -> Res<bool> {
        let c = &self.reader.connection;
        let (a, b) = (self.observers_of(one.id)?, self.observers_of(other.id)?);
        let differ = if a.is_empty() || b.is_empty() { !(one.live && other.live) } else { a != b };
        Ok(differ || written_by(c, one.id)? != written_by(c, other.id)?)
    }

    /// Who observed a visit: those named for it, else those of its walk.
    fn observers_of(&self, visit: i64) -> Res<HashSet<i64>> {
        for sql in [
            "SELECT observer FROM visit_observer WHERE visit = ?1 AND present <> 0",
            "SELECT o.observer FROM visit v JOIN walk_observer o ON o.walk = v.walk WHERE v.id = ?1 AND o.present <> 0",
        ] {
            let mut statement = self.reader.connection.prepare_cached(sql)?;
            let found: Vec<i64> = statement.query_map([visit], |r| r.get(0))?.collect::<Result<_, _>>()?;
            if !found.is_empty() {
                return Ok(found.into_iter().map(|id| self.observers.resolve(id)).collect());
            }
        }
        Ok(HashSet::new())
    }

    /// The proposal of a pair, unless the two are one already or it was made.
    fn proposal(&self, one: &Stay, other: &Stay, seen: &mut HashSet<(Uid, Uid)>) -> Res<Option<JointProposal>> {
        let c = &self.reader.connection;
        if self.groups.root(one.id) == self.groups.root(other.id) {
            return Ok(None);
        }
        let (a, b) = (there(c, &self.groups.with(one.id))?, there(c, &self.groups.with(other.id))?);
        let (earlier, later) = if a.first() <= b.first() { (a, b) } else { (b, a) };
        let (Some(first), Some(second)) = (earlier.first().copied(), later.first().copied()) else { return Ok(None) };
        if !seen.insert((first.uid, second.uid)) {
            return Ok(None);
        }
        let row = |visit: There| rows::visit(self.reader, visit.id);
        let (Some(first), Some(second)) = (row(first)?, row(second)?) else { return Ok(None) };
        let dismissed = is_dismissed(c, first.uid, second.uid)?;
        Ok(Some(JointProposal { first, second, moves: later.iter().map(|v| v.uid).collect(), dismissed }))
    }
}

/// The log of the laptop that wrote a visit down.
fn written_by(c: &Connection, visit: i64) -> Res<Option<i64>> {
    let mut statement = c.prepare_cached(&format!(
        "SELECT o.act >> {SEQUENCE_BITS} FROM op o JOIN act a ON a.id = o.act WHERE o.entity = ?1 ORDER BY a.hlc LIMIT 1"
    ))?;
    Ok(statement.query_row([visit], |r| r.get(0)).optional()?)
}

/// Whether somebody said that they are two.
fn is_dismissed(c: &Connection, one: Uid, other: Uid) -> Res<bool> {
    let Some(id) = rows::id_of(c, suggestion_uid(&same_visit_topic(one, other)))? else { return Ok(false) };
    let mut statement = c.prepare_cached("SELECT decision FROM suggestion WHERE id = ?1 AND deleted IS NOT 1")?;
    let decision: Option<i64> = statement.query_row([id], |r| r.get(0)).optional()?.flatten();
    Ok(decision == Some(Decision::Dismissed as i64))
}

//! For the leader alone: hunch and favoured fix beside what teams decided, and how open the talks were.

use super::{how_many, ids, problems, talks, voices};
use crate::domain::id::Uid;
use crate::domain::pattern::PatternStatus;
use crate::domain::schema::pattern as fields;
use crate::domain::talk::Origin;
use crate::domain::time::Hlc;
use crate::store::api::{HunchTeam, HunchTeams};
use crate::store::ask::hunches::OPEN;
use crate::store::ask::numbers;
use crate::store::ask::rows::VISIT_COUNTS;
use crate::store::log::{self, Local};
use crate::store::reader::Reader;
use crate::store::trouble::Res;
use rusqlite::Connection;

/// Walks with a hunch, and shared problems decided after one, at most.
const WALKS: i64 = 20;
const DECIDED: usize = 200;

pub fn beside_teams(reader: &Reader) -> Res<HunchTeams> {
    let c = &reader.connection;
    let size = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let of_origin = |origin: Origin| {
        let sql =
            format!("SELECT count(*) FROM problem o {} WHERE o.origin = ?1 AND {}", problems::JOINS, problems::SHOWN);
        how_many(c, &sql, [origin as i64]).map(size)
    };
    let held = |also: &str| {
        let sql = format!(
            "SELECT count(*) FROM talk t WHERE t.ended IS NOT NULL AND {}
             AND EXISTS(SELECT 1 FROM talk_pattern x WHERE x.talk = t.id AND x.place > 0) {also}",
            talks::SHOWN
        );
        how_many(c, &sql, []).map(size)
    };
    let asked =
        format!("SELECT count(*) FROM visit v LEFT JOIN walk w ON w.id = v.walk WHERE v.asked = 1 AND {VISIT_COUNTS}");
    Ok(HunchTeams {
        hunches: decided(c)?,
        from_team: of_origin(Origin::Team)?,
        from_leader: of_origin(Origin::Leader)?,
        from_both: of_origin(Origin::Both)?,
        talks: held("")?,
        patterns_first: held("AND t.patterns_first = 1")?,
        changed_patterns: size(changed(c)?),
        voices: size(voices::count_all(c)?),
        asked_for: size(how_many(c, &asked, [])?),
        visits: numbers::all_visits(c)?,
    })
}

/// Hunches of closed walks, newest first, each with what teams agreed on from then until the next one.
fn decided(c: &Connection) -> Res<Vec<HunchTeam>> {
    let mut statement = c.prepare_cached(&format!(
        "SELECT e.uid, w.focus, w.hunch, w.fix, COALESCE(w.day, w.started / 86400000, 0)
         FROM walk w JOIN entity e ON e.id = w.id WHERE {OPEN} ORDER BY 5 DESC, w.id DESC LIMIT ?1"
    ))?;
    let found = statement.query_map([WALKS], |r| {
        let text = |at| Ok::<_, rusqlite::Error>(r.get::<_, Option<String>>(at)?.unwrap_or_default());
        let (focus, hunch, fix) = (text(1)?, text(2)?, text(3)?);
        Ok((HunchTeam { walk: Uid(r.get(0)?), focus, hunch, fix, decided: Vec::new() }, r.get::<_, i64>(4)?))
    })?;
    let mut hunches = found.collect::<Result<Vec<_>, _>>()?;
    let mut next = i64::MAX;
    for (hunch, day) in &mut hunches {
        hunch.decided = between(c, *day, next)?;
        next = *day;
    }
    Ok(hunches.into_iter().map(|(hunch, _)| hunch).collect())
}

/// Wording and changes tried of the shared problems agreed on from one day until before another, oldest first.
fn between(c: &Connection, from: i64, to: i64) -> Res<Vec<(String, Vec<String>)>> {
    let sql = format!(
        "SELECT o.id FROM problem o {} WHERE o.agreed >= ?1 AND o.agreed < ?2 AND {}
         ORDER BY o.agreed, o.id LIMIT {DECIDED}",
        problems::JOINS,
        problems::SHOWN
    );
    let mut found = Vec::new();
    for id in ids(c, &sql, [from, to])? {
        let wording = c.prepare_cached("SELECT wording FROM problem WHERE id = ?1")?.query_row([id], |r| r.get(0))?;
        let mut changes = super::trials::of_problem(c, id)?;
        changes.retain(|trial| !trial.change.is_empty());
        found.push((wording, changes.into_iter().map(|trial| trial.change).collect()));
    }
    Ok(found)
}

/// Patterns that were reworded, shared, set aside or called no problem after a voice was said that is linked to them.
/// That a team discussed them is none of it: that happens to every pattern brought to a talk.
fn changed(c: &Connection) -> Res<usize> {
    let mut statement = c.prepare_cached(&format!(
        "SELECT x.pattern, min(v.at) FROM voice_pattern x JOIN voice v ON v.id = x.voice {}
         JOIN pattern p ON p.id = x.pattern
         WHERE x.link > 0 AND v.at IS NOT NULL AND p.statement IS NOT NULL AND p.deleted IS NOT 1 AND {}
         GROUP BY x.pattern",
        voices::JOINS,
        voices::SHOWN
    ))?;
    let linked = statement.query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?.collect::<Result<Vec<(i64, i64)>, _>>()?;
    let mut count = 0;
    for (pattern, said) in linked {
        count += usize::from(changed_since(c, pattern, said)?);
    }
    Ok(count)
}

/// Whether a live act since a moment reworded a pattern, or gave it one of those statuses.
fn changed_since(c: &Connection, pattern: i64, said: i64) -> Res<bool> {
    let mut stated = false;
    for entry in log::history(c, pattern)? {
        let Some(set) = entry.fields.as_ref() else { continue };
        let worded = set.contains_key(fields::STATEMENT.key);
        let status = set.get(fields::STATUS.key).map(|value| log::decode(fields::STATUS.shape, value));
        let decided = matches!(status, Some(Local::Int(n)) if n > PatternStatus::Discussed as i64);
        if ((worded && stated) || decided)
            && entry.verb > 1
            && Hlc(entry.hlc).utc() >= said
            && log::is_live(c, entry.act)?
        {
            return Ok(true);
        }
        stated |= worded;
    }
    Ok(false)
}

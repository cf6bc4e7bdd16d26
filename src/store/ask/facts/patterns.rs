//! Patterns as facts: the visits that speak for and against each, by its evidence, its look-for and its tag.

use super::things::Things;
use crate::domain::id::Uid;
use crate::domain::pattern::{PatternKind, PatternStatus, Role};
use crate::insight::facts::{Facts, PatternFact, SignId, Visits};
use crate::store::ask::rows::VISIT_COUNTS;
use crate::store::trouble::Res;
use rusqlite::Connection;
use std::collections::HashMap;

/// Patterns at most.
const MOST: i64 = 2_000;

/// The evidence of patterns: by pattern and role the visits (numbers of the file) of its notes that
/// took place.
pub struct Evidence(Vec<(i64, Role, i64)>);

impl Evidence {
    pub fn read(c: &Connection) -> Res<Evidence> {
        let mut statement = c.prepare_cached(&format!(
            "SELECT p.pattern, p.role, n.visit FROM pattern_note p JOIN note n ON n.id = p.note
             JOIN visit v ON v.id = n.visit LEFT JOIN walk w ON w.id = v.walk WHERE n.hidden = 0 AND {VISIT_COUNTS}"
        ))?;
        let mut found = Vec::new();
        let mut rows = statement.query([])?;
        while let Some(r) = rows.next()? {
            let (role, visit) = (Role::from_number(r.get(1)?), r.get::<_, Option<i64>>(2)?);
            if let (Some(role), Some(visit)) = (role, visit) {
                found.push((r.get(0)?, role, visit));
            }
        }
        Ok(Evidence(found))
    }

    /// The visits it names.
    pub fn visits(&self) -> impl Iterator<Item = i64> + '_ {
        self.0.iter().map(|(_, _, visit)| *visit)
    }
}

/// Reads all patterns. `facts` has its signs already; `place_of` knows the visits of the evidence.
pub fn read(
    c: &Connection,
    things: &Things,
    facts: &Facts,
    evidence: &Evidence,
    place_of: impl Fn(i64) -> Option<usize>,
) -> Res<Vec<PatternFact>> {
    let mut sets: HashMap<i64, (Visits, Visits)> = HashMap::new();
    for (pattern, role, visit) in &evidence.0 {
        let Some(place) = place_of(*visit) else { continue };
        let (supports, complicates) = sets.entry(*pattern).or_default();
        if *role == Role::Supports { supports } else { complicates }.insert(place);
    }
    let mut statement = c.prepare_cached(
        "SELECT p.id, e.uid, p.statement, p.kind, p.status, p.look_for, p.tag FROM pattern p
         JOIN entity e ON e.id = p.id WHERE p.statement IS NOT NULL AND p.deleted IS NOT 1 ORDER BY p.id DESC LIMIT ?1",
    )?;
    let mut found = Vec::new();
    let mut rows = statement.query([MOST])?;
    while let Some(r) = rows.next()? {
        let number = |i| Ok::<_, rusqlite::Error>(r.get::<_, Option<i64>>(i)?.unwrap_or(0));
        let (supports, complicates) = sets.remove(&r.get(0)?).unwrap_or_default();
        let mut pattern = PatternFact {
            uid: Uid(r.get(1)?),
            statement: r.get(2)?,
            kind: PatternKind::from_number(number(3)?),
            status: PatternStatus::from_number(number(4)?),
            sign: None,
            supports,
            complicates,
        };
        let look_for = r.get::<_, Option<String>>(5)?.filter(|id| !id.is_empty()).map(SignId::LookFor);
        let tag = r.get::<_, Option<i64>>(6)?.and_then(|tag| things.tags.get(&tag)?.signs.first().copied());
        for id in look_for.into_iter().chain(tag.map(SignId::Tag)) {
            if let Some(sign) = facts.sign(&id) {
                pattern.supports = pattern.supports.or(&sign.seen);
                if let SignId::LookFor(_) = id {
                    pattern.complicates = pattern.complicates.or(&sign.looked.without(&sign.seen));
                }
            }
            pattern.sign = Some(id);
        }
        found.push(pattern);
    }
    Ok(found)
}

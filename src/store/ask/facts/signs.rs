//! Which visit shows which sign: tags of its notes, with those above them, and marks of look-fors.

use super::places::Places;
use super::things::Things;
use super::visits::{Only, among, listed};
use crate::domain::mark::{Way, says};
use crate::insight::facts::{Sign, SignId, Visits};
use crate::store::ask::rows::MARK_SAYS;
use crate::store::trouble::Res;
use rusqlite::{Connection, params_from_iter};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// Signs in memory at most, those seen in most visits; and so many bytes of their visits.
pub const MOST: usize = 2_000;
const BYTES: usize = 6 << 20;
/// So many signs are kept whatever they take.
const FEWEST: usize = 200;

/// How many signs are kept where there are so many visits.
pub fn most(visits: usize) -> usize {
    (BYTES / visits.div_ceil(8).max(1)).clamp(FEWEST, MOST)
}

/// Where a sign was seen, and where somebody looked for it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Marked {
    pub seen: Visits,
    pub looked: Visits,
}

/// Signs by their ids.
pub type Signs = BTreeMap<SignId, Marked>;

/// Reads what the notes and marks of visits show into `signs`, and the visits with a tag into `tagged`. `places`: which
/// visit of the facts a visit of the file is; others do not count.
pub fn read(
    c: &Connection,
    things: &Things,
    places: &Places,
    only: Only,
    (signs, tagged): (&mut Signs, &mut Visits),
) -> Res<()> {
    // The kept table is quick for all visits; for a few of them their notes are.
    let sql = if only.is_some() {
        "SELECT DISTINCT x.tag, n.visit FROM json_each(?1) j CROSS JOIN note n ON n.visit = j.value
         CROSS JOIN note_tag x ON x.note = n.id WHERE n.hidden = 0 ORDER BY x.tag"
    } else {
        "SELECT tag, visit FROM visit_tag WHERE n > 0"
    };
    let mut statement = c.prepare_cached(sql)?;
    let mut rows = statement.query(params_from_iter(listed(only)))?;
    let mut row = rows.next()?;
    // Rows come tag by tag, so that each tag is looked up once.
    while let Some(first) = row {
        let tag: i64 = first.get(0)?;
        let (mut seen, mut place_of) = (Visits::default(), places.walk());
        while let Some(r) = row {
            if r.get::<_, i64>(0)? != tag {
                break;
            }
            if let Some(place) = place_of(r.get(1)?) {
                seen.insert(place);
            }
            row = rows.next()?;
        }
        let above = things.tags.get(&tag).map(|t| t.signs.as_slice()).unwrap_or_default();
        if above.is_empty() || seen.is_empty() {
            continue;
        }
        *tagged = tagged.or(&seen);
        for uid in above {
            let sign = signs.entry(SignId::Tag(*uid)).or_default();
            sign.seen = sign.seen.or(&seen);
        }
    }
    marks(c, places, only, signs)
}

fn marks(c: &Connection, places: &Places, only: Only, signs: &mut Signs) -> Res<()> {
    let mut statement = c.prepare_cached(&format!(
        "SELECT m.look_for, m.visit, m.way, m.value FROM mark m WHERE {MARK_SAYS} AND {}",
        among("m.visit", only)
    ))?;
    let mut found: HashMap<String, Marked> = HashMap::new();
    let mut place_of = places.walk();
    let mut rows = statement.query(params_from_iter(listed(only)))?;
    while let Some(r) = rows.next()? {
        let way = Way::from_number(r.get::<_, Option<i64>>(2)?.unwrap_or(0));
        let Some(seen) = way.and_then(|way| says(way, r.get(3).ok().flatten().unwrap_or(0))) else { continue };
        let Some(place) = r.get::<_, Option<i64>>(1)?.and_then(&mut place_of) else { continue };
        let look_for = r.get_ref(0)?.as_str().unwrap_or_default();
        if look_for.is_empty() {
            continue;
        }
        if !found.contains_key(look_for) {
            found.insert(look_for.to_string(), Marked::default());
        }
        let Some(sign) = found.get_mut(look_for) else { continue };
        sign.looked.insert(place);
        if seen {
            sign.seen.insert(place);
        }
    }
    for (look_for, marked) in found {
        let sign = signs.entry(SignId::LookFor(look_for)).or_default();
        *sign = Marked { seen: sign.seen.or(&marked.seen), looked: sign.looked.or(&marked.looked) };
    }
    Ok(())
}

/// The signs as facts have them: only what was ever seen or looked for, and of more than `most` those seen most.
/// True: some were left out.
pub fn list(mut signs: Signs, things: &Things, tagged: &Visits, visits: usize) -> (Vec<Sign>, bool) {
    let most = most(visits);
    signs.retain(|id, sign| match id {
        SignId::Tag(_) => !sign.seen.is_empty(),
        SignId::LookFor(_) => !sign.looked.is_empty(),
    });
    let trimmed = signs.len() > most;
    if trimmed {
        let mut counts: Vec<u32> = signs.values().map(|s| s.seen.count()).collect();
        counts.sort_unstable_by(|a, b| b.cmp(a));
        let least = counts.get(most).copied().unwrap_or(0);
        // Of those at the limit, as many as there is room for.
        let mut left = most - counts.iter().filter(|count| **count > least).count();
        signs.retain(|_, sign| match sign.seen.count() {
            count if count > least => true,
            count => {
                let stays = count == least && left > 0;
                left -= usize::from(stays);
                stays
            }
        });
    }
    let tagged = Arc::new(tagged.clone());
    let looked = |id: &SignId, own: Visits| if let SignId::Tag(_) = id { Arc::clone(&tagged) } else { Arc::new(own) };
    let named = |(id, sign): (SignId, Marked)| Sign {
        name: name(&id, things),
        parent: parent(&id, things),
        looked: looked(&id, sign.looked),
        seen: sign.seen,
        id,
    };
    (signs.into_iter().map(named).collect(), trimmed)
}

fn name(id: &SignId, things: &Things) -> String {
    match id {
        SignId::Tag(uid) => things.tag_names.get(uid).cloned().unwrap_or_default(),
        SignId::LookFor(id) => things.labels.get(id).cloned().unwrap_or_else(|| id.clone()),
    }
}

fn parent(id: &SignId, things: &Things) -> Option<SignId> {
    let SignId::Tag(uid) = id else { return None };
    things.tag_parents.get(uid).map(|parent| SignId::Tag(*parent))
}

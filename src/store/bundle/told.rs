//! What a merge comes to, for telling it in plain words.

use super::take::Poured;
use super::{AHEAD, Equal, Outline};
use crate::domain::act::Stream;
use crate::domain::id::Uid;
use crate::domain::schema::{DELETED, Kind, Shape};
use crate::domain::time::{Hlc, UtcMs};
use crate::store::log::{self, Entry, SEQUENCE_BITS};
use crate::store::trouble::Res;
use rusqlite::{Connection, OptionalExtension};
use serde_json::Value as Json;
use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;

/// What was taken in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Taken {
    /// Acts that were not here before, and those that were.
    pub acts: u64,
    pub known: u64,
    /// Things that were not here before, and others that the bundle changes.
    pub new: BTreeMap<Kind, u64>,
    pub changed: BTreeMap<Kind, u64>,
    /// What both sides changed, to different values.
    pub two_values: Vec<TwoValues>,
    /// Things that went for good.
    pub emptied: u64,
    /// The newest clock, where it is ahead of this laptop's.
    pub ahead: Option<UtcMs>,
    /// Things and fields of a newer version came along, which this one keeps and passes on, but does not show.
    pub unread: bool,
    /// Tags of equal name that are one now.
    pub tags_joined: Vec<String>,
    /// Rooms and people of equal name, for a person to decide.
    pub equal: Vec<Equal>,
    pub backup: Option<PathBuf>,
}

impl Taken {
    /// Nothing came that was not here.
    pub fn is_nothing(&self) -> bool {
        self.acts == 0 && self.emptied == 0
    }
}

/// A field that both sides changed, and of how many things.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct TwoValues {
    pub kind: Kind,
    /// The column.
    pub field: &'static str,
    /// A text of which both versions are kept; of anything else the newer value stands.
    pub both_kept: bool,
    pub count: u64,
}

/// Reads it from the log after everything was poured in and folded.
pub fn told(c: &Connection, outline: &Outline, poured: &Poured, now: UtcMs) -> Res<Taken> {
    let mut taken = Taken {
        acts: poured.acts,
        known: poured.known,
        emptied: poured.things.values().filter(|t| t.removed || poured.emptied.contains(&t.uid)).count() as u64,
        unread: poured.unread,
        ..Taken::default()
    };
    let newest = Hlc(poured.newest).utc();
    taken.ahead = (newest > now.saturating_add(AHEAD)).then_some(newest);
    let sides = Sides::read(c, outline)?;
    let mut two: BTreeMap<(Kind, &'static str, bool), u64> = BTreeMap::new();
    for (id, thing) in poured.things.iter().filter(|(_, t)| t.said) {
        let Some(kind) = Kind::from_number(thing.kind) else { continue };
        if thing.fresh {
            if is_there(c, kind, *id)? {
                *taken.new.entry(kind).or_default() += 1;
            }
            continue;
        }
        *taken.changed.entry(kind).or_default() += 1;
        let history = log::history(c, *id)?;
        let theirs: Vec<&Entry> = history.iter().filter(|e| poured.new_acts.contains(&e.act)).collect();
        let ours: Vec<&Entry> = history.iter().filter(|e| sides.only_here(e, poured)).collect();
        for field in kind.fields() {
            let both_kept = field.shape == Shape::Versions;
            let differ = match field.shape {
                Shape::Members(..) => members_differ(field.key, &ours, &theirs),
                _ => match (last(field.key, &ours), last(field.key, &theirs)) {
                    (Some(a), Some(b)) => a != b,
                    _ => false,
                },
            };
            if differ {
                *two.entry((kind, field.column, both_kept)).or_default() += 1;
            }
        }
    }
    taken.two_values =
        two.into_iter().map(|((kind, field, both_kept), count)| TwoValues { kind, field, both_kept, count }).collect();
    Ok(taken)
}

fn is_there(c: &Connection, kind: Kind, id: i64) -> Res<bool> {
    if !kind.fields().contains(&DELETED) {
        return Ok(true);
    }
    let sql = match kind {
        Kind::Note => "SELECT hidden = 0 FROM note WHERE id = ?1".to_string(),
        _ => format!("SELECT deleted IS NOT 1 FROM {} WHERE id = ?1", kind.table()),
    };
    Ok(c.prepare_cached(&sql)?.query_row([id], |r| r.get(0)).optional()?.unwrap_or(false))
}

fn last<'e>(key: &str, entries: &[&'e Entry]) -> Option<&'e Json> {
    entries.iter().rev().find_map(|e| e.fields.as_ref()?.get(key))
}

fn members(key: &str, entries: &[&Entry]) -> HashMap<i64, i64> {
    entries.iter().filter_map(|e| e.fields.as_ref()?.get(key)).flat_map(log::pairs).collect()
}

fn members_differ(key: &str, ours: &[&Entry], theirs: &[&Entry]) -> bool {
    let theirs = members(key, theirs);
    members(key, ours).iter().any(|(member, number)| theirs.get(member).is_some_and(|other| other != number))
}

/// Which acts the sender had.
struct Sides {
    have: HashMap<Uid, i64>,
    private: Vec<i64>,
}

impl Sides {
    fn read(c: &Connection, outline: &Outline) -> Res<Sides> {
        let mut statement = c.prepare("SELECT id FROM replica WHERE stream = ?1")?;
        let private = statement.query_map([Stream::Private as i64], |r| r.get(0))?.collect::<Result<_, _>>()?;
        Ok(Sides { have: outline.have.iter().copied().collect(), private })
    }

    /// Whether the sender cannot have known of it.
    fn only_here(&self, entry: &Entry, poured: &Poured) -> bool {
        let sequence = entry.act & ((1 << SEQUENCE_BITS) - 1);
        !poured.new_acts.contains(&entry.act)
            && !self.private.contains(&(entry.act >> SEQUENCE_BITS))
            && self.have.get(&Uid(entry.replica)).is_none_or(|have| sequence > *have)
    }
}

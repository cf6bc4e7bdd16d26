//! The same thing made on two laptops: tags of equal name become one by themselves, rooms and people when a person says so.

use crate::domain::act::{Act, Op, Stream, Verb};
use crate::domain::id::Uid;
use crate::domain::order::InOrder;
use crate::domain::schema::{Kind, classroom, observer, tag, teacher};
use crate::domain::text::fold;
use crate::domain::time::{Hlc, UtcMs};
use crate::store::ask::rows::Merged;
use crate::store::core::Core;
use crate::store::reader::Reader;
use crate::store::trouble::Res;
use rusqlite::Connection;
use std::collections::BTreeMap;

/// Two things of equal name, one made here and one elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Equal {
    pub kind: Kind,
    pub name: String,
    /// The one with the lower id, which the other would become a part of.
    pub first: Uid,
    pub second: Uid,
}

impl Equal {
    /// The key of the setting that says they are two.
    pub fn apart(&self) -> String {
        format!("apart.{}.{}", self.first.to_text(), self.second.to_text())
    }

    /// The operation that makes them one.
    pub fn join(&self) -> (Verb, Op) {
        let (verb, field) = match self.kind {
            Kind::Classroom => (Verb::EditRoom, classroom::MERGED),
            Kind::Observer => (Verb::EditPerson, observer::MERGED),
            _ => (Verb::EditPerson, teacher::MERGED),
        };
        (verb, Op::new(self.kind, self.second).refer(field, self.first))
    }
}

/// Makes tags of equal folded name one: all become part of the one with the lowest id, so that every laptop comes to the
/// same. Gives back the names. Inside the transaction of a merge; `look_only`: nothing is written.
pub(super) fn join_tags(core: &mut Core, now: UtcMs, look_only: bool) -> Res<Vec<String>> {
    let mut by_name: BTreeMap<String, Vec<(Uid, i64, String)>> = BTreeMap::new();
    {
        let c = &core.connection;
        let mut statement = c.prepare(
            "SELECT e.uid, t.id, t.name FROM tag t JOIN entity e ON e.id = t.id
             WHERE t.name IS NOT NULL AND t.deleted IS NOT 1 AND t.merged_into IS NULL",
        )?;
        let rows = statement.query_map([], |r| Ok((Uid(r.get(0)?), r.get(1)?, r.get::<_, String>(2)?)))?;
        for row in rows {
            let row = row?;
            by_name.entry(fold(&row.2)).or_default().push(row);
        }
    }
    let (mut ops, mut names) = (Vec::new(), Vec::new());
    for mut tags in by_name.into_values().filter(|tags| tags.len() > 1) {
        tags.order();
        let mut tags = tags.into_iter();
        let Some((first, _, name)) = tags.next() else { continue };
        ops.extend(tags.map(|(uid, ..)| Op::new(Kind::Tag, uid).refer(tag::MERGED, first)));
        names.push(name);
    }
    if !ops.is_empty() && !look_only {
        let clock = Hlc(core.newest_clock()?).next(now);
        core.write_act(&Act { clock, verb: Verb::MergeTags, ops })?;
    }
    Ok(names)
}

impl Reader {
    /// Rooms and people that have equal names, one made in this file and one elsewhere, of which nobody has said yet
    /// whether they are the same. Two that rosters tell apart by their ids are none.
    pub fn equal_names(&self) -> Res<Vec<Equal>> {
        let c = &self.connection;
        let mut found = Vec::new();
        for kind in [Kind::Classroom, Kind::Teacher, Kind::Observer] {
            let mut by_name: BTreeMap<String, Vec<Named>> = BTreeMap::new();
            for named in named(c, kind)? {
                by_name.entry(fold(&named.name)).or_default().push(named);
            }
            for group in by_name.values() {
                let pairs = group.iter().enumerate().flat_map(|(i, a)| group.iter().skip(i + 1).map(move |b| (a, b)));
                for (a, b) in pairs.filter(|(a, b)| a.origin != b.origin && !(a.by_roster && b.by_roster)) {
                    let (first, second) = (a.uid.min(b.uid), a.uid.max(b.uid));
                    let equal = Equal { kind, name: a.name.clone(), first, second };
                    let apart = self.settings()?.iter().any(|(key, _)| *key == equal.apart());
                    if !apart {
                        found.push(equal);
                    }
                }
            }
        }
        Ok(found)
    }
}

struct Named {
    uid: Uid,
    name: String,
    by_roster: bool,
    /// 0: made in this file; else the log it came in.
    origin: i64,
}

fn named(c: &Connection, kind: Kind) -> Res<Vec<Named>> {
    let (table, column) = (kind.table(), if kind == Kind::Classroom { "label" } else { "name" });
    let source = if kind == Kind::Observer { "NULL" } else { "t.source" };
    let merged = Merged::read(c, table)?;
    let mut statement = c.prepare(&format!(
        "SELECT t.id, e.uid, t.{column}, {source} LIKE 'id:%',
           (SELECT CASE r.mine WHEN 1 THEN 0 ELSE r.id END FROM op o JOIN act a ON a.id = o.act
            JOIN replica r ON r.id = o.act >> 40 WHERE o.entity = t.id AND r.stream <> ?1 ORDER BY a.hlc LIMIT 1)
         FROM {table} t JOIN entity e ON e.id = t.id WHERE t.{column} IS NOT NULL AND t.deleted IS NOT 1"
    ))?;
    let rows = statement.query_map([Stream::Private as i64], |r| {
        let origin = r.get::<_, Option<i64>>(4)?.unwrap_or(0);
        let by_roster = r.get::<_, Option<bool>>(3)?.unwrap_or(false);
        Ok((r.get::<_, i64>(0)?, Named { uid: Uid(r.get(1)?), name: r.get(2)?, by_roster, origin }))
    })?;
    let all = rows.collect::<Result<Vec<_>, _>>()?;
    Ok(all.into_iter().filter(|(id, _)| merged.resolve(*id) == *id).map(|(_, named)| named).collect())
}

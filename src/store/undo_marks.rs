//! Acts on marks, for undo: whether one belongs to a visit, and what its look-for is called.

use super::trouble::Res;
use crate::domain::act::Verb;
use crate::domain::id::Uid;
use crate::domain::mark::{Detail, Way};
use crate::domain::schema::{Kind, mark};
use crate::domain::sheet::Sheet;
use rusqlite::{Connection, OptionalExtension};

/// The mark an act is about, as the operation that made it says: after an undo the mark itself says nothing more.
struct Made {
    visit: Option<i64>,
    look_for: String,
    way: i64,
    detail: Option<String>,
}

fn made(c: &Connection, act: i64) -> Res<Option<Made>> {
    let (look_for, visit, way, detail) = (mark::LOOK_FOR.key, mark::VISIT.key, mark::WAY.key, mark::DETAIL.key);
    let sql = format!(
        "SELECT json_extract(made.fields, '$.{look_for}'), json_extract(made.fields, '$.{visit}'),
           json_extract(made.fields, '$.{way}'), json_extract(made.fields, '$.{detail}')
         FROM op o JOIN entity e ON e.id = o.entity JOIN op made ON made.entity = e.id
         WHERE o.act = ?1 AND e.kind = ?2 AND json_extract(made.fields, '$.{look_for}') IS NOT NULL
         ORDER BY o.n LIMIT 1"
    );
    let read = |r: &rusqlite::Row| {
        let way: Option<i64> = r.get(2)?;
        Ok(Made { look_for: r.get(0)?, visit: r.get(1)?, way: way.unwrap_or_default(), detail: r.get(3)? })
    };
    Ok(c.prepare_cached(&sql)?.query_row([act, Kind::Mark as i64], read).optional()?)
}

/// Whether an act marked something in this visit, or changed such a mark.
pub fn is_of(c: &Connection, verb: i64, acts: &[i64], visit: Uid) -> Res<bool> {
    let on_marks = matches!(
        Verb::from_number(verb),
        Some(Verb::MarkLookFor | Verb::TakeBackMark | Verb::SettleLookFors | Verb::EditMark | Verb::AddNote)
    );
    if !on_marks {
        return Ok(false);
    }
    let local: Option<i64> =
        c.prepare_cached("SELECT id FROM entity WHERE uid = ?1")?.query_row([visit.0], |r| r.get(0)).optional()?;
    for act in acts {
        if let Some(made) = made(c, *act)? {
            return Ok(local.is_some() && made.visit == local);
        }
    }
    Ok(false)
}

/// What the look-for of the one mark these acts are about is called on the walk's sheet, a code with its own name; its
/// id where the sheet does not tell.
pub fn called(c: &Connection, acts: &[i64]) -> Res<Option<String>> {
    let Some(act) = acts.first() else { return Ok(None) };
    let Some(made) = made(c, *act)? else { return Ok(None) };
    let body: Option<String> = c
        .prepare_cached(
            "SELECT s.body FROM visit v JOIN walk w ON w.id = v.walk JOIN sheet s ON s.id = w.sheet WHERE v.id = ?1",
        )?
        .query_row([made.visit], |r| r.get(0))
        .optional()?
        .flatten();
    let sheet = body.as_deref().and_then(|body| Sheet::parse("sheet", body).ok());
    let Some(look_for) = sheet.as_ref().and_then(|s| s.look_for(&made.look_for)) else {
        return Ok(Some(made.look_for));
    };
    let code = match Way::from_number(made.way).map(|way| Detail::read(way, made.detail.as_deref())) {
        Some(Detail::Option(option)) if look_for.way == Way::Interval => look_for.option(&option),
        _ => None,
    };
    Ok(Some(code.map_or(look_for.label.clone(), |code| format!("{}: {}", look_for.label, code.label))))
}

//! Teams with their members. Members are names: for the leader alone.

use super::{how_many, small};
use crate::domain::id::Uid;
use crate::domain::order::InOrder;
use crate::domain::text::fold;
use crate::store::api::TeamRow;
use crate::store::ask::rows::resolved;
use crate::store::reader::Reader;
use crate::store::trouble::Res;
use rusqlite::Connection;

/// Joins the team `te` (with its entity `tee`) of a thing that names one, where it is not deleted.
pub fn joined(team: &str) -> String {
    format!(
        "LEFT JOIN team te ON te.id = {team} AND te.deleted IS NOT 1 AND te.name IS NOT NULL
         LEFT JOIN entity tee ON tee.id = te.id"
    )
}

/// All teams, by name; at most 500.
pub fn all(reader: &Reader) -> Res<Vec<TeamRow>> {
    let c = &reader.connection;
    let mut statement = c.prepare_cached(
        "SELECT t.id, e.uid, t.name, t.people FROM team t JOIN entity e ON e.id = t.id
         WHERE t.name IS NOT NULL AND t.deleted IS NOT 1 ORDER BY t.id LIMIT 500",
    )?;
    let found = statement
        .query_map([], |r| Ok((r.get(0)?, Uid(r.get(1)?), r.get(2)?, small(r, 3)?)))?
        .collect::<Result<Vec<(i64, Uid, String, Option<u32>)>, _>>()?;
    let mut teams = Vec::with_capacity(found.len());
    for (id, uid, name, people) in found {
        let talks =
            how_many(c, &format!("SELECT count(*) FROM talk t WHERE t.team = ?1 AND {}", super::talks::SHOWN), [id])?;
        teams.push(TeamRow { uid, name, people, members: members(c, id)?, talks });
    }
    teams.order_by_key(|team| (fold(&team.name), team.uid));
    Ok(teams)
}

/// The teachers of a team by name; one that was merged into another under that one's name, once.
fn members(c: &Connection, team: i64) -> Res<Vec<(Uid, String)>> {
    let mut members: Vec<(Uid, String)> = Vec::new();
    for teacher in super::ids(c, "SELECT teacher FROM team_teacher WHERE team = ?1 AND present > 0", [team])? {
        members.extend(resolved(c, "teacher", "name", teacher)?.filter(|found| !members.contains(found)));
    }
    members.order_by_key(|(uid, name)| (fold(name), *uid));
    Ok(members)
}

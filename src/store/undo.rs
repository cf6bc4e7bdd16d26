//! Undo and redo: the newest own act that still counts is taken back, field by field, where it still supplies the
//! value. What somebody else has changed since is kept, and named.

use super::api::UndoState;
use super::log::{self, Entry, Local, LocalOp};
use super::trouble::Res;
use super::{purge, undo_marks};
use crate::domain::act::{Act, Stream, Verb};
use crate::domain::id::Uid;
use crate::domain::schema::{Field, Kind, Shape};
use rusqlite::{Connection, OptionalExtension};
use serde_json::Value as Json;
use std::collections::{BTreeSet, HashMap};

/// The rows of one act: one for each log it writes to.
#[derive(Debug, Clone)]
pub struct Rows {
    pub verb: i64,
    /// Act and what it undoes.
    pub acts: Vec<(i64, Option<i64>)>,
}

impl Rows {
    /// Whether they are about a mark of this visit.
    pub fn is_mark_of(&self, c: &Connection, visit: Uid) -> Res<bool> {
        undo_marks::is_of(c, self.verb, &self.ids(), visit)
    }

    /// Whether something went for good by them: nothing leads back behind it.
    pub fn is_for_good(&self) -> bool {
        purge::is_for_good(self.verb)
    }

    fn ids(&self) -> Vec<i64> {
        self.acts.iter().map(|(id, _)| *id).collect()
    }

    fn undone(&self) -> Vec<i64> {
        self.acts.iter().filter_map(|(_, undoes)| *undoes).collect()
    }
}

/// Which acts an undo may take back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Only {
    Any,
    /// Those about a mark of this visit.
    MarksOf(Uid),
    /// Those of these verbs.
    Verbs(&'static [Verb]),
}

/// What an undo or redo will write: for each act row it turns, the operations.
#[derive(Debug)]
pub struct Turn {
    pub rows: Vec<(i64, Stream, Vec<LocalOp>)>,
    pub words: String,
    pub kept: Vec<String>,
}

/// The act that undo would take back.
pub fn undo_candidate(c: &Connection) -> Res<Option<Rows>> {
    candidate(c, |verb| verb > Verb::Redo as i64, |_| true)
}

/// The undo that redo would take back: none once another act came after it.
pub fn redo_candidate(c: &Connection) -> Res<Option<Rows>> {
    candidate(c, |verb| verb == Verb::Undo as i64, |verb| verb <= Verb::Redo as i64)
}

/// Walks this file's own acts from the newest: the first wanted one that counts, unless one that ends the walk comes
/// before it.
fn candidate(c: &Connection, wanted: impl Fn(i64) -> bool, go_on: impl Fn(i64) -> bool) -> Res<Option<Rows>> {
    let mut statement = c.prepare_cached(
        "SELECT a.id, a.hlc, a.verb FROM act a JOIN replica r ON r.id = a.id >> 40
         WHERE r.mine = 1 ORDER BY a.hlc DESC, a.id",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (id, hlc, verb): (i64, i64, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
        if wanted(verb) && log::is_live(c, id)? {
            return Ok(Some(Rows { verb, acts: rows_of(c, hlc)? }));
        }
        if !go_on(verb) {
            return Ok(None);
        }
    }
    Ok(None)
}

fn rows_of(c: &Connection, hlc: i64) -> Res<Vec<(i64, Option<i64>)>> {
    let mut statement = c.prepare_cached(
        "SELECT a.id, a.undoes FROM act a JOIN replica r ON r.id = a.id >> 40 WHERE a.hlc = ?1 AND r.mine = 1
         ORDER BY a.id",
    )?;
    Ok(statement.query_map([hlc], |r| Ok((r.get(0)?, r.get(1)?)))?.collect::<Result<_, _>>()?)
}

/// What undo and redo would do, in words.
pub fn state(c: &Connection) -> Res<UndoState> {
    let undo = match undo_candidate(c)? {
        Some(rows) if rows.is_for_good() => None,
        Some(rows) => Some(words(c, rows.verb, &rows.ids())?),
        None => None,
    };
    let redo = match redo_candidate(c)? {
        Some(rows) => Some(words_of_undone(c, &rows)?),
        None => None,
    };
    Ok(UndoState { undo, redo })
}

/// What undo and redo would do right after this act, where nothing newer was done: the act is taken back, and there is
/// nothing to do again. `None` where its words name something that stands in the file.
pub fn state_after(act: &Act) -> Option<UndoState> {
    if names_something(act.verb) {
        return None;
    }
    if act.verb.is_for_good() {
        return Some(UndoState::default());
    }
    let main = main_kind(act.verb);
    let counted: BTreeSet<_> =
        act.ops.iter().filter(|op| Some(op.kind) == main).map(|op| (op.stream as i64, op.entity)).collect();
    Some(UndoState { undo: Some(act.verb.words(counted.len().max(1))), redo: None })
}

/// Whether the words for an act of this verb can name a tag or a look-for.
fn names_something(verb: Verb) -> bool {
    use Verb::{EditMark, MarkLookFor, Redo, TagNotes, TakeBackMark, Undo, UntagNotes};
    matches!(verb, TagNotes | UntagNotes | MarkLookFor | TakeBackMark | EditMark | Undo | Redo)
}

fn words_of_undone(c: &Connection, rows: &Rows) -> Res<String> {
    let undone = rows.undone();
    let Some(first) = undone.first() else { return Ok(String::new()) };
    let verb: i64 = c.query_row("SELECT verb FROM act WHERE id = ?1", [first], |r| r.get(0))?;
    words(c, verb, &undone)
}

/// Things an act of this verb is counted by.
fn main_kind(verb: Verb) -> Option<Kind> {
    match verb as i64 {
        30..=36 | 50 | 51 => Some(Kind::Note),
        40..=43 => Some(Kind::Mark),
        52..=55 => Some(Kind::Tag),
        60..=66 => Some(Kind::Pattern),
        68 | 69 | 89 | 92 => Some(Kind::Suggestion),
        84 => Some(Kind::Column),
        70 | 71 => Some(Kind::Classroom),
        72 => Some(Kind::Teacher),
        73 => Some(Kind::School),
        _ => None,
    }
}

/// An act in words: "tag 10 notes #wait-time".
fn words(c: &Connection, verb: i64, acts: &[i64]) -> Res<String> {
    let Some(verb) = Verb::from_number(verb) else { return Ok("a change of a newer version".into()) };
    let mut count = 0usize;
    if let Some(kind) = main_kind(verb) {
        let mut statement = c.prepare_cached(
            "SELECT count(DISTINCT o.entity) FROM op o JOIN entity e ON e.id = o.entity WHERE o.act = ?1 AND e.kind = ?2",
        )?;
        for act in acts {
            count += statement.query_row([*act, kind as i64], |r| r.get::<_, i64>(0))? as usize;
        }
    }
    if matches!(verb, Verb::AddCards | Verb::MoveCards | Verb::RemoveCards) {
        count = cards_in(c, acts)?;
    }
    let words = verb.words(count.max(1));
    match (verb, tag_name(c, acts)?) {
        (Verb::TagNotes | Verb::UntagNotes, Some(name)) => Ok(format!("{words} #{name}")),
        (Verb::MarkLookFor | Verb::TakeBackMark | Verb::EditMark, _) if count == 1 => {
            Ok(undo_marks::called(c, acts)?.map_or(words.clone(), |name| format!("{words} ({name})")))
        }
        _ => Ok(words),
    }
}

/// How many cards of a board acts are about: the most that one thing of theirs gets or loses. A card that goes from one
/// column to another is in two, and one that made room only got a new place.
fn cards_in(c: &Connection, acts: &[i64]) -> Res<usize> {
    let mut statement = c.prepare_cached("SELECT fields FROM op WHERE act = ?1")?;
    let mut most = 0;
    for act in acts {
        for fields in statement.query_map([*act], |r| r.get::<_, Option<String>>(0))? {
            let Some(Ok(Json::Object(fields))) = fields?.map(|text| serde_json::from_str(&text)) else { continue };
            let cards = fields.get(crate::domain::schema::board::CARDS.key).map(log::pairs).unwrap_or_default();
            most = most.max(cards.len());
        }
    }
    Ok(most)
}

/// The name of the one tag an act puts on notes or takes off.
fn tag_name(c: &Connection, acts: &[i64]) -> Res<Option<String>> {
    let Some(act) = acts.first() else { return Ok(None) };
    let fields: Option<String> = c
        .prepare_cached(
            "SELECT o.fields FROM op o JOIN entity e ON e.id = o.entity WHERE o.act = ?1 AND e.kind = ?2
             ORDER BY o.n LIMIT 1",
        )?
        .query_row([*act, Kind::Note as i64], |r| r.get(0))
        .optional()?
        .flatten();
    let Some(Ok(Json::Object(fields))) = fields.map(|text| serde_json::from_str(&text)) else { return Ok(None) };
    let members = fields.get(crate::domain::schema::note::TAGS.key).map(log::pairs).unwrap_or_default();
    let [(tag, _)] = members.as_slice() else { return Ok(None) };
    Ok(c.query_row("SELECT name FROM tag WHERE id = ?1", [tag], |r| r.get(0)).optional()?.flatten())
}

/// What taking back these acts writes.
pub fn plan_undo(c: &Connection, rows: &Rows) -> Res<Turn> {
    let words = words(c, rows.verb, &rows.ids())?;
    plan(c, rows, &rows.ids(), words, false)
}

/// What doing again writes: `rows` are those of the undo.
pub fn plan_redo(c: &Connection, rows: &Rows) -> Res<Turn> {
    let words = words_of_undone(c, rows)?;
    plan(c, rows, &rows.undone(), words, true)
}

/// `subject`: the acts whose values go (undo) or come back (redo).
fn plan(c: &Connection, rows: &Rows, subject: &[i64], words: String, redo: bool) -> Res<Turn> {
    let mut turn = Turn { rows: Vec::new(), words, kept: Vec::new() };
    let mut kept = BTreeSet::new();
    let mut live = HashMap::new();
    for (act, undoes) in &rows.acts {
        let of = if redo { undoes.unwrap_or(*act) } else { *act };
        let stream: i64 =
            c.query_row("SELECT stream FROM replica WHERE id = ?1", [act >> log::SEQUENCE_BITS], |r| r.get(0))?;
        let stream = match stream {
            1 => Stream::Names,
            2 => Stream::Private,
            _ => Stream::Shared,
        };
        let mut ops = Vec::new();
        for (entity, kind) in entities_of(c, of)? {
            let Some(kind) = Kind::from_number(kind) else { continue };
            let history = log::history(c, entity)?;
            let counted = counting(c, &history, &mut live, subject, redo)?;
            let turned = turn_entity(&history, &counted, of, subject, kind, redo);
            kept.extend(turned.1);
            if !turned.0.is_empty() {
                let replaces = replaced(kind, &turned.0, &history);
                ops.push(LocalOp { entity, new: false, kind, stream, fields: turned.0, replaces, emptied: false });
            }
        }
        turn.rows.push((*act, stream, ops));
    }
    turn.kept = kept.into_iter().collect();
    Ok(turn)
}

fn entities_of(c: &Connection, act: i64) -> Res<Vec<(i64, i64)>> {
    let mut statement = c.prepare_cached(
        "SELECT o.entity, e.kind FROM op o JOIN entity e ON e.id = o.entity WHERE o.act = ?1
         GROUP BY o.entity ORDER BY min(o.n)",
    )?;
    Ok(statement.query_map([act], |r| Ok((r.get(0)?, r.get(1)?)))?.collect::<Result<_, _>>()?)
}

/// Which entries count: those of acts that are neither undone nor themselves an undo or redo. The subject counts.
fn counting(
    c: &Connection,
    history: &[Entry],
    live: &mut HashMap<i64, bool>,
    subject: &[i64],
    redo: bool,
) -> Res<Vec<bool>> {
    history
        .iter()
        .map(|entry| {
            if entry.verb <= Verb::Redo as i64 {
                return Ok(false);
            }
            if redo && subject.contains(&entry.act) {
                return Ok(true);
            }
            if let Some(known) = live.get(&entry.act) {
                return Ok(*known);
            }
            let counts = log::is_live(c, entry.act)?;
            live.insert(entry.act, counts);
            Ok(counts)
        })
        .collect()
}

/// The fields of one entity that turn, with the value each gets, and words for those that are kept.
fn turn_entity(
    history: &[Entry],
    counted: &[bool],
    of: i64,
    subject: &[i64],
    kind: Kind,
    redo: bool,
) -> (Vec<(Field, Local)>, Vec<String>) {
    let mut fields = Vec::new();
    let mut kept = Vec::new();
    let set_by_subject = |key: &str| {
        history.iter().filter(|e| e.act == of).filter_map(|e| e.fields.as_ref()?.get(key)).collect::<Vec<_>>()
    };
    let counting: Vec<&Entry> = history.iter().zip(counted).filter(|(_, counts)| **counts).map(|(e, _)| e).collect();
    for field in kind.fields() {
        let values = set_by_subject(field.key);
        if values.is_empty() {
            continue;
        }
        if let Shape::Members(..) = field.shape {
            let members: BTreeSet<i64> = values.iter().flat_map(|v| log::pairs(v)).map(|(m, _)| m).collect();
            let mut turned = Vec::new();
            for member in members {
                let read = |e: &&Entry| {
                    let value = log::pairs(e.fields.as_ref()?.get(field.key)?);
                    value.iter().rev().find(|(m, _)| *m == member).map(|(_, v)| (e.act, Local::Int(*v)))
                };
                match settle(&counting, subject, redo, read) {
                    Some(Local::Int(value)) => turned.push((member, value)),
                    Some(_) => turned.push((member, 0)),
                    None => kept.push(kept_words(kind, field)),
                }
            }
            if !turned.is_empty() {
                fields.push((*field, Local::Members(turned)));
            }
        } else {
            let read =
                |e: &&Entry| e.fields.as_ref()?.get(field.key).map(|value| (e.act, log::decode(field.shape, value)));
            match settle(&counting, subject, redo, read) {
                Some(value) => fields.push((*field, value)),
                None => kept.push(kept_words(kind, field)),
            }
        }
    }
    (fields, kept)
}

/// The value a register turns to; `None` when it is kept, because something newer supplies it.
fn settle<'e>(
    counting: &[&'e Entry],
    subject: &[i64],
    redo: bool,
    read: impl Fn(&&'e Entry) -> Option<(i64, Local)>,
) -> Option<Local> {
    let (act, newest) = counting.iter().rev().find_map(&read)?;
    if !subject.contains(&act) {
        return None;
    }
    if redo {
        return Some(newest);
    }
    let before = counting.iter().rev().filter(|e| !subject.contains(&e.act)).find_map(&read);
    Some(before.map_or(Local::Null, |(_, value)| value))
}

fn kept_words(kind: Kind, field: &Field) -> String {
    let thing = match kind {
        Kind::Classroom => "room",
        Kind::Column => "column",
        kind => kind.table(),
    };
    format!("the {} of a {thing}, changed since", field.column.replace('_', " "))
}

/// The versions of a text that a turned text replaces: all that stand.
fn replaced(kind: Kind, fields: &[(Field, Local)], history: &[Entry]) -> Vec<(i64, i64)> {
    fields
        .iter()
        .filter(|(field, _)| field.shape == Shape::Versions && kind.field(field.key).is_some())
        .flat_map(|(field, _)| log::heads(field.key, history.iter()).into_iter().map(|e| (e.act, e.n)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::act::Op;
    use crate::domain::id::IdSource;
    use crate::domain::schema::note;
    use crate::domain::time::Hlc;
    use crate::store::{Core, OpenOptions};

    #[test]
    fn what_an_act_says_of_undo_is_what_the_log_says() {
        let folder = tempfile::tempdir().expect("a folder");
        let options = OpenOptions { data_dir: folder.path().join("data"), now: 0, ids: IdSource::Seeded(1) };
        let mut core = Core::open(&folder.path().join("a.db"), &options).expect("a file");
        let op = |kind, n: u8| Op::new(kind, Uid::of_content(&[kind as u8, n]));
        let mut said = 0;
        for verb in (2..=200).filter_map(Verb::from_number) {
            for many in [0u8, 1, 3] {
                // One thing in two streams, and a note said twice.
                let kinds = Kind::ALL.iter().filter(|kind| **kind != Kind::Note);
                let mut ops: Vec<Op> = kinds.map(|kind| op(*kind, many)).collect();
                ops.extend((0..many).flat_map(|n| [op(Kind::Note, n).text(note::TEXT, "x"), op(Kind::Note, n)]));
                ops.push(op(Kind::Mark, many).in_stream(Stream::Private));
                let clock = Hlc(core.newest_clock().expect("a clock") + 1);
                let act = Act { clock, verb, ops };
                core.apply(&act).expect("saved");
                if let Some(state) = core.undo_state_after(&act) {
                    assert_eq!(state, core.undo_state().expect("a state"), "{verb:?} {many}");
                    said += 1;
                }
            }
        }
        assert!(said > 60, "{said}");
    }
}

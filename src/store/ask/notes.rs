//! Notes: pages of any filter, newest first, by key; how many there are; what a note said before.

use super::filter::{self, Conditions};
use super::rows;
use crate::domain::id::Uid;
use crate::domain::schema::note as fields;
use crate::domain::time::{Hlc, UtcMs};
use crate::store::api::{Filter, From, NoteKey, NotesPage};
use crate::store::log::{self, Local};
use crate::store::reader::Reader;
use crate::store::search::Search;
use crate::store::trouble::Res;
use rusqlite::types::Value as Sql;
use rusqlite::{CachedStatement, Connection, OptionalExtension, params_from_iter};
use std::cell::OnceCell;
use std::collections::HashSet;

/// So many notes are looked through for a search before the index is asked: a word that is in many notes is found
/// there at once, and only for such a word would the index take long. Twice as many when half of what is wanted was
/// among them: the rest is then found sooner by going on.
const PROBE: usize = if cfg!(test) { 8 } else { 2_500 };

/// Notes looked at together when their conditions are checked.
const CHUNK: usize = 128;

/// Where to look for the notes that match.
enum Candidates {
    /// These, newest first: all that one of the conditions allows, without looking at the others.
    Sorted(Vec<NoteKey>),
    /// These; too many to look up the time of each, so that the time index is gone through for them.
    Among(HashSet<i64>),
    All,
}

/// The numbers of notes that match, in the order of time.
struct Finder<'r> {
    c: &'r Connection,
    conditions: Conditions,
    /// Found out when it is needed.
    candidates: OnceCell<Candidates>,
}

impl<'r> Finder<'r> {
    fn new(reader: &'r Reader, filter: &Filter) -> Res<Finder<'r>> {
        let c = &reader.connection;
        Ok(Finder { c, conditions: Conditions::of(c, filter, reader.now)?, candidates: OnceCell::new() })
    }

    fn candidates(&self) -> Res<&Candidates> {
        if let Some(known) = self.candidates.get() {
            return Ok(known);
        }
        let ids = if self.conditions.nothing { Some(Vec::new()) } else { self.conditions.narrowest(self.c)? };
        let found = match ids {
            Some(ids) if ids.len() <= filter::FEW => Candidates::Sorted(by_time(self.c, &ids)?),
            Some(ids) => Candidates::Among(ids.into_iter().collect()),
            None => Candidates::All,
        };
        Ok(self.candidates.get_or_init(|| found))
    }

    /// At most `limit` notes older than `key`, newest first.
    fn older(&self, key: NoteKey, limit: usize) -> Res<Vec<NoteKey>> {
        self.find(Way { beyond: "<", order: "DESC", key, limit })
    }

    /// At most `limit` notes newer than `key`, newest first.
    fn newer(&self, key: NoteKey, limit: usize) -> Res<Vec<NoteKey>> {
        let mut found = self.find(Way { beyond: ">", order: "ASC", key, limit })?;
        found.reverse();
        Ok(found)
    }

    /// At most `limit` notes beyond a key, the nearest first.
    fn find(&self, mut way: Way) -> Res<Vec<NoteKey>> {
        let search = !self.conditions.search.is_empty();
        let mut found = Vec::new();
        if search && self.candidates.get().is_none() && !self.conditions.nothing {
            let stopped;
            (found, stopped) = self.walk_search(way, PROBE)?;
            match stopped {
                // From there on, for what is still wanted.
                Some(key) => way = Way { key, limit: way.limit - found.len(), ..way },
                None => return Ok(found),
            }
        }
        found.extend(match self.candidates()? {
            Candidates::Sorted(keys) if way.beyond == "<" => {
                self.of_sorted(keys.iter().filter(|k| **k < way.key), way.limit)?
            }
            Candidates::Sorted(keys) => self.of_sorted(keys.iter().rev().filter(|k| **k > way.key), way.limit)?,
            Candidates::Among(ids) => self.walk_among(way, ids)?,
            Candidates::All if search => self.walk_search(way, usize::MAX)?.0,
            Candidates::All => self.walk(way)?,
        });
        Ok(found)
    }

    /// The first `limit` that match, in the order in which they come.
    fn of_sorted<'k>(&self, keys: impl Iterator<Item = &'k NoteKey>, limit: usize) -> Res<Vec<NoteKey>> {
        let (mut found, mut keys) = (Vec::new(), keys.peekable());
        while found.len() < limit && keys.peek().is_some() {
            let chunk: Vec<NoteKey> = keys.by_ref().take(CHUNK.max(limit - found.len())).copied().collect();
            let ids: Vec<i64> = chunk.iter().map(|k| k.id).collect();
            let good = matching(self.c, &self.conditions, &ids)?;
            found.extend(chunk.into_iter().filter(|key| good.contains(&key.id)));
        }
        found.truncate(limit);
        Ok(found)
    }

    /// Walks the notes by time from `key` and gathers those that match. Can be interrupted at every row.
    fn walk(&self, Way { beyond, order, key, limit }: Way) -> Res<Vec<NoteKey>> {
        let mut values = self.conditions.values.clone();
        values.extend([Sql::Integer(key.at), Sql::Integer(key.id)]);
        let (at, id) = (values.len() - 1, values.len());
        let sql = format!(
            "SELECT n.id, n.at_utc FROM note n INDEXED BY note_time {} WHERE {}
             AND (n.at_utc, n.id) {beyond} (?{at}, ?{id}) ORDER BY n.at_utc {order}, n.id {order}",
            rows::NOTE_JOINS,
            self.conditions.all()
        );
        let mut statement = self.c.prepare_cached(&sql)?;
        let mut found = Vec::new();
        let mut rows = statement.query(params_from_iter(values))?;
        while found.len() < limit
            && let Some(row) = rows.next()?
        {
            found.push(NoteKey { id: row.get(0)?, at: row.get(1)? });
        }
        Ok(found)
    }

    /// As `walk`, for a search: the text is looked at first, because most notes end there. Looks at no more than
    /// `most` notes, or twice as many when half of what is wanted was among them. Where it stopped for that comes back
    /// too; nothing, when all were found.
    fn walk_search(&self, way: Way, most: usize) -> Res<(Vec<NoteKey>, Option<NoteKey>)> {
        let Way { beyond, order, key, limit } = way;
        let mut texts = self.c.prepare_cached(&format!(
            "SELECT id, at_utc, text FROM note INDEXED BY note_time
             WHERE (at_utc, id) {beyond} (?1, ?2) AND hidden = 0 ORDER BY at_utc {order}, id {order}"
        ))?;
        let mut check = self.check()?;
        let (mut found, mut looked) = (Vec::new(), 0);
        let mut rows = texts.query([key.at, key.id])?;
        while found.len() < limit
            && let Some(row) = rows.next()?
        {
            looked += 1;
            let enough = looked >= most && (found.len() < limit / 2 || looked >= most.saturating_mul(2));
            let matches = self.conditions.search.matches(row.get_ref(2)?.as_str().unwrap_or_default());
            if !matches && !enough {
                continue;
            }
            let key = NoteKey { id: row.get(0)?, at: row.get(1)? };
            if matches && check.holds(key.id)? {
                found.push(key);
            }
            if enough {
                let stopped = (found.len() < limit).then_some(key);
                return Ok((found, stopped));
            }
        }
        Ok((found, None))
    }

    /// Goes through the time index alone and looks only at notes that are among `ids`.
    fn walk_among(&self, way: Way, ids: &HashSet<i64>) -> Res<Vec<NoteKey>> {
        let Way { beyond, order, key, limit } = way;
        let mut times = self.c.prepare_cached(&format!(
            "SELECT id, at_utc FROM note INDEXED BY note_time
             WHERE (at_utc, id) {beyond} (?1, ?2) ORDER BY at_utc {order}, id {order}"
        ))?;
        let mut check = self.check()?;
        let (mut found, mut left) = (Vec::new(), ids.len());
        let mut rows = times.query([key.at, key.id])?;
        while found.len() < limit
            && left > 0
            && let Some(row) = rows.next()?
        {
            let id = row.get(0)?;
            if ids.contains(&id) {
                left -= 1;
                if check.holds(id)? {
                    found.push(NoteKey { id, at: row.get(1)? });
                }
            }
        }
        Ok(found)
    }

    /// A statement that tells of one note after the other whether it matches.
    fn check(&self) -> Res<Check<'_>> {
        let mut values = self.conditions.values.clone();
        values.push(Sql::Null);
        let sql = format!(
            "SELECT n.text FROM note n {} WHERE n.id = ?{} AND {}",
            rows::NOTE_JOINS,
            values.len(),
            self.conditions.all()
        );
        Ok(Check { statement: self.c.prepare_cached(&sql)?, values, search: &self.conditions.search })
    }

    /// Whether a note matches.
    fn holds(&self, key: NoteKey) -> Res<bool> {
        Ok(!self.conditions.nothing && self.check()?.holds(key.id)?)
    }
}

/// Which notes are wanted: beyond a key, in this order, at most so many.
#[derive(Clone, Copy)]
struct Way {
    beyond: &'static str,
    order: &'static str,
    key: NoteKey,
    limit: usize,
}

/// Tells of one note whether it matches.
struct Check<'c> {
    statement: CachedStatement<'c>,
    values: Vec<Sql>,
    search: &'c Search,
}

impl Check<'_> {
    fn holds(&mut self, id: i64) -> Res<bool> {
        if let Some(last) = self.values.last_mut() {
            *last = Sql::Integer(id);
        }
        let mut rows = self.statement.query(params_from_iter(&self.values))?;
        let Some(row) = rows.next()? else { return Ok(false) };
        Ok(self.search.is_empty() || self.search.matches(row.get_ref(0)?.as_str().unwrap_or_default()))
    }
}

/// Notes with their times, newest first; what is not shown is left out.
fn by_time(c: &Connection, ids: &[i64]) -> Res<Vec<NoteKey>> {
    let mut statement = c.prepare_cached(
        "SELECT n.id, n.at_utc FROM json_each(?1) j CROSS JOIN note n ON n.id = j.value
         WHERE n.hidden = 0 AND n.at_utc IS NOT NULL",
    )?;
    let list = serde_json::to_string(ids).unwrap_or_default();
    let keys = statement.query_map([list], |r| Ok(NoteKey { id: r.get(0)?, at: r.get(1)? }))?;
    let mut keys = keys.collect::<Result<Vec<_>, _>>()?;
    keys.sort_unstable_by(|a, b| b.cmp(a));
    Ok(keys)
}

/// Those of the notes with these numbers that match.
fn matching(c: &Connection, conditions: &Conditions, ids: &[i64]) -> Res<HashSet<i64>> {
    let mut values = conditions.values.clone();
    values.push(Sql::Text(serde_json::to_string(ids).unwrap_or_default()));
    let sql = format!(
        "SELECT n.id, n.text FROM json_each(?{}) j CROSS JOIN note n ON n.id = j.value {} WHERE {}",
        values.len(),
        rows::NOTE_JOINS,
        conditions.all()
    );
    let mut statement = c.prepare_cached(&sql)?;
    let mut found = HashSet::new();
    let mut rows = statement.query(params_from_iter(values))?;
    while let Some(row) = rows.next()? {
        if conditions.search.is_empty() || conditions.search.matches(row.get_ref(1)?.as_str().unwrap_or_default()) {
            found.insert(row.get(0)?);
        }
    }
    Ok(found)
}

const END: NoteKey = NoteKey { at: i64::MAX, id: i64::MAX };
const START: NoteKey = NoteKey { at: i64::MIN, id: i64::MIN };

/// One page of the notes that a filter finds.
pub fn page(reader: &Reader, filter: &Filter, from: From, limit: usize) -> Res<NotesPage> {
    let finder = Finder::new(reader, filter)?;
    let (keys, more_above, more_below) = match from {
        From::Newest => {
            let (keys, more) = cut_end(finder.older(END, limit + 1)?, limit);
            (keys, false, more)
        }
        From::After(key) => {
            let (keys, more) = cut_end(finder.older(key, limit + 1)?, limit);
            (keys, true, more)
        }
        From::Oldest => {
            let (keys, more) = cut_start(finder.newer(START, limit + 1)?, limit);
            (keys, more, false)
        }
        From::Before(key) => {
            let (keys, more) = cut_start(finder.newer(key, limit + 1)?, limit);
            (keys, more, true)
        }
        From::Around(uid) => match key_of(&reader.connection, uid)? {
            Some(key) => around(&finder, key, limit)?,
            None => return page(reader, filter, From::Newest, limit),
        },
    };
    Ok(NotesPage { rows: rows::notes(&reader.connection, &keys)?, more_above, more_below })
}

fn around(finder: &Finder, key: NoteKey, limit: usize) -> Res<(Vec<NoteKey>, bool, bool)> {
    let half = limit / 2;
    let (mut keys, more_above) = cut_start(finder.newer(key, half + 1)?, half);
    if finder.holds(key)? {
        keys.push(key);
    }
    let rest = limit.saturating_sub(keys.len());
    let (older, more_below) = cut_end(finder.older(key, rest + 1)?, rest);
    keys.extend(older);
    Ok((keys, more_above, more_below))
}

/// Leaves out what is more than `limit` at the old end.
fn cut_end(mut keys: Vec<NoteKey>, limit: usize) -> (Vec<NoteKey>, bool) {
    let more = keys.len() > limit;
    keys.truncate(limit);
    (keys, more)
}

/// Leaves out what is more than `limit` at the new end.
fn cut_start(mut keys: Vec<NoteKey>, limit: usize) -> (Vec<NoteKey>, bool) {
    let extra = keys.len().saturating_sub(limit);
    keys.drain(..extra);
    (keys, extra > 0)
}

fn key_of(c: &Connection, uid: Uid) -> Res<Option<NoteKey>> {
    Ok(c.prepare_cached(
        "SELECT n.id, n.at_utc FROM entity e JOIN note n ON n.id = e.id WHERE e.uid = ?1 AND n.at_utc IS NOT NULL",
    )?
    .query_row([uid.0], |r| Ok(NoteKey { id: r.get(0)?, at: r.get(1)? }))
    .optional()?)
}

/// How many notes a filter finds, counted up to `cap`; the second value says whether there are more.
pub fn count(reader: &Reader, filter: &Filter, cap: usize) -> Res<(usize, bool)> {
    let finder = Finder::new(reader, filter)?;
    let found = finder.older(END, cap.saturating_add(1))?.len();
    Ok((found.min(cap), found > cap))
}

/// The texts a note had before its present one, newest first, with when each was written.
pub fn history(reader: &Reader, uid: Uid) -> Res<Vec<(UtcMs, String)>> {
    let c = &reader.connection;
    let Some(id) = rows::id_of(c, uid)? else { return Ok(Vec::new()) };
    let mut texts: Vec<(UtcMs, String)> = Vec::new();
    for entry in log::history(c, id)? {
        let value = entry.fields.as_ref().and_then(|f| f.get(fields::TEXT.key));
        if let Some(Local::Text(text)) = value.map(|v| log::decode(fields::TEXT.shape, v))
            && texts.last().is_none_or(|(_, last)| *last != text)
        {
            texts.push((Hlc(entry.hlc).utc(), text));
        }
    }
    let now: Option<String> =
        c.query_row("SELECT text FROM note WHERE id = ?1", [id], |r| r.get(0)).optional()?.flatten();
    if texts.last().map(|(_, text)| Some(text)) == Some(now.as_ref()) {
        texts.pop();
    }
    texts.reverse();
    Ok(texts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::act::{Act, Op, Verb};
    use crate::domain::id::IdSource;
    use crate::domain::schema::{DELETED, Kind, note};
    use crate::store::api::{Answer, Ask, NoteRow};
    use crate::store::{Core, OpenOptions};
    use proptest::prelude::*;

    fn school(folder: &std::path::Path, notes: &[(String, u8, bool)]) -> Reader {
        let options = OpenOptions { data_dir: folder.join("data"), now: 0, ids: IdSource::System };
        let mut core = Core::open(&folder.join("a.db"), &options).expect("a file");
        let acts = notes.iter().zip(0i64..).map(|((text, at, deleted), n)| {
            let op = Op::new(Kind::Note, Uid::of_content(&n.to_le_bytes()))
                .refer(note::VISIT, Uid::of_content(b"visit"))
                .int(note::AT, i64::from(*at) * 1_000)
                .text(note::TEXT, text)
                .int(DELETED, i64::from(*deleted));
            Act { clock: Hlc((n + 1) << 16), verb: Verb::EditNote, ops: vec![op] }
        });
        core.apply_many(&acts.collect::<Vec<_>>()).expect("saved");
        core.index_notes().expect("indexed");
        Reader::open(&folder.join("a.db")).expect("a reader")
    }

    /// All pages of a search, from one end to the other, newest first.
    fn pages(reader: &Reader, search: &str, limit: usize, down: bool) -> Vec<NoteRow> {
        let filter = Filter { search: search.into(), ..Filter::default() };
        let (mut all, mut from) = (Vec::<NoteRow>::new(), if down { From::Newest } else { From::Oldest });
        loop {
            let Answer::Notes(page) = reader.answer(&Ask::Notes { filter: filter.clone(), from, limit }) else {
                unreachable!("notes");
            };
            let more = if down { page.more_below } else { page.more_above };
            all = if down { [all, page.rows].concat() } else { [page.rows, all].concat() };
            let end = if down { all.last() } else { all.first() };
            match (more, end) {
                (true, Some(end)) => from = if down { From::After(end.key) } else { From::Before(end.key) },
                _ => return all,
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

        /// Whatever way a search goes, through the newest notes, the index or the times: its pages are the notes that
        /// match, each once, the newest first.
        #[test]
        fn the_pages_of_a_search_are_all_that_matches(
            notes in prop::collection::vec(("(ab|b|c)( ab| b){0,2}", 0u8..40, prop::bool::weighted(0.1)), 0..60),
            search in "ab?|b|c|a b",
            limit in 1usize..9,
        ) {
            let folder = tempfile::tempdir().expect("a folder");
            let reader = school(folder.path(), &notes);
            let wanted = Search::parse(&search);
            let mut expected: Vec<_> = notes.iter().filter(|n| !n.2 && wanted.matches(&n.0)).map(|n| n.1).collect();
            expected.sort_by(|a, b| b.cmp(a));
            for down in [true, false] {
                let found = pages(&reader, &search, limit, down);
                prop_assert!(found.windows(2).all(|two| two[0].key > two[1].key));
                let times: Vec<u8> = found.iter().map(|n| u8::try_from(n.key.at / 1_000).expect("small")).collect();
                prop_assert_eq!(&times, &expected, "{} {}", search, down);
            }
        }
    }
}

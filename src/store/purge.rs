//! What goes for good: the words leave the log, the state, the search index, the kept meanings, drafts, views and the
//! emergency file, and then the bytes of the file itself. The keys stay: which act said something of which thing.
//!
//! An act of a verb that is `is_for_good` lists things only. As long as it is in the log, of those things nothing is said,
//! whatever comes later or from another laptop: so the state stays what the log folds to, in any order of arrival.
//!
//! Emptying is quick and done in the act's own transaction, with SQLite overwriting what it frees. What stood in the
//! write-ahead log goes by a checkpoint that cuts it off. Copies of a row can be left in the unused part of a page, from
//! when pages were split: only writing the whole file anew is sure of those, which waits until nobody waits for it.

use super::api::{Changes, Filter, Trouble, TroubleSort};
use super::core::Core;
use super::fold::{self, Memory};
use super::log::{LocalOp, REPLACES};
use super::nonce::{local, set_local};
use super::trouble::Res;
use super::{ask, emergency, meaning, search_index};
use crate::domain::act::{Act, Stream, Verb};
use crate::domain::id::Uid;
use crate::domain::schema::{Kind, Shape};
use crate::domain::time::{Hlc, UtcMs};
use rusqlite::{Connection, OptionalExtension};
use serde_json::{Map, Value as Json};
use std::collections::{BTreeMap, HashSet};
use std::time::Duration;

/// Where it stands that the file is still to be written anew.
const DUE: &str = "scrub";

/// A draft or the search of a saved view is about a text it contains, when that has so many characters at least.
const TELLING: usize = 3;
/// And a draft is about a text it is a part of, when it has so many.
const PART: usize = 8;

/// What is still to do about the bytes of what was emptied.
#[derive(Debug, Default)]
pub struct Scrub {
    /// Things not yet looked for in the emergency file.
    gone: HashSet<Uid>,
    /// The write-ahead log is to be cut off.
    log: bool,
    /// The file is to be written anew.
    pages: bool,
    /// Which did not work; it is tried again at the end.
    failed: bool,
}

impl Scrub {
    /// What an earlier opening left to do.
    pub fn left_over(c: &Connection) -> Res<Scrub> {
        let left = local(c, DUE)?.is_some();
        Ok(Scrub { pages: left, log: left, ..Scrub::default() })
    }
}

/// Whether a stored verb is one that empties things for good.
pub fn is_for_good(verb: i64) -> bool {
    Verb::from_number(verb).is_some_and(Verb::is_for_good)
}

/// Whether a thing was emptied for good by an act.
pub fn is_gone(c: &Connection, entity: i64) -> Res<bool> {
    let mut statement =
        c.prepare_cached("SELECT DISTINCT a.verb FROM op o JOIN act a ON a.id = o.act WHERE o.entity = ?1")?;
    let verbs = statement.query_map([entity], |r| r.get(0))?.collect::<Result<Vec<i64>, _>>()?;
    Ok(verbs.into_iter().any(is_for_good))
}

/// Empties the operations on everything that acts in the log remove, where another way of filling the log brought them
/// back.
pub fn empty_all(c: &Connection) -> Res<()> {
    for verb in Verb::ALL.iter().filter(|verb| verb.is_for_good()) {
        c.execute(
            "UPDATE op SET fields = NULL WHERE fields IS NOT NULL AND entity IN
               (SELECT o.entity FROM act a JOIN op o ON o.act = a.id WHERE a.verb = ?1)",
            [*verb as i64],
        )?;
    }
    Ok(())
}

/// Why there is no way back.
pub fn no_way_back() -> Trouble {
    let what = "What was done last removed something for good, which cannot be taken back, and neither can what was \
        done before it.";
    Trouble::new(TroubleSort::Other, what, "Everything else is as it was.", "")
}

/// Empties one thing: its operations, its row, what is kept of its meaning.
pub fn empty(c: &Connection, memory: &mut Memory, kind: Kind, entity: i64) -> Res<()> {
    c.prepare_cached("UPDATE op SET fields = NULL WHERE entity = ?1 AND fields IS NOT NULL")?.execute([entity])?;
    fold::refold(c, memory, kind, entity, false)?;
    if kind == Kind::Note { meaning::strike(c, entity) } else { Ok(()) }
}

impl Core {
    /// Empties things for good, also out of the bytes of the file. Doing the same again changes nothing and succeeds.
    ///
    /// # Errors
    /// When the verb is not one that is for good, or saving the act fails: then nothing is changed. When only the bytes
    /// could not be overwritten, the act stands, and it is tried again when the file is closed or opened next.
    pub fn purge(&mut self, clock: Hlc, verb: Verb, things: &[(Kind, Uid)]) -> Res<Changes> {
        if !verb.is_for_good() {
            let what = format!("“{}” removes nothing for good.", verb.words(1));
            return Err(Trouble::new(TroubleSort::Other, what, "Nothing was changed.", ""));
        }
        let changes = self.apply(&Act::for_good(clock, verb, things))?;
        self.scrub(true)?;
        Ok(changes)
    }

    /// Follow-ups whose time has passed go for good: their words leave the log, the state and the search index.
    pub fn expire_follow_ups(&mut self, now: UtcMs) -> Res<usize> {
        self.begin()?;
        let result = self.write_expiry(now);
        let gone = self.end(result)?;
        if gone > 0 {
            self.revision += 1;
            self.scrub(true)?;
        }
        Ok(gone)
    }

    /// An act that only lists things, inside the transaction of the caller.
    pub(super) fn write_purge(&mut self, act: &Act) -> Res<()> {
        self.overwrite_what_is_freed()?;
        let mut streams: BTreeMap<Stream, Vec<LocalOp>> = BTreeMap::new();
        let mut all = Vec::new();
        for op in &act.ops {
            let entity = self.mention(op.entity, op.kind)?;
            let stream = stream_of(&self.connection, entity)?;
            let (fields, replaces) = (Vec::new(), Vec::new());
            let gone = LocalOp { entity, new: false, kind: op.kind, stream, fields, replaces, emptied: true };
            streams.entry(stream).or_default().push(gone);
            all.push((op.kind, entity, op.entity));
        }
        self.forget_what_is_about(&all)?;
        for (kind, entity, _) in &all {
            empty(&self.connection, &mut self.memory, *kind, *entity)?;
        }
        let rows = streams.into_iter().map(|(stream, ops)| (None, stream, ops)).collect();
        self.write_rows(act.clock.0, act.verb, rows)?;
        self.scrub_later(act.clock.0, all.into_iter().map(|(.., uid)| uid))
    }

    pub(super) fn write_expiry(&mut self, now: UtcMs) -> Res<usize> {
        let mut statement = self.connection.prepare_cached(
            "SELECT n.id, e.uid FROM note n JOIN entity e ON e.id = n.id
             WHERE n.expires > 0 AND n.expires <= ?1 AND n.kind = 5",
        )?;
        let found = statement.query_map([now], |r| Ok((Kind::Note, r.get(0)?, Uid(r.get(1)?))))?;
        let all: Vec<(Kind, i64, Uid)> = found.collect::<Result<_, _>>()?;
        drop(statement);
        if all.is_empty() {
            return Ok(0);
        }
        self.overwrite_what_is_freed()?;
        self.forget_what_is_about(&all)?;
        for (kind, entity, _) in &all {
            empty(&self.connection, &mut self.memory, *kind, *entity)?;
        }
        search_index::count_shown(&self.connection, &mut self.memory)?;
        let count = all.len();
        self.scrub_later(now, all.into_iter().map(|(.., uid)| uid))?;
        Ok(count)
    }

    /// Until `scrub` is done, SQLite also overwrites whole pages that it frees.
    pub(super) fn overwrite_what_is_freed(&self) -> Res<()> {
        Ok(self.connection.query_row("PRAGMA secure_delete = ON", [], |_| Ok(()))?)
    }

    /// Notes down, in the transaction, that bytes are still to go.
    pub(super) fn scrub_later(&mut self, when: i64, gone: impl Iterator<Item = Uid>) -> Res<()> {
        ask::surface::gone_for_good(&self.connection, when)?;
        set_local(&self.connection, DUE, "due".into())?;
        self.scrub.gone.extend(gone);
        self.scrub.log = true;
        self.scrub.pages = true;
        self.scrub.failed = false;
        Ok(())
    }

    /// Whether anything can be done about bytes now; `large`: writing the file anew must wait for the end.
    pub(super) fn is_scrub_due(&self, large: bool) -> bool {
        let scrub = &self.scrub;
        !scrub.failed && (!scrub.gone.is_empty() || scrub.log || scrub.pages && !large)
    }

    /// Takes what was emptied out of the emergency file and the write-ahead log and, when `whole`, out of the file. A
    /// reader that still looks at an older moment keeps the log; then it is done later.
    pub(super) fn scrub(&mut self, whole: bool) -> Res<()> {
        let nothing = self.scrub.gone.is_empty() && !self.scrub.log && !self.scrub.pages;
        if nothing {
            return Ok(());
        }
        let result = self.try_scrub(whole);
        self.scrub.failed = result.is_err();
        result
    }

    fn try_scrub(&mut self, whole: bool) -> Res<()> {
        emergency::strike(&self.path, &self.options.data_dir, &self.scrub.gone)?;
        self.scrub.gone.clear();
        if whole && self.scrub.pages {
            self.write_anew()?;
            self.scrub.pages = false;
            self.scrub.log = true;
        }
        if self.scrub.log {
            self.scrub.log = !cut_log(&self.connection)?;
        }
        if !self.scrub.log && !self.scrub.pages {
            self.connection.execute("DELETE FROM local WHERE key = ?1", [DUE])?;
            self.connection.query_row("PRAGMA secure_delete = FAST", [], |_| Ok(()))?;
        }
        Ok(())
    }

    /// Writes the whole file anew from what it says.
    fn write_anew(&self) -> Res<()> {
        // What SQLite keeps aside meanwhile is as large as the file: too large for memory where that is.
        let large = std::fs::metadata(&self.path).is_ok_and(|m| m.len() > 64 << 20);
        if large {
            self.connection.execute_batch("PRAGMA temp_store = FILE")?;
        }
        let result = self.connection.execute_batch("VACUUM");
        if large {
            self.connection.execute_batch("PRAGMA temp_store = MEMORY")?;
        }
        Ok(result?)
    }

    /// Drafts of these things go, and saved views that mention one.
    pub(super) fn forget_what_is_about(&self, all: &[(Kind, i64, Uid)]) -> Res<()> {
        let c = &self.connection;
        let mut words = HashSet::new();
        for (kind, entity, _) in all {
            words_of(c, *kind, *entity, &mut words)?;
        }
        let uids: HashSet<Uid> = all.iter().map(|(.., uid)| *uid).collect();
        for draft in super::local::drafts(c)? {
            let own = draft.becomes.into_iter().chain(draft.about).any(|uid| uids.contains(&uid));
            let text = draft.text.trim();
            let part = text.chars().count() >= PART && words.iter().any(|w| w.contains(text));
            if own || part || words.iter().any(|w| text.contains(w)) {
                self.drop_draft(&draft.field)?;
            }
        }
        let ids: Vec<String> = uids.iter().map(|uid| uid.to_text()).collect();
        let words: Vec<String> = words.iter().map(|w| w.to_lowercase()).collect();
        let mut statement = c.prepare_cached("SELECT name, filter FROM saved_view")?;
        let views = statement.query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?;
        for view in views.collect::<Result<Vec<(String, String)>, _>>()? {
            let search = serde_json::from_str::<Filter>(&view.1).map(|f| f.search).unwrap_or_default();
            let said = format!("{}\n{search}", view.0).to_lowercase();
            if ids.iter().any(|id| view.1.contains(id)) || words.iter().any(|w| said.contains(w)) {
                self.drop_view(&view.0)?;
            }
        }
        Ok(())
    }
}

/// The log in which a thing is removed: that all colleagues get, unless all that was said of it is private.
fn stream_of(c: &Connection, entity: i64) -> Res<Stream> {
    let first: Option<i64> = c
        .prepare_cached("SELECT min(r.stream) FROM op o JOIN replica r ON r.id = o.act >> 40 WHERE o.entity = ?1")?
        .query_row([entity], |r| r.get(0))
        .optional()?
        .flatten();
    Ok(if first == Some(Stream::Private as i64) { Stream::Private } else { Stream::Shared })
}

/// Wordings and names of a thing, as the log has them.
fn words_of(c: &Connection, kind: Kind, entity: i64, words: &mut HashSet<String>) -> Res<()> {
    let mut statement = c.prepare_cached(
        "SELECT r.stream, o.fields FROM op o JOIN replica r ON r.id = o.act >> 40
         WHERE o.entity = ?1 AND o.fields IS NOT NULL",
    )?;
    let mut rows = statement.query([entity])?;
    while let Some(row) = rows.next()? {
        let names = row.get::<_, i64>(0)? == Stream::Names as i64;
        let fields = serde_json::from_str::<Map<String, Json>>(row.get_ref(1)?.as_str().unwrap_or_default());
        for (key, value) in fields.unwrap_or_default() {
            let shape = kind.field(&key).map(|field| field.shape);
            let telling = names && shape == Some(Shape::Text) || shape == Some(Shape::Versions);
            if let Json::String(text) = value
                && telling
                && key != REPLACES
                && text.trim().chars().count() >= TELLING
            {
                words.insert(text.trim().to_string());
            }
        }
    }
    Ok(())
}

/// Writes all of the write-ahead log into the file and cuts it off, without waiting for a reader. Whether it is done.
fn cut_log(c: &Connection) -> Res<bool> {
    c.busy_timeout(Duration::ZERO)?;
    let busy = c.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |r| r.get::<_, i64>(0));
    c.busy_timeout(Duration::from_millis(5_000))?;
    Ok(busy? == 0)
}

#[cfg(test)]
#[path = "purge_tests.rs"]
mod tests;

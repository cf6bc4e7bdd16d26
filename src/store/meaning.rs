//! Meanings kept in the file, so that the notes nearest to one are found among very many without holding them in memory.
//! Worked out from the texts, local to this file, not in the log, and made anew when they are missing.
//!
//! `meaning` holds 20 bytes a note (its number and its sketch), in blocks of about a page, by the region of the space
//! the note lies in (`store::regions`): a question reads the nearest regions only. They are filled in behind everything else: `local` says
//! up to which note that was done (`meaning_to`), and `meaning_due` names the notes before it that changed since, with
//! the region where they stand. Notes not filled in are few, and questions read them directly.
//!
//! What is kept rests on the word list that comes with the program alone; a list of the user's own decides on the order
//! of what was found, so that changing it needs nothing made anew.

use super::core::Core;
use super::regions;
use super::trouble::Res;
use crate::insight::semantics::{Meanings, Planes, Regions, Sketch, Weighing, school_words, table};
use rusqlite::{Connection, OptionalExtension};
use std::collections::BTreeMap;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

/// Bytes a note takes in a block: its number, then its sketch, both little-endian.
const ENTRY: usize = 20;
/// Notes in one block, at most: with its row it fits into one page.
const BLOCK: usize = 200;
/// A new way of keeping meanings gets a new number; what was kept before is then made anew.
const FORMAT: u32 = 3;
/// Notes that are filled in at once: enough that each region gets several in one go.
const GATHERED: usize = 4_096;
/// Notes read at once while gathering, and changed notes settled in one transaction.
const STEP: usize = 64;
/// Work done before it is looked whether something else is to do.
const SLICE: Duration = Duration::from_millis(2);
/// Rest after a slice, so that a large file, filled in for the first time, leaves the processor to others.
const REST: Duration = Duration::from_millis(8);
/// How long nothing must have been saved before filling begins.
const QUIET: Duration = Duration::from_secs(2);
/// A follow-up is private and goes away: it has no kept meaning.
const FOLLOW_UP: i64 = 5;

/// Everything needed to work out what is kept.
#[derive(Debug)]
pub struct Tools {
    pub meanings: Meanings<'static>,
    planes: Planes,
    fixed: Regions,
}

/// Where a text stands.
#[derive(Debug, Clone)]
pub struct Standing {
    pub sketch: Sketch,
    /// The regions, nearest first.
    pub regions: Vec<u16>,
    /// How many of them are looked through at least.
    pub least: usize,
    /// For holding sketches against it.
    pub weighing: Weighing,
}

impl Tools {
    /// The tools, made once; `None` where the table in the program is damaged.
    pub fn shared() -> Option<&'static Tools> {
        static TOOLS: OnceLock<Option<Tools>> = OnceLock::new();
        let make = || {
            let meanings = Meanings::built_in().ok()?;
            let dimensions = meanings.dimensions();
            Some(Tools { meanings, planes: Planes::new(dimensions), fixed: Regions::fixed(dimensions) })
        };
        TOOLS.get_or_init(make).as_ref()
    }

    /// The regions of a file that has none of its own.
    pub fn fixed(&self) -> &Regions {
        &self.fixed
    }

    /// Where a vector stands among these regions.
    pub fn standing(&self, vector: &[f32], regions: &Regions) -> Standing {
        Standing {
            sketch: self.planes.sketch(vector),
            regions: regions.nearest_first(vector),
            least: regions.looked_through(),
            weighing: self.planes.weigh(vector),
        }
    }

    /// What is kept of a text; `None` where no word of it says anything.
    fn kept(&self, text: &str, regions: &Regions) -> Option<(u16, Sketch)> {
        let vector = self.meanings.vector(text);
        let sketch = self.planes.sketch(&vector);
        (sketch != Sketch::default()).then(|| (regions.of(&vector), sketch))
    }
}

/// What the kept meanings were made with: another table or list, and they are made anew.
fn made_with() -> String {
    let sum = |bytes: &[u8]| bytes.iter().fold(0x811c_9dc5_u32, |h, b| (h ^ u32::from(*b)).wrapping_mul(0x0100_0193));
    format!("{FORMAT}-{:08x}-{:08x}", table::told_checksum(table::BUILT_IN), sum(school_words::BUILT_IN.as_bytes()))
}

pub fn local_number(c: &Connection, key: &str) -> Res<i64> {
    let mut statement = c.prepare_cached("SELECT CAST(value AS INTEGER) FROM local WHERE key = ?1")?;
    Ok(statement.query_row([key], |r| r.get(0)).optional()?.unwrap_or(0))
}

fn set_local(c: &Connection, key: &str, value: &str) -> Res<()> {
    c.prepare_cached("INSERT INTO local(key, value) VALUES(?1, ?2) ON CONFLICT DO UPDATE SET value = excluded.value")?
        .execute([key, value])?;
    Ok(())
}

/// Whether notes of this kind have a kept meaning.
pub fn is_kept(kind: Option<i64>) -> bool {
    kind != Some(FOLLOW_UP)
}

/// Up to which note meanings are filled in.
pub fn filled_to(c: &Connection) -> Res<i64> {
    local_number(c, "meaning_to")
}

/// Forgets all kept meanings, inside the transaction of the caller; they are filled in anew when nothing else is to do.
pub fn forget(c: &Connection) -> Res<()> {
    c.execute_batch("DELETE FROM meaning; DELETE FROM meaning_due")?;
    set_local(c, "meaning_to", "0")?;
    set_local(c, "meaning", &made_with())
}

/// A note's words or its being shown changed: it is remembered with the region where it stands, to be settled later.
/// `before`: what it said when it was shown. Notes that are not filled in yet need nothing.
pub fn changed(c: &Connection, note: i64, before: Option<&str>) -> Res<()> {
    if note > filled_to(c)? {
        return Ok(());
    }
    let region = match (before, Tools::shared()) {
        (Some(text), Some(tools)) => tools.kept(text, &*regions::of(c, tools)?).map(|(region, _)| i64::from(region)),
        _ => None,
    };
    // The first change since it was filled in knows where it stands.
    c.prepare_cached("INSERT OR IGNORE INTO meaning_due(note, region) VALUES(?1, ?2)")?.execute((note, region))?;
    Ok(())
}

// ── Blocks ──────────────────────────────────────────────────────────────────────────────────────────────────────────

/// The first and last row number of a region's blocks.
fn rows_of(region: u16) -> (i64, i64) {
    let first = i64::from(region) << 32;
    (first, first + i64::from(u32::MAX))
}

fn entry(note: i64, sketch: Sketch) -> Option<[u8; ENTRY]> {
    let mut bytes = [0; ENTRY];
    let (number, rest) = bytes.split_at_mut(4);
    // A file with more than four billion things keeps the meanings of the first of them.
    number.copy_from_slice(&u32::try_from(note).ok()?.to_le_bytes());
    rest.copy_from_slice(&sketch.0.to_le_bytes());
    Some(bytes)
}

/// The notes of a block. A block of odd length has lost its end; what is whole of it is read.
pub fn entries(block: &[u8]) -> impl Iterator<Item = (i64, Sketch)> + '_ {
    block.chunks_exact(ENTRY).map(|bytes| {
        let (number, sketch) = bytes.split_at(4);
        let number = number.try_into().map(u32::from_le_bytes).unwrap_or_default();
        let sketch = sketch.try_into().map(u128::from_le_bytes).unwrap_or_default();
        (i64::from(number), Sketch(sketch))
    })
}

/// Appends notes to a region.
fn append(c: &Connection, region: u16, notes: &[(i64, Sketch)]) -> Res<()> {
    let (first, last) = rows_of(region);
    let mut newest =
        c.prepare_cached("SELECT id, notes FROM meaning WHERE id BETWEEN ?1 AND ?2 ORDER BY id DESC LIMIT 1")?;
    let found: Option<(i64, Vec<u8>)> = newest.query_row([first, last], |r| Ok((r.get(0)?, r.get(1)?))).optional()?;
    let (mut row, mut block) = found.unwrap_or((first, Vec::new()));
    let mut put = c.prepare_cached("INSERT OR REPLACE INTO meaning(id, notes) VALUES(?1, ?2)")?;
    for (note, sketch) in notes {
        if block.len() >= BLOCK * ENTRY {
            put.execute((row, &block))?;
            row = (row + 1).min(last);
            block.clear();
        }
        block.extend(entry(*note, *sketch).into_iter().flatten());
    }
    if !block.is_empty() {
        put.execute((row, &block))?;
    }
    Ok(())
}

/// Takes a note out of a region, wherever in it it stands.
fn remove(c: &Connection, region: u16, note: i64) -> Res<()> {
    let (first, last) = rows_of(region);
    let mut blocks = c.prepare_cached("SELECT id, notes FROM meaning WHERE id BETWEEN ?1 AND ?2 ORDER BY id")?;
    let mut rows = blocks.query([first, last])?;
    while let Some(row) = rows.next()? {
        let block = row.get_ref(1)?.as_blob().unwrap_or_default();
        if !entries(block).any(|(number, _)| number == note) {
            continue;
        }
        let whole = block.chunks_exact(ENTRY).zip(entries(block));
        let left: Vec<u8> = whole.filter(|(_, (n, _))| *n != note).flat_map(|(bytes, _)| bytes.to_vec()).collect();
        let id: i64 = row.get(0)?;
        drop(rows);
        if left.is_empty() {
            c.prepare_cached("DELETE FROM meaning WHERE id = ?1")?.execute([id])?;
        } else {
            c.prepare_cached("UPDATE meaning SET notes = ?2 WHERE id = ?1")?.execute((id, left))?;
        }
        return Ok(());
    }
    Ok(())
}

// ── Filling in ──────────────────────────────────────────────────────────────────────────────────────────────────────

/// Fills meanings in, a little at a time, while nothing else is to do.
#[derive(Debug)]
pub struct Filling {
    /// What was worked out and is not written yet, and up to which note.
    gathered: BTreeMap<u16, Vec<(i64, Sketch)>>,
    count: usize,
    read_to: Option<i64>,
    /// Whether there may be something to do.
    wanted: bool,
    /// No sooner than this.
    next: Instant,
    checked: bool,
}

impl Default for Filling {
    fn default() -> Self {
        let next = Instant::now() + QUIET;
        Self { gathered: BTreeMap::new(), count: 0, read_to: None, wanted: true, next, checked: false }
    }
}

impl Filling {
    /// When it wants to go on; `None`: nothing is to do.
    pub fn due(&self) -> Option<Instant> {
        self.wanted.then_some(self.next)
    }

    /// Something was saved: what was gathered may no longer be right, and there may be more to do.
    pub fn saved(&mut self) {
        self.drop_gathered();
        self.wanted = true;
        self.next = Instant::now() + QUIET;
    }

    fn drop_gathered(&mut self) {
        self.gathered.clear();
        (self.count, self.read_to) = (0, None);
    }

    /// Works for a moment. Trouble ends it until something is saved again: the meanings can wait, notes cannot.
    pub fn go_on(&mut self, core: &mut Core) {
        let begun = Instant::now();
        while self.wanted && begun.elapsed() < SLICE {
            match self.step(core) {
                Ok(more) => self.wanted = more,
                Err(_) => {
                    self.drop_gathered();
                    self.wanted = false;
                }
            }
        }
        self.next = Instant::now() + REST;
    }

    /// One step; whether there is more to do.
    fn step(&mut self, core: &mut Core) -> Res<bool> {
        let Some(tools) = Tools::shared() else { return Ok(false) };
        if !self.checked {
            self.checked = true;
            if super::nonce::local(&core.connection, "meaning")? != Some(made_with()) {
                core.begin()?;
                let result = forget(&core.connection);
                core.end(result)?;
            }
        }
        if self.gathered.is_empty() && regions::are_due(&core.connection)? {
            core.begin()?;
            let result = regions::draw_all(&core.connection, tools);
            core.end(result)?;
            self.drop_gathered();
        }
        let more = self.gather(&core.connection, tools)?;
        if more && self.count < GATHERED {
            return Ok(true);
        }
        let done = filled_to(&core.connection)?;
        if let Some(to) = self.read_to.filter(|to| *to > done) {
            core.begin()?;
            let result = self.write(&core.connection, to);
            core.end(result)?;
            self.drop_gathered();
            return Ok(true);
        }
        settle(core, tools)
    }

    /// Works out some more notes; whether there may be others behind them.
    fn gather(&mut self, c: &Connection, tools: &Tools) -> Res<bool> {
        let from = match self.read_to {
            Some(to) => to,
            None => filled_to(c)?,
        };
        let regions = regions::of(c, tools)?;
        let mut notes =
            c.prepare_cached("SELECT id, hidden, kind, text FROM note WHERE id > ?1 ORDER BY id LIMIT ?2")?;
        let mut rows = notes.query([from, STEP as i64])?;
        let mut looked = 0;
        while let Some(row) = rows.next()? {
            looked += 1;
            let id: i64 = row.get(0)?;
            self.read_to = Some(id);
            let (hidden, kind): (i64, Option<i64>) = (row.get(1)?, row.get(2)?);
            let text = row.get_ref(3)?.as_str().unwrap_or_default();
            if hidden == 0
                && is_kept(kind)
                && let Some((region, sketch)) = tools.kept(text, &regions)
            {
                self.gathered.entry(region).or_default().push((id, sketch));
                self.count += 1;
            }
        }
        Ok(looked == STEP)
    }

    fn write(&self, c: &Connection, to: i64) -> Res<()> {
        for (region, notes) in &self.gathered {
            append(c, *region, notes)?;
        }
        set_local(c, "meaning_to", &to.to_string())
    }
}

/// Settles some of the notes that changed since they were filled in; whether there are more.
fn settle(core: &mut Core, tools: &Tools) -> Res<bool> {
    let due: Vec<(i64, Option<u16>)> = core
        .connection
        .prepare_cached("SELECT note, region FROM meaning_due LIMIT ?1")?
        .query_map([STEP as i64], |r| Ok((r.get(0)?, r.get(1)?)))?
        .collect::<Result<_, _>>()?;
    if due.is_empty() {
        return Ok(false);
    }
    let regions = regions::of(&core.connection, tools)?;
    core.begin()?;
    let c = &core.connection;
    let result = due.iter().try_for_each(|(note, region)| {
        if let Some(region) = region {
            remove(c, *region, *note)?;
        }
        if let Some((region, sketch)) = text_of(c, *note)?.and_then(|text| tools.kept(&text, &regions)) {
            append(c, region, &[(*note, sketch)])?;
        }
        c.prepare_cached("DELETE FROM meaning_due WHERE note = ?1")?.execute([note])?;
        Ok(())
    });
    core.end(result)?;
    Ok(true)
}

/// Takes a note's kept meaning away at once, after its words were emptied for good; see `changed`. Where the file's own
/// regions were drawn from it they go too, and with them all that is kept by them.
pub fn strike(c: &Connection, note: i64) -> Res<()> {
    if regions::were_drawn_from(c, note)? {
        return forget(c);
    }
    let region: Option<Option<u16>> = c
        .prepare_cached("SELECT region FROM meaning_due WHERE note = ?1")?
        .query_row([note], |r| r.get(0))
        .optional()?;
    if let Some(Some(region)) = region {
        remove(c, region, note)?;
    }
    c.prepare_cached("DELETE FROM meaning_due WHERE note = ?1")?.execute([note])?;
    Ok(())
}

/// The text of a note that has a kept meaning.
fn text_of(c: &Connection, note: i64) -> Res<Option<String>> {
    let sql = "SELECT text FROM note WHERE id = ?1 AND hidden = 0 AND COALESCE(kind, 0) <> 5";
    Ok(c.prepare_cached(sql)?.query_row([note], |r| r.get(0)).optional()?.flatten())
}

impl Core {
    /// Fills in all meanings at once, for making large files and for tests.
    pub fn fill_meanings(&mut self) -> Res<()> {
        let mut filling = Filling::default();
        while filling.step(self)? {}
        Ok(())
    }
}

// ── Checking ────────────────────────────────────────────────────────────────────────────────────────────────────────

/// How many notes' kept meanings are not what their texts give: missing, wrong, twice, or of no note. Those that wait
/// to be settled are not counted.
pub fn wrong(c: &Connection) -> Res<usize> {
    let Some(tools) = Tools::shared() else { return Ok(0) };
    if super::nonce::local(c, "meaning")? != Some(made_with()) {
        return Ok(0);
    }
    let regions = regions::of(c, tools)?;
    let mut kept: BTreeMap<i64, (u16, Sketch)> = BTreeMap::new();
    let mut wrong = 0;
    let mut blocks = c.prepare("SELECT id >> 32, notes FROM meaning WHERE id >= 0 ORDER BY id")?;
    let mut rows = blocks.query([])?;
    while let Some(row) = rows.next()? {
        let region = u16::try_from(row.get::<_, i64>(0)?).unwrap_or_default();
        for (note, sketch) in entries(row.get_ref(1)?.as_blob().unwrap_or_default()) {
            wrong += usize::from(kept.insert(note, (region, sketch)).is_some());
        }
    }
    let mut notes = c.prepare(
        "SELECT n.id, CASE WHEN n.hidden = 0 AND COALESCE(n.kind, 0) <> 5 THEN n.text END, d.note IS NOT NULL
         FROM note n LEFT JOIN meaning_due d ON d.note = n.id WHERE n.id <= ?1",
    )?;
    let mut rows = notes.query([filled_to(c)?])?;
    while let Some(row) = rows.next()? {
        let (found, due): (_, bool) = (kept.remove(&row.get(0)?), row.get(2)?);
        let right = row.get_ref(1)?.as_str().ok().and_then(|text| tools.kept(text, &regions));
        wrong += usize::from(!due && found != right);
    }
    Ok(wrong + kept.len())
}

#[cfg(test)]
#[path = "meaning_tests.rs"]
mod tests;

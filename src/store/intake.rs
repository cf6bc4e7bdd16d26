//! A new file that is filled with a whole log from elsewhere, act by act. It is made in a folder of its own beside its
//! place, folded there, and put in its place only when it is whole: what stood there before is the same until then.

use super::api::{Trouble, TroubleSort};
use super::connect::{self, sidecar};
use super::core::{Core, OpenOptions};
use super::lock::Lock;
use super::log::{self, REPLACES, SEQUENCE_BITS};
use super::reader::Reader;
use super::trouble::Res;
use super::{backup, damage, fold, local, migrate};
use crate::domain::id::{IdSource, Uid};
use crate::domain::schema::{Kind, Shape};
use crate::domain::time::Hlc;
use rusqlite::{OptionalExtension, params};
use serde_json::{Map, Value as Json};
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// Operations written in one transaction. Nobody sees the file before it is whole, so it may be written in parts.
const AT_ONCE: u64 = 20_000;

/// How many ids are remembered with their numbers.
const REMEMBERED: usize = 50_000;

/// The latest clock that is believed: the year 2200. Beyond it no laptop could go on counting for long.
const LATEST: Hlc = Hlc(7_258_118_400_000 << 16);

/// Most logs a file can have come from: each is remembered while the copy is read.
const LOGS: i64 = 1 << 16;

/// What an act says of itself, before its operations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActHead {
    pub replica: Uid,
    pub sequence: i64,
    pub stream: i64,
    pub clock: i64,
    pub verb: i64,
    /// The act this one undoes: its replica and sequence.
    pub undoes: Option<(Uid, i64)>,
}

/// Why something of a log was not taken.
#[derive(Debug)]
pub enum Unfit {
    /// What was expected in its place, to stand after "expected:".
    Expected(String),
    Trouble(Trouble),
}

impl<T: Into<Trouble>> From<T> for Unfit {
    fn from(trouble: T) -> Unfit {
        Unfit::Trouble(trouble.into())
    }
}

/// A result whose error says what was expected.
pub type Fit<T> = Result<T, Unfit>;

fn expected<T>(what: impl Into<String>) -> Fit<T> {
    Err(Unfit::Expected(what.into()))
}

/// The file while it is being filled.
#[derive(Debug)]
pub struct Intake {
    core: Core,
    folder: tempfile::TempDir,
    to: PathBuf,
    options: OpenOptions,
    /// Keeps other windows from the place meanwhile.
    lock: Lock,
    replicas: HashMap<Uid, (i64, i64)>,
    known: HashMap<Uid, (i64, i64)>,
    /// The act that operations go to, and how many it has.
    act: Option<(i64, i64)>,
    written: u64,
}

impl Intake {
    /// Begins a file that is to stand at `to`: a place where there is nothing yet, or a file in which nobody has done
    /// anything. Settings and saved views of such a file are taken over.
    ///
    /// # Errors
    /// When there is a file with something in it, or the folder cannot be written. Nothing is changed then.
    pub fn begin(to: &Path, options: &OpenOptions) -> Res<Intake> {
        let folder = to.parent().filter(|f| !f.as_os_str().is_empty()).unwrap_or(Path::new("."));
        std::fs::create_dir_all(folder)?;
        let lock = Lock::take(to)?;
        let before = if to.symlink_metadata().is_ok() { Some(nothing_in(to)?) } else { None };
        let folder = tempfile::Builder::new().prefix(".uncover-").tempdir_in(folder)?;
        let own = OpenOptions { data_dir: folder.path().join("data"), now: options.now, ids: IdSource::System };
        let core = Core::attach(&folder.path().join("new.db"), &own)?;
        for (table, key, value) in before.into_iter().flatten() {
            core.connection.execute(&format!("INSERT OR REPLACE INTO {table} VALUES(?1, ?2)"), [key, value])?;
        }
        core.begin()?;
        let (replicas, known) = (HashMap::new(), HashMap::new());
        Ok(Intake {
            core,
            folder,
            to: to.into(),
            options: options.clone(),
            lock,
            replicas,
            known,
            act: None,
            written: 0,
        })
    }

    /// Takes a log that acts are in. `mine`: what is in it can be undone here.
    ///
    /// # Errors
    /// When the log cannot be one.
    pub fn replica(&mut self, uid: Uid, stream: i64, mine: bool) -> Fit<i64> {
        if let Some((id, of)) = self.replicas.get(&uid) {
            return if *of == stream { Ok(*id) } else { expected("the stream that this replica had before") };
        }
        if !(0..=2).contains(&stream) {
            return expected("a stream of 0, 1 or 2");
        }
        let c = &self.core.connection;
        c.execute("INSERT INTO replica(uid, stream, mine) VALUES(?1, ?2, ?3)", params![uid.0, stream, mine])?;
        let id = c.last_insert_rowid();
        if id >= LOGS {
            return expected("fewer replicas");
        }
        self.replicas.insert(uid, (id, stream));
        Ok(id)
    }

    /// Begins an act; its operations follow.
    ///
    /// # Errors
    /// When the act cannot be one, or is there already.
    pub fn act(&mut self, head: &ActHead) -> Fit<()> {
        if self.written >= AT_ONCE {
            self.pause()?;
        }
        if !(1..=LATEST.0).contains(&head.clock) {
            return expected("a clock between the years 1970 and 2200");
        }
        if head.verb < 0 {
            return expected("a verb of 0 or more");
        }
        let id = self.place(head.replica, head.sequence, head.stream)?;
        let undoes = match head.undoes {
            Some((replica, sequence)) => Some(self.place(replica, sequence, head.stream)?),
            None => None,
        };
        if undoes == Some(id) {
            return expected("another act than itself under “undoes”");
        }
        let c = &self.core.connection;
        let new = c
            .prepare_cached("INSERT INTO act(id, hlc, verb, undoes) VALUES(?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING")?
            .execute(params![id, head.clock, head.verb, undoes])?;
        if new == 0 {
            return expected(format!("each act once, but number {} of its log stands before as well", head.sequence));
        }
        self.act = Some((id, 0));
        self.written += 1;
        Ok(())
    }

    /// Takes an operation of the act that was begun; no fields where they were emptied for good.
    ///
    /// # Errors
    /// When a field does not hold what it must.
    pub fn op(&mut self, entity: Uid, kind: i64, fields: Option<Map<String, Json>>) -> Fit<()> {
        let Some((act, n)) = self.act else { return expected("an act before its operations") };
        if kind < 1 {
            return expected("a kind of 1 or more");
        }
        let entity = self.number(entity, kind)?;
        let fields = match fields {
            Some(fields) => Some(Json::Object(self.localized(act, kind, fields)?).to_string()),
            None => None,
        };
        let c = &self.core.connection;
        c.prepare_cached("INSERT INTO op(act, n, entity, fields) VALUES(?1, ?2, ?3, ?4)")?
            .execute(params![act, n, entity, fields])?;
        self.act = Some((act, n + 1));
        self.written += 1;
        Ok(())
    }

    /// Keeps a setting.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn set(&self, key: &str, value: &str) -> Res<()> {
        self.core.set(key, value)
    }

    /// Folds what was taken into the state. `told` hears how many things are done.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn fold(&mut self, told: impl FnMut(u64)) -> Res<()> {
        self.pause()?;
        let folded = fold::rebuild(&self.core.connection, told);
        self.core.end(folded)?;
        self.checkpoint()
    }

    /// The file as it is after folding.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn reader(&self) -> Res<Reader> {
        Reader::open(self.core.path())
    }

    /// Puts the file in its place.
    ///
    /// # Errors
    /// When it is not sound, or cannot be put there. What stood there before is there then.
    pub fn put(self) -> Res<()> {
        let Intake { core, folder, to, options, lock, .. } = self;
        let made = core.path().to_path_buf();
        backup::sound(&core.connection)?;
        core.close()?;
        std::fs::File::options().write(true).open(&made)?.sync_all()?;
        let aside = if to.symlink_metadata().is_ok() {
            Some(backup::set_aside(&to, "before-import", options.now)?)
        } else {
            None
        };
        if let Err(why) = std::fs::rename(&made, &to) {
            for suffix in ["-wal", "-shm", ""] {
                let _ = aside.as_ref().map(|aside| std::fs::rename(sidecar(aside, suffix), sidecar(&to, suffix)));
            }
            return Err(why.into());
        }
        connect::sync_folder(&to)?;
        damage::forget(&to, &options.data_dir);
        // Nothing was done in what stood there; its settings are in the new file.
        for suffix in ["", "-wal", "-shm"] {
            let _ = aside.as_ref().map(|aside| std::fs::remove_file(sidecar(aside, suffix)));
        }
        drop(folder);
        drop(lock);
        Ok(())
    }

    /// Ends a transaction and begins the next.
    fn pause(&mut self) -> Res<()> {
        self.written = 0;
        self.core.end(Ok(()))?;
        self.checkpoint()?;
        self.core.begin()
    }

    /// Else the write-ahead log grows as large as the file.
    fn checkpoint(&self) -> Res<()> {
        Ok(self.core.connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?)
    }

    /// The number of an act.
    fn place(&mut self, replica: Uid, sequence: i64, stream: i64) -> Fit<i64> {
        if !(1..1 << SEQUENCE_BITS).contains(&sequence) {
            return expected("a sequence of 1 or more");
        }
        Ok(self.replica(replica, stream, false)? << SEQUENCE_BITS | sequence)
    }

    /// The number of a thing.
    fn number(&mut self, uid: Uid, kind: i64) -> Fit<i64> {
        let c = &self.core.connection;
        let (id, of) = match self.known.get(&uid) {
            Some(known) => *known,
            None => {
                let (id, of, _) = log::find_or_add(c, uid, kind)?;
                let known = (id, of);
                if self.known.len() >= REMEMBERED {
                    self.known.clear();
                }
                self.known.insert(uid, known);
                known
            }
        };
        if of == kind { Ok(id) } else { expected(format!("a thing of kind {of} under {}", uid.to_text())) }
    }

    /// Fields of a log with local numbers in the place of ids. What this version does not know is kept as it is.
    fn localized(&mut self, act: i64, kind: i64, fields: Map<String, Json>) -> Fit<Map<String, Json>> {
        let kind = Kind::from_number(kind);
        let mut out = Map::new();
        for (key, value) in fields {
            let shape = kind.and_then(|k| k.field(&key)).map(|f| f.shape);
            let value = match (shape, value) {
                (None, Json::Array(all)) if key == REPLACES => self.replaced(act, &all)?,
                (None, value) | (Some(_), value @ Json::Null) => value,
                (Some(Shape::Int), Json::Number(n)) if n.is_i64() => Json::Number(n),
                (Some(Shape::Int), _) => return expected(format!("a whole number in the field “{key}”")),
                (Some(Shape::Text | Shape::Versions), text @ Json::String(_)) => text,
                (Some(Shape::Text | Shape::Versions), _) => return expected(format!("a text in the field “{key}”")),
                (Some(Shape::Ref(of)), value) => match value.as_str().and_then(Uid::parse) {
                    Some(uid) => Json::from(self.number(uid, of as i64)?),
                    None => return expected(format!("an id in the field “{key}”")),
                },
                (Some(Shape::Members(of, _)), Json::Object(members)) => {
                    let mut flat = Vec::with_capacity(members.len() * 2);
                    for (uid, n) in members {
                        let (Some(uid), Some(n)) = (Uid::parse(&uid), n.as_i64()) else {
                            return expected(format!("ids with a whole number each in the field “{key}”"));
                        };
                        flat.extend([Json::from(self.number(uid, of as i64)?), Json::from(n)]);
                    }
                    Json::Array(flat)
                }
                (Some(Shape::Members(..)), _) => {
                    return expected(format!("ids with a whole number each in the field “{key}”"));
                }
            };
            out.insert(key, value);
        }
        Ok(out)
    }

    /// The versions of a text that an operation replaces: act and place of each.
    fn replaced(&mut self, act: i64, all: &[Json]) -> Fit<Json> {
        let stream: Option<i64> = self
            .core
            .connection
            .prepare_cached("SELECT stream FROM replica WHERE id = ?1")?
            .query_row([act >> SEQUENCE_BITS], |r| r.get(0))
            .optional()?;
        let mut flat = Vec::with_capacity(all.len() * 2);
        for head in all {
            let replica = head.get(0).and_then(Json::as_str).and_then(Uid::parse);
            let numbers = (head.get(1).and_then(Json::as_i64), head.get(2).and_then(Json::as_i64));
            let (Some(replica), (Some(sequence), Some(n))) = (replica, numbers) else {
                return expected(format!("replica, sequence and place of each version under “{REPLACES}”"));
            };
            let of = self.replicas.get(&replica).map_or(stream.unwrap_or_default(), |(_, of)| *of);
            flat.extend([Json::from(self.place(replica, sequence, of)?), Json::from(n)]);
        }
        Ok(Json::Array(flat))
    }
}

/// Table, key and value of what stands in a file in which nobody has done anything yet.
type Kept = Vec<(&'static str, String, String)>;

/// Whether nobody has done anything in the file yet; then what is to be kept of it.
fn nothing_in(path: &Path) -> Res<Kept> {
    let full = || {
        let what = format!("“{}” holds notes already.", crate::domain::text::visible(&path.display().to_string()));
        let todo = "A complete copy goes into a new file: name one with --file.";
        Trouble::new(TroubleSort::Other, what, "Nothing was changed.", todo)
    };
    let c = connect::reading(path)?;
    if migrate::inspect(&c)? == migrate::Found::Empty {
        return Ok(Vec::new());
    }
    let used: bool =
        c.query_row("SELECT EXISTS(SELECT 1 FROM act) OR EXISTS(SELECT 1 FROM draft)", [], |r| r.get(0))?;
    if used {
        return Err(full());
    }
    let mut kept: Kept = local::settings(&c)?.into_iter().map(|(key, value)| ("setting", key, value)).collect();
    let mut statement = c.prepare("SELECT name, filter FROM saved_view")?;
    let views = statement.query_map([], |r| Ok(("saved_view", r.get(0)?, r.get(1)?)))?;
    kept.extend(views.collect::<Result<Vec<_>, _>>()?);
    Ok(kept)
}

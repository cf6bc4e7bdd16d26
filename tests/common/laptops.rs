//! Laptops that write by themselves and exchange bundles.
#![allow(dead_code, reason = "each test file uses a part of it")]

use proptest::prelude::*;
use rusqlite::Connection;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use tempfile::TempDir;
use uncover::domain::act::{Act, Op, Stream, Value, Verb};
use uncover::domain::id::{IdSource, Uid};
use uncover::domain::schema::{Kind, Shape};
use uncover::domain::time::Hlc;
use uncover::exchange::bundle::{self, Wish};
use uncover::store::bundle::{Refusal, Taken};
use uncover::store::{Core, OpenOptions, Reader};

pub const START: i64 = 1_780_000_000_000;

/// One laptop with a file and a data folder of its own, and a clock that is wrong by `skew` milliseconds.
pub struct Laptop {
    pub folder: TempDir,
    pub core: Option<Core>,
    pub skew: i64,
    pub wall: i64,
}

impl Laptop {
    pub fn new(skew: i64) -> Laptop {
        let folder = tempfile::tempdir().expect("a folder");
        let mut laptop = Laptop { folder, core: None, skew, wall: START };
        laptop.open();
        laptop
    }

    pub fn path(&self) -> PathBuf {
        self.folder.path().join("walks.db")
    }

    pub fn options(&self) -> OpenOptions {
        OpenOptions { data_dir: self.folder.path().join("data"), now: self.wall + self.skew, ids: IdSource::System }
    }

    pub fn open(&mut self) {
        self.core = Some(Core::open(&self.path(), &self.options()).expect("it opens"));
    }

    pub fn close(&mut self) {
        self.core.take().expect("it was open").close().expect("it closes");
    }

    pub fn core(&mut self) -> &mut Core {
        self.core.as_mut().expect("it is open")
    }

    pub fn clock(&mut self) -> Hlc {
        self.wall += 1_000;
        let now = self.wall + self.skew;
        Hlc(self.core().newest_clock().expect("a clock")).next(now)
    }

    pub fn act(&mut self, verb: Verb, ops: Vec<Op>) {
        let clock = self.clock();
        self.core().apply(&Act { clock, verb, ops }).expect("saved");
    }

    /// Writes a bundle of everything that one lacks who has so much.
    pub fn give(&self, to: &Path, known: Vec<(Uid, i64)>, names: bool) {
        let reader = Reader::open(&self.path()).expect("it can be read");
        let wish = Wish { names, known, by: "Observer A".into(), made: self.wall, passphrase: None, work: 1 };
        bundle::write(&reader, to, true, &wish, &mut |_, _| {}).expect("a bundle");
    }

    pub fn take(&mut self, from: &Path) -> Result<Taken, Refusal> {
        let open = bundle::open(from, || Err("no passphrase".into()))?;
        let outline = open.header.outline.clone();
        let now = self.wall + self.skew;
        self.core().take_in(&outline, open.pieces(), now, None, &mut |_, _| {})
    }

    /// Up to where it has each log.
    pub fn have(&self) -> Vec<(Uid, i64)> {
        Reader::open(&self.path()).expect("it can be read").outline(true, &[]).expect("an outline").have
    }

    /// The whole state with ids in the place of numbers, without rows that say nothing.
    pub fn state(&self) -> BTreeSet<String> {
        state(&Connection::open(self.path()).expect("it opens"))
    }

    /// Every text that the log holds.
    pub fn log(&self) -> String {
        let c = Connection::open(self.path()).expect("it opens");
        let mut statement = c.prepare("SELECT fields FROM op WHERE fields IS NOT NULL").expect("SQL");
        let rows = statement.query_map([], |r| r.get::<_, String>(0)).expect("rows");
        rows.map(|r| r.expect("a row")).collect::<Vec<_>>().join("\n")
    }
}

fn uid_of(c: &Connection, id: Option<i64>) -> String {
    let Some(id) = id else { return "-".into() };
    let uid: [u8; 16] = c.query_row("SELECT uid FROM entity WHERE id = ?1", [id], |r| r.get(0)).expect("an id");
    Uid(uid).to_text()
}

pub fn state(c: &Connection) -> BTreeSet<String> {
    let mut lines = BTreeSet::new();
    for kind in Kind::ALL {
        let table = kind.table();
        let mut fields: Vec<(&str, bool)> = Vec::new();
        for field in kind.fields() {
            match field.shape {
                Shape::Members(of, members) => {
                    let sql = format!("SELECT {table}, {}, {} FROM {members}", of.table(), field.column);
                    let mut statement = c.prepare(&sql).expect("SQL");
                    let rows = statement
                        .query_map([], |r| Ok((r.get::<_, i64>(0)?, r.get::<_, i64>(1)?, r.get::<_, i64>(2)?)))
                        .expect("rows");
                    for (owner, member, number) in rows.map(|r| r.expect("a row")) {
                        lines.insert(format!(
                            "{members} {} {} {number}",
                            uid_of(c, Some(owner)),
                            uid_of(c, Some(member))
                        ));
                    }
                }
                shape => fields.push((field.column, matches!(shape, Shape::Ref(_)))),
            }
        }
        let columns: String = fields.iter().map(|(column, _)| format!(", {column}")).collect();
        let more = match kind {
            Kind::Note => ", forked, hidden, at_utc",
            _ => ", NULL, 1, NULL",
        };
        let mut statement = c.prepare(&format!("SELECT id{columns}{more} FROM {table}")).expect("SQL");
        let count = fields.len();
        let mut rows = statement.query([]).expect("rows");
        while let Some(row) = rows.next().expect("a row") {
            let mut line = String::new();
            let mut said = false;
            for (i, (column, refers)) in fields.iter().enumerate() {
                let value: rusqlite::types::Value = row.get(i + 1).expect("a value");
                said |= value != rusqlite::types::Value::Null;
                line += &match (refers, value) {
                    (true, rusqlite::types::Value::Integer(id)) => format!(" {column}={}", uid_of(c, Some(id))),
                    (_, value) => format!(" {column}={value:?}"),
                };
            }
            for i in 0..3 {
                let value: Option<i64> = row.get(count + 1 + i).expect("a value");
                line += &format!(" {value:?}");
            }
            if said {
                lines.insert(format!("{table} {}{line}", uid_of(c, row.get(0).expect("an id"))));
            }
        }
    }
    lines
}

pub fn uid(kind: Kind, n: u8) -> Uid {
    Uid::of_content(&[kind as u8, n])
}

fn value(shape: Shape) -> BoxedStrategy<Value> {
    match shape {
        Shape::Int => prop_oneof![4 => (0i64..3).prop_map(Value::Int), 1 => Just(Value::Null)].boxed(),
        Shape::Text | Shape::Versions => "[a-zé “]{0,9}".prop_map(Value::Text).boxed(),
        Shape::Ref(kind) => (0u8..3).prop_map(move |n| Value::Ref(uid(kind, n))).boxed(),
        Shape::Members(kind, _) => prop::collection::vec((0u8..3, 0i64..3), 0..3)
            .prop_map(move |all| Value::Members(all.into_iter().map(|(n, v)| (uid(kind, n), v)).collect()))
            .boxed(),
    }
}

/// An operation on one of a few things of every kind, so that laptops meet; never a private one.
pub fn op() -> impl Strategy<Value = Op> {
    let kinds = Kind::ALL.iter().copied().chain([Kind::Note; 8]).chain([Kind::Tag; 3]).collect::<Vec<_>>();
    (prop::sample::select(kinds), 0u8..3, any::<bool>()).prop_flat_map(|(kind, n, names)| {
        let fields = prop::sample::subsequence(kind.fields().to_vec(), 1..=kind.fields().len());
        fields.prop_flat_map(move |fields| {
            let values: Vec<_> = fields.iter().map(|f| value(f.shape)).collect();
            values.prop_map(move |values| {
                let stream = if names { Stream::Names } else { Stream::Shared };
                let start = Op::new(kind, uid(kind, n)).in_stream(stream);
                fields.iter().zip(values).fold(start, |op, (field, value)| op.set(*field, value))
            })
        })
    })
}

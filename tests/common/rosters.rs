//! A file, and rosters beside it.
#![allow(clippy::disallowed_methods, clippy::panic, dead_code, reason = "tests make files and fail by panicking")]

use crate::common::MORNING;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use uncover::domain::act::{Act, Op, Verb};
use uncover::domain::acts::{self, RoomFacts, VisitStart};
use uncover::domain::id::{IdSource, Uid};
use uncover::domain::time::Hlc;
use uncover::exchange::roster::{self, Refused, Report, Roster, Wish};
use uncover::store::api::{Answer, Ask, RoomRow};
use uncover::store::{Core, OpenOptions, Reader};

/// A file, and a folder for rosters beside it.
pub struct Place {
    pub folder: tempfile::TempDir,
    pub core: Option<Core>,
    pub ids: IdSource,
}

impl Place {
    pub fn new() -> Place {
        let folder = tempfile::tempdir().expect("a folder");
        let options = OpenOptions { data_dir: folder.path().join("data"), now: MORNING.utc, ids: IdSource::Seeded(5) };
        let core = Core::open(&folder.path().join("walks.db"), &options).expect("the file opens");
        Place { folder, core: Some(core), ids: IdSource::Seeded(9) }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn core(&mut self) -> &mut Core {
        self.core.as_mut().expect("an open file")
    }

    pub fn reader(&self) -> Reader {
        Reader::open(&self.path("walks.db")).expect("it can be read")
    }

    pub fn act(&mut self, verb: Verb, ops: Vec<Op>) {
        let core = self.core();
        let clock = Hlc(core.newest_clock().expect("a clock")).next(MORNING.utc);
        core.apply(&Act { clock, verb, ops }).expect("saved");
    }

    /// A roster in a folder.
    pub fn roster(&self, name: &str, tables: &[(&str, &str)]) -> PathBuf {
        let folder = self.path(name);
        fs::create_dir_all(&folder).expect("made");
        for (table, text) in tables {
            fs::write(folder.join(table), text).expect("written");
        }
        folder
    }

    pub fn list(&self, text: &[u8]) -> PathBuf {
        let path = self.path("list.csv");
        fs::write(&path, text).expect("written");
        path
    }

    pub fn take(&mut self, path: &Path, wish: &Wish) -> Report {
        let roster = read(path, wish).expect("a roster");
        let known = self.reader().known().expect("read");
        let (ops, report) = roster::plan(&roster, &known).expect("a plan");
        assert_eq!(report.operations, ops.len());
        if !ops.is_empty() {
            self.act(Verb::ImportRoster, ops);
        }
        report
    }

    pub fn rooms(&self) -> BTreeMap<String, RoomRow> {
        match self.reader().answer(&Ask::Rooms { limit: 1_000 }) {
            Answer::Rooms(rooms) => rooms.into_iter().map(|r| (r.label.clone(), r)).collect(),
            other => panic!("{other:?}"),
        }
    }

    pub fn typed_room(&mut self, label: &str, teacher: &str) -> (Uid, Uid) {
        let (room, person) = (self.ids.next_uid(), self.ids.next_uid());
        let facts = RoomFacts { label: label.into(), teachers: vec![person], ..RoomFacts::default() };
        let mut ops = acts::room(room, &facts);
        ops.push(acts::teacher_named(person, teacher));
        self.act(Verb::AddRooms, ops);
        (room, person)
    }

    pub fn visit(&mut self, room: Uid) -> Uid {
        let (walk, visit) = (self.ids.next_uid(), self.ids.next_uid());
        let start =
            VisitStart { walk: Some(walk), classroom: Some(room), started: MORNING.utc, ..VisitStart::default() };
        self.act(Verb::EnterRoom, vec![acts::walk_started(walk, MORNING.utc), acts::visit_entered(visit, &start)]);
        visit
    }

    /// Every byte of the file, closed.
    pub fn bytes(&mut self) -> Vec<u8> {
        self.core.take().expect("open").close().expect("closed");
        fs::read(self.path("walks.db")).expect("read")
    }
}

pub fn read(path: &Path, wish: &Wish) -> Result<Roster, Refused> {
    roster::read(path, wish, &mut |_| {})
}

pub fn holds(bytes: &[u8], word: &str) -> bool {
    bytes.windows(word.len()).any(|w| w.eq_ignore_ascii_case(word.as_bytes()))
}

pub fn names(room: &RoomRow) -> Vec<&str> {
    room.teachers.iter().map(|(_, name)| name.as_str()).collect()
}

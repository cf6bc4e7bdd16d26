//! Files to read into: a finished one is copied, which is quicker than making one each time.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use tempfile::TempDir;
use uncover::domain::act::{Act, Op, Verb};
use uncover::domain::id::IdSource;
use uncover::domain::time::{Hlc, Now};
use uncover::exchange::demo::{self, DemoOptions};
use uncover::store::{Core, OpenOptions, Reader};

/// 16 November 2026, in the morning.
pub const NOW: Now = Now { utc: 1_794_840_060_000, steady: 1_000_000, offset: -18_000 };

/// What a file begins with.
#[derive(Debug, Clone, Copy)]
pub enum Template {
    /// Nothing.
    Empty,
    /// A made-up school with a few notes.
    School,
}

/// A folder with a file in it.
pub struct Place {
    pub folder: TempDir,
    seed: u64,
}

impl Place {
    /// A folder without a file.
    pub fn bare() -> Place {
        Place { folder: tempfile::tempdir().expect("a folder"), seed: 5 }
    }

    pub fn new(template: Template) -> Place {
        let place = Place::bare();
        fs::write(place.path(), bytes(template)).expect("written");
        place
    }

    pub fn path(&self) -> PathBuf {
        self.folder.path().join("walks.db")
    }

    pub fn with(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.folder.path().join(name);
        fs::write(&path, bytes).expect("written");
        path
    }

    pub fn options(&self) -> OpenOptions {
        OpenOptions { data_dir: self.folder.path().join("data"), now: NOW.utc, ids: IdSource::Seeded(self.seed) }
    }

    pub fn core(&self) -> Core {
        Core::open(&self.path(), &self.options()).expect("the file opens")
    }

    pub fn reader(&self) -> Reader {
        Reader::open(&self.path()).expect("the file can be read")
    }

    /// Saves operations as one act.
    pub fn save(&self, core: &mut Core, verb: Verb, ops: Vec<Op>) {
        let clock = Hlc(core.newest_clock().expect("a clock")).next(NOW.utc);
        core.apply(&Act { clock, verb, ops }).expect("saved");
    }

    /// The file itself, byte for byte.
    pub fn bytes(&self) -> Vec<u8> {
        fs::read(self.path()).expect("the file")
    }
}

/// The state is what the log folds to.
pub fn folds_to_the_same(core: &mut Core) {
    let before = core.dump().expect("a dump");
    core.rebuild(|_| {}).expect("folded");
    let after = core.dump().expect("a dump");
    let (lost, fresh) = (only_in(&before, &after), only_in(&after, &before));
    assert!(lost.is_empty() && fresh.is_empty(), "\nkept:   {lost:#?}\nfolded: {fresh:#?}");
}

fn only_in<'a>(these: &'a [String], those: &[String]) -> Vec<&'a String> {
    these.iter().filter(|line| !those.contains(line)).collect()
}

/// The bytes of a template, made once.
pub fn bytes(template: Template) -> &'static [u8] {
    static EMPTY: OnceLock<Vec<u8>> = OnceLock::new();
    static SCHOOL: OnceLock<Vec<u8>> = OnceLock::new();
    match template {
        Template::Empty => EMPTY.get_or_init(|| made(&[])),
        Template::School => {
            let options = DemoOptions { notes: Some(12), a_visit: None, seed: 1, now: NOW };
            SCHOOL.get_or_init(|| made(&demo::acts(&options).collect::<Vec<_>>()))
        }
    }
}

fn made(acts: &[Act]) -> Vec<u8> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("walks.db");
    let options = OpenOptions { data_dir: folder.path().join("data"), now: NOW.utc, ids: IdSource::Seeded(1) };
    let mut core = Core::open(&path, &options).expect("the file opens");
    core.apply_many(acts).expect("saved");
    core.close().expect("closed");
    fs::read(Path::new(&path)).expect("the file")
}

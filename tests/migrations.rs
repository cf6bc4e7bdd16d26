//! A file of every earlier schema opens with all that is in it, after a backup. `tests/schemas` keeps one file of each.
#![allow(clippy::panic, reason = "tests fail by panicking")]

use std::io::Read;
use std::path::{Path, PathBuf};
use uncover::domain::id::IdSource;
use uncover::store::api::{Answer, Ask, Info};
use uncover::store::{Core, OpenOptions, Reader};

/// What the kept file of each schema holds: visits, notes, marks, tags, acts.
const KEPT: &[(i64, [u64; 5])] = &[(1, [3, 40, 33, 16, 78])];

fn unpacked(schema: i64, folder: &Path) -> PathBuf {
    let archive = Path::new("tests/schemas").join(format!("{schema}.zip"));
    let mut archive = zip::ZipArchive::new(std::fs::File::open(archive).expect("kept")).expect("an archive");
    let mut bytes = Vec::new();
    archive.by_name("walks.db").expect("the file").read_to_end(&mut bytes).expect("whole");
    let path = folder.join("walks.db");
    std::fs::write(&path, bytes).expect("written");
    path
}

fn options(folder: &Path) -> OpenOptions {
    OpenOptions { data_dir: folder.join("data"), now: 1_796_000_000_000, ids: IdSource::Seeded(9) }
}

fn info(path: &Path, folder: &Path) -> Info {
    let mut reader = Reader::open(path).expect("readable");
    reader.set_data_dir(&folder.join("data"));
    match reader.answer(&Ask::Info) {
        Answer::Info(info) => info,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_file_of_every_earlier_schema_opens_with_all_that_is_in_it() {
    for (schema, kept) in KEPT {
        let folder = tempfile::tempdir().expect("a folder");
        let path = unpacked(*schema, folder.path());
        let mut core = Core::open(&path, &options(folder.path())).expect("opened");
        // What it holds is what its log says, in the tables of today.
        core.rebuild(|_| {}).expect("folded");
        core.close().expect("closed");
        let info = info(&path, folder.path());
        assert!(info.schema > *schema);
        assert_eq!([info.visits, info.notes, info.marks, info.tags, info.acts], *kept);
        assert_eq!(info.backups, 1, "a backup is made before the change");
    }
}

#[test]
fn one_that_is_only_read_says_what_to_do_and_stays_as_it_is() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = unpacked(1, folder.path());
    let before = std::fs::read(&path).expect("bytes");
    let trouble = Reader::open(&path).expect_err("refused");
    assert!(trouble.what.contains("earlier Uncover"), "{}", trouble.what);
    assert_eq!(std::fs::read(&path).expect("bytes"), before);
}

use super::*;
use crate::domain::act::{Act, Op, Verb};
use crate::domain::id::{IdSource, Uid};
use crate::domain::schema::{Kind, note};
use crate::domain::time::Hlc;
use crate::store::{Core, OpenOptions, check};
use std::sync::Mutex;

const NOW: UtcMs = 1_795_003_200_000;

struct Desk {
    folder: tempfile::TempDir,
    way: Arc<Mutex<Vec<Way>>>,
    stop: Arc<AtomicBool>,
}

impl Desk {
    /// A file with so many notes, and an empty drive.
    fn new(notes: usize) -> Desk {
        let folder = tempfile::tempdir().expect("a folder");
        let options = OpenOptions { data_dir: folder.path().join("data"), now: NOW, ids: IdSource::System };
        let mut core = Core::open(&folder.path().join("school.db"), &options).expect("a file");
        let note = |n: usize| {
            let uid = Uid::of_content(&n.to_le_bytes());
            Op::new(Kind::Note, uid).text(note::TEXT, format!("note {n}: {}", "reads aloud ".repeat(20)))
        };
        let act = Act { clock: Hlc(1 << 16), verb: Verb::ImportNotes, ops: (0..notes).map(note).collect() };
        core.apply(&act).expect("saved");
        core.close().expect("closed");
        std::fs::create_dir(folder.path().join("stick")).expect("made");
        Desk { folder, way: Arc::default(), stop: Arc::default() }
    }

    fn make(&self) -> Res<PathBuf> {
        let way = Arc::clone(&self.way);
        let told = Arc::new(move |step| way.lock().expect("one thread").push(step));
        make(&self.folder.path().join("school.db"), &self.folder.path().join("stick"), NOW, told, &self.stop)
    }

    /// What lies in the folder of copies.
    fn there(&self) -> Vec<String> {
        let folder = self.folder.path().join("stick").join(FOLDER);
        let mut names: Vec<String> = std::fs::read_dir(folder)
            .expect("a folder")
            .map(|e| e.expect("an entry").file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }
}

#[test]
fn a_copy_is_whole_and_its_way_is_told() {
    let desk = Desk::new(4_000);
    let made = desk.make().expect("a copy");
    assert_eq!(desk.there(), ["school-2026-11-18T12-00-00.uncover"]);
    assert!(check::check(&made).expect("checked").sound);
    let held: i64 = connect::unchanging(&made)
        .and_then(|c| Ok(c.query_row("SELECT count(*) FROM note", [], |r| r.get(0))?))
        .expect("read");
    assert_eq!(held, 4_000);
    let way = desk.way.lock().expect("done").clone();
    assert!(matches!(way.as_slice(), [.., Way::Written(_), Way::TakingIn, Way::Checking]), "{way:?}");
    desk.make().expect("another within the same second");
    assert_eq!(desk.there().len(), 2);
}

#[test]
fn a_copy_that_is_stopped_leaves_nothing() {
    let desk = Desk::new(4_000);
    desk.stop.store(true, Ordering::SeqCst);
    assert!(desk.make().is_err());
    assert!(desk.there().is_empty(), "{:?}", desk.there());
}

#[test]
fn what_was_broken_off_by_force_is_swept_and_other_files_stay() {
    let desk = Desk::new(1);
    let folder = desk.folder.path().join("stick").join(FOLDER);
    std::fs::create_dir(&folder).expect("made");
    for name in ["school-2026-11-17T12-00-00.uncover.tmp", "school-2026-11-17T12-00-00.uncover", "letter.tmp"] {
        std::fs::write(folder.join(name), "half").expect("written");
    }
    desk.make().expect("a copy");
    let there = ["letter.tmp", "school-2026-11-17T12-00-00.uncover", "school-2026-11-18T12-00-00.uncover"];
    assert_eq!(desk.there(), there);
}

#[test]
fn a_drive_that_is_no_folder_any_more_is_told_of_and_nothing_is_made_in_its_place() {
    let desk = Desk::new(1);
    std::fs::remove_dir(desk.folder.path().join("stick")).expect("pulled out");
    let trouble = desk.make().expect_err("it is gone");
    assert!(!desk.folder.path().join("stick").exists());
    assert!(why("T7", &trouble, false, false).starts_with("The drive “T7” is gone: it was pulled out"));
}

#[test]
fn each_reason_is_a_sentence_of_its_own() {
    let of = |sort| Trouble::new(sort, "What.", "Notes.", "Todo.");
    let told: Vec<String> = [TroubleSort::DiskFull, TroubleSort::ReadOnly, TroubleSort::Disk, TroubleSort::Damaged]
        .map(|sort| why("T7", &of(sort), true, false))
        .into();
    for (told, word) in told.iter().zip(["is full", "Nothing may be written", "does not take the copy", "What."]) {
        assert!(told.contains(word) && told.ends_with(['.', '”']), "{told}");
    }
    assert!(why("T7", &of(TroubleSort::Other), true, true).contains("was stopped"));
}

//! Faults of the disk, injected where the writer works: nothing acknowledged is lost, what could not be saved is saved
//! when it can be.

use super::api::{Event, TroubleSort, Write};
use super::core::{Core, OpenOptions};
use super::writer::Writer;
use super::{Sink, backup, connect};
use crate::domain::act::{Act, Op, Verb};
use crate::domain::id::{IdSource, Uid};
use crate::domain::schema::{Kind, note};
use crate::domain::time::Hlc;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};

fn options(folder: &Path) -> OpenOptions {
    OpenOptions { data_dir: folder.join("data"), now: 1_780_000_000_000, ids: IdSource::System }
}

struct Bench {
    _folder: tempfile::TempDir,
    path: PathBuf,
    options: OpenOptions,
    writer: Writer,
    events: Receiver<Event>,
}

/// A writer on a file in a folder of its own, without threads.
fn bench() -> Bench {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("school").join("a.uncover");
    let options = options(folder.path());
    let core = Core::open(&path, &options).expect("a file");
    let (tell, events) = channel();
    let tell = Mutex::new(tell);
    let sink: Sink = Arc::new(move |event| tell.lock().expect("no poison").send(event).expect("heard"));
    let (jobs, _) = channel();
    let writer = Writer::new(core, options.clone(), sink, jobs);
    Bench { _folder: folder, path, options, writer, events }
}

fn act(n: u64) -> Act {
    let text = format!("note {n} {}", "x".repeat(2_000));
    let op = Op::new(Kind::Note, Uid::of_content(&n.to_le_bytes()))
        .refer(note::VISIT, Uid::of_content(b"visit"))
        .text(note::TEXT, text);
    Act { clock: Hlc((n as i64 + 1) << 16), verb: Verb::AddNote, ops: vec![op] }
}

impl Bench {
    fn events(&self) -> Vec<Event> {
        self.events.try_iter().collect()
    }

    fn save(&mut self, n: u64) -> Vec<Event> {
        self.writer.save(vec![Write::Act(act(n))]);
        self.events()
    }

    fn stored(&self) -> i64 {
        let c = connect::reading(&self.path).expect("readable");
        c.query_row("SELECT count(*) FROM note WHERE hidden = 0", [], |r| r.get(0)).expect("a count")
    }
}

fn saved(events: &[Event]) -> usize {
    events.iter().filter(|e| matches!(e, Event::Saved { .. })).count()
}

fn why(events: &[Event]) -> Option<(TroubleSort, Option<PathBuf>)> {
    events.iter().find_map(|e| match e {
        Event::NotSaved { why, emergency, .. } => Some((why.sort, emergency.clone())),
        _ => None,
    })
}

#[test]
fn a_full_disk_holds_notes_back_and_saves_them_when_there_is_room() {
    let mut bench = bench();
    assert_eq!(saved(&bench.save(0)), 1);
    let pages: i64 = bench.writer.core().connection.query_row("PRAGMA page_count", [], |r| r.get(0)).expect("pages");
    let limit = |bench: &Bench, n: i64| {
        bench.writer.core().connection.execute_batch(&format!("PRAGMA max_page_count = {n}")).expect("a limit")
    };
    limit(&bench, pages);
    let mut held = 0;
    for n in 1..20 {
        let events = bench.save(n);
        if let Some((sort, emergency)) = why(&events) {
            assert_eq!(sort, TroubleSort::DiskFull);
            let emergency = emergency.expect("an emergency file");
            let lines = std::fs::read_to_string(&emergency).expect("readable");
            assert!(lines.contains(&format!("note {n} ")));
            #[cfg(unix)]
            {
                use std::os::unix::fs::PermissionsExt;
                assert_eq!(std::fs::metadata(&emergency).expect("there").permissions().mode() & 0o777, 0o600);
            }
            held += 1;
        }
    }
    assert!(held > 0, "the disk got full");
    limit(&bench, 1_000_000);
    bench.writer.save(Vec::new());
    let events = bench.events();
    assert_eq!(saved(&events), held);
    assert_eq!(events.last(), Some(&Event::Recovered));
    assert_eq!(bench.stored(), 20);
}

/// Windows does not let a file be removed that is open.
#[cfg(unix)]
#[test]
fn a_file_that_was_removed_is_written_back_whole() {
    let mut bench = bench();
    assert_eq!(saved(&bench.save(0)), 1);
    std::fs::remove_file(&bench.path).expect("removed");
    assert_eq!(saved(&bench.save(1)), 1);
    assert_eq!(bench.stored(), 2);
    assert_eq!(saved(&bench.save(2)), 1);
    assert_eq!(bench.stored(), 3);
}

#[test]
fn a_folder_that_is_gone_holds_notes_back_until_it_is_there_again() {
    let mut bench = bench();
    assert_eq!(saved(&bench.save(0)), 1);
    let folder = bench.path.parent().expect("a folder").to_path_buf();
    let away = folder.with_extension("away");
    std::fs::rename(&folder, &away).expect("moved");
    let events = bench.save(1);
    let (sort, emergency) = why(&events).expect("not saved");
    assert_eq!(sort, TroubleSort::Disk);
    assert!(emergency.is_some());
    std::fs::rename(&away, &folder).expect("moved back");
    let events = bench.save(2);
    assert_eq!(saved(&events), 2);
    assert!(events.contains(&Event::Recovered));
    assert!(!emergency.expect("a path").exists());
    assert_eq!(bench.stored(), 3);
}

#[test]
fn the_emergency_file_is_taken_in_when_the_file_is_opened_next() {
    let bench = bench();
    let acts = [act(0), act(1)];
    let place = super::emergency::keep(&bench.path, &bench.options.data_dir, &acts.each_ref()).expect("kept");
    let Bench { writer, path, options, _folder, .. } = bench;
    drop(writer);
    for expected in [2, 0] {
        let mut core = Core::open(&path, &options).expect("opened");
        assert_eq!(super::emergency::swallow(&mut core, &options).expect("taken in"), expected);
        assert_eq!(core.connection.query_row("SELECT count(*) FROM act", [], |r| r.get(0)), Ok(2));
    }
    assert!(!place.exists());
}

fn put(path: &Path, bytes: &[u8]) {
    use std::io::Write as _;
    let mut file = connect::private_options().create(true).truncate(true).open(path).expect("a file");
    file.write_all(bytes).expect("written");
}

#[test]
fn damage_is_set_aside_and_the_rest_is_saved() {
    let mut bench = bench();
    for n in 0..200 {
        bench.save(n);
    }
    let Bench { writer, path, options, _folder, .. } = bench;
    drop(writer);
    let core = Core::open(&path, &options).expect("opened");
    backup::make(&core.connection, &path, &options, options.now).expect("a backup");
    core.close().expect("closed");
    let mut core = Core::open(&path, &options).expect("opened");
    core.apply(&act(200)).expect("one more");
    core.close().expect("closed");
    let mut bytes = std::fs::read(&path).expect("readable");
    let middle = bytes.len() / 2;
    bytes[middle..middle + 20_000].fill(0x5a);
    put(&path, &bytes);
    let report = super::salvage::open_after_damage(&path, &options).expect("usable again");
    assert!(report.acts >= 200, "{report:?}");
    assert_eq!(std::fs::read(report.aside.expect("set aside")).expect("kept"), bytes);
    assert!(super::check::check(&path).expect("checked").sound);
}

#[test]
fn a_file_that_lost_its_beginning_or_was_found_damaged_is_repaired_at_the_next_opening() {
    let mut bench = bench();
    for n in 0..20 {
        bench.save(n);
    }
    let Bench { writer, path, options, _folder, .. } = bench;
    drop(writer);
    let core = Core::open(&path, &options).expect("opened");
    backup::make(&core.connection, &path, &options, options.now).expect("a backup");
    core.close().expect("closed");
    let sound = std::fs::read(&path).expect("readable");
    let mut headless = sound.clone();
    headless[..100].fill(0);
    for bytes in [headless, Vec::new(), sound] {
        put(&path, &bytes);
        super::damage::remember(&path, &options.data_dir);
        assert_eq!(Core::open(&path, &options).expect_err("damaged").sort, TroubleSort::Damaged);
        super::damage::forget(&path, &options.data_dir);
        let whole = bytes.get(..16).is_some_and(|start| start.starts_with(b"SQLite"));
        assert_eq!(Core::open(&path, &options).map(drop).map_err(|t| t.sort).is_ok(), whole);
        super::damage::remember(&path, &options.data_dir);
        let report = super::salvage::open_after_damage(&path, &options).expect("usable again");
        assert_eq!(report.acts, 20);
        Core::open(&path, &options).expect("sound").close().expect("closed");
    }
}

#[test]
fn no_flipped_bytes_make_anything_fall_over() {
    let mut bench = bench();
    for n in 0..60 {
        bench.save(n);
    }
    let Bench { writer, path, options, _folder: folder, .. } = bench;
    drop(writer);
    Core::open(&path, &options).expect("opened").close().expect("closed");
    let sound = std::fs::read(&path).expect("readable");
    let mut seed = 11;
    for round in 0..50 {
        let mut bytes = sound.clone();
        for _ in 0..=(round % 8) * 8 {
            let at = (crate::domain::id::split_mix(&mut seed) as usize) % bytes.len();
            bytes[at] = crate::domain::id::split_mix(&mut seed) as u8;
        }
        let flipped = folder.path().join(format!("flipped-{round}.uncover"));
        put(&flipped, &bytes);
        // Whatever comes of it, it is an answer or a sentence.
        if let Ok(reader) = super::Reader::open(&flipped) {
            reader.answer(&super::api::Ask::Resume);
            reader.answer(&super::api::Ask::Info);
        }
        let _ = super::check::check(&flipped);
        let _ = super::salvage::salvage(&flipped, &folder.path().join(format!("saved-{round}.uncover")), &options);
        if let Ok(mut core) = Core::open(&flipped, &options) {
            let _ = core.apply(&act(1_000 + round));
            let _ = core.undo(Hlc(9_000 << 16));
        }
    }
}

//! Figures of the store on a file of any size: `cargo run --release --example store_figures -- FOLDER NOTES [SEARCH…]`.
//! Notes of 112 bytes with one tag each, 50 a visit, one act a note, visits out of their order in time.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "it prints figures")]

use std::path::Path;
use std::time::{Duration, Instant};
use uncover::domain::act::{Act, Op, Value, Verb};
use uncover::domain::id::{IdSource, Uid, split_mix};
use uncover::domain::schema::{Kind, note, tag, visit, walk};
use uncover::domain::time::Hlc;
use uncover::store::api::{Ask, Filter, From};
use uncover::store::{Core, OpenOptions, Reader};

const WORDS: &[&str] = &[
    "students", "teacher", "reads", "page", "aloud", "asks", "why", "fraction", "partner", "writes", "answer", "text",
    "line", "silent", "hands", "board", "question", "because", "explains", "table", "group", "minutes", "waits",
    "river", "model", "number", "draws", "cites", "compares", "story", "cube", "sentence", "notebook", "circle",
    "shares", "two",
];
const SEARCHES: &[&str] = &[
    "f",
    "fr",
    "fra",
    "frac",
    "fract",
    "fracti",
    "w1",
    "w12",
    "w123",
    "w1234",
    "stud fraction",
    "\"reads page\"",
    "zzz",
];
const START: i64 = 1_700_000_000_000;

fn text(seed: &mut u64) -> String {
    let mut text = String::new();
    while text.len() < 112 {
        let draw = split_mix(seed);
        // Some words are rare, as in real notes.
        if draw.is_multiple_of(16) {
            text.push_str(&format!("w{} ", (draw >> 8) % 20_000));
        } else {
            text.push_str(WORDS[(draw >> 8) as usize % WORDS.len()]);
            text.push(' ');
        }
    }
    text.truncate(112);
    text
}

fn build(core: &mut Core, notes: usize) {
    let mut ids = IdSource::Seeded(1);
    let mut seed = 7;
    let mut clock = Hlc(0).next(START);
    let mut tick = || {
        clock = clock.next(START);
        clock
    };
    let tags: Vec<Uid> = (0..300).map(|_| ids.next_uid()).collect();
    let named = tags.iter().enumerate().map(|(i, t)| Op::new(Kind::Tag, *t).text(tag::NAME, format!("tag-{i}")));
    core.apply(&Act { clock: tick(), verb: Verb::CreateTag, ops: named.collect() }).expect("tags");
    let mut batch = Vec::new();
    let (mut current, mut in_walk) = (ids.next_uid(), ids.next_uid());
    for i in 0..notes {
        if i % 300 == 0 {
            in_walk = ids.next_uid();
            let op = Op::new(Kind::Walk, in_walk).int(walk::DAY, 19_000 + (split_mix(&mut seed) % 2_000) as i64);
            let op = op.int(walk::STARTED, START).int(walk::ENDED, START);
            batch.push(Act { clock: tick(), verb: Verb::StartWalk, ops: vec![op] });
        }
        if i % 50 == 0 {
            current = ids.next_uid();
            let started = START + (split_mix(&mut seed) % 100_000_000) as i64 * 1_000;
            let op = Op::new(Kind::Visit, current).refer(visit::WALK, in_walk).int(visit::STARTED, started);
            let op = op.int(visit::ENDED, started + 600_000);
            batch.push(Act { clock: tick(), verb: Verb::EnterRoom, ops: vec![op] });
        }
        let tag = tags[(split_mix(&mut seed) % 300) as usize];
        let op = Op::new(Kind::Note, IdSource::System.next_uid())
            .refer(note::VISIT, current)
            .int(note::AT, (i % 50) as i64 * 12_000)
            .text(note::TEXT, text(&mut seed))
            .set(note::TAGS, Value::Members(vec![(tag, 1)]));
        batch.push(Act { clock: tick(), verb: Verb::AddNote, ops: vec![op] });
        if batch.len() >= 20_000 {
            core.apply_many(&batch).expect("notes");
            batch.clear();
            while core.merge_search(500).expect("merged") {}
        }
    }
    core.apply_many(&batch).expect("notes");
    while core.merge_search(500).expect("merged") {}
}

fn measure(name: &str, times: usize, mut run: impl FnMut()) {
    let mut taken: Vec<Duration> = (0..times)
        .map(|_| {
            let start = Instant::now();
            run();
            start.elapsed()
        })
        .collect();
    taken.sort();
    println!("{name:34} median {:9.3?}  worst {:9.3?}", taken[times / 2], taken[times - 1]);
}

/// What no saving can be quicker than: 200 bytes appended to a file and synced.
fn append(folder: &str) {
    let mut file = std::fs::File::create(Path::new(folder).join("append")).expect("a file");
    measure("append 200 bytes and sync", 200, || {
        std::io::Write::write_all(&mut file, &[b'x'; 200]).expect("written");
        file.sync_data().expect("synced");
    });
}

/// One note after the other, each durable before the next, as while recording. They stay in the file.
fn save_notes(path: &Path, options: &OpenOptions) {
    let mut core = Core::open(path, options).expect("opened");
    let mut clock = Hlc(core.newest_clock().expect("a clock"));
    let (mut ids, mut seed, visit) = (IdSource::System, 11, IdSource::System.next_uid());
    let mut act = || {
        clock = clock.next(START);
        let op = Op::new(Kind::Note, ids.next_uid()).refer(note::VISIT, visit).int(note::AT, 1);
        Act { clock, verb: Verb::AddNote, ops: vec![op.text(note::TEXT, text(&mut seed))] }
    };
    core.apply(&act()).expect("the first act also marks the file as being written");
    measure("save a note", 200, || drop(core.apply(&act()).expect("saved")));
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let (Some(folder), Some(notes)) = (arguments.next(), arguments.next().and_then(|n| n.parse::<usize>().ok())) else {
        eprintln!("store_figures FOLDER NOTES [SEARCH…]");
        std::process::exit(2);
    };
    let path = Path::new(&folder).join("figures.uncover");
    let options = OpenOptions { data_dir: Path::new(&folder).join("data"), now: START, ids: IdSource::System };
    if !path.exists() {
        let start = Instant::now();
        let mut core = Core::open(&path, &options).expect("opened");
        build(&mut core, notes);
        let taken = start.elapsed();
        core.close().expect("closed");
        let bytes = std::fs::metadata(&path).expect("a file").len();
        println!(
            "built in {taken:.1?}: {:.0} notes/s, {:.0} bytes/note",
            notes as f64 / taken.as_secs_f64(),
            bytes as f64 / notes as f64
        );
    }
    measure("open to write", 20, || drop(Core::open(&path, &options).expect("opened")));
    measure("open to read", 20, || drop(Reader::open(&path).expect("opened")));
    append(&folder);
    save_notes(&path, &options);
    let reader = Reader::open(&path).expect("opened");
    let page = |filter: &Filter, from| Ask::Notes { filter: filter.clone(), from, limit: 50 };
    let search = |text: &str| Filter { search: text.into(), ..Filter::default() };
    measure("resume", 20, || drop(reader.answer(&Ask::Resume)));
    let due = Some((START - 28 * 86_400_000, START));
    measure("home", 20, || drop(reader.answer(&Ask::Home { today: (START, START + 86_400_000), lately: START, due })));
    measure("newest 50", 50, || drop(reader.answer(&page(&Filter::default(), From::Newest))));
    measure("oldest 50", 50, || drop(reader.answer(&page(&Filter::default(), From::Oldest))));
    let mut searches: Vec<String> = arguments.collect();
    if searches.is_empty() {
        searches = SEARCHES.iter().map(ToString::to_string).collect();
    }
    for typed in searches {
        measure(&format!("search {typed}"), 20, || drop(reader.answer(&page(&search(&typed), From::Newest))));
    }
    let untagged = Filter { tagged: Some(false), ..Filter::default() };
    measure("untagged (none there)", 3, || drop(reader.answer(&page(&untagged, From::Newest))));
    let capped = Ask::NotesCount { filter: search("fraction"), cap: 10_000 };
    measure("count, capped at 10,000", 5, || drop(reader.answer(&capped)));
    measure("tags", 5, || drop(reader.answer(&Ask::Tags)));
    measure("filter choices", 5, || drop(reader.answer(&Ask::FilterChoices)));
    measure("patterns", 5, || drop(reader.answer(&Ask::Patterns)));
    measure("info", 3, || drop(reader.answer(&Ask::Info)));
    measure("coverage", 3, || drop(reader.answer(&Ask::Coverage { since: 0 })));
}

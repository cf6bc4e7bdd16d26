//! Which of the store's threads answers what: nobody waits behind work that steps back.

#![allow(clippy::panic, reason = "a test says what it got")]

use std::path::Path;
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;
use uncover::domain::act::{Act, Op, Value, Verb};
use uncover::domain::id::{IdSource, Uid};
use uncover::domain::schema::{Kind, classroom, note, tag, visit, walk};
use uncover::domain::time::Hlc;
use uncover::insight::heat::{Axis, What};
use uncover::store::api::*;
use uncover::store::{Core, OpenOptions, Store};

const START: i64 = 1_780_000_000_000;
const TODAY: i64 = 20_602;

/// An answer, and the name and the niceness of the thread that gave it.
struct Given {
    answer: Answer,
    thread: String,
    nice: Option<i32>,
}

/// How far the thread that asks steps back: 0 not at all, 19 as far as there is. Known on Linux.
fn nice() -> Option<i32> {
    let told = std::fs::read_to_string("/proc/thread-self/stat").ok()?;
    // The name, in brackets, may hold anything; the 17th field after it is the niceness.
    told.rsplit_once(')')?.1.split_whitespace().nth(16)?.parse().ok()
}

fn uid(kind: Kind, n: u64) -> Uid {
    Uid::of_content(format!("{kind:?} {n}").as_bytes())
}

/// Twelve visits to four rooms, half of them with a tag.
fn acts() -> Vec<Act> {
    let mut ops = vec![Op::new(Kind::Tag, uid(Kind::Tag, 1)).text(tag::NAME, "wait-time")];
    for n in 0..12 {
        let (room, walked) = (uid(Kind::Classroom, n % 4), uid(Kind::Walk, n / 2));
        ops.push(Op::new(Kind::Classroom, room).text(classroom::LABEL, format!("Room {}", n % 4)));
        ops.push(Op::new(Kind::Walk, walked).int(walk::DAY, 20_580 + n as i64).int(walk::STARTED, START));
        ops.push(
            Op::new(Kind::Visit, uid(Kind::Visit, n))
                .refer(visit::WALK, walked)
                .refer(visit::CLASSROOM, room)
                .int(visit::STARTED, START + n as i64),
        );
        let line = Op::new(Kind::Note, uid(Kind::Note, n)).refer(note::VISIT, uid(Kind::Visit, n));
        let tags = if n % 2 == 0 { vec![(uid(Kind::Tag, 1), 1)] } else { Vec::new() };
        ops.push(line.text(note::TEXT, format!("waits {n} seconds")).set(note::TAGS, Value::Members(tags)));
    }
    vec![Act { clock: Hlc(1 << 16), verb: Verb::MakeDemo, ops }]
}

fn open(folder: &Path) -> (Store, Receiver<(u64, Given)>) {
    let (path, data_dir) = (folder.join("a.uncover"), folder.join("data"));
    let options = OpenOptions { data_dir, now: START, ids: IdSource::System };
    let mut core = Core::open(&path, &options).expect("a file");
    core.apply_many(&acts()).expect("saved");
    core.close().expect("closed");
    let (tell, given) = channel();
    let tell = Mutex::new(tell);
    let sink = Box::new(move |event| {
        if let Event::Answer { number, answer } = event {
            let thread = std::thread::current().name().unwrap_or_default().to_string();
            let given = Given { answer: *answer, thread, nice: nice() };
            // The test may have heard enough and gone.
            let _ = tell.lock().expect("no poison").send((number, given));
        }
    });
    (Store::open(&path, options, sink).expect("opened"), given)
}

fn asked(store: &Store, given: &Receiver<(u64, Given)>, number: u64, lane: Lane, ask: Ask) -> Given {
    store.ask(Question { number, lane, ask });
    loop {
        let (of, given) = given.recv_timeout(Duration::from_secs(60)).expect("an answer within a minute");
        if of == number {
            assert!(!matches!(given.answer, Answer::Failed(_)), "{:?}", given.answer);
            return given;
        }
    }
}

/// Asks for what is kept until something is.
fn wait_for_kept(store: &Store, given: &Receiver<(u64, Given)>) {
    for number in 1_000.. {
        let kept = asked(store, given, number, Lane::Other, Ask::Surface { today: TODAY, kept: true });
        if matches!(&kept.answer, Answer::Surface(surface) if surface.counted.is_some()) {
            return;
        }
    }
}

#[test]
fn only_what_is_shown_meanwhile_steps_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let (store, given) = open(folder.path());
    let renew = Ask::Surface { today: TODAY, kept: false };
    let first = asked(&store, &given, 1, Lane::Surface, renew.clone());
    assert_eq!(first.thread, "store-slow", "nothing is kept: somebody waits for the first count");
    wait_for_kept(&store, &given);
    let again = asked(&store, &given, 2, Lane::Surface, renew);
    let (Answer::Surface(before), Answer::Surface(now)) = (&first.answer, &again.answer) else { panic!("no surface") };
    assert_eq!((&now.suggestions, now.fresh), (&before.suggestions, true), "the same is counted");
    assert_eq!(again.thread, "store-behind", "what was kept is shown meanwhile");

    let waited_for = [
        (Lane::Patterns, Ask::Patterns),
        (Lane::Heat, Ask::Heat { what: What::Tags, axis: Axis::Weeks, this_year: 2026 }),
        (Lane::Coverage, Ask::CoverageMap { today: 20_602, weeks: 20, offset: 0 }),
        (Lane::HunchCheck, Ask::HunchCheck),
        (Lane::Joint, Ask::JointVisits),
        (Lane::JointProposals, Ask::JointProposals),
        (Lane::Agreement, Ask::Agreement),
        (Lane::Tags, Ask::Tags),
        (Lane::NotesPage, Ask::Notes { filter: Filter::default(), from: From::Newest, limit: 9 }),
        (Lane::Like, Ask::Like { of: LikeOf::Note(uid(Kind::Note, 1)), limit: 9 }),
    ];
    for (number, (lane, ask)) in (3..).zip(waited_for) {
        let given = asked(&store, &given, number, lane, ask.clone());
        assert_ne!(given.thread, "store-behind", "{ask:?}");
        if cfg!(target_os = "linux") {
            assert_eq!(given.nice, first.nice, "{ask:?}");
        }
    }
    if cfg!(target_os = "linux") {
        assert_eq!((first.nice, again.nice), (nice(), Some(19)));
    }
}

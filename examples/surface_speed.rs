//! How long it takes to say what surfaced: from what is kept, counted from nothing, and after one new note. Changes the
//! file: `benches/surfacing` gives it a copy. Prints a line each: what, milliseconds.

#![allow(clippy::print_stdout, reason = "its output is what is looked at")]

use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, channel};
use std::time::Instant;
use uncover::domain::act::{Act, Op, Value, Verb};
use uncover::domain::id::IdSource;
use uncover::domain::schema::{Kind, note};
use uncover::domain::time::Hlc;
use uncover::store::api::{Answer, Ask, Event, Filter, From, Lane, Question, Write};
use uncover::store::{Core, OpenOptions, Store};

/// As many as the median is taken of.
const TIMES: usize = 11;

type Failed = Box<dyn std::error::Error>;

fn main() -> Result<(), Failed> {
    let path = PathBuf::from(std::env::args().nth(1).ok_or("a file is needed")?);
    let opened = OpenOptions { data_dir: path.with_extension("data"), now: 1_800_000_000_000, ids: IdSource::System };
    let mut clock = Hlc(Core::open(&path, &opened)?.newest_clock()?);
    let (mut store, mut events) = open(&path, &opened)?;
    let today = 20_800;
    let surface = |kept| Ask::Surface { today, kept };

    let (first, answer) = asked(&store, &events, surface(false))?;
    let Answer::Surface(found) = answer else { return Err("no surface".into()) };
    println!("suggestions\t{}", found.suggestions.len());
    println!("first count of all\t{first:.2}");
    store.close();

    let (mut kept, mut whole) = (Vec::new(), Vec::new());
    for _ in 0..TIMES {
        (store, events) = open(&path, &opened)?;
        kept.push(asked(&store, &events, surface(true))?.0);
        whole.push(asked(&store, &events, surface(false))?.0);
        store.close();
    }
    println!("from what is kept, after opening\t{:.2}", middle(kept));
    println!("everything counted, after opening\t{:.2}", middle(whole));

    (store, events) = open(&path, &opened)?;
    asked(&store, &events, surface(false))?;
    let mut after = Vec::new();
    let page = Ask::Notes { filter: Filter { tagged: Some(true), ..Filter::default() }, from: From::Newest, limit: 1 };
    let (_, Answer::Notes(page)) = asked(&store, &events, page)? else { return Err("no notes".into()) };
    let row = page.rows.first().ok_or("a note with a tag is needed")?;
    let tags = row.tags.iter().map(|(tag, _)| (*tag, 1)).collect::<Vec<_>>();
    for n in 0..TIMES {
        clock = clock.next(1_800_000_000_000);
        let op = Op::new(Kind::Note, IdSource::System.next_uid()).refer(note::VISIT, row.visit);
        let op = op.text(note::TEXT, format!("one more {n}")).set(note::TAGS, Value::Members(tags.clone()));
        store.write(Write::Act(Act { clock, verb: Verb::AddNote, ops: vec![op] }));
        while !matches!(events.recv()?, Event::Saved { .. }) {}
        after.push(asked(&store, &events, surface(false))?.0);
    }
    println!("after one new note\t{:.2}", middle(after));
    store.close();
    Ok(())
}

fn open(path: &Path, options: &OpenOptions) -> Result<(Store, Receiver<Event>), Failed> {
    let (tell, events) = channel();
    let tell = Mutex::new(tell);
    let sink = Box::new(move |event| {
        if let Ok(tell) = tell.lock() {
            let _ = tell.send(event);
        }
    });
    Ok((Store::open(path, options.clone(), sink)?, events))
}

/// Milliseconds from the question to its answer, as the screen waits for it.
fn asked(store: &Store, events: &Receiver<Event>, ask: Ask) -> Result<(f64, Answer), Failed> {
    let begun = Instant::now();
    store.ask(Question { number: 1, lane: Lane::Surface, ask });
    loop {
        if let Event::Answer { answer, .. } = events.recv()? {
            return match *answer {
                Answer::Failed(trouble) => Err(trouble.to_string().into()),
                answer => Ok((begun.elapsed().as_secs_f64() * 1_000.0, answer)),
            };
        }
    }
}

fn middle(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times.get(times.len() / 2).copied().unwrap_or(f64::NAN)
}

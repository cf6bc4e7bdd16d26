//! Writes notes one after the other and prints "saved N" for each that the store acknowledged, until it is stopped.
//! `scripts/power-cut` and `scripts/crash-points` run it. With `--check`: prints the number of every note in the file.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "its output is what is looked at")]

use std::io::Write as _;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::mpsc::channel;
use uncover::domain::act::{Act, Op, Verb};
use uncover::domain::id::IdSource;
use uncover::domain::schema::{Kind, note};
use uncover::domain::time::Hlc;
use uncover::store::api::{Event, Write};
use uncover::store::{Core, OpenOptions, Reader, Store, check};

fn options(path: &std::path::Path) -> OpenOptions {
    OpenOptions { data_dir: path.with_extension("data"), now: 1_780_000_000_000, ids: IdSource::System }
}

fn write(path: &std::path::Path, most: i64) -> Result<(), Box<dyn std::error::Error>> {
    let mut core = Core::open(path, &options(path))?;
    let mut clock = Hlc(core.newest_clock()?);
    core.apply(&Act { clock: clock.next(0), verb: Verb::EditNote, ops: Vec::new() })?;
    clock = Hlc(core.newest_clock()?);
    core.close()?;
    let (tell, events) = channel();
    let tell = Mutex::new(tell);
    let sink = Box::new(move |event| {
        if let Ok(tell) = tell.lock() {
            let _ = tell.send(event);
        }
    });
    let store = Store::open(path, options(path), sink)?;
    let mut ids = IdSource::System;
    let visit = ids.next_uid();
    for _ in 0..most {
        clock = clock.next(0);
        let op = Op::new(Kind::Note, ids.next_uid()).refer(note::VISIT, visit);
        let op = op.text(note::TEXT, format!("{}", clock.0));
        store.write(Write::Act(Act { clock, verb: Verb::AddNote, ops: vec![op] }));
        loop {
            match events.recv()? {
                Event::Saved { clock: saved, .. } if saved == clock => break,
                Event::NotSaved { why, .. } => eprintln!("NOT SAVED {why}"),
                _ => {}
            }
        }
        println!("saved {}", clock.0);
        std::io::stdout().flush()?;
    }
    store.close();
    Ok(())
}

fn list(path: &std::path::Path) -> Result<(), Box<dyn std::error::Error>> {
    Core::open(path, &options(path))?.close()?;
    let report = check::check(path)?;
    if !report.sound {
        return Err(report.lines.join(" ").into());
    }
    Reader::open(path)?.each(Kind::Note, false, false, |record| {
        for (_, value) in record.fields.iter().filter(|(name, _)| *name == "text") {
            if let uncover::domain::act::Value::Text(text) = value {
                println!("{text}");
            }
        }
        ControlFlow::Continue(())
    })?;
    Ok(())
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let result = match arguments.as_slice() {
        [flag, path] if flag == "--check" => list(&PathBuf::from(path)),
        [path] => write(&PathBuf::from(path), i64::MAX),
        [path, most] => write(&PathBuf::from(path), most.parse().unwrap_or(1)),
        _ => Err("store_acks [--check] FILE [NOTES]".into()),
    };
    if let Err(error) = result {
        eprintln!("{error}");
        std::process::exit(1);
    }
}

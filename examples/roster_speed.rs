//! How long rosters of 100,000 rows take: `cargo run --release --example roster_speed`.
#![allow(clippy::print_stdout, clippy::disallowed_methods, reason = "prints its figures")]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::time::Instant;
use uncover::domain::act::{Act, Verb};
use uncover::domain::id::IdSource;
use uncover::domain::time::Hlc;
use uncover::exchange::roster::{self, Wish};
use uncover::store::{Core, OpenOptions, Reader};

const ROWS: usize = 100_000;
const NOW: i64 = 1_794_840_060_000;

type Done = Result<(), Box<dyn std::error::Error>>;

fn main() -> Done {
    let folder = tempfile::tempdir()?;
    let list = folder.path().join("list.csv");
    let mut text = String::from("room,teacher,grade,subject,period,school\n");
    for n in 0..ROWS {
        writeln!(text, "Room {n},Teacher Number {n},{},Reading,{},School {}", n % 12, n % 7, n % 50)?;
    }
    fs::write(&list, text)?;
    take(folder.path(), "a list of 100,000 rooms", &list)?;
    let tables = folder.path().join("tables");
    one_roster(&tables)?;
    take(folder.path(), "OneRoster, 100,000 enrolments in 4,000 classes", &tables)
}

fn one_roster(folder: &Path) -> Done {
    fs::create_dir_all(folder)?;
    fs::write(folder.join("orgs.csv"), "sourcedId,name,type\ns1,Elm School,school\n")?;
    let mut classes = String::from("sourcedId,title,location,schoolSourcedId\n");
    let mut users = String::from("sourcedId,givenName,familyName,role,password\n");
    let mut enrolments = String::from("classSourcedId,userSourcedId,role\n");
    for n in 0..ROWS {
        let class = n % 4_000;
        if n < 4_000 {
            writeln!(classes, "c{n},Class {n},Room {n},s1")?;
            writeln!(users, "t{n},Teacher,Number{n},teacher,x")?;
            writeln!(enrolments, "c{n},t{n},teacher")?;
        } else {
            writeln!(users, "u{n},Given,Family,student,x")?;
            writeln!(enrolments, "c{class},u{n},student")?;
        }
    }
    fs::write(folder.join("classes.csv"), classes)?;
    fs::write(folder.join("users.csv"), users)?;
    fs::write(folder.join("enrollments.csv"), enrolments)?;
    Ok(())
}

fn take(folder: &Path, what: &str, path: &Path) -> Done {
    let file = folder.join(format!("{}.db", what.len()));
    let options = OpenOptions { data_dir: folder.join("data"), now: NOW, ids: IdSource::Seeded(1) };
    let mut core = Core::open(&file, &options).map_err(|t| t.0.what)?;
    println!("{what}");
    for round in ["first", "again"] {
        let start = Instant::now();
        let roster = roster::read(path, &Wish::default(), &mut |_| {})?;
        let read = start.elapsed();
        let known = Reader::open(&file).and_then(|r| r.known()).map_err(|t| t.0.what)?;
        let (ops, _) = roster::plan(&roster, &known)?;
        let planned = start.elapsed();
        let written = ops.len();
        if written > 0 {
            let clock = Hlc(core.newest_clock().map_err(|t| t.0.what)?).next(NOW);
            core.apply(&Act { clock, verb: Verb::ImportRoster, ops }).map_err(|t| t.0.what)?;
        }
        let all = start.elapsed();
        println!(
            "  {round}: read {read:.2?}, compared {:.2?}, saved {written} operations in {:.2?}",
            planned - read,
            all - planned
        );
    }
    let start = Instant::now();
    let clock = Hlc(core.newest_clock().map_err(|t| t.0.what)?).next(NOW);
    core.undo(clock).map_err(|t| t.0.what)?;
    println!("  taken back in {:.2?}", start.elapsed());
    Ok(())
}

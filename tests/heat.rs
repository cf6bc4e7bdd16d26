//! The heat map, where we looked and a route, on a made-up school: what the store answers, and the way by keys.
#![cfg(unix)]
#![allow(clippy::panic, reason = "a test says what it got")]

#[path = "common/pty.rs"]
mod pty;

use pty::Pty;
use std::path::{Path, PathBuf};
use uncover::insight::heat::{Axis, Cell, Table, What};
use uncover::store::Reader;
use uncover::store::api::{Answer, Ask};

fn demo(data: &Path) -> PathBuf {
    let file = data.join("demo.db");
    let made = std::process::Command::new(env!("CARGO_BIN_EXE_uncover"))
        .args(["demo", "--no-open", "--file"])
        .arg(&file)
        .env("UNCOVER_DATA", data)
        .output()
        .expect("it runs");
    assert!(made.status.success(), "{made:?}");
    file
}

fn heat(reader: &Reader, what: What, axis: Axis) -> Table {
    match reader.answer(&Ask::Heat { what, axis, this_year: 2026 }) {
        Answer::Heat(table) => table,
        other => panic!("{other:?}"),
    }
}

#[test]
fn every_cell_leads_to_as_many_visits_as_it_says() {
    let data = tempfile::tempdir().expect("a folder");
    let reader = Reader::open(&demo(data.path())).expect("opened");
    let mut cells = 0;
    for (what, axis) in Axis::ALL.into_iter().flat_map(|axis| [(What::Tags, axis), (What::LookFors, axis)]) {
        let table = heat(&reader, what, axis);
        assert!(table.rows.len() > 3, "{what:?} {axis:?}");
        for row in table.rows.iter().take(4) {
            for (cell, column) in row.cells.iter().zip(&table.columns) {
                let Cell::Seen { k, n } = cell else { continue };
                let ask = Ask::HeatCell { sign: row.id.clone(), members: column.members.clone(), limit: 3 };
                let Answer::HeatCell(found) = reader.answer(&ask) else { panic!("no answer") };
                assert_eq!(found.counts, (*k as usize, (n - k) as usize), "{} {}", row.name, column.label);
                assert!(found.seen.len() <= 3 && found.seen.len() == found.counts.0.min(3));
                cells += 1;
            }
        }
    }
    assert!(cells > 50, "{cells}");
}

#[test]
fn coverage_counts_every_visit_and_names_every_room() {
    let data = tempfile::tempdir().expect("a folder");
    let reader = Reader::open(&demo(data.path())).expect("opened");
    let Answer::Visits(page) = reader.answer(&Ask::Visits { before: None, limit: 1 }) else { panic!("no visits") };
    let newest = page.rows.first().and_then(|v| v.started).expect("a visit");
    let today = i32::try_from(newest / 86_400_000 + 1).expect("a day");
    let (Answer::CoverageMap(map), Answer::Info(info), Answer::Rooms(rooms), Answer::JointVisits(joint)) = (
        reader.answer(&Ask::CoverageMap { today, weeks: 60, offset: 0 }),
        reader.answer(&Ask::Info),
        reader.answer(&Ask::Rooms { limit: 2_000 }),
        reader.answer(&Ask::JointVisits),
    ) else {
        panic!("no answer")
    };
    // A visit that two wrote down was one visit, and a term lies within the weeks asked for.
    let written_again: usize = joint.iter().map(|j| j.visits.len() - 1).sum();
    assert!(written_again > 0);
    assert_eq!(u64::from(map.visits) + written_again as u64, info.visits);
    assert_eq!(map.rooms.len(), rooms.len());
    for (room, known) in map.rooms.iter().zip(&rooms) {
        assert_eq!((room.room.uid, &room.room.label), (known.uid, &known.label));
        assert_eq!(room.weeks.contains(&true), known.last_visit.is_some());
    }
    let Answer::CoverageMap(short) = reader.answer(&Ask::CoverageMap { today, weeks: 1, offset: 0 }) else {
        panic!("no answer")
    };
    assert!(short.visits < map.visits && short.weeks == 1);
}

#[test]
fn from_a_cell_to_its_notes_and_from_home_to_a_route() {
    let data = tempfile::tempdir().expect("a folder");
    let file = demo(data.path());
    let mut p = Pty::start(data.path(), &["--file", &file.display().to_string()], 100, 30, &[]);
    p.wait("Not seen lately").wait("make a route");
    p.send("4").wait("open").send("h").wait("visits with tagged notes").send("\r").wait("newest first").wait("grade");
    p.send("4").wait_gone("newest first").send("o").wait("Where we looked").send("\t").wait("rooms were visited");
    p.send("1").wait("make a route").send("r").wait("Enter starts with 6 rooms").wait("not seen since");
    p.kill();
}

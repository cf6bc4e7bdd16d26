//! How long the heat map takes on facts of 20,000 visits and 300 tags: `cargo run --release --example heat_speed`.

#![allow(clippy::print_stdout, reason = "it prints what it measured")]

use std::time::Instant;
use uncover::domain::id::Uid;
use uncover::insight::facts::{Facts, Sign, SignId, VisitFact, Visits};
use uncover::insight::heat::{Axis, Sort, What, arrange, table};

const VISITS: usize = 20_000;

fn facts() -> Facts {
    let teachers: Vec<u32> = (0..120).collect();
    let visit = |i: usize| VisitFact {
        id: i as i64,
        day: Some(17_000 + (i / 8) as i32),
        minute: Some((480 + i * 37 % 400) as u16),
        grade: Some((i * 7 % 13) as u16),
        subject: Some((i * 11 % 20) as u16),
        period: Some((i * 5 % 8) as u16),
        teachers: teachers.get(i * 31 % 120..).and_then(|all| all.get(..1)).unwrap_or_default(),
        ..VisitFact::default()
    };
    let sign = |s: usize| {
        let mut id = [0; 16];
        id[..8].copy_from_slice(&s.to_le_bytes());
        Sign {
            id: SignId::Tag(Uid(id)),
            name: format!("tag {s}"),
            parent: None,
            seen: Visits::of((0..VISITS).filter(|i| i * (s + 3) % 97 < 20)),
            looked: Visits::up_to(VISITS).into(),
        }
    };
    let names = |n: usize| (0..n).map(|i| i.to_string()).collect();
    Facts {
        visits: (0..VISITS).map(visit).collect(),
        signs: (0..300).map(sign).collect(),
        grades: names(13),
        subjects: names(20),
        periods: names(8),
        ..Facts::default()
    }
}

fn main() {
    let facts = facts();
    for axis in Axis::ALL {
        let begun = Instant::now();
        let map = table(&facts, What::Tags, axis, 2026);
        let counted = begun.elapsed();
        let order = arrange(&map, Sort::Likeness, 30);
        let (rows, columns) = (order.rows.len(), order.columns.len());
        println!(
            "{:<12} {rows} rows, {columns} columns: counted in {counted:?}, with its order in {:?}",
            axis.word(),
            begun.elapsed()
        );
    }
}

//! Speed of finding the same thing in other words: `cargo run --release --example semantics_speed -- FILE.tsv [SKETCHES]`.
//! Notes are those of FILE (id, theme, text); sketches beyond them are made up of pairs of its notes.

#![allow(clippy::print_stdout, reason = "it prints figures")]

use std::time::Instant;
use uncover::domain::id::split_mix;
use uncover::insight::semantics::sketch::{nearest, rescored};
use uncover::insight::semantics::{Meanings, Planes, Sketch, labelled};

const ROUNDS: usize = 21;
const CANDIDATES: usize = 300;

/// The median of some times in microseconds.
fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times.get(times.len() / 2).copied().unwrap_or_default()
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, f64) {
    let begin = Instant::now();
    let done = work();
    (done, begin.elapsed().as_secs_f64() * 1e6)
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let file = arguments.next().ok_or("name a file of notes")?;
    let many: usize = arguments.next().map_or(Ok(1_000_000), |n| n.parse())?;
    let set = labelled::read(&std::fs::read_to_string(file)?)?;

    let (meanings, opened) = timed(Meanings::built_in);
    let meanings = meanings?;
    println!("table opened and checked: {:.2} ms", opened / 1e3);
    let each = (0..ROUNDS).map(|_| timed(|| set.iter().map(|one| meanings.vector(&one.text)).collect::<Vec<_>>()).1);
    println!("a note to its vector: {:.1} µs", median(each.collect()) / set.len() as f64);
    let each = (0..ROUNDS).map(|_| timed(|| set.iter().map(|one| meanings.meaning(&one.text)).collect::<Vec<_>>()).1);
    println!("a note to its vector with its words: {:.1} µs", median(each.collect()) / set.len() as f64);

    let planes = Planes::new(meanings.dimensions());
    let mut state = 1;
    let texts: Vec<String> = (0..many.max(set.len()))
        .map(|at| match set.get(at) {
            Some(one) => one.text.clone(),
            None => {
                let mut any = || (split_mix(&mut state) >> 33) as usize % set.len();
                format!("{} {}", set[any()].text, set[any()].text)
            }
        })
        .collect();
    let (sketches, took) = timed(|| texts.iter().map(|t| planes.sketch(&meanings.vector(t))).collect::<Vec<Sketch>>());
    println!("a note to its sketch: {:.1} µs; all {}: {:.1} s", took / texts.len() as f64, texts.len(), took / 1e6);

    let scans = (0..ROUNDS).map(|at| timed(|| nearest(sketches[at], &sketches, CANDIDATES)).1);
    println!("scan of {} sketches for {CANDIDATES}: {:.2} ms", sketches.len(), median(scans.collect()) / 1e3);
    let whole = (0..ROUNDS).map(|at| {
        timed(|| {
            let of = meanings.vector(&texts[at]);
            let near = nearest(planes.sketch(&of), &sketches, CANDIDATES).into_iter();
            rescored(&of, near.map(|i| (i, meanings.vector(&texts[i]))), 20)
        })
        .1
    });
    println!(
        "scan, and the {CANDIDATES} best compared exactly from their texts: {:.2} ms",
        median(whole.collect()) / 1e3
    );

    let (mut kept, mut asked) = (0, 0);
    for one in set.iter().take(20) {
        let of = meanings.vector(&one.text);
        let exact = rescored(&of, texts.iter().enumerate().map(|(i, t)| (i, meanings.vector(t))), 20);
        let near = nearest(planes.sketch(&of), &sketches, CANDIDATES);
        asked += exact.len();
        kept += exact.iter().filter(|(i, _)| near.contains(i)).count();
    }
    println!(
        "of the true 20 nearest, among the {CANDIDATES} by sketch: {:.0} %",
        100.0 * f64::from(kept as u32) / f64::from(asked.max(1) as u32)
    );
    Ok(())
}

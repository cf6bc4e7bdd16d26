//! Speed of finding suggestions: `cargo run --release --example suggest_speed`. Facts are made up: visits of many teachers,
//! tags of many kinds, each in its own share of visits.

#![allow(clippy::print_stdout, reason = "it prints figures")]

use std::sync::Arc;
use std::time::Instant;
use uncover::domain::id::{Uid, split_mix};
use uncover::insight::facts::{Facts, Sign, SignId, VisitFact, Visits};
use uncover::insight::suggest::suggest;

const ROUNDS: usize = 11;

/// So many visits, tags and look-fors.
fn facts(visits: usize, tags: usize, look_fors: usize) -> Facts {
    let mut state = 1;
    let mut below = |n: u64| split_mix(&mut state) % n.max(1);
    let small = |n: u64| u16::try_from(n).ok();
    let mut facts = Facts {
        grades: (1..=8).map(|g: u32| g.to_string()).collect(),
        subjects: ["Reading", "Maths", "Science", "History", "Arts"].map(String::from).to_vec(),
        ..Facts::default()
    };
    let teachers = (visits as u64 / 20).clamp(12, 800);
    for visit in 0..visits {
        let teacher = below(teachers);
        facts.visits.push(&VisitFact {
            id: visit as i64,
            day: i32::try_from(20_000 + visit / 8).ok(),
            minute: small(480 + below(400)),
            grade: small(teacher % 8),
            subject: small(below(5)),
            teachers: &[teacher as u32],
            observers: &[below(4) as u32],
            tagged: true,
            ..VisitFact::default()
        });
    }
    let tagged = Arc::new(Visits::up_to(visits));
    for place in 0..tags + look_fors {
        let is_tag = place < tags;
        let id = match is_tag {
            true => SignId::Tag(Uid::of_content(&place.to_le_bytes())),
            false => SignId::LookFor(format!("look-for-{place}")),
        };
        let looked =
            if is_tag { Arc::clone(&tagged) } else { Arc::new(Visits::of((0..visits).filter(|_| below(4) > 0))) };
        let share = 2 + below(if is_tag { 25 } else { 80 });
        let seen = Visits::of(looked.iter().filter(|_| below(100) < share));
        facts.signs.push(Sign { id, name: format!("sign {place}"), parent: None, seen, looked });
    }
    facts
}

fn main() {
    for (visits, tags, look_fors) in [(500, 40, 20), (2_000, 100, 30), (20_000, 270, 30), (20_000, 400, 60)] {
        let facts = facts(visits, tags, look_fors);
        let mut times: Vec<f64> = (0..ROUNDS)
            .map(|_| {
                let begin = Instant::now();
                std::hint::black_box(suggest(&facts, 25_000));
                begin.elapsed().as_secs_f64() * 1e3
            })
            .collect();
        times.sort_by(f64::total_cmp);
        println!(
            "{visits} visits, {tags} tags, {look_fors} look-fors: median {:.1} ms, most {:.1} ms",
            times[ROUNDS / 2],
            times[ROUNDS - 1]
        );
    }
}

//! Speed and recall of "more like this" on a file of any size: `cargo run --release --example like_speed -- FOLDER NOTES`.
//! Notes are those of the made-up school, each with a few words exchanged for words of others, so that few are the same.
//! The file is made where it is not there yet. What is found is held against a comparison with every note.

#![allow(clippy::print_stdout, reason = "it prints figures")]

use std::path::Path;
use std::time::Instant;
use uncover::domain::act::{Act, Value};
use uncover::domain::id::{IdSource, split_mix};
use uncover::domain::schema::{Kind, note};
use uncover::domain::time::Now;
use uncover::exchange::demo::{self, DemoOptions};
use uncover::insight::semantics::meaning::dot;
use uncover::insight::semantics::{Meanings, labelled};
use uncover::store::api::{Answer, Ask, Filter, From, LikeOf, NoteRow};
use uncover::store::{Core, OpenOptions, Reader};

const NOW: Now = Now { utc: 1_795_003_200_000, steady: 0, offset: 0 };
const ROUNDS: usize = 101;
/// Notes asked for recall: each is compared with every note of the file.
const EXACT: usize = 40;
const NEAREST: usize = 20;

type Outcome = Result<(), Box<dyn std::error::Error>>;

fn timed<T>(work: impl FnOnce() -> T) -> (T, f64) {
    let begin = Instant::now();
    let done = work();
    (done, begin.elapsed().as_secs_f64() * 1e3)
}

/// Milliseconds this thread was on a processor, where the system tells (Linux): what else runs hardly changes them.
fn spent() -> Option<f64> {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    Some(told.split(' ').next()?.parse::<f64>().ok()? / 1e6)
}

/// Asks so often, and tells how long an answer took.
fn tell<T>(what: &str, rounds: usize, mut ask: impl FnMut() -> T) {
    let before = spent();
    let mut times: Vec<f64> = (0..rounds).map(|_| timed(&mut ask).1).collect();
    let each = before.zip(spent()).map(|(before, now)| (now - before) / rounds as f64);
    times.sort_by(f64::total_cmp);
    let at = |part: usize| times.get((times.len() * part / 100).min(times.len() - 1)).copied().unwrap_or_default();
    let processor = each.map_or(String::new(), |each| format!(", mean processor time {each:.1} ms"));
    println!("{what}: least {:.1} ms, median {:.1} ms, p95 {:.1} ms{processor}", at(0), at(50), at(95));
}

/// Exchanges about a third of the words of a note for words of others.
fn varied(text: &str, words: &[String], state: &mut u64) -> String {
    let mut any = |of: usize| (split_mix(state) >> 33) as usize % of.max(1);
    let other: Vec<&str> = text
        .split(' ')
        .map(|w| if any(3) == 0 { words.get(any(words.len())).map_or(w, String::as_str) } else { w })
        .collect();
    other.join(" ")
}

fn make(path: &Path, options: &OpenOptions, notes: usize, words: &[String]) -> Outcome {
    let mut core = Core::open(path, options)?;
    let mut state = 1;
    let (mut batch, mut done) = (Vec::new(), 0);
    for mut act in demo::acts(&DemoOptions { notes: Some(notes), a_visit: None, seed: 1, now: NOW }) {
        for op in act.ops.iter_mut().filter(|op| op.kind == Kind::Note) {
            for (_, value) in op.fields.iter_mut().filter(|(field, _)| *field == note::TEXT) {
                if let Value::Text(text) = value {
                    *text = varied(text, words, &mut state);
                    done += 1;
                }
            }
        }
        batch.push(act);
        if batch.len() == 5_000 {
            core.apply_many(&std::mem::take::<Vec<Act>>(&mut batch))?;
        }
    }
    core.apply_many(&batch)?;
    println!("{done} notes written");
    core.close()?;
    Ok(())
}

fn size(path: &Path) -> f64 {
    std::fs::metadata(path).map_or(0.0, |m| m.len() as f64)
}

fn all_notes(reader: &Reader) -> Vec<NoteRow> {
    let (mut all, mut from) = (Vec::new(), From::Newest);
    loop {
        let Answer::Notes(page) = reader.answer(&Ask::Notes { filter: Filter::default(), from, limit: 1_000 }) else {
            return all;
        };
        let Some(last) = page.rows.last().map(|r| r.key) else { return all };
        from = From::After(last);
        all.extend(page.rows);
    }
}

fn main() -> Outcome {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().ok_or("name a folder")?;
    let notes: usize = arguments.next().map_or(Ok(100_000), |n| n.parse())?;
    let path = Path::new(&folder).join(format!("like-{notes}.uncover"));
    let options = OpenOptions { data_dir: Path::new(&folder).join("data"), now: NOW.utc, ids: IdSource::System };
    let set = labelled::read(&std::fs::read_to_string("tests/semantics/dev.tsv")?)?;
    let words: Vec<String> = set.iter().flat_map(|one| one.text.split(' ').map(str::to_string)).collect();
    if !path.exists() {
        make(&path, &options, notes, &words)?;
        let before = size(&path);
        let mut core = Core::open(&path, &options)?;
        let (filled, took) = timed(|| core.fill_meanings());
        filled?;
        core.close()?;
        println!("meanings filled in: {:.1} s, {:.1} µs a note", took / 1e3, took * 1e3 / notes as f64);
        println!(
            "the file grew by {:.1} bytes a note to {:.1}",
            (size(&path) - before) / notes as f64,
            size(&path) / notes as f64
        );
    }
    let reader = Reader::open(&path)?;
    let all = all_notes(&reader);
    let mut state = 5;
    let mut any = || &all[(split_mix(&mut state) >> 33) as usize % all.len()];
    let like = |note: &NoteRow, limit| reader.answer(&Ask::Like { of: LikeOf::Note(note.uid), limit });
    println!("the first question: {:.1} ms", timed(|| like(any(), 60)).1);
    tell("more like a note, 60 rows", ROUNDS, || like(any(), 60));
    tell("more like a note, 20 rows", ROUNDS, || like(any(), 20));
    tell("more like a note, 1 row", ROUNDS, || like(any(), 1));
    tell("tags proposed", ROUNDS, || reader.answer(&Ask::TagProposals { note: any().uid }));
    tell("same thing, suggested", 5, || reader.same_thing(20_775));
    recall(&all, &like)
}

/// How many of the true nearest are found, by comparing with every note.
fn recall(all: &[NoteRow], like: &dyn Fn(&NoteRow, usize) -> Answer) -> Outcome {
    let by = Meanings::built_in()?;
    let (mut asked, mut state) = (Vec::new(), 9);
    for _ in 0..EXACT {
        let one = &all[(split_mix(&mut state) >> 33) as usize % all.len()];
        asked.push((one, by.vector(&one.text), Vec::new()));
    }
    for other in all {
        let vector = by.vector(&other.text);
        for (one, of, near) in &mut asked {
            if one.uid != other.uid {
                near.push(dot(of, &vector));
            }
        }
    }
    let (mut found, mut whole) = (0, 0);
    for (one, of, near) in &mut asked {
        near.sort_by(|a, b| b.total_cmp(a));
        let last = near.get(NEAREST - 1).copied().unwrap_or(0.0);
        let Answer::Like(list) = like(one, NEAREST) else { return Err("not answered".into()) };
        // Notes equally near are as good as one another.
        found += list.rows.iter().filter(|r| dot(of, &by.vector(&r.note.text)) >= last - 1e-5).count();
        whole += NEAREST.min(near.len());
    }
    println!(
        "of the true {NEAREST} nearest, found: {:.1} %",
        100.0 * f64::from(found as u32) / f64::from(whole as u32)
    );
    Ok(())
}

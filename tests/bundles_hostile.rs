//! Bundles that are damaged, made up, or not meant for us: each is refused with a sentence, and the file is as it was, byte
//! for byte.

#[path = "common/laptops.rs"]
mod laptops;

use flate2::Compression;
use flate2::write::GzEncoder;
use laptops::{Laptop, START, uid};
use rusqlite::Connection;
use serde_json::{Value as Json, json};
use std::io::{Read, Write};
use std::path::PathBuf;
use uncover::domain::act::{Op, Verb};
use uncover::domain::id::Uid;
use uncover::domain::schema::{Kind, note, tag};
use uncover::exchange::bundle::{self, MOST_WORK, Wish};
use uncover::store::Reader;
use uncover::store::bundle::Refusal;

/// A laptop with two notes, whose file is closed, and a bundle of another's two notes.
struct Scene {
    folder: tempfile::TempDir,
    here: Laptop,
    /// What the other's bundle says, line by line, without the magic line.
    lines: Vec<Json>,
    log: Uid,
}

fn write_two(laptop: &mut Laptop, n: u8) {
    for (i, text) in [(n, "reads aloud"), (n + 1, "asks why")] {
        let op = Op::new(Kind::Note, uid(Kind::Note, i)).refer(note::VISIT, uid(Kind::Visit, 0)).text(note::TEXT, text);
        laptop.act(Verb::AddNote, vec![op]);
    }
}

impl Scene {
    fn new() -> Scene {
        let folder = tempfile::tempdir().expect("a folder");
        let (mut here, mut there) = (Laptop::new(0), Laptop::new(0));
        write_two(&mut here, 10);
        write_two(&mut there, 20);
        here.close();
        let file = folder.path().join("good.bundle");
        there.give(&file, Vec::new(), true);
        let bytes = std::fs::read(&file).expect("bytes");
        let packed = bytes.split_at(bytes.iter().position(|b| *b == b'\n').expect("a magic line") + 1).1;
        let mut text = String::new();
        flate2::read::GzDecoder::new(packed).read_to_string(&mut text).expect("lines");
        let lines = text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
        let log = there.have()[0].0;
        Scene { folder, here, lines, log }
    }

    fn place(&self) -> PathBuf {
        self.folder.path().join("tried.bundle")
    }

    fn bytes(&self) -> Vec<u8> {
        std::fs::read(self.here.path()).expect("the file")
    }

    /// Takes in what lies at `place`, and says why not. Nothing may have changed then.
    fn refused(&mut self) -> String {
        let before = self.bytes();
        self.here.open();
        let refusal = match self.here.take(&self.place()) {
            Ok(taken) => unreachable!("taken in: {taken:?}"),
            Err(refusal) => refusal,
        };
        // Let go without closing, as the program does.
        self.here.core = None;
        assert!(before == self.bytes(), "the file changed: {refusal}");
        let names: Vec<_> = std::fs::read_dir(self.here.folder.path())
            .expect("a folder")
            .map(|e| e.expect("an entry").file_name().to_string_lossy().into_owned())
            .filter(|name| name.ends_with("-wal") || name.ends_with("-journal"))
            .collect();
        assert!(names.is_empty(), "{names:?}");
        let sentence = refusal.to_string();
        assert!(sentence.contains("Nothing was changed."), "{sentence}");
        sentence
    }

    fn refused_bytes(&mut self, bytes: &[u8]) -> String {
        std::fs::write(self.place(), bytes).expect("written");
        self.refused()
    }

    fn refused_text(&mut self, text: &str) -> String {
        let bytes = packed("uncover-bundle 1\n", text.as_bytes());
        self.refused_bytes(&bytes)
    }

    fn refused_lines(&mut self, lines: &[Json]) -> String {
        let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
        self.refused_text(&text)
    }

    /// Where the first line of a sort stands.
    fn first(&self, sort: &str) -> usize {
        self.lines.iter().position(|line| line[0] == sort).expect("a line")
    }
}

fn packed(magic: &str, text: &[u8]) -> Vec<u8> {
    let mut bytes = magic.as_bytes().to_vec();
    let mut gz = GzEncoder::new(&mut bytes, Compression::default());
    gz.write_all(text).expect("packed");
    gz.finish().expect("packed");
    bytes
}

fn says(sentence: &str, part: &str) {
    assert!(sentence.contains(part), "“{part}” is not in: {sentence}");
}

#[test]
fn what_is_no_bundle_or_a_newer_one_is_told_from_a_damaged_one() {
    let mut scene = Scene::new();
    for bytes in [
        &b""[..],
        b"\0\0\0\0",
        b"PK\x03\x04 some archive",
        b"{\"notes\":[]}",
        b"SQLite format 3\0",
        b"uncover-bundle x\n",
    ] {
        says(&scene.refused_bytes(bytes), "This is not a bundle of Uncover.");
    }
    says(&scene.refused_bytes(&packed("uncover-bundle 2\n", b"{}\n")), "made by a newer Uncover (its format is 2");
    says(&scene.refused_bytes(b"uncover-bundle 1\nnot packed"), "damaged or cut off");
    let place = scene.place();
    std::fs::remove_file(&place).expect("removed");
    std::fs::create_dir(&place).expect("a folder");
    says(&scene.refused(), "cannot be read");
}

#[test]
fn wherever_it_is_cut_off_or_changed_it_is_refused() {
    let mut scene = Scene::new();
    let good = std::fs::read(scene.folder.path().join("good.bundle")).expect("bytes");
    for length in (0..good.len()).step_by(7) {
        scene.refused_bytes(&good[..length]);
    }
    for place in (17..good.len()).step_by(11) {
        let mut changed = good.clone();
        changed[place] ^= 0x40;
        // A few bytes of the packing say nothing, such as its time; then the bundle is whole.
        std::fs::write(scene.place(), &changed).expect("written");
        let open = bundle::open(&scene.place(), || Err("none".into()));
        let whole = open.is_ok_and(|open| open.pieces().all(|piece| piece.is_ok()));
        if !whole {
            scene.refused();
        }
        assert!(!whole || place < 27, "a change at {place} of {} goes unnoticed", good.len());
    }
}

#[test]
fn lines_that_are_not_what_they_must_be_are_named() {
    let mut scene = Scene::new();
    let lines = scene.lines.clone();
    let (thing, act, op) = (scene.first("t"), scene.first("a"), scene.first("o"));
    let with = |place: usize, line: Json| {
        let mut changed = lines.clone();
        changed[place] = line;
        changed
    };
    let without = |place: usize| {
        let mut changed = lines.clone();
        changed.remove(place);
        changed
    };
    says(&scene.refused_text("nonsense\n"), "in its line 1");
    says(&scene.refused_text("{}\n"), "does not say what the bundle holds");
    says(&scene.refused_lines(&without(lines.len() - 1)), "its end is missing");
    says(&scene.refused_lines(&without(op)), "less came than");
    says(&scene.refused_lines(&without(act)), "a change is of no act");
    says(&scene.refused_lines(&without(thing)), "a change is of nothing");
    says(&scene.refused_lines(&with(act, json!(["x", 1]))), "no piece of a bundle");
    says(&scene.refused_lines(&with(thing, json!(["t", 1, "no id", 8]))), "no piece of a bundle");
    says(&scene.refused_lines(&with(thing, json!(["t", 1, uid(Kind::Note, 99).to_text(), -3]))), "of no kind");
    let mut more = lines.clone();
    more.insert(op, lines[op].clone());
    says(&scene.refused_lines(&more), "stands twice");
    more = lines.clone();
    more.push(lines[op].clone());
    says(&scene.refused_lines(&more), "after the end");
    let mut twice = lines.clone();
    twice.insert(thing, lines[thing].clone());
    says(&scene.refused_lines(&twice), "introduced twice");
    let mut order = lines.clone();
    let last = order.iter().rposition(|l| l[0] == "a").expect("an act");
    order[last][2] = json!(1);
    says(&scene.refused_lines(&order), "not in their order");
    let mut swapped = lines.clone();
    swapped[act][1] = json!(99_999);
    says(&scene.refused_lines(&swapped), "of no log");
    for place in [json!(-1), json!(0), json!(1_i64 << 41), json!(1.5), json!("1")] {
        let mut wrong = lines.clone();
        wrong[act][2] = place;
        scene.refused_lines(&wrong);
    }
    let mut names = lines.clone();
    names[op][3] = json!({"v": {"$": 4_000}});
    says(&scene.refused_lines(&names), "names something that is not there");
}

#[test]
fn nul_deep_nesting_endless_lines_and_traps_are_refused() {
    let mut scene = Scene::new();
    let op = scene.first("o");
    let mut nul = scene.lines.clone();
    nul[op][3] = json!({"t": "a\0b"});
    says(&scene.refused_lines(&nul), "NUL");
    let text: Vec<String> = scene.lines.iter().map(ToString::to_string).collect();
    let changed = |line: String| {
        let mut text = text.clone();
        text[op] = line;
        text.join("\n") + "\n"
    };
    says(&scene.refused_text(&changed("[\"o\",0,1,{\"t\":\"\0\"}]".into())), "not as a line must be");
    let deep = format!("[\"o\",0,1,{{\"z\":{}{}}}]", "[".repeat(100_000), "]".repeat(100_000));
    says(&scene.refused_text(&changed(deep)), "not as a line must be");
    let long = format!("[\"o\",0,1,{{\"t\":\"{}\"}}]", "x".repeat(17 << 20));
    says(&scene.refused_text(&changed(long)), "longer than any line can be");
    // A small file that would fill the disk: line after line of the same.
    let mut trap = Vec::new();
    let mut gz = GzEncoder::new(&mut trap, Compression::best());
    let mut header = scene.lines[0].clone();
    header["operations"] = json!(1_u64 << 40);
    gz.write_all(format!("{header}\n{}\n{}\n", text[1], text[2]).as_bytes()).expect("packed");
    let thing = scene.lines[scene.first("t")][1].clone();
    for n in 0..90_000u32 {
        let line = format!("[\"o\",{n},{thing},{{\"t\":\"{}\"}}]\n", "x".repeat(1_000));
        gz.write_all(line.as_bytes()).expect("packed");
    }
    gz.finish().expect("packed");
    let bytes = [&b"uncover-bundle 1\n"[..], &trap].concat();
    says(&scene.refused_bytes(&bytes), "far tighter than notes can be");
    for figure in ["acts", "operations"] {
        let mut huge = scene.lines.clone();
        huge[0][figure] = json!(-5);
        scene.refused_lines(&huge);
        huge[0][figure] = json!(u64::MAX);
        scene.refused_lines(&huge);
    }
}

#[test]
fn what_contradicts_this_file_is_refused_whole() {
    let mut scene = Scene::new();
    let good = scene.lines.clone();
    let (act, op) = (scene.first("a"), scene.first("o"));
    // The true bundle is taken in first; then another tells the same acts differently.
    std::fs::write(scene.place(), std::fs::read(scene.folder.path().join("good.bundle")).expect("bytes"))
        .expect("written");
    scene.here.open();
    let place = scene.place();
    scene.here.take(&place).expect("the true one");
    scene.here.close();
    let mut other = good.clone();
    other[op][3]["t"] = json!("reads to nobody");
    says(&scene.refused_lines(&other), "two copies of one file were written in, or the bundle was tampered with");
    let mut other = good.clone();
    other[act][4] = json!(31);
    says(&scene.refused_lines(&other), "tampered with");
    let mut other = good.clone();
    other[act][3] = json!(17_i64 << 16);
    says(&scene.refused_lines(&other), "tampered with");
    // One operation less than the act has here.
    let mut other: Vec<Json> = good.clone();
    other.remove(op);
    other[0]["operations"] = json!(1);
    let end = other.len() - 1;
    other[end] = json!(["end", 2, 1]);
    says(&scene.refused_lines(&other), "tampered with");
    // The same log in another stream.
    let mut other = good.clone();
    other[0]["logs"][0][1] = json!(1);
    says(&scene.refused_lines(&other), "tampered with");
    // The same id for another kind of thing.
    let mut other = good;
    let thing = scene.first("t");
    other[thing][3] = json!(Kind::Tag as i64);
    says(&scene.refused_lines(&other), "one id for two different kinds of things");
}

#[test]
fn changes_that_claim_to_be_ours_are_refused() {
    let mut scene = Scene::new();
    let own = scene.here.have()[0].0;
    let mut forged = scene.lines.clone();
    let log = scene.log.to_text();
    let place = forged[0]["logs"].as_array().expect("logs").iter().position(|l| l[0] == log.as_str()).expect("its log");
    forged[0]["logs"][place][0] = json!(own.to_text());
    says(&scene.refused_lines(&forged), "tampered with");
    // Beyond what this file ever did.
    forged[0]["logs"][place][2] = json!(2);
    forged[0]["logs"][place][3] = json!(4);
    for line in forged.iter_mut().filter(|l| l[0] == "a") {
        line[2] = json!(line[2].as_i64().expect("a place") + 2);
    }
    says(&scene.refused_lines(&forged), "claim to be made in this very file");
    // A private log is never in a bundle.
    let mut private = scene.lines.clone();
    private[0]["logs"][place][1] = json!(2);
    scene.refused_lines(&private);
}

#[test]
fn clocks_of_the_next_century_are_refused_and_fast_ones_are_told() {
    let mut scene = Scene::new();
    let act = scene.first("a");
    for clock in [4_102_444_800_000_i64 << 16, i64::MAX, -1] {
        let mut late = scene.lines.clone();
        late[act][3] = json!(clock);
        says(&scene.refused_lines(&late), "after the year 2099");
    }
    let mut fast = scene.lines.clone();
    fast[act][3] = json!((START + 900_000_000) << 16);
    let text: String = fast.iter().map(|line| format!("{line}\n")).collect();
    std::fs::write(scene.place(), packed("uncover-bundle 1\n", text.as_bytes())).expect("written");
    scene.here.open();
    let place = scene.place();
    let taken = scene.here.take(&place).expect("taken in");
    assert_eq!(taken.ahead, Some(START + 900_000_000));
    // What is done here comes after it all the same.
    scene.here.act(Verb::CreateTag, vec![Op::new(Kind::Tag, uid(Kind::Tag, 1)).text(tag::NAME, "later")]);
    let newest = scene.here.core().newest_clock().expect("a clock");
    assert!(newest > (START + 900_000_000) << 16);
}

#[test]
fn seals_that_do_not_hold_are_refused() {
    let mut scene = Scene::new();
    let reader = Reader::open(&scene.here.path()).expect("a reader");
    let sealed = |work: u8| Wish { passphrase: Some("three small words".into()), work, ..Wish::default() };
    let place = scene.place();
    bundle::write(&reader, &place, true, &sealed(2), &mut |_, _| {}).expect("a bundle");
    drop(reader);
    let whole = std::fs::read(&place).expect("bytes");
    let tried = |scene: &Scene, bytes: &[u8], word: &str| -> String {
        std::fs::write(scene.place(), bytes).expect("written");
        let word = word.to_string();
        let open = match bundle::open(&scene.place(), move || Ok(word)) {
            Ok(open) => open,
            Err(refusal) => return refusal.to_string(),
        };
        open.pieces().find_map(Result::err).map(|refusal| refusal.to_string()).expect("refused")
    };
    says(&tried(&scene, &whole, "three small word"), "The passphrase does not open the bundle.");
    for length in [25, 60, 120, whole.len() - 20, whole.len() - 1] {
        tried(&scene, &whole[..length.min(whole.len() - 1)], "three small words");
    }
    let mut changed = whole.clone();
    let last = changed.len() - 3;
    changed[last] ^= 1;
    tried(&scene, &changed, "three small words");
    // A seal that would take all the memory there is.
    let text = String::from_utf8_lossy(&whole).into_owned();
    let stanza = text.lines().find(|l| l.starts_with("-> scrypt")).expect("a stanza").to_string();
    let (front, _) = stanza.rsplit_once(' ').expect("its work");
    let heavier = format!("{front} {}", MOST_WORK + 5);
    let at = whole.windows(stanza.len()).position(|w| w == stanza.as_bytes()).expect("there");
    let heavy = [&whole[..at], heavier.as_bytes(), &whole[at + stanza.len()..]].concat();
    says(&tried(&scene, &heavy, "three small words"), "more memory and time");
    let no_word = bundle::open(&scene.place(), || Err("There is no terminal.".into()));
    assert!(matches!(no_word, Err(Refusal::Unreadable(_))));
    scene.here.open();
}

#[test]
fn the_good_one_is_good() {
    let mut scene = Scene::new();
    scene.here.open();
    let good = scene.folder.path().join("good.bundle");
    let taken = scene.here.take(&good).expect("taken in");
    assert_eq!((taken.acts, taken.new.get(&Kind::Note)), (2, Some(&2)));
    scene.here.close();
    let c = Connection::open(scene.here.path()).expect("it opens");
    let notes: i64 =
        c.query_row("SELECT count(*) FROM note WHERE text IS NOT NULL", [], |r| r.get(0)).expect("a count");
    assert_eq!(notes, 4);
}

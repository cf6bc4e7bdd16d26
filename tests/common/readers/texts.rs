//! Readers of texts that people write: sheets, talk protocols, word lists, lines of notes, searches.

use super::file::{NOW, Place, Template};
use super::safe;
use std::sync::OnceLock;
use uncover::domain::act::Verb;
use uncover::domain::acts::{self, NoteFacts};
use uncover::domain::id::Uid;
use uncover::domain::note::{NoteKind, compose_line, find_count, parse_line, tag_being_typed};
use uncover::domain::sheet::Sheet;
use uncover::domain::talk_protocol::TalkProtocol;
use uncover::exchange::names::read_list;
use uncover::insight::semantics::SchoolWords;
use uncover::language::find::Text;
use uncover::language::mask::Masker;
use uncover::language::rules::Rules;
use uncover::language::switches::Switches;
use uncover::store::api::{Answer, Ask, Filter, From};

pub fn sheet(bytes: &[u8]) {
    match Sheet::parse_bytes("own.toml", bytes) {
        Ok(sheet) => {
            let grouped: usize = sheet.grouped().iter().map(|(_, all)| all.len()).sum();
            assert_eq!(grouped, sheet.look_fors.len());
            assert!(sheet.look_fors.iter().all(|l| sheet.look_for(&l.id) == Some(l)), "two of one id");
            safe(&sheet.size());
            safe(&sheet.title);
        }
        Err(mistakes) => mistakes.iter().for_each(|m| safe(&m.to_string())),
    }
}

pub fn talk_protocol(bytes: &[u8]) {
    match TalkProtocol::parse_bytes("own.toml", bytes) {
        Ok(protocol) => {
            safe(&protocol.size());
            let (planned, reveal) = (protocol.planned(), protocol.first_reveal());
            let again = TalkProtocol::parse("own.toml", &protocol.written()).expect("what is written can be read");
            assert_eq!((again.planned(), again.first_reveal()), (planned, reveal));
            assert_eq!(again.written(), protocol.written());
        }
        Err(mistakes) => mistakes.iter().for_each(|m| safe(&m.to_string())),
    }
}

/// A word list, and lines to look through with it behind a line "== ".
pub fn word_list(bytes: &[u8]) {
    let at = bytes.windows(4).position(|w| w == b"\n== ").map_or(bytes.len(), |at| at + 1);
    let (list, lines) = bytes.split_at(at);
    let (rules, mistakes) = Rules::load("en", Some(("own.toml", list)));
    mistakes.iter().flat_map(|m| m.iter()).for_each(|m| safe(&m.to_string()));
    let lines = String::from_utf8_lossy(lines);
    look_through(&rules, "Students were engaged, S4 asks “why?” and nobody answers 3 times.");
    lines.lines().for_each(|line| look_through(&rules, line));
}

fn look_through(rules: &Rules, line: &str) {
    let switches = Switches::all_on(rules);
    for what in [Text::Statement, Text::Note(NoteKind::Evidence), Text::Note(NoteKind::Count)] {
        let found = rules.find(line, what, &switches, &Masker::default());
        assert!(found.iter().all(|f| line.get(f.range.clone()).is_some()), "{line}");
        assert!(found.windows(2).all(|w| w[0].range.end <= w[1].range.start), "{line}");
    }
}

pub fn school_words(bytes: &[u8]) {
    if let Err(why) = SchoolWords::read(&String::from_utf8_lossy(bytes)) {
        safe(&why);
    }
}

/// A typed line: what is written back for editing reads as the same.
pub fn line(bytes: &[u8]) {
    let typed = String::from_utf8_lossy(bytes);
    let read = parse_line(&typed);
    let _ = (find_count(&typed), tag_being_typed(&typed));
    let composed = compose_line(&read);
    assert_eq!(parse_line(&composed), read, "{typed:?} became {composed:?}");
}

/// A list of names, an empty line, and a text to mask.
pub fn mask(bytes: &[u8]) {
    static RULES: OnceLock<Rules> = OnceLock::new();
    let rules = RULES.get_or_init(Rules::built_in);
    let at = bytes.windows(2).position(|w| w == b"\n\n").unwrap_or(0);
    let (list, text) = bytes.split_at(at);
    let names = read_list(list).unwrap_or_default();
    let masker = Masker::for_sharing(names.iter().map(|(of, name)| (*of, name.as_str())), rules);
    let text = String::from_utf8_lossy(text);
    let found = masker.find(&text);
    assert!(found.windows(2).all(|w| w[0].range.end <= w[1].range.start));
    assert!(found.iter().all(|f| text.get(f.range.clone()).is_some()));
    masker.mask(&text);
}

/// What is searched for, and behind the first line break a note: it is found in the index just when it is found without.
pub fn search(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let (typed, note) = text.split_once('\n').unwrap_or((&text, "waited long enough"));
    let place = Place::new(Template::School);
    let mut core = place.core();
    let uid = Uid::of_content(b"searched");
    let visit = uncover::store::Reader::open(&place.path()).ok().and_then(|reader| {
        match reader.answer(&Ask::Visits { before: None, limit: 1 }) {
            Answer::Visits(page) => page.rows.first().map(|row| row.uid),
            other => panic!("{other:?}"),
        }
    });
    let facts = NoteFacts { visit, text: note.into(), ..NoteFacts::default() };
    place.save(&mut core, Verb::AddNote, vec![acts::note_written(uid, &facts)]);
    let before = found(&place, typed);
    core.close().expect("closed");
    assert_eq!(
        found(&place, typed),
        before,
        "the index finds other notes than a look at each for {typed:?} in {note:?}"
    );
}

fn found(place: &Place, typed: &str) -> Vec<Uid> {
    let mut reader = place.reader();
    reader.set_now(NOW.utc);
    let filter = Filter { search: typed.into(), ..Filter::default() };
    match reader.answer(&Ask::Notes { filter, from: From::Newest, limit: 50 }) {
        Answer::Notes(page) => page.rows.iter().map(|row| row.uid).collect(),
        other => panic!("{typed:?}: {other:?}"),
    }
}

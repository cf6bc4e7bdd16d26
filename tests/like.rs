//! The same thing in other words, on a small file: what is near, what was said of it, tags and clusters proposed.

#![allow(clippy::panic, reason = "a test says what it got")]

use proptest::prelude::*;
use uncover::domain::act::{Act, Op, Value, Verb};
use uncover::domain::acts;
use uncover::domain::id::{IdSource, Uid};
use uncover::domain::pattern::{PatternKind, Role};
use uncover::domain::schema::*;
use uncover::domain::suggestion::{Decided, Decision, like_topic, tag_topic};
use uncover::domain::time::Hlc;
use uncover::store::api::*;
use uncover::store::{Core, OpenOptions, Reader, check};

const START: i64 = 20_600 * 86_400_000;

const PAUSES: [&str; 6] = [
    "A long pause before anybody is called on",
    "T waits in silence for an answer",
    "Waits quietly, nobody is called on yet",
    "Long silence, then a pause before the answer",
    "Pauses and waits after asking",
    "A silent wait before the answer",
];
const OTHERS: [&str; 4] = [
    "The chapter is read aloud from the book",
    "Reads the story aloud, page by page",
    "Desks are pushed into rows",
    "Scissors and glue lie on the floor",
];

struct File {
    folder: tempfile::TempDir,
    core: Option<Core>,
    clock: i64,
}

fn uid(kind: Kind, n: usize) -> Uid {
    Uid::of_content(format!("{kind:?} {n}").as_bytes())
}

fn note_uid(n: usize) -> Uid {
    uid(Kind::Note, n)
}

impl File {
    /// Six visits with a teacher each; notes 0–5 speak of pauses, 6–9 of other things.
    fn new() -> File {
        let folder = tempfile::tempdir().expect("a folder");
        let mut file = File { core: None, folder, clock: 0 };
        file.reopen();
        let mut ops = Vec::new();
        for n in 0..6 {
            let (room, teacher_uid) = (uid(Kind::Classroom, n), uid(Kind::Teacher, n));
            ops.push(Op::new(Kind::Teacher, teacher_uid).text(teacher::NAME, format!("Teacher {n}")));
            let teachers = Value::Members(vec![(teacher_uid, 1)]);
            ops.push(Op::new(Kind::Classroom, room).text(classroom::LABEL, "Room").set(classroom::TEACHERS, teachers));
            let started = START + n as i64 * 600_000;
            ops.push(
                Op::new(Kind::Visit, uid(Kind::Visit, n)).refer(visit::CLASSROOM, room).int(visit::STARTED, started),
            );
        }
        file.act(Verb::EditNote, ops);
        for (n, text) in PAUSES.iter().chain(&OTHERS).enumerate() {
            file.say(n, text);
        }
        file
    }

    fn reopen(&mut self) {
        let data_dir = self.folder.path().join("data");
        let options = OpenOptions { data_dir, now: START, ids: IdSource::System };
        self.core = Some(Core::open(&self.path(), &options).expect("opened"));
    }

    fn path(&self) -> std::path::PathBuf {
        self.folder.path().join("a.uncover")
    }

    fn core(&mut self) -> &mut Core {
        self.core.as_mut().expect("an open file")
    }

    fn act(&mut self, verb: Verb, ops: Vec<Op>) {
        self.clock += 1;
        let clock = Hlc(self.clock << 16);
        self.core().apply(&Act { clock, verb, ops }).expect("saved");
    }

    fn say(&mut self, n: usize, text: &str) {
        let op = Op::new(Kind::Note, note_uid(n)).refer(note::VISIT, uid(Kind::Visit, n % 6));
        self.act(Verb::EditNote, vec![op.int(note::AT, n as i64).text(note::TEXT, text)]);
    }

    fn answer(&self, ask: &Ask) -> Answer {
        Reader::open(&self.path()).expect("readable").answer(ask)
    }

    fn like(&self, n: usize) -> LikeList {
        self.like_of(LikeOf::Note(note_uid(n)))
    }

    fn like_of(&self, of: LikeOf) -> LikeList {
        match self.answer(&Ask::Like { of, limit: 50 }) {
            Answer::Like(list) => list,
            other => panic!("{other:?}"),
        }
    }

    fn proposals(&self, n: usize) -> Vec<TagProposal> {
        match self.answer(&Ask::TagProposals { note: note_uid(n) }) {
            Answer::TagProposals { tags, .. } => tags,
            other => panic!("{other:?}"),
        }
    }
}

fn texts(list: &LikeList) -> Vec<&str> {
    list.rows.iter().map(|r| r.note.text.as_str()).collect()
}

fn dismissed() -> Decided {
    Decided { decision: Decision::Dismissed, until: None, why: String::new(), pattern: None }
}

#[test]
fn the_nearest_stand_first_with_the_words_that_made_them_so() {
    let mut file = File::new();
    let before = file.like(0);
    file.core().fill_meanings().expect("filled");
    let list = file.like(0);
    assert_eq!(texts(&list), texts(&before), "filled in or not, the same is found");
    assert!(texts(&list).iter().take(4).all(|t| PAUSES.contains(t)), "{:?}", texts(&list));
    assert!(!texts(&list).contains(&PAUSES[0]), "never the note itself");
    let first = &list.rows[0];
    let words: Vec<&str> = first.words.iter().map(|at| &first.note.text[at.clone()]).collect();
    assert!(!words.is_empty(), "{first:?}");
    let by_text = file.like_of(LikeOf::Text("somebody waits in silence".into()));
    assert!(PAUSES.contains(&texts(&by_text)[0]) && by_text.of.is_none());
}

#[test]
fn a_note_is_found_from_its_saving_on_and_never_after_its_going() {
    let mut file = File::new();
    file.core().fill_meanings().expect("filled");
    file.say(20, "Silence, a long wait before the answer");
    assert!(texts(&file.like(0)).contains(&"Silence, a long wait before the answer"));
    file.act(Verb::EditNote, vec![Op::new(Kind::Note, note_uid(1)).text(note::TEXT, "Glue on the scissors")]);
    assert_eq!(texts(&file.like(9))[0], "Glue on the scissors", "the new words count at once");
    file.act(Verb::DeleteNote, vec![Op::new(Kind::Note, note_uid(2)).int(DELETED, 1)]);
    assert!(!texts(&file.like(0)).contains(&PAUSES[2]));
    // As if the process had been killed before anything was filled in.
    drop(file.core.take());
    file.reopen();
    assert_eq!(texts(&file.like(9))[0], "Glue on the scissors");
    file.core().fill_meanings().expect("filled");
    assert_eq!(texts(&file.like(9))[0], "Glue on the scissors");
    let report = check::check(&file.path()).expect("checked");
    assert!(report.sound && report.lines.iter().any(|l| l.contains("kept meanings fit")), "{:?}", report.lines);
}

#[test]
fn while_more_notes_wait_than_are_read_directly_the_list_says_so() {
    let mut file = File::new();
    assert!(!file.like(0).reading, "a few are read directly");
    let note = |n: usize| {
        let op = Op::new(Kind::Note, note_uid(n)).refer(note::VISIT, uid(Kind::Visit, n % 6));
        op.int(note::AT, n as i64).text(note::TEXT, "Hands go up")
    };
    file.act(Verb::EditNote, (100..700).map(note).collect());
    assert!(file.like(0).reading);
    for _ in 0..20 {
        file.core().fill_meanings().expect("filled");
    }
    assert!(!file.like(0).reading);
}

#[test]
fn what_was_said_not_to_be_the_same_is_not_shown_again_until_that_is_taken_back() {
    let mut file = File::new();
    let second = file.like(0).rows[1].note.clone();
    let decided = |decision| acts::decided(&like_topic(second.uid, note_uid(0)), &Decided { decision, ..dismissed() });
    file.act(Verb::DismissSuggestion, vec![decided(Decision::Dismissed)]);
    let list = file.like(0);
    assert!(!texts(&list).contains(&second.text.as_str()) && list.rejected == 1);
    let other_way: Vec<Uid> = file.like_of(LikeOf::Note(second.uid)).rows.iter().map(|r| r.note.uid).collect();
    assert!(!other_way.contains(&note_uid(0)), "which of the two is asked does not matter");
    file.core().undo(Hlc(99 << 16)).expect("undone");
    assert_eq!((file.like(0).rejected, file.like(0).rows[1].note.uid), (0, second.uid));
    file.clock = 100;
    file.act(Verb::TagNotes, vec![decided(Decision::Accepted)]);
    assert!(file.like(0).rows[1].accepted && !file.like(0).rows[0].accepted);
}

#[test]
fn tags_of_the_nearest_are_proposed_with_the_note_that_made_them_so() {
    let mut file = File::new();
    assert_eq!(file.proposals(0), []);
    let tag_uid = |n: usize| uid(Kind::Tag, n);
    let named = |n: usize, name: &str| Op::new(Kind::Tag, tag_uid(n)).text(tag::NAME, name);
    file.act(Verb::CreateTag, vec![named(0, "wait-time"), named(1, "reading")]);
    let tagged = |n: usize, t: usize| {
        acts::note_tagged(note_uid(n), uncover::domain::note::NoteKind::Evidence, &[tag_uid(t)], true)
    };
    file.act(Verb::TagNotes, vec![tagged(1, 0), tagged(3, 0), tagged(6, 1)]);
    let proposed = file.proposals(0);
    assert_eq!((proposed[0].name.as_str(), proposed[0].tag), ("wait-time", tag_uid(0)));
    assert!([PAUSES[1], PAUSES[3]].contains(&proposed[0].because.1.as_str()));
    assert_eq!(file.proposals(7)[0].name, "reading");
    assert!(file.proposals(1).iter().all(|p| p.name != "wait-time"), "it has it already");
    file.act(Verb::DismissSuggestion, vec![acts::decided(&tag_topic(tag_uid(0), note_uid(0)), &dismissed())]);
    assert!(file.proposals(0).iter().all(|p| p.name != "wait-time"));
    assert_eq!(file.proposals(2)[0].name, "wait-time", "only for that note");
}

#[test]
fn several_visits_that_say_the_same_are_suggested_and_so_are_notes_like_a_pattern() {
    let mut file = File::new();
    let suggested = |file: &File| Reader::open(&file.path()).expect("readable").same_thing(20_600).expect("suggested");
    let found = suggested(&file);
    let [one] = found.as_slice() else { panic!("{found:?}") };
    assert!(one.rests.visits >= 5 && one.rests.teachers >= 5 && one.reason.contains("none has a tag"), "{one:?}");
    let pattern = uid(Kind::Pattern, 1);
    let stated = acts::pattern_stated(pattern, "There is time to think", PatternKind::Strength);
    let evidence: Vec<Uid> = (0..3).map(note_uid).collect();
    file.act(Verb::CreatePattern, vec![stated, acts::pattern_evidence(pattern, &evidence, Some(Role::Supports))]);
    let of_pattern = suggested(&file).into_iter().find(|s| s.pattern == Some(pattern.to_text())).expect("of it");
    assert!(of_pattern.reason.starts_with("3 notes say something like the evidence"), "{of_pattern:?}");
    for key in [one.key.clone(), of_pattern.key] {
        file.act(Verb::DismissSuggestion, vec![acts::decided(&key, &dismissed())]);
    }
    assert_eq!(suggested(&file), []);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn any_text_is_answered(text in "\\PC{0,200}") {
        let file = File::new();
        let list = file.like_of(LikeOf::Text(text.clone()));
        prop_assert_eq!(list.text, text);
        for row in list.rows {
            prop_assert!(row.words.iter().all(|at| row.note.text.get(at.clone()).is_some()));
        }
    }
}

#[test]
fn the_writers_thread_fills_in_behind_what_it_saves() {
    let mut file = File::new();
    file.core.take().expect("open").close().expect("closed");
    let filled_to = |file: &File| -> i64 {
        let c = rusqlite::Connection::open(file.path()).expect("opened");
        let sql = "SELECT COALESCE(max(CAST(value AS INTEGER)), 0) FROM local WHERE key = 'meaning_to'";
        c.query_row(sql, [], |r| r.get(0)).expect("a number")
    };
    assert_eq!(filled_to(&file), 0);
    let data_dir = file.folder.path().join("data");
    let options = OpenOptions { data_dir, now: START, ids: IdSource::System };
    let store = uncover::store::Store::open(&file.path(), options, Box::new(|_| {})).expect("opened");
    let until = std::time::Instant::now() + std::time::Duration::from_secs(60);
    while filled_to(&file) == 0 && std::time::Instant::now() < until {
        std::thread::park_timeout(std::time::Duration::from_millis(50));
    }
    assert!(filled_to(&file) > 0);
    store.close();
    assert!(check::check(&file.path()).expect("checked").sound);
}

//! The document itself, where a real disk would be hard to bring to it.

use super::*;
use crate::domain::act::{Act, Op};
use crate::domain::acts::{self, NoteFacts, VisitStart};
use crate::domain::id::IdSource;
use crate::domain::note::NoteKind;
use crate::store::{Core, OpenOptions};

const WISH: Wish = Wish { names: true, seed: 1, made: 0, lines: false };

/// A disk that is full after so many bytes.
struct Full(usize);

impl Write for Full {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let taken = bytes.len().min(self.0);
        self.0 -= taken;
        if taken == 0 { Err(io::Error::from(io::ErrorKind::StorageFull)) } else { Ok(taken) }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn with(ops: Vec<Op>, test: impl FnOnce(&Reader, &Path)) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("walks.db");
    let options = OpenOptions { data_dir: folder.path().join("data"), now: 1_000, ids: IdSource::Seeded(1) };
    let mut core = Core::open(&path, &options).expect("opened");
    core.apply(&Act { clock: Hlc(0).next(1_000), verb: Verb::AddRooms, ops }).expect("saved");
    test(&Reader::open(&path).expect("opened"), folder.path());
}

#[test]
fn a_disk_that_fills_up_at_any_byte_stops_the_document() {
    let ids = &mut IdSource::Seeded(2);
    let ops = vec![acts::school_named(ids.next_uid(), "A School"), acts::tag_named(ids.next_uid(), "a-tag")];
    with(ops, |reader, _| {
        let mut whole = Vec::new();
        let made = document(reader, &mut whole, &WISH, &mut |_| {});
        assert!(made.is_ok_and(|counts| counts.get("tags") == 1 && counts.get("acts") == 2));
        for room in 0..whole.len() {
            let stopped = document(reader, &mut Full(room), &WISH, &mut |_| {});
            assert!(matches!(stopped, Err(Stop::Write(_))), "{room} of {} bytes", whole.len());
        }
        assert!(document(reader, &mut Full(whole.len()), &WISH, &mut |_| {}).is_ok());
    });
}

#[test]
fn a_follow_up_whose_time_has_passed_is_nobodys() {
    let ids = &mut IdSource::Seeded(2);
    let (visit, room) = (ids.next_uid(), ids.next_uid());
    let start = VisitStart { classroom: Some(room), started: 1_000, ..VisitStart::default() };
    let follow_up = |uid, text: &str, expires| {
        let facts = NoteFacts {
            visit: Some(visit),
            kind: NoteKind::FollowUp,
            text: text.into(),
            expires: Some(expires),
            ..NoteFacts::default()
        };
        acts::note_written(uid, &facts)
    };
    let ops = vec![
        acts::visit_entered(visit, &start),
        follow_up(ids.next_uid(), "too late", 5_000),
        follow_up(ids.next_uid(), "in time", 5_001),
        follow_up(ids.next_uid(), "was kept", 0),
    ];
    with(ops, |reader, _| {
        let mut out = Vec::new();
        let wish = Wish { made: 5_000, ..WISH };
        let made = document(reader, &mut out, &wish, &mut |_| {});
        assert!(made.is_ok_and(|counts| counts.get("notes") == 2));
        let text = String::from_utf8(out).expect("UTF-8");
        assert!(!text.contains("too late"), "{text}");
        // Once as the note, once in the log.
        assert_eq!((text.matches("in time").count(), text.matches("was kept").count()), (2, 2), "{text}");
    });
}

#[test]
fn an_empty_file_is_a_document_too() {
    with(vec![], |reader, folder| {
        for names in [false, true] {
            let path = folder.join(format!("{names}.json"));
            let wish = Wish { names, ..WISH };
            write(reader, &path, false, &wish, &mut |_| {}).expect("written");
            let text = std::fs::read_to_string(&path).expect("it is there");
            let document: Json = serde_json::from_str(&text).expect("JSON");
            assert_eq!(document["format"], FORMAT);
            assert_eq!(document["counts"]["notes"], 0);
            assert_eq!(document.get("acts").is_some(), names);
        }
    });
}
